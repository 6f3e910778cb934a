"""The commands of a source, parsed as they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from claude_auth_tui.shells.posix.nodes import Node
from claude_auth_tui.shells.posix.parser import Parser
from claude_auth_tui.shells.posix.values import Source


class Lines:
    """The complete commands of a source, parsed as they are asked for and kept for the next time."""

    def __init__(self, source: Source, zsh: bool) -> None:
        self.parser = Parser(source.text, zsh)
        self._coming = self.parser.lines()
        self._read: list[Node] = []

    def reading(self, options: Callable[[], Collection[str]]) -> Iterator[Node]:
        """The commands, with the options as they are when each is read."""
        self.parser.extglob = "extglob" in options()
        for node in self:
            yield node
            self.parser.extglob = "extglob" in options()

    def __iter__(self) -> Iterator[Node]:
        at = 0
        while True:
            if at >= len(self._read):
                following = next(self._coming, None)
                if following is None:
                    return
                self._read.append(following)
            yield self._read[at]
            at += 1

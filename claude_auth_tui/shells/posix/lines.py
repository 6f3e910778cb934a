"""The commands of a source, parsed as they are asked for."""

from __future__ import annotations

from collections.abc import Iterator

from claude_auth_tui.shells.posix.nodes import Node
from claude_auth_tui.shells.posix.parser import Parser
from claude_auth_tui.shells.posix.values import Source


class Lines:
    """The complete commands of a source, parsed as they are asked for and kept for the next time."""

    def __init__(self, source: Source, zsh: bool) -> None:
        self.parser = Parser(source.text, zsh)
        self._coming = self.parser.lines()
        self._read: list[Node] = []

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

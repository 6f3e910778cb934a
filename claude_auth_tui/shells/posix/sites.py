"""Every place in a parsed file that does something to one of the asked-for variables, whether it is ever run or not."""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_left
from collections.abc import Collection, Iterable
from typing import Final

from msgspec import Struct
from msgspec.structs import astuple, replace

from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import Does
from claude_auth_tui.shells.posix.parser import DECLARING, Parser, assigned_word
from claude_auth_tui.shells.posix.scanner import Unfinished
from claude_auth_tui.shells.posix.syntax import Assign, For, Function, Node, Redirect, Simple, Word
from claude_auth_tui.shells.posix.values import Source
from claude_auth_tui.shells.posix.word_parts import Command, Literal, Parameter, Part, Process, WordParts
from claude_auth_tui.shells.source_shown import command_shown

CLAUDE: Final = "claude"
"""Stands as the variable of a hit that shadows the program itself."""
_MODIFIERS: Final = frozenset(["command", "builtin", "noglob", "nocorrect", "sudo", "exec", "time", "nice", "nohup"])
_ELSEWHERE: Final = {
    "launchctl": ("setenv", "unsetenv"),
    "tmux": ("set-environment", "setenv"),
    "systemctl": ("set-environment", "import-environment"),
}
_MAX_NESTED: Final = 6


class Site(Struct, frozen=True):
    """One place. `position` is the offset of the word that names the variable."""

    name: str
    does: Does
    position: int
    function: str
    """The function it stands in, or nothing."""
    span: tuple[int, int]
    """That function's range, (0, 0) outside of any."""
    literal: str | None
    """The value, where it stands there as it is."""
    elsewhere: Shown = NOTHING
    """Why it sets the variable for something else than this shell."""


class _Frame(Struct, frozen=True):
    function: str = ""
    span: tuple[int, int] = (0, 0)
    shift: int = 0
    nested: int = 0


_SHADOWS: Final = re.compile(r"\bclaude(?:=|[ \t]*\()|\bfunction[ \t]+claude\b")


def named_at(text: str, names: Collection[str]) -> list[int]:
    """Where a text names one of the variables, or defines `claude` itself, ascending."""
    found = [match.start() for match in _SHADOWS.finditer(text)] if CLAUDE in text else []
    for name in names:  # a search for each of them is many times faster than one for all
        at = text.find(name)
        while at >= 0:
            found.append(at)
            at = text.find(name, at + len(name))
    return sorted(found)


def named_in(text: str, names: Collection[str]) -> list[str]:
    """The variables whose name stands in a text as a word of its own, sorted."""
    return sorted(name for name in names if name in text and re.search(rf"(?<!\w){name}(?!\w)", text))


def sites_in(source: Source, commands: Iterable[Node], words: WordParts, names: frozenset[str]) -> list[Site]:
    """The places in a file, in their order. `commands` is the file, parsed as far as it goes."""
    positions = named_at(source.text, names)
    if not positions:
        return []
    search = _Search(source.text, words, names, positions)
    for command in commands:
        search.node(command, _Frame())
    return sorted(dict.fromkeys(search.found), key=lambda spot: (spot.position, spot.name))


class _Search:
    def __init__(self, text: str, words: WordParts, names: frozenset[str], positions: list[int]) -> None:
        self.text = text
        self.words = words
        self.names = names
        self.positions = positions
        self.found: list[Site] = []

    def names_in(self, start: int, end: int) -> bool:
        at = bisect_left(self.positions, start)
        return at < len(self.positions) and self.positions[at] < end

    def node(self, node: object, frame: _Frame) -> None:
        """Look through a command and all that is in it; what names nothing is stepped over."""
        if isinstance(node, Struct) and hasattr(node, "pos") and hasattr(node, "end"):
            if not self.names_in(node.pos + frame.shift, node.end + frame.shift):
                return
            if isinstance(node, Simple):
                self._simple(node, frame)
                return
            if isinstance(node, Function):
                self._function(node, frame)
                return
            if isinstance(node, For):
                self._loop(node, frame)
            if isinstance(node, Assign):
                return
        if isinstance(node, Word):
            self._word(node, frame)
        else:
            for child in astuple(node) if isinstance(node, Struct) else node if isinstance(node, tuple) else ():
                if isinstance(child, Struct | tuple):
                    self.node(child, frame)

    def _function(self, node: Function, frame: _Frame) -> None:
        inner = replace(frame, function=node.names[0] if node.names else NOTHING, span=(node.pos + frame.shift, node.end + frame.shift))
        if CLAUDE in node.names and not any(name in self.text[node.pos + frame.shift : node.end + frame.shift] for name in self.names):
            self._add(CLAUDE, "function", node.pos, inner, None)
        self.node(node.body, inner)

    def _loop(self, node: For, frame: _Frame) -> None:
        for name in node.names:
            if name in self.names:
                self._add(name, "assign", node.pos, frame, None)

    def _add(self, name: str, does: Does, position: int, frame: _Frame, literal: str | None, elsewhere: Shown = NOTHING) -> None:
        self.found.append(Site(name, does, position + frame.shift, frame.function, frame.span, literal, elsewhere))

    # -- single commands

    def _simple(self, node: Simple, frame: _Frame) -> None:
        words = list(node.words)
        while words and words[0].raw in _MODIFIERS:
            words.pop(0)
        command = words[0].raw.strip("'\"\\") if words else NOTHING
        for assign in node.assigns:
            if assign.name in self.names:
                self._add(
                    assign.name, self._prefix_does(command, frame) if command else "assign", assign.pos, frame, self._literal(assign.value)
                )
            for word in (assign.value, *(assign.array or ())):
                if word is not None:
                    self._word(word, frame)
        self._command(command, words, frame)
        for word in words:
            self._word(word, frame)
        for redirect in node.redirects:
            self._redirect(redirect, frame)

    def _command(self, command: str, words: list[Word], frame: _Frame) -> None:
        if command in DECLARING:
            self._declaring(command, words[1:], frame)
        elif command == "unset":
            self._named(words[1:], "unset", frame)
        elif command == "env":
            self._env(words[1:], frame)
        elif command == "alias":
            self._alias(words[1:], frame)
        elif command in ("read", "mapfile", "readarray", "getopts", "vared"):
            self._named(words[1:], "assign", frame)
        elif command == "printf" and len(words) > 2 and words[1].raw == "-v":
            self._named(words[2:3], "assign", frame)
        elif command in ("eval", "source", "."):
            self._opaque(command, words[1:], frame)
        elif command in _ELSEWHERE and any(w.raw in _ELSEWHERE[command] for w in words[1:]):
            self._named(words[1:], "env", frame, say("{} sets it for other programs, not for this shell", command_shown(command)))

    def _prefix_does(self, command: str, frame: _Frame) -> Does:
        return "function" if frame.function and posixpath.basename(command) == CLAUDE else "prefix"

    def _declaring(self, command: str, words: list[Word], frame: _Frame) -> None:
        options = "".join(w.raw for w in words if w.raw[:1] in "-+" and "=" not in w.raw)
        takes_away = (command == "export" and "-n" in options) or "+x" in options
        exports = command == "export" or re.search(r"-[a-zA-Z]*x", options) is not None
        does: Does = "unset" if takes_away else "export" if exports else "assign"
        for word in words:
            found = assigned_word(word.raw)
            name = found.group(1) if found else word.raw.strip("'\"")
            if name in self.names:
                rest = Word(word.raw[found.end() :], word.pos, False) if found else None
                self._add(name, does, word.pos, frame, self._literal(rest))
            elif not found and (inside := re.match(r"[\"']([A-Za-z_]\w*)=", word.raw)) and inside.group(1) in self.names:
                self._add(inside.group(1), does, word.pos, frame, None)

    def _named(self, words: list[Word], does: Does, frame: _Frame, elsewhere: Shown = NOTHING) -> None:
        for word in words:
            name = word.raw.strip("'\"").partition("=")[0]
            if name in self.names:
                self._add(name, does, word.pos, frame, None, elsewhere)

    def _env(self, words: list[Word], frame: _Frame) -> None:
        command = next((w.raw for w in words if not w.raw.startswith("-") and "=" not in w.raw), "")
        taking = False
        for word in words:
            found = assigned_word(word.raw)
            if found and found.group(1) in self.names:
                rest = Word(word.raw[found.end() :], word.pos, False)
                self._add(found.group(1), self._prefix_does(command, frame), word.pos, frame, self._literal(rest))
            elif taking and word.raw in self.names:
                self._add(word.raw, self._prefix_does(posixpath.basename(words[-1].raw), frame), word.pos, frame, None)
            taking = word.raw in ("-u", "--unset")
            if word.raw.startswith(("-u", "--unset=")) and (name := re.sub(r"^(-u|--unset=)", "", word.raw)) in self.names:
                self._add(name, self._prefix_does(CLAUDE, frame), word.pos, frame, None)

    def _alias(self, words: list[Word], frame: _Frame) -> None:
        for word in words:
            named = named_in(word.raw, self.names)
            for name in named:
                self._add(name, "alias", word.pos, frame, None)
            if not named and word.raw.startswith("claude="):
                self._add(CLAUDE, "alias", word.pos, frame, None)

    def _opaque(self, command: str, words: list[Word], frame: _Frame) -> None:
        for word in words:
            for name in self.names:
                found = re.search(rf"(?<!\w)(export\s+|unset\s+)?{name}(=)?(?!\w)", word.raw)
                if found and not re.search(rf"\$\{{?{name}\b", word.raw):
                    does: Does = (
                        "export"
                        if (found.group(1) or "").startswith("export")
                        else "unset"
                        if found.group(1)
                        else "assign"
                        if found.group(2)
                        else "source"
                    )
                    self._add(name, does, word.pos + found.start(), frame, None)

    def _redirect(self, redirect: Redirect, frame: _Frame) -> None:
        if redirect.target is not None and redirect.heredoc is None:
            self._word(redirect.target, frame)

    # -- words

    def _literal(self, word: Word | None) -> str | None:
        if word is None:
            return None
        parts = self.words.parts(word.raw)
        if not all(isinstance(part, Literal) for part in parts) or re.match(r"[~(]", word.raw):
            return None
        return "".join(part.text for part in parts if isinstance(part, Literal))

    def _word(self, word: Word, frame: _Frame) -> None:
        """Commands nested in a word, and `${NAME:=…}`."""
        if word.plain or ("$" not in word.raw and "`" not in word.raw and "<(" not in word.raw):
            return
        if not self.names_in(word.pos + frame.shift, word.pos + frame.shift + len(word.raw)):
            return
        for part in self.words.parts(word.raw):
            self._part(part, word.pos, frame)

    def _part(self, part: Part, position: int, frame: _Frame) -> None:
        if isinstance(part, Parameter) and part.operator in (":=", "=", "::=") and part.name in self.names:
            self._add(part.name, "assign", position, frame, None)
        if isinstance(part, Command | Process) and frame.nested < _MAX_NESTED:
            inner = replace(frame, shift=frame.shift + position + part.offset, nested=frame.nested + 1)
            try:
                for command in Parser(part.text, self.words.zsh).lines():
                    self.node(command, inner)
            except (Unfinished, RecursionError):
                return

"""A line of a startup file rebuilt for people, word by word: what is known to be harmless stands, every other word is `…`.

Shown are keywords, builtins, known programs, options, operators, names of variables this program knows, paths made of
well-known names, numbers of one or two digits (`model.harmless`), and the names of aliases and functions as far as names
may be seen. Nothing is taken out of a line: whatever is not in those lists was never put in. The lexing is that of POSIX
shells and good enough for fish; where it is wrong, the line only looks odd.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from claude_auth_tui.claude_code.shown_values import name_shown
from claude_auth_tui.model.harmless import (
    COMMANDS,
    KEYWORDS,
    STANDARD_VARIABLES,
    is_harmless,
    is_known_file,
    is_known_name,
    is_option,
    is_put_together,
    is_switch,
)
from claude_auth_tui.model.made import made
from claude_auth_tui.model.saying import MASK, user_name
from claude_auth_tui.model.shown import Shown

_MOST: Final = 400
_DEEPEST: Final = 6
_HIDDEN: Final = "…"
_META: Final = frozenset(" \t\n;&|<>()")
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
_ASSIGNMENT: Final = re.compile(r"([A-Za-z_][A-Za-z0-9_]{0,63})(\[[^\]=]*\])?(\+?=)")
_NAMED: Final = re.compile(r"([A-Za-z0-9_.][A-Za-z0-9_.-]{0,63})()(=)")
"""What `alias` is given: a name that need not be one of a variable."""
_ESCAPED: Final = re.compile(r"\\([a-z]{1,20}|\.)(?![^\s;&|()])")
_SCHEME: Final = re.compile(r"(https?|op|ssh|git|file|vault|keyring|pass|s3|gs|unix|tcp|socks5h?)://")
_LONG_OPTION: Final = re.compile(r"(--[a-z]+(?:-[a-z]+)*)=.+", re.DOTALL)
_BRACES: Final = re.compile(
    r"([!#=^~+]*|\([^)]*\)[!#=^~]*)([A-Za-z_][A-Za-z0-9_]*|[0-9@*#?$!-])(\[[^\]]*\])?(:?[-=+?]|[%/^,:@#]{1,2})?", re.DOTALL
)
_KEY: Final = re.compile(r"\[([\w.-]+)\]")
_TABLES: Final = frozenset({"commands", "options", "functions", "aliases", "builtins"})
"""Associations of zsh whose keys are names of commands and options."""
_NAMING: Final = frozenset({"alias", "unalias", "function", "functions", "abbr", "autoload", "unfunction", "compdef"})
_EVENT_KINDS: Final = frozenset({"event", "variable", "signal", "job-exit", "process-exit"})
_EVENTS: Final = frozenset(
    "fish_prompt fish_preexec fish_postexec fish_exit fish_cancel fish_posterror EXIT ERR DEBUG INT TERM HUP WINCH USR1 USR2".split()  # noqa: SIM905
)
_SPECIAL: Final = frozenset("?!#@*$-0123456789")


def source_shown(line: str, names: Collection[str] = ()) -> Shown:
    """The line as it may be shown; `names` are variables whose names stay. At most 400 characters are looked at."""
    text = line.strip()
    told = _Rebuilder(text[:_MOST].replace("\n", " "), names, 0).line()
    return made(told if len(text) <= _MOST else f"{told} …")


def command_shown(word: str) -> Shown:
    """The name of a command as a file calls it: one that is known; else "a command"."""
    base = word.rsplit("/", 1)[-1]
    return made(base) if base in COMMANDS else made("a command")


def event_shown(words: str) -> Shown:
    """What a fish function waits for: "event fish_prompt", "variable PWD"."""
    kind, _, name = words.partition(" ")
    return made(f"{kind} {name}") if kind in _EVENT_KINDS and (name in _EVENTS or name in STANDARD_VARIABLES) else MASK


def operator_shown(word: str) -> Shown:
    """An operator or a keyword; `…` for any other word."""
    return made(word) if word in KEYWORDS or not word else MASK


def variable_shown(name: str) -> Shown:
    """The name of a variable: a standard one, or one of Claude Code's as far as its name may be seen."""
    return made(name) if name in STANDARD_VARIABLES else name_shown(name)


class _Rebuilder:
    """One pass over a text, from left to right."""

    def __init__(self, text: str, names: Collection[str], depth: int) -> None:
        self.text = text
        self.names = names
        self.depth = depth
        self.at = 0
        self.before = ""
        """The word before."""

    def line(self) -> str:
        out: list[str] = []
        text, end = self.text, len(self.text)
        while self.at < end:
            char = text[self.at]
            if char in " \t":
                out.append(" ")
                while self.at < end and text[self.at] in " \t":
                    self.at += 1
            elif char == "#" and (not out or out[-1] in (" ", ";")):
                out.append("# …")
                break
            elif char in _META:
                out.append(char)
                self.at += 1
                self.before = ""
            else:
                out.append(self._word())
        return re.sub(f"{_HIDDEN}{{2,}}", _HIDDEN, "".join(out)).strip()

    def _word(self) -> str:
        """One word: a plain one as a whole, one with quotes or expansions part by part."""
        start = self.at
        plain = self._plain()
        assigned = (_NAMED if self.before in _NAMING else _ASSIGNMENT).match(self.text, start)
        if assigned:
            return self._assignment(assigned)
        if self.at > start and not self._goes_on():
            told = self._whole(plain)
            if not (self.before in _NAMING and is_option(plain)):
                self.before = plain
            return told
        escaped = _ESCAPED.match(self.text, start)
        if escaped and (escaped[1] == "." or escaped[1] in COMMANDS):
            self.at, self.before = escaped.end(), escaped[1]
            return escaped[0]
        self.at = start
        self.before = ""
        return self._parts()

    def _assignment(self, found: re.Match[str]) -> str:
        """`NAME=` and what it is given: never a plain word of that, but the expansions in it."""
        name, index, sign = found.groups()
        told = str(user_name(name)) if self.before in _NAMING else self._variable(name)
        self.at = found.end()
        value = self._parts(value=True) if self.at < len(self.text) and self.text[self.at] not in _META else ""
        self.before = self.before if self.before in _NAMING else ""
        return f"{told}{'[…]' if index else ''}{sign}{value}"

    def _whole(self, word: str) -> str:
        if is_harmless(word) or word in self.names or word in STANDARD_VARIABLES or word in _EVENTS:
            return word
        if self.before in _NAMING or self.text.startswith("()", self.at):
            return str(user_name(word)) if self.before != "function" or _NAME.match(word) else _HIDDEN
        if long := _LONG_OPTION.fullmatch(word):
            return f"{long[1] if is_option(long[1]) else _HIDDEN}=…"
        if "/" in word or word in ("~", ".", ".."):
            return _path(word)
        if is_known_file(word) or (word.startswith(".") and is_put_together(word)) or is_harmless(word.strip("*^")):
            return word
        return str(name_shown(word)) if _NAME.fullmatch(word) else _HIDDEN

    # The parts of a word

    def _plain(self) -> str:
        """Over the characters that are neither quotes, expansions nor between words."""
        start = self.at
        while self.at < len(self.text) and self.text[self.at] not in _META and self.text[self.at] not in "\"'`$\\":
            self.at += 1
        return self.text[start : self.at]

    def _goes_on(self) -> bool:
        return self.at < len(self.text) and self.text[self.at] not in _META

    def _parts(self, value: bool = False) -> str:
        out: list[str] = []
        while self._goes_on():
            char = self.text[self.at]
            if char == "$" and self.text.startswith(("$'", '$"'), self.at):
                self.at += 1
                out.append("$")
            elif char in "\"'":
                out.append(self._quoted(char, value))
            elif char == "$":
                out.append(self._expansion())
            elif char == "`":
                out.append(self._backticks())
            elif char == "\\":
                self.at += 2
                out.append(_HIDDEN)
            else:
                plain = self._plain()
                before, after = bool(out), self._goes_on()
                out.append(self._between(plain, value, before or after))
        return "".join(out)

    def _between(self, text: str, value: bool, glued: bool) -> str:
        """A plain part of a word that has other parts, or of a value."""
        if not glued and not value:
            return self._whole(text)
        return _glued(text, glued)

    def _quoted(self, quote: str, value: bool) -> str:
        """A quoted text: as a line of its own, in which every word has to be known; of a value only the expansions."""
        start = self.at + 1
        at, end = start, len(self.text)
        while at < end and self.text[at] != quote:
            at = self._behind(at) if quote == '"' else at + 1
        inside, self.at = self.text[start : min(at, end)], min(at + 1, end)
        closed = quote if at < end else ""
        if not inside:
            return quote + closed
        if self.depth >= _DEEPEST:
            return f"{quote}{_HIDDEN}{closed}"
        inner = _Rebuilder(inside, self.names, self.depth + 1)
        if value and not (self.before in _NAMING or _ASSIGNMENT.match(inside.lstrip()) or " " in inside):
            told = inner._value() if quote == '"' else _HIDDEN
        else:
            told = inner.line()
        return f"{quote}{told}{closed}"

    def _behind(self, at: int) -> int:
        """Behind a character between double quotes; an expansion is one, with the quotes in it."""
        for opens, closes in ("()", "{}"):
            if self.text.startswith(f"${opens}", at):
                end = _closing(self.text, at + 1, opens, closes)
                return end if self.text[end - 1] == closes else at + 1
        return at + 2 if self.text[at] == "\\" else at + 1

    def _value(self) -> str:
        """The whole text as one value: its expansions, and `…` for all that stands between them."""
        out: list[str] = []
        while self.at < len(self.text):
            char = self.text[self.at]
            if char == "$":
                out.append(self._expansion())
            elif char == "`":
                out.append(self._backticks())
            else:
                start = self.at
                while self.at < len(self.text) and self.text[self.at] not in "$`":
                    self.at += 1
                out.append(_glued(self.text[start : self.at], bool(start) or self.at < len(self.text)))
        return "".join(out)

    def _expansion(self) -> str:
        """`$NAME`, `${…}`, `$(…)`, `$((…))`."""
        text, self.at = self.text, self.at + 1
        if text.startswith("((", self.at):
            self.at = _closing(text, self.at, "(", ")")
            return "$((…))"
        if text.startswith("(", self.at):
            start, self.at = self.at + 1, _closing(text, self.at, "(", ")")
            return f"$({self._inner(text[start : self.at - 1] if text[self.at - 1 : self.at] == ')' else text[start : self.at])})"
        if text.startswith("{", self.at):
            start, self.at = self.at + 1, _closing(text, self.at, "{", "}")
            return self._braces(text[start : self.at - 1])
        name = _NAME.match(text, self.at)
        if name:
            self.at = name.end()
            return f"${self._variable(name[0])}{self._key(name[0])}"
        if self.at < len(text) and text[self.at] == "+" and (name := _NAME.match(text, self.at + 1)):
            self.at = name.end()
            return f"$+{self._variable(name[0])}{self._key(name[0])}"
        if self.at < len(text) and text[self.at] in _SPECIAL:
            self.at += 1
            return f"${text[self.at - 1]}"
        return "$"

    def _key(self, table: str) -> str:
        """`[name]` behind one of zsh's tables, where the name is a well-known one."""
        found = _KEY.match(self.text, self.at)
        if table not in _TABLES or not found or not is_harmless(found[1]):
            return ""
        self.at = found.end()
        return found[0]

    def _braces(self, inside: str) -> str:
        found = _BRACES.match(inside)
        if not found:
            return "${…}"
        flags, name, index, operator = found.groups()
        rest = inside[found.end() :]
        told = name if name in _SPECIAL else self._variable(name)
        shown_flags = "(…)" if "(" in flags else flags
        inner = (
            "" if not rest else _Rebuilder(rest, self.names, self.depth + 1)._value() if "$" in rest and self.depth < _DEEPEST else _HIDDEN
        )
        return f"${{{shown_flags}{told}{_index(name, index)}{operator or ''}{inner}}}"

    def _backticks(self) -> str:
        end = self.text.find("`", self.at + 1)
        inside = self.text[self.at + 1 : end if end >= 0 else len(self.text)]
        self.at = end + 1 if end >= 0 else len(self.text)
        return f"`{self._inner(inside)}`"

    def _inner(self, text: str) -> str:
        return _Rebuilder(text, self.names, self.depth + 1).line() if self.depth < _DEEPEST else _HIDDEN

    def _variable(self, name: str) -> str:
        known = name in self.names or name in STANDARD_VARIABLES or len(name) == 1 or is_put_together(name)
        return name if known else str(name_shown(name))


def _index(table: str, index: str | None) -> str:
    found = _KEY.fullmatch(index) if index else None
    return "" if not index else index if found and table in _TABLES and is_harmless(found[1]) else "[…]"


def _closing(text: str, at: int, opens: str, closes: str) -> int:
    """Behind the bracket that closes the one at `at`; the end where none does."""
    depth = 0
    while at < len(text):
        char = text[at]
        if char == "\\":
            at += 1
        elif char == opens:
            depth += 1
        elif char == closes:
            depth -= 1
            if not depth:
                return at + 1
        at += 1
    return len(text)


def _glued(text: str, glued: bool) -> str:
    """A plain part of a value: a path, a list of paths, how an address begins, or a switch that is all of it; else `…`."""
    if text in (":", "/", "=") or (not glued and is_switch(text)):
        return text
    if scheme := _SCHEME.match(text):
        return f"{scheme[0]}{_HIDDEN}"
    if text.startswith(("/", "~/", ":/", ":~/")):
        return ":".join(_path(part) if part.startswith(("/", "~/")) else _HIDDEN if part else "" for part in text.split(":"))
    return _HIDDEN


def _path(word: str) -> str:
    """A path of well-known names, or an address made of them; `…` for each other part. A `*` around a name is only a pattern."""
    scheme = _SCHEME.match(word)
    begins = scheme[0] if scheme else ""
    bare = ((part, part.strip("*")) for part in word[len(begins) :].split("/"))
    return begins + "/".join(part if not name or is_known_name(name) else _HIDDEN for part, name in bare)

"""A word taken apart into literals, parameters, commands and arithmetic. What they stand for is in `expand`."""

from __future__ import annotations

import re
from typing import Final, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from claude_auth_tui.shells.posix.parser import Parser
from claude_auth_tui.shells.posix.scanner import NUMBERS, Unfinished


class Literal(Struct, frozen=True):
    text: str
    quoted: bool


class Parameter(Struct, frozen=True):
    """`$name` or `${…}`."""

    name: str
    quoted: bool
    subscript: str | None = None
    operator: str = ""
    argument: str = ""
    prefix: str = ""
    """`#` length, `!` indirect, `+` whether it is set; zsh's `=`, `~`, `^` may stand among them."""
    flags: str = ""
    """zsh's flags in parentheses."""
    nested: tuple[Part, ...] | None = None
    """zsh: the expansion that stands where the name would."""
    further: tuple[str, ...] = ()
    """zsh: the subscripts behind the first one, `${list[2][1]}`."""


class Command(Struct, frozen=True):
    """`$(…)` or a backquoted command; `offset` is where its text begins in the word."""

    text: str
    quoted: bool
    offset: int


class Calculation(Struct, frozen=True):
    text: str
    quoted: bool


class Process(Struct, frozen=True):
    """`<(…)`, `>(…)`, zsh's `=(…)`."""

    kind: str
    text: str
    offset: int


Part: TypeAlias = Literal | Parameter | Command | Calculation | Process
Parts: TypeAlias = tuple[Part, ...]

_RUN: Final = re.compile(r"[^'\"`\\$<>=]+")
_QUOTED_RUN: Final = re.compile(r"[^`\\$\"]+")
_SIMPLE: Final = re.compile(r"\$([A-Za-z_]\w*)")
_SPECIAL: Final = re.compile(r"\$([0-9@*#?$!-])")
_ZSH_PREFIXED: Final = re.compile(r"\$([#+^=~]+)([A-Za-z_]\w*|[0-9@*]+)")
_SUBSCRIPT: Final = re.compile(r"\[(?:[^\[\]]|\[[^\[\]]*\])*\]")
_MODIFIERS: Final = re.compile(
    r"(?::(?:[aAehltruqQP]|g?s(?P<cut>[^\w\s\\$`\"'{}])(?:(?!(?P=cut))[^\s\\$`\"'])+(?P=cut)(?:(?!(?P=cut))[^\s\\$`\"'])*(?:(?P=cut))?))+"
)
"""Behind a parameter without braces: `$0:A:h`, `$1:t`, `$name:s/a/b/` (observed: zsh 5.9, also within double quotes)."""
_NAME: Final = re.compile(r"[A-Za-z_]\w*|\d+|[@*#?$!-]")
_OPERATOR: Final = re.compile(r"(:?[-=+?]|::=|:#|:[|*]|:\^\^?|##?|%%?|//|/#%|/[#%]?|:/(?=\S)|\^\^?|,,?|@(?=[A-Za-z]$)|:)(.*)", re.DOTALL)
_ESCAPE: Final = re.compile(
    r"\\(?:([abeEfnrtv\\'\"?])|([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|c(.))", re.DOTALL
)
_ESCAPES: Final = {"a": "\a", "b": "\b", "e": "\x1b", "E": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


class WordParts:
    """Takes words apart, and remembers the parts for as long as one evaluation lasts."""

    def __init__(self, zsh: bool) -> None:
        self.zsh = zsh
        self._known: dict[tuple[str, str], Parts] = {}

    def parts(self, raw: str, mode: str = "word") -> Parts:
        """The parts of a word (`mode` "word"), of the inside of double quotes ("double") or of a here-document ("here")."""
        key = (raw, mode)
        found = self._known.get(key)
        if found is None:
            try:
                splitter = _Splitter(raw, self.zsh)
                found = splitter.word() if mode == "word" else splitter.double(mode == "here")
            except Unfinished:
                found = (Literal(raw, True),)
            self._known[key] = found
        return found


def ansi(text: str) -> str:
    """A text whose escapes are read; without NULs."""
    return _ESCAPE.sub(_escaped, text).replace("\0", "")


def _dollar_quoted(text: str, zsh: bool) -> str:
    """The inside of `$'…'`: zsh keeps a NUL, in bash the text ends there (observed: zsh 5.9, bash 5.2)."""
    read = _ESCAPE.sub(_escaped, text)
    return read if zsh else read.partition("\0")[0]


def _escaped(found: re.Match[str]) -> str:
    simple, octal, hexa, short, long, control = found.groups()
    if simple:
        return _ESCAPES.get(simple, simple)
    if control:
        return chr(ord(control) & 0x1F)
    code = int(octal, 8) & 0xFF if octal else int(hexa or short or long, 16)
    return chr(code) if code < 0x110000 else ""


class _Splitter:
    def __init__(self, raw: str, zsh: bool) -> None:
        self.raw = raw
        self.zsh = zsh
        self.pos = 0
        self.parts: list[Part] = []

    def literal(self, text: str, quoted: bool) -> None:
        last = self.parts[-1] if self.parts else None
        if isinstance(last, Literal) and last.quoted == quoted:
            self.parts[-1] = Literal(last.text + text, quoted)
        else:
            self.parts.append(Literal(text, quoted))

    def word(self) -> Parts:
        raw = self.raw
        while self.pos < len(raw):
            run = _RUN.match(raw, self.pos)
            if run:
                self.literal(run.group(), False)
                self.pos = run.end()
                continue
            char = raw[self.pos]
            if char == "'":
                end = raw.find("'", self.pos + 1)
                end = len(raw) if end < 0 else end
                self.literal(raw[self.pos + 1 : end], True)
                self.pos = end + 1
            elif char == '"':
                self._double_quoted()
            elif char == "\\":
                following = raw[self.pos + 1 : self.pos + 2]
                if following != "\n":
                    self.literal(following or "\\", True)
                self.pos += 2
            elif self.zsh and char == "<" and (numbers := NUMBERS.match(raw, self.pos)):
                self.literal(numbers.group(), False)
                self.pos = numbers.end()
            elif char in "<>=" and raw.startswith("(", self.pos + 1) and (char != "=" or (self.zsh and self.pos == 0)):
                end = self._step_over(self.pos, "(")
                self.parts.append(Process(char, raw[self.pos + 2 : end - 1], self.pos + 2))
                self.pos = end
            elif char in "$`":
                self._expansion(False)
            else:
                self.literal(char, False)
                self.pos += 1
        return tuple(self.parts)

    def double(self, here: bool) -> Parts:
        """The inside of double quotes, or a here-document, where a double quote is an ordinary character."""
        raw = self.raw
        while self.pos < len(raw):
            run = _QUOTED_RUN.match(raw, self.pos)
            if run:
                self.literal(run.group(), True)
                self.pos = run.end()
                continue
            char = raw[self.pos]
            if char == "\\":
                following = raw[self.pos + 1 : self.pos + 2]
                if following in ("$", "`", "\\") or (following == '"' and not here):
                    self.literal(following, True)
                elif following != "\n":
                    self.literal("\\" + following, True)
                self.pos += 2
            elif char in "$`":
                self._expansion(True)
            else:
                self.literal(char, True)
                self.pos += 1
        return tuple(self.parts)

    def _step_over(self, position: int, opening: str) -> int:
        """The offset behind the quoted text or expansion that begins at `position`."""
        parser = Parser(self.raw, self.zsh, position)
        if opening == "(":
            return parser.command_end(position + 2)
        parser.quoted_or_expanded(opening, position)
        return parser.pos

    def _double_quoted(self) -> None:
        end = self._step_over(self.pos, '"')
        inside = _Splitter(self.raw[self.pos + 1 : end - 1], self.zsh)
        offset = self.pos + 1
        parts = inside.double(False)
        if not parts:
            self.literal("", True)
        for part in parts:
            if isinstance(part, Literal):
                self.literal(part.text, True)
            else:
                self.parts.append(replace(part, offset=part.offset + offset) if isinstance(part, Command) else part)
        self.pos = end

    def _expansion(self, quoted: bool) -> None:
        raw, start = self.raw, self.pos
        if raw[start] == "`":
            end = self._step_over(start, "`")
            escapes = r'\\([$`\\"])' if quoted else r"\\([$`\\])"
            self.parts.append(Command(re.sub(escapes, r"\1", raw[start + 1 : end - 1]), quoted, start + 1))
            self.pos = end
            return
        following = raw[start + 1 : start + 2]
        if following == "'" and not quoted:
            end = self._step_over(start, "$")
            self.literal(_dollar_quoted(raw[start + 2 : end - 1], self.zsh), True)
        elif following == '"' and not quoted:
            end = start + 1
            if self.zsh:
                self.literal("$", False)
        elif following == "(":
            end = self._step_over(start, "$")
            if raw.startswith("((", start + 1) and raw.endswith("))", start, end):
                self.parts.append(Calculation(raw[start + 3 : end - 2], quoted))
            else:
                self.parts.append(Command(raw[start + 2 : end - 1], quoted, start + 2))
        elif following == "{":
            end = self._step_over(start, "$")
            self.parts.append(self._braces(raw[start + 2 : end - 1], quoted))
        elif following == "[" and "]" in raw[start:]:
            end = raw.index("]", start) + 1
            self.parts.append(Calculation(raw[start + 2 : end - 1], quoted))
        else:
            end = self._named(start, quoted)
        self.pos = end

    def _named(self, start: int, quoted: bool) -> int:
        raw = self.raw
        prefix = ""
        found = _SIMPLE.match(raw, start)
        if not found and self.zsh and (found := _ZSH_PREFIXED.match(raw, start)):
            prefix = found.group(1)
            name = found.group(2)
        elif found or (found := _SPECIAL.match(raw, start)):
            name = found.group(1)
        else:
            self.literal("$", quoted)
            return start + 1
        end = found.end()
        subscript = None
        operator = argument = ""
        if self.zsh:
            if name.isdecimal():
                while raw[end : end + 1].isdecimal():
                    name, end = name + raw[end], end + 1
            if name[0].isalnum() or name[0] in "_@*":
                bracket = None if name.isdecimal() else _SUBSCRIPT.match(raw, end)
                if bracket:
                    subscript, end = bracket.group()[1:-1], bracket.end()
            modifiers = _MODIFIERS.match(raw, end)
            if modifiers:
                operator, argument, end = ":", modifiers.group()[1:], modifiers.end()
        self.parts.append(Parameter(name, quoted, subscript, operator, argument, prefix))
        return end

    def _braces(self, inside: str, quoted: bool) -> Parameter:
        flags = prefix = ""
        rest = inside
        nested: Parts | None = None
        if self.zsh and rest.startswith("(") and (found := re.compile(r"\(((?:[^()]|\([^()]*\))*)\)").match(rest)):
            flags, rest = found.group(1), rest[found.end() :]
        allowed = "#+^=~" if self.zsh else "!#"
        while (
            rest
            and rest[0] in allowed
            and len(rest) > 1
            and (
                rest[1] not in ":-}=+?%/"
                or (rest[1] == "-" and len(rest) == 2)
                or (self.zsh and rest[0] in "^=~" and rest[1] in ":-")
                or (self.zsh and rest[:2] == "==" and rest[2:3].isidentifier())
            )
        ):
            prefix, rest = prefix + rest[0], rest[1:]
            if not self.zsh:
                break
        name = ""
        if self.zsh and rest[:1] in ("$", '"', "`"):
            end = _Splitter(rest, self.zsh)._step_over(0, rest[0])
            inner = _Splitter(rest[:end], self.zsh)
            nested, rest = inner.double(False) if quoted and rest[0] != '"' else inner.word(), rest[end:]
        elif match := _NAME.match(rest):
            name, rest = match.group(), rest[match.end() :]
        subscripts: list[str] = []
        while bracket := _SUBSCRIPT.match(rest):
            subscripts.append(bracket.group()[1:-1])
            rest = rest[bracket.end() :]
        subscript, further = subscripts[0] if subscripts else None, tuple(subscripts[1:]) if self.zsh else ()
        operator = argument = ""
        if "!" in prefix and rest in ("@", "*"):
            operator, argument = "names", name
        elif rest and (parsed := _OPERATOR.fullmatch(rest)):
            operator, argument = parsed.groups()
            if operator == "/#%" and not self.zsh:
                operator, argument = "/#", f"%{argument}"
        elif rest:
            operator, argument = "?bad", rest
        return Parameter(name, quoted, subscript, operator, argument, prefix, flags, nested, further)

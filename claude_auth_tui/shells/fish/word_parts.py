"""Raw words taken apart: quotes, escapes, variables, substitutions, braces, wildcards. Nothing is expanded here."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.fish.lexer import group_end
from claude_auth_tui.shells.fish.syntax import Block, Bounds, Braces, FishSyntaxError, Home, Part, Substitution, Text, Variable, Wild, Word

Parse = Callable[[str, int], Block]
"""How the text of a substitution becomes a block."""

_ONE_VARIABLE: Final = re.compile(r"(\"?)\$([A-Za-z0-9_]+)(?:\[(-?\d{1,9})\])?\1")
"""The most usual word that is expanded."""
_RUN: Final = re.compile(r"[^$(){}'\"\\*?\[~,\s]+")
_IN_DOUBLE: Final = re.compile(r'[^"\\$]+')
_IN_SINGLE: Final = re.compile(r"[^'\\]+")
_DOLLARS: Final = re.compile(r"(\$+)([A-Za-z0-9_]+)")
_HOME: Final = re.compile(r"~([A-Za-z0-9_.-]*)(?=/|$)")
_SIMPLE_ESCAPES: Final = {"a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_NUMBERS: Final = (
    ("xX", re.compile(r"[0-9A-Fa-f]{1,2}"), 16),
    ("u", re.compile(r"[0-9A-Fa-f]{1,4}"), 16),
    ("U", re.compile(r"[0-9A-Fa-f]{1,8}"), 16),
)
_OCTAL: Final = re.compile(r"[0-7]{1,3}")


def of_code(code: int, is_byte: bool) -> str:
    """What a number in an escape stands for; a byte above 0x7f waits for its neighbours until `decoded`."""
    if is_byte and code > 0x7F:
        return chr(0xDC00 + code)
    return "" if 0xD800 <= code <= 0xDFFF else chr(code) if code <= 0x10FFFF else "\N{REPLACEMENT CHARACTER}"


def decoded(text: str) -> str:
    """A text whose bytes, one by one from escapes, are read as UTF-8."""
    if text.isascii() or not any("\udc80" <= char <= "\udcff" for char in text):
        return text
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def parse_word(raw: str, line: int, parse: Parse) -> Word:
    """A raw word of the lexer. Raises FishSyntaxError where fish refuses what is in it."""
    found = _ONE_VARIABLE.fullmatch(raw)
    if found:
        quote, name, index = found.groups()
        indices = ((Bounds(Word(index, line, index, ()), None, False),),) if index else ()
        return Word(raw, line, None, (Variable(name, 1, indices, bool(quote)),))
    parts = _Taker(raw, line, parse).parts()
    if all(isinstance(part, Text) for part in parts):
        return Word(raw, line, decoded("".join(part.text for part in parts if isinstance(part, Text))), ())
    return Word(raw, line, None, parts)


class _Taker:
    """One raw word on its way to parts."""

    def __init__(self, raw: str, line: int, parse: Parse) -> None:
        self.raw = raw
        self.line = line
        self.parse = parse
        self.position = 0

    def parts(self) -> tuple[Part, ...]:
        return tuple(_merged(self._until("", at_start=True)))

    def _until(self, stops: str, at_start: bool) -> list[Part]:
        """Parts up to an unquoted character of `stops`, which is left standing."""
        raw, out = self.raw, list[Part]()
        first = True
        while self.position < len(raw):
            char = raw[self.position]
            if char in stops and stops:
                break
            begins, first = at_start and first, False
            found = _RUN.match(raw, self.position)
            if found:
                out.append(Text(found.group()))
                self.position = found.end()
            elif char == "~":
                out.append(self._tilde(begins))
            else:
                self._special(char, out)
        return out

    def _special(self, char: str, out: list[Part]) -> None:
        raw = self.raw
        if char == "'":
            out.append(Text(self._single_quoted()))
        elif char == '"':
            self._double_quoted(out)
        elif char == "\\":
            out.append(Text(self._escape()))
        elif char == "$":
            out.append(self._dollar(quoted=False))
        elif char == "(":
            out.append(self._substitution(quoted=False))
        elif char == "{":
            out.extend(self._braces())
        elif char in "*?":
            width = 2 if raw.startswith("**", self.position) else 1
            out.append(Wild(raw[self.position : self.position + width]))
            self.position += width
        else:
            out.append(Text(char))
            self.position += 1

    def _tilde(self, begins: bool) -> Part:
        found = _HOME.match(self.raw, self.position) if begins else None
        if found:
            self.position = found.end()
            return Home(found.group(1))
        self.position += 1
        return Text("~")

    def _single_quoted(self) -> str:
        raw, out = self.raw, list[str]()
        self.position += 1
        while raw[self.position] != "'":
            found = _IN_SINGLE.match(raw, self.position)
            if found:
                out.append(found.group())
                self.position = found.end()
            else:  # a backslash
                following = raw[self.position + 1]
                out.append(following if following in "\\'" else "\\" + following)
                self.position += 2
        self.position += 1
        return "".join(out)

    def _double_quoted(self, out: list[Part]) -> None:
        raw = self.raw
        self.position += 1
        out.append(Text(""))  # an empty pair of quotes is a word of its own
        while raw[self.position] != '"':
            found = _IN_DOUBLE.match(raw, self.position)
            if found:
                out.append(Text(found.group()))
                self.position = found.end()
            elif raw[self.position] == "$":
                out.append(self._dollar(quoted=True))
            else:
                following = raw[self.position + 1]
                out.append(Text({"\n": ""}.get(following, following) if following in '\\"$\n' else "\\" + following))
                self.position += 2
        self.position += 1

    def _escape(self) -> str:
        raw = self.raw
        char = raw[self.position + 1]
        self.position += 2
        if char in _SIMPLE_ESCAPES:
            return _SIMPLE_ESCAPES[char]
        if char == "\n":
            return ""
        if char == "\r" and raw.startswith("\n", self.position):
            self.position += 1
            return ""
        if char == "c":
            if not raw[self.position : self.position + 1].isascii() or not re.match(r"[@-_a-z]", raw[self.position :]):
                raise FishSyntaxError(say("an escape that fish does not know"), self.line)
            self.position += 1
            return chr(ord(raw[self.position - 1].upper()) & 0x1F)
        for letters, digits, base in _NUMBERS:
            if char in letters:
                return self._number(digits, self.position, base)
        return self._number(_OCTAL, self.position - 1, 8) if char in "01234567" else char

    def _number(self, digits: re.Pattern[str], position: int, base: int) -> str:
        found = digits.match(self.raw, position)
        if not found:
            raise FishSyntaxError(say("an escape that fish does not know"), self.line)
        self.position = found.end()
        code = int(found.group(), base)
        if base == 8 and code > 0x7F:
            raise FishSyntaxError(say("an escape that fish does not know"), self.line)
        return of_code(code, is_byte=len(found.group()) <= 2 and digits is _NUMBERS[0][1])

    def _here(self) -> int:
        return self.line + self.raw.count("\n", 0, self.position)

    def _dollar(self, quoted: bool) -> Part:
        if self.raw.startswith("$(", self.position):
            self.position += 1
            return self._substitution(quoted)
        found = _DOLLARS.match(self.raw, self.position)
        if not found:
            raise FishSyntaxError(say("a $ that no name follows"), self._here())
        self.position = found.end()
        return Variable(found.group(2), len(found.group(1)), self._indices(quoted), quoted)

    def _substitution(self, quoted: bool) -> Substitution:
        start = self.position
        stop = group_end(self.raw, start, self.line)
        line = self._here()
        body = self.parse(self.raw[start + 1 : stop - 1], line)
        self.position = stop
        return Substitution(body, self._indices(quoted), quoted, line)

    def _indices(self, quoted: bool) -> tuple[tuple[Bounds, ...], ...]:
        found: list[tuple[Bounds, ...]] = []
        while self.raw.startswith("[", self.position):
            try:
                stop = group_end(self.raw, self.position, self.line)
            except FishSyntaxError:
                if quoted:  # fish only stumbles over it when it gets there
                    break
                raise FishSyntaxError(say("an index that is never closed"), self._here()) from None
            found.append(tuple(self._bounds(item) for item in _items(self.raw[self.position + 1 : stop - 1])))
            self.position = stop
        return tuple(found)

    def _bounds(self, item: str) -> Bounds:
        start, dots, end = item.partition("..")
        words = [parse_word(side, self.line, self.parse) if side else None for side in (start, end)]
        return Bounds(words[0], words[1], bool(dots))

    def _braces(self) -> list[Part]:
        start = self.position
        self.position += 1
        alternatives = [self._until(",}", at_start=False)]
        while self.position < len(self.raw) and self.raw[self.position] == ",":
            self.position += 1
            alternatives.append(self._until(",}", at_start=False))
        self.position += 1
        only = alternatives[0]
        if len(alternatives) == 1 and not any(isinstance(part, Variable) for part in only):
            return [Text("{"), *only, Text("}")] if self.raw[start + 1 : self.position - 1] else [Text("{}")]
        return [Braces(tuple(tuple(_trimmed(parts)) for parts in alternatives))]


def _items(text: str) -> list[str]:
    """What stands between the brackets of an index, split at blanks outside of groups."""
    out: list[str] = []
    position = start = 0
    while position < len(text):
        if text[position] == "(":
            position = group_end(text, position, 1)
        elif text[position].isspace():
            out.append(text[start:position])
            position += 1
            start = position
        else:
            position += 1
    out.append(text[start:])
    return [item for item in out if item]


def _merged(parts: list[Part]) -> list[Part]:
    out: list[Part] = []
    for part in parts:
        if isinstance(part, Text) and out and isinstance(out[-1], Text):
            out[-1] = Text(out[-1].text + part.text)
        else:
            out.append(part)
    return [Text(decoded(part.text)) if isinstance(part, Text) and not part.text.isascii() else part for part in out]


def _trimmed(parts: list[Part]) -> list[Part]:
    """An alternative between braces without the blanks at its ends."""
    out = list(parts)
    while out and isinstance(out[0], Text) and out[0].text.isspace():
        out.pop(0)
    while out and isinstance(out[-1], Text) and out[-1].text.isspace():
        out.pop()
    return out

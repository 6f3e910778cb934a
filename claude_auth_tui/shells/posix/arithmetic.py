"""Arithmetic of `$(( ))`, `(( ))` and `let`, on a text whose expansions are already done. Answers None where it cannot tell."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Final

_TOKEN: Final = re.compile(
    r"\s*(?:(0[xX][0-9a-fA-F]+|\d+#[0-9a-zA-Z@_]+|\d+(?:\.\d+)?|##(?:\\.|[^\\^])(?=\W|$))|(#?[A-Za-z_]\w*(?:\[[^\[\]]*\])?)()"
    r"|(\*\*|\+\+|--|<<=|>>=|&&|\|\||[-+*/%&|^<>=!]=|<<|>>|[-+*/%<>!~&|^?:,=()]))"
)
_LEVELS: Final = (("||",), ("&&",), ("|",), ("^",), ("&",), ("==", "!="), ("<=", ">=", "<", ">"), ("<<", ">>"), ("+", "-"), ("*", "/", "%"))
_ASSIGNING: Final = frozenset(["=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>="])
_MOST_TOKENS: Final = 400
_BITS: Final = 64
_WIDTH: Final = 1 << _BITS
_MOST_NESTED: Final = 8
"""Variables whose texts are expressions with variables."""


class _Unknown(Exception):  # noqa: N818 - control flow, not an error
    pass


Get = Callable[[str], str | None]
Set = Callable[[str, int], None]


def calculate(text: str, get: Get, assign: Set | None = None, zsh: bool = False) -> int | None:
    """The value of an expression. `get` gives the text of a variable or element ("" when unset, None when unknown); `assign` is told of `x=…` and `x++`."""
    try:
        return _Calculation(text, get, assign, 0, zsh).whole()
    except (_Unknown, RecursionError, ValueError, OverflowError, ZeroDivisionError):
        return None


class _Calculation:
    def __init__(self, text: str, get: Get, assign: Set | None, depth: int, zsh: bool) -> None:
        self.zsh = zsh
        self.read_over = 0
        """How many parts are around that do not count."""
        self.get = get
        self.assign = assign
        self.depth = depth
        self.at = 0
        self.tokens: list[tuple[str, str, str]] = []
        position = 0
        text = text.strip()
        while position < len(text):
            found = _TOKEN.match(text, position)
            if (
                not found
                or len(self.tokens) > _MOST_TOKENS
                or (found.group().lstrip()[:1] == "#" and ("[" in found.group() or not zsh))
                or ("#" in found.group() and not zsh and not found.group(1))
            ):
                raise _Unknown
            self.tokens.append((found.group(1) or "", found.group(2) or "", found.group(4) or ""))
            position = found.end()

    def whole(self) -> int:
        if not self.tokens:
            return 0
        value = self.comma()
        if self.at < len(self.tokens):
            raise _Unknown
        return value

    def operator(self) -> str:
        return self.tokens[self.at][2] if self.at < len(self.tokens) else ""

    def take(self, operator: str) -> bool:
        if self.operator() == operator:
            self.at += 1
            return True
        return False

    def comma(self) -> int:
        value = self.assignment()
        while self.take(","):
            value = self.assignment()
        return value

    def assignment(self) -> int:
        if self.at + 1 < len(self.tokens) and self.tokens[self.at][1] and self.tokens[self.at + 1][2] in _ASSIGNING:
            name, operator = self.tokens[self.at][1], self.tokens[self.at + 1][2]
            self.at += 2
            right = self.assignment()
            value = right if operator == "=" or self.read_over else _apply(operator[:-1], self.variable(name), right)
            return self.store(name, value)
        return self.ternary()

    def ternary(self) -> int:
        test = self.binary(0)
        if not self.take("?"):
            return test
        first = self._asked(self.assignment, bool(test))
        if not self.take(":"):
            raise _Unknown
        second = self._asked(self.assignment, not test)
        return first if test else second

    def _asked(self, part: Callable[[], int], wanted: bool) -> int:
        """A part that counts or is only read over, as what stands behind `0 &&`: then nothing is assigned in it."""
        self.read_over += not wanted
        value = part()
        self.read_over -= not wanted
        return value

    def binary(self, level: int) -> int:
        if level >= len(_LEVELS):
            return self.power()
        value = self.binary(level + 1)
        while (operator := self.operator()) in _LEVELS[level]:
            self.at += 1
            wanted = operator not in ("&&", "||") or bool(value) == (operator == "&&")
            right = self._asked(partial(self.binary, level + 1), wanted)
            value = 0 if self.read_over else _apply(operator, value, right)
        return value

    def power(self) -> int:
        base = self.unary()
        if self.take("**"):
            exponent = self.power()
            if not 0 <= exponent < _BITS:
                raise _Unknown
            return _wrap(base**exponent)
        return base

    def unary(self) -> int:
        for operator in ("++", "--"):
            if self.take(operator):
                name = self.name()
                return self.store(name, self.variable(name) + (1 if operator == "++" else -1))
        if self.take("!"):
            return int(not self.unary())
        if self.take("-"):
            return -self.unary()
        if self.take("+"):
            return self.unary()
        if self.take("~"):
            return ~self.unary()
        return self.primary()

    def name(self) -> str:
        if self.at < len(self.tokens) and self.tokens[self.at][1]:
            self.at += 1
            return self.tokens[self.at - 1][1]
        raise _Unknown

    def primary(self) -> int:
        if self.take("("):
            value = self.comma()
            if not self.take(")"):
                raise _Unknown
            return value
        if self.at >= len(self.tokens):
            raise _Unknown
        number, name, _ = self.tokens[self.at]
        if number:
            self.at += 1
            value = _number(number)
            if value >= _WIDTH:
                raise _Unknown
            return value
        name = self.name()
        value = self.variable(name)
        for operator, by in (("++", 1), ("--", -1)):
            if self.take(operator):
                self.store(name, value + by)
        return value

    def variable(self, name: str) -> int:
        if self.read_over:
            return 0
        text = self.get(name)
        if text is None or self.depth > _MOST_NESTED:
            raise _Unknown
        text = text.strip()
        if not text:
            return 0
        if re.fullmatch(r"[-+]?\d{1,18}", text):
            return int(text) if not re.fullmatch(r"[-+]?0\d+", text) else _number(text)
        return _Calculation(text, self.get, None, self.depth + 1, self.zsh).whole()

    def store(self, name: str, value: int) -> int:
        if self.assign is not None and not self.read_over:
            self.assign(name, value)
        return value


def _number(text: str) -> int:
    if text.startswith("##"):
        return ord(text[-1])
    if "#" in text:
        base, _, digits = text.partition("#")
        return int(digits, int(base))
    if text.lower().startswith("0x"):
        return int(text, 16)
    if "." in text:
        raise _Unknown
    return int(text, 8) if text.startswith("0") and text != "0" and set(text) <= set("01234567") else int(text)


def _apply(operator: str, left: int, right: int) -> int:
    if operator in ("/", "%") and right == 0:
        raise _Unknown
    if operator in ("<<", ">>") and not 0 <= right < _BITS:
        raise _Unknown
    return _wrap(_OPERATIONS[operator](left, right))


def _wrap(value: int) -> int:
    value %= _WIDTH
    return value - _WIDTH if value >= _WIDTH // 2 else value


_OPERATIONS: Final[dict[str, Callable[[int, int], int]]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1),
    "%": lambda a, b: abs(a) % abs(b) * (-1 if a < 0 else 1),
    "==": lambda a, b: int(a == b),
    "!=": lambda a, b: int(a != b),
    "<": lambda a, b: int(a < b),
    ">": lambda a, b: int(a > b),
    "<=": lambda a, b: int(a <= b),
    ">=": lambda a, b: int(a >= b),
    "&&": lambda a, b: int(bool(a) and bool(b)),
    "||": lambda a, b: int(bool(a) or bool(b)),
    "&": lambda a, b: a & b,
    "|": lambda a, b: a | b,
    "^": lambda a, b: a ^ b,
    "<<": lambda a, b: a << b,
    ">>": lambda a, b: a >> b,
}

"""Arithmetic of `$(( ))`, `(( ))` and `let`, on a text whose expansions are already done.

A number is an integer, in zsh also one with a fraction, or None where it cannot be told. What `&&`, `||` and `?:` do not reach is not
looked at, and an assignment of what cannot be told is one all the same.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Final, TypeAlias

UNTOLD: Final = "\ue000"
"""Stands in a text for an expansion whose value cannot be told."""
Number: TypeAlias = int | float | None

_TOKEN: Final = re.compile(
    r"\s*(?:(0[xX][0-9a-fA-F]+|\d+#[0-9a-zA-Z@_]+|\d+\.?\d*(?:[eE][-+]?\d+)?|\.\d+|\ue000|##(?:\\.|[^\\^])(?=\W|$))|(#?[A-Za-z_]\w*|#(?![\w#\\]))(\[)?"
    r"|(\*\*=?|\+\+|--|<<=|>>=|&&=?|\|\|=?|\^\^=?|[-+*/%&|^<>=!]=|<<|>>|[-+*/%<>!~&|^?:,=()]))"
)
_LEVELS: Final = (("|",), ("^",), ("&",), ("==", "!="), ("<=", ">=", "<", ">"), ("<<", ">>"), ("+", "-"), ("*", "/", "%"))
_ASSIGNING: Final = frozenset(["=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=", "**="])
_MOST_TOKENS: Final = 400
_BITS: Final = 64
_WIDTH: Final = 1 << _BITS
_MOST_DIGITS: Final = 200
_MOST_NESTED: Final = 8
"""Variables whose texts are expressions with variables."""
_MOST_EXPRESSIONS: Final = 50
"""Expressions that one of them leads to in this way, all in all."""

Name: TypeAlias = tuple[str, str | None]
"""A variable, and the subscript of an element."""
Get: TypeAlias = Callable[[str, str | None], str | None]
Set: TypeAlias = Callable[[str, str | None, Number], None]


class BadMath(Exception):  # noqa: N818 - control flow: what a shell calls a bad math expression
    """The text is no expression, or it divides by zero."""


def calculate(text: str, get: Get, assign: Set | None = None, *, zsh: bool = False) -> Number:
    """The value of an expression; None where it cannot be told. Raises `BadMath`.

    `get` gives a variable's text ("" when unset, None when unknown); `assign` is told of `x=…` and `x++`.
    """
    try:
        return _Calculation(text, get, assign, 0, zsh, [_MOST_EXPRESSIONS]).whole()
    except RecursionError:
        return None


class _Calculation:
    def __init__(self, text: str, get: Get, assign: Set | None, depth: int, zsh: bool, left: list[int]) -> None:
        self.left = left
        """How many more expressions may be looked into."""
        self.get = get
        self.assign = assign
        self.depth = depth
        self.zsh = zsh
        self.at = 0
        self.passed_over = 0
        """How many operands that are not reached are around."""
        self.tokens: list[tuple[str, Name | None, str]] = []
        """Each a number, a variable or an operator."""
        self.limit = False
        position = 0
        text = text.strip()
        while position < len(text):
            found = _TOKEN.match(text, position)
            if not found or (found.group().lstrip()[:1] == "#" and (not zsh or found.group(3))):
                raise BadMath
            if len(self.tokens) > _MOST_TOKENS:
                self.limit = True
                break
            position = found.end()
            name: Name | None = None
            if found.group(2):
                name, position = self._subscripted(text, found.group(2), position, bool(found.group(3)))
            self.tokens.append((found.group(1) or "", name, found.group(4) or ""))

    def _subscripted(self, text: str, name: str, position: int, opened: bool) -> tuple[Name, int]:
        if not opened:
            return (name, None), position
        depth, end = 1, position
        while end < len(text) and depth:
            depth += (text[end] == "[") - (text[end] == "]")
            end += 1
        if depth:
            raise BadMath
        return (name, text[position : end - 1]), end

    def whole(self) -> Number:
        if self.limit:
            return None
        if not self.tokens:
            return 0
        value = self.comma()
        if self.at < len(self.tokens):
            raise BadMath
        return value

    def operator(self) -> str:
        return self.tokens[self.at][2] if self.at < len(self.tokens) else ""

    def take(self, operator: str) -> bool:
        if self.operator() == operator:
            self.at += 1
            return True
        return False

    def comma(self) -> Number:
        value = self.assignment()
        while self.take(","):
            value = self.assignment()
        return value

    def assignment(self) -> Number:
        if self.at + 1 < len(self.tokens) and self.tokens[self.at][1] and self.tokens[self.at + 1][2] in _ASSIGNING:
            name, operator = self.tokens[self.at][1], self.tokens[self.at + 1][2]
            self.at += 2
            right = self.assignment()
            if name is None:
                raise BadMath
            return self.store(name, right if operator == "=" else self.applied(operator[:-1], self.variable(name), right))
        return self.ternary()

    def ternary(self) -> Number:
        test = self.either()
        if not self.take("?"):
            return test
        first = self.perhaps(self.assignment, None if test is None else bool(test))
        if not self.take(":"):
            raise BadMath
        second = self.perhaps(self.assignment, None if test is None else not test)
        if test is None:
            return first if first == second else None
        return first if test else second

    def perhaps(self, operand: Callable[[], Number], reached: bool | None) -> Number:
        """An operand that is reached, is not, or may be: then what it assigns cannot be told."""
        begin = self.at
        if reached is not True:
            self.passed_over += 1
            try:
                operand()
            finally:
                self.passed_over -= 1
        if reached is False:
            return 0
        changed = self.changed(begin, self.at) if reached is None else []
        for name in changed:
            self.store(name, None)
        if changed:
            return None
        self.at = begin
        return operand()

    def changed(self, begin: int, end: int) -> list[Name]:
        """The variables that a stretch assigns."""
        found: list[Name | None] = []
        for at in range(begin, end):
            operator = self.tokens[at][2]
            if operator in _ASSIGNING or operator in ("++", "--"):
                found.append(self.tokens[at - 1][1] if at > begin else None)
            if operator in ("++", "--") and at + 1 < end:
                found.append(self.tokens[at + 1][1])
        return [name for name in found if name is not None]

    def either(self) -> Number:
        value = self.both()
        while self.operator() in ("||", "^^"):
            exclusive = self.take("^^")
            self.at += not exclusive
            right = self.perhaps(self.both, True if exclusive or value == 0 else None if value is None else False)
            if exclusive:
                value = None if value is None or right is None else int(bool(value) != bool(right))
            else:
                value = 1 if value or right else None if value is None or right is None else 0
        return value

    def both(self) -> Number:
        value = self.binary(0)
        while self.take("&&"):
            right = self.perhaps(lambda: self.binary(0), None if value is None else bool(value))
            value = 0 if 0 in (value, right) else None if value is None or right is None else 1
        return value

    def binary(self, level: int) -> Number:
        if level >= len(_LEVELS):
            return self.power()
        value = self.binary(level + 1)
        while (operator := self.operator()) in _LEVELS[level]:
            self.at += 1
            value = self.applied(operator, value, self.binary(level + 1))
        return value

    def power(self) -> Number:
        base = self.unary()
        if self.take("**"):
            return self.applied("**", base, self.power())
        return base

    def unary(self) -> Number:
        for operator in ("++", "--"):
            if self.take(operator):
                name = self.name()
                return self.store(name, self.applied(operator[0], self.variable(name), 1))
        if self.take("!"):
            value = self.unary()
            return None if value is None else int(not value)
        if self.take("-"):
            value = self.unary()
            return None if value is None else -value
        if self.take("+"):
            return self.unary()
        if self.take("~"):
            value = self.unary()
            return None if value is None else ~int(value)
        return self.primary()

    def name(self) -> Name:
        name = self.tokens[self.at][1] if self.at < len(self.tokens) else None
        if name is None:
            raise BadMath
        self.at += 1
        return name

    def primary(self) -> Number:
        if self.take("("):
            value = self.comma()
            if not self.take(")"):
                raise BadMath
            return value
        if self.at >= len(self.tokens):
            raise BadMath
        number = self.tokens[self.at][0]
        if number:
            self.at += 1
            return None if number == UNTOLD else _number(number, self.zsh)
        name = self.name()
        if self.operator() == "(":  # zsh's functions of zsh/mathfunc
            return self.function()
        value = self.variable(name)
        for operator, by in (("++", 1), ("--", -1)):
            if self.take(operator):
                self.store(name, None if value is None else value + by)
        return value

    def function(self) -> Number:
        if not self.zsh:
            raise BadMath
        self.at += 1
        if self.operator() != ")":
            self.comma()
        if not self.take(")"):
            raise BadMath
        return None

    def variable(self, name: Name) -> Number:
        if self.passed_over:
            return 0
        text = self.get(*name)
        if text is None or self.depth > _MOST_NESTED:
            return None
        text = text.strip()
        if not text:
            return 0
        if re.fullmatch(r"[-+]?\d{1,18}", text):
            return int(text) if self.zsh or not re.fullmatch(r"[-+]?0\d+", text) else _number(text, self.zsh)
        self.left[0] -= 1
        if self.left[0] < 0:
            return None
        return _Calculation(text, self.get, None, self.depth + 1, self.zsh, self.left).whole()

    def store(self, name: Name, value: Number) -> Number:
        if self.assign is not None and not self.passed_over:
            self.assign(*name, value)
        return value

    def applied(self, operator: str, left: Number, right: Number) -> Number:
        if self.passed_over:
            return 0
        if operator in ("/", "%") and right == 0:
            raise BadMath
        if left is None or right is None or operator not in _OPERATIONS:
            return None
        if isinstance(left, float) or isinstance(right, float):
            return _fraction(operator, float(left), float(right))
        if operator == "**" and right < 0:
            return _fraction(operator, float(left), float(right)) if self.zsh else None
        if operator in ("<<", ">>", "**") and not 0 <= right < _BITS:
            return None
        return _wrap(_OPERATIONS[operator](left, right))


def _number(text: str, zsh: bool) -> Number:
    if len(text) > _MOST_DIGITS:
        return None
    if text.startswith("##"):
        return ord(text[-1])
    if "#" in text:
        base, _, digits = text.partition("#")
        try:
            return int(digits, int(base))
        except ValueError:
            raise BadMath from None
    if text.lower().startswith("0x"):
        value = int(text, 16)
    elif re.search(r"[.eE]", text):
        if not zsh:
            raise BadMath
        return float(text)
    else:
        octal = not zsh and text.startswith("0") and text != "0"
        if octal and set(text) - set("01234567"):
            raise BadMath
        value = int(text, 8) if octal else int(text)
    return None if value >= _WIDTH // 2 else value


def _fraction(operator: str, left: float, right: float) -> Number:
    try:
        if operator == "/":
            return left / right
        if operator == "%":
            return math.fmod(left, right)
        made: object = _OPERATIONS[operator](left, right)
    except (TypeError, ValueError, OverflowError):
        return None
    return made if isinstance(made, int | float) else None


def told(number: Number) -> str | None:
    """The text of a number where one is put into a word: zsh keeps the point of a fraction (observed, 5.9: `$(( 1.5 * 2 ))` is `3.`)."""
    if not isinstance(number, float):
        return None if number is None else str(number)
    text = f"{number:.17g}"
    return text if re.search(r"[.en]", text) else f"{text}."


def _wrap(value: int) -> int:
    value %= _WIDTH
    return value - _WIDTH if value >= _WIDTH // 2 else value


_OPERATIONS: Final[dict[str, Callable[..., int]]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "**": lambda a, b: a**b,
    "/": lambda a, b: abs(a) // abs(b) * (1 if (a < 0) == (b < 0) else -1),
    "%": lambda a, b: abs(a) % abs(b) * (-1 if a < 0 else 1),
    "==": lambda a, b: int(a == b),
    "!=": lambda a, b: int(a != b),
    "<": lambda a, b: int(a < b),
    ">": lambda a, b: int(a > b),
    "<=": lambda a, b: int(a <= b),
    ">=": lambda a, b: int(a >= b),
    "&": lambda a, b: a & b,
    "|": lambda a, b: a | b,
    "^": lambda a, b: a ^ b,
    "<<": lambda a, b: a << b,
    ">>": lambda a, b: a >> b,
}

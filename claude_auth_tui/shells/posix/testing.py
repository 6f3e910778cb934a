"""Reading `[[ … ]]` into a tree. What its tests answer is in `conditions`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.posix.nodes import Binary, Both, Condition, Either, Not, Unary, Word
from claude_auth_tui.shells.posix.scanner import Unfinished

if TYPE_CHECKING:
    from claude_auth_tui.shells.posix.parser import Parser

_BINARY: Final = re.compile(r"(==|=~|!=|=|<|>|-(?:eq|ne|lt|le|gt|ge|nt|ot|ef|pcre-match))(?=[ \t\n(\"'$])")
_END: Final = re.compile(r"\]\](?=[ \t\n;&|<>()]|$)")
_UNARY: Final = re.compile(r"-(?:[a-zA-Z]|prefix|suffix|after|between)(?=[ \t\n])")
_REGEX_STOP: Final = re.compile(r"[ \t\n]")


def read_condition(parser: Parser, start: int) -> Condition:
    """The tree of a `[[`, whose two brackets are already consumed; consumes the closing ones."""
    condition = _either(parser, start)
    parser.empty_lines()
    if not _END.match(parser.text, parser.pos):
        raise Unfinished(start, say("`[[` is never closed"))
    parser.pos += 2
    return condition


def _either(p: Parser, start: int) -> Condition:
    left = _both(p, start)
    while _take(p, "||"):
        left = Either(left, _both(p, start))
    return left


def _both(p: Parser, start: int) -> Condition:
    left = _not(p, start)
    while _take(p, "&&"):
        left = Both(left, _not(p, start))
    return left


def _not(p: Parser, start: int) -> Condition:
    p.empty_lines()
    if p.take_word("!"):
        p.deeper(start)
        inner = _not(p, start)
        p.depth -= 1
        return Not(inner)
    if p.text.startswith("(", p.pos):
        p.deeper(start)
        p.pos += 1
        inner = _either(p, start)
        p.empty_lines()
        if not p.text.startswith(")", p.pos):
            raise Unfinished(start, say("a `(` inside `[[` is never closed"))
        p.pos += 1
        p.depth -= 1
        return inner
    return _primary(p, start)


def _primary(p: Parser, start: int) -> Condition:
    unary = _UNARY.match(p.text, p.pos)
    if unary:
        before, p.pos = p.pos, unary.end()
        p.empty_lines()
        if not _BINARY.match(p.text, p.pos) and not _END.match(p.text, p.pos):
            operand = _operand(p, start, parens=p.zsh)
            if len(unary.group()) > 2 and operand.raw.isdigit():  # zsh's tests for completion take a number before the pattern
                p.blanks()
                operand = p.scan_word(parens=True) or operand
            return Unary(unary.group(), operand)
        if _END.match(p.text, p.pos):
            raise Unfinished(p.pos, say("`[[` with something missing inside"))
        p.pos = before
    left = _operand(p, start)
    p.empty_lines()
    binary = _BINARY.match(p.text, p.pos)
    if not binary:
        return left
    operator = binary.group()
    p.pos = binary.end()
    p.empty_lines()
    right = _regex(p, start) if operator == "=~" else _operand(p, start, parens=p.zsh or operator in ("==", "=", "!="))
    return Binary(operator, left, right)


def _operand(p: Parser, start: int, parens: bool = False) -> Word:
    word = p.scan_word(parens=parens)
    if word is None:
        raise Unfinished(start, say("`[[` with something missing inside"))
    return word


def _regex(p: Parser, start: int) -> Word:
    """The right side of `=~`: one word in which parentheses, bars and angles are ordinary."""
    begin = p.pos
    while p.pos < len(p.text) and not _REGEX_STOP.match(p.text, p.pos):
        if p.scan_word(parens=True) is None:
            p.pos += 1
    if p.pos == begin:
        raise Unfinished(start, say("`=~` with nothing behind it"))
    return Word(p.text[begin : p.pos], begin, False)


def _take(p: Parser, operator: str) -> bool:
    p.empty_lines()
    if p.text.startswith(operator, p.pos):
        p.pos += 2
        return True
    return False

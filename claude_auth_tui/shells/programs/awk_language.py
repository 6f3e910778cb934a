"""awk's language, read into a tree: rules with patterns, actions, expressions. What awks do not all take alike is refused.

Left out, so that such a program is not followed: functions of the script's own, `getline`, output into files or commands, `system`.
"""

from __future__ import annotations

import re
from typing import Final, TypeAlias

from msgspec import Struct


class NotFollowedError(Exception):
    """Something that is not modelled, or that awk refuses."""


class Expr(Struct, frozen=True):
    """An operator or a function with what it works on. `name` is the operator; for a constant, a variable and an expression its text."""

    kind: str
    """text, number, regex, name, element, field, call, unary, binary, assign, step, join, choose, in."""
    name: str = ""
    parts: tuple[Expr, ...] = ()


class Stmt(Struct, frozen=True):
    """A statement: its expressions, and the statements inside it."""

    kind: str
    """do-nothing, expr, print, printf, block, if, while, do, for, each, next, exit, break, continue, delete."""
    exprs: tuple[Expr | None, ...] = ()
    body: tuple[Stmt, ...] = ()


class Rule(Struct, frozen=True):
    """When it runs (`BEGIN`, `END`, or one or two patterns), and what it does."""

    when: str
    patterns: tuple[Expr, ...]
    action: Stmt | None


Token: TypeAlias = tuple[str, str]
_TOKEN: Final = re.compile(
    r"""(?P<blank>(?:[ \t\r]|\\\r?\n|\#[^\n]*)+)|(?P<newline>\n)|(?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)
    |(?P<text>"(?:[^"\\\n]|\\.)*")|(?P<call>[A-Za-z_]\w*(?=\())|(?P<name>[A-Za-z_]\w*)
    |(?P<sign>\+\+|--|\*\*=|\*\*|\|\||&&|[-+*/%^=!<>]=|!~|[-+*/%^=!<>~?:,;{}()\[\]$|])""",
    re.VERBOSE | re.DOTALL,
)
_REGEX: Final = re.compile(r"/((?:[^/\\\n\[]|\\.|\[\^?\]?(?:\[:\w+:\]|[^\]\n])*\])+)/")
_ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", '"': '"', "/": "/", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_KEYWORDS: Final = frozenset(
    [
        "BEGIN",
        "END",
        "if",
        "else",
        "while",
        "for",
        "in",
        "do",
        "break",
        "continue",
        "next",
        "exit",
        "print",
        "printf",
        "delete",
        "getline",
        "function",
        "func",
        "return",
        "nextfile",
        "switch",
    ]
)
FUNCTIONS: Final = frozenset(["length", "substr", "index", "split", "sub", "gsub", "match", "tolower", "toupper", "sprintf", "int"])
_MOST_TOKENS: Final = 2_000
_MOST_DEPTH: Final = 60
_BINARY: Final = ("||", "&&", "in", "~", "<", "join", "+", "*")
"""The levels of what stands between two expressions, the weakest first; above them are assignment and `? :`."""
_LEVELS: Final = {
    "||": ("||",), "&&": ("&&",), "~": ("~", "!~"), "<": ("<", "<=", "==", "!=", ">", ">="), "+": ("+", "-"), "*": ("*", "/", "%"),
}  # fmt: skip
_BEGINS: Final = frozenset(["number", "text", "regex", "name", "call"])


def unescaped(text: str) -> str:
    """A text with its escapes replaced, as in a constant and behind `-v`."""

    def put(found: re.Match[str]) -> str:
        if found[1] not in _ESCAPES:
            raise NotFollowedError
        return _ESCAPES[found[1]]

    return re.sub(r"\\(.)", put, text, flags=re.DOTALL)


def _tokens(program: str) -> list[Token]:
    out: list[Token] = []
    at = 0
    while at < len(program):
        if program[at] == "/" and not (out and (out[-1][0] in ("number", "text", "name") or out[-1][1] in (")", "]", "$", "++", "--"))):
            found = _REGEX.match(program, at)
            if found is None:
                raise NotFollowedError
            out.append(("regex", found[1]))
            at = found.end()
            continue
        found = _TOKEN.match(program, at)
        if found is None or len(out) > _MOST_TOKENS:
            raise NotFollowedError
        at = found.end()
        kind = found.lastgroup or ""
        if kind == "blank":
            continue
        text = found[0]
        if kind in ("name", "call") and text in _KEYWORDS:
            kind = "keyword"
        elif kind == "name" and text in FUNCTIONS:
            kind = "call"
        elif kind == "text":
            text = unescaped(text[1:-1])
        out.append((kind, text))
    out.append(("end", ""))
    return out


class Reader:
    """Reads a program; what it cannot read is a `NotFollowedError`."""

    def __init__(self, program: str) -> None:
        self.tokens = _tokens(program)
        self.at = 0
        self.depth = 0
        self.in_print = False
        """Where `>` would be a redirection."""

    def _is(self, *texts: str) -> bool:
        kind, text = self.tokens[self.at]
        return kind in ("sign", "keyword", "newline") and text in texts

    def _take(self, *texts: str) -> bool:
        found = self._is(*texts)
        self.at += found
        return found

    def _need(self, text: str) -> None:
        if not self._take(text):
            raise NotFollowedError

    def _lines(self) -> None:
        while self._take("\n"):
            pass

    def rules(self) -> tuple[Rule, ...]:
        out: list[Rule] = []
        while True:
            while self._take("\n", ";"):
                pass
            if self.tokens[self.at][0] == "end":
                return tuple(out)
            if self._is("BEGIN", "END"):
                when = self.tokens[self.at][1]
                self.at += 1
                self._need_brace()
                out.append(Rule(when, (), self._block()))
                continue
            patterns: list[Expr] = []
            if not self._is("{"):
                patterns.append(self._expression())
                if self._take(","):
                    self._lines()
                    patterns.append(self._expression())
            out.append(Rule("", tuple(patterns), self._block() if self._is("{") else None))

    def _need_brace(self) -> None:
        if not self._is("{"):
            raise NotFollowedError

    # -- statements

    def _block(self) -> Stmt:
        self._need("{")
        body: list[Stmt] = []
        while True:
            while self._take("\n", ";"):
                pass
            if self._take("}"):
                return Stmt("block", (), tuple(body))
            body.append(self._statement())

    def _body(self) -> Stmt:
        """What hangs on a condition or a loop."""
        self._lines()
        if self._take(";"):
            return Stmt("block")
        return self._statement()

    def _ended(self) -> None:
        if not self._take(";", "\n") and not self._is("}"):
            raise NotFollowedError

    def _statement(self) -> Stmt:
        self.depth += 1
        if self.depth > _MOST_DEPTH:
            raise NotFollowedError
        made = self._compound() or self._single()
        self.depth -= 1
        return made

    def _compound(self) -> Stmt | None:
        if self._is("{"):
            return self._block()
        if self._take("if"):
            test = self._in_parens()
            yes = self._body()
            mark = self.at
            while self._take("\n", ";"):
                pass
            if self._take("else"):
                return Stmt("if", (test,), (yes, self._body()))
            self.at = mark
            return Stmt("if", (test,), (yes,))
        if self._take("while"):
            return Stmt("while", (self._in_parens(),), (self._body(),))
        if self._take("do"):
            body = self._body()
            while self._take("\n", ";"):
                pass
            self._need("while")
            made = Stmt("do", (self._in_parens(),), (body,))
            self._ended()
            return made
        return self._for() if self._take("for") else None

    def _for(self) -> Stmt:
        self._need("(")
        one, two, three, four = (self.tokens[self.at + n] if self.at + n < len(self.tokens) else ("end", "") for n in range(4))
        if one[0] == "name" and two == ("keyword", "in") and three[0] == "name" and four == ("sign", ")"):
            self.at += 4
            return Stmt("each", (Expr("name", one[1]), Expr("name", three[1])), (self._body(),))
        parts: list[Expr | None] = []
        for end in (";", ";", ")"):
            self._lines()
            parts.append(None if self._is(end) else self._expression())
            self._need(end)
        return Stmt("for", tuple(parts), (self._body(),))

    def _in_parens(self) -> Expr:
        self._need("(")
        made = self._expression()
        self._need(")")
        return made

    def _single(self) -> Stmt:
        made = self._simple()
        self._ended()
        return made

    def _simple(self) -> Stmt:
        for word in ("next", "break", "continue"):
            if self._take(word):
                return Stmt(word)
        if self._take("exit"):
            return Stmt("exit", () if self._is(";", "\n", "}") else (self._expression(),))
        if self._take("delete"):
            target = self._primary()
            if target.kind not in ("name", "element"):
                raise NotFollowedError
            return Stmt("delete", (target,))
        for word in ("printf", "print"):
            if self._take(word):
                return Stmt(word, self._printed())
        return Stmt("expr", (self._expression(),))

    def _printed(self) -> tuple[Expr, ...]:
        if self._is(";", "\n", "}"):
            return ()
        self.in_print = True
        mark = self.at
        items: list[Expr] = []
        if self._take("("):
            self.in_print = False
            items = self._list()
            self.in_print = True
            if not (self._take(")") and self._is(";", "\n", "}", ">", "|")):
                self.at, items = mark, []
        items = items or self._list()
        self.in_print = False
        if self._is(">", "|") or self.tokens[self.at][0] == "end":
            raise NotFollowedError
        return tuple(items)

    def _list(self) -> list[Expr]:
        out = [self._expression()]
        while self._take(","):
            self._lines()
            out.append(self._expression())
        return out

    # -- expressions

    def _expression(self) -> Expr:
        self.depth += 1
        if self.depth > _MOST_DEPTH:
            raise NotFollowedError
        left = self._binary(0)
        if self._take("?"):
            self._lines()
            yes = self._expression()
            self._lines()
            self._need(":")
            self._lines()
            left = Expr("choose", "", (left, yes, self._expression()))
        for operator in ("=", "+=", "-=", "*=", "/=", "%=", "^="):
            if self._take(operator):
                if left.kind not in ("name", "element", "field"):
                    raise NotFollowedError
                self._lines()
                left = Expr("assign", operator, (left, self._expression()))
                break
        self.depth -= 1
        return left

    def _binary(self, level: int) -> Expr:
        if level == len(_BINARY):
            return self._unary()
        name = _BINARY[level]
        left = self._binary(level + 1)
        while True:
            if name == "join":
                kind, text = self.tokens[self.at]
                if kind not in _BEGINS and not (kind == "sign" and text in ("(", "$", "!", "++", "--")):
                    return left
                if text == "!" or (kind == "sign" and text in ("++", "--")):
                    return left
                left = Expr("join", "", (left, self._binary(level + 1)))
                continue
            if name == "in":
                if not self._take("in"):
                    return left
                array = self.tokens[self.at]
                if array[0] != "name":
                    raise NotFollowedError
                self.at += 1
                left = Expr("in", array[1], (left,))
                continue
            operator = next((o for o in _LEVELS[name] if self._is(o) and not (o == ">" and self.in_print)), None)
            if operator is None:
                return left
            self.at += 1
            if name in ("||", "&&"):
                self._lines()
            left = Expr("binary", operator, (left, self._binary(level + 1)))
            if name == "<":
                return left

    def _unary(self) -> Expr:
        for sign in ("!", "-", "+"):
            if self._take(sign):
                return Expr("unary", sign, (self._unary(),))
        return self._power()

    def _power(self) -> Expr:
        left = self._step()
        if self._take("^", "**"):
            return Expr("binary", "^", (left, self._unary()))
        return left

    def _step(self) -> Expr:
        for sign in ("++", "--"):
            if self._take(sign):
                return Expr("step", f"{sign}x", (self._place(self._primary()),))
        made = self._primary()
        if made.kind in ("name", "element", "field"):
            for sign in ("++", "--"):
                if self._take(sign):
                    return Expr("step", f"x{sign}", (made,))
        return made

    def _place(self, made: Expr) -> Expr:
        if made.kind not in ("name", "element", "field"):
            raise NotFollowedError
        return made

    def _primary(self) -> Expr:
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind in ("number", "text", "regex"):
            return Expr(kind, text)
        if kind == "name":
            if self._take("["):
                keys = self._list()
                self._need("]")
                return Expr("element", text, tuple(keys))
            return Expr("name", text)
        if kind == "call":
            return self._call(text)
        if (kind, text) == ("sign", "$"):
            return Expr("field", "", (self._step(),))
        if (kind, text) == ("sign", "("):
            inside, self.in_print = self.in_print, False
            made = self._expression()
            self._need(")")
            self.in_print = inside
            return Expr("unary", "(", (made,))
        raise NotFollowedError

    def _call(self, name: str) -> Expr:
        if name not in FUNCTIONS:
            raise NotFollowedError
        if not self._take("("):
            if name != "length":
                raise NotFollowedError
            return Expr("call", name)
        inside, self.in_print = self.in_print, False
        arguments = [] if self._is(")") else self._list()
        self._need(")")
        self.in_print = inside
        return Expr("call", name, tuple(arguments))

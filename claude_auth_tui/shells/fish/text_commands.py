"""Builtins that print or read: `echo`, `printf`, `count`, `read`, `math`, `path`, `pwd` and their like."""

from __future__ import annotations

import ast
import math
import operator
import posixpath
import re
from collections.abc import Callable, Mapping
from typing import Final

from claude_auth_tui.model.saying import say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.shells.fish.options import Taken, take
from claude_auth_tui.shells.fish.record import Call
from claude_auth_tui.shells.fish.shell import Shell
from claude_auth_tui.shells.fish.state import Var
from claude_auth_tui.shells.fish.values import Item, Opaque, blurred, derived, known, opaque_in, together

_ESCAPES: Final = {"n": "\n", "t": "\t", "\\": "\\", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "r": "\r", "v": "\v", "0": "\0"}
_ESCAPED: Final = re.compile(r"\\(x[0-9A-Fa-f]{1,2}|0?[0-7]{1,3}|u[0-9A-Fa-f]{1,4}|U[0-9A-Fa-f]{1,8}|.)", re.DOTALL)
_DIRECTIVE: Final = re.compile(r"%(%|[-+ #0]*\d{0,4}(?:\.\d{0,4})?([a-zA-Z]))|" + _ESCAPED.pattern, re.DOTALL)
_MAX_TEXT: Final = 100_000


def echo(shell: Shell, call: Call) -> int:
    words = list(call.words[1:])
    newline, separator, interpret = "\n", " ", False
    while words and isinstance(words[0], str) and re.fullmatch(r"-[nsEe]+|--", words[0]):
        letters = str(words.pop(0))
        if letters == "--":
            break
        newline = "" if "n" in letters else newline
        separator = "" if "s" in letters else separator
        interpret = interpret or "e" in letters
    text = together(words, separator)
    if isinstance(text, Opaque):
        shell.write(blurred(text))
        return 0
    if interpret:
        text, stop, _ = _ESCAPED.sub(_escape, text).partition("\0stop")
        newline = "" if stop else newline
    shell.write(derived(text + newline, words[0]) if len(words) == 1 and newline else text + newline)
    return 0


def _escape(found: re.Match[str]) -> str:
    """What an escape in `echo -e` or `printf` stands for; `\\c` ends the output there."""
    told = str(found.group(found.re.groups))
    if told == "c":
        return "\0stop"
    if told[0] in "xuU" and len(told) > 1:
        code = int(told[1:], 16)
        return chr(code) if code <= 0x10FFFF else found.group()
    return chr(int(told, 8) & 255) if told[0] in "01234567" else _ESCAPES.get(told, found.group())


def printf(shell: Shell, call: Call) -> int | None:
    words = call.words[1:]
    if words and words[0] == "--":
        words = words[1:]
    texts = known(words)
    if not words:
        return 2
    if texts is None:
        shell.write(blurred(opaque_in(words) or Opaque(say("what printf prints"), many=True)))
        return 0
    pattern, rest = texts[0], list(texts[1:])
    out: list[str] = []
    if any(found.group(2) and found.group(2) not in "diouxXscbfeg" for found in _DIRECTIVE.finditer(pattern)):
        shell.write(Opaque(say("a form of printf that is not followed"), many=True))
        return None
    while True:
        before = len(rest)
        out.append(_formatted(pattern, rest))
        if not rest or len(rest) == before or sum(map(len, out)) > _MAX_TEXT:
            break
    whole = "".join(out).partition("\0stop")[0]
    shell.write(derived(whole, texts[1]) if len(texts) == 2 else whole)
    return 0


def _formatted(pattern: str, rest: list[str]) -> str:
    def one(found: re.Match[str]) -> str:
        if found.group(3) is not None:
            return _escape(found)
        if found.group(1) == "%":
            return "%"
        value = rest.pop(0) if rest else ""
        kind = found.group(2)
        try:
            if kind in "diouxX":
                return (found.group()[:-1] + ("d" if kind in "iu" else kind)) % int(value or "0", 0)
            if kind in "sbc":
                text = _ESCAPED.sub(_escape, value) if kind == "b" else value[:1] if kind == "c" else value
                return (found.group()[:-1] + "s") % text
            return found.group() % float(value or "0")
        except (ValueError, TypeError, OverflowError):
            return value

    return _DIRECTIVE.sub(one, pattern)


def count(shell: Shell, call: Call) -> int | None:
    stdin = call.input_of(shell.stdin)
    read_from = stdin.rest() if stdin is not None else []
    words = [*call.words[1:], *(read_from[:-1] if stdin is not None and stdin.open_end else read_from)]  # it counts the line ends
    doubt = next((item for item in words if isinstance(item, Opaque) and item.many and not item.any_order), None)
    if doubt is not None:
        shell.write(Opaque(say("how many there are")))
        return None
    number = sum(len(item.any_order) or 1 if isinstance(item, Opaque) else 1 for item in words)
    shell.write(f"{number}\n")
    return 0 if words else 1


_READ_LONG: Final = {
    "command": "c", "delimiter": "d", "nchars": "n", "prompt": "p", "prompt-str": "P", "right-prompt": "R", "global": "g", "local": "l",
    "function": "f", "universal": "U", "export": "x", "unexport": "u", "list": "a", "array": "a", "line": "L", "null": "z", "silent": "s",
    "shell": "S", "tokenize": "t", "help": "h",
}  # fmt: skip


def read(shell: Shell, call: Call) -> int | None:
    """`read` from a pipe or a file; what comes from the terminal is not known."""
    taken = take(call.words[1:], "glfUxuaLzsSth", "cdnpPR", _READ_LONG, permute=False)
    options, first = taken.values, len(call.words) - len(taken.rest)
    names = [(item, call.line_of(at)) for at, item in enumerate(taken.rest, first) if isinstance(item, str) and shell.settable(item)]
    if taken.unknown or len(names) != len(taken.rest):
        return 2
    line = Opaque(say("what is typed at the terminal")) if shell.stdin is None else shell.stdin.next()
    if line is None:
        for name, at in names:
            _assign_read(shell, options, name, [], at)
        return 1
    if not names:
        shell.write(line)
        return 0
    _split_into(shell, options, names, line)
    return None if isinstance(line, Opaque) and shell.stdin is not None else 0


def _split_into(shell: Shell, options: Mapping[str, str], names: list[tuple[str, int]], line: Item) -> None:
    if "z" in options or "n" in options or "t" in options:
        line = Opaque(say("a form of read that is not followed"), many="a" in options)
    if isinstance(line, Opaque):
        for name, at in names:
            _assign_read(shell, options, name, [blurred(line, many="a" in options)], at)
        return
    if "L" in options:
        for position, (name, at) in enumerate(names):
            following = line if position == 0 else shell.stdin.next() if shell.stdin is not None else None
            _assign_read(shell, options, name, [] if following is None else [following], at)
        return
    if "a" in options:
        delimiter = options.get("d")
        pieces = line.split(delimiter) if delimiter else re.split(r"[ \t]+", line.strip(" \t"))
        _assign_read(shell, options, names[0][0], [derived(piece, line) for piece in pieces if piece or delimiter], names[0][1])
        return
    rest: str = line
    for position, (name, at) in enumerate(names):
        if position == len(names) - 1:
            piece = rest
        elif options.get("d"):
            piece, _, rest = rest.partition(options["d"])
        else:
            piece, rest = [*re.split(r"[ \t]", rest.lstrip(" \t"), maxsplit=1), ""][:2]
        _assign_read(shell, options, name, [derived(piece, line)], at)


def _assign_read(shell: Shell, options: Mapping[str, str], name: str, items: list[Item], line: int) -> None:
    scope = "".join(letter for letter in "lfgU" if letter in options)[:1]
    export = True if "x" in options else False if "u" in options else None
    shell.assign(name, items, scope=scope, export=export, line=line)


_OPERATORS: Final[Mapping[type[ast.AST], Callable[[float, float], float]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Mod: math.fmod,
    ast.Pow: math.pow,
}
_MATH_FUNCTIONS: Final[Mapping[str, Callable[..., float]]] = {
    "abs": abs, "ceil": math.ceil, "floor": math.floor, "pow": math.pow, "sqrt": math.sqrt,
    "max": lambda *numbers: max(numbers), "min": lambda *numbers: min(numbers),
}  # fmt: skip
_MATH: Final = re.compile(rf"(?:[\d\s.,+*/%()^-]|(?<=\s)x(?=\s)|{'|'.join(_MATH_FUNCTIONS)})+")
_NOT_PYTHONS: Final = re.compile(r"//|\*\*|(?<![\d.])0\d|-\s*[\w.()]+\s*\^")
"""What Python reads in another way than `math` does."""
_MATH_SIZE: Final = 200
_MATH_SCALE: Final = 6
"""Digits behind the point, unless others are asked for."""


def math_(shell: Shell, call: Call) -> int | None:
    """Sums, products, powers and a few functions of numbers; anything else is not known."""
    words = call.words[1:]
    taken = take(words[:1], "", "s", {"scale": "s"}) if words and re.match(r"-s|--scale=", str(words[0])) else Taken(rest=list(words))
    texts, scale = known([*taken.rest, *(words[1:] if taken.given else [])]), taken.values.get("s", str(_MATH_SCALE))
    expression = " ".join(texts) if texts is not None else ""
    followed = len(expression) <= _MATH_SIZE and _MATH.fullmatch(expression) and not _NOT_PYTHONS.search(expression)
    if followed and scale.isdecimal():
        code = re.sub(r"\sx(?=\s)", " *", expression).replace("^", "**")
        try:
            value = _value(ast.parse(code.strip(), mode="eval").body)
        except (SyntaxError, ValueError, ArithmeticError, TypeError, RecursionError, MemoryError):
            return 1
        text = f"{value:.{scale}f}" if scale != "0" else str(math.trunc(value))
        shell.write((text.rstrip("0").rstrip(".") if "." in text else text) + "\n")
        return 0
    shell.write(Opaque(say("what math works out")))
    return None


def _value(node: ast.AST) -> float:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return float(node.value)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        return -_value(node.operand) if isinstance(node.op, ast.USub) else _value(node.operand)
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        return _OPERATORS[type(node.op)](_value(node.left), _value(node.right))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return float(_MATH_FUNCTIONS[node.func.id](*map(_value, node.args)))
    raise ValueError


_PATH_CHANGES: Final[Mapping[str, Callable[[str], str]]] = {
    "basename": lambda p: posixpath.basename(p.rstrip("/")) or p[:1],
    "dirname": lambda p: posixpath.dirname(p.rstrip("/")) or (p[:1] if p.startswith("/") else "."),
}


def path(shell: Shell, call: Call) -> int | None:
    """`path basename`, `dirname`, `normalize`, `is`, `filter`, `extension`; the rest is not known."""
    texts = known(call.words[1:])
    if not texts:
        shell.write(Opaque(say("what path prints"), many=True))
        return None
    name = texts[0]
    subjects = [text for text in texts[1:] if not text.startswith("-")]
    options = [text for text in texts[1:] if text.startswith("-")]
    stdin = call.input_of(shell.stdin)
    if not subjects and stdin is not None:
        read_from = known(stdin.rest())
        if read_from is None:
            shell.write(Opaque(say("what path prints"), many=True))
            return None
        subjects = read_from
    made: list[str]
    if set(options) - {"-f", "-d", "-q", "-e", "--"}:
        shell.write(Opaque(say("a form of path that is not followed"), many=True))
        return None
    if name in ("basename", "dirname", "normalize", "resolve"):
        change = _PATH_CHANGES.get(name, posixpath.normpath)
        made = [change(subject) for subject in subjects]
    elif name == "extension":
        made = [posixpath.splitext(subject)[1] for subject in subjects]
    elif name == "change-extension" and subjects and not options:
        new = subjects.pop(0)
        made = [posixpath.splitext(subject)[0] + (new and "." + new.removeprefix(".")) for subject in subjects]
    elif name in ("is", "filter") and set(options) <= {"-f", "-d", "-q", "-e"}:
        made = [s for s in subjects if _fits(shell, s, options)]
    else:
        shell.write(Opaque(say("what path prints"), many=True))
        return None
    if name != "is" and "-q" not in options:
        shell.write(*(one + "\n" for one in made))
    return 0 if made else 1


def _fits(shell: Shell, subject: str, options: list[str]) -> bool:
    found = shell.lookup.stat(subject)
    return found.exists and ("-f" not in options or found.is_file) and ("-d" not in options or found.is_folder)


def pwd(shell: Shell, call: Call) -> int:
    shell.write(f"{shell.state.cwd}\n" if shell.state.cwd else Opaque(say("the current folder")))
    return 0


def cd(shell: Shell, call: Call) -> int | None:
    home = shell.find("HOME")
    target = call.words[-1] if len(call.words) > 1 else home.joined() if home is not None else shell.machine.home
    if not isinstance(target, str) or target == "-":
        shell.state.cwd = ""
        return None
    if not shell.state.cwd and not target.startswith("/"):
        return None
    absolute = shell.lookup.absolute(target)
    if not shell.lookup.stat(absolute).is_folder and shell.machine.files.folder(absolute).state != "present":
        return 1
    shell.state.cwd = absolute
    shell.mark_changed("PWD", "SET")
    before = shell.state.globals.get("PWD")
    shell.state.globals["PWD"] = Var((absolute,), before.exported if before is not None else True)
    return 0


def prints_unknown(what: Shown) -> Callable[[Shell, Call], int | None]:
    """A command whose output is only known when it runs, and which changes nothing here."""

    def run(shell: Shell, call: Call) -> int | None:
        shell.write(Opaque(what, many=True))
        return None

    return run


def succeeds(shell: Shell, call: Call) -> int:
    return 0


def fails(shell: Shell, call: Call) -> int:
    return 1

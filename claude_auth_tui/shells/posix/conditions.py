"""What `[ … ]`, `test` and `[[ … ]]` answer: True, False, or None where only the running shell knows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.patterns import compiled
from claude_auth_tui.shells.posix.nodes import Binary, Both, Condition, Either, Not, Unary, Word
from claude_auth_tui.shells.posix.values import Val
from claude_auth_tui.shells.runaway import MOST_WORK, work

if TYPE_CHECKING:
    from claude_auth_tui.shells.posix.shell import Shell

PARENT: Final = say("which program started this shell")
"""What `ps` of `$PPID` prints: unknown, but in a new terminal no shell."""
_COMPARE: Final = frozenset(["-eq", "-ne", "-lt", "-le", "-gt", "-ge"])
_TEXT_OPERATORS: Final = frozenset(["=", "==", "!=", "<", ">", "-nt", "-ot", "-ef", *_COMPARE])


def both(left: bool | None, right: bool | None) -> bool | None:
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def either(left: bool | None, right: bool | None) -> bool | None:
    if left is True or right is True:
        return True
    return None if left is None or right is None else False


def opposite(value: bool | None) -> bool | None:
    return None if value is None else not value


def holds(shell: Shell, test: Condition) -> bool | None:
    """`[[ … ]]`."""
    if isinstance(test, Both):
        left = holds(shell, test.left)
        return False if left is False else both(left, holds(shell, test.right))
    if isinstance(test, Either):
        left = holds(shell, test.left)
        return True if left is True else either(left, holds(shell, test.right))
    if isinstance(test, Not):
        return opposite(holds(shell, test.test))
    if isinstance(test, Word):
        return _filled(shell.expander.value(test))
    if isinstance(test, Unary):
        return unary(shell, test.operator, shell.expander.value(test.operand))
    return _binary(shell, test)


def _binary(shell: Shell, test: Binary) -> bool | None:
    left = shell.expander.value(test.left)
    if test.operator in ("==", "=", "!="):
        pattern = shell.expander.pattern(test.right.raw, test.right.pos)
        if pattern is None:
            return None
        if _no_shell(left, pattern):
            return test.operator == "!="
        if left.text is None:
            return (
                opposite(False) if left.some and pattern == "" and test.operator == "!=" else False if left.some and pattern == "" else None
            )
        expression = compiled(pattern, shell.zsh)
        if not tried(shell, expression, left.text, whole=True):
            return None
        matches = expression.fullmatch(left.text) is not None
        return matches if test.operator != "!=" else not matches
    if test.operator == "=~":
        return _regex(shell, left, test.right)
    return compare(shell, test.operator, left, shell.expander.value(test.right), arithmetic=True)


def tried(shell: Shell, expression: re.Pattern[str], text: str, whole: bool = False) -> bool:
    """Whether an expression may be tried on a text; what it may cost is counted."""
    cost = work(expression.pattern, len(text), whole)
    if cost > MOST_WORK:
        return False
    shell.spend(cost // 2000)
    return True


def _regex(shell: Shell, left: Val, right: Word) -> bool | None:
    raw = re.sub(r"\\(?=[ \t])", "", right.raw)
    value = shell.expander.text(re.sub(r"\\(.)", r"\\\\\1", raw) if "'" not in raw and '"' not in raw else raw)
    if left.text is None or value.text is None or len(left.text) > 2000 or re.search(r"[+*]\)?[+*{]", value.text):
        return None
    try:
        expression = re.compile(re.sub(r"\[\[:(\w+):\]\]", lambda m: _POSIX.get(m.group(1), "."), value.text))
    except (re.error, RecursionError, OverflowError):
        return None
    if not tried(shell, expression, left.text):
        return None
    found = expression.search(left.text)
    if found:
        groups = [Val(g or "") for g in (found.group(), *found.groups())]
        if shell.zsh:
            shell.set_quietly("MATCH", groups[0])
            shell.set_quietly("match", groups[1:])
        else:
            shell.set_quietly("BASH_REMATCH", groups)
    return found is not None


_POSIX: Final = {"digit": "[0-9]", "alpha": "[A-Za-z]", "alnum": "[A-Za-z0-9]", "space": r"\s", "upper": "[A-Z]", "lower": "[a-z]"}


def _filled(value: Val) -> bool | None:
    if value.text is None:
        return True if value.some else None
    return value.text != ""


def _no_shell(value: Val, text: str | None) -> bool:
    """Whether it is asked if a shell started this one: a new terminal's shell is started by no other."""
    return value.text is None and value.why == PARENT and text in ("bash", "zsh", "fish", "sh", "dash")


def compare(shell: Shell, operator: str, left: Val, right: Val, arithmetic: bool = False) -> bool | None:
    """A test with two operands, as `[` takes it."""
    if left.text is None or right.text is None:
        if operator in ("=", "==", "!=") and ((left.some and right.text == "") or (right.some and left.text == "")):
            return operator == "!="
        return operator == "!=" if operator in ("=", "==", "!=") and _no_shell(left, right.text) else None
    if operator in ("=", "=="):
        return left.text == right.text
    if operator == "!=":
        return left.text != right.text
    if operator in ("<", ">"):
        if shell.zsh and not arithmetic:
            return False  # zsh's [ knows no such test
        return left.text < right.text if operator == "<" else left.text > right.text
    if operator in _COMPARE:
        return _numbers(shell, operator, left.text, right.text, arithmetic)
    one, two = shell.lookup().stat(left.text), shell.lookup().stat(right.text)
    if operator == "-ef":
        return one.exists and shell.real_path(left.text) == shell.real_path(right.text)
    if shell.zsh and not (one.exists and two.exists):
        return False
    if operator == "-nt":
        return one.exists and (not two.exists or (one.modified or 0) > (two.modified or 0))
    return two.exists and (not one.exists or (one.modified or 0) < (two.modified or 0))


def _numbers(shell: Shell, operator: str, left: str, right: str, arithmetic: bool) -> bool | None:
    values: list[int] = []
    for text in (left, right):
        if re.fullmatch(r"\s*[-+]?\d{1,18}\s*", text):
            values.append(int(text))
            continue
        number = shell.expander.calculate(text) if arithmetic or shell.zsh else None
        if number is None:
            return None if arithmetic or shell.zsh else False
        values.append(number)
    one, two = values
    return {"-eq": one == two, "-ne": one != two, "-lt": one < two, "-le": one <= two, "-gt": one > two, "-ge": one >= two}[operator]


def unary(shell: Shell, operator: str, operand: Val) -> bool | None:
    """A test with one operand."""
    if operator in ("-n", "-z"):
        filled = _filled(operand)
        return filled if operator == "-n" else opposite(filled)
    text = operand.text
    if text is None:
        return None
    if operator == "-t":
        return _terminal(shell, text)
    if operator == "-o":
        return shell.option_is_on(text)
    if operator == "-v":
        name = re.sub(r"\[.*", "", text)
        return shell.is_set(name)
    if operator == "-R":
        return False
    if shell.state.cwd is None and not text.startswith("/"):
        return None
    return _file(shell, operator, text)


def _terminal(shell: Shell, text: str) -> bool | None:
    if not text.isdigit() or int(text) > 2:
        return False
    return shell.on_terminal(int(text))


def _file(shell: Shell, operator: str, path: str) -> bool | None:
    lookup = shell.lookup()
    if path and (made := lookup.absolute(path)) in shell.written:
        return _made(shell.written[made], operator)
    if path.startswith("/dev/fd/") or path in ("/dev/stdin", "/dev/stdout", "/dev/stderr", "/dev/tty"):
        return True if operator in ("-e", "-r", "-w", "-c") else None
    found = lookup.stat(path)
    if operator in ("-e", "-a"):
        return found.exists
    if operator == "-f":
        return found.is_file
    if operator == "-d":
        return found.is_folder
    if operator in ("-r", "-w"):
        return lookup.allows(path, 4 if operator == "-r" else 2)
    if operator == "-x":
        return found.exists and found.executable
    if operator == "-s":
        return found.exists and (found.size is None or found.size > 0)
    if operator in ("-L", "-h"):
        return bool(found.hops) or "link" in found.detail
    kind = {"-p": "fifo", "-S": "socket", "-b": "device", "-c": "device"}.get(operator)
    if kind:
        return found.kind == kind
    if operator in ("-O", "-G"):
        return found.exists and (found.uid is None or found.uid == shell.machine.uid)
    if operator in ("-u", "-g", "-k"):
        bit = {"-u": 0o4000, "-g": 0o2000, "-k": 0o1000}[operator]
        return found.exists and bool((found.mode or 0) & bit)
    return None


def _made(value: Val | None, operator: str) -> bool | None:
    """A test on a file that an earlier command made or removed."""
    if value is None:
        return False
    if operator == "-s":
        return None if value.text is None else value.text != ""
    return operator in ("-e", "-a", "-f", "-r", "-w", "-O") or (None if operator in ("-nt", "-ot", "-x") else False)


def test(shell: Shell, arguments: list[Val]) -> bool | None:
    """`test` and `[ … ]` with their operands expanded."""
    return _Operands(shell, arguments).whole()


class _Operands:
    def __init__(self, shell: Shell, arguments: list[Val]) -> None:
        self.shell = shell
        self.left = arguments

    def whole(self) -> bool | None:
        items = self.left
        if not items:
            return False
        if len(items) == 1:
            return _filled(items[0])
        if len(items) == 2 and items[0].text == "!":
            return opposite(_filled(items[1]))
        if len(items) == 3 and items[1].text in _TEXT_OPERATORS:
            return compare(self.shell, items[1].text or "", items[0], items[2])
        self.left = list(items)
        answer = self._either()
        if self.left:  # too many operands: an error, which is no
            return None if any(item.text is None for item in items) else False
        return answer

    def _next(self) -> str | None:
        return self.left[0].text if self.left else None

    def _either(self) -> bool | None:
        answer = self._both()
        while self.left and self._next() == "-o":
            self.left.pop(0)
            answer = either(answer, self._both())
        return answer

    def _both(self) -> bool | None:
        answer = self._one()
        while self.left and self._next() == "-a":
            self.left.pop(0)
            answer = both(answer, self._one())
        return answer

    def _one(self) -> bool | None:
        if not self.left:
            return None
        first = self.left.pop(0)
        if first.text == "!" and self.left:
            return opposite(self._one())
        if first.text == "(" and self.left:
            answer = self._either()
            if self._next() == ")":
                self.left.pop(0)
            return answer
        if len(self.left) >= 2 and self.left[0].text in _TEXT_OPERATORS:
            operator = self.left.pop(0).text or ""
            return compare(self.shell, operator, first, self.left.pop(0))
        if first.text is not None and re.fullmatch(r"-[a-zA-Z]", first.text) and self.left and self._next() not in ("-a", "-o", ")"):
            return unary(self.shell, first.text, self.left.pop(0))
        return _filled(first)

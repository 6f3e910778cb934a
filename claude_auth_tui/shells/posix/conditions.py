"""What `[ … ]`, `test`, `[[ … ]]` and the patterns of `case` answer: True, False, or None where only the running shell knows.

`described` says in words what a condition asked: "only when ~/.work exists; it does not".
"""

from __future__ import annotations

import re
from typing import Final

from claude_auth_tui.model.saying import say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.shells.lookup import READ, WRITE
from claude_auth_tui.shells.patterns import compiled
from claude_auth_tui.shells.posix import clock
from claude_auth_tui.shells.posix.arithmetic import BadMath
from claude_auth_tui.shells.posix.known_conditions import in_words
from claude_auth_tui.shells.posix.record import NOT_FOUND
from claude_auth_tui.shells.posix.shell import Shell
from claude_auth_tui.shells.posix.syntax import Binary, Block, Both, Condition, Either, Node, Not, Simple, Test, Unary, Word
from claude_auth_tui.shells.posix.values import Val, joined_by
from claude_auth_tui.shells.runaway import MOST_WORK, work
from claude_auth_tui.shells.source_shown import command_shown, source_shown

PARENT: Final = say("which program started this shell")
"""What `ps` of `$PPID` prints: unknown, but in a new terminal no shell."""
_WORK_A_STEP: Final = 2000
_LONGEST_MATCHED: Final = 2000
"""Characters of a text that `=~` is tried on."""
_COMPARE: Final = frozenset(["-eq", "-ne", "-lt", "-le", "-gt", "-ge"])
_STREAMS: Final = range(3)
"""Standard input, output and error."""
_KINDS: Final = {"-p": "fifo", "-S": "socket", "-b": "device", "-c": "device"}
_BITS: Final = {"-u": 0o4000, "-g": 0o2000, "-k": 0o1000}
_IS_FILE: Final = say("is a file")
_FILE_TESTS: Final = {
    "-e": say("exists"),
    "-f": _IS_FILE,
    "-d": say("is a folder"),
    "-r": say("can be read"),
    "-s": say("has content"),
    "-x": say("can be executed"),
    "-L": say("is a link"),
    "-h": say("is a link"),
}
_LONGEST: Final = 70
"""Characters of a condition that are told."""
_TEXT_OPERATORS: Final = frozenset(["=", "==", "!=", "<", ">", "-nt", "-ot", "-ef", *_COMPARE])


def _both(left: bool | None, right: bool | None) -> bool | None:
    if left is False or right is False:
        return False
    return None if left is None or right is None else True


def _either(left: bool | None, right: bool | None) -> bool | None:
    if left is True or right is True:
        return True
    return None if left is None or right is None else False


def _opposite(value: bool | None) -> bool | None:
    return None if value is None else not value


def holds(shell: Shell, test: Condition) -> bool | None:
    """`[[ … ]]`."""
    if isinstance(test, Both):
        left = holds(shell, test.left)
        return False if left is False else _both(left, holds(shell, test.right))
    if isinstance(test, Either):
        left = holds(shell, test.left)
        return True if left is True else _either(left, holds(shell, test.right))
    if isinstance(test, Not):
        return _opposite(holds(shell, test.test))
    if isinstance(test, Word):
        return _filled(_operand(shell, test))
    if isinstance(test, Unary):
        return _unary(shell, test.operator, _operand(shell, test.operand))
    return _binary(shell, test)


def _operand(shell: Shell, word: Word) -> Val:
    """A word inside `[[ … ]]`: in zsh names of files only where `(#q…)` asks for them."""
    if shell.zsh and "(#q" in word.raw and "extendedglob" in shell.state.options:
        return joined_by(shell.expander.fields([word]), " ")
    return shell.expander.value(word)


def _binary(shell: Shell, test: Binary) -> bool | None:
    left = shell.expander.value(test.left)
    if test.operator in ("==", "=", "!="):
        answer = _fits(shell, left, test.right.raw, test.right.pos)
        return answer if test.operator != "!=" else _opposite(answer)
    if test.operator == "=~":
        return _regex(shell, left, test.right)
    return _compare(shell, test.operator, left, shell.expander.value(test.right), arithmetic=True)


def _fits(shell: Shell, value: Val, raw: str, position: int = 0) -> bool | None:
    """Whether a value matches a pattern, which is given as it is written."""
    pattern = shell.expander.pattern(raw, position)
    if pattern is None:
        return None
    if value.text is None:
        return False if (value.some and pattern == "") or _no_shell(value, pattern) else _fits_beginning(pattern, value.begins)
    expression = compiled(pattern, shell.dialect)
    if not _tried(shell, expression, value.text, whole=True):
        return None
    match = expression.fullmatch(value.text)
    if match is not None:
        shell.expander.matched(pattern, match)
    return match is not None


def _fits_beginning(pattern: str, begins: str) -> bool | None:
    """Whether a pattern matches a text of which only the beginning is known."""
    lead, at = "", 0
    while at < len(pattern) and pattern[at] not in "*?[(<|~#^+@!":
        at += pattern[at] == "\\"
        lead += pattern[at : at + 1]
        at += 1
    if begins and pattern[at:] == "*" and begins.startswith(lead):
        return True
    goes_on = lead.startswith(begins) or (at < len(pattern) and begins.startswith(lead))
    return None if goes_on or pattern[at : at + 1] not in ("", "*", "?") else False


def _tried(shell: Shell, expression: re.Pattern[str], text: str, whole: bool = False) -> bool:
    """Whether an expression may be tried on a text; what it may cost is counted."""
    cost = work(expression.pattern, len(text), whole)
    if cost > MOST_WORK:
        return False
    shell.spend(cost // _WORK_A_STEP)
    return True


def _regex(shell: Shell, left: Val, right: Word) -> bool | None:
    raw = re.sub(r"\\(?=[ \t])", "", right.raw)
    has_quotes = "'" in raw or '"' in raw
    value = shell.expander.text(raw if has_quotes else re.sub(r"\\(.)", r"\\\\\1", raw))
    if has_quotes and not shell.zsh:
        value = shell.expander.regular_expression(raw)
    if left.text is None or value.text is None or len(left.text) > _LONGEST_MATCHED or re.search(r"[+*]\)?[+*{]", value.text):
        return None
    try:
        expression = re.compile(re.sub(r"\[\[:(\w+):\]\]", lambda m: _POSIX.get(m.group(1), "."), value.text))
    except (re.error, RecursionError, OverflowError):
        return None
    if not _tried(shell, expression, left.text):
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


def _compare(shell: Shell, operator: str, left: Val, right: Val, arithmetic: bool = False) -> bool | None:
    """A test with two operands, as `[` takes it."""
    if left.text is None or right.text is None:
        if operator in _COMPARE and (left.clock or right.clock):
            sides = [(clock.at(left, moment), clock.at(right, moment)) for moment in range(len(clock.MOMENTS))]
            return clock.agreed(
                [None if one is None or two is None else _numbers(shell, operator, one, two, arithmetic) for one, two in sides]
            )
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
    values: list[int | float] = []
    for text in (left, right):
        if re.fullmatch(r"\s*[-+]?\d{1,18}\s*", text):
            values.append(int(text))
            continue
        try:
            number = shell.expander.number(text) if arithmetic or shell.zsh else None
        except BadMath:
            number = None
        if number is None:
            return None if arithmetic or shell.zsh else False
        values.append(number)
    one, two = values
    return {"-eq": one == two, "-ne": one != two, "-lt": one < two, "-le": one <= two, "-gt": one > two, "-ge": one >= two}[operator]


def _unary(shell: Shell, operator: str, operand: Val) -> bool | None:
    """A test with one operand."""
    if operator in ("-n", "-z"):
        filled = _filled(operand)
        return filled if operator == "-n" else _opposite(filled)
    text = operand.text
    if text is None:
        return None
    if operator == "-t":
        if text in shell.duplicated:
            return None
        return text.isdecimal() and len(text) < 10 and int(text) in _STREAMS and shell.on_terminal(int(text))
    if operator == "-o":
        return shell.option_is_on(text)
    if operator == "-v":
        return shell.is_set(text.partition("[")[0])
    if operator == "-R":
        return False
    if shell.state.cwd is None and not text.startswith("/"):
        return None
    return _file(shell, operator, text)


def _file(shell: Shell, operator: str, path: str) -> bool | None:
    lookup = shell.lookup()
    if path and (made := lookup.absolute(path)) in shell.made.doubtful:
        return None
    if path and made in shell.written:
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
        return lookup.allows(path, READ if operator == "-r" else WRITE)
    if operator == "-x":
        return found.exists and found.executable
    if operator == "-s":
        return found.exists and (found.size is None or found.size > 0)
    if operator in ("-L", "-h"):
        return bool(found.hops) or "link" in found.detail
    if operator in _KINDS:
        return found.kind == _KINDS[operator]
    if operator in ("-O", "-G"):
        return found.exists and (found.uid is None or found.uid == shell.machine.uid)
    if operator in _BITS:
        return found.exists and bool((found.mode or 0) & _BITS[operator])
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
            return _opposite(_filled(items[1]))
        if len(items) == 3 and items[1].text in _TEXT_OPERATORS:
            return _compare(self.shell, items[1].text or "", items[0], items[2])
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
            answer = _either(answer, self._both())
        return answer

    def _both(self) -> bool | None:
        answer = self._one()
        while self.left and self._next() == "-a":
            self.left.pop(0)
            answer = _both(answer, self._one())
        return answer

    def _one(self) -> bool | None:
        if not self.left:
            return None
        first = self.left.pop(0)
        if first.text == "!" and self.left:
            return _opposite(self._one())
        if first.text == "(" and self.left:
            answer = self._either()
            if self._next() == ")":
                self.left.pop(0)
            return answer
        if len(self.left) >= 2 and self.left[0].text in _TEXT_OPERATORS:
            operator = self.left.pop(0).text or ""
            return _compare(self.shell, operator, first, self.left.pop(0))
        if first.text is not None and re.fullmatch(r"-[a-zA-Z]", first.text) and self.left and self._next() not in ("-a", "-o", ")"):
            return _unary(self.shell, first.text, self.left.pop(0))
        return _filled(first)


# -- the patterns of `case`


def matches(shell: Shell, value: Val, patterns: tuple[str, ...]) -> bool | None:
    """True where one of them surely matches, None where that cannot be told."""
    answer: bool | None = False
    for raw in patterns:
        fits = raw == "*" or _fits(shell, value, raw)
        if fits:
            return True
        answer = None if fits is None else answer
    return answer


# -- in words


def described(shell: Shell, test: Node, answer: bool | None, wanted: bool) -> Shown:
    """`test` is the condition, `answer` what it is, `wanted` what the passed-over part needs."""
    while isinstance(test, Block) and len(test.items) == 1:
        test = test.items[0]
    words = _plain_test(shell, test)
    if words is not None:
        subject, says = words
        lead = say("only when {} {}", subject, says) if wanted else say("not when {} {}", subject, says)
        if answer is None:
            return say("{}; that is known only to the running shell", lead)
        if not wanted:
            return say("{}; it does", lead)
        return say("{}; it is not", lead) if says == _IS_FILE else say("{}; it does not", lead)
    known = in_words(shell.source.text[test.pos : test.end])
    if known is not None:
        where, one, none, turned = known
        lead = say("only {}", where) if wanted is not turned else say("not {}", where)
        if answer is None:
            return say("{}; that is known only to the running shell", lead)
        return say("{}; {}", lead, one if answer is not turned else none)
    if answer is False and wanted and isinstance(test, Simple) and test.words and shell.state.status == NOT_FOUND:
        return say("only when {} succeeds; it is not found on PATH", command_shown(test.words[0].raw))
    text = source_shown(shell.source.text[test.pos : test.end], shell.names).cut(_LONGEST)
    line = shell.source.line(test.pos)
    if answer is None:
        return say(
            "only when `{}` (line {}) {}, which only the running shell knows", text, line, say("succeeds") if wanted else say("fails")
        )
    return say("only when `{}` (line {}) {}", text, line, say("holds; it does not") if wanted else say("does not hold; it does"))


def _plain_test(shell: Shell, test: Node) -> tuple[Shown, Shown] | None:
    """The subject and the verb of a test on one file."""
    operator = operand = ""
    if isinstance(test, Simple) and test.words and test.words[0].raw in ("[", "test"):
        raws = [w.raw for w in test.words[1:] if w.raw != "]"]
        if len(raws) == 2:
            operator, operand = raws
    elif isinstance(test, Test) and isinstance(test.test, Unary):
        operator, operand = test.test.operator, test.test.operand.raw
    if operator not in _FILE_TESTS or not re.fullmatch(r"\"?[\w~$./{}-]{1,60}\"?", operand):
        return None
    path = operand.strip('"').replace("$HOME", "~").replace("${HOME}", "~")
    named = (
        source_shown(operand, shell.names)
        if "$" in path
        else shell.place_named(path if not path.startswith("~/") else shell.machine.at_home(path[2:]))
    )
    return named, _FILE_TESTS[operator]

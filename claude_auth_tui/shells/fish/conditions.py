"""Commands that ask: `test`, `status`, `contains` and the like. A status of None is one that is not known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from claude_auth_tui.model.saying import say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.shells.fish.options import take
from claude_auth_tui.shells.fish.record import Call, Claim
from claude_auth_tui.shells.fish.shell import Shell
from claude_auth_tui.shells.fish.syntax import Variable
from claude_auth_tui.shells.fish.values import Item, Opaque, known
from claude_auth_tui.shells.source_shown import source_shown, variable_shown

Truth = bool | None
_UNARY: Final = frozenset(
    ["-b", "-c", "-d", "-e", "-f", "-g", "-G", "-h", "-k", "-L", "-n", "-O", "-p", "-r", "-s", "-S", "-t", "-u", "-w", "-x", "-z"]
)
_BINARY: Final = frozenset(["=", "!=", "-eq", "-ne", "-gt", "-ge", "-lt", "-le", "-ef", "-nt", "-ot"])
_MAX_TERMS: Final = 200
_LONGEST: Final = 80
"""Characters of a test that are told."""


class _BadTestError(Exception):
    """`test` does not understand its operands."""


def status_of(truth: Truth) -> int | None:
    return None if truth is None else 0 if truth else 1


def test(shell: Shell, call: Call) -> int | None:
    words = list(call.words[1:])
    if call.name == "[":
        if not words or words[-1] != "]":
            return 2
        words.pop()
    if len(words) > _MAX_TERMS:
        return None
    return status_of_test(_Test(shell, call, words))


def status_of_test(asked: _Test) -> int | None:
    try:
        return status_of(asked.whole())
    except _BadTestError:
        return 2
    except RecursionError:
        return None


class _Test:
    """One `test`: operands left to right, `-a` binds closer than `-o`."""

    def __init__(self, shell: Shell, call: Call, words: list[Item]) -> None:
        self.shell = shell
        self.call = call
        self.words = words
        self.index = 0
        self.primaries = 0

    def whole(self) -> Truth:
        self.shell.claim = self._asked()
        if not self.words:
            return False
        if len(self.words) == 1:
            only = self.words[0]
            return bool(only) if isinstance(only, str) else None
        truth = self._or()
        if self.index < len(self.words):
            raise _BadTestError
        if self.primaries > 1:
            self.shell.claim = self._asked()
        return truth

    def _asked(self) -> Claim:
        written = source_shown(self.call.source, self.shell.names).cut(_LONGEST)
        return Claim(say("`{}` (line {})", written, self.shell.pinned or self.call.line), say("holds"), say("does not"))

    def _next(self) -> Item:
        if self.index >= len(self.words):
            raise _BadTestError
        self.index += 1
        return self.words[self.index - 1]

    def _left(self) -> int:
        return len(self.words) - self.index

    def _or(self) -> Truth:
        truth = self._and()
        while self._left() and self.words[self.index] == "-o":
            self.index += 1
            other = self._and()
            truth = True if truth or other else None if truth is None or other is None else False
        return truth

    def _and(self) -> Truth:
        truth = self._not()
        while self._left() and self.words[self.index] == "-a":
            self.index += 1
            other = self._not()
            truth = False if truth is False or other is False else None if truth is None or other is None else True
        return truth

    def _not(self) -> Truth:
        if self._left() > 1 and self.words[self.index] == "!" and not (self._left() >= 3 and self.words[self.index + 1] in _BINARY):
            self.index += 1
            truth = self._not()
            if self.shell.claim is not None:
                self.shell.claim = self.shell.claim.turned()
            return None if truth is None else not truth
        return self._primary()

    def _primary(self) -> Truth:
        self.primaries += 1
        if self._left() >= 3 and self.words[self.index + 1] in _BINARY:
            left, operator, right = self._next(), self._next(), self._next()
            return self._binary(left, str(operator), right)
        word = self._next()
        if word == "(" and self._left():
            truth = self._or()
            if self._next() != ")":
                raise _BadTestError
            return truth
        if isinstance(word, str) and word in _UNARY and self._left() and not (self._left() > 1 and self.words[self.index] in ("-a", "-o")):
            index = self.index
            return self._unary(word, self._next(), index)
        return bool(word) if isinstance(word, str) else None

    def _unary(self, operator: str, operand: Item, index: int) -> Truth:
        if operator in ("-n", "-z"):
            self._claim_about_text(operator, index)
            return None if not isinstance(operand, str) else bool(operand) is (operator == "-n")
        if operator == "-t":
            return _is_terminal(self.shell, operand)
        if not isinstance(operand, str):
            return None
        return self._about_file(operator, operand)

    def _claim_about_text(self, operator: str, index: int) -> None:
        offset = len(self.call.words) - len(self.words) - (1 if self.call.name == "[" else 0)
        written = self.call.written[index + offset] if index + offset < len(self.call.written) else None
        parts = written.parts if written is not None else ()
        if len(parts) >= 1 and isinstance(parts[-1], Variable) and parts[-1].dollars == 1:
            claim = Claim(variable_shown(parts[-1].name), say("is not empty"), say("is empty"))
            self.shell.claim = claim if operator == "-n" else claim.turned()

    def _about_file(self, operator: str, path: str) -> Truth:
        shell = self.shell
        if not path.startswith("/") and not shell.state.cwd:
            return None
        words = _FILE_WORDS.get(operator, (say("exists"), say("does not exist")))
        shell.claim = Claim(shell.place_named(path), *words)
        found = shell.lookup.stat(path)
        if operator in ("-h", "-L"):
            return False if not found.hops else None
        if operator in ("-r", "-w"):
            return shell.lookup.allows(path, 4 if operator == "-r" else 2)
        kind = {"-f": "file", "-d": "folder", "-p": "fifo", "-S": "socket", "-b": "device", "-c": "device"}.get(operator)
        if kind is not None:
            return found.kind == kind
        if operator == "-e":
            return found.exists
        if operator == "-x":
            return found.exists and found.executable
        if operator == "-s":
            return found.exists and (found.size or 0) > 0 if found.is_file else None if found.exists else False
        if operator == "-O":
            return None if found.uid is None or shell.machine.uid is None else found.uid == shell.machine.uid
        return None if found.exists else False

    def _binary(self, left: Item, operator: str, right: Item) -> Truth:
        if not isinstance(left, str) or not isinstance(right, str):
            return None
        if operator == "=":
            return left == right
        if operator == "!=":
            return left != right
        if operator in ("-ef", "-nt", "-ot"):
            return None
        try:
            one, other = float(left), float(right)
        except ValueError:
            raise _BadTestError from None
        return _COMPARES[operator](one, other)


_FILE_WORDS: Final[Mapping[str, tuple[Shown, Shown]]] = {
    "-d": (say("is a folder"), say("is not one")),
    "-r": (say("can be read"), say("cannot be read")),
    "-x": (say("can be run"), say("cannot be run")),
    "-s": (say("is not empty"), say("is empty or absent")),
}
_COMPARES: Final[Mapping[str, Callable[[float, float], bool]]] = {
    "-eq": lambda a, b: a == b,
    "-ne": lambda a, b: a != b,
    "-gt": lambda a, b: a > b,
    "-ge": lambda a, b: a >= b,
    "-lt": lambda a, b: a < b,
    "-le": lambda a, b: a <= b,
}


def status(shell: Shell, call: Call) -> int | None:
    words = known(call.words[1:])
    if words is None:
        return None
    asked = words[0].lstrip("-") if words else ""
    if asked in ("is-login", "l"):
        shell.claim = Claim(say("this"), say("is a login shell"), say("is not a login shell"))
        return status_of(shell.start == "login")
    if asked in ("is-interactive", "i"):
        shell.claim = Claim(say("this"), say("is an interactive shell"), say("is not an interactive shell"))
        return status_of(shell.start != "script")
    if asked in ("is-command-substitution", "c"):
        return status_of(shell.substitutions > 0)
    if asked in ("filename", "current-filename", "f"):
        shell.write(_current_file(shell) + "\n")
        return 0
    if asked in ("dirname", "current-dirname", "basename", "current-basename"):
        folder, _, base = _current_file(shell).rpartition("/")
        shell.write((folder if "dirname" in asked else base) + "\n")
        return 0
    if asked in ("function", "current-function", "u"):
        frame = shell.state.frames[-1]
        shell.write((frame.function or "Not a function") + "\n")
        return 0
    if asked in ("line-number", "current-line-number", "n"):
        first = shell.first_line
        shell.write(
            f"{call.line - first + 1}\n" if first is not None else Opaque(say("the line inside of a function that was put together"))
        )
        return 0
    if asked in ("is-full-job-control", "is-interactive-job-control", "is-no-job-control", "is-interactive-read", "is-breakpoint"):
        return status_of(asked == "is-interactive-job-control" and shell.start != "script")
    if asked == "is-block":
        return 0 if len(shell.state.frames[-1].blocks) > 1 else 1
    shell.write(Opaque(say("what status says"), many=True))
    return None


def _current_file(shell: Shell) -> str:
    """The file that is read; in a function the one that defined the function of that name last (observed, 3.6)."""
    frame = shell.state.frames[-1]
    definition = shell.state.functions.get(frame.function)
    return definition.path if definition is not None and frame.path == shell.path else shell.path


def contains(shell: Shell, call: Call) -> int | None:
    taken = take(call.words[1:], "ih", "", {"index": "i", "help": "h"}, permute=False)
    if taken.unknown:
        return 2
    if not taken.rest:
        return 1
    wanted, rest = taken.rest[0], taken.rest[1:]
    if not isinstance(wanted, str):
        return None
    if wanted not in rest:
        return 1 if known(rest) is not None else None
    if "i" in taken.values:
        shell.write(f"{rest.index(wanted) + 1}\n")
    return 0


def isatty(shell: Shell, call: Call) -> int | None:
    asked = call.words[1] if len(call.words) > 1 else "stdin"
    shell.claim = Claim(say("this"), say("is a terminal"), say("is not a terminal"))
    return status_of(
        _is_terminal(shell, {"stdin": "0", "stdout": "1", "stderr": "2"}.get(asked, asked) if isinstance(asked, str) else asked)
    )


def _is_terminal(shell: Shell, descriptor: Item) -> Truth:
    """Interactive shells run in a terminal, as long as nothing is redirected."""
    if descriptor not in ("0", "1", "2"):
        return None
    redirected = shell.stdin is not None if descriptor == "0" else bool(shell.sinks) if descriptor == "1" else False
    return shell.start != "script" and not redirected

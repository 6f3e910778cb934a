"""Programs as bash and zsh start them: those that are modelled for every shell, and what is said of all others.

What any other program prints is unknown, and so is its exit status, unless it is nowhere on PATH: then the status is 127.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from claude_auth_tui.model.saying import say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.shells.exporters import keeps_secrets
from claude_auth_tui.shells.posix import builtins, tools
from claude_auth_tui.shells.posix.conditions import PARENT
from claude_auth_tui.shells.posix.syntax import Simple
from claude_auth_tui.shells.posix.values import Output, Val, joined, piece
from claude_auth_tui.shells.programs import NOT_EVERYWHERE, OF_FILES, SUCCEEDING, program
from claude_auth_tui.shells.programs.run import Answer, Run, UnknownTextError
from claude_auth_tui.shells.source_shown import command_shown, variable_shown

if TYPE_CHECKING:
    from claude_auth_tui.shells.posix.shell import Shell


def run(shell: Shell, name: str, arguments: Sequence[Val], node: Simple) -> int | None:
    """What the program prints goes to the shell's output; answers its exit status, None where that cannot be told."""
    base = posixpath.basename(name)
    if base == "ps" and shell.interactive and _asks_for_parent(node) and not surely_absent(shell, name):
        shell.output.unknown(PARENT)
        return None
    found = program(base)
    if base in NOT_EVERYWHERE and surely_absent(shell, name):
        return 127
    doubt = next((a.why for a in arguments if a.text is None), None)
    if found is not None:
        known = list(takewhile(lambda a: a.text is not None, arguments))
        started = _Run(shell, known, node, doubt)
        texts, status = started.outcome(found) if doubt is None else (None, None)
        if doubt is not None:
            _set_apart(started, [base, *(started.plain(a) for a in known)])
        if texts is None and base in SUCCEEDING:
            return 0
        if texts is None:
            why = started.why or say("what {} prints", command_shown(base))
            lines = tuple(started.any_order or ())
            of_files = started.reads and base in OF_FILES
            shell.output.write(Val(None, None, why, any_order=lines, of_files=of_files, begins=started.begins, some=bool(started.begins)))
        for text in texts or ():
            shell.output.write(text)
        return status
    if base == "tty" and [a.text for a in arguments] == ["-s"]:
        terminal = shell.on_terminal(0)
        return None if terminal is None else int(not terminal)
    if base in _BUILTIN_TOO:
        return builtins.TABLE[_BUILTIN_TOO[base]](shell, list(arguments), node)
    if doubt is not None:
        shell.output.unknown(doubt)
        return None
    if not keeps_secrets(base) and base not in _ALWAYS_THERE and surely_absent(shell, name):
        return 127
    if base in _SHELLS and arguments and shell.lookup().stat(arguments[0].text or "").is_file:
        # a script's own text may make anything of other files
        shell.output.write(Val(None, None, say("what {} prints", command_shown(base)), of_files=True))
        return None
    why = say("what {} prints", command_shown(base))
    path = name if "/" in name else shell.program(name, shell.text_of("PATH") or "")
    words = [a.text or "" for a in arguments]
    if path and _lacks_interpreter(shell, path):
        return 127
    told = tools.printed(shell, path, words) if path else None
    if told is not None:
        shell.output.write(Val(told))
        return 0
    shell.output.write(Val(None, None, why, acts=(tools.acting(shell, path, words) or "") if path else ""))
    return None


_LONGEST_SCRIPT: Final = 200_000
_INTERPRETER: Final = re.compile(r"#![ \t]*(/\S+)(?:[ \t]+(\S+))?")


def _lacks_interpreter(shell: Shell, path: str) -> bool:
    """Whether a script names a program that should run it and surely is not there (`#!/gone/bin/python`): it cannot be started."""
    found = shell.lookup().stat(path)
    if not found.executable or found.size is None or found.size > _LONGEST_SCRIPT:
        return False
    first = _INTERPRETER.match(shell.lookup().text(path) or "")
    if first is None:
        return False
    if posixpath.basename(first[1]) == "env" and first[2] and re.fullmatch(r"\w[\w.-]*", first[2]):
        return first[2] not in _ALWAYS_THERE and shell.is_absent(first[2])
    there = shell.lookup().stat(first[1])
    return not there.exists and there.state == "absent"


def _set_apart(started: _Run, words: Sequence[str]) -> None:
    """What `env NAME=value …` sets, where a word behind it is not known."""
    at = words.index("env") + 1 if "env" in words else len(words)
    for before, word in zip(words[at - 1 :], words[at:], strict=False):
        found = re.match(r"(\w+)=|(-)", word)
        if before == "-u" or (found and found[1]):
            started.set_apart(word.partition("=")[0])
        elif found is None:
            break


def _asks_for_parent(node: Simple) -> bool:
    """`ps -p $PPID -o comm=`, in any of its spellings."""
    written = " ".join(word.raw for word in node.words)
    return "PPID" in written and any(column in written for column in ("comm", "cmd", "args"))


def surely_absent(shell: Shell, name: str) -> bool:
    """Whether a program is nowhere on PATH, on a machine whose programs are known and with a PATH that is."""
    search = shell.text_of("PATH")
    if "/" in name:
        return shell.program(name, "") is None
    if search is None or shell.path_doubt or shell.program(name, search) is not None:
        return False
    folders = list(dict.fromkeys(folder for folder in search.split(":") if folder))[:200]
    return any(shell.lookup().stat(folder).is_folder for folder in folders)


_SHELLS: Final = frozenset(["sh", "bash", "dash", "ksh", "zsh"])
_BUILTIN_TOO: Final = {"which": "which", "printf": "printf", "test": "test", "[": "["}
_COMMON: Final = (
    "awk chmod chown clear cmp comm cp date dd df diff dircolors du expr false file find fold groups gunzip gzip hexdump id kill ln locale logger ls "
    "md5sum mkdir mkfifo mktemp mv nl od paste perl pgrep pkill ps python3 rev rm rmdir sed sh sha256sum shasum sleep split ssh ssh-add ssh-agent "
    "stat stty sum sync tail tar tee tput tr true tty umask uniq uptime users wc which who xxd zcat"
)
_ALWAYS_THERE: Final = frozenset(_COMMON.split())
"""Found on every system these shells run on, whatever the file table of a made-up machine holds."""


class _Run(Run[Val]):
    """A program that this shell starts."""

    def __init__(self, shell: Shell, arguments: Sequence[Val], node: Simple, why: Shown | None) -> None:
        super().__init__(shell.machine, shell.lookup(), shell.state.cwd, arguments)
        self.shell = shell
        self.node = node
        given = shell.input.value
        self.reads = given is None or given.text is not None or given.of_files
        """Whether what it does not tell may come from files, and not from a program that is not known either."""
        self.why = why
        """Why what it prints is not known, where the shell can say more than that it is the program's matter."""

    def plain(self, text: Val) -> str:
        return text.text or ""

    def cut(self, text: Val, start: int, end: int) -> Val:
        return piece(text, start, end)

    def joined(self, parts: Sequence[Val]) -> Val:
        made = joined(parts)
        if made.text is None:  # longer than is looked at
            raise UnknownTextError
        return made

    def made(self, text: str, of: Val | None = None) -> Val:
        return Val(text, of.place if of is not None else None)

    def standard_input(self) -> list[Val]:
        given = self.shell.input.rest()
        if given is not None and given.any_order and (self.orderless or self.line_by_line):
            self.of_any_order = not self.orderless
            return list(given.any_order)
        if given is None or given.text is None:
            self.reads = self.reads and given is not None
            raise UnknownTextError
        return [given]

    def file(self, path: str) -> list[Val] | None:
        value = self.shell.read_data(path)
        if value.text is None if value is not None else self.lookup.exists(path):
            raise UnknownTextError
        return None if value is None else [value]

    def exported(self) -> list[str]:
        return sorted(n for n, v in self.shell.state.frames[0].items() if v.exported is not False and "-" not in v.fold)

    def variable(self, name: str) -> Val | None:
        shell = self.shell
        var = shell.state.find(name)
        value = var.value if var is not None and var.exported is not False else None
        if var is not None and isinstance(value, Val) and (var.exported is None or value.text is None):
            self.why = say("the environment, in which {} is not known", variable_shown(name))
            raise UnknownTextError
        if name in shell.names:
            shell.record.reads.append((name, len(shell.record.events)))
        return value if var is not None and "-" not in var.fold and isinstance(value, Val) else None

    def start(self, name: str, arguments: Sequence[Val]) -> Answer[Val]:
        outer, self.shell.output = self.shell.output, Output()
        try:
            status = run(self.shell, name, arguments, self.node)
            value = self.shell.output.value()
        finally:
            self.shell.output = outer
        self.why = value.why or self.why
        return (None if value.text is None else [value]), status

    def spend(self, steps: int) -> None:
        self.shell.spend(steps)

    def wrote(self, path: str, texts: Sequence[Val] | None) -> None:
        absolute = self.lookup.absolute(path)
        if texts or texts is None or absolute not in self.shell.written:
            self.shell.write_file(absolute, None if texts is None else joined(texts) if texts else Val(""))

    def may_have_changed(self, path: str) -> None:
        self.shell.made.doubtful.add(self.lookup.absolute(path))

    def made_folder(self, path: str) -> None:
        absolute = self.lookup.absolute(path)
        if self.shell.doubt and not self.lookup.exists(path):
            self.shell.made.doubtful.add(absolute)
        else:
            self.shell.made.make_folder(absolute)

    def set_apart(self, name: str) -> None:
        self.shell.happened(name, "prefix", self.shell.place(self.node.pos), apart=say("only for that one command"))

"""What a stretch of code could touch, told from its text and from the texts it can get to: functions it names, aliases, files it reads.

For code that is not followed to its end. Which variables it may set, whether it goes on in files that cannot be told,
and which of the asked-for variables it may change: what it does not name it does not touch, but through a name that
is made up while running, which then stands in a variable or an argument.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from claude_auth_tui.shells.exporters import exports_credentials
from claude_auth_tui.shells.posix.autoload import function_file
from claude_auth_tui.shells.posix.record import Reach, Stretch
from claude_auth_tui.shells.posix.shell import Shell
from claude_auth_tui.shells.posix.sites import named_in
from claude_auth_tui.shells.posix.state import listed
from claude_auth_tui.shells.posix.values import Source

_MOST_FILES: Final = 200
_LONGEST_ARGUMENT: Final = 2_000
"""Characters of a value in which names are looked for."""
_COMMENT: Final = re.compile(r"(?:^|(?<=[\s;&|(]))#[^\n]*")
_WORD: Final = re.compile(r"[\w.:@+-]+")
_ASSIGNED: Final = re.compile(
    r"(?<![\w$-])(\w+)(?:\s*(?:[-+*/%&|^]|<<|>>)?=|\+\+|--|\[)|(?:\+\+|--)(\w+)|\$\{(\w+):{0,2}="
    r"|(?<![\w$-])(?:export|typeset|declare|local|read|readonly|unset|integer|float|private|getopts|mapfile|readarray|for|select|vared|let"
    r"|set|print|printf|z?stat|zparseopts|zstyle|zformat|strftime|sysread|zselect|autoload)\b([^\n;]*)"
)
"""A variable in an assignment, in arithmetic, in `${…:=…}`; all that follows a builtin that sets what it names."""
_NAMED: Final = re.compile(r"(?<![\w$])(?<!\$\{)[A-Za-z_]\w*")
_READS_FILE: Final = re.compile(
    r"(?:^|[;&|{!)]|(?<!\w)(?:then|do|else|elif|if|while|until)(?!\w))[ \t]*(?:builtin\s+|command\s+)?(?:\\?\.|\\?source)[ \t]+(?:--[ \t]+)?"
    r"(\"[^\"\n]*\"|'[^'\n]*'|[^\s;&|)`]+)",
    re.MULTILINE,
)
"""Where a command may stand; what runs in a shell of its own, as in `$(…)`, does not reach this one."""
_USED: Final = re.compile(r"\$\{?[^\w@*#?]*(\w+|[@*#?])")
_RUNS: Final = re.compile(r"\$\(|`|<\(")
_MOVING: Final = frozenset(["cd", "chdir", "pushd", "popd"])
_MADE_UP: Final = re.compile(
    r"(?:export|typeset|declare|readonly|local|unset|read|mapfile|getopts|printf\s+-v|set\s+-A)[ \t][^\n;]*\$|\$\{\(\w*P|\$\{!|(?<![\w-])eval(?![\w-])|\bnameref\b"
)
"""Commands that may set a variable whose name is made up while running."""


def reach(shell: Shell, stretch: Stretch, arguments: Iterable[str] = ()) -> Reach:
    """What running a stretch could touch; `arguments` are texts that are handed to it."""
    search = _Search(shell)
    queue = [stretch, *(_of_text(text[:_LONGEST_ARGUMENT]) for text in arguments)]
    while queue:
        while queue:
            queue += search.look(queue.pop())
        queue += search.read()
    return search.answer()


def _of_text(text: str) -> Stretch:
    return Stretch(Source(text, ""), 0, len(text))


class _Search:
    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        self.stretches: dict[tuple[Source, int, int], Stretch] = {}
        self.paths: dict[str, None] = {}
        """The words behind `source`."""
        self.files: list[str] = []
        self.aliases: set[str] = set()
        self.variables: set[str] = set()
        self.asked: set[str] = set()
        self.anything = self.made_up = self.moves = False

    def look(self, stretch: Stretch) -> list[Stretch]:
        """Take in one stretch; answers those that it can get to."""
        key = (stretch.source, stretch.start, stretch.end)
        if key in self.stretches:
            return []
        self.stretches[key] = stretch
        state = self.shell.state
        text = _COMMENT.sub("", stretch.text())
        words = set(_WORD.findall(text))
        self.asked.update(name for name in named_in(text, self.shell.names) if _touched(text, name))
        self.variables.update(_set_in(text))
        self.anything = self.anything or exports_credentials(text)
        self.made_up = self.made_up or _MADE_UP.search(text) is not None
        self.moves = self.moves or not words.isdisjoint(_MOVING)
        self.paths.update(dict.fromkeys(_READS_FILE.findall(text)))
        functions = [state.functions[name] for name in words & state.functions.keys()]
        new = (words & state.aliases.keys()) - self.aliases  # an alias may name itself
        self.aliases |= new
        aliases = [state.aliases[name].value.text or "" for name in new]
        return [
            *(Stretch(one.source, one.body.pos, one.body.end) for one in functions if not one.loaded_by),
            *(_of_text(alias) for alias in aliases),
            *(
                Stretch(file, 0, len(file.text))
                for name in words & state.functions.keys()
                if state.functions[name].loaded_by and (file := function_file(self.shell, state.functions[name], name)) is not None
            ),
        ]

    def read(self) -> list[Stretch]:
        """The files that may be read, now that it is known what may be set on the way."""
        shell, found = self.shell, []
        for raw in self.paths if not self.anything else ():
            path = _path(shell, raw, self.variables)
            if path is None or len(self.files) >= _MOST_FILES:
                self.anything = True
                continue
            absolute = shell.lookup().absolute(path)
            if absolute in self.files or not shell.lookup().stat(path).is_file:
                continue
            self.files.append(absolute)
            value = shell.read_text(path)
            if value is None or value.text is None:
                self.anything = True
            else:
                found.append(Stretch(value.place[0] if value.place is not None else Source(value.text, absolute), 0, len(value.text)))
        return found

    def answer(self) -> Reach:
        asked = self.shell.names if self.anything else self.asked | (set(_named_by_values(self.shell)) if self.made_up else set())
        return Reach(tuple(self.stretches.values()), frozenset(self.variables), tuple(sorted(asked)), tuple(self.files), self.moves)


def _path(shell: Shell, raw: str, variables: set[str]) -> str | None:
    """The file that a word names; None where that hangs on what is run, on arguments or on what is set on the way."""
    used = _USED.findall(raw)
    if _RUNS.search(raw) or any(not name.isidentifier() or name in variables for name in used):
        return None
    return shell.expander.text(raw).text


def _touched(text: str, name: str) -> bool:
    """Whether a text does more with a variable than to read it as `$name`."""
    return re.search(rf"(?<![\w$])(?<!\$\{{){name}(?!\w)|\$\{{{name}:{{0,2}}=", text) is not None


def _set_in(text: str) -> Iterator[str]:
    for one, two, three, behind in _ASSIGNED.findall(text):
        name = one or two or three
        if name:
            yield name
        if behind:
            yield from _NAMED.findall(behind)


def _named_by_values(shell: Shell) -> Iterator[str]:
    """The asked-for variables whose names stand in what other variables hold."""
    for frame in shell.state.frames:
        for holder, var in frame.items():
            if holder not in shell.names:
                for value in listed(var.value):
                    if value.text:
                        yield from named_in(value.text[:_LONGEST_ARGUMENT], shell.names)

"""One shell: what it holds and what its words, builtins and programs can ask of it. It runs nothing: that is `evaluator`'s.

What it needs of whoever runs it, words expanded and texts run, it asks through two small protocols.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final, Protocol

from msgspec.structs import replace

from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.saying import NOTHING, place_named, say, user_name
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import StartKind
from claude_auth_tui.shells.lookup import MOST_FOLDERS, Lookup
from claude_auth_tui.shells.patterns import EXTENDED, KSH, ZSH
from claude_auth_tui.shells.posix import clock
from claude_auth_tui.shells.posix.arithmetic import BadMath, Number, told
from claude_auth_tui.shells.posix.function_text import body_of
from claude_auth_tui.shells.posix.hash_order import ALIASES, FUNCTIONS, PARAMETERS, hash_order
from claude_auth_tui.shells.posix.made_files import MadeFiles
from claude_auth_tui.shells.posix.parser import Lines
from claude_auth_tui.shells.posix.record import Action, Broken, Event, Flow, Overrun, Reach, Record, Replacing
from claude_auth_tui.shells.posix.state import NAME, Alias, Defined, InOrder, State, Uncertain, Value, Var, listed
from claude_auth_tui.shells.posix.syntax import Assign, Simple, Word
from claude_auth_tui.shells.posix.values import (
    INHERITED,
    INHERITED_SOURCE,
    Input,
    Output,
    Place,
    Source,
    Val,
    joined,
    lines_of,
    number_value,
    of_file,
    origin_of,
    unknown,
)
from claude_auth_tui.shells.posix.widgets import widget
from claude_auth_tui.shells.posix.word_parts import Process, WordParts
from claude_auth_tui.shells.posix.zsh_options import OTHER_NAMES, REVERSED_NAMES, ZSH_OPTIONS
from claude_auth_tui.shells.source_shown import variable_shown

MAX_STEPS: Final = 100_000
"""Commands, and what long texts and lists cost, before an evaluation is given up: about a second."""
FIRST_STEPS: Final = 25_000
"""So many for any file; each character that is read allows one more, up to `MAX_STEPS`."""
_TIED: Final = {"path": "PATH", "fpath": "FPATH", "cdpath": "CDPATH", "manpath": "MANPATH", "mailpath": "MAILPATH", "fignore": "FIGNORE"}
"""zsh's arrays that are another face of a text with colons."""
_CHARACTERS_A_STEP: Final = 500
"""Of a PATH that is searched."""
_ELEMENTS_A_STEP: Final = 100
"""Of a list that is copied."""
_TIED_A_STEP: Final = 10
"""Of a list that is joined to a text with colons, or taken from one."""
_MOST_REFERENCES: Final = 8
"""References to one another (`declare -n`)."""
_LAST_ELEMENT: Final = 10_000
"""An assignment to a later one is left out."""
_PARAMETER_DIGITS: Final = 5
_MOST_POSITIONAL: Final = 1000
_RUNNING: Final = frozenset(
    [
        "RANDOM",
        "SRANDOM",
        "SECONDS",
        "EPOCHSECONDS",
        "EPOCHREALTIME",
        "LINENO",
        "PPID",
        "BASHPID",
        "TTY",
        "TTYIDLE",
        "COLUMNS",
        "LINES",
        "HISTCMD",
    ]
)
"""Set in every shell, to something only the running one knows."""
_KEPT_REVERSED: Final = frozenset(["glob", "unset"])
"""zsh's options that are kept under the names of bash's `noglob` and `nounset`."""
_SEARCHED: Final = re.compile(r"\([^)]*[rRiI][^)]*\)")
"""A subscript that looks for an element."""
_TABLES: Final = frozenset(
    [
        "commands",
        "functions",
        "aliases",
        "galiases",
        "saliases",
        "dis_aliases",
        "dis_functions",
        "options",
        "parameters",
        "widgets",
        "mapfile",
        "sysparams",
        "langinfo",
        "history",
        "jobstates",
        "jobtexts",
        "jobdirs",
        "userdirs",
        "usergroups",
        "builtins",
        "modules",
        "terminfo",
        "termcap",
        "nameddirs",
    ]
)


class Expanding(Protocol):
    """Words made values."""

    def value(self, word: Word) -> Val:
        """A word as the right side of an assignment."""

    def fields(self, words: tuple[Word, ...] | list[Word]) -> list[Val]:
        """Words as the arguments of a command."""

    def text(self, raw: str, mode: str = "word", position: int = 0) -> Val:
        """A raw text as one value; `mode` is that of `WordParts`."""

    def pattern(self, raw: str, position: int = 0) -> str | None:
        """A raw word as a pattern, its quoted characters behind backslashes; None where it cannot be told."""

    def matched(self, pattern: str, match: re.Match[str]) -> None:
        """What zsh sets for a match of a pattern with `(#m)` or `(#b)`."""

    def regular_expression(self, raw: str) -> Val:
        """A raw word behind `=~`, in which what is quoted stands for itself."""

    def calculate(self, raw: str) -> int | None:
        """The value of an arithmetic text where it is an integer; None where it is none or cannot be told."""

    def number(self, raw: str) -> Number:
        """The value of an arithmetic text; None where it cannot be told. Raises `BadMath` where it surely is none."""

    def element(self, name: str, value: Value, subscript: str) -> Val | list[Val] | None:
        """An element of a value, or several; None where there is none."""


class Running(Protocol):
    """What is run while a builtin or an expansion is at work."""

    def run_text(self, text: Val, node: Simple) -> int | None:
        """`eval`: run a text in this shell; answers the exit status. Control goes on as the text says."""

    def run_file(self, path: str, arguments: list[Val], node: Simple) -> int | None:
        """`source`: run a file in this shell, likewise."""

    def call_from_its_file(self, name: str, node: Simple) -> int | None:
        """`autoload -X`: read a function that is defined as one to be read later, and call it with the arguments of the one being run."""

    def run_one_of(self, paths: Sequence[str], arguments: list[Val], node: Simple, why: Shown) -> int | None:
        """`source` of one of these files, where it cannot be told which."""

    def output_of(self, text: str, position: int) -> Val:
        """`$(…)`: what a text prints."""

    def process(self, part: Process, position: int) -> Val:
        """`<(…)`: a path under which the output can be read."""

    def assigned(self, assign: Assign) -> Value:
        """The value an assignment gives."""

    def leave(self, flow: Flow, levels: int = 1) -> None:
        """How control goes on behind the builtin that is being run: `levels` are the loops that are left. Ignored where there is nothing to leave."""


class Shell:
    """A bash or a zsh, as it is while it is evaluated."""

    def __init__(self, machine: Machine, zsh: bool, start: StartKind, names: Collection[str]) -> None:
        self.made = MadeFiles(machine.files, machine.uid)
        self.machine = replace(machine, files=self.made)
        self.zsh = zsh
        self.start = start
        self.interactive = start != "script"
        self.login = start == "login"
        self.names = frozenset(names)
        self.state = State()
        self.record = Record()
        self.words = WordParts(zsh)
        self.library: dict[Source, Lines] = {}
        """The commands of each source that was run."""
        self.expander: Expanding
        self.runner: Running
        self.steps = 0
        self.allowed = FIRST_STEPS
        """Of what is being run: a file, a function."""
        self.granted = 0
        """Steps that reading files added."""
        self.most = MAX_STEPS
        self.source = INHERITED_SOURCE
        self.scripts: list[str] = []
        """The files being read, innermost last, as they were named."""
        self.prefixed: list[str] = []
        """Variables that were set in front of the command being run: they are put back when it is done."""
        self.promoted: set[str] = set()
        """Those of them that a function exported: in bash they stay."""
        self.chain: list[Place] = []
        """The commands that led to what is being run: calls and `source`s, innermost last."""
        self.may_break: Shown = NOTHING
        """Why it cannot be told whether the assignment at hand is an error, which in zsh ends the file."""
        self.unseen = False
        """Whether anything was run that is not looked into: it may have set what no file here sets."""
        self.references = False
        """Whether there is any `declare -n`."""
        self.mask: tuple[str, int] | None = None
        """(path, line) that counts as blank, to see what becomes of the rest."""
        self.calls: list[str] = []
        """The functions being run, innermost last."""
        self.running: list[tuple[str, str, str]] = []
        """The files, functions and evals being run, innermost last: the name, where it is written (zsh's `funcsourcetrace`), and its kind
        in `ZSH_EVAL_CONTEXT`; those without a name are commands whose output is taken."""
        self.output = Output(kept=False)
        self.input = Input(None)
        self.duplicated: set[str] = set()
        """Descriptors other than the usual three that were made of one of them, or of anything else (`4<&0`)."""
        self.captured = 0
        """How many command substitutions and pipes are around: inside, standard output is no terminal."""
        self.doubt: Shown = NOTHING
        """What it hangs on whether this is run at all, where that cannot be told."""
        self.apart: Shown = NOTHING
        """Why nothing of this reaches the shell itself ("in a subshell"), if it does not."""
        self.ended: Shown = NOTHING
        """What replaced or ended the shell, if anything surely did."""
        self.gives_way = False
        """Whether that was another program than a shell: it hands over what it gets."""
        self.replacing: list[Replacing] = []
        """The other shells that take its place, or may."""
        self.alias_count = 0
        self.global_aliases = False
        """Whether there is any `alias -g`."""
        self.completed: dict[str, bool] = {}
        """bash: the commands that `complete` was told of, and whether it surely was."""
        self.hidden_functions: set[str] = set()
        """Functions whose text is not known: zsh's own, and `functions[name]=…` with a text that is not."""
        self.trapped: dict[str, list[tuple[str, Place, Shown]]] = {}
        """For each condition of a trap (`DEBUG`): the variables its text names, where it was set, and what to say of them."""
        self.tied = dict(_TIED)
        self.separators_of_tied: dict[str, str] = {}
        """What stands between the elements in a tied text, where it is no colon."""
        self.begun: frozenset[str] = frozenset(_TIED) | frozenset(_TIED.values())
        """Variables that the shell makes itself, or has inherited."""
        self.folders: dict[str, str] = {}
        """zsh's named folders (`hash -d`)."""
        self.tells_time = False
        """Whether anything asked the clock."""
        self.disabled_aliases: dict[str, Alias] = {}
        """Those that zsh's `disable -a` switched off."""
        self.disabled_functions: dict[str, Defined] = {}
        self.reached: dict[object, Reach] = {}
        """What code that was given up could touch, by what it was."""
        self.widgets: dict[str, str] = {}
        """Those that zsh's `zle -N` and its like made, each as the table `widgets` tells it."""
        self.hashed: dict[str, str] = {}
        """Where zsh was told that commands are (`commands[name]=…`)."""
        self.written: dict[str, Val | None] = {}
        """Files the commands themselves made (their text) or removed (None), by absolute path."""
        self.path_doubt = False
        """Something that could not be looked into may have put folders on PATH."""
        self._programs: dict[tuple[str, str], str | None] = {}
        self.pipes: dict[str, Val] = {}
        self._inherited: dict[str, str] = {}
        self.state.cwd = machine.cwd

    @property
    def dialect(self) -> int:
        """What patterns are written in."""
        options = self.state.options
        return ZSH | EXTENDED * ("extendedglob" in options) | KSH * ("kshglob" in options) if self.zsh else 0

    def spend(self, steps: int) -> None:
        """Count work."""
        self.steps += steps
        if self.steps > self.allowed:
            raise Overrun

    def allow(self, steps: int) -> None:
        """Allow more work, to what is being run and to all around it."""
        more = max(min(steps, self.most - self.allowed), 0)
        self.granted += more
        self.allowed += more

    def begin_file(self) -> None:
        """A startup file, which has all its steps whatever those before it took."""
        self.allowed, self.most = self.steps + FIRST_STEPS, self.steps + MAX_STEPS

    # -- places and files

    def program(self, name: str, search: str) -> str | None:
        """Where a command is found along a PATH; asked of the file table once."""
        if name in self.hashed:
            return self.hashed[name]
        key = (name, search)
        self.spend(len(search) // _CHARACTERS_A_STEP)
        if key not in self._programs:
            self._programs[key] = self.lookup().program(name, search)
        return self._programs[key]

    def is_absent(self, name: str) -> bool:
        """Whether a program is surely nowhere on PATH: on a machine whose programs are known and with a PATH that is."""
        search = self.text_of("PATH")
        if "/" in name:
            return self.program(name, "") is None
        if search is None or self.path_doubt or self.program(name, search) is not None:
            return False
        folders = list(dict.fromkeys(folder for folder in search.split(":") if folder))[:MOST_FOLDERS]
        return any(self.lookup().stat(folder).is_folder for folder in folders)

    def lookup(self) -> Lookup:
        return Lookup(self.machine, self.state.cwd or "/")

    def real_path(self, path: str) -> str:
        """The absolute path with links followed, as far as the file table knows them."""
        absolute = self.lookup().absolute(path)
        hops = self.machine.files.stat(absolute).hops
        return hops[-1] if hops else absolute

    def read_text(self, path: str) -> Val | None:
        """The text of a file or of a process substitution, which knows its places; None where it cannot be read."""
        if path in self.pipes:
            return self.pipes[path]
        if path == "/dev/stdin":
            return self.input.rest()
        if path == "/dev/null":
            return Val("")
        absolute = self.lookup().absolute(path)
        if absolute in self.written:
            return self.written[absolute]
        text = self.lookup().text(path)
        if text is None:
            return None
        known = self.record.sources.get(absolute)
        if known is None or known.text != text:
            value = of_file(text, absolute)
            if value.place is not None:
                self.record.sources[absolute] = value.place[0]
            return value
        place = (known, 0)
        return Val(text, place, NOTHING, ((0, place),))

    def read_data(self, path: str) -> Val | None:
        """The text of a file that is not run but read, with the line that counts as blank taken out."""
        value = self.read_text(path)
        if value is None or value.text is None or self.mask is None or self.lookup().absolute(path) != self.mask[0]:
            return value
        lines = lines_of(value)
        if self.mask[1] > len(lines):
            return value
        lines[self.mask[1] - 1] = Val("")
        return joined([part for line in lines for part in (line, Val("\n"))])

    def write_file(self, path: str, text: Val | None) -> None:
        """A file, by its absolute path, was written, or taken away (None)."""
        before = self.written
        self.written = {**before, path: text}
        if self.doubt:
            self.made.doubtful.add(path)
            if text is None:  # it may still be what it was
                self.written = before
            return
        self.made.doubtful.discard(path)
        if text is None:
            self.made.remove(path)
        else:
            self.made.make_file(path, None if text.text is None else len(text.text))

    def join_files(self, other: dict[str, Val | None]) -> None:
        """What one of two ways wrote and what the other one did (`other`): a file that they do not agree on may be either."""
        mine = self.written
        if mine is other:
            return
        self.written = {**other, **mine}
        for path in self.written:
            both = mine.get(path), other.get(path)
            if both[0] == both[1] and (path in mine) == (path in other):
                continue
            self.made.doubtful.add(path)
            texts = {value.text for value in both if value is not None}
            if not (path in mine and path in other) and (there := self.machine.files.stat(path)).is_file:
                texts.add(self.lookup().text(path) if there.state == "present" else None)
            one = next((value for value in both if value is not None), None)
            if one is not None:
                why = say("a file that is written in one of several ways")
                self.written[path] = one if len(texts) == 1 else Val(None, None, why, of_files=True)

    def place(self, position: int) -> Place:
        return self.source, position

    def place_named(self, path: str) -> Shown:
        """A path the script names: as it was found where it is there, else as far as names may be seen."""
        absolute = self.lookup().absolute(path)
        there = self.lookup().stat(path).exists
        return self.machine.show_path(absolute) if there else place_named(self.machine.short(absolute))

    def note_at(self, position: int, text: Shown) -> None:
        origin = self.source.origin(position)
        where = self.machine.place(origin.path, origin.line) if origin.path else NOTHING
        self.record.note(say("{}: {}", where, text) if where else text)

    # -- asking for variables

    def variable(self, name: str) -> Value:
        """What a name stands for; None where it is not set."""
        if self.references:
            name = self.meant(name)
        self._read(name)
        var = self.state.find(name) if name != "0" else self.state.frames[-1].get(name)
        if var is not None:
            return var.value
        if self.zsh and name in self.tied:
            return self._tied(self.tied[name])
        return self._own(name)

    def _read(self, name: str) -> None:
        """What follows depends on this variable."""
        if name in self.names:
            self.record.reads.append((name, len(self.record.events)))

    def is_set(self, name: str) -> bool | None:
        name = self.meant(name)
        var = self.state.find(name)
        if var is not None:
            self._read(name)
            if "?" in var.fold:
                return None
            return var.value is not None
        return self.variable(name) is not None

    def text_of(self, name: str) -> str | None:
        """A variable's text where it has one that is known."""
        value = self.variable(name)
        return value.text if isinstance(value, Val) else None

    def separators(self) -> str:
        """What a value is split at."""
        text = self.state.text_of("IFS")
        return " \t\n" if text is None else text

    def unsure(self, name: str) -> Shown:
        """Why it cannot be told what a variable holds, with the place; empty where it can."""
        var = self.state.find(name)
        value = var.value if var is not None else None
        if not isinstance(value, Val) or value.text is not None:
            return NOTHING
        origin = origin_of(value.place) if value.place is not None else None
        where = say(" at {}", self.machine.place(origin.path, origin.line)) if origin is not None and origin.kind == "file" else NOTHING
        return say("{} is set{} to what only the running shell knows", variable_shown(name), where)

    def script_named(self, path: str) -> str:
        """A file as it was named when it was read last."""
        return next((name for name in reversed(self.scripts) if self.lookup().absolute(name) == path), path)

    def prompt(self, value: Val) -> Val:
        """zsh's `%` sequences, those that scripts use to find themselves."""
        if value.text is None:
            return value
        script = self.scripts[-1] if self.scripts else "zsh"
        known = {
            "%N": next((called for called, *_ in reversed(self.running) if called), script),
            "%x": self.script_named(self.source.path) if self.calls else script,
            "%n": self.account,
            "%m": self.machine.hostname.split(".")[0],
            "%%": "%",
        }
        made = re.sub(r"%[Nxnm%]", lambda found: known[found.group()], value.text)
        return Val(made, value.place) if not re.search(r"(?<!%)%[^%]", made) else unknown(say("a prompt"))

    def option_is_on(self, name: str) -> bool | None:
        if len(name) == 1:
            return name in self.flags()
        plain, meant = self.option_named(name)
        if not self.zsh and plain in ("interactive", "login", "zle"):
            return False  # no names of options in bash
        if plain in ("login", "loginshell"):
            return self.login == meant
        if plain in ("interactive", "zle", "monitor", "shinstdin"):
            return self.interactive == meant
        return (plain in self.state.options) == meant

    def option_named(self, name: str) -> tuple[str, bool]:
        """An option as it is kept, and whether it is on when this one is: zsh's `NO_BEEP` is `beep` switched off."""
        plain, meant = name.lower().replace("_", ""), True
        if not self.zsh:
            return plain, meant
        if plain.startswith("no") and plain not in ("nomatch", "notify"):
            plain, meant = plain[2:], False
        plain = OTHER_NAMES.get(plain, plain)
        if plain in REVERSED_NAMES:
            plain, meant = REVERSED_NAMES[plain], not meant
        return (f"no{plain}", not meant) if plain in _KEPT_REVERSED else (plain, meant)

    def on_terminal(self, descriptor: int) -> bool | None:
        """Whether a standard stream is a terminal: an interactive shell's are, a script's are not."""
        if descriptor == 0:
            return self.interactive and self.input.value is None
        if descriptor == 1:
            return self.interactive and not self.captured
        return self.interactive

    # -- variables the shell sets itself

    def flags(self) -> str:
        """`$-`: one letter for each option that is on."""
        letters = "569X" if self.zsh else "himBH" if self.interactive else "hB"
        if self.zsh:
            letters += ("i" if self.interactive else "") + ("l" if self.login else "") + ("ms" if self.interactive else "")
        else:
            letters += "s" if self.interactive else "c"
        for option, letter in (("allexport", "a"), ("errexit", "e"), ("noglob", "f"), ("nounset", "u"), ("xtrace", "x")):
            if option in self.state.options:
                letters += letter
        return letters

    def _own(self, name: str) -> Value:
        """A name no file has set: what the shell itself gives it, or None."""
        state = self.state
        if name.isdecimal():
            number = int(name[:_PARAMETER_DIGITS])
            if not number:
                return self._zero()
            return state.positional[number - 1] if number <= len(state.positional) else None
        if name in ("@", "*", "argv"):
            return list(state.positional) if name != "argv" or self.zsh else None
        if name in ("#", "ARGC"):
            return Val(str(len(state.positional))) if name == "#" or self.zsh else None
        if name in ("?", "status"):
            if name == "status" and not self.zsh:
                return None
            return unknown(say("a command's exit status"), True) if state.status is None else Val(str(state.status))
        if name == "-":
            return Val(self.flags())
        if name in ("$", "!", "_"):
            return unknown(say("known only to the running shell"), name == "$")
        if name in ("EPOCHSECONDS", "EPOCHREALTIME") and self.zsh:  # only once its module is loaded, which is told by `zmodload`
            return unknown(say("known only to the running shell"))
        if name == "EPOCHSECONDS":
            return self.seconds()
        if name in _RUNNING:
            return unknown(say("known only to the running shell"), True)
        return self._of_family(name)

    def _of_family(self, name: str) -> Value:
        if self.zsh:
            if name == "ZSH_EVAL_CONTEXT":
                return Val(":".join(kind for *_, kind in self.running) or "cmdarg")
            if name == "0" or name == "ZSH_ARGZERO":
                return self._zero()
            if name == "funcstack":
                return [Val(called) for called, *_ in reversed(self.running) if called]
            if name == "funcsourcetrace":
                return [Val(written) for called, written, _ in reversed(self.running) if called]
            if name in ("funcfiletrace", "functrace"):
                return [unknown(say("where a function is called"), True) for called, *_ in self.running if called]
            if name == "options" and self.zsh:
                return {option: Val("on" if self.option_is_on(option) else "off") for option in ZSH_OPTIONS}
            if name in ("aliases", "galiases"):
                held = self.state.aliases
                return InOrder({key: held[key].value for key in hash_order(held, ALIASES) if held[key].everywhere == (name == "galiases")})
            if name == "saliases":
                return InOrder({key: self.state.suffixes[key] for key in hash_order(self.state.suffixes)})
            if name == "parameters":
                known = {key: var for frame in self.state.frames for key, var in frame.items() if var.value is not None}
                return InOrder({key: unknown(say("a variable's type"), True) for key in hash_order(known, PARAMETERS)})
            if name == "functions":
                there = InOrder({key: unknown(say("a function's text"), True) for key in hash_order(self.state.functions, FUNCTIONS)})
                return Uncertain(there) if self.unseen or self.hidden_functions else there
            return None
        if name == "BASH_SOURCE":
            return [Val(script) for script in reversed(self.scripts)]
        if name == "FUNCNAME":
            return [Val(call) for call in reversed(self.calls)] if self.calls else None
        if name == "DIRSTACK":
            return [Val(self.state.cwd or "")]
        return None

    def _zero(self) -> Val:
        if self.zsh:
            if "functionargzero" not in self.state.options and (self.calls or len(self.scripts) > 1):
                return unknown(say("what zsh was started as"), True)
            if self.calls:
                return Val(self.calls[-1])
            if len(self.scripts) > 1:
                return Val(self.scripts[-1])
            return Val("-zsh" if self.login else "zsh")
        return Val("-bash" if self.login else "bash")

    @property
    def account(self) -> str:
        """The user's name as the system has it, whatever $USER says (observed: zsh 5.9's `LOGNAME`, `USERNAME` and `%n`)."""
        return "root" if self.machine.uid == 0 else self.machine.user

    def seconds(self) -> Val:
        """What the clock says when the shell starts, which is now."""
        self.tells_time = True
        return clock.seconds(self.machine)

    def has_function(self, name: str) -> bool:
        """Whether there is a function of that name, also one that is not looked into."""
        return name in self.state.functions or name in self.hidden_functions

    def table_entry(self, name: str, subscript: str) -> Val | None:
        """An element of one of zsh's tables; EMPTY where it has none, None where `name` is no such table."""
        if name not in _TABLES or self.state.find(name) is not None:
            return None
        key = self.expander.text(subscript).text if re.search(r"[$'\"\\`]", subscript) else subscript
        if key is None or key.startswith("("):
            return unknown(say("an entry that is not known"))
        if name.endswith(("aliases", "functions")):
            return self._name_entry(name, key)
        missing = Val("")
        if name == "commands":
            search = self.text_of("PATH")
            if search is None:
                return unknown(say("PATH is not known"))
            found = self.program(key, search)
            return Val(found) if found else missing
        if name == "nameddirs" and key in self.folders:
            return Val(self.folders[key])
        if name == "options":
            return Val("on" if self.option_is_on(key) else "off")
        if name == "mapfile":
            text = self.read_data(key)
            return missing if text is None and not self.lookup().exists(key) else text or unknown(say("a file that cannot be read"))
        if name == "widgets":
            told = widget(self.widgets, key, self.unseen)
            return unknown(say("an element that may not be there")) if told is None else Val(told)
        if name == "parameters":
            return Val("scalar") if self.is_set(key) else missing
        return unknown(say("zsh's {}", user_name(name)), True)

    def _may_be_completing(self, name: str) -> bool:
        """Whether `compinit` may have made a function of this name: it names every file along fpath that begins so."""
        if not name.startswith("_") or "compdef" not in self.hidden_functions:
            return False
        folders = [folder for folder in (self.text_of("FPATH") or "").split(":")[:MOST_FOLDERS] if folder]
        there = any(self.lookup().stat(f"{folder}/{name}").is_file for folder in folders)
        return there or not any(self.lookup().stat(f"{folder}/compinit").is_file for folder in folders)

    def _name_entry(self, name: str, key: str) -> Val:
        """An element of a table of aliases or functions; EMPTY where it has none."""
        missing = Val("")
        if name == "functions":
            defined = self.state.functions.get(key) if key not in self.hidden_functions else None
            if defined is not None and not defined.loaded_by:
                return body_of(defined)
            if self.has_function(key):
                return replace(unknown(say("a function's text"), True), owner=f"functions {key}")
            return unknown(say("an element that may not be there")) if self._may_be_completing(key) else missing
        if name == "saliases":
            return self.state.suffixes.get(key, missing)
        if name in ("dis_aliases", "dis_functions"):
            if name == "dis_functions":
                return unknown(say("a function's text"), True) if key in self.disabled_functions else missing
            off = self.disabled_aliases.get(key)
            return missing if off is None else off.value
        alias = self.state.aliases.get(key)
        return alias.value if alias is not None and alias.everywhere == (name == "galiases") else missing

    # -- setting variables

    def happened(
        self, name: str, action: Action, place: Place, value: Val | None = None, exports: bool = False, apart: Shown = NOTHING
    ) -> None:
        """Write down what was done to an asked-for variable."""
        if name in self.names:
            via = (self.source, place[1]) if place[0] is INHERITED_SOURCE else place
            alone = name in self.prefixed and name not in self.promoted
            apart = apart or self.apart or (say("only for that one command") if alone else NOTHING)
            self.record.events.append(Event(name, action, place, via, value, exports, self.doubt, apart, tuple(self.chain)))

    def assign_default(self, name: str, value: Val, position: int, key: str | None = None) -> None:
        """`${name:=value}`."""
        if NAME.fullmatch(name):
            self.assign(name, value, self.place(position), key=key)

    def assign_number(self, name: str, key: str | None, number: Number) -> None:
        """An assignment inside arithmetic; in zsh it makes a variable that is not there a number."""
        var = self.state.find(name)
        if self.zsh and key is None and var is None and name not in self.tied and not isinstance(number, float):
            self.set_quietly(name, None)
            self.state.frame_of(name)[name] = Var(None, False, False, "i")
        if isinstance(number, float) and var is None:
            self.state.frame_of(name)[name] = Var(None, False, False, "F")
        text = told(number)
        if text is not None and "i" in (var.fold if var is not None else ""):
            text = str(int(number or 0))
        self.assign(name, number_value(None) if text is None else Val(text), self.place(0), key=key)

    def set_quietly(self, name: str, value: Value) -> None:
        """Set a variable the shell itself keeps."""
        self.state.frame_of(name)[name] = Var(value)

    def set_globally(self, name: str, value: Value) -> None:
        """Set a variable that one of zsh's own functions makes with `typeset -g`."""
        frame = self.state.frame_of(name)
        if name not in frame or not frame[name].readonly:
            frame[name] = Var(value)

    def export(self, name: str, place: Place) -> None:
        """Mark a variable as exported. One that is not set reaches the environment when it is assigned, in zsh also when it is exported again (observed, bash 5.2 and zsh 5.9)."""
        name = self.meant(name)
        frame = self.state.frame_of(name)
        var = frame.get(name)
        value = var.value if var is not None else None
        fold = var.fold.replace("-", "") if var is not None else ""
        if name in self.prefixed and self.calls and not self.zsh:
            self.promoted.add(name)
        if value is None and self.zsh:
            value, fold = Val("", place), fold + "-"
        frame[name] = Var(value, True, var.readonly if var is not None else False, fold)
        self.happened(name, "export", place, value if isinstance(value, Val) else None, apart=self._local(frame))

    def unexport(self, name: str, place: Place) -> None:
        name = self.meant(name)
        frame = self.state.frame_of(name)
        var = frame.get(name)
        if var is not None:
            frame[name] = replace(var, exported=False)
        self.happened(name, "unexport", place, apart=self._local(frame))

    def unset(self, name: str, place: Place) -> bool:
        name = self.meant(name)
        frame = self.state.frame_of(name)
        var = frame.get(name)
        if var is not None and var.readonly:
            self._read(name)
            return False
        local = self._local(frame)
        frame.pop(name, None)
        if local:
            frame[name] = Var(None)
        self.happened(name, "unset", place, apart=local)
        return True

    def inherited_text(self, name: str) -> str | None:
        """What an asked-for variable held before any file was read."""
        return self._inherited.get(name)

    def begin_variable(self, name: str, text: str) -> None:
        """A variable that is inherited."""
        if name in self.names:
            self._inherited[name] = "=" + text
        self.state.frames[0][name] = Var(Val(text, INHERITED, owner=name), True)

    def begin_unknown(self, name: str, why: Shown) -> None:
        """A variable that is inherited, or may be, with a value that cannot be told."""
        if name in self.names:
            self._inherited[name] = "?"
        self.state.frames[0][name] = Var(unknown(why, place=INHERITED), None, fold="?")

    # -- what an assignment does: lists and their elements, texts with colons, attributes

    def assign(self, name: str, value: Value, place: Place, *, exports: bool = False, append: bool = False, key: str | None = None) -> bool:
        """Give a variable a value where an assignment finds it; False where that is not allowed. `place` is the assignment's."""
        state = self.state
        if self.references:
            name = self.meant(name)
        if self.zsh and name in self.tied:
            if key is not None:
                value, append = self._with_element(Var(self._tied(self.tied[name])), key, value, append), False
            return self._assign_tied(self.tied[name], value, place, append)
        if name.isdecimal() or (self.zsh and name == "argv"):
            self._assign_parameter(name, value, key, append)
            return True
        frame = state.frame_of(name)
        var = frame.get(name)
        if var is not None and var.readonly:
            self._read(name)
            return False
        if key is not None:
            value = self._with_element(var, key, value, append)
        elif append:
            value = self._appended(name, var, value)
        if var is not None and var.fold:
            value = self._folded(value, var.fold)
        if isinstance(value, Val) and (value.place is None or (name in self.names and value.owner != name)):
            value = replace(value, place=place, owner=name, spans=())
        if var is not None and isinstance(var.value, list) and isinstance(value, Val) and not self.zsh:
            value = [value, *var.value[1:]]
        exported: bool | None = True if exports or "allexport" in state.options else (var.exported if var is not None else False)
        if exports and self.calls and name in self.prefixed and not self.zsh:
            self.promoted.add(name)
        if not isinstance(value, Val):
            exported = False  # a list does not reach the environment, nor what it is turned into later
        frame[name] = Var(value, exported, False, var.fold.replace("?", "").replace("-", "") if var is not None else "")
        if name in self.names:
            held = value if isinstance(value, Val) else None
            self.happened(
                name, "assign" if held is not None else "list", place, held, exports or "allexport" in state.options, self._local(frame)
            )
        return True

    def _assign_parameter(self, name: str, value: Value, key: str | None, append: bool) -> None:
        """zsh's `argv=(…)`, `2=…` and `0=…`, which holds as long as the function or file."""
        state = self.state
        if name == "0":
            state.frames[-1][name] = Var(value)
        elif name != "argv":
            state.positional = _with_positional(state.positional, int(name[:_PARAMETER_DIGITS]), value)
        else:
            before = Var(list(state.positional))
            if key is not None:
                value = self._with_element(before, key, value, append)
            elif append:
                value = self._appended(name, before, value)
            state.positional = tuple(listed(value))

    def meant(self, name: str) -> str:
        """The variable a name stands for: another one's where bash's `declare -n` made it a reference."""
        for _ in range(_MOST_REFERENCES if self.references else 0):
            var = self.state.find(name)
            if var is None or "&" not in var.fold or not isinstance(var.value, Val) or not var.value.text:
                break
            name = var.value.text
        return name

    def refer(self, name: str, target: Val | None, refers: bool = True, *, local: bool = False, exports: bool | None = None) -> None:
        """Make a name a reference or an ordinary one again, or point one to another variable."""
        self.references = True
        frame = self.state.frames[-1] if local else self.state.frame_of(name)
        before = frame.get(name)
        held = target if target is not None else before.value if before is not None else None
        exported = exports if exports is not None else before.exported if before is not None else False
        frame[name] = Var(held, exported, False, "&" if refers else "")

    def _local(self, frame: dict[str, Var]) -> Shown:
        return NOTHING if frame is self.state.frames[0] else say("local to the function")

    def _assign_tied(self, name: str, value: Value, place: Place, append: bool) -> bool:
        values = [*(listed(self._tied(name)) if append else ()), *listed(value)]
        self.spend(len(values) // _TIED_A_STEP)
        if any(v.text is None for v in values):
            bad = [v for v in values if v.text is None]
            made = unknown(bad[0].why, True)
            if len(bad) == 1 and bad[0].perhaps:
                ways = (":".join(one if v.text is None else v.text for v in values) for one in bad[0].perhaps)
                made = replace(made, perhaps=tuple(ways))
            return self.assign(name, made, place)
        var = self.state.find(name)
        texts = [v.text or "" for v in values]
        if var is not None and "U" in var.fold:
            texts = list(dict.fromkeys(texts))
        return self.assign(name, Val(self.separators_of_tied.get(name, ":").join(texts)), place)

    def _with_element(self, var: Var | None, key: str, value: Value, append: bool) -> Value:
        old = var.value if var is not None else None
        if isinstance(old, Val) and old.text is None:
            if self.zsh and not _SEARCHED.match(key) and not self.expander.calculate(key.partition(",")[0]):
                self.may_break = say("whether this is an error hangs on what it holds, which cannot be told")
            return old  # a text, a list or a table that cannot be told stays so with another element
        new = value if isinstance(value, Val) else Val("")
        if isinstance(old, Mapping):
            if self.zsh and var is not None and "?" in var.fold and not self.expander.calculate(key.partition(",")[0]):
                self.may_break = say("whether this is an error hangs on whether it is a table, which cannot be told")
            text = self.expander.text(key).text
            if text is None:
                return Uncertain(dict.fromkeys(old, unknown(say("an element that is not known"))))
            if self.zsh and (key in ("@", "*") or isinstance(value, list) or re.match(r"\([^)]*[rRiI]", key)):
                raise Broken(say("attempt to set slice of associative array"))
            if append and (text in old or (isinstance(old, Uncertain) and old.other() is not None)):
                new = _joined_pair(old[text] if text in old else unknown(say("an element that may not be there")), new)
            made = {**old, text: new}
            return type(old)(made) if isinstance(old, Uncertain) else made
        if self.zsh:
            return self._with_part(old, key, value, append)
        index = self.expander.calculate(key)
        if index is None:
            return old if old is not None else unknown(say("an element that is not known"))
        values = listed(old)
        self.spend(len(values) // _ELEMENTS_A_STEP)
        at = index if index >= 0 else len(values) + index
        if not 0 <= at <= _LAST_ELEMENT:
            return old
        values += [Val("")] * (at + 1 - len(values))
        values[at] = _joined_pair(values[at], new) if append else new
        return values

    def _with_part(self, old: Val | list[Val] | None, key: str, value: Value, append: bool) -> Value:
        """zsh's `NAME[at]=…` and `NAME[from,to]=…`, where an end before the beginning puts something in between (observed, 5.9)."""
        text = old.text if isinstance(old, Val) else None
        size = len(text) if text is not None else len(listed(old))
        bounds = self._bounds(old, size, key)
        if bounds is None:
            self.may_break = say("whether this is an error hangs on a number that cannot be told")
            return unknown(say("elements that are not known"))
        begin, end = bounds
        if begin == end == 0 and self.unseen and old is None:
            self.may_break = say("whether this is an error hangs on what was not followed")
            text = self.expander.text(key).text
            if text is None or append or not isinstance(value, Val):
                return unknown(say("a table that may have been made by what was not followed"))
            return Uncertain({text: value})  # where it is none, it is a table
        if (begin == 0 and end == 0 and not _SEARCHED.match(key)) or (text is not None and isinstance(value, list)):
            raise Broken(say("assignment to invalid subscript range"))
        first = begin - 1 if begin > 0 else max(size + begin, 0) if begin else 0
        last = max(end if end >= 0 else size + end + 1, first)
        if begin > _LAST_ELEMENT:
            return old
        if text is not None and isinstance(value, Val):
            if append:
                first = last
            pieces = [Val(text[:first]), value, Val(text[last:])]
            return joined([piece for piece in pieces if piece.text != ""] or [Val("")])
        values = listed(old)
        self.spend(size // _ELEMENTS_A_STEP)
        if isinstance(value, list):
            if append:
                first = last
            values += [Val("")] * (first - size) if value else []
            return [*values[:first], *value, *values[last:]]
        new = value if isinstance(value, Val) else Val("")
        values += [Val("")] * (first - size)
        if append and last > first and last <= size:
            return [*values[: last - 1], _joined_pair(values[last - 1], new), *values[last:]]
        return [*values[:first], new, *values[last:]]

    def _bounds(self, old: Val | list[Val] | None, size: int, key: str) -> tuple[int, int] | None:
        """The numbers of a subscript; None where they cannot be told."""
        if key in ("@", "*"):
            return 1, size
        if searched := _SEARCHED.match(key):
            flags = re.sub("[rR]", lambda found: "i" if found.group() == "r" else "I", searched.group())
            at = self.expander.element("", old if old is not None else [], flags + key[searched.end() :]) if "," not in key else None
            number = int(at.text) if isinstance(at, Val) and at.text is not None else None
            return None if number is None else (number, number)
        first, comma, last = key.partition(",")
        begin = self.expander.calculate(first)
        end = self.expander.calculate(last) if comma else begin
        return None if begin is None or end is None else (begin, end)

    def _appended(self, name: str, var: Var | None, value: Value) -> Value:
        old = var.value if var is not None else None
        self._read(name)
        if old is None:
            return value
        if isinstance(old, Mapping):
            more = {**old, **value} if isinstance(value, Mapping) else old
            return type(old)(more) if isinstance(old, Uncertain) else more
        if isinstance(old, list):
            self.spend(len(old) // _ELEMENTS_A_STEP)
            return [*old, *(value if isinstance(value, list) else [value] if isinstance(value, Val) else [])]
        if isinstance(value, list):
            return [old, *value]
        if var is not None and "i" in var.fold and isinstance(value, Val) and old.text is not None and value.text is not None:
            return replace(value, text=f"{old.text}+({value.text})", spans=())
        return _joined_pair(old, value) if isinstance(value, Val) else old

    def _folded(self, value: Value, fold: str) -> Value:
        if not isinstance(value, Val) or value.text is None:
            if "U" in fold and isinstance(value, list):
                return list(dict.fromkeys(value))
            return value
        text = value.text
        if "Z" in fold:
            return unknown(say("a text that is filled up or cut"), True, value.place)
        if "u" in fold:
            text = text.upper()
        elif "l" in fold:
            text = text.lower()
        elif "F" in fold:
            return self._with_decimals(value)
        elif "i" in fold:
            number = self.expander.calculate(text)
            if number is None and self.zsh and not re.fullmatch(r"[\w\s+*/%()<>=!&|^~-]*", text):
                raise Broken(say("bad math expression"))
            return number_value(number, value.place)
        elif "U" in fold and ":" in text:
            text = ":".join(dict.fromkeys(text.split(":")))
        return value if text == value.text else replace(value, text=text, spans=())

    def _with_decimals(self, value: Val) -> Val:
        """What zsh's `typeset -F` makes of a text: ten decimals."""
        try:
            number = self.expander.number(value.text or "")
        except BadMath:
            raise Broken(say("bad math expression")) from None
        return number_value(None) if number is None else Val(f"{float(number):.10f}", value.place)

    def _tied(self, name: str) -> Value:
        var = self.state.find(name)
        if var is None:
            return []
        if not isinstance(var.value, Val) or var.value.text is None:
            return var.value
        parts = var.value.text.split(self.separators_of_tied.get(name, ":")) if var.value.text else []
        self.spend(len(parts) // _TIED_A_STEP)
        return [Val(part) for part in parts]


def _with_positional(positional: tuple[Val, ...], number: int, value: Value) -> tuple[Val, ...]:
    """The positional parameters where `3=value` was assigned: those before it that were not there are empty."""
    if number > _MOST_POSITIONAL or not isinstance(value, Val):
        return positional
    return (*positional[: number - 1], *[Val("")] * (number - 1 - len(positional)), value, *positional[number:])


def _joined_pair(first: Val, second: Val) -> Val:
    return joined([first, second])

"""One shell: its variables and what else its words can ask for. Running commands is in `evaluate`."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Mapping
from typing import Final

from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.saying import NOTHING, place_named, say
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.model.words import StartKind
from claude_auth_tui.shells.lookup import Lookup
from claude_auth_tui.shells.posix import special
from claude_auth_tui.shells.posix.assigning import Assigning
from claude_auth_tui.shells.posix.expansion import Broken, Expander
from claude_auth_tui.shells.posix.output import Input, Output
from claude_auth_tui.shells.posix.record import Action, Event, Record
from claude_auth_tui.shells.posix.state import State, Value, Var
from claude_auth_tui.shells.posix.values import (
    INHERITED,
    INHERITED_SOURCE,
    Place,
    Source,
    Val,
    joined,
    lines_of,
    of_file,
    origin_of,
    unknown,
)
from claude_auth_tui.shells.posix.words import Process, Words
from claude_auth_tui.shells.source_shown import variable_shown

TIED: Final = {"path": "PATH", "fpath": "FPATH", "cdpath": "CDPATH", "manpath": "MANPATH", "mailpath": "MAILPATH", "fignore": "FIGNORE"}
"""zsh's arrays that are another face of a text with colons."""


class Shell(Assigning):
    def __init__(self, machine: Machine, zsh: bool, start: StartKind, inherited: Mapping[str, Secret], names: Collection[str]) -> None:
        self.machine = machine
        self.zsh = zsh
        self.start = start
        self.interactive = start != "script"
        self.login = start == "login"
        self.names = frozenset(names)
        self.state = State()
        self.record = Record()
        self.words = Words(zsh)
        self.expander = Expander(self)
        self.source = INHERITED_SOURCE
        self.scripts: list[str] = []
        """The files being read, innermost last, as they were named."""
        self.prefixed: list[str] = []
        """Variables that were set in front of the command being run: they are put back when it is done."""
        self.promoted: set[str] = set()
        """Those of them that a function exported: in bash they stay."""
        self.chain: list[Place] = []
        """The commands that led to what is being run: calls and `source`s, innermost last."""
        self.references = False
        """Whether there is any `declare -n`."""
        self.mask: tuple[str, int] | None = None
        """(path, line) that counts as blank, to see what becomes of the rest."""
        self.calls: list[str] = []
        """The functions being run, innermost last."""
        self.output = Output(kept=False)
        self.input = Input(None)
        self.captured = 0
        """How many command substitutions and pipes are around: inside, standard output is no terminal."""
        self.doubt: Shown = NOTHING
        self.apart: Shown = NOTHING
        self.tied = dict(TIED)
        self.folders: dict[str, str] = {}
        """zsh's named folders (`hash -d`)."""
        self.written: dict[str, Val | None] = {}
        """Files the commands themselves made (their text) or removed (None), by absolute path."""
        self.path_doubt = False
        """Something that could not be looked into may have put folders on PATH."""
        self._programs: dict[tuple[str, str], str | None] = {}
        self.pipes: dict[str, Val] = {}
        self._inherited: dict[str, str] = {}
        self.state.cwd = machine.cwd
        special.begin(self, {name: unveil(value) for name, value in inherited.items()})

    # -- places and files

    def program(self, name: str, search: str) -> str | None:
        """Where a command is found along a PATH; asked of the file table once."""
        key = (name, search)
        self.spend(len(search) // 500)
        if key not in self._programs:
            self._programs[key] = self.lookup().program(name, search)
        return self._programs[key]

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

    def spend(self, steps: int) -> None:
        raise NotImplementedError

    def command_output(self, text: str, position: int) -> Val:
        raise NotImplementedError

    def process(self, part: Process, position: int) -> Val:
        raise NotImplementedError

    def place(self, position: int) -> Place:
        return self.source, position

    def place_named(self, path: str) -> Shown:
        """A path the script names: as it was found where it is there, else as far as names may be seen."""
        absolute = self.lookup().absolute(path)
        there = self.lookup().stat(path).exists
        return self.machine.show_path(absolute) if there else place_named(self.machine.short(absolute))

    def broken(self, what: Shown) -> None:
        raise Broken(what)

    # -- asking for variables

    def variable(self, name: str) -> Value:
        """What a name stands for; None where it is not set."""
        if self.references:
            name = self.meant(name)
        self._read(name)
        var = self.state.find(name)
        if var is not None:
            return var.value
        if self.zsh and name in self.tied:
            return self._tied(self.tied[name])
        return special.value_of(self, name)

    def _read(self, name: str) -> None:
        """What follows depends on this variable."""
        if name in self.names:
            self.record.reads.append((name, len(self.record.events)))

    def special_element(self, name: str, subscript: str) -> Val | None:
        return special.element(self, name, subscript)

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

    def unsure(self, name: str) -> Shown:
        """Why it cannot be told what a variable holds, with the place; empty where it can."""
        var = self.state.find(name)
        value = var.value if var is not None else None
        if not isinstance(value, Val) or value.text is not None:
            return NOTHING
        origin = origin_of(value.place) if value.place is not None else None
        where = say(" at {}", self.machine.place(origin.path, origin.line)) if origin is not None and origin.kind == "file" else NOTHING
        return say("{} is set{} to what only the running shell knows", variable_shown(name), where)

    def prompt(self, value: Val) -> Val:
        """zsh's `%` sequences, those that scripts use to find themselves."""
        if value.text is None:
            return value
        script = self.scripts[-1] if self.scripts else "zsh"
        known = {
            "%N": self.calls[-1] if self.calls else script,
            "%x": script,
            "%n": self.machine.user,
            "%m": self.machine.hostname.split(".")[0],
            "%%": "%",
        }
        made = re.sub(r"%[Nxnm%]", lambda found: known[found.group()], value.text)
        return Val(made, value.place) if not re.search(r"(?<!%)%[^%]", made) else unknown(say("a prompt"))

    def option_is_on(self, name: str) -> bool | None:
        plain = name.lower().replace("_", "")
        if len(name) == 1:
            return name in special.flags(self)
        if not self.zsh and plain in ("interactive", "login", "zle"):
            return False  # no names of options in bash
        if self.zsh and plain.startswith("no") and plain not in ("nomatch", "notify"):
            return not self._option(plain[2:])
        return self._option(plain)

    def _option(self, name: str) -> bool:
        if name in ("interactive", "login", "zle", "monitor", "shinstdin", "loginshell"):
            return {"interactive": self.interactive, "login": self.login, "loginshell": self.login}.get(name, self.interactive)
        return name in self.state.options

    def on_terminal(self, descriptor: int) -> bool | None:
        """Whether a standard stream is a terminal: an interactive shell's are, a script's are not."""
        if descriptor == 0:
            return self.interactive and self.input.value is None
        if descriptor == 1:
            return self.interactive and not self.captured
        return self.interactive

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
        if re.fullmatch(r"[A-Za-z_]\w*", name):
            self.assign(name, value, self.place(position), key=key)

    def assign_number(self, name: str, number: int) -> None:
        """An assignment inside arithmetic."""
        if self.zsh and self.state.find(name) is None:
            self.set_quietly(name, None)
            self.state.frame_of(name)[name] = Var(None, False, False, "i")
        self.assign(name, Val(str(number)), self.place(0))

    def set_quietly(self, name: str, value: Value) -> None:
        """Set a variable the shell itself keeps."""
        self.state.frame_of(name)[name] = Var(value)

    def export(self, name: str, place: Place) -> None:
        """Mark a variable as exported. One that is not set reaches the environment when it is assigned, in zsh also when it is exported again (observed, bash 5.2 and zsh 5.9)."""
        name = self.meant(name)
        frame = self.state.frames[0] if self.zsh else self.state.frame_of(name)
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
            frame[name] = var._replace(exported=False)
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

    def current_folder(self) -> str:
        return posixpath.dirname(self.lookup().absolute(self.scripts[-1])) if self.scripts else self.state.cwd or ""


__all__ = ["TIED", "Input", "Output", "Shell", "Source"]

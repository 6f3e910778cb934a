"""The shell as words, builtins and programs see it: the state, the disk, notes, events, the step budget. Runs nothing.

Statements live in `evaluator`, words in `expand`, commands in `builtins`; what they need run they ask of `Running`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final, Protocol

from msgspec import Struct

from claude_auth_tui.model.diagnosis import Origin
from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.saying import NOTHING, place_named, say, user_name
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import Does, StartKind
from claude_auth_tui.shells.fish.parser import parse
from claude_auth_tui.shells.fish.record import Call, Claim, Event, Flow, Key, OutOfBudgetError, Record, Stream
from claude_auth_tui.shells.fish.state import INHERITED, Defined, Frame, Holds, Scope, State, Var
from claude_auth_tui.shells.fish.syntax import Block, FishSyntaxError, Substitution, TooDeepError
from claude_auth_tui.shells.fish.values import MAX_TEXT, Item, Opaque, Traced, opaque_in
from claude_auth_tui.shells.lookup import Lookup

MAX_STEPS: Final = 100_000
"""Commands, and what long texts cost, after which an evaluation gives up: some two seconds."""
FIRST_STEPS: Final = 25_000
"""So many for any file; each character that is read allows one more, up to `MAX_STEPS`."""
MAX_CALLS: Final = 40
_LETTERS_A_STEP: Final = 500
"""Printing so many costs a step."""
_LONGEST_NAME: Final = 200
_NAME: Final = re.compile(r"\w+")
READ_ONLY: Final = frozenset({"status", "pipestatus", "version", "FISH_VERSION", "fish_pid", "hostname", "history", "PWD", "SHLVL", "_"})

BUILTINS: Final = frozenset(
    [".", ":", "[", "_", "abbr", "argparse", "begin", "bg", "bind", "block", "break", "breakpoint", "builtin", "case", "cd",
     "command", "commandline", "complete", "contains", "continue", "count", "disown", "echo", "else", "emit", "end", "eval", "exec",
     "exit", "false", "fg", "for", "function", "functions", "history", "if", "jobs", "math", "path", "printf", "pwd", "random",
     "read", "realpath", "return", "set", "set_color", "source", "status", "string", "switch", "test", "time", "true", "type",
     "ulimit", "wait", "while", "and", "or", "not", "!"]
)  # fmt: skip
"""The commands and keywords that are built into fish 3.6."""


class Source(Struct):
    """A file that was read."""

    text: str
    block: Block | None
    error: Shown = NOTHING
    """Why fish refuses it."""
    too_deep: bool = False
    """Whether it is not fish that refuses it."""


class Running(Protocol):
    """What is run while a builtin or an expansion is at work."""

    def run_text(self, text: str, call: Call, *, as_file: bool) -> int | None:
        """Run a text in this shell, as `eval` does, or `as_file` as `source` does; answers the exit status. Control goes on as it says."""

    def run_file(self, path: str, text: str) -> int | None:
        """`source`: run a file in this shell, likewise."""

    def find_function(self, name: str) -> Defined | None:
        """A function by its name, loaded from its own file where it has one."""

    def call_function(self, function: Defined, arguments: Sequence[Item]) -> Flow:
        """Run a function; answers how control goes on behind it."""

    def substitute(self, part: Substitution) -> list[Item]:
        """What a substitution prints."""

    def leave(self, flow: Flow) -> None:
        """How control goes on behind the builtin that is being run."""


class Shell:
    """A fish, as it is while it is evaluated. `skip` are places that are to have no effect this time.

    `sources` are files by path; they may be handed on to another evaluation of the same machine. `data_folder` is where fish keeps its
    own functions.
    """

    runner: Running

    def __init__(
        self,
        machine: Machine,
        start: StartKind,
        names: frozenset[str],
        skip: Collection[Key],
        sources: dict[str, Source],
        data_folder: str,
    ) -> None:
        self.machine = machine
        self.start = start
        self.names = names
        self.skip = skip
        self.sources = sources
        self.data_folder = data_folder
        self.state = State()
        self.record = Record()
        self.path = ""
        self.line = 0
        self.pinned = 0
        self.first_line: int | None = 1
        """The line that fish counts as the first: it counts those of a substitution and of a text that is evaluated from their beginning."""
        self.steps = 0
        self.allowed: int = FIRST_STEPS
        self.granted = 0
        """Steps that were allowed for the characters of files."""
        self.stdin: Stream | None = None
        self.sinks: list[list[Item]] = []
        self.doubts: list[Shown] = []
        self.parked: list[tuple[Flow, State, Shown]] = []
        """Ways on which the file or function was already left, to be joined where it ends."""
        self.virtual: dict[str, list[Item]] = {}
        """Files the script itself makes (`psub`, `>`), by absolute path."""
        self.made: set[str] = set()
        """Folders the script made; an empty text stands for one that is not known."""
        self.watching = False
        """Whether any function waits for a change of a variable."""
        self.happened: list[tuple[str, Sequence[Item]]] = []
        """Events that no function was called for yet, with their words."""
        self.holds = Holds()
        self.claim: Claim | None = None
        """What the last condition asked."""
        self.programs: dict[tuple[str, str, str], bool] = {}
        """Whether a folder (relative to another one) has a program of a name, where it was asked for."""
        self.folders: dict[str, frozenset[str]] = {}
        """The names in folders that were asked for again and again."""
        self.inherited: Scope = {}
        """The variables as they were before the first file."""
        self.loaded_universals: Scope = {}
        """The universal variables as their file has them."""
        self.substitutions = 0
        """How many substitutions are being run, one in another."""
        self.missing = False
        """Whether the last command was a program that is nowhere."""
        self.unopened = False
        """Whether the last command was not run for a file that cannot be opened."""
        self.too_deep = False
        """Whether the statement that is run went deeper than is followed."""

    # the disk

    @property
    def lookup(self) -> Lookup:
        return Lookup(self.machine, self.state.cwd or "/")

    def source(self, path: str, text: str) -> Source:
        """A file's statements; parsed once."""
        found = self.sources.get(path)
        if found is None or found.text != text:
            code = text.partition("\0")[0].removeprefix("\ufeff")  # fish reads up to a NUL, and passes over the mark
            try:
                found = Source(text, parse(code))
            except TooDeepError as error:
                found = Source(text, None, say("line {}: {}", error.line, error.message), too_deep=True)
            except FishSyntaxError as error:
                found = Source(text, None, say("line {}: {}", error.line, error.message))
            self.sources[path] = found
        return found

    def written(self, path: str) -> list[Item] | None:
        """The lines of a file the script itself made; None for any other."""
        return self.virtual.get(self.lookup.absolute(path)) if self.virtual else None

    # telling

    def here(self, line: int = 0) -> Shown:
        return self.machine.place(self.path, self.pinned or line or self.line)

    def place_named(self, path: str) -> Shown:
        """A path the script names: as it was found where it is there, else as far as names may be seen."""
        absolute = self.lookup.absolute(path)
        return self.machine.show_path(absolute) if self.lookup.stat(path).exists else place_named(self.machine.short(absolute))

    def note(self, text: Shown, line: int = 0) -> None:
        self.record.note(say("{}: {}", self.here(line), text))

    def write(self, *chunks: Item) -> None:
        if self.sinks:
            self.sinks[-1].extend(chunks)
            self.spend(sum(len(chunk) for chunk in chunks if isinstance(chunk, str)) // _LETTERS_A_STEP)

    def grant(self, steps: int) -> None:
        self.granted += steps
        self.allowed = min(self.allowed + steps, MAX_STEPS)

    def spend(self, steps: int = 1) -> None:
        self.steps += steps
        if self.steps > self.allowed:
            raise OutOfBudgetError

    @property
    def doubt(self) -> Shown:
        """Why what happens now may not happen; empty where it does."""
        if self.doubts:
            return self.doubts[-1]
        return self.parked[-1][2] if self.parked else NOTHING

    # variables

    def find(self, name: str) -> Var | None:
        var = self.state.find(name)
        if name in self.names:
            self.record.reads.add(name)
        if var is not None:
            return var
        if name == "status":
            status = self.state.status
            return Var((str(status) if status is not None else Opaque(say("the status of a program")),))
        if name == "hostname":
            return Var((self.machine.hostname or Opaque(say("the name of the host")),))
        if name in ("version", "FISH_VERSION", "fish_pid", "history", "COLUMNS", "LINES", "last_pid", "CMD_DURATION", "umask"):
            return Var((Opaque(say("${} is only known when the shell runs", user_name(name))),))
        if name == "pipestatus":
            return Var((Opaque(say("the status of a program"), many=True),))
        return None

    def text_of(self, name: str) -> str | None:
        """A variable's value where it is known; None where it is unset or not known."""
        var = self.find(name)
        value = var.joined() if var is not None and not var.maybe_unset else None
        return value if isinstance(value, str) else None

    def target_scope(self, name: str, scope: str) -> Scope:
        """Where `set` puts a variable: `scope` is one of `lfgU`, or empty for the rules of fish."""
        frames = self.state.frames
        if scope == "g":
            return self.state.globals
        if scope == "U":
            return self.state.universals
        if scope == "l":
            return frames[-1].blocks[-1]
        if not scope:
            found = self.state.scope_of(name)
            if found is not None:
                return found
        if scope == "f" or self.in_function:
            return self._function_frame().blocks[0]
        return self.state.globals

    @property
    def in_function(self) -> bool:
        """Whether `set` without a scope makes a variable of a function; one without scope shadowing has none of its own."""
        return self._function_frame() is not self.state.frames[0]

    def _function_frame(self) -> Frame:
        frames = self.state.frames
        return next((frame for frame in reversed(frames[1:]) if not frame.transparent), frames[0])

    def is_local(self, scope: Scope) -> bool:
        """Whether what is put there is gone when the startup files have run."""
        return scope is not self.state.globals and scope is not self.state.universals and scope is not self.state.frames[0].blocks[0]

    def settable(self, name: str) -> bool:
        return bool(_NAME.fullmatch(name)) and name not in READ_ONLY

    def assign(
        self,
        name: str,
        items: Sequence[Item],
        *,
        scope: str = "",
        export: bool | None = None,
        path: bool | None = None,
        line: int = 0,
        does: Does | None = None,
        passes_on: bool = False,
        depends: bool = False,
        own: Origin | None = None,
    ) -> None:
        """Set a variable as `set` does, and say so where it was asked for. `export` None keeps what it was.

        `passes_on`: it is given its own value, which keeps its origin; `own` is the origin to be kept, where it is another variable
        of that name. `depends`: the value is made from the one before.
        """
        key, via = self._place(name, items, line)
        if name in self.names and (key in self.skip or via in self.skip):
            return
        target = self.target_scope(name, scope)
        before = target.get(name)
        exported = export if export is not None else before.exported if before is not None else False
        if export is None and before is not None and before.maybe_unset and exported:
            exported = None  # where it is not set yet, it becomes one that is not exported
        seen = before or self.state.find(name)  # a variable is a path if the one of that name is, in whatever scope (observed, 3.6)
        as_path = path if path is not None else seen.path if seen is not None else name.endswith("PATH")
        if as_path:
            items = [part for item in items for part in (item.split(":") if isinstance(item, str) else [item])]
        items = [item if isinstance(item, Opaque) or len(item) <= MAX_TEXT else Opaque(say("a very long text")) for item in items]
        self.mark_changed(name, "SET")
        kept = self.state.find(name) if passes_on else None
        origin = own or (kept.origin if kept is not None else None) or Origin("file", key.path, key.line)
        target[name] = Var(tuple(items), exported, as_path, origin)
        if name in self.names:
            told: Does = does or ("export" if exported is not False else "assign")
            absolute = target is self.state.globals and export is not None and not depends and (scope == "g" or self._only_global(name))
            self.record.events.append(Event(key, told, tuple(items), self.doubt, self.is_local(target), exported, absolute, via))
        elif name == "fish_user_paths":
            self.add_user_paths(target[name].items)

    def _key(self, name: str, line: int) -> Key:
        return Key(self.path, self.pinned or line or self.line, name)

    def _place(self, name: str, items: Sequence[Item], line: int) -> tuple[Key, Key | None]:
        """The place of an assignment: a line of a file that was read as data counts where it holds the assignment itself."""
        key = self._key(name, line)
        if name in self.names:
            for item in items:
                if isinstance(item, Traced) and re.search(rf"(?<!\w){re.escape(name)}\s*=", item.whole):
                    return Key(item.path, item.line, name), key
        return key, None

    def add_user_paths(self, items: Sequence[Item]) -> None:
        """fish puts the folders of fish_user_paths before those of PATH."""
        path = self.state.globals.get("PATH") or Var((), True, True, INHERITED)
        kept = [item for item in path.items if item not in items]
        self.state.globals["PATH"] = Var((*items, *kept), path.exported, True, path.origin)

    def erase(self, name: str, scope: str, line: int) -> bool:
        """Remove a variable from one scope: the narrowest that has it, unless one is named. Whether it was there."""
        key = self._key(name, line)
        if key in self.skip:
            return True
        target = self.target_scope(name, scope) if scope else self.state.scope_of(name)
        if scope == "l":
            target = next((s for s in self.state.scopes()[:-2] if name in s), target)
        there = target is not None and name in target
        if there:
            self.mark_changed(name, "ERASE")
        if target is not None and there:
            del target[name]
        if name in self.names:
            local = target is not None and self.is_local(target)
            absolute = scope == "g" or (not scope and not local and name not in self.state.universals)
            self.record.events.append(Event(key, "unset", None, self.doubt, local, None, absolute))
        return there

    def mark_changed(self, name: str, how: str) -> None:
        if self.watching:
            self.happened.append((f"--on-variable {name}", ("VARIABLE", how, name)))

    def _only_global(self, name: str) -> bool:
        """Whether `set` without a scope would mean the global variable in any case."""
        return not self.in_function and name not in self.state.universals and not any(name in s for s in self.state.scopes()[:-2])

    def poison(self, reason: Opaque, line: int, names: Collection[str]) -> None:
        """Code that cannot be followed may have exported these."""
        for name in names:
            key = self._key(name, line)
            if key in self.skip:
                continue
            self.state.globals[name] = Var(
                (Opaque(reason.reason, many=True, exporter=True),), True, False, Origin("file", key.path, key.line), True
            )
            self.record.events.append(Event(key, "export", (reason,), self.doubt or reason.reason, False, None))

    def named_in(self, text: str) -> set[str]:
        """Which of the asked-for variables a text names."""
        return {name for name in self.names if name in text and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)}

    def maybe_erase(self, doubt: Opaque, line: int) -> None:
        """Variables that what is not known names may be erased here."""
        for name in sorted(self.names if doubt.exporter else self.named_in(doubt.text)):
            var = self.state.find(name)
            key = self._key(name, line)
            if var is not None and key not in self.skip:
                scope = self.state.scope_of(name)
                if scope is not None:
                    scope[name] = Var((Opaque(doubt.reason, many=True),), var.exported, var.path, var.origin, True)
                self.record.events.append(Event(key, "unset", None, self.doubt or doubt.reason, False, None))

    # programs

    def program(self, name: str) -> bool | None:
        """Whether a program is found on PATH; None where that is not known."""
        if "/" in name:
            return self.lookup.program(name, "") is not None
        path = self.state.find("PATH")
        items = path.items if path is not None else ()
        lookup = self.lookup
        folders = dict.fromkeys(item for item in items if isinstance(item, str))
        for folder in folders:
            key = (folder, name, lookup.cwd if not folder.startswith("/") else "")
            if key not in self.programs:
                self.programs[key] = lookup.program(name, folder) is not None
            if self.programs[key]:
                return True
        if opaque_in(items) or self.state.path_changed:
            return None
        return None if not any(lookup.stat(folder).is_folder for folder in folders) else False

    def path_of(self, name: str) -> str | None:
        """Where a program is found that is there."""
        if "/" in name:
            return self.lookup.absolute(name)
        path = self.state.find("PATH")
        places = (self.lookup.program(name, item) for item in (path.items if path is not None else ()) if isinstance(item, str))
        return next((self.lookup.absolute(place) for place in places if place), None)

    def own_function(self, name: str) -> bool:
        """Whether fish itself brings a function of that name."""
        return "/" not in name and 0 < len(name) < _LONGEST_NAME and self.lookup.stat(f"{self.data_folder}/functions/{name}.fish").is_file

    def exported_locals(self) -> Scope:
        """The exported locals a called function gets to see."""
        scope: Scope = {}
        for block in self.state.frames[-1].blocks:
            scope.update((name, var) for name, var in block.items() if var.exported)
        return scope

    def function_file(self, name: str) -> str | None:
        """The file an unknown command is loaded from: the first of that name in fish_function_path."""
        if "/" in name or not name or name.startswith(".") or len(name) > _LONGEST_NAME:
            return None
        folders = self.state.find("fish_function_path")
        for folder in folders.items if folders is not None else ():
            if isinstance(folder, str) and f"{name}.fish" in self.names_in(folder):
                return f"{folder}/{name}.fish"
        return None

    def names_in(self, folder: str) -> frozenset[str]:
        if folder not in self.folders:
            self.folders[folder] = frozenset(self.machine.files.folder(folder).names)
        return self.folders[folder]

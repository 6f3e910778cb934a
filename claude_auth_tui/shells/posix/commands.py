"""A single command: assignments, aliases, functions, builtins, programs; and what `eval`, `source` and `$(…)` run."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Final

from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import StartKind
from claude_auth_tui.shells.posix import builtins, opaque, programs
from claude_auth_tui.shells.posix.control import Control
from claude_auth_tui.shells.posix.declare import DECLARING, declare, declare_values
from claude_auth_tui.shells.posix.evaluate import EXIT, NORMAL
from claude_auth_tui.shells.posix.expansion import Broken, NoMatch
from claude_auth_tui.shells.posix.nodes import Assign, Simple, Word
from claude_auth_tui.shells.posix.output import Input, Output
from claude_auth_tui.shells.posix.replacing import Replacing
from claude_auth_tui.shells.posix.state import Value, Var
from claude_auth_tui.shells.posix.values import Place, Source, Spans, Val, unknown
from claude_auth_tui.shells.posix.words import Process
from claude_auth_tui.shells.source_shown import command_shown, variable_shown

_MODIFIERS: Final = frozenset(["command", "builtin", "noglob", "nocorrect", "-", "sudo", "nice", "nohup"])
_MAX_SAME_FILE: Final = 4
_FILE_ONLY: Final = re.compile(r"\s*<\s*([^<&\s].*?)\s*", re.DOTALL)


class Evaluator(Control):
    """A whole shell."""

    def __init__(self, machine: Machine, zsh: bool, start: StartKind, inherited: Mapping[str, Secret], names: Collection[str]) -> None:
        super().__init__(machine, zsh, start, inherited, names)
        self.autoloaded: set[str] = set()
        self.global_aliases = False
        self.styles: set[str] = set()
        self.pending = NORMAL
        """How control goes on after a builtin that changes it."""
        self.expanding: list[str] = []
        """Aliases that are being expanded: they are not expanded again inside themselves."""
        self.substitutions = 0
        """How many commands were run for their output: the last one's exit status is that of the assignment around it."""
        self.trapped: dict[str, list[tuple[str, Place, Shown]]] = {}
        """For each condition of a trap (`DEBUG`): the variables its text names, where it was set, and what to say of them."""
        self.gives_way = False
        """Whether that was another program than a shell: it hands over what it gets."""
        self.replacing: list[Replacing] = []
        """The other shells that take its place, or may."""

    # -- single commands

    def simple(self, node: Simple) -> int:
        low, high = self.masked
        if high >= 0 and node.words and node.pos < high and node.end > low:
            node = self._without_masked(node)
        words = node.words
        if not words:
            return self.redirected(node.redirects, lambda: self._assignments(node)) if node.redirects else self._assignments(node)
        first = words[0].raw
        if first in self.state.aliases and self.alias_counts(first, words[0].pos):
            return self._alias(node, words[0])
        if self.global_aliases:
            for word in words[1:]:
                alias = self.state.aliases.get(word.raw)
                if alias is not None and alias.everywhere and self.alias_counts(word.raw, word.pos):
                    return self._alias(node, word)
        if node.redirects:
            return self.redirected(node.redirects, lambda: self._command(node, words))
        return self._command(node, words)

    def _without_masked(self, node: Simple) -> Simple:
        """The command as it is when a line in its middle is blank."""
        low, high = self.masked
        if low <= node.words[0].pos < high:
            return node._replace(assigns=(), words=())
        return node._replace(
            words=tuple(w for w in node.words if not low <= w.pos < high), assigns=tuple(a for a in node.assigns if not low <= a.pos < high)
        )

    def _assignments(self, node: Simple) -> int:
        before = self.substitutions
        for assign in node.assigns:
            if not self.assign(assign.name, self.assigned(assign), self.place(assign.pos), append=assign.append, key=assign.key):
                self.state.status = 1
                raise Broken(say("{} is read-only", variable_shown(assign.name)))
        if before == self.substitutions:
            self.state.status = 0
        return NORMAL

    def assigned(self, assign: Assign) -> Value:
        """The value an assignment gives."""
        if assign.array is None:
            return self.expander.value(assign.value) if assign.value is not None else Val("")
        pairs = [re.match(r"\[([^\]]*)\]=", w.raw) for w in assign.array]
        if assign.array and all(pairs):
            found: dict[str, Val] = {}
            for word, pair in zip(assign.array, pairs, strict=True):
                if pair is not None:
                    key = self.expander.text(pair.group(1)).text or ""
                    found[key] = self.expander.value(Word(word.raw[pair.end() :], word.pos + pair.end(), False))
            var = self.state.find(self.meant(assign.name))
            numbered = all(k.isdigit() for k in found) and not (var is not None and isinstance(var.value, Mapping))
            return list(found.values()) if numbered else found
        values = self.expander.fields(assign.array)
        var = self.state.find(self.meant(assign.name))
        if var is not None and isinstance(var.value, Mapping):
            if self.zsh and len(values) % 2:
                raise Broken(say("bad set of key/value pairs for associative array"))
            return {key.text or "": value for key, value in zip(values[::2], values[1::2], strict=False)}
        return values

    # -- aliases

    def alias_counts(self, name: str, position: int) -> bool:
        """Whether an alias is expanded at this place: it must be switched on and defined on an earlier line."""
        alias = self.state.aliases[name]
        if name in self.expanding or ("aliases" if self.zsh else "expandaliases") not in self.state.options:
            return False
        if self.calls:
            defined = self.state.functions.get(self.calls[-1])
            return defined is not None and alias.number <= defined.aliases
        source, at = alias.place
        here = self.source.place(position)
        return not (source is here[0] and source.line(at) >= source.line(here[1]))

    def _alias(self, node: Simple, word: Word) -> int:
        name = word.raw
        alias = self.state.aliases[name]
        if alias.value.text is None:
            self.state.status = None
            return NORMAL
        lead = self.source.text[node.pos : word.pos]
        rest = self.source.text[word.pos + len(word.raw) : node.end]
        text = lead + alias.value.text + rest
        spans: Spans = (
            (0, self.source.place(node.pos)),
            (len(lead), alias.place),
            (len(lead) + len(alias.value.text), self.source.place(word.pos)),
        )
        self.expanding.append(name)
        self.chain.append(self.place(node.pos))
        try:
            return self.run_source(Source(text, self.source.path, spans))
        finally:
            self.chain.pop()
            self.expanding.pop()

    # -- commands with a name

    def _command(self, node: Simple, words: tuple[Word, ...]) -> int:
        name = words[0].raw
        skip_functions = False
        if name == "command" and len(words) > 2 and words[1].raw == "-p":
            words = (words[0], *words[2:])
        while name in _MODIFIERS and len(words) > 1 and not (name == "command" and words[1].raw.startswith("-")):
            skip_functions = skip_functions or name in ("command", "builtin")
            if name in ("sudo", "nice", "nohup"):
                return self._program(node, name, self.expander.fields(words[1:]))
            if name == "command" and self.zsh:  # zsh looks for a program then, not for a builtin
                return self._program(node, words[1].raw, self.expander.fields(words[2:]))
            words = words[1:]
            name = words[0].raw
        if name in DECLARING and name not in self.state.functions:
            return self._with_prefix(node, lambda: declare(self, name, words[1:]))
        try:
            arguments = self.expander.fields(words)
        except NoMatch:
            if not self.zsh or self._known_command(name):
                raise
            self.state.status = 1  # a program's words are expanded in its own process: only that fails
            return NORMAL
        if not arguments:
            return NORMAL
        first = arguments[0].text
        if first is None:
            self.state.status = None
            opaque.run_unknown(self, node)
            return NORMAL
        return self._named(node, first, arguments[1:], words, skip_functions)

    def _known_command(self, name: str) -> bool:
        return name in self.state.functions or name in builtins.TABLE or name in DECLARING

    def _named(self, node: Simple, name: str, arguments: list[Val], words: tuple[Word, ...], skip_functions: bool) -> int:
        defined = None if skip_functions else self.state.functions.get(name)
        if defined is not None:
            return self._with_prefix(node, lambda: self.call(defined, name, arguments, node.pos))
        if name in DECLARING:
            return self._with_prefix(node, lambda: declare_values(self, name, arguments, self.place(node.pos)))
        builtin = builtins.TABLE.get(name)
        if builtin is not None and not (self.zsh and name in builtins.BASH_ONLY) and not (not self.zsh and name in builtins.ZSH_ONLY):
            return self._with_prefix(node, lambda: self._builtin(node, name, arguments))
        if name == "is-at-least" and name in self.autoloaded:
            self.state.status = builtins.is_at_least(self, arguments)
            return NORMAL
        if name in self.autoloaded:
            self.output.unknown(say("what {} prints", command_shown(name)))
            self.state.status = None
            return NORMAL
        return self._program(node, name, arguments)

    def _builtin(self, node: Simple, name: str, arguments: list[Val]) -> int:
        self.pending = NORMAL
        self.state.status = builtins.TABLE[name](self, arguments, node)
        flow, self.pending = self.pending, NORMAL
        return flow

    def _with_prefix(self, node: Simple, run: Callable[[], int]) -> int:
        """Run with the assignments in front of the command, which hold only as long as it does."""
        if not node.assigns:
            return run()
        saved: list[tuple[dict[str, Var], str, Var | None]] = []
        for assign in node.assigns:
            value = self.assigned(assign)
            place = self.place(assign.pos)
            frame = self.state.frame_of(assign.name)
            saved.append((frame, assign.name, frame.get(assign.name)))
            if isinstance(value, Val) and value.place is None:
                value = value._replace(place=place)
            frame[assign.name] = Var(value, True)
            self.happened(assign.name, "prefix", place, value if isinstance(value, Val) else None, apart=say("only for that one command"))
        self.prefixed += [assign.name for assign in node.assigns]
        try:
            flow = run()
        finally:
            del self.prefixed[-len(node.assigns) :]
        for frame, name, var in reversed(saved):
            if name in self.promoted:
                self.promoted.discard(name)
            elif var is None:
                frame.pop(name, None)
            else:
                frame[name] = var
        return flow

    def _program(self, node: Simple, name: str, arguments: list[Val]) -> int:
        for assign in node.assigns:
            value = self.assigned(assign)
            place = self.place(assign.pos)
            self.happened(assign.name, "prefix", place, value if isinstance(value, Val) else None, apart=say("only for that one command"))
        self.state.status = programs.run(self, name, arguments, node)
        return NORMAL

    # -- texts that are run

    def evaluate_text(self, value: Val, node: Simple) -> int:
        """`eval`: run a text whose parts know where they were written."""
        text = value.text
        if text is None:
            opaque.evaluated(self, node, value.why)
            self.state.status = None
            return NORMAL
        if not text.strip():
            self.state.status = 0
            return NORMAL
        place = value.place or self.source.place(node.words[-1].pos if node.words else node.pos)
        spans = value.spans or ((0, place if not place[0].spans else place[0].place(place[1])),)
        if place[0].path == "" and not value.spans:  # an inherited text: told where it is evaluated
            spans = ((0, self.source.place(node.pos)),)
        self.chain.append(self.place(node.pos))
        try:
            return self.run_source(Source(text, spans[0][1][0].path or self.source.path, spans))
        finally:
            self.chain.pop()

    def source_file(self, path: str, arguments: list[Val], node: Simple) -> int:
        """`source`: run a file in this shell."""
        value = self.read_text(path)
        if value is None:
            found = self.lookup().stat(path)
            if found.exists:
                opaque.unreadable(self, node, path, self.lookup().file(path).detail)
                self.state.status = None
            else:
                self.state.status = 127 if self.zsh else 1
            return NORMAL
        if value.text is None:
            opaque.evaluated(self, node, value.why)
            self.state.status = None
            return NORMAL
        if self.scripts.count(path) >= _MAX_SAME_FILE:
            self.note_at(node.pos, say("{} reads itself; not followed further", self.place_named(path)))
            self.state.status = 1
            return NORMAL
        source = (
            value.place[0]
            if value.place is not None and value.place[1] == 0 and value.place[0].text == value.text
            else Source(value.text, self.source.path, value.spans)
        )
        if not source.spans and source.path not in self.record.files:
            self.record.files.append(source.path)
        positional = self.state.positional
        if arguments:
            self.state.positional = tuple(arguments)
        self.scripts.append(path)
        self.chain.append(self.place(node.pos))
        calls, self.calls = self.calls, ([] if self.zsh else self.calls)
        self.state.status = 0
        try:
            flow = self.framed(lambda: self.run_source(source))
        except Broken as broken:
            if not self.zsh:
                raise
            self.note_at(node.pos, say("{}: {}; the rest of it is not run", self.place_named(path), broken.what))
            self.state.status = 1
            flow = NORMAL
        finally:
            self.scripts.pop()
            self.chain.pop()
            self.calls = calls
        if arguments:
            self.state.positional = positional
        return flow

    def startup_file(self, path: str) -> int:
        """A startup file, which nobody names in a command."""
        value = self.read_text(path)
        if value is None or value.place is None or value.text is None:
            return NORMAL
        absolute = self.lookup().absolute(path)
        self.record.files.append(absolute)
        self.scripts.append(path)
        self.state.status = 0
        source = value.place[0]
        try:
            flow = self.framed(lambda: self.run_source(source))
        except Broken as broken:
            self.record.note(say("{}: {}; the rest of it is not run", self.machine.show_path(absolute), broken.what))
            flow = NORMAL
        finally:
            self.scripts.pop()
        if flow == EXIT and not self.ended and not self.doubt:
            self.ended = say("{} ends the shell", self.machine.show_path(absolute))
        return flow

    def command_output(self, text: str, position: int) -> Val:
        """`$(…)`."""
        alone = _FILE_ONLY.fullmatch(text)
        if alone and "\n" not in text and ";" not in text and "|" not in text:
            path = self.expander.text(alone.group(1), "word", position)
            found = None if path.text is None else self.read_data(path.text)
            if path.text is not None and found is None and not self.lookup().exists(path.text):
                return Val("")
            return self._trimmed(found) if found is not None else unknown(say("a file that cannot be read"))
        value = self.captured_text(text, position)
        if value.text is None:
            return unknown(value.why or say("what a program prints"), place=None)
        return self._trimmed(value)

    def _trimmed(self, value: Val) -> Val:
        if value.text is None:
            return value
        text = value.text.rstrip("\n").replace("\0", "")
        return value if text == value.text else value._replace(text=text)

    def captured_text(self, text: str, position: int) -> Val:
        """All that a text prints when it is run aside."""
        self.substitutions += 1
        outer, self.output = self.output, Output()
        self.captured += 1
        source = Source(text, self.source.path, ((0, self.source.place(position)),))
        try:
            self.aside(lambda: self._substituted(source), say("in a command substitution"))
            problem = self.library[source].parser.problem if self.zsh and source in self.library else None
            if problem is not None:
                raise Broken(problem.what)
            return self.output.value()
        finally:
            self.output = outer
            self.captured -= 1

    def _substituted(self, source: Source) -> int:
        self.state.options.discard("errexit")  # bash leaves it to the command around (bash(1), COMMAND EXECUTION ENVIRONMENT)
        return self.run_source(source)

    def process(self, part: Process, position: int) -> Val:
        """`<(…)`: a path under which the output can be read."""
        path = f"/dev/fd/{63 - len(self.pipes) % 50}"
        if part.kind == ">":
            return Val(path)
        self.pipes[path] = self.captured_text(part.text, position + part.offset)
        return Val(path)

    def with_input(self, value: Val | None) -> Input:
        before, self.input = self.input, Input(value)
        return before

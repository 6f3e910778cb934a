"""Hits of a fish start: every place that names a variable, with what it does to what is exported, and why.

A place is effective when the start without it exports something else. That is not argued but tried: the files are
evaluated again with the place left out, unless nothing else touches the variable anyway.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from claude_auth_tui.claude_code.shown_values import name_shown
from claude_auth_tui.model.effect_words import NOTHING_TO_UNSET, repeated
from claude_auth_tui.model.found import Found
from claude_auth_tui.model.saying import NOTHING, say, user_name
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.model.words import Does, Effect
from claude_auth_tui.shells.fish.record import Event, Key
from claude_auth_tui.shells.fish.shell import Shell
from claude_auth_tui.shells.fish.sites import CLAUDE, Reading, Site, Walker
from claude_auth_tui.shells.fish.state import Var
from claude_auth_tui.shells.fish.values import Item, opaque_in
from claude_auth_tui.shells.hits import make_found
from claude_auth_tui.shells.source_shown import event_shown

_MAX_TRIALS: Final = 24
_MAX_STEPS: Final = 100_000
"""Steps all trials together may take."""
_STEPS_OF_MANY: Final = 40_000
"""The same for more than the first few."""
_FEW_TRIALS: Final = 4
_MAX_FUNCTION_FILES: Final = 300
_MAX_HITS: Final = 20_000
_OTHER_SHELLS: Final = (".profile", ".bash_profile", ".bash_login", ".bashrc", ".zshenv", ".zprofile", ".zshrc", ".zlogin")
"""Startup files of bash and zsh: fish reads none of them unless it is told to."""


class Effects(Struct):
    """The hits of one evaluation. `again` evaluates the same start without some places."""

    shell: Shell
    exported: dict[str, Var]
    again: Callable[[frozenset[Key]], Shell]
    config: str
    """fish's own configuration folder."""
    shadowed: Sequence[tuple[str, str]] = ()
    """Files another file of the same name takes the place of."""
    trials: int = 0
    steps: int = 0
    texts: dict[str, list[str]] = field(default_factory=dict)
    out: dict[tuple[Key, Does | None], Found] = field(default_factory=dict)
    happened: dict[str, list[int]] = field(default_factory=dict)
    """The events of each variable, by their numbers."""
    told: dict[str, tuple[bool, bool]] = field(default_factory=dict)
    """What was found out about each variable: whether one place alone changes it, and whether it is plain."""
    tried: dict[tuple[str, int], bool] = field(default_factory=dict)
    """The answers of trials, by path and line."""

    def found(self) -> tuple[Found, ...]:
        events: dict[Key, list[Event]] = {}
        for number, event in enumerate(self.shell.record.events):
            self.happened.setdefault(event.key.name, []).append(number)
            events.setdefault(event.key, []).append(event)
            if event.via is not None:
                events.setdefault(event.via, []).append(event)
        readings: list[Reading] = []
        self._universals()
        for path in list(self.shell.record.files):
            self._file(path, events, readings, NOTHING)
        for reading in readings:
            self._not_read(reading, events)
        self._perhaps_read()
        self._shadowed(events)
        self._function_files(events)
        known = {key for key, _ in self.out}
        for key, happened in events.items():
            if key not in known:
                self._happened(key, happened, None)
        hits = [*list(self.out.values())[:_MAX_HITS], *self._other_shells()]
        order = {path: index for index, path in enumerate(self.shell.record.files)}
        return tuple(sorted(hits, key=lambda f: (order.get(f.hit.path, len(order)), f.hit.path, f.hit.line)))

    # files

    def _file(self, path: str, events: dict[Key, list[Event]], readings: list[Reading], why: Shown, effect: Effect = "not_reached") -> None:
        """All places of one file; `why` says why nothing of it is run."""
        source = self.shell.sources.get(path)
        if source is None:
            return
        if source.block is None:
            refused = NOTHING if source.too_deep else say("fish refuses the whole file: ")
            self._refused(path, source.text, why or (refused + source.error), "unknown" if source.too_deep and not why else "not_reached")
            return
        marks = self._marks(source.text)
        if not marks:
            return
        walker = Walker(
            self.shell.names,
            self.shell.record.skipped,
            self.shell.machine.home,
            self.config,
            self.shell.machine.show_path(path),
            readings,
            marks,
        )
        for site in walker.block(source.block, why):
            self._site(path, site, events, effect)

    def _marks(self, text: str) -> list[int]:
        """The lines that name a variable or `claude`, or source a file."""
        marks: list[int] = []
        named = [re.escape(name) for name in (*self.shell.names, "source", CLAUDE) if name in text]
        if not named and ". " not in text:
            return marks
        pattern = re.compile(rf"\b(?:{'|'.join(named)})\b|(?<![^\s;])\.(?=\s)" if named else r"(?<![^\s;])\.(?=\s)")
        line, position = 1, 0
        for found in pattern.finditer(text):
            line += text.count("\n", position, found.start())
            position = found.start()
            marks.append(line)
        return marks

    def _names_in(self, text: str) -> bool:
        return any(name in text for name in self.shell.names)

    def _read(self, path: str) -> bool:
        """Parse a file that was not reached."""
        text = self._text_of(path)
        if text:
            self.shell.source(path, text)
        return bool(text)

    def _not_read(self, reading: Reading, events: dict[Key, list[Event]]) -> None:
        """A file that a `source` names which was not run."""
        path = self.shell.machine.paths.normpath(reading.path)
        if path in self.shell.record.files or not reading.why or not self._read(path):
            return
        self._file(path, events, [], say("read only by {}:{}, {}", reading.place, reading.line, reading.why))

    def _perhaps_read(self) -> None:
        """Files that may be read by code that was not followed, in whatever language they are."""
        for path, why in self.shell.record.may_be_read.items():
            text = self._text_of(path)
            if path not in self.shell.record.files and self._names_in(text):
                self._refused(path, text, why, "unknown")

    def _shadowed(self, events: dict[Key, list[Event]]) -> None:
        for path, other in self.shadowed:
            if path not in self.shell.record.files and self._read(path):
                self._file(path, events, [], say("{} takes its place", self.shell.machine.show_path(other)), "inactive")

    def _function_files(self, events: dict[Key, list[Event]]) -> None:
        """Functions in files of their own that nothing called."""
        folder = f"{self.config}/functions"
        names = self.shell.machine.files.folder(folder).names
        for name in names[:_MAX_FUNCTION_FILES]:
            path = f"{folder}/{name}"
            if not name.endswith(".fish") or path in self.shell.record.files:
                continue
            if (name == f"{CLAUDE}.fish" or self._names_in(self._text_of(path))) and self._read(path):
                self._file(path, events, [], NOTHING)

    def _other_shells(self) -> Iterator[Found]:
        """Hits in the files of other shells, all inactive."""
        for name in _OTHER_SHELLS:
            path = self.shell.machine.at_home(name)
            text = self._text_of(path)
            if text and path not in self.shell.record.files and self._names_in(text):
                yield from self._elsewhere(path, text, name.startswith(".z"))

    def _elsewhere(self, path: str, text: str, zsh: bool) -> Iterator[Found]:
        # only where one of them names a variable: the other evaluator takes time to load
        from claude_auth_tui.shells.posix.parser import Parser
        from claude_auth_tui.shells.posix.sites import sites_in
        from claude_auth_tui.shells.posix.values import Source
        from claude_auth_tui.shells.posix.word_parts import WordParts

        source = Source(text, path)
        because = say("fish does not read it, and no file that it reads sources it")
        for site in sites_in(source, Parser(text, zsh).lines(), WordParts(zsh), self.shell.names):
            value = Secret(site.literal) if site.literal is not None else None
            yield self._made(Key(path, source.line(site.position), site.name), site.does, "inactive", because, value)

    def _refused(self, path: str, text: str, why: Shown, effect: Effect) -> None:
        for number, line in enumerate(text.split("\n"), 1):
            for name in self.shell.names:
                if re.search(rf"^\s*(?:set|export)\b.*(?<!\w){re.escape(name)}(?!\w)", line):
                    self._add(Key(path, number, name), "export", effect, why, None)
                elif re.match(rf"\s*{re.escape(name)}=", line):
                    self._add(Key(path, number, name), "dotenv", effect, why, None)

    def _universals(self) -> None:
        shell = self.shell
        for name, var in shell.loaded_universals.items():
            if name not in shell.names or var.origin is None:
                continue
            key = Key(var.origin.path, var.origin.line, name)
            final = self.exported.get(name)
            origin = final.origin if final is not None else None
            effect: Effect
            if self._tried(key, origin == var.origin):
                effect, because = "effective", say("a universal variable: set -Ue removes it")
            elif not var.exported:
                effect, because = "not_exported", say("a universal variable that is not exported")
            elif origin is not None and origin.kind == "inherited":
                effect, because = "overridden", say("what the shell inherits comes before a universal variable")
            elif origin is not None and origin.kind == "file":
                effect, because = "overridden", say("overridden {}", self._place(key, origin.path, origin.line))
            else:
                effect, because = "overridden", say("a startup file removes it")
            does: Does = "export" if var.exported else "assign"
            text = say("SETUVAR {}{}:…", say("--export ") if var.exported else NOTHING, name_shown(name))
            self._add(key, does, effect, because, self._value(var.items), text)

    # places

    def _site(self, path: str, site: Site, events: dict[Key, list[Event]], effect: Effect) -> None:
        key = Key(path, site.line, site.name)
        happened = [event for event in events.get(key, ()) if (event.does == "prefix") == (site.does == "prefix")]
        value = Secret(site.value) if site.value is not None else None
        if site.name == CLAUDE or site.does == "alias":
            self._alias(key, site, value)
            if not happened or site.name == CLAUDE:
                return
        limit = self._not_followed(key)
        if happened:
            self._happened(key, happened, site)
        elif limit and not site.why:
            self._add(key, site.does, "unknown", limit, value)
        elif site.function == "claude":
            self._add(key, "function", "conditional", say("whenever claude is typed in this shell"), value)
        elif site.does == "prefix" and not site.why and not self._uncalled(site):
            self._add(key, "prefix", "not_exported", say("only for that one command"), value)
        else:
            why, chosen = self._why_not(site, effect)
            self._add(key, site.does, chosen, why, value)

    def _not_followed(self, key: Key) -> Shown:
        """Why the lines around a place were not followed to their end; empty where they were."""
        found = (part.why for part in self.shell.record.not_followed if part.path == key.path and part.first <= key.line <= part.last)
        return next(found, NOTHING)

    def _uncalled(self, site: Site) -> bool:
        return bool(site.function) and site.function not in self.shell.record.called

    def _why_not(self, site: Site, effect: Effect) -> tuple[Shown, Effect]:
        if site.why:
            return site.why, effect
        if self._uncalled(site):
            definition = self.shell.state.functions.get(site.function)
            if definition is not None and definition.events:
                return say(
                    "in {}, which runs on {}", user_name(site.function), event_shown(definition.events[0].removeprefix("--on-"))
                ), "conditional"
            return say("in {}, which nothing calls when the shell starts", user_name(site.function)), "not_reached"
        return say("not reached when the shell starts"), "not_reached"

    def _alias(self, key: Key, site: Site, value: Secret | None) -> None:
        """An alias that names a variable, or an alias or function that is called `claude`."""
        because, effect = self._why_not(site, "not_reached") if site.why or self._uncalled(site) else (NOTHING, "conditional")
        name = site.wraps if site.name != CLAUDE else CLAUDE
        definition = self.shell.state.functions.get(name)
        if not because and definition is not None and (definition.path, definition.line) != (key.path, site.line):
            effect, because = (
                "overridden",
                say(
                    "{} is defined again {}",
                    user_name(name) if site.name != CLAUDE else CLAUDE,
                    self._place(key, definition.path, definition.line),
                ),
            )
        elif not because and site.name != CLAUDE:
            because = say("typing {} in this shell runs this; the environment does not change", user_name(name))
        elif not because:
            what = say("alias") if site.does == "alias" else say("function")
            because = say("typing claude in this shell runs this {} instead of the program", what)
        self._add(key, site.does, effect, because, value)

    def _happened(self, key: Key, happened: Sequence[Event], site: Site | None) -> None:
        last = happened[-1]
        does: Does = "dotenv" if last.via is not None and last.key == key else last.does
        value = self._value(last.items)
        if last.does == "prefix":
            self._add(key, "prefix", "not_exported", say("only for that one command"), value)
            return
        effect, because = self._judged(key, happened)
        self._add(key, does, effect, because, value)

    @staticmethod
    def _value(items: Sequence[Item] | None) -> Secret | None:
        if items is None or opaque_in(items) is not None:
            return None
        return Secret(" ".join(str(item) for item in items))

    # judging

    def _judged(self, key: Key, happened: Sequence[Event]) -> tuple[Effect, Shown]:
        last = happened[-1]
        if self.shell.record.overrun:
            return "unknown", self.shell.record.overrun
        if limit := self._not_followed(key):
            return "unknown", limit
        doubt = opaque_in(last.items or ())
        if doubt is not None and doubt.exporter and last.exported is None:
            return "unknown", doubt.reason
        certain = next((event for event in happened if not event.doubt), None)
        counts = self._counts(key, happened)
        if counts and certain is None:
            return "conditional", last.doubt
        if counts:
            if doubt is not None:
                return "effective", say("its value is computed: {}", doubt.reason)
            return "effective", self._praise(key, last)
        return self._no_effect(key, happened)

    def _praise(self, key: Key, event: Event) -> Shown:
        if event.does == "unset":
            return say("it takes away what was set before")
        if event.via is not None and event.key == key:
            return say("read by {}", self.shell.machine.place(event.via.path, event.via.line))
        if event.items is not None and not "".join(str(item) for item in event.items):
            return say("a new shell exports it, empty")
        return say("this is what a new shell exports") if event.exported else say("it changes what a new shell exports")

    def _counts(self, key: Key, happened: Sequence[Event]) -> bool:
        """Whether the start without this place exports something else."""
        final = self.exported.get(key.name)
        origin = final.origin if final is not None else None
        alone, plain = self._known(key.name)
        is_origin = origin is not None and any((origin.path, origin.line) == (e.key.path, e.key.line) for e in happened)
        if alone and happened[0].key == key and is_origin and not self._stood_before(key.name):
            return True
        if plain:
            return self._told_without(key) != _told(final)
        return self._tried(key, is_origin)

    def _known(self, name: str) -> tuple[bool, bool]:
        if name not in self.told:
            places = {self.shell.record.events[number].key for number in self.happened.get(name, ())}
            self.told[name] = len(places) < 2, self._plain(name)
        return self.told[name]

    def _plain(self, name: str) -> bool:
        """Whether the last thing done to a variable is all that counts, and nothing else hangs on it."""
        if name in self.shell.record.reads or name in self.shell.state.universals or name in self.shell.loaded_universals:
            return False
        events = [self.shell.record.events[number] for number in self.happened.get(name, ())]
        return all(event.absolute and not event.doubt for event in events if event.does != "prefix")

    def _told_without(self, key: Key) -> tuple[object, ...]:
        """What a plain variable would be without one place."""
        others = (self.shell.record.events[number] for number in reversed(self.happened.get(key.name, ())))
        last = next((e for e in others if key not in (e.key, e.via) and e.does != "prefix"), None)
        if last is None:
            return _told(self.shell.inherited.get(key.name))
        if last.items is None or last.exported is False:
            return _told(None)
        return _told(Var(last.items, last.exported, key.name.endswith("PATH")))

    def _tried(self, key: Key, otherwise: bool) -> bool:
        """The answer of a trial, or `otherwise` where there were too many."""
        place = (key.path, key.line)
        if place in self.tried:
            return self.tried[place]
        most = _MAX_STEPS if self.trials < _FEW_TRIALS else _STEPS_OF_MANY
        if self.trials >= _MAX_TRIALS or self.steps + self.shell.steps > most:
            return otherwise
        self.trials += 1
        other = self.again(frozenset(replace(key, name=name) for name in self.shell.names))  # the whole line
        self.steps += other.steps
        without = other.state.exported()
        self.tried[place] = any(_told(self.exported.get(name)) != _told(without.get(name)) for name in self.shell.names)
        return self.tried[place]

    def _stood_before(self, name: str) -> bool:
        """Whether the variable is there without any startup file."""
        return name in self.shell.inherited or name in self.shell.state.universals

    def _no_effect(self, key: Key, happened: Sequence[Event]) -> tuple[Effect, Shown]:
        last = happened[-1]
        final = self.exported.get(key.name)
        later = self._later(key, last)
        if last.local:
            return "not_exported", say("local: gone when its block or function ends")
        if later is not None:
            if later.does != "unset" and self._same(last, later):
                return "overridden", repeated(self._place(key, later.key.path, later.key.line))
            verb = say("unset again") if later.does == "unset" else say("overridden")
            return "overridden", say("{} {}", verb, self._place(key, later.key.path, later.key.line))
        if last.does == "unset":
            still = final is not None and final.origin is not None and final.origin.path.endswith("fish_variables")
            return "overridden", say("the universal variable stays exported: set -Ue removes it") if still else NOTHING_TO_UNSET
        if last.exported is False:
            return "not_exported", say("set, but never exported")
        origin = final.origin if final is not None else None
        if origin is not None and any(
            not event.doubt and (origin.path, origin.line) == (event.key.path, event.key.line) for event in happened
        ):
            return "effective", self._praise(key, last)
        return "overridden", say("it has this value already")

    @staticmethod
    def _same(one: Event, other: Event) -> bool:
        """Whether both give the variable the same value, which is known."""
        return one.items is not None and one.items == other.items and opaque_in(one.items) is None

    def _later(self, key: Key, last: Event) -> Event | None:
        """What happens to the variable after it, last."""
        for number in reversed(self.happened.get(key.name, ())):
            event = self.shell.record.events[number]
            if event is last:
                return None
            if event.key != key and not event.local and not event.doubt and event.does != "prefix":
                return event
        return None

    def _place(self, key: Key, path: str, line: int) -> Shown:
        return say("at line {}", line) if path == key.path else say("at {}:{}", self.shell.machine.show_path(path), line)

    def _add(self, key: Key, does: Does, effect: Effect, because: Shown, value: Secret | None, told: Shown = NOTHING) -> None:
        alias = does == "alias"
        if (key, "alias" if alias else None) in self.out or len(self.out) > _MAX_HITS:
            return
        made = self._made(key, does, effect, because, value)
        self.out[key, "alias" if alias else None] = Found(replace(made.hit, text=told), value) if told else made

    def _made(self, key: Key, does: Does, effect: Effect, because: Shown, value: Secret | None) -> Found:
        if key.path not in self.texts:
            self.texts[key.path] = self._text_of(key.path).split("\n")
        lines = self.texts[key.path]
        text = lines[key.line - 1] if 0 < key.line <= len(lines) else ""
        return make_found(key.path, key.line, key.name, does, effect, because, source_line=text, value=value, names=self.shell.names)

    def _text_of(self, path: str) -> str:
        secret = self.shell.machine.files.file(path).text
        return unveil(secret) if secret is not None else ""


def _told(var: Var | None) -> tuple[object, ...]:
    return (None,) if var is None else (var.joined(), var.exported, var.maybe_unset)

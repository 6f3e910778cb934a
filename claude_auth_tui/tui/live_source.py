"""A watched machine as a source: turns the watcher's updates into what the screen is told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import tzinfo
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from claude_auth_tui.model.machine import Request
from claude_auth_tui.model.what_if import Subject, WhatIf
from claude_auth_tui.tui.messages import Told
from claude_auth_tui.tui.view.labels import clock, count
from claude_auth_tui.tui.view.places import shown_at_home
from claude_auth_tui.tui.view.top import News

if TYPE_CHECKING:
    from claude_auth_tui.model.diagnosis import ShellTruth
    from claude_auth_tui.model.words import SurfaceName
    from claude_auth_tui.probes.probe import Plan, ProbeKind
    from claude_auth_tui.watch.live import LiveWatch
    from claude_auth_tui.watch.update import Update

SLOW: Final = 10.0
"""Seconds between two questions about what no file tells: tmux's environment, running Claude Codes."""
_STOPPING: Final = 0.2
"""Seconds to wait for a look that is under way when the view ends."""
_CAUSES: Final = {"expiry": "a login expired", "rhythm": "looked again"}


class LiveSource:
    """Reads this machine again when something on it changes. The watcher is imported only when it starts: after the first picture."""

    def __init__(self, request: Request, home: str, zone: tzinfo | None, watch: bool = True) -> None:
        self._request = request
        self._home = home
        self._zone = zone
        self._watching = watch
        self._watch: LiveWatch | None = None
        self._tell: Callable[[Told], object] | None = None
        self._number = 0
        """Of the last update told, over all watches."""
        self._lock = threading.Lock()
        self._stopped = False
        self._news = News()
        """Of the last update, for one that only brings a new state of the watch. The watcher's thread only."""

    def use_folder(self, path: str) -> None:
        """The watch begins anew: following has a rhythm of its own."""
        with self._lock:
            self._request = replace(self._request, cwd=path or None, follow=not path)
            watch, tell = self._watch, self._tell
        if watch is not None:
            watch.stop(0.1)
        if tell is not None:
            self.start(tell)

    def shell_command(self) -> str:
        from claude_auth_tui.survey import shell_command

        return shell_command(self._request)

    def ask_shell(self) -> ShellTruth:
        from claude_auth_tui.survey import ask_real_shell

        return ask_real_shell(self._request)

    def probe_plan(self, kind: ProbeKind, context: str, surface: SurfaceName) -> Plan:
        from claude_auth_tui.survey import probe_plan

        return probe_plan(self._request, kind, context, surface)

    def what_if(self, subject: Subject) -> WhatIf:
        from claude_auth_tui.survey import what_if

        return what_if(self._request, subject)

    def start(self, tell: Callable[[Told], object]) -> None:
        self._tell = tell
        threading.Thread(target=self._start, args=(tell,), name="claude-auth-start", daemon=True).start()

    def _start(self, tell: Callable[[Told], object]) -> None:
        from claude_auth_tui.read.patience import patiently
        from claude_auth_tui.read.reading import read_unwatched
        from claude_auth_tui.read.tmux import RHYTHM
        from claude_auth_tui.survey import survey
        from claude_auth_tui.watch.live import LiveWatch

        request, before = self._request, self._number

        def told(update: Update) -> None:
            self._number = before + update.number
            tell(self.told(update, before))

        watch = LiveWatch(
            lambda: survey(request),
            told,
            watch=self._watching,
            slow_look_every=RHYTHM if request.follow else SLOW,
            pulse=lambda: patiently(lambda: read_unwatched(request)),
        )
        with self._lock:
            if self._stopped:
                return
            self._watch = watch
            watch.start()

    def read_again(self) -> None:
        with self._lock:
            watch = self._watch
        if watch is not None:
            watch.read_again()

    def stop(self) -> None:
        with self._lock:
            self._stopped = True
            watch = self._watch
        if watch is not None:
            watch.stop(_STOPPING)

    def told(self, update: Update, before: int = 0) -> Told:
        """What the screen is told of an update; `before` counts those of earlier watches."""
        state = update.state
        if update.reason == "watcher":
            self._news = replace(self._news, watch=state.kind, detail=state.reason)
        else:
            self._news = News(
                watch=state.kind,
                detail=f"could not read ({update.error})" if update.error else state.reason,
                at=clock(update.at, self._zone),
                cause=self._cause(update),
                changed=bool(update.changed),
            )
        return Told(before + update.number, update.survey.diagnosis if update.survey else None, self._news, update.reason == "asked")

    def _cause(self, update: Update) -> str:
        if not update.changed:
            return _CAUSES.get(update.reason, "")
        first, more = shown_at_home(update.changed[0], self._home), len(update.changed) - 1
        return f"{first} and {count(more, 'other')}" if more else first

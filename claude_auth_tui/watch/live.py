"""`LiveWatch`: reads again when something changed, in a thread of its own.

It reads at once on a change and waits a moment only when a file looks half-saved (`watch.half_saved`); it compares
signatures every two seconds whatever the events say; it reads less and less often what never stops changing. What
to watch is `watch.planner`, what counts as a change `watch.signature`.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterable
from typing import Final

from claude_auth_tui.model.words import Platform
from claude_auth_tui.watch.cover import Cover, OpenEvents
from claude_auth_tui.watch.half_saved import HalfSaves
from claude_auth_tui.watch.pace import Pace
from claude_auth_tui.watch.signature import Marks, hows_of
from claude_auth_tui.watch.update import Look, Update, UpdateReason, WatchState

POLL: Final = 2.0
"""Seconds between two comparisons of all signatures."""

_SETTLE_STEP: Final = 0.02
_MOST_COST: Final = 0.005
"""What the slow rhythm may take of one processor."""
_COMPARING: Final = 0.002
"""What comparing all signatures may take of it while nothing happens: it is done less often where there are many,"""
_SELDOM: Final = 10.0
"""but at least so often. Seconds."""
_AFTER_EXPIRY: Final = 0.1
_AGES: Final = 3600.0


class LiveWatch:
    """Looks at once, then whenever something it looked at changes, and tells.

    `look` and `tell` are called in the watcher's own thread; `tell` must not block (Textual: `post_message`).
    """

    def __init__(
        self,
        look: Callable[[], Look],
        tell: Callable[[Update], None],
        *,
        watch: bool = True,
        slow_look_every: float | None = 10.0,
        pulse: Callable[[], object] | None = None,
        home: str | None = None,
        open_events: OpenEvents | None = None,
    ) -> None:
        """`watch=False` looks only at the start, when asked, and at an expiry.

        `slow_look_every`: seconds after which it reads even without a change, for what no file tells (tmux's
        environment, running processes); None never. A look that takes long stretches it. `pulse` reads just that, cheaply:
        with it a look is made only when the pulse is another than before. `home` and `open_events` default to this
        user's home folder and to watchdog.
        """
        self._look_at = look
        self._tell_to = tell
        self._watching = watch
        self._slow_look_every = slow_look_every if watch else None
        self._pulse = pulse
        self._cover = Cover(self._hint, os.path.expanduser("~") if home is None else home, _platform(), open_events)
        self._thread = threading.Thread(target=self._run, name="claude-auth-watch", daemon=True)

        self._wake = threading.Condition()  # guards the next three; never held while anything else is called
        self._ended = False
        self._asked = False
        self._hinted = False

        # From here on: the watcher's thread only.
        self._marks = Marks()
        self._half = HalfSaves(self._marks)
        self._pace = Pace()
        self._survey: Look | None = None
        self._number = 0
        self._told_state = WatchState("off") if not watch else WatchState("polling", "starting")
        self._pending: set[str] = set()
        """Paths known to have changed since the last look."""
        self._doubtful: set[str] = set()
        """Paths whose latest change may hide another one (see `signature.RACY`)."""
        self._expiry: float | None = None
        self._last_pulse: object = None
        self._poll_at = self._quick_at = self._slow_at = float("inf")

    @property
    def state(self) -> WatchState:
        """How changes are noticed just now."""
        return self._told_state

    def start(self) -> None:
        """Start the thread; the first update (reason "start") follows at once."""
        self._thread.start()

    def read_again(self) -> None:
        """Look now, changed or not (`r`): an update with reason "asked" follows. Any thread."""
        with self._wake:
            self._asked = True
            self._wake.notify()

    def stop(self, timeout: float = 1.0) -> None:
        """End the thread and all watches. Any thread; twice is harmless.

        Waits up to `timeout` seconds for a look that is under way; its result is not told any more.
        """
        with self._wake:
            self._ended = True
            self._wake.notify()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(timeout)

    def _hint(self) -> None:
        """Something may have changed: called by events, in their threads."""
        with self._wake:
            self._hinted = True
            self._wake.notify()

    def _run(self) -> None:
        try:
            self._look("start")
            if self._watching and not self._ended:
                self._cover_what_was_read()
                self._last_pulse = self._feel_pulse()
            while not self._ended:
                self._turn()
        except Exception as error:  # noqa: BLE001 - a dead watcher says so
            self._told_state = WatchState("off", f"the watcher failed ({type(error).__name__})")
            self._tell("watcher", (), time.time(), differs=False)
        finally:
            self._cover.close()

    def _turn(self) -> None:
        asked, hinted = self._sleep()
        if self._ended:
            return
        if asked:
            self._look("asked")
            return
        now = time.monotonic()
        if self._watching:
            self._notice(now, hinted)
        if self._pending:
            if not self._is_waiting(now):
                self._look("changed")
        elif self._expiry is not None and time.time() >= self._expiry + _AFTER_EXPIRY:
            self._look("expiry")
        elif now >= self._slow_at:
            self._look_slowly(now)

    def _look_slowly(self, now: float) -> None:
        pulse = self._feel_pulse()
        if self._pulse is None or pulse != self._last_pulse:
            self._last_pulse = pulse
            self._look("rhythm")
        else:
            self._slow_at = now + (self._slow_look_every or _AGES)

    def _feel_pulse(self) -> object:
        if self._pulse is None or self._slow_look_every is None:
            return None
        try:
            return self._pulse()
        except Exception as error:  # noqa: BLE001 - a look will say what is wrong, if something is
            return type(error).__name__

    def _sleep(self) -> tuple[bool, bool]:
        with self._wake:
            if not (self._ended or self._asked or self._hinted):
                self._wake.wait(max(0.0, min(_AGES, self._deadline())))
            asked, hinted = self._asked, self._hinted
            self._asked = self._hinted = False
            return asked, hinted

    def _deadline(self) -> float:
        """Seconds until there is something to do."""
        now = time.monotonic()
        moments = [self._poll_at, self._quick_at]
        if self._pending:
            moments.append(now + _SETTLE_STEP if self._half.is_waiting else self._pace.ready(self._pending))
            return min(moments) - now  # the look that is due answers whatever else is
        moments.append(self._slow_at)
        if self._expiry is not None:
            moments.append(now + self._expiry + _AFTER_EXPIRY - time.time())
        return min(moments) - now

    def _notice(self, now: float, hinted: bool) -> None:
        """Compare signatures: of all paths on a hint and every `POLL` seconds, of those without events more often."""
        due, begun = now >= self._poll_at, time.thread_time()
        if (due or hinted) and self._cover.tend():
            self._say_state()
        if due or hinted:
            if hinted or not self._cover.is_live:
                self._pending |= self._doubtful
                self._doubtful = set()
            self._compare(None)
        elif now >= self._quick_at:
            self._compare(self._cover.quick)
            self._set_quick(now)
        if due:
            self._poll_at = now + min(_SELDOM, max(POLL, (time.thread_time() - begun) / _COMPARING))

    def _compare(self, paths: Iterable[str] | None) -> None:
        self._pending |= self._marks.different(self._marks.now(paths))

    def _is_waiting(self, now: float) -> bool:
        """Whether to leave the pending changes for later: half a save, or a path that keeps changing."""
        self._half.notice(self._pending, now)
        return now < self._pace.ready(self._pending) or self._half.must_wait(self._pending, now)

    def _look(self, reason: UpdateReason) -> None:
        before = self._marks.now()
        wall, started = time.time(), time.monotonic()
        changed = self._marks.different(before)
        try:
            survey = self._look_at()
        except Exception as error:  # noqa: BLE001 - whatever is in a file, it ends as a row on the screen
            self._looked(started, changed | self._pending)
            self._tell(reason, changed, wall, differs=True, error=type(error).__name__)
            return
        if reason != "asked" and self._half.must_wait_for(changed, survey.files, time.monotonic()):
            self._pending |= changed
            return
        differs = self._survey is None or survey.diagnosis != self._survey.diagnosis
        self._survey = survey
        self._half.told(survey.files)
        self._marks.adopt(survey.files, before)
        self._doubtful = self._marks.racy(wall)
        expiry = survey.diagnosis.next_expiry
        self._expiry = expiry if expiry is not None and expiry > wall else None
        self._looked(started, changed | self._pending)
        hows = hows_of(survey.files)
        if differs or reason in ("start", "asked", "expiry") or any(hows.get(path, "text") == "text" for path in changed):
            self._tell(reason, changed, wall, differs)
        if self._watching and reason != "start":
            self._cover_what_was_read()

    def _looked(self, started: float, changed: set[str]) -> None:
        now = time.monotonic()
        self._pace.looked(now, now - started, changed)
        self._pending = set()
        if self._slow_look_every is not None:
            stretched = (now - started) / _MOST_COST if self._pulse is None else 0.0
            self._slow_at = now + max(self._slow_look_every, stretched)

    def _cover_what_was_read(self) -> None:
        if self._survey is None:
            return
        self._cover.update(self._survey.files)
        self._say_state()
        self._compare(None)  # what changed between the look and its watches
        now = time.monotonic()
        self._poll_at = now + POLL
        self._set_quick(now)

    def _set_quick(self, now: float) -> None:
        self._quick_at = now + self._cover.quick_every if self._cover.quick else float("inf")

    def _say_state(self) -> None:
        if self._cover.state != self._told_state:
            self._told_state = self._cover.state
            self._tell("watcher", (), time.time(), differs=False)

    def _tell(self, reason: UpdateReason, changed: Iterable[str], at: float, differs: bool, error: str = "") -> None:
        if self._ended:
            return
        self._number += 1
        folders = self._survey.files.folders if self._survey else {}
        paths = tuple(sorted(changed, key=lambda path: (path in folders, path)))
        update = Update(self._number, reason, self._survey, paths, at, self._told_state, differs, error)
        try:
            self._tell_to(update)
        except Exception as problem:  # noqa: BLE001 - nobody is left to be told: end, and write nothing into the screen
            self._told_state = WatchState("off", f"the receiver failed ({type(problem).__name__})")
            self._ended = True


def _platform() -> Platform:
    return "macos" if sys.platform == "darwin" else "windows" if sys.platform == "win32" else "linux"

"""How well the looked-at paths are covered by events, and what has to be polled quickly instead.

Puts the plan into effect, pauses folders that send too much, tries again what failed. Used by one thread, except
`noise`. What an event means for reading is `watch.live`.
"""

from __future__ import annotations

import os
import queue
import stat as stat_module
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from claude_auth_tui.model.machine import StoredFiles
from claude_auth_tui.model.words import Platform
from claude_auth_tui.read.patience import asking, patiently
from claude_auth_tui.watch.planner import Entry, Plan, Wanted, plan_watches
from claude_auth_tui.watch.update import WatchingFailedError, WatchState

if TYPE_CHECKING:
    from claude_auth_tui.watch.observer import FolderEvents

PAUSE: Final = 10.0
"""Seconds for which a noisy folder is left alone; doubled each time it is still noisy."""
_LONGEST_PAUSE: Final = 160.0
_RETRY: Final = 30.0
"""Seconds until events are tried again after they failed."""
_QUICK: Final = 0.15
_QUICK_PER_PATH: Final = 0.002
"""Seconds per polled path: about 0.2 % of one processor, however many there are."""

OpenEvents = Callable[[Callable[[bool], None], Callable[[str], None]], "FolderEvents"]

_MOST_ROUNDS: Final = 8


class Cover:
    """The events for the files of the last look."""

    def __init__(self, hint: Callable[[], None], home: str, platform: Platform, open_events: OpenEvents | None = None) -> None:
        self._hint = hint
        self._home = home
        self._platform = platform
        self._open_events = open_events or _open_events
        self._events: FolderEvents | None = None
        self._why_not = ""
        self._retry_at = 0.0
        self._files = StoredFiles()
        self._plan = Plan()
        self._failed: dict[str, str] = {}
        self._noise: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._paused: dict[str, tuple[float, float]] = {}
        """Noisy folders: until when, and for how long."""
        self._off: frozenset[str] = frozenset()
        """The folders that were paused when the watches were set last."""
        self._names_changed = False
        self.quick: tuple[str, ...] = ()
        """Looked-at paths about which no event comes."""

    @property
    def quick_every(self) -> float:
        """Seconds between two polls of `quick`."""
        return max(_QUICK, _QUICK_PER_PATH * len(self.quick))

    @property
    def is_live(self) -> bool:
        return self._events is not None and not self._limit

    @property
    def state(self) -> WatchState:
        if self._events is None:
            return WatchState("polling", self._why_not)
        if self._limit:
            return WatchState("polling", f"{self._limit}; {len(self._failed)} of {len(self._plan.watched)} folders are polled")
        busy = sorted(folder for folder in self._off if folder in self._plan.watched)
        reasons = [f"busy and polled instead: {', '.join(map(self._shown, busy))}"] if busy else []
        if self._plan.beyond:
            reasons.append(f"{len(self._plan.watched)} folders are watched, which is the most; {self._plan.beyond} are polled")
        return WatchState("live", "; ".join(reasons))

    def hint(self, names_changed: bool) -> None:
        """Something that was looked at may have changed (any thread, never blocks)."""
        if names_changed:
            self._names_changed = True
        self._hint()

    def noise(self, folder: str) -> None:
        """A folder sends too much (any thread, never blocks)."""
        self._noise.put(folder)
        self._hint()

    def update(self, files: StoredFiles) -> None:
        """Watch what this look rests on."""
        self._files = files
        if self._events is None and time.monotonic() >= self._retry_at:
            self._open()
        self._arm()

    def tend(self) -> bool:
        """Look after the watches: pause noisy folders and resume them, watch replaced ones again, retry what failed.

        True when a watch is new, so that what happened before it may have gone unseen.
        """
        now = time.monotonic()
        self._heed_noise(now)
        if self._events is not None and not self._events.is_alive:
            self._events.close()
            self._events, self._why_not, self._retry_at = None, "the observer ended", now
        retry = bool(self._failed or self._events is None) and now >= self._retry_at
        if retry and self._events is None:
            self._open()
        names_changed, self._names_changed = self._names_changed, False
        stale = self._events is not None and self._events.is_stale()
        if retry or stale or self._now_paused(now) != self._off or (names_changed and self._is_outdated()):
            self._arm()
            return True
        return False

    def close(self) -> None:
        if self._events is not None:
            self._events.close()
            self._events = None

    @property
    def _limit(self) -> str:
        """Why some folders are not watched, if it is the system's limit."""
        return next((why for why in self._failed.values() if "used up" in why), "")

    def _open(self) -> None:
        self._retry_at = time.monotonic() + _RETRY
        if self._platform == "windows":
            self._why_not = "file events are not used on Windows"
            return
        try:
            self._events = self._open_events(self.hint, self.noise)
        except WatchingFailedError as error:
            self._why_not = str(error)

    def _is_outdated(self) -> bool:
        """Whether the disk asks for other watches than those of the plan: a folder came, a link was pointed elsewhere."""
        return self._plan_now() != self._plan

    def _plan_now(self) -> Plan:
        return patiently(lambda: plan_watches(self._files, _disk, self._home, self._platform))

    def _arm(self) -> None:
        for _ in range(_MOST_ROUNDS):  # what is made while its folder is not yet watched is not told: look again
            self._set_watches()
            if not self._is_outdated():
                break

    def _set_watches(self) -> None:
        self._plan = self._plan_now()
        self._off = self._now_paused(time.monotonic())
        wanted = {folder: wish for folder, wish in self._plan.watched.items() if folder not in self._off}
        if self._events is None:
            uncovered = list(self._plan.watched)
        else:
            self._failed = self._events.watch(wanted)
            uncovered = [*self._failed, *(folder for folder in self._plan.watched if folder in self._off)]
            if self._failed:
                self._retry_at = time.monotonic() + _RETRY
        wishes: list[Wanted] = [*self._plan.polled.values(), *(self._plan.watched[folder] for folder in uncovered)]
        self.quick = tuple(sorted({path for wish in wishes for path in wish.paths}))

    def _heed_noise(self, now: float) -> None:
        while True:
            try:
                folder = self._noise.get_nowait()
            except queue.Empty:
                break
            length = min(_LONGEST_PAUSE, 2 * self._paused[folder][1]) if folder in self._paused else PAUSE
            self._paused[folder] = (now + length, length)
        # An entry outlives its pause for as long again: noisy once more in that time means a longer pause.
        self._paused = {folder: (until, length) for folder, (until, length) in self._paused.items() if now < until + length}

    def _now_paused(self, now: float) -> frozenset[str]:
        return frozenset(folder for folder, (until, _) in self._paused.items() if now < until)

    def _shown(self, folder: str) -> str:
        home = self._home.rstrip("/")
        return "~" + folder[len(home) :] if home and (folder == home or folder.startswith(home + "/")) else folder


def _open_events(hint: Callable[[bool], None], noise: Callable[[str], None]) -> FolderEvents:
    try:
        from claude_auth_tui.watch.observer import FolderEvents  # imports watchdog: not before the first look is told
    except ImportError as error:
        raise WatchingFailedError(f"watchdog cannot be used ({type(error).__name__})") from None
    return FolderEvents(hint, noise)


def _disk(path: str) -> Entry:
    with asking(path) as answers:
        return _entry(path) if answers else Entry("missing")


def _entry(path: str) -> Entry:
    try:
        mode = os.lstat(path).st_mode
        if stat_module.S_ISLNK(mode):
            return Entry("link", os.readlink(path))
    except (OSError, ValueError):
        return Entry("missing")
    return Entry("folder" if stat_module.S_ISDIR(mode) else "other")

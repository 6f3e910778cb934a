"""A small stand-in for the engine: it looks at given paths and tells their state, so that tests see what was read when."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from claude_auth_tui.model.diagnosis import Context, Diagnosis, Finding, Place, Status, Verdict
from claude_auth_tui.model.machine import StoredFiles
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.read.files import LiveFiles
from claude_auth_tui.watch.live import LiveWatch
from claude_auth_tui.watch.update import Update, UpdateReason
from tests.shown import shown


def diagnosis(said: dict[str, str] | None = None, next_expiry: float | None = None) -> Diagnosis:
    return Diagnosis(
        modelled=shown("0"),
        installed=(),
        place=Place("linux", False, None, False, False, shown("~"), shown("~/.claude"), shown("zsh")),
        contexts=(Context("here", shown("This terminal"), (), {}, Status(None)),),
        hits=(),
        stores=(),
        findings=tuple(Finding(path, "ok", shown(text), shown("")) for path, text in (said or {}).items()),
        verdict=Verdict("ok", shown(""), shown(""), "here", "print"),
        next_expiry=next_expiry,
    )


@dataclass(frozen=True)
class Seen:
    diagnosis: Diagnosis
    files: StoredFiles


class Looking:
    """`look` for a `LiveWatch`: reads `paths`, stats `stats`, lists `folders`; what it found is in the findings."""

    def __init__(self, paths: Iterable[Path | str], folders: Iterable[Path | str] = (), stats: Iterable[Path | str] = ()) -> None:
        self.paths = [str(path) for path in paths]
        self.folders = [str(path) for path in folders]
        self.stats = [str(path) for path in stats]
        self.count = 0
        self.extra = ""
        self.next_expiry: float | None = None
        self.fails: Exception | None = None
        self.during: Callable[[], None] = lambda: None

    def __call__(self) -> Seen:
        self.count += 1
        if self.fails:
            raise self.fails
        files = LiveFiles()
        said = {}
        for path in self.paths:
            file = files.file(path)
            said[path] = f"{file.state} {file.mode or 0:o} {unveil(file.text) if file.text is not None else ''}"
        for path in self.stats:
            said[path] = files.stat(path).state
        for path in self.folders:
            said[path] = " ".join(files.folder(path).names)
        said["extra"] = self.extra
        self.during()
        return Seen(diagnosis(said, self.next_expiry), files.freeze())


class Told:
    """What a watcher told, with ways to wait for it; every wait ends after ten seconds."""

    def __init__(self) -> None:
        self.updates: list[Update] = []
        self._new = threading.Condition()

    def __call__(self, update: Update) -> None:
        with self._new:
            self.updates.append(update)
            self._new.notify_all()

    def until(self, holds: Callable[[], bool], timeout: float = 10.0) -> None:
        with self._new:
            assert self._new.wait_for(holds, timeout), f"not told; last: {self.updates[-1:] and self.said()}"

    def reason(self, reason: UpdateReason) -> Update:
        """Wait for an update with this reason and return the first."""
        self.until(lambda: any(u.reason == reason for u in self.updates))
        return next(u for u in self.updates if u.reason == reason)

    def text(self, path: Path | str, holds: Callable[[str], bool] | str) -> None:
        """Wait until the latest update says this of a path."""
        wanted = holds if callable(holds) else lambda said: holds in said
        self.until(lambda: bool(self.updates) and wanted(self.said().get(str(path), "")))

    def said(self) -> dict[str, str]:
        survey = self.updates[-1].survey
        return {finding.id: finding.title for finding in survey.diagnosis.findings} if survey else {}

    def ever(self, path: Path | str) -> list[str]:
        """Everything that was ever said of a path, in order, repetitions left out."""
        texts = [f.title for u in self.updates if u.survey for f in u.survey.diagnosis.findings if f.id == str(path)]
        return [text for i, text in enumerate(texts) if i == 0 or texts[i - 1] != text]


@contextmanager
def watching(look: Looking, **options: object) -> Iterator[tuple[LiveWatch, Told]]:
    """A running watcher that has looked once and set its watches."""
    told = Told()
    watch = LiveWatch(look, told, **{"slow_look_every": None, "home": "", **options})  # type: ignore[arg-type]
    watch.start()
    try:
        told.reason("start")
        if options.get("watch", True):
            told.until(lambda: watch.state.reason != "starting")
        yield watch, told
    finally:
        watch.stop(5.0)


def milliseconds(act: Callable[[], object], seen: Callable[[], object]) -> float:
    """How long after `act` (its end) `seen` holds."""
    act()
    begin = time.perf_counter()
    seen()
    return (time.perf_counter() - begin) * 1000

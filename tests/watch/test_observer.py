"""What happens when events are not to be had: it is said, and the files are polled."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from watchdog.events import DirDeletedEvent, FileAttribEvent, FileCreatedEvent, FileModifiedEvent, FileMovedEvent, FileSystemEventHandler

from claude_auth_tui.watch.cover import OpenEvents
from claude_auth_tui.watch.observer import FILTER, NOISE, FolderEvents
from claude_auth_tui.watch.planner import Wanted
from claude_auth_tui.watch.update import WatchingFailedError
from tests.watch.looking import Looking, milliseconds, watching


class FakeObserver:
    """An observer whose `schedule` fails for some folders and whose events a test sends."""

    def __init__(self, failing: Callable[[str], OSError | None] = lambda path: None) -> None:
        self.failing = failing
        self.handlers: dict[str, FileSystemEventHandler] = {}
        self.order: list[str] = []
        self.alive = False

    def start(self) -> None:
        self.order.append("start")
        self.alive = True

    def stop(self) -> None:
        self.alive = False

    def join(self, timeout: float | None = None) -> None:
        pass

    def is_alive(self) -> bool:
        return self.alive

    def schedule(self, event_handler: FileSystemEventHandler, path: str, *, event_filter: list[Any]) -> str:
        self.order.append(path)
        assert event_filter is FILTER
        if error := self.failing(path):
            raise error
        assert path not in self.handlers, "a second schedule of the same path does nothing"
        self.handlers[path] = event_handler
        return path

    def unschedule(self, watch: str) -> None:
        del self.handlers[watch]


def opening(make: Callable[[], FakeObserver]) -> OpenEvents:
    return lambda hint, noise: FolderEvents(hint, noise, make)


def no_instances() -> FakeObserver:
    raise OSError(errno.EMFILE, "inotify instance limit reached")


@pytest.fixture
def zshrc(tmp_path: Path) -> Path:
    path = tmp_path / ".zshrc"
    path.write_text("one")
    return path


def test_without_inotify_instances_it_polls_and_says_why(zshrc: Path) -> None:
    with watching(Looking([zshrc]), home=str(zshrc.parent), open_events=opening(no_instances)) as (watch, told):
        assert watch.state.kind == "polling"
        assert "inotify instances are used up" in watch.state.reason
        assert milliseconds(lambda: zshrc.write_text("two"), lambda: told.text(zshrc, "two")) < 1000
        assert milliseconds(zshrc.unlink, lambda: told.text(zshrc, "absent")) < 1500


def test_without_inotify_watches_it_polls_what_is_left_over_and_says_why(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("a", "b")]
    for folder in folders:
        folder.mkdir()
        (folder / "x").write_text("one")
    fake = FakeObserver(lambda path: OSError(errno.ENOSPC, "inotify watch limit reached") if path.endswith("/b") else None)
    look = Looking([folder / "x" for folder in folders])
    with watching(look, home=str(tmp_path), open_events=opening(lambda: fake)) as (watch, told):
        assert watch.state.kind == "polling"
        assert "inotify watches are used up" in watch.state.reason
        assert "1 of 3 folders" in watch.state.reason
        assert milliseconds(lambda: (tmp_path / "b/x").write_text("two"), lambda: told.text(tmp_path / "b/x", "two")) < 1000


def test_a_real_process_without_inotify_instances_still_sees_changes(tmp_path: Path) -> None:
    """With as many open files as allowed, inotify fails as it does when its instances are used up."""
    path = tmp_path / ".zshrc"
    path.write_text("one")
    script = """
import os, resource, sys
from pathlib import Path
from tests.watch.looking import Looking, watching
from claude_auth_tui.watch import observer
path = Path(sys.argv[1])
from watchdog.observers import Observer
def exhausted():
    resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    held = []
    try:
        while True: held.append(os.dup(0))
    except OSError:
        pass
    try:
        return Observer()
    finally:
        for descriptor in held: os.close(descriptor)
with watching(Looking([path]), home=str(path.parent), open_events=lambda h, n: observer.FolderEvents(h, n, exhausted)) as (watch, told):
    print(watch.state.kind, watch.state.reason)
    path.write_text("two")
    told.text(path, "two")
    print("seen")
"""
    root = Path(__file__).parents[2]
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"}
    ran = subprocess.run(
        [sys.executable, "-c", script, str(path)], env=environment, capture_output=True, text=True, timeout=50, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines() == ["polling inotify instances are used up (fs.inotify.max_user_instances)", "seen"]
    assert ran.stderr == "", "nothing may be written into the screen"


def test_an_observer_that_died_is_replaced(zshrc: Path) -> None:
    made: list[FakeObserver] = []

    def make() -> FakeObserver:
        made.append(FakeObserver())
        return made[-1]

    with watching(Looking([zshrc]), home=str(zshrc.parent), open_events=opening(make)) as (watch, told):
        made[0].alive = False
        zshrc.write_text("two")
        told.text(zshrc, "two")
        told.until(lambda: len(made) == 2)
        assert watch.state.kind == "live"
        assert str(zshrc.parent) in made[1].handlers


class Handled:
    """One folder's handler, and what it called."""

    def __init__(self, tmp_path: Path, wish: Wanted) -> None:
        self.hints = 0
        self.names_changed: list[bool] = []
        self.noise: list[str] = []
        self.folder = str(tmp_path)
        self.fake = FakeObserver()
        self.events = FolderEvents(self._hint, self.noise.append, lambda: self.fake)
        assert not self.events.watch({self.folder: wish})

    def _hint(self, names_changed: bool) -> None:
        self.hints += 1
        self.names_changed.append(names_changed)

    def send(self, event: type, *names: str) -> int:
        """How many hints this event gives."""
        before = self.hints
        self.fake.handlers[self.folder].dispatch(event(*(os.path.join(self.folder, name) for name in names)))
        return self.hints - before


def test_it_starts_before_it_schedules(tmp_path: Path) -> None:
    assert Handled(tmp_path, Wanted()).fake.order == ["start", str(tmp_path)]


def test_only_events_about_looked_at_names_count(tmp_path: Path) -> None:
    handled = Handled(tmp_path, Wanted(frozenset({".zshrc"})))
    assert handled.send(FileModifiedEvent, ".zshrc") == 1
    assert handled.send(FileAttribEvent, ".zshrc") == 1
    assert handled.send(FileMovedEvent, ".tmp", ".zshrc") == 1
    assert handled.send(FileMovedEvent, ".zshrc", ".zshrc~") == 1
    assert handled.send(FileModifiedEvent, ".zsh_history") == 0
    assert handled.send(FileMovedEvent, "a", "b") == 0
    assert handled.names_changed == [False, False, True, True], "only a new name may call for other watches"


def test_in_a_listed_folder_names_count_and_contents_do_not(tmp_path: Path) -> None:
    handled = Handled(tmp_path, Wanted(listed=True))
    assert handled.send(FileCreatedEvent, "new") == 1
    assert handled.send(FileModifiedEvent, "new") == 0


def test_a_handler_never_raises(tmp_path: Path) -> None:
    def broken(names_changed: bool) -> None:
        raise RuntimeError("closing")

    fake = FakeObserver()
    FolderEvents(broken, lambda folder: None, lambda: fake).watch({str(tmp_path): Wanted(listed=True)})
    fake.handlers[str(tmp_path)].dispatch(FileCreatedEvent(str(tmp_path / "x")))


def test_noise_is_reported_once_a_second(tmp_path: Path) -> None:
    handled = Handled(tmp_path, Wanted())
    for _ in range(2 * NOISE):
        handled.send(FileModifiedEvent, "log")
    assert handled.noise == [handled.folder]
    assert handled.hints == 0


def test_a_folder_made_again_with_the_same_inode_is_watched_again(tmp_path: Path) -> None:
    handled = Handled(tmp_path, Wanted())
    first = handled.fake.handlers[handled.folder]
    assert not handled.events.is_stale()
    first.dispatch(DirDeletedEvent(handled.folder))
    assert handled.events.is_stale()
    assert not handled.events.watch({handled.folder: Wanted()})
    assert handled.fake.handlers[handled.folder] is not first
    assert not handled.events.is_stale()


def test_what_is_not_wanted_any_more_is_let_go(tmp_path: Path) -> None:
    handled = Handled(tmp_path, Wanted())
    assert handled.events.watch({str(tmp_path / "gone"): Wanted()}) == {str(tmp_path / "gone"): "it is gone"}
    assert not handled.fake.handlers


def test_without_watchdog_it_says_so() -> None:
    def broken() -> FakeObserver:
        raise ImportError("no such module")

    with pytest.raises(WatchingFailedError, match="watchdog failed"):
        FolderEvents(lambda names_changed: None, lambda folder: None, broken)


def test_watchdog_never_writes_into_the_screen(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    import logging

    threads = set(threading.enumerate())
    events = FolderEvents(lambda names_changed: None, lambda folder: None)
    logging.getLogger("watchdog.observers.inotify").error("a message of the library")
    events.watch({str(tmp_path): Wanted()})
    events.close()
    assert set(threading.enumerate()) <= threads
    assert capfd.readouterr().err == ""

"""Signatures on a real disk: what counts as a change and what does not."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from claude_auth_tui.read.files import LiveFiles
from claude_auth_tui.watch.signature import Marks, Signature, fits, hows_of, sign


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "file").write_text("one")
    (tmp_path / "target").write_text("two")
    (tmp_path / "link").symlink_to("target")
    (tmp_path / "folder").mkdir()
    return tmp_path


def rewrite_in_the_same_tick(path: Path) -> None:
    """Another text of the same length, with the old modification time: only inode and change time tell."""
    before = path.stat()
    other = path.with_name("other")
    other.write_text("uno")
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(path)


@pytest.mark.parametrize(
    "change",
    [
        lambda place: (place / "file").write_text("longer"),
        lambda place: (place / "file").unlink(),
        lambda place: (place / "file").chmod(0o600),
        lambda place: rewrite_in_the_same_tick(place / "file"),
        lambda place: (place / "absent").write_text(""),
        lambda place: (place / "target").write_text("another"),
        lambda place: ((place / "link").unlink(), (place / "link").symlink_to("file")),
        lambda place: (place / "folder" / "new").write_text(""),
        lambda place: (place / "stated").write_text(""),
    ],
)
def test_each_of_these_is_a_change(place: Path, change: Callable[[Path], object]) -> None:
    files, marks = look(place), Marks()
    marks.adopt(files.freeze(), {})
    assert not marks.different(marks.now())
    change(place)
    assert marks.different(marks.now())


@pytest.mark.parametrize(
    "change",
    [
        lambda place: (place / "file").read_text(),
        lambda place: (place / "beside").write_text(""),
        lambda place: (place / "binary").write_text("grown, and nobody read its text"),
        lambda place: os.utime(place / "binary"),
    ],
)
def test_none_of_these_is_a_change(place: Path, change: Callable[[Path], object]) -> None:
    (place / "binary").write_text("x")
    files, marks = look(place), Marks()
    marks.adopt(files.freeze(), {})
    change(place)
    assert not marks.different(marks.now())


def look(place: Path) -> LiveFiles:
    files = LiveFiles()
    for name in ("file", "absent", "link"):
        files.file(str(place / name))
    for name in ("binary", "stated", ""):
        files.stat(str(place / name))
    files.folder(str(place / "folder"))
    return files


def test_a_change_during_the_look_is_a_change(place: Path) -> None:
    marks = Marks()
    marks.adopt(look(place).freeze(), {})
    before = marks.now()
    (place / "file").write_text("written while others were read")
    marks.adopt(look(place).freeze(), before)
    assert marks.different(marks.now()) == {str(place / "file")}


def test_a_new_path_that_changed_after_it_was_read_is_a_change(place: Path) -> None:
    files = look(place).freeze()
    (place / "file").write_text("written afterwards")
    marks = Marks()
    marks.adopt(files, {})
    assert marks.different(marks.now()) == {str(place / "file")}


@pytest.mark.parametrize("path", ["/dev/null/x", "/\0", "x" * 5000, "/etc/shadow/x"])
def test_a_signature_is_never_an_exception(path: str) -> None:
    assert sign(path, "text").is_blank


def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    found = sign(str(tmp_path / "pipe"), "text")
    assert not found.error
    assert fits(LiveFiles().file(str(tmp_path / "pipe")), found)


def test_a_fresh_change_is_racy_and_an_old_one_is_not() -> None:
    signature = Signature(modified=int(99.99e9), changed=int(99.995e9))
    assert signature.is_racy(100.0)
    assert not signature.is_racy(101.0)


def test_a_listing_wins_over_a_presence(tmp_path: Path) -> None:
    files = LiveFiles()
    files.stat(str(tmp_path))
    files.folder(str(tmp_path))
    assert hows_of(files.freeze()) == {str(tmp_path): "names"}

"""Reading a path is bounded, never blocks, and every failure is a fact."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from claude_auth_tui.model.machine import SIZE_CAP
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.read import files, opening
from claude_auth_tui.read.files import LiveFiles


def read(path: Path) -> tuple[str, str]:
    found = LiveFiles().file(str(path))
    return found.state, found.detail


def test_a_file_has_its_text_mode_and_time(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("héllo")
    path.chmod(0o640)
    os.utime(path, (1000.0, 1000.0))
    found = LiveFiles().file(str(path))
    assert (found.state, found.kind, found.mode, found.modified, found.size) == ("present", "file", 0o640, 1000.0, 6)
    assert found.text is not None
    assert unveil(found.text) == "héllo"
    assert found.hops == ()


@pytest.mark.timeout(5)
def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "folder").mkdir()
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket"))
        assert read(tmp_path / "socket") == ("not_a_file", "it is a socket")
    assert read(tmp_path / "fifo") == ("not_a_file", "it is a fifo")
    assert read(tmp_path / "folder") == ("not_a_file", "it is a folder")
    assert read(Path("/dev/zero")) == ("not_a_file", "it is a device")


def test_absence_and_broken_links_are_facts(tmp_path: Path) -> None:
    (tmp_path / "dangling").symlink_to("nowhere")
    (tmp_path / "circle").symlink_to("circle")
    assert read(tmp_path / "missing") == ("absent", "")
    assert read(tmp_path / "dangling") == ("absent", "a link that leads nowhere")
    assert read(tmp_path / "circle")[0] == "unreadable"
    assert read(tmp_path / "missing" / "below")[0] == "absent"
    assert LiveFiles().file("/tmp/with\0nul").state == "unreadable"
    assert LiveFiles().file(str(tmp_path / ("x" * 5000))).state == "absent"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    (tmp_path / "a").chmod(0)
    assert read(tmp_path / "a") == ("unreadable", "Permission denied")


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "huge").open("wb") as file:
        file.truncate(SIZE_CAP + 1)
    assert read(tmp_path / "huge")[0] == "too_large"


def test_a_file_that_grows_while_it_is_read_is_read_no_further(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "growing"
    path.write_text("x")
    opened = opening.open_file

    def grown(name: str) -> tuple[int, os.stat_result]:
        found = opened(name)
        os.truncate(name, SIZE_CAP * 4)
        return found

    monkeypatch.setattr(files, "open_file", grown)
    assert read(path) == ("too_large", f"more than {SIZE_CAP} bytes")


def test_bytes_that_are_not_utf8_are_replaced_and_told(tmp_path: Path) -> None:
    (tmp_path / "latin").write_bytes(b"caf\xe9 x")
    found = LiveFiles().file(str(tmp_path / "latin"))
    assert found.bad_byte == 3
    assert found.text is not None
    assert unveil(found.text) == "caf� x"


def test_every_hop_of_a_link_is_known(tmp_path: Path) -> None:
    store = tmp_path / "store"
    store.mkdir()
    (store / "zshrc").write_text("x")
    (tmp_path / "dotfiles").symlink_to("store")
    (tmp_path / ".zshrc").symlink_to("dotfiles/zshrc")
    found = LiveFiles().file(str(tmp_path / ".zshrc"))
    assert found.hops == (str(tmp_path / "dotfiles/zshrc"), str(store / "zshrc"))


def test_a_path_is_seen_once_and_replayed_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("one")
    files = LiveFiles()
    first = files.file(str(path))
    path.write_text("two")
    frozen = files.freeze()
    assert files.file(str(path)) is first
    assert frozen.file(str(path)) == first
    assert frozen.file(str(tmp_path / "never asked")).state == "absent"


def test_folders(tmp_path: Path) -> None:
    (tmp_path / "b").touch()
    (tmp_path / ".a").touch()
    files = LiveFiles()
    assert files.folder(str(tmp_path)).names == (".a", "b")
    assert files.folder(str(tmp_path / "b")).state == "not_a_folder"
    assert files.folder(str(tmp_path / "c")).state == "absent"


def test_a_state_file_of_many_megabytes_is_still_read(tmp_path: Path) -> None:
    for name in (".claude.json", "other.json"):
        (tmp_path / name).write_bytes(b" " * (SIZE_CAP + 1))
    assert [read(tmp_path / name)[0] for name in (".claude.json", "other.json")] == ["present", "too_large"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anything")
def test_what_may_not_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o555)
    (tmp_path / "file").touch(mode=0o400)
    files = LiveFiles()
    assert [files.stat(str(tmp_path / name)).writable for name in ("", "closed", "file")] == [True, False, False]


def test_what_may_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    files = LiveFiles()
    assert (files.stat(str(tmp_path)).writable, files.file(str(tmp_path / "file")).writable) == (True, True)
    assert files.stat(str(tmp_path / "absent")).writable is None

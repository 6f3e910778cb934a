"""A chosen theme is there again at the next start; what cannot be read or written is no trouble."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from claude_auth_tui.demo.machines import MACHINES
from claude_auth_tui.diagnose import diagnose
from claude_auth_tui.remember import remember_theme, remembered_theme
from claude_auth_tui.tui.app import AuthApp
from claude_auth_tui.tui.tools import Tools


def test_what_was_kept_is_remembered(tmp_path: Path) -> None:
    assert remembered_theme(tmp_path / "new" / "folder") == ""
    remember_theme(tmp_path / "new" / "folder", "claude-auth-light")
    assert remembered_theme(tmp_path / "new" / "folder") == "claude-auth-light"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"theme": 3}', "\x00", "[" * 5000])
def test_a_file_that_is_not_ours_counts_as_nothing(text: str, tmp_path: Path) -> None:
    (tmp_path / "view.json").write_text(text)
    assert remembered_theme(tmp_path) == ""


def test_a_place_that_cannot_be_written_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    remember_theme(tmp_path / "file" / "below", "claude-auth-light")
    assert remembered_theme(tmp_path / "file" / "below") == ""


@pytest.mark.parametrize(("before", "shown"), [("claude-auth-light", "claude-auth-light"), ("no-such-theme", "claude-auth-dark")])
async def test_the_view_opens_with_the_theme_and_keeps_a_new_one(before: str, shown: str) -> None:
    kept: list[str] = []
    tools = replace(Tools(), theme=before, keep_theme=kept.append)
    app = AuthApp(diagnose(next(iter(MACHINES.values())).machine()), tools=tools)
    async with app.run_test() as pilot:
        assert app.theme == shown
        assert kept == []
        app.theme = "nord"
        await pilot.pause()
    assert kept == ["nord"]


def test_a_pipe_in_its_place_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "view.json")
    assert remembered_theme(tmp_path) == ""
    remember_theme(tmp_path, "nord")
    assert remembered_theme(tmp_path) == "nord"


def test_what_a_link_leads_to_stays_as_it_is(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_text("mine")
    folder = tmp_path / "state"
    folder.mkdir()
    for name in ("view.json", ".view.json.new", "view.json.new"):
        (folder / name).symlink_to(target)
    remember_theme(folder, "nord")
    assert target.read_text() == "mine"
    assert remembered_theme(folder) == "nord"
    assert not (folder / "view.json").is_symlink()
    assert (folder / "view.json").stat().st_mode & 0o777 == 0o600


def test_a_folder_that_is_not_ours_alone_is_not_written_in(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (tmp_path / "link").symlink_to(other)
    remember_theme(tmp_path / "link", "nord")
    other.chmod(0o777)
    remember_theme(other, "nord")
    assert list(other.iterdir()) == []
    remember_theme(tmp_path / "new" / "folder", "nord")
    assert (tmp_path / "new" / "folder").stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="giving a folder away takes root")
def test_somebody_elses_folder_is_not_written_in(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    folder.mkdir()
    os.chown(folder, 12345, 12345)
    remember_theme(folder, "nord")
    assert list(folder.iterdir()) == []

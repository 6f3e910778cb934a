"""A chosen theme is there again at the next start; what cannot be read or written is no trouble."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

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

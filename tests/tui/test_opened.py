"""A report from another machine on the screen: it shows the same, does nothing here, and says what it is."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from msgspec.structs import replace

from claude_auth_tui.diagnose import diagnose
from claude_auth_tui.model.diagnosis import Diagnosis
from claude_auth_tui.telling.markdown import report_document
from claude_auth_tui.telling.reopened import reopen
from claude_auth_tui.tui.app import AuthApp
from claude_auth_tui.tui.commands import ACTS_HERE, BY_ID, keys_of
from claude_auth_tui.tui.tools import Still
from claude_auth_tui.tui.view.checks_pane import tally
from claude_auth_tui.tui.view.lines import line_text
from claude_auth_tui.tui.view.top import News
from tests.shown import shown
from tests.telling.test_report import ABOUT, full_machine, leaks
from tests.tui.conftest import World, assert_drawn_within, text_of
from tests.tui.sample import key_overrides_max, line_deleted
from tests.tui.terminal import run_in_terminal
from tests.tui.test_screen import AppOn, settle

ELSEWHERE = "This is a report from another machine"


def opened(diagnosis: Diagnosis, world: World) -> AuthApp:
    from claude_auth_tui.tui.tools import Tools

    report = reopen(json.dumps(report_document(diagnosis, ABOUT)))
    tools = Tools(world.copy, world.command, world.run, elsewhere=ELSEWHERE, about=lambda: report.about)
    return AuthApp(report.diagnosis, Still(), tools, News("report", "report.json, made 21 Nov 12:03"))


@pytest.mark.parametrize("size", [(120, 36), (100, 30), (80, 24), (40, 12)])
async def test_it_shows_what_the_other_sees(world: World, size: tuple[int, int]) -> None:
    async with (app := opened(key_overrides_max(), world)).run_test(size=size) as pilot:
        await pilot.pause()
        assert_drawn_within(app, *size)
        shown = text_of(app)
        assert "claude -p in a new zsh sends an API" in shown
        if size[1] > 12:  # below it there is no header
            assert "◇ report  report.json, made 21 Nov 12:03" in shown or "◇ report · report.json, made 21 Nov 12:03" in shown


async def test_keys_that_act_on_this_machine_are_off_and_say_so(world: World) -> None:
    async with (app := opened(key_overrides_max(), world)).run_test(size=(120, 36), notifications=True) as pilot:
        for command in ACTS_HERE:
            key = keys_of(BY_ID[command])[0]
            assert f"{key} {BY_ID[command].label} " not in text_of(app).splitlines()[-1]
            await pilot.press(key)
            until = time.monotonic() + 20
            while ELSEWHERE not in text_of(app):  # it is drawn some turns later, and how many depends on the machine
                assert time.monotonic() < until, command
                await pilot.pause(0.01)
            assert len(app.screen_stack) == 1, command
            app.clear_notifications()
            await settle(pilot)
        assert (world.opened, world.ran, world.folders, world.shells_asked) == ([], [], [], 0)


async def test_what_only_reads_works(world: World) -> None:
    async with (app := opened(key_overrides_max(), world)).run_test(size=(120, 36)) as pilot:
        await pilot.press("m", "c", "1", "j", "enter")
        await pilot.pause()
        assert len(app.screen_stack) == 2
        await pilot.press("escape", "Y")
        await settle(pilot)
        assert world.copies[0].startswith("## claude-auth-tui report")
        assert "2026-11-21T12:03:41Z" in world.copies[0]


async def test_no_picture_of_it_names_anybody(world: World) -> None:
    async with (app := opened(diagnose(full_machine()), world)).run_test(size=(160, 80)) as pilot:
        for keys in (["1"], ["2"], ["3"], ["4"], ["5"], ["enter"], ["escape", "z"], ["m", "c", "1"]):
            await pilot.press(*keys)
            await pilot.pause()
            assert leaks(app.export_screenshot()) == []
            assert leaks(text_of(app)) == []


async def test_the_copied_report_of_this_machine_names_nobody(app_on: AppOn, world: World) -> None:
    async with app_on(diagnose(full_machine())).run_test(size=(120, 36)) as pilot:
        await pilot.press("Y")
        await settle(pilot)
        assert world.copies[0].startswith("## claude-auth-tui report")
        assert leaks(world.copies[0]) == []


async def test_a_muted_finding_is_dimmed_with_its_reason_and_is_no_stop_for_n(app_on: AppOn) -> None:
    findings = key_overrides_max().findings
    muted = (findings[0], replace(findings[1], muted=shown("I answer it each time")), *findings[2:])
    async with (app := app_on(key_overrides_max(findings=muted))).run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert "muted: I answer it each time" in text_of(app)
        assert "1 error · 1 warning · 1 note" in text_of(app)
        assert line_text(tally(app.main.diagnosis)).endswith("31 passed · 1 muted")
        await pilot.press("n")
        await pilot.pause()
        assert "❯ ! ANTHROPIC_BASE_URL is assigned" in text_of(app)


async def test_two_findings_of_one_check_are_two_rows(app_on: AppOn) -> None:
    first, second, *rest = key_overrides_max().findings
    twice = (first, replace(second, id=first.id, title=shown("The other one of that check")), *rest)
    async with (app := app_on(key_overrides_max(findings=twice))).run_test(size=(120, 36)) as pilot:
        await pilot.press("n")
        await pilot.pause()
        assert "❯ ! The other one of that check" in text_of(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "The key was never approved" in text_of(app)


async def test_the_details_of_a_finding_hold_the_page_of_its_check(app_on: AppOn) -> None:
    async with (app := app_on(key_overrides_max())).run_test(size=(120, 60)) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        shown = text_of(app)
        for part in ("About this check", "Looks for", "Levels", "Cure", 'id = "env-key-overrides-login"'):
            assert part in shown, part


async def test_the_bell_rings_when_the_verdict_changes_and_only_if_wanted(
    app_on: AppOn, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for bell in (True, False):
        rung: list[bool] = []
        monkeypatch.setattr(AuthApp, "bell", lambda _, rung=rung: rung.append(True))
        async with app_on(key_overrides_max(bell=bell)).run_test(size=(120, 36)) as pilot:
            world.update(key_overrides_max(bell=bell, hits=()))
            await settle(pilot)
            assert rung == []
            world.update(line_deleted(bell=bell))
            await settle(pilot)
            assert rung == ([True] if bell else [])


def test_in_a_terminal_it_opens_and_q_ends_it(tmp_path: Path) -> None:
    (tmp_path / "theirs.json").write_text(json.dumps(report_document(key_overrides_max(), ABOUT)))
    command = f"import sys; from claude_auth_tui.commands.cli import main; sys.exit(main(['--open', {str(tmp_path / 'theirs.json')!r}]))"
    status, written = run_in_terminal(command, b"q", b" quit", tmp_path)
    assert status == 0
    assert b"theirs.json" in written

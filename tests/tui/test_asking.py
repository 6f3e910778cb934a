"""Keys that ask first: another folder, the real shell, starting again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot
from textual.widgets import TextArea

from claude_auth_tui.model.diagnosis import Diagnosis, ShellTruth
from claude_auth_tui.tui.app import AuthApp
from claude_auth_tui.tui.screens.main import START_AGAIN
from tests.shown import shown as told
from tests.tui.conftest import World, text_of
from tests.tui.sample import key_overrides_max

App = Callable[[Diagnosis], AuthApp]


async def settle(pilot: Pilot[None]) -> None:
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def test_f_chooses_a_folder_that_is_there(app_on: App, world: World, tmp_path: Path) -> None:
    async with app_on(key_overrides_max()).run_test(size=(100, 30)) as pilot:
        await pilot.press("f", *["ctrl+u"], *"/nowhere/at/all", "enter")
        assert "There is no such folder" in text_of(app(pilot))
        assert world.folders == []
        await pilot.press("ctrl+u", *str(tmp_path), "enter")
        await settle(pilot)
        assert world.folders == [str(tmp_path)]


async def test_f_with_nothing_typed_follows_the_neighbouring_pane_in_tmux_only(app_on: App, world: World) -> None:
    outside = key_overrides_max()
    outside = replace(outside, place=replace(outside.place, tmux=False))
    async with app_on(outside).run_test(size=(100, 30)) as pilot:
        await pilot.press("f", "ctrl+u", "enter")
        assert world.folders == []
    inside = replace(outside, place=replace(outside.place, tmux=True))
    async with app_on(inside).run_test(size=(100, 30)) as pilot:
        await pilot.press("f", "ctrl+u", "enter")
        assert world.folders == [""]
        world.update(replace(inside, place=replace(inside.place, follow=True)))
        await pilot.pause()
        assert "following ~/work/api" in text_of(app(pilot))


async def test_esc_in_the_folder_dialogue_changes_nothing(app_on: App, world: World) -> None:
    async with app_on(key_overrides_max()).run_test(size=(100, 30)) as pilot:
        await pilot.press("f", *"/tmp", "escape")
        assert world.folders == []
        assert app(pilot).is_running


async def test_t_says_what_it_will_run_before_it_runs_it(app_on: App, world: World) -> None:
    world.truth = ShellTruth(
        told("/usr/bin/zsh -l -i"), 0.4, told(""), (told("ANTHROPIC_API_KEY: predicted unset, but the real shell has it set"),), 46
    )
    async with app_on(key_overrides_max()).run_test(size=(100, 30)) as pilot:
        await pilot.press("t")
        assert "/usr/bin/zsh -l -i" in text_of(app(pilot))
        assert world.shells_asked == 0
        await pilot.press("enter")
        await settle(pilot)
        assert world.shells_asked == 1
        shown = text_of(app(pilot))
        assert "ANTHROPIC_API_KEY: predicted unset, but the real shell has it set" in shown
        assert "46 are as predicted" in shown
        await pilot.press("escape")
        assert app(pilot).screen is app(pilot).main


async def test_t_may_be_left_without_running_anything(app_on: App, world: World) -> None:
    async with app_on(key_overrides_max()).run_test(size=(100, 30)) as pilot:
        await pilot.press("t", "escape")
        await settle(pilot)
        assert world.shells_asked == 0


@pytest.mark.parametrize(
    ("truth", "words"),
    [
        (
            ShellTruth(told("zsh -l -i"), 10.0, told("it did not answer within 10 s"), (), 0),
            "gave no answer: it did not answer within 10 s",
        ),
        (ShellTruth(told("zsh -l -i"), 0.4, told(""), (), 47), "All 47 variables are as predicted"),
    ],
)
async def test_what_the_shell_said_is_told(app_on: App, world: World, truth: ShellTruth, words: str) -> None:
    world.truth = truth
    async with app_on(key_overrides_max()).run_test(size=(100, 30)) as pilot:
        await pilot.press("t", "enter")
        await settle(pilot)
        assert words in text_of(app(pilot))


async def test_capital_r_starts_again_only_after_saying_so(app_on: App) -> None:
    async with app_on(key_overrides_max()).run_test(size=(100, 30)) as pilot:
        await pilot.press("R")
        assert "login" in text_of(app(pilot))
        await pilot.press("escape")
        assert app(pilot).is_running
        assert app(pilot).return_code is None
        await pilot.press("R", "enter")
        await pilot.pause()
    assert app(pilot).return_code == START_AGAIN


async def test_x_explains_what_is_pasted_and_copies_the_fix_of_the_shown_cause(app_on: App, world: World) -> None:
    diagnosis = key_overrides_max()
    async with app_on(diagnosis).run_test(size=(110, 36)) as pilot:
        await pilot.press("x")
        pilot.app.screen.query_one(TextArea).insert(
            "│ Your ANTHROPIC_API_KEY belongs to a disabled organization · Unset the environment variable │"
        )
        await pilot.pause()
        shown = text_of(app(pilot))
        assert "About authentication" in shown
        assert "This machine shows it" in shown
        assert "~/.zshrc:42" in shown
        await pilot.press("ctrl+y")
        await settle(pilot)
        finding = diagnosis.finding("env-key-overrides-login")
        assert finding is not None
        assert world.copies == [finding.fixes[0].command]


async def test_x_says_when_a_text_is_not_known_and_esc_leaves(app_on: App, world: World) -> None:
    async with app_on(key_overrides_max()).run_test(size=(80, 24)) as pilot:
        await pilot.press("x", *"zzz zzz", "ctrl+y")
        await pilot.pause()
        assert "no message that is known here" in text_of(app(pilot))
        assert world.copies == []
        await pilot.press("escape")
        assert app(pilot).screen is app(pilot).main


def app(pilot: Pilot[None]) -> AuthApp:
    assert isinstance(pilot.app, AuthApp)
    return pilot.app

"""`w`: what if the selected source, variable, line or stored login were gone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from claude_auth_tui.demo.build import make_machine
from claude_auth_tui.demo.machines import KEY, LOGIN, MACHINES, STATE, fake
from claude_auth_tui.diagnose import diagnose
from claude_auth_tui.model.diagnosis import Diagnosis
from claude_auth_tui.model.machine import Machine, Request
from claude_auth_tui.model.what_if import Subject, WhatIf
from claude_auth_tui.scene.contexts import gather
from claude_auth_tui.suppose import what_if
from claude_auth_tui.tui.app import AuthApp
from claude_auth_tui.tui.tools import Still
from claude_auth_tui.tui.view.lines import line_text, line_width
from claude_auth_tui.tui.view.what_if_lines import what_if_lines
from tests.shown import shown as words
from tests.tui.conftest import World, assert_drawn_within, text_of

App = Callable[[Diagnosis], AuthApp]
X = "ANTHROPIC_API_KEY"


def machine() -> Machine:
    """A key in `.zshrc` over an older one in `.zprofile`, over a login; this terminal has the first."""
    files: dict[str, object] = {
        "~/.zshrc": f"# mine\nexport {X}={KEY}\n",
        "~/.zprofile": f"\n\nexport {X}={fake('sk-ant-api03-', 'e4AA')}\n",
        "~/.bashrc": f"export {X}={KEY}\n",
        "~/.claude.json": STATE,
        "~/.claude/.credentials.json": LOGIN,
    }
    return make_machine(files, {X: KEY}, request=Request(start="login"))  # type: ignore[arg-type]


def answered(world: World, subject: Subject) -> WhatIf:
    world.answer = what_if(gather(machine()), subject)
    return world.answer


def said(subject: Subject, width: int = 100) -> list[str]:
    return [line_text(line) for line in what_if_lines(what_if(gather(machine()), subject), diagnose(machine()), width)]


async def settle(pilot: Pilot[None]) -> str:
    await pilot.app.workers.wait_for_complete()
    for _ in range(3):
        await pilot.pause()
    assert isinstance(pilot.app, AuthApp)
    return text_of(pilot.app)


@pytest.mark.parametrize(
    ("keys", "subject"),
    [
        (["1"], Subject("source", words(f"env:{X}"))),
        (["2"], Subject("variable", words(X))),
        (["3"], Subject("line", words(X), words("~/.zshrc"), 2)),
        (["3", "j"], Subject("line", words(X), words("~/.zprofile"), 3)),
        (["4"], Subject("store", words("file"), words("~/.claude/.credentials.json"))),
        (["5"], Subject("line", words(X), words("~/.zshrc"), 2)),
    ],
)
async def test_w_asks_about_the_selected_row_of_every_pane(app_on: App, world: World, keys: list[str], subject: Subject) -> None:
    answered(world, subject)
    async with app_on(diagnose(machine())).run_test(size=(120, 36)) as pilot:
        await pilot.press(*keys, "w")
        shown = await settle(pilot)
        assert world.what_ifs == [subject]
        assert "were gone?" in shown
        await pilot.press("escape")
        assert pilot.app.screen is pilot.app.main  # type: ignore[attr-defined]


async def test_before_and_after_stand_beside_each_other_with_sign_and_word(app_on: App, world: World) -> None:
    answered(world, Subject("line", words(X), words("~/.zshrc"), 2))
    async with app_on(diagnose(machine())).run_test(size=(120, 36)) as pilot:
        await pilot.press("3", "w")
        shown = await settle(pilot)
        assert "What if ~/.zshrc:2 were gone?" in shown
        assert "≠ claude -p  ✗ API …w7AA      → ✗ API …e4AA" in shown
        assert "= this terminal  stays as it was started" in shown
        assert "≠ new zsh  …w7AA ~/.zshrc:2 → …e4AA ~/.zprofile:3" in shown


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (60, 20), (40, 20), (24, 12)])
async def test_it_fits_every_screen(app_on: App, world: World, size: tuple[int, int]) -> None:
    answered(world, Subject("source", words(f"env:{X}")))
    async with (app := app_on(diagnose(machine()))).run_test(size=size) as pilot:
        await pilot.press("1", "w")
        await settle(pilot)
        assert_drawn_within(app, *size)


def test_every_context_is_told_changed_or_not() -> None:
    told = "\n".join(said(Subject("source", words(f"env:{X}"))))
    assert "≠ claude and claude -p then use your Max login" in told
    assert "≠ new zsh\n  ≠ claude     ? asks: use key? → ✓ Max\n  ≠ claude -p  ✗ API …w7AA" in told
    assert "≠ this terminal\n" in told
    assert f"{X}\n≠ new zsh  …w7AA ~/.zshrc:2 → not set\n≠ this terminal  …w7AA ~/.zshrc:2 → not set" in told


def test_answers_that_begin_alike_say_what_tells_them_apart() -> None:
    told = said(Subject("line", words(X), words("~/.zshrc"), 2))
    assert "  ≠ claude     ? asks: use key?, yes: API …w7AA → ? asks: use key?, yes: API …e4AA" in told


def test_where_nothing_changes_the_answer_is_one_sentence() -> None:
    assert said(Subject("line", words(X), words("~/.bashrc"), 1)) == [
        f"export {X}=…",
        "",
        "= Nothing changes: zsh does not read it, and no file that it reads sources it.",
    ]


@pytest.mark.parametrize("width", [12, 20, 34, 60, 100])
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    facts, diagnosis = gather(machine()), diagnose(machine())
    for subject in (Subject("source", words(f"env:{X}")), Subject("line", words(X), words("~/.zshrc"), 2), Subject("variable", words(X))):
        assert all(line_width(line) <= width for line in what_if_lines(what_if(facts, subject), diagnosis, width))


async def test_a_failure_and_a_shown_report_end_as_a_line(app_on: App, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async with app_on(diagnose(machine())).run_test(size=(100, 30)) as pilot:
        await pilot.press("1", "w")
        assert "There is no machine behind what is shown" in await settle(pilot)
        await pilot.press("escape")

        def fail(subject: Subject) -> WhatIf:
            raise OSError("secret words")

        monkeypatch.setattr(world, "what_if", fail)
        await pilot.press("w")
        shown = await settle(pilot)
        assert "looking failed (OSError)" in shown
        assert "secret words" not in shown


async def test_where_nothing_is_selected_it_says_what_to_select(app_on: App, world: World) -> None:
    diagnosis = diagnose(MACHINES["healthy-max"].machine())
    async with app_on(diagnosis).run_test(size=(100, 30), notifications=True) as pilot:
        await pilot.press("3", "w")
        assert "First select a source" in await settle(pilot)
        assert world.what_ifs == []


def test_a_demo_machine_can_be_asked() -> None:
    from claude_auth_tui.commands.open import made_up_source

    source = made_up_source(machine())
    answer = source.what_if(Subject("line", words(X), words("~/.zshrc"), 2))
    assert answer is not None
    assert answer.outcome == "changes"
    assert Still().what_if(Subject("variable", words(X))) is None

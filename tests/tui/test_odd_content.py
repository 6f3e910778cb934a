"""Whatever stands in a file ends as text on the screen: never as markup, never as a command to the terminal, never as a crash."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from claude_auth_tui.model.diagnosis import Context, Diagnosis, Evidence, Finding, Fix, Hit, Store, Variable, Verdict
from claude_auth_tui.model.secret import Fingerprint
from claude_auth_tui.tui.app import AuthApp
from claude_auth_tui.tui.view.top import terminal_title
from tests.shown import shown
from tests.tui.conftest import World, assert_drawn_within, text_of
from tests.tui.sample import key_overrides_max, link, sends_key

AppOn = Callable[[Diagnosis], AuthApp]

ODD = [
    "[bold red]x[/]",
    "PATH:[/foo]",
    "[[ -n $X ]] && export Y=[",
    "[/]",
    "$error [$error]x",
    "\x1b[31mred\x1b]2;title\x07\x1b[2J",
    "\x9b2J\x07\r\n\x00",
    "日本語のテキスト" * 20,
    "👩‍👩‍👧‍👦🇩🇪é̂ͯ",
    "x" * 5000,
    "a\u202eb\u200bc\ufeff",
    "\ud800",
    "",
    " ",
]


def odd(text: str) -> Diagnosis:
    """A machine on which every text is this one."""
    surface = replace(
        sends_key(), because=shown(text), chain=(link("env:" + text, text, "sends", text, text, text), link("b", text, "unset", text))
    )
    variables = (
        Variable(shown("ANTHROPIC_API_KEY"), "set", shown(text), shown(text), shown(text), Fingerprint(text), (shown(text),)),
        Variable(shown("Y" + text), "unknown", None, shown(text), None, None, (shown(text),)),
    )
    context = Context(
        "new_shell",
        shown(text),
        variables,
        {"interactive": surface, "print": surface, "bare": surface},
        key_overrides_max().contexts[0].status,
    )
    finding = Finding(
        "x",
        "error",
        shown(text),
        shown(text),
        (Evidence(shown(text), shown(text)),),
        (Fix(shown(text), shown(text or "x"), "bash", shown(text), shown(text), shown(text)), Fix(shown(text), shown("y"), "")),
        text,
    )
    other = replace(context, id=text + "b")
    place = replace(key_overrides_max().place, cwd=shown(text), shell=shown(text))
    return Diagnosis(
        shown(text),
        (),
        place,
        (context, other),
        (Hit(text, 1, shown(text), "export", "effective", shown(text), shown(text), shown(text)),),
        (Store("file", shown(text), "usable", shown(text), shown(text), True, (shown(text),), shown(text), (shown(text),)),),
        (finding, replace(finding, id="y", level="warning")),
        Verdict("error", shown(text), shown(text), "new_shell", "print", "x"),
    )


@pytest.mark.parametrize("text", ODD)
@pytest.mark.parametrize("size", [(120, 36), (40, 12)])
async def test_odd_texts_are_drawn_as_text(app_on: AppOn, world: World, text: str, size: tuple[int, int]) -> None:
    async with (app := app_on(odd(text))).run_test(size=size, notifications=True) as pilot:
        for keys in (("1", "enter"), ("2", "enter"), ("3", "enter"), ("4", "enter"), ("5", "enter"), ("5", "y")):
            await pilot.press(*keys)
            await pilot.pause()
            assert_drawn_within(app, *size)
            await pilot.press("escape")
        await pilot.press("m", "c", "z", "slash")
        await pilot.pause()
        assert_drawn_within(app, *size)
        assert world.copies == [text or "x"]


@given(st.text(max_size=60))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_text_is_drawn_as_text(app_on: AppOn, text: str) -> None:
    async with (app := app_on(odd(text))).run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        assert_drawn_within(app, 100, 30)


async def test_brackets_are_shown_as_they_are(app_on: AppOn) -> None:
    async with (app := app_on(odd("[bold red]x[/]"))).run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        assert "✗ [bold red]x[/]" in text_of(app)


def test_the_title_holds_nothing_the_terminal_obeys() -> None:
    assert terminal_title(odd("\x1b]2;x\x07\x9c")).isprintable()

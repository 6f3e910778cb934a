"""P, K, H and v: nothing is asked before enter, what came of it is read without colour and copied, esc stops it."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from textual.pilot import Pilot

from claude_auth_tui.model.diagnosis import Diagnosis
from claude_auth_tui.probes.probe import Plan, Row, Stop, Work, refuse
from claude_auth_tui.tui.app import AuthApp
from tests.shown import shown
from tests.tui.conftest import World, assert_drawn_within, text_of
from tests.tui.sample import key_overrides_max

App = Callable[[Diagnosis], AuthApp]

ROWS = (
    Row(
        "info",
        shown("Way"),
        shown("through the proxy http://proxy.example:3128 (HTTPS_PROXY, ~/.zshrc:3)"),
        shown("https://api.anthropic.com"),
    ),
    Row(
        "error",
        shown("TLS"),
        shown("Its certificate leads to no authority that is trusted here."),
        shown("https://api.anthropic.com"),
        "certificate-not-trusted",
    ),
    Row("unknown", shown("Clock"), shown("the answer does not tell the time"), shown("https://platform.claude.com")),
)


async def settle(pilot: Pilot[None]) -> None:
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def planned(world: World, work: Work) -> None:
    world.plan = Plan(
        "network", (shown("Looks up https://api.anthropic.com."), shown("No key, token or login is sent.")), shown("sends it"), work
    )


@pytest.mark.parametrize(("key", "kind"), [("P", "network"), ("K", "key"), ("H", "helper"), ("v", "claude")])
async def test_each_key_asks_about_the_chosen_cell(app_on: App, world: World, key: str, kind: str) -> None:
    async with app_on(key_overrides_max()).run_test(size=(100, 30)) as pilot:
        await pilot.press("c", "m", key)
        await settle(pilot)
        assert world.probed == [(kind, app(pilot).main.choice.context, app(pilot).main.choice.surface)]


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 20), (30, 8)])
async def test_it_says_what_it_will_do_then_does_it_then_tells(app_on: App, world: World, size: tuple[int, int]) -> None:
    asked: list[float] = []

    def work(stop: Stop) -> tuple[Row, ...]:
        asked.append(stop.left)
        return ROWS

    planned(world, work)
    async with app_on(key_overrides_max()).run_test(size=size) as pilot:
        await pilot.press("P")
        await settle(pilot)
        assert "No key, token or login" in " ".join(text_of(app(pilot)).split())
        assert asked == []
        await pilot.press("enter")
        await settle(pilot)
        assert len(asked) == 1
        assert_drawn_within(app(pilot), *size)
        if size[1] > 8:
            shown = text_of(app(pilot))
            assert "✗ TLS (error)" in shown
            assert "certificate-not-trusted" in shown
            assert "? Clock (unknown)" in shown
        await pilot.press("y")
        await settle(pilot)
        assert world.copies[0].startswith("Ask the network\nLooks up https://api.anthropic.com.\n")
        assert "✗ TLS (error) Its certificate leads to no authority" in " ".join(world.copies[0].split())
        await pilot.press("escape")
        assert app(pilot).screen is app(pilot).main


async def test_esc_before_enter_asks_nothing(app_on: App, world: World) -> None:
    planned(world, lambda _: pytest.fail("it was carried out"))
    async with app_on(key_overrides_max()).run_test(size=(100, 30)) as pilot:
        await pilot.press("P")
        await settle(pilot)
        await pilot.press("escape")
        await settle(pilot)
        assert app(pilot).screen is app(pilot).main


async def test_a_refusal_is_told_and_enter_only_closes(app_on: App, world: World) -> None:
    world.plan = refuse("key", shown("claude -p sends your /login. Logins are never sent by anything but Claude Code itself."))
    async with app_on(key_overrides_max()).run_test(size=(80, 24)) as pilot:
        await pilot.press("K")
        await settle(pilot)
        assert "Not done. claude -p sends your /login" in text_of(app(pilot))
        await pilot.press("enter")
        await pilot.pause()
        assert app(pilot).screen is app(pilot).main


async def test_a_made_up_machine_has_nothing_to_ask() -> None:
    async with AuthApp(key_overrides_max()).run_test(size=(100, 30)) as pilot:
        await pilot.press("H")
        await settle(pilot)
        assert "This machine is made up" in text_of(app(pilot))


async def test_while_it_asks_the_screen_lives_and_esc_stops_it(app_on: App, world: World) -> None:
    begun, ended = threading.Event(), threading.Event()

    def work(stop: Stop) -> tuple[Row, ...]:
        begun.set()
        while stop.left:
            ended.wait(0.01)
        ended.set()
        return (Row("unknown", shown("Answer"), shown("Stopped.")),)

    planned(world, work)
    async with app_on(key_overrides_max()).run_test(size=(100, 30)) as pilot:
        await pilot.press("P")
        await settle(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert begun.wait(5)
        assert "Asking…" in text_of(app(pilot))
        assert not ended.is_set()
        await pilot.press("escape")
        assert app(pilot).screen is app(pilot).main
        assert ended.wait(5)
        await pilot.press("j")
        assert app(pilot).is_running


async def test_a_fault_of_ours_is_a_row_without_its_text(app_on: App, world: World) -> None:
    def work(_: Stop) -> tuple[Row, ...]:
        raise RuntimeError("http://user:FAKEcanary@proxy")

    planned(world, work)
    async with app_on(key_overrides_max()).run_test(size=(100, 30)) as pilot:
        await pilot.press("P")
        await settle(pilot)
        await pilot.press("enter")
        await settle(pilot)
        assert "RuntimeError" in text_of(app(pilot))
        assert "canary" not in text_of(app(pilot))


def app(pilot: Pilot[None]) -> AuthApp:
    assert isinstance(pilot.app, AuthApp)
    return pilot.app

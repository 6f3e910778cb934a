"""What happens on the screen when the machine changes under it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from claude_auth_tui.model.diagnosis import Diagnosis, Hit
from claude_auth_tui.tui.app import AuthApp
from claude_auth_tui.tui.messages import Told
from claude_auth_tui.tui.view.top import News
from tests.shown import shown as told
from tests.tui.conftest import World, screen_of, text_of
from tests.tui.sample import findings, hits, key_overrides_max, line_deleted, store

AppOn = Callable[[Diagnosis], AuthApp]


async def shown(pilot: Pilot[None]) -> str:
    for _ in range(3):
        await pilot.pause()
    return text_of(pilot.app)  # type: ignore[arg-type]


async def test_an_update_shows_the_new_verdict_and_says_when_and_why(app_on: AppOn, world: World) -> None:
    async with app_on(key_overrides_max()).run_test(size=(120, 36)) as pilot:
        world.update(line_deleted())
        now = await shown(pilot)
        assert "✓ claude and claude -p in a new zsh send your Max login" in now
        assert "● live · changed 12:04:00 ~/.zshrc" in now
        assert "▸ new zsh (login)  ✓ Max" in now.replace("•✓", " ✓")
        assert "ANTHROPIC_API_KEY        …w7AA ≠ –" in now


async def test_only_a_new_verdict_makes_a_toast(app_on: AppOn, world: World) -> None:
    async with (app := app_on(key_overrides_max())).run_test(size=(120, 36), notifications=True) as pilot:
        world.update(key_overrides_max(stores=(store(mode="0644"),)))
        assert "0644" in await shown(pilot)
        assert len(app._notifications) == 0
        world.update(line_deleted())
        assert "Verdict changed" in await shown(pilot)


async def test_the_title_of_the_terminal_changes_with_the_verdict(app_on: AppOn, world: World) -> None:
    async with (app := app_on(key_overrides_max())).run_test(size=(120, 36)) as pilot:
        assert app.sub_title.startswith("✗ claude -p in a new zsh sends an API key")
        world.update(line_deleted())
        await shown(pilot)
        assert app.sub_title.startswith("✓ claude and claude -p")


async def test_the_cursor_stays_on_its_row_when_rows_come_and_go_above_it(app_on: AppOn, world: World) -> None:
    async with app_on(key_overrides_max()).run_test(size=(120, 36)) as pilot:
        await pilot.press("3", "G")
        assert "❯ ~/.bashrc:8" in await shown(pilot)
        added = Hit(
            "~/.zshenv", 1, told("ANTHROPIC_API_KEY"), "export", "effective", told("read first"), None, told("export ANTHROPIC_API_KEY=…")
        )
        world.update(key_overrides_max(hits=(added, *hits())))
        assert "❯ ~/.bashrc:8" in await shown(pilot)
        world.update(line_deleted())
        assert "❯ ~/.bashrc:8" in await shown(pilot)


async def test_a_row_keeps_the_cursor_when_only_its_line_number_moves(app_on: AppOn, world: World) -> None:
    async with (app := app_on(key_overrides_max())).run_test(size=(120, 36)) as pilot:
        await pilot.press("3", "j")
        moved = tuple(replace(hit, line=hit.line + 5) if hit.path == "~/.zshrc" else hit for hit in hits())
        world.update(key_overrides_max(hits=moved))
        assert "❯ ~/.zshrc:17" in await shown(pilot)
        assert app.main.panes[2].changed == frozenset()


async def test_the_cursor_goes_with_the_verdict_when_it_stood_on_its_finding(app_on: AppOn, world: World) -> None:
    async with app_on(key_overrides_max()).run_test(size=(120, 36)) as pilot:
        world.update(line_deleted())
        now = await shown(pilot)
        assert "❯ · Only this terminal still has the key" in now.replace("❯•", "❯ ")
        assert "y copies  unset ANTHROPIC_API_KEY" in now


async def test_scroll_stays_when_rows_below_change(app_on: AppOn, world: World) -> None:
    many = tuple(Hit(f"~/file-{n:02}", n, told("ANTHROPIC_API_KEY"), "export", "inactive", told(""), None, told("x")) for n in range(1, 60))
    async with (app := app_on(key_overrides_max(hits=many))).run_test(size=(80, 24)) as pilot:
        await pilot.press("3")
        rows = app.main.panes[2].rows
        rows.scroll_to(y=20, animate=False, immediate=True)
        assert "~/file-22:22" in await shown(pilot)
        rows.put_cursor(rows.keys[25])
        top = next(line for line in screen_of(app)[14:] if "~/file-" in line)
        world.update(key_overrides_max(hits=many[:50]))
        await shown(pilot)
        assert next(line for line in screen_of(app)[14:] if "~/file-" in line) == top


async def test_the_filter_stays(app_on: AppOn, world: World) -> None:
    async with app_on(key_overrides_max()).run_test(size=(120, 36)) as pilot:
        await pilot.press("3", "slash", *"zshrc", "enter")
        assert "3 Shell config · /zshrc 2 of 4" in await shown(pilot)
        world.update(line_deleted())
        now = await shown(pilot)
        assert "3 Shell config · /zshrc 1 of 3" in now
        assert "~/.bashrc:8" not in now


async def test_zoom_and_focus_and_choice_stay(app_on: AppOn, world: World) -> None:
    async with (app := app_on(key_overrides_max())).run_test(size=(120, 36)) as pilot:
        await pilot.press("c", "1", "z")
        world.update(line_deleted())
        now = await shown(pilot)
        assert "1 Precedence · this terminal · claude -p" in now
        assert app.main.zoomed
        assert app.focused is app.main.panes[0].rows


async def test_what_changed_is_marked_until_the_next_change(app_on: AppOn, world: World) -> None:
    async with app_on(key_overrides_max()).run_test(size=(120, 36)) as pilot:
        assert "•" not in await shown(pilot)
        world.update(key_overrides_max(stores=(store(mode="0644"),)))
        assert "•✓ ~/.claude/.credentials.json  0644" in await shown(pilot)
        world.update(key_overrides_max(stores=(store(mode="0644"),)), cause="")  # nothing new: the marks stay
        assert "•✓ ~/.claude/.credentials.json  0644" in await shown(pilot)
        world.update(key_overrides_max(stores=(store(mode="0644"),), findings=findings()[1:]))
        assert "•✓ ~/.claude/.credentials.json" not in await shown(pilot)


async def test_a_closed_pane_that_changed_says_so(app_on: AppOn, world: World) -> None:
    async with app_on(key_overrides_max()).run_test(size=(80, 24)) as pilot:
        world.update(key_overrides_max(stores=(store(mode="0644"),)))
        await shown(pilot)
        title = next(line for line in screen_of(pilot.app) if "4 Credential store" in line)  # type: ignore[arg-type]
        assert title.rstrip().endswith("•")


async def test_what_comes_late_is_dropped(app_on: AppOn, world: World) -> None:
    async with app_on(key_overrides_max()).run_test(size=(120, 36)) as pilot:
        world.update(line_deleted(), number=5)
        world.update(key_overrides_max(), number=4)
        assert "✓ claude and claude -p in a new zsh send your Max login" in await shown(pilot)


async def test_asking_answers_also_when_nothing_is_new(app_on: AppOn, world: World) -> None:
    async with app_on(key_overrides_max()).run_test(size=(120, 36), notifications=True) as pilot:
        world.update(key_overrides_max(), asked=True, cause="")
        now = await shown(pilot)
        assert "nothing has changed" in now
        assert "● live · read 12:04:00" in now


async def test_a_watcher_that_died_says_so(app_on: AppOn, world: World) -> None:
    async with app_on(key_overrides_max()).run_test(size=(140, 36)) as pilot:
        assert world.tell is not None
        world.tell(Told(1, None, News("polling", "no inotify instance is left", "12:04:00")))
        assert "◐ polling · no inotify instance is left · read 12:04:00" in await shown(pilot)


async def test_an_update_while_a_dialogue_is_open_is_not_lost(app_on: AppOn, world: World) -> None:
    async with app_on(key_overrides_max()).run_test(size=(120, 36)) as pilot:
        await pilot.press("enter")
        world.update(line_deleted())
        await pilot.pause()
        await pilot.press("escape")
        assert "✓ claude and claude -p in a new zsh send your Max login" in await shown(pilot)


async def test_nothing_is_drawn_while_nothing_changes(app_on: AppOn, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    async with (app := app_on(key_overrides_max())).run_test(size=(120, 36)) as pilot:
        await shown(pilot)
        drawn: list[object] = []
        monkeypatch.setattr(app, "_display", lambda *args: drawn.append(args))
        world.update(key_overrides_max(), cause="")
        await shown(pilot)
        assert len(drawn) <= 1  # the time in the header
        drawn.clear()
        world.tell and world.tell(Told(9, key_overrides_max(), app.main.news))
        await shown(pilot)
        assert drawn == []

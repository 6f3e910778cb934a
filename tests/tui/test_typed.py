"""What is typed or pasted into the screen: a key never stands on it, words do."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.events import Paste
from textual.widgets import Input, TextArea

from claude_auth_tui.explain.pasted import pasted
from claude_auth_tui.model.diagnosis import Diagnosis
from claude_auth_tui.tui.app import AuthApp
from tests.tui.conftest import World, text_of
from tests.tui.sample import key_overrides_max
from tests.tui.test_asking import app

App = Callable[[Diagnosis], AuthApp]
LONG = "sk-ant-api03-" + "FAKEaB3xY7kQ9pLmZt4Wn8Rc2Vd6Hs5Jf1Gu0Te" * 3
KEYS = ["aB3xY7kQ9pLm", LONG[:24], LONG[:108]]
PREFIX = "sk-ant-api03-"


def parts(key: str) -> list[str]:
    """Every six characters behind the prefix that says what kind it is."""
    core = key.removeprefix(PREFIX)
    return [core[at : at + 6] for at in range(len(core) - 5)]


def leaks(screen: str, key: str) -> list[str]:
    joined = "".join(char for char in screen if not char.isspace() and char not in "│▐▌╭╮╰╯─▊▎")
    return [part for part in parts(key) if part in screen or part in joined]


@pytest.mark.parametrize("key", KEYS, ids=["12", "24", "108"])
@pytest.mark.parametrize(("opens", "widget"), [("x", TextArea), ("slash", Input), ("f", Input), ("ctrl+p", Input)])
async def test_a_key_that_is_pasted_stands_as_dots(app_on: App, opens: str, widget: type[Input | TextArea], key: str) -> None:
    async with app_on(key_overrides_max()).run_test(size=(100, 40)) as pilot:
        await pilot.press(opens)
        await pilot.pause()
        line = app(pilot).screen.query_one(widget)
        line.focus()
        line.post_message(Paste(key))
        await pilot.pause()
        held = line.text if isinstance(line, TextArea) else line.value
        assert key in held
        screen = text_of(app(pilot))
        assert "•" * 8 in screen
        assert leaks(screen, key) == []


@pytest.mark.parametrize("opens", ["x", "slash", "f"])
async def test_a_key_that_is_typed_is_at_no_moment_seen(app_on: App, opens: str) -> None:
    key = KEYS[0]
    async with app_on(key_overrides_max()).run_test(size=(100, 40)) as pilot:
        await pilot.press(opens)
        if opens == "f":
            await pilot.press("ctrl+u")
        for char in key:
            await pilot.press(char)
            assert leaks(text_of(app(pilot)), key) == []


async def test_a_filter_that_is_kept_and_finds_nothing_shows_no_key(app_on: App) -> None:
    key = KEYS[1]
    async with app_on(key_overrides_max()).run_test(size=(100, 40)) as pilot:
        await pilot.press("slash")
        app(pilot).screen.query_one(Input).post_message(Paste(key))
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        screen = text_of(app(pilot))
        assert "Nothing here matches" in screen
        assert leaks(screen, key) == []


async def test_what_is_copied_out_of_the_text_is_the_mask(app_on: App, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    copied: list[str] = []
    async with app_on(key_overrides_max()).run_test(size=(100, 40)) as pilot:
        monkeypatch.setattr(app(pilot), "copy_to_clipboard", copied.append)
        await pilot.press("x")
        area = app(pilot).screen.query_one(TextArea)
        area.insert(f"Invalid API key {KEYS[2]}")
        area.select_all()
        area.action_copy()
        area.action_cut()
        await pilot.pause()
    assert len(copied) == 2
    assert all("Invalid API key •••" in text and leaks(text, KEYS[2]) == [] for text in copied)
    assert world.copies == []


async def test_a_message_stays_readable(app_on: App) -> None:
    message = "Invalid API key · Fix external API key (HTTP 401, x-api-key, claude-3-5-sonnet)"
    async with app_on(key_overrides_max()).run_test(size=(120, 40)) as pilot:
        await pilot.press("x")
        app(pilot).screen.query_one(TextArea).insert(message)
        await pilot.pause()
        assert message in text_of(app(pilot))


async def test_a_folder_that_is_there_is_read_as_it_is_typed(app_on: App, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("MyApp2New", numbered=False)
    async with app_on(key_overrides_max()).run_test(size=(140, 40)) as pilot:
        await pilot.press("f")
        line = app(pilot).screen.query_one(Input)
        line.value = str(folder)
        await pilot.pause()
        assert str(folder) in text_of(app(pilot))
        line.value = f"{folder}/aB3xY7kQ9pLm"
        await pilot.pause()
        assert f"{folder}/{'•' * 12}" in text_of(app(pilot))


@pytest.mark.parametrize(
    "text",
    [
        "Your ANTHROPIC_API_KEY belongs to a disabled organization · Unset the environment variable",
        'API Error: 401 {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}',
        "Unable to connect to API (ECONNREFUSED)",
        "OAuth token revoked · Please run /login",
        "Claude Code 2.1.329 · CLAUDE_CODE_OAUTH_TOKEN · https://code.claude.com/docs/en/errors",
    ],
)
def test_known_words_stand(text: str) -> None:
    assert pasted(text) == text


def test_a_mask_is_as_long_as_what_it_hides() -> None:
    text = f"key\t{LONG}\x1b[31m é 日本 {KEYS[0]}!"
    assert len(pasted(text)) == len(text)
    assert "\x1b" not in pasted(text)

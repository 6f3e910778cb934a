"""The screen as a user sees and uses it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from textual.pilot import Pilot

from claude_auth_tui.model.diagnosis import SURFACES, Diagnosis, Evidence, Finding, Fix, Verdict
from claude_auth_tui.tui.app import AuthApp
from claude_auth_tui.tui.commands import COMMANDS, bindings, in_footer, keys_of
from claude_auth_tui.tui.screens.dialogue import DetailsScreen, Dialogue, help_lines
from claude_auth_tui.tui.screens.main import MainScreen
from claude_auth_tui.tui.view.lines import line_text, line_width
from tests.shown import shown
from tests.tui.conftest import World, assert_drawn_within, screen_of, text_of
from tests.tui.sample import DELETE_COMMAND, UNSET_COMMAND, context, findings, key_finding, key_overrides_max, line_deleted, sends_login

AppOn = Callable[[Diagnosis], AuthApp]
SIZES = [(120, 36), (100, 30), (80, 24), (60, 20), (40, 12)]
HEADLINE = "claude -p in a new zsh sends an API key"


async def settle(pilot: Pilot[None]) -> None:
    """Until every worker has ended and everything is drawn."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    for _ in range(3):  # a worker's message, the toast it leads to, its picture
        await pilot.pause()


@pytest.mark.parametrize("size", SIZES)
async def test_at_every_size_the_verdict_is_on_top_and_its_finding_selected(app_on: AppOn, size: tuple[int, int]) -> None:
    async with (app := app_on(key_overrides_max())).run_test(size=size) as pilot:
        await pilot.pause()
        assert_drawn_within(app, *size)
        assert HEADLINE in " ".join(line.strip("▌ ") for line in screen_of(app)[:6])
        assert "❯ ✗ A key in your shell" in text_of(app)
        assert "…w7AA" in text_of(app)


@pytest.mark.parametrize("size", SIZES)
async def test_y_copies_the_fix_of_the_verdict_at_once(app_on: AppOn, world: World, size: tuple[int, int]) -> None:
    async with app_on(key_overrides_max()).run_test(size=size) as pilot:
        await pilot.press("y")
        await settle(pilot)
        assert world.copies == [DELETE_COMMAND]


@pytest.mark.parametrize("size", [(1, 1), (1, 30), (200, 1), (2, 2), (10, 5), (19, 40), (30, 11), (300, 100), (100, 29), (99, 30)])
async def test_no_size_is_refused(app_on: AppOn, size: tuple[int, int]) -> None:
    async with (app := app_on(key_overrides_max())).run_test(size=size) as pilot:
        await pilot.press("m", "tab", "j", "z")
        await pilot.pause()
        assert_drawn_within(app, *size)
        assert "✗" in text_of(app) or size[0] < 3


async def test_growing_and_shrinking_keeps_what_is_selected(app_on: AppOn) -> None:
    async with (app := app_on(key_overrides_max())).run_test(size=(120, 36)) as pilot:
        await pilot.press("j", "j")
        for size in ((1, 1), (40, 12), (80, 24), (120, 36)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
        assert_drawn_within(app, 120, 36)
        assert "❯ ! ANTHROPIC_BASE_URL is assigned" in text_of(app)


async def test_below_twelve_rows_only_the_verdict_and_what_y_copies(app_on: AppOn, world: World) -> None:
    async with (app := app_on(key_overrides_max())).run_test(size=(80, 8)) as pilot:
        await pilot.press("y", "escape")
        await settle(pilot)
        assert world.copies == [DELETE_COMMAND]
        lines = [line.strip("▌ ") for line in screen_of(app)]
        assert lines[0].startswith(f"✗ {HEADLINE}")
        assert lines[2].startswith("y copies")


async def test_a_menu_offers_the_other_fixes_and_copies_the_one_chosen(app_on: AppOn, world: World) -> None:
    async with (app := app_on(key_overrides_max())).run_test(size=(120, 36)) as pilot:
        await pilot.press("y")
        await pilot.pause()
        assert app.screen.query("#box")
        assert "✓ copied" in text_of(app)
        await pilot.press("j", "enter")
        await settle(pilot)
        assert world.copies == [DELETE_COMMAND, UNSET_COMMAND]
        assert isinstance(app.screen, MainScreen)


async def test_escaping_from_the_menu_copies_nothing_more_and_does_not_quit(app_on: AppOn, world: World) -> None:
    async with (app := app_on(key_overrides_max())).run_test(size=(120, 36)) as pilot:
        await pilot.press("y", "escape", "escape", "escape")
        await settle(pilot)
        assert world.copies == [DELETE_COMMAND]
        assert app.is_running
        assert isinstance(app.screen, MainScreen)


@pytest.mark.parametrize("opens", ["y", "enter", "question_mark", "x", "f"])
async def test_a_dialogue_that_is_told_to_close_twice_closes_once(app_on: AppOn, opens: str) -> None:
    """Keys of one burst may all be meant for it; what lies beneath stays."""
    async with (app := app_on(key_overrides_max())).run_test(size=(120, 36)) as pilot:
        await pilot.press(opens)
        await pilot.pause()
        dialogue = app.screen
        assert isinstance(dialogue, Dialogue)
        for _ in range(3):
            if isinstance(dialogue, DetailsScreen):
                dialogue.action_want("edit")
            else:
                dialogue.dismiss(None)
        await settle(pilot)
        assert app.is_running
        assert isinstance(app.screen, MainScreen)


async def test_one_fix_is_copied_without_a_menu(app_on: AppOn, world: World) -> None:
    async with (app := app_on(line_deleted())).run_test(size=(120, 36)) as pilot:
        await pilot.press("y")
        await settle(pilot)
        assert world.copies == [UNSET_COMMAND]
        assert isinstance(app.screen, MainScreen)


async def test_the_copy_says_how_it_went(app_on: AppOn) -> None:
    async with (app := app_on(line_deleted())).run_test(size=(120, 36), notifications=True) as pilot:
        await pilot.press("y")
        await settle(pilot)
        assert "Copied (tmux buffer; prefix+] pastes)" in text_of(app)


async def test_what_y_copies_follows_the_selection_and_is_said_beside_the_verdict(app_on: AppOn, world: World) -> None:
    async with (app := app_on(key_overrides_max())).run_test(size=(120, 36)) as pilot:
        assert f"y copies  {DELETE_COMMAND}" in text_of(app)
        await pilot.press("j")
        await pilot.pause()
        assert f"y copies  {UNSET_COMMAND}" in text_of(app)
        await pilot.press("y")
        await settle(pilot)
        assert world.copies == [UNSET_COMMAND]


async def test_a_row_of_another_pane_copies_the_fix_of_the_finding_it_belongs_to(app_on: AppOn, world: World) -> None:
    async with app_on(key_overrides_max()).run_test(size=(120, 36)) as pilot:
        await pilot.press("G", "3", "j", "y")
        await settle(pilot)
        assert world.copies == ["export ANTHROPIC_BASE_URL"]


async def test_nothing_to_copy_is_said(app_on: AppOn, world: World) -> None:
    async with (app := app_on(key_overrides_max())).run_test(size=(120, 36), notifications=True) as pilot:
        await pilot.press("G", "y")
        await settle(pilot)
        assert world.copies == []
        assert "Nothing to copy" in text_of(app)


async def test_m_and_c_choose_what_the_precedence_pane_explains(app_on: AppOn) -> None:
    async with (app := app_on(line_deleted())).run_test(size=(120, 36)) as pilot:
        assert "1 Precedence · new zsh · claude -p " in text_of(app)
        await pilot.press("m")
        await pilot.pause()
        assert "1 Precedence · new zsh · --bare -p " in text_of(app)
        await pilot.press("m", "c")
        await pilot.pause()
        shown = text_of(app)
        assert "1 Precedence · this terminal · claude " in shown
        assert "if you answer yes: API …w7AA" in shown
        assert "if you answer no: Max" in shown
        await pilot.press("M", "C")
        await pilot.pause()
        assert "1 Precedence · new zsh · --bare -p " in text_of(app)


async def test_a_click_on_a_cell_of_the_matrix_chooses_it(app_on: AppOn) -> None:
    async with (app := app_on(line_deleted())).run_test(size=(120, 36)) as pilot:
        lines = screen_of(app)
        y = next(y for y, line in enumerate(lines) if "this terminal" in line)
        await pilot.click(offset=(lines[y].index("asks") + 1, y))
        await pilot.pause()
        assert "1 Precedence · this terminal · claude " in text_of(app)


async def test_the_winning_source_is_selected_in_the_precedence_pane(app_on: AppOn) -> None:
    async with (app := app_on(key_overrides_max())).run_test(size=(120, 36)) as pilot:
        await pilot.press("1")
        await pilot.pause()
        assert "❯ ▶ ANTHROPIC_API_KEY" in text_of(app)


async def test_n_goes_round_the_findings_from_any_pane(app_on: AppOn) -> None:
    async with (app := app_on(key_overrides_max())).run_test(size=(120, 36)) as pilot:
        await pilot.press("1", "n")
        await pilot.pause()
        assert "❯ ! claude will ask about the key" in text_of(app)
        await pilot.press("n", "n")
        await pilot.pause()
        assert "❯ ✗ A key in your shell" in text_of(app)
        await pilot.press("N")
        await pilot.pause()
        assert "❯ ! ANTHROPIC_BASE_URL is assigned" in text_of(app)


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_the_filter_counts_and_escape_clears_it(app_on: AppOn, size: tuple[int, int]) -> None:
    async with (app := app_on(key_overrides_max())).run_test(size=size) as pilot:
        await pilot.press("3", "slash", *"zshrc")
        await pilot.pause()
        assert "3 Shell config · /zshrc 2 of 4" in text_of(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "~/.bashrc:8" not in text_of(app)
        await pilot.press("escape")
        await pilot.pause()
        assert "3 Shell config · 4 lines" in text_of(app)
        assert app.main.panes[2].rows.counted == (4, 4)
        assert app.is_running


async def test_the_filter_finds_what_passed_and_what_claude_code_says(app_on: AppOn) -> None:
    async with (app := app_on(key_overrides_max())).run_test(size=(120, 36)) as pilot:
        await pilot.press("slash", *"number 17")
        await pilot.pause()
        assert "✓ Check number 17 has nothing to say" in text_of(app)
        assert "A key in your shell" not in "\n".join(screen_of(app)[10:])


async def test_letters_typed_into_the_filter_press_no_keys(app_on: AppOn, world: World) -> None:
    async with (app := app_on(key_overrides_max())).run_test(size=(120, 36)) as pilot:
        await pilot.press("slash", *"qyerz12")
        await settle(pilot)
        assert app.is_running
        assert (world.copies, world.opened, world.asked) == ([], [], 0)


async def test_a_filter_without_a_match_says_so(app_on: AppOn) -> None:
    async with (app := app_on(key_overrides_max())).run_test(size=(120, 36)) as pilot:
        await pilot.press("slash", *"xyzzy")
        await pilot.pause()
        assert "Nothing here matches “xyzzy”." in text_of(app)


async def test_z_gives_a_pane_the_screen_and_escape_takes_it_back(app_on: AppOn) -> None:
    async with (app := app_on(key_overrides_max())).run_test(size=(120, 36)) as pilot:
        await pilot.press("2", "z")
        await pilot.pause()
        zoomed = text_of(app)
        assert "2 Environment" in zoomed
        assert "1 Precedence" not in zoomed
        assert HEADLINE in zoomed
        await pilot.press("escape")
        await pilot.pause()
        assert "1 Precedence" in text_of(app)


async def test_closed_panes_still_say_their_headline(app_on: AppOn) -> None:
    async with (app := app_on(key_overrides_max())).run_test(size=(80, 24)) as pilot:
        lines = [line.strip() for line in screen_of(app)]
        assert "▸ 1 Precedence · API …w7AA · new zsh · claude -p" in lines
        assert "▸ 2 Environment · 1 set" in lines
        assert "▸ 3 Shell config · 4 lines · 1 effective" in lines
        assert "▸ 4 Credential store · usable, Max" in lines
        assert "▾ 5 Checks · 1 error · 2 warnings · 1 note · 31 passed" in lines
        await pilot.press("4")
        await pilot.pause()
        lines = [line.strip() for line in screen_of(app)]
        assert "▾ 4 Credential store · usable, Max" in lines
        assert "▸ 5 Checks · 1 error · 2 warnings · 1 note · 31 passed" in lines


async def test_a_click_opens_a_closed_pane(app_on: AppOn) -> None:
    async with (app := app_on(key_overrides_max())).run_test(size=(80, 24)) as pilot:
        y = next(y for y, line in enumerate(screen_of(app)) if "3 Shell config" in line)
        await pilot.click(offset=(10, y))
        await pilot.pause()
        assert "▾ 3 Shell config" in text_of(app)
        await pilot.press("j")
        await pilot.pause()
        assert "❯  ~/.zshrc:12" in text_of(app).replace("❯ ~", "❯  ~")


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_tab_goes_through_all_panes_and_round(app_on: AppOn, size: tuple[int, int]) -> None:
    async with (app := app_on(key_overrides_max())).run_test(size=size) as pilot:
        seen = []
        for _ in range(6):
            await pilot.press("tab")
            assert app.focused is not None
            assert app.focused.parent is not None
            seen.append(app.focused.parent.id)
        assert seen == ["precedence", "environment", "shell", "stores", "checks", "precedence"]
        await pilot.press("shift+tab")
        assert app.focused is not None
        assert app.focused.parent is not None
        assert app.focused.parent.id == "checks"


async def test_enter_shows_everything_about_a_finding(app_on: AppOn) -> None:
    async with (app := app_on(key_overrides_max())).run_test(size=(120, 40)) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        shown = text_of(app)
        for part in ("✗ error  A key in your shell", "Evidence", "Fix 2 of 2", "Undo", "mv ~/.zshrc.bak", "code.claude.com/docs"):
            assert part in shown
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, MainScreen)


@pytest.mark.parametrize("pane", "12345")
@pytest.mark.parametrize("size", [(120, 36), (40, 12)])
async def test_details_open_for_every_row(app_on: AppOn, pane: str, size: tuple[int, int]) -> None:
    async with (app := app_on(key_overrides_max())).run_test(size=size) as pilot:
        await pilot.press(pane, "g")
        for _ in range(len(app.main.panes[int(pane) - 1].rows.keys)):
            await pilot.press("enter")
            await pilot.pause()
            assert_drawn_within(app, *size)
            await pilot.press("q", "j")
        assert app.is_running


async def test_copying_from_the_details(app_on: AppOn, world: World) -> None:
    async with app_on(key_overrides_max()).run_test(size=(120, 36)) as pilot:
        await pilot.press("enter", "y")
        await settle(pilot)
        assert world.copies == [DELETE_COMMAND]


@pytest.mark.parametrize(
    ("keys", "opened"),
    [
        (("e",), ("/home/dev/.zshrc", 42)),
        (("3", "j", "e"), ("/home/dev/.zshrc", 12)),
        (("4", "e"), ("/home/dev/.claude/.credentials.json", 0)),
        (("1", "e"), ("/home/dev/.zshrc", 42)),
        (("2", "e"), ("/home/dev/.zshrc", 42)),
    ],
)
async def test_e_opens_the_line_and_reads_again_afterwards(
    app_on: AppOn, world: World, keys: tuple[str, ...], opened: tuple[str, int]
) -> None:
    async with app_on(key_overrides_max()).run_test(size=(120, 36)) as pilot:
        await pilot.press(*keys)
        await settle(pilot)
        assert world.opened == [opened]
        assert world.ran == [("editor",)]
        assert world.asked == 1


async def test_without_an_editor_the_reason_is_said(app_on: AppOn, world: World) -> None:
    world.editor = ()
    async with (app := app_on(key_overrides_max())).run_test(size=(120, 36), notifications=True) as pilot:
        await pilot.press("e")
        await settle(pilot)
        assert "No editor was found" in text_of(app)
        assert world.ran == []


async def test_a_terminal_that_cannot_be_handed_over_is_said(app_on: AppOn, world: World) -> None:
    world.takes_the_terminal = True
    async with (app := app_on(key_overrides_max())).run_test(size=(120, 36), notifications=True) as pilot:
        await pilot.press("e")
        await settle(pilot)
        assert "cannot be handed to an editor" in text_of(app)


async def test_r_asks_for_another_look(app_on: AppOn, world: World) -> None:
    async with app_on(key_overrides_max()).run_test(size=(120, 36)) as pilot:
        await pilot.press("r")
        assert world.asked == 1


@pytest.mark.parametrize("key", ["q", "ctrl+c", "ctrl+q"])
async def test_quitting_stops_the_source(app_on: AppOn, world: World, key: str) -> None:
    app = app_on(key_overrides_max())
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.press(key)
    assert world.stopped
    assert app.return_code == 0


async def test_ctrl_c_quits_from_the_filter_too(app_on: AppOn, world: World) -> None:
    async with app_on(key_overrides_max()).run_test(size=(120, 36)) as pilot:
        await pilot.press("slash", "ctrl+c")
    assert world.stopped


async def test_the_help_opens_over_everything_and_closes_with_its_key(app_on: AppOn) -> None:
    async with (app := app_on(key_overrides_max())).run_test(size=(120, 36)) as pilot:
        await pilot.press("question_mark")
        await pilot.pause()
        assert "Next and previous finding" in text_of(app)
        await pilot.press("question_mark")
        await pilot.pause()
        assert isinstance(app.screen, MainScreen)


def test_the_help_lists_every_key() -> None:
    lines = [line_text(line) for line in help_lines(200)]
    for command in COMMANDS:
        assert any("  ".join(keys_of(command)) in line and command.help in line for line in lines)


@pytest.mark.parametrize("width", [32, 40, 70, 100])
def test_the_help_fits_any_width(width: int) -> None:
    assert all(line_width(line) <= width for line in help_lines(width))


def test_every_binding_comes_from_a_command_and_no_key_means_two_things() -> None:
    keys = [binding.key for scope in ("app", "screen", "list") for binding in bindings(scope)]  # type: ignore[union-attr]
    assert len(keys) == len(set(keys))
    assert len(keys) == sum(len(keys_of(command)) for command in COMMANDS)


@pytest.mark.parametrize("width", range(14, 200, 7))
def test_the_footer_fits_and_keeps_help_and_quit(width: int) -> None:
    shown = in_footer(width)
    assert sum(len(c.shown) + 1 + len(c.label) for c in shown) + 2 * (len(shown) - 1) <= width
    assert {"help", "quit"} <= {command.id for command in shown}


async def test_a_click_in_the_footer_presses_the_key(app_on: AppOn, world: World) -> None:
    async with (app := app_on(line_deleted())).run_test(size=(120, 36)) as pilot:
        x = screen_of(app)[-1].index("y copy fix")
        await pilot.click(offset=(x, 35))
        await settle(pilot)
        assert world.copies == [UNSET_COMMAND]


async def test_a_click_on_a_row_selects_it_and_a_double_click_opens_it(app_on: AppOn) -> None:
    async with (app := app_on(key_overrides_max())).run_test(size=(120, 36)) as pilot:
        lines = screen_of(app)
        y = next(y for y, line in enumerate(lines) if "~/.bashrc:8" in line)
        await pilot.click(offset=(lines[y].index("~/.bashrc:8"), y))
        await pilot.pause()
        assert "❯  ~/.bashrc:8" in text_of(app).replace("❯ ~", "❯  ~")
        await pilot.click(offset=(lines[y].index("~/.bashrc:8"), y), times=2)
        await pilot.pause()
        assert "zsh does not read it" in text_of(app)
        assert not isinstance(app.screen, MainScreen)


async def test_the_palette_has_every_action(app_on: AppOn) -> None:
    async with (app := app_on(key_overrides_max())).run_test(size=(120, 36)) as pilot:
        names = [command.title for command in app.get_system_commands(app.screen)]
        for command in COMMANDS:
            if command.palette:
                assert any(name.startswith(command.label.capitalize()) for name in names)
        await pilot.press("ctrl+p", *"zoom", "enter")
        await pilot.pause()
        assert app.main.zoomed


@pytest.mark.parametrize("theme", ["claude-auth-dark", "claude-auth-light", "textual-light", "nord", "ansi-dark", "ansi-light"])
async def test_every_theme_draws(app_on: AppOn, theme: str) -> None:
    async with (app := app_on(key_overrides_max())).run_test(size=(120, 36)) as pilot:
        app.theme = theme
        await pilot.press("1", "y")
        await pilot.pause()
        assert_drawn_within(app, 120, 36)


async def test_every_state_reads_without_colour(app_on: AppOn) -> None:
    """Symbols and words: everything colour says is said in text as well."""
    async with (app := app_on(key_overrides_max())).run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        shown = text_of(app)
        for sign in (
            "✗ API …w7AA",
            "? asks: use key?",
            "▶ ANTHROPIC_API_KEY",
            "overridden",
            "effective",
            "usable",
            "! claude will ask",
            "● live",
        ):
            assert sign in shown


async def test_no_color_is_obeyed(app_on: AppOn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with (app := app_on(key_overrides_max())).run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        colours = {
            colour.triplet
            for strip in app.screen._compositor.render_strips()
            for segment in strip
            if segment.style
            for colour in (segment.style.color, segment.style.bgcolor)
            if colour and colour.triplet
        }
        assert all(colour.red == colour.green == colour.blue for colour in colours)


async def test_nothing_is_known_yet_still_draws(app_on: AppOn) -> None:
    bare = key_overrides_max(
        contexts=(), hits=(), stores=(), findings=(), installed=(), verdict=Verdict("unknown", shown(""), shown(""), "new_shell", "print")
    )
    for size in SIZES:
        async with (app := app_on(bare)).run_test(size=size) as pilot:
            await pilot.press(
                "1", "enter", "escape", "y", "n", "m", "c", "e", "2", "3", "4", "G", "enter", "escape", "5", "slash", "a", "escape"
            )
            await settle(pilot)
            assert_drawn_within(app, *size)


async def test_many_contexts_keep_the_chosen_one_in_sight(app_on: AppOn) -> None:
    many = key_overrides_max(
        contexts=(*key_overrides_max().contexts, *(context(f"claude:{n}", f"claude {n} %{n}", False) for n in range(9)))
    )
    async with (app := app_on(many)).run_test(size=(80, 24)) as pilot:
        await pilot.press("C")
        await pilot.pause()
        assert "▸ claude 8 %8" in text_of(app)
        assert "Checks" in text_of(app)


async def test_a_finding_whose_fix_cannot_be_typed_is_told_in_words(app_on: AppOn, world: World) -> None:
    finding = Finding(
        "keychain",
        "error",
        shown("The Keychain is locked"),
        shown("Unlock it."),
        (Evidence(shown(""), shown("locked")),),
        (Fix(shown("Unlock the Keychain"), shown(""), ""),),
    )
    diagnosis = key_overrides_max(findings=(finding,), verdict=replace(key_overrides_max().verdict, finding="keychain"))
    async with (app := app_on(diagnosis)).run_test(size=(120, 36), notifications=True) as pilot:
        assert "Unlock the Keychain" in text_of(app)
        await pilot.press("y")
        await settle(pilot)
        assert world.copies == []
        assert "Nothing to copy" in text_of(app)


def test_the_sample_is_as_rich_as_the_tests_assume() -> None:
    assert key_finding() in findings()
    assert sends_login().sources == ("credentials:claudeAiOauth",)
    assert set(key_overrides_max().contexts[0].surfaces) == set(SURFACES)

"""The Environment pane: a value stands with the place it was written at, never with that of another layer."""

from __future__ import annotations

import json

from claude_auth_tui.demo.build import make_machine
from claude_auth_tui.diagnose import diagnose
from claude_auth_tui.tui.view.choice import choice_of
from claude_auth_tui.tui.view.environment_pane import environment
from claude_auth_tui.tui.view.lines import line_text
from claude_auth_tui.tui.view.table import Row

KEY = "ANTHROPIC_API_KEY"
OURS, THEIRS = "sk-ant-api03-FAKEFAKEFAKEFAKE-shel", "sk-ant-api03-FAKEFAKEFAKEFAKE-sett"


def _row(startup: str) -> Row:
    settings = json.dumps({"env": {KEY: THEIRS}}, indent=2)
    machine = make_machine({"~/.zshrc": startup, "~/.claude/settings.json": settings})
    diagnosis = diagnose(machine)
    pane = environment(diagnosis, choice_of(diagnosis))
    return next(row for row in pane.rows if row.key == KEY)


def test_what_a_settings_file_sets_stands_in_a_line_of_its_own() -> None:
    row = _row(f"export {KEY}={OURS}\n")
    cells = " ".join(cell.text for cell in row.cells)
    assert "…shel" in cells
    assert "~/.zshrc:1" in cells
    assert "settings.json" not in cells
    assert [line_text(line) for line in row.always] == ["~/.claude/settings.json:3 sets it to …sett for Claude Code, whatever a shell says"]


def test_also_where_no_shell_sets_it() -> None:
    row = _row("")
    assert "settings.json" not in " ".join(cell.text for cell in row.cells)
    assert "~/.claude/settings.json:3 sets it" in line_text(row.always[0])

"""A list of rows on its way to the screen."""

from __future__ import annotations

import asyncio

from textual.app import App, ComposeResult
from textual.strip import Strip

from claude_auth_tui.tui.view.table import Cell, Column, Row
from claude_auth_tui.tui.widgets.row_list import RowList

TITLE = "Amazon Bedrock is switched on, but not set up for this account"
COLUMNS = (Column(least=1, gives=0, gap=1), Column(least=48, grows=True), Column(least=9, drop=1, gives=2))


class Painted(RowList):
    """Remembers every line that was painted."""

    def __init__(self) -> None:
        super().__init__(COLUMNS)
        self.lines: list[str] = []
        self.show([Row("a", (Cell("✗", "bad"), Cell(TITLE), Cell("~/.zshrc:5")))])

    def render_line(self, y: int) -> Strip:
        strip = super().render_line(y)
        self.lines.append(strip.text.strip())
        return strip


class Showing(App[None]):
    def compose(self) -> ComposeResult:
        yield Painted()


def test_no_frame_has_a_title_of_one_letter_a_line() -> None:
    async def painted() -> list[str]:
        app = Showing()
        async with app.run_test(size=(40, 20)) as pilot:
            await pilot.pause()
            return app.query_one(Painted).lines

    lines = asyncio.run(painted())
    assert any(line.startswith("❯ ✗ Amazon Bedrock") for line in lines)
    assert not [line for line in lines if len(line.removeprefix("❯").strip(" ✗")) == 1]

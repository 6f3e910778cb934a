"""A widget that draws lines: the header, the verdict, the matrix and the footer are made of it."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget

from claude_auth_tui.tui.roles import content_of
from claude_auth_tui.tui.view.line import Line


class Lines(Widget):
    """Draws what `lines` answers for its width. Its height is the screen's to set."""

    ALLOW_SELECT = False

    def lines(self, width: int) -> list[Line]:
        """What to draw in so many cells."""
        raise NotImplementedError

    def render(self) -> Content:
        ansi = self.app.native_ansi_color
        return Content("\n").join(content_of(line, ansi) for line in self.lines(self.content_size.width))

"""The last line: the keys that matter most, as many as fit, help and quit always. A click presses them."""

from __future__ import annotations

from textual import events

from claude_auth_tui.tui.commands import ACTS_HERE, COMMANDS, Command, in_footer, run_command
from claude_auth_tui.tui.view.line import Line, Span
from claude_auth_tui.tui.widgets.line import Lines


class KeyLine(Lines):
    def __init__(self, elsewhere: bool = False) -> None:
        super().__init__(id="keys")
        self._commands = [c for c in COMMANDS if not elsewhere or c.id not in ACTS_HERE]

    def lines(self, width: int) -> list[Line]:
        spans: list[Span] = []
        for command in in_footer(width, self._commands):
            if spans:
                spans.append(("  ", "plain"))
            spans.extend(((command.shown, "key"), (f" {command.label}", "muted")))
        return [tuple(spans)]

    def _at(self, x: int) -> Command | None:
        start = 0
        for command in in_footer(self.content_size.width, self._commands):
            end = start + len(command.shown) + 1 + len(command.label)
            if start <= x < end:
                return command
            start = end + 2
        return None

    async def on_click(self, event: events.Click) -> None:
        event.stop()
        offset = event.get_content_offset(self)
        if offset is not None and (command := self._at(offset.x)):
            await run_command(self.app, command)

"""What stands around the panes, drawn line by line: the header, the verdict, the matrix of contexts and surfaces, and the keys."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from claude_auth_tui.model.diagnosis import Diagnosis, Finding
from claude_auth_tui.model.words import LEVELS
from claude_auth_tui.tui.commands import ACTS_HERE, COMMANDS, Command, in_footer, run_command
from claude_auth_tui.tui.themes import content_of
from claude_auth_tui.tui.view.choice import Choice
from claude_auth_tui.tui.view.lines import Line, Span, fit_line
from claude_auth_tui.tui.view.matrix import MatrixView, chosen_line, matrix
from claude_auth_tui.tui.view.top import News, copy_hint, first_fix, header_line, verdict_lines


class Lines(Widget):
    """Draws what `lines` answers for its width. Its height is the screen's to set."""

    ALLOW_SELECT = False

    def lines(self, width: int) -> list[Line]:
        """What to draw in so many cells."""
        raise NotImplementedError

    def render(self) -> Content:
        ansi = self.app.native_ansi_color
        return Content("\n").join(content_of(line, ansi) for line in self.lines(self.content_size.width))


class TopLine(Lines):
    def __init__(self, diagnosis: Diagnosis, news: News) -> None:
        super().__init__(id="top")
        self.diagnosis = diagnosis
        self.news = news

    def show(self, diagnosis: Diagnosis, news: News) -> None:
        if (diagnosis.place, diagnosis.installed, news) != (self.diagnosis.place, self.diagnosis.installed, self.news):
            self.diagnosis, self.news = diagnosis, news
            self.refresh()

    def lines(self, width: int) -> list[Line]:
        return [header_line(self.diagnosis, self.news, width)]


class VerdictBox(Lines):
    """A click selects the finding it stands for."""

    class Clicked(Message):
        pass

    def __init__(self, diagnosis: Diagnosis) -> None:
        super().__init__(id="verdict")
        self.diagnosis = diagnosis
        self.finding: Finding | None = None
        self.most: int | None = None
        self.hint = True
        self._show_level()

    def show(self, diagnosis: Diagnosis, finding: Finding | None, most: int | None, hint: bool) -> None:
        """Show the verdict in `most` lines at most, with what `y` copies for the selected finding."""
        if (diagnosis.verdict, finding, most, hint) == (self.diagnosis.verdict, self.finding, self.most, self.hint):
            return
        self.diagnosis, self.finding, self.most, self.hint = diagnosis, finding, most, hint
        self._show_level()
        self.refresh()

    def point_at(self, finding: Finding | None) -> None:
        """Say what `y` copies for this finding."""
        self.show(self.diagnosis, finding, self.most, self.hint)

    def lines(self, width: int) -> list[Line]:
        lines = verdict_lines(self.diagnosis, width, self.most)
        if not self.hint or not any(first_fix(finding) for finding in self.diagnosis.findings):
            return lines
        # the line stays where the selected row has no fix, so that nothing jumps while the cursor moves
        return [*lines, (("  ", "plain"), *fit_line(copy_hint(self.finding), width - 2))]

    def _show_level(self) -> None:
        self.update_classes({f"-{level}": level == self.diagnosis.verdict.level for level in LEVELS}, update=self.is_attached)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.post_message(self.Clicked())


class MatrixBox(Lines):
    class Chosen(Message):
        def __init__(self, choice: Choice) -> None:
            super().__init__()
            self.choice = choice

    def __init__(self, diagnosis: Diagnosis, choice: Choice) -> None:
        super().__init__(id="matrix")
        self.diagnosis = diagnosis
        self.choice = choice
        self.changed: frozenset[str] = frozenset()
        self.contexts = len(diagnosis.contexts)
        self.whole = True

    def show(self, diagnosis: Diagnosis, choice: Choice, changed: frozenset[str], whole: bool, contexts: int) -> None:
        """Show it with so many contexts at most, or (`whole` false) the chosen cell alone."""
        given = (diagnosis, choice, changed, whole, contexts)
        if given == (self.diagnosis, self.choice, self.changed, self.whole, self.contexts):
            return
        self.diagnosis, self.choice, self.changed, self.whole, self.contexts = given
        self.refresh()

    def _view(self, width: int) -> MatrixView:
        return matrix(self.diagnosis, self.choice, width, self.contexts, self.changed)

    def lines(self, width: int) -> list[Line]:
        if not self.whole:
            return [fit_line(chosen_line(self.diagnosis, self.choice), width)]
        return [fit_line(line, width) for line in self._view(width).lines]

    def render(self) -> Content:
        if not self.whole:
            return super().render()
        view = self._view(self.content_size.width)
        ansi = self.app.native_ansi_color
        drawn = [
            content_of(line, ansi, view.chosen[1] if view.chosen and view.chosen[0] == y else None) for y, line in enumerate(view.lines)
        ]
        return Content("\n").join(drawn)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        offset = event.get_content_offset(self)
        if self.whole and offset is not None and (choice := self._view(self.content_size.width).at(offset.x, offset.y)):
            self.post_message(self.Chosen(choice))


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

"""The first line: the program, the folder, the shell, Claude Code's version, and the state of the watch."""

from __future__ import annotations

from claude_auth_tui.model.diagnosis import Diagnosis
from claude_auth_tui.tui.view.line import Line
from claude_auth_tui.tui.view.top import News, header_line
from claude_auth_tui.tui.widgets.line import Lines


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

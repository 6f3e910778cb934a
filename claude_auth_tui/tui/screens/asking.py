"""Actions of the main screen that ask first: a pasted error, another project folder, the real shell, probes, starting again."""

from __future__ import annotations

from textual.screen import Screen

from claude_auth_tui.model.diagnosis import Diagnosis
from claude_auth_tui.probes.shape import ProbeKind
from claude_auth_tui.tui.tools import Source, Tools
from claude_auth_tui.tui.view.choice import Choice
from claude_auth_tui.tui.view.line import Line
from claude_auth_tui.tui.view.text import visible
from claude_auth_tui.tui.widgets.pane import Pane


class Asking(Screen[None]):
    """Mixed into `MainScreen`, which has what these act on."""

    diagnosis: Diagnosis
    choice: Choice
    tools: Tools
    source: Source

    @property
    def pane(self) -> Pane:
        raise NotImplementedError

    def say(self, text: str, severity: str = "information", title: str = "") -> None:
        raise NotImplementedError

    def copy_text(self, text: str, what: str) -> object:
        raise NotImplementedError

    def action_folder(self) -> None:
        from claude_auth_tui.tui.screens.folder import Folder, FolderScreen

        def chosen(folder: Folder | None) -> None:
            if folder is not None:
                self.source.use_folder(folder.path)

        place = self.diagnosis.place
        current = "" if place.follow else place.cwd
        self.app.push_screen(FolderScreen(current, self.tools.home, can_follow=place.tmux), chosen)

    def action_explain(self) -> None:
        from claude_auth_tui.tui.screens.explain import ExplainScreen

        def chosen(command: str | None) -> None:
            if command:
                self.copy_text(command, "The fix")

        self.app.push_screen(ExplainScreen(self.diagnosis), chosen)

    def action_what_if(self) -> None:
        from claude_auth_tui.tui.screens.what_if import WhatIfScreen
        from claude_auth_tui.tui.view.what_if import subject_of

        row = self.pane.rows.row
        subject = subject_of(self.diagnosis, self.pane.view.name, row) if row is not None else None
        if subject is None:
            self.say("First select a source, variable, line or login")
            return
        self.app.push_screen(WhatIfScreen(subject, self.diagnosis, self.source.what_if))

    def action_ask_shell(self) -> None:
        from claude_auth_tui.tui.screens.confirm import RealShell

        command = self.source.shell_command()
        if not command:
            self.say("This machine is made up: there is no shell to ask")
            return
        self.app.push_screen(RealShell(command, self.source.ask_shell))

    def action_probe(self, kind: ProbeKind) -> None:
        """Ask about the cell of the matrix that the panes explain."""
        from claude_auth_tui.tui.screens.probe import ProbeScreen

        choice, source = self.choice, self.source
        self.app.push_screen(ProbeScreen(kind, lambda: source.probe_plan(kind, choice.context, choice.surface), self.copy_text))

    def action_start_again(self) -> None:
        from claude_auth_tui.tui.screens.confirm import Confirm

        if not self.tools.start_again:
            self.say("This machine is made up: there is no shell to start from")
            return
        shell = self.diagnosis.place.shell
        lines: tuple[Line, ...] = (
            (("This ends the view and opens it again from a new login ", "plain"), (visible(shell), "code"), (",", "plain")),
            (('which runs your startup files: "this terminal" then has what they', "plain"),),
            (("set now. The shell you started from keeps what it has.", "plain"),),
        )

        def answered(yes: bool | None) -> None:
            if yes:
                self.app.exit(return_code=START_AGAIN)

        self.app.push_screen(Confirm("Start again", lines, "starts again"), answered)


START_AGAIN = 75
"""The app's return code that asks for a new start: the command line then replaces itself by a login shell."""

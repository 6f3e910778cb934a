"""Asking before anything of the user's is run, and showing what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Static

from claude_auth_tui.model.diagnosis import ShellTruth
from claude_auth_tui.model.saying import kind_of, say
from claude_auth_tui.tui.screens.dialogue import Dialogue, Scroll
from claude_auth_tui.tui.view.lines import Line, visible


class Confirm(Dialogue[bool]):
    """Says what would be run; enter runs it, esc does not."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "run", "run", show=False)]

    def __init__(self, title: str, lines: tuple[Line, ...], verb: str) -> None:
        super().__init__(((title, "strong"),), f"enter {verb} · esc close")
        self._lines = lines
        self.text = Static()

    def inside(self) -> ComposeResult:
        self.write(self._lines)
        yield Scroll(self.text)

    def write(self, lines: tuple[Line, ...]) -> None:
        self.text.update(self.content(*lines))

    def action_run(self) -> None:
        self.dismiss(True)


class RealShell(Confirm):
    """Runs the user's shell when told to, and shows where it differs from the prediction."""

    class Answered(Message):
        def __init__(self, truth: ShellTruth) -> None:
            super().__init__()
            self.truth = truth

    def __init__(self, command: str, ask: Callable[[], ShellTruth]) -> None:
        lines: tuple[Line, ...] = (
            (("This runs ", "plain"), (visible(command), "code"), (", and with it your startup files,", "plain")),
            (("without a terminal and for ten seconds at most, and takes the", "plain"),),
            (("environment it ends up with. VSCODE_RESOLVING_ENVIRONMENT=1 is set,", "plain"),),
            (("by which startup files can tell. Nothing else is ever run.", "plain"),),
        )
        super().__init__("Ask the real shell", lines, "runs it")
        self._ask_it = ask
        self._asked = False

    def action_run(self) -> None:
        if self._asked:
            self.dismiss(True)
            return
        self._asked = True
        self.write(((("Asking…", "muted"),),))
        self._ask()

    @work(thread=True, exit_on_error=False)
    def _ask(self) -> None:
        try:
            truth = self._ask_it()
        except Exception as failure:  # noqa: BLE001 - whatever a shell does, it ends as a line here
            truth = ShellTruth(say("The shell"), 0.0, say("asking failed ({})", kind_of(failure)), (), 0)
        self.post_message(self.Answered(truth))

    @on(Answered)
    def _answered(self, event: Answered) -> None:
        self.write(truth_lines(event.truth))
        self.say_keys("enter or esc closes")


def truth_lines(truth: ShellTruth) -> tuple[Line, ...]:
    """What the real shell said, beside what was predicted."""
    command = visible(truth.command)
    if truth.failure:
        return (((command, "code"), (" gave no answer: ", "bad"), (visible(truth.failure), "plain")),)
    head: Line = ((command, "code"), (f" answered in {truth.seconds:.1f} s", "plain"))
    if not truth.differences:
        return head, ((f"✓ All {truth.agreeing} variables are as predicted", "good"),)
    rows: tuple[Line, ...] = tuple((("≠ ", "warn"), (visible(line), "plain")) for line in truth.differences)
    return (head, *rows, ((f"The other {truth.agreeing} are as predicted", "muted"),))

"""The dialogue of a probe: says what would be run or sent where, does it when told to, shows what came of it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Static

from claude_auth_tui.model.saying import kind_of, say
from claude_auth_tui.probes.probe import TITLES, Plan, Probe, ProbeKind, Stop, carry_out, refuse
from claude_auth_tui.tui.screens.dialogue import Dialogue, Scroll
from claude_auth_tui.tui.view.dialogue_lines import plan_lines, probe_lines, probe_text
from claude_auth_tui.tui.view.lines import Line, span

_WIDTH: Final = 60
"""Cells, as long as it is not known how many there are."""


class ProbeScreen(Dialogue[None]):
    """Nothing is asked before enter; esc stops what is under way, and closes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go", "go", show=False),
        Binding("y", "copy", "copy", show=False),
    ]

    class Planned(Message):
        def __init__(self, plan: Plan) -> None:
            super().__init__()
            self.plan = plan

    class Finished(Message):
        def __init__(self, probe: Probe) -> None:
            super().__init__()
            self.probe = probe

    def __init__(self, kind: ProbeKind, make: Callable[[], Plan], copy: Callable[[str, str], object]) -> None:
        super().__init__(span(TITLES[kind], "strong"), "esc close")
        self._kind: ProbeKind = kind
        self._make = make
        self._copy = copy
        self._plan: Plan | None = None
        self._probe: Probe | None = None
        self._stop: Stop | None = None
        self._text = Static()
        self._lines_for: Callable[[int], tuple[Line, ...]] = lambda _: (span("Looking what that would be…", "muted"),)

    def inside(self) -> ComposeResult:
        yield Scroll(self._text)

    def on_mount(self) -> None:
        super().on_mount()
        self._write(self._lines_for)
        self._look()

    def on_unmount(self) -> None:
        if self._stop is not None:
            self._stop.ask()

    def on_resize(self) -> None:
        super().on_resize()
        self.call_after_refresh(self._wrap_again)

    def _wrap_again(self) -> None:
        self._write(self._lines_for)

    def _write(self, lines_for: Callable[[int], tuple[Line, ...]]) -> None:
        """Show these lines, wrapped for the width there is."""
        self._lines_for = lines_for
        self._text.update(self.content(*lines_for(self._text.content_size.width or _WIDTH)))

    @work(thread=True, exit_on_error=False)
    def _look(self) -> None:
        try:
            plan = self._make()
        except Exception as failure:  # noqa: BLE001 - whatever the machine is like, it ends as a line here
            plan = refuse(self._kind, say("This machine could not be read ({}).", kind_of(failure)))
        self.post_message(self.Planned(plan))

    @on(Planned)
    def _planned(self, event: Planned) -> None:
        self._plan = event.plan
        self._write(partial(plan_lines, event.plan))
        self.say_keys("esc close" if event.plan.refused else f"enter {event.plan.verb} · esc close")

    def action_go(self) -> None:
        if self._probe is not None or (self._plan is not None and self._plan.refused):
            self.dismiss()
        elif self._plan is not None and self._stop is None:
            self._stop = Stop(self._plan.limits.whole)
            plan = self._plan
            self._write(lambda width: (*plan_lines(plan, width), (), span("Asking…", "accent")))
            self.say_keys("esc stops it")
            self._ask(plan, self._stop)

    @work(thread=True, exit_on_error=False)
    def _ask(self, plan: Plan, stop: Stop) -> None:
        self.post_message(self.Finished(carry_out(plan, stop)))

    @on(Finished)
    def _finished(self, event: Finished) -> None:
        self._probe = event.probe
        self._write(partial(probe_lines, event.probe))
        self.say_keys("y copy · esc close")

    def action_copy(self) -> None:
        if self._probe is not None:
            self._copy(probe_text(self._probe), "What came of it")

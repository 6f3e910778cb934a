"""What would be sent if the selected thing were gone. The machine is read for it, nothing is run and nothing changed."""

from __future__ import annotations

from collections.abc import Callable

from textual import on, work
from textual.message import Message

from claude_auth_tui.model.diagnosis import Diagnosis
from claude_auth_tui.model.saying import kind_of, say
from claude_auth_tui.model.what_if import Subject, WhatIf
from claude_auth_tui.tui.screens.dialogue import Text
from claude_auth_tui.tui.view.lines import Line, span
from claude_auth_tui.tui.view.what_if_lines import question, title_of, what_if_lines


class WhatIfScreen(Text):
    class Answered(Message):
        def __init__(self, answer: WhatIf) -> None:
            super().__init__()
            self.answer = answer

    def __init__(self, subject: Subject, diagnosis: Diagnosis, ask: Callable[[Subject], WhatIf | None]) -> None:
        super().__init__(question(title_of(subject)), (span("Looking…", "muted"),), "j/k scroll · esc closes")
        self._subject = subject
        self._diagnosis = diagnosis
        self._ask_it = ask
        self._answer: WhatIf | None = None

    def on_mount(self) -> None:
        super().on_mount()
        self._ask()

    @work(thread=True, exit_on_error=False)
    def _ask(self) -> None:
        try:
            answer = self._ask_it(self._subject)
        except Exception as failure:  # noqa: BLE001 - whatever is on the machine, it ends as a line here
            answer = WhatIf(self._subject, title_of(self._subject), "unknown", say("Cannot tell: looking failed ({}).", kind_of(failure)))
        nothing = say("There is no machine behind what is shown, so this cannot be told.")
        self.post_message(self.Answered(answer or WhatIf(self._subject, title_of(self._subject), "unknown", nothing)))

    @on(Answered)
    def _answered(self, event: Answered) -> None:
        self._answer = event.answer
        self.say_title(question(event.answer.title))
        self._fill()

    def lines_for(self, width: int) -> tuple[Line, ...]:
        return what_if_lines(self._answer, self._diagnosis, width) if self._answer is not None else super().lines_for(width)

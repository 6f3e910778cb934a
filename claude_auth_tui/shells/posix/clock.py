"""What a new shell makes of the clock: it starts now, so that what is the same for the next minute is known.

A startup file that asks whether a week has gone by since an update is decided; the second itself, and what differs within the minute, is not known.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from msgspec.structs import replace

from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.posix.arithmetic import Number, told
from claude_auth_tui.shells.posix.values import Val, unknown

MOMENTS: Final = (0, 1, 7, 61)
"""Seconds from now at which everything is asked that depends on the clock."""
Written = tuple[str, str | None, Number]
"""A variable, the subscript of an element, and what arithmetic gives it."""


def seconds(machine: Machine) -> Val:
    """`EPOCHSECONDS`, or what `date +%s` prints."""
    value = unknown(say("known only to the running shell"), True)
    return replace(value, clock=tuple(str(int(machine.now) + later) for later in MOMENTS)) if machine.now > 0 else value


def at(value: Val, moment: int | None) -> str | None:
    """A value's text at one of the moments; None where it cannot be told."""
    return value.clock[moment] if value.text is None and value.clock and moment is not None else value.text


def agreed(answers: list[bool | None]) -> bool | None:
    """What holds at every moment, or at none."""
    return answers[0] if answers and all(answer is answers[0] for answer in answers) else None


class Moments:
    """An arithmetic text, calculated for each of the moments apart: what it assigns is seen by the rest of it, and by nothing else until all are done."""

    def __init__(self) -> None:
        self.moment: int | None = None
        self.written: dict[tuple[str, str | None], Number] = {}
        self.results: tuple[str, ...] = ()
        """What the last text came to at each moment, where it cannot be told but for that."""

    def calculated(
        self, calculate: Callable[[Callable[[str, str | None, Number], None]], Number], assign: Callable[[str, str | None, Number], None]
    ) -> Number:
        """`calculate` is asked once a moment, and gives what it assigns to what it is handed; what all moments agree on is assigned with `assign`."""
        numbers: list[Number] = []
        everything: list[dict[tuple[str, str | None], Number]] = []
        try:
            for moment in range(len(MOMENTS)):
                self.moment, self.written = moment, {}
                numbers.append(calculate(lambda name, key, number: self.written.update({(name, key): number})))
                everything.append(self.written)
        finally:
            self.moment, self.written = None, {}
        for name, key in everything[0]:
            first = everything[0][name, key]
            assign(name, key, first if all(one.get((name, key)) == first for one in everything) else None)
        texts = [told(number) for number in numbers]
        if len(set(texts)) > 1 and all(text is not None for text in texts):
            self.results = tuple(text for text in texts if text is not None)
        return numbers[0] if len(set(texts)) == 1 else None

"""Two ways where it is not known which one is taken: both are walked, and what they leave behind is merged."""

from __future__ import annotations

from collections.abc import Callable

from claude_auth_tui.model.shown import Shown
from claude_auth_tui.shells.fish.record import Flow
from claude_auth_tui.shells.fish.shell import Shell
from claude_auth_tui.shells.fish.state import State, Way, joined, merged
from claude_auth_tui.shells.fish.values import Item, Opaque


class Branching:
    """What an evaluator does when it does not know."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell

    def either(self, reason: Shown, first: Callable[[], Flow], second: Callable[[], Flow]) -> Flow:
        """Walk both ways; `reason` says what decides."""
        shell = self.shell
        shell.spend(5)
        base, stream = shell.state, shell.stdin
        start = stream.position if stream is not None else 0
        sink: list[Item] = shell.sinks[-1] if shell.sinks else []
        mark = len(sink)
        shell.doubts.append(reason)
        try:
            one, left = self._walked(base, first)
            printed, read = sink[mark:], stream.position if stream is not None else 0
            del sink[mark:]
            if stream is not None:
                stream.position = start
            other, right = self._walked(base, second)
        finally:
            shell.doubts.pop()
        if printed != sink[mark:]:
            sink[mark:] = [Opaque(reason, many=True)]
        if stream is not None and read != stream.position:
            stream.lines, stream.position = [Opaque(reason, many=True)], 0
        if one is other:
            shell.state = joined(left, right, reason)
            return one
        if Flow.REPLACED in (one, other):  # only the way that stays in this shell counts
            shell.state = (left if other is Flow.REPLACED else right).taken()
            return one if other is Flow.REPLACED else other
        away, stays = (right, left) if one is Flow.NORMAL else (left, right)
        shell.spend(len(base.globals) // 20)
        shell.parked.append((other if away is right else one, away.alone(base), reason))
        shell.state = stays.taken()
        return one if stays is left else other

    def _walked(self, base: State, way: Callable[[], Flow]) -> tuple[Flow, Way]:
        """Walk one way from `base`, and take back what it wrote."""
        shell = self.shell
        base.globals.begin()
        base.functions.begin()
        shell.state = base.branch()
        try:
            flow = way()
        except BaseException:
            base.globals.keep()
            base.functions.keep()
            raise
        return flow, Way(shell.state, base.globals.undo(), base.functions.undo())

    def join(self, mark: int, flows: frozenset[Flow], frames: int, blocks: int) -> None:
        """Merge the ways that had left before, back to as many frames and blocks as are open here."""
        shell = self.shell
        kept = shell.parked[:mark]
        for flow, state, reason in shell.parked[mark:]:
            if flow not in flows:
                kept.append((flow, state, reason))
                continue
            del state.frames[frames:]
            del state.frames[-1].blocks[blocks:]
            del shell.state.frames[frames:]
            del shell.state.frames[-1].blocks[blocks:]
            shell.spend(1 + len(state.globals) // 20)
            shell.state = merged(state, shell.state, reason)
        shell.parked[:] = kept

"""How often to look again while something keeps changing. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final


class Pace:
    """How soon a changed path may be read again: at once, unless it has been changing all the time.

    Each path has a stock of looks, which fills up again while it is quiet. So a state file that is written all the time
    costs a small share of one processor, and does not delay what is seen of a startup file. Times are seconds of a
    monotonic clock.
    """

    SHORTEST: Final = 0.05
    """Between two looks, whatever changed."""
    STOCK: Final = 20.0
    """So many looks in a row at the shortest distance."""
    SHARE: Final = 0.05
    """Of one processor: what a path that never stops changing may cost in the long run."""

    def __init__(self) -> None:
        self._last = float("-inf")
        self._stock: dict[str, tuple[float, float]] = {}
        """The paths whose stock is not full: since when there was how much."""
        self._rate = 1.0
        """Looks per second that are filled up."""

    def ready(self, paths: Iterable[str]) -> float:
        """The moment from which on a change of these paths may be read: that of the coolest of them."""
        return max(min((self._ready(path) for path in paths), default=self._last), self._last + self.SHORTEST)

    def looked(self, at: float, cost: float, changed: Iterable[str]) -> None:
        """A look that ended at `at`, took `cost`, and was due to these paths."""
        left = {path: (at, self._left(path, at) - 1) for path in changed}
        self._rate = min(4.0, max(0.25, self.SHARE / max(cost, 0.001)))
        self._stock = {path: stock for path, stock in {**self._stock, **left}.items() if path in left or self._left(path, at) < self.STOCK}
        self._last = at

    def _left(self, path: str, at: float) -> float:
        since, stock = self._stock.get(path, (at, self.STOCK))
        return min(self.STOCK, stock + (at - since) * self._rate)

    def _ready(self, path: str) -> float:
        if path not in self._stock:
            return float("-inf")
        since, stock = self._stock[path]
        return since + max(0.0, 1.0 - stock) / self._rate

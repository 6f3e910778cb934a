"""`LiveWatch`: reads again when something changed, in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable

from claude_auth_tui.survey import Survey
from claude_auth_tui.watch.update import Update, WatchState


class LiveWatch:
    """Looks at once, then whenever something it looked at changes, and tells.

    `look` and `tell` are called in the watcher's own thread; `tell` must not block (Textual: `post_message`).
    """

    def __init__(
        self,
        look: Callable[[], Survey],
        tell: Callable[[Update], None],
        *,
        watch: bool = True,
        slow_look_every: float | None = 10.0,
    ) -> None:
        """`watch=False` looks only at the start and when asked. `slow_look_every` (seconds) reads what no file tells."""
        raise NotImplementedError

    def start(self) -> None:
        """Start the thread; the first update (reason "start") follows at once."""

    def read_again(self) -> None:
        """Look now, changed or not (`r`): an update with reason "asked" follows. Any thread."""

    def use(self, look: Callable[[], Survey]) -> None:
        """Look with another `look` from now on (another project folder), and look now. Any thread."""

    def stop(self, timeout: float = 1.0) -> None:
        """End the thread and all watches; nothing is told any more once it returns. Any thread; twice is harmless."""

    @property
    def state(self) -> WatchState:
        """How changes are noticed just now."""
        raise NotImplementedError

"""Ending in good order whatever ends us: SIGTERM, SIGHUP, ctrl+c from outside, a terminal that is gone.

A thread of its own waits for signals and for the terminal's end, because the program's main thread may be waiting for an
editor, a startup survey or a disk that does not answer, and Python runs signal handlers in the main thread only. It asks
the view to end as by `q`, ends what was started, and when that takes too long gives the terminal back itself and exits.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Final, Protocol

from claude_auth_tui.read.system_tools import end_children

BY_SIGNAL: Final = 128
"""Added to the number of the signal that ended a program, as shells do (POSIX, 2.8.2)."""
_GRACE: Final = 0.25
"""Seconds for what was started to end by itself."""
_POLITE: Final = 0.5
"""Seconds for the view to end as by `q`, after that."""
_GIVING_BACK: Final = 0.15
_LEAVING: Final = 1.0
"""Seconds between the view's end and the program's: for a thread that waits for a disk or server which does not answer."""
_LOOK: Final = 0.5
"""Seconds between two looks whether the terminal is still there, where the system does not tell."""
_WAKE: Final = 0


class View(Protocol):
    """What draws on the terminal. Everything is called from another thread than the view's own."""

    def end(self, status: int) -> None:
        """End soon, as by `q`, with this exit status."""

    def give_back(self) -> None:
        """Put the terminal back as it was, at once."""

    @property
    def is_aside(self) -> bool:
        """Whether an editor has the terminal."""


class Ending:
    """The one thing that is told of signals. Make it once, in the main thread."""

    def __init__(self) -> None:
        self._reading, self._writing = os.pipe()
        os.set_blocking(self._writing, False)
        signal.set_wakeup_fd(self._writing, warn_on_full_buffer=False)
        self._lock = threading.Lock()
        self._view: View | None = None
        self._terminal: int | None = None
        self._gone = threading.Event()
        self.status: int | None = None
        """The exit status that a signal asks for."""
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is signal.SIG_DFL:  # ignored stays ignored: nohup
                signal.signal(number, _noticed)
        self._mine = [signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else []), signal.SIGINT]
        threading.Thread(target=self._wait, name="claude-auth-ending", daemon=True).start()

    @contextlib.contextmanager
    def terminal(self, descriptor: int) -> Iterator[None]:
        """From here on a terminal that is gone ends us, and ctrl+c from outside is no exception in the middle of something."""
        before = {}
        for name in ("SIGINT", "SIGQUIT"):
            number = getattr(signal, name, None)
            if number is not None:
                before[number] = signal.signal(number, _noticed)
                self._mine.append(number)
        self._terminal = descriptor
        self._wake()
        try:
            yield
        finally:
            self._terminal = None
            self._wake()
            for number, handler in before.items():
                signal.signal(number, handler)

    @contextlib.contextmanager
    def view(self, view: View) -> Iterator[None]:
        """While the view draws, it is what ends first."""
        self._gone.clear()
        self._view = view
        if self.status is not None:
            os._exit(self.status)
        try:
            yield
        finally:
            self._view = None
            self._gone.set()

    def leave(self, status: Callable[[], int]) -> None:
        """The view has given the terminal back: now the program has a second to end."""

        def leave() -> None:
            time.sleep(_LEAVING)
            if not self._gone.is_set():
                os._exit(self.status if self.status is not None else status())

        threading.Thread(target=leave, name="claude-auth-leaving", daemon=True).start()

    def _wake(self) -> None:
        with contextlib.suppress(OSError):
            os.write(self._writing, bytes([_WAKE]))

    def _wait(self) -> None:
        if hasattr(signal, "pthread_sigmask"):  # to put a terminal back from the background is not to stop us
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU})
        tells = hasattr(select, "poll") and sys.platform == "linux"  # elsewhere poll knows no terminals
        while True:
            terminal = self._terminal
            if tells:
                poller = select.poll()
                poller.register(self._reading, select.POLLIN)
                if terminal is not None:
                    poller.register(terminal, 0)
                found = dict(poller.poll())
                pressed, hung = self._reading in found, terminal in found
            else:
                pressed = bool(select.select([self._reading], [], [], _LOOK if terminal is not None else None)[0])
                hung = not pressed
            if pressed:
                for number in os.read(self._reading, 64):
                    self._noticed(number)
            if hung and terminal is not None and terminal == self._terminal:
                if _is_gone(terminal):
                    self._end(BY_SIGNAL + getattr(signal, "SIGHUP", 1), terminal_is_gone=True)
                elif tells:  # it says so and yet is there
                    time.sleep(_LOOK)

    def _noticed(self, number: int) -> None:
        if number not in self._mine or (number in (signal.SIGINT, getattr(signal, "SIGQUIT", None)) and self._leaves_it_alone()):
            return
        terminal = self._terminal
        gone = terminal is not None and _is_gone(terminal)
        if number == signal.SIGINT and self._view is None and terminal is None:  # KeyboardInterrupt ends it, if it can
            time.sleep(_GRACE + _POLITE)
        self._end(BY_SIGNAL + number, gone)

    def _leaves_it_alone(self) -> bool:
        """ctrl+c in an editor is the editor's, though the terminal sends it to us as well."""
        view = self._view
        return view is not None and view.is_aside

    def _end(self, status: int, terminal_is_gone: bool) -> None:
        self.status = status
        view = self._view
        if view is not None and not terminal_is_gone:
            view.end(status)
        end_children(_GRACE)
        if view is not None and not terminal_is_gone:
            if self._gone.wait(_POLITE):
                time.sleep(_GRACE)  # the main thread is on its way out
            else:
                back = threading.Thread(target=view.give_back, daemon=True)
                back.start()
                back.join(_GIVING_BACK)
        os._exit(status)


_current: Ending | None = None


def begin() -> Ending:
    """From here on signals are heeded as this module says. Once, in the main thread."""
    global _current  # noqa: PLW0603 - a process has one set of signal handlers
    _current = _current or Ending()
    return _current


def current() -> Ending | None:
    """What heeds signals; None where this is part of another program."""
    return _current


def _noticed(number: int, frame: FrameType | None) -> None:
    """Python wants a handler, so that the signal is told to the thread that waits."""


def _is_gone(descriptor: int) -> bool:
    try:
        import termios

        termios.tcgetattr(descriptor)
    except ImportError:
        return False
    except termios.error:
        return True
    return False

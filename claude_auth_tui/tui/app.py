"""The app: themes, the terminal's title, what a crash prints, and the source of diagnoses. The screens do the rest."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from rich.console import RenderableType
from rich.segment import Segment, Segments
from textual import on
from textual.app import App, SystemCommand
from textual.command import CommandInput, CommandPalette
from textual.screen import Screen

from claude_auth_tui.model.diagnosis import Diagnosis
from claude_auth_tui.read.system_words import crash_lines
from claude_auth_tui.tui.commands import ACTS_HERE, COMMANDS, bindings, run_command
from claude_auth_tui.tui.messages import Told
from claude_auth_tui.tui.screens.main import MainScreen
from claude_auth_tui.tui.themes import DARK, LIGHT, tones
from claude_auth_tui.tui.tools import Source, Still, Tools
from claude_auth_tui.tui.view.top import News, terminal_title
from claude_auth_tui.tui.widgets.masked import Mask

_SAVE_TITLE = "\x1b[22;2t"
_RESTORE_TITLE = "\x1b[23;2t"
_GIVE_BACK = (
    "\x1b[?2004l\x1b[?7h\x1b[?2048l"  # pasting, wrapping, resizes in band
    "\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l"  # the mouse
    f"\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l{_RESTORE_TITLE}"  # keys, screen, cursor, focus, title
)
"""Everything that Textual's driver switches on, switched off."""


class AuthApp(App[None]):
    """Shows a diagnosis, and every newer one its source tells."""

    TITLE = "claude-auth-tui"
    BINDINGS = bindings("app")
    COMMAND_PALETTE_BINDING = "ctrl+p"
    CSS_PATH: ClassVar[list[str]] = [
        str(Path(__file__).parent / "styles" / f"{name}.tcss") for name in ("base", "top", "panes", "dialogues")
    ]  # type: ignore[assignment]

    def __init__(self, diagnosis: Diagnosis, source: Source | None = None, tools: Tools | None = None, news: News | None = None) -> None:
        self._source = source or Still()
        super().__init__()
        self.animation_level = "none"
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self._tools = tools or Tools()
        if not os.environ.get("TEXTUAL_THEME"):
            self.theme = self._tools.theme if self._tools.theme in self.available_themes else DARK.name
        self.main = MainScreen(diagnosis, news or News(), self._tools, self._source)
        self.leaving: Callable[[Callable[[], int]], None] = lambda status: None
        """Told when the terminal is given back, with what the exit status is."""
        self._is_aside = False
        self._loop_of_run: asyncio.AbstractEventLoop | None = None

    def get_default_screen(self) -> Screen[None]:
        return self.main

    def get_css_variables(self) -> dict[str, str]:
        variables = super().get_css_variables()
        variables |= tones(variables, self.current_theme.ansi)
        self.theme_variables = variables
        return variables

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """The palette: everything a key does, and the themes."""
        for command in COMMANDS:
            if command.palette and not (self.main.tools.elsewhere and command.id in ACTS_HERE):
                yield SystemCommand(f"{command.label.capitalize()} ({command.shown})", command.help, partial(run_command, self, command))
        yield SystemCommand("Theme", "Choose the colours; ansi-dark and ansi-light are those of your terminal", self.action_change_theme)

    @on(CommandPalette.Opened)
    def _palette_opened(self) -> None:
        """A mask over what is typed into it."""
        for line in self.screen.query(CommandInput):
            line.highlighter = Mask()

    def on_mount(self) -> None:
        self._loop_of_run = asyncio.get_running_loop()
        self._loop_of_run.set_exception_handler(self._task_failed)
        self.watch(self, "theme", self._theme_chosen, init=False)
        self._write(_SAVE_TITLE)
        self.show_title()
        self.call_after_refresh(self._first_picture_is_drawn)

    def _first_picture_is_drawn(self) -> None:
        """Do what the first picture does not need: collect garbage again (see `commands.open`), and watch."""
        gc.enable()
        self._source.start(self.post_message)

    def _theme_chosen(self, theme: str) -> None:
        self._tools.keep_theme(theme)

    def on_unmount(self) -> None:
        self.leaving(lambda: self.return_code or 0)
        self._source.stop()
        self._write(_RESTORE_TITLE)

    # ending (`claude_auth_tui.ending`): called from another thread

    @property
    def is_aside(self) -> bool:
        """Whether an editor has the terminal."""
        return self._is_aside

    def end(self, status: int) -> None:
        """End soon, as by `q`, with this exit status."""
        if self._loop_of_run is not None:
            with contextlib.suppress(RuntimeError):  # the loop has ended by itself
                self._loop_of_run.call_soon_threadsafe(partial(self.exit, return_code=status))

    def give_back(self) -> None:
        """Put the terminal back as it was, whatever the rest of us is waiting for: as the driver does it, but at once."""
        driver = self._driver
        before = getattr(driver, "attrs_before", None)
        if driver is None or before is None or os.name != "posix" or self.is_headless:
            return
        import termios

        terminal = os.dup(2)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # of what is still to be drawn nothing comes after this
        with contextlib.suppress(termios.error):
            if os.tcgetpgrp(0) == os.getpgrp():  # from the background the terminal is somebody else's
                termios.tcsetattr(0, termios.TCSANOW, before)
                termios.tcflush(0, termios.TCIFLUSH)
                os.write(terminal, _GIVE_BACK.encode())

    def _set_terminal(self, attributes: list[Any] | None) -> None:
        if attributes is None or os.name != "posix" or self.is_headless:
            return
        import termios

        with contextlib.suppress(termios.error):
            termios.tcsetattr(0, termios.TCSANOW, attributes)

    @contextlib.contextmanager
    def suspend(self) -> Iterator[None]:
        """Step aside for an editor. What it leaves of the terminal, when it is ended, is not what the next program gets."""
        self._is_aside = True
        before = getattr(self._driver, "attrs_before", None)
        try:
            with super().suspend():
                try:
                    yield
                finally:
                    self._set_terminal(before)
        finally:
            self._is_aside = False

    def on_told(self, told: Told) -> None:
        self.main.tell(told)
        self.show_title()

    def action_help(self) -> None:
        from claude_auth_tui.tui.screens.dialogue import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen())

    def show_title(self) -> None:
        """The verdict as the terminal's title, so that a hidden pane still speaks."""
        title = terminal_title(self.main.diagnosis)
        if title != self.sub_title:
            self.sub_title = title
            self._write(f"\x1b]2;{title}\x1b\\")

    def _write(self, sequence: str) -> None:
        if self._driver is not None and not self.is_headless:
            self._driver.write(sequence)

    def _fatal_error(self) -> None:
        """As Textual does it, but without the message and the source lines of the exception: either may hold a value."""
        self.bell()
        error = sys.exc_info()[1] or self._exception
        lines = crash_lines(error) if error is not None else []
        self._exit_renderables.append(Segments([Segment("\n".join(lines) + "\n")]))
        self._close_messages_no_wait()

    def _task_failed(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Of a task nobody waits for: asyncio would log its message and source lines, and its own words name what it failed on."""
        error = context.get("exception")
        if isinstance(error, BaseException):
            self._exit_renderables.append(Segments([Segment("\n".join(crash_lines(error)) + "\n")]))

    def panic(self, *_: RenderableType) -> None:
        """What would be told here is an exception that draws itself."""
        self._fatal_error()

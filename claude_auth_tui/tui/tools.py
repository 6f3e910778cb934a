"""What the screen uses of the world around it. Tests and the demo give their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct, field

from claude_auth_tui import __version__
from claude_auth_tui.clipboard import Copied
from claude_auth_tui.editor import EditorCommand
from claude_auth_tui.model.diagnosis import ShellTruth
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.what_if import Subject, WhatIf
from claude_auth_tui.model.words import SurfaceName
from claude_auth_tui.probes.probe import Plan, ProbeKind, refuse
from claude_auth_tui.tui.messages import Told

if TYPE_CHECKING:
    from claude_auth_tui.telling.document import About


class Source(Protocol):
    """Where diagnoses come from."""

    def start(self, tell: Callable[[Told], object]) -> None:
        """Begin to tell what is new, from any thread."""

    def read_again(self) -> None:
        """Read now; the answer is told."""

    def stop(self) -> None:
        """Tell nothing any more."""

    def use_folder(self, path: str) -> None:
        """Look at this project folder from now on; "" follows the neighbouring tmux pane."""

    def shell_command(self) -> str:
        """What `ask_shell` would run; "" where there is nothing to ask."""

    def ask_shell(self) -> ShellTruth:
        """Start the user's shell and compare. Blocks for seconds; only when the user said so."""

    def probe_plan(self, kind: ProbeKind, context: str, surface: SurfaceName) -> Plan:
        """What a probe would run or send where; runs and sends nothing. Blocks while the machine is read."""

    def what_if(self, subject: Subject) -> WhatIf | None:
        """What would be sent if something were gone; None where there is no machine to ask about. Blocks while it is read."""


class Still:
    """A source that tells nothing: for a made-up machine."""

    def start(self, tell: Callable[[Told], object]) -> None:
        pass

    def read_again(self) -> None:
        pass

    def stop(self) -> None:
        pass

    def use_folder(self, path: str) -> None:
        pass

    def shell_command(self) -> str:
        return ""

    def ask_shell(self) -> ShellTruth:
        raise NotImplementedError

    def probe_plan(self, kind: ProbeKind, context: str, surface: SurfaceName) -> Plan:
        return refuse(kind, say("This machine is made up: there is nothing to ask."))

    def what_if(self, subject: Subject) -> WhatIf | None:
        return None


def _nothing_copied(text: str, osc52: Callable[[str], None]) -> Copied:
    return Copied("none", False, say("There is no clipboard here"))


def _no_editor(path: str, line: int) -> EditorCommand:
    return EditorCommand((), say("There is no editor here"))


def _nothing_about() -> About:
    from claude_auth_tui.telling.document import About

    return About("", __version__)


def _now() -> datetime:
    return datetime.now().astimezone()


class Tools(Struct, frozen=True):
    copy: Callable[[str, Callable[[str], None]], Copied] = _nothing_copied
    """Copies a text, given a way to the terminal's own clipboard; may block."""
    editor: Callable[[str, int], EditorCommand] = _no_editor
    """The command that opens a file at a line."""
    run: Callable[[tuple[str, ...]], int] = field(default=lambda _: 0)
    """Runs that command and gives its exit status."""
    now: Callable[[], datetime] = _now
    """The time here, with its zone."""
    home: str = ""
    """The folder that `~` stands for in places."""
    theme: str = ""
    """The theme chosen last; empty for ours."""
    keep_theme: Callable[[str], None] = field(default=lambda _: None)
    """Remembers a theme for the next run."""
    start_again: bool = False
    """Whether the view may be opened again from a new shell."""
    about: Callable[[], About] = _nothing_about
    """What a report that is copied says about itself."""
    elsewhere: str = ""
    """Why what acts on this machine is off: "This is a report from another machine". Empty where it is on."""

"""Contexts that are somebody else's: of another user, or with another HOME. Their files and their login count there, not ours.

What is theirs is looked at from here as far as it may be; where it may not, what depends on it is not known, and it says so.
"""

from __future__ import annotations

from msgspec.structs import replace

from claude_auth_tui.claude_code.predict import not_known
from claude_auth_tui.claude_code.start import Prediction
from claude_auth_tui.model.machine import File, Files, Folder, Machine, Whose, as_seen_by
from claude_auth_tui.model.saying import NOTHING, say, user_name
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.shells.inherit import inherited_by_new_shell
from claude_auth_tui.shells.result import ShellEnd, ShellVariable


def of_new_shell(machine: Machine) -> Machine:
    """The machine as a new shell sees it: in tmux the server may be another user's, or hand on another HOME."""
    machine = as_seen_by(machine, None)
    how = inherited_by_new_shell(machine)[1]
    return as_seen_by(machine, machine.tmux.whose) if how == "tmux" and machine.tmux is not None else machine


def user_shown(machine: Machine) -> Shown | None:
    """The other user's name, or number; None where it is ours."""
    if machine.own is None or machine.uid == machine.own.uid:
        return None
    return user_name(machine.user) if machine.user else say("user {}", machine.uid or 0)


def home_shown(machine: Machine) -> Shown | None:
    """The other home folder; None where it is ours."""
    return None if machine.own is None or machine.own.home == machine.home else machine.show_path(machine.home)


def whose_note(machine: Machine) -> tuple[Shown, ...]:
    """A sentence about it for people."""
    user, home = user_shown(machine), home_shown(machine)
    if user is not None:
        return (say("it is a process of {}: what counts is in {}", user, machine.show_path(machine.home)),)
    return (say("HOME is {} there: what counts is in that folder", home),) if home is not None else ()


class Noting:
    """A file table that notes what another user may read and we may not."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self.denied: dict[str, Shown] = {}

    def file(self, path: str) -> File:
        found = self._files.file(path)
        self._note(path, found)
        return found

    def stat(self, path: str) -> File:
        found = self._files.stat(path)
        self._note(path, found)
        return found

    def folder(self, path: str) -> Folder:
        found = self._files.folder(path)
        self._note(path, found)
        return found

    def _note(self, path: str, found: File | Folder) -> None:
        if found.state == "unreadable":
            self.denied.setdefault(path, found.detail)


class Theirs:
    """The machine as somebody sees it, and what of it could not be looked at."""

    def __init__(self, machine: Machine, whose: Whose | None) -> None:
        """`machine`: as we see it."""
        seen = as_seen_by(machine, whose)
        other = seen.own is not None and seen.uid != seen.own.uid
        self._noting = Noting(seen.files) if other else None
        self._why = whose.detail if whose is not None else NOTHING
        self.machine = seen if self._noting is None else replace(seen, files=self._noting)

    @property
    def why_not(self) -> Shown:
        """Why what was asked so far is not known; empty where it is."""
        if self._why or self._noting is None or not self._noting.denied:
            return self._why
        path, detail = next(iter(self._noting.denied.items()))
        return say("{}: {}", self.machine.show_path(path), detail or say("it cannot be read"))

    def shell(self, end: ShellEnd) -> ShellEnd:
        """A shell's end, with nothing known of it where its startup files could not be looked at."""
        if not self.why_not:
            return end
        variables = {name: ShellVariable(name, "unknown", notes=(self.why_not,)) for name in end.variables}
        environment = {name: value for name, value in end.environment.items() if name not in variables}
        return replace(end, variables=variables, environment=environment, found=(), notes=(self.why_not,), beneath={})

    def sends(self, prediction: Prediction) -> Prediction:
        """What is sent, unknown where what decides it could not be looked at."""
        if not self.why_not:
            return prediction
        return not_known(prediction.start, say("{}, so what is sent there is not known.", self.why_not.capital))

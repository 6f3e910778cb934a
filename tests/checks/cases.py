"""How a machine that shows a check is written down. The machines themselves are in the `cases_…` modules, one for each few families."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from claude_auth_tui.model.words import Level, ShellName
from tests.checks.homes import Home, login, state

RC = {"bash": ".bashrc", "zsh": ".zshrc", "fish": ".config/fish/config.fish"}


def export(shell: str, name: str, value: str, quote: str = "'") -> str:
    """One line of a startup file; the value stands between quotes as it is."""
    return f"set -gx {name} {quote}{value}{quote}" if shell == "fish" else f"export {name}={quote}{value}{quote}"


@dataclass(frozen=True)
class Case:
    """One machine that shows one check."""

    id: str
    level: Level
    files: Callable[[Path], dict[str, object]] = lambda home: {}
    """What lies in the home, beside the startup file."""
    exports: dict[str, str] = field(default_factory=dict)
    """What the startup file exports, on lines of its own from line 2 on."""
    why: str = ""
    """Where the finding has no fix at all: the reason."""
    edit: Callable[[Home], None] | None = None
    """What a user would change, for a fix that is an edit or an answer given to Claude Code."""
    prepare: Callable[[Path], None] | None = None
    """What a file's content cannot say: modes, folders."""
    env: dict[str, str] = field(default_factory=dict)
    """What this terminal carries."""
    fix: int = 0
    approved: tuple[str, ...] = ()
    rejected: tuple[str, ...] = ()
    may_remain: frozenset[str] = frozenset()
    """Errors that are there before and after."""

    def build(self, path: Path, shell: ShellName) -> Home:
        home = Home(path, shell, dict(self.env))
        lines = ["# startup", *(export(shell, name, value) for name, value in self.exports.items()), "# end"]
        files: dict[str, object] = {".claude.json": state(home.cwd, self.approved, self.rejected), RC[shell]: "\n".join(lines) + "\n"}
        home.write({**files, **self.files(path)})
        if self.prepare:
            self.prepare(path)
        return home


def with_login(**changes: object) -> Callable[[Path], dict[str, object]]:
    return lambda home: {".claude/.credentials.json": login(**changes)}


def files(**named: object) -> Callable[[Path], dict[str, object]]:
    return lambda home: dict(named)


def settings(content: object, with_a_login: bool = True) -> Callable[[Path], dict[str, object]]:
    found: dict[str, object] = {".claude/settings.json": content}
    return lambda home: {**found, **({".claude/.credentials.json": login()} if with_a_login else {})}

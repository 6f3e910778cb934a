"""Made-up machines for shell starts: home files, what the shell inherits, and the programs every system has."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from claude_auth_tui.claude_code.tables import NAMES
from claude_auth_tui.demo.build import HOME, Content, make_machine
from claude_auth_tui.model.machine import File, Machine
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.words import ShellName, StartKind
from claude_auth_tui.shells.predict import predict_shell
from claude_auth_tui.shells.result import ShellEnd, ShellVariable

TAG = re.compile(r"@([^@\s]+)@")
_PROGRAMS = ("ls", "cat", "grep", "sed", "env", "uname", "xargs", "tr", "cut", "head", "awk", "base64", "id", "dircolors", "true", "false")
_INHERITED = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": HOME, "TERM": "xterm-256color", "USER": "dev", "LANG": "C.UTF-8"}


def machine_with(files: Mapping[str, str], **fields: object) -> Machine:
    """A machine whose home holds these files, by their path under it (or absolute)."""
    table: dict[str, Content] = {(p if p.startswith("/") else f"~/{p}"): text.replace("{HOME}", HOME) for p, text in files.items()}
    for program in _PROGRAMS:
        table[f"/usr/bin/{program}"] = table[f"/bin/{program}"] = File("", "present", "file", mode=0o755, uid=0, size=100, executable=True)
    return make_machine(table, **{"cwd": HOME, "uid": 0, "hostname": "box", "arch": "x86_64", **fields})  # type: ignore[arg-type]


def start_of(
    shell: ShellName,
    start: StartKind,
    files: Mapping[str, str],
    env: Mapping[str, str] | None = None,
    names: Sequence[str] = NAMES,
    **fields: object,
) -> ShellEnd:
    """What a new shell ends up with on such a machine. `{HOME}` stands for the home folder."""
    inherited = _INHERITED | {name: value.replace("{HOME}", HOME) for name, value in (env or {}).items()}
    secrets = {name: Secret(value) for name, value in inherited.items()}
    return predict_shell(machine_with(files, **fields), shell, start, secrets, names)


def label(variable: ShellVariable) -> str | None:
    """The state of a variable as recorded answers write it: its line, "inherited", "" for empty, None for unset, "?" for unknown."""
    if variable.state in ("unset", "unknown"):
        return None if variable.state == "unset" else "?"
    if variable.state == "empty":
        return ""
    origin = variable.origin
    if origin is None or origin.kind != "file":
        return "inherited"
    return f"{origin.path.rsplit('/', 1)[-1]}:{origin.line}"

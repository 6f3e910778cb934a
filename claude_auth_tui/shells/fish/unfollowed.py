"""Code that only the running shell sees, and the files it names: what stands in those may be exported."""

from __future__ import annotations

from collections.abc import Collection

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.fish.record import Call
from claude_auth_tui.shells.fish.shell import Shell
from claude_auth_tui.shells.fish.values import Opaque
from claude_auth_tui.shells.mentioned import mentioned_files, variables_in, where_from


def doubt(shell: Shell, call: Call, why: Opaque, line: int, names: Collection[str]) -> None:
    """From here on it is not known whether these are exported, and those that stand in files which the code names."""
    shell.poison(why, line, sorted({*names, *_in_files(shell, call, why)}))


def _in_files(shell: Shell, call: Call, why: Opaque) -> set[str]:
    """The files that it names may be read, and those that its variables come from: they are written down."""
    source = shell.sources.get(shell.path)
    lines = source.text.split("\n") if source is not None else []
    at = shell.pinned or call.line
    code = "\n".join([call.source, *lines[at - 1 : at], why.text])
    given = [where_from(name, "\n".join(lines[:at])) for name in variables_in(code)]
    told = say("{} may read it: {}", shell.here(call.line), why.reason)
    names: set[str] = set()
    for path in mentioned_files("\n".join([code, *given]), shell.lookup, shell.machine.home, shell.text_of):
        if path not in shell.record.files:
            shell.record.may_be_read.setdefault(path, told)
            names |= shell.named_in(shell.lookup.text(path) or "")
    return names

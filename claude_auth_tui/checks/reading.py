"""What could not be looked at: startup files nobody can read, and startup code that decides a credential only when it runs."""

from __future__ import annotations

from collections.abc import Iterator

from claude_auth_tui.checks import docs
from claude_auth_tui.checks.fixes import NEW_TERMINAL
from claude_auth_tui.checks.frame import check, unknown
from claude_auth_tui.checks.removal import writer_for
from claude_auth_tui.claude_code.variables import BY_NAME
from claude_auth_tui.facts import Facts
from claude_auth_tui.model.diagnosis import Evidence, Finding, Fix
from claude_auth_tui.model.machine import File

_DECIDING = ("credential", "switch", "endpoint", "folder", "mode")


@check(
    "startup-file-unreadable",
    family="reading",
    passed="Every startup file could be read",
    about="A startup file that cannot be read here may still set a credential. What a new shell ends up with is then not certain.",
    docs=docs.ENVIRONMENT,
)
def startup_file_unreadable(facts: Facts) -> Iterator[Finding]:
    for path in facts.shell.files if facts.shell else ():
        found = facts.machine.files.file(path)
        reason = _reason(found)
        if reason:
            shown = facts.machine.show_path(path)
            yield unknown(
                f"{shown} could not be read",
                f"A new shell starts with this file, but {reason}. Whether it sets a credential is not known.",
                [Evidence(shown, reason)],
                _mend(facts, found),
                "new_shell",
            )


@check(
    "startup-undecided",
    family="reading",
    passed="No startup file decides a credential at run time",
    about="A value that comes from a program, or from code that cannot be followed without running it, is known only when the shell runs. "
    "Nothing of yours is run to find out, unless you ask for it.",
    docs=docs.ENVIRONMENT,
)
def startup_undecided(facts: Facts) -> Iterator[Finding]:
    for variable in facts.scene("new_shell").context.variables:
        if variable.state != "unknown" or BY_NAME[variable.name].role not in _DECIDING:
            continue
        note = "; ".join(variable.notes) or "it is decided when the shell runs"
        place = variable.where or "a startup file"
        yield unknown(
            f"{variable.name} is decided when the shell starts",
            f"{place} computes it: {note}. What is sent is known only when it has run; press t to ask a real shell.",
            [Evidence(variable.where or "", note)],
            context="new_shell",
        )


def _reason(found: File) -> str:
    if found.state in ("unreadable", "not_a_file", "too_large"):
        return found.detail or {"not_a_file": "it is not a regular file", "too_large": "it is too large"}.get(
            found.state, "it cannot be read"
        )
    return f"byte {found.bad_byte + 1} is not UTF-8" if found.bad_byte is not None else ""


def _mend(facts: Facts, found: File) -> list[Fix]:
    writer = writer_for(facts)
    if found.state != "unreadable" or found.mode is None or writer.needs_administrator(found) or facts.machine.platform == "windows":
        return []
    step = writer.mode(found.path, found.mode | 0o400, found.mode)
    return [writer.fix(f"Make {facts.machine.show_path(found.path)} readable for you", step, then=NEW_TERMINAL)]

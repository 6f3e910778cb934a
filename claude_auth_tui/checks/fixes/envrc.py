"""Fixes in a .envrc: allowed as it is, or with a line that takes a variable away again which a dotenv file brings."""

from __future__ import annotations

from claude_auth_tui.checks.fixes.quoting import word
from claude_auth_tui.checks.fixes.writer import Step, Writer
from claude_auth_tui.checks.outcome import outlook
from claude_auth_tui.claude_code.shown_values import name_shown
from claude_auth_tui.model.diagnosis import Fix
from claude_auth_tui.model.saying import say
from claude_auth_tui.scene.contexts import gather
from claude_auth_tui.scene.facts import Facts
from claude_auth_tui.shells.elsewhere.direnv import DirenvFile, direnv_file, with_line

AGAIN = say("Enter the folder again.")


def allow_step(writer: Writer, path: str) -> Step:
    """Let direnv load the file as it is now."""
    return Step(say("direnv allow {}", writer.path(path)), say("direnv deny {}", writer.path(path)))


def allow(writer: Writer, envrc: DirenvFile) -> Fix:
    """Allow the file as it is now."""
    shown = writer.machine.show_path(envrc.file.path)
    return writer.fix(
        say("Allow direnv to load {} (it runs the file from then on)", shown), allow_step(writer, envrc.file.path), then=AGAIN
    )


def unset_after_dotenv(facts: Facts, writer: Writer, name: str) -> tuple[Fix, ...]:
    """Where direnv takes the variable from a dotenv file, which an application may need: leave that file, and unset the variable behind it."""
    machine, variable = facts.machine, facts.shell.variables.get(name) if facts.shell is not None else None
    envrc = direnv_file(machine)
    origin = variable.origin if variable is not None else None
    if envrc is None or origin is None or envrc.standing != "allowed" or writer.shell in ("powershell", "cmd"):
        return ()
    base, loaded = (machine.paths.basename(path) for path in (envrc.file.path, origin.path))
    if base != ".envrc" or loaded == ".envrc" or not loaded.startswith(".env") or name in _settings_names(facts):
        return ()
    line = say("unset {}", name_shown(name))
    after = gather(with_line(machine, envrc, line)).scene("new_shell").prediction
    allowed = Step(allow_step(writer, envrc.file.path).command)
    shown = machine.show_path(envrc.file.path)
    title = say("Have {} unset it after {} is loaded, and allow the file anew", shown, machine.show_path(origin.path))
    appended = writer.append(envrc.file.path, word(line, writer.shell))
    undo = say("{} && {}", appended.undo, allowed.command)
    return (writer.fix(title, appended, allowed, undo=undo, then=AGAIN, leads_to=outlook(after)),)


def _settings_names(facts: Facts) -> set[str]:
    return set(facts.scene("new_shell").prediction.configuration.settings.env)

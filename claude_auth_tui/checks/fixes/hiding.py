"""Fixes for a key that others may see: out of git's sight, out of the file, or out of other accounts' reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from claude_auth_tui.checks.fixes.quoting import name_word
from claude_auth_tui.checks.fixes.writer import Step, Writer
from claude_auth_tui.checks.removal import writer_for
from claude_auth_tui.model.diagnosis import Fix
from claude_auth_tui.model.found import Found
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.scene.facts import Facts

if TYPE_CHECKING:
    from claude_auth_tui.shells.elsewhere.git.worktree import Kept

_SPECIAL: Final = "\\*?[ "
"""What has to be escaped in a line of .gitignore, so that it means one file."""
_COMMIT = say("Commit the change. The history still has the key, so revoke it where it was made if the repository was ever pushed.")


def untrack(facts: Facts, kept: Kept) -> list[Fix]:
    """Keep the file, take it out of git's index, and have git ignore it."""
    writer = writer_for(facts)
    if writer.shell in ("powershell", "cmd"):
        return []
    root, name = writer.path(kept.root), name_word(_inside(facts, kept), writer.shell)
    out = Step(say("git -C {} rm -q --cached -- {}", root, name), say("git -C {} add -f -- {}", root, name))
    title = say("Take {} out of git, keep the file, and have git ignore it", facts.machine.show_path(kept.path))
    return [writer.fix(title, out, _ignore_line(facts, writer, kept), then=_COMMIT)]


def ignore(facts: Facts, kept: Kept) -> list[Fix]:
    """A line in the work tree's .gitignore."""
    writer = writer_for(facts)
    if writer.shell in ("powershell", "cmd"):
        return []
    shown = facts.machine.show_path(kept.path)
    return [writer.fix(say("Have git ignore {}", shown), _ignore_line(facts, writer, kept), then=say("Commit .gitignore."))]


def edit_out(facts: Facts, places: tuple[Found, ...]) -> list[Fix]:
    """Open the line: what is to stand there instead depends on the kind of file."""
    writer, first = writer_for(facts), places[0].hit
    title = say("{} in {}", _instead(facts, first.path, first.variable), facts.machine.place(first.path, first.line))
    then = say("Put the key where only you have it: in your shell's environment, or in a file that git ignores.")
    return [writer.fix(title, writer.edit(first.path, first.line), then=then)]


def make_new_key(facts: Facts) -> Fix:
    """What no command on this machine can do."""
    return writer_for(facts).fix(
        say("Revoke the key where it was made and use a new one"),
        then=say("An Anthropic key is revoked at https://platform.claude.com/settings/keys."),
        unproven=say("only its issuer can make a key worthless; every copy of the history keeps it"),
    )


def chmod_private(facts: Facts, path: str, mode: int) -> Fix:
    """Take the file away from others; one that belongs to the system has to be edited instead."""
    writer, found = writer_for(facts), facts.machine.files.stat(path)
    shown = facts.machine.show_path(path)
    if writer.needs_administrator(found):
        title, then = say("Take the key out of {}: the file is the system's", shown), say("Put the key into a file of your own.")
        return writer.fix(title, writer.edit_as_root(path), then=then)
    return writer.fix(say("Make {} readable for you alone", shown), writer.mode(path, mode & 0o700, mode))


def _instead(facts: Facts, path: str, name: Shown) -> Shown:
    base = facts.machine.paths.basename(path)
    if "/.github/" in path:
        return say("Write ${{{{ secrets.{} }}}} in the key's place", name)
    if base.endswith((".yml", ".yaml")):
        return say("Write ${{{}}} in the key's place", name)
    if "devcontainer" in base:
        return say("Write ${{localEnv:{}}} in the key's place", name)
    return say("Take the key out")


def _inside(facts: Facts, kept: Kept) -> str:
    """The file's way from the root of its work tree."""
    inside: str = facts.machine.paths.relpath(kept.path, kept.root)
    return inside


def _ignore_line(facts: Facts, writer: Writer, kept: Kept) -> Step:
    """The file's name at the end of .gitignore."""
    pattern = "/" + "".join(f"\\{char}" if char in _SPECIAL else char for char in _inside(facts, kept))
    return writer.append(facts.machine.join(kept.root, ".gitignore"), name_word(pattern, writer.shell))

"""What could not be looked at: startup files nobody can read, and startup code that decides a credential only when it runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Final

from claude_auth_tui.checks import docs, frame
from claude_auth_tui.checks.families.loaded_elsewhere import DECIDING
from claude_auth_tui.checks.fixes.writer import NEW_TERMINAL
from claude_auth_tui.checks.frame import info, unknown
from claude_auth_tui.checks.removal import writer_for
from claude_auth_tui.claude_code.tables import BY_NAME
from claude_auth_tui.model.diagnosis import Evidence, Finding, Fix
from claude_auth_tui.model.machine import File
from claude_auth_tui.model.saying import NOTHING, say, say_all
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.scene.facts import Facts

check = partial(frame.check, family="reading", docs=docs.ENVIRONMENT)


@check(
    "startup-file-unreadable",
    passed="Every startup file could be read",
    about="A startup file that cannot be read here may still set a credential. What a new shell ends up with is then not certain.",
    cure="Make it readable for you; what it sets is unknown until then.",
    levels=("unknown", "info"),
)
def startup_file_unreadable(facts: Facts) -> Iterator[Finding]:
    for path in _startup_files(facts):
        found = facts.machine.files.file(path)
        reason, shown = _reason(found), facts.machine.show_path(path)
        if found.bad_byte is not None:
            yield info(
                "{shown} is not UTF-8",
                "Byte {number} belongs to no UTF-8 character. A value on that line may arrive changed; a comment does no harm.",
                [Evidence(shown, say("byte {}", found.bad_byte + 1))],
                parts={"shown": shown, "number": found.bad_byte + 1},
            )
        elif reason:
            yield unknown(
                "{shown} could not be read",
                "A new shell starts with this file, but {reason}. What it would set is not known, and may not reach the shell either.",
                [Evidence(shown, reason)],
                _mend(facts, found),
                context="new_shell",
                parts={"shown": shown, "reason": reason},
            )


@check(
    "startup-undecided",
    passed="No startup file decides a credential at run time",
    about="A value that comes from a program, or from code that cannot be followed without running it, is known only when the shell runs. "
    "Nothing of yours is run to find out, unless you ask for it.",
    cure="Ask the real shell (key t, or check --ask-shell): only running it tells.",
    levels=("unknown",),
)
def startup_undecided(facts: Facts) -> Iterator[Finding]:
    for variable in facts.scene("new_shell").context.variables:
        if variable.state != "unknown" or BY_NAME[variable.name].role not in DECIDING:
            continue
        note = say_all(variable.notes, "; ") or say("it is decided when the shell runs")
        place = variable.where or say("a startup file")
        yield unknown(
            "{name} is decided when the shell starts",
            "{place} computes it: {note}. What is sent is known only when it has run: ask the real shell (key t, or check --ask-shell).",
            [Evidence(variable.where or NOTHING, note)],
            context="new_shell",
            parts={"name": variable.name, "place": place, "note": note},
        )


@check(
    "startup-opaque",
    passed="Nothing in the startup files hides what it sets",
    about="Code that only the shell can run, such as eval of a program's output, may set a key without naming it. "
    "What is known to set no credential, such as a prompt or a completion, is not told.",
    cure="Ask the real shell (key t, or check --ask-shell): only running it tells.",
    levels=("unknown",),
)
def startup_opaque(facts: Facts) -> Iterator[Finding]:
    notes = [note for note in (facts.shell.notes if facts.shell else ()) if not _harmless(note)]
    if notes:
        evidence = [Evidence(*_split(note)) for note in notes]
        yield unknown(
            "{places} may set a credential unseen",
            "What stands there could not be followed without running it, so what it sets is not known. "
            "Ask the real shell (key t, or check --ask-shell).",
            evidence,
            context="new_shell",
            parts={"places": evidence[0].where if len(notes) == 1 else say("{} places in the startup files", len(notes))},
        )


_PROGRAM: Final = re.compile(r"what ([\w.+-]+) prints|: ([\w.+-]+) decides it")
_HARMLESS: Final = frozenset(
    re.findall(
        r"\S+",
        """
    abduco antidote antibody argcomplete asdf atuin basher batman batpipe brew carapace chezmoi chruby conda
    delta dircolors direnv docker exa eza fasd fnm fzf gcloud gdircolors gh git-extras glab goenv gulp helm
    hub jenv jump keychain kind kubectl lesspipe lesspipe.sh luarocks mamba mcfly micromamba minikube mise
    navi ng ngrok nodenv npm nvm oh-my-posh opam pack perl phpenv pip pip3 pipenv pipx pixi plenv pnpm podman
    poetry procs pyenv pyenv-virtualenv rbenv register-python-argcomplete rtx rustup scmpuff sheldon ssh-agent
    starship step thefuck tmuxp tailscale terraform tput uv uvx vivid volta wezterm yarn zellij zoxide
""",
    )
)
"""Programs whose output in a startup file sets up a prompt, a completion, a path or a version, and no credential of Claude Code."""


def _harmless(note: str) -> bool:
    found = _PROGRAM.search(note)
    return found is not None and (found.group(1) or found.group(2)) in _HARMLESS


def _split(note: Shown) -> tuple[Shown, Shown]:
    """The place at the beginning of a note, and the rest."""
    place, rest = note.before(": "), note.behind(": ")
    return (place, rest) if re.fullmatch(r"\S+:\d+", place) else (NOTHING, note)


_STARTUP: Final = {
    "bash": (".bashrc", ".bash_profile", ".bash_login", ".profile"),
    "zsh": (".zshenv", ".zprofile", ".zshrc", ".zlogin"),
    "fish": (".config/fish/config.fish",),
}


def _startup_files(facts: Facts) -> list[str]:
    """The user's own startup files, and every file that was read for the new shell."""
    if facts.shell is None or not facts.machine.home:
        return []
    own = [facts.machine.at_home(*name.split("/")) for name in _STARTUP[facts.shell.shell]]
    return list(dict.fromkeys([*own, *facts.shell.files]))


def _reason(found: File) -> Shown:
    words = {"unreadable": say("it cannot be read"), "not_a_file": say("it is not a regular file"), "too_large": say("it is too large")}
    return (found.detail or words[found.state]) if found.state in words else NOTHING


def _mend(facts: Facts, found: File) -> list[Fix]:
    writer = writer_for(facts)
    if found.state != "unreadable" or found.mode is None or writer.needs_administrator(found) or facts.machine.platform == "windows":
        return []
    step = writer.mode(found.path, found.mode | 0o400, found.mode)
    return [writer.fix(say("Make {} readable for you", facts.machine.show_path(found.path)), step, then=NEW_TERMINAL)]

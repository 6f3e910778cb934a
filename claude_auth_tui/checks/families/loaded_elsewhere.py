"""What is loaded when a shell enters the project folder, or starts in an editor: direnv, dotenv files, terminals of editors."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from claude_auth_tui.checks import docs, frame
from claude_auth_tui.checks.fixes.envrc import allow
from claude_auth_tui.checks.fixes.loading import comment_out, drop_setting, hook_in, load_here
from claude_auth_tui.checks.frame import info, leveled, told
from claude_auth_tui.checks.known import ends, fails, here, new_shell, wanted_login
from claude_auth_tui.checks.other_shells import Entered, direnv_hits, entered, in_editor, is_hooked
from claude_auth_tui.checks.outcome import outlook
from claude_auth_tui.checks.phrases import listed, says
from claude_auth_tui.checks.removal import writer_for
from claude_auth_tui.claude_code.tables import BY_NAME
from claude_auth_tui.model.diagnosis import Evidence, Finding, Fix
from claude_auth_tui.model.found import Found
from claude_auth_tui.model.saying import NOTHING, say, spaced
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.scene.again import again
from claude_auth_tui.scene.facts import Facts
from claude_auth_tui.shells.elsewhere.direnv import direnv_file
from claude_auth_tui.shells.elsewhere.dotenv import is_template

check = partial(frame.check, family="loader", docs=docs.ENVIRONMENT)

DECIDING: Final = ("credential", "switch", "endpoint", "folder", "mode")
"""The roles of the variables that decide what is sent."""


@check(
    "envrc-not-allowed",
    passed="The .envrc that counts here may be loaded by direnv",
    about="direnv loads a .envrc only after it was allowed, and after every change only when it was allowed again. "
    "Until then what the file sets does not reach claude.",
    levels=("warning", "info"),
)
def envrc_not_allowed(facts: Facts) -> Iterator[Finding]:
    envrc = direnv_file(facts.machine)
    hits = _deciding(facts)
    if envrc is None or envrc.standing != "not_allowed" or not hits:
        return
    shown, names = facts.machine.show_path(envrc.file.path), _names(hits)
    hooked = is_hooked(facts)
    also = NOTHING if hooked else say(" direnv's hook is not in your startup files either.")
    yield leveled(
        "warning" if hooked else "info",
        "direnv has not been allowed to load {shown}, which names {names}",
        "A claude started in this folder goes without it until you allow the file as it is now. Look at it first: direnv runs it.{also}",
        _evidence(facts, hits, say("not loaded")),
        allow(writer_for(facts), envrc),
        None,
        parts={"shown": shown, "names": names, "also": also},
    )


@check(
    "direnv-hook-missing",
    passed="The hook of direnv is in the startup files where a .envrc counts",
    about="direnv does nothing in a shell without its hook. A .envrc that was allowed is then not loaded, and nothing says so.",
    levels=("info",),
)
def direnv_hook_missing(facts: Facts) -> Iterator[Finding]:
    envrc = direnv_file(facts.machine)
    hits = _deciding(facts)
    if envrc is None or envrc.standing != "allowed" or not hits or is_hooked(facts):
        return
    shell = facts.scene("new_shell").context.shell
    yield info(
        "{path} is allowed, but direnv's hook is in none of {shell}'s startup files",
        "It sets {names}, and without the hook nothing loads it when a new {shell} enters this folder.",
        _evidence(facts, hits, say("not loaded")),
        hook_in(facts),
        None,
        parts={"path": facts.machine.show_path(envrc.file.path), "shell": shell or say("shell"), "names": _names(hits)},
    )


@check(
    "folder-changes-credential",
    passed="Nothing that is loaded in this folder changes what claude uses",
    about="The dotenv plugin of oh-my-zsh asks in a folder with a .env file whether to load it. "
    "After a yes, claude uses another credential there than anywhere else.",
    levels=("warning", "info"),
)
def folder_changes_credential(facts: Facts) -> Iterator[Finding]:
    change = entered(facts)
    if change is not None:
        yield _changed(
            facts,
            change,
            say("In this folder {} may set {}", change.loader, _names(change.hits)),
            say("A zsh in which you let it load the file differs from others"),
            comment_out(facts, change),
        )


@check(
    "dotenv-not-read",
    passed="No key waits in a .env file that nothing loads",
    about="Claude Code never reads .env files. A key in one reaches claude only when a shell, direnv or an editor loads the file first.",
    levels=("info",),
)
def dotenv_not_read(facts: Facts) -> Iterator[Finding]:
    if not fails(new_shell(facts)) or not fails(here(facts)):
        return
    for found in [found for found in facts.found if _waits(facts, found)][:1]:
        shown, name, value = facts.machine.show_path(found.hit.path), found.hit.variable, found.value
        if value is not None:
            yield info(
                "{name} stands in {shown}, which claude does not read",
                "Nothing else on this machine gives claude a credential, and nothing loads this file. Export the variable, or load the file before claude starts.",
                [Evidence(say("{}:{}", shown, found.hit.line), say("{} {}, {}", name, found.hit.shown or NOTHING, found.hit.because))],
                load_here(facts, found, outlook(again(here(facts).start, given={name: value}))),
                "here",
                parts={"name": name, "shown": shown},
            )


@check(
    "editor-terminal-differs",
    passed="The terminals of your editors use what other terminals use",
    about="Visual Studio Code and its kin can give their terminals variables of their own, take some away, or have none inherited. "
    "claude in such a terminal then uses another credential than elsewhere.",
    levels=("warning", "info"),
    docs=docs.EDITOR,
)
def editor_terminal_differs(facts: Facts) -> Iterator[Finding]:
    for change in in_editor(facts):
        sets = [f for f in change.hits if f.hit.does != "unset"]
        does = say("set") if sets else say("do without")
        yield _changed(
            facts,
            change,
            say("{}'s terminals {} {}", change.loader, does, _names(change.hits)),
            say("A terminal in {} differs from any other", change.loader),
            drop_setting(facts, change),
        )


def _changed(facts: Facts, change: Entered, title: Shown, lead: Shown, fixes: list[Fix]) -> Finding:
    wanted, after = wanted_login(facts), ends(change.prediction)
    overrides = wanted is not None and any(
        end.outcome == "sends" and wanted.source not in end.sources and wanted.source in ends(new_shell(facts))[name].sources
        for name, end in after.items()
    )
    worse = fails(change.prediction) and not fails(new_shell(facts))
    return told(
        "warning" if overrides or worse else "info",
        title,
        say("{}: there {}. Everywhere else {}", lead, says(change.prediction), says(new_shell(facts)).sentence),
        _evidence(facts, change.hits),
        fixes,
        None,
    )


def _decides(found: Found) -> bool:
    known = BY_NAME.get(found.hit.variable)
    return known is not None and known.role in DECIDING


def _deciding(facts: Facts) -> list[Found]:
    """What the file that direnv would load says about the variables that decide."""
    return [found for found in direnv_hits(facts) if _decides(found) and found.hit.does != "assign"]


def _waits(facts: Facts, found: Found) -> bool:
    """A value in a dotenv file of the project folder that nothing loads, and no template."""
    folder, base = facts.machine.paths.split(found.hit.path)
    inactive = found.hit.does == "dotenv" and found.hit.effect == "inactive" and _decides(found) and bool(found.value)
    return inactive and folder == facts.machine.cwd and not is_template(base) and found not in direnv_hits(facts)


def _names(hits: list[Found] | tuple[Found, ...]) -> Shown:
    return listed(dict.fromkeys(found.hit.variable for found in hits))


def _evidence(facts: Facts, hits: list[Found] | tuple[Found, ...], state: Shown = NOTHING) -> list[Evidence]:
    told = []
    for found in hits:
        text = spaced(found.hit.variable, found.hit.shown or NOTHING)
        told.append(Evidence(facts.machine.place(found.hit.path, found.hit.line), say("{}, {}", text, state) if state else text))
    return told

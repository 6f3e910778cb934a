"""The state file `.claude.json` beyond its syntax: first-start screens, the Console key in it, its size, and whether a container keeps it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from msgspec.structs import replace

from claude_auth_tui.checks import docs, frame
from claude_auth_tui.checks.families.keys_exposed import is_of_windows, open_to_others
from claude_auth_tui.checks.fixes.quoting import word
from claude_auth_tui.checks.fixes.writer import RESTART, Step
from claude_auth_tui.checks.frame import info, unknown, warning
from claude_auth_tui.checks.known import given, new_shell
from claude_auth_tui.checks.outcome import outlook
from claude_auth_tui.checks.phrases import credential, name_of, settled
from claude_auth_tui.checks.removal import writer_for
from claude_auth_tui.claude_code.tables import CONSOLE, LOGIN
from claude_auth_tui.documents.strict_json import parse
from claude_auth_tui.model.diagnosis import Evidence, Finding, Fix
from claude_auth_tui.model.machine import File, Mount
from claude_auth_tui.model.saying import octal, say
from claude_auth_tui.model.secret import SecretText
from claude_auth_tui.scene.again import again
from claude_auth_tui.scene.facts import Facts

check = partial(frame.check, family="approval", docs=docs.AUTHENTICATION)

_LARGE: Final = 5 * 1024 * 1024
"""Bytes. A file of 10 MB made every start a second longer, one of 60 MB nine (observed)."""
_DONE: Final = say('{"hasCompletedOnboarding": true}')
_COPIES: Final = ".claude.json.backup."


@check(
    "onboarding-hides-credential",
    passed="No welcome screens stand before the credential",
    about="Where .claude.json is missing, as in a fresh container, claude begins with its welcome screens and asks for a login, "
    "although a key or token is set. claude -p asks nothing and uses it.",
    cure="Say in .claude.json that the welcome screens were done, or go through them once.",
    levels=("warning",),
)
def onboarding_hides_credential(facts: Facts) -> Iterator[Finding]:
    prediction, told = new_shell(facts), facts.scene("new_shell").context
    state, batch = prediction.configuration.state, settled(prediction.surfaces["print"])
    talk = prediction.surfaces["interactive"]
    if talk.asks != "onboarding" or talk.outcome != "asks" or batch.outcome != "sends" or told.start == "script":
        return
    names = [name_of(source) for source in batch.sources if source not in (LOGIN, CONSOLE)]
    if not names or batch.provider != "anthropic" or state.state not in ("absent", "used"):
        return
    absent = state.state == "absent"
    yield warning(
        "claude starts with its welcome screens and asks for a login, although {variable} is set",
        "{path} {what}, so claude takes this for a first start; claude -p already uses {credential}.",
        [Evidence(state.shown_path, say("absent") if absent else say("no hasCompletedOnboarding"))],
        _onboarded(facts),
        parts={
            "variable": names[0],
            "path": state.shown_path,
            "what": say("is not there") if absent else say("does not say that they were done"),
            "credential": credential(prediction, batch),
        },
    )


def _onboarded(facts: Facts) -> Fix:
    """The file with the one member that says so, only where no file is."""
    prediction, writer, machine = new_shell(facts), writer_for(facts), facts.machine
    state = prediction.configuration.state
    then = say("claude then asks only about the folder and the key.")
    if state.state != "absent" or writer.shell in ("powershell", "cmd"):
        return writer.fix(say('Add "hasCompletedOnboarding": true to {}', state.shown_path), writer.edit(state.path), then=then)
    path, folder = writer.path(state.path), machine.paths.dirname(state.path)
    command = say("test -e {} || printf '%s\\n' {} > {} && chmod 600 {}", path, word(_DONE, writer.shell), path, path)
    steps = [Step(command, say("mv -n {} {}", path, writer.path(writer.free_name(state.path + ".off"))))]
    if not machine.files.stat(folder).is_folder and folder != machine.home:
        steps.insert(0, writer.make_folder(folder))
    made = File(state.path, "present", "file", SecretText(_DONE), mode=0o600, uid=machine.uid, size=len(_DONE))
    after = again(prediction.start, {state.path: made})
    return writer.fix(say("Say in {} that they were done", state.shown_path), *steps, then=then, leads_to=outlook(after))


@check(
    "console-key-readable-by-others",
    family="exposure",
    passed="Nobody else can read a Console key in the state file",
    about="Without a Keychain, a Console login leaves its API key in .claude.json as plain text. "
    "Whoever can read the file can use the key, at your expense.",
    cure="Give the file mode 0600.",
    levels=("warning",),
)
def console_key_readable_by_others(facts: Facts) -> Iterator[Finding]:
    prediction, machine = new_shell(facts), facts.machine
    state = prediction.configuration.state
    found = state.file
    if state.primary_api_key is None or found.mode is None or not open_to_others(machine, found) or is_of_windows(machine, found.path):
        return
    writer = writer_for(facts)
    yield warning(
        "Others can read the key of your Console login: {path} has mode {mode}",
        "It holds an API key as plain text. Claude Code makes the file with mode 0600, and keeps another mode that it finds.",
        [Evidence(state.where("primaryApiKey"), say("mode {}, primaryApiKey {}", octal(found.mode), state.primary_api_key.shown))],
        writer.fix(say("Make it readable for you alone"), writer.mode(found.path, 0o600, found.mode), leads_to=outlook(prediction)),
        parts={"path": state.shown_path, "mode": octal(found.mode)},
    )


@check(
    "state-file-not-kept",
    family="store",
    passed="The state file is kept as long as the login",
    about="The login lies in the folder .claude, the answers to Claude Code's questions in .claude.json beside it. "
    "A container that keeps only the folder asks everything again when it is made anew.",
    cure="Set CLAUDE_CONFIG_DIR to the folder that is kept: .claude.json then lies in it too.",
    levels=("warning",),
)
def state_file_not_kept(facts: Facts) -> Iterator[Finding]:
    prediction, machine = new_shell(facts), facts.machine
    state, folder = prediction.configuration.state, prediction.configuration.config_dir
    kept, lost = mount_of(facts, folder), mount_of(facts, state.path)
    if kept is None or lost is None or kept.path == "/" or lost.path != "/" or given(prediction, say("CLAUDE_CONFIG_DIR")) is not None:
        return
    shown, writer = machine.show_path(folder), writer_for(facts)
    yield warning(
        "{path} is lost when this container is made anew; {shown} is kept",
        "Only {shown} is on a volume. Approved keys, trusted folders and the welcome screens are asked about again in a new container.",
        [Evidence(shown, say("on the mount {}", machine.show_path(kept.path))), Evidence(state.shown_path, say("in the container itself"))],
        writer.fix(
            say("Set CLAUDE_CONFIG_DIR to {} where the container is defined: .claude.json then lies in that folder too", shown),
            then=say("Copy the file there before: cp -n {} {}", writer.path(state.path), writer.path(machine.join(folder, ".claude.json"))),
            unproven=say("the container is defined outside of it"),
        ),
        parts={"path": state.shown_path, "shown": shown},
    )


def mount_of(facts: Facts, path: str) -> Mount | None:
    """The mount a path lies on; None outside of containers."""
    on = [m for m in facts.machine.mounts if m.path in ("/", path) or path.startswith(m.path + "/")]
    return max(reversed(on), key=lambda mount: len(mount.path), default=None)


@check(
    "state-file-large",
    family="settings",
    passed="The state file is of a usual size",
    about="Claude Code reads .claude.json at every start and writes it anew often. Former versions kept the history of every project in it.",
    cure="Take old history out of it while no claude is running.",
    levels=("unknown", "info"),
    docs=docs.SETTINGS,
)
def state_file_large(facts: Facts) -> Iterator[Finding]:
    state = new_shell(facts).configuration.state
    size = state.file.size or 0
    if size < _LARGE:
        return
    megabytes, writer = say("{} MB", round(size / 1024**2)), writer_for(facts)
    evidence = [Evidence(state.shown_path, megabytes)]
    if state.file.state == "too_large":
        yield unknown(
            "{path} is too large to be read here: {megabytes}",
            "Which keys were approved and which folders are trusted is not known, so what claude asks first is not certain.",
            evidence,
            context="new_shell",
            parts={"path": state.shown_path, "megabytes": megabytes},
        )
        return
    yield info(
        "{path} has grown to {megabytes}",
        "Claude Code reads and writes the whole file at every start, which takes longer the larger it is. "
        "Mostly old history in “projects” fills it.",
        evidence,
        writer.fix(say("Take old history out of it while no claude is running"), writer.edit(state.path)),
        parts={"path": state.shown_path, "megabytes": megabytes},
    )


def restore_copy(facts: Facts) -> list[Fix]:
    """For a broken state file: put the newest sound copy in its place. Claude Code keeps copies in `backups` (observed)."""
    prediction, writer, machine = new_shell(facts), writer_for(facts), facts.machine
    state = prediction.configuration.state
    folder = machine.join(prediction.configuration.config_dir, "backups")
    names = [name for name in machine.files.folder(folder).names if name.startswith(_COPIES) and name[len(_COPIES) :].isdecimal()]
    for name in sorted(names, key=lambda name: int(name[len(_COPIES) :]), reverse=True)[:5]:
        copy = machine.files.file(machine.join(folder, name))
        if copy.text is None or parse(copy.text, False).fault is not None or writer.shell in ("powershell", "cmd"):
            continue
        aside = writer.free_name(state.path + ".broken")
        place = writer.path(state.path)
        put = say("mv -n {} {} && cp -p {} {}", place, writer.path(aside), writer.path(copy.path), place)
        back = say("mv -f {} {}", writer.path(aside), place)
        after = again(prediction.start, {state.path: replace(copy, path=state.path)})
        title = say("Put the copy {} in its place", machine.show_path(copy.path))
        return [writer.fix(title, Step(put, back), then=RESTART, leads_to=outlook(after))]
    return []

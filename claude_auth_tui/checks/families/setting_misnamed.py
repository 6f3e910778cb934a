"""Settings that do nothing: names that do not exist, values of the wrong kind, and files Claude Code does not read."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from claude_auth_tui.checks import docs, frame
from claude_auth_tui.checks.fixes.writer import RESTART
from claude_auth_tui.checks.frame import info, leveled, warning
from claude_auth_tui.checks.known import new_shell, sent_sources
from claude_auth_tui.checks.removal import writer_for
from claude_auth_tui.claude_code.policy import METHOD
from claude_auth_tui.claude_code.setting_faults import (
    POLICIES,
    Misnamed,
    OddValue,
    holds_credential_settings,
    is_unknown_method,
    misnamed,
    odd_values,
)
from claude_auth_tui.claude_code.settings import SCOPE_TITLES, Layer
from claude_auth_tui.claude_code.whole_member import member_place
from claude_auth_tui.documents.strict_json import parse
from claude_auth_tui.model.diagnosis import Evidence, Finding, Fix
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.scene.facts import Facts

check = partial(frame.check, family="settings", docs=docs.SETTINGS)


@check(
    "setting-unknown",
    passed="No settings file uses a name that does not exist",
    about="There is no apiKey and no apiBaseUrl, though articles say so: Claude Code passes such names over without a word. "
    "Variables belong into env, and a key that must not stand there comes from apiKeyHelper.",
    levels=("warning",),
)
def setting_unknown(facts: Facts) -> Iterator[Finding]:
    for layer in _layers(facts):
        for found in misnamed(layer):
            if found.in_env or found.name == found.right:
                continue
            place = layer.where(found.name)
            yield warning(
                "{place}: there is no setting “{name}”",
                "Claude Code passes it over, so what it is to do is not done. {advice}",
                [Evidence(place, say("{}, not known", found.name))],
                _mend(facts, layer, found),
                parts={"place": place, "name": found.name, "advice": _advice(found)},
            )


@check(
    "setting-variable-misplaced",
    passed="Variables in settings files stand in env, spelt as they are",
    about="A variable counts in a settings file only inside of env, and only in its own spelling. Anywhere else it is passed over without a word.",
    levels=("warning",),
)
def setting_variable_misplaced(facts: Facts) -> Iterator[Finding]:
    for layer in _layers(facts):
        for found in misnamed(layer):
            if not found.in_env and found.name != found.right:
                continue
            if found.in_env and facts.machine.platform == "windows" and found.name.upper() == found.right:
                continue
            place = layer.where("env", found.name) if found.in_env else layer.where(found.name)
            if not found.in_env:
                what = say("{} stands outside of env", found.name)
            elif found.name == found.right:
                what = say("{} is a setting of its own, not a variable", found.name)
            else:
                what = say("env has {}, which is no variable", found.name)
            yield warning(
                "{place}: {what}",
                "Claude Code passes it over. {advice}",
                [Evidence(place, found.name)],
                _mend(facts, layer, found),
                parts={"place": place, "what": what, "advice": _advice(found)},
            )


@check(
    "setting-not-text",
    passed="Variables in settings files are texts",
    about="Claude Code turns whatever stands in env into text: null becomes the word null, an object becomes [object Object], and that is what is sent. "
    "To cancel a variable of the shell write two quotes with nothing between them.",
    levels=("error", "warning"),
)
def setting_not_text(facts: Facts) -> Iterator[Finding]:
    sent = sent_sources(new_shell(facts))
    for layer in _layers(facts):
        for odd in odd_values(layer):
            place = layer.where("env", odd.name)
            becomes = say("the text “{}”", odd.becomes) if odd.becomes else say("a text")
            used = say("settings.{}.env:{}", layer.scope, odd.name) in sent
            so = say("That text is sent as the credential and refused.") if used else say("That is hardly what is meant.")
            yield leveled(
                "error" if used else "warning",
                "{place}: {name} is {kind} and becomes {becomes}",
                '{so} Write a text between double quotes, or "" to cancel what the shell exports.',
                [Evidence(place, say("{} is {}", odd.name, odd.kind))],
                _mend_value(facts, layer, odd),
                parts={"place": place, "name": odd.name, "kind": odd.kind, "becomes": becomes, "so": so},
            )


@check(
    "setting-login-method-unknown",
    passed="The login method that is demanded exists",
    about="forceLoginMethod is claudeai, console or gateway. Any other word is passed over, so the policy it is to be does not hold.",
    levels=("warning",),
)
def setting_login_method_unknown(facts: Facts) -> Iterator[Finding]:
    for layer in _layers(facts):
        if METHOD in layer.document and is_unknown_method(layer.document[METHOD]):
            place, writer, managed = layer.where(METHOD), writer_for(facts), layer.scope == "managed"
            edit = writer.edit_as_root if managed else writer.edit
            steps = [edit(layer.path, layer.line(METHOD))] if layer.path else []
            title, unproven = say("Write claudeai, console or gateway in {}", place), say("only the command line can be changed")
            yield warning(
                "{place}: forceLoginMethod has a value that does not exist",
                "It can be claudeai, console or gateway. Claude Code passes another word over{so}.",
                [Evidence(place, METHOD)],
                writer.fix(title, *steps, then=RESTART, unproven=unproven),
                parts={"place": place, "so": say(", so every kind of login and every key is allowed") if managed else NOTHING},
            )


@check(
    "setting-policy-not-enforced",
    passed="Policies stand in managed settings",
    about="forceLoginOrgUUID, forceLoginGatewayUrl and allowedProviders hold only in managed settings, which an administrator writes. "
    "In a settings file of your own nothing comes of them.",
    levels=("info",),
    docs=docs.MANAGED,
)
def setting_policy_not_enforced(facts: Facts) -> Iterator[Finding]:
    for layer in _layers(facts):
        for name in POLICIES:
            if layer.scope != "managed" and name in layer.document:
                place = layer.where(name)
                yield info(
                    "{place}: {name} holds only in managed settings",
                    "In {files} Claude Code enforces nothing of it. Take it out, or have an administrator put it into the managed settings.",
                    [Evidence(place, name)],
                    _drop(facts, layer, name),
                    parts={"place": place, "name": name, "files": SCOPE_TITLES[layer.scope]},
                )


@check(
    "setting-file-not-read",
    passed="No settings lie in a file Claude Code does not read",
    about="Claude Code reads settings.json in its own folder and settings.json and settings.local.json in a project's .claude. "
    "A file beside them, or one letter off, is never looked at.",
    levels=("warning",),
)
def setting_file_not_read(facts: Facts) -> Iterator[Finding]:
    machine, writer = facts.machine, writer_for(facts)
    own = machine.join(new_shell(facts).configuration.config_dir, "settings.json")
    for path, because in _not_read(facts):
        text = machine.files.file(path).text
        parsed = parse(text) if text is not None else None
        if parsed is None or not isinstance(parsed.value, dict):
            continue
        member = holds_credential_settings(parsed.value)
        if not member:
            continue
        shown, target = machine.show_path(path), machine.show_path(own)
        there = machine.files.stat(own).exists
        rename = [] if there else [writer.fix(say("Rename it to {}", target), writer.rename(path, own), then=RESTART)]
        yield warning(
            "{shown} is not read: its {member} does nothing",
            "{because} What is to count for you belongs into {target}.",
            [Evidence(shown, say("holds {}", member))],
            [*rename, writer.fix(say("Move what is meant to count from {} into {}", shown, target), writer.edit(path), then=RESTART)],
            parts={"shown": shown, "member": member, "because": because, "target": target},
        )


def _layers(facts: Facts) -> Iterator[Layer]:
    return (layer for layer in new_shell(facts).configuration.layers if layer.state == "used")


def _not_read(facts: Facts) -> Iterator[tuple[str, Shown]]:
    """Files people take for settings files, each with the reason why it is none."""
    machine, folder = facts.machine, new_shell(facts).configuration.config_dir
    if not machine.home:
        return
    misread = say("Claude Code looks for settings.json there, and for no other name.")
    for name in ("setting.json", "settings.jsonc", "config.json"):
        yield machine.join(folder, name), misread
    yield machine.join(folder, "managed-settings.json"), say("Managed settings lie in a folder of the system, not in your home.")
    if machine.cwd != machine.home:
        yield machine.at_home(".claude", "settings.local.json"), say("It counts only where claude is started in your home folder itself.")
        yield machine.at_home("settings.json"), say("In your home folder Claude Code reads only what lies in .claude.")
    for name in ("claude", "claude-code"):
        yield machine.at_home(".config", name, "settings.json"), say("Claude Code does not look below .config.")
    if machine.platform == "windows":
        yield "C:\\ProgramData\\ClaudeCode\\managed-settings.json", say("Managed settings lie in C:\\Program Files\\ClaudeCode by now.")


def _advice(found: Misnamed) -> Shown:
    if found.belongs_into_env and not found.in_env:
        return say("Write it as {} inside of env.", found.right)
    if found.in_env and not found.belongs_into_env:
        return say("It belongs outside of env, beside it.")
    called, instead = say("It is called {}.", found.right), say("Log in with claude auth login, or set ANTHROPIC_API_KEY inside of env.")
    return called if found.right else instead


def _mend(facts: Facts, layer: Layer, found: Misnamed) -> list[Fix]:
    """Renamed where it stands in the right place already; otherwise moved by hand, or taken out."""
    writer = writer_for(facts)
    line = layer.line("env", found.name) if found.in_env else layer.line(found.name)
    if layer.scope == "managed" or not layer.path:
        if layer.scope == "managed":
            return [writer.fix(say("Ask your administrator"), unproven=say("only an administrator may change managed settings"))]
        return [writer.fix(say("Leave it out of --settings"), unproven=say("it stands on a command line"))]
    in_place = bool(found.right) and found.in_env == found.belongs_into_env
    if in_place and line and found.name.isidentifier() and not _is_there(layer, found):
        step = writer.substitute(layer.path, line, say('"{}"/s//"{}"/', found.name, found.right))
        return [
            writer.fix(say("Write {} instead in {}:{}", found.right, layer.shown_path, line), step, then=RESTART),
            *_drop(facts, layer, *_names(found)),
        ]
    title = say("Write it as {}", found.right) if found.right else say("Say it another way")
    if found.belongs_into_env:
        title = say("Move it into env as {}", found.right)
    by_hand = writer.fix(say("{} in {}", title, layer.shown_path), writer.edit(layer.path, line), then=RESTART)
    return [by_hand, *_drop(facts, layer, *_names(found))]


def _names(found: Misnamed) -> tuple[Shown, ...]:
    return (say("env"), found.name) if found.in_env else (found.name,)


def _is_there(layer: Layer, found: Misnamed) -> bool:
    return bool(layer.line("env", found.right) if found.in_env else found.right in layer.document)


def _drop(facts: Facts, layer: Layer, *names: Shown) -> list[Fix]:
    writer = writer_for(facts)
    if layer.scope == "managed" or not layer.path:
        return []
    step = writer.drop_json_member(layer.path, layer.line(*names), *names)
    return [writer.fix(say("Take {} out of {}", names[-1], layer.where(*names)), step, then=RESTART)]


def _mend_value(facts: Facts, layer: Layer, odd: OddValue) -> list[Fix]:
    writer, line = writer_for(facts), layer.line("env", odd.name)
    if layer.scope == "managed" or not layer.path:
        return [writer.fix(say("Ask your administrator"), unproven=say("only an administrator may change it"))] if layer.path else []
    fixes = _drop(facts, layer, say("env"), odd.name)
    if odd.kind == "null" and member_place(facts.machine, layer.path, line, odd.name) is not None:
        step = writer.substitute(layer.path, line, say('{}/s/: *null/: ""/', odd.name))
        fixes = [writer.fix(say('Write "" in {}, which cancels the variable', layer.where("env", odd.name)), step, then=RESTART), *fixes]
    return [*fixes, writer.fix(say("Write a text in {}", layer.where("env", odd.name)), writer.edit(layer.path, line), then=RESTART)]

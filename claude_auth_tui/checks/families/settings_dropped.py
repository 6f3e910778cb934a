"""Settings that are dropped or refused: broken files, an administrator's policies, and what `env` does to the shell's variables."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from claude_auth_tui.checks import docs, frame
from claude_auth_tui.checks.families.login_overridden import removals
from claude_auth_tui.checks.families.state_file_faults import restore_copy
from claude_auth_tui.checks.fixes.writer import RESTART
from claude_auth_tui.checks.frame import error, info, leveled, warning
from claude_auth_tui.checks.known import ends, new_shell, shown_value, source_evidence, wanted_login
from claude_auth_tui.checks.outcome import after_login, outlook
from claude_auth_tui.checks.phrases import clause, fault_at, link_of
from claude_auth_tui.checks.removal import ADMINISTRATOR, writer_for
from claude_auth_tui.claude_code.layers import refused
from claude_auth_tui.claude_code.policy import ALLOWED, METHOD, ORGANIZATION
from claude_auth_tui.claude_code.settings import SCOPE_TITLES, Layer
from claude_auth_tui.claude_code.tables import CONSOLE, LOGIN, NAMES
from claude_auth_tui.model.diagnosis import Evidence, Finding, Fix
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.scene.again import without
from claude_auth_tui.scene.facts import Facts

check = partial(frame.check, family="blocked", docs=docs.MANAGED)


@check(
    "managed-settings-broken",
    passed="The managed settings are sound",
    about="Claude Code does not start at all while a managed settings file is broken, so that a policy cannot be lost by accident. "
    "Only whoever manages this machine can mend it.",
    cure="Only whoever manages this machine can mend it; tell them the file and the place.",
    levels=("error",),
)
def managed_settings_broken(facts: Facts) -> Iterator[Finding]:
    layer = new_shell(facts).configuration.settings.managed_fault
    if layer is None:
        return
    place, words = fault_at(layer.shown_path, layer.fault, layer.detail or say("it cannot be used"))
    writer, title = writer_for(facts), say("Ask your administrator to mend {}, or mend it as root", layer.shown_path)
    yield error(
        "Claude Code does not start: {place} is broken",
        "The managed settings cannot be used: {words}. Claude Code refuses to run until they are sound, whatever else is configured.",
        [Evidence(place, words)],
        writer.fix(title, writer.edit_as_root(layer.path, layer.fault.line if layer.fault else 0)),
        parts={"place": place, "words": words},
    )


@check(
    "policy-refuses-credential",
    passed="No policy refuses the credential",
    about="Managed settings can demand a login of a certain kind or organisation. Claude Code then refuses to start with a key, "
    "a token or a helper, because their organisation cannot be verified.",
    cure="Take the refused credential away and log in as the policy asks; only an administrator changes the policy.",
    levels=("error",),
)
def policy_refuses_credential(facts: Facts) -> Iterator[Finding]:
    prediction = new_shell(facts)
    refused = {name: end for name, end in ends(prediction).items() if end.outcome == "blocked" and end.reason == "policy"}
    if not refused:
        return
    end = list(refused.values())[-1]
    layers = prediction.configuration.settings.used("managed")
    rules = (METHOD, ORGANIZATION, ALLOWED)
    places = [(layer.where(rule), rule) for rule in rules for layer in layers if rule in layer.document]
    sources = [link.source for link in end.chain if link.state in ("sends", "unusable", "ignored") and link_of(end, link.source)]
    yield error(
        "Your organisation's policy refuses what {who} would use",
        "{because.clause}. Take the key, token or helper away and log in with the account the policy asks for.",
        [Evidence(where, say("policy {}", rule)) for where, rule in places] + [source_evidence(facts, prediction, s) for s in sources[:2]],
        _obey(facts, sources),
        parts={"who": clause(refused, say("send")).without(" sends", " send"), "because": end.because},
    )


def _obey(facts: Facts, sources: list[Shown]) -> list[Fix]:
    writer = writer_for(facts)
    logged_out = without(without(new_shell(facts).start, CONSOLE).start, LOGIN)
    if all(end.reason != "policy" for end in ends(logged_out).values()):  # beside a cloud provider nothing else has to go
        title = say("Log out: that removes the key a Console login left")
        return [writer.fix(title, writer.log_out(), then=RESTART, leads_to=outlook(logged_out))]
    fixes = [fix for source in sources for fix in removals(facts, source)]
    if wanted_login(facts) is None:
        fixes.append(writer.fix(say("Log in with the account the policy asks for"), writer.log_in(), leads_to=outlook(after_login(facts))))
    return [*fixes, writer.fix(say("Or ask your administrator: only they can change the policy"), unproven=ADMINISTRATOR)]


@check(
    "settings-broken",
    family="settings",
    passed="Every settings file is valid JSON",
    about="One comma too many and Claude Code drops the whole file, with everything its env block and apiKeyHelper would have set. "
    "It does not stop, and claude -p says nothing about it.",
    cure="Correct the line it names; the last good state is in your editor's or git's history.",
    levels=("warning",),
    docs=docs.SETTINGS,
)
def settings_broken(facts: Facts) -> Iterator[Finding]:
    for layer in new_shell(facts).configuration.layers:
        if layer.state == "invalid" and layer.scope != "managed":
            place, words = _fault(layer)
            how = say("is not valid JSON") if layer.fault else say("is dropped")
            yield warning(
                "{place} {how}: {words}",
                "Claude Code drops these {files} whole, so nothing they set counts. "
                "What they would change about the credential shows once they are corrected.",
                [Evidence(place, words)],
                _open(facts, layer, say("Correct {}: {}", place, words)),
                parts={"place": place, "how": how, "words": words, "files": SCOPE_TITLES[layer.scope]},
            )


@check(
    "settings-unreadable",
    family="settings",
    passed="Every settings file can be read",
    about="A settings file that cannot be read counts for nothing, as if it were not there. "
    "That happens with files of another user, with folders and links in their place, and with text that is not UTF-8.",
    cure="Make it a regular UTF-8 file that you can read.",
    levels=("warning",),
    docs=docs.SETTINGS,
)
def settings_unreadable(facts: Facts) -> Iterator[Finding]:
    for layer in new_shell(facts).configuration.layers:
        if layer.scope == "managed":
            continue
        if layer.state == "unreadable":
            yield warning(
                "{path} cannot be read",
                "It is there, but {detail}. Its settings count for nothing until that is mended.",
                [Evidence(layer.shown_path, layer.detail)],
                _make_readable(facts, layer),
                parts={"path": layer.shown_path, "detail": layer.detail or say("it cannot be read")},
            )
        elif layer.file is not None and layer.file.bad_byte is not None:
            yield warning(
                "{path} is not UTF-8",
                "Byte {number} belongs to no UTF-8 character, so a value in it may arrive changed. Save the file as UTF-8.",
                [Evidence(layer.shown_path, say("byte {}", layer.file.bad_byte + 1))],
                _open(facts, layer, say("Save {} as UTF-8", layer.shown_path)),
                parts={"path": layer.shown_path, "number": layer.file.bad_byte + 1},
            )


@check(
    "settings-env-overrides-shell",
    family="settings",
    passed="No settings file replaces a credential of the shell",
    about="The env block of a settings file replaces what the shell exports, and an empty value there cancels it. "
    "Changing the startup files then changes nothing.",
    cure="Change the value in the settings file, or take it out there to let the shell decide.",
    levels=("info",),
    docs=docs.ENVIRONMENT,
)
def settings_override_shell(facts: Facts) -> Iterator[Finding]:
    prediction = new_shell(facts)
    for name in NAMES:
        setting, mine = prediction.configuration.settings.env.get(name), prediction.start.environment.get(name)
        if setting is None or not mine or mine.trimmed() == setting.value.trimmed():
            continue
        does = say("replaces") if setting.value else say("cancels")
        yield info(
            "{where} {does} your shell's {name}",
            "Claude Code takes {name} from {where}; what the shell exports does not count. "
            "Change it there, or take it out there to let the shell decide.",
            [
                Evidence(setting.where, say("{} {}", name, shown_value(name, setting.value) or say("set to nothing"))),
                Evidence(prediction.start.places.get(name, NOTHING), say("{} {}", name, shown_value(name, mine))),
            ],
            [_drop(facts, name)] if setting.layer.path and setting.layer.scope != "managed" else [],
            parts={"where": setting.where, "does": does, "name": name},
        )


@check(
    "settings-flag-refused",
    family="blocked",
    passed="What --settings is given can be used",
    about="claude --settings takes a file or JSON. Where the file is not there or cannot be read, or the JSON is broken, "
    "Claude Code does not start.",
    cure="Correct what is given to --settings, or leave it out.",
    levels=("error",),
    docs=docs.SETTINGS,
)
def settings_flag_refused(facts: Facts) -> Iterator[Finding]:
    for layer in new_shell(facts).configuration.layers:
        words = refused(layer) if layer.scope == "flag" else NOTHING
        if not words:
            continue
        place = layer.where()
        yield error(
            "Claude Code does not start: {place} cannot be used",
            "{words.capital}. What follows --settings has to be a file that is there and can be read, or a JSON object; "
            "a word that does not begin with a brace is taken for a file.",
            [Evidence(place, words)],
            _make_readable(facts, layer)
            if layer.state == "unreadable"
            else [writer_for(facts).fix(say("Correct what you give to --settings"), unproven=say("it is typed anew at the next start"))],
            parts={"place": place, "words": words},
        )


@check(
    "state-file-broken",
    family="blocked",
    passed="Claude Code's state file is sound",
    about="The file .claude.json holds the answers to Claude Code's questions: approved keys, trusted folders, the first-start screens. "
    "While it is broken Claude Code does not start; where it cannot be read, everything is asked again.",
    cure="Correct it, or take the newest copy from the folder backups beside the settings.",
    levels=("error", "warning"),
    docs=docs.SETTINGS,
)
def state_file_broken(facts: Facts) -> Iterator[Finding]:
    state = new_shell(facts).configuration.state
    if state.state not in ("invalid", "unreadable") or state.file.state == "too_large":
        return
    place, words = fault_at(state.shown_path, state.fault, state.file.detail or say("it cannot be read"))
    writer = writer_for(facts)
    stopped = all(end.reason == "state_file" for end in ends(new_shell(facts)).values())
    title = say("Claude Code does not start: {} is broken", place) if stopped else say("{} cannot be used", place)
    yield leveled(
        "error" if stopped else "warning",
        "{title}",
        "{words.capital}. The file holds the answers to Claude Code's questions, and copies of it are in the folder backups beside its settings.",
        [Evidence(place, words)],
        [
            *(restore_copy(facts) if state.fault else []),
            writer.fix(say("Correct {}", place), writer.edit(state.path, state.fault.line if state.fault else 0), then=RESTART),
        ],
        parts={"title": title, "words": words},
    )


def _fault(layer: Layer) -> tuple[Shown, Shown]:
    """The place with line and column, and what is wrong there."""
    if layer.fault is None or layer.path:
        return fault_at(layer.shown_path, layer.fault, layer.detail or say("it is no JSON object"))
    return say("{} (line {}, column {})", layer.shown_path, layer.fault.line, layer.fault.column), layer.fault.message


def _open(facts: Facts, layer: Layer, title: Shown) -> list[Fix]:
    if not layer.path:
        return []
    writer = writer_for(facts)
    return [writer.fix(title, writer.edit(layer.path, layer.fault.line if layer.fault else 0), then=RESTART)]


def _make_readable(facts: Facts, layer: Layer) -> list[Fix]:
    writer, found = writer_for(facts), layer.file
    if found is None or not layer.path:
        return []
    if found.is_file and found.mode is not None and not writer.needs_administrator(found) and facts.machine.platform != "windows":
        step = writer.mode(layer.path, found.mode | 0o600, found.mode)
        return [writer.fix(say("Make {} readable for you", layer.shown_path), step, then=RESTART)]
    if found.is_file and found.uid is not None:
        return [writer.fix(say("Make {} yours", layer.shown_path), writer.own(found), then=RESTART)]
    title = say("Put a regular file where {} is", layer.shown_path)
    return [writer.fix(title, then=RESTART, unproven=say("what lies there is not ours to remove"))]


def _drop(facts: Facts, name: Shown) -> Fix:
    prediction, writer = new_shell(facts), writer_for(facts)
    setting = prediction.configuration.settings.env[name]
    leads_to = outlook(without(prediction.start, setting.source))
    step = writer.drop_json_member(setting.layer.path, setting.line, say("env"), name)
    return writer.fix(say("Take {} out of {}", name, setting.where), step, then=RESTART, leads_to=leads_to)

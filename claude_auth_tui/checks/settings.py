"""Settings files: those Claude Code drops or cannot read, and what their `env` does to the shell's variables."""

from __future__ import annotations

from collections.abc import Iterator

from claude_auth_tui.checks import docs
from claude_auth_tui.checks.fixes import RESTART, Step
from claude_auth_tui.checks.frame import check, error, info, leveled, warning
from claude_auth_tui.checks.known import ends, new_shell, shown_value
from claude_auth_tui.checks.outcome import outlook
from claude_auth_tui.checks.removal import writer_for
from claude_auth_tui.checks.state_file import restore_copy
from claude_auth_tui.checks.words import upper_first
from claude_auth_tui.claude_code.layers import refused
from claude_auth_tui.claude_code.settings import SCOPE_TITLES, Layer
from claude_auth_tui.claude_code.variables import NAMES
from claude_auth_tui.claude_code.what_if import without
from claude_auth_tui.facts import Facts
from claude_auth_tui.model.diagnosis import Evidence, Finding, Fix


@check(
    "settings-broken",
    family="settings",
    passed="Every settings file is valid JSON",
    about="One comma too many and Claude Code drops the whole file, with everything its env block and apiKeyHelper would have set. "
    "It does not stop, and claude -p says nothing about it.",
    docs=docs.SETTINGS,
)
def settings_broken(facts: Facts) -> Iterator[Finding]:
    for layer in new_shell(facts).configuration.layers:
        if layer.state == "invalid" and layer.scope != "managed":
            place, words = _fault(layer)
            yield warning(
                f"{place} is not valid JSON: {words}" if layer.fault else f"{place} is dropped: {words}",
                f"Claude Code drops these {SCOPE_TITLES[layer.scope]} whole, so nothing they set counts. "
                "What they would change about the credential shows once they are corrected.",
                [Evidence(place, words)],
                _open(facts, layer, f"Correct {place}: {words}"),
            )


@check(
    "settings-unreadable",
    family="settings",
    passed="Every settings file can be read",
    about="A settings file that cannot be read counts for nothing, as if it were not there. "
    "That happens with files of another user, with folders and links in their place, and with text that is not UTF-8.",
    docs=docs.SETTINGS,
)
def settings_unreadable(facts: Facts) -> Iterator[Finding]:
    for layer in new_shell(facts).configuration.layers:
        if layer.scope == "managed":
            continue
        if layer.state == "unreadable":
            yield warning(
                f"{layer.shown_path} cannot be read",
                f"It is there, but {layer.detail or 'it cannot be read'}. Its settings count for nothing until that is mended.",
                [Evidence(layer.shown_path, layer.detail)],
                _make_readable(facts, layer),
            )
        elif layer.file is not None and layer.file.bad_byte is not None:
            yield warning(
                f"{layer.shown_path} is not UTF-8",
                f"Byte {layer.file.bad_byte + 1} belongs to no UTF-8 character, so a value in it may arrive changed. Save the file as UTF-8.",
                [Evidence(layer.shown_path, f"byte {layer.file.bad_byte + 1}")],
                _open(facts, layer, f"Save {layer.shown_path} as UTF-8"),
            )


@check(
    "settings-env-overrides-shell",
    family="settings",
    passed="No settings file replaces a credential of the shell",
    about="The env block of a settings file replaces what the shell exports, and an empty value there cancels it. "
    "Changing the startup files then changes nothing.",
    docs=docs.ENVIRONMENT,
)
def settings_override_shell(facts: Facts) -> Iterator[Finding]:
    prediction = new_shell(facts)
    for name, setting in prediction.configuration.settings.env.items():
        mine = prediction.start.environment.get(name)
        if name not in NAMES or not mine or mine.trimmed() == setting.value.trimmed():
            continue
        does = "replaces" if setting.value else "cancels"
        yield info(
            f"{setting.where} {does} your shell's {name}",
            f"Claude Code takes {name} from {setting.where}; what the shell exports does not count. "
            "Change it there, or take it out there to let the shell decide.",
            [
                Evidence(setting.where, f"{name} {shown_value(name, setting.value) or 'set to nothing'}"),
                Evidence(prediction.start.places.get(name, ""), f"{name} {shown_value(name, mine)}"),
            ],
            [_drop(facts, name)] if setting.layer.path and setting.layer.scope != "managed" else [],
        )


@check(
    "settings-flag-refused",
    family="blocked",
    passed="What --settings is given can be used",
    about="claude --settings takes a file or JSON. Where the file is not there or cannot be read, or the JSON is broken, "
    "Claude Code does not start.",
    docs=docs.SETTINGS,
)
def settings_flag_refused(facts: Facts) -> Iterator[Finding]:
    for layer in new_shell(facts).configuration.layers:
        words = refused(layer) if layer.scope == "flag" else ""
        if not words:
            continue
        place = layer.where()
        yield error(
            f"Claude Code does not start: {place} cannot be used",
            f"{upper_first(words)}. What follows --settings has to be a file that is there and can be read, or a JSON object; "
            "a word that does not begin with a brace is taken for a file.",
            [Evidence(place, words)],
            _make_readable(facts, layer)
            if layer.state == "unreadable"
            else [writer_for(facts).fix("Correct what you give to --settings", unproven="it is typed anew at the next start")],
        )


@check(
    "state-file-broken",
    family="blocked",
    passed="Claude Code's state file is sound",
    about="The file .claude.json holds the answers to Claude Code's questions: approved keys, trusted folders, the first-start screens. "
    "While it is broken Claude Code does not start; where it cannot be read, everything is asked again.",
    docs=docs.SETTINGS,
)
def state_file_broken(facts: Facts) -> Iterator[Finding]:
    state = new_shell(facts).configuration.state
    if state.state not in ("invalid", "unreadable") or state.file.state == "too_large":
        return
    place = f"{state.shown_path}:{state.fault.line}:{state.fault.column}" if state.fault else state.shown_path
    words = state.fault.message if state.fault else state.file.detail or "it cannot be read"
    writer = writer_for(facts)
    stopped = all(end.reason == "state_file" for end in ends(new_shell(facts)).values())
    yield leveled(
        "error" if stopped else "warning",
        f"Claude Code does not start: {place} is broken" if stopped else f"{place} cannot be used",
        f"{upper_first(words)}. The file holds the answers to Claude Code's questions, and copies of it are in the folder backups beside its settings.",
        [Evidence(place, words)],
        [
            *(restore_copy(facts) if state.fault else []),
            writer.fix(f"Correct {place}", writer.edit(state.path, state.fault.line if state.fault else 0), then=RESTART),
        ],
    )


def _fault(layer: Layer) -> tuple[str, str]:
    """The place with line and column, and what is wrong there."""
    if layer.fault is None:
        return layer.shown_path, layer.detail or "it is no JSON object"
    at = f":{layer.fault.line}:{layer.fault.column}"
    return layer.shown_path + (at if layer.path else f" (line {layer.fault.line}, column {layer.fault.column})"), layer.fault.message


def _open(facts: Facts, layer: Layer, title: str) -> list[Fix]:
    if not layer.path:
        return []
    writer = writer_for(facts)
    return [writer.fix(title, writer.edit(layer.path, layer.fault.line if layer.fault else 0), then=RESTART)]


def _make_readable(facts: Facts, layer: Layer) -> list[Fix]:
    writer, found = writer_for(facts), layer.file
    if found is None or not layer.path:
        return []
    if found.is_file and found.mode is not None and not writer.needs_administrator(found) and facts.machine.platform != "windows":
        return [
            writer.fix(f"Make {layer.shown_path} readable for you", writer.mode(layer.path, found.mode | 0o600, found.mode), then=RESTART)
        ]
    if found.is_file and found.uid is not None:
        step = Step(f'sudo chown "$(id -un)" {writer.path(layer.path)}', f"sudo chown {found.uid} {writer.path(layer.path)}")
        return [writer.fix(f"Make {layer.shown_path} yours", step, then=RESTART)]
    return [writer.fix(f"Put a regular file where {layer.shown_path} is", then=RESTART, unproven="what lies there is not ours to remove")]


def _drop(facts: Facts, name: str) -> Fix:
    prediction, writer = new_shell(facts), writer_for(facts)
    setting = prediction.configuration.settings.env[name]
    leads_to = outlook(without(prediction.start, setting.source))
    step = writer.drop_json_member(setting.layer.path, setting.line, "env", name)
    return writer.fix(f"Take {name} out of {setting.where}", step, then=RESTART, leads_to=leads_to)

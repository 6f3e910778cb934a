"""What the system hands to sessions and services: PAM, sshd, systemd and launchd. Startup files of shells are not here.

Sources: pam_env(8), pam_env.conf(5), sshd(8) and sshd_config(5), environment.d(5), systemd.exec(5), launchd.plist(5).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from typing import Final

from claude_auth_tui.model.found import Found
from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.shells.elsewhere.dotenv import settings_of
from claude_auth_tui.shells.elsewhere.told import Place, config_home, hit, is_project_dotenv, listed, literal, text_naming

_ASSIGNED: Final = re.compile(r"[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)=(.*)", re.DOTALL)
_PAM_RULE: Final = re.compile(r"[ \t]*([A-Za-z_]\w*)[ \t]+((?:DEFAULT|OVERRIDE)=.*)", re.DOTALL)
_PAM_VALUE: Final = re.compile(r'(DEFAULT|OVERRIDE)=("[^"]*"?|\S*)')
_USER_READENV: Final = re.compile(r"^[^#\n]*pam_env\.so[^#\n]*\buser_readenv=1\b", re.MULTILINE)
_PERMITS: Final = re.compile(r"^[ \t]*PermitUserEnvironment(?:[ \t]+|[ \t]*=[ \t]*)\"?([^\s\"#]+)", re.MULTILINE | re.IGNORECASE)
_UNIT_WORD: Final = re.compile(r"\"((?:[^\"\\]|\\.)*)\"?|'((?:[^'\\]|\\.)*)'?|(\S+)", re.DOTALL)
_PAM_FILES: Final = ("common-session", "login", "sshd", "system-auth", "gdm-password", "lightdm", "sddm")


def system_hits(machine: Machine, names: Sequence[str]) -> Iterator[Found]:
    """Each line of those files that sets one of the variables."""
    if machine.platform == "windows":
        return
    yield from _etc_environment(machine, names)
    yield from _ssh_environment(machine, names)
    if machine.platform == "macos":
        yield from _launch_agents(machine, names)
        return
    yield from _pam_environment(machine, names)
    yield from _environment_d(machine, names)
    yield from _user_units(machine, names)


def _etc_environment(machine: Machine, names: Sequence[str]) -> Iterator[Found]:
    if machine.platform == "macos":
        place = Place("inactive", "macOS does not read this file")
    else:
        place = Place("conditional", "for logins through PAM; a session that is open keeps what it began with")
    path = "/etc/environment"
    for number, name, value in _pairs(text_naming(machine, path, names), names):
        yield hit(path, number, name, place, Secret(value))


def _pairs(text: str | None, names: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """`NAME=value` lines as pam_env reads them: `#` ends the line anywhere, one pair of quotes around the value is dropped."""
    for number, line in enumerate((text or "").split("\n"), 1):
        found = _ASSIGNED.fullmatch(line.split("#", 1)[0].rstrip())
        if found and found[1] in names:
            value = found[2]
            yield number, found[1], value[1:].removesuffix(value[0]) if value[:1] in ("'", '"') else value


def _pam_environment(machine: Machine, names: Sequence[str]) -> Iterator[Found]:
    path = machine.at_home(".pam_environment")
    text = text_naming(machine, path, names)
    if text is None:
        return
    place = _pam_user_place(machine)
    for number, name, value in _pairs(text, names):
        yield hit(path, number, name, place, literal(value))
    for number, line in enumerate(text.split("\n"), 1):
        rule = _PAM_RULE.fullmatch(line.rstrip())
        if rule and rule[1] in names:
            values = {kind: value.strip('"') for kind, value in _PAM_VALUE.findall(rule[2])}
            given = values.get("OVERRIDE") or values.get("DEFAULT", "")
            yield hit(path, number, rule[1], place, None if "@{" in given else literal(given), text=f"{rule[1]} DEFAULT=…")


def _pam_user_place(machine: Machine) -> Place:
    """pam_env reads the user's file only where it is told to; the default is not to (pam_env(8))."""
    texts = [machine.files.file(f"/etc/pam.d/{name}").text for name in _PAM_FILES]
    for name, text in zip(_PAM_FILES, texts, strict=True):
        if text is not None and _USER_READENV.search(unveil(text)):
            return Place("conditional", f"for logins through PAM; /etc/pam.d/{name} has it read")
    if not any(texts):
        return Place("conditional", "for logins through PAM, where pam_env is told to read it (user_readenv=1)")
    return Place("inactive", "pam_env is not told to read it (user_readenv=1)")


def _ssh_environment(machine: Machine, names: Sequence[str]) -> Iterator[Found]:
    path = machine.at_home(".ssh", "environment")
    text = text_naming(machine, path, names)
    if text is None:
        return
    place = _ssh_place(machine)
    for number, line in enumerate(text.split("\n"), 1):
        name, equals, value = line.strip(" \t\r").partition("=")
        if equals and name in names:
            yield hit(path, number, name, place, Secret(value))


def _ssh_place(machine: Machine) -> Place:
    main = "/etc/ssh/sshd_config"
    unreadable = False
    for path in (*listed(machine, "/etc/ssh/sshd_config.d", ".conf"), main):
        file = machine.files.file(path)
        unreadable = unreadable or file.state == "unreadable"
        if file.text is not None and (found := _PERMITS.search(unveil(file.text))):
            if found[1].lower() == "no":
                break
            return Place("conditional", f"for logins through ssh; {path} permits it")
    if unreadable:
        return Place("conditional", "for logins through ssh, where sshd permits it (PermitUserEnvironment)")
    return Place("inactive", "sshd does not read it unless PermitUserEnvironment is on")


def _environment_d(machine: Machine, names: Sequence[str]) -> Iterator[Found]:
    place = Place("conditional", "for what the systemd user manager starts: services, and most desktop sessions from the next login on")
    for folder in (machine.join(config_home(machine), "environment.d"), "/etc/environment.d"):
        for path in listed(machine, folder, ".conf"):
            for number, line in _joined(text_naming(machine, path, names)):
                found = _ASSIGNED.fullmatch(line.strip())
                if found and found[1] in names and not line.lstrip().startswith("export"):
                    yield hit(path, number, found[1], place, literal(_unquoted(found[2])))


def _unquoted(value: str) -> str:
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"" else value


def _joined(text: str | None) -> Iterator[tuple[int, str]]:
    """Lines that are no comments, those ending in a backslash joined with the next, each with the number of its first."""
    started, parts = 0, list[str]()
    for number, raw in enumerate((text or "").split("\n"), 1):
        line = raw.rstrip("\r")
        if line.lstrip()[:1] in ("#", ";"):
            continue
        started = started or number
        if line.endswith("\\"):
            parts.append(line[:-1])
            continue
        yield started, " ".join([*parts, line])
        started, parts = 0, []
    if parts:
        yield started, " ".join(parts)


def _user_units(machine: Machine, names: Sequence[str]) -> Iterator[Found]:
    folder = machine.join(config_home(machine), "systemd", "user")
    for path in listed(machine, folder, ".service", ".service.d"):
        if not path.endswith(".d"):
            yield from _unit(machine, path, machine.paths.basename(path), names)
            continue
        for part in listed(machine, path, ".conf"):
            yield from _unit(machine, part, machine.paths.basename(path).removesuffix(".d"), names)


def _unit(machine: Machine, path: str, unit: str, names: Sequence[str]) -> Iterator[Found]:
    file = machine.files.file(path)
    if file.text is None or file.text.length > 64 * 1024:
        return
    place = Place("conditional", f"only in the systemd user unit {unit}")
    service = False
    for number, line in _joined(unveil(file.text)):
        if line.startswith("["):
            service = line.strip() == "[Service]"
            continue
        key, equals, value = line.partition("=")
        if not service or not equals:
            continue
        match key.strip():
            case "Environment":
                for word in _words(value):
                    name, assigned, text = word.partition("=")
                    if assigned and name in names:
                        yield hit(path, number, name, place, None if "%" in text else Secret(text), text=f"Environment={name}=…")
            case "UnsetEnvironment":
                for word in _words(value):
                    if (name := word.partition("=")[0]) in names:
                        yield hit(path, number, name, place, None, does="unset", text=f"UnsetEnvironment={name}")
            case "EnvironmentFile":
                yield from _unit_file(machine, value.strip(), unit, names)


def _unit_file(machine: Machine, given: str, unit: str, names: Sequence[str]) -> Iterator[Found]:
    path = given.strip("\"'").removeprefix("-").replace("%h", machine.home).replace("%E", config_home(machine))
    if not machine.paths.isabs(path) or any(sign in path for sign in "*?[%\0") or is_project_dotenv(machine, path):
        return
    if text_naming(machine, path, names) is None:
        return
    text = machine.files.file(path).text
    for setting in settings_of(text) if text is not None else ():
        if setting.name in names:
            yield hit(
                path,
                setting.line,
                setting.name,
                Place("conditional", f"only in the systemd user unit {unit}, which loads it"),
                setting.value,
            )


def _words(text: str) -> Iterator[str]:
    """Words of a unit's value: quotes group, a backslash escapes."""
    for found in _UNIT_WORD.finditer(text):
        word = found[1] or found[2] or found[3] or ""
        yield re.sub(r"\\(.)", r"\1", word)


_ENTRY: Final = re.compile(r"<key>\s*([A-Za-z_]\w*)\s*</key>\s*<string>([^<]*)</string>")
_SETENV_WORDS: Final = re.compile(r"<string>\s*setenv\s*</string>\s*<string>\s*([A-Za-z_]\w*)\s*</string>\s*<string>([^<]*)</string>")
_SETENV_SCRIPT: Final = re.compile(r"launchctl[ \t]+setenv[ \t]+([A-Za-z_]\w*)(?:[ \t]+(\"[^\"<]*\"|'[^'<]*'|[^\s<;&|]*))?")


def _launch_agents(machine: Machine, names: Sequence[str]) -> Iterator[Found]:
    for folder in (machine.at_home("Library", "LaunchAgents"), "/Library/LaunchAgents"):
        for path in listed(machine, folder, ".plist"):
            text = text_naming(machine, path, names)
            if text is not None:
                yield from _plist(path, machine.paths.basename(path), _without_comments(text), names)


def _plist(path: str, agent: str, text: str, names: Sequence[str]) -> Iterator[Found]:
    own = Place("conditional", f"only in the launchd agent {agent}")
    login = Place("conditional", "launchctl setenv at login: for programs that the desktop starts after it")
    for start, end in _environment_dicts(text):
        for found in _ENTRY.finditer(text, start, end):
            if found[1] in names:
                yield hit(path, _line(text, found.start(1)), found[1], own, Secret(html.unescape(found[2])))
    for pattern in (_SETENV_WORDS, _SETENV_SCRIPT):
        for found in pattern.finditer(text):
            if found[1] in names:
                value = literal(_unquoted(html.unescape(found[2] or "")))
                yield hit(path, _line(text, found.start(1)), found[1], login, value, text=f"launchctl setenv {found[1]} …")


def _environment_dicts(text: str) -> Iterator[tuple[int, int]]:
    """Where each EnvironmentVariables dictionary begins and ends."""
    position = 0
    while (start := text.find("<key>EnvironmentVariables</key>", position)) >= 0:
        end = text.find("</dict>", start)
        position = len(text) if end < 0 else end
        yield start, position


def _without_comments(text: str) -> str:
    """The same text with XML comments blanked, its lines kept."""
    parts, position = list[str](), 0
    while (start := text.find("<!--", position)) >= 0:
        end = text.find("-->", start)
        end = len(text) if end < 0 else end + 3
        parts += (text[position:start], "\n" * text.count("\n", start, end))
        position = end
    return "".join([*parts, text[position:]])


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1

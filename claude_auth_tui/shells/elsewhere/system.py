"""What the system hands to sessions as they begin: PAM and sshd. Startup files of shells are not here.

Sources: pam_env(8), pam_env.conf(5), sshd(8) and sshd_config(5).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from claude_auth_tui.claude_code.shown_values import name_shown
from claude_auth_tui.model.found import Found
from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.saying import say, user_name
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.shells.elsewhere.lazy import pattern
from claude_auth_tui.shells.elsewhere.told import Place, hit, listed, literal, text_naming

_ASSIGNED: Final = pattern(r"[ \t]*(?:export[ \t]+)?([A-Za-z_]\w*)=(.*)", re.DOTALL)
_PAM_RULE: Final = pattern(r"[ \t]*([A-Za-z_]\w*)[ \t]+((?:DEFAULT|OVERRIDE)=.*)", re.DOTALL)
_PAM_VALUE: Final = pattern(r'(DEFAULT|OVERRIDE)=("[^"]*"?|\S*)')
_USER_READENV: Final = pattern(r"^[^#\n]*pam_env\.so[^#\n]*\buser_readenv=1\b", re.MULTILINE)
_PERMITS: Final = pattern(r"^[ \t]*PermitUserEnvironment(?:[ \t]+|[ \t]*=[ \t]*)\"?([^\s\"#]+)", re.MULTILINE | re.IGNORECASE)
_PAM_FILES: Final = ("common-session", "login", "sshd", "system-auth", "gdm-password", "lightdm", "sddm")


def system_hits(machine: Machine, names: Sequence[str]) -> Iterator[Found]:
    """Each line of those files that sets one of the variables."""
    if machine.platform == "windows":
        return
    yield from _etc_environment(machine, names)
    yield from _ssh_environment(machine, names)
    if machine.platform == "linux":
        yield from _pam_environment(machine, names)


def _etc_environment(machine: Machine, names: Sequence[str]) -> Iterator[Found]:
    if machine.platform == "macos":
        place = Place("inactive", say("nothing on macOS reads this file"))
    else:
        place = Place("conditional", say("PAM loads it at login: reaches every terminal of the next session, not one that is open"))
    path = "/etc/environment"
    for number, name, value in _pairs(text_naming(machine, path, names), names):
        yield hit(path, number, name, place, Secret(value))


def _pairs(text: str | None, names: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """`NAME=value` lines as pam_env reads them: `#` ends the line anywhere, one pair of quotes around the value is dropped."""
    for number, line in enumerate((text or "").split("\n"), 1):
        found = _ASSIGNED().fullmatch(line.split("#", 1)[0].rstrip())
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
        rule = _PAM_RULE().fullmatch(line.rstrip())
        if rule and rule[1] in names:
            values = {kind: value.strip('"') for kind, value in _PAM_VALUE().findall(rule[2])}
            given = values.get("OVERRIDE") or values.get("DEFAULT", "")
            yield hit(
                path, number, rule[1], place, None if "@{" in given else literal(given), text=say("{} DEFAULT=…", name_shown(rule[1]))
            )


def _pam_user_place(machine: Machine) -> Place:
    """pam_env reads the user's file only where it is told to; the default is not to (pam_env(8))."""
    texts = [machine.files.file(f"/etc/pam.d/{name}").text for name in _PAM_FILES]
    for name, text in zip(_PAM_FILES, texts, strict=True):
        if text is not None and _USER_READENV().search(unveil(text)):
            return Place(
                "conditional", say("PAM loads it at login (/etc/pam.d/{}): reaches every terminal of the next session", user_name(name))
            )
    if not any(texts):
        return Place(
            "conditional", say("PAM loads it at login where pam_env is told to (user_readenv=1), and then it reaches every terminal")
        )
    return Place("inactive", say("PAM is not told to load it (user_readenv=1), so it reaches no terminal"))


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
        if file.text is not None and (found := _PERMITS().search(unveil(file.text))):
            if found[1].lower() == "no":
                break
            return Place(
                "conditional", say("sshd loads it ({} permits it): reaches shells that are opened through ssh", machine.show_path(path))
            )
    if unreadable:
        return Place(
            "conditional", say("sshd loads it where it permits that (PermitUserEnvironment): reaches shells that are opened through ssh")
        )
    return Place("inactive", say("sshd does not load it unless PermitUserEnvironment is on, so it reaches no shell"))

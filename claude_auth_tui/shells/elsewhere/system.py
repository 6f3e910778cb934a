"""What the system hands to sessions as they begin: PAM and sshd. Startup files of shells are not here.

Sources: pam_env(8), pam_env.conf(5), sshd(8) and sshd_config(5).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from claude_auth_tui.claude_code.shown_values import name_shown
from claude_auth_tui.documents.assignments import pam_env, sshd
from claude_auth_tui.model.found import Found
from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.saying import say, user_name
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.shells.elsewhere.shared import Place, hit, hits, listed, literal, text_naming

_PAM_RULE: Final = r"(?s)[ \t]*([A-Za-z_]\w*)[ \t]+((?:DEFAULT|OVERRIDE)=.*)"
_PAM_VALUE: Final = r'(DEFAULT|OVERRIDE)=("[^"]*"?|\S*)'
_USER_READENV: Final = r"(?m)^[^#\n]*pam_env\.so[^#\n]*\buser_readenv=1\b"
_PERMITS: Final = r"(?mi)^[ \t]*PermitUserEnvironment(?:[ \t]+|[ \t]*=[ \t]*)\"?([^\s\"#]+)"
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
    yield from hits(path, pam_env(text_naming(machine, path, names) or ""), names, place, lambda value: value)


def _pam_environment(machine: Machine, names: Sequence[str]) -> Iterator[Found]:
    path = machine.at_home(".pam_environment")
    text = text_naming(machine, path, names)
    if text is None:
        return
    place = _pam_user_place(machine)
    yield from hits(path, pam_env(text), names, place)
    for number, line in enumerate(text.split("\n"), 1):
        rule = re.fullmatch(_PAM_RULE, line.rstrip())
        if rule and rule[1] in names:
            values = {kind: value.strip('"') for kind, value in re.findall(_PAM_VALUE, rule[2])}
            given = values.get("OVERRIDE") or values.get("DEFAULT", "")
            value = None if "@{" in given else literal(Secret(given))
            yield hit(path, number, rule[1], place, value, text=say("{} DEFAULT=…", name_shown(rule[1])))


def _pam_user_place(machine: Machine) -> Place:
    """pam_env reads the user's file only where it is told to; the default is not to (pam_env(8))."""
    texts = [machine.files.file(f"/etc/pam.d/{name}").text for name in _PAM_FILES]
    for name, text in zip(_PAM_FILES, texts, strict=True):
        if text is not None and re.search(_USER_READENV, unveil(text)):
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
    if text is not None:
        yield from hits(path, sshd(text), names, _ssh_place(machine), lambda value: value)


def _ssh_place(machine: Machine) -> Place:
    main = "/etc/ssh/sshd_config"
    unreadable = False
    for path in (*listed(machine, "/etc/ssh/sshd_config.d", ".conf"), main):
        file = machine.files.file(path)
        unreadable = unreadable or file.state == "unreadable"
        if file.text is not None and (found := re.search(_PERMITS, unveil(file.text))):
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

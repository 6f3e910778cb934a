"""PowerShell profiles: the lines that set or remove a variable. No prediction of what a PowerShell would do in the end.

Sources: about_Profiles, about_Environment_Variables, about_Quoting_Rules and about_Comments of PowerShell 7.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from claude_auth_tui.claude_code.shown_values import name_shown
from claude_auth_tui.model.found import Found
from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.model.words import Does
from claude_auth_tui.shells.elsewhere.shared import Place, config_home, hit, listed, text_naming
from claude_auth_tui.shells.source_shown import operator_shown

_PROFILES: Final = ("profile.ps1", "microsoft.powershell_profile.ps1", "microsoft.vscode_profile.ps1")
_FOR_ALL: Final = ("profile.ps1", "Microsoft.PowerShell_profile.ps1")
_LITERAL: Final = r"""(?xs)
    (?P<comment><\#(?:[^#]|\#(?!>))*(?:\#>|\Z)|(?<![^\s;|&(){},=])\#[^\n]*)
    |(?P<here>@'[ \t]*\r?\n(?:[^\n]|\n(?!'@))*(?:\n'@|\Z)|@"[ \t]*\r?\n(?:[^\n]|\n(?!"@))*(?:\n"@|\Z))
    |(?P<string>'(?:[^']|'')*(?:'|\Z)|"(?:[^"`]|`(?:.|\Z)|"")*(?:"|\Z))
    |(?P<escaped>`.)"""
_MASK: Final = "\x01"
_QUOTED: Final = rf"(?:'{_MASK}*'|\"{_MASK}*\")"
_VALUE: Final = rf"({_QUOTED}|[^\s;|&(){{}}]*)"
_ASSIGNED: Final = rf"(?i)\$(?:\{{env:(\w+)\}}|env:(\w+))[ \t]*(\+|\?\?)?=(?!=)[ \t]*{_VALUE}"
_ITEM: Final = r"env:[\\/]?(\w+)"
_SET_ITEM: Final = rf"(?i)\b(?:set-item|new-item|si|ni|set-content|sc)[ \t]+(?:-(?:literal)?path[ \t]+)?{_ITEM}(?:[ \t]+-force)?[ \t]+(?:-value[ \t]+)?{_VALUE}"
_REMOVED: Final = (
    rf"(?i)\b(?:remove-item|clear-item|ri|rm|del|erase|cli)[ \t]+(?:-(?:force|confirm:\$false)[ \t]+)*(?:-(?:literal)?path[ \t]+)?{_ITEM}"
)
_API: Final = (
    rf"(?i)\[(?:system\.)?environment\]::setenvironmentvariable\(\s*({_QUOTED})\s*,\s*({_QUOTED}|[^\s,()]*)\s*(?:,\s*([^()]*))?\)?"
)


def powershell_hits(machine: Machine, names: Sequence[str]) -> Iterator[Found]:
    """Each line of a PowerShell profile that sets or removes one of the variables."""
    for path in _scripts(machine):
        text = text_naming(machine, path, names)
        if text is not None:
            yield from _script(machine, path, text, names)


def _scripts(machine: Machine) -> Iterator[str]:
    """The profiles for every user, then whatever script lies in the user's own folder."""
    for folder in _system_folders(machine):
        yield from (machine.join(folder, name) for name in _FOR_ALL)
    for folder in _folders(machine):
        yield from listed(machine, folder, ".ps1")


def _system_folders(machine: Machine) -> Iterator[str]:
    """PowerShell's own folder, where the installers of Microsoft put it (about_Profiles: `$PSHOME`)."""
    if machine.platform == "windows":
        for variable, otherwise, *rest in (
            ("PROGRAMFILES", r"C:\Program Files", "PowerShell", "7"),
            ("SYSTEMROOT", r"C:\Windows", "System32", "WindowsPowerShell", "v1.0"),
        ):
            given = machine.environment.get(variable)
            yield machine.join(unveil(given) if given else otherwise, *rest)
        return
    yield "/usr/local/microsoft/powershell/7" if machine.platform == "macos" else "/opt/microsoft/powershell/7"


def _folders(machine: Machine) -> Iterator[str]:
    if machine.platform != "windows":
        yield machine.join(config_home(machine), "powershell")
        return
    for documents in (machine.at_home("Documents"), machine.at_home("OneDrive", "Documents")):
        yield machine.join(documents, "PowerShell")
        yield machine.join(documents, "WindowsPowerShell")


def _script(machine: Machine, path: str, text: str, names: Sequence[str]) -> Iterator[Found]:
    masked = _masked(text)
    base = machine.paths.basename(path).lower()
    line, depth, seen = 1, 0, 0
    for spot in sorted(_spots(text, masked, names), key=lambda spot: spot.start):
        line += text.count("\n", seen, spot.start)
        depth += masked.count("{", seen, spot.start) - masked.count("}", seen, spot.start)
        seen = spot.start
        yield hit(path, line, spot.name, _place(base, depth > 0, spot.stored), spot.value, does=spot.does, text=spot.told)


def _place(base: str, inside: bool, registry: bool) -> Place:
    if base not in _PROFILES:
        return Place("inactive", say("no profile of PowerShell; only where something runs it"))
    where = say("in Visual Studio Code's PowerShell") if "vscode" in base else say("in PowerShell")
    if registry:
        return Place("conditional", say("stored for programs started later on Windows, when PowerShell runs this profile"))
    condition = say(", if the block around it runs") if inside else say(", where it reaches claude")
    return Place("conditional", say("only {}{}", where, condition))


def _masked(text: str) -> str:
    """The same text, as long: comments and here-strings blanked, what is in quotes replaced by marks."""

    def mask(found: re.Match[str]) -> str:
        token = found.group()
        if found.lastgroup == "string":
            closed = len(token) > 1 and token[-1] == token[0]
            return token[0] + re.sub(r"[^\n]", _MASK, token[1 : -1 if closed else None]).replace("\n", _MASK) + (token[0] if closed else "")
        return re.sub(r"[^\n]", " " if found.lastgroup == "comment" else _MASK, token)

    return re.sub(_LITERAL, mask, text)


class _Spot(Struct, frozen=True):
    """Where a script sets or removes a variable."""

    start: int
    name: str
    does: Does
    value: Secret | None
    told: Shown
    stored: bool = False
    """In the registry, for programs that are started later."""


def _spots(text: str, masked: str, names: Sequence[str]) -> Iterator[_Spot]:
    for found in re.finditer(_ASSIGNED, masked):
        if (name := found[1] or found[2]) in names:
            raw, shown = text[found.start(4) : found.end(4)], name_shown(name)
            if raw.lower() == "$null":
                yield _Spot(found.start(), name, "unset", None, say("$env:{} = $null", shown))
            else:
                told = say("$env:{} {}= …", shown, operator_shown(found[3] or ""))
                yield _Spot(found.start(), name, "export", None if found[3] else _value(raw), told)
    for found in re.finditer(_SET_ITEM, masked):
        if found[1] in names:
            value = _value(text[found.start(2) : found.end(2)])
            yield _Spot(found.start(), found[1], "export", value, say("Set-Item Env:{} …", name_shown(found[1])))
    for found in re.finditer(_REMOVED, masked):
        if found[1] in names:
            yield _Spot(found.start(), found[1], "unset", None, say("Remove-Item Env:{}", name_shown(found[1])))
    for found in re.finditer(_API, masked):
        if (name := text[found.start(1) + 1 : found.end(1) - 1]) in names:
            raw, target = text[found.start(2) : found.end(2)], text[found.start(3) : found.end(3)].lower() if found[3] else ""
            removes = raw.lower() in ("$null", "''", '""')
            told = say("[Environment]::SetEnvironmentVariable('{}', …)", name_shown(name))
            stored = "user" in target or "machine" in target
            yield _Spot(found.start(), name, "unset" if removes else "export", None if removes else _value(raw), told, stored)


def _value(raw: str) -> Secret | None:
    """A quoted literal's text; None for what PowerShell computes."""
    if len(raw) > 1 and raw[0] == raw[-1] == "'":
        return Secret(raw[1:-1].replace("''", "'"))
    if len(raw) > 1 and raw[0] == raw[-1] == '"' and "$" not in raw:
        return Secret(re.sub(r"`(.)", r"\1", raw[1:-1]).replace('""', '"'))
    return Secret(raw) if raw.isdecimal() else None

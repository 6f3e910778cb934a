"""Whether a line of a startup file can be commented out without breaking what stands around it.

Cautious on purpose: "no" for every line that is not one plain statement, so that nobody is offered a command that
leaves a broken file. What a statement does is the evaluators' matter.
"""

from __future__ import annotations

import re
from typing import Final

from msgspec.structs import replace

from claude_auth_tui.model.machine import File, Machine
from claude_auth_tui.model.secret import SecretText
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.model.words import Prefix, ShellName

_PIECE: Final = r"""(?:'[^'\n]*'|"(?:[^"\\$`\n]|\\[^\n]|\$(?![(]))*"|\\[^\n]|\$\{\w+\}|\$\w+|[^\s;&|<>()'"\\`$#]|(?<=[^\s])\#)"""
_COMPUTED: Final = r"""(?:"?\$\([^()`\n]*\)"?|"?`[^`\n]*`"?)"""
_VALUE: Final = rf"(?:{_COMPUTED}|{_PIECE}*)"
_ARGUMENTS: Final = rf"(?:\s+(?:{_COMPUTED}|{_PIECE}+))*"
_END: Final = r"\s*;?\s*(?:\#.*)?"
_POSIX: Final = rf"\s*(?:(?:export|declare|typeset|readonly|local)\s+(?:-[A-Za-z]+\s+)*)?@NAME@={_VALUE}(?:\s*;\s*export\s+@NAME@)?{_END}"
_FISH: Final = rf"\s*(?:set\s+(?:-{{1,2}}[A-Za-z-]+\s+)*@NAME@{_ARGUMENTS}|export\s+@NAME@={_VALUE}){_END}"
_ALIAS: Final = rf"\s*alias\s+@NAME@(?:={_PIECE}+|\s+{_PIECE}+){_END}"
_STARTS: Final = r"""\s*alias\s+claude[=\s]\s*['"]?((?:~|\$HOME)?(?:/[A-Za-z0-9_.@+-]{1,60})*/claude)(?=['"\s]|$)"""
_ONLY_FLAGS: Final = r"""\s*alias\s+claude[=\s]\s*(['"]?)(?:command\s+)?claude((?:\s+[A-Za-z0-9_./,:-]+)*)\1\s*(?:\#.*)?"""
_COUNTING_FLAGS: Final = ("--bare", "--setting")
"""Beginnings of the flags that change what is sent: `--bare`, `--settings`, `--setting-sources`."""
_LONGEST: Final = 2000
"""Characters: a longer line is no plain statement."""

_CONTINUES: Final = re.compile(r"(?:\\|&&|\|\||\||\b(?:and|or|not))$")
_JOINS: Final = re.compile(r"\s*(?:and|or|&&|\|)\b|\s*(?:&&|\|)")
_OPENS: Final = re.compile(r"(?:\{|\(|\)|\b(?:then|do|else|in|begin))$")
_CLOSES: Final = re.compile(r"\s*(?:\}|\)|;;|(?:fi|done|esac|else|elif|end|case)\b)")


def comment_prefix(machine: Machine, path: str, line: int, name: str, shell: ShellName) -> Prefix | None:
    """What to put before line `line` (from 1) of a file to take its assignment of `name` out; None where that is not safe."""
    base = machine.paths.basename(path)  # `.envrc` and `.env` are in bash's syntax whatever the shell is
    prefix = _prefix(
        machine,
        path,
        line,
        (_FISH if base.endswith(".fish") or (shell == "fish" and not base.startswith(".env")) else _POSIX).replace(
            "@NAME@", re.escape(name)
        ),
    )
    if prefix is not None and base.startswith(".env") and base != ".envrc":
        return "# "  # a dotenv file knows no blocks, and no command `:`
    return prefix


def alias_prefix(machine: Machine, path: str, line: int, name: str) -> Prefix | None:
    """The same for a line that does nothing but define the alias `name`."""
    return _prefix(machine, path, line, _ALIAS.replace("@NAME@", re.escape(name)))


def alias_program(machine: Machine, path: str, line: int) -> str:
    """The program an alias on this line starts, where that is plainly a path to a `claude`; else empty."""
    found = machine.files.file(path)
    lines = unveil(found.text).split("\n") if found.text is not None else []
    said = re.match(_STARTS, lines[line - 1]) if 1 <= line <= len(lines) else None
    return said[1] if said else ""


def alias_only_adds_flags(machine: Machine, path: str, line: int) -> bool:
    """Whether an alias on this line starts the same `claude`, with flags that have nothing to do with what is sent."""
    found = machine.files.file(path)
    lines = unveil(found.text).split("\n") if found.text is not None else []
    said = re.fullmatch(_ONLY_FLAGS, lines[line - 1]) if 1 <= line <= len(lines) and len(lines[line - 1]) <= _LONGEST else None
    return said is not None and not any(word.startswith(_COUNTING_FLAGS) for word in said[2].split())


def _prefix(machine: Machine, path: str, line: int, pattern: str) -> Prefix | None:
    found = machine.files.file(path)
    if found.state != "present" or found.text is None or found.bad_byte is not None:
        return None
    lines = unveil(found.text).split("\n")
    if not 1 <= line <= len(lines) or "\r" in lines[line - 1] or len(lines[line - 1]) > _LONGEST:
        return None
    statement = lines[line - 1]
    if not re.fullmatch(pattern, statement):
        return None
    before = next((code for text in reversed(lines[: line - 1]) if (code := _code(text))), "")
    after = next((code for text in lines[line:] if (code := _code(text))), "")
    if _CONTINUES.search(before) or _JOINS.match(after):
        return None
    return ": # " if statement[:1].isspace() or _OPENS.search(before) or _CLOSES.match(after) else "# "


def _code(line: str) -> str:
    """The line without its comment and the blanks around it, as far as a glance can tell."""
    return re.sub(r"(?:^|\s)#.*", "", line).strip()


def commented(machine: Machine, path: str, line: int, prefix: Prefix) -> File:
    """The file with that line made a comment."""
    found = machine.files.file(path)
    lines = unveil(found.text).split("\n") if found.text is not None else []
    lines[line - 1] = prefix + lines[line - 1]
    return replace(found, text=SecretText("\n".join(lines)))

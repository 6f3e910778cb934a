"""A line of a startup file rebuilt for people: every literal that could be a value is `…`.

What stays: operators, command words, options, names of variables, paths, expansions. What a value could hide in goes:
everything after `=`, quoted text, and plain words that are none of the above. Works for POSIX shells and for fish.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_MAX_LINE: Final = 400
_HIDDEN: Final = "…"
_TOKEN: Final = re.compile(
    r"""(?P<blank>[ \t]+)
    |(?P<comment>\#.*)
    |(?P<single>\$?'(?:[^'\\]|\\.)*(?:'|$))
    |(?P<double>\$?"(?:[^"\\]|\\.)*(?:"|$))
    |(?P<expansion>\$\{[^}]*\}?|\$\(|\$[A-Za-z_]\w*|\$[-?!$\#@*0-9])
    |(?P<operator>[;&|<>(){}!`\[\]]+)
    |(?P<word>(?:\\.|[^ \t;&|<>(){}!`\[\]'"$\\])+|\\|\$)""",
    re.VERBOSE,
)
_NAME: Final = re.compile(r"[A-Za-z_]\w{0,63}")
_ASSIGNMENT: Final = re.compile(r"([A-Za-z_]\w{0,63})(\+?=)(.*)", re.DOTALL)
_OPTION: Final = re.compile(r"[-+]{1,2}[A-Za-z][A-Za-z-]{0,19}|-?\d|--?")
_PATH: Final = re.compile(r"(?:~|\.{1,2})?/[\w.@+,:*?-]{1,40}(?:/[\w.@+,:*?-]{0,40})*|~|\.")
_COMMAND: Final = re.compile(r"[A-Za-z_.][\w.:-]{0,30}")
_BRACES: Final = re.compile(r"\$\{([!#=^(]?[A-Za-z_]\w*)((?::?[-=+?]|[%#/^,:@]+)?)(.*?)(\}?)", re.DOTALL)
_KEPT: Final = _words(
    "if then elif else fi for in do done while until case esac function select time end and or not begin switch "
    "export declare typeset readonly local unset set setopt source alias eval exec env command builtin noglob true false test echo printf "
    "cat grep xargs return exit -a -x -gx -U universal global claude read op doppler direnv"
)
_CREDENTIAL: Final = re.compile(
    r"(?i)sk-|ant-|(ghp|gho|xox[abp]|akia|asia|eyj)[-_a-z0-9]{8,}|(?=[^/]*\d)(?=[^/]*[a-z])[a-z0-9_+=-]{20,}|[^/]{41,}"
)


def redacted(line: str, names: Collection[str]) -> str:
    """The line without anything that could be a value; `names` are variables whose names stay. At most 400 characters are looked at."""
    return _rebuilt(line.strip()[:_MAX_LINE].replace("\n", " "), names)


def _rebuilt(line: str, names: Collection[str]) -> str:
    out: list[str] = []
    command_next, value_next = True, False
    for found in _TOKEN.finditer(line):
        kind, text = found.lastgroup, found.group()
        if kind == "blank":
            out.append(" ")
            value_next = False
            continue
        if kind == "comment" and (not out or out[-1] in (" ", ";")):
            out.append("# …")
            break
        if kind == "operator":
            out.append(text)
            value_next = False
            command_next = text[-1] not in "<>])"
            continue
        if kind == "expansion":
            out.append(_expansion(text, names))
            command_next = text == "$("
            continue
        out.append(_hide(text, names, command_next, value_next, kind))
        value_next = value_next or kind != "word" or "=" in text
        command_next = kind == "word" and ((bool(_ASSIGNMENT.fullmatch(text)) and command_next) or text in _LEADS)
    return re.sub(f"{_HIDDEN}{{2,}}", _HIDDEN, "".join(out))


_LEADS: Final = _words("if then elif else do while until time exec command builtin noglob and or not begin env eval sudo")


def _hide(text: str, names: Collection[str], command: bool, value: bool, kind: str | None) -> str:
    if kind in ("single", "double"):
        return _quoted(text, names)
    if value:
        return _HIDDEN
    assigned = _ASSIGNMENT.fullmatch(text)
    if assigned:
        return assigned.group(1) + assigned.group(2) + (_HIDDEN if assigned.group(3) else "")
    if text in names or text in _KEPT or _OPTION.fullmatch(text) or text in ("=", "==", "!=", "&&", "||", "\\"):
        return text
    if _CREDENTIAL.search(text):
        return _HIDDEN
    if _PATH.fullmatch(text) or (command and _COMMAND.fullmatch(text)):
        return text
    return text if text.isupper() and _NAME.fullmatch(text) and len(text) <= 40 and "_" in text else _HIDDEN


def _quoted(text: str, names: Collection[str]) -> str:
    """A quoted text: only its expansions, and inside single quotes its assignments, are kept."""
    quote = "'" if "'" in text[:2] else '"'
    inside = text[text.index(quote) + 1 :].removesuffix(quote)
    if not inside:
        return quote * 2
    kept = _rebuilt(inside, names) if _ASSIGNED_OR_COMMAND.search(inside) and quote not in inside else "".join(_parts(inside, names))
    return f"{quote}{kept}{quote}"


_ASSIGNED_OR_COMMAND: Final = re.compile(r"^\s*(?:env|export|unset|[A-Z_]+=)")


def _parts(text: str, names: Collection[str]) -> list[str]:
    out: list[str] = []
    position = 0
    for found in re.finditer(r"\$\{[^}]*\}?|\$[A-Za-z_]\w*|\$\(([^)]*)\)?", text):
        if found.start() > position:
            out.append(_HIDDEN)
        out.append(f"$({_rebuilt(found.group(1), names)})" if found.group().startswith("$(") else _expansion(found.group(), names))
        position = found.end()
    if position < len(text):
        out.append(_HIDDEN)
    return out


def _expansion(text: str, names: Collection[str]) -> str:
    if not text.startswith("${"):
        return text
    found = _BRACES.fullmatch(text)
    if not found:
        return "${…}"
    name, operator, rest, _ = found.groups()
    inner = "" if not rest else _HIDDEN if "$" not in rest else "".join(_parts(rest, names))
    return f"${{{name}{operator}{inner}}}"

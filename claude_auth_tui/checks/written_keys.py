"""The keys and tokens that are written out in files: what the checks of exposure and of copies look at. No finding is made here."""

from __future__ import annotations

from collections.abc import Iterator

from claude_auth_tui.claude_code.headers import custom_headers
from claude_auth_tui.claude_code.variables import BY_NAME
from claude_auth_tui.model.found import Found
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shape import faults
from claude_auth_tui.scene.facts import Facts
from claude_auth_tui.shells.elsewhere.file_texts import is_written_out

_SHORTEST = 16
"""Characters: what is shorter and has no prefix of a key is a stand-in such as "dummy"."""
_NO_SECRET = ("AWS_ACCESS_KEY_ID",)
_MOST_FILES = 12
_MOST_PLACES = 30
"""Places of one file that are looked at: a file with more is made by a program."""


def is_credential(name: str, value: Secret) -> bool:
    """Whether a value of this variable can be used by whoever reads it: no placeholder, no reference, nothing harmless."""
    info = BY_NAME.get(name)
    if info is None or not info.secret or name in _NO_SECRET:
        return False
    if value.is_blank or any(fault.kind in ("placeholder", "unexpanded") for fault in faults(value)):
        return False
    if name == "ANTHROPIC_CUSTOM_HEADERS":
        headers = custom_headers(value)
        return bool(headers.authorization or headers.x_api_key)
    return value.kind != "other" or value.length >= _SHORTEST


def written_keys(facts: Facts) -> Iterator[tuple[str, tuple[Found, ...]]]:
    """Each file that holds a usable key or token in its own text, with the places in it. Bounded: it is asked by several checks."""
    by_path: dict[str, list[Found]] = {}
    for found in facts.found:
        if found.value is not None and found.hit.line and is_credential(found.hit.variable, found.value):
            by_path.setdefault(found.hit.path, []).append(found)
    for path, places in list(by_path.items())[:_MOST_FILES]:
        written = {(f.hit.line, f.hit.variable): f for f in places[:_MOST_PLACES] if is_written_out(facts.machine, f)}
        if written:
            yield path, tuple(written.values())

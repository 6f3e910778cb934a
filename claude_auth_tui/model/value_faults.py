"""What is wrong with a value's characters, and where. Positions and kinds only, never the characters of a value.

What Claude Code does about it (it trims blanks, and stops before sending at a line break or a character above
U+00FF: observed) lives in `claude_code`.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from msgspec import Struct

from claude_auth_tui.model.saying import NOTHING, code_point, say
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil

FaultKind = Literal[
    "line_break", "control", "zero_width", "above_latin1", "quotes", "blanks", "inner_blank", "bearer", "unexpanded", "placeholder", "cut"
]

FULL_LENGTH: Final = 108
"""Characters of a whole API key or setup token. Observed, not documented."""

_ZERO_WIDTH: Final = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
_LOOKED_AT: Final = re.compile(r"[^\x21-\x7e\xa1-\xac\xae-\xff]")
"""All but the plain characters, which are not looked at one by one: a value may be long, and is asked about often."""
_UNEXPANDED: Final = re.compile(r"^op://|\$\{?[A-Za-z_]\w*\}?|\$\(|\{\{.*\}\}|%[A-Za-z_]\w*%")
_PLACEHOLDER: Final = re.compile(
    r"(?i)^(<.*>|\[.*\]|x{4,}|\*{3,}|\.{3,}|(sk-ant-|sk-ant-api03-|sk-)?(x{3,}|\.{3}|…|\*{3,}|<.*>|your[-_ ].*)|your[-_ ]?(api[-_ ]?)?(key|token).*"
    r"|(my|an?|the|insert|enter|put|paste|replace)[-_ ].*(key|token|here|me).*|change[-_ ]?me|replace[-_ ]?me|todo|tbd|dummy|placeholder|none|null|undefined|(sk-ant-)?\.\.\.)$"
)


class Fault(Struct, frozen=True):
    """One thing wrong with a value. `position` counts from 1; 0 where the value as a whole is meant."""

    kind: FaultKind
    position: int = 0
    detail: Shown = NOTHING


def faults(secret: Secret) -> tuple[Fault, ...]:
    """Everything unusual about the value's characters, in the order of their positions."""
    text = unveil(secret)
    core = text.strip()
    if not core:
        return ()
    found: list[Fault] = []
    offset = len(text) - len(text.lstrip())
    if text != core:
        found.append(Fault("blanks", 0, say("blanks or line breaks at an end")))
    if len(core) > 1 and core[0] == core[-1] and core[0] in "'\"`":
        found.append(Fault("quotes", offset + 1, say("quotes around it")))
    if re.match(r"(?i)bearer\s", core):
        found.append(Fault("bearer", offset + 1, say("it begins with Bearer")))
    for odd in _LOOKED_AT.finditer(core):
        char = odd[0]
        kind = _character(char)
        if kind:
            found.append(Fault(kind, offset + odd.start() + 1, _NAMES[kind] if kind != "above_latin1" else code_point(ord(char))))
    if _UNEXPANDED.search(core):
        found.append(Fault("unexpanded", 0, say("a variable or command that was not expanded")))
    elif _PLACEHOLDER.match(core.strip("'\"")):
        found.append(Fault("placeholder", 0, say("a placeholder from a manual")))
    elif core.startswith("sk-ant-") and secret.kind in ("api_key", "oauth_token") and 70 <= len(core) < FULL_LENGTH - 4:
        found.append(Fault("cut", 0, say("{} characters; a whole one has {}", len(core), FULL_LENGTH)))
    return tuple(found)


_NAMES: Final[dict[FaultKind, Shown]] = {
    "line_break": say("a line break"),
    "control": say("a control character"),
    "zero_width": say("an invisible character"),
    "inner_blank": say("a blank"),
}


def _character(char: str) -> FaultKind | None:
    if char in "\r\n":
        return "line_break"
    if char in _ZERO_WIDTH:
        return "zero_width"
    if ord(char) < 0x20 or ord(char) == 0x7F:
        return "control"
    if char.isspace():
        return "inner_blank"
    return "above_latin1" if ord(char) > 0xFF else None

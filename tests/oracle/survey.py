"""The names of variables and settings in a Claude Code that the tables do not know, but for those that were looked at.

A new name is the first sign of a rule that is missing. `looked_at.txt` holds the others, below the reason why they are
not in the tables.
"""

from __future__ import annotations

import mmap
import re
import sys
from pathlib import Path
from typing import Final

from claude_auth_tui.claude_code.tables import NAMES

LOOKED_AT: Final = Path(__file__).with_name("looked_at.txt")
_NAME: Final = re.compile(
    rb"(?<![A-Za-z0-9_])(?:ANTHROPIC|CLAUDE|AWS|CLOUD_ML|GOOGLE|VERTEX|AZURE|IDENTITY)_[A-Z0-9_]{2,60}(?![A-Za-z0-9_])"
)
_SETTING: Final = re.compile(rb"[{,]([a-z][A-Za-z]{3,40}):[\w$.]{1,12}\([^(){}]{0,80}\)(?:\.\w+\([^(){}]{0,60}\))*?\.optional\(\)")
_AROUND: Final = 60_000
"""Bytes around the word `apiKeyHelper:` in which the schema of settings stands."""
SETTINGS: Final = frozenset(
    [
        "apiKeyHelper",
        "env",
        "forceLoginMethod",
        "forceLoginOrgUUID",
        "forceLoginGatewayUrl",
        "allowedProviders",
        "awsAuthRefresh",
        "awsCredentialExport",
    ]
)
"""Keys of settings that the rules know."""


def names_in(program: Path) -> tuple[set[str], set[str]]:
    """The variables and the settings keys that stand in a program."""
    with program.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as text:
        variables = {found.decode() for found in _NAME.findall(text)}
        at = text.find(b"apiKeyHelper:")
        settings: set[str] = set()
        while at >= 0:
            settings.update(found.decode() for found in _SETTING.findall(text[max(0, at - _AROUND) : at + _AROUND]))
            at = text.find(b"apiKeyHelper:", at + _AROUND)
    return variables, settings


def looked_at() -> dict[str, str]:
    """The kept list: each name and the reason."""
    kept: dict[str, str] = {}
    why = ""
    for line in LOOKED_AT.read_text(encoding="utf-8").splitlines():
        if line.startswith("= "):
            why = line[2:]
        elif not line.startswith("#"):
            kept |= dict.fromkeys(line.split(), why)
    return kept


def tell(program: Path) -> int:
    """Print what nobody has looked at; 1 where there is any."""
    variables, settings = names_in(program)
    known = looked_at()
    new = sorted(name for name in (variables - set(NAMES)) | (settings - SETTINGS) if name not in known)
    for name in new:
        sys.stdout.write(f"{name}\n")
    sys.stderr.write(f"{len(variables)} variables and {len(settings)} settings, {len(new)} of them neither in the tables nor looked at\n")
    return 1 if new else 0

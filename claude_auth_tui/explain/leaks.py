"""Credentials in a pasted text: which kinds there are, never what they are."""

from __future__ import annotations

import re
from typing import Final

from claude_auth_tui.explain.squeeze import LIMIT
from claude_auth_tui.model.secret import Secret

_ANTHROPIC: Final = re.compile(r"sk-ant-([a-z]{2,8}\d{0,2})-[A-Za-z0-9_-]{8}")
_OTHERS: Final[tuple[tuple[str, str, re.Pattern[str]], ...]] = (
    ("AKIA", "AWS access key", re.compile(r"AKIA[A-Z0-9]{16}\b")),
    ("ASIA", "AWS access key", re.compile(r"ASIA[A-Z0-9]{16}\b")),
    *((f"gh{c}_", "GitHub token", re.compile(rf"gh{c}_[A-Za-z0-9]{{30,}}")) for c in "pousr"),
    (".eyJ", "JSON web token", re.compile(r"eyJ[A-Za-z0-9_-]{10,300}\.eyJ")),
    ("AIza", "Google API key", re.compile(r"AIza[A-Za-z0-9_-]{30,}")),
    ("sk-proj-", "OpenAI key", re.compile(r"sk-proj-[A-Za-z0-9_-]{20,}")),
    ("PRIVATE KEY-----", "private key", re.compile(r"-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----")),
)


def credentials_in(text: str) -> tuple[str, ...]:
    """The kinds of credentials the text holds, in words: "API key", "GitHub token"."""
    text = text[-LIMIT:]
    kinds: dict[str, None] = {}
    if "sk-ant-" in text:
        kinds.update((Secret(f"sk-ant-{kind}-").label, None) for kind in dict.fromkeys(_ANTHROPIC.findall(text)))
    for mark, kind, pattern in _OTHERS:
        if mark in text and pattern.search(text):
            kinds[kind] = None
    return tuple("credential" if kind == "value" else kind for kind in kinds)


def warning_about(text: str) -> str:
    """What to say about credentials in the text; empty where there are none."""
    kinds = [f"{'an' if kind[0] in 'aAeEiIoO' else 'a'} {kind}" for kind in credentials_in(text)]
    if not kinds:
        return ""
    listed = kinds[0] if len(kinds) == 1 else f"{', '.join(kinds[:-1])} and {kinds[-1]}"
    it = "it" if len(kinds) == 1 else "them"
    return f"The pasted text holds {listed}. If you shared {it} anywhere, treat {it} as leaked: revoke {it} and make a new one."

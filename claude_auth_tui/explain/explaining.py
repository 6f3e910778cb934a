"""Explain a pasted text by what a machine shows. Pure: the same text and diagnosis get the same answer."""

from __future__ import annotations

import re
from typing import Final

from claude_auth_tui.explain.nearest import nearest
from claude_auth_tui.explain.rank import rank
from claude_auth_tui.explain.recognise import recognise
from claude_auth_tui.explain.shapes import Explanation
from claude_auth_tui.explain.wording import LIMIT
from claude_auth_tui.model.diagnosis import Diagnosis
from claude_auth_tui.model.saying import NOTHING, say, say_all
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown

_ANTHROPIC: Final = re.compile(r"sk-ant-([a-z]{2,8}\d{0,2})-[A-Za-z0-9_-]{8}")
_OTHERS: Final[tuple[tuple[str, Shown, re.Pattern[str]], ...]] = (
    ("AKIA", say("AWS access key"), re.compile(r"AKIA[A-Z0-9]{16}\b")),
    ("ASIA", say("AWS access key"), re.compile(r"ASIA[A-Z0-9]{16}\b")),
    *((f"gh{c}_", say("GitHub token"), re.compile(rf"gh{c}_[A-Za-z0-9]{{30,}}")) for c in "pousr"),
    (".eyJ", say("JSON web token"), re.compile(r"eyJ[A-Za-z0-9_-]{10,300}\.eyJ")),
    ("AIza", say("Google API key"), re.compile(r"AIza[A-Za-z0-9_-]{30,}")),
    ("sk-proj-", say("OpenAI key"), re.compile(r"sk-proj-[A-Za-z0-9_-]{20,}")),
    ("PRIVATE KEY-----", say("private key"), re.compile(r"-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----")),
)


def explain(text: str, diagnosis: Diagnosis) -> Explanation:
    """What the text says, why it may be said here, and what to do. Any text gets an answer; nothing of it is kept."""
    found = recognise(text)
    notes = [note for note in (warning_about(text), _cut(text)) if note]
    if found.message is None:
        if found.another:
            notes.insert(0, say("It looks like a message of {}, not of Claude Code.", found.another))
        elif not text.strip():
            notes.insert(0, say("There is no text to explain."))
        return Explanation(None, nearest=nearest(text), notes=tuple(notes))
    causes = rank(found.message, found.named, diagnosis)
    if all(cause.standing == "ruled_out" for cause in causes):
        notes.insert(
            0,
            say(
                "Nothing that is set here now leads to it. It may come from a session that was started earlier, from a container or another machine."
            ),
        )
    return Explanation(found.message, causes, found.others, notes=tuple(notes))


def _cut(text: str) -> Shown:
    if len(text) <= LIMIT:
        return NOTHING
    return say("The text is very long; only its last {} million characters were looked at.", LIMIT // 1024**2)


# Credentials in the text: which kinds there are, never what they are


def credentials_in(text: str) -> tuple[Shown, ...]:
    """The kinds of credentials the text holds, in words: "API key", "GitHub token"."""
    text = text[-LIMIT:]
    kinds: dict[Shown, None] = {}
    if "sk-ant-" in text:
        kinds.update((Secret(f"sk-ant-{kind}-").label, None) for kind in dict.fromkeys(_ANTHROPIC.findall(text)))
    for mark, kind, pattern in _OTHERS:
        if mark in text and pattern.search(text):
            kinds[kind] = None
    return tuple(say("credential") if kind == "value" else kind for kind in kinds)


def warning_about(text: str) -> Shown:
    """What to say about credentials in the text; empty where there are none."""
    kinds = [say("an {}", kind) if kind[0] in "aAeEiIoO" else say("a {}", kind) for kind in credentials_in(text)]
    if not kinds:
        return NOTHING
    listed = kinds[0] if len(kinds) == 1 else say("{} and {}", say_all(kinds[:-1]), kinds[-1])
    it = say("it") if len(kinds) == 1 else say("them")
    return say("The pasted text holds {}. If you shared {} anywhere, treat {} as leaked: revoke {} and make a new one.", listed, it, it, it)

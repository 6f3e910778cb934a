"""Explain a pasted text by what a machine shows. Pure: the same text and diagnosis get the same answer."""

from __future__ import annotations

from claude_auth_tui.explain.answer import Explanation
from claude_auth_tui.explain.leaks import warning_about
from claude_auth_tui.explain.nearest import nearest
from claude_auth_tui.explain.rank import rank
from claude_auth_tui.explain.recognise import recognise
from claude_auth_tui.explain.squeeze import LIMIT
from claude_auth_tui.model.diagnosis import Diagnosis
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.shown import Shown


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

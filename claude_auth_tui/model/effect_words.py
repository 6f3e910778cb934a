"""An effect in the words that people read. `effect` itself keeps to the fixed list; where that word would mislead, the reason says it."""

from __future__ import annotations

from typing import Final

from claude_auth_tui.model.diagnosis import Hit
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.shown import Shown

NOTHING_TO_UNSET: Final = say("nothing to unset here")
_REPEATED: Final = say("repeated ")


def repeated(place: Shown) -> Shown:
    """Why a line with the value that a later one gives again has no effect; `place` is that one: "at ~/.zshrc:3"."""
    return say("{}{}", _REPEATED, place)


def is_repeated(hit: Hit) -> bool:
    return hit.effect == "overridden" and hit.because.startswith(_REPEATED)


def is_needless(hit: Hit) -> bool:
    """Whether it unsets what is not set."""
    return hit.effect == "overridden" and hit.because == NOTHING_TO_UNSET


def in_words(hit: Hit) -> tuple[str, Shown]:
    """The effect, and the reason where that is not said by then."""
    if is_repeated(hit) or is_needless(hit):
        return hit.because, NOTHING
    return hit.effect.replace("_", " "), hit.because

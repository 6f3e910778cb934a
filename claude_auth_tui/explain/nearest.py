"""For a text nobody knows: the known messages that resemble it most, by the words they share and by their letters."""

from __future__ import annotations

import math
import re
from collections import Counter
from difflib import SequenceMatcher
from functools import cache
from typing import Final

from claude_auth_tui.explain.answer import Near
from claude_auth_tui.explain.catalogue import MESSAGES
from claude_auth_tui.explain.shapes import Message
from claude_auth_tui.explain.squeeze import clean

_WORD: Final = re.compile(r"[A-Za-z0-9]+")
_TAIL: Final = 4_000
"""Characters at the end of the text that are compared: a message is short."""
_CANDIDATES: Final = 12


def nearest(text: str, count: int = 3) -> tuple[Near, ...]:
    """The messages that resemble the text most, the nearest first; always `count` of them."""
    tail = clean(text[-2 * _TAIL :])[-_TAIL:]
    words = [word.lower() for word in _WORD.findall(tail)]
    shared = sorted(
        ((_overlap(set(words), tokens), at) for at, (_, _, tokens) in enumerate(_samples())), key=lambda pair: (-pair[0], pair[1])
    )
    lines = _pieces(tail)
    best: dict[str, Near] = {}
    for overlap, at in shared[:_CANDIDATES]:
        message, sample, _ = _samples()[at]
        letters = max((SequenceMatcher(None, line, sample, autojunk=False).ratio() for line in lines), default=0.0)
        similarity = round((overlap + letters) / 2, 2)
        if message.id not in best or best[message.id].similarity < similarity:
            best[message.id] = Near(message, similarity)
    return tuple(sorted(best.values(), key=lambda near: -near.similarity)[:count])


def _overlap(words: set[str], sample: frozenset[str]) -> float:
    """How much of a sample's words the text has, rare words counting more, and little for samples of a word or two."""
    weights = _weights()
    whole = sum(weights[word] for word in sample)
    return sum(weights[word] for word in sample & words) / (whole + 2.0)


def _pieces(tail: str) -> list[str]:
    """The last lines, and the last lines joined: a message may be wrapped."""
    lines = [" ".join(line.split()).lower()[:200] for line in tail.splitlines() if line.strip()]
    return [*lines[-4:], " ".join(lines[-4:])[-200:]]


@cache
def _samples() -> tuple[tuple[Message, str, frozenset[str]], ...]:
    """Every wording and title with its words."""
    return tuple(
        (message, sample, frozenset(_WORD.findall(sample)))
        for message in MESSAGES
        for written in (*message.wordings, *message.old, message.title)
        if (sample := re.sub(r"[…#{}|~]", " ", written).lower())
    )


@cache
def _weights() -> Counter[str]:
    samples = _samples()
    counts = Counter(word for _, _, words in samples for word in words)
    weights: Counter[str] = Counter()
    for word, times in counts.items():
        weights[word] = math.log(len(samples) / times)  # type: ignore[assignment]
    return weights

"""For a text nobody knows: the known messages that resemble it most, by the words they share and by their letters."""

from __future__ import annotations

import math
import re
from collections import Counter
from difflib import SequenceMatcher
from functools import cache
from typing import Final

from claude_auth_tui.explain.messages import MESSAGES
from claude_auth_tui.explain.shapes import Message, Near
from claude_auth_tui.explain.wording import clean

_WORD: Final = re.compile(r"[A-Za-z0-9]+")
_CHOICE: Final = re.compile(r"\{([^}]*)\}")
_MARKS: Final = re.compile(r"[…#{}|~]")
_TAIL: Final = 4_000
"""Characters at the end of the text that are compared: a message is short."""
_CANDIDATES: Final = 12


def nearest(text: str, count: int = 3) -> tuple[Near, ...]:
    """The messages that resemble the text most, the nearest first; always `count` of them."""
    tail = clean(text[-2 * _TAIL :])[-_TAIL:]
    words = {word.lower() for word in _WORD.findall(tail)}
    by_words: dict[str, tuple[float, Message, str]] = {}
    for message, sample, tokens in _samples():
        overlap = _overlap(words, tokens)
        if message.id not in by_words or by_words[message.id][0] < overlap:
            by_words[message.id] = (overlap, message, sample)
    lines = _pieces(tail)
    likely = sorted(by_words.values(), key=lambda found: -found[0])[:_CANDIDATES]
    near = [Near(message, round((overlap + _letters(lines, sample)) / 2, 2)) for overlap, message, sample in likely]
    return tuple(sorted(near, key=lambda one: -one.similarity)[:count])


def _letters(lines: list[str], sample: str) -> float:
    return max((SequenceMatcher(None, line, sample, autojunk=False).ratio() for line in lines), default=0.0)


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
        for one in _either(written)
        if (sample := _MARKS.sub(" ", one).lower())
    )


def _either(written: str) -> list[str]:
    """A wording once for each of its first choices."""
    found = _CHOICE.search(written)
    if found is None:
        return [written]
    return [written[: found.start()] + choice + written[found.end() :] for choice in found[1].split("|")]


@cache
def _weights() -> Counter[str]:
    samples = _samples()
    counts = Counter(word for _, _, words in samples for word in words)
    weights: Counter[str] = Counter()
    for word, times in counts.items():
        weights[word] = math.log(len(samples) / times)  # type: ignore[assignment]
    return weights

"""Values that look like credentials and are none: each is made from the name of its place, so that a leak tells where it came from."""

from __future__ import annotations

import base64
import hashlib
import json
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

LENGTHS: Final = (12, 24, 108)
KEY_PREFIX: Final = "sk-ant-api03-"
"""The only part of a value, but for its last four characters, that may be shown."""

WINDOW: Final = 6
_UPPER: Final = "GHJKMNPQRSTVWXYZ"
_LOWER: Final = "ghjkmnpqrstvwxyz"
_DIGITS: Final = "0123456789"
"""No vowel and no hexadecimal letter: any six characters of a value hold all three, which is no word and no number."""


@dataclass(frozen=True, slots=True)
class Canary:
    """A value in a place. `fixed` are the positions that say what kind of value it is, and hold nothing of it."""

    place: str
    text: str
    fixed: frozenset[int] = frozenset()

    def windows(self) -> Iterator[str]:
        """Every six characters of which at least one belongs to the value itself."""
        for start in range(len(self.text) - WINDOW + 1):
            if any(position not in self.fixed for position in range(start, start + WINDOW)):
                yield self.text[start : start + WINDOW]


def body(seed: str, length: int) -> str:
    """Letters and digits, mixed in every three; it begins with a letter."""
    draw = random.Random(hashlib.sha256(seed.encode()).digest())
    made: list[str] = []
    while len(made) < length:
        three = [draw.choice(_UPPER), draw.choice(_LOWER), draw.choice(_DIGITS)]
        draw.shuffle(three)
        made.extend(three)
    if made[0].isdigit():
        made[0], made[1] = made[1], made[0]
    return "".join(made[:length])


def canary(place: str, length: int, bare: bool = False) -> Canary:
    """A value of this length. Every third place has one with the prefix of a key, where there is room and it is not to be `bare`."""
    prefixed = not bare and length >= 24 and hashlib.sha256(place.encode()).digest()[0] % 3 == 0
    prefix = KEY_PREFIX if prefixed else ""
    return Canary(place, prefix + body(f"{place}/{length}", length - len(prefix)), frozenset(range(len(prefix))))


def _shape(template: Callable[[Callable[[int], str]], str]) -> Callable[[str], Canary]:
    """A shape of a vendor's: what `template` draws is the value, everything else says its kind."""

    def make(place: str) -> Canary:
        drawn: list[str] = []

        def draw(length: int) -> str:
            drawn.append(body(f"{place}/{len(drawn)}", length))
            return drawn[-1]

        text = template(draw)
        own: set[int] = set()
        for part in drawn:
            if (start := text.find(part)) >= 0:
                own.update(range(start, start + len(part)))
        fixed = frozenset(range(len(text))) - own if own else frozenset()
        return Canary(place, text, fixed)

    return make


def _hex(seed: str, length: int) -> str:
    return hashlib.sha512(seed.encode()).hexdigest()[:length]


def _of_hex(form: Callable[[str], str]) -> Callable[[str], Canary]:
    return lambda place: Canary(place, form(_hex(place, 128)))


def _base64(seed: str, length: int) -> str:
    return base64.b64encode(hashlib.sha512(seed.encode()).digest()[:length]).decode()


def _jwt(draw: Callable[[int], str]) -> str:
    head = base64.urlsafe_b64encode(json.dumps({"alg": "none", "typ": "JWT"}).encode()).decode().rstrip("=")
    return f"{head}.{draw(48)}.{draw(43)}"


SHAPES: Final[Mapping[str, Callable[[str], Canary]]] = {
    "github": _shape(lambda draw: f"ghp_{draw(36)}"),
    "github-fine": _shape(lambda draw: f"github_pat_{draw(22)}_{draw(59)}"),
    "aws-id": _shape(lambda draw: f"AKIA{draw(16).upper()}"),
    "aws-secret": lambda place: Canary(place, _base64(place, 30)),
    "slack": _shape(lambda draw: f"xoxb-{draw(12)}-{draw(12)}-{draw(24)}"),
    "jwt": _shape(_jwt),
    "google": _shape(lambda draw: f"AIza{draw(35)}"),
    "google-oauth": _shape(lambda draw: f"ya29.{draw(60)}"),
    "gitlab": _shape(lambda draw: f"glpat-{draw(20)}"),
    "hugging-face": _shape(lambda draw: f"hf_{draw(34)}"),
    "npm": _shape(lambda draw: f"npm_{draw(36)}"),
    "pypi": _shape(lambda draw: f"pypi-{draw(60)}"),
    "openai": _shape(lambda draw: f"sk-{draw(48)}"),
    "openai-project": _shape(lambda draw: f"sk-proj-{draw(20)}-{draw(20)}_{draw(20)}"),
    "openrouter": lambda place: Canary(place, f"sk-or-v1-{_hex(place, 64)}", frozenset(range(9))),
    "stripe": _shape(lambda draw: f"rk_test_{draw(24)}"),
    "sendgrid": _shape(lambda draw: f"SG.{draw(22)}.{draw(43)}"),
    "telegram": _shape(lambda draw: f"1234567890:{draw(35)}"),
    "digitalocean": lambda place: Canary(place, f"dop_v1_{_hex(place, 64)}", frozenset(range(7))),
    "base64-one": lambda place: Canary(place, _base64(place, 32)),
    "base64-two": lambda place: Canary(place, _base64(place, 31)),
    "hex-32": _of_hex(lambda digits: digits[:32]),
    "hex-64": _of_hex(lambda digits: digits[:64]),
    "uuid": _of_hex(lambda digits: f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:32]}"),
    "user-password": _shape(lambda draw: f"{draw(8)}:{draw(16)}"),
    "words": _shape(lambda draw: f"{draw(8)}-{draw(8)}-{draw(8)}"),
    "slashes": _shape(lambda draw: f"{draw(5)}/{draw(7)}/{draw(6)}/{draw(9)}"),
    "slashes-path": _shape(lambda draw: f"/{draw(5)}/{draw(7)}/{draw(6)}/{draw(9)}"),
    "dotted": _shape(lambda draw: f"{draw(12)}.{draw(6)}.{draw(27)}"),
    "pem": _shape(lambda draw: f"-----BEGIN PRIVATE KEY-----\n{draw(64)}\n{draw(64)}\n-----END PRIVATE KEY-----"),
}
"""Shapes of other vendors' credentials, each with made-up characters in it."""

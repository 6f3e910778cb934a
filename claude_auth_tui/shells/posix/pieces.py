"""A field while it is built from the parts of a word: its values, and how lists become several fields."""

from __future__ import annotations

from typing import Final

from claude_auth_tui.shells.posix.parameters import braces
from claude_auth_tui.shells.posix.values import Val

MOST_FIELDS: Final = 5000
Pieces = list[tuple[Val, bool]]
"""One field being built: values, each with whether it was quoted."""


def written_out(field: Pieces) -> list[Pieces]:
    """A field with the braces of its own texts written out."""
    made: list[Pieces] = [[]]
    for value, quoted_ in field:
        texts = braces(value.text) if not quoted_ and value.text and "{" in value.text else []
        choices: Pieces = [(Val(text), False) for text in texts] if len(texts) > 1 else [(value, quoted_)]
        made = [[*before, choice] for before in made for choice in choices][:MOST_FIELDS]
    return made


def spread_over(fields: list[Pieces], values: list[Val], is_quoted: bool) -> None:
    """Add values to the fields: the first to the last one, each other one begins its own."""
    for number, value in enumerate(values):
        if number:
            fields.append([])
        fields[-1].append((value, is_quoted))


def without_empty_inside(values: list[Val]) -> list[Val]:
    """A list as zsh puts it into a word: its first and last element to what stands around, the empty ones between go."""
    return [value for number, value in enumerate(values) if value.text != "" or number in (0, len(values) - 1)]

"""Words that identify a person, a company or a computer: they may be told on this screen, and not in a public report.

Held as secrets, so that a `Diagnosis` that carries them shows none by accident. What else is taken out of a report, by
its shape alone, is in `redact`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Final

from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.unveil import unveil

if TYPE_CHECKING:
    import re

_COMMON: Final = frozenset(
    """
    account accounts admin administrator anthropic api app apple aws azure bash bearer bedrock bin build cache ci claude cloud code codespace
    com config console containers credentials data debian debug default demo desktop dev development docker docs downloads ec2-user env
    export fedora fish gateway git github gitlab google guest helper home host http https i id info inputs json key keys lib linux local
    localhost login logs macos main mantle master max me member messages microsoft my name net node none nobody null org other owner path pi
    plan private pro prod production profile project projects proxy public python repo repos root run runner secret secrets server service
    settings shell src staging standard system team test tests tmp tmux token tools ubuntu undefined unknown usage user username users usr v1
    v2 var vertex vscode web windows work workspace workspaces zsh enterprise free personal true false
    """.split()  # noqa: SIM905 - a list of a hundred literals is nothing to read
)
"""Words that identify nobody, or that a report needs."""
_LONG: Final = 6
"""Characters from which on a name is taken out wherever it stands; a shorter one could be a word."""
_BESIDE: Final = r"/\\@~._:=\"'“”-"


class Private:
    """The words, and a way to take them out of a text. Shows nothing, and all compare equal."""

    def __init__(self, words: Iterable[tuple[Secret, str]] = ()) -> None:
        self._words = tuple(words)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Private)

    def __hash__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return f"<{len(self._words)} private words>"

    def take_out(self, text: str) -> str:
        """The text with each of the words replaced by what it is: "USER", "HOST"."""
        if self._pattern is None:
            return text
        return self._pattern.sub(lambda found: self._stand_ins[found.group().casefold()], text)

    @cached_property
    def _stand_ins(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for secret, stand_in in self._words:
            word = " ".join(unveil(secret).split()) if stand_in != "…" else unveil(secret).strip()
            if len(word) > 1 and word.casefold() not in _COMMON:
                found.setdefault(word.casefold(), stand_in)
        return found

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        import re

        words = sorted(self._stand_ins, key=len, reverse=True)
        return re.compile("|".join(map(_pattern_of, words)), re.IGNORECASE) if words else None


NOTHING_PRIVATE: Final = Private()


def _pattern_of(word: str) -> str:
    """A long name anywhere; a short one only where it is no part of a word and stands beside a sign, or alone."""
    import re

    plain = re.escape(word)
    if len(word) >= _LONG:
        return plain
    return rf"(?:(?<=[{_BESIDE}]){plain}(?![A-Za-z0-9])|(?<![A-Za-z0-9]){plain}(?=[{_BESIDE}])|\A{plain}\Z)"

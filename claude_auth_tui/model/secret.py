"""Values that may be credentials, as a type that never shows them.

A value becomes a `Secret` when it is read. Its text never leaves through `repr`, `str`, `format`, pickling,
copying or a dataclass dump; what people see of it is `shown`. Those few places that must read the text
(the shell evaluators, the rules of Claude Code, the readers) go through `model.unveil`, which an import
contract guards. What may be wrong with a value's characters lives in `model.value_faults`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, NoReturn, Self
from uuid import uuid4

from claude_auth_tui.model.made import made
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.shown import Shown

if TYPE_CHECKING:
    from claude_auth_tui.model.total import BySecretKind

SecretKind = Literal["api_key", "admin_key", "oauth_token", "refresh_token", "session_cookie", "other"]

KIND_LABELS: Final[BySecretKind[Shown]] = {
    "api_key": say("API key"),
    "admin_key": say("Admin key"),
    "oauth_token": say("OAuth token"),
    "refresh_token": say("refresh token"),
    "session_cookie": say("claude.ai session cookie"),
    "other": say("value"),
}

_PREFIXES: Final[tuple[tuple[str, SecretKind], ...]] = (
    ("sk-ant-api", "api_key"),
    ("sk-ant-admin", "admin_key"),
    ("sk-ant-oat", "oauth_token"),
    ("sk-ant-ort", "refresh_token"),
    ("sk-ant-sid", "session_cookie"),
)
_PREFIX: Final = re.compile(r"sk-ant-(api|admin|oat|ort|sid)\d{2}-")
_SHOWN_FROM: Final = 20
"""Only values of this many characters or more show their last four."""

_CREDENTIAL_LIKE: Final = re.compile(r"(?i)\b(ghp|gho|xox[abp]|AKIA|ASIA|eyJ)[-_A-Za-z0-9]{8,}|[A-Za-z0-9_+=]{40,}")
"""Tokens of other services, and long runs without a separator: shown as a credential wherever they stand."""
_USER_INFO: Final = re.compile(r"(://)[^/@\s]*@")

_SALT: Final = uuid4().hex
"""122 bits of the system's chance, as `secrets` has them, which would be half a dozen modules more to import."""
_ALL_BITS: Final = (1 << 64) - 1


class Fingerprint(str):
    """Stands for a value where only equality counts. Never printed: the document has a number in its place."""

    __slots__ = ()


class Secret:
    """A value that may be a credential. Compares by its text, shows only its kind, length and last four characters."""

    __slots__ = ("__text", "__weakref__")

    def __init__(self, text: str) -> None:
        self.__text = text

    @property
    def length(self) -> int:
        """Characters, blanks at the ends included."""
        return len(self.__text)

    @property
    def is_empty(self) -> bool:
        return not self.__text

    @property
    def is_blank(self) -> bool:
        """Empty, or nothing but white space."""
        return not self.__text.strip()

    @property
    def kind(self) -> SecretKind:
        """What the prefix says it is (`sk-ant-api03-` an API key, `sk-ant-oat01-` an OAuth or setup token, …)."""
        text = self.__text.strip().strip("'\"")
        return next((kind for prefix, kind in _PREFIXES if text.startswith(prefix)), "other")

    @property
    def label(self) -> Shown:
        """The kind in words: "API key", "OAuth token", "value"."""
        return KIND_LABELS[self.kind]

    @property
    def shown(self) -> Shown:
        """All that may be seen of it: the kind's prefix and, from 20 characters on, the last four ("sk-ant-api03-…w7AA")."""
        text = self.__text.strip()
        if not text:
            return NOTHING
        if len(text) < _SHOWN_FROM:
            return say("… ({} characters)", len(text)) if len(text) > 1 else say("… (1 character)")
        prefix = _PREFIX.match(text.strip("'\""))
        tail = text[-4:]
        return made(f"{prefix[0] if prefix else 'sk-ant-' if self.kind != 'other' else ''}…{tail if tail.isprintable() else ''}")

    @property
    def plain(self) -> str:
        """For the rules about variables that hold no credential (switches, folders, addresses): the text, unless it looks like one.

        It is no shown text: what people see of a variable's value is `claude_code.shown_values`.

        An address keeps its host and path only; whatever has a credential's prefix is shown as a credential.
        """
        text = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in self.__text.strip())
        if "sk-ant-" in text or _CREDENTIAL_LIKE.search(text):
            return self.shown
        text = _without_login(text)
        return _USER_INFO.sub(r"\1…@", text.split("?", 1)[0] if "://" in text else text)

    @property
    def fingerprint(self) -> Fingerprint:
        """Sixteen hex digits that are equal for equal values, salted anew in every run."""
        return Fingerprint(f"{hash(_SALT + self.__text) & _ALL_BITS:016x}")

    def trimmed(self) -> Secret:
        """The same value without blanks at its ends."""
        return Secret(self.__text.strip())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self.__text == other.__text

    def __hash__(self) -> int:
        return hash(self.__text)

    def __bool__(self) -> bool:
        """True when there is any character at all."""
        return bool(self.__text)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.shown or 'empty'}>"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return format(repr(self), spec)

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret cannot be pickled")

    def __getstate__(self) -> NoReturn:
        raise TypeError("a secret cannot be pickled")


def _without_login(text: str) -> str:
    """An address up to its host without user and password, whatever they hold: a password may have any of `@/?#` in it."""
    head, mark, rest = text.partition("://")
    if mark and head.replace("+", "").isalnum():
        return f"{head}://…@{rest.rpartition('@')[2]}" if "@" in rest else text
    if any(char.isspace() for char in text):
        return text  # a command
    login, at, place = text.rpartition("@")
    return f"…@{place}" if at and ":" in login else text


class SecretText(Secret):
    """The text of a startup, settings or credential file: secret as a whole, since any line may hold a credential."""

    __slots__ = ()

    @property
    def shown(self) -> Shown:
        return say("text of {} characters", self.length)

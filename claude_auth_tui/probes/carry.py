"""Carries values from the machine to where they must be as text: a request header, a child's environment, a file's path.

The one module of the probes that may unveil a secret. What it gives away goes straight into a request, a process or the
certificate loader and is kept nowhere; whatever comes back from outside passes `harmless` before it is told.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Iterable, Mapping

from claude_auth_tui.claude_code.address import Address, Proxy
from claude_auth_tui.claude_code.environment import Given
from claude_auth_tui.claude_code.javascript import trimmed
from claude_auth_tui.model.saying import MASK, foreign
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil

_LOGIN_BEGINNINGS = ("sk-ant-oat", "sk-ant-ort", "sk-ant-sid", "sk-ant-admin")
_PIECE = 8
"""So many characters of a value in a row are too many."""


def credential_headers(key: Secret | None, token: Secret | None) -> dict[bytes, bytes]:
    """The two credential headers as Claude Code sends them: trimmed, Latin-1, the token after `Bearer `."""
    headers: dict[bytes, bytes] = {}
    if key is not None:
        headers[b"x-api-key"] = unveil(trimmed(key)).encode("latin-1")
    if token is not None:
        headers[b"authorization"] = b"Bearer " + unveil(trimmed(token)).encode("latin-1")
    return headers


def is_a_login(value: Secret, logins: Iterable[Secret]) -> bool:
    """Whether it is, or holds, what must never be sent: one of these logins, or anything with the beginning of one."""
    text = unveil(value)
    if any(beginning in text.lower() for beginning in _LOGIN_BEGINNINGS):
        return True
    return any((login := unveil(trimmed(one))) and login in text for one in logins)


def proxy_headers(proxy: Proxy) -> dict[bytes, bytes]:
    """The proxy's user and password, where its address holds them."""
    if proxy.user is None:
        return {}
    return {b"proxy-authorization": b"Basic " + base64.b64encode(unveil(proxy.user).encode("utf-8", "surrogateescape"))}


def path_of(address: Address, rest: str) -> str:
    """The path of a request: what the base address begins with, then `rest`."""
    return unveil(address.path) + rest


def command_line(command: Secret) -> str:
    return unveil(command)


def environment_of(values: Mapping[str, Secret]) -> dict[str, str]:
    """For a child process; what no environment can hold is left out."""
    pairs = ((name, unveil(value)) for name, value in values.items())
    return {name: text for name, text in pairs if name and "=" not in name and "\0" not in name + text}


def file_at(given: Given, cwd: str) -> str:
    """A path as a process in `cwd` means it; `~` is not expanded."""
    return os.path.join(cwd, unveil(trimmed(given.value)))


def text_of(value: Secret | None) -> str:
    """A PATH, to look for programs on it."""
    return unveil(value) if value is not None else ""


def passphrase_of(given: Given | None) -> bytes:
    """Never asked for on the terminal: without one it is empty."""
    return unveil(given.value).encode() if given is not None else b""


def harmless(text: str, secrets: Iterable[Secret], most: int = 80) -> Shown:
    """A text from outside, made safe to show; nothing of it where it holds a piece of a value, or what looks like one."""
    lower = text.lower()
    for secret in secrets:
        value = unveil(trimmed(secret)).lower()
        pieces = (value[i : i + _PIECE] for i in range(max(1, len(value) - _PIECE + 1)))
        if value and any(piece in lower for piece in pieces):
            return MASK
    return foreign(" ".join(text[: most * 4].split("\n"))).cut(most)

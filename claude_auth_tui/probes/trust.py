"""Certificates: whom Claude Code would trust, as a TLS context, what kept a file from being used, and who signed one."""

from __future__ import annotations

import errno
import os
import ssl
from collections.abc import Iterator
from typing import Final

import certifi
from msgspec import Struct

from claude_auth_tui.claude_code.certificates import Trust
from claude_auth_tui.claude_code.environment import Given
from claude_auth_tui.claude_code.shown_values import name_shown
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.probes import carry
from claude_auth_tui.probes.probe import Row
from claude_auth_tui.read.opening import open_file
from claude_auth_tui.read.patience import NO_ANSWER, asking, patiently
from claude_auth_tui.read.system_words import system_words

_SYSTEM_FILES: Final = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)
"""Where systems keep theirs; on macOS the last one is what comes with it, not what the Keychain holds."""
_SEQUENCE: Final = 0x30
_OPTIONAL: Final = 0xA0
_NAMES: Final = {b"\x55\x04\x03": "CN", b"\x55\x04\x0a": "O"}


class Trusted(Struct, frozen=True):
    """A context to connect with."""

    context: ssl.SSLContext
    rows: tuple[Row, ...] = ()
    """What is odd about the files it was made from."""


def trusted(trust: Trust, cwd: str) -> Trusted:
    """The context Claude Code would connect with. Files that cannot be used are left out, as Claude Code does it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    rows: list[Row] = []
    if trust.bundled:
        context.load_verify_locations(certifi.where())
    if trust.system:
        rows += _system(context, trust, cwd)
    if trust.more is not None:
        rows += _load(context, trust.more, cwd, folder=False)
    rows += _client(context, trust, cwd)
    if not trust.checked:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        text = say("NODE_TLS_REJECT_UNAUTHORIZED is 0: whoever answers is believed, and could read what is sent.")
        rows.append(Row("warning", say("Certificates are not checked"), text))
    return Trusted(context, tuple(rows))


def unchecked_context() -> ssl.SSLContext:
    """For looking at a certificate that is not trusted; nothing is ever sent over it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _system(context: ssl.SSLContext, trust: Trust, cwd: str) -> list[Row]:
    rows: list[Row] = []
    if trust.system_file is not None:
        rows += _load(context, trust.system_file, cwd, folder=False)
    if trust.system_folder is not None:
        rows += _load(context, trust.system_folder, cwd, folder=True)
    if trust.system_file is None and trust.system_folder is None:
        paths = ssl.get_default_verify_paths()
        for path in (paths.openssl_cafile, *_SYSTEM_FILES):
            if path and os.path.isfile(path):
                _try(context, path, folder=False)
                break
    return rows


def _load(context: ssl.SSLContext, given: Given, cwd: str, folder: bool) -> list[Row]:
    path = carry.file_at(given, cwd)
    why = _try(context, path, folder)
    if not why:
        return []
    where = say(" ({})", given.where) if given.where else NOTHING
    return [
        Row(
            "warning",
            say("{} is ignored", name_shown(given.name)),
            say("{}{} names what cannot be used: {}.", name_shown(given.name), where, why),
            explain="ca-file-ignored",
        )
    ]


def _try(context: ssl.SSLContext, path: str, folder: bool) -> Shown:
    """Load it; why not, in words."""
    try:
        if folder:
            if not os.path.isdir(path):
                return say("it is no folder")
            context.load_verify_locations(capath=path)
        else:
            _is_readable(path)
            context.load_verify_locations(cafile=path)
    except ssl.SSLError:
        return say("it is not in PEM form")
    except (OSError, ValueError) as error:
        return system_words(error, say("it cannot be read")).small
    return NOTHING


def _is_readable(path: str) -> None:
    """Raises OSError for what would be waited for: OpenSSL opens a pipe or device as it opens a file."""

    def look() -> None:
        with asking(path) as answers:
            if not answers:
                raise TimeoutError(errno.ETIMEDOUT, NO_ANSWER)
            os.close(open_file(path)[0])

    patiently(look)


def _client(context: ssl.SSLContext, trust: Trust, cwd: str) -> list[Row]:
    """Both are needed: with one alone no certificate is shown (observed)."""
    if trust.certificate is None and trust.key is None:
        return []
    title = say("No client certificate is shown")
    if trust.certificate is None or trust.key is None:
        missing = say("CLAUDE_CODE_CLIENT_CERT") if trust.certificate is None else say("CLAUDE_CODE_CLIENT_KEY")
        return [Row("warning", title, say("{} is not set; it takes both the certificate and its key.", missing))]
    phrase = carry.passphrase_of(trust.passphrase)
    certificate, key = carry.file_at(trust.certificate, cwd), carry.file_at(trust.key, cwd)
    try:
        _is_readable(certificate)
        _is_readable(key)
        context.load_cert_chain(certificate, key, lambda: phrase)
    except ssl.SSLError:
        return [
            Row(
                "warning",
                title,
                say("The certificate and the key are not in PEM form, do not belong together, or want another passphrase."),
            )
        ]
    except (OSError, ValueError) as error:
        return [Row("warning", title, say("It cannot be read: {}.", system_words(error, say("a path that cannot be")).small))]
    return []


# Out of a certificate, trusted or not. Nothing is verified here.


def issuer_of(der: bytes) -> str:
    """The common name of who signed it, else the organisation; empty where it cannot be told (RFC 5280, section 4.1)."""
    try:
        certificate = next(_members(der))[1]
        fields = [field for field in _members(next(_members(certificate))[1]) if field[0] != _OPTIONAL]
        return _name(fields[2][1])
    except (IndexError, StopIteration, ValueError):
        return ""


def _members(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The tag and content of each DER element in a row."""
    position = 0
    while position < len(data):
        tag, length = data[position], data[position + 1]
        position += 2
        if length & 0x80:
            count = length & 0x7F
            if not 0 < count <= 4:
                raise ValueError("no DER")
            length = int.from_bytes(data[position : position + count], "big")
            position += count
        if position + length > len(data):
            raise ValueError("no DER")
        yield tag, data[position : position + length]
        position += length


def _name(data: bytes) -> str:
    found: dict[str, str] = {}
    for _, group in _members(data):
        for tag, pair in _members(group):
            if tag == _SEQUENCE:
                (_, oid), (_, value) = list(_members(pair))[:2]
                if oid in _NAMES:
                    found.setdefault(_NAMES[oid], value.decode("utf-8", "replace"))
    return found.get("CN") or found.get("O") or ""

"""Certificates: which are trusted, what is wrong with a file of them, and whether they are over. Python's own reader is loaded only when asked.

Source: Claude Code takes every certificate of a PEM file that it can read, goes on without the others, and
takes DER for nothing (observed). A private key is never read.
"""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct

from claude_auth_tui.claude_code.environment import Environment, Given
from claude_auth_tui.model.machine import File, Machine
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.unveil import unveil

FileFault = Literal["", "missing", "folder", "unreadable", "too_large", "empty", "der", "no_certificate", "damaged", "key"]
MOST_DATED: Final = 20
"""A file with more certificates is a system's collection, where some are always over."""

CA_FILE: Final = "NODE_EXTRA_CA_CERTS"
UNCHECKED: Final = "NODE_TLS_REJECT_UNAUTHORIZED"
CERT_STORE: Final = "CLAUDE_CODE_CERT_STORE"
CLIENT_CERT: Final = "CLAUDE_CODE_CLIENT_CERT"
CLIENT_KEY: Final = "CLAUDE_CODE_CLIENT_KEY"
PASSPHRASE: Final = "CLAUDE_CODE_CLIENT_KEY_PASSPHRASE"
SYSTEM_FILE: Final = "SSL_CERT_FILE"
SYSTEM_FOLDER: Final = "SSL_CERT_DIR"
TRUST_NAMES: Final = (CA_FILE, UNCHECKED, CERT_STORE, CLIENT_CERT, CLIENT_KEY, PASSPHRASE, SYSTEM_FILE, SYSTEM_FOLDER)
"""Every variable that decides about certificates."""

_BEGIN: Final = "-----BEGIN "
_HEAD: Final = "-----BEGIN CERTIFICATE-----"
_TAIL: Final = "-----END CERTIFICATE-----"


class Trust(Struct, frozen=True):
    """Whose certificates are trusted, and which one is shown to a server that asks. Paths are as written."""

    checked: bool = True
    """False where NODE_TLS_REJECT_UNAUTHORIZED is `0`."""
    bundled: bool = True
    """Those that come with Claude Code."""
    system: bool = True
    """Those of the system; SSL_CERT_FILE and SSL_CERT_DIR of the process's own environment replace them, settings do not."""
    system_file: Given | None = None
    system_folder: Given | None = None
    more: Given | None = None
    """NODE_EXTRA_CA_CERTS."""
    certificate: Given | None = None
    key: Given | None = None
    passphrase: Given | None = None


def trust_of(process: Environment, environment: Environment) -> Trust:
    """`process` is the environment Claude Code is started with, `environment` that with the settings laid over it."""
    unchecked, stores = environment.get(UNCHECKED), environment.credential(CERT_STORE)
    wanted = {part.strip().lower() for part in unveil(stores.value).split(",")} if stores is not None else {"bundled", "system"}
    return Trust(
        checked=unchecked is None or unveil(unchecked.value) != "0",
        bundled="bundled" in wanted or "system" not in wanted,
        system="system" in wanted or "bundled" not in wanted,
        system_file=process.credential(SYSTEM_FILE),
        system_folder=process.credential(SYSTEM_FOLDER),
        more=environment.credential(CA_FILE),
        certificate=environment.credential(CLIENT_CERT),
        key=environment.credential(CLIENT_KEY),
        passphrase=environment.get(PASSPHRASE),
    )


class CertificateFile(Struct, frozen=True):
    """One file with certificates."""

    path: str
    """Absolute."""
    file: File
    fault: FileFault = ""
    damaged: int = 0
    """How many of its certificates cannot be read."""
    count: int = 0


class Validity(Struct, frozen=True):
    """When the certificates of a file hold, in seconds since the epoch."""

    begins: tuple[float, ...] = ()
    ends: tuple[float, ...] = ()

    def over_since(self, now: float) -> float | None:
        """When the last of them ended; None while one of them still holds, or none is known."""
        return max(self.ends) if self.ends and all(end < now for end in self.ends) else None

    def holds_from(self, now: float) -> float | None:
        """When the first of them begins to hold; None where one does already, or none is known."""
        return min(self.begins) if self.begins and all(begin > now for begin in self.begins) else None


def certificate_file(machine: Machine, value: Secret) -> CertificateFile:
    """The file a variable names: blanks at the ends do not count, `~` is not expanded (observed)."""
    path = _path(machine, value)
    found = machine.files.file(path)
    if found.text is None:
        return _unread(path, found, "too_large" if found.state == "too_large" else "unreadable")
    text = unveil(found.text)
    blocks = _blocks(text)
    if not blocks:
        return CertificateFile(path, found, _without_certificates(text, found))
    damaged = sum(_der(block) is None for block in blocks)
    return CertificateFile(path, found, "damaged" if damaged == len(blocks) else "", damaged, len(blocks))


def stat_only(machine: Machine, value: Secret) -> CertificateFile:
    """The same for a private key, of which nothing is read."""
    path = _path(machine, value)
    found = machine.files.stat(path)
    return _unread(path, found, "unreadable" if found.state == "unreadable" else "")


def _unread(path: str, found: File, fault: FileFault) -> CertificateFile:
    return CertificateFile(path, found, "missing" if found.state == "absent" else "folder" if found.is_folder else fault)


def validity(found: CertificateFile) -> Validity:
    """From when until when the file's certificates hold; nothing for a large collection."""
    if found.file.text is None or not 0 < found.count <= MOST_DATED:
        return Validity()
    import ssl  # here, since it is not needed unless somebody has such a file

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    for block in _blocks(unveil(found.file.text)):
        der = _der(block)
        try:
            if der:
                context.load_verify_locations(cadata=der)
        except (ssl.SSLError, ValueError):
            continue
    begins, ends = [], []
    for told in context.get_ca_certs():
        try:
            times = [float(ssl.cert_time_to_seconds(str(told[name]))) for name in ("notBefore", "notAfter")]
        except (KeyError, ValueError):  # a date no calendar of ours has
            continue
        begins.append(times[0])
        ends.append(times[1])
    return Validity(tuple(begins), tuple(ends))


def _path(machine: Machine, value: Secret) -> str:
    return str(machine.paths.normpath(machine.join(machine.cwd, unveil(value).strip().replace("\0", ""))))


def _blocks(text: str) -> list[str]:
    parts = text.split(_HEAD)[1:]
    return [part.partition(_TAIL)[0] if _TAIL in part else "" for part in parts]


def _der(block: str) -> bytes | None:
    """The certificate in a block; None where it is no base64, or no whole ASN.1 sequence."""
    import base64

    try:
        data = base64.b64decode("".join(block.split()), validate=True)
    except ValueError:
        return None
    if len(data) < 4 or data[0] != 0x30:
        return None
    more = data[1] & 0x7F if data[1] & 0x80 else 0
    size = int.from_bytes(data[2 : 2 + more], "big") if more else data[1]
    return data if len(data) == 2 + more + size else None


def _without_certificates(text: str, found: File) -> FileFault:
    if not text.strip():
        return "empty"
    if text[0] == "0" and (found.bad_byte is not None or "\0" in text):
        return "der"
    return "key" if _BEGIN in text and "PRIVATE KEY-----" in text else "no_certificate"

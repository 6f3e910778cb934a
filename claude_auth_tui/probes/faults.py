"""What went wrong on the way, in words, with the error message Claude Code shows then. Exception texts are never repeated."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator
from typing import Final, Literal

import httpx
from msgspec import Struct

from claude_auth_tui.model.saying import kind_of, say
from claude_auth_tui.model.shown import Shown

Stage = Literal["name", "connect", "tunnel", "tls", "answer"]
"""How far it came."""


class Fault(Struct, frozen=True):
    """Why there is no answer."""

    text: Shown
    explain: str | None = None
    certificate: bool = False
    """The server's certificate was not accepted."""
    stage: Stage | None = None
    """Where it belongs when that is not how far it came: TLS 1.3 refuses a client only after the handshake."""


_CERTIFICATES: Final[dict[int, Fault]] = {
    9: Fault(say("its certificate is not valid yet: this machine's clock may be wrong"), "certificate-expired", True),
    10: Fault(say("its certificate has expired, or this machine's clock is wrong"), "certificate-expired", True),
    18: Fault(say("its certificate is signed by itself, so nobody vouches for it"), "certificate-not-trusted", True),
    62: Fault(say("its certificate is for another host"), "certificate-of-another-host", True),
    64: Fault(say("its certificate is for another address"), "certificate-of-another-host", True),
}
"""By the verify codes of OpenSSL (x509_vfy.h)."""
_NOT_TRUSTED: Final = Fault(say("its certificate leads to no authority that is trusted here"), "certificate-not-trusted", True)
_UNREACHABLE: Final = (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN)
_CUT: Final = (errno.ECONNRESET, errno.EPIPE, errno.ECONNABORTED)


def fault_of(error: BaseException, stage: Stage) -> Fault:
    """What an exception means; by its kind and codes, never by its text."""
    chain = list(_chain(error))
    for one in chain:
        if isinstance(one, ssl.SSLCertVerificationError):
            return _CERTIFICATES.get(one.verify_code, _NOT_TRUSTED)
        if isinstance(one, ssl.SSLError) and not isinstance(one, (ssl.SSLEOFError, ssl.SSLZeroReturnError)):
            return _tls(one)
        if isinstance(one, socket.gaierror):
            return Fault(say("its name cannot be found"), "host-not-found")
        if isinstance(one, httpx.ProxyError):
            return _proxy(one)
    return _other(chain, stage)


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        yield one
        one = one.__cause__ or one.__context__


def _other(chain: list[BaseException], stage: Stage) -> Fault:
    timed_out = any(isinstance(one, (httpx.TimeoutException, TimeoutError)) for one in chain)
    if timed_out:
        words = {"connect": say("it does not take the connection in time"), "tls": say("it does not finish the TLS handshake in time")}
        return Fault(words.get(stage, say("no answer in time")), "timed-out")
    for one in chain:
        if isinstance(one, ConnectionRefusedError):
            return Fault(say("nobody listens there"), "connection-refused")
        if isinstance(one, OSError) and one.errno in _UNREACHABLE:
            return Fault(say("there is no way to it from here"), "no-route")
        if isinstance(one, OSError) and one.errno in _CUT:
            return Fault(say("the connection was cut"), "connection-dropped")
    if stage == "tls":
        return Fault(say("the connection was cut during the TLS handshake"), "connection-dropped")
    if any(isinstance(one, httpx.RemoteProtocolError) for one in chain):
        return Fault(say("what answers does not speak HTTP, or hung up"), "not-an-api-answer")
    return Fault(say("the connection failed ({})", kind_of(chain[0])), "unable-to-connect")


def _tls(error: ssl.SSLError) -> Fault:
    reason = error.reason or ""
    if "CERTIFICATE_REQUIRED" in reason or reason in ("SSLV3_ALERT_HANDSHAKE_FAILURE", "SSLV3_ALERT_BAD_CERTIFICATE"):
        return Fault(say("it wants a client certificate, or does not accept the one it was shown"), "unable-to-connect", stage="tls")
    if reason in ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "UNKNOWN_PROTOCOL", "RECORD_LAYER_FAILURE"):
        return Fault(say("what answers there does not speak TLS"), "unable-to-connect", stage="tls")
    return Fault(say("the TLS handshake failed"), "unable-to-connect", stage="tls")


def _proxy(error: httpx.ProxyError) -> Fault:
    status = str(error)[:3]
    if status == "407":
        return Fault(say("the proxy wants a user and password, or refuses the ones it got (407)"), "proxy-refused")
    if status.isascii() and status.isdecimal():
        return Fault(say("the proxy refuses to connect to it ({})", int(status)), "proxy-refused")
    return Fault(say("the proxy does not let the connection through"), "proxy-refused")

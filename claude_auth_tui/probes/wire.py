"""One request over the network: the name, the connection, TLS, the answer, each noted as it is reached. Redirects are not followed.

It runs in a thread of its own, because nothing can interrupt a name server that does not answer: who waits for it
leaves when the time is over, and the thread ends with the program at the latest.
"""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import httpx

from claude_auth_tui import __version__
from claude_auth_tui.claude_code.address import Address, Route
from claude_auth_tui.model.saying import say
from claude_auth_tui.probes import carry
from claude_auth_tui.probes.faults import Fault, Stage, fault_of
from claude_auth_tui.probes.probe import Limits, Stop
from claude_auth_tui.probes.trust import Trusted, issuer_of, unchecked_context
from claude_auth_tui.read.system_words import seconds_shown

_KEPT_HEADERS: Final = ("date", "location", "content-type", "retry-after")
_LOOK: Final = 0.05
"""Seconds between two looks whether to stop."""


@dataclass(frozen=True, slots=True)
class Errand:
    """What to ask whom, and by which way."""

    method: str
    address: Address
    rest: str
    """The path after the one of the address."""
    route: Route
    trusted: Trusted
    limits: Limits
    headers: Mapping[bytes, bytes] = field(default_factory=dict, repr=False)
    """Besides those every request has. Credentials, where there are any."""


@dataclass(slots=True)
class Talk:
    """What happened so far. Written by one thread, read by another once that is done or given up."""

    stage: Stage = "name"
    addresses: tuple[str, ...] = ()
    """What the name was found to be: the proxy's where there is one, else the server's."""
    tls: str = ""
    issuer: str = ""
    """Who signed the server's certificate, as it says itself."""
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)
    whole: bool = False
    """The answer came to its end."""
    asked_at: float = 0.0
    answered_at: float = 0.0
    """Seconds since the epoch."""
    fault: Fault | None = None


def talk(errand: Errand, stop: Stop) -> Talk:
    """Do the errand; blocks until it is done or `stop` says so. Never fails."""
    return talk_all([errand], stop)[0]


def talk_all(errands: list[Errand], stop: Stop) -> list[Talk]:
    """Do them side by side."""
    running = [_Running(errand) for errand in errands]
    while stop.left and not all(one.done.is_set() for one in running):
        next(one for one in running if not one.done.is_set()).done.wait(min(_LOOK, stop.left or _LOOK))
    return [one.end(stop) for one in running]


class _Running:
    """An errand on its way."""

    def __init__(self, errand: Errand) -> None:
        self.errand = errand
        self.done = threading.Event()
        self._talk = Talk()
        self._client: httpx.Client | None = None
        self._given_up = False
        threading.Thread(target=self._run, name="claude-auth-probe", daemon=True).start()

    def end(self, stop: Stop) -> Talk:
        """What came of it; what is still open is cut."""
        if self.done.is_set():
            return self._talk
        self._given_up = True
        left = replace(self._talk, headers=dict(self._talk.headers))
        if self._client is not None:
            with contextlib.suppress(Exception):
                self._client.close()
        words = say("stopped") if stop.asked else say("no answer within {} s", seconds_shown(stop.seconds))
        return replace(left, fault=Fault(words, None if stop.asked else "timed-out"))

    def _run(self) -> None:
        try:
            self._exchange()
        except Exception as error:  # noqa: BLE001 - every failure is an answer here; its text may hold an address with a password
            self._talk.fault = fault_of(error, self._talk.stage)
        finally:
            self.done.set()

    def _exchange(self) -> None:
        errand, told = self.errand, self._talk
        proxy = errand.route.proxy
        first = proxy.address if proxy is not None else errand.address
        try:
            found = socket.getaddrinfo(first.host, first.port, type=socket.SOCK_STREAM)
        except UnicodeError:
            raise socket.gaierror from None
        told.addresses = tuple(dict.fromkeys(str(entry[4][0]) for entry in found))
        told.stage = "connect"
        self._client = self._new_client()
        if self._given_up:
            return
        with self._client:
            self._request(self._client)

    def _new_client(self) -> httpx.Client:
        errand = self.errand
        proxy = errand.route.proxy
        limits = errand.limits
        through = None
        if proxy is not None:
            context = errand.trusted.context if proxy.address.encrypted else None
            through = httpx.Proxy(_url(proxy.address, "/"), headers=carry.proxy_headers(proxy), ssl_context=context)
        return httpx.Client(
            verify=errand.trusted.context,
            proxy=through,
            trust_env=False,
            follow_redirects=False,
            timeout=httpx.Timeout(limits.whole, connect=limits.connect),
        )

    def _request(self, client: httpx.Client) -> None:
        errand, told = self.errand, self._talk
        headers: dict[bytes, bytes] = {
            b"user-agent": f"claude-auth-tui/{__version__}".encode(),
            b"accept": b"application/json",
            b"accept-encoding": b"identity",
            **errand.headers,
        }
        url = _url(errand.address, carry.path_of(errand.address, errand.rest))
        told.asked_at = time.time()
        with client.stream(errand.method, url, headers=headers, extensions={"trace": self._noted}) as response:
            told.answered_at = time.time()
            told.stage = "answer"
            self._look_at_tls(response)
            told.status = response.status_code
            told.headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
            if errand.method == "HEAD":
                told.whole = True
                return
            for chunk in response.iter_raw():
                told.body += chunk
                if len(told.body) > errand.limits.body or self._given_up:
                    return
            told.whole = True

    def _look_at_tls(self, response: httpx.Response) -> None:
        stream = response.extensions.get("network_stream")
        secured = stream.get_extra_info("ssl_object") if stream is not None else None
        if secured is not None and self.errand.address.encrypted:
            self._talk.tls = secured.version() or ""
            self._talk.issuer = issuer_of(secured.getpeercert(True) or b"")

    def _noted(self, event: str, _: object) -> None:
        """What httpx says of its progress."""
        stage: Stage | None = None
        if event.endswith("connect_tcp.started"):
            stage = "connect"
        elif event.endswith("start_tls.started"):
            stage = "tls"
        elif event.endswith(("connect_tcp.complete", "start_tls.complete")):
            stage = "answer"
        elif event == "http11.send_request_headers.started" and self._talk.stage == "answer":
            self._talk.asked_at = time.time()
        if event == "http11.send_request_headers.started" and self._given_up:  # earlier, httpcore would leave the socket open
            raise _GivenUpError
        if stage is not None:
            self._talk.stage = "tunnel" if stage == "answer" and self._before_tunnel(event) else stage

    def _before_tunnel(self, event: str) -> bool:
        """The proxy is connected, and not yet asked for the server."""
        return event.startswith("connection.") and self.errand.route.proxy is not None and self.errand.address.encrypted


class _GivenUpError(Exception):
    """Nobody waits for the answer any more."""


def _url(address: Address, path: str) -> httpx.URL:
    return httpx.URL(scheme=address.scheme, host=address.host, port=address.port, raw_path=(path or "/").encode())


def issuer_seen(errand: Errand, stop: Stop) -> str:
    """Who signed the certificate that is not trusted. Asks once more without checking it, and sends no credential."""
    look = replace(errand, method="HEAD", rest="/", headers={}, trusted=Trusted(unchecked_context()))
    return talk(look, stop).issuer

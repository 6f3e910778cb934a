"""Real servers on the loopback address: HTTPS with a certificate authority of its own, a CONNECT proxy, and some that misbehave."""

from __future__ import annotations

import http.server
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.utils import formatdate
from pathlib import Path

import trustme

JSON = "application/json"
MODELS = b'{"data": [{"id": "a-model", "type": "model"}], "has_more": false}'

Answer = Callable[["Handler"], None]


@dataclass
class Server:
    """A server that runs, and what it was asked."""

    port: int
    scheme: str = "https"
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    """Method, path, and headers in lower case."""

    @property
    def url(self) -> str:
        return f"{self.scheme}://localhost:{self.port}"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Http

    def log_message(self, *_: object) -> None:
        pass

    def _any(self) -> None:
        self.server.told.asked.append((self.command, self.path, {name.lower(): value for name, value in self.headers.items()}))
        with suppress(OSError):  # whoever asked has left
            self.server.answer(self)

    do_GET = do_HEAD = do_POST = _any  # noqa: N815 - the library's names

    def reply(self, status: int = 200, body: bytes = MODELS, kind: str = JSON, date: str | None = "", **headers: str) -> None:
        """`date` "" is now, None leaves it out."""
        self.send_response_only(status)
        if date is not None:
            self.send_header("Date", date or formatdate(usegmt=True))
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


class _Http(http.server.ThreadingHTTPServer):
    daemon_threads = True
    told: Server
    answer: Answer

    def handle_error(self, *_: object) -> None:
        pass


@contextmanager
def serving(answer: Answer = Handler.reply, context: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server that answers so, until the block ends. Without a context it speaks plain HTTP."""
    server = _Http(("127.0.0.1", 0), Handler)
    server.answer = answer
    server.told = Server(server.server_address[1], "https" if context else "http")
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server.told
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def raw(talk: Callable[[socket.socket], None]) -> Iterator[Server]:
    """A server that does with each connection what it likes."""
    listening = socket.create_server(("127.0.0.1", 0))

    def one(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            talk(connection)

    def accept() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=one, args=(listening.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield Server(listening.getsockname()[1])
    finally:
        listening.close()


@contextmanager
def nobody() -> Iterator[Server]:
    """A port at which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield Server(taken.getsockname()[1])


@dataclass
class Authority:
    """A certificate authority, and its file."""

    ca: trustme.CA
    file: Path

    def server(self, *names: str, **how: object) -> ssl.SSLContext:
        """What a server with such a certificate speaks with."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.ca.issue_cert(*(names or ("localhost", "127.0.0.1")), **how).configure_cert(context)  # type: ignore[arg-type]
        return context


class _Proxy(http.server.BaseHTTPRequestHandler):
    server: _ProxyServer

    def log_message(self, *_: object) -> None:
        pass

    def do_CONNECT(self) -> None:
        told = self.server.told
        told.asked.append(("CONNECT", self.path, {name.lower(): value for name, value in self.headers.items()}))
        if self.server.wants and self.headers.get("proxy-authorization") != self.server.wants:
            self.send_response_only(407)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        port = int(self.path.rpartition(":")[2])
        self.close_connection = True
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)) as beyond:
            self.send_response_only(200)
            self.end_headers()
            back = threading.Thread(target=_pump, args=(beyond, self.connection), daemon=True)
            back.start()
            _pump(self.connection, beyond)
            back.join(5)


class _ProxyServer(http.server.ThreadingHTTPServer):
    daemon_threads = True
    told: Server
    wants: str

    def handle_error(self, *_: object) -> None:
        pass


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while part := source.recv(65536):
            target.sendall(part)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)


@contextmanager
def proxying(wants: str = "") -> Iterator[Server]:
    """A CONNECT proxy; `wants` is the Proxy-Authorization without which it refuses."""
    server = _ProxyServer(("127.0.0.1", 0), _Proxy)
    server.told, server.wants = Server(server.server_address[1], "http"), wants
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield server.told
    finally:
        server.shutdown()
        server.server_close()


def hang(connection: socket.socket) -> None:
    """Takes whatever comes and never answers."""
    while connection.recv(65536):
        pass


def drip(connection: socket.socket) -> None:
    """A header that never comes to its end, a byte every few milliseconds."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while True:
        connection.sendall(b"a")
        time.sleep(0.01)

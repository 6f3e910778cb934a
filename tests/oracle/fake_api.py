"""A Messages API on loopback that answers everything and writes down the credential headers it got."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final

PORT: Final = 8765
ADDRESS: Final = f"http://127.0.0.1:{PORT}"
EXCHANGED: Final = "sk-ant-oat01-@profile:federation@AA"
"""What an identity token is exchanged for."""
_TAG: Final = re.compile(r"@([^@\n]+?)@")
_PROVIDER_FOLDERS: Final = {
    "foundry": "foundry",
    "mantle": "mantle",
    "anthropic-aws": "anthropicAws",
    "google-cloud": "anthropicGoogleCloud",
}


@dataclass(frozen=True)
class Request:
    """One request for a message: to which provider it went, and what its two credential headers carried."""

    asked: str
    """The first part of the path: which start it belongs to."""
    provider: str
    authorization: str | None
    x_api_key: str | None


class Recorder:
    """The requests that arrived."""

    def __init__(self) -> None:
        self._requests: list[Request] = []
        self._arrived = threading.Condition()

    def add(self, request: Request) -> None:
        with self._arrived:
            self._requests.append(request)
            self._arrived.notify_all()

    def first(self, asked: str) -> Request | None:
        """The first request of one start."""
        with self._arrived:
            return next((request for request in self._requests if request.asked == asked), None)

    def wait(self, asked: str, seconds: float) -> bool:
        """Whether one arrives in time."""
        with self._arrived:
            return self._arrived.wait_for(lambda: any(request.asked == asked for request in self._requests), seconds)


@contextmanager
def serving() -> Iterator[Recorder]:
    """The API, for as long as the block runs."""
    recorder = Recorder()

    class Handler(_Handler):
        record = recorder

    server = ThreadingHTTPServer(("127.0.0.1", PORT), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield recorder
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def tag_of(header: str | None) -> str | None:
    """The tag in a header's value, the value itself where it has none; a signature by its name."""
    if header is None:
        return None
    if header.startswith("AWS4-"):
        return "aws-signature"
    value = re.sub(r"^Bearer ?", "", header)
    found = _TAG.search(value)
    return found.group(1) if found else value


def _provider(path: str) -> str:
    if path.startswith("/model/"):
        return "bedrock"
    if "/publishers/" in path:
        return "vertex"
    return _PROVIDER_FOLDERS.get(path.split("/")[1], "anthropic")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    record: Recorder

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the base class's
        """Nothing is printed."""

    def do_GET(self) -> None:
        self._answer(404, {"type": "error", "error": {"type": "not_found_error", "message": "not here"}})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        asked, _, rest = self.path.lstrip("/").partition("/")
        path = "/" + rest
        if path.endswith("/oauth/token"):
            self._answer(200, {"access_token": EXCHANGED, "token_type": "Bearer", "expires_in": 3600})
        elif "count_tokens" in path or not re.search(r"/v1/messages|^/model/|/publishers/", path):
            self.do_GET()
        else:
            sent = (tag_of(self.headers.get("authorization")), tag_of(self.headers.get("x-api-key")))
            self.record.add(Request(asked, _provider(path), *sent))
            self._message(json.loads(body or b"{}"))

    def _message(self, request: dict[str, Any]) -> None:
        text = {"type": "text", "text": "pong"}
        message: dict[str, Any] = {
            "id": "msg_1", "type": "message", "role": "assistant", "model": request.get("model", "model"), "content": [text],
            "stop_reason": "end_turn", "stop_sequence": None, "usage": {"input_tokens": 1, "output_tokens": 1},
        }  # fmt: skip
        if not request.get("stream"):
            self._answer(200, message)
            return
        events: list[dict[str, Any]] = [
            {"type": "message_start", "message": {**message, "content": [], "stop_reason": None}},
            {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
            {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "pong"}},
            {"type": "content_block_stop", "index": 0},
            {"type": "message_delta", "delta": {"stop_reason": "end_turn", "stop_sequence": None}, "usage": {"output_tokens": 1}},
            {"type": "message_stop"},
        ]
        lines = "".join(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in events)
        self._send(200, lines.encode(), "text/event-stream")

    def _answer(self, status: int, document: object) -> None:
        self._send(status, json.dumps(document).encode(), "application/json")

    def _send(self, status: int, body: bytes, kind: str) -> None:
        try:
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except OSError:  # the client went away
            self.close_connection = True

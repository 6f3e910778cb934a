"""Opt-in: what the installed Claude Code prints, when an API on this machine answers as told, is recognised.

Every request goes to 127.0.0.1; every value is made up. Run with `--oracle` and CLAUDE_BIN set to a Claude Code.
"""

from __future__ import annotations

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from claude_auth_tui.explain.recognise import recognise

pytestmark = pytest.mark.oracle
BINARY = os.environ.get("CLAUDE_BIN", "")
KEY = "sk-ant-api03-" + "FAKE" * 20 + "w7AA"
ANSWERS = {
    "key": (401, "authentication_error", "invalid x-api-key"),
    "bearer": (401, "authentication_error", "Invalid bearer token"),
    "credentials": (401, "authentication_error", "Invalid authentication credentials"),
    "expired": (401, "authentication_error", "OAuth token has expired. Please obtain a new token or refresh your existing token."),
    "revoked": (403, "permission_error", "OAuth token has been revoked. Please obtain a new token."),
    "disabled": (400, "invalid_request_error", "This organization has been disabled."),
    "forbidden": (403, "forbidden", "Request not allowed"),
    "credit": (400, "invalid_request_error", "Your credit balance is too low to access the Anthropic API."),
    "rate": (429, "rate_limit_error", "This request would exceed your organization's rate limit."),
    "overloaded": (529, "overloaded_error", "Overloaded"),
    "fault": (500, "api_error", "Internal server error"),
}


class Api(BaseHTTPRequestHandler):
    """Answers a request below `/NAME/` with the answer of that name."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length") or 0))
        status, kind, message = ANSWERS[self.path.split("/")[1]]
        body = json.dumps({"type": "error", "error": {"type": kind, "message": message}}).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the protocol
        """Nothing: the test's output is its own."""


@pytest.fixture(scope="module")
def api() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Api)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def says(home: Path, env: dict[str, str]) -> str:
    if not os.access(BINARY, os.X_OK):
        pytest.skip("CLAUDE_BIN names no Claude Code")
    quiet = {"CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1", "CLAUDE_CODE_MAX_RETRIES": "0"}
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(home), "LANG": "C.UTF-8", "TERM": "xterm-256color", **quiet, **env}
    done = subprocess.run(
        [BINARY, "-p", "hi"], env=environment, cwd=home, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=50, check=False
    )  # fmt: skip
    return done.stdout + done.stderr


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("key", "invalid-api-key"),
        ("bearer", "401-invalid-bearer"),
        ("credentials", "401-invalid-credentials"),
        ("expired", "oauth-token-expired"),
        ("revoked", "oauth-token-revoked"),
        ("disabled", "key-of-disabled-organisation"),
        ("forbidden", "403-request-not-allowed"),
        ("credit", "credit-balance"),
        ("rate", "rate-limited"),
        ("overloaded", "overloaded"),
        ("fault", "server-error"),
    ],
)
def test_what_it_says_when_the_api_refuses_a_key(answer: str, expected: str, api: str, tmp_path: Path) -> None:
    found = recognise(says(tmp_path, {"ANTHROPIC_API_KEY": KEY, "ANTHROPIC_BASE_URL": f"{api}/{answer}"})).message
    assert found is not None
    assert found.id == expected


@pytest.mark.parametrize(
    ("env", "expected"),
    [
        ({}, "not-logged-in"),
        ({"ANTHROPIC_API_KEY": "sk-ant-api03-FAKE\nFAKE"}, "key-breaks-header"),
        ({"ANTHROPIC_AUTH_TOKEN": "gw-FAKE\nFAKE"}, "token-breaks-header"),
        ({"ANTHROPIC_API_KEY": KEY, "ANTHROPIC_CUSTOM_HEADERS": "X-A: “x”"}, "custom-headers-broken"),
        ({"ANTHROPIC_API_KEY": KEY, "ANTHROPIC_BASE_URL": "http://127.0.0.1:9"}, "connection-refused"),
        ({"CLAUDE_CODE_USE_VERTEX": "1", "METADATA_SERVER_DETECTION": "none"}, "google-no-credentials"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_it_says_when_nothing_can_be_sent(env: dict[str, str], expected: str, api: str, tmp_path: Path) -> None:
    nowhere = {"ANTHROPIC_BASE_URL": f"{api}/fault", "ANTHROPIC_VERTEX_BASE_URL": f"{api}/fault"}
    found = recognise(says(tmp_path, {**nowhere, **env})).message
    assert found is not None
    assert found.id == expected

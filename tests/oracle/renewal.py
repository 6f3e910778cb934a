"""What a real Claude Code does with a login that has to be renewed, where that is hard: links, locks, mounts, folders of others.

The service it renews the login at is stood in for by a server on loopback, under the service's name (`/etc/hosts` of the
namespace) and with a certificate of an authority of our own. `checks.families.login_renewal` and `store_faults` rest on these answers.
"""

from __future__ import annotations

import contextlib
import http.server
import json
import os
import shutil
import ssl
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import trustme

from tests.oracle.fake_api import ADDRESS

Ends = Literal["renewed", "sent as it was", "given up"]
_SERVICE: Final = "platform.claude.com"
_OLD: Final = "sk-ant-oat01-OLD" + "F" * 90
_NEW: Final = "sk-ant-oat01-NEW" + "F" * 90
_USER: Final = 65534
_CREDENTIALS: Final = ".claude/.credentials.json"
_LOCK: Final = ".claude/.oauth_refresh.lock"


@dataclass(frozen=True)
class Case:
    """One home whose login has expired, and what becomes of it."""

    name: str
    ends: Ends
    prepare: Callable[[Path], None] = lambda home: None
    holds: Callable[[Path], bool] = lambda home: True
    """What else is so afterwards."""


def ask_about_renewal(binary: str) -> Iterator[tuple[str, str]]:
    """Each case with what was otherwise than expected; empty where nothing was. Needs to be root in the namespaces."""
    with _service() as authority:
        for case in CASES:
            yield case.name, _ask(case, binary, authority)


def _ask(case: Case, binary: str, authority: str) -> str:
    base = Path(tempfile.mkdtemp(prefix="ask-renewal-"))
    base.chmod(0o755)
    home = base / "home"
    try:
        (home / ".claude").mkdir(parents=True)
        oauth = {"accessToken": _OLD, "refreshToken": "sk-ant-ort01-OLD" + "F" * 90, "expiresAt": (time.time() - 3600) * 1000}
        (home / _CREDENTIALS).write_text(json.dumps({"claudeAiOauth": {**oauth, "scopes": ["user:inference"], "subscriptionType": "max"}}))
        (home / _CREDENTIALS).chmod(0o600)
        (home / ".claude.json").write_text('{"hasCompletedOnboarding": true}')
        subprocess.run(["chown", "-R", f"{_USER}:{_USER}", str(home)], check=True)
        case.prepare(home)
        environment = {
            "PATH": "/usr/bin:/bin",
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "NODE_EXTRA_CA_CERTS": authority,
            "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
            "ANTHROPIC_BASE_URL": ADDRESS + "/renewal",
        }
        run = subprocess.run(
            [binary, "-p", "hi"],
            env=environment,
            cwd=home,
            user=_USER,
            group=_USER,
            extra_groups=[],
            capture_output=True,
            text=True,
            timeout=60,
            stdin=subprocess.DEVNULL,
            check=False,
        )
        kept = (home / _CREDENTIALS).read_text()
        ends: Ends = "given up" if run.returncode else "renewed" if _NEW in kept else "sent as it was"
        if ends != case.ends:
            return f"expected “{case.ends}”, it was “{ends}”: {(run.stdout + run.stderr).strip()[:200]}"
        return "" if case.holds(home) else "what it leaves behind is otherwise than expected"
    finally:
        subprocess.run(["umount", "-q", str(home / _CREDENTIALS)], check=False, capture_output=True)
        shutil.rmtree(base, ignore_errors=True)


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class calls it so
        """Nothing is printed."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length") or 0))
        renewed = {"access_token": _NEW, "refresh_token": "sk-ant-ort01-NEW" + "F" * 90, "token_type": "Bearer", "expires_in": 28800}
        body = json.dumps({**renewed, "scope": "user:inference"}).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextlib.contextmanager
def _service() -> Iterator[str]:
    """The stand-in for the service; yields the file with its authority's certificate."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(_SERVICE).configure_cert(context)
    with Path("/etc/hosts").open("a", encoding="utf-8") as hosts:
        hosts.write(f"\n127.0.0.1 {_SERVICE}\n")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 443), _Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with authority.cert_pem.tempfile() as path:
        Path(path).chmod(0o644)
        yield path
    server.shutdown()


def _link(home: Path) -> None:
    (home / _CREDENTIALS).rename(home / "kept.json")
    (home / _CREDENTIALS).symlink_to(home / "kept.json")


def _link_folder(home: Path) -> None:
    (home / ".claude").rename(home / "kept")
    (home / ".claude").symlink_to(home / "kept")


def _bind(read_only: bool) -> Callable[[Path], None]:
    def prepare(home: Path) -> None:
        origin, target = home / "origin.json", home / _CREDENTIALS
        origin.write_text(target.read_text())
        os.chown(origin, _USER, _USER)
        subprocess.run(["mount", "--bind", str(origin), str(target)], check=True)
        if read_only:
            subprocess.run(["mount", "-o", "remount,ro,bind", str(target)], check=True)

    return prepare


def _lock(name: str, age: float, holding: str = "") -> Callable[[Path], None]:
    def prepare(home: Path) -> None:
        (home / name).mkdir()
        if holding:
            (home / name / holding).touch()
        os.chown(home / name, _USER, _USER)
        os.utime(home / name, (time.time() - age, time.time() - age))

    return prepare


def _file(home: Path) -> None:
    (home / _LOCK).touch()
    os.utime(home / _LOCK, (time.time() - 3600, time.time() - 3600))


CASES: Final = (
    Case("nothing in the way", "renewed"),
    Case("a file that may not be written", "renewed", lambda home: (home / _CREDENTIALS).chmod(0o400)),
    Case("a folder that may not be written", "sent as it was", lambda home: (home / ".claude").chmod(0o555)),
    Case("a folder of root", "sent as it was", lambda home: os.chown(home / ".claude", 0, 0)),
    Case(
        "a link to the file",
        "renewed",
        _link,
        lambda home: not (home / _CREDENTIALS).is_symlink() and _OLD in (home / "kept.json").read_text(),
    ),
    Case("a link to the folder", "renewed", _link_folder, lambda home: (home / ".claude").is_symlink()),
    Case("a file mounted alone", "renewed", _bind(False), lambda home: _NEW in (home / "origin.json").read_text()),
    Case("a file mounted read-only", "sent as it was", _bind(True)),
    Case("a lock of this moment", "given up", _lock(_LOCK, 0)),
    Case("a lock of half a minute", "given up", _lock(_LOCK, 30)),
    Case("an old lock", "renewed", _lock(_LOCK, 70)),
    Case("a lock dated in the future", "given up", _lock(_LOCK, -86400)),
    Case("an old lock that holds a file", "sent as it was", _lock(_LOCK, 3600, "left")),
    Case("an old file where a lock is made", "sent as it was", _file),
    Case("the folder's own lock, dated in the future", "given up", _lock(".claude.lock", -86400)),
    Case("the folder's own lock, old", "renewed", _lock(".claude.lock", 3600)),
)

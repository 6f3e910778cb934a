"""With --oracle: a real Claude Code (CLAUDE_BIN) goes the way, and trusts the certificate, that the probe of the network says.

Every request goes to 127.0.0.1; every value is made up.
"""

from __future__ import annotations

import os
import subprocess
from contextlib import ExitStack
from pathlib import Path

import pytest

from claude_auth_tui.model.machine import Request
from claude_auth_tui.probes.plans import plan_of
from claude_auth_tui.probes.probe import Stop, carry_out
from claude_auth_tui.read.reading import read_machine
from tests.probes.conftest import titles
from tests.probes.servers import Authority, Server, proxying, serving

BINARY = os.environ.get("CLAUDE_BIN", "")
"""Looked up before the throwaway home of each test is made."""

WAYS: tuple[dict[str, str], ...] = (
    {"NODE_EXTRA_CA_CERTS": "CA"},
    {},
    {"SSL_CERT_FILE": "CA"},
    {"SSL_CERT_FILE": "CA", "CLAUDE_CODE_CERT_STORE": "bundled"},
    {"NODE_TLS_REJECT_UNAUTHORIZED": "0"},
    {"NODE_EXTRA_CA_CERTS": "CA", "HTTPS_PROXY": "P1"},
    {"NODE_EXTRA_CA_CERTS": "CA", "HTTPS_PROXY": "P1", "https_proxy": "P2"},
    {"NODE_EXTRA_CA_CERTS": "CA", "HTTP_PROXY": "P1", "ALL_PROXY": "P2"},
    {"NODE_EXTRA_CA_CERTS": "CA", "ALL_PROXY": "P2"},
    {"NODE_EXTRA_CA_CERTS": "CA", "HTTPS_PROXY": "P1", "NO_PROXY": "localhost"},
    {"NODE_EXTRA_CA_CERTS": "CA", "HTTPS_PROXY": "P1", "NO_PROXY": "*host"},
    {"NODE_EXTRA_CA_CERTS": "CA", "HTTPS_PROXY": "P1", "NO_PROXY": "other", "no_proxy": "*"},
)


@pytest.mark.oracle
@pytest.mark.parametrize("env", WAYS)
def test_the_real_claude_goes_the_same_way(env: dict[str, str], authority: Authority, tmp_path: Path) -> None:
    if not BINARY:
        pytest.skip("CLAUDE_BIN names no claude")
    with ExitStack() as stack:
        server = stack.enter_context(serving(lambda handler: handler.reply(401, b"{}"), authority.server()))
        proxies = {name: stack.enter_context(proxying()) for name in ("P1", "P2")}
        put = {"CA": str(authority.file), **{name: f"http://127.0.0.1:{proxy.port}" for name, proxy in proxies.items()}}
        given = {
            "HOME": str(tmp_path),
            "PATH": "/usr/bin:/bin",
            "SHELL": "/bin/bash",
            "ANTHROPIC_API_KEY": "sk-ant-api03-FAKE",
            "ANTHROPIC_BASE_URL": server.url,
            **{name: put.get(value, value) for name, value in env.items()},
        }
        quiet = {"CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1", "CLAUDE_CODE_MAX_RETRIES": "0"}
        probe = carry_out(plan_of(read_machine(Request(cwd=str(tmp_path)), given), "network", "here"), Stop(15))
        ours = "Answer" in titles(probe), _taken(server, proxies)[1]
        subprocess.run(
            [BINARY, "-p", "hi"], env=given | quiet, cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, timeout=30, check=False
        )
        assert _taken(server, proxies) == ours


def _taken(server: Server, proxies: dict[str, Server]) -> tuple[bool, list[str]]:
    """Whether a message reached the server, and through which proxy. Forgets what was asked."""
    through = [name for name, proxy in proxies.items() if any(path.endswith(f":{server.port}") for _, path, _ in proxy.asked)]
    reached = any(method == "POST" for method, _, _ in server.asked)
    for one in (server, *proxies.values()):
        one.asked.clear()
    return reached, through

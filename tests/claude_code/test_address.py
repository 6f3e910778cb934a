"""Addresses as Claude Code was observed to take them: what it refuses, what it takes for a host, and by which way it goes there."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claude_auth_tui.claude_code.address import API, BASE_URL, Kind, PathFault, address, login_fault, path_fault
from claude_auth_tui.claude_code.layers import Documents
from claude_auth_tui.claude_code.predict import predict
from claude_auth_tui.claude_code.rules import Rules
from claude_auth_tui.claude_code.session import open_session
from claude_auth_tui.demo.build import Content, make_machine
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.unveil import unveil
from tests.claude_code.given import KEY, start_of

REFUSED = (
    "not a url", "127.0.0.1:8123", "api.example.com", "//127.0.0.1:8123", '"http://127.0.0.1:8123"', "'http://127.0.0.1:8123'", "http://127.0.0.1:99999",
    "http://127.0.0.1:8123\u200b", "localhost", "https://:8123", "http://[::1", "http://exa mple.com", "http://1.2.3.4.5", "http://256.1.1.1", "http://a<b", "http://a%zz",
    "http://a:b", "1a:b", "$GATEWAY_URL", "http://127.0.0.1:8123,http://x",
)  # fmt: skip
SENT = {
    "http://127.0.0.1:8123": "127.0.0.1", "localhost:8123": "localhost", "  http://127.0.0.1:8123  ": "127.0.0.1", "http://127.0.0.1:8123\n": "127.0.0.1",
    "http:/127.0.0.1:8123": "127.0.0.1", "http:127.0.0.1:8123": "127.0.0.1", "http:\\\\127.0.0.1:8123": "127.0.0.1", "HTTP://127.0.0.1:8123": "127.0.0.1",
    "http://u:p@127.0.0.1:8123": "127.0.0.1", "http://[::1]:8123": "::1", "http://10.9.8.7:8123": "10.9.8.7", "localhost:8123/x": "localhost", "http://127.1:8123": "127.1",
    "http://a:": "a", "http://host_name:1": "host_name", "https:gateway.example.com": "gateway.example.com", "http://1.2.3": "1.2.3",
}  # fmt: skip


@pytest.mark.parametrize("text", REFUSED)
def test_what_claude_code_calls_an_invalid_url_is_no_address(text: str) -> None:
    taken = address(Secret(text))
    assert taken.kind in ("no_address", "unexpanded")
    assert taken.fault


@pytest.mark.parametrize(("text", "host"), SENT.items())
def test_where_requests_went_is_the_host(text: str, host: str) -> None:
    taken = address(Secret(text))
    assert (taken.kind, taken.host, taken.fault) == ("ok", host, "")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("htp://127.0.0.1", "other_scheme"), ("ws://127.0.0.1", "other_scheme"), ("file:///x", "other_scheme"), ("https://${HOST}/x", "unexpanded"), ("https://", "no_address"),
    ],
)  # fmt: skip
def test_what_parses_and_leads_nowhere(text: str, kind: Kind) -> None:
    assert address(Secret(text)).kind == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("127.0.0.1:8202", "ok"), ("localhost:8202", "ok"), ("proxy.corp:8080", "ok"), ("http://user:p@ss@127.0.0.1:8202", "ok"), ("  http://127.0.0.1:8202 ", "ok"),
        ("http://127.0.0.1:8202/proxy.pac", "ok"), ("http:/127.0.0.1:8202", "ok"), ("proxy.corp", "no_address"), ("not a url", "no_address"), ("  ", "no_address"),
        ("http://user:p#ss@127.0.0.1:8202", "no_address"), ("http://user:p/ss@127.0.0.1:8202", "no_address"), ("http://user:p?ss@127.0.0.1:8202", "no_address"),
        ("127.0.0.1", "no_address"), ("127.0.0.1:8202/x", "no_address"), ("user:pass@127.0.0.1:8202", "no_address"), ("http:", "no_address"), ("http://", "no_address"),
        ("DIRECT", "no_address"), ("$PROXY", "no_address"), ("http://127.0.0.1:99999", "no_address"), ("socks5://127.0.0.1:8202", "other_scheme"),
        ("socks4://127.0.0.1:8202", "other_scheme"), ("ftp://127.0.0.1:8202", "other_scheme"),
    ],
)  # fmt: skip
def test_proxies_as_claude_code_takes_them(text: str, kind: Kind) -> None:
    assert address(Secret(text), proxy=True).kind == kind


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("https://gw/v1", "version"), ("https://gw/v1/", "version"), ("https://gw/x/v1/messages", "version"), ("https://gw?x=1", "query"), ("https://gw#x", "query"),
        ("https://gw", ""), ("https://gw/anthropic/", ""), ("https://gw/v1beta", ""),
    ],
)  # fmt: skip
def test_what_goes_wrong_with_the_path(text: str, fault: PathFault) -> None:
    assert path_fault(Secret(text)) == fault


@pytest.mark.parametrize(
    ("text", "wrong"),
    [("http://u:p%40@h", False), ("http://u:p@p@h", False), ("http://u:p%ss@h", True), ("http://D\\u:p@h", True), ("http://u:p#@h", True), ("http://h/%zz", False)],
)  # fmt: skip
def test_signs_in_a_password_that_must_be_codes(text: str, wrong: bool) -> None:
    assert bool(login_fault(Secret(text))) is wrong


@given(
    st.text(alphabet="FAKE%@/?#\\: ", max_size=30),
    st.sampled_from(["http://user:{}@proxy.example:8080", "user:{}@proxy.example:8080", "socks5://user:{}@h:1"]),
)
def test_no_answer_holds_a_password(password: str, form: str) -> None:
    """Whatever is in it: neither what is shown nor what is said of it repeats a piece of four letters."""
    secret = Secret(form.format(f"FAKE{password}FAKE"))
    taken = address(secret, proxy=True)
    told = f"{taken.fault} {login_fault(secret)} {taken!r}" + ("" if " " in password and "://" not in form else secret.plain)
    assert "FAKE" not in told


ASKED_FIRST = "2.1.329"
RECORDED = tuple(json.loads(line) for line in (Path(__file__).parent / "address.jsonl").read_text(encoding="utf-8").splitlines())
"""One key, an environment and settings each, and what became of `claude -p`: by which way its request went, to which path,
and what the proxy was told. `stops`: it did not start; `nothing`: no request got out. With the versions that did so."""


def way_of(case: dict[str, Any]) -> dict[str, str]:
    """What this program says to a recorded case, in its words."""
    settings = {"~/.claude/settings.json": "user", ".claude/settings.json": "project"}
    files = {path: {"env": case[name]} for path, name in settings.items() if name in case}
    machine = make_machine(cast(Mapping[str, Content], files), {"ANTHROPIC_API_KEY": KEY, **case["env"]})
    start = start_of(machine)
    surface, session = predict(start).surfaces["print"], open_session(start, "print", Documents(machine, Rules()))
    if surface.outcome == "blocked":
        return {"way": "stops" if "does not start" in surface.because else "nothing"}
    base = session.environment.credential(BASE_URL)
    target = address(base.value) if base is not None else API
    proxy = session.route_to(target).proxy
    told = {"way": f"proxy {proxy.address.port}" if proxy is not None else "direct", "path": f"{unveil(target.path)}/v1/messages"}
    if proxy is not None and proxy.user is not None:
        told["to_proxy"] = "Basic " + base64.b64encode(unveil(proxy.user).encode()).decode()
    return told


@pytest.mark.parametrize("case", [case for case in RECORDED if ASKED_FIRST in case["versions"]], ids=lambda case: json.dumps(case["env"]))
def test_requests_go_the_way_they_were_seen_to_go(case: dict[str, Any]) -> None:
    told = way_of(case)
    assert told["way"] == case["way"]
    assert "path" not in case or told["path"] == case["path"]
    assert told.get("to_proxy") == case.get("to_proxy")


def test_other_versions_were_seen_to_go_the_same_way_but_for_proxies_without_a_scheme() -> None:
    alone = {json.dumps(case["env"]) for case in RECORDED if ASKED_FIRST not in case["versions"]}
    assert len(alone) == 3
    assert {version for case in RECORDED for version in case["versions"]} == {"2.1.312", "2.1.329", "2.1.332"}

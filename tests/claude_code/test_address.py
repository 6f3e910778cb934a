"""Addresses as Claude Code was observed to take them: what it refuses, what it takes for a host, and by which way it goes there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claude_auth_tui.claude_code.address import Kind, PathFault, address, login_fault, path_fault
from claude_auth_tui.model.secret import Secret

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

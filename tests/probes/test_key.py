"""Asking the API about the key: what is sent, what is never sent, and what each answer means."""

from __future__ import annotations

import json
import time

import pytest

from claude_auth_tui.claude_code.address import API_HOST, Address
from claude_auth_tui.demo.machines import LOGIN, STATE
from claude_auth_tui.explain.messages import BY_ID
from claude_auth_tui.probes.answer import read_answer
from claude_auth_tui.probes.wire import Talk
from tests.probes.conftest import IN_TIME, KEY, SHORT, TOKEN, ask_here, here, plan_here, row, titles
from tests.probes.servers import Answer, Authority, Handler, raw, serving


def error(kind: str, message: str) -> bytes:
    return json.dumps({"type": "error", "error": {"type": kind, "message": message}}).encode()


def test_the_winning_key_is_sent_once_where_claude_code_sends_it(authority: Authority) -> None:
    with serving(context=authority.server()) as server:
        env = {"ANTHROPIC_BASE_URL": f"{server.url}/team/", "NODE_EXTRA_CA_CERTS": str(authority.file), "ANTHROPIC_API_KEY": f" {KEY} "}
        plan = plan_here(here(env), "key")
        assert f"Sends GET {server.url}/…/v1/models?limit=1 directly, once, with ANTHROPIC_API_KEY sk-ant-api03-…w7AA" in plan.says[0]
        assert server.asked == []
        probe = ask_here(here(env), "key")
    assert [(method, path) for method, path, _ in server.asked] == [("GET", "/team/v1/models?limit=1")]
    headers = server.asked[0][2]
    assert headers["x-api-key"] == KEY
    assert headers["anthropic-version"] == "2023-06-01"
    assert "authorization" not in headers
    assert (row(probe, "HTTP 200").level, titles(probe)) == ("ok", ["HTTP 200: accepted"])


def test_a_gateways_token_goes_as_bearer_and_both_headers_where_both_win() -> None:
    with serving() as server:
        env = {"ANTHROPIC_BASE_URL": server.url, "ANTHROPIC_AUTH_TOKEN": TOKEN}
        ask_here(here(env), "key")
        ask_here(here({**env, "ANTHROPIC_API_KEY": KEY}), "key")
        files: dict[str, object] = {"~/.claude/settings.json": {"env": {"ANTHROPIC_AUTH_TOKEN": "gw-FAKEcanary-of-settings"}}}
        ask_here(here(env, files=files), "key")
    sent = [(headers.get("authorization"), headers.get("x-api-key")) for _, _, headers in server.asked]
    assert sent == [(f"Bearer {TOKEN}", None), (f"Bearer {TOKEN}", KEY), ("Bearer gw-FAKEcanary-of-settings", None)]


OAUTH = "sk-ant-oat01-" + "FAKEcanary" * 9


@pytest.mark.parametrize(
    ("env", "files", "words"),
    [
        ({}, {"~/.claude/.credentials.json": LOGIN}, "sends your /login"),
        ({"CLAUDE_CODE_OAUTH_TOKEN": OAUTH}, {}, "a token of your plan's login (CLAUDE_CODE_OAUTH_TOKEN)"),
        ({}, {"~/.claude/settings.json": {"env": {"CLAUDE_CODE_OAUTH_TOKEN": OAUTH}}}, "a token of your plan's login"),
        ({}, {"~/.claude.json": {**STATE, "primaryApiKey": KEY}}, "the key of your Console login"),
        ({"ANTHROPIC_API_KEY": OAUTH}, {}, "ANTHROPIC_API_KEY holds an OAuth token"),
        ({"ANTHROPIC_AUTH_TOKEN": OAUTH}, {}, "ANTHROPIC_AUTH_TOKEN holds an OAuth token"),
        ({"ANTHROPIC_AUTH_TOKEN": "sk-ant-ort01-FAKEcanary"}, {}, "holds a refresh token"),
        ({"ANTHROPIC_API_KEY": KEY, "ANTHROPIC_AUTH_TOKEN": OAUTH}, {}, "ANTHROPIC_AUTH_TOKEN holds an OAuth token"),
        ({"ANTHROPIC_AUTH_TOKEN": f"Bearer {OAUTH}"}, {}, "holds a login"),
        ({"ANTHROPIC_AUTH_TOKEN": "FAKEcanary-odd", "CLAUDE_CODE_OAUTH_TOKEN": "FAKEcanary-odd"}, {}, "holds a login"),
        ({"ANTHROPIC_API_KEY": "sk-ant-admin01-FAKEcanary"}, {}, "holds an Admin key"),
        ({}, {"~/.claude/settings.json": {"apiKeyHelper": "echo FAKEcanary"}}, "H runs the helper"),
        ({"ANTHROPIC_CUSTOM_HEADERS": "x-api-key: FAKEcanary"}, {}, "brings the credential itself"),
        ({}, {}, "Nothing would be sent"),
        ({"ANTHROPIC_API_KEY": "FAKE\ncanary"}, {}, "Nothing would be sent"),
        ({"CLAUDE_CODE_USE_BEDROCK": "1", "ANTHROPIC_API_KEY": KEY, "AWS_BEARER_TOKEN_BEDROCK": "FAKEcanary"}, {}, "Amazon Bedrock"),
    ],
)
def test_what_is_never_sent_is_refused_in_words(env: dict[str, str], files: dict[str, object], words: str) -> None:
    with serving() as server:
        probe = ask_here(here({"ANTHROPIC_BASE_URL": server.url, **env}, files=files), "key")
        assert probe.refused
        assert words in probe.says[0]
        assert server.asked == []


def test_what_would_be_asked_about_is_not_sent() -> None:
    machine = here({"ANTHROPIC_API_KEY": KEY}, files={"~/.claude.json": {**STATE, "projects": {"/": {"hasTrustDialogAccepted": True}}}})
    plan = plan_here(machine, "key", surface="interactive")
    assert plan.refused
    assert "asks first whether to use the key" in plan.says[0]


def test_a_way_that_only_the_shell_knows_is_not_taken() -> None:
    machine = here({}, files={"~/.zshrc": f"export ANTHROPIC_API_KEY={KEY}\nexport HTTPS_PROXY=$(pass show proxy)\n"})
    plan = plan_here(machine, "key", context="new_shell")
    assert plan.refused
    assert "HTTPS_PROXY: decided when the shell runs" in plan.says[0]


def test_the_key_of_a_new_shell_with_its_line() -> None:
    with serving() as server:
        text = f"export ANTHROPIC_API_KEY={KEY}\nexport ANTHROPIC_BASE_URL={server.url}\n"
        plan = plan_here(here({}, files={"~/.zshrc": text}), "key", context="new_shell")
        assert "(~/.zshrc:1) in x-api-key: what claude -p in a new zsh" in plan.says[0]


def reply(status: int, body: bytes, **headers: str) -> Answer:
    return lambda handler: handler.reply(status, body, **headers)


NESTED = b"[" * 60_000


@pytest.mark.parametrize(
    ("answer", "level", "title", "explain"),
    [
        (reply(401, error("authentication_error", "invalid x-api-key")), "error", "HTTP 401: refused", "invalid-api-key"),
        (reply(401, error("authentication_error", "no such key here")), "error", "HTTP 401: refused", "endpoint-refuses"),
        (reply(401, b"<html>no</html>"), "error", "HTTP 401: refused", "endpoint-refuses"),
        (reply(403, error("permission_error", "no")), "error", "HTTP 403: not allowed", "gateway-refused"),
        (reply(400, error("invalid_request_error", "no")), "unknown", "HTTP 400", "request-refused"),
        (reply(404, b"{}"), "unknown", "HTTP 404: no such page", "request-refused"),
        (reply(407, b""), "error", "HTTP 407: the proxy refuses", "proxy-refused"),
        (reply(429, error("rate_limit_error", "slow")), "warning", "HTTP 429: too many requests", "rate-limited"),
        (reply(500, b""), "unknown", "HTTP 500: a fault there", "server-error"),
        (reply(503, b"<html>"), "unknown", "HTTP 503: a fault there", "server-error"),
        (reply(529, b"{}"), "unknown", "HTTP 529: overloaded", "overloaded"),
        (reply(200, b"<html>sign in</html>"), "warning", "HTTP 200, but not the API", "not-an-api-answer"),
        (reply(200, b'{"ok": true}'), "warning", "HTTP 200, but not the API", "not-an-api-answer"),
        (reply(200, NESTED), "warning", "HTTP 200, but not the API", "not-an-api-answer"),
        (reply(200, b""), "warning", "HTTP 200, but not the API", "not-an-api-answer"),
        (reply(200, b" " * 500_000), "warning", "HTTP 200, but not the API", "not-an-api-answer"),
        (reply(302, b"", Location="/login"), "error", "HTTP 302: a redirect", "not-an-api-answer"),
        (reply(999, b""), "unknown", "HTTP 999: a fault there", "server-error"),
    ],
)
def test_each_answer_has_its_sentence_and_its_message(answer: Answer, level: str, title: str, explain: str) -> None:
    with serving(answer) as server:
        probe = ask_here(here({"ANTHROPIC_BASE_URL": server.url, "ANTHROPIC_API_KEY": KEY}), "key")
    first = probe.rows[0]
    assert (first.level, first.title, first.explain) == (level, title, explain)
    assert first.text.endswith(".")


@pytest.mark.parametrize(
    ("status", "body", "header", "explain"),
    [
        (401, error("authentication_error", "invalid x-api-key"), "x-api-key", "invalid-api-key"),
        (401, error("authentication_error", "no"), "x-api-key", "invalid-api-key"),
        (401, error("authentication_error", "no"), "Authorization", "401-invalid-bearer"),
        (403, error("permission_error", "no"), "x-api-key", "403-request-not-allowed"),
        (403, b"<html>blocked by your company</html>", "x-api-key", "403-request-not-allowed"),
    ],
)
def test_what_anthropic_itself_answers(status: int, body: bytes, header: str, explain: str) -> None:
    first = read_answer(Talk(status=status, body=body, whole=True), Address("https", API_HOST, 443), (), header)[0]
    assert (first.level, first.explain) == ("error", explain)
    assert explain in BY_ID
    assert ("but not the API" in first.title) is body.startswith(b"<")


def test_an_answer_that_repeats_the_credential_is_not_repeated() -> None:
    def echo(handler: Handler) -> None:
        sent = handler.headers["x-api-key"]
        handler.reply(302, error("authentication_error", f"invalid x-api-key: {sent}"), Location=f"https://{sent}.evil.example/?{sent}")

    for key in (KEY, "FAKEcanary"):
        with serving(echo) as server:
            probe = ask_here(here({"ANTHROPIC_BASE_URL": server.url, "ANTHROPIC_API_KEY": key}), "key")
        assert "to …" in probe.rows[0].text
        assert "evil" not in repr(probe)


def test_a_redirect_never_carries_the_credential_to_another_host() -> None:
    for status in (301, 302, 303, 307, 308):
        with serving() as other:

            def away(handler: Handler, status: int = status, url: str = other.url) -> None:
                handler.reply(status, b"", Location=f"{url.replace('localhost', '127.0.0.1')}/v1/models")

            with serving(away) as server:
                probe = ask_here(here({"ANTHROPIC_BASE_URL": server.url, "ANTHROPIC_API_KEY": KEY}), "key")
            assert other.asked == []
            assert "It leads to 127.0.0.1 and was not followed" in probe.rows[0].text


def test_a_certificate_that_is_not_trusted_keeps_the_key_here(authority: Authority) -> None:
    with serving(context=authority.server()) as server:
        probe = ask_here(here({"ANTHROPIC_BASE_URL": server.url, "ANTHROPIC_API_KEY": KEY}), "key")
        assert row(probe, "TLS").explain == "certificate-not-trusted"
        assert server.asked == []


def test_what_makes_it_readable_on_the_way_is_said_before() -> None:
    env = {"ANTHROPIC_API_KEY": KEY, "ANTHROPIC_BASE_URL": "http://gateway.example"}
    assert "whoever is on the way can read the key" in " ".join(plan_here(here(env), "key").says)
    env = {"ANTHROPIC_API_KEY": KEY, "NODE_TLS_REJECT_UNAUTHORIZED": "0"}
    assert "whoever answers gets the key" in " ".join(plan_here(here(env), "key").says)


def test_an_answer_that_never_ends_ends_in_time() -> None:
    def slow(handler: Handler) -> None:
        handler.send_response_only(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        for _ in range(1000):
            handler.wfile.write(b"1\r\n{\r\n")
            time.sleep(0.01)

    def silent(handler: Handler) -> None:
        handler.rfile.read(1)

    for answer in (slow, silent):
        with serving(answer) as server:
            begun = time.monotonic()
            probe = ask_here(here({"ANTHROPIC_BASE_URL": server.url, "ANTHROPIC_API_KEY": KEY}), "key", SHORT)
            assert time.monotonic() - begun < IN_TIME
        assert probe.rows[0].level in ("error", "warning")
    with raw(lambda connection: connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n{")) as cut:
        probe = ask_here(here({"ANTHROPIC_BASE_URL": f"http://localhost:{cut.port}", "ANTHROPIC_API_KEY": KEY}), "key")
    assert probe.rows[0].level == "warning"

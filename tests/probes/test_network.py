"""The network probe, against real servers, certificates and proxies."""

from __future__ import annotations

import base64
import datetime
import re
import ssl
import time
from contextlib import ExitStack
from email.utils import formatdate
from pathlib import Path

import pytest

from claude_auth_tui.model.machine import Request, Tmux
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.probes.probe import Stop, carry_out
from tests.probes.conftest import IN_TIME, KEY, QUICK, SHORT, ask_here, here, plan_here, row, titles
from tests.probes.servers import Authority, Handler, drip, hang, nobody, proxying, raw, serving


def trusting(authority: Authority, url: str, **env: str) -> dict[str, str]:
    return {"ANTHROPIC_BASE_URL": url, "NODE_EXTRA_CA_CERTS": str(authority.file), **env}


def test_a_server_that_answers_is_followed_to_its_clock(authority: Authority) -> None:
    with serving(context=authority.server()) as server:
        probe = ask_here(here(trusting(authority, server.url, ANTHROPIC_API_KEY=KEY)), "network")
    assert titles(probe) == ["Way", "Name", "Connection", "TLS", "Answer", "Clock"]
    assert all(row.level in ("ok", "info") for row in probe.rows)
    assert row(probe, "TLS").text.startswith("TLS 1.3; certificate signed by ")
    assert [(method, path) for method, path, _ in server.asked] == [("HEAD", "/")]
    assert not {"authorization", "x-api-key", "cookie"} & set(server.asked[0][2])


def test_it_says_first_where_it_will_go_and_sends_nothing_yet(authority: Authority) -> None:
    with serving(context=authority.server()) as server:
        plan = plan_here(here(trusting(authority, server.url)), "network")
        assert server.url in plan.says[0]
        assert "directly" in plan.says[0]
        assert "No key, token or login is sent" in plan.says[-1]
        assert server.asked == []


def test_without_a_base_url_it_is_anthropics_two_hosts() -> None:
    plan = plan_here(here({}), "network")
    assert "https://api.anthropic.com and https://platform.claude.com" in plan.says[0]


@pytest.mark.parametrize(
    ("env", "words"),
    [
        ({"ANTHROPIC_BASE_URL": "gateway.example"}, "is no address Claude Code can use, it lacks its scheme"),
        ({"CLAUDE_CODE_USE_BEDROCK": "1"}, "ANTHROPIC_BEDROCK_BASE_URL is not set"),
        ({"HTTPS_PROXY": "socks5://127.0.0.1:1"}, "its scheme is socks5, which Claude Code cannot use"),
        ({"HTTPS_PROXY": "nonsense"}, "Claude Code does not start with it"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(env: dict[str, str], words: str) -> None:
    probe = ask_here(here(env), "network")
    assert probe.refused
    assert words in " ".join(probe.says)


def test_a_providers_own_base_url_is_asked() -> None:
    with serving() as server:
        machine = here({"CLAUDE_CODE_USE_BEDROCK": "1", "ANTHROPIC_BEDROCK_BASE_URL": server.url, "AWS_REGION": "eu-west-1"})
        assert row(ask_here(machine, "network"), "Answer").level == "ok"
        assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("names", "how", "explain", "words"),
    [
        (("other.example",), {}, "certificate-of-another-host", "for another host"),
        ((), {"not_after": datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)}, "certificate-expired", "has expired"),
        ((), {"not_before": datetime.datetime(2090, 1, 1, tzinfo=datetime.UTC)}, "certificate-expired", "not valid yet"),
    ],
)
def test_a_certificate_that_does_not_fit(
    authority: Authority, names: tuple[str, ...], how: dict[str, object], explain: str, words: str
) -> None:
    if "not_before" in how:
        how = {**how, "not_after": datetime.datetime(2091, 1, 1, tzinfo=datetime.UTC)}
    with serving(context=authority.server(*names, **how)) as server:
        probe = ask_here(here(trusting(authority, server.url)), "network")
    assert (row(probe, "TLS").level, row(probe, "TLS").explain) == ("error", explain)
    assert words in row(probe, "TLS").text


def test_an_unknown_authority_is_named_and_never_asked_with_anything_secret(authority: Authority) -> None:
    with serving(context=authority.server()) as server:
        probe = ask_here(here({"ANTHROPIC_BASE_URL": server.url, "ANTHROPIC_API_KEY": KEY}), "network")
    told = row(probe, "TLS")
    assert told.explain == "certificate-not-trusted"
    assert 'signed by "Testing CA' in told.text or 'signed by "trustme' in told.text
    assert "NODE_EXTRA_CA_CERTS" in told.text
    assert all("x-api-key" not in headers for _, _, headers in server.asked)


@pytest.mark.parametrize(
    ("env", "trusted"),
    [
        ({"NODE_EXTRA_CA_CERTS": "CA"}, True),
        ({"SSL_CERT_FILE": "CA"}, True),
        ({"NODE_TLS_REJECT_UNAUTHORIZED": "0"}, True),
        ({"NODE_TLS_REJECT_UNAUTHORIZED": "false"}, False),
        ({"SSL_CERT_FILE": "CA", "CLAUDE_CODE_CERT_STORE": "bundled"}, False),
        ({"NODE_EXTRA_CA_CERTS": "CA", "CLAUDE_CODE_CERT_STORE": "bundled"}, True),
        ({"NODE_EXTRA_CA_CERTS": "/nowhere.pem"}, False),
        ({"NODE_EXTRA_CA_CERTS": "/etc/passwd"}, False),
    ],
)
def test_whom_it_trusts_is_whom_claude_code_trusts(authority: Authority, env: dict[str, str], trusted: bool) -> None:
    """As the real one did with such a server, 2.1.329."""
    env = {name: str(authority.file) if value == "CA" else value for name, value in env.items()}
    with serving(context=authority.server()) as server:
        probe = ask_here(here({"ANTHROPIC_BASE_URL": server.url, **env}), "network")
    assert ("Answer" in titles(probe)) is trusted
    unusable = env.get("NODE_EXTRA_CA_CERTS", "") in ("/nowhere.pem", "/etc/passwd")
    assert ("NODE_EXTRA_CA_CERTS is ignored" in titles(probe)) is unusable
    assert ("Certificates are not checked" in titles(probe)) is (env.get("NODE_TLS_REJECT_UNAUTHORIZED") == "0")


def test_settings_may_name_the_authority_but_not_the_systems_store(authority: Authority) -> None:
    with serving(context=authority.server()) as server:
        for name, trusted in (("NODE_EXTRA_CA_CERTS", True), ("SSL_CERT_FILE", False)):
            files: dict[str, object] = {"~/.claude/settings.json": {"env": {name: str(authority.file)}}}
            probe = ask_here(here({"ANTHROPIC_BASE_URL": server.url}, files=files), "network")
            assert ("Answer" in titles(probe)) is trusted


def test_a_client_certificate_is_shown_where_both_files_are_named(authority: Authority, tmp_path: Path) -> None:
    client = authority.ca.issue_cert("dev@example.org")
    client.private_key_pem.write_to_path(str(tmp_path / "key.pem"))
    (tmp_path / "cert.pem").write_bytes(b"".join(blob.bytes() for blob in client.cert_chain_pems))
    context = authority.server()
    authority.ca.configure_trust(context)
    context.verify_mode = ssl.CERT_REQUIRED
    cert = {"CLAUDE_CODE_CLIENT_CERT": "cert.pem"}
    with serving(context=context) as server:
        for env, accepted in (({}, False), (cert, False), ({**cert, "CLAUDE_CODE_CLIENT_KEY": "key.pem"}, True)):
            probe = ask_here(here(trusting(authority, server.url, **env), cwd=tmp_path), "network")
            assert ("Answer" in titles(probe)) is accepted
            if not accepted:
                assert probe.rows[-1].title == "TLS"
                assert "client certificate" in probe.rows[-1].text
            assert ("No client certificate is shown" in titles(probe)) is (env == cert)


def test_nobody_listening_and_a_name_that_is_none(authority: Authority) -> None:
    with nobody() as server:
        probe = ask_here(here(trusting(authority, server.url)), "network")
    assert (row(probe, "Connection").level, row(probe, "Connection").explain) == ("error", "connection-refused")
    probe = ask_here(here({"ANTHROPIC_BASE_URL": "https://nowhere.invalid"}), "network")
    assert (row(probe, "Name").level, row(probe, "Name").explain) == ("error", "host-not-found")
    probe = ask_here(here({"ANTHROPIC_BASE_URL": f"https://{'a' * 300}.invalid"}), "network")
    assert "looks like a credential" in probe.says[0]


def test_servers_that_hang_drip_or_babble_end_in_time(authority: Authority) -> None:
    def babble(connection: object) -> None:
        connection.recv(4096)  # type: ignore[attr-defined]
        connection.sendall(b"SSH-2.0-OpenSSH_9\r\n" * 4)  # type: ignore[attr-defined]

    for talk, scheme, limits, title, explain in (
        (hang, "https", SHORT, "TLS", "timed-out"),
        (hang, "http", SHORT, "Answer", "timed-out"),
        (drip, "http", SHORT, "Answer", "timed-out"),
        (babble, "https", QUICK, "TLS", "unable-to-connect"),
        (babble, "http", QUICK, "Answer", "not-an-api-answer"),
    ):
        with raw(talk) as server:
            begun = time.monotonic()
            probe = ask_here(here({"ANTHROPIC_BASE_URL": f"{scheme}://localhost:{server.port}"}), "network", limits)
            assert time.monotonic() - begun < IN_TIME
        assert (row(probe, title).level, row(probe, title).explain) == ("error", explain), (talk, scheme)


def test_who_has_had_enough_gets_away_at_once(authority: Authority) -> None:
    with raw(hang) as server:
        plan = plan_here(here({"ANTHROPIC_BASE_URL": server.url}), "network")
        stop = Stop(plan.limits.whole)
        stop.ask()
        begun = time.monotonic()
        probe = carry_out(plan, stop)
        assert time.monotonic() - begun < IN_TIME
    assert (probe.rows[-1].level, probe.rows[-1].text) == ("unknown", "Stopped.")


@pytest.mark.parametrize(
    ("off", "level", "words"),
    [
        (0, "ok", r"right to within \d+ s of the server's"),
        (-40, "warning", r"(39|40|41) s ahead of the server's"),
        (40, "warning", r"(39|40|41) s behind the server's"),
        (-7200, "error", r"(7199|7200|7201) s ahead of the server's: .*"),
    ],
)
def test_the_clock_is_compared_with_the_servers(off: int, level: str, words: str) -> None:
    with serving(lambda handler: handler.reply(date=formatdate(time.time() + off, usegmt=True))) as server:
        told = row(ask_here(here({"ANTHROPIC_BASE_URL": server.url}), "network"), "Clock")
    assert told.level == level
    assert re.fullmatch(words, told.text)


@pytest.mark.parametrize("date", [None, "yesterday", "Mon, 99 Nov 2026 99:99:99 GMT"])
def test_a_server_that_does_not_tell_the_time(date: str | None) -> None:
    def answer(handler: Handler) -> None:
        handler.reply(date=date)

    with serving(answer) as server:
        assert row(ask_here(here({"ANTHROPIC_BASE_URL": server.url}), "network"), "Clock").level == "unknown"


def test_a_redirect_elsewhere_is_told_and_not_followed() -> None:
    with serving() as other, serving(lambda handler: handler.reply(302, Location=other.url.replace("localhost", "127.0.0.1"))) as server:
        told = row(ask_here(here({"ANTHROPIC_BASE_URL": server.url}), "network"), "Answer")
        assert (told.level, told.explain) == ("warning", "not-an-api-answer")
        assert "127.0.0.1" in told.text
        assert other.asked == []


# through a proxy


def test_through_a_proxy_with_a_password_that_is_never_told(authority: Authority) -> None:
    wants = "Basic " + base64.b64encode(b"dev@corp:FAKEcanary:secret").decode()
    with proxying(wants) as proxy, serving(context=authority.server()) as server:
        address = f"http://dev%40corp:FAKEcanary%3Asecret@127.0.0.1:{proxy.port}"
        machine = here(trusting(authority, server.url, HTTPS_PROXY=address))
        plan = plan_here(machine, "network")
        assert f"through the proxy http://127.0.0.1:{proxy.port} (HTTPS_PROXY" in plan.says[0]
        assert "The proxy gets the user and password" in " ".join(plan.says)
        probe = ask_here(machine, "network")
        assert row(probe, "Answer").level == "ok"
        assert [path for _, path, _ in proxy.asked] == [f"localhost:{server.port}"]
        assert all("proxy-authorization" not in headers for _, _, headers in server.asked)


def test_a_proxy_that_refuses_is_dead_or_hangs(authority: Authority) -> None:
    with ExitStack() as stack:
        server = stack.enter_context(serving(context=authority.server()))
        strict = stack.enter_context(proxying("Basic never"))
        dead = stack.enter_context(nobody())
        hanging = stack.enter_context(raw(hang))
        for port, title, explain, words in (
            (strict.port, "Proxy", "proxy-refused", "407"),
            (dead.port, "Connection", "connection-refused", "The proxy: nobody listens there"),
            (hanging.port, "Proxy", "timed-out", "no answer within"),
        ):
            env = trusting(authority, server.url, HTTPS_PROXY=f"http://u:FAKEcanary@127.0.0.1:{port}")
            told = row(ask_here(here(env), "network", SHORT), title)
            assert (told.level, told.explain) == ("error", explain)
            assert words.lower() in told.text.lower()
        assert server.asked == []


def test_a_new_tmux_pane_has_a_way_of_its_own() -> None:
    tmux = Tmux({"HTTPS_PROXY": Secret("http://127.0.0.1:3128"), "HOME": Secret("/home/dev")})
    machine = here({}, files={"~/.zprofile": "export NO_PROXY=$(pass show spared)\n"}, tmux=tmux, request=Request(inherit="clean"))
    assert "directly" in plan_here(machine, "network", context="new_shell").says[0]
    plan = plan_here(machine, "network", context="new_pane")
    assert "through the proxy http://127.0.0.1:3128" in plan.says[0]
    assert "NO_PROXY: decided when the shell runs" in " ".join(plan.says)


def test_what_is_decided_when_the_shell_runs_is_said() -> None:
    machine = here({}, files={"~/.zshrc": "export HTTPS_PROXY=$(pass show proxy)\n"})
    plan = plan_here(machine, "network", context="new_shell")
    assert "HTTPS_PROXY: decided when the shell runs" in " ".join(plan.says)
    machine = here({}, files={"~/.zshrc": "export ANTHROPIC_BASE_URL=$(pass show url)\n"})
    plan = plan_here(machine, "network", context="new_shell")
    assert plan.refused
    assert "not known whom to ask" in plan.says[0]

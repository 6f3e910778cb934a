"""Gateways, proxies, certificates and the clock: what is said about them, and what stays quiet."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from claude_auth_tui.checks.families.clock_wrong import RELEASED
from claude_auth_tui.checks.frame import registered, run_checks
from claude_auth_tui.demo.build import CWD, NOW, make_machine
from claude_auth_tui.diagnose import diagnose
from claude_auth_tui.explain import explain
from claude_auth_tui.model.diagnosis import Finding
from claude_auth_tui.model.machine import File, Machine
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.words import Level
from claude_auth_tui.scene.contexts import gather
from claude_auth_tui.telling.document import document_of
from tests.checks.certificates import DAMAGED, HOLDS, NOT_YET, OVER
from tests.checks.homes import KEY, login, state

LOGIN = {"~/.claude/.credentials.json": login(), "~/.claude.json": state(CWD, (KEY,))}
CA = "NODE_EXTRA_CA_CERTS"


def made(exports: Mapping[str, str] | None = None, files: Mapping[str, object] | None = None, **fields: object) -> Machine:
    rc = "".join(f"export {name}='{value}'\n" for name, value in (exports or {}).items())
    return make_machine({**LOGIN, "~/.zshrc": rc, **(files or {})}, **fields)  # type: ignore[dict-item,arg-type]


def found(machine: Machine) -> dict[str, Finding]:
    return {f.id: f for f in run_checks(gather(machine)) if f.level not in ("ok",)}


def levels(machine: Machine) -> dict[str, Level]:
    return {id_: f.level for id_, f in found(machine).items()}


@pytest.mark.parametrize(
    ("exports", "headline"),
    [
        ({"ANTHROPIC_BASE_URL": "gateway.example.com"}, "ANTHROPIC_BASE_URL is no address, it lacks its scheme (https://): claude and claude -p send nothing"),
        ({"HTTPS_PROXY": "proxy.example.com"}, "HTTPS_PROXY is no address, it lacks its scheme (http://): claude and claude -p send nothing"),
        ({"HTTPS_PROXY": "socks5://proxy.example.com:1080"}, "HTTPS_PROXY names a SOCKS proxy that Claude Code cannot use: claude and claude -p send nothing"),
        ({"ANTHROPIC_BASE_URL": "https://gateway.example.com/?a=b"}, "ANTHROPIC_BASE_URL has a ? or # in it, which cuts the path off: claude and claude -p fail"),
    ],
)  # fmt: skip
def test_the_verdict_says_that_nothing_gets_out(exports: dict[str, str], headline: str) -> None:
    verdict = diagnose(made(exports)).verdict
    assert (verdict.level, verdict.headline) == ("error", headline)


def test_a_wrong_proxy_stops_every_surface_before_its_first_question() -> None:
    surfaces = diagnose(made({"https_proxy": "nowhere"}, {"~/.claude.json": {}})).contexts[0].surfaces
    assert {(s.outcome, s.reason) for s in surfaces.values()} == {("blocked", "proxy")}


def test_a_wrong_proxy_in_project_settings_is_passed_over() -> None:
    machine = made({}, {f"{CWD}/.claude/settings.json": {"env": {"HTTPS_PROXY": "nowhere"}}})
    assert diagnose(machine).contexts[0].surfaces["print"].outcome == "sends"
    assert levels(machine)["proxy-invalid"] == "warning"


def test_a_socks_proxy_does_no_harm_where_the_host_goes_around_it() -> None:
    exports = {"HTTPS_PROXY": "socks5://proxy.example.com:1080", "NO_PROXY": "*.anthropic.com"}
    assert "proxy-unsupported" not in levels(made(exports))
    assert diagnose(made(exports)).contexts[0].surfaces["print"].outcome == "sends"


def test_an_address_of_a_provider_counts_only_with_its_switch() -> None:
    bedrock = {"CLAUDE_CODE_USE_BEDROCK": "1", "AWS_BEARER_TOKEN_BEDROCK": "FAKE", "ANTHROPIC_BEDROCK_BASE_URL": "nowhere"}
    assert found(made(bedrock))["base-url-invalid"].title.startswith("ANTHROPIC_BEDROCK_BASE_URL is no address")
    unused = {name: value for name, value in bedrock.items() if "USE" not in name}
    assert "base-url-invalid" not in levels(made(unused))
    assert levels(made(unused))["provider-address-unused"] == "info"


def test_who_gets_the_login_is_named() -> None:
    finding = found(made({"ANTHROPIC_BASE_URL": "https://router.example.com/api"}))["credential-sent-elsewhere"]
    assert finding.title == "Your Max login is sent to router.example.com"
    assert finding.fixes[0].leads_to == "claude and claude -p then use your Max login"


def test_a_project_that_redirects_is_told_once_and_names_what_goes_there() -> None:
    machine = made({}, {f"{CWD}/.claude/settings.json": {"env": {"ANTHROPIC_BASE_URL": "https://router.example.com"}}})
    assert "credential-sent-elsewhere" not in levels(machine)
    finding = found(machine)["project-redirects-requests"]
    assert "router.example.com" in finding.title
    assert "Your Max login from outside of the project goes there" in finding.explain


@pytest.mark.parametrize("address", ["https://api.anthropic.com", "https://api.anthropic.com/", "https://gateway.example.com/anthropic"])
def test_a_good_address_with_a_fitting_credential_is_quiet(address: str) -> None:
    gateway = "gateway" in address
    exports = {"ANTHROPIC_BASE_URL": address, **({"ANTHROPIC_AUTH_TOKEN": "gw-FAKE-token-0123456789"} if gateway else {})}
    rc = "".join(f"export {name}='{value}'\n" for name, value in exports.items())
    files: dict[str, object] = {**({} if gateway else LOGIN), "~/.claude.json": state(CWD), "~/.zshrc": rc}
    machine = make_machine(files, exports)  # type: ignore[arg-type]
    assert levels(machine) == {}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (OVER, "ended on 1 Jan 2020"),
        (NOT_YET, "holds only from 1 Jan 2110 on"),
        (HOLDS, ""),
        (OVER + HOLDS, ""),
        (DAMAGED + HOLDS, ""),
    ],
)
def test_certificates_that_are_over_are_told_with_the_day(content: str, says: str) -> None:
    finding = found(made({CA: "/home/dev/ca.pem"}, {"~/ca.pem": content})).get("ca-certificate-over")
    assert (finding.title if finding else "") == (f"The certificate in ~/ca.pem {says}" if says else "")


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (None, "there is no such file"),
        ("", "the file is empty"),
        ("FAKE", "no certificate in PEM form is in it"),
        ("-----BEGIN PRIVATE KEY-----\nFAKE\n-----END PRIVATE KEY-----\n", "it holds a private key and no certificate"),
        (DAMAGED, "no certificate in it can be read"),
        (HOLDS[:200], "no certificate in it can be read"),
        (File("", "unreadable", "file", mode=0o000, uid=1000, detail=say("permission denied")), "it cannot be read"),
    ],
)
def test_why_a_file_of_authorities_is_not_loaded(file: object, says: str) -> None:
    files = {} if file is None else {"~/ca.pem": file}
    assert found(made({CA: "/home/dev/ca.pem"}, files))["ca-file-unusable"].title == f"{CA} cannot be loaded: {says}"


def test_a_private_key_is_never_read() -> None:
    class Watched:
        def __init__(self, files: object) -> None:
            self.files, self.read = files, set[str]()

        def file(self, path: str) -> File:
            self.read.add(path)
            return self.files.file(path)  # type: ignore[attr-defined,no-any-return]

        def __getattr__(self, name: str) -> object:
            return getattr(self.files, name)

    machine = made(
        {"CLAUDE_CODE_CLIENT_CERT": "/home/dev/me.pem", "CLAUDE_CODE_CLIENT_KEY": "/home/dev/me.key"},
        {"~/me.pem": HOLDS, "~/me.key": "FAKE"},
    )
    watched = Watched(machine.files)
    assert levels(replace(machine, files=watched)) == {}
    assert "/home/dev/me.pem" in watched.read
    assert "/home/dev/me.key" not in watched.read


def test_only_a_zero_switches_the_check_of_certificates_off() -> None:
    for value, off in (("0", True), ("1", False), ("false", False), (" 0", False)):
        assert ("tls-unchecked" in levels(made({"NODE_TLS_REJECT_UNAUTHORIZED": value}))) is off


def test_a_clock_before_this_program_existed_is_wrong() -> None:
    finding = found(made(now=RELEASED - 1))["clock-too-early"]
    assert finding.title == "This machine's clock says 31 Dec 2025, which is past"
    assert finding.fixes[0].unproven
    assert "clock-too-early" not in levels(made(now=NOW))


def test_the_mark_of_the_time_service_is_looked_for_only_where_the_service_runs() -> None:
    assert "clock-not-synchronised" not in levels(made())
    assert levels(made({}, {"/run/systemd/timesync/x": ""}))["clock-not-synchronised"] == "info"
    assert "clock-not-synchronised" not in levels(made({}, {"/run/systemd/timesync/synchronized": ""}))
    assert "clock-not-synchronised" not in levels(made({}, {"/run/systemd/timesync/x": ""}, container="docker"))


def test_a_password_in_an_address_is_on_no_channel() -> None:
    secrets = {
        "HTTPS_PROXY": "http://user:FAKEone/FAKEtwo@FAKEthree@proxy.example.com:8080",
        "ANTHROPIC_BASE_URL": "https://user:FAKEfour#FAKEfive@gateway.example.com",
        "http_proxy": "user:FAKEsix@proxy.example.com:8080",
    }
    machine = made(secrets, env=secrets)
    told = repr(document_of(diagnose(machine)))
    assert "proxy.example.com" in told
    assert "FAKEone" not in told
    for word in ("two", "three", "four", "five", "six"):
        assert f"FAKE{word}" not in told


@pytest.mark.parametrize(
    ("told", "exports", "cause", "check"),
    [
        ("API Error: Invalid URL", {"ANTHROPIC_BASE_URL": "gateway.example.com"}, "base-url-not-an-address", "base-url-invalid"),
        ("Invalid proxy URL in HTTPS_PROXY: ", {"HTTPS_PROXY": "proxy.example"}, "proxy-address-wrong", "proxy-invalid"),
        ("UnsupportedProxyProtocol", {"HTTPS_PROXY": "socks5://proxy.example:1"}, "proxy-of-another-kind", "proxy-unsupported"),
        ("Ignoring extra certs from", {"NODE_EXTRA_CA_CERTS": "/nowhere.pem"}, "ca-file-not-read", "ca-file-unusable"),
        ("There's an issue with the selected model", {"ANTHROPIC_BASE_URL": "https://gw.example.com/v1"}, "base-url-ends-in-a-path", "base-url-path"),
    ],
)  # fmt: skip
def test_what_this_machine_shows_about_its_network_comes_first(told: str, exports: dict[str, str], cause: str, check: str) -> None:
    first = explain(told, diagnose(made(exports))).causes[0]
    assert (first.id, first.standing, first.check) == (cause, "shown", check)
    by_id = {one.id: one for one in explain(told, diagnose(made())).causes}
    assert by_id[cause].standing == "ruled_out"


_ODD = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40) | st.sampled_from(
    ["http://" + "9" * 5000, "http://a:" + "0" * 5000, "http://1.²", "https://[::", "x:²", "/dev/null", "-----BEGIN CERTIFICATE-----", "http://" + "1." * 3000]
)  # fmt: skip
_ODD_JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["env", "apiKey", "ANTHROPIC_BASE_URL", "anthropic_api_key", "auth", "x y"]), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
_NAMES = (
    "ANTHROPIC_BASE_URL",
    "HTTPS_PROXY",
    "http_proxy",
    "NO_PROXY",
    CA,
    "CLAUDE_CODE_CLIENT_CERT",
    "CLAUDE_CODE_CLIENT_KEY",
    "ANTHROPIC_CUSTOM_HEADERS",
    "ALL_PROXY",
)
_MINE = ("gateway", "network", "clock", "settings", "value")


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(_NAMES), _ODD), _ODD_JSON, _ODD_JSON, _ODD)
def test_whatever_stands_there_no_check_falls_over(env: dict[str, str], own: object, other: object, certificate: str) -> None:
    files = {"~/.claude/settings.json": json.dumps(own), "~/.claude/config.json": json.dumps(other), "/dev/null": certificate}
    machine = make_machine({**LOGIN, **files}, {"CI": "1", **env})
    facts = gather(machine)
    told = list(run_checks(facts, [one for one in registered() if one.family in _MINE]))
    assert [f.title for f in told if "failed" in f.title and f.level == "unknown"] == []

"""Machines that show the checks of gateways, proxies, certificates, the clock, custom headers and settings that do nothing."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from claude_auth_tui.demo.build import NOW
from tests.checks.cases import RC, Case, export, settings, with_login
from tests.checks.certificates import DAMAGED, DER, HOLDS, OVER
from tests.checks.homes import KEY, Home, login

BASE, TOKEN = "ANTHROPIC_BASE_URL", "ANTHROPIC_AUTH_TOKEN"
GATEWAY = "https://gateway.example.invalid"
TOKENS = {TOKEN: "gw-FAKE-token-0123456789"}
PROXY = "http://proxy.example.invalid:8080"
CA = "NODE_EXTRA_CA_CERTS"
CERT, PRIVATE = "CLAUDE_CODE_CLIENT_CERT", "CLAUDE_CODE_CLIENT_KEY"


def at(base: str) -> dict[str, str]:
    return {**TOKENS, BASE: base}


def startup(**exports: str) -> Callable[[Home], None]:
    """What the user leaves in the startup file after an edit."""

    def edit(home: Home) -> None:
        lines = [export(home.shell, name, value) for name, value in exports.items()]
        (home.path / RC[home.shell]).write_text("# startup\n" + "\n".join(lines) + "\n")

    return edit


def of_settings(content: object) -> Callable[[Home], None]:
    return lambda home: _write(home, ".claude/settings.json", content)


def _write(home: Home, name: str, content: object) -> None:
    home.write({name: content})


def with_ca(name: str, content: str = "", variable: str = CA, **more: object) -> Callable[[Path], dict[str, object]]:
    """A file, and a user setting that names it by its whole path."""
    return lambda home: {
        ".claude/.credentials.json": login(),
        f"certs/{name}": content,
        ".claude/settings.json": {"env": {variable: f"{home}/certs/{name}", **{k: f"{home}/{v}" for k, v in more.items()}}},
    }


def project(content: object) -> Callable[[Path], dict[str, object]]:
    return lambda home: {"work/.claude/settings.json": content, ".claude/.credentials.json": login()}


def _der(home: Path) -> None:
    (home / "certs/ca.der").write_bytes(DER)


def _folder(home: Path) -> None:
    (home / "certs/ca.pem").unlink()
    (home / "certs/ca.pem").mkdir()


def _from_the_future(home: Path) -> None:
    os.utime(home / ".claude/.credentials.json", (NOW + 7200, NOW + 7200))


GATEWAYS: tuple[Case, ...] = (
    Case("base-url-invalid", "error", exports=at("gateway.example.invalid")),
    Case("base-url-invalid", "error", settings({"env": at("gateway.example.invalid/anthropic")}, False)),
    Case("base-url-invalid", "error", with_login(), {BASE: f'"{GATEWAY}"'}),
    Case("base-url-invalid", "error", with_login(), {BASE: "$GATEWAY_URL"}),
    Case("base-url-invalid", "error", exports=at("https://"), edit=startup(**at(GATEWAY))),
    Case("base-url-lacks-scheme", "warning", exports=at("localhost:4000")),
    Case("base-url-path", "warning", exports=at(f"{GATEWAY}/v1")),
    Case("base-url-path", "warning", exports=at(f"{GATEWAY}/v1/messages/")),
    Case("base-url-path", "warning", settings({"env": at(f"{GATEWAY}/v1/"), "model": "opus"}, False)),
    Case("base-url-path", "error", exports=at(f"{GATEWAY}/?team=a"), edit=startup(**at(GATEWAY))),
    Case("base-url-plain-http", "warning", exports=at("http://gateway.example.com")),
    Case("base-url-plain-http", "info", exports=at("http://10.1.2.3:4000"), edit=startup(**at("https://10.1.2.3:4000"))),
    Case("base-url-local", "info", with_login(), {BASE: "http://127.0.0.1:4000"}),
    Case("base-url-holds-login", "info", exports=at("https://user:FAKEFFFF@gateway.example.invalid"), edit=startup(**at(GATEWAY))),
    Case("credential-sent-elsewhere", "warning", with_login(), {BASE: GATEWAY}),
    Case("credential-sent-elsewhere", "info", with_login(), {BASE: "http://localhost:4000"}),
    Case("credential-sent-elsewhere", "info", exports={"ANTHROPIC_API_KEY": KEY, BASE: GATEWAY}, approved=(KEY,)),
    Case("project-redirects-requests", "warning", project({"env": {BASE: GATEWAY}})),
    Case("gateway-token-without-address", "warning", exports=TOKENS, edit=startup(**at(GATEWAY))),
    Case("provider-address-unused", "info", with_login(), {"ANTHROPIC_BEDROCK_BASE_URL": GATEWAY}),
    Case("headers-line-ignored", "warning", exports={**at(GATEWAY), "ANTHROPIC_CUSTOM_HEADERS": "x-team a"}, fix=1),
    Case("headers-joined", "warning", settings({"env": {**at(GATEWAY), "ANTHROPIC_CUSTOM_HEADERS": "x-team: a\\nx-org: b"}}, False)),
)  # fmt: skip

NETWORK: tuple[Case, ...] = (
    Case("proxy-invalid", "error", with_login(), {"HTTPS_PROXY": "proxy.example.invalid"}),
    Case("proxy-invalid", "error", with_login(), {"http_proxy": "http://user:FAKEFFFF/FFF@proxy.example.invalid:8080"}),
    Case("proxy-unsupported", "error", with_login(), {"HTTPS_PROXY": "socks5://proxy.example.invalid:1080"}),
    Case("proxy-login-unescaped", "warning", with_login(), {"HTTPS_PROXY": "http://user:FAKEFFF%ZFFF@proxy.example.invalid:8080"}, edit=startup(HTTPS_PROXY=PROXY)),
    Case("proxy-variables-differ", "warning", with_login(), {"https_proxy": PROXY, "HTTPS_PROXY": PROXY.replace("8080", "3128")}),
    Case("proxy-variables-differ", "warning", settings({"env": {"HTTP_PROXY": PROXY}}), {"https_proxy": PROXY.replace("8080", "3128")}),
    Case("proxy-passed-by", "info", with_login(), {"HTTPS_PROXY": PROXY, "NO_PROXY": "localhost, .anthropic.com"}, edit=startup(HTTPS_PROXY=PROXY, NO_PROXY="localhost")),
    Case("all-proxy-only", "info", with_login(), {"ALL_PROXY": "socks5://proxy.example.invalid:1080"}),
    Case("ca-file-unusable", "warning", lambda home: {".claude/.credentials.json": login(), "certs/company.pem": HOLDS}, {CA: "~/certs/company.pem"}),
    Case("ca-file-unusable", "warning", lambda home: {"certs/company.pem": HOLDS, ".claude/settings.json": {"env": {CA: "~/certs/company.pem"}}, ".claude/.credentials.json": login()}),
    Case("ca-file-unusable", "warning", with_login(), {CA: "/nowhere/company.pem"}, fix=1),
    Case("ca-file-unusable", "warning", with_ca("ca.pem", "not a certificate"), fix=1),
    Case("ca-file-unusable", "warning", with_ca("ca.pem", DAMAGED), fix=1),
    Case("ca-file-unusable", "warning", with_ca("ca.pem", ""), prepare=_folder, fix=1),
    Case("ca-file-unusable", "warning", with_ca("ca.der", ""), prepare=_der, fix=1),
    Case("ca-file-unusable", "info", with_ca("ca.pem", DAMAGED + HOLDS), edit=lambda h: _write(h, "certs/ca.pem", HOLDS)),
    Case("ca-file-in-settings", "info", with_ca("ca.pem", HOLDS, "SSL_CERT_FILE")),
    Case("ca-certificate-over", "warning", with_ca("ca.pem", OVER), fix=1),
    Case("tls-unchecked", "warning", with_login(), {"NODE_TLS_REJECT_UNAUTHORIZED": "0"}),
    Case("tls-unchecked", "warning", project({"env": {"NODE_TLS_REJECT_UNAUTHORIZED": "0"}})),
    Case("client-certificate-incomplete", "warning", with_login(), {CERT: "/etc/ssl/me.pem"}, fix=1),
    Case("client-certificate-unusable", "warning", with_login(), {CERT: "/nowhere/me.pem", PRIVATE: "/nowhere/me.key"}, fix=1),
    Case("client-key-readable", "warning", with_ca("me.key", "FAKE", PRIVATE), prepare=lambda home: (home / "certs/me.key").chmod(0o644)),
    Case("clock-set-back", "warning", with_login(), prepare=_from_the_future),
)  # fmt: skip

SETTINGS: tuple[Case, ...] = (
    Case("setting-unknown", "warning", settings({"apiKey": KEY, "model": "opus"}), edit=of_settings({"model": "opus"})),
    Case("setting-unknown", "warning", settings({"apiBaseUrl": GATEWAY}), fix=1),
    Case("setting-unknown", "warning", settings({"model": "opus", "apikeyhelper": "echo FAKE"}, False)),
    Case("setting-variable-misplaced", "warning", settings({BASE: GATEWAY}), edit=of_settings({"env": {}})),
    Case("setting-variable-misplaced", "warning", settings({"env": {"anthropic_base_url": "https://api.anthropic.com"}})),
    Case("setting-not-text", "error", settings({"env": {"ANTHROPIC_API_KEY": None}})),
    Case("setting-not-text", "warning", settings({"env": {"ANTHROPIC_WORKSPACE_ID": ["a"]}})),
    Case("setting-login-method-unknown", "warning", settings({"forceLoginMethod": "claude.ai"}), edit=of_settings({"forceLoginMethod": "claudeai"})),
    Case("setting-policy-not-enforced", "info", settings({"allowedProviders": ["anthropic"]})),
    Case("setting-file-not-read", "warning", lambda home: {".claude/config.json": {"apiKeyHelper": "echo FAKE"}}),
    Case("setting-file-not-read", "warning", lambda home: {".claude/settings.json": {}, ".claude/settings.jsonc": {"env": TOKENS}, ".claude/.credentials.json": login()}, edit=lambda h: (h.path / ".claude/settings.jsonc").unlink()),
)  # fmt: skip

CASES = GATEWAYS + NETWORK + SETTINGS

"""Causes by what the machine shows: the same message has another first cause on another machine."""

from __future__ import annotations

import json

import pytest

from claude_auth_tui.demo.build import NOW, make_machine
from claude_auth_tui.diagnose import diagnose
from claude_auth_tui.explain import Explanation, RankedCause, explain
from claude_auth_tui.explain.messages import MESSAGES
from claude_auth_tui.explain.shapes import STANDINGS
from claude_auth_tui.model.diagnosis import Diagnosis
from claude_auth_tui.model.machine import Install, KeychainItem, Machine
from tests.shown import shown

KEY = "sk-ant-api03-" + "FAKEcanary" * 9 + "w7AA"
TOKEN = "sk-ant-oat01-" + "FAKEcanary" * 9 + "oAAA"
LOGIN = "~/.claude/.credentials.json"
INVALID = "Invalid API key · Fix external API key"


def login(expires: float = NOW + 3600, refresh: str = "sk-ant-ort01-FAKE") -> dict[str, object]:
    return {
        "claudeAiOauth": {
            "accessToken": TOKEN,
            "refreshToken": refresh,
            "expiresAt": int(expires * 1000),
            "scopes": ["user:inference", "user:profile"],
            "subscriptionType": "max",
        }
    }


def on(text: str, machine: Machine) -> Explanation:
    return explain(text, diagnose(machine))


def cause(explanation: Explanation, id_: str) -> RankedCause:
    return next(c for c in explanation.causes if c.id == id_)


def standing(explanation: Explanation, id_: str) -> str:
    return cause(explanation, id_).standing


def test_a_key_in_a_startup_file_is_the_first_cause_with_its_line_and_its_fix() -> None:
    machine = make_machine({LOGIN: login(), "~/.zshrc": f"# mine\nexport ANTHROPIC_API_KEY={KEY}\n"})
    diagnosis = diagnose(machine)
    first = explain(INVALID, diagnosis).causes[0]
    assert (first.id, first.standing, first.check) == ("key-used-instead-of-login", "shown", "env-key-overrides-login")
    assert any(evidence.where == "~/.zshrc:2" for evidence in first.evidence)
    finding = diagnosis.finding("env-key-overrides-login")
    assert finding is not None
    assert finding.fixes
    assert first.fixes == finding.fixes


@pytest.mark.parametrize("text", ["Credit balance is too low", "API Error: Request rejected (429) · slow down", "API Error: 402 billing"])
def test_a_stray_key_is_found_behind_credit_and_rates_though_they_are_no_authentication(text: str) -> None:
    stray = on(text, make_machine({LOGIN: login(), "~/.zshrc": f"export ANTHROPIC_API_KEY={KEY}\n"}))
    assert stray.message is not None
    assert not stray.message.authentication
    assert (stray.causes[0].id, stray.causes[0].standing) == ("stray-key-pays", "shown")
    clean = on(text, make_machine({LOGIN: login()}))
    assert standing(clean, "stray-key-pays") == "ruled_out"
    assert clean.causes[0].standing == "possible"


def test_only_this_terminal_still_has_the_key() -> None:
    explanation = on(INVALID, make_machine({LOGIN: login()}, {"ANTHROPIC_API_KEY": KEY}))
    assert standing(explanation, "key-used-instead-of-login") == "shown"


def test_without_any_key_the_key_is_ruled_out_and_it_says_so() -> None:
    explanation = on(INVALID, make_machine({LOGIN: login()}))
    ruled_out = cause(explanation, "key-no-longer-accepted")
    assert ruled_out.standing == "ruled_out"
    assert "ANTHROPIC_API_KEY" in ruled_out.because
    assert ruled_out.fixes == ()
    assert any("Nothing that is set here" in note for note in explanation.notes)


def test_a_key_that_is_no_key_comes_before_a_key_that_may_be_revoked() -> None:
    explanation = on(INVALID, make_machine({"~/.zshrc": f'export ANTHROPIC_API_KEY="{TOKEN}"\n'}))
    assert (explanation.causes[0].id, explanation.causes[0].check) == ("key-of-another-kind", "value-wrong-slot")
    assert standing(explanation, "key-no-longer-accepted") == "possible"
    assert standing(explanation, "key-damaged") == "ruled_out"


def test_an_expired_login_that_cannot_renew_itself() -> None:
    for text in ("OAuth token has expired · Please run /login", "Login expired · Please run /login"):
        explanation = on(text, make_machine({LOGIN: login(NOW - 60, "")}))
        assert (explanation.causes[0].id, explanation.causes[0].check) == ("login-over", "login-expired-no-refresh")
        assert any(fix.command == "claude auth login" for fix in explanation.causes[0].fixes)


def test_a_setup_token_that_is_over_is_not_confused_with_the_login() -> None:
    explanation = on(
        "OAuth token has expired · Please run /login",
        make_machine({LOGIN: login(), "~/.zshrc": f"export CLAUDE_CODE_OAUTH_TOKEN={TOKEN}\n"}),
    )
    assert (explanation.causes[0].id, explanation.causes[0].standing) == ("setup-token-used-instead-of-login", "shown")
    assert explanation.causes[1].id == "setup-token-over"
    without = on("OAuth token has expired · Please run /login", make_machine({LOGIN: login()}))
    assert standing(without, "setup-token-over") == "ruled_out"


def test_what_the_message_names_rules_out_what_it_does_not_name() -> None:
    machine = make_machine(
        {"~/.zshrc": "export ANTHROPIC_AUTH_TOKEN=$'gw-FAKE\\nFAKE'\nexport CLAUDE_CODE_OAUTH_TOKEN=$'sk-ant-oat01-FAKE\\nFAKE'\n"}
    )
    text = (
        "Invalid auth token · Fix external auth token · Invalid Authorization header value from {}: it contains a line break at character 8"
    )
    by_token = on(text.format("ANTHROPIC_AUTH_TOKEN"), machine)
    assert (by_token.causes[0].id, by_token.causes[0].check) == ("token-damaged", "value-breaks-header")
    assert "ANTHROPIC_AUTH_TOKEN" in cause(by_token, "setup-token-damaged").because
    by_oauth = on(text.format("CLAUDE_CODE_OAUTH_TOKEN"), machine)
    assert by_oauth.causes[0].id == "setup-token-damaged"
    assert standing(by_oauth, "token-damaged") == "ruled_out"


CLOUD_403 = (
    'Please run /login · API Error: 403 [{"error":{"code":403,"message":"Permission denied on resource","status":"PERMISSION_DENIED"}}]'
)


def test_a_cloud_refusal_that_says_login_points_to_the_switch() -> None:
    explanation = on(
        CLOUD_403, make_machine({LOGIN: login(), "~/.zshrc": "export CLAUDE_CODE_USE_VERTEX=1\nexport ANTHROPIC_VERTEX_PROJECT_ID=p\n"})
    )
    assert explanation.message is not None
    assert explanation.message.id == "cloud-refuses-please-login"
    assert (explanation.causes[0].id, explanation.causes[0].standing) == ("cloud-switch-left-on", "shown")
    assert standing(explanation, "aws-not-allowed") == "ruled_out"
    assert standing(explanation, "google-not-allowed") == "possible"
    assert cause(explanation, "google-not-allowed").evidence


def test_a_cloud_refusal_on_a_machine_without_cloud_is_ruled_out() -> None:
    explanation = on(CLOUD_403, make_machine({LOGIN: login()}))
    assert {c.standing for c in explanation.causes} == {"ruled_out"}


def test_a_locked_keychain_shows_on_macos_and_is_ruled_out_elsewhere() -> None:
    locked = make_machine(platform="macos", keychain=(KeychainItem("Claude Code-credentials", "locked"),), ssh=True)
    assert standing(on("Not logged in · Please run /login", locked), "keychain-locked") == "shown"
    assert standing(on("Not logged in · Please run /login", make_machine()), "keychain-locked") == "ruled_out"


def test_a_helper_that_is_not_there() -> None:
    machine = make_machine({"~/.claude/settings.json": {"apiKeyHelper": "/opt/vault/claude-key"}})
    explanation = on("Your apiKeyHelper script is failing · This usually means you need to re-authenticate", machine)
    assert (explanation.causes[0].id, explanation.causes[0].check) == ("helper-cannot-run", "helper-missing")
    assert standing(on("apiKeyHelper failed: exited 1", make_machine()), "helper-signed-out") == "ruled_out"


def test_a_rejected_key_is_why_nobody_is_logged_in() -> None:
    machine = make_machine({"~/.claude.json": {"customApiKeyResponses": {"approved": [], "rejected": [KEY[-20:]]}, "hasCompletedOnboarding": True}, "~/.zshrc": f"export ANTHROPIC_API_KEY={KEY}\n"})  # fmt: skip
    explanation = on("Not logged in · Please run /login", machine)
    assert (cause(explanation, "key-not-approved").standing, cause(explanation, "key-not-approved").check) == ("shown", "key-rejected")


def test_a_policy_that_refuses_the_key() -> None:
    machine = make_machine(
        {
            LOGIN: login(),
            "/etc/claude-code/managed-settings.json": {"forceLoginMethod": "claudeai"},
            "~/.zshrc": f"export ANTHROPIC_API_KEY={KEY}\n",
        }
    )
    explanation = on("This machine's managed settings require a first-party login: they require a claude.ai sign-in", machine)
    assert (explanation.causes[0].id, explanation.causes[0].check) == ("policy-refuses-credential", "policy-refuses-credential")


def test_a_broken_settings_file_is_why_the_helper_is_gone() -> None:
    explanation = on("Not logged in · Please run /login", make_machine({"~/.claude/settings.json": '{"apiKeyHelper": "x",}'}))
    assert standing(explanation, "settings-dropped") == "shown"
    assert standing(on("Not logged in · Please run /login", make_machine()), "settings-dropped") == "ruled_out"


def test_a_base_url_speaks_for_the_gateway_and_its_absence_rules_it_out() -> None:
    gateway = make_machine(
        {"~/.zshrc": "export ANTHROPIC_BASE_URL=http://localhost:4141\nexport ANTHROPIC_AUTH_TOKEN=gw-FAKEFAKEFAKEFAKEFAKE\n"}
    )
    explanation = on("API Error: Connection refused — a firewall or proxy may be blocking it (ECONNREFUSED)", gateway)
    assert explanation.causes[0].id == "base-url-leads-nowhere"
    assert any("ANTHROPIC_BASE_URL" in evidence.text for evidence in explanation.causes[0].evidence)
    assert (
        standing(
            on("API Error: Connection refused — a firewall or proxy may be blocking it (ECONNREFUSED)", make_machine()),
            "base-url-leads-nowhere",
        )
        == "ruled_out"
    )


def test_a_base_url_in_a_settings_file_counts_too() -> None:
    machine = make_machine({LOGIN: login(), "~/.claude/settings.json": {"env": {"ANTHROPIC_BASE_URL": "http://localhost:4141"}}})
    explanation = on("API Error: Connection refused — a firewall or proxy may be blocking it (ECONNREFUSED)", machine)
    assert standing(explanation, "base-url-leads-nowhere") == "possible"
    assert cause(explanation, "base-url-leads-nowhere").evidence


def test_the_installed_version_shows_or_rules_out_an_old_fault() -> None:
    text = "Not signed in to the Cloud gateway — run /login."
    old = make_machine(installs=(Install("/usr/bin/claude", shown("2.1.265"), True),))
    new = make_machine(installs=(Install("/usr/bin/claude", shown("2.1.329"), True),))
    assert standing(on(text, old), "older-than-2-1-266") == "shown"
    assert standing(on(text, new), "older-than-2-1-266") == "ruled_out"
    assert standing(on(text, make_machine()), "older-than-2-1-266") == "possible"


def test_features_of_the_plan_name_what_stands_before_the_login() -> None:
    machine = make_machine({LOGIN: login(), "~/.zshrc": f"export ANTHROPIC_API_KEY={KEY}\n"})
    text = "claude.ai connectors are disabled because ANTHROPIC_API_KEY or another auth source is set and takes precedence over your claude.ai login"
    assert (on(text, machine).causes[0].id, on(text, machine).causes[0].standing) == ("key-blocks-feature", "shown")


def machines() -> list[Diagnosis]:
    zshrc = "~/.zshrc"
    made = [
        make_machine(),
        make_machine({LOGIN: login()}),
        make_machine({LOGIN: "{", "~/.claude/settings.json": "{,}"}),
        make_machine({LOGIN: login(), zshrc: f"export ANTHROPIC_API_KEY={KEY}\nexport ANTHROPIC_AUTH_TOKEN={TOKEN}\n"}),
        make_machine({zshrc: "export CLAUDE_CODE_USE_BEDROCK=1 CLAUDE_CODE_USE_VERTEX=1\n"}, {"CLAUDE_CONFIG_DIR": ""}),
        make_machine({zshrc: "export ANTHROPIC_API_KEY=$(op read op://x)\n"}),
        make_machine(platform="macos", keychain=(KeychainItem("Claude Code-credentials", "present"),)),
        make_machine(platform="windows", home="C:\\Users\\dev", cwd="C:\\work"),
        make_machine(
            {"/etc/claude-code/managed-settings.json": "{"}, {"ANTHROPIC_PROFILE": "work"}, container="docker", ssh=True, wsl=True
        ),
    ]
    return [diagnose(machine) for machine in made]


def test_on_every_machine_every_message_is_ranked_shown_first_and_ruled_out_last() -> None:
    for diagnosis in machines():
        for message in MESSAGES:
            explanation = explain(message.id, diagnosis)
            assert explanation.message is message
            assert [c.id for c in sorted(explanation.causes, key=lambda c: STANDINGS.index(c.standing))] == [
                c.id for c in explanation.causes
            ]
            assert {c.id for c in explanation.causes} == {c.id for c in message.causes}
            for one in explanation.causes:
                assert one.standing != "shown" or one.evidence or one.check
                assert one.standing != "ruled_out" or (one.because and not one.fixes and not one.evidence)
                assert one.check is None or diagnosis.finding(one.check) is not None


def test_no_answer_holds_a_value() -> None:
    for diagnosis in machines():
        for message in MESSAGES:
            told = repr(explain(message.id, diagnosis))
            assert "canary" not in told


def test_the_answer_is_the_same_for_the_same_machine() -> None:
    diagnosis = diagnose(make_machine({LOGIN: login()}))
    assert explain(INVALID, diagnosis) == explain(INVALID, diagnosis)
    assert json.dumps([c.id for c in explain(INVALID, diagnosis).causes])

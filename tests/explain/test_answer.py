"""What is told: the document, the plain text, and nothing of the pasted text."""

from __future__ import annotations

import json

import pytest

from claude_auth_tui.demo.build import make_machine
from claude_auth_tui.diagnose import diagnose
from claude_auth_tui.explain import explain
from claude_auth_tui.explain.explaining import credentials_in, warning_about
from claude_auth_tui.explain.messages import MESSAGES
from claude_auth_tui.model.diagnosis import Diagnosis
from claude_auth_tui.telling.explanations import document_of, list_document, plain_explanation, plain_list

FAKE = "FAKEcanary" * 9
SECRETS = {
    f"sk-ant-api03-{FAKE}": "API key",
    f"sk-ant-oat01-{FAKE}": "OAuth token",
    f"sk-ant-ort01-{FAKE}": "refresh token",
    f"sk-ant-admin01-{FAKE}": "Admin key",
    f"sk-ant-sid01-{FAKE}": "claude.ai session cookie",
    "AKIAFAKECANARYFAKE77": "AWS access key",
    f"ghp_{FAKE[:36]}": "GitHub token",
    f"eyJhbGciOiJIUzI1NiJ9.eyJ{FAKE}.{FAKE}": "JSON web token",
    f"-----BEGIN OPENSSH PRIVATE KEY-----\n{FAKE}": "private key",
}


@pytest.fixture(scope="module")
def diagnosis() -> Diagnosis:
    return diagnose(make_machine({"~/.zshrc": f"export ANTHROPIC_API_KEY=sk-ant-api03-{FAKE}\n"}))


@pytest.mark.parametrize(("secret", "kind"), SECRETS.items(), ids=SECRETS.values())
@pytest.mark.parametrize("around", ["{}", "Invalid API key · Fix external API key\nANTHROPIC_API_KEY={}\n", "nonsense {} nonsense"])
def test_a_credential_in_the_text_is_reported_and_never_shown(secret: str, kind: str, around: str, diagnosis: Diagnosis) -> None:
    explanation = explain(around.format(secret), diagnosis)
    told = json.dumps(document_of(explanation)) + plain_explanation(explanation) + repr(explanation)
    assert "canary" not in told.lower()
    assert any(kind in note and "leaked" in note for note in explanation.notes)


@pytest.mark.parametrize(
    "text", ["sk-ant-api03-…w7AA", "sk-ant-...", "export ANTHROPIC_API_KEY=sk-ant-api03-...", "sk-ant-", "Bearer …", ""]
)
def test_what_only_looks_like_one_is_no_credential(text: str) -> None:
    assert credentials_in(text) == ()
    assert warning_about(text) == ""


def test_a_credential_that_is_wrapped_over_lines_is_found() -> None:
    assert credentials_in(f"sk-ant-oat01-{FAKE[:40]}\n{FAKE[40:]}") == ("OAuth token",)


def test_nothing_of_the_pasted_text_is_repeated(diagnosis: Diagnosis) -> None:
    marks = "Xyzzy4711 plugh@example.com /home/plugh req_011Plugh"
    for text in (f"Invalid API key · Fix external API key {marks}", f"unknown words {marks}", f"fatal: Authentication failed for {marks}"):
        explanation = explain(text, diagnosis)
        told = json.dumps(document_of(explanation)) + plain_explanation(explanation) + repr(explanation)
        assert "plugh" not in told.lower()
        assert "xyzzy" not in told.lower()


def test_the_document_of_a_known_message(diagnosis: Diagnosis) -> None:
    document = json.loads(json.dumps(document_of(explain("Invalid API key · Fix external API key", diagnosis))))
    assert document["schema"] == "claude-auth-tui/1"
    assert document["message"]["id"] == "invalid-api-key"
    assert document["message"]["known"] is True
    assert document["message"]["authentication"] is True
    assert document["message"]["docs"].startswith("https://code.claude.com/")
    assert document["nearest"] == []
    assert [c["standing"] for c in document["causes"]] == sorted(
        (c["standing"] for c in document["causes"]), key=["shown", "possible", "ruled_out"].index
    )  # fmt: skip
    for one in document["causes"]:
        assert set(one) >= {"id", "title", "standing", "check", "evidence", "fixes"}
        assert all(set(fix) >= {"title", "command", "shell", "undo", "then"} for fix in one["fixes"])


def test_the_document_of_an_unknown_text(diagnosis: Diagnosis) -> None:
    document = json.loads(json.dumps(document_of(explain("segmentation fault", diagnosis))))
    assert document["message"]["known"] is False
    assert document["message"]["id"] == "unknown"
    assert document["causes"] == []
    assert len(document["nearest"]) == 3
    assert all(near["id"] in {m.id for m in MESSAGES} for near in document["nearest"])


def test_the_plain_answer_says_first_what_it_is_and_whether_it_is_authentication(diagnosis: Diagnosis) -> None:
    lines = plain_explanation(explain("Credit balance is too low", diagnosis)).splitlines()
    assert lines[0].endswith("[credit-balance]")
    assert lines[1].startswith("This is not about authentication")
    text = plain_explanation(explain("Not logged in · Please run /login\nCredit balance is too low", diagnosis))
    assert "Also in this text:\n  Not logged in [not-logged-in]" in text


def test_another_programs_message_is_said_to_be_one(diagnosis: Diagnosis) -> None:
    told = plain_explanation(explain("fatal: Authentication failed for 'https://github.com/acme/api.git/'", diagnosis))
    assert told.startswith("Unknown")
    assert "a message of git" in told


def test_an_empty_text_gets_a_clear_line(diagnosis: Diagnosis) -> None:
    assert "There is no text to explain." in plain_explanation(explain(" \n", diagnosis))


def test_the_list_names_every_message_once_and_separates_what_only_looks_alike() -> None:
    listed = plain_list()
    ids = [line.strip().split(":")[0] for line in listed.splitlines() if line.startswith("  ") and not line.startswith("   ")]
    assert sorted(ids) == sorted(message.id for message in MESSAGES)
    authentication, alike = listed.split("Messages that only look alike")
    assert "  invalid-api-key:" in authentication
    assert "  usage-limit:" in alike
    document = json.loads(json.dumps(list_document()))
    assert [m["id"] for m in document["messages"]] == [m.id for m in MESSAGES]

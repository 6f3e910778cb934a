"""What is printed is what was recorded: the document, the report, plain text, explanations, and what the schemas allow.

`golden` was written when the documents were still put together member by member. A new member, or another word in a
sentence, is recorded by running this file: `python -m tests.telling.test_golden`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from claude_auth_tui.telling.document import document_of
from claude_auth_tui.telling.explanations import document_of as explanation_document
from claude_auth_tui.telling.explanations import plain_explanation
from claude_auth_tui.telling.plain import plain_checks, plain_report, plain_what_ifs
from claude_auth_tui.telling.report import markdown_report, report_document
from tests.telling.everything import ABOUT, DIAGNOSES, explanations, what_ifs

GOLDEN = Path(__file__).with_name("golden")


def told(name: str) -> dict[str, Any]:
    """All that is told of one of the diagnoses, as JSON has it."""
    diagnosis, asked = DIAGNOSES[name](), what_ifs() if name == "everything" else None
    return _as_json(
        {
            "document": document_of(diagnosis, asked),
            "report": report_document(diagnosis, ABOUT),
            "markdown": markdown_report(diagnosis, ABOUT).splitlines(),
            "plain": (plain_report(diagnosis) + plain_checks(diagnosis) + plain_what_ifs(asked or ())).splitlines(),
        }
    )


def told_of_messages() -> dict[str, Any]:
    return _as_json(
        {"explanations": [{"document": explanation_document(e), "plain": plain_explanation(e).splitlines()} for e in explanations()]}
    )


def _as_json(value: object) -> Any:
    return json.loads(json.dumps(value))


@pytest.mark.parametrize("name", DIAGNOSES)
def test_a_diagnosis_is_told_as_it_was_recorded(name: str) -> None:
    assert told(name) == json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))


def test_an_explanation_is_told_as_it_was_recorded() -> None:
    assert told_of_messages() == json.loads((GOLDEN / "messages.json").read_text(encoding="utf-8"))


def _record() -> None:
    for name, value in [*((name, told(name)) for name in DIAGNOSES), ("messages", told_of_messages())]:
        text = json.dumps(value, ensure_ascii=False, indent=1)
        (GOLDEN / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    _record()

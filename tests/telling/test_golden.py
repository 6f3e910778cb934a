"""What is printed is what was recorded: the document, the report, plain text, explanations, and what the schemas allow.

`golden` was written when the documents were still put together member by member. A new member, or another word in a
sentence, is recorded by running this file: `python -m tests.telling.test_golden`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from claude_auth_tui.telling.document import document_of
from claude_auth_tui.telling.explanations import document_of as explanation_document
from claude_auth_tui.telling.explanations import plain_explanation
from claude_auth_tui.telling.markdown import markdown_report, report_document
from claude_auth_tui.telling.plain import plain_checks, plain_report, plain_what_ifs
from claude_auth_tui.telling.schema import explain_schema, json_schema, report_schema
from tests.telling.everything import ABOUT, DIAGNOSES, explanations, what_ifs

GOLDEN = Path(__file__).with_name("golden")


def told(name: str) -> dict[str, Any]:
    """All that is told of one of the diagnoses, as JSON has it."""
    diagnosis, asked = DIAGNOSES[name](), what_ifs() if name == "everything" else None
    return as_json(
        {
            "document": document_of(diagnosis, asked),
            "report": report_document(diagnosis, ABOUT),
            "markdown": markdown_report(diagnosis, ABOUT).splitlines(),
            "plain": (plain_report(diagnosis) + plain_checks(diagnosis) + plain_what_ifs(asked or ())).splitlines(),
        }
    )


def told_of_messages() -> dict[str, Any]:
    return as_json(
        {"explanations": [{"document": explanation_document(e), "plain": plain_explanation(e).splitlines()} for e in explanations()]}
    )


def as_json(value: object) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(value))
    return plain


@pytest.mark.parametrize("name", DIAGNOSES)
def test_a_diagnosis_is_told_as_it_was_recorded(name: str) -> None:
    assert told(name) == json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))


def test_an_explanation_is_told_as_it_was_recorded() -> None:
    assert told_of_messages() == json.loads((GOLDEN / "messages.json").read_text(encoding="utf-8"))


SCHEMAS = {"check": json_schema, "report": report_schema, "explain": explain_schema}


def _small(value: Any) -> Any:
    """A document with the first of each list."""
    if isinstance(value, dict):
        return {name: _small(item) for name, item in value.items()}
    return [_small(item) for item in value[:1]] if isinstance(value, list) else value


def _spoiled(value: Any) -> Iterator[Any]:
    """The document with one member missing, or with another value, for each of its members."""
    if isinstance(value, list):
        yield from ([*value[:at], one, *value[at + 1 :]] for at, item in enumerate(value) for one in _spoiled(item))
    elif isinstance(value, dict):
        for name, item in value.items():
            yield {key: one for key, one in value.items() if key != name}
            yield from ({**value, name: one} for one in (None, -1, "x", *_spoiled(item)))


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_allows_no_more_than_the_recorded_one(name: str) -> None:
    """And what is told satisfies both. New members may be demanded; none may become optional, or anything it could not be."""
    written = json.loads((GOLDEN / f"{name}.schema.json").read_text(encoding="utf-8"))
    before, now = jsonschema.Draft202012Validator(written), jsonschema.Draft202012Validator(SCHEMAS[name]())
    documents = [told("everything")["report" if name == "report" else "document"]]
    if name == "explain":
        documents = [one["document"] for one in told_of_messages()["explanations"]]
    refused, looser = 0, []
    for document in map(_small, documents):
        before.validate(document)
        now.validate(document)
        for spoiled in _spoiled(document):
            if not before.is_valid(spoiled):
                refused += 1
                looser += [next(before.iter_errors(spoiled)).json_path] if now.is_valid(spoiled) else []
    assert looser == []
    assert refused > 100


def _record() -> None:
    for name, value in [*((name, told(name)) for name in DIAGNOSES), ("messages", told_of_messages())]:
        text = json.dumps(value, ensure_ascii=False, indent=1)
        (GOLDEN / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    _record()

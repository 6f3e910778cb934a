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
from claude_auth_tui.telling.reopened import NotAReportError, diagnosis_of
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


MAY_BE_MISSING = {
    "context", "shell", "start", "inherit", "proof", "unproven", "muted", "as_expected", "asks", "authorization", "expected", "pays", "provider", "reason", "x_api_key",
    "header", "shown", "where", "if_yes", "if_no", "apiKeySource", "apiProvider", "authMethod", "vscode", "desktop", "equal", "origin",
    "client", "follow", "expires_at", "mode", "refreshable", "subscription", "finding",
}  # fmt: skip
"""What may be null, is younger than the first documents, or is only there where it says something."""


def _without_one(value: Any, way: str = "") -> Iterator[tuple[str, str, Any]]:
    """The place of each member, its name, and the document without it."""
    if isinstance(value, list):
        yield from ((at, name, [one, *value[1:]]) for at, name, one in _without_one(value[0], f"{way}[0]")) if value else ()
    elif isinstance(value, dict):
        for member, item in value.items():
            here = f"{way}.{member}" if way else member
            yield here, member, {key: one for key, one in value.items() if key != member}
            yield from ((at, name, {**value, member: one}) for at, name, one in _without_one(item, here))


def test_a_member_that_is_missing_is_named_with_its_place() -> None:
    document = _small({name: item for name, item in told("everything")["document"].items() if name != "what_if"})
    for place, name, rest in _without_one(document):
        try:
            diagnosis_of(rest)
        except NotAReportError as refused:
            assert str(refused) == f"{place} is missing"  # noqa: PT017 - most of them are, and those that are not are looked at
        else:
            assert name in MAY_BE_MISSING, place


@pytest.mark.parametrize("word", ["dances", "x - at `$.verdict.level`", "a' - at `$", "\x1b[31m"])
def test_a_word_that_is_not_known_is_not_quoted(word: str) -> None:
    document = told("everything")["document"]
    document["contexts"][1]["surfaces"]["print"]["outcome"] = word
    with pytest.raises(NotAReportError) as refused:
        diagnosis_of(document)
    assert str(refused.value) == "contexts[1].surfaces.print.outcome has a value that this version does not know"


def _record() -> None:
    for name, value in [*((name, told(name)) for name in DIAGNOSES), ("messages", told_of_messages())]:
        text = json.dumps(value, ensure_ascii=False, indent=1)
        (GOLDEN / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    _record()

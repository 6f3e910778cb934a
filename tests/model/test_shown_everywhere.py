"""Whatever is told of a machine is shown text: every string of a diagnosis, a what-if, an explanation and a probe's plan, on all the
machines that show a check.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import pytest
from msgspec import Struct
from msgspec.structs import fields

from claude_auth_tui.demo.machines import MACHINES
from claude_auth_tui.diagnose import diagnosis_of
from claude_auth_tui.explain import explain
from claude_auth_tui.explain.corrections import CORRECTIONS
from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.saying import spoken
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.probes.plans import plan_of
from claude_auth_tui.probes.probe import TITLES
from claude_auth_tui.scene.contexts import gather
from claude_auth_tui.suppose import subjects_sent, what_if
from claude_auth_tui.telling.document import document_of
from claude_auth_tui.telling.reopened import diagnosis_of as reopened
from tests.checks.cases import Case
from tests.checks.every_case import CASES

OURS: Final = frozenset({"id", "standing", "finding", "check", "context", "fingerprint", "docs", "kind", "key", "explain_id"})
"""Fields whose words are this program's own or a number's: ids of checks, contexts and messages, pages of the documentation."""
NOT_TOLD: Final = frozenset({"wordings", "old", "causes", "private", "limits", "work", "shows", "hints", "never", "checks"})
"""What is compared or called, and not told."""


def bare(value: object, at: str = "", name: str = "") -> Iterator[str]:
    """Where a string stands that nothing has made shown text of."""
    if isinstance(value, str):
        if not isinstance(value, Shown) and name not in OURS and value and not _is_a_word(value):
            yield f"{at}: {value[:60]}"
    elif isinstance(value, Struct):
        for field in fields(value):
            if field.name not in NOT_TOLD or (field.name == "causes" and type(value).__name__ == "Explanation"):
                yield from bare(getattr(value, field.name), f"{at}.{field.name}", field.name)
    elif isinstance(value, tuple) and hasattr(value, "_fields"):
        for field_name in value._fields:
            yield from bare(getattr(value, field_name), f"{at}.{field_name}", field_name)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from bare(item, f"{at}[{key}]", name)
    elif isinstance(value, (tuple, list)):
        for number, item in enumerate(value):
            yield from bare(item, f"{at}[{number}]", name)


def _is_a_word(text: str) -> bool:
    """Whether it is of one of the closed lists."""
    try:
        spoken(text)  # type: ignore[arg-type]
    except TypeError:
        return text in ("changes", "same", "unknown", "source", "variable", "line", "store", "ran", "edited", "simulated", "parsed", "none")
    return True


def _told(machine: Machine) -> Iterator[tuple[str, object]]:
    facts = gather(machine)
    diagnosis = diagnosis_of(facts)
    yield "diagnosis", diagnosis
    for subject in subjects_sent(facts):
        yield f"what if {subject.name}", what_if(facts, subject)
    for text in ("Invalid API key · Fix external API key", "401 Invalid bearer token", "Not logged in · Please run /login", "zzz"):
        yield text, explain(text, diagnosis)
    for kind in TITLES:
        yield kind, plan_of(machine, kind).says
    yield "reopened", reopened(document_of(diagnosis))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_all_that_is_told_is_shown_text(case: Case, tmp_path: Path) -> None:
    machine = case.build(tmp_path, "bash").machine()
    assert [where for name, told in _told(machine) for where in bare(told, name)] == []


@pytest.mark.parametrize("name", MACHINES)
def test_all_that_is_told_of_a_demo_is_shown_text(name: str) -> None:
    assert [where for what, told in _told(MACHINES[name].machine()) for where in bare(told, what)] == []


def test_advice_that_does_not_hold_is_shown_text() -> None:
    assert [where for one in CORRECTIONS for where in bare(one, one.id)] == []


def test_a_string_that_is_none_is_found() -> None:
    assert list(bare(("only when S succeeds", 1))) == ["[0]: only when S succeeds"]

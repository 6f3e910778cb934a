"""What answers say of the model: as recorded, otherwise than recorded though the model fits, otherwise than the model, or not asked at all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from msgspec import Struct

from claude_auth_tui.claude_code.packages import number_of
from tests.conformance.scenario import ask, differences, expected
from tests.oracle.asking import Question

_NOT_ASKED: Final = ("(no answer in time)", "(tmux did not start)")


class Judged(Struct, frozen=True):
    question: Question
    now: dict[str, Any] | None
    """The answer; None where there is none."""
    not_asked: str = ""
    """Why it says nothing."""
    changed: bool = False
    """It is another answer than the recorded one, not only other words."""
    against: tuple[str, ...] = ()
    """What the model says otherwise."""
    unknown: bool = False
    """The model says it cannot tell."""


def judge(question: Question, now: dict[str, Any] | None, version: str) -> Judged:
    """Compare one answer with the recorded one and with the model, that of a version where one is named."""
    if now is None:
        return Judged(question, None, "it was not put")
    said = str(now.get("says") or "")
    if failed := next((words for words in _NOT_ASKED if words in said), ""):
        return Judged(question, now, failed)
    surface = question.surface
    answer, before = expected({"surface": surface, **now}), expected({"surface": surface, **question.before})
    if answer is None:
        return Judged(question, now, f"the answer says nothing about the credential: {said[:80]!r}")
    prediction = ask({**question.scenario, "version": version} if version else question.scenario)
    if surface != "status" and prediction.surfaces[surface].outcome == "unknown":  # type: ignore[index]
        return Judged(question, now, changed=answer != before, unknown=True)
    return Judged(question, now, "", answer != before, tuple(differences(prediction, {"surface": surface, **now}) or ()))


def report(judged: Iterable[Judged], show: int) -> str:
    """The differences by kind, each with its smallest question; then a line for each surface."""
    all_ = list(judged)
    lines: list[str] = []
    for title, kinds in (
        ("otherwise than the model", _kinds((one for one in all_ if one.against), lambda one: "; ".join(one.against))),
        ("otherwise than recorded, and the model fits", _kinds((one for one in all_ if one.changed and not one.against), _changes)),
        ("not asked", _kinds((one for one in all_ if one.not_asked), lambda one: one.not_asked)),
    ):
        for kind, members in kinds[:show]:
            smallest = min(members, key=lambda one: len(json.dumps(one.question.scenario)))
            lines.append(f"{title}: {len(members)} × {kind}")
            lines += [
                f"    {json.dumps(smallest.question.scenario)}",
                f"    recorded {smallest.question.before}",
                f"    now      {smallest.now}",
            ]
    for surface in dict.fromkeys(one.question.surface for one in all_):
        mine = [one for one in all_ if one.question.surface == surface]
        lines.append(
            f"{surface}: {len(mine)} asked, {sum(one.changed for one in mine)} answered otherwise than recorded, "
            f"{sum(bool(one.against) for one in mine)} otherwise than the model, {sum(one.unknown for one in mine)} it cannot tell, "
            f"{sum(bool(one.not_asked) for one in mine)} not asked"
        )
    return "\n".join(lines) + "\n"


def _kinds(judged: Iterable[Judged], kind_of: Any) -> list[tuple[str, list[Judged]]]:
    kinds: dict[str, list[Judged]] = {}
    for one in judged:
        kinds.setdefault(f"{one.question.surface}: {kind_of(one)}", []).append(one)
    return sorted(kinds.items(), key=lambda entry: -len(entry[1]))


def _changes(one: Judged) -> str:
    surface = one.question.surface
    before = expected({"surface": surface, **one.question.before}) or {}
    now = expected({"surface": surface, **(one.now or {})}) or {}
    return ", ".join(
        f"{name} {before.get(name)} → {now.get(name)}" for name in sorted(before.keys() | now.keys()) if before.get(name) != now.get(name)
    )


def matrix(told: Mapping[str, list[Judged]]) -> str:
    """For every question that versions answer differently: the first one with the newest answer, grouped; and how far the model fits each."""
    versions = sorted(told, key=number_of)
    lines = []
    groups: dict[tuple[str, str], list[Question]] = {}
    for column in zip(*(told[version] for version in versions), strict=True):
        answers = [None if one.now is None or one.not_asked else expected({"surface": one.question.surface, **one.now}) for one in column]
        if answers[-1] is None or all(answer in (None, answers[-1]) for answer in answers):
            continue
        last_other = max(number for number, answer in enumerate(answers) if answer not in (None, answers[-1]))
        since = f"since {versions[last_other + 1]} (not yet {versions[last_other]})"
        groups.setdefault(
            (since, _changes(Judged(Question("", column[-1].question.surface, {}, column[last_other].now or {}), column[-1].now))), []
        ).append(column[-1].question)
    for (since, change), members in sorted(groups.items()):
        smallest = min(members, key=lambda one: len(json.dumps(one.scenario)))
        lines += [f"{since}: {len(members)} × {smallest.surface}: {change}", f"    {json.dumps(smallest.scenario)}"]
    for version in versions:
        mine = told[version]
        against, silent = sum(bool(one.against) for one in mine), sum(bool(one.not_asked) for one in mine)
        lines.append(f"{version}: {len(mine)} asked, {against} otherwise than the model of that version, {silent} not asked")
    return "\n".join(lines) + "\n"

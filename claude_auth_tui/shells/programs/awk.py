"""`awk`: programs of one rule that prints a field (`awk -F= '/^KEY=/{print $2}'`), which most are, and all others that are understood."""

from __future__ import annotations

import re
from typing import Final

from claude_auth_tui.shells.programs.awk_language import NotFollowedError, Reader, unescaped
from claude_auth_tui.shells.programs.awk_run import Machine
from claude_auth_tui.shells.programs.expressions import AWK, expression
from claude_auth_tui.shells.programs.run import Answer, Given, Run, T, takes

_RULE: Final = re.compile(
    r"""\s*+(?:(?P<without>!\s*+)?/(?P<where>(?:[^/\\\n]|\\.)+)/ | NR\s*==\s*(?P<line>\d{1,6}) | \$(?P<tested>\d{1,3})\s*==\s*"(?P<text>[^"\\\n]*)")?
    \s*+(?P<action>\{\s*+print(?:\s*+\$(?P<field>\d{1,3}|NF))?\s*+(?P<exits>;\s*+exit\s*+)?;?\s*+\})?\s*+""",
    re.VERBOSE,
)


@takes(valued="Fv", permute=False)
def awk_(run: Run[T], given: Given) -> Answer[T]:
    if not given.rest or not given.rest[0].strip():
        return None
    rule = _RULE.fullmatch(given.rest[0]) if "v" not in given.options else None
    return _program(run, given) if rule is None else _one_rule(run, given, rule)


def _program(run: Run[T], given: Given) -> Answer[T]:
    """Any program; one that goes through an array is run in two orders, and is not known where they differ."""
    answers: list[tuple[list[T], int]] = []
    try:
        rules = Reader(given.rest[0]).rules()
        separator = unescaped(told) if re.search(r"\\[tn\\/\"]", told := given.last("F", " ")) else told
        for backwards in (False, True):
            machine = Machine(run, rules, separator, given.options.get("v", ()), given.rest[1:], backwards)
            answers.append(machine.all())
            run.spend(machine.steps // 4)
            if not machine.unordered:
                break
    except (NotFollowedError, RecursionError):
        return None
    texts = ["".join(map(run.plain, texts)) for texts, _ in answers]
    return answers[0] if len({*zip(texts, (status for _, status in answers), strict=True)}) == 1 else None


def _one_rule(run: Run[T], given: Given, rule: re.Match[str]) -> Answer[T]:
    told = given.last("F", " ").replace("\\t", "\t")
    separator = _expression(r"[ \t\n]+" if told == " " else re.sub(r"^[^\\^]$", r"[\g<0>]", told))
    where = _expression(rule["where"].replace("\\/", "/")) if rule["where"] else None
    if separator is None or separator.fullmatch("") or told == "t" or (rule["where"] and where is None):
        return None
    lines = run.lines(given.rest[1:])
    if not (run.may_try(where, lines) and run.may_try(separator, lines)):
        return None
    out: list[T] = []
    for number, line in enumerate(lines, 1):
        text = run.plain(line)
        found = list(separator.finditer(text))
        fields = list(zip([0, *(m.end() for m in found)], [*(m.start() for m in found), len(text)], strict=True)) if text else []
        if told == " ":
            fields = [(start, end) for start, end in fields if start < end]
        tested = _field(rule["tested"] or "0", fields, len(text))
        if (
            (where is None or (where.search(text) is None) is bool(rule["without"]))
            and rule["line"] in (None, str(number))
            and rule["text"] in (None, text[slice(*tested)])
        ):
            out.append(run.cut(line, *_field(rule["field"] or "0", fields, len(text))))
            if rule["exits"]:
                break
    return run.ended(out), 2 if run.missing else 0


def _expression(text: str) -> re.Pattern[str] | None:
    """What every awk takes alike: some know no `{2}`, and no empty alternative."""
    return expression((text,), "extended", AWK) if not re.search(r"\{|(?:^|[(|])(?:[|)]|$)", text) else None


def _field(name: str, fields: list[tuple[int, int]], size: int) -> tuple[int, int]:
    """Where a field of a line begins and ends."""
    number = len(fields) if name == "NF" else int(name)
    return (0, size) if number == 0 else fields[number - 1] if number <= len(fields) else (0, 0)


gawk_ = mawk_ = awk_

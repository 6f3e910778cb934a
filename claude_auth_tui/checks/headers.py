"""ANTHROPIC_CUSTOM_HEADERS: lines that are no header, and several headers that became one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from claude_auth_tui.checks import docs, frame
from claude_auth_tui.checks.correcting import change_on_line, corrections, where_from
from claude_auth_tui.checks.frame import warning
from claude_auth_tui.checks.known import effective_value, new_shell
from claude_auth_tui.claude_code.headers import line_with_written_break, lines_without_colon
from claude_auth_tui.model.diagnosis import Evidence, Finding, Fix
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.scene.facts import Facts

check = partial(frame.check, family="value", docs=docs.ENVIRONMENT)

_NAME = say("ANTHROPIC_CUSTOM_HEADERS")


@check(
    "headers-line-ignored",
    passed="Every custom header is one",
    about="ANTHROPIC_CUSTOM_HEADERS holds headers as Name: value, one on a line. A line without a colon is passed over without a word.",
    levels=("warning",),
)
def headers_line_ignored(facts: Facts) -> Iterator[Finding]:
    value = effective_value(new_shell(facts), _NAME)
    lines = lines_without_colon(value) if value is not None else ()
    if lines:
        which = say("line {}", lines[0]) if len(lines) == 1 else say("{} lines", len(lines))
        yield warning(
            say("A custom header is not sent: {} of {} has no colon", which, _NAME),
            say(
                "A header is written Name: value. Claude Code passes what has no colon over, so a gateway that waits for the header refuses the request."
            ),
            [Evidence(where_from(facts, _NAME), say("{}, {} without a colon", _NAME, which))],
            corrections(facts, _NAME, say("Write it as Name: value"), needed=True),
        )


@check(
    "headers-joined",
    passed="No custom header swallows the next one",
    about="Between two headers there has to be a real line break. The two characters \\n do not become one, and the second header is sent inside of the first.",
    levels=("warning",),
)
def headers_joined(facts: Facts) -> Iterator[Finding]:
    value = effective_value(new_shell(facts), _NAME)
    line = line_with_written_break(value) if value is not None else 0
    if value is not None and line:
        yield warning(
            say("Two custom headers are sent as one: {} has \\n written out", _NAME),
            say(
                "In line {} the characters \\n stand where the next header should begin, and become part of the first one's value. "
                "Use a real line break; in bash and zsh that is $'…\\n…'.",
                line,
            ),
            [Evidence(where_from(facts, _NAME), say("{}, line {}", _NAME, line))],
            corrections(facts, _NAME, say("Put a line break between the headers"), _break_in_json(facts, value), needed=True),
        )


def _break_in_json(facts: Facts, value: Secret) -> Fix | None:
    """In a settings file one backslash too many makes the difference."""
    if _NAME not in new_shell(facts).configuration.settings.env:
        return None
    return change_on_line(facts, _NAME, say("Take the second backslash away"), _NAME + say(r"/s/\\\\n/\\n/g"), value)

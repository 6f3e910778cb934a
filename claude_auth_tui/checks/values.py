"""What is wrong with the characters of a key or token: told by kind and position, never by the characters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from claude_auth_tui.checks import docs, frame
from claude_auth_tui.checks.mending import Mend
from claude_auth_tui.checks.subjects import Subject, subject_finding, subjects
from claude_auth_tui.checks.words import upper_first
from claude_auth_tui.model.diagnosis import Finding
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.shape import Fault, FaultKind, faults
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import Level
from claude_auth_tui.scene.facts import Facts

check = partial(frame.check, family="value", docs=docs.ERRORS)


@check(
    "value-breaks-header",
    passed="Every key and token fits into a header",
    about="A line break, a control character or a letter beyond Latin-1 cannot stand in a header, so Claude Code stops before it sends anything. "
    "Invisible characters come along when a key is copied from a web page or a chat.",
    levels=("error", "info"),
)
def breaks_header(facts: Facts) -> Iterator[Finding]:
    yield from _faulty(
        facts,
        ("line_break", "control", "above_latin1", "zero_width"),
        "error",
        lambda s, f: say("{} holds {}", s.name, _character(f)),
        lambda s, f: say(
            "{} stands at character {} of {}, and no header can carry it. Copy the value again, as plain text.",
            upper_first(_character(f)),
            f.position,
            s.value.length,
        ),
    )


@check(
    "value-bearer",
    passed="No token repeats the word Bearer",
    about="Claude Code puts Bearer before ANTHROPIC_AUTH_TOKEN itself. A value that begins with it arrives as Bearer Bearer and is refused.",
    cure="Take the word Bearer out of the value: Claude Code adds it.",
    levels=("error", "info"),
    docs=docs.ENVIRONMENT,
)
def doubled_bearer(facts: Facts) -> Iterator[Finding]:
    yield from _faulty(
        facts,
        ("bearer",),
        "error",
        lambda s, f: say("{} begins with the word Bearer", s.name),
        lambda s, f: say("Claude Code adds that word itself, so it arrives twice and the token is refused. Keep only what follows it."),
        Mend("bearer"),
    )


@check(
    "value-quotes",
    passed="No key or token has quotes in it",
    about="Quotes belong to the shell, not to the value; where they end up inside, they are sent along and the key is refused. "
    "That happens with quotes inside quotes, and in files that no shell reads.",
    cure="Write it with one pair of quotes, or none where no shell reads the file.",
    levels=("error", "info"),
)
def quotes(facts: Facts) -> Iterator[Finding]:
    yield from _faulty(
        facts,
        ("quotes",),
        "error",
        lambda s, f: say("{} has quotes in its value", s.name),
        lambda s, f: say(
            "The quotes around it are part of the value and are sent along, so it is refused. Write it with one pair of quotes, or none."
        ),
    )


@check(
    "value-unexpanded",
    passed="No key or token is an unexpanded variable",
    about="Single quotes, settings files and .env files keep $NAME, $(command) and op:// as they are. Claude Code then sends those letters as the key.",
    cure="Use double quotes in a startup file; in settings and .env files write the value itself, or use apiKeyHelper.",
    levels=("error", "info"),
    docs=docs.ENVIRONMENT,
)
def unexpanded(facts: Facts) -> Iterator[Finding]:
    yield from _faulty(
        facts,
        ("unexpanded",),
        "error",
        lambda s, f: say("{} holds a variable or command that was never expanded", s.name),
        lambda s, f: say(
            "Its text is sent as it stands, so it is refused. Use double quotes in a startup file; a settings file expands nothing."
        ),
    )


@check(
    "value-placeholder",
    passed="No key or token is a placeholder",
    about="A line copied from a manual still holds its example. It counts as a key like any other, and stands before the login.",
    cure="Put the real value there, or take the line out.",
    levels=("error", "info"),
)
def placeholder(facts: Facts) -> Iterator[Finding]:
    yield from _faulty(
        facts,
        ("placeholder",),
        "error",
        lambda s, f: say("{} is a placeholder, not {}", s.name, say("a key") if "KEY" in s.name else say("a token")),
        lambda s, f: say(
            "It looks like the example of a manual and is refused when it is sent. Put the real value there, or take the line out."
        ),
    )


@check(
    "value-cut",
    passed="No key or token is cut short",
    about="Terminals wrap a token of 108 characters, and a copy of the first row ends at about 80. What is left looks right and is refused.",
    levels=("warning", "info"),
    docs=docs.AUTHENTICATION,
)
def cut(facts: Facts) -> Iterator[Finding]:
    yield from _faulty(
        facts,
        ("cut",),
        "warning",
        lambda s, f: say("{} seems cut short", s.name),
        lambda s, f: say("It has {}, as when only the first row was copied. Copy it again, both rows.", f.detail),
    )


@check(
    "value-inner-blank",
    passed="No key or token has a blank inside",
    about="No key or token of Anthropic has a blank in it. One inside means that something was joined or broken when it was copied.",
    levels=("error", "warning", "info"),
)
def inner_blank(facts: Facts) -> Iterator[Finding]:
    for subject in subjects(facts):
        kinds = {fault.kind for fault in faults(subject.value)}
        if "inner_blank" in kinds and not kinds & {"bearer", "unexpanded", "placeholder", "line_break"}:
            yield subject_finding(
                facts,
                subject,
                "warning" if subject.value.kind == "other" else "error",
                say("{} has a blank inside", subject.name),
                say("It is sent with the blank in it and will hardly be accepted. Copy the value again."),
            )


@check(
    "value-blanks",
    passed="No key or token has blanks around it",
    about="Claude Code trims blanks and line breaks around a value. Other programs that read the same variable do not.",
    cure="Nothing has to be done; take the blanks away if other programs read it.",
    levels=("info",),
    docs=docs.ENVIRONMENT,
)
def blanks(facts: Facts) -> Iterator[Finding]:
    yield from _faulty(
        facts,
        ("blanks",),
        "info",
        lambda s, f: say("{} has blanks around it", s.name),
        lambda s, f: say("Claude Code trims them, so they do no harm there. Other programs may send them along."),
    )


def _faulty(
    facts: Facts,
    kinds: tuple[FaultKind, ...],
    level: Level,
    title: Callable[[Subject, Fault], Shown],
    explain: Callable[[Subject, Fault], Shown],
    mend: Mend | None = None,
) -> Iterator[Finding]:
    for subject in subjects(facts):
        fault = next((fault for fault in faults(subject.value) if fault.kind in kinds), None)
        if fault is not None:
            yield subject_finding(facts, subject, level, title(subject, fault), explain(subject, fault), mend)


def _character(fault: Fault) -> Shown:
    return say("the character {}", fault.detail) if fault.kind == "above_latin1" else fault.detail

"""What is wrong with the values of credential variables: told by kind and position, never by the characters."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from msgspec import Struct

from claude_auth_tui.checks import docs, frame
from claude_auth_tui.checks.fixes.wrong_value import Mend, change_on_line, corrections, mends, where_from
from claude_auth_tui.checks.frame import NO_PARTS, Parts, leveled, told, warning
from claude_auth_tui.checks.known import effective_value, ends, fails, here, new_shell, place_of, sent_sources, source_evidence, source_of
from claude_auth_tui.checks.phrases import article, name_of
from claude_auth_tui.checks.removal import remove_variable
from claude_auth_tui.claude_code.headers import line_with_written_break, lines_without_colon
from claude_auth_tui.claude_code.start import Prediction
from claude_auth_tui.claude_code.tables import CREDENTIAL_VARIABLES, HEADERS, KEY, OAUTH
from claude_auth_tui.model.diagnosis import Evidence, Finding, Fix
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.value_faults import Fault, FaultKind, faults
from claude_auth_tui.model.words import Level
from claude_auth_tui.scene.facts import Facts

check = partial(frame.check, family="value", docs=docs.ENVIRONMENT)


@check(
    "headers-line-ignored",
    passed="Every custom header is one",
    about="ANTHROPIC_CUSTOM_HEADERS holds headers as Name: value, one on a line. A line without a colon is passed over without a word.",
    levels=("warning",),
)
def headers_line_ignored(facts: Facts) -> Iterator[Finding]:
    value = effective_value(new_shell(facts), HEADERS)
    lines = lines_without_colon(value) if value is not None else ()
    if lines:
        which = say("line {}", lines[0]) if len(lines) == 1 else say("{} lines", len(lines))
        yield warning(
            "A custom header is not sent: {which} of ANTHROPIC_CUSTOM_HEADERS has no colon",
            "A header is written Name: value. Claude Code passes what has no colon over, so a gateway that waits for the header refuses the request.",
            [Evidence(where_from(facts, HEADERS), say("{}, {} without a colon", HEADERS, which))],
            corrections(facts, HEADERS, say("Write it as Name: value"), needed=True),
            parts={"which": which},
        )


@check(
    "headers-joined",
    passed="No custom header swallows the next one",
    about="Between two headers there has to be a real line break. The two characters \\n do not become one, and the second header is sent inside of the first.",
    levels=("warning",),
)
def headers_joined(facts: Facts) -> Iterator[Finding]:
    value = effective_value(new_shell(facts), HEADERS)
    line = line_with_written_break(value) if value is not None else 0
    if value is not None and line:
        yield warning(
            "Two custom headers are sent as one: ANTHROPIC_CUSTOM_HEADERS has \\n written out",
            "In line {line} the characters \\n stand where the next header should begin, and become part of the first one's value. "
            "Use a real line break; in bash and zsh that is $'…\\n…'.",
            [Evidence(where_from(facts, HEADERS), say("{}, line {}", HEADERS, line))],
            corrections(facts, HEADERS, say("Put a line break between the headers"), _break_in_json(facts, value), needed=True),
            parts={"line": line},
        )


def _break_in_json(facts: Facts, value: Secret) -> Fix | None:
    """In a settings file one backslash too many makes the difference."""
    if HEADERS not in new_shell(facts).configuration.settings.env:
        return None
    return change_on_line(facts, HEADERS, say("Take the second backslash away"), HEADERS + say(r"/s/\\\\n/\\n/g"), value)


@check(
    "headers-break-request",
    passed="Nothing beside the credentials stops a request",
    about="ANTHROPIC_CUSTOM_HEADERS can hold what no header may hold, or set a credential's header to nothing. "
    "Claude Code then stops before it sends anything.",
    cure="Write the headers as Name: value, one on a line, with plain characters, or unset the variable.",
    levels=("error",),
)
def headers_break_request(facts: Facts) -> Iterator[Finding]:
    prediction = new_shell(facts)
    stopped = {name: end for name, end in ends(prediction).items() if end.outcome == "blocked" and end.reason == "header"}
    if not stopped:
        return
    end = list(stopped.values())[-1]
    culprits = [link.source for link in end.chain if link.state == "unusable"]
    if any(name_of(source) in CREDENTIAL_VARIABLES for source in culprits):
        return  # told by the checks of values
    yield told(
        "error",
        say("A custom header cannot be sent"),
        end.because.sentence,
        [source_evidence(facts, prediction, source) for source in culprits],
        [fix for source in culprits for fix in remove_variable(facts, name_of(source))],
    )


class Subject(Struct, frozen=True):
    """One credential variable as Claude Code gets it in one context."""

    context: str
    prediction: Prediction
    name: Shown
    value: Secret
    used: bool
    """Sent, or what stops a request before it is sent."""


def subjects(facts: Facts) -> Iterator[Subject]:
    """The credential variables of a new shell, and those of this terminal where it has another value."""
    fresh = new_shell(facts)
    for context, prediction in (("new_shell", fresh), ("here", here(facts))):
        used = set(sent_sources(prediction)) if context == "new_shell" else set()
        stopped = any(end.reason == "header" for end in ends(prediction).values()) and context == "new_shell"
        for name in CREDENTIAL_VARIABLES:
            value = effective_value(prediction, name)
            if value is None or value.is_blank or (context == "here" and value == effective_value(fresh, name)):
                continue
            yield Subject(context, prediction, name, value, source_of(prediction, name) in used or stopped)


def _finding(facts: Facts, subject: Subject, level: Level, mend: Mend | None = None, *, title: str, explain: str, parts: Parts) -> Finding:
    """At `level` where the value is used, else as something worth knowing."""
    told = say("{} {}", name_of(source_of(subject.prediction, subject.name)), subject.value.shown or say("nothing"))
    return leveled(
        level if subject.used else "info",
        title,
        explain,
        [Evidence(place_of(subject.prediction, subject.name), told)],
        mends(facts, subject.name, subject.context, mend),
        subject.context,
        {"name": subject.name, **parts},
    )


_RIGHT_SLOT = {"api_key": KEY, "oauth_token": OAUTH}
_NO_SLOT = {
    "admin_key": say("Admin keys manage an organisation and make no requests; create an API key in the Console."),
    "refresh_token": say("A refresh token belongs to the stored login and into no variable; make a token with claude setup-token."),
    "session_cookie": say("That is a browser's session and no credential for Claude Code; log in with claude auth login."),
}


@check(
    "value-wrong-slot",
    passed="Every key and token is in its own variable",
    about="Keys, setup tokens and other secrets look alike but belong into different variables. In the wrong one they are sent in the wrong header and refused.",
    cure="Move the value into the variable of its kind; some kinds belong into none.",
    levels=("error", "info"),
    docs=docs.PRECEDENCE,
)
def wrong_slot(facts: Facts) -> Iterator[Finding]:
    for subject in subjects(facts):
        kind, right = subject.value.kind, _RIGHT_SLOT.get(subject.value.kind, NOTHING)
        gateway = any(end.pays == "gateway" for end in ends(subject.prediction).values())
        if kind == "other" or right == subject.name or (gateway and kind == "api_key"):
            continue
        what = article(subject.value.label)
        belongs = say("It belongs into {}.", right) if right else _NO_SLOT.get(kind, say("It belongs into none of these variables."))
        yield _finding(
            facts,
            subject,
            "error",
            Mend("rename", right) if right else None,
            title="{name} holds {what}",
            explain="{What} is sent there in a header the API does not take it from, so it is refused. {belongs}",
            parts={"what": what, "What": what.capital, "belongs": belongs},
        )


@check(
    "value-empty",
    passed="No credential variable is set to nothing",
    about="A variable that is set to nothing, or to blanks, counts as not set for Claude Code, but hides that something was meant to be there. "
    "In a settings file it cancels what the shell exports.",
    cure="Unset it, or see that the secret it should be filled with arrives.",
    levels=("warning", "info"),
)
def empty(facts: Facts) -> Iterator[Finding]:
    prediction = new_shell(facts)
    for name in CREDENTIAL_VARIABLES:
        value = effective_value(prediction, name)
        if value is not None and value.is_blank:
            subject = Subject("new_shell", prediction, name, value, used=fails(prediction))
            yield _finding(
                facts,
                subject,
                "warning",
                title="{name} is set to {what}",
                explain="Claude Code takes that for not set. Where a secret is filled in from elsewhere, such as a CI job, it did not arrive.",
                parts={"what": say("nothing") if value.is_empty else say("blanks")},
            )


def _fault(
    id_: str,
    *kinds: FaultKind,
    passed: str,
    about: str,
    title: str,
    explain: str,
    cure: str = "",
    page: str = docs.ENVIRONMENT,
    level: Level = "error",
    mend: Mend | None = None,
) -> None:
    """The check for values that have a fault of one of these kinds."""

    @check(id_, passed=passed, about=about, cure=cure, docs=page, levels=("info",) if level == "info" else (level, "info"))
    def look(facts: Facts) -> Iterator[Finding]:
        for subject in subjects(facts):
            fault = next((fault for fault in faults(subject.value) if fault.kind in kinds), None)
            if fault is not None:
                yield _finding(facts, subject, level, mend, title=title, explain=explain, parts=_parts(subject, fault))


def _parts(subject: Subject, fault: Fault) -> Parts:
    character = say("the character {}", fault.detail) if fault.kind == "above_latin1" else fault.detail
    return {
        "character": character,
        "Character": character.capital,
        "detail": fault.detail,
        "length": subject.value.length,
        "noun": say("a key") if "KEY" in subject.name else say("a token"),
        "position": fault.position,
    }


_fault(
    "value-breaks-header",
    "line_break",
    "control",
    "above_latin1",
    "zero_width",
    passed="Every key and token fits into a header",
    about="A line break, a control character or a letter beyond Latin-1 cannot stand in a header, so Claude Code stops before it sends anything. "
    "Invisible characters come along when a key is copied from a web page or a chat.",
    page=docs.ERRORS,
    title="{name} holds {character}",
    explain="{Character} stands at character {position} of {length}, and no header can carry it. Copy the value again, as plain text.",
)

_fault(
    "value-bearer",
    "bearer",
    passed="No token repeats the word Bearer",
    about="Claude Code puts Bearer before ANTHROPIC_AUTH_TOKEN itself. A value that begins with it arrives as Bearer Bearer and is refused.",
    cure="Take the word Bearer out of the value: Claude Code adds it.",
    title="{name} begins with the word Bearer",
    explain="Claude Code adds that word itself, so it arrives twice and the token is refused. Keep only what follows it.",
    mend=Mend("bearer"),
)

_fault(
    "value-quotes",
    "quotes",
    passed="No key or token has quotes in it",
    about="Quotes belong to the shell, not to the value; where they end up inside, they are sent along and the key is refused. "
    "That happens with quotes inside quotes, and in files that no shell reads.",
    cure="Write it with one pair of quotes, or none where no shell reads the file.",
    page=docs.ERRORS,
    title="{name} has quotes in its value",
    explain="The quotes around it are part of the value and are sent along, so it is refused. Write it with one pair of quotes, or none.",
)

_fault(
    "value-unexpanded",
    "unexpanded",
    passed="No key or token is an unexpanded variable",
    about="Single quotes, settings files and .env files keep $NAME, $(command) and op:// as they are. Claude Code then sends those letters as the key.",
    cure="Use double quotes in a startup file; in settings and .env files write the value itself, or use apiKeyHelper.",
    title="{name} holds a variable or command that was never expanded",
    explain="Its text is sent as it stands, so it is refused. Use double quotes in a startup file; a settings file expands nothing.",
)

_fault(
    "value-placeholder",
    "placeholder",
    passed="No key or token is a placeholder",
    about="A line copied from a manual still holds its example. It counts as a key like any other, and stands before the login.",
    cure="Put the real value there, or take the line out.",
    page=docs.ERRORS,
    title="{name} is a placeholder, not {noun}",
    explain="It looks like the example of a manual and is refused when it is sent. Put the real value there, or take the line out.",
)

_fault(
    "value-cut",
    "cut",
    passed="No key or token is cut short",
    about="Terminals wrap a token of 108 characters, and a copy of the first row ends at about 80. What is left looks right and is refused.",
    page=docs.AUTHENTICATION,
    title="{name} seems cut short",
    explain="It has {detail}, as when only the first row was copied. Copy it again, both rows.",
    level="warning",
)


@check(
    "value-inner-blank",
    passed="No key or token has a blank inside",
    about="No key or token of Anthropic has a blank in it. One inside means that something was joined or broken when it was copied.",
    levels=("error", "warning", "info"),
    docs=docs.ERRORS,
)
def inner_blank(facts: Facts) -> Iterator[Finding]:
    for subject in subjects(facts):
        kinds = {fault.kind for fault in faults(subject.value)}
        if "inner_blank" in kinds and not kinds & {"bearer", "unexpanded", "placeholder", "line_break"}:
            yield _finding(
                facts,
                subject,
                "warning" if subject.value.kind == "other" else "error",
                title="{name} has a blank inside",
                explain="It is sent with the blank in it and will hardly be accepted. Copy the value again.",
                parts=NO_PARTS,
            )


_fault(
    "value-blanks",
    "blanks",
    passed="No key or token has blanks around it",
    about="Claude Code trims blanks and line breaks around a value. Other programs that read the same variable do not.",
    cure="Nothing has to be done; take the blanks away if other programs read it.",
    title="{name} has blanks around it",
    explain="Claude Code trims them, so they do no harm there. Other programs may send them along.",
    level="info",
)

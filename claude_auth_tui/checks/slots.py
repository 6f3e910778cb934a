"""Keys and tokens in the variable of another kind, and variables that are set to nothing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from claude_auth_tui.checks import docs, frame
from claude_auth_tui.checks.known import effective_value, ends, fails, new_shell
from claude_auth_tui.checks.mending import Mend
from claude_auth_tui.checks.subjects import CREDENTIALS, Subject, subject_finding, subjects
from claude_auth_tui.checks.words import article
from claude_auth_tui.model.diagnosis import Finding
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.scene.facts import Facts

check = partial(frame.check, family="value", docs=docs.PRECEDENCE)

_RIGHT_SLOT = {"api_key": say("ANTHROPIC_API_KEY"), "oauth_token": say("CLAUDE_CODE_OAUTH_TOKEN")}
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
)
def wrong_slot(facts: Facts) -> Iterator[Finding]:
    for subject in subjects(facts):
        kind, right = subject.value.kind, _RIGHT_SLOT.get(subject.value.kind, NOTHING)
        gateway = any(end.pays == "gateway" for end in ends(subject.prediction).values())
        if kind == "other" or right == subject.name or (gateway and kind == "api_key"):
            continue
        what = article(subject.value.label)
        belongs = say("It belongs into {}.", right) if right else _NO_SLOT.get(kind, say("It belongs into none of these variables."))
        yield subject_finding(
            facts,
            subject,
            "error",
            say("{} holds {}", subject.name, what),
            say("{} is sent there in a header the API does not take it from, so it is refused. {}", what.capital, belongs),
            Mend("rename", right) if right else None,
        )


@check(
    "value-empty",
    passed="No credential variable is set to nothing",
    about="A variable that is set to nothing, or to blanks, counts as not set for Claude Code, but hides that something was meant to be there. "
    "In a settings file it cancels what the shell exports.",
    cure="Unset it, or see that the secret it should be filled with arrives.",
    levels=("warning", "info"),
    docs=docs.ENVIRONMENT,
)
def empty(facts: Facts) -> Iterator[Finding]:
    prediction = new_shell(facts)
    for name in CREDENTIALS:
        value = effective_value(prediction, name)
        if value is not None and value.is_blank:
            subject = Subject("new_shell", prediction, name, value, used=fails(prediction))
            yield subject_finding(
                facts,
                subject,
                "warning",
                say("{} is set to {}", name, say("nothing") if value.is_empty else say("blanks")),
                say("Claude Code takes that for not set. Where a secret is filled in from elsewhere, such as a CI job, it did not arrive."),
            )

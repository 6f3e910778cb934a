"""A credential that wins over the login the user has: keys, tokens, helpers, headers and profiles."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from claude_auth_tui.checks import docs, frame
from claude_auth_tui.checks.fixes import RESTART
from claude_auth_tui.checks.frame import leveled, warning
from claude_auth_tui.checks.known import Wanted, ends, inherited_from, new_shell, sending, sent_sources, source_evidence, wanted_login
from claude_auth_tui.checks.outcome import outlook
from claude_auth_tui.checks.removal import remove_helper, remove_variable, writer_for
from claude_auth_tui.checks.words import CONSOLE_KEY, LOGIN, PAYERS, clause, credential, listed, login_title, name_of, upper_first
from claude_auth_tui.claude_code.what_if import without
from claude_auth_tui.model.diagnosis import SURFACE_TITLES, Evidence, Finding, Fix
from claude_auth_tui.model.saying import say, say_all
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.scene.facts import Facts

check = partial(frame.check, family="precedence", docs=docs.PRECEDENCE)


@check(
    "env-key-overrides-login",
    passed="No API key overrides the login",
    about="ANTHROPIC_API_KEY is used instead of a login: by claude -p always, by claude once it is approved. "
    "What runs is then billed to API credits, while the plan that is paid for stays unused.",
    levels=("error", "warning"),
)
def key_overrides_login(facts: Facts) -> Iterator[Finding]:
    yield from _override(facts, "ANTHROPIC_API_KEY", say("An API key"))


@check(
    "env-token-overrides-login",
    passed="No gateway token overrides the login",
    about="ANTHROPIC_AUTH_TOKEN is sent as Authorization: Bearer instead of a login. It is meant for gateways, "
    "and the API itself refuses most of what people put there.",
    levels=("error", "warning"),
)
def token_overrides_login(facts: Facts) -> Iterator[Finding]:
    yield from _override(facts, "ANTHROPIC_AUTH_TOKEN", say("A token"))


@check(
    "oauth-token-overrides-login",
    passed="No CLAUDE_CODE_OAUTH_TOKEN overrides the login",
    about="A token from claude setup-token is used instead of the stored login, and /login changes nothing about it in new sessions. "
    "It may belong to another account, and it lacks what only a full login can do.",
    levels=("error", "warning"),
)
def oauth_token_overrides_login(facts: Facts) -> Iterator[Finding]:
    yield from _override(facts, "CLAUDE_CODE_OAUTH_TOKEN", say("A setup token"))


@check(
    "headers-override-login",
    passed="No custom header replaces the credential",
    about="A line Authorization or x-api-key in ANTHROPIC_CUSTOM_HEADERS replaces or joins the credential that would be sent. "
    "Nothing on Claude Code's own screens says so.",
    levels=("error", "warning"),
    docs=docs.ENVIRONMENT,
)
def headers_override_login(facts: Facts) -> Iterator[Finding]:
    yield from _override(facts, "ANTHROPIC_CUSTOM_HEADERS", say("A custom header"))


@check(
    "helper-overrides-login",
    passed="No apiKeyHelper overrides the login",
    about="The output of an apiKeyHelper is sent instead of a login, also when the helper stands in a project's settings. "
    "claude -p runs a project's helper without asking.",
    cure="Take apiKeyHelper out of the settings file that names it; in managed settings only your administrator can.",
    levels=("error", "warning"),
)
def helper_overrides_login(facts: Facts) -> Iterator[Finding]:
    yield from _override(facts, "apiKeyHelper", say("An apiKeyHelper"))


@check(
    "profile-overrides-login",
    passed="No Anthropic profile overrides the login",
    about="A profile named in ANTHROPIC_PROFILE, or workload identity federation, is used instead of a stored login. "
    "claude auth status may say that nobody is logged in while requests go out and are billed.",
    cure="Unset ANTHROPIC_PROFILE or the federation's variables, or put the profile's file aside.",
    levels=("error", "warning"),
    docs=docs.AUTHENTICATION,
)
def profile_overrides_login(facts: Facts) -> Iterator[Finding]:
    prediction = new_shell(facts)
    for source in sent_sources(prediction):
        if source.startswith("profile:"):
            names = [n for n in (say("ANTHROPIC_PROFILE"), say("ANTHROPIC_FEDERATION_RULE_ID")) if n in prediction.start.environment]
            fixes = [fix for name in names[:1] for fix in remove_variable(facts, name)] or list(_put_profile_aside(facts, source))
            noun = say("Workload identity federation") if name_of(source) == "federation" else say("An Anthropic profile")
            yield from _finding(facts, source, noun, tuple(fixes))


@check(
    "two-credentials-sent",
    passed="No request carries two credentials",
    about="Authorization and x-api-key are filled one by one, so a token and a key that are both set are both sent. "
    "Which of them counts, and who pays, is up to the server.",
    cure="Keep the one you mean and take the other away.",
    levels=("warning",),
)
def two_credentials(facts: Facts) -> Iterator[Finding]:
    prediction = new_shell(facts)
    both = [name for name, end in ends(prediction).items() if end.outcome == "sends" and len(end.sources) > 1]
    if not both:
        return
    end = ends(prediction)[both[-1]]
    names = [_said(facts, source) for source in end.sources]
    yield warning(
        say("{} are both sent", upper_first(listed(names))),
        say(
            "{} {} as Authorization and {} as x-api-key in one request. "
            "The server decides which one counts and who pays; keep the one you mean.",
            clause(both, say("send")),
            names[0],
            names[1],
        ),
        [source_evidence(facts, prediction, source) for source in end.sources],
        [fix for source in reversed(end.sources) for fix in _removals(facts, source)],
    )


def _override(facts: Facts, name: str, noun: Shown) -> Iterator[Finding]:
    for source in sent_sources(new_shell(facts)):
        if name_of(source) == name:
            yield from _finding(facts, source, noun, _removals(facts, source))


def _finding(facts: Facts, source: Shown, noun: Shown, fixes: tuple[Fix, ...]) -> Iterator[Finding]:
    wanted, prediction = wanted_login(facts), new_shell(facts)
    names = [n for n in sending(prediction, source) if wanted and n in wanted.surfaces and wanted.source not in ends(prediction)[n].sources]
    if wanted is None or not names:
        return
    end = ends(prediction)[names[-1]]
    evidence = source_evidence(facts, prediction, source)
    inherited = evidence.where and evidence.where == inherited_from(facts)
    place = say("from {}", evidence.where) if inherited else say("in {}", evidence.where) if evidence.where else say("in your environment")
    yield leveled(
        "error" if wanted.alive else "warning",
        say("{} {} overrides {}", noun, place, wanted.title),
        say(
            "{} {} instead of {}, and {}. {}",
            clause(names, say("send")),
            name_of(source) if not source.startswith("profile:") else credential(prediction, end),
            wanted.title,
            PAYERS.get(end.pays or "", say("who pays is not known")),
            _rest(facts, wanted),
        ),
        [evidence, Evidence(wanted.where, say("{}, not used", wanted.title))],
        fixes,
    )


def _rest(facts: Facts, wanted: Wanted) -> Shown:
    """What becomes of the login meanwhile, surface by surface."""
    parts = []
    for name, end in ends(new_shell(facts)).items():
        if end.outcome == "asks" and end.asks == "key":
            parts.append(say("{} asks about the key first", SURFACE_TITLES[name]))
        elif wanted.source in end.sources:
            parts.append(say("{} uses {}", SURFACE_TITLES[name], wanted.title))
    if parts:
        return say("{}, so the two differ.", say_all(parts[:2], "; "))
    return (
        say("The login is used again once that is gone.")
        if wanted.alive
        else say("The login itself has expired and has to be renewed first.")
    )


def _said(facts: Facts, source: Shown) -> Shown:
    """The source as it is said in a sentence."""
    return login_title(new_shell(facts)) if source == LOGIN else say("the Console login") if source == CONSOLE_KEY else name_of(source)


def _removals(facts: Facts, source: Shown) -> tuple[Fix, ...]:
    name = name_of(source)
    return remove_helper(facts) if name == "apiKeyHelper" else remove_variable(facts, name)


def _put_profile_aside(facts: Facts, source: Shown) -> Iterator[Fix]:
    profile, writer = new_shell(facts).configuration.profile, writer_for(facts)
    if profile is not None and profile.source == source:
        leads_to = outlook(without(new_shell(facts).start, source))
        step = writer.rename(profile.path, writer.free_name(profile.path + ".off"))
        yield writer.fix(say("Put the profile aside: rename {}", profile.shown_path), step, then=RESTART, leads_to=leads_to)

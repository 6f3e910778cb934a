"""A credential that wins over the login the user has: keys, tokens, helpers, headers, profiles and workload identity federation."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from claude_auth_tui.checks import docs, frame
from claude_auth_tui.checks.fixes.logging_in import log_in
from claude_auth_tui.checks.fixes.writer import RESTART
from claude_auth_tui.checks.frame import leveled, warning
from claude_auth_tui.checks.known import (
    Wanted,
    ends,
    error_if_failing,
    fails,
    given,
    inherited_from,
    new_shell,
    place_of,
    sending,
    sent_sources,
    source_evidence,
    wanted_login,
)
from claude_auth_tui.checks.outcome import outlook
from claude_auth_tui.checks.phrases import PAYERS, clause, credential, listed, login_title, name_of
from claude_auth_tui.checks.removal import remove_helper, remove_variable, writer_for
from claude_auth_tui.claude_code.profiles import FEDERATION, Profile
from claude_auth_tui.claude_code.tables import CONSOLE, HEADERS, HELPER, KEY, LOGIN, OAUTH, TOKEN
from claude_auth_tui.model.diagnosis import SURFACE_TITLES, Evidence, Finding, Fix
from claude_auth_tui.model.saying import NOTHING, say, say_all, spoken
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.scene.again import again, without
from claude_auth_tui.scene.facts import Facts

check = partial(frame.check, family="precedence", docs=docs.PRECEDENCE)


def _overrides(id_: str, source: str, *, noun: Shown, passed: str, about: str, cure: str = "", page: str = docs.PRECEDENCE) -> None:
    """The check for one variable or setting that is sent instead of the login."""

    @check(id_, passed=passed, about=about, cure=cure, docs=page, levels=("error", "warning"))
    def look(facts: Facts) -> Iterator[Finding]:
        for sent in sent_sources(new_shell(facts)):
            if name_of(sent) == source:
                yield from _finding(facts, sent, noun, removals(facts, sent))


_overrides(
    "env-key-overrides-login",
    KEY,
    noun=say("An API key"),
    passed="No API key overrides the login",
    about="ANTHROPIC_API_KEY is used instead of a login: by claude -p always, by claude once it is approved. "
    "What runs is then billed to API credits, while the plan that is paid for stays unused.",
)

_overrides(
    "env-token-overrides-login",
    TOKEN,
    noun=say("A token"),
    passed="No gateway token overrides the login",
    about="ANTHROPIC_AUTH_TOKEN is sent as Authorization: Bearer instead of a login. It is meant for gateways, "
    "and the API itself refuses most of what people put there.",
)

_overrides(
    "oauth-token-overrides-login",
    OAUTH,
    noun=say("A setup token"),
    passed="No CLAUDE_CODE_OAUTH_TOKEN overrides the login",
    about="A token from claude setup-token is used instead of the stored login, and /login changes nothing about it in new sessions. "
    "It may belong to another account, and it lacks what only a full login can do.",
)

_overrides(
    "headers-override-login",
    HEADERS,
    noun=say("A custom header"),
    passed="No custom header replaces the credential",
    about="A line Authorization or x-api-key in ANTHROPIC_CUSTOM_HEADERS replaces or joins the credential that would be sent. "
    "Nothing on Claude Code's own screens says so.",
    page=docs.ENVIRONMENT,
)

_overrides(
    "helper-overrides-login",
    HELPER,
    noun=say("An apiKeyHelper"),
    passed="No apiKeyHelper overrides the login",
    about="The output of an apiKeyHelper is sent instead of a login, also when the helper stands in a project's settings. "
    "claude -p runs a project's helper without asking.",
    cure="Take apiKeyHelper out of the settings file that names it; in managed settings only your administrator can.",
)


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
        "{names.capital} are both sent",
        "{who} {first} as Authorization and {second} as x-api-key in one request. "
        "The server decides which one counts and who pays; keep the one you mean.",
        [source_evidence(facts, prediction, source) for source in end.sources],
        [fix for source in reversed(end.sources) for fix in removals(facts, source)],
        parts={"names": listed(names), "who": clause(both, say("send")), "first": names[0], "second": names[1]},
    )


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
        "{noun} {place} overrides {title}",
        "{who} {source} instead of {title}, and {payer}. {rest}",
        [evidence, Evidence(wanted.where, say("{}, not used", wanted.title))],
        fixes,
        parts={
            "noun": noun,
            "place": place,
            "title": wanted.title,
            "who": clause(names, say("send")),
            "source": name_of(source) if not source.startswith("profile:") else credential(prediction, end),
            "payer": PAYERS[end.pays or "unknown"],
            "rest": _rest(facts, wanted),
        },
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
    return login_title(new_shell(facts)) if source == LOGIN else say("the Console login") if source == CONSOLE else name_of(source)


def removals(facts: Facts, source: Shown) -> tuple[Fix, ...]:
    """Fixes after which this source is sent no more: a variable, or the helper."""
    name = name_of(source)
    return remove_helper(facts) if name == HELPER else remove_variable(facts, name)


def _put_profile_aside(facts: Facts, source: Shown) -> Iterator[Fix]:
    profile, writer = new_shell(facts).configuration.profile, writer_for(facts)
    if profile is not None and profile.source == source:
        leads_to = outlook(without(new_shell(facts).start, source))
        title = say("Put the profile aside: rename {}", profile.shown_path)
        yield writer.fix(title, writer.aside(profile.path), then=RESTART, leads_to=leads_to)


_RULE, _ORGANIZATION = say("ANTHROPIC_FEDERATION_RULE_ID"), say("ANTHROPIC_ORGANIZATION_ID")
_IDENTITY = ("ANTHROPIC_IDENTITY_TOKEN", "ANTHROPIC_IDENTITY_TOKEN_FILE")


def _set(facts: Facts, name: str) -> bool:
    place = given(new_shell(facts), name)
    return place is not None and not place.value.is_blank


@check(
    "federation-half-set",
    passed="Workload identity federation is not set by half",
    about="Federation needs ANTHROPIC_FEDERATION_RULE_ID and ANTHROPIC_ORGANIZATION_ID together, and an identity token. "
    "With one of the two Claude Code passes it over without a word; with both and no token every request fails.",
    cure="Set what is missing, or take the rest away.",
    levels=("error", "warning"),
    docs=docs.AUTHENTICATION,
)
def federation_half_set(facts: Facts) -> Iterator[Finding]:
    prediction = new_shell(facts)
    profile = prediction.configuration.profile
    rule, organization, identity = _set(facts, _RULE), _set(facts, _ORGANIZATION), any(_set(facts, name) for name in _IDENTITY)
    if profile is not None and profile.name == FEDERATION and profile.state == "no_credential":
        if fails(prediction):
            yield leveled(
                "error",
                "Workload identity federation lacks its identity token: {place}",
                "It is switched on by two variables and stands before a login, so every request fails for want of the token. "
                "Give it ANTHROPIC_IDENTITY_TOKEN_FILE, or switch it off.",
                [Evidence(place_of(prediction, name), name) for name in (_RULE, _ORGANIZATION)],
                remove_variable(facts, _RULE),
                parts={"place": place_of(prediction, _RULE) or _RULE},
            )
        return
    there = _RULE if rule else _ORGANIZATION
    if rule == organization or (not rule and not identity) or _set(facts, say("ANTHROPIC_PROFILE")):
        return
    missing = _ORGANIZATION if rule else _RULE
    if profile is not None and profile.mode == "oidc_federation":
        return  # the variables fill in what a saved profile leaves open
    yield leveled(
        error_if_failing(prediction, "warning"),
        "Workload identity federation is set by half: {there} without {missing}",
        "Claude Code uses it only where both are set, and says nothing otherwise. Set the other one too, or take this one away.",
        [Evidence(place_of(prediction, there), there), Evidence(NOTHING, say("{} is not set", missing))],
        remove_variable(facts, there),
        parts={"there": there, "missing": missing},
    )


@check(
    "profile-unusable",
    passed="The chosen Anthropic profile can be used",
    about="A profile that is chosen and cannot be used stops every request, or is passed over without a word. Then another credential is sent than the one that was chosen.",
    cure="Mend the profile, choose another one, or take the choice away.",
    levels=("error", "warning"),
    docs=docs.AUTHENTICATION,
)
def profile_unusable(facts: Facts) -> Iterator[Finding]:
    prediction = new_shell(facts)
    profile = prediction.configuration.profile
    if profile is None or profile.name == FEDERATION or profile.state in ("usable", "unknown"):
        return
    named = profile.chosen_by == "ANTHROPIC_PROFILE"
    chain = prediction.surfaces["print"].chain
    stops = any(link.source == profile.source and link.state == "unusable" for link in chain) and fails(prediction)
    passed_over = named and LOGIN in sent_sources(prediction)
    if not stops and not passed_over and not (named and fails(prediction)):
        return
    where = place_of(prediction, say("ANTHROPIC_PROFILE")) if named else profile.shown_path
    passed = say("Claude Code passes it over and uses your login instead.")
    stopping = say("It stands before whatever else there is, so nothing can be sent.")
    yield leveled(
        "error" if fails(prediction) else "warning",
        "The Anthropic profile “{name}” cannot be used: {detail}",
        "{then}",
        [Evidence(where, say("chosen by {}", profile.chosen_by)), Evidence(profile.shown_path, profile.detail)],
        [*_closed(facts, profile), *(remove_variable(facts, say("ANTHROPIC_PROFILE")) if named else _aside(facts, profile))],
        parts={"name": profile.name, "detail": profile.detail, "then": passed if passed_over else stopping},
    )


def _closed(facts: Facts, profile: Profile) -> list[Fix]:
    """Where only the mode of its credential file is wrong."""
    machine, writer = facts.machine, writer_for(facts)
    folder = machine.paths.dirname(machine.paths.dirname(profile.path))
    found = machine.files.stat(machine.join(folder, "credentials", machine.paths.basename(profile.path)))
    if profile.state != "unreadable" or not found.is_file or found.mode is None or not found.mode & 0o077:
        return []
    return [writer.fix(say("Make its credential file readable for you alone"), writer.mode(found.path, 0o600, found.mode), then=RESTART)]


def _aside(facts: Facts, profile: Profile) -> list[Fix]:
    writer = writer_for(facts)
    leads_to = outlook(again(new_shell(facts).start, {profile.path: None}))
    title = say("Put the profile {} aside", profile.shown_path)
    return [writer.fix(title, writer.aside(profile.path), then=RESTART, leads_to=leads_to)]


@check(
    "profile-left-behind",
    passed="No profile takes the place of a login that is gone",
    about="A saved profile ranks below a login. When the login ends, or after claude auth logout, which leaves profiles alone, "
    "the profile is used instead, and its account pays by use.",
    cure="Log in again, or put the profile aside.",
    levels=("warning",),
    docs=docs.AUTHENTICATION,
)
def profile_left_behind(facts: Facts) -> Iterator[Finding]:
    prediction = new_shell(facts)
    profile, login, state = prediction.configuration.profile, prediction.configuration.login, prediction.configuration.state
    if profile is None or profile.source not in sent_sources(prediction) or profile.before_login:
        return
    plan = state.subscription or login.subscription
    if not plan and login.state == "absent":
        return  # nobody had another login here: the profile is what is wanted
    whose = say("your {} login", plan.capital) if plan else say("your login")
    yield warning(
        "The Anthropic profile “{name}” is used, because {whose} is gone",
        "Requests are billed to the API account of the profile, by use. Log in to use the plan again; /logout does not take profiles away.",
        [
            Evidence(profile.shown_path, say("chosen by {}", profile.chosen_by)),
            Evidence(login.where, say("login: {}", spoken(login.state))),
        ],
        [*log_in(facts), *_aside(facts, profile)],
        parts={"name": profile.name, "whose": whose},
    )

"""Anthropic profiles and workload identity federation: set by half, chosen and unusable, or used since the login is gone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from claude_auth_tui.checks import docs, frame
from claude_auth_tui.checks.fixes import RESTART
from claude_auth_tui.checks.frame import leveled, warning
from claude_auth_tui.checks.known import error_if_failing, fails, given, new_shell, place_of, sent_sources
from claude_auth_tui.checks.logging_in import log_in
from claude_auth_tui.checks.outcome import outlook
from claude_auth_tui.checks.removal import remove_variable, writer_for
from claude_auth_tui.checks.words import LOGIN
from claude_auth_tui.claude_code.predict import predict
from claude_auth_tui.claude_code.profiles import FEDERATION, Profile
from claude_auth_tui.model.changed import with_files
from claude_auth_tui.model.diagnosis import Evidence, Finding, Fix
from claude_auth_tui.model.machine import File
from claude_auth_tui.model.saying import NOTHING, say, spoken
from claude_auth_tui.scene.facts import Facts

check = partial(frame.check, family="precedence", docs=docs.AUTHENTICATION)

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
)
def federation_half_set(facts: Facts) -> Iterator[Finding]:
    prediction = new_shell(facts)
    profile = prediction.configuration.profile
    rule, organization, identity = _set(facts, _RULE), _set(facts, _ORGANIZATION), any(_set(facts, name) for name in _IDENTITY)
    if profile is not None and profile.name == FEDERATION and profile.state == "no_credential":
        if fails(prediction):
            yield leveled(
                "error",
                say("Workload identity federation lacks its identity token: {}", place_of(prediction, _RULE) or _RULE),
                say(
                    "It is switched on by two variables and stands before a login, so every request fails for want of the token. "
                    "Give it ANTHROPIC_IDENTITY_TOKEN_FILE, or switch it off."
                ),
                [Evidence(place_of(prediction, name), name) for name in (_RULE, _ORGANIZATION)],
                remove_variable(facts, _RULE),
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
        say("Workload identity federation is set by half: {} without {}", there, missing),
        say("Claude Code uses it only where both are set, and says nothing otherwise. Set the other one too, or take this one away."),
        [Evidence(place_of(prediction, there), there), Evidence(NOTHING, say("{} is not set", missing))],
        remove_variable(facts, there),
    )


@check(
    "profile-unusable",
    passed="The chosen Anthropic profile can be used",
    about="A profile that is chosen and cannot be used stops every request, or is passed over without a word. Then another credential is sent than the one that was chosen.",
    cure="Mend the profile, choose another one, or take the choice away.",
    levels=("error", "warning"),
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
    yield leveled(
        "error" if fails(prediction) else "warning",
        say("The Anthropic profile “{}” cannot be used: {}", profile.name, profile.detail),
        say("Claude Code passes it over and uses your login instead.")
        if passed_over
        else say("It stands before whatever else there is, so nothing can be sent."),
        [Evidence(where, say("chosen by {}", profile.chosen_by)), Evidence(profile.shown_path, profile.detail)],
        [*_closed(facts, profile), *(remove_variable(facts, say("ANTHROPIC_PROFILE")) if named else _aside(facts, profile))],
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
    prediction, writer = new_shell(facts), writer_for(facts)
    start = prediction.start
    gone = with_files(facts.machine, {profile.path: File(profile.path, "absent")})
    leads_to = outlook(predict(type(start)(gone, start.environment, start.unknown, start.places)))
    step = writer.rename(profile.path, writer.free_name(profile.path + ".off"))
    return [writer.fix(say("Put the profile {} aside", profile.shown_path), step, then=RESTART, leads_to=leads_to)]


@check(
    "profile-left-behind",
    passed="No profile takes the place of a login that is gone",
    about="A saved profile ranks below a login. When the login ends, or after claude auth logout, which leaves profiles alone, "
    "the profile is used instead, and its account pays by use.",
    cure="Log in again, or put the profile aside.",
    levels=("warning",),
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
        say("The Anthropic profile “{}” is used, because {} is gone", profile.name, whose),
        say(
            "Requests are billed to the API account of the profile, by use. Log in to use the plan again; /logout does not take profiles away."
        ),
        [
            Evidence(profile.shown_path, say("chosen by {}", profile.chosen_by)),
            Evidence(login.where, say("login: {}", spoken(login.state))),
        ],
        [*log_in(facts), *_aside(facts, profile)],
    )

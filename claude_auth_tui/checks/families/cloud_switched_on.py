"""Cloud providers: switches left on, several at once, half-set, or with a value Claude Code does not take for yes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from msgspec.structs import replace

from claude_auth_tui.checks import docs, frame
from claude_auth_tui.checks.frame import error, leveled, warning
from claude_auth_tui.checks.known import effective_value, ends, expected_of, new_shell, place_of, source_evidence, wanted_login
from claude_auth_tui.checks.phrases import clause, listed, name_of
from claude_auth_tui.checks.removal import remove_variable, writer_for
from claude_auth_tui.claude_code.javascript import is_on
from claude_auth_tui.claude_code.shown_values import value_shown
from claude_auth_tui.claude_code.tables import CREDENTIAL_VARIABLES, PROVIDER_NOUNS, PROVIDERS, ProviderInfo, cloud_of, is_elsewhere
from claude_auth_tui.model.diagnosis import Evidence, Finding, Fix
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.scene.facts import Facts

check = partial(frame.check, family="cloud", docs=docs.PRECEDENCE)

_PAGES = {"bedrock": docs.BEDROCK, "mantle": docs.BEDROCK, "vertex": docs.VERTEX, "foundry": docs.FOUNDRY}
_OFF = ("", "0", "false", "no", "off", "n", "f", "none", "null", "disabled", "disable")


@check(
    "cloud-overrides-login",
    passed="No cloud provider stands before the login",
    about="A switch such as CLAUDE_CODE_USE_BEDROCK stands before every key, token and login. "
    "Left over from a trial or another job, it sends every request to an account that may be long closed.",
    cure="Take the switch away wherever it is set, or say in the config file that the cloud provider is what you want.",
    levels=("error", "warning"),
)
def cloud_overrides_login(facts: Facts) -> Iterator[Finding]:
    wanted, prediction = wanted_login(facts), new_shell(facts)
    if wanted is None:
        return
    for cloud in PROVIDERS:
        names = [name for name, end in ends(prediction).items() if end.provider == cloud.name and name in wanted.surfaces]
        if names:
            title, switch = cloud.noun, cloud.switch
            yield leveled(
                "error" if wanted.alive else "warning",
                "{title} is switched on and overrides {login}",
                "{who} {title} because {switch} is on, and your cloud account pays. {login.capital} is not used as long as it is.",
                [_switch_evidence(facts, switch), Evidence(wanted.where, say("{}, not used", wanted.title))],
                remove_variable(facts, switch),
                parts={"title": title, "login": wanted.title, "who": clause(names, say("use")), "switch": switch},
            )


@check(
    "cloud-switches-conflict",
    passed="At most one cloud provider is switched on",
    about="Several providers can be switched on at once, and no document says which one wins. "
    "Only Bedrock and its Mantle endpoint are meant to be used together.",
    cure="Leave only the switch you mean.",
    levels=("warning",),
    docs=docs.PROVIDERS,
)
def cloud_switches_conflict(facts: Facts) -> Iterator[Finding]:
    on = [cloud for cloud in PROVIDERS if is_on(effective_value(new_shell(facts), cloud.switch))]
    if len(on) < 2 or {cloud.name for cloud in on} == {"bedrock", "mantle"}:
        return
    winner = ends(new_shell(facts))["print"].provider or on[0].name
    used = PROVIDER_NOUNS[winner] if is_elsewhere(winner) else say("another one")
    yield warning(
        "{count} cloud providers are switched on",
        "{names} are on; {used} is the one that is used, by an order no document promises. Leave only the one you mean.",
        [_switch_evidence(facts, cloud.switch) for cloud in on],
        [fix for cloud in on if cloud.name != winner for fix in remove_variable(facts, cloud.switch)],
        parts={"count": len(on), "names": listed(cloud.noun for cloud in on), "used": used},
    )


@check(
    "cloud-setup-incomplete",
    passed="The cloud provider has what it needs",
    about="Each provider needs more than its switch: a project, a resource, a workspace, credentials of its own. "
    "Where one is missing, no request goes out, and the message may ask for /login all the same.",
    cure="Give the provider what it needs, or switch it off.",
    levels=("error",),
    docs=docs.PROVIDERS,
)
def cloud_setup_incomplete(facts: Facts) -> Iterator[Finding]:
    prediction = new_shell(facts)
    for cloud in PROVIDERS:
        halted = {
            n: e
            for n, e in ends(prediction).items()
            if e.provider == cloud.name and e.outcome == "blocked" and e.reason == "provider_setup"
        }
        if halted:
            end, surfaces = list(halted.values())[-1], facts.scene("new_shell").context.surfaces
            wanted = any(name in surfaces and surfaces[name].expected in ("cloud", cloud.expected) for name in halted)
            finding = error(
                "{provider} is switched on, but not set up",
                "{because.sentence} It needs {needs}.",
                [_switch_evidence(facts, cloud.switch)],
                [set_up(facts, cloud, say("Give"))]
                if wanted
                else [*remove_variable(facts, cloud.switch), set_up(facts, cloud, say("Or give"))],
                parts={"provider": cloud.noun, "because": end.because, "needs": cloud.needs},
            )
            yield replace(finding, docs=_PAGES.get(cloud.name, docs.PROVIDERS))


def set_up(facts: Facts, cloud: ProviderInfo, verb: Shown) -> Fix:
    """What a provider lacks, in words: no command on this machine makes it."""
    title = say("{} {} what it needs: {}", verb, cloud.noun, cloud.needs)
    return writer_for(facts).fix(title, unproven=say("it is made and handed out in your cloud account"))


@check(
    "cloud-hides-credential",
    passed="No cloud provider hides a key or token",
    about="With a provider switched on, ANTHROPIC_API_KEY, ANTHROPIC_AUTH_TOKEN and the gateway address beside them count for nothing. "
    "An error then speaks of /login although the cloud account refused.",
    cure="Switch the provider off if you mean the key or token; else take those away.",
    levels=("warning",),
)
def cloud_hides_credential(facts: Facts) -> Iterator[Finding]:
    prediction = new_shell(facts)
    end = ends(prediction)["print"]
    cloud = cloud_of(end.provider)
    if cloud is None or wanted_login(facts) is not None or expected_of(facts, "print") is not None:
        return
    hidden = [link.source for link in end.chain if link.state == "overridden" and name_of(link.source) in CREDENTIAL_VARIABLES]
    if hidden:
        title, switch = cloud.noun, cloud.switch
        yield warning(
            "{title} is used, not {names}",
            "{switch} is on, so requests go to {title}, and {names} is not used. Switch it off if you mean the other.",
            [_switch_evidence(facts, switch), *(source_evidence(facts, prediction, s) for s in hidden)],
            remove_variable(facts, switch),
            parts={"title": title, "names": listed(dict.fromkeys(name_of(s) for s in hidden)), "switch": switch},
        )


@check(
    "cloud-switch-unclear",
    passed="Every cloud switch says yes or no",
    about="Only 1, true, yes and on switch a provider on, in any case of letters. Every other value leaves it off, without a word.",
    cure="Write 1 to switch it on, or unset it.",
    levels=("warning",),
    docs=docs.ENVIRONMENT,
)
def cloud_switch_unclear(facts: Facts) -> Iterator[Finding]:
    for cloud in PROVIDERS:
        switch, found = cloud.switch, effective_value(new_shell(facts), cloud.switch)
        if found is not None and not is_on(found) and found.plain.lower() not in _OFF:
            yield warning(
                "{switch} has a value that does not switch it on",
                "Claude Code takes only 1, true, yes and on for yes, so {provider} is not used. Set it to 1, or unset it.",
                [_switch_evidence(facts, switch)],
                remove_variable(facts, switch),
                parts={"switch": switch, "provider": cloud.noun},
            )


def _switch_evidence(facts: Facts, switch: Shown) -> Evidence:
    found = effective_value(new_shell(facts), switch)
    return Evidence(place_of(new_shell(facts), switch), say("{}={}", switch, value_shown(switch, found) if found else NOTHING))

"""Who gets the credential: a login that goes to somebody else, a project that redirects it, a token without its gateway."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from claude_auth_tui.checks import docs, frame
from claude_auth_tui.checks.correcting import evidence_of, where_from
from claude_auth_tui.checks.fixes import NEW_TERMINAL
from claude_auth_tui.checks.frame import info, leveled, warning
from claude_auth_tui.checks.gateway import Base, base_in_use
from claude_auth_tui.checks.known import effective_value, given, new_shell, sent_sources, source_evidence, wanted_login
from claude_auth_tui.checks.removal import remove_variable, writer_for
from claude_auth_tui.checks.words import LOGIN, listed, login_title, name_of, upper_first, value_of
from claude_auth_tui.claude_code.addresses import BASE_URL
from claude_auth_tui.claude_code.javascript import is_blank, is_on
from claude_auth_tui.claude_code.providers import PROVIDERS
from claude_auth_tui.model.diagnosis import Finding, Fix
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.words import Level
from claude_auth_tui.scene.facts import Facts

check = partial(frame.check, family="gateway", docs=docs.GATEWAY)

_OAUTH = "CLAUDE_CODE_OAUTH_TOKEN"


@check(
    "credential-sent-elsewhere",
    passed="No Anthropic credential goes to somebody else",
    about="ANTHROPIC_BASE_URL chooses no credential: whatever wins is sent there, a login or a Console key too. "
    "Whoever runs that address can keep it and use it.",
    levels=("warning", "info"),
)
def credential_sent_elsewhere(facts: Facts) -> Iterator[Finding]:
    base, prediction = base_in_use(facts), new_shell(facts)
    if base is None or base.name != BASE_URL or base.address.kind != "ok" or base.is_anthropic or _project_redirect(facts) is not None:
        return
    for source in sent_sources(prediction):
        value = value_of(prediction, source)
        mine = source == LOGIN or name_of(source) == _OAUTH
        if not mine and (value is None or value.kind not in ("api_key", "oauth_token", "admin_key")):
            continue
        what = login_title(prediction) if source == LOGIN else say("your {}", value.label) if value is not None else say("your token")
        level: Level = "info" if base.address.is_loopback or not mine else "warning"
        yield leveled(
            level,
            say("{} is sent to {}", upper_first(what), base.at),
            say(
                "{} sends every request there, with the credential that wins. {} gets {}, "
                "and Anthropic never sees the request unless it is passed on.",
                BASE_URL,
                (base.at.capital) if base.address.is_loopback else base.at,
                what,
            ),
            [source_evidence(facts, prediction, source), *evidence_of(facts, BASE_URL)],
            remove_variable(facts, BASE_URL),
        )


@check(
    "project-redirects-requests",
    passed="No project sends requests elsewhere",
    about="A project's settings can set ANTHROPIC_BASE_URL. claude -p follows it without asking, and sends your own credential to whoever it names.",
    levels=("warning",),
    docs=docs.SETTINGS,
)
def project_redirects(facts: Facts) -> Iterator[Finding]:
    base = _project_redirect(facts)
    if base is None:
        return
    prediction = new_shell(facts)
    mine = [s for s in sent_sources(prediction) if not s.startswith(("settings.project", "settings.local"))]
    gets = listed(dict.fromkeys(login_title(prediction) if s == LOGIN else name_of(s) for s in mine))
    yield warning(
        say("This project's settings send requests to {}", base.at),
        say(
            "{} sets {}. {}: by claude -p without a question, by claude once the folder is trusted.",
            where_from(facts, BASE_URL),
            BASE_URL,
            say("{} from outside of the project goes there", upper_first(gets)) if mine else say("Its credential goes there"),
        ),
        [*evidence_of(facts, BASE_URL), *(source_evidence(facts, prediction, s) for s in mine)],
        remove_variable(facts, BASE_URL),
    )


@check(
    "gateway-token-without-address",
    passed="A gateway's token has a gateway to go to",
    about="ANTHROPIC_AUTH_TOKEN is meant for a gateway. Without ANTHROPIC_BASE_URL it is sent to Anthropic, which does not know it.",
    levels=("warning",),
)
def token_without_address(facts: Facts) -> Iterator[Finding]:
    prediction, base = new_shell(facts), base_in_use(facts)
    source = next((s for s in sent_sources(prediction) if name_of(s) == "ANTHROPIC_AUTH_TOKEN"), None)
    value = value_of(prediction, source) if source else None
    if source is None or value is None or value.kind != "other" or (base is not None and not base.is_anthropic):
        return
    yield warning(
        say("The token in ANTHROPIC_AUTH_TOKEN goes to Anthropic, not to a gateway"),
        say(
            "No {} names a gateway, and the token does not look like one of Anthropic's, so it will hardly be accepted. Set the gateway's address too, or unset the token.",
            BASE_URL,
        ),
        [source_evidence(facts, prediction, source)],
        _address_or_no_token(facts),
    )


@check(
    "provider-address-unused",
    passed="Every provider's address belongs to a provider that is on",
    about="The address of a cloud provider, such as ANTHROPIC_BEDROCK_BASE_URL, counts only while that provider is switched on. "
    "Without the switch requests go to Anthropic, and nothing says so.",
    levels=("info",),
    docs=docs.PROVIDERS,
)
def provider_address_unused(facts: Facts) -> Iterator[Finding]:
    prediction = new_shell(facts)
    on = {provider.name for provider in PROVIDERS if is_on(effective_value(prediction, provider.switch))}
    for provider in PROVIDERS:
        found = given(prediction, provider.base_url)
        if provider.name not in on and found is not None and not is_blank(found.value):
            yield info(
                say("{} is set, but {} is not switched on", provider.base_url, provider.title),
                say("The address counts only with {}=1. Requests go where they would go without it.", provider.switch),
                evidence_of(facts, provider.base_url),
                remove_variable(facts, provider.base_url),
            )


def _project_redirect(facts: Facts) -> Base | None:
    """The foreign base URL, where the project shared by others sets it."""
    base = base_in_use(facts)
    setting = new_shell(facts).configuration.settings.env.get(BASE_URL)
    if base is None or setting is None or setting.layer.scope != "project" or base.name != BASE_URL:
        return None
    return base if base.address.kind == "ok" and not base.is_anthropic else None


def _address_or_no_token(facts: Facts) -> list[Fix]:
    removals, writer = list(remove_variable(facts, say("ANTHROPIC_AUTH_TOKEN"))), writer_for(facts)
    origin = facts.shell.variables["ANTHROPIC_AUTH_TOKEN"].origin if facts.shell else None
    step = [writer.edit(origin.path, origin.line)] if origin is not None and origin.kind == "file" else []
    reason = NOTHING if step else say("only you know the gateway's address")
    add = writer.fix(say("Set {} to the gateway's address beside the token", BASE_URL), *step, then=NEW_TERMINAL, unproven=reason)
    return [*removals, add] if wanted_login(facts) is not None else [add, *removals]

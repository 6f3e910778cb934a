"""The address requests are sent to: one that is none, one that leads elsewhere than meant, and who gets the credential there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from msgspec import Struct

from claude_auth_tui.checks import docs, frame
from claude_auth_tui.checks.fixes.writer import NEW_TERMINAL
from claude_auth_tui.checks.fixes.wrong_value import add_scheme, change_on_line, corrections, evidence_of, where_from
from claude_auth_tui.checks.frame import error, info, leveled, warning
from claude_auth_tui.checks.known import Place, effective_value, ends, given, new_shell, sent_sources, source_evidence, wanted_login
from claude_auth_tui.checks.phrases import clause, listed, login_title, name_of, value_of
from claude_auth_tui.checks.removal import remove_variable, writer_for
from claude_auth_tui.claude_code.address import BASE_URL, Address, address, path_fault, without_version
from claude_auth_tui.claude_code.javascript import is_blank, is_on
from claude_auth_tui.claude_code.shown_values import host_shown
from claude_auth_tui.claude_code.tables import LOGIN, OAUTH, PROVIDERS, TOKEN
from claude_auth_tui.model.diagnosis import Finding, Fix
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import Level
from claude_auth_tui.scene.facts import Facts

check = partial(frame.check, family="gateway", docs=docs.GATEWAY)


class Base(Struct, frozen=True):
    """The base URL that is in use in a new shell."""

    name: Shown
    place: Place
    address: Address

    @property
    def at(self) -> Shown:
        """Who it is, for a sentence: "gw.example.com"."""
        return (
            say("a program on this machine")
            if self.address.is_loopback
            else (host_shown(self.address.host) if self.address.host else say("somebody else"))
        )


def base_in_use(facts: Facts) -> Base | None:
    """The address requests go to, unless it is Claude Code's own."""
    prediction = new_shell(facts)
    provider = next((one.base_url for one in PROVIDERS if is_on(effective_value(prediction, one.switch))), BASE_URL)
    place = given(prediction, provider)
    return Base(provider, place, address(place.value)) if place is not None and not is_blank(place.value) else None


@check(
    "base-url-invalid",
    passed="The address requests are sent to is one",
    about="ANTHROPIC_BASE_URL has to be a whole address with its scheme, such as https://gateway.example.com. "
    "With anything else every request ends in: Invalid URL, and nothing is sent.",
    levels=("error", "warning"),
)
def base_url_invalid(facts: Facts) -> Iterator[Finding]:
    base = base_in_use(facts)
    if base is None or base.address.kind == "ok":
        return
    names = [name for name, end in ends(new_shell(facts)).items() if end.reason == "base_url"]
    yield leveled(
        "error" if names else "warning",
        "{name} is no address, {fault}",
        "{what}; Claude Code calls it an invalid URL, or cannot connect. Write it as a whole address, or unset it.",
        evidence_of(facts, base.name),
        corrections(
            facts, base.name, say("Write the whole address"), _add_scheme(facts, base, say("https")), needed=wanted_login(facts) is None
        ),
        parts={
            "name": base.name,
            "fault": base.address.fault,
            "what": (clause(names, say("send")) + say(" nothing as long as it is so")) if names else say("Nothing could be sent there"),
        },
    )


@check(
    "base-url-lacks-scheme",
    passed="The address requests are sent to says http or https",
    about="A name and port without a scheme, such as localhost:4000, is taken for plain http by luck only. Other programs refuse it.",
    levels=("warning",),
)
def base_url_lacks_scheme(facts: Facts) -> Iterator[Finding]:
    base = base_in_use(facts)
    if base is not None and base.address.kind == "ok" and base.address.lacks_scheme:
        scheme = say("http") if base.address.is_near else say("https")
        yield warning(
            "{name} has no scheme and is taken for plain http",
            "What is sent to {host} is not encrypted, credential included. Write {scheme}:// before it.",
            evidence_of(facts, base.name),
            corrections(facts, base.name, say("Write it with its scheme"), _add_scheme(facts, base, scheme), keep=True),
            parts={"name": base.name, "host": base.at, "scheme": scheme},
        )


@check(
    "base-url-path",
    passed="The address requests are sent to leaves the path to Claude Code",
    about="Claude Code puts /v1/messages behind ANTHROPIC_BASE_URL itself. An address that ends in /v1 asks for /v1/v1/messages, "
    "which most gateways do not know, and a ? or # in it cuts the path off.",
    levels=("error", "warning"),
)
def base_url_path(facts: Facts) -> Iterator[Finding]:
    base = base_in_use(facts)
    if base is None or base.name != BASE_URL or base.address.kind != "ok":
        return
    fault = path_fault(base.place.value)
    if fault == "version":
        script = say("{}/", BASE_URL) + say(r"s/\/v1\(\/messages\)*\/*\([^A-Za-z0-9/._~-]\)/\2/;s/\/v1\(\/messages\)*\/*$//")
        mend = change_on_line(facts, BASE_URL, say("Take /v1 off the address"), script, without_version(base.place.value))
        yield warning(
            "ANTHROPIC_BASE_URL ends in a path that Claude Code adds itself",
            "Requests go to …/v1/v1/messages at {host}, and mostly come back as 404 or as a model that does not exist. "
            "Leave /v1 and /v1/messages off.",
            evidence_of(facts, BASE_URL),
            corrections(facts, BASE_URL, say("Leave /v1 off"), mend, keep=True),
            parts={"host": base.at},
        )
    elif fault == "query":
        yield error(
            "ANTHROPIC_BASE_URL has a ? or # in it, which cuts the path off",
            "Claude Code puts /v1/messages behind it, where it becomes part of the question. Nothing useful is asked; the error speaks of the model.",
            evidence_of(facts, BASE_URL),
            corrections(facts, BASE_URL, say("Leave out everything from the ? or # on"), keep=True),
        )


@check(
    "base-url-plain-http",
    passed="No credential leaves this machine unencrypted",
    about="With http instead of https everybody on the way can read the credential and the whole conversation. "
    "Only for a program on this machine that does not matter.",
    levels=("warning", "info"),
)
def base_url_plain_http(facts: Facts) -> Iterator[Finding]:
    base = base_in_use(facts)
    if base is None or base.address.kind != "ok" or base.address.scheme != "http" or base.address.is_loopback or base.address.lacks_scheme:
        return
    near = base.address.is_near
    yield leveled(
        "info" if near else "warning",
        "Everything is sent to {host} unencrypted",
        "{name} begins with http, so the credential and the conversation can be read {what}. Use https if the server speaks it.",
        evidence_of(facts, base.name),
        corrections(facts, base.name, say("Write an address with https"), _to_https(facts, base), keep=True),
        parts={"host": base.at, "name": base.name, "what": say("in that network") if near else say("on the way")},
    )


@check(
    "base-url-local",
    passed="Requests do not depend on a program on this machine",
    about="An address such as http://127.0.0.1:4000 is a program on this machine. When it does not run, every request ends in: Connection refused. "
    "Whether it runs is not asked unless you want it.",
    levels=("info",),
)
def base_url_local(facts: Facts) -> Iterator[Finding]:
    base = base_in_use(facts)
    if base is not None and base.address.kind == "ok" and base.address.is_loopback:
        port = say("its usual port") if base.address.has_usual_port else say("port {}", base.address.port)
        yield info(
            "Requests go to a program on this machine, at {port}",
            "Whether it runs cannot be seen without asking it: press P. Where it does not, claude says: Connection refused.",
            evidence_of(facts, base.name),
            remove_variable(facts, base.name),
            parts={"port": port},
        )


@check(
    "base-url-holds-login",
    passed="The address requests are sent to holds no password",
    about="A user and password in ANTHROPIC_BASE_URL are sent only where no token fills the Authorization header. "
    "They stand in plain sight of every program.",
    levels=("info",),
)
def base_url_holds_login(facts: Facts) -> Iterator[Finding]:
    base = base_in_use(facts)
    if base is not None and base.address.kind == "ok" and base.address.has_login:
        yield info(
            "{name} holds a user or password",
            "They are sent as Authorization only where no token or login is. A gateway's token belongs into ANTHROPIC_AUTH_TOKEN.",
            evidence_of(facts, base.name),
            corrections(facts, base.name, say("Leave the user and password out of the address"), keep=True),
            parts={"name": base.name},
        )


def _add_scheme(facts: Facts, base: Base, scheme: Shown) -> Fix | None:
    return add_scheme(facts, base.name, base.place.value, scheme) if base.address.lacks_scheme else None


def _to_https(facts: Facts, base: Base) -> Fix | None:
    if wanted_login(facts) is None and base.address.is_near:
        return None
    script = say("{}/s/http:/https:/", base.name)
    return change_on_line(facts, base.name, say("Write https instead of http"), script, base.place.value)


@check(
    "credential-sent-elsewhere",
    passed="No Anthropic credential goes to somebody else",
    about="ANTHROPIC_BASE_URL chooses no credential: whatever wins is sent there, a login or a Console key too. "
    "Whoever runs that address can keep it and use it.",
    levels=("warning", "info"),
)
def credential_sent_elsewhere(facts: Facts) -> Iterator[Finding]:
    base, prediction = base_in_use(facts), new_shell(facts)
    if base is None or base.name != BASE_URL or base.address.kind != "ok" or base.address.is_anthropic:
        return
    if _project_redirect(facts) is not None:
        return
    for source in sent_sources(prediction):
        value = value_of(prediction, source)
        mine = source == LOGIN or name_of(source) == OAUTH
        if not mine and (value is None or value.kind not in ("api_key", "oauth_token", "admin_key")):
            continue
        what = login_title(prediction) if source == LOGIN else say("your {}", value.label) if value is not None else say("your token")
        level: Level = "info" if base.address.is_loopback or not mine else "warning"
        yield leveled(
            level,
            "{what.capital} is sent to {host}",
            "ANTHROPIC_BASE_URL sends every request there, with the credential that wins. {Host} gets {what}, "
            "and Anthropic never sees the request unless it is passed on.",
            [source_evidence(facts, prediction, source), *evidence_of(facts, BASE_URL)],
            remove_variable(facts, BASE_URL),
            parts={"what": what, "host": base.at, "Host": base.at.capital if base.address.is_loopback else base.at},
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
    goes = say("{} from outside of the project goes there", gets.capital) if mine else say("Its credential goes there")
    yield warning(
        "This project's settings send requests to {host}",
        "{place} sets ANTHROPIC_BASE_URL. {goes}: by claude -p without a question, by claude once the folder is trusted.",
        [*evidence_of(facts, BASE_URL), *(source_evidence(facts, prediction, s) for s in mine)],
        remove_variable(facts, BASE_URL),
        parts={"host": base.at, "place": where_from(facts, BASE_URL), "goes": goes},
    )


@check(
    "gateway-token-without-address",
    passed="A gateway's token has a gateway to go to",
    about="ANTHROPIC_AUTH_TOKEN is meant for a gateway. Without ANTHROPIC_BASE_URL it is sent to Anthropic, which does not know it.",
    levels=("warning",),
)
def token_without_address(facts: Facts) -> Iterator[Finding]:
    prediction, base = new_shell(facts), base_in_use(facts)
    source = next((s for s in sent_sources(prediction) if name_of(s) == TOKEN), None)
    value = value_of(prediction, source) if source else None
    if source is None or value is None or value.kind != "other" or (base is not None and not base.address.is_anthropic):
        return
    yield warning(
        "The token in ANTHROPIC_AUTH_TOKEN goes to Anthropic, not to a gateway",
        "No ANTHROPIC_BASE_URL names a gateway, and the token does not look like one of Anthropic's, so it will hardly be accepted. Set the gateway's address too, or unset the token.",
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
                "{base_url} is set, but {title} is not switched on",
                "The address counts only with {switch}=1. Requests go where they would go without it.",
                evidence_of(facts, provider.base_url),
                remove_variable(facts, provider.base_url),
                parts={"base_url": provider.base_url, "title": provider.title, "switch": provider.switch},
            )


def _project_redirect(facts: Facts) -> Base | None:
    """The foreign base URL, where the project shared by others sets it."""
    base = base_in_use(facts)
    setting = new_shell(facts).configuration.settings.env.get(BASE_URL)
    if base is None or setting is None or setting.layer.scope != "project" or base.name != BASE_URL:
        return None
    return base if base.address.kind == "ok" and not base.address.is_anthropic else None


def _address_or_no_token(facts: Facts) -> list[Fix]:
    removals, writer = list(remove_variable(facts, TOKEN)), writer_for(facts)
    origin = facts.shell.variables[TOKEN].origin if facts.shell else None
    step = [writer.edit(origin.path, origin.line)] if origin is not None and origin.kind == "file" else []
    reason = NOTHING if step else say("only you know the gateway's address")
    add = writer.fix(say("Set {} to the gateway's address beside the token", BASE_URL), *step, then=NEW_TERMINAL, unproven=reason)
    return [*removals, add] if wanted_login(facts) is not None else [add, *removals]

"""The chain of a surface: every source that could count, in the order Claude Code considers them, and what became of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from claude_auth_tui.claude_code.decision import PAYER_WORDS, Decision
from claude_auth_tui.claude_code.environment import HOST, USE_GATEWAY, Given, to_gateway
from claude_auth_tui.claude_code.headers import CustomHeaders
from claude_auth_tui.claude_code.layers import helper_setting
from claude_auth_tui.claude_code.providers import switches_on
from claude_auth_tui.claude_code.session import SIMPLE, Session
from claude_auth_tui.claude_code.settings import SCOPE_TITLES
from claude_auth_tui.claude_code.shown_values import name_shown, value_shown
from claude_auth_tui.claude_code.sources import (
    Source,
    Sources,
    descriptor_source,
    helper_source,
    no_login_beside,
    of_variable,
    passed_over,
    shown,
)
from claude_auth_tui.claude_code.tables import (
    CONSOLE,
    DIRECT,
    HEADERS,
    HELPER,
    KEY,
    KEY_DESCRIPTOR,
    LOGIN,
    OAUTH,
    OAUTH_DESCRIPTOR,
    PROFILE,
    PROVIDERS,
    SOURCE,
    TOKEN,
    VARIABLES,
    cloud_of,
)
from claude_auth_tui.model.diagnosis import ChainLink
from claude_auth_tui.model.saying import NOTHING, say, say_all
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.value_faults import faults
from claude_auth_tui.model.words import HeaderName, Payer, SourceState

if TYPE_CHECKING:
    from claude_auth_tui.model.total import ByHeader

_HEADER_WORDS: Final[ByHeader[Shown]] = {
    "authorization": say("Authorization"),
    "x_api_key": say("x-api-key"),
    "both": say("both headers"),
}


def chain_of(
    session: Session, decision: Decision, payer: Payer | None, refused: Shown = NOTHING, key_refused: Shown = NOTHING
) -> tuple[ChainLink, ...]:
    """Every source once. `refused` says why nothing is sent after all, `key_refused` why the API key does not count."""
    sources = decision.sources
    links = [
        *_not_known(session),
        *_cloud(session, decision),
        *_variable(session, decision, HEADERS, sources),
        *(link for name in DIRECT for link in _variable(session, decision, name, sources, key_refused if name == KEY else NOTHING)),
        *_descriptor(session, decision, KEY_DESCRIPTOR, sources),
        *_helpers(session, decision),
        *_variable(session, decision, OAUTH, sources),
        *_descriptor(session, decision, OAUTH_DESCRIPTOR, sources),
    ]
    profile = _profile(session, decision, sources)
    login = (_login(session, decision, sources), _console(session, decision, sources))
    low = session.profile is None or not session.profile.before_login
    links += [*login, profile] if low else [profile, *login]
    unique: dict[str, ChainLink] = {}
    for link in links:
        unique.setdefault(link.source, _who_pays(_refused(link, refused), payer))
    return tuple(unique.values())


def _not_known(session: Session) -> Iterator[ChainLink]:
    """The variables that newer versions would choose by."""
    for info in VARIABLES:
        if info.role not in ("credential", "switch", "mode", "folder") or session.rules.know(info.name):
            continue
        words = say("Claude Code {} {}: {} and newer do.", session.rules.shown, info.before, info.since)
        if (given := session.unknown.get(info.name)) is not None:
            yield ChainLink(given.source, "ignored", words, None, given.where, info.name, shown(given))
        for passed in passed_over(session, info.name):
            yield ChainLink(passed.given.source, "ignored", words, None, passed.given.where, _scoped(passed.given), shown(passed.given))


def _refused(link: ChainLink, refused: Shown) -> ChainLink:
    return replace(link, state="unusable", because=refused) if refused and link.state == "sends" else link


def _who_pays(link: ChainLink, payer: Payer | None) -> ChainLink:
    if link.state != "sends" or payer is None or payer == "unknown":
        return link
    return replace(link, because=say("{}; {}.", link.because.clause, PAYER_WORDS[payer]))


def _header(decision: Decision, source: Source | None) -> HeaderName | None:
    first = source is not None and decision.authorization is not None and decision.authorization.id == source.id
    second = source is not None and decision.x_api_key is not None and decision.x_api_key.id == source.id
    return "both" if first and second else "authorization" if first else "x_api_key" if second else None


def _link(decision: Decision, source: Source) -> ChainLink:
    """What became of a source that is there."""
    state, because, header = _judge(decision, source)
    return ChainLink(source.id, state, because, header, source.where, source.title, source.shown)


def _judge(decision: Decision, source: Source) -> tuple[SourceState, Shown, HeaderName | None]:
    header = _header(decision, source)
    if decision.outcome == "sends" and header is not None:
        return "sends", say("Sent in {}.", _HEADER_WORDS[header]), header
    if decision.culprit is not None and decision.culprit.id == source.id:
        return ("unknown" if decision.outcome == "unknown" else "unusable"), decision.because, None
    if source.fault or source.mute:
        return "unusable", say("It cannot be sent: {}.", source.fault or source.mute), None
    if (cloud := cloud_of(decision.provider)) is not None:
        return "overridden", say("Not used: requests go to {}.", cloud.title), None
    winners = list(dict.fromkeys(s.title for s in (decision.authorization, decision.x_api_key) if s is not None))
    if decision.outcome == "sends" and winners:
        comes = say("comes") if len(winners) == 1 else say("come")
        return "overridden", say("Not used: {} {} first.", say_all(winners, " and "), comes), None
    return "unknown" if decision.outcome == "unknown" else "overridden", decision.because or say("Not reached."), None


def _variable(session: Session, decision: Decision, name: Shown, sources: Sources, refused: Shown = NOTHING) -> Iterator[ChainLink]:
    """A variable, then the places that name it too."""
    given, source = session.environment.get(name), sources.get(name)
    if given is None:
        yield ChainLink(say("env:{}", name), "unset", say("Not set."), title=name)
    elif not given.filled and (counts := _counts_as_nothing(session, decision, given, source)) is not None:
        link = _link(decision, counts)
        remark = say(" It holds nothing, and Claude Code {} sends that.", session.rules.shown) if link.state == "sends" else NOTHING
        yield replace(link, because=link.because + remark)
    elif not given.filled:
        because = say("Set to nothing") if given.value.is_empty else say("Nothing but blanks")
        cancels = session.process.credential(name) is not None and given.setting is not None
        cancelled = say(" and cancels the environment's") if cancels else NOTHING
        yield ChainLink(given.source, "empty", say("{}, which counts as not set{}.", because, cancelled), None, given.where, name)
    elif source is None:
        state: SourceState = "not_approved" if refused else "ignored"
        yield ChainLink(given.source, state, refused or _why_not(session, name), None, given.where, name, shown(given))
    elif name == HEADERS:
        yield _headers(decision, sources.replaced, _link(decision, source))
    else:
        link = _link(decision, source)
        yield replace(link, because=link.because + _remark(given, link.state))
    for passed in passed_over(session, name):
        it = passed.given
        yield ChainLink(it.source, passed.state, passed.because, None, it.where, _scoped(it), shown(it))


def _descriptor(session: Session, decision: Decision, name: Shown, sources: Sources) -> Iterator[ChainLink]:
    """A variable that names a descriptor: told only where it is set."""
    given, source = session.process.get(name), sources.get(name)
    if source is not None:
        link = _link(decision, source)
        unread = say(" What it holds is not read from here.") if link.state == "sends" else NOTHING
        yield replace(link, because=link.because + unread)
    elif given is not None and not given.filled:
        yield ChainLink(given.source, "empty", say("Set to nothing, which counts as not set."), None, given.where, name)
    elif given is not None and (session.bare or descriptor_source(session, name) is not None):
        yield ChainLink(given.source, "ignored", _why_not(session, name), None, given.where, name, shown(given))
    elif given is not None:
        then = say(", and all the same no login is looked for") if name == KEY_DESCRIPTOR else NOTHING
        because = say("The descriptor is not open, or nothing is in it{}.", then)
        yield ChainLink(given.source, "unusable", because, None, given.where, name, shown(given))
    for passed in passed_over(session, name):
        it = passed.given
        yield ChainLink(it.source, passed.state, passed.because, None, it.where, _scoped(it), shown(it))


def _counts_as_nothing(session: Session, decision: Decision, given: Given, source: Source | None) -> Source | None:
    """A variable with nothing in it that an older version takes all the same."""
    if source is None and given in (session.empty_token, session.key_as_it_is):
        source = of_variable(given)
    return source if source is not None and (source.fault or _header(decision, source)) else None


def _scoped(given: Given) -> Shown:
    name = name_shown(given.name)
    return say("{} ({})", name, SCOPE_TITLES[given.setting.layer.scope]) if given.setting is not None else name


def _remark(given: Given, state: SourceState) -> Shown:
    """What is odd about a value that is sent all the same."""
    if state != "sends":
        return NOTHING
    odd = [fault.detail for fault in faults(given.value) if fault.kind in ("quotes", "bearer", "unexpanded", "placeholder", "cut")]
    return say(" It looks wrong: {}.", odd[0]) if odd else NOTHING


def _why_not(session: Session, name: Shown = LOGIN) -> Shown:
    if name in (KEY, KEY_DESCRIPTOR) and to_gateway(session.environment):
        return say("Not used: {} is on, and the gateway gets the token only.", USE_GATEWAY)
    if session.login_kept and name in DIRECT:
        return say("Not used: Claude Code {} keeps a login that it finds before it reads settings.", session.rules.shown)
    if (why := no_login_beside(session)) and name not in (KEY, TOKEN, HELPER) and not session.bare:
        return say("Not used: {}, and no login is looked for beside it.", why)
    if session.login_first and name in (KEY, TOKEN):
        return say("Not used: {}, which puts a login first.", session.login_first)
    if session.host:
        return say("Not used: {} is on.", HOST)
    given = session.environment.get(SIMPLE)
    return say("Not used: {} is on.", SIMPLE) if session.way != "bare" and given is not None else say("Not used in bare mode.")


def _headers(decision: Decision, names: CustomHeaders, link: ChainLink) -> ChainLink:
    if names.fault:
        return replace(link, state="unusable", because=say("It cannot be sent: {}.", names.fault), header=None)
    if names.authorization is None and names.x_api_key is None:
        return replace(link, state="ignored", because=say("It names neither credential header."), header=None)
    if link.state == "overridden" and False in (names.authorization, names.x_api_key):
        return replace(link, state="ignored", because=say("It sets a credential header to nothing."))
    return link


def _helpers(session: Session, decision: Decision) -> Iterator[ChainLink]:
    helpers = session.helpers()
    if not helpers:
        yield ChainLink(say("settings.user:{}", HELPER), "unset", say("Not set."), title=HELPER)
    used = session.deciding_helper()
    for helper in helpers:
        link = _link(decision, helper_source(helper))
        if not session.helper_counts(helper):
            yield replace(link, state="ignored", because=_why_not(session), header=None)
        elif used is not None and helper.layer is not used.layer:
            because = say("Cancelled by {}.", used.where) if used.cancels else say("Replaced by {}.", used.where)
            yield replace(link, state="overridden", because=because, header=None)
        elif helper.cancels:
            cancelled = say(" and cancels the helpers of lower settings") if len(helpers) > 1 else NOTHING
            yield replace(link, state="empty", because=say("Set to nothing, which counts as not set{}.", cancelled), header=None)
        elif link.state == "sends":
            yield replace(link, because=say("{} Whatever the program prints is what is sent.", link.because))
        else:
            yield link
    for layer in reversed(session.layers):
        if layer.state == "ignored" and (other := helper_setting(layer)) is not None:
            yield ChainLink(other.source, "ignored", layer.detail.sentence, None, other.where, helper_source(other).title)


def _login(session: Session, decision: Decision, sources: Sources) -> ChainLink:
    login, stored = session.login, sources.get(LOGIN)
    if stored is not None:
        link = _link(decision, stored)
        if login.state == "expired" and link.state == "sends":
            return replace(link, because=link.because + say(" It has expired and cannot be refreshed, so the service will refuse it."))
        return link
    state: SourceState
    if login.state == "absent":
        state, because = "unset", say("Nobody is logged in.")
    elif session.bare or session.host or (login.sent and no_login_beside(session)):
        state, because = "ignored", _why_not(session)
    else:
        state, because = "empty" if login.state == "empty" else "unusable", say("It cannot be used: {}.", login.detail)
    return ChainLink(LOGIN, state, because, None, login.where, login.title)


def _console(session: Session, decision: Decision, sources: Sources) -> ChainLink:
    title, key = SOURCE[CONSOLE].title, sources.get(CONSOLE)
    if key is not None:
        return _link(decision, key)
    if session.has_console_key:
        return ChainLink(CONSOLE, "ignored", _why_not(session), None, session.state.where("primaryApiKey"), title)
    return ChainLink(CONSOLE, "unset", say("No key of a Console login is stored."), None, session.state.shown_path, title)


def _profile(session: Session, decision: Decision, sources: Sources) -> ChainLink:
    profile, source = session.profile, sources.get(PROFILE)
    if not session.rules.know("ANTHROPIC_PROFILE"):
        words = say("Claude Code {} does not know profiles.", session.rules.shown)
        return ChainLink(say("profile:default"), "unset", words, title=SOURCE[PROFILE].title)
    if profile is None:
        return ChainLink(say("profile:default"), "unset", say("No profile is saved or named."), title=SOURCE[PROFILE].title)
    where = profile.shown_path or (given.where if (given := session.environment.get(profile.chosen_by)) is not None else None)
    if source is not None:
        return replace(_link(decision, source), where=where)
    state: SourceState
    if session.bare or session.host or (profile.selected and no_login_beside(session)):
        state, because = "ignored", _why_not(session)
    else:
        state = "unset" if profile.state == "absent" else "unusable"
        because = say("Chosen by {}, but {}.", profile.chosen_by, profile.detail)
    return ChainLink(profile.source, state, because, None, where, say("Profile {}", profile.name))


def _cloud(session: Session, decision: Decision) -> Iterator[ChainLink]:
    environment = session.environment
    on = switches_on(environment)
    if not any(environment.get(info.switch) for info in PROVIDERS):
        yield ChainLink(say("env:{}", PROVIDERS[0].switch), "unset", say("No cloud provider is switched on."), title=say("Cloud provider"))
        return
    for info in PROVIDERS:
        given = environment.get(info.switch)
        if given is None:
            continue
        if on and info is on[0]:
            yield from _chosen(decision, info.title, given)
        elif info in on:
            yield ChainLink(given.source, "overridden", say("Not used: {} comes first.", on[0].title), None, given.where, info.title)
        else:
            because = say("Set to nothing, which is off.") if not given.filled else say("Set to {}, which is off.", _short(given))
            yield ChainLink(given.source, "empty" if not given.filled else "ignored", because, None, given.where, info.title)
        for passed in passed_over(session, info.switch):
            yield ChainLink(passed.given.source, passed.state, passed.because, None, passed.given.where, _scoped(passed.given))


def _short(given: Given) -> Shown:
    shown = value_shown(given.name, given.value)
    return say('"{}"', shown) if "…" not in shown else say("something")


def _chosen(decision: Decision, title: Shown, switch: Given) -> Iterator[ChainLink]:
    """The provider that is used: its credentials, else the switch itself."""
    answer = decision.cloud
    credentials = [s for s in (answer.authorization, answer.x_api_key) if s is not None] if answer is not None else []
    sends = decision.outcome == "sends"
    for source in credentials:
        header = _header(decision, source) if sends else None
        state: SourceState = "sends" if header else "overridden"
        because = say("Sent to {} in {}.", title, _HEADER_WORDS[header]) if header else decision.because
        yield ChainLink(source.id, state, because, header, source.where, say("{}: {}", title, source.title), source.shown)
    if not credentials:
        state = "sends" if sends else "unknown" if decision.outcome == "unknown" else "unusable"
        yield ChainLink(switch.source, state, decision.because, None, switch.where, title)

"""The chain of a surface: every source that could count, in the order Claude Code considers them, and what became of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from claude_auth_tui.claude_code.decision import Decision
from claude_auth_tui.claude_code.environment import HOST, Given
from claude_auth_tui.claude_code.payer import PAYER_WORDS
from claude_auth_tui.claude_code.providers import PROVIDERS, switches_on
from claude_auth_tui.claude_code.session import SIMPLE, Session
from claude_auth_tui.claude_code.settings import SCOPE_TITLES
from claude_auth_tui.claude_code.sources import CONSOLE, HEADERS, KEY, LOGIN, OAUTH, TOKEN, Source, Sources, passed_over, shown
from claude_auth_tui.model.diagnosis import ChainLink, HeaderName, Payer, SourceState
from claude_auth_tui.model.shape import faults
from claude_auth_tui.model.unveil import unveil

_HEADER_WORDS: Final[dict[HeaderName, str]] = {
    "authorization": "Authorization",
    "x_api_key": "x-api-key",
    "both": "both headers",
}


def chain_of(session: Session, decision: Decision, payer: Payer | None, refused: str = "", key_refused: str = "") -> tuple[ChainLink, ...]:
    """Every source once. `refused` says why nothing is sent after all, `key_refused` why the API key does not count."""
    sources = decision.sources
    if sources is None:
        return ()
    links = [
        *_cloud(session, decision),
        *_variable(session, decision, HEADERS, sources.headers),
        *_variable(session, decision, TOKEN, sources.token),
        *_variable(session, decision, KEY, sources.key, key_refused),
        *_helpers(session, decision),
        *_variable(session, decision, OAUTH, sources.oauth),
    ]
    profile = list(_profile(session, decision, sources))
    login = [_login(session, decision, sources), _console(session, decision, sources)]
    low = session.profile is None or not session.profile.before_login
    links += [*login, *profile] if low else [*profile, *login]
    unique: dict[str, ChainLink] = {}
    for link in links:
        unique.setdefault(link.source, _who_pays(_refused(link, refused), payer))
    return tuple(unique.values())


def _refused(link: ChainLink, refused: str) -> ChainLink:
    return replace(link, state="unusable", because=refused) if refused and link.state == "sends" else link


def _who_pays(link: ChainLink, payer: Payer | None) -> ChainLink:
    if link.state != "sends" or payer is None or payer == "unknown":
        return link
    return replace(link, because=f"{link.because.rstrip('.')}; {PAYER_WORDS[payer]}.")


def _header(decision: Decision, source: Source | None) -> HeaderName | None:
    first = source is not None and decision.authorization is not None and decision.authorization.id == source.id
    second = source is not None and decision.x_api_key is not None and decision.x_api_key.id == source.id
    return "both" if first and second else "authorization" if first else "x_api_key" if second else None


def _judge(session: Session, decision: Decision, source: Source) -> tuple[SourceState, str, HeaderName | None]:
    """What became of a source that is there."""
    header = _header(decision, source)
    if decision.outcome == "sends" and header is not None:
        return "sends", f"Sent in {_HEADER_WORDS[header]}.", header
    if decision.culprit is not None and decision.culprit.id == source.id:
        return ("unknown" if decision.outcome == "unknown" else "unusable"), decision.because, None
    if source.fault or source.mute:
        return "unusable", f"It cannot be sent: {source.fault or source.mute}.", None
    if decision.provider not in (None, "anthropic"):
        title = next((info.title for info in PROVIDERS if info.name == decision.provider), "a cloud provider")
        return "overridden", f"Not used: requests go to {title}.", None
    winners = [s for s in (decision.authorization, decision.x_api_key) if s is not None]
    if decision.outcome == "sends" and winners:
        names = list(dict.fromkeys(s.title for s in winners))
        return "overridden", f"Not used: {' and '.join(names)} {'comes' if len(names) == 1 else 'come'} first.", None
    return "unknown" if decision.outcome == "unknown" else "overridden", decision.because or "Not reached.", None


def _variable(session: Session, decision: Decision, name: str, source: Source | None, refused: str = "") -> Iterator[ChainLink]:
    """A variable, then the places that name it too."""
    given = session.environment.get(name)
    if given is None:
        yield ChainLink(f"env:{name}", "unset", "Not set.", title=name)
    elif not given.filled:
        because = "Set to nothing, which counts as not set" if given.value.is_empty else "Nothing but blanks, which counts as not set"
        cancels = session.process.credential(name) is not None and given.setting is not None
        cancelled = " and cancels the environment's" if cancels else ""
        yield ChainLink(given.source, "empty", f"{because}{cancelled}.", None, given.where, name)
    elif source is None:
        state: SourceState = "not_approved" if refused else "ignored"
        yield ChainLink(given.source, state, refused or _why_not(session), None, given.where, name, shown(given))
    elif name == HEADERS:
        yield _headers(session, decision, source)
    else:
        state, because, header = _judge(session, decision, source)
        yield ChainLink(source.id, state, because + _remark(given, state), header, source.where, name, source.shown)
    for passed in passed_over(session, name):
        yield ChainLink(
            passed.given.source, passed.state, passed.because, None, passed.given.where, _scoped(passed.given), shown(passed.given)
        )


def _scoped(given: Given) -> str:
    return f"{given.name} ({SCOPE_TITLES[given.setting.layer.scope]})" if given.setting is not None else given.name


def _remark(given: Given, state: SourceState) -> str:
    """What is odd about a value that is sent all the same."""
    if state != "sends":
        return ""
    odd = [fault.detail for fault in faults(given.value) if fault.kind in ("quotes", "bearer", "unexpanded", "placeholder", "cut")]
    return f" It looks wrong: {odd[0]}." if odd else ""


def _why_not(session: Session) -> str:
    if session.host:
        return f"Not used: {HOST} is on."
    given = session.environment.get(SIMPLE)
    return f"Not used: {SIMPLE} is on." if session.way != "bare" and given is not None else "Not used in bare mode."


def _headers(session: Session, decision: Decision, source: Source) -> ChainLink:
    sources = decision.sources
    names = sources.replaced if sources is not None else None
    if names is not None and names.fault:
        return ChainLink(source.id, "unusable", f"It cannot be sent: {names.fault}.", None, source.where, source.title, source.shown)
    if names is None or (names.authorization is None and names.x_api_key is None):
        return ChainLink(source.id, "ignored", "It names neither credential header.", None, source.where, source.title, source.shown)
    state, because, header = _judge(session, decision, source)
    if state == "overridden" and False in (names.authorization, names.x_api_key):
        state, because = "ignored", "It sets a credential header to nothing."
    return ChainLink(source.id, state, because, header, source.where, source.title, source.shown)


def _helpers(session: Session, decision: Decision) -> Iterator[ChainLink]:
    helpers = session.helpers()
    if not helpers:
        yield ChainLink("settings.user:apiKeyHelper", "unset", "Not set.", title="apiKeyHelper")
    used = session.helper()
    for helper in helpers:
        title = f"apiKeyHelper ({SCOPE_TITLES[helper.layer.scope]})"
        if not session.helper_counts(helper):
            yield ChainLink(helper.source, "ignored", _why_not(session), None, helper.where, title)
        elif used is not None and helper.layer is not used.layer:
            yield ChainLink(helper.source, "overridden", f"Replaced by {used.where}.", None, helper.where, title)
        else:
            state, because, header = _judge(session, decision, Source(helper.source, title, helper.where))
            words = f"{because} Whatever the program prints is what is sent." if state == "sends" else because
            yield ChainLink(helper.source, state, words, header, helper.where, title)


def _login(session: Session, decision: Decision, sources: Sources) -> ChainLink:
    login = session.login
    if session.bare or session.host:
        state: SourceState = "unset" if login.state == "absent" else "ignored"
        return ChainLink(LOGIN, state, "Nobody is logged in." if state == "unset" else _why_not(session), None, login.where, login.title)
    if sources.login is not None:
        state, because, header = _judge(session, decision, sources.login)
        if login.state == "expired" and state == "sends":
            because += " It has expired and cannot be refreshed, so the service will refuse it."
        return ChainLink(LOGIN, state, because, header, login.where, login.title, sources.login.shown)
    if login.state == "absent":
        return ChainLink(LOGIN, "unset", "Nobody is logged in.", None, login.where, login.title)
    state = "empty" if login.state == "empty" else "unusable"
    return ChainLink(LOGIN, state, f"It cannot be used: {login.detail}.", None, login.where, login.title)


def _console(session: Session, decision: Decision, sources: Sources) -> ChainLink:
    title = "/login Console key"
    if sources.console is None:
        if session.has_console_key:
            return ChainLink(CONSOLE, "ignored", _why_not(session), None, session.state.where("primaryApiKey"), title)
        return ChainLink(CONSOLE, "unset", "No key of a Console login is stored.", None, session.state.shown_path, title)
    state, because, header = _judge(session, decision, sources.console)
    return ChainLink(CONSOLE, state, because, header, sources.console.where, title, sources.console.shown)


def _profile(session: Session, decision: Decision, sources: Sources) -> Iterator[ChainLink]:
    profile = session.profile
    if profile is None:
        yield ChainLink("profile:default", "unset", "No profile is saved or named.", title="Profile")
        return
    title = sources.profile.title if sources.profile is not None else f"Profile {profile.name}"
    where = profile.shown_path or (given.where if (given := session.environment.get(profile.chosen_by)) is not None else None)
    if session.bare or session.host:
        yield ChainLink(profile.source, "ignored", _why_not(session), None, where, title)
    elif sources.profile is None:
        state: SourceState = "unset" if profile.state == "absent" else "unusable"
        yield ChainLink(profile.source, state, f"Chosen by {profile.chosen_by}, but {profile.detail}.", None, where, title)
    else:
        state, because, header = _judge(session, decision, sources.profile)
        yield ChainLink(profile.source, state, because, header, where, title, sources.profile.shown)


def _cloud(session: Session, decision: Decision) -> Iterator[ChainLink]:
    environment = session.environment
    on = switches_on(environment)
    if not any(environment.get(info.switch) for info in PROVIDERS):
        yield ChainLink("env:CLAUDE_CODE_USE_BEDROCK", "unset", "No cloud provider is switched on.", title="Cloud provider")
        return
    for info in PROVIDERS:
        given = environment.get(info.switch)
        if given is None:
            continue
        if on and info is on[0]:
            yield from _chosen(decision, info.title, given)
        elif info in on:
            yield ChainLink(given.source, "overridden", f"Not used: {on[0].title} comes first.", None, given.where, info.title)
        else:
            because = "Set to nothing, which is off." if not given.filled else f"Set to {_short(given)}, which is off."
            yield ChainLink(given.source, "empty" if not given.filled else "ignored", because, None, given.where, info.title)
        for passed in passed_over(session, info.switch):
            yield ChainLink(passed.given.source, passed.state, passed.because, None, passed.given.where, _scoped(passed.given))


def _short(given: Given) -> str:
    text = given.value.plain
    return f'"{text}"' if len(text) <= 12 and unveil(given.value).isascii() else "something"


def _chosen(decision: Decision, title: str, switch: Given) -> Iterator[ChainLink]:
    """The provider that is used: its credentials, else the switch itself."""
    answer = decision.cloud
    credentials = [s for s in (answer.authorization, answer.x_api_key) if s is not None] if answer is not None else []
    sends = decision.outcome == "sends"
    for credential in credentials:
        source = Source(credential.source, credential.title)
        header = _header(decision, source)
        state: SourceState = "sends" if sends and header else "overridden"
        because = f"Sent to {title} in {_HEADER_WORDS[header]}." if state == "sends" and header else decision.because
        seen = (credential.given.value.shown or None) if credential.given is not None else None
        yield ChainLink(
            credential.source, state, because, header if state == "sends" else None, credential.where, f"{title}: {credential.title}", seen
        )
    if not credentials:
        state = "sends" if sends else "unknown" if decision.outcome == "unknown" else "unusable"
        yield ChainLink(switch.source, state, decision.because, None, switch.where, title)

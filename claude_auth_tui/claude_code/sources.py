"""The sources a credential can come from in one session: each with its id, place, what may be seen of it, and whether it is there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from claude_auth_tui.claude_code.environment import Given, given_by, to_gateway
from claude_auth_tui.claude_code.headers import CustomHeaders, custom_headers, fault_of, is_nothing_stored, stored_fault_of
from claude_auth_tui.claude_code.javascript import leading_number
from claude_auth_tui.claude_code.session import SOCKET, Session
from claude_auth_tui.claude_code.settings import SCOPE_TITLES, HelperSetting
from claude_auth_tui.claude_code.shown_values import name_shown, service_shown
from claude_auth_tui.claude_code.tables import (
    CONSOLE,
    CREDENTIAL_VARIABLES,
    DESCRIPTORS,
    DIRECT,
    FILLING,
    HEADERS,
    HELPER,
    KEY,
    KEY_DESCRIPTOR,
    LOGIN,
    OAUTH,
    OAUTH_DESCRIPTOR,
    PROFILE,
    SOURCE,
    TOKEN,
)
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.model.words import HeaderName, SourceState

_KEPT_IN: Final = "/home/claude/.claude/remote"
_KEPT: Final = {KEY_DESCRIPTOR: ".api_key", OAUTH_DESCRIPTOR: ".oauth_token"}


class Source(Struct, frozen=True):
    """A source that is there. `fault` says why its value cannot be sent."""

    id: Shown
    title: Shown
    where: Shown | None = None
    shown: Shown | None = None
    fault: Shown = NOTHING
    blank: bool = False
    """It is sent, as nothing."""
    mute: Shown = NOTHING
    """Why it is chosen and still nothing of it is sent."""
    uncertain: Shown = NOTHING
    """Why it cannot be told whether it is used."""


class Sources(Struct, frozen=True):
    """What is there and counts in this session, whatever comes first."""

    found: Mapping[Shown, Source]
    """By the name of the source's row."""
    replaced: CustomHeaders
    """What the custom headers do."""

    def get(self, name: Shown) -> Source | None:
        return self.found.get(name)

    def filling(self, header: HeaderName) -> Source | None:
        """What fills a header, logins and custom headers aside."""
        return next((self.found[info.name] for info in FILLING if info.name in self.found and info.header in (header, "both")), None)

    @property
    def external(self) -> Source | None:
        """The key, token or helper that stands before any login."""
        return self.get(KEY) or self.get(KEY_DESCRIPTOR) or self.filling("authorization")


def gather(session: Session, use_key: bool = True) -> Sources:
    """The sources of a session. `use_key` is false where the user did not allow the API key."""
    environment = session.environment
    headers = environment.credential(HEADERS)
    helper = session.helper()
    logins = not session.bare and not session.host
    # Under a host a helper is not used, but still keeps the setup token from being (observed).
    helpers = session.helpers()
    shut_out = session.bare or (session.host and bool(helpers) and not helpers[0].cancels)
    found = {name: of_variable(session.credential(name)) for name in CREDENTIAL_VARIABLES}
    found |= {name: descriptor_source(session, name) for name in DESCRIPTORS}
    found[HEADERS] = of_variable(headers)
    if not use_key:
        found[KEY] = None
    if shut_out:
        found[OAUTH] = None
    if helper is not None:
        found[HELPER] = helper_source(helper)
    if session.login_kept:
        found |= dict.fromkeys(DIRECT)
    if logins:
        found |= {PROFILE: _profile(session), LOGIN: _login(session), CONSOLE: _console(session)}
    if to_gateway(environment):
        found |= dict.fromkeys((KEY, KEY_DESCRIPTOR, HELPER))
    if session.socket:
        found |= dict.fromkeys((OAUTH_DESCRIPTOR, PROFILE, LOGIN))
    elif no_login_beside(session):
        found |= dict.fromkeys((OAUTH, OAUTH_DESCRIPTOR, PROFILE, LOGIN))
    if session.socket and found[OAUTH] is not None and session.process.credential(OAUTH) is None:
        found[OAUTH] = None
    if session.login_first and any(found.get(name) is not None for name in (OAUTH, OAUTH_DESCRIPTOR, LOGIN)):
        found |= dict.fromkeys((TOKEN, KEY, KEY_DESCRIPTOR, HELPER))
    return Sources(
        {name: source for name, source in found.items() if source is not None},
        custom_headers(headers.value) if headers is not None else CustomHeaders(),
    )


def no_login_beside(session: Session) -> Shown:
    """Why no login is looked for, whatever else is there: requests go through a socket, or a descriptor for a key is named, open or not
    (observed); empty where one is."""
    if session.bare:
        return NOTHING
    if session.socket:
        return say("{} is set", SOCKET)
    if session.login_first:
        return NOTHING
    if session.process.credential(KEY_DESCRIPTOR) is not None:
        return say("{} is set", KEY_DESCRIPTOR)
    kept = kept_for(session, KEY_DESCRIPTOR)
    return say("a key is kept in {}", kept.where) if kept is not None and kept.where else NOTHING


def descriptor_source(session: Session, name: Shown) -> Source | None:
    """The credential of a descriptor; None where no variable names one that is open, or in bare mode. What it holds is not read."""
    given = session.process.credential(name)
    if session.bare:
        return None
    if given is None:
        return kept_for(session, name)
    if session.descriptors is None:
        uncertain = say("whether descriptor {} is open there cannot be told", _number(given))
        return Source(given.source, name, given.where, shown(given), uncertain=uncertain)
    if leading_number(given.value) in session.descriptors:
        return Source(given.source, name, given.where, shown(given))
    return kept_for(session, name)


def kept_for(session: Session, name: Shown) -> Source | None:
    """What a session in the cloud kept of a descriptor, for every later start to find (observed); None where there is nothing."""
    found = session.machine.files.file(session.machine.join(_KEPT_IN, _KEPT[name]))
    if found.text is None or not unveil(found.text).strip():
        return None
    return Source(say("env:{}", name), name, session.machine.show_path(found.path))


def _number(given: Given) -> Shown:
    number = leading_number(given.value)
    return say("{}", number) if number is not None and 0 <= number < 1_000_000 else say("…")


def helper_source(helper: HelperSetting) -> Source:
    return Source(helper.source, say("apiKeyHelper ({})", SCOPE_TITLES[helper.layer.scope]), helper.where)


def of_variable(given: Given | None) -> Source | None:
    """A variable as a source; None where it is not set."""
    if given is None:
        return None
    fault = fault_of(given.value) if given.name != HEADERS else NOTHING
    blank = given.name == KEY and not given.filled and not given.value.is_empty
    if blank:
        fault = say("it is nothing but blanks")
    return Source(given.source, name_shown(given.name), given.where, shown(given), fault, blank)


def shown(given: Given) -> Shown | None:
    """What may be seen of a variable's value."""
    return (given.value.shown if given.name != HEADERS else say("{} characters", given.value.length)) or None


def _profile(session: Session) -> Source | None:
    profile = session.profile
    if profile is None or not profile.selected:
        return None
    title = (
        say("Workload identity federation") if profile.mode == "oidc_federation" and not profile.path else say("Profile {}", profile.name)
    )
    fault = profile.detail if profile.state != "usable" else NOTHING
    if not fault and profile.access_token is not None:
        fault = stored_fault_of(profile.access_token)
    token = profile.access_token
    return Source(profile.source, title, profile.shown_path or None, token.shown if token is not None else None, fault)


def _login(session: Session) -> Source | None:
    login = session.login
    if login.state in ("locked", "unknown"):
        uncertain = (
            say("it comes first, but the Keychain is locked")
            if login.state == "locked"
            else say("it may come first, but the Keychain could not be asked")
        )
        return Source(LOGIN, login.title, login.where, uncertain=uncertain)
    if not login.sent:
        return None
    token = login.access_token
    fault = stored_fault_of(token) if token is not None else NOTHING
    return Source(LOGIN, login.title, login.where, _seen(token), fault)


def _console(session: Session) -> Source | None:
    state, item = session.state, session.console_item
    if item is not None and item.state == "present":
        return Source(CONSOLE, SOURCE[CONSOLE].title, say('Keychain item "{}"', service_shown(item.service)))
    key = state.primary_api_key
    if key is None:
        return None
    fault = NOTHING if state.primary_unusable else stored_fault_of(key)
    return Source(
        CONSOLE, SOURCE[CONSOLE].title, state.where("primaryApiKey"), _seen(key), fault, is_nothing_stored(key), state.primary_unusable
    )


def _seen(value: Secret | None) -> Shown | None:
    return (value.shown or None) if value is not None else None


class Passed(Struct, frozen=True):
    """A place that names a variable without deciding it."""

    given: Given
    state: SourceState
    because: Shown


def passed_over(session: Session, name: str) -> Iterator[Passed]:
    """The places that name a variable but do not decide it, highest first: those that are replaced, then those not taken at all."""
    decides = session.environment.get(name)
    told = {decides.source} if decides is not None else set()
    by = (decides.where or decides.source) if decides is not None else say("a setting")
    below: list[Given] = [given for given in (session.process.get(name), *session.state.env) if given is not None and given.name == name]
    below += [given_by(setting) for setting, why in session.settings if setting.name == name and not why]
    for given in reversed(below):
        if given.source not in told:
            told.add(given.source)
            yield Passed(given, "overridden", say("Replaced by {}.", by))
    for setting, why in session.settings:
        if setting.name == name and why and setting.source not in told:
            told.add(setting.source)
            yield Passed(given_by(setting), "ignored", why.sentence)

"""The `/login` credential and the places where it is kept: `.credentials.json`, the state file, and on macOS Keychain items, of which only their being there is known."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from claude_auth_tui.claude_code.environment import Environment
from claude_auth_tui.claude_code.folders import LOGIN_FOLDER
from claude_auth_tui.claude_code.javascript import as_string
from claude_auth_tui.claude_code.shown_values import plan_shown, scope_shown, service_shown
from claude_auth_tui.claude_code.state_file import StateFile
from claude_auth_tui.documents.strict_json import Json, SyntaxFault, as_list, as_number, as_object, as_text, parse
from claude_auth_tui.model.diagnosis import Store
from claude_auth_tui.model.machine import File, KeychainItem, Machine
from claude_auth_tui.model.saying import NOTHING, octal, say
from claude_auth_tui.model.saying import moment as moment_shown
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.model.words import StoreState

FILE_NAME: Final = ".credentials.json"
SCOPE: Final = say("user:inference")
"""Without this scope Claude Code does not use a login (observed)."""
KEYCHAIN: Final = "Claude Code-credentials"
KEYCHAIN_KEY: Final = "Claude Code"
"""The Keychain items of a login, and of the key a Console login leaves."""

SIGN_IN_TOLD: Final = 10 * 86400.0
"""Seconds before the end of a sign-in from which on Claude Code tells of it. Observed."""
SIGN_IN_OPEN: Final = 3 * 86400.0
"""Seconds before its end from which on it "can end at any time". Observed."""


class Login(Struct, frozen=True):
    """What `/login` left behind, from the store that is used."""

    kind: Literal["file", "keychain"]
    where: Shown
    """The file as people write it, or the Keychain item's service."""
    state: StoreState
    """"usable" and "refreshable" and "expired" (sent as it is) are sent; "present" is a Keychain item nobody looked into."""
    file: File | None = None
    fault: SyntaxFault | None = None
    access_token: Secret | None = None
    refresh_token: Secret | None = None
    scopes: tuple[Shown, ...] = ()
    expires_at: float | None = None
    """Seconds since the epoch."""
    subscription: Shown | None = None
    """Such as "max"; None where it is not known."""
    detail: Shown = NOTHING
    """Why it cannot be used, in words."""
    odd_scopes: bool = False
    """Its scopes are one text, no list: it is sent, but `claude auth status` does not see it (observed)."""
    sign_in_ends: float | None = None
    """Until when it can be renewed, in seconds since the epoch; some days before, the service may end it already."""

    @property
    def ended(self) -> bool:
        """Its refresh token is there and empty, which is how Claude Code marks a login that ended (observed)."""
        return self.refresh_token is not None and self.refresh_token.is_empty

    @property
    def title(self) -> Shown:
        """ "/login Max"."""
        return say("/login {}", self.subscription.capital) if self.subscription else say("/login")

    @property
    def sent(self) -> bool:
        """Claude Code uses it when nothing comes before it."""
        return self.state in ("usable", "refreshable", "expired", "present")


def keychain_services(environment: Mapping[str, Secret]) -> tuple[str, ...]:
    """The Keychain items Claude Code asks for on macOS: the login's, then that of a Console key.

    With CLAUDE_CONFIG_DIR set, both carry a hash of its text as it is written, so that the same folder written in
    another way is another item. Source: reports by users; not observed.
    """
    given = environment.get("CLAUDE_CONFIG_DIR")
    if not given:
        return KEYCHAIN, KEYCHAIN_KEY
    import hashlib  # two milliseconds, and few set that variable

    text = unicodedata.normalize("NFC", unveil(given))
    suffix = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{KEYCHAIN}-{suffix}", f"{KEYCHAIN_KEY}-{suffix}"


def keychain_item(machine: Machine, environment: Environment, which: Literal[0, 1]) -> KeychainItem | None:
    """The Keychain's item of the login (0) or of a Console key (1), as far as it was looked at; None but on macOS."""
    if machine.platform != "macos":
        return None
    folder = environment.get("CLAUDE_CONFIG_DIR")
    moved = environment.get(LOGIN_FOLDER)
    if moved is not None and moved.value and which == 0:
        return KeychainItem(KEYCHAIN, "unknown", say("how {} names its item is not known", LOGIN_FOLDER))
    service = keychain_services({"CLAUDE_CONFIG_DIR": folder.value} if folder is not None else {})[which]
    found = next((item for item in machine.keychain if item.service == service), None)
    if found is None and machine.keychain:  # another folder than the process's decides, by a settings file
        return KeychainItem(service, "unknown", say("it was not looked for"))
    return found


def read_login(machine: Machine, config_dir: str, environment: Environment, subscription: Shown | None) -> Login:
    """The login Claude Code would use: on macOS the Keychain's where there is one, else the file's.

    `subscription` is the plan that the state file tells, for a Keychain item nobody looked into.
    """
    item = keychain_item(machine, environment, 0)
    if item is not None and item.state != "absent":
        return Login(
            "keychain", say('Keychain item "{}"', service_shown(item.service)), item.state, subscription=subscription, detail=item.detail
        )
    return read_login_file(machine, machine.join(config_dir, FILE_NAME))


def read_login_file(machine: Machine, path: str) -> Login:
    """The login in this file. Its mode does not matter to Claude Code (observed)."""
    found = machine.files.file(path)

    def none(state: StoreState, detail: Shown, fault: SyntaxFault | None = None) -> Login:
        return Login("file", machine.show_path(path), state, found, fault, detail=detail)

    if found.state == "absent":
        return none("absent", say("there is no such file"))
    if found.text is None:
        return none("unreadable", found.detail or say("it cannot be read"))
    text = unveil(found.text)
    if not text.strip():
        return none("empty", say("the file is empty"))
    fault = SyntaxFault(1, 1, say("a byte-order mark at the start")) if text.startswith("\ufeff") else None
    parsed = parse(found.text)
    fault = fault or parsed.fault
    if fault is not None:
        return none("corrupt", fault.message, fault)
    stored = as_object(parsed.value).get("claudeAiOauth")
    if not isinstance(stored, Mapping):
        return none("empty", say("it holds no login (no claudeAiOauth)"))
    return _login(machine, none("usable", NOTHING), stored)


def _login(machine: Machine, login: Login, stored: Mapping[str, Json]) -> Login:
    token, refresh = stored.get("accessToken"), as_text(stored.get("refreshToken"))
    expires = as_number(stored.get("expiresAt"))
    expires_at = expires / 1000 if expires is not None and abs(expires) < 1e16 else None
    ends = as_number(stored.get("refreshTokenExpiresAt"))
    scopes, has_scope = _scopes(stored.get("scopes"))
    state: StoreState = "usable"
    detail = NOTHING
    if token is None or token is False or token == 0.0 or (isinstance(token, Secret) and not token):
        state, detail = "empty", say("its access token is empty: Claude Code emptied it when the login ended, or something else did")
    elif not has_scope:
        state, detail = "no_scope", say("it lacks the scope {}", SCOPE)
    elif expires_at is not None and expires_at > 0 and expires_at <= machine.now:
        state = "refreshable" if refresh else "expired"
    return replace(
        login,
        state=state,
        access_token=as_string(token) if state != "empty" else None,
        refresh_token=refresh,
        scopes=scopes,
        expires_at=expires_at,
        subscription=plan_shown(plan) if isinstance(plan := stored.get("subscriptionType"), Secret) else None,
        detail=detail,
        odd_scopes=isinstance(stored.get("scopes"), Secret),
        sign_in_ends=ends / 1000 if ends is not None and 0 < ends < 1e16 else None,
    )


def _scopes(value: Json) -> tuple[tuple[Shown, ...], bool]:
    """The scopes that look like one, and whether the needed one is among all. A text is searched for it, as JavaScript's `includes` does."""
    if isinstance(value, Secret):
        text = unveil(value)
        return tuple(scope for word in text.split()[:20] if (scope := scope_shown(word))), SCOPE in text
    names = tuple(unveil(item) for item in as_list(value)[:50] if isinstance(item, Secret))
    return tuple(scope for name in names if (scope := scope_shown(name))), SCOPE in names


def next_change(login: Login, profile_ends: float | None, now: float) -> float | None:
    """When time alone next changes something about a login or profile, in seconds since the epoch; None where nothing does."""
    ends = [login.expires_at, profile_ends]
    if login.sign_in_ends is not None:
        ends += [login.sign_in_ends - before for before in (SIGN_IN_TOLD, SIGN_IN_OPEN, 0.0)]
    return min((end for end in ends if end is not None and end > now), default=None)


def stores_of(machine: Machine, folder: str, environment: Environment, login: Login, state: StateFile) -> Iterator[Store]:
    """Every place where a credential of `/login` is kept, the one that is used first."""
    if login.kind == "keychain":
        yield _store(login)
    yield _store(read_login_file(machine, machine.join(folder, FILE_NAME)) if login.kind == "keychain" else login)
    for which in (0, 1) if machine.platform == "macos" else ():
        item = keychain_item(machine, environment, which)
        title = say('Keychain item "{}"', service_shown(item.service)) if item is not None else NOTHING
        if item is not None and item in machine.keychain and login.where != title:
            yield Store("keychain", title, item.state, notes=(item.detail,) if item.detail else ())
    if state.primary_api_key is not None:
        unusable = state.primary_unusable
        yield Store(
            "config", state.where("primaryApiKey"), "corrupt" if unusable else "usable", _mode(state.file.mode),
            notes=(unusable,) if unusable else (),
        )  # fmt: skip


def _store(login: Login) -> Store:
    return Store(
        login.kind,
        login.where,
        login.state,
        _mode(login.file.mode if login.file is not None else None),
        iso(login.expires_at),
        bool(login.refresh_token) if login.access_token is not None else None,
        login.scopes,
        login.subscription,
        tuple(note for note in (login.detail, _sign_in_ends(login)) if note),
    )


def _sign_in_ends(login: Login) -> Shown:
    end = iso(login.sign_in_ends)
    return say("the sign-in ends {}", end) if end is not None else NOTHING


def _mode(mode: int | None) -> Shown | None:
    return octal(mode) if mode is not None else None


def iso(moment: float | None) -> Shown | None:
    """ISO 8601 in UTC; None for no moment, and for one no calendar has."""
    if moment is None:
        return None
    try:
        return moment_shown(datetime.datetime.fromtimestamp(moment, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    except (ValueError, OverflowError, OSError):
        return None

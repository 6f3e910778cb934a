"""The places where `/login` keeps a credential, as they are told: files, Keychain items, the state file."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Final

from claude_auth_tui.claude_code.login import FILE_NAME, Login, keychain_services, read_login_file
from claude_auth_tui.claude_code.session import Session
from claude_auth_tui.claude_code.shown_values import service_shown
from claude_auth_tui.model.diagnosis import Store
from claude_auth_tui.model.saying import NOTHING, octal, say
from claude_auth_tui.model.saying import moment as moment_shown
from claude_auth_tui.model.shown import Shown

SIGN_IN_TOLD: Final = 10 * 86400.0
"""Seconds before the end of a sign-in from which on Claude Code tells of it. Observed."""
SIGN_IN_OPEN: Final = 3 * 86400.0
"""Seconds before its end from which on it "can end at any time". Observed."""


def stores_of(session: Session) -> tuple[Store, ...]:
    """Every store, the one that is used first."""
    return tuple(_stores(session))


def next_expiry(session: Session) -> float | None:
    """When time alone next changes something about the login or profile that is used, in seconds since the epoch; None where nothing does."""
    ends = [session.login.expires_at, session.profile.expires_at if session.profile is not None else None]
    if session.login.sign_in_ends is not None:
        ends += [session.login.sign_in_ends - before for before in (SIGN_IN_TOLD, SIGN_IN_OPEN, 0.0)]
    return min((end for end in ends if end is not None and end > session.machine.now), default=None)


def _stores(session: Session) -> Iterator[Store]:
    machine, login = session.machine, session.login
    if login.kind == "keychain":
        yield _store(login)
    path = machine.join(session.config_dir, FILE_NAME)
    yield _store(read_login_file(machine, path) if login.kind == "keychain" else login)
    if machine.platform == "macos":
        plain = {name: given.value for name, given in session.environment.given.items() if name == "CLAUDE_CONFIG_DIR"}
        for service in keychain_services(plain):
            item = next((i for i in machine.keychain if i.service == service), None)
            if item is not None and login.where != f'Keychain item "{service}"':
                yield Store(
                    "keychain", say('Keychain item "{}"', service_shown(service)), item.state, notes=(item.detail,) if item.detail else ()
                )
    if session.state.primary_api_key is not None:
        unusable = session.state.primary_unusable
        yield Store(
            "config", session.state.where("primaryApiKey"), "corrupt" if unusable else "usable", _mode(session.state.file.mode),
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

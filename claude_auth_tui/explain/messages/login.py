"""Messages of Claude Code itself about the login: not there, over, not renewed, not saved, about to end."""

from __future__ import annotations

from typing import Final

from claude_auth_tui.explain.causes import keys, logins
from claude_auth_tui.explain.pages import NOT_LOGGED_IN, error
from claude_auth_tui.explain.shapes import Message
from claude_auth_tui.model.saying import say

LOGIN: Final[tuple[Message, ...]] = (
    Message(
        say("not-logged-in"),
        say("Not logged in"),
        say(
            "Claude Code found nothing to send: no stored login, and no key, token or helper that counts in this session. Some servers' refusals of a login or "
            "token are worded so too."
        ),
        (
            "Not logged in · Please run /login",
            "Not logged in. Run claude auth login to authenticate",
            "Authentication required · Sign in again to continue",
            '"loggedIn": false',
            "~Not logged in",
            "~Please run /login",
        ),
        (
            logins.NO_LOGIN,
            logins.LOGIN_DAMAGED,
            logins.KEYCHAIN_LOCKED,
            logins.CONFIG_FOLDER,
            keys.KEY_NOT_APPROVED,
            keys.KEY_NOT_HERE,
            keys.STARTUP_UNCLEAR,
            logins.SETTINGS_DROPPED,
            keys.VALUE_CANCELLED,
            keys.SETTING_IDLE,
            logins.BARE_MODE,
            keys.HOST_DECIDES,
            keys.CONSOLE_KEY_REFUSED,
            logins.NOT_SAVED,
            keys.GATEWAY_REFUSES,
            logins.CLOCK,
        ),
        docs=error("not-logged-in"),
        old=(
            "Missing API key · Run /login",
            "API key not configured. Run 'claude login' or set ANTHROPIC_API_KEY",
            "Auth error: No API key available",
            "~API key not found",
            "~API key not configured",
        ),
    ),
    Message(
        say("login-expired"),
        say("The stored login could not be renewed"),
        say(
            "Claude Code itself says this, before it sends anything: the service refused to renew the stored login, and what was stored was cleared. "
            "claude -p words it as an OAuth session that could not be refreshed."
        ),
        (
            "Login expired · Please run /login",
            "OAuth session expired and could not be refreshed",
            "Expired — log in again",
            "~Login expired",
        ),
        (
            logins.LOGIN_OVER,
            logins.REFRESH_REFUSED,
            logins.LOGIN_DAMAGED,
            logins.SHARED_LOGIN,
            logins.CLOCK,
            logins.outdated(
                say("2.1.211"), say("Before 2.1.211 sessions that ran at the same time could spoil each other's refresh token.")
            ),
        ),
        docs=error("login-expired"),
        old=("~Session Expired",),
        versions=say("since 2.1.206; before, such a login failed with a message about the model or with a 401"),
    ),
    Message(
        say("login-refresh-busy"),
        say("Another Claude Code is renewing the login"),
        say(
            "The login was not refused. It had to be renewed, and another Claude Code on this machine held the lock, or left it behind when it ended."
        ),
        (
            "Could not refresh your login because another Claude Code process is refreshing it",
            "Failed to refresh OAuth token: another Claude Code process is refreshing it",
        ),
        (logins.OTHER_SESSION_REFRESHES, logins.NOT_SAVED),
        docs=error("could-not-refresh-your-login"),
    ),
    Message(
        say("login-not-saved"),
        say("The login could not be saved"),
        say("You signed in, and the credential store refused the login. On macOS that is mostly a Keychain that locked itself."),
        ("Couldn't save your login",),
        (logins.KEYCHAIN_LOCKED, logins.NOT_SAVED, logins.LOGIN_UNREADABLE),
        docs=error("couldnt-save-your-login"),
    ),
    Message(
        say("no-authentication-method"),
        say("A request was built without any credential"),
        say(
            "A worker, a background session or a program that uses the SDK started without a credential: what is set in your shell did not reach it."
        ),
        (
            "Could not resolve authentication method",
            "Expected one of apiKey, authToken, credentials, config, or profile to be set",
        ),
        (
            logins.NO_LOGIN,
            keys.KEY_NOT_HERE,
            keys.STARTUP_UNCLEAR,
            keys.VALUE_CANCELLED,
            keys.SETTING_IDLE,
            logins.BARE_MODE,
            logins.outdated(say("2.1.176"), say("Background and cloud sessions could lose a configured credential before 2.1.176.")),
        ),
        docs=error("could-not-resolve-authentication-method"),
        old=("Expected either apiKey or authToken to be set",),
    ),
    Message(
        say("keychain-locked"),
        say("The Keychain cannot be read or written"),
        say(
            "The Keychain is locked, as it is over SSH and in background jobs, or it is another one than the login was saved in. "
            "claude doctor of 2.1.276 could say so by mistake."
        ),
        (
            "Keychain is not writable",
            "User interaction is not allowed",
            "errSecInteractionNotAllowed",
            "SecKeychainSearchCopyNext: The specified item could not be found in the keychain",
            "SecKeychainUnlock",
        ),
        (logins.KEYCHAIN_LOCKED, logins.NO_LOGIN, logins.NOT_SAVED),
        docs=NOT_LOGGED_IN,
    ),
    Message(
        say("login-ends-soon"),
        say("The login ends in a few days"),
        say("Nothing is wrong yet. A login is renewed for a limited time after the sign-in; signing in again starts it anew."),
        (
            "Your login expires in # {day|hour}",
            "Your login expires {today|tomorrow}",
            "this sign-in ends between",
            "this sign-in can end at any time from now until",
            "this sign-in may have ended between",
        ),
        (logins.SIGN_IN_ENDS, logins.LOGIN_OVER, logins.REFRESH_REFUSED),
        weight="notice",
        docs=error("login-expired"),
        versions=say("since 2.1.203"),
    ),
)

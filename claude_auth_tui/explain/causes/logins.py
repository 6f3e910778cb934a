"""Causes that lie with the stored login: absent, damaged, over, revoked, unreadable, unsaved."""

from __future__ import annotations

from typing import Final

from claude_auth_tui.claude_code.tables import OAUTH
from claude_auth_tui.explain.remedies import advice, log_in, log_in_again, run, see_status, setup_token, support, update
from claude_auth_tui.explain.shapes import Cause, Sign
from claude_auth_tui.explain.signs import (
    all_of,
    any_of,
    at_least,
    either,
    found,
    keychain_over_ssh,
    logged_in,
    login_is_sound,
    named,
    no_login,
    no_saved_login,
    nobody_logged_in,
    not_macos,
    nowhere,
    older_than,
    only_bare_has_none,
    remote,
    sends,
    stored,
    surely_sent,
)
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.shown import Shown

NO_LOGIN: Final = Cause(
    say("nobody-logged-in"),
    say("Nobody is logged in"),
    say(
        "There is no stored login, and no key, token or helper that would be used. `claude login` does not exist: the word is taken as a prompt."
    ),
    checks=("login-missing",),
    sign=Sign(shows=nobody_logged_in),
    fixes=(log_in, setup_token),
)
LOGIN_DAMAGED: Final = Cause(
    say("login-unusable"),
    say("The stored login is damaged"),
    say(
        "The file was cut off, changed by hand, emptied after a refused refresh, or holds a login that may not make requests. Claude Code then behaves as if "
        "nobody were logged in."
    ),
    checks=("login-corrupt", "login-emptied", "login-lacks-scope", "login-unreadable", "login-wrong-name"),
    sign=Sign(never=any_of(login_is_sound, no_login)),
    fixes=(log_in_again,),
)
LOGIN_UNREADABLE: Final = Cause(
    say("login-not-readable"),
    say("The login file cannot be read"),
    say("It belongs to another user or lacks the right to be read, as sudo and containers leave it behind."),
    checks=("login-unreadable",),
    sign=Sign(never=any_of(login_is_sound, no_login)),
    fixes=(log_in_again,),
)
CONFIG_FOLDER: Final = Cause(
    say("another-config-folder"),
    say("CLAUDE_CONFIG_DIR points to another folder"),
    say(
        "The login lies in the folder Claude Code was told to use when it was made. The value is taken literally: `~` is not expanded, and an empty one is not unset."
    ),
    checks=("config-dir-empty", "config-dir-unexpanded", "config-dir-relative", "config-dir-absent", "keychain-other-item"),
    decisive=True,
    sign=named(say("CLAUDE_CONFIG_DIR")),
    fixes=(see_status,),
)
SETTINGS_DROPPED: Final = Cause(
    say("settings-dropped"),
    say("A settings file is dropped, and the credential with it"),
    say("One syntax error and Claude Code drops the whole file, with its env block and apiKeyHelper."),
    checks=("settings-broken", "settings-unreadable"),
    decisive=True,
    fixes=(run(say("See what Claude Code says about the settings"), say("claude doctor")),),
)
BARE_MODE: Final = Cause(
    say("bare-mode"),
    say("--bare (or CLAUDE_CODE_SIMPLE) uses no login of any kind"),
    say("In bare mode only keys, tokens and helpers count: no stored login, no Keychain and no profile."),
    checks=("bare-mode-on",),
    sign=Sign(hints=only_bare_has_none),
    fixes=(advice(say("Leave out --bare, or give the script a key in ANTHROPIC_API_KEY")),),
)
KEYCHAIN_LOCKED: Final = Cause(
    say("keychain-locked"),
    say("The Keychain is locked"),
    say("It is locked after sleep, over SSH and for background jobs. Claude Code can then neither read nor save a login in it."),
    checks=("login-locked", "keychain-not-seen"),
    sign=Sign(hints=keychain_over_ssh, never=not_macos),
    fixes=(
        run(say("Unlock it in this session"), say("security unlock-keychain"), say("Then log in again, or start claude again.")),
        setup_token,
    ),
)
LOGIN_OVER: Final = Cause(
    say("login-over"),
    say("The stored login is over and cannot renew itself"),
    say(
        "Its access token is past its end and there is no refresh token beside it. claude auth status may still say that you are logged in."
    ),
    checks=("login-expired-no-refresh", "login-emptied", "login-cannot-be-renewed"),
    sign=Sign(shows=stored("expired"), never=no_login),
    fixes=(log_in_again,),
)
SIGN_IN_ENDS: Final = Cause(
    say("sign-in-ends"),
    say("The time for which a sign-in is renewed ends"),
    say("It is counted from the sign-in; renewing the login does not move it. Signing in again does."),
    checks=("login-sign-in-ends",),
    sign=Sign(never=no_login),
    fixes=(log_in_again, setup_token),
)
REFRESH_REFUSED: Final = Cause(
    say("refresh-refused"),
    say("The service refused to renew the stored login"),
    say(
        "The refresh token was too old, used by another copy of the login, or revoked. Claude Code then empties the stored login; only a new login helps."
    ),
    checks=("login-emptied",),
    sign=logged_in("refreshable", "expired"),
    fixes=(log_in_again,),
)
LOGIN_REVOKED: Final = Cause(
    say("login-revoked"),
    say("The login was revoked"),
    say(
        "You signed out everywhere, changed the password, or an administrator removed the access. The stored login looks whole, but the API refuses it."
    ),
    sign=Sign(hints=either(found("login-readable-by-others"), stored("usable", "refreshable", "expired", "present")), never=no_login),
    fixes=(log_in_again, advice(say("If it comes back: /logout, then /login, in a session"))),
)
SHARED_LOGIN: Final = Cause(
    say("login-shared"),
    say("Two copies of one login renew it against each other"),
    say(
        "A login that is copied to a container, another machine or a second config folder renews itself once, and each other copy is over from then on."
    ),
    checks=("login-mounted-alone", "ci-uses-login"),
    sign=Sign(hints=either(remote, found("login-is-link", "login-in-two-stores", "login-readable-by-others")), never=no_login),
    fixes=(log_in_again, setup_token),
)
CLOCK: Final = Cause(
    say("clock-wrong"),
    say("The clock is wrong"),
    say("Whether a token is still valid is decided by the time. A clock that is off makes a new login look expired, at every start."),
    checks=("clock-too-early", "clock-set-back", "clock-not-synchronised"),
    sign=Sign(hints=lambda d: remote(d) if d.place.wsl else ()),
    fixes=(advice(say("Let the clock set itself (NTP); under WSL, `wsl --shutdown` from Windows sets it again")),),
)
NOT_SAVED: Final = Cause(
    say("login-not-saved"),
    say("The login is not saved, so every start asks again"),
    say(
        "The Keychain refuses it, the folder cannot be written, or a container forgets its home. Both ~/.claude and ~/.claude.json have to stay."
    ),
    checks=(
        "login-locked",
        "login-unreadable",
        "state-file-broken",
        "login-cannot-be-renewed",
        "login-mounted-alone",
        "state-file-not-kept",
        "container-login-not-kept",
    ),
    sign=Sign(hints=lambda d: remote(d) if d.place.container else ()),
    fixes=(run(say("See what Claude Code says about the Keychain and its folder"), say("claude doctor")), setup_token),
)
OTHER_SESSION_REFRESHES: Final = Cause(
    say("another-session-refreshes"),
    say("Another Claude Code is renewing the login, or ended in the middle of it"),
    say("Sessions share one lock while they renew the login. It clears by itself; a session that died may leave it behind."),
    checks=("login-lock-stuck",),
    sign=logged_in("refreshable", "expired"),
    fixes=(advice(say("Wait a minute; if it stays, close the other Claude Code windows and try again")), log_in_again),
)
OLD_SCOPES: Final = Cause(
    say("login-has-old-scopes"),
    say("The stored login is older than the right it needs"),
    say("A login carries the rights it was made with. Features that came later need a new one; you need not log out first."),
    checks=("login-lacks-scope",),
    sign=logged_in("usable", "refreshable", "no_scope", "present"),
    fixes=(log_in_again,),
)
SETUP_TOKEN_LIMITED: Final = Cause(
    say("setup-token-limited"),
    say("A token from claude setup-token can only make model requests"),
    say("CLAUDE_CODE_OAUTH_TOKEN wins over the full login, and it cannot read the profile, use Remote Control or connectors."),
    checks=("oauth-token-overrides-login",),
    sign=surely_sent(OAUTH),
    fixes=(advice(say("Unset CLAUDE_CODE_OAUTH_TOKEN where these features are wanted, and log in")), log_in),
)
ACCOUNT_GONE: Final = Cause(
    say("account-refused"),
    say("The account or its organisation no longer has access"),
    say("The credential is well formed, but the account behind it was deactivated, or its organisation was disabled or removed you."),
    sign=Sign(
        hints=stored("usable", "refreshable", "present"),
        never=all_of(no_saved_login, nowhere(OAUTH, say("ANTHROPIC_API_KEY"), say("ANTHROPIC_AUTH_TOKEN"), say("apiKeyHelper"))),
    ),
    fixes=(log_in_again, advice(say("If the same account is refused again, ask your administrator or https://support.claude.com"))),
)
PLAN_INACTIVE: Final = Cause(
    say("plan-inactive"),
    say("The plan is not active"),
    say("A payment is overdue or the plan ended, so the login may not use Claude Code."),
    sign=logged_in("usable", "refreshable", "present"),
    fixes=(advice(say("Look at https://claude.ai/settings/billing")),),
)
CONSOLE_ROLE: Final = Cause(
    say("console-role-missing"),
    say("The Console account lacks the role"),
    say("With an API key or a Console login, an administrator has to give you the role “Claude Code” or “Developer”."),
    sign=Sign(hints=sends(say("ANTHROPIC_API_KEY"), say("primaryApiKey"))),
    fixes=(advice(say("Ask the administrator of the Console organisation for the role")),),
)
ACCOUNT_HELD: Final = Cause(
    say("account-on-hold"),
    say("The account is on hold"),
    say("The hold is on the account, not on this machine: logging in again changes nothing."),
    fixes=(advice(say("Open https://claude.ai/restricted, which tells why and takes an appeal")), support),
)


def outdated(version: Shown, explain: Shown) -> Cause:
    """An older Claude Code has a fault that a newer one does not have."""
    return Cause(
        f"older-than-{version.replace('.', '-')}",
        say("Claude Code is older than {}", version),
        explain,
        sign=Sign(shows=older_than(version), never=at_least(version)),
        fixes=(update,),
    )

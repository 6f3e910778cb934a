"""What Claude Code itself says about the credential it was given: the login, a key, a token, a header or a helper."""

from __future__ import annotations

from typing import Final

from claude_auth_tui.claude_code.tables import HEADERS
from claude_auth_tui.explain.causes import keys, logins
from claude_auth_tui.explain.shapes import AUTHENTICATION, NOT_LOGGED_IN, SETTINGS, Message, error
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
        ("Could not resolve authentication method", "Expected one of apiKey, authToken, credentials, config, or profile to be set"),
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

KEYS: Final[tuple[Message, ...]] = (
    Message(
        say("invalid-api-key"),
        say("A key from outside was refused"),
        say(
            "An API key was sent that does not come from a login: from ANTHROPIC_API_KEY or an apiKeyHelper. The API does not accept it. /login does not help "
            "while that source is there."
        ),
        (
            "Invalid API key · Fix external API key",
            "authentication_error … message … invalid x-api-key",
            "401 invalid x-api-key",
            "~Invalid API key",
            "~invalid x-api-key",
        ),
        (
            keys.KEY_DAMAGED,
            keys.KEY_MISPLACED,
            keys.KEY_OVERRIDES,
            keys.HELPER_OVERRIDES,
            keys.KEY_REFUSED,
            keys.HELPER_REFUSED,
            keys.HEADER_OVERRIDES,
            keys.TWO_CREDENTIALS,
            keys.CONSOLE_KEY_REFUSED,
            keys.GATEWAY_REFUSES,
        ),
        docs=error("invalid-api-key"),
        old=("invalid_api_key - API key is invalid or has been revoked", "~API key is invalid or has been revoked", "~invalid_api_key"),
    ),
    Message(
        say("invalid-api-key-run-login"),
        say("No usable key or login (wording of older versions)"),
        say(
            "Older versions said this for a key that was refused and for no credential at all. Newer ones tell the two apart: “Invalid API key · Fix external "
            "API key” and “Not logged in”."
        ),
        ("Invalid API key · Please run /login", "Invalid API key · Run /login"),
        (
            keys.KEY_DAMAGED,
            keys.KEY_MISPLACED,
            keys.KEY_OVERRIDES,
            logins.NO_LOGIN,
            logins.LOGIN_DAMAGED,
            logins.KEYCHAIN_LOCKED,
            keys.HELPER_REFUSED,
            keys.KEY_REFUSED,
            keys.GATEWAY_REFUSES,
        ),
        docs=error("invalid-api-key"),
        versions=say("Claude Code 1 and the first of 2.0"),
    ),
    Message(
        say("key-breaks-header"),
        say("A character in the API key cannot be sent"),
        say(
            "The key was never sent: a line break, a quote of a word processor or an invisible character is in it. The message tells the position, counted from 1."
        ),
        ("Invalid API key · Fix external API key · Invalid X-Api-Key header value", "Invalid X-Api-Key header value from"),
        (keys.KEY_DAMAGED, keys.HEADER_OVERRIDES),
        docs=error("invalid-request-header-value"),
        versions=say("since 2.1.227"),
        naming=True,
    ),
    Message(
        say("token-breaks-header"),
        say("A character in the token cannot be sent"),
        say(
            "The token was never sent: a line break, a quote of a word processor or an invisible character is in it, mostly because a terminal broke it over two "
            "lines. The message names the variable and the position."
        ),
        (
            "Invalid auth token · Fix external auth token",
            "Invalid Authorization header value from {ANTHROPIC_AUTH_TOKEN|CLAUDE_CODE_OAUTH_TOKEN}",
        ),
        (keys.TOKEN_DAMAGED, keys.OAUTH_DAMAGED),
        docs=error("invalid-request-header-value"),
        versions=say("since 2.1.227"),
        naming=True,
    ),
    Message(
        say("custom-headers-broken"),
        say("A line in ANTHROPIC_CUSTOM_HEADERS cannot be sent"),
        say("Each line must be `Name: Value` without characters beyond Latin-1. The message counts which one is at fault."),
        (
            "Invalid ANTHROPIC_CUSTOM_HEADERS · Fix the environment variable",
            "Invalid {name|value} for distinct header # of # parsed from ANTHROPIC_CUSTOM_HEADERS",
            "Invalid Authorization header value from ANTHROPIC_CUSTOM_HEADERS",
        ),
        (keys.damaged(HEADERS, say("headers")), keys.HEADER_OVERRIDES),
        docs=error("invalid-request-header-value"),
        versions=say("since 2.1.227"),
    ),
    Message(
        say("environment-breaks-header"),
        say("A value from the environment cannot be sent as a header"),
        say(
            "Claude Code copies some variables into headers, and one of them holds a character that may not stand there. The message names it."
        ),
        ("Invalid request header from the environment",),
        (keys.KEY_NOT_HERE,),
        docs=error("invalid-request-header-value"),
        versions=say("since 2.1.227"),
    ),
    Message(
        say("header-value-refused"),
        say("A header has a value that may not be sent"),
        say(
            "Older versions and the SDK word a line break or another character that no header may hold so, mostly of a CI's secret that ends "
            "with a line break. Some of them print the whole value with it: if that is in a log, renew the key."
        ),
        (
            "Header '#' has invalid value",
            "Headers.append:",
            "Cannot convert argument to a ByteString because the character",
        ),
        (keys.KEY_DAMAGED, keys.OAUTH_DAMAGED, keys.TOKEN_DAMAGED, keys.damaged(HEADERS, say("headers"))),
        docs=error("invalid-request-header-value"),
        versions=say("before 2.1.227"),
    ),
    Message(
        say("helper-failing"),
        say("The apiKeyHelper gives no key"),
        say(
            "The command in apiKeyHelper failed three times: it ended with an error, took too long, printed nothing or printed more than the key. /login does not "
            "help while it is set."
        ),
        ("Your apiKeyHelper script is failing",),
        (keys.HELPER_BROKEN, keys.HELPER_SIGNED_OUT, keys.HELPER_NOISY, keys.HELPER_OVERRIDES),
        docs=error("your-apikeyhelper-script-is-failing"),
        versions=say("since 2.1.208; before, it was told as a 401"),
    ),
    Message(
        say("helper-exited"),
        say("The apiKeyHelper ended with an error"),
        say("The number is its exit status: 126 means that it may not be run, 127 that it was not found, others are its own."),
        ("apiKeyHelper failed: exited", "apiKeyHelper failed: timed out"),
        (keys.HELPER_BROKEN, keys.HELPER_SIGNED_OUT, keys.HELPER_OVERRIDES),
        docs=error("your-apikeyhelper-script-is-failing"),
    ),
    Message(
        say("helper-printed-nothing"),
        say("The apiKeyHelper printed nothing"),
        say("It ended well, but there was no key on its standard output."),
        ("apiKeyHelper failed: did not return a value",),
        (keys.HELPER_SIGNED_OUT, keys.HELPER_BROKEN, keys.HELPER_OVERRIDES),
        docs=error("your-apikeyhelper-script-is-failing"),
        old=("Error getting API key from apiKeyHelper", "apiKeyHelper did not return a valid value"),
    ),
    Message(
        say("helper-output-unusable"),
        say("The apiKeyHelper printed something that cannot be a key"),
        say("More than the key was printed, or something that may not stand in a header. It must print the key alone."),
        ("apiKeyHelper failed: returned output that cannot be used as an API key", "returned output that cannot be used as an API key"),
        (keys.HELPER_NOISY, keys.HELPER_SIGNED_OUT, keys.HELPER_OVERRIDES),
        docs=error("your-apikeyhelper-script-is-failing"),
        versions=say("since 2.1.227; before, whatever it printed was sent"),
    ),
    Message(
        say("endpoint-refuses"),
        say("The configured address refuses the credential"),
        say("Articles word it so for gateways and proxies: the address in ANTHROPIC_BASE_URL wants another key or token."),
        (),
        (keys.GATEWAY_REFUSES, keys.TOKEN_DAMAGED, keys.KEY_OVERRIDES),
        docs=AUTHENTICATION,
        old=("Could not authenticate with the configured API endpoint",),
    ),
    Message(
        say("two-sources-set"),
        say("Two credentials are set"),
        say(
            "A warning, not yet an error: a token and a key are both there. Claude Code may send both, and the server decides which counts and who pays."
        ),
        ("Both … and … set · auth may not work as expected", "Both ANTHROPIC_AUTH_TOKEN and ANTHROPIC_API_KEY set"),
        (keys.TWO_CREDENTIALS, keys.KEY_OVERRIDES, keys.TOKEN_OVERRIDES, keys.HELPER_OVERRIDES, keys.OAUTH_OVERRIDES),
        docs=AUTHENTICATION,
        weight="notice",
        old=("Auth conflict: Both a token", "Auth conflict: Using ANTHROPIC_API_KEY instead of Anthropic Console key", "~Auth conflict"),
    ),
    Message(
        say("key-not-used"),
        say("claude passes the key over"),
        say(
            "ANTHROPIC_API_KEY is set, and this session does not use it, because the key was once rejected here. claude -p uses it all the same."
        ),
        ("ANTHROPIC_API_KEY not used here", 'turn on "Use custom API key" in /config'),
        (keys.KEY_NOT_APPROVED, keys.KEY_OVERRIDES),
        docs=AUTHENTICATION,
        weight="notice",
    ),
    Message(
        say("key-question"),
        say("claude asks whether to use the key"),
        say(
            "ANTHROPIC_API_KEY is set and was neither approved nor rejected here. “No” is preselected; either answer is remembered, and claude -p does not ask at all."
        ),
        ("Do you want to use this API key", "Detected a custom API key in your environment"),
        (keys.KEY_NOT_APPROVED, keys.KEY_OVERRIDES),
        docs=AUTHENTICATION,
        weight="notice",
    ),
    Message(
        say("project-token-ignored"),
        say("A project may not set your login"),
        say(
            "CLAUDE_CODE_OAUTH_TOKEN stands in the settings of a project, where it does not count. Your shell, your own settings and managed settings may set it."
        ),
        ("CLAUDE_CODE_OAUTH_TOKEN in … is ignored", "a project can't set your"),
        (keys.OAUTH_OVERRIDES, logins.NO_LOGIN),
        docs=SETTINGS,
        weight="notice",
    ),
    Message(
        say("oauth-scopes-missing"),
        say("A refresh token in the environment needs its scopes beside it"),
        say(
            "claude auth login can take a refresh token from CLAUDE_CODE_OAUTH_REFRESH_TOKEN; it then needs the scopes it was issued with."
        ),
        ("CLAUDE_CODE_OAUTH_SCOPES is required when using CLAUDE_CODE_OAUTH_REFRESH_TOKEN",),
        (logins.NO_LOGIN,),
        docs=AUTHENTICATION,
    ),
)

"""What the API says of a credential it does not accept, in words or with a bare status.

A bare refusal, a type or two words that many wordings end in, is only taken where nothing clearer is there.
"""

from __future__ import annotations

from typing import Final

from claude_auth_tui.explain.causes import cloud_accounts, keys, logins, organisation, outside
from claude_auth_tui.explain.shapes import AUTHENTICATION, LOGIN_TROUBLE, Message, error
from claude_auth_tui.model.saying import say

REFUSED: Final[tuple[Message, ...]] = (
    Message(
        say("oauth-token-expired"),
        say("The API says that the token is over"),
        say(
            "The request was sent, and the API answered that its OAuth token is past its end: the stored login was not renewed in time, or "
            "CLAUDE_CODE_OAUTH_TOKEN is more than a year old."
        ),
        (
            "OAuth token has expired · Please run /login",
            "API Error: 401 OAuth token has expired",
            "OAuth token has expired. Please obtain a new token or refresh your existing token",
            "OAuth token has expired",
        ),
        (
            logins.LOGIN_OVER,
            keys.OAUTH_OVER,
            keys.OAUTH_OVERRIDES,
            logins.REFRESH_REFUSED,
            keys.TOKEN_OVERRIDES,
            logins.SHARED_LOGIN,
            logins.CLOCK,
            keys.GATEWAY_REFUSES,
        ),
        docs=error("oauth-token-revoked-or-expired"),
        old=("authentication_error - OAuth token has expired. Run 'claude login' to re-authenticate",),
    ),
    Message(
        say("oauth-token-revoked"),
        say("The API says that the token was revoked"),
        say(
            "You signed out everywhere, changed the password, or an administrator removed the access. The stored login looks whole, but it is worth nothing."
        ),
        (
            "OAuth token revoked · Please run /login",
            "OAuth token revoked. Please log in again or contact your administrator",
            "OAuth token has been revoked",
            "~OAuth token revoked",
        ),
        (keys.OAUTH_OVER, keys.OAUTH_OVERRIDES, logins.LOGIN_REVOKED, logins.SHARED_LOGIN, logins.ACCOUNT_GONE),
        docs=error("oauth-token-revoked-or-expired"),
        old=(
            "Your account does not have access to Claude. Please login again or contact your administrator",
            "Your account does not have access to Claude Code. Please run /login",
        ),
        versions=say("claude -p worded it “Your account does not have access to Claude” before 2.1.287"),
    ),
    Message(
        say("401-invalid-credentials"),
        say("The API knows the form of the credential and refuses whoever is behind it"),
        say(
            "A credential that was recently revoked, an account that was deactivated, or an organisation that was disabled or removed you. It is not about "
            "expiry. With ANTHROPIC_BASE_URL set, it is the gateway that says so."
        ),
        (
            "API Error: 401 Invalid authentication credentials",
            "authentication_error … message … Invalid authentication credentials",
            "~Invalid authentication credentials",
        ),
        (
            keys.KEY_OVERRIDES,
            keys.OAUTH_OVERRIDES,
            keys.TOKEN_OVERRIDES,
            keys.HELPER_REFUSED,
            logins.ACCOUNT_GONE,
            keys.PROFILE_OVERRIDES,
            keys.GATEWAY_REFUSES,
        ),
        docs=error("api-error-401-invalid-authentication-credentials"),
        old=("~Invalid credentials",),
    ),
    Message(
        say("401-invalid-bearer"),
        say("The API does not know the token in the Authorization header"),
        say(
            "A login or token was sent as `Authorization: Bearer`, and the API does not know it: it was cut when it was copied, it is a key or a gateway's token "
            "in the wrong variable, or the login behind it is gone."
        ),
        ("API Error: 401 Invalid bearer token", "authentication_error … message … Invalid bearer token", "~Invalid bearer token"),
        (
            keys.OAUTH_DAMAGED,
            keys.TOKEN_DAMAGED,
            keys.TOKEN_MISPLACED,
            keys.OAUTH_MISPLACED,
            keys.TOKEN_OVERRIDES,
            keys.OAUTH_OVERRIDES,
            keys.OAUTH_OVER,
            keys.HEADER_OVERRIDES,
            keys.TWO_CREDENTIALS,
            logins.LOGIN_REVOKED,
            keys.GATEWAY_REFUSES,
        ),
        docs=error("oauth-token-revoked-or-expired"),
    ),
    Message(
        say("401-oauth-not-supported"),
        say("The API takes no login for this request"),
        say(
            "A login's or setup token went to an address or in a way the API accepts only keys for: through another program, a gateway or a custom header."
        ),
        ("OAuth authentication is currently not supported",),
        (keys.HEADER_OVERRIDES, keys.TOKEN_MISPLACED, keys.TOKEN_OVERRIDES, keys.GATEWAY_REFUSES, logins.LOGIN_REVOKED),
        docs=error("oauth-token-revoked-or-expired"),
    ),
    Message(
        say("credential-only-for-claude-code"),
        say("The login may only be used by Claude Code itself"),
        say(
            "A token of a plan's login was used by another program, or a gateway or proxy changed Claude Code's request so that the API no longer took it for one."
        ),
        ("This credential is only authorized for use with Claude Code",),
        (keys.GATEWAY_REFUSES, keys.HEADER_OVERRIDES, keys.OAUTH_OVERRIDES, logins.LOGIN_REVOKED),
        docs=error("oauth-token-revoked-or-expired"),
    ),
    Message(
        say("scope-profile"),
        say("The token lacks the right to read your profile"),
        say("It is an old login from before this right existed, or a token from claude setup-token, which can only make model requests."),
        ("OAuth token does not meet scope requirement: user:profile", "does not meet scope requirement user:profile"),
        (logins.SETUP_TOKEN_LIMITED, logins.OLD_SCOPES),
        docs=error("oauth-scope-requirement"),
    ),
    Message(
        say("scope-inference"),
        say("The token lacks the right to make model requests"),
        say("Whatever it may do, it may not do this: it comes from another program or an incomplete login."),
        ("OAuth token does not meet scope requirement: user:inference", "does not meet scope requirement user:inference"),
        (logins.LOGIN_DAMAGED, keys.OAUTH_OVERRIDES, logins.OLD_SCOPES),
        docs=error("oauth-scope-requirement"),
    ),
    Message(
        say("account-on-hold"),
        say("The account is on hold"),
        say("Anthropic suspended the account. It is not about this machine, and logging in again with the same account changes nothing."),
        ("Your account is on hold",),
        (logins.ACCOUNT_HELD, organisation.WRONG_ACCOUNT),
        docs=error("your-account-is-on-hold"),
        old=("account_on_hold",),
        versions=say("since 2.1.235; before, it was told as “Login expired”"),
    ),
    Message(
        say("403-request-not-allowed"),
        say("The API forbids the request"),
        say(
            "The credential is known and may not do this. In this order: the plan is not active, the Console account lacks the role, or a proxy is in the way."
        ),
        (
            "API Error: 403 Request not allowed",
            "Please run /login · API Error: 403 Request not allowed",
            "Failed to authenticate. API Error: 403 Request not allowed",
            "Please run /login · API Error: 403 … forbidden … Request not allowed",
            "403 … forbidden … Request not allowed",
            "~Request not allowed",
        ),
        (
            logins.PLAN_INACTIVE,
            keys.KEY_OVERRIDES,
            keys.OAUTH_OVERRIDES,
            logins.CONSOLE_ROLE,
            organisation.WRONG_ACCOUNT,
            keys.GATEWAY_REFUSES,
            cloud_accounts.SWITCH_LEFT_ON,
        ),
        docs=LOGIN_TROUBLE,
    ),
    Message(
        say("plan-payment-due"),
        say("The plan cannot be used, mostly because a payment is overdue"),
        say("The login is valid, but its plan is not. A payment, or an API key instead, helps; logging in again does not."),
        ("Claude Code can't use your Claude subscription",),
        (logins.PLAN_INACTIVE, organisation.PLAN_NOT_ALLOWED, organisation.WRONG_ACCOUNT),
        docs=error("your-organization-has-disabled-claude-subscription-access"),
    ),
)

GENERIC: Final[tuple[Message, ...]] = (
    Message(
        say("401-refused"),
        say("The credential was refused (401)"),
        say(
            "Whoever answered does not accept what was sent: it is wrong, over, revoked or in the wrong variable. What stands behind the number would say more."
        ),
        (
            "Please run /login · API Error: 401",
            "Failed to authenticate. API Error: 401",
            "API Error: 401",
            "~401 Unauthorized",
            "~Unauthorized (401)",
            "~authentication_error",
            "~authentication_failed",
            "~Authentication failed",
            "~Failed to authenticate",
            "~error 401",
            "~status code 401",
            "~401",
        ),
        (
            keys.KEY_DAMAGED,
            keys.KEY_MISPLACED,
            keys.TOKEN_DAMAGED,
            keys.OAUTH_DAMAGED,
            keys.KEY_OVERRIDES,
            keys.TOKEN_OVERRIDES,
            keys.OAUTH_OVERRIDES,
            keys.HELPER_OVERRIDES,
            logins.LOGIN_OVER,
            keys.PROFILE_OVERRIDES,
            keys.TWO_CREDENTIALS,
            logins.LOGIN_REVOKED,
            keys.KEY_REFUSED,
            keys.GATEWAY_REFUSES,
            cloud_accounts.SWITCH_LEFT_ON,
        ),
        docs=error("authentication-errors"),
        weight="generic",
        old=("~Token validation failed", "~API key rejected"),
    ),
    Message(
        say("403-refused"),
        say("The credential may not do this (403)"),
        say(
            "Whoever answered knows the credential and does not allow the request: the plan, a role, a right, a policy, a proxy or a cloud provider."
        ),
        (
            "Please run /login · API Error: 403",
            "Failed to authenticate. API Error: 403",
            "API Error: 403",
            "~403 Forbidden",
            "~permission_error",
            "~403 permission",
            "~error 403",
            "~status code 403",
            "~403",
        ),
        (
            cloud_accounts.SWITCH_LEFT_ON,
            keys.KEY_OVERRIDES,
            keys.OAUTH_OVERRIDES,
            logins.PLAN_INACTIVE,
            logins.CONSOLE_ROLE,
            organisation.WRONG_ACCOUNT,
            keys.GATEWAY_REFUSES,
            logins.OLD_SCOPES,
        ),
        docs=error("authentication-errors"),
        weight="generic",
        old=("~Permission Denied",),
    ),
    Message(
        say("request-refused"),
        say("The request itself is refused (400 or 404)"),
        say(
            "The credential was accepted, or not even asked for; something in the request is not. What stands behind the number says what."
        ),
        ("API Error: {400|404|405|422}", "~invalid_request_error", "~not_found_error"),
        (
            outside.MODEL_UNKNOWN,
            outside.BASE_PATH,
            keys.gateway(say("A gateway may not know this path or this model; its text stands behind the number.")),
            cloud_accounts.SWITCH_LEFT_ON,
        ),
        authentication=False,
        docs=error("request-errors"),
        weight="generic",
    ),
    Message(
        say("select-login-method"),
        say("Claude Code asks how to log in"),
        say(
            "It found no credential it may use. In a container or on a new machine the first-start screens come before a working token is even looked at."
        ),
        ("Select login method", "~Login interrupted"),
        (
            logins.NO_LOGIN,
            logins.NOT_SAVED,
            logins.LOGIN_DAMAGED,
            logins.KEYCHAIN_LOCKED,
            logins.CONFIG_FOLDER,
            keys.KEY_NOT_HERE,
            keys.STARTUP_UNCLEAR,
            logins.CLOCK,
        ),
        docs=AUTHENTICATION,
    ),
)

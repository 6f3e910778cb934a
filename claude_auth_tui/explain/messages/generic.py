"""Bare refusals: a status, a type or two words that many wordings end in. They are only taken where nothing clearer is there."""

from __future__ import annotations

from typing import Final

from claude_auth_tui.explain.causes import cloud, keys, logins, organisation, outside
from claude_auth_tui.explain.pages import AUTHENTICATION, error
from claude_auth_tui.explain.shapes import Message
from claude_auth_tui.model.saying import say

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
            cloud.SWITCH_LEFT_ON,
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
            cloud.SWITCH_LEFT_ON,
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
        (
            "API Error: {400|404|405|422}",
            "~invalid_request_error",
            "~not_found_error",
        ),
        (
            outside.MODEL_UNKNOWN,
            outside.BASE_PATH,
            keys.gateway(say("A gateway may not know this path or this model; its text stands behind the number.")),
            cloud.SWITCH_LEFT_ON,
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

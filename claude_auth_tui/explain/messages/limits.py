"""Messages in which the credential is fine: limits, credit, spending, overload and faults of the service, requests that are too large."""

from __future__ import annotations

from typing import Final

from claude_auth_tui.explain.causes import keys, outside
from claude_auth_tui.explain.causes.cloud import SWITCH_LEFT_ON
from claude_auth_tui.explain.pages import error
from claude_auth_tui.explain.shapes import Message
from claude_auth_tui.model.saying import say

LIMITS: Final[tuple[Message, ...]] = (
    Message(
        say("usage-limit"),
        say("The plan's allowance is used up for now"),
        say(
            "Not a question of who you are: the login works. The message says when the window resets. The limits of Opus and Sonnet each hold for that family only."
        ),
        (
            "You've hit your {session|weekly|Opus|Sonnet|Fable|5-hour|limit}",
            "Usage limit reached",
            "You've used #% of your {session|weekly} limit",
        ),
        (outside.PLAN_USED_UP,),
        authentication=False,
        docs=error("youve-hit-your-session-limit"),
        old=("Claude AI usage limit reached", "Claude usage limit reached", "Claude Opus limit reached"),
    ),
    Message(
        say("spend-limit"),
        say("A limit on spending is reached"),
        say(
            "The login works. What the plan includes is used up, and the usage credits beyond it have reached the limit that you or an administrator set."
        ),
        (
            "You've hit your {monthly|individual|org's monthly|channel's monthly|team's} spend limit",
            "You've hit your team's shared budget",
            "You've hit your individual usage limit",
            "You have reached your specified API usage limits",
        ),
        (outside.KEY_PAYS, outside.SPEND_LIMIT),
        authentication=False,
        docs=error("youve-hit-your-monthly-spend-limit"),
    ),
    Message(
        say("gateway-spend-limit"),
        say("The limit of your organisation's gateway is reached"),
        say("The gateway's operator set it; the message says when it resets."),
        ("spend limit reached (", "spend limit unavailable"),
        (outside.GATEWAY_SPEND,),
        authentication=False,
        docs=error("spend-limit-reached"),
        old=("~spend limit reached",),
    ),
    Message(
        say("long-context-credits"),
        say("The long context is not part of the plan"),
        say("The login works and the allowance is not used up: a model with 1M of context needs usage credits."),
        ("Usage credits required for 1M context", "Usage credits are required for long context requests"),
        (outside.LONG_CONTEXT,),
        authentication=False,
        docs=error("usage-credits-required-for-1m-context"),
    ),
    Message(
        say("server-limits-requests"),
        say("The service slows requests down for a moment"),
        say("It is not your allowance, and not your credential. Claude Code has tried again several times already."),
        ("Server is temporarily limiting requests",),
        (outside.SERVICE_BUSY,),
        authentication=False,
        docs=error("server-is-temporarily-limiting-requests"),
    ),
    Message(
        say("rate-limited"),
        say("The rate of the account that is used is exceeded (429)"),
        say(
            "The credential was accepted. But which one? A key left over in the environment has a lower rate than a plan, and is used instead of it."
        ),
        (
            "Request rejected (429)",
            "429 … rate_limit_error",
            "~This request would exceed your organization's rate limit",
            "~This request would exceed your account's rate limit",
            "~rate_limit_error",
            "~429 Request rejected",
            "~429 Too Many Requests",
            "~429",
            "~Too Many Requests",
        ),
        (outside.KEY_PAYS, outside.RATE_OF_KEY, outside.CLOUD_BUSY, outside.SERVICE_BUSY),
        authentication=False,
        docs=error("request-rejected-429"),
    ),
    Message(
        say("credit-balance"),
        say("The API account has no credit left"),
        say(
            "The credential was accepted, and its account is empty. Either the Console's prepaid credit ran out, or a key is used where you meant your plan: a plan "
            "has no credit balance."
        ),
        (
            "Credit balance is too low",
            "Credit balance too low",
            "Your credit balance is too low to access the Anthropic API",
        ),
        (outside.KEY_PAYS, outside.CREDIT_USED_UP, keys.PROFILE_OVERRIDES),
        authentication=False,
        docs=error("credit-balance-is-too-low"),
    ),
    Message(
        say("billing"),
        say("The payment is refused"),
        say("The credential was accepted, the bill was not."),
        ("API Error: 402", "402 … billing_error", "~billing_error", "~402"),
        (outside.KEY_PAYS, outside.BILLING),
        authentication=False,
        docs=error("credit-balance-is-too-low"),
    ),
    # The service
    Message(
        say("overloaded"),
        say("The service is overloaded (529)"),
        say("Everybody feels it. It is neither your allowance nor your credential, and does not count against your quota."),
        (
            "Repeated 529 Overloaded errors",
            "API Error: 529",
            "529 … overloaded_error",
            "{Opus|Sonnet|Haiku|Fable} is experiencing high load",
            "~overloaded_error",
            "~529 Overloaded",
            "~529",
        ),
        (outside.SERVICE_BUSY, keys.gateway(say("A gateway of your own stands between; it may be the one that is overloaded."))),
        authentication=False,
        docs=error("api-error-repeated-529-overloaded-errors"),
    ),
    Message(
        say("server-error"),
        say("The service has a fault (5xx)"),
        say(
            "It is not caused by your credential, your settings or your prompt. With ANTHROPIC_BASE_URL set, the gateway may be the one with the fault."
        ),
        (
            "API Error: {500|502|503|504|520|522|524|525|526}",
            "Internal server error",
            "~This is a server-side issue",
            "Server error mid-response",
            "Response stalled mid-stream",
            "~500 Internal",
            "~502 Bad Gateway",
            "~503 Service Unavailable",
            "~504 Gateway",
            "~500",
        ),
        (outside.SERVICE_BUSY, keys.gateway(say("What answered is your gateway; look at its own log."))),
        authentication=False,
        docs=error("api-error-500-internal-server-error"),
    ),
    Message(
        say("model-not-available"),
        say("The model is not there for this credential"),
        say("Its name is out of date, or the account may not use it. The credential itself was accepted."),
        (
            "There's an issue with the selected model",
            "is not a recognized model id",
            "Claude Opus is not available with the Claude Pro plan",
            "404 … not_found_error … model",
        ),
        (outside.MODEL_UNKNOWN, outside.BASE_PATH, SWITCH_LEFT_ON),
        authentication=False,
        docs=error("theres-an-issue-with-the-selected-model"),
    ),
    Message(
        say("request-too-large"),
        say("The request is too large"),
        say("Too many images or too long a conversation; nothing to do with the credential."),
        ("Request too large", "413 … request_too_large", "Prompt is too long", "Input is too long for requested model"),
        (outside.TOO_LARGE,),
        authentication=False,
        docs=error("request-too-large"),
    ),
)

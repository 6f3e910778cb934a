"""Messages in which the credential is fine, or was not even looked at.

Limits, credit, spending, overload and faults of the service, requests that are too large; the network and its certificates.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from claude_auth_tui.explain.causes import cloud_accounts, keys, outside
from claude_auth_tui.explain.shapes import NETWORK_CONFIG, Message, error
from claude_auth_tui.model.saying import say

_message: Final = partial(Message, authentication=False)

LIMITS: Final[tuple[Message, ...]] = (
    _message(
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
        docs=error("youve-hit-your-session-limit"),
        old=("Claude AI usage limit reached", "Claude usage limit reached", "Claude Opus limit reached"),
    ),
    _message(
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
        docs=error("youve-hit-your-monthly-spend-limit"),
    ),
    _message(
        say("gateway-spend-limit"),
        say("The limit of your organisation's gateway is reached"),
        say("The gateway's operator set it; the message says when it resets."),
        ("spend limit reached (", "spend limit unavailable"),
        (outside.GATEWAY_SPEND,),
        docs=error("spend-limit-reached"),
        old=("~spend limit reached",),
    ),
    _message(
        say("long-context-credits"),
        say("The long context is not part of the plan"),
        say("The login works and the allowance is not used up: a model with 1M of context needs usage credits."),
        ("Usage credits required for 1M context", "Usage credits are required for long context requests"),
        (outside.LONG_CONTEXT,),
        docs=error("usage-credits-required-for-1m-context"),
    ),
    _message(
        say("server-limits-requests"),
        say("The service slows requests down for a moment"),
        say("It is not your allowance, and not your credential. Claude Code has tried again several times already."),
        ("Server is temporarily limiting requests",),
        (outside.SERVICE_BUSY,),
        docs=error("server-is-temporarily-limiting-requests"),
    ),
    _message(
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
        docs=error("request-rejected-429"),
    ),
    _message(
        say("credit-balance"),
        say("The API account has no credit left"),
        say(
            "The credential was accepted, and its account is empty. Either the Console's prepaid credit ran out, or a key is used where you meant your plan: a plan "
            "has no credit balance."
        ),
        ("Credit balance is too low", "Credit balance too low", "Your credit balance is too low to access the Anthropic API"),
        (outside.KEY_PAYS, outside.CREDIT_USED_UP, keys.PROFILE_OVERRIDES),
        docs=error("credit-balance-is-too-low"),
    ),
    _message(
        say("billing"),
        say("The payment is refused"),
        say("The credential was accepted, the bill was not."),
        ("API Error: 402", "402 … billing_error", "~billing_error", "~402"),
        (outside.KEY_PAYS, outside.BILLING),
        docs=error("credit-balance-is-too-low"),
    ),
    # The service
    _message(
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
        docs=error("api-error-repeated-529-overloaded-errors"),
    ),
    _message(
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
        docs=error("api-error-500-internal-server-error"),
    ),
    _message(
        say("model-not-available"),
        say("The model is not there for this credential"),
        say("Its name is out of date, or the account may not use it. The credential itself was accepted."),
        (
            "There's an issue with the selected model",
            "is not a recognized model id",
            "Claude Opus is not available with the Claude Pro plan",
            "404 … not_found_error … model",
        ),
        (outside.MODEL_UNKNOWN, outside.BASE_PATH, cloud_accounts.SWITCH_LEFT_ON),
        docs=error("theres-an-issue-with-the-selected-model"),
    ),
    _message(
        say("request-too-large"),
        say("The request is too large"),
        say("Too many images or too long a conversation; nothing to do with the credential."),
        ("Request too large", "413 … request_too_large", "Prompt is too long", "Input is too long for requested model"),
        (outside.TOO_LARGE,),
        docs=error("request-too-large"),
    ),
)

_UNABLE: Final = error("unable-to-connect-to-api")
_TLS: Final = error("ssl-certificate-errors")

NETWORK: Final[tuple[Message, ...]] = (
    _message(
        say("connection-refused"),
        say("Nobody listens at that address"),
        say("Often ANTHROPIC_BASE_URL still points to a local proxy or gateway that no longer runs. A firewall can look the same."),
        (
            "Connection refused — a firewall or proxy may be blocking it",
            "Unable to connect to API ({ConnectionRefused|ECONNREFUSED})",
            "~ECONNREFUSED",
            "~ConnectionRefused",
        ),
        (outside.DEAD_BASE_URL, outside.PROXY, outside.NO_NETWORK),
        docs=_UNABLE,
        versions=say("before 2.1.227: “Unable to connect to API (ECONNREFUSED)”"),
    ),
    _message(
        say("host-not-found"),
        say("The name of the server cannot be found"),
        say("No internet, a name service that does not answer, or a mistake in ANTHROPIC_BASE_URL."),
        ("Can't reach the API server", "Unable to connect to API ({ENOTFOUND|EAI_AGAIN|FailedToOpenSocket})", "~ENOTFOUND", "~EAI_AGAIN"),
        (outside.DEAD_BASE_URL, outside.NO_NETWORK, outside.WSL_NAMES),
        docs=_UNABLE,
    ),
    _message(
        say("no-route"),
        say("There is no way to the internet"),
        say("The network is down, or a VPN left its routes behind."),
        (
            "No internet route",
            "Unable to connect to API ({EHOSTUNREACH|ENETUNREACH})",
            "Unable to connect to API. Check your internet connection",
        ),
        (outside.NO_NETWORK, outside.DEAD_BASE_URL),
        docs=_UNABLE,
    ),
    _message(
        say("proxy-refused"),
        say("The proxy refuses the connection"),
        say("HTTPS_PROXY names a proxy that does not let this through: it wants a user and password, or does not allow the host."),
        (
            "Couldn't connect through your proxy",
            "ERR_PROXY_TUNNEL",
            "proxy refused the connection",
            "API Error: 407",
            "~407 Proxy Authentication Required",
        ),
        (outside.PROXY, outside.DEAD_BASE_URL),
        docs=NETWORK_CONFIG,
    ),
    _message(
        say("proxy-unsupported"),
        say("Claude Code cannot speak to that kind of proxy"),
        say("HTTPS_PROXY names a SOCKS proxy or another kind; Claude Code goes through HTTP proxies only."),
        ("Unable to connect to API (UnsupportedProxyProtocol)", "~UnsupportedProxyProtocol"),
        (outside.PROXY_KIND,),
        docs=NETWORK_CONFIG,
    ),
    _message(
        say("connection-dropped"),
        say("The connection was cut"),
        say("Something on the way closed it: a proxy, a VPN, a gateway."),
        (
            "Connection dropped (",
            "Unable to connect to API ({ECONNRESET|EPIPE|ETIMEDOUT})",
            "Connection lost mid-response",
            "Connection closed mid-response",
            "Socket is closed",
            "API Error (Connection error.)",
            "API Error: Connection error",
        ),
        (outside.DEAD_BASE_URL, outside.PROXY, outside.INSPECTED, outside.NO_NETWORK),
        docs=_UNABLE,
    ),
    _message(
        say("unable-to-connect"),
        say("Claude Code could not connect"),
        say("Before 2.1.227 every network fault was worded so, with its code in brackets. The credential was not looked at."),
        ("Unable to connect to API", "~fetch failed"),
        (outside.DEAD_BASE_URL, outside.PROXY, outside.NO_NETWORK),
        docs=_UNABLE,
    ),
    _message(
        say("first-start-unreachable"),
        say("The first start finds no way to Anthropic"),
        say("Before the login Claude Code looks whether api.anthropic.com and platform.claude.com answer within ten seconds."),
        (
            "Unable to connect to Anthropic services",
            "Failed to connect to api.anthropic.com",
            "Failed to connect to platform.claude.com",
            "Connection to api.anthropic.com timed out",
        ),
        (outside.PROXY, outside.INSPECTED, outside.NO_NETWORK),
        docs=error("unable-to-connect-to-anthropic-services"),
    ),
    _message(
        say("timed-out"),
        say("No answer in time"),
        say("The service or something on the way did not answer. API_TIMEOUT_MS may be too short."),
        ("Request timed out", "API Error: No response from API", "The response stopped arriving"),
        (outside.TIMEOUT, outside.SERVICE_BUSY, outside.PROXY, outside.DEAD_BASE_URL),
        docs=error("request-timed-out"),
    ),
    _message(
        say("not-an-api-answer"),
        say("Something else answered than the API"),
        say("The answer was empty or a web page: the sign-in page of a guest network, a company proxy, or a gateway."),
        ("API returned an empty or malformed response", "Streaming response ended before any complete data was received"),
        (outside.CAPTIVE, outside.DEAD_BASE_URL, outside.PROXY),
        docs=error("api-returned-an-empty-or-malformed-response"),
    ),
    _message(
        say("base-url-invalid"),
        say("The address to send to cannot be read"),
        say("ANTHROPIC_BASE_URL must be a whole address that begins with https:// (or http:// on this machine)."),
        ("API Error: Invalid URL", "Unable to connect to API (ERR_INVALID_ARG_VALUE)", "~ERR_INVALID_URL"),
        (outside.URL_TEXT,),
        docs=_UNABLE,
    ),
    _message(
        say("proxy-address-invalid"),
        say("The address of the proxy cannot be read"),
        say("Claude Code does not start with it. The message names the variable."),
        ("Invalid proxy URL in", "Proxy settings must be a complete URL including the scheme"),
        (outside.PROXY_TEXT,),
        docs=NETWORK_CONFIG,
    ),
    # Certificates
    _message(
        say("certificate-not-trusted"),
        say("The certificate is of an authority Claude Code does not know"),
        say(
            "Mostly a company proxy that looks into the connection, or a gateway with a certificate of its own. The credential was not looked at."
        ),
        (
            "SSL certificate verification failed",
            "Self-signed certificate detected",
            "SSL certificate error (",
            "unable to get local issuer certificate",
            "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
            "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
            "SELF_SIGNED_CERT_IN_CHAIN",
            "DEPTH_ZERO_SELF_SIGNED_CERT",
            "self signed certificate in certificate chain",
            "Failed to connect to {api.anthropic.com|platform.claude.com}: {SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_GET_ISSUER_CERT_LOCALLY}",
            "Unable to connect to API: {SSL certificate verification failed|Self-signed certificate detected}",
        ),
        (outside.INSPECTED, outside.PRIVATE_CA, outside.CA_FILE),
        docs=_TLS,
        versions=say("with the code and the hint to NODE_EXTRA_CA_CERTS since 2.1.273"),
    ),
    _message(
        say("certificate-expired"),
        say("The certificate is over"),
        say("The server's certificate has ended, or this machine's clock is wrong."),
        ("SSL certificate has expired", "Unable to connect to API: SSL certificate has expired", "CERT_HAS_EXPIRED"),
        (outside.CERTIFICATE_OVER, outside.PRIVATE_CA, outside.CA_FILE),
        docs=_TLS,
    ),
    _message(
        say("certificate-of-another-host"),
        say("The certificate belongs to another host"),
        say("The address is wrong, or something answers in its place."),
        (
            "SSL certificate hostname mismatch",
            "Unable to connect to API: SSL certificate hostname mismatch",
            "ERR_TLS_CERT_ALTNAME_INVALID",
        ),
        (outside.CERTIFICATE_OF_ANOTHER, outside.CAPTIVE),
        docs=_TLS,
    ),
    _message(
        say("ca-file-ignored"),
        say("The CA file could not be read and is ignored"),
        say("NODE_EXTRA_CA_CERTS names a file that is not there, may not be read or is not PEM. The connection may fail next."),
        ("Ignoring extra certs from",),
        (outside.CA_FILE,),
        docs=NETWORK_CONFIG,
        weight="notice",
    ),
)

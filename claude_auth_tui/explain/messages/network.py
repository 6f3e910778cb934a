"""Messages of the network and of certificates: the credential was not even looked at."""

from __future__ import annotations

from typing import Final

from claude_auth_tui.explain.causes import outside
from claude_auth_tui.explain.pages import NETWORK as NETWORK_PAGE
from claude_auth_tui.explain.pages import error
from claude_auth_tui.explain.shapes import Message
from claude_auth_tui.model.saying import say

_UNABLE: Final = error("unable-to-connect-to-api")
_TLS: Final = error("ssl-certificate-errors")

NETWORK: Final[tuple[Message, ...]] = (
    Message(
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
        authentication=False,
        docs=_UNABLE,
        versions=say("before 2.1.227: “Unable to connect to API (ECONNREFUSED)”"),
    ),
    Message(
        say("host-not-found"),
        say("The name of the server cannot be found"),
        say("No internet, a name service that does not answer, or a mistake in ANTHROPIC_BASE_URL."),
        (
            "Can't reach the API server",
            "Unable to connect to API ({ENOTFOUND|EAI_AGAIN|FailedToOpenSocket})",
            "~ENOTFOUND",
            "~EAI_AGAIN",
        ),
        (outside.DEAD_BASE_URL, outside.NO_NETWORK, outside.WSL_NAMES),
        authentication=False,
        docs=_UNABLE,
    ),
    Message(
        say("no-route"),
        say("There is no way to the internet"),
        say("The network is down, or a VPN left its routes behind."),
        (
            "No internet route",
            "Unable to connect to API ({EHOSTUNREACH|ENETUNREACH})",
            "Unable to connect to API. Check your internet connection",
        ),
        (outside.NO_NETWORK, outside.DEAD_BASE_URL),
        authentication=False,
        docs=_UNABLE,
    ),
    Message(
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
        authentication=False,
        docs=NETWORK_PAGE,
    ),
    Message(
        say("proxy-unsupported"),
        say("Claude Code cannot speak to that kind of proxy"),
        say("HTTPS_PROXY names a SOCKS proxy or another kind; Claude Code goes through HTTP proxies only."),
        ("Unable to connect to API (UnsupportedProxyProtocol)", "~UnsupportedProxyProtocol"),
        (outside.PROXY_KIND,),
        authentication=False,
        docs=NETWORK_PAGE,
    ),
    Message(
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
        authentication=False,
        docs=_UNABLE,
    ),
    Message(
        say("unable-to-connect"),
        say("Claude Code could not connect"),
        say("Before 2.1.227 every network fault was worded so, with its code in brackets. The credential was not looked at."),
        ("Unable to connect to API", "~fetch failed"),
        (outside.DEAD_BASE_URL, outside.PROXY, outside.NO_NETWORK),
        authentication=False,
        docs=_UNABLE,
    ),
    Message(
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
        authentication=False,
        docs=error("unable-to-connect-to-anthropic-services"),
    ),
    Message(
        say("timed-out"),
        say("No answer in time"),
        say("The service or something on the way did not answer. API_TIMEOUT_MS may be too short."),
        ("Request timed out", "API Error: No response from API", "The response stopped arriving"),
        (outside.TIMEOUT, outside.SERVICE_BUSY, outside.PROXY, outside.DEAD_BASE_URL),
        authentication=False,
        docs=error("request-timed-out"),
    ),
    Message(
        say("not-an-api-answer"),
        say("Something else answered than the API"),
        say("The answer was empty or a web page: the sign-in page of a guest network, a company proxy, or a gateway."),
        (
            "API returned an empty or malformed response",
            "Streaming response ended before any complete data was received",
        ),
        (outside.CAPTIVE, outside.DEAD_BASE_URL, outside.PROXY),
        authentication=False,
        docs=error("api-returned-an-empty-or-malformed-response"),
    ),
    Message(
        say("base-url-invalid"),
        say("The address to send to cannot be read"),
        say("ANTHROPIC_BASE_URL must be a whole address that begins with https:// (or http:// on this machine)."),
        ("API Error: Invalid URL", "Unable to connect to API (ERR_INVALID_ARG_VALUE)", "~ERR_INVALID_URL"),
        (outside.URL_TEXT,),
        authentication=False,
        docs=_UNABLE,
    ),
    Message(
        say("proxy-address-invalid"),
        say("The address of the proxy cannot be read"),
        say("Claude Code does not start with it. The message names the variable."),
        ("Invalid proxy URL in", "Proxy settings must be a complete URL including the scheme"),
        (outside.PROXY_TEXT,),
        authentication=False,
        docs=NETWORK_PAGE,
    ),
    # Certificates
    Message(
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
        authentication=False,
        docs=_TLS,
        versions=say("with the code and the hint to NODE_EXTRA_CA_CERTS since 2.1.273"),
    ),
    Message(
        say("certificate-expired"),
        say("The certificate is over"),
        say("The server's certificate has ended, or this machine's clock is wrong."),
        ("SSL certificate has expired", "Unable to connect to API: SSL certificate has expired", "CERT_HAS_EXPIRED"),
        (outside.CERTIFICATE_OVER, outside.PRIVATE_CA, outside.CA_FILE),
        authentication=False,
        docs=_TLS,
    ),
    Message(
        say("certificate-of-another-host"),
        say("The certificate belongs to another host"),
        say("The address is wrong, or something answers in its place."),
        (
            "SSL certificate hostname mismatch",
            "Unable to connect to API: SSL certificate hostname mismatch",
            "ERR_TLS_CERT_ALTNAME_INVALID",
        ),
        (outside.CERTIFICATE_OF_ANOTHER, outside.CAPTIVE),
        authentication=False,
        docs=_TLS,
    ),
    Message(
        say("ca-file-ignored"),
        say("The CA file could not be read and is ignored"),
        say("NODE_EXTRA_CA_CERTS names a file that is not there, may not be read or is not PEM. The connection may fail next."),
        ("Ignoring extra certs from",),
        (outside.CA_FILE,),
        authentication=False,
        docs=NETWORK_PAGE,
        weight="notice",
    ),
)

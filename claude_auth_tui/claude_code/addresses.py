"""Addresses as Claude Code takes them: of its API, of a gateway, of a proxy. Answers are words, hosts and numbers, never a password.

Source: the WHATWG rules for URLs, by which it reads them, and what Claude Code 2.1.329 was observed to do. What a wrong
address means for the user is told in the checks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal, NamedTuple

from claude_auth_tui.model.saying import NOTHING, say, user_name
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil

BASE_URL: Final = say("ANTHROPIC_BASE_URL")
API_HOST: Final = "api.anthropic.com"
PROXIES: Final = (say("https_proxy"), say("HTTPS_PROXY"), say("http_proxy"), say("HTTP_PROXY"))
"""The first one that is not empty is used, for http and https alike (observed, 2.1.329)."""
NO_PROXIES: Final = (say("NO_PROXY"), say("no_proxy"))
"""What either of them names goes without the proxy (observed, 2.1.329)."""

Kind = Literal["ok", "no_address", "other_scheme", "unexpanded"]
"""`no_address`: it does not parse. `other_scheme`: it does, and Claude Code cannot speak it. `unexpanded`: its host is no name."""
PathFault = Literal["", "version", "query"]

_TRIMMED: Final = "".join(map(chr, range(33)))
_IN_NO_HOST: Final = frozenset(" #/:<>?@[\\]^|%\x7f")
_KNOWN_SCHEMES: Final = frozenset({"socks", "socks4", "socks4a", "socks5", "socks5h", "ftp", "ws", "wss", "file"})
_MOST_PORT: Final = 65535
_PRIVATE_172: Final = tuple(map(str, range(16, 32)))


class Address(NamedTuple):
    """One address, taken apart."""

    kind: Kind
    fault: Shown = NOTHING
    """What is wrong, in words that hold nothing of it: "it lacks its scheme (https://)"; empty for kind "ok"."""
    lacks_scheme: bool = False
    """Of kind "ok" it is then taken as http; otherwise writing the scheme before it may mend it."""
    scheme: str = ""
    host: str = ""
    """In lower case, as it may be shown; empty where it is not known."""
    port: int | None = None
    has_login: bool = False
    """A user or a password stands in it."""

    @property
    def is_loopback(self) -> bool:
        """It is this machine itself."""
        return self.host in ("localhost", "::1", "0.0.0.0") or self.host.startswith("127.") or self.host.endswith(".localhost")

    @property
    def is_near(self) -> bool:
        """By its name or number in a private network: this machine, a home, an office, a container's host."""
        private = self.host.startswith(("10.", "192.168.", "169.254.", "fd", "fe80:")) and (self.host[:1].isdigit() or ":" in self.host)
        parts = self.host.split(".")
        in_172 = len(parts) == 4 and parts[0] == "172" and parts[1] in _PRIVATE_172
        named = "." not in self.host and ":" not in self.host
        return self.is_loopback or private or in_172 or named or parts[-1] in ("local", "internal", "lan", "home", "corp", "test")


def address(value: Secret, proxy: bool = False) -> Address:
    """Take an address apart. A proxy's may be a bare number and port, the API's may not (observed, 2.1.329)."""
    text = _cleaned(value)
    head, colon, rest = text.partition(":")
    if not colon or not _is_scheme(head):
        return _without_scheme(text, proxy)
    scheme = head.lower()
    if scheme in ("http", "https"):
        return _web(scheme, rest)
    if rest.startswith("//"):
        words = say("its scheme is {}", user_name(scheme)) if scheme in _KNOWN_SCHEMES else say("its scheme is neither http nor https")
        return Address("other_scheme", words, scheme=scheme if scheme in _KNOWN_SCHEMES else "", has_login="@" in rest)
    port = rest.partition("/")[0]
    if _is_port(port):
        return Address("ok", lacks_scheme=True, scheme="http", host=_shown(head), port=int(port))
    return _lacking(rest, proxy)


def path_fault(value: Secret) -> PathFault:
    """What goes wrong when Claude Code puts /v1/messages behind the address (observed, 2.1.329)."""
    text = _cleaned(value)
    if "?" in text or "#" in text:
        return "query"
    path = text.rstrip("/")
    return "version" if path.endswith(("/v1", "/v1/messages")) else ""


def with_scheme(value: Secret, scheme: str) -> Secret:
    """The address with a scheme before it."""
    return Secret(f"{scheme}://{_cleaned(value)}")


def without_version(value: Secret) -> Secret:
    """The address without the part of the path that Claude Code adds itself."""
    return Secret(_cleaned(value).rstrip("/").removesuffix("/messages").removesuffix("/v1"))


def proxy_in_use(get: Callable[[str], Secret | None]) -> tuple[Shown, Secret] | None:
    """The variable that names the proxy, and its value. One that is set to nothing is passed over, one of blanks is not."""
    for name in PROXIES:
        value = get(name)
        if value:
            return name, value
    return None


def goes_around(get: Callable[[str], Secret | None], target: Address) -> bool:
    """Whether NO_PROXY or no_proxy lets requests to this address pass the proxy by.

    Entries are separated by commas or blanks. A name also stands for what lies below it, with `.` or `*.` before it or
    not; a port must be the address's; `*` is everything (observed, 2.1.329).
    """
    port = target.port or (80 if target.scheme == "http" else 443)
    for name in NO_PROXIES:
        value = get(name)
        for entry in unveil(value).lower().replace(",", " ").split() if value else ():
            host, colon, at = entry.rpartition(":")
            if colon and _is_port(at) and ":" not in host:
                if int(at) != port:
                    continue
                entry = host  # noqa: PLW2901 - what is left to compare
            host = entry.removeprefix("*").removeprefix(".")
            if entry == "*" or (host and (target.host == host or target.host.endswith("." + host))):
                return True
    return False


def login_fault(value: Secret) -> Shown:
    """What is wrong with the user and password of an address, in words; empty where nothing is."""
    text = _cleaned(value)
    rest = text.partition("://")[2] or text
    login, at, _ = rest.rpartition("@")
    if not at:
        return NOTHING
    if "\\" in login:
        return say("a backslash ends the host's name there; write it as %5C")
    if any(len(piece) < 2 or not set(piece[:2]) <= set("0123456789abcdefABCDEF") for piece in login.split("%")[1:]):
        return say("a % in it begins no code of two digits; write it as %25")
    return say("a /, ? or # ends the login there; write them as %2F, %3F and %23") if set(login) & set("/?#") else NOTHING


def _cleaned(value: Secret) -> str:
    text = unveil(value).strip(_TRIMMED)
    return text.replace("\t", "").replace("\n", "").replace("\r", "")


def _is_scheme(text: str) -> bool:
    return text[:1].isalpha() and text.isascii() and all(char.isalnum() or char in "+-." for char in text)


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 9 and int(text) <= _MOST_PORT


def _without_scheme(text: str, proxy: bool) -> Address:
    host, colon, port = text.rpartition(":")
    if proxy and colon and _is_port(port) and host and not set(host) & _IN_NO_HOST and "$" not in host:
        return Address("ok", lacks_scheme=True, scheme="http", host=_shown(host), port=int(port))
    if not text:
        return Address("no_address", say("it is nothing but blanks"))
    if text[0] in "\"'“‘`":
        return Address("no_address", say("it begins with a quotation mark"))
    if "$" in text:
        return Address("no_address", say("it holds a variable that was never expanded"))
    if set(text) & set(" \u00a0\u200b"):
        return Address("no_address", say("it has blanks in it and no scheme"))
    return _lacking(text, proxy)


def _lacking(text: str, proxy: bool) -> Address:
    words = say("it lacks its scheme ({}://)", say("http") if proxy else say("https"))
    return Address("no_address", words, lacks_scheme=True, has_login="@" in text)


def _web(scheme: str, rest: str) -> Address:
    authority = rest.lstrip("/\\")
    for sign in "/\\?#":
        authority = authority.partition(sign)[0]
    login, at, place = authority.rpartition("@")
    host, port = place, ""
    if place.startswith("["):
        host, closed, port = place[1:].partition("]")
        if not closed or not host or set(host.lower()) - set("0123456789abcdef:."):
            return Address("no_address", say("its host is no address between brackets"), scheme=scheme, has_login=bool(at))
        port = port.removeprefix(":")
    elif ":" in place:
        host, _, port = place.rpartition(":")
    lowered = host.lower()
    fault = _host_fault(lowered) if not place.startswith("[") else NOTHING
    if fault:
        kind: Kind = "unexpanded" if "expanded" in fault else "no_address"
        return Address(kind, fault, scheme=scheme, has_login=bool(at))
    if port and not _is_port(port):
        return Address("no_address", say("its port is no number up to 65535"), scheme=scheme, host=_shown(lowered), has_login=bool(at))
    return Address("ok", scheme=scheme, host=_shown(lowered), port=int(port) if port else None, has_login=bool(at or login))


def _host_fault(host: str) -> Shown:
    if not host:
        return say("it has no host")
    if set(host) & set("${}`"):
        return say("it holds a variable that was never expanded")
    if set(host) & _IN_NO_HOST or any(char < "!" for char in host):
        return say("its host has a character that no host may have")
    labels = host.rstrip(".").split(".")
    if not (labels[-1].isascii() and labels[-1].isdigit()):
        return NOTHING
    whole = len(labels) <= 4 and all(label.isascii() and label.isdigit() and len(label) < 11 for label in labels)
    parts = [int(label) for label in labels] if whole else []
    good = whole and all(part < 256 for part in parts[:-1]) and parts[-1] < 256 ** (5 - len(parts))
    return NOTHING if good else say("its host is no number of a machine")


def _shown(host: str) -> str:
    return Secret(host).plain.lower()

"""Addresses as Claude Code takes them: of its API, of a gateway, of a proxy; and whether a proxy stands between.

Only what the variables say; nothing is opened or read here. Source: the WHATWG rules for URLs, by which it reads them, and
what it was observed to do with servers and proxies on the loopback address (`tests/claude_code/address.jsonl`). What a
wrong address means for the user is told in the checks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from claude_auth_tui.claude_code.shown_values import host_shown, path_of_address_shown
from claude_auth_tui.model.saying import NOTHING, say, user_name
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil

BASE_URL: Final = say("ANTHROPIC_BASE_URL")
API_HOST: Final = "api.anthropic.com"
LOGIN_HOST: Final = "platform.claude.com"
"""Where logins are exchanged and refreshed, those of claude.ai included (documented: network configuration)."""
ALL_PROXIES: Final = (say("all_proxy"), say("ALL_PROXY"))
"""Not Claude Code's own: its runtime follows them, takes a bare name for one at port 80, and passes over what it cannot speak."""
PROXIES: Final = (say("https_proxy"), say("HTTPS_PROXY"), say("http_proxy"), say("HTTP_PROXY"), *ALL_PROXIES)
"""The first one that is not empty is used, for https and http alike."""
NO_PROXIES: Final = (say("NO_PROXY"), say("no_proxy"))
"""What either of them names goes without the proxy."""

Kind = Literal["ok", "no_address", "other_scheme", "unexpanded"]
"""`no_address`: it does not parse. `other_scheme`: it does, and Claude Code cannot speak it. `unexpanded`: its host is no name."""
PathFault = Literal["", "version", "query"]

_USUAL: Final = {"https": 443, "http": 80}
_TRIMMED: Final = "".join(map(chr, range(33)))
_IN_NO_HOST: Final = frozenset(" #/:<>?@[\\]^|%\x7f")
_KNOWN_SCHEMES: Final = frozenset({"socks", "socks4", "socks4a", "socks5", "socks5h", "ftp", "ws", "wss", "file"})
_MOST_PORT: Final = 65535
_HEXADECIMAL: Final = frozenset("0123456789abcdefABCDEF")
_PRIVATE_172: Final = tuple(map(str, range(16, 32)))


class Address(Struct, frozen=True):
    """One address, taken apart."""

    scheme: str
    host: str
    """In lower case, as it may be shown, so that nobody asks a name server for what looks like a key; empty where it is not known."""
    port: int
    """The usual one of the scheme where none is written."""
    path: Secret = field(default_factory=lambda: Secret(""))
    """What every path there begins with, without a slash at its end."""
    kind: Kind = "ok"
    fault: Shown = NOTHING
    """What is wrong, in words that hold nothing of it: "it lacks its scheme (https://)"; empty for kind "ok"."""
    lacks_scheme: bool = False
    """Of kind "ok" it is then taken as http; otherwise writing the scheme before it may mend it."""
    has_login: bool = False
    """A user or a password stands in it."""

    @property
    def shown(self) -> Shown:
        """ "https://gw.example:8443"; the port only where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        told = say("{}://{}", user_name(self.scheme), host_shown(host))
        return told if self.has_usual_port else say("{}:{}", told, self.port)

    @property
    def shown_path(self) -> Shown:
        return path_of_address_shown(self.path)

    @property
    def has_usual_port(self) -> bool:
        return self.port == _USUAL.get(self.scheme)

    @property
    def encrypted(self) -> bool:
        return self.scheme == "https"

    @property
    def is_anthropic(self) -> bool:
        """It is Anthropic's own."""
        return self.host == "anthropic.com" or self.host.endswith(".anthropic.com")

    @property
    def is_loopback(self) -> bool:
        """It is this machine itself."""
        return self.host in ("localhost", "::1", "0.0.0.0") or self.host.startswith("127.") or self.host.endswith(".localhost")

    @property
    def is_near(self) -> bool:
        """By its name or number in a private network: this machine, a home, an office, a container's host."""
        private = self.host.startswith(("10.", "192.168.", "169.254.", "fd", "fe80:")) and (self.host[:1].isdecimal() or ":" in self.host)
        parts = self.host.split(".")
        in_172 = len(parts) == 4 and parts[0] == "172" and parts[1] in _PRIVATE_172
        named = "." not in self.host and ":" not in self.host
        return self.is_loopback or private or in_172 or named or parts[-1] in ("local", "internal", "lan", "home", "corp", "test")


API: Final = Address("https", API_HOST, 443)


class Proxy(Struct, frozen=True):
    """The proxy that is named, whether or not it can be used."""

    name: Shown
    """The variable."""
    value: Secret
    address: Address

    @property
    def fault(self) -> Shown:
        """Why Claude Code cannot use it, in words; empty where it can."""
        if self.address.kind == "ok":
            return NOTHING
        if self.address.kind == "other_scheme":
            return say("{}, which Claude Code cannot use", self.address.fault)
        return say("{}, and Claude Code does not start with it", self.address.fault) if self.stops else self.address.fault

    @property
    def stops(self) -> bool:
        """It is so wrong that Claude Code does not start."""
        return self.address.kind == "no_address" and self.name not in ALL_PROXIES

    @property
    def user(self) -> Secret | None:
        """`user:password` as it is sent to the proxy, with what `%` stands for; None where none is, or a `%` stands for nothing."""
        login, at, _ = _authority(_cleaned(self.value)).rpartition("@")
        if not at or _bad_code(login):
            return None
        name, _, password = login.partition(":")
        return Secret(_decoded(f"{name}:{password}"))


class Route(Struct, frozen=True):
    """How an address is reached."""

    proxy: Proxy | None = None
    spared_by: Shown = NOTHING
    """The NO_PROXY variable that keeps a proxy from being used."""


Values = Callable[[str], Secret | None]
"""Asks for a variable's value; None where it is not set."""


def address(value: Secret, proxy: bool = False) -> Address:
    """Take an address apart. A proxy's may be a bare number and port, the API's may not."""
    text = _cleaned(value)
    head, colon, rest = text.partition(":")
    if not colon or not _is_scheme(head):
        return _without_scheme(text, proxy)
    scheme = head.lower()
    if scheme in _USUAL:
        return _web(scheme, rest)
    if rest.startswith("//"):
        known = scheme if scheme in _KNOWN_SCHEMES else ""
        words = say("its scheme is {}", user_name(known)) if known else say("its scheme is neither http nor https")
        return _none(words, "other_scheme", scheme=known, has_login="@" in rest)
    port, slash, path = rest.partition("/")
    if _is_port(port):
        return Address("http", _shown(head), int(port), _path(slash + path), lacks_scheme=True)
    return _lacking(rest, proxy)


def proxy_in_use(values: Values) -> Proxy | None:
    """The proxy that is named. A variable that is set to nothing is passed over, one of blanks is not."""
    found = next(((name, value) for name in PROXIES if (value := values(name))), None)
    if found is None:
        return None
    name, value = found
    taken = address(value, proxy=True)
    if name in ALL_PROXIES:
        if taken.kind == "other_scheme":
            return None
        if unveil(value) != _cleaned(value):
            taken = _none(say("it has blanks around it"))
        if taken.lacks_scheme and not taken.has_login and taken.kind != "ok":
            taken = address(Secret(f"http://{_cleaned(value)}"))
    return Proxy(name, value, taken)


def route_to(values: Values, target: Address) -> Route:
    """The proxy that stands before an address, unless NO_PROXY lets requests to it pass by."""
    proxy = proxy_in_use(values)
    if proxy is None:
        return Route()
    spared = next((name for name in NO_PROXIES if (value := values(name)) and _spares(value, target)), None)
    return Route(proxy) if spared is None else Route(spared_by=spared)


def path_fault(value: Secret) -> PathFault:
    """What goes wrong when Claude Code puts /v1/messages behind the address."""
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


def login_fault(value: Secret) -> Shown:
    """What is wrong with the user and password of an address, in words; empty where nothing is."""
    text = _cleaned(value)
    rest = text.partition("://")[2] or text
    login, at, _ = rest.rpartition("@")
    if not at:
        return NOTHING
    if "\\" in login:
        return say("a backslash ends the host's name there; write it as %5C")
    if _bad_code(login):
        return say("a % in it begins no code of two digits; write it as %25")
    return say("a /, ? or # ends the login there; write them as %2F, %3F and %23") if set(login) & set("/?#") else NOTHING


def _cleaned(value: Secret) -> str:
    text = unveil(value).strip(_TRIMMED)
    return text.replace("\t", "").replace("\n", "").replace("\r", "")


def _is_scheme(text: str) -> bool:
    return text[:1].isalpha() and text.isascii() and all(char.isalnum() or char in "+-." for char in text)


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 9 and int(text) <= _MOST_PORT


def _bad_code(login: str) -> bool:
    """Whether a `%` in it begins no code."""
    return any(len(piece) < 2 or not set(piece[:2]) <= _HEXADECIMAL for piece in login.split("%")[1:])


def _decoded(text: str) -> str:
    """With what the codes in it stand for; all of them must be codes."""
    first, *rest = text.encode("utf-8", "surrogateescape").split(b"%")
    return (first + b"".join(bytes.fromhex(part[:2].decode()) + part[2:] for part in rest)).decode("utf-8", "replace")


def _none(
    fault: Shown, kind: Kind = "no_address", *, scheme: str = "", host: str = "", lacks_scheme: bool = False, has_login: bool = False
) -> Address:
    return Address(scheme, host, 0, kind=kind, fault=fault, lacks_scheme=lacks_scheme, has_login=has_login)


def _without_scheme(text: str, proxy: bool) -> Address:
    host, colon, port = text.rpartition(":")
    if proxy and colon and _is_port(port) and "@" not in host and not set(host) & set("/?#$"):
        taken = _web("http", f"//{text}")
        if taken.kind == "ok":
            return replace(taken, lacks_scheme=True)
    if not text:
        return _none(say("it is nothing but blanks"))
    if text[0] in "\"'“‘`":
        return _none(say("it begins with a quotation mark"))
    if "$" in text:
        return _none(say("it holds a variable that was never expanded"))
    if set(text) & set(" \u00a0\u200b"):
        return _none(say("it has blanks in it and no scheme"))
    return _lacking(text, proxy)


def _lacking(text: str, proxy: bool) -> Address:
    words = say("it lacks its scheme ({}://)", say("http") if proxy else say("https"))
    return _none(words, lacks_scheme=True, has_login="@" in text)


def _authority(text: str) -> str:
    """What stands between the scheme and the path: login, host and port."""
    authority = text.partition(":")[2].lstrip("/\\") if _is_scheme(text.partition(":")[0]) else text
    return authority[: min((at for sign in "/\\?#" if (at := authority.find(sign)) >= 0), default=len(authority))]


def _web(scheme: str, rest: str) -> Address:
    authority = _authority(f"{scheme}:{rest}")
    login, at, place = authority.rpartition("@")
    host, port = place, ""
    if place.startswith("["):
        host, closed, port = place[1:].partition("]")
        if not closed or not host or set(host.lower()) - set("0123456789abcdef:."):
            return _none(say("its host is no address between brackets"), scheme=scheme, has_login=bool(at))
        port = port.removeprefix(":")
    elif ":" in place:
        host, _, port = place.rpartition(":")
    lowered = (host if _bad_code(host) else _decoded(host)).lower()
    fault = _host_fault(lowered) if not place.startswith("[") else NOTHING
    if fault:
        kind: Kind = "unexpanded" if "expanded" in fault else "no_address"
        return _none(fault, kind, scheme=scheme, has_login=bool(at))
    if port and not _is_port(port):
        return _none(say("its port is no number up to 65535"), scheme=scheme, host=_shown(lowered), has_login=bool(at))
    path = _path(rest.lstrip("/\\")[len(authority) :])
    return Address(scheme, _shown(lowered), int(port) if port else _USUAL[scheme], path, has_login=bool(at or login))


def _path(text: str) -> Secret:
    return Secret(text.partition("?")[0].partition("#")[0].replace("\\", "/").removesuffix("/"))


def _host_fault(host: str) -> Shown:
    if not host:
        return say("it has no host")
    if set(host) & set("${}`"):
        return say("it holds a variable that was never expanded")
    if set(host) & _IN_NO_HOST or any(char < "!" for char in host):
        return say("its host has a character that no host may have")
    labels = host.rstrip(".").split(".")
    if not labels[-1].isdecimal() and _number(labels[-1]) is None:
        return NOTHING
    parts = [part for label in labels if (part := _number(label)) is not None]
    good = len(parts) == len(labels) <= 4 and all(part < 256 for part in parts[:-1]) and parts[-1] < 256 ** (5 - len(parts))
    return NOTHING if good else say("its host is no number of a machine")


def _number(label: str) -> int | None:
    """A part of a machine's number, which may be octal or hexadecimal: `127`, `0177`, `0x7f`."""
    digits, base = (label[2:] or "0", 16) if label.startswith("0x") else (label, 8 if label.startswith("0") else 10)
    try:
        return int(digits, base) if digits.isalnum() and digits.isascii() and len(digits) < 15 else None
    except ValueError:
        return None


def _shown(host: str) -> str:
    return Secret(host).plain.lower()


def _spares(entries: Secret, target: Address) -> bool:
    """Entries between commas or blanks: `*`, a host or any parent of it (with or without `.` or `*.` before), `host:port`, an IP network."""
    host = target.host.rstrip(".")
    return any(_names(entry, host, target.port) for entry in unveil(entries).lower().replace(",", " ").split())


def _names(entry: str, host: str, port: int) -> bool:
    if entry == "*":
        return True
    name, colon, wanted = entry.rpartition(":")
    if colon and wanted.isdecimal() and (":" not in name or name.startswith("[")):
        if int(wanted) != port or "/" in name:
            return False
        entry = name
    name = entry.removeprefix("*").removeprefix(".") if entry.startswith(("*.", ".")) else entry
    name = name.removesuffix(".").strip("[]")
    if host == name:
        return True
    if ":" in host or host.replace(".", "").isdecimal():  # the number of a machine has no parents, unless a dot asks for them
        return "/" in name and _in_network(host, name) if not entry.startswith(".") else host.endswith(f".{name}")
    return bool(name) and not name.startswith(".") and host.endswith(f".{name}")


def _in_network(host: str, entry: str) -> bool:
    import ipaddress  # takes milliseconds, and few machines need it

    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(entry, strict=False)
    except ValueError:
        return False

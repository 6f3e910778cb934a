"""The way a request takes: the address it goes to, the proxy in between, and whose certificates are trusted.

Only what the variables say; nothing is opened or read here. Everything about proxies and certificates was observed,
2.1.329, with servers and proxies on the loopback address.
"""

from __future__ import annotations

import ipaddress
from typing import Final
from urllib.parse import unquote_to_bytes, urlsplit

from msgspec import Struct, field

from claude_auth_tui.claude_code.environment import Environment, Given
from claude_auth_tui.claude_code.javascript import BLANKS
from claude_auth_tui.claude_code.shown_values import host_shown, name_shown, path_of_address_shown
from claude_auth_tui.model.saying import NOTHING, say, user_name
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil

BASE_URL: Final = "ANTHROPIC_BASE_URL"
API_HOST: Final = "api.anthropic.com"
LOGIN_HOST: Final = "platform.claude.com"
"""Where logins are exchanged and refreshed, those of claude.ai included (documented: network configuration)."""
PROXIES: Final = ("https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY")
"""The first that is not empty counts, for https and http addresses alike."""
EXCEPTIONS: Final = ("no_proxy", "NO_PROXY")
CA_FILE: Final = "NODE_EXTRA_CA_CERTS"
UNCHECKED: Final = "NODE_TLS_REJECT_UNAUTHORIZED"
CERT_STORE: Final = "CLAUDE_CODE_CERT_STORE"
CLIENT_CERT: Final = "CLAUDE_CODE_CLIENT_CERT"
CLIENT_KEY: Final = "CLAUDE_CODE_CLIENT_KEY"
PASSPHRASE: Final = "CLAUDE_CODE_CLIENT_KEY_PASSPHRASE"
SYSTEM_FILE: Final = "SSL_CERT_FILE"
SYSTEM_FOLDER: Final = "SSL_CERT_DIR"
ROUTE_NAMES: Final = (
    *PROXIES, *EXCEPTIONS, CA_FILE, UNCHECKED, CERT_STORE, CLIENT_CERT, CLIENT_KEY, PASSPHRASE, SYSTEM_FILE, SYSTEM_FOLDER,
)  # fmt: skip
"""Every variable that decides about the way."""
_PORTS: Final = {"https": 443, "http": 80}


class Address(Struct, frozen=True):
    """A server, and the path that everything there begins with. What else an address may hold (user, query) is left out."""

    scheme: str
    host: str
    port: int
    path: Secret = field(default_factory=lambda: Secret(""))
    """Without a slash at its end."""

    @property
    def shown(self) -> Shown:
        """ "https://gw.example:8443"; the port only where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        told = say("{}://{}", user_name(self.scheme), host_shown(host))
        return told if self.port == _PORTS.get(self.scheme) else say("{}:{}", told, self.port)

    @property
    def shown_path(self) -> Shown:
        return path_of_address_shown(self.path)

    @property
    def encrypted(self) -> bool:
        return self.scheme == "https"

    @property
    def on_this_machine(self) -> bool:
        if self.host == "localhost" or self.host.endswith(".localhost"):
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def address_of(value: Secret) -> Address | None:
    """A whole `https://` or `http://` address; None for anything else."""
    text = unveil(value).strip(BLANKS)
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not _is_host(host):
        return None
    return Address(parts.scheme, host, port or _PORTS[parts.scheme], Secret(parts.path.rstrip("/")))


def _is_host(host: str) -> bool:
    return bool(host) and host.isprintable() and not set(host) & set(" \"'<>\\^`{|}%$*…")


class Proxy(Struct, frozen=True):
    """The proxy that is used. With a `fault` Claude Code does not get through it, or does not even start."""

    name: Shown
    """The variable."""
    where: Shown
    address: Address | None
    user: Secret | None = None
    """`user:password` as it is sent to the proxy; None where none is."""
    fault: Shown = NOTHING


class Route(Struct, frozen=True):
    """How an address is reached."""

    proxy: Proxy | None = None
    spared_by: str = ""
    """The NO_PROXY variable that keeps a proxy from being used."""


def route_to(environment: Environment, address: Address) -> Route:
    """The proxy for an address: the first of `PROXIES` that is not empty, unless NO_PROXY names the host."""
    given = next((found for name in PROXIES if (found := environment.get(name)) is not None and found.value), None)
    if given is None:
        return Route()
    spared = next((found for name in EXCEPTIONS if (found := environment.get(name)) is not None and found.value), None)
    if spared is not None and _spares(unveil(spared.value), address):
        return Route(spared_by=spared.name)
    return Route(_proxy(given))


def _proxy(given: Given) -> Proxy:
    where = given.where or NOTHING
    text = unveil(given.value).strip(BLANKS)
    if "://" not in text and ":" in text.lstrip("/") and not text.startswith("/"):
        text = f"http://{text}"  # `localhost:3128` is taken, `localhost` alone is not
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    if not _is_host(host) or "://" not in text:
        return Proxy(name_shown(given.name), where, None, fault=say("it is no whole address, and Claude Code does not start with it"))
    if parts.scheme not in _PORTS:
        kind = say("a SOCKS proxy") if parts.scheme.startswith("socks") else say("neither http:// nor https://")
        return Proxy(name_shown(given.name), where, None, fault=say("it is {}, which Claude Code cannot use", kind))
    address = Address(parts.scheme, host, port or _PORTS[parts.scheme])
    return Proxy(name_shown(given.name), where, address, _user(parts.username, parts.password))


def _user(user: str | None, password: str | None) -> Secret | None:
    """`user:password` with what `%` stands for; nothing is sent where a `%` stands for nothing."""
    if user is None:
        return None
    raw = f"{user}:{password or ''}"
    if any(not _is_hex(part[:2]) for part in raw.split("%")[1:]):
        return None
    return Secret(unquote_to_bytes(raw).decode("utf-8", "replace"))


def _is_hex(text: str) -> bool:
    return len(text) == 2 and all(char in "0123456789abcdefABCDEF" for char in text)


def _spares(text: str, address: Address) -> bool:
    """Entries between commas or blanks: `*`, a host or any parent of it (with or without `.` or `*.` before), `host:port`, an IP network."""
    host = address.host.rstrip(".").lower()
    return any(_names(entry.lower(), host, address.port) for entry in text.replace(",", " ").split())


def _names(entry: str, host: str, port: int) -> bool:
    if entry == "*":
        return True
    name, colon, wanted = entry.rpartition(":")
    if colon and wanted.isdigit() and (":" not in name or name.startswith("[")):
        if int(wanted) != port:
            return False
        entry = name
    entry = entry.removeprefix("*.").removeprefix(".").removesuffix(".").strip("[]")
    if entry and (host == entry or host.endswith("." + entry)) and not _is_ip(host):
        return True
    return _in_network(host, entry)


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _in_network(host: str, entry: str) -> bool:
    try:
        return ipaddress.ip_address(host) in ipaddress.ip_network(entry, strict=False)
    except ValueError:
        return False


class Trust(Struct, frozen=True):
    """Whose certificates are trusted, and which one is shown to a server that asks. Paths are as written."""

    checked: bool = True
    """False where NODE_TLS_REJECT_UNAUTHORIZED is `0`."""
    bundled: bool = True
    """Those that come with Claude Code."""
    system: bool = True
    """Those of the system; SSL_CERT_FILE and SSL_CERT_DIR of the process's own environment replace them, settings do not."""
    system_file: Given | None = None
    system_folder: Given | None = None
    more: Given | None = None
    """NODE_EXTRA_CA_CERTS."""
    certificate: Given | None = None
    key: Given | None = None
    passphrase: Given | None = None


def trust_of(process: Environment, environment: Environment) -> Trust:
    """`process` is the environment Claude Code is started with, `environment` that with the settings laid over it."""
    unchecked, stores = environment.get(UNCHECKED), environment.credential(CERT_STORE)
    wanted = {part.strip().lower() for part in unveil(stores.value).split(",")} if stores is not None else {"bundled", "system"}
    return Trust(
        checked=unchecked is None or unveil(unchecked.value) != "0",
        bundled="bundled" in wanted or "system" not in wanted,
        system="system" in wanted or "bundled" not in wanted,
        system_file=process.credential(SYSTEM_FILE),
        system_folder=process.credential(SYSTEM_FOLDER),
        more=environment.credential(CA_FILE),
        certificate=environment.credential(CLIENT_CERT),
        key=environment.credential(CLIENT_KEY),
        passphrase=environment.get(PASSPHRASE),
    )

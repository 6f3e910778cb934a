"""What may be seen of a variable: its name, and its value by what the value is, not by where it stands.

A value is shown in full only where it fits the grammar of its own variable (a switch, a region, a project, a path, an
address) and holds no run that could be a credential; of an address stand scheme, host, port and the known parts of its
path. Anything else is told by its kind, its length and, from 20 characters on, its last four.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from claude_auth_tui.claude_code.tables import BY_NAME, NAMES, Holds
from claude_auth_tui.model.made import made
from claude_auth_tui.model.masking import opaque, pieces, value_like
from claude_auth_tui.model.saying import MASK, user_name
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil

if TYPE_CHECKING:
    from claude_auth_tui.model.total import ByHolds

_NAME: Final = re.compile(r"[A-Za-z_]\w{0,49}", re.ASCII)
_NAMESPACES: Final = ("ANTHROPIC_", "CLAUDE_")
_RUN: Final = 8
"""A shown value holds no run of so many characters that mixes capitals, small letters and digits."""

_SWITCH: Final = re.compile(r"(?i)true|false|yes|no|on|off|-?\d{1,2}|[ynt]")
_TLS_SWITCH: Final = re.compile(r"\d{1,2}|(?i:true|false)")
_NUMBER: Final = re.compile(r"\d{1,9}")
_REGION: Final = re.compile(r"global|us|eu|(?:[a-z]{2,12}-){1,3}[a-z]{0,12}\d{0,2}(?:-[a-z])?")
_PROJECT: Final = re.compile(r"[a-z][a-z0-9-]{1,38}[a-z0-9]")
_COPY: Final = re.compile(r"\(\d{1,2}\)")
"""What stands behind the name of a second folder: "Project (2)"."""
_PATH: Final = re.compile(r"(?:~|[A-Za-z]:)?[/\\]|~$")
_HOST: Final = re.compile(r"(?i)(?=.{1,253}$)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?|\[[0-9a-f:.]{2,45}\]")
_PORT: Final = re.compile(r"\d{1,5}")
_ADDRESS: Final = re.compile(r"(?:([A-Za-z][A-Za-z0-9+.-]{0,15})://)?([^/?#;\\]*)([^?#;]*)(.*)", re.DOTALL)
_SCHEMES: Final = frozenset(
    {"http", "https", "socks", "socks4", "socks4a", "socks5", "socks5h", "ws", "wss", "ftp", "file", "unix", "htp", "htps"}
)
_SEGMENTS: Final = frozenset(
    """
    v1 v2 v1beta v1beta1 api anthropic messages claude bedrock vertex models complete count_tokens openai chat completions
    proxy gateway llm ai projects locations publishers google model runtime invoke aws foundry litellm openrouter zen coding
    mantle foundry azure deepseek serving endpoints paas v3 v4 relay compatible
    """.split()  # noqa: SIM905
)
"""Parts of an address's path that say which service is spoken to, and nothing else."""


def name_shown(name: str) -> Shown:
    """A variable's name: one this program knows; else one that begins as Claude Code's do, or is a slip away from a known one."""
    known = BY_NAME.get(name)
    if known is not None:
        return known.name
    if name in _UNLISTED:
        return made(name)
    if not _NAME.fullmatch(name) or value_like(name, 12):
        return MASK
    return made(name) if name.startswith(_NAMESPACES) or any(_is_near(name, known) for known in NAMES) else MASK


def value_shown(name: str, value: Secret) -> Shown:
    """As much of a variable's value as may be seen."""
    info = BY_NAME.get(name)
    text = unveil(value).strip()
    if (info is not None and info.secret) or not text:
        return value.shown
    holds: Holds = info.holds if info is not None else _UNLISTED.get(name, "text")
    return _GATES[holds](text) or value.shown


def address_shown(value: Secret) -> Shown:
    """Of an address its scheme, host and port, and the known parts of its path; of what is none only length and end."""
    return _address(unveil(value).strip()) or value.shown


def host_shown(host: str) -> Shown:
    """A host's name or number."""
    return _host(host) or MASK


def path_of_address_shown(path: Secret) -> Shown:
    """The known parts of an address's path."""
    return made(_segments(unveil(path)))


def service_shown(service: str) -> Shown:
    """The name of a Keychain item of Claude Code's: its own words, with a hash of the config folder behind."""
    return made(service) if re.fullmatch(r"Claude Code(-credentials)?(-[0-9a-f]{1,12})?", service) else MASK


def scope_shown(word: str) -> Shown | None:
    """A login's scope: words in small letters, as in "user:sessions:claude_code"; None for what is none."""
    fits = len(word) <= 60 and word.isascii() and word.islower() and word.replace(":", "").replace("_", "").isalpha()
    return made(word) if fits and all(len(part) <= 20 for part in re.split("[:_]", word)) else None


def plan_shown(value: Secret) -> Shown | None:
    """A plan's name in small letters ("max", "team_premium"); None for what is none."""
    name = unveil(value).strip().lower()
    return made(name) if name.isascii() and name.replace("_", "").isalpha() and len(name) <= 20 else None


# What fits: each returns the text as it may be shown, None where it is none of that kind


def _whole(grammar: re.Pattern[str]) -> Callable[[str], Shown | None]:
    return lambda text: made(text) if grammar.fullmatch(text) and not _hides(text) else None


def _hides(text: str) -> bool:
    """Whether something in the text could be a credential: a run that mixes, many hexadecimal digits, letters and digits by turns."""
    return value_like(text, _RUN) or opaque(text) or any(_turns(run) > 2 for run in re.findall(r"[A-Za-z0-9]{10,}", text))


def _turns(run: str) -> int:
    """How often letters and digits take turns in a run."""
    return sum(a.isdecimal() != b.isdecimal() for a, b in itertools.pairwise(run))


def _path(text: str) -> Shown | None:
    if not _PATH.match(text) or len(text) > 400 or not text.isprintable():
        return None
    parts = re.split(r"([/\\])", text)
    split = pieces(parts[::2])
    return made("".join("…" if at % 2 == 0 and at // 2 in split else _path_part(part) for at, part in enumerate(parts)))


def _path_part(part: str) -> str:
    """One name in a path; the words of a name with blanks are looked at one by one."""
    if part in ("", "/", "\\", "~", ".", ".."):
        return part
    if re.fullmatch(r"[A-Za-z]:", part):
        return part
    return " ".join(word if _COPY.fullmatch(word) or not word else str(user_name(word)) for word in part.split(" "))


def _host(text: str) -> Shown | None:
    return made(text) if _HOST.fullmatch(text) and not _hides(text) else None


def _labels(text: str) -> Shown | None:
    """The host's name without the labels that could be values, as clouds give them out; None where too little is left of it."""
    labels = [MASK if _hides(label) else made(label) for label in text.split(".")]
    told = ".".join(labels)
    return made(told) if _HOST.fullmatch(text) and len(labels) - labels.count(MASK) >= 2 and not _hides(told) else None


def _address(text: str) -> Shown | None:
    found = _ADDRESS.fullmatch(text)
    if found is None or any(char.isspace() or not char.isprintable() for char in text):
        return None
    scheme, authority, path, rest = found.groups()
    login, at, where = authority.rpartition("@")
    host, colon, port = where.rpartition(":") if not where.endswith("]") and ":" in where else (where, "", "")
    if scheme is not None and scheme.lower() not in _SCHEMES:
        return None
    if scheme is not None and not authority + path + rest:
        return made(f"{scheme}://")
    host_told = _host(host) or _labels(host)
    if "@" in path + rest or host_told is None or (colon and port and not _PORT.fullmatch(port)):
        # A login may hold any character, and the host is then not where it seems to be.
        return made(f"{scheme}://…") if scheme else None
    if scheme is None and not at and not colon and "." not in host and host.lower() != "localhost":
        return None  # a single word is no address
    told = "" if scheme is None else f"{scheme}://"
    segments = _segments(path)
    return made(f"{told}{'…@' if at or login else ''}{host_told}{colon}{port}{segments}{'…' if rest else ''}")


def _segments(path: str) -> str:
    return "/".join(part if part in _SEGMENTS or not part else "…" for part in path.split("/"))


def _hosts(text: str) -> Shown | None:
    """A list of hosts, as NO_PROXY has it."""
    items = re.split(r"([, \t]+)", text)  # a blank between them is a fault that is to be seen
    return made("".join(part if number % 2 else _host_item(part) for number, part in enumerate(items)))


def _host_item(item: str) -> str:
    host, colon, port = item.rpartition(":") if item.count(":") == 1 else (item, "", "")
    bare = host.removeprefix("*").removeprefix(".")
    fits = (not bare or _host(bare.partition("/")[0]) is not None) and (not colon or _PORT.fullmatch(port))
    return item if fits and re.fullmatch(r"[^/]*(/\d{1,3})?", item) else "…"


def _user_name(text: str) -> Shown | None:
    shown = user_name(text)
    return None if shown == MASK or _hides(text) else shown


def _none(text: str) -> Shown | None:
    return None


_GATES: Final[ByHolds[Callable[[str], Shown | None]]] = {
    "secret": _none,
    "text": _none,
    "switch": _whole(_SWITCH),
    "number": _whole(_NUMBER),
    "region": _whole(_REGION),
    "project": _whole(_PROJECT),
    "name": _user_name,
    "path": _path,
    "address": _address,
    "hosts": _hosts,
    "tls_switch": _whole(_TLS_SWITCH),
}
_UNLISTED: Final[dict[str, Holds]] = {
    "SSL_CERT_FILE": "path", "SSL_CERT_DIR": "path", "ALL_PROXY": "address", "all_proxy": "address"
}  # fmt: skip
"""Variables without a row of their own."""


def _is_near(name: str, known: str) -> bool:
    """Whether a name is at most two slips away from a known one (a letter more, less or another; two of them exchanged)."""
    if abs(len(name) - len(known)) > 2 or len(known) < 8:
        return False
    name, known = name.upper(), known.upper()
    while name and known and name[0] == known[0]:
        name, known = name[1:], known[1:]
    while name and known and name[-1] == known[-1]:
        name, known = name[:-1], known[:-1]
    return max(len(name), len(known)) <= 2 or (sorted(name) == sorted(known) and len(name) <= 3)

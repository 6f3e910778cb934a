"""A document as it may be published: nobody's name, host, company, project or address in it, and no end of a key.

Works on the finished document, text by text, so that nothing new in it can be forgotten. The words of this machine are
taken out first (`model.private`); then whatever has the shape of a path, an address or an id. What a report needs
stays: the names of dotfiles and settings files, of the system's folders, of Claude Code's own places and of the API.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from claude_auth_tui.claude_code.tables import BY_NAME
from claude_auth_tui.model.harmless import FILES, FOLDERS
from claude_auth_tui.model.private import Private
from claude_auth_tui.telling.document import Json

PROJECT: Final = "PROJECT"
_ELSEWHERE: Final = "…"

_VERSION: Final = re.compile(r"v?\d+(\.[\dx]+)*[-\w.]{0,12}")
_PUBLIC_HOSTS: Final = (
    "anthropic.com", "claude.ai", "claude.com", "amazonaws.com", "googleapis.com", "google.com", "microsoft.com", "microsoftonline.com", "github.com",
    "127.0.0.1", "localhost", "[::1]", "0.0.0.0",
)  # fmt: skip

_OURS: Final = frozenset(
    """
    schema level outcome state header does effect kind id finding surface context platform start asks reason pays provider proof variable
    name docs mode expected expires_at made program system
    """.split()  # noqa: SIM905
)
"""Members whose values are words of this program, never the user's."""

_END_OF_KEY: Final = re.compile(r"…[A-Za-z0-9_+/=-]{4}(?![\w/.-])")
_URL: Final = re.compile(r"\b([a-z][a-z0-9+.-]*://)([^\s/?#'\"`)\]}>,;]*)([^\s'\"`)\]}>,;]*)", re.IGNORECASE)
_ASSIGNED: Final = re.compile(r"\b(?!ANTHROPIC_|CLAUDE_)[A-Za-z_]\w*(?==)")
_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_UUID: Final = re.compile(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", re.IGNORECASE)
_IP: Final = re.compile(r"\b(?!127\.)(?!0\.0\.0\.0\b)\d{1,3}(\.\d{1,3}){3}\b(?!\.\d)")
_ACCOUNT: Final = re.compile(r"(?<![\d.…-])\d{12}(?![\d.-])")
_HOMES: Final = re.compile(r"((?:^|(?<=[\s'\"=:(,]))(?:/mnt/[a-z])?/(?:home|Users|export/home)/|[A-Za-z]:\\Users\\)([^/\\\s:'\"]+)")
_PATH: Final = re.compile(r"(?<![\w/.~…{\\])(~?/(?!/)(?:[^\s/'\"`:;,|&<>()$*?\[\]{}…]|…)+(?:/(?:[^\s/'\"`:;,|&<>()$*?\[\]{}])*)*)")
_API_PATHS: Final = ("/v1/messages", "/v1/v1/messages", "/v1/models")
_URL_PARTS: Final = frozenset({"", "v1", "v2", "api", "anthropic", "messages", "claude", "bedrock", "vertex", "models"})


class Redactor:
    """One document at a time: a file keeps its stand-in throughout."""

    def __init__(self, private: Private, document: Json) -> None:
        self._private = private
        self._files: dict[str, str] = {}
        self._segments: dict[str, str] = {}
        self._learn(document)

    def clean(self, value: object) -> object:
        """The value with every text in it cleaned; the names of members, and the words of this program, stay."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, dict):
            return {
                name: item if name in _OURS else self._line(item) if name == "text" else self.clean(item) for name, item in value.items()
            }
        return [self.clean(item) for item in value] if isinstance(value, list) else value

    def _line(self, value: object) -> object:
        """A line of the user's: the variables in it that are not Claude Code's have names of the user's own."""
        return self.clean(
            _ASSIGNED.sub(lambda found: found[0] if found[0] in BY_NAME else "NAME", value) if isinstance(value, str) else value
        )

    def text(self, text: str) -> str:
        """One text. It stays what it is where nothing in it is private."""
        if text.startswith("https://code.claude.com/"):
            return text
        text = _END_OF_KEY.sub("…", text)
        text = _EMAIL.sub("EMAIL", text)
        text = _UUID.sub("UUID", text)
        text = _URL.sub(lambda found: self._address(found[1], found[2], found[3]), text)
        text = _IP.sub("IP", text)
        text = _ACCOUNT.sub("ACCOUNT", text)
        text = _HOMES.sub(r"\1USER", text)
        if self._known is not None:
            text = self._known.sub(lambda found: self._segments[found[0]], text)
        text = _PATH.sub(lambda found: self._path(found[0]), text)
        text = self._private.take_out(text)
        return re.sub(r"…(?:/…)+", "…", text)

    # Paths

    def _learn(self, document: Json) -> None:
        """The folders and files the document names as such: their names may hold blanks, which no pattern would find in a text."""
        machine = document.get("machine")
        cwd = machine.get("cwd", "") if isinstance(machine, dict) else ""
        places = [place for place in _places(document) if "/" in place or "\\" in place]
        if isinstance(cwd, str) and (name := re.split(r"[/\\]", cwd)[-1]) and not _is_folder_known(name):
            self._segments[name] = PROJECT
        for place in places:
            *folders, last = re.split(r"[/\\]", place)
            for folder in folders:
                if folder and not _is_folder_known(folder):
                    self._segments.setdefault(folder, _ELSEWHERE)
            if " " in last and not _is_file_known(last):
                self._segments.setdefault(last, self._file(last))
        names = sorted((re.escape(name) for name in self._segments), key=len, reverse=True)
        around = r"[/\\'\"]"
        self._known = re.compile(rf"(?<=[/\\'\"])(?:{'|'.join(names)})(?={around}|:\d|$|[\s:;,.)])") if names else None

    def _path(self, path: str) -> str:
        """A path with what is private in it replaced, name by name."""
        end = path[len(path.rstrip(".")) :]
        parts = path[: len(path) - len(end)].split("/")
        if path in _API_PATHS or (len(parts) < 3 and not path.startswith("~/")):
            return path  # a path of the API, which the texts speak of; `/login`, `/etc`
        kept = [part if not part or _is_folder_known(part) else _ELSEWHERE for part in parts[:-1]]
        last = parts[-1]
        if last and not (_is_file_known(last) or _is_folder_known(last)):
            last = self._file(last)
        return "/".join([*kept, last]) + end

    def _file(self, name: str) -> str:
        """`FILE1.sh`: the same one for the same name."""
        stem, dot, ending = name.rpartition(".")
        kept = f".{ending}" if dot and stem and ending.isalnum() and len(ending) <= 5 else ""
        return self._files.setdefault(name, f"FILE{len(self._files) + 1}{kept}")

    # Addresses

    def _address(self, scheme: str, host: str, rest: str) -> str:
        """Of an address: the scheme, a host that is nobody's own, the port, and whether there is a path."""
        who, _, port = host.rpartition("@")[2].partition(":") if not host.startswith("[") else (host, "", "")
        bare = who.casefold()
        public = any(bare == known or bare.endswith("." + known) for known in _PUBLIC_HOSTS)
        path = rest.split("?", 1)[0].split("#", 1)[0]
        parts = [part if part in _URL_PARTS else _ELSEWHERE for part in path.split("/")]
        shown = path if public and bare.endswith(("anthropic.com", "claude.ai", "claude.com")) else "/".join(parts)
        return f"{scheme}{who if public else 'HOST'}{':' + port if port.isdecimal() else ''}{shown}"


def redacted(document: Json, private: Private) -> Json:
    """The document as it may be published."""
    cleaned = Redactor(private, document).clean(document)
    assert isinstance(cleaned, dict)
    return cleaned


def _places(value: object, name: str = "") -> Iterator[str]:
    """Every text in a document that is a place and nothing else, without the line at its end."""
    if isinstance(value, str):
        if name in ("path", "where", "cwd", "config_dir"):
            place = value.removeprefix("inherited; ").removeprefix("likely ").removesuffix(" now holds another value")
            yield re.sub(r"(:\d+)+$", "", place)
        elif name == "notes" and value.startswith("in "):
            yield value[3:]
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _places(item, str(key))
    elif isinstance(value, list):
        for item in value:
            yield from _places(item, name)


def _is_folder_known(name: str) -> bool:
    return name in FOLDERS or name in ("Application Support", "Program Files") or _VERSION.fullmatch(name) is not None


def _is_file_known(name: str) -> bool:
    return name in FILES or name.startswith("FILE")

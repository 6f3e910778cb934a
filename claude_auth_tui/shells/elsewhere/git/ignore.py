"""gitignore files: whether a path of a work tree is ignored. The patterns of all files are given; nothing is read here.

Sources: gitignore(5): the last pattern that matches decides, files deeper in the tree come later, and nothing inside an
ignored folder can be included again. And the real git, which a test asks.

No library does it: of 6,069 made-up questions pathspec 1.1 answered 83 otherwise than git and could not read 64 of 800 files,
dulwich 1.2 answered 10 otherwise, and both take for ever about `*a*a*a*a*a*a*a*a*a*a*a*ab` and a name of sixty letters. Here
time grows with the length of pattern and path, never faster: what stands between two stars is looked for once, at its first place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from msgspec import Struct

_MOST_PATTERNS: Final = 5000
_LONGEST: Final = 500
_FOLDERS: Final = "**"
_PIECE: Final = re.compile(
    r"(?P<star>\*+)|(?P<one>\?)|\[(?P<not>[!^]?+)(?P<set>\]?+(?:\\.|\[:.*?:\]|[^\]\\])*+)\]|\\(?P<quoted>.)|(?P<plain>.)", re.DOTALL
)
_MEMBER: Final = re.compile(r"\[:(.*?):\]|(\\.|.)(?:-(\\.|.))?", re.DOTALL)
_CLASSES: Final = {
    "alpha": "A-Za-z",
    "digit": "0-9",
    "alnum": "A-Za-z0-9",
    "upper": "A-Z",
    "lower": "a-z",
    "space": r"\t-\r ",
    "blank": r"\t ",
    "punct": r"!-/:-@\[-`{-~",
    "xdigit": "0-9A-Fa-f",
    "cntrl": r"\0-\x1f\x7f",
    "print": r"\x20-\x7e",
    "graph": r"\x21-\x7e",
}
"""As in git's own tables, ASCII only."""


class Pattern(Struct, frozen=True):
    """One line of a gitignore file."""

    expression: str
    """A regular expression for the whole way from the folder of its file."""
    holds: str
    """Some characters of that way, which are faster looked for."""
    base: tuple[str, ...]
    """The folder its file lies in, from the root of the work tree."""
    includes: bool
    """Written with `!`: what matches is not ignored after all."""
    folders_only: bool

    def matches(self, path: tuple[str, ...], *, folder: bool) -> bool:
        """Whether a file or folder of the work tree is meant. Each of its characters stands for a byte."""
        depth = len(self.base)
        if (self.folders_only and not folder) or path[:depth] != self.base or len(path) <= depth:
            return False
        way = "/".join(path[depth:])
        return self.holds in way and re.compile(self.expression, re.DOTALL).fullmatch(way) is not None


def patterns(text: str, base: Sequence[str] = (), *, ignore_case: bool = False) -> list[Pattern]:
    """The patterns of one file, in order. `base` is the folder it lies in, from the root of the work tree."""
    folder = tuple(_as_bytes(part, ignore_case) for part in base)
    lines = text.removeprefix("\ufeff").split("\n")[:_MOST_PATTERNS]
    found = (_pattern(_as_bytes(line.removesuffix("\r"), ignore_case), folder) for line in lines)
    return [pattern for pattern in found if pattern is not None]


def is_ignored(path: Sequence[str], given: Sequence[Pattern], *, ignore_case: bool = False) -> bool:
    """Whether a file is ignored. `path` is its way from the root of the work tree; the patterns stand in the order of their files."""
    names = tuple(_as_bytes(name, ignore_case) for name in path)
    for end in range(1, len(names) + 1):
        decides = next((p for p in reversed(given) if p.matches(names[:end], folder=end < len(names))), None)
        if decides is not None and not decides.includes:
            return True
    return False


def _as_bytes(text: str, ignore_case: bool) -> str:
    """One character for each byte: git compares bytes, and of these it folds the ASCII letters only; `[:upper:]` then means both."""
    data = text.encode("utf-8", "surrogatepass")
    return (data.lower().replace(b"[:upper:]", b"[:alpha:]") if ignore_case else data).decode("latin-1")


def _pattern(line: str, base: tuple[str, ...]) -> Pattern | None:
    """What a line says; None for one that says nothing, or can match nothing."""
    if len(line) > _LONGEST or line.startswith("#"):
        return None
    text = _without_blanks(line)
    includes = text.startswith("!")
    text = text[includes:]
    if text[:2] in ("\\#", "\\!"):
        text = text[1:]
    folders_only = text.endswith("/")
    text = text.removesuffix("/")
    if not text or text == "/":
        return None
    stretches: list[list[str]] = [[]]
    holds = ""
    way = re.sub(r"(?s)\\(.)", lambda found: found[found[1] == "/"], text.removeprefix("/"))  # a slash may be quoted, and means the same
    for part in way.split("/") if "/" in text else (_FOLDERS, text):
        if not part:
            return None
        if part.strip("*") or len(part) == 1:
            translated = _part(part)
            if translated is None:
                return None
            stretches[-1].append(translated[0])
            holds = max(holds, translated[1], key=len)
        elif stretches[-1] or len(stretches) == 1:
            stretches.append([])
    return Pattern(_whole(stretches), holds, base, includes, folders_only)


def _without_blanks(line: str) -> str:
    """The line without the spaces at its end, unless a backslash keeps them."""
    end, position = 0, 0
    while position < len(line):
        if line[position] == "\\":
            position += 1
            end = position + 1
        elif line[position] != " ":
            end = position + 1
        position += 1
    return line[:end]


def _whole(stretches: list[list[str]]) -> str:
    """The expression for names between which any folders may stand. Behind the last of those there is a name at least."""
    first, *middle = ["/".join(stretch) for stretch in stretches]
    if not middle:
        return first
    *middle, last = middle
    begins = f"{first}/" if first else ""
    return begins + "".join(f"(?>(?:[^/]+/)*?{stretch}/)" for stretch in middle) + (f"(?:[^/]+/)*{last}" if last else ".+")


def _part(text: str) -> tuple[str, str] | None:
    """The expression for one name, and the longest run of characters in it; None for an open bracket, a class that is none, or a backslash at the end."""
    stretches, run, longest = [""], "", ""
    for piece in _PIECE.finditer(text):
        char = piece["quoted"] or piece["plain"]
        run = run + char if char else ""
        longest = max(longest, run, key=len)
        one = re.escape(char) if char else "[^/]" if piece["one"] else _set(piece["set"], bool(piece["not"])) if piece["set"] else ""
        if piece["plain"] in ("[", "\\") or one is None:
            return None
        if piece["star"]:
            stretches.append("")
        stretches[-1] += one
    first, *middle = stretches
    if not middle:
        return first, longest
    *middle, last = middle
    return first + "".join(f"(?>[^/]*?{stretch})" for stretch in middle) + "[^/]*" + last, longest


def _set(body: str, negated: bool) -> str | None:
    members = ""
    for name, low, high in _MEMBER.findall(body):
        if not low and name not in _CLASSES:
            return None
        members += f"\\x{ord(low[-1]):02x}" if low else _CLASSES[name]
        if high and low[-1] < high[-1]:  # git has compared the first by then, and the range may hold nothing
            members += f"-\\x{ord(high[-1]):02x}"
    return f"[^/{members}]" if negated else f"(?!/)[{members}]"

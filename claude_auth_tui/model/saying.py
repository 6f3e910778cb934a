"""The constructors of shown text. Each says which strings it lets through; nothing else does.

Words of this program (`say`), places (`place`, `place_named`), names the user gave (`user_name`, `account`), and what
came from elsewhere (`foreign`). More gates live where their knowledge is: the names and values of variables in
`claude_code.shown_values`, lines of a startup file in `shells.source_shown`, words of a command in `checks.fixes.quoting`.

The template of `say` is a literal: a test reads the source and refuses anything else there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from claude_auth_tui.model.made import made
from claude_auth_tui.model.masking import NAME_RUN, PATH_RUN, masked_path, opaque, pieces, value_like
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import WORDS

if TYPE_CHECKING:
    from claude_auth_tui.model.words import Word

MASK: Final = made("…")
NOTHING: Final = made("")
"""No text at all."""

_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Categories of characters (Unicode) that are seen as their codes: controls, formats, surrogates, private, unassigned, breaks."""
_NAME_MOST: Final = 40
_NAME: Final = re.compile(r"[A-Za-z0-9_.-]+")
_PASTED_RUN: Final = 12
_WORD_PARTS: Final = re.compile(r"([/:=&?#@])")
_FOREIGN_MOST: Final = 4000
_EMAIL: Final = re.compile(r"[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9.-]{1,100}")
_VERSION: Final = re.compile(r"v?\d{1,6}(\.\d{1,6}){0,4}(-(alpha|beta|rc|dev|next|canary)[.\d]{0,8})?")
_LONG_WORD: Final = re.compile(r"[^\s\"'`(){}\[\]<>,;|]+")


def say(template: str, /, *parts: Shown | Word | int, **named: Shown | Word | int) -> Shown:
    """Fixed words, with a `{}` or a `{name}` for each part: shown text, a number, or a word of a closed list. TypeError for any other part."""
    if not parts and not named:
        return made(template)
    for part in (*parts, *named.values()):
        if not isinstance(part, Shown | int) and part not in WORDS:
            raise TypeError(f"not shown text: {type(part).__name__}")
    return made(template.format(*parts, **named))


def say_all(parts: Iterable[Shown], between: str = ", ") -> Shown:
    """The parts one after the other; `between` is a literal too."""
    told = list(parts)
    for part in told:
        if not isinstance(part, Shown):
            raise TypeError(f"not shown text: {type(part).__name__}")
    return made(between.join(told))


def spoken(word: Word) -> Shown:
    """A word of a closed list as people say it: "not reached"."""
    if word not in WORDS:
        raise TypeError("not a word of a closed list")
    return made(word.replace("_", " "))


def program_word(name: str, known: frozenset[str]) -> Shown:
    """One of a set of names this program has itself; `…` for any other."""
    return made(name) if name in known else MASK


def counted(number: int, one: str, more: str) -> Shown:
    """ "1 line", "12 lines"; both nouns are literals."""
    return made(f"{number} {one if number == 1 else more}")


def octal(mode: int, digits: int = 4) -> Shown:
    """Permission bits as people write them: "0600", and as `chmod` does: "600"."""
    return made(f"{mode:0{digits}o}")


def spaced(*parts: Shown) -> Shown:
    """The parts that are not empty, with a blank between them."""
    return say_all((part for part in parts if part), " ")


def terminal_shown(name: str) -> Shown:
    """A terminal or a tmux pane: "pts/3", "%5"; nothing for anything else."""
    name = name.removeprefix("/dev/")
    return made(name) if re.fullmatch(r"%\d{1,6}|(pts/|tty|ttys|console)\w{0,6}", name) else NOTHING


def code_point(number: int) -> Shown:
    """ "U+200B"."""
    return made(f"U+{number:04X}")


def rounded(number: float) -> Shown:
    """A number with one digit behind the point."""
    return made(f"{number:.1f}")


def place(path: str, line: int = 0) -> Shown:
    """A path that is there, as it was found: with codes for what cannot be seen, and `…` for a part of it that could be a value."""
    shown = made(visible(masked_path(path)))
    return made(f"{shown}:{line}") if line > 0 else shown


def place_named(path: str) -> Shown:
    """A path that a file of the user's names, which need not be one: only the parts that are names as people give them."""
    parts = path[:400].split("/")
    split = pieces(parts)
    told = (MASK if at in split else part if part in ("", "~", ".", "..") else user_name(part) for at, part in enumerate(parts))
    return made("/".join(told))


def user_name(text: str) -> Shown:
    """A name the user gave (alias, function, profile, project, session): letters, digits and `-_.`, at most 40, no run that could be a value."""
    fits = len(text) <= _NAME_MOST and _NAME.fullmatch(text) and not value_like(text, NAME_RUN) and not opaque(text)
    return made(text) if fits else MASK


def account(text: str) -> Shown:
    """Whose login it is: an e-mail address, or an organisation's name. Reports leave it empty."""
    text = visible(" ".join(text.split()))[:100]
    if _EMAIL.fullmatch(text) and not value_like(text, PATH_RUN):
        return made(text)
    words = (word if len(word) <= _NAME_MOST and not value_like(word, NAME_RUN) and not opaque(word) else "…" for word in text.split(" "))
    return made(" ".join(words))


def version(text: str) -> Shown:
    """A version's number; `…` for anything else."""
    return made(text) if _VERSION.fullmatch(text) else MASK


def moment(text: str) -> Shown:
    """A point in time as this program writes it: "2026-11-21T09:00:00Z", "09:00", "21 Nov"; digits, separators, names of months."""
    return made(text) if re.fullmatch(r"[0-9:TZ .,+-]{1,40}|[0-9 :]{0,12}[A-Z][a-z]{2}[0-9 :,]{0,16}", text) else MASK


def foreign(text: str, most: int = _FOREIGN_MOST) -> Shown:
    """What somebody else wrote (a report from another machine, a pasted message): one line or more, no control characters, words
    that could be values masked."""
    lines = text[:most].split("\n")
    return made("\n".join(visible(_LONG_WORD.sub(_foreign_word, line)) for line in lines))


def _foreign_word(found: re.Match[str]) -> str:
    word = found[0]
    return word if "…" in word and not value_like(word, PATH_RUN) else masked_word(word)


def masked_word(word: str) -> str:
    """A word of a text with `…` for each part of it that could be a value."""
    if len(word) < NAME_RUN or not (value_like(word, _PASTED_RUN) or opaque(word)):
        return word
    parts = _WORD_PARTS.split(word)
    split = pieces(parts[::2])
    return "".join(
        "…" if at % 2 == 0 and (at // 2 in split or value_like(part, _PASTED_RUN) or opaque(part)) else part
        for at, part in enumerate(parts)
    )


def visible(text: str) -> str:
    """The text on one line as a terminal may have it: every control, format or unassigned character as its code (`<U+001B>`), tabs as blanks."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_one(char) for char in text)


def _one(char: str) -> str:
    if char == "\t":
        return "    "
    return f"<U+{ord(char):04X}>" if unicodedata.category(char) in _HIDDEN else char


def kind_of(failure: BaseException) -> Shown:
    """Of a fault of this program itself its kind and no more, since its message could quote a value: "ValueError"."""
    name = type(failure).__name__
    return made(name) if name.isascii() and name.isidentifier() and len(name) <= 40 else say("an error")


def failed_here(failure: BaseException) -> Shown:
    """ "this program failed here (TypeError)"."""
    return say("this program failed here ({})", kind_of(failure))

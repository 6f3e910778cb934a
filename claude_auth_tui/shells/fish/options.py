"""Options of fish's own commands, taken from their words as `getopt_long` does: anywhere before `--`, letters in a bunch.

`argparse` takes those of a function in the same way. Source: its page in the manual, 3.6; conditions (`!…`) and exclusions are not checked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct, field

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.fish.record import Call
from claude_auth_tui.shells.fish.shell import Shell
from claude_auth_tui.shells.fish.state import Var
from claude_auth_tui.shells.fish.values import Item, Opaque, opaque_in


class Taken(Struct):
    """What was found. `given` has the letters in their order, each with its value (empty for a flag)."""

    given: list[tuple[str, str]] = field(default_factory=list)
    rest: list[Item] = field(default_factory=list)
    """The other words."""
    unknown: str = ""
    """The first option that the command does not have."""

    @property
    def values(self) -> dict[str, str]:
        """The last value of each letter."""
        return dict(self.given)


def take(words: Sequence[Item], flags: str, valued: str, long: Mapping[str, str], *, permute: bool = True) -> Taken:
    """Options among `words`; `long` maps names to letters. Without `permute` the first other word ends them."""
    taken = Taken()
    index = 0
    while index < len(words):
        word = words[index]
        index += 1
        if not isinstance(word, str) or not word.startswith("-") or word == "-" or word[1:].isdecimal():
            taken.rest.append(word)
            if permute:
                continue
            break
        if word == "--":
            break
        if word.startswith("--"):
            name, equals, value = word[2:].partition("=")
            letter = long.get(name) or _abbreviated(name, long)
            if not letter:
                taken.unknown = taken.unknown or word
            elif letter in valued and not equals:
                taken.given.append((letter, str(words[index]) if index < len(words) else ""))
                index += 1
            else:
                taken.given.append((letter, value))
            continue
        letters = word[1:]
        while letters:
            letter, letters = letters[0], letters[1:]
            if letter in valued:
                if not letters:
                    letters = str(words[index]) if index < len(words) else ""
                    index += 1
                taken.given.append((letter, letters))
                break
            if letter in flags:
                taken.given.append((letter, ""))
            else:
                taken.unknown = taken.unknown or f"-{letter}"
                break
    taken.rest.extend(words[index:])
    return taken


def _abbreviated(name: str, long: Mapping[str, str]) -> str:
    found = {letter for full, letter in long.items() if full.startswith(name)}
    return found.pop() if len(found) == 1 else ""


_SPEC: Final = re.compile(r"(?:(\w)(?:([/-])([\w-]+))?|([\w][\w-]+))(=[?+]?)?(?:!.*)?", re.DOTALL)
_OWN: Final = {"name": "n", "exclusive": "x", "min-args": "N", "max-args": "X", "ignore-unknown": "i", "stop-nonopt": "s", "help": "h"}
_PRIVATE: Final = 0xE000
"""Options without a letter get one from here."""


class _Spec(Struct, frozen=True):
    letter: str
    names: tuple[str, ...]
    """The names of its variables, behind `_flag_`."""
    long: str
    kind: str
    """Empty for a flag, else `=`, `=?` or `=+`."""


def argparse(shell: Shell, call: Call) -> int | None:
    words = list(call.words[1:])
    if "--" not in words:
        return 2
    at = words.index("--")
    own = take(words[:at], "sih", "nxNX", _OWN, permute=False)
    specs = [_spec(str(word), index) for index, word in enumerate(own.rest) if isinstance(word, str)]
    known = [spec for spec in specs if spec is not None]
    arguments = words[at + 1 :]
    if opaque_in(arguments) is not None or len(known) != len(specs) or "i" in own.values:
        _not_followed(shell, known, arguments)
        return None
    flags = "".join(spec.letter for spec in known if spec.kind in ("", "=?"))
    valued = "".join(spec.letter for spec in known if spec.kind in ("=", "=+"))
    taken = take(arguments, flags, valued, {spec.long: spec.letter for spec in known if spec.long}, permute="s" not in own.values)
    if taken.unknown:
        return 2
    scope = shell.state.frames[-1].blocks[-1]
    for spec in known:
        given = [value for letter, value in taken.given if letter == spec.letter]
        if not given:
            continue
        shown = f"-{spec.letter}" if ord(spec.letter) < _PRIVATE else f"--{spec.long}"
        items = tuple(given if spec.kind == "=+" else given[-1:] if spec.kind else [shown] * len(given))
        for name in spec.names:
            scope[f"_flag_{name}"] = Var(items)
    shell.state.frames[-1].blocks[0]["argv"] = Var(tuple(taken.rest))
    least, most = own.values.get("N", ""), own.values.get("X", "")
    return 0 if _between(len(taken.rest), least, most) else 1


def _between(count: int, least: str, most: str) -> bool:
    return (not least.isdecimal() or count >= int(least)) and (not most.isdecimal() or count <= int(most))


def _spec(text: str, index: int) -> _Spec | None:
    found = _SPEC.fullmatch(text)
    if not found:
        return None
    letter, separator, long, alone, kind = found.groups()
    if alone:
        return _Spec(chr(_PRIVATE + index), (alone.replace("-", "_"),), alone, kind or "")
    names = (letter, long.replace("-", "_")) if long and separator == "/" else (long.replace("-", "_"),) if long else (letter,)
    return _Spec(letter if separator != "-" else chr(_PRIVATE + index), names, long or "", kind or "")


def _not_followed(shell: Shell, specs: Sequence[_Spec], arguments: Sequence[Item]) -> None:
    scope = shell.state.frames[-1].blocks[-1]
    doubt = opaque_in(arguments) or Opaque(say("a form of argparse that is not followed"), many=True)
    for spec in specs:
        for name in spec.names:
            scope[f"_flag_{name}"] = Var((Opaque(doubt.reason, many=True),), maybe_unset=True)
    shell.state.frames[-1].blocks[0]["argv"] = Var((Opaque(doubt.reason, many=True),))

"""Options of fish's own commands, taken from their words as `getopt_long` does: anywhere before `--`, letters in a bunch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, field

from claude_auth_tui.shells.fish.values import Item


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
        if not isinstance(word, str) or not word.startswith("-") or word == "-" or word[1:].isdigit():
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

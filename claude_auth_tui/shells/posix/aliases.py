"""`alias` and `unalias`: those for commands, zsh's for every word (`-g`) and for endings (`-s`), and what is printed of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.patterns import compiled
from claude_auth_tui.shells.posix.quoting import readable
from claude_auth_tui.shells.posix.shell import Shell
from claude_auth_tui.shells.posix.state import Alias
from claude_auth_tui.shells.posix.syntax import Simple, Word
from claude_auth_tui.shells.posix.values import Spans, Val, joined, piece

_LETTERS: Final = "agmrsL"
K = TypeVar("K")


def alias(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    """Define aliases, or print those that are named."""
    arguments, letters, plus = _split(shell, arguments)
    if letters is None:
        return 1
    position = {w.raw.partition("=")[0]: w.pos for w in node.words}
    status: int | None = 0
    if not arguments or (shell.zsh and "m" in letters):
        return _list(shell, arguments, letters, plus)
    for argument in arguments:
        text = argument.text
        name, equals, _ = (text or "").partition("=")
        if text is None:
            continue
        if not equals or not name:
            status = _print(shell, name or text, letters, plus) or status
        elif "s" in letters:
            shell.state.suffixes = {**shell.state.suffixes, name: piece(argument, len(name) + 1, len(text))}
        else:
            shell.alias_count += 1
            value = piece(argument, len(name) + 1, len(text))
            place = shell.place(position.get(name, node.pos))
            shell.state.aliases[name] = Alias(value, shell.source.place(place[1]), shell.alias_count, "g" in letters)
            shell.global_aliases = shell.global_aliases or "g" in letters
    return status


def _split(shell: Shell, arguments: list[Val], allowed: str = _LETTERS) -> tuple[list[Val], str | None, bool]:
    """The names, the letters of the options (None for one that is none) and whether only names are to be printed (zsh's `+`)."""
    rest = list(arguments)
    letters, plus = "", False
    while rest and rest[0].text is not None and rest[0].text[:1] in ("-", "+") and (shell.zsh or rest[0].text[0] == "-"):
        text = rest[0].text
        if text == "-":
            break
        rest.pop(0)
        if text == "--":
            break
        letters += text[1:]
        plus = plus or text[0] == "+"
    return rest, None if shell.zsh and set(letters) - set(allowed) else letters, plus


def _table(shell: Shell, letters: str) -> dict[str, tuple[Val, str]]:
    """The aliases that are asked for, with the letter of their kind, sorted by name."""
    if "s" in letters:
        return {name: (value, "s") for name, value in sorted(shell.state.suffixes.items())}
    held = sorted(shell.state.aliases.items())
    return {
        name: (one.value, "g" if one.everywhere else "")
        for name, one in held
        if not (("g" in letters and not one.everywhere) or ("r" in letters and one.everywhere))
    }


def _list(shell: Shell, patterns: list[Val], letters: str, plus: bool) -> int | None:
    if not shell.zsh:
        shell.output.unknown(say("the aliases"))
        return 0
    table = _table(shell, letters)
    expressions = [None if one.text is None else compiled(one.text, True) for one in patterns]
    if None in expressions:
        shell.output.unknown(say("the aliases"))
        return None
    chosen = [name for name in table if not patterns or any(one is not None and one.fullmatch(name) for one in expressions)]
    for name in chosen:
        _write(shell, name, *table[name], letters, plus)
    return 0


def _print(shell: Shell, name: str, letters: str, plus: bool) -> int:
    if not shell.zsh:
        shell.output.unknown(say("an alias"))
        return int(name not in shell.state.aliases)
    held = _table(shell, letters).get(name)
    if held is None:
        return 1
    _write(shell, name, *held, letters, plus)
    return 0


def _write(shell: Shell, name: str, value: Val, kind: str, letters: str, plus: bool) -> None:
    if plus:
        shell.output.write(Val(f"{readable(name)}\n"))
        return
    if value.text is None:
        shell.output.write(value)
        return
    lead = f"alias {f'-{kind} ' if kind else ''}{'-- ' if name.startswith('-') else ''}" if "L" in letters else ""
    told = readable(value.text)
    shell.output.write(joined([Val(f"{lead}{readable(name)}="), value if told == value.text else Val(told, value.place), Val("\n")]))


def unalias(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    """Take aliases away: `-a` all, zsh's `-s` for endings and `-m` by patterns."""
    names, letters, _ = _split(shell, arguments)
    state = shell.state
    if letters is None:
        return 1
    if "a" in letters:
        if "s" in letters:
            state.suffixes = {}
        else:
            state.aliases.clear()
        return 0
    missing = False
    for argument in names:
        if argument.text is None:
            continue
        there = state.suffixes if "s" in letters else state.aliases
        if shell.zsh and "m" in letters:
            expression = compiled(argument.text, True)
            found = [name for name in there if expression.fullmatch(name)]
        else:
            found = [argument.text] if argument.text in there else []
        missing = missing or not found
        if "s" in letters:
            state.suffixes = {name: value for name, value in state.suffixes.items() if name not in found}
        else:
            for name in found:
                del state.aliases[name]
    return int(missing)


def switch(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    """zsh's `disable` and `enable`: an alias or a function that is switched off is not there until it is switched on again."""
    names, letters, _ = _split(shell, arguments, "afmprs")
    off = node.words[0].raw == "disable"
    if not shell.zsh or letters is None or not names or not set(letters) & set("af"):
        shell.output.unknown(say("the names that are switched off"))
        return 0
    missing = False
    for argument in names:
        if argument.text is None or "m" in letters:
            shell.unseen = True
            continue
        moved = (
            _moved(argument.text, shell.state.aliases, shell.disabled_aliases, off)
            if "a" in letters
            else _moved(argument.text, shell.state.functions, shell.disabled_functions, off)
        )
        missing = missing or not moved
    return int(missing)


def _moved(name: str, there: dict[str, K], kept: dict[str, K], off: bool) -> bool:
    """Put an entry aside, or back; whether there is one at all."""
    source, target = (there, kept) if off else (kept, there)
    if name in source:
        target[name] = source.pop(name)
    return name in target


def spliced(shell: Shell, node: Simple, word: Word, counts: Callable[[str, int], bool]) -> tuple[str, Spans]:
    """A command with its alias written out, and where its parts stand. `counts` tells whether an alias is expanded at a place.

    What stands behind an alias that ends in a blank may be an alias, too.
    """
    alias = shell.state.aliases[word.raw]
    source = shell.source
    lead = source.text[node.pos : word.pos]
    ends = alias.value.text or ""
    text, at = lead + ends, word.pos + len(word.raw)
    spans: Spans = ((0, source.place(node.pos)), (len(lead), alias.place))
    for following in node.words[node.words.index(word) + 1 :]:
        other = shell.state.aliases.get(following.raw)
        if ends[-1:] not in (" ", "\t") or other is None or other.value.text is None or not counts(following.raw, following.pos):
            break
        between = source.text[at : following.pos]
        spans += ((len(text), source.place(at)), (len(text) + len(between), other.place))
        ends = other.value.text
        text, at = text + between + ends, following.pos + len(following.raw)
    return text + source.text[at : node.end], (*spans, (len(text), source.place(max(at - 1, word.pos))))

"""zsh's `zparseopts` and `zformat` (zshmodules(1), zsh/zutil; followed after Src/Modules/zutil.c of 5.9)."""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.posix.shell import Shell
from claude_auth_tui.shells.posix.state import NAME, Value
from claude_auth_tui.shells.posix.syntax import Simple
from claude_auth_tui.shells.posix.values import Val, unknown

_SPEC: Final = re.compile(r"((?:\\.|[^:+=\\])+)(\+?)(::?-?|)(?:=(.*))?", re.DOTALL)
_FORMATTED: Final = re.compile(r"%(-?\d*)(?:\.(\d+))?([^\d.(-])")


class _Option(Struct):
    name: str
    many: bool
    takes: bool
    optional: bool
    same: bool
    """Whether what it takes is put in the same element."""
    array: str | None
    given: list[str | None]
    """What each use of it took; None for nothing."""


class _Failed(Exception):  # noqa: N818 - control flow: an option that is none, or lacks what it takes
    pass


class _Parser:
    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        self.deletes = self.goes_on = self.strict = self.keeps = self.maps = False
        self.array = self.table = self.words_of = ""
        self.options: list[_Option] = []
        self.order: list[tuple[_Option, str | None, str]] = []
        """Each use: the option, what it took, and the name it was written with."""

    def described(self, words: list[str]) -> bool:
        """Read the command's own words; False where they hold something that is not followed."""
        left = list(words)
        while left and left[0][:1] == "-" and left[0] not in ("-", "--"):
            word = left.pop(0)
            if word[1:2] in ("a", "A", "v"):
                value = word[2:] or (left.pop(0) if left else "")
                if word[1] == "a":
                    self.array = value
                elif word[1] == "A":
                    self.table = value
                else:
                    self.words_of = value
                continue
            for letter in word[1:]:
                if letter not in "DEFKM":
                    return False
                self.maps = self.maps or letter == "M"
                self.deletes = self.deletes or letter == "D"
                self.goes_on = self.goes_on or letter == "E"
                self.strict = self.strict or letter == "F"
                self.keeps = self.keeps or letter == "K"
                self.maps = self.maps or letter == "M"
        if left and left[0] in ("-", "--"):
            left.pop(0)
        for word in left:
            found = _SPEC.fullmatch(word)
            if found is None:
                return False
            name, many, kind, array = found.groups()
            named = re.sub(r"\\(.)", r"\1", name)
            self.options.insert(0, _Option(named, bool(many), bool(kind), "::" in kind, kind.endswith("-") or "::" in kind, array, []))
        if self.maps:  # what stands behind `=` may be another option, whose array it is then
            arrays = {option.name: option.array for option in self.options}
            for option in self.options:
                option.array = arrays.get(option.array or "", option.array)
        return True

    def take(self, words: list[str]) -> list[str]:
        """Go through the parameters; answers those that are left."""
        left: list[str] = []
        at = 0
        while at < len(words):
            word = words[at]
            if word[:1] != "-":
                if not self.goes_on:
                    break
                left.append(word)
            elif word in ("-", "--"):
                if self.goes_on:
                    left.append(word)
                at += 1
                break
            else:
                after = self._option(word, words, at)
                if after is None:
                    if not self.goes_on:
                        break
                    left.append(word)
                else:
                    at = after
            at += 1
        return left + words[at:]

    def _option(self, word: str, words: list[str], at: int) -> int | None:
        """One word of options; answers the place of the last word it took, None where it is none."""
        for option in self.options:
            if word[1:].startswith(option.name) if option.takes else word[1:] == option.name:
                rest = word[1 + len(option.name) :]
                return self._taken(option, rest, words, at) if option.takes else self._add(option, None, at)
        for number, letter in enumerate(word[1:], 1):
            short = next((one for one in self.options if one.name == letter), None)
            if short is None:
                if self.strict:
                    raise _Failed
                return None
            if short.takes:
                return self._taken(short, word[number + 1 :], words, at)
            self._add(short, None, at)
        return at

    def _taken(self, option: _Option, rest: str, words: list[str], at: int) -> int:
        if rest:
            return self._add(option, rest, at)
        following = words[at + 1] if at + 1 < len(words) else None
        if option.optional and (following is None or following[:1] == "-"):
            return self._add(option, None, at)
        if following is None:
            raise _Failed
        return self._add(option, following, at + 1)

    def _meant(self, option: _Option) -> _Option:
        """With `-M`, an option whose array is named as another option is that one."""
        return next((one for one in self.options if one.name == option.array), option) if self.maps else option

    def _add(self, written: _Option, value: str | None, at: int) -> int:
        option = self._meant(written)
        if option.given and not option.many:
            option.given[0] = value
            number = next(n for n, (one, *_) in enumerate(self.order) if one is option)
            self.order[number] = option, value, written.name
        else:
            option.given.append(value)
            self.order.append((option, value, written.name))
        return at

    def arrays(self) -> dict[str, Value]:
        """What is put into each array and table."""
        made: dict[str, list[Val]] = {}
        if self.array and not (self.keeps and not any(one.array is None for one, *_ in self.order)):
            made[self.array] = []
        for option in (one for one in self.options if self._meant(one) is one):
            if option.array and not (self.keeps and not any(one.array == option.array for one, *_ in self.order)):
                made.setdefault(option.array, [])
        for option, value, written in self.order:
            target = self.array if option.array is None else option.array
            if target:
                made.setdefault(target, []).extend(_elements(option, value, written))
        result: dict[str, Value] = dict(made)
        if self.table and not (self.keeps and not self.order):
            result[self.table] = {f"-{o.name}": Val("".join(v or "" for v in o.given)) for o in reversed(self.options) if o.given}
        return result


def _elements(option: _Option, value: str | None, written: str) -> list[Val]:
    name = f"-{written}"
    if value is None:
        return [Val(name)]
    return [Val(name + value)] if option.same else [Val(name), Val(value)]


def zparseopts(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    parser = _Parser(shell)
    words = [argument.text for argument in arguments]
    followed = None not in words and parser.described([word or "" for word in words])
    held = shell.variable(parser.words_of) if parser.words_of else list(shell.state.positional)
    given = held if isinstance(held, list) else []
    place = shell.place(node.pos)
    if not followed or any(value.text is None for value in given):
        arrays = {word.rpartition("=")[2] for word in words if word and "=" in word}
        for name in {parser.array, parser.table, *(one for one in arrays if NAME.fullmatch(one))} - {""}:
            shell.assign(name, unknown(say("options that are not known")), place)
        return None
    try:
        left = parser.take([value.text or "" for value in given])
    except _Failed:
        return 1
    for name, made in parser.arrays().items():
        if NAME.fullmatch(name):
            shell.assign(name, made, place)
    if parser.deletes:
        rest = [Val(word) for word in left]
        if parser.words_of:
            shell.assign(parser.words_of, rest, place)
        else:
            shell.state.positional = tuple(rest)
    return 0


def zformat(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    """`zformat -f NAME FORMAT c:text …`; its other forms give something that is not known."""
    words = [argument.text for argument in arguments]
    if len(words) < 2 or words[0] not in ("-f", "-F", "-a") or words[1] is None:
        return 1
    name, place = words[1], shell.place(node.pos)
    texts = [word for word in words[2:] if word is not None]
    made = unknown(say("a text that is put together"))
    if words[0] == "-f" and texts and None not in words and "%(" not in texts[0]:
        chosen = {text[0]: text[2:] for text in texts[1:] if text[1:2] == ":"}
        made = Val(_FORMATTED.sub(lambda found: _put(found, chosen), texts[0].replace("%%", "\0")).replace("\0", "%"))
    shell.assign(name, made, place)
    return 0


def _put(found: re.Match[str], chosen: dict[str, str]) -> str:
    width, most, letter = found.groups()
    if letter not in chosen:
        return found.group()
    text = chosen[letter][: int(most)] if most else chosen[letter]
    if not width or width == "-":
        return text
    return text.ljust(int(width)) if width[0] != "-" else text.rjust(int(width[1:]))

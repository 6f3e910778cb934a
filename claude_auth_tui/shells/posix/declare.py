"""`export`, `declare`, `typeset`, `local`, `readonly` and their like."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from itertools import takewhile
from typing import Final

from msgspec.structs import replace

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.patterns import compiled
from claude_auth_tui.shells.posix import opaque
from claude_auth_tui.shells.posix.function_text import laid_out
from claude_auth_tui.shells.posix.parser import Parser, assigned_word
from claude_auth_tui.shells.posix.record import Broken, Flow
from claude_auth_tui.shells.posix.shell import Shell
from claude_auth_tui.shells.posix.state import NAME, Uncertain, Value, Var
from claude_auth_tui.shells.posix.syntax import Word
from claude_auth_tui.shells.posix.values import Place, Val, piece
from claude_auth_tui.shells.source_shown import command_shown, variable_shown

_ALLOWED: Final = {
    (False, "export"): "fnp",
    (False, "readonly"): "aAfp",
    (True, "export"): "LRTUZafghilprtu",
}
"""The letters a command takes, where it takes few; another one makes it fail."""


class _Wanted:
    """What the options of one command ask for."""

    def __init__(self, shell: Shell, command: str) -> None:
        self.exports: bool | None = True if command == "export" else None
        self.readonly = command == "readonly"
        self.function = ""
        """`f` or `F`, where it is about functions."""
        self.only_prints = True
        """Whether no other option asks for more than to be shown something."""
        self.prints = False
        self.refers: bool | None = None
        """Whether it is bash's `declare -n`, or its `declare +n`."""
        self.kind = ""
        self.fold = "i" if command == "integer" else ""
        self.number = command in ("integer", "float")
        """Whether a list is given up for a number."""
        self.inside = len(shell.state.frames) > 1
        self.command = command
        self.shared = False
        self.matching = False
        """zsh's `-m`: the words are patterns for names."""
        self.zsh = shell.zsh

    @property
    def local(self) -> bool:
        """Whether it makes the variable one of the function. zsh's `typeset -x` does not (its option GLOBAL_EXPORT), but `local -x` does."""
        if not self.inside or self.command == "export" or (self.command == "readonly" and not self.zsh):
            return False
        if self.command == "local":
            return True
        return not self.shared and not (self.zsh and self.exports is True)

    @property
    def empty(self) -> Value:
        """What a variable holds that is given no value; None is for one that stays unset."""
        return {} if self.kind == "A" else [] if self.kind == "a" else (Val("") if self.zsh else None)

    def option(self, text: str) -> bool:
        """Take one word of options; False where the command knows none such."""
        on = text[0] == "-"
        allowed = _ALLOWED.get((self.zsh, self.command))
        if allowed is not None and set(text[1:]) - set(allowed):
            return False
        self.only_prints = self.only_prints and not set(text[1:]) - set("fFp")
        for letter in text[1:]:
            if letter == "x":
                self.exports = on
            elif letter == "m" and self.zsh:
                self.matching = True
            elif letter == "n" and not self.zsh and self.command != "export":
                self.refers = on
            elif letter == "n":
                self.exports = False
            elif letter == "g":
                self.shared = True
            elif letter == "r":
                self.readonly = on
            elif (letter == "f" or (letter == "F" and not self.zsh)) and on:
                self.function += letter
            elif letter == "p":
                self.prints = True
            elif letter in "aA" and on:
                self.kind = letter
            elif letter in "LRZ" and on and self.zsh:
                self.fold += "Z"
            elif letter in "ulU" and on:
                self.fold += letter
            elif letter in "iEF" and on and (letter == "i" or self.zsh):
                self.fold, self.number = letter if letter == "i" or text[1:] == "F" else self.fold, True
        return True


def declare(shell: Shell, command: str, words: tuple[Word, ...]) -> Flow:
    """Run one of these commands on its words; control goes on behind it."""
    if command == "local" and not shell.zsh and len(shell.state.frames) < 2:
        shell.state.status = 1
        return Flow.NORMAL
    wanted = _Wanted(shell, command)
    options = True
    given: list[Callable[[], None]] = []
    for word in words:
        if options and word.raw[:1] in ("-", "+") and len(word.raw) > 1:
            if word.raw == "--":
                options = False
            elif not wanted.option(word.raw if word.plain else shell.expander.value(word).text or ""):
                shell.state.status = 2
                return Flow.NORMAL
            elif "T" in word.raw and shell.zsh:
                shell.state.status = 0
                return _tie(shell, wanted, words)
            continue
        options = False
        found = assigned_word(word.raw)
        if found:
            given.append(_literal(shell, wanted, word, found))
        else:
            given += [partial(_dynamic, shell, wanted, value, shell.place(word.pos)) for value in shell.expander.fields([word])]
    shell.state.status = 0  # whatever the commands inside the words answered
    if not wanted.function:
        _all(given)
        if wanted.prints:
            _printed(shell, [value for word in words for value in ([Val(word.raw)] if word.plain else shell.expander.fields([word]))])
    elif command in _PRINTING and wanted.only_prints:
        names = [word for word in words if word.raw[:1] not in ("-", "+")]
        shell.state.status = functions_shown(shell, shell.expander.fields(names), whole="F" not in wanted.function or shell.zsh)
    return Flow.NORMAL


def _printed(shell: Shell, values: list[Val]) -> None:
    """`declare -p NAME …`, which fails where one is not set at all."""
    shell.output.unknown(say("variables and their values"))
    names = [value.text for value in values if value.text is None or value.text[:1] not in ("-", "+")]
    known = [None if name is None else _is_declared(shell, name) for name in names]
    shell.state.status = None if None in known else int(not all(known))


def _is_declared(shell: Shell, name: str) -> bool | None:
    return True if shell.is_set(name) else None if shell.is_set(name) is None or shell.state.find(shell.meant(name)) is not None else False


_PRINTING: Final = frozenset(["declare", "typeset", "local"])


def functions_shown(shell: Shell, names: list[Val], *, whole: bool = True) -> int | None:
    """`declare -f NAME …`: the functions as they are written, or their names (bash's `-F`).

    The shell lays out what is inside anew, which makes no difference to who runs it; the first line is the shell's own.
    """
    if not names or any(name.text is None for name in names):
        shell.output.unknown(say("a list of functions"))
        return None if names else 0
    status = 0
    for name in names:
        defined = shell.state.functions.get(name.text or "")
        if name.text in shell.hidden_functions:
            shell.output.unknown(say("a function whose text is not known"))
        elif defined is None:
            status = 1
        elif not whole:
            shell.output.write(Val(f"{name.text}\n"))
        elif defined.loaded_by:
            shell.output.unknown(say("a function that is still to be read"))
        else:
            shell.output.write(laid_out(shell.zsh, name.text or "", defined))
    return status


def _all(given: list[Callable[[], None]]) -> None:
    """Assign what was expanded before. An error ends zsh's file only when all words were tried."""
    failed: Broken | None = None
    for give_one in given:
        try:
            give_one()
        except Broken as broken:
            failed = broken
    if failed is not None:
        raise failed


def declare_values(shell: Shell, command: str, values: list[Val], place: Place) -> Flow:
    """The same for words that are already expanded."""
    wanted = _Wanted(shell, command)
    shell.state.status = 0
    given: list[Callable[[], None]] = []
    for value in values:
        if value.text is not None and value.text[:1] in ("-", "+") and len(value.text) > 1:
            wanted.option(value.text)
        elif not wanted.function:
            given.append(partial(_dynamic, shell, wanted, value, place))
    _all(given)
    return Flow.NORMAL


def _tie(shell: Shell, wanted: _Wanted, words: tuple[Word, ...]) -> Flow:
    """zsh's `typeset -T TEXT array separator`: two faces of one variable."""
    given = [w for w in words if w.raw[:1] not in ("-", "+")]
    names = [w.raw.partition("=")[0] for w in given]
    if len(names) < 2 or not all(NAME.fullmatch(n) for n in names[:2]):
        return Flow.NORMAL
    text, array = names[:2]
    shell.tied[array] = text
    if len(given) > 2 and (separator := shell.expander.value(given[2]).text):
        shell.separators_of_tied[text] = separator[0]
    if "U" in "".join(w.raw for w in words if w.raw[:1] == "-"):
        _folding(shell, text, "U")
    for word in given[:2]:
        found = assigned_word(word.raw)
        if found:
            _literal(shell, wanted, word, found)()
    if wanted.exports:
        shell.export(text, shell.place(given[0].pos))
    return Flow.NORMAL


def _literal(shell: Shell, wanted: _Wanted, word: Word, found: re.Match[str]) -> Callable[[], None]:
    """Expand `NAME=value` now; the answer assigns it."""
    name, key, plus = found.groups()
    place = shell.place(word.pos)
    rest = word.raw[found.end() :]
    value: Value
    if rest.startswith("("):
        assign = Parser(word.raw, shell.zsh).assign(declaring=True)
        if assign is None:
            return lambda: None
        if wanted.kind == "A" and not isinstance(shell.variable(name) if name not in shell.names else None, Mapping):
            (shell.state.frames[-1] if wanted.local else shell.state.frame_of(name))[name] = Var({})
        value = shell.runner.assigned(assign)
        if wanted.local and wanted.kind != "A" and name not in shell.state.frames[-1] and isinstance(value, Mapping):
            value = [part for key_, held in value.items() for part in (Val(key_), held)]  # the outer one is a table, this one a list
        if wanted.kind == "A" and isinstance(value, list):
            value = table_of(value, False)
    else:
        value = shell.expander.value(Word(rest, word.pos + found.end(), False)) if rest else Val("")
    return partial(give, shell, wanted, name, value, place, append=bool(plus), key=key)


def table_of(values: list[Val], zsh: bool) -> Mapping[str, Val]:
    """An associative array of keys and values by turns, as far as the keys are known."""
    if all(value.text is not None for value in values[::2]):
        if zsh and len(values) % 2 and all(value.text is not None for value in values):
            raise Broken(say("bad set of key/value pairs for associative array"))
        return {key.text or "": value for key, value in zip(values[::2], values[1::2], strict=False)}
    pairs = zip(values[::2], values[1::2], strict=False)
    return Uncertain({key.text or "": value for key, value in takewhile(lambda pair: pair[0].text is not None, pairs)})


def _dynamic(shell: Shell, wanted: _Wanted, value: Val, place: Place) -> None:
    """A word that is only known after expansion: a name, or a whole `NAME=value` from a variable, a file or a program."""
    text = value.text
    if text is None:
        opaque.declared(shell, place, value)
        return
    if wanted.matching:
        _matching(shell, wanted, text, place)
        return
    found = assigned_word(text)
    if found:
        inner = replace(piece(value, found.end(), len(text)), owner="")
        written = value.place if value.place is not None and value.place[0].path else place  # in the file that it came from
        give(shell, wanted, found.group(1), inner, written, append=bool(found.group(3)), via=place)
    elif NAME.fullmatch(text):
        _plain(shell, wanted, text, place)
    elif text or not shell.zsh:
        shell.state.status = 1
        if shell.zsh and not re.fullmatch(r"[#?@*$!-]|\d+", text):
            raise Broken(say("a name that is none"))


def _matching(shell: Shell, wanted: _Wanted, pattern: str, place: Place) -> None:
    """zsh's `typeset -m PATTERN`: variables are shown, or given attributes."""
    expression = compiled(pattern, shell.dialect)
    names = [name for frame in shell.state.frames for name in frame if expression.fullmatch(name)]
    if wanted.exports is None:
        shell.output.unknown(say("variables and their values"))
    for name in dict.fromkeys(names) if wanted.exports is not None else ():
        _plain(shell, wanted, name, place)


def _plain(shell: Shell, wanted: _Wanted, name: str, place: Place) -> None:
    """A name without a value."""
    if wanted.refers is not None:
        shell.refer(name, None, wanted.refers, local=wanted.local, exports=wanted.exports)
        return
    if shell.zsh and (name in shell.tied or name in shell.tied.values()) and not wanted.local:
        if "U" in wanted.fold:
            _unique(shell, shell.tied.get(name, name), place)
        if wanted.exports:
            shell.export(shell.tied.get(name, name), place)
        return
    if wanted.local:
        _local(shell, wanted, name, place)
        return
    if wanted.prints:
        return
    if wanted.exports is True:
        shell.export(name, place)
    elif wanted.exports is False:
        shell.unexport(name, place)
    frame = shell.state.frame_of(name)
    var = frame.get(name)
    if var is None and wanted.exports is None:
        empty = wanted.empty
        if empty is not None or wanted.fold:
            frame[name] = Var(empty, False, False, wanted.fold)
            if isinstance(empty, Val):
                shell.happened(name, "assign", place, empty)
        var = frame.get(name)
    if shell.zsh and wanted.kind == "A" and var is not None and not isinstance(var.value, Mapping):
        var = frame[name] = replace(var, value=_as_table(var.value))
    if var is not None and (wanted.readonly or wanted.fold):
        frame[name] = replace(var, readonly=var.readonly or wanted.readonly, fold=var.fold + wanted.fold)


def _local(shell: Shell, wanted: _Wanted, name: str, place: Place) -> None:
    """A variable of the function's own; one that it has already gets the attributes."""
    frame = shell.state.frames[-1]
    held = frame.get(name)
    if held is None:
        frame[name] = Var(wanted.empty, bool(wanted.exports), wanted.readonly, wanted.fold)
        shell.happened(name, "local", place, apart=say("local to the function"))
        return
    value = _as_table(held.value) if wanted.kind == "A" and not isinstance(held.value, Mapping) else held.value
    if wanted.kind == "a" and shell.zsh and not isinstance(value, list):
        value = []
    exported = held.exported if wanted.exports is None else wanted.exports
    frame[name] = Var(value, exported, held.readonly or wanted.readonly, held.fold + wanted.fold)


def _as_table(value: Value) -> Value:
    """What zsh's `typeset -A` makes of what a variable held before: nothing of it stays (observed, 5.9)."""
    return Uncertain() if isinstance(value, Val) and value.text is None else {}


def _unique(shell: Shell, name: str, place: Place) -> None:
    """`typeset -U path`."""
    held = _folding(shell, name, "U")
    if isinstance(held, Val):
        shell.assign(name, held, place)


def _folding(shell: Shell, name: str, fold: str) -> Value:
    """Give a variable, which need not be there yet, what becomes of a text that is assigned to it; answers what it holds."""
    frame = shell.state.frame_of(name)
    var = frame.get(name) or Var(None)
    frame[name] = replace(var, fold=fold)
    return var.value


def give(
    shell: Shell,
    wanted: _Wanted,
    name: str,
    value: Value,
    place: Place,
    *,
    append: bool = False,
    key: str | None = None,
    via: Place | None = None,
) -> None:
    """Assign with the attributes that were asked for."""
    if wanted.refers:
        shell.refer(name, value if isinstance(value, Val) else None, local=wanted.local, exports=wanted.exports)
        return
    if shell.zsh and append:
        raise Broken(say("{}+= is not for {}", variable_shown(name), command_shown(wanted.command)))
    frame = shell.state.frames[-1] if wanted.local else shell.state.frame_of(name)
    held = frame.get(name)
    if (
        shell.zsh
        and isinstance(value, Val)
        and key is None
        and held is not None
        and not isinstance(held.value, Val | None)
        and not wanted.number
    ):
        raise Broken(say("{} holds a list", variable_shown(name)))
    if wanted.local and name not in shell.state.frames[-1]:
        if shell.zsh and key is not None:
            raise Broken(say("an element of {} cannot be made local", variable_shown(name)))
        shell.state.frames[-1][name] = Var(None, bool(wanted.exports), False, wanted.fold)
    elif wanted.fold:
        _folding(shell, name, wanted.fold)
    if wanted.exports is False:
        shell.unexport(name, place)
    before = len(shell.record.events)
    done = shell.assign(name, value, place, exports=wanted.exports is True, append=append, key=key)
    if via is not None:
        for number in range(before, len(shell.record.events)):
            shell.record.events[number] = replace(shell.record.events[number], via=via)
    if not done:
        shell.state.status = 1
        if shell.zsh:
            raise Broken(say("{} is read-only", variable_shown(name)))
        if wanted.exports is True:
            shell.export(name, place)
        return
    if wanted.readonly:
        name = shell.tied.get(name, name) if shell.zsh else name
        frame = shell.state.frame_of(name)
        if name in frame:
            frame[name] = replace(frame[name], readonly=True)

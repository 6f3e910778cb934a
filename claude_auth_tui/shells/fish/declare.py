"""`set`, and the commands that are `set` under other names: `export`, `setenv`, `fish_add_path`.

Source: the page of `set` in the manual (3.6), `functions/export.fish` and `functions/setenv.fish` as fish brings them,
and what fish 3.6 was observed to do with universal variables.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.fish.options import take
from claude_auth_tui.shells.fish.record import Call, Claim, names_itself
from claude_auth_tui.shells.fish.shell import READ_ONLY, Shell
from claude_auth_tui.shells.fish.state import Var
from claude_auth_tui.shells.fish.syntax import Part, Text, Word
from claude_auth_tui.shells.fish.unfollowed import doubt
from claude_auth_tui.shells.fish.values import Item, Opaque, derived, known, opaque_in
from claude_auth_tui.shells.source_shown import variable_shown

_SHORT: Final = "lfgUxuapeqnSLh"
_LONG: Final = {
    "local": "l", "function": "f", "global": "g", "universal": "U", "export": "x", "unexport": "u", "append": "a", "prepend": "p",
    "erase": "e", "query": "q", "names": "n", "show": "S", "long": "L", "help": "h", "path": "P", "unpath": "N",
}  # fmt: skip
_TARGET: Final = re.compile(r"(\w+)(?:\[(.*)\])?", re.DOTALL)
_RANGE: Final = re.compile(r"(-?\d{1,9})?(\.\.)?(-?\d{1,9})?")
_COLON_LISTS: Final = ("PATH", "CDPATH", "MANPATH")


class _Options(Struct, frozen=True):
    letters: frozenset[str]
    rest: int
    """The index of the first word that is no option."""

    @property
    def scopes(self) -> str:
        return "".join(letter for letter in "lfgU" if letter in self.letters)

    @property
    def export(self) -> bool | None:
        return True if "x" in self.letters else False if "u" in self.letters else None

    @property
    def path(self) -> bool | None:
        return True if "P" in self.letters else False if "N" in self.letters else None


def set_(shell: Shell, call: Call) -> int | None:
    taken = take(call.words[1:], _SHORT, "", _LONG, permute=False)
    if taken.unknown:
        return 2
    letters = frozenset(taken.values)
    options = _Options(letters, len(call.words) - len(taken.rest))
    if "h" in letters:
        return 0
    if "q" in letters:
        return _query(shell, call, options)
    if "e" in letters:
        return _erase(shell, call, options)
    if len(options.scopes) > 1 or {"x", "u"} <= letters:
        return 2
    if {"n", "S"} & letters or options.rest >= len(call.words):
        return _show(shell, letters)
    return _assign(shell, call, options)


def _show(shell: Shell, letters: frozenset[str]) -> int:
    if "n" in letters:
        shell.write(*(name + "\n" for name in sorted({name for scope in shell.state.scopes() for name in scope})))
    else:
        shell.write(Opaque(say("a list of all variables"), many=True))
    return 0


def _query(shell: Shell, call: Call, options: _Options) -> int | None:
    missing: int | None = 0
    names = call.words[options.rest :]
    if not names:
        return 255
    for item in names:
        found = _TARGET.fullmatch(item) if isinstance(item, str) else None
        if not found:
            missing = None if isinstance(item, Opaque) or missing is None else missing + 1
            continue
        one = _is_set(shell, found.group(1), found.group(2), options)
        shell.claim = Claim(variable_shown(found.group(1)), say("is set"), say("is not set"))
        missing = None if one is None or missing is None else missing + (0 if one else 1)
    if len(names) > 1:
        shell.claim = None
    return missing


def _is_set(shell: Shell, name: str, index: str | None, options: _Options) -> bool | None:
    var: Var | None
    if not options.scopes:
        var = shell.find(name)
    else:
        var = None
        for letter in options.scopes:
            if letter in "lf":
                var = var or next((scope[name] for scope in shell.state.scopes()[:-2] if name in scope), None)
            else:
                var = var or shell.target_scope(name, letter).get(name)
    if var is None:
        return False
    if options.export is not None and var.exported is not options.export:
        return False if var.exported is not None else None
    if var.maybe_unset:
        return None
    if index is None:
        return True
    doubt = opaque_in(var.items)
    positions = _positions(index, len(var.items))
    if doubt is not None and doubt.many:
        return None
    return positions is not None and all(1 <= position <= len(var.items) for position in positions)


def _positions(index: str, length: int) -> list[int] | None:
    """The positions an index names; None where it names none."""
    out: list[int] = []
    for piece in index.split():
        found = _RANGE.fullmatch(piece)
        if not found:
            return None
        first, dots, last = found.groups()
        if first is None and not dots:
            return None
        start = _from_end(int(first), length) if first else 1
        stop = start if not dots else _from_end(int(last), length) if last else length
        step = 1 if start <= stop else -1
        out.extend(range(start, stop + step, step)[:10_000])
    return out


def _from_end(number: int, length: int) -> int:
    return number if number > 0 else length + 1 + number


def _erase(shell: Shell, call: Call, options: _Options) -> int | None:
    status: int | None = 0
    for index in range(options.rest, len(call.words)):
        item = call.words[index]
        found = _TARGET.fullmatch(item) if isinstance(item, str) else None
        if isinstance(item, Opaque):
            shell.note(say("erases a variable whose name is only known when the shell runs"), call.line)
            shell.maybe_erase(item, call.line_of(index))
        if not found or not shell.settable(found.group(1)):
            status = 2
            continue
        name, slice_ = found.groups()
        if slice_ is not None:
            _erase_items(shell, call, index, name, slice_, options)
            continue
        there = [shell.erase(name, letter, call.line_of(index)) for letter in options.scopes or ("",)]
        if not any(there):
            status = 4
    return status


def _erase_items(shell: Shell, call: Call, index: int, name: str, slice_: str, options: _Options) -> None:
    var = shell.find(name)
    if var is None:
        return
    positions = _positions(slice_, len(var.items))
    if positions is None or opaque_in(var.items) is not None:
        return
    kept = [item for position, item in enumerate(var.items, 1) if position not in positions]
    shell.assign(name, kept, scope=options.scopes[:1], export=options.export, line=call.line_of(index), does="unset", depends=True)


def _assign(shell: Shell, call: Call, options: _Options) -> int | None:
    at = options.rest
    target, values = call.words[at], list(call.words[at + 1 :])
    if isinstance(target, Opaque):
        shell.note(say("sets a variable whose name is only known when the shell runs"), call.line)
        doubt(shell, call, target, call.line, shell.names if target.exporter else shell.named_in(target.text))
        return 0
    found = _TARGET.fullmatch(target)
    if not found or not shell.settable(found.group(1)):
        return 1 if target in READ_ONLY else 2
    name, slice_ = found.groups()
    line = call.line_of(at + 1) if values else call.line_of(at)
    scope = options.scopes
    if {"a", "p"} & options.letters:
        before = shell.state.find(name)  # in whatever scope it is
        old = list(before.items) if before is not None else []
        values = (values if "p" in options.letters else []) + old + (values if "a" in options.letters else [])
    elif slice_ is not None:
        changed = _with_slice(shell, name, slice_, values, options)
        if changed is None:
            return 2
        values = changed
    shell.assign(
        name,
        values,
        scope=scope,
        export=options.export,
        path=options.path,
        line=line,
        passes_on=bool(values) and call.passes_on(at + 1, name),
    )
    return shell.state.status  # `set` passes the status of substitutions on


def _in_scope(shell: Shell, name: str, scope: str) -> Var | None:
    found = shell.target_scope(name, scope).get(name)
    return found or (shell.state.find(name) if scope in "lf" else None)


def _with_slice(shell: Shell, name: str, slice_: str, values: list[Item], options: _Options) -> list[Item] | None:
    var = shell.state.find(name) if not options.scopes else _in_scope(shell, name, options.scopes)
    if var is not None and options.export is not None and var.exported is not options.export:
        var = None  # `set -x X[2] v` does not see an X that is not exported (observed, 3.6)
    items = list(var.items) if var is not None else []
    positions = _positions(slice_, len(items))
    if positions is None or len(positions) != len(values) or any(position < 1 or position > 10_000 for position in positions):
        return None
    for position, value in zip(positions, values, strict=True):
        items.extend([""] * (position - len(items)))
        items[position - 1] = value
    return items


def export(shell: Shell, call: Call) -> int | None:
    """`export NAME=value …`, and `export NAME` for one that is set already: a function that sets globals."""
    status: int | None = 0
    if len(call.words) == 1:
        return _show(shell, frozenset())
    for index in range(1, len(call.words)):
        item = call.words[index]
        line = call.line_of(index)
        if isinstance(item, Opaque):
            _export_opaque(shell, call, item, index)
            continue
        name, equals, value = item.partition("=")
        if not shell.settable(name):
            status = 2
        elif not equals:
            _export_set(shell, name, line)
        elif name in _COLON_LISTS:
            shell.assign(name, [*derived(value, item).split(":")], scope="g", export=True, path=True, line=line)
        else:
            own = names_itself(_value_parts(call.written[index]), name)
            shell.assign(name, [derived(value, item)], scope="g", export=True, line=line, passes_on=own)
    return status


def _value_parts(word: Word) -> Sequence[Part]:
    """The parts of `NAME=value` behind the sign, where the name is written plainly."""
    first = word.parts[0] if word.parts else None
    return word.parts[1:] if isinstance(first, Text) and first.text.endswith("=") else ()


def _export_opaque(shell: Shell, call: Call, item: Opaque, index: int) -> None:
    """`export NAME=(command)`: the name stands before what is not known."""
    written = call.written[index].text
    name, equals, _ = written.partition("=")
    if equals and shell.settable(name):
        shell.assign(name, [replace(item, many=False)], scope="g", export=True, line=call.line_of(index))
        return
    shell.note(say("exports what is only known when the shell runs: {}", item.reason), call.line)
    doubt(shell, call, item, call.line, shell.names if item.exporter else shell.named_in(item.text))


def _export_set(shell: Shell, name: str, line: int) -> None:
    """What a function sees of the variable (not its caller's locals) becomes an exported global."""
    var = next((scope[name] for scope in [shell.exported_locals(), shell.state.globals, shell.state.universals] if name in scope), None)
    items, own = (var.items, var.origin) if var is not None else ((), None)
    shell.assign(name, items, scope="g", export=True, line=line, depends=True, own=own)


def setenv(shell: Shell, call: Call) -> int | None:
    words = known(call.words[1:2])
    if not words or len(call.words) > 3:
        return 0 if len(call.words) == 1 else 1
    name = words[0]
    if not shell.settable(name):
        return 1
    values = list(call.words[2:]) or [""]
    if name in _COLON_LISTS and isinstance(values[0], str):
        values = [*values[0].split(":")]
    shell.assign(name, values, scope="g", export=True, line=call.line_of(2))
    if len(call.words) < 3:
        return 0
    return 0 if name in _COLON_LISTS and len(values) > 1 else 1  # the last thing it asks is whether the name is one of the lists


def fish_add_path(shell: Shell, call: Call) -> int | None:
    """Folders that exist are put into fish_user_paths, whose folders come before those of PATH; with `-P` into PATH itself.

    Source: `functions/fish_add_path.fish` as fish 3.6 brings it.
    """
    taken = take(call.words[1:], "gUPpahmvn", "", _ADD_PATH)
    letters = taken.values
    if taken.unknown:
        return 2
    target = "PATH" if "P" in letters else "fish_user_paths"
    var = shell.state.find(target)
    items, new, moved = list(var.items) if var is not None else [], list[Item](), list[Item]()
    for word in taken.rest:
        folder = word if isinstance(word, Opaque) else shell.lookup.absolute(word)
        if folder in new or (isinstance(folder, str) and not shell.lookup.stat(folder).is_folder):
            continue
        if folder not in items or "m" in letters:
            new.append(folder)
            moved.extend(item for item in items if item == folder)
    if not new:
        return 1
    kept = [item for item in items if item not in moved]
    scope = "g" if "P" in letters else next((letter for letter in "gU" if letter in letters), "" if var is not None else "U")
    if "n" not in letters:
        shell.assign(target, [*kept, *new] if "a" in letters else [*new, *kept], scope=scope, line=call.line)
    return 0


_ADD_PATH: Final = {
    "global": "g", "universal": "U", "path": "P", "prepend": "p", "append": "a", "help": "h", "move": "m", "verbose": "v", "dry-run": "n",
}  # fmt: skip

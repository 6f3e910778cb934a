"""`functions` and `type`: what is asked about functions, which loads them from their files, and what is done to them.

Source: their pages in the manual, and what fish 3.6 was observed to print.
"""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.fish.options import take
from claude_auth_tui.shells.fish.parser import parse
from claude_auth_tui.shells.fish.record import NOT_FOUND, Call, Claim, told
from claude_auth_tui.shells.fish.shell import BUILTINS, Shell
from claude_auth_tui.shells.fish.state import Defined
from claude_auth_tui.shells.fish.syntax import FishSyntaxError
from claude_auth_tui.shells.fish.values import Item, Opaque, known
from claude_auth_tui.shells.source_shown import command_shown

Truth = bool | None
_LONG: Final = {
    "erase": "e", "description": "d", "names": "n", "all": "a", "help": "h", "query": "q", "copy": "c", "details": "D", "no-details": "N",
    "verbose": "v", "handlers": "H", "handlers-type": "t", "color": "C",
}  # fmt: skip
_NOWHERE: Final = "n/a"
_MOST_ENDS: Final = 60
"""Lines that are tried as the last one of a function."""


def functions(shell: Shell, call: Call) -> int | None:
    taken = take(call.words[1:], "enahqcDNvH", "dtC", _LONG)
    if taken.unknown:
        return 2
    names = known(taken.rest)
    letters = taken.values
    if names is None:
        return _of_any(shell, erased="e" in letters)
    if "e" in letters:
        for name in names:
            shell.state.functions[name] = None
        return 0
    if "c" in letters:
        return _copy(shell, names)
    if "q" in letters:
        return _query(shell, names)
    if "D" in letters:
        return _details(shell, names, verbose="v" in letters)
    if names and "n" not in letters:
        return _definitions(shell, names, quiet="d" in letters)
    _list(shell, hidden="a" in letters)
    return 0


def _of_any(shell: Shell, *, erased: bool) -> int | None:
    """Asked about functions whose names are not known."""
    if not erased:
        shell.write(Opaque(say("a list of functions"), many=True))
    return None


def find(shell: Shell, name: str) -> Defined | Truth:
    """A function of that name, loaded as fish loads it for the question; True for one of fish's own, None where it is not known."""
    found = shell.runner.find_function(name)
    if found is not None or name in shell.state.functions:
        return found if found is not None else False
    return shell.own_function(name)


def is_there(found: Defined | Truth) -> Truth:
    return (None if found.maybe else True) if isinstance(found, Defined) else found


def _copy(shell: Shell, names: list[str]) -> int | None:
    if len(names) != 2:
        return 1
    found = find(shell, names[0])
    if isinstance(found, Defined):
        shell.state.functions[names[1]] = replace(found, name=names[1], copied=True)
        return 0
    return None if found else 1


def _query(shell: Shell, names: list[str]) -> int | None:
    missing: int | None = 0 if names else 1
    for name in names:
        there = is_there(find(shell, name))
        shell.claim = Claim(told(name), say("is a function"), say("is not a function"))
        missing = None if there is None or missing is None else missing + (not there)
    return missing


def _details(shell: Shell, names: list[str], *, verbose: bool) -> int | None:
    """The file a function was defined in."""
    if len(names) != 1:
        return 2
    found = find(shell, names[0])
    if found is False and not verbose:
        shell.write(f"{_NOWHERE}\n")
    elif verbose or found is None:
        shell.write(Opaque(say("where a function was defined"), many=True))
    else:
        shell.write(_place(shell, names[0], found))
    return 0


def _place(shell: Shell, name: str, found: Defined | Truth) -> Item:
    if isinstance(found, Defined):
        sure = not found.maybe and not found.pinned and not found.copied
        return f"{found.path}\n" if sure else Opaque(say("where a function was defined"))
    return f"{shell.data_folder}/functions/{name}.fish\n"


def _definitions(shell: Shell, names: list[str], *, quiet: bool) -> int | None:
    """The code of functions, as fish lays it out."""
    found = [find(shell, name) for name in names]
    if False in found:
        return 1
    if not quiet:
        text = "\n".join(code_of(shell, one) for one in found if isinstance(one, Defined))
        shell.write(Opaque(say("the code of a function"), True, text))
    return None if None in [is_there(one) for one in found] else 0


def code_of(shell: Shell, function: Defined) -> str:
    """The lines a function stands on, for looking for names in them."""
    place = place_of(shell, function)
    if place is None:
        return function.text
    path, first, last = place
    return "\n".join(shell.sources[path].text.split("\n")[first - 1 : last])


def place_of(shell: Shell, function: Defined) -> tuple[str, int, int] | None:
    """The file a function stands in, its first line and its last one; None where it was put together."""
    source = shell.sources.get(function.path)
    if source is None or function.pinned:
        return None
    lines = source.text.split("\n")
    first = max((line.line for line in function.body.lines), default=function.line)
    for last in range(first, min(first + _MOST_ENDS, len(lines)) + 1):
        if "end" in lines[last - 1] and _is_whole("\n".join(lines[function.line - 1 : last])):
            return function.path, function.line, last
    return function.path, function.line, len(lines)


def _is_whole(text: str) -> bool:
    try:
        parse(text)
    except FishSyntaxError:
        return False
    return True


def _list(shell: Shell, *, hidden: bool) -> None:
    """The names of all functions, those that can be loaded too."""
    own = shell.machine.files.folder(f"{shell.data_folder}/functions")
    places = shell.find("fish_function_path")
    folders = known(places.items) if places is not None else []
    state = shell.state.functions
    if own.state != "present" or folders is None or any(one is not None and one.maybe for one in state.values()):
        shell.write(Opaque(say("a list of functions"), many=True))
        return
    names = {name for name, function in state.items() if function is not None}
    for there in (own.names, *(shell.names_in(folder) for folder in folders)):
        names |= {name.removesuffix(".fish") for name in there if name.endswith(".fish")} - {n for n, f in state.items() if f is None}
    shell.write(*(f"{name}\n" for name in sorted(names) if hidden or not name.startswith("_")))


# `type`, and those that look for programs only


def type_(shell: Shell, call: Call) -> int | None:
    """`type -q name`, `command -v name`, `which name`, `builtin -q`."""
    words = known(call.words[1:])
    if words is None:
        return None
    options = {word for word in words if word.startswith("-")}
    letters = {letter for word in options if not word.startswith("--") for letter in word[1:]}
    names = [word for word in words if not word.startswith("-")]
    asks_path_only = call.name in ("command", "which") or "P" in letters or "--force-path" in options
    kinds = "no functions" if call.name == "type" and ("f" in letters or "--no-functions" in options) else call.name
    found: Truth = False
    nowhere = NOT_FOUND if call.name == "command" else 1
    for name in names:
        one = _known_command(shell, name, path_only=asks_path_only, kinds=kinds)
        shell.claim = Claim(told(name), say("is installed"), say("is not found"))
        found = True if found or one else None if found is None or one is None else False
        if one and not ({"q"} & letters or "--query" in options or "--quiet" in options):
            if asks_path_only:
                _write_found(shell, name)
            elif letters == {"t"} or "--type" in options:
                shell.write(_kind_of(shell, name) + "\n")
            elif letters == {"p"} or "--path" in options:
                _write_path(shell, name)
            else:
                shell.write(_opaque(name))
        elif one is None:
            shell.write(_opaque(name))
    return nowhere if found is False else None if found is None else 0


def _opaque(name: str) -> Item:
    return Opaque(say("where {} is installed", command_shown(name)), many=True)


def _write_found(shell: Shell, name: str) -> None:
    path = shell.find("PATH")
    for item in path.items if path is not None else ():
        place = shell.lookup.program(name, item) if isinstance(item, str) else None
        if place:
            shell.write(place + "\n")
            return
    shell.write(name + "\n")


def _write_path(shell: Shell, name: str) -> None:
    """`type -p`: the file of a function, nothing of a builtin, else where the program is."""
    found = find(shell, name)
    if found is None:
        shell.write(_opaque(name))
    elif found is not False:
        shell.write(_place(shell, name, found))
    elif name not in BUILTINS:
        _write_found(shell, name)


def _kind_of(shell: Shell, name: str) -> str:
    """What `type -t` calls a command that is there."""
    return "function" if find(shell, name) else "builtin" if name in BUILTINS else "file"


def _known_command(shell: Shell, name: str, *, path_only: bool, kinds: str) -> Truth:
    if not path_only:
        if kinds == "type" and (there := is_there(find(shell, name))) is not False:
            return there
        if name in BUILTINS:
            return True
        if kinds == "builtin":
            return False
    return shell.program(name)

"""Builtins that read input, move between folders, count, and shift the positional parameters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.posix.nodes import Simple
from claude_auth_tui.shells.posix.values import Val, piece, words_of

if TYPE_CHECKING:
    from claude_auth_tui.shells.posix.commands import Evaluator

_NAME: Final = re.compile(r"[A-Za-z_]\w*")


def cd(shell: Evaluator, arguments: list[Val], node: Simple) -> int | None:
    targets = [a for a in arguments if a.text is None or not re.fullmatch(r"-[LPeqs@]+|--", a.text)]
    if not targets:
        path: str | None = shell.text_of("HOME")
    elif targets[0].text == "-":
        path = shell.text_of("OLDPWD")
    else:
        path = targets[0].text
    state = shell.state
    if path is None or state.cwd is None:
        state.cwd = None
        return None
    found = shell.lookup().stat(path)
    if not found.is_folder:
        return 1
    before, state.cwd = state.cwd, shell.lookup().absolute(path)
    shell.assign("OLDPWD", Val(before), shell.place(node.pos))
    shell.assign("PWD", Val(state.cwd), shell.place(node.pos))
    return 0


def pwd(shell: Evaluator, arguments: list[Val], node: Simple) -> int | None:
    if shell.state.cwd is None:
        shell.output.unknown(say("the current folder"))
    else:
        shell.output.write(Val(shell.state.cwd + "\n"))
    return 0


def shift(shell: Evaluator, arguments: list[Val], node: Simple) -> int | None:
    text = arguments[0].text if arguments else "1"
    count = int(text) if text and text.isdigit() and len(text) < 5 else 1
    if count > len(shell.state.positional):
        return 1
    shell.state.positional = shell.state.positional[count:]
    return 0


def read(shell: Evaluator, arguments: list[Val], node: Simple) -> int | None:
    names: list[str] = []
    raw = array = False
    items = [a.text or "" for a in arguments]
    while items:
        item = items.pop(0)
        if item.startswith("-") and len(item) > 1 and not names:
            raw = raw or "r" in item
            array = array or "a" in item or (shell.zsh and "A" in item)
            if item[-1] in "pdntNui" and items and not (shell.zsh and item[-1] in "pn"):
                items.pop(0)
        else:
            names.append(item.split("?")[0])
    names = [n for n in names if _NAME.fullmatch(n)] or ["REPLY"]
    given = shell.input.value
    if given is None or given.text is None:
        for name in names:
            shell.assign(name, Val(None, None, say("read from the terminal") if given is None else given.why), shell.place(node.pos))
        return None
    line = shell.input.line()
    if line is None:
        for name in names:
            shell.assign(name, Val(""), shell.place(node.pos))
        return 1
    if not raw and "\\" in (line.text or ""):
        line = line._replace(text=re.sub(r"\\(.)", r"\1", line.text or ""), spans=())
    ended = (given.text or "")[shell.input.at - 1 : shell.input.at] == "\n"
    _distribute(shell, line, names, array, node)
    return 0 if ended else 1


def _distribute(shell: Evaluator, line: Val, names: list[str], array: bool, node: Simple) -> None:
    var = shell.state.find("IFS")
    separators = var.value.text if var is not None and isinstance(var.value, Val) and var.value.text is not None else " \t\n"
    place = shell.place(node.pos)
    if array:
        shell.assign(names[0], words_of(line, separators) if separators else [line], place)
        return
    text = line.text or ""
    position = 0
    for number, name in enumerate(names):
        while position < len(text) and text[position] in separators and text[position] in " \t\n":
            position += 1
        if number == len(names) - 1:
            end = len(text)
            while end > position and text[end - 1] in separators and text[end - 1] in " \t\n":
                end -= 1
            shell.assign(name, piece(line, position, end), place)
            return
        end = position
        while end < len(text) and text[end] not in separators:
            end += 1
        shell.assign(name, piece(line, position, end), place)
        position = end + 1


def let(shell: Evaluator, arguments: list[Val], node: Simple) -> int | None:
    number: int | None = 0
    for argument in arguments:
        number = None if argument.text is None else shell.expander.calculate(argument.text)
    return None if number is None else int(number == 0)


def mapfile(shell: Evaluator, arguments: list[Val], node: Simple) -> int | None:
    name = next((a.text for a in reversed(arguments) if a.text and _NAME.fullmatch(a.text)), "MAPFILE")
    given = shell.input.rest()
    if given is None or given.text is None:
        shell.assign(name, Val(None, None, say("read from a program")), shell.place(node.pos))
        return 0
    from claude_auth_tui.shells.posix.values import lines_of

    shell.assign(name, list(lines_of(given)), shell.place(node.pos))
    return 0

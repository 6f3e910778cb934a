"""`cd`, `pushd`, `popd` and `pwd`: the current folder, and those that were put away before it."""

from __future__ import annotations

import re

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.posix.shell import Shell
from claude_auth_tui.shells.posix.state import NAME
from claude_auth_tui.shells.posix.syntax import Simple
from claude_auth_tui.shells.posix.values import Val


def cd(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    targets = [a for a in arguments if a.text is None or not re.fullmatch(r"-[LPeqs@]+|--", a.text)]
    if not targets:
        path: str | None = shell.text_of("HOME")
    elif targets[0].text == "-":
        path = shell.text_of("OLDPWD")
        shell.output.unknown(say("the current folder"))
    elif len(targets) > 1 and shell.zsh:  # one text for another in the path
        path = None
    else:
        path = targets[0].text
    before = shell.state.cwd
    status = _go(shell, path, node)
    if status == 0 and shell.zsh and "autopushd" in shell.state.options:
        _put(shell, before)
    return status


def _go(shell: Shell, path: str | None, node: Simple) -> int | None:
    state = shell.state
    if path is None or state.cwd is None:
        state.cwd = None
        return None
    found = _found(shell, path)
    if not found:
        return 1
    before, state.cwd = state.cwd, shell.lookup().absolute(found)
    shell.assign("OLDPWD", Val(before), shell.place(node.pos))
    shell.assign("PWD", Val(state.cwd), shell.place(node.pos))
    return 0


def _found(shell: Shell, path: str) -> str:
    """The folder that is meant: here, along CDPATH, or with zsh's CDABLE_VARS that of a variable; empty for none."""
    lookup = shell.lookup()
    if path.startswith(("/", "./", "../")) or path in (".", ".."):
        return path if lookup.stat(path).is_folder else ""
    search = [folder or "." for folder in (shell.text_of("CDPATH") or "").split(":")] if shell.text_of("CDPATH") else []
    if shell.zsh and "." not in search:
        search.insert(0, ".")
    for folder in search or ["."]:
        there = path if folder == "." else f"{folder}/{path}"
        if lookup.stat(there).is_folder:
            return there
    if not shell.zsh and lookup.stat(path).is_folder:
        return path
    name, slash, rest = path.partition("/")
    if "cdablevars" in shell.state.options and NAME.fullmatch(name):
        value = shell.folders.get(name) or shell.text_of(name)
        if value and lookup.stat(f"{value}{slash}{rest}").is_folder:
            return f"{value}{slash}{rest}"
    return ""


def _put(shell: Shell, folder: str | None) -> None:
    stack = shell.state.stack
    shell.state.stack = None if stack is None or folder is None else (folder, *stack)


def pushd(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    shell.output.unknown(say("the folders"))
    targets = [a for a in arguments if a.text is None or not re.fullmatch(r"-[qsLPn]+|--", a.text)]
    state = shell.state
    before, stack = state.cwd, state.stack
    if targets and targets[0].text is not None and not re.fullmatch(r"[-+]\d+|-", targets[0].text):
        status = _go(shell, targets[0].text, node)
    elif not targets and stack:
        status = _go(shell, stack[0], node)
        state.stack = stack[1:]
    elif not targets and stack is not None:
        return 1 if not shell.zsh else _go(shell, shell.text_of("HOME"), node)
    else:
        status = _go(shell, None, node)
        state.stack = None
    if status != 1:
        _put(shell, before)
    return status


def popd(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    shell.output.unknown(say("the folders"))
    state = shell.state
    stack = state.stack
    if stack is None or any(a.text is None or (a.text[:1] in ("+", "-") and a.text != "-q") for a in arguments):
        state.stack = None
        return _go(shell, None, node)
    if not stack:
        return 1
    state.stack = stack[1:]
    return _go(shell, stack[0], node)


def pwd(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    if shell.state.cwd is None:
        shell.output.unknown(say("the current folder"))
    else:
        shell.output.write(Val(shell.state.cwd + "\n"))
    return 0

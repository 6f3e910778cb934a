"""What fish's commands do: the table of them all, and those that run other code or leave it (`eval`, `source`, `alias`, `return`).

A command answers its exit status, None where that cannot be told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias

from claude_auth_tui.model.saying import say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.shells.fish import conditions, declare, events, functions, options, text_commands, unfollowed
from claude_auth_tui.shells.fish.from_bash import from_bash
from claude_auth_tui.shells.fish.parser import parse
from claude_auth_tui.shells.fish.record import Call, Flow
from claude_auth_tui.shells.fish.shell import BUILTINS, Shell
from claude_auth_tui.shells.fish.state import Defined, Var
from claude_auth_tui.shells.fish.string_command import string
from claude_auth_tui.shells.fish.syntax import Block, FishSyntaxError
from claude_auth_tui.shells.fish.values import Item, Opaque, Traced, blurred, known, opaque_in

Builtin: TypeAlias = Callable[[Shell, Call], int | None]
_HIGHEST_STATUS: Final = 255
_FIRST_DESCRIPTOR: Final = 63
"""fish hands `psub`'s files over as `/dev/fd/63` and on."""
_PLAIN_ALIAS: Final = re.compile(r"(?!if |for |while |begin |function |switch |and |or |not |end\b|else\b|case\b)[A-Za-z][\w ./~:@%+,-]*")
"""A body that is surely no mistake; most aliases are never called."""


# code that is put together


def _opaque_code(shell: Shell, call: Call, doubt: Opaque) -> int | None:
    """Code that is only known when it runs: it counts for a variable it names, and for all where it comes from a program
    that exports credentials; for the others there is a note. Its status is not known."""
    if doubt.acts:
        shell.note(say("runs code that is not known before: {}", doubt.reason), call.line)
        return shell.runner.run_text(doubt.acts, call, as_file=True)
    names = shell.names if doubt.exporter or doubt.of_files else shell.named_in(f"{doubt.text} {call.source}")
    shell.note(say("runs code that is not known before: {}", doubt.reason), call.line)
    unfollowed.doubt(shell, call, doubt, call.line, names)
    shell.state.path_changed = True
    return None


def _eval(shell: Shell, call: Call) -> int | None:
    doubt = opaque_in(call.words[1:])
    if doubt is not None:
        return _opaque_code(shell, call, doubt)
    text = " ".join(str(word) for word in call.words[1:])
    return shell.runner.run_text(text, call, as_file=False) if text.strip() else 0


def _source(shell: Shell, call: Call) -> int | None:
    words = call.words[1:]
    if words and words[0] == "--":
        words = words[1:]
    if not words or words[0] == "-":
        return _source_lines(shell, call, shell.stdin.rest()) if shell.stdin is not None else 1
    path = words[0]
    if isinstance(path, Opaque):
        return _opaque_code(shell, call, path)
    written = shell.written(path)
    if written is not None:
        return _source_lines(shell, call, written)
    if not path.startswith("/") and not shell.state.cwd:
        shell.note(say("the current folder is not known here, so neither is the file"), call.line)
        return shell.state.status
    absolute = shell.lookup.absolute(path)
    text = shell.lookup.text(path)
    if text is None:
        if shell.lookup.stat(path).exists:
            shell.note(say("{} cannot be read", shell.machine.show_path(absolute)), call.line)
        return 1
    mark = len(shell.state.frames[-1].blocks)
    shell.state.frames[-1].blocks.append({"argv": Var(tuple(words[1:]))})
    try:
        return shell.runner.run_file(absolute, text)
    finally:
        del shell.state.frames[-1].blocks[mark:]


def _source_lines(shell: Shell, call: Call, lines: Sequence[Item]) -> int | None:
    doubt = opaque_in(lines)
    if doubt is not None:
        return _opaque_code(shell, call, doubt)
    text = "".join(f"{line}\n" for line in lines)
    first = lines[0] if lines else ""
    if isinstance(first, Traced) and all(
        isinstance(line, Traced) and (line.path, line.line) == (first.path, number) for number, line in enumerate(lines, 1)
    ):
        return shell.runner.run_file(first.path, text)
    return shell.runner.run_text(text, call, as_file=True)


def _psub(shell: Shell, call: Call) -> int:
    """`command | psub`: a file with what the command printed."""
    lines = shell.stdin.rest() if shell.stdin is not None else []
    doubt = opaque_in(lines)
    if doubt is not None:
        shell.write(blurred(doubt, many=False))
    else:
        name = f"/dev/fd/{_FIRST_DESCRIPTOR + len(shell.virtual)}"
        shell.virtual[name] = lines
        shell.write(name + "\n")
    return 0


def foreign(shell: Shell, call: Call) -> int | None:
    """A function that takes over what bash exports, loaded from its file as any other."""
    function = shell.runner.find_function(call.name)
    for word in dict.fromkeys(re.findall(r"[\w.-]+", functions.code_of(shell, function))) if function is not None else ():
        if shell.function_file(word) is not None:
            shell.runner.find_function(word)  # those that it calls
    doubt = from_bash(shell, call)
    return shell.state.status if doubt is None else _opaque_code(shell, call, doubt)


# leaving


def _leaves(flow: Flow) -> Builtin:
    """`exit`, `return`, `break` and `continue`."""

    def run(shell: Shell, call: Call) -> int | None:
        shell.runner.leave(flow)
        if len(call.words) < 2 or flow not in (Flow.RETURN, Flow.EXIT):
            return shell.state.status
        word = call.words[1]
        if isinstance(word, Opaque):
            return None
        number = int(word) if re.fullmatch(r"[+-]?\d{1,9}", word) else None
        return 2 if number is None else number if 0 <= number <= _HIGHEST_STATUS else _HIGHEST_STATUS

    return run


# functions


def _alias(shell: Shell, call: Call) -> int:
    """`alias name=body` or `alias name body`: a function whose body is the text with `$argv` behind it."""
    texts = known([word for word in call.words[1:] if word not in ("-s", "--save")])
    if texts is None:
        shell.note(say("defines an alias that is only known when the shell runs"), call.line)
        return 0
    if not texts:
        return 0
    name, body = (texts[0], texts[1]) if len(texts) > 1 else (texts[0].partition("=")[0], texts[0].partition("=")[2])
    if len(texts) > 2 or not name or not body:
        return 1
    prefix = ("builtin " if name in BUILTINS else "command ") if body.split()[:1] == [name] else ""
    whole = f"{prefix}{body} $argv\n"
    block = Block(())
    if not _PLAIN_ALIAS.fullmatch(body):
        try:
            block, whole = parse(whole, call.line), ""
        except FishSyntaxError:
            return 1
        shell.record.kept.append(block)
    shell.state.functions[name] = Defined(name, block, shell.path, call.line, shell.pinned or call.line, text=whole)
    return 0


def _prints(what: Shown) -> Builtin:
    """One that succeeds and prints what only the running shell knows, or nothing."""

    def run(shell: Shell, call: Call) -> int | None:
        shell.write(Opaque(what, many=True))
        return 0

    return run


# the table


COMMANDS: Final[Mapping[str, Builtin]] = {
    "set": declare.set_,
    "export": declare.export,
    "setenv": declare.setenv,
    "fish_add_path": declare.fish_add_path,
    "argparse": options.argparse,
    "test": conditions.test,
    "[": conditions.test,
    "status": conditions.status,
    "type": functions.type_,
    "command": functions.type_,
    "which": functions.type_,
    "builtin": functions.type_,
    "contains": conditions.contains,
    "isatty": conditions.isatty,
    "string": string,
    "echo": text_commands.echo,
    "printf": text_commands.printf,
    "count": text_commands.count,
    "read": text_commands.read,
    "math": text_commands.math_,
    "path": text_commands.path,
    "pwd": text_commands.pwd,
    "cd": text_commands.cd,
    "alias": _alias,
    "functions": functions.functions,
    "emit": events.emit,
    "block": events.block,
    "eval": _eval,
    "source": _source,
    ".": _source,
    "psub": _psub,
    "exit": _leaves(Flow.EXIT),
    "return": _leaves(Flow.RETURN),
    "break": _leaves(Flow.BREAK),
    "continue": _leaves(Flow.CONTINUE),
    "random": text_commands.prints_unknown(say("a random number")),
    "history": text_commands.prints_unknown(say("the history")),
    "commandline": text_commands.prints_unknown(say("the command line")),
    "jobs": text_commands.prints_unknown(say("the jobs")),
    "umask": text_commands.prints_unknown(say("the umask")),
    "set_color": _prints(say("a colour")),
    "ulimit": _prints(say("the limits")),
    "fish_indent": _prints(say("what is laid out anew")),
    "abbr": _prints(say("the abbreviations")),
    "bind": _prints(say("the keys")),
    "complete": _prints(say("the completions")),
    "false": text_commands.fails,
} | dict.fromkeys(
    [
        "bg", "contains_seq", "disown", "fg", "fish_config", "fish_default_key_bindings",
        "fish_hybrid_key_bindings", "fish_key_reader", "fish_update_completions", "fish_vi_key_bindings", "sleep",
        "trap", "true", "wait", ":",
    ],
    text_commands.succeeds,
)  # fmt: skip

PRINTING: Final = frozenset({"echo", "printf", "test", "[", "true", "false", "pwd"})
"""Builtins that are programs as well and do the same there."""

"""Which command is which: those that only ask, print or set (`COMMANDS`), and those that run other code (`CONTROL`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.fish import conditions, control, set_command, text_commands
from claude_auth_tui.shells.fish.argparse_command import argparse
from claude_auth_tui.shells.fish.record import Call, Flow
from claude_auth_tui.shells.fish.shell import Shell
from claude_auth_tui.shells.fish.string_command import string
from claude_auth_tui.shells.fish.text_commands import fails, prints_unknown, succeeds

if TYPE_CHECKING:
    from claude_auth_tui.shells.fish.evaluator import Evaluator

COMMANDS: Final[Mapping[str, Callable[[Shell, Call], int | None]]] = {
    "set": set_command.set_,
    "export": set_command.export,
    "argparse": argparse,
    "setenv": set_command.setenv,
    "fish_add_path": set_command.fish_add_path,
    "test": conditions.test,
    "[": conditions.test,
    "status": conditions.status,
    "type": conditions.type_,
    "command": conditions.type_,
    "which": conditions.type_,
    "contains": conditions.contains,
    "isatty": conditions.isatty,
    "string": string,
    "echo": text_commands.echo,
    "printf": text_commands.printf,
    "count": text_commands.count,
    "read": text_commands.read,
    "math": text_commands.math,
    "path": text_commands.path,
    "pwd": text_commands.pwd,
    "cd": text_commands.cd,
    "random": prints_unknown(say("a random number")),
    "history": prints_unknown(say("the history")),
    "commandline": prints_unknown(say("the command line")),
    "jobs": prints_unknown(say("the jobs")),
    "umask": prints_unknown(say("the umask")),
    "set_color": succeeds,
    "true": succeeds,
    ":": succeeds,
    "false": fails,
} | dict.fromkeys(
    [
        "abbr",
        "bg",
        "bind",
        "block",
        "complete",
        "contains_seq",
        "disown",
        "fg",
        "fish_config",
        "fish_indent",
        "fish_key_reader",
        "fish_update_completions",
        "fish_vi_key_bindings",
        "fish_default_key_bindings",
        "fish_hybrid_key_bindings",
        "trap",
        "ulimit",
        "wait",
        "sleep",
    ],
    succeeds,
)

PRINTING: Final = frozenset({"echo", "printf", "test", "[", "true", "false", "pwd"})
"""Builtins that are programs as well and do the same there."""

CONTROL: Final[Mapping[str, Callable[[Evaluator, Call], Flow]]] = {
    "alias": control.alias,
    "builtin": control.builtin,
    "emit": control.emit,
    "eval": control.eval_,
    "source": control.source,
    ".": control.source,
    "exit": control.exit_,
    "return": control.return_,
    "break": control.break_,
    "continue": control.continue_,
    "functions": control.functions,
    "psub": control.psub,
}

BUILTINS: Final = frozenset(
    [
        ".",
        ":",
        "[",
        "_",
        "abbr",
        "argparse",
        "begin",
        "bg",
        "bind",
        "block",
        "break",
        "breakpoint",
        "builtin",
        "case",
        "cd",
        "command",
        "commandline",
        "complete",
        "contains",
        "continue",
        "count",
        "disown",
        "echo",
        "else",
        "emit",
        "end",
        "eval",
        "exec",
        "exit",
        "false",
        "fg",
        "for",
        "function",
        "functions",
        "history",
        "if",
        "jobs",
        "math",
        "path",
        "printf",
        "pwd",
        "random",
        "read",
        "realpath",
        "return",
        "set",
        "set_color",
        "source",
        "status",
        "string",
        "switch",
        "test",
        "time",
        "true",
        "type",
        "ulimit",
        "wait",
        "while",
        "and",
        "or",
        "not",
        "!",
    ]
)

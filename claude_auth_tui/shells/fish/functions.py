"""Functions: defined, found in their files, called."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from claude_auth_tui.model.saying import say, user_name
from claude_auth_tui.shells.fish.expand import ExpansionError
from claude_auth_tui.shells.fish.parser import parse
from claude_auth_tui.shells.fish.record import Flow, LeaveError
from claude_auth_tui.shells.fish.shell import MAX_CALLS, Shell
from claude_auth_tui.shells.fish.state import Frame, FunctionDefinition, Scope, Var
from claude_auth_tui.shells.fish.syntax import Block, FishSyntaxError, Function
from claude_auth_tui.shells.fish.values import Item, known

if TYPE_CHECKING:
    from claude_auth_tui.shells.fish.evaluator import Evaluator


def define(evaluator: Evaluator, statement: Function) -> Flow:
    shell = evaluator.shell
    try:
        items, _ = evaluator.expander.words(statement.words)
    except ExpansionError as error:
        shell.state.status = error.status
        return Flow.NORMAL
    words = known(items)
    if words is None:
        shell.note(say("defines a function whose name is only known when the shell runs"), statement.line)
        return Flow.NORMAL
    definition = function_of(words, statement.body, shell.path, statement.line, shell.pinned, shell.find)
    if definition is None:
        shell.state.status = 2
        return Flow.NORMAL
    shell.state.functions[definition.name] = definition
    shell.state.status = 0
    shell.watching = shell.watching or any(event.startswith("--on-variable") for event in definition.events)
    return Flow.NORMAL


def call(evaluator: Evaluator, definition: FunctionDefinition, arguments: Sequence[Item]) -> Flow:
    """Run a function's body; `return` in it ends only the function, `exit` the file."""
    shell = evaluator.shell
    if definition.maybe:
        shell.called.add(definition.name)
        certain = replace(definition, maybe=False)
        return evaluator.either(
            say("only when {} is defined", user_name(definition.name)),
            lambda: call(evaluator, certain, arguments),
            evaluator.unknown_command,
        )
    shell.called.add(definition.name)
    if len(shell.state.frames) > MAX_CALLS:
        shell.note(say("calls of {} go too deep to be followed", user_name(definition.name)))
        shell.too_deep = True
        shell.state.status = None
        return Flow.NORMAL
    steps = shell.steps
    scope: Scope = dict(shell.exported_scopes()[0])
    scope.update(definition.inherited)
    scope["argv"] = Var(tuple(arguments))
    for name, item in zip(definition.arguments, arguments, strict=False):
        scope[name] = Var((item,))
    for name in definition.arguments[len(arguments) :]:
        scope[name] = Var(())
    place = shell.path, shell.pinned, shell.line
    height = len(shell.state.frames)
    mark = len(shell.parked)
    shell.state.frames.append(Frame([scope], definition.name, definition.transparent, definition.path))
    shell.path, shell.pinned = definition.path, definition.pinned
    try:
        flow = evaluator.block(definition.body if not definition.text else _body(shell, definition))
    finally:
        shell.path, shell.pinned, shell.line = place
    evaluator.join(mark, frozenset({Flow.RETURN}), height + 1, 1)
    del shell.state.frames[height:]
    shell.missing = False
    if shell.steps == steps and flow is Flow.NORMAL:
        shell.state.status = 0  # no command was run in it (observed, 3.6)
    return flow if flow in (Flow.EXIT, Flow.REPLACED) else Flow.NORMAL


def find(evaluator: Evaluator, name: str) -> FunctionDefinition | None:
    """A function by its name, loaded from its own file where it has one."""
    shell = evaluator.shell
    functions = shell.state.functions
    if name in functions:
        return functions[name]
    path = shell.function_file(name)
    text = shell.lookup.text(path) if path is not None else None
    if path is None or text is None:
        return None
    functions[name] = None  # not again, if the file does not define it
    if evaluator.source_file(path, text) is Flow.RETURN:  # a file that returns takes the function along that needed it (observed, 3.6)
        raise LeaveError(Flow.RETURN)
    return functions.get(name)


def _body(shell: Shell, definition: FunctionDefinition) -> Block:
    """The body of an alias, parsed when it is called first."""
    try:
        block = parse(definition.text, definition.line)
    except FishSyntaxError:
        block = Block(())
    shell.keep.append(block)
    if shell.state.functions.get(definition.name) is definition:
        shell.state.functions[definition.name] = replace(definition, body=block, text="")
    return block


def function_of(
    words: Sequence[str], body: Block, path: str, line: int, pinned: int, find: Callable[[str], Var | None]
) -> FunctionDefinition | None:
    """A function from the words after `function`; None where fish refuses them."""
    if not words:
        return None
    name, *rest = words
    if not name or name.startswith("-") or "/" in name or name in _RESERVED:
        return None
    arguments: list[str] = []
    events: list[str] = []
    inherited: list[tuple[str, Var]] = []
    transparent = collecting = False
    index = 0
    while index < len(rest):
        word = rest[index]
        option, _, attached = word.partition("=") if word.startswith("--") else (word[:2], "", word[2:])
        index += 1
        if option in ("-S", "--no-scope-shadowing"):
            transparent, collecting = True, False
        elif option in _WITH_VALUE:
            collecting = option in ("-a", "--argument-names", "--argument")
            value = attached or (rest[index] if index < len(rest) else "")
            index += 0 if attached else 1
            if collecting:
                arguments.append(value)
            elif option in ("-V", "--inherit-variable"):
                var = find(value)
                if var is not None:
                    inherited.append((value, replace(var, exported=False)))
            elif option in _EVENTS:
                events.append(f"{_EVENTS[option]} {value}")
        elif collecting and not word.startswith("-"):
            arguments.append(word)
        elif not word.startswith("-") or word == "--":
            collecting = collecting or word == "--"
        else:
            return None
    return FunctionDefinition(name, body, path, line, pinned, tuple(arguments), tuple(inherited), transparent, tuple(events))


_EVENTS: Final = {
    "-e": "--on-event", "--on-event": "--on-event", "-v": "--on-variable", "--on-variable": "--on-variable",
    "-j": "--on-job-exit", "--on-job-exit": "--on-job-exit", "-p": "--on-process-exit", "--on-process-exit": "--on-process-exit",
    "-s": "--on-signal", "--on-signal": "--on-signal",
}  # fmt: skip
_WITH_VALUE: Final = frozenset(
    {"-a", "--argument-names", "--argument", "-d", "--description", "-w", "--wraps", "-V", "--inherit-variable", *_EVENTS}
)
_RESERVED: Final = frozenset(
    [
        "[",
        "_",
        "and",
        "argparse",
        "begin",
        "break",
        "builtin",
        "case",
        "command",
        "continue",
        "else",
        "end",
        "eval",
        "exec",
        "for",
        "function",
        "if",
        "not",
        "or",
        "read",
        "return",
        "set",
        "status",
        "string",
        "switch",
        "test",
        "time",
        "while",
    ]
)

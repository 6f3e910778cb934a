"""Commands that run other code or leave it: `eval`, `source`, `alias`, `functions`, `return`, `exit` and their like."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.fish.conditions import type_
from claude_auth_tui.shells.fish.functions import call as call_function
from claude_auth_tui.shells.fish.functions import find as find_function
from claude_auth_tui.shells.fish.parser import parse
from claude_auth_tui.shells.fish.record import Call, Flow
from claude_auth_tui.shells.fish.shell import Shell
from claude_auth_tui.shells.fish.state import FunctionDefinition, Var
from claude_auth_tui.shells.fish.syntax import Block, FishSyntaxError
from claude_auth_tui.shells.fish.values import Item, Opaque, Traced, known, opaque_in
from claude_auth_tui.shells.source_shown import command_shown

if TYPE_CHECKING:
    from claude_auth_tui.shells.fish.evaluator import Evaluator

_MAX_TEXT: Final = 2_000_000
_PLAIN_ALIAS: Final = re.compile(r"(?!if |for |while |begin |function |switch |and |or |not |end\b|else\b|case\b)[A-Za-z][\w ./~:@%+,-]*")
"""A body that is surely no mistake; most aliases are never called."""


def opaque_code(shell: Shell, call: Call, doubt: Opaque) -> None:
    """Code that is only known when it runs: it counts for a variable it names, and for all where it comes from a program
    that exports credentials; for the others there is a note."""
    text = f"{doubt.text} {call.source}"
    names = shell.names if doubt.exporter else shell.named_in(text)
    shell.note(say("runs code that is not known before: {}", doubt.reason), call.line)
    shell.poison(doubt, call.line, sorted(names))
    shell.state.path_changed = True
    shell.state.status = None


def eval_(evaluator: Evaluator, call: Call) -> Flow:
    shell = evaluator.shell
    doubt = opaque_in(call.words[1:])
    if doubt is not None:
        opaque_code(shell, call, doubt)
        return Flow.NORMAL
    text = " ".join(str(word) for word in call.words[1:])
    if not text.strip():
        shell.state.status = 0
        return Flow.NORMAL
    return _run_text(evaluator, text, call, as_file=False)


def _run_text(evaluator: Evaluator, text: str, call: Call, *, as_file: bool) -> Flow:
    shell = evaluator.shell
    shell.spend(len(text) // 10)
    try:
        block = parse(text, call.line, in_loop=not as_file) if len(text) <= _MAX_TEXT else None
    except FishSyntaxError as error:
        shell.note(say("fish refuses what is put together here: {}", error.message), call.line)
        block = None
    if block is None:
        shell.state.status = 1
        return Flow.NORMAL
    shell.spend(len(text) // 100)
    shell.keep.append(block)
    return evaluator.source_text(block, call.line, as_file=as_file)


def source(evaluator: Evaluator, call: Call) -> Flow:
    shell = evaluator.shell
    words = call.words[1:]
    if words and words[0] == "--":
        words = words[1:]
    if not words or words[0] == "-":
        return _source_input(evaluator, call)
    path = words[0]
    if isinstance(path, Opaque):
        opaque_code(shell, call, path)
        return Flow.NORMAL
    written = shell.written(path)
    if written is not None:
        return _source_lines(evaluator, call, written)
    if not path.startswith("/") and not shell.state.cwd:
        shell.note(say("the current folder is not known here, so neither is the file"), call.line)
        return Flow.NORMAL
    absolute = shell.lookup.absolute(path)
    text = shell.lookup.text(path)
    if text is None:
        if shell.lookup.stat(path).exists:
            shell.note(say("{} cannot be read", shell.machine.show_path(absolute)), call.line)
        shell.state.status = 1
        return Flow.NORMAL
    mark = len(shell.state.frames[-1].blocks)
    shell.state.frames[-1].blocks.append({"argv": Var(tuple(words[1:]))})
    try:
        return evaluator.source_file(absolute, text)
    finally:
        del shell.state.frames[-1].blocks[mark:]


def _source_input(evaluator: Evaluator, call: Call) -> Flow:
    shell = evaluator.shell
    if shell.stdin is None:
        shell.state.status = 1
        return Flow.NORMAL
    return _source_lines(evaluator, call, shell.stdin.rest())


def _source_lines(evaluator: Evaluator, call: Call, lines: Sequence[Item]) -> Flow:
    shell = evaluator.shell
    doubt = opaque_in(lines)
    if doubt is not None:
        opaque_code(shell, call, doubt)
        return Flow.NORMAL
    first = lines[0] if lines else ""
    if isinstance(first, Traced) and all(
        isinstance(line, Traced) and (line.path, line.line) == (first.path, number) for number, line in enumerate(lines, 1)
    ):
        return evaluator.source_file(first.path, "".join(f"{line}\n" for line in lines))
    return _run_text(evaluator, "".join(f"{line}\n" for line in lines), call, as_file=True)


def psub(evaluator: Evaluator, call: Call) -> Flow:
    """`command | psub`: a file with what the command printed."""
    shell = evaluator.shell
    lines = shell.stdin.rest() if shell.stdin is not None else []
    doubt = opaque_in(lines)
    if doubt is not None:
        shell.write(Opaque(doubt.reason, False, doubt.text, doubt.exporter))
    else:
        name = f"/dev/fd/{63 + len(shell.virtual)}"
        shell.virtual[name] = lines
        shell.write(name + "\n")
    shell.state.status = 0
    return Flow.NORMAL


def _with_status(evaluator: Evaluator, call: Call, flow: Flow) -> Flow:
    state = evaluator.shell.state
    if len(call.words) > 1:
        word = call.words[1]
        number = int(word) if isinstance(word, str) and re.fullmatch(r"[+-]?\d{1,9}", word) else None
        state.status = None if isinstance(word, Opaque) else 2 if number is None else number if 0 <= number <= 255 else 255
    return flow


def exit_(evaluator: Evaluator, call: Call) -> Flow:
    return _with_status(evaluator, call, Flow.EXIT)


def return_(evaluator: Evaluator, call: Call) -> Flow:
    return _with_status(evaluator, call, Flow.RETURN)


def break_(evaluator: Evaluator, call: Call) -> Flow:
    return Flow.BREAK


def continue_(evaluator: Evaluator, call: Call) -> Flow:
    return Flow.CONTINUE


def alias(evaluator: Evaluator, call: Call) -> Flow:
    """`alias name=body` or `alias name body`: a function whose body is the text with `$argv` behind it."""
    shell = evaluator.shell
    shell.state.status = 0
    words = [word for word in call.words[1:] if word not in ("-s", "--save")]
    texts = known(words)
    if texts is None:
        shell.note(say("defines an alias that is only known when the shell runs"), call.line)
        return Flow.NORMAL
    if not texts:
        return Flow.NORMAL
    name, body = (texts[0], texts[1]) if len(texts) > 1 else (texts[0].partition("=")[0], texts[0].partition("=")[2])
    if len(texts) > 2 or not name or not body:
        shell.state.status = 1
        return Flow.NORMAL
    from claude_auth_tui.shells.fish.commands import BUILTINS

    first = body.split()[0] if body.split() else ""
    prefix = ("builtin " if name in BUILTINS else "command ") if first == name else ""
    whole = f"{prefix}{body} $argv\n"
    block = None if _PLAIN_ALIAS.fullmatch(body) else _parsed(whole, call.line)
    if block is not None:
        shell.keep.append(block)
    elif not _PLAIN_ALIAS.fullmatch(body):
        shell.state.status = 1
        return Flow.NORMAL
    line = shell.pinned or call.line
    shell.state.functions[name] = FunctionDefinition(name, block or Block(()), shell.path, call.line, line, text="" if block else whole)
    return Flow.NORMAL


def _parsed(text: str, line: int) -> Block | None:
    try:
        return parse(text, line)
    except FishSyntaxError:
        return None


def functions(evaluator: Evaluator, call: Call) -> Flow:
    shell = evaluator.shell
    texts = known(call.words[1:])
    shell.state.status = 0
    if texts is None:
        shell.state.status = None
    elif texts and texts[0] in ("-e", "--erase"):
        for name in texts[1:]:
            shell.state.functions[name] = None
    elif texts and texts[0] in ("-c", "--copy") and len(texts) == 3:
        definition = find_function(evaluator, texts[1])
        if definition is None:
            shell.state.status = 1
        else:
            shell.state.functions[texts[2]] = replace(definition, name=texts[2])
    elif texts and texts[0] in ("-q", "--query"):
        shell.state.status = type_(shell, call)
    else:
        shell.write(Opaque(say("a list of functions"), many=True))
    return Flow.NORMAL


def builtin(evaluator: Evaluator, call: Call) -> Flow:
    """`builtin -q name`; the other forms are decorators."""
    evaluator.shell.state.status = type_(evaluator.shell, call)
    return Flow.NORMAL


def emit(evaluator: Evaluator, call: Call) -> Flow:
    event = f"--on-event {call.words[1]}" if len(call.words) > 1 and isinstance(call.words[1], str) else ""
    for definition in list(evaluator.shell.state.functions.values()):
        if definition is not None and event in definition.events:
            flow = call_function(evaluator, definition, call.words[2:])
            if flow is not Flow.NORMAL:
                return flow
    return Flow.NORMAL


def foreign(evaluator: Evaluator, call: Call) -> Flow:
    """`bass`, `fenv`, `replay`: bash runs the words, and what it exports is taken over."""
    shell = evaluator.shell
    text = call.source
    for word in call.words[1:]:
        for piece in str(word).split() if isinstance(word, str) else []:
            path = shell.machine.home + piece[1:] if piece.startswith("~/") else piece
            text += " " + (shell.lookup.text(path) or "" if "/" in path or "." in path else "")
    opaque_code(shell, call, Opaque(say("{} takes over what bash exports", command_shown(call.name)), True, text))
    return Flow.NORMAL


FOREIGN: Final = frozenset({"bass", "fenv", "replay"})

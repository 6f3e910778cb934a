"""Programs that start another one, or print their own words: `env xargs nice nohup timeout`, `printenv`, `echo`."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from typing import Final

from claude_auth_tui.shells.programs.run import Answer, Given, Program, Run, T, UnknownTextError, takes

_ASSIGNED: Final = re.compile(r"([A-Za-z_]\w*)=")
_PIECE: Final = re.compile(r"""'([^'\n]*)'|"([^"\n]*)"|\\(.)|([^\s'"\\]+)""", re.DOTALL)
_WORD: Final = re.compile(rf"(?:{_PIECE.pattern.replace('(', '(?:')})+", re.DOTALL)


def true_(run: Run[T]) -> Answer[T]:
    return [], 0


def false_(run: Run[T]) -> Answer[T]:
    return [], 1


sleep_ = true_


def echo_(run: Run[T]) -> Answer[T]:
    """GNU's, which minds no backslashes unless it is told to."""
    words = list(run.arguments)
    newline = True
    while words and re.fullmatch(r"-[neE]+", run.plain(words[0])):
        option = run.plain(words.pop(0))
        newline = newline and "n" not in option
        if "e" in option and any("\\" in run.plain(word) for word in words):
            return None
    first = next((word for word in words if run.plain(word)), None)
    out = [part for word in words for part in (run.made(" ", first), word)][1:]
    return out + ([run.made("\n", first)] if newline else []), 0


@takes("i", "u", permute=False)
def env_(run: Run[T], given: Given) -> Answer[T]:
    """A list of what is exported; or another program, for which it is changed."""
    changed = list(given.options.get("u", []))
    words = given.rest
    while words and (assigned := _ASSIGNED.match(words[0])):
        changed.append(assigned[1])
        words = words[1:]
    for name in changed:
        run.set_apart(name)
    if (changed or given.options) and (not words or posixpath.basename(words[0]) in ("env", "printenv")):
        return None
    if words:
        return run.start(words[0], run.arguments[len(run.arguments) - len(words) + 1 :])
    try:
        found = [(name, run.variable(name)) for name in run.exported()]
    except UnknownTextError:
        return None, 0
    return [part for name, value in found if value is not None for part in (run.made(f"{name}="), value, run.made("\n"))], 0


@takes(permute=False)
def printenv_(run: Run[T], given: Given) -> Answer[T]:
    if not given.rest:
        return env_(run)
    values = [run.variable(name) for name in given.rest]
    return run.ended(value for value in values if value is not None), int(None in values)


def _before(flags: str, valued: str, own: int = 0) -> Program:
    """A program that runs the one named after its options and `own` words."""

    @takes(flags, valued, permute=False)
    def started(run: Run[T], given: Given) -> Answer[T]:
        words = given.rest[own:]
        return run.start(words[0], run.arguments[len(run.arguments) - len(words) + 1 :]) if words else None

    return started


nice_, nohup_, timeout_ = _before("#", "n"), _before("", ""), _before("v", "ks", 1)


# -- xargs


@takes("0rx", "nLdP", "null=0 no-run-if-empty=r", permute=False)
def xargs_(run: Run[T], given: Given) -> Answer[T]:
    command = given.rest[0] if given.rest else "echo"
    own = list(run.arguments[len(run.arguments) - len(given.rest) + 1 :]) if given.rest else []
    items = _items(run, given)
    step = given.last("n") or given.last("L")
    if items is None or {"n", "L"} <= set(given.options) or (step and not re.fullmatch(r"[1-9]\d{0,4}", step)):
        return None
    loose = items if "L" in given.options else [[word] for line in items for word in line]
    size = int(step) if step else max(len(loose), 1)
    chunks = [[*own, *(word for line in loose[at : at + size] for word in line)] for at in range(0, len(loose), size)]
    if not chunks and "r" not in given.options:
        if run.machine.platform == "macos":  # BSD's starts nothing where there is no word
            return None
        chunks = [own]
    if len(chunks) > 1 and given.last("P", "1") != "1":
        return None  # in any order
    return _started(run, command, chunks)


def _items(run: Run[T], given: Given) -> list[list[T]] | None:
    """The words of each line; None where a quote is not closed, or a line goes on."""
    if "0" in given.options or "d" in given.options:
        delimiter = "\0" if "0" in given.options else {"\\n": "\n", "\\t": "\t", "\\0": "\0"}.get(given.last("d"), given.last("d"))
        if len(delimiter) != 1 or delimiter == "\\" or "L" in given.options:
            return None
        if delimiter == "\n":
            return [[line] for line in run.lines([])]
        text = run.joined(run.texts([]) or [run.made("")])
        plain = run.plain(text)
        ends = [found.start() for found in re.finditer(re.escape(delimiter), plain)]
        ends += [len(plain)] if plain and not plain.endswith(delimiter) else []
        return [[run.cut(text, start, end)] for start, end in zip([0, *(end + 1 for end in ends)], ends, strict=False)]
    lines = run.lines([])
    if any(run.plain(line).endswith("\\" if "L" not in given.options else ("\\", " ", "\t")) for line in lines):
        return None
    items = [_words(run, line) for line in lines]
    return None if None in items else [words for words in items if words]


def _words(run: Run[T], line: T) -> list[T] | None:
    """The words of a line: split at blanks, quotes taken away."""
    text = run.plain(line)
    found: list[T] = []
    position = 0
    while position < len(text):
        if text[position] in " \t":
            position += 1
            continue
        word = _WORD.match(text, position)
        if word is None:
            return None
        parts = [run.cut(line, *piece.span(piece.lastindex or 0)) for piece in _PIECE.finditer(text, position, word.end())]
        found.append(parts[0] if len(parts) == 1 else run.joined(parts))
        position = word.end()
    return found


def _started(run: Run[T], command: str, chunks: Sequence[Sequence[T]]) -> Answer[T]:
    out: list[T] | None = []
    status: int | None = 0
    for chunk in chunks:
        run.spend(1)
        texts, one = run.start(command, chunk) or (None, None)
        out = None if out is None or texts is None else out + texts
        status = None if status is None or one is None else status if one == 0 else one if one in (126, 127) else 123
        if one in (126, 127):
            break
    return out, status

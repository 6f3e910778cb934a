"""`string`, as far as startup files use it. Source: the page of `string` in the manual, 3.6."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias

from msgspec.structs import replace

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.fish.matching import fish_pattern, fish_regex
from claude_auth_tui.shells.fish.options import take
from claude_auth_tui.shells.fish.record import Call
from claude_auth_tui.shells.fish.shell import Shell
from claude_auth_tui.shells.fish.syntax import Block, FishSyntaxError
from claude_auth_tui.shells.fish.values import Item, Opaque, Whole, blurred, derived, lines_of, opaque_in, together
from claude_auth_tui.shells.fish.word_parts import parse_word
from claude_auth_tui.shells.runaway import MOST_WORK, work
from claude_auth_tui.shells.source_shown import command_shown

_MAX_SUBJECT: Final = 2_000
_WORK_A_STEP: Final = 2_000
_POSITION: Final = re.compile(r"\d{1,9}")
_MAX_REPEAT: Final = 10_000

Options: TypeAlias = Mapping[str, str]
"""Letters that were given, with their values."""
Command: TypeAlias = Callable[[Shell, Options, list[str], list[str]], int | None]
"""What it is asked with: options, leading operands (a pattern, a separator), subjects."""


def string(shell: Shell, call: Call) -> int | None:
    words = list(call.words[1:])
    if not words or not isinstance(words[0], str):
        return 2 if not words else None
    name = str(words.pop(0))
    known_options = _OPTIONS.get(name)
    if known_options is None:
        shell.write(Opaque(say("what string {} prints", command_shown(name)), many=True))
        return None
    taken = take(words, *known_options)
    if taken.unknown:
        shell.write(_doubt(words))
        return None
    options, rest = taken.values, taken.rest
    operands = _OPERANDS.get(name, 0)
    leading, subjects = list(rest[:operands]), list(rest[operands:])
    stdin = call.input_of(shell.stdin)
    if not subjects and stdin is not None:
        subjects = stdin.rest()
        if name == "collect" and subjects and opaque_in(subjects) is None:
            subjects = [derived("\n".join(map(str, subjects)) + ("" if stdin.open_end else "\n"), subjects[0])]
    doubt = opaque_in([*leading, *subjects])
    if doubt is not None and doubt.any_order and subjects == [doubt] and name not in ("collect", "join", "join0"):
        return _of_any_order(shell, doubt, lambda lines: _COMMANDS[name](shell, options, [str(item) for item in leading], lines))
    if doubt is not None:
        if not {"q", "quiet"} & options.keys():
            shell.write(blurred(doubt))
        return None
    return _COMMANDS[name](shell, options, [str(item) for item in leading], [item for item in subjects if isinstance(item, str)])


def _of_any_order(shell: Shell, doubt: Opaque, run: Callable[[list[str]], int | None]) -> int | None:
    """What comes of lines whose order is not known, in the same order."""
    shell.sinks.append([])
    try:
        status = run(list(doubt.any_order))
    finally:
        printed = lines_of(shell.sinks.pop())
    lines = tuple(str(line) for line in printed)
    if opaque_in(printed) is not None or len(lines) < 2:
        shell.write(*(line if isinstance(line, Opaque) else f"{line}\n" for line in printed))
    else:
        shell.write(replace(doubt, any_order=lines))
    return status


def _doubt(words: Sequence[Item]) -> Opaque:
    return blurred(opaque_in(words) or Opaque(say("a form of string that is not followed"), many=True))


def _number(text: str | None, default: int) -> int:
    return int(text) if text is not None and re.fullmatch(r"[+-]?\d{1,9}", text) else default


def _print(shell: Shell, options: Options, lines: Sequence[str]) -> None:
    if "q" not in options:
        shell.write(*(derived(line + "\n", line) for line in lines))


def _tried(shell: Shell, expression: re.Pattern[str], subjects: Sequence[str], whole: bool = False) -> bool:
    """Whether an expression may be tried on these texts; what it may cost is counted."""
    if any(len(subject) > _MAX_SUBJECT for subject in subjects):
        return False
    cost = sum(work(expression.pattern, len(subject), whole) for subject in subjects)
    shell.spend(min(cost, MOST_WORK) // _WORK_A_STEP)
    return cost <= MOST_WORK


def _match(shell: Shell, options: Options, leading: list[str], subjects: list[str]) -> int | None:
    if not leading:
        return 2
    wild = f"*{leading[0].strip('*')}*" if "e" in options else leading[0]
    expression = fish_regex(leading[0], "i" in options) if "r" in options else fish_pattern(wild, "i" in options)
    if expression is None or not _tried(shell, expression, subjects, whole="r" not in options) or "n" in options:
        shell.write(Opaque(say("a regular expression that is not followed"), many=True))
        for name in re.findall(r"\(\?P?<(\w+)>", leading[0]) if "r" in options else ():
            shell.assign(name, [Opaque(say("a regular expression that is not followed"), many=True)])
        return None
    out: list[str] = []
    matched = False
    for subject in subjects:
        found = _found(expression, subject, options)
        if bool(found) is ("v" in options):
            continue
        matched = True
        if "v" in options or "r" not in options or "e" in options:
            out.append(subject)
            continue
        for match in found:
            whole = [] if "g" in options else [match.group()]
            out.extend(derived(group, subject) for group in (*whole, *(g for g in match.groups() if g is not None)))
            for name, value in match.groupdict().items():
                shell.assign(name, [] if value is None else [derived(value, subject)])
        if len(out) > _MAX_REPEAT:
            break
    _print(shell, options, out)
    return 0 if matched else 1


def _found(expression: re.Pattern[str], subject: str, options: Options) -> list[re.Match[str]]:
    if "r" not in options:
        whole = expression.fullmatch(subject)
        return [whole] if whole else []
    if "a" in options:
        return list(expression.finditer(subject))
    first = expression.search(subject)
    return [first] if first else []


def _replace(shell: Shell, options: Options, leading: list[str], subjects: list[str]) -> int | None:
    if len(leading) < 2:
        return 2
    pattern, replacement = leading
    expression = (
        fish_regex(pattern, "i" in options) if "r" in options else re.compile(re.escape(pattern), re.IGNORECASE if "i" in options else 0)
    )
    if expression is None or not _tried(shell, expression, subjects):
        shell.write(Opaque(say("a regular expression that is not followed"), many=True))
        return None
    out: list[str] = []
    any_changed = False
    for subject in subjects:
        try:
            made, count = expression.subn(
                (lambda m: _filled(replacement, m)) if "r" in options else (lambda _: replacement), subject, 0 if "a" in options else 1
            )
        except (IndexError, re.error):
            return 2
        any_changed = any_changed or count > 0
        if count or "f" not in options:
            out.append(derived(made, subject))
    _print(shell, options, out)
    return 0 if any_changed else 1


def _filled(replacement: str, match: re.Match[str]) -> str:
    """`$1` and `\\$` in what a match is replaced by."""

    def one(found: re.Match[str]) -> str:
        if found.group(2) is not None:
            return {"n": "\n", "t": "\t"}.get(found.group(2), found.group(2))
        number = int(found.group(1))
        return (match.group(number) or "") if number <= (match.re.groups or 0) else ""

    return re.sub(r"\$\{?(\d)\}?|\\(.)", one, replacement)


def _split(shell: Shell, options: Options, leading: list[str], subjects: list[str]) -> int | None:
    separator = leading[0] if leading else "\0"
    most = _number(options.get("m"), -1)
    split_any = False
    out: list[str] = []
    for subject in subjects:
        if not separator:
            parts = list(subject) if most < 0 else [*subject[:most], subject[most:]]
        elif "r" in options:
            parts = subject.rsplit(separator, most)
        else:
            parts = subject.split(separator, most)
        split_any = split_any or len(parts) > 1
        if "f" in options:
            chosen = _fields(options["f"], len(parts))
            if chosen is None or (any(position > len(parts) for position in chosen) and "a" not in options):
                return 1
            parts = [parts[position - 1] for position in chosen if position <= len(parts)]
        out.extend(derived(part, subject) for part in parts if part or "n" not in options)
    _print(shell, options, out)
    return 0 if split_any else 1


def _fields(text: str, length: int) -> list[int] | None:
    out: list[int] = []
    for piece in text.split(","):
        first, dash, last = piece.partition("-")
        if not _POSITION.fullmatch(first) or int(first) < 1 or (dash and not _POSITION.fullmatch(last)):
            return None
        out.extend(range(int(first), min(int(last), length) + 1) if dash else [int(first)])
    return out[:_MAX_REPEAT]


def _join(shell: Shell, options: Options, leading: list[str], subjects: list[str]) -> int | None:
    separator = leading[0] if leading else "\0"
    kept = [subject for subject in subjects if subject or "n" not in options]
    text = together(kept, separator)
    if isinstance(text, Opaque):
        shell.write(text)
    elif kept:
        _print(shell, options, [derived(text, kept[0])])
    return 0 if len(kept) > 1 else 1


def _each(change: Callable[[Options, str], str], succeeds: Callable[[list[str], list[str]], bool]) -> Command:
    """Every subject is printed changed; whether that is a success is said of what was made and the subjects."""

    def run(shell: Shell, options: Options, leading: list[str], subjects: list[str]) -> int | None:
        made = [derived(change(options, subject), subject) for subject in subjects]
        _print(shell, options, made)
        return 0 if succeeds(made, subjects) else 1

    return run


def _trimmed(options: Options, text: str) -> str:
    characters = options.get("c")
    if "l" in options or "r" not in options:
        text = text.lstrip(characters)
    return text.rstrip(characters) if "r" in options or "l" not in options else text


def _part(options: Options, text: str) -> str:
    start, last = _number(options.get("s"), 1), len(text)
    first = start - 1 if start > 0 else max(0, len(text) + start)
    if "l" in options:
        last = first + max(0, _number(options["l"], len(text)))
    elif "e" in options:
        end = _number(options["e"], len(text))
        last = end if end >= 0 else len(text) + end
    return text[first:last]


def _any_changed(made: list[str], subjects: list[str]) -> bool:
    return made != subjects


def _collect(shell: Shell, options: Options, leading: list[str], subjects: list[str]) -> int | None:
    made = [derived(subject if "N" in options else subject.rstrip("\n"), subject) for subject in subjects]
    for text in made or ([""] if "a" in options else []):
        shell.write(Whole(text) if "\n" in text else derived(text + "\n", text))
    return 0 if any(made) else 1


def _repeat(shell: Shell, options: Options, leading: list[str], subjects: list[str]) -> int | None:
    count = _number(options.get("n"), 0)
    if "m" in options or count > _MAX_REPEAT or any(len(s) * count > _MAX_SUBJECT for s in subjects):
        shell.write(Opaque(say("a long text"), many=True))
        return None
    made = [subject * max(0, count) for subject in subjects]
    _print(shell, options, made if any(made) else [])
    return 0 if any(made) else 1


def _unescape(shell: Shell, options: Options, leading: list[str], subjects: list[str]) -> int | None:
    out: list[str] = []
    for subject in subjects:
        text = unescaped(subject) if "y" not in options else None
        if text is None:
            shell.write(Opaque(say("a form of string unescape that is not followed"), many=True))
            return None
        out.append(derived(text, subject))
    _print(shell, options, out)
    return 0 if out else 1


def unescaped(text: str) -> str | None:
    """A word read as fish reads it, where nothing in it is expanded."""
    try:
        return parse_word(text, 1, lambda *_: Block(())).plain
    except (FishSyntaxError, IndexError):
        return None


def _escape(shell: Shell, options: Options, leading: list[str], subjects: list[str]) -> int | None:
    if "y" in options:
        shell.write(Opaque(say("an escaped text"), many=True))
        return None
    _print(shell, options, [escaped(subject) for subject in subjects])
    return 0 if subjects else 1


def escaped(text: str) -> str:
    """The text as one word that fish reads back as the same text."""
    if text and not re.search(r"[\x00-\x20\x7f&$#<>()\[\]{}?*|;\"'\\~^]|^%self$", text):
        return str(text)
    if re.search(r"[\x00-\x1f\x7f'\\]", text):
        made = re.sub(r"([ &$#<>()\[\]{}?*|;\"'\\~])", r"\\\1", text)
        return re.sub(
            r"[\x00-\x1f\x7f]",
            lambda m: {"\n": "\\n", "\t": "\\t", "\b": "\\b", "\r": "\\r", "\x1b": "\\e"}.get(m[0], f"\\x{ord(m[0]):02x}"),
            made,
        )
    return f"'{text}'"


_OPTIONS: Final[Mapping[str, tuple[str, str, Mapping[str, str]]]] = {
    "match": ("aegiqrvn", "", {
        "all": "a", "entire": "e", "groups-only": "g", "ignore-case": "i", "quiet": "q", "regex": "r", "invert": "v", "index": "n"}),
    "replace": ("afiqr", "", {"all": "a", "filter": "f", "ignore-case": "i", "quiet": "q", "regex": "r"}),
    "split": ("naqr", "fm", {"no-empty": "n", "allow-empty": "a", "quiet": "q", "right": "r", "fields": "f", "max": "m"}),
    "split0": ("naqr", "fm", {"no-empty": "n", "allow-empty": "a", "quiet": "q", "right": "r", "fields": "f", "max": "m"}),
    "join": ("nq", "", {"no-empty": "n", "quiet": "q"}),
    "join0": ("nq", "", {"no-empty": "n", "quiet": "q"}),
    "trim": ("lqr", "c", {"left": "l", "quiet": "q", "right": "r", "chars": "c"}),
    "sub": ("q", "els", {"quiet": "q", "end": "e", "length": "l", "start": "s"}),
    "upper": ("q", "", {"quiet": "q"}),
    "lower": ("q", "", {"quiet": "q"}),
    "length": ("qV", "", {"quiet": "q", "visible": "V"}),
    "collect": ("aN", "", {"allow-empty": "a", "no-trim-newlines": "N"}),
    "repeat": ("Nq", "mn", {"no-newline": "N", "quiet": "q", "max": "m", "count": "n"}),
    "escape": ("n", "y", {"no-quoted": "n", "style": "y"}),
    "unescape": ("n", "y", {"no-quoted": "n", "style": "y"}),
}  # fmt: skip
_OPERANDS: Final = {"match": 1, "replace": 2, "split": 1, "join": 1}
_COMMANDS: Final[Mapping[str, Command]] = {
    "match": _match,
    "replace": _replace,
    "split": _split,
    "split0": _split,
    "join": _join,
    "join0": _join,
    "trim": _each(_trimmed, _any_changed),
    "sub": _each(_part, lambda made, _: bool(made)),
    "upper": _each(lambda _, text: text.upper(), _any_changed),
    "lower": _each(lambda _, text: text.lower(), _any_changed),
    "length": _each(lambda _, text: str(len(text)), lambda _, subjects: any(subjects)),
    "collect": _collect,
    "repeat": _repeat,
    "escape": _escape,
    "unescape": _unescape,
}

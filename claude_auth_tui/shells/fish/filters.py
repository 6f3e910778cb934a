"""Programs that turn lines into lines: `cat`, `grep`, `sed`, `cut`, `tr`, `xargs` and their like, in their usual forms."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from claude_auth_tui.model.saying import say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.shells.fish.matching import as_python, runaway
from claude_auth_tui.shells.fish.options import take
from claude_auth_tui.shells.fish.record import Call
from claude_auth_tui.shells.fish.shell import Shell
from claude_auth_tui.shells.fish.values import Item, Opaque, blurred, derived, file_lines, known, lines_of, opaque_in
from claude_auth_tui.shells.source_shown import command_shown


def _operands(call: Call, valued: str = "") -> tuple[set[str], list[Item]]:
    """Letters of the options and the other words; `valued` are letters that take the next word."""
    letters: set[str] = set()
    rest: list[Item] = []
    words = list(call.words[1:])
    index = 0
    while index < len(words):
        word = words[index]
        index += 1
        if isinstance(word, str) and word == "--":
            rest.extend(words[index:])
            break
        if isinstance(word, str) and len(word) > 1 and word.startswith("-"):
            letters |= {word} if word.startswith("--") else set(word[1:])
            if not word.startswith("--") and word[-1] in valued:
                index += 1
        else:
            rest.append(word)
    return letters, rest


def _input(shell: Shell, paths: Sequence[Item]) -> tuple[list[Item], int | None]:
    """The lines a filter reads: of the files, or of its input."""
    if not paths or list(paths) == ["-"]:
        if shell.stdin is None:
            return [Opaque(say("what is typed at the terminal"), many=True)], None
        return shell.stdin.rest(), 0
    out: list[Item] = []
    status: int | None = 0
    for path in paths:
        if isinstance(path, Opaque):
            out.append(blurred(path))
            status = None
            continue
        made = shell.written(path)
        text = shell.lookup.text(path) if made is None else None
        if made is not None:
            out.extend(made)
        elif text is not None:
            out.extend(lines_of(file_lines(text, shell.lookup.absolute(path))))
        elif shell.lookup.stat(path).is_file:
            out.append(Opaque(say("a file that cannot be read"), many=True))
            status = None
        else:
            status = 1
    return out, status


def _not_followed(reason: Shown, lines: Sequence[Item]) -> Opaque:
    """What is made of known lines in a way that is not followed: it may hold whatever they name."""
    return Opaque(reason, True, "\n".join(line for line in lines[:5_000] if isinstance(line, str))[:200_000])


def _print_lines(shell: Shell, lines: Sequence[Item]) -> None:
    shell.write(*(line if isinstance(line, Opaque) else derived(line + "\n", line) for line in lines))


def cat(shell: Shell, call: Call) -> int | None:
    letters, paths = _operands(call)
    lines, status = _input(shell, paths)
    if letters - {"u"}:
        lines = [_not_followed(say("a form of cat that is not followed"), lines)]
    _print_lines(shell, lines)
    return status


def _filter(select: Callable[[Call, list[Item]], list[Item] | None], valued: str = "") -> Callable[[Shell, Call], int | None]:
    """A filter of lines; `select` gives None for a form that is not followed."""

    def run(shell: Shell, call: Call) -> int | None:
        _, paths = _operands(call, valued)
        lines, status = _input(shell, paths)
        doubt = opaque_in(lines)
        chosen = [blurred(doubt)] if doubt is not None else select(call, lines)
        _print_lines(
            shell,
            chosen if chosen is not None else [_not_followed(say("a form of {} that is not followed", command_shown(call.name)), lines)],
        )
        return None if doubt is not None or chosen is None else status

    return run


def _count_of(call: Call, default: int = 10) -> int | None:
    for index, word in enumerate(call.words):
        if isinstance(word, str) and (found := re.fullmatch(r"-(?:n)?(\d{1,6})|--lines=(\d{1,6})", word)):
            return int(found.group(1) or found.group(2))
        if word in ("-n", "--lines"):
            following = call.words[index + 1] if index + 1 < len(call.words) else ""
            return int(following) if isinstance(following, str) and re.fullmatch(r"\d{1,6}", following) else None
    return default if not any(isinstance(w, str) and w.startswith("-") for w in call.words[1:]) else None


def _head(call: Call, lines: list[Item]) -> list[Item] | None:
    most = _count_of(call)
    return None if most is None else lines[:most]


def _tail(call: Call, lines: list[Item]) -> list[Item] | None:
    most = _count_of(call)
    return None if most is None else lines[-most:] if most else []


def _sorted(call: Call, lines: list[Item]) -> list[Item] | None:
    if any(isinstance(word, str) and word.startswith("-") and word != "-u" for word in call.words[1:]):
        return None
    out: list[Item] = sorted(lines, key=str)
    return list(dict.fromkeys(out)) if "-u" in call.words else out


def tr(shell: Shell, call: Call) -> int | None:
    """`tr` of plain characters, ranges and the usual classes, with `-d`."""
    texts = known(call.words[1:])
    lines, status = _input(shell, [])
    doubt = opaque_in(lines)
    sets = [_characters(text) for text in texts or [] if text != "-d"]
    deletes = bool(texts) and texts is not None and texts[0] == "-d"
    if doubt is not None or texts is None or len(sets) != (1 if deletes else 2) or None in sets:
        shell.write(blurred(doubt) if doubt is not None else _not_followed(say("what tr makes of it"), lines))
        return None
    first, second = sets[0] or "", "" if deletes else sets[1] or ""
    table = {ord(c): None if deletes else second[min(i, len(second) - 1)] if second else c for i, c in enumerate(first)}
    if 10 not in table and "\n" not in second:
        shell.write(*(derived(str(line).translate(table) + "\n", line) for line in lines))
    elif len(lines) == 1:
        shell.write(derived((str(lines[0]) + "\n").translate(table), lines[0]))
    else:
        shell.write("".join(f"{line}\n" for line in lines).translate(table))
    return status


_CLASSES: Final = {
    "[:upper:]": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "[:lower:]": "abcdefghijklmnopqrstuvwxyz",
    "[:digit:]": "0123456789",
    "[:space:]": " \t\n\r\f\v",
}


def _characters(text: str) -> str | None:
    """A set of `tr`; None for one that is not followed."""
    if text in _CLASSES:
        return _CLASSES[text]
    if "[" in text or text.startswith("-"):
        return None
    text = re.sub(r"\\(.)", lambda m: {"n": "\n", "t": "\t", "r": "\r"}.get(m.group(1), m.group(1)), text)
    return re.sub(r"(\w)-(\w)", lambda m: "".join(chr(c) for c in range(ord(m.group(1)), ord(m.group(2)) + 1)), text)


def grep(shell: Shell, call: Call) -> int | None:
    letters, rest = _operands(call, "e")
    letters |= {"E"} if call.name == "egrep" else set()
    patterns: list[Item] = [call.words[i + 1] for i, word in enumerate(call.words[:-1]) if word in ("-e", "-ve", "-Ee", "-vE")][:1]
    if "e" not in letters:
        patterns = rest[:1]
        rest = rest[1:]
    lines, status = _input(shell, rest)
    doubt = opaque_in([*lines, *patterns])
    expression = _grep_expression(str(patterns[0]), letters) if patterns and doubt is None else None
    if expression is None or letters - set("vEeFiqsxwhP"):
        if not {"q"} & letters:
            shell.write(blurred(doubt) if doubt is not None else _not_followed(say("a form of grep that is not followed"), lines))
        return None
    wanted = "v" not in letters
    chosen = [line for line in lines if (expression.search(str(line)) is not None) is wanted]
    if "q" not in letters:
        _print_lines(shell, chosen)
    return status or (0 if chosen else 1)


def _grep_expression(pattern: str, letters: set[str]) -> re.Pattern[str] | None:
    if runaway(pattern):
        return None
    if "F" in letters:
        pattern = re.escape(pattern)
    elif not {"E", "P"} & letters:  # a basic expression: the signs are the other way round
        pattern = re.sub(r"\\([+?|(){}])|([+?|(){}])", lambda m: m.group(1) or "\\" + m.group(2), pattern)
    translated = as_python(pattern) if "F" not in letters else pattern
    if translated is None:
        return None
    pattern = translated
    if "x" in letters:
        pattern = f"^(?:{pattern})$"
    if "w" in letters:
        pattern = rf"\b(?:{pattern})\b"
    try:
        return re.compile(pattern, re.IGNORECASE if "i" in letters else 0)
    except (re.error, RecursionError, OverflowError):
        return None


def sed(shell: Shell, call: Call) -> int | None:
    """`sed 's/a/b/'`, `sed '/x/d'`; other scripts are not followed."""
    letters, rest = _operands(call, "e")
    script = rest[0] if rest and isinstance(rest[0], str) else ""
    lines, status = _input(shell, rest[1:])
    doubt = opaque_in(lines)
    changed = None if doubt is not None or letters - {"E", "r", "e", "n"} else _sed(script, letters, lines)
    _print_lines(
        shell,
        [blurred(doubt)]
        if doubt is not None
        else changed
        if changed is not None
        else [_not_followed(say("what sed makes of it"), [script, *lines])],
    )
    return status if changed is not None else None


def _sed(script: str, letters: set[str], lines: list[Item]) -> list[Item] | None:
    kind = letters | {"E"} if letters & {"E", "r"} else letters
    deleted = re.fullmatch(r"/([^/]*)/d", script)
    if deleted and (expression := _grep_expression(deleted.group(1), kind)):
        return [line for line in lines if not expression.search(str(line))]
    replaced = re.fullmatch(r"s([/|,#@:])(.*?)(?<!\\)\1(.*?)(?<!\\)\1(g?p?)", script)
    if (
        replaced
        and ("n" in letters) == ("p" in replaced.group(4))
        and (expression := _grep_expression(replaced.group(2).replace("\\/", "/"), kind))
    ):
        filling = re.sub(r"(?<!\\)&", r"\\g<0>", replaced.group(3).replace("\\/", "/"))
        try:
            made = [(expression.subn(filling, str(line), count=0 if "g" in replaced.group(4) else 1), line) for line in lines]
            return [derived(text, line) for (text, count), line in made if count or "n" not in letters]
        except (re.error, IndexError):
            return None
    return None


def awk(shell: Shell, call: Call) -> int | None:
    """`awk -F= '/pattern/{print $2}'` and its like."""
    taken = take(call.words[1:], "", "Fv", {}, permute=False)
    script = taken.rest[0] if taken.rest and isinstance(taken.rest[0], str) else ""
    lines, status = _input(shell, taken.rest[1:])
    doubt = opaque_in(lines)
    found = re.fullmatch(r"\s*(?:/([^/]*)/)?\s*\{\s*print\s+\$(\d)\s*;?\s*\}\s*", script)
    expression = _grep_expression(found.group(1) or "", {"E"}) if found else None
    separator = taken.values.get("F")
    if doubt is not None or found is None or expression is None or len(separator or "") > 1:
        shell.write(blurred(doubt) if doubt is not None else _not_followed(say("what awk makes of it"), [script, *lines]))
        return None
    column = int(found.group(2))
    for line in lines:
        if expression.search(str(line)):
            columns = [str(line), *(str(line).split(separator) if separator else str(line).split())]
            shell.write(derived((columns[column] if column < len(columns) else "") + "\n", line))
    return status


def cut(shell: Shell, call: Call) -> int | None:
    texts = known(call.words[1:])
    joined = " ".join(texts or [])
    delimiter = re.search(r"-d ?(.)", joined)
    fields = re.search(r"-f ?(\d{1,3})(-)?(?![\d,])", joined)
    lines, status = _input(shell, [])
    doubt = opaque_in(lines)
    if doubt is not None or texts is None or not fields or len(texts) > 4:
        shell.write(blurred(doubt) if doubt is not None else _not_followed(say("a form of cut that is not followed"), lines))
        return None
    separator = delimiter.group(1) if delimiter else "\t"
    first = int(fields.group(1))
    for line in lines:
        parts = str(line).split(separator)
        chosen = parts[first - 1 :] if fields.group(2) else parts[first - 1 : first]
        shell.write(derived((separator.join(chosen) if len(parts) > 1 else str(line)) + "\n", line))
    return status


def xargs(shell: Shell, call: Call) -> int | None:
    """`xargs` alone, with `-L1` or `-n1`, in front of nothing or of echo."""
    texts = known(call.words[1:])
    lines, status = _input(shell, [])
    doubt = opaque_in(lines)
    joined = " ".join(texts) if texts is not None else "?"
    if doubt is not None or not re.fullmatch(r"(?:-[Ln] ?1)?(?: ?echo)?|(?:-d ?\\n)?", joined):
        shell.write(blurred(doubt) if doubt is not None else _not_followed(say("what xargs runs"), lines))
        return None
    words: list[Item] = []
    for line in lines:
        text = str(line)
        pieces = re.findall(r"(?:[^\s'\"\\]|\\.|'[^']*'|\"[^\"]*\")+", text)
        made = [
            derived(re.sub(r"'([^']*)'|\"([^\"]*)\"|\\(.)", lambda m: m.group(1) or m.group(2) or m.group(3) or "", piece), line)
            for piece in pieces
        ]
        if "-L" in joined:
            words.append(derived(" ".join(made), line))
        else:
            words.extend(made)
    if "1" in joined:
        _print_lines(shell, words)
    elif words:
        shell.write(" ".join(str(word) for word in words) + "\n")
    return status


head = _filter(_head, "n")
tail = _filter(_tail, "n")
sort = _filter(_sorted)

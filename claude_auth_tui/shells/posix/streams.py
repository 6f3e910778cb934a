"""Programs that turn texts into texts: `cat`, `grep`, `sed`, `cut`, `tr`, `head`, … Each line keeps the place it came from.

Each takes the shell, its arguments and their texts, and answers the pieces it prints with its exit status, or None
where it was asked for something that is not modelled.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from claude_auth_tui.shells.posix.grep import all_tried, expression_of, grep
from claude_auth_tui.shells.posix.sed import sed
from claude_auth_tui.shells.posix.stream_input import Answer, ended, input_lines, inputs
from claude_auth_tui.shells.posix.values import Val, joined, piece, words_of

if TYPE_CHECKING:
    from claude_auth_tui.shells.posix.shell import Shell as Evaluator


def cat(shell: Evaluator, arguments: list[Val], texts: list[str]) -> Answer:
    if any(t.startswith("-") and t not in ("-", "-u", "--") for t in texts):
        return None
    return inputs(shell, [t for t in texts if t not in ("-u", "--")])


def cut(shell: Evaluator, arguments: list[Val], texts: list[str]) -> Answer:
    joined_flags = " ".join(texts)
    found = re.fullmatch(r"(?:-d\s*(.)\s+-f\s*(\d+)(-?)|-f\s*(\d+)(-?)\s+-d\s*(.))((?:\s+[^-\s]\S*)*)", joined_flags)
    if not found:
        return None
    separator = found.group(1) or found.group(6)
    field = int(found.group(2) or found.group(4))
    onwards = bool(found.group(3) or found.group(5))
    lines = input_lines(shell, found.group(7).split())
    if lines is None or field < 1:
        return None
    out: list[Val] = []
    for line in lines[0]:
        text = line.text or ""
        if separator not in text:
            out.append(line)
            continue
        starts = [0, *(m.end() for m in re.finditer(re.escape(separator), text))]
        if field > len(starts):
            out.append(Val("", line.place))
            continue
        start = starts[field - 1]
        end = len(text) if onwards or field == len(starts) else starts[field] - 1
        out.append(piece(line, start, end))
    return ended(out), lines[1]


def tr(shell: Evaluator, arguments: list[Val], texts: list[str]) -> Answer:
    delete = bool(texts) and texts[0] == "-d"
    sets = [_tr_set(t) for t in (texts[1:] if delete else texts)]
    found = inputs(shell, [])
    if (
        found is None
        or any(s is None for s in sets)
        or len(sets) != (1 if delete else 2)
        or (not delete and any(t.startswith("-") for t in texts))
    ):
        return None
    first = sets[0] or ""
    second = "" if delete else (sets[1] or "")
    if not delete and not second:
        return None
    out: list[Val] = []
    for value in found[0]:
        text = value.text or ""
        if delete:
            kept = [m.span() for m in re.finditer(f"[^{re.escape(first)}]+", text)]
            out += [piece(value, start, end) for start, end in kept]
        else:
            table = {ord(c): second[min(n, len(second) - 1)] for n, c in enumerate(first)}
            out.append(value._replace(text=text.translate(table)))
    return out, 0


def _tr_set(text: str) -> str | None:
    text = text.replace("\\n", "\n").replace("\\t", "\t").replace("\\r", "\r").replace("\\\\", "\\")
    named = {
        "[:space:]": " \t\n\r\v\f",
        "[:upper:]": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        "[:lower:]": "abcdefghijklmnopqrstuvwxyz",
        "[:blank:]": " \t",
        "[:digit:]": "0123456789",
    }
    for name, chars in named.items():
        text = text.replace(name, chars)
    if "[:" in text:
        return None
    return re.sub(r"([A-Za-z0-9])-([A-Za-z0-9])", lambda m: "".join(chr(n) for n in range(ord(m.group(1)), ord(m.group(2)) + 1)), text)


def head(shell: Evaluator, arguments: list[Val], texts: list[str], last: bool = False) -> Answer:
    count, rest = 10, []
    items = list(texts)
    while items:
        item = items.pop(0)
        if item == "-n" and items and items[0].isdigit():
            count = int(items.pop(0))
        elif found := re.fullmatch(r"-n?(\d{1,6})", item):
            count = int(found.group(1))
        elif item.startswith("-"):
            return None
        else:
            rest.append(item)
    lines = input_lines(shell, rest)
    if lines is None:
        return None
    chosen = lines[0][-count:] if last and count else lines[0][:count]
    return ended(chosen), lines[1]


def tail(shell: Evaluator, arguments: list[Val], texts: list[str]) -> Answer:
    return head(shell, arguments, texts, last=True)


def sort(shell: Evaluator, arguments: list[Val], texts: list[str]) -> Answer:
    if set(texts) - {"-u", "-r"}:
        return None
    lines = input_lines(shell, [])
    if lines is None:
        return None
    ordered = sorted(lines[0], key=lambda v: v.text or "", reverse="-r" in texts)
    if "-u" in texts:
        ordered = list({v.text: v for v in ordered}.values())
    return ended(ordered), 0


def tee(shell: Evaluator, arguments: list[Val], texts: list[str]) -> Answer:
    return inputs(shell, [])


def awk(shell: Evaluator, arguments: list[Val], texts: list[str]) -> Answer:
    """`awk '{print $2}'`, perhaps with `-F` and a pattern in front."""
    items = list(texts)
    separator = ""
    while items and items[0].startswith("-F"):
        option = items.pop(0)
        separator = option[2:] or (items.pop(0) if items else "")
    if not items or len(separator) > 1:
        return None
    found = re.fullmatch(r"\s*(?:/((?:[^/\\]|\\.)*)/)?\s*\{\s*print\s+\$(\d+)\s*;?\s*\}\s*", items[0])
    lines = input_lines(shell, items[1:])
    if not found or lines is None:
        return None
    where = expression_of([found.group(1)], "E", "") if found.group(1) is not None else None
    if not all_tried(shell, where, lines[0]):
        return None
    shell.spend(sum(len(line.text or "") for line in lines[0]) // 20)
    number = int(found.group(2))
    out: list[Val] = []
    for line in lines[0]:
        if where is not None and not where.search(line.text or ""):
            continue
        fields = words_of(line, separator or " \t\n")
        out.append(line if number == 0 else fields[number - 1] if number <= len(fields) else Val("", line.place))
    return ended(out), lines[1]


def base64_decode(shell: Evaluator, arguments: list[Val], texts: list[str]) -> Answer:
    found = inputs(shell, [t for t in texts if not t.startswith("-")])
    if found is None or not {"-d", "-D", "--decode"} & set(texts):
        return None
    value = joined(found[0]) if found[0] else Val("")
    try:
        text = base64.b64decode("".join((value.text or "").split()), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return None
    return [Val(text, value.place)], 0


def seq(shell: Evaluator, arguments: list[Val], texts: list[str]) -> Answer:
    if not texts or not all(re.fullmatch(r"-?\d{1,5}", t) for t in texts) or len(texts) > 2:
        return None
    first = 1 if len(texts) == 1 else int(texts[0])
    return ended([Val(str(n)) for n in range(first, min(int(texts[-1]), first + 2000) + 1)]), 0


def ls(shell: Evaluator, arguments: list[Val], texts: list[str]) -> Answer:
    """Only whether what is asked for is there: names are printed where they were given as files."""
    paths = [t for t in texts if not t.startswith("-")]
    if not paths or any(t.startswith("-") and set(t) - set("-1da") for t in texts):
        return None
    found = [p for p in paths if shell.lookup().exists(p)]
    if any(shell.lookup().stat(p).is_folder for p in found) and not any("d" in t for t in texts if t.startswith("-")):
        return None
    return ended([Val(p) for p in found]), 0 if len(found) == len(paths) else 2


TEXT_PROGRAMS: Final[dict[str, Callable[[Evaluator, list[Val], list[str]], Answer]]] = {
    "cat": cat,
    "grep": grep,
    "egrep": lambda shell, arguments, texts: grep(shell, arguments, texts, "E"),
    "fgrep": lambda shell, arguments, texts: grep(shell, arguments, texts, "F"),
    "sed": sed,
    "gsed": sed,
    "cut": cut,
    "tr": tr,
    "head": head,
    "tail": tail,
    "sort": sort,
    "tee": tee,
    "awk": awk,
    "gawk": awk,
    "base64": base64_decode,
    "seq": seq,
    "ls": ls,
}

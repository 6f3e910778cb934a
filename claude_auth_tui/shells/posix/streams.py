"""Programs that turn texts into texts: `cat`, `grep`, `sed`, `cut`, `tr`, `head`, … Each line keeps the place it came from.

Each takes the shell, its arguments and their texts, and answers the pieces it prints with its exit status, or None
where it was asked for something that is not modelled.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias

from claude_auth_tui.shells.posix.values import Val, joined, lines_of, piece, words_of

if TYPE_CHECKING:
    from claude_auth_tui.shells.posix.commands import Evaluator

Answer: TypeAlias = tuple[list[Val], int] | None
_MOST: Final = 200_000
"""Characters of input that are worked on."""
_BRACKETS: Final = re.compile(r"\[\[:(\w+):\]\]|\[:(\w+):\]")
_CLASSES: Final = {
    "space": r"\s",
    "digit": "0-9",
    "alpha": "A-Za-z",
    "alnum": "A-Za-z0-9",
    "upper": "A-Z",
    "lower": "a-z",
    "blank": r" \t",
    "punct": r"!-/:-@\[-`{-~",
}


def _inputs(shell: Evaluator, paths: list[str]) -> tuple[list[Val], int] | None:
    """The texts of the files, or standard input; a file that is not there makes the status 1."""
    if not paths:
        given = shell.input.rest()
        return None if given is None or given.text is None or len(given.text) > _MOST else ([given], 0)
    found: list[Val] = []
    status = 0
    for path in paths:
        value = shell.input.rest() if path == "-" else shell.read_data(path)
        if value is None and path != "-" and not shell.lookup().exists(path):
            status = 1
            continue
        if value is None or value.text is None or len(value.text) > _MOST:
            return None
        found.append(value)
    return found, status


def _lines(shell: Evaluator, paths: list[str]) -> tuple[list[Val], int] | None:
    found = _inputs(shell, paths)
    return None if found is None else ([line for text in found[0] for line in lines_of(text)], found[1])


def _ended(lines: list[Val]) -> list[Val]:
    return [part for line in lines for part in (line, Val("\n"))]


def cat(shell: Evaluator, arguments: list[Val], texts: list[str]) -> Answer:
    if any(t.startswith("-") and t not in ("-", "-u", "--") for t in texts):
        return None
    return _inputs(shell, [t for t in texts if t not in ("-u", "--")])


def grep(shell: Evaluator, arguments: list[Val], texts: list[str], kind: str = "G") -> Answer:
    flags, rest, patterns = "", [], []
    items = list(texts)
    while items:
        item = items.pop(0)
        if item in ("-e", "--regexp") and items:
            patterns.append(items.pop(0))
        elif item == "--":
            rest += items
            break
        elif re.fullmatch(r"-[GEFPvqiowxshnc]+", item):
            flags += item[1:]
        elif item.startswith("--color"):
            continue
        elif item in ("--invert-match", "--quiet", "--ignore-case", "--only-matching"):
            flags += {"--invert-match": "v", "--quiet": "q", "--ignore-case": "i", "--only-matching": "o"}[item]
        elif item.startswith("-") and item != "-":
            return None
        else:
            rest.append(item)
    if not patterns:
        if not rest:
            return None
        patterns = rest[0].split("\n")
        rest = rest[1:]
    expression = _expression(patterns, next((f for f in flags if f in "EFP"), kind), flags)
    found = _lines(shell, rest)
    if expression is None or found is None or "n" in flags or (len(rest) > 1 and "h" not in flags):
        return None
    lines, missing = found
    chosen = [line for line in lines if bool(expression.search(line.text or "")) != ("v" in flags)]
    status = 2 if missing else int(not chosen)
    if "q" in flags:
        return [], status if not chosen else 0
    if "c" in flags:
        return [Val(f"{len(chosen)}\n")], status
    if "o" in flags:
        chosen = [piece(line, m.start(), m.end()) for line in chosen for m in expression.finditer(line.text or "") if m.group()]
    return _ended(chosen), status


def _expression(patterns: list[str], kind: str, flags: str) -> re.Pattern[str] | None:
    pieces = [re.escape(p) if kind == "F" else _to_python(p, kind) for p in patterns]
    body = "|".join(f"(?:{p})" for p in pieces)
    if re.search(r"[+*}]\)*[+*{]", body) or len(body) > 500:
        return None
    if "x" in flags:
        body = rf"\A(?:{body})\Z"
    elif "w" in flags:
        body = rf"\b(?:{body})\b"
    try:
        return re.compile(body, re.IGNORECASE if "i" in flags else 0)
    except re.error:
        return None


_SET: Final = re.compile(r"\[\^?\]?(?:\[:\w+:\]|[^\]])*\]|\\.")


def _to_python(pattern: str, kind: str) -> str:
    """A basic or extended regular expression in Python's words."""
    pattern = _SET.sub(_plain_set, pattern)
    pattern = _BRACKETS.sub(lambda m: f"[{_CLASSES.get(m.group(1), '.')}]" if m.group(1) else _CLASSES.get(m.group(2), ""), pattern)
    if kind in "EP":
        return pattern
    pattern = re.sub(r"\\([+?|(){}])|([+?|(){}])", lambda m: m.group(1) or "\\" + m.group(2), pattern)
    return re.sub(r"^\*", r"\\*", pattern)


def _plain_set(found: re.Match[str]) -> str:
    """A bracket expression without what only Python reads as an operator."""
    text = found.group()
    if text[0] != "[" or len(text) < 3:
        return text
    lead = 2 if text[1] == "^" else 1
    inside = re.sub(r"\[(?!:)|\\|(?<=^)\]|&(?=&)|~(?=~)|\|(?=\|)|-(?=-)", lambda m: "\\" + m.group(), text[lead:-1])
    return text[:lead] + inside + "]"


def sed(shell: Evaluator, arguments: list[Val], texts: list[str]) -> Answer:
    scripts: list[str] = []
    rest: list[str] = []
    kind, quiet = "G", False
    items = list(texts)
    while items:
        item = items.pop(0)
        if item in ("-e", "--expression") and items:
            scripts.append(items.pop(0))
        elif item in ("-E", "-r"):
            kind = "E"
        elif item == "-n":
            quiet = True
        elif item in ("-ne", "-nE", "-nr") or item.startswith("-"):
            return None
        else:
            rest.append(item)
    if not scripts:
        if not rest:
            return None
        scripts, rest = [rest[0]], rest[1:]
    steps = [_sed_step(part, kind) for script in scripts for part in re.split(r"[;\n](?=\s*[/\ds])", script) if part.strip()]
    found = _lines(shell, rest)
    if found is None or not all(steps):
        return None
    out: list[Val] = []
    for number, line in enumerate(found[0], 1):
        current: Val | None = line
        for step in steps:
            if current is None or step is None:
                break
            current = step(current, number, out)
        if current is not None and not quiet:
            out.append(current)
    return _ended(out), found[1]


def _sed_step(text: str, kind: str) -> Callable[[Val, int, list[Val]], Val | None] | None:
    found = re.fullmatch(
        r"\s*(?:/((?:[^/\\]|\\.)*)/|(\d+))?\s*(?:([dp])|s(.)((?:(?!\4)[^\\]|\\.)*)\4((?:(?!\4)[^\\]|\\.)*)\4([gIp]*))\s*", text, re.DOTALL
    )
    if not found:
        return None
    address, number, action, _, before, after, flags = found.groups()
    where = _expression([address], kind, "") if address is not None else None
    what = _expression([before], kind, "i" if "I" in (flags or "") else "") if before is not None else None
    if (address is not None and where is None) or (before is not None and what is None):
        return None
    if after is not None and re.search(r"\\[^\d/&n.|\-_ #,:;@'\"$]", after):
        return None

    def step(line: Val, at: int, out: list[Val]) -> Val | None:
        text = line.text or ""
        if (where is not None and not where.search(text)) or (number is not None and at != int(number)):
            return line
        if action == "d":
            return None
        if action == "p":
            out.append(line)
            return line
        if what is None or after is None:
            return line
        made, count = _substituted(line, what, after, 0 if "g" in flags else 1)
        if count and "p" in flags:
            out.append(made)
        return made

    return step


def _substituted(line: Val, what: re.Pattern[str], after: str, count: int) -> tuple[Val, int]:
    """`s/what/after/`: what is kept of the line keeps its place."""
    text = line.text or ""
    parts: list[Val] = []
    position = done = 0
    for found in what.finditer(text):
        parts.append(piece(line, position, found.start()))
        for token in re.finditer(r"\\(\d)|\\(.)|(&)|([^\\&]+)", after, re.DOTALL):
            group, escaped, whole, literal = token.groups()
            if group:
                start, end = found.span(int(group)) if int(group) <= (what.groups or 0) else (0, 0)
                parts.append(piece(line, max(start, 0), max(end, 0)))
            elif whole:
                parts.append(piece(line, found.start(), found.end()))
            else:
                parts.append(Val(literal or ("\n" if escaped == "n" else escaped), line.place))
        position = found.end()
        done += 1
        if count and done >= count:
            break
    if not done:
        return line, 0
    parts.append(piece(line, position, len(text)))
    return joined([p for p in parts if p.text] or [Val("", line.place)]), done


def cut(shell: Evaluator, arguments: list[Val], texts: list[str]) -> Answer:
    joined_flags = " ".join(texts)
    found = re.fullmatch(r"(?:-d\s*(.)\s+-f\s*(\d+)(-?)|-f\s*(\d+)(-?)\s+-d\s*(.))((?:\s+[^-\s]\S*)*)", joined_flags)
    if not found:
        return None
    separator = found.group(1) or found.group(6)
    field = int(found.group(2) or found.group(4))
    onwards = bool(found.group(3) or found.group(5))
    lines = _lines(shell, found.group(7).split())
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
    return _ended(out), lines[1]


def tr(shell: Evaluator, arguments: list[Val], texts: list[str]) -> Answer:
    delete = bool(texts) and texts[0] == "-d"
    sets = [_tr_set(t) for t in (texts[1:] if delete else texts)]
    found = _inputs(shell, [])
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
    lines = _lines(shell, rest)
    if lines is None:
        return None
    chosen = lines[0][-count:] if last and count else lines[0][:count]
    return _ended(chosen), lines[1]


def tail(shell: Evaluator, arguments: list[Val], texts: list[str]) -> Answer:
    return head(shell, arguments, texts, last=True)


def sort(shell: Evaluator, arguments: list[Val], texts: list[str]) -> Answer:
    if set(texts) - {"-u", "-r"}:
        return None
    lines = _lines(shell, [])
    if lines is None:
        return None
    ordered = sorted(lines[0], key=lambda v: v.text or "", reverse="-r" in texts)
    if "-u" in texts:
        ordered = list({v.text: v for v in ordered}.values())
    return _ended(ordered), 0


def tee(shell: Evaluator, arguments: list[Val], texts: list[str]) -> Answer:
    return _inputs(shell, [])


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
    lines = _lines(shell, items[1:])
    if not found or lines is None:
        return None
    where = _expression([found.group(1)], "E", "") if found.group(1) is not None else None
    number = int(found.group(2))
    out: list[Val] = []
    for line in lines[0]:
        if where is not None and not where.search(line.text or ""):
            continue
        fields = words_of(line, separator or " \t\n")
        out.append(line if number == 0 else fields[number - 1] if number <= len(fields) else Val("", line.place))
    return _ended(out), lines[1]


def base64_decode(shell: Evaluator, arguments: list[Val], texts: list[str]) -> Answer:
    found = _inputs(shell, [t for t in texts if not t.startswith("-")])
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
    return _ended([Val(str(n)) for n in range(first, min(int(texts[-1]), first + 2000) + 1)]), 0


def ls(shell: Evaluator, arguments: list[Val], texts: list[str]) -> Answer:
    """Only whether what is asked for is there: names are printed where they were given as files."""
    paths = [t for t in texts if not t.startswith("-")]
    if not paths or any(t.startswith("-") and set(t) - set("-1da") for t in texts):
        return None
    found = [p for p in paths if shell.lookup().exists(p)]
    if any(shell.lookup().stat(p).is_folder for p in found) and not any("d" in t for t in texts if t.startswith("-")):
        return None
    return _ended([Val(p) for p in found]), 0 if len(found) == len(paths) else 2


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

"""`sed` with the few commands startup files use: `s`, `d` and `p`."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from claude_auth_tui.shells.posix.values import Val, joined, piece

if TYPE_CHECKING:
    from claude_auth_tui.shells.posix.shell import Shell as Evaluator
from claude_auth_tui.shells.posix.grep import all_tried, expression_of
from claude_auth_tui.shells.posix.stream_input import Answer, ended, input_lines


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
    found = input_lines(shell, rest)
    if found is None:
        return None
    lines = found[0]
    steps = [_sed_step(shell, part, kind, lines) for script in scripts for part in re.split(r"[;\n](?=\s*[/\ds])", script) if part.strip()]
    if not all(steps):
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
    return ended(out), found[1]


def _sed_step(shell: Evaluator, text: str, kind: str, lines: list[Val]) -> Callable[[Val, int, list[Val]], Val | None] | None:
    found = re.fullmatch(
        r"\s*(?:/((?:[^/\\]|\\.)*)/|(\d+))?\s*(?:([dp])|s(.)((?:(?!\4)[^\\]|\\.)*)\4((?:(?!\4)[^\\]|\\.)*)\4([gIp]*))\s*", text, re.DOTALL
    )
    if not found:
        return None
    address, number, action, _, before, after, flags = found.groups()
    where = expression_of([address], kind, "") if address is not None else None
    what = expression_of([before], kind, "i" if "I" in (flags or "") else "") if before is not None else None
    if (address is not None and where is None) or (before is not None and what is None):
        return None
    if not (all_tried(shell, where, lines) and all_tried(shell, what, lines)):
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

"""`grep`, and regular expressions of the POSIX kinds in Python's words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from claude_auth_tui.shells.posix.values import Val, piece
from claude_auth_tui.shells.runaway import MOST_WORK, work

if TYPE_CHECKING:
    from claude_auth_tui.shells.posix.shell import Shell as Evaluator
from claude_auth_tui.shells.posix.stream_input import Answer, ended, input_lines

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
_SET: Final = re.compile(r"\[\^?\]?(?:\[:\w+:\]|[^\]])*\]|\\.")


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
    expression = expression_of(patterns, next((f for f in flags if f in "EFP"), kind), flags)
    found = input_lines(shell, rest)
    if expression is None or found is None or "n" in flags or (len(rest) > 1 and "h" not in flags):
        return None
    lines, missing = found
    if not all_tried(shell, expression, lines):
        return None
    chosen = [line for line in lines if bool(expression.search(line.text or "")) != ("v" in flags)]
    status = 2 if missing else int(not chosen)
    if "q" in flags:
        return [], status if not chosen else 0
    if "c" in flags:
        return [Val(f"{len(chosen)}\n")], status
    if "o" in flags:
        chosen = [piece(line, m.start(), m.end()) for line in chosen for m in expression.finditer(line.text or "") if m.group()]
    return ended(chosen), status


def all_tried(shell: Evaluator, expression: re.Pattern[str] | None, lines: list[Val]) -> bool:
    """Whether an expression may be tried on every line; what that may cost is counted."""
    if expression is None:
        return True
    cost = sum(work(expression.pattern, len(line.text or "")) for line in lines)
    shell.spend(min(cost, MOST_WORK) // 2000)
    return cost <= MOST_WORK


def expression_of(patterns: list[str], kind: str, flags: str) -> re.Pattern[str] | None:
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

"""`grep` and its two brothers."""

from __future__ import annotations

from typing import Final

from claude_auth_tui.shells.programs.expressions import Kind, expression, matches, split_patterns
from claude_auth_tui.shells.programs.run import Answer, Run, T, UnknownTextError

_LONG: Final = (
    "extended-regexp=E basic-regexp=G fixed-strings=F perl-regexp=P invert-match=v quiet=q silent=q ignore-case=i only-matching=o word-regexp=w "
    "line-regexp=x no-messages=s no-filename=h with-filename=H line-number=n count=c files-with-matches=l regexp=e max-count=m"
)
_KINDS: Final[dict[str, Kind]] = {"E": "extended", "F": "fixed", "P": "perl", "G": "basic"}
_WITHOUT_EFFECT: Final = ("--color", "--color=auto", "--color=never", "--colour=auto", "--colour=never")
"""Colours are for a terminal; what is read by another program has none."""


def grep_(run: Run[T], kind: Kind = "basic") -> Answer[T]:
    given = run.given("EGFPvqiyowxshHncl", "em", _LONG, words=[word for word in run.words if word not in _WITHOUT_EFFECT])
    if given is None:
        return None
    options, rest = given
    kind = next((_KINDS[letter] for letter in reversed(list(options)) if letter in _KINDS), kind)
    patterns = split_patterns(options.get("e") or rest[:1])
    paths = rest if "e" in options else rest[1:]
    most = given.last("m", "100000000")
    ignores = bool({"i", "y"} & set(options))
    wanted = expression(patterns, kind, ignore_case=ignores, whole="line" if "x" in options else "word" if "w" in options else "")
    known = most.isdigit() and not (kind == "perl" and run.machine.platform == "macos")  # BSD's grep has no -P
    quiet: Answer[T] = ([], None) if "q" in options else None
    try:
        files = [(path, run.lines([path])) for path in paths or ["-"]]
    except UnknownTextError:
        if quiet:
            return quiet
        raise
    if not patterns or wanted is None or not known or not all(run.may_try(wanted, lines.lines) for _, lines in files):
        return quiet
    out: list[T] = []
    selected = 0
    for path, lines in files:
        chosen = [(n, line) for n, line in enumerate(lines.lines, 1) if bool(wanted.search(run.plain(line))) != ("v" in options)][
            : int(most)
        ]
        selected += len(chosen)
        name = "(standard input)" if path == "-" else path
        before = f"{name}:" if (len(files) > 1 or "H" in options) and "h" not in options else ""
        if "l" in options:
            out += run.ended([run.made(name)] if chosen else [])
        elif "c" in options:
            out += [run.made(f"{before}{len(chosen)}\n")] if lines.complete else []
        else:
            for number, line in chosen:
                parts = [line]
                if "o" in options:
                    found = [] if "v" in options else matches(wanted, run.plain(line))
                    if found is None:
                        return quiet
                    parts = [run.cut(line, match.start(), match.end()) for match in found if match.group()]
                lead = before + (f"{number}:" if "n" in options else "")
                out += [text for part in parts for text in ([run.made(lead, part)] if lead else []) + run.ended([part])]
    missing = not all(lines.complete for _, lines in files)
    if "q" in options:
        return [], 0 if selected else 2 if missing else 1
    return out, 2 if missing else int(not selected)


def egrep_(run: Run[T]) -> Answer[T]:
    return grep_(run, "extended")


def fgrep_(run: Run[T]) -> Answer[T]:
    return grep_(run, "fixed")

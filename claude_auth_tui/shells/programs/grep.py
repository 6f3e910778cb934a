"""`grep` and its two brothers."""

from __future__ import annotations

import re
from typing import Final

from claude_auth_tui.shells.programs.expressions import Kind, expression, split_patterns
from claude_auth_tui.shells.programs.run import Answer, Given, Program, Run, T, UnknownTextError, takes

_KINDS: Final[dict[str, Kind]] = {"E": "extended", "F": "fixed", "P": "perl", "G": "basic"}
_LONG: Final = "invert-match=v quiet=q ignore-case=i only-matching=o regexp=e max-count=m colour=K color=K exclude-dir=X"


def _grep(run: Run[T], given: Given, kind: Kind = "basic") -> Answer[T]:
    options, rest = given.options, given.rest
    kinds = [_KINDS[letter] for letter in options if letter in _KINDS]
    kind = kinds[0] if kinds else kind
    patterns = split_patterns(options.get("e") or rest[:1])
    if not patterns:  # it tells how it is used, where nobody reads it
        return [], 2
    paths = rest if "e" in options else rest[1:]
    most = given.last("m", "100000000")
    ignores = bool({"i", "y"} & set(options))
    wanted = expression(patterns, kind, ignore_case=ignores, whole="line" if "x" in options else "word" if "w" in options else "")
    contradicts = (
        len(kinds) > 1
        or {"h", "H"} <= set(options)
        or not re.fullmatch(r"\d{1,9}", most)
        or given.last("K", "auto") not in ("", "auto", "tty", "if-tty", "never", "no", "none")
    )
    run.line_by_line = not {"n", "m"} & options.keys()
    quiet: Answer[T] = ([], None) if "q" in options else None
    try:
        files = [(path, run.lines([path])) for path in paths or ["-"]]
    except UnknownTextError:
        if quiet:
            return quiet
        raise
    if wanted is None or contradicts or ("c" in options and run.missing) or not all(run.may_try(wanted, lines) for _, lines in files):
        return quiet
    out: list[T] = []
    selected = 0
    for path, lines in files:
        chosen = [(n, line) for n, line in enumerate(lines, 1) if bool(wanted.search(run.plain(line))) != ("v" in options)][: int(most)]
        selected += len(chosen)
        name = "(standard input)" if path == "-" else path
        before = f"{name}:" if (len(files) > 1 or "H" in options) and "h" not in options else ""
        if "l" in options:
            out += run.ended([run.made(name)] if chosen else [])
        elif "c" in options:
            out.append(run.made(f"{before}{len(chosen)}\n"))
        else:
            for number, line in chosen:
                parts = [line]
                if "o" in options:
                    found = [] if "v" in options else run.matches(wanted, line)
                    if found is None:
                        return quiet
                    parts = [run.cut(line, match.start(), match.end()) for match in found if match.group()]
                lead = before + (f"{number}:" if "n" in options else "")
                out += [text for part in parts for text in ([run.made(lead, part)] if lead else []) + run.ended([part])]
    if "q" in options:
        return [], 0 if selected else 1 + run.missing
    return out, 2 if run.missing else int(not selected)


def _with(kind: Kind) -> Program:
    @takes("EGFPvqiyowxshHncl", "emX", _LONG, gnu="P", maybe="K")
    def grep(run: Run[T], given: Given) -> Answer[T]:
        return _grep(run, given, kind)

    return grep


grep_, egrep_, fgrep_ = _with("basic"), _with("extended"), _with("fixed")

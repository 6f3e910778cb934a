"""Reads `cases.txt`: small fish startup files, each with what a real fish 3.6 exported of X, Y, Z and W.

A case begins with a line of `=` that may name the kind of start and inherited variables; `## path` begins a file under
the home folder (without one it is config.fish); `#>` lines say what was exported. Every home also holds `STANDARD`.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, cast

from claude_auth_tui.model.words import StartKind

NAMES: Final = ("X", "Y", "Z", "W")
STANDARD: Final = {".key": "val@.key:1@\n", ".flag": "", ".env": "# c\nX=env1\nexport Y=\"env two\"\nZ='three' # c\n"}


@dataclass
class Case:
    number: int
    start: StartKind = "login"
    environment: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=lambda: dict(STANDARD))
    exported: dict[str, str] = field(default_factory=dict)


def all_cases() -> list[Case]:
    cases: list[Case] = []
    path = ""
    for line in Path(__file__).with_name("cases.txt").read_text(encoding="utf-8").split("\n"):
        if line.startswith("========"):
            words = line.split()[1:]
            case = Case(len(cases))
            cases.append(case)
            path = ".config/fish/config.fish"
            for word in words:
                name, equals, value = word.partition("=")
                if equals:
                    case.environment[name] = value
                else:
                    case.start = cast(StartKind, name)
        elif line.startswith("## "):
            path = line[3:]
            cases[-1].files[path] = ""
        elif line.startswith("#> "):
            name, _, value = line[3:].partition("=")
            cases[-1].exported[name] = ast.literal_eval(value)
        elif cases:
            cases[-1].files[path] = cases[-1].files.get(path, "") + line + "\n"
    return cases

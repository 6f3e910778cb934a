"""The command that opens a file at a line in the user's editor. Runs nothing."""

from __future__ import annotations

import os
import shlex
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from msgspec import Struct

from claude_auth_tui.model.saying import NOTHING, place, place_named, say, say_all, user_name
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.read.project import Project
from claude_auth_tui.read.system_tools import find_program

# fmt: off
_PLUS: Final = frozenset((
    "vi", "vim", "nvim", "view", "vim.basic", "vim.tiny", "vim.nox", "vimx", "nvi", "elvis", "ex", "nano", "pico", "rnano",
    "emacs", "emacsclient", "xemacs", "zile", "mg", "jed", "jmacs", "micro", "kak", "joe", "jstar", "ne", "mcedit",
    "gvim", "mvim", "gedit", "xed", "bbedit",
))
# fmt: on
"""`+LINE PATH`."""
_COLON: Final = frozenset(["hx", "helix", "zed", "zeditor", "subl", "sublime_text"])
"""`PATH:LINE`."""
_GOTO: Final = frozenset(
    ["code", "code-insiders", "code-oss", "codium", "vscodium", "cursor", "windsurf", "positron", "trae", "kiro", "antigravity"]
)
"""VS Code and its relatives: `--goto PATH:LINE`."""
_LINE: Final = frozenset(
    ["idea", "pycharm", "webstorm", "phpstorm", "goland", "clion", "rubymine", "rider", "rustrover", "charm", "kate", "mate"]
)
"""`--line LINE PATH`."""
_WINDOWS: Final = _GOTO | _LINE | frozenset(["zed", "zeditor", "subl", "sublime_text", "gvim", "mvim", "gedit", "xed", "bbedit"])
"""Editors with a window of their own."""
_WAIT: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys((*_GOTO, "zed", "zeditor", "subl", "sublime_text", "bbedit", "mate", "gedit", "xed"), ("--wait", "-w")),
    "kate": ("--block", "-b"),
    "gvim": ("--nofork", "-f"),
    "mvim": ("--nofork", "-f"),
}
"""What makes it return only when the file is closed, and the same in short."""


class EditorCommand(Struct, frozen=True):
    """How to open the file; `argv` is empty where no editor was found."""

    argv: tuple[str, ...]
    words: Shown
    """"Opening ~/.zshrc:42 in nvim", or why nothing can be opened."""
    takes_the_terminal: bool = True
    """Whether the editor draws in this terminal, so that the app has to step aside (`App.suspend`)."""


def command(path: str, line: int, environment: Mapping[str, str], which: Callable[[str], str | None] | None = None) -> EditorCommand:
    """The argv for `path` (absolute) at `line` (0: no line) by $VISUAL, then $EDITOR, then nano, then vi.

    An editor whose way to name a line is not known gets the path alone.
    """
    find = which or (lambda program: find_program(program, environment))
    missing: list[Shown] = []
    for said, words in _candidates(environment):
        if not words:
            missing.append(said)
            continue
        wanted = os.path.expanduser(words[0])
        program = find(wanted) if os.path.isabs(wanted) or not os.path.dirname(wanted) else None
        if program is None:
            why = say("{}: {} {}", said, place_named(words[0]), _why_not(wanted)) if said.startswith("$") else say("{} not found", said)
            missing.append(why)
            continue
        name = os.path.basename(words[0]).lower().removesuffix(".exe")
        argv = (program, *_arguments(name, tuple(words[1:]), path, line))
        because = say(" ({})", say_all(missing, "; ")) if missing else NOTHING
        words_for_people = say("Opening {} in {}{}", place(_shown(path, environment), line), user_name(name), because)
        return EditorCommand(argv, words_for_people, name not in _WINDOWS)
    return EditorCommand((), say("No editor: set $EDITOR ({})", say_all(missing, "; ")))


def _why_not(wanted: str) -> Shown:
    """Why an editor that is named is none: a project's folder may hold a program of any name."""
    if os.path.dirname(wanted) and not os.path.isabs(wanted):
        return say("is a relative path, which is never run")
    if os.path.isabs(wanted) and os.path.exists(wanted) and Project().holds(wanted):
        return say("lies in the project, of which nothing is run")
    return say("not found")


def _candidates(environment: Mapping[str, str]) -> Iterator[tuple[Shown, list[str]]]:
    """What to try: its name, and its words; no words where it cannot be understood."""
    for name in (say("VISUAL"), say("EDITOR")):
        value = environment.get(name, "").strip()
        if not value:
            continue
        try:
            yield say("${}", name), shlex.split(value)
        except ValueError:
            yield say("${} has an unclosed quote", name), []
    yield say("nano"), ["nano"]
    yield say("vi"), ["vi"]


def _arguments(name: str, given: tuple[str, ...], path: str, line: int) -> tuple[str, ...]:
    wait = _WAIT.get(name, ())
    given = given if not wait or set(given) & set(wait) else (*given, wait[0])
    if line <= 0:
        return (*given, path)
    if name in _GOTO:
        given = tuple(word for word in given if word not in ("-g", "--goto"))
        return (*given, "-g", f"{path}:{line}")
    if name in _COLON:
        return (*given, f"{path}:{line}")
    if name in _LINE:
        return (*given, "--line", str(line), path)
    return (*given, f"+{line}", path) if name in _PLUS else (*given, path)


def _shown(path: str, environment: Mapping[str, str]) -> str:
    home = environment.get("HOME", "").rstrip("/")
    return f"~{path[len(home) :]}" if home and path.startswith(f"{home}/") else path

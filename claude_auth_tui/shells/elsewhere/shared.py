"""What the readers of this folder share: where to look, bounded texts, and hits whose told line is made of names only.

`shells.source_shown` knows the syntax of shells. A line of JSON, YAML or XML is told by a text that is built from the
variable's name and fixed words instead, so that no part of a value can be in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from claude_auth_tui.claude_code.shown_values import name_shown
from claude_auth_tui.documents.entry import Entry
from claude_auth_tui.model.found import Found
from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.saying import NOTHING, say, say_all, user_name
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.model.words import Does, Effect
from claude_auth_tui.shells.hits import make_found

MOST_FILES: Final = 50
"""Files of one folder that are looked at; what lies beyond is left out."""
_MOST_CHARACTERS: Final = 512 * 1024
_MOST_IN_PROJECT: Final = 12
_MOST_ABOVE: Final = 40
"""Folders above each other that are looked at."""


class Place(Struct, frozen=True):
    """Who loads a file, and whether that counts."""

    effect: Effect
    because: Shown


def text_naming(machine: Machine, path: str, names: Sequence[str]) -> str | None:
    """The text of a file that names one of the variables anywhere; None for any other file, and for one of more than 512 Ki."""
    secret = machine.files.file(path).text
    if secret is None or secret.length > _MOST_CHARACTERS:
        return None
    text = unveil(secret).removeprefix("\ufeff")
    return text if any(name in text for name in names) else None


def listed(machine: Machine, folder: str, *endings: str) -> Iterator[str]:
    """Absolute paths of the files in a folder whose names end so, at most fifty, in the order of their names."""
    found = [name for name in machine.files.folder(folder).names if name.endswith(endings)]
    for name in found[:MOST_FILES]:
        yield machine.join(folder, name)


def config_home(machine: Machine) -> str:
    """`$XDG_CONFIG_HOME`, or `~/.config`."""
    given = machine.environment.get("XDG_CONFIG_HOME")
    return unveil(given) if given and machine.paths.isabs(unveil(given)) else machine.at_home(".config")


def expanded(machine: Machine, path: str) -> str:
    """The path with `~` as the home folder."""
    return machine.at_home(path[2:]) if path.startswith("~/") else path


def hit(path: str, line: int, name: str, place: Place, value: Secret | None, *, does: Does = "env", text: Shown = NOTHING) -> Found:
    """A hit whose told line is `text`, which must be made of names and fixed words only; by default `NAME=…`."""
    found = make_found(path, line, name, does, place.effect, place.because, source_line="", value=value)
    return replace(found, hit=replace(found.hit, text=text or say("{}=…", name_shown(name))))


def hits(
    path: str,
    entries: Iterable[Entry],
    names: Sequence[str],
    place: Place,
    value: Callable[[Secret | None], Secret | None] | None = None,
    text: Shown = NOTHING,
) -> Iterator[Found]:
    """Each entry of a file that sets one of the variables. `value` says what its value is, by default the literal one;
    with `text` the told line has that before the name and a colon behind it."""
    for entry in entries:
        if entry.key in names:
            told = say("{}: {}: …", text, name_shown(entry.key)) if text else NOTHING
            yield hit(path, entry.line, entry.key, place, (value or literal)(entry.value), text=told)


def literal(value: Secret | None) -> Secret | None:
    """The value, unless it is put together from others (`$X`, `${{ secrets.X }}`)."""
    return None if value is None or "$" in unveil(value) else value


def unquoted(value: str) -> str:
    """The text without the pair of quotes around it."""
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "'\"" else value


def upwards(machine: Machine, folder: str, most: int = _MOST_ABOVE) -> Iterator[str]:
    """The folder and the ones above it, to the root or so many of them."""
    for _ in range(most):
        yield folder
        parent = machine.paths.dirname(folder)
        if parent == folder:
            return
        folder = parent


def project_folders(machine: Machine) -> Iterator[str]:
    """The folder Claude Code is started in and the ones above it, up to the git root or the home folder."""
    for folder in upwards(machine, machine.cwd, _MOST_IN_PROJECT):
        yield folder
        if folder == machine.home or machine.files.stat(machine.join(folder, ".git")).exists:
            return


def is_project_dotenv(machine: Machine, path: str) -> bool:
    """Whether a file is one of the dotenv files in the project folder, which have a reader of their own."""
    folder, base = machine.paths.split(path)
    return bool(folder == machine.cwd) and (base == ".env" or base.startswith(".env."))


def some(words: Sequence[str], most: int = 3) -> Shown:
    """ "A, B and C", and of more than `most` how many are left out: "A, B, C and 4 more"."""
    names = [user_name(word) for word in words]
    told = [*names[:most], say("{} more", len(names) - most)] if len(names) > most else names
    return told[0] if len(told) == 1 else say("{} and {}", say_all(told[:-1]), told[-1])

"""Keys written out in files: where else the same one stands, and who may come to see it, through git or on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Final, Literal

from claude_auth_tui.checks import docs, frame
from claude_auth_tui.checks.fixes.hiding import chmod_private, edit_out, ignore, make_new_key, untrack
from claude_auth_tui.checks.fixes.writer import NEW_TERMINAL
from claude_auth_tui.checks.frame import info, leveled, unknown, warning
from claude_auth_tui.checks.known import effective_value, new_shell, shown_value
from claude_auth_tui.checks.other_shells import direnv_hits
from claude_auth_tui.checks.phrases import listed
from claude_auth_tui.checks.removal import writer_for
from claude_auth_tui.claude_code.headers import custom_headers
from claude_auth_tui.claude_code.tables import BY_NAME, CREDENTIAL_VARIABLES
from claude_auth_tui.model.diagnosis import Evidence, Finding, Fix
from claude_auth_tui.model.found import Found
from claude_auth_tui.model.machine import File, Machine
from claude_auth_tui.model.saying import NOTHING, octal, say, spaced
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.value_faults import faults
from claude_auth_tui.model.words import Prefix
from claude_auth_tui.scene.facts import Facts
from claude_auth_tui.shells.elsewhere.file_texts import is_written_out, other_people
from claude_auth_tui.shells.whole_line import comment_prefix

if TYPE_CHECKING:
    from claude_auth_tui.shells.elsewhere.git.worktree import Kept

check = partial(frame.check, family="exposure", docs=docs.AUTHENTICATION)


@check(
    "key-in-several-places",
    passed="The key that is used stands in one place",
    about="A key that is renewed or revoked has to be changed wherever it was copied to. "
    "The place that is forgotten goes on sending the old one, and the API refuses it.",
    levels=("info",),
)
def key_in_several_places(facts: Facts) -> Iterator[Finding]:
    written = [found for _, places in written_keys(facts) for found in places]
    for name in CREDENTIAL_VARIABLES:
        value = effective_value(new_shell(facts), name)
        if value is None or not is_credential(name, value):
            continue
        places = [found for found in written if found.value == value]
        if len({(found.hit.path, found.hit.line) for found in places}) > 1:
            others = [found for found in places if found.hit.effect != "effective"] or places[1:]
            yield info(
                "The {name} that is used stands in {count} places",
                "When it is renewed or revoked, change it in each of them, among them {place}. "
                "The one that is forgotten goes on sending the old key.",
                [Evidence(_place(facts, found), say("{} {}", found.hit.variable, shown_value(name, value))) for found in places],
                parts={"name": name, "count": len(places), "place": _place(facts, others[0])},
            )


@check(
    "older-key-left",
    passed="No startup file holds another value of a key that a later line sets",
    about="A line that a later one overrides does nothing today. It comes back when the later line is deleted, and with it an old key.",
    levels=("info",),
    docs=docs.ENVIRONMENT,
)
def older_key_left(facts: Facts) -> Iterator[Finding]:
    written = [found for _, places in written_keys(facts) for found in places]
    for name in CREDENTIAL_VARIABLES:
        value = effective_value(new_shell(facts), name)
        left = [
            found
            for found in written
            if found.hit.variable == name and found.hit.effect == "overridden" and _is_startup(facts, found) and found.value != value
        ]
        here = [f for f in direnv_hits(facts) if f.hit.variable == name and f.hit.effect == "effective"]
        if value is None or not left or here:  # a folder with a key of its own is no leftover
            continue
        at = [_place(facts, found) for found in left]
        hold = say("still holds") if len(at) == 1 else say("still hold")
        yield info(
            "{places} {hold} another {name}",
            "It is {because}, so it is not used. When that line goes, the older value is sent instead.",
            [Evidence(place, spaced(name, found.hit.shown or NOTHING)) for place, found in zip(at, left, strict=True)],
            _comment_out(facts, name, left),
            parts={"places": listed(at), "hold": hold, "name": name, "because": left[0].hit.because},
        )


def _is_startup(facts: Facts, found: Found) -> bool:
    return facts.shell is not None and found in facts.shell.found


def _comment_out(facts: Facts, name: Shown, left: list[Found]) -> list[Fix]:
    writer, shell = writer_for(facts), facts.shell
    if shell is None:
        return []
    lines: dict[str, dict[int, Prefix]] = {}
    for found in left:
        prefix = comment_prefix(facts.machine, found.hit.path, found.hit.line, name, shell.shell)
        if prefix is None:
            return [
                writer.fix(say("Take it out of {}", _place(facts, found)), writer.edit(found.hit.path, found.hit.line), then=NEW_TERMINAL)
            ]
        lines.setdefault(found.hit.path, {})[found.hit.line] = prefix
    title = say("Comment out {}", listed(_place(facts, found) for found in left))
    return [writer.fix(title, *(writer.comment_lines(path, some, name) for path, some in lines.items()), then=NEW_TERMINAL)]


def _place(facts: Facts, found: Found) -> Shown:
    return facts.machine.place(found.hit.path, found.hit.line)


_OTHERS: Final = 0o077
_OTHERS_READ: Final = 0o004
_OTHERS_ENTER: Final = 0o001
_MOST_FOLDERS: Final = 40
_PRIVATE: Final = ("settings.local.json", "mise.local.toml", ".mise.local.toml")
_SHARED: Final = ("devcontainer.json", ".devcontainer.json", "settings.json", "mise.toml", ".mise.toml")
FileKind = Literal["private", "shared", "settings"]


@check(
    "key-tracked-by-git",
    passed="No file with a key in it is tracked by git",
    about="Whoever gets a copy of the repository gets the key, and the history keeps it after the file is changed. "
    "Keys found in public repositories are reported to their issuer and cut off.",
    levels=("warning", "unknown"),
    docs=docs.SETTINGS,
)
def key_tracked(facts: Facts) -> Iterator[Finding]:
    for path, places, kept in _kept(facts):
        shown = facts.machine.show_path(kept.path)
        if kept.care == "unknown":
            yield unknown(
                "Whether git tracks {shown} cannot be told",
                "It holds {keys}, and the repository in {path} could not be looked into: {detail}. git ls-files says it.",
                _evidence(facts, path, places),
                parts={"shown": shown, "keys": _nouns(places), "path": facts.machine.show_path(kept.root), "detail": kept.detail},
            )
        elif kept.care == "tracked":
            private = _kind(facts, kept) == "private"
            yield warning(
                "git tracks {shown}, and {keys} stands in it",
                "Every clone and every push takes the key along, and the history keeps it whatever is done to the file now. "
                "A key that was pushed has to be revoked.",
                _evidence(facts, path, places, say("tracked by git")),
                [*(untrack(facts, kept) if private else edit_out(facts, places)), make_new_key(facts)],
                None,
                parts={"shown": shown, "keys": _nouns(places)},
            )


@check(
    "key-not-ignored",
    passed="Every private file with a key in it is ignored by git",
    about="A .env, .envrc or settings.local.json that holds a key is one git add away from being published. A line in .gitignore prevents that.",
    levels=("info",),
    docs=docs.SETTINGS,
)
def key_not_ignored(facts: Facts) -> Iterator[Finding]:
    for path, places, kept in _kept(facts):
        if kept.care == "open" and _kind(facts, kept) == "private":
            shown = facts.machine.show_path(kept.path)
            yield info(
                "git does not ignore {shown}, and {keys} stands in it",
                "It is not tracked yet, but git add . would take it along. A line in .gitignore keeps it out.",
                _evidence(facts, path, places, say("not ignored")),
                ignore(facts, kept),
                None,
                parts={"shown": shown, "keys": _nouns(places)},
            )


@check(
    "key-in-shared-file",
    passed="No file that a project shares has a key in it",
    about="A project's settings.json, its dev container, compose and workflow files are made to be committed. "
    "A key in them reaches everybody who works on the project.",
    levels=("warning",),
    docs=docs.SETTINGS,
)
def key_in_shared_file(facts: Facts) -> Iterator[Finding]:
    for path, places, kept in _kept(facts):
        if kept.care == "open" and _kind(facts, kept) == "shared":
            shown = facts.machine.show_path(kept.path)
            yield warning(
                "{shown} is shared with the project, and {keys} stands in it",
                "git does not track the file yet, but it is one that projects commit. Put a reference in the key's place, and the key where only you have it.",
                _evidence(facts, path, places, say("shared with the project")),
                edit_out(facts, places),
                None,
                parts={"shown": shown, "keys": _nouns(places)},
            )


@check(
    "key-readable-by-others",
    passed="Only you can read the files with a key in them",
    about="A file with mode 0644 in a home folder that others may enter can be read by every account on the machine. "
    "Where the home folder is closed to others, or nobody else has an account, its mode does not matter.",
    levels=("warning", "info"),
)
def key_readable_by_others(facts: Facts) -> Iterator[Finding]:
    if facts.machine.platform == "windows":
        return
    for path, places in written_keys(facts):
        mode = facts.machine.files.stat(path).mode
        if mode is None or is_of_windows(facts.machine, path) or not mode & _OTHERS_READ or not _others_can_enter(facts, path):
            continue
        people = other_people(facts.machine)
        if people == 0:
            continue
        shown = facts.machine.show_path(path)
        who = (
            say("whoever has an account here")
            if people is None
            else say("another account")
            if people == 1
            else say("{} other accounts", people)
        )
        yield leveled(
            "info" if people is None else "warning",
            "Others can read {shown}, and {keys} stands in it",
            "The file has mode {mode} and every folder above it lets others pass, so {who} can read the key. "
            "Your shell and claude need it to be readable for you only.",
            _evidence(facts, path, places, say("mode {}", octal(mode))),
            chmod_private(facts, path, mode),
            None,
            parts={"shown": shown, "keys": _nouns(places), "mode": octal(mode), "who": who},
        )


def _kind(facts: Facts, kept: Kept) -> FileKind:
    """Whether a file is one's own in a project, one that projects commit, or one of the user's settings (kept in a repository on purpose)."""
    machine = facts.machine
    base = machine.paths.basename(kept.path).lower()
    if base.startswith(".env") or base.endswith(".env") or base in _PRIVATE:
        return "private"
    in_project = kept.root != machine.home and (machine.cwd + "/").startswith(kept.root + "/")
    if in_project and (base.endswith((".yml", ".yaml", ".code-workspace")) or base in _SHARED):
        return "shared"
    return "settings"


def _kept(facts: Facts) -> Iterator[tuple[str, tuple[Found, ...], Kept]]:
    for path, places in written_keys(facts):
        from claude_auth_tui.shells.elsewhere.git.worktree import kept_by_git  # needed where a key stands in a file

        yield path, places, kept_by_git(facts.machine, path)


def _others_can_enter(facts: Facts, path: str) -> bool:
    """Whether every folder above the file (where links lead) lets others pass; a folder whose mode is not known counts as open."""
    machine, found = facts.machine, facts.machine.files.stat(path)
    folder = machine.paths.dirname(found.hops[-1] if found.hops else path)
    for _ in range(_MOST_FOLDERS):
        mode = machine.files.stat(folder).mode
        if mode is not None and not mode & _OTHERS_ENTER:
            return False
        parent = machine.paths.dirname(folder)
        if parent == folder:
            break
        folder = parent
    return True


def _nouns(places: tuple[Found, ...]) -> Shown:
    """ "an API key", "an API key and a token": what stands there, by its kind."""
    return listed(dict.fromkeys(_noun(found) for found in places))


def _noun(found: Found) -> Shown:
    kind = found.value.kind if found.value is not None else "other"
    if kind == "api_key":
        return say("an API key")
    if kind == "admin_key":
        return say("an Admin key")
    return say("a key") if found.hit.variable.endswith("KEY") else say("a token")


def _evidence(facts: Facts, path: str, places: tuple[Found, ...], state: Shown = NOTHING) -> list[Evidence]:
    shown = facts.machine.show_path(path)
    told = [Evidence(say("{}:{}", shown, f.hit.line), spaced(f.hit.variable, f.hit.shown or NOTHING)) for f in places]
    return [*told, Evidence(shown, state)] if state else told


_SHORTEST = 16
"""Characters: what is shorter and has no prefix of a key is a stand-in such as "dummy"."""
_NO_SECRET = ("AWS_ACCESS_KEY_ID",)
_MOST_FILES = 12
_MOST_PLACES = 30
"""Places of one file that are looked at: a file with more is made by a program."""


def open_to_others(machine: Machine, found: File) -> bool:
    """Whether the file's mode lets others read it; Windows has no such modes."""
    return found.mode is not None and bool(found.mode & _OTHERS) and machine.platform != "windows"


def is_of_windows(machine: Machine, path: str) -> bool:
    """Whether WSL shows a file of Windows there: its modes are made up."""
    return machine.wsl and path.startswith("/mnt/")


def is_credential(name: str, value: Secret) -> bool:
    """Whether a value of this variable can be used by whoever reads it: no placeholder, no reference, nothing harmless."""
    known = BY_NAME.get(name)
    if known is None or not known.secret or name in _NO_SECRET:
        return False
    if value.is_blank or any(fault.kind in ("placeholder", "unexpanded") for fault in faults(value)):
        return False
    if name == "ANTHROPIC_CUSTOM_HEADERS":
        headers = custom_headers(value)
        return bool(headers.authorization or headers.x_api_key)
    return value.kind != "other" or value.length >= _SHORTEST


def written_keys(facts: Facts) -> Iterator[tuple[str, tuple[Found, ...]]]:
    """Each file that holds a usable key or token in its own text, with the places in it. Bounded: it is asked by several checks."""
    by_path: dict[str, list[Found]] = {}
    for found in facts.found:
        if found.value is not None and found.hit.line and is_credential(found.hit.variable, found.value):
            by_path.setdefault(found.hit.path, []).append(found)
    for path, places in list(by_path.items())[:_MOST_FILES]:
        written = {(f.hit.line, f.hit.variable): f for f in places[:_MOST_PLACES] if is_written_out(facts.machine, f)}
        if written:
            yield path, tuple(written.values())

"""Keys that others may come to see: in a file that git carries on, or that other accounts on the machine may read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, Literal

from claude_auth_tui.checks import docs
from claude_auth_tui.checks.exposure_fixes import chmod_private, edit_out, ignore, make_new_key, untrack
from claude_auth_tui.checks.frame import check, info, leveled, unknown, warning
from claude_auth_tui.checks.words import listed
from claude_auth_tui.checks.written_keys import written_keys
from claude_auth_tui.model.diagnosis import Evidence, Finding
from claude_auth_tui.model.found import Found
from claude_auth_tui.model.saying import NOTHING, octal, say, spaced
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.scene.facts import Facts
from claude_auth_tui.shells.elsewhere.file_texts import other_people

if TYPE_CHECKING:
    from claude_auth_tui.shells.elsewhere.git.worktree import Kept

_OTHERS_READ: Final = 0o004
_OTHERS_ENTER: Final = 0o001
_MOST_FOLDERS: Final = 40
_PRIVATE: Final = ("settings.local.json", "mise.local.toml", ".mise.local.toml")
_SHARED: Final = ("devcontainer.json", ".devcontainer.json", "settings.json", "mise.toml", ".mise.toml")
FileKind = Literal["private", "shared", "settings"]


@check(
    "key-tracked-by-git",
    family="exposure",
    passed=say("No file with a key in it is tracked by git"),
    about=say(
        "Whoever gets a copy of the repository gets the key, and the history keeps it after the file is changed. "
        "Keys found in public repositories are reported to their issuer and cut off."
    ),
    docs=docs.SETTINGS,
)
def key_tracked(facts: Facts) -> Iterator[Finding]:
    for path, places, kept in _kept(facts):
        shown = facts.machine.show_path(kept.path)
        if kept.care == "unknown":
            yield unknown(
                say("Whether git tracks {} cannot be told", shown),
                say(
                    "It holds {}, and the repository in {} could not be looked into: {}. git ls-files says it.",
                    _nouns(places),
                    facts.machine.show_path(kept.root),
                    kept.detail,
                ),
                _evidence(facts, path, places),
            )
        elif kept.care == "tracked":
            private = _kind(facts, kept) == "private"
            yield warning(
                say("git tracks {}, and {} stands in it", shown, _nouns(places)),
                say(
                    "Every clone and every push takes the key along, and the history keeps it whatever is done to the file now. "
                    "A key that was pushed has to be revoked."
                ),
                _evidence(facts, path, places, say("tracked by git")),
                [*(untrack(facts, kept) if private else edit_out(facts, places)), make_new_key(facts)],
                None,
            )


@check(
    "key-not-ignored",
    family="exposure",
    passed=say("Every private file with a key in it is ignored by git"),
    about=say(
        "A .env, .envrc or settings.local.json that holds a key is one git add away from being published. A line in .gitignore prevents that."
    ),
    docs=docs.SETTINGS,
)
def key_not_ignored(facts: Facts) -> Iterator[Finding]:
    for path, places, kept in _kept(facts):
        if kept.care == "open" and _kind(facts, kept) == "private":
            shown = facts.machine.show_path(kept.path)
            yield info(
                say("git does not ignore {}, and {} stands in it", shown, _nouns(places)),
                say("It is not tracked yet, but git add . would take it along. A line in .gitignore keeps it out."),
                _evidence(facts, path, places, say("not ignored")),
                ignore(facts, kept),
                None,
            )


@check(
    "key-in-shared-file",
    family="exposure",
    passed=say("No file that a project shares has a key in it"),
    about=say(
        "A project's settings.json, its dev container, compose and workflow files are made to be committed. "
        "A key in them reaches everybody who works on the project."
    ),
    docs=docs.SETTINGS,
)
def key_in_shared_file(facts: Facts) -> Iterator[Finding]:
    for path, places, kept in _kept(facts):
        if kept.care == "open" and _kind(facts, kept) == "shared":
            shown = facts.machine.show_path(kept.path)
            yield warning(
                say("{} is shared with the project, and {} stands in it", shown, _nouns(places)),
                say(
                    "git does not track the file yet, but it is one that projects commit. Put a reference in the key's place, and the key where only you have it."
                ),
                _evidence(facts, path, places, say("shared with the project")),
                edit_out(facts, places),
                None,
            )


@check(
    "key-readable-by-others",
    family="exposure",
    passed=say("Only you can read the files with a key in them"),
    about=say(
        "A file with mode 0644 in a home folder that others may enter can be read by every account on the machine. "
        "Where the home folder is closed to others, or nobody else has an account, its mode does not matter."
    ),
    docs=docs.AUTHENTICATION,
)
def key_readable_by_others(facts: Facts) -> Iterator[Finding]:
    if facts.machine.platform == "windows":
        return
    for path, places in written_keys(facts):
        mode = facts.machine.files.stat(path).mode
        mounted = facts.machine.wsl and path.startswith("/mnt/")  # modes of Windows' own files are made up
        if mode is None or mounted or not mode & _OTHERS_READ or not _others_can_enter(facts, path):
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
            say("Others can read {}, and {} stands in it", shown, _nouns(places)),
            say(
                "The file has mode {} and every folder above it lets others pass, so {} can read the key. "
                "Your shell and claude need it to be readable for you only.",
                octal(mode),
                who,
            ),
            _evidence(facts, path, places, say("mode {}", octal(mode))),
            chmod_private(facts, path, mode),
            None,
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

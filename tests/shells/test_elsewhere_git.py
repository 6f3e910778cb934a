"""What git does with a file: our reading of its index and of its ignore files beside what git itself says."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from claude_auth_tui.demo.build import make_machine
from claude_auth_tui.model.machine import SIZE_CAP, File, Machine
from claude_auth_tui.model.saying import say
from claude_auth_tui.read.files import LiveFiles
from claude_auth_tui.shells.elsewhere.git.ignore import is_ignored, patterns
from claude_auth_tui.shells.elsewhere.git.index import tracked
from claude_auth_tui.shells.elsewhere.git.worktree import kept_by_git
from tests.programs import needed


class Repository:
    """A throwaway home with one repository, and git itself."""

    def __init__(self, home: Path, *options: str) -> None:
        needed("git")
        self.home, self.root = home, home / "repo"
        self.root.mkdir(parents=True)
        self.git("init", "-q", *options)

    def git(self, *words: str, lines: str = "") -> str:
        environment = {"HOME": str(self.home), "PATH": os.environ["PATH"], "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C.UTF-8"}
        identity = ("-c", "user.name=x", "-c", "user.email=x@x.invalid", "-c", "core.quotePath=false")
        done = subprocess.run(
            ["git", *identity, *words], cwd=self.root, env=environment, input=lines, capture_output=True, text=True, timeout=30, check=False
        )
        assert done.returncode in (0, 1), done.stderr
        return done.stdout

    def write(self, files: Mapping[str, str]) -> None:
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, newline="")

    @property
    def machine(self) -> Machine:
        return replace(make_machine(home=str(self.home), cwd=str(self.root)), files=LiveFiles())

    def care(self, name: str) -> str:
        return kept_by_git(self.machine, str(self.root / name)).care


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "home")


FILES = {".env": "x", "app/.env.local": "x", "app/deep/er/keys.env": "x", "readme": "x", "ünï/file": "x", "l" * 140 + "/.env": "x"}


@pytest.mark.parametrize("version", ["2", "4"])
@pytest.mark.parametrize("object_format", ["sha1", "sha256"])
def test_the_index_says_what_is_tracked(version: str, object_format: str, tmp_path: Path) -> None:
    repository = Repository(tmp_path / "home", f"--object-format={object_format}")
    repository.write(FILES)
    repository.git("update-index", "--index-version", version)
    assert {repository.care(name) for name in FILES} == {"open"}
    chosen = [".env", "app/deep/er/keys.env", "ünï/file", "l" * 140 + "/.env"]
    repository.git("add", "--", *chosen)
    assert {name for name in FILES if repository.care(name) == "tracked"} == set(chosen)
    repository.git("commit", "-q", "-m", "x")
    repository.git("add", "-N", "readme")  # an entry with more flags: version 3
    repository.git("update-index", "--skip-worktree", ".env")
    told = set(repository.git("ls-files", "-z").split("\0")) - {""}
    assert {name for name in FILES if repository.care(name) == "tracked"} == told == {*chosen, "readme"}


def test_an_index_whose_entries_lie_elsewhere_is_unknown(repository: Repository) -> None:
    repository.write(FILES)
    repository.git("add", "-A")
    repository.git("update-index", "--split-index")
    assert repository.care(".env") == "unknown"


def test_a_second_work_tree_and_a_submodule_have_an_index_of_their_own(repository: Repository) -> None:
    repository.write({"readme": "x", ".env": "x", ".gitignore": ".env\n"})
    repository.git("add", "readme", ".gitignore")
    repository.git("commit", "-q", "-m", "x")
    repository.git("worktree", "add", "-q", "../second")
    second = repository.home / "second"
    (second / ".env").write_text("x")
    (repository.root / ".git/info/exclude").write_text("*.key\n")
    (second / "a.key").write_text("x")

    def care(name: str) -> str:
        return kept_by_git(repository.machine, str(second / name)).care

    assert [care(name) for name in ("readme", ".env", "a.key", "other")] == ["tracked", "ignored", "ignored", "open"]


def test_a_link_is_followed_to_where_the_text_lies(repository: Repository) -> None:
    repository.write({"zshrc": "x"})
    repository.git("add", "zshrc")
    link = repository.home / ".zshrc"
    link.symlink_to(repository.root / "zshrc")
    kept = kept_by_git(repository.machine, str(link))
    assert (kept.care, kept.path, kept.root) == ("tracked", str(repository.root / "zshrc"), str(repository.root))
    inside = repository.root / "dotenv"
    inside.symlink_to(repository.home / "real.env")
    (repository.home / "real.env").write_text("x")
    assert kept_by_git(repository.machine, str(inside)).care == "outside"


def test_patterns_for_every_repository_count(repository: Repository) -> None:
    (repository.home / ".config/git").mkdir(parents=True)
    (repository.home / ".config/git/ignore").write_text(".env\n")
    assert (repository.care(".env"), repository.care("a.key")) == ("ignored", "open")
    (repository.home / ".gitconfig").write_text('[core]\n\texcludesFile = "~/mine" # own\n[user]\n\texcludesFile = no\n')
    (repository.home / "mine").write_text("*.key\n")
    assert (repository.care(".env"), repository.care("a.key")) == ("open", "ignored")
    repository.git("config", "core.ignoreCase", "true")
    assert repository.care("A.KEY") == "ignored"


def test_without_a_repository_git_has_no_say() -> None:
    machine = make_machine({".env": "x", ".git/config": ""})
    assert kept_by_git(machine, machine.join(machine.cwd, ".env")).care == "outside"  # a .git without HEAD is none
    machine = make_machine({".env": "x", ".git/HEAD": "ref: x"})
    assert kept_by_git(machine, machine.join(machine.cwd, ".env")).care == "open"


def test_an_index_that_cannot_be_read_is_unknown() -> None:
    for index in (File("", "too_large", "file", detail=say("x"), size=SIZE_CAP + 1), File("", "unreadable", "file"), "no index", ""):
        machine = make_machine({".env": "x", ".git/HEAD": "ref: x", ".git/index": index})
        assert kept_by_git(machine, machine.join(machine.cwd, ".env")).care == "unknown"


@given(st.binary(max_size=200), st.integers(0, 200), st.sampled_from([2, 3, 4]))
def test_a_damaged_index_raises_nothing(noise: bytes, cut: int, version: int) -> None:
    entry = bytes(24) + (0o100644).to_bytes(4) + bytes(12) + b"h" * 20 + (4).to_bytes(2) + b".env" + bytes(6)
    sound = b"DIRC" + version.to_bytes(4) + (2).to_bytes(4) + entry + entry.replace(b".env", b"aenv") + bytes(20)
    for data in (noise, sound[:cut], sound[:cut] + noise + sound[cut:], b"DIRC" + version.to_bytes(4) + noise):
        tracked(data, {b".env"})


NAMES = st.sampled_from(["a", "b", "ab", "a.b", ".env", "A", "a b", "-", "[", "é", "#x", "!x", "a]"])
PATHS = st.lists(NAMES, min_size=1, max_size=4).map("/".join)
PIECES = st.sampled_from(["a", "b", ".", "/", "*", "**", "?", "[ab]", "[!a]", "[^b]", "[a-c]", "[[:alpha:]]", "[]a]", "\\", "\\*", "\\ ", " ", "!", "#",
                          "[", "]", "-", "é", ".env", "\r", "\t", "[c-a]", "[[:upper:]b]", "[![:digit:]]", "[--0]", "[[:foo:]]"])  # fmt: skip
LINES = st.lists(PIECES, max_size=6).map("".join)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(LINES, max_size=4), st.lists(LINES, max_size=2), st.lists(PATHS, min_size=1, max_size=12, unique=True))
def test_git_ignores_the_same_files(repository: Repository, top: list[str], deep: list[str], paths: list[str]) -> None:
    """The paths need not be there: whether one is a folder is told by what stands behind it."""
    given_files = {".gitignore": "\n".join(top), "a/.gitignore": "\n".join(deep)}
    repository.write(given_files)
    told = set(repository.git("check-ignore", "--no-index", "-z", "--stdin", lines="\0".join(paths) + "\0").split("\0")) - {""}
    everything = patterns(given_files[".gitignore"])
    inner = patterns(given_files["a/.gitignore"], ["a"])
    mine = {path for path in paths if is_ignored(path.split("/"), [*everything, *inner])}
    folders = {path for path in paths if (repository.root / path).is_dir()}
    assert mine - folders == told - folders


WRITTEN = [
    ".env", "*.env", "/.env", "app/", "/app", "app/*", "app/**", "**/app", "a/**/b", "**", "*", "?", "*.py[cod]", "[Bb]in/", "!keep", "!/a/", "\\!a", "\\#b",
    "#c", " a", "a ", "a\\ ", "a\\", "[", "[]", "[]]", "[!]]", "[^a]", "[a-", "[c-a]", "[--0]", "[\\]a]", "[a\\-z]", "[[:alpha:]]", "[[:foo:]]", "[![:digit:]]",
    "[[:upper:]b]", "***", "***/b", "a/***", "//", "//a", "a//b", "a\\/b", "\\/a", "a/", "a/b/", "/a/b", "a/*/c", "a/?/c", "[é]", "é", "e*", "a.b", "*.*", ".*", "-",
]  # fmt: skip
WAYS = [
    ".env", "app/.env", "app", "app/x/y", "x/app/y", "a", "a/b", "a/c/b", "b", "c/a/b", "a/b/c", "a b", "a ", "a]", "[", "]", "é", "e", "#c", "#b", "!a", "keep",
    "Bin/x", "bin/x", "x.pyc", "x.pyd/y", "-", "0", "A", "B", "a\\", "a.b", "1", "z/keep",
]  # fmt: skip


@pytest.mark.parametrize("ignore_case", [False, True])
def test_git_ignores_the_same_files_for_each_form_of_a_pattern(repository: Repository, ignore_case: bool) -> None:
    """Each pattern by itself, and behind one that takes everything back."""
    repository.git("config", "core.ignoreCase", str(ignore_case))
    for text in (form for line in WRITTEN for form in (line, f"*\n!{line}")):
        repository.write({".gitignore": text})
        told = set(repository.git("check-ignore", "--no-index", "-z", "--stdin", lines="\0".join(WAYS) + "\0").split("\0")) - {""}
        given = patterns(text, ignore_case=ignore_case)
        assert {way for way in WAYS if is_ignored(way.split("/"), given, ignore_case=ignore_case)} == told, text


def test_a_large_index_is_searched_quickly() -> None:
    name = b"src/links/module%05d.py"
    flags = (len(name % 0)).to_bytes(2)
    entries = [bytes(24) + (0o100644).to_bytes(4) + bytes(12) + b"h" * 20 + flags + name % n for n in range(40_000)]
    padded = b"".join(entry + bytes(8 - len(entry) % 8) for entry in entries)
    data = b"DIRC" + (2).to_bytes(4) + len(entries).to_bytes(4) + padded + bytes(20)
    started = time.process_time()
    assert tracked(data, {name % 39_999, b".env", b"module00001.py"}) == frozenset({name % 39_999})
    assert tracked(data + b"link" * 400_000, {b".env"}) is None
    assert time.process_time() - started < 3


def test_a_pattern_of_many_stars_ends_at_once() -> None:
    started = time.process_time()
    for line in ("*a" * 200 + "b", "[a-z]*" * 80 + "1", "?*" * 200 + "b"):
        assert not is_ignored(["a" * 4000], patterns(line))
    assert not is_ignored(["a"] * 40, patterns("**/a/**/a/**/a/**/b\n" + "**/a/" * 30 + "b\n" + "**/*a*a*/" * 40 + "b"))
    assert is_ignored([*"a" * 40, "b"], patterns("**/a/" * 30 + "b\n"))
    assert not is_ignored(["a", "b"], patterns("\n".join(f"{n}*[a-c]" for n in range(5000))))
    assert time.process_time() - started < 5

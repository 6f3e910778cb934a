"""What a framework loads is watched like a startup file: its lists, its plugins, and what may appear there. On a real disk."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from claude_auth_tui.diagnose import diagnose
from claude_auth_tui.model.machine import Request
from claude_auth_tui.model.words import ShellName
from claude_auth_tui.read.files import LiveFiles
from claude_auth_tui.read.reading import read_machine
from claude_auth_tui.watch.live import LiveWatch
from claude_auth_tui.watch.planner import MOST_FOLDERS
from tests.watch.looking import Seen, Told, milliseconds
from tests.watch.test_live import SOON

ZSHRC = """\
FW=$HOME/.fw
plugins=(git own)
for file in $FW/lib/*.zsh; do source $file; done
for plugin in $plugins; do
  if [[ -f $FW/custom/plugins/$plugin/$plugin.plugin.zsh ]]; then
    source $FW/custom/plugins/$plugin/$plugin.plugin.zsh
  elif [[ -f $FW/plugins/$plugin/$plugin.plugin.zsh ]]; then
    source $FW/plugins/$plugin/$plugin.plugin.zsh
  fi
done
for file in $FW/custom/*.zsh(N); do source $file; done
"""
BASHRC = """\
for file in "$HOME"/.bash_it/enabled/*.bash; do
  [ -r "$file" ] && . "$file"
done
[ -f ~/.bash_local ] && . ~/.bash_local
"""


class Watched:
    """A home folder that is watched, and what a new shell of it has."""

    def __init__(self, home: Path, shell: ShellName) -> None:
        self.home, self.told = home, Told()
        environment = {"HOME": str(home), "PATH": "/usr/bin:/bin", "SHELL": f"/bin/{shell}", "USER": "dev"}
        request = Request(shell=shell, start="interactive" if shell == "bash" else "login", inherit="clean", cwd=str(home))

        def look() -> Seen:
            files = LiveFiles()
            return Seen(diagnose(read_machine(request, environment, files)), files.freeze())

        self.watch = LiveWatch(look, self.told, slow_look_every=None, home=str(home))

    def profile(self) -> str:
        """Where a new shell's ANTHROPIC_PROFILE comes from."""
        survey = self.told.updates[-1].survey
        context = survey.diagnosis.context("new_shell") if survey else None
        variable = next((one for one in context.variables if one.name == "ANTHROPIC_PROFILE"), None) if context else None
        return f"{variable.shown or variable.state} {variable.where or ''}".strip() if variable else ""

    def took(self, change: Callable[[], object], says: str) -> float:
        return milliseconds(change, lambda: self.told.until(lambda: self.profile() == says))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    for folder in (".fw/lib", ".fw/plugins/git", ".fw/custom/plugins", ".bash_it/enabled", ".config/fish/conf.d", "dotfiles/one"):
        (home / folder).mkdir(parents=True)
    (home / ".zshrc").write_text(ZSHRC)
    (home / ".bashrc").write_text(BASHRC)
    (home / ".fw/lib/first.zsh").write_text("# first\n")
    (home / ".fw/plugins/git/git.plugin.zsh").write_text("# git\n")
    return home


@pytest.fixture
def watched(home: Path) -> Iterator[Callable[[ShellName], Watched]]:
    started: list[Watched] = []

    def start(shell: ShellName) -> Watched:
        started.append(Watched(home, shell))
        one = started[-1]
        one.watch.start()
        one.told.reason("start")
        one.told.until(lambda: one.watch.state.kind == "live")
        return one

    yield start
    for one in started:
        one.watch.stop(5)


def save(path: Path, value: str, form: str = "export ANTHROPIC_PROFILE={}\n") -> None:
    """As most editors do: whole, by a rename."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(form.format(value))
    fresh.replace(path)


@pytest.mark.parametrize(
    ("shell", "name", "form"),
    [
        ("zsh", ".zshrc", ZSHRC + "export ANTHROPIC_PROFILE={}\n"),
        ("zsh", ".fw/lib/first.zsh", "export ANTHROPIC_PROFILE={}\n"),
        ("zsh", ".fw/lib/second.zsh", "export ANTHROPIC_PROFILE={}\n"),
        ("zsh", ".fw/plugins/git/git.plugin.zsh", "export ANTHROPIC_PROFILE={}\n"),
        ("zsh", ".fw/custom/keys.zsh", "export ANTHROPIC_PROFILE={}\n"),
        ("zsh", ".fw/plugins/own/own.plugin.zsh", "export ANTHROPIC_PROFILE={}\n"),
        ("zsh", ".fw/custom/plugins/own/own.plugin.zsh", "export ANTHROPIC_PROFILE={}\n"),
        ("zsh", ".fw/custom/plugins/git/git.plugin.zsh", "export ANTHROPIC_PROFILE={}\n"),
        ("bash", ".bash_it/enabled/150---own.bash", "export ANTHROPIC_PROFILE={}\n"),
        ("bash", ".bash_local", "export ANTHROPIC_PROFILE={}\n"),
        ("fish", ".config/fish/conf.d/own.fish", "set -gx ANTHROPIC_PROFILE {}\n"),
        ("fish", ".config/fish/config.fish", "set -gx ANTHROPIC_PROFILE {}\n"),
    ],
)
def test_a_file_that_may_be_loaded_shows_at_once_be_it_there_or_not(
    home: Path, watched: Callable[[ShellName], Watched], shell: ShellName, name: str, form: str
) -> None:
    one, path = watched(shell), home / name
    line = form.format("x").count("\n")
    took = [one.took(lambda value=value: save(path, value, form), f"{value} ~/{name}:{line}") for value in ("p-a", "p-b")]  # type: ignore[misc]
    assert min(took) < SOON
    assert one.took(path.unlink if name != ".zshrc" else lambda: path.write_text(ZSHRC), "unset") < 3 * SOON
    assert one.watch.state.kind == "live"


def test_a_plugin_that_is_a_link_into_dotfiles_shows_when_its_target_is_saved_or_another_one_is_linked(
    home: Path, watched: Callable[[ShellName], Watched]
) -> None:
    save(home / "dotfiles/one/keys.zsh", "p-a")
    save(home / "dotfiles/two/keys.zsh", "p-b")
    (home / ".fw/custom/keys.zsh").symlink_to("../../dotfiles/current/keys.zsh")
    (home / "dotfiles/current").symlink_to("one")
    one, where = watched("zsh"), "~/.fw/custom/keys.zsh:1"
    assert one.took(lambda: save(home / "dotfiles/one/keys.zsh", "p-c"), f"p-c {where}") < SOON

    def link(target: str) -> None:
        fresh = home / "dotfiles/fresh"
        fresh.symlink_to(target)
        fresh.replace(home / "dotfiles/current")

    assert one.took(lambda: link("two"), f"p-b {where}") < SOON
    assert one.took(lambda: save(home / "dotfiles/two/keys.zsh", "p-d"), f"p-d {where}") < SOON, "what is linked now is watched"


def test_a_folder_that_is_swapped_as_a_whole_shows_and_so_does_what_is_saved_in_it_afterwards(
    home: Path, watched: Callable[[ShellName], Watched]
) -> None:
    save(home / "other/git/git.plugin.zsh", "p-a")
    one, plugins, where = watched("zsh"), home / ".fw/plugins", "~/.fw/plugins/git/git.plugin.zsh:1"

    def swap() -> None:
        plugins.rename(home / "before")
        (home / "other").rename(plugins)

    assert one.took(swap, f"p-a {where}") < SOON
    assert one.took(lambda: save(plugins / "git/git.plugin.zsh", "p-b"), f"p-b {where}") < SOON
    assert one.took(lambda: shutil.rmtree(plugins), "unset") < 3 * SOON
    assert one.took(lambda: save(plugins / "git/git.plugin.zsh", "p-c"), f"p-c {where}") < SOON


def test_another_branch_that_git_checks_out_shows(home: Path, watched: Callable[[ShellName], Watched], needs: Callable[[str], str]) -> None:
    program, plugin = needs("git"), home / ".fw/plugins/own/own.plugin.zsh"
    alone = {"HOME": str(home), "PATH": os.environ["PATH"], "GIT_CONFIG_NOSYSTEM": "1"}

    def git(*words: str) -> None:
        who = ("-c", "user.name=dev", "-c", "user.email=dev@example.com")
        subprocess.run([program, *who, *words], cwd=home / ".fw", env=alone, check=True, capture_output=True, timeout=20)

    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-q", "-m", "one")
    git("checkout", "-q", "-b", "keys")
    save(plugin, "p-a")
    git("add", ".")
    git("commit", "-q", "-m", "two")
    one = watched("zsh")
    assert one.profile() == "p-a ~/.fw/plugins/own/own.plugin.zsh:1"
    assert one.took(lambda: git("checkout", "-q", "main"), "unset") < 3 * SOON
    assert not plugin.parent.exists()
    assert one.took(lambda: git("checkout", "-q", "keys"), "p-a ~/.fw/plugins/own/own.plugin.zsh:1") < 3 * SOON


def many(home: Path, number: int) -> list[str]:
    """A framework with so many plugins, each in a folder of its own; their files."""
    names = [f".fw/plugins/p{n}/p{n}.plugin.zsh" for n in range(number)]
    for name in names:
        save(home / name, "", "# {}\n")
    (home / ".zshrc").write_text(ZSHRC.replace("(git own)", "(" + " ".join(f"p{n}" for n in range(number)) + ")"))
    return names


def test_three_hundred_plugins_are_all_watched(home: Path, watched: Callable[[ShellName], Watched]) -> None:
    names = many(home, 300)
    one = watched("zsh")
    assert one.watch.state.reason == ""
    for value, name in (("p-a", names[0]), ("p-b", names[150]), ("p-c", names[-1])):
        assert one.took(lambda name=name, value=value: save(home / name, value), f"{value} ~/{name}:1") < SOON  # type: ignore[misc]


def test_beyond_the_limit_it_says_so_and_the_rest_is_polled(home: Path, watched: Callable[[ShellName], Watched]) -> None:
    last = many(home, MOST_FOLDERS + 20)[-1]
    one = watched("zsh")
    one.told.until(lambda: f"{MOST_FOLDERS} folders are watched, which is the most" in one.watch.state.reason)
    one.took(lambda: save(home / last, "p-z"), f"p-z ~/{last}:1")

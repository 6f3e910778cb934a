"""The program above our shells, found in a made-up /proc."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.read.ancestor import read_ancestor


def process(proc: Path, pid: int, parent: int, name: str, environ: bytes | None = b"") -> None:
    folder = proc / str(pid)
    folder.mkdir(parents=True)
    (folder / "stat").write_text(f"{pid} ({name}) S {parent} 1 1 0")
    (folder / "comm").write_text(name[:15] + "\n")
    if environ is not None:
        (folder / "environ").write_bytes(environ)


@pytest.fixture
def proc(tmp_path: Path) -> Path:
    process(tmp_path, 100, 90, "python3.12")
    process(tmp_path, 90, 80, "zsh")
    process(tmp_path, 80, 70, "bash")
    return tmp_path


def test_shells_and_ourselves_are_passed_over(proc: Path) -> None:
    process(proc, 70, 60, "gnome-terminal-", b"ANTHROPIC_API_KEY=sk-ant-api03-FAKE\0LANG=C\0")
    found = read_ancestor(100, str(proc))
    assert found is not None
    assert (found.name, found.pid, found.known) == ("gnome-terminal-", 70, True)
    assert found.environment == {"ANTHROPIC_API_KEY": Secret("sk-ant-api03-FAKE"), "LANG": Secret("C")}


def test_a_name_with_brackets_and_blanks_does_not_confuse(proc: Path) -> None:
    process(proc, 70, 60, "tmux: server) S 1", b"A=1\0")
    found = read_ancestor(100, str(proc))
    assert found is not None
    assert (found.pid, found.name) == (70, "tmux: server")


def test_an_unreadable_environment_is_told(proc: Path) -> None:
    process(proc, 70, 60, "xterm", None)
    found = read_ancestor(100, str(proc))
    assert found is not None
    assert (found.known, found.detail) == (False, "No such file or directory")


@pytest.mark.parametrize("top", ["systemd", "init"])
def test_a_shell_under_the_session_manager_has_no_terminal(proc: Path, top: str) -> None:
    process(proc, 70, 1, top, b"A=1\0")
    assert read_ancestor(100, str(proc)) is None


def test_without_proc_nothing_is_told(tmp_path: Path) -> None:
    assert read_ancestor(100, str(tmp_path / "none")) is None


# what gives a shell an environment of its own making


class Chain:
    """A made-up /proc: each process the parent of the next; the last is ours."""

    def __init__(self, proc: Path, *processes: tuple[int, str, str]) -> None:
        """Each as number, name and the value of ANTHROPIC_API_KEY it was started with."""
        parent = 0
        self.proc, self.last = proc, 0
        for number, name, key in processes:
            process(proc, number, parent, name, f"ANTHROPIC_API_KEY={key}\0".encode())
            (proc / str(number) / "cmdline").write_bytes(f"{name}\0".encode())
            parent = self.last = number

    def inherits(self) -> tuple[str, bool] | str:
        """The key that a new shell gets, and whether from outside; else why that is not known."""
        found = read_ancestor(self.last, str(self.proc))
        if found is None or not found.known:
            return found.detail if found is not None else "nothing"
        return unveil(found.environment["ANTHROPIC_API_KEY"]), found.outside


@pytest.mark.parametrize(
    ("processes", "key"),
    [
        pytest.param([(1, "bash", "run"), (9, "python3", "here")], "run", id="docker run -it image bash"),
        pytest.param([(1, "python3", "run")], "run", id="docker run image claude-auth-tui"),
        pytest.param([(1, "tini", "init"), (7, "bash", "run"), (9, "python3", "here")], "run", id="docker run --init"),
        pytest.param([(1, "catatonit", "init"), (2, "zsh", "run"), (9, "python3", "here")], "run", id="podman run --init"),
        pytest.param([(1, "(sd-stubinit)", "host"), (2, "zsh", "run"), (9, "python3", "here")], "run", id="systemd-nspawn --as-pid2"),
        pytest.param(
            [(40, "sh", "exec"), (41, "bash", "sub"), (50, "python3", "here")], "exec", id="docker exec, kubectl exec, lxc-attach"
        ),
        pytest.param([(40, "bash", "exec"), (41, "claude", "sub"), (45, "bash", "sub"), (50, "python3", "here")], "exec", id="in a claude"),
        pytest.param([(1, "sudo", "run"), (2, "bash", "sudo"), (9, "python3", "here")], "run", id="sudo first"),
    ],
)
def test_in_a_container_it_is_what_the_first_of_our_shells_was_given(
    tmp_path: Path, processes: list[tuple[int, str, str]], key: str
) -> None:
    assert Chain(tmp_path, *processes).inherits() == (key, True)


def test_a_runtime_that_is_seen_from_inside_gives_it_to_the_shell(tmp_path: Path) -> None:
    """toolbox and distrobox have the host's processes."""
    top = [(1, "systemd", "s"), (600, "systemd", "u"), (700, "conmon", "host"), (701, "zsh", "exec"), (702, "python3", "here")]
    assert Chain(tmp_path, *top).inherits() == ("exec", True)


def test_a_namespace_of_processes_without_a_proc_of_its_own_begins_where_it_begins(tmp_path: Path) -> None:
    chain = Chain(
        tmp_path, (500, "xterm", "t"), (510, "bash", "b"), (520, "unshare", "u"), (530, "bash", "inner"), (540, "python3", "here")
    )
    for number, spaces in ((510, "510"), (520, "520"), (530, "530\t1"), (540, "540\t11")):
        (tmp_path / str(number) / "status").write_text(f"Name:\tx\nNStgid:\t{spaces}\nNSpid:\t{spaces}\n")
    assert chain.inherits() == ("inner", True)
    (tmp_path / "530/status").unlink()
    (tmp_path / "540/status").unlink()
    assert chain.inherits() == ("t", False), "a terminal around unshare is one"


@pytest.mark.parametrize("name", ["sshd", "sshd-session", "login", "Relay(9)", "SessionLeader", "init(Debian)"])
def test_a_login_shell_has_what_sshd_login_or_wsl_gave_it(tmp_path: Path, name: str) -> None:
    chain = Chain(tmp_path, (1, "systemd", "s"), (60, name, "own"), (70, "bash", "given"), (80, "python3", "here"))
    assert chain.inherits() == "it gives a shell another environment than its own", "an exec may have come between"
    (tmp_path / "70/cmdline").write_bytes(b"-bash\0")
    assert chain.inherits() == ("given", False)


@pytest.mark.parametrize("init", ["systemd", "init", "runit"])
def test_a_whole_system_in_a_container_is_as_on_any_machine(tmp_path: Path, init: str) -> None:
    assert Chain(tmp_path, (1, init, "s"), (70, "bash", "given"), (80, "python3", "here")).inherits() == "nothing"
    assert Chain(tmp_path / "exec", (70, "bash", "exec"), (80, "python3", "here")).inherits() == ("exec", True)


_ASKS = """
import sys; sys.path.insert(0, sys.argv[1])
from claude_auth_tui.read.ancestor import read_ancestor
from claude_auth_tui.model.unveil import unveil
found = read_ancestor()
print(found.outside, unveil(found.environment["ANTHROPIC_API_KEY"]))
"""


@pytest.mark.parametrize("own_proc", [True, False])
@pytest.mark.parametrize("by", ["first", "bash"])
def test_real_namespaces(needs: Callable[[str], str], tmp_path: Path, own_proc: bool, by: str) -> None:
    unshare, bash = needs("unshare"), needs("bash")
    flags = ["--pid", "--fork", *(["--mount-proc"] if own_proc else []), *([] if os.geteuid() == 0 else ["--user", "--map-root-user"])]
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "ANTHROPIC_API_KEY": "given", "PYTHONDONTWRITEBYTECODE": "1"}
    asks = [sys.executable, "-c", _ASKS, str(Path(__file__).parents[2])]
    if by == "bash":
        asks = [bash, "-c", 'export ANTHROPIC_API_KEY=later; "$@"; exit $?', "bash", *asks]
    done = subprocess.run([unshare, *flags, *asks], env=environment, capture_output=True, text=True, timeout=50, check=False)
    if done.returncode and "unshare" in done.stderr:
        pytest.skip("no namespaces may be made here")
    assert (done.stdout.strip(), done.stderr) == ("True given", "")

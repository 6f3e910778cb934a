"""What the program really does to the machine, as the kernel sees it: what it writes, runs and connects to, against a short list.

The traced sessions: `check --json`, and the view with a file saved, a fix and the report copied and a theme chosen.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.in_terminal import Terminal, given

PROGRAM = (sys.executable, "-B", "-m", "claude_auth_tui")
"""-B: what Python itself keeps of a module it has read is not what is looked for here."""
_WATCHED = (
    "open,openat,openat2,creat,rename,renameat,renameat2,unlink,unlinkat,rmdir,mkdir,mkdirat,mknod,mknodat,link,linkat,symlink,symlinkat,"
    "chmod,fchmod,fchmodat,chown,fchown,fchownat,lchown,truncate,ftruncate,utime,utimes,utimensat,setxattr,connect,bind,sendto,sendmsg,"
    "execve,execveat,kill,tkill,ptrace,mount,umount2"
)
_TRIED = ("connect", "sendto", "sendmsg")
"""What counts though it fails: nobody may be there, no network, or the answer is not waited for. A socket of the system's own may be missing."""
ASKED = {("tmux", "display-message", "-p")}
"""One start of tmux asks for everything; it is told by what it asks first."""
_DEVICES = re.compile(r"/dev/(null|tty|pts/\d+)")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')


@dataclass
class Deeds:
    """What was done, each as it is to be told when it is not on the list."""

    written: set[str] = field(default_factory=set)
    """Paths opened for writing, made, renamed, removed or changed."""
    ran: list[tuple[str, ...]] = field(default_factory=list)
    connected: set[str] = field(default_factory=set)
    else_: set[str] = field(default_factory=set)


def _deeds(folder: Path, own: str) -> Deeds:
    """Read from a trace of each thread and process; `own`: the program, the process of which everything else comes from."""
    found = Deeds()
    for trace in folder.iterdir():
        running = own
        for line in trace.read_text(errors="replace").splitlines():
            call, _, rest = line.partition("(")
            if re.search(r"= -1 E\w+ \(", line) and (call not in _TRIED or "AF_UNIX" in rest):  # it came to nothing
                continue
            strings = _STRING.findall(rest)
            if call in ("execve", "execveat"):
                found.ran.append(tuple(strings))
                running = strings[0]
            elif call in ("open", "openat", "openat2"):
                if re.search(r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND", rest) and not _DEVICES.fullmatch(strings[0]):
                    found.written.add(strings[0])
            elif call in ("connect", "bind", "sendto", "sendmsg"):
                to_nobody = call == "sendto" and "NULL, 0)" in rest  # a program's own pair of sockets, by which its threads wake it
                if not to_nobody and not (running.endswith("/tmux") and ("AF_UNIX" in rest or call == "sendmsg")):
                    found.connected.add(line)
            elif call in ("kill", "tkill", "ptrace", "mount", "umount2"):
                found.else_.add(line)
            elif re.match(r"[a-z0-9]+$", call) and strings:
                found.written.update(strings)
    return found


@pytest.fixture
def strace(needs: Callable[[str], str], tmp_path: Path) -> Callable[..., list[str]]:
    program = needs("strace")
    (tmp_path / "trace").mkdir()

    def words(*command: str) -> list[str]:
        return [program, "-ff", "-qq", "-s", "8192", "-e", f"trace={_WATCHED}", "-e", "signal=none", "-o", f"{tmp_path}/trace/t", *command]

    return words


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = tmp_path / "home"
    (made / ".claude").mkdir(parents=True)
    (made / ".bashrc").write_text("export ANTHROPIC_API_KEY=sk-ant-api03-FAKE-0123456789012345w7AA\n")
    (made / ".bash_profile").write_text(". ~/.bashrc\n")
    (made / ".claude/settings.json").write_text('{"apiKeyHelper": "touch helper-ran"}')
    (made / ".git").mkdir()
    (made / ".git/config").write_text("[core]\n\tfsmonitor = touch fsmonitor-ran\n")
    return made


@pytest.fixture
def in_tmux(needs: Callable[[str], str], home: Path, tmp_path: Path) -> Iterator[dict[str, str]]:
    """A tmux server, and what a program in it finds in its environment."""
    tmux, socket = needs("tmux"), tmp_path / "socket"
    base = [tmux, "-S", str(socket), "-f", "/dev/null"]
    subprocess.run([*base, "new-session", "-d", "sleep 600"], env={"PATH": "/usr/bin:/bin", "HOME": str(home)}, check=True, timeout=20)
    yield {"TMUX": f"{socket},1,0", "TMUX_PANE": "%0"}
    subprocess.run([*base, "kill-server"], check=True, timeout=20)


def _tools(deeds: Deeds) -> set[tuple[str, ...]]:
    """The programs that were run besides our own: the name, and what tells what for."""
    others = [words for words in deeds.ran if words[0] not in (sys.executable, PROGRAM[0])]
    return {(words[0].rpartition("/")[2], *[word for word in words[2:] if word != "-u"][:2]) for words in others}


def test_check_writes_runs_and_connects_to_nothing(strace: Callable[..., list[str]], home: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        strace(*PROGRAM, "check", "--json"),
        env=given(home),
        cwd=home,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.stdout.startswith(b"{"), done.stderr
    deeds = _deeds(tmp_path / "trace", PROGRAM[0])
    assert [words[1:] for words in deeds.ran] == [(*PROGRAM, "check", "--json")]
    assert deeds == Deeds(ran=deeds.ran)


def test_check_in_tmux_asks_tmux_for_its_environment_and_nobody_else(
    strace: Callable[..., list[str]], home: Path, in_tmux: dict[str, str], tmp_path: Path
) -> None:
    subprocess.run(
        strace(*PROGRAM, "check"),
        env=given(home) | in_tmux,
        cwd=home,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )
    deeds = _deeds(tmp_path / "trace", PROGRAM[0])
    assert _tools(deeds) == ASKED
    assert deeds == Deeds(ran=deeds.ran)


@pytest.mark.timeout(120)
def test_a_session_of_the_view_writes_its_choice_of_theme_and_copies_by_tmux(
    strace: Callable[..., list[str]], home: Path, in_tmux: dict[str, str], tmp_path: Path
) -> None:
    one = Terminal(home, strace(*PROGRAM), environment=given(home) | in_tmux)
    try:
        one.until(b"live", 60)
        for keys, shown in ((b"5", b""), (b"jjkk\t1", b""), (b"n", b""), (b"Y", b"Copied"), (b"?", b"Look around")):
            one.written = b""
            one.type(keys)
            one.until(shown or (lambda: bool(one.written)), 30)
        one.written = b""
        while b"Precedence" not in one.written:  # the dialogue may not have the keys yet
            one.written = b""
            one.type(b"\x1b")
            one.read(0.5)
        one.written = b""
        (home / ".bashrc").write_text("export ANTHROPIC_API_KEY=sk-ant-api03-FAKE-0123456789012345z9AA\n")
        one.until(b"z9AA", 30)
        one.written = b""
        one.resize(70, 20)
        one.until(lambda: len(one.written) > 500, 30)
        one.type(b"\x10")
        one.until(b"Search", 30)
        one.type(b"Theme\r")
        one.until(b"Search for themes", 30)
        one.type(b"nord")
        one.type(b"\r")
        one.until((home / ".local/state/claude-auth-tui/view.json").exists, 30)
        one.type(b"q")
        assert one.end()[0] == 0
    finally:
        one.close()
    deeds = _deeds(tmp_path / "trace", PROGRAM[0])
    assert _tools(deeds) == {*ASKED, ("tmux", "load-buffer", "-w")}
    state = home / ".local/state"
    folders = {str(home / ".local"), str(state), str(state / "claude-auth-tui")}
    assert deeds.written <= {*folders, ".view.json.new", "view.json"}
    assert deeds == Deeds(deeds.written, deeds.ran)
    assert sorted(path.name for path in (state / "claude-auth-tui").iterdir()) == ["view.json"]

"""Asks a real bash or zsh what a new shell exports, in a throwaway home; interactive starts on a terminal of their own."""

from __future__ import annotations

import contextlib
import os
import pty
import select
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

FLAGS: Mapping[str, Sequence[str]] = {"login": ("-l", "-i"), "interactive": ("-i",), "script": ()}
_SECONDS = 20


def lay(home: Path, files: Mapping[str, str]) -> None:
    """Write files under a home that is empty."""
    for relative, text in files.items():
        path = home / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def exported(shell: str, start: str, home: Path, environment: Mapping[str, str]) -> dict[str, str] | None:
    """Everything such a shell exports; None where its startup files replaced or ended it."""
    said = home / ".said"
    said.unlink(missing_ok=True)
    command = [shell, *FLAGS[start], "-c", f"/usr/bin/env -0 > {said}"]
    if start == "script":
        subprocess.run(
            command, env=dict(environment), cwd=home, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=False
        )
    else:
        _on_a_terminal(command, environment, home)
    if not said.exists():
        return None
    return dict(pair.split("=", 1) for pair in said.read_bytes().decode(errors="replace").split("\0") if "=" in pair)


def typed_in(shell: Sequence[str], home: Path, environment: Mapping[str, str]) -> dict[str, str] | None:
    """Everything exported in the shell that is typed in when such a one was started on a terminal, whatever took its place."""
    said = home / ".said"
    said.unlink(missing_ok=True)
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(home)
        os.execvpe(shell[0], list(shell), dict(environment))
    try:
        os.write(terminal, f"/usr/bin/env -0 > {said}.part; /bin/mv {said}.part {said}; exit\r".encode())
        end = time.monotonic() + _SECONDS
        while (left := end - time.monotonic()) > 0 and not said.exists():
            if select.select([terminal], [], [], min(left, 0.1))[0]:
                try:
                    if not os.read(terminal, 65536):
                        break
                except OSError:  # the terminal is closed: the shell ended
                    break
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(terminal)
    if not said.exists():
        return None
    return dict(pair.split("=", 1) for pair in said.read_bytes().decode(errors="replace").split("\0") if "=" in pair)


def _on_a_terminal(command: Sequence[str], environment: Mapping[str, str], home: Path) -> None:
    ours, theirs = pty.openpty()
    try:
        with subprocess.Popen(
            command, env=dict(environment), cwd=home, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
        ) as process:
            try:
                process.wait(_SECONDS)
            finally:
                process.kill()
    finally:
        os.close(theirs)
        os.close(ours)

"""Reading this machine: puts the readers' answers together into a `Machine`."""

from __future__ import annotations

import os
import platform as platform_module
import sys
import time
from collections.abc import Mapping

from claude_auth_tui.model.machine import Files, Machine, Platform, Request
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.read.files import LiveFiles


def read_machine(request: Request, environment: Mapping[str, str] | None = None, files: Files | None = None) -> Machine:
    """This machine, now. `environment` and `files` default to this process's and to the disk."""
    given = os.environ if environment is None else environment
    home = given.get("HOME") or _home_from_accounts()
    return Machine(
        platform=_platform(),
        home=os.path.normpath(home) if home else "",
        cwd=_cwd(request, home),
        files=LiveFiles() if files is None else files,
        environment={name: Secret(value) for name, value in given.items()},
        now=time.time(),
        user=given.get("USER") or given.get("LOGNAME") or "",
        uid=os.getuid() if hasattr(os, "getuid") else None,
        login_shell=given.get("SHELL") or _shell_from_accounts(),
        hostname=platform_module.node(),
        arch=platform_module.machine(),
        ssh=bool(given.get("SSH_CONNECTION") or given.get("SSH_TTY")),
        request=request,
    )


def _platform() -> Platform:
    if sys.platform == "darwin":
        return "macos"
    return "windows" if sys.platform == "win32" else "linux"


def _cwd(request: Request, home: str) -> str:
    if request.cwd:
        return os.path.abspath(os.path.expanduser(request.cwd))
    try:
        return os.getcwd()
    except OSError:  # the folder was deleted under us
        return home or "/"


def _home_from_accounts() -> str:
    home = os.path.expanduser("~")
    return home if os.path.isabs(home) else ""


def _shell_from_accounts() -> str:
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_shell
    except (ImportError, KeyError):
        return ""

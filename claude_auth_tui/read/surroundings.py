"""What kind of machine this is: Windows Subsystem for Linux, a container and its mounts, the far end of SSH."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice, starmap
from typing import Final

from msgspec import Struct

from claude_auth_tui.model.machine import Mount
from claude_auth_tui.model.saying import say, user_name
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.read.files import read_file, stat_file
from claude_auth_tui.read.patience import mounts_in

_CONTAINER_NAME: Final = re.compile(r"[a-z][a-z0-9-]{1,30}")
_MOST_MOUNTS: Final = 2000
_CGROUPS: Final = (
    ("/kubepods", say("kubernetes")),
    ("/docker", say("docker")),
    ("libpod", say("podman")),
    ("/lxc", say("lxc")),
    ("containerd", say("containerd")),
)


class Surroundings(Struct, frozen=True):
    wsl: bool
    container: Shown | None
    """Its kind: "docker", "podman", "kubernetes", …; None outside containers."""
    ssh: bool
    mounts: tuple[Mount, ...] = ()
    """Only of a container."""


def read_surroundings(environment: Mapping[str, str], root: str = "") -> Surroundings:
    """By the environment and a few files that only such places have; `root` is put before their paths."""
    container = _container(environment, root)
    kernel = _text(f"{root}/proc/version").lower()
    wsl = bool(environment.get("WSL_DISTRO_NAME")) or ("microsoft" in kernel and container is None)
    ssh = any(environment.get(name) for name in ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"))
    mounts = starmap(Mount, islice(mounts_in(_text(f"{root}/proc/self/mountinfo")), _MOST_MOUNTS)) if container is not None else ()
    return Surroundings(wsl, container, ssh, tuple(mounts))


def _container(environment: Mapping[str, str], root: str) -> Shown | None:
    if environment.get("CODESPACES") == "true":
        return say("codespaces")
    if environment.get("REMOTE_CONTAINERS") == "true":
        return say("devcontainer")
    if environment.get("KUBERNETES_SERVICE_HOST"):
        return say("kubernetes")
    if stat_file(f"{root}/run/.toolboxenv").exists:
        return say("toolbox")
    if stat_file(f"{root}/run/.containerenv").exists:
        return say("podman")
    if stat_file(f"{root}/.dockerenv").exists:
        return say("docker")
    if said := environment.get("container"):  # systemd's convention, kept by podman, nspawn and LXC
        return user_name(said) if _CONTAINER_NAME.fullmatch(said) else say("container")
    groups = _text(f"{root}/proc/1/cgroup")
    return next((kind for sign, kind in _CGROUPS if sign in groups), None)


def _text(path: str) -> str:
    text = read_file(path).text
    return "" if text is None else unveil(text)

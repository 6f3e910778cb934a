"""What kind of machine this is: Windows Subsystem for Linux, a container, the far end of SSH."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.read.files import read_file, stat_file

_CONTAINER_NAME: Final = re.compile(r"[a-z][a-z0-9-]{1,30}")
_CGROUPS: Final = (("/kubepods", "kubernetes"), ("/docker", "docker"), ("libpod", "podman"), ("/lxc", "lxc"), ("containerd", "containerd"))


@dataclass(frozen=True, slots=True)
class Surroundings:
    wsl: bool
    container: str | None
    """Its kind: "docker", "podman", "kubernetes", …; None outside containers."""
    ssh: bool


def read_surroundings(environment: Mapping[str, str], root: str = "") -> Surroundings:
    """By the environment and a few files that only such places have; `root` is put before their paths."""
    container = _container(environment, root)
    kernel = _text(f"{root}/proc/version").lower()
    wsl = bool(environment.get("WSL_DISTRO_NAME")) or ("microsoft" in kernel and container is None)
    ssh = any(environment.get(name) for name in ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"))
    return Surroundings(wsl, container, ssh)


def _container(environment: Mapping[str, str], root: str) -> str | None:
    if environment.get("CODESPACES") == "true":
        return "codespaces"
    if environment.get("REMOTE_CONTAINERS") == "true":
        return "devcontainer"
    if environment.get("KUBERNETES_SERVICE_HOST"):
        return "kubernetes"
    if stat_file(f"{root}/run/.toolboxenv").exists:
        return "toolbox"
    if stat_file(f"{root}/run/.containerenv").exists:
        return "podman"
    if stat_file(f"{root}/.dockerenv").exists:
        return "docker"
    if said := environment.get("container"):  # systemd's convention, kept by podman, nspawn and LXC
        return said if _CONTAINER_NAME.fullmatch(said) else "container"
    groups = _text(f"{root}/proc/1/cgroup")
    return next((kind for sign, kind in _CGROUPS if sign in groups), None)


def _text(path: str) -> str:
    text = read_file(path).text
    return "" if text is None else unveil(text)

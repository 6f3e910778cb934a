"""What kind of machine this is, by made-up files under a root of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from claude_auth_tui.read.surroundings import read_surroundings


def machine(root: Path, **files: str) -> str:
    for name, text in files.items():
        path = root / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return str(root)


WSL_KERNEL = "Linux version 5.15.153.1-microsoft-standard-WSL2 (root@941d701f84f1)"


def test_an_ordinary_machine_is_none_of_these(tmp_path: Path) -> None:
    found = read_surroundings({}, machine(tmp_path, proc__version="Linux version 6.8.0-45-generic", proc__1__cgroup="0::/init.scope\n"))
    assert (found.wsl, found.container, found.ssh) == (False, None, False)


def test_wsl_by_its_kernel_or_its_variable(tmp_path: Path) -> None:
    assert read_surroundings({}, machine(tmp_path, proc__version=WSL_KERNEL)).wsl
    assert read_surroundings({"WSL_DISTRO_NAME": "Debian"}, str(tmp_path / "none")).wsl


def test_a_container_on_a_windows_machine_is_not_wsl(tmp_path: Path) -> None:
    (tmp_path / ".dockerenv").touch()
    found = read_surroundings({}, machine(tmp_path, proc__version=WSL_KERNEL))
    assert (found.wsl, found.container) == (False, "docker")


@pytest.mark.parametrize(
    ("environment", "files", "kind"),
    [
        ({}, {"run__.containerenv": ""}, "podman"),
        ({}, {"run__.containerenv": "", "run__.toolboxenv": ""}, "toolbox"),
        ({}, {"proc__1__cgroup": "12:pids:/docker/0123\n"}, "docker"),
        ({}, {"proc__1__cgroup": "0::/kubepods/besteffort\n"}, "kubernetes"),
        ({"KUBERNETES_SERVICE_HOST": "10.0.0.1"}, {}, "kubernetes"),
        ({"container": "systemd-nspawn"}, {}, "systemd-nspawn"),
        ({"container": "Sk ANT 03\x1b["}, {}, "container"),
        ({"CODESPACES": "true"}, {".dockerenv": ""}, "codespaces"),
        ({"REMOTE_CONTAINERS": "true"}, {".dockerenv": ""}, "devcontainer"),
    ],
)
def test_containers_by_what_only_they_have(tmp_path: Path, environment: dict[str, str], files: dict[str, str], kind: str) -> None:
    assert read_surroundings(environment, machine(tmp_path, **files)).container == kind


@pytest.mark.parametrize("variable", ["SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"])
def test_ssh_by_its_variables(tmp_path: Path, variable: str) -> None:
    assert read_surroundings({variable: "x"}, str(tmp_path)).ssh
    assert not read_surroundings({variable: ""}, str(tmp_path)).ssh


MOUNTS = """\
21 1 0:50 / / rw,relatime master:1 - overlay overlay rw,lowerdir=/a
22 21 8:1 /home/dev/.claude /home/dev/.claude rw,relatime - ext4 /dev/sda1 rw
23 21 8:1 /home/dev/my\\040file//deleted /home/dev/my\\040file ro,relatime - ext4 /dev/sda1 rw
a line that is none
"""


def test_the_mounts_of_a_container(tmp_path: Path) -> None:
    root = machine(tmp_path, proc__self__mountinfo=MOUNTS)
    assert read_surroundings({}, root).mounts == ()
    (tmp_path / ".dockerenv").touch()
    whole, folder, file = read_surroundings({}, root).mounts
    assert (whole.path, whole.kind, whole.read_only, whole.replaced) == ("/", "overlay", False, False)
    assert (folder.path, folder.root) == ("/home/dev/.claude", "/home/dev/.claude")
    assert (file.path, file.read_only, file.replaced) == ("/home/dev/my file", True, True)

"""Installed `claude` programs: found on the PATH and in the usual places, their version told without running them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from claude_auth_tui.model.installs import read_installs
from claude_auth_tui.model.machine import File, StoredFiles
from claude_auth_tui.read.files import LiveFiles


def program(path: Path, ran: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\ntouch '{ran}'\n")
    path.chmod(0o755)
    return path


def binary(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"\x7fELF" + bytes(60))
    path.chmod(0o755)
    return path


def package(folder: Path, version: str = "2.1.300") -> Path:
    root = folder / "node_modules/@anthropic-ai/claude-code"
    program(root / "bin/claude.exe")
    (root / "package.json").write_text(json.dumps({"name": "@anthropic-ai/claude-code", "version": version}))
    return root / "bin/claude.exe"


def link(path: Path, target: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(target)
    return path


def installs(home: Path, *folders: Path) -> list[tuple[str, str | None, bool]]:
    found = read_installs(LiveFiles(), {"PATH": ":".join(map(str, folders))}, str(home), "linux")
    return [(install.path, install.version, install.first_on_path) for install in found if install.path.startswith(str(home))]


def test_the_native_installer_names_the_version_in_the_link(tmp_path: Path) -> None:
    target = binary(tmp_path / ".local/share/claude/versions/2.1.329")
    path = link(tmp_path / ".local/bin/claude", target)
    assert installs(tmp_path, path.parent) == [(str(path), "2.1.329", True)]


def test_a_script_in_its_place_may_start_any_version(tmp_path: Path) -> None:
    target = program(tmp_path / ".local/share/claude/versions/2.1.329")
    path = link(tmp_path / ".local/bin/claude", target)
    assert installs(tmp_path, path.parent) == [(str(path), None, True)]


def test_homebrew_names_it_in_the_folder(tmp_path: Path) -> None:
    path = link(tmp_path / "bin/claude", binary(tmp_path / "Caskroom/claude-code/2.1.81/claude"))
    assert installs(tmp_path, path.parent) == [(str(path), "2.1.81", True)]


def test_npm_writes_it_into_the_package(tmp_path: Path) -> None:
    path = link(tmp_path / "lib/bin/claude", package(tmp_path / "lib"))
    assert installs(tmp_path, path.parent) == [(str(path), "2.1.300", True)]


def test_the_old_local_installation_is_found_off_the_path(tmp_path: Path) -> None:
    package(tmp_path / ".claude/local", "1.0.99")
    path = program(tmp_path / ".claude/local/claude")
    assert installs(tmp_path) == [(str(path), "1.0.99", False)]


def test_the_first_on_the_path_is_the_one_that_runs(tmp_path: Path) -> None:
    one, two = program(tmp_path / "one/claude"), program(tmp_path / "two/claude")
    usual = program(tmp_path / ".local/bin/claude")
    assert installs(tmp_path, two.parent, one.parent) == [(str(two), None, True), (str(one), None, False), (str(usual), None, False)]


def test_the_same_program_by_two_names_is_one(tmp_path: Path) -> None:
    path = program(tmp_path / "real/claude")
    (tmp_path / "alias").symlink_to("real")
    assert installs(tmp_path, tmp_path / "alias", path.parent) == [(str(tmp_path / "alias/claude"), None, True)]


def test_what_cannot_be_run_is_none(tmp_path: Path) -> None:
    program(tmp_path / "a/claude").chmod(0o644)
    (tmp_path / "b/claude").mkdir(parents=True)
    link(tmp_path / "c/claude", tmp_path / "nowhere")
    assert installs(tmp_path, tmp_path / "a", tmp_path / "b", tmp_path / "c", tmp_path / "absent") == []


@pytest.mark.parametrize("text", ["", "[]", '{"version": 3}', '{"version": "$(id)"}', "[" * 100_000])
def test_a_broken_package_file_leaves_the_version_unknown(tmp_path: Path, text: str) -> None:
    target = package(tmp_path / "lib")
    (target.parent.parent / "package.json").write_text(text)
    path = link(tmp_path / "bin/claude", target)
    assert installs(tmp_path, path.parent) == [(str(path), None, True)]


def test_folders_relative_to_us_do_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path / "claude")
    monkeypatch.chdir(tmp_path)
    assert installs(tmp_path, Path("."), Path("")) == []


def test_none_of_them_is_run(tmp_path: Path) -> None:
    path = program(tmp_path / "bin/claude", ran=str(tmp_path / "ran"))
    assert installs(tmp_path, path.parent)
    assert not (tmp_path / "ran").exists()


def test_an_update_is_among_what_is_watched(tmp_path: Path) -> None:
    path = link(tmp_path / ".local/bin/claude", program(tmp_path / ".local/share/claude/versions/2.1.329"))
    files = LiveFiles()
    read_installs(files, {"PATH": str(path.parent)}, str(tmp_path), "linux")
    assert str(path) in files.freeze().files


def test_windows_has_its_own_names_and_folders() -> None:
    npm = r"C:\Users\dev\AppData\Roaming\npm"
    exe = r"C:\Users\dev\.local\bin\claude.exe"
    files = StoredFiles({path: File(path, "present", "file") for path in (rf"{npm}\claude.cmd", exe)})
    found = read_installs(files, {"PATH": rf"{npm};relative"}, r"C:\Users\dev", "windows")
    assert [(install.path, install.first_on_path) for install in found] == [(rf"{npm}\claude.cmd", True), (exe, False)]

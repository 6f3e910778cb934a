"""Keys that others may see: what is told, what is not, and that every way back leads back."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from msgspec.structs import replace

from claude_auth_tui.checks.frame import run_checks
from claude_auth_tui.demo.build import CWD, make_machine
from claude_auth_tui.model.diagnosis import Finding
from claude_auth_tui.model.machine import File, Folder, Machine, StoredFiles
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.secret import Secret, SecretText
from claude_auth_tui.model.words import FixShell
from claude_auth_tui.scene.contexts import gather
from claude_auth_tui.shells.elsewhere.file_texts import other_people
from tests.checks.homes import GATEWAY, KEY, Home, login, state
from tests.checks.running import SHELLS, run
from tests.programs import needed

NAME = say("ANTHROPIC_API_KEY")
CREDENTIALS = "~/.claude/.credentials.json"
EXPOSED = ("key-tracked-by-git", "key-not-ignored", "key-in-shared-file", "key-readable-by-others")
HEAD = {".git/HEAD": "ref: refs/heads/main\n"}


def made(files: Mapping[str, object], **fields: object) -> Machine:
    table: dict[str, object] = {"~/.claude.json": state(CWD, (KEY,)), CREDENTIALS: login(), **files}
    return make_machine(table, **fields)  # type: ignore[arg-type]


def exposed(machine: Machine) -> dict[str, str]:
    return {f.id: f.level for f in run_checks(gather(machine)) if f.id in EXPOSED and f.level != "ok"}


def told(machine: Machine, id_: str) -> Finding:
    return next(f for f in run_checks(gather(machine)) if f.id == id_ and f.level != "ok")


def readable(text: str, mode: int = 0o644, uid: int = 1000) -> File:
    return File("", "present", "file", SecretText(text), mode=mode, uid=uid, size=len(text))


def with_people(machine: Machine, passwd: str | None, home_mode: int | None = 0o755) -> Machine:
    """The machine with a list of accounts and a mode of the home folder."""
    files = dict(machine.files.files)  # type: ignore[attr-defined]
    if passwd is not None:
        files["/etc/passwd"] = File("/etc/passwd", "present", "file", SecretText(passwd), mode=0o644, uid=0)
    if home_mode is not None:
        files[machine.home] = File(machine.home, "not_a_file", "folder", mode=home_mode, uid=1000, executable=True)
    folders = dict(machine.files.folders)  # type: ignore[attr-defined]
    return replace(machine, files=StoredFiles(files, folders))


ME = "root:x:0:0::/root:/bin/bash\ndaemon:x:1:1::/:/usr/sbin/nologin\ndev:x:1000:1000::/home/dev:/bin/zsh\n"
ANNE = "anne:x:1001:1001::/home/anne:/bin/bash\n"
SERVICE = "bot:x:1002:1002::/srv/bot:/usr/sbin/nologin\n"
RC = f"export {NAME}={KEY}\n"


@pytest.mark.parametrize(
    ("passwd", "home", "mode", "level"),
    [
        (ME, 0o755, 0o644, None),  # nobody else is there
        (ME + SERVICE, 0o755, 0o644, None),
        (ME + ANNE, 0o755, 0o644, "warning"),
        (ME + ANNE, 0o700, 0o644, None),  # the usual mode of a home folder, and of a startup file
        (ME + ANNE, 0o750, 0o644, None),
        (ME + ANNE, 0o755, 0o640, None),
        (ME + ANNE, 0o755, 0o600, None),
        (None, 0o755, 0o644, "info"),
    ],
)
def test_a_readable_startup_file_matters_where_somebody_can_read_it(passwd: str | None, home: int, mode: int, level: str | None) -> None:
    machine = with_people(made({"~/.zshrc": readable(RC, mode)}), passwd, home)
    assert exposed(machine).get("key-readable-by-others") == level


def test_a_key_in_a_file_of_the_system_is_edited_not_locked() -> None:
    machine = with_people(made({"/etc/environment": readable(f"{NAME}={KEY}\n", uid=0)}), ME + ANNE)
    fix = told(machine, "key-readable-by-others").fixes[0]
    assert (fix.command, fix.proof) == ("sudo vi /etc/environment", "edited")


def test_modes_mean_nothing_on_windows() -> None:
    machine = made({"~/.zshrc": readable(RC)}, platform="windows", home="C:\\Users\\dev", cwd="C:\\work", login_shell="")
    assert exposed(machine) == {}


def test_people_on_macos_are_their_home_folders() -> None:
    machine = make_machine({}, platform="macos", home="/Users/dev", cwd="/Users/dev")
    names = ("Shared", ".localized", "dev", "anne")
    for listed, expected in ((names, 1), (names[:3], 0)):
        assert other_people(replace(machine, files=StoredFiles({}, {"/Users": Folder("/Users", "present", listed)}))) == expected
    assert other_people(replace(machine, files=StoredFiles({}, {}))) is None


@pytest.mark.parametrize("value", ["your-api-key", "$MY_KEY", "dummy", "", "<key>"])
def test_what_is_no_key_is_no_matter(value: str) -> None:
    files = {**HEAD, ".env": f"{NAME}={value}\n", "~/.zshrc": readable(f"export {NAME}='{value}'\n")}
    assert exposed(with_people(made(files), ME + ANNE)) == {}


def test_a_value_that_stands_elsewhere_is_not_in_this_file() -> None:
    machine = with_people(
        made({"~/.zshrc": readable('. ~/.key\nexport ANTHROPIC_API_KEY="$MINE"\n'), "~/.key": f"MINE={KEY}\n"}), ME + ANNE
    )
    assert gather(machine).scene("new_shell").context.variable(NAME).state == "set"
    assert exposed(machine) == {}


def test_settings_and_addresses_are_no_keys() -> None:
    files = {
        **HEAD,
        ".env": "ANTHROPIC_BASE_URL=https://gateway.example.invalid/v1\nAWS_REGION=eu-west-1\nAWS_ACCESS_KEY_ID=AKIAFAKEFAKEFAKEFAKE\n",
    }
    assert exposed(made(files)) == {}


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        (".env", f"{NAME}={KEY}\n", {"key-not-ignored": "info"}),
        (".env.local", f"ANTHROPIC_AUTH_TOKEN={GATEWAY['ANTHROPIC_AUTH_TOKEN']}\n", {"key-not-ignored": "info"}),
        (".envrc", f"export {NAME}={KEY}\n", {"key-not-ignored": "info"}),
        (".claude/settings.local.json", {"env": {NAME: KEY}}, {"key-not-ignored": "info"}),
        (".claude/settings.json", {"env": {NAME: KEY}}, {"key-in-shared-file": "warning"}),
        (".devcontainer/devcontainer.json", {"containerEnv": {NAME: KEY}}, {"key-in-shared-file": "warning"}),
        (".devcontainer/devcontainer.json", {"containerEnv": {NAME: "${localEnv:" + NAME + "}"}}, {}),
        (".github/workflows/ci.yml", f"env:\n  {NAME}: {KEY}\n", {"key-in-shared-file": "warning"}),
        (".github/workflows/ci.yml", f"env:\n  {NAME}: ${{{{ secrets.{NAME} }}}}\n", {}),
        ("compose.yml", f"services:\n  a:\n    environment:\n      {NAME}: ${{{NAME}}}\n", {}),
        ("mise.toml", f'[env]\n{NAME} = "{KEY}"\n', {"key-in-shared-file": "warning"}),
        ("mise.local.toml", f'[env]\n{NAME} = "{KEY}"\n', {"key-not-ignored": "info"}),
        (".vscode/settings.json", {"terminal.integrated.env.linux": {NAME: KEY}}, {"key-in-shared-file": "warning"}),
    ],
)
def test_files_in_a_work_tree(name: str, content: object, expected: dict[str, str]) -> None:
    assert exposed(made({**HEAD, name: content})) == expected
    assert exposed(made({name: content})) == {}  # in no work tree
    assert exposed(made({**HEAD, name: content, ".gitignore": f"/{name}\n"})) == {}


def test_an_index_that_cannot_be_read_is_unknown_and_not_fine() -> None:
    machine = made({**HEAD, ".git/index": File("", "too_large", "file", detail=say("9000000 bytes")), ".env": f"{NAME}={KEY}\n"})
    found = told(machine, "key-tracked-by-git")
    assert (found.level, "9000000 bytes" in found.explain) == ("unknown", True)
    assert "key-not-ignored" not in exposed(machine)


def test_without_a_key_nothing_of_git_is_looked_at() -> None:
    asked: list[str] = []
    machine = made({**HEAD, ".git/index": "x", ".env": "A=1\n"})

    class Asked:
        def __getattr__(self, name: str) -> object:
            def ask(path: str) -> object:
                asked.append(path)
                return getattr(machine.files, name)(path)

            return ask

    run_checks(gather(replace(machine, files=Asked())))
    assert not [path for path in asked if path.endswith(("/index", ".gitignore"))]


def git(home: Path, *words: str) -> str:
    environment = {"HOME": str(home), "PATH": os.environ["PATH"], "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(
        [needed("git"), *words], cwd=home / "work", env=environment, capture_output=True, text=True, timeout=20, check=True
    )
    return done.stdout


def finding(home: Home, id_: str) -> Finding:
    return next(f for f in home.findings() if f.id == id_)


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("ignores", [None, "node_modules", "node_modules\n"])
def test_the_way_back_leads_back(shell: FixShell, ignores: str | None, tmp_path: Path) -> None:
    """A file with an odd name, tracked: out of git and ignored, and back as it was."""
    tmp_path /= "Client2/Repo31x"  # names that are there: only together could they be a value
    tmp_path.mkdir(parents=True)
    home = Home(tmp_path, shell)  # type: ignore[arg-type]
    odd = ".env.my keys [1]"
    home.write({".claude.json": state(home.cwd), f"work/{odd}": f"{NAME}={KEY}\n", **({"work/.gitignore": ignores} if ignores else {})})
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-f", "--", odd)
    fix = finding(home, "key-tracked-by-git").fixes[0]
    run(shell, fix.command, tmp_path)
    assert git(tmp_path, "ls-files", "--", odd) == ""
    assert git(tmp_path, "check-ignore", "--", odd)
    assert (tmp_path / "work" / odd).read_text() == f"{NAME}={KEY}\n"
    run(shell, fix.undo, tmp_path)
    assert git(tmp_path, "ls-files", "-z", "--", odd) == f"{odd}\0"
    kept = tmp_path / "work/.gitignore"
    assert (kept.read_text().rstrip("\n") if kept.exists() else None) == (ignores.rstrip("\n") if ignores else None)


def test_a_startup_file_in_a_repository_of_dotfiles(tmp_path: Path) -> None:
    home = Home(tmp_path, "zsh")
    home.write({".claude.json": state(home.cwd, (KEY,)), "work/zshrc": f"# mine\nexport {NAME}={KEY}\n"})
    (tmp_path / ".zshrc").symlink_to("work/zshrc")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "zshrc")
    found = finding(home, "key-tracked-by-git")
    assert found.title == "git tracks ~/work/zshrc, and an API key stands in it"
    assert "+2" in found.fixes[0].command
    assert found.fixes[1].proof == "none"
    assert found.fixes[1].unproven


def test_a_key_is_told_with_every_other_place_that_holds_it() -> None:
    files = {"~/.zshrc": RC, ".env": f"A=1\n{NAME}={KEY}\n", "~/.claude/settings.json": {"env": {NAME: KEY}}}
    found = told(made(files), "key-in-several-places")
    assert {e.where for e in found.evidence} == {"~/.zshrc:1", "~/work/api/.env:2", "~/.claude/settings.json:3"}
    assert not [f for f in run_checks(gather(made({"~/.zshrc": RC}))) if f.id == "key-in-several-places" and f.level != "ok"]


def test_another_key_elsewhere_is_no_copy() -> None:
    other = KEY.replace("w7AA", "x8BB")
    ids = {f.id for f in run_checks(gather(made({"~/.zshrc": RC, ".env": f"{NAME}={other}\n"}))) if f.level != "ok"}
    assert not ids & {"key-in-several-places", "older-key-left"}


def test_an_older_key_on_an_earlier_line() -> None:
    other = KEY.replace("w7AA", "x8BB")
    found = told(made({"~/.zshenv": f"export {NAME}={other}\n", "~/.zshrc": RC}), "older-key-left")
    assert found.title == f"~/.zshenv:1 still holds another {NAME}"
    assert found.fixes[0].command == f"sed -i '1{{/{NAME}/s/^/# /;}}' ~/.zshenv"


def test_no_finding_holds_a_value() -> None:
    machine = made({**HEAD, ".env": f"{NAME}={KEY}\n", "~/.zshrc": readable(RC), "compose.yml": f"x:\n  environment:\n    {NAME}: {KEY}\n"})
    findings = run_checks(gather(with_people(machine, ME + ANNE)))
    assert len({f.id for f in findings if f.id in EXPOSED and f.level != "ok"}) == 3
    assert "FFFF" not in repr(findings)
    assert Secret(KEY).shown in repr(findings)

"""What is loaded in a folder or by an editor: when it counts, when it is silent, and what a new shell then has."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from claude_auth_tui.checks.frame import run_checks
from claude_auth_tui.contexts import gather
from claude_auth_tui.demo.build import CWD, make_machine
from claude_auth_tui.model.diagnosis import Finding, Variable
from claude_auth_tui.model.machine import Machine, Request
from claude_auth_tui.model.secret import Secret
from tests.checks.homes import KEY, Home, login, state

NAME = "ANTHROPIC_API_KEY"
CREDENTIALS = "~/.claude/.credentials.json"
HOOK = 'eval "$(direnv hook zsh)"\n'
SETTINGS = "~/.config/Code/User/settings.json"


def made(files: Mapping[str, object], env: Mapping[str, str] | None = None, **fields: object) -> Machine:
    table: dict[str, object] = {"~/.claude.json": state(CWD, (KEY,)), CREDENTIALS: login(), **files}
    return make_machine({p: c for p, c in table.items() if c is not None}, env, **fields)  # type: ignore[misc]


def with_envrc(text: str, **files: object) -> dict[str, object]:
    """A folder whose `.envrc` direnv may load, with its hook in zsh."""
    name = hashlib.sha256(f"{CWD}/.envrc\n{text}".encode()).hexdigest()
    return {".envrc": text, f"~/.local/share/direnv/allow/{name}": "", "~/.zshrc": HOOK, **files}


def told(machine: Machine, id_: str) -> Finding | None:
    return next((f for f in run_checks(gather(machine)) if f.id == id_ and f.level != "ok"), None)


def loud(machine: Machine) -> dict[str, str]:
    return {f.id: f.level for f in run_checks(gather(machine)) if f.level != "ok"}


def variable(machine: Machine, name: str = NAME) -> Variable:
    return gather(machine).scene("new_shell").context.variable(name)


def test_a_new_shell_has_what_direnv_loads_in_the_folder() -> None:
    machine = made(with_envrc(f"export {NAME}={KEY}\n"))
    assert (variable(machine).state, variable(machine).where) == ("set", "~/work/api/.envrc:1")
    assert [f.hit.effect for f in gather(machine).found if f.hit.path.endswith(".envrc")] == ["effective"]
    assert variable(made({**with_envrc(f"export {NAME}={KEY}\n"), "~/.zshrc": "# no hook\n"})).state == "unset"
    assert variable(made({**with_envrc(""), ".envrc": f"export {NAME}={KEY}\n"})).state == "unset"


def test_direnv_has_the_last_word_over_the_startup_files() -> None:
    machine = made({**with_envrc(f"unset {NAME}\n"), "~/.zshrc": f"export {NAME}={KEY}\n{HOOK}"})
    assert variable(machine).state == "unset"


def test_a_script_runs_no_hook() -> None:
    machine = made(with_envrc(f"export {NAME}={KEY}\n"), request=Request(start="script"))
    assert variable(machine).state == "unset"


@pytest.mark.parametrize(
    "text", [f"export {NAME}=$(pass show key)\n", f"if true; then\n  export {NAME}={KEY}\nfi\n", f"[ -f x ] && export {NAME}={KEY}\n"]
)
def test_what_only_direnv_can_decide_is_unknown(text: str) -> None:
    found = variable(made(with_envrc(text)))
    assert found.state == "unknown"
    assert "direnv decides it" in found.notes[0]


def test_the_later_of_two_wins() -> None:
    files = with_envrc(f"export {NAME}=one-FAKE-value-0123456789\ndotenv .env.local\n", **{".env.local": f"{NAME}={KEY}\n"})
    assert variable(made(files)).where == "~/work/api/.env.local:1"
    files = with_envrc(f"dotenv .env.local\nexport {NAME}=one-FAKE-value-0123456789\n", **{".env.local": f"{NAME}={KEY}\n"})
    assert variable(made(files)).where == "~/work/api/.envrc:2"


def test_whoever_uses_direnv_on_purpose_is_left_in_peace() -> None:
    machine = made({**with_envrc(f"export {NAME}={KEY}\n"), CREDENTIALS: None}, {NAME: KEY, "DIRENV_DIFF": "x"})
    assert loud(machine) == {}


def test_a_project_that_names_no_variable_is_silent() -> None:
    assert loud(made({".envrc": "use flake\n", ".env": "DATABASE_URL=x\n"})) == {}


def test_what_was_denied_is_silent() -> None:
    denied = hashlib.sha256(f"{CWD}/.envrc\n".encode()).hexdigest()
    machine = made({".envrc": f"export {NAME}={KEY}\n", f"~/.local/share/direnv/deny/{denied}": "", "~/.zshrc": HOOK})
    assert loud(machine) == {}


def test_a_key_for_an_application_is_no_news_while_claude_has_its_own() -> None:
    assert told(made({".env": f"{NAME}={KEY}\n"}), "dotenv-not-read") is None
    waiting = told(made({".env": f"{NAME}={KEY}\n", CREDENTIALS: None}), "dotenv-not-read")
    assert waiting is not None
    assert waiting.context == "here"
    assert told(made({".env.example": f"{NAME}={KEY}\n", CREDENTIALS: None}), "dotenv-not-read") is None


def test_the_dotenv_plugin_of_zsh_is_told_and_its_line_can_go() -> None:
    files = {"~/.zshrc": "plugins=(git dotenv)\n", ".env": f"{NAME}={KEY}\n"}
    found = told(made(files), "folder-changes-credential")
    assert found is not None
    assert found.level == "warning"
    assert found.fixes[0].command == f"sed -i '1{{/{NAME}/s/^/# /;}}' ~/work/api/.env"
    assert found.fixes[0].leads_to == "claude and claude -p then use your Max login"
    assert told(made(files, {"SHELL": "/bin/bash"}), "folder-changes-credential") is None
    assert told(made({**files, ".env": f"# {NAME}={KEY}\n"}), "folder-changes-credential") is None


def test_the_shells_own_files_outdo_an_editors_setting() -> None:
    settings = {"terminal.integrated.env.linux": {NAME: KEY}}
    assert told(made({SETTINGS: settings}), "editor-terminal-differs") is not None
    assert told(made({SETTINGS: settings, "~/.zshrc": f"unset {NAME}\n"}), "editor-terminal-differs") is None
    assert told(made({SETTINGS: {"terminal.integrated.env.osx": {NAME: KEY}}}), "editor-terminal-differs") is None
    assert told(made({SETTINGS: {"terminal.integrated.env.linux": {NAME: None}}}), "editor-terminal-differs") is None


def test_an_editor_that_hides_what_is_inherited() -> None:
    machine = made(
        {SETTINGS: '{\n"terminal.integrated.inheritEnv": false\n}', CREDENTIALS: None}, {NAME: KEY}, request=Request(inherit="here")
    )
    found = told(machine, "editor-terminal-differs")
    assert found is not None
    assert found.level == "warning"
    assert "do without" in found.title
    machine = made(
        {SETTINGS: {"terminal.integrated.env.linux": {NAME: None}}, CREDENTIALS: None}, {NAME: KEY}, request=Request(inherit="here")
    )
    assert told(machine, "editor-terminal-differs") is not None


def test_an_editors_setting_that_changes_nothing_is_silent() -> None:
    settings = {"terminal.integrated.env.linux": {NAME: KEY}}
    machine = made({SETTINGS: settings, "~/.zshrc": f"export {NAME}={KEY}\n", CREDENTIALS: None}, {NAME: KEY})
    assert "editor-terminal-differs" not in loud(machine)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_real_shell_with_the_hook_has_it_at_its_first_prompt(shell: str, tmp_path: Path) -> None:
    """The hook is run as the shell runs it before a prompt; what it exports is compared with the prediction."""
    programs = [shutil.which(name) for name in (shell, "direnv")]
    if None in programs:
        pytest.skip("the shell or direnv is not installed")
    home = Home(tmp_path, shell)  # type: ignore[arg-type]
    rc = {"bash": ".bashrc", "zsh": ".zshrc", "fish": ".config/fish/config.fish"}[shell]
    hook = "direnv hook fish | source\n" if shell == "fish" else f'eval "$(direnv hook {shell})"\n'
    home.write({rc: hook, "work/.envrc": "dotenv\nexport ANTHROPIC_BASE_URL=https://x.invalid\n", "work/.env": "AWS_REGION=eu-west-1\n"})
    environment = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "TERM": "dumb"}
    subprocess.run(["direnv", "allow"], cwd=home.cwd, env=environment, check=True, timeout=20, capture_output=True)
    prompt = {"bash": "_direnv_hook", "zsh": "_direnv_hook", "fish": "__direnv_export_eval"}[shell]
    flags = ["-i", "-c"]
    done = subprocess.run(
        [shell, *flags, f"{prompt}; env"], cwd=home.cwd, env=environment, capture_output=True, text=True, timeout=20, check=False
    )
    context = home.facts().scene("new_shell").context
    for name, line in (("ANTHROPIC_BASE_URL", ".envrc:2"), ("AWS_REGION", ".env:1")):
        assert f"{name}=" in done.stdout, done.stderr
        assert context.variable(name).where == f"~/work/{line}"


def test_no_finding_holds_a_value() -> None:
    for files in (
        {".envrc": f"export {NAME}={KEY}\n"},
        with_envrc(f"export {NAME}={KEY}\n"),
        {SETTINGS: {"terminal.integrated.env.linux": {NAME: KEY}}},
    ):
        assert "FFFF" not in repr(run_checks(gather(made(files))))
    assert Secret(KEY).shown.endswith("w7AA")

"""What is loaded in a folder or by an editor: when it counts, when it is silent, and what a new shell then has."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import asdict, replace

from claude_auth_tui.checks.frame import run_checks
from claude_auth_tui.demo.build import CWD, make_machine
from claude_auth_tui.model.diagnosis import Finding, Variable
from claude_auth_tui.model.machine import Machine, Request
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.read.files import LiveFiles
from claude_auth_tui.scene.contexts import gather
from tests.checks.homes import KEY, Home, login, state

NAME = say("ANTHROPIC_API_KEY")
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


def variable(machine: Machine, name: Shown = NAME) -> Variable:
    return gather(machine).scene("new_shell").context.variable(name)


@pytest.mark.parametrize(
    ("rc", "hooked"),
    [
        ('eval "$(direnv hook zsh)"', True),
        ('command -v direnv >/dev/null && eval "$(direnv hook zsh)"', True),
        ('eval "$(/opt/homebrew/bin/direnv hook zsh)"', True),
        ("plugins=(\n  git\n  direnv\n)", True),
        ("zinit light ptavares/zsh-direnv", True),
        ("source ~/.config/asdf-direnv/zshrc", True),
        ("# direnv hook zsh", False),
        ("alias da='direnv allow'", False),
        ("export PATH=$HOME/direnv/bin:$PATH", False),
        ("export DIRENV_LOG_FORMAT=", False),
        ("", False),
    ],
)
def test_what_counts_as_the_hook(rc: str, hooked: bool) -> None:
    machine = made({**with_envrc(f"export {NAME}={KEY}\n"), "~/.zshrc": rc + "\n"})
    assert (variable(machine).state == "set") == hooked


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
    ("text", "state"),
    [
        (f"export {NAME}=$(pass show key)\n", "unknown"),
        (f"if has nix; then\n  export {NAME}={KEY}\nfi\n", "unknown"),
        (f'eval "$(op inject -i keys)" # {NAME}\n', "unknown"),
        (f"if true; then\n  export {NAME}={KEY}\nfi\n", "set"),
        (f"[ -f x ] && export {NAME}={KEY}\n", "unset"),
        (f"{NAME}={KEY}\n", "unset"),
        (f"# export {NAME}={KEY}\n", "unset"),
        (f"export {NAME}=\n", "empty"),
        (f"export {NAME}={KEY}\nunset {NAME}\n", "unset"),
    ],
)
def test_a_envrc_is_code_and_is_followed(text: str, state: str) -> None:
    assert variable(made(with_envrc(text))).state == state


def test_other_variables_of_the_folder_count_too() -> None:
    environment = gather(made(with_envrc("export HTTPS_PROXY=http://127.0.0.1:9\nunset LANG\n# .\nsource x\n"), {"LANG": "C"})).scene(
        "new_shell"
    )
    start = environment.prediction.start.environment
    assert "HTTPS_PROXY" in start
    assert not {"LANG", "BASH_ENV"} & set(start)


def test_a_line_of_a_startup_file_does_not_count_where_direnv_decides() -> None:
    machine = made({**with_envrc(f"export {NAME}={KEY}\n"), "~/.zshrc": f"export {NAME}=other-FAKE-value-0123456789\n{HOOK}"})
    effects = {machine.show_path(f.hit.path): (f.hit.effect, f.hit.because) for f in gather(machine).found if f.hit.variable == NAME}
    assert effects[say("~/.zshrc")] == ("overridden", "direnv decides it in this folder (~/work/api/.envrc:1)")
    assert effects[say("~/work/api/.envrc")][0] == "effective"
    assert told(machine, "older-key-left") is None


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


def test_an_editor_that_loads_the_projects_dotenv_file() -> None:
    files = {".vscode/settings.json": {"python.terminal.useEnvFile": True}, ".env": f"A=1\n{NAME}={KEY}\n"}
    found = told(made(files), "editor-terminal-differs")
    assert found is not None
    assert found.title == f"Visual Studio Code's terminals set {NAME}"
    assert found.evidence[0].where == "~/work/api/.env:2"
    assert told(made({**files, ".vscode/settings.json": {}}), "editor-terminal-differs") is None


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


ENVRCS = [
    "export ANTHROPIC_BASE_URL=https://x.invalid\n",
    "dotenv\n",
    "dotenv .env.local\n",
    "dotenv_if_exists .env.none\nexport AWS_REGION=x\n",
    "dotenv_if_exists\n",
    "source .env\n",
    "set -a; source .env; set +a\n",
    "set -a\n. ./.env.local\nset +a\n",
    "export $(cat .env | xargs)\n",
    "export $(grep -v '^#' .env.local | xargs)\n",
    "source_up\n",
    "source_up_if_exists\nexport AWS_REGION=mine\n",
    "source_env ../other\n",
    "source_env ../other/.envrc\n",
    "source_env_if_exists ../none/.envrc\nexport AWS_REGION=x\n",
    "source_env_if_exists .envrc.local\n",
    "[ -f .env ] && export AWS_REGION=there\n",
    "[[ -f none ]] || export AWS_REGION=there\n",
    "unset AWS_PROFILE\nexport AWS_REGION=${AWS_REGION:-fallback}\n",
    "PATH_add bin\nwatch_file x\nexport ANTHROPIC_PROFILE=work\n",
    "AWS_REGION=a\nexport AWS_REGION\nAWS_REGION=b\n",
    "f() { export AWS_REGION=in; }\nf\n",
    "(export AWS_REGION=sub)\n",
    "export AWS_REGION=a ANTHROPIC_PROFILE=b; unset AWS_REGION\n",
    'if [ "$USER" = nobody ]; then export AWS_REGION=x; else export AWS_REGION=y; fi\n',
    "export ANTHROPIC_PROFILE=$(basename $PWD)\n",
    "env_vars_required HOME\nexport AWS_REGION=x\n",
    "load_prefix local\nexport AWS_REGION=x\n",
    "strict_env\nexport AWS_REGION=x\n",
    "log_status hi\nexport AWS_REGION='a b'\n",
]
ASKED = ("ANTHROPIC_BASE_URL", "AWS_REGION", "AWS_PROFILE", "ANTHROPIC_PROFILE")


@pytest.mark.parametrize("text", ENVRCS)
def test_the_real_direnv_sets_the_same(text: str, tmp_path: Path, needs: Callable[[str], str]) -> None:
    program = needs("direnv")
    home = Home(tmp_path, "zsh", {"AWS_PROFILE": "before"})
    home.write(
        {
            ".zshrc": HOOK + "export AWS_PROFILE=before\n",
            ".envrc": "export AWS_REGION=up\n",
            "other/.envrc": "export AWS_REGION=other\n",
            "work/.envrc": text,
            "work/.envrc.local": "export AWS_REGION=local\n",
            "work/.env": "# mine\nAWS_REGION=eu-west-1\nANTHROPIC_BASE_URL=https://dotenv.invalid\n",
            "work/.env.local": "AWS_REGION=eu-west-2\n",
        }
    )
    environment = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "TERM": "dumb", "AWS_PROFILE": "before", "USER": "dev"}

    def ask(*words: str) -> str:
        return subprocess.run(
            [program, *words], cwd=home.cwd, env=environment, capture_output=True, text=True, timeout=20, check=False
        ).stdout

    ask("allow", ".")
    ask("allow", str(tmp_path / ".envrc"))
    ask("allow", str(tmp_path / "other/.envrc"))
    changed = json.loads(ask("export", "json") or "{}")
    truth = {name: changed.get(name, environment.get(name)) for name in ASKED}
    end = gather(replace(home.machine(), files=LiveFiles())).shell
    assert end is not None
    predicted = {name: end.environment.get(name) for name in ASKED}
    unknown = {name for name in ASKED if end.variables[name].state == "unknown"}
    assert {n: v and Secret(v) for n, v in truth.items() if n not in unknown} == {n: v for n, v in predicted.items() if n not in unknown}
    assert len(unknown) <= text.count("basename")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_real_shell_with_the_hook_has_it_at_its_first_prompt(shell: str, tmp_path: Path, needs: Callable[[str], str]) -> None:
    """The hook is run as the shell runs it before a prompt; what it exports is compared with the prediction."""
    program, direnv = needs(shell), needs("direnv")
    home = Home(tmp_path, shell)  # type: ignore[arg-type]
    rc = {"bash": ".bashrc", "zsh": ".zshrc", "fish": ".config/fish/config.fish"}[shell]
    hook = "direnv hook fish | source\n" if shell == "fish" else f'eval "$(direnv hook {shell})"\n'
    home.write({rc: hook, "work/.envrc": "dotenv\nexport ANTHROPIC_BASE_URL=https://x.invalid\n", "work/.env": "AWS_REGION=eu-west-1\n"})
    environment = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "TERM": "dumb"}
    subprocess.run([direnv, "allow"], cwd=home.cwd, env=environment, check=True, timeout=20, capture_output=True)
    prompt = {"bash": "_direnv_hook", "zsh": "_direnv_hook", "fish": "__direnv_export_eval"}[shell]
    flags = ["-i", "-c"]
    done = subprocess.run(
        [program, *flags, f"{prompt}; env"], cwd=home.cwd, env=environment, capture_output=True, text=True, timeout=20, check=False
    )
    context = home.facts().scene("new_shell").context
    for name, line in (("ANTHROPIC_BASE_URL", ".envrc:2"), ("AWS_REGION", ".env:1")):
        assert f"{name}=" in done.stdout, done.stderr
        assert context.variable(name).where == f"~/work/{line}"


PIECES = st.sampled_from(
    [NAME, f"{NAME}=", KEY, "export ", "unset ", "dotenv", "dotenv_if_exists ", "source_env ", "source_up", " ../x", ".env", "'", '"', "$(", ")", "`", "\n", "\n",
     "if ", "; then ", "fi", "{", "}", "<<E\n", "$PWD/", "\0", "é", "\ufeff", "eval ", "set -a", "\\", "&&", "exit", "exec zsh", "f() "]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25), st.lists(PIECES, max_size=8))
def test_whatever_is_in_a_envrc_is_told_without_a_value(envrc: list[str], dotenv: list[str]) -> None:
    machine = made(with_envrc("".join(envrc), **{".env": "".join(dotenv)}))
    facts = gather(machine)
    assert "FFFF" not in repr([asdict(found.hit) for found in facts.found])
    assert "FFFF" not in repr([f for f in run_checks(facts) if not f.title.startswith("The check")])
    assert not [f for f in run_checks(facts) if f.title.startswith("The check")]


def test_allowing_the_file_is_seen_by_a_watcher(tmp_path: Path) -> None:
    """What was looked at is what is watched: the marker that direnv leaves is among it before it is there."""
    home = Home(tmp_path, "zsh")
    home.write({".zshrc": HOOK, "work/.envrc": f"export {NAME}={KEY}\n"})
    files = LiveFiles()
    gather(replace(home.machine(), files=files))
    marker = hashlib.sha256(f"{home.cwd}/.envrc\nexport {NAME}={KEY}\n".encode()).hexdigest()
    assert str(tmp_path / ".local/share/direnv/allow" / marker) in files.freeze().files


def test_no_finding_holds_a_value() -> None:
    for files in (
        {".envrc": f"export {NAME}={KEY}\n"},
        with_envrc(f"export {NAME}={KEY}\n"),
        {SETTINGS: {"terminal.integrated.env.linux": {NAME: KEY}}},
    ):
        assert "FFFF" not in repr(run_checks(gather(made(files))))
    assert Secret(KEY).shown.endswith("w7AA")

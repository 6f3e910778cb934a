"""A startup file that gives the shell's place to another: `exec zsh` and its like, as people write it who cannot chsh."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from claude_auth_tui.demo.build import HOME, Content, make_machine
from claude_auth_tui.model.machine import File, Machine, Request
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.words import ShellName, StartKind
from claude_auth_tui.read.files import LiveFiles
from claude_auth_tui.scene.contexts import gather
from claude_auth_tui.shells.predict import predict_shell
from claude_auth_tui.shells.result import ShellEnd
from tests.shells.made_up import label
from tests.shells.posix.asking import lay, typed_in

KEY, URL, TOKEN = "ANTHROPIC_API_KEY", "ANTHROPIC_BASE_URL", "ANTHROPIC_AUTH_TOKEN"
NAMES = (KEY, URL, TOKEN)
FIRST = f"export {KEY}=first\nexport {TOKEN}=first\n"
SECOND = {
    ".zshenv": f"export {TOKEN}=${{{TOKEN}:-zshenv}}\n",
    ".zprofile": f"export {URL}=zprofile\n",
    ".zshrc": f"export {KEY}=zshrc\n",
    ".config/fish/config.fish": f"set -gx {KEY} fish\n",
}
ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "TERM": "xterm-256color", "USER": "dev", "LANG": "C.UTF-8", "SHELL": "/bin/bash"}
Needs = Callable[[str], str]

WRITTEN: list[tuple[ShellName, StartKind, dict[str, str]]] = [
    ("bash", "interactive", {".bashrc": FIRST + "exec zsh\n"}),
    ("bash", "interactive", {".bashrc": FIRST + "[[ $- == *i* ]] && command -v zsh >/dev/null && exec zsh -l\n"}),
    ("bash", "login", {".bash_profile": FIRST + "[ -t 1 ] && exec /usr/bin/zsh\n"}),
    ("bash", "login", {".profile": FIRST + 'if [ -z "$ZSH_VERSION" ]; then\n  SHELL=$(command -v zsh)\n  exec "$SHELL" -l\nfi\n'}),
    ("bash", "interactive", {".bashrc": f"{FIRST}{KEY}=given exec -a -zsh zsh\n", ".zshrc": ""}),
    ("bash", "interactive", {".bashrc": FIRST + "if [ -x /usr/bin/fish ]; then exec fish; fi\n"}),
    ("bash", "interactive", {".bashrc": f"{FIRST}shopt -s execfail\nexec no-such-shell\nunset {KEY}\n"}),
    ("bash", "interactive", {".bashrc": FIRST + "true || exec zsh\n(exec fish </dev/null)\n"}),
    ("zsh", "interactive", {".zshrc": FIRST + "exec bash -l\n", ".bash_profile": f"export {URL}=$SHLVL\n"}),
    ("zsh", "login", {".zprofile": FIRST + "exec fish -l\n"}),
    ("bash", "interactive", {".bashrc": FIRST + "[ -n \"$ONCE\" ] || ONCE=1 exec zsh\n", ".zshrc": "exec bash\n"}),
]  # fmt: skip


def _end(shell: ShellName, start: StartKind, files: Mapping[str, str]) -> ShellEnd:
    machine = _machine(files)
    return predict_shell(machine, shell, start, machine.environment, NAMES)


def _machine(files: Mapping[str, str], **fields: object) -> Machine:
    table: dict[str, Content] = {f"~/{path}": text for path, text in {**SECOND, **files}.items()}
    for name in ("bash", "zsh", "fish", "ps", "grep"):
        table[f"/usr/bin/{name}"] = File("", "present", "file", mode=0o755, executable=True)
    return make_machine(table, {**ENVIRONMENT, "HOME": HOME}, cwd=HOME, **fields)


@pytest.mark.parametrize(("shell", "start", "files"), WRITTEN)
def test_the_second_shell_ends_as_the_real_one(
    shell: ShellName, start: StartKind, files: Mapping[str, str], needs: Needs, tmp_path: Path
) -> None:
    needs("zsh")
    needs("fish")
    path = needs(shell)
    lay(tmp_path, {**SECOND, **files})
    environment = {**ENVIRONMENT, "HOME": str(tmp_path)}
    real = typed_in([path, *(["-l"] if start == "login" else []), "-i"], tmp_path, environment)
    assert real is not None
    secrets = {name: Secret(value) for name, value in environment.items()}
    machine = Machine("linux", str(tmp_path), str(tmp_path), LiveFiles(), secrets, user="dev", uid=os.getuid(), login_shell="/bin/bash")
    end = predict_shell(machine, shell, start, secrets, NAMES)
    told = {name: variable.value.plain if variable.value else None for name, variable in end.variables.items()}
    assert told == {name: real.get(name) for name in NAMES}
    assert end.environment["SHELL"].plain == real["SHELL"]


def test_origins_are_lines_of_either_shell() -> None:
    end = _end("bash", "login", {".bash_profile": FIRST + "exec zsh -l\n"})
    assert [label(end.variables[name]) for name in NAMES] == [".zshrc:1", ".zprofile:1", ".bash_profile:2"]
    hits: dict[tuple[str, str], tuple[str, str]] = {
        (f.hit.path.rsplit("/", 1)[-1], f.hit.variable): (f.hit.effect, f.hit.because) for f in end.found
    }
    assert hits[".zshrc", KEY][0] == hits[".zprofile", URL][0] == hits[".bash_profile", TOKEN][0] == "effective"
    assert hits[".bash_profile", KEY] == ("overridden", "overridden at ~/.zshrc:1 in zsh, which takes the shell's place")
    assert end.becomes == "zsh"
    assert end.notes == ()  # nothing is hidden: it was followed


def test_a_file_of_the_second_shell_that_it_does_not_read_says_why() -> None:
    end = _end("bash", "interactive", {".bashrc": "exec zsh\n"})
    assert {f.hit.because for f in end.found if f.hit.path.endswith(".zprofile")} == {"only a login zsh reads it"}


def test_where_it_cannot_be_told_only_what_differs_is_unknown() -> None:
    files = {".bashrc": f"export {KEY}=a {TOKEN}=b\nif [[ $(ps -p $PPID -o user=) != fish ]]; then exec fish; fi\nexport {URL}=c\n"}
    end = _end("bash", "interactive", files)
    assert [end.variables[name].state for name in NAMES] == ["unknown", "unknown", "set"]
    assert "~/.bashrc:2: fish takes the place of bash only when" in end.variables[KEY].notes[0]
    effects: dict[tuple[str, str], str] = {(f.hit.path.rsplit("/", 1)[-1], f.hit.variable): f.hit.effect for f in end.found}
    assert effects["config.fish", KEY] == effects[".bashrc", KEY] == effects[".bashrc", URL] == "conditional"
    assert effects[".bashrc", TOKEN] == "effective"
    assert end.becomes is None


@pytest.mark.parametrize(
    "test",
    [
        '[[ $(ps --no-header --pid=$PPID --format=comm) != "fish" && -z ${BASH_EXECUTION_STRING} ]]',
        '[ "$(ps -p $PPID -o comm=)" != fish ]',
        "case $(ps -p $PPID -o comm=) in fish) false ;; *) true ;; esac",
    ],
)
def test_a_new_terminal_is_not_started_from_a_shell(test: str) -> None:
    options = "shopt -q login_shell && OPTION='--login' || OPTION=''"
    end = _end("bash", "interactive", {".bashrc": f"if {test}; then\n  {options}\n  exec fish $OPTION\nfi\n"})
    assert (label(end.variables[KEY]), end.becomes) == ("config.fish:1", "fish")


def test_a_value_nobody_knows_stays_unknown_in_the_second_shell() -> None:
    files = {".bashrc": f"export {TOKEN}=$(ps)\nexport {URL}=$(ps)\nexec zsh -l\n", ".zprofile": f"export {URL}=known\n"}
    end = _end("bash", "interactive", files)
    assert (end.variables[TOKEN].state, end.variables[URL].state) == ("unknown", "set")
    assert label(end.variables[URL]) == ".zprofile:1"
    assert TOKEN not in end.environment


def test_shells_that_replace_each_other_for_ever_are_told() -> None:
    end = _end("bash", "interactive", {".bashrc": FIRST + "exec bash\n"})
    assert label(end.variables[KEY]) == ".bashrc:1"
    assert any("again and again" in note for note in end.notes)
    assert {f.hit.effect for f in end.found if f.hit.path.endswith(".bashrc")} == {"effective"}


def test_another_program_in_its_place_is_not_followed() -> None:
    for command in ("zsh -c true", "zsh script", "env zsh", "./zsh-like"):
        end = _end("bash", "interactive", {".bashrc": f"{FIRST}exec {command}\nunset {KEY}\n"})
        assert (label(end.variables[KEY]), end.becomes) == (".bashrc:1", None)
        assert end.notes


def test_the_new_shell_is_the_one_that_is_typed_in() -> None:
    machine = _machine({".bashrc": "exec zsh\n"}, request=Request(shell="bash", start="interactive"))
    context = gather(machine).scene("new_shell").context
    assert (context.shell, context.start, context.title) == ("zsh", "interactive", "A new bash (interactive), which becomes zsh")
    assert next(v for v in context.variables if v.name == KEY).origin == "file:~/.zshrc:1"

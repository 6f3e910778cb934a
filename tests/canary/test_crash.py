"""Whatever breaks, and wherever: what is printed of it holds no value that was at hand."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.canary.canaries import KEY_PREFIX, LENGTHS, Canary, canary
from tests.canary.homes import ROOT
from tests.canary.scanning import Scanner
from tests.tui.terminal import run_in_terminal

_LAYERS: Final = (
    "claude_auth_tui.read.reading.read_machine",
    "claude_auth_tui.read.files.LiveFiles.file",
    "claude_auth_tui.read.config_file.read_preferences",
    "claude_auth_tui.shells.predict.predict_startup",
    "claude_auth_tui.shells.posix.evaluator",
    "claude_auth_tui.documents.strict_json.parse",
    "claude_auth_tui.claude_code.settings",
    "claude_auth_tui.claude_code.predict.predict",
    "claude_auth_tui.scene.contexts.gather",
    "claude_auth_tui.checks.frame.run_checks",
    "claude_auth_tui.checks.verdict.verdict_of",
    "claude_auth_tui.telling.document.document_of",
    "claude_auth_tui.telling.plain.plain_report",
    "claude_auth_tui.telling.redact.redacted",
    "claude_auth_tui.telling.markdown.markdown_report",
    "claude_auth_tui.explain.explaining.explain",
    "claude_auth_tui.model.secret.Secret.shown",
)
"""A function of each layer; of a module, the first function in it that is called."""

_PROGRAM: Final = """
import importlib, inspect, sys
path, how, *arguments = sys.argv[1:]

def unveiled(value, depth=0):
    from claude_auth_tui.model.unveil import unveil
    from claude_auth_tui.model.secret import Secret
    if isinstance(value, Secret):
        return [unveil(value)]
    if isinstance(value, dict) and depth < 3:
        return [text for item in value.values() for text in unveiled(item, depth + 1)]
    if hasattr(value, "__struct_fields__") and depth < 3:
        return [text for name in value.__struct_fields__ for text in unveiled(getattr(value, name, None), depth + 1)]
    return []

def broken(*given, **named):
    secret = [text for value in (*given, *named.values()) for text in unveiled(value)]
    with open(sys.argv[0] + ".hit", "w") as file:
        file.write(path)
    if how == "raise":
        raise RuntimeError("provoked")
    if how == "recursion":
        raise RecursionError
    if how == "memory":
        raise MemoryError
    if how == "interrupt":
        raise KeyboardInterrupt
    if how == "value":
        int("".join(secret) or VALUE)
    raise KeyError("".join(secret) or VALUE)

def put(path):
    parts = path.split(".")
    for size in range(len(parts), 0, -1):
        try:
            holder = importlib.import_module(".".join(parts[:size]))
            break
        except ModuleNotFoundError:
            continue
    rest = parts[size:]
    if not rest:
        for name, found in vars(holder).items():
            if inspect.isfunction(found) and found.__module__ == holder.__name__:
                setattr(holder, name, broken)
            elif inspect.isclass(found) and found.__module__ == holder.__name__:
                for own, method in vars(found).items():
                    if inspect.isfunction(method) and not own.startswith("__"):
                        setattr(found, own, broken)
        return
    for name in rest[:-1]:
        holder = getattr(holder, name)
    old = getattr(holder, rest[-1])
    setattr(holder, rest[-1], property(broken) if isinstance(old, property) else broken)
    for module in list(sys.modules.values()):
        if getattr(module, "__name__", "").startswith("claude_auth_tui") and vars(module).get(rest[-1]) is old:
            setattr(module, rest[-1], broken)

import claude_auth_tui.commands.check, claude_auth_tui.survey, claude_auth_tui.telling.plain, claude_auth_tui.telling.markdown, claude_auth_tui.explain
import claude_auth_tui.commands.cli
put(path)
sys.exit(claude_auth_tui.commands.cli.main(arguments))
"""


def _home(path: Path, value: Canary) -> dict[str, str]:
    (path / ".zshrc").write_text(f"export ANTHROPIC_API_KEY={value.text}\nalias c='ANTHROPIC_AUTH_TOKEN={value.text} claude'\n")
    (path / ".claude").mkdir()
    (path / ".claude/settings.json").write_text(
        f'{{"env": {{"ANTHROPIC_AUTH_TOKEN": "{value.text}"}}, "apiKeyHelper": "get {value.text}"}}'
    )
    (path / ".config/claude-auth-tui").mkdir(parents=True)
    (path / ".config/claude-auth-tui/config.toml").write_text(f'expect = "{value.text}"\n')
    own = {"HOME": str(path), "PATH": "/usr/bin:/bin", "SHELL": "/bin/zsh", "LANG": "C.UTF-8", "PYTHONPATH": str(ROOT)}
    return {**own, "CLAUDE_CODE_OAUTH_TOKEN": value.text, "ANTHROPIC_CUSTOM_HEADERS": f"x-api-key: {value.text}"}


_COMMANDS: Final[tuple[tuple[str, ...], ...]] = (("check", "--json"), ("check", "--what-if"), ("report",), ("explain", "Invalid API key"))


@pytest.mark.parametrize("how", ["raise", "value", "key"])
@pytest.mark.parametrize("layer", _LAYERS)
def test_a_crash_in_any_layer_prints_no_value(tmp_path: Path, layer: str, how: str) -> None:
    value = canary(f"crash/{layer}", LENGTHS[-1])
    env = _home(tmp_path, value)
    program = tmp_path / "program.py"
    program.write_text(_PROGRAM.replace("VALUE", repr(value.text)))
    hit, found = False, []
    for command in _COMMANDS:
        done = subprocess.run(
            [sys.executable, str(program), layer, how, *command],
            env=env, cwd=tmp_path, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60, check=False,
        )  # fmt: skip
        if (mark := tmp_path / "program.py.hit").exists():
            hit = True
            mark.unlink()
            found += [str(leak)[:250] for leak in Scanner([value]).leaks(" ".join(command), done.stdout + done.stderr, rows=True)]
            break
    assert hit, "no command got there"
    assert found == []


_VIEW: Final = """
import sys
from claude_auth_tui.commands.cli import main
from claude_auth_tui.tui.app import AuthApp
from claude_auth_tui.tui.screens.main import MainScreen
from claude_auth_tui.model.unveil import unveil
import os

def broken(self, *given):
    value = os.environ["CLAUDE_CODE_OAUTH_TOKEN"]
    {how}

{where} = broken
sys.exit(main([]))
"""


@pytest.mark.timeout(60)
@pytest.mark.parametrize("where", ["AuthApp.action_help", "MainScreen.tell", "AuthApp.on_told", "MainScreen.on_mount"])
@pytest.mark.parametrize("how", ["raise RuntimeError('provoked')", "int(value)", "{}[value]", "raise RuntimeError(value)"])
def test_a_crash_of_the_view_prints_no_value(tmp_path: Path, where: str, how: str) -> None:
    value = canary("crash/view", LENGTHS[-1])
    env = _home(tmp_path, value)
    env["PATH"] = os.environ["PATH"]
    script = _VIEW.replace("{how}", how).replace("{where}", where)
    _, written = run_in_terminal(script, b"r?", b"\x1b[?1049h", tmp_path, env, then=[(b"5 \x1b", b"r?")])
    text = written.decode("utf-8", "replace")
    assert "Error" in text
    assert [str(leak)[:250] for leak in Scanner([value]).leaks("stream", text, rows=True)] == []


def test_the_prefix_alone_tells_nothing() -> None:
    """What may be shown of a key is not taken for a leak."""
    one = next(made for made in (canary(str(number), 108) for number in range(99)) if made.text.startswith(KEY_PREFIX))
    assert Scanner([one]).leaks("check", f"{KEY_PREFIX}…{one.text[-4:]}") == []

"""Machines that show the checks of loaders, exposure and copies."""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

from tests.checks.cases import RC, Case, export
from tests.checks.homes import KEY, Home, login
from tests.programs import needed

NAME = "ANTHROPIC_API_KEY"
OTHER_KEY = KEY.replace("w7AA", "x8BB")
SHARED = {"env": {NAME: KEY}}
COMPOSE = f"services:\n  bot:\n    environment:\n      {NAME}: {KEY}\n"


def repository(*tracked: str) -> Callable[[Path], None]:
    """The project folder as a work tree of git, with these files tracked."""

    def make(home: Path) -> None:
        for words in (["init", "-q"], *([["add", "-f", "--", *tracked]] if tracked else [])):
            environment = {"HOME": str(home), "PATH": "/usr/local/bin:/usr/bin:/bin", "GIT_CONFIG_NOSYSTEM": "1"}
            subprocess.run([needed("git"), *words], cwd=home / "work", env=environment, check=True, timeout=20)

    return make


def open_home(home: Path) -> None:
    home.chmod(0o755)
    for name in (*RC.values(), "work/.env"):
        if (home / name).exists():
            (home / name).chmod(0o644)


def write(name: str, content: object) -> Callable[[Home], None]:
    def edit(home: Home) -> None:
        home.write({name: content})

    return edit


EXPOSURE: tuple[Case, ...] = (
    Case("key-tracked-by-git", "warning", lambda home: {"work/.env": f"{NAME}={KEY}\n"}, prepare=repository(".env")),
    Case("key-tracked-by-git", "warning", lambda home: {"work/.claude/settings.json": SHARED}, approved=(KEY,),
         prepare=repository(".claude/settings.json"), edit=write("work/.claude/settings.json", {"env": {}}), may_remain=frozenset({"login-missing"})),
    Case("key-not-ignored", "info", lambda home: {"work/a b/.gitignore": "x", "work/.gitignore": "no line break", "work/.env": f"{NAME}={KEY}\n"}, prepare=repository()),
    Case("key-not-ignored", "info", lambda home: {"work/.claude/settings.local.json": SHARED}, approved=(KEY,), prepare=repository()),
    Case("key-in-shared-file", "warning", lambda home: {"work/compose.yml": COMPOSE}, prepare=repository(),
         edit=write("work/compose.yml", COMPOSE.replace(KEY, "${" + NAME + "}"))),
    Case("key-readable-by-others", "info", exports={NAME: KEY}, approved=(KEY,), prepare=open_home),
    Case("key-readable-by-others", "info", lambda home: {"work/.env": f"{NAME}={KEY}\n"}, prepare=open_home),
)  # fmt: skip


ENVRC = f"# work\nexport {NAME}={KEY}\nuse node\n"
HOOKS = {"zsh": 'eval "$(direnv hook zsh)"\n', "bash": 'eval "$(direnv hook bash)"\n', "fish": "direnv hook fish | source\n"}
HOOKED = {RC[shell]: hook for shell, hook in HOOKS.items()}


def allowed(home: Path) -> None:
    """What `direnv allow` leaves."""
    envrc = home / "work/.envrc"
    name = hashlib.sha256(f"{envrc}\n".encode() + envrc.read_bytes()).hexdigest()
    (home / ".local/share/direnv/allow").mkdir(parents=True)
    (home / ".local/share/direnv/allow" / name).write_text(f"{envrc}\n")


EDITOR = {"editor.fontSize": 12, "terminal.integrated.env.linux": {NAME: KEY, "EDITOR": "code"}}

LOADERS: tuple[Case, ...] = (
    Case("envrc-not-allowed", "info", lambda home: {"work/.envrc": ENVRC}),
    Case("envrc-not-allowed", "warning", lambda home: {"work/.envrc": "dotenv\n", "work/.env": f"{NAME}={KEY}\n", **HOOKED}),
    Case("direnv-hook-missing", "info", lambda home: {"work/.envrc": ENVRC}, prepare=allowed),
    Case("env-key-overrides-login", "error", lambda home: {"work/.envrc": ENVRC, **HOOKED, ".claude/.credentials.json": login()}, prepare=allowed),
    Case("env-key-overrides-login", "error", lambda home: {"work/.envrc": "dotenv\n", "work/.env": f"{NAME}={KEY}\n", **HOOKED, ".claude/.credentials.json": login()}, prepare=allowed),
    Case("dotenv-not-read", "info", lambda home: {"work/.env": f"A=1\n{NAME}='{KEY}'\n"}, approved=(KEY,)),
    Case("editor-terminal-differs", "warning", lambda home: {".config/Code/User/settings.json": EDITOR, ".claude/.credentials.json": login()}),
    Case("editor-terminal-differs", "warning", lambda home: {".config/Code/User/settings.json": "{ // mine\n" + json.dumps(EDITOR)[1:], ".claude/.credentials.json": login()},
         edit=write(".config/Code/User/settings.json", "{}")),
)  # fmt: skip


def older(shell: str) -> str:
    return export(shell, NAME, OTHER_KEY) + "\n" + export(shell, NAME, KEY) + "\n"


COPIES: tuple[Case, ...] = (
    Case("key-in-several-places", "info", lambda home: {"work/.env": f"{NAME}={KEY}\n"}, {NAME: KEY}, approved=(KEY,), why="each copy may be wanted; which one is not can only its owner say"),
    Case("older-key-left", "info", lambda home: {RC[shell]: older(shell) for shell in RC}, approved=(KEY, OTHER_KEY)),
)  # fmt: skip

CASES: tuple[Case, ...] = EXPOSURE + LOADERS + COPIES

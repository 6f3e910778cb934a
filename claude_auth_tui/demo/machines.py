"""Made-up machines for showing: each is one way things go wrong, or right. Their keys are fakes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from msgspec import Struct

from claude_auth_tui.demo.build import HOME, NOW, Content, make_machine
from claude_auth_tui.model.machine import Install, Machine, Tmux
from claude_auth_tui.model.saying import say


def fake(prefix: str, tail: str) -> str:
    """An obviously fake credential of full length (108 characters) with these last characters."""
    return prefix + "FAKE-demo-not-a-key-".ljust(108 - len(prefix) - len(tail), "0") + tail


KEY: Final = fake("sk-ant-api03-", "w7AA")
TOKEN: Final = fake("sk-ant-oat01-", "kQAA")

LOGIN: Final[Mapping[str, object]] = {
    "claudeAiOauth": {
        "accessToken": fake("sk-ant-oat01-", "q2AA"),
        "refreshToken": fake("sk-ant-ort01-", "r9AA"),
        "expiresAt": int((NOW + 3 * 3600 + 379) * 1000),
        "scopes": ["user:inference", "user:profile", "user:sessions:claude_code"],
        "subscriptionType": "max",
        "rateLimitTier": "default_claude_max_5x",
    }
}
STATE: Final[Mapping[str, object]] = {
    "hasCompletedOnboarding": True,
    "theme": "dark",
    "oauthAccount": {"emailAddress": "dev@example.com", "organizationName": "Example"},
    "projects": {f"{HOME}/work/api": {"hasTrustDialogAccepted": True}},
}

_ZSHRC: Final = """\
# ~/.zshrc
export EDITOR=nvim
export PATH="$HOME/.local/bin:$PATH"

HISTFILE=~/.zsh_history
HISTSIZE=50000
SAVEHIST=50000
setopt inc_append_history share_history hist_ignore_dups

autoload -Uz compinit && compinit
zstyle ':completion:*' menu select

alias ll='ls -lah'
alias g=git
"""


def _zshrc(line: str, at: int = 42) -> str:
    """The startup file with a line at this number."""
    before = _ZSHRC.splitlines()
    before += ["# …"] * (at - 1 - len(before))
    return "\n".join([*before[: at - 1], line]) + "\n"


def _machine(files: Mapping[str, Content], env: Mapping[str, str] | None = None, **fields: object) -> Machine:
    given = {"~/.zshrc": _ZSHRC, "~/.claude.json": STATE, "~/.claude/.credentials.json": LOGIN, **files}
    present = {path: content for path, content in given.items() if content != ""}
    settings: dict[str, object] = {
        "tmux": Tmux({}, "%3"),
        "installs": (Install(f"{HOME}/.local/bin/claude", say("2.1.329"), first_on_path=True),),
        **fields,
    }
    return make_machine(present, {"TERM": "tmux-256color", "LANG": "en_US.UTF-8", **(env or {})}, **settings)


class Demo(Struct, frozen=True):
    about: str
    """In one line, for the list."""
    machine: Callable[[], Machine]


MACHINES: Final[Mapping[str, Demo]] = {
    "key-overrides-max": Demo(
        "a key exported in ~/.zshrc takes the place of a Max login",
        lambda: _machine(
            {
                "~/.zshrc": _zshrc(f"export ANTHROPIC_API_KEY={KEY}"),
                "~/.bashrc": f"# from an older machine\nexport ANTHROPIC_API_KEY={fake('sk-ant-api03-', 'e4AA')}\n",
                "~/work/api/.envrc": "layout python\n\nexport ANTHROPIC_BASE_URL=https://gateway.example.com\n",
            },
            {"ANTHROPIC_API_KEY": KEY},
        ),
    ),
    "healthy-max": Demo("a Max login and nothing in its way", lambda: _machine({})),
    "only-this-terminal": Demo(
        "the line is deleted, but this terminal still has the key",
        lambda: _machine({}, {"ANTHROPIC_API_KEY": KEY}),
    ),
    "not-logged-in": Demo(
        "no login, no key: the first start is still to come",
        lambda: _machine({"~/.claude/.credentials.json": "", "~/.claude.json": ""}),
    ),
    "bedrock-leftover": Demo(
        "a forgotten switch sends everything to Amazon Bedrock",
        lambda: _machine(
            {"~/.zshrc": _zshrc("export CLAUDE_CODE_USE_BEDROCK=1", 23)},
            {"CLAUDE_CODE_USE_BEDROCK": "1"},
        ),
    ),
    "settings-env-overrides": Demo(
        "a settings file sets the key, so unsetting it in the shell changes nothing",
        lambda: _machine(
            {"~/.claude/settings.json": {"model": "opus", "env": {"ANTHROPIC_API_KEY": KEY, "DISABLE_TELEMETRY": "1"}}},
        ),
    ),
    "broken-settings": Demo(
        "a comma too many: Claude Code drops the whole settings file",
        lambda: _machine(
            {
                "~/.claude/settings.json": '{\n  "model": "opus",\n  "env": {\n    "ANTHROPIC_BASE_URL": "https://gateway.example.com",\n  }\n}\n',
            },
        ),
    ),
    "expired-login": Demo(
        "the login has run out and cannot refresh itself",
        lambda: _machine(
            {
                "~/.claude/.credentials.json": {
                    "claudeAiOauth": {
                        "accessToken": fake("sk-ant-oat01-", "q2AA"),
                        "expiresAt": int((NOW - 7200) * 1000),
                        "scopes": ["user:inference"],
                        "subscriptionType": "max",
                    }
                }
            }
        ),
    ),
    "two-headers": Demo(
        "a gateway's token and a key are both sent",
        lambda: _machine(
            {
                "~/.zshrc": _zshrc(f"export ANTHROPIC_API_KEY={KEY}"),
                "~/.zshenv": f'export ANTHROPIC_BASE_URL=https://gateway.example.com\nexport ANTHROPIC_AUTH_TOKEN="{TOKEN}"\n',
            },
            {"ANTHROPIC_API_KEY": KEY, "ANTHROPIC_AUTH_TOKEN": TOKEN, "ANTHROPIC_BASE_URL": "https://gateway.example.com"},
        ),
    ),
}

"""Diagnoses made by hand, with everything filled in: what the screen's tests show. Any field can be replaced."""

from __future__ import annotations

from msgspec.structs import replace

from claude_auth_tui.model.diagnosis import (
    ChainLink,
    Context,
    Diagnosis,
    Evidence,
    Finding,
    Fix,
    Hit,
    Installed,
    Place,
    Status,
    Store,
    Surface,
    Variable,
    Verdict,
)
from claude_auth_tui.model.secret import Fingerprint
from claude_auth_tui.model.words import HeaderName, SourceState, SurfaceName
from tests.shown import shown

KEY = "sk-ant-api03-…w7AA"
UNSET_COMMAND = "unset ANTHROPIC_API_KEY"
DELETE_COMMAND = "sed -i.bak '/^export ANTHROPIC_API_KEY=/d' ~/.zshrc"
_NAMES = (
    "ANTHROPIC_API_KEY",
    "ANTHROPIC_AUTH_TOKEN",
    "CLAUDE_CODE_OAUTH_TOKEN",
    "CLAUDE_CODE_USE_BEDROCK",
    "ANTHROPIC_BASE_URL",
    "CLAUDE_CONFIG_DIR",
)


def link(source: str, title: str, state: SourceState, because: str = "", where: str | None = None, value: str | None = None) -> ChainLink:
    header: HeaderName | None = "x_api_key" if state == "sends" and "API_KEY" in source else "authorization" if state == "sends" else None
    seen, place = (None if text is None else shown(text) for text in (value, where))
    return ChainLink(shown(source), state, shown(because), header, place, shown(title), seen)


def chain(key: SourceState = "sends", login: SourceState = "overridden", where: str | None = "~/.zshrc:42") -> tuple[ChainLink, ...]:
    return (
        link("provider", "Cloud provider", "unset", "no CLAUDE_CODE_USE_* variable is on"),
        link("env:ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_AUTH_TOKEN", "unset"),
        link(
            "env:ANTHROPIC_API_KEY",
            "ANTHROPIC_API_KEY",
            key,
            "" if key == "unset" else "set in the environment, and claude -p always uses it",
            None if key == "unset" else where,
            None if key == "unset" else KEY,
        ),
        link("settings.user:apiKeyHelper", "apiKeyHelper (user settings)", "unset"),
        link("env:CLAUDE_CODE_OAUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN", "unset"),
        link("profile:default", "Profile default", "unset", "no folder ~/.config/anthropic"),
        link(
            "credentials:claudeAiOauth",
            "/login Max",
            login,
            "overridden by ANTHROPIC_API_KEY" if login == "overridden" else "the stored login is valid",
            "~/.claude/.credentials.json",
        ),
        link("config:primaryApiKey", "/login managed key", "unset"),
    )


def sends_key() -> Surface:
    return Surface(
        "sends",
        shown("ANTHROPIC_API_KEY is set"),
        provider="anthropic",
        x_api_key=shown("env:ANTHROPIC_API_KEY"),
        pays="api",
        chain=chain(),
    )


def sends_login() -> Surface:
    return Surface(
        "sends",
        shown("the stored login is used"),
        provider="anthropic",
        authorization=shown("credentials:claudeAiOauth"),
        pays="plan",
        chain=chain("unset", "sends"),
    )


def asks_key() -> Surface:
    return Surface(
        "asks",
        shown("ANTHROPIC_API_KEY is set and was never approved"),
        asks="key",
        chain=chain("not_approved", "sends"),
        if_yes=sends_key(),
        if_no=sends_login(),
    )


def variables(key: bool = True, origin: str = "env", where: str | None = "~/.zshrc:42") -> tuple[Variable, ...]:
    return tuple(
        Variable(shown(name), "set", shown(origin), shown(where) if where else None, shown(KEY), Fingerprint("0badc0de"))
        if key and name == "ANTHROPIC_API_KEY"
        else Variable(shown(name), "unset")
        for name in _NAMES
    )


def context(id_: str, title: str, key: bool, **fields: object) -> Context:
    surfaces: dict[SurfaceName, Surface] = (
        {"interactive": asks_key(), "print": sends_key(), "bare": sends_key()}
        if key
        else {
            "interactive": sends_login(),
            "print": sends_login(),
            "bare": Surface("not_logged_in", shown("--bare uses no login"), chain=()),
        }
    )
    status = Status(True, shown("api_key") if key else shown("claude.ai"), shown("firstParty"), shown("ANTHROPIC_API_KEY") if key else None)
    made = Context(id_, shown(title), variables(key), surfaces, status)
    return replace(made, **fields)


def hits(deleted: bool = False) -> tuple[Hit, ...]:
    exported = Hit(
        "~/.zshrc",
        42,
        shown("ANTHROPIC_API_KEY"),
        "export",
        "effective",
        shown("read by every interactive zsh"),
        shown(KEY),
        shown("export ANTHROPIC_API_KEY=…"),
        Fingerprint("0badc0de"),
    )
    rest = (
        Hit(
            "~/.zshrc",
            12,
            shown("ANTHROPIC_BASE_URL"),
            "assign",
            "not_exported",
            shown("assigned, never exported"),
            None,
            shown("ANTHROPIC_BASE_URL=…"),
        ),
        Hit(
            "~/work/api/.envrc",
            3,
            shown("ANTHROPIC_API_KEY"),
            "dotenv",
            "inactive",
            shown("direnv has not allowed this file"),
            None,
            shown("dotenv .env.local"),
        ),
        Hit(
            "~/.bashrc",
            8,
            shown("ANTHROPIC_API_KEY"),
            "export",
            "inactive",
            shown("zsh does not read it"),
            shown(KEY),
            shown("export ANTHROPIC_API_KEY=…"),
        ),
    )
    return rest if deleted else (exported, *rest)


def store(**fields: object) -> Store:
    made = Store(
        "file",
        shown("~/.claude/.credentials.json"),
        "usable",
        shown("0600"),
        shown("2026-11-21T15:10:00Z"),
        True,
        (shown("user:inference"), shown("user:profile")),
        shown("max"),
    )
    return replace(made, **fields)


def key_finding() -> Finding:
    return Finding(
        "env-key-overrides-login",
        "error",
        shown("A key in your shell overrides your Max login"),
        shown(
            "ANTHROPIC_API_KEY is set in every new zsh, and claude -p always uses it. Requests are paid per use instead of by your Max plan."
        ),
        (
            Evidence(shown("~/.zshrc:42"), shown("export ANTHROPIC_API_KEY=…")),
            Evidence(shown("~/.claude/.credentials.json"), shown("a Max login, usable until 15:10")),
        ),
        (
            Fix(
                shown("Delete the line"),
                shown(DELETE_COMMAND),
                "zsh",
                shown("mv ~/.zshrc.bak ~/.zshrc"),
                shown("open a new terminal"),
                shown("claude -p sends your Max login"),
            ),
            Fix(
                shown("Unset it in this terminal"),
                shown(UNSET_COMMAND),
                "zsh",
                shown(""),
                shown("until the terminal is closed"),
                shown("this terminal sends your Max login"),
            ),
        ),
        "https://code.claude.com/docs/en/authentication",
        "new_shell",
    )


def findings() -> tuple[Finding, ...]:
    return (
        key_finding(),
        Finding(
            "key-not-approved",
            "warning",
            shown("claude will ask about the key before it starts"),
            shown("The key was never approved, so claude asks once; claude -p does not ask."),
            (Evidence(shown("~/.claude.json"), shown("customApiKeyResponses has no entry for it")),),
            (Fix(shown("Unset the key"), shown(UNSET_COMMAND), "zsh", shown(""), shown(""), shown("claude starts with your Max login")),),
        ),
        Finding(
            "assigned-not-exported",
            "warning",
            shown("ANTHROPIC_BASE_URL is assigned but never exported"),
            shown("claude does not see a variable that the shell does not export."),
            (Evidence(shown("~/.zshrc:12"), shown("ANTHROPIC_BASE_URL=…")),),
            (Fix(shown("Export it"), shown("export ANTHROPIC_BASE_URL"), "zsh"),),
        ),
        Finding(
            "envrc-not-allowed",
            "info",
            shown("direnv has not allowed ~/work/api/.envrc"),
            shown("It changes nothing until it is."),
            (Evidence(shown("~/work/api/.envrc:3"), shown("dotenv")),),
        ),
        *(Finding(f"passed-{n}", "ok", shown(f"Check number {n} has nothing to say"), shown("")) for n in range(1, 32)),
    )


def key_overrides_max(**fields: object) -> Diagnosis:
    """DESIGN's example: `.zshrc` exports a key, the store holds a Max login."""
    made = Diagnosis(
        modelled=shown("2.1.329"),
        installed=(Installed(shown("~/.local/bin/claude"), shown("2.1.329"), True),),
        place=Place("linux", False, None, False, True, shown("~/work/api"), shown("~/.claude"), shown("zsh")),
        contexts=(
            context(
                "new_shell",
                "A new zsh (login)",
                True,
                variables=variables(origin="file:~/.zshrc:42"),
                shell="zsh",
                start="login",
                inherit="tmux",
            ),
            context("here", "This terminal", True),
        ),
        hits=hits(),
        stores=(store(), Store("config", shown("~/.claude.json"), "absent")),
        findings=findings(),
        verdict=Verdict(
            "error",
            shown("claude -p in a new zsh sends an API key (pay as you go), not your Max login"),
            shown(f"x-api-key: ANTHROPIC_API_KEY {KEY} from ~/.zshrc:42"),
            "new_shell",
            "print",
            "env-key-overrides-login",
        ),
    )
    return replace(made, **fields)


def line_deleted(**fields: object) -> Diagnosis:
    """The same machine after the line was deleted: only this terminal still carries the key."""
    left = Finding(
        "only-here",
        "info",
        shown("Only this terminal still has the key"),
        shown("It was started before the line was deleted; new shells do not get it."),
        (Evidence(shown(""), shown("this process's environment")),),
        (
            Fix(
                shown("Unset it in this terminal"),
                shown(UNSET_COMMAND),
                "zsh",
                shown(""),
                shown(""),
                shown("this terminal sends your Max login"),
            ),
        ),
        context="here",
    )
    made = key_overrides_max(
        contexts=(
            context("new_shell", "A new zsh (login)", False, shell="zsh", start="login", inherit="tmux"),
            context("here", "This terminal", True, variables=variables(where="inherited")),
        ),
        hits=hits(deleted=True),
        findings=(left, *(f for f in findings() if f.level in ("info", "ok"))),
        verdict=Verdict(
            "ok",
            shown("claude and claude -p in a new zsh send your Max login"),
            shown("Authorization: the login in ~/.claude/.credentials.json"),
            "new_shell",
            "print",
            "only-here",
        ),
    )
    return replace(made, **fields)

"""The closed lists of words this program speaks in: levels, states, effects, shells, ways of starting.

A word of one of these lists may stand in shown text as it is (`model.saying`); the lists are the values of the
machine-readable document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

Platform = Literal["linux", "macos", "windows"]
FileState = Literal["present", "absent", "unreadable", "not_a_file", "too_large"]
FolderState = Literal["present", "absent", "unreadable", "not_a_folder"]
FileKind = Literal["file", "folder", "fifo", "socket", "device"]
ShellName = Literal["bash", "zsh", "fish"]
StartKind = Literal["login", "interactive", "script"]
InheritKind = Literal["auto", "here", "clean", "tmux"]
Inherited = Literal["here", "clean", "tmux", "terminal", "outside", "registry"]
"""What a new shell was taken to inherit. "outside": what our first shell was given by something that is not to be seen, as in a container."""

Level = Literal["error", "warning", "info", "ok", "unknown"]
LEVELS: Final[tuple[Level, ...]] = ("error", "warning", "unknown", "info", "ok")
"""Worst first, as lists are sorted."""
VariableState = Literal["set", "empty", "unset", "unknown"]
Outcome = Literal["sends", "asks", "not_logged_in", "blocked", "unknown"]
Question = Literal["onboarding", "trust", "settings", "key"]
BlockReason = Literal["header", "policy", "managed_settings", "provider_setup", "state_file", "settings_flag", "base_url", "proxy"]
Payer = Literal["plan", "api", "cloud", "gateway", "unknown"]
SourceState = Literal["sends", "overridden", "unset", "empty", "unusable", "not_approved", "needs_trust", "ignored", "unknown"]
HeaderName = Literal["authorization", "x_api_key", "both"]
SurfaceName = Literal["interactive", "print", "bare"]
Does = Literal["export", "assign", "unset", "prefix", "alias", "function", "source", "env", "dotenv"]
Effect = Literal["effective", "overridden", "not_reached", "not_exported", "conditional", "inactive", "unknown"]
Proof = Literal["ran", "edited", "simulated", "parsed", "none"]
"""How the tests prove a fix: its command was run; an edit was made as it says; a login or answer was written as the real
one would leave it; the command was only checked; not at all."""
StoreKind = Literal["file", "keychain", "config"]
StoreState = Literal[
    "usable", "expired", "refreshable", "no_scope", "empty", "corrupt", "unreadable", "absent", "locked", "present", "unknown"
]

Expected = Literal[
    "any", "login", "key", "token", "helper", "profile", "gateway", "cloud", "bedrock", "vertex", "foundry", "mantle", "aws", "gcp"
]
"""What the user can say that is to be sent."""
Provider = Literal["bedrock", "foundry", "anthropicAws", "anthropicGoogleCloud", "mantle", "vertex"]
ProviderName = Literal["anthropic", "bedrock", "foundry", "anthropicAws", "anthropicGoogleCloud", "mantle", "vertex", "gateway"]
Scope = Literal["user", "project", "local", "flag", "managed"]
"""A layer of settings."""
FixShell = Literal["bash", "zsh", "fish", "powershell", "cmd"]

Prefix = Literal["# ", ": # "]
"""What makes a line a comment: `: # ` where a block may not become empty."""

if TYPE_CHECKING:
    Word: TypeAlias = (
        Platform | FileState | FolderState | FileKind | ShellName | StartKind | InheritKind | Inherited | Level | VariableState | Outcome
        | Question | BlockReason | Payer | SourceState | HeaderName | SurfaceName | Does | Effect | StoreKind | StoreState | Expected
        | ProviderName | FixShell | Scope | Prefix
    )  # fmt: skip

WORDS: Final = frozenset(
    word
    for literal in (
        Platform,
        FileState,
        FolderState,
        FileKind,
        ShellName,
        StartKind,
        InheritKind,
        Inherited,
        Level,
        VariableState,
        Outcome,
        Question,
        BlockReason,
        Payer,
        SourceState,
        HeaderName,
        SurfaceName,
        Does,
        Effect,
        StoreKind,
        StoreState,
        Expected,
        ProviderName,
        FixShell,
        Scope,
        Prefix,
    )
    for word in get_args(literal)
)
"""All of them at run time, where a union of so many takes milliseconds to make."""
Rule = Literal[
    "project_setup_token_ignored",
    "status_names_console_key",
    "allowed_providers",
    "status_key_before_login",
    "broken_managed_refused",
    "foundry_alone",
    "blank_ignored",
    "local_at_root",
    "login_method_refuses_key",
    "empty_ignored",
    "broken_settings_passed",
    "any_helper_beside_token",
    "aws_alone",
    "mantle_alone",
    "mantle_bearer",
    "signature_stays",
    "managed_drop_ins",
    "project_setup_token_taken",
    "user_helper_beside_token",
    "setup_token_in_settings",
    "setting_before_login",
    "managed_setting_before_login",
    "broken_settings_asked",
    "login_kept",
    "empty_token_alone",
]
"""What Claude Code does from some version on."""

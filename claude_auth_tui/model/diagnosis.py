"""What is told: contexts, surfaces, hits, stores, findings, the verdict. Frozen, and without any secret.

The words are those of the machine-readable document (`document`), which is printed from these classes one to one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from claude_auth_tui.model.machine import ShellName, StartKind
from claude_auth_tui.model.private import NOTHING_PRIVATE, Private

Level = Literal["error", "warning", "info", "ok", "unknown"]
LEVELS: tuple[Level, ...] = ("error", "warning", "unknown", "info", "ok")
"""Worst first, as lists are sorted."""

VariableState = Literal["set", "empty", "unset", "unknown"]
Outcome = Literal["sends", "asks", "not_logged_in", "blocked", "unknown"]
Question = Literal["onboarding", "trust", "key"]
BlockReason = Literal["header", "policy", "managed_settings", "provider_setup", "state_file", "settings_flag", "base_url", "proxy"]
Payer = Literal["plan", "api", "cloud", "gateway", "unknown"]
SourceState = Literal["sends", "overridden", "unset", "empty", "unusable", "not_approved", "needs_trust", "ignored", "unknown"]
HeaderName = Literal["authorization", "x_api_key", "both"]
SurfaceName = Literal["interactive", "print", "bare"]
SURFACES: tuple[SurfaceName, ...] = ("interactive", "print", "bare")
SURFACE_TITLES: Mapping[SurfaceName, str] = {"interactive": "claude", "print": "claude -p", "bare": "claude --bare -p"}
OTHER_TITLES: Mapping[str, str] = {"vscode": "editor extension", "desktop": "Claude Desktop"}
"""Surfaces that are told only where they are on the machine. By the documentation; not observed."""
Does = Literal["export", "assign", "unset", "prefix", "alias", "function", "source", "env", "dotenv"]
Effect = Literal["effective", "overridden", "not_reached", "not_exported", "conditional", "inactive", "unknown"]
Proof = Literal["ran", "edited", "simulated", "parsed", "none"]
"""How the tests prove a fix: its command was run; an edit was made as it says; a login or answer was written as the real
one would leave it; the command was only checked; not at all."""
StoreKind = Literal["file", "keychain", "config"]
StoreState = Literal[
    "usable", "expired", "refreshable", "no_scope", "empty", "corrupt", "unreadable", "absent", "locked", "present", "unknown"
]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value was written: the process's environment, inherited by a new shell, or a line of a file."""

    kind: Literal["env", "inherited", "file"]
    path: str = ""
    """Absolute, for kind "file"."""
    line: int = 0
    """From 1, for kind "file"."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable in one context."""

    name: str
    state: VariableState
    origin: str | None = None
    """`env`, `inherited` or `file:PATH:LINE`; None when unset."""
    where: str | None = None
    """A place for people: `~/.zshrc:42`, or None when no line is known to hold this value."""
    shown: str | None = None
    fingerprint: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One source that could count for a surface, and what became of it."""

    source: str
    state: SourceState
    because: str
    header: HeaderName | None = None
    where: str | None = None
    """`~/.zshrc:42`, a settings file with its line, or a store's path."""
    title: str = ""
    """The source in words: "ANTHROPIC_API_KEY", "apiKeyHelper (user settings)", "/login Max"."""
    shown: str | None = None


@dataclass(frozen=True, slots=True)
class Surface:
    """What happens when Claude Code is started one way in one context."""

    outcome: Outcome
    because: str
    asks: Question | None = None
    reason: BlockReason | None = None
    provider: str | None = None
    authorization: str | None = None
    """The id of the source whose value arrives in the Authorization header."""
    x_api_key: str | None = None
    pays: Payer | None = None
    chain: tuple[ChainLink, ...] = ()
    if_yes: Surface | None = None
    if_no: Surface | None = None
    expected: str | None = None
    """What the user says is to be sent here, a word of `model.preferences`; None where nothing is said."""

    @property
    def sources(self) -> tuple[str, ...]:
        """The ids of the sources that are sent, the one in Authorization first."""
        return tuple(dict.fromkeys(s for s in (self.authorization, self.x_api_key) if s))


@dataclass(frozen=True, slots=True)
class Status:
    """What `claude auth status --json` would say; a field it leaves out is None."""

    logged_in: bool | None
    auth_method: str | None = None
    api_provider: str | None = None
    api_key_source: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """One environment Claude Code may be started in, and what happens there."""

    id: str
    title: str
    variables: tuple[Variable, ...]
    surfaces: Mapping[SurfaceName, Surface]
    status: Status
    shell: ShellName | None = None
    start: StartKind | None = None
    inherit: str | None = None
    notes: tuple[str, ...] = ()
    others: Mapping[str, Surface] = field(default_factory=dict)
    """Surfaces beside the command line, by the names in OTHER_TITLES: those that are on this machine."""

    def variable(self, name: str) -> Variable:
        return next((v for v in self.variables if v.name == name), Variable(name, "unset"))


@dataclass(frozen=True, slots=True)
class Hit:
    """A place in a file that names one of the variables."""

    path: str
    """Absolute while it is computed; as people write it (`~/.zshrc`) in a `Diagnosis`."""
    line: int
    variable: str
    does: Does
    effect: Effect
    because: str
    shown: str | None = None
    text: str = ""
    """The line rebuilt with every literal that could be a value as `…`."""
    fingerprint: str | None = None


@dataclass(frozen=True, slots=True)
class Store:
    """A place where `/login` keeps a credential."""

    kind: StoreKind
    where: str
    state: StoreState
    mode: str | None = None
    expires_at: str | None = None
    """ISO 8601, UTC."""
    refreshable: bool | None = None
    scopes: tuple[str, ...] = ()
    subscription: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a finding rests on; `where` is `~/.zshrc:42`, a file, or empty."""

    where: str
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A command or an edit that cures a finding, smallest first."""

    title: str
    command: str
    """What `y` copies: ready to paste into `shell`. Empty where nothing can be typed here."""
    shell: str
    undo: str = ""
    then: str = ""
    """What to do afterwards: open a new terminal, restart the session."""
    leads_to: str = ""
    """What Claude Code will do once it is applied, in one line; empty when it cannot be told."""
    proof: Proof = "none"
    unproven: str = ""
    """Why it is only checked or not proven at all, for those two proofs."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One check's answer."""

    id: str
    level: Level
    title: str
    explain: str
    evidence: tuple[Evidence, ...] = ()
    fixes: tuple[Fix, ...] = ()
    docs: str = ""
    context: str | None = None
    """The id of the context it speaks of, when it speaks of one."""
    muted: str | None = None
    """The user's reason for not counting it: then it has no part in verdict, levels and exit status."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The one sentence on top."""

    level: Level
    headline: str
    detail: str
    context: str
    surface: SurfaceName
    finding: str | None = None
    """The id of the finding it stands for."""


@dataclass(frozen=True, slots=True)
class Installed:
    path: str
    version: str | None
    first_on_path: bool


@dataclass(frozen=True, slots=True)
class Place:
    """The machine in a few words, for headers and reports."""

    platform: str
    wsl: bool
    container: str | None
    ssh: bool
    tmux: bool
    cwd: str
    config_dir: str
    shell: str
    follow: bool = False
    """Whether `cwd` is that of the neighbouring tmux pane."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Everything that is told about one machine at one moment."""

    modelled: str
    """The Claude Code version whose behaviour the rules describe."""
    installed: tuple[Installed, ...]
    place: Place
    contexts: tuple[Context, ...]
    hits: tuple[Hit, ...]
    stores: tuple[Store, ...]
    findings: tuple[Finding, ...]
    verdict: Verdict
    next_expiry: float | None = None
    """Seconds since the epoch at which a stored login expires next: the one moment at which time alone changes this."""
    bell: bool = False
    """Whether the user wants the bell when the verdict changes."""
    private: Private = field(default=NOTHING_PRIVATE, repr=False, compare=False)
    """What a report has to leave out."""

    def context(self, id_: str) -> Context | None:
        return next((c for c in self.contexts if c.id == id_), None)

    def finding(self, id_: str) -> Finding | None:
        """The first finding of a check; of `id#2` the second."""
        id_, _, number = id_.partition("#")
        found = [f for f in self.findings if f.id == id_]
        return next(iter(found[int(number or 1) - 1 :]), None)

    def key_of(self, finding: Finding) -> str:
        """What `finding()` finds it by again: its id, with `#2` and so on for the later ones of one check."""
        before = sum(1 for f in self.findings[: self.findings.index(finding)] if f.id == finding.id)
        return f"{finding.id}#{before + 1}" if before else finding.id

    @property
    def failed(self) -> bool:
        """Whether anything is at level error that the user did not mute: exit status 1."""
        return any(f.level == "error" and f.muted is None for f in self.findings)

"""What is told: contexts, surfaces, hits, stores, findings, the verdict. Frozen, and without any secret.

The words are those of the machine-readable document (`telling.document`), which is the encoding of these classes: what a
member is called there, where that is another word, stands beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Final, Literal

from msgspec import Meta, Struct, field

from claude_auth_tui.model.private import NOTHING_PRIVATE, Private
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.secret import Fingerprint
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import (
    BlockReason,
    Does,
    Effect,
    Expected,
    FixShell,
    HeaderName,
    Inherited,
    Level,
    Outcome,
    Payer,
    Platform,
    Proof,
    ProviderName,
    Question,
    ShellName,
    SourceState,
    StartKind,
    StoreKind,
    StoreState,
    SurfaceName,
    VariableState,
)

if TYPE_CHECKING:
    from claude_auth_tui.model.total import BySurface

SURFACES: tuple[SurfaceName, ...] = ("interactive", "print", "bare")
SURFACE_TITLES: BySurface[Shown] = {"interactive": say("claude"), "print": say("claude -p"), "bare": say("claude --bare -p")}
OTHER_TITLES: Mapping[str, Shown] = {"vscode": say("editor extension"), "desktop": say("Claude Desktop")}
"""Surfaces that are told only where they are on the machine. By the documentation; not observed."""
LARGEST_NUMBER: Final = 10**9
"""Of a line; a larger one in a report from elsewhere is none."""


class Origin(Struct, frozen=True):
    """Where a value was written: the process's environment, inherited by a new shell, or a line of a file."""

    kind: Literal["env", "inherited", "file"]
    path: str = ""
    """Absolute, for kind "file"."""
    line: int = 0
    """From 1, for kind "file"."""


class Variable(Struct, frozen=True):
    """One environment variable in one context."""

    name: Shown
    state: VariableState
    origin: Shown | None = None
    """`env`, `inherited` or `file:PATH:LINE`; None when unset."""
    where: Shown | None = None
    """A place for people: `~/.zshrc:42`, or None when no line is known to hold this value."""
    shown: Shown | None = None
    fingerprint: Fingerprint | None = field(default=None, name="equal")
    notes: tuple[Shown, ...] = ()


class ChainLink(Struct, frozen=True):
    """One source that could count for a surface, and what became of it."""

    source: Shown
    state: SourceState
    because: Shown
    header: HeaderName | None = None
    where: Shown | None = None
    """`~/.zshrc:42`, a settings file with its line, or a store's path."""
    title: Shown = NOTHING
    """The source in words: "ANTHROPIC_API_KEY", "apiKeyHelper (user settings)", "/login Max"."""
    shown: Shown | None = None


class Surface(Struct, frozen=True):
    """What happens when Claude Code is started one way in one context."""

    outcome: Outcome
    because: Shown
    asks: Question | None = None
    reason: BlockReason | None = None
    provider: ProviderName | None = None
    authorization: Shown | None = None
    """The id of the source whose value arrives in the Authorization header."""
    x_api_key: Shown | None = None
    pays: Payer | None = None
    chain: tuple[ChainLink, ...] = ()
    if_yes: Surface | None = None
    if_no: Surface | None = None
    expected: Expected | None = None
    """What the user says is to be sent here, a word of `model.preferences`; None where nothing is said."""

    @property
    def sources(self) -> tuple[Shown, ...]:
        """The ids of the sources that are sent, the one in Authorization first."""
        return tuple(dict.fromkeys(s for s in (self.authorization, self.x_api_key) if s))


class Status(Struct, frozen=True, rename="camel"):
    """What `claude auth status --json` would say; a field it leaves out is None."""

    logged_in: bool | None
    auth_method: Shown | None = None
    api_provider: Shown | None = None
    api_key_source: Shown | None = None


class Client(Struct, frozen=True):
    """The `claude` that is started."""

    path: Shown
    version: Shown | None = None
    """None where it cannot be told."""
    rules: Shown = NOTHING
    """The versions whose rules are told: "2.1.100", "2.1.146 to 2.1.332"."""


class Context(Struct, frozen=True):
    """One environment Claude Code may be started in, and what happens there."""

    id: str
    title: Shown
    variables: tuple[Variable, ...]
    surfaces: Mapping[SurfaceName, Surface]
    status: Status
    shell: ShellName | None = None
    start: StartKind | None = None
    inherit: Inherited | None = None
    notes: tuple[Shown, ...] = ()
    others: Mapping[str, Surface] = field(default_factory=dict)
    """Surfaces beside the command line, by the names in OTHER_TITLES: those that are on this machine."""
    home: Shown | None = None
    """The home folder whose files and login count there, where it is another than this terminal's."""
    user: Shown | None = None
    """Whose process it is, where that is another user."""
    stores: tuple[Store, ...] | None = None
    """The places of its login, where they are others than a new shell's."""
    client: Client | None = None
    """What typing `claude` starts here; None where nothing is found."""

    def variable(self, name: str) -> Variable:
        return next((v for v in self.variables if v.name == name), Variable(NOTHING, "unset"))


class Hit(Struct, frozen=True):
    """A place in a file that names one of the variables."""

    path: str
    """Absolute while it is computed; as people write it (`~/.zshrc`) in a `Diagnosis`."""
    line: Annotated[int, Meta(ge=0, le=LARGEST_NUMBER)]
    variable: Shown
    does: Does
    effect: Effect
    because: Shown
    shown: Shown | None = None
    text: Shown = NOTHING
    """The line rebuilt with every literal that could be a value as `…`."""
    fingerprint: Fingerprint | None = field(default=None, name="equal")


class Store(Struct, frozen=True):
    """A place where `/login` keeps a credential."""

    kind: StoreKind
    where: Shown
    state: StoreState
    mode: Shown | None = None
    expires_at: Shown | None = None
    """ISO 8601, UTC."""
    refreshable: bool | None = None
    scopes: tuple[Shown, ...] = ()
    subscription: Shown | None = None
    notes: tuple[Shown, ...] = ()


class Evidence(Struct, frozen=True):
    """What a finding rests on; `where` is `~/.zshrc:42`, a file, or empty."""

    where: Shown
    text: Shown


class Fix(Struct, frozen=True):
    """A command or an edit that cures a finding, smallest first."""

    title: Shown
    command: Shown
    """What `y` copies: ready to paste into `shell`. Empty where nothing can be typed here."""
    shell: FixShell | Literal[""]
    """Empty where it is no command of one shell."""
    undo: Shown = NOTHING
    then: Shown = NOTHING
    """What to do afterwards: open a new terminal, restart the session."""
    leads_to: Shown = NOTHING
    """What Claude Code will do once it is applied, in one line; empty when it cannot be told."""
    proof: Proof = "none"
    unproven: Shown = NOTHING
    """Why it is only checked or not proven at all, for those two proofs."""


class Finding(Struct, frozen=True):
    """One check's answer."""

    id: Annotated[str, Meta(extra_json_schema={"pattern": "^[a-z0-9-]+$"})]
    level: Level
    title: Shown
    explain: Shown
    evidence: tuple[Evidence, ...] = ()
    fixes: tuple[Fix, ...] = ()
    docs: str = ""
    context: str | None = None
    """The id of the context it speaks of, when it speaks of one."""
    muted: Shown | None = None
    """The user's reason for not counting it: then it has no part in verdict, levels and exit status."""


class Verdict(Struct, frozen=True):
    """The one sentence on top."""

    level: Level
    headline: Shown
    detail: Shown
    context: str
    surface: SurfaceName
    finding: str | None = None
    """The id of the finding it stands for."""


class Installed(Struct, frozen=True):
    path: Shown
    version: Shown | None
    first_on_path: bool


class Place(Struct, frozen=True):
    """The machine in a few words, for headers and reports."""

    platform: Platform
    wsl: bool
    container: Shown | None
    ssh: bool
    tmux: bool
    cwd: Shown
    config_dir: Shown
    shell: Shown
    follow: bool = False
    """Whether `cwd` is that of the neighbouring tmux pane."""


class Diagnosis(Struct, frozen=True):
    """Everything that is told about one machine at one moment."""

    modelled: Shown
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
    private: Private = NOTHING_PRIVATE
    """What a report has to leave out."""

    @property
    def client(self) -> Client | None:
        """The `claude` that a new shell starts, else the first that another context does; reports that are older than that tell what their PATH found."""
        told = next((context.client for context in self.contexts if context.client is not None), None)
        return told or next((Client(one.path, one.version) for one in self.installed if one.first_on_path), None)

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


class ShellTruth(Struct, frozen=True):
    """What the real shell said, beside what was predicted."""

    command: Shown
    """What was run."""
    seconds: float
    failure: Shown | None
    """Why there is no answer."""
    differences: tuple[Shown, ...]
    """One sentence for each variable that is not as predicted."""
    agreeing: int
    """How many of the variables are as predicted."""

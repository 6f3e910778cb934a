"""The machine-readable document: the encoding of a `Diagnosis`. What a key means never changes; keys may be added.

Most of it is the nouns of `model.diagnosis` as they are. The classes here are the few places where the document says it in
another shape; `schema` and `reopened` know the document by its classes alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Final, Literal, TypeVar

from msgspec import UNSET, Meta, Struct, UnsetType, json

from claude_auth_tui.claude_code.expected import is_met
from claude_auth_tui.model.diagnosis import (
    ChainLink,
    Client,
    Context,
    Diagnosis,
    Finding,
    Hit,
    Installed,
    Place,
    ShellTruth,
    Status,
    Store,
    Surface,
    Variable,
    Verdict,
)
from claude_auth_tui.model.secret import Fingerprint
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.what_if import SubjectKind, WhatIf, WhatIfOutcome
from claude_auth_tui.model.words import (
    BlockReason,
    Expected,
    Inherited,
    Level,
    Outcome,
    Payer,
    ProviderName,
    Question,
    ShellName,
    StartKind,
    SurfaceName,
)

Schema = Literal["claude-auth-tui/1"]
SCHEMA: Final[Schema] = "claude-auth-tui/1"

Json = dict[str, Any]
ANSWERS: Final = ("if_yes", "if_no")
"""What follows a question; there only where there is one."""


class About(Struct, frozen=True):
    """What a report says about itself."""

    made: str = ""
    """ISO 8601, UTC; this and the others are empty where a report does not say so."""
    program: str = ""
    """This program's version."""
    system: str = ""
    """ "Linux x86_64"."""


class ClaudeCode(Struct, frozen=True):
    """The versions of Claude Code: whose rules are told, and what is on the machine."""

    modelled: Shown
    installed: tuple[Installed, ...]


class SurfaceInShort(Struct, frozen=True, kw_only=True):
    """A surface without its chain."""

    outcome: Outcome
    provider: ProviderName | None = None
    authorization: Shown | None = None
    x_api_key: Shown | None = None
    asks: Question | None = None
    reason: BlockReason | None = None
    pays: Payer | None = None
    because: Shown
    if_yes: SurfaceInShort | UnsetType = UNSET
    if_no: SurfaceInShort | UnsetType = UNSET


class SurfaceTold(SurfaceInShort, frozen=True, kw_only=True):
    """A surface, and whether it does what is expected of it."""

    expected: Expected | None = None
    as_expected: bool | None = None
    """None where nothing is expected, or where it cannot be told."""
    chain: tuple[ChainLink, ...]
    if_yes: SurfaceTold | UnsetType = UNSET
    if_no: SurfaceTold | UnsetType = UNSET


S = TypeVar("S", bound=SurfaceInShort)


class Surfaces(Struct, frozen=True, kw_only=True):
    """Every way of starting Claude Code in a context; those beside the command line where they are on this machine."""

    interactive: SurfaceTold
    print: SurfaceTold
    bare: SurfaceTold
    vscode: SurfaceTold | UnsetType = UNSET
    desktop: SurfaceTold | UnsetType = UNSET
    status: Status


class ContextTold(Struct, frozen=True):
    """A context with all of its surfaces in one place. The three about a shell's start are there for new shells only, and whose
    it is where it is not ours."""

    id: str
    title: Shown
    variables: tuple[Variable, ...]
    surfaces: Surfaces
    notes: tuple[Shown, ...]
    shell: ShellName | UnsetType = UNSET
    start: StartKind | UnsetType = UNSET
    inherit: Inherited | UnsetType | None = UNSET
    home: Shown | UnsetType = UNSET
    user: Shown | UnsetType = UNSET
    stores: tuple[Store, ...] | UnsetType = UNSET
    client: Client | None = None
    """What typing `claude` starts there; null where nothing is found."""


class Document(Struct, frozen=True, kw_only=True):
    """What every document holds, and all of it that is read back."""

    schema: Schema = SCHEMA
    claude_code: ClaudeCode
    machine: Place
    verdict: Verdict
    contexts: tuple[ContextTold, ...]
    hits: tuple[Hit, ...]
    stores: tuple[Store, ...]
    checks: tuple[Finding, ...]
    report: About | UnsetType = UNSET


class SubjectTold(Struct, frozen=True):
    """What is thought away: see `model.what_if`."""

    kind: SubjectKind
    name: Shown
    path: Shown | None
    line: Annotated[int, Meta(ge=1)] | None


class SurfaceChanged(Struct, frozen=True):
    context: str
    surface: SurfaceName
    before: SurfaceInShort
    after: SurfaceInShort


class VariableChanged(Struct, frozen=True):
    context: str
    before: Variable
    after: Variable


class WhatIfTold(Struct, frozen=True):
    """What would be sent if something were gone; only what changes is listed. For each source that a new shell sends, which
    costs a few milliseconds; with --what-if for every source, effective line and stored login, each of which may take another
    evaluation of the startup files."""

    subject: SubjectTold
    title: Shown
    outcome: WhatIfOutcome
    says: Shown
    surfaces: tuple[SurfaceChanged, ...]
    variables: tuple[VariableChanged, ...]


class ProbeRow(Struct, frozen=True):
    level: Level
    about: Shown | None
    title: Shown
    text: Shown
    explain: str | None
    """The id of the message that Claude Code shows then."""


class ProbeTold(Struct, frozen=True):
    """What was asked for by `--ask-network` and its like, and what came of it."""

    refused: bool
    says: tuple[Shown, ...]
    seconds: float
    rows: tuple[ProbeRow, ...]


class Probes(Struct, frozen=True, forbid_unknown_fields=True):
    """Only those that were asked for."""

    network: ProbeTold | UnsetType = UNSET
    key: ProbeTold | UnsetType = UNSET
    helper: ProbeTold | UnsetType = UNSET
    claude: ProbeTold | UnsetType = UNSET


class Report(Document, frozen=True, kw_only=True):
    """What `report --json` prints."""

    report: About


class Answer(Document, frozen=True, kw_only=True):
    """What `check --json` prints: the document, and what was asked beside it."""

    what_if: tuple[WhatIfTold, ...] | UnsetType = UNSET
    real_shell: ShellTruth | UnsetType = UNSET
    probes: Probes | UnsetType = UNSET


def document_of(
    diagnosis: Diagnosis, what_ifs: Sequence[WhatIf] | None = None, about: About | None = None, real_shell: ShellTruth | None = None
) -> Json:
    """The whole document as plain JSON values; with what would be sent if something were gone, where that was asked."""
    return plain_json(
        Answer(
            claude_code=ClaudeCode(diagnosis.modelled, diagnosis.installed),
            machine=diagnosis.place,
            verdict=diagnosis.verdict,
            contexts=tuple(map(_context, diagnosis.contexts)),
            hits=diagnosis.hits,
            stores=diagnosis.stores,
            checks=diagnosis.findings,
            report=about or UNSET,
            what_if=UNSET if what_ifs is None else tuple(map(_what_if, what_ifs)),
            real_shell=real_shell or UNSET,
        )
    )


def plain_json(value: Struct) -> Json:
    """What is to be told as plain JSON values. A fingerprint becomes a number that is the same in every run: equal numbers are
    equal values. TypeError for what is nothing to be told, a secret before all."""
    numbers: dict[str, int] = {}

    def plain(part: object) -> object:
        if isinstance(part, Shown):
            return str(part)
        if isinstance(part, Fingerprint):
            return numbers.setdefault(part, len(numbers) + 1)
        raise TypeError(f"not to be told: {type(part).__name__}")

    document: Json = json.decode(json.encode(value, enc_hook=plain))
    return document


def _context(context: Context) -> ContextTold:
    told: Json = {name: _surface(SurfaceTold, surface) for name, surface in (*context.surfaces.items(), *context.others.items())}
    new_shell = context.shell is not None
    return ContextTold(
        context.id,
        context.title,
        context.variables,
        Surfaces(status=context.status, **told),
        context.notes,
        (context.shell if new_shell else None) or UNSET,
        (context.start if new_shell else None) or UNSET,
        context.inherit if new_shell else UNSET,
        context.home or UNSET,
        context.user or UNSET,
        UNSET if context.stores is None else context.stores,
        context.client,
    )


def _surface(kind: type[S], surface: Surface) -> S:
    """A surface in short or as a whole, and what follows each answer."""
    members = {name: getattr(surface, name) for name in kind.__struct_fields__ if name != "as_expected"}
    members |= {name: UNSET if members[name] is None else _surface(kind, members[name]) for name in ANSWERS}
    if kind is SurfaceTold and surface.expected:
        members["as_expected"] = is_met(surface.expected, surface)
    return kind(**members)


def _what_if(answer: WhatIf) -> WhatIfTold:
    subject = answer.subject
    return WhatIfTold(
        SubjectTold(subject.kind, subject.name, subject.path or None, subject.line or None),
        answer.title,
        answer.outcome,
        answer.says,
        tuple(
            SurfaceChanged(c.context, c.surface, *(_surface(SurfaceInShort, one) for one in (c.before, c.after)))
            for c in answer.surfaces
            if c.changed
        ),
        tuple(VariableChanged(c.context, c.before, c.after) for c in answer.variables),
    )

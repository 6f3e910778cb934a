"""How a check is written and run: one small function, registered with its id, its passed state and its page of help.

A check gets the `Facts` and yields findings made with `error`, `warning`, `info` and `unknown`; yielding nothing
means that it looked and all is well. The frame fills in id and documentation, adds one "ok" finding for every check
that passed, and turns a check that fails into an "unknown" finding, so that no surprise on a machine ends the run.
The checks themselves live in `families`, one module for each kind of problem.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, get_args

from msgspec import Struct
from msgspec.structs import replace

from claude_auth_tui.model.diagnosis import Evidence, Finding, Fix
from claude_auth_tui.model.saying import NOTHING, kind_of, program_word, say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import LEVELS, Level
from claude_auth_tui.scene.facts import Facts

if TYPE_CHECKING:
    from claude_auth_tui.model.words import Word

Family = Literal[
    "blocked",
    "config folder",
    "cloud",
    "gateway",
    "precedence",
    "value",
    "helper",
    "login",
    "approval",
    "expectation",
    "network",
    "clock",
    "settings",
    "store",
    "install",
    "reading",
    "drift",
    "loader",
    "exposure",
    "surface",
    "surroundings",
]
FAMILIES: Final[tuple[Family, ...]] = get_args(Family)
"""In the order of their weight: of two findings of one level, the cause stands before what it causes."""
FAMILY_CURES: Final[Mapping[Family, str]] = {
    "blocked": "Mend the file it names; where an administrator owns it, only they can.",
    "config folder": "Unset CLAUDE_CONFIG_DIR, or write it as a whole path that exists.",
    "cloud": "Switch off the provider you do not mean, and give the other what it needs.",
    "gateway": "Correct the address or the credential that belongs to it, or unset both.",
    "precedence": "Comment out the line or take the setting out that gives it, all of them at once; then"
    " unset it in terminals that are open. Where you mean it, say so in the config file of this program instead.",
    "value": "Copy the value again as plain text, in full, and write it without anything around it.",
    "helper": "Correct the helper or take it out of the settings.",
    "login": "Log in again with claude auth login; it replaces what is stored.",
    "approval": "Answer Claude Code's question once.",
    "expectation": "Bring what you expect, or change what you expect.",
    "network": "Correct the variable or the certificate it names; what a proxy or firewall does is for whoever runs it.",
    "clock": "Switch automatic time on.",
    "settings": "Correct the settings file at the line it names.",
    "store": "Follow the fix of the finding: it changes the place, never the credential.",
    "install": "Keep one installation, the newest, and let PATH find it first.",
    "reading": "Make it readable, or ask the real shell.",
    "drift": "Start what is running again, or change it by hand where it runs.",
    "loader": "Change the file that is loaded, or what loads it.",
    "exposure": "Take the key out of the file and replace it in the Console: what was readable may have been read.",
    "surface": "Follow the fix of the finding; other ways of starting Claude Code have settings of their own.",
    "surroundings": "Nothing has to be cured; it explains what is different here.",
}
"""How problems of each family are cured, in general; a check that is cured in another way says so at its head."""

Parts: TypeAlias = "Mapping[str, Shown | Word | int]"
NO_PARTS: Final[Parts] = {}
Look: TypeAlias = Callable[[Facts], Iterable[Finding]]


class Check(Struct, frozen=True):
    """One problem this program knows."""

    id: str
    """Stable: scripts, mutes and other findings name it."""
    family: Family
    passed: Shown
    """The title of its passed state: "No key or token overrides the login"."""
    about: Shown
    """What it looks for and why that matters, in two sentences."""
    docs: str
    look: Look
    levels: tuple[Level, ...]
    """The levels its findings can have, worst first; where it fails it can be "unknown" beside that."""
    cure: str
    """How it is cured, in general; the commands for a machine are in its findings."""


_REGISTRY: Final[dict[str, Check]] = {}


def check(
    id_: str,
    *,
    family: Family,
    passed: str,
    about: str,
    levels: tuple[Level, ...],
    docs: str,
    cure: str = "",
    parts: tuple[Shown, ...] = (),
) -> Callable[[Look], Look]:
    """Register a function as the check `id_`, with what there is to say about it without looking at a machine.

    `passed` and `about` are literals, as for `say`; `parts` stand for each `{}` of `about`. Without a cure that of the
    family counts. ValueError when the id is taken or the levels are not in their order, worst first.
    """
    if not levels or list(levels) != [level for level in LEVELS[:-1] if level in levels]:
        raise ValueError(f"the levels of {id_} are not in order: {levels}")

    def register(look: Look) -> Look:
        if id_ in _REGISTRY:
            raise ValueError(f"two checks are called {id_}")
        _REGISTRY[id_] = Check(id_, family, say(passed), say(about, *parts), docs, look, levels, cure or FAMILY_CURES[family])
        return look

    return register


def registered() -> tuple[Check, ...]:
    """Every check, by family and within one by its place in the module."""
    return tuple(sorted(_REGISTRY.values(), key=lambda c: FAMILIES.index(c.family)))


def check_of(id_: str) -> Check | None:
    """The check with this id; None where no check is called so."""
    return _REGISTRY.get(id_)


def family_of(id_: str) -> Family | None:
    """The family of the check with this id; None where there is none."""
    one = check_of(id_)
    return one.family if one is not None else None


def run_checks(facts: Facts, checks: Sequence[Check] | None = None) -> tuple[Finding, ...]:
    """Every check's findings, worst first; one of level "ok" for each check that passed."""
    findings = [finding for one in (registered() if checks is None else checks) for finding in _run(one, facts)]
    return tuple(sorted(findings, key=lambda f: LEVELS.index(f.level)))


def muted(findings: Sequence[Finding], mutes: Mapping[str, Shown]) -> tuple[Finding, ...]:
    """The findings, those the user muted marked with the reason and behind all that count; what passed stays last."""
    if not mutes:
        return tuple(findings)
    marked = [replace(f, muted=mutes[f.id]) if f.level != "ok" and f.id in mutes else f for f in findings]
    return tuple(sorted(marked, key=lambda f: (f.level == "ok", f.muted is not None)))


def _run(one: Check, facts: Facts) -> Iterator[Finding]:
    found: list[Finding] = []
    try:
        found.extend(one.look(facts))
    except Exception as failure:  # noqa: BLE001 - whatever a machine provokes, the other checks still answer
        found.append(_broken(one, failure))
    for finding in found or [Finding(NOTHING, "ok", one.passed, one.about)]:
        yield replace(finding, id=one.id, docs=finding.docs or one.docs)


def _broken(one: Check, failure: Exception) -> Finding:
    """Only the kind of failure is told: its message could quote a value."""
    return unknown(
        "The check {id} failed",
        "It ended with {kind}, so whether this machine has the problem is not known. "
        "That is a fault of this program, not of your configuration.",
        parts={"id": program_id(one.id), "kind": kind_of(failure)},
    )


def program_id(id_: str) -> Shown:
    """The id of a check; `…` for anything else."""
    return program_word(id_, frozenset(_REGISTRY))


def leveled(
    level: Level,
    title: str,
    explain: str,
    evidence: Iterable[Evidence] = (),
    fixes: Fix | Iterable[Fix] = (),
    context: str | None = "new_shell",
    parts: Parts = NO_PARTS,
) -> Finding:
    """A finding; the frame fills in its id and documentation.

    `title` and `explain` are literals, as for `say`, with a `{name}` for each of the parts that stands in them.
    """
    return told(level, say(title, **parts), say(explain, **parts), evidence, fixes, context)


error = partial(leveled, "error")
"""`claude` or `claude -p` in a new shell will fail, or use another credential than the one expected."""
warning = partial(leveled, "warning")
"""They may."""
info = partial(leveled, "info")
"""Worth knowing; among it what only this process still carries."""
unknown = partial(leveled, "unknown", context=None)
"""It could not be looked at."""


def told(
    level: Level,
    title: Shown,
    explain: Shown,
    evidence: Iterable[Evidence] = (),
    fixes: Fix | Iterable[Fix] = (),
    context: str | None = "new_shell",
) -> Finding:
    """A finding whose words were put together elsewhere."""
    cures = (fixes,) if isinstance(fixes, Fix) else tuple(fixes)
    return Finding(NOTHING, level, title, explain, tuple(evidence), cures, context=context)

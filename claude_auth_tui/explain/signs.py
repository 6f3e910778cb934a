"""What a `Diagnosis` shows of a cause: looks over contexts, surfaces, stores and the place, each answered with evidence.

A pasted message may come from any terminal that is open, so every context counts: something is shown when one context
shows it. What excludes a cause lives in `reasons`; findings are made by the checks alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from claude_auth_tui.claude_code.shown_values import name_shown
from claude_auth_tui.claude_code.variables import PROVIDER_NOUNS, PROVIDERS
from claude_auth_tui.explain.shapes import Look
from claude_auth_tui.model.diagnosis import SURFACE_TITLES, ChainLink, Context, Diagnosis, Evidence, Store, Surface
from claude_auth_tui.model.saying import NOTHING, place, say, say_all, spaced, spoken
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import BlockReason, Provider, StoreState, SurfaceName

CONSOLE_KEY: Final = say("primaryApiKey")
_COUNTED: Final[tuple[SurfaceName, ...]] = ("interactive", "print")
QUIET: Final = ("unset", "empty")
_STORED: Final[tuple[StoreState, ...]] = ("usable", "expired", "refreshable", "no_scope", "locked", "present")


def either(*looks: Look) -> Look:
    return lambda d: tuple(dict.fromkeys(evidence for look in looks for evidence in look(d)))


def sends(*names: Shown) -> Look:
    """One of these sources (by the name after the colon of its id) is sent by `claude` or `claude -p` somewhere."""

    def look(d: Diagnosis) -> tuple[Evidence, ...]:
        found: dict[tuple[Shown, Shown, Shown], list[Shown]] = {}
        for context in d.contexts:
            for surface, end in ends_of(context):
                for source in end.sources if end.outcome == "sends" else ():
                    if name_of(source) in names or (source.startswith("profile:") and "profile" in names):
                        link = next((one for one in end.chain if one.source == source), None)
                        key = (context.title, (link.where if link else None) or NOTHING, _title(link, source))
                        found.setdefault(key, []).append(SURFACE_TITLES[surface])
        return tuple(_evidence(where, say("{}: {} {}", title, _verb(ways), what)) for (title, where, what), ways in found.items())

    return look


def holds(*names: Shown) -> Look:
    """One of these variables is set somewhere, in a context's environment or by a settings file."""

    def look(d: Diagnosis) -> tuple[Evidence, ...]:
        found = []
        for context in d.contexts:
            for name in names:
                variable = context.variable(name)
                if variable.state == "set":
                    found.append(_evidence(variable.where or NOTHING, say("{}: {} is set{}", context.title, name, _as(variable.shown))))
        found += [
            Evidence(place(hit.path, hit.line), say("{} is set by a settings file{}", hit.variable, _as(hit.shown)))
            for hit in d.hits
            if hit.variable in names and hit.does == "env" and hit.effect == "effective"
        ]
        return tuple(dict.fromkeys(found))

    return look


def stored(*states: StoreState) -> Look:
    """A `/login` credential of a plan is stored, in one of these states."""
    return lambda d: tuple(_store_evidence(s) for s in login_stores(d) if s.state in states)


def nobody_logged_in(d: Diagnosis) -> tuple[Evidence, ...]:
    """Somewhere `claude` or `claude -p` has nothing to send."""
    return tuple(
        Evidence(NOTHING, say("{}: {} has no credential", c.title, SURFACE_TITLES[name]))
        for c in d.contexts
        for name, end in ends_of(c)
        if end.outcome == "not_logged_in"
    )


def only_bare_has_none(d: Diagnosis) -> tuple[Evidence, ...]:
    """`claude --bare -p` has no credential where `claude -p` has one."""
    return tuple(
        Evidence(NOTHING, say("{}: claude -p has a credential, claude --bare -p has none", c.title))
        for c in d.contexts
        if "bare" in c.surfaces
        and c.surfaces["bare"].outcome == "not_logged_in"
        and any(name == "print" and end.outcome == "sends" for name, end in ends_of(c))
    )


def blocked(*reasons: BlockReason) -> Look:
    """Claude Code refuses to start or to send, for one of these reasons."""
    return lambda d: tuple(
        dict.fromkeys(
            Evidence(NOTHING, say("{}: {}", c.title, end.because))
            for c in d.contexts
            for _, end in ends_of(c)
            if end.outcome == "blocked" and end.reason in reasons
        )
    )


def cloud(*providers: Provider) -> Look:
    """Requests go to one of these cloud providers (to any, when none is named)."""
    wanted = providers or tuple(info.name for info in PROVIDERS)

    def look(d: Diagnosis) -> tuple[Evidence, ...]:
        found = {(c.title, end.provider): None for c in d.contexts for _, end in ends_of(c) if end.provider in wanted}
        return tuple(Evidence(NOTHING, say("{}: requests go to {}", title, PROVIDER_NOUNS[provider])) for title, provider in found)

    return look


def skips_cloud_login(d: Diagnosis) -> tuple[Evidence, ...]:
    return holds(*(info.skip for info in PROVIDERS))(d)


def found(*checks: str) -> Look:
    """What these checks found, as something that makes a cause likelier without showing it."""
    return lambda d: tuple(
        Evidence(f.evidence[0].where if f.evidence else NOTHING, f.title)
        for f in d.findings
        if f.id in checks and f.level not in ("ok", "unknown")
    )


def over_ssh(d: Diagnosis) -> tuple[Evidence, ...]:
    return (Evidence(NOTHING, say("this is an SSH session")),) if d.place.ssh else ()


def remote(d: Diagnosis) -> tuple[Evidence, ...]:
    """The browser is on another machine, or in another world of this one."""
    words = {say("an SSH session"): d.place.ssh, say("WSL"): d.place.wsl, say("a container"): d.place.container is not None}
    return tuple(Evidence(NOTHING, say("this is {}", word)) for word, here in words.items() if here)


def keychain_over_ssh(d: Diagnosis) -> tuple[Evidence, ...]:
    return over_ssh(d) if d.place.platform == "macos" else ()


def older_than(version: Shown) -> Look:
    """The `claude` that is found first is older."""

    def look(d: Diagnosis) -> tuple[Evidence, ...]:
        for install in d.installed:
            if install.first_on_path and install.version and number_of(install.version) < number_of(version):
                return (Evidence(install.path, say("Claude Code {} is installed, older than {}", install.version, version)),)
        return ()

    return look


# What looks and reasons share


def ends_of(context: Context) -> Iterator[tuple[SurfaceName, Surface]]:
    """What `claude` and `claude -p` can come to, whichever way a question is answered."""
    for name in _COUNTED:
        if name in context.surfaces:
            yield from ((name, end) for end in _leaves(context.surfaces[name]))


def _leaves(surface: Surface) -> Iterator[Surface]:
    branches = [branch for branch in (surface.if_yes, surface.if_no) if branch is not None]
    if surface.outcome != "asks" or not branches:
        yield surface
    for branch in branches if surface.outcome == "asks" else ():
        yield from _leaves(branch)


def name_of(source: str) -> str:
    """The variable, setting or store of a source id: `settings.user.env:X` is `X`."""
    return source.partition(":")[2]


def _title(link: ChainLink | None, source: str) -> Shown:
    words = (link.title if link else NOTHING) or name_shown(name_of(source))
    return spaced(words, link.shown) if link and link.shown else words


def _verb(ways: list[Shown]) -> Shown:
    names = list(dict.fromkeys(ways))
    return say("{} {}", say_all(names, " and "), say("sends") if len(names) == 1 else say("send"))


def _evidence(where: Shown, text: Shown) -> Evidence:
    return Evidence(NOTHING, say("{}, inherited", text)) if where == "inherited" else Evidence(where, text)


def _as(shown: Shown | None) -> Shown:
    return say(" ({})", shown) if shown else NOTHING


def login_stores(d: Diagnosis) -> list[Store]:
    return [s for s in d.stores if s.kind != "config"]


def _store_evidence(store: Store) -> Evidence:
    words = say("stored login: {}", spoken(store.state))
    return Evidence(store.where, say("{}, expires {}", words, store.expires_at) if store.expires_at else words)


def number_of(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])

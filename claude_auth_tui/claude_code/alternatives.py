"""Starts with variables nobody can know: try what they may be, and say what holds for all of them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from claude_auth_tui.claude_code.start import Prediction, Start
from claude_auth_tui.claude_code.variables import BY_NAME
from claude_auth_tui.model.diagnosis import SURFACES, ChainLink, Status, Surface, SurfaceName
from claude_auth_tui.model.secret import Secret

_TRIED_TOGETHER: Final = 4
"""Up to so many unknown variables every combination is tried; of more only none, each alone, and all."""
_OPAQUE: Final = Secret("unknown-value-0000000000000000")
_ON: Final = Secret("1")
_FOLDERS: Final = frozenset({"CLAUDE_CONFIG_DIR", "ANTHROPIC_CONFIG_DIR"})


def agree(start: Start, known: Callable[[Start], Prediction]) -> Prediction:
    """The prediction for a start with unknown variables: what differs between its possible values is "unknown"."""
    tried = [(which, known(variant)) for which, variant in _variants(start)]
    base = tried[0][1]
    surfaces: dict[SurfaceName, Surface] = {}
    for name in SURFACES:
        told = [(which, prediction.surfaces[name]) for which, prediction in tried]
        surfaces[name] = _one(start, told)
    return Prediction(start, base.configuration, surfaces, _status([prediction.status for _, prediction in tried]))


def _variants(start: Start) -> Iterator[tuple[frozenset[str], Start]]:
    """The start with each choice of the unknown variables set; none of them first."""
    names = sorted(start.unknown)
    sizes = range(len(names) + 1) if len(names) <= _TRIED_TOGETHER else (0, 1, len(names))
    for size in sizes:
        for chosen in itertools.combinations(names, size):
            more = {name: _value(name) for name in chosen}
            yield frozenset(chosen), Start(start.machine, {**start.environment, **more}, {}, start.places)


def _value(name: str) -> Secret:
    info = BY_NAME.get(name)
    return _ON if info is not None and (info.role in ("switch", "mode") or name.startswith("CLAUDE_CODE_SKIP_")) else _OPAQUE


def _one(start: Start, told: list[tuple[frozenset[str], Surface]]) -> Surface:
    base = told[0][1]
    guilty = _guilty(start.unknown, told)
    folders = _FOLDERS & set(start.unknown)
    if base.outcome == "blocked" and base.reason == "managed_settings":
        return base
    if not guilty and not folders:
        return base
    names = sorted(guilty or folders)
    reasons = "; ".join(f"{name}: {start.unknown[name]}" for name in names)
    because = f"It depends on {' and '.join(names)}, whose value cannot be told ({reasons})."
    return Surface("unknown", because, provider=base.provider if _same(told, "provider") else None, chain=_chain(start, told, names))


def _guilty(unknown: Mapping[str, str], told: list[tuple[frozenset[str], Surface]]) -> set[str]:
    """The variables that make a difference, whichever values the others have."""
    by_choice = {which: _gist(surface) for which, surface in told}
    if len(set(by_choice.values())) == 1:
        return set()
    guilty = {
        name
        for name in unknown
        for which, gist in by_choice.items()
        if name not in which and (other := by_choice.get(which | {name})) is not None and other != gist
    }
    return guilty or set(unknown)


def _gist(surface: Surface | None) -> tuple[object, ...]:
    if surface is None:
        return ()
    return (
        surface.outcome, surface.asks, surface.reason, surface.provider, surface.authorization, surface.x_api_key, surface.pays,
        _gist(surface.if_yes), _gist(surface.if_no),
    )  # fmt: skip


def _same(told: list[tuple[frozenset[str], Surface]], name: str) -> bool:
    return len({getattr(surface, name) for _, surface in told}) == 1


def _chain(start: Start, told: list[tuple[frozenset[str], Surface]], guilty: list[str]) -> tuple[ChainLink, ...]:
    """The chain without the unknown variables, with "unknown" for them and for every link that differs."""
    base, full = told[0][1].chain, told[-1][1].chain
    states = {link.source: link.state for link in full}
    chain = []
    for link in base:
        name = link.source.partition(":")[2]
        if name in start.unknown and link.source == f"env:{name}":
            words = f"Its value cannot be told: {start.unknown[name]}."
            chain.append(ChainLink(link.source, "unknown", words, None, start.places.get(name), link.title))
        elif states.get(link.source, link.state) != link.state:
            because = f"It depends on {' and '.join(guilty)}."
            chain.append(ChainLink(link.source, "unknown", because, None, link.where, link.title, link.shown))
        else:
            chain.append(link)
    return tuple(chain)


def _status(told: list[Status]) -> Status:
    first = told[0]
    return Status(
        first.logged_in if len({s.logged_in for s in told}) == 1 else None,
        first.auth_method if len({s.auth_method for s in told}) == 1 else None,
        first.api_provider if len({s.api_provider for s in told}) == 1 else None,
        first.api_key_source if len({s.api_key_source for s in told}) == 1 else None,
    )

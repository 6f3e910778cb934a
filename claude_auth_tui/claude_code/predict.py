"""From a start to what is sent: the entry to this package.

Of variables whose value nobody can know what they may be is tried, and what holds for all of it is said.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from msgspec.structs import replace

from claude_auth_tui.claude_code.environment import of_process
from claude_auth_tui.claude_code.folders import LOGIN_FOLDER, config_dir
from claude_auth_tui.claude_code.layers import Documents, UnreadError
from claude_auth_tui.claude_code.login import next_change, stores_of
from claude_auth_tui.claude_code.policy import read_policy
from claude_auth_tui.claude_code.profiles import anthropic_folder
from claude_auth_tui.claude_code.sending import interactive, printed, refuses_to_start
from claude_auth_tui.claude_code.session import ENTRYPOINT, WAYS, Session, open_session
from claude_auth_tui.claude_code.settings import Settings
from claude_auth_tui.claude_code.shown_values import name_shown
from claude_auth_tui.claude_code.start import Configuration, Prediction, Start
from claude_auth_tui.claude_code.status import status_of
from claude_auth_tui.claude_code.tables import BY_NAME, HEADERS, LOGIN
from claude_auth_tui.model.diagnosis import SURFACES, ChainLink, Status, Surface
from claude_auth_tui.model.saying import failed_here, say, say_all
from claude_auth_tui.model.saying import version as shown_version
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import SurfaceName


def predict(start: Start) -> Prediction:
    """What `claude`, `claude -p`, `claude --bare -p` and `claude auth status` do when started so."""
    if len(start.versions) > 1:
        return _of_versions(start)
    try:
        return agree(start, _known) if start.unknown else _known(start, Documents(start.machine, start.rules))
    except UnreadError as unread:
        return _not_followed(start, unread.where, unread.failure)
    except Exception as failure:  # noqa: BLE001 - whatever is in a file, it ends as a row
        return _not_followed(start, say("Claude Code's files"), failure)


def _of_versions(start: Start) -> Prediction:
    """The prediction where it cannot be told which of several versions is started: what they do not agree about is unknown."""
    told = [(version, predict(replace(start, versions=(version,)))) for version in start.versions]
    newest = told[0][1]
    surfaces = {name: _whatever_version([(version, prediction.surfaces[name]) for version, prediction in told]) for name in SURFACES}
    status = _status([prediction.status for _, prediction in told])
    return Prediction(start, newest.configuration, surfaces, status)


def _whatever_version(told: list[tuple[str, Surface]]) -> Surface:
    """What all versions do; the newest is the first."""
    newest, surface = told[0]
    other = next(((version, one) for version, one in told if _gist(one) != _gist(surface)), None)
    if other is None:
        return surface
    version, one = other
    because = say(
        "It depends on the version of Claude Code, which cannot be told. {}: {} {}: {}",
        shown_version(newest), surface.because.sentence, shown_version(version), one.because.sentence,
    )  # fmt: skip
    same = surface.provider if surface.provider == one.provider else None
    states = {link.source: link.state for link in one.chain}
    chain = tuple(
        link
        if states.get(link.source) == link.state
        else replace(link, state="unknown", because=say("It depends on the version of Claude Code."), header=None)
        for link in surface.chain
    )
    return Surface("unknown", because, provider=same, chain=chain)


def _not_followed(start: Start, where: Shown, failure: Exception) -> Prediction:
    """What is told where this program has a fault."""
    return not_known(start, say("{}: {}, so what is sent is not known.", where, failed_here(failure)))


def not_known(start: Start, because: Shown) -> Prediction:
    """What is told where nothing can be said of what is sent."""
    environment = of_process(start.environment, start.places, start.machine.platform == "windows")
    found = Configuration(config_dir(start.machine, environment), environment=environment)
    return Prediction(start, found, {name: Surface("unknown", because) for name in SURFACES}, Status(None))


def _known(start: Start, documents: Documents) -> Prediction:
    """A start whose variables are all known."""
    sessions = {way: open_session(start, way, documents) for way in WAYS}
    return Prediction(
        start,
        configuration_of(sessions["print"]),
        {name: _surface(name, sessions[name]) for name in SURFACES},
        status_of(sessions["status"]),
    )


def _surface(name: SurfaceName, session: Session) -> Surface:
    refused = refuses_to_start(session)
    if refused is not None:
        return refused
    return interactive(session) if name == "interactive" else printed(session)


def configuration_of(session: Session) -> Configuration:
    """What was found on the disk, as `claude -p` takes it."""
    taken = [setting for setting, why in session.settings if not why]
    decides = {name: given.setting for name, given in session.environment.given.items() if given.setting is not None}
    policy = read_policy(session.layers)
    settings = Settings(
        layers=session.layers,
        env=decides,
        overridden=tuple(setting for setting in taken if decides.get(setting.name) is not setting),
        ignored=tuple((setting, why) for setting, why in session.settings if why),
        helpers=session.helpers(),
        managed_fault=session.managed_fault,
        force_login_method=policy.method,
        allowed_providers=policy.providers,
    )
    return Configuration(
        session.config_dir,
        settings,
        session.state,
        session.login,
        session.profile,
        tuple(stores_of(session.machine, session.login_dir, session.environment, session.login, session.state)),
        next_change(session.login, session.profile.expires_at if session.profile is not None else None, session.machine.now),
        session.environment,
        session.login_dir,
    )


_TRIED_TOGETHER: Final = 4
"""Up to so many unknown variables every combination is tried; of more only none, each alone, and all."""
_OPAQUE: Final = Secret("unknown-value-0000000000000000")
_ON: Final = Secret("1")
_SOMEWHERE: Final = Secret("https://unknown.invalid")
_SOME_HEADERS: Final = Secret("x-api-key: unknown\nAuthorization: unknown")
_A_HOST: Final = Secret("claude-desktop")
_SETTINGS_FOLDER: Final = "CLAUDE_CONFIG_DIR"
_PROFILES_FOLDER: Final = "ANTHROPIC_CONFIG_DIR"
_HOME: Final = "HOME"


def agree(start: Start, known: Callable[[Start, Documents], Prediction]) -> Prediction:
    """The prediction for a start with unknown variables: what differs between its possible values is "unknown"."""
    documents = Documents(start.machine, start.rules)
    tried = [(which, known(variant, documents)) for which, variant in _variants(start)]
    base = tried[0][1]
    surfaces: dict[SurfaceName, Surface] = {}
    for name in SURFACES:
        told = [(which, prediction.surfaces[name]) for which, prediction in tried]
        surfaces[name] = _one(start, name, told)
    return Prediction(start, base.configuration, surfaces, _status([prediction.status for _, prediction in tried]))


def _variants(start: Start) -> Iterator[tuple[frozenset[str], Start]]:
    """The start with each choice of the unknown variables set; none of them first."""
    names = sorted(name for name in start.unknown if name not in BY_NAME or BY_NAME[name].role != "network")
    sizes = range(len(names) + 1) if len(names) <= _TRIED_TOGETHER else (0, 1, len(names))
    for size in sizes:
        for chosen in itertools.combinations(names, size):
            more = {name: value for variable in chosen for name, value in _values(start, variable).items()}
            yield frozenset(chosen), replace(start, environment={**start.environment, **more}, unknown={})


def _values(start: Start, name: str) -> dict[str, Secret]:
    """A value that lets the variable do what it can do."""
    info = BY_NAME.get(name)
    if name == ENTRYPOINT:
        return {name: _A_HOST}
    if info is not None and (info.role in ("switch", "mode") or info.skips):
        return {name: _ON}
    if info is not None and info.role == "endpoint":
        return {name: _SOMEWHERE}
    if name == HEADERS:
        return {name: _SOME_HEADERS}
    if name == "ANTHROPIC_PROFILE":
        return {name: _some_profile(start)}
    if name == "ANTHROPIC_IDENTITY_TOKEN_FILE":  # as good as the token the file would hold
        return {"ANTHROPIC_IDENTITY_TOKEN": _OPAQUE}
    return {name: _OPAQUE}


def _some_profile(start: Start) -> Secret:
    """The name of a saved profile, so that naming one makes a difference."""
    machine = start.machine
    environment = of_process(start.environment, {}, machine.platform == "windows")
    names = machine.files.folder(machine.join(anthropic_folder(machine, environment), "configs")).names
    return next((Secret(name.removesuffix(".json")) for name in names if name.endswith(".json")), _OPAQUE)


def _one(start: Start, name: SurfaceName, told: list[tuple[frozenset[str], Surface]]) -> Surface:
    base = told[0][1]
    if base.outcome == "blocked" and base.reason == "managed_settings":
        return base
    guilty = _guilty(start.unknown, told)
    if not guilty:
        guilty = {name for name in (_SETTINGS_FOLDER, _HOME) if name in start.unknown}
    if not guilty and LOGIN_FOLDER in start.unknown and name != "bare" and _leaves_room_for_a_login(base):
        guilty = {LOGIN_FOLDER}
    if not guilty and _PROFILES_FOLDER in start.unknown and name != "bare" and _leaves_room_for_a_login(base):
        guilty = {_PROFILES_FOLDER}
    if not guilty:
        return replace(base, pays="unknown") if base.pays is not None and not _same(told, "pays") else base
    why = {say("HOME") if name == _HOME else name_shown(name): start.unknown[name] for name in sorted(guilty)}
    names = list(why)
    reasons = say_all((say("{}: {}", name, reason) for name, reason in why.items()), "; ")
    because = say("It depends on {}, whose value cannot be told ({}).", say_all(names, " and "), reasons)
    return Surface("unknown", because, provider=base.provider if _same(told, "provider") else None, chain=_chain(start, told, names))


def _leaves_room_for_a_login(surface: Surface) -> bool:
    """Whether a login or profile nobody knows of could be what is sent instead."""
    if surface.outcome == "asks":
        return any(_leaves_room_for_a_login(then) for then in (surface.if_yes, surface.if_no) if then is not None)
    sent = surface.sources
    return surface.outcome == "not_logged_in" or LOGIN in sent or any(source.startswith("profile:") for source in sent)


def _guilty(unknown: Mapping[str, Shown], told: list[tuple[frozenset[str], Surface]]) -> set[str]:
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
    """What makes two answers different ones; who pays alone does not."""
    if surface is None:
        return ()
    return (
        surface.outcome, surface.asks, surface.reason, surface.provider, surface.authorization, surface.x_api_key,
        _gist(surface.if_yes), _gist(surface.if_no),
    )  # fmt: skip


def _same(told: list[tuple[frozenset[str], Surface]], name: str) -> bool:
    return len({getattr(surface, name) for _, surface in told}) == 1


def _chain(start: Start, told: list[tuple[frozenset[str], Surface]], guilty: list[Shown]) -> tuple[ChainLink, ...]:
    """The chain without the unknown variables, with "unknown" for them and for every link that differs."""
    base, full = told[0][1].chain, told[-1][1].chain
    states = {link.source: link.state for link in full}
    chain = []
    for link in base:
        name = link.source.partition(":")[2]
        if name in start.unknown and link.source == f"env:{name}":
            words = say("Its value cannot be told: {}.", start.unknown[name])
            chain.append(ChainLink(link.source, "unknown", words, None, start.places.get(name), link.title))
        elif states.get(link.source, link.state) != link.state:
            because = say("It depends on {}.", say_all(guilty, " and "))
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

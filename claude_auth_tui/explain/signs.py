"""What a `Diagnosis` shows of a cause: looks, each answered with evidence, and reasons that exclude it, each answered with a clause.

A pasted message may come from any terminal that is open, so every context counts: something is shown when one context
shows it, and excluded only when no context can have it. Findings are made by the checks alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from claude_auth_tui.claude_code.packages import older
from claude_auth_tui.claude_code.shown_values import name_shown
from claude_auth_tui.claude_code.tables import PROVIDER_NOUNS, PROVIDERS
from claude_auth_tui.explain.shapes import Look, Reason, Sign
from claude_auth_tui.model.diagnosis import SURFACE_TITLES, ChainLink, Context, Diagnosis, Evidence, Store, Surface
from claude_auth_tui.model.saying import NOTHING, place, say, say_all, spaced, spoken
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import BlockReason, Provider, StoreState, SurfaceName

CONSOLE_KEY: Final = say("primaryApiKey")
_COUNTED: Final[tuple[SurfaceName, ...]] = ("interactive", "print")
_QUIET: Final = ("unset", "empty")


def either(*looks: Look) -> Look:
    return lambda d: tuple(dict.fromkeys(evidence for look in looks for evidence in look(d)))


def sends(*names: Shown) -> Look:
    """One of these sources (by the name after the colon of its id) is sent by `claude` or `claude -p` somewhere."""

    def look(d: Diagnosis) -> tuple[Evidence, ...]:
        found: dict[tuple[Shown, Shown, Shown], list[Shown]] = {}
        for context in d.contexts:
            for surface, end in _ends_of(context):
                for source in end.sources if end.outcome == "sends" else ():
                    if _name_of(source) in names or (source.startswith("profile:") and "profile" in names):
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
    return lambda d: tuple(_store_evidence(s) for s in _login_stores(d) if s.state in states)


def nobody_logged_in(d: Diagnosis) -> tuple[Evidence, ...]:
    """Somewhere `claude` or `claude -p` has nothing to send."""
    return tuple(
        Evidence(NOTHING, say("{}: {} has no credential", c.title, SURFACE_TITLES[name]))
        for c in d.contexts
        for name, end in _ends_of(c)
        if end.outcome == "not_logged_in"
    )


def only_bare_has_none(d: Diagnosis) -> tuple[Evidence, ...]:
    """`claude --bare -p` has no credential where `claude -p` has one."""
    return tuple(
        Evidence(NOTHING, say("{}: claude -p has a credential, claude --bare -p has none", c.title))
        for c in d.contexts
        if "bare" in c.surfaces
        and c.surfaces["bare"].outcome == "not_logged_in"
        and any(name == "print" and end.outcome == "sends" for name, end in _ends_of(c))
    )


def blocked(*reasons: BlockReason) -> Look:
    """Claude Code refuses to start or to send, for one of these reasons."""
    return lambda d: tuple(
        dict.fromkeys(
            Evidence(NOTHING, say("{}: {}", c.title, end.because))
            for c in d.contexts
            for _, end in _ends_of(c)
            if end.outcome == "blocked" and end.reason in reasons
        )
    )


def cloud(*providers: Provider) -> Look:
    """Requests go to one of these cloud providers (to any, when none is named)."""
    wanted = providers or tuple(info.name for info in PROVIDERS)

    def look(d: Diagnosis) -> tuple[Evidence, ...]:
        found = {(c.title, end.provider): None for c in d.contexts for _, end in _ends_of(c) if end.provider in wanted}
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
    """The `claude` that is started is older."""

    def look(d: Diagnosis) -> tuple[Evidence, ...]:
        client = d.client
        if client is None or client.version is None or not older(client.version, version):
            return ()
        return (Evidence(client.path, say("Claude Code {} is installed, older than {}", client.version, version)),)

    return look


# What excludes a cause


def nowhere(*names: Shown) -> Reason:
    """None of these variables or settings is set anywhere: not in a context, not in a settings file."""

    def reason(d: Diagnosis) -> Shown:
        if any(c.variable(name).state in ("set", "unknown") for c in d.contexts for name in names):
            return NOTHING
        if any(
            _name_of(link.source) in names and link.state not in _QUIET for c in d.contexts for s in c.surfaces.values() for link in s.chain
        ):
            return NOTHING
        if any(h.variable in names and h.effect in ("effective", "conditional", "unknown") for h in d.hits):
            return NOTHING
        if names == (CONSOLE_KEY,):
            return say("no Console login is stored here")
        return (
            say("no {} is set here", names[0]) if len(names) == 1 else say("neither {} nor {} is set here", say_all(names[:-1]), names[-1])
        )

    return reason


def no_login(d: Diagnosis) -> Shown:
    """No `/login` of a plan is stored at all."""
    stores = _login_stores(d)
    return say("no login is stored here") if stores and all(s.state == "absent" for s in stores) else NOTHING


def no_saved_login(d: Diagnosis) -> Shown:
    """Neither a `/login` of a plan nor the key of a Console login is stored."""
    return no_login(d) if nowhere(CONSOLE_KEY)(d) else NOTHING


def login_is_sound(d: Diagnosis) -> Shown:
    states = [s.state for s in _login_stores(d) if s.state != "absent"]
    return (
        say("the stored login is sound") if states and all(state in ("usable", "refreshable", "present") for state in states) else NOTHING
    )


def not_cloud(*providers: Provider) -> Reason:
    """No context sends to these providers (to any, when none is named), and it can be told."""

    def reason(d: Diagnosis) -> Shown:
        unclear = any(end.outcome == "unknown" for c in d.contexts for _, end in _ends_of(c))
        if unclear or cloud(*providers)(d):
            return NOTHING
        return (
            say("{} is not switched on here", PROVIDER_NOUNS[providers[0]]) if providers else say("no cloud provider is switched on here")
        )

    return reason


def not_blocked(*reasons: BlockReason) -> Reason:
    """Nothing refuses to start or to send for these reasons."""
    return lambda d: NOTHING if blocked(*reasons)(d) or not d.contexts else say("nothing here is refused for that")


def never_sent(*names: Shown) -> Reason:
    """None of these sources is sent anywhere, and it can be told."""

    def reason(d: Diagnosis) -> Shown:
        unclear = any(end.outcome == "unknown" for c in d.contexts for _, end in _ends_of(c))
        return NOTHING if unclear or sends(*names)(d) else say("nothing here sends one")

    return reason


def not_macos(d: Diagnosis) -> Shown:
    return NOTHING if d.place.platform == "macos" else say("only macOS has a Keychain")


def not_wsl(d: Diagnosis) -> Shown:
    return NOTHING if d.place.wsl else say("this is not WSL")


def not_windows(d: Diagnosis) -> Shown:
    return NOTHING if d.place.platform == "windows" or d.place.wsl else say("this is not Windows")


def at_least(version: Shown) -> Reason:
    """The `claude` that is started is new enough."""

    def reason(d: Diagnosis) -> Shown:
        client = d.client
        if client is None or client.version is None or older(client.version, version):
            return NOTHING
        return say("Claude Code {} is installed", client.version)

    return reason


def any_of(*reasons: Reason) -> Reason:
    """The first of these reasons that holds."""
    return lambda d: next((why for one in reasons if (why := one(d))), NOTHING)


def all_of(*reasons: Reason) -> Reason:
    """The first of these reasons, when every one of them holds."""
    return lambda d: whys[0] if all(whys := [one(d) for one in reasons]) else NOTHING


# Both at once: the usual signs


def sent(*names: Shown) -> Sign:
    """It is about a credential: likelier where that one is sent, and out of the question where it is not set."""
    return Sign(names, hints=sends(*names), never=nowhere(*names))


def surely_sent(*names: Shown) -> Sign:
    """The same where being sent is all that it takes."""
    return Sign(names, shows=sends(*names), never=nowhere(*names))


def held(*names: Shown) -> Sign:
    """It is about a variable: likelier where it is set, and out of the question elsewhere."""
    return Sign(names, hints=holds(*names), never=nowhere(*names))


def named(*names: Shown) -> Sign:
    """It is about a variable, and out of the question where that one is not set."""
    return Sign(names, never=nowhere(*names))


def at_provider(*providers: Provider) -> Sign:
    """It happens at one of these cloud providers (at any, when none is named)."""
    return Sign(hints=cloud(*providers), never=not_cloud(*providers))


def logged_in(*states: StoreState) -> Sign:
    """It is about a stored login: likelier where one is in these states, and out of the question where there is none."""
    return Sign(hints=stored(*states), never=no_login)


# What looks and reasons share


def _ends_of(context: Context) -> Iterator[tuple[SurfaceName, Surface]]:
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


def _name_of(source: str) -> str:
    """The variable, setting or store of a source id: `settings.user.env:X` is `X`."""
    return source.partition(":")[2]


def _title(link: ChainLink | None, source: str) -> Shown:
    words = (link.title if link else NOTHING) or name_shown(_name_of(source))
    return spaced(words, link.shown) if link and link.shown else words


def _verb(ways: list[Shown]) -> Shown:
    names = list(dict.fromkeys(ways))
    return say("{} {}", say_all(names, " and "), say("sends") if len(names) == 1 else say("send"))


def _evidence(where: Shown, text: Shown) -> Evidence:
    return Evidence(NOTHING, say("{}, inherited", text)) if where == "inherited" else Evidence(where, text)


def _as(shown: Shown | None) -> Shown:
    return say(" ({})", shown) if shown else NOTHING


def _login_stores(d: Diagnosis) -> list[Store]:
    return [s for s in d.stores if s.kind != "config"]


def _store_evidence(store: Store) -> Evidence:
    words = say("stored login: {}", spoken(store.state))
    return Evidence(store.where, say("{}, expires {}", words, store.expires_at) if store.expires_at else words)

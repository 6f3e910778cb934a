"""What a probe is about: one context, one way of starting Claude Code there, and where its requests would go."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct, field

from claude_auth_tui.checks.phrases import settled
from claude_auth_tui.claude_code.address import API, BASE_URL, LOGIN_HOST, NO_PROXIES, PROXIES, Address, Proxy, Route, address
from claude_auth_tui.claude_code.certificates import TRUST_NAMES
from claude_auth_tui.claude_code.environment import Environment
from claude_auth_tui.claude_code.layers import Documents
from claude_auth_tui.claude_code.providers import switches_on
from claude_auth_tui.claude_code.session import Session, open_session
from claude_auth_tui.claude_code.shown_values import name_shown
from claude_auth_tui.claude_code.start import Prediction
from claude_auth_tui.claude_code.tables import NAMES
from claude_auth_tui.model.diagnosis import SURFACE_TITLES, Context, Surface
from claude_auth_tui.model.machine import Machine, as_seen_by
from claude_auth_tui.model.saying import MASK, NOTHING, say, say_all
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import SurfaceName
from claude_auth_tui.scene.contexts import gather
from claude_auth_tui.scene.new_shell import pane_end, shell_end, unknown_in
from claude_auth_tui.scene.whose import of_new_shell

_WAY: Final = (*PROXIES, *NO_PROXIES, *TRUST_NAMES)
"""Every variable that decides about the way of a request."""


class Cell(Struct, frozen=True):
    """One cell of the matrix, with everything that was computed for it."""

    machine: Machine
    """With the folder of that context."""
    context: Context
    name: SurfaceName
    surface: Surface
    prediction: Prediction
    session: Session
    unknown: Mapping[Shown, Shown] = field(default_factory=dict)
    """Variables that are decided when the shell runs, those of the way included."""

    @property
    def environment(self) -> Environment:
        return self.session.environment

    @property
    def process(self) -> Mapping[str, Secret]:
        """What a process there is started with."""
        return self.prediction.start.environment

    @property
    def place(self) -> Shown:
        """ "claude -p in a new zsh (login)"."""
        return say("{} in {}", SURFACE_TITLES[self.name], self.where)

    @property
    def where(self) -> Shown:
        """ "a new zsh (login)"."""
        title = self.context.title
        return title if title.startswith("claude ") else title.small

    def route_to(self, address: Address) -> Route:
        return self.session.route_to(address)

    @property
    def unknown_way(self) -> tuple[Shown, ...]:
        """The variables of the way that cannot be told."""
        return tuple(name_shown(name) for name in _WAY if name in self.unknown)


def cell_of(machine: Machine, context: str, name: SurfaceName) -> Cell | None:
    """The cell by its context's id; None where there is no such context any more."""
    facts = gather(machine)
    scene = next((scene for scene in facts.scenes if scene.context.id == context), None)
    if scene is None:
        return None
    start = scene.prediction.start
    session = open_session(start, name, Documents(start.machine, start.rules))
    unknown = {
        **{name_shown(name): why for name, why in start.unknown.items()},
        **(_unknown_way(machine, context) if scene.context.shell is not None else {}),
    }
    return Cell(start.machine, scene.context, name, settled(scene.context.surfaces[name]), scene.prediction, session, unknown)


def _unknown_way(machine: Machine, context: str) -> dict[Shown, Shown]:
    """Variables of the way that the startup files leave to a program. A new tmux pane gets a login shell and tmux's environment."""
    names = (*NAMES, *_WAY)
    if context == "new_pane" and machine.tmux is not None:
        end = pane_end(as_seen_by(machine, machine.tmux.whose), names)
    else:
        end = shell_end(of_new_shell(machine), names=names)
    return {name_shown(name): why for name, why in unknown_in(end).items() if name in _WAY}


class Ends(Struct, frozen=True):
    """The servers requests go to, or why they cannot be told."""

    addresses: tuple[Address, ...] = ()
    refused: Shown = NOTHING


def ends_of(cell: Cell) -> Ends:
    """Anthropic's two hosts, or the one that was configured instead."""
    environment = cell.environment
    on = switches_on(environment)
    variable = on[0].base_url if on else BASE_URL
    if variable in cell.unknown:
        return Ends(
            refused=say("{} is decided when the shell runs ({}), so it is not known whom to ask.", variable, cell.unknown[variable])
        )
    given = environment.credential(variable)
    if given is not None:
        target = address(given.value)
        where = say(" ({})", given.where) if given.where else NOTHING
        if target.kind != "ok":
            return Ends(refused=say("{}{} is no address Claude Code can use, {}.", variable, where, target.fault))
        if MASK in target.host:
            return Ends(refused=say("The host in {}{} looks like a credential, so nobody is asked for it.", variable, where))
        return Ends((target,))
    if on:
        return Ends(
            refused=say(
                "Requests go to {}, whose host follows from region and account, and {} is not set. Ask with that provider's own tools.",
                on[0].title,
                variable,
            )
        )
    return Ends((API, Address("https", LOGIN_HOST, 443)))


def way_words(cell: Cell, route: Route) -> Shown:
    """How it is reached: "directly", "through the proxy http://127.0.0.1:3128 (HTTPS_PROXY, ~/.zshrc:3)"."""
    if route.spared_by:
        return say("directly ({} spares it the proxy)", route.spared_by)
    if route.proxy is None:
        return say("directly")
    return say("through the proxy {} ({})", route.proxy.address.shown, say_all((route.proxy.name, *where_of(cell, route.proxy))))


def where_of(cell: Cell, proxy: Proxy) -> tuple[Shown, ...]:
    """The place that names the proxy, where it is known."""
    given = cell.environment.get(proxy.name)
    return (given.where,) if given is not None and given.where else ()


def proxy_notes(route: Route) -> tuple[Shown, ...]:
    """What else is sent to the proxy."""
    if route.proxy is None or route.proxy.user is None:
        return ()
    return (say("The proxy gets the user and password that stand in its address."),)

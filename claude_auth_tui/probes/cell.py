"""What a probe is about: one context, one way of starting Claude Code there, and where its requests would go."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from claude_auth_tui.checks.phrases import settled
from claude_auth_tui.claude_code.environment import Environment
from claude_auth_tui.claude_code.layers import Documents
from claude_auth_tui.claude_code.providers import switches_on
from claude_auth_tui.claude_code.route import API_HOST, BASE_URL, LOGIN_HOST, ROUTE_NAMES, Address, Route, address_of, route_to
from claude_auth_tui.claude_code.session import Session, open_session
from claude_auth_tui.claude_code.shown_values import name_shown
from claude_auth_tui.claude_code.start import Prediction
from claude_auth_tui.claude_code.variables import NAMES
from claude_auth_tui.model.diagnosis import SURFACE_TITLES, Context, Surface
from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.saying import NOTHING, say, say_all
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import SurfaceName
from claude_auth_tui.scene.contexts import gather, shell_to_predict
from claude_auth_tui.shells.inherit import inherited_by_new_shell
from claude_auth_tui.shells.predict import predict_shell


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
        return route_to(self.environment, address)

    @property
    def unknown_way(self) -> tuple[Shown, ...]:
        """The variables of the way that cannot be told."""
        return tuple(name_shown(name) for name in ROUTE_NAMES if name in self.unknown)


def cell_of(machine: Machine, context: str, name: SurfaceName) -> Cell | None:
    """The cell by its context's id; None where there is no such context any more."""
    facts = gather(machine)
    scene = next((scene for scene in facts.scenes if scene.context.id == context), None)
    if scene is None:
        return None
    start = scene.prediction.start
    session = open_session(start, name, Documents(start.machine))
    unknown = {
        **{name_shown(name): why for name, why in start.unknown.items()},
        **(_unknown_way(machine, context) if scene.context.shell is not None else {}),
    }
    return Cell(start.machine, scene.context, name, settled(scene.context.surfaces[name]), scene.prediction, session, unknown)


def _unknown_way(machine: Machine, context: str) -> dict[Shown, Shown]:
    """Variables of the way that the startup files leave to a program. A new tmux pane gets a login shell and tmux's environment."""
    shell, start = shell_to_predict(machine)
    if context == "new_pane":
        machine, start = replace(machine, request=replace(machine.request, inherit="tmux")), "login"
    end = predict_shell(machine, shell, start, inherited_by_new_shell(machine)[0], (*NAMES, *ROUTE_NAMES), hits=False)
    return {
        name_shown(name): say_all(variable.notes, "; ") or say("decided when the shell runs")
        for name, variable in end.variables.items()
        if variable.state == "unknown" and name in ROUTE_NAMES
    }


class Ends(Struct, frozen=True):
    """The servers requests go to, or why they cannot be told."""

    addresses: tuple[Address, ...] = ()
    refused: Shown = NOTHING


def ends_of(cell: Cell) -> Ends:
    """Anthropic's two hosts, or the one that was configured instead."""
    environment = cell.environment
    on = switches_on(environment)
    variable = on[0].base_url if on else name_shown(BASE_URL)
    if variable in cell.unknown:
        return Ends(
            refused=say("{} is decided when the shell runs ({}), so it is not known whom to ask.", variable, cell.unknown[variable])
        )
    given = environment.credential(variable)
    if given is not None:
        address = address_of(given.value)
        where = say(" ({})", given.where) if given.where else NOTHING
        refused = say("{}{} is no whole address that begins with https:// or http://.", variable, where) if address is None else NOTHING
        return Ends((address,) if address is not None else (), refused)
    if on:
        return Ends(
            refused=say(
                "Requests go to {}, whose host follows from region and account, and {} is not set. Ask with that provider's own tools.",
                on[0].title,
                variable,
            )
        )
    return Ends(tuple(Address("https", host, 443) for host in (API_HOST, LOGIN_HOST)))


def way_words(cell: Cell, route: Route) -> Shown:
    """How it is reached: "directly", "through the proxy http://127.0.0.1:3128 (HTTPS_PROXY, ~/.zshrc:3)"."""
    if route.spared_by:
        return say("directly ({} spares it the proxy)", name_shown(route.spared_by))
    if route.proxy is None:
        return say("directly")
    where = say(", {}", route.proxy.where) if route.proxy.where else NOTHING
    shown = say(" {}", route.proxy.address.shown) if route.proxy.address is not None else NOTHING
    return say("through the proxy{} ({}{})", shown, route.proxy.name, where)


def proxy_notes(route: Route) -> tuple[Shown, ...]:
    """What else is sent to the proxy."""
    if route.proxy is None or route.proxy.user is None:
        return ()
    return (say("The proxy gets the user and password that stand in its address."),)

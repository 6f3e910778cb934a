"""Questions many checks ask: what a new shell sends, which login is wanted, where a value was written. No finding is made here."""

from __future__ import annotations

from msgspec import Struct

from claude_auth_tui.checks.phrases import link_of, login_title, name_of, settled, value_of
from claude_auth_tui.claude_code.shown_values import name_shown, value_shown
from claude_auth_tui.claude_code.start import Prediction
from claude_auth_tui.claude_code.tables import CONSOLE, LOGIN
from claude_auth_tui.model.diagnosis import Evidence, Surface
from claude_auth_tui.model.machine import File
from claude_auth_tui.model.saying import NOTHING, say, spaced
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import Level, SurfaceName
from claude_auth_tui.scene.facts import Facts, Scene

COUNTED: tuple[SurfaceName, ...] = ("interactive", "print")
"""The surfaces whose failure is an error: `claude` and `claude -p`."""


def new_shell(facts: Facts) -> Prediction:
    return facts.scene("new_shell").prediction


def here(facts: Facts) -> Prediction:
    return facts.scene("here").prediction


def comparable(facts: Facts, scene: Scene) -> bool:
    """Whether a context is to be as a new shell is: nobody else's, and with an environment that is known."""
    fresh, there = facts.scene("new_shell").context, scene.context
    return (there.home, there.user) == (fresh.home, fresh.user) and any(one.state != "unknown" for one in there.variables)


def ends(prediction: Prediction) -> dict[SurfaceName, Surface]:
    """What `claude` and `claude -p` come to once the first screens are answered."""
    return {name: settled(prediction.surfaces[name]) for name in COUNTED}


def sending(prediction: Prediction, source: str) -> tuple[SurfaceName, ...]:
    """The counted surfaces on which this source is sent."""
    return tuple(name for name, end in ends(prediction).items() if end.outcome == "sends" and source in end.sources)


def sent_sources(prediction: Prediction) -> tuple[Shown, ...]:
    """Every source that is sent by `claude` or `claude -p`."""
    return tuple(dict.fromkeys(s for end in ends(prediction).values() if end.outcome == "sends" for s in end.sources))


def fails(prediction: Prediction) -> bool:
    """Whether `claude -p` ends without anything being sent for want of a credential."""
    return prediction.surfaces["print"].outcome == "not_logged_in"


def error_if_failing(prediction: Prediction, otherwise: Level) -> Level:
    """The level of a cause: an error where nothing is sent, else what it is in itself."""
    return "error" if fails(prediction) else otherwise


class Wanted(Struct, frozen=True):
    """The login that is taken as what the user wants, as long as no expectation says otherwise."""

    source: str
    title: Shown
    """ "your Max login"."""
    where: Shown
    alive: bool
    """Not known to be past its end."""
    surfaces: tuple[SurfaceName, ...] = COUNTED
    """The surfaces on which it is wanted."""


def expected_of(facts: Facts, name: SurfaceName) -> str | None:
    """What the user expects of a surface in a new shell; None where nothing is said."""
    surface = facts.scene("new_shell").context.surfaces.get(name)
    return surface.expected if surface else None


def wanted_login(facts: Facts) -> Wanted | None:
    """The stored login; None where none is stored, what is stored cannot be used as one, or the user expects something else."""
    surfaces = tuple(name for name in COUNTED if expected_of(facts, name) in (None, "login"))
    if not surfaces:
        return None
    prediction = new_shell(facts)
    login, state = prediction.configuration.login, prediction.configuration.state
    if login.state in ("usable", "refreshable", "expired", "present", "locked"):
        return Wanted(LOGIN, login_title(prediction), login.where, login.state != "expired", surfaces)
    if state.primary_api_key:
        return Wanted(CONSOLE, say("your Console login"), state.shown_path, True, surfaces)
    return None


def inherited_from(facts: Facts) -> Shown:
    """Who hands a new shell what no startup file sets: "tmux", the terminal's name, the registry, or "this terminal"."""
    how, above = facts.scene("new_shell").context.inherit, facts.machine.ancestor
    if how == "registry":
        return say("the Windows registry")
    return say("tmux") if how == "tmux" else above.name if how in ("terminal", "outside") and above is not None else say("this terminal")


def source_evidence(facts: Facts, prediction: Prediction, source: Shown) -> Evidence:
    """Where a source was written, and as much of it as may be seen."""
    surfaces = [settled(s) for s in prediction.surfaces.values()]
    link = next((found for surface in surfaces if (found := link_of(surface, source))), None)
    where = (link.where if link else None) or prediction.start.places.get(name_of(source), NOTHING)
    shown = (link.shown if link else None) or shown_value(name_of(source), value_of(prediction, source))
    title = link.title if link and link.title else name_of(source)
    return Evidence(inherited_from(facts) if where == "inherited" else where, spaced(title, shown))


def shown_value(name: str, value: Secret | None) -> Shown:
    """As much of a variable's value as may be seen."""
    if value is None:
        return NOTHING
    return value_shown(name, value)


class Place(Struct, frozen=True):
    """One variable as Claude Code gets it for `claude -p`, and where it was written."""

    value: Secret
    source: Shown
    where: Shown
    """For people; empty where it is not known."""


def given(prediction: Prediction, name: str) -> Place | None:
    """A variable, wherever it was written. None where it is not set at all."""
    found = prediction.configuration.environment.get(name)
    return Place(found.value, found.source, found.where or NOTHING) if found is not None else None


def place_of(prediction: Prediction, name: str) -> Shown:
    """Where the value of a variable that Claude Code gets was written, for people; empty where it is not known."""
    found = given(prediction, name)
    return found.where if found else prediction.start.places.get(name, NOTHING)


def effective_value(prediction: Prediction, name: str) -> Secret | None:
    found = given(prediction, name)
    return found.value if found else None


def source_of(prediction: Prediction, name: str) -> Shown:
    """The id of the source that gives Claude Code this variable."""
    found = given(prediction, name)
    return found.source if found else say("env:{}", name_shown(name))


def misnamed_login(facts: Facts) -> File | None:
    """A `credentials.json` without the dot, which Claude Code never reads."""
    found = facts.machine.files.stat(facts.machine.join(new_shell(facts).configuration.login_dir, "credentials.json"))
    return found if found.is_file else None

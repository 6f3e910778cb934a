"""From a start to what is sent: the entry to this package."""

from __future__ import annotations

from claude_auth_tui.claude_code.alternatives import agree
from claude_auth_tui.claude_code.configuration import Configuration
from claude_auth_tui.claude_code.environment import of_process
from claude_auth_tui.claude_code.folders import config_dir
from claude_auth_tui.claude_code.interactive import interactive
from claude_auth_tui.claude_code.layers import Documents, UnreadError
from claude_auth_tui.claude_code.policy import read_policy
from claude_auth_tui.claude_code.session import WAYS, Session, open_session
from claude_auth_tui.claude_code.settings import Settings
from claude_auth_tui.claude_code.settle import refuses_to_start, settle
from claude_auth_tui.claude_code.start import Prediction, Start
from claude_auth_tui.claude_code.status import status_of
from claude_auth_tui.claude_code.stores import next_expiry, stores_of
from claude_auth_tui.model.diagnosis import SURFACES, Status, Surface
from claude_auth_tui.model.failure import failed_here
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import SurfaceName


def predict(start: Start) -> Prediction:
    """What `claude`, `claude -p`, `claude --bare -p` and `claude auth status` do when started so."""
    try:
        return agree(start, _known) if start.unknown else _known(start, Documents(start.machine))
    except UnreadError as unread:
        return _not_followed(start, unread.where, unread.failure)
    except Exception as failure:  # noqa: BLE001 - whatever is in a file, it ends as a row
        return _not_followed(start, say("Claude Code's files"), failure)


def _not_followed(start: Start, where: Shown, failure: Exception) -> Prediction:
    """What is told where this program has a fault."""
    because = say("{}: {}, so what is sent is not known.", where, failed_here(failure))
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
    return interactive(session) if name == "interactive" else settle(session)


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
        force_login_org=policy.organization is not None,
        allowed_providers=policy.providers,
    )
    return Configuration(
        session.config_dir,
        settings,
        session.state,
        session.login,
        session.profile,
        stores_of(session),
        next_expiry(session),
        session.environment,
    )

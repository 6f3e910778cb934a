"""What a fix would lead to: the machine as the fix would leave it, asked again. Nothing here is guessed or put in words by hand."""

from __future__ import annotations

import json
from typing import Final

from msgspec.structs import replace

from claude_auth_tui.checks.phrases import says
from claude_auth_tui.claude_code.predict import predict
from claude_auth_tui.claude_code.start import Prediction, Start
from claude_auth_tui.model.changed import with_files
from claude_auth_tui.model.machine import File, Machine
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.secret import Secret, SecretText
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.scene.contexts import gather
from claude_auth_tui.scene.facts import Facts, Scene

_HOURS: Final = 8
"""A fresh login's access token lasts about that long."""


def outlook(prediction: Prediction) -> Shown:
    """ "claude and claude -p then use your Max login"."""
    return says(prediction, say("then"))


def new_shell_on(machine: Machine) -> Scene:
    """A new shell on a machine that was changed."""
    return gather(machine).scene("new_shell")


def after_login(facts: Facts) -> Prediction:
    """A new shell after `claude auth login`: a good login in the folder Claude Code uses there."""
    start = facts.scene("new_shell").prediction.start
    return predict(replace(start, machine=_logged_in(facts)))


def without_variable(start: Start, name: str) -> Prediction:
    """The same start without a variable of its environment; settings files are left as they are."""
    kept = {n: v for n, v in start.environment.items() if n != name}
    unknown = {n: why for n, why in start.unknown.items() if n != name}
    return predict(replace(start, environment=kept, unknown=unknown))


def with_variable(start: Start, name: str, value: Secret) -> Prediction:
    """The same start with a variable that has this value."""
    unknown = {n: why for n, why in start.unknown.items() if n != name}
    return predict(replace(start, environment={**start.environment, name: value}, unknown=unknown))


def _logged_in(facts: Facts) -> Machine:
    machine, configuration = facts.machine, facts.scene("new_shell").prediction.configuration
    path = machine.join(configuration.config_dir, ".credentials.json")
    login = {
        "accessToken": "stand-in",
        "refreshToken": "stand-in",
        "expiresAt": (machine.now + _HOURS * 3600) * 1000,
        "scopes": ["user:inference", "user:profile"],
        "subscriptionType": configuration.login.subscription,
    }
    text = SecretText(json.dumps({"claudeAiOauth": login}))
    return with_files(
        machine, {path: File(path, "present", "file", text, mode=0o600, uid=machine.uid, size=text.length, modified=machine.now)}
    )

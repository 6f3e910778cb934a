"""What a fix would lead to, in words, and the one change that many fixes make: a fresh login."""

from __future__ import annotations

import json
from typing import Final

from claude_auth_tui.checks.phrases import says
from claude_auth_tui.claude_code.login import FILE_NAME
from claude_auth_tui.claude_code.start import Prediction
from claude_auth_tui.model.machine import File
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.secret import SecretText
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.scene.again import again
from claude_auth_tui.scene.facts import Facts

_HOURS: Final = 8
"""A fresh login's access token lasts about that long."""


def outlook(prediction: Prediction) -> Shown:
    """ "claude and claude -p then use your Max login"."""
    return says(prediction, say("then"))


def after_login(facts: Facts) -> Prediction:
    """A new shell after `claude auth login`: a good login in the folder Claude Code uses there."""
    machine, prediction = facts.machine, facts.scene("new_shell").prediction
    path = machine.join(prediction.configuration.login_dir, FILE_NAME)
    login = {
        "accessToken": "stand-in",
        "refreshToken": "stand-in",
        "expiresAt": (machine.now + _HOURS * 3600) * 1000,
        "scopes": ["user:inference", "user:profile"],
        "subscriptionType": prediction.configuration.login.subscription,
    }
    text = SecretText(json.dumps({"claudeAiOauth": login}))
    made = File(path, "present", "file", text, mode=0o600, uid=machine.uid, size=text.length, modified=machine.now)
    return again(prediction.start, {path: made})

"""Starts and files that many of these tests share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from claude_auth_tui.claude_code.predict import predict
from claude_auth_tui.claude_code.start import Prediction, Start
from claude_auth_tui.demo.build import CWD, Content, make_machine
from claude_auth_tui.model.diagnosis import ChainLink, Surface
from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.shown import Shown
from tests.shown import shown

KEY = "sk-ant-api03-FAKEFAKEFAKEFAKEFAKEw7AA"
OTHER_KEY = "sk-ant-api03-FAKEFAKEFAKEFAKEFAKEx8BB"
TOKEN = "gateway-FAKEFAKEFAKEFAKE-t1CC"
OAUTH = "sk-ant-oat01-FAKEFAKEFAKEFAKEFAKEy9DD"
LOGIN_TOKEN = "sk-ant-oat01-FAKEFAKEFAKEFAKEFAKEz0EE"
LOGIN_FILE = "~/.claude/.credentials.json"


def login(**changed: object) -> dict[str, object]:
    """A Max login that is good for some hours."""
    stored: dict[str, object] = {
        "accessToken": LOGIN_TOKEN,
        "refreshToken": "sk-ant-ort01-FAKEFAKEFAKEFAKEFAKEr1FF",
        "expiresAt": 1_795_290_000_000,
        "scopes": ["user:inference", "user:profile"],
        "subscriptionType": "max",
    }
    return {"claudeAiOauth": {**stored, **changed}}


def state(**more: object) -> dict[str, object]:
    """A state file past the first screens, in a trusted folder."""
    return {"hasCompletedOnboarding": True, "projects": {CWD: {"hasTrustDialogAccepted": True}}, **more}


def start_of(machine: Machine, unknown: Mapping[str, str] | None = None, places: Mapping[str, str] | None = None) -> Start:
    return Start(machine, machine.environment, _shown(unknown or {}), _shown(places or {}))


def predicted(
    files: Mapping[str, object] | None = None,
    env: Mapping[str, str] | None = None,
    unknown: Mapping[str, str] | None = None,
    places: Mapping[str, str] | None = None,
    **fields: object,
) -> Prediction:
    """What is predicted for the process environment of a made-up machine."""
    return predict(start_of(make_machine(cast(Mapping[str, Content], files or {}), env, **fields), unknown, places))


def link(surface: Surface, source: str) -> ChainLink:
    """The link of a source; a KeyError names what is there instead."""
    for found in surface.chain:
        if found.source == source:
            return found
    raise KeyError(f"{source} is not among {[found.source for found in surface.chain]}")


def _shown(texts: Mapping[str, str]) -> dict[str, Shown]:
    return {name: shown(text) for name, text in texts.items()}

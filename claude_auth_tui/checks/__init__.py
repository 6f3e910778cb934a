"""What each problem is and how it is cured: one small module per family of problem.

Importing the package registers every check: a new family is one more module in the list below.
"""

from __future__ import annotations

from claude_auth_tui.checks import (
    approval,
    cloud,
    config_folder,
    copies,
    drift,
    expectation,
    exposure,
    helper,
    installs,
    loaders,
    login,
    login_file,
    managed,
    modes,
    precedence,
    profiles,
    reading,
    settings,
    shadows,
    slots,
    state_file,
    store_place,
    surfaces,
    surroundings,
    values,
)

__all__ = [
    "approval",
    "cloud",
    "config_folder",
    "copies",
    "drift",
    "expectation",
    "exposure",
    "helper",
    "installs",
    "loaders",
    "login",
    "login_file",
    "managed",
    "modes",
    "precedence",
    "profiles",
    "reading",
    "settings",
    "shadows",
    "slots",
    "state_file",
    "store_place",
    "surfaces",
    "surroundings",
    "values",
]

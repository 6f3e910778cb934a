"""What each problem is and how it is cured: one small module per family of problem.

Importing the package registers every check: a new family is one more module in the list below.
"""

from __future__ import annotations

from claude_auth_tui.checks import (
    approval,
    cloud,
    config_folder,
    drift,
    expectation,
    helper,
    login,
    login_file,
    managed,
    modes,
    precedence,
    reading,
    settings,
    slots,
    values,
)

__all__ = [
    "approval",
    "cloud",
    "config_folder",
    "drift",
    "expectation",
    "helper",
    "login",
    "login_file",
    "managed",
    "modes",
    "precedence",
    "reading",
    "settings",
    "slots",
    "values",
]

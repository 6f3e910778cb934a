"""The environment variables that Windows keeps in its registry: what a new session is given. Read only.

Source: Microsoft's documentation of environment variables (user variables in `HKEY_CURRENT_USER\\Environment`, the
machine's in `HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment`).
"""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import Final, Literal

from claude_auth_tui.model.machine import RegistryValue
from claude_auth_tui.model.secret import Secret

_KEYS: Final[tuple[tuple[Literal["user", "machine"], str, str], ...]] = (
    ("machine", "HKEY_LOCAL_MACHINE", r"SYSTEM\CurrentControlSet\Control\Session Manager\Environment"),
    ("user", "HKEY_CURRENT_USER", "Environment"),
)
_MOST: Final = 2000
"""Values of one key that are looked at."""


def read_registry() -> tuple[RegistryValue, ...]:
    """Every text value of both keys, the machine's first. Empty where there is no registry; a key that cannot be opened gives none."""
    try:
        winreg = importlib.import_module("winreg")
    except ImportError:
        return ()
    return tuple(value for scope, root, path in _KEYS for value in _values(winreg, scope, root, path))


def _values(winreg: ModuleType, scope: Literal["user", "machine"], root: str, path: str) -> list[RegistryValue]:
    found: list[RegistryValue] = []
    try:
        with winreg.OpenKey(getattr(winreg, root), path) as key:
            for number in range(_MOST):
                name, value, kind = winreg.EnumValue(key, number)  # OSError behind the last one
                if isinstance(value, str) and kind in (winreg.REG_SZ, winreg.REG_EXPAND_SZ):
                    found.append(RegistryValue(scope, name, Secret(value), expands=kind == winreg.REG_EXPAND_SZ))
    except OSError:
        pass
    return found

"""The one way to a secret's text, guarded by an import contract.

Only `shells`, `claude_code`, `read` and the model itself may import this module; a text taken from here must not
be stored anywhere but in another `Secret`.
"""

from __future__ import annotations

from claude_auth_tui.model.secret import Secret


def unveil(secret: Secret) -> str:
    """The text itself. Use it, do not keep it."""
    text: str = secret._Secret__text  # type: ignore[attr-defined]
    return text

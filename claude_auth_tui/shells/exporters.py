"""Programs whose output may set credentials: code that comes from one of them may change any of the variables."""

from __future__ import annotations

import re
from typing import Final

_PROGRAMS: Final = re.compile(
    r"(?<![\w.-])(?:"
    r"op\s+(?:inject|run|read|item)|doppler\s+(?:secrets|run)|direnv\s+(?:export|exec)|aws-vault\s+(?:exec|export)|chamber\s+(?:env|export|exec)"
    r"|teller\s+(?:env|sh|export|run)|sops\s+(?:-d|--decrypt|decrypt|exec-env|exec-file)|mise\s+(?:env|hook-env)|rtx\s+env|asdf\s+env"
    r"|infisical\s+(?:export|secrets|run)|vault\s+(?:kv|read)|dotenvx?\s|envchain\s|gopass\s+(?:env|show)|envconsul\s|bws\s|akeyless\s"
    r")"
)
"""As their manuals say. What only installs a hook (`direnv hook`, `mise activate`) is not among them."""


def exports_credentials(code: str) -> bool:
    """Whether a piece of code runs such a program in a way that prints credentials."""
    return _PROGRAMS.search(code) is not None

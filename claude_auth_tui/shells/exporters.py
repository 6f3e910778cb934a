"""Programs that hand out credentials: their output may change any of the variables, and what they print is never guessed."""

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


_KEEPERS: Final = frozenset(
    [
        "op",
        "1password",
        "pass",
        "gopass",
        "passage",
        "security",
        "secret-tool",
        "keyring",
        "vault",
        "aws",
        "gcloud",
        "az",
        "gh",
        "bw",
        "bws",
        "rbw",
        "lpass",
        "doppler",
        "infisical",
        "chamber",
        "teller",
        "sops",
        "age",
        "rage",
        "gpg",
        "gpg2",
        "kwallet-query",
        "keepassxc-cli",
        "envchain",
        "dotenvx",
    ]
)


def keeps_secrets(program: str) -> bool:
    """Whether a program (its name, or its path) keeps secrets: what it prints is not known even where it is not found."""
    return program.rsplit("/", 1)[-1] in _KEEPERS


def prints_of_folders(program: str) -> bool:
    """Whether what a program exports stands in files of this machine: where it is not found, there is nothing to export."""
    return program in ("direnv", "mise", "rtx", "asdf")

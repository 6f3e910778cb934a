"""What to do where no finding of a check says so: written for the machine's shell, or advice nobody can type.

Commands here neither show a value nor delete anything, and each of them exists. What cures a finding is written in the
checks, which know the file and the line.
"""

from __future__ import annotations

from typing import Final

from claude_auth_tui.explain.shapes import Recipe
from claude_auth_tui.model.diagnosis import Diagnosis, Fix
from claude_auth_tui.model.saying import NOTHING, say

AGAIN: Final = say("Start claude again: a running session keeps what it was started with.")
KEYS_PAGE: Final = "https://platform.claude.com/settings/keys"
BILLING_PAGE: Final = "https://platform.claude.com/settings/billing"
STATUS_PAGE: Final = "https://status.claude.com"


def advice(title: str, then: str = "") -> Recipe:
    """Something nobody can type here."""
    return lambda d: Fix(title, NOTHING, _shell(d), then=then)


def run(title: str, command: str, then: str = "") -> Recipe:
    """A command that is the same in every shell."""
    return lambda d: Fix(title, command, _shell(d), then=then)


def unset(name: str) -> Recipe:
    """Unset a variable in the terminal it is typed into; the file that sets it stays as it is."""

    def recipe(d: Diagnosis) -> Fix:
        shell = _shell(d)
        command = {"fish": f"set -e {name}", "powershell": f"Remove-Item Env:{name}"}.get(shell, say("unset {}", name))
        then = say("{} To keep it so, take {} out of the file or settings that set it.", AGAIN, name)
        return Fix(say("Unset {} in this terminal", name), command, shell, then=then)

    return recipe


def _shell(d: Diagnosis) -> str:
    return "powershell" if d.place.platform == "windows" else d.place.shell or "bash"


log_in: Final = run("Log in", "claude auth login", "It opens your browser. In a session that is open, /login does the same.")
log_in_again: Final = run("Log in again", "claude auth login", "It opens your browser. In a session that is open, /login does the same.")
setup_token: Final = run(
    "For a machine without a browser: make a token for a year elsewhere",
    "claude setup-token",
    "It prints the token once; export it as CLAUDE_CODE_OAUTH_TOKEN where claude is started.",
)
see_status: Final = advice("Type /status in a session: it names the credential that is in use")
new_key: Final = advice(f"Make a new key at {KEYS_PAGE} and put it where the old one stands", AGAIN)
ask_admin: Final = advice("Ask the administrator of your organisation: nothing on this machine can change it")
support: Final = advice("Ask https://support.claude.com: nothing on this machine can change it")
update: Final = run("Update Claude Code", "claude update")
wait: Final = advice(f"Wait and try again; {STATUS_PAGE} says whether others are affected")

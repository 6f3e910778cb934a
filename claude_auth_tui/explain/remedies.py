"""What to do where no finding of a check says so: written for the machine's shell, or advice nobody can type.

Commands here neither show a value nor delete anything, and each of them exists. What cures a finding is written in the
checks, which know the file and the line.
"""

from __future__ import annotations

from typing import Final, get_args

from claude_auth_tui.explain.shapes import Recipe
from claude_auth_tui.model.diagnosis import Diagnosis, Fix
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import FixShell

AGAIN: Final = say("Start claude again: a running session keeps what it was started with.")
KEYS_PAGE: Final = say("https://platform.claude.com/settings/keys")
BILLING_PAGE: Final = say("https://platform.claude.com/settings/billing")
STATUS_PAGE: Final = say("https://status.claude.com")


def advice(title: Shown, then: Shown = NOTHING) -> Recipe:
    """Something nobody can type here."""
    return lambda d: Fix(title, NOTHING, _shell(d), then=then)


def run(title: Shown, command: Shown, then: Shown = NOTHING) -> Recipe:
    """A command that is the same in every shell."""
    return lambda d: Fix(title, command, _shell(d), then=then)


def unset(name: Shown) -> Recipe:
    """Unset a variable in the terminal it is typed into; the file that sets it stays as it is."""

    def recipe(d: Diagnosis) -> Fix:
        shell = _shell(d)
        command = {"fish": say("set -e {}", name), "powershell": say("Remove-Item Env:{}", name)}.get(shell, say("unset {}", name))
        then = say("{} To keep it so, take {} out of the file or settings that set it.", AGAIN, name)
        return Fix(say("Unset {} in this terminal", name), command, shell, then=then)

    return recipe


def _shell(d: Diagnosis) -> FixShell:
    if d.place.platform == "windows":
        return "powershell"
    return next((name for name in get_args(FixShell) if name == d.place.shell), "bash")


log_in: Final = run(say("Log in"), say("claude auth login"), say("It opens your browser. In a session that is open, /login does the same."))
log_in_again: Final = run(
    say("Log in again"), say("claude auth login"), say("It opens your browser. In a session that is open, /login does the same.")
)
setup_token: Final = run(
    say("For a machine without a browser: make a token for a year elsewhere"),
    say("claude setup-token"),
    say("It prints the token once; export it as CLAUDE_CODE_OAUTH_TOKEN where claude is started."),
)
see_status: Final = advice(say("Type /status in a session: it names the credential that is in use"))
new_key: Final = advice(say("Make a new key at {} and put it where the old one stands", KEYS_PAGE), AGAIN)
ask_admin: Final = advice(say("Ask the administrator of your organisation: nothing on this machine can change it"))
support: Final = advice(say("Ask https://support.claude.com: nothing on this machine can change it"))
update: Final = run(say("Update Claude Code"), say("claude update"))
wait: Final = advice(say("Wait and try again; {} says whether others are affected", STATUS_PAGE))

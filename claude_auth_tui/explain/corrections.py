"""Advice that is often given and does not hold, each with what holds instead. What an error message means is in `messages`.

Source: the documentation of Claude Code, and what Claude Code 2.1.329 was observed to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Correction:
    """One piece of advice, and what to do or know instead."""

    id: str
    advice: str
    instead: str


CORRECTIONS: Final[tuple[Correction, ...]] = (
    Correction(
        "claude-login",
        "Run claude login to log in again.",
        "There is no such command: claude takes the word for a prompt. It is claude auth login, or /login in a session.",
    ),
    Correction(
        "login-to-log-out",
        "Run claude auth login to log out.",
        "It logs in, in place of what is stored. Logging out is claude auth logout, or /logout in a session.",
    ),
    Correction(
        "file-without-dot",
        "The login is in ~/.claude/credentials.json.",
        "That file is never read. It is .credentials.json, with a dot; on macOS the Keychain, and the file only where the Keychain cannot be written.",
    ),
    Correction(
        "delete-the-login-file",
        "Delete the credentials file to start afresh.",
        "On macOS that changes nothing as long as the Keychain has the login. claude auth logout removes it wherever it is; "
        "logging in again replaces it anyway.",
    ),
    Correction(
        "delete-the-folder",
        "Delete ~/.claude if nothing else helps.",
        "That destroys settings, history and memories, and leaves ~/.claude.json and the Keychain, which hold what decides. Log in again instead.",
    ),
    Correction(
        "print-the-key",
        "Print the key or the credentials file to check them.",
        "Then the secret is in the terminal's history, in recordings and in screenshots. claude-auth-tui shows where a value is from, "
        "its kind, its length and what is wrong with its characters.",
    ),
    Correction(
        "show-hidden-characters",
        "Pipe the key through cat -A to find hidden characters.",
        "It prints the key, and cat on macOS has no such option. The checks of values name the character and its position.",
    ),
    Correction(
        "environment-first",
        "Environment variables win over settings files.",
        "It is the other way round: a value in a settings file's env block replaces the one of the shell, an empty one too.",
    ),
    Correction(
        "settings-with-key",
        "Set apiKey or apiBaseUrl in settings.json.",
        "There are no such settings, and they are ignored. A key goes into ANTHROPIC_API_KEY or comes from apiKeyHelper, an address into ANTHROPIC_BASE_URL.",
    ),
    Correction(
        "source-the-file",
        "Source the startup file after every change.",
        "That changes this terminal only, and a line that was deleted stays set. Open a new terminal, or unset the variable in this one.",
    ),
    Correction(
        "version-proves-login",
        "claude --version shows whether the login works.",
        "It prints a version and looks at no credential. claude auth status says what is there, not whether it is accepted.",
    ),
    Correction(
        "status-proves-login",
        "claude auth status shows which credential is used and that it works.",
        "It looks only whether something is there: it says logged in for a login that has expired, and names sources by rules of its own, "
        "which are not those by which requests are sent.",
    ),
    Correction(
        "test-with-a-message",
        "Test the key with a small message to a model.",
        "That costs, and fails for a model that does not exist any more. GET /v1/models answers the same question for nothing (key K here).",
    ),
    Correction(
        "console-address",
        "Look for your keys at console.anthropic.com.",
        "They are at platform.claude.com.",
    ),
    Correction(
        "always-bearer-401",
        "Authorization: Bearer always leads to 401.",
        "Only for API keys sent to the API itself. Logins, setup tokens and most gateways use that header.",
    ),
    Correction(
        "organisation-header",
        "The organisation's id in a header must match the key.",
        "Claude Code sends no such header. A key belongs to one workspace of one organisation and decides both.",
    ),
    Correction(
        "version-header",
        "Set the anthropic-version header.",
        "Claude Code sends it by itself. Only programs of your own need it.",
    ),
    Correction(
        "more-keys-more-quota",
        "A second key has a quota of its own.",
        "Limits and credit are those of the organisation or workspace; keys only share them.",
    ),
    Correction(
        "new-key-ends-old",
        "After a new key is made the old ones stop working.",
        "They work until they are revoked. That is why an old one in a forgotten file can still be used and billed.",
    ),
    Correction(
        "permission-is-billing",
        "Permission denied means that something is wrong with billing.",
        "A 403 has several causes: a plan that is not active, a role that is missing in the Console, a right the token lacks, a proxy, a cloud provider.",
    ),
    Correction(
        "credit-is-login",
        "Credit balance is too low means that the login failed.",
        "The credential was accepted; its account has no credit. Often it is a stray key's account, while the plan that is paid for is not used.",
    ),
    Correction(
        "limits-are-login",
        "Usage limits and rate limits are authentication errors.",
        "The credential is fine then, and logging in again changes nothing. Which account is used is worth a look.",
    ),
    Correction(
        "node-needed",
        "Claude Code needs Node.js 18.",
        "Only the npm package does. The native installer needs none.",
    ),
    Correction(
        "editor-shell-arguments",
        "Set terminal.integrated.shellArgs.osx in the editor.",
        "The setting was removed. Terminal profiles replace it, and terminal.integrated.inheritEnv decides what a terminal inherits.",
    ),
    Correction(
        "browser-tricks",
        "Use a private window, reload hard or clear the site's data.",
        "Claude Code in a terminal has no browser session. A browser matters for the moment of logging in, and the code can be pasted instead.",
    ),
    Correction(
        "always-silent",
        "A key in the environment silently replaces the login.",
        "In claude -p it does. claude asks once about each new key, and remembers the answer, also a No.",
    ),
    Correction(
        "six-sources",
        "There are six sources, and the order is: cloud, token, key, helper, setup token, login.",
        "Before them stands a signed-in gateway, and between setup token and login stand Anthropic profiles and federation; there are five cloud switches.",
    ),
    Correction(
        "one-credential",
        "Claude Code picks exactly one credential.",
        "Two headers are filled one by one: with a token and a key both set, both are sent, and the server decides.",
    ),
    Correction(
        "only-the-command-line",
        "Keys, tokens and helpers count for the command line only.",
        "They count for the editor extension, the SDK and GitHub Actions too. Claude Desktop and cloud sessions use a login of their own.",
    ),
    Correction(
        "slow-helper-blocks",
        "A slow apiKeyHelper stalls every prompt.",
        "After ten seconds a notice appears; what it prints is kept for five minutes, or as long as CLAUDE_CODE_API_KEY_HELPER_TTL_MS says.",
    ),
    Correction(
        "logout-first",
        "Log out and in again when anything is wrong.",
        "A login changes nothing while a key, token or helper stands before it, and logging out forgets approved keys too. Take away what stands before it first.",
    ),
)
CORRECTION_IDS: Final = frozenset(correction.id for correction in CORRECTIONS)

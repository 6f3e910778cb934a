"""Advice that is often given and does not hold, each with what holds instead. What an error message means is in `messages`.

Source: the documentation of Claude Code, and what Claude Code was observed to do.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from claude_auth_tui.model.saying import say
from claude_auth_tui.model.shown import Shown


class Correction(Struct, frozen=True):
    """One piece of advice, and what to do or know instead."""

    id: str
    advice: Shown
    instead: Shown


CORRECTIONS: Final[tuple[Correction, ...]] = (
    Correction(
        say("claude-login"),
        say("Run claude login to log in again."),
        say("There is no such command: claude takes the word for a prompt. It is claude auth login, or /login in a session."),
    ),
    Correction(
        say("login-to-log-out"),
        say("Run claude auth login to log out."),
        say("It logs in, in place of what is stored. Logging out is claude auth logout, or /logout in a session."),
    ),
    Correction(
        say("file-without-dot"),
        say("The login is in ~/.claude/credentials.json."),
        say(
            "That file is never read. It is .credentials.json, with a dot; on macOS the Keychain, and the file only where the Keychain cannot be written."
        ),
    ),
    Correction(
        say("delete-the-login-file"),
        say("Delete the credentials file to start afresh."),
        say(
            "On macOS that changes nothing as long as the Keychain has the login. claude auth logout removes it wherever it is; "
            "logging in again replaces it anyway."
        ),
    ),
    Correction(
        say("delete-the-folder"),
        say("Delete ~/.claude if nothing else helps."),
        say(
            "That destroys settings, history and memories, and leaves ~/.claude.json and the Keychain, which hold what decides. Log in again instead."
        ),
    ),
    Correction(
        say("print-the-key"),
        say("Print the key or the credentials file to check them."),
        say(
            "Then the secret is in the terminal's history, in recordings and in screenshots. claude-auth-tui shows where a value is from, "
            "its kind, its length and what is wrong with its characters."
        ),
    ),
    Correction(
        say("show-hidden-characters"),
        say("Pipe the key through cat -A to find hidden characters."),
        say("It prints the key, and cat on macOS has no such option. The checks of values name the character and its position."),
    ),
    Correction(
        say("environment-first"),
        say("Environment variables win over settings files."),
        say("It is the other way round: a value in a settings file's env block replaces the one of the shell, an empty one too."),
    ),
    Correction(
        say("settings-with-key"),
        say("Set apiKey or apiBaseUrl in settings.json."),
        say(
            "There are no such settings, and they are ignored. A key goes into ANTHROPIC_API_KEY or comes from apiKeyHelper, an address into ANTHROPIC_BASE_URL."
        ),
    ),
    Correction(
        say("source-the-file"),
        say("Source the startup file after every change."),
        say(
            "That changes this terminal only, and a line that was deleted stays set. Open a new terminal, or unset the variable in this one."
        ),
    ),
    Correction(
        say("version-proves-login"),
        say("claude --version shows whether the login works."),
        say("It prints a version and looks at no credential. claude auth status says what is there, not whether it is accepted."),
    ),
    Correction(
        say("status-proves-login"),
        say("claude auth status shows which credential is used and that it works."),
        say(
            "It looks only whether something is there: it says logged in for a login that has expired, and names sources by rules of its own, "
            "which are not those by which requests are sent."
        ),
    ),
    Correction(
        say("test-with-a-message"),
        say("Test the key with a small message to a model."),
        say(
            "That costs, and fails for a model that does not exist any more. GET /v1/models answers the same question for nothing (key K here)."
        ),
    ),
    Correction(say("console-address"), say("Look for your keys at console.anthropic.com."), say("They are at platform.claude.com.")),
    Correction(
        say("always-bearer-401"),
        say("Authorization: Bearer always leads to 401."),
        say("Only for API keys sent to the API itself. Logins, setup tokens and most gateways use that header."),
    ),
    Correction(
        say("organisation-header"),
        say("The organisation's id in a header must match the key."),
        say("Claude Code sends no such header. A key belongs to one workspace of one organisation and decides both."),
    ),
    Correction(
        say("version-header"),
        say("Set the anthropic-version header."),
        say("Claude Code sends it by itself. Only programs of your own need it."),
    ),
    Correction(
        say("more-keys-more-quota"),
        say("A second key has a quota of its own."),
        say("Limits and credit are those of the organisation or workspace; keys only share them."),
    ),
    Correction(
        say("new-key-ends-old"),
        say("After a new key is made the old ones stop working."),
        say("They work until they are revoked. That is why an old one in a forgotten file can still be used and billed."),
    ),
    Correction(
        say("permission-is-billing"),
        say("Permission denied means that something is wrong with billing."),
        say(
            "A 403 has several causes: a plan that is not active, a role that is missing in the Console, a right the token lacks, a proxy, a cloud provider."
        ),
    ),
    Correction(
        say("credit-is-login"),
        say("Credit balance is too low means that the login failed."),
        say(
            "The credential was accepted; its account has no credit. Often it is a stray key's account, while the plan that is paid for is not used."
        ),
    ),
    Correction(
        say("limits-are-login"),
        say("Usage limits and rate limits are authentication errors."),
        say("The credential is fine then, and logging in again changes nothing. Which account is used is worth a look."),
    ),
    Correction(
        say("node-needed"), say("Claude Code needs Node.js 18."), say("Only the npm package does. The native installer needs none.")
    ),
    Correction(
        say("editor-shell-arguments"),
        say("Set terminal.integrated.shellArgs.osx in the editor."),
        say("The setting was removed. Terminal profiles replace it, and terminal.integrated.inheritEnv decides what a terminal inherits."),
    ),
    Correction(
        say("browser-tricks"),
        say("Use a private window, reload hard or clear the site's data."),
        say(
            "Claude Code in a terminal has no browser session. A browser matters for the moment of logging in, and the code can be pasted instead."
        ),
    ),
    Correction(
        say("always-silent"),
        say("A key in the environment silently replaces the login."),
        say("In claude -p it does. claude asks once about each new key, and remembers the answer, also a No."),
    ),
    Correction(
        say("six-sources"),
        say("There are six sources, and the order is: cloud, token, key, helper, setup token, login."),
        say(
            "Before them stands a signed-in gateway, and between setup token and login stand Anthropic profiles and federation; there are five cloud switches."
        ),
    ),
    Correction(
        say("one-credential"),
        say("Claude Code picks exactly one credential."),
        say("Two headers are filled one by one: with a token and a key both set, both are sent, and the server decides."),
    ),
    Correction(
        say("only-the-command-line"),
        say("Keys, tokens and helpers count for the command line only."),
        say(
            "They count for the editor extension, the SDK and GitHub Actions too. Claude Desktop and cloud sessions use a login of their own."
        ),
    ),
    Correction(
        say("slow-helper-blocks"),
        say("A slow apiKeyHelper stalls every prompt."),
        say(
            "After ten seconds a notice appears; what it prints is kept for five minutes, or as long as CLAUDE_CODE_API_KEY_HELPER_TTL_MS says."
        ),
    ),
    Correction(
        say("logout-first"),
        say("Log out and in again when anything is wrong."),
        say(
            "A login changes nothing while a key, token or helper stands before it, and logging out forgets approved keys too. Take away what stands before it first."
        ),
    ),
)

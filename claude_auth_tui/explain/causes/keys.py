"""Causes that lie with a key, a token, a header or a helper: what is sent instead of a login, and what is wrong with it."""

from __future__ import annotations

from typing import Final

from claude_auth_tui.claude_code.address import BASE_URL
from claude_auth_tui.claude_code.tables import HEADERS, HELPER, KEY, OAUTH, TOKEN
from claude_auth_tui.explain.remedies import AGAIN, advice, log_in, new_key, run, see_status, unset
from claude_auth_tui.explain.shapes import Cause, Look, Sign
from claude_auth_tui.explain.signs import CONSOLE_KEY, either, holds, named, never_sent, nobody_logged_in, nowhere, sends, sent
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.shown import Shown

_STRAY: Final = (
    "terminal-carries-variable", "tmux-carries-variable", "running-claude-differs", "claude-shadowed",
    "folder-changes-credential", "editor-terminal-differs",
)  # fmt: skip
"""The checks that show a variable which is left over, or which only some terminals get."""

_FORM: Final = (
    "headers-break-request", "headers-joined", "headers-line-ignored", "setting-not-text",
    "value-breaks-header", "value-placeholder", "value-unexpanded", "value-quotes", "value-bearer", "value-cut", "value-inner-blank", "value-blanks",
)  # fmt: skip


def damaged(name: Shown, noun: Shown) -> Cause:
    """The value of one variable has something in it that does not belong there."""
    return Cause(
        say("{}-damaged", noun),
        say("The value of {} is damaged", name),
        say("Quotes, a line break, a blank, a placeholder or a cut end became part of it, mostly when it was copied. Write it again."),
        checks=_FORM,
        decisive=True,
        sign=sent(name),
        fixes=(advice(say("Set {} again, typed or copied as one line without quotes or blanks", name), AGAIN),),
    )


def misplaced(name: Shown, noun: Shown, explain: Shown) -> Cause:
    """One variable holds a credential of another kind."""
    return Cause(
        say("{}-of-another-kind", noun),
        say("{} holds a credential of another kind", name),
        explain,
        checks=("value-wrong-slot",),
        decisive=True,
        sign=named(name),
        fixes=(advice(say("Move the value into the variable that is meant for its kind"), AGAIN),),
    )


KEY_OVERRIDES: Final = Cause(
    say("key-used-instead-of-login"),
    say("A key in ANTHROPIC_API_KEY stands before any login"),
    say(
        "claude -p always uses it and claude does once it is approved. It may be left over from an old project, a former employer or a .env file that a "
        "tool loads, and it is billed separately from a plan."
    ),
    checks=("env-key-overrides-login", *_STRAY),
    sign=sent(KEY),
    fixes=(unset(KEY), log_in),
)
KEY_REFUSED: Final = Cause(
    say("key-no-longer-accepted"),
    say("The API no longer accepts the key in ANTHROPIC_API_KEY"),
    say(
        "It was deleted, replaced or disabled at the Console, or mistyped. Only the Console can tell; whether it is expected here at all, this machine can."
    ),
    sign=sent(KEY),
    fixes=(new_key, unset(KEY)),
)
KEY_DAMAGED: Final = damaged(KEY, say("key"))
KEY_MISPLACED: Final = misplaced(
    KEY,
    say("key"),
    say(
        "A setup token (sk-ant-oat…) belongs in CLAUDE_CODE_OAUTH_TOKEN, and a gateway's token in ANTHROPIC_AUTH_TOKEN. As an API key the API refuses them."
    ),
)
KEY_NOT_APPROVED: Final = Cause(
    say("key-not-approved"),
    say("claude does not use the key: it was never approved, or it was rejected"),
    say(
        "claude asks once about a key and remembers the answer. A rejected key is passed over without another question; claude -p uses it all the same."
    ),
    checks=("key-rejected", "key-not-approved"),
    decisive=True,
    sign=named(KEY),
    fixes=(advice(say("Turn on “Use custom API key” in /config, or unset the key")),),
)
KEY_NOT_HERE: Final = Cause(
    say("credential-not-in-this-terminal"),
    say("The key or token is set in another shell, or not exported"),
    say(
        "A variable that a startup file sets reaches only shells that were started afterwards, and only when it is exported. IDEs, services, containers and "
        "cron have environments of their own."
    ),
    checks=("terminal-lacks-variable", "extension-misses-variable", "envrc-not-allowed", "direnv-hook-missing", "dotenv-not-read"),
    sign=Sign(about=(KEY, TOKEN, OAUTH, HEADERS)),
    fixes=(advice(say("Export it in the startup file of the shell claude is started from, and open a new terminal")),),
)
STARTUP_UNCLEAR: Final = Cause(
    say("startup-file-unclear"),
    say("The startup file that is to set it cannot be read, or decides at run time"),
    say("A file that is not yours, or a line such as KEY=$(program) whose program fails, leaves the variable unset."),
    checks=("startup-file-unreadable", "startup-undecided", "startup-opaque"),
    decisive=True,
    fixes=(advice(say("Open a new terminal and see whether the variable is set there, without printing it")),),
)
VALUE_CANCELLED: Final = Cause(
    say("credential-cancelled"),
    say("The variable is set to nothing, or a settings file replaces it"),
    say("An empty value counts as unset, and the env block of a settings file replaces what the shell exports."),
    checks=("value-empty", "settings-env-overrides-shell"),
    decisive=True,
    fixes=(see_status,),
)
SETTING_IDLE: Final = Cause(
    say("setting-without-effect"),
    say("A setting that was to give the credential does nothing"),
    say(
        "There is no apiKey in settings.json, variables count only inside of env, and files of other names are not read. Claude Code passes all of that over in silence."
    ),
    checks=("setting-unknown", "setting-variable-misplaced", "setting-file-not-read", "setting-not-text"),
    decisive=True,
    fixes=(see_status,),
)
CONSOLE_KEY_REFUSED: Final = Cause(
    say("console-login-refused"),
    say("The key of your Console login is no longer accepted"),
    say("A Console login keeps an API key of its own. When that key or its organisation is disabled, logging in again makes a new one."),
    sign=sent(CONSOLE_KEY),
    fixes=(log_in,),
)
HOST_DECIDES: Final = Cause(
    say("host-decides"),
    say("The application Claude Code runs in chooses the credential"),
    say("With CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST, logins and the env of settings files do not count."),
    checks=("host-decides",),
    decisive=True,
    sign=Sign(about=(say("CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST"),)),
    fixes=(unset(say("CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST")),),
)
TOKEN_OVERRIDES: Final = Cause(
    say("token-used-instead-of-login"),
    say("A token in ANTHROPIC_AUTH_TOKEN stands before any login"),
    say("It is meant for gateways. Left over from one, it is sent to the API, which refuses it."),
    checks=("env-token-overrides-login", *_STRAY),
    sign=sent(TOKEN),
    fixes=(unset(TOKEN),),
)
TOKEN_DAMAGED: Final = damaged(TOKEN, say("token"))
TOKEN_MISPLACED: Final = misplaced(
    TOKEN,
    say("token"),
    say(
        "An API key (sk-ant-api…) belongs in ANTHROPIC_API_KEY and a setup token in CLAUDE_CODE_OAUTH_TOKEN. ANTHROPIC_AUTH_TOKEN is for the token of a gateway."
    ),
)
OAUTH_OVERRIDES: Final = Cause(
    say("setup-token-used-instead-of-login"),
    say("A token in CLAUDE_CODE_OAUTH_TOKEN stands before the stored login"),
    say("It comes from claude setup-token, lasts a year and may belong to another account. /login replaces it for the open session only."),
    checks=("oauth-token-overrides-login", *_STRAY),
    sign=sent(OAUTH),
    fixes=(unset(OAUTH), log_in),
)
OAUTH_OVER: Final = Cause(
    say("setup-token-over"),
    say("The token in CLAUDE_CODE_OAUTH_TOKEN is over or was revoked"),
    say("Claude Code keeps sending it after a refusal and never renews it."),
    sign=sent(OAUTH),
    fixes=(
        run(say("Make a new token"), say("claude setup-token"), say("It prints the token once; export it in place of the old one.")),
        unset(OAUTH),
    ),
)
OAUTH_DAMAGED: Final = damaged(OAUTH, say("setup-token"))
OAUTH_MISPLACED: Final = misplaced(
    OAUTH,
    say("setup-token"),
    say("An API key belongs in ANTHROPIC_API_KEY. In CLAUDE_CODE_OAUTH_TOKEN it is sent as a login, which it is not."),
)
HEADER_OVERRIDES: Final = Cause(
    say("header-used-instead-of-login"),
    say("ANTHROPIC_CUSTOM_HEADERS replaces the credential"),
    say("A line Authorization or x-api-key there takes the place of whatever else would be sent, and no screen of Claude Code says so."),
    checks=("headers-override-login",),
    sign=sent(HEADERS),
    fixes=(unset(HEADERS),),
)
PROFILE_OVERRIDES: Final = Cause(
    say("profile-used-instead-of-login"),
    say("An Anthropic profile stands before the login"),
    say("Profiles in ~/.config/anthropic and workload identity federation are sources of their own; /logout does not clear them."),
    checks=("profile-overrides-login", "profile-left-behind"),
    sign=Sign(hints=sends(say("profile")), never=never_sent(say("profile"))),
    fixes=(unset(say("ANTHROPIC_PROFILE")), see_status),
)
TWO_CREDENTIALS: Final = Cause(
    say("two-credentials-sent"),
    say("Two credentials are sent in one request"),
    say("Authorization and x-api-key are filled one by one, so a token and a key that are both set are both sent, and the server decides."),
    checks=("two-credentials-sent",),
    decisive=True,
    fixes=(see_status,),
)
HELPER_OVERRIDES: Final = Cause(
    say("helper-used-instead-of-login"),
    say("The output of an apiKeyHelper stands before any login"),
    say("A helper in your, the project's or your organisation's settings ranks above a login, and /login does not change that."),
    checks=("helper-overrides-login",),
    sign=sent(HELPER),
    fixes=(advice(say("Take apiKeyHelper out of the settings file that names it"), AGAIN),),
)
HELPER_REFUSED: Final = Cause(
    say("helper-output-refused"),
    say("The apiKeyHelper prints a key the API does not accept"),
    say(
        "The helper runs, but what it prints is old, of another service, or not a key. Run its command by hand and see whether it ends well; "
        "look at the output only where nobody else sees it."
    ),
    sign=sent(HELPER),
    fixes=(advice(say("Mend the helper, so that it prints one valid key and nothing else"), AGAIN),),
)
HELPER_BROKEN: Final = Cause(
    say("helper-cannot-run"),
    say("The apiKeyHelper's program is missing or may not be run"),
    say("It was moved, is not on the PATH claude has, or lacks the right to be executed."),
    checks=("helper-missing", "helper-not-executable"),
    decisive=True,
    sign=named(HELPER),
    fixes=(advice(say("Correct the path in apiKeyHelper, or make the program executable"), AGAIN),),
)
HELPER_SIGNED_OUT: Final = Cause(
    say("helper-signed-out"),
    say("The service behind the apiKeyHelper asks you to sign in again"),
    say("Helpers mostly fetch the key from a vault or from single sign-on, and their session there is over. /login does not help."),
    sign=Sign(about=(HELPER,), hints=either(sends(HELPER), nobody_logged_in), never=nowhere(HELPER)),
    fixes=(advice(say("Sign in to the vault or single sign-on the helper uses, then run the helper's command by hand once")),),
)
HELPER_NOISY: Final = Cause(
    say("helper-prints-more"),
    say("The apiKeyHelper prints something beside the key"),
    say(
        "A banner, a log line or a second line became part of the output. It must print one token of printable ASCII, up to 16,384 characters, and exit with 0."
    ),
    sign=sent(HELPER),
    fixes=(advice(say("Make the helper print only the key, and everything else to its standard error")),),
)


def gateway(explain: Shown, hints: Look | None = None) -> Cause:
    """The answer came from the gateway ANTHROPIC_BASE_URL names."""
    return Cause(
        say("gateway-answers"),
        say("The answer is your gateway's: ANTHROPIC_BASE_URL points to one"),
        explain,
        sign=Sign(about=(BASE_URL,), hints=hints or holds(BASE_URL), never=nowhere(BASE_URL)),
        fixes=(
            advice(say("Renew the token or key your gateway expects, or unset ANTHROPIC_BASE_URL to use the API itself"), AGAIN),
            unset(BASE_URL),
        ),
    )


GATEWAY_REFUSES: Final = gateway(
    say("What stands after the status is the gateway's text. /login changes nothing about it; the credential the gateway expects does.")
)

"""Every cause, message and piece of advice that is known about authentication, each with the place where this program answers it.

A home is a check (`check:ID`), a message that `explain` knows (`message:ID`) or one cause of such messages (`cause:ID`),
a correction of advice that does not hold (`correction:ID`), a probe (`probe:KIND`), or a key of the screen (`key:ID`).
A row without a home, and a home that is gone, fail.
"""

from __future__ import annotations

from typing import get_args

import pytest

import claude_auth_tui.checks  # noqa: F401 - registers every check
from claude_auth_tui.checks.frame import registered
from claude_auth_tui.explain.corrections import CORRECTIONS
from claude_auth_tui.explain.messages import MESSAGES
from claude_auth_tui.explain.recognise import recognise
from claude_auth_tui.probes.probe import ProbeKind
from claude_auth_tui.tui.commands import COMMANDS

CAUSES: dict[str, str] = {
    # a credential that stands before the one that is meant
    "a key in the environment stands before the plan's login": "check:env-key-overrides-login",
    "a gateway's token stands before the login": "check:env-token-overrides-login",
    "a setup token stands before the login, and logging in changes only the session at hand": "check:oauth-token-overrides-login",
    "a helper stands before the login, also a project's": "check:helper-overrides-login",
    "a header of one's own replaces the credential": "check:headers-override-login check:headers-joined",
    "a profile or federation stands before the login and is billed": "check:profile-overrides-login",
    "a profile that is left after its logout": "check:profile-left-behind check:profile-unusable",
    "federation with only one of its two variables": "check:federation-half-set",
    "a cloud switch left over from a trial or another job": "check:cloud-overrides-login",
    "two cloud providers at once": "check:cloud-switches-conflict",
    "a gateway address and token that a cloud switch makes useless": "check:cloud-hides-credential",
    "a switch with a value that is neither yes nor no": "check:cloud-switch-unclear",
    "two credentials in one request, and the warning about it": "check:two-credentials-sent message:two-sources-set",
    "surprise bills: requests go to API credits instead of the plan": "check:env-key-overrides-login cause:stray-key-pays",
    "claude and claude -p use different credentials": "check:key-not-approved check:key-rejected",
    "a key that was once answered with No is passed over for ever": "check:key-rejected",
    "claude --bare takes no setup token and no login": "check:bare-mode-on cause:bare-mode",
    "the application around Claude Code chooses the credential": "check:host-decides",
    "features of the plan are off under a key or token": "check:plan-features-off cause:key-blocks-feature",
    "a setup token can only make requests, so Remote Control and the like do not work": "cause:setup-token-limited",
    "Desktop and cloud sessions take no notice of variables": "check:desktop-uses-own-login",
    "what is wanted is not what is sent": "check:expectation-not-met",
    # where a key comes from
    "a line in a startup file": "check:env-key-overrides-login check:terminal-carries-variable",
    "a .env or .envrc that direnv, a plugin or the editor loads": "check:folder-changes-credential check:envrc-not-allowed check:dotenv-not-read",
    "direnv is installed and has no hook": "check:direnv-hook-missing",
    "the editor's terminal has other variables than the shell": "check:editor-terminal-differs",
    "the editor extension has variables of its own, or lacks those of the shell": "check:extension-variables check:extension-misses-variable",
    "a project's settings point requests to another address": "check:project-redirects-requests",
    "a value in a settings file replaces the shell's": "check:settings-env-overrides-shell",
    "a job of CI has a login file of somebody, or no secret arrived": "check:ci-uses-login check:value-empty",
    "an alias or function named claude changes the credential": "check:claude-shadowed",
    "tmux hands on what it was started with": "check:tmux-carries-variable",
    "a running session keeps what it was started with": "check:running-claude-differs",
    "a terminal that is older than the change": "check:terminal-carries-variable check:terminal-lacks-variable",
    "a variable is set in one terminal and not in another, or not exported": "check:terminal-lacks-variable cause:credential-not-in-this-terminal",
    "a container starts without the shell's variables": "cause:credential-not-in-this-terminal",
    "inside Claude Code's own shell variables are missing or left over": "check:inside-claude-code",
    "a program decides the value when the shell starts": "check:startup-undecided check:startup-opaque",
    "a startup file that cannot be read": "check:startup-file-unreadable",
    # values
    "a key of another kind in a variable": "check:value-wrong-slot",
    "a token copied from two rows, of which one is missing": "check:value-cut",
    "hidden characters, line breaks or typographic quotes in a value": "check:value-breaks-header",
    "quotes that became part of a value": "check:value-quotes",
    "a value that was never expanded": "check:value-unexpanded",
    "the example of a manual": "check:value-placeholder",
    "the word Bearer twice": "check:value-bearer",
    "blanks in or around a value": "check:value-inner-blank check:value-blanks",
    "a header line that is broken or left out": "check:headers-break-request check:headers-line-ignored",
    "a key revoked, deleted or replaced at the Console": "cause:key-no-longer-accepted probe:key",
    "a key of an organisation that was disabled": "cause:key-of-disabled-organisation message:organisation-disabled",
    "a key of another workspace or account than the work is for": "cause:key-used-instead-of-login correction:organisation-header",
    "a renewed key that still stands in other places": "check:key-in-several-places check:older-key-left",
    # the login
    "nobody is logged in": "check:login-missing",
    "the login has expired and cannot renew itself": "check:login-expired-no-refresh",
    "the login was revoked elsewhere, or after a change of password": "cause:login-revoked",
    "the login file is cut off or was changed by hand": "check:login-corrupt",
    "an empty shell of a login is left after a refused refresh": "check:login-emptied",
    "the login lacks the right to make requests": "check:login-lacks-scope",
    "the login cannot be read, or belongs to somebody else": "check:login-unreadable",
    "others can read the login": "check:login-readable-by-others",
    "the login lies under another name": "check:login-wrong-name",
    "the login cannot be written, so that it is never renewed": "check:login-cannot-be-renewed",
    "a lock of a session that ended in the middle of renewing": "check:login-lock-stuck",
    "several sessions or machines renew one login against each other": "cause:login-shared check:login-mounted-alone",
    "the Keychain is locked, as over SSH, does not answer, or has another item": "check:login-locked check:keychain-not-seen check:keychain-other-item",
    "a login in the Keychain and another in the file": "check:login-in-two-stores",
    "a login file that is a link": "check:login-is-link",
    "asked to log in at every start": "cause:login-not-saved check:state-file-not-kept",
    "the sign-in itself is soon over": "check:login-sign-in-ends",
    "CLAUDE_CONFIG_DIR leads elsewhere or nowhere": "check:config-dir-absent check:config-dir-empty check:config-dir-relative check:config-dir-unexpanded",
    "the state file is damaged, huge or cannot be read": "check:state-file-broken check:state-file-large",
    "a fresh container asks the first questions although it has a token": "check:onboarding-hides-credential",
    "a container loses the login or the state file": "check:container-login-not-kept check:state-file-not-kept",
    "a Console login leaves a key that others can read": "check:console-key-readable-by-others",
    "root after sudo sees another home": "check:root-by-sudo",
    "the login of Windows does not count in WSL": "check:wsl-login-elsewhere",
    "logged in with another account than thought": "cause:logged-in-with-another-account",
    # helper
    "the helper is missing or may not be run": "check:helper-missing check:helper-not-executable",
    "the helper fails, prints nothing or prints more than a key": "message:helper-failing message:helper-output-unusable probe:helper",
    "the helper has a relative path, or is run too often": "check:helper-path-relative check:helper-interval-unclear",
    "the helper is slow": "probe:helper correction:slow-helper-blocks",
    # settings and policy
    "a settings file with a syntax error, dropped as a whole": "check:settings-broken",
    "a settings file that cannot be read": "check:settings-unreadable",
    "a setting that does not exist, such as one for the key": "check:setting-unknown",
    "a setting in the wrong place, of the wrong kind, or in a file that is not read": (
        "check:setting-variable-misplaced check:setting-not-text check:setting-file-not-read"
    ),
    "a broken managed document": "check:managed-settings-broken",
    "a policy that demands another login": "check:policy-refuses-credential",
    "a policy written where it does not bind, or with a word nobody knows": "check:setting-policy-not-enforced check:setting-login-method-unknown",
    "what is given to --settings cannot be used": "check:settings-flag-refused",
    "the organisation allows no keys, or no plans' logins": "message:organisation-disabled-keys message:organisation-disabled-plan-login",
    "an account on hold, a plan that is not active, a role that is missing": "cause:account-on-hold cause:plan-inactive cause:console-role-missing",
    # providers, gateways, network
    "a cloud provider that lacks what it needs": "check:cloud-setup-incomplete",
    "credentials of a cloud provider that are over or missing": "cause:aws-signed-out cause:google-signed-out cause:azure-signed-out",
    "the address is none, or lacks its scheme": "check:base-url-invalid check:base-url-lacks-scheme",
    "the address ends in a path": "check:base-url-path",
    "the address is plain http, or holds a name and password": "check:base-url-plain-http check:base-url-holds-login",
    "the address is of this machine, where nothing may listen": "check:base-url-local probe:network",
    "a login is sent to somebody else's address": "check:credential-sent-elsewhere",
    "a gateway's token without its address": "check:gateway-token-without-address",
    "a provider's address that is not used": "check:provider-address-unused",
    "a proxy that cannot be used": "check:proxy-invalid check:proxy-unsupported check:all-proxy-only check:proxy-login-unescaped",
    "proxy variables that differ, or are passed by": "check:proxy-variables-differ check:proxy-passed-by",
    "a VPN, firewall or proxy in the way": "cause:proxy-in-the-way cause:no-network probe:network",
    "a company's certificate that is not trusted": "cause:tls-inspected check:ca-file-unusable check:ca-certificate-over",
    "certificates are not checked at all": "check:tls-unchecked",
    "a client certificate that is missing or half there": "check:client-certificate-unusable check:client-certificate-incomplete check:client-key-readable",
    "the clock is wrong": "check:clock-too-early check:clock-set-back check:clock-not-synchronised",
    "the browser cannot come back: SSH, WSL, containers": "check:ssh-no-browser cause:browser-elsewhere",
    # installs and versions
    "several installs, of which another one starts": "check:install-several check:install-local-left",
    "no install on the PATH": "check:install-not-found",
    "a version too old for what is used, or newer than the rules": "check:install-too-old check:install-newer-than-rules",
    "Node.js too old for the npm package": "check:node-too-old",
    "the claude of Windows inside WSL": "check:wsl-windows-claude",
    "an old version loads a project's .env by itself": "check:install-too-old",
    # exposure
    "a key in a file that git tracks or that is shared": "check:key-tracked-by-git check:key-in-shared-file",
    "a key in a .env that is not ignored": "check:key-not-ignored",
    "a key in a file others can read": "check:key-readable-by-others",
    # what is asked for again and again
    "which line of which file set it": "key:pane-3",
    "what would be sent if this were gone": "key:what-if",
    "what an error means on this machine": "key:explain",
    "a report for an issue without anything private": "key:copy-report",
    "whether the installed claude says the same": "probe:claude",
}

MESSAGES_AND_TEXTS: tuple[tuple[str, str], ...] = (
    ("not-logged-in", "Not logged in · Please run /login"),
    ("login-not-saved", "Couldn't save your login. If your Mac's keychain is locked, unlock it and log in again."),
    (
        "no-authentication-method",
        "Could not resolve authentication method. Expected one of apiKey, authToken, credentials, config, or profile to be set.",
    ),
    ("invalid-api-key", "Invalid API key · Fix external API key"),
    ("invalid-api-key-run-login", "Invalid API key · Please run /login"),
    (
        "key-breaks-header",
        "Invalid API key · Fix external API key · Invalid X-Api-Key header value from ANTHROPIC_API_KEY: it contains a line break at character 3 (9 "
        "characters on 2 lines).",
    ),
    ("helper-failing", "Your apiKeyHelper script is failing · This usually means you need to re-authenticate with your provider"),
    ("token-breaks-header", "Invalid auth token · Fix external auth token"),
    ("custom-headers-broken", "Invalid ANTHROPIC_CUSTOM_HEADERS · Fix the environment variable"),
    ("environment-breaks-header", "Invalid request header from the environment · Fix the environment variable"),
    (
        "key-of-disabled-organisation-login-waits",
        "Your ANTHROPIC_API_KEY belongs to a disabled organization · Unset the environment variable to use your subscription instead",
    ),
    ("key-of-disabled-organisation", "Your ANTHROPIC_API_KEY belongs to a disabled organization · Update or unset the environment variable"),
    ("organisation-disabled", "API Error: 400 ... This organization has been disabled."),
    ("organisation-disabled-keys", "Your organization has disabled API key authentication · Run /login to sign in"),
    ("organisation-disabled-plan-login", "Your organization has disabled Claude subscription access for Claude Code · Use an API key instead"),
    ("oauth-token-revoked", "OAuth token revoked · Please run /login"),
    ("oauth-token-expired", "OAuth token has expired · Please run /login"),
    ("401-invalid-credentials", "Please run /login · API Error: 401 Invalid authentication credentials"),
    ("login-expired", "Login expired · Please run /login"),
    ("login-expired", "Failed to authenticate: OAuth session expired and could not be refreshed"),
    (
        "login-refresh-busy",
        "Could not refresh your login because another Claude Code process is refreshing it (or exited mid-refresh). Try again.",
    ),
    ("profile-login-expired", "Anthropic profile login expired · Sign in again"),
    ("scope-profile", "OAuth token does not meet scope requirement: user:profile"),
    ("account-on-hold", "Your account is on hold and can't use Claude Code"),
    ("connector-login-refused", "claude.ai rejected the session token. Run /login, then reconnect."),
    ("403-request-not-allowed", 'API Error: 403 {"error":{"type":"forbidden","message":"Request not allowed"}}'),
    ("sign-in-code-invalid", "OAuth error: Invalid code. Please make sure the full code was copied"),
    ("sign-in-no-port", "Failed to start OAuth callback server: listen EPERM. Is port 0 in use?"),
    ("policy-requires-login", "This machine's managed settings require a first-party login"),
    ("policy-requires-gateway", "Administrator policy requires a Cloud gateway sign-in. Run /login."),
    ("gateway-session-expired", "Cloud gateway session expired — run /login to reconnect."),
    ("gateway-not-signed-in", "Not signed in to the Cloud gateway — run /login."),
    ("gateway-refused", "Gateway refused the request · API Error: 403"),
    (
        "remote-control-needs-anthropic",
        "Remote Control is only available when using Claude via api.anthropic.com. CLAUDE_CODE_USE_BEDROCK is set",
    ),
    ("connectors-disabled", "claude.ai connectors are disabled because ANTHROPIC_API_KEY or another auth source is set and takes precedence"),
    ("two-sources-set", "⚠ Auth conflict: Both a token (claude.ai) and an API key (ANTHROPIC_API_KEY) are set. This may lead to unexpected behavior."),
    ("two-sources-set", "⚠ Both claude.ai and ANTHROPIC_API_KEY set · auth may not work as expected"),
    ("login-ends-soon", "Your login expires in 3 days · run /login to renew"),
    ("aws-expired", "AWS credentials expired or invalid · Refresh them"),
    ("aws-refused", "AWS authentication failed · API Error: 403"),
    ("aws-timeout", "AWS default-chain credential resolve timed out"),
    ("aws-no-credentials", "Could not load credentials from any providers"),
    ("google-no-credentials", "Could not load the default credentials"),
    ("google-expired", "Google Cloud credentials expired or invalid"),
    ("azure-no-credentials", "ChainedTokenCredential authentication failed"),
    ("foundry-refused", "Microsoft Foundry authentication failed"),
    ("cloud-refuses-please-login", "Please run /login · API Error: 403 [{\"error\":{\"code\":403,\"status\":\"PERMISSION_DENIED\"}}]"),
    ("usage-limit", "You've hit your session limit · resets 3pm"),
    ("usage-limit", "You've hit your weekly limit · resets Mon 3pm"),
    ("server-limits-requests", "API Error: Server is temporarily limiting requests (not your usage limit)"),
    ("rate-limited", "API Error: Request rejected (429) · this may be a temporary capacity issue"),
    ("credit-balance", "Credit balance is too low"),
    ("spend-limit", "You've hit your org's monthly spend limit"),
    ("gateway-spend-limit", "spend limit reached (daily; resets 00:00 UTC)"),
    ("long-context-credits", "Usage credits required for 1M context"),
    ("server-error", "API Error: 500 Internal server error"),
    ("overloaded", "Repeated 529 Overloaded errors"),
    ("connection-refused", "Connection refused — nothing is listening (ConnectionRefused)"),
    ("host-not-found", "Can't reach the API server (ENOTFOUND)"),
    ("no-route", "No internet route"),
    ("proxy-refused", "Couldn't connect through your proxy (ERR_PROXY_TUNNEL)"),
    ("connection-dropped", "Connection dropped (ECONNRESET)"),
    ("unable-to-connect", "Unable to connect to API (FailedToOpen)"),
    ("first-start-unreachable", "Unable to connect to Anthropic services"),
    ("certificate-not-trusted", "SSL certificate verification failed"),
    ("certificate-not-trusted", "Self-signed certificate detected"),
    ("certificate-not-trusted", "SSL certificate error (UNABLE_TO_GET_ISSUER_CERT_LOCALLY)"),
    ("not-an-api-answer", "API returned an empty or malformed response (HTTP 200)"),
    # as articles word them, some of which no version ever printed
    ("not-logged-in", "Error: API key not configured. Run 'claude login' or set ANTHROPIC_API_KEY."),
    ("invalid-api-key", "Error: invalid_api_key - API key is invalid or has been revoked."),
    ("oauth-token-expired", "Error: authentication_error - OAuth token has expired. Run 'claude login' to re-authenticate."),
    ("endpoint-refuses", "Error: authentication_error - Could not authenticate with the configured API endpoint."),
    ("401-refused", "Authentication failed"),
    ("401-refused", "Unauthorized (401)"),
    ("401-refused", "Token validation failed"),
    ("401-invalid-credentials", "Invalid credentials"),
    ("not-logged-in", "API key not found"),
    ("not-logged-in", "Please run /login"),
    ("login-expired", "Session Expired"),
    ("403-refused", "Permission Denied"),
    ("usage-limit", "usage limit reached"),
    ("rate-limited", "429 Too Many Requests"),
    ("remote-control-needs-full-login", "requires full-scope login"),
)  # fmt: skip
"""What is said, and the message it is."""

ADVICE: dict[str, str] = {
    "log in with the command claude login": "correction:claude-login message:not-logged-in",
    "log out with the command that logs in": "correction:login-to-log-out",
    "remove or look into a credentials file without a dot": "correction:file-without-dot check:login-wrong-name",
    "remove the credentials file, also where the Keychain has the login": "correction:delete-the-login-file",
    "remove the whole settings folder as a last resort": "correction:delete-the-folder",
    "print the variable or the file to see the secret": "correction:print-the-key",
    "look for hidden characters by printing the value": "correction:show-hidden-characters check:value-breaks-header",
    "the environment wins over the settings": "correction:environment-first check:settings-env-overrides-shell",
    "a key or an address as settings of their own": "correction:settings-with-key check:setting-unknown",
    "reload the startup file in the same terminal": "correction:source-the-file check:terminal-carries-variable",
    "the version number shows that the login works": "correction:version-proves-login",
    "the status command settles which credential is used": "correction:status-proves-login probe:claude",
    "try a key with a paid message, or to a model that is gone": "correction:test-with-a-message probe:key",
    "the old address of the Console": "correction:console-address",
    "a bearer header always fails": "correction:always-bearer-401",
    "an organisation's header must match the key": "correction:organisation-header",
    "the version header must be set": "correction:version-header",
    "more keys bring more quota": "correction:more-keys-more-quota",
    "a new key ends the old ones": "correction:new-key-ends-old check:older-key-left",
    "permission denied is about billing": "correction:permission-is-billing message:403-refused",
    "an empty balance is a failed login": "correction:credit-is-login message:credit-balance",
    "limits are failed logins": "correction:limits-are-login message:usage-limit message:rate-limited",
    "Node.js is always needed": "correction:node-needed check:node-too-old",
    "a setting for the editor's shell that was removed": "correction:editor-shell-arguments check:editor-terminal-differs",
    "private windows and cleared site data": "correction:browser-tricks",
    "the key always wins silently": "correction:always-silent check:key-not-approved",
    "the list of six sources": "correction:six-sources",
    "exactly one credential is picked": "correction:one-credential check:two-credentials-sent",
    "keys count for the command line only": "correction:only-the-command-line check:extension-variables check:desktop-uses-own-login",
    "a slow helper blocks every prompt": "correction:slow-helper-blocks",
    "logging out and in cures everything": "correction:logout-first",
    "a token of a year for jobs": "check:ci-uses-login",
    "a key that never changes needs no helper": "check:helper-overrides-login check:helper-prints-written-key",
    "one way of authentication at a time": "check:two-credentials-sent",
    "never put a key into code, a repository or a shared file": "check:key-tracked-by-git check:key-in-shared-file",
    "after a rotation change the key in every place": "check:key-in-several-places",
    "the code is pasted where the browser cannot come back": "cause:browser-elsewhere",
    "give a proxy and a company's certificate by variables": "check:proxy-invalid check:ca-file-unusable",
    "pass the variable into a container by name": "cause:credential-not-in-this-terminal",
    "which settings count: project, user, managed": "key:pane-1",
    "keep the version up to date": "check:install-too-old",
}
"""What articles advise, in short, with what this program says about it."""

HOMES = {
    "check": {one.id for one in registered()},
    "message": {message.id for message in MESSAGES},
    "cause": {cause.id for message in MESSAGES for cause in message.causes},
    "correction": {correction.id for correction in CORRECTIONS},
    "probe": set(get_args(ProbeKind)),
    "key": {command.id for command in COMMANDS},
}


@pytest.mark.parametrize(("row", "homes"), [*CAUSES.items(), *ADVICE.items()], ids=lambda text: text[:60])
def test_every_row_has_a_home(row: str, homes: str) -> None:
    assert homes.split(), row
    for home in homes.split():
        kind, _, name = home.partition(":")
        assert name in HOMES[kind], f"{row}: there is no {kind} {name}"


@pytest.mark.parametrize(("id_", "text"), MESSAGES_AND_TEXTS, ids=[text[:50] for _, text in MESSAGES_AND_TEXTS])
def test_every_message_is_recognised_and_explained(id_: str, text: str) -> None:
    found = recognise(text).message
    assert found is not None, text
    assert found.id == id_
    assert found.causes
    assert found.means


def test_every_correction_answers_a_row() -> None:
    named = {
        home.partition(":")[2] for homes in (*CAUSES.values(), *ADVICE.values()) for home in homes.split() if home.startswith("correction:")
    }
    assert HOMES["correction"] - named == set()


@pytest.mark.parametrize("correction", CORRECTIONS, ids=lambda c: c.id)
def test_a_correction_says_what_holds_instead(correction: object) -> None:
    advice, instead = correction.advice, correction.instead  # type: ignore[attr-defined]
    assert advice.endswith(".")
    assert instead.endswith((".", "here)."))
    for never in ("rm ", "echo $", "cat ~"):
        assert never not in instead

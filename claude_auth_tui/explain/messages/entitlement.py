"""What is not for everybody: an organisation decides about it, or it needs the login of a plan."""

from __future__ import annotations

from typing import Final

from claude_auth_tui.explain.causes import cloud_accounts, keys, logins, organisation, outside
from claude_auth_tui.explain.shapes import AUTHENTICATION, LOGIN_TROUBLE, MANAGED, REMOTE_CONTROL, SETTINGS, Message, error
from claude_auth_tui.model.saying import say

_DISABLED: Final = error("this-organization-has-been-disabled")

ORGANISATION: Final[tuple[Message, ...]] = (
    Message(
        say("key-of-disabled-organisation-login-waits"),
        say("The key belongs to a disabled organisation, and your login would take over"),
        say(
            "ANTHROPIC_API_KEY holds a key of an organisation that was disabled. A login is stored, and is used as soon as the variable is gone."
        ),
        (
            "Your ANTHROPIC_API_KEY belongs to a disabled organization · Unset the environment variable to use your subscription instead",
            "ANTHROPIC_API_KEY belongs to a disabled organization · Unset the environment variable",
        ),
        (organisation.KEY_OF_DISABLED_ORGANISATION, keys.KEY_NOT_APPROVED),
        docs=_DISABLED,
    ),
    Message(
        say("key-of-disabled-organisation"),
        say("The key belongs to a disabled organisation, and there is no login to fall back to"),
        say(
            "ANTHROPIC_API_KEY holds a key of an organisation that was disabled, and it is the only credential here: replace it, or take it away and log in."
        ),
        (
            "Your ANTHROPIC_API_KEY belongs to a disabled organization · Update or unset the environment variable",
            "ANTHROPIC_API_KEY belongs to a disabled organization",
        ),
        (organisation.KEY_OF_DISABLED_ORGANISATION, keys.TWO_CREDENTIALS),
        docs=_DISABLED,
    ),
    Message(
        say("organisation-disabled"),
        say("The organisation behind the credential was disabled"),
        say(
            "What was sent belongs to an organisation that no longer exists for the API. In this wording it is not ANTHROPIC_API_KEY that newer versions saw: it is "
            "a token, a helper, a Console login or the login itself. Older versions said so for a key too."
        ),
        (
            "API Error: 400 This organization has been disabled",
            "400 … This organization has been disabled",
            "This organization has been disabled",
        ),
        (
            organisation.TOKEN_OF_DISABLED_ORGANISATION,
            organisation.HELPER_OF_DISABLED_ORGANISATION,
            organisation.KEY_OF_DISABLED_ORGANISATION,
            keys.CONSOLE_KEY_REFUSED,
            organisation.LOGIN_OF_DISABLED_ORGANISATION,
        ),
        docs=_DISABLED,
        old=("~organization has been disabled", "~organization disabled"),
    ),
    Message(
        say("organisation-disabled-keys"),
        say("The organisation does not allow API keys"),
        say(
            "An administrator switched API keys off, and one is sent. What to take away stands behind the dot: the variable, the helper, or nothing but a login."
        ),
        ("Your organization has disabled API key authentication", "API key authentication is disabled for this organization"),
        (
            organisation.KEYS_SWITCHED_OFF,
            organisation.KEYS_SWITCHED_OFF_HELPER,
            organisation.KEYS_SWITCHED_OFF_CONSOLE,
            organisation.KEYS_NEEDED,
        ),
        docs=error("your-organization-has-disabled-api-key-authentication"),
        versions=say("since 2.1.169"),
        naming=True,
    ),
    Message(
        say("organisation-disabled-plan-login"),
        say("The organisation does not allow Claude Code with a plan's login"),
        say(
            "It is decided at the service: no setting, variable or new login on this machine changes it. A Console key or the administrator does."
        ),
        (
            "Your organization has disabled Claude subscription access",
            "OAuth authentication is currently not allowed for this organization",
            "oauth_org_not_allowed",
        ),
        (organisation.PLAN_NOT_ALLOWED, organisation.WRONG_ACCOUNT, keys.OAUTH_OVERRIDES),
        docs=error("your-organization-has-disabled-claude-subscription-access"),
    ),
    Message(
        say("feature-off-by-policy"),
        say("The organisation switched this feature off"),
        say("An owner of your organisation decided it at the service. It is not about your credential."),
        (
            "Routines are disabled by your organization's policy",
            "Remote Control is disabled by your organization's policy",
            "Remote Control was turned off by your organization's policy",
            "Cloud sessions are disabled by your organization's policy",
        ),
        (outside.POLICY_AT_SERVICE,),
        authentication=False,
        docs=error("routines-are-disabled-by-your-organizations-policy"),
    ),
    Message(
        say("policy-requires-login"),
        say("The policy on this machine demands a login of your organisation"),
        say(
            "Managed settings (forceLoginMethod, forceLoginOrgUUID) allow only a login that can be checked. This session has a key, a token or a helper, or was started with --bare."
        ),
        ("This machine's managed settings require a first-party login",),
        (organisation.POLICY_REFUSES, organisation.BARE_UNDER_POLICY),
        docs=MANAGED,
    ),
    Message(
        say("policy-requires-gateway"),
        say("The policy on this machine demands your organisation's gateway"),
        say(
            "Managed settings allow only the gateway, and this session has a credential of Anthropic. The message names it and how to take it away."
        ),
        ("Administrator policy requires a Cloud gateway sign-in",),
        (organisation.POLICY_REFUSES, organisation.GATEWAY_NOT_SIGNED_IN),
        docs=error("administrator-policy-requires-a-cloud-gateway-sign-in"),
        versions=say("since 2.1.261; it names the credential since 2.1.284"),
    ),
    Message(
        say("gateway-not-signed-in"),
        say("Nobody is signed in to your organisation's gateway"),
        say(
            "The policy on this machine demands the gateway. Version 2.1.265 said so by mistake where keys, helpers or custom headers go through a gateway."
        ),
        ("Not signed in to the Cloud gateway",),
        (
            organisation.GATEWAY_NOT_SIGNED_IN,
            logins.outdated(say("2.1.266"), say("Version 2.1.265 demanded the gateway where nobody had asked for it.")),
        ),
        docs=error("administrator-policy-requires-a-cloud-gateway-sign-in"),
    ),
    Message(
        say("gateway-session-expired"),
        say("The session at your organisation's gateway is over"),
        say("The gateway no longer accepts the session that is stored, or it could not be renewed."),
        (
            "Cloud gateway session expired",
            "no longer accepts this session. Start claude and sign in again with /login",
            "Sign-in timed out while waiting for you to continue",
        ),
        (organisation.GATEWAY_SESSION_OVER,),
        docs=error("cloud-gateway-session-expired"),
    ),
    Message(
        say("gateway-refused"),
        say("The gateway refused the request"),
        say("You are signed in; the gateway, or the service behind it, does not allow this request. Signing in again changes nothing."),
        ("Gateway refused the request",),
        (organisation.GATEWAY_RULE,),
        docs=error("gateway-refused-the-request"),
        versions=say("since 2.1.273; before, it said “Please run /login”"),
    ),
    Message(
        say("policy-refuses-provider"),
        say("The organisation allows only certain API providers"),
        say(
            "The managed list allowedProviders leaves out the one this session would use. An address of your own in ANTHROPIC_BASE_URL counts as a provider too."
        ),
        (
            "Your organization's managed settings allow Claude Code to use",
            "Your organization's managed settings allow Claude Code to use no API provider at all",
        ),
        (organisation.POLICY_PROVIDERS, keys.GATEWAY_REFUSES),
        docs=MANAGED,
        versions=say("since 2.1.285"),
    ),
    Message(
        say("organisation-not-verified"),
        say("It could not be checked whether the login is of the right organisation"),
        say(
            "The policy on this machine names an organisation. The service did not confirm it: no network, a revoked token, or an empty organisation in the policy."
        ),
        ("Unable to verify organization for the current authentication token",),
        (organisation.ORGANISATION_UNVERIFIED, logins.LOGIN_REVOKED, keys.OAUTH_OVERRIDES),
        docs=MANAGED,
    ),
    Message(
        say("managed-settings-broken"),
        say("A managed settings file is broken, and Claude Code does not start"),
        say("Whoever manages this machine has to mend the file the message names. Nothing else counts until then."),
        ("Managed settings document could not be parsed", "Managed settings were not approved", "Remote managed settings failed to load"),
        (organisation.POLICY_BROKEN,),
        docs=MANAGED,
    ),
    Message(
        say("settings-not-loaded"),
        say("A settings file was dropped"),
        say(
            "It is not valid JSON, so nothing in it counts: no env block, no apiKeyHelper, no permission rules. The message names the file."
        ),
        ("These settings files did not load, so nothing in them is in effect",),
        (logins.SETTINGS_DROPPED,),
        docs=SETTINGS,
        weight="notice",
    ),
    Message(
        say("two-state-files"),
        say("There are two state files"),
        say(
            "~/.claude/.config.json is read instead of ~/.claude.json wherever it exists, so answers, approvals and a Console login in the other one do not count."
        ),
        ("Two Claude Code config files exist",),
        (logins.CONFIG_FOLDER, logins.NOT_SAVED),
        docs=AUTHENTICATION,
        weight="notice",
    ),
    Message(
        say("profile-login-expired"),
        say("The login of an Anthropic profile is over"),
        say(
            "The credential in use comes from a profile in ~/.config/anthropic, and it holds nothing to renew itself with. Nothing was sent."
        ),
        ("Anthropic profile login expired",),
        (organisation.PROFILE_OVER,),
        docs=error("anthropic-profile-login-expired"),
    ),
    Message(
        say("federation-without-token"),
        say("Workload identity federation lacks its identity token"),
        say("The federation rule is set, but the token it exchanges is missing or its file cannot be read."),
        ("oidc_federation config requires an identity token", "Failed to read identity token file"),
        (organisation.FEDERATION_WITHOUT_TOKEN,),
        docs=AUTHENTICATION,
    ),
)

FEATURES: Final[tuple[Message, ...]] = (
    Message(
        say("remote-control-needs-anthropic"),
        say("Remote Control needs the Anthropic API itself"),
        say(
            "This session talks to something else. The message names what decides that: a cloud switch or ANTHROPIC_BASE_URL, in the shell or in a settings file."
        ),
        ("Remote Control is only available when using Claude via api.anthropic.com",),
        (cloud_accounts.SWITCH_LEFT_ON, keys.gateway(say("Requests go to another address, so Remote Control is off, also for a login."))),
        docs=error("remote-control-requires-the-anthropic-api"),
        naming=True,
    ),
    Message(
        say("remote-control-needs-plan-login"),
        say("Remote Control needs the login of a plan"),
        say("A key or token in front of the login switches it off. The message names the variable."),
        (
            "Remote Control requires claude.ai subscription auth",
            "You must be logged in to use Remote Control",
            "Remote Control is only available with claude.ai subscriptions",
        ),
        (organisation.KEY_BLOCKS_FEATURE, organisation.NOT_A_PLAN_LOGIN, organisation.NO_PLAN_LOGIN),
        docs=REMOTE_CONTROL,
    ),
    Message(
        say("remote-control-needs-full-login"),
        say("Remote Control needs a full login"),
        say("A token from claude setup-token can only make model requests."),
        ("Remote Control requires a full-scope login token", "requires full-scope login"),
        (logins.SETUP_TOKEN_LIMITED,),
        docs=REMOTE_CONTROL,
    ),
    Message(
        say("remote-control-organisation-unknown"),
        say("Claude Code does not know your organisation"),
        say("The login does not say which organisation it belongs to, mostly because it was copied here or is older than this."),
        ("Unable to determine your organization for Remote Control", "Couldn't verify your organization's policy for remote control"),
        (logins.OLD_SCOPES, organisation.NO_PLAN_LOGIN, outside.NO_NETWORK),
        docs=REMOTE_CONTROL,
    ),
    Message(
        say("remote-control-login-lost"),
        say("Remote Control lost the login"),
        say(
            "The connection renews itself with the stored login, and claude.ai no longer accepts it, or it is gone. The session goes on without Remote Control."
        ),
        (
            "Claude.ai login expired — run /login",
            "Claude.ai login was rejected",
            "OAuth token unavailable — run /login",
            "OAuth token refresh failed — run /login",
            "OAuth token refresh failed — re-authenticate",
            "JWT refresh failed: no OAuth token",
            "Signed out of Claude — run /login",
            "the app running this session is signed out of Claude",
        ),
        (organisation.LOGIN_LOST, logins.LOGIN_OVER, logins.LOGIN_REVOKED, outside.NO_NETWORK),
        docs=error("remote-control-couldnt-refresh-your-login"),
        old=("no OAuth token available for recovery",),
    ),
    Message(
        say("remote-control-account-changed"),
        say("Another account was logged in meanwhile"),
        say("A session of Remote Control belongs to the account that started it."),
        (
            "signed-in claude.ai account or organization changed on this machine",
            "the app running this session is now signed in to a different Claude account",
        ),
        (organisation.ANOTHER_ACCOUNT_NOW,),
        docs=error("remote-control-stopped-because-the-signed-in-account-changed"),
    ),
    Message(
        say("connectors-disabled"),
        say("claude.ai connectors are off, because a key or token is in front of the login"),
        say("Often the first sign of a stray key: nothing has failed yet, but requests are billed to it."),
        ("claude.ai connectors are disabled because",),
        (organisation.KEY_BLOCKS_FEATURE, organisation.NOT_A_PLAN_LOGIN),
        docs=AUTHENTICATION,
        weight="notice",
        versions=say("since 2.1.139"),
    ),
    Message(
        say("connector-login-refused"),
        say("claude.ai refused your login for a connector"),
        say("It is the login of Claude Code, not the connector's own permission. Authorising the connector again does not help."),
        ("claude.ai rejected the session token", "claude.ai session token was rejected", "session token rejected"),
        (organisation.LOGIN_LOST, logins.LOGIN_REVOKED, logins.LOGIN_OVER),
        docs=error("claude-ai-rejected-the-session-token"),
    ),
    Message(
        say("artifacts-need-login"),
        say("Artifacts need the login of a plan"),
        say("A key, token or Console login is in use, or nobody is logged in."),
        ("Artifacts need a claude.ai login", "Cloud sessions need a claude.ai sign-in"),
        (organisation.KEY_BLOCKS_FEATURE, organisation.NOT_A_PLAN_LOGIN, organisation.NO_PLAN_LOGIN),
        docs=error("artifacts-need-a-claude-ai-login"),
    ),
    Message(
        say("cloud-session-login-refused"),
        say("The service did not accept the login for a cloud session"),
        say("The login that was sent expired or was revoked."),
        ("Claude login not accepted",),
        (logins.LOGIN_OVER, logins.LOGIN_REVOKED, organisation.LOGIN_LOST),
        docs=error("claude-login-not-accepted"),
    ),
    Message(
        say("mcp-sign-in"),
        say("An MCP server wants you to sign in, not Claude Code"),
        say("It is the server's own credential. Your login and your keys have nothing to do with it; /mcp signs in to the server."),
        (
            "needs you to sign in again (run /mcp to re-authenticate)",
            "requires re-authorization (token expired)",
            "rejected the credential from its headersHelper",
            "rejected the Authorization header in its config",
            "— run /mcp to re-authenticate",
        ),
        (organisation.LOGIN_LOST,),
        authentication=False,
        docs=error("mcp-server-needs-you-to-sign-in-again"),
    ),
    # Signing in
    Message(
        say("sign-in-code-invalid"),
        say("The code from the browser was not accepted"),
        say(
            "The code is long, has a # in the middle and lasts only minutes. The six digits in the e-mail are for the web page, not for Claude Code."
        ),
        (
            "OAuth error: Invalid code. Please make sure the full code was copied",
            "Auth error: Invalid code",
            "Please make sure the full code was copied",
            "That doesn't look like the full code",
        ),
        (outside.CODE_CUT, outside.BROWSER_ELSEWHERE),
        docs=LOGIN_TROUBLE,
    ),
    Message(
        say("sign-in-address-broken"),
        say("The web page does not accept the address it was opened with"),
        say(
            "The address for signing in is long, and a part of it got lost: it was cut at the end of a line, or changed by the program that opened it."
        ),
        ("Invalid OAuth Request",),
        (outside.ADDRESS_CUT, outside.BROWSER_ELSEWHERE),
        docs=LOGIN_TROUBLE,
    ),
    Message(
        say("sign-in-no-port"),
        say("The browser cannot hand the login over"),
        say("Claude Code could not open a port on 127.0.0.1, so signing in stops before there is an address to open."),
        ("Failed to start OAuth callback server", "Failed to start server. Is port # in use", "OAuth callback port # is already in use"),
        (outside.LOOPBACK, outside.BROWSER_ELSEWHERE),
        docs=error("failed-to-start-oauth-callback-server"),
    ),
    Message(
        say("sign-in-unreachable"),
        say("Signing in did not reach the service"),
        say(
            "The browser may have said that all is well, but Claude Code could not exchange the code: no network, a proxy, or a fault of the service. "
            "platform.claude.com has to be reachable, also for accounts of claude.ai."
        ),
        (
            "OAuth error: timeout of #ms exceeded",
            "OAuth error: Request failed with status code #",
            "Couldn't log in: getaddrinfo",
            "Couldn't log in: connect",
            "OAuth error: getaddrinfo",
        ),
        (outside.NO_NETWORK, outside.PROXY, outside.INSPECTED, outside.SERVICE_BUSY),
        authentication=False,
        docs=LOGIN_TROUBLE,
    ),
    Message(
        say("config-not-writable"),
        say("A file of Claude Code may not be written or read"),
        say("Claude Code cannot save its state or the login: the file belongs to another user, or the folder is read-only."),
        (
            "EACCES: permission denied, … .claude.json",
            "EACCES: permission denied, … .credentials.json",
            "EPERM: operation not permitted, … .claude.json",
            "EROFS: read-only file system, … .claude",
        ),
        (outside.NOT_WRITABLE, outside.WINDOWS_STORE),
        docs=LOGIN_TROUBLE,
    ),
    Message(
        say("state-file-corrupted"),
        say("The state file .claude.json is damaged"),
        say(
            "Claude Code does not start while it cannot read the answers it keeps there. It puts a copy of the damaged file aside, and names a sound one if it has any."
        ),
        ("Claude configuration file at … is corrupted", "The corrupted file has been backed up to"),
        (outside.STATE_BROKEN,),
        authentication=False,
        docs=LOGIN_TROUBLE,
    ),
)

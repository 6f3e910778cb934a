"""Messages in which an organisation decides: disabled organisations, its policy on the machine, its gateway, its profiles."""

from __future__ import annotations

from typing import Final

from claude_auth_tui.explain.causes import keys, logins, organisation, outside
from claude_auth_tui.explain.pages import AUTHENTICATION, MANAGED, SETTINGS, error
from claude_auth_tui.explain.shapes import Message

_DISABLED: Final = error("this-organization-has-been-disabled")

ORGANISATION: Final[tuple[Message, ...]] = (
    Message(
        "key-of-disabled-organisation-login-waits",
        "The key belongs to a disabled organisation, and your login would take over",
        "ANTHROPIC_API_KEY holds a key of an organisation that was disabled. A login is stored, and is used as soon as the variable is gone.",
        (
            "Your ANTHROPIC_API_KEY belongs to a disabled organization · Unset the environment variable to use your subscription instead",
            "ANTHROPIC_API_KEY belongs to a disabled organization · Unset the environment variable",
        ),
        (organisation.KEY_OF_DISABLED_ORGANISATION, keys.KEY_NOT_APPROVED),
        docs=_DISABLED,
    ),
    Message(
        "key-of-disabled-organisation",
        "The key belongs to a disabled organisation, and there is no login to fall back to",
        "ANTHROPIC_API_KEY holds a key of an organisation that was disabled, and it is the only credential here: replace it, or take it away and log in.",
        (
            "Your ANTHROPIC_API_KEY belongs to a disabled organization · Update or unset the environment variable",
            "ANTHROPIC_API_KEY belongs to a disabled organization",
        ),
        (organisation.KEY_OF_DISABLED_ORGANISATION, keys.TWO_CREDENTIALS),
        docs=_DISABLED,
    ),
    Message(
        "organisation-disabled",
        "The organisation behind the credential was disabled",
        "What was sent belongs to an organisation that no longer exists for the API. In this wording it is not ANTHROPIC_API_KEY that newer versions saw: it is "
        "a token, a helper, a Console login or the login itself. Older versions said so for a key too.",
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
        "organisation-disabled-keys",
        "The organisation does not allow API keys",
        "An administrator switched API keys off, and one is sent. What to take away stands behind the dot: the variable, the helper, or nothing but a login.",
        (
            "Your organization has disabled API key authentication",
            "API key authentication is disabled for this organization",
        ),
        (
            organisation.KEYS_SWITCHED_OFF,
            organisation.KEYS_SWITCHED_OFF_HELPER,
            organisation.KEYS_SWITCHED_OFF_CONSOLE,
            organisation.KEYS_NEEDED,
        ),
        docs=error("your-organization-has-disabled-api-key-authentication"),
        versions="since 2.1.169",
        naming=True,
    ),
    Message(
        "organisation-disabled-plan-login",
        "The organisation does not allow Claude Code with a plan's login",
        "It is decided at the service: no setting, variable or new login on this machine changes it. A Console key or the administrator does.",
        (
            "Your organization has disabled Claude subscription access",
            "OAuth authentication is currently not allowed for this organization",
            "oauth_org_not_allowed",
        ),
        (organisation.PLAN_NOT_ALLOWED, organisation.WRONG_ACCOUNT, keys.OAUTH_OVERRIDES),
        docs=error("your-organization-has-disabled-claude-subscription-access"),
    ),
    Message(
        "feature-off-by-policy",
        "The organisation switched this feature off",
        "An owner of your organisation decided it at the service. It is not about your credential.",
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
        "policy-requires-login",
        "The policy on this machine demands a login of your organisation",
        "Managed settings (forceLoginMethod, forceLoginOrgUUID) allow only a login that can be checked. This session has a key, a token or a helper, or was started with --bare.",
        ("This machine's managed settings require a first-party login",),
        (organisation.POLICY_REFUSES, organisation.BARE_UNDER_POLICY),
        docs=MANAGED,
    ),
    Message(
        "policy-requires-gateway",
        "The policy on this machine demands your organisation's gateway",
        "Managed settings allow only the gateway, and this session has a credential of Anthropic. The message names it and how to take it away.",
        ("Administrator policy requires a Cloud gateway sign-in",),
        (organisation.POLICY_REFUSES, organisation.GATEWAY_NOT_SIGNED_IN),
        docs=error("administrator-policy-requires-a-cloud-gateway-sign-in"),
        versions="since 2.1.261; it names the credential since 2.1.284",
    ),
    Message(
        "gateway-not-signed-in",
        "Nobody is signed in to your organisation's gateway",
        "The policy on this machine demands the gateway. Version 2.1.265 said so by mistake where keys, helpers or custom headers go through a gateway.",
        ("Not signed in to the Cloud gateway",),
        (
            organisation.GATEWAY_NOT_SIGNED_IN,
            logins.outdated("2.1.266", "Version 2.1.265 demanded the gateway where nobody had asked for it."),
        ),
        docs=error("administrator-policy-requires-a-cloud-gateway-sign-in"),
    ),
    Message(
        "gateway-session-expired",
        "The session at your organisation's gateway is over",
        "The gateway no longer accepts the session that is stored, or it could not be renewed.",
        (
            "Cloud gateway session expired",
            "no longer accepts this session. Start claude and sign in again with /login",
            "Sign-in timed out while waiting for you to continue",
        ),
        (organisation.GATEWAY_SESSION_OVER,),
        docs=error("cloud-gateway-session-expired"),
    ),
    Message(
        "gateway-refused",
        "The gateway refused the request",
        "You are signed in; the gateway, or the service behind it, does not allow this request. Signing in again changes nothing.",
        ("Gateway refused the request",),
        (organisation.GATEWAY_RULE,),
        docs=error("gateway-refused-the-request"),
        versions="since 2.1.273; before, it said “Please run /login”",
    ),
    Message(
        "policy-refuses-provider",
        "The organisation allows only certain API providers",
        "The managed list allowedProviders leaves out the one this session would use. An address of your own in ANTHROPIC_BASE_URL counts as a provider too.",
        (
            "Your organization's managed settings allow Claude Code to use",
            "Your organization's managed settings allow Claude Code to use no API provider at all",
        ),
        (organisation.POLICY_PROVIDERS, keys.GATEWAY_REFUSES),
        docs=MANAGED,
        versions="since 2.1.285",
    ),
    Message(
        "organisation-not-verified",
        "It could not be checked whether the login is of the right organisation",
        "The policy on this machine names an organisation. The service did not confirm it: no network, a revoked token, or an empty organisation in the policy.",
        ("Unable to verify organization for the current authentication token",),
        (organisation.ORGANISATION_UNVERIFIED, logins.LOGIN_REVOKED, keys.OAUTH_OVERRIDES),
        docs=MANAGED,
    ),
    Message(
        "managed-settings-broken",
        "A managed settings file is broken, and Claude Code does not start",
        "Whoever manages this machine has to mend the file the message names. Nothing else counts until then.",
        (
            "Managed settings document could not be parsed",
            "Managed settings were not approved",
            "Remote managed settings failed to load",
        ),
        (organisation.POLICY_BROKEN,),
        docs=MANAGED,
    ),
    Message(
        "settings-not-loaded",
        "A settings file was dropped",
        "It is not valid JSON, so nothing in it counts: no env block, no apiKeyHelper, no permission rules. The message names the file.",
        ("These settings files did not load, so nothing in them is in effect",),
        (logins.SETTINGS_DROPPED,),
        docs=SETTINGS,
        weight="notice",
    ),
    Message(
        "two-state-files",
        "There are two state files",
        "~/.claude/.config.json is read instead of ~/.claude.json wherever it exists, so answers, approvals and a Console login in the other one do not count.",
        ("Two Claude Code config files exist",),
        (logins.CONFIG_FOLDER, logins.NOT_SAVED),
        docs=AUTHENTICATION,
        weight="notice",
    ),
    Message(
        "profile-login-expired",
        "The login of an Anthropic profile is over",
        "The credential in use comes from a profile in ~/.config/anthropic, and it holds nothing to renew itself with. Nothing was sent.",
        ("Anthropic profile login expired",),
        (organisation.PROFILE_OVER,),
        docs=error("anthropic-profile-login-expired"),
    ),
    Message(
        "federation-without-token",
        "Workload identity federation lacks its identity token",
        "The federation rule is set, but the token it exchanges is missing or its file cannot be read.",
        (
            "oidc_federation config requires an identity token",
            "Failed to read identity token file",
        ),
        (organisation.FEDERATION_WITHOUT_TOKEN,),
        docs=AUTHENTICATION,
    ),
)

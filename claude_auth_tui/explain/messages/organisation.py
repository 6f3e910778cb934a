"""Messages in which an organisation decides: disabled organisations, its policy on the machine, its gateway, its profiles."""

from __future__ import annotations

from typing import Final

from claude_auth_tui.explain.causes import keys, logins, organisation, outside
from claude_auth_tui.explain.pages import AUTHENTICATION, MANAGED, SETTINGS, error
from claude_auth_tui.explain.shapes import Message
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
        (
            "Managed settings document could not be parsed",
            "Managed settings were not approved",
            "Remote managed settings failed to load",
        ),
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
        (
            "oidc_federation config requires an identity token",
            "Failed to read identity token file",
        ),
        (organisation.FEDERATION_WITHOUT_TOKEN,),
        docs=AUTHENTICATION,
    ),
)

"""Causes that lie with an organisation: its policy on this machine, its settings at Anthropic, its gateway, its profiles."""

from __future__ import annotations

from typing import Final

from claude_auth_tui.claude_code.tables import HELPER, KEY, OAUTH, TOKEN
from claude_auth_tui.explain.remedies import AGAIN, KEYS_PAGE, advice, ask_admin, log_in, log_in_again, run, see_status, unset
from claude_auth_tui.explain.shapes import Cause, Sign
from claude_auth_tui.explain.signs import (
    CONSOLE_KEY,
    blocked,
    no_login,
    no_saved_login,
    not_blocked,
    nowhere,
    sends,
    sent,
    stored,
    surely_sent,
)
from claude_auth_tui.model.saying import say

KEY_OF_DISABLED_ORGANISATION: Final = Cause(
    say("key-of-disabled-organisation"),
    say("The key in ANTHROPIC_API_KEY belongs to an organisation that was disabled"),
    say("It is mostly left over from a former employer or an old project, and it is used although you are logged in with a plan."),
    checks=("env-key-overrides-login", "terminal-carries-variable", "tmux-carries-variable", "running-claude-differs"),
    sign=sent(KEY),
    fixes=(unset(KEY), log_in),
)
HELPER_OF_DISABLED_ORGANISATION: Final = Cause(
    say("helper-of-disabled-organisation"),
    say("The apiKeyHelper prints a key of a disabled organisation"),
    say("The helper ranks above the login, so the login is not even tried."),
    checks=("helper-overrides-login",),
    sign=sent(HELPER),
    fixes=(advice(say("Let the helper print a key of a living organisation, or take apiKeyHelper out of the settings")),),
)
TOKEN_OF_DISABLED_ORGANISATION: Final = Cause(
    say("token-of-disabled-organisation"),
    say("The token that is sent belongs to a disabled organisation"),
    say("CLAUDE_CODE_OAUTH_TOKEN and ANTHROPIC_AUTH_TOKEN both rank above the stored login."),
    checks=("oauth-token-overrides-login", "env-token-overrides-login"),
    sign=sent(OAUTH, TOKEN),
    fixes=(unset(OAUTH), unset(TOKEN)),
)
LOGIN_OF_DISABLED_ORGANISATION: Final = Cause(
    say("login-of-disabled-organisation"),
    say("The organisation of your own login was disabled"),
    say("With no key, token or helper in between it is the login itself, or the key of a Console login."),
    sign=Sign(hints=stored("usable", "refreshable", "present"), never=no_saved_login),
    fixes=(advice(say("Log in with another account, or ask https://support.claude.com")), log_in_again),
)
KEYS_SWITCHED_OFF: Final = Cause(
    say("organisation-refuses-key-variable"),
    say("Your organisation does not allow API keys, and ANTHROPIC_API_KEY sends one"),
    say("An administrator switched API keys off. /login alone does not help while the variable is set."),
    checks=("env-key-overrides-login", "terminal-carries-variable"),
    sign=surely_sent(KEY),
    fixes=(unset(KEY), log_in),
)
KEYS_SWITCHED_OFF_HELPER: Final = Cause(
    say("organisation-refuses-helper"),
    say("Your organisation does not allow API keys, and the apiKeyHelper prints one"),
    say("Take the helper out of the settings; /login alone does not help while it is there."),
    checks=("helper-overrides-login",),
    sign=surely_sent(HELPER),
    fixes=(advice(say("Take apiKeyHelper out of the settings file that names it, then log in")), log_in),
)
KEYS_SWITCHED_OFF_CONSOLE: Final = Cause(
    say("organisation-refuses-console-login"),
    say("Your organisation does not allow API keys, and your Console login is one"),
    say("Log in with the claude.ai account instead."),
    sign=surely_sent(CONSOLE_KEY),
    fixes=(log_in,),
)
KEYS_NEEDED: Final = Cause(
    say("keys-needed-for-automation"),
    say("Something here needs an API key that the organisation switched off"),
    say("Only the organisation's administrator can allow them again."),
    fixes=(ask_admin,),
)
PLAN_NOT_ALLOWED: Final = Cause(
    say("organisation-refuses-plan-login"),
    say("Your organisation does not allow Claude Code with a plan's login"),
    say("It is a setting of the organisation at Anthropic. Logging in again with the same account gives the same answer."),
    sign=Sign(hints=stored("usable", "refreshable", "present")),
    fixes=(ask_admin, advice(say("Use a Console API key instead: {}", KEYS_PAGE))),
)
WRONG_ACCOUNT: Final = Cause(
    say("logged-in-with-another-account"),
    say("You are logged in with another account than you think"),
    say("The login, or a token in the environment, belongs to another account or organisation than the one that has access."),
    checks=("oauth-token-overrides-login",),
    sign=Sign(hints=stored("usable", "refreshable", "present")),
    fixes=(see_status, log_in_again),
)
POLICY_REFUSES: Final = Cause(
    say("policy-refuses-credential"),
    say("A key, token or helper is set where the organisation's policy demands a login"),
    say(
        "Managed settings on this machine demand a login of a certain kind or organisation, and a key cannot be checked against that. Take it away, then log in."
    ),
    checks=("policy-refuses-credential",),
    sign=Sign(shows=blocked("policy"), never=not_blocked("policy")),
    fixes=(unset(KEY), log_in, ask_admin),
)
BARE_UNDER_POLICY: Final = Cause(
    say("bare-mode-under-policy"),
    say("--bare switches the login off that the policy demands"),
    say("In bare mode there is no login, so the policy can never be met."),
    fixes=(advice(say("Leave out --bare")),),
)
POLICY_BROKEN: Final = Cause(
    say("managed-settings-broken"),
    say("A managed settings file is broken"),
    say("Claude Code refuses to start until whoever manages this machine has mended it."),
    checks=("managed-settings-broken",),
    sign=Sign(shows=blocked("managed_settings"), never=not_blocked("managed_settings")),
    fixes=(ask_admin,),
)
POLICY_PROVIDERS: Final = Cause(
    say("policy-refuses-provider"),
    say("The organisation allows other API providers than the one this session uses"),
    say("The managed list allowedProviders decides. A base URL of your own counts as a provider too (“customEndpoint”)."),
    checks=("policy-refuses-credential",),
    sign=Sign(shows=blocked("policy")),
    fixes=(advice(say("Unset what points elsewhere: ANTHROPIC_BASE_URL or a CLAUDE_CODE_USE_… switch"), AGAIN), ask_admin),
)
ORGANISATION_UNVERIFIED: Final = Cause(
    say("organisation-not-verified"),
    say("The service could not confirm which organisation the login belongs to"),
    say(
        "The policy on this machine names an organisation, and Claude Code asks the service about it at the start. No network, or a token that was revoked, and it does not start."
    ),
    sign=Sign(hints=stored("usable", "refreshable", "expired", "present")),
    fixes=(
        run(say("Log in again"), say("claude auth login")),
        advice(say("Look at the network: platform.claude.com and api.anthropic.com must be reachable")),
    ),
)
GATEWAY_NOT_SIGNED_IN: Final = Cause(
    say("gateway-not-signed-in"),
    say("This machine must use your organisation's gateway, and nobody is signed in to it"),
    say("A managed setting demands the gateway; logins, keys and tokens of Anthropic do not count then."),
    fixes=(advice(say("Start claude, type /login and sign in on the screen “Cloud gateway”")),),
)
GATEWAY_SESSION_OVER: Final = Cause(
    say("gateway-session-over"),
    say("The session at your organisation's gateway is over"),
    say("It was not renewed, or the gateway no longer accepts it."),
    fixes=(advice(say("Start claude, type /login and sign in again; then repeat the command")),),
)
GATEWAY_RULE: Final = Cause(
    say("gateway-rule"),
    say("A rule of the gateway, or the service behind it, refuses the request"),
    say("Signing in again changes nothing. The text behind “API Error:” is the gateway's reason."),
    fixes=(advice(say("Ask the administrator of the gateway to look the request up")),),
)
PROFILE_OVER: Final = Cause(
    say("profile-login-over"),
    say("The login of the Anthropic profile is over"),
    say("The profile holds nothing to renew it with. It is a source of its own: /login does not renew every profile."),
    checks=("profile-overrides-login", "profile-unusable"),
    sign=Sign(hints=sends(say("profile"))),
    fixes=(advice(say("Sign in to the profile again with the tool that made it")), unset(say("ANTHROPIC_PROFILE")), log_in),
)
FEDERATION_WITHOUT_TOKEN: Final = Cause(
    say("federation-without-token"),
    say("Workload identity federation is set up, but its identity token is missing"),
    say(
        "ANTHROPIC_FEDERATION_RULE_ID and ANTHROPIC_ORGANIZATION_ID together choose it; it then needs ANTHROPIC_IDENTITY_TOKEN or a readable ANTHROPIC_IDENTITY_TOKEN_FILE."
    ),
    checks=("federation-half-set", "profile-overrides-login"),
    sign=Sign(hints=sends(say("profile")), never=nowhere(say("ANTHROPIC_FEDERATION_RULE_ID"), say("ANTHROPIC_PROFILE"))),
    fixes=(advice(say("Provide the identity token where claude is started")), unset(say("ANTHROPIC_FEDERATION_RULE_ID"))),
)
KEY_BLOCKS_FEATURE: Final = Cause(
    say("key-blocks-feature"),
    say("A key, token or helper in front of the login switches features of the plan off"),
    say("Remote Control, claude.ai connectors and /schedule need the login itself, and are off while another source ranks above it."),
    checks=(
        "env-key-overrides-login",
        "env-token-overrides-login",
        "helper-overrides-login",
        "oauth-token-overrides-login",
        "terminal-carries-variable",
        "plan-features-off",
    ),
    sign=surely_sent(KEY, TOKEN, HELPER, OAUTH),
    fixes=(unset(KEY), unset(TOKEN)),
)
NOT_A_PLAN_LOGIN: Final = Cause(
    say("console-login-instead-of-plan"),
    say("You are logged in with the Console, not with a plan"),
    say("A Console login is an API key. These features need the login of a plan."),
    sign=surely_sent(CONSOLE_KEY),
    fixes=(run(say("Log in with the plan"), say("claude auth login --claudeai")),),
)
LOGIN_LOST: Final = Cause(
    say("login-lost-meanwhile"),
    say("The login was revoked, replaced or logged out while the session ran"),
    say("For example by /logout or /login in another terminal: the sessions of one machine share one login."),
    sign=Sign(hints=stored("empty", "expired", "absent")),
    fixes=(log_in_again,),
)
ANOTHER_ACCOUNT_NOW: Final = Cause(
    say("account-changed-meanwhile"),
    say("Another account was logged in while the session ran"),
    say("A session of Remote Control belongs to the account it was started with."),
    fixes=(advice(say("Type /remote-control for a session of the account that is logged in now, or log in with the former one")),),
)
NO_PLAN_LOGIN: Final = Cause(
    say("no-plan-login"),
    say("There is no login of a plan"),
    say("Nobody is logged in here, or only with a key."),
    checks=("login-missing",),
    sign=Sign(shows=lambda d: () if not no_login(d) else stored("absent")(d)),
    fixes=(run(say("Log in with the plan"), say("claude auth login --claudeai")),),
)

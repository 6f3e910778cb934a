"""Messages in which a feature needs the login of a plan: Remote Control, connectors, artifacts, cloud sessions; and signing in."""

from __future__ import annotations

from typing import Final

from claude_auth_tui.explain.causes import keys, logins, organisation, outside
from claude_auth_tui.explain.causes.cloud import SWITCH_LEFT_ON
from claude_auth_tui.explain.pages import AUTHENTICATION, LOGIN_TROUBLE, REMOTE_CONTROL, error
from claude_auth_tui.explain.shapes import Message
from claude_auth_tui.model.saying import say

FEATURES: Final[tuple[Message, ...]] = (
    Message(
        say("remote-control-needs-anthropic"),
        say("Remote Control needs the Anthropic API itself"),
        say(
            "This session talks to something else. The message names what decides that: a cloud switch or ANTHROPIC_BASE_URL, in the shell or in a settings file."
        ),
        ("Remote Control is only available when using Claude via api.anthropic.com",),
        (SWITCH_LEFT_ON, keys.gateway(say("Requests go to another address, so Remote Control is off, also for a login."))),
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
        (
            "Claude configuration file at … is corrupted",
            "The corrupted file has been backed up to",
        ),
        (outside.STATE_BROKEN,),
        authentication=False,
        docs=LOGIN_TROUBLE,
    ),
)

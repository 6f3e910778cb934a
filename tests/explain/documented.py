"""Messages as the documentation of Claude Code, public reports and articles give them, with ids and numbers filled in.

`DOCUMENTED` is what some version prints; `ARTICLES` is what articles say it prints, some of which no version ever did.
"""

from __future__ import annotations

DOCUMENTED: tuple[tuple[str, str], ...] = (
    ("not-logged-in", "Not logged in · Please run /login"),
    ("not-logged-in", "Authentication required · Sign in again to continue"),
    ("not-logged-in", "Missing API key · Run /login"),
    ("invalid-api-key-run-login", "Invalid API key · Please run /login"),
    ("login-not-saved", "Couldn't save your login. If your Mac's keychain is locked, unlock it and log in again."),
    ("not-logged-in", '{\n  "loggedIn": false,\n  "authMethod": "none",\n  "apiProvider": "firstParty"\n}'),
    ("key-question", "Detected a custom API key in your environment\n\nANTHROPIC_API_KEY: sk-ant-...\n\nDo you want to use this API key?"),
    ("sign-in-address-broken", "Invalid OAuth Request\n\nMissing redirect_uri parameter"),
    (
        "request-refused",
        'API Error: 400 {"type":"error","error":{"type":"invalid_request_error","message":"messages.1.content: something else"}}',
    ),
    (
        "certificate-not-trusted",
        "  API Error (Connection error.) · Retrying in 4 seconds… (attempt 4/10)\n    ⎿  Error (self signed certificate in certificate chain) "
        "(SELF_SIGNED_CERT_IN_CHAIN)\n",
    ),
    ("login-not-saved", "Couldn't save your login. Try logging in again."),
    (
        "no-authentication-method",
        "Could not resolve authentication method. Expected one of apiKey, authToken, credentials, config, or profile to be set. Or for one of the "
        '"X-Api-Key" or "Authorization" headers to be explicitly omitted',
    ),
    (
        "no-authentication-method",
        'Error: Could not resolve authentication method. Expected either apiKey or authToken to be set. Or for one of the "X-Api-Key" or '
        '"Authorization" headers to be explicitly omitted\n    at new iW (unknown:1:28)',
    ),
    ("invalid-api-key", "Invalid API key · Fix external API key"),
    (
        "invalid-api-key",
        'API Error: 401 {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"},"request_id":"req_011CUAKg"}',
    ),
    (
        "key-breaks-header",
        "Invalid API key · Fix external API key · Invalid X-Api-Key header value from ANTHROPIC_API_KEY: it contains a line break at character 41 "
        "(120 characters on 2 lines).",
    ),
    (
        "helper-failing",
        "Your apiKeyHelper script is failing · This usually means you need to re-authenticate with your provider · Run /status to see the script's error output",
    ),
    (
        "helper-printed-nothing",
        "Error getting API key from apiKeyHelper (in settings or ~/.claude.json): apiKeyHelper did not return a valid value",
    ),
    ("token-breaks-header", "Invalid auth token · Fix external auth token"),
    ("custom-headers-broken", "Invalid ANTHROPIC_CUSTOM_HEADERS · Fix the environment variable"),
    ("environment-breaks-header", "Invalid request header from the environment · Fix the environment variable"),
    ("header-value-refused", "API Error: Header '14' has invalid value: '***'"),
    ("header-value-refused", 'API Error: Headers.append: "***" is an invalid header value.'),
    (
        "header-value-refused",
        "API Error: Cannot convert argument to a ByteString because the character at index 14 has a value of 8203 which is greater than 255.",
    ),
    (
        "key-of-disabled-organisation-login-waits",
        "Your ANTHROPIC_API_KEY belongs to a disabled organization · Unset the environment variable to use your subscription instead",
    ),
    (
        "key-of-disabled-organisation",
        "Your ANTHROPIC_API_KEY belongs to a disabled organization · Update or unset the environment variable",
    ),
    ("organisation-disabled", "API Error: 400 ... This organization has been disabled."),
    (
        "organisation-disabled",
        'API Error: 400 {"type":"error","error":{"type":"invalid_request_error","message":"This organization has been disabled."},"request_id":"req_011CSHa1"}',
    ),
    (
        "organisation-disabled-keys",
        "Your organization has disabled API key authentication · Run /login to sign in with your claude.ai account",
    ),
    (
        "organisation-disabled-keys",
        "Your organization has disabled API key authentication · Unset ANTHROPIC_API_KEY to use your claude.ai account instead",
    ),
    ("organisation-disabled-keys", "Your organization has disabled API key authentication · Sign in again with your claude.ai account"),
    (
        "organisation-disabled-plan-login",
        "Your organization has disabled Claude subscription access for Claude Code · Use an Anthropic API key instead, or ask your admin to enable access",
    ),
    ("organisation-disabled-plan-login", "error code: oauth_org_not_allowed"),
    ("oauth-token-revoked", "OAuth token revoked · Please run /login"),
    ("oauth-token-revoked", "Failed to authenticate: OAuth token revoked. Please log in again or contact your administrator."),
    ("oauth-token-revoked", "Your account does not have access to Claude. Please login again or contact your administrator."),
    ("oauth-token-revoked", "Your account does not have access to Claude Code. Please run /login."),
    (
        "oauth-token-revoked",
        'Error: Failed to load usage data: {"type":"error","error":{"type":"permission_error","message":"OAuth token has been\nrevoked. Please obtain a new\n'
        'token.","details":{"error_visibility":"user_facing"}},"request_id":"req_011CYZo6"}',
    ),
    ("oauth-token-expired", "OAuth token has expired · Please run /login"),
    ("oauth-token-expired", "Please run /login · API Error: 401 OAuth token has expired ..."),
    (
        "oauth-token-expired",
        'API Error: 401 {"type":"error","error":{"type":"authentication_error","message":"OAuth token has expired. Please obtain a new token or refresh your '
        'existing\n     token."},"request_id":"req_011CYMDHeNYmSgx9MxiJhzrf"} · Please run /login',
    ),
    ("401-invalid-credentials", "Please run /login · API Error: 401 Invalid authentication credentials"),
    (
        "401-invalid-bearer",
        'Please run /login · API Error: 401 {"type":"error","error":{"type":"authentication_error","message":"Invalid bearer token"},"request_id":"req_011CWza"}',
    ),
    (
        "401-oauth-not-supported",
        'API Error: 401 {"type":"error","error":{"type":"authentication_error","message":"OAuth authentication is currently not \n    supported."}}',
    ),
    (
        "credential-only-for-claude-code",
        'API Error: 400 {"type":"error","error":{"type":"invalid_request_error","message":"This \n    credential is only authorized for use with Claude Code and '
        'cannot be used for other API \n    requests."},"request_id":"req_01XXXXXX"}',
    ),
    ("login-expired", "Login expired · Please run /login"),
    ("login-expired", "Failed to authenticate: OAuth session expired and could not be refreshed"),
    ("login-expired", "Login: Expired — log in again"),
    (
        "login-refresh-busy",
        "Could not refresh your login because another Claude Code process is refreshing it (or exited mid-refresh) · Try again in a minute; if it keeps "
        "happening, close other Claude Code windows or sign in again with /login",
    ),
    ("profile-login-expired", "Anthropic profile login expired · Re-authenticate your Anthropic profile"),
    (
        "profile-login-expired",
        "Anthropic profile login expired · Run /login to use your claude.ai account instead, or re-authenticate the profile",
    ),
    ("scope-profile", "OAuth token does not meet scope requirement: user:profile"),
    ("account-on-hold", "Your account is on hold and can't use Claude Code. View details or appeal: https://claude.ai/restricted"),
    ("account-on-hold", "Your account is on hold and can't sign in to Claude Code. View details or appeal: https://claude.ai/restricted"),
    ("connector-login-refused", "claude.ai rejected the session token. Run /login, then reconnect."),
    ("403-request-not-allowed", 'API Error: 403 {"error":{"type":"forbidden","message":"Request not allowed"}}'),
    ("403-request-not-allowed", 'Please run /login · API Error: 403 {"error":{"type":"forbidden","message":"Request not allowed"}}'),
    ("sign-in-code-invalid", "OAuth error: Invalid code. Please make sure the full code was copied\nPress Enter to retry."),
    ("sign-in-code-invalid", "Auth error: Invalid code. Please make sure the full code was copied"),
    ("sign-in-no-port", "OAuth error: Failed to start OAuth callback server: Failed to start server. Is port 0 in use?"),
    ("sign-in-unreachable", "OAuth error: timeout of 15000ms exceeded"),
    ("sign-in-unreachable", "Login OAuth error: Request failed with status code 500 Press Enter to retry."),
    ("policy-requires-login", "This machine's managed settings require a first-party login"),
    (
        "policy-requires-gateway",
        "Administrator policy requires a Cloud gateway sign-in on this machine; the Anthropic-issued credential configured here is not used.",
    ),
    ("gateway-session-expired", "Cloud gateway session expired — run /login to reconnect."),
    (
        "gateway-session-expired",
        "Cloud gateway https://gw.example.com no longer accepts this session. Start `claude` and sign in again with /login.",
    ),
    ("gateway-not-signed-in", "Not signed in to the Cloud gateway — run /login."),
    (
        "gateway-refused",
        "Gateway refused the request · signing in again won't change this — check with your gateway administrator · API Error: 403 blocked by rule",
    ),
    (
        "remote-control-needs-anthropic",
        "Remote Control is only available when using Claude via api.anthropic.com. CLAUDE_CODE_USE_BEDROCK is set, so this session is using Amazon Bedrock — "
        "unset it (or run in a shell without it) to use Remote Control.",
    ),
    ("remote-control-login-lost", "Remote Control disconnected — Claude.ai login expired — run /login to restore Remote Control"),
    ("remote-control-login-lost", "Remote Control disconnected — JWT refresh failed: no OAuth token — run /login"),
    (
        "connectors-disabled",
        "claude.ai connectors are disabled because ANTHROPIC_API_KEY or another auth source is set and takes precedence over your claude.ai login.",
    ),
    (
        "two-sources-set",
        "⚠Auth conflict: Both a token (claude.ai) and an API key (ANTHROPIC_API_KEY) are set. This may lead to unexpected behavior.\n"
        '    • Trying to use claude.ai? Unset the ANTHROPIC_API_KEY environment variable, or claude /logout then say "No" to the API key\n'
        "    approval before login.",
    ),
    (
        "two-sources-set",
        "⚠ Both ANTHROPIC_AUTH_TOKEN and /login managed key set · auth may not work as expected\n   · to use ANTHROPIC_AUTH_TOKEN: claude /logout",
    ),
    ("login-ends-soon", "Your login expires in 3 days · run /login to renew"),
    (
        "aws-expired",
        'AWS credentials expired or invalid · run /login and select "Claude Platform on AWS · refresh credentials", or run `aws sso login --profile myprofile` '
        "in another terminal · API Error: 401 ...",
    ),
    (
        "aws-refused",
        "AWS authentication failed · run `aws sso login` · if credentials are current, check AWS permissions and model access · API Error: 403 ...",
    ),
    (
        "aws-timeout",
        "API Error: Could not load AWS credentials · AWS default-chain credential resolve timed out. Check or refresh your AWS credentials and try again.",
    ),
    ("aws-timeout", "API Error: AWS default-chain credential resolve timed out"),
    ("aws-no-credentials", "Could not load credentials from any providers"),
    (
        "google-no-credentials",
        "Could not load the default credentials. Browse to https://cloud.google.com/docs/authentication/getting-started",
    ),
    (
        "google-expired",
        "Google Cloud credentials expired or invalid · refresh your Google Cloud credentials and retry · API Error: 401 ...",
    ),
    (
        "azure-no-credentials",
        "ChainedTokenCredential authentication failed.\nCredentialUnavailableError: EnvironmentCredential is unavailable.",
    ),
    ("foundry-refused", "Microsoft Foundry authentication failed · refresh your Foundry credential · API Error: 401 ..."),
    (
        "cloud-refuses-please-login",
        'Please run /login · API Error: 403 [{"error":{"code":403,"message":"Access to this model requires data sharing to be enabled for publisher '
        "'anthropic'.\n  Please set `PublisherModelConfig.data_sharing_enabled_provider` to 'anthropic' via the setPublisherModelConfig API to use this\n"
        '  model.","status":"PERMISSION_DENIED"}}]',
    ),
    (
        "cloud-refuses-please-login",
        "Please run /login · API Error: 403 User: arn:aws:sts::123456789012:assumed-role/dev is not authorized to perform: bedrock:InvokeModelWithResponseStream",
    ),
    ("cloud-refuses-please-login", "Failed to authenticate. API Error: 403 The security token included in the request is expired"),
    ("usage-limit", "You've hit your session limit · resets 3:45pm"),
    ("usage-limit", "You've hit your weekly limit · resets Mon 12:00am"),
    ("usage-limit", "You've hit your Opus limit · resets 3:45pm"),
    ("usage-limit", "Claude AI usage limit reached|1760000400"),
    ("server-limits-requests", "API Error: Server is temporarily limiting requests (not your usage limit)"),
    (
        "rate-limited",
        "API Error: Request rejected (429) · this may be a temporary capacity issue. If it persists, check https://status.claude.com.",
    ),
    (
        "rate-limited",
        '429 {"type":"error","error":{"type":"rate_limit_error","message":"This request would exceed your account\'s rate limit. Please try again later."}}',
    ),
    ("credit-balance", "Credit balance is too low"),
    (
        "credit-balance",
        'API Error: 400 {"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the Anthropic API. Please go '
        'to Plans & Billing to upgrade or purchase credits."}}',
    ),
    ("spend-limit", "You've hit your org's monthly spend limit · visit https://claude.ai/admin-settings/usage to raise it"),
    ("spend-limit", "You've hit your team's shared budget · ask your admin to raise it"),
    ("gateway-spend-limit", "spend limit reached (daily; resets 2026-08-09 00:00 UTC)"),
    (
        "long-context-credits",
        "API Error: Usage credits required for 1M context · run /usage-credits to turn them on, or /model to switch to standard context",
    ),
    ("server-error", "API Error: 500 Internal server error. This is a server-side issue, usually temporary — try again in a moment."),
    ("overloaded", "API Error: Repeated 529 Overloaded errors. The API is at capacity — this is usually temporary."),
    ("overloaded", 'API Error: 529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}'),
    ("connection-refused", "Connection refused — a firewall or proxy may be blocking it (ConnectionRefused)"),
    ("connection-refused", "API Error: Unable to connect to API (ConnectionRefused)"),
    ("host-not-found", "Can't reach the API server — check your internet or DNS (ENOTFOUND)"),
    ("host-not-found", "API Error: Unable to connect to API (ENOTFOUND)"),
    ("no-route", "No internet route — check your connection or VPN (EHOSTUNREACH)"),
    (
        "proxy-refused",
        "Couldn't connect through your proxy (ERR_PROXY_TUNNEL) — the proxy refused the tunnel: check its credentials and that it allows this host",
    ),
    ("connection-dropped", "Connection dropped (ECONNRESET)"),
    ("unable-to-connect", "API Error: Unable to connect to API (ESOMETHINGNEW)"),
    ("first-start-unreachable", "Unable to connect to Anthropic services\nFailed to connect to api.anthropic.com: ECONNREFUSED"),
    (
        "certificate-not-trusted",
        "Unable to connect to Anthropic services\n\n Failed to connect to api.anthropic.com: UNABLE_TO_GET_ISSUER_CERT_LOCALLY\n\n Please check your internet "
        "connection and network settings.",
    ),
    (
        "certificate-not-trusted",
        "API Error: Unable to connect to API: SSL certificate verification failed. Check your proxy or corporate SSL certificates",
    ),
    ("certificate-not-trusted", "Unable to connect to API: Self-signed certificate detected (SELF_SIGNED_CERT_IN_CHAIN)."),
    (
        "certificate-not-trusted",
        "SSL certificate error (UNABLE_TO_GET_ISSUER_CERT_LOCALLY). If you are behind a corporate proxy or TLS-intercepting firewall, set NODE_EXTRA_CA_CERTS",
    ),
    (
        "not-an-api-answer",
        "API returned an empty or malformed response (HTTP 200) — check for a proxy or gateway intercepting the request.",
    ),
    ("timed-out", "Request timed out. Check your internet connection and proxy settings"),
    ("config-not-writable", "Error: EACCES: permission denied, open '/home/claude/.claude.json'\n    at Module.openSync (node:fs:574:18)"),
    ("keychain-locked", "security: SecKeychainSearchCopyNext: The specified item could not be found in the keychain."),
    ("keychain-locked", "Keychain is not writable"),
    ("feature-off-by-policy", "Routines are disabled by your organization's policy."),
    ("artifacts-need-login", 'Artifacts need a claude.ai login. Run /login and select "Claude account with subscription", then retry'),
    ("mcp-sign-in", 'MCP server "jira" needs you to sign in again (run /mcp to re-authenticate)'),
    (
        "select-login-method",
        "Select login method:\n ❯ 1. Claude account with subscription · Pro, Max, Team, or Enterprise\n   2. Anthropic Console account",
    ),
)

ARTICLES: tuple[tuple[str, str], ...] = (
    ("not-logged-in", "Error: API key not configured. Run 'claude login' or set ANTHROPIC_API_KEY."),
    ("invalid-api-key", "Error: invalid_api_key - API key is invalid or has been revoked."),
    ("oauth-token-expired", "Error: authentication_error - OAuth token has expired. Run 'claude login' to re-authenticate."),
    ("endpoint-refuses", "Error: authentication_error - Could not authenticate with the configured API endpoint."),
    ("401-refused", "Authentication failed"),
    ("401-refused", "Unauthorized (401)"),
    ("401-refused", "401 Unauthorized"),
    ("401-refused", "Token validation failed"),
    ("401-refused", "API key rejected"),
    ("401-invalid-credentials", "Invalid credentials"),
    ("not-logged-in", "API key not found"),
    ("not-logged-in", "Please run /login"),
    ("login-expired", "Session Expired"),
    ("403-refused", "Permission Denied"),
    ("403-refused", "403 Forbidden"),
    ("invalid-api-key", "Invalid API key"),
    ("organisation-disabled", "This organization has been disabled"),
    ("403-request-not-allowed", "API Error: 403 ... forbidden ... Request not allowed"),
    ("usage-limit", "usage limit reached"),
    ("rate-limited", "429 Request rejected"),
    ("rate-limited", "429 Too Many Requests"),
    ("overloaded", "529"),
    ("overloaded", "529 Overloaded"),
    ("401-refused", "401"),
    ("403-refused", "403"),
    ("server-error", "500"),
    ("remote-control-needs-full-login", "requires full-scope login"),
)

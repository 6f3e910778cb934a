"""What Claude Code 2.1.329 printed on made-up machines, offline or against an API that answered what was wanted.

One tuple for each text: the message it is, and what was printed, word for word (temporary folders taken out).
"""

from __future__ import annotations

OBSERVED: tuple[tuple[str, str], ...] = (
    (
        "login-ends-soon",
        "Warning: this sign-in ends between 2026-11-28 and 2026-12-01 (in 7 days at the earliest). Renewing it does not move those dates. "
        "Run claude auth login before then, or use claude setup-token for unattended jobs.",
    ),
    (
        "login-ends-soon",
        "Warning: this sign-in can end at any time from now until 2026-11-24. Renewing it does not move that date. Run claude auth login now, or use "
        "claude setup-token for unattended jobs.",
    ),
    (
        "login-ends-soon",
        "Warning: this sign-in may have ended between 2026-11-17 and 2026-11-20. If requests are refused, run claude auth login, or use "
        "claude setup-token for unattended jobs.",
    ),
    (
        "state-file-corrupted",
        "Claude configuration file at /home/.claude.json is corrupted: JSON Parse error: Property name must be a string literal\n"
        "The corrupted file has been backed up to: /home/.claude/backups/.claude.json.corrupted.1795247987881\n"
        "A backup file exists at: /home/.claude/backups/.claude.json.backup.1795200000000",
    ),
    (
        "login-refresh-busy",
        "Failed to refresh OAuth token: another Claude Code process is refreshing it or exited mid-refresh. This is usually transient; retry in a minute, "
        "and if it persists close other Claude Code processes or sign in again",
    ),
    (
        "federation-without-token",
        "API Error: oidc_federation config requires an identity token (set authentication.identity_token, ANTHROPIC_IDENTITY_TOKEN_FILE, or "
        "ANTHROPIC_IDENTITY_TOKEN)",
    ),
    ("401-invalid-bearer", "Failed to authenticate. API Error: 401 Invalid bearer token"),
    (
        "401-invalid-bearer",
        "● Please run /login · API Error: 401 Invalid bearer token\n◐ medium · /effort\n❯ Once fixed, resend your message\n⏵⏵ auto mode on (shift+tab to cycle) · ← for agents",
    ),
    ("401-invalid-credentials", "Failed to authenticate. API Error: 401 Invalid authentication credentials"),
    (
        "401-invalid-credentials",
        "● Please run /login · API Error: 401 Invalid authentication credentials\n◐ medium · /effort\n❯ Once fixed, resend your message\n⏵⏵ auto mode on (shift+tab to cycle) · ← for agents",
    ),
    ("401-oauth-not-supported", "Failed to authenticate. API Error: 401 OAuth authentication is currently not supported."),
    ("401-refused", "Failed to authenticate. API Error: 401 Authentication Error, Invalid proxy server token passed."),
    ("401-refused", "Failed to authenticate. API Error: 401 Unauthorized"),
    ("403-refused", "Failed to authenticate. API Error: 403 Forbidden"),
    ("403-request-not-allowed", "Failed to authenticate. API Error: 403 Request not allowed"),
    (
        "403-request-not-allowed",
        "● Please run /login · API Error: 403 Request not allowed\n◐ medium · /effort\n❯ Once fixed, resend your message\n⏵⏵ auto mode on (shift+tab to cycle) · ← for agents",
    ),
    ("account-on-hold", "Failed to authenticate. API Error: 403 Your account is on hold."),
    ("account-on-hold", "Failed to authenticate. API Error: 403 account on hold"),
    (
        "aws-expired",
        "AWS credentials expired or invalid · refresh your AWS credentials (SSO sign-in, access keys, API key or proxy token) and retry · API Error: 401 Unauthorized: token is invalid",
    ),
    (
        "aws-expired",
        "AWS credentials expired or invalid · refresh your AWS credentials (SSO sign-in, access keys, API key or proxy token) and retry · API Error: 401 Unauthorized: token is invalid\nWarning: Opus: no accessible model (tried Opus 5.5, Opus 5, Opus 4.8, Opus 4.7). Enable Opus 5.5 in Amazon Bedrock (Mantle).",
    ),
    (
        "aws-refresh-failed",
        "API Error: Could not load AWS credentials · Could not load credentials from any providers. Check or refresh your AWS credentials and try again.\nError running awsAuthRefresh (in settings or ~/.claude.json):",
    ),
    (
        "aws-refresh-failed",
        'API Error: Could not load AWS credentials · Could not load credentials from any providers. Check or refresh your AWS credentials and try again.\nError getting AWS credentials from awsCredentialExport (in settings or ~/.claude.json): JSON Parse error: Unexpected identifier "nope"\nError getting AWS credentials from awsCredentialExport (in settings or ~/.claude.json): JSON Parse error: Unexpected identifier "nope"\nError getting AWS credentials from awsCredentialExport (in settings or ~/.claude.json): JSON Parse error: Unexpected identifier "nope"',
    ),
    (
        "aws-refused",
        "AWS authentication failed · refresh your AWS credentials (SSO sign-in, access keys, API key or proxy token) and retry · if credentials are current, check AWS permissions and model access · API Error: 403 User is not authorized to perform: bedrock:InvokeModelWithResponseStream",
    ),
    (
        "aws-refused",
        "AWS authentication failed · refresh your AWS credentials (SSO sign-in, access keys, API key or proxy token) and retry · if credentials are current, check AWS permissions and model access · API Error: 401 Unauthorized: token is invalid",
    ),
    (
        "aws-refused",
        "AWS authentication failed · refresh your AWS credentials (SSO sign-in, access keys, API key or proxy token) and retry · if credentials are current, check AWS permissions and model access · API Error: 403 User is not authorized to perform: bedrock:InvokeModelWithResponseStream\nWarning: Opus: no accessible model (tried Opus 5.5, Opus 5, Opus 4.8, Opus 4.7). Enable Opus 5.5 in Amazon Bedrock (Mantle).",
    ),
    (
        "aws-refused",
        "AWS authentication failed · refresh your AWS credentials (SSO sign-in, access keys, API key or proxy token) and retry · if credentials are current, check AWS permissions and model access · API Error: 403 The security token included in the request is expired",
    ),
    (
        "aws-refused",
        "● AWS authentication failed · refresh your AWS credentials (SSO sign-in, access keys, API key or proxy token) and retry · if credentials are current,\ncheck AWS permissions and model access · API Error: 403 nope\n◐ medium · /effort\n❯ Once fixed, resend your message\n⏵⏵ auto mode on (shift+tab to cycle) · ← for agents",
    ),
    ("base-url-invalid", "API Error: Invalid URL"),
    ("proxy-unsupported", "API Error: Unable to connect to API (UnsupportedProxyProtocol)"),
    (
        "proxy-address-invalid",
        'Invalid proxy URL in HTTPS_PROXY: "proxy.corp" cannot be parsed as a URL.\n'
        'Proxy settings must be a complete URL including the scheme, e.g. "http://proxy.example.com:8080".\n'
        "Fix or unset HTTPS_PROXY and restart Claude Code.",
    ),
    (
        "proxy-refused",
        "API Error: Couldn't connect through your proxy (ERR_PROXY_TUNNEL) — the proxy refused the tunnel: check its credentials and that it allows this host",
    ),
    (
        "ca-file-ignored",
        "Warning: Ignoring extra certs from `/certs/broken.pem`, load failed: error:0900000c:PEM routines:OPENSSL_internal:ASN.1 encoding routines",
    ),
    ("base-url-invalid", "API Error: Unable to connect to API (ERR_INVALID_ARG_VALUE)"),
    ("billing", "API Error: 402 There's an issue with billing"),
    (
        "billing",
        "● API Error: 402 There's an issue with billing\n◐ medium · /effort\n❯\n⏵⏵ auto mode on (shift+tab to cycle) · ← for agents",
    ),
    ("ca-file-ignored", "Warning: Ignoring extra certs from `/nowhere.pem`, load failed: No such file or directory"),
    ("certificate-expired", "API Error: Unable to connect to API: SSL certificate has expired"),
    (
        "certificate-not-trusted",
        "API Error: Unable to connect to API: Self-signed certificate detected (DEPTH_ZERO_SELF_SIGNED_CERT). The certificate comes from an authority Claude Code doesn't trust, usually a TLS-inspecting corporate proxy or a gateway signed by a private CA: set NODE_EXTRA_CA_CERTS to that CA bundle, or add it to the system certificate store · see https://code.claude.com/docs/en/network-config",
    ),
    (
        "certificate-not-trusted",
        "API Error: Unable to connect to API: SSL certificate verification failed (UNABLE_TO_VERIFY_LEAF_SIGNATURE). The certificates the server sent don't lead to a trusted authority. If the server leaves out an intermediate certificate, which browsers fetch by themselves, whoever runs it must have it send its full chain. If it is a TLS-inspecting corporate proxy or a gateway signed by a private CA, set NODE_EXTRA_CA_CERTS to that CA bundle, or add it to the system certificate store · see https://code.claude.com/docs/en/network-config",
    ),
    ("certificate-of-another-host", "API Error: Unable to connect to API: SSL certificate hostname mismatch"),
    (
        "cloud-model-unavailable",
        "The model us.anthropic.claude-opus-5-5 is not available on your bedrock deployment. Try --model to switch to us.anthropic.claude-opus-5, or ask your admin to enable this model.",
    ),
    (
        "cloud-model-unavailable",
        "The model claude-opus-5-5 is not available on your vertex deployment. Try --model to switch to claude-opus-5, or ask your admin to enable this model.",
    ),
    ("connection-dropped", "API Error: Connection dropped (ECONNRESET). Check the gateway set in ANTHROPIC_BASE_URL, then try again."),
    (
        "connection-dropped",
        "● API Error: Connection dropped (ECONNRESET). Check the gateway set in ANTHROPIC_BASE_URL, then try again.\n◐ medium · /effort\n❯ Resend your message to try again\n⏵⏵ auto mode on (shift+tab to cycle) · ← for agents",
    ),
    ("connection-refused", "API Error: Connection refused — a firewall or proxy may be blocking it (ECONNREFUSED)"),
    (
        "connection-refused",
        "● API Error: Connection refused — a firewall or proxy may be blocking it (ECONNREFUSED)\n◐ medium · /effort\n❯ Resend your message to try again\n⏵⏵ auto mode on (shift+tab to cycle) · ← for agents",
    ),
    (
        "credential-only-for-claude-code",
        "API Error: 400 This credential is only authorized for use with Claude Code and cannot be used for other API requests.",
    ),
    ("credit-balance", "Credit balance is too low"),
    (
        "credit-balance",
        "⎿  Credit balance too low · Add funds: https://platform.claude.com/settings/billing\n❯ Once fixed, resend your message\n⏵⏵ auto mode on (shift+tab to cycle)",
    ),
    (
        "custom-headers-broken",
        "Invalid ANTHROPIC_CUSTOM_HEADERS · Fix the environment variable · Invalid value for distinct header 1 of 1 parsed from ANTHROPIC_CUSTOM_HEADERS: it contains a typographic dash (U+2014) at character 4 (5 characters).",
    ),
    (
        "custom-headers-broken",
        "Invalid ANTHROPIC_CUSTOM_HEADERS · Fix the environment variable · Invalid name for distinct header 1 of 1 parsed from ANTHROPIC_CUSTOM_HEADERS: the HTTP runtime does not accept it (5 characters).",
    ),
    (
        "custom-headers-broken",
        "Invalid ANTHROPIC_CUSTOM_HEADERS · Fix the environment variable · Invalid Authorization header value from ANTHROPIC_CUSTOM_HEADERS: it contains a typographic quote (U+201C) at character 8 (10 characters).",
    ),
    (
        "federation-without-token",
        "API Error: oidc_federation config requires an identity token (set authentication.identity_token, ANTHROPIC_IDENTITY_TOKEN_FILE, or ANTHROPIC_IDENTITY_TOKEN)",
    ),
    (
        "federation-without-token",
        "API Error: Failed to read identity token file at /nowhere: Error: ENOENT: no such file or directory, open '/nowhere'",
    ),
    (
        "foundry-refused",
        "Microsoft Foundry authentication failed · refresh your Foundry credential (ANTHROPIC_FOUNDRY_AUTH_TOKEN, ANTHROPIC_FOUNDRY_API_KEY, Azure sign-in for Entra, or your proxy token) and retry · if credentials are current, check access to the Foundry resource · API Error: 403 User is not authorized to perform: bedrock:InvokeModelWithResponseStream\n⚠ Claude Sonnet 4.5 will be retired on November 30, 2026. Consider switching to a newer model.",
    ),
    (
        "foundry-refused",
        "Microsoft Foundry authentication failed · refresh your Foundry credential (ANTHROPIC_FOUNDRY_AUTH_TOKEN, ANTHROPIC_FOUNDRY_API_KEY, Azure sign-in for Entra, or your proxy token) and retry · if credentials are current, check access to the Foundry resource · API Error: 401 Unauthorized: token is invalid\n⚠ Claude Sonnet 4.5 will be retired on November 30, 2026. Consider switching to a newer model.",
    ),
    (
        "foundry-resource-missing",
        "API Error: Must provide one of the `baseURL` or `resource` arguments, or the `ANTHROPIC_FOUNDRY_RESOURCE` environment variable\n⚠ Claude Sonnet 4.5 will be retired on November 30, 2026. Consider switching to a newer model.",
    ),
    ("gateway-not-signed-in", "API Error: Not signed in to the Cloud gateway — run /login."),
    (
        "google-expired",
        "Google Cloud credentials expired or invalid · refresh the gateway token provided via ANTHROPIC_AUTH_TOKEN/ANTHROPIC_CUSTOM_HEADERS and retry · API Error: 401 Unauthorized: token is invalid",
    ),
    (
        "google-no-credentials",
        "API Error: Could not load Google Cloud credentials · Could not load the default credentials. Browse to https://cloud.google.com/docs/authentication/getting-started for more information. Check or refresh your Google Cloud credentials and try again.",
    ),
    (
        "google-refresh-failed",
        "API Error: Could not load Google Cloud credentials · Could not load the default credentials. Browse to https://cloud.google.com/docs/authentication/getting-started for more information. Check or refresh your Google Cloud credentials and try again.\nError running gcpAuthRefresh (in settings or ~/.claude.json):\nError running gcpAuthRefresh (in settings or ~/.claude.json):",
    ),
    (
        "google-refused",
        "Google Cloud authentication failed · refresh the gateway token provided via ANTHROPIC_AUTH_TOKEN/ANTHROPIC_CUSTOM_HEADERS and retry · if credentials are current, check GCP IAM permissions and Vertex AI model access · API Error: 403 User is not authorized to perform: bedrock:InvokeModelWithResponseStream",
    ),
    (
        "google-refused",
        "● Google Cloud authentication failed · refresh the gateway token provided via ANTHROPIC_AUTH_TOKEN/ANTHROPIC_CUSTOM_HEADERS and retry · if credentials\nare current, check GCP IAM permissions and Vertex AI model access · API Error: 403 nope\n◐ medium · /effort\n❯ Once fixed, resend your message\n⏵⏵ auto mode on (shift+tab to cycle) · ← for agents",
    ),
    ("helper-exited", "pong\napiKeyHelper failed: exited 1: no vault"),
    (
        "helper-exited",
        "● pong\n✻ Brewed for 0s · done 5:34 AM\n╭───────────────────────────────────────────╮\n│ Sign-in                                   │\n│                                           │\n│ ✘ apiKeyHelper failed: exited 1: no vault │\n╰───────────────────────────────────────────╯\n◐ medium · /effort\n❯\n⏵⏵ auto mode on (shift+tab to cycle) · ← for agents",
    ),
    ("helper-exited", "pong\napiKeyHelper failed: exited 127: /bin/sh: 1: /nowhere/helper.sh: not found"),
    ("helper-exited", "pong\napiKeyHelper failed: exited 3"),
    (
        "helper-exited",
        "Your apiKeyHelper script is failing · This usually means you need to re-authenticate with your provider · Run /status to see the script's error output\napiKeyHelper failed: exited 1\napiKeyHelper failed: exited 1\napiKeyHelper failed: exited 1",
    ),
    (
        "helper-exited",
        "● Your apiKeyHelper script is failing · This usually means you need to re-authenticate with your provider · Run /status to see the script's error output\n╭─────────────────────────────────╮\n│ Sign-in                         │\n│                                 │\n│ ✘ apiKeyHelper failed: exited 1 │\n╰─────────────────────────────────╯\n❯ Once fixed, resend your message\n⏵⏵ auto mode on (shift+tab to cycle)",
    ),
    (
        "helper-output-unusable",
        "pong\napiKeyHelper failed: returned output that cannot be used as an API key: it contains a line break at character 8 (25 characters on 2 lines). The script must print only the key to stdout.",
    ),
    (
        "helper-output-unusable",
        "pong\napiKeyHelper failed: returned output that cannot be used as an API key: it contains a control character at character 3 (4 characters). The script must print only the key to stdout.",
    ),
    (
        "helper-output-unusable",
        "pong\napiKeyHelper failed: returned output that cannot be used as an API key: it contains a NUL byte at character 1 (20000 characters). The script must print only the key to stdout.",
    ),
    (
        "helper-output-unusable",
        "pong\napiKeyHelper failed: returned output that cannot be used as an API key: it contains a line break at character 2 (3 characters on 2 lines). The script must print only the key to stdout.",
    ),
    ("helper-printed-nothing", "pong\napiKeyHelper failed: did not return a value"),
    (
        "helper-printed-nothing",
        "● pong\n✻ Churned for 0s · done 5:34 AM\n╭───────────────────────────────────────────────╮\n│ Sign-in                                       │\n│                                               │\n│ ✘ apiKeyHelper failed: did not return a value │\n╰───────────────────────────────────────────────╯\n◐ medium · /effort\n❯\n⏵⏵ auto mode on (shift+tab to cycle) · ← for agents",
    ),
    (
        "helper-printed-nothing",
        "Your apiKeyHelper script is failing · This usually means you need to re-authenticate with your provider · Run /status to see the script's error output\napiKeyHelper failed: did not return a value\napiKeyHelper failed: did not return a value\napiKeyHelper failed: did not return a value",
    ),
    ("host-not-found", "API Error: Can't reach the API server — check your internet or DNS (EAI_AGAIN)"),
    ("invalid-api-key", "Invalid API key · Fix external API key"),
    (
        "invalid-api-key",
        "⎿  Invalid API key · Fix external API key\n◐ medium · /effort\n❯ Once fixed, resend your message\n⏵⏵ auto mode on (shift+tab to cycle) · ← for agents",
    ),
    (
        "key-breaks-header",
        "Invalid API key · Fix external API key · Invalid X-Api-Key header value from ANTHROPIC_API_KEY: it contains a line break at character 18 (22 characters on 2 lines).",
    ),
    (
        "key-breaks-header",
        "Invalid API key · Fix external API key · Invalid X-Api-Key header value from ANTHROPIC_API_KEY: it contains an ellipsis character (U+2026) at character 18 (22 characters).",
    ),
    (
        "key-of-disabled-organisation",
        "Your ANTHROPIC_API_KEY belongs to a disabled organization · Update or unset the environment variable",
    ),
    (
        "key-of-disabled-organisation-login-waits",
        "Your ANTHROPIC_API_KEY belongs to a disabled organization · Unset the environment variable to use your subscription instead",
    ),
    (
        "key-of-disabled-organisation-login-waits",
        "⎿  Your ANTHROPIC_API_KEY belongs to a disabled organization · Unset the environment variable to use your subscription instead\n❯ Once fixed, resend your message\n⏵⏵ auto mode on (shift+tab to cycle)",
    ),
    ("login-expired", "Failed to authenticate: OAuth session expired and could not be refreshed"),
    (
        "login-expired",
        "● Login expired · Please run /login\n◐ medium · /effort\n❯ Once fixed, resend your message\n⏵⏵ auto mode on (shift+tab to cycle) · ← for agents",
    ),
    (
        "login-refresh-busy",
        "Failed to refresh OAuth token: another Claude Code process is refreshing it or exited mid-refresh. This is usually transient; retry in a minute, and if it persists close other Claude Code processes or sign in again",
    ),
    (
        "long-context-credits",
        "API Error: Usage credits required for 1M context · turn on usage credits at https://claude.ai/settings/usage?from=cc_cli_limit_message (they take effect in a new session), or use --model to switch to standard context",
    ),
    (
        "model-not-available",
        "There's an issue with the selected model (claude-opus-5-5). It may not exist or you may not have access to it. Run --model to pick a different model.",
    ),
    (
        "model-not-available",
        "There's an issue with the selected model (claude-sonnet-5-5). It may not exist or you may not have access to it. Run --model to pick a different model.",
    ),
    ("no-route", "API Error: No internet route — check your connection or VPN (ENETUNREACH)"),
    (
        "not-an-api-answer",
        "API Error: API returned an empty or malformed response (HTTP 200) — check for a proxy or gateway intercepting the request. Response: content-type html, body is an HTML page, 20 bytes, request-id absent, server other. This was the non-streaming retry of streaming request (no Anthropic request-id), which failed with: no_events, StreamNoEventsError; 0 stream events received.",
    ),
    (
        "not-an-api-answer",
        "API Error: API returned an empty or malformed response (HTTP 200) — check for a proxy or gateway intercepting the request. Response: content-type json, empty body, 0 bytes, request-id absent, server other. This was the non-streaming retry of streaming request (no Anthropic request-id), which failed with: no_events, StreamNoEventsError; 0 stream events received.",
    ),
    ("not-logged-in", "Not logged in · Please run /login"),
    (
        "not-logged-in",
        "⎿  Not logged in · Please run /login\n◐ medium · /effort\n❯ Once fixed, resend your message\n⏵⏵ auto mode on (shift+tab to cycle) · ← for agents",
    ),
    (
        "not-logged-in",
        '⎿  Not logged in · Please run /login\nANTHROPIC_API_KEY not used here · turn on "Use custom API key" in /config\n◐ medium · /effort\n❯ Once fixed, resend your message\n⏵⏵ auto mode on (shift+tab to cycle) · ← for agents',
    ),
    ("not-logged-in", "Not logged in. Run claude auth login to authenticate."),
    ("oauth-scopes-missing", "CLAUDE_CODE_OAUTH_SCOPES is required when using CLAUDE_CODE_OAUTH_REFRESH_TOKEN."),
    (
        "oauth-token-expired",
        "Failed to authenticate. API Error: 401 OAuth token has expired. Please obtain a new token or refresh your existing token.",
    ),
    (
        "oauth-token-expired",
        "● Please run /login · API Error: 401 OAuth token has expired. Please obtain a new token or refresh your existing token.\n◐ medium · /effort\n❯ Once fixed, resend your message\n⏵⏵ auto mode on (shift+tab to cycle) · ← for agents",
    ),
    ("oauth-token-revoked", "Failed to authenticate: OAuth token revoked. Please log in again or contact your administrator."),
    (
        "oauth-token-revoked",
        "⎿  OAuth token revoked · Please run /login\n◐ medium · /effort\n❯ Once fixed, resend your message\n⏵⏵ auto mode on (shift+tab to cycle) · ← for agents",
    ),
    ("organisation-disabled", "API Error: 400 This organization has been disabled."),
    (
        "organisation-disabled",
        "● API Error: 400 This organization has been disabled.\n◐ medium · /effort\n❯\n⏵⏵ auto mode on (shift+tab to cycle) · ← for agents",
    ),
    (
        "organisation-disabled-keys",
        "Your organization has disabled API key authentication · Unset ANTHROPIC_API_KEY to use your claude.ai account instead",
    ),
    ("organisation-disabled-keys", "Failed to authenticate. API Error: 403 Your organization has disabled API key authentication"),
    (
        "organisation-disabled-keys",
        "Your organization has disabled API key authentication · Unset ANTHROPIC_API_KEY and run /login to sign in with your claude.ai account",
    ),
    (
        "organisation-disabled-keys",
        "Your organization has disabled API key authentication · Unset the apiKeyHelper setting and run /login to sign in with your claude.ai account",
    ),
    (
        "organisation-disabled-keys",
        "Your organization has disabled API key authentication · Run /login to sign in with your claude.ai account",
    ),
    (
        "organisation-disabled-plan-login",
        "Your organization has disabled Claude subscription access for Claude Code · Use an Anthropic API key instead, or ask your admin to enable access",
    ),
    (
        "organisation-not-verified",
        "Unable to verify organization for the current authentication token.\nThis machine requires organization 11111111-1111-1111-1111-111111111111 but the token could not be validated.\nThis may be a network error, or the token may have been revoked.\nTry again, or run: claude auth login",
    ),
    (
        "organisation-not-verified",
        "Unable to verify organization for the current authentication token.\nThis machine requires organization  but the token could not be validated.\nThis may be a network error, or the token may have been revoked.\nTry again, or run: claude auth login",
    ),
    (
        "overloaded",
        "API Error: 529 Overloaded. This is a server-side issue, usually temporary — try again in a moment. If it persists, check your inference gateway (127.0.0.1:8123).",
    ),
    (
        "overloaded",
        "● API Error: 529 Overloaded. This is a server-side issue, usually temporary — try again in a moment. If it persists, check your inference gateway\n(127.0.0.1:8123).\n◐ medium · /effort\n❯ Resend your message to try again\n⏵⏵ auto mode on (shift+tab to cycle) · ← for agents",
    ),
    (
        "plan-payment-due",
        "Claude Code can't use your Claude subscription, usually because a payment is past due · Pay or renew at https://claude.ai/settings/billing (if you just paid, try again shortly), or use an Anthropic API key instead",
    ),
    (
        "plan-payment-due",
        "● Claude Code can't use your Claude subscription, usually because a payment is past due · Pay or renew at https://claude.ai/settings/billing (if you\njust paid, try again shortly), or use an Anthropic API key instead\n❯ Once fixed, resend your message\n⏵⏵ auto mode on (shift+tab to cycle)",
    ),
    (
        "policy-refuses-provider",
        'Your organization\'s managed settings allow Claude Code to use: Amazon Bedrock.\nThis session sends requests to 127.0.0.1:8123 over plain http because ANTHROPIC_BASE_URL is set in your shell environment.\n\nTo continue: ask your administrator.\nAdmins: to sanction this endpoint, add "customEndpoint" to allowedProviders and pin ANTHROPIC_BASE_URL in the "env" block of this machine\'s managed settings (MDM or managed-settings.json: a machine source carries an allowedProviders list, so only its env can pin here).',
    ),
    (
        "policy-requires-gateway",
        "Administrator policy requires a Cloud gateway sign-in on this machine, but this session is configured with an API key from ANTHROPIC_API_KEY, which a gateway machine does not accept.\n\nTo continue: unset ANTHROPIC_API_KEY (or run in a shell without it), then run claude and sign in with /login.",
    ),
    (
        "policy-requires-login",
        "This machine's managed settings require a first-party login: they pin Anthropic sign-ins to your organization (forceLoginOrgUUID), and this session is configured with an API key from ANTHROPIC_API_KEY, which cannot be checked against that policy (requests go through 127.0.0.1:8123, per ANTHROPIC_BASE_URL).\n\nTo continue: unset ANTHROPIC_API_KEY (or run in a shell without it), then run: claude auth login\nAdmins: if third-party Claude Desktop on this machine does not take its settings from Anthropic's Enterprise Admin Console, remove forceLoginOrgUUID and forceLoginMethod from this machine's managed settings. These keys apply only to sign-ins to Anthropic. If the admin console manages this machine, keep forceLoginOrgUUID, because it binds this machine to your organization. Keep forceLoginMethod only if its value is claudeai.",
    ),
    (
        "proxy-address-invalid",
        'Invalid proxy URL in HTTPS_PROXY: "::::nope" cannot be parsed as a URL.\nProxy settings must be a complete URL including the scheme, e.g. "http://proxy.example.com:8080".\nFix or unset HTTPS_PROXY and restart Claude Code.',
    ),
    ("proxy-refused", "API Error: 407 Proxy Authentication Required"),
    (
        "proxy-refused",
        "API Error: Couldn't connect through your proxy (ERR_PROXY_TUNNEL) — the proxy refused the tunnel: check its credentials and that it allows this host",
    ),
    (
        "rate-limited",
        "API Error: Request rejected (429) · This request would exceed your organization's rate limit of 50,000 input tokens per minute.",
    ),
    ("rate-limited", "API Error: Request rejected (429) · Too many requests"),
    (
        "rate-limited",
        "API Error: Request rejected (429) · Too many requests\n⚠ Claude Sonnet 4.5 will be retired on November 30, 2026. Consider switching to a newer model.",
    ),
    (
        "rate-limited",
        "● API Error: Request rejected (429) · This request would exceed your organization's rate limit of 50,000 input tokens per minute.\n◐ medium · /effort\n❯ Resend your message to try again\n⏵⏵ auto mode on (shift+tab to cycle) · ← for agents",
    ),
    (
        "remote-control-needs-anthropic",
        "Error: Remote Control is only available when using Claude via api.anthropic.com. CLAUDE_CODE_USE_BEDROCK is set, so this session is using Amazon Bedrock — unset it (or run in a shell without it) to use Remote Control.",
    ),
    (
        "remote-control-needs-anthropic",
        "Error: Remote Control is only available when using Claude via api.anthropic.com. CLAUDE_CODE_USE_VERTEX is set, so this session is using Google Vertex AI — unset it (or run in a shell without it) to use Remote Control.",
    ),
    (
        "remote-control-needs-anthropic",
        "Error: Remote Control is only available when using Claude via api.anthropic.com. ANTHROPIC_BASE_URL is set and does not point at api.anthropic.com, so this session is using a custom endpoint — unset it (or run in a shell without it) to use Remote Control.",
    ),
    (
        "remote-control-needs-full-login",
        "Error: Remote Control requires a full-scope login token. Long-lived tokens (from `claude setup-token` or CLAUDE_CODE_OAUTH_TOKEN) are limited to inference-only for security reasons. Run `claude auth login` to use Remote Control.",
    ),
    ("remote-control-needs-plan-login", "Error: You must be logged in to use Remote Control."),
    (
        "remote-control-needs-plan-login",
        "Remote Control is only available with claude.ai subscriptions. Run `claude auth login` to sign in with your claude.ai account.",
    ),
    (
        "remote-control-needs-plan-login",
        "Error: Remote Control requires claude.ai subscription auth. ANTHROPIC_API_KEY is set, so this session is using API-key auth — unset it (or run in a shell without it) to use Remote Control.",
    ),
    (
        "remote-control-needs-plan-login",
        "Error: Remote Control requires claude.ai subscription auth. ANTHROPIC_AUTH_TOKEN is set, so this session is using API-key auth — unset it (or run in a shell without it) to use Remote Control.",
    ),
    (
        "remote-control-needs-plan-login",
        "Remote Control requires claude.ai subscription auth. ANTHROPIC_API_KEY is set, so this session is using API-key auth — unset it (or run in a shell without it) to use Remote Control.",
    ),
    (
        "remote-control-organisation-unknown",
        "Error: Unable to determine your organization for Remote Control eligibility. Run `claude auth login` to refresh your account information.",
    ),
    (
        "request-too-large",
        "Request too large (max 32MB). Accumulated images and attachments in the conversation pushed the request over the limit. Remove older images or compact the conversation.",
    ),
    ("scope-inference", "Failed to authenticate. API Error: 403 OAuth token does not meet scope requirement: user:inference"),
    (
        "scope-inference",
        "● Please run /login · API Error: 403 OAuth token does not meet scope requirement: user:inference\n◐ medium · /effort\n❯ Once fixed, resend your message\n⏵⏵ auto mode on (shift+tab to cycle) · ← for agents",
    ),
    (
        "server-error",
        "API Error: 500 Internal server error. This is a server-side issue, usually temporary — try again in a moment. If it persists, check your inference gateway (127.0.0.1:8123).",
    ),
    (
        "server-error",
        "API Error: 504 Gateway timeout. This is a server-side issue, usually temporary — try again in a moment. If it persists, check your inference gateway (127.0.0.1:8123).",
    ),
    (
        "server-error",
        "API Error: 502 Bad Gateway. This is a server-side issue, usually temporary — try again in a moment. If it persists, check your inference gateway (127.0.0.1:8123).",
    ),
    (
        "server-error",
        "● API Error: 500 Internal server error. This is a server-side issue, usually temporary — try again in a moment. If it persists, check your inference\ngateway (127.0.0.1:8123).\n◐ medium · /effort\n❯ Resend your message to try again\n⏵⏵ auto mode on (shift+tab to cycle) · ← for agents",
    ),
    (
        "server-limits-requests",
        "API Error: Server is temporarily limiting requests (not your usage limit) · This request would exceed your organization's rate limit of 50,000 input tokens per minute.",
    ),
    (
        "server-limits-requests",
        "● API Error: Server is temporarily limiting requests (not your usage limit) · This request would exceed your organization's rate limit of 50,000 input\ntokens per minute.\n◐ medium · /effort\n❯ Resend your message to try again\n⏵⏵ auto mode on (shift+tab to cycle) · ← for agents",
    ),
    ("sign-in-code-invalid", "That doesn't look like the full code. Copy all of it, including the # in the middle."),
    ("sign-in-unreachable", "Couldn't log in: getaddrinfo EAI_AGAIN platform.claude.com"),
    (
        "spend-limit",
        "You've hit your monthly spend limit · raise it at https://claude.ai/settings/usage?from=cc_cli_limit_message · your 5-hour limit resets 10:26pm (UTC)",
    ),
    ("spend-limit", "API Error: 400 You have reached your specified API usage limits. You will regain access on 2026-12-01 at 00:00 UTC."),
    ("timed-out", "Request timed out. If the API is slow to answer, or a proxy or gateway holds responses, set API_TIMEOUT_MS above 300."),
    (
        "token-breaks-header",
        "Invalid auth token · Fix external auth token · Invalid Authorization header value from ANTHROPIC_AUTH_TOKEN: it contains a line break at character 8 (12 characters on 2 lines).",
    ),
    (
        "token-breaks-header",
        "Invalid auth token · Fix external auth token · Invalid Authorization header value from CLAUDE_CODE_OAUTH_TOKEN: it contains a line break at character 18 (22 characters on 2 lines).",
    ),
    ("usage-limit", "You've hit your limit · resets 10:26pm (UTC)"),
    ("usage-limit", "You've hit your 5-hour limit · resets 10:26pm (UTC) · out of usage credits"),
    (
        "usage-limit",
        "⎿  You've hit your 5-hour limit · resets 10:26pm (UTC)\n● Usage limit reached · continuing automatically at 10:26pm · esc to cancel\n❯\n⚠ Usage limit reached · limit resets 10:26pm\nContinuing automatically at 10:26pm · Esc to cancel\n⏵⏵ auto mode on (shift+tab to cycle)",
    ),
    ("usage-limit", "You've hit your 5-hour limit · resets 10:26pm (UTC)"),
    ("usage-limit", "You've hit your weekly limit · resets 10:26pm (UTC)"),
    ("usage-limit", "You've hit your Opus limit · resets 10:26pm (UTC)"),
    ("usage-limit", "You've hit your Sonnet limit · resets 10:26pm (UTC)"),
    (
        "aws-workspace-missing",
        "API Error: No workspace ID found. Set `workspaceId` in the constructor or the `ANTHROPIC_AWS_WORKSPACE_ID` environment variable.",
    ),
    (
        "settings-not-loaded",
        "pong\nThese settings files did not load, so nothing in them is in effect, including hooks and permission rules. Each loads again once the problem listed for it is fixed:\n  /home/alt/settings.json: Invalid or malformed JSON",
    ),
    (
        "two-state-files",
        'pong\n\nTwo Claude Code config files exist: this run uses /home/.claude/.config.json, not /home/.claude.json. The file with the higher count here is usually yours, and this prints nothing else from them: grep -c -E \'"(hasCompletedOnboarding|mcpServers)"\' "/home/.claude/.config.json" "/home/.claude.jso',
    ),
    (
        "project-token-ignored",
        "● pong\n✻ Brewed for 0s · done 4:30 AM\nCLAUDE_CODE_OAUTH_TOKEN in .claude/settings.json is ignored · set your own sign-in in your shell or ~/.claude/settings.json · a project can't set your clau…\n❯\n⏸ manual mode on · ? for shortcuts · ← for agents",
    ),
    (
        "managed-settings-broken",
        "/etc/claude-code/managed-settings.json: Managed settings document could not be parsed as a JSON object; none of its settings are in effect. Fix or remove it.",
    ),
    (
        "policy-refuses-provider",
        "Your organization's managed settings allow Claude Code to use no API provider at all (allowedProviders is an empty list), so it cannot start on this machine.\nThis session sends requests to 127.0.0.1:8123 over plain http because ANTHROPIC_BASE_URL is set in your shell environment.\n\nTo continue: ask y",
    ),
    (
        "azure-no-credentials",
        "API Error: Could not load Azure credentials · Failed to get token from azureADTokenProvider: ChainedTokenCredential authentication failed.\nCredentialUnavailableError: EnvironmentCredential is unavailable. No underlying credential could be used. To troubleshoot, visit https://aka.ms/azsdk/js/identity",
    ),
    (
        "aws-no-credentials",
        "API Error: Could not load AWS credentials · Could not load credentials from any providers. Check or refresh your AWS credentials and try again.",
    ),
    (
        "aws-no-credentials",
        "✻ Could not load credentials from any providers · retrying in 1s · attempt 2/2\n◐ medium · /effort\n❯\n⏵⏵ auto mode on (shift+tab to cycle) · esc to interrupt · ← for agents",
    ),
    (
        "google-no-credentials",
        "✻ Could not load the default credentials. Browse to https://cloud.google.com/docs/authentication/getting-started for more info… · retrying in 1s · attempt 2/2\n◐ medium · /effort\n❯\n⏵⏵ auto mode on (shift+tab to cycle) · esc to interrupt · ← for agents",
    ),
)

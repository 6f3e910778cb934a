"""Causes outside the credential: limits, credit, the service, the network, certificates, the machine's files."""

from __future__ import annotations

from typing import Final

from claude_auth_tui.explain.causes.keys import BASE_URL, KEY, TOKEN
from claude_auth_tui.explain.reasons import not_windows, not_wsl, nowhere
from claude_auth_tui.explain.remedies import AGAIN, BILLING_PAGE, advice, ask_admin, run, unset, wait
from claude_auth_tui.explain.shapes import Cause
from claude_auth_tui.explain.signs import CONSOLE_KEY, HELPER, cloud, holds, remote, sends

PLAN_USED_UP: Final = Cause(
    "plan-used-up",
    "The plan's allowance is used up for now",
    "The credential is fine. The message says when the window resets; the limits of Opus and Sonnet each hold for that family only.",
    fixes=(advice("Wait for the reset, or type /usage to see the windows and /model to use another family"),),
)
KEY_PAYS: Final = Cause(
    "stray-key-pays",
    "A key you did not mean is used, and its account is the one at its limit",
    "A key in the environment ranks above a plan's login. Its account has limits and credit of its own.",
    checks=(
        "env-key-overrides-login",
        "helper-overrides-login",
        "env-token-overrides-login",
        "terminal-carries-variable",
        "tmux-carries-variable",
        "running-claude-differs",
    ),
    about=(KEY, HELPER, TOKEN),
    hints=sends(KEY, HELPER, TOKEN),
    never=nowhere(KEY, HELPER, TOKEN),
    fixes=(unset(KEY),),
)
CREDIT_USED_UP: Final = Cause(
    "credit-used-up",
    "The Console organisation has no prepaid credit left",
    "Requests with an API key are paid from it; a plan does not pay for them.",
    hints=sends(KEY, HELPER, CONSOLE_KEY),
    fixes=(advice(f"Add credit at {BILLING_PAGE}, or use the plan's login instead"),),
)
SPEND_LIMIT: Final = Cause(
    "spend-limit-reached",
    "A limit on spending is reached",
    "The credential is fine. The message says whose limit it is: yours, your team's, your channel's or your organisation's.",
    fixes=(advice("Raise it at https://claude.ai/settings/usage, or ask whoever set it; /usage shows when your windows reset"),),
)
GATEWAY_SPEND: Final = Cause(
    "gateway-spend-limit",
    "The operator of your gateway set a limit, and it is reached",
    "The message says when it resets.",
    fixes=(advice("Wait for the reset, or ask the operator of the gateway"),),
)
LONG_CONTEXT: Final = Cause(
    "long-context-not-included",
    "The model's long context is not part of the plan",
    "The allowance is not used up: this variant needs usage credits.",
    fixes=(advice("Choose the model without [1m] with /model, or turn usage credits on"),),
)
RATE_OF_KEY: Final = Cause(
    "rate-of-account",
    "The account or project sends more than its rate allows",
    "Every API account, Bedrock account and Google project has its own rate. Fewer requests at once help, or a higher tier.",
    hints=sends(KEY, HELPER, CONSOLE_KEY),
    fixes=(advice("Wait, run less at once, or ask for a higher tier where the limits are shown"),),
)
SERVICE_BUSY: Final = Cause(
    "service-busy",
    "The service is busy or has a fault",
    "It has nothing to do with your credential, your settings or your allowance.",
    fixes=(wait,),
)
CLOUD_BUSY: Final = Cause(
    "cloud-limits",
    "The cloud provider limits the requests",
    "Its quota counts, not a plan.",
    hints=cloud(),
    fixes=(advice("Look at the quota in the console of your cloud provider"),),
)
MODEL_UNKNOWN: Final = Cause(
    "model-not-available",
    "The model does not exist, or this credential may not use it",
    "A name in ANTHROPIC_MODEL or the settings is out of date, or the account lacks access. Before 2.1.206 an expired login could look like this too.",
    fixes=(advice("Choose another model with /model or --model"),),
)
TOO_LARGE: Final = Cause(
    "request-too-large",
    "The conversation or an attachment is too large",
    "The credential is fine.",
    fixes=(advice("Remove attachments, or type /compact"),),
)
BILLING: Final = Cause(
    "billing-problem",
    "Something is wrong with the payment",
    "The API accepts the credential and refuses the bill.",
    hints=sends(KEY, HELPER, CONSOLE_KEY),
    fixes=(advice(f"Look at {BILLING_PAGE} or https://claude.ai/settings/billing"),),
)
# The network

DEAD_BASE_URL: Final = Cause(
    "base-url-leads-nowhere",
    "ANTHROPIC_BASE_URL points to something that does not answer",
    "A local proxy or gateway that no longer runs, or an address with a mistake. Everything is sent there, whatever the credential.",
    about=(BASE_URL,),
    hints=holds(BASE_URL),
    never=nowhere(BASE_URL),
    fixes=(advice("Start the gateway, correct the address, or unset it", AGAIN), unset(BASE_URL)),
)
PROXY: Final = Cause(
    "proxy-in-the-way",
    "A proxy refuses or breaks the connection",
    "HTTPS_PROXY names it. It needs its own user and password, must allow the host, and may not be a SOCKS proxy.",
    checks=("proxy-unsupported", "proxy-login-unescaped", "proxy-variables-differ", "proxy-passed-by"),
    hints=holds("https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY"),
    fixes=(advice("Check HTTPS_PROXY and NO_PROXY; ask the network's administrator to allow api.anthropic.com and platform.claude.com"),),
)
NO_NETWORK: Final = Cause(
    "no-network",
    "There is no way to the service: no internet, a VPN, a firewall or no name service",
    "The credential was not even looked at.",
    fixes=(run("See whether the service answers", "curl -I https://api.anthropic.com"),),
)
WSL_NAMES: Final = Cause(
    "wsl-name-service",
    "WSL has the wrong name server",
    "It takes it over from Windows, which may be a VPN's that is gone.",
    hints=lambda d: remote(d) if d.place.wsl else (),
    never=not_wsl,
    fixes=(advice("Look at /etc/resolv.conf, or restart WSL with `wsl --shutdown`"),),
)
CAPTIVE: Final = Cause(
    "something-answers-instead",
    "Something else answers in the service's place",
    "The sign-in page of a guest network, a company proxy or a gateway that changes answers.",
    fixes=(advice("Open a web page and sign in to the network; check the proxy or gateway"),),
)
TIMEOUT: Final = Cause(
    "timeout-too-short",
    "API_TIMEOUT_MS is too short for this network, or too large to be valid",
    "A value above 2147483647 makes every request fail at once.",
    fixes=(advice("Unset API_TIMEOUT_MS, or raise it", AGAIN),),
)
PROXY_TEXT: Final = Cause(
    "proxy-address-wrong",
    "The address of the proxy cannot be read",
    "It must be a whole address with its scheme, such as http://proxy.example.com:8080.",
    checks=("proxy-invalid",),
    decisive=True,
    fixes=(advice("Correct the variable the message names, or unset it", AGAIN),),
)
PROXY_KIND: Final = Cause(
    "proxy-of-another-kind",
    "The proxy is a SOCKS proxy, or of another kind that Claude Code does not speak",
    "Claude Code goes through HTTP and HTTPS proxies only. Many proxies listen for HTTP on another port.",
    checks=("proxy-unsupported",),
    decisive=True,
    fixes=(advice("Set HTTPS_PROXY to the address of an HTTP proxy", AGAIN),),
)
BASE_PATH: Final = Cause(
    "base-url-ends-in-a-path",
    "ANTHROPIC_BASE_URL ends in /v1 or in a question, and the path is wrong",
    "Claude Code puts /v1/messages behind it. What comes back as not found is told as a model that does not exist.",
    checks=("base-url-path",),
    decisive=True,
    about=(BASE_URL,),
    never=nowhere(BASE_URL),
    fixes=(advice("Leave /v1 and everything behind it off the address", AGAIN),),
)
URL_TEXT: Final = Cause(
    "base-url-not-an-address",
    "ANTHROPIC_BASE_URL is not an address",
    "It needs its scheme: https:// and a host.",
    checks=("base-url-invalid", "base-url-lacks-scheme"),
    decisive=True,
    fixes=(advice("Write it with https://, or unset it", AGAIN), unset(BASE_URL)),
)
# Certificates

INSPECTED: Final = Cause(
    "tls-inspected",
    "A company proxy signs the connection with a certificate of its own",
    "Claude Code does not know its authority. Never switch the check off: NODE_TLS_REJECT_UNAUTHORIZED=0 opens the connection to everybody.",
    hints=holds("https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY"),
    fixes=(advice("Set NODE_EXTRA_CA_CERTS to the company's CA file (PEM), where claude is started", AGAIN),),
)
PRIVATE_CA: Final = Cause(
    "gateway-with-private-certificate",
    "The gateway in ANTHROPIC_BASE_URL has a certificate of a private authority",
    "Or it sends only its own certificate and leaves out the one in between.",
    about=(BASE_URL,),
    hints=holds(BASE_URL),
    never=nowhere(BASE_URL),
    fixes=(advice("Set NODE_EXTRA_CA_CERTS to that authority's file; let the gateway send its full chain"),),
)
CERTIFICATE_OVER: Final = Cause(
    "certificate-over",
    "The certificate is over, or this machine's clock is wrong",
    "Both look the same from here.",
    checks=("ca-certificate-over", "clock-too-early", "clock-set-back"),
    fixes=(advice("Check the date of this machine; otherwise whoever runs the server has to renew it"),),
)
CERTIFICATE_OF_ANOTHER: Final = Cause(
    "certificate-of-another-host",
    "The certificate belongs to another host",
    "The address has a mistake, or something else answers under it.",
    hints=holds(BASE_URL),
    fixes=(advice("Check the address in ANTHROPIC_BASE_URL; on a guest network, sign in to it first"),),
)
CA_FILE: Final = Cause(
    "ca-file-not-read",
    "The file in NODE_EXTRA_CA_CERTS cannot be read",
    "It is missing, unreadable or not PEM; claude goes on without it, and the connection may fail next.",
    checks=("ca-file-unusable",),
    decisive=True,
    fixes=(advice("Correct NODE_EXTRA_CA_CERTS", AGAIN),),
)
# Files and signing in

NOT_WRITABLE: Final = Cause(
    "config-not-writable",
    "A file or folder of Claude Code belongs to another user or may not be written",
    "sudo and containers leave such files behind. Look at the owner before you change rights.",
    checks=("login-unreadable", "state-file-broken", "settings-unreadable", "login-cannot-be-renewed", "root-by-sudo"),
    hints=lambda d: remote(d) if d.place.container else (),
    fixes=(run("See whose files they are", "ls -ld ~/.claude ~/.claude.json"), advice("Give them back to yourself with chown")),
)
STATE_BROKEN: Final = Cause(
    "state-file-damaged",
    "The state file .claude.json is damaged",
    "It was cut off or changed by hand. Claude Code keeps copies of it in the folder backups beside its settings; the login lies elsewhere and is not touched.",
    checks=("state-file-broken",),
    decisive=True,
    fixes=(advice("Put the newest sound copy in its place, as the message says", AGAIN),),
)
CODE_CUT: Final = Cause(
    "sign-in-code-cut",
    "The code was cut, mistyped or too old",
    "It is long and has a # in the middle; terminals break it over two lines. It is not the six digits of the e-mail, and it lasts only minutes.",
    fixes=(advice("Start again, copy the code from the web page with its button and paste it at once; `c` copies the address"),),
)
ADDRESS_CUT: Final = Cause(
    "sign-in-address-cut",
    "The address was not opened whole",
    "A terminal breaks it over several lines, and a selection takes line breaks along or ends too early.",
    fixes=(advice("Press `c` on the sign-in screen to copy the address whole, and open it anew; an old one is not valid any more"),),
)
BROWSER_ELSEWHERE: Final = Cause(
    "browser-elsewhere",
    "The browser runs elsewhere and cannot answer this machine",
    "Over SSH, in a container or under WSL the browser's answer goes to the wrong place.",
    checks=("ssh-no-browser",),
    hints=remote,
    fixes=(
        advice("Press `c` to copy the address, open it in your browser, and paste the code it shows"),
        run("Or make a token elsewhere", "claude setup-token"),
    ),
)
LOOPBACK: Final = Cause(
    "no-local-port",
    "Claude Code may not listen on 127.0.0.1",
    "A sandbox or a security program forbids it, so the browser cannot hand the login over.",
    fixes=(
        run("Make a token where signing in works", "claude setup-token", "Export it here as CLAUDE_CODE_OAUTH_TOKEN."),
        advice("Allow local ports in the sandbox"),
    ),
)
POLICY_AT_SERVICE: Final = Cause(
    "switched-off-at-service",
    "The organisation switched the feature off at the service",
    "Nothing on this machine can change it.",
    fixes=(ask_admin,),
)
WINDOWS_STORE: Final = Cause(
    "windows-store",
    "The login could not be written below %USERPROFILE%\\.claude",
    "A security program or the rights of the folder prevent it.",
    never=not_windows,
    fixes=(advice("Check the rights of the folder .claude in your profile"),),
)

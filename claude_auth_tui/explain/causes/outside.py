"""Causes outside the credential: limits, credit, the service, the network, certificates, the machine's files."""

from __future__ import annotations

from typing import Final

from claude_auth_tui.claude_code.address import BASE_URL
from claude_auth_tui.claude_code.tables import HELPER, KEY, TOKEN
from claude_auth_tui.explain.remedies import AGAIN, BILLING_PAGE, advice, ask_admin, run, unset, wait
from claude_auth_tui.explain.shapes import Cause, Sign
from claude_auth_tui.explain.signs import CONSOLE_KEY, cloud, held, holds, named, not_windows, not_wsl, remote, sends, sent
from claude_auth_tui.model.saying import say

PLAN_USED_UP: Final = Cause(
    say("plan-used-up"),
    say("The plan's allowance is used up for now"),
    say("The credential is fine. The message says when the window resets; the limits of Opus and Sonnet each hold for that family only."),
    fixes=(advice(say("Wait for the reset, or type /usage to see the windows and /model to use another family")),),
)
KEY_PAYS: Final = Cause(
    say("stray-key-pays"),
    say("A key you did not mean is used, and its account is the one at its limit"),
    say("A key in the environment ranks above a plan's login. Its account has limits and credit of its own."),
    checks=(
        "env-key-overrides-login",
        "helper-overrides-login",
        "env-token-overrides-login",
        "terminal-carries-variable",
        "tmux-carries-variable",
        "running-claude-differs",
    ),
    sign=sent(KEY, HELPER, TOKEN),
    fixes=(unset(KEY),),
)
CREDIT_USED_UP: Final = Cause(
    say("credit-used-up"),
    say("The Console organisation has no prepaid credit left"),
    say("Requests with an API key are paid from it; a plan does not pay for them."),
    sign=Sign(hints=sends(KEY, HELPER, CONSOLE_KEY)),
    fixes=(advice(say("Add credit at {}, or use the plan's login instead", BILLING_PAGE)),),
)
SPEND_LIMIT: Final = Cause(
    say("spend-limit-reached"),
    say("A limit on spending is reached"),
    say("The credential is fine. The message says whose limit it is: yours, your team's, your channel's or your organisation's."),
    fixes=(advice(say("Raise it at https://claude.ai/settings/usage, or ask whoever set it; /usage shows when your windows reset")),),
)
GATEWAY_SPEND: Final = Cause(
    say("gateway-spend-limit"),
    say("The operator of your gateway set a limit, and it is reached"),
    say("The message says when it resets."),
    fixes=(advice(say("Wait for the reset, or ask the operator of the gateway")),),
)
LONG_CONTEXT: Final = Cause(
    say("long-context-not-included"),
    say("The model's long context is not part of the plan"),
    say("The allowance is not used up: this variant needs usage credits."),
    fixes=(advice(say("Choose the model without [1m] with /model, or turn usage credits on")),),
)
RATE_OF_KEY: Final = Cause(
    say("rate-of-account"),
    say("The account or project sends more than its rate allows"),
    say("Every API account, Bedrock account and Google project has its own rate. Fewer requests at once help, or a higher tier."),
    sign=Sign(hints=sends(KEY, HELPER, CONSOLE_KEY)),
    fixes=(advice(say("Wait, run less at once, or ask for a higher tier where the limits are shown")),),
)
SERVICE_BUSY: Final = Cause(
    say("service-busy"),
    say("The service is busy or has a fault"),
    say("It has nothing to do with your credential, your settings or your allowance."),
    fixes=(wait,),
)
CLOUD_BUSY: Final = Cause(
    say("cloud-limits"),
    say("The cloud provider limits the requests"),
    say("Its quota counts, not a plan."),
    sign=Sign(hints=cloud()),
    fixes=(advice(say("Look at the quota in the console of your cloud provider")),),
)
MODEL_UNKNOWN: Final = Cause(
    say("model-not-available"),
    say("The model does not exist, or this credential may not use it"),
    say(
        "A name in ANTHROPIC_MODEL or the settings is out of date, or the account lacks access. Before 2.1.206 an expired login could look like this too."
    ),
    fixes=(advice(say("Choose another model with /model or --model")),),
)
TOO_LARGE: Final = Cause(
    say("request-too-large"),
    say("The conversation or an attachment is too large"),
    say("The credential is fine."),
    fixes=(advice(say("Remove attachments, or type /compact")),),
)
BILLING: Final = Cause(
    say("billing-problem"),
    say("Something is wrong with the payment"),
    say("The API accepts the credential and refuses the bill."),
    sign=Sign(hints=sends(KEY, HELPER, CONSOLE_KEY)),
    fixes=(advice(say("Look at {} or https://claude.ai/settings/billing", BILLING_PAGE)),),
)
# The network

DEAD_BASE_URL: Final = Cause(
    say("base-url-leads-nowhere"),
    say("ANTHROPIC_BASE_URL points to something that does not answer"),
    say("A local proxy or gateway that no longer runs, or an address with a mistake. Everything is sent there, whatever the credential."),
    sign=held(BASE_URL),
    fixes=(advice(say("Start the gateway, correct the address, or unset it"), AGAIN), unset(BASE_URL)),
)
PROXY: Final = Cause(
    say("proxy-in-the-way"),
    say("A proxy refuses or breaks the connection"),
    say("HTTPS_PROXY names it. It needs its own user and password, must allow the host, and may not be a SOCKS proxy."),
    checks=("proxy-unsupported", "proxy-login-unescaped", "proxy-variables-differ", "proxy-passed-by"),
    sign=Sign(hints=holds(say("https_proxy"), say("HTTPS_PROXY"), say("http_proxy"), say("HTTP_PROXY"))),
    fixes=(
        advice(say("Check HTTPS_PROXY and NO_PROXY; ask the network's administrator to allow api.anthropic.com and platform.claude.com")),
    ),
)
NO_NETWORK: Final = Cause(
    say("no-network"),
    say("There is no way to the service: no internet, a VPN, a firewall or no name service"),
    say("The credential was not even looked at."),
    fixes=(run(say("See whether the service answers"), say("curl -I https://api.anthropic.com")),),
)
WSL_NAMES: Final = Cause(
    say("wsl-name-service"),
    say("WSL has the wrong name server"),
    say("It takes it over from Windows, which may be a VPN's that is gone."),
    sign=Sign(hints=lambda d: remote(d) if d.place.wsl else (), never=not_wsl),
    fixes=(advice(say("Look at /etc/resolv.conf, or restart WSL with `wsl --shutdown`")),),
)
CAPTIVE: Final = Cause(
    say("something-answers-instead"),
    say("Something else answers in the service's place"),
    say("The sign-in page of a guest network, a company proxy or a gateway that changes answers."),
    fixes=(advice(say("Open a web page and sign in to the network; check the proxy or gateway")),),
)
TIMEOUT: Final = Cause(
    say("timeout-too-short"),
    say("API_TIMEOUT_MS is too short for this network, or too large to be valid"),
    say("A value above 2147483647 makes every request fail at once."),
    fixes=(advice(say("Unset API_TIMEOUT_MS, or raise it"), AGAIN),),
)
PROXY_TEXT: Final = Cause(
    say("proxy-address-wrong"),
    say("The address of the proxy cannot be read"),
    say("It must be a whole address with its scheme, such as http://proxy.example.com:8080."),
    checks=("proxy-invalid",),
    decisive=True,
    fixes=(advice(say("Correct the variable the message names, or unset it"), AGAIN),),
)
PROXY_KIND: Final = Cause(
    say("proxy-of-another-kind"),
    say("The proxy is a SOCKS proxy, or of another kind that Claude Code does not speak"),
    say("Claude Code goes through HTTP and HTTPS proxies only. Many proxies listen for HTTP on another port."),
    checks=("proxy-unsupported",),
    decisive=True,
    fixes=(advice(say("Set HTTPS_PROXY to the address of an HTTP proxy"), AGAIN),),
)
BASE_PATH: Final = Cause(
    say("base-url-ends-in-a-path"),
    say("ANTHROPIC_BASE_URL ends in /v1 or in a question, and the path is wrong"),
    say("Claude Code puts /v1/messages behind it. What comes back as not found is told as a model that does not exist."),
    checks=("base-url-path",),
    decisive=True,
    sign=named(BASE_URL),
    fixes=(advice(say("Leave /v1 and everything behind it off the address"), AGAIN),),
)
URL_TEXT: Final = Cause(
    say("base-url-not-an-address"),
    say("ANTHROPIC_BASE_URL is not an address"),
    say("It needs its scheme: https:// and a host."),
    checks=("base-url-invalid", "base-url-lacks-scheme"),
    decisive=True,
    fixes=(advice(say("Write it with https://, or unset it"), AGAIN), unset(BASE_URL)),
)
# Certificates

INSPECTED: Final = Cause(
    say("tls-inspected"),
    say("A company proxy signs the connection with a certificate of its own"),
    say(
        "Claude Code does not know its authority. Never switch the check off: NODE_TLS_REJECT_UNAUTHORIZED=0 opens the connection to everybody."
    ),
    sign=Sign(hints=holds(say("https_proxy"), say("HTTPS_PROXY"), say("http_proxy"), say("HTTP_PROXY"))),
    fixes=(advice(say("Set NODE_EXTRA_CA_CERTS to the company's CA file (PEM), where claude is started"), AGAIN),),
)
PRIVATE_CA: Final = Cause(
    say("gateway-with-private-certificate"),
    say("The gateway in ANTHROPIC_BASE_URL has a certificate of a private authority"),
    say("Or it sends only its own certificate and leaves out the one in between."),
    sign=held(BASE_URL),
    fixes=(advice(say("Set NODE_EXTRA_CA_CERTS to that authority's file; let the gateway send its full chain")),),
)
CERTIFICATE_OVER: Final = Cause(
    say("certificate-over"),
    say("The certificate is over, or this machine's clock is wrong"),
    say("Both look the same from here."),
    checks=("ca-certificate-over", "clock-too-early", "clock-set-back"),
    fixes=(advice(say("Check the date of this machine; otherwise whoever runs the server has to renew it")),),
)
CERTIFICATE_OF_ANOTHER: Final = Cause(
    say("certificate-of-another-host"),
    say("The certificate belongs to another host"),
    say("The address has a mistake, or something else answers under it."),
    sign=Sign(hints=holds(BASE_URL)),
    fixes=(advice(say("Check the address in ANTHROPIC_BASE_URL; on a guest network, sign in to it first")),),
)
CA_FILE: Final = Cause(
    say("ca-file-not-read"),
    say("The file in NODE_EXTRA_CA_CERTS cannot be read"),
    say("It is missing, unreadable or not PEM; claude goes on without it, and the connection may fail next."),
    checks=("ca-file-unusable",),
    decisive=True,
    fixes=(advice(say("Correct NODE_EXTRA_CA_CERTS"), AGAIN),),
)
# Files and signing in

NOT_WRITABLE: Final = Cause(
    say("config-not-writable"),
    say("A file or folder of Claude Code belongs to another user or may not be written"),
    say("sudo and containers leave such files behind. Look at the owner before you change rights."),
    checks=("login-unreadable", "state-file-broken", "settings-unreadable", "login-cannot-be-renewed", "root-by-sudo"),
    sign=Sign(hints=lambda d: remote(d) if d.place.container else ()),
    fixes=(
        run(say("See whose files they are"), say("ls -ld ~/.claude ~/.claude.json")),
        advice(say("Give them back to yourself with chown")),
    ),
)
STATE_BROKEN: Final = Cause(
    say("state-file-damaged"),
    say("The state file .claude.json is damaged"),
    say(
        "It was cut off or changed by hand. Claude Code keeps copies of it in the folder backups beside its settings; the login lies elsewhere and is not touched."
    ),
    checks=("state-file-broken",),
    decisive=True,
    fixes=(advice(say("Put the newest sound copy in its place, as the message says"), AGAIN),),
)
CODE_CUT: Final = Cause(
    say("sign-in-code-cut"),
    say("The code was cut, mistyped or too old"),
    say(
        "It is long and has a # in the middle; terminals break it over two lines. It is not the six digits of the e-mail, and it lasts only minutes."
    ),
    fixes=(advice(say("Start again, copy the code from the web page with its button and paste it at once; `c` copies the address")),),
)
ADDRESS_CUT: Final = Cause(
    say("sign-in-address-cut"),
    say("The address was not opened whole"),
    say("A terminal breaks it over several lines, and a selection takes line breaks along or ends too early."),
    fixes=(advice(say("Press `c` on the sign-in screen to copy the address whole, and open it anew; an old one is not valid any more")),),
)
BROWSER_ELSEWHERE: Final = Cause(
    say("browser-elsewhere"),
    say("The browser runs elsewhere and cannot answer this machine"),
    say("Over SSH, in a container or under WSL the browser's answer goes to the wrong place."),
    checks=("ssh-no-browser",),
    sign=Sign(hints=remote),
    fixes=(
        advice(say("Press `c` to copy the address, open it in your browser, and paste the code it shows")),
        run(say("Or make a token elsewhere"), say("claude setup-token")),
    ),
)
LOOPBACK: Final = Cause(
    say("no-local-port"),
    say("Claude Code may not listen on 127.0.0.1"),
    say("A sandbox or a security program forbids it, so the browser cannot hand the login over."),
    fixes=(
        run(say("Make a token where signing in works"), say("claude setup-token"), say("Export it here as CLAUDE_CODE_OAUTH_TOKEN.")),
        advice(say("Allow local ports in the sandbox")),
    ),
)
POLICY_AT_SERVICE: Final = Cause(
    say("switched-off-at-service"),
    say("The organisation switched the feature off at the service"),
    say("Nothing on this machine can change it."),
    fixes=(ask_admin,),
)
WINDOWS_STORE: Final = Cause(
    say("windows-store"),
    say("The login could not be written below %USERPROFILE%\\.claude"),
    say("A security program or the rights of the folder prevent it."),
    sign=Sign(never=not_windows),
    fixes=(advice(say("Check the rights of the folder .claude in your profile")),),
)

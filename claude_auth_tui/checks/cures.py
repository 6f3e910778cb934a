"""How each problem is cured, in general: for the page of help. The commands for a machine are made in the checks."""

from __future__ import annotations

from typing import Final

from claude_auth_tui.checks.frame import Family

_UNSET_EVERYWHERE: Final = (
    "Comment out the line or take the setting out that gives it, all of them at once; then unset it in terminals that are open. "
    "Where you mean it, say so in the config file of this program instead."
)
_COPY_AGAIN: Final = "Copy the value again as plain text, in full, and write it without anything around it."
_LOG_IN: Final = "Log in again with claude auth login; it replaces what is stored."
_CONFIG_DIR: Final = "Unset CLAUDE_CONFIG_DIR, or write it as a whole path that exists."

CURES: Final[dict[str, str]] = {
    "env-key-overrides-login": _UNSET_EVERYWHERE,
    "env-token-overrides-login": _UNSET_EVERYWHERE,
    "oauth-token-overrides-login": _UNSET_EVERYWHERE,
    "headers-override-login": _UNSET_EVERYWHERE,
    "helper-overrides-login": "Take apiKeyHelper out of the settings file that names it; in managed settings only your administrator can.",
    "profile-overrides-login": "Unset ANTHROPIC_PROFILE or the federation's variables, or put the profile's file aside.",
    "two-credentials-sent": "Keep the one you mean and take the other away.",
    "cloud-overrides-login": "Take the switch away wherever it is set, or say in the config file that the cloud provider is what you want.",
    "cloud-switches-conflict": "Leave only the switch you mean.",
    "cloud-setup-incomplete": "Give the provider what it needs, or switch it off.",
    "cloud-hides-credential": "Switch the provider off if you mean the key or token; else take those away.",
    "cloud-switch-unclear": "Write 1 to switch it on, or unset it.",
    "bare-mode-on": "Unset CLAUDE_CODE_SIMPLE; for single runs there is claude --bare.",
    "host-decides": "Unset the variable, unless claude is really started by a program that brings its own credential.",
    "value-breaks-header": _COPY_AGAIN,
    "value-quotes": "Write it with one pair of quotes, or none where no shell reads the file.",
    "value-bearer": "Take the word Bearer out of the value: Claude Code adds it.",
    "value-unexpanded": "Use double quotes in a startup file; in settings and .env files write the value itself, or use apiKeyHelper.",
    "value-placeholder": "Put the real value there, or take the line out.",
    "value-cut": _COPY_AGAIN,
    "value-inner-blank": _COPY_AGAIN,
    "value-blanks": "Nothing has to be done; take the blanks away if other programs read it.",
    "value-empty": "Unset it, or see that the secret it should be filled with arrives.",
    "value-wrong-slot": "Move the value into the variable of its kind; some kinds belong into none.",
    "headers-break-request": "Write the headers as Name: value, one on a line, with plain characters, or unset the variable.",
    "key-not-approved": "Answer the question once, or export the key only where you want it.",
    "key-rejected": "Switch Use custom API key on in /config, or take the key away.",
    "helper-missing": "Correct the path in the settings file, or take the helper out.",
    "helper-not-executable": "Make it executable for you, or name an interpreter before it.",
    "login-missing": "Log in with claude auth login; on a machine without a browser make a token with claude setup-token elsewhere.",
    "login-corrupt": _LOG_IN,
    "login-emptied": _LOG_IN,
    "login-expired-no-refresh": _LOG_IN,
    "login-lacks-scope": _LOG_IN,
    "login-locked": "Unlock the Keychain in this session, or use a token of claude setup-token there.",
    "login-unreadable": "Make the file yours and readable for you; what lies in its place is put aside, not deleted.",
    "login-readable-by-others": "Give it mode 0600.",
    "login-wrong-name": "Rename it to .credentials.json, or log in again.",
    "config-dir-empty": _CONFIG_DIR,
    "config-dir-unexpanded": _CONFIG_DIR,
    "config-dir-relative": _CONFIG_DIR,
    "config-dir-absent": _CONFIG_DIR,
    "settings-broken": "Correct the line it names; the last good state is in your editor's or git's history.",
    "settings-unreadable": "Make it a regular UTF-8 file that you can read.",
    "settings-env-overrides-shell": "Change the value in the settings file, or take it out there to let the shell decide.",
    "settings-flag-refused": "Correct what is given to --settings, or leave it out.",
    "state-file-broken": "Correct it, or take the newest copy from the folder backups beside the settings.",
    "managed-settings-broken": "Only whoever manages this machine can mend it; tell them the file and the place.",
    "policy-refuses-credential": "Take the refused credential away and log in as the policy asks; only an administrator changes the policy.",
    "expectation-not-met": "Take away what stands before the expected credential, or bring that; or change what you expect.",
    "config-file-faulty": "Correct the line it names in the config file of this program.",
    "startup-file-unreadable": "Make it readable for you; what it sets is unknown until then.",
    "startup-undecided": "Ask the real shell (key t, or check --ask-shell): only running it tells.",
    "startup-opaque": "Ask the real shell (key t, or check --ask-shell): only running it tells.",
    "terminal-carries-variable": "Unset it in this terminal, or open a new one.",
    "terminal-lacks-variable": "Open a new terminal, or start this terminal's shell again.",
    "tmux-carries-variable": "Take it out of tmux's environment; panes that are open keep theirs.",
    "running-claude-differs": "End that claude and start it again; claude --continue goes on with the same conversation.",
}
"""By the id of the check."""

FAMILY_CURES: Final[dict[Family, str]] = {
    "blocked": "Mend the file it names; where an administrator owns it, only they can.",
    "config folder": _CONFIG_DIR,
    "cloud": "Switch off the provider you do not mean, and give the other what it needs.",
    "gateway": "Correct the address or the credential that belongs to it, or unset both.",
    "precedence": _UNSET_EVERYWHERE,
    "value": _COPY_AGAIN,
    "helper": "Correct the helper or take it out of the settings.",
    "login": _LOG_IN,
    "approval": "Answer Claude Code's question once.",
    "expectation": "Bring what you expect, or change what you expect.",
    "network": "Correct the variable or the certificate it names; what a proxy or firewall does is for whoever runs it.",
    "clock": "Switch automatic time on.",
    "settings": "Correct the settings file at the line it names.",
    "store": "Follow the fix of the finding: it changes the place, never the credential.",
    "install": "Keep one installation, the newest, and let PATH find it first.",
    "reading": "Make it readable, or ask the real shell.",
    "drift": "Start what is running again, or change it by hand where it runs.",
    "loader": "Change the file that is loaded, or what loads it.",
    "exposure": "Take the key out of the file and replace it in the Console: what was readable may have been read.",
    "surface": "Follow the fix of the finding; other ways of starting Claude Code have settings of their own.",
    "surroundings": "Nothing has to be cured; it explains what is different here.",
}
"""For checks that are not named above."""

"""Values in every other file: settings, logins, profiles, project files, editors, units, and this program's own config."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Final

from tests.canary.canaries import LENGTHS, SHAPES
from tests.canary.places import WORD, Given, Place, json_file, text_file

_LONG: Final = (24, 108)

_SETTINGS: Final[Mapping[str, object]] = {
    "helper": {"apiKeyHelper": "echo CANARY"},
    "helper-bare": {"apiKeyHelper": "CANARY"},
    "helper-option": {"apiKeyHelper": "get --token=CANARY -kCANARY"},
    "helper-environment": {"apiKeyHelper": "TOKEN=CANARY ~/bin/get"},
    "helper-url": {"apiKeyHelper": "curl -s https://u:CANARY@vault.example/CANARY?x=CANARY"},
    "helper-list": {"apiKeyHelper": ["CANARY"]},
    "aws-refresh": {"awsAuthRefresh": "aws sso login --profile CANARY"},
    "aws-export": {"awsCredentialExport": "echo CANARY"},
    "gcp-refresh": {"gcpAuthRefresh": "gcloud CANARY"},
    "otel-helper": {"otelHeadersHelper": "echo CANARY"},
    "proxy-helper": {"proxyAuthHelper": "echo CANARY"},
    "unknown-name": {"CANARY": "x"},
    "unknown-name-key": {"ANTHROPIC_CANARY": "x"},
    "mistaken": {"apiKey": "CANARY"},
    "mistaken-primary": {"primaryApiKey": "CANARY"},
    "mistaken-upper": {"ANTHROPIC_API_KEY": "CANARY"},
    "env-name": {"env": {"CANARY": "x"}},
    "env-name-lower": {"env": {"anthropic_api_key": "CANARY"}},
    "env-name-blank": {"env": {" ANTHROPIC_API_KEY ": "CANARY"}},
    "env-list": {"env": {"ANTHROPIC_API_KEY": ["CANARY"]}},
    "env-object": {"env": {"ANTHROPIC_AUTH_TOKEN": {"CANARY": "CANARY"}}},
    "env-text": {"env": "CANARY"},
    "model": {"model": "CANARY"},
    "force-method": {"forceLoginMethod": "CANARY"},
    "force-org": {"forceLoginOrgUUID": "CANARY"},
    "force-org-list": {"forceLoginOrgUUID": ["CANARY"]},
    "force-gateway": {"forceLoginGatewayUrl": "https://u:CANARY@gateway.example/CANARY"},
    "providers": {"allowedProviders": ["CANARY"]},
    "status-line": {"statusLine": {"type": "command", "command": "ANTHROPIC_API_KEY=CANARY status"}},
    "hooks": {"hooks": {"PreToolUse": [{"matcher": "CANARY", "hooks": [{"type": "command", "command": "x CANARY"}]}]}},
    "permissions": {"permissions": {"allow": ["Bash(curl -H CANARY:*)"], "deny": ["Read(CANARY)"]}},
    "mcp": {"mcpServers": {"CANARY": {"command": "x", "env": {"ANTHROPIC_API_KEY": "CANARY"}}}},
    "directories": {"permissions": {"additionalDirectories": ["CANARY"]}},
    "announcements": {"companyAnnouncements": ["CANARY"]},
    "schema": {"$schema": "https://CANARY.example/CANARY"},
}
_BROKEN_JSON: Final[Mapping[str, str]] = {
    "comma": '{"env": {"ANTHROPIC_API_KEY": "CANARY", }}',
    "end": '{"env": {"ANTHROPIC_API_KEY": "CANARY"',
    "quote": '{"env": {"ANTHROPIC_API_KEY": "CANARY}}',
    "single-quotes": "{'env': {'ANTHROPIC_API_KEY': 'CANARY'}}",
    "no-quotes": "{env: {ANTHROPIC_API_KEY: CANARY}}",
    "word": '{"apiKeyHelper": CANARY}',
    "colon": '{"apiKeyHelper" "CANARY"}',
    "comment": '{ // CANARY\n"apiKeyHelper": "CANARY"}',
    "behind": '{"apiKeyHelper": "x"} CANARY',
    "before": 'CANARY {"apiKeyHelper": "x"}',
    "escape": '{"apiKeyHelper": "\\CANARY"}',
    "control": '{"apiKeyHelper": "a\nCANARY"}',
    "twice": '{"apiKeyHelper": "CANARY", "apiKeyHelper": "x"}',
    "text": '"CANARY"',
    "list": '["CANARY"]',
    "bare": "CANARY",
    "name": '{"CANARY: 1}',
    "deep": '{"a": ' + "[" * 60 + '"CANARY" + ' + "]" * 60 + "}",
}
_STATE: Final[Mapping[str, object]] = {
    "primary-key": {"primaryApiKey": "CANARY"},
    "primary-key-line": {"primaryApiKey": "CANARY\nCANARY"},
    "approved": {"customApiKeyResponses": {"approved": ["CANARY"]}},
    "rejected": {"customApiKeyResponses": {"rejected": ["CANARY"]}},
    "responses-name": {"customApiKeyResponses": {"CANARY": ["x"]}},
    "account-uuid": {"oauthAccount": {"accountUuid": "CANARY"}},
    "account-organization-uuid": {"oauthAccount": {"organizationUuid": "CANARY"}},
    "account-plan": {"oauthAccount": {"organizationType": "CANARY", "billingType": "CANARY", "seatTier": "CANARY"}},
    "account-role": {"oauthAccount": {"organizationRole": "CANARY", "workspaceRole": "CANARY"}},
    "account-unknown": {"oauthAccount": {"accessToken": "CANARY"}},
    "env": {"env": {"ANTHROPIC_API_KEY": "CANARY"}},
    "env-other": {"env": {"ANTHROPIC_BASE_URL": "https://u:CANARY@gateway.example/?CANARY"}},
    "project-history": {"projects": {"/home/dev/work/api": {"history": [{"display": "CANARY"}], "CANARY": 1}}},
    "project-mcp": {"projects": {"/home/dev/work/api": {"mcpServers": {"CANARY": {"env": {"ANTHROPIC_API_KEY": "CANARY"}}}}}},
    "unknown": {"CANARY": "CANARY"},
    "user-id": {"userID": "CANARY"},
    "install": {"installMethod": "CANARY"},
}
_OAUTH: Final[Mapping[str, object]] = {
    "access": {"accessToken": "CANARY"},
    "refresh": {"refreshToken": "CANARY"},
    "scope": {"scopes": ["user:inference", "CANARY"]},
    "scope-text": {"scopes": "CANARY"},
    "plan": {"subscriptionType": "CANARY"},
    "tier": {"rateLimitTier": "CANARY"},
    "expires": {"expiresAt": "CANARY"},
    "unknown": {"CANARY": "CANARY"},
    "access-list": {"accessToken": ["CANARY"]},
    "access-line": {"accessToken": "CANARY\nCANARY"},
}
_TOKEN: Final = {
    "accessToken": "sk-ant-oat01-x",
    "refreshToken": "sk-ant-ort01-x",
    "expiresAt": 4102444800000,
    "scopes": ["user:inference"],
}
_PROFILE: Final[Mapping[str, object]] = {
    "type": {"authentication": {"type": "CANARY"}},
    "type-object": {"authentication": {"type": {"CANARY": 1}}},
    "unknown": {"CANARY": "CANARY"},
    "organization": {"organization_id": "CANARY", "authentication": {"type": "oidc_federation"}},
    "rule": {"authentication": {"type": "oidc_federation", "federation_rule_id": "CANARY"}, "organization_id": "x"},
    "workspace": {"workspace_id": "CANARY", "authentication": {"type": "user_oauth"}},
    "base-url": {"base_url": "https://u:CANARY@gateway.example/CANARY", "authentication": {"type": "user_oauth"}},
    "account": {"authentication": {"type": "oidc_federation", "service_account_id": "CANARY", "federation_rule_id": "x"}},
}
_PROFILE_PATHS: Final[Mapping[str, object]] = {
    "credentials-path": {"authentication": {"type": "user_oauth", "credentials_path": "/home/dev/CANARY/x.json"}},
    "identity-path": {
        "authentication": {"type": "oidc_federation", "federation_rule_id": "x", "identity_token": {"path": "/run/CANARY"}},
        "organization_id": "x",
    },
}
_DOTENV: Final[Mapping[str, str]] = {
    "plain": "ANTHROPIC_API_KEY=CANARY\n",
    "export": "export ANTHROPIC_API_KEY=CANARY\n",
    "single": "ANTHROPIC_API_KEY='CANARY'\n",
    "double": 'ANTHROPIC_API_KEY="CANARY"\n',
    "blanks": "ANTHROPIC_API_KEY = CANARY\n",
    "colon": "ANTHROPIC_API_KEY: CANARY\n",
    "comment": "ANTHROPIC_API_KEY=x # CANARY\n",
    "commented-out": "# ANTHROPIC_API_KEY=CANARY\n",
    "unclosed": "ANTHROPIC_API_KEY='CANARY\nCANARY\n",
    "lines": 'ANTHROPIC_API_KEY="a\nCANARY\nb"\n',
    "name": "CANARY=ANTHROPIC_API_KEY\n",
    "name-before": "CANARY ANTHROPIC_API_KEY=x\n",
    "expansion": "ANTHROPIC_API_KEY=${CANARY}\n",
    "expansion-default": "ANTHROPIC_API_KEY=${X:-CANARY}\n",
    "command": "ANTHROPIC_API_KEY=$(op read CANARY)\n",
    "url": "ANTHROPIC_BASE_URL=https://u:CANARY@gateway.example/?CANARY\n",
    "behind": "ANTHROPIC_API_KEY=x CANARY\n",
    "backquote": "ANTHROPIC_API_KEY=`CANARY`\n",
    "nothing": "ANTHROPIC_API_KEY\nCANARY\n",
    "bytes": "ANTHROPIC_API_KEY=CANARY\x00\x01\n",
}
_ENVRC: Final[Mapping[str, str]] = {
    "export": "export ANTHROPIC_API_KEY=CANARY\n",
    "dotenv": "dotenv CANARY\nexport ANTHROPIC_API_KEY=x\n",
    "dotenv-if": "dotenv_if_exists .env.CANARY # ANTHROPIC_API_KEY\n",
    "source-env": "source_env CANARY\nexport ANTHROPIC_API_KEY=x\n",
    "source-url": "source_url https://u:CANARY@x.example/CANARY sha256-CANARY\nexport ANTHROPIC_API_KEY=x\n",
    "use": "use CANARY\nexport ANTHROPIC_API_KEY=x\n",
    "layout": "layout CANARY\nexport ANTHROPIC_API_KEY=x\n",
    "path-add": "PATH_add CANARY\nexport ANTHROPIC_API_KEY=x\n",
    "case": 'case "$USER" in CANARY) export ANTHROPIC_API_KEY=x;; esac\n',
    "if": "if has CANARY; then export ANTHROPIC_API_KEY=x; fi\n",
    "op": "export ANTHROPIC_API_KEY=$(op read op://CANARY/CANARY)\n",
    "unclosed": "export ANTHROPIC_API_KEY='CANARY\n",
    "function": "CANARY() { export ANTHROPIC_API_KEY=x; }\nCANARY\n",
    "watch": "watch_file CANARY\nexport ANTHROPIC_API_KEY=x\n",
}
_COMPOSE: Final = """services:
  CANARY:
    image: CANARY
    environment:
      ANTHROPIC_API_KEY: CANARY
      CANARY: ANTHROPIC_API_KEY
  b:
    environment:
      - ANTHROPIC_API_KEY=CANARY
      - "ANTHROPIC_AUTH_TOKEN=${CANARY:-CANARY}"
    command: run ANTHROPIC_API_KEY=CANARY
"""
_WORKFLOW: Final = """name: CANARY
on: push
env:
  ANTHROPIC_API_KEY: CANARY
jobs:
  CANARY:
    steps:
      - name: CANARY
        env: {ANTHROPIC_API_KEY: "${{ secrets.CANARY }}"}
        run: |
          export ANTHROPIC_API_KEY=CANARY
"""
_UNIT: Final = """[Service]
Environment=ANTHROPIC_API_KEY=CANARY
Environment="ANTHROPIC_AUTH_TOKEN=CANARY" CANARY=ANTHROPIC_API_KEY
ExecStart=/bin/claude --ANTHROPIC_API_KEY CANARY
EnvironmentFile=%h/env
"""
_PLIST: Final = """<?xml version="1.0"?><plist version="1.0"><dict>
<key>Label</key><string>CANARY</string>
<key>EnvironmentVariables</key><dict>
<key>ANTHROPIC_API_KEY</key><string>CANARY</string>
<key>CANARY</key><string>ANTHROPIC_AUTH_TOKEN</string>
</dict>
<key>ProgramArguments</key><array><string>launchctl</string><string>setenv</string><string>ANTHROPIC_API_KEY</string><string>CANARY</string></array>
</dict></plist>
"""
_MISE: Final = """[env]
ANTHROPIC_API_KEY = "CANARY"
ANTHROPIC_AUTH_TOKEN = { value = "CANARY", redact = true }
CANARY = "ANTHROPIC_API_KEY"
[env._]
file = "CANARY"
"""
_POWERSHELL: Final = """$env:ANTHROPIC_API_KEY = "CANARY"
[Environment]::SetEnvironmentVariable("ANTHROPIC_AUTH_TOKEN", "CANARY", "User")
if ($env:X -eq "CANARY") { $env:ANTHROPIC_API_KEY = CANARY }
function CANARY { $env:ANTHROPIC_API_KEY = 'CANARY' }
setx ANTHROPIC_API_KEY CANARY
"""
_OTHERS: Final[Mapping[str, tuple[str, str]]] = {
    "compose": ("docker-compose.yml", _COMPOSE),
    "compose-broken": ("compose.yaml", "services:\n a:\n  environment:\n   ANTHROPIC_API_KEY: 'CANARY\n"),
    "workflow": (".github/workflows/ci.yml", _WORKFLOW),
    "mise": ("mise.toml", _MISE),
    "mise-broken": (".mise.toml", '[env]\nANTHROPIC_API_KEY = "CANARY\n'),
    "unit": ("~/.config/systemd/user/claude.service", _UNIT),
    "unit-drop-in": ("~/.config/systemd/user/a.service.d/x.conf", _UNIT),
    "environment.d": ("~/.config/environment.d/50.conf", "ANTHROPIC_API_KEY=CANARY\nANTHROPIC_AUTH_TOKEN=\"CANARY\"\nCANARY=ANTHROPIC_API_KEY\n"),
    "etc-environment": ("/etc/environment", "ANTHROPIC_API_KEY=CANARY\nexport ANTHROPIC_AUTH_TOKEN='CANARY'\nCANARY=ANTHROPIC_API_KEY\n"),
    "pam": ("~/.pam_environment", "ANTHROPIC_API_KEY DEFAULT=CANARY OVERRIDE=CANARY\nANTHROPIC_AUTH_TOKEN=CANARY\n"),
    "ssh": ("~/.ssh/environment", "ANTHROPIC_API_KEY=CANARY\n"),
    "powershell": ("~/.config/powershell/profile.ps1", _POWERSHELL),
    "tmux": ("~/.tmux.conf", "set-environment -g ANTHROPIC_API_KEY CANARY\nset -g @x CANARY # ANTHROPIC_API_KEY\n"),
    "git": ("~/.gitconfig", "[http]\n extraHeader = x-api-key: CANARY ANTHROPIC_API_KEY\n[url \"https://CANARY@github.com\"]\n insteadOf = x\n"),
    "git-project": (".git/config", '[remote "origin"]\n url = https://u:CANARY@github.com/x.git\n'),
    "npmrc": ("~/.npmrc", "//registry/:_authToken=CANARY\nANTHROPIC_API_KEY=CANARY\n"),
    "netrc": ("~/.netrc", "machine api.anthropic.com login x password CANARY\n"),
    "profile": ("~/.profile", "export ANTHROPIC_API_KEY=CANARY\nCANARY && export ANTHROPIC_AUTH_TOKEN=x\n"),
    "zprofile": ("~/.zprofile", 'case "$X" in CANARY) export ANTHROPIC_AUTH_TOKEN=x;; esac\n'),
    "zshenv": ("~/.zshenv", "alias CANARY='ANTHROPIC_API_KEY=x claude'\nexport ANTHROPIC_AUTH_TOKEN=~CANARY\n"),
    "bashrc-unread": ("~/.bashrc", "if CANARY; then export ANTHROPIC_API_KEY=x; fi\nalias CANARY='ANTHROPIC_API_KEY=x'\n"),
    "fish-unread": ("~/.config/fish/config.fish", "if CANARY; set -gx ANTHROPIC_API_KEY x; end\nfunction CANARY; set ANTHROPIC_API_KEY x; end\n"),
    "fish-conf.d": ("~/.config/fish/conf.d/keys.fish", "set -gx ANTHROPIC_API_KEY /CANARY\n"),
    "fish-functions": ("~/.config/fish/functions/c.fish", "function c; ANTHROPIC_API_KEY=-CANARY claude; end\n"),
    "csh": ("~/.cshrc", "setenv ANTHROPIC_API_KEY CANARY\n"),
    "launchd": ("~/Library/LaunchAgents/x.plist", _PLIST),
    "aws-credentials": ("~/.aws/credentials", "[default]\naws_access_key_id = CANARY\naws_secret_access_key = CANARY\n[CANARY]\nrole_arn = CANARY\n"),
    "aws-config": ("~/.aws/config", "[profile CANARY]\nregion = CANARY\n[default]\ncredential_process = get CANARY\nregion = CANARY\n"),
    "old-credentials": ("~/.claude/credentials.json", '{"apiKey": "CANARY"}'),
    "old-config": ("~/.claude/config.json", '{"primaryApiKey": "CANARY", "env": {"ANTHROPIC_API_KEY": "CANARY"}}'),
    "active-profile": ("~/.config/anthropic/active_config", "CANARY\n"),
    "mcp": (".mcp.json", '{"mcpServers": {"CANARY": {"command": "x", "env": {"ANTHROPIC_API_KEY": "CANARY"}}}}'),
    "package": ("package.json", '{"scripts": {"CANARY": "ANTHROPIC_API_KEY=CANARY claude"}}'),
    "claude-md": ("CLAUDE.md", "ANTHROPIC_API_KEY=CANARY\n"),
    "gitignore": (".gitignore", "CANARY\n.env\n"),
    "managed-broken": ("/etc/claude-code/managed-settings.json", '{"forceLoginMethod": CANARY}'),
    "managed-drop-in": ("/etc/claude-code/managed-settings.d/CANARY.json", '{"env": {"ANTHROPIC_API_KEY": "CANARY"}}'),
}  # fmt: skip
_EDITORS: Final[Mapping[str, object]] = {
    "terminal": {"terminal.integrated.env.linux": {"ANTHROPIC_API_KEY": "CANARY", "CANARY": "ANTHROPIC_AUTH_TOKEN"}},
    "extension": {"claudeCode.environmentVariables": [{"name": "ANTHROPIC_API_KEY", "value": "CANARY"}, {"name": "CANARY", "value": "x"}]},
    "extension-object": {"claude-code.environmentVariables": {"ANTHROPIC_API_KEY": "CANARY"}},
    "env-file": {"python.envFile": "${workspaceFolder}/CANARY"},
    "profile": {"terminal.integrated.profiles.linux": {"CANARY": {"path": "zsh", "env": {"ANTHROPIC_API_KEY": "CANARY"}}}},
}
_DEV_CONTAINER: Final[Mapping[str, object]] = {
    "container": {"name": "CANARY", "containerEnv": {"ANTHROPIC_API_KEY": "CANARY", "CANARY": "x"}},
    "remote": {"remoteEnv": {"ANTHROPIC_AUTH_TOKEN": "${localEnv:CANARY}"}},
    "arguments": {"runArgs": ["-e", "ANTHROPIC_API_KEY=CANARY", "--env-file", "CANARY"]},
    "command": {"postCreateCommand": "export ANTHROPIC_API_KEY=CANARY"},
}
_OWN: Final[Mapping[str, str]] = {
    "mute-id": '[[mute]]\nid = "CANARY"\nreason = "x"\n',
    "mute-reason": '[[mute]]\nid = "key-not-approved"\nreason = "CANARY"\n[[mute]]\nid = "env-key-overrides-login"\nreason = "my CANARY"\n',
    "mute-key": '[[mute]]\nid = "x"\nreason = "x"\nCANARY = 1\n',
    "key": "CANARY = 1\n",
    "key-quoted": '"CANARY" = 1\n',
    "key-glued": "xCANARY = 1\n",
    "table": "[CANARY]\nx = 1\n",
    "table-list": "[[CANARY]]\nx = 1\n",
    "expect": 'expect = "CANARY"\n',
    "expect-surface": 'expect = { CANARY = "key" }\n',
    "expect-table": '[expect]\nprint = "CANARY"\n',
    "bell": 'bell = "CANARY"\n',
    "folder-expect": '[[folder]]\npath = "~/work/api"\nexpect = "CANARY"\n',
    "folder-key": '[[folder]]\npath = "~/x"\nCANARY = "x"\n',
    "folder-relative": '[[folder]]\npath = "CANARY"\nexpect = "key"\n',
    "broken-text": 'expect = "CANARY\n',
    "broken-word": "expect = CANARY\n",
    "broken-key": "CANARY\n",
    "broken-table": "[CANARY\n",
    "broken-twice": 'CANARY = 1\nCANARY = 2\nexpect = "key"\n',
    "broken-escape": 'expect = "\\CANARY"\n',
    "broken-inline": "expect = { CANARY = \n",
}


def _oauth() -> Iterator[Place]:
    for name, fields in _OAUTH.items():
        value = {"claudeAiOauth": {**_TOKEN, **fields}}  # type: ignore[dict-item]
        yield from json_file("login", "~/.claude/.credentials.json", {name: value}, alone=True)
    yield from json_file(
        "login", "~/.claude/.credentials.json", {"outer": {"CANARY": "CANARY"}, "text": {"claudeAiOauth": "CANARY"}}, alone=True
    )
    yield from text_file("login-broken", "~/.claude/.credentials.json", _BROKEN_JSON, alone=True)


def _flag() -> Iterator[Place]:
    for name, value in _SETTINGS.items():
        yield _flagged(f"flag/{name}", json.dumps(value))
    for name, text in _BROKEN_JSON.items():
        if name != "bare":  # that is a path
            yield _flagged(f"flag-broken/{name}", text)
    yield _flagged("flag/path", "/nowhere/CANARY.json", bare=True, lengths=_LONG)
    yield _flagged("flag/name", "CANARY", bare=True, lengths=_LONG)


def _flagged(name: str, template: str, bare: bool = False, lengths: tuple[int, ...] = LENGTHS) -> Place:
    def put(value: str) -> Given:
        return Given(settings=template.replace(WORD, value))

    return Place(name, put, alone=True, bare=bare, lengths=lengths)


def _profiles() -> Iterator[Place]:
    path = "~/.config/anthropic/configs/default.json"
    yield from json_file("profile", path, _PROFILE, alone=True)
    yield from json_file("profile", path, _PROFILE_PATHS, alone=True, bare=True, lengths=_LONG)
    yield from text_file("profile-broken", path, _BROKEN_JSON, alone=True)
    yield Place("profile/token", _with_token, alone=True)
    yield Place("profile/named", _named, bare=True, alone=True)
    yield Place("profile/named-nothing", _named_nothing, alone=True)
    yield Place("profile/active-named", _active, bare=True, alone=True, lengths=_LONG)


def _with_token(value: str) -> Given:
    profile = {"authentication": {"type": "user_oauth"}}
    token = {"access_token": value, "refresh_token": value, "expires_at": 4102444800, "account": {"email_address": value}, value: 1}
    folder = "~/.config/anthropic"
    return Given(files={f"{folder}/configs/default.json": profile, f"{folder}/credentials/default.json": token})


def _named(value: str) -> Given:
    folder = "~/.config/anthropic"
    files = {
        f"{folder}/configs/{value}.json": {"authentication": {"type": "user_oauth"}},
        f"{folder}/credentials/{value}.json": {"access_token": "sk-ant-oat01-x"},
    }
    return Given(files=files, env={"ANTHROPIC_PROFILE": value})


def _named_nothing(value: str) -> Given:
    return Given(env={"ANTHROPIC_PROFILE": value})


def _active(value: str) -> Given:
    folder = "~/.config/anthropic"
    return Given(
        files={f"{folder}/active_config": value, f"{folder}/configs/{value}.json": {"authentication": {"type": "oidc_federation"}}}
    )


def _named_paths() -> Iterator[Place]:
    """Names of files and folders: a name is hidden where it has a long mixed run."""
    key = "ANTHROPIC_API_KEY=x\n"
    forms: dict[str, tuple[str, object]] = {
        "dotenv": (".env.CANARY", key),
        "startup-folder": ("~/.config/fish/conf.d/CANARY.fish", "set -gx ANTHROPIC_API_KEY x\n"),
        "unit": ("~/.config/systemd/user/CANARY.service", "[Service]\nEnvironment=ANTHROPIC_API_KEY=x\n"),
        "environment.d": ("~/.config/environment.d/CANARY.conf", key),
        "workflow": (".github/workflows/CANARY.yml", "env:\n  ANTHROPIC_API_KEY: x\n"),
        "workspace": ("CANARY.code-workspace", {"settings": {"terminal.integrated.env.linux": {"ANTHROPIC_API_KEY": "x"}}}),
        "project-in-state": ("~/.claude.json", {"projects": {"/home/dev/CANARY": {"hasTrustDialogAccepted": True}}}),
        "own-folder": ("~/.config/claude-auth-tui/config.toml", '[[folder]]\npath = "~/CANARY"\nexpect = "key"\n'),
    }
    for name, (path, content) in forms.items():
        if isinstance(content, str):
            yield from text_file("name", path, {name: content}, bare=True, lengths=_LONG)
        else:
            yield from json_file("name", path, {name: content}, bare=True, lengths=_LONG)
    yield Place("name/project-folder", lambda value: Given(cwd=f"work/{value}", files={f"~/work/{value}/.env": key}), True, True, _LONG)
    yield Place("name/config-folder", _config_folder, True, True, _LONG)


def _config_folder(value: str) -> Given:
    login = {"claudeAiOauth": _TOKEN}
    return Given(files={f"~/{value}/.credentials.json": login}, env={"CLAUDE_CONFIG_DIR": f"/home/dev/{value}"})


def _others() -> Iterator[Place]:
    for name, (path, text) in _OTHERS.items():
        bare = WORD in path
        yield from text_file("file", path, {name: text}, bare=bare, lengths=_LONG if bare else LENGTHS)


def _shaped_settings() -> Iterator[Place]:
    for shape in SHAPES:
        yield _shaped(shape, f"settings-shape/helper-{shape}", {"apiKeyHelper": "get CANARY"})
        yield _shaped(shape, f"settings-shape/env-{shape}", {"env": {"ANTHROPIC_BASE_URL": "CANARY"}})


def _shaped(shape: str, name: str, value: dict[str, object]) -> Place:
    (place,) = json_file("x", "~/.claude/settings.json", {name: value})
    return Place(name, place.put, shape=SHAPES[shape])


PLACES: Final[tuple[Place, ...]] = (
    *json_file("settings", "~/.claude/settings.json", _SETTINGS),
    *json_file("project-settings", ".claude/settings.json", _SETTINGS),
    *json_file("local-settings", ".claude/settings.local.json", _SETTINGS),
    *json_file("managed-settings", "/etc/claude-code/managed-settings.json", _SETTINGS),
    *text_file("settings-broken", "~/.claude/settings.json", _BROKEN_JSON),
    *text_file("managed-broken", "/etc/claude-code/managed-settings.json", _BROKEN_JSON),
    *_flag(),
    *json_file("state", "~/.claude.json", _STATE),
    *text_file("state-broken", "~/.claude.json", _BROKEN_JSON),
    *_oauth(),
    *_profiles(),
    *text_file("dotenv", ".env", _DOTENV),
    *text_file("dotenv-local", ".env.local", _DOTENV),
    *text_file("envrc", ".envrc", _ENVRC),
    *_others(),
    *json_file("editor", ".vscode/settings.json", _EDITORS),
    *json_file("editor-user", "~/.config/Code/User/settings.json", _EDITORS),
    *text_file("editor-broken", ".vscode/settings.json", _BROKEN_JSON),
    *json_file("dev-container", ".devcontainer/devcontainer.json", _DEV_CONTAINER),
    *text_file("own-config", "~/.config/claude-auth-tui/config.toml", _OWN),
    *_named_paths(),
    *_shaped_settings(),
)

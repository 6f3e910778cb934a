"""A recorded question as a made-up machine, and the comparison of the model's answer with the recorded one.

A scenario is JSON: `surface`, and all optional `env`, `home`, `project` and `managed` (files under the home folder, the
project folder and the managed folder), `flag` (the JSON given to `--settings`), `cwd` (below the project), `git`,
`trusted` (true, false, "parent"), `onboarded`, `direct` (no base URL is set), `fds` (what open descriptors hold, by number), `b64` (files
that are no UTF-8, from `home/` or `project/` on), `unix_socket`, `version` (of Claude Code, where it is not the one whose rules these are). In texts `{HOME}`, `{PROJECT}` and `{API}`
stand for the two folders and the address of the API. An observation says what arrived: `provider`, `authorization`,
`x_api_key` (the id of the source its value was put in), `asks`, `status`, and what was printed (`says`).
"""

from __future__ import annotations

from claude_auth_tui.model.saying import say

import base64
import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from claude_auth_tui.claude_code.predict import predict
from claude_auth_tui.claude_code.start import Prediction, Start
from claude_auth_tui.model.diagnosis import Status, Surface
from claude_auth_tui.model.machine import File, Folder, Machine, Request, StoredFiles
from claude_auth_tui.model.secret import Secret, SecretText
from claude_auth_tui.model.unveil import unveil

Scenario = Mapping[str, Any]

HOME: Final = "/made-up/home"
PROJECT: Final = "/made-up/project"
MANAGED: Final = "/etc/claude-code"
API: Final = "http://127.0.0.1:8123"
NOW: Final = 1_795_262_621.0
ENDPOINTS: Final = {
    "ANTHROPIC_BASE_URL": API,
    "ANTHROPIC_BEDROCK_BASE_URL": API,
    "ANTHROPIC_VERTEX_BASE_URL": API,
    "ANTHROPIC_FOUNDRY_BASE_URL": API + "/foundry",
    "ANTHROPIC_BEDROCK_MANTLE_BASE_URL": API + "/mantle",
    "ANTHROPIC_AWS_BASE_URL": API + "/anthropic-aws",
}
"""Where the recorded session was sent, so that what it sent could be seen."""
CLOUDLESS: Final = {"AWS_EC2_METADATA_DISABLED": "true", "METADATA_SERVER_DETECTION": "none"}


def ask(scenario: Scenario) -> Prediction:
    """The model's answer."""
    machine = machine_of(scenario)
    versions = (scenario["version"],) if "version" in scenario else ()
    return predict(Start(machine, machine.environment, versions=versions, descriptors=machine.descriptors))


def machine_of(scenario: Scenario) -> Machine:
    """The machine of a scenario."""
    home, project = with_state(scenario)
    cwd = posixpath.normpath(posixpath.join(PROJECT, scenario.get("cwd", ".")))
    table = {
        path: _file(path, content)
        for root, files in ((HOME, home), (PROJECT, project), (MANAGED, scenario.get("managed") or {}))
        for path, content in _placed(root, files)
    }
    for place, data in (scenario.get("b64") or {}).items():
        top, _, path = place.partition("/")
        where = posixpath.join({"home": HOME, "project": PROJECT}[top], path)
        table[where] = _bytes(where, base64.b64decode(data))
    folders = [HOME + "/.", PROJECT + "/.", cwd + "/."] + ([PROJECT + "/.git/."] if scenario.get("git") else [])
    known = _folders([*table, *folders])
    table |= {path: File(path, "not_a_file", "folder", executable=True, detail=say("it is a folder")) for path in known}
    environment = {"HOME": HOME, "USER": "dev", "PATH": "/usr/bin:/bin", **CLOUDLESS, **({} if scenario.get("direct") else ENDPOINTS)}
    if scenario.get("unix_socket"):
        environment["ANTHROPIC_UNIX_SOCKET"] = "/made-up/claude.sock"
    environment |= {name: fill(value) for name, value in (scenario.get("env") or {}).items()}
    return Machine(
        platform="linux",
        home=HOME,
        cwd=cwd,
        files=StoredFiles(table, known),
        environment={name: Secret(value) for name, value in environment.items()},
        descriptors=frozenset(int(number) for number, content in (scenario.get("fds") or {}).items() if content),
        now=NOW,
        request=Request(settings=Secret(json.dumps(scenario["flag"])) if "flag" in scenario else None),
    )


def fill(text: str, home: str = HOME, project: str = PROJECT, api: str = API) -> str:
    return text.replace("{HOME}", home).replace("{PROJECT}", project).replace("{API}", api)


def with_state(scenario: Scenario, project_folder: str = PROJECT) -> tuple[dict[str, Any], dict[str, Any]]:
    """The files under home and project; an interactive session gets past its first screens unless the scenario says otherwise."""
    home, project = dict(scenario.get("home") or {}), dict(scenario.get("project") or {})
    if scenario["surface"] != "interactive" or not scenario.get("onboarded", True):
        return home, project
    state: dict[str, Any] = {"hasCompletedOnboarding": True, "theme": "dark"}
    if trusted := scenario.get("trusted", True):
        folder = posixpath.normpath(posixpath.join(project_folder, scenario.get("cwd", ".")))
        state["projects"] = {posixpath.dirname(folder) if trusted == "parent" else folder: {"hasTrustDialogAccepted": True}}
    directory = (scenario.get("env") or {}).get("CLAUDE_CONFIG_DIR")
    at_home = directory is None or directory.startswith("{HOME}")
    place = "/".join(filter(None, [(directory or "{HOME}")[6:].strip("/") if at_home else (directory or "").strip("/"), ".claude.json"]))
    if at_home and ".claude/.config.json" in home and directory is None:
        place = ".claude/.config.json"
    files = home if at_home else project
    given = files.pop(place, {})
    files[place] = {**state, **(json.loads(given) if isinstance(given, str) else given)}
    return home, project


def _placed(root: str, files: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for relative, content in files.items():
        yield posixpath.normpath(posixpath.join(root, relative)), content


def _file(path: str, content: Any) -> File:
    mode = 0o644
    if isinstance(content, dict) and set(content) == {"mode", "text"}:
        mode, content = int(content["mode"], 8), content["text"]
    text = fill(content if isinstance(content, str) else json.dumps(content))
    return File(path, "present", "file", SecretText(text), mode=mode, uid=1000, size=len(text))


def _bytes(path: str, data: bytes) -> File:
    """A file as `read` finds it."""
    try:
        text, raw = data.decode(), None
    except UnicodeDecodeError:
        text, raw = data.decode("utf-8", "replace"), SecretText(data.decode("latin-1"))
    return File(path, "present", "file", SecretText(text), mode=0o644, uid=1000, size=len(data), raw=raw)


def _folders(paths: list[str]) -> dict[str, Folder]:
    names: dict[str, set[str]] = {}
    for path in paths:
        while (parent := posixpath.dirname(path)) != path:
            names.setdefault(parent, set()).update({posixpath.basename(path)} - {"."})
            path = parent  # noqa: PLW2901
    return {path: Folder(path, "present", tuple(sorted(found))) for path, found in names.items()}


_PROVIDER_ERRORS: Final = (
    ("No workspace ID", {"anthropicAws", "anthropicGoogleCloud"}),
    ("No project was given", {"anthropicGoogleCloud"}),
    ("baseURL and resource are mutually exclusive", {"foundry"}),
    ("Azure", {"foundry"}),
    ("Foundry", {"foundry"}),
    ("Google Cloud", {"vertex", "anthropicGoogleCloud"}),
    ("Could not load the default credentials", {"vertex", "anthropicGoogleCloud"}),
    ("(Mantle)", {"mantle"}),
    ("AWS credentials", {"bedrock", "mantle", "anthropicAws"}),
    ("Could not load credentials from any providers", {"bedrock", "mantle", "anthropicAws"}),
)


_UNREACHED: Final = {
    "API Error: Invalid URL": "base_url",
    "ERR_INVALID_ARG_VALUE": "base_url",
    "Invalid proxy URL in": "proxy",
    "UnsupportedProxyProtocol": "proxy",
}
"""What Claude Code says where no request gets out, and the model's word for it."""


def expected(seen: Mapping[str, Any]) -> dict[str, Any] | None:
    """The observation in the model's words; None where it says nothing about the credential."""
    says = seen.get("says") or ""
    if seen["surface"] == "status":
        return {"status": seen["status"]} if seen.get("status") else None
    if seen.get("exit") == "timeout":
        return None
    if seen.get("asks") in ("onboarding", "trust", "key"):
        return {"outcome": {"asks"}, "asks": seen["asks"]}
    if seen.get("provider"):
        want: dict[str, Any] = {"outcome": {"sends"}, "provider": {seen["provider"]}}
        return want | {key: seen.get(key) for key in ("authorization", "x_api_key")}
    if "Managed settings document could not be parsed" in says or "Unable to read managed policy" in says:
        return {"outcome": {"blocked"}, "reason": "managed_settings"}
    if "Claude configuration file at" in says and "corrupted" in says:
        return {"outcome": {"blocked"}, "reason": "state_file"}
    if "managed settings allow Claude Code to use" in says or "first-party login" in says or "No organizations are permitted" in says:
        return {"outcome": {"blocked"}, "reason": "policy"}
    if "requires a Cloud gateway sign-in" in says:
        return {"outcome": {"blocked"}, "reason": "policy"}
    if "Unable to verify organization" in says:
        return {"outcome": {"blocked", "unknown"}}
    unreached = next((reason for text, reason in _UNREACHED.items() if text in says), None)
    if unreached is not None:
        return {"outcome": {"blocked"}, "reason": unreached}
    if re.search(r"API key · (Please run|Run) /login", says):
        return {"outcome": {"not_logged_in"}}  # how older versions say that nobody is logged in
    if re.search(r"(^|\n|● |⎿ \u00a0)Invalid|Headers\.append: |to a ByteString|Header '\d+' has invalid value", says):
        return {"outcome": {"blocked"}, "reason": "header"}
    if seen.get("asks") == "login" or re.search("Not logged in|Not signed in|Login expired|session expired", says):
        return {"outcome": {"not_logged_in"}}
    for text, providers in _PROVIDER_ERRORS:
        if text in says:
            return {"outcome": {"blocked", "unknown"}, "provider": providers}
    return None


def differences(prediction: Prediction, seen: Mapping[str, Any]) -> list[str] | None:
    """What the model says otherwise; empty where it agrees, None where there is nothing to compare."""
    want = expected(seen)
    if want is None:
        return None
    if "status" in want:
        return _status(prediction.status, want["status"])
    surface: Surface = prediction.surfaces[seen["surface"]]
    differs = []
    if surface.outcome not in want["outcome"]:
        differs.append(f"outcome {surface.outcome!r}, recorded {sorted(want['outcome'])}")
    if "provider" in want and surface.provider not in want["provider"]:
        differs.append(f"provider {surface.provider!r}, recorded {sorted(want['provider'])}")
    differs += [
        f"{key} {getattr(surface, key)!r}, recorded {want[key]!r}"
        for key in ("asks", "reason")
        if key in want and getattr(surface, key) != want[key]
    ]
    for key in ("authorization", "x_api_key"):
        if key in want and not arrives(prediction, getattr(surface, key), want[key]):
            differs.append(f"{key} {getattr(surface, key)!r}, recorded {want[key]!r}")
    return differs


def arrives(prediction: Prediction, source: str | None, tag: str | None) -> bool:
    """Whether what was recorded in a header is the value of the source the model names."""
    if tag == "skip-foundry-auth":
        tag = None  # a word Claude Code fills in itself
    if source is None or tag is None:
        return (source is None) == (tag is None)
    if tag in (source, "") or (tag == "profile:federation" and source.startswith("profile:")):
        return True
    return any(
        f"@{tag}@" in value or re.sub(r"^Bearer ", "", value.strip()) in (tag, tag.strip()) for value in values_of(prediction, source)
    )


def values_of(prediction: Prediction, source: str) -> Iterator[str]:
    """The values a source id stands for."""
    configuration = prediction.configuration
    settings = configuration.settings
    given: list[Secret | None] = [
        *(value for name, value in prediction.start.environment.items() if source == f"env:{name}"),
        *(entry.value for entry in configuration.state.env if entry.source == source),
        *(setting.value for setting in (*settings.env.values(), *settings.overridden) if setting.source == source),
        *(helper.command for helper in settings.helpers if helper.source == source),
    ]
    if source == "credentials:claudeAiOauth":
        given.append(configuration.login.access_token)
    if source == "config:primaryApiKey":
        given.append(configuration.state.primary_api_key)
    if configuration.profile is not None and source == configuration.profile.source:
        given.append(configuration.profile.access_token)
    yield from (unveil(value) for value in given if value is not None)


def _status(status: Status, recorded: Mapping[str, Any]) -> list[str]:
    got = {
        "loggedIn": status.logged_in,
        "authMethod": status.auth_method,
        "apiProvider": status.api_provider,
        "apiKeySource": status.api_key_source,
    }
    return [f"{key} {value!r}, recorded {recorded.get(key)!r}" for key, value in got.items() if value != recorded.get(key)]

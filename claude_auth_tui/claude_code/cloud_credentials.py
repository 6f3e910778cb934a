"""Whether there are AWS, Google or Azure credentials for a cloud provider, as far as files and variables tell.

The credential chains of the clouds' own libraries are much longer than this; whatever they would have to run or ask
for is answered with "unknown", and what is plainly not there with "absent".
"""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from claude_auth_tui.claude_code.environment import Environment
from claude_auth_tui.claude_code.folders import absolute
from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.saying import NOTHING, say, user_name
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil

Found = Literal["present", "absent", "unknown"]
_SECTION: Final = re.compile(r"^\s*\[\s*(?:profile\s+)?([^\]]+?)\s*\]")
_SETTING: Final = re.compile(r"^\s*([a-z_]+)\s*=\s*(\S?)")
_VENDOR: Final = "/sys/devices/virtual/dmi/id/sys_vendor"


class CloudCredential(NamedTuple):
    """What was found. `where` names it for people; no value is kept."""

    state: Found
    where: Shown = NOTHING
    because: Shown = NOTHING


def aws(machine: Machine, environment: Environment) -> CloudCredential:
    """Keys for an AWS signature: the environment's, unless a profile is named, then those of the AWS files."""
    profile = environment.text("AWS_PROFILE")
    if not profile:
        names = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
        if all((given := environment.get(name)) is not None and given.value for name in names):
            where = environment.given[names[0]].where
            return CloudCredential("present", where or NOTHING, say("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are set"))
    section = profile or environment.text("AWS_DEFAULT_PROFILE") or "default"
    files = (
        environment.text("AWS_SHARED_CREDENTIALS_FILE") or machine.at_home(".aws", "credentials"),
        environment.text("AWS_CONFIG_FILE") or machine.at_home(".aws", "config"),
    )
    uncertain = NOTHING
    for path in files:
        found = machine.files.file(absolute(machine, path))
        settings = _section(unveil(found.text), section) if found.text is not None else frozenset()
        shown = machine.show_path(found.path)
        if {"aws_access_key_id", "aws_secret_access_key"} <= settings:
            return CloudCredential("present", shown, say("the AWS profile {} holds a key", _name(section)))
        if settings & {
            "credential_process",
            "sso_session",
            "sso_start_url",
            "role_arn",
            "source_profile",
            "web_identity_token_file",
            "login_session",
        }:
            uncertain = say("the AWS profile {} in {} says how to get a key", _name(section), shown)
    for name in _ELSEWHERE:
        if environment.credential(name) is not None:
            uncertain = uncertain or say("{} says where to get a key", name)
    if not uncertain and not environment.on("AWS_EC2_METADATA_DISABLED") and _vendor(machine).startswith("amazon"):
        uncertain = say("the role of this EC2 machine may give a key")
    if uncertain:
        return CloudCredential("unknown", NOTHING, uncertain)
    return CloudCredential("absent", NOTHING, say("no AWS credentials are set up here"))


_ELSEWHERE: Final = (
    say("AWS_WEB_IDENTITY_TOKEN_FILE"),
    say("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"),
    say("AWS_CONTAINER_CREDENTIALS_FULL_URI"),
)
_AZURE: Final = (
    say("AZURE_CLIENT_SECRET"),
    say("AZURE_FEDERATED_TOKEN_FILE"),
    say("AZURE_CLIENT_CERTIFICATE_PATH"),
    say("IDENTITY_ENDPOINT"),
)


def google(machine: Machine, environment: Environment) -> CloudCredential:
    """Application default credentials."""
    named = environment.text("GOOGLE_APPLICATION_CREDENTIALS")
    if named:
        path = absolute(machine, named)
        if machine.files.stat(path).is_file:
            return CloudCredential(
                "unknown", machine.show_path(path), say("the Google credentials file must be exchanged for a token first")
            )
        return CloudCredential(
            "absent", say("GOOGLE_APPLICATION_CREDENTIALS"), say("GOOGLE_APPLICATION_CREDENTIALS names a file that is not there")
        )
    folder = environment.text("CLOUDSDK_CONFIG") or (
        machine.join(environment.text("APPDATA") or machine.at_home("AppData", "Roaming"), "gcloud")
        if machine.platform == "windows"
        else machine.at_home(".config", "gcloud")
    )
    path = machine.join(folder, "application_default_credentials.json")
    if machine.files.stat(path).is_file:
        return CloudCredential("unknown", machine.show_path(path), say("the Google credentials file must be exchanged for a token first"))
    if environment.text("METADATA_SERVER_DETECTION") != "none" and _vendor(machine).startswith("google"):
        return CloudCredential("unknown", NOTHING, say("the service account of this Google Cloud machine may give a token"))
    return CloudCredential("absent", NOTHING, say("no Google Cloud credentials are set up here"))


def azure(machine: Machine, environment: Environment) -> CloudCredential:
    """Azure's default chain."""
    for name in _AZURE:
        if environment.credential(name) is not None:
            return CloudCredential("unknown", NOTHING, say("{} is set: an Azure token must be asked for first", name))
    if machine.files.stat(machine.at_home(".azure", "azureProfile.json")).is_file:
        return CloudCredential("unknown", machine.show_path(machine.at_home(".azure")), say("the Azure command line may be signed in"))
    if _vendor(machine).startswith("microsoft") and machine.platform == "linux" and not machine.wsl:
        return CloudCredential("unknown", NOTHING, say("the identity of this Azure machine may give a token"))
    return CloudCredential("absent", NOTHING, say("no Azure credentials are set up here"))


def _section(text: str, wanted: str) -> frozenset[str]:
    """The names that are set to something in one section of an AWS file."""
    inside = False
    names: set[str] = set()
    for line in text.splitlines():
        if header := _SECTION.match(line):
            inside = header.group(1) == wanted
        elif inside and (setting := _SETTING.match(line)) and setting.group(2):
            names.add(setting.group(1))
    return frozenset(names)


def _name(section: str) -> Shown:
    return say('"{}"', user_name(section))


def _vendor(machine: Machine) -> str:
    if machine.platform != "linux":
        return ""
    text = machine.files.file(_VENDOR).text
    return unveil(text).strip().lower() if text is not None else ""

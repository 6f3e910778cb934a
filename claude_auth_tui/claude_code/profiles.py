"""Anthropic profiles and workload identity federation: `configs/`, `credentials/` and `active_config` of the Anthropic folder.

Which profile is chosen, and whether it can send anything. Source: the workload identity reference of the
documentation; what is said about Claude Code was observed.
"""

from __future__ import annotations

from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from claude_auth_tui.claude_code.environment import Environment
from claude_auth_tui.claude_code.folders import absolute
from claude_auth_tui.claude_code.javascript import BLANKS, is_blank
from claude_auth_tui.documents.strict_json import Json, SyntaxFault, as_number, as_object, as_text, member, parse
from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.saying import MASK, NOTHING, octal, say, user_name
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil

ProfileState = Literal["usable", "absent", "invalid", "unreadable", "no_credential", "expired", "unknown"]
ProfileMode = Literal["oidc_federation", "user_oauth"]
FEDERATION: Final = say("federation")


class Profile(Struct, frozen=True):
    """One profile that could count, or the federation that variables configure."""

    name: Shown
    path: str
    """`configs/NAME.json`, absolute; empty where variables configure it."""
    shown_path: Shown
    state: ProfileState
    chosen_by: Shown
    """ANTHROPIC_PROFILE, ANTHROPIC_FEDERATION_RULE_ID, active_config, or "default"."""
    mode: ProfileMode | None = None
    selected: bool = False
    """Claude Code takes it for its source where it comes first, whether or not it can send anything."""
    access_token: Secret | None = None
    expires_at: float | None = None
    """Seconds since the epoch."""
    fault: SyntaxFault | None = None
    detail: Shown = NOTHING

    @property
    def source(self) -> Shown:
        """The id: `profile:default`, and `profile:federation` for what variables configure."""
        return say("profile:{}", self.name)

    @property
    def before_login(self) -> bool:
        """Ranks above the `/login` credential: everything but a saved user profile nobody named."""
        return self.chosen_by in ("ANTHROPIC_PROFILE", "ANTHROPIC_FEDERATION_RULE_ID") or self.mode == "oidc_federation"


def anthropic_folder(machine: Machine, environment: Environment) -> str:
    """ANTHROPIC_CONFIG_DIR, else the platform's folder for settings (XDG_CONFIG_HOME counts: observed)."""
    named = environment.text("ANTHROPIC_CONFIG_DIR")
    if named:
        return absolute(machine, named)
    if machine.platform == "windows":
        return machine.join(environment.text("APPDATA") or machine.at_home("AppData", "Roaming"), "Anthropic")
    return machine.join(absolute(machine, environment.text("XDG_CONFIG_HOME") or machine.at_home(".config")), "anthropic")


def find_profile(machine: Machine, environment: Environment) -> Profile | None:
    """The profile that is chosen: a named one, then federation by variables, then the active one. None where there is none at all."""
    folder = anthropic_folder(machine, environment)
    named = environment.text("ANTHROPIC_PROFILE")
    if named:
        return _saved(machine, environment, folder, named, say("ANTHROPIC_PROFILE"))
    if environment.credential("ANTHROPIC_FEDERATION_RULE_ID") and environment.credential("ANTHROPIC_ORGANIZATION_ID"):
        return _federation(machine, environment)
    pointer = machine.files.file(machine.join(folder, "active_config")).text
    active = unveil(pointer).strip(BLANKS) if pointer is not None else ""
    found = _saved(machine, environment, folder, active or "default", say("active_config") if active else say("default"))
    return None if found.state == "absent" and not active else found


def _saved(machine: Machine, environment: Environment, folder: str, name: str, chosen_by: Shown) -> Profile:
    path = machine.join(folder, "configs", f"{name}.json")
    told = user_name(name)
    shown = machine.show_path(path) if told != MASK else say("{}/configs/….json", machine.show_path(folder))
    found = machine.files.file(path)
    profile = Profile(told, path, shown, "usable", chosen_by)
    if found.state == "absent":
        return replace(profile, state="absent", detail=say("there is no {}", shown))
    if found.text is None:
        return replace(profile, state="unreadable", detail=found.detail or say("it cannot be read"))
    parsed = parse(found.text)
    if parsed.fault is not None:
        return replace(profile, state="invalid", detail=say("it is no JSON: {}", parsed.fault.message), fault=parsed.fault)
    if any(separator in name for separator in ("/", "\\")):
        return replace(profile, state="invalid", selected=True, detail=say("a profile's name must not hold a slash"))
    document = as_object(parsed.value)
    mode = as_text(member(document, "authentication", "type"))
    kind = unveil(mode) if mode is not None else ""
    if kind not in ("user_oauth", "oidc_federation"):
        return replace(profile, state="invalid", detail=say("it names no kind of authentication that Claude Code knows"))
    given = as_text(member(document, "authentication", "credentials_path"))
    stored = absolute(machine, unveil(given)) if given else machine.join(folder, "credentials", f"{name}.json")
    if kind == "user_oauth":
        return _user(machine, replace(profile, mode="user_oauth"), stored)
    return _oidc(machine, environment, replace(profile, mode="oidc_federation", selected=True), document, stored)


def _user(machine: Machine, profile: Profile, path: str) -> Profile:
    """A signed-in user: needs its credential file to be chosen at all."""
    state, detail, token, expires = _stored_token(machine, path)
    told: ProfileState = "no_credential" if state == "absent" else state
    return replace(profile, state=told, detail=detail, selected=state != "absent", access_token=token, expires_at=expires)


def _oidc(machine: Machine, environment: Environment, profile: Profile, document: Json, path: str) -> Profile:
    """Federation: what the file leaves open is filled from the variables; a token kept from before is used as it is."""
    state, _, token, expires = _stored_token(machine, path)
    if state == "usable":
        return replace(profile, access_token=token, expires_at=expires)
    file = as_text(member(document, "authentication", "identity_token", "path"))
    missing = _identity_missing(machine, environment, unveil(file) if file else "")
    rule = member(document, "authentication", "federation_rule_id")
    if not _text(member(document, "organization_id")) and not environment.credential("ANTHROPIC_ORGANIZATION_ID"):
        missing = say("it has no organization")
    if not _text(rule) and not environment.credential("ANTHROPIC_FEDERATION_RULE_ID"):
        missing = say("it has no federation rule")
    return replace(profile, state="no_credential", detail=missing) if missing else profile


def _federation(machine: Machine, environment: Environment) -> Profile:
    missing = _identity_missing(machine, environment, "")
    state: ProfileState = "no_credential" if missing else "usable"
    return Profile(FEDERATION, "", NOTHING, state, say("ANTHROPIC_FEDERATION_RULE_ID"), "oidc_federation", True, detail=missing)


def _identity_missing(machine: Machine, environment: Environment, named: str) -> Shown:
    """Why there is no identity token to exchange; empty where there is one."""
    path = named or environment.text("ANTHROPIC_IDENTITY_TOKEN_FILE")
    if path:
        found = machine.files.file(absolute(machine, path))
        there = found.text is not None and not is_blank(found.text)
        return NOTHING if there else say("the identity token file {} is missing or empty", machine.show_path(found.path))
    if environment.credential("ANTHROPIC_IDENTITY_TOKEN"):
        return NOTHING
    return say("there is no identity token (ANTHROPIC_IDENTITY_TOKEN or ANTHROPIC_IDENTITY_TOKEN_FILE)")


def _stored_token(machine: Machine, path: str) -> tuple[ProfileState, Shown, Secret | None, float | None]:
    """What the credential file of a profile holds: state, why, the token, and when it ends."""
    found = machine.files.file(path)
    shown = machine.show_path(path)
    if found.state == "absent":
        return "absent", say("it has no credential: there is no {}", shown), None, None
    if found.text is None:
        return "unreadable", say("{} cannot be read", shown), None, None
    if machine.platform != "windows" and found.mode is not None and found.mode & 0o077:
        return "unreadable", say("{} is open to others (mode {}), so Claude Code does not use it", shown, octal(found.mode)), None, None
    parsed = parse(found.text)
    document = as_object(parsed.value)
    token = as_text(document.get("access_token"))
    if not token:
        return "invalid", say("{} holds no token", shown), None, None
    expires = as_number(document.get("expires_at"))
    if expires is None and document.get("expires_at") is not None:
        return "expired", say("{} does not say when its token ends", shown), token, None
    if expires is not None and expires <= machine.now and not _text(document.get("refresh_token")):
        return "expired", say("the token in {} has expired", shown), token, expires
    return "usable", NOTHING, token, expires


def _text(value: Json) -> bool:
    return isinstance(value, Secret) and not is_blank(value)

"""The state file `.claude.json`: approved keys, trusted folders, the first-start screens, the Console key of `/login`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, Literal

from msgspec import Struct, field

from claude_auth_tui.claude_code.environment import Environment, Given, members_of_env
from claude_auth_tui.claude_code.folders import config_dir, state_folder
from claude_auth_tui.claude_code.javascript import BLANKS, as_string
from claude_auth_tui.claude_code.shown_values import name_shown, plan_shown
from claude_auth_tui.documents.strict_json import Json, Pointer, SyntaxFault, as_list, as_object, as_text, member, parse
from claude_auth_tui.model.machine import File, Machine
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil

StateFileState = Literal["used", "absent", "invalid", "unreadable"]
Approval = Literal["approved", "rejected", "unknown_key"]
_KEPT: Final = 20
"""Claude Code remembers the last characters of a key, not the key. Observed."""
_NEEDED: Final = frozenset({"primaryApiKey", "projects", "oauthAccount", "customApiKeyResponses", "env", "hasCompletedOnboarding"})
_LINES_UP_TO: Final = 256 * 1024
"""Characters of a state file up to which its lines are counted; it can hold megabytes of history."""


class StateFile(Struct, frozen=True):
    """What Claude Code remembers between starts."""

    path: str
    shown_path: Shown
    state: StateFileState
    file: File
    fault: SyntaxFault | None = None
    onboarded: bool = False
    """The first-start screens were done."""
    trusted_folders: tuple[str, ...] = ()
    """Folders whose trust question was answered with yes, as they are written there."""
    primary_api_key: Secret | None = None
    """The key a Console login left, where there is no Keychain."""
    primary_unusable: Shown = NOTHING
    """Why that key is stored but never sent; empty where it is sent."""
    subscription: Shown | None = None
    """The plan of the signed-in account, where the file tells it."""
    approved_endings: frozenset[Secret] = frozenset()
    rejected_endings: frozenset[Secret] = frozenset()
    env: tuple[Given, ...] = ()
    """Its own `env` block, which lies under that of every settings file."""
    account: tuple[tuple[Secret, str], ...] = ()
    """What names the signed-in account and its organisation, each with the word for it; for leaving it out of reports."""
    lines: Mapping[Pointer, int] = field(default_factory=dict)

    def approval_of(self, key: Secret) -> Approval:
        """What was answered when `claude` asked about this key. A key in both lists counts as approved."""
        ending = Secret(unveil(key).strip(BLANKS)[-_KEPT:])
        if ending in self.approved_endings:
            return "approved"
        return "rejected" if ending in self.rejected_endings else "unknown_key"

    def where(self, *names: str) -> Shown:
        """`~/.claude.json:12`."""
        line = self.lines.get(names)
        return say("{}:{}", self.shown_path, line) if line else self.shown_path

    def trusts(self, machine: Machine) -> bool:
        """Whether the current folder, or one above it, was trusted (observed)."""
        folder = machine.cwd
        while folder not in self.trusted_folders:
            parent = machine.paths.dirname(folder)
            if parent == folder:
                return False
            folder = parent
        return True


def read_state(machine: Machine, environment: Environment) -> StateFile:
    """The state file: `.config.json` in the config folder where there is one with something in it, else `.claude.json`."""
    for path in (
        machine.join(config_dir(machine, environment), ".config.json"),
        machine.join(state_folder(machine, environment), ".claude.json"),
    ):
        found = machine.files.file(path)
        if found.text is not None and unveil(found.text).strip():
            break
    shown = machine.show_path(path)
    if found.state == "absent":
        return StateFile(path, shown, "absent", found)
    if found.text is None:
        return StateFile(path, shown, "unreadable", found)
    text = unveil(found.text)
    if not text.strip():
        return StateFile(path, shown, "used", found)
    parsed = parse(found.text, len(text) <= _LINES_UP_TO, _NEEDED)
    if parsed.fault is not None:
        return StateFile(path, shown, "invalid", found, parsed.fault)
    document = as_object(parsed.value)
    return _state(path, shown, found, document, parsed.lines)


def _state(path: str, shown: Shown, found: File, document: Mapping[str, Json], lines: Mapping[Pointer, int]) -> StateFile:
    def given(name: str, value: Json) -> Given:
        line = lines.get(("env", name))
        source = say("config.env:{}", name_shown(name))
        return Given(name, as_string(value), source, say("{}:{}", shown, line) if line else shown)

    primary = document.get("primaryApiKey")
    projects = as_object(document.get("projects"))
    return StateFile(
        path,
        shown,
        "used",
        found,
        onboarded=truthy(document.get("hasCompletedOnboarding")),
        trusted_folders=tuple(folder for folder, told in projects.items() if truthy(member(told, "hasTrustDialogAccepted"))),
        primary_api_key=as_string(primary) if truthy(primary) else None,
        primary_unusable=NOTHING if isinstance(primary, Secret) else say("it is no text"),
        subscription=_plan(document.get("oauthAccount")),
        approved_endings=_endings(member(document, "customApiKeyResponses", "approved")),
        rejected_endings=_endings(member(document, "customApiKeyResponses", "rejected")),
        env=tuple(given(name, value) for name, value in members_of_env(document.get("env"))),
        account=tuple(_account(document.get("oauthAccount"))),
        lines=lines,
    )


def _account(account: Json) -> Iterator[tuple[Secret, str]]:
    """Names, addresses and ids of people and organisations: by the names of the members, as they are not documented."""
    for name, value in as_object(account).items():
        text, kind = as_text(value), name.lower()
        if text is None or not any(part in kind for part in ("mail", "name", "uuid", "id")):
            continue
        word = "ORGANISATION" if "organization" in kind or "org" in kind else "EMAIL" if "mail" in kind else "ACCOUNT"
        yield text, word
        if word == "EMAIL":
            local, _, host = unveil(text).partition("@")
            yield Secret(local), "USER"
            yield Secret(host), "EMAIL-DOMAIN"


def truthy(value: Json) -> bool:
    """What JavaScript takes for true: an empty list or object too."""
    if isinstance(value, Secret):
        return bool(value)
    return isinstance(value, Mapping | tuple) or bool(value)


def _endings(value: Json) -> frozenset[Secret]:
    return frozenset(text for item in as_list(value) if (text := as_text(item)) is not None)


def _plan(account: Json) -> Shown | None:
    """Max, Pro and so on, from what the file says about the account's organisation."""
    for name in ("organizationRateLimitTier", "organizationType", "seatTier", "billingType"):
        text = as_text(member(account, name))
        words = unveil(text).lower().replace("-", "_").split("_") if text is not None else []
        for plan in ("max", "pro", "team", "enterprise"):
            if plan in words:
                return plan_shown(Secret(plan))
    return None

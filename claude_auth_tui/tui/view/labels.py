"""The words and symbols of the screen: for levels, outcomes, sources, states, times. Each state has a symbol and a word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Final

from claude_auth_tui.claude_code.tables import BY_NAME, HEADERS, LOGIN, PROFILE, SIGNATURE, cloud_of, is_elsewhere, source_info
from claude_auth_tui.model.diagnosis import ChainLink, Context, Diagnosis, Hit, Store, Surface, Variable
from claude_auth_tui.model.effect_words import is_needless, is_repeated
from claude_auth_tui.model.words import StoreState
from claude_auth_tui.tui.view.lines import Role, visible

if TYPE_CHECKING:
    from claude_auth_tui.model.total import ByBlockReason, ByEffect, ByLevel, ByQuestion, BySourceState, ByStoreState, BySurface

LEVEL_SYMBOLS: Final[ByLevel[str]] = {"error": "✗", "warning": "!", "unknown": "?", "info": "·", "ok": "✓"}
LEVEL_WORDS: Final[ByLevel[str]] = {"error": "error", "warning": "warning", "unknown": "unknown", "info": "note", "ok": "passed"}

SURFACE_NAMES: Final[BySurface[str]] = {"interactive": "claude", "print": "claude -p", "bare": "--bare -p"}
SURFACE_SHORT: Final[BySurface[str]] = {"interactive": "claude", "print": "-p", "bare": "--bare"}
OTHER_NAMES: Final[Mapping[str, tuple[str, str]]] = {"vscode": ("VS Code ext.", "VS Code"), "desktop": ("Desktop", "Desktop")}
"""Columns that are there only where the program is; in full, and in one word."""

STATE_WORDS: Final[BySourceState[str]] = {
    "sends": "sent",
    "overridden": "overridden",
    "unset": "not set",
    "empty": "set to nothing",
    "unusable": "unusable",
    "not_approved": "not approved",
    "needs_trust": "needs trust",
    "ignored": "ignored",
    "unknown": "cannot tell",
}
STATE_MARKS: Final[BySourceState[tuple[str, Role]]] = {
    "sends": ("▶", "accent"),
    "overridden": ("↓", "warn"),
    "unset": (" ", "muted"),
    "empty": ("∅", "muted"),
    "unusable": ("✗", "bad"),
    "not_approved": ("?", "warn"),
    "needs_trust": ("?", "warn"),
    "ignored": ("–", "muted"),
    "unknown": ("?", "unknown"),
}

EFFECT_WORDS: Final[ByEffect[tuple[str, Role]]] = {
    "effective": ("effective", "accent"),
    "overridden": ("overridden", "muted"),
    "not_reached": ("not reached", "muted"),
    "not_exported": ("not exported", "warn"),
    "conditional": ("conditional", "warn"),
    "inactive": ("not loaded", "muted"),
    "unknown": ("cannot tell", "unknown"),
}


def effect_word(hit: Hit) -> tuple[str, Role]:
    """The effect in a word or two."""
    return ("repeated" if is_repeated(hit) else "no effect", "muted") if is_repeated(hit) or is_needless(hit) else EFFECT_WORDS[hit.effect]


STORE_WORDS: Final[ByStoreState[tuple[str, str, Role]]] = {
    "usable": ("✓", "usable", "good"),
    "refreshable": ("✓", "usable, refreshes itself", "good"),
    "present": ("✓", "present", "plain"),
    "expired": ("✗", "expired", "bad"),
    "no_scope": ("✗", "lacks the scope to send requests", "bad"),
    "empty": ("✗", "emptied", "bad"),
    "corrupt": ("✗", "cannot be parsed", "bad"),
    "unreadable": ("✗", "cannot be read", "bad"),
    "locked": ("?", "locked", "unknown"),
    "absent": ("–", "absent", "muted"),
    "unknown": ("?", "cannot tell", "unknown"),
}

_QUESTIONS: Final[ByQuestion[tuple[str, str]]] = {
    "key": ("asks: use key?", "asks"),
    "trust": ("asks: trust?", "asks"),
    "onboarding": ("first start", "setup"),
    "settings": ("asks: go on?", "asks"),
}
_BLOCKS: Final[ByBlockReason[str]] = {
    "header": "fails: bad value",
    "policy": "fails: policy",
    "managed_settings": "fails: managed",
    "provider_setup": "fails: setup",
    "state_file": "fails: state",
    "settings_flag": "fails: settings",
    "base_url": "fails: address",
    "proxy": "fails: proxy",
}


_REFUSED: Final[Mapping[StoreState, str]] = {"expired": "expired", "no_scope": "lacks scope", "corrupt": "broken", "empty": "emptied"}
"""Stored logins that are sent and refused, in a word."""


def context_name(context: Context) -> str:
    """ "new zsh", "this terminal": a context in two words, and whose it is where it is not ours: "new zsh of root"."""
    if context.id == "new_shell":
        name = f"new {context.shell or 'shell'}"
    else:
        name = {"here": "this terminal", "new_pane": "new tmux pane"}.get(context.id) or visible(context.title)
    return name + whose_words(context)


def whose_words(context: Context) -> str:
    """ " of root", " in /srv/home"; nothing where it is ours."""
    if context.user:
        return f" of {visible(context.user)}"
    return f" in {visible(context.home)}" if context.home else ""


def short_name(context: Context) -> str:
    """The same in nine cells or so: "new pane", "claude %3"; "new zsh, root"."""
    if context.id.startswith("claude:"):
        name, _, rest = visible(context.title).partition(" ")
        short = f"{name} {rest.rpartition(' ')[2]}"
    else:
        short = {"here": "here", "new_pane": "new pane"}.get(context.id) or f"new {context.shell or 'shell'}"
    owner = visible(context.user or context.home or "").rstrip("/").rpartition("/")[2]
    return f"{short}, {owner}" if owner else short


def surface_word(surface: Surface | None, diagnosis: Diagnosis) -> tuple[str, str]:
    """What happens there in one or two words, and in one: ("API …w7AA", "API")."""
    if surface is None:
        return "–", "–"
    if surface.outcome == "sends":
        return _sends(surface, diagnosis)
    if surface.outcome == "asks":
        return _QUESTIONS[surface.asks] if surface.asks is not None else ("asks first", "asks")
    if surface.outcome == "not_logged_in":
        return "not logged in", "none"
    if surface.outcome == "blocked":
        return _BLOCKS[surface.reason] if surface.reason is not None else "fails", "fails"
    return "cannot tell", "unknown"


def _sends(surface: Surface, diagnosis: Diagnosis) -> tuple[str, str]:
    if is_elsewhere(surface.provider):
        cloud = cloud_of(surface.provider)
        name = cloud.short if cloud is not None else "gateway"
        return name, name
    words = [source_word(source, surface, diagnosis) for source in surface.sources]
    if not words:
        return "sends", "sends"
    if len(words) > 1:
        kinds = ["key" if source.endswith("API_KEY") else short for source, (_, short) in zip(surface.sources, words, strict=True)]
        kinds = ["token" if kind == "gateway" else kind for kind in kinds]
        return " + ".join(dict.fromkeys(kinds)), "both"
    return words[0]


def source_word(source: str, surface: Surface, diagnosis: Diagnosis) -> tuple[str, str]:
    """A sent source in one or two words, and in one."""
    name, info = source.partition(":")[2], source_info(source)
    if source == LOGIN:
        stores = _stores_of(surface, diagnosis)
        plan = plan_name(stores)
        store = next((store for store in stores if store.state != "absent"), None)
        return (f"{plan} {_REFUSED[store.state]}", "refused") if store and store.state in _REFUSED else (plan, plan)
    if source == SIGNATURE:
        return "AWS signature", "AWS"
    if info is None or name in BY_NAME:
        tail = shown_tail(next((link.shown for link in surface.chain if link.source == source), None))
        word = (
            "gateway" if surface.pays == "gateway" else info.short if info is not None else "API" if name.endswith("API_KEY") else "token"
        )
        return (info.word, info.short) if name == HEADERS and info is not None else (f"{word} {tail}".strip(), word)
    if info.name == PROFILE:
        return ("federation" if name == "federation" else f"{info.word} {visible(name)}"), info.short
    return info.word, info.short


def _stores_of(surface: Surface, diagnosis: Diagnosis) -> tuple[Store, ...]:
    """Where the login that a surface sends is kept: in a context with another home or config folder, in other places."""
    where = next((link.where for link in surface.chain if link.source == LOGIN), None)
    for context in diagnosis.contexts:
        if context.stores is not None and any(store.where == where and store.state != "absent" for store in context.stores):
            return context.stores
    return diagnosis.stores


def shown_tail(shown: str | None) -> str:
    """The last four characters as they may be seen (`…w7AA`), or nothing."""
    return "" if not shown or "…" not in shown or " " in shown else "…" + visible(shown.rpartition("…")[2])


def plan_name(stores: Iterable[Store]) -> str:
    """The stored login in one word: "Max", "Pro", else "login"."""
    plan = next((store.subscription for store in stores if store.subscription), None)
    return visible(plan).replace("_", " ").title() if plan else "login"


def variable_state(variable: Variable) -> str:
    """What a variable is set to, as far as it may be seen."""
    shown = visible(variable.shown or "set")
    return {"unset": "not set", "empty": "set to nothing", "unknown": "decided at run time"}.get(variable.state, shown)


def sent_as(link: ChainLink) -> str:
    """ "sent as x-api-key" and the like, or the state in words."""
    if link.state != "sends":
        return STATE_WORDS[link.state]
    return {
        "authorization": "sent as Authorization",
        "x_api_key": "sent as x-api-key",
        "both": "sent in both headers",
        None: "used",
    }[link.header]


def moment(iso: str | None, now: datetime) -> str:
    """A moment as a clock shows it here: "15:10" today, "24 Nov 15:10" this year, "2027-01-03" else; "" for none."""
    if not iso:
        return ""
    try:
        then = datetime.fromisoformat(iso.replace("Z", "+00:00"))
    except ValueError:
        return visible(iso)
    local = then.astimezone(now.tzinfo)
    if local.date() == now.date():
        return f"{local:%H:%M}"
    return f"{local.day} {local:%b %H:%M}" if local.year == now.year else f"{local:%Y-%m-%d}"


def clock(seconds: float, zone: tzinfo | None) -> str:
    """Seconds since the epoch as "12:03:41"."""
    return f"{datetime.fromtimestamp(seconds, zone):%H:%M:%S}"


def count(number: int, one: str, many: str = "") -> str:
    """ "1 warning", "2 warnings"."""
    return f"{number} {one if number == 1 else many or one + 's'}"

"""How credentials and what becomes of them are said: short, concrete, the same words in verdict, findings and fixes.

Nothing is decided here: these functions put an answer of Claude Code's rules into words.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from claude_auth_tui.claude_code.start import Prediction
from claude_auth_tui.claude_code.tables import KEY, LOGIN, PROFILE, PROVIDER_NOUNS, is_elsewhere, source_info
from claude_auth_tui.documents.strict_json import SyntaxFault
from claude_auth_tui.model.diagnosis import SURFACE_TITLES, ChainLink, Surface
from claude_auth_tui.model.saying import NOTHING, say, say_all, spaced
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import SurfaceName

if TYPE_CHECKING:
    from claude_auth_tui.model.total import ByBlockReason, ByPayer

PAYERS: Final[ByPayer[Shown]] = {
    "plan": say("the plan behind it pays"),
    "api": say("API credits pay for it, use by use"),
    "cloud": say("your cloud account pays"),
    "gateway": say("the gateway decides who pays"),
    "unknown": say("who pays is not known"),
}
_BLOCKED: Final[ByBlockReason[Shown]] = {
    "header": say("stop before sending anything"),
    "policy": say("are refused by your organisation's policy"),
    "managed_settings": say("do not start: a managed settings file is broken"),
    "provider_setup": say("are not set up for the cloud provider"),
    "state_file": say("do not start: the state file is broken"),
    "settings_flag": say("do not start: what --settings names cannot be used"),
    "base_url": say("send nothing: the address is none"),
    "proxy": say("send nothing: the proxy cannot be used"),
}


def settled(surface: Surface) -> Surface:
    """What happens once the first-start and trust screens are answered with yes: they stand before any credential."""
    while surface.outcome == "asks" and surface.asks in ("onboarding", "trust", "settings") and surface.if_yes is not None:
        surface = surface.if_yes
    return surface


def name_of(source: Shown) -> Shown:
    """The variable or setting of a source id: `settings.user.env:X` is `X`."""
    return source.behind(":")


def link_of(surface: Surface, source: str) -> ChainLink | None:
    return next((link for link in surface.chain if link.source == source), None)


def value_of(prediction: Prediction, source: str) -> Secret | None:
    """The value a source holds, where it is known."""
    kind, _, name = source.partition(":")
    if kind == "env":
        return prediction.start.environment.get(name)
    if kind.startswith("settings.") and kind.endswith(".env"):
        setting = prediction.configuration.settings.env.get(name)
        return setting.value if setting and setting.source == source else None
    if kind == "config.env":
        return next((given.value for given in prediction.configuration.state.env if given.name == name), None)
    return None


def login_title(prediction: Prediction) -> Shown:
    """ "your Max login", or "your login" where the plan is not known."""
    plan = prediction.configuration.login.subscription or prediction.configuration.state.subscription
    return say("your {} login", plan.capital) if plan and plan.isascii() and plan.isalpha() else say("your login")


def credential(prediction: Prediction, surface: Surface) -> Shown:
    """What is sent, as a noun: "your Max login", "an API key (pay as you go)"."""
    if is_elsewhere(surface.provider):
        return PROVIDER_NOUNS[surface.provider]
    nouns = list(dict.fromkeys(_noun(prediction, surface, source) for source in surface.sources))
    if len(nouns) > 1:
        return say("two credentials at once, ") + say_all(nouns, " and ")
    return nouns[0] if nouns else say("no credential")


def _noun(prediction: Prediction, surface: Surface, source: Shown) -> Shown:
    name, info = name_of(source), source_info(source)
    if info is None:
        return name or source
    if source == LOGIN:
        return login_title(prediction)
    if info.name == PROFILE:
        return say("a token of workload identity federation") if name == "federation" else say("{} “{}”", info.noun, name)
    value = value_of(prediction, source) if name == KEY else None
    if value is not None and value.kind not in ("api_key", "other"):
        return say("{} as if it were an API key", article(value.label))
    return info.for_gateway if surface.pays == "gateway" and info.for_gateway else info.noun


_USE: Final = say("use")


def predicate(prediction: Prediction, surface: Surface, verb: Shown = _USE) -> Shown:
    """What these do, in the plural: "use your Max login", "have no credential"."""
    if surface.outcome == "sends" or (surface.outcome == "unknown" and is_elsewhere(surface.provider)):
        return say("{} {}", verb, credential(prediction, surface))
    if surface.outcome == "asks":
        return say("ask about the API key first") if surface.asks == "key" else say("ask a question first")
    if surface.outcome == "not_logged_in":
        return say("have no credential")
    if surface.outcome == "blocked":
        if surface.reason == "provider_setup" and surface.provider is not None:
            return say("are not set up for {}", PROVIDER_NOUNS[surface.provider])
        return _BLOCKED[surface.reason] if surface.reason is not None else say("are refused")
    return say("cannot be told")


_SINGULAR: Final = {
    "use": say("uses"),
    "send": say("sends"),
    "ask": say("asks"),
    "have": say("has"),
    "stop": say("stops"),
    "fail": say("fails"),
    "are": say("is"),
    "do": say("does"),
}


def clause(names: Iterable[SurfaceName], words: Shown, adverb: Shown = NOTHING, where: Shown = NOTHING) -> Shown:
    """ "claude and claude -p use …", "claude -p in a new zsh then uses …"; `words` begin with a plural verb."""
    titles = [SURFACE_TITLES[name] for name in names]
    verb, rest = words.before(" "), words.behind(" ")
    if len(titles) == 1:
        verb = _SINGULAR.get(verb, verb)
    return spaced(say_all(titles, " and "), where, adverb, verb, rest)


def says(prediction: Prediction, adverb: Shown = NOTHING) -> Shown:
    """What `claude` and `claude -p` do, in one sentence."""
    talk, batch = (settled(prediction.surfaces[name]) for name in ("interactive", "print"))
    first, second = predicate(prediction, talk), predicate(prediction, batch)
    if first == second:
        return clause(("interactive", "print"), first, adverb)
    return say("{}; {}", clause(("print",), second, adverb), clause(("interactive",), first))


def fault_at(shown_path: Shown, fault: SyntaxFault | None, otherwise: Shown) -> tuple[Shown, Shown]:
    """A file with the line and column at which it is broken, and what is wrong there; without a fault the file, and `otherwise`."""
    return (say("{}:{}:{}", shown_path, fault.line, fault.column), fault.message) if fault else (shown_path, otherwise)


def article(noun: Shown) -> Shown:
    """ "an API key", "a token"."""
    return say("{} {}", say("an") if noun[:1].lower() in "aeiou" else say("a"), noun)


def listed(words: Iterable[Shown]) -> Shown:
    """ "A", "A and B", "A, B and C"."""
    parts = list(words)
    return say_all(parts, " and ") if len(parts) < 3 else say("{} and {}", say_all(parts[:-1]), parts[-1])

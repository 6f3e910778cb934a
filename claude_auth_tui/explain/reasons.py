"""What excludes a cause on a machine: reasons, each answered with a clause, or with nothing where the cause can be.

A pasted message may come from any terminal that is open, so something is excluded only when no context can have it.
"""

from __future__ import annotations

from claude_auth_tui.claude_code.variables import PROVIDER_NOUNS
from claude_auth_tui.explain.shapes import Reason
from claude_auth_tui.explain.signs import CONSOLE_KEY, QUIET, blocked, cloud, ends_of, login_stores, name_of, number_of, sends
from claude_auth_tui.model.diagnosis import Diagnosis
from claude_auth_tui.model.saying import NOTHING, say, say_all
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import BlockReason, Provider


def nowhere(*names: Shown) -> Reason:
    """None of these variables or settings is set anywhere: not in a context, not in a settings file."""

    def reason(d: Diagnosis) -> Shown:
        if any(c.variable(name).state in ("set", "unknown") for c in d.contexts for name in names):
            return NOTHING
        if any(
            name_of(link.source) in names and link.state not in QUIET for c in d.contexts for s in c.surfaces.values() for link in s.chain
        ):
            return NOTHING
        if any(h.variable in names and h.effect in ("effective", "conditional", "unknown") for h in d.hits):
            return NOTHING
        if names == (CONSOLE_KEY,):
            return say("no Console login is stored here")
        return (
            say("no {} is set here", names[0]) if len(names) == 1 else say("neither {} nor {} is set here", say_all(names[:-1]), names[-1])
        )

    return reason


def no_login(d: Diagnosis) -> Shown:
    """No `/login` of a plan is stored at all."""
    stores = login_stores(d)
    return say("no login is stored here") if stores and all(s.state == "absent" for s in stores) else NOTHING


def no_saved_login(d: Diagnosis) -> Shown:
    """Neither a `/login` of a plan nor the key of a Console login is stored."""
    return no_login(d) if nowhere(CONSOLE_KEY)(d) else NOTHING


def login_is_sound(d: Diagnosis) -> Shown:
    states = [s.state for s in login_stores(d) if s.state != "absent"]
    return (
        say("the stored login is sound") if states and all(state in ("usable", "refreshable", "present") for state in states) else NOTHING
    )


def not_cloud(*providers: Provider) -> Reason:
    """No context sends to these providers (to any, when none is named), and it can be told."""

    def reason(d: Diagnosis) -> Shown:
        unclear = any(end.outcome == "unknown" for c in d.contexts for _, end in ends_of(c))
        if unclear or cloud(*providers)(d):
            return NOTHING
        return (
            say("{} is not switched on here", PROVIDER_NOUNS[providers[0]]) if providers else say("no cloud provider is switched on here")
        )

    return reason


def not_blocked(*reasons: BlockReason) -> Reason:
    """Nothing refuses to start or to send for these reasons."""
    return lambda d: NOTHING if blocked(*reasons)(d) or not d.contexts else say("nothing here is refused for that")


def never_sent(*names: Shown) -> Reason:
    """None of these sources is sent anywhere, and it can be told."""

    def reason(d: Diagnosis) -> Shown:
        unclear = any(end.outcome == "unknown" for c in d.contexts for _, end in ends_of(c))
        return NOTHING if unclear or sends(*names)(d) else say("nothing here sends one")

    return reason


def not_macos(d: Diagnosis) -> Shown:
    return NOTHING if d.place.platform == "macos" else say("only macOS has a Keychain")


def not_wsl(d: Diagnosis) -> Shown:
    return NOTHING if d.place.wsl else say("this is not WSL")


def not_windows(d: Diagnosis) -> Shown:
    return NOTHING if d.place.platform == "windows" or d.place.wsl else say("this is not Windows")


def at_least(version: Shown) -> Reason:
    """The `claude` that is found first is new enough."""

    def reason(d: Diagnosis) -> Shown:
        for install in d.installed:
            if install.first_on_path and install.version and number_of(install.version) >= number_of(version):
                return say("Claude Code {} is installed", install.version)
        return NOTHING

    return reason


def any_of(*reasons: Reason) -> Reason:
    """The first of these reasons that holds."""
    return lambda d: next((why for one in reasons if (why := one(d))), NOTHING)


def all_of(*reasons: Reason) -> Reason:
    """The first of these reasons, when every one of them holds."""
    return lambda d: whys[0] if all(whys := [one(d) for one in reasons]) else NOTHING

"""Which `claude` is started: several installs, versions the rules do not fit, a Node.js too old. Nothing of it is run."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from msgspec.structs import replace

from claude_auth_tui.checks import docs, frame
from claude_auth_tui.checks.families.claude_shadowed import alias_off, first_install, in_front, leads_to
from claude_auth_tui.checks.fixes.writer import NEW_TERMINAL, RESTART, Step
from claude_auth_tui.checks.frame import error, info, leveled, unknown, warning
from claude_auth_tui.checks.known import Place, given, new_shell
from claude_auth_tui.checks.phrases import listed
from claude_auth_tui.checks.removal import writer_for
from claude_auth_tui.claude_code import MODELLED
from claude_auth_tui.claude_code.expected import is_met
from claude_auth_tui.claude_code.packages import (
    AUTH_COMMANDS,
    NO_DOTENV,
    PACKAGE,
    SHARED_REFRESH,
    Kind,
    found_node,
    kind_of,
    needed_node,
    number_of,
    older,
)
from claude_auth_tui.claude_code.predict import predict
from claude_auth_tui.claude_code.rules import COUNTS_SINCE
from claude_auth_tui.claude_code.shown_values import name_shown
from claude_auth_tui.claude_code.start import Prediction
from claude_auth_tui.model.diagnosis import SURFACE_TITLES, SURFACES, Evidence, Finding, Fix
from claude_auth_tui.model.machine import Install
from claude_auth_tui.model.saying import NOTHING, say, say_all
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.scene.facts import Facts

check = partial(frame.check, family="install", docs=docs.INSTALL)

_MOST_FOLDERS: Final = 50
"""Folders of the PATH that are looked at."""
_WAYS: Final[dict[Kind, Shown]] = {
    "native": say("the native installer"),
    "npm": say("npm"),
    "local": say("the former local installer"),
    "homebrew": say("Homebrew"),
    "windows": say("Windows"),
    "other": NOTHING,
}


def _shown(facts: Facts, install: Install) -> Shown:
    return facts.machine.show_path(install.path)


def _evidence(facts: Facts, install: Install) -> Evidence:
    way = _WAYS[kind_of(facts.machine, install)]
    words = [
        install.version or say("version not known"),
        *([say("by {}", way)] if way else []),
        *([say("first on the PATH")] if install.first_on_path else []),
    ]
    return Evidence(_shown(facts, install), say_all(words))


@check(
    "install-several",
    passed="No second claude of another version",
    about="Claude Code can be installed in several ways side by side: natively, by npm, by Homebrew. The one that the PATH finds first is started, "
    "and updates may reach another.",
    levels=("warning", "info"),
)
def install_several(facts: Facts) -> Iterator[Finding]:
    installs = [i for i in facts.machine.installs if kind_of(facts.machine, i) not in ("local", "windows")]
    first = first_install(facts)
    if len(installs) < 2 or len({i.version for i in installs}) == 1:
        return
    newer = [i for i in installs if first is not None and first.version and i.version and older(first.version, i.version)]
    best = max(newer, key=lambda i: number_of(i.version or ""), default=None)
    evidence = [_evidence(facts, install) for install in installs]
    if first is not None and best is not None and first in installs:
        version, newest = first.version or say("of unknown version"), best.version or say("another one")
        yield warning(
            "claude starts version {version} of {first}, although {newer} is installed too",
            "The PATH finds {first} before {best}. What is told here is how Claude Code {modelled} behaves; an older one may differ.",
            evidence,
            _uninstall(facts, first),
            parts={"first": _shown(facts, first), "version": version, "best": _shown(facts, best), "newer": newest, "modelled": MODELLED},
        )
    else:
        others = [i for i in installs if i is not first]
        started = say("{} is started", _shown(facts, first)) if first is not None else say("None of them is on the PATH")
        yield info(
            "claude is installed {count} times, in different versions",
            "{started}; {others} may be started by an editor, a script or another PATH. One of them is enough.",
            evidence,
            [fix for install in others for fix in _uninstall(facts, install)][:1],
            parts={"count": len(installs), "started": started, "others": listed(_shown(facts, i) for i in others)},
        )


def _uninstall(facts: Facts, install: Install) -> list[Fix]:
    writer, kind = writer_for(facts), kind_of(facts.machine, install)
    version = say("@{}", install.version) if install.version else NOTHING
    steps = {
        "npm": Step(say("npm uninstall -g {}", PACKAGE), say("npm install -g {}{}", PACKAGE, version), "simulated"),
        "homebrew": Step(say("brew uninstall --cask claude-code"), say("brew install --cask claude-code"), "simulated"),
    }
    if kind in steps:
        return [writer.fix(say("Uninstall the one of {}", _WAYS[kind]), steps[kind], then=NEW_TERMINAL)]
    if install.path.startswith(facts.machine.home + facts.machine.paths.sep):
        step = writer.aside(install.path)
        return [writer.fix(say("Put {} aside", _shown(facts, install)), step, then=NEW_TERMINAL)]
    return [
        writer.fix(say("Take {} away in the way it was installed", _shown(facts, install)), unproven=say("what installed it is not known"))
    ]


@check(
    "install-local-left",
    passed="No former local install is left behind",
    about="A former installer put Claude Code into ~/.claude/local, with an alias. Beside a newer install it grows old there, "
    "and where the alias is still set it is the one that is started.",
    levels=("warning", "info"),
)
def install_local_left(facts: Facts) -> Iterator[Finding]:
    machine, writer = facts.machine, writer_for(facts)
    local = next((i for i in machine.installs if kind_of(machine, i) == "local"), None)
    other = next((i for i in machine.installs if i is not local and kind_of(machine, i) != "windows"), None)
    if local is None or other is None:
        return
    folder = machine.at_home(".claude", "local")
    alias = next((h for h in in_front(facts) if h.does == "alias" and leads_to(facts, h).startswith(folder)), None)
    title, steps, leads = say("Put {} aside", machine.show_path(folder)), [writer.aside(folder)], say("It is not needed any more.")
    if alias is not None:
        first, step = alias_off(facts, alias)
        title, steps = say("{}; put {} aside", first, machine.show_path(folder)), [step, *steps]
        leads = say("The alias at {} leads to it.", machine.place(alias.path, alias.line))
    yield leveled(
        "warning" if alias is not None else "info",
        "{starts} a former local install in {folder}",
        "It is {version}; {path} is {other}. {leads}",
        [_evidence(facts, local), _evidence(facts, other)],
        writer.fix(title, *steps, then=NEW_TERMINAL),
        parts={
            "starts": say("Typing claude starts") if alias is not None else say("There is"),
            "folder": machine.show_path(folder),
            "version": local.version or say("of unknown version"),
            "path": _shown(facts, other),
            "other": other.version or say("another one"),
            "leads": leads,
        },
    )


@check(
    "install-newer-than-rules",
    passed="No claude is started here that the rules do not fit",
    about="What is told here is how the Claude Code that is started was seen to behave, up to {}. A newer one may behave differently in details.",
    parts=(MODELLED,),
    cure="Nothing has to be done; a newer version of this program may know it.",
    levels=("unknown", "info"),
    docs=docs.CHANGES,
)
def install_newer(facts: Facts) -> Iterator[Finding]:
    first = first_install(facts)
    if first is not None and older(MODELLED, first.version or MODELLED):
        yield info(
            "Claude Code {version} is newer than the rules, which were checked with {modelled}",
            "Most of it holds for newer versions too. Where something looks wrong, compare with what Claude Code itself says in /status.",
            [_evidence(facts, first)],
            parts={"version": first.version or say("of unknown version"), "modelled": MODELLED},
        )
    start = new_shell(facts).start
    if start.client is not None and start.client.version is None:
        yield unknown(
            "Which version {path} is cannot be told",
            "It may be a wrapper, or what a distribution made. What versions {rules} do not agree about is told as unknown.",
            [Evidence(start.client.path, say("version not known"))],
            parts={"path": start.client.path, "rules": start.client.rules},
        )


@check(
    "install-too-old",
    passed="No claude is started here that is too old for what is used",
    about="Each rule holds from a certain version of Claude Code on. An older one passes over variables and policies that it does not know, "
    "without a word.",
    cure="Update Claude Code in the way it was installed.",
    levels=("warning", "info"),
    docs=docs.CHANGES,
)
def install_too_old(facts: Facts) -> Iterator[Finding]:
    first, prediction = first_install(facts), new_shell(facts)
    if first is None or first.version is None or not older(first.version, MODELLED):
        return
    settings, native = prediction.configuration.settings, kind_of(facts.machine, first) in ("native", "homebrew", "other")
    policies = {".forceLoginMethod": settings.force_login_method, ".allowedProviders": settings.allowed_providers}
    for version, variable, before in COUNTS_SINCE:
        place, name = _set_at(prediction, variable), variable.without(".")
        used = policies.get(variable, place is not None and not place.value.is_blank)
        if used and older(first.version, version):
            yield warning(
                "Claude Code {version} {before}: {name} needs {since}",
                "{name} is set, and counts only from {since} on. What is told here is what {version} does.",
                [_evidence(facts, first), *([Evidence(place.where, name)] if place is not None else []), *_then(prediction)],
                _update(facts, first) if _welcome(facts) else [],
                parts={"version": first.version, "before": before, "name": name, "since": version},
            )
    for version, words in (
        *([(NO_DOTENV, say("may load a project's .env by itself, with whatever key is in it"))] if native else []),
        (AUTH_COMMANDS, say("has no claude auth login, status or logout: type /login and /logout in a session")),
    ):
        if older(first.version, version):
            yield warning(
                "Claude Code {version} {words}",
                "That changed with {since}.",
                [_evidence(facts, first), *_then(prediction)],
                _update(facts, first) if _welcome(facts) else [],
                parts={"version": first.version, "words": words, "since": version},
            )
    if older(first.version, SHARED_REFRESH) and prediction.configuration.login.refresh_token:
        yield info(
            "Claude Code {version} may lose the login when two sessions renew it at once",
            "From {since} on they wait for each other.",
            [_evidence(facts, first), *_then(prediction)],
            _update(facts, first) if _welcome(facts) else [],
            parts={"version": first.version, "since": SHARED_REFRESH},
        )


@check(
    "install-version-matters",
    passed="The newest Claude Code would do the same here",
    about="What is told is what the installed version does. Where a newer one sends something else from the same files, an update changes it "
    "without a line being touched.",
    cure="Nothing has to be done; where the newer behaviour is the one you want, update Claude Code in the way it was installed.",
    levels=("info",),
    docs=docs.CHANGES,
)
def install_version_matters(facts: Facts) -> Iterator[Finding]:
    first, prediction = first_install(facts), new_shell(facts)
    if first is None or first.version is None or not older(first.version, MODELLED):
        return
    then = _then(prediction)
    if then:
        yield info(
            "Claude Code {version} does something else here than {newest}",
            "An update changes what is sent, though no file changes.",
            [_evidence(facts, first), *then],
            _update(facts, first) if _wanted(facts) else [],
            parts={"version": first.version, "newest": MODELLED},
        )


def _wanted(facts: Facts) -> bool:
    """Whether the user says what is expected, and an update leads to it where this version does not."""
    machine, prediction = facts.machine, new_shell(facts)
    newest = _newest(prediction)
    wanted = {name: machine.preferences.expected(name, machine.cwd, machine.request.expect) for name in SURFACES}
    return _welcome(facts) and any(
        is_met(one.kind, newest.surfaces[name]) and not is_met(one.kind, prediction.surfaces[name]) for name, one in wanted.items() if one
    )


def _newest(prediction: Prediction) -> Prediction:
    """The same start with the newest Claude Code whose rules are known."""
    return predict(replace(prediction.start, versions=()))


def _then(prediction: Prediction) -> list[Evidence]:
    """What an update would change here beside what it is wanted for."""
    newest = _newest(prediction)
    return [
        Evidence(say("after an update"), say("{}: {}", SURFACE_TITLES[name], newest.surfaces[name].because))
        for name in SURFACES
        if (newest.surfaces[name].outcome, newest.surfaces[name].sources)
        != (prediction.surfaces[name].outcome, prediction.surfaces[name].sources)
    ]


def _welcome(facts: Facts) -> bool:
    """Whether an update leads to what is expected, or nothing is."""
    machine, newest = facts.machine, _newest(new_shell(facts))
    wanted = {name: machine.preferences.expected(name, machine.cwd, machine.request.expect) for name in SURFACES}
    return all(is_met(one.kind, newest.surfaces[name]) is not False for name, one in wanted.items() if one)


def _set_at(prediction: Prediction, name: str) -> Place | None:
    """Where a variable is set, also where this version passes over it."""
    value = prediction.start.environment.get(name)
    if value is not None:
        return Place(value, say("env:{}", name_shown(name)), prediction.start.places.get(name, NOTHING))
    ignored = next((one for one, _ in prediction.configuration.settings.ignored if one.name == name), None)
    return Place(ignored.value, ignored.source, ignored.where) if ignored is not None else given(prediction, name)


def _update(facts: Facts, install: Install) -> Fix:
    kind, writer, before = kind_of(facts.machine, install), writer_for(facts), install.version or say("VERSION")
    step = {
        "npm": Step(say("npm install -g {}@latest", PACKAGE), say("npm install -g {}@{}", PACKAGE, before), "simulated"),
        "homebrew": Step(say("brew upgrade --cask claude-code"), NOTHING, "simulated"),
    }.get(kind, Step(say("claude update"), say("claude install {}", before), "simulated"))
    return writer.fix(say("Update Claude Code"), step, then=RESTART)


@check(
    "node-too-old",
    passed="Node.js is new enough for claude",
    about="Where npm installed Claude Code as a script, it runs on the Node.js that the PATH finds. Each version names the oldest one it runs on.",
    cure="Let the PATH find a newer Node.js, or install Claude Code natively.",
    levels=("error",),
)
def node_too_old(facts: Facts) -> Iterator[Finding]:
    first, search = first_install(facts), new_shell(facts).start.environment.get("PATH")
    needed = needed_node(facts.machine, first) if first is not None else None
    if first is None or needed is None or search is None or facts.machine.platform == "windows":
        return
    node = found_node(facts.machine, search.plain)
    if node is not None and node[1] < needed:
        shown = facts.machine.show_path(node[0])
        yield error(
            "claude does not start: it needs Node.js {needed}, and {shown} is {found}",
            "{path} is a script that npm installed, and runs on the Node.js that the PATH finds first. The native install needs none.",
            [_evidence(facts, first), Evidence(shown, say("Node.js {}", node[1]))],
            writer_for(facts).fix(
                say("Make Node.js {} or newer the one the PATH finds, or install Claude Code natively", needed),
                then=NEW_TERMINAL,
                unproven=say("which of the tools for Node.js is used here is not known"),
            ),
            parts={"needed": needed, "shown": shown, "found": node[1], "path": _shown(facts, first)},
        )


@check(
    "install-not-found",
    passed="claude is installed",
    about="Where no claude is on the PATH, typing it fails. It may still be installed elsewhere, inside an editor or a container.",
    cure="Install Claude Code, or put its folder on the PATH.",
    levels=("info",),
)
def install_not_found(facts: Facts) -> Iterator[Finding]:
    machine = facts.machine
    search = machine.environment.get("PATH")
    if first_install(facts) is not None or search is None or in_front(facts):
        return
    separator = ";" if machine.platform == "windows" else ":"
    folders = [folder for folder in search.plain.split(separator) if machine.paths.isabs(folder)]
    if not any(machine.files.stat(folder).is_folder for folder in folders[:_MOST_FOLDERS]):
        return  # the PATH could not be searched
    there = machine.installs[0] if machine.installs else None
    writer = writer_for(facts)
    if there is None:
        yield info(
            "No claude is on the PATH of this terminal",
            "Nothing here was found that typing claude would start. What is told is what Claude Code would do once it is installed.",
            [Evidence(say("PATH"), say("{} folders without a claude", len(folders)))],
            writer.fix(
                say("Install Claude Code: https://code.claude.com/docs/en/setup"), unproven=say("it is downloaded from the network")
            ),
            "here",
        )
        return
    yield info(
        "claude is installed, but not on the PATH: {path}",
        "Typing claude in this terminal fails until {folder} is on the PATH.",
        [_evidence(facts, there)],
        writer.fix(say("Start it by its path"), Step(writer.path(there.path), proof="parsed"), unproven=say("it would start a session")),
        "here",
        parts={"path": _shown(facts, there), "folder": machine.show_path(machine.paths.dirname(there.path))},
    )

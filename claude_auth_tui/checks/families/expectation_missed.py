"""What the user said is to be sent, and what is sent instead; and faults of the config file in which it was said.

What an expectation is lives in `model.preferences`, whether it is met in `claude_code.expected`; here is what to tell and do about it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Final

from claude_auth_tui.checks import docs, frame
from claude_auth_tui.checks.families.cloud_switched_on import set_up
from claude_auth_tui.checks.families.login_overridden import removals
from claude_auth_tui.checks.fixes.logging_in import log_in
from claude_auth_tui.checks.fixes.writer import NEW_TERMINAL, RESTART, Step, Writer
from claude_auth_tui.checks.frame import check_of, leveled, program_id, registered
from claude_auth_tui.checks.known import new_shell, place_of, source_evidence, source_of
from claude_auth_tui.checks.outcome import outlook
from claude_auth_tui.checks.phrases import clause, listed, predicate, settled
from claude_auth_tui.checks.removal import writer_for
from claude_auth_tui.claude_code.address import BASE_URL
from claude_auth_tui.claude_code.expected import KIND_NOUNS, is_met
from claude_auth_tui.claude_code.start import Prediction
from claude_auth_tui.claude_code.tables import BY_NAME, KEY, OAUTH, PROVIDERS, TOKEN, cloud_of, is_elsewhere
from claude_auth_tui.model.diagnosis import OTHER_TITLES, SURFACES, Evidence, Finding, Fix, Surface
from claude_auth_tui.model.preferences import Expectation, PreferenceFault
from claude_auth_tui.model.saying import MASK, NOTHING, say, spaced, user_name
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import Expected, Level
from claude_auth_tui.scene.again import again, without
from claude_auth_tui.scene.facts import Facts

if TYPE_CHECKING:
    from claude_auth_tui.model.total import ByShell

check = partial(frame.check, family="expectation", docs=docs.PRECEDENCE)

_BRINGS: Final[dict[str, tuple[Shown, ...]]] = {
    "key": (KEY,),
    "token": (OAUTH,),
    "gateway": (BASE_URL, TOKEN),
    "profile": (say("ANTHROPIC_PROFILE"),),
    **{info.expected: (info.switch,) for info in PROVIDERS},
}
"""The variables that lead to what is expected."""
_STARTUP: Final[ByShell[tuple[str, ...]]] = {
    "bash": (".bashrc", ".bash_profile", ".profile"),
    "zsh": (".zshrc", ".zshenv", ".zprofile"),
    "fish": (".config/fish/config.fish",),
}


@check(
    "expectation-not-met",
    passed="What is sent is what you expect",
    about="The config file of this program, or check --expect, says which credential is to be used. "
    "Here it is told where Claude Code would send another one, or none.",
    cure="Take away what stands before the expected credential, or bring that; or change what you expect.",
    levels=("error", "warning"),
)
def expectation_not_met(facts: Facts) -> Iterator[Finding]:
    prediction, told = new_shell(facts), facts.scene("new_shell").context
    groups: dict[tuple[Expected, Shown, Level, str], list[str]] = {}
    surfaces: dict[str, Surface] = dict([*told.surfaces.items(), *told.others.items()])
    for name, surface in surfaces.items():
        kind = surface.expected
        if kind is None or (told.start == "script" and name == "interactive"):
            continue
        met = is_met(kind, surface)
        if met is None and (kind == "key" or surface.outcome == "unknown"):
            continue  # told by the checks of approval, or not to be told at all
        if not met:
            level: Level = "error" if met is False else "warning"
            beside = "" if name in SURFACES else name
            groups.setdefault((kind, _does(prediction, settled(surface)), level, beside), []).append(name)
    for (kind, does, level, _), names in groups.items():
        surface, said = settled(surfaces[names[-1]]), _said(facts, names[-1])
        noun, is_to = KIND_NOUNS[said.kind], _clause(names, say("are to use"))
        yield leveled(
            level,
            "{who}; {noun} is expected",
            "{says} that {is_to} {noun}. {because.sentence}",
            [Evidence(said.where, say("expected: {}", kind)), *_evidence(facts, surface)],
            _cures(facts, kind, names[-1], surface, said),
            parts={"who": _clause(names, does), "noun": noun, "says": _who(said), "is_to": is_to, "because": surface.because},
        )


@check(
    "config-file-faulty",
    passed="The config file of this program is sound, or there is none",
    about="What you expect and what you muted stands in the config file of this program. What cannot be used there does not count, "
    "so the answers may not be measured by what you want.",
    cure="Correct the line it names in the config file of this program.",
    levels=("warning", "info"),
    docs=docs.AUTHENTICATION,
)
def config_file_faulty(facts: Facts) -> Iterator[Finding]:
    preferences, writer = facts.machine.preferences, writer_for(facts)
    shown, no_check = facts.machine.show_path(preferences.path), [id_ for id_ in preferences.mutes if check_of(id_) is None]
    mutes = [
        PreferenceFault(shown, say("a mute names {}, which no check is called", _quoted(id_)), _nearest(id_), grave=False)
        for id_ in no_check
    ]
    for fault in (*preferences.faults, *mutes):
        counts = NOTHING if "counts" in fault.remedy else say("What cannot be used in this file does not count.")
        yield leveled(
            "warning" if fault.grave else "info",
            "{where}: {text}",
            "{remedy}",
            [Evidence(fault.where, fault.text)],
            writer.fix(say("Correct {}", fault.where), writer.edit(preferences.path, fault.line)),
            None,
            {"where": fault.where, "text": fault.text, "remedy": spaced(fault.remedy, counts)},
        )


def _quoted(id_: str) -> Shown:
    shown = user_name(id_)
    return say("something") if shown == MASK else say("“{}”", shown)


def _nearest(id_: str) -> Shown:
    import difflib  # only where a name is wrong

    near = difflib.get_close_matches(id_, [one.id for one in registered()], 2)
    return say("Perhaps {} is meant.", listed(map(program_id, near))) if near else say("claude-auth-tui check --list names the checks.")


def _clause(names: list[str], words: Shown) -> Shown:
    """As `clause`, with the surfaces beside the command line: "the editor extension sends …"."""
    if names[0] not in OTHER_TITLES:
        return clause((name for name in SURFACES if name in names), words)
    title = OTHER_TITLES[names[0]] if names[0] == "desktop" else say("The {}", OTHER_TITLES[names[0]])
    return say("{}{}", title, clause(("print",), words).without("claude -p"))


def _said(facts: Facts, name: str) -> Expectation:
    machine = facts.machine
    found = machine.preferences.expected(name, machine.cwd, machine.request.expect)
    assert found is not None
    return found


def _who(said: Expectation) -> Shown:
    return say("{} says", said.where) if said.where else say("It was said")


def _does(prediction: Prediction, surface: Surface) -> Shown:
    return predicate(prediction, surface, say("use") if is_elsewhere(surface.provider) else say("send"))


def _evidence(facts: Facts, surface: Surface) -> list[Evidence]:
    prediction = new_shell(facts)
    if (cloud := cloud_of(surface.provider)) is not None:
        return [Evidence(place_of(prediction, cloud.switch), say("{} is on", cloud.switch))]
    return [source_evidence(facts, prediction, source) for source in surface.sources]


def _cures(facts: Facts, kind: str, name: str, surface: Surface, said: Expectation) -> list[Fix]:
    """Take away what stands before the expected one, where it is there and would then be used; else bring it. Then: say otherwise."""
    cloud = cloud_of(surface.provider) if surface.reason == "provider_setup" else None
    if cloud is not None and kind in ("cloud", cloud.expected):
        return [set_up(facts, cloud, say("Give")), *_say_otherwise(facts, said)]
    prediction, sources = new_shell(facts), _in_the_way(facts, kind, surface)
    after = prediction
    for source in sources:
        after = without(after.start, source)
    gone = [fix for source in sources for fix in removals(facts, source)]
    told = next((surface for known, surface in after.surfaces.items() if known == name), None)
    if told is None:  # beside the command line
        return [*(gone if kind == "login" else ()), *_say_otherwise(facts, said)]
    enough = bool(gone) and is_met(kind, told) is True
    first = gone if enough or kind == "login" or cloud_of(surface.provider) is not None else []
    return [*first, *([] if enough else _bring(facts, kind, surface)), *_say_otherwise(facts, said)]


def _in_the_way(facts: Facts, kind: str, surface: Surface) -> list[Shown]:
    """What stands before the expected one. Stored logins stand before nothing."""
    prediction = new_shell(facts)
    if (cloud := cloud_of(surface.provider)) is not None:
        return [source_of(prediction, cloud.switch)]
    if surface.outcome == "asks":
        return [source_of(prediction, KEY)]
    found = [source for source in surface.sources if not source.startswith(("credentials:", "config:", "profile:"))]
    if surface.pays == "gateway" and kind != "gateway":
        found.append(source_of(prediction, BASE_URL))
    return found


def _bring(facts: Facts, kind: str, surface: Surface) -> list[Fix]:
    """Fixes that put the expected credential where Claude Code finds it."""
    writer = writer_for(facts)
    if kind == "login":
        return log_in(facts, say("Log in"))
    if kind == "helper":
        path = facts.machine.join(new_shell(facts).configuration.config_dir, "settings.json")
        step = writer.edit(path)
        return [writer.fix(say('Write "apiKeyHelper": "…" into {}', facts.machine.show_path(path)), step, then=RESTART)]
    if kind == "key" and any(link.state == "not_approved" for link in surface.chain):
        step = Step(say("claude"), proof="simulated")
        return [writer.fix(say("Use the key after all: start claude, type /config and switch Use custom API key on"), step, then=RESTART)]
    names = _BRINGS.get(kind, ())
    if not names:
        return []
    if facts.scene("new_shell").context.start == "script" or facts.shell is None:
        return [writer.fix(say("Set {} where this job is defined", listed(names)), unproven=say("the job is defined somewhere else"))]
    return [_add_line(facts, writer, names)]


def _add_line(facts: Facts, writer: Writer, names: tuple[Shown, ...]) -> Fix:
    """Exports to be written by hand: their values are nobody's but the user's."""
    path, prediction = _startup_file(facts), new_shell(facts)
    for name in names:
        value = Secret("1" if BY_NAME[name].role == "switch" else "https://gateway.invalid" if "URL" in name else "stand-in")
        prediction = again(prediction.start, given={name: value})
    title = say("Export {} in {}", listed(names), facts.machine.show_path(path))
    return writer.fix(title, writer.edit(path), then=NEW_TERMINAL, leads_to=outlook(prediction) if len(names) == 1 else NOTHING)


def _startup_file(facts: Facts) -> str:
    """The user's own startup file that a new shell reads: the usual one, else the first it reads, else the usual one anew."""
    machine, shell = facts.machine, facts.shell
    assert shell is not None
    usual = [machine.at_home(*name.split("/")) for name in _STARTUP[shell.becomes or shell.shell]]
    own = [path for path in shell.files if path.startswith(machine.home + "/")]
    return next((path for path in usual if path in own), own[0] if own else usual[0])


def _say_otherwise(facts: Facts, said: Expectation) -> list[Fix]:
    preferences, writer = facts.machine.preferences, writer_for(facts)
    if not preferences.path or not said.where.startswith(facts.machine.show_path(preferences.path)):
        return []
    line = said.where.rpartition(":")[2]
    step = writer.edit(preferences.path, int(line) if line.isdecimal() else 0)
    return [writer.fix(say("Or expect what is sent: change {}", said.where), step)]

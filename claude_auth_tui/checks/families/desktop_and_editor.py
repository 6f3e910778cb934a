"""Claude Desktop, the editor extension and the features of a plan: what they use, where something on this machine uses them.

Source: the documentation's pages about authentication, Desktop, the extension and Remote Control; none of it was observed.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from claude_auth_tui.checks import docs, frame
from claude_auth_tui.checks.fixes.writer import NEW_TERMINAL, RESTART, Step
from claude_auth_tui.checks.frame import info
from claude_auth_tui.checks.known import effective_value, ends, new_shell, place_of, sent_sources, source_evidence, source_of, wanted_login
from claude_auth_tui.checks.phrases import listed, name_of
from claude_auth_tui.checks.removal import remove_variable, writer_for
from claude_auth_tui.claude_code.address import API_HOST, BASE_URL, address
from claude_auth_tui.claude_code.shown_values import host_shown
from claude_auth_tui.claude_code.tables import BY_NAME, CONSOLE, CREDENTIAL_VARIABLES, LOGIN, cloud_of
from claude_auth_tui.model.diagnosis import Evidence, Finding, Fix
from claude_auth_tui.model.saying import NOTHING, say, spaced
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.scene.facts import Facts
from claude_auth_tui.scene.other_surfaces import desktop_file, extension_folder
from claude_auth_tui.scene.other_surfaces import extension_variables as extension_variables_of

check = partial(frame.check, family="surface", docs=docs.EDITOR)


@check(
    "plan-features-off",
    passed="Nothing switches off what a plan's login brings",
    about="Remote Control, claude.ai connectors and /schedule need the login of a plan itself. "
    "They are off while a key, token, helper or cloud provider stands before it, or requests go to another host.",
    cure="Take away what stands before the login, if you want these features.",
    levels=("info",),
    docs=docs.REMOTE,
)
def plan_features_off(facts: Facts) -> Iterator[Finding]:
    wanted, prediction = wanted_login(facts), new_shell(facts)
    if wanted is None or wanted.source != LOGIN or not wanted.alive:
        return
    end = ends(prediction)["interactive"]
    if end.outcome == "sends" and (cloud := cloud_of(end.provider)) is not None:
        yield _off(say("{} is set", cloud.switch), Evidence(place_of(prediction, cloud.switch), cloud.noun))
    elif end.outcome == "sends" and LOGIN not in end.sources and end.sources:
        source = end.sources[0]
        yield _off(say("{} stands before your login", name_of(source) or source), source_evidence(facts, prediction, source))
    elif LOGIN in end.sources and (host := _foreign_host(facts)):
        evidence = Evidence(place_of(prediction, BASE_URL), say("{} {}", BASE_URL, host))
        yield _off(say("{} leads to {}", BASE_URL, host), evidence, remove_variable(facts, BASE_URL))


def _off(why: Shown, evidence: Evidence, fixes: tuple[Fix, ...] = ()) -> Finding:
    """What stands before a login has a finding of its own, with its fix."""
    return info(
        "Remote Control, connectors and /schedule are off in claude: {why}",
        "They work with the login of a plan at Anthropic itself, and with nothing else. Whoever does not use them loses nothing by it.",
        [evidence],
        fixes,
        parts={"why": why},
    )


def _foreign_host(facts: Facts) -> Shown:
    value = effective_value(new_shell(facts), BASE_URL)
    if value is None or value.is_blank:
        return NOTHING
    host = address(value).host
    return NOTHING if host == API_HOST or not host else host_shown(host)


@check(
    "desktop-uses-own-login",
    passed="Claude Desktop uses what claude uses",
    about="Claude Desktop signs in with an account of its own. It uses no API key, token, helper or profile that a shell or settings file gives to claude, "
    "so the two may be paid for differently.",
    levels=("info",),
    docs=docs.DESKTOP,
)
def desktop_uses_own_login(facts: Facts) -> Iterator[Finding]:
    installed = desktop_file(facts.machine)
    if not installed:
        return
    prediction = new_shell(facts)
    names = [name_of(s) or s for s in sent_sources(prediction) if s not in (LOGIN, CONSOLE)]
    clouds = [cloud.noun for e in ends(prediction).values() if (cloud := cloud_of(e.provider)) is not None]
    words, title = list(dict.fromkeys([*names, *clouds])), say("To have the same account everywhere, sign in to Desktop with it")
    if words:
        yield info(
            "Claude Desktop does not use {names}",
            "It is installed here and signs in with an account of its own; what a shell or settings file gives to claude does not count there.",
            [
                Evidence(facts.machine.show_path(installed), say("Claude Desktop")),
                *(source_evidence(facts, prediction, s) for s in sent_sources(prediction)),
            ],
            writer_for(facts).fix(title, unproven=say("nothing is wrong on this machine")),
            parts={"names": listed(words)},
        )


@check(
    "extension-variables",
    passed="The editor extension gets what claude gets",
    about="The Claude Code extension of an editor gets variables from claudeCode.environmentVariables, beside those the editor was started with. "
    "It may so send another credential than claude in a terminal.",
    levels=("info",),
)
def extension_variables(facts: Facts) -> Iterator[Finding]:
    machine, writer, prediction = facts.machine, writer_for(facts), new_shell(facts)
    settings = extension_variables_of(facts.found)
    if not settings or not extension_folder(machine):
        return
    for found in settings:
        hit, known = found.hit, BY_NAME.get(found.hit.variable)
        if known is None or known.role == "companion" or found.value == effective_value(prediction, hit.variable):
            continue
        place = machine.place(hit.path, hit.line)
        has = say("another value") if effective_value(prediction, hit.variable) is not None else say("none")
        yield info(
            "The editor extension gets {variable} from {place}; claude in a terminal has {has}",
            "The two may send different credentials and be paid for differently.",
            [Evidence(place, spaced(hit.text, hit.shown or NOTHING))],
            writer.fix(say("Take it out of {}", place), writer.edit(hit.path, hit.line), then=say("Restart the editor.")),
            None,
            parts={"variable": hit.variable, "place": place, "has": has},
        )


@check(
    "extension-misses-variable",
    passed="The editor extension has a credential",
    about="An editor keeps the environment it was started with, and one that the desktop starts may have none of a startup file's variables. "
    "Its extension then asks for a login although claude in a terminal needs none.",
    levels=("info",),
)
def extension_misses_variable(facts: Facts) -> Iterator[Finding]:
    prediction = new_shell(facts)
    sources = [s for s in sent_sources(prediction) if s.startswith("env:") and name_of(s) in CREDENTIAL_VARIABLES]
    if not sources or prediction.configuration.login.sent or not extension_folder(facts.machine):
        return
    if any(f.hit.variable in CREDENTIAL_VARIABLES for f in extension_variables_of(facts.found)):
        return
    name, writer = name_of(sources[0]), writer_for(facts)
    yield info(
        "The editor extension has {name} only in an editor that was started from a shell",
        "There is no stored login, and {name} comes from {place}. Where the editor lacks it, the extension asks for a login.",
        [source_evidence(facts, prediction, sources[0])],
        writer.fix(
            say("Start the editor from a new terminal"),
            Step(say("code ."), proof="parsed"),
            then=say("{} Or give it the variable in claudeCode.environmentVariables. {}", NEW_TERMINAL, RESTART),
            unproven=say("it opens a window"),
        ),
        parts={"name": name, "place": place_of(prediction, name) or source_of(prediction, name)},
    )

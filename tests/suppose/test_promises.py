"""What is promised comes true: on every machine that shows a check, each thing is really taken away, and the machine read again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from claude_auth_tui.claude_code.tables import NAMES
from claude_auth_tui.model.diagnosis import Context, Surface
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.what_if import Subject, WhatIf
from claude_auth_tui.model.words import ShellName
from claude_auth_tui.read.real_shell import ask_shell
from claude_auth_tui.scene.facts import Facts
from claude_auth_tui.suppose import what_if
from tests.checks.cases import RC, Case
from tests.checks.cases_core import CASES
from tests.checks.homes import Home
from tests.programs import needed
from tests.shown import shown

CREDENTIALS = ".claude/.credentials.json"


def gist(surface: Surface | None) -> object:
    """All of a surface that is told of facts, not in words."""
    if surface is None:
        return None
    sent = (surface.outcome, surface.asks, surface.reason, surface.provider, surface.authorization, surface.x_api_key, surface.pays)
    chain = [(link.source, link.state, link.header, link.shown) for link in surface.chain]
    return sent, chain, gist(surface.if_yes), gist(surface.if_no)


def facts_of(context: Context) -> object:
    """What a context is, apart from words and from the lines of JSON files, which tools write anew."""
    variables = [(v.name, v.state, v.origin, v.fingerprint) for v in context.variables]
    return context.id, variables, {name: gist(surface) for name, surface in context.surfaces.items()}, context.status


def every_subject(facts: Facts) -> Iterator[Subject]:
    contexts = [scene.context for scene in facts.scenes]
    links = [link for context in contexts for surface in context.surfaces.values() for link in surface.chain]
    yield from (Subject("source", source) for source in dict.fromkeys(link.source for link in links if link.state != "unset"))
    names = [v.name for context in contexts for v in context.variables if v.state != "unset"]
    names += [found.hit.variable for found in facts.found if found.hit.does == "env" and found.hit.variable in NAMES]
    yield from (Subject("variable", name) for name in dict.fromkeys(names))
    for store in facts.scene("new_shell").prediction.configuration.stores:
        if store.state != "absent":
            yield Subject("store", shown(store.kind), store.where)
    yield from every_line(facts)


def every_line(facts: Facts) -> Iterator[Subject]:
    for found in facts.found:
        yield Subject("line", found.hit.variable, facts.machine.show_path(found.hit.path), found.hit.line)


@contextmanager
def put_back(path: Path) -> Iterator[None]:
    """Whatever is done to the home is undone."""
    copy = path.with_name(path.name + "-copy")
    shutil.copytree(path, copy)
    try:
        yield
    finally:
        shutil.rmtree(path)
        copy.rename(path)


def take_away(home: Home, subject: Subject) -> Home:
    """Do it for real, the way a user would."""
    kind, _, name = subject.name.partition(":")
    if subject.kind == "line":
        _blank(home, subject)
    elif subject.kind == "store":
        _remove(home.path / CREDENTIALS)
    elif subject.kind == "variable":
        _drop(home, "env", subject.name)
        return _unset(home, subject.name)
    elif kind == "env":
        return _unset(home, name)
    elif subject.name == "profile:federation":
        return _unset(home, "ANTHROPIC_FEDERATION_RULE_ID")
    elif kind == "settings.user.env":
        _drop(home, "env", name)
    elif kind == "settings.user":
        _drop(home, name)
    else:
        assert subject.name == "credentials:claudeAiOauth", subject
        _remove(home.path / CREDENTIALS)
    return home


def _blank(home: Home, subject: Subject) -> None:
    path = home.path / subject.path.removeprefix("~/")
    if path.suffix == ".json":
        _drop(home, *(["apiKeyHelper"] if subject.name == "apiKeyHelper" else ["env", subject.name]))
        return
    lines = path.read_text().split("\n")
    assert subject.name in lines[subject.line - 1]
    lines[subject.line - 1] = ""
    path.write_text("\n".join(lines))


def _unset(home: Home, name: str) -> Home:
    """Out of this terminal, and out of the startup file."""
    rc = home.path / RC[home.shell]
    rc.write_text("\n".join("" if name in line else line for line in rc.read_text().split("\n")))
    return replace(home, env={n: value for n, value in home.env.items() if n != name})


def _drop(home: Home, *names: str) -> None:
    path = home.path / ".claude/settings.json"
    if path.is_file():
        try:
            document = inner = json.loads(path.read_text())
        except ValueError:
            return
        for outer in names[:-1]:
            inner = inner.get(outer, {})
        inner.pop(names[-1], None)
        path.write_text(json.dumps(document))


def _remove(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() else path.unlink()


def agrees(promised: WhatIf, home: Home) -> None:
    assert promised.outcome != "unknown", promised.says
    became = [facts_of(scene.context) for scene in home.facts().scenes]
    assert [facts_of(context) for context in promised.after] == became, promised.title
    assert promised.outcome == ("changes" if any(c.changed for c in promised.surfaces) or promised.variables else "same")


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.id}-{c.level}")
def test_whatever_is_taken_away_what_was_promised_comes_true(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "home"
    path.mkdir()
    home = case.build(path, "bash")
    facts = home.facts()
    subjects = list(every_subject(facts))
    assert subjects or case.id in ("login-missing", "login-wrong-name")
    for subject in subjects:
        promised = what_if(facts, subject)
        assert "FFF" not in repr(promised)
        with put_back(path):
            agrees(promised, take_away(home, subject))


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_real_shell_without_the_line_has_what_was_promised(shell: ShellName, tmp_path: Path) -> None:
    """Each line of each startup file is blanked, and the real shell is asked what it exports then."""
    program, asked = needed(shell), 0
    for number, case in enumerate(CASES):
        if not case.exports:
            continue
        path = tmp_path / str(number)
        path.mkdir()
        home = case.build(path, shell)
        facts = home.facts()
        for subject in every_line(facts):
            if subject.path.endswith(".json"):
                continue
            promised = what_if(facts, subject)
            assert promised.outcome == "changes" or "for Claude Code, whatever the shell says" in promised.says
            variable = promised.after[0].variable(subject.name)
            with put_back(path):
                take_away(home, subject)
                given = {"HOME": Secret(str(path)), "PATH": Secret("/usr/bin:/bin")}
                answer = ask_shell(shell, "interactive", given, str(path), program)
            assert answer.environment is not None, answer.detail
            value = answer.environment.get(subject.name)
            assert (value.fingerprint if value is not None else None) == variable.fingerprint
            asked += 1
            break  # one line of each machine: they are much alike
    assert asked > 25

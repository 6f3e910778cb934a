"""Every fix that the checks make on the machines of these tests, with how it is proven: the table of `test_proofs`.

The machines that fit into a home are those of the cases; those that do not are made by the tests of the other modules,
which are run once more for it.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from claude_auth_tui.checks import frame
from claude_auth_tui.checks.frame import Check
from claude_auth_tui.model.diagnosis import Finding, Fix
from claude_auth_tui.model.words import Proof
from claude_auth_tui.scene.facts import Facts
from tests.checks.cases import Case


@dataclass(frozen=True, order=True)
class Proven:
    """One kind of fix of one check."""

    check: str
    title: str
    proof: Proof
    unproven: str


def of_cases(cases: Iterable[Case], folder: Path) -> set[Proven]:
    """The fixes on the machines that fit into a home, as a bash gets them."""
    with _recording() as found:
        for number, case in enumerate(cases):
            path = folder / str(number)
            path.mkdir()
            case.build(path, "bash").findings()
    return found


def of_tests(modules: Iterable[ModuleType]) -> set[Proven]:
    """The fixes on the machines the tests of these modules make: of those tests that ask for nothing."""
    with _recording() as found:
        for test in (function for module in modules for function in _plain_tests(module)):
            with suppress(AssertionError, pytest.skip.Exception):  # a test that fails says so itself
                test()
    return found


def _plain_tests(module: ModuleType) -> Iterator[Callable[[], None]]:
    for name, function in inspect.getmembers(module, inspect.isfunction):
        if name.startswith("test_") and function.__module__ == module.__name__ and not inspect.signature(function).parameters:
            yield function


@contextmanager
def _recording() -> Iterator[set[Proven]]:
    found: set[Proven] = set()
    run = frame._run

    def recorded(one: Check, facts: Facts) -> Iterator[Finding]:
        for finding in run(one, facts):
            found.update(_proven(one.id, fix) for fix in finding.fixes)
            yield finding

    frame._run = recorded
    try:
        yield found
    finally:
        frame._run = run


def _proven(id_: str, fix: Fix) -> Proven:
    """Titles without the places in them: one row for all files and lines."""
    title = re.sub(r"[~/][^\s,;:]*(:\d+)*|C:\\\S*", "…", fix.title)
    return Proven(id_, re.sub(r"\b[A-Z]+(_[A-Z]+)+\b", "VARIABLE", title), fix.proof, fix.unproven)

"""Every machine that shows a check: the `cases_…` modules put together."""

from __future__ import annotations

from tests.checks import cases_core, cases_elsewhere, cases_expectation, cases_network, cases_store
from tests.checks.cases import Case

CASES: tuple[Case, ...] = (
    *cases_core.CASES,
    *cases_elsewhere.CASES,
    *cases_expectation.CASES,
    *cases_network.CASES,
    *cases_store.CASES,
)

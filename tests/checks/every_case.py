"""Every machine that shows a check: the `cases_…` modules put together."""

from __future__ import annotations

from tests.checks import cases_core, cases_expectation
from tests.checks.cases import Case

CASES: tuple[Case, ...] = (
    *cases_core.CASES,
    *cases_expectation.CASES,
)

"""Which `claude` is asked. It is looked up before the throwaway home of each test is made."""

from __future__ import annotations

import os

import pytest

_GIVEN = os.environ.get("CLAUDE_BIN", "")


@pytest.fixture
def claude_bin() -> str:
    if not _GIVEN:
        pytest.skip("set CLAUDE_BIN to the claude program")
    return _GIVEN

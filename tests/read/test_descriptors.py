"""Which of the descriptors that variables name a process was handed; none of them is read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from claude_auth_tui.model.secret import Secret
from claude_auth_tui.read.descriptors import descriptors_of, own_descriptors

NAME = "CLAUDE_CODE_API_KEY_FILE_DESCRIPTOR"

pytest.importorskip("fcntl")


def own(number: int) -> frozenset[int] | None:
    return own_descriptors({NAME: str(number)})


def test_a_pipe_that_was_handed_over_is_open_and_stays_as_it_is() -> None:
    end, other = os.pipe()
    try:
        os.write(other, b"FAKE")
        os.close(other)
        assert own(end) == frozenset(), "it is closed in what is started from here"
        os.set_inheritable(end, True)
        assert own(end) == frozenset({end})
        assert os.read(end, 10) == b"FAKE"
        assert own(end) == frozenset(), "nothing is in it, and nobody writes"
    finally:
        os.close(end)
    assert own(end) == frozenset()


def test_a_pipe_that_somebody_may_still_write_to_counts_as_open() -> None:
    end, other = os.pipe()
    try:
        os.set_inheritable(end, True)
        assert own(end) == frozenset({end})
    finally:
        os.close(end)
        os.close(other)


def test_only_what_a_variable_names_is_looked_at() -> None:
    assert own_descriptors({"OTHER": "0", NAME: "no number"}) == frozenset()
    assert own_descriptors({NAME: "99999999999999999999"}) == frozenset()


def test_of_another_process_what_it_opened_itself_does_not_count(tmp_path: Path) -> None:
    folder = tmp_path / "7" / "fdinfo"
    folder.mkdir(parents=True)
    (folder / "8").write_text("pos:\t0\nflags:\t02100000\nmnt_id:\t15\n")
    (folder / "9").write_text("pos:\t0\nflags:\t00100000\nmnt_id:\t15\n")
    assert descriptors_of(str(tmp_path), 7, {NAME: Secret("9")}) == frozenset({9})
    assert descriptors_of(str(tmp_path), 7, {NAME: Secret("8")}) == frozenset()
    assert descriptors_of(str(tmp_path), 7, {NAME: Secret("5")}) == frozenset()

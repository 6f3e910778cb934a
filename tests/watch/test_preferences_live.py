"""The config file is watched like any other: what is expected and muted changes while the view is open, also where it did not exist."""

from __future__ import annotations

from pathlib import Path

import pytest

from claude_auth_tui.model.machine import Request
from claude_auth_tui.model.words import Level
from claude_auth_tui.survey import survey
from claude_auth_tui.watch.live import LiveWatch
from tests.watch.looking import Told


def test_what_is_expected_follows_the_config_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    told = Told()
    request = Request(inherit="clean", start="script", shell="bash")
    watch = LiveWatch(lambda: survey(request), told, slow_look_every=None, home=str(tmp_path))

    def level(id_: str) -> tuple[Level, str | None] | None:
        seen = told.updates[-1].survey if told.updates else None
        found = seen.diagnosis.finding(id_) if seen else None
        return (found.level, found.muted) if found else None

    watch.start()
    try:
        told.until(lambda: level("expectation-not-met") == ("ok", None))
        told.until(lambda: watch.state.reason != "starting")
        config = tmp_path / ".config/claude-auth-tui/config.toml"
        config.parent.mkdir(parents=True)
        config.write_text('expect = "key"\n')
        told.until(lambda: level("expectation-not-met") == ("error", None))
        config.write_text('[[mute]]\nid = "login-missing"\nreason = "only for looking"\n')
        told.until(lambda: level("login-missing") == ("error", "only for looking"))
        assert level("expectation-not-met") == ("ok", None)
        config.write_text("expect = \n")
        told.until(lambda: level("config-file-faulty") == ("warning", None))
        config.unlink()
        told.until(lambda: (level("config-file-faulty"), level("login-missing")) == (("ok", None), ("error", None)))
    finally:
        watch.stop(5.0)

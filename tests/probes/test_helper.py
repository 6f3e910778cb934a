"""Running the helper: helpers that work, fail, hang, flood, fork, and what is told of their output (nothing of it)."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from claude_auth_tui.model.machine import Machine
from claude_auth_tui.probes.probe import Limits, Stop, carry_out
from tests.probes.conftest import IN_TIME, KEY, QUICK, SHORT, ask_here, here, plan_here, row, titles

TINY = Limits(whole=3.0, body=30_000)


def helped(folder: Path, script: str, env: dict[str, str] | None = None, scope: str = "~/.claude/settings.json") -> Machine:
    """A machine with this helper as a program on the disk."""
    program = folder / "get-key"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    settings = {"apiKeyHelper": str(program), "env": {"FROM_SETTINGS": "yes"}}
    return here({"PATH": os.environ["PATH"], **(env or {})}, cwd=folder, files={scope: settings})


def test_it_says_what_it_will_run_where_and_runs_nothing_yet(tmp_path: Path) -> None:
    plan = plan_here(helped(tmp_path, "touch ran"), "helper")
    said = " ".join(plan.says)
    assert "Runs /bin/sh -c with the apiKeyHelper of ~/.claude/settings.json:2" in said
    assert f"in {tmp_path}, with the environment of this terminal and the env of the settings" in said
    assert "for 3 seconds at most" in said
    assert not (tmp_path / "ran").exists()


def test_the_command_is_told_as_far_as_it_holds_no_value() -> None:
    folder = "/opt/company-tools-2026-with-a-long-name-of-more-than-forty-letters"
    for command, shown in (
        ("/usr/local/bin/get-key --env prod", "settings.json:2: /usr/local/bin/… --env prod"),
        (f"{folder}/get-key", f"settings.json:2: {folder}/get-key"),
        ("op read op://vault/item", "settings.json:2: op read op://vault/…"),
    ):
        files: dict[str, object] = {"~/.claude/settings.json": {"apiKeyHelper": command}, f"{folder}/get-key": "#!/bin/sh"}
        assert plan_here(here({}, files=files), "helper").says[0].endswith(shown)


def test_a_value_in_the_command_itself_is_not_told() -> None:
    for command in (
        f"echo {KEY}",
        "echo gw-FAKEcanary-1",
        "curl -H 'X-Token: FAKEcanary' https://u:FAKEcanary@vault.example/?t=FAKEcanary",
    ):
        plan = plan_here(here({}, files={"~/.claude/settings.json": {"apiKeyHelper": command}}), "helper")
        assert "canary" not in repr(plan)


def test_it_is_run_as_claude_code_runs_it(tmp_path: Path) -> None:
    """In the project's folder, with the process's and the settings' variables, without a terminal (observed, 2.1.329)."""
    script = '{ pwd; echo "$GIVEN$FROM_SETTINGS"; [ -t 0 ] || echo none; } > seen; echo gw-FAKEcanary'
    probe = ask_here(helped(tmp_path, script, {"GIVEN": "1"}), "helper")
    seen = (tmp_path / "seen").read_text().splitlines()
    assert seen == [str(tmp_path), "1yes", "none"]
    assert [row.level for row in probe.rows] == ["ok", "info", "ok"]
    assert row(probe, "Output").text == "One line of 13 characters, of no kind that can be told, as a gateway's token is."


@pytest.mark.parametrize(
    ("script", "level", "words", "explain"),
    [
        (f"echo {KEY}", "ok", "an API key by its beginning", None),
        ("printf '  gw-FAKEcanary \\r\\n\\n'", "ok", "One line of 13 characters", None),
        (":", "error", "it printed nothing", "helper-printed-nothing"),
        ("echo '   '", "error", "it printed nothing", "helper-printed-nothing"),
        (
            "echo Welcome; echo gw-FAKEcanary",
            "error",
            "it contains a line break at character 8 (21 characters on 2 lines)",
            "helper-output-unusable",
        ),
        ("echo 'gw FAKEcanary'", "error", "it contains a blank at character 3", "helper-output-unusable"),
        ("echo 'a bä'; echo FAKEcanary", "error", "it contains a line break at character 5", "helper-output-unusable"),
        ("head -c 20000 /dev/zero | tr '\\0' a; echo; echo b", "error", "line break at character 20001", "helper-output-unusable"),
        ("printf 'gw\\000x'", "error", "a NUL character at character 3", "helper-output-unusable"),
        ("printf 'gw\\302\\240x'", "error", "a no-break space at character 3", "helper-output-unusable"),
        ("printf 'gw\\001FAKEcanary'", "error", "a control character at character 3", "helper-output-unusable"),
        ("echo 'gw-ä-FAKEcanary'", "error", "not ASCII at character 4", "helper-output-unusable"),
        ("printf '\\377\\376'", "error", "not ASCII at character 1", "helper-output-unusable"),
        ("head -c 16384 /dev/zero | tr '\\0' a", "ok", "16384 characters", None),
        ("head -c 16385 /dev/zero | tr '\\0' a", "error", "16385 characters; 16384 is the limit", "helper-output-unusable"),
        ('echo \'{"key":"FAKEcanary"}\'', "warning", "it looks like JSON", None),
        ("echo sk-ant-oat01-FAKEcanary", "warning", "the kind OAuth token, which is no API key", None),
    ],
)
def test_the_output_is_judged_as_claude_code_judges_it(tmp_path: Path, script: str, level: str, words: str, explain: str | None) -> None:
    told = row(ask_here(helped(tmp_path, script), "helper", TINY), "Output")
    assert (told.level, told.explain) == (level, explain)
    assert words in told.text


@pytest.mark.parametrize(
    ("script", "title", "words", "explain"),
    [
        ("echo gw-FAKEcanary; echo FAKEcanary >&2; exit 3", "Exit status 3", "takes no key", "helper-exited"),
        ("no-such-program", "Exit status 127", "not found", "helper-exited"),
        ("kill -9 $$; :", "Exit status 137", "signal 9 ended it", "helper-exited"),
        ("yes FAKEcanary", "Too much", "30000 bytes", "helper-output-unusable"),
        ("yes FAKEcanary >&2", "Too much", "30000 bytes", "helper-output-unusable"),
    ],
)
def test_a_helper_that_fails(tmp_path: Path, script: str, title: str, words: str, explain: str) -> None:
    probe = ask_here(helped(tmp_path, script), "helper", TINY)
    told = row(probe, title)
    assert (told.level, told.explain) == ("error", explain)
    assert words in told.text
    assert "Output" not in titles(probe)


def test_a_shell_that_is_killed_is_told_with_its_signal() -> None:
    told = ask_here(here({}, files={"~/.claude/settings.json": {"apiKeyHelper": "kill -9 $$"}}, cwd="/"), "helper").rows[0]
    assert (told.level, told.title, told.explain) == ("error", "Ended by a signal", "helper-exited")
    assert "Signal 9" in told.text


def alive(file: Path) -> bool:
    """Whether the process whose number is in the file still runs."""
    pid = file.read_text().strip()
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks into /proc")
@pytest.mark.parametrize(
    ("script", "limits", "title"),
    [
        ("sleep 60 & echo $! > child; wait", SHORT, "No end"),
        ("trap '' TERM; (trap '' TERM; sleep 60) & echo $! > child; wait", SHORT, "No end"),
        ("sleep 60 & echo $! > child; echo gw-FAKEcanary", QUICK, "Output held open"),
        ("sleep 60 >/dev/null 2>&1 & echo $! > child; echo gw-FAKEcanary", QUICK, "Exit status 0"),
    ],
)
def test_a_helper_that_hangs_or_forks_ends_in_time_and_leaves_nobody(tmp_path: Path, script: str, limits: Limits, title: str) -> None:
    begun = time.monotonic()
    probe = ask_here(helped(tmp_path, script), "helper", limits)
    assert time.monotonic() - begun < 5
    assert title in titles(probe)
    deadline = time.monotonic() + 2
    while alive(tmp_path / "child") and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not alive(tmp_path / "child")


def test_who_has_had_enough_ends_it(tmp_path: Path) -> None:
    plan = plan_here(helped(tmp_path, "sleep 60"), "helper")
    stop = Stop(plan.limits.whole)
    stop.ask()
    begun = time.monotonic()
    assert carry_out(plan, stop).rows[0].title == "Stopped"
    assert time.monotonic() - begun < IN_TIME


def test_a_folder_that_is_gone_is_a_row() -> None:
    machine = here({}, cwd="/nowhere/at/all", files={"~/.claude/settings.json": {"apiKeyHelper": "echo FAKEcanary"}})
    assert row(ask_here(machine, "helper"), "Not started").level == "error"


def test_no_helper_or_one_that_does_not_count_is_refused(tmp_path: Path) -> None:
    assert "names an apiKeyHelper." in plan_here(here({}), "helper").says[0]
    machine = helped(tmp_path, "echo gw-FAKEcanary")
    plan = plan_here(machine, "helper", surface="bare")
    assert plan.refused
    assert "does not use it" in plan.says[0]


def test_a_projects_helper_is_run_only_after_a_warning(tmp_path: Path) -> None:
    plan = plan_here(helped(tmp_path, "echo gw-FAKEcanary", scope=".claude/settings.json"), "helper")
    assert "run it only if you trust whoever wrote them" in plan.says[-1]

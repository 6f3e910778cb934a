"""PAM, sshd, systemd and launchd files: each assignment is a hit, with what would load it."""

from __future__ import annotations

import plistlib
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import asdict, replace

from claude_auth_tui.claude_code.tables import NAMES
from claude_auth_tui.demo.build import Content, make_machine
from claude_auth_tui.model.found import Found
from claude_auth_tui.model.machine import File, Machine
from claude_auth_tui.model.secret import Secret, SecretText
from claude_auth_tui.shells.elsewhere.launchd import launchd_hits
from claude_auth_tui.shells.elsewhere.system import system_hits
from claude_auth_tui.shells.elsewhere.systemd import systemd_hits

KEY = "sk-ant-api03-" + "FAKE" * 20 + "w7AA"
NAME = "ANTHROPIC_API_KEY"
Row = tuple[str, int, str, str, str]


def all_hits(machine: Machine) -> Iterator[Found]:
    for reader in (system_hits, systemd_hits, launchd_hits):
        yield from reader(machine, NAMES)


def hits(files: dict[str, Content], **fields: object) -> list[Row]:
    machine = replace(make_machine(files), **fields)
    found = [f.hit for f in all_hits(machine)]
    return [(machine.show_path(h.path), h.line, h.variable, h.does, h.effect) for h in found]


def test_the_environment_file_counts_from_the_next_login_on() -> None:
    text = f'# {NAME}=no\nexport {NAME}="{KEY}" # mine\nANTHROPIC_BASE_URL=https://x.test\nOTHER=1\n'
    assert hits({"/etc/environment": text}) == [
        ("/etc/environment", 2, NAME, "env", "conditional"),
        ("/etc/environment", 3, "ANTHROPIC_BASE_URL", "env", "conditional"),
    ]
    (first, _) = all_hits(make_machine({"/etc/environment": text}))
    assert first.value == Secret(KEY)
    assert hits({"/etc/environment": text}, platform="macos")[0][4] == "inactive"


@pytest.mark.parametrize(
    ("files", "effect"),
    [
        ({}, "inactive"),
        ({"/etc/ssh/sshd_config": "Port 22\n# PermitUserEnvironment yes\n"}, "inactive"),
        ({"/etc/ssh/sshd_config": "permituserenvironment yes\n"}, "conditional"),
        ({"/etc/ssh/sshd_config": "PermitUserEnvironment no\nPermitUserEnvironment yes\n"}, "inactive"),
        ({"/etc/ssh/sshd_config.d/a.conf": "PermitUserEnvironment ANTHROPIC_*\n"}, "conditional"),
        ({"/etc/ssh/sshd_config": File("", "unreadable", "file")}, "conditional"),
    ],
)
def test_sshd_reads_its_environment_file_only_where_permitted(files: dict[str, Content], effect: str) -> None:
    assert hits({"~/.ssh/environment": f"#x\n{NAME}={KEY}\n", **files}) == [("~/.ssh/environment", 2, NAME, "env", effect)]


@pytest.mark.parametrize(
    ("pam", "effect"),
    [(None, "conditional"), ("session required pam_env.so\n", "inactive"), ("session required pam_env.so user_readenv=1\n", "conditional")],
)
def test_pam_reads_the_users_file_only_where_told(pam: str | None, effect: str) -> None:
    files: dict[str, Content] = {"~/.pam_environment": f"{NAME} DEFAULT={KEY}\n{NAME}={KEY}\n#{NAME}=no\n"}
    if pam is not None:
        files["/etc/pam.d/sshd"] = pam
    assert sorted(row[1] for row in hits(files)) == [1, 2]
    assert {row[4] for row in hits(files)} == {effect}
    assert {f.value for f in all_hits(make_machine(files))} == {Secret(KEY)}


def test_environment_d_joins_continued_lines() -> None:
    files: dict[str, Content] = {
        "~/.config/environment.d/10.conf": f"; {NAME}=no\nOTHER=a\\\nb\n{NAME}={KEY}\n",
        "~/.config/environment.d/x.txt": f"{NAME}={KEY}\n",
    }
    assert hits(files) == [("~/.config/environment.d/10.conf", 4, NAME, "env", "conditional")]


def test_units_set_it_for_themselves_only() -> None:
    files: dict[str, Content] = {
        "~/.config/systemd/user/bot.service": (
            f"[Unit]\nEnvironment={NAME}=no\n[Service]\n# Environment={NAME}=no\n"
            f'Environment="OTHER=a b" \\\n  "{NAME}={KEY}"\nEnvironmentFile=-%h/keys/bot.env\nExecStart=claude -p {NAME}=x\n'
        ),
        "~/.config/systemd/user/bot.service.d/more.conf": f"[Service]\nUnsetEnvironment={NAME}\n",
        "~/keys/bot.env": f"\nANTHROPIC_AUTH_TOKEN={KEY}\n",
    }
    assert hits(files) == [
        ("~/.config/systemd/user/bot.service", 5, NAME, "env", "conditional"),
        ("~/.config/systemd/user/bot.service.d/more.conf", 1 + 1, NAME, "unset", "conditional"),
        ("~/keys/bot.env", 2, "ANTHROPIC_AUTH_TOKEN", "env", "conditional"),
    ]
    assert all("bot.service" in f.hit.because for f in all_hits(make_machine(files)))


def test_a_unit_file_that_names_it_only_through_its_environment_file_is_followed() -> None:
    files: dict[str, Content] = {
        "~/.config/systemd/user/a.service": "[Service]\nEnvironmentFile=/srv/a.env\nEnvironmentFile=/srv/a.env\nEnvironmentFile=rel.env\n",
        "/srv/a.env": f"{NAME}={KEY}\n",
    }
    assert {row[:2] for row in hits(files)} == {("/srv/a.env", 1)}


def test_a_file_that_several_units_load_is_told_once_with_their_names() -> None:
    unit = "[Service]\nEnvironmentFile=/srv/a.env\nEnvironmentFile=-/srv/a.env\n"
    files: dict[str, Content] = {f"~/.config/systemd/user/{name}.service": unit for name in "abcde"}
    (only,) = all_hits(make_machine({**files, "/srv/a.env": f"{NAME}={KEY}\n"}))
    assert only.hit.because == "only in the systemd user units a.service, b.service, c.service and 2 more, which load it; not in a terminal"


PLIST = f"""<?xml version="1.0"?>
<plist><dict>
  <key>Label</key><string>x</string>
  <!-- <key>EnvironmentVariables</key><dict><key>{NAME}</key><string>no</string></dict>
  -->
  <key>EnvironmentVariables</key>
  <dict>
    <key>{NAME}</key>
    <string>{KEY}</string>
  </dict>
  <key>ANTHROPIC_AUTH_TOKEN</key><string>not an environment</string>
  <key>ProgramArguments</key>
  <array><string>launchctl</string><string>setenv</string>
    <string>CLAUDE_CODE_OAUTH_TOKEN</string><string>{KEY}</string></array>
  <string>launchctl setenv ANTHROPIC_BASE_URL https://x.test</string>
</dict></plist>
"""


def test_launchd_agents_on_macos() -> None:
    files: dict[str, Content] = {"~/Library/LaunchAgents/x.plist": PLIST}
    assert [row[1:3] for row in hits(files, platform="macos")] == [
        (8, NAME),
        (14, "CLAUDE_CODE_OAUTH_TOKEN"),
        (15, "ANTHROPIC_BASE_URL"),
    ]
    assert hits(files) == []


AGENT = {
    "Label": "x",
    "EnvironmentVariables": {NAME: KEY, "OTHER": "1"},
    "ProgramArguments": [
        "sh",
        "-c",
        "launchctl setenv ANTHROPIC_BASE_URL https://x.test",
        "launchctl",
        "setenv",
        "CLAUDE_CODE_OAUTH_TOKEN",
        KEY,
    ],
    "Data": bytes(range(256)),
}


def binary(content: bytes) -> File:
    raw = SecretText(content.decode("latin-1"))
    return File("", "present", "file", SecretText(content.decode("utf-8", "replace")), bad_byte=8, mode=0o600, size=len(content), raw=raw)


def test_a_binary_list_has_no_lines() -> None:
    machine = make_machine({"~/Library/LaunchAgents/x.plist": binary(plistlib.dumps(AGENT, fmt=plistlib.FMT_BINARY))}, platform="macos")
    found = list(all_hits(machine))
    assert [(f.hit.line, f.hit.variable, f.value) for f in found] == [
        (0, NAME, Secret(KEY)),
        (0, "ANTHROPIC_BASE_URL", Secret("https://x.test")),
        (0, "CLAUDE_CODE_OAUTH_TOKEN", Secret(KEY)),
    ]
    assert "FAKEFAKE" not in str([asdict(f.hit) for f in found])


@given(st.binary(max_size=60), st.integers(0, 60))
def test_a_damaged_binary_list_tells_nothing_and_raises_nothing(noise: bytes, at: int) -> None:
    sound = plistlib.dumps(AGENT, fmt=plistlib.FMT_BINARY)
    for content in (b"bplist00" + noise, sound[: 40 + at], sound[:at] + noise + sound[at:]):
        list(all_hits(make_machine({"~/Library/LaunchAgents/x.plist": binary(content)}, platform="macos")))


@pytest.mark.benchmark
def test_time_grows_with_the_number_of_hits_and_not_with_its_square() -> None:
    def seconds(count: int) -> float:
        rows = f"<key>{NAME}</key><string>x</string>\n" * count
        machine = make_machine(
            {"~/Library/LaunchAgents/x.plist": f"<key>EnvironmentVariables</key><dict>\n{rows}</dict>"}, platform="macos"
        )
        best = 9.0
        for _ in range(3):
            started = time.process_time()
            assert len(list(launchd_hits(machine, NAMES))) == count
            best = min(best, time.process_time() - started)
        return best

    assert seconds(9600) < 64 * seconds(600)  # sixteen times the hits; a squared cost would be 256 times


PLACES = [
    "/etc/environment",
    "~/.pam_environment",
    "~/.ssh/environment",
    "~/.config/environment.d/a.conf",
    "~/.config/systemd/user/a.service",
    "~/Library/LaunchAgents/a.plist",
]
PIECES = st.sampled_from(
    [NAME, f"{NAME}=", KEY, " ", "\n", "\\\n", '"', "'", "=", "#", "[Service]\n", "Environment=", "EnvironmentFile=", "\0", "%h/", "%", "é",
     "<!--", "-->", "<key>EnvironmentVariables</key>", "<dict>", "</dict>", f"<key>{NAME}</key>", f"<string>{KEY}</string>", "launchctl setenv ",
     " DEFAULT=", "@{HOME}", "\ufeff", "\r\n"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30), st.sampled_from(["linux", "macos", "windows"]))
def test_nothing_is_told_and_nothing_is_raised_on_any_content(pieces: list[str], platform: str) -> None:
    files: dict[str, Content] = {path: "".join(pieces) for path in PLACES}
    for found in all_hits(replace(make_machine(files), platform=platform)):
        assert "FAKEFAKE" not in str(asdict(found.hit))
        assert found.hit.line >= 1

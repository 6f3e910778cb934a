"""PowerShell profiles: each line that sets or removes a variable, but none in a comment or a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import asdict, replace

from claude_auth_tui.claude_code.tables import NAMES
from claude_auth_tui.demo.build import Content, make_machine
from claude_auth_tui.model.machine import File, Folder, StoredFiles
from claude_auth_tui.model.secret import Secret, SecretText
from claude_auth_tui.shells.elsewhere.powershell import powershell_hits

KEY = "sk-ant-api03-" + "FAKE" * 20 + "w7AA"
NAME = "ANTHROPIC_API_KEY"
PROFILE = "~/.config/powershell/Microsoft.PowerShell_profile.ps1"
SCRIPT = f"""# $env:{NAME} = 'no'
<# $env:{NAME} = 'no'
#>
$env:{NAME} = '{KEY}'   # mine
${{env:{NAME}}}="{KEY}"
Write-Host "$env:{NAME} = no"
if ($env:{NAME} -eq 'x') {{ Remove-Item Env:\\{NAME} }}
$text = @'
$env:{NAME} = 'no'
'@
Set-Item -Path Env:ANTHROPIC_AUTH_TOKEN -Value "{KEY}"
[Environment]::SetEnvironmentVariable('CLAUDE_CODE_OAUTH_TOKEN', "$(op read x)", 'User')
[System.Environment]::SetEnvironmentVariable("CLAUDE_CODE_OAUTH_TOKEN", $null)
$Env:CLAUDE_CODE_USE_BEDROCK = 1; $env:{NAME} = $null
$env:{NAME} = (Get-Content key.txt)
"""


def test_a_profile() -> None:
    found = list(powershell_hits(make_machine({PROFILE: SCRIPT}), NAMES))
    assert [(f.hit.line, f.hit.variable, f.hit.does, f.value) for f in found] == [
        (4, NAME, "export", Secret(KEY)),
        (5, NAME, "export", Secret(KEY)),
        (7, NAME, "unset", None),
        (11, "ANTHROPIC_AUTH_TOKEN", "export", Secret(KEY)),
        (12, "CLAUDE_CODE_OAUTH_TOKEN", "export", None),
        (13, "CLAUDE_CODE_OAUTH_TOKEN", "unset", None),
        (14, "CLAUDE_CODE_USE_BEDROCK", "export", Secret("1")),
        (14, NAME, "unset", None),
        (15, NAME, "export", None),
    ]
    assert found[0].hit.because == "only in PowerShell, where it reaches claude"
    assert found[2].hit.because == "only in PowerShell, if the block around it runs"
    assert "started later" in found[4].hit.because
    assert found[8].hit.because == "only in PowerShell, where it reaches claude"


@pytest.mark.parametrize(
    ("platform", "folder"),
    [
        ("linux", "/opt/microsoft/powershell/7"),
        ("macos", "/usr/local/microsoft/powershell/7"),
        ("windows", r"C:\Program Files\PowerShell\7"),
        ("windows", r"D:\Windows\System32\WindowsPowerShell\v1.0"),
    ],
)
def test_profiles_for_every_user_count_too(platform: str, folder: str) -> None:
    separator = "\\" if platform == "windows" else "/"
    path = f"{folder}{separator}profile.ps1"
    files = StoredFiles({path: File(path, "present", "file", SecretText(f"$env:{NAME} = '{KEY}'\n"))})
    machine = make_machine({}, {"SYSTEMROOT": r"D:\Windows"}, platform=platform)
    (only,) = powershell_hits(replace(machine, files=files), NAMES)
    assert (only.hit.path, only.hit.effect, only.value) == (path, "conditional", Secret(KEY))


def test_another_script_in_that_folder_is_no_profile() -> None:
    (found,) = powershell_hits(make_machine({"~/.config/powershell/keys.ps1": f"$env:{NAME}='{KEY}'"}), NAMES)
    assert found.hit.effect == "inactive"


def test_the_documents_folders_of_windows() -> None:
    folder = r"C:\Users\dev\Documents\WindowsPowerShell"
    file = make_machine({PROFILE: f"$env:{NAME}='{KEY}'\r\n"}).files.file("/home/dev" + PROFILE[1:])
    files = StoredFiles({rf"{folder}\profile.ps1": file}, {folder: Folder(folder, "present", ("profile.ps1",))})
    (found,) = powershell_hits(replace(make_machine(), platform="windows", home=r"C:\Users\dev", files=files), NAMES)
    assert found.hit.path == rf"{folder}\profile.ps1"
    assert found.value == Secret(KEY)


PIECES = st.sampled_from(
    [NAME, f"$env:{NAME} = ", f"'{KEY}'", KEY, '"', "'", "''", "`", "\n", "@'\n", "\n'@", '@"\n', '\n"@', "<#", "#>", "#", "{", "}", "(", ")", ";", " ",
     "[Environment]::SetEnvironmentVariable(", f"'{NAME}'", ",", "Set-Item Env:", "Remove-Item Env:", "$null", "\x01", "\0", "é", "İ", "$", "${env:"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40))
def test_nothing_is_told_and_nothing_is_raised_on_any_content(pieces: list[str]) -> None:
    files: dict[str, Content] = {PROFILE: "".join(pieces)}
    for found in powershell_hits(make_machine(files), NAMES):
        assert "FAKEFAKE" not in str(asdict(found.hit))

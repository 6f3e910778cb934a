"""mise's project files: the variables of their environment tables, each with its line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import asdict

from claude_auth_tui.claude_code.tables import NAMES
from claude_auth_tui.demo.build import make_machine
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.shells.elsewhere.mise import mise_hits

KEY = "sk-ant-api03-" + "FAKE" * 20 + "w7AA"
NAME = "ANTHROPIC_API_KEY"
TOML = f"""env.ANTHROPIC_BASE_URL = "https://x.test" # mine
[tools]
{NAME} = "no"
[env]   # mine
# {NAME} = "no"
{NAME} = "{KEY}"
"ANTHROPIC_AUTH_TOKEN" = "{{{{ exec(command='op read x') }}}}"
CLAUDE_CODE_OAUTH_TOKEN = false
CLAUDE_CODE_USE_BEDROCK = 1
AWS_REGION = {{ value = "x" }}
[[env.more]]
AWS_PROFILE = "no"
"""


def test_the_environment_table_of_a_project() -> None:
    machine = make_machine({"~/repo/.git/HEAD": "x", "~/repo/mise.toml": TOML, "~/mise.toml": TOML}, cwd="/home/dev/repo/a")
    assert [(f.hit.line, f.hit.variable, f.hit.does, f.value) for f in mise_hits(machine, NAMES)] == [
        (1, "ANTHROPIC_BASE_URL", "env", Secret("https://x.test")),
        (6, NAME, "env", Secret(KEY)),
        (7, "ANTHROPIC_AUTH_TOKEN", "env", None),
        (8, "CLAUDE_CODE_OAUTH_TOKEN", "unset", None),
        (9, "CLAUDE_CODE_USE_BEDROCK", "env", Secret("1")),
        (10, "AWS_REGION", "env", None),
    ]


def test_the_users_own_file_counts_everywhere() -> None:
    (only,) = mise_hits(make_machine({"~/.config/mise/config.toml": f'[env]\n{NAME} = "{KEY}"\n'}), NAMES)
    assert (only.hit.effect, only.hit.line) == ("conditional", 2)


PIECES = st.sampled_from([NAME, KEY, " = ", '"', "'", "[env]\n", "[tools]\n", "env.", "#", "\n", "{{", "false", "\\", "=", "é", "\0"])


@given(st.lists(PIECES, max_size=30))
def test_nothing_is_told_and_nothing_is_raised_on_any_content(pieces: list[str]) -> None:
    for found in mise_hits(make_machine({"mise.toml": "[env]\n" + "".join(pieces)}), NAMES):
        assert "FAKEFAKE" not in str(asdict(found.hit))

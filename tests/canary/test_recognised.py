"""What is hidden does not hide the line: a person finds it again by its file, its number and the variable's name."""

from __future__ import annotations

from typing import Final

import pytest

from claude_auth_tui.diagnose import diagnose
from tests.canary.canaries import canary
from tests.canary.places import WORD, Given, Place, Shell, batches
from tests.canary.running import machine_of
from tests.canary.scanning import Scanner

_LINES: Final[tuple[tuple[Shell, str, str, tuple[str, ...]], ...]] = (
    ("zsh", "ANTHROPIC_API_KEY", "export ANTHROPIC_API_KEY=CANARY", ("export",)),
    ("zsh", "ANTHROPIC_API_KEY", "export ANTHROPIC_API_KEY='CANARY' # work", ("export",)),
    ("zsh", "ANTHROPIC_AUTH_TOKEN", 'export ANTHROPIC_AUTH_TOKEN="$(op read op://CANARY)"', ("export", "$(")),
    ("zsh", "ANTHROPIC_API_KEY", "alias cc='ANTHROPIC_API_KEY=CANARY claude'", ("alias", "claude")),
    ("zsh", "ANTHROPIC_API_KEY", 'claude() { ANTHROPIC_API_KEY=CANARY command claude "$@"; }', ("claude",)),
    ("zsh", "ANTHROPIC_API_KEY", "[[ -n $SSH_CONNECTION ]] && export ANTHROPIC_API_KEY=CANARY", ("export",)),
    ("zsh", "ANTHROPIC_API_KEY", "if [ $(hostname) = CANARY ]; then export ANTHROPIC_API_KEY=x; fi", ("if", "then", "export", "fi")),
    ("zsh", "ANTHROPIC_API_KEY", 'case "$(hostname)" in CANARY) export ANTHROPIC_API_KEY=x;; esac', ("case", "export", "esac")),
    ("zsh", "ANTHROPIC_BASE_URL", "export ANTHROPIC_BASE_URL=https://u:CANARY@gateway.example", ("export",)),
    ("bash", "ANTHROPIC_API_KEY", "declare -x ANTHROPIC_API_KEY=CANARY", ("declare", "-x")),
    ("bash", "ANTHROPIC_API_KEY", "ANTHROPIC_API_KEY=CANARY; export ANTHROPIC_API_KEY", ("export",)),
    ("bash", "ANTHROPIC_API_KEY", "export ANTHROPIC_API_KEY=${MY_KEY:-CANARY}", ("export",)),
    ("bash", "ANTHROPIC_API_KEY", "export ANTHROPIC_API_KEY=$(security find-generic-password -a CANARY -w)", ("export",)),
    ("bash", "ANTHROPIC_API_KEY", "unset ANTHROPIC_API_KEY CANARY", ("unset",)),
    ("bash", "CLAUDE_CODE_OAUTH_TOKEN", "eval 'export CLAUDE_CODE_OAUTH_TOKEN=CANARY'", ("eval",)),
    ("bash", "ANTHROPIC_API_KEY", "for x in CANARY; do export ANTHROPIC_API_KEY=$x; done", ("for", "do", "export", "done")),
    ("fish", "ANTHROPIC_API_KEY", "set -gx ANTHROPIC_API_KEY CANARY", ("set", "-gx")),
    ("fish", "ANTHROPIC_API_KEY", "set -Ux ANTHROPIC_API_KEY /CANARY", ("set", "-Ux")),
    ("fish", "ANTHROPIC_API_KEY", "if test (hostname) = CANARY; set -gx ANTHROPIC_API_KEY x; end", ("if", "test", "set", "end")),
    ("fish", "ANTHROPIC_API_KEY", "alias cc 'ANTHROPIC_API_KEY=CANARY claude'", ("alias", "claude")),
    ("fish", "ANTHROPIC_AUTH_TOKEN", "set -gx ANTHROPIC_AUTH_TOKEN (pass show CANARY)", ("set", "-gx")),
)


@pytest.mark.parametrize(("shell", "name", "line", "words"), _LINES, ids=[line for _, _, line, _ in _LINES])
def test_the_redacted_line_is_recognised(shell: Shell, name: str, line: str, words: tuple[str, ...]) -> None:
    value = canary(line, 24)
    text = f"# one\n\n{line.replace(WORD, value.text)}\n"
    (batch,) = batches([Place(line, lambda _: Given(lines={shell: text}), alone=True)], 24)
    hits = [hit for hit in diagnose(machine_of(batch)).hits if hit.variable == name]
    assert hits
    assert {hit.line for hit in hits} == {3}
    assert {hit.path for hit in hits} == {{"bash": "~/.bashrc", "zsh": "~/.zshrc", "fish": "~/.config/fish/config.fish"}[shell]}
    for hit in hits:
        shown = str(hit.text)
        assert name in shown
        assert [word for word in words if word not in shown] == []
        assert Scanner([value]).leaks("line", shown) == []

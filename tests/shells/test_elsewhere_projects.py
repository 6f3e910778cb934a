"""Compose files, dev containers and workflows: lines that give a variable a value elsewhere than here."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import asdict

from claude_auth_tui.claude_code.tables import NAMES
from claude_auth_tui.demo.build import Content, make_machine
from claude_auth_tui.documents.yaml_lines import entries
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.shells.elsewhere.projects import project_hits

KEY = "sk-ant-api03-" + "FAKE" * 20 + "w7AA"
NAME = "ANTHROPIC_API_KEY"
COMPOSE = f"""# {NAME}: no
x-common: &common
  environment:
    ANTHROPIC_BASE_URL: https://x.test
services:
  bot:
    image: x
    command: |
      environment:
        {NAME}: no
    environment:
      # {NAME}: no
      {NAME}: "{KEY}" # mine
      OTHER: 1
      ANTHROPIC_AUTH_TOKEN: ${{TOKEN}}
    labels:
      {NAME}: no
  list:
    environment:
    - {NAME}={KEY}
    - "CLAUDE_CODE_OAUTH_TOKEN=x"
    - ANTHROPIC_AUTH_TOKEN
    env_file: [bot.env, ./.env]
  flow:
    environment: {{ {NAME}: '{KEY}', OTHER: x }}
    env_file:
      - path: ../other.env
        required: false
"""


def rows(files: dict[str, Content]) -> list[tuple[str, int, str, str]]:
    machine = make_machine(files)
    return [(machine.show_path(f.hit.path), f.hit.line, f.hit.variable, f.hit.effect) for f in project_hits(machine, NAMES)]


def test_a_compose_file() -> None:
    found = list(project_hits(make_machine({"docker-compose.yml": COMPOSE}), NAMES))
    assert [(f.hit.line, f.hit.variable, f.value) for f in found] == [
        (4, "ANTHROPIC_BASE_URL", Secret("https://x.test")),
        (13, NAME, Secret(KEY)),
        (15, "ANTHROPIC_AUTH_TOKEN", None),
        (20, NAME, Secret(KEY)),
        (21, "CLAUDE_CODE_OAUTH_TOKEN", Secret("x")),
        (22, "ANTHROPIC_AUTH_TOKEN", None),
        (25, NAME, Secret(KEY)),
    ]
    assert found[1].hit.because == "only in the container of the compose service bot; it does not reach a claude started here"
    assert "the shell that starts it" in found[5].hit.because
    assert {f.hit.effect for f in found} == {"conditional"}


def test_files_that_compose_loads() -> None:
    files: dict[str, Content] = {
        "compose.override.yaml": COMPOSE.replace(NAME, "OTHER"),
        "bot.env": f"\n{NAME}={KEY}\n",
        "~/work/other.env": f"{NAME}={KEY}\n",
        ".env": f"{NAME}={KEY}\n",
    }
    found = [row for row in rows(files) if row[0].endswith(".env")]
    assert found == [("~/work/api/bot.env", 2, NAME, "conditional"), ("~/work/other.env", 1, NAME, "conditional")]


@pytest.mark.parametrize("name", [".devcontainer/devcontainer.json", ".devcontainer.json"])
def test_a_dev_container(name: str) -> None:
    text = f"""{{ // x
  "containerEnv": {{"{NAME}": "{KEY}",}},
  "remoteEnv": {{
    "ANTHROPIC_AUTH_TOKEN": "${{localEnv:ANTHROPIC_AUTH_TOKEN}}",
    "CLAUDE_CODE_OAUTH_TOKEN": null
  }},
  "build": {{"args": {{"{NAME}": "no"}}}}
}}"""
    found = list(project_hits(make_machine({name: text}), NAMES))
    assert [(f.hit.line, f.hit.variable, f.hit.does, f.value) for f in found] == [
        (2, NAME, "env", Secret(KEY)),
        (4, "ANTHROPIC_AUTH_TOKEN", "env", None),
        (5, "CLAUDE_CODE_OAUTH_TOKEN", "unset", None),
    ]


WORKFLOW = f"""on: push
env:
  {NAME}: ${{{{ secrets.{NAME} }}}}
jobs:
  one:
    steps:
      - run: |
          env:
            {NAME}: no
      - uses: anthropics/claude-code-action@v1
        with:
          {NAME}: no
        env:
          ANTHROPIC_AUTH_TOKEN: plain
      - name: x
        env: {{CLAUDE_CODE_OAUTH_TOKEN: y}}
"""


def test_a_workflow_of_the_git_root_counts_only_on_github() -> None:
    files: dict[str, Content] = {"~/work/.github/workflows/ci.yml": WORKFLOW, "~/work/.git/HEAD": "x"}
    assert [row[1:] for row in rows(files)] == [
        (3, NAME, "inactive"),
        (14, "ANTHROPIC_AUTH_TOKEN", "inactive"),
        (16, "CLAUDE_CODE_OAUTH_TOKEN", "inactive"),
    ]


def test_folders_between_here_and_the_git_root_count_too() -> None:
    files: dict[str, Content] = {
        "~/repo/.git/HEAD": "x",
        "~/repo/a/compose.override.yml": COMPOSE,
        "~/repo/a/.devcontainer.json": {"containerEnv": {NAME: KEY}},
        "~/repo/a/.github/workflows/ci.yml": WORKFLOW,
        "~/docker-compose.yml": COMPOSE,
    }
    machine = make_machine(files, cwd="/home/dev/repo/a/b")
    assert {machine.show_path(f.hit.path) for f in project_hits(machine, NAMES)} == {
        "~/repo/a/compose.override.yml",
        "~/repo/a/.devcontainer.json",
        "~/repo/a/.github/workflows/ci.yml",
    }


def test_inside_a_dev_container_its_file_counts() -> None:
    machine = make_machine({".devcontainer.json": {"containerEnv": {NAME: KEY}}}, container="devcontainer")
    (hit,) = project_hits(machine, NAMES)
    assert "it reaches claude" in hit.hit.because


def test_other_projects_do_not_count() -> None:
    assert rows({"~/work/docker-compose.yml": COMPOSE, "sub/docker-compose.yml": COMPOSE, "my-compose.yml": COMPOSE}) == []


def test_deep_and_long_lines_end() -> None:
    assert len(list(entries("- " * 50_000))) <= 1
    assert list(entries("a: [" + "[" * 100_000)) == []
    assert len(list(entries("".join(" " * n + "a:\n" for n in range(500))))) < 500


PIECES = st.sampled_from(
    [NAME, f"{NAME}: ", f"{NAME}={KEY}", KEY, "environment:", "env:", "env_file: ", "services:\n", "\n", "  ", "    ", "- ", "{", "}", "[", "]", ",",
     '"', "'", "#", "|", ">", "&a ", "*a", "!", ":", "\0", "\t", "é", "~", "\ufeff", "\r\n", "?", "<<: *x", "\\", "../"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40))
def test_nothing_is_told_and_nothing_is_raised_on_any_content(pieces: list[str]) -> None:
    text = "".join(pieces)
    names = ("compose.yml", ".devcontainer.json", ".github/workflows/a.yml")
    files: dict[str, Content] = {
        name: head + text for name, head in zip(names, ("services:\n  a:\n    environment:\n", "{", "env:\n  "), strict=True)
    }
    for found in project_hits(make_machine(files), NAMES):
        assert "FAKEFAKE" not in str(asdict(found.hit))

"""The report may be published: a machine full of names tells none of them, in no form; and it can be opened elsewhere."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from claude_auth_tui.commands.report import about
from claude_auth_tui.demo.build import make_machine
from claude_auth_tui.demo.machines import MACHINES
from claude_auth_tui.diagnose import diagnose
from claude_auth_tui.model.diagnosis import Diagnosis, Evidence, Finding, Fix
from claude_auth_tui.model.machine import Install, Machine, Request, RunningClaude, Tmux
from claude_auth_tui.model.private import Private
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.telling.document import About, document_of
from claude_auth_tui.telling.markdown import markdown_report, report_document
from claude_auth_tui.telling.plain import plain_report
from claude_auth_tui.telling.redact import redacted
from claude_auth_tui.telling.reopened import NotAReportError, diagnosis_of, reopen
from claude_auth_tui.telling.schema import report_schema
from tests.shown import shown
from tests.tui.sample import key_overrides_max

ABOUT = About("2026-11-21T12:03:41Z", "0.1.0", "Linux x86_64")
CANARY = re.compile(r"canary|quux|zebra|\bjo\b", re.IGNORECASE)
"""In every name of the machine below: user, host, company, project, people; and the short user name of another."""
KEY = "sk-ant-api03-" + "FAKEcanaryFAKE" * 6 + "quuxw7AA"


def full_machine(**fields: object) -> Machine:
    """Names wherever one can stand."""
    home, cwd = "/home/canaryuser", "/home/canaryuser/Zebra Corp/quux-api"
    rc = f"""
export ANTHROPIC_API_KEY={KEY}
export ANTHROPIC_BASE_URL=https://llm.quux-corp.example:8443/tenants/zebra/v1?team=quux
export ANTHROPIC_PROFILE=quux-profile
export ANTHROPIC_ORGANIZATION_ID=6f9619ff-8b86-d011-b42d-00cf4fc964ff
export AWS_PROFILE=zebra-prod
export ANTHROPIC_VERTEX_PROJECT_ID=quux-project-1
export GOOGLE_APPLICATION_CREDENTIALS=/opt/quux/keys/zebra.json
export CLAUDE_CONFIG_DIR=/srv/canaryuser/claude-quux
source ~/zebra-dotfiles/quux-secrets.sh
source "$HOME/Zebra Corp/shell/env.sh"
source /opt/quux-tools/canaryuser.sh
"""
    account = {
        "emailAddress": "canary.person@quux-corp.example",
        "displayName": "Canary Zebra",
        "organizationName": "Quux Zebra GmbH",
        "organizationUuid": "0aa0b0c0-1111-2222-3333-444455556666",
        "accountUuid": "1aa0b0c0-1111-2222-3333-444455556666",
    }
    files: dict[str, object] = {
        f"{home}/.bashrc": rc,
        f"{home}/zebra-dotfiles/quux-secrets.sh": f"export ANTHROPIC_AUTH_TOKEN={KEY}\n",
        f"{home}/Zebra Corp/shell/env.sh": "export CLAUDE_CODE_USE_BEDROCK=1 CANARY=1\n",
        f"{home}/.claude.json": {"oauthAccount": account},
        "/srv/canaryuser/claude-quux/.claude.json": {"oauthAccount": account},
        "/srv/canaryuser/claude-quux/settings.json": {"apiKeyHelper": "/opt/Quux Zebra/bin/canary-key --for zebra", "env": {"AWS_PROFILE": "quux-2"}},
        f"{cwd}/.env": f"ANTHROPIC_API_KEY={KEY}\nANTHROPIC_BASE_URL=http://canaryhost.quux.example:4000\n",
        f"{cwd}/.envrc": "dotenv\n",
        f"{cwd}/.claude/settings.json": '{"env": {"ANTHROPIC_BASE_URL": "https://zebra.quux-corp.example"},}',
        "/etc/claude-code/managed-settings.json": {"forceLoginOrgUUID": "2aa0b0c0-1111-2222-3333-444455556666", "env": {"AWS_PROFILE": "quux-managed"}},
    }  # fmt: skip
    env = {
        "HOME": home,
        "USER": "canaryuser",
        "SHELL": "/bin/bash",
        "ANTHROPIC_API_KEY": KEY,
        "ANTHROPIC_BASE_URL": "http://10.20.30.40:4000/quux",
        "ANTHROPIC_CONFIG_DIR": "/home/jo/zebra",
    }
    running = RunningClaude(41, {"HOME": Secret(home), "AWS_PROFILE": Secret("zebra-live")}, "/home/canaryuser/clients/quux", "/dev/pts/3")
    machine = make_machine(
        files,  # type: ignore[arg-type]
        env,
        home=home,
        cwd=cwd,
        user="canaryuser",
        hostname="canaryhost.quux.example",
        tmux=Tmux({"AWS_PROFILE": Secret("zebra-tmux")}),
        running=(running,),
        installs=(Install("/opt/quux/bin/claude", shown("2.1.329"), True), Install("/Users/jo/.local/bin/claude", shown("2.1.300"))),
        request=Request(shell="bash", start="interactive", inherit="clean"),
    )
    return replace(machine, **fields)


def leaks(text: str) -> list[str]:
    return [text[max(0, m.start() - 60) : m.end() + 20] for m in CANARY.finditer(text)]


def test_the_machine_is_full_of_names() -> None:
    """Else the tests below would show nothing."""
    told = json.dumps(document_of(diagnose(full_machine())))
    for name in ("canaryuser", "Zebra Corp", "quux-api", "quux-corp.example", "zebra-dotfiles", "claude-quux", "/Users/jo"):
        assert name in told, name


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_no_report_names_anybody(shell: str) -> None:
    request = Request(shell=shell, start="interactive", inherit="clean")  # type: ignore[arg-type]
    diagnosis = diagnose(full_machine(request=request))
    assert leaks(markdown_report(diagnosis, ABOUT)) == []
    assert leaks(json.dumps(report_document(diagnosis, ABOUT), ensure_ascii=False)) == []


def test_what_a_report_is_for_stays_in_it() -> None:
    told = markdown_report(diagnose(full_machine()), ABOUT) + json.dumps(
        report_document(diagnose(full_machine()), ABOUT), ensure_ascii=False
    )
    for part in ("~/.bashrc:2", "ANTHROPIC_API_KEY", "https://HOST:8443", "PROJECT/.env:1", "sk-ant-api03-…", "2.1.329", "/etc/claude-code/managed-settings.json"):  # fmt: skip
        assert part in told, part
    assert "w7AA" not in told


def test_a_finding_about_a_path_keeps_its_shape() -> None:
    finding = Finding(
        "x",
        "error",
        shown("The helper /opt/quux/get key is missing, see /etc/zsh/zshrc:3 and /login"),
        shown("Mail canary@quux.example, call 10.1.2.3, not 127.0.0.1; account 123456789012; id 6f9619ff-8b86-d011-b42d-00cf4fc964ff."),
        (Evidence(shown("~/.config/quux/env.sh:3"), shown("C:\\Users\\canary\\x")),),
        (Fix(shown("Run"), shown("sed -i '2{/ANTHROPIC_API_KEY/s/^/# /;}' ~/.zshrc && cat '/home/canary/My Zebra/x.sh'"), "zsh"),),
    )
    document = document_of(key_overrides_max(findings=(finding,)))
    told: dict[str, Any] = redacted(document, Private())["checks"][0]
    assert "/etc/zsh/zshrc:3 and /login" in told["title"]
    assert told["explain"] == "Mail EMAIL, call IP, not 127.0.0.1; account ACCOUNT; id UUID."
    assert re.fullmatch(r"~/\.config/…/FILE\d\.sh:3", told["evidence"][0]["where"])
    assert told["evidence"][0]["text"] == "C:\\Users\\USER\\x"
    assert told["fixes"][0]["command"].startswith("sed -i '2{/ANTHROPIC_API_KEY/s/^/# /;}' ~/.zshrc && cat '/home/USER/")


def test_a_place_in_a_sentence_keeps_its_file_and_line() -> None:
    """And so does a path of the API."""
    finding = Finding(
        "x",
        "error",
        shown("It asks /v1/messages"),
        shown(""),
        (Evidence(shown("inherited; ~/.bashrc:5 now holds another value"), shown("")),),
    )
    told: dict[str, Any] = redacted(document_of(key_overrides_max(findings=(finding,))), Private())["checks"][0]
    assert told["title"] == "It asks /v1/messages"
    assert told["evidence"][0]["where"] == "inherited; ~/.bashrc:5 now holds another value"


@pytest.mark.parametrize(
    ("words", "text", "told"),
    [
        (["jane"], "/srv/jane/x, jane@host, by jane", "/srv/USER/x, USER@host, by jane"),
        (["will"], "claude will ask; ~will", "claude will ask; ~USER"),
        (["janedoe"], "JaneDoeTools of janedoe", "USERTools of USER"),
        (["root", "claude", "dev"], "/dev/pts/3 claude -p as root", "/dev/pts/3 claude -p as root"),
        (["a"], "a b", "a b"),
        ([], "jane", "jane"),
    ],
)
def test_a_name_is_taken_out_where_it_is_a_name(words: list[str], text: str, told: str) -> None:
    private = Private([(Secret(word), "USER") for word in words])
    assert private.take_out(text) == told
    assert repr(private) == f"<{len(words)} private words>"


def test_a_diagnosis_shows_no_private_word() -> None:
    diagnosis = diagnose(full_machine())
    assert "Quux Zebra GmbH" not in repr(diagnosis)
    assert "canary.person" not in repr(diagnosis)


@pytest.mark.parametrize("name", MACHINES)
def test_a_document_becomes_a_diagnosis_and_the_same_document_again(name: str) -> None:
    document = document_of(diagnose(MACHINES[name].machine()))
    reopened = reopen(json.dumps(document)).diagnosis
    assert document_of(reopened) == document
    assert plain_report(reopened) == plain_report(diagnose(MACHINES[name].machine()))


@pytest.mark.parametrize("diagnosis", [diagnose(full_machine()), key_overrides_max()], ids=["full", "by hand"])
def test_a_report_too(diagnosis: Diagnosis) -> None:
    document = report_document(diagnosis, ABOUT)
    jsonschema.Draft202012Validator(report_schema()).validate(document)
    opened = reopen(json.dumps(document))
    assert {**document_of(opened.diagnosis), "report": document["report"]} == document
    assert opened.about == ABOUT
    assert report_document(opened.diagnosis, ABOUT) == document  # nothing more is taken out of it


def test_markdown_takes_every_text_literally() -> None:
    odd = "`x` | <img src=x> **b** @somebody #12 _a_\x1b[31m [l](http://x.example)"
    finding = Finding(
        "odd-one", "error", shown(odd), shown(odd), (Evidence(shown(odd), shown(odd)),), (Fix(shown(odd), shown("echo ``a``|b"), "zsh"),)
    )
    told = markdown_report(key_overrides_max(findings=(finding,)), ABOUT)
    assert "\x1b" not in told
    prose = re.sub(r"(`+).*?\1", "", told.replace("\\`", ""))
    for sign in ("<img", "**b**", "@somebody", "#12", " _a_", "[l]("):
        assert sign not in prose, sign
    assert "``` echo ``a``\\|b ```" in told or "```echo ``a``\\|b```" in told


def test_a_report_asks_what_was_tried() -> None:
    told = markdown_report(diagnose(MACHINES["key-overrides-max"].machine()), ABOUT)
    assert "### What was tried\n\n- [ ] Comment out ~/.zshrc:42: `sed -i" in told


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "it is empty"),
        ("{", "it is not JSON (line 1, column 2)"),
        ("[" * 100_000, "it is not JSON"),
        ("[]", "does not say which schema"),
        ("{}", "does not say which schema"),
        ('{"schema": 3}', "does not say which schema"),
        ('{"schema": "claude-auth-tui/2"}', "a newer version of claude-auth-tui made it"),
        ('{"schema": "something/1"}', "it follows another schema"),
        ('{"schema": "claude-auth-tui/1"}', "claude_code is missing"),
        ('{"schema": "claude-auth-tui/1", "claude_code": 3}', "claude_code has a value of another kind"),
        ('{"schema": "claude-auth-tui/1", "\\ud800": 3}', "a name in it is no text"),
        ('{"schema": "claude-auth-tui/\u00b2"}', "it follows another schema"),
        ("x" * (9 * 1024 * 1024), "it is too large"),
    ],
)
def test_what_is_no_report_is_told_in_one_line(text: str, why: str) -> None:
    with pytest.raises(NotAReportError, match=re.escape(why)) as failure:
        reopen(text)
    assert "\n" not in str(failure.value)


def test_an_unknown_word_is_from_another_version() -> None:
    document = json.loads(json.dumps(document_of(key_overrides_max())))
    document["contexts"][0]["surfaces"]["print"]["outcome"] = "dances"
    with pytest.raises(NotAReportError, match=r"contexts\[0\].surfaces.print.outcome has a value that this version does not know"):
        diagnosis_of(document)


BASE = json.loads(json.dumps(document_of(key_overrides_max())))
VALUES: st.SearchStrategy[object] = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.just([]) | st.just({}) | st.just([{}])
)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_no_change_of_a_report_is_more_than_an_answer(data: st.DataObject) -> None:
    """A value anywhere in it replaced: it is a report, or it says in one line that it is none."""
    document = json.loads(json.dumps(BASE))
    node = document
    while True:
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        key = data.draw(st.sampled_from(keys))
        if isinstance(node[key], dict | list) and node[key] and data.draw(st.booleans()):
            node = node[key]
            continue
        node[key] = data.draw(VALUES)
        break
    try:
        told = reopen(json.dumps(document)).diagnosis
    except NotAReportError:
        return
    plain_report(told)
    markdown_report(told, ABOUT)


def run(home: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin", "SHELL": "/bin/bash", "LANG": "C.UTF-8", **env}
    command = [sys.executable, "-m", "claude_auth_tui", *arguments]
    return subprocess.run(
        command, env=environment, cwd=home, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60, check=False
    )


def test_the_commands_print_it_and_open_it(tmp_path: Path) -> None:
    home = tmp_path / "canaryuser"
    home.mkdir()
    (home / ".bashrc").write_text(f"export ANTHROPIC_API_KEY={KEY}\n")
    env = {"USER": "canaryuser", "ANTHROPIC_BASE_URL": "https://quux.example"}
    markdown, document = run(home, "report", **env), run(home, "report", "--json", **env)
    assert (markdown.returncode, document.returncode) == (0, 0)
    assert leaks(markdown.stdout + document.stdout) == []
    assert os.uname().nodename not in markdown.stdout + document.stdout
    (home / "report.json").write_text(document.stdout)
    opened = run(tmp_path, "check", "--open", str(home / "report.json"), "--plain")
    assert opened.returncode == 0
    assert "~/.bashrc:1" in opened.stdout
    assert run(tmp_path, "--open", str(home / "report.json")).stdout == opened.stdout
    again = json.loads(run(tmp_path, "check", "--open", str(home / "report.json"), "--json").stdout)
    assert again == json.loads(document.stdout)


def test_a_file_that_is_no_report_is_one_line_and_status_2(tmp_path: Path) -> None:
    contents = {
        "binary": bytes(range(256)) * 10,
        "big": b"x" * (10 * 1024 * 1024),
        "newer": b'{"schema": "claude-auth-tui/9"}',
        "cut": b'{"schema"',
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    for name in (*contents, "absent", "."):
        for command in (["check", "--open"], ["--open"]):
            done = run(tmp_path, *command, str(tmp_path / name))
            assert done.returncode == 2, name
            assert done.stdout == ""
            assert len(done.stderr.splitlines()) == 1, done.stderr
            assert "Traceback" not in done.stderr


def test_a_report_says_when_and_by_what_it_was_made() -> None:
    told = about()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", told.made)
    assert told.program
    assert told.system

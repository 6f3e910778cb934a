"""Contexts that are somebody else's: their files and their login count there, and what may not be looked at is unknown."""

from __future__ import annotations

import pytest

from claude_auth_tui import suppose
from claude_auth_tui.claude_code.expected import surface_level
from claude_auth_tui.demo.build import Content, make_machine
from claude_auth_tui.diagnose import diagnose
from claude_auth_tui.model.diagnosis import Context, Diagnosis, Variable
from claude_auth_tui.model.machine import Ancestor, File, Folder, Machine, Request, RunningClaude, StoredFiles, Tmux, Whose, with_files
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.what_if import Subject
from claude_auth_tui.probes.plans import plan_of
from claude_auth_tui.scene.contexts import gather
from claude_auth_tui.telling.document import document_of
from claude_auth_tui.telling.redact import redacted
from claude_auth_tui.telling.reopened import diagnosis_of
from claude_auth_tui.tui.view.choice import Choice
from claude_auth_tui.tui.view.labels import surface_word
from claude_auth_tui.tui.view.matrix import matrix

KEY = "sk-ant-api03-" + "FAKEkey" * 13 + "w7AA"


def login(plan: str) -> dict[str, object]:
    return {
        "claudeAiOauth": {"accessToken": "sk-ant-oat01-FAKE", "refreshToken": "sk-ant-ort01-FAKE", "expiresAt": 4102444800000,
                          "scopes": ["user:inference"], "subscriptionType": plan}
    }  # fmt: skip


FILES: dict[str, Content] = {
    "~/.claude/.credentials.json": login("max"),
    "~/.zshrc": "# ours\n",
    "/srv/lena/.claude/.credentials.json": login("pro"),
    "/srv/lena/.zshrc": f"export ANTHROPIC_API_KEY={KEY}\n",
}
LENA = {"HOME": Secret("/srv/lena"), "USER": Secret("lena")}


def context(diagnosis: Diagnosis, id_: str = "new_shell") -> Context:
    found = diagnosis.context(id_)
    assert found is not None
    return found


def variable(told: Context) -> Variable:
    return told.variable(say("ANTHROPIC_API_KEY"))


def in_tmux_of(whose: Whose | None, environment: dict[str, Secret] = LENA) -> Machine:
    return make_machine(FILES, tmux=Tmux(environment, pane="%1", whose=whose))


def rows(diagnosis: Diagnosis, width: int = 110) -> list[str]:
    return ["".join(text for text, _ in line) for line in matrix(diagnosis, Choice("new_shell", "print"), width).lines]


def test_a_new_pane_is_the_shell_of_the_home_that_tmux_hands_on() -> None:
    diagnosis = diagnose(in_tmux_of(Whose("/srv/lena", 1000, "dev", "/usr/bin/zsh")))
    new, here = context(diagnosis), context(diagnosis, "here")
    assert (new.home, new.user, new.inherit) == ("/srv/lena", None, "tmux")
    assert variable(new).where == "/srv/lena/.zshrc:1"
    assert [hit.path for hit in diagnosis.hits if hit.effect == "effective"] == ["/srv/lena/.zshrc"]
    assert variable(here).state == "unset"
    assert here.surfaces["print"].authorization == "credentials:claudeAiOauth"
    assert [store.where for store in diagnosis.stores if store.state != "absent"] == ["/srv/lena/.claude/.credentials.json"]
    assert "HOME is /srv/lena in a new shell" in diagnosis.verdict.detail
    assert "sends an API key (pay as you go), not your Pro login" in diagnosis.verdict.headline
    assert "HOME is /srv/lena there: what counts is in that folder" in new.notes


def test_each_row_says_whose_it_is_and_judges_by_its_own_login() -> None:
    files = {**FILES, "/srv/lena/.zshrc": "# hers\n"}
    running = RunningClaude(42, LENA, "/srv/lena", "/dev/pts/4", "%2", whose=Whose("/srv/lena", 1000))
    diagnosis = diagnose(make_machine(files, running=(running,)))
    claude = context(diagnosis, "claude:42")
    assert claude.home == "/srv/lena"
    words = {one.id: surface_word(one.surfaces["print"], diagnosis)[0] for one in diagnosis.contexts}
    assert words == {"new_shell": "Max", "here": "Max", "claude:42": "Pro"}
    told = rows(diagnosis)
    assert told[1].startswith("▸ new zsh (interactive) ")
    assert told[3].startswith("  claude 42 %2 in /srv/lena ")
    assert rows(diagnosis, 60)[3].startswith("  claude %2, lena ")
    assert not [finding for finding in diagnosis.findings if finding.id == "running-claude-differs" and finding.level != "ok"]
    assert "claude 42" not in diagnosis.verdict.detail


def test_a_key_in_another_home_is_no_error_where_nobody_is_logged_in() -> None:
    running = RunningClaude(42, {**LENA, "ANTHROPIC_API_KEY": Secret(KEY)}, "/srv/lena", whose=Whose("/srv/none", 1000))
    diagnosis = diagnose(make_machine(FILES, running=(running,)))
    assert surface_level(diagnosis, context(diagnosis, "claude:42"), "print") == "ok"
    assert surface_level(diagnosis, context(diagnosis, "here"), "print") == "ok"


def sealed(machine: Machine, *paths: str) -> Machine:
    """These may not be read by us."""
    return with_files(machine, {path: File(path, "unreadable", detail=say("Permission denied")) for path in paths})


def test_what_another_user_alone_may_read_is_unknown_and_the_rest_is_not() -> None:
    lena = Whose("/srv/lena", 1001, "lena", "/usr/bin/zsh")
    new = context(diagnose(sealed(in_tmux_of(lena), "/srv/lena/.claude/.credentials.json")))
    assert (new.user, new.home, variable(new).where) == ("lena", "/srv/lena", "/srv/lena/.zshrc:1")
    assert {surface.outcome for surface in new.surfaces.values()} == {"unknown"}
    assert "/srv/lena/.claude/.credentials.json: Permission denied" in new.surfaces["print"].because

    new = context(diagnose(sealed(in_tmux_of(lena), "/srv/lena/.zshrc")))
    assert (variable(new).state, variable(new).notes) == ("unknown", ("/srv/lena/.zshrc: Permission denied",))

    diagnosis = diagnose(in_tmux_of(lena))
    assert context(diagnosis).surfaces["print"].x_api_key == "env:ANTHROPIC_API_KEY", "all of it could be read"
    assert rows(diagnosis)[1].startswith("▸ new zsh (login) of lena ")


def test_what_may_not_be_read_in_our_own_home_is_not_there_for_us_either() -> None:
    new = context(diagnose(sealed(make_machine(FILES), "/home/dev/.claude/.credentials.json")))
    assert new.surfaces["print"].outcome == "not_logged_in"


def test_a_server_with_other_files_is_unknown() -> None:
    away = Whose("/home/dev", 1000, detail=say("it runs elsewhere"))
    diagnosis = diagnose(in_tmux_of(away, {"HOME": Secret("/home/dev"), "ANTHROPIC_API_KEY": Secret(KEY)}))
    new = context(diagnosis)
    assert {surface.outcome for surface in new.surfaces.values()} == {"unknown"}
    assert (variable(new).state, diagnosis.verdict.level) == ("unknown", "unknown")
    assert "It runs elsewhere" in new.surfaces["print"].because
    assert context(diagnosis, "here").surfaces["print"].outcome == "sends"


def test_a_running_claude_of_another_user_is_told_as_unknown() -> None:
    running = RunningClaude(42, {}, "", "/dev/pts/4", detail=say("Permission denied"), whose=Whose("/root", 0, "root"))
    diagnosis = diagnose(make_machine(FILES, running=(running,)))
    told = context(diagnosis, "claude:42")
    assert (told.user, told.home) == ("root", "/root")
    assert {surface.outcome for surface in told.surfaces.values()} == {"unknown"}
    assert [finding.level for finding in diagnosis.findings if finding.id == "running-claude-differs"] == ["ok"]
    assert rows(diagnosis)[3].startswith("  claude 42 pts/4 of root ")


@pytest.mark.parametrize(
    ("line", "home", "authorization"),
    [
        ("export HOME=/srv/lena", "/srv/lena", "credentials:claudeAiOauth"),
        ("export HOME=/srv/nobody", "/srv/nobody", None),
        ("export HOME=/home/dev/", None, "credentials:claudeAiOauth"),
    ],
)
def test_a_startup_file_may_move_the_home(line: str, home: str | None, authorization: str | None) -> None:
    diagnosis = diagnose(make_machine({**FILES, "~/.zshrc": line + "\n"}))
    new = context(diagnosis)
    assert (new.home, new.surfaces["print"].authorization) == (home, authorization)
    assert context(diagnosis, "here").home is None


@pytest.mark.parametrize("line", ["export HOME=$(pwgen)", "unset HOME"])
def test_a_home_that_is_not_known_leaves_the_login_unknown(line: str) -> None:
    new = context(diagnose(make_machine({**FILES, "~/.zshrc": line + "\n"})))
    assert new.surfaces["print"].outcome == "unknown"
    assert "HOME" in new.surfaces["print"].because


def test_in_a_container_a_new_shell_has_what_its_first_one_was_given() -> None:
    token = {"CLAUDE_CODE_OAUTH_TOKEN": "sk-ant-oat01-" + "FAKE" * 24}
    given = {name: Secret(value) for name, value in {"HOME": "/home/dev", **token}.items()}
    docker = Ancestor(say("docker"), 1, given, outside=True)
    state: dict[str, Content] = {
        "~/.claude.json": {"hasCompletedOnboarding": True, "projects": {"/home/dev/work/api": {"hasTrustDialogAccepted": True}}}
    }
    diagnosis = diagnose(make_machine(state, token, ancestor=docker, container="docker"))
    new = context(diagnosis)
    assert (new.inherit, new.surfaces["print"].authorization) == ("outside", "env:CLAUDE_CODE_OAUTH_TOKEN")
    assert diagnosis.verdict.level == "ok"
    assert "from docker" in diagnosis.verdict.detail
    assert "unset" not in " ".join(fix.command for finding in diagnosis.findings for fix in finding.fixes)


def test_what_the_container_gives_over_a_login_is_left_out_where_it_is_started() -> None:
    given = {"HOME": Secret("/home/dev"), "ANTHROPIC_API_KEY": Secret(KEY)}
    docker = Ancestor(say("docker"), 1, given, outside=True)
    diagnosis = diagnose(make_machine(FILES, {"ANTHROPIC_API_KEY": KEY}, ancestor=docker, container="docker"))
    finding = next(finding for finding in diagnosis.findings if finding.id == "env-key-overrides-login")
    assert "Leave ANTHROPIC_API_KEY out where the container, or this shell in it, is started (docker)" in finding.fixes[0].title


def test_a_tmux_of_elsewhere_does_not_hide_what_a_container_gives() -> None:
    docker = Ancestor(say("docker"), 1, {"HOME": Secret("/home/dev"), "ANTHROPIC_API_KEY": Secret(KEY)}, outside=True)
    lost = Tmux(pane="%1", detail=say("tmux is not on the PATH"))
    assert context(diagnose(make_machine({}, tmux=lost, ancestor=docker))).inherit == "outside"
    asked = make_machine({}, tmux=lost, ancestor=docker, request=Request(inherit="clean"))
    assert context(diagnose(asked)).inherit == "clean"


def test_the_document_says_whose_it_is_and_is_read_back_and_a_report_names_nobody() -> None:
    running = RunningClaude(42, LENA, "/srv/lena", whose=Whose("/srv/lena", 1001, "lenamarie"))
    diagnosis = diagnose(make_machine(FILES, running=(running,)))
    document = document_of(diagnosis)
    told = next(one for one in document["contexts"] if one["id"] == "claude:42")
    assert (told["home"], told["user"], told["stores"][0]["subscription"]) == ("/srv/lena", "lenamarie", "pro")
    again = context(diagnosis_of(document), "claude:42")
    assert (again.home, again.user, again.stores) == ("/srv/lena", "lenamarie", context(diagnosis, "claude:42").stores)
    assert "lenamarie" not in str(redacted(document, diagnosis.private))
    assert "/srv/lena" not in str(redacted(document, diagnosis.private))


def test_what_if_and_probes_know_it_too() -> None:
    machine = in_tmux_of(Whose("/srv/lena", 1000, "dev", "/usr/bin/zsh"))
    answer = suppose.what_if(gather(machine), Subject("line", say("ANTHROPIC_API_KEY"), say("/srv/lena/.zshrc"), 1))
    assert [change.context for change in answer.surfaces if change.changed] == ["new_shell"] * 3
    assert "Pro" in answer.says
    lena = in_tmux_of(Whose("/srv/lena", 1001, "lena", "/usr/bin/zsh"))
    assert "It is a process of lena" in str(plan_of(lena, "key").says), "neither is their key sent nor their helper run by us"


def test_a_whole_home_that_may_not_be_entered_is_named_once() -> None:
    machine = in_tmux_of(Whose("/root", 0, "root", "/bin/bash"), {"HOME": Secret("/root")})
    files = StoredFiles(
        {f"/root/{name}": File(f"/root/{name}", "unreadable", detail=say("Permission denied")) for name in (".bash_profile", ".bashrc")},
        {"/root": Folder("/root", "unreadable")},
    )
    new = context(diagnose(with_files(machine, files.files)))
    assert (new.user, new.surfaces["print"].outcome, variable(new).state) == ("root", "unknown", "unknown")

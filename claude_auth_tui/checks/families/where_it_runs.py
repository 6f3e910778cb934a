"""Where Claude Code runs: WSL, the far end of SSH, a container, CI, as root, inside Claude Code's own shell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import Final

from claude_auth_tui.checks import docs, frame
from claude_auth_tui.checks.families.claude_shadowed import first_install
from claude_auth_tui.checks.families.state_file_faults import mount_of
from claude_auth_tui.checks.fixes.logging_in import log_in, setup_token
from claude_auth_tui.checks.fixes.writer import NEW_TERMINAL, Step
from claude_auth_tui.checks.frame import info, warning
from claude_auth_tui.checks.known import fails, here, new_shell, sent_sources
from claude_auth_tui.checks.outcome import after_login, outlook
from claude_auth_tui.checks.removal import writer_for
from claude_auth_tui.claude_code.login import FILE_NAME
from claude_auth_tui.claude_code.packages import kind_of
from claude_auth_tui.claude_code.tables import LOGIN
from claude_auth_tui.model.diagnosis import Evidence, Finding
from claude_auth_tui.model.saying import NOTHING, say, user_name
from claude_auth_tui.scene.facts import Facts
from claude_auth_tui.shells.inherit import in_ci

check = partial(frame.check, family="surroundings", docs=docs.AUTHENTICATION)

_MARKERS: Final = (say("CLAUDECODE"), say("CLAUDE_CODE_CHILD_SESSION"), say("CLAUDE_CODE_ENTRYPOINT"))
_FORGETFUL: Final = ("docker", "podman", "kubernetes", "containerd", "devcontainer", "container")
"""Containers whose own files go when they are made anew; a toolbox or a codespace keeps the home folder."""


@check(
    "inside-claude-code",
    passed="This terminal is none of Claude Code's own",
    about="Claude Code gives the commands it runs an environment of its own, and may hide credentials from them. "
    "Seen from in there, “this terminal” is not what your terminals have.",
    levels=("info",),
    docs=docs.ENVIRONMENT,
)
def inside_claude_code(facts: Facts) -> Iterator[Finding]:
    machine, writer = facts.machine, writer_for(facts)
    markers = [name for name in _MARKERS if machine.environment.get(name)]
    if "CLAUDECODE" not in markers:
        return
    sure = machine.ancestor is not None and machine.ancestor.name in ("claude", "node", "bun")
    tmux = NOTHING if sure else say(" A tmux server that was started from in there hands the mark on as well.")
    yield info(
        "This {runs} inside Claude Code's own shell",
        "Credentials may be hidden from what Claude Code starts, so what “this terminal” has may differ from your terminals. "
        "The new shell is told as always.{tmux}",
        [Evidence(say("this terminal"), say("{} is set", name)) for name in markers],
        [] if sure else [writer.fix(say("If it is a terminal of yours, take the mark away"), writer.unset(*markers))],
        "here",
        {"runs": say("runs") if sure else say("may run"), "tmux": tmux},
    )


@check(
    "root-by-sudo",
    passed="Not run as root by sudo",
    about="sudo changes whose home folder counts, or whose files are written. claude started so finds another login, or leaves files behind "
    "that you cannot read afterwards.",
    cure="Leave the root shell; claude does not need root.",
    levels=("warning", "info"),
)
def root_by_sudo(facts: Facts) -> Iterator[Finding]:
    machine, writer = here(facts).start.machine, writer_for(facts)
    given = machine.environment.get("SUDO_USER")
    account = given.plain if given is not None else ""
    if machine.uid != 0 or account in ("", "root"):
        return
    kept, user = machine.paths.basename(machine.home) == account, user_name(account)
    leave = writer.fix(say("Leave the root shell"), Step(say("exit"), proof="parsed"), unproven=say("it ends the shell it is typed into"))
    evidence = [Evidence(say("this terminal"), say("root, by sudo of {}; HOME is {}", user, machine.show_path(machine.home)))]
    if kept:
        yield warning(
            "This is root in the home folder of {user}",
            "What claude writes here belongs to root. {user} then cannot read the login, and Claude Code says that nobody is logged in.",
            evidence,
            leave,
            parts={"user": user},
        )
    else:
        yield info(
            "This is root: the login and settings of {user} do not count here",
            "sudo made {path} the home folder. claude does not need root; start it as {user}.",
            evidence,
            leave,
            "here",
            parts={"user": user, "path": machine.show_path(machine.home)},
        )


@check(
    "wsl-windows-claude",
    passed="claude is a Linux program",
    about="WSL appends the PATH of Windows, so typing claude may start the one that npm installed on Windows. "
    "That runs on Windows' side, or fails for want of its Node.js.",
    cure="Install Claude Code inside WSL.",
    levels=("warning",),
    docs=docs.INSTALL,
)
def wsl_windows_claude(facts: Facts) -> Iterator[Finding]:
    first = first_install(facts)
    if first is None or not facts.machine.wsl or kind_of(facts.machine, first) != "windows":
        return
    yield warning(
        "claude is the one of Windows: {path}",
        "In WSL it should be installed once more, as a Linux program: the login, settings and Node.js of Windows are others than those of Linux.",
        [Evidence(facts.machine.show_path(first.path), say("on the PATH, which WSL takes over from Windows"))],
        writer_for(facts).fix(
            say("Install Claude Code inside WSL: https://code.claude.com/docs/en/setup"),
            then=NEW_TERMINAL,
            unproven=say("it is downloaded from the network"),
        ),
        parts={"path": facts.machine.show_path(first.path)},
    )


@check(
    "wsl-login-elsewhere",
    passed="No login of Windows is taken for one of Linux",
    about="Windows and each Linux in WSL have home folders of their own. A login made on one side does not count on the other.",
    cure="Log in on this side too.",
    levels=("info",),
)
def wsl_login_elsewhere(facts: Facts) -> Iterator[Finding]:
    machine, prediction = facts.machine, new_shell(facts)
    search = machine.environment.get("PATH")
    if not machine.wsl or prediction.configuration.login.state != "absent" or search is None:
        return
    for drive in dict.fromkeys(re.findall(r"(?:^|:)(/mnt/[a-z]/Users/[^/:]+)/", search.plain)):
        path = machine.join(drive, ".claude", FILE_NAME)
        if machine.files.stat(path).is_file:
            yield info(
                "There is a login on Windows' side, in {path}; it does not count here",
                "Claude Code in WSL looks into the home folder of Linux. Log in here too; a copied login ends as soon as one of the two is renewed.",
                [Evidence(facts.machine.show_path(path), say("of Windows")), Evidence(prediction.configuration.login.where, say("absent"))],
                log_in(facts, say("Log in on this side too")),
                parts={"path": facts.machine.show_path(path)},
            )
            return


@check(
    "ssh-no-browser",
    passed="A login can be made here",
    about="Over SSH the browser is on another machine, and its answer does not find the way back. "
    "claude shows an address to open and takes the code that the page shows.",
    cure="Log in with the code that the page shows, or make a token on a machine with a browser.",
    levels=("info",),
)
def ssh_no_browser(facts: Facts) -> Iterator[Finding]:
    writer = writer_for(facts)
    if facts.machine.ssh and fails(new_shell(facts)):
        then = say("Open the address it shows where your browser is, and paste the code.")
        yield info(
            "This is an SSH session: no browser opens here for the login",
            "Press c on the login screen to copy the address, open it where your browser is, and paste the code it shows. Or make a token elsewhere.",
            [Evidence(say("this terminal"), say("SSH"))],
            [writer.fix(say("Log in with a code"), writer.log_in(), then=then, leads_to=outlook(after_login(facts))), setup_token(facts)],
        )


@check(
    "container-login-not-kept",
    passed="The login outlives this container",
    about="What a container writes outside of a volume is gone when the container is made anew. The login in it is gone with it.",
    cure="Keep the folder on a volume, or give the container a token from claude setup-token.",
    levels=("info",),
    docs=docs.CONTAINERS,
)
def container_login_not_kept(facts: Facts) -> Iterator[Finding]:
    machine, configuration = facts.machine, new_shell(facts).configuration
    login, folder = configuration.login, configuration.config_dir
    mount = mount_of(facts, folder)
    if mount is None or mount.path != "/" or machine.container not in _FORGETFUL:
        return
    if login.kind != "file" or login.state not in ("usable", "refreshable") or in_ci(machine):
        return
    moved = folder != machine.at_home(".claude")
    also = NOTHING if moved else say(", and set CLAUDE_CONFIG_DIR to it, so that .claude.json lies in it too")
    sets = NOTHING if moved else say(" and set CLAUDE_CONFIG_DIR to it")
    title = say("Mount a volume at {}{} where the container is defined", machine.show_path(folder), sets)
    yield info(
        "The login is lost when this container is made anew: {path} is on no volume",
        "Keep that folder on a volume{also}. Or give the container a token from claude setup-token.",
        [Evidence(login.where, say("in the container itself ({})", machine.container))],
        [
            writer_for(facts).fix(title, unproven=say("the container is defined outside of it")),
            setup_token(facts),
        ],
        parts={"path": machine.show_path(folder), "also": also},
    )


@check(
    "ci-uses-login",
    passed="No CI job rests on a copied login",
    about="A login renews itself, and each renewal ends every other copy of it. "
    "A job that gets a copy from a secret works until somebody else, or the job before, has renewed it.",
    cure="Give the job a token from claude setup-token, or an API key.",
    levels=("warning",),
)
def ci_uses_login(facts: Facts) -> Iterator[Finding]:
    prediction = new_shell(facts)
    login = prediction.configuration.login
    if in_ci(facts.machine) and LOGIN in sent_sources(prediction) and login.refresh_token:
        yield warning(
            "This CI job uses a stored login, which ends when another copy of it is renewed",
            "For jobs there is claude setup-token: its token lasts a year and is not renewed. Or use an API key.",
            [Evidence(say("this terminal"), say("CI is set")), Evidence(login.where, say("renews itself"))],
            setup_token(facts),
        )

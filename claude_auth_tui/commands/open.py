"""`claude-auth-tui`, the full-screen view, and `claude-auth-tui demo`: the same on a made-up machine.

Without a terminal to draw on, either prints the plain report instead.
"""

from __future__ import annotations

import gc
import os
import sys
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from claude_auth_tui.commands.output import EXIT_USAGE

if TYPE_CHECKING:
    from claude_auth_tui.model.machine import Machine, Request
    from claude_auth_tui.tui.app import AuthApp
    from claude_auth_tui.tui.tools import Source, Tools


def can_draw() -> bool:
    """Whether there is a terminal that can be drawn on: all three streams lead to one, and it is not a dumb one.

    Textual draws on standard error and reads keys from standard input; asked to do so without a terminal, it hangs.
    """
    streams = (sys.stdin, sys.stdout, sys.stderr)
    return all(stream is not None and stream.isatty() for stream in streams) and os.environ.get("TERM", "") not in ("", "dumb")


def _start_fast() -> None:
    """No garbage collection until the first picture: there is little garbage, and looking for it takes a tenth of the start.

    The app switches it on again.
    """
    gc.disable()
    from claude_auth_tui.isolation import leave_textual_alone

    leave_textual_alone()


def open_app(request: Request) -> int:
    """Watch this machine until the user quits; 1 after a crash. Without a terminal: the plain report, and its exit status."""
    if not can_draw():
        from claude_auth_tui.commands import check

        return check.run(request, as_json=False)
    _start_fast()
    from claude_auth_tui.survey import survey
    from claude_auth_tui.tui.app import AuthApp
    from claude_auth_tui.tui.live_source import LiveSource
    from claude_auth_tui.tui.screens.main import START_AGAIN

    tools = replace(_tools(), start_again=hasattr(os, "execvpe"))
    source = LiveSource(request, tools.home, tools.now().tzinfo)
    with _terminal():
        status = _draw(AuthApp(survey(request).diagnosis, source, tools))
    return _start_again(request) if status == START_AGAIN else status


def _terminal() -> AbstractContextManager[None]:
    """While we have the terminal, its end is ours."""
    from claude_auth_tui.ending import current

    ending = current()
    return nullcontext() if ending is None else ending.terminal(sys.stdin.fileno())


def _draw(app: AuthApp) -> int:
    """Show the view until it ends; its exit status."""
    import logging  # asyncio's and other libraries' words may quote what they failed on: nobody hears them

    from claude_auth_tui.ending import current

    logging.getLogger().addHandler(logging.NullHandler())

    ending = current()
    if ending is None:
        app.run()
    else:
        app.leaving = ending.leave
        with ending.view(app):
            app.run()
    return app.return_code or 0


def _start_again(request: Request) -> int:
    """Replace this process by a login shell that opens the view. It comes back only where that cannot be done."""
    from claude_auth_tui.isolation import command_to_start_again
    from claude_auth_tui.survey import start_again

    try:
        start_again(request, command_to_start_again(sys.argv[1:]))
    except OSError as error:
        from claude_auth_tui.model.saying import say
        from claude_auth_tui.read.system_words import system_words

        sys.stderr.write(f"claude-auth-tui: your login shell cannot be started: {system_words(error, say('it cannot be run'))}\n")
        return EXIT_USAGE


def open_demo(name: str | None) -> int:
    """Show a made-up machine by its name, the first one without a name; 2 for an unknown name."""
    from claude_auth_tui.demo.machines import MACHINES

    if name is None:
        name = next(iter(MACHINES))
    if name not in MACHINES:
        from claude_auth_tui.commands.output import echoed

        sys.stderr.write(f"claude-auth-tui: no demo is called {echoed(name)}; there are: {', '.join(MACHINES)}\n")
        return EXIT_USAGE
    _start_fast()
    from claude_auth_tui.diagnose import diagnose

    machine = MACHINES[name].machine()
    diagnosis = diagnose(machine)
    if not can_draw():
        from claude_auth_tui.telling.plain import plain_report

        sys.stdout.write(plain_report(diagnosis))
        return 0
    from datetime import UTC, datetime

    from claude_auth_tui.tui.app import AuthApp
    from claude_auth_tui.tui.view.top import News

    tools = replace(_tools(), now=lambda: datetime.fromtimestamp(machine.now, UTC), home=machine.home, editor=_no_editor)
    with _terminal():
        return _draw(AuthApp(diagnosis, made_up_source(machine), tools, News("demo", name)))


def open_report(path: str) -> int:
    """Show a report that was made elsewhere; nothing is read here or watched. 2 where the file is none."""
    from claude_auth_tui.commands.report import name_of, read_report

    report = read_report(path)
    if report is None:
        return EXIT_USAGE
    diagnosis = report.diagnosis
    if not can_draw():
        from claude_auth_tui.commands.check import run_plain

        return run_plain(diagnosis)
    _start_fast()
    from claude_auth_tui.tui.app import AuthApp
    from claude_auth_tui.tui.tools import Still
    from claude_auth_tui.tui.view.labels import moment
    from claude_auth_tui.tui.view.top import News

    about = report.about
    tools = replace(_tools(), home="", elsewhere="This is a report from another machine", about=lambda: about)
    made = f"made {moment(about.made, tools.now())}" if about.made else ""
    news = News("report", ", ".join(part for part in (name_of(path), about.system, made) if part))
    with _terminal():
        return _draw(AuthApp(diagnosis, Still(), tools, news))


def made_up_source(machine: Machine) -> Source:
    """A machine that never changes, of which questions can be asked."""
    from claude_auth_tui.model.what_if import Subject, WhatIf
    from claude_auth_tui.scene.contexts import gather
    from claude_auth_tui.suppose import what_if
    from claude_auth_tui.tui.tools import Still

    class MadeUp(Still):
        def what_if(self, subject: Subject) -> WhatIf | None:
            return what_if(gather(machine), subject)

    return MadeUp()


def _no_editor(path: str, line: int) -> Any:
    from claude_auth_tui.editor import EditorCommand
    from claude_auth_tui.model.saying import place, say

    return EditorCommand((), say("This machine is made up: there is no {} to open", place(path)))


def _tools() -> Tools:
    import subprocess

    from claude_auth_tui import clipboard, editor
    from claude_auth_tui.read.system_tools import known, outside
    from claude_auth_tui.remember import remember_theme, remembered_theme, state_folder
    from claude_auth_tui.tui.tools import Tools

    home = os.path.expanduser("~")

    def run(argv: tuple[str, ...]) -> int:
        """An editor: in the home folder, since some run what the folder they are in holds."""
        environment = outside(os.environ)
        if os.path.isdir(home):
            environment["PWD"] = home
        try:
            process = subprocess.Popen(argv, env=environment, cwd=environment.get("PWD") if os.path.isdir(home) else "/")
        except OSError:
            return 127
        with known(process, group=False):
            return process.wait()

    from claude_auth_tui.commands.report import about

    folder = state_folder()
    return Tools(
        about=about,
        theme=remembered_theme(folder),
        keep_theme=lambda theme: remember_theme(folder, theme),
        copy=lambda text, osc52: clipboard.copy(text, os.environ, osc52),
        editor=lambda path, line: editor.command(path, line, os.environ),
        run=run,
        home=home,
    )

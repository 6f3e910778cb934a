"""One look at this machine: read, diagnose, and remember what was looked at. And, when asked to, the real shell's word."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

from msgspec import Struct
from msgspec.structs import replace

from claude_auth_tui.claude_code.tables import NAMES
from claude_auth_tui.diagnose import diagnose, diagnosis_of
from claude_auth_tui.model.diagnosis import Diagnosis, ShellTruth
from claude_auth_tui.model.machine import Request, StoredFiles
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.what_if import Subject, WhatIf
from claude_auth_tui.read.files import LiveFiles
from claude_auth_tui.read.patience import patient, patiently
from claude_auth_tui.read.reading import read_machine
from claude_auth_tui.scene.contexts import gather
from claude_auth_tui.scene.new_shell import shell_to_predict, startup_end
from claude_auth_tui.scene.whose import of_new_shell, user_shown
from claude_auth_tui.shells.inherit import inherited_by_new_shell

if TYPE_CHECKING:
    from claude_auth_tui.model.words import SurfaceName
    from claude_auth_tui.probes.probe import Plan, ProbeKind


class Survey(Struct, frozen=True):
    """A diagnosis, and the files it rests on: exactly those a watcher has to watch."""

    diagnosis: Diagnosis
    files: StoredFiles


@patient
def survey(request: Request) -> Survey:
    """Read this machine now and say what is to be told about it."""
    files = LiveFiles()
    diagnosis = diagnose(read_machine(request, files=files))
    return Survey(diagnosis, files.freeze())


@patient
def survey_with_what_ifs(request: Request, everything: bool) -> tuple[Diagnosis, tuple[WhatIf, ...]]:
    """A diagnosis, and what would be sent if each source that a new shell sends were gone.

    With `everything`, also if each source of another context, each effective line and each stored login were: that
    evaluates the startup files once more for every line.
    """
    from claude_auth_tui import suppose  # a look that asks for none of this is not to pay for it

    facts = gather(read_machine(request))
    subjects = suppose.subjects_counting(facts) if everything else suppose.subjects_sent(facts)
    return diagnosis_of(facts), tuple(suppose.what_if(facts, subject) for subject in subjects)


@patient
def what_if(request: Request, subject: Subject) -> WhatIf:
    """Read this machine now and say what would be sent without the subject."""
    from claude_auth_tui import suppose

    return suppose.what_if(gather(read_machine(request)), subject)


@patient
def shell_command(request: Request) -> Shown:
    """What `ask_real_shell` would run, for saying so first."""
    from claude_auth_tui.read.real_shell import command_shown

    return command_shown(*shell_to_predict(of_new_shell(read_machine(request))))


@patient
def ask_real_shell(request: Request) -> ShellTruth:
    """Start the user's shell, which runs the startup files, and compare. Only when the user asked for it; blocks for seconds."""
    from claude_auth_tui.read.real_shell import ask_shell, command_shown, differences

    machine = of_new_shell(read_machine(request))
    shell, start = shell_to_predict(machine)
    if (user := user_shown(machine)) is not None:
        return ShellTruth(command_shown(shell, start), 0.0, say("a new shell is one of {} here, and only they can start it", user), (), 0)
    inherited, _ = inherited_by_new_shell(machine)
    end = startup_end(machine)
    own = machine.login_shell if machine.paths.basename(machine.login_shell) == shell else ""
    answer = ask_shell(shell, start, inherited, machine.home or machine.cwd, own)
    if answer.environment is None:
        return ShellTruth(answer.command, round(answer.seconds, 3), answer.detail, (), 0)
    unknown = [name for name, variable in end.variables.items() if variable.state == "unknown"]
    told = differences(end.environment, unknown, answer.environment, NAMES)
    return ShellTruth(answer.command, round(answer.seconds, 3), None, told, len(NAMES) - len(told))


@patient
def probe_plan(request: Request, kind: ProbeKind, context: str = "new_shell", surface: SurfaceName = "print") -> Plan:
    """Read this machine now and say what a probe would run or send where. Runs and sends nothing: carrying it out does."""
    from claude_auth_tui.probes.plans import plan_of

    return plan_of(read_machine(request), kind, context, surface)


def start_again(request: Request, command: Sequence[str]) -> NoReturn:
    """Replace this process by a new login shell that runs `command`. Only when the user said so. Raises OSError."""
    from claude_auth_tui.read.real_shell import start_anew

    machine = patiently(lambda: read_machine(request))
    theirs = of_new_shell(machine)
    machine = theirs if user_shown(theirs) is None else replace(machine, request=replace(request, inherit="clean"))
    inherited, _ = inherited_by_new_shell(machine)
    start_anew(machine.login_shell or shell_to_predict(machine)[0], command, inherited, NAMES)

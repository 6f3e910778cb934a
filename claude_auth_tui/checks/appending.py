"""A line put at the end of a file by a command, and taken away again."""

from __future__ import annotations

from claude_auth_tui.checks.fixes import Step, Writer
from claude_auth_tui.checks.quoting import word
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.shells.elsewhere.file_texts import ends_with_line_break


def append_line(writer: Writer, path: str, line: Shown) -> Step:
    """Put `line`, which is quoted already, behind what the file holds; a file that is not there is made, and removed by the way back."""
    machine, target = writer.machine, writer.path(path)
    form = say("%s\\n") if ends_with_line_break(machine, path) else say("\\n%s\\n")
    in_place = say("-i ''") if machine.platform == "macos" else say("-i")
    there = machine.files.stat(path).exists
    back = say("sed {} {} {}", in_place, word(say("$d"), writer.shell), target) if there else say("rm {}", target)
    return Step(say("printf {} {} >> {}", word(form, writer.shell), line, target), back)

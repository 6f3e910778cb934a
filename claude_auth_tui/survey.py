"""One look at this machine: read, diagnose, and remember what was looked at."""

from __future__ import annotations

from dataclasses import dataclass

from claude_auth_tui.diagnose import diagnose
from claude_auth_tui.model.diagnosis import Diagnosis
from claude_auth_tui.model.machine import Request, StoredFiles
from claude_auth_tui.read.files import LiveFiles
from claude_auth_tui.read.machine import read_machine


@dataclass(frozen=True, slots=True)
class Survey:
    """A diagnosis, and the files it rests on: exactly those a watcher has to watch."""

    diagnosis: Diagnosis
    files: StoredFiles


def survey(request: Request) -> Survey:
    """Read this machine now and say what is to be told about it."""
    files = LiveFiles()
    diagnosis = diagnose(read_machine(request, files=files))
    return Survey(diagnosis, files.freeze())

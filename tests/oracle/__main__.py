"""`python -m tests.oracle`: see the package's docstring."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from claude_auth_tui.claude_code import MODELLED
from tests.conformance.scenario import MANAGED
from tests.conformance.test_recorded import SURFACES
from tests.oracle import survey
from tests.oracle.asking import Part, ask_part, asked_before, questions, take_together, version_of
from tests.oracle.fake_api import Recorder, serving
from tests.oracle.fixes import ask_about_fixes
from tests.oracle.judging import Judged, judge, matrix, report
from tests.oracle.renewal import ask_about_renewal

_INSIDE: Final = "ASK_CLAUDE_INSIDE"
_PLACE: Final = "{version}"


def main(arguments: list[str]) -> int:
    """0 when the model agrees with every answer, 1 when it does not, 2 where it cannot be asked."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.oracle", description="Ask a real Claude Code (CLAUDE_BIN) the recorded questions again."
    )
    parser.add_argument("--surface", choices=SURFACES, action="append", help="only this one (may be given several times)")
    parser.add_argument("--sample", type=int, help="so many questions of each surface, chosen at random but always the same")
    parser.add_argument("--seed", type=int, default=0, help="another choice for --sample")
    parser.add_argument("--show", type=int, default=20, help="how many kinds of differences to print with a question")
    parser.add_argument("--workers", type=int, default=1, help="ask so many at a time")
    parser.add_argument("--record", type=Path, help="write each question with its new answer to this file")
    parser.add_argument("--resume", action="store_true", help="leave out what the file of --record has already")
    parser.add_argument(
        "--versions", help="A,B,C: ask each of them (CLAUDE_BIN holds {version}) and say since when an answer is the newest one's"
    )
    parser.add_argument("--survey", action="store_true", help="instead: variables and settings of the program that the tables do not know")
    parser.add_argument("--fixes", action="store_true", help="instead: ask before and after every fix whether it does what it promises")
    parser.add_argument(
        "--renewal", action="store_true", help="instead: ask what becomes of an expired login where renewing it is hard (as root)"
    )
    parser.add_argument("--part", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    versions = options.versions.split(",") if options.versions else []
    binaries = [os.environ.get("CLAUDE_BIN", "").replace(_PLACE, version) for version in versions or [""]]
    missing = next((binary for binary in binaries if not os.access(binary, os.X_OK)), None)
    if missing is not None:
        sys.stderr.write(f"set CLAUDE_BIN to the claude program{f': there is no {missing}' if missing else ''}\n")
        return 2
    if options.survey:
        return survey.tell(Path(os.path.realpath(binaries[0])))
    if os.environ.get(_INSIDE) == "1":
        _prepare_namespaces()
        return _inside(binaries[0], options)
    if options.fixes or options.renewal:
        return subprocess.run(_command(arguments), env={**os.environ, _INSIDE: "1"}, check=False).returncode
    if versions:
        told = {version: _ask(binary, options, version) for version, binary in zip(versions, binaries, strict=True)}
        sys.stdout.write(matrix(told))
        return 0
    judged = _ask(binaries[0], options, "")
    sys.stdout.write(report(judged, options.show))
    return 1 if any(one.against for one in judged) else 0


def _ask(binary: str, options: argparse.Namespace, asked_for: str) -> list[Judged]:
    """Every question put to one program, in parts that run at the same time."""
    version = version_of(binary)
    sys.stderr.write(f"asking Claude Code {version}; the rules are those of {asked_for or MODELLED}\n")
    chosen = questions(options.surface or SURFACES, options.sample, options.seed)
    known = asked_before(options.record) if options.record and options.resume else {}
    parts = [Part(number, options.workers) for number in range(options.workers)]
    commands = [_command(_arguments(options, part)) for part in parts]
    environment = {**os.environ, _INSIDE: "1", "CLAUDE_BIN": binary}
    answers = take_together(commands, environment, chosen, known, options.record, version)
    return [judge(question, answers.get(question.id), asked_for) for question in chosen]


def _arguments(options: argparse.Namespace, part: Part) -> list[str]:
    given = [word for surface in options.surface or () for word in ("--surface", surface)]
    given += ["--sample", str(options.sample)] if options.sample else []
    given += ["--record", str(options.record)] if options.record else []
    return [*given, *(["--resume"] if options.resume else []), "--seed", str(options.seed), "--part", part.text]


def _command(arguments: list[str]) -> list[str]:
    """Run again without a network, and with an /etc that can be written and is thrown away."""
    as_root = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    return ["unshare", *as_root, "--net", "--mount", sys.executable, "-m", "tests.oracle", *arguments]


def _prepare_namespaces() -> None:
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    # A session that was handed a descriptor keeps what it held under /home/claude, for whoever starts next (observed, 2.1.332).
    for folder in ("/etc", "/home"):
        layer = tempfile.mkdtemp(prefix="ask-claude-")
        subprocess.run(["mount", "-t", "tmpfs", "tmpfs", layer], check=True)
        upper, work = f"{layer}/upper", f"{layer}/work"
        os.mkdir(upper)
        os.mkdir(work)
        subprocess.run(
            ["mount", "-t", "overlay", "overlay", "-o", f"lowerdir={folder},upperdir={upper},workdir={work}", folder], check=True
        )
    os.makedirs(MANAGED, exist_ok=True)


def _inside(binary: str, options: argparse.Namespace) -> int:
    with serving() as recorder:
        if options.renewal:
            return _ask_about_renewal(binary)
        if options.fixes:
            return _ask_about_fixes(binary, recorder, options.sample)
        known = asked_before(options.record) if options.record and options.resume else {}
        chosen = [one for one in questions(options.surface or SURFACES, options.sample, options.seed) if one.id not in known]
        ask_part(Part.of(options.part), chosen, binary, recorder)
    return 0


def _ask_about_fixes(binary: str, recorder: Recorder, sample: int | None) -> int:
    compared = wrong = 0
    for check, against in ask_about_fixes(binary, recorder, sample):
        compared += against is not None
        wrong += bool(against)
        if against:
            _tell(f"{check}: {'; '.join(against)}")
    _tell(f"fixes: {compared} compared, {wrong} otherwise than promised")
    return 1 if wrong else 0


def _ask_about_renewal(binary: str) -> int:
    answers = list(ask_about_renewal(binary))
    for name, against in answers:
        if against:
            _tell(f"{name}: {against}")
    _tell(f"renewal: {len(answers)} asked, {sum(bool(against) for _, against in answers)} otherwise than expected")
    return 1 if any(against for _, against in answers) else 0


def _tell(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

"""`python -m tests.oracle`: see the package's docstring."""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from tests.conformance.scenario import MANAGED, ask, differences, expected
from tests.conformance.test_recorded import SURFACES, recorded
from tests.oracle.claude import observe
from tests.oracle.fake_api import Recorder, serving
from tests.oracle.fixes import ask_about_fixes
from tests.oracle.renewal import ask_about_renewal

_INSIDE: Final = "ASK_CLAUDE_INSIDE"


def main(arguments: list[str]) -> int:
    """0 when the model agrees with every answer, 1 when it does not, 2 where it cannot be asked."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.oracle", description="Ask a real Claude Code (CLAUDE_BIN) the recorded questions again."
    )
    parser.add_argument("--surface", choices=SURFACES, action="append", help="only this one (may be given several times)")
    parser.add_argument("--sample", type=int, help="so many questions of each surface, chosen at random but always the same")
    parser.add_argument("--show", type=int, default=20, help="how many differences to print in full")
    parser.add_argument("--record", type=Path, help="write each question with its new answer to this file")
    parser.add_argument("--fixes", action="store_true", help="instead: ask before and after every fix whether it does what it promises")
    parser.add_argument(
        "--renewal", action="store_true", help="instead: ask what becomes of an expired login where renewing it is hard (as root)"
    )
    options = parser.parse_args(arguments)
    binary = os.environ.get("CLAUDE_BIN", "")
    if not os.access(binary, os.X_OK):
        sys.stderr.write("set CLAUDE_BIN to the claude program\n")
        return 2
    if os.environ.get(_INSIDE) != "1":
        return _inside_namespaces(arguments)
    _prepare_namespaces()
    return _ask_all(binary, options)


def _inside_namespaces(arguments: list[str]) -> int:
    """Run again without a network, and with an /etc that can be written and is thrown away."""
    as_root = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    command = ["unshare", *as_root, "--net", "--mount", sys.executable, "-m", "tests.oracle", *arguments]
    return subprocess.run(command, env={**os.environ, _INSIDE: "1"}, check=False).returncode


def _prepare_namespaces() -> None:
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    layer = tempfile.mkdtemp(prefix="ask-claude-etc-")
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", layer], check=True)
    upper, work = f"{layer}/upper", f"{layer}/work"
    os.mkdir(upper)
    os.mkdir(work)
    subprocess.run(["mount", "-t", "overlay", "overlay", "-o", f"lowerdir=/etc,upperdir={upper},workdir={work}", "/etc"], check=True)
    os.makedirs(MANAGED, exist_ok=True)


def _ask_all(binary: str, options: argparse.Namespace) -> int:
    wrong = 0
    with serving() as recorder:
        if options.renewal:
            return _ask_about_renewal(binary)
        if options.fixes:
            return _ask_about_fixes(binary, recorder, options.sample)
        for surface in options.surface or SURFACES:
            cases = list(recorded(surface))
            if options.sample:
                cases = random.Random(0).sample(cases, min(options.sample, len(cases)))
            changed = disagrees = 0
            for case in cases:
                now = observe(case["scenario"], binary, recorder)
                if options.record:
                    with options.record.open("a", encoding="utf-8") as out:
                        out.write(json.dumps({"scenario": case["scenario"], "observed": now}) + "\n")
                against = _model_differs(surface, case["scenario"], now)
                changed += _changed(surface, case["observed"], now)
                disagrees += bool(against)
                if against and wrong + disagrees <= options.show:
                    _tell(
                        f"{json.dumps(case['scenario'])}\n  recorded {case['observed']}\n  now      {now}\n  model    {'; '.join(against)}"
                    )
            wrong += disagrees
            _tell(f"{surface}: {len(cases)} asked, {changed} answered otherwise than recorded, {disagrees} otherwise than the model")
    return 1 if wrong else 0


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


def _model_differs(surface: str, scenario: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """What the model says otherwise; nothing where it says it cannot tell."""
    prediction = ask(scenario)
    if surface != "status" and prediction.surfaces[surface].outcome == "unknown":  # type: ignore[index]
        return []
    found = differences(prediction, {"surface": surface, **now})
    return ["the answer says nothing about the credential"] if found is None else found


def _changed(surface: str, before: dict[str, Any], now: dict[str, Any]) -> bool:
    """Whether the answer is another one, not only in other words."""
    return expected({"surface": surface, **before}) != expected({"surface": surface, **now})


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

"""The recorded questions put to a real Claude Code, several at a time: each part in namespaces of its own, its answers as lines of JSON."""

from __future__ import annotations

import hashlib
import json
import random
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from tests.conformance.test_recorded import recorded
from tests.oracle.claude import observe
from tests.oracle.fake_api import Recorder


class Question(Struct, frozen=True):
    """A recorded case."""

    id: str
    """Of what is asked: the same question has the same one in every run."""
    surface: str
    scenario: dict[str, Any]
    before: dict[str, Any]
    """The recorded answer."""


class Part(Struct, frozen=True):
    """Every `of`-th question, from `number` on."""

    number: int
    all: int

    @property
    def text(self) -> str:
        return f"{self.number}/{self.all}"

    @staticmethod
    def of(text: str) -> Part:
        number, _, count = text.partition("/")
        return Part(int(number), int(count))


def questions(surfaces: Iterable[str], sample: int | None, seed: int) -> list[Question]:
    """The questions of these surfaces, or a sample of each."""
    chosen: list[Question] = []
    for surface in surfaces:
        cases = list(recorded(surface))
        if sample:
            cases = random.Random(seed).sample(cases, min(sample, len(cases)))
        chosen += [Question(_id(case["scenario"]), surface, case["scenario"], case["observed"]) for case in cases]
    return chosen


def _id(scenario: Mapping[str, Any]) -> str:
    asked = {name: value for name, value in scenario.items() if name not in ("id", "version")}
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:16]


def asked_before(record: Path) -> dict[str, dict[str, Any]]:
    """What a file of answers holds, by question."""
    lines = record.read_text(encoding="utf-8").splitlines() if record.exists() else []
    return {_id(told["scenario"]): told["observed"] for told in map(json.loads, lines)}


def version_of(binary: str) -> str:
    """What a program says its version is; "of unknown version" where it says none."""
    with tempfile.TemporaryDirectory(prefix="ask-claude-") as home:
        environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": home}
        try:
            run = subprocess.run([binary, "--version"], env=environment, cwd=home, capture_output=True, text=True, timeout=30, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return "of unknown version"
    found = re.search(r"\d+\.\d+\.\d+", run.stdout)
    return found.group() if found else "of unknown version"


def ask_part(part: Part, chosen: Sequence[Question], binary: str, recorder: Recorder) -> None:
    """Put one part of the questions, and print each answer as it comes."""
    for question in chosen[part.number :: part.all]:
        now = observe(question.scenario, binary, recorder)
        sys.stdout.write(json.dumps({"id": question.id, "observed": now}) + "\n")
        sys.stdout.flush()


def take_together(
    commands: Sequence[Sequence[str]], environment: Mapping[str, str], chosen: Sequence[Question],
    known: Mapping[str, dict[str, Any]], record: Path | None, version: str,
) -> dict[str, dict[str, Any]]:  # fmt: skip
    """Run the parts at the same time; answers what each question was answered, and writes it down."""
    answers = dict(known)
    by_id = {question.id: question for question in chosen}
    lock = threading.Lock()

    def follow(command: Sequence[str]) -> None:
        with subprocess.Popen(command, env=dict(environment), stdout=subprocess.PIPE, text=True) as part:
            for line in part.stdout or ():
                told = json.loads(line)
                with lock:
                    answers[told["id"]] = told["observed"]
                    _write(record, by_id[told["id"]], told["observed"], version)
                    sys.stderr.write(f"\r{len(answers)} of {len(by_id)} answered ")
                    sys.stderr.flush()

    threads = [threading.Thread(target=follow, args=(command,)) for command in commands]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sys.stderr.write("\n")
    return answers


def _write(record: Path | None, question: Question, now: dict[str, Any], version: str) -> None:
    if record is None:
        return
    with record.open("a", encoding="utf-8") as out:
        out.write(json.dumps({"scenario": question.scenario, "observed": now, "version": version}) + "\n")

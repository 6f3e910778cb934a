"""Whether fixes do what they promise to the real Claude Code: it is asked before and after each one.

Every machine that shows a check is built in a throwaway home; `claude -p` is started with the environment a new shell
of it has; the fix is done as its proof declares; and `claude -p` is asked again. Both answers must be the predicted ones.
"""

from __future__ import annotations

import json
import random
import shutil
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from msgspec.structs import replace

from claude_auth_tui.claude_code.predict import predict
from claude_auth_tui.claude_code.start import Prediction
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.unveil import unveil
from tests.checks.cases import Case
from tests.checks.curing import cure
from tests.checks.every_case import CASES
from tests.checks.homes import Home
from tests.conformance.scenario import API, CLOUDLESS, ENDPOINTS, differences, values_of
from tests.oracle.claude import run_claude
from tests.oracle.fake_api import ADDRESS, Recorder
from tests.programs import there

SHELL: Final = "bash"
PRINTED: Final = "FAKE"
"""Part of what every helper of ours prints."""
_PROVEN: Final = ("ran", "edited", "simulated")


def ask_about_fixes(binary: str, recorder: Recorder, sample: int | None) -> Iterator[tuple[str, list[str] | None]]:
    """Each check with what came otherwise than predicted, before or after its fix; None where nothing can be compared."""
    cases = list(CASES)
    if sample:
        cases = random.Random(0).sample(cases, min(sample, len(cases)))
    for case in cases:
        folder = Path(tempfile.mkdtemp(prefix="ask-claude-"))
        try:
            if not there("direnv") and any(name.endswith(".envrc") for name in case.files(folder)):
                yield case.id, None  # its fix is done by direnv itself
                continue
            yield case.id, _ask(case, folder, binary, recorder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _ask(case: Case, folder: Path, binary: str, recorder: Recorder) -> list[str] | None:
    home = case.build(folder, SHELL)
    # Looked at first: a start of Claude Code leaves files behind, a line in git's own ignore file among them.
    finding = next((f for f in home.findings() if f.id == case.id), None)
    before = _compare(_alive(home), binary, recorder)
    if finding is None:
        return ["the check does not fire"]
    fix = finding.fixes[case.fix] if len(finding.fixes) > case.fix else None
    if fix is None or fix.proof not in _PROVEN or finding.context == "here":
        return before
    after = _compare(_alive(cure(case, home, finding)), binary, recorder)
    if before is None and after is None:
        return None
    return [*(f"before: {text}" for text in before or ()), *(f"after: {text}" for text in after or ())]


def _alive(home: Home) -> Home:
    """The same home with a login that is alive by the clock the real program has."""
    path = home.path / ".claude/.credentials.json"
    try:
        document = json.loads(path.read_text())
    except (OSError, ValueError):
        return home
    oauth = document.get("claudeAiOauth") or {}
    if oauth.get("expiresAt", 0) > 1_000_000_000_000:
        oauth["expiresAt"] = int((time.time() + 3 * 3600) * 1000)
        path.write_text(json.dumps(document))
    return home


def _compare(home: Home, binary: str, recorder: Recorder) -> list[str] | None:
    """What `claude -p` in a new shell does otherwise than predicted."""
    start = home.facts().scene("new_shell").prediction.start
    asked = uuid.uuid4().hex[:8]
    endpoints = {**CLOUDLESS, **{name: url.replace(API, f"{ADDRESS}/{asked}") for name, url in ENDPOINTS.items()}}
    environment = {**start.environment, **{name: Secret(value) for name, value in endpoints.items()}}
    prediction = predict(replace(start, environment=environment))
    told = {name: unveil(value) for name, value in environment.items()}
    quiet = {"CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1", "TERM": "dumb", "LANG": "C.UTF-8"}
    said = run_claude([binary, "-p", "hi"], {**told, **quiet}, Path(home.cwd))
    seen: dict[str, Any] = {"surface": "print", "says": said.strip()}
    request = recorder.first(asked)
    if request is not None:
        seen |= {"provider": request.provider, "authorization": request.authorization, "x_api_key": request.x_api_key}
    if prediction.surfaces["print"].outcome == "unknown":
        return None
    return differences(prediction, _as_printed(prediction, seen))


def _as_printed(prediction: Prediction, seen: dict[str, Any]) -> dict[str, Any]:
    """What arrived, told as the source whose value it is part of; for a helper, whose command is all the model knows, what ours print."""
    told = dict(seen)
    for header in ("authorization", "x_api_key"):
        source, value = getattr(prediction.surfaces["print"], header), seen.get(header)
        if source and value and (any(value in text for text in values_of(prediction, source)) or source.endswith(":apiKeyHelper")):
            told[header] = source if PRINTED in value or not source.endswith(":apiKeyHelper") else value
    return told

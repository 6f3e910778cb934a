"""One start of the real Claude Code on a throwaway machine, and what came of it."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from tests.conformance.scenario import API, CLOUDLESS, ENDPOINTS, MANAGED, Scenario, fill, with_state
from tests.oracle.fake_api import ADDRESS, Recorder
from tests.oracle.terminal import talk

_SECONDS: Final = 20
_SAID: Final = 400


def observe(scenario: Scenario, binary: str, recorder: Recorder) -> dict[str, Any]:
    """The answer to one question, in the words of the recorded ones."""
    base = Path(tempfile.mkdtemp(prefix="ask-claude-"))
    asked = uuid.uuid4().hex[:8]
    try:
        return _observe(scenario, binary, recorder, base, asked)
    finally:
        shutil.rmtree(base, ignore_errors=True)
        for path in Path(MANAGED).iterdir() if scenario.get("managed") else ():
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _observe(scenario: Scenario, binary: str, recorder: Recorder, base: Path, asked: str) -> dict[str, Any]:
    home, project = base / "home", base / "project"
    start = Path(os.path.normpath(project / scenario.get("cwd", ".")))
    address = f"{ADDRESS}/{asked}"
    for folder in (home, project, start):
        folder.mkdir(parents=True, exist_ok=True)
    home_files, project_files = with_state(scenario, str(project))
    for root, files in ((home, home_files), (project, project_files), (Path(MANAGED), scenario.get("managed") or {})):
        for relative, content in files.items():
            _write(root / relative, content, home, project, address)
    if scenario.get("git"):
        subprocess.run(["git", "init", "-q", str(project)], check=True)
    environment = _environment(scenario, home, project, address)
    flag = ["--settings", json.dumps(scenario["flag"])] if "flag" in scenario else []
    seen: dict[str, Any] = {}
    for place, data in (scenario.get("b64") or {}).items():
        (base / place).parent.mkdir(parents=True, exist_ok=True)
        (base / place).write_bytes(base64.b64decode(data))
    handed = _handed(scenario, base)
    if scenario["surface"] == "interactive":
        seen["asks"], said = talk([*handed, binary, *flag], environment, start, lambda seconds: recorder.wait(asked, seconds))
    else:
        said = run_claude([*handed, *_command(scenario["surface"], binary, flag)], environment, start)
    if scenario["surface"] == "status":
        seen["status"], said = _status(said)
    request = recorder.first(asked)
    if request is not None:
        seen |= {"provider": request.provider, "authorization": request.authorization, "x_api_key": request.x_api_key}
    else:
        seen["says"] = said.replace(str(base), "").strip()[:_SAID]
    return {key: value for key, value in seen.items() if value is not None}


def _handed(scenario: Scenario, base: Path) -> list[str]:
    """What starts a program with the scenario's descriptors open."""
    opened = []
    for number, content in (scenario.get("fds") or {}).items():
        (base / f"descriptor-{number}").write_text(content, encoding="utf-8")
        opened.append(f"{number}<{base}/descriptor-{number}")
    return ["sh", "-c", f'exec "$0" "$@" {" ".join(opened)}'] if opened else []


def _command(surface: str, binary: str, flag: list[str]) -> list[str]:
    arguments = {"print": [*flag, "-p", "hi"], "bare": [*flag, "--bare", "-p", "hi"], "status": ["auth", "status", "--json"]}
    return [binary, *arguments[surface]]


def run_claude(command: list[str], environment: Mapping[str, str], start: Path) -> str:
    """What a start of Claude Code prints, on both streams."""
    try:
        run = subprocess.run(
            command,
            env=dict(environment),
            cwd=start,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "(no answer in time)"
    return run.stdout + run.stderr


def _status(said: str) -> tuple[dict[str, Any] | None, str]:
    at = said.find("{")
    if at < 0:
        return None, said
    told = json.JSONDecoder().raw_decode(said[at:])[0]
    return {key: told[key] for key in ("loggedIn", "authMethod", "apiProvider", "apiKeySource") if key in told}, said[:at]


def _environment(scenario: Scenario, home: Path, project: Path, address: str) -> dict[str, str]:
    environment = {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": str(home),
        "USER": "dev",
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
        **CLOUDLESS,
    }
    if not scenario.get("direct"):
        environment |= {name: url.replace(API, address) for name, url in ENDPOINTS.items()}
    given = scenario.get("env") or {}
    return environment | {name: fill(value, str(home), str(project), address) for name, value in given.items()}


def _write(path: Path, content: Any, home: Path, project: Path, address: str) -> None:
    mode = None
    if isinstance(content, dict) and set(content) == {"mode", "text"}:
        mode, content = int(content["mode"], 8), content["text"]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(fill(content if isinstance(content, str) else json.dumps(content), str(home), str(project), address), encoding="utf-8")
    if mode is not None:
        path.chmod(mode)

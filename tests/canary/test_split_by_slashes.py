"""A value that slashes split into short pieces, as base64 may be, looks like a path: in no output stand two pieces of it side by side."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

from claude_auth_tui.claude_code.tables import VARIABLES
from claude_auth_tui.demo.build import make_machine
from claude_auth_tui.diagnose import diagnose
from claude_auth_tui.model.diagnosis import Diagnosis
from claude_auth_tui.telling.document import document_of
from claude_auth_tui.telling.plain import plain_report
from tests.canary.canaries import LENGTHS, body
from tests.canary.variable_places import around

PATHS = sorted({*(one.name for one in VARIABLES if one.holds == "path"), "SSL_CERT_FILE"})
BEGINS = ("/x/", "/", "~/", "/home/dev/work/", "/var/run/secrets/")


def pieces(name: str, length: int, size: int) -> list[str]:
    value = body(f"split/{name}/{length}/{size}", length)
    return [value[at : at + size] for at in range(0, length, size)]


def told(diagnosis: Diagnosis) -> str:
    return json.dumps(document_of(diagnosis), ensure_ascii=False) + plain_report(diagnosis)


@pytest.mark.parametrize("name", PATHS)
def test_no_two_pieces_of_it_stand_side_by_side(name: str) -> None:
    for number, (length, size) in enumerate((length, size) for length in LENGTHS for size in (2, 3, 4, 5, 7)):
        parts = pieces(name, length, size)
        value = BEGINS[number % len(BEGINS)] + "/".join(parts)
        for machine in (
            make_machine({}, {**around(name), name: value}),
            make_machine({"~/.zshrc": f"export {name}={value}\n"}, dict(around(name))),
            make_machine({"~/.claude/settings.json": {"env": {**around(name), name: value}}}),
        ):
            text = told(diagnose(machine))
            shown = [f"{one}/{other}" for one, other in pairwise(parts) if f"{one}/{other}" in text]
            assert not shown, (name, value)


def test_an_ordinary_path_is_shown_as_it_is() -> None:
    for path in ("/home/dev/work/api/.anthropic", "/var/run/secrets/eks.amazonaws.com/serviceaccount/token", "/opt/certs/ca-2024.pem"):
        text = told(diagnose(make_machine({}, {"ANTHROPIC_FEDERATION_RULE_ID": "rule", "ANTHROPIC_IDENTITY_TOKEN_FILE": path})))
        assert path.replace("/home/dev", "~") in text or path in text

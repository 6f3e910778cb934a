"""From a start to what is sent: the entry to this package."""

from __future__ import annotations

from claude_auth_tui.claude_code.configuration import Configuration
from claude_auth_tui.claude_code.start import Prediction, Start
from claude_auth_tui.model.diagnosis import SURFACES, Status, Surface


def predict(start: Start) -> Prediction:
    """What `claude`, `claude -p`, `claude --bare -p` and `claude auth status` do when started so."""
    unknown = Surface("unknown", "not modelled yet")
    return Prediction(
        start,
        Configuration(start.machine.at_home(".claude")),
        dict.fromkeys(SURFACES, unknown),
        Status(None),
    )

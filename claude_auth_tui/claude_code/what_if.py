"""What would be sent if one source were gone: the question behind every fix."""

from __future__ import annotations

from claude_auth_tui.claude_code.predict import predict
from claude_auth_tui.claude_code.start import Prediction, Start


def without(start: Start, source: str) -> Prediction:
    """The prediction for the same start without this source (an id such as `env:ANTHROPIC_API_KEY`).

    A source that is not there changes nothing.
    """
    return predict(start)

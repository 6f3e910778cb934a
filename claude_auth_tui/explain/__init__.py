"""An error message explained: what it means, whether it is about authentication at all, and why it appears on this machine.

`explain(text, diagnosis)` is all that others need; its `Explanation` holds nothing of the text.
"""

from __future__ import annotations

from claude_auth_tui.explain.explaining import explain
from claude_auth_tui.explain.shapes import Explanation, Message, Near, RankedCause

__all__ = ["Explanation", "Message", "Near", "RankedCause", "explain"]

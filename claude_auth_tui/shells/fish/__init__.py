"""fish: startup files, lexer, parser, evaluator. The entry is `predict_fish`; nothing in here ever runs anything."""

from __future__ import annotations

from claude_auth_tui.shells.fish.start import predict_fish

__all__ = ["predict_fish"]

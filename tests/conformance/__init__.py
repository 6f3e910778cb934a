"""Recorded answers of Claude Code, and the model's answers to the same questions."""

"""Tests of what Claude Code does, rule by rule. Values are obviously fake."""

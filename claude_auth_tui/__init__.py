"""Which credential Claude Code will use here, where it comes from, and what changes it."""

__version__ = "0.1.0"

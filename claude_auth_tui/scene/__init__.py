"""The ways of starting Claude Code on this machine, each with what it would hand over and what would be sent.

`contexts` makes them; the same machine, changed, goes through here again.
"""

"""What Claude Code says, in all wordings: one small module per family of messages."""

"""Why messages appear: one small module per family of causes, shared by all messages they can be behind."""

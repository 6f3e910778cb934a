"""What to watch, and when to read again."""

"""What to watch, and when to read again. Knows no screen: it is given `look` and `tell`."""

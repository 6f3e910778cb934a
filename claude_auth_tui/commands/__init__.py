"""The command line, one module each. A command imports what it needs when it runs, so that each starts fast."""

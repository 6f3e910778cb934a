"""`python -m claude_auth_tui`."""

from claude_auth_tui.cli import main

if __name__ == "__main__":
    raise SystemExit(main())

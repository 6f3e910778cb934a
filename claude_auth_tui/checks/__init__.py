"""What each problem is and how it is cured. Importing the package registers every check, family by family."""

from claude_auth_tui.checks import families  # noqa: F401 - for what it registers

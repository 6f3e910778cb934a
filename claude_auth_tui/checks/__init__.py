"""What each problem is and how it is cured. Importing the package registers every check, family by family."""

from __future__ import annotations

from claude_auth_tui.checks import families

__all__ = ["families"]

"""What is told of a fault of this program itself: its kind and no more, since its message could quote a value."""

from __future__ import annotations


def failed_here(failure: Exception) -> str:
    """ "this program failed here (TypeError)"."""
    return f"this program failed here ({type(failure).__name__})"

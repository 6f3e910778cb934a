"""What is told of a fault of this program itself: its kind and no more, since its message could quote a value."""

from __future__ import annotations

from claude_auth_tui.model.made import made
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.shown import Shown


def kind_of(failure: BaseException) -> Shown:
    """The class of an exception: "ValueError"."""
    name = type(failure).__name__
    return made(name) if name.isascii() and name.isidentifier() and len(name) <= 40 else say("an error")


def failed_here(failure: BaseException) -> Shown:
    """ "this program failed here (TypeError)"."""
    return say("this program failed here ({})", kind_of(failure))

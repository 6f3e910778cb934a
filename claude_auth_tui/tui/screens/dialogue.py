"""What opens over the main screen: a titled box that esc, q and enter close, with text that scrolls and can be selected.

The details of a row and the help are nothing more.
"""

from __future__ import annotations

from typing import ClassVar, Final, Literal, TypeVar

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from claude_auth_tui.tui.commands import COMMANDS, GROUPS, keys_of
from claude_auth_tui.tui.themes import content_of
from claude_auth_tui.tui.view.details import Details
from claude_auth_tui.tui.view.lines import Line, Role, pad, span, wrap

Answer = TypeVar("Answer")

_TIGHT_BELOW: Final = (70, 22)
"""Cells and rows below which a dialogue takes the whole screen."""


class Dialogue(ModalScreen[Answer]):
    """A box over the main screen. esc and q close it; a click beside it too."""

    AUTO_FOCUS = "*"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "dismiss", "close", show=False)]

    def __init__(self, title: Line, keys: str) -> None:
        super().__init__()
        self._title = title
        self._keys = keys

    def on_mount(self) -> None:
        self._tighten()

    def on_resize(self) -> None:
        self._tighten()

    def _tighten(self) -> None:
        """On a small screen it takes all of it."""
        width, height = self.size
        self.set_class(width < _TIGHT_BELOW[0] or height < _TIGHT_BELOW[1], "-tight")

    def compose(self) -> ComposeResult:
        box = Vertical(*self.inside(), id="box")
        box.border_title = self.content(self._title)
        box.border_subtitle = self.content(span(self._keys, "muted"))
        yield box

    def inside(self) -> ComposeResult:
        """The widgets in the box."""
        raise NotImplementedError

    def content(self, *lines: Line) -> Content:
        """Lines as drawable content, one below the other."""
        ansi = self.app.native_ansi_color
        return Content("\n").join([content_of(line, ansi) for line in lines])

    def say_title(self, title: Line) -> None:
        """Another title, while it is open."""
        self.query_one("#box").border_title = self.content(title)

    def say_keys(self, text: str) -> None:
        """What the keys do now."""
        self.query_one("#box").border_subtitle = self.content(span(text, "muted"))

    def on_click(self, event: object) -> None:
        if getattr(event, "widget", None) is self:
            self.dismiss()

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        """Once: a key that came in the same burst may ask again when it is gone, and would close what lies beneath."""
        return super().dismiss(result) if self.app.screen is self else AwaitComplete()


class Scroll(VerticalScroll):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", show=False),
        Binding("k", "scroll_up", show=False),
        Binding("g", "scroll_home", show=False),
        Binding("G", "scroll_end", show=False),
        Binding("ctrl+d", "page_down", show=False),
        Binding("ctrl+u", "page_up", show=False),
    ]


class Text(Dialogue[None]):
    """Lines to read; enter closes it too."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "dismiss", "close", show=False)]

    def __init__(self, title: Line, lines: tuple[Line, ...], keys: str = "esc closes") -> None:
        super().__init__(title, keys)
        self._lines = lines

    def inside(self) -> ComposeResult:
        self._text = Static(self.content(*self._lines))
        yield Scroll(self._text)

    def lines_for(self, width: int) -> tuple[Line, ...]:
        """The lines for so many cells; by default always the same, wrapped as they are drawn."""
        return self._lines

    def on_resize(self) -> None:
        super().on_resize()
        self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        if (width := self._text.content_size.width) and (lines := self.lines_for(width)) != self._lines:
            self._lines = lines
            self._text.update(self.content(*lines))


Wanted = Literal["copy", "edit"]


class DetailsScreen(Text):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "want('copy')", "copy fix", show=False),
        Binding("e", "want('edit')", "edit", show=False),
    ]

    def __init__(self, details: Details, can_copy: bool) -> None:
        keys = [*(["y copy fix"] if can_copy else []), *(["e edit"] if details.place else []), "esc close"]
        super().__init__(details.title, details.lines, " · ".join(keys))

    def action_want(self, wanted: Wanted) -> None:
        """Close, and let the main screen do it: it knows what is selected."""
        if self.app.screen is not self:  # asked for a second time in the same burst of keys
            return
        self.app.pop_screen()
        self.app.call_later(self.app.screen.run_action, {"copy": "copy_fix", "edit": "edit"}[wanted])


_SIGNS: Final[tuple[tuple[str, Role, str], ...]] = (
    ("✓", "good", "as expected"),
    ("✗", "bad", "fails, or sends another credential than you expect (your login, unless you say otherwise)"),
    ("!", "warn", "may"),
    ("?", "unknown", "asks a question first, or cannot be told"),
    ("·", "muted", "worth knowing; not judged"),
    ("▶", "accent", "the source that is sent"),
    ("≠", "warn", "they differ: this terminal and a new shell, or before and after"),
    ("=", "muted", "the same before and after"),
    ("•", "accent", "changed by the last update"),
)
_KEYS_WIDTH: Final = 28
_INDENT: Final = 2
_LEAST_ROOM: Final = 24
"""Cells for what a key means; with less it stands below the key."""
_BEFORE_DRAWN: Final = 60


def help_lines(width: int) -> tuple[Line, ...]:
    """The help's text in lines of so many cells."""
    lines: list[Line] = []
    for group in GROUPS:
        lines.append(span(group, "accent"))
        for command in (c for c in COMMANDS if c.group == group):
            lines += _pair("  ".join(keys_of(command)), "key", command.help, width)
        lines.append(())
    lines.append(span("Signs", "accent"))
    for sign, role, means in _SIGNS:
        lines += _pair(sign, role, means, width)
    mouse = "The mouse works too: panes, rows, the matrix, the verdict and the keys below."
    return (*lines, (), *(span(line, "muted") for line in wrap(mouse, width)))


def _pair(left: str, role: Role, right: str, width: int) -> list[Line]:
    """Something and what it means, beside each other, or below where there is little room."""
    room = width - _KEYS_WIDTH - _INDENT
    if room < _LEAST_ROOM:
        return [span("  " + left, role), *(span("    " + line) for line in wrap(right, max(1, width - 4)))]
    told = wrap(right, room)
    first: Line = (("  " + pad(left, _KEYS_WIDTH), role), (told[0], "plain"))
    return [first, *(span(" " * (_KEYS_WIDTH + _INDENT) + line) for line in told[1:])]


class HelpScreen(Text):
    BINDINGS = [("question_mark,f1", "dismiss", "close")]  # noqa: RUF012 - Textual's own form

    def __init__(self) -> None:
        super().__init__(span("Help", "strong"), help_lines(_BEFORE_DRAWN), "esc or ? closes")

    def lines_for(self, width: int) -> tuple[Line, ...]:
        return help_lines(width)

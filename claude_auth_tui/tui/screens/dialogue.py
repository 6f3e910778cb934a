"""What opens over the main screen: a titled box that esc, q and enter close, with text that scrolls and can be selected."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from claude_auth_tui.tui.roles import content_of
from claude_auth_tui.tui.view.line import Line

Answer = TypeVar("Answer")


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
        self.set_class(width < 70 or height < 22, "-tight")

    def compose(self) -> ComposeResult:
        box = Vertical(*self.inside(), id="box")
        box.border_title = self.content(self._title)
        box.border_subtitle = self.content((((self._keys), "muted"),))
        yield box

    def inside(self) -> ComposeResult:
        """The widgets in the box."""
        raise NotImplementedError

    def content(self, line: Line) -> Content:
        return content_of(line, self.app.native_ansi_color)

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
        self._text = Static(self._drawn(self._lines))
        yield Scroll(self._text)

    def lines_for(self, width: int) -> tuple[Line, ...]:
        """The lines for so many cells; by default always the same, wrapped as they are drawn."""
        return self._lines

    def _drawn(self, lines: tuple[Line, ...]) -> Content:
        return Content("\n").join([self.content(line) for line in lines])

    def on_resize(self) -> None:
        super().on_resize()
        self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        if (width := self._text.content_size.width) and (lines := self.lines_for(width)) != self._lines:
            self._lines = lines
            self._text.update(self._drawn(lines))

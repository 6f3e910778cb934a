"""Every key, declared once: from this list come the bindings, the footer, the palette and the help."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final, Literal

from msgspec import Struct
from textual.binding import Binding, BindingType

if TYPE_CHECKING:
    from textual.app import App

Scope = Literal["app", "screen", "list"]
Group = Literal["Look around", "Act", "View", "Leave"]

GROUPS: Final[tuple[Group, ...]] = ("Look around", "Act", "View", "Leave")


class Command(Struct, frozen=True):
    """Something a key does."""

    id: str
    shown: str
    """The keys as people write them: "j/k"."""
    label: str
    """In the footer."""
    help: str
    """What it does, for the help and the palette."""
    keys: str
    """Keys (comma-separated, as Textual names them) and the action, for each action: "j,down move(1); k,up move(-1)"."""
    group: Group = "Act"
    scope: Scope = "screen"
    footer: int = 0
    """Its place when there is too little room for all: 1 stays longest, 0 is never in the footer."""
    palette: bool = True

    @property
    def binds(self) -> list[tuple[str, str]]:
        """Each key with its action."""
        pairs = (part.split(" ") for part in self.keys.split("; "))
        return [(key, action) for keys, action in pairs for key in keys.split(",")]

    @property
    def action(self) -> str:
        """What a click in the footer, or the palette, runs."""
        return self.binds[0][1]


COMMANDS: Final[tuple[Command, ...]] = (
    Command(
        "move",
        "j/k",
        "move",
        "Next and previous row",
        "j,down move(1); k,up move(-1)",
        group="Look around",
        scope="list",
        footer=8,
        palette=False,
    ),
    Command("ends", "g/G", "ends", "First and last row", "g,home end(-1); G,end end(1)", group="Look around", scope="list", palette=False),
    Command(
        "page",
        "pgdn/pgup",
        "page",
        "A page down and up",
        "pagedown,ctrl+d page(1); pageup,ctrl+u page(-1)",
        group="Look around",
        scope="list",
        palette=False,
    ),
    Command(
        "pane",
        "tab",
        "pane",
        "Next pane, and with shift+tab the previous one",
        "tab pane(1); shift+tab pane(-1)",
        group="Look around",
        footer=7,
    ),
    Command("pane-1", "1", "precedence", "Precedence: which source wins, and why the others do not", "1 go(1)", group="Look around"),
    Command("pane-2", "2", "environment", "Environment: this terminal beside a new shell", "2 go(2)", group="Look around"),
    Command("pane-3", "3", "shell config", "Shell config: every line that names one of the variables", "3 go(3)", group="Look around"),
    Command("pane-4", "4", "stores", "Credential store: what /login has stored", "4 go(4)", group="Look around"),
    Command("pane-5", "5", "checks", "Checks: what is wrong, and its fixes", "5 go(5)", group="Look around"),
    Command("finding", "n/N", "finding", "Next and previous finding", "n finding(1); N finding(-1)", group="Look around", footer=9),
    Command("details", "enter", "details", "Everything about the selected row", "enter details", scope="list", footer=6),
    Command("copy", "y", "copy fix", "Copy the selected fix; where there are several, choose another one", "y copy_fix", footer=3),
    Command("copy-report", "Y", "copy report", "Copy the report for a public issue, as Markdown", "Y copy_report"),
    Command("edit", "e", "edit", "Open the selected file at its line in $VISUAL or $EDITOR", "e edit", footer=4),
    Command(
        "explain",
        "x",
        "explain",
        "Explain a pasted error message: what it means, and which of its causes this machine shows",
        "x explain",
        footer=7,
    ),
    Command(
        "what-if",
        "w",
        "what if gone",
        "What if it were gone: what would be sent without the selected source, variable, line or stored login",
        "w what_if",
        footer=13,
    ),
    Command("folder", "f", "folder", "Choose the project folder, or follow the neighbouring tmux pane", "f folder"),
    Command(
        "real-shell",
        "t",
        "ask the shell",
        "Start the real shell, after saying so, and show where it differs from the prediction",
        "t ask_shell",
    ),
    Command(
        "ask-claude",
        "v",
        "ask claude",
        "Run the installed claude auth status, after saying so, and show where it differs and why it can be wrong",
        "v probe('claude')",
    ),
    Command(
        "ask-network",
        "P",
        "ask the network",
        "See whether the servers answer, by the way Claude Code takes, and whether the clock is right; sends no credential",
        "P probe('network')",
    ),
    Command(
        "ask-key",
        "K",
        "ask about the key",
        "Ask the API whether it accepts the key or gateway token that wins, after saying what is sent where; never a login",
        "K probe('key')",
    ),
    Command(
        "ask-helper",
        "H",
        "run the helper",
        "Run the apiKeyHelper once, after saying so, and measure its output without showing it",
        "H probe('helper')",
    ),
    Command("again", "R", "start again", "Open the view again from a new login shell, after saying so", "R start_again"),
    Command("read", "r", "read again", "Read everything again now", "r read_again", footer=11),
    Command(
        "surface",
        "m",
        "surface",
        "Explain the next surface: claude, claude -p, --bare (M the previous)",
        "m,right surface(1); M,left surface(-1)",
        group="View",
        footer=10,
    ),
    Command(
        "context",
        "c",
        "context",
        "Explain the next context: a new shell, this terminal (C the previous)",
        "c context(1); C context(-1)",
        group="View",
        footer=10,
    ),
    Command("filter", "/", "filter", "Show only the rows of this pane that hold some words", "slash filter", group="View", footer=5),
    Command("zoom", "z", "zoom", "Give the pane the whole screen, and back", "z zoom", group="View", footer=12),
    Command("close", "esc", "close", "Close what is open: a dialogue, the filter, the zoom", "escape close", group="Leave", palette=False),
    Command("help", "?", "help", "What every key does", "question_mark,f1 help", group="View", scope="app", footer=1),
    Command(
        "palette",
        "ctrl+p",
        "commands",
        "Search for a command or a theme",
        "ctrl+p command_palette",
        group="View",
        scope="app",
        palette=False,
    ),
    Command(
        "suspend",
        "ctrl+z",
        "suspend",
        "Put the program in the background of its shell",
        "ctrl+z suspend_process",
        group="Leave",
        scope="app",
    ),
    Command("quit", "q", "quit", "Quit (also ctrl+c and ctrl+q)", "q,ctrl+c,ctrl+q quit", group="Leave", scope="app", footer=2),
)
ACTS_HERE: Final = ("edit", "what-if", "folder", "real-shell", "ask-claude", "ask-network", "ask-key", "ask-helper", "again", "read")
"""Commands that look at this machine or act on it: with a report from elsewhere they are off."""
BY_ID: Final = {command.id: command for command in COMMANDS}


def bindings(scope: Scope, commands: Iterable[Command] = COMMANDS) -> list[BindingType]:
    """The bindings of a scope. ctrl+c quits from everywhere, so it goes before what is focused."""
    return [
        Binding(key, action, command.label, show=False, id=f"{command.id}.{key}", priority=key in ("ctrl+c", "ctrl+q"))
        for command in commands
        if command.scope == scope
        for key, action in command.binds
    ]


async def run_command(app: App[Any], command: Command) -> None:
    """What its key would do now."""
    where = {"app": app, "screen": app.screen, "list": app.screen.focused or app.screen}[command.scope]
    await app.run_action(command.action, where)


def in_footer(width: int, commands: Iterable[Command] = COMMANDS) -> list[Command]:
    """The commands the footer shows in a width: in the order of the list, the least important left out, help and quit last of all."""
    shown = sorted((c for c in commands if c.footer), key=lambda c: c.footer)
    while shown and sum(len(c.shown) + 1 + len(c.label) for c in shown) + 2 * (len(shown) - 1) > width:
        shown.pop()
    order = {command.id: index for index, command in enumerate(COMMANDS)}
    return sorted(shown, key=lambda c: order[c.id])


def keys_of(command: Command) -> list[str]:
    """Every key of a command, as people write it."""
    return [_KEY_NAMES.get(key, key) for key, _ in command.binds]


_KEY_NAMES: Final = {
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
    "slash": "/",
    "question_mark": "?",
    "f1": "F1",
    "escape": "esc",
    "pagedown": "pgdn",
    "pageup": "pgup",
}

"""The options of every command: what can be asked for. What is done then is in `cli`."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, NoReturn

from claude_auth_tui import __version__

if TYPE_CHECKING:
    from claude_auth_tui.model.preferences import Expectation
    from claude_auth_tui.probes.probe import ProbeKind

SHELLS: Final = ("zsh", "bash", "fish")
STARTS: Final = ("login", "interactive", "script")
INHERITS: Final = ("auto", "here", "clean", "tmux")
ASKS: Final[dict[ProbeKind, str]] = {
    "network": "also see whether the servers answer, by the way claude takes, and whether the clock is right; sends no credential",
    "key": "also ask the API whether it accepts the key or gateway token that wins; never a login",
    "helper": "also run the apiKeyHelper once and measure its output",
    "claude": "also run the installed claude auth status, and tell where it differs",
}
"""What is only asked on request; each says on standard error what it will do before it does it."""


_KINDS: Final = "one of any, login, key, token, helper, profile, gateway, cloud, bedrock, vertex, foundry, mantle, aws, gcp can be expected"
_WAYS: Final = "before = stands one of claude, interactive, print, bare, vscode, desktop"
_OURS: Final = (_KINDS, _WAYS)
"""What is said of a value, without the value."""


def _expectation(text: str) -> Expectation:
    """`--expect key`, `--expect print=key`. Raises argparse.ArgumentTypeError."""
    from claude_auth_tui.model.preferences import KINDS, SURFACE_WORDS, Expectation
    from claude_auth_tui.model.saying import say

    surface, sign, word = text.rpartition("=")
    kind = next((kind for kind in KINDS if kind == word), None)
    if kind is None:
        raise argparse.ArgumentTypeError(_KINDS)
    if sign and surface not in SURFACE_WORDS:
        raise argparse.ArgumentTypeError(_WAYS)
    return Expectation(kind, SURFACE_WORDS.get(surface), where=say("--expect"))


def _unmeasured(prog: str) -> argparse.HelpFormatter:
    return argparse.HelpFormatter(prog, width=80)


class _Parser(argparse.ArgumentParser):
    """argparse repeats in its messages what was typed, which may be a key: here each message is written anew.

    And it measures the terminal for each option it is told of, for which it imports a good part of the standard library: here
    only where help or usage is printed."""

    def __init__(self, **told: Any) -> None:
        super().__init__(**told, formatter_class=_unmeasured)

    def format_help(self) -> str:
        self.formatter_class = argparse.HelpFormatter
        return super().format_help()

    def format_usage(self) -> str:
        self.formatter_class = argparse.HelpFormatter
        return super().format_usage()

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        found, unknown = self.parse_known_args(args, namespace)
        if unknown:
            self._refuse(self._unknown(unknown))
        return found

    def error(self, message: str) -> NoReturn:
        """What argparse says of an option of ours, without what was given for it."""
        option, _, words = message.partition(": ") if message.startswith("argument ") else ("", "", message)
        if words.startswith("invalid choice: "):
            self._refuse(f"{option}: there is no such choice; there are: {words.rpartition(' (choose from ')[2].rstrip(')')}")
        if words.startswith("ignored explicit argument "):
            self._refuse(f"{option}: it takes no value")
        if words.startswith("ambiguous option: "):
            self._refuse(f"an option is not written out; it could be {words.rpartition(' could match ')[2]}")
        if words in _OURS or re.fullmatch(r"expected (one|at least one) argument|not allowed with argument [a-z/ -]+", words):
            self._refuse(f"{option}: {words}")
        self._refuse("the arguments cannot be understood; --help names them all")

    def _refuse(self, words: str) -> NoReturn:
        super().error(words)

    def _unknown(self, words: Sequence[str]) -> str:
        from difflib import get_close_matches

        from claude_auth_tui.commands.output import echoed

        known = [option for parser in (self, *self._chosen()) for action in parser._actions for option in action.option_strings]
        told = []
        for word in words:
            shown = echoed(word.partition("=")[0] if word.startswith("--") else word)
            near = get_close_matches(shown, known, 1) if shown.startswith("--") else []
            told.append(f"{shown}{f' (did you mean {near[0]}?)' if near else ''}")
        return f"unknown argument{'s' if len(told) > 1 else ''}: {', '.join(told)}"

    def _chosen(self) -> list[argparse.ArgumentParser]:
        """The parsers of the commands, whose options may be meant."""
        return [parser for action in self._actions if isinstance(action.choices, dict) for parser in action.choices.values()]


def parser_for(arguments: Sequence[str]) -> argparse.ArgumentParser:
    """The options of a command that is not among the words are left out: making them all is a tenth of a start."""
    parser = _Parser(
        prog="claude-auth-tui",
        description="Which credential will Claude Code use here, where does it come from, and what changes it. "
        "Without a command it opens the full-screen view; without a terminal it prints the plain report.",
    )
    parser.add_argument("--version", action="version", version=f"claude-auth-tui {__version__}")
    _about_the_start(parser)
    parser.add_argument("--open", metavar="FILE", help="show a report that report --json made elsewhere, instead of this machine")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for name, summary, description, options in (
        (
            "check",
            "print the diagnosis and exit",
            "Print the diagnosis and exit: 0 when nothing is at level error, 1 when something is, 2 for bad usage.",
            _options_of_check,
        ),
        (
            "report",
            "print a report for a public issue",
            "Print a report that can go into a public issue as it is: Markdown, without keys, names, hosts, addresses and "
            "the names of your own folders. With --json the same as a document, which --open shows on another machine.",
            _options_of_report,
        ),
        (
            "explain",
            "say what an error message means and why it appears here",
            "Say what an error message of Claude Code means, whether it is about authentication, and which of its causes this machine shows. "
            "The text is read and never repeated. Exit status: 0 for any answer, 2 when there is nothing to read.",
            _options_of_explain,
        ),
        ("demo", "open the view on a made-up machine", "Open the view on a made-up machine.", _options_of_demo),
    ):
        command = commands.add_parser(name, help=summary, description=description)
        if name in arguments:
            options(command)
    return parser


def _options_of_check(check: argparse.ArgumentParser) -> None:
    how = check.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="the machine-readable document")
    how.add_argument("--plain", action="store_true", help="text for people and screen readers (the default)")
    how.add_argument("--json-schema", action="store_true", help="the JSON Schema of that document")
    check.add_argument(
        "--what-if",
        action="store_true",
        help="also tell what would be sent if each source, line and stored login that counts were gone",
    )
    check.add_argument(
        "--ask-shell",
        action="store_true",
        help="also start the real shell, which runs its startup files, and tell where it differs from the prediction",
    )
    for kind, words in ASKS.items():
        check.add_argument(f"--ask-{kind}", dest="ask", action="append_const", const=kind, help=words)
    check.add_argument("--list", action="store_true", help="list all checks and what they look for (also with --json)")
    check.add_argument("--explain", metavar="ID", help="what a check looks for, why that matters and how it is cured (also with --json)")
    check.add_argument("--only", metavar="ID", nargs="+", help="tell of these checks only; the exit status is theirs too")
    check.add_argument("--open", metavar="FILE", default=argparse.SUPPRESS, help="print a report that report --json made elsewhere")
    _about_the_start(check)


def _options_of_report(report: argparse.ArgumentParser) -> None:
    form = report.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="the document, redacted")
    form.add_argument("--json-schema", action="store_true", help="the JSON Schema of that document")
    _about_the_start(report)


def _options_of_explain(explain: argparse.ArgumentParser) -> None:
    explain.add_argument(
        "text", nargs="*", metavar="TEXT", help="the message, or a whole terminal; without it, or with -, standard input is read"
    )
    explain.add_argument("--json", action="store_true", help="the machine-readable answer")
    explain.add_argument("--plain", action="store_true", help="text for people and screen readers (the default)")
    explain.add_argument("--list", action="store_true", help="list the messages it knows")
    explain.add_argument("--corrections", action="store_true", help="list advice that is often given and does not hold")
    explain.add_argument("--json-schema", action="store_true", help="the JSON Schema of the machine-readable answer")
    _about_the_start(explain)


def _options_of_demo(demo: argparse.ArgumentParser) -> None:
    demo.add_argument("name", nargs="?", help="which machine; without a name, the first")


def _about_the_start(parser: argparse.ArgumentParser) -> None:
    # SUPPRESS keeps a subcommand's default from undoing what was given before its name.
    default = None if parser.prog == "claude-auth-tui" else argparse.SUPPRESS
    parser.add_argument("--settings", metavar="FILE-OR-JSON", default=default, help="what would be given to claude --settings")
    parser.add_argument("--shell", choices=SHELLS, default=default, help="the new shell to predict (default: your login shell)")
    parser.add_argument("--start", choices=STARTS, default=default, help="how it is started (default: as your terminal or tmux does)")
    parser.add_argument(
        "--inherit", choices=INHERITS, default="auto" if default is None else default, help="what it inherits (default: auto)"
    )
    parser.add_argument(
        "--follow",
        action="store_true",
        default=False if default is None else default,
        help="use the folder of the neighbouring tmux pane, asked for every two seconds",
    )
    parser.add_argument(
        "--expect",
        metavar="KIND",
        action="append",
        type=_expectation,
        default=default,
        help="what is to be sent: login, key, token, gateway, bedrock, …; or for one way of starting, as print=key",
    )
    parser.add_argument("--cwd", metavar="DIR", default=default, help="the project folder (default: this one)")

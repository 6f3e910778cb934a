"""zsh's styles (`zstyle`): values by context and name, which scripts ask for with `-s`, `-a`, `-b`, `-t` and `-T`.

Which of several patterns counts, and what each question answers, was observed of zsh 5.9.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.patterns import compiled
from claude_auth_tui.shells.posix.shell import Shell
from claude_auth_tui.shells.posix.state import Style, Value
from claude_auth_tui.shells.posix.syntax import Simple
from claude_auth_tui.shells.posix.values import Val, joined_by, unknown

_YES: Final = ("yes", "true", "on", "1")
_ANY: Final = ""
"""Under this name stands what was given to styles whose names are not known."""


def zstyle(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    option = arguments[0].text or "" if arguments else ""
    if option in ("-e", "-", "--"):
        return _give(shell, arguments[1:], computed=option == "-e")
    if option[:1] != "-":
        if arguments:
            return _give(shell, arguments)
        shell.output.unknown(say("the styles of the shell"))
        return 0
    rest = arguments[1:]
    if option == "-d":
        return _delete(shell, rest)
    if option == "-L":
        shell.output.unknown(say("the styles of the shell"))
        return 0
    if option in ("-t", "-T", "-m"):
        return _tested(shell, option, rest)
    return _asked(shell, option, rest, node)


def _give(shell: Shell, arguments: list[Val], computed: bool = False) -> int | None:
    """Values for a pattern of contexts; `computed`: a command makes them each time."""
    if len(arguments) < 2:
        if arguments:
            shell.output.unknown(say("the styles of the shell"))
        return 0
    pattern, name = arguments[0].text, arguments[1].text
    styles = shell.state.styles
    held = styles.get(name or _ANY, ())
    if pattern is None or name is None or held is None:
        styles[name or _ANY] = None
        return 0
    given = Style(pattern, None if computed else tuple(arguments[2:]))
    if any(style.pattern == pattern for style in held):
        styles[name] = tuple(given if style.pattern == pattern else style for style in held)
    else:
        styles[name] = tuple(sorted((*held, given), key=_weight, reverse=True))  # stable: of the same weight the first one counts
    return 0


def _weight(style: Style) -> tuple[int, int]:
    """The more components the sooner a pattern counts, then the more of them are written out."""
    parts = style.pattern.split(":")
    return len(parts), sum(0 if part == "*" else 1 if set(part) & set("(|*[<?#^") else 2 for part in parts)


def _delete(shell: Shell, arguments: list[Val]) -> int | None:
    styles = shell.state.styles
    if not arguments:
        styles.clear()
        return 0
    pattern = arguments[0].text
    names = [a.text for a in arguments[1:]] or list(styles)
    for name in styles if pattern is None or None in names else [n for n in names if n in styles]:
        held = styles.get(name or _ANY)
        if held is not None and name is not None:
            certain = pattern is not None and None not in names
            styles[name] = tuple(style for style in held if style.pattern != pattern) if certain else None
    return 0


def _found(shell: Shell, context: Val, name: Val) -> tuple[Val, ...] | bool | None:
    """The values that count in a context; False where there are none, None where that cannot be told."""
    styles = shell.state.styles
    if _ANY in styles or name.text is None:
        return None if styles else False
    held = styles.get(name.text, ())
    if not held:
        return None if held is None else False
    if context.text is None:
        return None
    for style in held:
        if compiled(style.pattern, True).fullmatch(context.text):
            return style.values
    return False


def _tested(shell: Shell, option: str, arguments: list[Val]) -> int | None:
    """`-t`, `-T` (true where nothing is given) and `-m` (a pattern)."""
    if len(arguments) < (3 if option == "-m" else 2):
        return 1
    values = _found(shell, arguments[0], arguments[1])
    wanted = [a.text for a in arguments[2:]]
    if values is None:
        return None
    if option != "-m" and (isinstance(values, bool) or not values):
        return 0 if option == "-T" else 2 if isinstance(values, bool) else 1
    texts = [value.text for value in (() if isinstance(values, bool) else values)]
    if None in texts or None in wanted:
        return None
    if option == "-m":
        expression = compiled(wanted[0] or "", True)
        return int(not any(expression.fullmatch(text or "") for text in texts))
    if not wanted:
        return int(len(texts) != 1 or texts[0] not in _YES)
    return int(not set(texts) & set(wanted))


def _asked(shell: Shell, option: str, arguments: list[Val], node: Simple) -> int | None:
    """`-s`, `-a`, `-b` put the values into a variable, `-g` those of a pattern just as it was given."""
    place = shell.place(node.pos)
    if option == "-g":
        target = arguments[0].text if arguments else None
        if target:
            shell.assign(target, unknown(say("the styles of the shell")), place)
        return None
    if option not in ("-s", "-a", "-b") or len(arguments) < 3:
        return 1
    target = arguments[2].text
    if target is None:
        return None
    values = _found(shell, arguments[0], arguments[1])
    if values is None:
        shell.assign(target, unknown(say("a style that is not known")), place)
        return None
    held: tuple[Val, ...] = () if isinstance(values, bool) else values
    status = int(not held)
    made: Value
    if option == "-a":
        made, status = list(held), int(isinstance(values, bool))
    elif option == "-s":
        made = joined_by(list(held), arguments[3].text or " " if len(arguments) > 3 else " ") if held else Val("")
    else:
        told = _truth(held)
        made = unknown(say("a style that is not known")) if told is None else Val("yes" if told else "no")
        shell.assign(target, made, place)
        return None if told is None else int(not told)
    shell.assign(target, made, place)
    return status


def _truth(values: Iterable[Val]) -> bool | None:
    texts = [value.text for value in values]
    return False if len(texts) != 1 else None if texts[0] is None else texts[0] in _YES

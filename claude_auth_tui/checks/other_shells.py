"""A new shell as something other than its startup files would have it: a plugin in the project folder, an editor's terminal."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from claude_auth_tui.checks.known import ends, new_shell
from claude_auth_tui.claude_code.predict import predict
from claude_auth_tui.claude_code.start import Prediction
from claude_auth_tui.model.found import Found
from claude_auth_tui.model.saying import say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.scene.again import with_hits
from claude_auth_tui.scene.facts import Facts
from claude_auth_tui.scene.new_shell import shell_end, start_in
from claude_auth_tui.shells.elsewhere.direnv import direnv_file, has_hook, loaded_by_direnv
from claude_auth_tui.shells.elsewhere.dotenv import has_zsh_plugin
from claude_auth_tui.shells.elsewhere.editors import editor_of, loads_dotenv
from claude_auth_tui.shells.inherit import inherited_by_new_shell

_TERMINAL = "terminal.integrated.env."
_INHERIT = "terminal.integrated.inheritEnv"
_KEPT = ("HOME", "PATH", "USER", "LOGNAME", "SHELL", "TERM", "LANG")
"""What an editor gives a terminal that inherits nothing else."""


class Entered(Struct, frozen=True):
    """A shell as something other than its startup files has changed it."""

    loader: Shown
    """Who does it: "Visual Studio Code"."""
    hits: tuple[Found, ...]
    prediction: Prediction


def is_hooked(facts: Facts) -> bool:
    """Whether direnv's hook is in the startup files of the new shell, or at work in this terminal."""
    return has_hook(facts.machine, facts.shell.files if facts.shell is not None else ())


def direnv_hits(facts: Facts) -> list[Found]:
    """Every hit in the file that direnv would load in the project folder, and in the dotenv files which that one has loaded."""
    by, loaded = direnv_file(facts.machine), loaded_by_direnv(facts.machine)
    return [f for f in facts.found if by is not None and (f.hit.path == by.file.path or f.hit.path in loaded)]


def entered(facts: Facts) -> Entered | None:
    """A new zsh whose dotenv plugin loaded the project's file; None where nothing is loaded, or where it makes no difference.

    The plugin asks before it loads a file, so the new shell is told without it. What direnv does is part of the new shell.
    """
    hits = tuple(_offered(facts))
    if facts.scene("new_shell").context.shell != "zsh" or not hits or not has_zsh_plugin(facts.machine):
        return None
    prediction = predict(with_hits(new_shell(facts).start, hits))
    if _same(new_shell(facts), prediction):
        return None
    return Entered(say("oh-my-zsh's dotenv plugin"), hits, prediction)


def _offered(facts: Facts) -> Iterator[Found]:
    """The hits in dotenv files that something other than direnv may load."""
    named = direnv_hits(facts)
    return (f for f in facts.found if f.hit.effect == "conditional" and f.hit.does == "dotenv" and f not in named)


def in_editor(facts: Facts) -> Iterator[Entered]:
    """A new shell in the terminal of each editor whose settings make a difference there."""
    by_editor: dict[Shown, list[Found]] = {}
    for found in facts.found:
        if found.hit.effect == "conditional" and found.hit.text.startswith((_TERMINAL, _INHERIT)):
            by_editor.setdefault(editor_of(facts.machine, found.hit.path), []).append(found)
    for found in _offered(facts):
        if (editor := loads_dotenv(facts.machine)) and not has_zsh_plugin(facts.machine):
            by_editor.setdefault(editor, []).append(found)
    for editor, hits in by_editor.items():
        prediction = _in_terminal(facts, hits)
        if prediction is not None and not _same(new_shell(facts), prediction):
            yield Entered(editor, tuple(hits), prediction)


def _in_terminal(facts: Facts, hits: list[Found]) -> Prediction | None:
    """The shell is started with the editor's variables; its startup files run after that and may replace them."""
    if facts.shell is None:
        return None
    inherited, _ = inherited_by_new_shell(facts.machine)
    environment = dict(inherited)
    if any(found.hit.text.startswith(_INHERIT) for found in hits):
        environment = {name: value for name, value in environment.items() if name in _KEPT}
    for found in hits:
        if not found.hit.text.startswith(_INHERIT):
            environment.pop(found.hit.variable, None)
            if found.value is not None:
                environment[found.hit.variable] = found.value
    shell = facts.shell
    return predict(start_in(facts.machine, shell_end(facts.machine, (shell.shell, shell.start), environment)))


def _same(one: Prediction, other: Prediction) -> bool:
    def told(prediction: Prediction) -> list[object]:
        return [(end.outcome, end.asks, end.sources, end.provider, end.pays) for end in ends(prediction).values()]

    values = [prediction.start.environment for prediction in (one, other)]
    sent = {source.partition(":")[2] for end in ends(one).values() for source in end.sources}
    return told(one) == told(other) and all(values[0].get(name) == values[1].get(name) for name in sent)

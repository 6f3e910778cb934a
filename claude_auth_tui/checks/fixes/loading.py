"""Fixes for what is loaded in a folder or by an editor: hook direnv in, load it by hand, or take the line out."""

from __future__ import annotations

from typing import Final

from claude_auth_tui.checks.fixes.quoting import word
from claude_auth_tui.checks.fixes.writer import NEW_TERMINAL, Step
from claude_auth_tui.checks.known import new_shell
from claude_auth_tui.checks.other_shells import Entered
from claude_auth_tui.checks.outcome import outlook
from claude_auth_tui.checks.removal import writer_for
from claude_auth_tui.claude_code.shown_values import name_shown
from claude_auth_tui.claude_code.whole_member import member_place
from claude_auth_tui.model.diagnosis import Fix
from claude_auth_tui.model.found import Found
from claude_auth_tui.model.saying import say, say_all
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.scene.facts import Facts
from claude_auth_tui.shells.whole_line import comment_prefix

_RC: Final = {"bash": (".bashrc",), "zsh": (".zshrc",), "fish": (".config", "fish", "config.fish")}


def hook_in(facts: Facts) -> list[Fix]:
    """direnv's hook at the end of the shell's own startup file."""
    writer, shell = writer_for(facts), facts.scene("new_shell").context.shell
    if shell is None or shell != writer.shell:
        return []
    own = facts.machine.at_home(*_RC[shell])
    files = facts.shell.files if facts.shell is not None else ()
    path = next((p for p in files if facts.machine.paths.basename(p) == _RC[shell][-1]), own)
    line = say("direnv hook fish | source") if shell == "fish" else say('eval "$(direnv hook {})"', shell)
    return [
        writer.fix(
            say("Add direnv's hook to {}", facts.machine.show_path(path)), writer.append(path, word(line, writer.shell)), then=NEW_TERMINAL
        )
    ]


def load_here(facts: Facts, found: Found, leads_to: Shown) -> list[Fix]:
    """Load a dotenv file into the terminal the command is pasted into."""
    writer = writer_for(facts)
    path, shown, name = writer.path(found.hit.path), facts.machine.show_path(found.hit.path), found.hit.variable
    if writer.shell == "fish":
        pattern = word(say("^\\s*(?:export\\s+)?{}\\s*=\\s*[\\x22\\x27]?(.*?)[\\x22\\x27]?\\s*$", name), "fish")
        step = Step(say("set -gx {} (string match -rg {} < {})[-1]", name, pattern, path), say("set -e {}", name))
        return [writer.fix(say("Take {} from {} into this terminal", name, shown), step, leads_to=leads_to)]
    if writer.shell not in ("bash", "zsh"):
        return []
    step = Step(say("set -a && . {} && set +a", path), say("unset {}", name))
    return [writer.fix(say("Load {} into this terminal (the shell runs the file)", shown), step, leads_to=leads_to)]


def comment_out(facts: Facts, change: Entered) -> list[Fix]:
    """Take the lines out of what is loaded in the folder."""
    writer, titles, steps = writer_for(facts), list[Shown](), list[Step]()
    for path, line, name in dict.fromkeys((f.hit.path, f.hit.line, f.hit.variable) for f in change.hits):
        place = facts.machine.place(path, line)
        prefix = comment_prefix(facts.machine, path, line, name, "bash")
        titles.append(say("take {} out of {}", name_shown(name), place) if prefix is None else say("comment out {}", place))
        steps.append(writer.edit(path, line) if prefix is None else writer.comment_lines(path, {line: prefix}, name))
    title = say_all(titles, "; ")
    then = say("Enter the folder again. If others share the file, say so to them.")
    return [writer.fix(title.capital, *steps, then=then, leads_to=outlook(new_shell(facts)))]


def drop_setting(facts: Facts, change: Entered) -> list[Fix]:
    """Take the variables out of the editor's settings, by a command where the line can go alone, else in an editor."""
    writer, titles, steps = writer_for(facts), list[Shown](), list[Step]()
    for path, line, name, text in dict.fromkeys((f.hit.path, f.hit.line, f.hit.variable, f.hit.text) for f in change.hits):
        setting = text.before(":")
        place = facts.machine.place(path, line)
        titles.append(say("take {} out of {}", setting if setting.endswith("inheritEnv") else name, place))
        alone = [f.hit.path for f in change.hits].count(path) == 1  # one line gone moves those behind it
        if not alone or setting.endswith("inheritEnv") or member_place(facts.machine, path, line, name) is None:
            steps.append(writer.edit(path, line))
        else:
            steps.append(writer.drop_json_member(path, line, setting, name))
    title = say_all(dict.fromkeys(titles), "; ")
    then = say("Open a new terminal in {}.", change.loader)
    return [writer.fix(title.capital, *dict.fromkeys(steps), then=then, leads_to=outlook(new_shell(facts)))]

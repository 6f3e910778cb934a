"""What zsh's `${(t)name}` tells of a variable: its kind, and how it was declared."""

from __future__ import annotations

from collections.abc import Mapping

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.posix.shell import Shell
from claude_auth_tui.shells.posix.values import EMPTY, Val, unknown
from claude_auth_tui.shells.posix.word_parts import Parameter


def type_of(shell: Shell, part: Parameter) -> Val:
    """zsh's `${(t)name}`, told for variables that no shell makes itself."""
    name = part.name
    var = shell.state.find(name)
    if var is None and shell.variable(name) is None and not shell.unseen:
        return EMPTY
    if var is None or name in shell.begun or set(part.flags) != {"t"} or set(var.fold) - set("iFulU") or var.exported is None:
        return unknown(say("a variable's type"), True)
    value = var.value
    if value is None or (isinstance(value, Val) and value.text is None):
        return unknown(say("a variable's type"), True)
    kind = "association" if isinstance(value, Mapping) else "array" if isinstance(value, list) else "scalar"
    kind = "integer" if "i" in var.fold else "float" if "F" in var.fold else kind
    told_of = [
        (shell.state.frames[0].get(name) is not var, "local"), ("l" in var.fold, "lower"), ("u" in var.fold, "upper"),
        (var.readonly, "readonly"), (bool(var.exported), "export"), ("U" in var.fold, "unique"),
    ]  # fmt: skip
    return Val("-".join([kind, *(word for true, word in told_of if true)]))

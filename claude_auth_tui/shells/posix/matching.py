"""What zsh's patterns tell about what they fit: `match`, `mbegin` and `mend` for `(#b)`, `MATCH`, `MBEGIN` and `MEND` for `(#m)`."""

from __future__ import annotations

import re

from claude_auth_tui.shells.posix.shell import Shell
from claude_auth_tui.shells.posix.values import Val


def tell_match(shell: Shell, found: re.Match[str], pattern: str) -> None:
    """What zsh sets when a pattern with `(#b)` or `(#m)` fits."""
    flags = "".join(re.findall(r"\(#([a-zA-Z]+)\)", pattern))
    where = shell.place(0)
    if "m" in flags:
        for name, text in (("MATCH", found.group()), ("MBEGIN", str(found.start() + 1)), ("MEND", str(found.end()))):
            shell.assign(name, Val(text), where)
    if "b" in flags:
        groups = range(1, (found.re.groups or 0) + 1)
        shell.assign("match", [Val(found.group(n) or "") for n in groups], where)
        shell.assign("mbegin", [Val(str(found.start(n) + 1)) for n in groups], where)
        shell.assign("mend", [Val(str(found.end(n))) for n in groups], where)

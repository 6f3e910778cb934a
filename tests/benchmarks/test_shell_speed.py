"""How long a start of zsh takes to evaluate, by the size of its files. Limits leave room for a busy machine; times are CPU time.

Run with `-s` to see the numbers.
"""

from __future__ import annotations

import random
import time
from collections.abc import Mapping

from tests.shells.made_up import label, start_of

KEY = "ANTHROPIC_API_KEY"
_PARTS = (
    "# Settings for the line editor and for the history of commands\n# that is shared by all shells\n\n",
    "alias ll='ls -la'\nalias gs='git status -sb'\nalias ..='cd ..'\n",
    "setopt auto_cd hist_ignore_dups share_history\nbindkey '^[[A' up-line-or-search\nzstyle ':completion:*' menu select\n",
    'export EDITOR=vim\nexport PAGER="less -R"\nHISTSIZE=10000\n',
    "[ -f ~/.local.zsh ] && source ~/.local.zsh\nif [[ -d ~/.tools/bin ]]; then\n  path+=(~/.tools/bin)\nfi\n",
    'extract() {\n  if [ -f "$1" ]; then\n    case $1 in\n      *.tar.gz) tar xzf "$1" ;;\n      *.zip) unzip "$1" ;;\n      *) echo "cannot read \'$1\'" ;;\n    esac\n  else\n    echo "no file" >&2\n  fi\n}\n',
    'mkcd() {\n  local folder=$1\n  mkdir -p "$folder" && cd "$folder" || return\n  for name in "$folder"/*; do\n    print -r -- "${name:t}"\n  done\n}\n',
    'command -v starship >/dev/null && eval "$(starship init zsh)"\n',
)


def _text(lines: int, seed: int) -> str:
    chance = random.Random(seed)
    parts: list[str] = []
    count = 0
    while count < lines:
        parts.append(chance.choice(_PARTS))
        count += parts[-1].count("\n")
    return "".join(parts)


def _seconds(files: Mapping[str, str]) -> float:
    best = 99.0
    for _ in range(3):
        began = time.process_time()
        end = start_of("zsh", "interactive", files)
        best = min(best, time.process_time() - began)
        assert label(end.variables[KEY]) is not None
    return best


def test_a_usual_zshrc_takes_milliseconds() -> None:
    seconds = _seconds({".zshrc": _text(1500, 1) + f"export {KEY}=a\n"})
    print(f"\n1,500 lines: {seconds * 1000:.0f} ms")  # noqa: T201 - the number is the point
    assert seconds < 0.15


def test_fifty_thousand_lines_take_seconds_at_most_and_the_time_grows_with_the_size_only() -> None:
    def files(count: int) -> dict[str, str]:
        made = {f"f{n}.zsh": _text(2500, n) for n in range(count)}
        return made | {".zshrc": "".join(f". ~/{path}\n" for path in made) + f"export {KEY}=a\n"}

    half, whole = _seconds(files(10)), _seconds(files(20))
    print(f"\n25,000 lines: {half * 1000:.0f} ms; 50,000 lines: {whole * 1000:.0f} ms")  # noqa: T201
    assert whole < 4
    assert whole < 2.8 * half

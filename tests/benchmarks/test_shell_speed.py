"""How long a start of zsh takes to evaluate, by the size of its files. Limits leave room for a busy machine; times are CPU time.

Run with `-s` to see the numbers.
"""

from __future__ import annotations

import pytest

from tests.benchmarks.measure import KEY, seconds_of, text_of

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(600)]

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


def test_a_usual_zshrc_takes_milliseconds() -> None:
    seconds = seconds_of("zsh", {".zshrc": text_of(_PARTS, 1500, 1) + f"export {KEY}=a\n"}, ".zshrc")
    print(f"\n1,500 lines: {seconds * 1000:.0f} ms")  # noqa: T201 - the number is the point
    assert seconds < 0.15


def test_fifty_thousand_lines_take_seconds_at_most_and_the_time_grows_with_the_size_only() -> None:
    def files(count: int) -> dict[str, str]:
        made = {f"f{n}.zsh": text_of(_PARTS, 2500, n) for n in range(count)}
        return made | {".zshrc": "".join(f". ~/{path}\n" for path in made) + f"export {KEY}=a\n"}

    half, whole = seconds_of("zsh", files(10), ".zshrc"), seconds_of("zsh", files(20), ".zshrc")
    print(f"\n25,000 lines: {half * 1000:.0f} ms; 50,000 lines: {whole * 1000:.0f} ms")  # noqa: T201
    assert whole < 4
    assert whole < 2.8 * half

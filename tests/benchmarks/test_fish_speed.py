"""How long a start of fish takes to evaluate, by the size of its files. Limits leave room for a busy machine; times are CPU time.

Run with `-s` to see the numbers.
"""

from __future__ import annotations

import random
import time
from collections.abc import Mapping

from tests.shells.made_up import label, start_of

KEY = "ANTHROPIC_API_KEY"
_CONFIG = ".config/fish/config.fish"
_PARTS = (
    "# Settings for the prompt and for the history of commands\n# that is shared by all shells\n\n",
    "alias ll='ls -la'\nalias gs='git status -sb'\nabbr -a gc git commit\n",
    "set -g fish_greeting\nset -gx EDITOR vim\nset -gx PAGER 'less -R'\nset -U fish_features all\n",
    "fish_add_path ~/bin\ncontains ~/.cargo/bin $PATH; or set -gx PATH ~/.cargo/bin $PATH\ntest -f ~/.local.fish; and source ~/.local.fish\n",
    "if status is-interactive\n    bind \\cf accept-autosuggestion\n    type -q starship; and starship init fish | source\nend\n",
    'function mkcd --description "make a folder and go there"\n    mkdir -p $argv[1]\n    and cd $argv[1]\nend\n',
    "function extract\n    switch $argv[1]\n        case '*.tar.gz'\n            tar xzf $argv[1]\n        case '*.zip'\n            unzip $argv[1]\n        case '*'\n            echo \"cannot read '$argv[1]'\" >&2\n    end\nend\n",
    "switch (uname)\n    case Darwin\n        set -gx BROWSER open\n    case '*'\n        set -gx BROWSER firefox\nend\n",
    "for folder in ~/go/bin ~/.deno/bin\n    if test -d $folder; and not contains $folder $PATH\n        set -gx PATH $folder $PATH\n    end\nend\n",
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
        end = start_of("fish", "interactive", files)
        best = min(best, time.process_time() - began)
        assert label(end.variables[KEY]) == f"config.fish:{files[_CONFIG].count(chr(10))}"
    return best


def test_a_usual_config_takes_milliseconds() -> None:
    seconds = _seconds({_CONFIG: _text(1500, 1) + f"set -gx {KEY} a\n"})
    print(f"\n1,500 lines: {seconds * 1000:.0f} ms")  # noqa: T201 - the number is the point
    assert seconds < 0.15


def test_fifty_thousand_lines_take_seconds_at_most_and_the_time_grows_with_the_size_only() -> None:
    def files(count: int) -> dict[str, str]:
        made = {f"f{n}.fish": _text(2500, n) for n in range(count)}
        return made | {_CONFIG: "".join(f"source ~/{path}\n" for path in made) + f"set -gx {KEY} a\n"}

    half, whole = _seconds(files(10)), _seconds(files(20))
    print(f"\n25,000 lines: {half * 1000:.0f} ms; 50,000 lines: {whole * 1000:.0f} ms")  # noqa: T201
    assert whole < 4
    assert whole < 2.8 * half

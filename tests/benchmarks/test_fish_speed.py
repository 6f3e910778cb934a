"""How long a start of fish takes to evaluate, by the size of its files. Limits leave room for a busy machine; times are CPU time.

Run with `-s` to see the numbers.
"""

from __future__ import annotations

import pytest

from tests.benchmarks.measure import KEY, seconds_of, text_of

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(600)]

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


def test_a_usual_config_takes_milliseconds() -> None:
    seconds = seconds_of("fish", {_CONFIG: text_of(_PARTS, 1500, 1) + f"set -gx {KEY} a\n"}, _CONFIG)
    print(f"\n1,500 lines: {seconds * 1000:.0f} ms")  # noqa: T201 - the number is the point
    assert seconds < 0.15


def test_fifty_thousand_lines_take_seconds_at_most_and_the_time_grows_with_the_size_only() -> None:
    def files(count: int) -> dict[str, str]:
        made = {f"f{n}.fish": text_of(_PARTS, 2500, n) for n in range(count)}
        return made | {_CONFIG: "".join(f"source ~/{path}\n" for path in made) + f"set -gx {KEY} a\n"}

    half, whole = seconds_of("fish", files(10), _CONFIG), seconds_of("fish", files(20), _CONFIG)
    print(f"\n25,000 lines: {half * 1000:.0f} ms; 50,000 lines: {whole * 1000:.0f} ms")  # noqa: T201
    assert whole < 4
    assert whole < 2.8 * half

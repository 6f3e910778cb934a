"""zsh's `${…}`: flags, subscripts, operators and patterns, within double quotes and without.

Each case of `zsh_expansions.jsonl` is the inside of `list=( … )` behind `SETUP`, and how many words zsh 5.9 was seen to make of it, and which.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from claude_auth_tui.demo.build import HOME
from claude_auth_tui.model.unveil import unveil
from tests.shells.made_up import start_of
from tests.shells.posix.asking import exported, lay

KEY = "ANTHROPIC_API_KEY"
SETUP = r"""setopt extendedglob; s=abc; w='a b c'; q="x 'b c' d"; c='a:b::c'; e=; n=HOME; z0=$'a\0b'; sep=:
a=(one two three); b=(b '' a b); num=(10 9 2 1a); em=(); d=/a/b.c/d.tar.gz; star='a*b'; typeset -A m; m=(k v); un=; esc='a\nb'; up=Ab
loc=$HOME/x; vs='$s'; cc=':a::b:'; ae=(a '' b); xq=(xqy z ''); x3=('' a ''); an=a; mn=m; nl=$'one\ntwo words\n\nthree\n'
x4=('' '' a '' '' b '' ''); x2=('' '');x1=(''); arr=(x yz); nm=arr; names=(arr a); nn='arr[2]'; mm=m; w2='  a  b  '; sv=hello; sn=sv; wd=6; A=(q r); sn=sv; x=('' p '' q ''); xn=x; S=big; arr3=('a b' '' c)
"""
CASES = [json.loads(line) for line in (Path(__file__).parent / "zsh_expansions.jsonl").read_text(encoding="utf-8").splitlines()]
AT_MOST_UNKNOWN = 0.02
ASKED_AGAIN = 12
Needs = Callable[[str], str]


def _zshrc(words: str) -> str:
    return f'{SETUP}list=( {words} )\nexport {KEY}="$#list:${{(j:|:)list}}"\n'


def _told(words: str) -> str:
    """What is predicted; "?" for unknown, ERR where the file ends there."""
    variable = start_of("zsh", "interactive", {".zshrc": _zshrc(words)}, names=[KEY]).variables[KEY]
    if variable.state in ("unset", "unknown"):
        return "ERR" if variable.state == "unset" else "?"
    return unveil(variable.value).replace(HOME, "H") if variable.value is not None else ""


def test_each_gives_the_words_that_zsh_was_seen_to_make_or_is_unknown() -> None:
    told = {case["words"]: _told(case["words"]) for case in CASES}
    wrong = [(c["words"], told[c["words"]], c["gives"]) for c in CASES if told[c["words"]] not in ("?", c["gives"])]
    assert not wrong
    assert list(told.values()).count("?") <= AT_MOST_UNKNOWN * len(told)


def test_zsh_still_does_so(needs: Needs, tmp_path: Path) -> None:
    chosen = CASES[:: len(CASES) // ASKED_AGAIN]
    text = SETUP + "".join(
        f'list=( {case["words"]} )\nexport ASKED_{number}="$#list:${{(j:|:)list}}"\n' for number, case in enumerate(chosen)
    )
    lay(tmp_path, {".zshrc": text})
    environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(tmp_path), "TERM": "xterm-256color", "LANG": "C.UTF-8"}
    seen = exported(needs("zsh"), "interactive", tmp_path, environment)
    assert seen is not None
    assert [seen.get(f"ASKED_{number}", "ERR").replace(str(tmp_path), "H") for number in range(len(chosen))] == [
        case["gives"] for case in chosen
    ]

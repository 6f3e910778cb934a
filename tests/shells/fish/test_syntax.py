"""fish refuses a whole file for one mistake: which mistakes those are, and that nothing else is one."""

from __future__ import annotations

import random
import subprocess
from collections.abc import Callable

import pytest

from claude_auth_tui.shells.fish.parser import parse
from claude_auth_tui.shells.fish.syntax import FishSyntaxError, TooDeepError

REFUSED = (
    'echo "open', "echo 'open", "echo (open", "echo {a,b", "echo a[1", "echo a)", "echo a}", "if true", "end", "else", "case x", "begin; end end",
    "begin; end word", "X=1", "X=1; echo", "X=1 && echo", "X=(echo a) Y=2", "echo ${X}", 'echo "${X}"', "echo $?", "echo $@", "echo a$", 'echo "5$"',
    "echo `ls`$", "cat <<EOF\nx\nEOF", "f() { echo; }", "if [ a ]; then\n echo\nfi", "for i in 1 2; do echo; done", "echo }a{", "a | or b",
    "&& a", "| a", "a ||", "a |", "echo >", "(echo a) b", "$(echo a)", '"$(echo a)" b', "break", "if true; continue; end", "exec ls | cat", "if true &; end",
    "switch a b; case x; end", "switch a; echo; case b; end", "for x y; end", "function; end", "echo \\", "a\n| b", "a &&& b",
)  # fmt: skip
ACCEPTED = (
    "", "# comment", "echo a;;echo b", "; echo", "echo <(ls)", "a && and b", "echo {}", "echo {a}", "echo a{b,c}d", "echo a#b", "echo [a]", "[ a = b ]", "not true",
    "! true", "and true", "a\nor b", "a &&\n\n b", "a |\n b", "begin; end", "begin echo; end", "begin; end > f 2>&1 < g", "if a; and b\n or c\n d; end",
    "while a; break; end", "for x in (seq 3); continue; end", "function f -a b; end", "switch a\n case b\n case '*'; end", "X=1 Y=2 echo", "echo a&b",
    "echo a & echo b", "echo a >&2 2>/dev/null &>f", "a 2>| b", "a &| b", "echo \"$(echo \"$(echo a)\")\"", "echo $x[1] $x[2..-1] $$y[1][2] \"$z[1]\"",
    "set -x X 'it\\'s' \"a\\\"b\" a\\ b", "command ls", "builtin echo", "exec ls", "time ls", "echo (a; b | c) | d", "echo \\\n a", "echo a \\\n# c\n b",
    "function end2; end", "echo if end else", "alias x='y'", "fi", "done", "[[ a ]]", "then", "echo $x(echo y)z", "echo \\xff \\u00e9 \\101 \\cA", "return 1",
    "{ a; }", "a;b&&c||d",
)  # fmt: skip


@pytest.mark.parametrize("text", REFUSED)
def test_refused(text: str) -> None:
    with pytest.raises(FishSyntaxError):
        parse(text)


@pytest.mark.parametrize("text", ACCEPTED)
def test_accepted(text: str) -> None:
    parse(text)


def _fish_accepts(fish: str, text: str) -> bool:
    done = subprocess.run([fish, "--no-execute", "/dev/stdin"], input=text, text=True, capture_output=True, check=False)
    return done.returncode == 0


def test_the_real_fish_agrees(needs: Callable[[str], str]) -> None:
    fish = needs("fish")
    assert not [text for text in REFUSED if _fish_accepts(fish, text)]
    assert not [text for text in ACCEPTED if not _fish_accepts(fish, text)]


_ATOMS = (
    "set -gx X v", "if", "else", "end", "begin", "for x in a b", "while true", "function f", "switch x", "case a", "and", "or", "&&", "||", "|", ";", "\n",
    "\n", " & ", "(", ")", '"', "'", "$x", "$", '"$x"', '"$(echo a)"', "(echo b)", "{a,b}", "[", "]", "a=b", "a=b foo", ">f", "2>&1", "<f", "# c", "\\\n",
    "echo", "foo", "$x[1]", "{", "}", "a{b", "not", "${x}", "command ls", "exec ls", "return", "in",
)  # fmt: skip
_LAST = frozenset({"if", "not", "!", "while", "for", "function", "switch", "begin"})
"""A text that ends in one of these is unfinished, not wrong, for `--no-execute`; sourced, it is refused all the same."""


def test_random_texts_are_refused_just_when_fish_refuses_them(needs: Callable[[str], str]) -> None:
    fish = needs("fish")
    chance = random.Random(7)
    differs = []
    for _ in range(60):
        words = [chance.choice(_ATOMS) for _ in range(chance.randint(1, 7))]
        text = " ".join(words)
        if words[-1] in _LAST or "else" in words or "case a" in words or "not" in words:
            continue
        try:
            parse(text)
            accepted = True
        except FishSyntaxError:
            accepted = False
        if accepted != _fish_accepts(fish, text):
            differs.append(text)
    assert not differs


@pytest.mark.parametrize("text", ["(" * 500 + "a" + ")" * 500, "begin;" * 500 + "end;" * 500, "echo " + "(echo " * 100 + ")" * 100])
def test_what_nests_too_deeply_is_not_blamed_on_fish(text: str) -> None:
    with pytest.raises(TooDeepError):
        parse("echo " + text if text.startswith("(") else text)


def test_the_message_holds_nothing_of_the_file() -> None:
    with pytest.raises(FishSyntaxError) as caught:
        parse("set -gx ANTHROPIC_API_KEY sk-ant-api03-FAKE\necho 'sk-ant-api03-FAKE")
    assert caught.value.line == 2
    assert "FAKE" not in caught.value.message

"""Texts that no person writes: brackets without an end, loops without one, values that double, towers of everything."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from claude_auth_tui.model.words import ShellName

KEY: Final = "ANTHROPIC_API_KEY"
STARTUP: Final[Mapping[ShellName, str]] = {"bash": ".bashrc", "zsh": ".zshrc", "fish": ".config/fish/config.fish"}

OPENS: Final = (
    "(", "{ ", "[[ ", "$(", "${", "$((", "`", "'", '"', "<(", "<<E\n", "case x in (", "if ", "while ", "for i in ", "{a,", "f() {", "[", "\\",
    "!", "${(", "${x#", '"$(', '"${x:-', "${${", "$'", "#", "&&", "|", "x=(", "{1..9}", "{a,b{c,d}}", "**/", "*(", "@(a|", "!(", "(#q",
    "begin;", "function f;", "switch a;case ", "and ", "$x[(", "$$", "string match '*", ")", "}", "]", "\x00", "é", "\r\n", "\t", "\n",
)  # fmt: skip

POSIX: Final = (
    "x=$x$x\n", 'x="a$x$x$x$x"\n', "x=(a $x ${x[@]} ${x[@]})\n", f"export {KEY}=a${KEY}${KEY}\n", "echo {1..1000000}\n",
    "x=({a..z}{a..z}{a..z}{a..z}{a..z})\n", "for i in {1..100000}; do x=$i; done\n", "x=$(printf '%1000000s' a)\n",
    "printf -v x '%10000000d' 1\n", "x=${(l:1000000:)x}\n", "(( x = 2**2**2**2**2**2 ))\n", "(( x = 1<<99999999 ))\n", "x='x+x'; (( x ))\n",
    "for ((i=0;i<1000000000;i++)); do x=$x$i; done\n", "while true; do x=a$x; done\n", "f() { f; f; }; f\n", "f() { x=$(f; f); }; f\n",
    "f() { date && f || f; }; f\n", "alias a='a; b' b='a; a'\na\n", "x='eval \"$x\"; eval \"$x\"'; eval \"$x\"\n",
    "x='x=\"$x$x\"; eval \"$x\"'; eval \"$x\"\n", ". ~/.bashrc; . ~/.zshrc\n", "echo /*/*/*/*/* **/**/*(#q.N)\n",
    "[[ $x == *a*a*a*a*a*b ]] || x=aaaaaaaaaa$x\n", "[[ $x =~ (a|a)*b ]]; [[ $x =~ a*a*a*a*a*b ]]; x=aaaaaaa$x\n", "y=${x//*a*a*a*b/}; x=aaaaaaaa$x\n",
    "y=${x%%*a*a*b}; x=${x##*b}aaaaa\n", "y=$(echo $x | sed -E 's/(a|a)*b/x/g'); x=aaaa$x\n", "y=$(echo $x | grep -E '(a|a)*b$'); x=aa$x\n",
    "x=$(seq 1 100000000)\n", "cat <<E\n$x\nE\n", "if date; then A=$A$A; else A=1; fi\n", f"date && {KEY}=1 || x=$x$x\n",
    "set -- $@ $@ a b c\n", "path+=($path /a); command -v foo\n", "PATH=$PATH:$PATH:/a\n", "IFS=,; x=a,$x; read -ra y <<< $x\n",
    f"trap 'export {KEY}=1' DEBUG EXIT\n", "declare -n x=y y=x; x=1\n", "x=$(yes | head -n 1000000)\n", "m[9999]=1; m+=(a b)\n",
    f"readonly {KEY}; export {KEY}=$x\n", "case $x in *a*a*a*b) y=1;; *(a|b)*(a)c) y=2;; esac\n", "exec zsh\n", "setopt extendedglob\n",
)  # fmt: skip

FISH: Final = (
    "set x $x$x a\n", 'set x "a$x$x$x"\n', "set x a b $x $x $x\n", "set y $x$x$x$x$x$x\n", "echo {a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}\n",
    "set x (string repeat -n 1000000 abc)\n", "set x (seq 1 1000000)\n", "while true; set x a$x; end\n", "function f; f; f; end; f\n",
    "function f; date; and f; or f; end; f\n", "alias a 'b; b'; alias b 'a; a'; a\n", "set x 'eval $x; eval $x'; eval $x\n",
    "source ~/.config/fish/config.fish\n", "set x (math '2^2^2^2^2^2')\n", "string match -qr '^(a|a)*b$' $x; set x aaaaaaaa$x\n",
    "string match -q '*a*a*a*a*b' $x; set x aaaaaaaa$x\n", "set x (string replace -a a aa a$x)\n", "set x (string pad -w 1000000 a)\n",
    f"if date; set -gx {KEY} 1; else; set y $x; end\n", "set PATH $PATH $PATH /a\n", "set x[9999999] a\n", "for i in (seq 1000); set x $x $i; end\n",
    f"function f --on-variable {KEY}; set -gx {KEY} 1; end; set -gx {KEY} 2\n", "cat (echo a | psub) | read x\n", "exec fish\n",
)  # fmt: skip


MANY: Final = "9" * 5000
"""More digits than Python makes a number of."""
NUMBERS: Final[Mapping[ShellName, tuple[str, ...]]] = {
    "bash": (
        "f() { return N; }; f", "shift N", "exit N", "break N", "[ -t N ] && x=1", "[[ -t N ]] && x=1", "x=${N}; y=${HOME:N}", "x=$(( 16#N )); y=$x",
        "x=$(printf '%Ns' a)", "x=$(printf '%.Nd' 1)", "x=$(printf %1999999999s a)", "x=$(echo a | grep -m N a)", "x=$(echo a | head -N)",
        "x=$(echo a | xargs -n N)", "SHLVL=N; exec zsh", "umask N", "x=$(seq N)", "x=(a b); y=${x[N]}", "for i in {1..N}; do x=1; done",
    ),
    "zsh": ("repeat N do x=1; done", "x=${(l:N:)HOME}", "x=(a b); y=$x[N]", "[[ -t N ]] && x=1", "shift N", "x=$(( 16#N )); y=$x", "SHLVL=N; exec bash"),
    "fish": (
        "argparse -N N -- a", "set x (string split -f N , a,b)", "set x (string split -f 1-N , a,b)", "set x a; set y $x[N]", "exit N",
        "set x (string sub -s N abc)", "set x (string repeat -n N a)", "set x (math -s N 1)", "test N -gt 1", "set x (seq N)",
    ),
}  # fmt: skip
SLOW: Final = (
    "x=$(echo a | sed 's/" + "[[:a:]" * 40 + "')", "x=$(echo a | sed 's/" + "[^a]" * 40 + "/x/w f')", "x=$(echo a | sed 's/" + "[]a]" * 40 + "/x/w f')",
    "x=$(echo a | sed '/" + "[^a]" * 40 + "/!z')", "x=$(echo a | sed '" + " " * 4000 + "x')", "x=$(echo a | sed '1" + " " * 4000 + "x')",
    "x=$(echo a | awk '" + " " * 4000 + "x')", "x=$(echo a | awk '{" + " " * 4000 + "x')", "x=$(echo a | awk '{print $1" + " " * 4000 + "x')",
    "x='" + ("a" * 70 + "\n") * 1900 + "'\n" + "y=$(echo \"$x\" | grep -oE 'a|a.*b')\n" * 12,
)  # fmt: skip
"""What a program is asked, and what reading it or doing it took for ever."""


def parts_for(shell: ShellName) -> tuple[str, ...]:
    return FISH if shell == "fish" else POSIX


def ordinary(shell: ShellName, value: str = "a") -> str:
    return f"set -gx {KEY} {value}\n" if shell == "fish" else f"export {KEY}={value}\n"

"""Makes up bash and zsh startup files. Every value carries the tag `@file:line@` of the line it is written on.

`home_of(seed, shell)` gives the same files for the same seed. Nothing in here knows the evaluator.
"""

from __future__ import annotations

import random
import re

NAMES = ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN")
FILES = {"bash": (".bashrc", ".bash_profile", ".bash_login", ".profile"), "zsh": (".zshenv", ".zprofile", ".zshrc", ".zlogin")}
_SHARED = r"""
export X=@@
X=@@
export X
X=@@; export X
declare -x X=@@
typeset -x X="@@"
export A=1 X=@@ B=2
export X='@@'  # mine
export X=
unset X
unset X OTHER
X=@@ true
X=@@ f
( export X=@@ )
{ export X=@@; }
export X=@@ | cat
true | export X=@@
export X=@@ & wait
true && export X=@@
false && export X=@@
false || export X=@@
! true || export X=@@
[ -f ~/.flag ] && export X=@@
[[ -f ~/.missing ]] && export X=@@
[ -z "$X" ] && export X=@@
[ -n "$Y" ] && export X=@@
[[ $X == val* ]] || export X=@@
if [ -n "$X" ]; then\n  unset X\nfi
if [ -r ~/.flag ]; then\n  export X=@@\nelse\n  export X=@@\nfi
case "$X" in\n  val*) export Y=@@ ;;\n  *) export X=@@ ;;\nesac
case $- in *i*) export X=@@;; esac
[[ $- == *i* ]] || return
[ -f ~/.missing ] && return
for v in X Y; do export $v=@@; done
for i in 1 2; do\n  [ $i = 2 ] && break\n  export X=@@\ndone
i=0; while [ $i -lt 2 ]; do i=$((i+1)); export X=@@; done
set -a; X=@@; set +a
set -a; . ~/.env; set +a
. ~/.secrets
[ -r ~/.secrets ] && . ~/.secrets
source ~/.missing
for f in ~/.d/*.sh; do . "$f"; done
export $(grep -v '^#' ~/.env | xargs)
eval "export X=@@"
eval "$(cat ~/.secrets)"
export X=$(echo @@)
export X="${X:-@@}"
: "${X:=@@}"; export X
export X="$X"
S=@@ && X=$S && export X
f() { export X=@@; }
f
f() {\n  local X=@@\n  export X\n}
g() { [ -n "$X" ] && return; export X=@@; }; g
cat <<'EOT' >/dev/null\nexport X=@@\nEOT
TEXT="\nexport X=@@\n"
# export X=@@
alias claude='X=@@ claude'
alias e='export X=@@'
e
command -v no_such_program >/dev/null || export X=@@
[ "$(uname)" = Darwin ] && export X=@@
export X=@@; export X=@@
export \\n  X=@@
while read -r line; do case $line in [A-Z]*) export "$line";; esac; done < ~/.env
readonly R=1; R=2; export X=@@
V=$(no_such_program) || export X=@@
if V=$(false); then unset X; else export X=@@; fi
cat ~no_such_user; export X=@@
"""
_BASH = r"""
export -n X
shopt -q login_shell && export X=@@
[[ X == @(X|Y) ]] && export X=@@
case X in +(X)) export X=@@ ;; esac
shopt -s extglob\ncase X in +(X)) export X=@@ ;; esac
f() { export X; }; X=@@ f
f() { export X=@@; }; X=1 f
local X=@@
V=(a;b)\nexport X=@@
"""
_ZSH = r"""
typeset -gx X=@@
typeset +x X
f() { typeset -g X=@@ }
() { export X=@@ }
if [[ -n $HOME ]] { export X=@@ }
[[ -o interactive ]] && export X=@@
(( $+commands[no_such_program] )) || export X=@@
for f (~/.d/*.sh(N)) source $f
for f in ~/.nothing/*.zsh; do . $f; done
path+=(~/bin); export X=@@
[ X == X ] && export X=@@
V==no_such_program; export X=@@
alias -g EX='export X=@@'\nnoglob EX
autoload -Uz is-at-least; is-at-least 5.1 && export X=@@
zstyle -t ':x' style && export X=@@
argv=(@@ b); export X=$1
export X; export X
true && \n
echo [[ ; export X=@@
"""
_INJECTED = (
    "export X=@@",
    "unset X",
    "[ -f ~/.secrets ] && . ~/.secrets",
    '[[ -z "$X" ]] && export X=@@',
    "case $- in *i*) export X=@@;; esac",
    'export X="${X:-@@}"',
    "if [ -d ~ ]; then export X=@@; fi",
    "f() { export X=@@; }",
    "export X=(@@)",
)
"""Lines that get into the middle of something."""
_AROUND = r"""
case $TERM in\n!!\nxterm*) A=1 ;;\nesac
case $TERM in\nxterm*) A=1 ;;\n!!\nesac
case $TERM in\nxterm*)\n!!\nA=1 ;;\nesac
if [ -d ~ ]\n!!\nthen\n A=1\nfi
if [ -d ~/no ]; then\n!!\nelse\n!!\nfi
f() {\n!!\n}\nf
A=(\n a\n!!\n b\n)
A="x\n!!\ny"
true &&\n!!\nA=1
A=1 \\n!!\nB=2
A=$(\n!!\necho b)
for i in a b; do\n!!\ndone
eval '\n!!\n'
"""
_AROUND_ZSH = r"""
if [[ -d ~ ]] {\n!!\n}
if [[ -d ~ ]]\n!!\n{ A=1 }
for f (a b) {\n!!\n}
() {\n!!\n} a
"""
_NOISE = (
    "alias ll='ls -l'",
    "export EDITOR=vim",
    "umask 022",
    "# settings",
    "",
    'export PATH="$HOME/bin:$PATH"',
    "HISTSIZE=1000",
    "h() { echo hi; }",
)


def home_of(seed: int, shell: str) -> dict[str, str]:
    """Files by their path under the home folder."""
    chance = random.Random(seed)
    lines = _templates(_SHARED) + _templates(_BASH if shell == "bash" else _ZSH)
    home = {".env": "# env\nX=@@\n", ".secrets": "export Y=@@\n", ".d/1.sh": "export X=@@\n", ".d/2.sh": "Y=@@\n"}
    if chance.random() < 0.5:
        home[".flag"] = ""
    for name in chance.sample(FILES[shell], chance.randint(1, 4)):
        chosen = [chance.choice(lines) if chance.random() < 0.7 else chance.choice(_NOISE) for _ in range(chance.randint(2, 9))]
        home[name] = "\n".join(chosen) + "\n"
        if chance.random() < 0.3:
            frames = _templates(_AROUND + (_AROUND_ZSH.lstrip() if shell == "zsh" else ""))
            home[name] += chance.choice(frames).replace("!!", chance.choice(_INJECTED)) + "\n" + chance.choice(("", "export Y=@@\n"))
        if shell == "bash" and name != ".bashrc" and chance.random() < 0.5:
            home[name] += ". ~/.bashrc\n"
    swap = chance.random() < 0.5
    return {path: _tagged(path, text, swap) for path, text in home.items()}


def _templates(text: str) -> list[str]:
    return [line.replace("\\n", "\n") for line in text.strip().splitlines()]


def _tagged(path: str, text: str, swap: bool) -> str:
    out: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        out.append(line.replace("@@", f"val@{path.rsplit('/', 1)[-1]}:{number}@"))
    first, second = reversed(NAMES) if swap else NAMES
    return re.sub(r"(?<![\w/.])X(?!\w)", first, re.sub(r"(?<![\w/.])Y(?!\w)", second, "\n".join(out)))

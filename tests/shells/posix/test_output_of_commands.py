"""Lists made by `find` and `ls`, functions printed and run again, and what builtins print: as the real bash and zsh have it, or unknown."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.words import ShellName
from claude_auth_tui.read.files import LiveFiles
from claude_auth_tui.shells.predict import predict_shell
from tests.shells.posix.asking import exported, lay

KEY, OTHER = "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN"
NAMES = (KEY, OTHER, "URL")
Needs = Callable[[str], str]
FILES = {
    "d/s.sh": f"export {KEY}=s\n",
    "d/t.sh": f"export {OTHER}=t\n",
    "d/more/u.sh": "export URL=u\n",
    "d/.hidden": "export URL=hidden\n",
    "one/s.sh": f"export {KEY}=s\n",
    "keys.env": f"{KEY}=s\n# c\n",
}
LINES = 'while read -r f; do source "$f"; done < <({})\n'
BOTH = [
    'for f in $(find ~/d -name "*.sh"); do . "$f"; done\n',
    LINES.format('find "$HOME/d" -name "*.sh" | sort'),
    LINES.format("find ~/one -type f"),
    LINES.format("find ~/link/ -type f"),
    LINES.format("find ~/link -type f"),
    LINES.format("find -L ~/link -name '*.sh'"),
    LINES.format("ls ~/d/*.sh"),
    LINES.format("ls -r ~/d/*.sh"),
    'while IFS= read -r -d "" f; do . "$f"; done < <(find ~/one -name "*.sh" -print0)\n',
    "find ~/one -name '*.sh' | while read f; do . $f; done\n",
    "for f in $(ls -A ~/d); do [ -f ~/d/$f ] && . ~/d/$f; done\n",
    f'[ "$(find ~/d -name "*.sh" | wc -l)" -eq 3 ] && export {KEY}=n\n',
    f'[ -n "$(find ~/d -name s.sh -print -quit)" ] && export {KEY}=n\n',
    f'[ -z "$(find ~/d -name nothing)" ] && export {KEY}=n\n',
    "alias grep='grep --color=auto --exclude-dir={.git,CVS}'\nexport $(grep -v '^#' ~/keys.env | xargs)\n",
    "alias grep='grep --color'\nexport $(grep -v '^#' ~/keys.env | xargs)\n",
    "alias ls='ls --color=auto -p'\nfor f in $(ls ~/d/*.sh); do . \"$f\"; done\n",
    f"f() {{ export {KEY}=a; }}\neval \"$(typeset -f f | sed 's/^f /g /')\"\nf() {{ :; }}\ng\n",
    f'f() {{ [ -z "$1" ] || export {KEY}=$1; export URL="u v"; }}\neval "orig_$(typeset -f f)"\nf() {{ orig_f a; }}\nf\n',
    f"typeset -f nothing > /dev/null || export {KEY}=a\n",
    f"export {KEY}=a\nf() {{ local n; while true; do n=$(date +%N); case $n in 0*) break ;; esac; n=x$n; done; }}\nf\nexport {OTHER}=t\n",
    f"read -r -d : {KEY} <<< a:b:c; export {KEY}\n",
]
BASH = [
    f"A=1; declare -p A &> /dev/null && export {KEY}=a\ndeclare -p NOTHING &> /dev/null || export {OTHER}=t\n",
    f"readonly -p > /dev/null && shopt -q nullglob || export {KEY}=a\n",
    f'f() {{\n\techo "$(cat <<-EOD\n\t\thello\n\tEOD)" | cat;\n}}\nexport {KEY}=a\n',
    f"x=$(cat <<EOD\nhello\nEOD)\nexport {KEY}=$x\n",
    f"x=$(cat <<EOD | tr a-z A-Z\nhello\nEOD )\nexport {KEY}=$x\n",
    f"x=$(cat <<EOD\nEOD2\nEOD\n)\nexport {KEY}=$x\n",
    f"x=$(cat <<EOD\nEODx)\nEOD\n)\nexport {KEY}=$x\n",
    f"(cat <<EOD\nsub\nEOD)\nexport {KEY}=x\n",
    f"if complete -p git &> /dev/null; then :; else export {KEY}=a; fi\n",
    f"complete -o default -F _g git gi\ncomplete -p git && complete -p gi && export {KEY}=a\ncomplete -r git; complete -p git || export URL=u\n",
    f'f() {{ :; }}\nexport {KEY}="$(type -t f).$(type -t if).$(type -t cd).$(type -t ls).$(type -t nothing)."\nexport {OTHER}="$(type -P ls)"\n',
    f'alias a=b\nexport {KEY}="$(command -v a)"\n',
    "mapfile -t x < <(find ~/d -name '*.sh' | sort); . \"${x[1]}\"\n",
    "mapfile -d '' x < <(find ~/one -name '*.sh' -print0); . \"${x[0]}\"\n",
    f"f() {{ export {KEY}=a; export URL=u; }}\neval \"$(echo 'g()'; declare -f f | tail -n +2)\"\ng\ndeclare -F f > /dev/null && export {OTHER}=t\n",
]
UNKNOWN = [
    'for f in $(find ~/d ~/one -name "*.sh"); do . "$f"; export ANTHROPIC_API_KEY="$ANTHROPIC_API_KEY-$f"; done\n',
    f'export {KEY}="$(compgen -A function)$(umask)"\n',
    f"[[ $(shopt nullglob) == *off ]] && export {KEY}=a\n",
    f"[[ $(set -o) == *errexit* ]] && export {KEY}=a\n",
    f"[[ $(declare -p {KEY}) == *-x* ]] || export {KEY}=a\n",
    f'[ -z "$(pushd ~/d)" ] || export {KEY}=a\n',
    f'trap : EXIT; [ -z "$(trap -p)" ] || export {KEY}=a\n',
    f'export {KEY}="$(printf "%(%Y)T" 0)"\n',
    f'export {KEY}="$(printf "%q" "a b")"\n',
    f"read -r -n 2 {KEY} <<< abcdef; export {KEY}\n",
    f"export {KEY}=a\nwhile :; do case $(date +%N) in 0*) break ;; esac; {KEY}=b; done\n",
    "while :; do case $(date +%N) in 0*) break ;; esac; . ~/one/s.sh; done\n",
    "for f in $(find ~/d -name '[a-z]*.sh'); do [ -r $f ] && . $f; done\n",
    "alias ls='ls --color'\nfor f in $(ls ~/d/*.sh); do . $f; done\n",
    "source <(find ~/one -name '*.sh' -exec cat {} +)\n",
    "export $(grep --color=always KEY ~/keys.env)\n",
    'while read -r -d "" f; do . "$f"; done < <(find ~/d -print0 | sort -z)\n',
    "mapfile -t x < <(find ~/d -newer ~/keys.env -o -type f); . ${x[0]}\n",
    f'[ -z "$(jobs)" ] && export {KEY}=a\n',
    f'[ -z "$(find ~/d -mtime +20)" ] && export {KEY}=a\n',
]
"""What bash exports here is not told: the order of a folder, what only the running shell prints."""


def _both(text: str, shell: ShellName, path: str, home: Path) -> tuple[dict[str, str | None], dict[str, str | None], set[str]]:
    """What the real one exports, what is predicted, and what is not known."""
    lay(home, {".bashrc" if shell == "bash" else ".zshrc": text, **FILES})
    (home / "link").symlink_to(home / "one")
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(home), "TERM": "xterm-256color", "USER": "dev", "LANG": "C.UTF-8"}
    real = exported(path, "interactive", home, environment)
    assert real is not None
    secrets = {name: Secret(value) for name, value in environment.items()}
    machine = Machine("linux", str(home), str(home), LiveFiles(), secrets, user="dev", uid=os.getuid(), login_shell=path)
    end = predict_shell(machine, shell, "interactive", secrets, NAMES)
    told = {name: variable.value.plain if variable.value else None for name, variable in end.variables.items()}
    return {name: real.get(name) for name in NAMES}, told, {name for name, v in end.variables.items() if v.state == "unknown"}


@pytest.mark.parametrize("text", [*BOTH, *BASH])
def test_bash_exports_what_is_predicted(text: str, needs: Needs, tmp_path: Path) -> None:
    real, told, unknown = _both(text, "bash", needs("bash"), tmp_path)
    assert (told, unknown) == (real, set())


@pytest.mark.parametrize("text", BOTH)
def test_zsh_exports_what_is_predicted(text: str, needs: Needs, tmp_path: Path) -> None:
    real, told, unknown = _both(text, "zsh", needs("zsh"), tmp_path)
    assert (told, unknown) == (real, set())


@pytest.mark.parametrize("text", UNKNOWN)
def test_what_cannot_be_known_is_not_told(text: str, needs: Needs, tmp_path: Path) -> None:
    real, told, unknown = _both(text, "bash", needs("bash"), tmp_path)
    assert KEY in unknown
    assert {name: value for name, value in real.items() if name not in unknown} == {n: v for n, v in told.items() if n not in unknown}

"""Homes in the style of frameworks, made up from a seed: loaders over plugin lists, libraries with overrides, functions from fpath, caches.

Every file of such a home ends with an export of its own; the real shell and the prediction must agree for each of them, or the prediction says
that it cannot tell. Nothing of a real framework is in here: only the ways in which such things are written.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, Literal

import pytest

from claude_auth_tui.claude_code.tables import NAMES
from tests.shells.made_up import start_of
from tests.shells.posix.asking import exported, lay

Shell = Literal["bash", "zsh", "fish"]
MARKS: Final = sorted(name for name in NAMES if name.startswith(("ANTHROPIC_", "CLAUDE_CODE_", "AWS_")))
HOMES: Final[Mapping[Shell, int]] = {"zsh": 14, "bash": 14, "fish": 8}
AT_MOST_UNKNOWN: Final = 0.03
WORDS: Final = ("git", "node", "tools", "prompt", "keys", "dirs", "history", "work", "extract", "ssh")


class Home:
    """Files of a home, each of which is marked."""

    def __init__(self, shell: Shell, seed: int) -> None:
        self.shell: Shell = shell
        self.chance = random.Random(f"{shell}{seed}")
        self.files: dict[str, str] = {}
        self.marked: dict[str, str] = {}

    def add(self, path: str, text: str = "", mark: bool = True) -> None:
        """A file, with an export at its end that tells whether it was run to there."""
        if mark and len(self.marked) < len(MARKS):
            name = MARKS[len(self.marked)]
            self.marked[name] = path
            text += f"set -gx {name} made-up\n" if self.shell == "fish" else f"export {name}=made-up\n"
        self.files[path] = text

    def some(self, least: int = 2, most: int = 4) -> list[str]:
        return self.chance.sample(WORDS, self.chance.randint(least, most))

    def perhaps(self, text: str, otherwise: str = "") -> str:
        return text if self.chance.random() < 0.5 else otherwise


# -- zsh


def _plugin_lists(home: Home) -> str:
    """A framework with libraries, a list of plugins, a custom folder that comes first, and a theme."""
    names = home.some(3, 5)
    there = names[:-1]
    for name in there:
        folder = ".fw/custom" if home.chance.random() < 0.3 else ".fw"
        home.add(f"{folder}/plugins/{name}/{name}.plugin.zsh", home.perhaps("0=${(%):-%N}\nhere=${0:A:h}\n[[ -d $here ]] || return\n"))
    for name in home.some():
        home.add(f".fw/lib/{name}.zsh", home.perhaps("(( $+functions[fw_said] )) || fw_said() { print -r -- $1 }\n"))
        if home.chance.random() < 0.3:
            home.add(f".fw/custom/lib/{name}.zsh")
    for name in home.some(1, 2):
        home.add(f".fw/custom/{name}.zsh")
    home.add(".fw/themes/plain.zsh-theme", "PROMPT='%~ '\n")
    lister = home.chance.choice(["for lib in $FW/lib/*.zsh(N); do", "for lib ($FW/lib/*.zsh(N.)); do", 'for lib in "$FW"/lib/*.zsh; do'])
    home.add(
        ".fw/fw.zsh",
        ": ${FW_CUSTOM:=$FW/custom}\n"
        "fw_source() {\n  local file=$1 own=$FW_CUSTOM/${1#$FW/}\n  [[ -f $own ]] && file=$own\n  builtin source $file\n}\n"
        'is_plugin() { local base=$1 name=$2; builtin test -f "$base/plugins/$name/$name.plugin.zsh" }\n'
        "for plugin ($plugins); do\n"
        "  if is_plugin $FW_CUSTOM $plugin; then fpath=($FW_CUSTOM/plugins/$plugin $fpath)\n"
        "  elif is_plugin $FW $plugin; then fpath=($FW/plugins/$plugin $fpath)\n"
        '  else echo "no plugin $plugin"; fi\ndone\nunset plugin\n'
        f"{lister} fw_source $lib; done\nunset lib\n"
        "for plugin ($plugins); do\n"
        "  if [[ -f $FW_CUSTOM/plugins/$plugin/$plugin.plugin.zsh ]]; then source $FW_CUSTOM/plugins/$plugin/$plugin.plugin.zsh\n"
        "  elif [[ -f $FW/plugins/$plugin/$plugin.plugin.zsh ]]; then source $FW/plugins/$plugin/$plugin.plugin.zsh; fi\ndone\n"
        "for file ($FW_CUSTOM/*.zsh(N)) source $file\nunset file\n"
        '[[ -n $FW_THEME && -f $FW/themes/$FW_THEME.zsh-theme ]] && source "$FW/themes/$FW_THEME.zsh-theme"\n',
    )
    theme = home.chance.choice(["plain", "", "missing"])
    return f"export FW=$HOME/.fw\nFW_THEME={theme!r}\nplugins=({' '.join(names)})\nsource $FW/fw.zsh\n"


def _modules(home: Home) -> str:
    """Modules that are chosen by styles, bring functions of their own and load one another."""
    names = home.some(2, 4)
    for name in names:
        other = home.chance.choice(names)
        home.add(f".mods/{name}/init.zsh", home.perhaps(f"mod_load '{other}'\n"))
        if home.chance.random() < 0.6:
            home.add(f".mods/{name}/functions/{name}-go", "", mark=home.chance.random() < 0.5)
            home.add(f".mods/{name}/functions/README.md", "x\n", mark=False)
    called = home.chance.choice(names)
    home.add(
        ".mods/init.zsh",
        'mod_load() {\n  local -a wanted; local one\n  wanted=("$argv[@]")\n'
        '  for one in "$wanted[@]"; do\n'
        "    if zstyle -t \":mods:$one\" loaded 'yes' 'no'; then continue\n"
        '    elif [[ ! -d $HOME/.mods/$one ]]; then print "no $one" >&2; continue; fi\n'
        "    zstyle \":mods:$one\" loaded 'yes'\n"
        "    fpath=($HOME/.mods/${one}/functions(-/FN) $fpath)\n"
        "    function {\n      local file\n      setopt LOCAL_OPTIONS EXTENDED_GLOB\n"
        "      for file in $HOME/.mods/$one/functions/^([_.]*|README*)(-.N:t); do autoload -Uz $file; done\n    }\n"
        "    [[ -s $HOME/.mods/$one/init.zsh ]] && source $HOME/.mods/$one/init.zsh\n  done\n}\n"
        "zstyle -a ':mods' load 'chosen'\nfor one (\"$chosen[@]\") mod_load \"$one\"\nunset chosen one\n"
        f"(( $+functions[{called}-go] )) && {called}-go\n",
    )
    listed = " ".join(f"'{name}'" for name in names)
    return (
        f"zstyle ':mods' load {listed} 'absent'\n[[ -s ${{ZDOTDIR:-$HOME}}/.mods/init.zsh ]] && source ${{ZDOTDIR:-$HOME}}/.mods/init.zsh\n"
    )


def _static_file(home: Home) -> str:
    """A manager that wrote down what it would load, and is newer than its list or not."""
    lines = ["# made by manager"]
    for name in home.some():
        home.add(f".man/src/{name}/{name}.plugin.zsh", home.perhaps('typeset -g MAN_DIR="$0:A:h"\n[[ -e $MAN_DIR ]] || return 1\n'))
        lines += [f'fpath=( "$HOME/.man/src/{name}" $fpath )', f'source "$HOME/.man/src/{name}/{name}.plugin.zsh"']
    home.add(".man/init.zsh", "\n".join(lines) + "\n")
    home.add(
        ".man/man.zsh",
        'MAN="$0:A:h"\nMAN_INIT=${MAN_INIT:-$MAN/init.zsh}\n'
        "man_do() {\n  case $1 in\n    saved) [[ -f $MAN_INIT ]] && source $MAN_INIT && [[ -f $MAN_INIT ]];;\n    *) return 1;;\n  esac\n}\n",
    )
    return "source ~/.man/man.zsh\nif ! man_do saved; then\n  print 'nothing was saved'\nfi\n"


def _numbered(home: Home) -> str:
    """Numbered files of a folder, with some switched off, and functions that are called."""
    for number, name in enumerate(home.some(2, 4)):
        home.add(f".zsh/rc/{number}0-{name}.zsh", home.perhaps("(( $+commands[surely-not-there] )) || return\n", ""))
    home.add(".zsh/rc/~off.zsh")
    home.add(".zsh/functions/goes", home.perhaps("emulate -L zsh\n"))
    home.add(".zsh/functions/stays")
    loop = home.chance.choice(
        [
            "for rc in $HOME/.zsh/rc/*.zsh(N); do\n  [[ ${rc:t} != '~'* ]] || continue\n  . $rc\ndone\n",
            'for rc in ~/.zsh/rc/[0-9]*.zsh; do source "$rc"; done\n',
            "() { local rc; for rc; do source $rc; done } $HOME/.zsh/rc/[0-9]*.zsh(N.on)\n",
        ]
    )
    return f"fpath=(~/.zsh/functions $fpath)\nautoload -Uz ~/.zsh/functions/*(N.:t)\n{loop}goes\n"


# -- bash


def _loader(home: Home) -> str:
    for name in home.some():
        home.add(f".{name}", home.perhaps('[ -n "$PS1" ] || return\n'))
    listed = ",".join(WORDS)
    return f'for file in ~/.{{{listed}}}; do\n  [ -r "$file" ] && [ -f "$file" ] && source "$file"\ndone\nunset file\n'


def _enabled(home: Home) -> str:
    """Files that are linked or named by their order, a helper that loads them, and a theme that is asked for."""
    for name in home.some():
        order = home.chance.randint(100, 400)
        home.add(f".bi/enabled/{order}---{name}.{home.chance.choice(['plugin', 'aliases'])}.bash")
    home.add(".bi/enabled/README", "x\n", mark=False)
    for name in home.some(1, 2):
        home.add(f".bi/lib/{name}.bash", home.perhaps('_bi_has() { type -t "$1" > /dev/null; }\n_bi_has surely-not-there && return\n'))
    home.add(".bi/themes/plain/plain.theme.bash", "PS1='$ '\n")
    glob = home.chance.choice(['"$BI"/lib/*.bash', "${BI}/lib/*.bash"])
    home.add(
        ".bi/bi.sh",
        f'for _file in {glob}; do\n  # shellcheck disable=SC1090\n  [ -e "$_file" ] && source "$_file"\ndone\n'
        '_bi_load() {\n  local _one\n  pushd "$BI/enabled" > /dev/null || return 1\n'
        '  for _one in *---*."$1".bash; do\n    [[ -e $_one ]] && source "./$_one"\n  done\n  popd > /dev/null || return 1\n}\n'
        + home.perhaps("_bi_load plugin\n_bi_load aliases\n", 'for _kind in "aliases" "plugin"; do _bi_load "$_kind"; done\n')
        + 'if [[ -n "${BI_THEME:-}" ]]; then\n  for _file in "$BI/themes/$BI_THEME/$BI_THEME.theme.bash"; do [[ -r $_file ]] && source "$_file"; done\nfi\nunset _file\n',
    )
    return f'export BI="$HOME/.bi"\nexport BI_THEME={home.chance.choice(["plain", "none", ""])!r}\nsource "$BI"/bi.sh\n'


def _required(home: Home) -> str:
    """Modules of several kinds that are looked for in two folders, the own one first."""
    names = home.some(2, 4)
    for name in names[:-1]:
        folder = "custom" if home.chance.random() < 0.4 else "base"
        home.add(f".ob/{folder}/plugins/{name}/{name}.plugin.sh", home.perhaps("case $- in *i*) ;; *) return ;; esac\n"))
    home.add(".ob/base/lib/first.sh")
    home.add(
        ".ob/ob.sh",
        "_ob_loaded=\n_ob_require() {\n  local status=0\n  local -a files=()\n  while (($#)); do\n    local type=lib name=$1; shift\n"
        "    [[ $name == *:* ]] && type=${name%%:*} name=${name#*:}\n    [[ ' '$_ob_loaded' ' == *\" $type:$name \"* ]] && continue\n"
        "    local -a places=()\n    case $type in\n"
        '      lib) places=({"$OB_CUSTOM","$OB"}/lib/"$name".{bash,sh}) ;;\n'
        '      plugin) places=({"$OB_CUSTOM","$OB"}/plugins/"$name"/"$name".plugin.{bash,sh}) ;;\n    esac\n'
        '    local path\n    for path in "${places[@]}"; do\n      if [[ -f $path ]]; then\n        files+=("$path"); continue 2\n      fi\n    done\n'
        "    printf '%s\\n' \"no $type:$name\" >&2\n    status=127\n  done\n"
        '  local one\n  for one in "${files[@]}"; do\n    _ob_loaded="$_ob_loaded $one"\n    source "$one" || status=$?\n  done\n  return "$status"\n}\n'
        '_ob_require lib:first\n_ob_require "${plugins[@]/#/plugin:}"\n',
    )
    return f"OB=$HOME/.ob/base OB_CUSTOM=$HOME/.ob/custom\nplugins=({' '.join(names)})\nsource ~/.ob/ob.sh\n"


def _read_lists(home: Home) -> str:
    for name in home.some():
        home.add(f".bash.d/{name}.sh")
    return home.chance.choice(
        [
            "if [ -d ~/.bash.d ]; then\n  for i in ~/.bash.d/*.sh; do\n    if [ -r $i ]; then . $i; fi\n  done\n  unset i\nfi\n",
            "while IFS= read -r f; do . \"$f\"; done < <(printf '%s\\n' ~/.bash.d/*.sh)\n",
            'src() { [[ -r $1 ]] && . "$1"; }\nshopt -s nullglob\nfor f in ~/.bash.d/{*.sh,*.bash}; do src "$f"; done\nshopt -u nullglob\n',
            "for f in $(ls -A ~/.bash.d); do source ~/.bash.d/$f; done\n",
        ]
    )


# -- fish


def _fish(home: Home) -> str:
    folder = ".config/fish"
    for name in home.some():
        home.add(f"{folder}/conf.d/{name}.fish", home.perhaps("status is-interactive; or exit\n"))
    for name in home.some(1, 2):
        home.add(f"{folder}/plugins/{name}/conf.d/{name}.fish", home.perhaps("type -q surely-not-there; and return\n"))
        home.add(f"{folder}/plugins/{name}/functions/{name}_go.fish", f"function {name}_go\n    set -g went $argv\nend\n")
    home.add(f"{folder}/functions/own_go.fish", "function own_go; end\n")
    home.add(f"{folder}/functions/not_called.fish", "function not_called; end\n")
    home.add(f"{folder}/local.fish", home.perhaps("set -l here (status dirname)\n"))
    loop = home.chance.choice(
        [
            "for file in ~/.config/fish/plugins/*/conf.d/*.fish\n    source $file\nend\n",
            "for plugin in $__fish_config_dir/plugins/*\n    set -p fish_function_path $plugin/functions\n"
            "    for file in $plugin/conf.d/*.fish\n        builtin source $file 2>/dev/null\n    end\nend\n",
        ]
    )
    ending = home.chance.choice(["test -f ~/.config/fish/local.fish; and source ~/.config/fish/local.fish\n", ""])
    return f"set -gx EDITOR vi\n{loop}own_go\n{ending}"


STYLES: Final[Mapping[Shell, tuple[Callable[[Home], str], ...]]] = {
    "zsh": (_plugin_lists, _modules, _static_file, _numbered),
    "bash": (_loader, _enabled, _required, _read_lists),
    "fish": (_fish,),
}
RC: Final[Mapping[Shell, str]] = {"zsh": ".zshrc", "bash": ".bashrc", "fish": ".config/fish/config.fish"}


def made(shell: Shell, seed: int) -> Home:
    """A home of one or two styles."""
    home = Home(shell, seed)
    styles = home.chance.sample(STYLES[shell], home.chance.randint(1, min(2, len(STYLES[shell]))))
    home.add(RC[shell], "".join(style(home) for style in styles))
    return home


@pytest.mark.parametrize("shell", ["zsh", "bash", "fish"])
def test_every_file_of_a_made_up_framework_counts_as_in_the_real_shell(shell: Shell, needs: Callable[[str], str], tmp_path: Path) -> None:
    program, wrong, asked, unknown = needs(shell), [], 0, 0
    for seed in range(HOMES[shell]):
        home, folder = made(shell, seed), tmp_path / str(seed)
        folder.mkdir()
        lay(folder, home.files)
        environment = {
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "HOME": str(folder),
            "TERM": "xterm-256color",
            "USER": "dev",
            "LANG": "C.UTF-8",
        }
        seen = exported(program, "interactive", folder, environment)
        assert seen is not None
        end = start_of(shell, "interactive", home.files, names=list(home.marked))
        for name, path in home.marked.items():
            state = end.variables[name].state
            asked, unknown = asked + 1, unknown + (state == "unknown")
            if state != "unknown" and (state == "set") != (name in seen):
                wrong.append((seed, path, state))
    assert not wrong
    assert unknown <= AT_MOST_UNKNOWN * asked

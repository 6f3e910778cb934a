"""What zsh's own commands tell a startup file, and how both shells read the words in front of a command: as the real ones do."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from claude_auth_tui.model.machine import Machine
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.model.words import ShellName
from claude_auth_tui.read.files import LiveFiles
from claude_auth_tui.shells.predict import predict_shell
from claude_auth_tui.shells.result import ShellEnd
from tests.shells.posix.asking import exported, lay

K = "ANTHROPIC_API_KEY"
L = "ANTHROPIC_AUTH_TOKEN"
FUNCTIONS = {
    "fn/whole": f"export {K}=$0:$1:$#\n",
    "fn/one": f"one() {{ export {K}=one$1 }}\n",
    "fn/two": f'two() {{ export {K}=two$1 }}\ntwo "$@"\n',
    "fn/three": f"# a comment\nfunction three {{ export {K}=three }}\nother() {{ : }}\n",
    "fn/addp": f"function addp() {{ export {L}=in }}\nexport {K}=x1\n",
    "fn/aliased": "xx\n",
    "fn/returns": f"export {K}=a\nreturn\nexport {K}=b\n",
    "fn/part/n": f"export {K}=part\n",
    "fn/scoped": f"scoped() {{ : }}\ntypeset Q=1\nexport {K}=scoped\n",
    "fn/alone": f"\n\nalone() {{\n  export {K}=${{funcsourcetrace[1]:t}}\n}}\n",
    "fn/stack": f"export {K}=${{funcstack[2]:t}} {L}=${{(j:|:)${{funcsourcetrace[@]:t}}}}\n",
    "d/context": f"export {K}=$ZSH_EVAL_CONTEXT\n",
    "d/s.sh": f"export {K}=s\n",
}
LOAD = "fpath=(~/fn $fpath)\nautoload -Uz whole one two three addp aliased returns\n"
KSH = "fpath=(~/fn $fpath)\nautoload -Uk whole one two three addp\n"
STYLES = "zstyle ':p:*' x a b\nzstyle ':p:yes' x yes\nzstyle ':p:no' x no\nzstyle ':q' empty\n"
Case = tuple[ShellName, str, str | None, str | None]
"""The shell, its startup file, and what the real one (zsh 5.9, bash 5.2) was seen to export as the key and the token."""


def _by_eval() -> list[Case]:
    both = {
        "eval -- 'export {K}=1'": ("1", "1"),
        "eval -- -- 'export {K}=1'": (None, None),
        "eval - 'export {K}=1'": ("1", None),
        "eval -x 'export {K}=1'; export {L}=$?": (None, None),
        "builtin -- export {K}=1": (None, "1"),
        "builtin eval -- 'export {K}=1'": ("1", "1"),
        "command -- eval 'export {K}=1'": (None, "1"),
        "command -p -- eval 'export {K}=1'": (None, "1"),
        "command -p eval 'export {K}=1'": (None, "1"),
        "builtin command export {K}=1": (None, "1"),
        "command builtin export {K}=1": (None, "1"),
        "builtin builtin eval 'export {K}=1'": ("1", "1"),
        "builtin -x export {K}=1": (None, None),
        "f=eval; $f -- export {K}=1": ("1", "1"),
        "b=builtin; $b -- export {K}=1": (None, "1"),
        "b=builtin; $b eval 'export {K}=1'": ("1", "1"),
        "c=command; $c eval 'export {K}=1'": (None, "1"),
        "eval() { :; }; builtin eval 'export {K}=1'": ("1", "1"),
        "command -v -- eval >/dev/null && export {K}=1": ("1", "1"),
        "- eval 'export {K}=1'": ("1", None),
    }
    cases: list[Case] = []
    for text, (zsh, bash) in both.items():
        named = text.replace("{K}", K).replace("{L}", L)
        status = {"zsh": "127", "bash": "2"} if L in named else {}
        cases += [("zsh", named, zsh, status.get("zsh")), ("bash", named, bash, status.get("bash"))]
    return cases


def _what_runs() -> list[Case]:
    zsh = {
        'whole() { : }; alias a=b; export {K}=${(j:,:)${(f)"$(whence -w whole a if print nosuch)"}}': "whole: function,a: alias,if: reserved,print: builtin,nosuch: none",
        "autoload one; [[ $(whence -w one) == 'one: function' ]] && export {K}=1": "1",
        "export {K}=$(whence -p print)$?": "1",
        "export {K}=$(which env)$(whence env)$(command -v print)": "/usr/bin/env/usr/bin/envprint",
        "whence -v env >/dev/null && export {K}=1": "1",
        "export {K}=$(type env)": "env is /usr/bin/env",
    }
    bash = {
        "f() { :; }; alias a=b; export {K}=$(echo $(type -t f a if echo env nosuch))": "function alias keyword builtin file",
        '[ "$(type -t nosuch)" = function ] || export {K}=1': "1",
        "export {K}=$(type -P env)$(which env)": "/usr/bin/env/usr/bin/env",
        "which cd || export {K}=1": "1",
        "f() { :; }; type -p f; export {K}=$?": "0",
        'export {K}="$(type env; type cd)"': "env is /usr/bin/env\ncd is a shell builtin",
    }
    found: list[Case] = [("zsh", text.replace("{K}", K), value, None) for text, value in zsh.items()]
    return found + [("bash", text.replace("{K}", K), value, None) for text, value in bash.items()]


def _zsh(*cases: tuple[str, str | None] | tuple[str, str | None, str | None]) -> list[Case]:
    return [("zsh", c[0].replace("{K}", K).replace("{L}", L), c[1], c[2] if len(c) > 2 else None) for c in cases]


CASES: list[Case] = [
    *_by_eval(),
    *_what_runs(),
    *_zsh(
        ("eval 'export {K}=${${(%):-%x}:t} {L}=${(%):-%N}'", ".zshrc", "(eval)"),
        ("f() { eval 'export {K}=$#funcstack {L}=$funcstack[1]' }; f", "3", "(eval)"),
        ("export {K}=$ZSH_EVAL_CONTEXT; f() { export {L}=$ZSH_EVAL_CONTEXT }; f", "file", "file:shfunc"),
        ("f() { eval 'export {K}=$(print $ZSH_EVAL_CONTEXT)' }; f; (export {L}=$ZSH_EVAL_CONTEXT)", "file:shfunc:eval:cmdsubst"),
        ("source ~/d/context", "file:file"),
        ("export {K}=$(emulate)", "zsh"),
        ("f() { emulate -L sh; export {K}=$(emulate) }; f; export {L}=$(emulate)", "sh", "zsh"),
        ("f() { emulate sh }; f; export {K}=$(emulate)", "sh"),
        ("f() { emulate sh; setopt localoptions }; f; export {K}=$(emulate)", "zsh"),
        ("f() { setopt localoptions; emulate sh }; f; export {K}=$(emulate)", "sh"),
        ("emulate ksh -c 'export {K}=$(emulate)'; export {L}=$(emulate)", "ksh", "zsh"),
        ("emulate bash; export {K}=$(emulate)", "sh"),
        ("emulate -L; export {K}=$?$(emulate)", "1zsh"),
        ("f() { emulate -LR zsh -o extendedglob; [[ -o extendedglob ]] && export {K}=1 }; f; [[ -o extendedglob ]] || export {L}=1", "1", "1"),
        ("[[ `emulate` == zsh ]] || return\nexport {K}=1", "1"),
        ("(emulate sh); export {K}=$(emulate)", "zsh"),
        (STYLES + "zstyle -s ':p:load' x v; export {K}=$?$v; zstyle -s ':p:load' x v -; export {L}=$v", "0a b", "a-b"),
        (STYLES + "v=old; zstyle -s ':q' x v; export {K}=$?$v", "1"),
        (STYLES + "zstyle -a ':p:load' x v; export {K}=$?$#v$v[2]; zstyle -a ':r' x v; export {L}=$?$#v", "02b", "10"),
        (STYLES + "zstyle -b ':p:yes' x v; export {K}=$?$v; zstyle -b ':r' x v; export {L}=$?$v", "0yes", "1no"),
        (STYLES + "for c in p:yes p:no p:load r; do zstyle -t :$c x; a+=$?; zstyle -T :$c x; a+=$?; done; export {K}=$a", "00111120"),
        (STYLES + "for c in p:yes p:load r; do zstyle -t :$c x yes b; a+=$?; zstyle -T :$c x a; a+=$?; done; export {K}=$a", "010020"),
        (STYLES + "zstyle -t :q empty; a=$?; zstyle -T :q empty; a+=$?; zstyle -s :q empty v; a+=$?; zstyle -a :q empty v; export {K}=$a$?", "1010"),
        (STYLES + "zstyle -m :p:yes x 'y*' && export {K}=1; zstyle -m :p:no x 'y*' || export {L}=1", "1", "1"),
        ("zstyle '*' x all; zstyle ':p:*' x p; zstyle ':p:l*' x pl; zstyle ':p:l' x e\nfor c in :p:l :p:la :p:z q; do zstyle -s $c x v; a+=$v,; done; export {K}=$a", "e,pl,p,all,"),
        ("zstyle ':*:*' x c1; zstyle ':p*' x c2; zstyle -s :p:z x v; export {K}=$v", "c1"),
        ("zstyle ':a:*' x 1; zstyle ':*:b' x 2; zstyle -s :a:b x v; export {K}=$v; zstyle ':a:*' x 3; zstyle -s :a:b x v; export {L}=$v", "1", "3"),
        (STYLES + "zstyle -d ':p:yes' x; zstyle -s :p:yes x v; export {K}=$v; zstyle -d; zstyle -s :p:yes x v; export {L}=$?", "a b", "1"),
        (STYLES + "(zstyle ':p:yes' x no); zstyle -s :p:yes x v; export {K}=$v", "yes"),
        (STYLES + "f() { local v; zstyle -s :p:yes x v; export {K}=$v }; f; export {L}=[$v]", "yes", "[]"),
        ("zstyle ':p:*' file ~/d/s.sh\nzstyle -s ':p:load' file f && source $f", "s"),
        (LOAD + "whole a b", "whole:a:2"),
        (LOAD + "one x", "onex"),
        (LOAD + "two x", "twox"),
        (LOAD + "three", None),
        (LOAD + "addp", "x1"),
        (LOAD + "addp; unset {K}; addp", None, "in"),
        (LOAD + "alias xx='export {K}=ali'; aliased", None),
        (LOAD.replace("-Uz", "-z") + "alias xx='export {K}=ali'; aliased", "ali"),
        (LOAD + "returns; export {L}=1", "a", "1"),
        (LOAD + "(( $+functions[whole] )) && export {K}=1", "1"),
        (LOAD + "unfunction one; one; export {K}=$?", "127"),
        (KSH + "one x", "onex"),
        (KSH + "two x", "twox"),
        (KSH + "three", "three"),
        (KSH + "addp", "x1", "in"),
        (KSH + "whole a; export {L}=$?", "whole:a:1", "1"),
        ("fpath=(~/fn); setopt kshautoload; autoload three; three", "three"),
        ("one() { export {K}=mine }\n" + LOAD + "one", "mine"),
        ("autoload -Uz ~/fn/one; one", "one"),
        ("fpath=(~/fn $fpath); autoload -Uz ~/fn/*(.:t); one; two", "two"),
        ("fpath=(~/fn); functions -u one; one", "one"),
        ("fpath=(~/fn); typeset -fu one; one", "one"),
        ("fpath=(~/fn); one() { autoload -X }; one x", "onex"),
        ("fpath=(~/fn); autoload -m 'one*'; one; export {L}=$?", None, "127"),
        ("fpath=(~/fn); autoload -Uz part/n; part/n", "part"),
        ("fpath=(~/fn); autoload -Uk scoped; scoped; export {L}=[$Q]", "scoped", "[]"),
        ("fpath=(~/fn); autoload -Uz scoped; scoped; export {L}=[$Q]", "scoped", "[]"),
        ("fpath+=~/fn; for x in one two; do autoload -Uz $x; $x $x; done", "twotwo"),
        ("fpath=(~/fn); autoload -Uz stack; stack", ".zshrc", "stack:0|.zshrc:0"),
        ("stack() {\n export {K}=${funcstack[1]}; export {L}=${funcsourcetrace[1]:t} }; stack", "stack", ".zshrc:1"),
        ("fpath=(~/fn); autoload -Uz alone; alone", "alone:0"),
        ("FPATH=~/fn; autoload -Uz one; one", "one"),
        ("f() {\n  if true\n  echo hi\n}\nexport {K}=1", "1"),
        ("f() {\n  if true\n  export {K}=1\n}\nf", "1"),
        ("f() {\n  while true\n  break\n}\nexport {K}=1", "1"),
        ("f() {\n  until false\n  false\n}\nexport {K}=1", "1"),
        ("( if true; export {K}=1 ); export {L}=1", None, "1"),
        ("case x in x) if true\nexport {K}=1\n;; esac; export {L}=1", "1", "1"),
        ("if true\necho hi\n}\nexport {K}=1", None),
        ("if true; export {K}=1; fi; export {L}=1", None),
        ("if (true) export {K}=1; export {L}=1", "1", "1"),
        ("if [[ a == a ]] export {K}=1\nexport {L}=1", "1", "1"),
        ("if [[ 1 == 2 ]] { export {K}=a } elif [[ 1 == 1 ]] { export {K}=b } else { export {K}=c }", "b"),
        ("if true { export {K}=1 }; export {L}=1", None),
        ("if [[ -n x ]] && [[ -n y ]] { export {K}=1 }", "1"),
        ("source ~/d/x.sh", "d/x.sh", "d/x.sh"),
    ),
]  # fmt: skip
HERE = "${${(%):-%x}:A:h:t}/${${(%):-%x}:t}"
OTHERS = FUNCTIONS | {
    "d/x.sh": f"export {L}={HERE}; f() {{ export {K}={HERE}; }}; . ~/d/y.sh\n",
    "d/y.sh": "f\n",
}
Needs = Callable[[str], str]


def _end(shell: ShellName, home: Path, environment: Mapping[str, str]) -> ShellEnd:
    secrets = {name: Secret(value) for name, value in environment.items()}
    machine = Machine("linux", str(home), str(home), LiveFiles(), secrets, user="dev", uid=os.getuid(), login_shell="/bin/bash")
    return predict_shell(machine, shell, "interactive", secrets, (K, L))


def _predicted(shell: ShellName, home: Path, environment: Mapping[str, str]) -> tuple[str | None, str | None]:
    end = _end(shell, home, environment)
    told = [end.variables[name] for name in (K, L)]
    texts = ["?" if v.state == "unknown" else None if v.value is None else unveil(v.value) for v in told]
    return texts[0], texts[1]


def _laid_out(case: Case, home: Path) -> dict[str, str]:
    lay(home, OTHERS | {f".{case[0]}rc": case[1] + "\n"})
    return {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(home), "TERM": "xterm-256color", "USER": "dev", "LANG": "C.UTF-8"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}-{case[1][-40:]}")
def test_it_is_predicted_as_it_was_seen(case: Case, tmp_path: Path) -> None:
    environment = _laid_out(case, tmp_path)
    assert _predicted(case[0], tmp_path, environment) == case[2:]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}-{case[1][-40:]}")
def test_the_real_shell_still_does_so(case: Case, needs: Needs, tmp_path: Path) -> None:
    environment = _laid_out(case, tmp_path)
    real = exported(needs(case[0]), "interactive", tmp_path, environment)
    assert real is not None
    assert (real.get(K), real.get(L)) == case[2:]


def test_a_key_in_a_function_that_nothing_calls_is_told(tmp_path: Path) -> None:
    environment = _laid_out(("zsh", "fpath=(~/fn); autoload -Uz whole one; one", "one", None), tmp_path)
    end = _end("zsh", tmp_path, environment)
    hits = {(Path(hit.path).name, hit.effect, str(hit.because)) for hit in (found.hit for found in end.found)}
    assert ("whole", "inactive", "only when `whole` is called; no startup file calls it") in hits
    assert ("one", "effective") in {(name, effect) for name, effect, _ in hits}

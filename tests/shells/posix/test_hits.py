"""What each line that names a variable does in the end, in words a person accepts, and never its value."""

from __future__ import annotations

import pytest

from claude_auth_tui.model.diagnosis import Hit
from tests.shells.made_up import label, start_of

KEY = "ANTHROPIC_API_KEY"
VALUE = "sk-ant-api03-FAKEFAKEFAKEFAKEFAKEFAKE-w7AA"


def hits(text: str, **files: str) -> dict[int, Hit]:
    """The hits of a .zshrc by their lines; `X` stands for the variable."""
    laid = {".zshrc": text, **{"." + name: content for name, content in files.items()}}
    end = start_of("zsh", "login", {path: content.replace("X", KEY) for path, content in laid.items()})
    return {f.hit.line: f.hit for f in end.found if f.hit.path.endswith(".zshrc")}


@pytest.mark.parametrize(
    ("text", "line", "does", "effect", "because"),
    [
        ("export X=a\nexport X=b\n", 1, "export", "overridden", "overridden at ~/.zshrc:2"),
        ("export X=a\nexport X=b\n", 2, "export", "effective", "this is the value that is exported in the end"),
        ("export X=a\nunset X\n", 1, "export", "overridden", "unset at ~/.zshrc:2"),
        ("export X=a\nunset X\n", 2, "unset", "effective", "it takes away what was set before"),
        ("unset X\n", 1, "unset", "overridden", "nothing to unset here"),
        ("export X=a\n\nexport X=a\n", 1, "export", "overridden", "repeated at ~/.zshrc:3"),
        ("export X=a\n\nexport X=a\n", 3, "export", "effective", "this is the value that is exported in the end"),
        ("X=a\nexport X=a\nexport X=b\n", 1, "assign", "overridden", "repeated at ~/.zshrc:2"),
        ("export X=a\nexport X=a\nexport X=b\n", 2, "export", "overridden", "overridden at ~/.zshrc:3"),
        ("export X=a\nexport X\n", 2, "export", "overridden", "it changes nothing: this is set already"),
        ('export X=a\nexport X="$X"\n', 1, "export", "effective", "this is the value that is exported in the end"),
        ('export X=a\nexport X="$X"\n', 2, "export", "overridden", "it changes nothing: this is set already"),
        ("[[ -o login ]] || export X=a\n", 1, "export", "not_reached", "not in a login shell; this is one"),
        ("if [[ ! -o login ]]; then export X=a; fi\n", 1, "export", "not_reached", "not in a login shell; this is one"),
        ('[ -z "$PS1" ] && export X=a\n', 1, "export", "not_reached", "not in an interactive shell; this is one"),
        ("[[ $OSTYPE == darwin* ]] && export X=a\n", 1, "export", "not_reached", "only on macOS; this is another system"),
        ('[ "$(uname)" = Darwin ] && export X=a\n', 1, "export", "not_reached", "only on macOS; this is another system"),
        ("X=a\n", 1, "assign", "not_exported", "set, but never exported"),
        ("X=a\nexport X\n", 1, "assign", "effective", "this is the value that is exported in the end"),
        ("X=a\nexport X\n", 2, "export", "effective", "it exports what was set before"),
        ("( export X=a )\n", 1, "export", "not_exported", "in a subshell, which ends with it"),
        ("X=a true\n", 1, "prefix", "not_exported", "only for that one command"),
        ("use() { export X=a; }\n", 1, "export", "not_reached", "use is never called"),
        ("use() {\n  export X=a\n}\nuse\n", 2, "export", "effective", "this is the value that is exported in the end"),
        ("f() { local X=a; }\nf\n", 1, "assign", "not_exported", "local to the function"),
        ("if [ -f ~/.work ]; then\n  export X=a\nfi\n", 2, "export", "not_reached", "only when ~/.work is a file; it is not"),
        ("[[ -e ~/.work ]] && export X=a\n", 1, "export", "not_reached", "only when ~/.work exists; it does not"),
        ("no_such_tool && export X=a\n", 1, "export", "not_reached", "only when a command succeeds; it is not found on PATH"),
        ("return\nexport X=a\n", 2, "export", "not_reached", "after `return` at line 1"),
        ("echo 'open\nexport X=a\n", 2, "export", "not_reached", "after what cannot be read at line 1: a single quote is never closed"),
        (
            "alias claude='X=a claude'\n",
            1,
            "alias",
            "conditional",
            "typing claude in this shell runs this; the environment does not change",
        ),
        ('claude() {\n  X=a command claude "$@"\n}\n', 2, "function", "conditional", "whenever claude is called in this shell"),
        ("# export X=a\ncat <<E\nexport X=a\nE\necho 'export X=a'\n", 1, "", "", ""),
        ("launchctl setenv X a\n", 1, "env", "not_exported", "launchctl sets it for other programs, not for this shell"),
    ],
)
def test_a_line_says_what_it_comes_to(text: str, line: int, does: str, effect: str, because: str) -> None:
    found = hits(text)
    if not does:
        assert not found
        return
    hit = found[line]
    assert (hit.variable, hit.does, hit.effect, hit.because) == (KEY, does, effect, because)


def test_a_condition_only_the_shell_knows_makes_a_line_conditional() -> None:
    hit = hits("if ls /run/x >/dev/null; grep -q on /run/state; then\n  export X=a\nfi\n")
    assert hit[2].effect in ("conditional", "not_reached")
    hit = hits('if [ "$(date +%u)" = 6 ]; then\n  export X=a\nfi\n')
    assert (hit[2].effect, "only the running shell knows" in hit[2].because) == ("conditional", True)


def test_a_line_that_reads_the_variable_counts_by_what_it_changes() -> None:
    found = hits('export X=a\n[ -n "$X" ] && export CLAUDE_CODE_USE_BEDROCK=1\nunset X\n')
    assert found[1].effect == "effective"


def test_a_dotenv_file_read_by_a_program_is_a_hit_of_its_own() -> None:
    end = start_of("zsh", "login", {".zshrc": "export $(grep -v '^#' ~/.env | xargs)\n", ".env": f"# mine\n{KEY}={VALUE}\n"})
    told = {(f.hit.path.rsplit("/", 1)[-1], f.hit.line): (f.hit.does, f.hit.effect) for f in end.found}
    assert told == {(".zshrc", 1): ("source", "effective"), (".env", 2): ("dotenv", "effective")}
    assert label(end.variables[KEY]) == ".env:2"


@pytest.mark.parametrize(
    "line",
    [
        f"export X={VALUE}",
        f'export X="{VALUE}"  # old: {VALUE}',
        f'export X="${{X:-{VALUE}}}"',
        f"alias claude='X={VALUE} claude'",
        f"[ -f ~/.flag ] || export OTHER=1 X='{VALUE}'",
        f"setkey() {{ export X={VALUE}; }}; setkey {VALUE}",
        f"export X=$(echo {VALUE})",
        f"X=\"$(printf '%s' {VALUE})\" claude -p hi",
    ],
)
def test_no_hit_and_no_note_tells_a_value(line: str) -> None:
    end = start_of("zsh", "login", {".zshrc": line.replace("X", KEY) + f'\neval "$(tool {VALUE} {KEY})"\n'})
    assert end.found
    told = repr([f.hit for f in end.found]) + repr(end.notes) + repr(end.variables)
    assert "FAKE" not in told
    assert KEY in end.found[0].hit.text

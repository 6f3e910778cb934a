"""Shown text is only made by its constructors: no string becomes one by another way, and no template is put together at run time."""

from __future__ import annotations

import ast
import copy
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest

import claude_auth_tui
from claude_auth_tui.claude_code.shown_values import address_shown, name_shown, value_shown
from claude_auth_tui.model.saying import account, foreign, place, place_named, say, say_all, spoken, user_name, version
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.shells.source_shown import command_shown, operator_shown, source_shown, variable_shown

PACKAGE = Path(claude_auth_tui.__file__).parent
SHORT, LONG = "aB3xY7kQ9pLm", "sk-ant-api03-FAKEaB3xY7kQ9pLmZt4Wn8Rc2Vd6"
MAKERS = {
    "model/saying.py",
    "model/failure.py",
    "model/secret.py",
    "claude_code/variables.py",
    "claude_code/shown_values.py",
    "shells/source_shown.py",
    "checks/quoting.py",
    "explain/pasted.py",
    "read/system_words.py",
}
"""The modules with a gate of their own: the only ones that may make shown text from a bare string."""
TAKES_LITERALS = {"say": 0, "say_all": 1, "counted": 1, "spaced_by": 1}
"""Constructors, and the place of the argument that has to be written out where they are called."""


def _trees() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def test_only_the_gates_make_shown_text_from_a_string() -> None:
    found = {
        name
        for name, tree in _trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "claude_auth_tui.model.made"
    }
    assert found == MAKERS


def test_nothing_is_called_shown_text_that_no_constructor_made() -> None:
    """No cast, no `__new__` on the side, no ignored type error where the type is named."""
    for name, tree in _trees():
        source = (PACKAGE / name).read_text(encoding="utf-8")
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "cast":
                assert "Shown" not in ast.unparse(node.args[0]), f"{name}:{node.lineno}"
            if isinstance(node, ast.Attribute) and node.attr == "__new__" and name not in ("model/shown.py", "model/made.py"):
                assert "Shown" not in (ast.get_source_segment(source, node) or ""), f"{name}:{node.lineno}"
        for number, line in enumerate(source.splitlines(), 1):
            assert not ("type: ignore" in line and ("Shown" in line or "say(" in line)), f"{name}:{number}"


def test_the_words_of_a_constructor_are_written_where_it_is_called() -> None:
    """A template that is put together holds whatever it was put together from: it has to be a literal."""
    for name, tree in _trees():
        here = _taking_literals(tree)
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            if called in here:
                arguments = node.args[TAKES_LITERALS[here[called]] :]
                for argument in arguments[: 2 if here[called] == "counted" else 1]:
                    assert isinstance(getattr(argument, "value", None), str), f"{name}:{node.lineno}"


def _taking_literals(tree: ast.Module) -> dict[str, str]:
    """What these constructors are called in a module: the screen has a `say` of its own, and writes `saying.say`."""
    imported = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "claude_auth_tui.model.saying"
        for alias in node.names
    }
    return {called: name for called, name in imported.items() if name in TAKES_LITERALS} | {
        f"saying.{name}": name for name in TAKES_LITERALS
    }


def test_a_string_is_no_shown_text() -> None:
    with pytest.raises(TypeError):
        Shown("text")
    with pytest.raises(TypeError):
        say("{}", LONG)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        say_all([LONG])  # type: ignore[list-item]
    with pytest.raises(TypeError):
        spoken(SHORT)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        pickle.dumps(say("text"))


def test_what_strings_do_gives_strings() -> None:
    text = say("only when {} exists", place("/etc/zshrc", 3))
    assert type(text + say(" now")) is Shown
    assert all(type(made) is str for made in (text + " now", text.upper(), text[:4], f"{text}", text.replace("only", LONG)))
    assert copy.deepcopy(text) is text


@pytest.mark.parametrize("value", [SHORT, LONG, LONG[13:37]])
def test_a_gate_shows_no_value(value: str) -> None:
    texts = [
        user_name(value), place_named(f"~/{value}/x"), version(value), account(value), foreign(f"key {value} is refused"), name_shown(value),
        command_shown(value), variable_shown(value), operator_shown(value), source_shown(f"export X={value}"), source_shown(value),
        address_shown(Secret(f"https://gw.example/{value}")), address_shown(Secret(value)), value_shown("AWS_REGION", Secret(value)),
    ]  # fmt: skip
    middle = value[13:] if value.startswith("sk-ant") else value
    windows = [middle[at : at + 6] for at in range(len(middle) - 5)]
    for text in texts:
        assert not any(window in text for window in windows), text


def test_a_path_that_is_there_is_shown_but_for_a_part_that_could_be_a_value() -> None:
    assert place(f"/home/dev/{LONG}/.zshrc", 3) == "/home/dev/…/.zshrc:3"
    assert place("/home/dev/My-Project-2024-Customers/.env", 3) == "/home/dev/My-Project-2024-Customers/.env:3"
    assert place("/home/dev/a\u202eb") == "/home/dev/a<U+202E>b"


def test_what_stands_between_braces_is_a_name_however_long_it_is() -> None:
    name = LONG.replace("-", "_") * 3
    assert source_shown(f"export X=${{{name}:-1}} Y=${{!{name}}} Z=${{#{name}}}", ("X", "Y", "Z")) == "export X=${…:-…} Y=${!…} Z=${#…}"


def test_a_line_is_still_recognised() -> None:
    line = source_shown(f'[[ $OSTYPE == darwin* ]] && export ANTHROPIC_API_KEY="$(security find-generic-password -w -s {LONG})"')
    assert line == '[[ $OSTYPE == darwin* ]] && export ANTHROPIC_API_KEY="$(security find-generic-password -w -s …)"'
    assert source_shown(f"export ANTHROPIC_API_KEY={LONG} # mine") == "export ANTHROPIC_API_KEY=… # …"
    assert source_shown(f"alias cw='ANTHROPIC_API_KEY={LONG} claude'") == "alias cw='ANTHROPIC_API_KEY=… claude'"
    assert (
        source_shown('export ANTHROPIC_API_KEY="$(cat "$HOME/.anthropic_key")"')
        == 'export ANTHROPIC_API_KEY="$(cat "$HOME/.anthropic_key")"'
    )
    assert (
        source_shown("alias claude-work='CLAUDE_CONFIG_DIR=~/.claude-work claude'")
        == "alias claude-work='CLAUDE_CONFIG_DIR=~/.claude-work claude'"
    )
    assert (
        source_shown(f"export ANTHROPIC_API_KEY=$(op read op://Private/{LONG}/key)")
        == "export ANTHROPIC_API_KEY=$(op read op://Private/…/key)"
    )
    assert source_shown(r'[ -s "$NVM_DIR/nvm.sh" ] && \. "$NVM_DIR/nvm.sh"') == r'[ -s "$NVM_DIR/nvm.sh" ] && \. "$NVM_DIR/nvm.sh"'
    assert (
        source_shown("export ANTHROPIC_AUTH_TOKEN=work-key PATH=$HOME/bin:/usr/bin")
        == "export ANTHROPIC_AUTH_TOKEN=… PATH=$HOME/bin:/usr/bin"
    )


def test_ordinary_names_are_no_values() -> None:
    told = {
        "AWS_PROFILE": "AdministratorAccess-123456789012", "ANTHROPIC_VERTEX_PROJECT_ID": "acme-prod-123456",
        "CLOUD_ML_REGION": "asia-southeast1", "NO_PROXY": "localhost, .example.com", "SSL_CERT_FILE": "/etc/ssl/certs/ca.pem",
        "CLAUDE_CONFIG_DIR": "~/My Project (2)/claude", "ANTHROPIC_BASE_URL": "https://ac-01.eu.example.com:8080/v1",
    }  # fmt: skip
    assert {name: str(value_shown(name, Secret(text))) for name, text in told.items()} == told
    assert value_shown("ANTHROPIC_BASE_URL", Secret(f"https://{SHORT}.gw.example.com")) == "https://….gw.example.com"

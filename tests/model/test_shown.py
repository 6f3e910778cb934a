"""Shown text is only made by its constructors: no string becomes one by another way, and no template is put together at run time."""

from __future__ import annotations

import ast
import copy
import json
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from msgspec import Struct
from msgspec.structs import fields

import claude_auth_tui
from claude_auth_tui.checks.fixes import quoting
from claude_auth_tui.claude_code.shown_values import (
    address_shown,
    host_shown,
    name_shown,
    path_of_address_shown,
    plan_shown,
    scope_shown,
    service_shown,
    value_shown,
)
from claude_auth_tui.claude_code.tables import NAMES
from claude_auth_tui.commands.output import echoed
from claude_auth_tui.demo.build import make_machine
from claude_auth_tui.demo.machines import MACHINES
from claude_auth_tui.diagnose import diagnose
from claude_auth_tui.explain.pasted import pasted
from claude_auth_tui.model.diagnosis import Diagnosis
from claude_auth_tui.model.saying import (
    account,
    failed_here,
    foreign,
    kind_of,
    moment,
    place,
    place_named,
    program_word,
    say,
    say_all,
    spoken,
    terminal_shown,
    user_name,
    version,
)
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.read.system_words import crash_lines, system_words
from claude_auth_tui.shells.source_shown import command_shown, event_shown, operator_shown, source_shown, variable_shown
from claude_auth_tui.telling.document import document_of
from claude_auth_tui.telling.reopened import diagnosis_of

PACKAGE = Path(claude_auth_tui.__file__).parent
SHORT, LONG = "aB3xY7kQ9pLm", "sk-ant-api03-FAKEaB3xY7kQ9pLmZt4Wn8Rc2Vd6"
MAKERS = {
    "model/saying.py",
    "model/secret.py",
    "claude_code/tables.py",
    "claude_code/shown_values.py",
    "shells/source_shown.py",
    "checks/fixes/quoting.py",
    "explain/pasted.py",
    "read/system_words.py",
}
"""The modules with a gate of their own: the only ones that may make shown text from a bare string."""
TAKES_LITERALS = {"say": 0, "say_all": 1, "counted": 1}
"""Constructors, and the place of the argument that has to be written out where they are called."""
TAKES_TWO_LITERALS = {"error": 0, "warning": 0, "info": 0, "unknown": 0, "leveled": 1}
"""Constructors of findings in `checks.frame`, and the place of the title; the explanation stands behind it."""
MAY_IGNORE = {
    "model/unveil.py", "shells/posix/parameters.py", "shells/fish/parser.py", "watch/signature.py", "tui/view/top.py",
    "tui/app.py", "tui/screens/main.py", "explain/nearest.py",
}  # fmt: skip
"""Modules in which the type checker is told to look away once. No text to be shown is made in such a line."""


@cache
def _trees() -> Sequence[tuple[str, ast.Module]]:
    return [(path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))) for path in sorted(PACKAGE.rglob("*.py"))]


def test_only_the_gates_make_shown_text_from_a_string() -> None:
    """Whatever it is imported through, and whatever it is called there."""
    found = {
        name
        for name, tree in _trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        and ("made" in (getattr(node, "module", None) or "").split(".") or any("made" in alias.name.split(".") for alias in node.names))
    }
    assert found == MAKERS


def test_nothing_is_called_shown_text_that_no_constructor_made() -> None:
    """The type is handed to nothing that could make one of it, by a cast or past its own `__new__`; no type error is passed over."""
    for name, tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and name not in ("model/shown.py", "model/made.py") and ast.unparse(node.func) != "isinstance":
                handed = [node.func, *node.args, *(keyword.value for keyword in node.keywords)]
                assert not any("Shown" in ast.unparse(one).split(".") for one in handed), f"{name}:{node.lineno}"
    ignoring = [path for path, _ in _trees() if "# type: ignore" in (PACKAGE / path).read_text(encoding="utf-8")]
    assert set(ignoring) == MAY_IGNORE
    assert all((PACKAGE / path).read_text(encoding="utf-8").count("# type: ignore") == 1 for path in ignoring)


def test_the_words_of_a_constructor_are_written_where_it_is_called() -> None:
    """A template that is put together holds whatever it was put together from: it has to be a literal, and no other is called so."""
    for name, tree in _trees():
        here = _taking_literals(tree)
        called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Name | ast.Attribute) and ast.unparse(node) in here:
                assert id(node) in called, f"{name}:{node.lineno}"
            if isinstance(node, ast.Call) and ast.unparse(node.func) in here:
                first = TAKES_LITERALS[constructor := here[ast.unparse(node.func)]]
                literals = node.args[first : first + (2 if constructor == "counted" else 1)]
                if name == "checks/frame.py" and ast.unparse(literals[0]) in FORWARDED:
                    continue  # the test below looks at those who call it
                assert constructor == "say" or not node.keywords, f"{name}:{node.lineno}"
                assert literals or constructor == "say_all", f"{name}:{node.lineno}"
                assert all(isinstance(one, ast.Constant) and isinstance(one.value, str) for one in literals), f"{name}:{node.lineno}"


FORWARDED = ("passed", "about", "title", "explain")
"""What `checks.frame` hands on to `say`: the words of a check and of a finding."""


def test_the_words_of_a_check_and_its_findings_are_written_where_they_are_made() -> None:
    """They go to `say` by way of `checks.frame`, so they have to be literals where that is called: there, or in a call of a private
    function of the same module that only hands on what it is given by keyword (a row of a table of checks)."""
    made = 0
    for name, tree in _trees():
        if name == "checks/frame.py":
            continue
        takes = _taking_words(name, tree)
        inside = {id(node): top for top in tree.body for node in ast.walk(top)}
        parents = {id(child): node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
        looked: set[tuple[int, str]] = set()
        while found := [
            (node, node.id)
            for node in ast.walk(tree)
            if isinstance(node, ast.Name) and node.id in takes and isinstance(node.ctx, ast.Load) and (id(node), node.id) not in looked
        ]:
            for node, called in found:
                looked.add((id(node), called))
                call, at = parents[id(node)], f"{name}:{node.lineno}"
                assert isinstance(call, ast.Call), at
                assert call.func is node, at
                keywords = {keyword.arg: keyword.value for keyword in call.keywords}
                assert None not in keywords, at
                for taken in takes[called]:
                    word = keywords.get(taken) if isinstance(taken, str) else call.args[taken]
                    if isinstance(word, ast.Name) and word.id in FORWARDED:
                        maker = inside[id(node)]
                        assert isinstance(maker, ast.FunctionDef), at
                        assert maker.name.startswith("_"), at
                        assert word.id in {argument.arg for argument in maker.args.kwonlyargs}, at
                        if word.id not in takes.get(maker.name, ()):
                            takes[maker.name] = (*takes.get(maker.name, ()), word.id)
                            looked = {seen for seen in looked if seen[1] != maker.name}
                    else:
                        assert isinstance(word, ast.Constant), at
                        assert isinstance(word.value, str), at
                made += 1
    assert made > 200


def _taking_words(name: str, tree: ast.Module) -> dict[str, tuple[str | int, ...]]:
    """What the constructors of checks and findings are called in a module, and where each of them takes its words."""
    imported = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "claude_auth_tui.checks.frame"
        for alias in node.names
    }
    takes: dict[str, tuple[str | int, ...]] = {
        called: (at, at + 1) for called, constructor in imported.items() if (at := TAKES_TWO_LITERALS.get(constructor)) is not None
    }
    takes |= {called: ("passed", "about") for called, constructor in imported.items() if constructor == "check"}
    for node in ast.walk(tree) if name.startswith("checks/") else ():
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "frame":
            assert node.attr == "check", f"{name}:{node.lineno}"
        if isinstance(node, ast.Call) and any(ast.unparse(one) == "frame.check" for one in node.args):
            assert ast.unparse(node.func) == "partial", f"{name}:{node.lineno}"  # only to give it a module's family and page
            assert {keyword.arg for keyword in node.keywords} <= {"family", "docs"}, f"{name}:{node.lineno}"
            takes["check"] = ("passed", "about")
    return takes


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
        say("{name}", name=LONG)  # type: ignore[arg-type]
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


GATES: Mapping[str, Callable[[str], object]] = {
    "user_name": user_name,
    "place": lambda value: place(f"/home/dev/{value}/x"),
    "place_named": lambda value: place_named(f"~/{value}/x"),
    "version": version,
    "moment": moment,
    "terminal_shown": lambda value: terminal_shown(f"/dev/{value}"),
    "program_word": lambda value: program_word(value, frozenset({"vi"})),
    "account": account,
    "foreign": lambda value: foreign(f"key {value} is refused"),
    "name_shown": name_shown,
    "name_shown of our kind": lambda value: name_shown(f"ANTHROPIC_{value}"),
    "command_shown": command_shown,
    "event_shown": lambda value: (event_shown(f"event {value}"), event_shown(f"{value} PWD")),
    "variable_shown": variable_shown,
    "operator_shown": operator_shown,
    "source_shown": source_shown,
    "source_shown of an assignment": lambda value: source_shown(f"export X={value}"),
    "source_shown of options": lambda value: source_shown(f"get --key={value} -k{value} +{value}"),
    "source_shown of signs": lambda value: source_shown(f"case ~{value} in ${{X:-{value}}}|'{value}'|\"$X{value}\"|/{value}/x) ;; esac # {value}"),
    "address_shown": lambda value: address_shown(Secret(value)),
    "address_shown of an address": lambda value: address_shown(Secret(f"https://{value}:{value}@gw.example/{value};{value}?{value}#{value}")),
    "address_shown of a scheme": lambda value: address_shown(Secret(f"{value[-12:]}://gw.example/v1")),
    "host_shown": host_shown,
    "path_of_address_shown": lambda value: path_of_address_shown(Secret(f"/v1/{value}")),
    "service_shown": lambda value: service_shown(f"Claude Code-{value}"),
    "scope_shown": lambda value: scope_shown(f"user:{value}"),
    "plan_shown": lambda value: plan_shown(Secret(value)),
    "value_shown": lambda value: [value_shown(name, Secret(f"{before}{value}")) for name in NAMES for before in ("", "/", "https://x/", "1")],
    "pasted": lambda value: pasted(f"x-api-key: {value}"),
    "the word of a command": lambda value: quoting.name_word(f"{value}.env" if len(value) > 19 else ".env", "bash"),
    "the path in a command": lambda value: quoting.path_word(f"/home/{value}/x" if len(value) > 19 else "/x", make_machine(), "zsh"),
    "the kind of a failure": lambda value: (kind_of(ValueError(value)), failed_here(KeyError(value))),
    "the system's words": lambda value: [system_words(one, say("no")) for one in (OSError(value), OSError(2, value, value), ValueError(value))],
    "a crash": lambda value: crash_lines(RuntimeError(value)),
    "what is echoed": echoed,
}  # fmt: skip
"""Every gate, given a value where it expects something else. A short run in a path is a name."""


@pytest.mark.parametrize("value", [SHORT, LONG, LONG[13:37]])
@pytest.mark.parametrize("gate", GATES)
def test_a_gate_shows_no_value(gate: str, value: str) -> None:
    if value == SHORT and gate in ("place", "account"):
        value += value
    text = str(GATES[gate](value)).lower()
    middle = (value[13:] if value.startswith("sk-ant") else value).lower()
    assert not any(middle[at : at + 6] in text for at in range(len(middle) - 5)), text


PIECES = "aB3d/E5gH7j/K9xQ2mN"


@pytest.mark.parametrize("value", [PIECES, f"/{PIECES}", "/home/dev/" + PIECES, "Kd8wR/f+Qz1/pL0x7=", "q7T2bX9w/K9xQm4"])
@pytest.mark.parametrize("gate", sorted(GATES.keys() - {"place", "the word of a command"}))
def test_a_gate_shows_no_value_that_slashes_split(gate: str, value: str) -> None:
    """As base64 has them: no piece of it need be long enough to be taken for a value by itself. What expects a path that is there is left out."""
    text = str(GATES[gate](value))
    assert not any(piece in text for piece in value.removeprefix("/home/dev/").strip("/").split("/")), text


def test_a_path_that_is_there_keeps_its_names_and_one_that_is_not_hides_what_could_be_pieces() -> None:
    machine = make_machine({"/home/dev/Client2/Repo31x/.env": "A=1"})
    assert machine.show_path("/home/dev/Client2/Repo31x/.env") == "~/Client2/Repo31x/.env"
    assert machine.show_path(f"/home/dev/{PIECES}/.env") == "~/…/…/…/.env"
    assert place_named("~/.nvm/versions/node/v22.1.0/lib/oauth2/x86_64") == "~/.nvm/versions/node/v22.1.0/lib/oauth2/x86_64"
    assert place_named("/home/dev1/proj2/MyProject/v2") == "/home/dev1/proj2/MyProject/v2"
    assert foreign("see https://api.example.com/v1/oauth2/fooBar") == "see https://api.example.com/v1/oauth2/fooBar"


@pytest.mark.parametrize(
    "value",
    [
        "sk-ab12cd34ef56gh",
        "glpat-ab12cd34ef56",
        "akey_a1b2c3d4e5f6a7b8c9d0e1f2",
        "aB3-xY7-kQ9-pL2",
        "0f" * 16,
        "e7de922a-cf62-9a5e-4342-4995bd3fe6b0",
        "K9" * 20 + "x",
        "ghp_" + "a1" * 18,
    ],
)
def test_a_value_is_one_without_mixing_in_a_single_run(value: str) -> None:
    """Lower case only behind a vendor's prefix, hexadecimal, runs joined by hyphens."""
    assert (user_name(value), foreign(f"not {value} here")) == ("…", "not … here")
    assert value[4:10] not in pasted(value)
    assert value_shown("ANTHROPIC_FOUNDRY_RESOURCE", Secret(value)) == Secret(value).shown


def test_a_gate_has_an_end() -> None:
    assert len(foreign("word " * 5000)) <= 4000
    assert len(source_shown("echo " * 5000)) <= 402
    assert name_shown("ANTHROPIC_" + "LONG_" * 10) == "…"
    assert source_shown("echo 12 123 1234567") == "echo 12 … …"
    assert foreign("a\x1b[31m\u202eb\nc") == "a<U+001B>[31m<U+202E>b\nc"


def test_every_text_of_a_diagnosis_is_shown_text() -> None:
    """Where the type checker cannot see it: what was read as `Any`, and a report that is opened again."""
    for name in MACHINES:
        diagnosis = diagnose(MACHINES[name].machine())
        for one in (diagnosis, diagnosis_of(json.loads(json.dumps(document_of(diagnosis))))):
            assert list(_plain_strings(one, Diagnosis)) == [], name


def _plain_strings(value: object, kind: object, way: str = "") -> Iterator[str]:
    """Where a string stands that is declared to be shown text, and is none."""
    if value is None:
        return
    if isinstance(value, Struct):
        hints = get_type_hints(type(value))
        for field in fields(value):
            yield from _plain_strings(getattr(value, field.name), hints[field.name], f"{way}.{field.name}")
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _plain_strings(item, get_args(kind)[-1], f"{way}.{key}")
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            kinds = [one for one in get_args(kind) if one is not Ellipsis]
            yield from _plain_strings(item, kinds[min(number, len(kinds) - 1)], f"{way}[{number}]")
    elif isinstance(value, str) and (kind is Shown or Shown in get_args(kind)) and type(value) is not Shown:
        yield way


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

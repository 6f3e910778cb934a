"""Values in variables: every variable Claude Code reads, with a value of every form, whatever the variable is meant for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from claude_auth_tui.claude_code.tables import NAMES, VARIABLES
from tests.canary.canaries import LENGTHS, SHAPES
from tests.canary.places import WORD, Given, Place

_FORMS: Final[Mapping[str, str]] = {
    "bare": "CANARY",
    "quoted": '"CANARY"',
    "blanks": "  CANARY ",
    "bearer": "Bearer CANARY",
    "two-lines": "x\nCANARY",
    "one-and-more": "1 CANARY",
    "true-glued": "trueCANARY",
    "region-and-more": "us-east-1 CANARY",
    "region-glued": "us-east-1-CANARY",
    "header": "x-api-key: CANARY",
    "assignment": "KEY=CANARY",
    "json": '{"key": "CANARY"}',
    "list": "localhost,CANARY,.example.com",
    "account": "dev@CANARY",
    "user-password": "dev:CANARY",
    "user-password-host": "dev:CANARY@gateway.example",
    "user-host": "CANARY@gateway.example",
    "url-password": "https://dev:CANARY@gateway.example/v1",
    "url-user": "https://CANARY@gateway.example",
    "url-password-slash": "https://dev:a/CANARY@gateway.example",
    "url-parameter": "https://gateway.example/v1;key=CANARY",
    "url-query": "https://gateway.example/v1?key=CANARY",
    "url-query-bare": "https://gateway.example?CANARY",
    "url-fragment": "https://gateway.example/#CANARY",
    "url-segment": "https://gateway.example/CANARY/v1",
    "url-last-segment": "https://gateway.example/v1/CANARY",
    "url-host": "https://CANARY.example/v1",
    "url-host-alone": "https://CANARY",
    "url-port": "https://gateway.example:CANARY/",
    "url-scheme": "CANARY://gateway.example/",
    "url-broken": "https:/CANARY",
    "url-blank": "https://gateway.example CANARY",
    "url-anthropic": "https://api.anthropic.com/CANARY?x=CANARY",
    "query-without-scheme": "gateway.example/v1?key=CANARY",
    "parameter-without-scheme": "gateway.example;key=CANARY",
    "fragment-without-scheme": "gateway.example#CANARY",
    "segment-without-scheme": "gateway.example/CANARY",
    "port-without-scheme": "gateway.example:CANARY",
    "control": "a\x1b[31mCANARY\x07",
}
_PATHS: Final[Mapping[str, str]] = {"path": "/home/dev/CANARY/file", "path-tilde": "~/CANARY", "path-relative": "keys/CANARY.pem"}
"""A path is a place: only a name in it that has a long mixed run is hidden."""
_EVERYWHERE: Final = ("bare", "url-password", "url-query", "url-segment", "user-password")

_NAMES_OF_PATHS: Final = frozenset(info.name for info in VARIABLES if info.role == "folder") | {
    "ANTHROPIC_CONFIG_DIR", "ANTHROPIC_IDENTITY_TOKEN_FILE", "GOOGLE_APPLICATION_CREDENTIALS", "NODE_EXTRA_CA_CERTS",
    "CLAUDE_CODE_CLIENT_CERT", "CLAUDE_CODE_CLIENT_KEY",
}  # fmt: skip
_MAY_BE_A_PATH: Final = ("bare", "blanks", "region-glued", "true-glued", "one-and-more", "region-and-more", "segment-without-scheme")
_EVERY_DAY: Final = ("bare", "url-query")

_AROUND: Final[tuple[tuple[tuple[str, ...], Mapping[str, str]], ...]] = (
    (("MANTLE",), {"CLAUDE_CODE_USE_MANTLE": "1", "AWS_REGION": "us-east-1"}),
    (("ANTHROPIC_AWS",), {"CLAUDE_CODE_USE_ANTHROPIC_AWS": "1", "AWS_REGION": "us-east-1"}),
    (("AWS_", "BEDROCK"), {"CLAUDE_CODE_USE_BEDROCK": "1"}),
    (("VERTEX", "CLOUD_ML", "GOOGLE"), {"CLAUDE_CODE_USE_VERTEX": "1"}),
    (("FOUNDRY",), {"CLAUDE_CODE_USE_FOUNDRY": "1"}),
    (("FEDERATION",), {"ANTHROPIC_ORGANIZATION_ID": "org", "ANTHROPIC_IDENTITY_TOKEN": "x"}),
    (("ORGANIZATION_ID", "IDENTITY", "SERVICE_ACCOUNT", "WORKSPACE"), {"ANTHROPIC_FEDERATION_RULE_ID": "rule"}),
    (("BASE_URL",), {"ANTHROPIC_AUTH_TOKEN": "x"}),
    (("roxy", "PROXY", "CERT", "TLS", "CLIENT"), {"ANTHROPIC_API_KEY": "x"}),
)
"""What else has to be set for a variable to count."""


def around(name: str) -> Mapping[str, str]:
    """The environment in which this variable counts."""
    return next(({n: v for n, v in env.items() if n != name} for parts, env in _AROUND if any(part in name for part in parts)), {})


def _inherited(name: str, value: str) -> Given:
    return Given(env={name: value}, around=around(name))


def _in_settings(name: str, value: str) -> Given:
    return Given(files={"~/.claude/settings.json": {"env": {name: value}}}, around=around(name))


def _in_project_settings(name: str, value: str) -> Given:
    return Given(files={".claude/settings.local.json": {"env": {name: value}}}, around=around(name))


def _in_zshrc(name: str, value: str) -> Given:
    return Given(lines={"zsh": f"export {name}='{value}'\n"}, around=around(name))


def _in_bashrc_unquoted(name: str, value: str) -> Given:
    return Given(lines={"bash": f"export {name}={value}\n"}, around=around(name))


def _in_fish(name: str, value: str) -> Given:
    return Given(lines={"fish": f"set -gx {name} {value}\n"}, around=around(name))


def _in_tmux(name: str, value: str) -> Given:
    return Given(tmux={name: value})


def _in_running(name: str, value: str) -> Given:
    return Given(running={name: value})


def _in_dotenv(name: str, value: str) -> Given:
    return Given(files={f".env.{name.lower()}": f"{name}={value}\n"})


_ELSEWHERE: Final[Mapping[str, Callable[[str, str], Given]]] = {
    "settings": _in_settings,
    "project": _in_project_settings,
    "zshrc": _in_zshrc,
    "bashrc": _in_bashrc_unquoted,
    "fish": _in_fish,
    "tmux": _in_tmux,
    "running": _in_running,
    "dotenv": _in_dotenv,
}


def _place(
    where: str, name: str, form: str, template: str, given: Callable[[str, str], Given], path: bool = False, sweep: bool = False
) -> Place:
    def put(value: str) -> Given:
        return given(name, template.replace(WORD, value))

    is_path = path or (name in _NAMES_OF_PATHS and form in _MAY_BE_A_PATH)
    return Place(f"{where}/{form}/{name}", put, bare=is_path, lengths=(24, 108) if is_path else LENGTHS, sweep=sweep)


def _shaped(name: str, shape: str, sweep: bool) -> Place:
    def put(value: str) -> Given:
        return _inherited(name, value)

    return Place(f"env/shape-{shape}/{name}", put, shape=SHAPES[shape], sweep=sweep)


def _places() -> Iterator[Place]:
    """All; every day each place but one of the environment has two forms, and each variable four of the vendors' shapes."""
    for form, template in _FORMS.items():
        for name in NAMES:
            yield _place("env", name, form, template, _inherited)
    for form, template in _PATHS.items():
        for name in NAMES:
            yield _place("env", name, form, template, _inherited, path=True)
    for where, given in _ELSEWHERE.items():
        for form in _EVERYWHERE:
            for name in NAMES:
                yield _place(where, name, form, _FORMS[form], given, sweep=form not in _EVERY_DAY)
    for number, shape in enumerate(SHAPES):
        for other, name in enumerate(NAMES):
            yield _shaped(name, shape, sweep=(number + other) % 7 != 0)


PLACES: Final[tuple[Place, ...]] = tuple(_places())


def swapped() -> Iterator[Place]:
    """Every variable's usual value, of a kind of its own, in every other variable: for the full sweep."""
    usual = {
        "credential": "CANARY",
        "url": "https://CANARY.example/v1",
        "path": "/home/dev/.config/CANARY/file.json",
        "id": "org-CANARY",
        "region": "eu-CANARY-1",
        "header": "X-Team: CANARY",
        "proxy": "http://proxy:CANARY@10.0.0.1:3128",
        "hosts": "localhost,.CANARY.example",
        "number": "1CANARY",
    }
    for one in NAMES:
        for kind, template in usual.items():
            for other in NAMES:
                if one != other:
                    yield _swapped(one, other, kind, template)


def _swapped(one: str, other: str, kind: str, template: str) -> Place:
    def put(value: str) -> Given:
        return Given(env={one: template.replace(WORD, value)}, around={other: "x", **around(one)})

    return Place(f"env/swapped-{kind}/{one} beside {other}", put, bare=kind == "path", lengths=(24,))

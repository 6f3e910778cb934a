"""Every message is recognised, whatever the terminal, a log or a form did to it, and none is taken for another."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable

import pytest

from claude_auth_tui.explain.recognise import recognise
from tests.explain.documented import ARTICLES, DOCUMENTED
from tests.explain.observed import OBSERVED

ALL = (*OBSERVED, *DOCUMENTED)


def name(case: object) -> str:
    return case[:40] if isinstance(case, str) else ""


def told(text: str) -> str | None:
    found = recognise(text).message
    return found.id if found else None


def hard_wrapped(text: str, width: int) -> str:
    """As a terminal breaks it: at the column, inside words too."""
    return "\n".join(line[at : at + width] for line in text.splitlines() for at in range(0, max(1, len(line)), width))


def boxed(text: str, width: int) -> str:
    lines = [row for line in text.splitlines() for row in textwrap.wrap(line, width) or [""]]
    inside = "\n".join(f"│ {line.ljust(width)} │" for line in lines)
    return f"╭{'─' * (width + 2)}╮\n{inside}\n╰{'─' * (width + 2)}╯"


def coloured(text: str) -> str:
    words = text.split(" ")
    return "\x1b[?25l" + " ".join(f"\x1b[38;5;{at % 256}m{word}\x1b[0m" for at, word in enumerate(words)) + "\x1b]0;title\x07\x1b[2K"


def in_a_session(text: str) -> str:
    return (
        " ▐▛███▜▌   Claude Code v2.1.329\n▝▜█████▛▘  Opus 5.5 with high effort · Claude Max\n  ▘▘ ▝▝    ~/work/api\n\n❯ fix the login page\n\n"
        f"● I'll look at the login page first.\n\n● Read(src/login.py)\n  ⎿  Read 120 lines\n\n  ⎿  {text}\n\n"
        "✻ Baked for 3s · done 5:34 AM\n────────────────────\n❯ \n────────────────────\n  ? for shortcuts\n"
    )


@pytest.mark.parametrize(("expected", "text"), ALL, ids=name)
def test_it_is_recognised_as_it_is_printed(expected: str, text: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(("expected", "text"), ARTICLES, ids=name)
def test_what_articles_say_it_prints_is_recognised(expected: str, text: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize("width", [20, 40, 80])
@pytest.mark.parametrize("dress", [hard_wrapped, boxed], ids=["hard", "box"])
def test_line_wraps_and_boxes_change_nothing(dress: Callable[[str, int], str], width: int) -> None:
    wrong = [(told(dress(text, width)), expected) for expected, text in ALL if told(dress(text, width)) != expected]
    assert wrong == []


@pytest.mark.parametrize("dress", [coloured, in_a_session, str.upper, lambda text: in_a_session(coloured(text))])
def test_colours_and_a_session_around_it_change_nothing(dress: Callable[[str], str]) -> None:
    wrong = [(told(dress(text)), expected) for expected, text in ALL if told(dress(text)) != expected]
    assert wrong == []


def test_quoting_changes_nothing() -> None:
    """Quoted in a mail, as JSON, in Markdown, with curly quotes, another dot, HTML entities, printed colours."""
    dresses: dict[str, Callable[[str], str]] = {
        "mail": lambda t: "\n".join("> " + line for line in t.splitlines()),
        "json": lambda t: json.dumps({"type": "result", "is_error": True, "result": t}),
        "json in json": lambda t: json.dumps({"log": json.dumps({"result": t}) + "\n"}),
        "markdown": lambda t: "```\n" + t + "\n```",
        "curly": lambda t: t.replace("'", "’").replace('"', "”"),
        "dots": lambda t: t.replace("·", "•"),
        "no dots": lambda t: t.replace("·", "-"),
        "html": lambda t: t.replace("·", "&middot;").replace("'", "&#39;"),
        "printed colours": lambda t: "\\x1b[31m" + t.replace(" ", " \\u001b[1m", 1) + "[0m",
        "crlf": lambda t: t.replace("\n", "\r\n"),
        "no-break spaces": lambda t: t.replace(" ", "\N{NO-BREAK SPACE}"),
        "zero width": "\N{ZERO WIDTH SPACE}".join,
        "log": lambda t: f"2026-11-21T12:03:41.123Z [ERROR] [session 0f3e-11] {t}",
    }
    wrong = [
        (kind, told(dress(text)), expected) for kind, dress in dresses.items() for expected, text in ALL if told(dress(text)) != expected
    ]
    assert wrong == []


def test_no_message_is_taken_for_another() -> None:
    """The confusion matrix: what is recognised in all texts of one message is that message alone."""
    confused = {(expected, told(text)) for expected, text in (*ALL, *ARTICLES) if told(text) != expected}
    assert confused == set()
    assert len({expected for expected, _ in (*ALL, *ARTICLES)}) > 90


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Your ANTHROPIC_API_KEY belongs to a disabled organization · Unset the environment variable to use your subscription instead",
            "Your ANTHROPIC_API_KEY belongs to a disabled organization · Update or unset the environment variable",
        ),
        (
            "Your ANTHROPIC_API_KEY belongs to a disabled organization · Update or unset the environment variable",
            "API Error: 400 This organization has been disabled.",
        ),
        ("Invalid API key · Fix external API key", "Invalid auth token · Fix external auth token"),
        ("Invalid API key · Fix external API key", "Invalid API key · Please run /login"),
        ("Login expired · Please run /login", "OAuth token has expired · Please run /login"),
        ("Login expired · Please run /login", "Anthropic profile login expired · Re-authenticate your Anthropic profile"),
        ("Cloud gateway session expired — run /login to reconnect.", "Login expired · Please run /login"),
        ("API Error: Request rejected (429)", "API Error: Server is temporarily limiting requests (not your usage limit)"),
        (
            "Please run /login · API Error: 403 Request not allowed",
            'Please run /login · API Error: 403 {"error":{"status":"PERMISSION_DENIED","message":"x"}}',
        ),
        ("You've hit your org's monthly spend limit", "spend limit reached (daily; resets 2026-08-09 00:00 UTC)"),
    ],
)
def test_what_looks_alike_stays_apart(one: str, other: str) -> None:
    assert None not in (told(one), told(other))
    assert told(one) != told(other)


def test_of_several_messages_the_last_reason_is_explained_and_the_others_are_listed() -> None:
    text = "Not logged in · Please run /login\n❯ /login\n  ⎿ Login successful\n❯ hi\n● Please run /login · API Error: 401 Invalid bearer token\n"
    found = recognise(text)
    assert found.message is not None
    assert found.message.id == "401-invalid-bearer"
    assert [other.id for other in found.others] == ["not-logged-in"]


def test_a_notice_never_hides_the_reason() -> None:
    found = recognise(
        "Not logged in · Please run /login\n\nThese settings files did not load, so nothing in them is in effect, including hooks:\n"
        "  ~/.claude/settings.json: Invalid or malformed JSON\n⚠ Warning: Ignoring extra certs from `/x.pem`, load failed"
    )
    assert found.message is not None
    assert found.message.id == "not-logged-in"
    assert {other.id for other in found.others} == {"settings-not-loaded", "ca-file-ignored"}


def test_the_status_inside_a_message_is_not_listed_as_another_one() -> None:
    found = recognise("AWS authentication failed · refresh your AWS credentials and retry · API Error: 403 nope")
    assert found.message is not None
    assert found.message.id == "aws-refused"
    assert found.others == ()


def test_the_last_message_of_a_very_long_dump_is_found_and_so_is_one_at_its_start() -> None:
    noise = "2026-11-21 12:00:00 INFO all is well, request took 12 ms\n" * 20_000
    assert told(noise + "Invalid API key · Fix external API key\n" + "done\n" * 50) == "invalid-api-key"
    assert told("Invalid API key · Fix external API key\n" + noise) == "invalid-api-key"


@pytest.mark.parametrize(
    ("text", "program"),
    [
        ("fatal: Authentication failed for 'https://github.com/acme/api.git/'", "git"),
        ("git@github.com: Permission denied (publickey).", "ssh"),
        ("npm ERR! code E401\nnpm ERR! Unable to authenticate, need: Basic", "npm"),
        ("Error response from daemon: unauthorized: authentication required", "Docker"),
        (
            "Error code: 401 - Incorrect API key provided. You can find your API key at https://platform.openai.com/account/api-keys.",
            "OpenAI",
        ),
        ("zsh: permission denied: ./run.sh", "your shell"),
        ('psql: error: FATAL:  password authentication failed for user "dev"', "a database"),
    ],
)
def test_another_programs_message_is_not_taken_for_claude_codes(text: str, program: str) -> None:
    found = recognise(text)
    assert found.message is None
    assert found.another == program


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t",
        "hello",
        "Traceback (most recent call last):\n  File 'x.py', line 1\nKeyError: 'a'",
        '127.0.0.1 - - [21/Nov/2026:12:03:41 +0000] "GET /admin HTTP/1.1" 401 Unauthorized 12 "-" "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"',
        "ls: cannot open directory '/root': Permission denied",
        "The quick brown fox jumps over the lazy dog.",
    ],
)
def test_an_unknown_text_stays_unknown(text: str) -> None:
    assert told(text) is None


def test_the_variable_a_message_names_is_known() -> None:
    text = "Invalid auth token · Fix external auth token · Invalid Authorization header value from CLAUDE_CODE_OAUTH_TOKEN: it contains a line break"
    assert recognise(text).named == {"CLAUDE_CODE_OAUTH_TOKEN"}
    assert recognise(hard_wrapped(text, 40)).named == {"CLAUDE_CODE_OAUTH_TOKEN"}


def test_a_messages_id_is_recognised_too() -> None:
    assert told("login-expired") == "login-expired"

"""`claude-auth-tui explain`: what a pasted message means and why it appears here. The text is read, and never repeated."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from claude_auth_tui.commands.output import EXIT_USAGE, json_text, write

if TYPE_CHECKING:
    from claude_auth_tui.model.machine import Request

READ_AT_MOST: Final = 32 * 1024 * 1024
"""Bytes read from standard input: an endless stream ends here."""


def run(request: Request, words: Sequence[str], as_json: bool) -> int:
    """Exit status: 0 for any answer, also "unknown"; 2 when there is nothing to read."""
    text = " ".join(words) if words and list(words) != ["-"] else _standard_input()
    if text is None or (not words and not text.strip()):
        sys.stderr.write("claude-auth-tui explain: give the message as an argument, or on standard input\n")
        return EXIT_USAGE
    from claude_auth_tui.explain import explain
    from claude_auth_tui.survey import survey
    from claude_auth_tui.telling.explanations import document_of, plain_explanation

    explanation = explain(text, survey(request).diagnosis)
    write(json_text(document_of(explanation), 2) if as_json else plain_explanation(explanation))
    return 0


def print_list(as_json: bool) -> int:
    from claude_auth_tui.telling.explanations import list_document, plain_list

    write(json_text(list_document(), 2) if as_json else plain_list())
    return 0


def print_corrections(as_json: bool) -> int:
    """Advice that does not hold, and what does."""
    import textwrap

    from claude_auth_tui.explain.corrections import CORRECTIONS
    from claude_auth_tui.telling.document import SCHEMA

    if as_json:
        told = [{"id": c.id, "advice": c.advice, "instead": c.instead} for c in CORRECTIONS]
        write(json_text({"schema": SCHEMA, "corrections": told}, 2))
    else:
        wrapped = ("\n".join(textwrap.wrap(c.instead, 96, initial_indent="    ", subsequent_indent="    ")) for c in CORRECTIONS)
        write("\n".join(f"{c.advice}\n{instead}" for c, instead in zip(CORRECTIONS, wrapped, strict=True)) + "\n")
    return 0


def print_schema() -> int:
    from claude_auth_tui.telling.schema import explain_schema

    write(json_text(explain_schema(), 2))
    return 0


def _standard_input() -> str | None:
    """All of standard input as text; None where there is none."""
    from claude_auth_tui.read.opening import read_standard_input

    if sys.stdin is None or sys.stdin.closed:
        return None
    if sys.stdin.isatty():
        sys.stderr.write("Paste the message and end with Ctrl-D on a line of its own.\n")
    try:
        return decode(read_standard_input(READ_AT_MOST))
    except OSError as error:
        from claude_auth_tui.model.saying import say
        from claude_auth_tui.read.system_words import system_words

        sys.stderr.write(f"claude-auth-tui explain: standard input: {system_words(error, say('it cannot be read'))}\n")
        return None


def decode(data: bytes) -> str:
    """Text of any encoding a terminal or PowerShell writes; bytes that are none become U+FFFD."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    return data.decode("utf-8-sig", "replace")

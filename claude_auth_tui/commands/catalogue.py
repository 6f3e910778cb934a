"""`check --list` and `check --explain ID`: what the checks are, without looking at this machine."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterable, Iterator
from typing import Final

from claude_auth_tui.checks.check_page import nearest, page_lines
from claude_auth_tui.checks.frame import Check, check_of, registered
from claude_auth_tui.commands.output import EXIT_USAGE, echoed, json_text, write
from claude_auth_tui.telling.document import SCHEMA

WIDTH: Final = 100
_INDENT: Final = 15


def print_list(as_json: bool) -> int:
    """Every check: its id, family, and what it looks for."""
    write(json_text({"schema": SCHEMA, "checks": [_document(page) for page in registered()]}, 2) if as_json else "\n".join(_list()) + "\n")
    return 0


def print_page(id_: str, as_json: bool) -> int:
    """One check's page; 2 where no check is called so."""
    page = check_of(id_)
    if page is None:
        return unknown_ids([id_])
    write(json_text({"schema": SCHEMA, "check": _document(page)}, 2) if as_json else "\n".join(_page(page)) + "\n")
    return 0


def unknown_ids(ids: Iterable[str]) -> int:
    """Say which ids are no check's, and which are near; returns the exit status for bad usage."""
    for id_ in ids:
        near = nearest(id_)
        hint = f"; near it: {', '.join(near)}" if near else "; claude-auth-tui check --list names them"
        sys.stderr.write(f"claude-auth-tui check: no check is called {echoed(id_)}{hint}\n")
    return EXIT_USAGE


def split_ids(words: Iterable[str]) -> list[str]:
    """Ids as they were typed, apart by blanks or commas, each once."""
    return list(dict.fromkeys(part for word in words for part in word.replace(",", " ").split()))


def _list() -> Iterator[str]:
    family = ""
    for page in registered():
        if page.family != family:
            yield from ([""] if family else [])
            family = page.family
            yield f"{family.capitalize()}:"
        yield f"  {page.id}"
        yield from textwrap.wrap(page.about, WIDTH, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False)


def _page(page: Check) -> Iterator[str]:
    yield page.id
    for heading, text in page_lines(page):
        first = f"{heading:<{_INDENT}}"
        yield from textwrap.wrap(
            text, WIDTH, initial_indent=first, subsequent_indent=" " * _INDENT, break_on_hyphens=False, break_long_words=False
        )
    yield ""
    yield f"To see it on this machine: claude-auth-tui check --only {page.id}"


def _document(page: Check) -> dict[str, object]:
    return {
        "id": page.id,
        "family": page.family,
        "title": page.passed,
        "about": page.about,
        "levels": list(page.levels),
        "cure": page.cure,
        "docs": page.docs,
    }

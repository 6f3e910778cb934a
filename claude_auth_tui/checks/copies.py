"""Where else the same key stands, and where an older one was left behind: what has to change when a key is renewed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from claude_auth_tui.checks import docs, frame
from claude_auth_tui.checks.fixes import NEW_TERMINAL
from claude_auth_tui.checks.frame import info
from claude_auth_tui.checks.known import effective_value, new_shell, shown_value
from claude_auth_tui.checks.other_shells import direnv_hits
from claude_auth_tui.checks.removal import writer_for
from claude_auth_tui.checks.subjects import CREDENTIALS
from claude_auth_tui.checks.words import listed
from claude_auth_tui.checks.written_keys import is_credential, written_keys
from claude_auth_tui.model.diagnosis import Evidence, Finding, Fix
from claude_auth_tui.model.found import Found
from claude_auth_tui.model.saying import NOTHING, say, spaced
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import Prefix
from claude_auth_tui.scene.facts import Facts
from claude_auth_tui.shells.whole_line import comment_prefix

check = partial(frame.check, family="exposure", docs=docs.AUTHENTICATION)


@check(
    "key-in-several-places",
    passed="The key that is used stands in one place",
    about="A key that is renewed or revoked has to be changed wherever it was copied to. "
    "The place that is forgotten goes on sending the old one, and the API refuses it.",
    levels=("info",),
)
def key_in_several_places(facts: Facts) -> Iterator[Finding]:
    written = [found for _, places in written_keys(facts) for found in places]
    for name in CREDENTIALS:
        value = effective_value(new_shell(facts), name)
        if value is None or not is_credential(name, value):
            continue
        places = [found for found in written if found.value == value]
        if len({(found.hit.path, found.hit.line) for found in places}) > 1:
            others = [found for found in places if found.hit.effect != "effective"] or places[1:]
            yield info(
                say("The {} that is used stands in {} places", name, len(places)),
                say(
                    "When it is renewed or revoked, change it in each of them, among them {}. "
                    "The one that is forgotten goes on sending the old key.",
                    _place(facts, others[0]),
                ),
                [Evidence(_place(facts, found), say("{} {}", found.hit.variable, shown_value(name, value))) for found in places],
            )


@check(
    "older-key-left",
    passed="No startup file holds another value of a key that a later line sets",
    about="A line that a later one overrides does nothing today. It comes back when the later line is deleted, and with it an old key.",
    levels=("info",),
    docs=docs.ENVIRONMENT,
)
def older_key_left(facts: Facts) -> Iterator[Finding]:
    written = [found for _, places in written_keys(facts) for found in places]
    for name in CREDENTIALS:
        value = effective_value(new_shell(facts), name)
        left = [
            found
            for found in written
            if found.hit.variable == name and found.hit.effect == "overridden" and _is_startup(facts, found) and found.value != value
        ]
        here = [f for f in direnv_hits(facts) if f.hit.variable == name and f.hit.effect == "effective"]
        if value is None or not left or here:  # a folder with a key of its own is no leftover
            continue
        at = [_place(facts, found) for found in left]
        yield info(
            say("{} {} another {}", listed(at), say("still holds") if len(at) == 1 else say("still hold"), name),
            say("It is {}, so it is not used. When that line goes, the older value is sent instead.", left[0].hit.because),
            [Evidence(place, spaced(name, found.hit.shown or NOTHING)) for place, found in zip(at, left, strict=True)],
            _comment_out(facts, name, left),
        )


def _is_startup(facts: Facts, found: Found) -> bool:
    return facts.shell is not None and found in facts.shell.found


def _comment_out(facts: Facts, name: Shown, left: list[Found]) -> list[Fix]:
    writer, shell = writer_for(facts), facts.shell
    if shell is None:
        return []
    lines: dict[str, dict[int, Prefix]] = {}
    for found in left:
        prefix = comment_prefix(facts.machine, found.hit.path, found.hit.line, name, shell.shell)
        if prefix is None:
            return [
                writer.fix(say("Take it out of {}", _place(facts, found)), writer.edit(found.hit.path, found.hit.line), then=NEW_TERMINAL)
            ]
        lines.setdefault(found.hit.path, {})[found.hit.line] = prefix
    title = say("Comment out {}", listed(_place(facts, found) for found in left))
    return [writer.fix(title, *(writer.comment_lines(path, some, name) for path, some in lines.items()), then=NEW_TERMINAL)]


def _place(facts: Facts, found: Found) -> Shown:
    return facts.machine.place(found.hit.path, found.hit.line)

"""What takes the login out of reach: CLAUDE_CONFIG_DIR, which Claude Code takes literally, and modes in which no login counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from claude_auth_tui.checks import docs, frame
from claude_auth_tui.checks.fixes.logging_in import log_in
from claude_auth_tui.checks.fixes.writer import NEW_TERMINAL
from claude_auth_tui.checks.frame import told
from claude_auth_tui.checks.known import effective_value, error_if_failing, new_shell, place_of
from claude_auth_tui.checks.outcome import outlook
from claude_auth_tui.checks.removal import remove_variable, writer_for
from claude_auth_tui.claude_code.javascript import is_on
from claude_auth_tui.claude_code.predict import predict
from claude_auth_tui.claude_code.shown_values import value_shown
from claude_auth_tui.model.diagnosis import Evidence, Finding, Fix
from claude_auth_tui.model.saying import NOTHING, say, spaced
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.scene.facts import Facts

check = partial(frame.check, family="config folder", docs=docs.ENVIRONMENT)


NAME = say("CLAUDE_CONFIG_DIR")


def value(facts: Facts) -> Secret | None:
    return effective_value(new_shell(facts), NAME)


def misplaced(facts: Facts) -> bool:
    """Whether CLAUDE_CONFIG_DIR leads nowhere: then a missing login has that cause."""
    found = value(facts)
    if found is None:
        return False
    return _malformed(facts, found) or not facts.machine.files.stat(new_shell(facts).configuration.config_dir).is_folder


@check(
    "config-dir-empty",
    passed="CLAUDE_CONFIG_DIR is not empty",
    about="Set to nothing is not the same as unset here: Claude Code then looks for the login in the folder it is started in. "
    "The login in ~/.claude is not found.",
    levels=("error", "warning", "info"),
)
def config_dir_empty(facts: Facts) -> Iterator[Finding]:
    found = value(facts)
    if found is not None and found.is_blank:
        yield from _finding(
            facts,
            say("CLAUDE_CONFIG_DIR is set to nothing"),
            say("Empty is not unset: Claude Code then does not look into ~/.claude. Unset it."),
        )


@check(
    "config-dir-unexpanded",
    passed="CLAUDE_CONFIG_DIR is a plain path",
    about="Claude Code expands neither ~ nor $HOME. Between quotes the shell does not either, "
    "and a folder with that very name is used, in whatever folder claude is started.",
    levels=("error", "warning", "info"),
)
def config_dir_unexpanded(facts: Facts) -> Iterator[Finding]:
    found = value(facts)
    if found is not None and _unexpanded(found):
        yield from _finding(
            facts,
            say("CLAUDE_CONFIG_DIR is literally {}", value_shown(NAME, found)),
            say(
                "Nothing expands the ~ or the variable in it, so Claude Code uses a folder of that very name. "
                'Write it as "$HOME/…" where the shell sees it, or as the whole path.'
            ),
        )


@check(
    "config-dir-relative",
    passed="CLAUDE_CONFIG_DIR is an absolute path",
    about="A relative folder is another one in every folder claude is started in. The login is then found in one project and not in the next.",
    levels=("error", "warning", "info"),
)
def config_dir_relative(facts: Facts) -> Iterator[Finding]:
    found = value(facts)
    if found is not None and not found.is_blank and not _unexpanded(found) and not facts.machine.paths.isabs(found.plain):
        yield from _finding(
            facts,
            say("CLAUDE_CONFIG_DIR is a relative path, {}", value_shown(NAME, found)),
            say(
                "Here it means {}, in another folder something else. Write the whole path.",
                facts.machine.show_path(new_shell(facts).configuration.config_dir),
            ),
        )


@check(
    "config-dir-absent",
    passed="The folder of CLAUDE_CONFIG_DIR is there",
    about="Claude Code makes the folder when it needs it, so a misspelt one starts out empty: no login, no settings, no answers. "
    "It looks like having been logged out.",
    levels=("error", "warning", "info"),
)
def config_dir_absent(facts: Facts) -> Iterator[Finding]:
    found, folder = value(facts), new_shell(facts).configuration.config_dir
    if found is None or _malformed(facts, found):
        return
    stat = facts.machine.files.stat(folder)
    if stat.is_folder:
        return
    shown = facts.machine.show_path(folder)
    what = say("is not a folder") if stat.exists else say("does not exist")
    yield from _finding(
        facts,
        say("CLAUDE_CONFIG_DIR leads to {}, which {}", shown, what),
        say("Claude Code finds no login and no settings there. Correct the path, or log in to begin anew in that folder."),
        mild=not stat.exists,
        fixes=log_in(facts, say("Log in, to begin anew in that folder")) if not stat.exists else [],
    )


def _malformed(facts: Facts, found: Secret) -> bool:
    return found.is_blank or _unexpanded(found) or not facts.machine.paths.isabs(found.plain)


def _unexpanded(found: Secret) -> bool:
    return found.plain.startswith("~") or "$" in found.plain


def _finding(facts: Facts, title: Shown, explain: Shown, mild: bool = False, fixes: Sequence[Fix] = ()) -> Iterator[Finding]:
    prediction, writer = new_shell(facts), writer_for(facts)
    found, place = value(facts), place_of(prediction, NAME)
    cures = list(remove_variable(facts, NAME))
    right = _meant(facts, found) if found is not None else ""
    origin = facts.shell.variables[NAME].origin if facts.shell and NAME in facts.shell.variables else None
    if right and origin is not None and origin.kind == "file" and NAME not in prediction.configuration.settings.env:
        start = prediction.start
        after = predict(type(start)(start.machine, {**start.environment, NAME: Secret(right)}, start.unknown, start.places))
        step = writer.edit(origin.path, origin.line)
        cures.insert(0, writer.fix(say("Write {} in {}", writer.path(right), place), step, then=NEW_TERMINAL, leads_to=outlook(after)))
    yield told(
        error_if_failing(prediction, "info" if mild else "warning"),
        title,
        explain,
        [Evidence(place, spaced(NAME, value_shown(NAME, found) if found else NOTHING))],
        [*cures, *fixes],
    )


def _meant(facts: Facts, found: Secret) -> str:
    """The path that was meant, where that is plain to see."""
    text = found.plain
    for sign in ("~/", "$HOME/", "${HOME}/"):
        if text.startswith(sign):
            return facts.machine.at_home(text[len(sign) :])
    return ""


BARE = say("CLAUDE_CODE_SIMPLE")
HOST = say("CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST")


def hides_login(facts: Facts) -> bool:
    """Whether a mode is on in which no login of any kind is used."""
    return any(is_on(effective_value(new_shell(facts), name)) for name in (BARE, HOST))


@check(
    "bare-mode-on",
    passed="Bare mode is not switched on",
    about="CLAUDE_CODE_SIMPLE makes every claude behave like claude --bare: no login, no profile, no setup token. "
    "Only keys, gateway tokens and helpers of --settings count then.",
    cure="Unset CLAUDE_CODE_SIMPLE; for single runs there is claude --bare.",
    levels=("error", "info"),
)
def bare_mode(facts: Facts) -> Iterator[Finding]:
    yield from _mode(facts, BARE, say("Bare mode is switched on"), say("No login, profile or setup token is used as long as it is."))


@check(
    "host-decides",
    passed="No host application decides about the credential",
    about="CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST tells Claude Code that the program it runs in chooses the credential. "
    "Logins and the env of settings files do not count then.",
    cure="Unset the variable, unless claude is really started by a program that brings its own credential.",
    levels=("error", "info"),
)
def host_decides(facts: Facts) -> Iterator[Finding]:
    yield from _mode(
        facts,
        HOST,
        say("A host application is to choose the credential"),
        say("Logins and settings files do not count as long as it is set."),
    )


def _mode(facts: Facts, name: Shown, title: Shown, explain: Shown) -> Iterator[Finding]:
    prediction = new_shell(facts)
    value = effective_value(prediction, name)
    if is_on(value):
        yield told(
            error_if_failing(prediction, "info"),
            title,
            say("{} is set. {}", name, explain),
            [Evidence(place_of(prediction, name), say("{}={}", name, value_shown(name, value) if value else NOTHING))],
            remove_variable(facts, name),
        )

"""What takes the login out of reach: CLAUDE_CONFIG_DIR, which Claude Code takes literally, and modes in which no login counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final

from claude_auth_tui.checks import docs, frame
from claude_auth_tui.checks.fixes.logging_in import log_in
from claude_auth_tui.checks.fixes.quoting import below_home
from claude_auth_tui.checks.fixes.writer import NEW_TERMINAL
from claude_auth_tui.checks.fixes.wrong_value import file_origin
from claude_auth_tui.checks.frame import Parts, leveled
from claude_auth_tui.checks.known import effective_value, error_if_failing, given, new_shell, place_of
from claude_auth_tui.checks.outcome import outlook
from claude_auth_tui.checks.removal import remove_variable, writer_for
from claude_auth_tui.claude_code.environment import HOST
from claude_auth_tui.claude_code.javascript import is_on
from claude_auth_tui.claude_code.session import SIMPLE
from claude_auth_tui.claude_code.shown_values import value_shown
from claude_auth_tui.model.diagnosis import Evidence, Finding, Fix
from claude_auth_tui.model.saying import NOTHING, say, spaced
from claude_auth_tui.model.secret import Secret
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.scene.again import again
from claude_auth_tui.scene.facts import Facts

check = partial(frame.check, family="config folder", docs=docs.ENVIRONMENT)


NAME: Final = say("CLAUDE_CONFIG_DIR")


def misplaced(facts: Facts) -> bool:
    """Whether CLAUDE_CONFIG_DIR leads nowhere: then a missing login has that cause."""
    found = effective_value(new_shell(facts), NAME)
    if found is None:
        return False
    return _malformed(facts, found) or not facts.machine.files.stat(new_shell(facts).configuration.config_dir).is_folder


def hides_login(facts: Facts) -> bool:
    """Whether a mode is on in which no login of any kind is used."""
    return any(is_on(effective_value(new_shell(facts), name)) for name in (SIMPLE, HOST))


def _is_unexpanded(facts: Facts, found: Secret) -> bool:
    return found.plain.startswith("~") or "$" in found.plain


def _is_relative(facts: Facts, found: Secret) -> bool:
    return not found.is_blank and not _is_unexpanded(facts, found) and not facts.machine.paths.isabs(found.plain)


def _malformed(facts: Facts, found: Secret) -> bool:
    return found.is_blank or _is_unexpanded(facts, found) or _is_relative(facts, found)


def _folder(id_: str, wrong: Callable[[Facts, Secret], bool], *, passed: str, about: str, title: str, explain: str) -> None:
    """The check for one way in which the text of CLAUDE_CONFIG_DIR is wrong."""

    @check(id_, passed=passed, about=about, levels=("error", "warning", "info"))
    def look(facts: Facts) -> Iterator[Finding]:
        found = effective_value(new_shell(facts), NAME)
        if found is not None and wrong(facts, found):
            path = facts.machine.show_path(new_shell(facts).configuration.config_dir)
            yield _finding(facts, found, title=title, explain=explain, parts={"value": value_shown(NAME, found), "path": path})


_folder(
    "config-dir-empty",
    lambda _, found: found.is_blank,
    passed="CLAUDE_CONFIG_DIR is not empty",
    about="Set to nothing is not the same as unset here: Claude Code then looks for the login in the folder it is started in. "
    "The login in ~/.claude is not found.",
    title="CLAUDE_CONFIG_DIR is set to nothing",
    explain="Empty is not unset: Claude Code then does not look into ~/.claude. Unset it.",
)

_folder(
    "config-dir-unexpanded",
    _is_unexpanded,
    passed="CLAUDE_CONFIG_DIR is a plain path",
    about="Claude Code expands neither ~ nor $HOME. Between quotes the shell does not either, "
    "and a folder with that very name is used, in whatever folder claude is started.",
    title="CLAUDE_CONFIG_DIR is literally {value}",
    explain="Nothing expands the ~ or the variable in it, so Claude Code uses a folder of that very name. "
    'Write it as "$HOME/…" where the shell sees it, or as the whole path.',
)

_folder(
    "config-dir-relative",
    _is_relative,
    passed="CLAUDE_CONFIG_DIR is an absolute path",
    about="A relative folder is another one in every folder claude is started in. The login is then found in one project and not in the next.",
    title="CLAUDE_CONFIG_DIR is a relative path, {value}",
    explain="Here it means {path}, in another folder something else. Write the whole path.",
)


@check(
    "config-dir-absent",
    passed="The folder of CLAUDE_CONFIG_DIR is there",
    about="Claude Code makes the folder when it needs it, so a misspelt one starts out empty: no login, no settings, no answers. "
    "It looks like having been logged out.",
    levels=("error", "warning", "info"),
)
def config_dir_absent(facts: Facts) -> Iterator[Finding]:
    found, folder = effective_value(new_shell(facts), NAME), facts.machine.files.stat(new_shell(facts).configuration.config_dir)
    if found is None or _malformed(facts, found) or folder.is_folder:
        return
    what = say("is not a folder") if folder.exists else say("does not exist")
    yield _finding(
        facts,
        found,
        not folder.exists,
        log_in(facts, say("Log in, to begin anew in that folder")) if not folder.exists else (),
        title="CLAUDE_CONFIG_DIR leads to {path}, which {what}",
        explain="Claude Code finds no login and no settings there. Correct the path, or log in to begin anew in that folder.",
        parts={"path": facts.machine.show_path(folder.path), "what": what},
    )


def _finding(
    facts: Facts, found: Secret, mild: bool = False, fixes: Sequence[Fix] = (), *, title: str, explain: str, parts: Parts
) -> Finding:
    prediction, writer, place = new_shell(facts), writer_for(facts), place_of(new_shell(facts), NAME)
    cures = list(remove_variable(facts, NAME))
    right, origin = below_home(facts.machine, found.plain), file_origin(facts, NAME)
    if right and origin is not None:
        title_ = say("Write {} in {}", writer.path(right), place)
        after = outlook(again(prediction.start, given={NAME: Secret(right)}))
        cures.insert(0, writer.fix(title_, writer.edit(origin.path, origin.line), then=NEW_TERMINAL, leads_to=after))
    return leveled(
        error_if_failing(prediction, "info" if mild else "warning"),
        title,
        explain,
        [Evidence(place, spaced(NAME, value_shown(NAME, found) if found else NOTHING))],
        [*cures, *fixes],
        parts=parts,
    )


def _mode(id_: str, variable: Shown, *, passed: str, about: str, cure: str, title: str, explain: str) -> None:
    """The check for one mode in which no login counts."""

    @check(id_, passed=passed, about=about, cure=cure, levels=("error", "info"))
    def look(facts: Facts) -> Iterator[Finding]:
        prediction = new_shell(facts)
        found = given(prediction, variable)
        if found is not None and is_on(found.value):
            yield leveled(
                error_if_failing(prediction, "info"),
                title,
                explain,
                [Evidence(found.where, say("{}={}", variable, value_shown(variable, found.value)))],
                remove_variable(facts, variable),
            )


_mode(
    "bare-mode-on",
    SIMPLE,
    passed="Bare mode is not switched on",
    about="CLAUDE_CODE_SIMPLE makes every claude behave like claude --bare: no login, no profile, no setup token. "
    "Only keys, gateway tokens and helpers of --settings count then.",
    cure="Unset CLAUDE_CODE_SIMPLE; for single runs there is claude --bare.",
    title="Bare mode is switched on",
    explain="CLAUDE_CODE_SIMPLE is set. No login, profile or setup token is used as long as it is.",
)

_mode(
    "host-decides",
    HOST,
    passed="No host application decides about the credential",
    about="CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST tells Claude Code that the program it runs in chooses the credential. "
    "Logins and the env of settings files do not count then.",
    cure="Unset the variable, unless claude is really started by a program that brings its own credential.",
    title="A host application is to choose the credential",
    explain="CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST is set. Logins and settings files do not count as long as it is set.",
)

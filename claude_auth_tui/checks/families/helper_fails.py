"""The apiKeyHelper: whether the program it names is there and may run. It is never run here."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from claude_auth_tui.checks import docs, frame
from claude_auth_tui.checks.fixes.quoting import below_home
from claude_auth_tui.checks.fixes.writer import RESTART
from claude_auth_tui.checks.frame import info, leveled
from claude_auth_tui.checks.known import given, new_shell, sent_sources
from claude_auth_tui.checks.outcome import outlook
from claude_auth_tui.checks.removal import remove_helper, remove_variable, writer_for
from claude_auth_tui.claude_code.helper_output import line_with_key
from claude_auth_tui.claude_code.settings import HelperSetting
from claude_auth_tui.claude_code.shown_values import value_shown
from claude_auth_tui.claude_code.tables import HELPER
from claude_auth_tui.model.diagnosis import Evidence, Finding, Fix
from claude_auth_tui.model.machine import File
from claude_auth_tui.model.saying import octal, place_named, say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import Level
from claude_auth_tui.scene.facts import Facts

check = partial(frame.check, family="helper", docs=docs.SETTINGS)

_INTERVAL: Final = say("CLAUDE_CODE_API_KEY_HELPER_TTL_MS")
_SHORTEST: Final = 1000
"""Milliseconds."""
_MOST_FOLDERS: Final = 100
"""Folders of the PATH that are looked into."""
_INTERPRETERS: Final = ("sh", "bash", "zsh", "dash", "python", "python3", "node", "ruby", "perl")
_BUILTINS: Final = (
    "echo", "printf", "cat", "test", "exec", "eval", "command", "export", "set", ".", "source", "read", "true", "false", ":", "cd", "if",
    "case",
)  # fmt: skip


@check(
    "helper-missing",
    passed="The apiKeyHelper's program is there",
    about="Claude Code runs the helper with /bin/sh and sends what it prints. Where the program is gone, every request fails, and /login does not help.",
    cure="Correct the path in the settings file, or take the helper out.",
    levels=("error", "info"),
)
def helper_missing(facts: Facts) -> Iterator[Finding]:
    for helper, found in _programs(facts):
        if found.exists and not found.is_folder:
            continue
        shown = facts.machine.show_path(found.path)
        yield leveled(
            _level(facts, helper),
            "The apiKeyHelper {shown} is missing",
            "{where} names a program that {what}, so Claude Code gets no key from it. Correct the path or take the helper out.",
            [Evidence(helper.where, say("apiKeyHelper {}", shown))],
            remove_helper(facts),
            parts={"shown": shown, "where": helper.where, "what": say("is a folder") if found.is_folder else say("does not exist")},
        )


@check(
    "helper-not-executable",
    passed="The apiKeyHelper's program may be run",
    about="A script without the right to be executed fails in /bin/sh with: Permission denied. Claude Code then has no key and says that the helper is failing.",
    cure="Make it executable for you, or name an interpreter before it.",
    levels=("error", "info"),
)
def helper_not_executable(facts: Facts) -> Iterator[Finding]:
    writer = writer_for(facts)
    for helper, found in _programs(facts, scripts=False):
        if not found.is_file or found.executable or found.mode is None:
            continue
        shown = facts.machine.show_path(found.path)
        step = writer.mode(found.path, found.mode | 0o100, found.mode)
        yield leveled(
            _level(facts, helper),
            "The apiKeyHelper {shown} is not executable",
            "{where} names it, but it is not executable (mode {mode}), so Claude Code gets no key from it.",
            [Evidence(shown, say("mode {}", octal(found.mode))), Evidence(helper.where, HELPER)],
            [writer.fix(say("Make it executable for you"), step, then=RESTART, leads_to=outlook(new_shell(facts))), *remove_helper(facts)],
            parts={"shown": shown, "where": helper.where, "mode": octal(found.mode)},
        )


@check(
    "helper-path-relative",
    passed="The apiKeyHelper has a whole path",
    about="A helper with a relative path is looked for in the folder claude is started in. It works in one folder and not in the next.",
    cure="Write the helper's whole path in the settings file.",
    levels=("warning",),
)
def helper_path_relative(facts: Facts) -> Iterator[Finding]:
    for helper, _ in _programs(facts):
        words = _words(helper)
        word = _script(words) if len(words) > 1 and words[0].rpartition("/")[2] in _INTERPRETERS else words[0]
        if "/" not in word or word.startswith(("/", "~/", "$HOME/", "${HOME}/")) or helper.layer.scope in ("project", "local"):
            continue
        yield leveled(
            "warning",
            "The apiKeyHelper {path} is a relative path",
            "{where} counts in every folder, but the helper is looked for in the one claude is started in. Write its whole path.",
            [Evidence(helper.where, say("apiKeyHelper {}", place_named(word)))],
            _rewrite(facts, helper, say("Write the helper's whole path in {}", helper.where)),
            parts={"path": place_named(word), "where": helper.where},
        )


@check(
    "helper-prints-written-key",
    passed="No apiKeyHelper holds the key it prints",
    about="A helper is for keys that change. One that prints a key written in it is run again and again for nothing, "
    "and the key stands in a file that looks harmless.",
    cure="Export the key as ANTHROPIC_API_KEY and take the helper out, or let the helper fetch the key from where it is kept.",
    levels=("info",),
    docs=docs.AUTHENTICATION,
)
def helper_prints_written_key(facts: Facts) -> Iterator[Finding]:
    helper = new_shell(facts).configuration.settings.helper
    if helper is None:
        return
    scripts = [(found.path, found.text) for _, seen in _programs(facts) if (found := facts.machine.files.file(seen.path)).text]
    places = [helper.where] if line_with_key(helper.command) else []
    places += [facts.machine.place(path, line) for path, text in scripts if text and (line := line_with_key(text))]
    for place in places[:1]:
        yield info(
            "The apiKeyHelper prints a key that stands in {place}",
            "A key that never changes needs no helper: as ANTHROPIC_API_KEY it is used the same way, without a program that is run every five minutes.",
            [Evidence(place, say("a key written out")), Evidence(helper.where, HELPER)],
            _rewrite(facts, helper, say("Export the key as ANTHROPIC_API_KEY and take apiKeyHelper out of {}", helper.where)),
            parts={"place": place},
        )


@check(
    "helper-interval-unclear",
    passed="The apiKeyHelper is run at a sensible rhythm",
    about="CLAUDE_CODE_API_KEY_HELPER_TTL_MS says how long a helper's key is used, in milliseconds. "
    "What is no whole number is no interval, and a few milliseconds run the helper for every request.",
    cure="Write the interval as a whole number of milliseconds, or unset it: then it is five minutes.",
    levels=("info",),
    docs=docs.ENVIRONMENT,
)
def helper_interval_unclear(facts: Facts) -> Iterator[Finding]:
    found = given(new_shell(facts), _INTERVAL)
    if found is None or found.value.is_blank or new_shell(facts).configuration.settings.helper is None:
        return
    text = found.value.plain
    value, fixes = value_shown(_INTERVAL, found.value), remove_variable(facts, _INTERVAL)
    evidence = [Evidence(found.where, say("{}={}", _INTERVAL, value))]
    if not (text.isascii() and text.isdecimal()):
        yield info(
            "CLAUDE_CODE_API_KEY_HELPER_TTL_MS is no number of milliseconds",
            "It is to be a whole number; without it a key of the helper is used for five minutes.",
            evidence,
            fixes,
        )
    elif int(text[:12]) < _SHORTEST:
        yield info(
            "CLAUDE_CODE_API_KEY_HELPER_TTL_MS is {value} milliseconds",
            "The helper is then run again for almost every request. Seconds are to be written as thousands.",
            evidence,
            fixes,
            parts={"value": value},
        )


def _rewrite(facts: Facts, helper: HelperSetting, title: Shown) -> list[Fix]:
    """By hand, in the file that names the helper; nothing where an administrator or the command line does."""
    if not helper.layer.path or helper.layer.scope == "managed":
        return []
    writer = writer_for(facts)
    return [writer.fix(title, writer.edit(helper.layer.path, helper.line), then=RESTART)]


def _words(helper: HelperSetting) -> list[str]:
    """The words of its command without the assignments before it; none where that cannot be told."""
    import shlex  # few machines have a helper

    try:
        words = shlex.split(helper.command.plain)
    except ValueError:
        return []
    while words and "=" in words[0].split("/")[0]:
        words.pop(0)
    return words


def _script(words: list[str]) -> str:
    """What an interpreter is given to run."""
    return next((word for word in words[1:] if not word.startswith("-")), "")


def _level(facts: Facts, helper: HelperSetting) -> Level:
    return "error" if helper.source in sent_sources(new_shell(facts)) else "info"


def _programs(facts: Facts, scripts: bool = True) -> Iterator[tuple[HelperSetting, File]]:
    """The deciding helper with the file it would run; nothing where that cannot be told from its text."""
    helper = new_shell(facts).configuration.settings.helper
    if helper is None or facts.machine.platform == "windows":
        return
    words, machine = _words(helper), facts.machine
    if not words or "…" in words[0]:
        return
    program = words[0]
    if scripts and machine.paths.basename(program) in _INTERPRETERS:
        script = _script(words)
        if "/" in script and "-c" not in words and _plain(script):
            yield helper, machine.files.stat(_absolute(facts, script))
        return
    if "/" in program and _plain(program):
        yield helper, machine.files.stat(_absolute(facts, program))
    elif "/" not in program and program not in _BUILTINS and program.isidentifier() and scripts:
        yield from ((helper, found) for found in _on_path(facts, program))


def _plain(path: str) -> bool:
    return not set(path.removeprefix("$HOME").removeprefix("${HOME}")) & set("$`*?;|&<>()…")


def _absolute(facts: Facts, path: str) -> str:
    machine = facts.machine
    return below_home(machine, path) or str(machine.paths.normpath(machine.join(machine.cwd, path)))


def _on_path(facts: Facts, program: str) -> list[File]:
    """The program as PATH finds it, an absent file where no folder has it; empty where PATH cannot be searched."""
    search = new_shell(facts).start.environment.get("PATH")
    folders = [folder for folder in search.plain.split(":") if folder.startswith("/")] if search else []
    there = [folder for folder in folders[:_MOST_FOLDERS] if facts.machine.files.stat(folder).is_folder]
    found = [facts.machine.files.stat(facts.machine.join(folder, program)) for folder in there]
    return [next((f for f in found if f.exists), File(program, "absent"))] if there else []

"""Programs as fish starts them: those that are modelled for every shell, and that all others are not known.

What a program prints only matters where it is captured.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec.structs import replace

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.exporters import exports_credentials, keeps_secrets, prints_of_folders
from claude_auth_tui.shells.fish import text_commands, tools
from claude_auth_tui.shells.fish.conditions import test
from claude_auth_tui.shells.fish.record import NOT_FOUND, Call, Claim, told
from claude_auth_tui.shells.fish.shell import Shell
from claude_auth_tui.shells.fish.values import MAX_TEXT, Opaque, Traced, blurred, derived, file_lines, known, lines_of, opaque_in
from claude_auth_tui.shells.programs import NOT_EVERYWHERE, OF_FILES, SUCCEEDING, program
from claude_auth_tui.shells.programs.run import Answer, Run, UnknownTextError
from claude_auth_tui.shells.source_shown import command_shown


def run(shell: Shell, call: Call) -> int | None:
    """A program: what it prints is written, and its status answered, None where that is not known."""
    base = call.name.rsplit("/", 1)[-1]
    found = program(base)
    started = _Run(shell, call)
    absent = base in NOT_EVERYWHERE and shell.program(call.name) is not True
    if found is None or absent or (started.doubt is not None and base in ("env", "nice", "nohup", "timeout")):
        return _outside_program(shell, call)
    texts, status = started.outcome(found) if started.doubt is None else (None, None)
    if texts is not None:
        shell.write(*started.whole_lines(texts))
    elif base in SUCCEEDING:
        shell.made |= {""} if base == "mkdir" else set()
        return 0
    elif started.doubt is not None:
        shell.write(blurred(started.doubt))
    else:
        read = "\n".join([call.source, *started.seen])[:_MOST_READ] + _given_to(shell, call)
        lines = tuple(text.rstrip("\n") for text in started.any_order or ())
        shell.write(Opaque(say("what {} prints", command_shown(base)), True, read, False, lines, base in OF_FILES and not lines))
    return status


def _outside_program(shell: Shell, call: Call) -> int | None:
    """A program that is not modelled: nothing here is changed by it, what it prints is not known."""
    name = call.name
    found = shell.program(name)
    exporter = exports_credentials(call.source)
    shown = told(name)
    shell.claim = Claim(
        say("{} (line {})", shown, shell.pinned or call.line), say("succeeds"), say("is not installed") if found is False else say("fails")
    )
    if found is False and (name in _OWN or shell.own_function(name)):
        if name in ("pushd", "popd", "nextd", "prevd", "cdh"):
            shell.state.cwd = ""
        shell.write(Opaque(say("what {} prints", shown), many=True))
        return None
    if found is False and not keeps_secrets(name) and (not exporter or prints_of_folders(name)):
        shell.missing = True
        return NOT_FOUND
    if shell.sinks:
        path = shell.path_of(name) if found else None
        words = known(call.words[1:])
        acts = tools.acting(shell, path, words) if path is not None and words is not None else ""
        text = call.source + _given_to(shell, call)
        shell.write(Opaque(say("{} decides it when the shell runs", shown), True, text, exporter, acts=acts))
    return None


def _given_to(shell: Shell, call: Call) -> str:
    """What a program gets to read, as far as it is known: its input, and files that are among its words."""
    stdin = call.input_of(shell.stdin)
    out = [str(line) for line in stdin.rest()[:5_000] if isinstance(line, str)] if stdin is not None else []
    files = [shell.lookup.text(word) for word in call.words[1:] if isinstance(word, str) and "/" in word]
    out.extend(text for text in files if text is not None)
    return "\n".join(["", *out])[:_MOST_READ]


_MOST_READ: Final = 200_000
_OWN: Final = frozenset(
    ["cdh", "contains_seq", "dirh", "dirs", "fish_delta", "fish_git_prompt", "fish_greeting", "fish_hg_prompt", "fish_is_root_user",
     "fish_mode_prompt", "fish_opt", "fish_prompt", "fish_status_to_signal", "fish_svn_prompt", "fish_title", "fish_vcs_prompt",
     "fish_vi_cursor", "funced", "funcsave", "help", "la", "ll", "nextd", "popd", "prevd", "prompt_hostname", "prompt_login", "prompt_pwd",
     "pushd", "suspend", "vared"]
)  # fmt: skip
"""Functions that every fish brings and that are not modelled; newer ones keep them inside of the program."""


class _Run(Run[str]):
    """A program that fish starts. Its texts are lines that know where they were written (`Traced`), or plain ones."""

    def __init__(self, shell: Shell, call: Call) -> None:
        super().__init__(shell.machine, shell.lookup, shell.state.cwd or None, known(call.words[1:]) or ())
        self.shell = shell
        self.call = call
        self.doubt = opaque_in(call.words[1:])
        """Why it cannot be told what it reads."""
        self.seen: list[str] = []
        """What it has read."""

    def plain(self, text: str) -> str:
        return text

    def cut(self, text: str, start: int, end: int) -> str:
        return text if start == 0 and end == len(text) else derived(text[start:end], text)

    def joined(self, parts: Sequence[str]) -> str:
        if len(parts) == 1:
            return parts[0]
        traced = [part for part in parts if isinstance(part, Traced)]
        text = "".join(parts)
        if len(text) > MAX_TEXT:
            raise UnknownTextError
        return traced[0].with_text(text) if len({(part.path, part.line) for part in traced}) == 1 else text

    def made(self, text: str, of: str | None = None) -> str:
        return text if of is None else derived(text, of)

    def standard_input(self) -> list[str]:
        stdin = self.shell.stdin
        if stdin is None:
            raise self._unknown(Opaque(say("what is typed at the terminal"), many=True))
        lines = stdin.rest()
        doubt = opaque_in(lines)
        if doubt is not None and doubt.any_order and (self.orderless or self.line_by_line):
            self.of_any_order = not self.orderless
            return self._read(derived(f"{line}\n", line) for line in doubt.any_order)
        if doubt is not None:
            raise self._unknown(doubt)
        texts = [derived(f"{line}\n", line) for line in lines]
        return self._read([*texts[:-1], *(derived(text[:-1], text) if stdin.open_end else text for text in texts[-1:])])

    def file(self, path: str) -> list[str] | None:
        made = self.shell.written(path)
        text = self.lookup.text(path) if made is None else None
        if text is not None:
            return self._read(known(file_lines(text, self.lookup.absolute(path))) or [])
        if made is None:
            if self.lookup.exists(path):
                raise self._unknown(Opaque(say("a file that cannot be read"), many=True))
            return None
        doubt = opaque_in(made)
        if doubt is not None:
            raise self._unknown(doubt)
        return self._read(derived(f"{line}\n", line) for line in made)

    def _read(self, texts: Iterable[str]) -> list[str]:
        found = list(texts)
        self.seen += found
        return found

    def _unknown(self, doubt: Opaque) -> UnknownTextError:
        self.doubt = doubt
        return UnknownTextError()

    def exported(self) -> list[str]:
        return list(self.shell.state.exported())

    def variable(self, name: str) -> str | None:
        names = self.shell.state.exported()
        var = names.get(name)
        value = var.joined() if var is not None else None
        if var is not None and (isinstance(value, Opaque) or var.exported is None or var.maybe_unset):
            raise self._unknown(
                value if isinstance(value, Opaque) and self.arguments else Opaque(say("a list of all variables"), True, " ".join(names))
            )
        return value if isinstance(value, str) else None

    def start(self, name: str, arguments: Sequence[str]) -> Answer[str]:
        shell = self.shell
        call = replace(self.call, words=[name, *arguments])
        shell.sinks.append([])
        try:
            builtin = _BUILTIN_TOO.get(name)
            status = run(shell, call) if builtin is None else builtin(shell, call)
        finally:
            printed = shell.sinks.pop()
        self.doubt = opaque_in(printed) or self.doubt
        shell.missing = False
        return (None if opaque_in(printed) is not None else [text for text in printed if isinstance(text, str)]), status

    def spend(self, steps: int) -> None:
        self.shell.spend(steps)

    def wrote(self, path: str, texts: Sequence[str] | None) -> None:
        absolute = self.lookup.absolute(path)
        if texts is not None:
            self.shell.virtual[absolute] = lines_of(texts)
            return
        self.shell.virtual.pop(absolute, None)
        if self.lookup.exists(path):
            raise UnknownTextError  # it is still in the table

    def made_folder(self, path: str) -> None:
        self.shell.made.add(self.lookup.absolute(path))


_BUILTIN_TOO: Final = {"printf": text_commands.printf, "test": test, "[": test}

"""From words to fields: tilde, braces, parameters, commands, arithmetic, splitting and file names, in that order.

How a single `${…}` is worked out is in `lookups`; what a nested command prints is asked of the shell.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Final

from claude_auth_tui.model.saying import say, user_name
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.shells.globbing import GlobOptions, expand_glob
from claude_auth_tui.shells.patterns import compiled, has_pattern, quoted, unquoted
from claude_auth_tui.shells.posix.lookups import Lookups
from claude_auth_tui.shells.posix.nodes import Word
from claude_auth_tui.shells.posix.parameters import braces
from claude_auth_tui.shells.posix.values import EMPTY, Val, joined, unknown, words_of
from claude_auth_tui.shells.posix.words import Calculation, Command, Literal, Parameter, Part, Parts, Process
from claude_auth_tui.shells.source_shown import command_shown, source_shown

if TYPE_CHECKING:
    from claude_auth_tui.shells.posix.shell import Shell

_TILDE: Final = re.compile(r"~([A-Za-z_][\w.-]*|[+-])?(?=/|$|:)")
_TILDE_INSIDE: Final = re.compile(r"(?<=[=:])~(?=/|$|:)")
_COMMAND_PATH: Final = re.compile(r"(?:^|(?<=:))=([^:/\s]+)")
_COMMAND_PATH_INSIDE: Final = re.compile(r"(?<=:)=([^:/\s]+)")
_QUALIFIERS: Final = re.compile(r"\((?:#q)?((?:[NDnL.@/*=p%FrwxRWXAIEstUGdlamchuoOYf^,:\[\]0-9+-]|[eu][^)]*)+)\)$")
_NO_QUALIFIERS: Final = re.compile(r"(?<!\\)\(([A-Za-z_][^()|~#]*)\)$")
_GLOB_CHARS: Final = re.compile(r"[*?\[(<^#]")
_CONSTANT: Final = re.compile(r"""((?:[\w./:@%+,-][\w./:@%+,=-]*)?)(?:'([^']*)'|"([^"\\$`]*)")""")
"""A plain beginning and one quoted text: stands for itself, as most words of aliases and settings do."""
_MOST_FIELDS: Final = 5000
_SHORT: Final = 1000
"""Characters of a value; a longer one costs steps."""
_FEW_FIELDS: Final = 20
"""More of them cost steps."""

Pieces = list[tuple[Val, bool]]
"""One field being built: values, each with whether it was quoted."""


class Broken(Exception):  # noqa: N818 - control flow: what a shell calls an error
    """An error that ends the file being read, such as zsh's "no matches found"."""

    def __init__(self, what: Shown) -> None:
        super().__init__(what)
        self.what = what


class NoMatch(Broken):
    """zsh: a pattern for files that fits none or is none. It is looked at last, for a program in that program's own process."""


class Unreadable(Broken):
    """An error in the grammar that only shows when the line is reached: it ends the file in every shell."""


class Expander(Lookups):
    """The expansions of one shell."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)

    # -- single values

    def value(self, word: Word) -> Val:
        """A word as the right side of an assignment: one value, neither split nor matched against files."""
        if word.plain:
            return Val(word.raw)
        raw = word.raw
        constant = _CONSTANT.fullmatch(raw)
        if constant:
            lead, single, double = constant.groups()
            return Val(lead + (double if single is None else single))
        parts = self.shell.words.parts(raw)
        if len(parts) == 1 and isinstance(parts[0], Literal):
            text = parts[0].text
            if parts[0].quoted:
                return Val(text)
            if "=" in text:
                text = self._commands_in(text, True)
            return Val(text) if "~" not in raw else self._tilde(text, True)
        return self.whole(parts, word.pos, tildes=True)

    def text(self, raw: str, mode: str = "word", position: int = 0) -> Val:
        """A raw text as one value."""
        return self.whole(self.shell.words.parts(raw, mode), position, tildes=mode == "word")

    def whole(self, parts: Parts, position: int, tildes: bool = False) -> Val:
        values: list[Val] = []
        for number, part in enumerate(parts):
            if isinstance(part, Literal):
                text = self._commands_in(part.text, number == 0) if tildes and not part.quoted and "=" in part.text else part.text
                leading = tildes and not part.quoted and "~" in text
                values.append(self._tilde(text, True, number == 0) if leading else Val(text))
            else:
                found = self._part(part, position)
                values.append(found if isinstance(found, Val) else self.spread(found))
        made = joined(values) if values else EMPTY
        if made.text is not None and len(made.text) > _SHORT:
            self.shell.spend((len(made.text) + 50 * len(made.spans)) // _SHORT)
        return made

    def pattern(self, raw: str, position: int = 0) -> str | None:
        """A raw word as a pattern, its quoted characters behind backslashes; None where it cannot be told."""
        out: list[str] = []
        for number, part in enumerate(self.shell.words.parts(raw)):
            if isinstance(part, Literal):
                if part.quoted:
                    out.append(quoted(part.text))
                else:
                    text = self._tilde(part.text, False, number == 0).text if part.text.startswith("~") else part.text
                    if text is not None and number == 0 and text.startswith("="):
                        text = self._commands_in(text, True)
                    if text is None:
                        return None
                    out.append(text)
                continue
            found = self._part(part, position)
            value = found if isinstance(found, Val) else self.spread(found)
            if value.text is None:
                return None
            active = not self.shell.zsh or (isinstance(part, Parameter) and "~" in part.prefix)
            out.append(value.text if active and not getattr(part, "quoted", True) else quoted(value.text))
        return "".join(out)

    # -- fields

    def fields(self, words: tuple[Word, ...] | list[Word]) -> list[Val]:
        """Words as the arguments of a command."""
        out: list[Val] = []
        for word in words:
            if word.plain:
                out.append(Val(word.raw))
                continue
            constant = _CONSTANT.fullmatch(word.raw)
            if constant:
                lead, single, double = constant.groups()
                out.append(Val(lead + (double if single is None else single)))
                continue
            for raw in braces(word.raw) if "{" in word.raw else (word.raw,):
                self._word_fields(raw, word.pos, out)
            if len(out) > _MOST_FIELDS:
                del out[_MOST_FIELDS:]
                break
        if len(out) > _FEW_FIELDS:
            self.shell.spend(len(out) // 2)
        return out

    def _word_fields(self, raw: str, position: int, out: list[Val]) -> None:
        parts = self.shell.words.parts(raw)
        first = parts[0] if parts else None
        if isinstance(first, Literal) and not first.quoted and first.text.startswith("=") and "equals" in self.shell.state.options:
            self._equals(first.text[1:], len(parts) == 1, out)
            return
        if len(parts) == 1 and isinstance(first, Literal) and first.quoted:
            out.append(Val(first.text))
            return
        fields: list[Pieces] = [[]]
        globbing = False
        for number, part in enumerate(parts):
            if isinstance(part, Literal):
                if not part.quoted and "~" in part.text and (number == 0 or "=~" in part.text):
                    value = self._tilde(part.text, "=" in raw and not self.shell.zsh, number == 0)
                else:
                    value = Val(part.text)
                fields[-1].append((value, part.quoted))
                globbing = globbing or (not part.quoted and bool(_GLOB_CHARS.search(part.text)))
                continue
            globbing = self._add(part, position, fields) or globbing
        for field in fields:
            if not field or all(not quoted_ and value.text == "" for value, quoted_ in field):
                continue
            self._finish(field, globbing, out)

    def _commands_in(self, text: str, leading: bool) -> str:
        """zsh: `=command` at the start of a value, and behind each `:` in it."""
        if not self.shell.zsh or "equals" not in self.shell.state.options or not ((leading and text.startswith("=")) or ":=" in text):
            return text

        def path(found: re.Match[str]) -> str:
            search = self.shell.text_of("PATH")
            program = self.shell.program(found.group(1), search) if search is not None else found.group()
            if program is None:
                raise Broken(say("{} is not found", command_shown(found.group(1))))
            return program

        return (_COMMAND_PATH if leading else _COMMAND_PATH_INSIDE).sub(path, text)

    def _equals(self, name: str, whole: bool, out: list[Val]) -> None:
        """zsh's `=command`: where that command is found."""
        if not name:
            out.append(Val("="))
            return
        search = self.shell.text_of("PATH")
        if search is None or not whole:
            out.append(unknown(say("where a command is found"), True))
            return
        found = self.shell.program(name, search)
        if found is None:
            raise Broken(say("{} is not found", command_shown(name)))
        out.append(Val(found))

    def _add(self, part: Part, position: int, fields: list[Pieces]) -> bool:
        """Add an expansion to the fields; whether its text may hold pattern characters."""
        shell = self.shell
        is_quoted = getattr(part, "quoted", True)
        found = self._part(part, position)
        if isinstance(found, list):
            values = found if is_quoted or not shell.zsh else [v for v in found if v.text != ""]
            chunks = [values] if is_quoted or shell.zsh else [self._split(v) for v in values]
            flat = [v for chunk in chunks for v in chunk]
            for number, value in enumerate(flat):
                if number:
                    fields.append([])
                fields[-1].append((value, is_quoted or shell.zsh))
            return not is_quoted and not shell.zsh
        splits = not is_quoted and (
            not shell.zsh
            or isinstance(part, Command)
            or (isinstance(part, Parameter) and ("=" in part.prefix or "shwordsplit" in shell.state.options))
        )
        if not splits or found.text is None:
            fields[-1].append((found, is_quoted or (shell.zsh and found.text != "")))
            return False
        pieces = self._split(found)
        separators = self._separators()
        if found.text[:1] and found.text[0] in separators and fields[-1]:
            fields.append([])
        for number, value in enumerate(pieces):
            if number:
                fields.append([])
            fields[-1].append((value, shell.zsh))
        if pieces and found.text[-1:] in separators:
            fields.append([])
        return not shell.zsh

    def _separators(self) -> str:
        var = self.shell.state.find("IFS")
        if var is not None and isinstance(var.value, Val) and var.value.text is not None:
            return var.value.text
        return " \t\n"

    def _split(self, value: Val) -> list[Val]:
        if value.text is None:
            return [value]
        separators = self._separators()
        self.shell.spend(len(value.text) // 20)
        return words_of(value, separators) if separators else [value]

    def _finish(self, field: Pieces, globbing: bool, out: list[Val]) -> None:
        value = joined([v for v, _ in field])
        options = self.shell.state.options
        if not globbing or value.text is None or "noglob" in options:
            out.append(value)
            return
        pattern = "".join(quoted(v.text or "") if quoted_ else (v.text or "") for v, quoted_ in field)
        out.extend(self._matches(pattern, value))

    def _matches(self, pattern: str, value: Val) -> list[Val]:
        shell = self.shell
        options = shell.state.options
        qualifiers = ""
        if shell.zsh and "[" in pattern and len(pattern) > 1 and _is_open(re.sub(r"\\.", "x", pattern)):
            raise NoMatch(say("bad pattern: {}", source_shown(unquoted(pattern))))
        if shell.zsh and (found := _QUALIFIERS.search(pattern)) and found.start():
            qualifiers, pattern = found.group(1), pattern[: found.start()]
        elif shell.zsh and pattern.endswith(")") and (found := _NO_QUALIFIERS.search(pattern)):
            raise NoMatch(say("unknown file attribute: {}", source_shown(unquoted(found.group(1)))))
        if shell.zsh and "extendedglob" in options and re.search(r"(?<!\\)#", pattern) and "N" not in qualifiers:
            raise NoMatch(say("no matches found: {}", source_shown(unquoted(pattern))))
        if shell.zsh and "extendedglob" in options and re.search(r"(?:^|/)\^|[^/]~", pattern):
            return self._extended(pattern, value)
        if not has_pattern(pattern, shell.zsh) and not qualifiers:
            return [value]
        if "=" in pattern and re.match(r"[A-Za-z_]\w*=", pattern) and shell.zsh and not qualifiers:
            return [value]
        if shell.state.cwd is None and not pattern.startswith("/"):
            return [unknown(say("the folder it is matched in is not known"))]
        hidden = "dotglob" in options or "globdots" in options or "D" in qualifiers
        names = expand_glob(
            shell.lookup(), pattern, GlobOptions(shell.zsh, hidden, "nocaseglob" in options, shell.zsh or "globstar" in options)
        )
        names = self._qualified(names, qualifiers)
        if names:
            return [Val(name) for name in names]
        if "N" in qualifiers or options & {"nullglob", "cshnullglob"}:
            return []
        if shell.zsh and "nomatch" in options and not qualifiers.count("#"):
            raise NoMatch(say("no matches found: {}", source_shown(unquoted(pattern))))
        return [value]

    def _extended(self, pattern: str, value: Val) -> list[Val]:
        """zsh's `^pattern` and `pattern~but-not` in the last part of a path."""
        folder, slash, last = pattern.rpartition("/")
        wanted, _, without = last.partition("~") if "~" in last[1:] else (last, "", "")
        negated = wanted.startswith("^")
        names = expand_glob(self.shell.lookup(), folder + slash + ("*" if negated else wanted), GlobOptions(True))
        refused = [compiled(p, True) for p in (wanted[1:] if negated else "", without) if p]
        return [Val(n) for n in names if not any(r.fullmatch(posixpath.basename(n)) for r in refused)] or [value]

    def _qualified(self, names: list[str], qualifiers: str) -> list[str]:
        lookup = self.shell.lookup()
        plain = qualifiers.split(":")[0]
        if "." in plain:
            names = [n for n in names if lookup.stat(n).is_file]
        elif "/" in plain:
            names = [n for n in names if lookup.stat(n).is_folder]
        if "@" in plain:
            names = [n for n in names if lookup.stat(n).hops]
        if "x" in plain or "*" in plain:
            names = [n for n in names if lookup.executable(n)]
        if "r" in plain:
            names = [n for n in names if lookup.allows(n, 4)]
        if ordering := re.search(r"([oO])([nLam])", plain):
            reverse = (ordering.group(1) == "O") != (ordering.group(2) in "am")
            key = {"n": None, "L": "size"}.get(ordering.group(2), "modified")
            names = sorted(names, key=lambda n: n if key is None else getattr(lookup.stat(n), key) or 0, reverse=reverse)
        if chosen := re.search(r"\[(\d+)(?:,(-?\d+))?\]", plain):
            first = int(chosen.group(1))
            last = int(chosen.group(2)) if chosen.group(2) else first
            names = names[max(first - 1, 0) : last if last > 0 else len(names) + last + 1]
        if ":t" in qualifiers:
            names = [posixpath.basename(n) for n in names]
        return names

    # -- parts

    def _part(self, part: Part, position: int) -> Val | list[Val]:
        if isinstance(part, Parameter):
            return self.parameter(part, position)
        if isinstance(part, Command):
            return self.shell.command_output(part.text, position + part.offset)
        if isinstance(part, Calculation):
            number = self.calculate(part.text)
            return unknown(say("arithmetic with something that is not known"), True) if number is None else Val(str(number))
        if isinstance(part, Process):
            return self.shell.process(part, position)
        return Val(part.text)

    def spread(self, values: list[Val]) -> Val:
        """Several values as one, with blanks between them."""
        out: list[Val] = []
        for number, value in enumerate(values):
            if number:
                out.append(Val(" "))
            out.append(value)
        return joined(out) if out else EMPTY

    def _tilde(self, text: str, inside: bool, leading: bool = True) -> Val:
        """A literal with its tildes: at the start, and behind `=` and `:` where it is assigned."""
        found = _TILDE.match(text) if leading else None
        if found:
            home = self._home(found.group(1) or "")
            if home is None and self._user_is_missing(found.group(1)):
                if self.shell.zsh:
                    raise Broken(say("no such user or named directory: {}", user_name(found.group(1))))
                return Val(text)
            if home is None:
                return unknown(say("the home folder of {} is not known", user_name(found.group(1))))
            if home.text is None:
                return home
            text = home.text + text[found.end() :]
        if inside and _TILDE_INSIDE.search(text):
            home = self._home("")
            if home is not None and home.text is None:
                return home
            own = home.text if home is not None else None
            if own is not None:
                text = _TILDE_INSIDE.sub(lambda _: own, text)
        return Val(text)

    def _users(self) -> list[str]:
        return (self.shell.lookup().text("/etc/passwd") or "").splitlines()

    def _user_is_missing(self, user: str) -> bool:
        """Whether the machine keeps its users in a file that does not name this one."""
        return self.shell.machine.platform == "linux" and user not in "+-" and any(line.startswith("root:") for line in self._users())

    def _home(self, user: str) -> Val | None:
        """What a tilde stands for; None where there is no such user."""
        shell = self.shell
        if user == "+":
            return Val(shell.state.cwd) if shell.state.cwd is not None else unknown(say("the current folder is not known"), True)
        if shell.zsh and user in shell.folders:
            return Val(shell.folders[user])
        if user and user != shell.machine.user:
            entry = next((line.split(":") for line in self._users() if line.startswith(f"{user}:")), [])
            return Val(entry[5]) if len(entry) > 5 else None
        var = shell.state.find("HOME")
        if var is not None and isinstance(var.value, Val):
            return Val(var.value.text) if var.value.text is not None else unknown(shell.unsure("HOME"))
        return Val("~" if shell.zsh else shell.machine.home)


def _is_open(pattern: str) -> bool:
    """Whether a bracket in it is never closed."""
    return pattern.rfind("[") > pattern.rfind("]")

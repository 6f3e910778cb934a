"""From words to values and fields: tilde, braces, parameters, commands, arithmetic, splitting and file names, in that order.

What a nested command prints is asked of the one that runs the shell; what operators do to a text is in `parameters`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from msgspec.structs import replace

from claude_auth_tui.model.saying import say, user_name
from claude_auth_tui.shells.globbing import GlobOptions, expand_glob
from claude_auth_tui.shells.lookup import MOST_FOLDERS
from claude_auth_tui.shells.patterns import EXTENDED, compiled, has_pattern, quoted, translatable, unquoted
from claude_auth_tui.shells.posix import clock, parameters
from claude_auth_tui.shells.posix.arithmetic import UNTOLD, BadMath, Number, calculate, told
from claude_auth_tui.shells.posix.flags import Flags, changed, filled, flags_of, ordered, parted, split_at, split_in_quotes, with_names
from claude_auth_tui.shells.posix.hash_order import hash_order
from claude_auth_tui.shells.posix.parameters import braces, without_arguments
from claude_auth_tui.shells.posix.pattern_texts import exclusions, halves, is_open, position_in, slash_in_parens
from claude_auth_tui.shells.posix.pieces import MOST_FIELDS, Pieces, spread_over, without_empty_inside, written_out
from claude_auth_tui.shells.posix.qualifiers import NoQualifier, Qualifiers, parsed, qualified, split_off
from claude_auth_tui.shells.posix.record import Broken, NoMatch, Refused
from claude_auth_tui.shells.posix.shell import Shell
from claude_auth_tui.shells.posix.state import NAME, InOrder, Uncertain, Value, Var, listed
from claude_auth_tui.shells.posix.syntax import Word
from claude_auth_tui.shells.posix.types_told import type_of
from claude_auth_tui.shells.posix.values import EMPTY, Val, joined, joined_by, number_value, piece, texts_of, unknown, words_of
from claude_auth_tui.shells.posix.word_parts import Calculation, Command, Literal, Parameter, Part, Parts, Process
from claude_auth_tui.shells.source_shown import command_shown, source_shown, variable_shown

_DEFAULTS: Final = frozenset([":-", "-", ":=", "=", ":+", "+", ":?", "?", "::="])
_ALTERNATIVES: Final = frozenset([":-", "-", ":+", "+"])
_SEARCH: Final = re.compile(r"\(([iIrRkKenw]+)\)(.*)", re.DOTALL)
_TRANSFORMS: Final[dict[str, Callable[[str], str | None]]] = {
    "U": str.upper,
    "L": str.lower,
    "u": lambda t: t[:1].upper() + t[1:],
    "E": str,
}
_TILDE: Final = re.compile(r"~([A-Za-z_][\w.-]*|[+-])?(?=/|$|:)")
_TILDE_INSIDE: Final = re.compile(r"(?<=[=:])~(?=/|$|:)")
_COMMAND_PATH: Final = re.compile(r"(?:^|(?<=:))=([^:/\s]+)")
_COMMAND_PATH_INSIDE: Final = re.compile(r"(?<=:)=([^:/\s]+)")
_NO_FLAGS: Final = Flags()
_WORD_NUMBER: Final = re.compile(r"\(w(?:s(?P<by>[^\w\s])(.*?)(?P=by))?\)([^,]+)")
_IGNORES_CASE: Final = re.compile(r"\(#i\)")
_LATER_SEQUENCE: Final = re.compile(r"\{[^{}]*\.\.[^{}]*\$|\{[^{}]*\$[^{}]*\.\.|\{[^{}]*\.\.\$\{|\{\$\{[^{}]*\}\.\.")
"""zsh: a sequence with an end that is only known when it is expanded."""
_OF_TWO_LISTS: Final = frozenset([":^", ":^^", ":|", ":*"])
_TELLS_MATCH: Final = re.compile(r"\(#[a-zA-Z]*?([bm])")
_ACTIVE: Final = re.compile(r"[$`*?\[(<~]")
"""In the words of `${name:-words}`: what may make several of them, or names of files."""
_NAME_IN_BRACES: Final = re.compile(r"(?<![\\'])\$([A-Za-z_]\w*)(?=[,}])")
_GLOB_CHARS: Final = re.compile(r"[*?\[(<^#]")
_CONSTANT: Final = re.compile(r"""((?:[\w./:@%+,-][\w./:@%+,=-]*)?)(?:'([^']*)'|"([^"\\$`]*)")""")
"""A plain beginning and one quoted text: stands for itself, as most words of aliases and settings do."""
_SHORT: Final = 1000
"""Characters of a value; a longer one costs steps."""
_HOME_FIELD: Final = 5
"""Of a line of /etc/passwd."""
_SPAN: Final = 50
"""Characters that a place costs as much as."""
_SPLIT_A_STEP: Final = 20
_CHANGED_A_STEP: Final = 30
_COMPARED_A_STEP: Final = 2000
"""Characters that are split, changed, and compared with a pattern's, for one step."""
_COMMANDS_A_STEP: Final = 100
"""Names of programs that are looked at."""
_FEW_FIELDS: Final = 20
"""More of them cost steps."""


class Expander:
    """The expansions of one shell."""

    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        self.moments = clock.Moments()

    # -- single values

    def value(self, word: Word) -> Val:
        """A word as the right side of an assignment: one value, neither split nor matched against files."""
        if word.plain:
            return Val(word.raw)
        raw = word.raw
        constant = _constant(raw)
        if constant is not None:
            return constant
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
                values.append(self._single(part, position))
        made = joined(values) if values else EMPTY
        if made.text is not None and len(made.text) > _SHORT:
            self.shell.spend((len(made.text) + _SPAN * len(made.spans)) // _SHORT)
        return made

    def pattern(self, raw: str, position: int = 0, operand: bool = False) -> str | None:
        """A raw word, or the `operand` of an expansion, as a pattern, its quoted characters behind backslashes; None where it cannot be told."""
        made = self._pattern(raw, position, operand)
        return made if made is not None and translatable(made, self.shell.dialect) else None

    def _pattern(self, raw: str, position: int, operand: bool) -> str | None:
        out: list[str] = []
        for number, part in enumerate(self.shell.words.parts(raw)):
            if isinstance(part, Literal):
                if part.quoted:
                    out.append(quoted(part.text))
                else:
                    text = self._tilde(part.text, False, number == 0).text if part.text.startswith("~") else part.text
                    if text is not None and number == 0 and not operand and text.startswith("="):
                        text = self._commands_in(text, True)
                    if text is None:
                        return None
                    out.append(text)
                continue
            value = self._single(part, position)
            if value.text is None:
                return None
            active = not self.shell.zsh or "globsubst" in self.shell.state.options or (isinstance(part, Parameter) and "~" in part.prefix)
            out.append(value.text if active and not getattr(part, "quoted", True) else quoted(value.text))
        return "".join(out)

    def regular_expression(self, raw: str) -> Val:
        """bash: a raw word behind `=~`, in which what is quoted stands for itself (bash(1), 5.2)."""
        out: list[Val] = []
        for part in self.shell.words.parts(raw):
            value = Val(part.text) if isinstance(part, Literal) else self._single(part, 0)
            if value.text is None:
                return value
            out.append(Val(re.escape(value.text)) if getattr(part, "quoted", False) else value)
        return joined(out) if out else EMPTY

    # -- fields

    def fields(self, words: tuple[Word, ...] | list[Word]) -> list[Val]:
        """Words as the arguments of a command."""
        out: list[Val] = []
        for word in words:
            if word.plain:
                out.append(Val(word.raw))
                continue
            constant = _constant(word.raw)
            if constant is not None:
                out.append(constant)
                continue
            for raw in self._braced(word.raw) if "{" in word.raw else (word.raw,):
                self._word_fields(raw, word.pos, out)
            if len(out) > MOST_FIELDS:
                del out[MOST_FIELDS:]
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
        if self.shell.zsh and (self._multiplies(parts) or ("{" in raw and self._braces_later(raw))):
            fields, globbing = self._nodes(parts, position)
            fields = [written for field in fields for written in written_out(field)] if "{" in raw else fields
            parts = ()
        for number, part in enumerate(parts):
            if isinstance(part, Literal):
                fields[-1].append((self._literal(part, number == 0, "=" in raw and not self.shell.zsh), part.quoted))
                globbing = globbing or (not part.quoted and bool(_GLOB_CHARS.search(part.text)))
                continue
            globbing = self._add(part, self._part(part, position), fields) or globbing
        if self.shell.zsh and ".." in raw and _LATER_SEQUENCE.search(raw):
            fields = [[(Val(text), False)] for field in fields for text in braces(joined([value for value, _ in field]).text or "")]
        for field in fields:
            if not field or all(not quoted_ and value.text == "" for value, quoted_ in field):
                continue
            self._finish(field, globbing, out)

    def _commands_in(self, text: str, leading: bool) -> str:
        """zsh: `=command` at the start of a value, and behind each `:` in it."""
        if not self.shell.zsh or "equals" not in self.shell.state.options or not ((leading and text.startswith("=")) or ":=" in text):
            return text

        search = self.shell.text_of("PATH")
        if search is None:
            return text
        return (_COMMAND_PATH if leading else _COMMAND_PATH_INSIDE).sub(lambda found: self._command_path(found.group(1), search), text)

    def _command_path(self, name: str, search: str) -> str:
        program = self.shell.program(name, search)
        if program is None:
            raise Broken(say("{} is not found", command_shown(name)))
        return program

    def _equals(self, name: str, whole: bool, out: list[Val]) -> None:
        """zsh's `=command`: where that command is found."""
        if not name:
            out.append(Val("="))
            return
        search = self.shell.text_of("PATH")
        if search is None or not whole:
            out.append(unknown(say("where a command is found"), True))
            return
        out.append(Val(self._command_path(name, search)))

    def _literal(self, part: Literal, first: bool, inside: bool = False) -> Val:
        tilde = not part.quoted and "~" in part.text and (first or "=~" in part.text)
        return self._tilde(part.text, inside, first) if tilde else Val(part.text)

    # -- zsh's words that become several

    def _multiplies(self, parts: Parts) -> bool:
        """Whether a word holds an expansion whose values each get what stands around it, or one that stands for other words."""
        every = "rcexpandparam" in self.shell.state.options
        return any(isinstance(p, Parameter) and (every or "^" in p.prefix or self._stands_for_words(p)) for p in parts)

    def _braced(self, raw: str) -> list[str]:
        """A word's braces written out where that comes first; in zsh a name in them ends where its part does."""
        if self._braces_later(raw):
            return [raw]
        made = braces(raw)
        return made if len(made) == 1 or not self.shell.zsh else braces(_NAME_IN_BRACES.sub(r"${\1}", raw))

    def _braces_later(self, raw: str) -> bool:
        """Whether zsh writes out the braces of a word when it has become several: they stand in a text of their own."""
        if not self.shell.zsh:
            return False
        parts = self.shell.words.parts(raw)
        if not any(isinstance(p, Parameter) for p in parts):
            return False
        apart = [p.text for p in parts if isinstance(p, Literal) and not p.quoted and set(p.text) & set("{}")]
        return bool(apart) and all(text.count("{") == text.count("}") for text in apart)

    def _crosses(self, part: Part) -> bool:
        """`${^name}`, or any where the option RC_EXPAND_PARAM is on, but for `${^^name}`."""
        if not isinstance(part, Parameter) or "^^" in part.prefix:
            return False
        return "^" in part.prefix or "rcexpandparam" in self.shell.state.options

    @staticmethod
    def _stands_for_words(part: Parameter) -> bool:
        plain = not part.quoted and not part.flags and part.nested is None and not set(part.prefix) - {"^"}
        return plain and part.operator in _ALTERNATIVES and bool(_ACTIVE.search(part.argument))

    def _nodes(self, parts: Parts, position: int) -> tuple[list[Pieces], bool]:
        """The fields of a word, and whether its text may hold pattern characters.

        What stands behind an expansion is put behind its last value, or behind each where it crosses; of what follows
        only what begins there is multiplied (observed, 5.9: with e=(1 2) `${^d}-$e` gives x-1 y-1 2).
        """
        taken: list[tuple[list[Pieces], bool]] = []
        globbing = False
        for number, part in enumerate(parts):
            if isinstance(part, Literal):
                taken.append(([[(self._literal(part, number == 0), part.quoted)]], False))
                globbing = globbing or (not part.quoted and bool(_GLOB_CHARS.search(part.text)))
                continue
            crosses = self._crosses(part)
            words = self._words_for(part, position) if isinstance(part, Parameter) else None
            if words is not None:
                nodes, more = words
            else:
                found = self._part(part, position)
                if crosses and isinstance(found, list):
                    quoted_ = getattr(part, "quoted", True)
                    nodes, more = [[(value, quoted_ or value.text != "")] for value in found], False
                else:
                    nodes = [[]]
                    more = self._add(part, found, nodes)
            taken.append((nodes, crosses))
            globbing = globbing or more
        begun: list[Pieces] = [[]]
        rest: list[Pieces] = []
        for nodes, crosses in reversed(taken):
            if crosses or len(nodes) == 1:
                begun = [[*node, *tail] for node in nodes for tail in begun][:MOST_FIELDS]
                self.shell.spend(len(begun) // _FEW_FIELDS)
            else:
                rest = [*nodes[1:-1], *([*nodes[-1], *tail] for tail in begun), *rest]
                begun = [nodes[0]]
        return [*begun, *rest], globbing

    def _words_for(self, part: Parameter, position: int) -> tuple[list[Pieces], bool] | None:
        """`${name:+words}` and its like where the words are what it stands for; None where they are not, or that cannot be told."""
        if not self._stands_for_words(part):
            return None
        base, is_set = self._base(part, position)
        if self._is_filled(part, base, is_set) is not (part.operator[-1] == "+"):
            return None
        return self._nodes(self.shell.words.parts(part.argument), position)

    def _add(self, part: Part, found: Val | list[Val], fields: list[Pieces]) -> bool:
        """Add what an expansion stands for to the fields; whether its text may hold pattern characters."""
        shell = self.shell
        is_quoted = getattr(part, "quoted", True)
        if isinstance(found, list):
            values = found if is_quoted or not shell.zsh else without_empty_inside(found)
            chunks = [values] if is_quoted or shell.zsh else [self._split(v) for v in values]
            active = not shell.zsh or self._globs(part)
            for number, value in enumerate(v for chunk in chunks for v in chunk):
                if number:
                    fields.append([])
                fields[-1].append((value, is_quoted or (not active and value.text != "")))
            return not is_quoted and active
        splits = not is_quoted and (
            not shell.zsh
            or isinstance(part, Command)
            or (isinstance(part, Parameter) and ("=" in part.prefix or "shwordsplit" in shell.state.options))
        )
        if not splits or found.text is None:
            active = self._globs(part)
            fields[-1].append((found, is_quoted or (shell.zsh and found.text != "" and not active)))
            return active
        pieces = self._split(found)
        separators = self.shell.separators()
        if found.text[:1] and found.text[0] in separators and fields[-1]:
            fields.append([])
        active = not shell.zsh or self._globs(part)
        spread_over(fields, pieces, not active)
        if pieces and found.text[-1:] in separators:
            fields.append([])
        return active

    def _globs(self, part: Part) -> bool:
        """Whether what an expansion of zsh stands for is a pattern for names of files: `${~name}`, and any with GLOB_SUBST."""
        if not self.shell.zsh or getattr(part, "quoted", True):
            return False
        tildes = part.prefix.count("~") if isinstance(part, Parameter) else 0
        return tildes % 2 == 1 if tildes else "globsubst" in self.shell.state.options

    def _split(self, value: Val) -> list[Val]:
        if value.text is None:
            return [value]
        separators = self.shell.separators()
        self.shell.spend(len(value.text) // _SPLIT_A_STEP)
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
        extended = shell.zsh and "extendedglob" in options
        wanted: Qualifiers | None = None
        if shell.zsh and "[" in pattern and len(pattern) > 1 and is_open(re.sub(r"\\.", "x", pattern)):
            raise NoMatch(say("bad pattern: {}", source_shown(unquoted(pattern))))
        if shell.zsh and (split := split_off(pattern, extended)):
            try:
                pattern, wanted = split[0], parsed(split[1])
            except NoQualifier:
                raise NoMatch(say("unknown file attribute: {}", source_shown(unquoted(split[1])))) from None
            if wanted is None:
                return [unknown(say("a file attribute this evaluator does not know"))]
        null = (wanted is not None and wanted.null) or bool(options & {"nullglob", "cshnullglob"})
        if not has_pattern(pattern, shell.dialect) and wanted is None and len(exclusions(pattern) if extended else ()) < 2:
            return [value]
        if "=" in pattern and re.match(r"[A-Za-z_]\w*=", pattern) and shell.zsh and wanted is None:
            return [value]
        if shell.state.cwd is None and not pattern.startswith("/"):
            return [unknown(say("the folder it is matched in is not known"))]
        hidden = "dotglob" in options or "globdots" in options or (wanted is not None and wanted.hidden)
        how = GlobOptions(shell.dialect, hidden, "nocaseglob" in options, deep=shell.zsh or "globstar" in options)
        names = self._extended(pattern, how) if extended else expand_glob(shell.lookup(), pattern, how)
        if names is None:
            return [unknown(say("a pattern this evaluator does not know"))]
        if shell.zsh and "**" in pattern:
            names = sorted(names)
        values = [Val(name) for name in names] if wanted is None else qualified(shell.lookup(), names, wanted, self._succeeds)
        if values or null:
            return values
        if shell.zsh and "nomatch" in options:
            raise NoMatch(say("no matches found: {}", source_shown(unquoted(pattern))))
        return [value]

    def _succeeds(self, code: str, name: str) -> bool | None:
        """Whether a qualifier's own test does (`e:…:`, `+function`), with the name in REPLY."""
        shell = self.shell
        frame = shell.state.frames[-1]
        before = frame.get("REPLY")
        frame["REPLY"] = Var(Val(name))
        answer = shell.runner.output_of(f"{code}\n(( $? )) || print yes", 0)
        if before is None:
            del frame["REPLY"]
        else:
            frame["REPLY"] = before
        return None if answer.text is None else answer.text.endswith("yes")

    def _extended(self, pattern: str, how: GlobOptions) -> list[str] | None:
        """zsh's `pattern~but-not`, which may be said of the whole path; None where a pattern is not known."""
        if flag := _IGNORES_CASE.match(pattern):
            pattern, how = pattern[flag.end() :], replace(how, ignore_case=True, ignore_always=True)
        kept, *refused = exclusions(pattern)
        steps = [step for step in kept.split("/") if step not in ("", "**", "***")]
        if not all(translatable(one, how.dialect) for one in (*steps, *refused)) or slash_in_parens(pattern):
            return None
        names = expand_glob(self.shell.lookup(), kept, how)
        without = [compiled(one, how.dialect) for one in refused]
        return [name for name in names if not any(expression.fullmatch(name) for expression in without)]

    # -- parts

    def _part(self, part: Part, position: int, single: bool = False) -> Val | list[Val]:
        if isinstance(part, Parameter):
            return self.parameter(part, position, single)
        if isinstance(part, Command):
            return self.shell.runner.output_of(part.text, position + part.offset)
        if isinstance(part, Calculation):
            try:
                text = told(self.number(part.text))
            except BadMath:
                text = None
            return replace(number_value(None), clock=self.moments.results) if text is None else Val(text)
        if isinstance(part, Process):
            return self.shell.runner.process(part, position)
        return Val(part.text)

    def _single(self, part: Part, position: int) -> Val:
        found = self._part(part, position, self.shell.zsh)
        return found if isinstance(found, Val) else self.spread(found)

    def spread(self, values: list[Val]) -> Val:
        """Several values as one, with blanks between them."""
        return joined_by(values, " ")

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
            return Val(entry[_HOME_FIELD]) if len(entry) > _HOME_FIELD else None
        var = shell.state.find("HOME")
        if var is not None and isinstance(var.value, Val):
            return Val(var.value.text) if var.value.text is not None else unknown(shell.unsure("HOME"))
        return Val("~" if shell.zsh else shell.machine.home)

    # -- parameters

    def parameter(self, part: Parameter, position: int, single: bool = False) -> Val | list[Val]:
        """The value, or the values where it is a list that stays one. `single`: zsh wants one text, so that elements are joined and not sorted."""
        if not part.operator and not part.prefix and not part.flags and part.subscript is None and part.nested is None:
            value = self.shell.variable(part.name)
            if value is None and self._must_be_set(part.name):
                raise Broken(say("{} is not set", variable_shown(part.name)))
            return self._shape(value, part)
        if part.operator == "?bad":
            return unknown(say("an expansion this evaluator does not know"))
        if "t" in without_arguments(part.flags) and part.nested is None and not part.operator and self.shell.zsh:
            return type_of(self.shell, part)
        flags = self._flags(part.flags) if part.flags else _NO_FLAGS
        if flags is None:
            return unknown(say("an expansion this evaluator does not know"))
        base, is_set = self._base(part, position)
        if "+" in part.prefix:
            is_set = is_set if part.nested is None else None  # which is an error mostly: "bad substitution"
            return unknown(say("whether it is set cannot be told"), True) if is_set is None else Val("1" if is_set else "0")
        keeps = self._keeps(part, flags)
        joins = self.shell.zsh and part.quoted and not keeps and flags.split is None and "#" not in part.prefix and not self._slices(part)
        if joins and isinstance(base, list):
            base = self._one_text(base, flags)
        if part.operator in _DEFAULTS:
            base = self._default(part, base, is_set, position)
        elif is_set is False and self._must_be_set(part.name):
            raise Broken(say("{} is not set", variable_shown(part.name)))
        elif part.operator and part.operator != "names":
            base = self._operate(part, base, position)
        if "#" in part.prefix:
            return self._length(base, flags)
        if part.flags:
            base = self._flagged(base, flags, keeps, single)
        return self._in_quotes(part, base, flags, keeps, single) if part.quoted else base

    def _flags(self, raw: str) -> Flags | None:
        flags = flags_of(raw)
        return with_names(flags, self._named) if flags is not None and flags.named else flags

    def _in_quotes(self, part: Parameter, base: Val | list[Val], flags: Flags, keeps: bool, single: bool) -> Val | list[Val]:
        """Which values stay apart within double quotes: those of `@`, and in zsh those that flags or words make."""
        if "=" in part.prefix and self.shell.zsh and not single:
            return (
                base
                if "==" in part.prefix
                else split_in_quotes(base if isinstance(base, Val) else self.spread(base), flags, self.shell.separators())
            )
        if not isinstance(base, list) or keeps:
            return base
        if not single and self.shell.zsh and part.operator in _ALTERNATIVES:
            return base
        if single or (flags.split is None and flags.words is None):
            return self.spread(base)
        return without_empty_inside(base)

    def _named(self, name: str) -> Val:
        """What `$name` stands for as an argument of a flag; itself where there is no such variable (observed, zsh 5.9)."""
        value = self.shell.variable(name)
        if value is None:
            return Val(f"${name}") if self.shell.is_set(name) is False else unknown(say("a variable that may not be set"))
        return value if isinstance(value, Val) else self.spread(self.elements(value))

    @staticmethod
    def _keeps(part: Parameter, flags: Flags | None = None) -> bool:
        """Whether the elements stay apart within double quotes."""
        flags = flags or flags_of(part.flags)
        return part.subscript == "@" or part.name == "@" or (flags is not None and flags.at)

    def _slices(self, part: Parameter) -> bool:
        return part.operator == ":" and re.match(r"\s*[-\d$(]", part.argument) is not None

    def _one_text(self, values: list[Val], flags: Flags) -> Val:
        """The elements of a list as one text: with what `j` says between them, or the first character of IFS."""
        return joined_by(values, self.shell.separators()[:1] if flags.join is None else flags.join)

    def _flagged(self, base: Val | list[Val], flags: Flags, keeps: bool, single: bool) -> Val | list[Val]:
        """What zsh's flags do to the values, in its order."""
        shell = self.shell
        self._spend(base, "")
        base = parted(base, flags, single=single, keeps=keeps, separator=shell.separators()[:1])
        if "%" in flags.letters:
            base = self._each(base, shell.prompt)
        if "D" in flags.letters:
            base = self._each(base, lambda v: parameters.known(v, lambda text: None if set(text) & set("\\^~/") else text))
        made = changed(base, flags)
        if made is None:
            return unknown(say("an expansion this evaluator does not know"))
        if isinstance(made, list):
            made = self.spread(made) if single else ordered(made, flags.letters)
        if flags.left is not None or flags.right is not None:
            made = self._each(made, lambda v: filled(v, flags, self.calculate))
        if "e" in flags.letters:
            made = self._each(made, lambda v: v if v.text is None or not set(v.text) & set("$`\\") else self.text(v.text, "double"))
        return made

    def _must_be_set(self, name: str) -> bool:
        return "nounset" in self.shell.state.options and name not in ("@", "*")

    def _shape(self, value: Value, part: Parameter) -> Val | list[Val]:
        """A variable's value where nothing is done to it."""
        if isinstance(value, Val):
            return value
        if value is None:
            return EMPTY
        values = self.elements(value)
        joins = part.quoted and not (self.shell.zsh and self._slices(part))
        if part.name == "*" and joins:
            return self.spread(values)
        if part.name in ("@", "*"):
            return values
        if not self.shell.zsh or "ksharrays" in self.shell.state.options:
            return values[0] if values else EMPTY
        return self.spread(values) if joins else values

    def _base(self, part: Parameter, position: int) -> tuple[Val | list[Val], bool | None]:
        shell = self.shell
        if part.nested is not None:
            only = part.nested[0]
            if len(part.nested) == 1 and isinstance(only, Parameter) and "P" in without_arguments(only.flags):
                return self._named_inside(part, only, position)
            return self._nested(part, position), True
        name = part.name
        if "!" in part.prefix:
            return self._indirect(part)
        points = "P" in without_arguments(part.flags)
        if points and part.subscript is not None:
            return self._pointed_by_element(part), True
        if points:
            pointed = shell.variable(name)
            if not isinstance(pointed, Val) or pointed.text is None:
                return unknown(say("a name that is not known")), None
            if "[" in pointed.text:
                return self._pointed(pointed), True
            name = pointed.text
        value = shell.variable(name)
        is_set: bool | None = value is not None
        var = shell.state.find(name)
        if var is not None and "?" in var.fold:
            is_set = None
        if part.subscript is not None:
            element = self._further(self.element(name, value, part.subscript, part.flags), part)
            doubtful = (
                isinstance(element, Val) and element.text is None and not element.some and (isinstance(value, Uncertain) or value is None)
            )
            if element is None and shell.zsh and _SEARCH.fullmatch(part.subscript) and (isinstance(value, Mapping) or name == "commands"):
                return EMPTY, True  # what is searched for in a table counts as set (observed, 5.9)
            return (EMPTY, False) if element is None else (element, None if is_set is None or doubtful else True)
        if "#" in part.prefix and not isinstance(value, Val) and value is not None and (shell.zsh or name in ("@", "*")):
            return self.elements(value), True
        if part.flags and not isinstance(value, Val) and value is not None:
            return self._entries(value, value, part.flags) if isinstance(value, Mapping) else listed(value), is_set
        return self._shape(value, part), is_set

    def _named_inside(self, part: Parameter, inner: Parameter, position: int) -> tuple[Val | list[Val], bool | None]:
        """zsh's `${…${(P)name}…}`: what stands inside says, all else done to it, only which variable is meant (observed, 5.9)."""
        name = self.parameter(replace(inner, flags=inner.flags.replace("P", "")), position, single=True)
        if isinstance(name, list) or name.text is None:
            return unknown(say("a name that is not known")), None
        if NAME.fullmatch(name.text):
            return self._base(replace(part, name=name.text, nested=None), position)
        if not name.text:
            return EMPTY, False
        if part.flags or part.subscript is not None:
            return unknown(say("a name that is not known")), None
        return self._pointed(name), True

    def _nested(self, part: Parameter, position: int) -> Val | list[Val]:
        nested = part.nested or ()
        only = nested[0] if len(nested) == 1 else None
        found: Val | list[Val]
        if isinstance(only, Parameter):
            words = self._words_for(only, position) if part.subscript is None else None
            if words is not None and len(words[0]) > 1:
                return [joined([value for value, _ in node]) for node in words[0]]
            found = self.parameter(only, position)
            if self.shell.zsh and isinstance(found, list) and not (only.quoted and self._keeps(only)):
                found = [value for value in found if value.text != ""]
            if "=" in only.prefix and isinstance(found, Val) and found.text is not None:
                found = self._as_words(found)
        elif isinstance(only, Command) and not only.quoted:
            found = self._as_words(self.shell.runner.output_of(only.text, position + only.offset))
        else:
            found = self.whole(nested, position)
        if "P" in without_arguments(part.flags):
            found = self._pointed(found)
        if part.subscript is None:
            return found
        return self._further(self.element("", found, part.subscript, part.flags), part) or EMPTY

    def _further(self, element: Val | list[Val] | None, part: Parameter) -> Val | list[Val] | None:
        """What the subscripts behind the first one choose of it."""
        for subscript in part.further:
            element = None if element is None else self.element("", element, subscript)
        return element

    def _pointed_by_element(self, part: Parameter) -> Val | list[Val]:
        """`${(P)name[1]}`: the first subscript is of the variable that names the other one, those behind it of that other one."""
        value, subscript = self.shell.variable(part.name), part.subscript or ""
        if isinstance(value, list) and subscript in ("@", "*"):
            return unknown(say("a name that is not known"))
        name = self.element(part.name, value, subscript)
        if isinstance(name, list) and len(name) == 1:
            name = name[0]
        if name is None or name == EMPTY:
            return EMPTY
        return self._further(self._pointed(name), part) or EMPTY

    def _as_words(self, value: Val) -> Val | list[Val]:
        """A text split as where it stands alone: several words are a list, one is a text."""
        words = self._split(value)
        return words if len(words) > 1 else words[0] if words else EMPTY

    def _pointed(self, found: Val | list[Val]) -> Val | list[Val]:
        """zsh's `(P)`: what the variable or element holds that is named by a value."""
        text = found.text if isinstance(found, Val) else None
        if text is None:
            return unknown(say("a name that is not known"))
        name, bracket, subscript = text.partition("[")
        value = self.shell.variable(name) if NAME.fullmatch(name) else None
        if bracket:
            return self.element(name, value, subscript.removesuffix("]")) or EMPTY
        return EMPTY if value is None else value if isinstance(value, Val) else self.elements(value)

    def _indirect(self, part: Parameter) -> tuple[Val | list[Val], bool | None]:
        shell = self.shell
        if part.subscript in ("@", "*"):
            value = shell.variable(part.name)
            if isinstance(value, Mapping):
                return [Val(key) for key in value], True
            return [Val(str(n)) for n in range(len(value))] if isinstance(value, list) else EMPTY, True
        if part.operator == "" and part.argument == "" and part.name and part.prefix == "!" and part.subscript is None:
            pointed = shell.variable(part.name)
            if isinstance(pointed, Val) and pointed.text is not None:
                value = shell.variable(pointed.text) if re.fullmatch(r"[A-Za-z_]\w*|\d+", pointed.text) else None
                return self._shape(value, part), value is not None
            return (EMPTY, False) if pointed is None else (unknown(say("a name that is not known")), None)
        if part.operator == "names":
            return [Val(name) for name in sorted(shell.state.frames[0]) if name.startswith(part.name)], True
        pointed = shell.variable(part.name)
        if isinstance(pointed, Val) and pointed.text and NAME.fullmatch(pointed.text):
            value = shell.variable(pointed.text)
            return self._shape(value, part), value is not None
        return unknown(say("names that are not known")), None

    # -- elements

    def elements(self, value: Value) -> list[Val]:
        """Whatever a variable holds, as a list, in the shell's order."""
        return self._entries(value, value, "") if isinstance(value, Mapping) else listed(value)

    def _entries(self, table: Mapping[str, Val], chosen: Mapping[str, Val], flags: str) -> list[Val]:
        """Keys, values or both of those entries of a table that were chosen, in the shell's order."""
        letters = without_arguments(flags)
        keys, values = "k" in letters, "v" in letters or "k" not in letters
        ordered = hash_order(table) if self.shell.zsh and not isinstance(table, InOrder) else table
        out: list[Val] = []
        for key in ordered:
            if key in chosen:
                there = not isinstance(chosen, Uncertain) or chosen[key].text is not None
                out += [Val(key) if there else unknown(say("a key that may not be there"))] * keys + [chosen[key]] * values
        other = chosen.other() if isinstance(chosen, Uncertain) else None
        return out if other is None else [*out, other]

    def element(self, name: str, value: Value, subscript: str, flags: str = "") -> Val | list[Val] | None:
        """An element of a value, or several; None where there is none. `flags` are those of the expansion: keys, values or both."""
        if subscript in ("@", "*"):
            return self._entries(value, value, flags) if isinstance(value, Mapping) else listed(value)
        if self.shell.zsh and isinstance(value, Val) and (counted := _WORD_NUMBER.fullmatch(subscript)):
            return self._word_of(value, counted.group(2), counted.group(3))
        if self.shell.zsh and isinstance(value, Mapping) and (search := _SEARCH.fullmatch(subscript)):
            return self._searched_table(value, search.group(1), search.group(2), flags)
        if self.shell.zsh and name == "commands" and (search := _SEARCH.fullmatch(subscript)) and self.shell.state.find(name) is None:
            return self._searched_commands(search.group(1), search.group(2), flags)
        special = self.shell.table_entry(name, subscript) if self.shell.zsh or name in ("BASH_SOURCE", "FUNCNAME") else None
        if special is not None:
            return special if special != EMPTY else None
        if isinstance(value, Mapping):
            key = self.text(subscript).text
            if key is None:
                return unknown(say("an element that is not known"))
            letters = without_arguments(flags) if key in value and flags else ""
            if "k" in letters and "v" not in letters and not isinstance(value, Uncertain):
                return Val(key)
            return value.get(key) or (value.other() if isinstance(value, Uncertain) else None)
        if self.shell.zsh and "," not in subscript and (search := _SEARCH.fullmatch(subscript)):
            return self._search(value, search.group(1), search.group(2))
        if value is None:
            return None
        first, comma, last = subscript.partition(",")
        start = self._bound(value, first, True)
        end = self._bound(value, last, False) if comma else start
        if start is None or end is None:
            return unknown(say("an element that is not known"))
        return self._numbered(value, start, end, bool(comma))

    def _bound(self, value: Value, raw: str, begins: bool) -> int | None:
        """Where a part begins or ends: a number, or zsh's search for the element there (`${list[(r)one,-1]}`)."""
        search = _SEARCH.fullmatch(raw) if self.shell.zsh else None
        if search is None:
            return self.calculate(raw)
        if begins and set(search.group(1)) & set("iI"):
            return None  # mostly an error: "invalid subscript"
        letters = search.group(1).replace("r", "i").replace("R", "I")
        found = self._search(value, letters, search.group(2))
        return None if found is None or found.text is None else int(found.text)

    def _word_of(self, value: Val, separator: str | None, raw: str) -> Val | None:
        """zsh's `text[(w)2]`, with `s` another separator than blanks."""
        number = self.calculate(raw)
        if value.text is None or number is None:
            return unknown(say("an element that is not known"))
        words = [word for word in split_at(value, separator) if word.text] if separator else words_of(value, self.shell.separators())
        place = number - 1 if number > 0 else len(words) + number
        return words[place] if 0 <= place < len(words) else None

    def _numbered(self, value: Value, start: int, end: int, many: bool) -> Val | list[Val] | None:
        zsh = self.shell.zsh and "ksharrays" not in self.shell.state.options
        if isinstance(value, Val):
            if not zsh:
                return value if start == 0 else None
            if value.text is None:
                return unknown(value.why)
            size = len(value.text)
            first = start - 1 if start > 0 else size + start
            return piece(value, max(first, 0), max(min(end if end >= 0 else size + end + 1, size), 0))
        values = list(value) if isinstance(value, list) else []
        size = len(values)
        if many:
            first = start - 1 if start > 0 else size + start
            return values[max(first, 0) : end if end >= 0 else size + end + 1]
        index = start - 1 if zsh and start > 0 else start if start >= 0 else size + start
        return values[index] if 0 <= index < size and not (zsh and start == 0) else None

    def _search(self, value: Value, flags: str, raw: str) -> Val | None:
        """zsh's `[(r)…]`, `[(I)…]` and their like on an array."""
        expression = self._sought(raw, flags)
        backwards = "I" in flags or "R" in flags
        if expression is None or (isinstance(value, Val) and (value.text is None or "w" in flags or not set(flags) & set("iI"))):
            return unknown(say("an element that is searched for"))
        if isinstance(value, Val):
            return position_in(value.text or "", expression, backwards)
        values = listed(value)
        order = range(len(values) - 1, -1, -1) if backwards else range(len(values))
        found = next((n for n in order if values[n].text is None or expression.fullmatch(values[n].text or "")), None)
        if found is not None and values[found].text is None:
            return unknown(say("an element that is searched for"))
        if "i" in flags.lower():
            missing = 0 if "I" in flags else len(values) + 1
            return Val(str(missing if found is None else found + 1))
        return None if found is None else values[found]

    def _sought(self, raw: str, flags: str) -> re.Pattern[str] | None:
        """What a subscript looks for: a pattern, or with `e` a text as it is; None where that cannot be told."""
        if "e" in flags:
            text = self.text(raw).text
            return None if text is None else re.compile(re.escape(text))
        pattern = self.pattern(raw, operand=True)
        return None if pattern is None else compiled(pattern, self.shell.dialect)

    def _searched_commands(self, how: str, raw: str, flags: str) -> Val | list[Val] | None:
        """`commands[(i)pattern]`: which of the programs along PATH fit."""
        shell = self.shell
        search, expression = shell.text_of("PATH"), self._sought(raw, how)
        if search is None or expression is None or set(how) - set("iIe") or shell.path_doubt:
            return unknown(say("programs that are searched for"))
        lookup = shell.lookup()
        found: dict[str, Val] = {}
        for folder in dict.fromkeys(part for part in search.split(":")[:MOST_FOLDERS] if part):
            names = lookup.folder(folder).names
            shell.spend(len(names) // _COMMANDS_A_STEP)
            for name in names:
                if expression.fullmatch(name) and name not in found and lookup.executable(f"{folder}/{name}"):
                    found[name] = Val(f"{folder}/{name}")
        if "I" not in how and len(found) > 1:
            return unknown(say("one of several programs"), True)
        keys: list[Val] = [Val(key) for key in found]
        return keys if "I" in how else keys[0] if keys else None

    def _searched_table(self, table: Mapping[str, Val], how: str, raw: str, flags: str) -> Val | list[Val] | None:
        """zsh's `table[(I)pattern]` and its like: `i` and `I` look at the keys, `r` and `R` at the values, `k` and `K` take the keys for patterns."""
        expression = self._sought(raw, how)
        text = self.text(raw).text
        letter = next((char for char in how if char in "iIrRkK"), "r")
        if expression is None or text is None or isinstance(table, Uncertain):
            return unknown(say("an element that is searched for"))
        found: dict[str, Val] = {}
        for key in hash_order(table) if not isinstance(table, InOrder) else table:
            value = table[key]
            if letter in "rR" and value.text is None:
                return unknown(say("an element that is searched for"))
            if compiled(key, True).fullmatch(text) if letter in "kK" else expression.fullmatch(value.text or "" if letter in "rR" else key):
                found[key] = value
                if letter.islower():
                    break
        if letter in "iI" and not set("kv") & set(without_arguments(flags)):
            flags = "k"
        entries = self._entries(table, found, flags)
        if letter.islower():
            return entries[0] if len(entries) == 1 else entries or None
        return entries

    # -- operators

    def _default(self, part: Parameter, base: Val | list[Val], is_set: bool | None, position: int) -> Val | list[Val]:
        kind = part.operator[-1]
        known_value = base if isinstance(base, Val) else self.spread(base)
        is_set = self._is_filled(part, base, is_set)
        if is_set is None:
            instead = self._argument(part, position) if kind in "-+=" else EMPTY
            likely = [text for text in texts_of(known_value) if text] if kind in "-=" else [""]
            likely += texts_of(instead)
            return replace(unknown(known_value.why or say("whether it is set cannot be told")), perhaps=tuple(dict.fromkeys(likely)))
        if self.shell.zsh and kind in "-+" and is_set is (kind == "+") and _ACTIVE.search(part.argument):
            several = self._several_instead(part, position)
            if several is not None:
                return several if len(several) > 1 else several[0] if several else EMPTY
        if kind == "+":
            return self._argument(part, position) if is_set else EMPTY
        if is_set:
            return base
        if kind == "?":
            raise Refused(say("{} is not set", variable_shown(part.name)))
        value = self._argument(part, position)
        if kind == "=" and part.name:
            self.shell.assign_default(part.name, value, position, part.subscript)
        return value

    def _several_instead(self, part: Parameter, position: int) -> list[Val] | None:
        """zsh's `"${name:-a${list[@]}b}"`, `${(U)name:-$list}`: the words where an expansion among them may stay several; None where none does."""
        if not part.quoted:
            return (
                [joined([v for v, _ in node]) for node in self._nodes(self.shell.words.parts(part.argument), position)[0] if node]
                if part.flags
                else None
            )
        parts = self.shell.words.parts(re.sub(r'(?<!\\)"', "", part.argument), "double")
        if not any(isinstance(one, Parameter) and (one.flags or "=" in one.prefix or self._keeps(one)) for one in parts):
            return None
        fields: list[Pieces] = [[]]
        for one in parts:
            found = self._part(one, position)
            values = found if isinstance(found, list) else [found]
            if isinstance(one, Parameter) and not self._keeps(one):
                values = [value for value in values if value.text != ""]
            spread_over(fields, values, True)
        return [joined([value for value, _ in field]) if field else EMPTY for field in fields if field]

    def _is_filled(self, part: Parameter, base: Val | list[Val], is_set: bool | None) -> bool | None:
        """Whether a variable counts as set for an operator, which with a colon wants it not empty."""
        if part.operator == "::=":
            return False
        value = base if isinstance(base, Val) else self.spread(base)
        if part.operator.startswith(":") and is_set is not False and not value.some:
            return None if value.text is None else bool(value.text)
        return is_set

    def _argument(self, part: Parameter, position: int) -> Val:
        raw = part.argument
        if part.quoted:
            raw = re.sub(r'(?<!\\)"', "", raw)
            return self.text(raw, "double", position)
        parts = self.shell.words.parts(raw)
        if self.shell.zsh and self._multiplies(parts):
            nodes, _ = self._nodes(parts, position)
            return self.spread([joined([value for value, _ in node]) for node in nodes])
        return self.whole(parts, position, tildes=True)

    def _operate(self, part: Parameter, base: Val | list[Val], position: int) -> Val | list[Val]:
        operator, raw = part.operator, part.argument
        if operator == ":":
            if isinstance(base, list) and self._slices(part):
                return self._slice(base, raw, part.name)
            return self._each(base, self._substring_or_modifier(raw))
        if operator[0] in "#%":
            cut = self.pattern(raw, operand=True)
            if cut is None:
                return unknown(say("a pattern that is not known"))
            self._spend(base, cut)
            how = without_arguments(part.flags)
            return self._each(base, lambda v: parameters.trim(v, operator, cut, self.shell.dialect, how))
        if operator[0] == "/" or operator == ":/":
            before, after = halves(raw, operator in ("/#", "/%", "/#%"))
            return self._replaced(base, operator, before, after, "double" if part.quoted and '"' not in after else "word")
        if self.shell.zsh and operator in _OF_TWO_LISTS:
            return self._of_two(base, operator, raw)
        if operator[0] in "^,":
            return self._each(base, lambda v: parameters.recase(v, operator))
        if operator == "@":
            changed = _TRANSFORMS.get(raw)
            return self._each(base, lambda v: parameters.known(v, changed)) if changed else base
        if operator == ":#":
            return self._without(part, base, raw)
        return unknown(say("an expansion this evaluator does not know"))

    def _of_two(self, base: Val | list[Val], operator: str, name: str) -> Val | list[Val]:
        """zsh's `${a:^b}` and `${a:^^b}`, which take from both in turn, `${a:|b}` what is not in the other, `${a:*b}` what is."""
        value = self.shell.variable(name) if NAME.fullmatch(name) else None
        mine = base if isinstance(base, list) else [base]
        other = self.elements(value)
        if operator in (":^", ":^^"):
            if not other or not mine:
                return [] if operator == ":^" else mine or other
            size = min(len(mine), len(other)) if operator == ":^" else max(len(mine), len(other))
            return [one for number in range(size) for one in (mine[number % len(mine)], other[number % len(other)])]
        if any(one.text is None for one in (*mine, *other)):
            return unknown(say("a list that is not known"))
        there = {one.text for one in other}
        left = [one for one in mine if (one.text in there) == (operator == ":*")]
        return left if isinstance(base, list) else (left[0] if left else EMPTY)

    def _replaced(self, base: Val | list[Val], operator: str, before: str, raw_after: str, mode: str) -> Val | list[Val]:
        """`${name/pattern/text}`. With `(#m)` and `(#b)` in the pattern the text is expanded anew for every match, which it may name."""
        pattern = self.pattern(before, operand=True)
        if pattern is None:
            return unknown(say("a replacement that is not known"))
        self._spend(base, pattern)
        after = partial(self.text, raw_after, mode)
        told = bool(self.shell.dialect & EXTENDED) and _TELLS_MATCH.search(pattern) is not None
        once = None if told else after()
        if once is not None and once.text is None:
            return unknown(say("a replacement that is not known"))

        filling: str | None = ""
        if once is not None and once.text is not None and "&" in once.text and "patsubreplacement" in self.shell.state.options:
            filling = self._with_what_matched(raw_after)
            if filling is None:
                return unknown(say("a replacement that is not known"))

        def made(match: re.Match[str]) -> str | None:
            if filling:
                return re.sub(r"\\([\\&])|&", lambda sign: sign[1] or match.group(), filling)
            if once is not None:
                return once.text
            self.matched(pattern, match)
            return after().text

        return self._each(base, lambda v: parameters.replace(v, operator, pattern, made, self.shell.dialect))

    def matched(self, pattern: str, match: re.Match[str]) -> None:
        """What zsh sets for a match of a pattern with `(#m)` or `(#b)`."""
        shell = self.shell
        if not shell.dialect & EXTENDED or "(#" not in pattern:
            return
        letters = "".join(_TELLS_MATCH.findall(pattern))
        if "m" in letters:
            shell.set_quietly("MATCH", Val(match.group()))
            shell.set_quietly("MBEGIN", Val(str(match.start() + 1)))
            shell.set_quietly("MEND", Val(str(match.end())))
        if "b" in letters:
            groups = range(1, (match.re.groups or 0) + 1)
            shell.set_quietly("match", [Val(match.group(number) or "") for number in groups])
            shell.set_quietly("mbegin", [Val(str(match.start(number) + (match.start(number) >= 0))) for number in groups])
            shell.set_quietly("mend", [Val(str(match.end(number))) for number in groups])

    def _without(self, part: Parameter, base: Val | list[Val], raw: str) -> Val | list[Val]:
        pattern = self.pattern(raw, operand=True)
        if pattern is None:
            return unknown(say("a pattern that is not known"))
        expression = compiled(pattern, self.shell.dialect)
        kept = "M" in without_arguments(part.flags)
        values = base if isinstance(base, list) else [base]
        if any(v.text is None for v in values):
            return unknown(say("a list that is not known"))
        left = [v for v in values if bool(expression.fullmatch(v.text or "")) == kept]
        return left if isinstance(base, list) else (left[0] if left else EMPTY)

    def _substring_or_modifier(self, raw: str) -> Callable[[Val], Val]:
        if self.shell.zsh and re.match(r"[A-Za-z]", raw):
            return lambda v: parameters.modified(v, raw, self.shell.lookup().absolute, self.shell.real_path)
        first, colon, last = raw.partition(":")
        offset, length = self.calculate(first), self.calculate(last) if colon else None
        return lambda v: parameters.substring(v, offset, length, bool(colon))

    def _with_what_matched(self, raw: str) -> str | None:
        """bash's replacement in which `&` stands for what was found, and a backslash takes that away (5.2, `patsub_replacement`)."""
        out: list[str] = []
        for part in self.shell.words.parts(raw):
            text = part.text if isinstance(part, Literal) else self._single(part, 0).text
            if text is None:
                return None
            out.append(re.sub(r"[\\&]", r"\\\g<0>", text) if getattr(part, "quoted", False) else text)
        return "".join(out)

    def _slice(self, base: list[Val], raw: str, name: str) -> Val | list[Val]:
        """`${name:from:count}` of a list: the parameters count from 1, and `$0` stands before them; elements count from 0."""
        first, colon, last = raw.partition(":")
        offset, length = self.calculate(first), self.calculate(last) if colon else len(base)
        if offset is None or length is None:
            return unknown(say("a part of a list that is not known"))
        if name in ("@", "*", "argv") and (name != "argv" or self.shell.zsh):
            zero = self.shell.variable("0")
            base = [zero if isinstance(zero, Val) else EMPTY, *base]
        offset = offset if offset >= 0 else len(base) + offset
        if not 0 <= offset <= len(base):
            return []
        return base[offset : len(base) + length] if length < 0 else base[offset:][:length]

    def _spend(self, base: Val | list[Val], pattern: str) -> None:
        """Count what changing long texts costs."""
        size = sum(len(value.text or "") for value in (base if isinstance(base, list) else [base]))
        self.shell.spend(size // _CHANGED_A_STEP + size * len(pattern) // _COMPARED_A_STEP)

    def _each(self, base: Val | list[Val], change: Callable[[Val], Val]) -> Val | list[Val]:
        return [change(v) for v in base] if isinstance(base, list) else change(base)

    def _length(self, base: Val | list[Val], flags: Flags) -> Val:
        """How many elements or characters; words or all characters where zsh's `w` or `c` asks for them."""
        if set(flags.letters) & set("wcW"):
            whole = base if isinstance(base, Val) else self.spread(base)
            if whole.text is None or "W" in flags.letters:
                return unknown(whole.why, True)
            return Val(str(len(words_of(whole, self.shell.separators())) if "w" in flags.letters else len(whole.text)))
        if isinstance(base, list):
            doubtful = next((v for v in base if v.text is None), None)  # which may stand for several, or none
            return Val(str(len(base))) if doubtful is None else unknown(doubtful.why, True)
        return unknown(base.why, True) if base.text is None else Val(str(len(base.text)))

    # -- arithmetic

    def calculate(self, raw: str) -> int | None:
        """The value of an arithmetic text where it is an integer, its expansions done first; None where it is none or cannot be told."""
        try:
            number = self.number(raw)
        except BadMath:
            return None
        return number if isinstance(number, int) else None

    def number(self, raw: str) -> Number:
        """The value of an arithmetic text; None where it cannot be told. Raises `BadMath` where it surely is none."""
        if not re.search(r"[$`\\]", raw):
            return self._calculated([Val(raw.replace('"', ""))])
        return self._calculated([self._single(part, 0) for part in self.shell.words.parts(raw.replace('"', ""), "double")])

    def _calculated(self, parts: list[Val]) -> Number:
        """The value of an arithmetic text of which some parts may not be known."""
        shell = self.shell
        self.moments.results = ()

        def calculated(assign: Callable[[str, str | None, Number], None]) -> Number:
            texts = [clock.at(part, self.moments.moment) for part in parts]
            text = "".join(UNTOLD if one is None else one for one in texts)
            try:
                return calculate(text, self._number_text, assign, zsh=shell.zsh)
            except BadMath:
                if None in texts:
                    return None
                raise

        if self.moments.moment is None and self._of_the_clock(parts):
            return self.moments.calculated(calculated, shell.assign_number)
        return calculated(shell.assign_number)

    def _of_the_clock(self, parts: list[Val]) -> bool:
        """Whether a part, or a variable that is named, is decided by the clock."""
        if any(part.clock for part in parts):
            return True
        if not self.shell.tells_time and not any("EPOCHSECONDS" in (part.text or "") for part in parts):
            return False
        names = {name for part in parts for name in NAME.findall(part.text or "")}
        return any(isinstance(value := self.shell.variable(name), Val) and value.clock for name in names)

    def _number_text(self, name: str, subscript: str | None) -> str | None:
        if name.startswith("#") and name != "#":  # zsh: the number of its first character
            held = self.shell.variable(name[1:])
            text = "" if held is None else held.text if isinstance(held, Val) else next((one.text for one in self.elements(held)), "")
            return None if text is None else str(ord(text[0])) if text else "0"
        if (name, subscript) in self.moments.written:
            return told(self.moments.written[name, subscript])
        value: Value = self.shell.variable(name)
        if subscript is not None:
            found = self.element(name, value, subscript)
            value = EMPTY if found is None else found[:1] if isinstance(found, list) else found
        if isinstance(value, Mapping):
            value = self.elements(value)
        if value is None:
            return None if self.shell.is_set(name) is None else ""
        if isinstance(value, Val):
            return clock.at(value, self.moments.moment)
        if len(value) < 2 or not self.shell.zsh:
            return value[0].text if value else ""
        return None


def _constant(raw: str) -> Val | None:
    """What a plain beginning and one quoted text stand for: themselves."""
    found = _CONSTANT.fullmatch(raw)
    if found is None:
        return None
    lead, single, double = found.groups()
    return Val(lead + (double if single is None else single))

"""From text to commands. Tolerant: what it cannot read ends the text there, and all lines before it stand.

A line is read as a whole, as the shells do: when something in it cannot be read, nothing of it runs, nor anything after.
Where a word ends is told by `scanner`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Final

from msgspec.structs import replace

from claude_auth_tui.model.saying import say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.shells.posix.scanner import NUMBERS, Scanner, Unfinished
from claude_auth_tui.shells.posix.syntax import (
    AndOr,
    Anonymous,
    Arithmetic,
    Arm,
    Assign,
    Background,
    Binary,
    Block,
    Both,
    Case,
    Condition,
    CountingFor,
    Either,
    For,
    Function,
    Group,
    Heredoc,
    If,
    Node,
    Not,
    Pipeline,
    Redirect,
    Repeat,
    Simple,
    Subshell,
    Test,
    Unary,
    Unread,
    While,
    Word,
)
from claude_auth_tui.shells.posix.values import Source
from claude_auth_tui.shells.source_shown import operator_shown

_EMPTY_PARENS: Final = re.compile(r"\([ \t]*\)")
_SEPARATOR: Final = re.compile(r"[ \t]*(;(?![;&|])|&(?![&>]))")
_OPENERS: Final = frozenset(
    ["if", "for", "while", "until", "case", "select", "function", "foreach", "repeat", "{", "[[", "!", "time", "coproc", "nocorrect"]
)
_CLOSERS: Final = frozenset(["then", "elif", "else", "fi", "do", "done", "esac", "}"])
_JOINING: Final = frozenset(["&&", "||"])
DECLARING: Final = frozenset(["export", "declare", "typeset", "local", "readonly", "integer", "float"])
"""Commands whose arguments are assignments."""
_DECLARING_BEHIND: Final = DECLARING | {"private", "builtin", "command", "-"}
"""Words behind which arguments are read so."""
_ZSH_ONLY: Final = frozenset(["foreach", "repeat", "nocorrect"])
_CLOSING_AROUND: Final = frozenset(["fi", "elif", "done", "esac"])
_RESERVED_IN_ZSH: Final = _OPENERS | _CLOSERS - {"!", "time"}
"""What ends a command that so far is assignments only: zsh still looks for reserved words there."""
_BLANKS: Final = re.compile(r"(?:[ \t]|\\\n)*+")
_BLANK_STARTS: Final = frozenset(" \t\\#")
_COMMENT: Final = re.compile(r"#[^\n]*")
_EMPTY_LINES: Final = re.compile(r"(?:[ \t\n]|\\\n|#[^\n]*)*+")
_REDIRECT: Final = re.compile(r"(\d+|\{[A-Za-z_]\w*\})?(<<<|<<-?|<>|<&|>>[|!]|>&[|!]?|>>|>[|!]|&>>[|!]?|&>[|!]?|>|<)")
_ASSIGN: Final = re.compile(r"([A-Za-z_]\w*)(\[(?:[^\[\]\n]|\[[^\[\]\n]*\])*\])?(\+?)=")
_ASSIGN_IN_ZSH: Final = re.compile(r"([A-Za-z_]\w*|\d+)(\[(?:[^\[\]\n]|\[[^\[\]\n]*\])*\])?(\+?)=")
"""There the positional parameters and `$0` can be assigned too."""
_ASSIGNED: Final = re.compile(r"([A-Za-z_]\w*)(?:\[([^\]]*)\])?(\+?)=")
_RESERVED_WORD: Final = re.compile(r"(?:[a-z]+|[{}!]|\[\[)(?=[ \t\n;&|<>()]|$)")
_PIECE: Final = re.compile(r"[A-Za-z]{1,10}|.")
_NAME: Final = re.compile(r"[A-Za-z_]\w*|\d+")
_ARM_ENDINGS: Final = (";;&", ";;", ";&", ";|")
_DO: Final = re.compile(r"[;\s]*do\b")
_PATTERN_GOES_ON: Final = re.compile(r"[ \t]*\)|[^\s;&]*\)")
_BINARY_TEST: Final = re.compile(r"(==|=~|!=|=|<|>|-(?:eq|ne|lt|le|gt|ge|nt|ot|ef|pcre-match))(?=[ \t\n(\"'$])")
_TEST_END: Final = re.compile(r"\]\](?=[ \t\n;&|<>()]|$)")
_UNARY_TEST: Final = re.compile(r"-(?:[a-zA-Z]|prefix|suffix|after|between)(?=[ \t\n])")
_REGEX_STOP: Final = re.compile(r"[ \t\n]")


class Parser(Scanner):
    """One text on its way to commands."""

    def __init__(self, text: str, zsh: bool, position: int = 0, depth: int = 0) -> None:
        super().__init__(text, zsh, position, depth)
        self.heredocs: list[Heredoc] = []
        """Here-documents that wait for the end of the line."""
        self.problem: Unfinished | None = None
        """What ended the reading before the end of the text, if anything did."""
        self.stops: Collection[str] = ()
        """Words that end the list that is being read."""
        self.in_output = False
        """bash: inside of `$(…)`, where `EOD)` ends a here-document too."""

    def lines(self) -> Iterator[Node]:
        """The complete commands of the text, one line or compound at a time, read as they are asked for."""
        while True:
            self._empty_lines()
            if self.pos >= len(self.text):
                return
            easy = _easy_command(self.text, self.pos) if not self.heredocs else None
            if easy:
                self.pos = easy.end
                yield easy
                continue
            start = self.pos
            try:
                block = self._list((), one_line=True)
                if not block.items:
                    raise Unfinished(self.pos, say("`{}` is out of place", operator_shown(self.text[self.pos : self.pos + 1])))
            except Unfinished as unfinished:
                following = self._behind(unfinished)
                if not following:
                    self.problem = unfinished
                    return
                yield Unread(unfinished.what, start, following)
                continue
            yield block

    def _behind(self, problem: Unfinished) -> int:
        """Where bash goes on behind an error inside parentheses: at the next line, as if nothing had been begun. 0 where it does not."""
        end = self.text.find("\n", problem.inside) if problem.inside >= 0 else -1
        if self.zsh or end < 0:
            return 0
        self.pos, self.depth, self.stops = end + 1, 0, ()
        self.heredocs.clear()
        return end + 1

    def command_end(self, position: int) -> int:
        inner = Parser(self.text, self.zsh, position, self.depth)
        inner.extglob, inner.ends, inner.in_output = self.extglob, self.ends, not self.zsh
        try:
            inner._list((), closing=")")
        except Unfinished as unfinished:
            if unfinished.inside < 0 and "never closed" not in unfinished.what and inner.pos < len(self.text):
                unfinished.inside = inner.pos
            raise
        if not inner.text.startswith(")", inner.pos):
            problem = Unfinished(position, say("$( is never closed"))
            problem.inside = inner.pos if inner.pos < len(self.text) else -1
            raise problem
        return inner.pos + 1

    # -- lists

    def _list(self, stops: Collection[str], closing: str = "", one_line: bool = False) -> Block:
        """Commands up to one of the stop words, a `)` or the end; the stop itself is not consumed."""
        outer, self.stops = self.stops, stops
        items: list[Node] = []
        start = self.pos
        while True:
            if not one_line:
                self._empty_lines()
                easy = _easy_command(self.text, self.pos) if not self.heredocs else None
                if easy:
                    self.pos = easy.end
                    items.append(easy)
                    continue
            self._blanks()
            if self.text.startswith(";", self.pos) and self._lone_separator():
                continue
            if self._at_end(closing):
                break
            command = self._and_or()
            if command is None:
                break
            separator = _SEPARATOR.match(self.text, self.pos)
            if separator:
                self.pos = separator.end()
                if separator.group(1) == "&":
                    self.pos += self._at("!", "|")
                    command = Background(command, command.pos, self.pos)
            items.append(command)
            if separator:
                continue
            self._blanks()
            if one_line or not self.text.startswith("\n", self.pos):
                break
        if one_line:
            self._finish_line()
        self.stops = outer
        return Block(tuple(items), start, self.pos)

    def _filled_list(self, stops: Collection[str], opened: int, closing: str = "") -> Block:
        """The inside of a compound command, which bash does not allow to be empty."""
        block = self._list(stops, closing)
        if not block.items and not self.zsh:
            raise Unfinished(opened, say("a block is empty"))
        return block

    def _finish_line(self) -> None:
        self._blanks()
        if self.pos < len(self.text) and self.text[self.pos] != "\n":
            raise self._out_of_place()
        if self.heredocs:
            self._empty_lines()

    def _at_end(self, closing: str) -> bool:
        text, position = self.text, self.pos
        if position >= len(text):
            return True
        char = text[position]
        if char == ")":
            if not closing and not self.depth and not self.stops:
                raise Unfinished(position, say("`)` is out of place"))
            return True
        return text.startswith((";;", ";&", ";|"), position)

    def _and_or(self) -> Node | None:
        start = self.pos
        first = self._pipeline()
        if first is None:
            return None
        rest: list[tuple[str, Node]] = []
        while True:
            self._blanks()
            operator: str = self.text[self.pos : self.pos + 2]
            if operator not in _JOINING:
                break
            self.pos += 2
            self._empty_lines()
            while self._lone_separator():
                self._empty_lines()
            following = self._pipeline() if not self.zsh or self._peek() not in _CLOSERS else None
            if following is None:
                if self.zsh:
                    break
                raise Unfinished(self.pos, say("nothing follows `{}`", operator_shown(operator)))
            rest.append((operator, following))
        return AndOr(first, tuple(rest), start, self.pos) if rest else first

    def _pipeline(self) -> Node | None:
        start = self.pos
        negated = False
        while self.text.startswith("!", start) and self._take_word("!"):
            negated = not negated
            self._blanks()
        if self.text.startswith("time", self.pos) and self._take_word("time"):
            self._blanks()
            self._take_word("-p")
            self._blanks()
        first = self._any_command()
        if first is None:
            if self.pos > start:
                return Simple((), (), (), start, self.pos)
            return None
        commands = [first]
        while True:
            self._blanks()
            if not self.text.startswith("|", self.pos) or self.text.startswith("||", self.pos):
                break
            self.pos += 2 if self.text.startswith("|&", self.pos) else 1
            self._empty_lines()
            following = self._any_command()
            if following is None:
                raise Unfinished(self.pos, say("nothing follows `|`"))
            commands.append(following)
        if len(commands) == 1 and not negated:
            return first
        return Pipeline(tuple(commands), negated, start, self.pos)

    def _lone_separator(self) -> bool:
        """Step over a `;` without a command before it, which zsh allows."""
        text, position = self.text, self.pos
        if not self.zsh or not text.startswith(";", position) or text.startswith((";;", ";&", ";|"), position):
            return False
        self.pos += 1
        return True

    def _at(self, *pieces: str) -> bool:
        """Whether the text goes on with one of these."""
        return self.text.startswith(pieces, self.pos)

    def _take(self, piece: str) -> bool:
        """Step over a piece of text if it is next."""
        if self.text.startswith(piece, self.pos):
            self.pos += len(piece)
            return True
        return False

    def _close(self, piece: str, opened: int, what: Shown) -> None:
        """Step over the piece that ends something, which may stand on a later line."""
        self._empty_lines()
        if not self._take(piece):
            raise Unfinished(opened, what)

    def _out_of_place(self) -> Unfinished:
        return Unfinished(self.pos, say("`{}` is out of place", self._next_shown()))

    def _take_word(self, word: str) -> bool:
        """Step over a reserved word if it is the next word."""
        end = self.pos + len(word)
        if self.text.startswith(word, self.pos) and (end >= len(self.text) or self.text[end] in " \t\n;&|<>()"):
            self.pos = end
            return True
        return False

    # -- commands

    def _any_command(self) -> Node | None:
        """One command, simple or compound; None at the end of a list."""
        text, start = self.text, self.pos
        char = text[start : start + 1]
        if not char or char in "\n;&|)":
            if char == "&" and text.startswith("&>", start):
                return self._simple(start)
            return None
        if char == "(":
            return self._parenthesis()
        if char == "{" and (self.zsh or text[start + 1 : start + 2] in (" ", "\t", "\n", "")):
            return self._group()
        word = self._peek()
        if word in self.stops:
            return None
        if word in _CLOSERS:
            raise Unfinished(start, say("`{}` is out of place", operator_shown(word)))
        if word in _OPENERS and (self.zsh or word not in _ZSH_ONLY):
            return self._reserved(word)
        return self._simple(start)

    def _simple(self, start: int) -> Node:
        assigns: list[Assign] = []
        words: list[Word] = []
        redirects: list[Redirect] = []
        text = self.text
        declaring = False
        while True:
            self._blanks()
            char = text[self.pos : self.pos + 1]
            if not char or char in "\n;|)":
                break
            if char in "<>&" or char.isdecimal() or char == "{":
                redirect = self._redirect()
                if redirect:
                    redirects.append(redirect)
                    continue
                if char == "&":
                    break
            if self.zsh and char == "}" and self._peek() == "}":
                break
            if self.zsh and assigns and not words and self._peek() in _RESERVED_IN_ZSH:
                break
            if not words or declaring:
                assign = self.assign(declaring)
                if assign and not words:
                    assigns.append(assign)
                    continue
                if assign:
                    words.append(Word(text[assign.pos : assign.end], assign.pos, False))
                    continue
            parens = _EMPTY_PARENS.match(text, self.pos) if char == "(" and words and not assigns else None
            if parens:
                self.pos = parens.end()
                return self._function_body(tuple(w.raw for w in words), start)
            word = self.scan_word(parens=self.zsh and bool(words), assigned=declaring)
            if word is None:
                raise self._out_of_place()
            declaring = declaring or (not words and word.raw in _DECLARING_BEHIND)
            words.append(word)
        return Simple(tuple(assigns), tuple(words), tuple(redirects), start, self.pos)

    # -- blanks, lines, here-documents

    def _blanks(self) -> None:
        if self.text[self.pos : self.pos + 1] not in _BLANK_STARTS:
            return
        found = _BLANKS.match(self.text, self.pos)
        if found:
            self.pos = found.end()
        if self.text.startswith("#", self.pos) and (comment := _COMMENT.match(self.text, self.pos)):
            self.pos = comment.end()

    def _empty_lines(self) -> None:
        """Blanks, comments and line ends; reads the here-documents that wait for a line end."""
        while True:
            if not self.heredocs:
                found = _EMPTY_LINES.match(self.text, self.pos)
                self.pos = found.end() if found else self.pos
                return
            self._blanks()
            if not self._take("\n"):
                return
            self._read_heredocs()

    def _read_heredocs(self) -> None:
        for heredoc in self.heredocs:
            heredoc.pos = start = self.pos
            lines: list[str] = []
            while self.pos < len(self.text):
                end = self.text.find("\n", self.pos)
                end = len(self.text) if end < 0 else end
                line = self.text[self.pos : end]
                self.pos = min(end + 1, len(self.text))
                if heredoc.strip:
                    line = line.lstrip("\t")
                if line == heredoc.delimiter:
                    break
                if self.in_output and line.startswith(heredoc.delimiter) and (")" in line or end == len(self.text)):
                    self.pos = end - len(line) + len(heredoc.delimiter)
                    break
                lines.append(line + "\n")
            heredoc.body = "".join(lines) if heredoc.strip else self.text[start : start + sum(map(len, lines))]
        self.heredocs.clear()

    def _next_shown(self) -> Shown:
        """The next operator or keyword; any other word is not told."""
        found = _PIECE.match(self.text, self.pos)
        return operator_shown(found.group() if found else "")

    def _peek(self) -> str:
        """The next word if it could be a reserved one, else nothing."""
        found = _RESERVED_WORD.match(self.text, self.pos)
        return found.group() if found else ""

    # -- assignments and redirections

    def assign(self, declaring: bool = False) -> Assign | None:
        """An assignment at the current position; as an argument of `export` and its like only the form with parentheses."""
        text, start = self.text, self.pos
        found = (_ASSIGN_IN_ZSH if self.zsh and not declaring else _ASSIGN).match(text, start)
        if not found:
            return None
        name, key, plus = found.group(1), found.group(2), bool(found.group(3))
        if text.startswith("(", found.end()):
            self.pos = found.end() + 1
            return Assign(name, key and key[1:-1], plus, None, self._array(start), start, self.pos)
        if declaring:
            return None
        self.pos = found.end()
        value = self.scan_word(assigned=True) or Word("", self.pos, True)
        return Assign(name, key and key[1:-1], plus, value, None, start, self.pos)

    def _array(self, opened: int) -> tuple[Word, ...]:
        words: list[Word] = []
        self.depth += 1
        while True:
            self._empty_lines()
            if self._take(")"):
                break
            word = self.scan_word(parens=self.zsh) if not self.zsh or self._peek() != "}" else None
            if word is None:
                if self.pos >= len(self.text):
                    raise Unfinished(opened, say("a list in parentheses is never closed"))
                if not self.zsh or self.text[self.pos] != ";":
                    problem = Unfinished(self.pos, say("`{}` is out of place in a list in parentheses", self._next_shown()))
                    problem.inside = self.pos
                    raise problem
                self.pos += 1
                continue
            words.append(word)
        self.depth -= 1
        return tuple(words)

    def _redirect(self) -> Redirect | None:
        found = _REDIRECT.match(self.text, self.pos)
        if not found:
            return None
        operator = found.group(2)
        if operator in ("<", ">") and self.text.startswith("(", found.end()):
            return None
        if self.zsh and operator == "<" and NUMBERS.match(self.text, self.pos):
            return None
        start = self.pos
        self.pos = found.end()
        self._blanks()
        target = self.scan_word()
        if target is None:
            if operator in (">&", "<&") and self._take("-"):
                return Redirect(operator, found.group(1) or "", None, None, start)
            raise Unfinished(start, say("nothing follows `{}`", operator_shown(operator)))
        heredoc = None
        if operator.startswith("<<") and operator != "<<<":
            bare = re.sub(r"\\(.)|['\"]|\$(?=['\"])", r"\1", target.raw)
            heredoc = Heredoc(bare, bare != target.raw, operator == "<<-")
            self.heredocs.append(heredoc)
        return Redirect(operator, found.group(1) or "", target, heredoc, start)

    def _redirects(self) -> tuple[Redirect, ...]:
        """The redirections behind a compound command."""
        found: list[Redirect] = []
        while True:
            self._blanks()
            redirect = self._redirect() if self.pos < len(self.text) and self.text[self.pos] in "<>&0123456789{" else None
            if redirect is None:
                return tuple(found)
            found.append(redirect)

    # -- compound commands

    def _reserved(self, word: str) -> Node:
        """The command that begins with a reserved word, which is at the current position."""
        start = self.pos
        self.deeper(start)
        self.pos += len(word)
        reader = self._READERS.get(word)
        if reader is not None:
            node = reader(self, start)
        else:  # time, coproc, nocorrect, ! in front of a command
            self._blanks()
            node = self._any_command() or Simple((), (), (), start, self.pos)
        self.depth -= 1
        return node

    # -- groups

    def _parenthesis(self) -> Node:
        """`( … )`, `(( … ))`, or in zsh `() { … }`."""
        start = self.pos
        self.deeper(start)
        if self.zsh and (found := _EMPTY_PARENS.match(self.text, start)):
            self.pos = found.end()
            node: Node = self._anonymous(start)
        else:
            node = self._arithmetic(start) or self._subshell(start)
        self.depth -= 1
        return node

    def _arithmetic(self, start: int) -> Arithmetic | None:
        if not self.text.startswith("((", start) or not self.arithmetic_ends(start):
            return None
        text = self.text[start + 2 : self.pos - 2]
        return Arithmetic(text, self._redirects(), start, self.pos)

    def _subshell(self, start: int) -> Subshell:
        self.pos = start + 1
        body = self._filled_list((), start, closing=")")
        self._close(")", start, say("a `(` is never closed"))
        return Subshell(body, self._redirects(), start, self.pos)

    def _group(self) -> Node:
        start = self.pos
        self.deeper(start)
        body = self._braced(start)
        always = None
        if self.zsh:
            self._blanks()
            if self._take_word("always"):
                self._empty_lines()
                if self._at("{"):
                    always = self._braced(start)
        self.depth -= 1
        return Group(body, always, self._redirects(), start, self.pos)

    def _anonymous(self, start: int) -> Anonymous:
        self._empty_lines()
        body = self._any_command()
        if body is None and self.text[self.pos : self.pos + 1] not in ("", ";"):
            raise Unfinished(start, say("a function without a body"))
        if body is None:  # `function` alone does nothing (observed: zsh 5.9)
            body = Simple((), (), (), start, self.pos)
        words: list[Word] = []
        redirects: list[Redirect] = []
        while True:
            redirects += self._redirects()
            word = self.scan_word(parens=True)
            if word is None:
                return Anonymous(body, tuple(words), tuple(redirects), start, self.pos)
            words.append(word)

    # -- functions

    def _function(self, start: int) -> Node:
        names: list[str] = []
        while True:
            self._blanks()
            if (self._at("{") and not self._begins_a_name()) or self._at("\n") or (self._at("(") and (names or self.zsh)):
                break
            word = self.scan_word()
            if word is None:
                break
            names.append(word.raw)
        found = _EMPTY_PARENS.match(self.text, self.pos)
        if found:
            self.pos = found.end()
        if not names and self.zsh:
            return self._anonymous(start)
        return self._function_body(tuple(names), start)

    def _begins_a_name(self) -> bool:
        """zsh: whether the `{` behind `function` begins a list of names; a body's stands alone."""
        return self.zsh and self.text[self.pos + 1 : self.pos + 2] not in (" ", "\t", "\n", ";", "")

    def _function_body(self, names: tuple[str, ...], start: int) -> Node:
        self._empty_lines()
        self.deeper(start)
        body = self._any_command()
        self.depth -= 1
        if body is None:
            raise Unfinished(start, say("a function without a body"))
        if not self.zsh and isinstance(body, Simple):
            raise Unfinished(start, say("a function whose body is no compound command"))
        return Function(names, body, start, self.pos)

    # -- conditions and loops

    def _if(self, start: int) -> If:
        arms: list[tuple[Block, Block]] = []
        otherwise = None
        while True:
            closers = self._closers_around()
            test = self._filled_list(("then", "}", *closers) if self.zsh else ("then",), start)
            self._empty_lines()
            if self._take_word("then"):
                arms.append((test, self._filled_list(("elif", "else", "fi"), start)))
                self._empty_lines()
                if self._take_word("elif"):
                    continue
                if self._take_word("else"):
                    otherwise = self._filled_list(("fi",), start)
                self._expect("fi", start, say("if"))
                break
            if test.items and self._closed_by_another(closers):
                arms.append((test, Block((), self.pos, self.pos)))
                break
            if not self.zsh or not test.items or not _ends_itself(test, self.text, self.pos):
                raise Unfinished(start, say("`if` lacks its `then`"))
            arms.append((test, self._braced(start) if self._at("{") else self._single()))
            following = self._after_short_arm() if self.text[self.pos - 1] == "}" else ""
            if following == "elif":
                continue
            if following == "else":
                otherwise = self._short_else(start)
            break
        return If(tuple(arms), otherwise, self._redirects(), start, self.pos)

    def _closers_around(self) -> list[str]:
        """The words that close what stands around, and may end a condition that has no body (but for `else`)."""
        return [word for word in self.stops if word in _CLOSING_AROUND]

    def _closed_by_another(self, closers: Collection[str]) -> bool:
        """zsh: whether what ends the condition closes what stands around: the whole list is the condition then, and the body is empty."""
        return self.zsh and (self._at("}", ")", ";;", ";&", ";|") or self._peek() in closers)

    def _after_short_arm(self) -> str:
        """`elif` or `else` behind a braced arm, on its line."""
        self._blanks()
        return next((word for word in ("elif", "else") if self._take_word(word)), "")

    def _short_else(self, start: int) -> Block:
        self._empty_lines()
        if self._at("{"):
            return self._braced(start)
        block = self._filled_list(("fi",), start)
        self._expect("fi", start, say("if"))
        return block

    def _test(self, start: int) -> Test:
        test = self._condition(start)
        return Test(test, self._redirects(), start, self.pos)

    # -- what compound commands are made of

    def _expect(self, word: str, opened: int, what: Shown) -> None:
        self._empty_lines()
        if not self._take_word(word):
            raise Unfinished(
                opened,
                say("`{}` lacks its `{}`", what, operator_shown(word))
                if self.pos >= len(self.text)
                else say("`{}` is not closed where `{}` should stand", what, operator_shown(word)),
            )

    def _body(self, opened: int, what: Shown) -> Block:
        """`do … done`, or in zsh `{ … }`, `( … )` or a single command."""
        self._empty_lines()
        if not self._at(";;") and self._take(";"):
            self._empty_lines()
        if self._take_word("do"):
            body = self._filled_list(("done",), opened)
            self._expect("done", opened, what)
            return body
        if self._at("{"):
            return self._braced(opened)
        if not self.zsh:
            raise Unfinished(opened, say("`{}` lacks its `do`", what))
        return self._single()

    def _single(self) -> Block:
        """zsh's short form: one command."""
        start = self.pos
        command = self._and_or()
        return Block((command,) if command else (), start, self.pos)

    def _braced(self, opened: int) -> Block:
        self.pos += 1
        body = self._filled_list(("}",), opened)
        self._close("}", opened, say("a `{` is never closed"))
        return body

    def _name(self, start: int) -> str:
        found = _NAME.match(self.text, self.pos)
        if not found:
            raise Unfinished(start, say("`for` without a name"))
        self.pos = found.end()
        return found.group()

    def _words(self) -> tuple[Word, ...]:
        words: list[Word] = []
        while True:
            self._blanks()
            word = self.scan_word(parens=self.zsh) if not self.zsh or self._peek() != "}" else None
            if word is None:
                return tuple(words)
            words.append(word)

    def _listed(self, start: int) -> tuple[Word, ...]:
        """Words up to a `)`, which is consumed."""
        words: list[Word] = []
        while True:
            self._empty_lines()
            if self._take(")"):
                return tuple(words)
            word = self.scan_word(parens=True)
            if word is None:
                raise Unfinished(start, say("a list in parentheses is never closed"))
            words.append(word)

    # -- loops

    def _while(self, start: int) -> While:
        return self._loop(start, until=False)

    def _until(self, start: int) -> While:
        return self._loop(start, until=True)

    def _loop(self, start: int, until: bool) -> While:
        closers = self._closers_around()
        test = self._filled_list(("do", "{", "}", *closers) if self.zsh else ("do",), start)
        empty = bool(test.items) and self._closed_by_another(closers)
        body = Block((), self.pos, self.pos) if empty else self._body(start, say("until") if until else say("while"))
        return While(test, body, until, self._redirects(), start, self.pos)

    def _for(self, start: int) -> Node:
        self._blanks()
        if self._at("(("):
            opened = self.pos
            self.step_over_parens(opened)
            pieces = [*self.text[opened + 2 : self.pos - 2].split(";"), "", ""]
            self._blanks()
            body = self._body(start, say("for"))
            return CountingFor(pieces[0], pieces[1], pieces[2], body, self._redirects(), start, self.pos)
        names = [self._name(start)]
        while True:
            self._empty_lines()
            if self._take_word("in") or self._at("(", ";", "{") or self._peek() == "do":
                break
            names.append(self._name(start))
            if not self.zsh:
                raise Unfinished(start, say("`for` with more than one name"))
        words: tuple[Word, ...] | None = None
        if self.text.startswith("in", self.pos - 2) and self.text[self.pos : self.pos + 1] in (" ", "\t", "\n", ";", "\\"):
            words = self._words()
        elif self.zsh and self._take("("):
            words = self._listed(start)
        body = self._body(start, say("for"))
        return For(tuple(names), words, body, self._redirects(), start, self.pos)

    def _select(self, start: int) -> Node:
        """`select`: nobody answers it while startup files run."""
        node = self._for(start)
        return replace(node, words=()) if isinstance(node, For) else node

    def _foreach(self, start: int) -> For:
        self._blanks()
        name = self._name(start)
        self._blanks()
        words: tuple[Word, ...] | None = None
        if self._take("("):
            words = self._listed(start)
        elif self._take_word("in"):
            words = self._words()
        self._blanks()
        if self._at("{") or _DO.match(self.text, self.pos):
            body = self._body(start, say("foreach"))
        else:
            body = self._list(("end",))
            self._expect("end", start, say("foreach"))
        return For((name,), words, body, self._redirects(), start, self.pos)

    def _repeat(self, start: int) -> Repeat:
        self._blanks()
        count = self.scan_word() or Word("0", self.pos, True)
        return Repeat(count, self._body(start, say("repeat")), start, self.pos)

    # -- `case`, whose patterns follow rules of their own

    def _case(self, start: int) -> Case:
        self._blanks()
        word = self.scan_word(parens=self.zsh)
        if word is None:
            raise Unfinished(start, say("`case` without a word"))
        self._empty_lines()
        if self.zsh and self._take(";"):
            self._empty_lines()
        if self.zsh and self._take("{"):
            closer = say("}")
        elif self._take_word("in"):
            closer = say("esac")
            if self.zsh:
                self._take(";")
        else:
            raise Unfinished(start, say("`case` lacks its `in`"))
        arms: list[Arm] = []
        while True:
            self._empty_lines()
            if self._take_word(closer):
                break
            if self.pos >= len(self.text):
                raise Unfinished(start, say("`case` lacks its `{}`", closer))
            patterns = self._patterns(start)
            body = self._list((closer,))
            self._empty_lines()
            ending = next((e for e in _ARM_ENDINGS if self.text.startswith(e, self.pos)), "")
            self.pos += len(ending)
            arms.append(Arm(patterns, body, ending or ";;"))
            if not ending:
                self._expect(closer, start, say("case"))
                break
        return Case(word, tuple(arms), self._redirects(), start, self.pos)

    def _patterns(self, start: int) -> tuple[str, ...]:
        """The patterns up to their `)`. A leading `(` may belong to the form or, in zsh, to the pattern."""
        opened = self._at("(")
        if opened and self.zsh:
            before = self.pos
            self.step_over_parens(before)
            inside = self.text[before + 1 : self.pos - 1]
            rest = _PATTERN_GOES_ON.match(self.text, self.pos)
            if not rest:
                return self._split(inside)
            self.pos = before
            opened = False
        self.pos += opened
        pieces: list[str] = []
        while True:
            self._blanks()
            word = self.scan_word(parens=self.zsh)
            if word is None and not (self.zsh and (self._at("|") or (pieces and self._at(")")))):
                raise Unfinished(start, say("a pattern of `case` is never closed"))
            pieces.append(word.raw if word is not None else "")
            self._blanks()
            if self._take(")"):
                return tuple(pieces)
            if self._at("||") or not self._take("|"):
                raise Unfinished(self.pos, say("a pattern of `case` does not end"))

    def _split(self, inside: str) -> tuple[str, ...]:
        parts: list[str] = []
        depth, current, position = 0, "", 0
        while position < len(inside):
            char = inside[position]
            if char == "\\":
                current += inside[position : position + 2]
                position += 2
                continue
            depth += (char == "(") - (char == ")")
            if char == "|" and not depth:
                parts.append(current.strip())
                current = ""
            else:
                current += char
            position += 1
        return (*parts, current.strip())

    # -- `[[ … ]]`

    def _condition(self, start: int) -> Condition:
        """The tree of a `[[`, whose two brackets are already consumed; consumes the closing ones."""
        condition = self._condition_or(start)
        self._empty_lines()
        if not _TEST_END.match(self.text, self.pos):
            raise Unfinished(start, say("`[[` is never closed"))
        self.pos += 2
        return condition

    def _condition_or(self, start: int) -> Condition:
        left = self._condition_and(start)
        while self._take_operator("||"):
            left = Either(left, self._condition_and(start))
        return left

    def _condition_and(self, start: int) -> Condition:
        left = self._condition_not(start)
        while self._take_operator("&&"):
            left = Both(left, self._condition_not(start))
        return left

    def _condition_not(self, start: int) -> Condition:
        self._empty_lines()
        if self._take_word("!"):
            self.deeper(start)
            inner = self._condition_not(start)
            self.depth -= 1
            return Not(inner)
        if self._take("("):
            self.deeper(start)
            inner = self._condition_or(start)
            self._close(")", start, say("a `(` inside `[[` is never closed"))
            self.depth -= 1
            return inner
        return self._condition_alone(start)

    def _condition_alone(self, start: int) -> Condition:
        unary = _UNARY_TEST.match(self.text, self.pos)
        if unary:
            before, self.pos = self.pos, unary.end()
            self._empty_lines()
            if not _BINARY_TEST.match(self.text, self.pos) and not _TEST_END.match(self.text, self.pos):
                operand = self._operand(start, parens=self.zsh)
                if len(unary.group()) > 2 and operand.raw.isdecimal():  # zsh's tests for completion take a number before the pattern
                    self._blanks()
                    operand = self.scan_word(parens=True) or operand
                return Unary(unary.group(), operand)
            if _TEST_END.match(self.text, self.pos):
                raise Unfinished(self.pos, say("`[[` with something missing inside"))
            self.pos = before
        left = self._operand(start)
        self._empty_lines()
        binary = _BINARY_TEST.match(self.text, self.pos)
        if not binary:
            return left
        operator = binary.group()
        self.pos = binary.end()
        self._empty_lines()
        right = self._regex(start) if operator == "=~" else self._operand(start, parens=self.zsh or operator in ("==", "=", "!="))
        return Binary(operator, left, right)

    def _operand(self, start: int, parens: bool = False) -> Word:
        word = self.scan_word(parens=parens)
        if word is None:
            raise Unfinished(start, say("`[[` with something missing inside"))
        return word

    def _regex(self, start: int) -> Word:
        """The right side of `=~`: one word in which parentheses, bars and angles are ordinary."""
        begin = self.pos
        while self.pos < len(self.text) and not _REGEX_STOP.match(self.text, self.pos):
            if self.scan_word(parens=True) is None:
                self.pos += 1
        if self.pos == begin:
            raise Unfinished(start, say("`=~` with nothing behind it"))
        return Word(self.text[begin : self.pos], begin, False)

    def _take_operator(self, operator: str) -> bool:
        self._empty_lines()
        return self._take(operator)

    _READERS: Final[Mapping[str, Callable[[Parser, int], Node]]] = {
        "if": _if,
        "while": _while,
        "until": _until,
        "for": _for,
        "select": _select,
        "foreach": _foreach,
        "repeat": _repeat,
        "case": _case,
        "function": _function,
        "[[": _test,
    }


def assigned_word(raw: str) -> re.Match[str] | None:
    """`NAME=…` at the beginning of a word: the name, the key in brackets, and the plus of `+=`."""
    return _ASSIGNED.match(raw)


def _ends_itself(test: Block, text: str, position: int) -> bool:
    """zsh: whether a condition ends with brackets or braces and its body begins right behind them, so that it needs no `then` or `do`."""
    last: Node = test.items[-1]
    while isinstance(last, AndOr | Pipeline):
        last = last.commands[-1] if isinstance(last, Pipeline) else last.rest[-1][1]
    if not isinstance(last, Test | Arithmetic | Subshell | Group) or position >= len(text):
        return False
    return not text[last.end : position].strip(" \t") and text[position] not in "\n;&|)"


# -- lines that need no parser; most are such

_PLAIN_WORD: Final = re.compile(r"[A-Za-z0-9_./:,@%+-][A-Za-z0-9_./:,@%+=-]*")
_EASY: Final = r"""(?:[^ \t\n;&|<>()'"`\\$#{}]|'[^'\n]*'|"(?:[^"\\`$\n]|\\[^\n]|\$\w+|\$\{\w+\})*+"|\$[A-Za-z_]\w*|\$\{[A-Za-z_]\w*\}|(?<=[^ \t\n])\#)++"""
_EASY_WORD: Final = re.compile(_EASY)
_EASY_LINE: Final = re.compile(rf"[A-Za-z_.][A-Za-z0-9_./:,@%+-]*+(?:[ \t]+{_EASY})*+[ \t]*(?=\n|$)")
"""A line that is one command of words without operators or nested commands: most lines are, and need no further look."""
_EASY_ASSIGNMENT: Final = re.compile(rf"([A-Za-z_]\w*)=({_EASY})?[ \t]*(?=\n|$)")
_WORDS: Final = "if then elif else fi for while until case esac select function foreach repeat end do done time coproc nocorrect in always"
_RESERVED: Final = frozenset(_WORDS.split())


def _easy_command(text: str, start: int) -> Simple | None:
    """The command on a line that is a single command of easy words, or a single assignment; None where it takes the whole parser."""
    line = _EASY_LINE.match(text, start)
    if line:
        end = line.end()
        words = tuple(
            Word(f.group(), f.start(), _PLAIN_WORD.fullmatch(f.group()) is not None) for f in _EASY_WORD.finditer(text, start, end)
        )
        return Simple((), words, (), start, end) if words[0].raw not in _RESERVED else None
    assignment = _EASY_ASSIGNMENT.match(text, start)
    if not assignment:
        return None
    end = assignment.end()
    raw = assignment.group(2) or ""
    value = Word(raw, assignment.start(2) if raw else end, _PLAIN_WORD.fullmatch(raw) is not None)
    return Simple((Assign(assignment.group(1), None, False, value, None, start, end),), (), (), start, end)


class Lines:
    """The complete commands of a source, parsed as they are asked for and kept for the next time."""

    def __init__(self, source: Source, zsh: bool) -> None:
        self.parser = Parser(source.text, zsh)
        self._coming = self.parser.lines()
        self._read: list[Node] = []

    def reading(self, options: Callable[[], Collection[str]]) -> Iterator[Node]:
        """The commands, with the options as they are when each is read."""
        self.parser.extglob = "extglob" in options()
        for node in self:
            yield node
            self.parser.extglob = "extglob" in options()

    def __iter__(self) -> Iterator[Node]:
        at = 0
        while True:
            if at >= len(self._read):
                following = next(self._coming, None)
                if following is None:
                    return
                self._read.append(following)
            yield self._read[at]
            at += 1

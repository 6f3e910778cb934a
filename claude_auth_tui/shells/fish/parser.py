"""fish text as statements. Refuses what fish itself refuses before it runs anything of a file, and nothing else.

Source: the language page of the fish manual (3.6); checked against `fish --no-execute`.
"""

from __future__ import annotations

import re
from typing import Final

from msgspec.structs import replace

from claude_auth_tui.model.saying import say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.shells.fish.lexer import Token, tokens
from claude_auth_tui.shells.fish.syntax import (
    Assignment,
    Begin,
    Block,
    FishSyntaxError,
    For,
    Function,
    If,
    Line,
    Pipeline,
    Redirection,
    Simple,
    Statement,
    Step,
    Substitution,
    Switch,
    TooDeepError,
    While,
    Word,
)
from claude_auth_tui.shells.fish.word_parts import parse_word
from claude_auth_tui.shells.source_shown import operator_shown

_MAX_DEPTH: Final = 40
_ASSIGNMENT: Final = re.compile(r"([A-Za-z0-9_]+)=", re.DOTALL)
_OPENERS: Final = frozenset({"if", "while", "for", "function", "begin", "switch"})
_DECORATORS: Final = frozenset({"command", "builtin", "exec"})
_ENDS: Final = frozenset({"end", "else", "case"})
_WORDS_WITH_A_MEANING: Final = _OPENERS | _DECORATORS | _ENDS | {"and", "or", "not", "!", "time", "break", "continue"}


def parse(text: str, line: int = 1, *, in_loop: bool = False) -> Block:
    """The whole text. Raises FishSyntaxError where fish refuses it. `in_loop`: `break` may stand outside of a loop, as for `eval`."""
    return _Parser(text, line, 0, in_loop).whole()


class _Parser:
    def __init__(self, text: str, line: int, depth: int, in_loop: bool = False) -> None:
        if depth > _MAX_DEPTH:
            raise TooDeepError(line)
        self.tokens = tokens(text, line)
        self.index = 0
        self.depth = depth
        self.loops = int(in_loop)

    def whole(self) -> Block:
        block = self.block()
        token = self.tokens[self.index]
        if token.kind != "eof":
            raise FishSyntaxError(
                say("'{}' outside of the block it belongs to", operator_shown(token.text))
                if token.text in _ENDS
                else say("a command is missing"),
                token.line,
            )
        return block

    # words

    def word(self) -> Word:
        token = self.tokens[self.index]
        self.index += 1
        return token if isinstance(token, Word) else parse_word(token.text, token.line, self.nested)

    def _words(self) -> tuple[Word, ...]:
        words: list[Word] = []
        while self.tokens[self.index].kind == "word":
            words.append(self.word())
        return tuple(words)

    def nested(self, text: str, line: int) -> Block:
        """What stands in a substitution."""
        return _Parser(text, line, self.depth + 1).whole()

    # lists

    def block(self) -> Block:
        """Statements up to `end`, `else`, `case` or the end of the text."""
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise TooDeepError(self.tokens[self.index].line)
        lines: list[Line] = []
        while True:
            token = self.tokens[self.index]
            if token.kind == "end":
                self.index += 1
            elif token.kind == "eof" or (token.kind == "word" and token.text in _ENDS):
                break
            else:
                line = self._plain_line(token) or self.line()
                if line.keyword and lines and lines[-1].pipelines and lines[-1].pipelines[-1].background:
                    raise FishSyntaxError(say("'{}' after a command in the background", operator_shown(line.keyword)), line.line)
                lines.append(line)
        self.depth -= 1
        return Block(tuple(lines))

    def _plain_line(self, first: Token | Word) -> Line | None:
        """A line that is one command of nothing but words; None for any other."""
        if first.kind != "word" or first.text in _WORDS_WITH_A_MEANING or "=" in first.text:
            return None
        tokens_, start = self.tokens, self.index
        stop = start + 1
        while tokens_[stop].kind == "word":
            stop += 1
        kind = tokens_[stop].kind
        if kind not in ("end", "eof"):
            return None
        words = tuple([t if isinstance(t, Word) else parse_word(t.text, t.line, self.nested) for t in tokens_[start:stop]])
        _check_command(words)
        self.index = stop + 1 if kind == "end" else stop
        simple = Simple(first.line, "", words, ())
        return Line(first.line, "", (), simple)

    def line(self) -> Line:
        token = self.tokens[self.index]
        keyword = ""
        if token.text in ("and", "or") and token.kind == "word" and not self._asks_for_help():
            keyword = token.text
            self.index += 1
        pipelines = [self.pipeline("")]
        while self.tokens[self.index].kind in ("&&", "||"):
            connector = self.tokens[self.index].kind
            self.index += 1
            self._skip_newlines()
            pipelines.append(self.pipeline(connector))
        following = self.tokens[self.index]
        if following.kind == "end":
            self.index += 1
        elif (
            following.kind not in ("eof", "&")
            and not pipelines[-1].background
            and not (following.kind == "word" and following.text in _ENDS)
        ):
            raise FishSyntaxError(say("two statements without anything between them"), following.line)
        return Line(token.line, keyword, tuple(pipelines))

    def _skip_newlines(self) -> None:
        while self.tokens[self.index].text == "\n":
            self.index += 1

    def _asks_for_help(self) -> bool:
        following = self.tokens[self.index + 1]
        return following.kind == "word" and following.text in ("-h", "--help")

    # pipelines

    def pipeline(self, connector: str) -> Pipeline:
        start = self.tokens[self.index]
        if start.kind == "word" and start.text == "time" and self.tokens[self.index + 1].kind == "word":
            self.index += 1
        negated = False
        steps = [self.step()]
        while self.tokens[self.index].kind == "|":
            pipe = self.tokens[self.index].text
            if pipe.endswith(">|") and not pipe.startswith(("1", ">")):
                steps[-1] = replace(steps[-1], pipes_errors=True)
            self.index += 1
            self._skip_newlines()
            following = self.tokens[self.index]
            if following.kind == "word" and following.text in ("and", "or") and not self._asks_for_help():
                raise FishSyntaxError(say("'{}' inside a pipeline", operator_shown(following.text)), following.line)
            steps.append(self.step())
        if steps[0].negated:  # `not` speaks of the whole pipeline
            negated = True
            steps[0] = replace(steps[0], negated=False)
        if len(steps) > 1 and any(isinstance(s.statement, Simple) and _not_in_pipes(s.statement) for s in steps):
            raise FishSyntaxError(say("a command that may not stand in a pipeline"), start.line)
        background = self.tokens[self.index].kind == "&"
        if background:
            self.index += 1
        return Pipeline(connector, tuple(steps), negated, background)

    def step(self) -> Step:
        assignments: list[Assignment] = []
        while True:
            token = self.tokens[self.index]
            if token.kind != "word" or not (found := _ASSIGNMENT.match(token.text)):
                break
            following = self.tokens[self.index + 1]
            if following.kind not in ("word", "&&", "||", "|") and not assignments:
                raise FishSyntaxError(say("an assignment in the manner of other shells: fish says 'set NAME value'"), token.line)
            if following.kind != "word":
                raise FishSyntaxError(say("an assignment that no command follows"), token.line)
            value = parse_word(token.text[found.end() :], token.line, self.nested) if found.end() < len(token.text) else _empty(token.line)
            assignments.append(Assignment(found.group(1), value))
            self.index += 1
        token = self.tokens[self.index]
        if token.kind != "word":
            raise FishSyntaxError(say("a command is missing"), token.line)
        negated = False
        while token.kind == "word" and token.text in ("not", "!") and not self._asks_for_help():
            if self.tokens[self.index + 1].kind != "word":
                raise FishSyntaxError(say("a command is missing"), token.line)
            negated = not negated
            self.index += 1
            token = self.tokens[self.index]
            if token.text == "time" and self.tokens[self.index + 1].kind == "word":
                self.index += 1
                token = self.tokens[self.index]
            if _ASSIGNMENT.match(token.text):
                inner = self.step()
                return Step(negated != inner.negated, (*assignments, *inner.assignments), inner.statement, False)
        return Step(negated, tuple(assignments), self.statement(token), False)

    # statements

    def statement(self, token: Token | Word) -> Statement:
        text = token.text
        if text in _OPENERS and not self._asks_for_help():
            self.index += 1
            return getattr(self, "_" + text)(token.line)  # type: ignore[no-any-return]
        if text in _ENDS:
            raise FishSyntaxError(say("'{}' outside of the block it belongs to", operator_shown(text)), token.line)
        decorator = ""
        if text in _DECORATORS:
            following = self.tokens[self.index + 1]
            if following.kind == "word" and not following.text.startswith("-"):
                decorator = text
                self.index += 1
        return self._simple(token.line, decorator)

    def _simple(self, line: int, decorator: str) -> Simple:
        first = self.tokens[self.index]
        if first.text in ("break", "continue") and not decorator and not self.loops and not self._asks_for_help():
            raise FishSyntaxError(say("'{}' outside of a loop", operator_shown(first.text)), first.line)
        words, redirections = self._arguments()
        _check_command(words)
        return Simple(line, decorator, words, redirections)

    def _arguments(self) -> tuple[tuple[Word, ...], tuple[Redirection, ...]]:
        words: list[Word] = []
        redirections: list[Redirection] = []
        while True:
            kind = self.tokens[self.index].kind
            if kind == "word":
                words.append(self.word())
            elif kind == "redirect":
                redirections.append(self._redirection())
            else:
                return tuple(words), tuple(redirections)

    def _redirection(self) -> Redirection:
        token = self.tokens[self.index]
        self.index += 1
        if self.tokens[self.index].kind != "word":
            raise FishSyntaxError(say("a redirection without its target"), token.line)
        operator = token.text.lstrip("0123456789")
        digits = token.text[: len(token.text) - len(operator)]
        fd = int(digits[:4]) if digits else 0 if operator.startswith("<") else 1
        return Redirection(operator, fd, self.word())

    def _tail(self) -> tuple[Redirection, ...]:
        """What may follow the `end` of a block."""
        words, redirections = self._arguments()
        if words:
            raise FishSyntaxError(say("words after the end of a block"), words[0].line)
        return redirections

    def _end(self, opener: Shown, line: int) -> None:
        token = self.tokens[self.index]
        if token.kind != "word" or token.text != "end":
            raise FishSyntaxError(say("'{}' without its 'end'", opener), line)
        self.index += 1

    def _statement_end(self) -> None:
        token = self.tokens[self.index]
        if token.kind not in ("end", "eof"):
            raise FishSyntaxError(say("something else than the end of a statement"), token.line)
        if token.kind == "end":
            self.index += 1

    def _condition(self) -> Block:
        """A condition and the `and` and `or` lines after it."""
        token = self.tokens[self.index]
        if token.kind != "word":
            raise FishSyntaxError(say("a condition is missing"), token.line)
        lines = [self._plain_line(token) or self.line()]
        while True:
            while self.tokens[self.index].kind == "end":
                self.index += 1
            token = self.tokens[self.index]
            if token.kind != "word" or token.text not in ("and", "or") or self._asks_for_help():
                break
            lines.append(self.line())
        if any(p.background for line in lines for p in line.pipelines):
            raise FishSyntaxError(say("a condition in the background"), lines[0].line)
        return Block(tuple(lines))

    def _loop(self) -> Block:
        self.loops += 1
        body = self.block()
        self.loops -= 1
        return body

    def _if(self, line: int) -> If:
        branches: list[tuple[Block, Block]] = []
        otherwise: Block | None = None
        condition = self._condition()
        branches.append((condition, self.block()))
        while self.tokens[self.index].text == "else" and self.tokens[self.index].kind == "word":
            self.index += 1
            following = self.tokens[self.index]
            if following.kind == "word" and following.text == "if":
                self.index += 1
                condition = self._condition()
                branches.append((condition, self.block()))
            else:
                self._statement_end()
                otherwise = self.block()
                break
        self._end(say("if"), line)
        return If(line, tuple(branches), otherwise, self._tail())

    def _while(self, line: int) -> While:
        condition = self._condition()
        body = self._loop()
        self._end(say("while"), line)
        return While(line, condition, body, self._tail())

    def _for(self, line: int) -> For:
        if self.tokens[self.index].kind != "word":
            raise FishSyntaxError(say("'for' without a name"), line)
        name = self.word()
        token = self.tokens[self.index]
        if token.kind != "word" or token.text != "in":
            raise FishSyntaxError(say("'for' without 'in'"), token.line)
        self.index += 1
        words = self._words()
        self._statement_end()
        body = self._loop()
        self._end(say("for"), line)
        return For(line, name, words, body, self._tail())

    def _function(self, line: int) -> Function:
        words = self._words()
        if not words:
            raise FishSyntaxError(say("'function' without a name"), line)
        self._statement_end()
        loops, self.loops = self.loops, 0
        body = self.block()
        self.loops = loops
        self._end(say("function"), line)
        return Function(line, words, body, self._tail())

    def _begin(self, line: int) -> Begin:
        if self.tokens[self.index].kind == "end":
            self.index += 1
        body = self.block()
        self._end(say("begin"), line)
        return Begin(line, body, self._tail())

    def _switch(self, line: int) -> Switch:
        if self.tokens[self.index].kind != "word":
            raise FishSyntaxError(say("'switch' without a word"), line)
        subject = self.word()
        self._statement_end()
        while self.tokens[self.index].kind == "end":
            self.index += 1
        cases: list[tuple[int, tuple[Word, ...], Block]] = []
        while self.tokens[self.index].kind == "word" and self.tokens[self.index].text == "case":
            at = self.tokens[self.index].line
            self.index += 1
            words = self._words()
            self._statement_end()
            cases.append((at, words, self.block()))
        self._end(say("switch"), line)
        return Switch(line, subject, tuple(cases), self._tail())


def _check_command(words: tuple[Word, ...]) -> None:
    if words and any(isinstance(part, Substitution) for part in words[0].parts):
        raise FishSyntaxError(say("a substitution where a command should stand"), words[0].line)


def _not_in_pipes(statement: Simple) -> bool:
    if statement.decorator:
        return statement.decorator == "exec"
    return bool(statement.words) and statement.words[0].text in ("return", "break", "continue")


def _empty(line: int) -> Word:
    return Word("", line, "", ())

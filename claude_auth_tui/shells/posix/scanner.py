"""Where a word ends: quotes, expansions and nested commands, with exact positions. What words mean is in `word_parts`.

The scanner never fails on odd text but by `Unfinished`, which says where something was opened that is never closed;
the parser turns it into the place up to which a file is understood.
"""

from __future__ import annotations

import re
from typing import Final

from claude_auth_tui.model.saying import say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.shells.posix.syntax import Word

_MAX_NESTING: Final = 50
"""Levels of nested quotes, expansions and blocks; real files stay below ten."""

_PLAIN: Final = re.compile(r"[A-Za-z0-9_./:,@%+-][A-Za-z0-9_./:,@%+=-]*+(?=[ \t\n;)|&]|$)")
_CHUNK: Final = re.compile(
    r"""(?:[^ \t\n;&|<>()'"`\\$]+|'[^']*'|"(?:[^"\\`$]|\\.|\$(?:[A-Za-z_]\w*|\{[A-Za-z_]\w*\}))*+"|\\[^\n]"""
    r"""|\$(?:[A-Za-z_]\w*+|[0-9?!@*$-]|\{[A-Za-z_]\w*\}))++""",
    re.DOTALL,
)
_IN_DOUBLE: Final = re.compile(r"""(?:[^"\\`$]|\\.|\$(?![({\[]))*+""", re.DOTALL)
_IN_BRACES: Final = re.compile(r"""(?:<\d*-\d*>|[^"'\\`$}{<>]|\\.|\$(?![({\['"])|[<>](?!\())*+""", re.DOTALL)
_IN_PARENS: Final = re.compile(r"""(?:[^"'\\`$()]|\\.|\$(?![({\['"]))*+""", re.DOTALL)
_ANSI: Final = re.compile(r"\$'(?:[^'\\]|\\.)*+'", re.DOTALL)
_BACKTICKS: Final = re.compile(r"`(?:[^`\\]|\\.)*+`", re.DOTALL)
_EASY_COMMAND: Final = re.compile(r"""\$\((?!\()(?:[^()'"`\\#<$]|'[^']*'|"(?:[^"\\`$]|\$\w)*+"|\\.|\$\w|<(?!<))*+\)""", re.DOTALL)
_FLAGS: Final = re.compile(r"\((?:[^()\n]|\([^()\n]*\))*\)")
NUMBERS: Final = re.compile(r"<\d*-\d*>")


class Unfinished(Exception):  # noqa: N818 - it is no error of ours: the file ends inside something
    """The text cannot be read on from `position`; `what` says why in words."""

    def __init__(self, position: int, what: Shown) -> None:
        super().__init__(what)
        self.position = position
        self.what = what
        self.inside = -1
        """Where it stands inside a list in parentheses or a nested command, which bash reads by themselves; else -1."""


class Scanner:
    """A text and how far it was read."""

    def __init__(self, text: str, zsh: bool, position: int = 0, depth: int = 0) -> None:
        self.text = text
        self.zsh = zsh
        self.pos = position
        self.depth = depth
        self.ends: dict[tuple[str, int], int | Unfinished] = {}
        """Where what begins at an offset was found to end, or why it does not: `((` is tried as arithmetic first, and nested
        ones would be read twice at every level."""
        self.extglob = True
        """bash: whether patterns such as `!(…)` may stand in words."""

    def command_end(self, position: int) -> int:
        """The offset behind the `)` that ends a command begun at `position`, which only a parser can tell."""
        raise NotImplementedError

    def deeper(self, position: int) -> None:
        self.depth += 1
        if self.depth > _MAX_NESTING:
            raise Unfinished(position, say("nested too deeply"))

    def scan_word(self, parens: bool = False, assigned: bool = False) -> Word | None:
        """The word at the current position, or None where none begins.

        `parens`: a parenthesis may begin it (zsh patterns). `assigned`: it is what an assignment gives.
        """
        text, start = self.text, self.pos
        found = _PLAIN.match(text, start)
        if found:
            self.pos = found.end()
            return Word(found.group(), start, True)
        size = len(text)
        while self.pos < size:
            chunk = _CHUNK.match(text, self.pos)
            if chunk:
                self.pos = chunk.end()
                if self.pos >= size:
                    break
            char = text[self.pos]
            if char in " \t\n;|&)":
                break
            if not self._special(char, start, parens):
                break
        if self.pos == start:
            return None
        if self.zsh and not assigned and text[self.pos - 1] == "}" and self._closes_outside(text[start : self.pos]):
            self.pos -= 1
        return Word(text[start : self.pos], start, False)

    def _closes_outside(self, raw: str) -> bool:
        """zsh: whether the brace that ends a word closes none inside it, and so closes the block around it."""
        if len(raw) < 2 or raw.count("{") >= raw.count("}"):
            return False
        scanner = type(self)(raw, self.zsh, 0, self.depth)
        braces = 0
        while scanner.pos < len(raw) - 1:
            char = raw[scanner.pos]
            if char in "\\'\"`$":
                try:
                    scanner.step_inside(char, scanner.pos)
                except Unfinished:
                    return False
                continue
            braces += (char == "{") - (char == "}" and braces > 0)
            scanner.pos += 1
        return scanner.pos == len(raw) - 1 and braces == 0

    def _special(self, char: str, start: int, parens: bool) -> bool:
        """Step over what begins with a special character; False where it ends the word."""
        text, position = self.text, self.pos
        if char in "<>":
            return self._angle(char, position)
        if char == "(":
            return self._paren(start, position, parens)
        if char == "\\":
            self.pos = min(position + 2, len(text))
            return True
        if char == "'":
            raise Unfinished(position, say("a single quote is never closed"))
        self.quoted_or_expanded(char, position)
        return True

    def _angle(self, char: str, position: int) -> bool:
        if self.text.startswith("(", position + 1):
            self._command(position, 2)
            return True
        if self.zsh and char == "<" and (found := NUMBERS.match(self.text, position)):
            self.pos = found.end()
            return True
        return False

    def _paren(self, start: int, position: int, parens: bool) -> bool:
        text = self.text
        if self.zsh:
            if position == start and not parens:
                return False
            if position == start + 1 and text[start] == "=":
                self._command(position, 1)
                return True
            if text.startswith(")", position + 1):
                return False
        elif not parens and (position == start or text[position - 1] not in "?*+@!" or not self.extglob):
            return False
        self.step_over_parens(position)
        return True

    def quoted_or_expanded(self, char: str, position: int) -> None:
        """Step over a double-quoted text, a backquoted command or an expansion."""
        if char == '"':
            self._double(position)
        elif char == "`":
            found = _BACKTICKS.match(self.text, position)
            if not found:
                raise Unfinished(position, say("a backquote is never closed"))
            self.pos = found.end()
        else:
            self._dollar(position, quoted=False)

    def _double(self, position: int) -> None:
        text = self.text
        self.deeper(position)
        self.pos = position + 1
        while True:
            found = _IN_DOUBLE.match(text, self.pos)
            self.pos = found.end() if found else self.pos
            if self.pos >= len(text):
                raise Unfinished(position, say("a double quote is never closed"))
            char = text[self.pos]
            if char == '"':
                self.pos += 1
                break
            if char == "$":
                self._dollar(self.pos, quoted=True)
            elif char == "`":
                self.quoted_or_expanded(char, self.pos)
            else:  # a backslash at the very end
                raise Unfinished(position, say("a double quote is never closed"))
        self.depth -= 1

    def _dollar(self, position: int, quoted: bool) -> None:
        text = self.text
        following = text[position + 1 : position + 2]
        if following == "(":
            self._dollar_paren(position)
        elif following == "{":
            self._braces(position, quoted)
        elif following == "[":
            self._brackets(position)
        elif following == "'" and not quoted:
            found = _ANSI.match(text, position)
            if not found:
                raise Unfinished(position, say("a quote $' is never closed"))
            self.pos = found.end()
        else:
            self.pos = position + 1

    def _dollar_paren(self, position: int) -> None:
        easy = _EASY_COMMAND.match(self.text, position)
        if easy and "case" not in easy.group():
            self.pos = easy.end()
            return
        if self.text.startswith("((", position + 1) and self.arithmetic_ends(position + 1):
            return
        self._command(position, 2)

    def arithmetic_ends(self, position: int) -> bool:
        """Step over `((…))` if that is what begins at `position`; nothing is consumed where it is two subshells."""
        end = self.ends.get(("((", position))
        if end is None:
            end = self.ends["((", position] = self._arithmetic_end(position)
        if not isinstance(end, int):
            return False
        self.pos = end
        return True

    def _arithmetic_end(self, position: int) -> int | Unfinished:
        before = self.pos, self.depth
        try:
            self.step_over_parens(position)
        except Unfinished as unfinished:
            return unfinished
        else:
            found = self.pos
            return found if self.text.endswith("))", position, found) else Unfinished(position, say("it is no arithmetic"))
        finally:
            self.pos, self.depth = before

    def _command(self, position: int, lead: int) -> None:
        """Step over a nested command; `lead` characters open it."""
        begins = "(", position + lead
        end = self.ends.get(begins)
        if end is None:
            self.deeper(position)
            try:
                end = self.command_end(position + lead)
            except Unfinished as unfinished:
                self.ends[begins] = unfinished
                raise
            self.depth -= 1
            self.ends[begins] = end
        if not isinstance(end, int):
            raise end
        self.pos = end

    def _braces(self, position: int, quoted: bool) -> None:
        text = self.text
        self.deeper(position)
        self.pos = position + 2
        if self.zsh and text.startswith("(", self.pos) and (flags := _FLAGS.match(text, self.pos)):
            self.pos = flags.end()
        nested = 0
        while True:
            found = _IN_BRACES.match(text, self.pos)
            self.pos = found.end() if found else self.pos
            if self.pos >= len(text):
                raise Unfinished(position, say("${ is never closed"))
            char = text[self.pos]
            if char == "}":
                self.pos += 1
                if not nested:
                    break
                nested -= 1
            elif char == "{":
                nested += self.zsh and not quoted
                self.pos += 1
            elif char == "'" and quoted and self.zsh:
                self.pos += 1
            else:
                self.step_inside(char, position)
        self.depth -= 1

    def step_over_parens(self, position: int) -> None:
        """Step over balanced parentheses."""
        text = self.text
        self.deeper(position)
        self.pos = position + 1
        open_ = 1
        while open_:
            found = _IN_PARENS.match(text, self.pos)
            self.pos = found.end() if found else self.pos
            if self.pos >= len(text):
                raise Unfinished(position, say("a parenthesis is never closed"))
            char = text[self.pos]
            if char in "()":
                open_ += 1 if char == "(" else -1
                self.pos += 1
            else:
                self.step_inside(char, position)
        self.depth -= 1

    def step_inside(self, char: str, opened: int) -> None:
        text, position = self.text, self.pos
        if char == "'":
            end = text.find("'", position + 1)
            if end < 0:
                raise Unfinished(opened, say("a single quote is never closed"))
            self.pos = end + 1
        elif char == "\\":
            self.pos = min(position + 2, len(text))
        elif char in "<>":
            self._command(position, 2)
        else:
            self.quoted_or_expanded(char, position)

    def _brackets(self, position: int) -> None:
        """`$[ … ]`, the old form of arithmetic."""
        end = self.text.find("]", position)
        line = self.text.find("\n", position)
        self.pos = end + 1 if end >= 0 and (line < 0 or end < line) else position + 2

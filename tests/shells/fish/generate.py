"""Makes up fish startup files. Every value carries the tag `@file:line@` of the line it is written on.

`machine_of(seed)` gives the same files for the same seed. Nothing in here knows the evaluator.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field

NAMES = ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN", "ANTHROPIC_BASE_URL", "CLAUDE_CODE_USE_BEDROCK")
TAG = re.compile(r"@([^@\s]+)@")


@dataclass
class MadeUp:
    files: dict[str, str]
    """By their path under the home folder."""
    start: str
    environment: dict[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = NAMES


def machine_of(seed: int) -> MadeUp:
    return _Maker(random.Random(seed)).machine()


class _Maker:
    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.functions: list[str] = []
        self.names = chance.sample(NAMES, chance.choice((1, 1, 2, 3)))
        self.depth = 0

    def machine(self) -> MadeUp:
        chance = self.chance
        files: dict[str, str] = {".secrets.fish": self.file(2, shallow=True), ".env": self.dotenv(), "lib/a.fish": self.file(1, True)}
        files["lib/b.fish"] = self.file(1, shallow=True)
        files[".key"] = "keydata\n"
        if chance.random() < 0.5:
            files[".flag"] = ""
        if chance.random() < 0.4:
            files[".config/fish/fish_variables"] = self.universals()
        if chance.random() < 0.5:
            files[".config/fish/functions/loadkey.fish"] = (
                "function loadkey --argument-names which\n" + self.indented(self.file(1, shallow=True)) + "end\n"
            )
        for name in ("10-a.fish", "9-b.fish", "keys.fish"):
            if chance.random() < 0.3:
                files[f".config/fish/conf.d/{name}"] = self.file(2)
        files[".config/fish/config.fish"] = self.file(chance.randint(2, 7))
        environment = {name: "val@inherited@" for name in self.names if chance.random() < 0.3}
        start = chance.choice(("login", "interactive", "script"))
        return MadeUp({path: _tagged(path, text) for path, text in files.items()}, start, environment, tuple(self.names))

    # files

    def file(self, statements: int, shallow: bool = False) -> str:
        self.depth = 2 if shallow else 0
        return "".join(line + "\n" for _ in range(statements) for line in self.statement())

    def indented(self, text: str) -> str:
        return "".join(f"    {line}\n" for line in text.splitlines())

    def dotenv(self) -> str:
        lines = ["# secrets", *(f"{name}=val@T@" for name in self.names), "OTHER=1"]
        return "\n".join(lines) + "\n"

    def universals(self) -> str:
        lines = [
            "# This file contains fish universal variable definitions.",
            "# VERSION: 3.0",
            "SETUVAR fish_key_bindings:fish_default_key_bindings",
        ]
        lines += [
            f"SETUVAR {self.chance.choice(('--export ', '--export ', ''))}{name}:val\\x40T\\x40"
            for name in self.names
            if self.chance.random() < 0.6
        ]
        return "\n".join(lines) + "\n"

    # statements

    def statement(self) -> list[str]:
        self.depth += 1
        try:
            makers = _SIMPLE if self.depth > 3 or self.chance.random() < 0.5 else _NESTED
            return self.chance.choice(makers)(self)
        finally:
            self.depth -= 1

    def body(self, most: int = 2) -> list[str]:
        return ["    " + line for _ in range(self.chance.randint(1, most)) for line in self.statement()]

    def name(self) -> str:
        return self.chance.choice(self.names)

    def assignment(self) -> list[str]:
        name, pick = self.name(), self.chance.choice
        value = pick(
            ("val@T@", "val@T@", "'val@T@'", '"val@T@"', "(echo val@T@)", "$(echo val@T@)", '"$(echo val@T@)"', "val@T@ # mine", "va{l}@T@")
        )
        return pick(
            (
                [f"set -gx {name} {value}"],
                [f"set -gx {name} {value}"],
                [f"set -gx {name} {value}"],
                [f"set --global --export {name} {value}"],
                [f"set -x {name} {value}"],
                [f"set -xg {name} {value}"],
                [f"set -g {name} {value}"],
                [f"set {name} {value}"],
                [f"set -l {name} {value}"],
                [f"set -lx {name} {value}"],
                [f"set -Ux {name} {value}"],
                [f"set -U {name} {value}"],
                [f"set -gu {name} {value}"],
                [f"export {name}={value}"],
                [f"export {name}={value}"],
                [f"export {name}"],
                [f"setenv {name} {value}"],
                [f"set -gx {name}"],
                [f'set -gx {name} ""'],
                [f'export {name}=""'],
                [f"set -gx {name} \\", f"    {value}"],
                ["set -gx \\", f"    {name} {value}"],
                [f"set -gx OTHER 1; set -gx {name} {value}; set -gx LAST 2"],
                [f'set -gx {name} "${name}"'],
                [f"set -gx {name} ${name}"],
            )
        )

    def erasure(self) -> list[str]:
        return [f"set {self.chance.choice(('-e', '-e', '-eg', '-eU', '-el', '--erase', '-e OTHER'))} {self.name()}"]

    def noise(self) -> list[str]:
        name = self.name()
        return self.chance.choice(
            (
                [f"# set -gx {name} val@T@"],
                [f"echo 'set -gx {name} val@T@' >/dev/null"],
                [f"alias claude='env {name}=val@T@ claude'"],
                [f"{name}=val@T@ true"],
                ["fish_add_path ~/bin"],
                ["set -gx EDITOR vim", "abbr -a gs git status"],
                ["function unused", f"    set -gx {name} val@T@", "end"],
                ["", "# comment"],
                ["status is-interactive; and nosuchprompt init fish | source"],
                ["printf '%s\\n' val@T@ >/dev/null"],
                [f"true | set -l {name} val@T@"],
                ["set -g fish_greeting"],
            )
        )

    def guarded(self) -> list[str]:
        """One line behind a condition."""
        condition, line = self.condition(), self.assignment()[-1] if self.chance.random() < 0.8 else self.erasure()[0]
        line = line.strip() if not line.startswith("    ") else f"set -gx {self.name()} val@T@"
        return self.chance.choice(
            (
                [f"{condition}; and {line}"],
                [f"{condition}; or {line}"],
                [f"{condition} && {line}"],
                [f"{condition} || {line}"],
                [condition, f"and {line}"],
                [f"not {condition}; and {line}"],
                [f"! {condition} || {line}"],
                [f"{condition}; and true; or {line}"],
            )
        )

    def condition(self) -> str:
        name = self.name()
        return self.chance.choice(
            (
                "test -f ~/.flag", "test -f ~/.missing", "[ -f ~/.flag ]", 'test -e "$HOME/.flag"', f"set -q {name}", f"set -qx {name}",
                f'test -n "${name}"', f'test -z "${name}"', f"test -n ${name}", "status is-login", "status is-interactive",
                "status --is-interactive", "type -q ls", "type -q nosuch", "command -q nosuch", "command -v ls >/dev/null", "true", "false",
                'test (uname) = Linux', 'test (uname) = Darwin', 'test "$TERM" = xterm-256color', "test -d ~/lib -a -f ~/.flag",
                "test -d ~/nolib -o -f ~/.flag", "contains b a b c", "string match -q '*256*' $TERM", "string match -qr '^xterm' -- $TERM",
                f"set -gx {name} val@T@", "grep -q OTHER ~/.env", f"set -q {name}[1]", "set -q NOPE", "test 1 -lt 2", "functions -q usekey",
                "test -t 1", "isatty stdin", "set -l tmp val; and test -n $tmp",
            )
        )  # fmt: skip

    def if_(self) -> list[str]:
        head = [f"if {self.condition()}"]
        if self.chance.random() < 0.2:
            head.append(f"    {self.chance.choice(('and', 'or'))} {self.condition()}")
        lines = [*head, *self.body()]
        if self.chance.random() < 0.3:
            lines += [f"else if {self.condition()}", *self.body()]
        if self.chance.random() < 0.5:
            lines += ["else", *self.body()]
        return [*lines, "end"]

    def switch(self) -> list[str]:
        subject = self.chance.choice(("(uname)", "$TERM", "linux", f'"${self.name()}"', "$USER"))
        cases = self.chance.sample(("Linux", "Darwin", "'xterm*'", "linux bsd", "''", "dev", "'val*'", "'*'"), 3)
        lines = [f"switch {subject}"]
        for case in cases:
            lines += [f"case {case}", *self.body(1)]
        return [*lines, "end"]

    def loop(self) -> list[str]:
        return self.chance.choice(
            (
                ["for i in 1 2 3", *self.body(), "end"],
                ["for f in ~/lib/*.fish", "    source $f", "end"],
                ["for f in ~/nolib/*.fish", *self.body(1), "end"],
                ["for i in 1 2 3", "    test $i = 2; and continue", *self.body(1), "end"],
                ["for i in 1 2 3", "    test $i = 2; and break", *self.body(1), "end"],
                ["set -l n 0", "while test $n -lt 2", "    set n (math $n + 1)", *self.body(1), "end"],
                [f"while set -q {self.name()}", f"    set -e {self.names[0]}", "    break", "end"],
            )
        )

    def function(self) -> list[str]:
        name = self.chance.choice(("usekey", "setkey", "claude_env"))
        options = self.chance.choice(("", "", " -d 'sets keys'", " --no-scope-shadowing", " --argument-names a b"))
        early = self.chance.choice(([], [], [f"    {self.condition()}; or return"], [f"    {self.condition()}; and return 1"]))
        lines = [f"function {name}{options}", *self.body(1), *early, *self.body(1), "end"]
        self.functions.append(name)
        return lines + self.chance.choice(([name], [name], [], [f"{name} val@T@"], [f"{name}; or true"], [f"functions -e {name}", name]))

    def block(self) -> list[str]:
        tail = self.chance.choice(("end", "end", "end >/dev/null", "end 2>&1 | cat"))
        return ["begin", *self.body(), tail]

    def sourcing(self) -> list[str]:
        return self.chance.choice(
            (
                ["source ~/.secrets.fish"],
                [". ~/.secrets.fish"],
                ["source $HOME/.secrets.fish"],
                ['source "$HOME/.secrets.fish"'],
                ["test -f ~/.secrets.fish; and source ~/.secrets.fish"],
                ["source ~/.missing.fish"],
                ["source ~/.missing.fish; or source ~/.secrets.fish"],
                ["cat ~/.secrets.fish | source"],
                ["source (cat ~/.secrets.fish | psub)"],
                ["set -l dir ~/lib", "source $dir/a.fish"],
                ["source ~/lib/{a,b}.fish"],
                ["source (dirname (status filename))/../../lib/b.fish"],
                ["nosuchprogram init | source"],
                ["builtin source ~/.secrets.fish"],
            )
        )

    def evaluated(self) -> list[str]:
        name = self.name()
        return self.chance.choice(
            (
                [f"eval set -gx {name} val@T@"],
                [f'eval "set -gx {name} val@T@"'],
                [f"echo 'set -gx {name} val@T@' | source"],
                [f"echo set -gx {name} val@T@ | source -"],
                [f"alias setit='set -gx {name} val@T@'", "setit"],
                [f'alias setit "export {name}=val@T@"', "setit"],
                [f"set -l cmd set -gx {name}", "$cmd val@T@"],
                [f"set -l which {name}", "set -gx $which val@T@"],
                [f"echo val@T@ | read -gx {name}"],
                [f"echo val@T@ | read -l tmp; set -gx {name} $tmp"],
                [f"set -l tmp val@T@; set -gx {name} $tmp"],
                [f"set -l list a val@T@ c; set -gx {name} $list[2]"],
                [f"set -gx {name} (string trim '  val@T@  ')"],
                [f"set -gx {name} (string split , 'a,val@T@')[2]"],
                [f"set -gx {name} (printf '%s' val@T@)"],
                [f"echo (set -gx {name} val@T@) >/dev/null"],
                [f"set -gx {name} (true) val@T@"],
                [f"begin; set -gx {name} val@T@; end | cat"],
                ["loadkey val@T@"],
                [f"set -gx {name} (if test -f ~/.flag; echo val@T@; else; echo other@T@; end)"],
                ["string match -v '#*' < ~/.env | while read -l line; set -gx (string split -m1 = $line); end"],
                [
                    "for line in (cat ~/.env | grep -v '^#')",
                    "    set item (string split -m 1 '=' $line)",
                    "    set -gx $item[1] $item[2]",
                    "end",
                ],
                ["export (grep -v '^#' ~/.env | xargs -L 1)"],
                [
                    "while read -l line",
                    "    string match -q '#*' $line; and continue",
                    "    set -gx (string split -m 1 = -- $line)",
                    "end < ~/.env",
                ],
                [f"set -gx {name} (grep '^{name}=' ~/.env | cut -d= -f2)"],
                [f"env {name}=val@T@ true"],
            )
        )

    def leaving(self) -> list[str]:
        return self.chance.choice(
            (
                ["status is-interactive; or exit"],
                ["status is-interactive || exit 0"],
                ["if not status is-interactive", "    return", "end"],
                [f"{self.condition()}; and return"],
                [f"{self.condition()}; and exit"],
                ["status is-login; or return"],
            )
        )


def _tagged(path: str, text: str) -> str:
    """The file with the tag of each line where its values stand."""
    name = path.rsplit("/", 1)[-1]
    lines = text.split("\n")
    return "\n".join(
        line.replace("@T@", f"@{name}:{number}@").replace("\\x40T\\x40", f"\\x40{name}:{number}\\x40")
        for number, line in enumerate(lines, 1)
    )


_SIMPLE = (
    _Maker.assignment,
    _Maker.assignment,
    _Maker.assignment,
    _Maker.erasure,
    _Maker.noise,
    _Maker.guarded,
    _Maker.evaluated,
    _Maker.sourcing,
)
_NESTED = (
    _Maker.if_,
    _Maker.if_,
    _Maker.switch,
    _Maker.loop,
    _Maker.function,
    _Maker.function,
    _Maker.block,
    _Maker.leaving,
    _Maker.guarded,
)

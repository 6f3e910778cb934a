"""Builtin commands but for the declaring ones. Each answers its exit status, None where that cannot be told."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Final, TypeAlias

from msgspec.structs import replace

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.lookup import MOST_FOLDERS
from claude_auth_tui.shells.patterns import compiled
from claude_auth_tui.shells.posix import conditions, folders, opaque, tables, zsh_functions
from claude_auth_tui.shells.posix.aliases import alias, switch, unalias
from claude_auth_tui.shells.posix.arithmetic import BadMath, Number
from claude_auth_tui.shells.posix.autoload import function_folders, has_file
from claude_auth_tui.shells.posix.declare import functions_shown
from claude_auth_tui.shells.posix.getopts import getopts
from claude_auth_tui.shells.posix.input_output import echo, mapfile, print_, printf, read
from claude_auth_tui.shells.posix.option_parsing import zformat, zparseopts
from claude_auth_tui.shells.posix.parser import DECLARING
from claude_auth_tui.shells.posix.record import Flow
from claude_auth_tui.shells.posix.replacing import exec_
from claude_auth_tui.shells.posix.shell import Shell
from claude_auth_tui.shells.posix.shell_options import emulate, set_, setopt, shopt, unsetopt
from claude_auth_tui.shells.posix.state import NAME
from claude_auth_tui.shells.posix.styles import zstyle
from claude_auth_tui.shells.posix.syntax import Simple, Word
from claude_auth_tui.shells.posix.values import Spans, Val, joined_by, unknown
from claude_auth_tui.shells.posix.zle import zle

Builtin: TypeAlias = "Callable[[Shell, list[Val], Simple], int | None]"
_STATUS_DIGITS: Final = 9
_LOOP_DIGITS: Final = 2
_SHIFT_DIGITS: Final = 4


def _nothing(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    return 0


def _prints(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    """One that prints what only the running shell knows, and changes nothing that is looked at here."""
    shell.output.unknown(say("what a builtin prints"))
    return 0


def _limit(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    """`umask` and `ulimit`, which print where they are not given a number to set."""
    if not arguments or any(a.text is None for a in arguments) or (arguments[-1].text or "")[:1] == "-":
        return _prints(shell, arguments, node)
    return 0


def _false(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    return 1


def _unknown_status(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    shell.output.unknown(say("what a builtin prints"))
    return None


def _answer(value: bool | None) -> int | None:
    return None if value is None else int(not value)


def _test(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    return _answer(conditions.test(shell, arguments))


def _bracket(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    if not arguments or arguments[-1].text != "]":
        return 2
    return _answer(conditions.test(shell, arguments[:-1]))


# -- control


def _status_of(shell: Shell, arguments: list[Val]) -> int | None:
    if not arguments:
        return shell.state.status
    text = arguments[0].text
    if text is not None and text.isdecimal() and len(text) <= _STATUS_DIGITS:
        return int(text) & 0xFF
    number = shell.expander.calculate(text) if text is not None and shell.zsh else None
    return None if number is None else number & 0xFF


def _return(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    """zsh's takes an expression, and its number stays as it is: `return -1` (observed, 5.9)."""
    shell.runner.leave(Flow.RETURN)
    if shell.zsh and arguments and arguments[0].text:
        return shell.expander.calculate(arguments[0].text)
    return _status_of(shell, arguments)


def _exit(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    shell.runner.leave(Flow.EXIT)
    if not shell.apart and not shell.doubt:
        shell.ended = say("`exit` at line {} ends the shell", shell.source.origin(node.pos).line)
        shell.note_at(node.pos, say("the shell ends here"))
    return _status_of(shell, arguments)


def _break(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    shell.runner.leave(Flow.BREAK, _loops(arguments))
    return 0


def _continue(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    shell.runner.leave(Flow.CONTINUE, _loops(arguments))
    return 0


def _loops(arguments: list[Val]) -> int:
    return _count(arguments, _LOOP_DIGITS)


def _count(arguments: list[Val], digits: int) -> int:
    """The number a builtin is given; 1 where it is given none, or one with more digits."""
    text = arguments[0].text if arguments else None
    return int(text) if text and text.isdecimal() and len(text) <= digits else 1


def _eval(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    if arguments and arguments[0].text == "--":
        arguments = arguments[1:]
    elif arguments and not shell.zsh and (arguments[0].text or "").startswith("-") and arguments[0].text != "-":
        return 2
    value = joined_by(arguments, " ")
    if len(arguments) == 1 and value.place is None and not value.spans and value.text is not None:
        value = replace(value, spans=_line_by_line(shell, value.text, node.words[-1]))
    return shell.runner.run_text(value, node)


def _line_by_line(shell: Shell, text: str, word: Word) -> Spans:
    """Where each line of a quoted text stands in its file."""
    ends = [n for n, char in enumerate(text) if char == "\n"]
    written = [n for n, char in enumerate(word.raw) if char == "\n"]
    spans = [(0, shell.place(word.pos))]
    if len(ends) == len(written):
        spans += [(end + 1, shell.place(word.pos + at + 1)) for end, at in zip(ends, written, strict=True)]
    return tuple(spans)


def _source(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    if arguments and arguments[0].text == "--":
        arguments = arguments[1:]
    if not arguments:
        return 1
    path = arguments[0].text
    if path is None:
        given = [a.text.rstrip("\n\0") for a in arguments[0].any_order or arguments[0].one_of if a.text is not None]
        if given:
            why = say("line {} reads files in an order that only the disk knows", shell.source.origin(node.pos).line)
            return shell.runner.run_one_of(given, arguments[1:], node, why)
        opaque.evaluated(shell, node, arguments[0])
        likely = [path for path in arguments[0].perhaps if path and shell.lookup().stat(path).is_file]
        if likely:
            why = say("line {} reads a file that only the shell knows", shell.source.origin(node.pos).line)
            return shell.runner.run_one_of(likely, arguments[1:], node, why)
        return None
    if not path:
        return 1
    if "/" not in path:
        path = _found_along_path(shell, path, node)
    return shell.runner.run_file(path, arguments[1:], node)


def _found_along_path(shell: Shell, name: str, node: Simple) -> str:
    here_first = shell.zsh and node.words[0].raw == "source"
    if here_first and shell.lookup().exists(name):
        return f"./{name}"
    for folder in dict.fromkeys((shell.text_of("PATH") or "").split(":")[:MOST_FOLDERS]):
        if folder and shell.lookup().stat(f"{folder}/{name}").is_file:
            return f"{folder}/{name}"
    return name if not shell.zsh or here_first else f"/{name}"


# -- folders, positional parameters, arithmetic


def _shift(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    """zsh's takes an expression, the names of lists, and `-p`, which takes from the end."""
    words = [a.text or "" for a in arguments]
    behind = shell.zsh and words[:1] == ["-p"]
    words = words[behind:]
    names = [word for word in words if NAME.fullmatch(word) and isinstance(shell.variable(word), list)] if shell.zsh else []
    counts = [word for word in words if word not in names]
    count = 1 if not counts else shell.expander.calculate(counts[0]) if shell.zsh else _count([Val(counts[0])], _SHIFT_DIGITS)
    if count is None:  # what is left is not known either
        shell.state.positional = tuple(unknown(say("a parameter that may have been shifted")) for _ in shell.state.positional)
        return None
    if names:
        return _shift_lists(shell, names, count, node, behind)
    if count > len(shell.state.positional) or count < 0:
        return 1
    left = len(shell.state.positional) - count
    shell.state.positional = shell.state.positional[:left] if behind else shell.state.positional[count:]
    return 0


def _shift_lists(shell: Shell, names: list[str], count: int, node: Simple, behind: bool) -> int:
    """zsh's `shift 2 list`: elements are taken from arrays."""
    status = 0
    for name in names:
        value = shell.variable(name)
        if isinstance(value, list) and 0 <= count <= len(value):
            shell.assign(name, value[: len(value) - count] if behind else value[count:], shell.place(node.pos))
        else:
            status = 1
    return status


def _let(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    number: Number = 0
    for argument in arguments:
        try:
            number = None if argument.text is None else shell.expander.number(argument.text)
        except BadMath:
            return 1
    return None if number is None else int(number == 0)


# -- names


def _completions(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    """bash's `complete`: for which commands there is a rule, not which one. `complete -p` asks for it."""
    texts = [a.text for a in arguments]
    flags = ""
    names: list[str | None] = []
    left = iter(texts)
    for text in left:
        if text is None or text[:1] != "-" or text == "-":
            names.append(text)
            continue
        flags += text[1:]
        if text[-1] in "oAGWFCXPS":
            next(left, None)
    if "p" in flags or not texts:
        shell.output.unknown(say("the rules for completion"))
        unsure = shell.path_doubt or "" in shell.completed
        answers = [None if name is None else shell.completed.get(name, None if unsure else False) for name in names]
        return None if None in answers else int(not all(answers))
    sure = not shell.doubt and not shell.apart
    for name in names or [None] * ("r" in flags):
        if name is None:
            shell.completed[""] = False
        elif "r" not in flags:
            shell.completed[name] = sure or shell.completed.get(name, False)
        elif name in shell.completed:
            shell.completed.pop(name)
    return 0


def _unset(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    functions = references = False
    status = 0
    places = {w.raw: w.pos for w in node.words[1:]}
    for argument in arguments:
        text = argument.text
        if text is None:
            continue
        if text.startswith("-"):
            functions = functions or "f" in text
            references = references or ("n" in text and not shell.zsh)
            if "m" in text:
                return _unset_matching(shell, arguments, node)
            continue
        name, bracket, rest = text.partition("[")
        if functions:
            shell.state.functions.pop(text, None)
            continue
        if references:
            shell.state.frame_of(text).pop(text, None)
            continue
        if bracket and tables.is_table(shell, name):
            tables.remove(shell, name, rest.rstrip("]"))
            continue
        if bracket:
            var = shell.state.find(name)
            key = shell.expander.text(rest.rstrip("]")).text
            if var is not None and isinstance(var.value, dict) and key is not None:
                shell.state.frame_of(name)[name] = replace(var, value={k: v for k, v in var.value.items() if k != key})
            continue
        if not NAME.fullmatch(text):
            continue
        if not shell.zsh and shell.state.find(text) is None and text in shell.state.functions:
            shell.state.functions.pop(text)
        elif not shell.unset(text, shell.place(places.get(text, node.pos))):
            status = 1
    return status


def _unset_matching(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    """zsh: `unset -m 'PATTERN'`."""
    for argument in arguments:
        if argument.text and not argument.text.startswith("-"):
            expression = compiled(argument.text, shell.dialect)
            for name in list(shell.state.frames[0]):
                if expression.fullmatch(name):
                    shell.unset(name, shell.place(node.pos))
    return 0


def _unfunction(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    for argument in arguments:
        if argument.text:
            shell.state.functions.pop(argument.text, None)
    return 0


def _autoload(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    """zsh's functions that are read when they are first called."""
    words = [a.text for a in arguments if a.text]
    letters = "".join(word[1:] for word in words if word[0] in "-+")
    names = [word for word in words if word[0] not in "-+"]
    functions = shell.state.functions
    if not names and "-X" in words and shell.calls:
        name = shell.calls[-1]
        functions[name] = zsh_functions.loaded_later(shell, node, letters)
        return shell.runner.call_from_its_file(name, node)
    if "m" in letters:
        return 0
    shell.unseen = shell.unseen or any(a.text is None for a in arguments)
    missing = False
    for word in names:
        name = word.rpartition("/")[2] if word[0] == "/" else word
        if name and "+X" in words and name not in functions:
            missing = missing or not has_file(shell, name, word if word[0] == "/" else "")
        if name and name not in functions:
            functions[name] = zsh_functions.loaded_later(shell, node, letters, shell.lookup().absolute(word) if word[0] == "/" else "")
    return (1 if function_folders(shell.lookup()) else None) if missing else 0


def _functions(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    """zsh's `functions` itself, `functions -u NAME`, which is `autoload NAME`, and `functions -c NAME OTHER`, which copies one."""
    ended = next((number for number, a in enumerate(arguments) if a.text == "--"), None)
    letters = [a.text[1:] for a in arguments[:ended] if a.text and a.text[0] in "-+"]
    names = arguments[ended + 1 :] if ended is not None else [a for a in arguments if a.text is None or a.text[:1] not in ("-", "+")]
    if any("u" in word for word in letters):
        return _autoload(shell, arguments, node)
    if letters == ["c"] and len(names) == 2:
        return _copied(shell, names[0].text, names[1].text)
    if letters or any(a.text is None for a in arguments):
        return _unknown_status(shell, arguments, node)
    return functions_shown(shell, names)


def _copied(shell: Shell, name: str | None, other: str | None) -> int | None:
    """zsh's `functions -c OLD NEW`."""
    if name is None or other is None:
        shell.unseen = True
        return None
    defined = shell.state.functions.get(name)
    if defined is None:
        return None if shell.has_function(name) else 1
    shell.state.functions[other] = defined
    return 0


def _of_zsh(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    return zsh_functions.run(shell, node.words[0].raw if node.words[0].plain else "", arguments, node)


def _of_module(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    """A command of one of zsh's modules, which tells what only the running shell knows, perhaps in a variable that it is told of."""
    shell.output.unknown(say("what a builtin prints"))
    for option, following in pairwise(arguments):
        if option.text is not None and _INTO.fullmatch(option.text) and following.text and NAME.fullmatch(following.text):
            shell.assign(following.text, unknown(say("what a builtin tells")), shell.place(node.pos))
    return None


_INTO: Final = re.compile(r"-[a-zA-Z]*[sAHvrc]")
_OF_MODULES: Final = (
    "strftime zstat zselect zpty ztcp zsystem sysread sysopen syswrite sysseek syserror zsocket zgetattr zsetattr zcurses zftp zprof echotc echoti "
    "zf_chgrp zf_chmod zf_chown zf_ln zf_mkdir zf_mv zf_rm zf_rmdir zf_sync clone pcre_compile pcre_match pcre_study log"
)
_MODULES: Final = frozenset(
    [
        "attr",
        "cap",
        "clone",
        "compctl",
        "complete",
        "complist",
        "computil",
        "curses",
        "datetime",
        "deltochar",
        "example",
        "files",
        "langinfo",
        "main",
        "mapfile",
        "mathfunc",
        "nearcolor",
        "newuser",
        "parameter",
        "pcre",
        "regex",
        "rlimits",
        "sched",
        "stat",
        "system",
        "termcap",
        "terminfo",
        "watch",
        "zftp",
        "zle",
        "zleparameter",
        "zprof",
        "zpty",
        "zselect",
        "zutil",
        "net/socket",
        "net/tcp",
        "param/private",
        "db/gdbm",
    ]
)
"""The modules that zsh 5.9 is built with (zshmodules(1))."""


def _zmodload(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    """A module of zsh's own is there; another one may be."""
    words = [argument.text or "" for argument in arguments]
    names = [word for word in words if word[:1] not in ("-", "+")]
    letters = "".join(word[1:] for word in words if word[:1] == "-")
    shell.output.unknown(say("what a builtin prints"))
    if not names or any(a.text is None for a in arguments):
        return None if names or not arguments else 0
    wanted = names[:1] if "F" in letters else names
    known = all(name.removeprefix("zsh/") in _MODULES and name.startswith("zsh/") for name in wanted)
    if "zsh/datetime" in wanted and not set(letters) & set("eudLA"):
        shell.set_globally("EPOCHSECONDS", shell.seconds())
        shell.set_globally("EPOCHREALTIME", unknown(say("known only to the running shell"), True))
    return 0 if known and not set(letters) & set("eudLA") else None


_KEYWORD_LIST: Final = "if then elif else fi for while until do done case esac function select time { } [[ !"
_KEYWORDS: Final = frozenset(_KEYWORD_LIST.split())


def _kind_of(shell: Shell, name: str) -> str | None:
    """What a name would run: "alias", "keyword", "function", "builtin" or a path; "" for nothing, None where it cannot be told."""
    if name in shell.state.aliases:
        return "alias"
    if name in shell.state.functions:
        return "function"
    own = name in zsh_functions.FUNCTIONS or name in ("compdef", "prompt")
    if own and shell.has_function(name):
        return "function"
    if not own and (name in TABLE or name in DECLARING or name in _KEYWORDS):
        return "builtin"
    search = shell.text_of("PATH")
    if search is None:
        return None
    return shell.program(name, search) or ""


def _command(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    """`command -v NAME`; a plain `command NAME` never comes here."""
    return _what_runs(shell, arguments, "command")


def _type(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    return _what_runs(shell, arguments, "type")


def _whence(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    return _what_runs(shell, arguments, "whence")


def _which(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    return _what_runs(shell, arguments, "which")


def _what_runs(shell: Shell, arguments: list[Val], command: str) -> int | None:
    """What a name would run, as `command -v`, `type`, `whence` and `which` tell it."""
    flags = "".join(a.text[1:] for a in arguments if a.text and a.text.startswith("-"))
    asked = [a for a in arguments if a.text is None or not a.text.startswith("-")]
    only_programs = (command == "which" and not shell.zsh) or ("p" in flags and command == "whence") or ("P" in flags and command == "type")
    status: int | None = 1 if not asked else 0
    for argument in asked:
        name = argument.text
        kind = None if name is None else _program_of(shell, name) if only_programs else _kind_of(shell, name)
        if kind is None or name is None:
            shell.output.unknown(say("where a command is found"))
            return None
        if not kind:
            status = 1
        if shell.zsh and kind == "function" and ("f" in flags or "c" in flags or command == "which"):
            functions_shown(shell, [argument])
            continue
        if kind == "alias" and command == "command" and not shell.zsh and set(flags) <= {"p", "v"}:
            shell.output.write(_alias_told(shell, name))
            continue
        told = _as_told(shell, name, kind, flags, command)
        if told is None:
            shell.output.unknown(say("what a name runs"))
        elif told:
            shell.output.write(Val(told + "\n"))
    return status


def _program_of(shell: Shell, name: str) -> str | None:
    search = shell.text_of("PATH")
    return None if search is None else shell.program(name, search) or ""


def _alias_told(shell: Shell, name: str) -> Val:
    """bash's `command -v` of an alias."""
    value = shell.state.aliases[name].value
    quoted = (value.text or "").replace("'", "'\\''")
    return Val(f"alias {name}='{quoted}'\n") if value.text is not None else value


def _as_told(shell: Shell, name: str, kind: str, flags: str, command: str) -> str | None:
    """The line that is printed of a name, "" for none; None where it is not made up here."""
    is_path = kind.startswith("/")
    keyword = kind == "builtin" and name in _KEYWORDS
    if "w" in flags and shell.zsh and command != "command":
        return f"{name}: {'none' if not kind else 'command' if is_path else 'reserved' if keyword else kind}"
    if command == "type" and not shell.zsh and "t" in flags:
        return "keyword" if keyword else "file" if is_path else kind
    if command == "type" and not flags and (is_path or (kind == "builtin" and not keyword)):
        return f"{name} is {kind if is_path else 'a shell builtin'}"
    if not kind or is_path:
        prose = command == "type" and not flags
        return None if prose or set(flags) & set("aVv") - ({"v"} if command == "command" else set()) else kind
    if command == "type" and not shell.zsh and set(flags) <= {"p", "P"} and flags:
        return ""
    if kind == "alias" or command in ("type", "which") or set(flags) - set("vp") or ("v" in flags and command == "whence"):
        return None
    return name


def _hash(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    names = [a for a in arguments if a.text is not None and not a.text.startswith("-")]
    if any(a.text == "-d" for a in arguments):
        for name, path in (a.text.split("=", 1) for a in names if a.text and "=" in a.text):
            shell.folders[name] = shell.expander.text(path).text or path if path.startswith("~") else path
    if any(a.text in ("-d", "-r") for a in arguments) or not names:
        return 0
    return _command(shell, names, node)


_INERT: Final = "compopt disown wait suspend logout zcompile unlimit ttyctl rehash zregexparse compctl compadd emulator noglob"


def _bindkey(shell: Shell, arguments: list[Val], node: Simple) -> int | None:
    """A key may be bound in a keymap that is there; others are made by modules and by `bindkey -N`."""
    shell.output.unknown(say("what a builtin prints"))
    texts = [argument.text for argument in arguments]
    named = [
        following for option, following in pairwise(texts) if option is not None and option[:1] == "-" and option[-1:] in ("M", "A", "D")
    ]
    return 0 if all(name in _KEYMAPS for name in named) else None


_KEYMAPS: Final = frozenset(["emacs", "viins", "vicmd", "viopp", "visual", "isearch", "command", ".safe", "main"])
_PRINTING: Final = "bind history fc jobs kill times dirs sched limit"

TABLE: Final[dict[str, Builtin]] = {
    **dict.fromkeys(_INERT.split(), _nothing),
    **dict.fromkeys(_PRINTING.split(), _prints),
    "umask": _limit,
    "ulimit": _limit,
    "complete": _completions,
    "compgen": _unknown_status,
    "zstyle": zstyle,
    **dict.fromkeys(zsh_functions.FUNCTIONS, _of_zsh),
    **dict.fromkeys(_OF_MODULES.split(), _of_module),
    "compdef": zsh_functions.compdef,
    "prompt": zsh_functions.prompt,
    "zparseopts": zparseopts,
    "zformat": zformat,
    "zmodload": _zmodload,
    "zle": zle,
    "bindkey": _bindkey,
    "enable": switch,
    "disable": switch,
    "trap": opaque.trap,
    ":": _nothing,
    "true": _nothing,
    "false": _false,
    "test": _test,
    "[": _bracket,
    "return": _return,
    "exit": _exit,
    "bye": _exit,
    "exec": exec_,
    "break": _break,
    "continue": _continue,
    "eval": _eval,
    "source": _source,
    ".": _source,
    "alias": alias,
    "unalias": unalias,
    "unhash": _nothing,
    "unset": _unset,
    "unfunction": _unfunction,
    "functions": _functions,
    "autoload": _autoload,
    "command": _command,
    "type": _type,
    "which": _which,
    "whence": _whence,
    "where": _which,
    "hash": _hash,
    "cd": folders.cd,
    "chdir": folders.cd,
    "pushd": folders.pushd,
    "popd": folders.popd,
    "pwd": folders.pwd,
    "shift": _shift,
    "read": read,
    "let": _let,
    "mapfile": mapfile,
    "readarray": mapfile,
    "getopts": getopts,
    "vared": _unknown_status,
    "echo": echo,
    "printf": printf,
    "print": print_,
    "set": set_,
    "shopt": shopt,
    "setopt": setopt,
    "unsetopt": unsetopt,
    "emulate": emulate,
}
BASH_ONLY: Final = frozenset(["shopt", "mapfile", "readarray", "complete", "compgen", "compopt", "bind"])
ZSH_ONLY: Final = frozenset(
    [*zsh_functions.FUNCTIONS, *_OF_MODULES.split(), "prompt", "disable", "zparseopts", "zformat", "setopt", "unsetopt", "emulate", "print", "whence", "where", "unfunction", "functions", "zstyle", "bindkey", "zmodload", "zle", "autoload", "compdef",
     "compinit", "chdir", "bye", "vared", "rehash", "which", "limit", "unlimit", "compctl", "unhash",
     "noglob"]
)  # fmt: skip

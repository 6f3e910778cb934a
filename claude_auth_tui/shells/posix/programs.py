"""Programs whose output is certain without running them: `cat`, `grep`, `sed`, `cut`, `xargs`, `uname`, `dirname` and their like.

Texts that pass through keep the place of each part. Anything else a program prints is unknown, and so is its exit
status, unless the program is nowhere on PATH: then the status is 127.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from claude_auth_tui.model.saying import say
from claude_auth_tui.shells.posix import builtins
from claude_auth_tui.shells.posix.conditions import PARENT
from claude_auth_tui.shells.posix.parameters import split_at
from claude_auth_tui.shells.posix.streams import TEXT_PROGRAMS
from claude_auth_tui.shells.posix.syntax import Simple
from claude_auth_tui.shells.posix.values import Val, joined, lines_of, piece, words_of
from claude_auth_tui.shells.source_shown import command_shown, variable_shown

if TYPE_CHECKING:
    from claude_auth_tui.shells.posix.shell import Shell as Evaluator


def run(shell: Evaluator, name: str, arguments: list[Val], node: Simple) -> int | None:
    """What the program prints goes to the shell's output; answers its exit status, None where that cannot be told."""
    base = posixpath.basename(name)
    if base in ("env", "xargs", "sudo", "nice", "nohup", "timeout"):
        return _wrapped(shell, base, arguments, node)
    if base == "ps" and shell.interactive and _asks_for_parent(node) and not surely_absent(shell, name):
        shell.output.unknown(PARENT)
        return None
    if any(a.text is None for a in arguments):
        shell.output.unknown(next(a.why for a in arguments if a.text is None))
        return None
    texts = [a.text or "" for a in arguments]
    if base in _FACTS:
        answer = _FACTS[base](shell, texts)
        return _said(shell, answer, base)
    if base in ("mkdir", "touch", "rm"):
        return _file_work(shell, base, texts)
    if base in TEXT_PROGRAMS:
        return _streamed(shell, base, arguments, texts)
    if base == "printenv":
        return _environment(shell, texts)
    if base == "tty" and texts == ["-s"]:
        terminal = shell.on_terminal(0)
        return None if terminal is None else int(not terminal)
    if base == "tput" and (shell.text_of("TERM") or "").split("-")[0] in _COLOUR_TERMINALS:
        shell.output.unknown(say("what tput prints"))
        return 0
    if base == "which":
        return builtins.TABLE["command"](shell, arguments, node)
    if base not in _KEEPERS and not _assumed(base) and surely_absent(shell, name):
        return 127
    shell.output.unknown(say("what {} prints", command_shown(base)))
    return None


def _asks_for_parent(node: Simple) -> bool:
    """`ps -p $PPID -o comm=`, in any of its spellings."""
    written = " ".join(word.raw for word in node.words)
    return "PPID" in written and any(column in written for column in ("comm", "cmd", "args"))


def surely_absent(shell: Evaluator, name: str) -> bool:
    """Whether a program is nowhere on PATH, on a machine whose programs are known and with a PATH that is."""
    search = shell.text_of("PATH")
    if "/" in name:
        return shell.program(name, "") is None
    if search is None or shell.path_doubt or shell.program(name, search) is not None:
        return False
    folders = list(dict.fromkeys(folder for folder in search.split(":") if folder))[:200]
    return any(shell.lookup().stat(folder).is_folder for folder in folders)


def _file_work(shell: Evaluator, name: str, texts: list[str]) -> int:
    """What `touch` and `rm` do to files that later lines ask for; they are taken to succeed, as `mkdir` is."""
    for path in texts if name != "mkdir" else ():
        if path.startswith("-"):
            continue
        absolute = shell.lookup().absolute(path)
        if name == "rm":
            shell.written[absolute] = None
        elif not shell.lookup().exists(absolute) and absolute not in shell.written:
            shell.written[absolute] = Val("")
    return 0


def _environment(shell: Evaluator, names: Sequence[str] = ()) -> int | None:
    """`env` and `printenv`."""
    status = 0
    for name in names or sorted(n for n, v in shell.state.frames[0].items() if v.exported is not False and "-" not in v.fold):
        var = shell.state.find(name)
        if (
            var is not None
            and var.exported is not False
            and isinstance(var.value, Val)
            and (var.exported is None or var.value.text is None)
        ):
            shell.output.unknown(say("the environment, in which {} is not known", variable_shown(name)))
            return None if names else 0
        if name in shell.names:
            shell.record.reads.append((name, len(shell.record.events)))
        if var is None or not var.exported or "-" in var.fold or not isinstance(var.value, Val):
            status = 1
            continue
        shell.output.write(joined([Val("" if names else f"{name}="), var.value, Val("\n")]))
    return status if names else 0


_KEEPERS: Final = frozenset(
    ["op", "pass", "gopass", "passage", "security", "secret-tool", "keyring", "vault", "aws", "gcloud", "az", "gh", "bw", "bws", "rbw", "lpass", "doppler",
     "infisical", "chamber", "teller", "sops", "age", "rage", "gpg", "gpg2", "kwallet-query", "keepassxc-cli", "envchain", "dotenvx", "1password"]
)  # fmt: skip
"""Programs that keep secrets: what they print is never told, not even "nothing" where they are not found."""


def _assumed(name: str) -> bool:
    return name in _ALWAYS_THERE


_COLOUR_TERMINALS: Final = frozenset(
    ["xterm", "screen", "tmux", "rxvt", "alacritty", "kitty", "foot", "wezterm", "ghostty", "linux", "konsole"]
)
_COMMON: Final = (
    "awk chmod chown clear cmp comm cp date dd df diff dircolors du expr false file find fold groups gunzip gzip hexdump id kill ln locale logger ls "
    "md5sum mkdir mkfifo mktemp mv nl od paste perl pgrep pkill ps python3 rev rm rmdir sed sh sha256sum shasum sleep split ssh ssh-add ssh-agent "
    "stat stty sum sync tail tar tee tput tr true tty umask uniq uptime users wc which who xxd zcat"
)
_ALWAYS_THERE: Final = frozenset(_COMMON.split())
"""Found on every system these shells run on, whatever the file table of a made-up machine holds."""


def _said(shell: Evaluator, answer: str | None, name: str) -> int | None:
    if answer is None:
        shell.output.unknown(say("what {} prints", command_shown(name)))
        return None
    shell.output.write(Val(answer + "\n"))
    return 0


def _streamed(shell: Evaluator, name: str, arguments: list[Val], texts: list[str]) -> int | None:
    """A program that turns texts into texts."""
    found = TEXT_PROGRAMS[name](shell, arguments, texts)
    if found is None:
        shell.output.unknown(say("what {} prints", command_shown(name)))
        return None
    lines, status = found
    for line in lines:
        shell.output.write(line)
    return status


def _wrapped(shell: Evaluator, name: str, arguments: list[Val], node: Simple) -> int | None:
    """A program that runs another: the other runs in a process of its own, so its assignments stay there."""
    rest = list(arguments)
    if name == "xargs":
        return _xargs(shell, rest, node)
    if name == "sudo":
        shell.output.unknown(say("what sudo prints"))
        return 127 if surely_absent(shell, name) else None
    while rest and rest[0].text is not None and (rest[0].text.startswith("-") or re.match(r"[A-Za-z_]\w*=", rest[0].text)):
        text = rest.pop(0).text or ""
        assigned = re.match(r"([A-Za-z_]\w*)=", text)
        if assigned:
            shell.happened(assigned.group(1), "prefix", shell.place(node.pos), apart=say("only for that one command"))
        elif text in ("-u", "--unset", "-g", "-n") and rest:
            shell.happened(rest.pop(0).text or "", "prefix", shell.place(node.pos), apart=say("only for that one command"))
    if not rest:
        return _environment(shell)
    if name == "timeout" and rest:
        rest = rest[1:]
    if not rest or rest[0].text is None:
        shell.output.unknown(say("what a program prints"))
        return None
    return run(shell, rest[0].text, rest[1:], node)


def _xargs(shell: Evaluator, rest: list[Val], node: Simple) -> int | None:
    flags: list[str] = []
    while rest and rest[0].text is not None and rest[0].text.startswith("-"):
        flags.append(rest.pop(0).text or "")
        if flags[-1] in ("-n", "-I", "-L", "-d", "-P", "-E") and rest:
            flags[-1] += rest.pop(0).text or ""
    given = shell.input.rest()
    if given is None or given.text is None:
        shell.output.unknown(say("what xargs is given"))
        return None
    newlines = any(f.startswith(("-d\\n", "-d\n")) for f in flags)
    words = [w for w in lines_of(given) if w.text] if newlines else split_at(given, "\0") if "-0" in flags else _unquoted_words(given)
    if words is None or any(f.startswith(("-I", "--")) for f in flags):
        shell.output.unknown(say("what xargs runs"))
        return None
    command = rest[0].text if rest else "echo"
    if command is None:
        shell.output.unknown(say("what xargs runs"))
        return None
    step = next((int(f[2:]) for f in flags if re.fullmatch(r"-[nL]\d+", f)), len(words)) or 1
    status: int | None = 0
    for start in range(0, max(len(words), 1), step):
        chunk = [*rest[1:], *words[start : start + step]]
        status = builtins.TABLE[command](shell, chunk, node) if command in ("echo", "printf") else run(shell, command, chunk, node)
    return status


def _unquoted_words(value: Val) -> list[Val] | None:
    """The words xargs makes: split at blanks, quotes taken away."""
    text = value.text or ""
    if not re.search(r"['\"\\]", text):
        return words_of(value)
    found: list[Val] = []
    position = 0
    token = re.compile(r"(?:[^\s'\"\\]|'[^'\n]*'|\"[^\"\n]*\"|\\.)+", re.DOTALL)
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        match = token.match(text, position)
        if not match:
            return None  # a quote that is not closed: xargs gives up
        parts: list[Val] = []
        for part in re.finditer(r"'([^'\n]*)'|\"([^\"\n]*)\"|\\(.)|([^\s'\"\\]+)", match.group(), re.DOTALL):
            group = next(g for g in range(1, 5) if part.group(g) is not None)
            parts.append(piece(value, position + part.start(group), position + part.end(group)))
        found.append(joined(parts) if parts else Val(""))
        position = match.end()
    return found


# -- facts about the machine


def _uname(shell: Evaluator, texts: list[str]) -> str | None:
    machine = shell.machine
    system = {"linux": "Linux", "macos": "Darwin"}.get(machine.platform, "Linux")
    letters = "".join(t[1:] for t in texts if t.startswith("-") and not t.startswith("--")) or "s"
    values = {"s": system, "n": machine.hostname, "m": machine.arch or None, "p": None, "o": "GNU/Linux" if system == "Linux" else system}
    if any(letter not in values or values[letter] is None for letter in letters):
        return None
    return " ".join(values[letter] or "" for letter in "snmo" if letter in letters)


def _id(shell: Evaluator, texts: list[str]) -> str | None:
    asked = "".join(sorted(t.strip("-") for t in texts if t.startswith("-")))
    if asked in ("u", "ru") and shell.machine.uid is not None:
        return str(shell.machine.uid)
    return shell.machine.user or None if asked in ("un", "nu") else None


def _whoami(shell: Evaluator, texts: list[str]) -> str | None:
    return ("root" if shell.machine.uid == 0 else shell.machine.user) or None


def _hostname(shell: Evaluator, texts: list[str]) -> str | None:
    name = shell.machine.hostname
    if texts == ["-s"]:
        return name.split(".")[0] or None
    return name if not texts and name else None


def _dirname(shell: Evaluator, texts: list[str]) -> str | None:
    texts = [t for t in texts if t != "--"]
    return posixpath.dirname(texts[0].rstrip("/") or "/") or "." if len(texts) == 1 else None


def _basename(shell: Evaluator, texts: list[str]) -> str | None:
    texts = [t for t in texts if t != "--"]
    if not texts or texts[0].startswith("-"):
        return None
    name = posixpath.basename(texts[0].rstrip("/")) or "/"
    return name[: -len(texts[1])] if len(texts) > 1 and name.endswith(texts[1]) and name != texts[1] else name


def _realpath(shell: Evaluator, texts: list[str]) -> str | None:
    paths = [t for t in texts if not t.startswith("-")]
    return shell.real_path(paths[0]) if len(paths) == 1 else None


def _pwd(shell: Evaluator, texts: list[str]) -> str | None:
    return shell.state.cwd


def _path_helper(shell: Evaluator, texts: list[str]) -> str | None:
    """macOS: the folders of /etc/paths and /etc/paths.d, then those of PATH that are not among them (its manual page)."""
    lookup = shell.lookup()
    files = ["/etc/paths", *(f"/etc/paths.d/{name}" for name in lookup.folder("/etc/paths.d").names)]
    folders = [line.strip() for path in files for line in (lookup.text(path) or "").splitlines() if line.strip()]
    search = shell.text_of("PATH")
    if search is None or not folders:
        return None
    made = ":".join(dict.fromkeys([*folders, *(f for f in search.split(":") if f)]))
    return f'PATH="{made}"; export PATH;'


def _arch(shell: Evaluator, texts: list[str]) -> str | None:
    return shell.machine.arch or None


_FACTS: Final[dict[str, Callable[[Evaluator, list[str]], str | None]]] = {
    "uname": _uname,
    "id": _id,
    "whoami": _whoami,
    "logname": _whoami,
    "hostname": _hostname,
    "dirname": _dirname,
    "basename": _basename,
    "realpath": _realpath,
    "readlink": _realpath,
    "pwd": _pwd,
    "arch": _arch,
    "path_helper": _path_helper,
}

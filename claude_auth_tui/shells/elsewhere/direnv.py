"""direnv: which file it would load in the project folder, whether it may, what that file does to the variables, and what a new shell has then.

Nothing is run. direnv loads the nearest `.envrc` above a folder, all the way to the root (with `load_dotenv`, a `.env` counts too),
and only one whose content its user allowed: a file named by the SHA-256 of the absolute path, a line feed, the content, lies
in `$XDG_DATA_HOME/direnv/allow`; one in `deny`, named by the path alone, forbids it; `direnv.toml` may list folders that
are always allowed (observed, direnv 2.32; direnv.toml(1); the sources of 2.37 for `deny`).

Its hook runs before the first prompt, so a shell that is used in the folder has what the `.envrc` sets; a script does not run it. A
`.envrc` is bash code with a few commands of direnv's own; those that load files are put into bash's words, and the rest is evaluated
as a bash that reads it would (direnv-stdlib(1)).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from claude_auth_tui.model.diagnosis import Hit
from claude_auth_tui.model.found import Found
from claude_auth_tui.model.machine import ChangedFiles, File, Machine, bytes_of, with_files
from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.secret import Secret, SecretText
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.model.words import Does, Effect
from claude_auth_tui.shells.elsewhere.shared import config_home, expanded, upwards
from claude_auth_tui.shells.hits import make_found
from claude_auth_tui.shells.result import ShellEnd, ShellVariable

Standing = Literal["allowed", "not_allowed", "denied"]

_NAMES_HOOK: Final = (
    r"(?m)^(?![^\n]*\bPATH=)[^#\n]*\bdirenv\b(?![ \t]+(?:allow|permit|grant|deny|block|edit|exec|reload|status|prune|version)\b)"
)
"""direnv as a plugin or a hook. A line that only runs one of its other commands, such as an alias for `direnv allow`, is no hook."""
_LOADS: Final = r"^[ \t]*(dotenv|dotenv_if_exists|source_env|source_env_if_exists)(?:[ \t]+([^\s#;&|]+))?[ \t]*(?:#.*)?$"
_EXPORT: Final = (
    r"(?:^|[;&|{(]|\bthen\b|\bdo\b|\belse\b)[ \t]*(?:export|declare[ \t]+-x|typeset[ \t]+-x)[ \t]+(?:[A-Za-z_]\w*(?:=\S*)?[ \t]+)*"
)
_ASSIGNED: Final = r"([A-Za-z_]\w*)=('[^']*'|\"(?:[^\"\\]|\\.)*\"|[^\s;&|#)]*)"
_UNSET: Final = r"(?:^|[;&|])[ \t]*unset[ \t]+(?:-v[ \t]+)?((?:[A-Za-z_]\w*[ \t]*)+)"


class DirenvFile(Struct, frozen=True):
    """The `.envrc` (or `.env`) that direnv would load."""

    file: File
    standing: Standing

    @property
    def words(self) -> Shown:
        """Whether direnv loads it, in words."""
        if self.standing == "allowed":
            return say("direnv loads it when a shell with its hook enters this folder, and then it reaches claude")
        if self.standing == "denied":
            return say("direnv was told not to load it (direnv deny), so it does not reach claude")
        return say("direnv has not been allowed to load it (direnv allow), so it does not reach claude")


def direnv_file(machine: Machine) -> DirenvFile | None:
    """The file direnv would load in the project folder; None where there is none."""
    for folder in upwards(machine, machine.cwd):
        found = machine.files.file(machine.join(folder, ".envrc"))
        if found.state == "present":
            return DirenvFile(found, _standing(machine, found))
        dotenv = machine.join(folder, ".env")
        if machine.files.stat(dotenv).is_file and _settings(machine).get("load_dotenv") is True:
            found = machine.files.file(dotenv)
            return DirenvFile(found, _standing(machine, found))
    return None


def envrc_above(machine: Machine, folder: str, name: str = ".envrc") -> str:
    """The nearest file of that name in this folder or above it; empty where there is none."""
    paths = (machine.join(above, name) for above in upwards(machine, folder))
    return next((path for path in paths if machine.files.stat(path).is_file), "")


class Loaded(Struct, frozen=True):
    """Who has direnv load a dotenv file, and whether it may."""

    where: Shown
    """`.envrc:3` as people write it; empty where direnv loads the file by itself."""
    line: int
    """The line of the `.envrc`; 0 where direnv loads the file by itself."""
    by: DirenvFile

    @property
    def effect(self) -> Effect:
        return "conditional" if self.by.standing == "allowed" else "inactive"

    @property
    def because(self) -> Shown:
        return say("{} has direnv load it; {}", self.where, self.by.words) if self.where else self.by.words


def has_hook(machine: Machine, startup_files: Iterable[str]) -> bool:
    """Whether one of these startup files names direnv outside of a comment, or this terminal shows that direnv is at work."""
    if "DIRENV_DIFF" in machine.environment:
        return True
    texts = (machine.files.file(path).text for path in startup_files)
    return any(text is not None and re.search(_NAMES_HOOK, unveil(text)) is not None for text in texts)


def with_line(machine: Machine, by: DirenvFile, line: str) -> Machine:
    """The machine with a line more at the end of the file, and the file allowed as it is then."""
    text = unveil(by.file.text) if by.file.text is not None else ""
    if text and not text.endswith("\n"):
        text += "\n"
    file = replace(by.file, text=SecretText(f"{text}{line}\n"), raw=None)
    marker = _marker(machine, "allow", file.path, bytes_of(file) or b"")
    return with_files(machine, {file.path: file, marker: File(marker, "present", "file")})


def loaded_by_direnv(machine: Machine) -> Mapping[str, Loaded]:
    """The dotenv files that direnv loads in the project folder, by absolute path."""
    by = direnv_file(machine)
    if by is None or by.file.text is None:
        return {}
    if machine.paths.basename(by.file.path) == ".env":
        return {by.file.path: Loaded(NOTHING, 0, by)}
    folder = machine.paths.dirname(by.file.path)
    loaded = {}
    for number, line in enumerate(unveil(by.file.text).splitlines(), 1):
        if (found := re.match(_LOADS, line)) and (found[2] or found[1].startswith("dotenv")):
            path = machine.paths.normpath(machine.join(folder, (found[2] or ".env").strip("'\"")))
            loaded[path] = Loaded(machine.place(by.file.path, number), number, by)
    return loaded


def envrc_hits(machine: Machine, names: Sequence[str]) -> Iterator[Found]:
    """Each line of the `.envrc` that counts in the project folder that sets or unsets one of the variables."""
    by = direnv_file(machine)
    if by is None or by.file.text is None or machine.paths.basename(by.file.path) != ".envrc":
        return
    text = unveil(by.file.text)
    if not any(name in text for name in names):
        return
    effect: Effect = "conditional" if by.standing == "allowed" else "inactive"
    for number, line in enumerate(text.splitlines(), 1):
        for name, does, value in _named(line, names):
            yield make_found(by.file.path, number, name, does, effect, by.words, source_line=line, value=value, names=names)


def _named(line: str, names: Sequence[str]) -> Iterator[tuple[str, Does, Secret | None]]:
    """What a line does to the variables. direnv passes on what is exported when the file has run."""
    code = line if not line.lstrip().startswith("#") else ""
    exported = bool(re.search(_EXPORT, code))
    for found in re.finditer(_ASSIGNED, code):
        if found[1] in names:
            plain = found[2]
            literal = not re.search(r"[$`]", plain) or plain.startswith("'")
            value = Secret(plain[1:-1] if plain[:1] in ("'", '"') else plain) if literal else None
            yield found[1], "export" if exported else "assign", value
    for found in re.finditer(_UNSET, code):
        for name in found[1].split():
            if name in names:
                yield name, "unset", None


def _standing(machine: Machine, found: File) -> Standing:
    content = bytes_of(found)
    if content is None:
        return "not_allowed"
    if machine.files.stat(_marker(machine, "deny", found.path, b"")).exists:
        return "denied"
    if machine.files.stat(_marker(machine, "allow", found.path, content)).exists:
        return "allowed"
    return "allowed" if _is_listed(machine, found.path) else "not_allowed"


def _marker(machine: Machine, kind: Literal["allow", "deny"], path: str, content: bytes) -> str:
    """The file whose being there means that this content was allowed, or this path denied."""
    digest = hashlib.sha256(path.encode("utf-8", "surrogatepass") + b"\n" + content).hexdigest()
    return machine.join(_data_home(machine), "direnv", kind, digest)


def _is_listed(machine: Machine, path: str) -> bool:
    """Whether direnv.toml allows the file by its path, whatever is in it."""
    listed = _settings(machine).get("whitelist")
    if not isinstance(listed, dict):
        return False
    for given in _texts(listed.get("exact")):
        whole = given if given.endswith(("/.envrc", "/.env")) else machine.join(given, ".envrc")
        if expanded(machine, whole) == path:
            return True
    return any(path.startswith(expanded(machine, given)) for given in _texts(listed.get("prefix")))


def _texts(value: object) -> list[str]:
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []


def _settings(machine: Machine) -> Mapping[str, object]:
    """direnv.toml, the members of `[global]` beside the others; empty where there is none, or it is no TOML."""
    given = machine.environment.get("DIRENV_CONFIG")
    folder = unveil(given) if given else machine.join(config_home(machine), "direnv")
    for name in ("direnv.toml", "config.toml"):
        text = machine.files.file(machine.join(folder, name)).text
        if text is not None:
            import tomllib  # needed on few machines

            try:
                document = tomllib.loads(unveil(text))
            except ValueError:
                return {}
            general = document.get("global")
            return {**document, **(general if isinstance(general, dict) else {})}
    return {}


def _data_home(machine: Machine) -> str:
    given = machine.environment.get("XDG_DATA_HOME")
    return unveil(given) if given else machine.at_home(".local", "share")


_COMMAND: Final = (
    r"^([ \t]*)(dotenv|dotenv_if_exists|source_env|source_env_if_exists|source_up|source_up_if_exists)(?![\w-])(?:[ \t]+([^\s#;&|]+))?"
)
_LOADING: Final = ("dotenv", "source", ". ", "eval", "$(", "`", "<")

_OF_BASH: Final = frozenset({"PWD", "OLDPWD", "SHLVL", "_", "BASH_ENV", "SSH_CLIENT"})
"""What the bash that reads the file has for itself, and direnv does not pass on."""


def in_folder(machine: Machine, end: ShellEnd, names: Sequence[str]) -> ShellEnd:
    """The same shell once direnv has loaded what counts in the project folder; unchanged where it loads nothing."""
    by = direnv_file(machine) if end.start != "script" else None
    if by is None or by.standing != "allowed" or by.file.text is None:
        return end
    text = unveil(by.file.text)
    if not any(name in text for name in (*names, *_LOADING)) or not has_hook(machine, end.files):
        return end
    after = _evaluated(machine, by, end.environment, names)
    variables = dict(end.variables)
    for name, variable in after.variables.items():
        before = variables[name]
        decided = variable.origin is not None and variable.origin.kind == "file"
        if decided or (variable.state == "unknown" and before.state != "unknown"):
            variables[name] = replace(variable, notes=(*variable.notes, say("direnv decides it in this folder")))
        elif variable.state == "unset" and before.state in ("set", "empty"):
            variables[name] = ShellVariable(name, "unset")
    changed = {name: variable for name, variable in variables.items() if variable is not end.variables[name]}
    environment = {name: value for name, value in end.environment.items() if name in after.environment or name in _OF_BASH}
    environment |= {name: value for name, value in after.environment.items() if name not in _OF_BASH}
    found = [_outdone(machine, one, changed) for one in end.found]
    found += [_loaded(machine, one) for one in after.found if one.hit.path in after.files]
    return replace(end, variables=variables, environment=environment, found=tuple(found), beneath={})


def _evaluated(machine: Machine, by: DirenvFile, environment: Mapping[str, Secret], names: Sequence[str]) -> ShellEnd:
    """A bash that reads the file as direnv has it read."""
    from claude_auth_tui.shells.posix.prediction import predict_posix

    path = by.file.path
    folder = machine.paths.dirname(path)
    text = unveil(by.file.text) if by.file.text is not None else ""
    if machine.paths.basename(path) == ".env":
        text = f"set -a; {text}"
    else:
        text = "\n".join(_in_bash(machine, folder, line) for line in text.split("\n"))
    files = ChangedFiles(machine.files, {path: replace(by.file, text=SecretText(text))})
    kept = {name: value for name, value in environment.items() if name != "SSH_CLIENT"}  # with it, bash would read ~/.bashrc instead
    return predict_posix(replace(machine, files=files, cwd=folder), "bash", "script", {**kept, "BASH_ENV": Secret(path)}, names)


def _in_bash(machine: Machine, folder: str, line: str) -> str:
    """The line, with a command of direnv that loads a file written as bash would."""
    matched = re.match(_COMMAND, line)
    if matched is None:
        return line
    blanks, command, given = matched.groups()
    if command.startswith("source_up"):
        above = envrc_above(machine, machine.paths.dirname(folder), (given or ".envrc").strip("'\""))
        loads = f". {_quoted(above)}" if above else "true"
        return blanks + loads + line[matched.end() :]
    path = (given or ".env").strip("'\"")
    absolute: str = machine.paths.normpath(machine.join(folder, expanded(machine, path)))
    if command.startswith("source_env") and machine.files.stat(absolute).is_folder:
        absolute = machine.join(absolute, ".envrc")
    loads = f". {_quoted(absolute)}" if command.startswith("source_env") else f"set -a; . {_quoted(absolute)}; set +a"
    if "$" in path:
        loads = line[len(blanks) : matched.end()]  # only running it tells which file that is
    elif not machine.files.stat(absolute).is_file:
        loads = "true"
    return blanks + loads + line[matched.end() :]


def _quoted(path: str) -> str:
    return "'" + path.replace("'", "'\\''") + "'"


def _loaded(machine: Machine, found: Found) -> Found:
    """A hit in what direnv loads, in its words."""
    base = machine.paths.basename(found.hit.path)
    dotenv = base.startswith(".env") and base != ".envrc" and found.hit.does in ("export", "assign")
    hit = replace(
        found.hit, does="dotenv" if dotenv else found.hit.does, because=say("direnv loads it in this folder; {}", found.hit.because)
    )
    return replace(found, hit=hit)


def _outdone(machine: Machine, found: Found, changed: Mapping[str, ShellVariable]) -> Found:
    """A hit in a startup file, which does not count where direnv decides the variable afterwards."""
    decides = changed.get(found.hit.variable)
    if decides is None or found.hit.effect != "effective":
        return found
    origin = decides.origin
    place = say(" ({}:{})", machine.show_path(origin.path), origin.line) if origin is not None else NOTHING
    hit: Hit = replace(found.hit, effect="overridden", because=say("direnv decides it in this folder{}", place))
    return replace(found, hit=hit)

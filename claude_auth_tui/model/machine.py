"""A machine as it was read: frozen, replayable, every value a `Secret`.

`Machine` is what `read` yields and all that `diagnose` sees. Nothing in here does I/O; the live file table that
reads on demand is `read.files`, and a made-up machine for tests and the demo comes from `demo.build`.
"""

from __future__ import annotations

import ntpath
import posixpath
from collections.abc import Mapping
from typing import Literal, Protocol

from msgspec import Struct, field
from msgspec.structs import replace

from claude_auth_tui.model.harmless import FOLDERS, is_known_file
from claude_auth_tui.model.masking import NAME_RUN, PARTS_OF_A_PATH, PATH_RUN, could_hide, opaque, pieces, value_like
from claude_auth_tui.model.preferences import NOTHING_SAID, Expectation, Preferences
from claude_auth_tui.model.saying import NOTHING, place
from claude_auth_tui.model.secret import Secret, SecretText
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.unveil import unveil
from claude_auth_tui.model.words import FileKind, FileState, FolderState, InheritKind, Platform, ShellName, StartKind

SIZE_CAP = 4 * 1024 * 1024
"""Bytes: a larger file is not read (state `too_large`)."""
STATE_CAP = 32 * 1024 * 1024
"""The same for Claude Code's state file, which may have grown to many megabytes and is still read by it."""


class File(Struct, frozen=True):
    """One path, as it was found. A failure to read is a state with a `detail` in words, never an exception."""

    path: str
    state: FileState
    kind: FileKind | None = None
    text: SecretText | None = None
    """The content, when `state` is "present" and text was asked for; bad UTF-8 bytes are replaced by U+FFFD."""
    bad_byte: int | None = None
    """Offset of the first byte that is not UTF-8."""
    mode: int | None = None
    """Permission bits, such as 0o600."""
    uid: int | None = None
    size: int | None = None
    modified: float | None = None
    """Seconds since the epoch."""
    executable: bool = False
    """Whether this user may execute it (a folder: search it)."""
    hops: tuple[str, ...] = ()
    """Where symbolic links on the way lead: each link's target in turn, as absolute paths; empty for no link."""
    detail: Shown = NOTHING
    raw: SecretText | None = None
    """The bytes, each as the character of its number, where they are not UTF-8; `bytes_of` gives them back."""
    writable: bool | None = None
    """Whether this user may write it (a folder: make files in it); None where nobody asked."""
    link: str | None = None
    """What the symbolic link says that is here, as it was written; "" where here is none, None where nobody asked."""

    @property
    def exists(self) -> bool:
        return self.kind is not None

    @property
    def is_file(self) -> bool:
        return self.kind == "file"

    @property
    def is_folder(self) -> bool:
        return self.kind == "folder"


class Folder(Struct, frozen=True):
    """The names in a folder, sorted by code point."""

    path: str
    state: FolderState
    names: tuple[str, ...] = ()
    detail: Shown = NOTHING


class PathRules(Protocol):
    """What is used of `posixpath` and `ntpath`, typed: a name taken from a path is a plain text, never shown text."""

    sep: str
    pathsep: str

    def basename(self, p: str, /) -> str: ...
    def dirname(self, p: str, /) -> str: ...
    def join(self, path: str, /, *paths: str) -> str: ...
    def isabs(self, s: str, /) -> bool: ...
    def normpath(self, path: str, /) -> str: ...
    def relpath(self, path: str, start: str | None = None) -> str: ...
    def split(self, p: str, /) -> tuple[str, str]: ...
    def splitext(self, p: str, /) -> tuple[str, str]: ...
    def expanduser(self, path: str, /) -> str: ...


class Files(Protocol):
    """What is on the disk. Absolute paths only; asking for what is not there is answered, never refused."""

    def file(self, path: str) -> File:
        """A file with its text."""

    def stat(self, path: str) -> File:
        """A file without its text: exists, kind, mode."""

    def folder(self, path: str) -> Folder: ...


class StoredFiles(Struct, frozen=True):
    """A file table that was read before, or made up. A path that is not in it is absent."""

    files: Mapping[str, File] = field(default_factory=dict)
    folders: Mapping[str, Folder] = field(default_factory=dict)

    def file(self, path: str) -> File:
        return self.files.get(path) or self.files.get(posixpath.normpath(path)) or File(path, "absent")

    def stat(self, path: str) -> File:
        found = self.file(path)
        if not found.exists and self.folder(path).state == "present":
            return File(path, "not_a_file", kind="folder", executable=True)
        return found

    def folder(self, path: str) -> Folder:
        return self.folders.get(path) or self.folders.get(posixpath.normpath(path)) or Folder(path, "absent")


class ChangedFiles(Struct, frozen=True):
    """A file table with these files in place of what is there; one of state "absent" takes a file away. Folders stay as they are."""

    files: Files
    replaced: Mapping[str, File]

    def file(self, path: str) -> File:
        return self.replaced.get(path) or self.files.file(path)

    def stat(self, path: str) -> File:
        return self.replaced.get(path) or self.files.stat(path)

    def folder(self, path: str) -> Folder:
        return self.files.folder(path)


class Whose(Struct, frozen=True):
    """Whose files and login count for a process: those of its home folder, as its user may read them."""

    home: str
    """Absolute; empty where there is none."""
    uid: int | None = None
    user: str = ""
    shell: str = ""
    """The path of the shell that is started for it; empty where that is not known."""
    detail: Shown = NOTHING
    """Why nothing can be known of its files; empty where they may be looked at from here."""


class Tmux(Struct, frozen=True):
    """The tmux server this process runs in: what a new pane inherits."""

    environment: Mapping[str, Secret] = field(default_factory=dict)
    """The global environment with the session's laid over it; a name the session removes (`-NAME`) is left out."""
    pane: str | None = None
    detail: Shown = NOTHING
    """Why it could not be asked; empty when it could."""
    panes: Mapping[str, str] = field(default_factory=dict)
    """The id of the pane at each terminal of the server: {"/dev/pts/3": "%5"}."""
    whose: Whose | None = None
    """Whose a new pane is; None where it is ours."""

    @property
    def known(self) -> bool:
        return not self.detail


class Ancestor(Struct, frozen=True):
    """The program above our shells (a terminal, sshd), and what a new shell of its inherits."""

    name: Shown
    pid: int
    environment: Mapping[str, Secret] = field(default_factory=dict)
    """What it was started with, or what it gave to our shell where it makes an environment of its own."""
    detail: Shown = NOTHING
    """Why its environment could not be read; empty when it could."""
    outside: bool = False
    """It is not to be seen from here: our outermost shell has no parent, as in a container. `pid` is that shell's."""

    @property
    def known(self) -> bool:
        return not self.detail


class KeychainItem(Struct, frozen=True):
    """One macOS Keychain item: whether it is there, never what is in it."""

    service: str
    state: Literal["present", "absent", "locked", "unknown"]
    detail: Shown = NOTHING


class Mount(Struct, frozen=True):
    """One mount, as a container's processes see it (proc(5), mountinfo)."""

    path: str
    root: str = "/"
    """What of the mounted file system is there: "/" for all of it, `/home/dev/.claude` for a part that is bound here."""
    read_only: bool = False
    kind: str = ""
    """The file system: ext4, overlay, …"""

    @property
    def replaced(self) -> bool:
        """What was bound here has been deleted or replaced at its origin since."""
        return self.root.endswith("//deleted")


class Install(Struct, frozen=True):
    """A `claude` program on the machine; the version where a file tells it, without running anything."""

    path: str
    version: Shown | None = None
    first_on_path: bool = False
    target: str = ""
    """What the path leads to in the end, where it is a link."""


class RunningClaude(Struct, frozen=True):
    """A `claude` that is running, with the environment it was started with: what changed since does not reach it."""

    pid: int
    environment: Mapping[str, Secret] = field(default_factory=dict)
    cwd: str = ""
    """Absolute; empty where it cannot be told."""
    tty: str = ""
    """Its terminal, such as /dev/pts/3; empty without one."""
    pane: str | None = None
    """The tmux pane it runs in, such as "%5", where it is one of our server's."""
    started: float | None = None
    """Seconds since the epoch."""
    detail: Shown = NOTHING
    """Why its environment could not be read; empty when it could."""
    whose: Whose | None = None
    """Whose it is; None where it is ours."""

    descriptors: frozenset[int] | None = frozenset()
    """Of the descriptors its variables name, those it was started with; None where that cannot be told."""

    @property
    def known(self) -> bool:
        return not self.detail


class RegistryValue(Struct, frozen=True):
    """One environment variable that Windows keeps in its registry, for the user or for the whole machine."""

    scope: Literal["user", "machine"]
    name: str
    value: Secret
    """As it is stored: a value of type REG_EXPAND_SZ still has its `%NAME%` in it."""
    expands: bool = False
    """Whether Windows replaces each `%NAME%` when it builds an environment from it."""


class Request(Struct, frozen=True):
    """What was asked for on the command line: which shell start to predict, where, with which `--settings`."""

    settings: Secret | None = None
    """What would be given to `claude --settings`: a file or JSON."""
    shell: ShellName | None = None
    start: StartKind | None = None
    inherit: InheritKind = "auto"
    cwd: str | None = None
    follow: bool = False
    """Use the folder of the neighbouring tmux pane, whichever it is at the moment."""
    expect: tuple[Expectation, ...] = ()
    """What is wanted, before anything the config file says."""


class Machine(Struct, frozen=True):
    """Everything that was read, at one moment."""

    platform: Platform
    home: str
    """The home folder, absolute; empty where there is none."""
    cwd: str
    files: Files
    environment: Mapping[str, Secret] = field(default_factory=dict)
    """The environment of this process."""
    descriptors: frozenset[int] | None = frozenset()
    """Of the descriptors its variables name, those that are open and hand something over to what is started from here; None where
    that cannot be told."""
    now: float = 0.0
    """Seconds since the epoch."""
    user: str = ""
    uid: int | None = None
    login_shell: str = ""
    """The path of the user's login shell."""
    wsl: bool = False
    container: Shown | None = None
    mounts: tuple[Mount, ...] = ()
    """Every mount; looked at in containers only."""
    ssh: bool = False
    tmux: Tmux | None = None
    """None outside tmux."""
    ancestor: Ancestor | None = None
    """The terminal we run in; None where it cannot be told."""
    keychain: tuple[KeychainItem, ...] = ()
    installs: tuple[Install, ...] = ()
    running: tuple[RunningClaude, ...] = ()
    """Every running `claude` of this user, the oldest first."""
    registry: tuple[RegistryValue, ...] = ()
    """On Windows, what a new session's environment is made of: the machine's variables, then the user's."""
    hostname: str = ""
    arch: str = ""
    request: Request = Request()
    preferences: Preferences = NOTHING_SAID
    """What the user's own config file of this program says."""
    own: Whose | None = None
    """Who looks at it, where this is the machine as somebody else's process sees it; `~` then stands for our home folder."""

    @property
    def tilde(self) -> str:
        """The home folder that is shown as `~`."""
        return self.home if self.own is None else self.own.home

    @property
    def paths(self) -> PathRules:
        """The path rules of the platform: `ntpath` or `posixpath`."""
        return ntpath if self.platform == "windows" else posixpath

    def join(self, *parts: str) -> str:
        return self.paths.join(*parts)

    def at_home(self, *parts: str) -> str:
        return self.join(self.home, *parts)

    def show_path(self, path: str) -> Shown:
        """A path as people write it: `~/…` under the home folder."""
        return self.place(path)

    def short(self, path: str) -> str:
        """A path with `~` for the home folder; no shown text."""
        home = self.tilde.rstrip("/\\")
        return "~" + path[len(home) :] if home and (path == home or path.startswith((home + "/", home + "\\"))) else path

    def show_whole(self, path: str) -> Shown:
        """A path with the home folder written out."""
        return place(path)

    def masked(self, path: str) -> str:
        """The path with `…` for each part of it that could be a value. Where the path is there, its names are names, and only long
        runs are hidden; a part that is not there (a value in the wrong place) is hidden as a name that somebody gave would be. A folder
        is there when something in it is."""
        if not could_hide(path):
            return path
        read, hidden = PARTS_OF_A_PATH.split(path), False
        parts, split = read[:], pieces(read[::2])
        for at in range(0, len(parts), 2):
            part = parts[at]
            if hidden:  # a value may hold separators, so what follows may be the rest of it
                hides = not (is_known_file(part) or part in FOLDERS)
            else:
                doubtful = at // 2 in split or value_like(part, NAME_RUN) or opaque(part)
                absent = doubtful and not any(self.files.stat("".join(read[:end])).exists for end in range(at + 1, len(read) + 1, 2))
                hides, hidden = absent or value_like(part, PATH_RUN), absent
            parts[at] = "…" if hides and part else part
        return "".join(parts)

    def place(self, path: str, line: int = 0) -> Shown:
        """The same with its line: `~/.zshrc:42`."""
        path, tilde = self.masked(path), self.tilde
        if tilde and tilde not in ("/", "\\"):
            if path == tilde:
                return place("~", line)
            for separator in ("/", "\\") if self.platform == "windows" else ("/",):
                home = tilde.rstrip(separator) + separator
                if path.startswith(home):
                    rest = path[len(home) :]
                    return place("~/" + (rest.replace("\\", "/") if self.platform == "windows" else rest), line)
        return place(path, line)


def as_seen_by(machine: Machine, whose: Whose | None) -> Machine:
    """The machine as a process of somebody sees it; None for ours."""
    if machine.own is not None:
        machine = replace(
            machine, home=machine.own.home, uid=machine.own.uid, user=machine.own.user, login_shell=machine.own.shell, own=None
        )
    if whose is None:
        return machine
    own = Whose(machine.home, machine.uid, machine.user, machine.login_shell)
    shell = whose.shell or machine.login_shell
    return replace(machine, home=whose.home, uid=whose.uid, user=whose.user, login_shell=shell, own=own)


def with_files(machine: Machine, files: Mapping[str, File]) -> Machine:
    """The machine with these files in place of what is there."""
    return replace(machine, files=ChangedFiles(machine.files, dict(files)))


def bytes_of(file: File) -> bytes | None:
    """The content as bytes, None where there is none. They may hold a credential: use them, do not keep them."""
    if file.raw is not None:
        return unveil(file.raw).encode("latin-1")
    return None if file.text is None else unveil(file.text).encode("utf-8", "surrogatepass")

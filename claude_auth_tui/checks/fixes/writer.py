"""Making fixes: commands for the user's shell, smallest first, quoted for any path, with the way back.

A fix never prints a secret, never deletes more than it names, and never uses a command that does not exist. Which fix
a finding gets is decided in the checks; what it leads to is computed in `outcome`.
"""

from __future__ import annotations

from typing import Final, get_args

from msgspec import Struct

from claude_auth_tui.checks.fixes.quoting import name_word, path_word, word
from claude_auth_tui.claude_code.whole_member import member_place
from claude_auth_tui.model.diagnosis import Fix
from claude_auth_tui.model.machine import File, Machine
from claude_auth_tui.model.saying import MASK, NOTHING, octal, say, say_all, user_name
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.model.words import FixShell, Prefix, Proof
from claude_auth_tui.shells.elsewhere.file_texts import ends_with_line_break

NEW_TERMINAL: Final = say("Open a new terminal: those that are open keep what they were started with.")
RESTART: Final = say("Start claude again: a running session keeps what it was started with.")
_NOT_WRITTEN_OUT: Final = say("a part of the path could be a value, so it is not written out")
_PROOFS: Final[tuple[Proof, ...]] = get_args(Proof)


class Step(Struct, frozen=True):
    """One command and the one that takes it back (empty where nothing can)."""

    command: Shown
    undo: Shown = NOTHING
    proof: Proof = "ran"


class Writer(Struct, frozen=True):
    """Writes commands for one machine and one shell."""

    machine: Machine
    shell: FixShell

    def fix(
        self,
        title: Shown,
        *steps: Step,
        undo: Shown = NOTHING,
        then: Shown = NOTHING,
        leads_to: Shown = NOTHING,
        proof: Proof | None = None,
        unproven: Shown = NOTHING,
    ) -> Fix:
        """The steps as one line; without steps, something nobody can type here. Its proof is that of its weakest step."""
        joined = self._joined([step.command for step in steps])
        back = undo or self._joined([step.undo for step in reversed(steps) if step.undo])
        weakest = max((step.proof for step in steps), key=_PROOFS.index) if steps else "none"
        if MASK in joined or MASK in back:  # a path that is not written out: what is to be done is said, and nothing can be copied
            return Fix(title, NOTHING, self.shell, NOTHING, then, leads_to, "none", _NOT_WRITTEN_OUT)
        return Fix(title, joined, self.shell, back, then, leads_to, proof or weakest, unproven)

    def path(self, path: str) -> Shown:
        return path_word(path, self.machine, self.shell)

    def _joined(self, commands: list[Shown]) -> Shown:
        return say_all(commands, "; ") if self.shell == "powershell" else say_all(commands, " && ")

    # Variables

    def unset(self, *names: Shown) -> Step:
        """Unset variables in the terminal the command is pasted into."""
        if self.shell == "powershell":
            return Step(say("Remove-Item ") + say_all(say("Env:{}", name) for name in names))
        if self.shell == "cmd":
            return Step(say_all((say("set {}=", name) for name in names), " & "))
        return Step(say("{} {}", say("set -e") if self.shell == "fish" else say("unset"), say_all(names, " ")))

    def unset_in_tmux(self, name: Shown) -> Step:
        """Take a variable out of what new tmux panes get: the server's and the session's environment."""
        return Step(say("tmux set-environment -gu {} \\; set-environment -u {}", name, name))

    def hide_universal(self, name: Shown) -> Step:
        """Stop fish from exporting a universal variable; its value stays in fish."""
        return Step(say("set -U --unexport {} ${}", name, name), say("set -U --export {} ${}", name, name))

    # Files

    def comment_lines(self, path: str, lines: dict[int, Prefix], name: Shown) -> Step:
        """Comment lines out (number to prefix), each only while it still names the variable."""
        target = self.path(self._target(path))
        there = say_all(
            (say("-e {}", word(say("{}{{/{}/s/^/{}/;}}", line, name, prefix), self.shell)) for line, prefix in sorted(lines.items())), " "
        )
        back = say_all((say("-e {}", word(say("{}s/^{}//", line, prefix), self.shell)) for line, prefix in sorted(lines.items())), " ")
        if len(lines) == 1:
            there, back = there.without("-e "), back.without("-e ")
        return self._allowed(
            path, Step(say("sed {} {} {}", self._in_place, there, target), say("sed {} {} {}", self._in_place, back, target))
        )

    def substitute(self, path: str, line: int, script: Shown) -> Step:
        """Change a line with sed (`script` follows the line's number: `NAME/s//OTHER/g`), with a copy of the file beside it."""
        real = self._target(path)
        suffix = user_name(self.free_name(real + ".bak").removeprefix(real))
        target, kept = self.path(real), self.path(real + str(suffix))
        guard, change = script.before("/"), script.behind("/")
        command = word(say("{}{{/{}/{};}}", line, guard, change), self.shell)
        return self._allowed(path, Step(say("sed -i{} {} {}", suffix, command, target), say("mv {} {}", kept, target)))

    def edit(self, path: str, line: int = 0) -> Step:
        """Open an editor at a line."""
        target = self.path(path)
        at = say("+{} ", line) if line else NOTHING
        if self.shell in ("powershell", "cmd"):
            return Step(say("notepad {}", target), proof="edited")
        if self.shell == "fish":
            return Step(say("env (set -q EDITOR; and string split ' ' -- $EDITOR; or echo vi) {}{}", at, target), proof="edited")
        return Step(say("{} {}{}", say("${=EDITOR:-vi}") if self.shell == "zsh" else say("${EDITOR:-vi}"), at, target), proof="edited")

    def edit_as_root(self, path: str, line: int = 0) -> Step:
        """Open an editor at a line of a file only root may change."""
        if self.shell in ("powershell", "cmd"):
            return self.edit(path)
        return Step(say("sudo vi {}{}", say("+{} ", line) if line else NOTHING, self.path(path)), proof="edited")

    def drop_json_member(self, path: str, line: int, *names: Shown) -> Step:
        """Take one member out of a JSON file and keep the rest, with a copy of the file beside it. `line` is the member's; 0 if unknown."""
        if self.shell in ("powershell", "cmd"):
            return self.edit(path, line)
        real = self._target(path)
        copy = self.free_name(real + ".bak")
        target, kept = self.path(real), self.path(copy)
        place = member_place(self.machine, path, line, names[-1])
        if place is None:
            changed = say("cp -p {} {} && python3 -I -c {} {}", target, kept, word(_drop_member(names), self.shell), target)
            return self._allowed(path, Step(changed, say("mv {} {}", kept, target)))
        named = say('"{}"', names[-1])
        script = say("{}{{/{}/d;}}", line, named) if place == "inside" else say("{}{{N;s/,[[:space:]]*{}.*$//;}}", line - 1, named)
        changed = say("sed -i{} {} {}", user_name(copy.removeprefix(real)), word(script, self.shell), target)
        return self._allowed(path, Step(changed, say("mv {} {}", kept, target)))

    def mode(self, path: str, mode: int, before: int | None) -> Step:
        target = self.path(path)
        back = say("chmod {} {}", octal(before, 3), target) if before is not None else NOTHING
        return self._allowed(path, Step(say("chmod {} {}", octal(mode, 3), target), back))

    def own(self, found: File) -> Step:
        """Make a file of another user one's own."""
        path = self.path(found.path)
        return Step(say('sudo chown "$(id -un)" {}', path), say("sudo chown {} {}", found.uid or 0, path))

    def rename(self, path: str, new: str) -> Step:
        """Rename, never over something that is there."""
        old_word, new_word = self.path(path), self.path(new)
        if self.shell in ("powershell", "cmd"):
            return Step(say("Rename-Item -LiteralPath {} {}", old_word, name_word(self.machine.paths.basename(new), self.shell)))
        return self._allowed(path, Step(say("mv -n {} {}", old_word, new_word), say("mv -n {} {}", new_word, old_word)))

    def aside(self, path: str) -> Step:
        """Put a file or folder aside under a name that nothing has."""
        return self.rename(path, self.free_name(path + ".off"))

    def append(self, path: str, line: Shown) -> Step:
        """Put `line`, which is quoted already, behind what the file holds; a file that is not there is made, and removed by the way back."""
        target = self.path(path)
        form = say("%s\\n") if ends_with_line_break(self.machine, path) else say("\\n%s\\n")
        there = self.machine.files.stat(path).exists
        back = say("sed {} {} {}", self._in_place, word(say("$d"), self.shell), target) if there else say("rm {}", target)
        return Step(say("printf {} {} >> {}", word(form, self.shell), line, target), back)

    def make_folder(self, path: str) -> Step:
        target = self.path(path)
        if self.shell in ("powershell", "cmd"):
            return Step(say("mkdir {}", target))
        return Step(say("mkdir -p {}", target), say("rmdir {}", target))

    def free_name(self, path: str) -> str:
        """The path, or the first of `path2`, `path3`, … that nothing has."""
        names = (path, *(f"{path}{number}" for number in range(2, 100)))
        return next((name for name in names if not self.machine.files.stat(name).exists), path)

    @property
    def _in_place(self) -> Shown:
        return say("-i ''") if self.machine.platform == "macos" else say("-i")

    def _target(self, path: str) -> str:
        """The file itself: tools that write in place would put a plain file where a link is."""
        found = self.machine.files.stat(path)
        return found.hops[-1] if found.hops else path

    def _allowed(self, path: str, step: Step) -> Step:
        """With sudo where the file belongs to somebody else."""
        if not self.needs_administrator(self.machine.files.stat(path)):
            return step
        return Step(_as_root(step.command), _as_root(step.undo), step.proof)

    def needs_administrator(self, found: File) -> bool:
        uid = self.machine.uid
        return uid not in (None, 0) and found.uid is not None and found.uid != uid

    # Claude Code

    def log_in(self) -> Step:
        """Replaces whatever login is stored; there is nothing to go back to."""
        return Step(say("claude auth login"), proof="simulated")

    def log_out(self) -> Step:
        """Takes every stored login away; only logging in again brings one back."""
        return Step(say("claude auth logout"), say("claude auth login"), proof="simulated")


def _drop_member(names: tuple[Shown, ...]) -> Shown:
    """A line of Python that takes a member out of the JSON file it is given.

    Written only after everything else succeeded. No single quote and no `!`, so that every shell takes it between
    single quotes.
    """
    return say(
        'import json,sys;p=sys.argv[1];d=json.load(open(p,encoding="utf-8-sig"));'
        "del d{};"
        "b=json.dumps(d,indent=2,ensure_ascii=False).encode();"
        'open(p,"wb").write(b)',
        say_all((say('["{}"]', name) for name in names), ""),
    )


def _as_root(command: Shown) -> Shown:
    return say_all((say("sudo {}", part) for part in command.split_shown(" && ")), " && ") if command else NOTHING

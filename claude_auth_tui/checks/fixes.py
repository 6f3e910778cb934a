"""Making fixes: commands for the user's shell, smallest first, quoted for any path, with the way back.

A fix never prints a secret, never deletes more than it names, and never uses a command that does not exist. Which fix
a finding gets is decided in the checks; what it leads to is computed in `outcome`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final, NamedTuple, get_args

from claude_auth_tui.checks.quoting import FixShell, path_word, word
from claude_auth_tui.claude_code.whole_member import member_place
from claude_auth_tui.model.diagnosis import Fix, Proof
from claude_auth_tui.model.machine import File, Machine

NEW_TERMINAL: Final = "Open a new terminal: those that are open keep what they were started with."
RESTART: Final = "Start claude again: a running session keeps what it was started with."


_PROOFS: Final[tuple[Proof, ...]] = get_args(Proof)


class Step(NamedTuple):
    """One command and the one that takes it back (empty where nothing can)."""

    command: str
    undo: str = ""
    proof: Proof = "ran"


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes commands for one machine and one shell."""

    machine: Machine
    shell: FixShell

    def fix(
        self, title: str, *steps: Step, undo: str = "", then: str = "", leads_to: str = "", proof: Proof | None = None, unproven: str = ""
    ) -> Fix:
        """The steps as one line; without steps, something nobody can type here. Its proof is that of its weakest step."""
        joined = self._joined([step.command for step in steps])
        back = undo or self._joined([step.undo for step in reversed(steps) if step.undo])
        weakest = max((step.proof for step in steps), key=_PROOFS.index) if steps else "none"
        return Fix(title, joined, self.shell, back, then, leads_to, proof or weakest, unproven)

    def path(self, path: str) -> str:
        return path_word(path, self.machine, self.shell)

    def _joined(self, commands: list[str]) -> str:
        return ("; " if self.shell == "powershell" else " && ").join(commands)

    # Variables

    def unset(self, *names: str) -> Step:
        """Unset variables in the terminal the command is pasted into."""
        if self.shell == "powershell":
            return Step("Remove-Item " + ", ".join(f"Env:{name}" for name in names))
        if self.shell == "cmd":
            return Step(" & ".join(f"set {name}=" for name in names))
        return Step(f"{'set -e' if self.shell == 'fish' else 'unset'} {' '.join(names)}")

    def unset_in_tmux(self, name: str) -> Step:
        """Take a variable out of what new tmux panes get: the server's and the session's environment."""
        return Step(f"tmux set-environment -gu {name} \\; set-environment -u {name}")

    def hide_universal(self, name: str) -> Step:
        """Stop fish from exporting a universal variable; its value stays in fish."""
        return Step(f"set -U --unexport {name} ${name}", f"set -U --export {name} ${name}")

    # Files

    def comment_lines(self, path: str, lines: dict[int, str], name: str) -> Step:
        """Comment lines out (number to prefix), each only while it still names the variable."""
        target = self.path(self._target(path))
        there = " ".join(f"-e {word(f'{line}{{/{name}/s/^/{prefix}/;}}', self.shell)}" for line, prefix in sorted(lines.items()))
        back = " ".join(f"-e {word(f'{line}s/^{prefix}//', self.shell)}" for line, prefix in sorted(lines.items()))
        if len(lines) == 1:
            there, back = there.removeprefix("-e "), back.removeprefix("-e ")
        in_place = "-i ''" if self.machine.platform == "macos" else "-i"
        return self._allowed(path, Step(f"sed {in_place} {there} {target}", f"sed {in_place} {back} {target}"))

    def substitute(self, path: str, line: int, script: str) -> Step:
        """Change a line with sed (`script` follows the line's number: `NAME/s//OTHER/g`), with a copy of the file beside it."""
        real = self._target(path)
        suffix = self.free_name(real + ".bak").removeprefix(real)
        target, kept = self.path(real), self.path(real + suffix)
        guard, _, change = script.partition("/")
        command = word(f"{line}{{/{guard}/{change};}}", self.shell)
        return self._allowed(path, Step(f"sed -i{suffix} {command} {target}", f"mv {kept} {target}"))

    def edit(self, path: str, line: int = 0) -> Step:
        """Open an editor at a line."""
        target = self.path(path)
        at = f"+{line} " if line else ""
        if self.shell in ("powershell", "cmd"):
            return Step(f"notepad {target}", proof="edited")
        if self.shell == "fish":
            return Step(f"env (set -q EDITOR; and string split ' ' -- $EDITOR; or echo vi) {at}{target}", proof="edited")
        return Step(f"{'${=EDITOR:-vi}' if self.shell == 'zsh' else '${EDITOR:-vi}'} {at}{target}", proof="edited")

    def edit_as_root(self, path: str, line: int = 0) -> Step:
        """Open an editor at a line of a file only root may change."""
        if self.shell in ("powershell", "cmd"):
            return self.edit(path)
        return Step(f"sudo vi {f'+{line} ' if line else ''}{self.path(path)}", proof="edited")

    def drop_json_member(self, path: str, line: int, *names: str) -> Step:
        """Take one member out of a JSON file and keep the rest, with a copy of the file beside it. `line` is the member's; 0 if unknown."""
        if self.shell in ("powershell", "cmd"):
            return self.edit(path, line)
        real = self._target(path)
        copy = self.free_name(real + ".bak")
        target, kept = self.path(real), self.path(copy)
        place = member_place(self.machine, path, line, names[-1])
        if place is None:
            program = _drop_member(names)
            return self._allowed(
                path, Step(f"cp -p {target} {kept} && python3 -I -c {word(program, self.shell)} {target}", f"mv {kept} {target}")
            )
        named = f'"{names[-1]}"'
        script = f"{line}{{/{named}/d;}}" if place == "inside" else f"{line - 1}{{N;s/,[[:space:]]*{named}.*$//;}}"
        return self._allowed(path, Step(f"sed -i{copy.removeprefix(real)} {word(script, self.shell)} {target}", f"mv {kept} {target}"))

    def mode(self, path: str, mode: int, before: int | None) -> Step:
        target = self.path(path)
        return self._allowed(path, Step(f"chmod {mode:o} {target}", f"chmod {before:o} {target}" if before is not None else ""))

    def rename(self, path: str, new: str) -> Step:
        """Rename, never over something that is there."""
        old_word, new_word = self.path(path), self.path(new)
        if self.shell in ("powershell", "cmd"):
            return Step(f"Rename-Item -LiteralPath {old_word} {word(self.machine.paths.basename(new), self.shell)}")
        return self._allowed(path, Step(f"mv -n {old_word} {new_word}", f"mv -n {new_word} {old_word}"))

    def make_folder(self, path: str) -> Step:
        target = self.path(path)
        if self.shell in ("powershell", "cmd"):
            return Step(f"mkdir {target}")
        return Step(f"mkdir -p {target}", f"rmdir {target}")

    def free_name(self, path: str) -> str:
        """The path, or the first of `path2`, `path3`, … that nothing has."""
        names = (path, *(f"{path}{number}" for number in range(2, 100)))
        return next((name for name in names if not self.machine.files.stat(name).exists), path)

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
        return Step("claude auth login", proof="simulated")

    def log_out(self) -> Step:
        """Takes every stored login away; only logging in again brings one back."""
        return Step("claude auth logout", "claude auth login", proof="simulated")


def _drop_member(names: tuple[str, ...]) -> str:
    """A line of Python that takes a member out of the JSON file it is given.

    Written only after everything else succeeded. No single quote and no `!`, so that every shell takes it between
    single quotes.
    """
    at = "".join(f"[{json.dumps(name)}]" for name in names[:-1])
    return (
        'import json,sys;p=sys.argv[1];d=json.load(open(p,encoding="utf-8-sig"));'
        f"del d{at}[{json.dumps(names[-1])}];"
        "b=json.dumps(d,indent=2,ensure_ascii=False).encode();"
        'open(p,"wb").write(b)'
    )


def _as_root(command: str) -> str:
    return " && ".join(f"sudo {part}" for part in command.split(" && ")) if command else ""

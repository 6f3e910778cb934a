"""What an assignment does to a variable: lists and their elements, texts with colons, attributes, export. The rest of a shell is in `shell`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from claude_auth_tui.model.saying import NOTHING, say
from claude_auth_tui.model.shown import Shown
from claude_auth_tui.shells.posix import special
from claude_auth_tui.shells.posix.record import Action
from claude_auth_tui.shells.posix.state import State, Value, Var
from claude_auth_tui.shells.posix.values import Place, Val, unknown

if TYPE_CHECKING:
    from claude_auth_tui.shells.posix.expansion import Expander


class Assigning:
    """The part of a shell that assigns."""

    zsh: bool
    names: frozenset[str]
    state: State
    expander: Expander
    tied: dict[str, str]
    calls: list[str]
    prefixed: list[str]
    promoted: set[str]
    references: bool

    def happened(
        self, name: str, action: Action, place: Place, value: Val | None = None, exports: bool = False, apart: Shown = NOTHING
    ) -> None:
        raise NotImplementedError

    def broken(self, what: Shown) -> None:
        raise NotImplementedError

    def spend(self, steps: int) -> None:
        raise NotImplementedError

    def _read(self, name: str) -> None:
        raise NotImplementedError

    def assign(self, name: str, value: Value, place: Place, *, exports: bool = False, append: bool = False, key: str | None = None) -> bool:
        """Give a variable a value where an assignment finds it; False where that is not allowed. `place` is the assignment's."""
        state = self.state
        if self.references:
            name = self.meant(name)
        if self.zsh and name in self.tied:
            if key is not None:
                value, append = self._with_element(Var(self._tied(self.tied[name])), key, value, append), False
            return self._assign_tied(self.tied[name], value, place, append)
        if self.zsh and name == "argv":
            before = Var(list(state.positional))
            value = (
                self._with_element(before, key, value, append)
                if key is not None
                else self._appended(name, before, value)
                if append
                else value
            )
            state.positional = tuple(self.listed(value))
            return True
        frame = state.frame_of(name)
        var = frame.get(name)
        if var is not None and var.readonly:
            self._read(name)
            return False
        if key is not None:
            value = self._with_element(var, key, value, append)
        elif append:
            value = self._appended(name, var, value)
        if var is not None and var.fold:
            value = self._folded(value, var.fold)
        if isinstance(value, Val) and (value.place is None or (name in self.names and value.owner != name)):
            value = value._replace(place=place, owner=name, spans=())
        if var is not None and isinstance(var.value, list) and isinstance(value, Val) and not self.zsh:
            value = [value, *var.value[1:]]
        exported: bool | None = True if exports or "allexport" in state.options else (var.exported if var is not None else False)
        if exports and self.calls and name in self.prefixed and not self.zsh:
            self.promoted.add(name)
        if not isinstance(value, Val):
            exported = False  # a list does not reach the environment, nor what it is turned into later
        frame[name] = Var(value, exported, False, var.fold.replace("?", "").replace("-", "") if var is not None else "")
        if name in self.names:
            held = value if isinstance(value, Val) else None
            self.happened(
                name, "assign" if held is not None else "list", place, held, exports or "allexport" in state.options, self._local(frame)
            )
        return True

    def meant(self, name: str) -> str:
        """The variable a name stands for: another one's where bash's `declare -n` made it a reference."""
        for _ in range(8 if self.references else 0):
            var = self.state.find(name)
            if var is None or "&" not in var.fold or not isinstance(var.value, Val) or not var.value.text:
                break
            name = var.value.text
        return name

    def refer(self, name: str, target: Val | None, refers: bool = True, *, local: bool = False, exports: bool | None = None) -> None:
        """Make a name a reference or an ordinary one again, or point one to another variable."""
        self.references = True
        frame = self.state.frames[-1] if local else self.state.frame_of(name)
        before = frame.get(name)
        held = target if target is not None else before.value if before is not None else None
        exported = exports if exports is not None else before.exported if before is not None else False
        frame[name] = Var(held, exported, False, "&" if refers else "")

    def _local(self, frame: dict[str, Var]) -> Shown:
        return NOTHING if frame is self.state.frames[0] else say("local to the function")

    @staticmethod
    def listed(value: Value) -> list[Val]:
        """Whatever a variable holds, as a list."""
        if isinstance(value, Val):
            return [value]
        return list(value.values()) if isinstance(value, Mapping) else list(value or ())

    def _assign_tied(self, name: str, value: Value, place: Place, append: bool) -> bool:
        listed = self.listed(value)
        if append:
            before = self._tied(name)
            listed = [*(before if isinstance(before, list) else [before] if isinstance(before, Val) else []), *listed]
        self.spend(len(listed) // 10)
        if any(v.text is None for v in listed):
            bad = next(v for v in listed if v.text is None)
            return self.assign(name, unknown(bad.why, True), place)
        var = self.state.find(name)
        texts = [v.text or "" for v in listed]
        if var is not None and "U" in var.fold:
            texts = list(dict.fromkeys(texts))
        return self.assign(name, Val(":".join(texts)), place)

    def _with_element(self, var: Var | None, key: str, value: Value, append: bool) -> Value:
        old = var.value if var is not None else None
        new = value if isinstance(value, Val) else Val("")
        if isinstance(old, Mapping):
            text = self.expander.text(key).text
            if text is None:
                return unknown(say("an element that is not known"))
            if self.zsh and key in ("@", "*"):
                self.broken(say("attempt to set slice of associative array"))
            if append and text in old:
                new = special.joined_pair(old[text], new)
            return {**old, text: new}
        if self.zsh and isinstance(value, list):
            return self._with_slice(self.listed(old), key, value)
        index = self.expander.calculate(key)
        if index is None:
            return old if old is not None else unknown(say("an element that is not known"))
        if self.zsh and index == 0:
            self.broken(say("assignment to invalid subscript range"))
        listed = list(old) if isinstance(old, list) else [old] if isinstance(old, Val) else []
        self.spend(len(listed) // 100)
        at = index - 1 if self.zsh and index > 0 else index if index >= 0 else len(listed) + index
        if not 0 <= at <= 10_000:
            return old
        listed += [Val("")] * (at + 1 - len(listed))
        listed[at] = special.joined_pair(listed[at], new) if append else new
        return listed

    def _with_slice(self, old: list[Val], key: str, new: list[Val]) -> Value:
        """zsh's `NAME[from,to]=(…)`."""
        first, comma, last = key.partition(",")
        begin = self.expander.calculate(first)
        end = self.expander.calculate(last) if comma else begin
        if begin is None or end is None:
            return unknown(say("elements that are not known"))
        begin = begin - 1 if begin > 0 else max(len(old) + begin, 0)
        end = end if end >= 0 else len(old) + end + 1
        if begin > 10_000:
            return old
        old = old + [Val("")] * (begin - len(old)) if new else old
        return [*old[:begin], *new, *old[max(begin, end) :]]

    def _appended(self, name: str, var: Var | None, value: Value) -> Value:
        old = var.value if var is not None else None
        self._read(name)
        if old is None:
            return value
        if isinstance(old, Mapping):
            return {**old, **value} if isinstance(value, Mapping) else old
        if isinstance(old, list):
            self.spend(len(old) // 100)
            return [*old, *(value if isinstance(value, list) else [value] if isinstance(value, Val) else [])]
        if isinstance(value, list):
            return [old, *value]
        if var is not None and "i" in var.fold and isinstance(value, Val) and old.text is not None and value.text is not None:
            return value._replace(text=f"{old.text}+({value.text})", spans=())
        return special.joined_pair(old, value) if isinstance(value, Val) else old

    def _folded(self, value: Value, fold: str) -> Value:
        if not isinstance(value, Val) or value.text is None:
            if "U" in fold and isinstance(value, list):
                return list(dict.fromkeys(value))
            return value
        text = value.text
        if "u" in fold:
            text = text.upper()
        elif "l" in fold:
            text = text.lower()
        elif "i" in fold:
            number = self.expander.calculate(text)
            if number is None and self.zsh and not re.fullmatch(r"[\w\s+*/%()<>=!&|^~-]*", text):
                self.broken(say("bad math expression"))
            return unknown(say("arithmetic with something that is not known"), True) if number is None else Val(str(number), value.place)
        elif "U" in fold and ":" in text:
            text = ":".join(dict.fromkeys(text.split(":")))
        return value if text == value.text else value._replace(text=text, spans=())

    def _tied(self, name: str) -> Value:
        var = self.state.find(name)
        if var is None:
            return []
        if not isinstance(var.value, Val) or var.value.text is None:
            return var.value
        parts = var.value.text.split(":") if var.value.text else []
        self.spend(len(parts) // 10)
        return [Val(part) for part in parts]

"""Text that may be shown, as a type: a `Shown` is only ever made by the constructors in `model.saying`, and by the few
gates that know more (a variable's grammar, a parsed line, a word of a command, a report from elsewhere).

A reason, a note, a title, an effect, a row of evidence is a `Shown`; the type checker refuses a plain `str` there, so a
word of a user's file cannot get into one by being pasted into a sentence. It is a `str` to whoever prints it; what is
done to it with the methods of `str` is a `str` again, and no longer shown text.
"""

from __future__ import annotations

from typing import NoReturn, Self, overload


class Shown(str):
    """Text without a value in it. Two of them joined with `+` are shown text again."""

    __slots__ = ()

    def __new__(cls, *_: object) -> Self:
        raise TypeError("shown text is made by a constructor of model.saying, not from a string")

    @overload
    def __add__(self, other: Shown) -> Shown: ...
    @overload
    def __add__(self, other: str) -> str: ...
    def __add__(self, other: str) -> str:
        joined = str.__add__(self, other)
        return str.__new__(Shown, joined) if isinstance(other, Shown) else joined

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("shown text cannot be pickled: what is loaded again is only a string")

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        self.__reduce__()

    def __getnewargs__(self) -> NoReturn:
        self.__reduce__()

    @property
    def capital(self) -> Shown:
        """With its first letter in upper case; `claude` stays as it is typed."""
        return self if self.startswith("claude") else str.__new__(Shown, self[:1].upper() + self[1:])

    @property
    def small(self) -> Shown:
        """With its first letter in lower case, where that is not the beginning of a name (`API`)."""
        return str.__new__(Shown, self[:1].lower() + self[1:]) if self[1:2].islower() or self[1:2] == " " else self

    @property
    def clause(self) -> Shown:
        """Without the full stop at its end."""
        return str.__new__(Shown, self.rstrip("."))

    @property
    def sentence(self) -> Shown:
        """With a capital and a full stop; nothing stays nothing."""
        text = self.strip().rstrip(".")
        return str.__new__(Shown, f"{text}.").capital if text else str.__new__(Shown, "")

    def before(self, sign: str) -> Shown:
        """What stands before a sign; all of it where the sign is missing."""
        return str.__new__(Shown, self.partition(sign)[0])

    def behind(self, sign: str) -> Shown:
        """What stands behind a sign; nothing where the sign is missing."""
        return str.__new__(Shown, self.partition(sign)[2])

    def split_shown(self, sign: str) -> list[Shown]:
        """The parts between the signs."""
        return [str.__new__(Shown, part) for part in self.split(sign)]

    def without(self, *ends: str) -> Shown:
        """Without the first of these at its end, or at its beginning."""
        for end in ends:
            if self.endswith(end):
                return str.__new__(Shown, self.removesuffix(end))
            if self.startswith(end):
                return str.__new__(Shown, self.removeprefix(end))
        return self

    def cut(self, most: int) -> Shown:
        """At most so many characters, the last a `…` where some are missing."""
        return self if len(self) <= most else str.__new__(Shown, self[: most - 1] + "…")

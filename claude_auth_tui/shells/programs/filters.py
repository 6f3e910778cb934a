"""Programs that turn texts into texts without a language of their own: `cat head tail sort uniq wc cut tr` and their like."""

from __future__ import annotations

import base64
import binascii
import re
import string
from collections.abc import Callable, Collection, Sequence
from itertools import groupby, pairwise
from typing import Final

from claude_auth_tui.shells.programs.run import Answer, Given, Run, T, takes


@takes("u")
def cat_(run: Run[T], given: Given) -> Answer[T]:
    return run.texts(given.rest), int(run.missing)


@takes()
def tee_(run: Run[T], given: Given) -> Answer[T]:
    texts = run.texts([])
    for path in given.rest:
        run.wrote(run.certain(path), texts)
    return texts, 0


@takes("#q", "n", "lines=n quiet=q")
def head_(run: Run[T], given: Given) -> Answer[T]:
    """So many lines of each file, or all but so many (`-n -2`)."""
    told = re.fullmatch(r"(-?)(\d{1,6})", given.last("n", "10"))
    if told is None or (told[1] and run.machine.platform == "macos"):
        return None
    return _ends(run, given, lambda size: slice(0, max(size - int(told[2]), 0) if told[1] else int(told[2])))


@takes("#q", "n", "lines=n quiet=q")
def tail_(run: Run[T], given: Given) -> Answer[T]:
    """So many lines of each file, or all from one on (`-n +2`)."""
    told = re.fullmatch(r"(\+?)(\d{1,6})", given.last("n", "10"))
    if told is None or any(path.startswith("+") for path in given.rest):
        return None
    return _ends(run, given, lambda size: slice(max(int(told[2]) - 1, 0) if told[1] else max(size - int(told[2]), 0), size))


def _ends(run: Run[T], given: Given, chosen: Callable[[int], slice]) -> Answer[T]:
    if len(given.rest) > 1 and "q" not in given.options:
        return None
    out: list[T] = []
    for path in given.rest or ["-"]:
        lines = run.lines([path])
        part = lines[chosen(len(lines))]
        out += run.ended(part, run.open_end and part[-1:] == lines[-1:])
    return out, int(run.missing)


@takes("urnVz", "tk", gnu="Vz")
def sort_(run: Run[T], given: Given) -> Answer[T]:
    """By code points where every locale agrees with them, by numbers (`-n`), also those of some fields (`-k 2,2n`), or by versions (`-V`)."""
    run.orderless = True
    end = "\0" if "z" in given.options else "\n"
    lines = run.lines(given.rest, end)
    texts = [run.plain(line) for line in lines]
    keys = _field_keys(texts, given) if {"t", "k"} & set(given.options) else _sort_keys(texts, given.options)
    if keys is None:
        return None
    if run.missing:
        return [], 2
    unique, reverse = "u" in given.options, "r" in given.options
    rows = [
        (key, "" if unique and {"n", "k"} & set(given.options) else run.plain(line), line) for key, line in zip(keys, lines, strict=True)
    ]
    rows.sort(key=lambda row: row[:2], reverse=reverse)
    for one, two in pairwise(reversed(rows) if reverse else rows):
        if one[0] == two[0] and not same_everywhere(one[1], two[1]):
            return None
    sorted_lines = [next(group)[2] for _, group in groupby(rows, key=lambda row: row[:2] if unique else id(row))]
    return [part for line in sorted_lines for part in (line, run.made(end))], 0


def _sort_keys(texts: Sequence[str], options: Collection[str]) -> list[list[int]] | None:
    """What comes before the text itself."""
    if "V" in options:
        same = all(re.fullmatch(r"v?\d{1,9}(\.\d{1,9})*/?", text) for text in texts) and len({text[:1] == "v" for text in texts}) < 2
        return [[int(part) for part in re.findall(r"\d+", text)] for text in texts] if same and "n" not in options else None
    if "n" not in options:
        return [[] for _ in texts]
    numbers = [re.match(r"\s*(-?\d{1,15})?(?![\d.])", text) for text in texts]
    return [[int(found[1] or 0)] for found in numbers if found] if all(numbers) else None


_KEY: Final = re.compile(r"(\d{1,2})(?:\.(\d{1,3}))?n?,(\d{1,2})n|(\d{1,2})(?:\.(\d{1,3}))?n")


def _field_keys(texts: Sequence[str], given: Given) -> list[list[int]] | None:
    """The numbers in the fields that are named, each by itself or to the end of the line."""
    separator = given.last("t")
    named = [_KEY.fullmatch(key) for key in given.options.get("k", ())]
    if len(separator) != 1 or not named or {"n", "V", "r"} & set(given.options):
        return None
    out: list[list[int]] = []
    for text in texts:
        fields = text.split(separator)
        keys: list[int] = []
        for key in named:
            if key is None or (key[3] and key[3] != key[1]):
                return None
            number = int(key[1] or key[4])
            field = fields[number - 1][int(key[2] or key[5] or 1) - 1 :] if 0 < number <= len(fields) else ""
            found = re.match(r"\s*(-?\d{1,15})?(?!\d)", field) if separator == "." else re.match(r"\s*(-?\d{1,15})?(?![\d.])", field)
            if found is None:
                return None
            keys.append(int(found[1] or 0))
        out.append(keys)
    return out


def same_everywhere(one: str, two: str) -> bool:
    """Whether a text comes before another one in every locale as it does by code points."""
    low, high = one.lower(), two.lower()
    at = next((n for n, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), min(len(low), len(high)))
    before, after = low[at : at + 1], high[at : at + 1]
    return one == two or (
        low < high and (one + two).isascii() and after.isalnum() and (not before or before.isalnum() or before in " -./,+'#")
    )


@takes("cdu", most=1, gnu="c")
def uniq_(run: Run[T], given: Given) -> Answer[T]:
    out: list[T] = []
    for _, group in groupby(run.lines(given.rest), key=run.plain):
        same = list(group)
        if not ("d" in given.options and len(same) == 1) and not ("u" in given.options and len(same) > 1):
            out.append(run.joined([run.made(f"{len(same):7d} ", same[0]), same[0]]) if "c" in given.options else same[0])
    return run.ended(out), int(run.missing)


@takes("lwcm", most=1, gnu="lwcm")
def wc_(run: Run[T], given: Given) -> Answer[T]:
    """One count of one text; BSD's has blanks before it."""
    if len(given.options) != 1:
        return None
    run.orderless = True
    text = "".join(run.plain(one) for one in run.texts(given.rest))
    counts = {"l": text.count("\n"), "w": len(text.split()), "c": len(text.encode(errors="replace")), "m": len(text)}
    return ([], 1) if run.missing else run.said(" ".join([f"{counts[next(iter(given.options))]}", *given.rest]))


@takes("s", "d", most=1)
def paste_(run: Run[T], given: Given) -> Answer[T]:
    """`paste -s -d :`, which puts lines together."""
    delimiter = {"\\n": "\n", "\\t": "\t"}.get(given.last("d", "\t"), given.last("d", "\t"))
    if "s" not in given.options or len(delimiter) != 1 or delimiter == "\\":
        return None
    parts = [part for line in run.lines(given.rest) for part in (run.made(delimiter, line), line)][1:]
    return ([], 1) if run.missing else (run.ended([run.joined(parts or [run.made("")])]), 0)


@takes("dD", long="decode=d", most=1)
def base64_(run: Run[T], given: Given) -> Answer[T]:
    """Decoding only; `-D` is BSD's."""
    texts = run.texts(given.rest)
    if run.missing or not given.options or ("D" in given.options and run.machine.platform != "macos"):
        return None
    try:
        made = base64.b64decode("".join(run.plain(text) for text in texts).replace("\n", ""), validate=True).decode()
    except (binascii.Error, ValueError):
        return None
    return [run.made(made, texts[0] if texts else None)], 0


# -- cut


@takes("s", "dfcb", "delimiter=d fields=f")
def cut_(run: Run[T], given: Given) -> Answer[T]:
    kinds = [letter for letter in "fcb" if letter in given.options]
    wanted = _ranges(given.last(kinds[0])) if len(kinds) == 1 else None
    separator = given.last("d", "\t")
    fields = kinds == ["f"]
    if wanted is None or len(separator) != 1 or (not fields and {"d", "s"} & set(given.options)):
        return None
    run.line_by_line = True
    lines = run.lines(given.rest)
    out: list[T] = []
    for line in lines:
        text = run.plain(line)
        if not fields and not text.isascii():
            return None  # GNU's cut counts bytes
        if fields and separator not in text:
            out += [] if "s" in given.options else [line]
            continue
        starts = [0, *(at + 1 for at, char in enumerate(text) if char == separator)] if fields else list(range(len(text)))
        places = list(zip(starts, [*(start - fields for start in starts[1:]), len(text)], strict=False))
        parts: list[T] = []
        for first, last in wanted:
            if first <= len(places):
                parts += [run.made(separator, line)] if parts and fields else []
                parts.append(run.cut(line, places[first - 1][0], places[min(last, len(places)) - 1][1]))
        out.append(run.joined(parts or [run.made("", line)]))
    return run.ended(out), int(run.missing)


def _ranges(told: str) -> list[tuple[int, int]] | None:
    """`1,3-5,7-`: the pieces that are wanted, joined where they touch, ascending."""
    found: list[tuple[int, int]] = []
    for part in told.split(","):
        match = re.fullmatch(r"(\d{1,5})?(-)?(\d{1,5})?", part)
        if match is None or not (match[1] or match[3]):
            return None
        start = int(match[1] or 1)
        end = int(match[3]) if match[3] else 99_999 if match[2] else start
        if start < 1 or end < start:
            return None
        found.append((start, end))
    found.sort()
    out = [found[0]]
    for start, end in found[1:]:
        if start <= out[-1][1] + 1:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


# -- tr

_CLASSES: Final = {
    "upper": string.ascii_uppercase, "lower": string.ascii_lowercase, "digit": string.digits, "space": "\t\n\v\f\r ", "blank": "\t ",
    "alpha": string.ascii_uppercase + string.ascii_lowercase, "alnum": string.digits + string.ascii_uppercase + string.ascii_lowercase,
    "punct": string.punctuation, "xdigit": string.digits + "ABCDEFabcdef", "cntrl": "".join(map(chr, [*range(32), 127])),
}  # fmt: skip
_CHAR: Final = r"\\[0-7]{1,3}|\\.|."
_MEMBER: Final = re.compile(rf"\[:(\w+):\]|({_CHAR})(?:-({_CHAR}))?", re.DOTALL)
_ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_ASCII: Final = "".join(map(chr, range(128)))


@takes("dscC", permute=False)
def tr_(run: Run[T], given: Given) -> Answer[T]:
    deletes, squeezes, others = "d" in given.options, "s" in given.options, bool({"c", "C"} & set(given.options))
    words = given.rest
    translates = len(words) == 2 and not deletes
    sets = [_members(word) for word in words]
    if len(words) != 1 + (translates or (deletes and squeezes)) or not (translates or deletes or squeezes) or None in sets:
        return None
    first, second = sets[0] or "", sets[-1] or ""
    cases = ("[:upper:]", "[:lower:]")
    if translates and (not second or (others and "[:" in words[0]) or ("[:" in words[1] and tuple(words) not in (cases, cases[::-1]))):
        return None
    texts = run.texts([])
    plain = "".join(run.plain(text) for text in texts)
    if others:
        if not plain.isascii() and not deletes:
            return None  # a character outside ASCII is several bytes
        first = "".join(char for char in sorted({*_ASCII, *plain}) if char not in first)
        second = second if len(words) == 2 else first
    table = {ord(char): None if deletes else second[min(at, len(second) - 1)] for at, char in enumerate(first) if deletes or translates}
    repeated = re.compile(rf"([{re.escape(second)}])\1+") if squeezes and second else None
    out: list[T] = []
    before = ""
    for text in texts:
        made = run.plain(text).translate(table)
        if repeated is not None:
            before, made = made[-1:] or before, repeated.sub(r"\1", before + made)[len(before) :]
        out.append(text if made == run.plain(text) else run.made(made, text))
    return out, 0


def _members(told: str) -> str | None:
    """The characters of a set; None for what is not modelled (`[x*5]`, `[=e=]`) or refused."""
    if not told.isascii() or re.search(r"\[[=.]|\[.\*\d*\]", told):
        return None
    out: list[str] = []
    position = 0
    while found := _MEMBER.match(told, position):
        position = found.end()
        named, first, last = found.groups()
        if named:
            out.append(_CLASSES.get(named, ""))
            continue
        start, end = ord(_member(first)), ord(_member(last or first))
        if end < start:
            return None
        out.append("".join(map(chr, range(start, end + 1))))
    return "".join(out) if all(out) else None


def _member(written: str) -> str:
    if written[:1] != "\\" or len(written) == 1:
        return written
    return chr(int(written[1:], 8) & 255) if written[1] in "01234567" else _ESCAPES.get(written[1], written[1])

"""Programs that turn texts into texts without a language of their own: `cat head tail sort uniq wc cut tr` and their like."""

from __future__ import annotations

import base64
import binascii
import re
import string
from collections.abc import Collection, Sequence
from itertools import groupby, pairwise
from typing import Final

from claude_auth_tui.shells.programs.run import Answer, Run, T


def cat_(run: Run[T]) -> Answer[T]:
    given = run.given("u")
    if given is None:
        return None
    texts, complete = run.texts(given.rest)
    return texts, int(not complete)


def tee_(run: Run[T]) -> Answer[T]:
    given = run.given("ai", long="append=a ignore-interrupts=i")
    if given is None or ("a" in given.options and given.rest):
        return None
    texts, _ = run.texts([])
    for path in given.rest:
        run.wrote(run.certain(path), texts)
    return texts, 0


def head_(run: Run[T]) -> Answer[T]:
    return _end(run, 1)


def tail_(run: Run[T]) -> Answer[T]:
    return _end(run, -1)


def _end(run: Run[T], side: int) -> Answer[T]:
    """Lines of one end: so many (10), or all but so many (`head -n -2`), or all from one on (`tail -n +2`)."""
    words = [re.sub(r"^-(\d+)$", r"-n\1", word) for word in run.words]
    given = run.given("q", "nc", "lines=n bytes=c quiet=q silent=q", words=words)
    if given is None or "c" in given.options or (len(given.rest) > 1 and "q" not in given.options):
        return None
    told = re.fullmatch(r"([-+]?)(\d{1,6})", given.last("n", "10"))
    sign, count = (told[1], int(told[2])) if told else ("?", 0)
    if sign == "?" or (sign == ("+" if side > 0 else "-")) or any(word.startswith("+") for word in given.rest):
        return None
    if sign == "-" and run.machine.platform == "macos":  # BSD's head has no such count
        return None
    out: list[T] = []
    complete = True
    for path in given.rest or ["-"]:
        read = run.lines([path])
        size = len(read.lines)
        start = max(size - count, 0) if side < 0 and not sign else max(count - 1, 0) if sign == "+" else 0
        end = size if side < 0 else max(size - count, 0) if sign == "-" else min(count, size)
        out += run.ended(read.lines[start:end], read.open_end and end == size and start < end)
        complete = complete and read.complete
    return out, int(not complete)


def sort_(run: Run[T]) -> Answer[T]:
    """By code points where every locale agrees with them, by numbers (`-n`) or by versions (`-V`)."""
    given = run.given("urnVs", long="unique=u reverse=r numeric-sort=n version-sort=V stable=s")
    if given is None or {"n", "V"} <= set(given.options):
        return None
    read = run.lines(given.rest)
    keys = _sort_keys([run.plain(line) for line in read.lines], given.options)
    if keys is None:
        return None
    if not read.complete:
        return [], 2
    unique, reverse = "u" in given.options, "r" in given.options
    by_text = not ("s" in given.options or (unique and "n" in given.options))
    rows = [(key, run.plain(line) if by_text else "", line) for key, line in zip(keys, read.lines, strict=True)]
    rows.sort(key=lambda row: row[:2], reverse=reverse)
    for one, two in pairwise(rows):
        if one[0] == two[0] and not (_same_everywhere(two[1], one[1]) if reverse else _same_everywhere(one[1], two[1])):
            return None
    return run.ended(next(group)[2] for _, group in groupby(rows, key=lambda row: row[:2] if unique else id(row))), 0


def _sort_keys(texts: Sequence[str], options: Collection[str]) -> list[list[int]] | None:
    """What comes before the text itself."""
    if "V" in options:
        same = all(re.fullmatch(r"v?\d{1,9}(\.\d{1,9})*/?", text) for text in texts) and len({text[:1] == "v" for text in texts}) < 2
        return [[int(part) for part in re.findall(r"\d+", text)] for text in texts] if same else None
    if "n" not in options:
        return [[] for _ in texts]
    numbers = [re.match(r"\s*(-?\d{1,15})?(?![\d.])", text) for text in texts]
    return [[int(found[1] or 0)] for found in numbers if found] if all(numbers) else None


def _same_everywhere(one: str, two: str) -> bool:
    """Whether a text comes before another one in every locale as it does by code points."""
    if one == two:
        return True
    low, high = one.lower(), two.lower()
    at = next((n for n, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), min(len(low), len(high)))
    before, after = low[at : at + 1], high[at : at + 1]
    return low < high and (one + two).isascii() and after.isalnum() and (not before or before.isalnum() or before in " -./,+'#")


def uniq_(run: Run[T]) -> Answer[T]:
    given = run.given("cdu", long="count=c repeated=d unique=u")
    if given is None or len(given.rest) > 1 or ("c" in given.options and run.machine.platform == "macos"):
        return None
    read = run.lines(given.rest)
    out: list[T] = []
    for _, group in groupby(read.lines, key=run.plain):
        same = list(group)
        if ("d" in given.options and len(same) == 1) or ("u" in given.options and len(same) > 1):
            continue
        out.append(run.joined([run.made(f"{len(same):7d} ", same[0]), same[0]]) if "c" in given.options else same[0])
    return run.ended(out), int(not read.complete)


def wc_(run: Run[T]) -> Answer[T]:
    """One count of one text; on macOS blanks stand before it."""
    given = run.given("lwcm", long="lines=l words=w bytes=c chars=m")
    if given is None or len(given.options) != 1 or len(given.rest) > 1 or run.machine.platform == "macos":
        return None
    texts, complete = run.texts(given.rest)
    if not complete:
        return [], 1
    text = "".join(run.plain(one) for one in texts)
    counts = {"l": text.count("\n"), "w": len(text.split()), "c": len(text.encode(errors="replace")), "m": len(text)}
    return run.said(f"{counts[next(iter(given.options))]}" + (f" {given.rest[0]}" if given.rest else ""))


def paste_(run: Run[T]) -> Answer[T]:
    """`paste -s -d :`, which puts lines together."""
    given = run.given("s", "d", "serial=s delimiters=d")
    delimiter = given.last("d", "\t") if given is not None else ""
    delimiter = {"\\n": "\n", "\\t": "\t"}.get(delimiter, delimiter)
    if given is None or "s" not in given.options or len(delimiter) != 1 or delimiter == "\\" or len(given.rest) > 1:
        return None
    read = run.lines(given.rest)
    parts = [part for line in read.lines for part in (run.made(delimiter, line), line)][1:]
    return run.ended([run.joined(parts) if parts else run.made("")]) if read.complete else [], int(not read.complete)


def base64_(run: Run[T]) -> Answer[T]:
    """Decoding only."""
    given = run.given("dD", long="decode=d")
    if given is None or len(given.rest) > 1 or not given.options or ("D" in given.options and run.machine.platform != "macos"):
        return None
    texts, complete = run.texts(given.rest)
    try:
        made = base64.b64decode("".join(run.plain(text) for text in texts).replace("\n", ""), validate=True).decode()
    except (binascii.Error, ValueError):
        return None
    return ([run.made(made, texts[0] if texts else None)], 0) if complete else None


# -- cut


def cut_(run: Run[T]) -> Answer[T]:
    given = run.given("sn", "dfcb", "delimiter=d fields=f characters=c bytes=b only-delimited=s")
    kinds = [letter for letter in "fcb" if given is not None and letter in given.options]
    if given is None or len(kinds) != 1 or (kinds != ["f"] and {"d", "s"} & set(given.options)):
        return None
    wanted = _ranges(given.last(kinds[0]))
    separator = given.last("d", "\t")
    if wanted is None or len(separator) != 1:
        return None
    read = run.lines(given.rest)
    if not all(run.plain(line).isascii() for line in read.lines if kinds != ["f"]):
        return None  # GNU's cut counts bytes
    out: list[T] = []
    for line in read.lines:
        text = run.plain(line)
        if kinds != ["f"]:
            out.append(_chosen(run, line, [(at, at + 1) for at in range(len(text))], wanted, ""))
        elif separator in text:
            starts = [0, *(found.end() for found in re.finditer(re.escape(separator), text))]
            ends = [*(start - 1 for start in starts[1:]), len(text)]
            out.append(_chosen(run, line, list(zip(starts, ends, strict=True)), wanted, separator))
        elif "s" not in given.options:
            out.append(line)
    return run.ended(out), int(not read.complete)


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


def _chosen(run: Run[T], line: T, places: Sequence[tuple[int, int]], wanted: Sequence[tuple[int, int]], separator: str) -> T:
    parts: list[T] = []
    for first, last in wanted:
        if first <= len(places):
            parts += [run.made(separator, line)] if parts and separator else []
            parts.append(run.cut(line, places[first - 1][0], places[min(last, len(places)) - 1][1]))
    return run.made("", line) if not parts else parts[0] if len(parts) == 1 else run.joined(parts)


# -- tr

_CLASSES: Final = {
    "upper": string.ascii_uppercase, "lower": string.ascii_lowercase, "digit": string.digits, "space": "\t\n\v\f\r ", "blank": "\t ",
    "alpha": string.ascii_uppercase + string.ascii_lowercase, "alnum": string.digits + string.ascii_uppercase + string.ascii_lowercase,
    "punct": string.punctuation, "xdigit": string.digits + "ABCDEFabcdef", "cntrl": "".join(map(chr, [*range(32), 127])),
}  # fmt: skip
_MEMBER: Final = re.compile(r"\[:(\w+):\]|\\([0-7]{1,3})|\\(.)|(.)", re.DOTALL)
_ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}
_ASCII: Final = "".join(map(chr, range(128)))


def tr_(run: Run[T]) -> Answer[T]:
    given = run.given("dscC", long="delete=d squeeze-repeats=s complement=c", permute=False)
    if given is None:
        return None
    deletes, squeezes, others = "d" in given.options, "s" in given.options, bool({"c", "C"} & set(given.options))
    words = given.rest
    translates = len(words) == 2 and not deletes
    sets = [_members(word) for word in words]
    if len(words) != 1 + (translates or (deletes and squeezes)) or not (translates or deletes or squeezes) or None in sets:
        return None
    first, second = sets[0] or "", sets[-1] or ""
    cases = ("[:upper:]", "[:lower:]")
    if translates and (not second or ("[:" in words[1] and (others or tuple(words) not in (cases, cases[::-1])))):
        return None
    texts, _ = run.texts([])
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
    position, ranges = 0, False
    while found := _MEMBER.match(told, position):
        position = found.end()
        named, octal, escaped, plain = found.groups()
        if named:
            if named not in _CLASSES or ranges:
                return None
            out.append(_CLASSES[named])
        elif plain == "-" and out and not ranges and position < len(told):
            ranges = True
        else:
            char = chr(int(octal, 8) & 255) if octal else _ESCAPES.get(escaped, escaped) if escaped else plain
            start = ord(out[-1][-1]) + 1 if ranges else ord(char)
            if ord(char) + 1 < start:
                return None
            out.append("".join(map(chr, range(start, ord(char) + 1))))
            ranges = False
    return "".join(out)

"""`python -m tests.canary [--sweep] [--length N] [PART…]`: which places leak in which channels; parts are beginnings of their names."""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from multiprocessing import Pool

from tests.canary.canaries import LENGTHS
from tests.canary.every_place import PLACES
from tests.canary.places import Batch, Place, batches
from tests.canary.running import leaks_of
from tests.canary.scanning import Leak


def _job(which: tuple[tuple[str, ...], int, bool, bool, int, int]) -> list[Leak]:
    parts, length, alone, sweep, part, parts_of = which
    chosen = _chosen(parts, sweep)
    found: list[Leak] = []
    for number, batch in enumerate(batches(chosen, length, alone)):
        if number % parts_of == part:
            found.extend(_looked_at(batch, alone, sweep))
    return found


def _looked_at(batch: Batch, alone: bool, sweep: bool) -> list[Leak]:
    return leaks_of(batch, thorough=sweep or not alone)


def _chosen(parts: tuple[str, ...], sweep: bool) -> list[Place]:
    return [place for place in PLACES if (sweep or not place.sweep) and (not parts or place.name.startswith(parts))]


def table(leaks: Iterable[Leak]) -> str:
    """One block for each kind of place: its places, where each was seen, and the first line it was seen in."""
    kinds: dict[str, dict[str, list[Leak]]] = defaultdict(lambda: defaultdict(list))
    for leak in leaks:
        kinds["/".join(leak.place.split("/")[:2])][leak.place].append(leak)
    return "\n".join(_kind(kind, places) for kind, places in sorted(kinds.items()))


def _kind(kind: str, places: Mapping[str, list[Leak]]) -> str:
    rows = [f"\n== {kind}: {len(places)} leak"]
    for name, leaks in places.items():
        channels = ", ".join(dict.fromkeys(leak.channel if leak.how == "plain" else f"{leak.channel} ({leak.how})" for leak in leaks))
        rows.append(f"{name}\n    in: {channels}\n    as: {leaks[0].line[:220]}")
    return "\n".join(rows)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.canary", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART")
    parser.add_argument("--sweep", action="store_true", help="every place alone, in every channel")
    parser.add_argument("--length", type=int, choices=LENGTHS, action="append", help="values of this length only")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args(arguments)
    lengths, parts = options.length or LENGTHS, tuple(options.parts)
    jobs = [
        (parts, length, alone, options.sweep, part, options.jobs)
        for length in lengths
        for alone in ((True,) if options.sweep else (True, False) if length == 24 else (False,))
        for part in range(options.jobs)
    ]
    with Pool(options.jobs) as pool:
        leaks = [leak for found in pool.map(_job, jobs, chunksize=1) for leak in found]
    leaking = {leak.place for leak in leaks}
    sys.stdout.write(f"{len(_chosen(parts, options.sweep))} places, {len(leaking)} of them leak\n{table(leaks)}\n")
    return 1 if leaking else 0


if __name__ == "__main__":
    sys.exit(main())

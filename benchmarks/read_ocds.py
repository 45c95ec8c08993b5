"""Reading OCDS JSON lines, beside compiling the same releases with the reference library alone.

Usage: ``python benchmarks/read_ocds.py [PROCESSES] [ROUNDS]`` (5,000 and 3 by default).

Each process has two releases, of the tender and of its contract, with three items. The reference
groups the releases by their ocid, merges each group and writes the compiled releases with
``json.dump``, piece by piece, or at once with ``json.dumps``, which is faster; this library merges
them, too, but maps them to parties, procurements and contracts with a loss report instead of
writing them. The command ``ocdskit compile`` lies between the two: it reads with ijson, and lets
the releases wait in SQLite. Each way runs in a process
of its own, so that the peak of its memory is its own; times are processor time without imports,
and without the time it takes to throw away what was made.

How flat memory is, is measured at ten times as many processes: what reading takes at its peak
beyond the interpreter with the library (start) and beyond what it gives, the portfolio and the
loss report, object by object (own). The last line says how many times as long this library takes
as the reference that writes piece by piece, how many times as much memory, and how many times as
much it takes beyond its result for ten times the input: 10 grows with the input, 1 is flat.
"""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

Release = dict[str, object]

OURS = """
from samverkan.exchange import read
from samverkan.exchange.ocds.merging import compiled
compiled([{"ocid": "o", "date": "2026-01-01"}])
start, began = peak(), time.process_time()
result = read(path)
count = len(result.portfolio.contracts)
"""
REFERENCE = """
from ocdsmerge import Merger
from samverkan.exchange.ocds import RULES_1_1
result = None
start, began = peak(), time.process_time()
groups = {}
with open(path, "rb") as lines:
    for line in lines:
        release = json.loads(line)
        groups.setdefault(release["ocid"], []).append(release)
merger = Merger(merge_rules=dict(RULES_1_1))
count = 0
with open(os.devnull, "w") as out:
    for releases in groups.values():
        done = merger.create_compiled_release(releases)
        count += len(done["contracts"])
        json.dump(done, out)
"""
AT_ONCE = REFERENCE.replace("json.dump(done, out)", "out.write(json.dumps(done))")
FRAME = """
import gc, json, os, resource, sys, time
path = sys.argv[1]

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

def own(thing):
    seen, waiting, size = set(), [thing], 0
    while waiting:
        one = waiting.pop()
        if id(one) not in seen and not isinstance(one, type):
            seen.add(id(one))
            size += sys.getsizeof(one)
            waiting += gc.get_referents(one)
    return size / 2**20

{way}
took, most = time.process_time() - began, peak()
print(json.dumps([count, took, start, most, own(result)]))
"""


def money(draw: random.Random) -> Release:
    """An amount in kronor."""
    return {"amount": draw.randrange(10**5, 10**8), "currency": "SEK"}


def releases(number: int, draw: random.Random) -> tuple[Release, Release]:
    """The two releases of one process."""
    year, ocid = draw.randrange(2015, 2030), f"ocds-000000-{number:07d}"
    buyer: Release = {"id": f"buyer-{number % 290}", "name": f"Kommun {number % 290}"}
    supplier: Release = {"id": f"firm-{draw.randrange(9000)}", "name": "Firman AB"}
    items = [
        {
            "id": str(n),
            "description": "Förbrukningsmaterial",
            "classification": {"scheme": "CPV", "id": "33140000", "description": "Förbrukning"},
            "quantity": draw.randrange(1, 900),
            "unit": {"name": "st", "value": money(draw)},
        }
        for n in range(3)
    ]
    shared: Release = {"ocid": ocid, "language": "sv", "initiationType": "tender", "buyer": buyer}
    tender: Release = {"id": f"T{number}", "title": f"Ramavtal {number}"}
    first: Release = {
        **shared,
        "id": f"{ocid}-01",
        "date": f"{year}-02-03T00:00:00Z",
        "tag": ["tender"],
        "parties": [{**buyer, "roles": ["buyer"]}],
        "tender": {
            **tender,
            "status": "active",
            "value": money(draw),
            "procurementMethod": "open",
            "items": items,
            "tenderPeriod": {"startDate": f"{year}-02-03", "endDate": f"{year}-03-15"},
        },
    }
    last: Release = {
        **shared,
        "id": f"{ocid}-02",
        "date": f"{year}-06-01T00:00:00Z",
        "tag": ["award", "contract"],
        "parties": [{**buyer, "roles": ["buyer"]}, {**supplier, "roles": ["supplier"]}],
        "tender": {**tender, "status": "complete"},
        "awards": [
            {"id": "1", "status": "active", "date": f"{year}-05-20", "suppliers": [supplier]}
        ],
        "contracts": [
            {
                "id": f"C{number}",
                "awardID": "1",
                "status": "active",
                "period": {"startDate": f"{year}-07-01", "endDate": f"{year + 4}-06-30"},
                "value": money(draw),
                "dateSigned": f"{year}-06-10",
            }
        ],
    }
    return first, last


class Measured(NamedTuple):
    """What one way takes: seconds, and memory in MiB at its start, at its peak and of its own."""

    seconds: float
    start: float
    peak: float
    own: float

    @property
    def beyond(self) -> float:
        """Memory at the peak that neither the start nor the result explains."""
        return self.peak - self.start - self.own


def written(path: Path, processes: int) -> float:
    """Write the releases of so many processes; the size of the file in MB."""
    draw = random.Random(3)
    with path.open("w", encoding="utf-8") as out:
        for number in range(processes):
            for release in releases(number, draw):
                out.write(json.dumps(release, ensure_ascii=False) + "\n")
    return path.stat().st_size / 1e6


def measured(way: str, path: Path, processes: int) -> Measured:
    """One way, in a process of its own; it must find a contract for each process."""
    command = [sys.executable, "-c", FRAME.format(way=way), str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    count, *found = json.loads(done.stdout)
    assert count == processes, f"found {count} contracts"
    return Measured(*found)


def main() -> None:
    """Check that both find the same contracts, time them in turns, and see how memory grows."""
    processes = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    ways = {"reference": REFERENCE, "at once": AT_ONCE, "samverkan": OURS}
    found: dict[str, list[Measured]] = {name: [] for name in ways}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "releases.jsonl"
        size = written(path, processes)
        print(f"{processes} processes, {2 * processes} releases, {size:.1f} MB")
        for number in range(rounds):
            for name, way in ways.items():
                found[name].append(measured(way, path, processes))
            print(f"round {number + 1} of {rounds}", file=sys.stderr)
        for name, runs in found.items():
            middle = statistics.median(run.seconds for run in runs)
            most = runs[-1].peak
            print(f"{name:10s} {middle:6.2f} s, {size / middle:5.2f} MB/s, peak {most:.0f} MiB")
        large = written(path, 10 * processes)
        grown = measured(OURS, path, 10 * processes)
    ours, theirs = found["samverkan"], found["reference"]
    for megabytes, run in ((size, ours[-1]), (large, grown)):
        print(
            f"{megabytes:6.1f} MB of input: start {run.start:.0f} MiB, peak {run.peak:.0f} MiB, "
            f"own {run.own:.0f} MiB, beyond {run.beyond:.0f} MiB"
        )
    ratio = statistics.median(
        our.seconds / their.seconds for our, their in zip(ours, theirs, strict=True)
    )
    memory = ours[-1].peak / theirs[-1].peak
    print(f"time={ratio:.2f} memory={memory:.2f} flat={grown.beyond / ours[-1].beyond:.2f}")


if __name__ == "__main__":
    main()

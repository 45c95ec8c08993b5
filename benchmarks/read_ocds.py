"""Reading OCDS JSON lines, beside compiling the same releases with the reference library alone.

Usage: ``python benchmarks/read_ocds.py [PROCESSES] [ROUNDS]`` (5,000 and 3 by default).

Each process has two releases, of the tender and of its contract, with three items. The reference
groups the releases by their ocid, merges each group and writes the compiled releases; this library
does the same, and maps them to parties, procurements and contracts with a loss report. Each way
runs in a process of its own, so that the peak of its memory is its own; times are processor time
without imports. The last line says how many times as long this library takes, and how many times
as much memory.
"""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

Release = dict[str, object]

OURS = """
from samverkan.exchange import read
from samverkan.exchange.ocds.merging import compiled
compiled([{"ocid": "o", "date": "2026-01-01"}])
began = time.process_time()
count = len(read(path).portfolio.contracts)
"""
REFERENCE = """
from ocdsmerge import Merger
from samverkan.exchange.ocds import RULES_1_1
began = time.process_time()
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
FRAME = """
import json, os, resource, sys, time
path = sys.argv[1]
{way}
took = time.process_time() - began
print(json.dumps([count, took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
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


def measured(way: str, path: Path) -> tuple[int, float, float]:
    """Contracts, seconds and peak megabytes of one way."""
    command = [sys.executable, "-c", FRAME.format(way=way), str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    count, seconds, peak = json.loads(done.stdout)
    return count, seconds, peak


def main() -> None:
    """Check that both find the same contracts, then time them in turns."""
    processes = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    draw = random.Random(3)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "releases.jsonl"
        with path.open("w", encoding="utf-8") as out:
            for number in range(processes):
                for release in releases(number, draw):
                    out.write(json.dumps(release, ensure_ascii=False) + "\n")
        size = path.stat().st_size / 1e6
        print(f"{processes} processes, {2 * processes} releases, {size:.1f} MB")
        times: dict[str, list[float]] = {"reference": [], "samverkan": []}
        peaks: dict[str, float] = {}
        for number in range(rounds):
            for name, way in (("reference", REFERENCE), ("samverkan", OURS)):
                count, seconds, peaks[name] = measured(way, path)
                assert count == processes, f"{name} found {count} contracts"
                times[name].append(seconds)
            print(f"round {number + 1} of {rounds}", file=sys.stderr)
    for name, seconds in times.items():
        middle = statistics.median(seconds)
        print(f"{name:10s} {middle:6.2f} s, {size / middle:5.2f} MB/s, peak {peaks[name]:.0f} MB")
    pairs = zip(times["samverkan"], times["reference"], strict=True)
    ratio = statistics.median(ours / theirs for ours, theirs in pairs)
    print(f"time={ratio:.1f} memory={peaks['samverkan'] / peaks['reference']:.2f}")


if __name__ == "__main__":
    main()

"""What the life of a plan costs: comparing, reconciling, joining, levelling and counting it.

Run it from the top folder::

    python benchmarks/plan_life.py            # a year's items of 13,500 contracts: some 100,000
    python benchmarks/plan_life.py 2000

Printed are seconds of processor time and microseconds an item. Levelling is shown for several
limits, as parts of the fullest week: where all fits nothing moves; below that the search grows
with the number of items that must go elsewhere. Measured on Python 3.11 on two cores shared with
others, 100,695 items: compared in 0.5 s, joined in 1.1 s, counted in 0.2 s, reconciled in 3.6 s;
levelled in 1.8 s where all fit, in 2.0 s at 80 % of the fullest week (2,007 moved), in 32 s at
60 % (16,134 moved, and 9,633 for which no week has room).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TypeVar

import attrs
from plan_incremental import YEAR, amended, planned, register

import samverkan as sv
from samverkan.checkpoints import Checkpoint
from samverkan.schedule import coalesce, difference, level, load, reconcile

T = TypeVar("T")


def timed(name: str, count: int, work: Callable[[], T]) -> T:
    """What some work gives, and its time printed."""
    started = time.process_time()
    found = work()
    taken = time.process_time() - started
    print(f"{name:28} {taken:7.2f} s {taken * 1e6 / count:8.1f} µs an item")
    return found


def main() -> None:
    """Measure and print."""
    facts = register(int(sys.argv[1]) if sys.argv[1:] else 13_500)
    year = planned(facts).between(*YEAR)
    tenth = len(facts.contracts) // 10
    changed = [amended(one) for one in facts.contracts[:tenth]]
    later = attrs.evolve(facts, contracts=(*changed, *facts.contracts[tenth:]))
    other = planned(later).between(*YEAR)
    count = len(year)
    print(f"{len(facts.contracts)} contracts, {count} items in a year")

    found = timed("compare", count, lambda: difference(year, other))
    print(f"  {found.label()}")
    meetings = timed("join", count, lambda: coalesce(year))
    print(f"  {len(meetings)} meetings")
    weeks = timed("count by week", count, lambda: load(year))
    fullest = max(row.count for row in weeks)
    for part in (1.0, 0.8, 0.6):
        limit = int(fullest * part)
        spread = timed(f"level at {limit} a week", count, lambda: level(year, max_per_week=limit))  # noqa: B023  # called at once
        print(f"  {len(spread.moves)} moved, {len(spread.over)} over the limit")

    done = tuple(
        Checkpoint(id=str(n), occurred_on=one.due_on, contract=one.subject.id, kind=one.kind)
        for n, one in enumerate(year[::5])
        if one.due_on is not None
    )
    few = attrs.evolve(facts, contracts=facts.contracts[: max(1, len(facts.contracts) // 8)])
    plan = sv.plan(
        few,
        rules=sv.jurisdiction("SE").follow_up_rules,
        calendar=sv.jurisdiction("SE").calendar,
        as_of="2026-11-23",
    )
    known = {one.id for one in few.contracts}
    few = attrs.evolve(few, checkpoints=[one for one in done if one.contract in known])
    first = timed("reconcile", len(plan), lambda: reconcile(plan, few, "2026-11-23"))
    again = timed(
        "reconcile a week after",
        len(plan),
        lambda: reconcile(plan, few, "2026-11-30", previous=first),
    )
    print(f"  {len(again)} rows, {len(few.checkpoints)} checkpoints")


if __name__ == "__main__":
    main()

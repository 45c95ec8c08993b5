"""One amended contract among many: what it costs, and what a plan weighs.

Run it from the top folder::

    python benchmarks/plan_incremental.py            # 100,000 contracts
    python benchmarks/plan_incremental.py 10000

The Swedish book of 26 rules is asked about contracts of 1 to 8 years. Printed are the time of one
amendment (median of 200, each of another contract), of reading its items, of weaving the changes
in, and of planning everything anew for comparison; then how much room the plan takes as compact
rows, and how much the items of one year take as objects once somebody looks at them.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
import tracemalloc
from typing import TYPE_CHECKING

import attrs

import samverkan as sv
from samverkan.periods import add_months, day_from_ordinal
from samverkan.schedule import AmendedPlan, amend

if TYPE_CHECKING:
    from samverkan.schedule import Plan

SWEDEN = sv.jurisdiction("SE")
BUYER = "SE-2120999996"
YEAR = ("2026-01-01", "2026-12-31")


def register(count: int) -> sv.Portfolio:
    """Contracts that begin within eight years and last one to eight."""
    draw = random.Random(6)
    first = sv.day("2019-01-01").toordinal()
    contracts: list[sv.Contract] = []
    for number in range(count):
        start = day_from_ordinal(first + draw.randrange(8 * 365))
        contracts.append(
            sv.Contract(
                id=f"A-{number:06}",
                buyer=BUYER,
                signed_on=day_from_ordinal(start.toordinal() - 15),
                period=sv.Period(start, add_months(start, draw.randrange(12, 97))),
                risk_class=draw.choice("ABBCCC"),
            )
        )
    return sv.Portfolio(parties=(sv.Party(id=BUYER),), contracts=contracts)


def planned(facts: sv.Portfolio) -> Plan:
    """The whole plan."""
    return sv.plan(facts, rules=SWEDEN.follow_up_rules, calendar=SWEDEN.calendar)


def amended(contract: sv.Contract) -> sv.Contract:
    """The contract, extended by a year."""
    end = contract.end()
    assert end is not None
    longer = sv.Amendment(id="1", occurred_on="2026-06-01", new_end=add_months(end, 12))
    return attrs.evolve(contract, amendments=(longer,))


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if sys.argv[1:] else 100_000
    facts = register(count)
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    made = planned(facts)
    weight = tracemalloc.get_traced_memory()[0] - before
    rows = made.rows.packed
    size = getattr(rows, "itemsize", 8) * len(rows)
    print(f"{count} contracts, {len(made)} dated items, {len(made.blocked)} blocked")
    print(
        f"whole plan: {weight / 1e6:.1f} MB held, {size / 1e6:.1f} MB of it rows of 8 bytes, "
        f"{weight / count:.0f} bytes a contract"
    )
    before = tracemalloc.get_traced_memory()[0]
    year = made.between(*YEAR)
    objects = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    print(
        f"one year: {len(year)} items, {len(year) * 8 / 1e6:.1f} MB as rows, "
        f"{objects / 1e6:.0f} MB as objects ({objects / len(year):.0f} bytes an item)"
    )
    del year
    started = time.perf_counter()
    planned(facts)
    anew = time.perf_counter() - started
    draw = random.Random(7)
    changes = [amended(one) for one in draw.sample(facts.contracts, 200)]
    live: AmendedPlan = amend(made)
    live.replacing(changes[0])
    times: list[float] = []
    reads: list[float] = []
    for change in changes:
        started = time.perf_counter()
        after = amend(made).replacing(change)
        times.append(time.perf_counter() - started)
        started = time.perf_counter()
        after.of(change.id)
        reads.append(time.perf_counter() - started)
        started = time.perf_counter()
        live = live.replacing(change)
    started = time.perf_counter()
    woven = live.plan()
    weaving = time.perf_counter() - started
    assert len(woven) > len(made)
    one = statistics.median(times)
    print(f"one amendment: {one * 1e3:.2f} ms, its items read in {statistics.median(reads) * 1e3:.3f} ms")
    print(f"200 amendments woven in: {weaving:.2f} s; everything anew: {anew:.2f} s")
    print(f"amend={one * 1e3:.3f}ms anew/amend={anew / one:.0f} anew/weave={anew / weaving:.1f}")


if __name__ == "__main__":
    main()

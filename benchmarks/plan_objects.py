"""Five rules over a register, in this library and by hand with what a user would pick instead.

Usage: ``python benchmarks/plan_objects.py [CONTRACTS] [ROUNDS]`` (10,000 and 5 by default).

Each contract has a start, an end one to eight years later, a notice of 0 to 12 months and a
class; a fifth start at a month's end. The rules: kick-off 14 days after the start; a review every
12, 6 or 3 months by class, each counted from the start, strictly before the end; a decision at the
end less notice less 30 days; re-procurement 12 months before the end; evaluation 30 days after it.
Every day rolls to the next Swedish working day. All ways give the same rows, which is checked;
times are processor time, medians over rounds in which the ways take turns.

Beside that: what it costs to look at every item of that plan, and at every reason, and how many
contracts of ten years the Swedish default rule book plans in a second. The last line says how
many times faster the library is than dateutil and pendulum, and how many times slower than plain
tuples.
"""

from __future__ import annotations

import calendar
import datetime as dt
import gc
import hashlib
import importlib.metadata
import platform
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from operator import attrgetter, itemgetter

import attrs
import pendulum
from dateutil.relativedelta import relativedelta
from dateutil.rrule import MONTHLY, rrule

import samverkan as sv
from samverkan.rules import Timing

RULES = ("kickoff", "review", "decision", "reprocurement", "evaluation")
STEP = {"C": 12, "B": 6, "A": 3}
Row = tuple[str, dt.date, dt.date, int, str]
Contracts = list[Row]
CALENDAR = sv.jurisdiction("SE").calendar
CHOICE = sv.LegalBasis(sv.SourceKind.CHOICE)


def sample(count: int, seed: int = 7) -> Contracts:
    """Contracts as plain rows: id, start, end, notice in months, class."""
    draw = random.Random(seed)
    rows: Contracts = []
    for number in range(count):
        start = dt.date(2015, 1, 1) + dt.timedelta(draw.randrange(16 * 365))
        if draw.random() < 0.2:
            start = start.replace(day=calendar.monthrange(start.year, start.month)[1])
        end = start + dt.timedelta(draw.randrange(365, 8 * 365 + 3))
        if draw.random() < 0.33:
            end = start + relativedelta(months=draw.randrange(12, 97))
        risk = draw.choices("CBA", (50, 35, 15))[0]
        rows.append((f"{number:07d}", start, end, draw.randrange(13), risk))
    return rows


@attrs.frozen
class Item:
    """A follow-up as one would write it by hand."""

    contract: str
    rule: int
    due: dt.date


# ---------------------------------------------------------------------------- dateutil
CLOSED = {
    on
    for on in (dt.date(2012, 1, 1) + dt.timedelta(n) for n in range(31 * 365))
    if not CALENDAR.is_working(on)
}
DAY = dt.timedelta(1)


def rolled(on: dt.date) -> dt.date:
    """The next working day."""
    while on in CLOSED:
        on += DAY
    return on


def dateutil_reviews(start: dt.date, end: dt.date, step: int) -> Iterator[dt.date]:
    """RRULE with the care that a month's end needs."""
    at_end = {} if start.day <= 28 else {"bymonthday": range(28, start.day + 1), "bysetpos": -1}
    first = dt.datetime(start.year, start.month, start.day)  # noqa: DTZ001  # what rrule takes
    last = dt.datetime(end.year, end.month, end.day) - DAY  # noqa: DTZ001  # as above
    found = iter(rrule(MONTHLY, interval=step, dtstart=first, until=last, **at_end))
    next(found, None)
    for moment in found:
        yield moment.date()


def with_dateutil(rows: Contracts) -> list[Item]:
    """``rrule`` for the series, ``relativedelta`` for the rest."""
    out: list[Item] = []
    add = out.append
    for name, start, end, notice, risk in rows:
        add(Item(name, 0, rolled(start + relativedelta(days=14))))
        for on in dateutil_reviews(start, end, STEP[risk]):
            add(Item(name, 1, rolled(on)))
        decision = end - relativedelta(months=notice) - relativedelta(days=30)
        add(Item(name, 2, rolled(decision)))
        add(Item(name, 3, rolled(end - relativedelta(months=12))))
        add(Item(name, 4, rolled(end + relativedelta(days=30))))
    out.sort(key=attrgetter("due"))
    return out


# ---------------------------------------------------------------------------- pendulum
def pendulum_rolled(on: pendulum.Date) -> pendulum.Date:
    """The next working day."""
    while on in CLOSED:
        on = on.add(days=1)
    return on


def with_pendulum(rows: Contracts) -> list[Item]:
    """``.add(months=k)`` from the anchor."""
    out: list[Item] = []
    add = out.append
    for name, start, end, notice, risk in rows:
        add(Item(name, 0, pendulum_rolled(start.add(days=14))))
        months = STEP[risk]
        while (on := start.add(months=months)) < end:
            add(Item(name, 1, pendulum_rolled(on)))
            months += STEP[risk]
        decision = end.subtract(months=notice).subtract(days=30)
        add(Item(name, 2, pendulum_rolled(decision)))
        add(Item(name, 3, pendulum_rolled(end.subtract(months=12))))
        add(Item(name, 4, pendulum_rolled(end.add(days=30))))
    out.sort(key=attrgetter("due"))
    return out


# ---------------------------------------------------------------------------- the floor
BASE = dt.date(2012, 1, 1).toordinal()
NEXT = [rolled(dt.date.fromordinal(BASE + n)) for n in range(31 * 365 - 30)]
BEFORE = [dt.date(y, m, 1).toordinal() - 1 for y in range(2012, 2043) for m in range(1, 13)]
LENGTH = [calendar.monthrange(y, m)[1] for y in range(2012, 2043) for m in range(1, 13)]


def with_tuples(rows: Contracts) -> list[tuple[dt.date, str, int]]:
    """No objects but tuples, month tables, no dates made."""
    out: list[tuple[dt.date, str, int]] = []
    add = out.append
    for name, start, end, notice, risk in rows:
        first, last = start.toordinal(), end.toordinal()
        add((NEXT[first + 14 - BASE], name, 0))
        day, month = start.day, (start.year - 2012) * 12 + start.month - 1
        last_day, last_month = end.day, (end.year - 2012) * 12 + end.month - 1
        step = STEP[risk]
        for at in range(month + step, last_month + 1, step):
            length = LENGTH[at]
            on = BEFORE[at] + (day if day <= length else length)
            if on >= last:
                break
            add((NEXT[on - BASE], name, 1))
        at = last_month - notice
        length = LENGTH[at]
        on = BEFORE[at] + (last_day if last_day <= length else length) - 30
        add((NEXT[on - BASE], name, 2))
        at = last_month - 12
        length = LENGTH[at]
        add((NEXT[BEFORE[at] + (last_day if last_day <= length else length) - BASE], name, 3))
        add((NEXT[last + 30 - BASE], name, 4))
    out.sort(key=itemgetter(0))
    return out


# ---------------------------------------------------------------------------- this library
def ready(timing: Timing, name: str) -> sv.FollowUpRule:
    """A rule of the workload."""
    return timing.rule(
        id=name,
        kind="tactical-meeting",
        aim="both",
        responsible="contract-manager",
        source=CHOICE,
    )


BOOK = sv.RuleBook(
    id="w1",
    rules=[
        ready(sv.at("start", "14 days"), "kickoff"),
        ready(sv.every("12 months").by_class(A="3 months", B="6 months", C="12 months"), "review"),
        ready(sv.at("notice_deadline", "-30 days"), "decision"),
        ready(sv.at("end", "-12 months"), "reprocurement"),
        ready(sv.at("end", "30 days"), "evaluation"),
    ],
)


def portfolio(rows: Contracts) -> sv.Portfolio:
    """The same contracts as facts of the library."""
    return sv.Portfolio(
        contracts=[
            sv.Contract(
                id=name,
                period=sv.Period(start, end),
                notice=sv.months(notice),
                risk_class=risk,
            )
            for name, start, end, notice, risk in rows
        ]
    )


def with_library(facts: sv.Portfolio) -> sv.Plan:
    """The plan, with ids and reasons on request."""
    return sv.plan(facts, rules=BOOK, calendar=CALENDAR)


def ten_years(rows: Contracts) -> sv.Portfolio:
    """The same contracts, ten years long, of a Swedish buyer."""
    buyer = sv.Party(id="SE-2120999996")
    return sv.Portfolio(
        parties=[buyer],
        contracts=[
            sv.Contract(
                id=name,
                buyer=buyer.id,
                awarded_on=start,
                signed_on=start,
                period=sv.Period.lasting(start, sv.years(10)),
                risk_class=risk,
            )
            for name, start, _, _, risk in rows
        ],
    )


def with_swedish_book(facts: sv.Portfolio) -> sv.Plan:
    """The plan by the default rule book of Sweden."""
    return sv.plan(facts, rules=sv.jurisdiction("SE").follow_up_rules, calendar=CALENDAR)


# ---------------------------------------------------------------------------- measuring
def digest(rows: list[tuple[str, int, dt.date]]) -> str:
    """The rows in one order, hashed."""
    text = "\n".join(f"{name} {rule} {due.isoformat()}" for name, rule, due in sorted(rows))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def measure(ways: dict[str, Callable[[], object]], rounds: int) -> dict[str, list[float]]:
    """Seconds of each way, round by round, the ways taking turns."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(rounds):
        for name, way in ways.items():
            gc.collect()
            began = time.process_time()
            made = way()
            times[name].append(time.process_time() - began)
            del made
        print(f"round {number + 1} of {rounds}", file=sys.stderr)
    return times


def tell(name: str, seconds: list[float], count: int, lines: int) -> None:
    """One line about one way."""
    middle = statistics.median(seconds)
    print(
        f"{name:10s} {middle / count * 1e6:8.1f} µs a contract, "
        f"{count / middle:9.0f} contracts/s, {lines / middle:9.0f} rows/s"
    )


def look(made: sv.Plan, rounds: int) -> None:
    """What it costs to look at every item, at every id, and at every reason in words."""
    times = measure(
        {
            "items": lambda: sum(1 for _ in made),
            "ids": lambda: sum(len(item.id) for item in made),
            "reasons": lambda: sum(len(item.why("sv")) for item in made),
        },
        min(rounds, 3),
    )
    each = {name: statistics.median(seconds) / len(made) for name, seconds in times.items()}
    print("looking at: " + ", ".join(f"{name} {s * 1e6:.1f} µs each" for name, s in each.items()))


def swedish(rows: Contracts, rounds: int) -> None:
    """How fast the default rule book of Sweden goes."""
    facts = ten_years(rows)
    lines = len(with_swedish_book(facts))
    seconds = measure({"swedish": lambda: with_swedish_book(facts)}, min(rounds, 3))["swedish"]
    print(f"the Swedish book, contracts of ten years, {lines} rows:")
    tell("samverkan", seconds, len(rows), lines)


def main() -> None:
    """Check that all ways agree, then time them."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    rows = sample(count)
    dates: Contracts = [
        (name, pendulum.Date(s.year, s.month, s.day), pendulum.Date(e.year, e.month, e.day), n, k)
        for name, s, e, n, k in rows
    ]
    facts = portfolio(dates)
    number = {name: place for place, name in enumerate(RULES)}
    made = {
        "dateutil": [(i.contract, i.rule, i.due) for i in with_dateutil(rows)],
        "pendulum": [(i.contract, i.rule, i.due) for i in with_pendulum(dates)],
        "tuples": [(name, rule, due) for due, name, rule in with_tuples(rows)],
        "samverkan": [(i.subject.id, number[i.rule.id], i.due_on) for i in with_library(facts)],
    }
    found = {name: digest(rows) for name, rows in made.items()}
    assert len(set(found.values())) == 1, f"the ways disagree: {found}"
    lines = len(made["tuples"])
    print(f"{count} contracts, {lines} rows, the same in every way ({found['tuples']})")
    versions = ", ".join(
        f"{name} {importlib.metadata.version(name)}"
        for name in ("attrs", "pendulum", "python-dateutil", "holidays")
    )
    print(f"Python {platform.python_version()}, {versions}")
    del made
    times = measure(
        {
            "dateutil": lambda: with_dateutil(rows),
            "pendulum": lambda: with_pendulum(dates),
            "tuples": lambda: with_tuples(rows),
            "samverkan": lambda: with_library(facts),
        },
        rounds,
    )
    for name, seconds in times.items():
        tell(name, seconds, count, lines)
    look(with_library(facts), rounds)
    swedish(rows, rounds)

    def ratio(one: str, other: str) -> float:
        pairs = zip(times[one], times[other], strict=True)
        return statistics.median(a / b for a, b in pairs)

    print(
        f"dateutil={ratio('dateutil', 'samverkan'):.1f} "
        f"pendulum={ratio('pendulum', 'samverkan'):.1f} "
        f"floor={ratio('samverkan', 'tuples'):.2f}"
    )


if __name__ == "__main__":
    main()

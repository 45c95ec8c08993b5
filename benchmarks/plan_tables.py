"""Five rules over a million contracts as columns: this library and by hand, side by side.

Usage: ``python benchmarks/plan_tables.py [CONTRACTS] [ROUNDS]`` (1,000,000 and 5 by default).

Each contract has a start, an end one to eight years later, a notice of 0 to 12 months and a class;
a fifth start on a month's last day. The rules: kick-off 14 days after the start; a review every
12, 6 or 3 months by class, each counted from the start, strictly before the end; a decision at the
end less notice less 30 days; re-procurement 12 months before the end; evaluation 30 days after it.
Every day rolls to the next Swedish working day. A row is contract, rule and day; sorted by day,
contract, rule.

All ways give the same rows, which is checked by a hash. Ways take turns; times are medians, and
ratios are medians of the ratios within a round. Peak memory is that of a process that runs one way
once.
"""

from __future__ import annotations

import argparse
import calendar
import datetime as dt
import gc
import hashlib
import importlib.metadata
import platform
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa

import samverkan as sv
from samverkan import tables

CHOICE = sv.LegalBasis(sv.SourceKind.CHOICE)
SWEDEN = sv.jurisdiction("SE").calendar
STEPS = {"A": 3, "B": 6, "C": 12}
EPOCH = dt.date(1970, 1, 1).toordinal()
FIRST, LAST = dt.date(2013, 1, 1), dt.date(2041, 12, 31)
Columns = dict[str, Any]
Rows = tuple[Any, Any, Any]


def sample(count: int, seed: int = 7) -> Columns:
    """Contracts as numpy columns: number, start, end, notice in months, class 0 (A) to 2 (C)."""
    draw = random.Random(seed)

    def below(limit: int) -> Any:  # noqa: ANN401  # a numpy column
        numbers = np.frombuffer(draw.randbytes(4 * count), np.uint32).astype(np.uint64)
        return (numbers * np.uint64(limit) >> np.uint64(32)).astype(np.int64)

    start = np.datetime64("2015-01-01") + below(16 * 365)
    months = start.astype("M8[M]")
    start = np.where(below(5) == 0, (months + 1).astype("M8[D]") - 1, start)
    end = start + 365 + below(7 * 365 + 3)
    anniversary = months_later(start, 12 + below(85))
    end = np.where(below(3) == 0, anniversary, end)
    return {
        "id": np.arange(count, dtype=np.int64),
        "start": start.astype("M8[D]"),
        "end": end.astype("M8[D]"),
        "notice": below(13).astype(np.int32),
        "risk": np.array([0] * 15 + [1] * 35 + [2] * 50, np.int8)[below(100)],
    }


def months_later(days: Any, months: Any) -> Any:  # noqa: ANN401  # numpy columns
    """Days moved by months, clamped to the month's end."""
    month = days.astype("M8[M]")
    number = (days - month.astype("M8[D]")).astype(np.int64)
    reached = month + months
    first = reached.astype("M8[D]")
    length = ((reached + 1).astype("M8[D]") - first).astype(np.int64)
    return first + np.minimum(number, length - 1)


def closed_days() -> list[dt.date]:
    """The days on which nobody works, weekends left out."""
    days = (FIRST + dt.timedelta(n) for n in range((LAST - FIRST).days))
    return [on for on in days if on.weekday() < 5 and not SWEDEN.is_working(on)]


# ------------------------------------------------------------------------------ the library
def rule(name: str, timing: Any) -> sv.FollowUpRule:  # noqa: ANN401  # a timing
    """A rule of the workload."""
    return timing.rule(
        id=name, kind="kickoff", aim="both", responsible="contract-manager", source=CHOICE
    )


RULES = (
    rule("kickoff", sv.at("start", "14 days")),
    rule("review", sv.every({name: f"{step} months" for name, step in STEPS.items()})),
    rule("decision", sv.at("notice_deadline", "-30 days")),
    rule("reprocurement", sv.at("end", "-12 months")),
    rule("evaluation", sv.at("end", "30 days")),
)


def for_library(columns: Columns) -> pl.DataFrame:
    """The columns under the names that facts have."""
    return pl.DataFrame(
        {
            "id": columns["id"],
            "period_start": columns["start"],
            "period_end": columns["end"],
            "notice_months": columns["notice"],
            "risk_class": pl.Series(["A", "B", "C"]).gather(columns["risk"]),
        }
    )


def with_library(frame: pl.DataFrame, *, order: bool) -> pl.DataFrame:
    """The plan, text of rules as an enumeration."""
    made = tables.plan(
        frame, rules=RULES, calendar=SWEDEN, order=order, columns=("subject", "rule", "due_on")
    )
    found: pl.DataFrame = made.rows
    return found


def from_library(frame: pl.DataFrame) -> Rows:
    """Number, rule and day of its rows."""
    return (
        frame["subject"].to_numpy(),
        frame["rule"].to_physical().to_numpy(),
        frame["due_on"].to_physical().to_numpy(),
    )


# ------------------------------------------------------------------------------------- numpy
class Kernel:
    """Month tables, a table of working days, 32-bit numbers, chunks that fit a cache."""

    def __init__(self) -> None:
        self.first = FIRST.toordinal() - EPOCH
        months = range(FIRST.year * 12, (LAST.year + 1) * 12)
        firsts = [dt.date(m // 12, m % 12 + 1, 1).toordinal() - EPOCH for m in months]
        self.before = np.array(firsts, np.int32)
        self.length = np.array(
            [calendar.monthrange(m // 12, m % 12 + 1)[1] for m in months], np.int32
        )
        self.month = np.repeat(np.arange(len(firsts), dtype=np.int32), self.length)
        self.day = (
            np.arange(len(self.month), dtype=np.int32) + self.first - self.before[self.month]
        )
        moves = SWEDEN.moves(sv.Roll.FORWARD)
        last = LAST.toordinal() - EPOCH - 20
        self.due = np.array([moves[n + EPOCH] - EPOCH for n in range(self.first, last)], np.int32)

    def moved(self, month: Any, day: Any) -> Any:  # noqa: ANN401  # numpy columns
        """Days of months, clamped."""
        return self.before[month] + np.minimum(day, self.length[month] - 1)

    def chunk(self, columns: Columns) -> Rows:
        """The rows of some contracts."""
        start = columns["start"].view(np.int64).astype(np.int32) - self.first
        end = columns["end"].view(np.int64).astype(np.int32) - self.first
        ids = columns["id"].astype(np.int32)
        step = np.array([3, 6, 12], np.int32)[columns["risk"]]
        start_month, start_day = self.month[start], self.day[start]
        end_month, end_day = self.month[end], self.day[end]
        count = (end_month - start_month) // step
        last = self.moved(start_month + count * step, start_day) - self.first
        count -= last >= end
        total = int(count.sum())
        which = np.repeat(np.arange(len(ids), dtype=np.int32), count)
        number = np.arange(1, total + 1, dtype=np.int32) - (np.cumsum(count) - count)[which]
        reviews = self.moved(
            start_month[which] + number.astype(np.int32) * step[which], start_day[which]
        )
        parts = (
            (ids, start + self.first + 14),
            (ids[which], reviews),
            (ids, self.moved(end_month - columns["notice"], end_day) - 30),
            (ids, self.moved(end_month - 12, end_day)),
            (ids, end + self.first + 30),
        )
        rules = np.repeat(np.arange(5, dtype=np.uint8), [len(one) for one, _ in parts])
        days = self.due[np.concatenate([on for _, on in parts]) - self.first]
        return np.concatenate([one for one, _ in parts]), rules, days

    def __call__(self, columns: Columns, *, order: bool) -> Rows:
        """All rows, chunk after chunk."""
        size, count = 32_768, len(columns["id"])
        chunks = [
            self.chunk({name: one[at : at + size] for name, one in columns.items()})
            for at in range(0, count, size)
        ]
        ids, rules, days = (np.concatenate(part) for part in zip(*chunks, strict=True))
        if not order:
            return ids, rules, days
        key = (days - self.first).astype(np.uint64) << np.uint64(48)
        key |= ids.astype(np.uint64) << np.uint64(8)
        key |= rules
        key.sort()
        found = (key >> np.uint64(8)) & np.uint64(0xFFFFFFFFFF)
        return (
            found.astype(np.int32),
            key.astype(np.uint8),
            (key >> np.uint64(48)).astype(np.int32) + self.first,
        )


# ------------------------------------------------------------------------------------ Polars
def with_polars(frame: pl.DataFrame, closed: pl.Series, *, order: bool) -> pl.DataFrame:
    """Ranges of whole numbers, exploded, and Polars' own offsets and business days."""
    c = pl.col
    months = (c("end").dt.year() - c("start").dt.year()) * 12 + (
        c("end").dt.month().cast(pl.Int32) - c("start").dt.month().cast(pl.Int32)
    )
    step = pl.lit(pl.Series([3, 6, 12], dtype=pl.Int32)).gather(c("risk").cast(pl.UInt32))
    lazy = frame.lazy()

    def part(number: int, due: pl.Expr) -> pl.LazyFrame:
        return lazy.select("id", rule=pl.lit(number, pl.UInt8), due=due)

    reviews = (
        lazy.select("id", "start", "end", k=pl.int_ranges(step, months + 1, step))
        .explode("k")
        .filter(c("k").is_not_null())
        .with_columns(due=c("start").dt.offset_by(c("k").cast(pl.String) + "mo"))
        .filter(c("due") < c("end"))
        .select("id", rule=pl.lit(1, pl.UInt8), due="due")
    )
    back = "-" + c("notice").cast(pl.String) + "mo"
    rows = pl.concat(
        [
            part(0, c("start") + pl.duration(days=14)),
            reviews,
            part(2, c("end").dt.offset_by(back) - pl.duration(days=30)),
            part(3, c("end").dt.offset_by("-12mo")),
            part(4, c("end") + pl.duration(days=30)),
        ]
    ).with_columns(due=c("due").dt.add_business_days(0, holidays=closed, roll="forward"))
    return (rows.sort("due", "id", "rule") if order else rows).collect()


# ------------------------------------------------------------------------------------ DuckDB
SQL = """
with c as (select *, case risk when 0 then 3 when 1 then 6 else 12 end as step from contracts),
reviews as (
    select id, 1::utinyint as rule, (start + to_months(k * step))::date as due, "end" as stop
    from (select id, start, "end", step, unnest(range(
        1, datediff('month', start, "end") // step + 1))::integer as k from c) t),
every_row as (
    select id, 0::utinyint as rule, start + 14 as due from c union all
    select id, rule, due from reviews where due < stop union all
    select id, 2::utinyint, ("end" - to_months(notice))::date - 30 from c union all
    select id, 3::utinyint, ("end" - interval 12 month)::date from c union all
    select id, 4::utinyint, "end" + 30 from c)
select id, rule, working.due from every_row join working on working.day = every_row.due
"""


def duckdb_tables(columns: Columns, kernel: Kernel) -> duckdb.DuckDBPyConnection:
    """The contracts and the days as tables of a database in memory."""
    contracts = pa.table({name: pa.array(one) for name, one in columns.items()})
    days = np.arange(kernel.first, kernel.first + len(kernel.due), dtype=np.int32)
    working = pa.table(
        {
            "day": pa.array(days).cast(pa.date32()),
            "due": pa.array(kernel.due).cast(pa.date32()),
        }
    )
    database = duckdb.connect()
    database.execute("create table contracts as select * from contracts").fetchall()
    database.execute("create table working as select * from working").fetchall()
    assert contracts.num_rows
    assert working.num_rows
    return database


def with_duckdb(database: duckdb.DuckDBPyConnection, *, order: bool) -> pa.Table:
    """SQL with DuckDB's own months, and a join for the working day."""
    return database.sql(
        SQL + (" order by working.due, id, rule" if order else "")
    ).to_arrow_table()


# ------------------------------------------------------------------------------------ pandas
def with_pandas(frame: pd.DataFrame, week: np.busdaycalendar) -> pd.DataFrame:
    """Offsets of pandas, a class and an occurrence at a time; numpy's business days."""
    parts = [(frame["id"], 0, frame["start"] + pd.Timedelta(days=14))]
    for risk, step in enumerate((3, 6, 12)):
        left, months = frame[frame["risk"] == risk], step
        while len(left):
            due = left["start"] + pd.DateOffset(months=months)
            inside = due < left["end"]
            left = left[inside]
            parts.append((left["id"], 1, due[inside]))
            months += step
    for notice in range(13):
        some = frame[frame["notice"] == notice]
        due = some["end"] - pd.DateOffset(months=notice) - pd.Timedelta(days=30)
        parts.append((some["id"], 2, due))
    parts.append((frame["id"], 3, frame["end"] - pd.DateOffset(months=12)))
    parts.append((frame["id"], 4, frame["end"] + pd.Timedelta(days=30)))
    rows = pd.concat(
        [pd.DataFrame({"id": i, "rule": np.uint8(r), "due": on}) for i, r, on in parts],
        ignore_index=True,
    )
    days = rows["due"].to_numpy().astype("M8[D]")
    rows["due"] = np.busday_offset(days, 0, roll="forward", busdaycal=week)
    return rows.sort_values(["due", "id", "rule"], ignore_index=True)


# ---------------------------------------------------------------------------------- the run
def digest(rows: Rows) -> tuple[int, str]:
    """Number of rows and a hash of them in order of day, contract and rule."""
    ids, rules, days = (np.asarray(part) for part in rows)
    if days.dtype.kind == "M":
        days = days.astype("M8[D]").view(np.int64)
    key = days.astype(np.int64) << 40 | ids.astype(np.int64) << 8 | rules.astype(np.int64)
    return len(key), hashlib.sha256(np.sort(key).tobytes()).hexdigest()[:12]


Way = tuple[Callable[[], Any], Callable[[Any], Rows]]


def ways(columns: Columns, only: str | None = None) -> dict[str, Way]:
    """Every way by name, ready to run, and how its rows are read."""
    kernel = Kernel()
    found: dict[str, Way] = {}

    def wanted(name: str) -> bool:
        return only is None or only.startswith(name)

    if wanted("samverkan"):
        frame = for_library(columns)
        for order in (True, False):
            name = "samverkan" + ("" if order else ", unsorted")
            found[name] = (lambda order=order: with_library(frame, order=order)), from_library
    if wanted("numpy"):
        for order in (True, False):
            name = "numpy kernel" + ("" if order else ", unsorted")
            found[name] = (lambda order=order: kernel(columns, order=order)), lambda rows: rows
    if wanted("Polars"):
        by_hand = pl.DataFrame(columns)
        closed = pl.Series(closed_days(), dtype=pl.Date)
        for order in (True, False):
            name = "Polars by hand" + ("" if order else ", unsorted")
            found[name] = (
                (lambda order=order: with_polars(by_hand, closed, order=order)),
                lambda f: (
                    f["id"].to_numpy(),
                    f["rule"].to_numpy(),
                    f["due"].to_physical().to_numpy(),
                ),
            )
    if wanted("DuckDB"):
        database = duckdb_tables(columns, kernel)
        for order in (True, False):
            name = "DuckDB SQL by hand" + ("" if order else ", unsorted")
            found[name] = (
                (lambda order=order: with_duckdb(database, order=order)),
                lambda t: (t["id"].to_numpy(), t["rule"].to_numpy(),
                           t["due"].cast(pa.int32()).to_numpy()),
            )  # fmt: skip
    if wanted("pandas"):
        week = np.busdaycalendar(holidays=np.array(closed_days(), "M8[D]"))
        data = pd.DataFrame(
            {
                n: one.astype("M8[s]") if one.dtype.kind == "M" else one
                for n, one in columns.items()
            }
        )
        found["pandas"] = (
            (lambda: with_pandas(data, week)),
            lambda f: (f["id"].to_numpy(), f["rule"].to_numpy(), f["due"].to_numpy()),
        )
    return found if only is None else {only: found[only]}


def high_water() -> int:
    """The most memory this process has held, in MB (on Linux)."""
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmHWM"))


def peak(name: str, count: int) -> int:
    """Peak memory in MB of a process of its own that runs one way once."""
    command = [sys.executable, __file__, str(count), "1", "--only", name]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  # starts itself
    return int(done.stdout)


def main() -> None:
    """Run the ways in turns and print what they took."""
    parser = argparse.ArgumentParser()
    parser.add_argument("contracts", nargs="?", type=int, default=1_000_000)
    parser.add_argument("rounds", nargs="?", type=int, default=5)
    parser.add_argument("--only")
    given = parser.parse_args()
    columns = sample(given.contracts)
    found = ways(columns, given.only)
    if given.only:
        found[given.only][0]()
        print(high_water())
        return
    versions = ("narwhals", "polars", "numpy", "duckdb", "pandas", "pyarrow")
    print(f"Python {platform.python_version()}", end="")
    for name in versions:
        print(f", {name} {importlib.metadata.version(name)}", end="")
    print()
    digests = {name: digest(read(run())) for name, (run, read) in found.items()}
    assert len(set(digests.values())) == 1, digests
    rows, hashed = digests["samverkan"]
    print(f"{given.contracts:,} contracts, {rows:,} follow-ups, {hashed} from every way")
    times: dict[str, list[float]] = {name: [] for name in found}
    processor: dict[str, list[float]] = {name: [] for name in found}
    for _ in range(given.rounds):
        for name, (run, _) in found.items():
            gc.collect()
            begun, worked = time.perf_counter(), time.process_time()
            run()
            times[name].append(time.perf_counter() - begun)
            processor[name].append(time.process_time() - worked)

    def ratio(one: str, other: str) -> float:
        return statistics.median(a / b for a, b in zip(times[one], times[other], strict=True))

    heads = ("s", "CPU s", "contracts/s", "follow-ups/s", "x samverkan", "peak MB")
    print(f"{'way':30}" + "".join(f"{head:>14}" for head in heads))
    for name in found:
        took = statistics.median(times[name])
        like = "samverkan, unsorted" if name.endswith("unsorted") else "samverkan"
        cells = (
            f"{took:.2f}",
            f"{statistics.median(processor[name]):.2f}",
            f"{given.contracts / took:,.0f}",
            f"{rows / took:,.0f}",
            f"{ratio(name, like):.2f}",
            f"{peak(name, given.contracts):,}",
        )
        print(f"{name:30}" + "".join(f"{cell:>14}" for cell in cells), flush=True)
    print(
        f"of numpy sorted: {ratio('samverkan', 'numpy kernel'):.2f} (goal 1.25); unsorted: "
        f"{ratio('samverkan, unsorted', 'numpy kernel, unsorted'):.2f} (goal 1.5); faster than "
        f"DuckDB SQL by hand: {ratio('DuckDB SQL by hand', 'samverkan'):.2f} (goal 1.3), than "
        f"pandas: {ratio('pandas', 'samverkan'):.1f} (goal 4)"
    )


if __name__ == "__main__":
    main()

"""Five rules over contracts on Apache Spark: how the cost grows, workers, and peers beside it.

Usage: ``python benchmarks/plan_spark.py [--counts 10000,100000,1000000] [--workers 1,2]
[--rounds 2] [--memory 4g]``; it needs the extras ``spark`` and ``tables``, and Java 17.

The contracts are those of ``samverkan.tables.sample``; the rules are those of ``plan_tables.py``.
Rows are written to Parquet by the workers, sorted and unsorted, so that none passes through the
driver. Each number of workers is a process of its own, which starts Spark once, plans once to warm
up, and then runs each count some rounds; the fastest counts. The line through the smallest and the
largest count gives the cost of a run (start of a query, the calendar table, the plan itself) and
that of a contract.

Beside it, in the same session and with the same three columns out: PySpark's own functions by
hand, and Ibis where it is installed (``pip install 'ibis-framework==12.*' 'sqlglot<30.18'
'pandas<3' packaging pyarrow-hotfix rich``; its own extra asks for an older PySpark).
Their rows are compared with ours.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib.metadata
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

import samverkan as sv
from samverkan import tables
from samverkan.tables.spark import read_spark

CHOICE = sv.LegalBasis(sv.SourceKind.CHOICE)
SWEDEN = sv.jurisdiction("SE").calendar


def rule(name: str, timing: Any) -> sv.FollowUpRule:  # noqa: ANN401  # a timing
    """A rule of the workload."""
    return timing.rule(
        id=name, kind="kickoff", aim="both", responsible="contract-manager", source=CHOICE
    )


RULES = (
    rule("kickoff", sv.at("start", "14 days")),
    rule("review", sv.every({"A": "3 months", "B": "6 months", "C": "12 months"})),
    rule("decision", sv.at("notice_deadline", "-30 days")),
    rule("reprocurement", sv.at("end", "-12 months")),
    rule("evaluation", sv.at("end", "30 days")),
)


def session(workers: int, memory: str) -> Any:  # noqa: ANN401  # a session of Spark
    """A local session with so many worker threads."""
    from pyspark.sql import SparkSession

    made = (
        SparkSession.builder.master(f"local[{workers}]")
        .appName("samverkan")
        .config("spark.driver.memory", memory)
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", str(4 * workers))
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .getOrCreate()
    )
    made.sparkContext.setLogLevel("ERROR")
    return made


def processor(spark: Any) -> float:  # noqa: ANN401  # a session of Spark
    """Processor seconds that the session's Java process has used (on Linux), and this one."""
    java = spark.sparkContext._gateway.proc.pid  # noqa: SLF001  # nothing else tells it
    fields = Path(f"/proc/{java}/stat").read_text(encoding="ascii")
    ticks = sum(map(int, fields.rpartition(")")[2].split()[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK") + time.process_time()


Took = tuple[float, float]
"""Seconds on the clock, and processor seconds, which other work on the machine does not change."""


def timed(spark: Any, run: Callable[[], None]) -> Took:  # noqa: ANN401  # a session of Spark
    """What a run takes."""
    began, worked = time.perf_counter(), processor(spark)
    run()
    return time.perf_counter() - began, processor(spark) - worked


def written(spark: Any, folder: Path, out: Path, *, order: bool) -> Took:  # noqa: ANN401  # a session of Spark
    """What it takes to plan a folder of contracts into Parquet."""
    shutil.rmtree(out, ignore_errors=True)

    def run() -> None:
        made = tables.plan(read_spark(spark, folder), rules=RULES, calendar=SWEDEN, order=order)
        made.rows.write.parquet(str(out))

    return timed(spark, run)


# ------------------------------------------------------------------------------------ peers
COLUMNS = ("subject", "rule", "due_on")
Way = Callable[[], Any]


def peers(spark: Any, folder: Path) -> dict[str, Way]:  # noqa: ANN401  # a session of Spark
    """The plan as a sorted frame of Spark: ours, by hand, and by Ibis where there is one."""
    days = range(dt.date(2010, 1, 1).toordinal(), dt.date(2040, 1, 1).toordinal())
    moves = SWEDEN.moves(sv.Roll.FORWARD)
    working = spark.createDataFrame(
        [(dt.date.fromordinal(one), dt.date.fromordinal(moves[one])) for one in days],
        "day date, due_on date",
    ).cache()
    working.count()
    source = str(folder / "contracts.parquet")
    found: dict[str, Way] = {
        "samverkan": lambda: (
            tables.plan(
                read_spark(spark, source), rules=RULES, calendar=SWEDEN, columns=COLUMNS
            ).rows
        ),
        "PySpark by hand": lambda: by_hand(spark, source, working),
    }
    if importlib.util.find_spec("ibis") is not None:
        found["Ibis"] = lambda: by_ibis(spark, source, working)
    return found


def by_hand(spark: Any, source: str, working: Any) -> Any:  # noqa: ANN401  # frames of Spark
    """Sequences of whole numbers, exploded, and Spark's own months."""
    from pyspark.sql import functions as f

    raised = f.col("private_performer")  # class C becomes B
    step = f.when(f.col("risk_class") == "A", 3)
    step = step.when((f.col("risk_class") == "C") & ~raised, 12).otherwise(6)
    end = f.col("period_end")
    contracts = spark.read.parquet(source).withColumn("step", step)
    months = (f.year(end) - f.year("period_start")) * 12 + f.month(end) - f.month("period_start")
    reviews = (
        contracts.withColumn("count", (months / f.col("step")).cast("int"))
        .filter("count > 0")  # a sequence from 1 to 0 counts down
        .withColumn("k", f.explode(f.sequence(f.lit(1), f.col("count"))))
        .withColumn("day", f.add_months("period_start", f.col("k") * f.col("step")))
        .filter("day < period_end")
        .select(f.col("id").alias("subject"), f.lit("review").alias("rule"), "day")
    )

    def once(name: str, day: Any) -> Any:  # noqa: ANN401  # Spark's columns and frames
        return contracts.select(
            f.col("id").alias("subject"), f.lit(name).alias("rule"), day.alias("day")
        )

    decision = f.date_sub(f.add_months(end, -f.col("notice_months")), 30)
    rows = (
        once("kickoff", f.date_add("period_start", 14))
        .union(reviews)
        .union(once("decision", decision))
        .union(once("reprocurement", f.add_months(end, -12)))
        .union(once("evaluation", f.date_add(end, 30)))
    )
    rows = rows.join(f.broadcast(working), on="day").select(*COLUMNS)
    return rows.orderBy("due_on", "subject", "rule")


def by_ibis(spark: Any, source: str, working: Any) -> Any:  # noqa: ANN401  # frames of Spark
    """The same through Ibis, which writes SQL for Spark."""
    import ibis

    spark.read.parquet(source).createOrReplaceTempView("contracts")
    working.createOrReplaceTempView("working")
    database = ibis.pyspark.connect(spark)
    days = database.table("working")
    contracts = database.table("contracts")
    least = (contracts.risk_class == "C") & ~contracts.private_performer
    classes = (contracts.risk_class == "A", 3), (least, 12)
    contracts = contracts.mutate(step=ibis.cases(*classes, else_=6).cast("int64"))
    start, end = contracts.period_start, contracts.period_end
    months = ((end.year() - start.year()) * 12 + end.month() - start.month()).cast("int64")
    counts = ibis.range(1, (months // contracts.step).cast("int64") + 1, 1)
    series = contracts.mutate(k=counts.unnest())
    ahead = (series.k * series.step).cast("int32").as_interval("M")
    series = series.mutate(day=(series.period_start + ahead).cast("date"))
    series = series.filter(series.day < series.period_end)

    def once(table: Any, name: str, day: Any) -> Any:  # noqa: ANN401  # expressions
        return table.select(subject=table.id, rule=ibis.literal(name), day=day.cast("date"))

    back = contracts.notice_months.cast("int32").as_interval("M")
    rows = ibis.union(
        once(contracts, "kickoff", start + ibis.interval(14, "D")),
        once(series, "review", series.day),
        once(contracts, "decision", (end - back).cast("date") - ibis.interval(30, "D")),
        once(contracts, "reprocurement", end - ibis.interval(12, "M")),
        once(contracts, "evaluation", end + ibis.interval(30, "D")),
        distinct=False,
    )
    rows = rows.join(days, rows.day == days.day).select(*COLUMNS)
    return spark.sql(database.compile(rows.order_by("due_on", "subject", "rule")))


def beside(spark: Any, folder: Path, out: Path, rounds: int) -> dict[str, Took]:  # noqa: ANN401  # a session of Spark
    """What each way takes to write its sorted rows, in turns; all must give the same rows."""
    found: dict[str, list[Took]] = {}
    ours = pl.DataFrame()
    for _ in range(rounds):
        for name, way in peers(spark, folder).items():
            shutil.rmtree(out, ignore_errors=True)
            took = timed(spark, lambda way=way: way().write.parquet(str(out)))  # type: ignore[misc]  # a lambda's default
            found.setdefault(name, []).append(took)
            rows = pl.scan_parquet(sorted(out.glob("*.parquet"))).sort(COLUMNS).collect()
            ours = rows if ours.is_empty() else ours
            assert rows.equals(ours), f"{name} gives other rows"
    return {name: min(each) for name, each in found.items()}


# ------------------------------------------------------------------------------------- runs
def measured(workers: int, counts: list[int], memory: str, rounds: int) -> dict[str, Any]:
    """What one session takes; the answer is compared with the local one at the smallest count."""
    began = time.perf_counter()
    spark = session(workers, memory)
    spark.range(1).count()
    start = time.perf_counter() - began
    runs: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as place:
        out = Path(place) / "out"
        for number, count in enumerate(counts):
            facts = tables.Facts({"contracts": tables.sample(count)["contracts"]})
            folder = Path(place) / str(count)
            facts.write(folder)
            if number == 0:
                first = written(spark, folder, out, order=True)
                found = pl.read_parquet(sorted(out.glob("*.parquet")))
                local = tables.plan(facts, rules=RULES, calendar=SWEDEN).rows
                text = local.with_columns(pl.col("rule", "anchor").cast(pl.String))
                assert found.equals(text), "Spark and one machine differ"
            del facts
            took = {
                "sorted": min(written(spark, folder, out, order=True) for _ in range(rounds)),
                "unsorted": min(written(spark, folder, out, order=False) for _ in range(rounds)),
            }
            rows = spark.read.parquet(str(out)).count()
            runs.append({"contracts": count, "follow_ups": rows, **took})
            print(f"  {workers} workers, {count:,}: {took}", file=sys.stderr, flush=True)
        most = max(count for count in counts if count <= PEERS)
        ways = beside(spark, Path(place) / str(most), out, rounds)
    spark.stop()
    return {"start": start, "first": first, "runs": runs, "ways": ways}


PEERS = 1_000_000
"""The most contracts over which ways are compared."""


def line(runs: list[dict[str, Any]], name: str) -> tuple[float, float]:
    """Processor seconds a run and microseconds a contract, by the least and the most contracts."""
    low, high = runs[0], runs[-1]
    slope = (high[name][1] - low[name][1]) / max(high["contracts"] - low["contracts"], 1)
    return low[name][1] - slope * low["contracts"], slope * 1e6


def main() -> None:
    """Run each number of workers in a process of its own and print what they took."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--counts", default="10000,100000,1000000")
    parser.add_argument("--workers", default="1,2")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--memory", default="4g")
    parser.add_argument("--one", type=int)
    given = parser.parse_args()
    counts = [int(one) for one in given.counts.split(",")]
    if given.one:
        found_by_one = measured(given.one, counts, given.memory, given.rounds)
        print(json.dumps(found_by_one))
        return
    names = ("pyspark", "narwhals", "polars")
    told = [f"{name} {importlib.metadata.version(name)}" for name in names]
    print(f"Python {platform.python_version()}, {', '.join(told)}")
    found: dict[int, dict[str, Any]] = {}
    for workers in map(int, given.workers.split(",")):
        command = [sys.executable, __file__, "--one", str(workers), "--counts", given.counts]
        command += ["--rounds", str(given.rounds), "--memory", given.memory]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        found[workers] = json.loads(done.stdout.splitlines()[-1])
    heads = ("workers", "contracts", "follow-ups", "sorted s", "CPU s", "unsorted s", "CPU s")
    print("".join(f"{head:>13}" for head in heads))
    for workers, one in found.items():
        for run in one["runs"]:
            cells = (
                f"{workers}",
                f"{run['contracts']:,}",
                f"{run['follow_ups']:,}",
                *(f"{part:.1f}" for name in ("sorted", "unsorted") for part in run[name]),
            )
            print("".join(f"{cell:>13}" for cell in cells))
    for workers, one in found.items():
        print(
            f"{workers} workers: session {one['start']:.1f} s, first plan {one['first'][0]:.1f} s"
        )
        for name in ("sorted", "unsorted"):
            run, contract = line(one["runs"], name)
            print(f"  {name}: {run:.1f} CPU s a run and {contract:.1f} CPU µs a contract")
        for name, (clock, work) in one["ways"].items():
            ours = one["ways"]["samverkan"][0]
            print(f"  {name}, sorted: {clock:.1f} s, {work:.1f} CPU s, {clock / ours:.2f} x ours")
    if len(found) > 1:
        few, many = found[min(found)]["runs"][-1], found[max(found)]["runs"][-1]
        speed_up = few["sorted"][0] / many["sorted"][0]
        print(f"{counts[-1]:,} sorted: {speed_up:.2f} x faster with {max(found)} workers")


if __name__ == "__main__":
    main()

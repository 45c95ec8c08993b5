"""Five rules over contracts on Apache Spark: how the cost grows, and one worker against two.

Usage: ``python benchmarks/plan_spark.py [--counts 10000,100000,1000000] [--workers 1,2]
[--rounds 2] [--memory 4g]``; it needs the extras ``spark`` and ``tables``, and Java 17.

The contracts are those of ``samverkan.tables.sample``; the rules are those of ``plan_tables.py``.
Rows are written to Parquet by the workers, sorted and unsorted, so that none passes through the
driver. Each number of workers is a process of its own, which starts Spark once, plans once to warm
up, and then runs each count some rounds; the fastest counts. The line through the smallest and the
largest count gives the cost of a run (start of a query, the calendar table, the plan itself) and
that of a contract.
"""

from __future__ import annotations

import argparse
import importlib.metadata
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


def session(workers: int, memory: str) -> Any:  # noqa: ANN401  # a session
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


def processor(spark: Any) -> float:  # noqa: ANN401  # a session
    """Processor seconds that the session's Java process has used (on Linux), and this one."""
    java = spark.sparkContext._gateway.proc.pid  # noqa: SLF001  # nothing else tells it
    fields = Path(f"/proc/{java}/stat").read_text(encoding="ascii")
    ticks = sum(map(int, fields.rpartition(")")[2].split()[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK") + time.process_time()


Took = tuple[float, float]
"""Seconds on the clock, and processor seconds, which other work on the machine does not change."""


def timed(spark: Any, run: Callable[[], None]) -> Took:  # noqa: ANN401  # a session
    """What a run takes."""
    began, worked = time.perf_counter(), processor(spark)
    run()
    return time.perf_counter() - began, processor(spark) - worked


def written(spark: Any, folder: Path, out: Path, *, order: bool) -> Took:  # noqa: ANN401  # a session
    """What it takes to plan a folder of contracts into Parquet."""
    shutil.rmtree(out, ignore_errors=True)

    def run() -> None:
        made = tables.plan(read_spark(spark, folder), rules=RULES, calendar=SWEDEN, order=order)
        made.rows.write.parquet(str(out))

    return timed(spark, run)


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
    spark.stop()
    return {"start": start, "first": first, "runs": runs}


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
    if len(found) > 1:
        few, many = found[min(found)]["runs"][-1], found[max(found)]["runs"][-1]
        speed_up = few["sorted"][0] / many["sorted"][0]
        print(f"{counts[-1]:,} sorted: {speed_up:.2f} x faster with {max(found)} workers")


if __name__ == "__main__":
    main()

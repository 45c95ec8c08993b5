"""Frames of Spark in, frames of Spark out, and the answers of one machine."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

import samverkan as sv
from samverkan.cli import main
from samverkan.errors import TableError

pl = pytest.importorskip("polars")
pytest.importorskip("pyspark")
tables = pytest.importorskip("samverkan.tables")

from polars.testing import assert_frame_equal  # noqa: E402  # after what may be missing

from samverkan.tables.spark import read_spark  # noqa: E402  # as above

from ..same_answer import drawn  # noqa: E402, TID252  # as above; tests are no package

pytestmark = [
    pytest.mark.spark,
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

SWEDEN = sv.jurisdiction("SE")
CHOICE = sv.LegalBasis(sv.SourceKind.CHOICE)


def rule(name, timing):
    return timing.rule(
        id=name, kind="kickoff", aim="both", responsible="contract-manager", source=CHOICE
    )


FIVE = (
    rule("kickoff", sv.at("start", "14 days")),
    rule("review", sv.every({"A": "3 months", "B": "6 months", "C": "12 months"})),
    rule("decision", sv.at("notice_deadline", "-30 days")),
    rule("reprocurement", sv.at("end", "-12 months")),
    rule("evaluation", sv.at("end", "30 days")),
)


def on_spark(spark, facts, folder):
    facts.write(folder)
    return read_spark(spark, folder)


def rows_of(frame):
    return pl.from_arrow(frame.toArrow())


def as_text(rows):
    return rows.with_columns(pl.col("rule", "anchor").cast(pl.String))


def test_the_session_has_two_workers(spark):
    """One JVM asks and two others work."""
    assert spark.range(2).count() == 2  # which waits for both
    assert spark.sparkContext._jsc.sc().getExecutorMemoryStatus().size() == 3


def test_a_million_contracts_are_planned_as_on_one_machine(spark, tmp_path, capsys):
    """Row for row, in the order that Spark has sorted them; the workers write the rows."""
    facts = tables.Facts({"contracts": tables.sample(1_000_000)["contracts"]})
    given = on_spark(spark, facts, tmp_path / "facts")
    began = time.perf_counter()
    made = tables.plan(given, rules=FIVE, calendar=SWEDEN.calendar)
    made.rows.write.parquet(str(tmp_path / "plan"))
    took = time.perf_counter() - began
    found = pl.read_parquet(sorted((tmp_path / "plan").glob("*.parquet")))
    with capsys.disabled():
        print(  # noqa: T201  # how long it takes is part of the answer
            f"\n  Spark, two workers: {found.height} follow-ups of 1000000 contracts, {took:.0f} s"
        )
    local = tables.plan(facts, rules=FIVE, calendar=SWEDEN.calendar)
    assert found.equals(as_text(local.rows))


def test_the_calendar_goes_to_every_worker_and_no_contract_moves_before_the_sort(spark, tmp_path):
    given = on_spark(spark, tables.sample(100), tmp_path)
    given = tables.Facts({"contracts": given["contracts"]})
    made = tables.plan(given, rules=FIVE, calendar=SWEDEN.calendar, order=False)
    physical = made.rows._jdf.queryExecution().executedPlan().toString()
    assert "BroadcastHashJoin" in physical
    assert "SortMergeJoin" not in physical
    assert "ShuffledHashJoin" not in physical


def test_options_amendments_and_procurements_lead_to_the_same_rows(spark, tmp_path):
    """The anchors that hang on other tables, and conditions on the facts of a contract."""
    facts = tables.sample(200, seed=5)
    rules = [
        SWEDEN.follow_up_rules[f"se.followup.{name}"]
        for name in ("extension_notice_deadline", "follow_up_meeting")
    ]
    rules += [rule("amended", sv.at("amendment", "30 days"))]
    given = on_spark(spark, facts, tmp_path)
    made = tables.plan(given, rules=rules, calendar=SWEDEN.calendar, unknown=["procedure"])
    assert type(made.rows).__module__.startswith("pyspark.sql")
    rows, labels = (rows_of(one) for one in (made.rows, made.follow_ups()))
    assert labels.select(rows.columns).equals(rows)
    local = tables.plan(facts, rules=rules, calendar=SWEDEN.calendar, unknown=["procedure"])
    assert rows_of(made.rows).equals(as_text(local.rows))


def test_the_command_plans_the_whole_swedish_book_as_one_machine_does(spark, tmp_path, capsys):
    """All rules in one query: options, amendments and notices that lead to days, too."""
    facts = tables.sample(200, seed=5)
    facts.write(tmp_path / "facts")
    output = tmp_path / "plan.parquet"
    words = ["plan", str(tmp_path / "facts"), "-o", str(output), "--engine", "spark"]
    assert main([*words, "--lang", "sv"]) == 0
    assert f"uppföljningarna ligger i mappen {output}" in capsys.readouterr().err
    found = pl.read_parquet(sorted(output.glob("*.parquet")))
    local = tables.plan(facts, rules=SWEDEN.follow_up_rules, calendar=SWEDEN.calendar)
    assert found.equals(as_text(local.rows))
    assert local.rows["rule"].n_unique() > 30


@pytest.mark.parametrize(
    "measure",
    [
        tables.concentration,
        lambda facts: tables.concentration(facts, by="category", spend="count"),
        tables.dependence,
        lambda facts: tables.recurrence(facts, least=1),
    ],
    ids=["concentration", "by category", "dependence", "recurrence"],
)
def test_spark_measures_what_one_machine_measures(spark, tmp_path, measure):
    facts = tables.sample(2_000)
    found = rows_of(measure(on_spark(spark, facts, tmp_path)))
    assert_frame_equal(found, measure(facts), rel_tol=1e-12, abs_tol=1e-12)


def test_a_folder_without_contracts_is_refused_by_name(spark, tmp_path):
    with pytest.raises(TableError, match=r"no contracts\.parquet"):
        read_spark(spark, tmp_path)


def test_what_spark_cannot_read_is_said_in_a_line(spark, tmp_path, capsys):
    del spark  # the command takes the session that there is
    path, output = tmp_path / "contracts.parquet", tmp_path / "plan.parquet"
    path.write_text("PAR1 and no table")
    assert main(["plan", str(path), "-o", str(output), "--engine", "spark"]) == 2
    (told,) = capsys.readouterr().err.strip().splitlines()
    assert told.startswith("samverkan: tables: Spark: ")
    assert "contracts.parquet" in told
    assert not output.exists()


def test_without_java_the_way_to_it_is_told(tmp_path):
    tables.sample(3).write(tmp_path)
    output = tmp_path / "plan.parquet"
    command = [sys.executable, "-m", "samverkan", "plan", str(tmp_path), "-o", str(output)]
    done = subprocess.run(
        [*command, "--engine", "spark"],
        env={**os.environ, "JAVA_HOME": str(tmp_path / "none")},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    told = done.stderr.strip().splitlines()[-1]
    assert told.startswith("samverkan: tables: Spark did not start (")
    assert told.endswith("say where it is with the variable JAVA_HOME")
    assert "Traceback" not in done.stderr
    assert not output.exists()


@pytest.mark.parametrize("measure", [tables.silent_contracts, tables.dialogue_coverage])
def test_spark_knows_who_talks_as_one_machine_does(spark, tmp_path, measure):
    facts = tables.from_portfolio(drawn.portfolio(11))
    found = rows_of(measure(on_spark(spark, facts, tmp_path), "2024-06-15"))
    assert found.height > 0
    assert found.equals(measure(facts.to("polars"), "2024-06-15"))


@pytest.mark.parametrize(
    ("only", "portfolio", "least"),
    [
        (("ceiling", "coherence", "milestones"), drawn.portfolio(11), 20),
        (("dialogue",), drawn.portfolio(11), 10),
        (("flags",), drawn.market(6, size=90), 20),
        (("se.lou.7-2", "se.lou.20-1", "se.skv"), drawn.portfolio(11), 5),
        (("se.lou.17-9", "se.lou.17"), drawn.changing(3), 10),
    ],
    ids=["contracts", "dialogue", "flags", "law of contracts", "law of changes"],
)
def test_spark_finds_what_one_machine_finds(spark, tmp_path, only, portfolio, least):
    facts = tables.from_portfolio(portfolio)
    asked = {"as_of": "2024-06-15", "jurisdiction": SWEDEN, "only": only}
    found = tables.check(on_spark(spark, facts, tmp_path), **asked)
    local = tables.check(facts.to("polars"), **asked)
    for one, other in ((found.rows, local.rows), (found.undecided, local.undecided)):
        assert rows_of(one).sort(pl.all()).equals(other.sort(pl.all()))
    assert local.rows.height >= least

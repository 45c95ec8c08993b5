"""``samverkan plan`` of a table: a file or a folder in, one Parquet file out."""

from __future__ import annotations

import datetime as dt
import importlib.machinery
import importlib.util
import sys
import types

import pytest

import samverkan as sv
from samverkan.cli import main

pl = pytest.importorskip("polars")
pytest.importorskip("pyarrow")
tables = pytest.importorskip("samverkan.tables")

SWEDEN = sv.jurisdiction("SE")


@pytest.fixture
def facts(tmp_path):
    folder = tmp_path / "register"
    tables.sample(40).write(folder)
    return folder


def test_a_folder_of_tables_is_planned_over_the_whole_life_of_its_contracts(
    facts, tmp_path, capsys
):
    output = tmp_path / "plan.parquet"
    assert main(["plan", str(facts), "-o", str(output), "--lang", "sv"]) == 0
    made = tables.plan(facts, rules=SWEDEN.follow_up_rules, calendar=SWEDEN.calendar)
    rows = pl.read_parquet(output)
    assert rows.rows() == made.rows.rows()
    said = capsys.readouterr()
    assert said.out == ""
    assert f"{rows.height} uppföljningar för 40 avtal" in said.err


def test_a_file_of_contracts_is_planned_within_a_window_by_rules_of_ones_own(facts, tmp_path):
    book = tmp_path / "ours.toml"
    book.write_text(
        '[book]\nid = "ours"\n[[rule]]\nid = "se.followup.follow_up_meeting"\nevery = "1 month"\n',
        encoding="utf-8",
    )
    output = tmp_path / "plan.parquet"
    window = ("--from", "2027-01-01", "--to", "2027-12-31")
    arguments = ["plan", str(facts), "-o", str(output), "--rules", str(book), *window]
    assert main(arguments) == 0
    rows = pl.read_parquet(output)
    due = rows["due_on"]
    assert due.min() >= dt.date(2027, 1, 1)
    assert due.max() <= dt.date(2027, 12, 31)
    meetings = rows.filter(pl.col("rule") == "se.followup.follow_up_meeting")
    assert meetings.group_by("subject").len()["len"].max() == 12


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), "needs --output"),
        (("-o", "plan.csv"), "ends in .parquet"),
        (("-o", "plan.parquet", "--json"), "options --json have no meaning"),
        (("other.parquet", "-o", "plan.parquet"), "expected one table"),
        (("-o", "plan.parquet", "--default-class", "Q"), "'Q'"),
    ],
)
def test_what_cannot_be_planned_is_said_in_a_line(
    facts, tmp_path, monkeypatch, capsys, words, expected
):
    monkeypatch.chdir(tmp_path)
    assert main(["plan", str(facts), *words]) == 2
    said = capsys.readouterr().err
    assert expected in said
    assert "Traceback" not in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["register"]


def test_a_column_that_rules_ask_for_is_named_and_may_be_said_to_be_unknown(tmp_path, capsys):
    path, output = tmp_path / "avtal.csv", tmp_path / "plan.parquet"
    path.write_text("id,period_start,buyer\nA-1,2026-09-01,SE-2120999996\n", encoding="utf-8")
    assert main(["plan", str(path), "-o", str(output)]) == 2
    said = capsys.readouterr().err
    missing = [line.split("'")[1] for line in said.splitlines() if "no column" in line]
    assert {"signed_on", "risk_class", "period_end"} <= set(missing)
    unknown = [word for name in missing for word in ("--unknown", name)]
    assert main(["plan", str(path), "-o", str(output), *unknown]) == 0
    assert pl.read_parquet(output)["subject"].unique().to_list() == ["A-1"]


def test_without_pyspark_the_way_to_it_is_told(facts, tmp_path, capsys, monkeypatch):
    found = importlib.util.find_spec
    monkeypatch.setattr(
        "importlib.util.find_spec", lambda name: None if name == "pyspark" else found(name)
    )
    output = tmp_path / "plan.parquet"
    assert main(["plan", str(facts), "-o", str(output), "--engine", "spark"]) == 2
    told = "--engine spark needs pyspark; install it with: pip install 'samverkan[spark]'"
    assert told in capsys.readouterr().err
    assert not output.exists()


class JavaError(Exception):
    """As py4j has it: the useful words are those of Java."""

    def __init__(self):
        super().__init__("An error occurred while calling o42.parquet.\n: see below")
        said = "java.io.IOException: No space left on device\n\tat java.base/java.io"
        self.java_exception = types.SimpleNamespace(toString=lambda: said)


class SparkError(Exception):
    pass


class NoGatewayError(SparkError):
    pass


@pytest.fixture
def broken_spark(monkeypatch):
    """A PySpark that fails where it is told to: on start, or when it reads."""

    def broken(*, start=None, read=None):
        def fails(error):
            def do(*_arguments):
                raise error

            return do

        session = types.SimpleNamespace(read=types.SimpleNamespace(parquet=fails(read)))
        builder = types.SimpleNamespace(getOrCreate=fails(start) if start else lambda: session)
        builder.appName = lambda _name: builder
        contents = {
            "pyspark": {},
            "pyspark.sql": {"SparkSession": types.SimpleNamespace(builder=builder)},
            "pyspark.errors": {
                "PySparkRuntimeError": NoGatewayError,
                "PySparkException": SparkError,
            },
            "py4j": {},
            "py4j.protocol": {"Py4JJavaError": JavaError},
        }
        for name, held in contents.items():
            module = types.ModuleType(name)
            module.__spec__ = importlib.machinery.ModuleSpec(name, None)
            vars(module).update(held)
            monkeypatch.setitem(sys.modules, name, module)

    return broken


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (
            {"start": NoGatewayError("[JAVA_GATEWAY_EXITED] Java gateway process exited.\nx")},
            (
                "Spark did not start ([JAVA_GATEWAY_EXITED] Java gateway process exited.); "
                "expected Java 17 or newer, which `java -version` tells; install one, or say "
                "where it is with the variable JAVA_HOME"
            ),
        ),
        (
            {"read": SparkError("[PATH_NOT_FOUND] Path does not exist.\nJVM stacktrace:")},
            "Spark: [PATH_NOT_FOUND] Path does not exist.",
        ),
        ({"read": JavaError()}, "Spark: java.io.IOException: No space left on device"),
    ],
    ids=["without Java", "by Spark", "by Java"],
)
def test_what_spark_cannot_do_is_said_in_a_line(
    facts, tmp_path, capsys, broken_spark, broken, told
):
    broken_spark(**broken)
    output = tmp_path / "plan.parquet"
    words = ["plan", str(facts / "contracts.parquet"), "-o", str(output), "--engine", "spark"]
    assert main(words) == 2
    assert capsys.readouterr().err.strip() == f"samverkan: tables: {told}"
    assert not output.exists()

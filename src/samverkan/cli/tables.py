"""``samverkan plan contracts.parquet -o plan.parquet``: a table of contracts in, a table out."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from samverkan.cli.app import say
from samverkan.cli.register import PlanOptions, progress_bar
from samverkan.errors import MissingExtraError, TableError
from samverkan.explanations import Text
from samverkan.periods import Day, optional_day

if TYPE_CHECKING:
    from samverkan.tables import Written

__all__ = ["is_table", "plan_files", "refuse_beside_tables"]

_SUFFIXES = (".parquet", ".arrow", ".feather")
_DONE = Text(
    "{follow_ups} uppföljningar för {contracts} avtal i {output}; {blocked} kan inte dateras",
    "{follow_ups} follow-ups for {contracts} contracts in {output}; {blocked} cannot be dated",
)
_BESIDE = (
    "options {} have no meaning for a table of contracts; leave them out, or give a register in "
    "JSON"
)
_DONE_SPARK = Text(
    "uppföljningarna ligger i mappen {output}", "the follow-ups are in the folder {output}"
)
_NO_SPARK = (
    "Spark did not start ({}); expected Java 17 or newer, which `java -version` tells; install "
    "one, or say where it is with the variable JAVA_HOME"
)


def is_table(path: str) -> bool:
    """Whether a path is a table of contracts, or a folder of tables."""
    place = Path(path)
    return place.suffix in _SUFFIXES or any(
        (place / f"contracts{suffix}").exists() for suffix in (*_SUFFIXES, ".csv")
    )


def refuse_beside_tables(names: Sequence[str]) -> None:
    """Refuse options that say nothing about a table.

    Raises:
        TableError: naming them.
    """
    if names:
        raise TableError([_BESIDE.format(", ".join(names))])


def plan_files(
    paths: Sequence[str],
    output: Path | None,
    options: PlanOptions,
    *,
    window: tuple[Day | None, Day | None] = (None, None),
    engine: Literal["local", "spark"] = "local",
    unknown: Sequence[str] = (),
) -> int:
    """Plan a table of contracts, a part at a time, into a Parquet file.

    Args:
        paths: One file, or one folder of tables.
        output: Where to write.
        options: What a plan is made with; all facts count where no day is given.
        window: First and last day on which follow-ups may be due.
        engine: This machine, or a Spark session.
        unknown: Columns that the table need not have.

    Raises:
        TableError: without an output, with several inputs, or as :func:`samverkan.tables.plan`.
        MissingExtraError: where the packages are not installed.
    """
    if output is None:
        raise TableError(
            ["a table of contracts needs --output; give a file, such as -o plan.parquet"]
        )
    if output.suffix != ".parquet":
        raise TableError([f"output={str(output)!r}; expected a name that ends in .parquet"])
    if len(paths) != 1:
        raise TableError([f"paths={list(paths)}; expected one table, or one folder of tables"])
    needs = {
        "local": ("a table of contracts", "tables", "polars"),
        "spark": ("--engine spark", "spark", "pyspark"),
    }
    what, extra, package = needs[engine]
    if importlib.util.find_spec(package) is None:
        raise MissingExtraError(
            f"{what} needs {package}; install it with: pip install 'samverkan[{extra}]'"
        )
    arguments: dict[str, object] = {
        "rules": tuple(options.book(options.place)),
        "calendar": options.place.calendar,
        "start": window[0],
        "end": window[1],
        "as_of": optional_day(options.as_of),
        "default_class": options.default_class,
        "unknown": tuple(unknown),
    }
    if engine == "spark":
        _on_spark(paths[0], output, arguments)
        say(_DONE_SPARK.label(options.lang, output=str(output)))
        return 0
    written = _locally(paths[0], output, arguments)
    counts = {
        "follow_ups": written.follow_ups,
        "contracts": written.contracts,
        "blocked": written.blocked,
    }
    say(_DONE.label(options.lang, **counts, output=str(output)))
    return 0


def _locally(path: str, output: Path, arguments: dict[str, object]) -> Written:
    from samverkan.tables import plan_to_file

    with progress_bar() as bar:
        task = bar.add_task("plan", total=None)
        return plan_to_file(
            path,
            output,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
            **arguments,  # type: ignore[arg-type]  # each is what plan() takes under its name
        )


def _on_spark(path: str, output: Path, arguments: dict[str, object]) -> None:
    from samverkan.tables import plan

    # Spark need not be there, so no type checker need know it.
    sql: Any = importlib.import_module("pyspark.sql")
    errors: Any = importlib.import_module("pyspark.errors")
    java: Any = importlib.import_module("py4j.protocol")
    spark: Any = importlib.import_module("samverkan.tables.spark")
    try:
        session = sql.SparkSession.builder.appName("samverkan").getOrCreate()
    except errors.PySparkRuntimeError as error:
        raise TableError([_NO_SPARK.format(_first_line(error))]) from error
    try:
        made = plan(spark.read_spark(session, path), **arguments)  # type: ignore[arg-type]  # as above
        made.rows.write.mode("overwrite").parquet(str(output))
    except errors.PySparkException as error:
        raise TableError([f"Spark: {_first_line(error)}"]) from error
    except java.Py4JJavaError as error:  # what Spark has no error of its own for, such as a disk
        raise TableError([f"Spark: {_first_line(error.java_exception.toString())}"]) from error


def _first_line(error: object) -> str:
    return str(error).strip().partition("\n")[0]

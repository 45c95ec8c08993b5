"""``samverkan plan contracts.parquet -o plan.parquet``: a table of contracts in, a table out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from samverkan.calendars import WorkingCalendar
from samverkan.cli.app import Lang, messages, say
from samverkan.codelists import RiskClass
from samverkan.errors import TableError
from samverkan.explanations import Text
from samverkan.periods import Day
from samverkan.rules import Rule

if TYPE_CHECKING:
    from samverkan.tables import Written

__all__ = ["TABLE_SUFFIXES", "is_table", "plan_files"]

TABLE_SUFFIXES = (".parquet", ".arrow", ".feather")
"""Files that hold a table of contracts; a folder counts when it holds ``contracts.parquet``."""
_DONE = Text(
    "{follow_ups} uppföljningar för {contracts} avtal i {output}; {blocked} kan inte dateras",
    "{follow_ups} follow-ups for {contracts} contracts in {output}; {blocked} cannot be dated",
)
_DONE_SPARK = Text("uppföljningarna är skrivna i {output}", "the follow-ups are in {output}")


def is_table(path: str) -> bool:
    """Whether a path is a table of contracts, or a folder of tables."""
    place = Path(path)
    return place.suffix in TABLE_SUFFIXES or (place / "contracts.parquet").exists()


def plan_files(
    paths: Sequence[str],
    output: Path | None,
    *,
    rules: Iterable[Rule],
    calendar: WorkingCalendar,
    first: Day | None = None,
    last: Day | None = None,
    as_of: Day | None = None,
    default_class: RiskClass = RiskClass.B,
    engine: Literal["local", "spark"] = "local",
    unknown: Sequence[str] = (),
    lang: Lang = "en",
) -> int:
    """Plan a table of contracts, a part at a time, into a Parquet file.

    Args:
        paths: One file, or one folder of tables.
        output: Where to write.
        rules: A rule book.
        calendar: The working days.
        first: First day on which follow-ups may be due.
        last: Last day on which they may be due.
        as_of: The day whose facts count.
        default_class: The class of contracts without one.
        engine: This machine, or a Spark session.
        unknown: Columns that the table need not have.
        lang: The language of what is said.

    Raises:
        TableError: without an output, with several inputs, or as :func:`samverkan.tables.plan`.
    """
    if output is None:
        raise TableError(
            ["a table of contracts needs --output; give a file, such as -o plan.parquet"]
        )
    if len(paths) != 1:
        raise TableError([f"paths={list(paths)}; expected one table, or one folder of tables"])
    arguments = {
        "rules": tuple(rules),
        "calendar": calendar,
        "start": first,
        "end": last,
        "as_of": as_of,
        "default_class": default_class,
        "unknown": tuple(unknown),
    }
    if engine == "spark":
        _on_spark(paths[0], output, arguments)
        say(_DONE_SPARK.label(lang, output=str(output)))
        return 0
    written = _locally(paths[0], output, arguments)
    counts = {
        "follow_ups": written.follow_ups,
        "contracts": written.contracts,
        "blocked": written.blocked,
    }
    say(_DONE.label(lang, **counts, output=str(output)))
    return 0


def _locally(path: str, output: Path, arguments: dict[str, object]) -> Written:
    from samverkan.tables import plan_to_file

    console = messages()
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    hidden = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=hidden) as bar:
        task = bar.add_task("plan", total=None)
        return plan_to_file(
            path,
            output,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
            **arguments,  # type: ignore[arg-type]  # each is what plan() takes under its name
        )


def _on_spark(path: str, output: Path, arguments: dict[str, object]) -> None:
    from pyspark.sql import SparkSession

    from samverkan.tables import plan
    from samverkan.tables.spark import read_spark

    session = SparkSession.builder.appName("samverkan").getOrCreate()
    made = plan(read_spark(session, path), **arguments)  # type: ignore[arg-type]  # as above
    made.rows.write.mode("overwrite").parquet(str(output))

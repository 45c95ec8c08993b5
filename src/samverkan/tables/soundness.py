"""What must hold of contracts and procurements before rules are asked about them."""

from __future__ import annotations

from collections.abc import Iterator

import narwhals.stable.v2 as nw

from samverkan.codelists import RiskClass
from samverkan.errors import TableError, near
from samverkan.tables.arithmetic import Frame
from samverkan.tables.engines import Engine
from samverkan.tables.facts import EXTRA, Facts
from samverkan.tables.schema import CodeList, schema
from samverkan.tables.subjects import NO_CLASS, Subjects

__all__ = ["require_sound"]


def require_sound(found: Subjects, facts: Facts, engine: Engine) -> None:
    """Refuse rows without an id, two rows with one id, and codes that are on no list.

    Whether ids are unique is not asked of Spark, where it would cost as much as sorting.

    Raises:
        TableError: naming each of them, with an example.
    """
    frames = {"contracts": found.contracts, "procurements": found.procurements}
    problems = [
        problem
        for name, frame in frames.items()
        if frame is not None
        for problem in _problems(name, frame, facts, engine)
    ]
    if problems:
        raise TableError(problems)


def _problems(name: str, frame: Frame, facts: Facts, engine: Engine) -> Iterator[str]:
    columns = {one.name: one for one in (*schema()[name].columns, *EXTRA.get(name, ()))}
    codes: dict[str, CodeList] = {}
    for column in frame.collect_schema().names():
        known = columns[column].codes if column in columns else None
        known = known or _OF_OTHERS.get(column)
        if known is not None:
            codes[column] = known
    wrong = {column: _is_unknown(column, known) for column, known in codes.items()}
    wrong["subject"] = nw.col("subject").is_null()
    wrong["class"] = nw.col("class") == NO_CLASS
    counts = [
        nw.when(one).then(nw.lit(1)).otherwise(nw.lit(0)).sum().alias(f"{column}_wrong")
        for column, one in wrong.items()
    ]
    (row,) = frame.select(*counts, rows=nw.len()).collect().rows(named=True)
    if not row["rows"]:
        return
    if row["subject_wrong"]:
        yield f"{name}: {row['subject_wrong']} rows have no id; give each its own"
    elif not engine.is_spark and (twice := _stands_twice(frame)) is not None:
        yield f"{name}: id={twice!r} stands more than once; give each row its own"
    for column, known in codes.items():
        if row[f"{column}_wrong"]:
            value = _example(frame.filter(wrong[column]), column)
            yield f"{name}: {column}={value!r}; {near(value, [one.value for one in known])}"
    if row["class_wrong"]:
        subject = frame.filter(wrong["class"]).select("subject")
        contracts = facts.frame("contracts")
        assert contracts is not None  # noqa: S101  # they are what is asked about
        classes = contracts.select(nw.col("id").alias("subject"), "risk_class")
        value = _example(subject.join(classes, on="subject", how="inner"), "risk_class")
        yield f"{name}: risk_class={value!r}; {near(value, [one.value for one in RiskClass])}"


_OF_OTHERS: dict[str, CodeList] = {
    column: codes
    for table, column in (
        ("procurements", "regime"),
        ("procurements", "procedure"),
        ("procurements", "category"),
        ("parties", "buyer_kind"),
    )
    if (codes := schema()[table].column(column).codes) is not None
}
"""The codes of what contracts may tell of their procurements and buyers."""


def _is_unknown(column: str, known: CodeList) -> nw.Expr:
    found = nw.col(column)
    return ~found.is_null() & ~found.is_in([one.value for one in known])


def _stands_twice(frame: Frame) -> str | None:
    """An id that more than one row has."""
    if frame.implementation.is_polars():
        ids = frame.select("subject").collect().get_column("subject")
        if not ids.is_sorted():
            ids = ids.sort()
        if not (ids == ids.shift(1)).any():
            return None
    counted = frame.group_by("subject").agg(_times=nw.len()).filter(nw.col("_times") > 1)
    found = counted.select("subject").head(1).collect(backend="pyarrow").to_native()
    return str(found["subject"][0].as_py()) if found.num_rows else None


def _example(frame: Frame, column: str) -> str:
    rows = frame.select(column).head(1).collect(backend="pyarrow").to_native()
    return str(rows[column][0].as_py())

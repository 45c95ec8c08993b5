"""Expressions that several of the tables share: days as month and day, references, countries."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from samverkan.tables.arithmetic import Frame, day_of, month_of, nothing

__all__ = ["iso", "laid_over", "no_pair", "pair", "prefix"]


def pair(column: str, name: str) -> list[nw.Expr]:
    """A day as month number and day of the month, under a name."""
    return [month_of(column).alias(f"{name}_m"), day_of(column).alias(f"{name}_d")]


def no_pair(name: str) -> list[nw.Expr]:
    """No day, as :func:`pair` has it."""
    return [nothing(nw.Int32, "id").alias(f"{name}_{part}") for part in "md"]


def laid_over(frame: Frame, others: Frame, key: str, columns: list[str]) -> Frame:
    """The frame with columns of the rows that ``key`` refers to, where its own are null."""
    renamed = others.rename({"id": key, **{one: f"_{one}" for one in columns}})
    own = set(frame.collect_schema().names())
    frame = frame.join(renamed, on=key, how="left")
    filled = [
        (nw.coalesce(one, f"_{one}") if one in own else nw.col(f"_{one}")).alias(one)
        for one in columns
    ]
    return frame.with_columns(*filled).drop(*(f"_{one}" for one in columns))


_PRIVATE = r"^(?:EU|AA|Q[M-Z]|X[A-JL-Z]|ZZ)$"


def iso(letters: nw.Expr) -> nw.Expr:
    """The country of two letters; null where they stand for none (as ``country_of_prefix``)."""
    found = nw.when(letters == "UK").then(nw.lit("GB")).otherwise(letters)
    found = nw.when(letters == "EL").then(nw.lit("GR")).otherwise(found)
    return nw.when(~letters.str.contains(_PRIVATE)).then(found)


def prefix(column: str) -> nw.Expr:
    """The country that a text begins with, as in ``SE-2120001355``."""
    text = nw.col(column)
    begins = text.str.contains(r"^[A-Z][A-Z]-")
    return nw.when(begins).then(iso(text.str.slice(0, 2)))

"""What a check over columns is: a function from facts on a day to rows, and what it needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

import attrs
import narwhals.stable.v2 as nw

from samverkan.checks import Check
from samverkan.periods import Day
from samverkan.tables.arithmetic import DOMS, Frame, clamped, nothing
from samverkan.tables.register import Register

__all__ = ["ColumnCheck", "Decided", "Run", "asks", "in_force", "key_of", "no_detail"]


@attrs.frozen
class Decided:
    """What a check over columns found, and of what it can say nothing (avgjort och inte).

    Attributes:
        rows: ``subject``, ``detail``, ``on``, and columns of its own.
        undecided: ``subject``, ``detail`` and ``reason``.
    """

    rows: Frame
    undecided: Frame | None = None


Run: TypeAlias = Callable[[Register, Day, Check], Decided]


@attrs.frozen
class ColumnCheck:
    """A check as it is asked of columns (kontroll i kolumner).

    Attributes:
        run: The function.
        needs: Columns by table without which it has no answer.
    """

    run: Run
    needs: Mapping[str, tuple[str, ...]]

    def missing(self, register: Register) -> tuple[str, ...]:
        """The columns that are not there, each as ``table.column``."""
        return tuple(
            f"{table}.{column}"
            for table, columns in self.needs.items()
            for column in columns
            if not register.has(table, column)
        )


def asks(
    forms: dict[str, ColumnCheck], *names: str, **needs: tuple[str, ...]
) -> Callable[[Run], Run]:
    """Enter a function as the column form of checks, by their ids or the form they name."""

    def enter(run: Run) -> Run:
        for name in names:
            forms[name] = ColumnCheck(run, needs)
        return run

    return enter


def key_of(on: Day) -> int:
    """A day as month number and day of the month in one number, as columns have it."""
    return (on.year * 12 + on.month - 1) * DOMS + on.day


def no_detail(beside: str) -> nw.Expr:
    """A column ``detail`` for what is about the whole subject, as long as another column."""
    return nothing(nw.String, beside).alias("detail")


def in_force(register: Register, on: Day, *facts: str) -> Frame:
    """The contracts in force on a day whose start is known.

    ``subject``, ``class`` (0 for A, 1 for B and for none, 2 for C), the day number ``start``,
    month and day of the end, and facts.
    """
    c = nw.col
    day = key_of(on)
    frame = register.contracts("start", "end", "signed", facts=facts)
    signed = c("signed_m") * DOMS + c("signed_d")
    end = c("end_m") * DOMS + c("end_d")
    return (
        frame.filter(
            (c("start_m") * DOMS + c("start_d") <= day)
            & (end.is_null() | (end >= day))
            & (signed.is_null() | (signed <= day))
        )
        .with_columns(start=clamped(c("start_m"), c("start_d")))
        .select("subject", "class", "start", "start_m", "start_d", "end_m", "end_d", *facts)
    )

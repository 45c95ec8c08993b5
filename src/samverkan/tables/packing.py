"""Rows of a plan as one whole number each, for Polars: sorted as numbers are, then taken apart.

The number holds, from the highest bits down, the day it is due, the subject, the rule, the
occurrence, and how far it was rolled; so its order is that of a plan.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import attrs
import narwhals.stable.v2 as nw

from samverkan.tables.branches import Branch
from samverkan.tables.calendar_table import EPOCH, arrow_functions

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Packing"]

_ROOM = 63


@attrs.frozen(kw_only=True)
class Packing:
    """Where in a number each part of a row stands (packning).

    Attributes:
        first_due: The day number that stands as 0.
        least_roll: How far a row is rolled that stands as 0.
        roll_bits: Room for how far it is rolled.
        number_bits: Room for the occurrence.
        rule_bits: Room for the rule.
        subject_bits: Room for the subject.
    """

    first_due: int
    least_roll: int
    roll_bits: int
    number_bits: int
    rule_bits: int
    subject_bits: int

    @classmethod
    def of(cls, branches: Sequence[Branch], rules: int, subjects: int) -> Packing | None:
        """The packing that has room for the rows of branches; ``None`` where 63 bits have not."""
        pc = arrow_functions()
        days: list[int] = []
        rolls = [0]
        for branch in branches:
            for table in branch.tables:
                if table.num_rows:
                    extremes = pc.min_max(table["due"]).as_py()
                    days += [extremes["min"], extremes["max"]]
                    far = pc.min_max(pc.subtract(table["due"], table["falls"])).as_py()
                    rolls += [far["min"], far["max"]]
        if not days:
            return None
        found = cls(
            first_due=min(days),
            least_roll=min(rolls),
            roll_bits=(max(rolls) - min(rolls)).bit_length(),
            number_bits=max(branch.most for branch in branches).bit_length(),
            rule_bits=max(rules - 1, 0).bit_length(),
            subject_bits=max(subjects - 1, 0).bit_length(),
        )
        bits = found.due_shift + (max(days) - min(days)).bit_length()
        return found if bits <= _ROOM else None

    @property
    def rule_shift(self) -> int:
        """Where the rule stands."""
        return self.roll_bits + self.number_bits

    @property
    def subject_shift(self) -> int:
        """Where the subject stands."""
        return self.rule_shift + self.rule_bits

    @property
    def due_shift(self) -> int:
        """Where the day stands."""
        return self.subject_shift + self.subject_bits

    def packed(self, branch: Branch) -> pl.LazyFrame:
        """The rows of a branch as numbers."""
        big = nw.Int64
        due = (nw.col("due") - self.first_due).cast(big) * (1 << self.due_shift)
        row = (
            due
            + nw.col("subject").cast(big) * (1 << self.subject_shift)
            + (nw.col("due") - nw.col("falls") - self.least_roll).cast(big)
            + (branch.rule.number << self.rule_shift)
        )
        if branch.most:
            row = row + nw.col("number").cast(big) * (1 << self.roll_bits)
        native: pl.LazyFrame = branch.frame.select(row=row).to_native()
        return native

    def _part(self, shift: int, bits: int) -> pl.Expr:
        import polars as pl

        # Whole parts and remainders by powers of two; the numbers are never negative.
        part = pl.col("row") // (1 << shift) if shift else pl.col("row")
        return part % (1 << bits)

    def due(self) -> pl.Expr:
        """The day it is due."""
        import polars as pl

        numbers = (pl.col("row") // (1 << self.due_shift)).cast(pl.Int32)
        return (numbers + (self.first_due - EPOCH)).cast(pl.Date)

    def falls(self) -> pl.Expr:
        """The day it falls on."""
        import polars as pl

        numbers = (pl.col("row") // (1 << self.due_shift)).cast(pl.Int32)
        rolled = self._part(0, self.roll_bits).cast(pl.Int32) + self.least_roll
        return (numbers - rolled + (self.first_due - EPOCH)).cast(pl.Date)

    def subject(self) -> pl.Expr:
        """The number of the subject."""
        return self._part(self.subject_shift, self.subject_bits)

    def rule(self) -> pl.Expr:
        """The number of the rule."""
        return self._part(self.rule_shift, self.rule_bits)

    def group(self) -> pl.Expr:
        """Subject, rule and occurrence together."""
        return self._part(self.roll_bits, self.due_shift - self.roll_bits)

    def group_of(self, rule: int) -> pl.Expr:
        """The same from the columns ``subject`` and ``number``, for one rule."""
        import polars as pl

        subject = pl.col("subject").cast(pl.Int64) * (1 << self.subject_shift - self.roll_bits)
        return subject + pl.col("number") + (rule << self.rule_shift - self.roll_bits)

    def number(self) -> pl.Expr:
        """The occurrence."""
        return self._part(self.roll_bits, self.number_bits)

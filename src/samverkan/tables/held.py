"""Subjects worked out once before rules are asked about them, and what is known by then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs
import narwhals.stable.v2 as nw

from samverkan.tables.arithmetic import Frame
from samverkan.tables.engines import Engine
from samverkan.tables.facts import Facts
from samverkan.tables.soundness import require_sound
from samverkan.tables.subjects import Subjects

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Names", "held"]


@attrs.frozen(eq=False)
class Names:
    """The ids of subjects by number (beteckningar)."""

    values: Any
    count: int

    def of(self, numbers: pl.Expr) -> pl.Expr:
        """The ids of numbers."""
        import polars as pl

        return pl.lit(self.values).gather(numbers)


def held(found: Subjects, facts: Facts, engine: Engine) -> tuple[Subjects, Names | None]:
    """Subjects worked out once, and in Polars numbered in the order of their ids."""
    kept = Subjects(
        contracts=engine.held(found.contracts),
        procurements=None if found.procurements is None else engine.held(found.procurements),
        several={name: engine.held(frame) for name, frame in found.several.items()},
        failed={name: engine.held(frame) for name, frame in found.failed.items()},
    )
    require_sound(kept, facts, engine)
    return numbered(kept) if engine.is_polars else (kept, None)


def numbered(held: Subjects) -> tuple[Subjects, Names]:
    """Subjects under numbers in the order of their ids, procurements first."""
    import polars as pl

    def ordered(frame: pl.DataFrame, first: int) -> pl.DataFrame:
        if not frame["subject"].is_sorted():
            frame = frame.sort("subject")
        return frame.with_row_index("_no", first).with_columns(pl.col("_no").cast(pl.Int64))

    parts: list[pl.Series] = []
    before = None
    if held.procurements is not None:
        before = ordered(held.procurements.to_native().collect(), 0)
        parts.append(before["subject"])
    contracts = ordered(
        held.contracts.to_native().collect(), 0 if before is None else before.height
    )
    parts.append(contracts["subject"])
    ids = pl.concat([one.cast(contracts["subject"].dtype) for one in parts]).rechunk()
    numbers = contracts.select("subject", "_no")

    def renumbered(frame: pl.DataFrame) -> nw.LazyFrame[Any]:
        named = frame.drop("subject").rename({"_no": "subject"})
        return nw.from_native(named.lazy())

    def known(frame: Frame) -> Frame:
        own: pl.DataFrame = frame.to_native().collect()
        return renumbered(own.join(numbers, on="subject", how="inner"))

    return (
        Subjects(
            contracts=renumbered(contracts),
            procurements=None if before is None else renumbered(before),
            several={name: known(frame) for name, frame in held.several.items()},
            failed={name: known(frame) for name, frame in held.failed.items()},
        ),
        Names(ids, len(ids)),
    )

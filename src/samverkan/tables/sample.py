"""Sample facts as columns: a million invented contracts in seconds, the same on every machine.

The draws are bytes of Python's own generator, which gives the same for a seed everywhere; columns
are whole-number arithmetic on them. All organisations are invented and have valid check digits.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TYPE_CHECKING

from samverkan.errors import TableError
from samverkan.tables.facts import Facts

if TYPE_CHECKING:
    import polars as pl

__all__ = ["sample"]

_FIRST_START = 16_436  # 2015-01-01, in days from 1970-01-01
_STARTS = 5_844  # to 2030-12-31
_BUYERS, _SUPPLIERS = 400, 9_000
_YEAR = 365


def sample(count: int, *, seed: int = 1) -> Facts:
    """Invented contracts with options, amendments and buyers, as Polars frames (exempeldata).

    A fifth start on a month's last day, a third end the day before an anniversary; a tenth are of
    class A, three tenths of B, half of C and the rest of none, after the example of SKR
    (2024-05-07).

    Args:
        count: How many contracts.
        seed: Another seed, other contracts.

    >>> facts = sample(1000)
    >>> facts["contracts"].height, sorted(facts)[:2]
    (1000, ['contract_amendments', 'contract_options'])
    >>> facts["contracts"].row(0, named=True)["id"]
    'A-00000001'

    Raises:
        TableError: when the count is not positive or beyond a hundred million.
    """
    if not 0 < count < 100_000_000:
        raise TableError([f"sample: count={count}; expected 1 to 99999999"])
    import polars as pl

    draws = _Draws(seed, count)
    start = draws.below(_STARTS) + _FIRST_START
    frame = pl.DataFrame({"start": start.cast(pl.Int32)}).select(pl.col("start").cast(pl.Date))
    at_end = draws.below(5) == 0
    frame = frame.select(
        start=pl.when(at_end).then(pl.col("start").dt.month_end()).otherwise("start")
    )
    months, days = draws.below(85) + 12, draws.below(7 * _YEAR) + _YEAR
    on_anniversary = draws.below(3) == 0
    due = pl.lit(months.cast(pl.String) + "mo")
    frame = frame.with_columns(
        end=pl.when(on_anniversary)
        .then(pl.col("start").dt.offset_by(due).dt.offset_by("-1d"))
        .otherwise(pl.col("start") + pl.duration(days=pl.lit(days)))
    )
    buyers = _organisations("21209", _BUYERS)
    suppliers = _organisations("55999", _SUPPLIERS)
    chosen = draws.chosen
    contracts = frame.select(
        id=pl.format("A-{}", (pl.int_range(pl.len()) + 1).cast(pl.String).str.zfill(8)),
        kind=chosen(("contract", 70), ("framework", 15), ("call-off", 15)),
        buyer=pl.Series(buyers).gather(draws.below(_BUYERS)),
        private_performer=draws.below(12) == 0,
        awarded_on=pl.col("start") - pl.duration(days=pl.lit(draws.below(60) + 30)),
        signed_on=pl.col("start") - pl.duration(days=pl.lit(draws.below(30))),
        period_start="start",
        period_end="end",
        notice_months=draws.below(13).cast(pl.Int32),
        value_amount=(draws.below(90_000) + 1000) * 10 ** draws.below(4).cast(pl.UInt64),
        value_currency=pl.lit("SEK"),
        risk_class=chosen(("A", 10), ("B", 30), ("C", 50), (None, 10)),
        regime=chosen(("above", 40), ("below", 35), ("direct", 15), ("annex-2", 10)),
        category=chosen(("goods", 35), ("services", 50), ("works", 15)),
    )
    return Facts(
        {
            "contracts": contracts,
            "parties": pl.DataFrame(
                {
                    "id": [*buyers, *suppliers],
                    "country": ["SE"] * (_BUYERS + _SUPPLIERS),
                    "buyer_kind": ["la"] * _BUYERS + [None] * _SUPPLIERS,
                }
            ),
            "contract_suppliers": contracts.select(
                contract="id",
                position=pl.lit(0, pl.Int32),
                value=pl.Series(suppliers).gather(draws.below(_SUPPLIERS)),
            ),
            "contract_options": _options(contracts, draws),
            "contract_amendments": _amendments(contracts, draws),
        }
    )


class _Draws:
    """Columns of whole numbers, one after another from one generator."""

    def __init__(self, seed: int, count: int) -> None:
        self._generator = random.Random(seed)  # noqa: S311  # invented facts are no secrets
        self._count = count

    def below(self, limit: int) -> pl.Series:
        """A column of numbers below a limit."""
        import polars as pl
        import pyarrow as pa

        drawn = pa.py_buffer(self._generator.randbytes(4 * self._count))
        numbers = pa.Array.from_buffers(pa.uint32(), self._count, [None, drawn])
        # The high bits of the product: no remainder, whose low values would come up too often.
        return (pl.Series(numbers).cast(pl.UInt64) * limit // (1 << 32)).cast(pl.Int64)

    def chosen(self, *weighted: tuple[str | None, int]) -> pl.Series:
        """A column of texts by weight; the weights add up to a hundred."""
        import polars as pl

        texts: Sequence[str | None] = [text for text, weight in weighted for _ in range(weight)]
        assert len(texts) == 100  # noqa: S101  # per cent
        return pl.Series(texts, dtype=pl.String).gather(self.below(100))


def _options(contracts: pl.DataFrame, draws: _Draws) -> pl.DataFrame:
    """Two in five have an option to extend, half of those a second one."""
    import polars as pl

    several, notice = draws.below(10), draws.chosen(("3", 40), ("6", 50), (None, 10))
    with_one = contracts.select(
        contract="id", several=several, notice_months=notice.cast(pl.Int32)
    ).filter(pl.col("several") < 4)
    both = [
        with_one.filter(pl.col("several") < 4 - 2 * place).select(
            "contract",
            position=pl.lit(place, pl.Int32),
            id=pl.lit(str(place + 1)),
            extend_by_months=pl.lit(12, pl.Int32),
            notice_months="notice_months",
        )
        for place in (0, 1)
    ]
    return pl.concat(both)


def _amendments(contracts: pl.DataFrame, draws: _Draws) -> pl.DataFrame:
    """One in ten is amended in its first year, half of those with a new end."""
    import polars as pl

    drawn, after = draws.below(20), draws.below(_YEAR)
    ground = draws.chosen(("mod-minv", 40), ("mod-rev", 30), ("add-wss", 15), ("mod-cir", 15))
    return contracts.select(
        contract="id",
        position=pl.lit(0, pl.Int32),
        id=pl.lit("1"),
        occurred_on=pl.col("period_start") + pl.duration(days=pl.lit(after)),
        ground=ground,
        new_end=pl.when(drawn == 0).then(pl.col("period_end").dt.offset_by("6mo")),
        drawn=drawn,
    ).filter(pl.col("drawn") < 2).drop("drawn")  # fmt: skip


def _organisations(first: str, count: int) -> list[str]:
    """Organisation numbers that begin with the same five digits, each with its check digit."""
    found: list[str] = []
    for number in range(count):
        digits = f"{first}{number:04d}"
        found.append(f"SE-{digits}{_check_digit(digits)}")
    return found


def _check_digit(digits: str) -> int:
    """The Luhn check digit of nine digits."""
    total = 0
    for place, digit in enumerate(digits):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return -total % 10

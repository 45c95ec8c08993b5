"""Red flags over columns: who and what stands out among all others, beyond fences of quartiles.

Fences are those of :func:`samverkan.measures.fences`, quartiles by method R-8. Ratios are doubles
here, so what lies within 1e-12 of a fence counts as on it.
"""

from __future__ import annotations

from fractions import Fraction

import narwhals.stable.v2 as nw

from samverkan.checks import Check
from samverkan.checks.outliers import FEWEST, FEWEST_PROCESSES
from samverkan.codelists import DesignChoiceKind
from samverkan.measures import Fences, quantile_ranks
from samverkan.periods import Day
from samverkan.tables.arithmetic import Frame
from samverkan.tables.checks.competitions import (
    DISQUALIFIED,
    JUDGED,
    VALID,
    chosen,
    competitions,
    in_competitions,
    lot,
    no_day,
)
from samverkan.tables.checks.form import ColumnCheck, Decided, asks, no_detail
from samverkan.tables.register import Register

__all__ = ["FORMS"]

FORMS: dict[str, ColumnCheck] = {}
_LEEWAY = 1e-12
_TENDERS = ("id", "procurement", "status")
_PARTIES = ("tender", "value")


def _fences(frame: Frame, column: str) -> Fences | None:
    """The fences of a column; the engine sorts it, and four of its values are fetched."""
    c = nw.col
    values = frame.select(_value=c(column).cast(nw.Float64))
    count = int(values.select(nw.len().alias("n")).collect().item())
    if count < 2:
        return None
    ranks = {share: quantile_ranks(count, share) for share in (Fraction(1, 4), Fraction(3, 4))}
    wanted = sorted({place - 1 for low, high, _ in ranks.values() for place in (low, high)})
    numbered = values.with_row_index("_place", order_by="_value")
    fetched = numbered.filter(c("_place").is_in(wanted)).collect().rows(named=True)
    at = {int(row["_place"]) + 1: Fraction(row["_value"]) for row in fetched}
    first, third = (at[low] + part * (at[high] - at[low]) for low, high, part in ranks.values())
    return Fences(first, third)


def _low(column: str, limits: Fences) -> nw.Expr:
    """At most the lower fence; below it where all values are alike."""
    leeway = _LEEWAY if limits.first != limits.third else -_LEEWAY
    return nw.col(column) <= float(limits.lower) + leeway


def _high(column: str, limits: Fences) -> nw.Expr:
    """At least the upper fence; above it where all values are alike."""
    leeway = _LEEWAY if limits.first != limits.third else -_LEEWAY
    return nw.col(column) >= float(limits.upper) - leeway


def _never(column: str) -> nw.Expr:
    """For no row."""
    return nw.col(column).is_null() & ~nw.col(column).is_null()


def _limits(limits: Fences) -> dict[str, nw.Expr]:
    return {"lower": nw.lit(float(limits.lower)), "upper": nw.lit(float(limits.upper))}


_OF_PRICES = {
    "tenders": (*_TENDERS, "amount_amount", "amount_currency"),
    "tender_tenderers": _PARTIES,
    "contracts": ("id", "procurement"),
    "contract_suppliers": ("contract", "value"),
}


@asks(FORMS, "flags.r024", "flags.r058", **_OF_PRICES)
def price_distance(register: Register, on: Day, check: Check) -> Decided:
    """The second lowest price is unusually close to the winning one, or far above it.

    ``detail`` is the lot; ``ratio`` is (second lowest valid - winning) / winning.
    """
    del on
    c = nw.col
    (ratios,) = register.once("distances of prices", lambda: (_distances(register),))
    limits = _fences(ratios, "ratio")
    if limits is None:
        rows = ratios.filter(_never("ratio")).with_columns(lower=c("ratio"), upper=c("ratio"))
    else:
        is_beyond = _low if check.id == "flags.r024" else _high
        rows = ratios.filter(is_beyond("ratio", limits)).with_columns(**_limits(limits))
    return Decided(
        rows.select(
            lot(), no_day("procurement"), "ratio", "lower", "upper", subject="procurement"
        ).select("subject", "detail", "on", "ratio", "lower", "upper")
    )


def _distances(register: Register) -> Frame:
    """``procurement``, ``place`` and ``ratio`` of the competitions whose prices are compared."""
    c = nw.col
    found = competitions(register)
    alone = found.bids.group_by("tender").agg(c("won").max(), _parties=nw.len())
    alone = alone.filter(c("_parties") == 1).select("tender", "won")
    priced = (
        found.tenders.filter(c("status").is_in(VALID) & ~c("amount").is_null())
        .join(chosen(register, DesignChoiceKind.FIXED_PRICE), on="procurement", how="anti")
        .join(_single(found.contracts), on=["procurement", "place"], how="semi")
        .join(_single(found.winners), on=["procurement", "place"], how="semi")
        .join(alone, on="tender", how="inner")
        .with_columns(
            _won=nw.when(c("won") == 1).then(c("amount")),
            _lost=nw.when(c("won") == 0).then(c("amount")),
        )
    )
    return (
        priced.group_by("procurement", "place")
        .agg(
            c("_won").min(),
            c("_lost").min(),
            _one=c("currency").min(),
            _other=c("currency").max(),
        )
        .filter((c("_one") == c("_other")) & (c("_won") > 0) & (c("_lost") >= c("_won")))
        .with_columns(ratio=(c("_lost") - c("_won")).cast(nw.Float64) / c("_won").cast(nw.Float64))
    )


def _single(frame: Frame) -> Frame:
    """The places that stand in one row."""
    counts = frame.group_by("procurement", "place").agg(_rows=nw.len())
    return counts.filter(nw.col("_rows") == 1).select("procurement", "place")


_OF_WINS = {
    "tenders": ("id", "procurement"),
    "tender_tenderers": _PARTIES,
    "contracts": ("id", "procurement"),
    "contract_suppliers": ("contract", "value"),
}


@asks(FORMS, "flags.r025", **_OF_WINS)
def unsuccessful_tenderer(register: Register, on: Day, check: Check) -> Decided:
    """A party bids often and wins unusually seldom."""
    del on, check
    c = nw.col
    found = competitions(register)
    standing = found.bids.filter(c("status").is_null() | c("status").is_in(VALID))
    decided = (
        standing.join(found.winners, on=["procurement", "place"], how="semi")
        .select("procurement", "place", "party", "won")
        .unique()
    )
    counts = decided.group_by("party").agg(bids=nw.len(), wins=c("won").sum())
    counts = counts.with_columns(
        bids=c("bids").cast(nw.Int64),
        wins=c("wins").cast(nw.Int64),
        ratio=c("wins").cast(nw.Float64) / c("bids").cast(nw.Float64),
    )
    counts = register.engine.held(counts)
    of_bids, of_wins = _fences(counts, "bids"), _fences(counts, "ratio")
    if of_bids is None or of_wins is None:
        rows = counts.filter(_never("ratio"))
    else:
        often = c("bids").cast(nw.Float64) >= float(of_bids.third) - _LEEWAY
        rows = counts.filter(often & _low("ratio", of_wins))
    return Decided(
        rows.select(no_detail("party"), no_day("party"), "bids", "wins", subject="party").select(
            "subject", "detail", "on", "bids", "wins"
        )
    )


@asks(
    FORMS, "flags.r038-buyer", tenders=_TENDERS, procurements=("id", "buyer"),
)  # fmt: skip
def disqualifying_buyer(register: Register, on: Day, check: Check) -> Decided:
    """A buyer disqualifies an unusually large share of the tenders it gets."""
    del on, check
    buyers = register.table("procurements", "id", "buyer").select(procurement="id", party="buyer")
    tenders = in_competitions(register, *_TENDERS).join(buyers, on="procurement", how="inner")
    tenders = tenders.filter(~nw.col("party").is_null())
    several = (
        tenders.select("party", "procurement")
        .unique()
        .group_by("party")
        .agg(_processes=nw.len())
        .filter(nw.col("_processes") >= FEWEST)
    )
    return _disqualified(register, tenders.join(several, on="party", how="semi"), least=1)


@asks(FORMS, "flags.r038-tenderer", tenders=_TENDERS, tender_tenderers=_PARTIES)
def disqualified_tenderer(register: Register, on: Day, check: Check) -> Decided:
    """A tenderer is disqualified unusually often."""
    del on, check
    parties = register.table("tender_tenderers", *_PARTIES).select(id="tender", party="value")
    tenders = in_competitions(register, *_TENDERS).join(parties, on="id", how="inner")
    return _disqualified(register, tenders, least=FEWEST)


def _disqualified(register: Register, tenders: Frame, *, least: int) -> Decided:
    """Who has an unusually large share of its judged tenders, which are so many at least, out."""
    c = nw.col
    judged = tenders.filter(c("status").is_in(JUDGED)).with_columns(
        _out=nw.when(c("status").is_in(DISQUALIFIED)).then(nw.lit(1)).otherwise(nw.lit(0))
    )
    shares = (
        judged.group_by("party")
        .agg(c("_out").sum(), _all=nw.len())
        .filter(c("_all") >= least)
        .select(
            "party",
            out=c("_out").cast(nw.Int64),
            all=c("_all").cast(nw.Int64),
            share=c("_out").cast(nw.Float64) / c("_all").cast(nw.Float64),
        )
    )
    shares = register.engine.held(shares)
    limits = _fences(shares, "share")
    beyond = _never("share") if limits is None else _high("share", limits)
    return Decided(
        shares.filter(beyond)
        .select(no_detail("party"), no_day("party"), "out", "all", subject="party")
        .select("subject", "detail", "on", "out", "all")
    )


@asks(
    FORMS, "flags.r048", contracts=("id", "procurement"),
    contract_suppliers=("contract", "value"),
)  # fmt: skip
def heterogeneous_supplier(register: Register, on: Day, check: Check) -> Decided:
    """A supplier wins contracts in unusually many unrelated fields."""
    del on, check
    c = nw.col
    coded = _divisions(register).join(
        register.table("contract_suppliers", "contract", "value"), on="contract", how="inner"
    )
    divisions = coded.select("value", "division").unique().group_by("value").agg(count=nw.len())
    processes = (
        coded.select("value", "procurement").unique().group_by("value").agg(_processes=nw.len())
    )
    counts = (
        divisions.join(processes, on="value", how="inner")
        .filter(c("_processes") >= FEWEST_PROCESSES)
        .with_columns(count=c("count").cast(nw.Int64))
    )
    counts = register.engine.held(counts.with_columns(_count=c("count").cast(nw.Float64)))
    limits = _fences(counts, "_count")
    beyond = _never("_count") if limits is None else _high("_count", limits)
    upper = nw.lit(0.0 if limits is None else float(limits.upper))
    return Decided(
        counts.filter(beyond)
        .select(no_detail("value"), no_day("value"), "count", subject="value", upper=upper)
        .select("subject", "detail", "on", "count", "upper")
    )


def _divisions(register: Register) -> Frame:
    """``contract``, ``procurement`` and each ``division`` of what was bought of one supplier.

    Of the lots a contract covers (all where it names none), else of its procurement; what was
    cancelled is left out.
    """
    c = nw.col
    cancelled = register.table("procurements", "id", "cancelled_on").filter(
        ~c("cancelled_on").is_null()
    )
    suppliers = register.table("contract_suppliers", "contract", "value")
    alone = suppliers.group_by("contract").agg(_parties=nw.len()).filter(c("_parties") == 1)
    contracts = (
        register.table("contracts", "id", "procurement")
        .filter(~c("procurement").is_null())
        .rename({"id": "contract"})
        .join(cancelled.select(procurement="id"), on="procurement", how="anti")
        .join(alone, on="contract", how="semi")
    )
    named = register.table("contract_lots", "contract", "value").rename({"value": "lot"})
    codes = register.table("procurement_lot_cpv", "procurement", "lot", "value")
    unnamed = contracts.join(named.select("contract").unique(), on="contract", how="anti")
    of_lots = nw.concat(
        [
            part.select("contract", "procurement", division=c("value").str.slice(0, 2))
            for part in (
                contracts.join(named, on="contract", how="inner").join(
                    codes, on=["procurement", "lot"], how="inner"
                ),
                unnamed.join(codes, on="procurement", how="inner"),
            )
        ]
    )
    of_all = (
        contracts.join(of_lots.select("contract").unique(), on="contract", how="anti")
        .join(
            register.table("procurement_cpv", "procurement", "value"),
            on="procurement",
            how="inner",
        )
        .select("contract", "procurement", division=c("value").str.slice(0, 2))
    )
    return nw.concat([of_lots, of_all])

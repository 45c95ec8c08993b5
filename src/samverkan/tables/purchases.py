"""Who buys from whom, as columns: one row for each supplier of each contract.

The rows are those of the edges ``buys-from`` of a stakeholder graph.
"""

from __future__ import annotations

from collections.abc import Callable

import narwhals.stable.v2 as nw

from samverkan.tables.arithmetic import DOMS, Frame, day_of, month_of
from samverkan.tables.register import Register, units

__all__ = ["purchases"]

_PLACES = 1000
_DIGITS = 10_000_000


def purchases(register: Register, *, category: bool = False, market: bool = False) -> Frame:
    """Contract, buyer, supplier, and what a measure adds up.

    Columns: ``contract``, ``procurement``, ``buyer``, ``supplier``, ``units`` (the value in
    ten-thousandths), ``currency``, ``parts`` (how many share it), ``start`` (null where nothing
    tells) and, where they are asked for, ``category`` and ``market``. With a day, those in force
    on it.
    """
    c = nw.col
    frame = register.table(
        "contracts", "id", "buyer", "procurement", "signed_on", "period_start", "period_end",
        "period_is_stated", "value_amount", "value_currency", "category",
    )  # fmt: skip
    own = register.table("procurements", "id", "buyer", "category")
    own = own.select(procurement="id", _buyer="buyer", _category="category")
    has_period = (
        ~c("period_start").is_null()
        | ~c("period_end").is_null()
        | nw.coalesce("period_is_stated", nw.lit(False))  # a literal of the engine
    )
    frame = frame.join(own, on="procurement", how="left").select(
        contract="id",
        procurement="procurement",
        buyer=nw.coalesce("buyer", "_buyer"),
        start=nw.when(has_period).then(c("period_start")).otherwise(c("signed_on")),
        units=units("value_amount"),
        currency="value_currency",
        _category=nw.coalesce("category", "_category"),
    )
    if category:
        frame = _with_first(frame, _categories(register), "category", "_category")
    if market:
        frame = _with_first(frame, _codes(register), "market", None)
        frame = frame.with_columns(market=c("market").str.slice(0, 3))
    frame = frame.drop("_category")
    if register.as_of is not None:
        frame = _in_force(frame, register)
    suppliers = register.table("contract_suppliers", "contract", "value")
    parts = suppliers.group_by("contract").agg(parts=nw.len())
    return (
        frame.join(suppliers.rename({"value": "supplier"}), on="contract", how="inner")
        .join(parts, on="contract", how="inner")
        .filter(~c("buyer").is_null() & (c("buyer") != c("supplier")))
    )


def _in_force(frame: Frame, register: Register) -> Frame:
    on = register.as_of
    assert on is not None  # noqa: S101  # asked before
    key = (on.year * 12 + on.month - 1) * DOMS + on.day
    c = nw.col
    ends = register.contracts("end").select(
        contract="subject", _end=c("end_m") * DOMS + c("end_d")
    )
    start = month_of("start") * DOMS + day_of("start")
    runs = (start <= key) & (c("_end").is_null() | (c("_end") >= key))
    return (
        frame.join(ends, on="contract", how="left")
        .filter(c("start").is_null() | runs)
        .drop("_end")
    )


# ----------------------------------------------------------- the first of several, by their order
def _with_first(frame: Frame, of_lots: Frame, name: str, other: str | None) -> Frame:
    """The frame with the first value among a contract's lots, else the procurement's own."""
    c = nw.col
    placed = nw.concat_str((c("place") + _DIGITS).cast(nw.String), c("value"))
    first = (
        of_lots.filter(~c("value").is_null())
        .with_columns(_first=placed)
        .group_by("contract")
        .agg(c("_first").min())
        .select("contract", _found=c("_first").str.slice(len(str(_DIGITS))))
    )
    frame = frame.join(first, on="contract", how="left")
    found = c("_found") if other is None else nw.coalesce("_found", other)
    return frame.with_columns(found.alias(name)).drop("_found")


def _covered(register: Register) -> Frame:
    """``contract``, ``procurement``, ``lot``, and the ``place`` and category of the lot."""
    c = nw.col
    lots = register.table("procurement_lots", "procurement", "id", "position", "category")
    covered = register.table("contract_lots", "contract", "value")
    contracts = register.table("contracts", "id", "procurement")
    return (
        covered.rename({"value": "lot"})
        .join(contracts.rename({"id": "contract"}), on="contract", how="inner")
        .join(lots.rename({"id": "lot"}), on=["procurement", "lot"], how="inner")
        .select("contract", "procurement", "lot", "category", place=c("position") * _PLACES)
    )


def _categories(register: Register) -> Frame:
    return _covered(register).select("contract", "place", value="category")


def _codes(register: Register) -> Frame:
    """The CPV codes of the lots a contract covers, and after them those of its procurement."""
    c = nw.col
    of_lots = register.table("procurement_lot_cpv", "procurement", "lot", "position", "value")
    first = _covered(register).join(of_lots, on=["procurement", "lot"], how="inner")
    of_all = register.table("procurement_cpv", "procurement", "position", "value")
    contracts = register.table("contracts", "id", "procurement").rename({"id": "contract"})
    later = contracts.join(of_all, on="procurement", how="inner")
    columns: Callable[[Frame, nw.Expr], Frame] = lambda frame, place: frame.select(  # noqa: E731  # said once for both
        "contract", "value", place=place.cast(nw.Int32)
    )
    return nw.concat(
        [
            columns(first, c("place") + c("position")),
            columns(later, c("position") + _DIGITS // 2),
        ]
    )

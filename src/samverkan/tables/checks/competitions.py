"""Competitions as columns: the tenders for one lot, who handed them in, and who won.

What :mod:`samverkan.tables.checks.flags` and :mod:`samverkan.tables.checks.outliers` look at.
"""

from __future__ import annotations

from collections.abc import Callable

import attrs
import narwhals.stable.v2 as nw

from samverkan.codelists import DesignChoiceKind, TenderStatus
from samverkan.measures.market import NOT_SUBMITTED
from samverkan.tables.arithmetic import Frame, nothing
from samverkan.tables.register import Register, units
from samverkan.tenders import Tender

__all__ = [
    "DISQUALIFIED",
    "JUDGED",
    "VALID",
    "Competitions",
    "chosen",
    "competitions",
    "handed_in",
    "in_competitions",
    "lot",
    "no_day",
]


def _statuses(asked: Callable[[Tender], bool | None]) -> tuple[str, ...]:
    """The statuses of tenders of which something is true, as tenders themselves tell."""
    return tuple(
        one.value
        for one in TenderStatus
        if asked(Tender(id="T", procurement="U", tenderers=("P",), status=one))
    )


_NOT_HANDED_IN = tuple(one.value for one in NOT_SUBMITTED)
VALID = _statuses(lambda tender: tender.is_valid)
"""The statuses of tenders that stand."""
JUDGED = _statuses(lambda tender: tender.is_valid is not None)
"""Those of tenders of which it is known whether they stand."""
DISQUALIFIED = _statuses(lambda tender: tender.is_disqualified)
"""Those of tenders that were rejected."""


@attrs.frozen
class Competitions:
    """Every competition of which a tender is known, but for those of cancelled procurements.

    A ``place`` is a lot, or ``""`` for all of a procurement. Call-offs are won in no competition.

    Attributes:
        tenders: ``procurement``, ``place``, ``tender``, ``status``, ``submitted_on``, ``amount``
            in ten-thousandths and ``currency``.
        bids: ``procurement``, ``place``, ``tender``, ``status`` and, in a row for each tenderer,
            ``party`` and ``won``: 1 where it is among the winners of the place.
        winners: ``procurement``, ``place`` and ``party``: the suppliers of what was concluded.
        contracts: ``procurement``, ``place`` and ``contract``: what was concluded.
    """

    tenders: Frame
    bids: Frame
    winners: Frame
    contracts: Frame


def competitions(register: Register) -> Competitions:
    """The competitions of a register, worked out once."""
    return Competitions(*register.once("competitions", lambda: _worked_out(register)))


def _worked_out(register: Register) -> tuple[Frame, Frame, Frame, Frame]:
    c = nw.col
    tenders = in_competitions(
        register, "id", "procurement", "lot", "status", "submitted_on", "amount_amount",
        "amount_currency",
    ).select(
        "procurement", "status", "submitted_on", tender="id", place=nw.coalesce("lot", nw.lit("")),
        amount=units("amount_amount"), currency="amount_currency",
    )  # fmt: skip
    tenders = register.engine.held(tenders)
    contracts = register.engine.held(_concluded(register, tenders))
    suppliers = register.table("contract_suppliers", "contract", "value")
    winners = (
        contracts.join(suppliers, on="contract", how="inner")
        .select("procurement", "place", party="value")
        .unique()
    )
    parties = register.table("tender_tenderers", "tender", "value").rename({"value": "party"})
    bids = (
        tenders.select("procurement", "place", "tender", "status")
        .join(parties, on="tender", how="inner")
        .join(
            winners.with_columns(_won=nw.lit(1)),
            on=["procurement", "place", "party"],
            how="left",
        )
        .with_columns(won=nw.coalesce(c("_won"), nw.lit(0)))
        .drop("_won")
    )
    return tenders, bids, winners, contracts


def _concluded(register: Register, tenders: Frame) -> Frame:
    """The contracts of each place: those that name its lot, or none."""
    c = nw.col
    places = tenders.select("procurement", "place").unique()
    contracts = (
        register.table("contracts", "id", "procurement", "parent")
        .filter(~c("procurement").is_null() & c("parent").is_null())
        .select("procurement", contract="id")
    )
    lots = register.table("contract_lots", "contract", "value").rename({"value": "place"})
    of_whole = places.filter(c("place") == "").join(contracts, on="procurement", how="inner")
    of_lots = places.filter(c("place") != "")
    by_lot = of_lots.join(
        contracts.join(lots, on="contract", how="inner"), on=["procurement", "place"], how="inner"
    )
    without = contracts.join(lots.select("contract").unique(), on="contract", how="anti")
    by_any = of_lots.join(without, on="procurement", how="inner")
    found = ("procurement", "place", "contract")
    return nw.concat([one.select(*found) for one in (of_whole, by_lot, by_any)]).unique()


def handed_in(register: Register, *columns: str) -> Frame:
    """Some columns of the tenders that were handed in and not taken back."""
    status = nw.col("status")
    tenders = register.current("tenders", *dict.fromkeys((*columns, "status")))
    return tenders.filter(status.is_null() | ~status.is_in(_NOT_HANDED_IN)).select(*columns)


def in_competitions(register: Register, *columns: str) -> Frame:
    """The same of tenders in competitions, which those of cancelled procurements are not."""
    cancelled = register.table("procurements", "id", "cancelled_on").filter(
        ~nw.col("cancelled_on").is_null()
    )
    return handed_in(register, *columns).join(
        cancelled.select(procurement="id"), on="procurement", how="anti"
    )


def chosen(register: Register, kind: DesignChoiceKind) -> Frame:
    """The procurements for which a design choice of a kind is recorded: ``procurement``."""
    choices = register.current("design_choices", "procurement", "kind")
    return choices.filter(nw.col("kind") == kind.value).select("procurement").unique()


def lot() -> nw.Expr:
    """A column ``detail`` of the lot, null for all of a procurement."""
    return nw.when(nw.col("place") != "").then(nw.col("place")).alias("detail")


def no_day(beside: str) -> nw.Expr:
    """A column ``on`` for what holds from no day that is known, as long as another column."""
    return nothing(nw.Date, beside).alias("on")

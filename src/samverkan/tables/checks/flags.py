"""Red flags of single procurements over columns: short times, lone bids, odd prices and losses."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from samverkan.checks import Check
from samverkan.checks.flags import COMPETITIVE, SHORTEST
from samverkan.codelists import DesignChoiceKind
from samverkan.periods import Day
from samverkan.tables.arithmetic import ordinal_of
from samverkan.tables.checks.competitions import (
    DISQUALIFIED,
    VALID,
    chosen,
    competitions,
    handed_in,
    lot,
    no_day,
)
from samverkan.tables.checks.form import ColumnCheck, Decided, asks, no_detail
from samverkan.tables.register import Register, as_money

__all__ = ["FORMS"]

FORMS: dict[str, ColumnCheck] = {}
_PARTIES = ("tender", "value")
_PLACE = ("procurement", "place")


@asks(FORMS, "flags.r003", procurements=("id", "published_on", "tenders_due_on"))
def short_period(register: Register, on: Day, check: Check) -> Decided:
    """The time for tenders is so short that few can have had time to bid."""
    del on, check
    frame = register.table("procurements", "id", "published_on", "tenders_due_on")
    frame = frame.with_columns(days=ordinal_of("tenders_due_on") - ordinal_of("published_on"))
    rows = frame.filter(nw.col("days") < SHORTEST)
    return Decided(
        rows.select(no_detail("id"), "days", subject="id", on="tenders_due_on").select(
            "subject", "detail", "on", "days"
        )
    )


@asks(
    FORMS, "flags.r018", procurements=("id", "procedure"), tenders=("id", "procurement"),
    tender_tenderers=_PARTIES,
)  # fmt: skip
def single_bid(register: Register, on: Day, check: Check) -> Decided:
    """Only one tenderer took part in a competition that was open to several."""
    del check
    c = nw.col
    asked = register.table(
        "procurements", "id", "procedure", "tenders_due_on", "cancelled_on"
    ).filter(
        c("procedure").is_in([one.value for one in COMPETITIVE])
        & c("cancelled_on").is_null()
        & (c("tenders_due_on").is_null() | (c("tenders_due_on") < on))
    )
    parties = register.table("tender_tenderers", *_PARTIES).rename({"tender": "id"})
    single = (
        handed_in(register, "id", "procurement")
        .join(parties, on="id", how="inner")
        .select("procurement", "value")
        .unique()
        .group_by("procurement")
        .agg(_count=nw.len())
        .filter(c("_count") == 1)
        .select(id="procurement")
    )
    rows = asked.join(single, on="id", how="semi")
    return Decided(
        rows.select(no_detail("id"), subject="id", on="tenders_due_on").select(
            "subject", "detail", "on"
        )
    )


@asks(
    FORMS, "flags.r028", tender_tenderers=_PARTIES,
    tenders=("id", "procurement", "amount_amount", "amount_currency"),
)  # fmt: skip
def identical_prices(register: Register, on: Day, check: Check) -> Decided:
    """Different tenderers offered exactly the same price.

    ``detail`` is the lot; a row for each ``price`` of it that tenders without a party in common
    have.
    """
    del on, check
    c = nw.col
    found = competitions(register)
    same = (*_PLACE, "amount", "currency")
    priced = (
        found.tenders.filter(~c("amount").is_null())
        .join(chosen(register, DesignChoiceKind.FIXED_PRICE), on="procurement", how="anti")
        .select(*same, "tender")
    )
    several = priced.group_by(*same).agg(_tenders=nw.len()).filter(c("_tenders") > 1)
    priced = register.engine.held(priced.join(several.select(*same), on=list(same), how="semi"))
    pairs = priced.join(priced.rename({"tender": "other"}), on=list(same), how="inner").filter(
        c("tender") < c("other")
    )
    parties = found.bids.select("tender", "party")
    related = (
        pairs.select("tender", "other")
        .join(parties, on="tender", how="inner")
        .join(parties.rename({"tender": "other"}), on=["other", "party"], how="inner")
        .select("tender", "other")
    )
    rows = pairs.join(related, on=["tender", "other"], how="anti").select(*same).unique()
    return Decided(
        rows.rename({"amount": "price"})
        .select(lot(), no_day("procurement"), as_money("price"), "currency", subject="procurement")
        .select("subject", "detail", "on", "price", "currency")
    )


@asks(
    FORMS, "flags.r030", procurements=("id", "tenders_due_on"),
    tenders=("id", "procurement", "status", "submitted_on"), tender_tenderers=_PARTIES,
    contracts=("id", "procurement"), contract_suppliers=("contract", "value"),
)  # fmt: skip
def late_bid_won(register: Register, on: Day, check: Check) -> Decided:
    """A tender that came in too late was taken up, and won; ``detail`` is the tender."""
    del on, check
    c = nw.col
    found = competitions(register)
    due = register.table("procurements", "id", "tenders_due_on").rename({"id": "procurement"})
    won = found.bids.filter(c("won") == 1).select("tender").unique()
    late = (
        found.tenders.filter(c("status").is_in(VALID))
        .join(due, on="procurement", how="inner")
        .filter(c("submitted_on") > c("tenders_due_on"))
        .join(won, on="tender", how="semi")
    )
    return Decided(
        late.select(
            subject="procurement", detail="tender", on="submitted_on", due="tenders_due_on"
        )
    )


@asks(
    FORMS, "flags.r035", tenders=("id", "procurement", "status"), tender_tenderers=_PARTIES,
    contracts=("id", "procurement"), contract_suppliers=("contract", "value"),
)  # fmt: skip
def all_but_winner_disqualified(register: Register, on: Day, check: Check) -> Decided:
    """Every tenderer but the one who won was disqualified; ``count`` tells how many.

    ``detail`` is the lot.
    """
    del on, check
    c = nw.col
    found = competitions(register)
    place: list[str] = list(_PLACE)
    valid = found.bids.filter(c("status").is_in(VALID))
    left = valid.select(*place, "party").unique()
    theirs = [*place, "party"]
    # All valid tenders are of the same parties where each has all of them.
    fewest = (
        valid.group_by(*place, "tender").agg(_size=nw.len()).group_by(*place).agg(c("_size").min())
    )
    alike = (
        left.group_by(*place)
        .agg(_all=nw.len())
        .join(fewest, on=place, how="inner")
        .filter(c("_all") == c("_size"))
    )
    others = found.winners.join(left, on=theirs, how="anti")
    out = (
        found.bids.filter(c("status").is_in(DISQUALIFIED))
        .select(*theirs)
        .unique()
        .join(left, on=theirs, how="anti")
        .group_by(*place)
        .agg(count=nw.len())
    )
    rows = (
        out.join(alike.select(*place), on=place, how="semi")
        .join(found.winners.select(*place), on=place, how="semi")
        .join(others.select(*place), on=place, how="anti")
    )
    return Decided(
        rows.select(
            lot(), no_day("procurement"), c("count").cast(nw.Int64), subject="procurement"
        ).select("subject", "detail", "on", "count")
    )


@asks(
    FORMS, "flags.r036", contracts=("id", "procurement"),
    tenders=("id", "procurement", "status", "amount_amount", "amount_currency"),
)  # fmt: skip
def lowest_disqualified(register: Register, on: Day, check: Check) -> Decided:
    """The lowest price was disqualified where price alone should decide.

    ``detail`` is the lot; ``lowest`` is the price.
    """
    del on, check
    c = nw.col
    found = competitions(register)
    place: list[str] = list(_PLACE)
    amount, status = c("amount"), c("status")
    is_out = nw.coalesce(status.is_in(DISQUALIFIED), nw.lit(False))  # a literal of the engine
    priced = found.tenders.filter(~amount.is_null()).with_columns(
        _valid=nw.when(status.is_in(VALID)).then(amount),
        _out=nw.when(is_out).then(amount),
        _standing=nw.when(~is_out).then(amount),
    )
    lowest = (
        priced.group_by(*place)
        .agg(
            c("_valid").min(),
            c("_out").min(),
            c("_standing").min(),
            _one=c("currency").min(),
            _other=c("currency").max(),
        )
        .filter((c("_one") == c("_other")) & ~c("_valid").is_null() & (c("_out") < c("_standing")))
        .join(found.contracts.select(*place), on=place, how="semi")
        .join(chosen(register, DesignChoiceKind.QUALITY_CRITERIA), on="procurement", how="anti")
    )
    return Decided(
        lowest.rename({"_out": "lowest", "_one": "currency"})
        .select(
            lot(), no_day("procurement"), as_money("lowest"), "currency", subject="procurement"
        )
        .select("subject", "detail", "on", "lowest", "currency")
    )

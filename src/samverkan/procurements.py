"""Procurements: what a buyer asks the market for, how, and when.

>>> school = Procurement(
...     id="U-2026-4", buyer="SE-2120999996", regime="above", procedure="open",
...     published_on="2026-03-02", tenders_due_on="2026-04-07", concluded_on="2026-08-17",
... )
>>> [school.phase(on) for on in ("2026-03-01", "2026-03-02", "2026-08-17")]
[<Phase.BEFORE: 'before'>, <Phase.DURING: 'during'>, <Phase.AFTER: 'after'>]
"""

from __future__ import annotations

import datetime as dt

import attrs

from samverkan.codelists import (
    Category,
    Phase,
    Procedure,
    Regime,
    SendingMeans,
    as_category,
    as_procedure,
    as_regime,
    as_sending_means,
)
from samverkan.errors import ProcurementError
from samverkan.periods import Day, day, optional_day
from samverkan.values import Money

__all__ = ["Lot", "Procurement"]

_ORDER = (
    ("started_on", "published_on", "tenders_due_on", "awarded_on", "notified_on"),
    ("published_on", "tenders_due_on", "awarded_on", "concluded_on"),
    ("started_on", "published_on", "cancelled_on"),
    ("started_on", "concluded_on"),
)
"""Days that cannot come in another order; each chain is checked over the days that are known."""


@attrs.frozen(kw_only=True)
class Lot:
    """A part of a procurement that is awarded by itself (del, delkontrakt, anbudsområde; BT-137).

    Attributes:
        id: Unique within its procurement.
        title: What it is called.
        category: Goods, services or works, where it differs from the procurement.
        cpv: CPV codes.
        value: Estimated value without VAT.

    >>> Lot(id="1", title="Norra distriktet", category="services").category.label("sv")
    'tjänster'
    """

    id: str
    title: str | None = None
    category: Category | None = attrs.field(
        default=None, converter=attrs.converters.optional(as_category)
    )
    cpv: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])
    value: Money | None = None


@attrs.frozen(kw_only=True)
class Procurement:
    """One procurement (upphandling, ärende; OCDS contracting process).

    All days may be left out; ``None`` means that the day is not known, or has not come.

    Attributes:
        id: Under which contracts refer to it; an ocid where it has one.
        title: What it is called.
        buyer: Party id of the buyer; ``None`` where a register does not say.
        regime: Above the thresholds, below, direct, or Annex 2.
        procedure: How competition is held.
        category: Goods, services or works.
        cpv: CPV codes, the main one first.
        lots: Its parts.
        value: Estimated value without VAT, options and extensions included (LOU 5:3).
        started_on: The buyer starts the procedure; the border to DURING where there is no call.
        published_on: The call for competition is dispatched (LOU 10:1).
        tenders_due_on: Last day for tenders.
        awarded_on: Award decision.
        notified_on: Award notification sent (LOU 12:12).
        concluded_on: The last of its contracts is concluded.
        cancelled_on: Decision to cancel.
        is_accelerated: Whether time limits were shortened for urgency (LOU 11:10).
        notified_by: How the award notification was sent, to whoever got it in another way than
            electronically (LOU 20:1).

    >>> Procurement(id="U-1", published_on="2026-03-02", tenders_due_on="2026-02-07")
    Traceback (most recent call last):
    samverkan.errors.ProcurementError: procurement 'U-1': tenders_due_on=2026-02-07 comes before \
published_on=2026-03-02; correct one of the days or leave it out

    Raises:
        ProcurementError: when days come in an order that cannot be, or lots share an id.
    """

    id: str
    title: str | None = None
    buyer: str | None = None
    regime: Regime | None = attrs.field(
        default=None, converter=attrs.converters.optional(as_regime)
    )
    procedure: Procedure | None = attrs.field(
        default=None, converter=attrs.converters.optional(as_procedure)
    )
    category: Category | None = attrs.field(
        default=None, converter=attrs.converters.optional(as_category)
    )
    cpv: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])
    lots: tuple[Lot, ...] = attrs.field(default=(), converter=tuple[Lot, ...])
    value: Money | None = None
    started_on: Day | None = attrs.field(default=None, converter=optional_day)
    published_on: Day | None = attrs.field(default=None, converter=optional_day)
    tenders_due_on: Day | None = attrs.field(default=None, converter=optional_day)
    awarded_on: Day | None = attrs.field(default=None, converter=optional_day)
    notified_on: Day | None = attrs.field(default=None, converter=optional_day)
    concluded_on: Day | None = attrs.field(default=None, converter=optional_day)
    cancelled_on: Day | None = attrs.field(default=None, converter=optional_day)
    is_accelerated: bool | None = None
    notified_by: SendingMeans | None = attrs.field(
        default=None, converter=attrs.converters.optional(as_sending_means)
    )

    def __attrs_post_init__(self) -> None:
        if not self.id:
            raise ProcurementError(f"procurement: id={self.id!r}; expected a text; give it one")
        for chain in _ORDER:
            before, on = "", None
            for later in chain:
                then = getattr(self, later)
                if then is None:
                    continue
                if on is not None and then < on:
                    raise ProcurementError(
                        f"procurement {self.id!r}: {later}={then} comes before {before}={on}; "
                        "correct one of the days or leave it out"
                    )
                before, on = later, then
        ids = [lot.id for lot in self.lots]
        if len(set(ids)) < len(ids):
            twice = sorted({one for one in ids if ids.count(one) > 1})
            raise ProcurementError(
                f"procurement {self.id!r}: lots share an id: lots={twice}; give each its own"
            )

    def phase(self, as_of: str | dt.date) -> Phase | None:
        """Before, during or after (inför, under, efter) on a day; ``None`` where nothing tells.

        DURING begins the day the call for competition is dispatched, or without a call the day the
        buyer starts the procedure (LOU 5:5, 10:1), and lasts through standstill until the contract
        is concluded or the procurement cancelled (LOU 20:1).
        """
        on = day(as_of)
        opened = self.published_on or self.started_on
        closed = min(filter(None, (self.concluded_on, self.cancelled_on)), default=None)
        if closed is not None and on >= closed:
            return Phase.AFTER
        if opened is None:
            return None
        return Phase.BEFORE if on < opened else Phase.DURING

    def label(self, lang: str = "en") -> str:
        """Its title, or its id where it has none."""
        del lang  # a title has one language
        return self.title or self.id

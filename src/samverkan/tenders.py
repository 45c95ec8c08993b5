"""Tenders: who offered what, when, and what became of the offer.

While tenders are secret nobody outside may see who has tendered, nor how many (OSL 19:3); what
shows a portfolio to outsiders leaves them out.

>>> tender = Tender(
...     id="T-1", procurement="U-1", tenderers=("SE-5599999991",),
...     amount=Money("4800000", "SEK"), submitted_on="2026-04-07", status="valid",
... )
>>> tender.is_valid
True
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from samverkan.codelists import TenderStatus, as_tender_status
from samverkan.facts import Fact, as_ids
from samverkan.periods import Day, optional_day
from samverkan.values import Money

__all__ = ["Tender"]


@attrs.frozen(kw_only=True)
class Tender(Fact):
    """One tender for a procurement or one of its lots (anbud; OCDS ``Bid``).

    Attributes:
        procurement: Id of the procurement.
        lot: Id of its lot; ``None`` for all of it.
        tenderers: Party ids; several where they tender together.
        amount: The price, without VAT.
        submitted_on: The day it came in.
        status: Invited, pending, valid, disqualified, withdrawn; ``None`` unknown.

    >>> Tender(id="T-2", procurement="U-1", tenderers=("B",)).is_valid is None
    True

    Raises:
        FactError: without a tenderer, or with one named twice.
    """

    procurement: str
    lot: str | None = None
    tenderers: tuple[str, ...] = attrs.field(converter=as_ids)
    amount: Money | None = None
    submitted_on: Day | None = attrs.field(default=None, converter=optional_day)
    status: TenderStatus | None = attrs.field(
        default=None, converter=attrs.converters.optional(as_tender_status)
    )

    def _problems(self) -> Iterable[str]:
        yield from super()._problems()
        if not self.tenderers:
            yield "no tenderers; name at least one party"
        if len(set(self.tenderers)) < len(self.tenderers):
            yield f"tenderers={self.tenderers} name one twice; name each once"

    @property
    def happened_on(self) -> Day | None:
        """The day it came in."""
        return self.submitted_on

    @property
    def is_valid(self) -> bool | None:
        """Whether it stands; ``None`` where that is not known."""
        if self.status in {None, TenderStatus.PENDING, TenderStatus.INVITED}:
            return None
        return self.status is TenderStatus.VALID

    @property
    def is_invitation(self) -> bool:
        """Whether its parties were asked and have not, as far as is known, tendered."""
        return self.status is TenderStatus.INVITED

    @property
    def is_disqualified(self) -> bool:
        """Whether it was rejected or its tenderer excluded."""
        return self.status is TenderStatus.DISQUALIFIED

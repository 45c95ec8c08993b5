"""Relations: how one organisation stands to another, from one day to another.

>>> owns = Relation(
...     id="R-1", kind="owns", source="SE-5599999983", target="SE-5599999991",
...     period=Period("2024-01-01", None),
... )
>>> owns.holds(day("2023-12-31")), owns.is_derived
(False, False)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import attrs

from samverkan.codelists import RelationKind, as_relation_kind
from samverkan.facts import Fact, as_ids
from samverkan.periods import Day, Period, day

__all__ = ["Relation"]

_SYMMETRIC = frozenset(
    {
        RelationKind.CO_BIDS_WITH,
        RelationKind.COLLABORATES_WITH,
        RelationKind.IN_DIALOGUE_WITH,
    }
)


@attrs.frozen(kw_only=True)
class Relation(Fact):
    """How one party stands to another (relation; BODS relationship), read from source to target.

    Attributes:
        kind: What kind of relation.
        source: Party id.
        target: Party id; ``None`` where the relation is to a market.
        market: The market a buyer develops, such as a CPV code.
        contract: Id of the contract it rests on.
        period: From when to when; ``None`` unknown.
        evidence: What it rests on: ids of facts, or words for a source.
        is_derived: Whether it follows from other facts; otherwise somebody stated it.

    >>> Relation(id="R-2", kind="develops-market", source="A", market="15800000").is_symmetric
    False

    Raises:
        FactError: when a party relates to itself, or there is neither target nor market.
    """

    kind: RelationKind = attrs.field(converter=as_relation_kind)
    source: str
    target: str | None = None
    market: str | None = None
    contract: str | None = None
    period: Period | None = None
    evidence: tuple[str, ...] = attrs.field(default=(), converter=as_ids)
    is_derived: bool = False

    def _problems(self) -> Iterable[str]:
        yield from super()._problems()
        if self.source == self.target:
            yield f"source={self.source!r} is also the target; a relation has two parties"
        if self.target is None and self.market is None:
            yield "neither target nor market; say to whom the relation is"

    @property
    def happened_on(self) -> Day | None:
        """The day from which it holds."""
        return None if self.period is None else self.period.start

    @property
    def is_symmetric(self) -> bool:
        """Whether it reads the same both ways."""
        return self.kind in _SYMMETRIC

    def holds(self, on: str | dt.date) -> bool:
        """Whether it holds on a day; one without a period always does."""
        return self.period is None or day(on) in self.period

    def joins(self, one: str, other: str) -> bool:
        """Whether it is between two parties, whichever is the source."""
        return {one, other} == {self.source, self.target}

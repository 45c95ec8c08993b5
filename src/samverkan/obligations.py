"""Obligations: what the parties owe each other, what can be verified, and what came of it.

>>> promise = Obligation(
...     id="O-1", kind="promise", side="supplier", owner="SE-5599999991",
...     what="send the menu for the autumn", dialogue="D-1", agreed_on="2026-06-01",
...     due_on="2026-06-15",
... )
>>> [str(one.due_on) for one in promise.dues(day("2026-12-31"))]
['2026-06-15']
>>> promise.is_overdue(day("2026-06-15")), promise.is_overdue(day("2026-06-16"))
(False, True)
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable
from decimal import Decimal

import attrs

from samverkan.codelists import (
    EvidenceKind,
    ObligationKind,
    OutcomeKind,
    Side,
    as_evidence_kind,
    as_obligation_kind,
    as_outcome_kind,
    as_side,
)
from samverkan.facts import Fact, as_number, optional_number
from samverkan.periods import Day, Span, day, occurrences, optional_day, optional_span

__all__ = ["ContractOutcome", "Due", "Obligation", "Term"]


@attrs.frozen
class Due:
    """One day on which an obligation is due (förfallodag).

    Attributes:
        due_on: The day.
        fulfilled_on: The day it was fulfilled; ``None`` where it was not.

    >>> Due(day("2026-06-15"), day("2026-06-16")).is_on_time
    False
    """

    due_on: Day
    fulfilled_on: Day | None = None

    @property
    def is_on_time(self) -> bool:
        """Whether it was fulfilled no later than its day."""
        return self.fulfilled_on is not None and self.fulfilled_on <= self.due_on


def _days(values: Iterable[str | dt.date]) -> tuple[Day, ...]:
    return tuple(sorted(day(value) for value in values))


@attrs.frozen(kw_only=True)
class Obligation(Fact):
    """What one side, or both, shall do, give or let the other see (åtagande).

    Attributes:
        kind: Delivery, report, right to information, or promise made in dialogue.
        side: Who is responsible: buyer, supplier or both together.
        owner: Party id of who shall do it.
        to: Party id of who may ask for it.
        what: What shall be done.
        contract: Id of the contract it belongs to.
        dialogue: Id of the dialogue in which it was promised.
        agreed_on: The day it was agreed.
        due_on: The day it is due; the first one where it recurs.
        every: How often it recurs, counted from ``due_on`` (or from ``agreed_on`` without one).
        verifiable_by: What can show that it is fulfilled; ``None`` where nothing is agreed.
        consequence: What follows when it is not fulfilled.
        fulfilled_on: The days on which it was fulfilled.

    >>> report = Obligation(
    ...     id="O-2", kind="report", side="supplier", what="statistics", agreed_on="2026-08-17",
    ...     due_on="2027-01-31", every="3 months", fulfilled_on=("2027-01-29", "2027-05-04"),
    ... )
    >>> [(str(one.due_on), one.is_on_time) for one in report.dues(day("2027-07-31"))]
    [('2027-01-31', True), ('2027-04-30', False), ('2027-07-31', False)]

    Raises:
        FactError: when it is due before it was agreed, or recurs without leading forward.
    """

    kind: ObligationKind = attrs.field(converter=as_obligation_kind)
    side: Side = attrs.field(converter=as_side)
    owner: str | None = None
    to: str | None = None
    what: str
    contract: str | None = None
    dialogue: str | None = None
    agreed_on: Day | None = attrs.field(default=None, converter=optional_day)
    due_on: Day | None = attrs.field(default=None, converter=optional_day)
    every: Span | None = attrs.field(default=None, converter=optional_span)
    verifiable_by: EvidenceKind | None = attrs.field(
        default=None, converter=attrs.converters.optional(as_evidence_kind)
    )
    consequence: str | None = None
    fulfilled_on: tuple[Day, ...] = attrs.field(default=(), converter=_days)

    def _problems(self) -> Iterable[str]:
        yield from super()._problems()
        if self.agreed_on is not None and self.due_on is not None and self.due_on < self.agreed_on:
            yield (
                f"due_on={self.due_on} comes before agreed_on={self.agreed_on}; "
                "correct one of the days"
            )
        if self.every is not None and (
            not self.every
            or min(self.every.months, self.every.days) < 0
            or self.every.working_days
        ):
            yield (f"every={self.every}; expected months or days forward, such as '3 months'")

    @property
    def happened_on(self) -> Day | None:
        """The day it was agreed."""
        return self.agreed_on

    def _without_later(self, last: Day) -> Obligation:
        kept = tuple(on for on in self.fulfilled_on if on <= last)
        return self if kept == self.fulfilled_on else attrs.evolve(self, fulfilled_on=kept)

    def due_days(self, until: dt.date) -> tuple[Day, ...]:
        """The days on which it is due, up to and including a day."""
        first = self.due_on
        found = () if first is None or first > until else (first,)
        anchor = first or self.agreed_on
        if self.every is None or anchor is None:
            return found
        later = itertools.takewhile(lambda on: on <= until, occurrences(anchor, self.every))
        return (*found, *later)

    def dues(self, until: dt.date) -> tuple[Due, ...]:
        """Each day it is due, with the day it was fulfilled.

        Fulfilments are given to the due days in order of time, each to one; where it recurs, one
        that comes after the next due day is that one's.
        """
        days = self.due_days(until)
        left = [on for on in self.fulfilled_on if on <= until]
        found: list[Due] = []
        for place, due in enumerate(days):
            after = days[place + 1] if place + 1 < len(days) else None
            if left and (after is None or left[0] <= after):
                found.append(Due(due, left.pop(0)))
            else:
                found.append(Due(due))
        return tuple(found)

    def is_overdue(self, as_of: dt.date) -> bool:
        """Whether a day it was due has passed without it being fulfilled."""
        return any(one.due_on < as_of and one.fulfilled_on is None for one in self.dues(as_of))


@attrs.frozen(kw_only=True)
class Term(Fact):
    """A term of a contract, as far as control asks (avtalsvillkor).

    A requirement that the buyer neither means to check nor can check breaks equal treatment and
    openness (C-448/01 EVN and Wienstrom, point 51).

    Attributes:
        contract: Id of the contract.
        text: The term.
        is_verifiable: Whether it can be checked; ``None`` where nobody has asked.
        evidence: What would show that it holds.

    >>> Term(id="T-1", contract="A-1", text="tasty food", is_verifiable=False).evidence is None
    True
    """

    contract: str
    text: str
    is_verifiable: bool | None = None
    evidence: EvidenceKind | None = attrs.field(
        default=None, converter=attrs.converters.optional(as_evidence_kind)
    )


_LESS_IS_BETTER = frozenset({OutcomeKind.COST, OutcomeKind.TIME})


@attrs.frozen(kw_only=True)
class ContractOutcome(Fact):
    """What a contract was to achieve and what it did (resultat): target and actual.

    Attributes:
        contract: Id of the contract.
        kind: Cost, quality, time or effect.
        what: What is measured.
        unit: In what unit, such as ``"SEK"``, ``"days"`` or ``"share"``.
        target: What was aimed at.
        actual: What was reached; ``None`` where it is not measured yet.
        measured_on: The day of measurement.
        less_is_better: Whether a smaller number is better; by kind where left out.

    >>> ContractOutcome(
    ...     id="U-1", contract="A-1", kind="quality", what="satisfied pupils", unit="share",
    ...     target="0.8", actual="0.74", measured_on="2027-05-31",
    ... ).gap
    Decimal('0.06')
    """

    contract: str
    kind: OutcomeKind = attrs.field(converter=as_outcome_kind)
    what: str | None = None
    unit: str | None = None
    target: Decimal = attrs.field(converter=as_number)
    actual: Decimal | None = attrs.field(default=None, converter=optional_number)
    measured_on: Day | None = attrs.field(default=None, converter=optional_day)
    less_is_better: bool | None = None

    @property
    def gap(self) -> Decimal | None:
        """By how much the target was missed, in its unit; negative where it was passed."""
        if self.actual is None:
            return None
        less = self.less_is_better
        if less is None:
            less = self.kind in _LESS_IS_BETTER
        return self.actual - self.target if less else self.target - self.actual

    def _without_later(self, last: Day) -> ContractOutcome:
        if self.measured_on is not None and self.measured_on > last:
            return attrs.evolve(self, actual=None, measured_on=None)
        return self

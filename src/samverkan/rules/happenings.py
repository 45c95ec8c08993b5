"""What rules react to beside the contract itself: checks, owners, subcontractors, silence.

Each function finds the days of one anchor, with the fact that is the cause; the anchors stand in
:data:`~samverkan.rules.ANCHORS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeAlias

import attrs

from samverkan.checkpoints import Checkpoint
from samverkan.codelists import CheckpointOutcome, RelationKind, Role
from samverkan.contracts import Contract
from samverkan.dialogue import Dialogue
from samverkan.explanations import Text
from samverkan.facts import current
from samverkan.periods import Day, Period, Span, months, shift
from samverkan.relations import Relation
from samverkan.understanding import RoleHolding

if TYPE_CHECKING:
    from samverkan.rules.facts import Case

__all__ = ["SILENCE", "Ended", "Quiet", "not_met", "owner_change", "quiet", "subcontractor_change"]

_Found: TypeAlias = tuple[str, Day, object]

SILENCE = months(6)
"""How long nobody has met or checked anything before that is a silence; our choice."""
_ENDED = Text("{party} är {role} ({id}) till och med", "{party} is {role} ({id}) until")
_QUIET = Text(
    "inga möten eller kontroller i {lasting} från {since}",
    "no meeting or check for {lasting} from {since}",
)


@attrs.frozen
class Ended:
    """A role that somebody no longer holds (avslutat uppdrag)."""

    holding: RoleHolding

    def label(self, lang: str = "en") -> str:
        """Who held what."""
        holding = self.holding
        return _ENDED.label(lang, id=holding.id, party=holding.party, role=holding.role)


@attrs.frozen
class Quiet:
    """A time in which nobody met or checked anything (tystnad)."""

    since: Day
    lasting: Span

    def label(self, lang: str = "en") -> str:
        """Since when, and how long that is."""
        return _QUIET.label(lang, since=self.since, lasting=self.lasting)


def _in_order(found: Iterator[_Found]) -> tuple[_Found, ...]:
    return tuple(sorted(found, key=_day_and_name))


def _day_and_name(found: _Found) -> tuple[Day, str]:
    return found[1], found[0]


def not_met(case: Case) -> tuple[_Found, ...]:
    """The checkpoints of a contract that showed it was not met."""
    found = current(case.context.portfolio.of(Checkpoint, case.subject.id), case.context.as_of)
    return _in_order(
        (f"checkpoint:{one.id}", one.occurred_on, one)
        for one in found
        if one.outcome is CheckpointOutcome.NOT_MET
    )


def owner_change(case: Case) -> tuple[_Found, ...]:
    """New contract owners on the buyer's side, and new owners of a supplier."""
    return _in_order(_owners(case))


def _owners(case: Case) -> Iterator[_Found]:
    subject, context = case.subject, case.context
    if not isinstance(subject, Contract):
        return
    for holding in _holdings(case, Role.CONTRACT_OWNER):
        if (start := _began(case, holding.period)) is not None:
            yield f"role:{holding.id}", start, holding
    for supplier in subject.suppliers:
        for one in current(context.portfolio.of(Relation, supplier, by="target"), context.as_of):
            if one.kind is RelationKind.OWNS and (start := _began(case, one.period)) is not None:
                yield f"relation:{one.id}", start, one


def subcontractor_change(case: Case) -> tuple[_Found, ...]:
    """Subcontractors that came and that left while the contract ran."""
    return _in_order(_subcontractors(case))


def _subcontractors(case: Case) -> Iterator[_Found]:
    for holding in _holdings(case, Role.SUBCONTRACTOR):
        if (start := _began(case, holding.period)) is not None:
            yield f"role:{holding.id}", start, holding
        end = None if holding.period is None else holding.period.end
        if end is not None and _is_in(case, end):
            yield f"role-end:{holding.id}", end, Ended(holding)


def _holdings(case: Case, role: Role) -> Iterator[RoleHolding]:
    held = case.context.portfolio.of(RoleHolding, case.subject.id)
    return (one for one in current(held, case.context.as_of) if one.role is role)


def _first_day(case: Case) -> Day | None:
    start = case.found("start")
    found = start if isinstance(start, Day) else case.found("signed")
    return found if isinstance(found, Day) else None


def _began(case: Case, period: Period | None) -> Day | None:
    """The day from which it holds, where that lies in the contract's life and in the past."""
    first, start = _first_day(case), None if period is None else period.start
    if first is None or start is None or start <= first:
        return None
    as_of = case.context.as_of
    return start if as_of is None or start <= as_of else None


def _is_in(case: Case, on: Day) -> bool:
    """Whether a day has come and the contract goes on after it."""
    end, as_of = case.found("end"), case.context.as_of
    return (as_of is None or on < as_of) and (not isinstance(end, Day) or on < end)


def quiet(lasting: Span = SILENCE) -> Callable[[Case], tuple[_Found, ...]]:
    """Finds that a contract runs, and nobody has met or checked anything for so long."""

    def find(case: Case) -> tuple[_Found, ...]:
        as_of, start, end = case.context.as_of, _first_day(case), case.found("end")
        if as_of is None or start is None or not _is_in(case, start):
            return ()
        if isinstance(end, Day) and end < as_of:
            return ()
        known, name = case.context.portfolio, case.subject.id
        contacts = [("start", start)]
        talks, checks = known.of(Dialogue, name), known.of(Checkpoint, name)
        contacts += [(f"dialogue:{one.id}", one.occurred_on) for one in current(talks, as_of)]
        contacts += [(f"checkpoint:{one.id}", one.occurred_on) for one in current(checks, as_of)]
        last, since = max(contacts, key=lambda one: (one[1], one[0]))
        on = shift(since, lasting, case.context.calendar)
        return ((f"silence:{last}", on, Quiet(since, lasting)),) if on <= as_of else ()

    return find

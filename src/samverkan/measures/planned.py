"""What was planned against what was done: items of a plan and the facts that fulfil them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TypeVar

import attrs

from samverkan.codelists import Aim
from samverkan.periods import Day
from samverkan.portfolio import Portfolio
from samverkan.rules import FollowUp, FollowUpRule
from samverkan.schedule.done import KINDS, done_by, matched

__all__ = [
    "KINDS",
    "Done",
    "balance",
    "carried_out",
    "dialogue_gaps",
    "is_meeting",
    "missing_counterparts",
]

_MEETINGS = frozenset(KINDS.values())


def is_meeting(item: FollowUp | FollowUpRule) -> bool:
    """Whether a planned item, or what a rule asks for, is a meeting (möte).

    >>> from samverkan.jurisdictions import jurisdiction
    >>> rules = jurisdiction("SE").follow_up_rules
    >>> [rule.kind.value for rule in rules if is_meeting(rule)][:2]
    ['kickoff', 'operational-meeting']
    """
    return item.kind in _MEETINGS


@attrs.frozen
class Done:
    """A planned item and the fact that fulfils it (planerat och utfört).

    Attributes:
        item: The item of the plan.
        fact: Kind and id of the fact, such as ``"checkpoint:C-1"``; ``None`` where there is none.
        on: The day of the fact.

    >>> from samverkan.contracts import Contract
    >>> from samverkan.jurisdictions import jurisdiction
    >>> from samverkan.schedule import plan
    >>> sweden = jurisdiction("SE")
    >>> facts = Portfolio(contracts=(Contract(id="A-1", signed_on="2026-08-17"),))
    >>> made = plan(facts, rules=sweden.follow_up_rules, calendar=sweden.calendar)
    >>> Done(made[0], "dialogue:D-1", made[0].due_on).is_on_time
    True
    """

    item: FollowUp
    fact: str | None = None
    on: Day | None = None

    @property
    def is_on_time(self) -> bool:
        """Whether it was done no later than the working day it was due."""
        due = self.item.due_on
        return self.on is not None and due is not None and self.on <= due


def carried_out(
    portfolio: Portfolio, items: Iterable[FollowUp], *, window: int = 30
) -> tuple[Done, ...]:
    """Each dated item of a plan with the fact that fulfils it: what it names, else the nearest.

    The rule is that of :func:`samverkan.schedule.reconcile`: a checkpoint or dialogue fulfils the
    item it names, a deviation that was dealt with what hangs on it. The others are paired with
    items of their contract or procurement and kind, at most ``window`` days from the day the item
    is due (our choice): the pair that lies nearest first, each fact and each item once.

    >>> carried_out(Portfolio(), ())
    ()
    """
    dated = sorted((item for item in items if item.due_on is not None), key=_when)
    named = {item.id: item for item in dated}
    found, _ = matched(named, named, done_by(portfolio, None), window)
    return tuple(
        Done(item, found[item.id][0].key, found[item.id][0].on) if item.id in found else Done(item)
        for item in dated
    )


def _when(item: FollowUp) -> tuple[str, str]:
    return str(item.due_on), item.id


def dialogue_gaps(
    portfolio: Portfolio, items: Sequence[FollowUp], as_of: Day, *, window: int = 30
) -> tuple[FollowUp, ...]:
    """The planned meetings whose day has passed and that were not held (dialoggap).

    >>> from samverkan.periods import day
    >>> dialogue_gaps(Portfolio(), (), day("2026-11-23"))
    ()
    """
    meetings = [item for item in items if is_meeting(item)]
    return tuple(
        one.item
        for one in carried_out(portfolio, meetings, window=window)
        if one.fact is None and one.item.due_on is not None and one.item.due_on < as_of
    )


P = TypeVar("P", FollowUp, FollowUpRule)


def missing_counterparts(items: Iterable[P]) -> tuple[P, ...]:
    """Meetings and items for trust for which nobody of the other side is named (ensidig plan).

    Args:
        items: Items of a plan, or rules.

    >>> missing_counterparts(())
    ()
    """
    return tuple(
        item
        for item in items
        if item.counterpart is None and (item.aim is Aim.TRUST or is_meeting(item))
    )


def balance(items: Iterable[FollowUp | FollowUpRule]) -> Mapping[Aim, int]:
    """How many items, or rules, serve trust, control, or both (balans); never one number.

    >>> dict(balance(()))[Aim.TRUST]
    0
    """
    counts = dict.fromkeys(Aim, 0)
    for item in items:
        counts[item.aim] += 1
    return MappingProxyType(counts)

"""What was planned against what was done: items of a plan and the facts that fulfil them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TypeVar

import attrs

from samverkan.checkpoints import Checkpoint
from samverkan.codelists import Aim, DialogueForm, FollowUpKind
from samverkan.dialogue import Dialogue
from samverkan.periods import Day
from samverkan.portfolio import Portfolio
from samverkan.rules import FollowUp, FollowUpRule

__all__ = [
    "KINDS",
    "Done",
    "balance",
    "carried_out",
    "dialogue_gaps",
    "is_meeting",
    "missing_counterparts",
]

KINDS: Mapping[DialogueForm, FollowUpKind] = MappingProxyType(
    {
        DialogueForm.KICKOFF: FollowUpKind.KICKOFF,
        DialogueForm.OPERATIONAL_MEETING: FollowUpKind.OPERATIONAL_MEETING,
        DialogueForm.TACTICAL_MEETING: FollowUpKind.TACTICAL_MEETING,
        DialogueForm.STRATEGIC_MEETING: FollowUpKind.STRATEGIC_MEETING,
        DialogueForm.DEVELOPMENT_DIALOGUE: FollowUpKind.STRATEGIC_MEETING,
    }
)
"""Which kind of planned follow-up a form of dialogue is."""

_MEETINGS = frozenset(KINDS.values())


def is_meeting(item: FollowUp | FollowUpRule) -> bool:
    """Whether a planned item, or what a rule asks for, is a meeting (möte).

    >>> [kind.value for kind in FollowUpKind if kind in KINDS.values()][:2]
    ['kickoff', 'operational-meeting']
    """
    return item.kind in _MEETINGS


@attrs.frozen
class Done:
    """A planned item and the fact that fulfils it (planerat och utfört).

    Attributes:
        item: The item of the plan.
        fact: The dialogue or checkpoint; ``None`` where there is none.

    >>> Done.__attrs_attrs__[1].name
    'fact'
    """

    item: FollowUp
    fact: Dialogue | Checkpoint | None

    @property
    def is_on_time(self) -> bool:
        """Whether it was done no later than the working day it was due."""
        return (
            self.fact is not None
            and self.item.due_on is not None
            and self.fact.occurred_on <= self.item.due_on
        )


def carried_out(
    portfolio: Portfolio, items: Iterable[FollowUp], *, window: int = 30
) -> tuple[Done, ...]:
    """Each dated item of a plan with the dialogue or checkpoint that fulfils it.

    A fact fulfils the item it names. An item that none names is fulfilled by the nearest fact of
    its contract or procurement and kind that names no item, at most ``window`` days from the day
    it is due (our choice); each fact fulfils one item.

    >>> carried_out(Portfolio(), ())
    ()
    """
    dated = [item for item in items if item.due_on is not None]
    named: dict[str, Dialogue | Checkpoint] = {}
    free: dict[tuple[str, FollowUpKind], list[Dialogue | Checkpoint]] = {}
    facts: tuple[Dialogue | Checkpoint, ...] = (*portfolio.dialogues, *portfolio.checkpoints)
    for fact in facts:
        if fact.follow_up is not None:
            named.setdefault(fact.follow_up, fact)
            continue
        kind = KINDS.get(fact.form) if isinstance(fact, Dialogue) else fact.kind
        subject = fact.contract or fact.procurement
        if kind is not None and subject is not None:
            free.setdefault((subject, kind), []).append(fact)
    return tuple(
        Done(item, named.get(item.id) or _nearest(item, free, window))
        for item in sorted(dated, key=_when)
    )


def _when(item: FollowUp) -> tuple[str, str]:
    return str(item.due_on), item.id


def _nearest(
    item: FollowUp,
    free: dict[tuple[str, FollowUpKind], list[Dialogue | Checkpoint]],
    window: int,
) -> Dialogue | Checkpoint | None:
    due = item.due_on
    facts = free.get((item.subject.id, item.kind), [])
    near = [fact for fact in facts if due is not None and _apart(fact, due) <= window]
    if due is None or not near:
        return None
    best = min(near, key=lambda fact: (_apart(fact, due), fact.occurred_on, fact.id))
    facts.remove(best)
    return best


def _apart(fact: Dialogue | Checkpoint, due: Day) -> int:
    return abs(fact.occurred_on.toordinal() - due.toordinal())


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

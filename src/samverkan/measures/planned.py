"""What was planned against what was done: items of a plan and the facts that fulfil them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias, TypeVar

import attrs

from samverkan.checkpoints import Checkpoint
from samverkan.codelists import Aim, DialogueForm, FollowUpKind
from samverkan.contracts import Contract
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

    A fact fulfils the item it names. The others are paired with facts of their contract or
    procurement and kind that name no item, at most ``window`` days from the day the item is due
    (our choice): the pair that lies nearest first, each fact and each item once. So says
    :func:`samverkan.schedule.reconcile`, too.

    >>> carried_out(Portfolio(), ())
    ()
    """
    dated = sorted((item for item in items if item.due_on is not None), key=_when)
    found: dict[str, Dialogue | Checkpoint] = {}
    free: dict[_Home, list[Dialogue | Checkpoint]] = {}
    facts: tuple[Dialogue | Checkpoint, ...] = (*portfolio.dialogues, *portfolio.checkpoints)
    for fact in sorted(facts, key=_occurred):
        if fact.follow_up is not None:
            found.setdefault(fact.follow_up, fact)
            continue
        kind = KINDS.get(fact.form) if isinstance(fact, Dialogue) else fact.kind
        subject = fact.contract or fact.procurement
        if kind is not None and subject is not None:
            free.setdefault((fact.contract is not None, subject, kind), []).append(fact)
    open_ = [item for item in dated if item.id not in found]
    found.update(_nearest(open_, free, window))
    return tuple(Done(item, found.get(item.id)) for item in dated)


_Home: TypeAlias = tuple[bool, str, FollowUpKind]
"""Whether the subject is a contract, its id, and the kind of follow-up."""


def _when(item: FollowUp) -> tuple[str, str]:
    return str(item.due_on), item.id


def _occurred(fact: Dialogue | Checkpoint) -> tuple[Day, str, str]:
    return fact.occurred_on, type(fact).__name__, fact.id


def _nearest(
    items: Iterable[FollowUp],
    free: Mapping[_Home, list[Dialogue | Checkpoint]],
    window: int,
) -> dict[str, Dialogue | Checkpoint]:
    """The pairs of items and facts that lie nearest each other, each once."""
    pairs: list[tuple[int, int, str, int, Dialogue | Checkpoint]] = []
    for item in items:
        facts = free.get((isinstance(item.subject, Contract), item.subject.id, item.kind), ())
        for n, fact in enumerate(facts):
            due = 0 if item.due_on is None else item.due_on.toordinal()
            apart = abs(fact.occurred_on.toordinal() - due)
            if apart <= window:
                pairs.append((apart, due, item.id, n, fact))
    found: dict[str, Dialogue | Checkpoint] = {}
    used: set[tuple[str, str]] = set()
    for _, _, name, _, fact in sorted(pairs, key=_by_distance):
        key = type(fact).__name__, fact.id
        if name not in found and key not in used:
            found[name] = fact
            used.add(key)
    return found


def _by_distance(
    pair: tuple[int, int, str, int, Dialogue | Checkpoint],
) -> tuple[int, int, str, int]:
    return pair[:4]


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

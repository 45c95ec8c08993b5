"""A plan and what changed since: only the changed contracts' own items are worked out again.

A plan of 100,000 contracts is one long row by day. When a contract changes, its items are made
anew beside it and nobody walks along the row; the two are woven together when somebody reads.

>>> from samverkan.jurisdictions import jurisdiction
>>> from samverkan.periods import Period
>>> from samverkan.schedule.plan import plan
>>> sweden, contract = jurisdiction("SE"), Contract(id="A-1", period=Period("2026-09-01"))
>>> facts = Portfolio(contracts=(contract,))
>>> made = plan(facts, rules=sweden.follow_up_rules, calendar=sweden.calendar)
>>> signed = amend(made).replacing(attrs.evolve(contract, signed_on="2026-08-17"))
>>> signed.changed, signed.difference().label()
(('A-1',), '0 added, 0 removed, 2 moved, 0 changed')
"""

from __future__ import annotations

import functools
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

import attrs

from samverkan.contracts import Contract
from samverkan.portfolio import Portfolio
from samverkan.rules import NUMBER_BITS, Context, FollowUp, ReadyRules, Rows, Subject
from samverkan.schedule.difference import PlanDifference, difference
from samverkan.schedule.plan import Plan, plan_notes

__all__ = ["AmendedPlan", "amend"]

_Key: TypeAlias = tuple[bool, str]
"""Whether it is a contract, and its id; plans are in this order."""
_NUMBER = (1 << NUMBER_BITS) - 1


def _key(subject: Subject) -> _Key:
    return isinstance(subject, Contract), subject.id


@attrs.frozen
class _Own:
    """One subject and its own items; no subject where it is gone."""

    subject: Subject | None
    dated: tuple[FollowUp, ...] = ()
    blocked: tuple[FollowUp, ...] = ()


def _worked_out(subject: Subject, ready: ReadyRules) -> _Own:
    return _Own(subject, *ready.of(subject))


@attrs.define(eq=False)
class AmendedPlan:
    """A plan with changes beside it (ändrad plan); :func:`amend` makes one.

    It is not changed itself: each change gives another one.

    Attributes:
        base: The plan as it was made.
        context: What changed items are made from.

    >>> from samverkan.jurisdictions import jurisdiction
    >>> from samverkan.schedule.plan import plan
    >>> sweden, contract = jurisdiction("SE"), Contract(id="A-1")
    >>> book, days = sweden.follow_up_rules, sweden.calendar
    >>> made = amend(plan(Portfolio(contracts=(contract,)), rules=book, calendar=days))
    >>> signed = made.replacing(attrs.evolve(contract, signed_on="2026-08-17"))
    >>> made.changed, signed.changed, len(made.of("A-1")) < len(signed.of("A-1"))
    ((), ('A-1',), True)
    """

    base: Plan
    context: Context
    _ready: ReadyRules = attrs.field(repr=False)
    _own: Mapping[_Key, _Own] = attrs.field(factory=dict[_Key, _Own], repr=False)
    _whole: list[Plan] = attrs.field(factory=list, init=False, repr=False)

    def replacing(self, *subjects: Subject) -> AmendedPlan:
        """The plan with contracts or procurements in place of those with the same ids.

        New ones are taken in. What they refer to must stand in the portfolio of the plan.
        """
        own = {_key(one): _worked_out(one, self._ready) for one in subjects}
        return AmendedPlan(self.base, self.context, self._ready, {**self._own, **own})

    def update(self, portfolio: Portfolio, changed: Iterable[str]) -> AmendedPlan:
        """The plan by another portfolio in which only some contracts or procurements differ.

        Whoever gives the ids answers for them: what is not among them is not looked at. A changed
        procurement takes its contracts along; an id that the portfolio no longer has falls away.
        """
        context = attrs.evolve(self.context, portfolio=portfolio)
        ready = ReadyRules(self.base.rows.rules, context)
        own: dict[_Key, _Own] = {}
        for name in changed:
            homes = ((True, portfolio.ids("contracts")), (False, portfolio.ids("procurements")))
            for is_contract, known in homes:
                subject = known.get(name)
                if isinstance(subject, Subject):
                    own[is_contract, name] = _worked_out(subject, ready)
                elif self._had((is_contract, name)):
                    own[is_contract, name] = _Own(None)
            if name in homes[1][1]:
                for contract in portfolio.contracts_of(name):
                    own[_key(contract)] = _worked_out(contract, ready)
        return AmendedPlan(self.base, context, ready, {**self._own, **own})

    def _had(self, key: _Key) -> bool:
        is_contract, name = key
        home = "contracts" if is_contract else "procurements"
        return key in self._own or name in self.base.context.portfolio.ids(home)

    @property
    def changed(self) -> tuple[str, ...]:
        """Ids of what is worked out anew, in order."""
        return tuple(name for _, name in sorted(self._own))

    def of(self, subject_id: str) -> tuple[FollowUp, ...]:
        """The dated items of one contract or procurement, in order of day; no pass over others."""
        found: list[FollowUp] = []
        for is_contract in (False, True):
            own = self._own.get((is_contract, subject_id))
            if own is None:
                own = self._before((is_contract, subject_id), self._ready)
            found += own.dated
        return tuple(sorted(found, key=_due))

    def _before(self, key: _Key, ready: ReadyRules) -> _Own:
        """What the plan as it was made has for a subject, worked out again."""
        is_contract, name = key
        home = "contracts" if is_contract else "procurements"
        subject = self.base.context.portfolio.ids(home).get(name)
        return _worked_out(subject, ready) if isinstance(subject, Subject) else _Own(None)

    def difference(self) -> PlanDifference:
        """What the changes add, take away, move and change; only the changed are compared."""
        ready = ReadyRules(self.base.rows.rules, self.base.context)
        before = [self._before(key, ready) for key in sorted(self._own)]
        now = [self._own[key] for key in sorted(self._own)]
        return difference(_items(before), _items(now))

    def plan(self) -> Plan:
        """The whole plan, changes woven in; this one pass over all rows is made once."""
        if not self._whole:
            self._whole.append(self._woven() if self._own else self.base)
        return self._whole[0]

    def __len__(self) -> int:
        return len(self.plan())

    def __iter__(self) -> Iterator[FollowUp]:
        return iter(self.plan())

    def _woven(self) -> Plan:
        base = self.base.rows
        subjects = {_key(one): one for one in base.subjects}
        subjects |= {key: own.subject for key, own in self._own.items() if own.subject is not None}
        for key, own in self._own.items():
            if own.subject is None:
                subjects.pop(key, None)
        keys = sorted(subjects)
        number_of = {key: number for number, key in enumerate(keys)}
        rows = self._ready.rows(subjects[key] for key in keys)
        for key in sorted(self._own):
            if key in number_of:
                self._ready.add(number_of[key], rows)
        touched = tuple(rows.by_day)
        kept = [None if _key(one) in self._own else number_of[_key(one)] for one in base.subjects]
        self._take_over(rows, kept)
        _put_in_order(rows, touched)
        rows.blocked += [one for one in self.base.blocked if _key(one.subject) not in self._own]
        rows.blocked.sort(key=lambda one: number_of[_key(one.subject)])
        portfolio, law_of = self.context.portfolio, self._ready.countries
        counts = Counter(
            (self.context.class_of(one), portfolio.country(one) if law_of else None)
            for one in rows.subjects
            if isinstance(one, Contract)
        )
        told = ((stated, country, count) for (stated, country), count in counts.items())
        return Plan(
            rows=rows.ordered(),
            blocked=tuple(rows.blocked),
            context=self.context,
            notes=plan_notes(told, law_of, self.context),
        )

    def _take_over(self, rows: Rows, kept: list[int | None]) -> None:
        """The rows of the base whose subjects are kept, under the subjects' new numbers."""
        base, width = self.base.rows, len(self.base.rows.rules)
        old_shift, new_shift = base.roll_shift, rows.roll_shift
        mask, group_size = (1 << old_shift) - 1, width << NUMBER_BITS
        for group, items in base.ready_made.items():
            subject, which = divmod(group, width)
            if (number := kept[subject]) is not None:
                rows.ready_made[number * width + which] = items
        changed = {old for old, number in enumerate(kept) if number is None}
        if old_shift == new_shift and all(
            number in {old, None} for old, number in enumerate(kept)
        ):
            for place, ordinal in enumerate(base.days):
                others = [
                    row
                    for row in base.packed[base.starts[place] : base.starts[place + 1]]
                    if (row & mask) // group_size not in changed
                ]
                if others:
                    rows.by_day[ordinal].extend(others)
            return
        for place, ordinal in enumerate(base.days):
            day_rows = rows.by_day[ordinal]
            for row in base.packed[base.starts[place] : base.starts[place + 1]]:
                subject, rest = divmod(row & mask, group_size)
                if (number := kept[subject]) is not None:
                    rolled = row >> old_shift
                    day_rows.append(number * group_size + rest + (rolled << new_shift))
            if not day_rows:
                del rows.by_day[ordinal]


def _due(item: FollowUp) -> int:
    return 0 if item.due_on is None else item.due_on.toordinal()


def _items(several: Iterable[_Own]) -> Iterator[FollowUp]:
    for own in several:
        yield from own.dated
        yield from own.blocked


def _put_in_order(rows: Rows, ordinals: Iterable[int]) -> None:
    """The rows of these days by subject, rule and occurrence."""
    by_subject = functools.partial(int.__and__, (1 << rows.roll_shift) - 1)
    for ordinal in ordinals:
        day_rows = rows.by_day[ordinal]
        in_order = sorted(day_rows, key=by_subject)
        if isinstance(day_rows, array):
            day_rows[:] = array("q", in_order)
        else:
            day_rows[:] = in_order


def amend(plan: Plan) -> AmendedPlan:
    """A plan ready to be changed contract by contract (löpande ändring).

    >>> from samverkan.jurisdictions import jurisdiction
    >>> from samverkan.schedule.plan import plan
    >>> sweden = jurisdiction("SE")
    >>> made = plan(Portfolio(), rules=sweden.follow_up_rules, calendar=sweden.calendar)
    >>> amend(made).replacing(Contract(id="A-1")).changed
    ('A-1',)
    """
    return AmendedPlan(plan, plan.context, ReadyRules(plan.rows.rules, plan.context))

"""Spreading the work: no role with more items a week than it can do (utjämning).

Each item may move within its tolerance to another week. Some may only move so far: a statutory
item and one that is a lead time (rolled backward) never to a later day, none before the day it is
counted from or into the past. A week can hold ``max_per_week`` items of a role. What is sought is
the plan with the fewest items over the limit and, among those, the fewest days moved in all. That
is a flow of least cost, found by adding items along the cheapest chain of moves (successive
shortest paths), which is optimal; it cannot bring a role below the limit where tolerances leave no
room, and then says so.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

import attrs

from samverkan.calendars import WorkingCalendar
from samverkan.codelists import Roll, SourceKind
from samverkan.errors import RuleError
from samverkan.explanations import Step, Text
from samverkan.periods import Day, day_from_ordinal
from samverkan.rules import FollowUp
from samverkan.schedule._bounds import earliest
from samverkan.schedule.load import week_of

__all__ = ["Levelled", "Move", "level"]

_NOWHERE = ""
"""Stands for a week that takes whatever no other week within the tolerance has room for."""
_NEW = "new"
"""Stands for where a chain of moves begins: an item that has no week yet."""
_UNLIMITED = 10**9
_OVER_COST = 10**9
"""More than any sum of days, so that no saving of days leaves an item over the limit."""
_MOVED = Text(
    "flyttas från {before} till {after}: vecka {week} är full för {whose} (högst {limit})",
    "moved from {before} to {after}: week {week} is full for {whose} (at most {limit})",
)
_OVER = Text(
    "{title} ({subject}) ligger kvar {on} över gränsen {limit} för {whose}: "
    "ingen vecka inom toleransen har plats",
    "{title} ({subject}) stays on {on} over the limit of {limit} for {whose}: "
    "no week within its tolerance has room",
)


@attrs.frozen
class Move:
    """One item that levelling moved, and why (flyttad punkt).

    Attributes:
        item: The item as planned.
        to: Its new day.
        reason: Why it moved, or why it could not.

    >>> from samverkan.contracts import Contract
    >>> from samverkan.jurisdictions import jurisdiction
    >>> from samverkan.portfolio import Portfolio
    >>> from samverkan.schedule import plan
    >>> sweden = jurisdiction("SE")
    >>> facts = Portfolio(contracts=(Contract(id="A-1", signed_on="2026-08-17"),))
    >>> made = plan(facts, rules=sweden.follow_up_rules, calendar=sweden.calendar)
    >>> moved = level(made, max_per_week=1).moves[0]
    >>> moved.item.title("sv"), str(moved.to)
    ('Uppstartsmöte', '2026-09-11')
    """

    item: FollowUp
    to: Day
    reason: Step

    def why(self, lang: str = "en") -> str:
        """The reason in one sentence."""
        return self.reason.label(lang)


@attrs.frozen(kw_only=True)
class Levelled:
    """A plan spread over the weeks (utjämnad plan).

    Attributes:
        items: Every dated item by day and id, what was moved on its new day and saying why; they
            can be joined, counted and written like any others.
        moves: Those that were moved.
        over: Those that stay over the limit, each with its reason.

    >>> Levelled(items=(), moves=(), over=()).days_moved
    0
    """

    items: tuple[FollowUp, ...]
    moves: tuple[Move, ...]
    over: tuple[Move, ...]

    @property
    def days_moved(self) -> int:
        """Days moved in all, earlier and later alike."""
        return sum(abs(move.to.toordinal() - _due(move.item).toordinal()) for move in self.moves)


@attrs.frozen
class _Choice:
    """A week an item may be done in: the day there, and how many days that is off."""

    day: Day
    cost: int


_Reach: TypeAlias = tuple[int, int, int]
"""The ordinals of an item's day, and of the first and the last to which it may move."""


def _due(item: FollowUp) -> Day:
    assert item.due_on is not None  # noqa: S101  # blocked items are left out before
    return item.due_on


def _reach(item: FollowUp, tolerance: int) -> _Reach:
    due = _due(item).toordinal()
    as_of = item.case.context.as_of
    if as_of is not None and due < as_of.toordinal():
        return due, due, due  # what is late is late; another past day would not help
    is_bound = item.source_kind is SourceKind.LAW or item.rule.roll is Roll.BACKWARD
    first = earliest(item)
    return (
        due,
        due - tolerance if first is None else max(due - tolerance, first),
        due if is_bound else due + tolerance,
    )


def _choices(reach: _Reach, calendar: WorkingCalendar) -> Mapping[str, _Choice]:
    """For each week within reach the working day nearest to the item's own."""
    due, earliest, latest = reach
    found: dict[str, _Choice] = {}
    for ordinal in sorted(range(earliest, latest + 1), key=lambda one: (abs(one - due), one)):
        on = day_from_ordinal(ordinal)
        week = week_of(on)
        if week in found:
            continue
        if ordinal == due or (calendar.covers(on) and calendar.is_working(on)):
            found[week] = _Choice(on, abs(ordinal - due))
    found[_NOWHERE] = _Choice(day_from_ordinal(due), _OVER_COST)
    return found


def level(
    items: Iterable[FollowUp],
    *,
    max_per_week: int,
    tolerance: int | Callable[[FollowUp], int] = 14,
    per: Callable[[FollowUp], object] | None = None,
) -> Levelled:
    """Spread items so that no role has more than ``max_per_week`` in an ISO week.

    Every item is kept. A statutory one, and one that is a lead time, never goes past its day; no
    item goes before the day it is counted from, or into the past of the plan. The same items give
    the same answer in any order. The answer has the fewest items over the limit that the
    tolerances allow and, among those, the fewest days moved.

    Args:
        items: Dated items; blocked ones are left out.
        max_per_week: The most items of one role in a week.
        tolerance: How many days an item may move, earlier or later; a function where items differ.
        per: Whose load is levelled; the responsible function by default.

    >>> from samverkan.contracts import Contract
    >>> from samverkan.jurisdictions import jurisdiction
    >>> from samverkan.portfolio import Portfolio
    >>> from samverkan.schedule import plan
    >>> sweden = jurisdiction("SE")
    >>> facts = Portfolio(contracts=(Contract(id="A-1", signed_on="2026-08-17"),))
    >>> made = plan(facts, rules=sweden.follow_up_rules, calendar=sweden.calendar)
    >>> level(made, max_per_week=1).days_moved
    5

    Raises:
        RuleError: when the limit is below 1 or a tolerance negative.
    """
    if max_per_week < 1:
        raise RuleError(f"level: max_per_week={max_per_week}; expected at least 1 item a week")
    groups: defaultdict[object, list[FollowUp]] = defaultdict(list)
    for item in items:
        if item.due_on is not None:
            groups[item.responsible if per is None else per(item)].append(item)
    placed: list[FollowUp] = []
    moves: list[Move] = []
    over: list[Move] = []
    for whose, group in groups.items():
        for on, item, is_over in _Spread(group, max_per_week, tolerance):
            if on != item.due_on:
                move = Move(item, on, _reason(item, on, whose, max_per_week))
                moves.append(move)
                placed.append(attrs.evolve(item, due_on=on, moved=move.reason))
                continue
            placed.append(item)
            if is_over:
                over.append(Move(item, on, _excuse(item, whose, max_per_week)))
    placed.sort(key=_by_day_and_id)
    moves.sort(key=_by_new_day_and_id)
    over.sort(key=_by_new_day_and_id)
    return Levelled(items=tuple(placed), moves=tuple(moves), over=tuple(over))


def _by_day_and_id(item: FollowUp) -> tuple[Day, str]:
    return _due(item), item.id


def _by_new_day_and_id(move: Move) -> tuple[Day, str]:
    return move.to, move.item.id


def _reason(item: FollowUp, to: Day, whose: object, limit: int) -> Step:
    values = {"whose": whose, "limit": limit, "week": week_of(_due(item))}
    return Step(_MOVED, values, before=item.due_on, after=to)


def _excuse(item: FollowUp, whose: object, limit: int) -> Step:
    values = {
        "title": item.rule.title or item.kind,
        "subject": item.subject.id,
        "on": item.due_on,
        "limit": limit,
        "whose": whose,
    }
    return Step(_OVER, values)


@attrs.define(eq=False)
class _Alike:
    """Items of one day that may go to the same days: they differ in nothing but their ids."""

    choices: Mapping[str, _Choice]
    items: list[FollowUp] = attrs.field(factory=list[FollowUp])


class _Spread:
    """The items of one role, placed at least cost, those that are alike together."""

    def __init__(
        self, items: Iterable[FollowUp], limit: int, tolerance: int | Callable[[FollowUp], int]
    ) -> None:
        self.limit = limit
        found: dict[_Reach, _Alike] = {}
        for item in items:
            days = tolerance(item) if callable(tolerance) else tolerance
            if days < 0:
                raise RuleError(f"level: tolerance={days} ({item.id}); expected 0 days or more")
            reach = _reach(item, days)
            if reach not in found:
                found[reach] = _Alike(_choices(reach, item.case.context.calendar))
            found[reach].items.append(item)
        self.alike = [found[reach] for reach in sorted(found)]
        self.held: defaultdict[str, Counter[int]] = defaultdict(Counter)
        self.count: Counter[str] = Counter()
        for number, one in enumerate(self.alike):
            self._place(number, len(one.items))

    def __iter__(self) -> Iterator[tuple[Day, FollowUp, bool]]:
        """Each item with its day, and whether it is over the limit there."""
        shares: list[list[tuple[int, str, int]]] = [[] for _ in self.alike]
        for week, held in self.held.items():
            for number, count in held.items():
                cost = self.alike[number].choices[week].cost
                shares[number].append((cost, week, count))
        for one, share in zip(self.alike, shares, strict=True):
            items = iter(sorted(one.items, key=_id))
            for _, week, count in sorted(share):
                for _ in range(count):
                    yield one.choices[week].day, next(items), week == _NOWHERE

    def _place(self, number: int, count: int) -> None:
        """Add items that are alike, as many at a time as go the same way."""
        while count:
            count -= self._push(number, count)

    def _push(self, number: int, count: int) -> int:
        """Add some along the cheapest chain of moves that ends in a week with room; how many."""
        own = next(iter(self.alike[number].choices))
        if (room := self._room(own)) > 0:  # nothing is cheaper than staying
            self._add(own, number, min(count, room))
            return min(count, room)
        cost: dict[str, int] = {}
        came: dict[str, tuple[str, int]] = {}
        for week, choice in self.alike[number].choices.items():
            cost[week], came[week] = choice.cost, (_NEW, number)
        self._relax(cost, came)
        _, week = min((paid, week) for week, paid in cost.items() if self._room(week) > 0)
        chain: list[tuple[str, str, int]] = []
        many = min(count, self._room(week))
        while week != _NEW:
            before, moved = came[week]
            chain.append((before, week, moved))
            if before != _NEW:
                many = min(many, self.held[before][moved])
            week = before
        for before, week, moved in chain:
            self._add(week, moved, many)
            if before != _NEW:
                self._add(before, moved, -many)
        return many

    def _add(self, week: str, number: int, many: int) -> None:
        self.count[week] += many
        self.held[week][number] += many
        if not self.held[week][number]:
            del self.held[week][number]

    def _room(self, week: str) -> int:
        return _UNLIMITED if week == _NOWHERE else self.limit - self.count[week]

    def _relax(self, cost: dict[str, int], came: dict[str, tuple[str, int]]) -> None:
        """Shortest distances over weeks; moving an item on may give days back (Bellman-Ford)."""
        waiting = sorted(cost)
        heapq.heapify(waiting)
        queued = set(waiting)
        while waiting:
            week = heapq.heappop(waiting)
            queued.discard(week)
            if self._room(week) > 0:
                continue
            for moved in sorted(self.held[week]):
                choices = self.alike[moved].choices
                base = cost[week] - choices[week].cost
                for other, choice in choices.items():
                    total = base + choice.cost
                    if other != week and total < cost.get(other, total + 1):
                        cost[other], came[other] = total, (week, moved)
                        if other not in queued:
                            heapq.heappush(waiting, other)
                            queued.add(other)


def _id(item: FollowUp) -> str:
    return item.id

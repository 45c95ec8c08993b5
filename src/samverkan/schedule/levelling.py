"""Spreading the work: no role with more items a week than it can do (utjämning).

Each item may move within its tolerance to another week, a statutory one only to an earlier day. A
week can hold ``max_per_week`` items of a role. What is sought is the plan with the fewest items
over the limit and, among those, the fewest days moved in all. That is a flow of least cost, found
by adding item after item along the cheapest chain of moves (successive shortest paths), which is
optimal; it cannot bring a role below the limit where tolerances leave no room, and then says so.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

import attrs

from samverkan.calendars import WorkingCalendar
from samverkan.codelists import SourceKind
from samverkan.errors import RuleError
from samverkan.explanations import Step, Text
from samverkan.periods import Day, day_from_ordinal
from samverkan.rules import FollowUp
from samverkan.schedule.load import week_of

__all__ = ["Levelled", "Move", "level"]

_NOWHERE = ""
"""Stands for a week that takes whatever no other week within the tolerance has room for."""
_OVER_COST = 10**9
"""More than any sum of days, so that no saving of days leaves an item over the limit."""
_MOVED = Text(
    "flyttas från {before} till {after}: {role} har mer än {limit} punkter i vecka {week}",
    "moved from {before} to {after}: {role} has more than {limit} items in week {week}",
)
_OVER = Text(
    "{title} ({subject}) ligger kvar {on} över gränsen {limit}: "
    "ingen vecka inom toleransen har plats",
    "{title} ({subject}) stays on {on} over the limit of {limit}: "
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
        items: Every dated item with its day, by day and id.
        moves: Those that were moved.
        over: Those that stay over the limit, each with its reason.

    >>> Levelled(items=(), moves=(), over=()).days_moved
    0
    """

    items: tuple[tuple[Day, FollowUp], ...]
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


def _due(item: FollowUp) -> Day:
    assert item.due_on is not None  # noqa: S101  # blocked items are left out before
    return item.due_on


def _choices(item: FollowUp, tolerance: int, calendar: WorkingCalendar) -> Mapping[str, _Choice]:
    """For each week within the tolerance the working day nearest to the item's own."""
    due = _due(item)
    latest = 0 if item.source_kind is SourceKind.LAW else tolerance
    found: dict[str, _Choice] = {}
    for off in sorted(range(-tolerance, latest + 1), key=lambda off: (abs(off), off)):
        on = day_from_ordinal(due.toordinal() + off)
        week = week_of(on)
        if week in found:
            continue
        if off == 0 or (calendar.covers(on) and calendar.is_working(on)):
            found[week] = _Choice(on, abs(off))
    found[_NOWHERE] = _Choice(due, _OVER_COST)
    return found


def level(
    items: Iterable[FollowUp],
    *,
    max_per_week: int,
    tolerance: int = 14,
    per: Callable[[FollowUp], object] | None = None,
) -> Levelled:
    """Spread items so that no role has more than ``max_per_week`` in an ISO week.

    Every item is kept; a statutory one never goes past its day; the same items give the same
    answer in any order. The answer has the fewest items over the limit that the tolerances allow
    and, among those, the fewest days moved.

    Args:
        items: Dated items; blocked ones are left out.
        max_per_week: The most items of one role in a week.
        tolerance: How many days an item may move, earlier or later.
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
        RuleError: when the limit is below 1 or the tolerance negative.
    """
    if max_per_week < 1 or tolerance < 0:
        raise RuleError(
            f"level: max_per_week={max_per_week}, tolerance={tolerance}; "
            "expected at least 1 item a week and a tolerance of 0 days or more"
        )
    groups: defaultdict[object, list[FollowUp]] = defaultdict(list)
    for item in sorted((one for one in items if one.due_on is not None), key=_order):
        groups[item.responsible if per is None else per(item)].append(item)
    placed: list[tuple[Day, FollowUp]] = []
    over: list[FollowUp] = []
    for group in groups.values():
        spread = _Spread(group, max_per_week, tolerance)
        placed += spread.result()
        over += [group[number] for number in sorted(spread.held[_NOWHERE])]
    placed.sort(key=lambda pair: (pair[0], pair[1].id))
    return Levelled(
        items=tuple(placed),
        moves=tuple(
            Move(item, on, _reason(item, on, max_per_week))
            for on, item in placed
            if on != item.due_on
        ),
        over=tuple(Move(item, _due(item), _excuse(item, max_per_week)) for item in over),
    )


def _order(item: FollowUp) -> tuple[int, str]:
    return _due(item).toordinal(), item.id


def _reason(item: FollowUp, to: Day, limit: int) -> Step:
    values = {"role": item.responsible, "limit": limit, "week": week_of(_due(item))}
    return Step(_MOVED, values, before=item.due_on, after=to)


def _excuse(item: FollowUp, limit: int) -> Step:
    values = {
        "title": item.rule.title or item.kind,
        "subject": item.subject.id,
        "on": item.due_on,
        "limit": limit,
    }
    return Step(_OVER, values)


class _Spread:
    """The items of one role, placed one after the other at least cost."""

    def __init__(self, items: list[FollowUp], limit: int, tolerance: int) -> None:
        self.items = items
        self.limit = limit
        calendar = items[0].case.context.calendar
        self.choices = [_choices(item, tolerance, calendar) for item in items]
        self.own = [week_of(_due(item)) for item in items]
        self.week: list[str] = []
        self.held: defaultdict[str, set[int]] = defaultdict(set)
        for number in range(len(items)):
            self._place(number)

    def result(self) -> list[tuple[Day, FollowUp]]:
        """Each item with its day."""
        return [
            (self.choices[number][self.week[number]].day, item)
            for number, item in enumerate(self.items)
        ]

    def _place(self, number: int) -> None:
        """Add an item along the cheapest chain of moves that ends in a week with room."""
        own = self.own[number]
        self.week.append(own)
        if self._has_room(own):
            self.held[own].add(number)
            return
        cost: dict[str, int] = {}
        came: dict[str, tuple[str | None, int]] = {}
        for week, choice in self.choices[number].items():
            cost[week], came[week] = choice.cost, (None, number)
        self._relax(cost, came)
        _, week = min((paid, week) for week, paid in cost.items() if self._has_room(week))
        while True:
            before, moved = came[week]
            if before is not None:
                self.held[before].discard(moved)
            self.held[week].add(moved)
            self.week[moved] = week
            if before is None:
                return
            week = before

    def _has_room(self, week: str) -> bool:
        return week == _NOWHERE or len(self.held[week]) < self.limit

    def _relax(self, cost: dict[str, int], came: dict[str, tuple[str | None, int]]) -> None:
        """Shortest distances over weeks; moving an item on may give days back (Bellman-Ford)."""
        waiting = sorted(cost)
        heapq.heapify(waiting)
        queued = set(waiting)
        while waiting:
            week = heapq.heappop(waiting)
            queued.discard(week)
            if self._has_room(week):
                continue
            for moved in sorted(self.held[week]):
                paid = self.choices[moved][week].cost
                for other, choice in self.choices[moved].items():
                    total = cost[week] + choice.cost - paid
                    if other != week and total < cost.get(other, total + 1):
                        cost[other], came[other] = total, (week, moved)
                        if other not in queued:
                            heapq.heappush(waiting, other)
                            queued.add(other)

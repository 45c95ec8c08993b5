"""Many follow-ups in little room: whole numbers instead of objects, until somebody looks.

What the follow-ups of one rule, subject and anchor share is kept once, as a group. Each follow-up
is one number that holds its group, how far it was rolled and which occurrence it is; the day it is
due is where it stands.
"""

from __future__ import annotations

import bisect
import itertools
from array import array
from collections import defaultdict
from typing import TYPE_CHECKING

import attrs

from samverkan.periods import day_from_ordinal
from samverkan.rules.facts import Case
from samverkan.rules.follow_up import FollowUp

if TYPE_CHECKING:
    from samverkan.rules.rule import FollowUpRule

__all__ = ["OrderedRows", "Rows"]

NUMBER_BITS = 20
"""Room for the occurrence: over a million, more days than any calendar covers."""
ROLL_BITS = 12
ROLL_ZERO = 1 << (ROLL_BITS - 1)
"""Stands for a day that was not rolled; 2,047 days either way have room."""
GROUP_BITS = NUMBER_BITS + ROLL_BITS
NOT_ROLLED = ROLL_ZERO << NUMBER_BITS


def _day_lists() -> defaultdict[int, list[int]]:
    return defaultdict(list)


@attrs.define(eq=False)
class Rows:
    """Rows as rules give them (rader).

    Attributes:
        rules: The rule of each group.
        cases: The case of each group.
        anchors: The id of the anchor's fact of each group.
        by_day: Rows by the ordinal of the day they are due, in the order they came.
        blocked: Follow-ups that cannot be dated.
    """

    rules: list[FollowUpRule] = attrs.field(factory=list["FollowUpRule"])
    cases: list[Case] = attrs.field(factory=list[Case])
    anchors: list[str] = attrs.field(factory=list[str])
    by_day: defaultdict[int, list[int]] = attrs.field(factory=_day_lists)
    blocked: list[FollowUp] = attrs.field(factory=list[FollowUp])

    def group(self, rule: FollowUpRule, case: Case, anchor: str) -> int:
        """Open a group; what a row of it adds its roll and number to."""
        number = len(self.rules)
        self.rules.append(rule)
        self.cases.append(case)
        self.anchors.append(anchor)
        return (number << GROUP_BITS) + NOT_ROLLED

    def put(self, item: FollowUp) -> None:
        """Take in one follow-up that is already an object."""
        if item.falls_on is None or item.due_on is None:
            self.blocked.append(item)
            return
        due = item.due_on.toordinal()
        rolled = (due - item.falls_on.toordinal()) << NUMBER_BITS
        group = self.group(item.rule, item.case, item.anchor)
        self.by_day[due].append(group + rolled + item.occurrence)

    def ordered(self) -> OrderedRows:
        """The rows by day, those of a day in the order they came."""
        days = sorted(self.by_day)
        lengths = (len(self.by_day[on]) for on in days)
        return OrderedRows(
            rules=tuple(self.rules),
            cases=tuple(self.cases),
            anchors=tuple(self.anchors),
            days=array("l", days),
            starts=array("q", itertools.accumulate(lengths, initial=0)),
            packed=array("q", itertools.chain.from_iterable(self.by_day[on] for on in days)),
        )


@attrs.frozen(kw_only=True, eq=False)
class OrderedRows:
    """Rows in order of the day they are due (ordnade rader).

    Attributes:
        rules: The rule of each group.
        cases: The case of each group.
        anchors: The id of the anchor's fact of each group.
        days: Ordinals of the days on which something is due, ascending.
        starts: Place of the first row of each day, and at the end the number of rows.
        packed: The rows.
    """

    rules: tuple[FollowUpRule, ...]
    cases: tuple[Case, ...]
    anchors: tuple[str, ...]
    days: array[int]
    starts: array[int]
    packed: array[int]

    def __len__(self) -> int:
        return len(self.packed)

    def item(self, place: int, due: int) -> FollowUp:
        """The follow-up at a place, due on a day."""
        row = self.packed[place]
        group = row >> GROUP_BITS
        number = row & (1 << NUMBER_BITS) - 1
        rolled = (row >> NUMBER_BITS & (1 << ROLL_BITS) - 1) - ROLL_ZERO
        due_on = day_from_ordinal(due)
        falls_on = day_from_ordinal(due - rolled) if rolled else due_on
        return FollowUp(
            self.rules[group], self.cases[group], self.anchors[group], number, falls_on, due_on
        )

    def due(self, place: int) -> int:
        """The ordinal of the day on which the row at a place is due."""
        return self.days[bisect.bisect_right(self.starts, place) - 1]

    def before(self, ordinal: int) -> int:
        """Number of rows due before a day."""
        return self.starts[bisect.bisect_left(self.days, ordinal)]

"""Many follow-ups in little room: whole numbers instead of objects, until somebody looks.

A row is one number. Its lowest bits tell which occurrence it is, or for an anchor with several
days which of them; above them stand the subject and the rule, together its *group*, and on top how
far the day was rolled. The day it is due is where the row stands. Whatever else a follow-up has is
worked out when it is looked at.
"""

from __future__ import annotations

import bisect
import itertools
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, cast

import attrs

from samverkan.periods import Day, day_from_ordinal
from samverkan.rules.anchors import Anchor
from samverkan.rules.facts import Case, Context, Subject
from samverkan.rules.follow_up import FollowUp

if TYPE_CHECKING:
    from samverkan.rules.rule import FollowUpRule, Rule

__all__ = ["NUMBER_BITS", "OrderedRows", "Rows"]

NUMBER_BITS = 22
"""Room for the occurrence: four million, more than there are days in the years 1 to 9999."""
_ROW_BITS = 64
"""What an array holds; a row that may need more is kept as a Python number."""
_NUMBER = (1 << NUMBER_BITS) - 1


def _small_numbers() -> array[int]:
    return array("q")


def _item_lists() -> defaultdict[int, list[FollowUp]]:
    return defaultdict(list)


@attrs.define(eq=False)
class Rows:
    """Rows as rules give them (rader).

    Attributes:
        rules: The rules, by number.
        anchors: What each hangs on; ``None`` for functions of the caller's own.
        subjects: What they are asked about, by number.
        context: What they are asked with.
        blocked: Follow-ups that cannot be dated.
        ready_made: By group, the follow-ups of rules that are functions of the caller's own.
        by_day: Rows by the ordinal of the day they are due, in the order they came.
        roll_shift: Where in a row it stands how far it was rolled.

    >>> from samverkan.calendars import calendar_from_days
    >>> from samverkan.portfolio import Portfolio
    >>> week = calendar_from_days("week", [], ("2026-01-01", "2026-12-31"))
    >>> len(Rows((), (), (), Context(portfolio=Portfolio(), calendar=week)).ordered())
    0
    """

    rules: tuple[Rule, ...]
    anchors: tuple[Anchor | None, ...]
    subjects: tuple[Subject, ...]
    context: Context
    blocked: list[FollowUp] = attrs.field(factory=list[FollowUp])
    ready_made: defaultdict[int, list[FollowUp]] = attrs.field(factory=_item_lists)
    by_day: defaultdict[int, array[int]] | defaultdict[int, list[int]] = attrs.field(init=False)
    roll_shift: int = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        groups = len(self.rules) * len(self.subjects)
        self.roll_shift = NUMBER_BITS + groups.bit_length()
        if self.roll_shift + _roll_bits(self.context) <= _ROW_BITS:
            self.by_day = defaultdict(_small_numbers)
        else:
            self.by_day = defaultdict(list[int])

    def first(self, subject: int, rule: int) -> int:
        """The row of a subject and rule with number 0 that was not rolled."""
        return (subject * len(self.rules) + rule) << NUMBER_BITS

    def put(self, subject: int, rule: int, item: FollowUp) -> None:
        """Take in one follow-up that is already an object."""
        if item.falls_on is None or item.due_on is None:
            self.blocked.append(item)
            return
        row = self.first(subject, rule)
        others = self.ready_made[row >> NUMBER_BITS]
        self.by_day[item.due_on.toordinal()].append(row + len(others))
        others.append(item)

    def ordered(self) -> OrderedRows:
        """The rows by day, those of a day in the order they came."""
        days = sorted(self.by_day)
        lengths = (len(self.by_day[on]) for on in days)
        return OrderedRows(
            rules=self.rules,
            anchors=self.anchors,
            subjects=self.subjects,
            context=self.context,
            ready_made=dict(self.ready_made),
            roll_shift=self.roll_shift,
            days=array("l", days),
            starts=array("q", itertools.accumulate(lengths, initial=0)),
            packed=self._joined(days),
        )

    def _joined(self, days: Sequence[int]) -> Sequence[int]:
        if self.by_day.default_factory is not _small_numbers:
            return tuple(itertools.chain.from_iterable(self.by_day[on] for on in days))
        joined = _small_numbers()
        for on in days:
            joined.extend(self.by_day[on])
        return joined


def _roll_bits(context: Context) -> int:
    """Bits for how far a day can be rolled: never out of what the calendar answers for."""
    first, last = context.verified_ordinals
    return (last - first).bit_length() + 1


@attrs.frozen(kw_only=True, eq=False)
class OrderedRows:
    """Rows in order of the day they are due (ordnade rader); :class:`Rows` makes them.

    Attributes:
        rules: The rules, by number.
        anchors: What each hangs on; ``None`` for functions of the caller's own.
        subjects: What they were asked about, by number.
        context: What they were asked with.
        ready_made: By group, the follow-ups of rules that are functions of the caller's own.
        roll_shift: Where in a row it stands how far it was rolled.
        days: Ordinals of the days on which something is due, ascending.
        starts: Place of the first row of each day, and at the end the number of rows.
        packed: The rows.

    >>> from samverkan.calendars import calendar_from_days
    >>> from samverkan.portfolio import Portfolio
    >>> week = calendar_from_days("week", [], ("2026-01-01", "2026-12-31"))
    >>> rows = Rows((), (), (), Context(portfolio=Portfolio(), calendar=week)).ordered()
    >>> list(rows.days), list(rows.starts)
    ([], [0])
    """

    rules: tuple[Rule, ...]
    anchors: tuple[Anchor | None, ...]
    subjects: tuple[Subject, ...]
    context: Context
    ready_made: dict[int, list[FollowUp]]
    roll_shift: int
    days: array[int]
    starts: array[int]
    packed: Sequence[int]

    def __len__(self) -> int:
        return len(self.packed)

    def item(self, place: int, due_on: Day) -> FollowUp:
        """The follow-up at a place, due on a day."""
        row = self.packed[place]
        rolled = row >> self.roll_shift
        number = row & _NUMBER
        group = (row - (rolled << self.roll_shift)) >> NUMBER_BITS
        subject, which = divmod(group, len(self.rules))
        anchor = self.anchors[which]
        if anchor is None:
            return self.ready_made[group][number]
        rule = cast("FollowUpRule", self.rules[which])  # only rules that are data have an anchor
        case = Case(self.subjects[subject], self.context)
        falls_on = day_from_ordinal(due_on.toordinal() - rolled) if rolled else due_on
        if anchor.each:
            fact = (case.days(anchor.name) or ())[number][0]
            return FollowUp(rule, case, fact, 0, falls_on, due_on)
        return FollowUp(rule, case, anchor.name, number, falls_on, due_on)

    def due_on(self, place: int) -> Day:
        """The day on which the row at a place is due."""
        return day_from_ordinal(self.days[bisect.bisect_right(self.starts, place) - 1])

    def before(self, ordinal: int) -> int:
        """Number of rows due before a day."""
        return self.starts[bisect.bisect_left(self.days, ordinal)]

    def pairs(self) -> Iterator[tuple[Subject, FollowUpRule]]:
        """Each subject and rule that have a follow-up together, once, by number of the subject."""
        mask, width = (1 << self.roll_shift) - 1, len(self.rules)
        for group in sorted({(row & mask) >> NUMBER_BITS for row in self.packed}):
            subject, which = divmod(group, width)
            if self.anchors[which] is not None:
                yield self.subjects[subject], cast("FollowUpRule", self.rules[which])
            else:
                made = {item.rule.id: item.rule for item in self.ready_made[group]}
                for rule in made.values():
                    yield self.subjects[subject], rule

    def of_subject(self, subject: int) -> list[FollowUp]:
        """The follow-ups of one subject, by day."""
        width, shift = len(self.rules), self.roll_shift
        first, last = (subject * width) << NUMBER_BITS, ((subject + 1) * width) << NUMBER_BITS
        mask = (1 << shift) - 1
        places = [p for p, row in enumerate(self.packed) if first <= row & mask < last]
        return [self.item(place, self.due_on(place)) for place in places]

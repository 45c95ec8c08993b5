"""How a period of the law is counted: from an event, or backwards from a day.

>>> from samverkan.calendars import calendar_from_days
>>> from samverkan.periods import days
>>> calendar = calendar_from_days("office", {}, ("2026-01-01", "2026-12-31"))
>>> act = LegalBasis(SourceKind.LAW, "act 1")
>>> way = Counting(id="plain", name=Text("vanlig", "plain"), event=act, clamp=act, roll_basis=act)
>>> way.count("2026-09-02", days(10), calendar).end  # the tenth day is a Saturday
Date(2026, 9, 14)
"""

from __future__ import annotations

import datetime as dt

import attrs

from samverkan.calendars import ClosedDay, WorkingCalendar
from samverkan.codelists import Roll, SourceKind, check_language
from samverkan.errors import PeriodError
from samverkan.explanations import LegalBasis, Step, Text
from samverkan.periods import Day, Span, add_months, as_span, day, day_from_ordinal, shift

__all__ = ["Counted", "Counting", "Length", "next_day"]


@attrs.frozen
class Length:
    """A length as acts say it (tid): whole years as years, all else as :class:`~samverkan.Span`.

    >>> Length(Span(months=48)).label("sv"), Length(Span(months=6)).label("en")
    ('4 år', '6 months')
    """

    span: Span

    def label(self, lang: str = "en") -> str:
        """The length in words."""
        count, rest = divmod(self.span.months, 12)
        if not count or rest or self.span != Span(months=self.span.months):
            return self.span.label(lang)
        unit = "år" if check_language(lang) == "sv" else "year" if count == 1 else "years"
        return f"{count} {unit}"


@attrs.frozen
class _Closed:
    """A day and why it is closed, as explanations print it."""

    on: Day
    why: ClosedDay

    def label(self, lang: str = "en") -> str:
        return f"{self.on} {self.why.label(lang)}"


def _closed(calendar: WorkingCalendar, first: dt.date, last: dt.date) -> tuple[_Closed, ...]:
    found: list[_Closed] = []
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        on = day_from_ordinal(ordinal)
        if (why := calendar.closed_day(on)) is not None:
            found.append(_Closed(on, why))
    return tuple(found)


@attrs.frozen(kw_only=True)
class Counted:
    """A period that was counted (beräknad tid).

    Attributes:
        raw: Its last day before any move for closed days.
        end: Its last day.
        advised: For a period counted backwards, the last working day no later than ``end``.
        steps: How it was counted.

    >>> Counted(raw=day("2026-09-12"), end=day("2026-09-14"), steps=()).end
    Date(2026, 9, 14)
    """

    raw: Day
    end: Day
    advised: Day | None = None
    steps: tuple[Step, ...]


@attrs.frozen(kw_only=True)
class Counting:
    """A way of counting statutory time (sätt att beräkna lagstadgad tid).

    The day of the event is never counted. Months and years end on the day of the same number, or
    on the month's last day where it has none. How a last day that is closed is moved, and how many
    working days a period must hold, are parameters.

    Attributes:
        id: What programs call it.
        name: What people call it.
        event: On what it rests that the day of the event is not counted.
        clamp: On what it rests that a month without the number ends the period on its last day.
        roll: How a last day that is closed is moved, where the caller does not say.
        roll_basis: On what that rests.
        least: The least number of working days in a period of two days or more.
        least_basis: On what that rests.

    >>> from samverkan.calendars import calendar_from_days
    >>> act = LegalBasis(SourceKind.LAW, "act 1")
    >>> way = Counting(
    ...     id="plain", name=Text("vanlig", "plain"), event=act, clamp=act, roll_basis=act
    ... )
    >>> calendar = calendar_from_days("office", {}, ("2026-01-01", "2027-12-31"))
    >>> way.count("2026-08-31", "6 months", calendar).end  # no 31 February; a Sunday
    Date(2027, 3, 1)
    """

    id: str
    name: Text
    event: LegalBasis
    clamp: LegalBasis
    roll: Roll = Roll.FORWARD
    roll_basis: LegalBasis
    least: int = 0
    least_basis: LegalBasis | None = None

    def count(
        self,
        on: str | dt.date,
        span: Span | str,
        calendar: WorkingCalendar,
        *,
        roll: Roll | None = None,
    ) -> Counted:
        """The last day of a period that runs forward from an event.

        Args:
            on: The day of the event, which is not counted.
            span: How long the period is.
            calendar: Which days are closed.
            roll: How a closed last day is moved; the counting's own policy where left out.

        Raises:
            PeriodError: when the span does not lead forward.
            CalendarError: when a day that matters lies outside the calendar's verified span.
        """
        start, length = day(on), as_span(span)
        if min(attrs.astuple(length)) < 0 or not length:
            raise PeriodError(
                f"counting {self.id!r}: span={length}; expected one that leads forward"
            )
        raw = shift(start, length, calendar)
        steps = [self._first(start, length, raw, calendar)]
        if length.months and add_months(start, length.months).day != start.day:
            steps.append(
                Step(
                    Text(
                        "slutmånaden har ingen dag {number}; månadens sista dag gäller",
                        "the last month has no day {number}; its last day holds",
                    ),
                    {"number": start.day},
                    basis=self.clamp,
                )
            )
        policy = self.roll if roll is None else roll
        end = calendar.roll(raw, policy)
        if not length.working_days:
            steps.extend(self._moved(raw, end, policy, calendar))
            if policy is Roll.FORWARD and length.days >= 2 and not length.months:
                end = self._lengthened(start, end, calendar, steps)
        return Counted(raw=raw, end=end, steps=tuple(steps))

    def count_back(
        self, on: str | dt.date, span: Span | str, calendar: WorkingCalendar, basis: LegalBasis
    ) -> Counted:
        """The last day of a period that is counted backwards from a day (senast n dagar före).

        The legal day stays where it falls, also on a closed day; moving it forward would make the
        period shorter. ``advised`` is the last working day no later than it.

        Args:
            on: The day that is counted from.
            span: How long before it, as a positive length.
            calendar: Which days are closed.
            basis: On what the period rests.

        Raises:
            CalendarError: when the day lies outside the calendar's verified span.
        """
        start, length = day(on), as_span(span)
        legal = shift(start, -length, calendar)
        advised = calendar.roll(legal, Roll.BACKWARD)
        steps = [
            Step(
                Text(
                    "{span} före {before} är {after}; en frist bakåt flyttas inte",
                    "{span} before {before} is {after}; a period counted backwards is not moved",
                ),
                {"span": length},
                before=start,
                after=legal,
                basis=basis,
            )
        ]
        if advised != legal:
            steps.append(
                Step(
                    Text(
                        "dagen är ledig ({closed}); det är klokt att vara klar senast {after}",
                        "the day is closed ({closed}); it is wise to be done by {after}",
                    ),
                    {"closed": _closed(calendar, next_day(advised), legal)},
                    before=legal,
                    after=advised,
                    basis=LegalBasis(
                        SourceKind.CHOICE, Text("råd om arbetsdag", "advice on a working day")
                    ),
                )
            )
        return Counted(raw=legal, end=legal, advised=advised, steps=tuple(steps))

    def _first(self, start: Day, span: Span, raw: Day, calendar: WorkingCalendar) -> Step:
        if span.working_days:
            inside = tuple(
                one
                for one in _closed(calendar, next_day(start), raw)
                if one.on.isoweekday() not in calendar.weekend
            )
            if inside:
                return Step(
                    Text(
                        "{before} räknas inte; {span} därefter är {after}; lediga vardagar inom "
                        "tiden: {closed}",
                        "{before} is not counted; {span} later is {after}; closed weekdays "
                        "within: {closed}",
                    ),
                    {"span": span, "closed": inside},
                    before=start,
                    after=raw,
                    basis=self.event,
                )
        return Step(
            Text(
                "{before} räknas inte; {span} därefter är {after}",
                "{before} is not counted; {span} later is {after}",
            ),
            {"span": Length(span)},
            before=start,
            after=raw,
            basis=self.event,
        )

    def _moved(self, raw: Day, end: Day, policy: Roll, calendar: WorkingCalendar) -> list[Step]:
        if end != raw:
            low, high = (raw, end) if raw < end else (end, raw)
            return [
                Step(
                    Text(
                        "{before} är ingen arbetsdag ({closed}); sista dagen blir {after}",
                        "{before} is no working day ({closed}); the last day becomes {after}",
                    ),
                    {"closed": _closed(calendar, low, high)},
                    before=raw,
                    after=end,
                    basis=self.roll_basis,
                )
            ]
        if policy is Roll.NONE:
            return [
                Step(
                    Text("{after} flyttas inte", "{after} is not moved"),
                    after=end,
                    basis=LegalBasis(
                        SourceKind.CHOICE,
                        Text("ingen flyttning för lediga dagar", "no move for closed days"),
                    ),
                )
            ]
        return [
            Step(
                Text(
                    "{after} är en arbetsdag och sista dag",
                    "{after} is a working day and the last day",
                ),
                after=end,
                basis=self.roll_basis,
            )
        ]

    def _lengthened(
        self, start: Day, end: Day, calendar: WorkingCalendar, steps: list[Step]
    ) -> Day:
        last = end
        while calendar.working_days_between(start, last) < self.least:
            last = calendar.add_working_days(last, 1)
        if last != end:
            steps.append(
                Step(
                    Text(
                        "tiden ska innehålla minst {least} arbetsdagar; sista dagen blir {after}",
                        "the period must hold at least {least} working days; the last day "
                        "becomes {after}",
                    ),
                    {"least": self.least},
                    before=end,
                    after=last,
                    basis=self.least_basis,
                )
            )
        return last


def next_day(on: dt.date) -> Day:
    """The day after, whatever day it is.

    >>> next_day(day("2026-12-31"))
    Date(2027, 1, 1)
    """
    return day_from_ordinal(on.toordinal() + 1)

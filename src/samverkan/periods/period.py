"""Periods: stretches of days, inclusive at both ends."""

from __future__ import annotations

import datetime as dt

import attrs

from samverkan.codelists import check_language
from samverkan.errors import PeriodError
from samverkan.periods.days import Day, day, day_from_ordinal, optional_day
from samverkan.periods.shifts import add_months
from samverkan.periods.spans import Span, as_span

__all__ = ["Period"]


@attrs.frozen
class Period:
    """A stretch of days, inclusive at both ends (avtalstid; OCDS ``Period``).

    Attributes:
        start: First day; ``None`` where it is not known.
        end: Last day ("t.o.m."); ``None`` where it runs until further notice ("tills vidare").

    >>> period = Period("2026-09-01", "2029-08-31")
    >>> "2029-08-31" in period, period.length
    (True, 1096)

    Raises:
        PeriodError: when it ends before it starts.
    """

    start: Day | None = attrs.field(converter=optional_day)
    end: Day | None = attrs.field(default=None, converter=optional_day)

    def __attrs_post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.end < self.start:
            raise PeriodError(
                f"period: ends before it starts: start={self.start}, end={self.end}; "
                "both days belong to the period; correct one of them"
            )

    @classmethod
    def lasting(cls, start: str | dt.date, span: Span | str) -> Period:
        """The period of a length: four years from 1 February end on 31 January.

        It ends on the day before the one of the same number as its first; in a month without
        that number, on the month's last day (as Regulation 1182/71 Art 3(2)(c) has it).

        >>> Period.lasting("2026-02-01", "4 years").end
        Date(2030, 1, 31)
        >>> Period.lasting("2026-01-31", "1 month").end
        Date(2026, 2, 28)

        Raises:
            PeriodError: when the span does not lead forward or counts working days.
        """
        first = day(start)
        return cls(first, last_day(first, as_span(span)))

    def extended(self, span: Span | str) -> Period:
        """The same period made longer by ``span``, counted from the day after its last.

        >>> Period("2026-03-01", "2027-02-28").extended("12 months").end
        Date(2028, 2, 29)

        Raises:
            PeriodError: when the period has no last day, and when the span does not lead forward
                or counts working days.
        """
        if self.end is None:
            raise PeriodError("period: has no end, so it cannot be extended; give it an end first")
        after = day_from_ordinal(self.end.toordinal() + 1)
        return Period(self.start, last_day(after, as_span(span)))

    @property
    def length(self) -> int | None:
        """Number of days, both ends counted; ``None`` where an end is open."""
        if self.start is None or self.end is None:
            return None
        return self.end.toordinal() - self.start.toordinal() + 1

    def __contains__(self, on: str | dt.date) -> bool:
        which = day(on)
        return (self.start is None or self.start <= which) and (
            self.end is None or which <= self.end
        )

    def overlaps(self, other: Period) -> bool:
        """Whether the two share a day; an unknown or open end counts as boundless."""
        return (self.start is None or other.end is None or self.start <= other.end) and (
            other.start is None or self.end is None or other.start <= self.end
        )

    def label(self, lang: str = "en") -> str:
        """The period in words, such as ``"2026-09-01 t.o.m. 2029-08-31"``."""
        swedish = check_language(lang) == "sv"
        start = "…" if self.start is None else str(self.start)
        if self.end is None:
            return f"{start} {'tills vidare' if swedish else 'until further notice'}"
        return f"{start} {'t.o.m.' if swedish else 'to'} {self.end}"

    def __str__(self) -> str:
        return self.label("en")


def last_day(first: Day, span: Span) -> Day:
    """The last day of what starts on ``first`` and lasts ``span``, as :meth:`Period.lasting`."""
    if span.working_days or min(span.months, span.days) < 0 or not span:
        raise PeriodError(
            f"period: cannot last span={span}; expected months or days that lead forward; "
            "a number of working days is reached with shift() and a calendar"
        )
    reached = add_months(first, span.months)
    missing = reached.day < first.day  # clamped: the month's last day belongs to the period
    return day_from_ordinal(reached.toordinal() + span.days - (not missing))

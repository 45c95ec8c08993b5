"""Days, moments, spans and periods: the time that contracts and law are written in.

A day is a :class:`pendulum.Date`, a moment a zone-aware :class:`pendulum.DateTime`. A length is a
:class:`Span`, never a pendulum ``Duration``: there one month equals thirty days, and in law it
does not. A :class:`Period` is inclusive at both ends, as contracts print it.

>>> shift(day("2024-01-31"), months(1))
Date(2024, 2, 29)
>>> [str(on) for on in itertools.islice(occurrences(day("2026-01-31"), months(3)), 4)]
['2026-04-30', '2026-07-31', '2026-10-31', '2027-01-31']
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from calendar import monthrange
from collections.abc import Iterator
from typing import Protocol, overload

import attrs
import pendulum

from samverkan.codelists import check_language
from samverkan.errors import PeriodError

__all__ = [
    "Day",
    "Moment",
    "Period",
    "Span",
    "WorkingDays",
    "add_months",
    "as_span",
    "day",
    "day_from_ordinal",
    "days",
    "moment",
    "months",
    "occurrences",
    "optional_day",
    "optional_moment",
    "optional_span",
    "shift",
    "weeks",
    "working_days",
    "years",
]

Day = pendulum.Date
Moment = pendulum.DateTime

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_LAST_ORDINAL = dt.date.max.toordinal()


def day(value: str | dt.date) -> Day:
    """A day (dag) from ISO text or a date.

    >>> day("2026-09-01")
    Date(2026, 9, 1)

    Raises:
        PeriodError: for text that is no ISO day, and for a ``datetime``, whose day depends on a
            time zone that only the caller knows.
    """
    if type(value) is Day:
        return value
    if isinstance(value, str):
        reason = "not of the form YYYY-MM-DD"
        if _ISO_DAY.fullmatch(value):
            try:
                return Day.fromisoformat(value)
            except ValueError as error:
                reason = str(error)
        raise PeriodError(
            f"day: not a day: value={value!r} ({reason}); expected ISO text such as '2026-09-01'"
        )
    if isinstance(value, dt.datetime):
        naive = "naive " if value.tzinfo is None else ""
        raise PeriodError(
            f"day: got a {naive}datetime: value={value!r}; expected a day; "
            "give value.date() in the time zone that is meant"
        )
    if isinstance(value, dt.date):
        return Day(value.year, value.month, value.day)
    raise PeriodError(
        f"day: not a day: value={value!r} is of type {type(value).__name__}; "
        "expected ISO text such as '2026-09-01' or a date"
    )


def optional_day(value: str | dt.date | None) -> Day | None:
    """A day, or ``None`` where it is not known."""
    return None if value is None else day(value)


def day_from_ordinal(ordinal: int) -> Day:
    """The day with a proleptic Gregorian ordinal (1 = 0001-01-01).

    >>> day_from_ordinal(day("2026-09-01").toordinal() + 14)
    Date(2026, 9, 15)

    Raises:
        PeriodError: before the year 1 or after 9999.
    """
    if not 1 <= ordinal <= _LAST_ORDINAL:
        raise PeriodError(
            f"day: outside the years 1 to 9999: ordinal={ordinal}; use a shorter span"
        )
    return Day.fromordinal(ordinal)


def moment(value: str | dt.datetime) -> Moment:
    """A moment (tidpunkt) from ISO text with an offset, or from a zone-aware datetime.

    >>> moment("2026-09-01T08:00:00+02:00").isoformat()
    '2026-09-01T08:00:00+02:00'

    Raises:
        PeriodError: for a time without zone, which could be any of many moments.
    """
    found: object = value
    if isinstance(value, str):
        try:
            found = dt.datetime.fromisoformat(value)
        except ValueError:
            raise PeriodError(
                f"moment: not a moment: value={value!r}; "
                "expected ISO text such as '2026-09-01T08:00:00+02:00'"
            ) from None
    if not isinstance(found, dt.datetime):
        raise PeriodError(
            f"moment: not a moment: value={value!r} is of type {type(value).__name__}; "
            "expected ISO text or a zone-aware datetime"
        )
    if found.tzinfo is None:
        raise PeriodError(
            f"moment: naive datetime: value={value!r}; expected a time zone or offset; "
            "add one, such as '+02:00'"
        )
    return pendulum.instance(found)


def optional_moment(value: str | dt.datetime | None) -> Moment | None:
    """A moment, or ``None`` where it is not known."""
    return None if value is None else moment(value)


class WorkingDays(Protocol):
    """What :func:`shift` asks of a calendar."""

    def add_working_days(self, on: Day, count: int, /) -> Day:
        """The day that lies ``count`` working days from ``on``."""
        ...


_BOUND = 120_000  # months or days: 10,000 years of months, 328 years of days
_PAIR = re.compile(r"([+-]?\d{1,6})\s*(working days?|months?|days?|weeks?|years?)\b", re.ASCII)
_WORDS = {
    "sv": (("månad", "månader"), ("dag", "dagar"), ("arbetsdag", "arbetsdagar")),
    "en": (("month", "months"), ("day", "days"), ("working day", "working days")),
}


@attrs.frozen
class Span:
    """A length in calendar units (löptid, BT-36): one month is never thirty days.

    Attributes:
        months: Calendar months; may be negative.
        days: Calendar days; may be negative.
        working_days: Days that are neither weekend nor closed; may be negative.

    >>> str(months(18)), months(-6).label("sv"), Span.parse("-60 days")
    ('18 months', '-6 månader', Span(months=0, days=-60, working_days=0))

    Raises:
        PeriodError: when a unit is no whole number or beyond 120,000.
    """

    months: int = 0
    days: int = 0
    working_days: int = 0

    def __attrs_post_init__(self) -> None:
        counts = (self.months, self.days, self.working_days)
        for count in counts:
            if type(count) is not int or not -_BOUND <= count <= _BOUND:
                named = dict(zip(("months", "days", "working_days"), counts, strict=True))
                raise PeriodError(f"span: {named}; expected whole numbers within ±{_BOUND}")

    @classmethod
    def parse(cls, text: str) -> Span:
        """Read ``"4 months"``, ``"-60 days"``, ``"10 working days"`` or several of them.

        Years count as twelve months and weeks as seven days, as the law has them.

        Raises:
            PeriodError: for anything else.
        """
        rest = _PAIR.sub("", text).replace(",", " ").strip()
        pairs = _PAIR.findall(text)
        if rest or not pairs:
            raise PeriodError(
                f"span: not a length: value={text!r}; expected such as '4 months', '-60 days', "
                "'10 working days' or '1 month 5 days'"
            )
        total = cls()
        for count, unit in pairs:
            total += _BUILDERS[unit.rstrip("s")](int(count))
        return total

    def __neg__(self) -> Span:
        return Span(-self.months, -self.days, -self.working_days)

    def __add__(self, other: Span) -> Span:
        return Span(
            self.months + other.months,
            self.days + other.days,
            self.working_days + other.working_days,
        )

    def __mul__(self, times: int) -> Span:
        return Span(self.months * times, self.days * times, self.working_days * times)

    __rmul__ = __mul__

    def __bool__(self) -> bool:
        return bool(self.months or self.days or self.working_days)

    def label(self, lang: str = "en") -> str:
        """The length in words: ``"4 månader"``."""
        words = _WORDS[check_language(lang)]
        counts = zip(words, (self.months, self.days, self.working_days), strict=True)
        parts = [f"{count} {unit[abs(count) != 1]}" for unit, count in counts if count]
        return " ".join(parts) or f"0 {words[1][1]}"

    def __str__(self) -> str:
        return self.label("en")


def months(count: int) -> Span:
    """A span of calendar months (månader)."""
    return Span(months=count)


def days(count: int) -> Span:
    """A span of calendar days (dagar)."""
    return Span(days=count)


def working_days(count: int) -> Span:
    """A span of working days (arbetsdagar)."""
    return Span(working_days=count)


def weeks(count: int) -> Span:
    """A span of weeks (veckor), seven days each."""
    return Span(days=7 * count)


def years(count: int) -> Span:
    """A span of years (år), twelve months each."""
    return Span(months=12 * count)


_BUILDERS = {
    "month": months,
    "day": days,
    "working day": working_days,
    "week": weeks,
    "year": years,
}


@overload
def as_span(value: Span | str) -> Span: ...
@overload
def as_span(value: object) -> Span: ...
def as_span(value: object) -> Span:
    """A span from a span or its text; refuses pendulum and stdlib durations by name.

    Raises:
        PeriodError: for a ``timedelta`` or pendulum ``Duration``, where a month is thirty days.
    """
    if isinstance(value, Span):
        return value
    if isinstance(value, str):
        return Span.parse(value)
    raise PeriodError(
        f"span: got {type(value).__name__}: value={value!r}; expected a Span, such as months(6), "
        "or text such as '6 months'"
    )


def optional_span(value: Span | str | None) -> Span | None:
    """A span, or ``None`` where it is not known."""
    return None if value is None else as_span(value)


def add_months(on: dt.date, count: int) -> Day:
    """``on`` moved by calendar months, clamped to the month's last day.

    >>> add_months(day("2028-08-31"), -6)
    Date(2028, 2, 29)

    Raises:
        PeriodError: before the year 1 or after 9999.
    """
    year, month = divmod(on.year * 12 + on.month - 1 + count, 12)
    if not 1 <= year <= dt.MAXYEAR:
        raise PeriodError(
            f"day: outside the years 1 to 9999: {on} + {count} months; use a shorter span"
        )
    number = on.day
    if number > 28:
        number = min(number, monthrange(year, month + 1)[1])
    return Day(year, month + 1, number)


def shift(on: dt.date, span: Span, calendar: WorkingDays | None = None) -> Day:
    """``on`` moved by ``span``: months first, clamped to the month's end, then the days.

    Calendar days come after months, working days last.

    >>> shift(day("2028-03-31"), -months(18))
    Date(2026, 9, 30)

    Raises:
        PeriodError: when the span has working days and no calendar is given, or the result lies
            outside the years 1 to 9999.
    """
    moved = add_months(on, span.months) if span.months else day(on)
    if span.days:
        moved = day_from_ordinal(moved.toordinal() + span.days)
    if span.working_days:
        if calendar is None:
            raise PeriodError(
                f"shift: working_days={span.working_days} without a calendar; give calendar="
            )
        moved = calendar.add_working_days(moved, span.working_days)
    return moved


def occurrences(
    anchor: dt.date, every: Span, calendar: WorkingDays | None = None, *, first: int = 1
) -> Iterator[Day]:
    """The days anchor + k · every for k = first, first + 1, …, each computed from the anchor.

    Never chained: a clamped or rolled occurrence does not move the next one. The stream ends where
    the calendar of years does (9999).

    Raises:
        PeriodError: when ``every`` does not lead forward.
    """
    if min(every.months, every.days, every.working_days) < 0 or not every:
        raise PeriodError(f"occurrences: every={every}; expected a span that leads forward")
    for count in itertools.count(first):
        try:
            yield shift(anchor, every * count, calendar)
        except PeriodError:
            return


@attrs.frozen
class Period:
    """A stretch of days, inclusive at both ends (avtalstid; OCDS ``Period``).

    Attributes:
        start: First day; ``None`` where it is not known.
        end: Last day ("t.o.m."); ``None`` where it runs until further notice ("tills vidare").

    >>> period = Period("2026-09-01", "2029-08-31")
    >>> day("2029-08-31") in period, period.length
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
                "both days belong to the period"
            )

    @classmethod
    def lasting(cls, start: str | dt.date, span: Span) -> Period:
        """The period of a length: four years from 1 February end on 31 January.

        >>> Period.lasting("2026-02-01", years(4)).end
        Date(2030, 1, 31)
        """
        first = day(start)
        return cls(first, day_from_ordinal(shift(first, span).toordinal() - 1))

    def extended(self, span: Span) -> Period:
        """The same period made longer by ``span``, counted from the day after its last.

        >>> Period("2026-03-01", "2027-02-28").extended(months(12)).end
        Date(2028, 2, 29)

        Raises:
            PeriodError: when the period has no last day.
        """
        if self.end is None:
            raise PeriodError("period: has no end, so it cannot be extended; give it an end first")
        after = day_from_ordinal(self.end.toordinal() + 1)
        return Period(self.start, day_from_ordinal(shift(after, span).toordinal() - 1))

    @property
    def length(self) -> int | None:
        """Number of days, both ends counted; ``None`` where an end is open."""
        if self.start is None or self.end is None:
            return None
        return self.end.toordinal() - self.start.toordinal() + 1

    def __contains__(self, on: object) -> bool:
        return (
            isinstance(on, dt.date)
            and (self.start is None or self.start <= on)
            and (self.end is None or on <= self.end)
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

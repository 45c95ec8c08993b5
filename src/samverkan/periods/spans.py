"""Spans: lengths in months, days and working days."""

from __future__ import annotations

import re

import attrs

from samverkan.codelists import check_language
from samverkan.errors import PeriodError

__all__ = [
    "Span",
    "as_span",
    "days",
    "months",
    "optional_span",
    "weeks",
    "working_days",
    "years",
]

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
        more = as_span(other)
        return Span(
            self.months + more.months,
            self.days + more.days,
            self.working_days + more.working_days,
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
    """A span of calendar months (månader).

    >>> months(6).label("sv"), -months(6) + days(1)
    ('6 månader', Span(months=-6, days=1, working_days=0))
    """
    return Span(months=count)


def days(count: int) -> Span:
    """A span of calendar days (dagar).

    >>> days(30) == months(1)
    False
    """
    return Span(days=count)


def working_days(count: int) -> Span:
    """A span of working days (arbetsdagar); only a calendar knows how far it reaches.

    >>> str(working_days(10))
    '10 working days'
    """
    return Span(working_days=count)


def weeks(count: int) -> Span:
    """A span of weeks (veckor), seven days each.

    >>> weeks(3)
    Span(months=0, days=21, working_days=0)
    """
    return Span(days=7 * count)


def years(count: int) -> Span:
    """A span of years (år), twelve months each.

    >>> years(4)
    Span(months=48, days=0, working_days=0)
    """
    return Span(months=12 * count)


_BUILDERS = {
    "month": months,
    "day": days,
    "working day": working_days,
    "week": weeks,
    "year": years,
}


def as_span(value: object) -> Span:
    """A span (löptid) from a span or its text; refuses pendulum and stdlib durations by name.

    >>> as_span("1 month 5 days") == months(1) + days(5)
    True
    >>> import datetime as dt
    >>> as_span(dt.timedelta(days=30))
    Traceback (most recent call last):
    samverkan.errors.PeriodError: span: got timedelta: value=datetime.timedelta(days=30); \
expected a Span, such as months(6), or text such as '6 months'; name its unit, days or months

    Raises:
        PeriodError: for text that is no length, and for a ``timedelta`` or pendulum ``Duration``,
            where a month is thirty days.
    """
    if isinstance(value, Span):
        return value
    if isinstance(value, str):
        return Span.parse(value)
    raise PeriodError(
        f"span: got {type(value).__name__}: value={value!r}; expected a Span, such as months(6), "
        "or text such as '6 months'; name its unit, days or months"
    )


def optional_span(value: Span | str | None) -> Span | None:
    """A span, or ``None`` where it is not known."""
    return None if value is None else as_span(value)

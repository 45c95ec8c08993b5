"""Strategies for working calendars."""

from __future__ import annotations

import functools

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from samverkan.calendars import (
    ClosedDay,
    WorkingCalendar,
    calendar_from_days,
    national_calendar,
)
from samverkan.jurisdictions import jurisdiction, jurisdictions
from samverkan.periods import Period
from samverkan.testing.strategies._times import FIRST, days
from samverkan.testing.strategies._values import legal_bases, texts

__all__ = ["calendars", "closed_days"]

SPAN = Period(FIRST, "2060-12-31")
"""What made calendars answer for: the days of the strategies, and the longest contracts' ends."""

_WEEKENDS = st.sampled_from(((6, 7), (5, 6), (7,), (), (1, 2, 4, 5, 6, 7)))
_CLOSED = st.lists(days(), max_size=6)
_COUNTRIES = st.sampled_from(("SE", None, "NO", "DE", "IL"))


@functools.cache
def _of_country(code: str) -> WorkingCalendar:
    if code in jurisdictions():
        return jurisdiction(code).calendar
    return national_calendar(code)


@st.composite
def calendars(
    draw: DrawFn, *, countries: SearchStrategy[str | None] | None = None
) -> WorkingCalendar:
    """Working calendars (arbetsdagskalendrar): of countries, and of offices with odd weeks.

    A country's is its jurisdiction's where there is one, else from the package ``holidays``. An
    office's closes some days and a weekend that may be Friday and Saturday, Sunday alone, nothing,
    or all but Wednesday; it answers for 2010 to 2060. Shrink to the first country's.

    Args:
        countries: ISO 3166 codes, or ``None`` for an office; some of both by default.

    >>> from samverkan.testing import simplest
    >>> simplest(calendars()).name
    'SE'
    """
    country = draw(_COUNTRIES if countries is None else countries)
    if country is not None:
        return _of_country(country)
    return calendar_from_days("office", draw(_CLOSED), SPAN, weekend=draw(_WEEKENDS))


def closed_days() -> SearchStrategy[ClosedDay]:
    """Reasons why a day is closed (lediga dagar); shrink to a name without an act.

    >>> from samverkan.testing import simplest
    >>> simplest(closed_days()).label("sv")
    'avtalet'
    """
    return st.builds(ClosedDay, texts(), st.none() | legal_bases())

"""Days, moments, spans and periods: the time that contracts and law are written in.

A day is a :class:`pendulum.Date`, a moment a zone-aware :class:`pendulum.DateTime`. A length is a
:class:`Span`, never a pendulum ``Duration``: there one month equals thirty days, and in law it
does not. A :class:`Period` is inclusive at both ends, as contracts print it.

>>> import itertools
>>> shift(day("2024-01-31"), months(1))
Date(2024, 2, 29)
>>> [str(on) for on in itertools.islice(occurrences(day("2026-01-31"), months(3)), 4)]
['2026-04-30', '2026-07-31', '2026-10-31', '2027-01-31']
"""

from __future__ import annotations

from samverkan.periods.days import (
    Day,
    Moment,
    day,
    day_from_ordinal,
    moment,
    optional_day,
    optional_moment,
)
from samverkan.periods.period import Period
from samverkan.periods.shifts import WorkingDays, add_months, occurrences, shift
from samverkan.periods.spans import (
    Span,
    as_span,
    days,
    months,
    optional_span,
    weeks,
    working_days,
    years,
)

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

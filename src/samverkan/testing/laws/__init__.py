"""Laws: what must hold of a rule, a rule book, a calendar, a country, a reader, a planner.

Each ``check_…`` looks for a case in which one of its laws does not hold and reports that law by
name with a smallest example. They are for a reader's own subclasses and functions.

>>> from samverkan.calendars import calendar_from_days
>>> check_calendar(calendar_from_days("yard", ["2026-09-01"], ("2026-01-01", "2026-12-31")))
"""

from __future__ import annotations

from samverkan.testing.laws._calendars import check_calendar
from samverkan.testing.laws._jurisdictions import check_jurisdiction
from samverkan.testing.laws._plans import check_plan
from samverkan.testing.laws._round_trips import check_round_trip
from samverkan.testing.laws._rules import check_rule, check_rule_book
from samverkan.testing.laws._running import LAWS

__all__ = [
    "LAWS",
    "check_calendar",
    "check_jurisdiction",
    "check_plan",
    "check_round_trip",
    "check_rule",
    "check_rule_book",
]

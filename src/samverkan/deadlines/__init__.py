"""Statutory time: how a period of the law is counted, and an answer that says why.

A country writes each of its periods as a :class:`StatutoryPeriod`: what sets it running, how long
it is on which day, and the :class:`Counting` that turns a day and a length into a last day. The
answer is a :class:`Deadline` with numbered steps, each with its paragraph, in Swedish and English.
Where the law sets no day, there is a :class:`~samverkan.errors.NoDeadlineError` and no date.
"""

from __future__ import annotations

from samverkan.deadlines.answers import NOT_LEGAL_ADVICE, Amount, Deadline, no_deadline
from samverkan.deadlines.counting import Counted, Counting, Length, next_day
from samverkan.deadlines.limits import MoneyLimit
from samverkan.deadlines.statutory import StatutoryPeriod

__all__ = [
    "NOT_LEGAL_ADVICE",
    "Amount",
    "Counted",
    "Counting",
    "Deadline",
    "Length",
    "MoneyLimit",
    "StatutoryPeriod",
    "next_day",
    "no_deadline",
]

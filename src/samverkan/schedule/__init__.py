"""Plans: every rule asked about every contract, and what is done with the answer.

:func:`plan` makes a plan; :meth:`Plan.diff` holds it against another; :func:`coalesce` joins what
one relation meets about; :func:`level` spreads the work over the weeks; :func:`load` counts it.
"""

from __future__ import annotations

from samverkan.rules import FollowUp
from samverkan.schedule.difference import Change, PlanDifference, difference
from samverkan.schedule.levelling import Levelled, Move, level
from samverkan.schedule.load import LoadRow, load, week_of
from samverkan.schedule.meetings import Meeting, coalesce, is_met_about
from samverkan.schedule.plan import Plan, plan

__all__ = [
    "Change",
    "FollowUp",
    "Levelled",
    "LoadRow",
    "Meeting",
    "Move",
    "Plan",
    "PlanDifference",
    "coalesce",
    "difference",
    "is_met_about",
    "level",
    "load",
    "plan",
    "week_of",
]

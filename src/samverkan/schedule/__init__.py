"""Plans: every rule asked about every contract, and what is done with the answer.

:func:`plan` makes a plan; :meth:`Plan.diff` holds it against another; :func:`coalesce` joins what
one relation meets about; :func:`level` spreads the work over the weeks; :func:`load` counts it.
:func:`reconcile` says what became of each item; :func:`event_rules` react to what happens;
:func:`amend` works out again what a change touches, and nothing else.
"""

from __future__ import annotations

from samverkan.rules import EvidencedClass, FollowUp
from samverkan.schedule.amended import AmendedPlan, amend
from samverkan.schedule.difference import Change, PlanDifference, difference
from samverkan.schedule.events import event_rules, trust_fell
from samverkan.schedule.evidence import class_by_evidence
from samverkan.schedule.levelling import Levelled, Move, level
from samverkan.schedule.load import LoadRow, load, week_of
from samverkan.schedule.meetings import Meeting, coalesce, is_met_about
from samverkan.schedule.outcomes import ReconciledItem, Reconciliation, reconcile
from samverkan.schedule.plan import Plan, plan

__all__ = [
    "AmendedPlan",
    "Change",
    "EvidencedClass",
    "FollowUp",
    "Levelled",
    "LoadRow",
    "Meeting",
    "Move",
    "Plan",
    "PlanDifference",
    "ReconciledItem",
    "Reconciliation",
    "amend",
    "class_by_evidence",
    "coalesce",
    "difference",
    "event_rules",
    "is_met_about",
    "level",
    "load",
    "plan",
    "reconcile",
    "trust_fell",
    "week_of",
]

"""samverkan: the relationship between public buyers and their suppliers, as dated facts.

A portfolio of facts goes in; out come a follow-up plan, findings, a dated stakeholder graph and
opinions, and every answer says why. Names are loaded when they are first used.

>>> import samverkan as sv
>>> sv.months(4)
Span(months=4, days=0, working_days=0)
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from samverkan.calendars import (
        ClosedDay,
        WorkingCalendar,
        calendar_from_days,
        national_calendar,
    )
    from samverkan.codelists import (
        Aim,
        AmendmentGround,
        BuyerKind,
        Category,
        ContractKind,
        ContractState,
        FollowUpKind,
        FollowUpStatus,
        OptionOutcome,
        Phase,
        Procedure,
        Regime,
        RiskClass,
        Role,
        Roll,
        Severity,
        SourceKind,
        TerminationReason,
    )
    from samverkan.contracts import (
        Amendment,
        Contract,
        KeyDate,
        Milestone,
        Option,
        OptionDecision,
        RiskRating,
        Termination,
    )
    from samverkan.errors import SamverkanError, SamverkanWarning
    from samverkan.exchange import Loss, Reading, read
    from samverkan.explanations import Explanation, Finding, LegalBasis, Step, Text
    from samverkan.jurisdictions import Jurisdiction, jurisdiction
    from samverkan.parties import Party
    from samverkan.periods import (
        Period,
        Span,
        day,
        days,
        moment,
        months,
        occurrences,
        shift,
        weeks,
        working_days,
        years,
    )
    from samverkan.portfolio import Extra, Portfolio
    from samverkan.procurements import Lot, Procurement
    from samverkan.rules import Context, FollowUpRule, Occurrence, RuleBook, at, every
    from samverkan.schedule import FollowUp, Plan, plan
    from samverkan.values import Identifier, Money

_HOMES = {
    "calendars": ("ClosedDay", "WorkingCalendar", "calendar_from_days", "national_calendar"),
    "codelists": (
        "Aim",
        "AmendmentGround",
        "BuyerKind",
        "Category",
        "ContractKind",
        "ContractState",
        "FollowUpKind",
        "FollowUpStatus",
        "OptionOutcome",
        "Phase",
        "Procedure",
        "Regime",
        "RiskClass",
        "Role",
        "Roll",
        "Severity",
        "SourceKind",
        "TerminationReason",
    ),
    "contracts": (
        "Amendment",
        "Contract",
        "KeyDate",
        "Milestone",
        "Option",
        "OptionDecision",
        "RiskRating",
        "Termination",
    ),
    "errors": ("SamverkanError", "SamverkanWarning"),
    "exchange": ("Loss", "Reading", "read"),
    "explanations": ("Explanation", "Finding", "LegalBasis", "Step", "Text"),
    "jurisdictions": ("Jurisdiction", "jurisdiction"),
    "parties": ("Party",),
    "periods": (
        "Period",
        "Span",
        "day",
        "days",
        "moment",
        "months",
        "occurrences",
        "shift",
        "weeks",
        "working_days",
        "years",
    ),
    "portfolio": ("Extra", "Portfolio"),
    "procurements": ("Lot", "Procurement"),
    "rules": ("Context", "FollowUpRule", "Occurrence", "RuleBook", "at", "every"),
    "schedule": ("FollowUp", "Plan", "plan"),
    "values": ("Identifier", "Money"),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [  # noqa: RUF022  # by module, as above
    "ClosedDay",
    "WorkingCalendar",
    "calendar_from_days",
    "national_calendar",
    "Aim",
    "AmendmentGround",
    "BuyerKind",
    "Category",
    "ContractKind",
    "ContractState",
    "FollowUpKind",
    "FollowUpStatus",
    "OptionOutcome",
    "Phase",
    "Procedure",
    "Regime",
    "RiskClass",
    "Role",
    "Roll",
    "Severity",
    "SourceKind",
    "TerminationReason",
    "Amendment",
    "Contract",
    "KeyDate",
    "Milestone",
    "Option",
    "OptionDecision",
    "RiskRating",
    "Termination",
    "SamverkanError",
    "SamverkanWarning",
    "Loss",
    "Reading",
    "read",
    "Explanation",
    "Finding",
    "LegalBasis",
    "Step",
    "Text",
    "Jurisdiction",
    "jurisdiction",
    "Party",
    "Period",
    "Span",
    "day",
    "days",
    "moment",
    "months",
    "occurrences",
    "shift",
    "weeks",
    "working_days",
    "years",
    "Extra",
    "Portfolio",
    "Lot",
    "Procurement",
    "Context",
    "FollowUpRule",
    "Occurrence",
    "RuleBook",
    "at",
    "every",
    "FollowUp",
    "Plan",
    "plan",
    "Identifier",
    "Money",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'samverkan' has no attribute {name!r}")
    found: object = getattr(importlib.import_module(f"samverkan.{_HOME[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return __all__

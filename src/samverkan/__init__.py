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
    from samverkan.checkpoints import (
        Checkpoint,
        Deviation,
        EligibilityCheck,
        ExclusionFact,
        RemedyStep,
        SelfCleaning,
    )
    from samverkan.checks import (
        Check,
        Findings,
        check,
    )
    from samverkan.codelists import (
        Aim,
        AmendmentGround,
        Audience,
        BuyerKind,
        Category,
        CheckpointOutcome,
        ContractKind,
        ContractState,
        CultureDimension,
        DialogueForm,
        Eligibility,
        ExclusionGround,
        FollowUpKind,
        FollowUpStatus,
        ObligationKind,
        OptionOutcome,
        Phase,
        Procedure,
        Regime,
        RelationKind,
        Remedy,
        RiskClass,
        Role,
        Roll,
        Severity,
        Side,
        SourceKind,
        TerminationReason,
        Topic,
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
    from samverkan.deadlines import Amount, Deadline
    from samverkan.development import (
        CultureAssessment,
        DesignChoice,
        Proposal,
        Training,
        Trial,
    )
    from samverkan.dialogue import (
        Dialogue,
        Disclosure,
        Question,
    )
    from samverkan.errors import (
        LawCoverageError,
        NoDeadlineError,
        SamverkanError,
        SamverkanWarning,
    )
    from samverkan.exchange import (
        Loss,
        Reading,
        read,
    )
    from samverkan.explanations import (
        Dated,
        Explanation,
        Finding,
        LegalBasis,
        Step,
        Text,
    )
    from samverkan.jurisdictions import (
        Jurisdiction,
        jurisdiction,
    )
    from samverkan.measures import (
        Share,
    )
    from samverkan.network import stakeholder_graph
    from samverkan.obligations import (
        ContractOutcome,
        Obligation,
        Term,
    )
    from samverkan.parties import (
        Party,
    )
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
    from samverkan.portfolio import (
        Extra,
        Portfolio,
    )
    from samverkan.preconditions import (
        Scorecard,
        scorecard,
    )
    from samverkan.procurements import (
        Lot,
        Procurement,
    )
    from samverkan.relations import (
        Relation,
    )
    from samverkan.rules import (
        Context,
        FollowUpRule,
        Occurrence,
        RuleBook,
        at,
        every,
    )
    from samverkan.schedule import (
        FollowUp,
        Plan,
        plan,
    )
    from samverkan.tenders import (
        Tender,
    )
    from samverkan.trust import (
        Opinion,
        opinion,
        panel,
    )
    from samverkan.understanding import (
        ChangedCircumstance,
        Confirmation,
        Need,
        RoleHolding,
    )
    from samverkan.values import (
        Identifier,
        Money,
    )

_HOMES = {
    "calendars": ("ClosedDay", "WorkingCalendar", "calendar_from_days", "national_calendar"),
    "checkpoints": (
        "Checkpoint",
        "Deviation",
        "EligibilityCheck",
        "ExclusionFact",
        "RemedyStep",
        "SelfCleaning",
    ),
    "checks": ("Check", "Findings", "check"),
    "codelists": (
        "Aim",
        "AmendmentGround",
        "Audience",
        "BuyerKind",
        "Category",
        "CheckpointOutcome",
        "ContractKind",
        "ContractState",
        "CultureDimension",
        "DialogueForm",
        "Eligibility",
        "ExclusionGround",
        "FollowUpKind",
        "FollowUpStatus",
        "ObligationKind",
        "OptionOutcome",
        "Phase",
        "Procedure",
        "Regime",
        "RelationKind",
        "Remedy",
        "RiskClass",
        "Role",
        "Roll",
        "Severity",
        "Side",
        "SourceKind",
        "TerminationReason",
        "Topic",
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
    "deadlines": ("Amount", "Deadline"),
    "development": ("CultureAssessment", "DesignChoice", "Proposal", "Training", "Trial"),
    "dialogue": ("Dialogue", "Disclosure", "Question"),
    "errors": ("LawCoverageError", "NoDeadlineError", "SamverkanError", "SamverkanWarning"),
    "exchange": ("Loss", "Reading", "read"),
    "explanations": ("Dated", "Explanation", "Finding", "LegalBasis", "Step", "Text"),
    "jurisdictions": ("Jurisdiction", "jurisdiction"),
    "measures": ("Share",),
    "network": ("stakeholder_graph",),
    "obligations": ("ContractOutcome", "Obligation", "Term"),
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
    "preconditions": ("Scorecard", "scorecard"),
    "procurements": ("Lot", "Procurement"),
    "relations": ("Relation",),
    "rules": ("Context", "FollowUpRule", "Occurrence", "RuleBook", "at", "every"),
    "schedule": ("FollowUp", "Plan", "plan"),
    "tenders": ("Tender",),
    "trust": ("Opinion", "opinion", "panel"),
    "understanding": ("ChangedCircumstance", "Confirmation", "Need", "RoleHolding"),
    "values": ("Identifier", "Money"),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [  # noqa: RUF022  # by module, as above
    "ClosedDay",
    "WorkingCalendar",
    "calendar_from_days",
    "national_calendar",
    "Checkpoint",
    "Deviation",
    "EligibilityCheck",
    "ExclusionFact",
    "RemedyStep",
    "SelfCleaning",
    "Check",
    "Findings",
    "check",
    "Aim",
    "AmendmentGround",
    "Audience",
    "BuyerKind",
    "Category",
    "CheckpointOutcome",
    "ContractKind",
    "ContractState",
    "CultureDimension",
    "DialogueForm",
    "Eligibility",
    "ExclusionGround",
    "FollowUpKind",
    "FollowUpStatus",
    "ObligationKind",
    "OptionOutcome",
    "Phase",
    "Procedure",
    "Regime",
    "RelationKind",
    "Remedy",
    "RiskClass",
    "Role",
    "Roll",
    "Severity",
    "Side",
    "SourceKind",
    "TerminationReason",
    "Topic",
    "Amendment",
    "Contract",
    "KeyDate",
    "Milestone",
    "Option",
    "OptionDecision",
    "RiskRating",
    "Termination",
    "Amount",
    "Deadline",
    "CultureAssessment",
    "DesignChoice",
    "Proposal",
    "Training",
    "Trial",
    "Dialogue",
    "Disclosure",
    "Question",
    "LawCoverageError",
    "NoDeadlineError",
    "SamverkanError",
    "SamverkanWarning",
    "Loss",
    "Reading",
    "read",
    "Dated",
    "Explanation",
    "Finding",
    "LegalBasis",
    "Step",
    "Text",
    "Jurisdiction",
    "jurisdiction",
    "Share",
    "stakeholder_graph",
    "ContractOutcome",
    "Obligation",
    "Term",
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
    "Scorecard",
    "scorecard",
    "Lot",
    "Procurement",
    "Relation",
    "Context",
    "FollowUpRule",
    "Occurrence",
    "RuleBook",
    "at",
    "every",
    "FollowUp",
    "Plan",
    "plan",
    "Tender",
    "Opinion",
    "opinion",
    "panel",
    "ChangedCircumstance",
    "Confirmation",
    "Need",
    "RoleHolding",
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

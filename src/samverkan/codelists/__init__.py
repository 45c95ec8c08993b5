"""Every code list: values are OCDS or eForms codes where those exist, with labels in sv and en.

A code is written ``NAME = "value", "Swedish label", "English label"``. The value is what documents
carry; the labels are what people read.

>>> Role.BUYER.value, Role.BUYER.label("sv")
('buyer', 'upphandlande myndighet')
>>> Role("supplier")
<Role.SUPPLIER: 'supplier'>
"""

from __future__ import annotations

from samverkan.codelists.checks import Severity
from samverkan.codelists.code import Code, Language, check_language
from samverkan.codelists.contracts import (
    AmendmentGround,
    ContractKind,
    ContractState,
    MilestoneKind,
    MilestoneStatus,
    OptionOutcome,
    RiskClass,
    TerminationReason,
    as_amendment_ground,
    as_contract_kind,
    as_milestone_kind,
    as_milestone_status,
    as_option_outcome,
    as_risk_class,
    as_termination_reason,
)
from samverkan.codelists.currencies import CURRENCIES, WITHDRAWN_CURRENCIES
from samverkan.codelists.follow_up import (
    Aim,
    FollowUpKind,
    FollowUpStatus,
    Method,
    Roll,
    SourceKind,
    as_aim,
    as_follow_up_kind,
    as_method,
    as_roll,
    as_source_kind,
)
from samverkan.codelists.law import (
    AmendmentOutcome,
    AwardCase,
    DurationCap,
    GroundOutcome,
    SendingMeans,
    Trigger,
    as_award_case,
    as_duration_cap,
    as_sending_means,
)
from samverkan.codelists.parties import (
    BuyerKind,
    Role,
    as_buyer_kind,
    as_role,
)
from samverkan.codelists.procurements import (
    Category,
    Phase,
    Procedure,
    Regime,
    as_category,
    as_procedure,
    as_regime,
)
from samverkan.codelists.trust import Quadrant

__all__ = [
    "CURRENCIES",
    "WITHDRAWN_CURRENCIES",
    "Aim",
    "AmendmentGround",
    "AmendmentOutcome",
    "AwardCase",
    "BuyerKind",
    "Category",
    "Code",
    "ContractKind",
    "ContractState",
    "DurationCap",
    "FollowUpKind",
    "FollowUpStatus",
    "GroundOutcome",
    "Language",
    "Method",
    "MilestoneKind",
    "MilestoneStatus",
    "OptionOutcome",
    "Phase",
    "Procedure",
    "Quadrant",
    "Regime",
    "RiskClass",
    "Role",
    "Roll",
    "SendingMeans",
    "Severity",
    "SourceKind",
    "TerminationReason",
    "Trigger",
    "as_aim",
    "as_amendment_ground",
    "as_award_case",
    "as_buyer_kind",
    "as_category",
    "as_contract_kind",
    "as_duration_cap",
    "as_follow_up_kind",
    "as_method",
    "as_milestone_kind",
    "as_milestone_status",
    "as_option_outcome",
    "as_procedure",
    "as_regime",
    "as_risk_class",
    "as_role",
    "as_roll",
    "as_sending_means",
    "as_source_kind",
    "as_termination_reason",
    "check_language",
]

"""Codes about contracts: kind, state, options, amendments and risk class."""

from __future__ import annotations

from samverkan.codelists.code import Code

__all__ = [
    "AmendmentGround",
    "ContractKind",
    "ContractState",
    "MilestoneKind",
    "MilestoneStatus",
    "OptionOutcome",
    "RiskClass",
    "TerminationReason",
    "as_amendment_ground",
    "as_contract_kind",
    "as_milestone_kind",
    "as_milestone_status",
    "as_option_outcome",
    "as_risk_class",
    "as_termination_reason",
]


class ContractKind(Code):
    """What a contract is (kontrakt, ramavtal, avrop)."""

    CONTRACT = "contract", "kontrakt", "contract"
    FRAMEWORK = "framework", "ramavtal", "framework agreement"
    CALL_OFF = "call-off", "avrop", "call-off"


class ContractState(Code):
    """Where a contract stands on a day (avtalets läge); never stored, always computed."""

    PENDING = "pending", "inte tecknat", "not signed"
    SIGNED = "signed", "tecknat, gäller inte än", "signed, not yet in force"
    ACTIVE = "active", "gäller", "in force"
    ENDED = "ended", "har löpt ut", "ended as agreed"
    TERMINATED = "terminated", "avslutat i förtid", "terminated early"


class OptionOutcome(Code):
    """What was decided about an option (optionsbeslut)."""

    EXERCISED = "exercised", "utnyttjad", "exercised"
    DECLINED = "declined", "inte utnyttjad", "declined"


class TerminationReason(Code):
    """Why a contract ended early (skäl för förtida upphörande)."""

    AGREEMENT = "agreement", "överenskommelse", "agreement of the parties"
    NOTICE = "notice", "uppsägning", "notice given"
    BREACH = "breach", "hävning på grund av avtalsbrott", "breach of contract"
    LAW = "law", "uppsägning enligt lag", "termination required by law"
    INSOLVENCY = "insolvency", "insolvens", "insolvency"
    INVALIDITY = "invalidity", "ogiltighet", "declared invalid"


class AmendmentGround(Code):
    """Why a contract may be changed (grund för ändring); eForms modification reasons, BT-200."""

    DE_MINIMIS = "mod-minv", "ändring av mindre värde", "change of minor value"
    REVIEW_CLAUSE = "mod-rev", "ändrings- eller optionsklausul", "review clause or option"
    ADDITIONAL = "add-wss", "kompletterande beställning", "additional works, services or supplies"
    UNFORESEEABLE = "mod-cir", "oförutsebara omständigheter", "unforeseeable circumstances"
    SUPPLIER_REPLACEMENT = "mod-repl", "byte av leverantör", "replacement of the supplier"
    NON_SUBSTANTIAL = "mod-nons", "ändring som inte är väsentlig", "non-substantial change"


class RiskClass(Code):
    """How closely a contract is followed (riskklass); A most, C least.

    The classes stand for the example of SKR (2024) with 10, 30 and 60 % of the contracts.
    """

    A = "A", "klass A: verksamhetskritiskt", "class A: business critical"
    B = "B", "klass B: medel", "class B: medium"
    C = "C", "klass C: låg", "class C: low"


class MilestoneKind(Code):
    """What a milestone is about (typ av milstolpe); OCDS ``milestoneType`` codes."""

    PRE_PROCUREMENT = "preProcurement", "inför upphandling", "pre-procurement"
    APPROVAL = "approval", "godkännande", "approval"
    ENGAGEMENT = "engagement", "dialog", "engagement"
    ASSESSMENT = "assessment", "bedömning", "assessment"
    DELIVERY = "delivery", "leverans", "delivery"
    REPORTING = "reporting", "rapportering", "reporting"
    FINANCING = "financing", "finansiering", "financing"
    PAYMENT = "payment", "betalning", "payment"


class MilestoneStatus(Code):
    """How a milestone stands (milstolpens status); OCDS ``milestoneStatus`` codes."""

    SCHEDULED = "scheduled", "planerad", "scheduled"
    MET = "met", "uppfylld", "met"
    NOT_MET = "notMet", "inte uppfylld", "not met"
    PARTIALLY_MET = "partiallyMet", "delvis uppfylld", "partially met"


def as_amendment_ground(value: AmendmentGround | str) -> AmendmentGround:
    """The code itself, or the one with a value; converter of fields."""
    return AmendmentGround.of(value)


def as_contract_kind(value: ContractKind | str) -> ContractKind:
    """The code itself, or the one with a value; converter of fields."""
    return ContractKind.of(value)


def as_milestone_kind(value: MilestoneKind | str) -> MilestoneKind:
    """The code itself, or the one with a value; converter of fields."""
    return MilestoneKind.of(value)


def as_milestone_status(value: MilestoneStatus | str) -> MilestoneStatus:
    """The code itself, or the one with a value; converter of fields."""
    return MilestoneStatus.of(value)


def as_option_outcome(value: OptionOutcome | str) -> OptionOutcome:
    """The code itself, or the one with a value; converter of fields."""
    return OptionOutcome.of(value)


def as_risk_class(value: RiskClass | str) -> RiskClass:
    """The code itself, or the one with a value; converter of fields."""
    return RiskClass.of(value)


def as_termination_reason(value: TerminationReason | str) -> TerminationReason:
    """The code itself, or the one with a value; converter of fields."""
    return TerminationReason.of(value)

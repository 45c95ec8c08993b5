"""Codes about developing the deal: design choices, proposals, trials, culture."""

from __future__ import annotations

from samverkan.codelists.code import Code

__all__ = [
    "AssessmentMethod",
    "CultureDimension",
    "DesignChoiceKind",
    "ProposalAnswer",
    "TrialResult",
    "as_assessment_method",
    "as_culture_dimension",
    "as_design_choice_kind",
    "as_proposal_answer",
    "as_trial_result",
]


class DesignChoiceKind(Code):
    """A choice in the design of a procurement that shapes competition (utformningsval).

    Values of the innovation kinds are eForms ``innovative-acquisition`` codes (BT-776).
    """

    LOTS = "lots", "delkontrakt", "lots"
    FUNCTIONAL_REQUIREMENTS = "functional-requirements", "funktionskrav", "functional requirements"
    DRAFT_FOR_COMMENT = (
        "draft-for-comment",
        "utkast på extern remiss",
        "draft sent out for comment",
    )
    EARLY_INFORMATION = "early-information", "tidig information", "early information"
    LOW_ENTRY_REQUIREMENTS = (
        "low-entry-requirements",
        "låga trösklar för att delta",
        "low entry requirements",
    )
    LONGER_TENDER_TIME = "longer-tender-time", "längre anbudstid", "longer time for tenders"
    PRICE_ONLY = "price-only", "tilldelning efter pris", "award by price alone"
    QUALITY_CRITERIA = (
        "quality-criteria",
        "tilldelning efter pris och kvalitet",
        "award by price and quality",
    )
    FIXED_PRICE = "fixed-price", "fast pris satt av köparen", "price set by the buyer"
    MARKET_NOVELTY = "mar-nov", "nytt på marknaden", "new to the market"
    PROCESS_INNOVATION = "proc-innov", "processinnovation", "process innovation"
    PRODUCT_INNOVATION = "prod-innov", "produktinnovation", "product innovation"
    RESEARCH = "rd-act", "forskning och utveckling", "research and development"


class ProposalAnswer(Code):
    """How a proposal was answered (svar på förslag)."""

    ADOPTED = "adopted", "antaget", "adopted"
    TRIED = "tried", "prövas", "being tried"
    DECLINED = "declined", "avböjt", "declined"


class TrialResult(Code):
    """What a trial of a new method showed (utfall av försök)."""

    CONFIRMED = "confirmed", "hypotesen höll", "hypothesis held"
    REFUTED = "refuted", "hypotesen höll inte", "hypothesis did not hold"
    INCONCLUSIVE = "inconclusive", "inget säkert utfall", "inconclusive"


class CultureDimension(Code):
    """A side of the culture of an organisation (kulturdimension)."""

    TRUST = "trust", "tillit", "trust"
    TRANSPARENCY = "transparency", "öppenhet", "transparency"
    PROFESSIONALISM = "professionalism", "professionalism", "professionalism"
    BUSINESSLIKE = "businesslike", "affärsmässighet", "businesslike conduct"


class AssessmentMethod(Code):
    """How a culture was assessed (bedömningssätt)."""

    SELF = "self", "självskattning", "self-assessment"
    COUNTERPART = "counterpart", "motpartens bedömning", "assessment by the counterpart"
    SURVEY = "survey", "enkät", "survey"
    AUDIT = "audit", "granskning", "audit"


def as_assessment_method(value: AssessmentMethod | str) -> AssessmentMethod:
    """The code itself, or the one with a value; converter of fields."""
    return AssessmentMethod.of(value)


def as_culture_dimension(value: CultureDimension | str) -> CultureDimension:
    """The code itself, or the one with a value; converter of fields."""
    return CultureDimension.of(value)


def as_design_choice_kind(value: DesignChoiceKind | str) -> DesignChoiceKind:
    """The code itself, or the one with a value; converter of fields."""
    return DesignChoiceKind.of(value)


def as_proposal_answer(value: ProposalAnswer | str) -> ProposalAnswer:
    """The code itself, or the one with a value; converter of fields."""
    return ProposalAnswer.of(value)


def as_trial_result(value: TrialResult | str) -> TrialResult:
    """The code itself, or the one with a value; converter of fields."""
    return TrialResult.of(value)

"""Codes about what was checked, what deviated, and what bars a party."""

from __future__ import annotations

from samverkan.codelists.code import Code

__all__ = [
    "CheckpointOutcome",
    "Eligibility",
    "ExclusionGround",
    "Remedy",
    "as_checkpoint_outcome",
    "as_eligibility",
    "as_exclusion_ground",
    "as_remedy",
]


class CheckpointOutcome(Code):
    """What a check showed (utfall); the first three are OCDS ``milestoneStatus`` codes."""

    MET = "met", "uppfyllt", "met"
    PARTIALLY_MET = "partiallyMet", "delvis uppfyllt", "partially met"
    NOT_MET = "notMet", "inte uppfyllt", "not met"
    NOT_ASSESSED = "notAssessed", "inte bedömt", "not assessed"


class Remedy(Code):
    """What is done about a deviation (åtgärd); the ladder of ``checkpoints`` orders them."""

    NOTICE = "notice", "påtalad", "notice"
    ACTION_PLAN = "action-plan", "åtgärdsplan", "action plan"
    PENALTY = "penalty", "vite", "penalty"
    TERMINATION = "termination", "hävning", "termination"
    CLOSED = "closed", "avslutad", "closed"


class ExclusionGround(Code):
    """Why a party may be barred from a procurement (uteslutningsgrund; BT-67, ESPD).

    Values are ESPD codes where the ground has one of its own; a jurisdiction says what they mean.
    """

    CRIMINAL_ORGANISATION = (
        "crime-org",
        "deltagande i kriminell organisation",
        "participation in a criminal organisation",
    )
    CORRUPTION = "corruption", "korruption, bestickning", "corruption"
    FRAUD = (
        "fraud",
        "bedrägeri mot EU:s finansiella intressen",
        "fraud against the financial interests of the EU",
    )
    MONEY_LAUNDERING = (
        "finan-laund",
        "penningtvätt, finansiering av terrorism",
        "money laundering, financing of terrorism",
    )
    TERRORISM = "terr-offence", "terroristbrott", "terrorist offences"
    HUMAN_TRAFFICKING = "human-traffic", "människohandel", "human trafficking"
    TAXES = "tax-pay", "obetalda skatter", "unpaid taxes"
    SOCIAL_SECURITY = (
        "socsec-pay",
        "obetalda socialförsäkringsavgifter",
        "unpaid social security contributions",
    )
    ENVIRONMENT_SOCIAL_LABOUR = (
        "envir-soc-labour-law",
        "åsidosatta miljö-, social- eller arbetsrättsliga skyldigheter",
        "breach of environmental, social or labour law",
    )
    INSOLVENCY = (
        "bankruptcy",
        "konkurs, insolvens eller motsvarande",
        "bankruptcy, insolvency or the like",
    )
    MISCONDUCT = (
        "prof-misconduct",
        "allvarligt fel i yrkesutövningen",
        "grave professional misconduct",
    )
    DISTORTION = (
        "distorsion",
        "överenskommelse som snedvrider konkurrensen",
        "agreement that distorts competition",
    )
    EARLIER_CONTRACT = (
        "sanction",
        "brister i tidigare kontrakt",
        "deficiencies in an earlier contract",
    )
    CONFLICT_OF_INTEREST = "partic-confl", "jäv", "conflict of interest"
    PREPARATION = (
        "prep-confl",
        "tidigare deltagande i förberedelserna",
        "involvement in the preparation",
    )
    MISREPRESENTATION = "misrepresent", "oriktiga uppgifter", "misrepresentation"
    UNDUE_INFLUENCE = "undue-influence", "otillbörlig påverkan", "undue influence"
    NATIONAL = (
        "nati-ground",
        "annan grund angiven i dokumenten",
        "other ground stated in the documents",
    )


class Eligibility(Code):
    """Whether a party may take part (prövning av uteslutning): a gate, never a number."""

    ELIGIBLE = "eligible", "ingen grund för uteslutning", "eligible"
    EXCLUDED = "excluded-must", "ska uteslutas", "must be excluded"
    MAY_BE_EXCLUDED = (
        "excluded-may",
        "får uteslutas, beslut krävs",
        "may be excluded, a decision is needed",
    )
    UNKNOWN = "unknown", "inte prövat", "not known"


def as_checkpoint_outcome(value: CheckpointOutcome | str) -> CheckpointOutcome:
    """The code itself, or the one with a value; converter of fields."""
    return CheckpointOutcome.of(value)


def as_eligibility(value: Eligibility | str) -> Eligibility:
    """The code itself, or the one with a value; converter of fields."""
    return Eligibility.of(value)


def as_exclusion_ground(value: ExclusionGround | str) -> ExclusionGround:
    """The code itself, or the one with a value; converter of fields."""
    return ExclusionGround.of(value)


def as_remedy(value: Remedy | str) -> Remedy:
    """The code itself, or the one with a value; converter of fields."""
    return Remedy.of(value)

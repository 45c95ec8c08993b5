"""Codes about what was checked, what deviated, and what bars a party."""

from __future__ import annotations

from samverkan.codelists.code import Code

__all__ = [
    "CheckpointOutcome",
    "Eligibility",
    "ExclusionGround",
    "Irregularity",
    "Remedy",
    "as_checkpoint_outcome",
    "as_eligibility",
    "as_exclusion_ground",
    "as_irregularity",
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


class Irregularity(Code):
    """What may be irregular in a procurement (oegentlighet; eForms ``irregularity-type``).

    Values are those of BT-636; the words are ours, shorter than the list's own.
    """

    ABNORMALLY_LOW = (
        "ab-low",
        "onormalt lågt anbud förkastat utan skäl",
        "abnormally low tender rejected without reason",
    )
    ARTIFICIAL_SPLITTING = (
        "ar-split",
        "kontrakt uppdelat på konstlad väg",
        "contract split artificially",
    )
    BID_RIGGING = (
        "bid-rigging",
        "anbudskartell, fastställd av myndighet eller domstol",
        "bid-rigging established by an authority or a court",
    )
    CHANGE_IN_EVALUATION = (
        "change-eval",
        "förhandling eller ändrat anbud under utvärderingen",
        "negotiation or a changed tender during evaluation",
    )
    CONFLICT_OF_INTEREST = (
        "conf-int",
        "intressekonflikt som påverkat utgången",
        "conflict of interest that affected the outcome",
    )
    CONDITIONS_MODIFIED = (
        "cp-mod-cond",
        "villkor väsentligt ändrade under förhandling",
        "conditions substantially modified while negotiating",
    )
    ELEMENTS_MODIFIED = (
        "elem-mod",
        "kontraktet ändrat i strid med reglerna",
        "contract modified against the rules",
    )
    ADDITIONAL_CRITERIA = (
        "eva-add-crit",
        "utvärdering med kriterier som inte publicerats",
        "evaluation by criteria that were not published",
    )
    DIFFERENT_CRITERIA = (
        "eva-diff-crit",
        "utvärdering med andra kriterier än de angivna",
        "evaluation by other criteria than those stated",
    )
    FORMAL = "formal", "formfel", "formal error"
    AUDIT_TRAIL = (
        "ins-audit",
        "otillräcklig dokumentation av tilldelningen",
        "insufficient audit trail of the award",
    )
    TIME_FOR_DOCUMENTS = (
        "insuf-timl",
        "för kort tid att hämta upphandlingsdokumenten",
        "too little time to obtain the procurement documents",
    )
    PRIOR_INVOLVEMENT = (
        "irr-involv",
        "otillåtet deltagande i förberedelserna",
        "irregular involvement in the preparation",
    )
    CRITERIA_MODIFIED = (
        "mod-inco",
        "krav ändrade efter anbudsöppningen eller fel tillämpade",
        "requirements modified after opening, or applied wrongly",
    )
    ELECTRONIC_PROCEDURE = (
        "nc-proc-eap",
        "reglerna om elektronisk och samordnad upphandling inte följda",
        "rules of electronic and aggregated procurement not followed",
    )
    TIME_LIMITS = (
        "nc-timl",
        "tidsfrister för anbud eller ansökningar inte följda",
        "time limits for tenders or requests not complied with",
    )
    AWARD_CRITERIA_UNCLEAR = (
        "ncompl-awcrit",
        "tilldelningskriterierna otillräckligt beskrivna",
        "award criteria not described in enough detail",
    )
    NOTICE_INCOMPLETE = (
        "ncompl-cn",
        "krav, kriterier eller villkor saknas i annonsen",
        "requirements, criteria or conditions missing in the notice",
    )
    CLARIFICATION_NOT_SHARED = (
        "ncompl-com",
        "förtydligande eller upplysning inte lämnad till alla",
        "clarification or information not communicated",
    )
    SUBJECT_UNCLEAR = (
        "ncompl-sub",
        "otydligt föremål för kontraktet",
        "imprecise subject matter of the contract",
    )
    NO_NOTICE = (
        "no-notice",
        "ingen annons, eller direkttilldelning utan skäl",
        "no notice, or a direct award without reason",
    )
    NOT_EXTENDED_FOR_ANSWER = (
        "noex-addinfo",
        "anbudstiden inte förlängd efter sen upplysning",
        "time not extended after late additional information",
    )
    NOT_EXTENDED_FOR_CHANGE = (
        "noex-timl",
        "anbudstiden inte förlängd efter väsentlig ändring",
        "time not extended after a significant change",
    )
    LOTS_NOT_JUSTIFIED = (
        "nojust-nolots",
        "inga skäl för att inte dela upp kontraktet",
        "no reason given for not dividing into lots",
    )
    EXTENSION_NOT_PUBLISHED = (
        "npub-limit",
        "förlängd anbudstid inte publicerad",
        "extended time limits not published",
    )
    OTHER = "other", "annan oegentlighet", "another irregularity"
    DOCUMENTS_RESTRICTED = (
        "restr-not-tlim",
        "annat hinder för att få upphandlingsdokumenten",
        "other restriction to obtaining the procurement documents",
    )
    PROCEDURE_NOT_JUSTIFIED = (
        "unj-comp-pro",
        "förhandling, dialog eller innovationspartnerskap utan skäl",
        "negotiation, dialogue or innovation partnership without reason",
    )
    EXCLUSION_NOT_JUSTIFIED = "unj-excl", "uteslutning utan skäl", "exclusion without reason"
    SUBCONTRACTING_LIMITED = (
        "unj-lim-subc",
        "underentreprenad begränsad utan skäl",
        "subcontracting limited without reason",
    )
    RULES_NOT_APPLIED = (
        "unj-na-ppr",
        "upphandlingsreglerna inte tillämpade",
        "procurement rules not applied",
    )
    LOCAL_PREFERENCE = (
        "unj-nrl",
        "krav som gynnar nationella eller lokala leverantörer",
        "requirements that favour national or local suppliers",
    )
    DISCRIMINATION = (
        "unj-nrl-other",
        "krav som diskriminerar på annat sätt",
        "requirements that discriminate in another way",
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


def as_irregularity(value: Irregularity | str) -> Irregularity:
    """The code itself, or the one with a value; converter of fields."""
    return Irregularity.of(value)


def as_remedy(value: Remedy | str) -> Remedy:
    """The code itself, or the one with a value; converter of fields."""
    return Remedy.of(value)

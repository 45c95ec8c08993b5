"""Codes about dialogue: its form, who it is for, what it is about, what is handed over."""

from __future__ import annotations

from samverkan.codelists.code import Code

__all__ = [
    "Audience",
    "Channel",
    "DialogueForm",
    "DialogueScope",
    "DisclosureKind",
    "Topic",
    "as_audience",
    "as_channel",
    "as_dialogue_form",
    "as_dialogue_scope",
    "as_disclosure_kind",
    "as_topic",
]


class DialogueForm(Code):
    """How a dialogue is held (dialogform): every form before, during and after a procurement.

    Values are ours, since no standard has them; ``other`` keeps the list open.
    """

    INTERNAL_NEEDS_DIALOGUE = "internal-needs", "intern behovsdialog", "internal needs dialogue"
    MARKET_ANALYSIS = "market-analysis", "marknadsanalys", "market analysis"
    INFORMATION_MEETING = (
        "information-meeting",
        "informationsmöte, leverantörsdag",
        "information meeting",
    )
    WORKSHOP = "workshop", "workshop", "workshop"
    ONE_TO_ONE = "one-to-one", "enskilt dialogmöte", "one-to-one meeting"
    RFI = "rfi", "request for information (RFI)", "request for information (RFI)"
    EXTERNAL_REVIEW = "external-review", "extern remiss", "external review of draft documents"
    PRIOR_INFORMATION_NOTICE = (
        "prior-information-notice",
        "förhandsannons",
        "prior information notice",
    )
    MARKET_CONSULTATION_NOTICE = (
        "pmc",
        "meddelande om förberedande marknadssamråd",
        "market consultation notice",
    )
    SUPPLIER_TRAINING = (
        "supplier-training",
        "utbildning av anbudsgivare",
        "training of prospective tenderers",
    )
    QUESTION_AND_ANSWER = "question-and-answer", "frågor och svar", "questions and answers"
    DOCUMENT_CHANGE = (
        "document-change",
        "ändring av upphandlingsdokumenten",
        "change of the procurement documents",
    )
    ORAL_CONTACT = "oral-contact", "muntlig kontakt", "oral contact"
    SITE_VISIT = "site-visit", "platsbesök", "site visit"
    TENDER_OPENING = "tender-opening", "anbudsöppning", "opening of tenders"
    CLARIFICATION = "clarification", "rättelse, förtydligande, komplettering", "clarification"
    ABNORMALLY_LOW_EXPLANATION = (
        "abnormally-low-explanation",
        "förklaring av onormalt lågt anbud",
        "explanation of an abnormally low tender",
    )
    EXCLUSION_HEARING = "exclusion-hearing", "hörande före uteslutning", "hearing before exclusion"
    NEGOTIATION = "negotiation", "förhandling", "negotiation"
    COMPETITIVE_DIALOGUE = (
        "competitive-dialogue",
        "konkurrenspräglad dialog",
        "competitive dialogue",
    )
    INNOVATION_PARTNERSHIP = (
        "innovation-partnership",
        "innovationspartnerskap",
        "innovation partnership",
    )
    NATIONAL_DIALOGUE = (
        "national-dialogue",
        "dialog under tröskelvärdet",
        "dialogue below the thresholds",
    )
    NATIONAL_NEGOTIATION = (
        "national-negotiation",
        "förhandling under tröskelvärdet",
        "negotiation below the thresholds",
    )
    AWARD_NOTIFICATION = (
        "award-notification",
        "underrättelse om tilldelningsbeslut",
        "award notification",
    )
    STANDSTILL = "standstill", "kontakt under avtalsspärren", "contact during standstill"
    DEBRIEF = "debrief", "upplysningar på begäran", "debrief on request"
    KICKOFF = "kickoff", "uppstartsmöte", "kick-off meeting"
    OPERATIONAL_MEETING = "operational-meeting", "operativt möte", "operational meeting"
    TACTICAL_MEETING = "tactical-meeting", "uppföljningsmöte", "follow-up meeting"
    STRATEGIC_MEETING = "strategic-meeting", "strategisk dialog", "strategic dialogue"
    DEVELOPMENT_DIALOGUE = "development-dialogue", "utvecklingsdialog", "development dialogue"
    OTHER = "other", "annan form", "another form"


class DialogueScope(Code):
    """Whether a dialogue stays in the house (intern eller extern dialog)."""

    INTERNAL = "internal", "intern", "internal"
    EXTERNAL = "external", "extern", "external"


class Topic(Code):
    """What a dialogue is about (ämne); a talk about integrity is a dialogue with that topic."""

    NEEDS = "needs", "behov", "needs"
    ROLES = "roles", "roller och ansvar", "roles and responsibilities"
    MARKET = "market", "marknaden", "the market"
    REQUIREMENTS = "requirements", "krav", "requirements"
    DELIVERY = "delivery", "leverans", "delivery"
    QUALITY = "quality", "kvalitet", "quality"
    PRICE = "price", "pris", "price"
    DEVELOPMENT = "development", "utveckling", "development"
    SUSTAINABILITY = "sustainability", "hållbarhet", "sustainability"
    DEVIATIONS = "deviations", "avvikelser", "deviations"
    COOPERATION = "cooperation", "samarbetet", "cooperation"
    INTEGRITY = (
        "integrity",
        "korruption och otillbörlig påverkan",
        "corruption and undue influence",
    )


class Audience(Code):
    """Who a dialogue or a piece of information is open to (krets)."""

    OPEN = "open", "öppen för alla", "open to all"
    ALL_TENDERERS = "all-tenderers", "alla som deltar", "all who take part"
    SELECTED = "selected", "utvalda", "selected ones"
    ONE = "one", "en enda", "a single one"


class Channel(Code):
    """How words travel (kommunikationssätt)."""

    WRITTEN = "written", "skriftligt", "in writing"
    ORAL = "oral", "muntligt", "orally"


class DisclosureKind(Code):
    """What kind of information is handed over (typ av uppgift)."""

    CONSULTATION_MATERIAL = (
        "consultation-material",
        "uppgifter från marknadssamråd",
        "material of a market consultation",
    )
    PROCUREMENT_DOCUMENTS = (
        "procurement-documents",
        "upphandlingsdokument",
        "procurement documents",
    )
    ANSWER = "answer", "kompletterande upplysning", "additional information"
    DOCUMENT_CHANGE = (
        "document-change",
        "ändring av upphandlingsdokumenten",
        "change of the procurement documents",
    )
    AWARD = "award", "tilldelningsbeslut", "award decision"
    PLAN = "plan", "uppföljningsplan", "follow-up plan"
    REPORT = "report", "rapport", "report"
    CONTRACT_INFORMATION = (
        "contract-information",
        "uppgift om avtalet",
        "information about the contract",
    )
    OTHER = "other", "annan uppgift", "other information"


def as_audience(value: Audience | str) -> Audience:
    """The code itself, or the one with a value; converter of fields."""
    return Audience.of(value)


def as_channel(value: Channel | str) -> Channel:
    """The code itself, or the one with a value; converter of fields."""
    return Channel.of(value)


def as_dialogue_form(value: DialogueForm | str) -> DialogueForm:
    """The code itself, or the one with a value; converter of fields."""
    return DialogueForm.of(value)


def as_dialogue_scope(value: DialogueScope | str) -> DialogueScope:
    """The code itself, or the one with a value; converter of fields."""
    return DialogueScope.of(value)


def as_disclosure_kind(value: DisclosureKind | str) -> DisclosureKind:
    """The code itself, or the one with a value; converter of fields."""
    return DisclosureKind.of(value)


def as_topic(value: Topic | str) -> Topic:
    """The code itself, or the one with a value; converter of fields."""
    return Topic.of(value)

"""Codes about follow-up: what is done, why, how, and how sure its source is."""

from __future__ import annotations

from samverkan.codelists.code import Code

__all__ = [
    "Aim",
    "FollowUpKind",
    "FollowUpStatus",
    "Method",
    "Roll",
    "SourceKind",
    "as_aim",
    "as_follow_up_kind",
    "as_method",
    "as_roll",
    "as_source_kind",
]


class FollowUpKind(Code):
    """What is followed up (typ av uppföljning)."""

    KICKOFF = "kickoff", "uppstartsmöte", "kick-off meeting"
    DELIVERY_CONTROL = "delivery-control", "leveranskontroll", "delivery control"
    PRICE_INVOICE_CONTROL = (
        "price-invoice-control",
        "pris- och fakturakontroll",
        "price and invoice control",
    )
    REQUIREMENT_COMPLIANCE = "requirement-compliance", "kravuppföljning", "requirement compliance"
    LABOUR_TERMS = "labour-terms", "arbetsrättsliga villkor", "labour terms"
    SUSTAINABILITY_AUDIT = "sustainability-audit", "hållbarhetsrevision", "sustainability audit"
    OPERATIONAL_MEETING = "operational-meeting", "operativt möte", "operational meeting"
    TACTICAL_MEETING = "tactical-meeting", "uppföljningsmöte", "follow-up meeting"
    STRATEGIC_MEETING = "strategic-meeting", "strategisk dialog", "strategic dialogue"
    USER_SURVEY = "user-survey", "brukarundersökning", "user survey"
    SUPPLIER_STATUS = "supplier-status", "leverantörskontroll", "supplier status"
    SUBCONTRACTOR_CONTROL = (
        "subcontractor-control",
        "kontroll av underleverantörer",
        "subcontractor control",
    )
    DEVIATION = "deviation", "avvikelse", "deviation"
    AMENDMENT_CONTROL = "amendment-control", "ändringskontroll", "amendment control"
    CEILING_WATCH = "ceiling-watch", "bevakning av takvolym", "ceiling watch"
    OPTION_EXTENSION = "option-extension", "option och förlängning", "option and extension"
    EXIT_REPROCUREMENT = (
        "exit-reprocurement",
        "avslut och ny upphandling",
        "exit and re-procurement",
    )
    PERFORMANCE_EVALUATION = (
        "performance-evaluation",
        "utvärdering av utförandet",
        "performance evaluation",
    )
    FINAL_EVALUATION = "final-evaluation", "slututvärdering", "final evaluation"
    RECORD_KEEPING = "record-keeping", "dokumentation", "record keeping"


class Aim(Code):
    """What an activity serves (syfte): trust, control, or both; the two are never one number."""

    TRUST = "trust", "tillit", "trust"
    CONTROL = "control", "kontroll", "control"
    BOTH = "both", "tillit och kontroll", "trust and control"


class Method(Code):
    """How something is followed up (uppföljningsmetod)."""

    MEETING = "meeting", "möte", "meeting"
    SELF_REPORT = "self-report", "självrapportering", "self-report"
    REGISTER_CHECK = "register-check", "registerkontroll", "register check"
    SAMPLE = "sample", "stickprov", "sample"
    SURVEY = "survey", "enkät", "survey"
    VISIT_ANNOUNCED = "visit-announced", "anmält besök", "announced visit"
    VISIT_UNANNOUNCED = "visit-unannounced", "oanmält besök", "unannounced visit"
    AUDIT = "audit", "revision", "audit"
    KPI = "kpi", "nyckeltal", "key performance indicator"
    STATISTICS = "statistics", "statistik", "statistics"
    DOCUMENT_REVIEW = "document-review", "dokumentgranskning", "document review"


class FollowUpStatus(Code):
    """How a planned item stands on the day the plan is made for (status)."""

    PLANNED = "planned", "planerad", "planned"
    DUE = "due", "att göra nu", "due"
    OVERDUE = "overdue", "försenad", "overdue"
    DONE_ON_TIME = "done-on-time", "utförd i tid", "done on time"
    DONE_LATE = "done-late", "utförd för sent", "done late"
    WAIVED = "waived", "avstådd", "waived"
    REPLACED = "replaced", "ersatt", "replaced"
    CANCELLED = "cancelled", "bortfallen", "cancelled"
    OVERDUE_AT_CREATION = (
        "overdue-at-creation",
        "passerad när planen gjordes",
        "already past when the plan was made",
    )
    BLOCKED = "blocked", "saknar underlag", "blocked: a fact is missing"


class Roll(Code):
    """What to do when a day is not a working day (flyttning till arbetsdag)."""

    FORWARD = "forward", "nästa arbetsdag", "next working day"
    BACKWARD = "backward", "föregående arbetsdag", "preceding working day"
    NONE = "none", "flyttas inte", "not moved"


class SourceKind(Code):
    """How binding the source of a rule is (källans tyngd)."""

    LAW = "L", "lag", "statute"
    GUIDANCE = "G", "vägledning", "guidance"
    CHOICE = "X", "bibliotekets val", "the library's own choice"


def as_aim(value: Aim | str) -> Aim:
    """The code itself, or the one with a value; converter of fields."""
    return Aim.of(value)


def as_follow_up_kind(value: FollowUpKind | str) -> FollowUpKind:
    """The code itself, or the one with a value; converter of fields."""
    return FollowUpKind.of(value)


def as_method(value: Method | str) -> Method:
    """The code itself, or the one with a value; converter of fields."""
    return Method.of(value)


def as_roll(value: Roll | str) -> Roll:
    """The code itself, or the one with a value; converter of fields."""
    return Roll.of(value)


def as_source_kind(value: SourceKind | str) -> SourceKind:
    """The code itself, or the one with a value; converter of fields."""
    return SourceKind.of(value)

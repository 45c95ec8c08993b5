"""Codes about trust and control: what evidence is about, where it comes from, what it shows."""

from __future__ import annotations

from samverkan.codelists.code import Code

__all__ = [
    "Conduct",
    "EvidenceSource",
    "Quadrant",
    "TrustTopic",
    "Verification",
    "as_trust_topic",
]


class Quadrant(Code):
    """Where a relation stands between trust and control (läge mellan tillit och kontroll)."""

    VERIFIED_TRUST = "verified-trust", "bekräftad tillit", "verified trust"
    BLIND_TRUST = "blind-trust", "blind tillit", "blind trust"
    OVER_CONTROL = "over-control", "överkontroll", "over-control"
    NEITHER = "neither", "varken tillit eller kontroll", "neither trust nor control"


class TrustTopic(Code):
    """What trust is about (vad tilliten gäller); the first two are those of Das and Teng 2001."""

    COMPETENCE = "competence", "förmåga", "competence"
    GOODWILL = "goodwill", "god vilja", "goodwill"
    OPENNESS = "openness", "öppenhet", "openness"
    BUSINESSLIKE = "businesslike", "affärsmässighet", "businesslike conduct"


class EvidenceSource(Code):
    """Where a piece of evidence comes from (underlagets källa)."""

    CHECKPOINT = "checkpoint", "kontrollpunkt", "checkpoint"
    DELIVERY = "delivery", "leverans", "delivery"
    REPORT = "report", "rapportering", "report"
    INSIGHT = "insight", "insyn", "insight"
    PROMISE = "promise", "löfte", "promise"
    QUESTION = "question", "svar på fråga", "answer to a question"
    PROPOSAL = "proposal", "svar på förslag", "answer to a proposal"
    DEVIATION = "deviation", "avvikelse", "deviation"
    SURVEY = "survey", "enkät eller bedömning", "survey or assessment"


class Conduct(Code):
    """What a piece of evidence shows (vad underlaget visar)."""

    MET = "met", "uppfyllt", "met"
    PARTIALLY_MET = "partially-met", "delvis uppfyllt", "partially met"
    NOT_MET = "not-met", "inte uppfyllt", "not met"
    KEPT = "kept", "fullgjort i tid", "fulfilled in time"
    LATE = "late", "fullgjort för sent", "fulfilled too late"
    BROKEN = "broken", "inte fullgjort", "not fulfilled"
    ANSWERED = "answered", "besvarat i tid", "answered in time"
    ANSWERED_LATE = "answered-late", "besvarat för sent", "answered too late"
    UNANSWERED = "unanswered", "inte besvarat", "not answered"
    FOUND = "found", "funnen", "found"
    MENDED = "mended", "avhjälpt i tid", "mended in time"
    MENDED_LATE = "mended-late", "avhjälpt för sent", "mended too late"
    UNMENDED = "unmended", "inte avhjälpt", "not mended"
    PENALISED = "penalised", "ledde till vite", "led to a penalty"
    TERMINATED = "terminated", "ledde till hävning", "led to termination"
    RATED = "rated", "bedömd", "rated"


class Verification(Code):
    """How well a piece of evidence is shown (hur underlaget är styrkt)."""

    VERIFIED = "verified", "styrkt", "verified"
    RECORDED = "recorded", "antecknat", "recorded"
    SELF_REPORTED = "self-reported", "egen uppgift", "self-reported"


def as_trust_topic(value: TrustTopic | str) -> TrustTopic:
    """The code itself, or the one with a value; converter of fields."""
    return TrustTopic.of(value)

"""Codes about law: what sets a period running, how something was sent, what a limit is about."""

from __future__ import annotations

from samverkan.codelists.code import Code

__all__ = [
    "AmendmentOutcome",
    "AwardCase",
    "DurationCap",
    "GroundOutcome",
    "SendingMeans",
    "Trigger",
    "as_award_case",
    "as_duration_cap",
    "as_sending_means",
]


class Trigger(Code):
    """What sets a statutory period running (utgångspunkt för en frist)."""

    SENT = "sent", "skickades", "sent"
    RECEIVED = "received", "kom in", "received"
    PUBLISHED = "published", "publicerades", "published"
    SIGNED = "signed", "avtalet ingicks", "contract concluded"
    STARTED = "started", "började gälla", "came into force"
    AWARDED = "awarded", "kontraktet tilldelades", "contract awarded"
    CANCELLED = "cancelled", "upphandlingen avbröts", "procurement cancelled"
    DECIDED = "decided", "domstolen avgjorde målet", "the court decided"
    KNOWN = "known", "leverantören fick kännedom", "the supplier knew"
    FINAL = "final", "avgörandet fick laga kraft", "the ruling became final"
    QUARTER_END = "quarter-end", "kvartalet slutade", "the quarter ended"
    TENDERS_DUE = "tenders-due", "sista dag för anbud", "last day for tenders"


class SendingMeans(Code):
    """How a notification was sent (sätt att skicka).

    Where it went to anyone in another way than the electronic one, that way is what counts.
    """

    ELECTRONIC = "electronic", "med elektroniskt medel", "by electronic means"
    LETTER = "letter", "med brev", "by letter"
    OTHER = "other", "på annat sätt", "in another way"


class AwardCase(Code):
    """How a contract was awarded, as far as standstill asks (tilldelningsfall; LOU 20:1-20:2)."""

    ORDINARY = (
        "ordinary",
        "upphandling med underrättelse om tilldelningsbeslut",
        "procurement with an award notification",
    )
    WITHOUT_NOTICE = (
        "without-notice",
        "upphandling utan föregående annonsering",
        "procurement without prior notice",
    )
    RENEWED_COMPETITION = (
        "renewed-competition",
        "förnyad konkurrensutsättning i ett ramavtal",
        "renewed competition under a framework agreement",
    )
    DYNAMIC_SYSTEM = (
        "dps",
        "tilldelning i ett dynamiskt inköpssystem",
        "award under a dynamic purchasing system",
    )
    RUNNING = (
        "running",
        "löpande tilldelning under tröskelvärdet",
        "running awards below the thresholds",
    )


class DurationCap(Code):
    """What has a longest time in law (längsta tid)."""

    FRAMEWORK = "framework", "ramavtal", "framework agreement"
    ADDITIONAL_DELIVERIES = (
        "additional-deliveries",
        "kompletterande leveranser",
        "additional deliveries",
    )
    REPETITION = (
        "repetition",
        "upprepning av tjänster eller byggentreprenader",
        "repetition of services or works",
    )
    RESERVED = (
        "reserved",
        "reserverat kontrakt om vissa tjänster i bilaga 2",
        "reserved contract for certain Annex 2 services",
    )


class AmendmentOutcome(Code):
    """What may be said of a change of a contract (utfall för en ändring)."""

    ALLOWED = "allowed", "tillåten utan ny upphandling", "allowed without a new procurement"
    NEEDS_EVIDENCE = "needs-evidence", "kräver fler uppgifter", "needs more evidence"
    NEW_PROCUREMENT = "new-procurement", "kräver ny upphandling", "needs a new procurement"
    NOT_REGULATED_BY_17 = (
        "not-regulated-by-17",
        "regleras inte av 17 kap.",
        "not regulated by chapter 17",
    )


class GroundOutcome(Code):
    """Whether one ground for changing a contract fits (utfall för en ändringsgrund)."""

    FITS = "fits", "uppfylld", "fits"
    FAILS = "fails", "inte uppfylld", "does not fit"
    NEEDS_EVIDENCE = "needs-evidence", "kräver uppgifter", "needs evidence"


def as_award_case(value: AwardCase | str) -> AwardCase:
    """The code itself, or the one with a value; converter of fields."""
    return AwardCase.of(value)


def as_duration_cap(value: DurationCap | str) -> DurationCap:
    """The code itself, or the one with a value; converter of fields."""
    return DurationCap.of(value)


def as_sending_means(value: SendingMeans | str) -> SendingMeans:
    """The code itself, or the one with a value; converter of fields."""
    return SendingMeans.of(value)

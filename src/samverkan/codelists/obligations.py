"""Codes about what the parties owe each other, and how it can be verified."""

from __future__ import annotations

from samverkan.codelists.code import Code

__all__ = [
    "EvidenceKind",
    "ObligationKind",
    "OutcomeKind",
    "Side",
    "as_evidence_kind",
    "as_obligation_kind",
    "as_outcome_kind",
    "as_side",
]


class Side(Code):
    """Which side is responsible (ansvarig sida)."""

    BUYER = "buyer", "köparen", "the buyer"
    SUPPLIER = "supplier", "leverantören", "the supplier"
    JOINT = "joint", "båda gemensamt", "both together"


class ObligationKind(Code):
    """What kind of obligation it is (typ av åtagande)."""

    DELIVERY = "delivery", "leverans", "delivery"
    REPORT = "report", "rapportering", "report"
    INFORMATION_RIGHT = "information-right", "rätt till insyn", "right to information"
    PROMISE = "promise", "löfte i dialog", "promise made in dialogue"


class EvidenceKind(Code):
    """What can show that something holds (typ av bevis)."""

    DOCUMENT = "document", "handling", "document"
    CERTIFICATE = "certificate", "intyg eller certifikat", "certificate"
    REGISTER = "register", "registeruppgift", "entry in a register"
    MEASUREMENT = "measurement", "mätning", "measurement"
    SAMPLE = "sample", "stickprov", "sample"
    INSPECTION = "inspection", "besiktning eller besök", "inspection"
    SURVEY = "survey", "enkät", "survey"
    STATEMENT = "statement", "egen uppgift", "own statement"


class OutcomeKind(Code):
    """What a contract achieves (typ av resultat)."""

    COST = "cost", "kostnad", "cost"
    QUALITY = "quality", "kvalitet", "quality"
    TIME = "time", "tid", "time"
    EFFECT = "effect", "effekt", "effect"


def as_evidence_kind(value: EvidenceKind | str) -> EvidenceKind:
    """The code itself, or the one with a value; converter of fields."""
    return EvidenceKind.of(value)


def as_obligation_kind(value: ObligationKind | str) -> ObligationKind:
    """The code itself, or the one with a value; converter of fields."""
    return ObligationKind.of(value)


def as_outcome_kind(value: OutcomeKind | str) -> OutcomeKind:
    """The code itself, or the one with a value; converter of fields."""
    return OutcomeKind.of(value)


def as_side(value: Side | str) -> Side:
    """The code itself, or the one with a value; converter of fields."""
    return Side.of(value)

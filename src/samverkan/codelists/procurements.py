"""Codes about procurements: regime, procedure, category and phase."""

from __future__ import annotations

from samverkan.codelists.code import Code

__all__ = [
    "Category",
    "Phase",
    "Procedure",
    "Regime",
    "as_category",
    "as_procedure",
    "as_regime",
]


class Regime(Code):
    """Which body of rules a procurement falls under (regelverk).

    The first question of European procurement law: most of its chapters bind only above the
    thresholds (in Sweden LOU 19:1 and 19a:1).
    """

    ABOVE = "above", "över tröskelvärdet", "above the thresholds"
    BELOW = "below", "under tröskelvärdet", "below the thresholds"
    DIRECT = "direct", "direktupphandling", "direct procurement"
    ANNEX_2 = (
        "annex-2",
        "sociala och andra särskilda tjänster",
        "social and other special services",
    )


class Procedure(Code):
    """How competition is held (upphandlingsförfarande); eForms ``procedure-type`` codes.

    Market consultation, dynamic purchasing systems and call-offs are not procedures of their own.
    """

    OPEN = "open", "öppet förfarande", "open procedure"
    RESTRICTED = "restricted", "selektivt förfarande", "restricted procedure"
    NEGOTIATED = (
        "neg-w-call",
        "förhandlat förfarande med föregående annonsering",
        "negotiated procedure with prior publication of a call for competition",
    )
    NEGOTIATED_WITHOUT_NOTICE = (
        "neg-wo-call",
        "förhandlat förfarande utan föregående annonsering",
        "negotiated procedure without prior call for competition",
    )
    COMPETITIVE_DIALOGUE = "comp-dial", "konkurrenspräglad dialog", "competitive dialogue"
    INNOVATION_PARTNERSHIP = "innovation", "innovationspartnerskap", "innovation partnership"
    OTHER_SINGLE = "oth-single", "annat förfarande i ett steg", "other single stage procedure"
    OTHER_MULTIPLE = (
        "oth-mult",
        "annat förfarande i flera steg",
        "other multiple stage procedure",
    )


class Category(Code):
    """What is bought (kontraktstyp); OCDS ``procurementCategory`` codes."""

    GOODS = "goods", "varor", "goods"
    WORKS = "works", "byggentreprenader", "works"
    SERVICES = "services", "tjänster", "services"


class Phase(Code):
    """Where a procurement stands (inför, under, efter); borders as in LOU 5:5, 10:1 and 20:1.

    Standstill belongs to DURING: the contract may not be concluded yet.
    """

    BEFORE = "before", "inför upphandlingen", "before the procurement"
    DURING = "during", "under upphandlingen", "during the procurement"
    AFTER = "after", "efter upphandlingen", "after the procurement"


def as_category(value: Category | str) -> Category:
    """The code itself, or the one with a value; converter of fields."""
    return Category.of(value)


def as_procedure(value: Procedure | str) -> Procedure:
    """The code itself, or the one with a value; converter of fields."""
    return Procedure.of(value)


def as_regime(value: Regime | str) -> Regime:
    """The code itself, or the one with a value; converter of fields."""
    return Regime.of(value)

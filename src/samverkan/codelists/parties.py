"""Codes about parties: the roles they hold and what kind of buyer they are."""

from __future__ import annotations

from samverkan.codelists.code import Code

__all__ = [
    "BuyerKind",
    "Role",
    "as_buyer_kind",
    "as_role",
]


class Role(Code):
    """What a party or a function is in a procurement or contract (roll).

    Values of organisations are OCDS ``partyRole`` or eForms ``organisation-role`` codes; values of
    functions (contract manager, controller, …) are ours, since no standard has them.
    """

    BUYER = "buyer", "upphandlande myndighet", "contracting authority"
    PROCURING_ENTITY = "procuringEntity", "genomför upphandlingen åt köparen", "procuring entity"
    CENTRAL_PURCHASING_BODY = "cpb-acq", "inköpscentral", "central purchasing body"
    CANDIDATE = "candidate", "anbudssökande", "candidate"
    TENDERER = "tenderer", "anbudsgivare", "tenderer"
    SUPPLIER = "supplier", "leverantör", "supplier"
    PERFORMER = "performer", "utförare", "performer"
    SUBCONTRACTOR = "subcont", "underleverantör", "subcontractor"
    FUNDER = "funder", "finansiär", "funder"
    PAYER = "payer", "betalare", "payer"
    PAYEE = "payee", "betalningsmottagare", "payee"
    REVIEW_BODY = "reviewBody", "prövningsorgan", "review body"
    ENQUIRER = "enquirer", "frågeställare", "enquirer"
    INTERESTED_PARTY = "interestedParty", "intressent", "interested party"
    CONTRACT_OWNER = "contract-owner", "avtalsägare", "contract owner"
    CONTRACT_MANAGER = "contract-manager", "avtalsförvaltare", "contract manager"
    PROCUREMENT_OFFICER = "procurement-officer", "upphandlare", "procurement officer"
    ORDERER = "orderer", "beställare", "orderer"
    CONTROLLER = "controller", "controller", "controller"
    LAWYER = "lawyer", "jurist", "lawyer"
    SUPPLIER_CONTACT = "supplier-contact", "avtalsansvarig hos leverantören", "supplier contact"
    SUPPLIER_EXECUTIVE = "supplier-executive", "leverantörens ledning", "supplier executive"
    USER = "user", "brukare", "user"


class BuyerKind(Code):
    """What kind of body a buyer is (typ av upphandlande myndighet); decides its threshold.

    Values are eForms ``buyer-legal-type`` codes.
    """

    CENTRAL = "cga", "statlig myndighet", "central government authority"
    REGIONAL = "ra", "region", "regional authority"
    LOCAL = "la", "kommun", "local authority"
    PUBLIC_LAW = "body-pl", "offentligt styrt organ", "body governed by public law"
    PUBLIC_LAW_CENTRAL = (
        "body-pl-cga",
        "offentligt styrt organ under en statlig myndighet",
        "body governed by public law, controlled by a central government authority",
    )
    PUBLIC_LAW_LOCAL = (
        "body-pl-la",
        "offentligt styrt organ under en kommun",
        "body governed by public law, controlled by a local authority",
    )
    PUBLIC_LAW_REGIONAL = (
        "body-pl-ra",
        "offentligt styrt organ under en region",
        "body governed by public law, controlled by a regional authority",
    )
    PUBLIC_UNDERTAKING = "pub-undert", "offentligt företag", "public undertaking"


def as_buyer_kind(value: BuyerKind | str) -> BuyerKind:
    """The code itself, or the one with a value; converter of fields."""
    return BuyerKind.of(value)


def as_role(value: Role | str) -> Role:
    """The code itself, or the one with a value; converter of fields."""
    return Role.of(value)

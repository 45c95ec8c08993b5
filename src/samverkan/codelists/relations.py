"""Codes about relations between organisations."""

from __future__ import annotations

from samverkan.codelists.code import Code

__all__ = [
    "RelationKind",
    "as_relation_kind",
]


class RelationKind(Code):
    """How one organisation stands to another (typ av relation), read from source to target.

    Names of ownership and control follow BODS relationship interests.
    """

    BUYS_FROM = "buys-from", "köper av", "buys from"
    SUBCONTRACTS_TO = "subcontracts-to", "anlitar som underleverantör", "subcontracts to"
    INVITES = "invites", "bjuder in", "invites"
    TENDERS_TO = "tenders-to", "lämnar anbud till", "tenders to"
    CHECKS = "checks", "kontrollerar", "checks"
    REPRESENTS = "represents", "företräder", "represents"
    MEMBER_OF = "member-of", "är medlem i", "is a member of"
    OWNS = "owns", "äger", "owns"
    DIRECTS = "directs", "styr eller kontrollerar", "directs"
    FUNDS = "funds", "finansierar", "funds"
    AUDITS = "audits", "granskar", "audits"
    USES = "uses", "använder", "uses"
    CO_BIDS_WITH = "co-bids-with", "lämnar anbud på samma sak som", "bids for the same as"
    COLLABORATES_WITH = "collaborates-with", "samverkar med", "collaborates with"
    IN_DIALOGUE_WITH = "in-dialogue-with", "för dialog med", "is in dialogue with"
    ADVISES = "advises", "ger råd till", "advises"
    DEVELOPS_MARKET = "develops-market", "utvecklar marknaden för", "develops the market for"


def as_relation_kind(value: RelationKind | str) -> RelationKind:
    """The code itself, or the one with a value; converter of fields."""
    return RelationKind.of(value)

"""Codes about tenders."""

from __future__ import annotations

from samverkan.codelists.code import Code

__all__ = [
    "TenderStatus",
    "as_tender_status",
]


class TenderStatus(Code):
    """How a tender stands (anbudets status); OCDS ``bidStatus`` codes."""

    INVITED = "invited", "inbjudet", "invited"
    PENDING = "pending", "under prövning", "pending"
    VALID = "valid", "giltigt", "valid"
    DISQUALIFIED = "disqualified", "förkastat eller uteslutet", "disqualified"
    WITHDRAWN = "withdrawn", "återtaget", "withdrawn"


def as_tender_status(value: TenderStatus | str) -> TenderStatus:
    """The code itself, or the one with a value; converter of fields."""
    return TenderStatus.of(value)

"""The tenders of one process of OCDS: what its bids extension says of each."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from samverkan.codelists import Role, TenderStatus
from samverkan.exchange.losses import LossKind
from samverkan.exchange.ocds.agreements import lots_of, unique
from samverkan.exchange.ocds.parties import ReleaseParties
from samverkan.exchange.ocds.pieces import Piece
from samverkan.exchange.ocds.readings import read_code, read_day, read_money
from samverkan.explanations import Text
from samverkan.tenders import Tender

__all__ = ["tenders_of"]

NOBODY = Text("anbudet nämner ingen anbudsgivare", "the bid names no tenderer")

_STATUSES: Mapping[str, TenderStatus] = MappingProxyType(
    {code.value: code for code in TenderStatus}
)


def tenders_of(
    root: Piece, ocid: str, lots: frozenset[str], parties: ReleaseParties, taken: set[str]
) -> list[Tender]:
    """The tenders of a release; ``taken`` holds the ids used so far, and gains theirs."""
    bids = root.child("bids")
    found: list[Tender] = []
    for n, piece in enumerate(() if bids is None else bids.children("details")):
        named = [parties.reference(one, Role.TENDERER) for one in piece.children("tenderers")]
        tenderers = tuple(dict.fromkeys(key for key in named if key is not None))
        if not tenderers:
            piece.note(LossKind.MISSING, "tenderers", NOBODY)
            continue
        key = unique(piece, "id", taken, f"#{n + 1}", f"{ocid}/")
        piece.subject = key
        for_lots = lots_of(piece, lots)
        found.append(
            Tender(
                id=key,
                procurement=ocid,
                lot=for_lots[0] if len(for_lots) == 1 else None,
                tenderers=tenderers,
                amount=read_money(piece.child("value")),
                submitted_on=read_day(piece, "date"),
                status=read_code(piece, "status", _STATUSES),
            )
        )
    return found

"""One process of OCDS as a procurement and its contracts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import cast

import attrs

from samverkan.codelists import Category, ContractKind, Procedure, Role
from samverkan.contracts import Contract
from samverkan.errors import ProcurementError
from samverkan.exchange.losses import LossKind
from samverkan.exchange.ocds.agreements import (
    Award,
    Surroundings,
    contracts_of,
    read_awards,
    unique,
)
from samverkan.exchange.ocds.bids import tenders_of
from samverkan.exchange.ocds.packages import Place
from samverkan.exchange.ocds.parties import Organisations, ReleaseParties
from samverkan.exchange.ocds.pieces import Notes, Piece
from samverkan.exchange.ocds.readings import read_code, read_day, read_money
from samverkan.exchange.plain import is_array, is_object
from samverkan.explanations import Text
from samverkan.periods import Day
from samverkan.procurements import Lot, Procurement
from samverkan.tenders import Tender

__all__ = ["Process", "Related", "process_of"]

FROM_PERIOD = Text(
    "annonsdagen är hämtad från anbudstidens första dag",
    "the day of publication is taken from the first day of the tender period",
)
FROM_ENTITY = Text(
    "köparen är hämtad från den upphandlande enheten",
    "the buyer is taken from the procuring entity",
)
OUT_OF_ORDER = Text(
    "dagen går inte ihop med upphandlingens andra dagar och används inte",
    "the day does not fit the other days of the procurement and is not used",
)
REVERSED = Text("anbudstiden slutar innan den börjar", "the tender period ends before it starts")

_PROCEDURES: Mapping[str, Procedure] = MappingProxyType(
    {
        "open": Procedure.OPEN,
        "selective": Procedure.RESTRICTED,
        "limited": Procedure.NEGOTIATED_WITHOUT_NOTICE,
        "direct": Procedure.NEGOTIATED_WITHOUT_NOTICE,
    }
)
_CATEGORIES: Mapping[str, Category] = MappingProxyType({code.value: code for code in Category})
_CPV = frozenset({"CPV", "ECPV"})
_RELATIONS = frozenset({"framework", "parent"})


@attrs.frozen
class Related:
    """A process that another says it hangs on (framework or parent), and where it says so."""

    relation: str
    ocid: str
    place: Place
    contract: str | None


@attrs.frozen
class Process:
    """What one release gave: a procurement, its contracts and tenders, and what it hangs on."""

    procurement: Procurement
    contracts: Sequence[Contract]
    tenders: Sequence[Tender]
    related: Sequence[Related]


def process_of(
    data: dict[str, object],
    ocid: str,
    notes: Notes,
    organisations: Organisations,
    taken: set[str],
    taken_bids: set[str],
) -> Process:
    """Map one release, compiled or alone; what has no place in the model stays in ``notes``."""
    root = notes.root(data, ocid)
    root.take("ocid")
    parties = ReleaseParties(organisations, ocid, root)
    tender = root.child("tender")
    buyer = _buyer(root, tender, parties)
    lots = () if tender is None else _lots(tender)
    awards = read_awards(root, parties)
    around = Surroundings(
        ocid=ocid,
        buyer=buyer,
        kind=_kind(tender),
        parties=parties,
        awards=awards,
        awards_by_id={award.id: award for award in reversed(awards)},
        lots=frozenset(lot.id for lot in lots),
        tender=tender,
    )
    told = contracts_of(root, around, taken)
    contracts = [contract for contract, _ in told]
    tenders = tenders_of(root, ocid, around.lots, parties, taken_bids)
    for piece in () if tender is None else tender.children("tenderers"):
        parties.reference(piece, Role.TENDERER)
    facts: dict[str, object] = {"id": ocid, "buyer": buyer, "lots": lots}
    if tender is not None:
        facts |= {
            "title": tender.text("title"),
            "procedure": _procedure(tender),
            "category": read_code(tender, "mainProcurementCategory", _CATEGORIES),
            "cpv": _cpv(tender),
            "value": read_money(tender.child("value")),
        }
    procurement = _dated(facts, tender, awards, contracts)
    related = _related(root, None)
    for contract, piece in told:
        related += _related(piece, contract.id)
    return Process(procurement, contracts, tenders, related)


def _buyer(root: Piece, tender: Piece | None, parties: ReleaseParties) -> str | None:
    piece = root.child("buyer")
    buyer = None if piece is None else parties.reference(piece, Role.BUYER)
    entity = None if tender is None else tender.child("procuringEntity")
    if entity is not None:
        found = parties.reference(entity, Role.PROCURING_ENTITY)
        if buyer is None and found is not None:
            entity.note(LossKind.MOVED, "", FROM_ENTITY, found)
            return found
    return buyer


def _kind(tender: Piece | None) -> ContractKind:
    techniques = None if tender is None else tender.quiet("techniques")
    if techniques is not None and techniques.peek("hasFrameworkAgreement") is True:
        return ContractKind.FRAMEWORK
    return ContractKind.CONTRACT


def _procedure(tender: Piece) -> Procedure | None:
    found = read_code(tender, "procurementMethod", _PROCEDURES)
    if found is Procedure.NEGOTIATED_WITHOUT_NOTICE:
        tender.put_back("procurementMethod")  # two codes of OCDS are one here
    return found


def _lots(tender: Piece) -> tuple[Lot, ...]:
    taken: set[str] = set()
    return tuple(
        Lot(
            id=unique(piece, "id", taken, f"#{n + 1}"),
            title=piece.text("title"),
            value=read_money(piece.child("value")),
        )
        for n, piece in enumerate(tender.children("lots"))
    )


def _cpv(tender: Piece) -> tuple[str, ...]:
    """CPV codes of the tender and its items, the main one first; the items themselves are kept."""
    found: dict[str, None] = {}
    items = tender.peek("items")
    for holder in (tender.data, *(items if is_array(items) else ())):
        if not is_object(holder):
            continue
        others = holder.get("additionalClassifications")
        for one in (holder.get("classification"), *(others if is_array(others) else ())):
            if not is_object(one):
                continue
            scheme, code = one.get("scheme"), one.get("id")
            if isinstance(scheme, str) and scheme.strip().upper() in _CPV:
                text = str(code).strip() if isinstance(code, str | int) else ""
                if text:
                    found[text] = None
    return tuple(found)


def _days(
    tender: Piece | None, awards: Sequence[Award], contracts: Sequence[Contract]
) -> Iterable[tuple[str, Day, Piece | None, str]]:
    """The days of a procurement, the surest first: name, day, and where it was read."""
    period = None if tender is None else tender.child("tenderPeriod")
    published = None if tender is None else read_day(tender, "datePublished")
    start = None if period is None else read_day(period, "startDate")
    due = None if period is None else read_day(period, "endDate")
    if due is not None:
        yield "tenders_due_on", due, period, "endDate"
    if published is not None:
        yield "published_on", published, tender, "datePublished"
        if period is not None:
            period.put_back("startDate")
    elif start is not None:
        yield "published_on", start, period, "startDate"
    dated = [award for award in awards if award.on is not None and award.counts]
    if dated:
        first = min(dated, key=_awarded)
        yield "awarded_on", _awarded(first), first.piece, "date"
    for award in awards:
        award.piece.put_back("date")  # each award's own day stays with it
    signed = [contract.signed_on for contract in contracts]
    known = [on for on in signed if on is not None]
    if known and len(known) == len(signed):
        yield "concluded_on", max(known), None, ""


def _awarded(award: Award) -> Day:
    assert award.on is not None  # noqa: S101  # only awards with a day are asked
    return award.on


def _dated(
    facts: dict[str, object],
    tender: Piece | None,
    awards: Sequence[Award],
    contracts: Sequence[Contract],
) -> Procurement:
    """The procurement with its days; one that does not fit those before it is left out."""
    days = list(_days(tender, awards, contracts))
    dated = facts | {name: on for name, on, _, _ in days}
    try:
        procurement, are_fit = Procurement(**dated), True  # type: ignore[arg-type]  # as it was read
    except ProcurementError:
        procurement, are_fit = Procurement(**facts), False  # type: ignore[arg-type]  # as above
    for name, on, piece, key in days:
        try:
            if not are_fit:
                procurement = attrs.evolve(procurement, **{name: on})  # type: ignore[arg-type]  # every name is that of a day
        except ProcurementError:
            if piece is not None:
                piece.put_back(key)
                piece.note(LossKind.CONTRADICTION, key, OUT_OF_ORDER, str(on))
            continue
        if name == "published_on" and key == "startDate" and piece is not None:
            piece.note(LossKind.MOVED, key, FROM_PERIOD, str(on))
    return procurement


def _related(holder: Piece, contract: str | None) -> list[Related]:
    """The processes that a release or contract hangs on; what is said of them is kept."""
    found: list[Related] = []
    for piece in holder.quiet_list("relatedProcesses"):
        stated = piece.peek("relationship")
        relations = cast("list[object]", stated) if isinstance(stated, list) else [stated]
        ocid = piece.peek("identifier")
        for relation in relations:
            named = isinstance(relation, str) and relation in _RELATIONS
            if named and isinstance(ocid, str) and ocid.strip():
                found.append(Related(str(relation), ocid.strip(), piece.place, contract))
    return found

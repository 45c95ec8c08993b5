"""The contracts of one process of OCDS."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from types import MappingProxyType
from typing import cast

import attrs

from samverkan.codelists import ContractKind, MilestoneKind, MilestoneStatus, Role
from samverkan.contracts import Amendment, Contract, Milestone
from samverkan.exchange.documents import json_text
from samverkan.exchange.losses import LossKind
from samverkan.exchange.ocds.parties import ReleaseParties
from samverkan.exchange.ocds.pieces import Piece
from samverkan.exchange.ocds.readings import (
    read_code,
    read_day,
    read_money,
    read_period,
    read_status,
)
from samverkan.exchange.plain import is_array, is_object
from samverkan.explanations import Text
from samverkan.periods import Day, Period
from samverkan.values import Money

__all__ = ["Award", "Surroundings", "contracts_of", "lots_of", "read_awards", "unique"]

WITHOUT_ID = Text("saknar id; numrerad", "has no id; numbered")
ID_AGAIN = Text("samma id finns redan; numrerad", "the id is taken already; numbered")
SAME_CONTRACT = Text("samma avtal finns två gånger", "the same contract is there twice")
NO_AWARD = Text("tilldelningen finns inte i releasen", "the award is not in the release")
ONLY_AWARD = Text(
    "avtalet nämner ingen tilldelning; den enda är använd",
    "the contract names no award; the only one is used",
)
FROM_AWARD_PERIOD = Text(
    "avtalstiden är hämtad från tilldelningen", "the period is taken from the award"
)
FROM_TENDER_PERIOD = Text(
    "avtalstiden är hämtad från upphandlingen", "the period is taken from the tender"
)
FROM_MILESTONES = Text(
    "avtalstiden är hämtad från upphandlingens milstolpar",
    "the period is taken from the milestones of the tender",
)
FROM_AWARD_VALUE = Text("värdet är hämtat från tilldelningen", "the value is taken from the award")
SIGNED_FIRST = Text(
    "tilldelningsdagen ligger efter avtalsdagen och används inte",
    "the day of award lies after the day of signing and is not used",
)
OWN_SUPPLIER = Text(
    "köparen står även som leverantör och tas bort därifrån",
    "the buyer is also among the suppliers and is taken away there",
)
NOT_RUNNING = Text(
    "avtalet är avbrutet eller avslutat, men inte sedan när; dagarna är de avtalade",
    "the contract is cancelled or terminated, but not since when; its days are those agreed",
)
UNDATED = Text("ändringen har inget datum", "the amendment has no day")

_KINDS: Mapping[str, MilestoneKind] = MappingProxyType(
    {code.value: code for code in MilestoneKind}
)
_STATUSES: Mapping[str, MilestoneStatus] = MappingProxyType(
    {code.value: code for code in MilestoneStatus}
)
_AWARD_STATUSES = frozenset({"pending", "active", "cancelled", "unsuccessful"})
_STOPPED = frozenset({"cancelled", "terminated"})


def unique(piece: Piece, key: str, taken: set[str], fallback: str, before: str = "") -> str:
    """An id that is not taken yet: the stated one, numbered where it is missing or used again."""
    stated = piece.id(key)
    name = before + (fallback if stated is None else stated)
    if stated is None:
        piece.note(LossKind.MISSING, key, WITHOUT_ID, fallback)
    elif name in taken:
        piece.note(LossKind.DUPLICATE, key, ID_AGAIN, stated)
    found, count = name, 1
    while found in taken:
        count += 1
        found = f"{name}#{count}"
    taken.add(found)
    return found


@attrs.frozen
class Award:
    """An award, as far as contracts need it (tilldelning)."""

    piece: Piece
    id: str | None
    on: Day | None
    suppliers: tuple[str, ...]
    counts: bool

    def period(self) -> Period | None:
        """Its contract period, which stays among its facts."""
        inner = self.piece.quiet("contractPeriod")
        return None if inner is None else read_period(inner)


def read_awards(root: Piece, parties: ReleaseParties) -> list[Award]:
    """The awards of a release."""
    return [_award(piece, parties) for piece in root.children("awards")]


def _award(piece: Piece, parties: ReleaseParties) -> Award:
    status = read_status(piece, "status", _AWARD_STATUSES)
    key = piece.id()
    if key is not None:
        piece.put_back("id")  # an award is no noun of its own, so its facts stay together
    return Award(
        piece=piece,
        id=key,
        on=read_day(piece, "date"),
        suppliers=_suppliers(piece, parties),
        counts=status not in {"cancelled", "unsuccessful"},
    )


def _suppliers(piece: Piece, parties: ReleaseParties) -> tuple[str, ...]:
    found = [parties.reference(one, Role.SUPPLIER) for one in piece.children("suppliers")]
    return tuple(dict.fromkeys(key for key in found if key is not None))


@attrs.frozen
class Surroundings:
    """What the contracts of a process share with it (sammanhang)."""

    ocid: str
    buyer: str | None
    kind: ContractKind
    parties: ReleaseParties
    awards: Sequence[Award]
    awards_by_id: Mapping[str | None, Award]
    lots: frozenset[str]
    tender: Piece | None


def contracts_of(
    root: Piece, around: Surroundings, taken: set[str]
) -> list[tuple[Contract, Piece]]:
    """The contracts of a release, each with the piece that tells of it.

    ``taken`` holds the ids used so far, and gains theirs.
    """
    pieces = root.children("contracts")
    seen: dict[Hashable, list[dict[str, object]]] = {}
    found: list[tuple[Contract, Piece]] = []
    named: dict[Hashable, int] = {}
    for piece in pieces:
        award = _compared(piece.peek("awardID"))
        named[award] = named.get(award, 0) + 1
    for n, piece in enumerate(pieces):
        alike = seen.setdefault(_compared(piece.peek("id")), [])
        if piece.has("id") and piece.data in alike:
            piece.note(LossKind.DUPLICATE, "", SAME_CONTRACT)
            piece.take_all()
            continue
        alike.append(piece.data)
        is_only = named[_compared(piece.peek("awardID"))] == 1
        found.append((_contract(piece, n, around, taken, award_is_its_own=is_only), piece))
    return found


def _compared(value: object) -> Hashable:
    """What values that are equal have in common, even those that are objects or lists."""
    return json_text(value) if is_object(value) or is_array(value) else value


def _contract(
    piece: Piece, n: int, around: Surroundings, taken: set[str], *, award_is_its_own: bool
) -> Contract:
    key = unique(piece, "id", taken, f"#{n + 1}", f"{around.ocid}/")
    piece.subject = key
    award = _award_of(piece, around)
    awarded_on = None if award is None else award.on
    signed_on = read_day(piece, "dateSigned")
    if awarded_on is not None and signed_on is not None and signed_on < awarded_on:
        piece.note(
            LossKind.CONTRADICTION, "dateSigned", SIGNED_FIRST, f"{signed_on} < {awarded_on}"
        )
        if award is not None:
            award.piece.put_back("date")
        awarded_on = None
    suppliers = _suppliers(piece, around.parties) or (() if award is None else award.suppliers)
    if around.buyer in suppliers:
        piece.note(LossKind.CONTRADICTION, "suppliers", OWN_SUPPLIER, around.buyer)
        suppliers = tuple(one for one in suppliers if one != around.buyer)
    if str(piece.peek("status")).strip().casefold() in _STOPPED:
        piece.note(LossKind.DOUBTFUL, "status", NOT_RUNNING, piece.peek("status"))
    return Contract(
        id=key,
        title=piece.text("title"),
        kind=around.kind,
        buyer=around.buyer,
        suppliers=suppliers,
        procurement=around.ocid,
        lots=_lots(piece, award, around.lots),
        awarded_on=awarded_on,
        signed_on=signed_on,
        period=_period(piece, award, around.tender),
        amendments=_amendments(piece),
        value=_value(piece, award if award_is_its_own else None),
        milestones=_milestones(piece),
    )


def _award_of(piece: Piece, around: Surroundings) -> Award | None:
    stated = piece.id("awardID")
    if stated is None:
        if len(around.awards) != 1:
            return None
        (only,) = around.awards
        piece.note(LossKind.MOVED, "awardID", ONLY_AWARD, only.id)
        return only
    if (award := around.awards_by_id.get(stated)) is not None:
        piece.put_back("awardID")
        return award
    piece.refuse(LossKind.MISSING, "awardID", NO_AWARD, stated)
    return None


def _period(piece: Piece, award: Award | None, tender: Piece | None) -> Period | None:
    """The contract's own period, else its award's, else what the tender says."""
    own = read_period(piece.child("period"))
    if own is not None:
        return own
    if award is not None and (found := award.period()) is not None:
        piece.note(LossKind.MOVED, "period", FROM_AWARD_PERIOD, str(found))
        return found
    if tender is None:
        return None
    if (found := _tender_period(tender)) is not None:
        piece.note(LossKind.MOVED, "period", FROM_TENDER_PERIOD, str(found))
        return found
    if (found := _milestone_period(tender)) is not None:
        piece.note(LossKind.MOVED, "period", FROM_MILESTONES, str(found))
        return found
    return None


def _tender_period(tender: Piece) -> Period | None:
    inner = tender.quiet("contractPeriod")
    return None if inner is None else read_period(inner)


def _milestone_period(tender: Piece) -> Period | None:
    """Start and end that a register (Contracts Finder, UK) gives as milestones of the tender."""
    found: dict[str, Day] = {}
    for milestone in tender.quiet_list("milestones"):
        title = milestone.peek("title")
        if isinstance(title, str) and (on := read_day(milestone, "dueDate")) is not None:
            found.setdefault(title.strip().casefold(), on)
    start, end = found.get("contract start"), found.get("contract end")
    if start is None or (end is not None and end < start):
        return None
    return Period(start, end)


def _value(piece: Piece, award: Award | None) -> Money | None:
    own = read_money(piece.child("value"))
    if own is not None or award is None:
        return own
    inner = award.piece.quiet("value")
    found = None if inner is None else read_money(inner)
    if found is not None:
        piece.note(LossKind.MOVED, "value", FROM_AWARD_VALUE, f"{found.amount} {found.currency}")
    return found


def _lots(piece: Piece, award: Award | None, known: frozenset[str]) -> tuple[str, ...]:
    """The lots of a contract or of its award; all that is said of them is kept."""
    of_award = () if award is None else lots_of(award.piece, known, ("relatedLots",))
    return tuple(dict.fromkeys((*lots_of(piece, known), *of_award)))


def lots_of(
    piece: Piece,
    known: frozenset[str],
    keys: Sequence[str] = ("relatedLots", "relatedLot", "lots"),
) -> tuple[str, ...]:
    """The lots that a piece names and that are lots of its process."""
    if not known:
        return ()
    stated = [piece.peek(key) for key in keys]
    ids = [
        found
        for value in stated
        for one in (cast("list[object]", value) if isinstance(value, list) else [value])
        if (found := _lot_id(one)) in known
    ]
    return tuple(dict.fromkeys(ids))


def _lot_id(value: object) -> str:
    """The id of a lot, given by itself or in an object."""
    if isinstance(value, dict):
        lot = cast("dict[str, object]", value)
        value = next((lot[key] for key in ("id", "lotId") if key in lot), None)
    return str(value).strip() if isinstance(value, str | int) else ""


def _amendments(piece: Piece) -> tuple[Amendment, ...]:
    found: list[Amendment] = []
    taken: set[str] = set()
    pieces = [*piece.children("amendments")]
    single = piece.child("amendment")  # OCDS 1.0
    for n, one in enumerate(pieces if single is None else [*pieces, single]):
        on = read_day(one, "date")
        if on is None:
            if not one.is_blank:
                one.note(LossKind.NOT_UNDERSTOOD, "date", UNDATED)
            continue
        key = unique(one, "id", taken, f"#{n + 1}")
        texts = [one.text("rationale"), one.text("description")]
        description = "; ".join(text for text in texts if text) or None
        found.append(Amendment(id=key, occurred_on=on, description=description))
    return tuple(found)


def _milestones(piece: Piece) -> tuple[Milestone, ...]:
    implementation = piece.child("implementation")
    pieces = piece.children("milestones")
    if implementation is not None:
        pieces += implementation.children("milestones")
    taken: set[str] = set()
    return tuple(
        Milestone(
            id=unique(one, "id", taken, f"#{n + 1}"),
            kind=read_code(one, "type", _KINDS),
            title=one.text("title"),
            due_on=read_day(one, "dueDate"),
            met_on=read_day(one, "dateMet"),
            status=read_code(one, "status", _STATUSES),
            code=one.text("code"),
        )
        for n, one in enumerate(pieces)
    )

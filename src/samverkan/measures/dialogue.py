"""What the dialogue of a procurement or contract shows, counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from types import MappingProxyType

import attrs

from samverkan.codelists import DialogueForm, DialogueScope, Phase
from samverkan.contracts import Contract
from samverkan.dialogue import Dialogue, Disclosure
from samverkan.measures.shares import Share
from samverkan.periods import Day, day
from samverkan.portfolio import Portfolio
from samverkan.procurements import Procurement
from samverkan.tenders import Tender

__all__ = [
    "EARLY_FORMS",
    "Receipts",
    "dialogue_rate",
    "dialogues_of",
    "last_contact",
    "participants",
    "phase_of",
    "profile",
    "reach",
    "receipts",
    "transparency",
]

EARLY_FORMS = frozenset(
    {
        DialogueForm.INFORMATION_MEETING,
        DialogueForm.WORKSHOP,
        DialogueForm.ONE_TO_ONE,
        DialogueForm.RFI,
        DialogueForm.EXTERNAL_REVIEW,
        DialogueForm.MARKET_CONSULTATION_NOTICE,
        DialogueForm.SUPPLIER_TRAINING,
    }
)
"""The forms of early dialogue with the market (tidig dialog)."""


def phase_of(portfolio: Portfolio, talk: Dialogue) -> Phase | None:
    """The phase a dialogue fell in, by the days of its procurement or contract.

    A dialogue about a contract is after it was concluded, or in the phase of the contract's
    procurement where it came earlier. ``None`` where no day tells.

    >>> from samverkan.parties import Party
    >>> facts = Portfolio(
    ...     procurements=(Procurement(id="U-1", published_on="2026-03-02"),),
    ...     dialogues=(Dialogue(id="D-1", form="rfi", occurred_on="2026-02-02",
    ...                         procurement="U-1"),),
    ... )
    >>> phase_of(facts, facts.dialogues[0])
    <Phase.BEFORE: 'before'>
    """
    source = talk.procurement
    if talk.contract is not None:
        contract = portfolio.contract(talk.contract)
        start = contract.period.start if contract.period is not None else None
        concluded = contract.signed_on or start
        if concluded is not None and talk.occurred_on >= concluded:
            return Phase.AFTER
        source = source or contract.procurement
    return None if source is None else portfolio.procurement(source).phase(talk.occurred_on)


def dialogues_of(portfolio: Portfolio, subject: Contract | Procurement) -> tuple[Dialogue, ...]:
    """The dialogues about a contract or procurement, in order of time (dialoger).

    Those of a contract's procurement, and of a procurement's contracts, are among them.

    >>> dialogues_of(Portfolio(), Procurement(id="U-1"))
    ()
    """
    if isinstance(subject, Contract):
        found = set(portfolio.of(Dialogue, subject.id))
        if subject.procurement is not None:
            found.update(portfolio.of(Dialogue, subject.procurement, by="procurement"))
    else:
        found = set(portfolio.of(Dialogue, subject.id, by="procurement"))
        for contract in portfolio.contracts_of(subject.id):
            found.update(portfolio.of(Dialogue, contract.id))
    return tuple(sorted(found, key=_when))


def _when(talk: Dialogue) -> tuple[Day, str]:
    return talk.occurred_on, talk.id


def profile(portfolio: Portfolio, subject: Contract | Procurement) -> Mapping[Phase, int]:
    """How many dialogues were held before, during and after (dialogprofil).

    >>> dict(profile(Portfolio(), Procurement(id="U-1")))[Phase.BEFORE]
    0
    """
    counts = dict.fromkeys(Phase, 0)
    for talk in dialogues_of(portfolio, subject):
        phase = phase_of(portfolio, talk)
        if phase is not None:
            counts[phase] += 1
    return MappingProxyType(counts)


def last_contact(portfolio: Portfolio, contract: Contract, as_of: dt.date) -> Day | None:
    """The day of the latest dialogue between the sides of a contract, by a day.

    >>> last_contact(Portfolio(), Contract(id="A-1"), day("2026-11-23"))
    """
    return max(
        (
            talk.occurred_on
            for talk in portfolio.of(Dialogue, contract.id)
            if talk.scope is DialogueScope.EXTERNAL and talk.occurred_on <= as_of
        ),
        default=None,
    )


def dialogue_rate(portfolio: Portfolio, contract: Contract, as_of: str | dt.date) -> float | None:
    """Dialogues with the other side a year, since the contract began (dialogtakt).

    A year is 365.25 days. ``None`` before the contract has begun, or where its start is unknown.

    >>> dialogue_rate(Portfolio(), Contract(id="A-1"), "2026-11-23")
    """
    on = day(as_of)
    start = None if contract.period is None else contract.period.start
    if start is None or on <= start:
        return None
    end = contract.end(on)
    last = on if end is None or on <= end else end
    held = sum(
        talk.scope is DialogueScope.EXTERNAL and start <= talk.occurred_on <= last
        for talk in portfolio.of(Dialogue, contract.id)
    )
    return held / ((last.toordinal() - start.toordinal() + 1) / 365.25)


def participants(portfolio: Portfolio, procurement: Procurement) -> frozenset[str]:
    """Party ids of those who take part in a procurement on the market's side (deltagare).

    Tenderers, those who were told something, those who asked, and those who talked with the buyer
    while the procurement was open.

    >>> sorted(participants(Portfolio(), Procurement(id="U-1")))
    []
    """
    found: set[str] = set()
    for tender in portfolio.of(Tender, procurement.id, by="procurement"):
        found.update(tender.tenderers)
    for piece in portfolio.of(Disclosure, procurement.id, by="procurement"):
        found.update(piece.to)
    for talk in portfolio.of(Dialogue, procurement.id, by="procurement"):
        if phase_of(portfolio, talk) is Phase.DURING and talk.scope is DialogueScope.EXTERNAL:
            found.update(talk.participants)
    return frozenset(found - {procurement.buyer})


@attrs.frozen(kw_only=True)
class Receipts:
    """When each participant first got one piece of information (mottagande).

    Attributes:
        information: The piece.
        first: The day by party id.
        missing: Party ids of those who take part and have not got it.
        pieces: The disclosures it was counted from.

    >>> Receipts(information="q7", first={"A": day("2026-03-03"), "B": day("2026-03-09")},
    ...          missing=(), pieces=()).head_start
    6
    """

    information: str
    first: Mapping[str, Day]
    missing: tuple[str, ...]
    pieces: tuple[Disclosure, ...]

    @property
    def head_start(self) -> int:
        """Days between the first who got it and the last."""
        days = [on.toordinal() for on in self.first.values()]
        return max(days) - min(days) if days else 0

    @property
    def earliest(self) -> tuple[str, ...]:
        """Party ids of those who got it first."""
        least = min(self.first.values(), default=None)
        return tuple(sorted(party for party, on in self.first.items() if on == least))


def receipts(
    portfolio: Portfolio, procurement: Procurement, pieces: Iterable[Disclosure]
) -> tuple[Receipts, ...]:
    """When each participant got each piece of information, by name of the piece.

    What is shared with all reaches every participant that day.

    >>> receipts(Portfolio(), Procurement(id="U-1"), ())
    ()
    """
    everybody = participants(portfolio, procurement)
    by_name: dict[str, list[Disclosure]] = {}
    for piece in pieces:
        if piece.shared_on is not None:
            by_name.setdefault(piece.information, []).append(piece)
    found: list[Receipts] = []
    for name, told in by_name.items():
        first: dict[str, Day] = {}
        for piece in told:
            for party in everybody if piece.is_to_all else piece.to:
                on = piece.shared_on
                if on is not None and (party not in first or on < first[party]):
                    first[party] = on
        found.append(
            Receipts(
                information=name,
                first=MappingProxyType(first),
                missing=tuple(sorted(everybody - first.keys())),
                pieces=tuple(told),
            )
        )
    return tuple(found)


def reach(portfolio: Portfolio, procurement: Procurement) -> int:
    """How many different parties of the market early dialogue has reached (räckvidd).

    >>> reach(Portfolio(), Procurement(id="U-1"))
    0
    """
    return len(
        {
            party
            for talk in portfolio.of(Dialogue, procurement.id, by="procurement")
            if talk.form in EARLY_FORMS
            for party in talk.participants
            if party != procurement.buyer
        }
    )


def transparency(
    portfolio: Portfolio, subject: Contract | Procurement, as_of: str | dt.date
) -> Share:
    """How much of what should be open was shared on time (öppenhet).

    Counted are pieces with a day by which they should be shared: those whose day has passed, and
    those shared already. Shared late counts as not shared on time.

    >>> transparency(Portfolio(), Contract(id="A-1"), "2026-11-23").value is None
    True
    """
    on = day(as_of)
    by = "contract" if isinstance(subject, Contract) else "procurement"
    done: list[str] = []
    rest: list[str] = []
    for piece in portfolio.of(Disclosure, subject.id, by=by):
        if piece.due_on is None:
            continue
        shared = piece.shared_on is not None and piece.shared_on <= on
        if shared and piece.shared_on is not None and piece.shared_on <= piece.due_on:
            done.append(piece.id)
        elif shared or piece.due_on < on:
            rest.append(piece.id)
    return Share.of(done, rest)

"""What a register records at all: what it never holds cannot be missed in one contract.

A register that holds no dialogue about any contract of a buyer says nothing about who talks: it
was never told. A check that asks for what is missing then leaves those contracts undecided, in one
line, instead of finding a fault in every one of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from samverkan.checks.check import Hit, Undecided
from samverkan.contracts import Contract
from samverkan.errors import LawCoverageError
from samverkan.explanations import Step, Text
from samverkan.portfolio import Portfolio

__all__ = [
    "NO_CHECKPOINTS",
    "NO_DIALOGUE",
    "NO_LOOK_UPS",
    "NO_OBLIGATIONS",
    "REGIME_UNKNOWN",
    "TWO_CURRENCIES",
    "buyers_of",
    "not_covered",
    "where_recorded",
]

NO_DIALOGUE = Text(
    "registret har ingen dialog om något av köparens avtal, så tystnad kan inte skiljas från "
    "dialog som ingen antecknat; avtal som inte bedömts: {count}",
    "the register holds no dialogue about any contract of the buyer, so silence cannot be "
    "told from dialogue that nobody recorded; contracts not judged: {count}",
)
NO_CHECKPOINTS = Text(
    "registret har ingen kontroll av något av köparens avtal, så det går inte att säga vad "
    "som aldrig kontrollerats; avtal som inte bedömts: {count}",
    "the register holds no check of any contract of the buyer, so it cannot be said what was "
    "never checked; contracts not judged: {count}",
)
NO_OBLIGATIONS = Text(
    "registret har inga åtaganden i något av köparens avtal, så det går inte att säga vilka "
    "rättigheter de ger; avtal som inte bedömts: {count}",
    "the register holds no obligation of any contract of the buyer, so it cannot be said "
    "what rights they give; contracts not judged: {count}",
)
NO_LOOK_UPS = Text(
    "registret har ingen kontroll av någon av köparens leverantörer, så det går inte att säga när "
    "en sådan är försenad; avtal som inte bedömts: {count}",
    "the register holds no look-up of any supplier of the buyer, so it cannot be said when one is "
    "overdue; contracts not judged: {count}",
)
"""Why a check that asks for look-ups of suppliers has no answer."""
REGIME_UNKNOWN = Step(
    Text(
        "det är inte känt om upphandlingen är över eller under tröskelvärdet",
        "it is not known whether the procurement is above or below the thresholds",
    )
)
"""Why a check that asks about the regime has no answer."""
TWO_CURRENCIES = Step(Text("belopp i flera valutor", "amounts in several currencies"))
"""Why a check that adds up money has no answer."""
_NOT_COVERED = Text("lagen är inte känd för dagen: {what}", "law not known for the day: {what}")


def not_covered(error: LawCoverageError) -> Step:
    """Why a check of a country's law has no answer for a day.

    >>> not_covered(LawCoverageError("no amount")).label()
    'law not known for the day: no amount'
    """
    words = error.reasons
    what = Text(words.get("sv", str(error)), words.get("en", str(error)))
    return Step(_NOT_COVERED, {"what": what})


class _OfContract(Protocol):
    @property
    def contract(self) -> str | None: ...


def buyers_of(portfolio: Portfolio, facts: Iterable[_OfContract]) -> frozenset[str | None]:
    """The buyers of whose contracts a fact is recorded; ``None`` for contracts without one.

    >>> buyers_of(Portfolio(), ())
    frozenset()
    """
    names = {fact.contract for fact in facts if fact.contract is not None}
    buyers = (portfolio.buyer(portfolio.contract(name)) for name in names)
    return frozenset(None if buyer is None else buyer.id for buyer in buyers)


def where_recorded(
    portfolio: Portfolio,
    hits: Iterable[tuple[Contract, Hit]],
    recorded: frozenset[str | None],
    reason: Text,
) -> Iterator[Hit | Undecided]:
    """What a check hits where the buyer records such facts; the others together, undecided.

    >>> list(where_recorded(Portfolio(), (), frozenset(), NO_DIALOGUE))
    []
    """
    unknown: dict[str, None] = {}
    for contract, hit in hits:
        buyer = portfolio.buyer(contract)
        if (None if buyer is None else buyer.id) in recorded:
            yield hit
        else:
            unknown[contract.id] = None
    if unknown:
        yield Undecided(tuple(unknown), Step(reason, {"count": len(unknown)}))

"""What was agreed, and what came of it: obligations, terms, outcomes, loyalty to the contract."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import attrs

from samverkan.codelists import ContractState, Role
from samverkan.contracts import Contract
from samverkan.development import Training
from samverkan.measures.shares import Share
from samverkan.obligations import ContractOutcome, Due, Obligation, Term
from samverkan.periods import Day, Span, add_months, day
from samverkan.portfolio import Portfolio
from samverkan.values import Money

__all__ = [
    "DueObligation",
    "contract_loyalty",
    "due_obligations",
    "is_in_force",
    "is_long",
    "kept_promises",
    "longest_end",
    "outcome_gaps",
    "training_due",
    "verifiable_terms",
]


@attrs.frozen
class DueObligation:
    """An obligation and one of the days it is due (åtagande som förfaller).

    Attributes:
        obligation: The obligation.
        due: The day, and whether it was fulfilled.

    >>> promise = Obligation(id="O", kind="promise", side="buyer", what="answer",
    ...                      due_on="2026-06-15")
    >>> DueObligation(promise, promise.dues(day("2026-12-31"))[0]).due.fulfilled_on is None
    True
    """

    obligation: Obligation
    due: Due


def due_obligations(
    portfolio: Portfolio, first: str | dt.date | None, last: str | dt.date
) -> tuple[DueObligation, ...]:
    """What is due from one day to another, fulfilled or not (förfallande åtaganden), by day.

    >>> facts = Portfolio(obligations=(
    ...     Obligation(id="O", kind="promise", side="buyer", what="answer", due_on="2026-06-15"),))
    >>> [one.obligation.what for one in due_obligations(facts, "2026-06-01", "2026-06-30")]
    ['answer']
    """
    low = None if first is None else day(first)
    high = day(last)
    return tuple(sorted(_due(portfolio, low, high), key=_when))


def _due(portfolio: Portfolio, low: Day | None, high: Day) -> Iterator[DueObligation]:
    for obligation in portfolio.obligations:
        for due in obligation.dues(high):
            if low is None or low <= due.due_on:
                yield DueObligation(obligation, due)


def _when(one: DueObligation) -> tuple[Day, str]:
    return one.due.due_on, one.obligation.id


def kept_promises(portfolio: Portfolio, contract: Contract, as_of: str | dt.date) -> Share:
    """How many of the days on which something was due were kept in time (hållna åtaganden).

    >>> kept_promises(Portfolio(), Contract(id="A-1"), "2026-11-23").value is None
    True
    """
    on = day(as_of)
    done: list[str] = []
    rest: list[str] = []
    for obligation in portfolio.of(Obligation, contract.id):
        for due in obligation.dues(on):
            if due.is_on_time:
                done.append(obligation.id)
            elif due.due_on < on or due.fulfilled_on is not None:
                rest.append(obligation.id)
    return Share.of(done, rest)


def verifiable_terms(portfolio: Portfolio, contract: Contract) -> Share:
    """How many of the terms of a contract can be checked (kontrollerbara villkor).

    Terms of which nobody has asked are left out.

    >>> verifiable_terms(Portfolio(), Contract(id="A-1")).value is None
    True
    """
    terms = portfolio.of(Term, contract.id)
    return Share.of(
        (term.id for term in terms if term.is_verifiable),
        (term.id for term in terms if term.is_verifiable is False),
    )


def outcome_gaps(
    portfolio: Portfolio, contract: Contract
) -> tuple[tuple[ContractOutcome, Decimal], ...]:
    """By how much each measured target of a contract was missed (resultatgap); below 0: passed.

    >>> outcome_gaps(Portfolio(), Contract(id="A-1"))
    ()
    """
    return tuple(
        (outcome, outcome.gap)
        for outcome in portfolio.of(ContractOutcome, contract.id)
        if outcome.gap is not None
    )


def contract_loyalty(on_contract: Money, in_category: Money) -> Decimal | None:
    """Share of the spending in a category that goes to the contract (avtalstrohet).

    ``None`` where nothing was spent in the category.

    >>> contract_loyalty(Money("750000", "SEK"), Money("1000000", "SEK"))
    Decimal('0.75')

    Raises:
        MoneyError: when the currencies differ.
    """
    if not in_category.amount:
        return None
    return on_contract.share_of(in_category)


def is_in_force(contract: Contract, as_of: dt.date) -> bool:
    """Whether a contract is in force on a day.

    >>> from samverkan.periods import Period
    >>> is_in_force(Contract(id="A", period=Period("2026-01-01", None)), day("2026-11-23"))
    True
    """
    return contract.state(as_of) is ContractState.ACTIVE


def longest_end(contract: Contract, as_of: dt.date | None = None) -> Day | None:
    """The last day with every open option exercised; ``None`` until further notice.

    >>> longest_end(Contract(id="A"))
    """
    end = contract.end(as_of)
    if end is None:
        return None
    ends = (way.new_end for way in contract.extensions(as_of) if way.outcome is None)
    return max([end, *ends])


def is_long(contract: Contract, over: Span, as_of: dt.date | None = None) -> bool | None:
    """Whether a contract, options counted, runs for longer than a span (långt avtal).

    ``None`` where its start is not known; one until further notice is long.

    >>> from samverkan.periods import Period, months
    >>> is_long(Contract(id="A", period=Period("2026-01-01", "2027-12-31")), months(24))
    False
    """
    start = None if contract.period is None else contract.period.start
    if start is None:
        return None
    end = longest_end(contract, as_of)
    if end is None:
        return True
    limit = add_months(start, over.months).toordinal() + over.days - 1
    return end.toordinal() > limit


def training_due(
    portfolio: Portfolio, role: Role | str, as_of: str | dt.date
) -> tuple[Training, ...]:
    """Trainings for a function that are due to be held again (förfallen utbildning).

    Of each organisation and title the latest counts.

    >>> training_due(Portfolio(), "contract-manager", "2026-11-23")
    ()
    """
    on, wanted = day(as_of), Role.of(role)
    latest: dict[tuple[str, str], Training] = {}
    for training in portfolio.trainings:
        if wanted in training.audience and training.held_on <= on:
            key = training.party, training.title
            if key not in latest or latest[key].held_on < training.held_on:
                latest[key] = training
    return tuple(
        training
        for training in latest.values()
        if training.due_on is not None and training.due_on < on
    )

"""Red flags that compare one process or party with all the others, by quartiles.

Quartiles are reckoned by method R-8, which Cardinal's order statistics use.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction

from samverkan.checks._competitions import Competition, chosen, competitions, flag
from samverkan.checks.check import Check, Hit
from samverkan.codelists import DesignChoiceKind
from samverkan.explanations import Text
from samverkan.measures import Fences, Number, fences
from samverkan.periods import Day
from samverkan.portfolio import Portfolio
from samverkan.tenders import Tender

__all__ = ["CHECKS", "FEWEST_PROCESSES"]

FEWEST_PROCESSES = 20
"""Processes from which the variety of a supplier is judged; Cardinal's number."""


def _ratios(portfolio: Portfolio) -> list[tuple[Competition, Fraction]]:
    """(second lowest valid - winning) / winning, for each competition where it can be told."""
    found: list[tuple[Competition, Fraction]] = []
    for one in competitions(portfolio):
        if len(one.contracts) != 1 or len(one.winners) != 1:
            continue  # which tenders compete with which cannot be told
        if chosen(portfolio, one.procurement, DesignChoiceKind.FIXED_PRICE):
            continue
        priced = [
            (tender, tender.amount)
            for tender in one.tenders
            if tender.is_valid and tender.amount is not None and len(tender.tenderers) == 1
        ]
        if len({amount.currency for _, amount in priced}) != 1:
            continue
        won = [amount.amount for tender, amount in priced if one.won(tender)]
        lost = [amount.amount for tender, amount in priced if not one.won(tender)]
        if won and lost and min(won) > 0 and min(lost) >= min(won):
            found.append((one, Fraction(min(lost) - min(won)) / Fraction(min(won))))
    return found


def _beyond(portfolio: Portfolio, is_beyond: Callable[[Fraction, Fences], bool]) -> Iterator[Hit]:
    ratios = _ratios(portfolio)
    limits = fences([ratio for _, ratio in ratios])
    if limits is None:
        return
    for one, ratio in ratios:
        if is_beyond(ratio, limits):
            yield Hit(
                one.ids,
                {
                    "procurement": one.procurement.id,
                    "ratio": Number(ratio, "share"),
                    "lower": Number(limits.lower, "share"),
                    "upper": Number(limits.upper, "share"),
                },
            )


def _low(ratio: Fraction, limits: Fences) -> bool:
    return ratio < limits.lower or (ratio == limits.lower and limits.first != limits.third)


def _high(ratio: Fraction, limits: Fences) -> bool:
    return ratio > limits.upper or (ratio == limits.upper and limits.first != limits.third)


@flag(
    "r024",
    Text("Pris nära vinnarens", "Price close to the winner’s"),
    Text(
        "i upphandlingen {procurement} låg det näst lägsta anbudet bara {ratio} över det vinnande "
        "(gräns {lower})",
        "in procurement {procurement} the second lowest bid was only {ratio} above the winning "
        "one (fence {lower})",
    ),
)
def price_close_to_winner(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """The second lowest price is unusually close to the winning one.

    Facts used: Tender (amount, status), Contract (suppliers, lots), DesignChoice (fixed price).

    How it is computed: The ratio (second lowest valid minus winning) / winning of every
    competition; a finding where it is at most Q1 minus 1.5 times the quartile distance of all.

    When it does not apply: Where prices are set by the buyer, where amounts or winner are not
    known, where the winner was not the lowest, where several contracts were concluded or several
    parties won, to tenders of several parties together, to cancelled procurements, and where all
    ratios are alike.

    Assumptions: Quartiles by method R-8.

    Worked examples: Q1 5 %, Q3 7 %: fence 2 %; bids of 100,000 and 101,000: 1 %, a finding.

    Changes over time: None.
    """
    del as_of
    return _beyond(portfolio, _low)


@flag(
    "r058",
    Text("Kraftigt nedsatt anbud", "Heavily discounted bid"),
    Text(
        "i upphandlingen {procurement} låg det näst lägsta anbudet {ratio} över det vinnande "
        "(gräns {upper})",
        "in procurement {procurement} the second lowest bid was {ratio} above the winning one "
        "(fence {upper})",
    ),
)
def heavily_discounted(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """The winning price is unusually far below the second lowest.

    Facts used: As for R024.

    How it is computed: The same ratio; a finding where it is at least Q3 plus 1.5 times the
    quartile distance of all.

    When it does not apply: As for R024.

    Assumptions: Quartiles by method R-8.

    Worked examples: Q1 5 %, Q3 7 %: fence 10 %; bids of 100,000 and 115,000: 15 %, a finding.

    Changes over time: None.
    """
    del as_of
    return _beyond(portfolio, _high)


@flag(
    "r025",
    Text("Många anbud utan vinst", "Excessive unsuccessful bids"),
    Text(
        "{party} har lämnat {bids} anbud och vunnit {wins}",
        "{party} has made {bids} bids and won {wins}",
    ),
)
def unsuccessful_tenderer(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """A party bids often and wins unusually seldom.

    Facts used: Tender (tenderers), Contract (suppliers, lots).

    How it is computed: Among all tenderers: bids at least Q3 of the numbers of bids, and share of
    wins at most Q1 minus 1.5 times the quartile distance of the shares. Several tenders of a
    party for the same lot are one bid.

    When it does not apply: Where no contract tells who won, to tenders that were disqualified,
    taken back or are not judged yet, to cancelled procurements, and where all shares are alike.

    Assumptions: Quartiles by method R-8.

    Worked examples: Quartiles 0.5 and 0.75: fence 0.125; 15 of 150 is 0.1, a finding.

    Changes over time: None.
    """
    del as_of
    bids: Counter[str] = Counter()
    wins: Counter[str] = Counter()
    for one in competitions(portfolio):
        if not one.winners:
            continue
        winners = one.winners
        standing = [tender for tender in one.tenders if tender.is_valid or tender.status is None]
        for party in {party for tender in standing for party in tender.tenderers}:
            bids[party] += 1
            wins[party] += party in winners
    ratios = {party: Fraction(wins[party], count) for party, count in bids.items()}
    of_bids, of_wins = fences(list(bids.values())), fences(list(ratios.values()))
    if of_bids is None or of_wins is None:
        return
    for party, ratio in ratios.items():
        if bids[party] >= of_bids.third and _low(ratio, of_wins):
            yield Hit((party,), {"party": party, "bids": bids[party], "wins": wins[party]})


def _outliers(counts: Mapping[str, tuple[int, int]]) -> Iterator[tuple[str, int, int]]:
    """Whose share of disqualified tenders is unusually high."""
    shares = {name: Fraction(out, all_) for name, (out, all_) in counts.items()}
    limits = fences(list(shares.values()))
    if limits is None:
        return
    for name, share in shares.items():
        if _high(share, limits):
            yield name, *counts[name]


def _disqualified(
    portfolio: Portfolio, names: Callable[[Competition, Tender], Iterable[str]]
) -> dict[str, tuple[int, int]]:
    """Disqualified and all judged tenders by name."""
    out: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for one in competitions(portfolio):
        for tender in one.tenders:
            if tender.is_valid is None:
                continue
            for name in names(one, tender):
                every[name] += 1
                out[name] += tender.is_disqualified
    return {name: (out[name], count) for name, count in every.items()}


FEWEST = 2
"""Tenders of a tenderer, and procurements of a buyer, from which they are judged."""


def _several_processes(portfolio: Portfolio) -> frozenset[str]:
    """The buyers of which tenders for at least two procurements are known."""
    found: dict[str, set[str]] = {}
    for one in competitions(portfolio):
        if one.procurement.buyer is not None:
            found.setdefault(one.procurement.buyer, set()).add(one.procurement.id)
    return frozenset(buyer for buyer, processes in found.items() if len(processes) >= FEWEST)


def _buyer(one: Competition, _: Tender) -> Iterable[str]:
    return () if one.procurement.buyer is None else (one.procurement.buyer,)


def _tenderers(_: Competition, tender: Tender) -> Iterable[str]:
    return tender.tenderers


_EXCESSIVE = Text("Många förkastade anbud", "Excessive disqualifications")


@flag(
    "r038-buyer",
    _EXCESSIVE,
    Text(
        "köparen {party} har förkastat {out} av {all} anbud",
        "buyer {party} has disqualified {out} of {all} tenders",
    ),
)
def disqualifying_buyer(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """A buyer disqualifies an unusually large share of the tenders it gets.

    Facts used: Tender (status), Procurement (buyer).

    How it is computed: The share of disqualified tenders of each buyer with at least two
    procurements; a finding where it is at least Q3 plus 1.5 times the quartile distance of all
    such buyers.

    When it does not apply: To tenders whose status is not known, and where all shares are alike.

    Assumptions: Quartiles by method R-8.

    Worked examples: Q1 2 %, Q3 22 %: fence 52 %.

    Changes over time: None.
    """
    del as_of
    several = _several_processes(portfolio)
    counts = _disqualified(portfolio, _buyer)
    judged = {name: found for name, found in counts.items() if name in several}
    for party, out, count in _outliers(judged):
        yield Hit((party,), {"party": party, "out": out, "all": count})


@flag(
    "r038-tenderer",
    _EXCESSIVE,
    Text(
        "anbudsgivaren {party} har fått {out} av {all} anbud förkastade",
        "tenderer {party} has had {out} of {all} tenders disqualified",
    ),
)
def disqualified_tenderer(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """A tenderer is disqualified unusually often.

    Facts used: Tender (status, tenderers).

    How it is computed: As for buyers, over tenderers with at least two tenders.

    When it does not apply: As for buyers.

    Assumptions: Quartiles by method R-8.

    Worked examples: Q1 0, Q3 24 %: fence 60 %.

    Changes over time: None.
    """
    del as_of
    counts = _disqualified(portfolio, _tenderers)
    judged = {name: found for name, found in counts.items() if found[1] >= FEWEST}
    for party, out, count in _outliers(judged):
        yield Hit((party,), {"party": party, "out": out, "all": count})


@flag(
    "r048",
    Text("Spretig leverantör", "Heterogeneous supplier"),
    Text(
        "leverantören {party} har levererat inom {count} olika huvudgrupper (gräns {upper})",
        "supplier {party} has supplied in {count} different divisions (fence {upper})",
    ),
)
def heterogeneous_supplier(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """A supplier wins contracts in unusually many unrelated fields.

    Facts used: Contract (suppliers, procurement), Procurement (cpv; of its lots, too).

    How it is computed: The different first two digits of the CPV codes of the procurements a
    supplier has won, for suppliers with at least 20 procurements; a finding where the number is
    at least Q3 plus 1.5 times the quartile distance.

    When it does not apply: To suppliers with fewer procurements, to contracts with several
    suppliers, to procurements that are cancelled or without a code, and where all numbers are
    alike.

    Assumptions: Quartiles by method R-8.

    Worked examples: Quartiles 1 and 4: fence 8.5.

    Changes over time: None.
    """
    del as_of
    divisions: dict[str, set[str]] = {}
    processes: dict[str, set[str]] = {}
    for contract in portfolio.contracts:
        source = portfolio.procurement_of(contract)
        if source is None or source.cancelled_on is not None or len(contract.suppliers) != 1:
            continue
        lots = [lot for lot in source.lots if not contract.lots or lot.id in contract.lots]
        codes = [code for lot in lots for code in lot.cpv] or list(source.cpv)
        for supplier in contract.suppliers if codes else ():
            divisions.setdefault(supplier, set()).update(code[:2] for code in codes)
            processes.setdefault(supplier, set()).add(source.id)
    counts = {
        party: len(found)
        for party, found in divisions.items()
        if len(processes[party]) >= FEWEST_PROCESSES
    }
    limits = fences(list(counts.values()))
    if limits is None:
        return
    for party, count in counts.items():
        if _high(Fraction(count), limits):
            values = {"party": party, "count": count, "upper": Number(limits.upper)}
            yield Hit((party,), values)


CHECKS: tuple[Check, ...] = (
    price_close_to_winner,
    heavily_discounted,
    unsuccessful_tenderer,
    disqualifying_buyer,
    disqualified_tenderer,
    heterogeneous_supplier,
)
"""The checks of outliers, in the order they run."""

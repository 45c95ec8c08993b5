"""Red flags over many procurements: questions to ask, never verdicts, never about a person.

The rules and their numbers are those that the Open Contracting Partnership has published with
Cardinal. Quartiles are reckoned by method R-8, which Cardinal's order statistics use.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction

import attrs

from samverkan.checks.check import Check, Hit, Run, finds, guidance
from samverkan.codelists import DesignChoiceKind, Procedure, Severity
from samverkan.development import DesignChoice
from samverkan.explanations import Text
from samverkan.measures import Fences, fences
from samverkan.periods import Day
from samverkan.portfolio import Portfolio
from samverkan.procurements import Procurement
from samverkan.tenders import Tender
from samverkan.values import Money

__all__ = [
    "all_but_winner_disqualified",
    "disqualified_tenderer",
    "disqualifying_buyer",
    "heavily_discounted",
    "heterogeneous_supplier",
    "identical_prices",
    "late_bid_won",
    "lowest_disqualified",
    "price_close_to_winner",
    "short_period",
    "single_bid",
    "unsuccessful_tenderer",
]

SHORTEST = 15
"""Days below which a submission period is short; Cardinal's default."""
FEWEST_PROCESSES = 20
"""Processes from which the variety of a supplier is judged; Cardinal's number."""

_COMPETITIVE = frozenset(
    {
        Procedure.OPEN,
        Procedure.RESTRICTED,
        Procedure.NEGOTIATED,
        Procedure.COMPETITIVE_DIALOGUE,
        Procedure.INNOVATION_PARTNERSHIP,
    }
)


def _flag(number: str, title: Text, sentence: Text) -> Callable[[Run], Check]:
    return finds(
        f"flags.{number}",
        Severity.QUESTION,
        title=title,
        sentence=sentence,
        basis=guidance(f"Open Contracting Partnership, Red flags {number.upper()}; Cardinal"),
        needs_review=True,
    )


@attrs.frozen
class _Competition:
    """The tenders for one lot, or for the whole where they name none."""

    procurement: Procurement
    lot: str | None
    tenders: tuple[Tender, ...]
    winners: frozenset[str]

    def won(self, tender: Tender) -> bool:
        return not self.winners.isdisjoint(tender.tenderers)

    @property
    def ids(self) -> tuple[str, ...]:
        return (self.procurement.id, *(tender.id for tender in self.tenders))


def _competitions(portfolio: Portfolio) -> Iterator[_Competition]:
    for procurement in portfolio.procurements if portfolio.tenders else ():
        tenders = portfolio.of(Tender, procurement.id, by="procurement")
        for lot in dict.fromkeys(tender.lot for tender in tenders):
            winners = frozenset(
                supplier
                for contract in portfolio.contracts_of(procurement.id)
                if lot is None or not contract.lots or lot in contract.lots
                for supplier in contract.suppliers
            )
            own = tuple(tender for tender in tenders if tender.lot == lot)
            yield _Competition(procurement, lot, own, winners)


def _chosen(portfolio: Portfolio, procurement: Procurement, kind: DesignChoiceKind) -> bool:
    choices = portfolio.of(DesignChoice, procurement.id, by="procurement")
    return any(one.kind is kind for one in choices)


@_flag(
    "r003",
    Text("Kort anbudstid", "Submission period too short"),
    Text(
        "anbudstiden i upphandlingen {procurement} är {days} dagar, mindre än {least}",
        "the submission period of procurement {procurement} is {days} days, fewer than {least}",
    ),
)
def short_period(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """The time for tenders is so short that few can have had time to bid.

    Facts used: Procurement (published_on, tenders_due_on).

    How it is computed: Whole days between the call and the last day for tenders, compared with 15.

    When it does not apply: Where either day is not known.

    Assumptions: Cardinal's default of 15 days; what the law demands has checks of its own.

    Worked examples: 15 to 20 March: 5 days, a finding. Exactly 15 days: none.

    Changes over time: None.
    """
    del as_of
    for one in portfolio.procurements:
        if one.published_on is None or one.tenders_due_on is None:
            continue
        length = one.tenders_due_on.toordinal() - one.published_on.toordinal()
        if length < SHORTEST:
            values = {"procurement": one.id, "days": length, "least": SHORTEST}
            yield Hit((one.id,), values, on=one.tenders_due_on)


@_flag(
    "r018",
    Text("Ett enda anbud", "Single bid"),
    Text(
        "upphandlingen {procurement} fick en enda anbudsgivare",
        "procurement {procurement} got a single tenderer",
    ),
)
def single_bid(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """Only one tenderer took part in a competition that was open to several.

    Facts used: Tender (tenderers), Procurement (procedure, tenders_due_on).

    How it is computed: The different parties of all tenders of the procurement are counted, once
    the last day for tenders has passed.

    When it does not apply: To procedures without a call, where the procedure is not known, and
    where no tender is.

    Assumptions: Open and selective of OCDS are the procedures with a call.

    Worked examples: Open procedure, one tenderer: a finding. Without a call: none.

    Changes over time: None.
    """
    for one in portfolio.procurements:
        if one.procedure not in _COMPETITIVE:
            continue
        if one.tenders_due_on is not None and one.tenders_due_on >= as_of:
            continue
        tenders = portfolio.of(Tender, one.id, by="procurement")
        parties = {party for tender in tenders for party in tender.tenderers}
        if len(parties) == 1:
            ids = (one.id, *(tender.id for tender in tenders))
            yield Hit(ids, {"procurement": one.id}, on=one.tenders_due_on)


def _ratios(portfolio: Portfolio) -> list[tuple[_Competition, Fraction]]:
    """(second lowest valid - winning) / winning, for each competition where it can be told."""
    found: list[tuple[_Competition, Fraction]] = []
    for one in _competitions(portfolio):
        if _chosen(portfolio, one.procurement, DesignChoiceKind.FIXED_PRICE):
            continue
        priced = [(t, t.amount) for t in one.tenders if t.is_valid and t.amount is not None]
        if len({amount.currency for _, amount in priced}) != 1:
            continue
        won = [amount.amount for tender, amount in priced if one.won(tender)]
        lost = [amount.amount for tender, amount in priced if not one.won(tender)]
        if won and lost and min(won) > 0 and min(lost) >= min(won):
            found.append((one, Fraction(min(lost) - min(won)) / Fraction(min(won))))
    return found


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):.1f} %"


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
                    "ratio": _percent(ratio),
                    "lower": _percent(limits.lower),
                    "upper": _percent(limits.upper),
                },
            )


def _low(ratio: Fraction, limits: Fences) -> bool:
    return ratio < limits.lower or (ratio == limits.lower and limits.first != limits.third)


def _high(ratio: Fraction, limits: Fences) -> bool:
    return ratio > limits.upper or (ratio == limits.upper and limits.first != limits.third)


@_flag(
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
    known, where the winner was not the lowest, and where all ratios are alike.

    Assumptions: Quartiles by method R-8.

    Worked examples: Q1 5 %, Q3 7 %: fence 2 %; bids of 100,000 and 101,000: 1 %, a finding.

    Changes over time: None.
    """
    del as_of
    return _beyond(portfolio, _low)


@_flag(
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


@_flag(
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
    wins at most Q1 minus 1.5 times the quartile distance of the shares.

    When it does not apply: Where no contract tells who won, and where all shares are alike.

    Assumptions: Quartiles by method R-8.

    Worked examples: Quartiles 0.5 and 0.75: fence 0.125; 15 of 150 is 0.1, a finding.

    Changes over time: None.
    """
    del as_of
    bids: Counter[str] = Counter()
    wins: Counter[str] = Counter()
    for one in _competitions(portfolio):
        if not one.winners:
            continue
        for tender in one.tenders:
            for party in tender.tenderers:
                bids[party] += 1
                wins[party] += party in one.winners
    ratios = {party: Fraction(wins[party], count) for party, count in bids.items()}
    of_bids, of_wins = fences(list(bids.values())), fences(list(ratios.values()))
    if of_bids is None or of_wins is None:
        return
    for party, ratio in ratios.items():
        if bids[party] >= of_bids.third and _low(ratio, of_wins):
            yield Hit((party,), {"party": party, "bids": bids[party], "wins": wins[party]})


@_flag(
    "r028",
    Text("Samma pris", "Identical prices"),
    Text(
        "i upphandlingen {procurement} lämnade {parties} samma pris {amount}",
        "in procurement {procurement} {parties} offered the same price {amount}",
    ),
)
def identical_prices(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """Different tenderers offered exactly the same price.

    Facts used: Tender (amount, tenderers), DesignChoice (fixed price).

    How it is computed: The amounts of a competition are compared; tenders with a party in common
    do not count as different.

    When it does not apply: Where the buyer sets the price, and to tenders without an amount.

    Assumptions: None.

    Worked examples: 4,800,000 SEK twice: a finding. 4,800,000 and 4,800,001: none.

    Changes over time: None.
    """
    del as_of
    for one in _competitions(portfolio):
        if _chosen(portfolio, one.procurement, DesignChoiceKind.FIXED_PRICE):
            continue
        by_price: dict[Money, list[Tender]] = {}
        for tender in one.tenders:
            if tender.amount is not None:
                by_price.setdefault(tender.amount, []).append(tender)
        for amount, tenders in by_price.items():
            if any(
                set(mine.tenderers).isdisjoint(theirs.tenderers)
                for mine, theirs in itertools.combinations(tenders, 2)
            ):
                parties = tuple(sorted({p for tender in tenders for p in tender.tenderers}))
                values = {
                    "procurement": one.procurement.id,
                    "parties": parties,
                    "amount": amount,
                }
                yield Hit((one.procurement.id, *(tender.id for tender in tenders)), values)


@_flag(
    "r030",
    Text("Sent anbud vann", "Late bid won"),
    Text(
        "anbudet {tender} kom in {submitted}, efter sista dagen {due}, och vann",
        "tender {tender} came in on {submitted}, after the last day {due}, and won",
    ),
)
def late_bid_won(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """A tender that came in too late was taken up, and won.

    Facts used: Tender (submitted_on, status, tenderers), Procurement (tenders_due_on), Contract.

    How it is computed: A valid tender dated after the last day for tenders, one of whose
    tenderers is a supplier of a contract of the procurement.

    When it does not apply: Where a day, the status or the winner is not known.

    Assumptions: A day is the smallest unit.

    Worked examples: Due on 15 March, in on 1 April, won: a finding. In on 15 March: none.

    Changes over time: None.
    """
    del as_of
    for one in _competitions(portfolio):
        due = one.procurement.tenders_due_on
        for tender in one.tenders:
            submitted = tender.submitted_on
            if (
                due is not None
                and submitted is not None
                and submitted > due
                and tender.is_valid
                and one.won(tender)
            ):
                values = {"tender": tender.id, "submitted": submitted, "due": due}
                yield Hit((one.procurement.id, tender.id), values, on=submitted)


@_flag(
    "r035",
    Text("Alla utom vinnaren förkastade", "All except the winner disqualified"),
    Text(
        "i upphandlingen {procurement} förkastades {count} anbudsgivare, bara vinnaren var kvar",
        "in procurement {procurement} {count} tenderers were disqualified, only the winner left",
    ),
)
def all_but_winner_disqualified(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """Every tenderer but the one who won was disqualified.

    Facts used: Tender (status, tenderers), Contract (suppliers, lots).

    How it is computed: Exactly one tenderer has valid tenders, it is the supplier of every
    contract, and at least one other was disqualified. The number is that of the disqualified.

    When it does not apply: Where the status of a tender or the winner is not known.

    Assumptions: Cardinal's threshold of one.

    Worked examples: Five bids of which four are disqualified: a finding with the number 4.

    Changes over time: None.
    """
    del as_of
    for one in _competitions(portfolio):
        valid = {tender.tenderers for tender in one.tenders if tender.is_valid}
        if len(valid) != 1 or not one.winners:
            continue
        (left,) = valid
        out = {
            party
            for tender in one.tenders
            if tender.is_disqualified
            for party in tender.tenderers
            if party not in left
        }
        if out and one.winners <= set(left):
            values = {"procurement": one.procurement.id, "count": len(out)}
            yield Hit(one.ids, values)


@_flag(
    "r036",
    Text("Lägsta anbudet förkastat", "Lowest bid disqualified"),
    Text(
        "i upphandlingen {procurement} förkastades det lägsta anbudet, {lowest}",
        "in procurement {procurement} the lowest bid, {lowest}, was disqualified",
    ),
)
def lowest_disqualified(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """The lowest price was disqualified where price alone should decide.

    Facts used: Tender (amount, status), Contract (suppliers), DesignChoice (quality criteria).

    How it is computed: A contract exists, at least one valid tender has an amount, and the lowest
    of all submitted amounts belongs to a disqualified tender.

    When it does not apply: Where quality counts (a design choice says so), where amounts are in
    several currencies or not known, and where a valid tender has the same amount.

    Assumptions: Where nothing is recorded, price is taken to decide alone; the finding is a
    question.

    Worked examples: 100,000 disqualified and 111,111 wins: a finding. 111,111 disqualified and
    100,000 wins: none.

    Changes over time: None.
    """
    del as_of
    for one in _competitions(portfolio):
        if not one.winners or _chosen(
            portfolio, one.procurement, DesignChoiceKind.QUALITY_CRITERIA
        ):
            continue
        priced = [(t, t.amount) for t in one.tenders if t.amount is not None]
        if len({amount.currency for _, amount in priced}) != 1:
            continue
        if not any(tender.is_valid for tender, _ in priced):
            continue
        lowest = min(amount for _, amount in priced)
        if all(tender.is_disqualified for tender, amount in priced if amount == lowest):
            yield Hit(one.ids, {"procurement": one.procurement.id, "lowest": lowest})


def _outliers(counts: Mapping[str, tuple[int, int]]) -> Iterator[tuple[str, int, int]]:
    """Whose share of disqualified tenders is unusually high, among those with at least two."""
    shares = {name: Fraction(out, all_) for name, (out, all_) in counts.items() if all_ >= 2}
    limits = fences(list(shares.values()))
    if limits is None:
        return
    for name, share in shares.items():
        if _high(share, limits):
            yield name, *counts[name]


def _disqualified(
    portfolio: Portfolio, names: Callable[[_Competition, Tender], Iterable[str]]
) -> dict[str, tuple[int, int]]:
    """Disqualified and all tenders by name, where at least two procurements are known."""
    out: Counter[str] = Counter()
    every: Counter[str] = Counter()
    processes: dict[str, set[str]] = {}
    for one in _competitions(portfolio):
        for tender in one.tenders:
            if tender.is_valid is None:
                continue
            for name in names(one, tender):
                every[name] += 1
                out[name] += tender.is_disqualified
                processes.setdefault(name, set()).add(one.procurement.id)
    return {name: (out[name], count) for name, count in every.items() if len(processes[name]) >= 2}


def _buyer(one: _Competition, _: Tender) -> Iterable[str]:
    return () if one.procurement.buyer is None else (one.procurement.buyer,)


def _tenderers(_: _Competition, tender: Tender) -> Iterable[str]:
    return tender.tenderers


_EXCESSIVE = Text("Många förkastade anbud", "Excessive disqualifications")


@_flag(
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

    How it is computed: The share of disqualified tenders of each buyer with at least two tenders
    in at least two procurements; a finding where it is at least Q3 plus 1.5 times the quartile
    distance of all buyers.

    When it does not apply: To tenders whose status is not known, and where all shares are alike.

    Assumptions: Quartiles by method R-8.

    Worked examples: Q1 2 %, Q3 22 %: fence 52 %.

    Changes over time: None.
    """
    del as_of
    for party, out, count in _outliers(_disqualified(portfolio, _buyer)):
        yield Hit((party,), {"party": party, "out": out, "all": count})


@_flag(
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

    How it is computed: As for buyers, over tenderers.

    When it does not apply: As for buyers.

    Assumptions: Quartiles by method R-8.

    Worked examples: Q1 0, Q3 24 %: fence 60 %.

    Changes over time: None.
    """
    del as_of
    for party, out, count in _outliers(_disqualified(portfolio, _tenderers)):
        yield Hit((party,), {"party": party, "out": out, "all": count})


@_flag(
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

    When it does not apply: To suppliers with fewer procurements, to procurements without a code,
    and where all numbers are alike.

    Assumptions: Quartiles by method R-8.

    Worked examples: Quartiles 1 and 4: fence 8.5.

    Changes over time: None.
    """
    del as_of
    divisions: dict[str, set[str]] = {}
    processes: dict[str, set[str]] = {}
    for contract in portfolio.contracts:
        source = portfolio.procurement_of(contract)
        if source is None:
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
            values = {"party": party, "count": count, "upper": float(limits.upper)}
            yield Hit((party,), values)

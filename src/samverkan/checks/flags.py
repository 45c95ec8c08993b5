"""Red flags of single procurements: questions to ask, never verdicts, never about a person.

The rules and their numbers are those that the Open Contracting Partnership has published with
Cardinal.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from samverkan.checks._competitions import chosen, competitions, flag
from samverkan.checks.check import Check, Hit
from samverkan.codelists import DesignChoiceKind, Procedure
from samverkan.explanations import Text
from samverkan.measures import submitted
from samverkan.periods import Day, Span
from samverkan.portfolio import Portfolio
from samverkan.tenders import Tender
from samverkan.values import Money

__all__ = ["CHECKS", "COMPETITIVE", "SHORTEST"]

SHORTEST = 15
"""Days below which a submission period is short; Cardinal's default."""


COMPETITIVE = frozenset(
    {
        Procedure.OPEN,
        Procedure.RESTRICTED,
        Procedure.NEGOTIATED,
        Procedure.COMPETITIVE_DIALOGUE,
        Procedure.INNOVATION_PARTNERSHIP,
    }
)


@flag(
    "r003",
    Text("Kort anbudstid", "Submission period too short"),
    Text(
        "anbudstiden i upphandlingen {procurement} är {span}, kortare än {least}",
        "the submission period of procurement {procurement} is {span}, shorter than {least}",
    ),
)
def short_period(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """The time for tenders is so short that few can have had time to bid.

    Facts used: Procurement (published_on, tenders_due_on).

    How it is computed: Whole days between the call and the last day for tenders, compared with 15.

    When it does not apply: Where either day is not known.

    Assumptions: Cardinal's default of 15 days; what the law demands has checks of its own. A day
    is the smallest unit: Cardinal counts hours, too, and so may flag a period of 15 days that
    ends earlier in the day than it began.

    Worked examples: 15 to 20 March: 5 days, a finding. Exactly 15 days: none.

    Changes over time: None.
    """
    del as_of
    for one in portfolio.procurements:
        if one.published_on is None or one.tenders_due_on is None:
            continue
        length = one.tenders_due_on.toordinal() - one.published_on.toordinal()
        if length < SHORTEST:
            values = {
                "procurement": one.id,
                "days": length,
                "span": Span(days=length),
                "least": Span(days=SHORTEST),
            }
            yield Hit((one.id,), values, on=one.tenders_due_on)


@flag(
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

    How it is computed: The different parties of all tenders handed in are counted, once the last
    day for tenders has passed.

    When it does not apply: To procedures without a call and cancelled ones, where the procedure
    is not known, and where no tender is.

    Assumptions: Open and selective of OCDS are the procedures with a call.

    Worked examples: Open procedure, one tenderer: a finding. Without a call: none.

    Changes over time: None.
    """
    for one in portfolio.procurements:
        if one.procedure not in COMPETITIVE or one.cancelled_on is not None:
            continue
        if one.tenders_due_on is not None and one.tenders_due_on >= as_of:
            continue
        tenders = submitted(portfolio, one)
        parties = {party for tender in tenders for party in tender.tenderers}
        if len(parties) == 1:
            ids = (one.id, *(tender.id for tender in tenders))
            yield Hit(ids, {"procurement": one.id}, on=one.tenders_due_on)


@flag(
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

    When it does not apply: Where the buyer sets the price, to tenders without an amount or taken
    back, and to cancelled procurements.

    Assumptions: None.

    Worked examples: 4,800,000 SEK twice: a finding. 4,800,000 and 4,800,001: none.

    Changes over time: None.
    """
    del as_of
    for one in competitions(portfolio):
        if chosen(portfolio, one.procurement, DesignChoiceKind.FIXED_PRICE):
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


@flag(
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

    Assumptions: A day is the smallest unit. Cancelled procurements are left out.

    Worked examples: Due on 15 March, in on 1 April, won: a finding. In on 15 March: none.

    Changes over time: None.
    """
    del as_of
    for one in competitions(portfolio):
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


@flag(
    "r035",
    Text("Alla utom vinnaren förkastade", "All except the winner disqualified"),
    Text(
        "i upphandlingen {procurement} förkastades alla anbudsgivare utom vinnaren ({count})",
        "in procurement {procurement} every tenderer but the winner was disqualified ({count})",
    ),
)
def all_but_winner_disqualified(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """Every tenderer but the one who won was disqualified.

    Facts used: Tender (status, tenderers), Contract (suppliers, lots).

    How it is computed: Exactly one tenderer has valid tenders, it is the supplier of every
    contract, and at least one other was disqualified. The number is that of the disqualified.

    When it does not apply: Where the status of a tender or the winner is not known.

    Assumptions: Cardinal's threshold of one. Cancelled procurements are left out, and so are
    tenders that were taken back or are not judged yet.

    Worked examples: Five bids of which four are disqualified: a finding with the number 4.

    Changes over time: None.
    """
    del as_of
    for one in competitions(portfolio):
        valid = {frozenset(tender.tenderers) for tender in one.tenders if tender.is_valid}
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
        if out and one.winners <= left:
            values = {"procurement": one.procurement.id, "count": len(out)}
            yield Hit(one.ids, values)


@flag(
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
    question. Cancelled procurements are left out, and so are tenders that were taken back.

    Worked examples: 100,000 disqualified and 111,111 wins: a finding. 111,111 disqualified and
    100,000 wins: none.

    Changes over time: None.
    """
    del as_of
    for one in competitions(portfolio):
        quality = DesignChoiceKind.QUALITY_CRITERIA
        if not one.contracts or chosen(portfolio, one.procurement, quality):
            continue
        priced = [(t, t.amount) for t in one.tenders if t.amount is not None]
        if len({amount.currency for _, amount in priced}) != 1:
            continue
        if not any(tender.is_valid for tender, _ in priced):
            continue
        lowest = min(amount for _, amount in priced)
        if all(tender.is_disqualified for tender, amount in priced if amount == lowest):
            yield Hit(one.ids, {"procurement": one.procurement.id, "lowest": lowest})


CHECKS: tuple[Check, ...] = (
    short_period,
    single_bid,
    identical_prices,
    late_bid_won,
    all_but_winner_disqualified,
    lowest_disqualified,
)
"""The checks of single procurements, in the order they run."""

"""May a contract be changed without a new procurement (ändring av kontrakt, LOU 17:8-17:16)?

The grounds are tried in the order of the act. Those about money are reckoned; the others rest on
facts that only people know, so each says what evidence it would need.

>>> from samverkan.codelists import Category
>>> contract = Contract(id="A", value=Money("5000000", "SEK"))
>>> change = Amendment(id="1", occurred_on="2025-03-01", value_change=Money("499999", "SEK"))
>>> found = classify_amendment(
...     contract, change, "above", Money("2389585", "SEK"), category=Category.SERVICES)
>>> found.ground
<AmendmentGround.DE_MINIMIS: 'mod-minv'>
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from samverkan.codelists import (
    AmendmentGround,
    AmendmentOutcome,
    Category,
    GroundOutcome,
    Regime,
)
from samverkan.contracts import Amendment, Contract
from samverkan.countries.se.amendments.assessment import AmendmentAssessment, GroundTest
from samverkan.countries.se.amendments.facts import EVIDENCE, GROUNDS, AmendmentFacts
from samverkan.countries.se.amendments.grounds import TESTS, Case
from samverkan.countries.se.statute import LOU, SIMPLER_2022, dated, law_day, lou
from samverkan.explanations import Explanation, Step, Text
from samverkan.values import Money

__all__ = [
    "EVIDENCE",
    "GROUNDS",
    "AmendmentAssessment",
    "AmendmentFacts",
    "GroundTest",
    "classify_amendment",
    "minor_share",
]

_NOTICED = frozenset({AmendmentGround.ADDITIONAL, AmendmentGround.UNFORESEEABLE})
_CHAPTER = Text("17 kap. om ändringar", "chapter 17 on amendments")
_SHARES = {
    Category.GOODS: dated(_CHAPTER, (LOU, Decimal("0.10"), lou("17:9", 1))),
    Category.SERVICES: dated(_CHAPTER, (LOU, Decimal("0.10"), lou("17:9", 1))),
    Category.WORKS: dated(_CHAPTER, (LOU, Decimal("0.15"), lou("17:9", 1))),
}


def minor_share(on: dt.date, category: Category) -> Decimal:
    """The share of the value below which changes are minor (ändring av mindre värde, LOU 17:9).

    >>> str(minor_share(dt.date(2025, 3, 1), Category.WORKS))
    '0.15'

    Raises:
        LawCoverageError: when the law of the day is not known.
    """
    return _SHARES[category].on(on)


_OUTSIDE = {
    Regime.BELOW: lou("19:1"),
    Regime.ANNEX_2: lou("19:1"),
    Regime.DIRECT: lou("19 a:1"),
}


def classify_amendment(
    contract: Contract,
    change: Amendment,
    regime: Regime | str,
    threshold: Money,
    *,
    category: Category | str,
    facts: AmendmentFacts | None = None,
    base: Money | None = None,
    count_all: bool = False,
    as_of_law: str | dt.date | None = None,
) -> AmendmentAssessment:
    """On which ground a contract may be changed, or why on none (ändring av kontrakt, LOU 17).

    Args:
        contract: The contract, with its earlier changes; its value is that of chapter 5, with
            options counted and without VAT.
        change: The change, whether it stands among them or not.
        regime: Which chapters govern; chapter 17 binds above the thresholds alone (19:1, 19 a:1).
        threshold: The threshold of 5:1, without VAT; the act does not say of which day.
        category: Goods, services or works; works may change by 15 per cent, others by 10.
        facts: What is known beside the values.
        base: The value that changes are measured against: the original value adjusted by an index
            clause (17:15). Left out, the contract's value as first agreed, which is the stricter
            of the readings.
        count_all: Whether earlier changes made on other grounds count towards the net of 17:9,
            too; by default those made under 17:9 do, and those whose ground is not stated.
        as_of_law: Ask with the law of another day than the change's.

    >>> contract = Contract(id="A", value=Money("5000000", "SEK"))
    >>> change = Amendment(id="1", occurred_on="2025-03-01", value_change=Money("500000", "SEK"))
    >>> found = classify_amendment(
    ...     contract, change, "above", Money("2389585", "SEK"), category="services")
    >>> found.ground is None, len(found.needs)  # ten per cent is not below ten per cent
    (True, 5)

    Raises:
        LawCoverageError: when the law of the day is not known.
        MoneyError: when currencies differ.
    """
    where, what = Regime.of(regime), Category.of(category)
    law_on = law_day(change.occurred_on, as_of_law)
    if where is not Regime.ABOVE:
        return _not_regulated(where, law_on)
    dated_share = _SHARES[what]
    share_limit = dated_share.on(law_on)
    case = Case(
        contract=contract,
        change=change,
        facts=AmendmentFacts() if facts is None else facts,
        base=contract.value if base is None else base,
        counted=(*_earlier(contract, change, count_all=count_all), change),
        threshold=threshold,
        share_limit=share_limit,
    )
    tests = tuple(test(case) for test in TESTS)
    found = next((test for test in tests if test.outcome is GroundOutcome.FITS), None)
    open_ = any(test.outcome is GroundOutcome.NEEDS_EVIDENCE for test in tests)
    outcome = (
        AmendmentOutcome.ALLOWED
        if found is not None
        else AmendmentOutcome.NEEDS_EVIDENCE
        if open_
        else AmendmentOutcome.NEW_PROCUREMENT
    )
    ground = None if found is None else found.ground
    caveat = dated_share.caveat(law_on)
    tried = tests if found is None else tests[: tests.index(found) + 1]
    steps = (
        *(step for test in tried for step in (*test.steps, test.summary())),
        Step(Text("{outcome}", "{outcome}"), {"outcome": outcome}, basis=lou("17:8")),
        *_notice(ground),
        *([] if caveat is None else [caveat]),
    )
    net = case.net
    known = net is not None and case.base is not None and bool(case.base.amount)
    return AmendmentAssessment(
        outcome=outcome,
        ground=ground,
        notice_required=None if ground is None else ground in _NOTICED,
        base=case.base,
        net=net,
        share=net.share_of(case.base) if known and net and case.base else None,
        tests=tests,
        explanation=Explanation(steps),
    )


def _earlier(contract: Contract, change: Amendment, *, count_all: bool) -> tuple[Amendment, ...]:
    return tuple(
        one
        for one in contract.amendments_by(change.occurred_on)
        if one.id not in {change.id, change.replaces}
        and (count_all or one.ground in {None, AmendmentGround.DE_MINIMIS})
    )


def _notice(ground: AmendmentGround | None) -> tuple[Step, ...]:
    if ground is None:
        return ()
    text = (
        Text(
            "ändringen ska annonseras; lagen anger inget antal dagar",
            "the change must be announced in a notice; the act sets no number of days",
        )
        if ground in _NOTICED
        else Text("ändringen behöver inte annonseras", "the change needs no notice")
    )
    return (Step(text, basis=lou("17:16", 1)),)


_BELOW = dated(_CHAPTER, (SIMPLER_2022, True, lou("19:1")))


def _not_regulated(regime: Regime, law_on: dt.date) -> AmendmentAssessment:
    _BELOW.step(law_on)
    step = Step(
        Text(
            "{regime}: 17 kap. hör inte till de kapitel som gäller; vad som styr ändringar där är "
            "inte klarlagt, och en stor ändring kan vara en otillåten direktupphandling",
            "{regime}: chapter 17 is not among the chapters that apply; what governs changes "
            "there is not settled, and a large change may be an unlawful direct procurement",
        ),
        {"regime": regime},
        basis=_OUTSIDE[regime],
    )
    return AmendmentAssessment(
        outcome=AmendmentOutcome.NOT_REGULATED_BY_17, explanation=Explanation((step,))
    )

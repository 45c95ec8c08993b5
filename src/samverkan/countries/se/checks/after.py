"""Swedish checks over contracts: changes, length of frameworks, tax and registration control."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping

import attrs

from samverkan.checkpoints import Checkpoint, EligibilityCheck
from samverkan.checks import (
    NO_LOOK_UPS,
    REGIME_UNKNOWN,
    TWO_CURRENCIES,
    Check,
    ColumnForm,
    Hit,
    Undecided,
    buyers_of,
    finds,
    guidance,
    law,
    where_recorded,
)
from samverkan.codelists import (
    AmendmentGround,
    AmendmentOutcome,
    BuyerKind,
    Category,
    ContractKind,
    ExclusionGround,
    FollowUpKind,
    GroundOutcome,
    Regime,
    RiskClass,
    Roll,
    Severity,
)
from samverkan.contracts import Amendment, Contract
from samverkan.countries.se.amendments import (
    AmendmentAssessment,
    classify_amendment,
    minor_share,
)
from samverkan.countries.se.amendments.grounds import LARGEST, is_order
from samverkan.countries.se.calendar import CALENDAR
from samverkan.countries.se.checks.subjects import swedish_contracts, undecided
from samverkan.countries.se.durations import duration_cap
from samverkan.countries.se.thresholds import threshold
from samverkan.deadlines import Deadline
from samverkan.errors import CalendarError, LawCoverageError, MoneyError
from samverkan.explanations import Step, Text
from samverkan.measures import is_in_force, longest_end
from samverkan.periods import Day, day_from_ordinal, months, shift
from samverkan.portfolio import Portfolio
from samverkan.values import Money

__all__ = ["CHECKS"]

_CENTRAL = frozenset({BuyerKind.CENTRAL, BuyerKind.PUBLIC_LAW_CENTRAL})
_NO_CATEGORY = Step(
    Text(
        "det är inte känt om varor, tjänster eller byggentreprenad köps",
        "it is not known whether goods, services or works are bought",
    )
)
_NO_KIND = Step(
    Text(
        "det är inte känt om köparen är statlig, vilket avgör tröskelvärdet",
        "it is not known whether the buyer is a central authority, which decides the threshold",
    )
)


def _asked_above(
    regime: Regime | None, category: Category | None, kind: BuyerKind | None
) -> Step | None:
    """Why it cannot be told which limits hold; ``None`` where it can."""
    if regime is None:
        return REGIME_UNKNOWN
    if category is None:
        return _NO_CATEGORY
    return _NO_KIND if kind is None and category is not Category.WORKS else None


def _limit(on: dt.date, category: Category, kind: BuyerKind | None, currency: str | None) -> Money:
    """The threshold in a currency; in kronor for a contract without a value."""
    central = kind in _CENTRAL
    return threshold(
        on=on, category=category, central=central, currency=currency or _KRONOR
    ).amount


_KRONOR = "SEK"


def _may_fit(ground: AmendmentGround, kind: ContractKind | None, is_less: bool) -> bool:  # noqa: FBT001  # a fact, not an option
    """Whether the section of a ground is about such a change at all."""
    return ground is not AmendmentGround.ADDITIONAL or is_order(kind, is_less=is_less)


_LAW: Mapping[str, Callable[..., object]] = {
    "decides": _asked_above,
    "limit": _limit,
    "share": minor_share,
}


def _assessed(
    portfolio: Portfolio, as_of: Day
) -> Iterator[tuple[Contract, Amendment, AmendmentAssessment] | Undecided]:
    """Every amendment of a contract above the thresholds, assessed with those before it."""
    for contract in swedish_contracts(portfolio):
        changes = contract.amendments_by(as_of) if contract.amendments else ()
        source = portfolio.procurement_of(contract)
        regime = None if source is None else source.regime
        if not changes or regime not in {Regime.ABOVE, None}:
            continue
        buyer = portfolio.buyer(contract)
        kind = None if buyer is None else buyer.buyer_kind
        reason = _asked_above(regime, None if source is None else source.category, kind)
        if reason is not None or source is None or regime is None or source.category is None:
            yield Undecided((contract.id,), reason or REGIME_UNKNOWN)
            continue
        called = source.published_on or source.started_on or contract.signed_on
        currency = None if contract.value is None else contract.value.currency
        for change in changes:
            try:
                on = called or change.occurred_on
                limit = _limit(on, source.category, kind, currency)
                found = classify_amendment(
                    contract, change, regime, limit, category=source.category
                )
            except LawCoverageError as error:
                yield undecided(contract.id, error)
                break
            except MoneyError:
                yield Undecided((contract.id, change.id), TWO_CURRENCIES)
                break
            yield contract, change, found


@finds(
    "se.lou.17-9.amendments",
    Severity.WARNING,
    title=Text("Ändring över vad 17:9 rymmer", "Change beyond what 17:9 allows"),
    sentence=Text(
        "ändringen {amendment} av avtalet {contract}: sammanlagt {net} av {base}, ryms inte i "
        "17:9 och ingen annan grund är angiven",
        "amendment {amendment} of contract {contract}: {net} of {base} in all is beyond 17:9, "
        "and no other ground is stated",
    ),
    basis=law("LOU 17:8-17:14"),
    country="SE",
    columns=ColumnForm(name="cumulative-changes", law=_LAW),
)
def amendment_without_ground(portfolio: Portfolio, as_of: Day) -> Iterator[Hit | Undecided]:
    """Changes that add up to more than the minor value, with no other ground stated.

    Facts used: Contract (value, amendments with value_change and ground), Procurement (regime,
    category, published_on), Party (buyer_kind).

    How it is computed: Each change, with those before it, is assessed by classify_amendment; the
    threshold is that of the day of the call. A finding where the change states no ground or the
    minor value, and 17:9 does not fit.

    When it does not apply: Below the thresholds, for services of Annex 2 and direct procurement,
    where chapter 17 does not govern (19:1, 19 a:1); where a value is missing.

    Assumptions: The original value is the measure (17:15 with an index clause is not known here).
    The other grounds rest on facts that people know, so this is a warning and no verdict.

    Worked examples: Services worth 10,000,000 SEK signed in 2024, +600,000, -200,000, +700,000:
    the third is over, at 11 per cent net.

    Changes over time: Thresholds change every second year; in SEK they are not known here for
    2026 and 2027, which leaves such a change undecided.
    """
    for found in _assessed(portfolio, as_of):
        if isinstance(found, Undecided):
            yield found
            continue
        contract, change, assessment = found
        if change.ground not in {None, AmendmentGround.DE_MINIMIS}:
            continue
        minor = next(
            (one for one in assessment.tests if one.ground is AmendmentGround.DE_MINIMIS), None
        )
        if minor is not None and minor.outcome is GroundOutcome.FAILS:
            yield _amendment_hit(contract, change, assessment)


def _amendment_hit(contract: Contract, change: Amendment, found: AmendmentAssessment) -> Hit:
    return Hit(
        (contract.id, change.id),
        {
            "amendment": change.id,
            "contract": contract.id,
            "net": found.net,
            "base": found.base,
            "ground": change.ground,
        },
        on=change.occurred_on,
        evidence=found.explanation.steps,
    )


@finds(
    "se.lou.17.stated-ground",
    Severity.BREACH,
    title=Text("Angiven ändringsgrund håller inte", "Stated ground of a change does not hold"),
    sentence=Text(
        "ändringen {amendment} av avtalet {contract} anger {ground}, men grunden är inte uppfylld",
        "amendment {amendment} of contract {contract} states {ground}, which does not fit",
    ),
    basis=law("LOU 17:10-17:14"),
    country="SE",
    columns=ColumnForm(
        name="stated-ground", law={**_LAW, "largest": LARGEST.get, "may_fit": _may_fit}
    ),
)
def stated_ground_fails(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """A change states a ground whose test it fails, such as more than 50 per cent.

    Facts used: As for changes beyond 17:9.

    How it is computed: The test of the stated ground, by classify_amendment, fails.

    When it does not apply: As there; where the test needs evidence that is not recorded, and where
    another ground fits.

    Assumptions: As there.

    Worked examples: An addition of 60 per cent that states unforeseeable circumstances: a finding.
    Of 40 per cent: none.

    Changes over time: As there.
    """
    for found in _assessed(portfolio, as_of):
        if isinstance(found, Undecided):
            continue  # the check of 17:9 tells
        contract, change, assessment = found
        if change.ground in {None, AmendmentGround.DE_MINIMIS}:
            continue
        if assessment.outcome is AmendmentOutcome.ALLOWED:
            continue
        test = next((one for one in assessment.tests if one.ground is change.ground), None)
        if test is not None and test.outcome is GroundOutcome.FAILS:
            yield _amendment_hit(contract, change, assessment)


def _framework_cap(starts_on: Day) -> Deadline:
    return duration_cap(starts_on=starts_on, cap="framework")


@finds(
    "se.lou.7-2.framework-too-long",
    Severity.BREACH,
    title=Text("Ramavtal längre än fyra år", "Framework agreement longer than four years"),
    sentence=Text(
        "ramavtalet {contract} kan, optioner medräknade, löpa till och med {end}, längre än till "
        "{cap}; det kräver särskilda skäl",
        "framework agreement {contract} may run, options counted, to {end}, beyond {cap}; that "
        "needs special reasons",
    ),
    basis=law("LOU 7:2"),
    country="SE",
    columns=ColumnForm(name="longest-time", law={"last_day": _framework_cap}),
)
def framework_too_long(portfolio: Portfolio, as_of: Day) -> Iterator[Hit | Undecided]:
    """A framework agreement, options counted, runs for more than four years.

    Facts used: Contract (kind, period, options, amendments), Procurement (regime).

    How it is computed: Four years from the first day, inclusive; compared with the last day when
    every open option is exercised.

    When it does not apply: To contracts that are no frameworks, without an end, below the
    thresholds (chapter 7 does not govern there, 19:1).

    Assumptions: Special reasons are not in the model; a person judges them.

    Worked examples: From 1 February 2026 to 1 February 2030: a finding. To 31 January 2030: none.

    Changes over time: In force as read since 2017.
    """
    for contract in swedish_contracts(portfolio):
        start = None if contract.period is None else contract.period.start
        end = longest_end(contract, as_of)
        if contract.kind is not ContractKind.FRAMEWORK or start is None or end is None:
            continue
        source = portfolio.procurement_of(contract)
        regime = None if source is None else source.regime
        try:
            answer = _framework_cap(start)
        except LawCoverageError as error:
            yield undecided(contract.id, error)
            continue
        if end <= answer.last_day or regime not in {Regime.ABOVE, None}:
            continue
        if regime is None:
            yield Undecided((contract.id,), REGIME_UNKNOWN)
            continue
        values = {"contract": contract.id, "end": end, "cap": answer.last_day}
        after = day_from_ordinal(answer.last_day.toordinal() + 1)
        yield Hit((contract.id,), values, on=after, evidence=answer.explanation.steps)


_RHYTHM = {RiskClass.A: months(3), RiskClass.B: months(6), RiskClass.C: months(12)}
_TAXES = frozenset({ExclusionGround.TAXES, ExclusionGround.SOCIAL_SECURITY})
_ASSUMED = Text(
    "avtalet saknar riskklass och behandlas som {risk}",
    "the contract has no risk class and is treated as {risk}",
)


def _due(since: Day, risk: RiskClass) -> Day | None:
    """The day by which a supplier is looked up again; ``None`` where the calendar ends before."""
    try:
        return CALENDAR.roll(shift(since, _RHYTHM[risk]), Roll.FORWARD)
    except CalendarError:
        return None


@finds(
    "se.skv.tax-control",
    Severity.WARNING,
    title=Text("Skatte- och registerkontroll försenad", "Tax and registration control overdue"),
    sentence=Text(
        "{supplier} i avtalet {contract} har inte kontrollerats sedan {since}; en ny kontroll "
        "skulle ha gjorts senast {due}",
        "{supplier} in contract {contract} has not been checked since {since}; the next check "
        "was due on {due}",
    ),
    basis=guidance("Skatteverket, kontroll av leverantörer"),
    country="SE",
    columns=ColumnForm(name="look-ups", law={"due": _due, "grounds": lambda: _TAXES}),
)
def tax_control_overdue(portfolio: Portfolio, as_of: Day) -> Iterator[Hit | Undecided]:
    """Nobody has looked up the taxes and registrations of a supplier for too long.

    Facts used: EligibilityCheck (party, checked_on, grounds), Checkpoint (kind supplier status),
    Contract (period, suppliers, risk_class).

    How it is computed: From the latest look-up of the supplier, or the first day of the contract,
    3 months in class A, 6 in B, 12 in C, rolled to a working day. The finding holds from the day
    after.

    When it does not apply: To contracts not in force, or whose start is not known. Where no
    look-up is recorded of any supplier of a buyer, its contracts are undecided.

    Assumptions: A contract without a class is treated as B. A look-up that names other grounds
    only does not count. The rhythm is this library's choice; guidance says "continuously".

    Worked examples: Class A from 1 September 2026: a finding from 2 December, none on 1 December.

    Changes over time: None.
    """
    recorded = buyers_of(portfolio, _look_ups(portfolio))
    return where_recorded(portfolio, _overdue(portfolio, as_of), recorded, NO_LOOK_UPS)


def _look_ups(portfolio: Portfolio) -> Iterator[Checkpoint | EligibilityCheck | _InContract]:
    """Every look-up of a supplier, with the contract it was done for; or all that it has."""
    for check in portfolio.checkpoints:
        if check.kind is FollowUpKind.SUPPLIER_STATUS:
            yield check
    looked_up = {one.party for one in portfolio.eligibility_checks if one.contract is None}
    yield from (one for one in portfolio.eligibility_checks if one.contract is not None)
    for contract in portfolio.contracts if looked_up else ():
        if not looked_up.isdisjoint(contract.suppliers):
            yield _InContract(contract.id)


@attrs.frozen
class _InContract:
    """What was done for no contract by name counts for those that the party has."""

    contract: str


def _overdue(portfolio: Portfolio, as_of: Day) -> Iterator[tuple[Contract, Hit]]:
    for contract in swedish_contracts(portfolio):
        start = None if contract.period is None else contract.period.start
        if start is None or not is_in_force(contract, as_of):
            continue
        risk = contract.follow_up_class or RiskClass.B
        for supplier in contract.suppliers:
            since = max([start, *_looked_up(portfolio, contract, supplier)])
            due = _due(since, risk)
            if due is not None and due < as_of:
                assumed = contract.follow_up_class is None
                yield (
                    contract,
                    Hit(
                        (contract.id, supplier),
                        {
                            "supplier": supplier,
                            "contract": contract.id,
                            "since": since,
                            "due": due,
                        },
                        on=day_from_ordinal(due.toordinal() + 1),
                        evidence=(Step(_ASSUMED, {"risk": risk}),) if assumed else (),
                    ),
                )


def _looked_up(portfolio: Portfolio, contract: Contract, supplier: str) -> Iterator[Day]:
    for one in portfolio.of(EligibilityCheck, supplier, by="party"):
        if not one.grounds or one.grounds & _TAXES:
            yield one.checked_on
    for check in portfolio.of(Checkpoint, contract.id):
        if check.kind is FollowUpKind.SUPPLIER_STATUS and check.observed in {supplier, None}:
            yield check.occurred_on


CHECKS: tuple[Check, ...] = (
    amendment_without_ground,
    stated_ground_fails,
    framework_too_long,
    tax_control_overdue,
)
"""The checks over contracts, in the order they run."""

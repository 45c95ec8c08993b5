"""Strategies for contracts and what they consist of."""

from __future__ import annotations

import itertools

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from samverkan.codelists import (
    AmendmentGround,
    ContractKind,
    MilestoneKind,
    MilestoneStatus,
    OptionOutcome,
    RiskClass,
    TerminationReason,
)
from samverkan.contracts import (
    Amendment,
    Contract,
    Extension,
    KeyDate,
    Milestone,
    Option,
    OptionDecision,
    RiskRating,
    Termination,
)
from samverkan.periods import Day, Moment, Period, day_from_ordinal, months, working_days
from samverkan.periods import days as calendar_days
from samverkan.procurements import Procurement
from samverkan.testing.strategies._times import days, moments, period_from
from samverkan.values import Money

__all__ = [
    "amendments",
    "contracts",
    "extensions",
    "key_dates",
    "milestones",
    "option_decisions",
    "options",
    "risk_ratings",
    "terminations",
]

BUYER = "SE-5599900007"
SUPPLIERS = ("SE-5599900015", "SE-5599900023", "SE-5599900031")

_LOOKS = st.sampled_from(
    tuple(
        itertools.product(
            (None, "Skolmåltider", "<Avtal> & bilagor 2026/27"),
            (None, True, False),
            (ContractKind.CONTRACT, ContractKind.FRAMEWORK),
        )
    )
)
"""Title, private performer and kind at one draw: a draw is what costs."""
_CLASSES = st.sampled_from(
    (None, *RiskClass, *(RiskRating(one, other) for one in (1, 2, 3) for other in (1, 2, 3)))
)
_SHAPES = st.sampled_from(("months", "months", "months", "day", "days", "open"))
_LENGTHS = st.sampled_from((12, 24, 36, 48, 1, 3, 18, 30, 60, 96))
_NOTICES = st.sampled_from(
    (None, months(6), months(3), months(0), calendar_days(30), months(1) + calendar_days(15),
     working_days(10))
)  # fmt: skip
_EXTENSIONS = st.sampled_from(
    (months(12), None, months(1), months(24), calendar_days(45), months(6) + calendar_days(1))
)
_AMOUNTS = st.sampled_from(
    (None, *(Money(n, "SEK") for n in (100_000, 699_999, 4_800_000, 250_000_000, 1)),
     Money("12345.67", "EUR"))
)  # fmt: skip
_CHANGES = (None, *(Money(n, "SEK") for n in (10_000, -10_000, 1_000_000)), Money("0.01", "EUR"))
_DAYS = days()
_MOST = 1500
_OFFSETS = st.integers(0, _MOST)
_GAPS = st.integers(0, 60)
_FEW = st.sampled_from((0, 1, 0, 2, 0, 1, 3))
_RARE = st.sampled_from((False, False, False, True))
_OUTCOMES = st.sampled_from(OptionOutcome)
_GROUNDS = st.sampled_from(tuple(itertools.product((None, *AmendmentGround), _CHANGES)))
_REASONS = st.sampled_from((None, *TerminationReason))
_MOMENTS = st.none() | moments()
_COUNTS = st.sampled_from((1, 0, 2, 3))


def _within(draw: DrawFn, period: Period) -> Day:
    """A day of a period with a start, at most some four years after it."""
    assert period.start is not None
    offset = draw(_OFFSETS) % (period.length or _MOST)
    return day_from_ordinal(period.start.toordinal() + offset)


def draw_decision(draw: DrawFn, on: Day, recorded_at: Moment | None = None) -> OptionDecision:
    """A decision on a day."""
    return OptionDecision(outcome=draw(_OUTCOMES), decided_on=on, recorded_at=recorded_at)


def draw_option(draw: DrawFn, id: str, period: Period) -> Option:  # noqa: A002  # what every noun calls it
    """An option of a contract that runs for a period, decided within it or open."""
    return Option(
        id=id,
        extend_by=draw(_EXTENSIONS),
        notice=draw(_NOTICES),
        adds_value=draw(_AMOUNTS),
        decisions=(draw_decision(draw, _within(draw, period)),) if draw(_RARE) else (),
    )


def draw_amendment(
    draw: DrawFn,
    id: str,  # noqa: A002  # what every noun calls it
    period: Period,
    replaces: str | None = None,
) -> Amendment:
    """An amendment that takes effect within the contract's period."""
    on = _within(draw, period)
    ground, change = draw(_GROUNDS)
    return Amendment(
        id=id,
        occurred_on=on,
        ground=ground,
        value_change=change,
        new_end=day_from_ordinal(on.toordinal() + draw(_OFFSETS)) if draw(_RARE) else None,
        replaces=replaces,
    )


def draw_termination(draw: DrawFn, period: Period) -> Termination:
    """An end within the contract's period."""
    last = _within(draw, period)
    decided = draw(_GAPS)
    return Termination(
        last_day=last,
        reason=draw(_REASONS),
        decided_on=day_from_ordinal(last.toordinal() - decided) if decided else None,
    )


def draw_milestone(draw: DrawFn, id: str, period: Period) -> Milestone:  # noqa: A002  # what every noun calls it
    """A milestone within the contract's period; one that is met has a day."""
    due = _within(draw, period)
    status, kind = draw(_MILESTONES)
    met = status in {MilestoneStatus.MET, MilestoneStatus.PARTIALLY_MET}
    return Milestone(
        id=id,
        kind=kind,
        due_on=due,
        met_on=_within(draw, period) if met else None,
        status=status,
    )


_MILESTONES = st.sampled_from(
    tuple(itertools.product((None, *MilestoneStatus), (None, *MilestoneKind)))
)
_KEYS = st.sampled_from(("incident", "my inspection"))


def draw_contract(
    draw: DrawFn,
    id: str,  # noqa: A002  # what every noun calls it
    *,
    buyer: str | None,
    suppliers: tuple[str, ...],
    procurement: Procurement | None = None,
    framework: Contract | None = None,
    period: Period | None = None,
) -> Contract:
    """A contract whose days fit each other, its procurement and its framework agreement."""
    signed: Day | None = None
    awarded: Day | None = None
    if procurement is not None:
        awarded = procurement.awarded_on
        signed = None if procurement.cancelled_on else procurement.concluded_on
    title, performer, kind = draw(_LOOKS)
    if framework is not None:
        kind = ContractKind.CALL_OFF
    if period is None:
        gap = draw(_GAPS)
        if signed is not None:
            start = day_from_ordinal(signed.toordinal() + gap)
        elif framework is not None and framework.period and framework.period.start:
            start = day_from_ordinal(framework.period.start.toordinal() + gap)
        else:
            start = draw(_DAYS)
        period = period_from(start, draw(_SHAPES), draw(_LENGTHS))
        if procurement is None:
            signed = day_from_ordinal(start.toordinal() - gap)
    options = tuple(draw_option(draw, str(n + 1), period) for n in range(draw(_FEW)))
    amendments: list[Amendment] = []
    for number in range(draw(_FEW)):
        corrected = str(number) if number and draw(_RARE) else None
        amendments.append(draw_amendment(draw, str(number + 1), period, corrected))
    return Contract(
        id=id,
        title=title,
        kind=kind,
        buyer=buyer,
        suppliers=suppliers,
        private_performer=performer,
        procurement=None if procurement is None else procurement.id,
        lots=() if procurement is None else tuple(lot.id for lot in procurement.lots[:1]),
        parent=None if framework is None else framework.id,
        awarded_on=awarded,
        signed_on=signed,
        period=period,
        notice=draw(_NOTICES),
        options=options,
        price_revisions=tuple({_within(draw, period): None for _ in range(draw(_FEW))}),
        amendments=tuple(amendments),
        termination=draw_termination(draw, period) if draw(_RARE) else None,
        value=draw(_AMOUNTS),
        ceiling=draw(_AMOUNTS) if kind is ContractKind.FRAMEWORK else None,
        risk_class=draw(_CLASSES),
        milestones=tuple(draw_milestone(draw, f"m{n + 1}", period) for n in range(draw(_FEW))),
        dates=(KeyDate(draw(_KEYS), _within(draw, period)),) if draw(_RARE) else (),
    )


_DIRT = st.sampled_from(
    ("no buyer", "no suppliers", "no period", "no start", "no days", "signed late", "signed early",
     "far end",
     "odd value", "no class")
)  # fmt: skip


def soiled(draw: DrawFn, contract: Contract) -> Contract:
    """The contract with one thing wrong that registers have and the constructor accepts."""
    period = contract.period or Period(None)
    start = period.start
    changes: dict[str, object] = {"risk_class": None}
    match draw(_DIRT):
        case "no buyer":
            changes = {"buyer": None}
        case "no suppliers":
            changes = {"suppliers": ()}
        case "no period":
            changes = {"period": None}
        case "no start":
            changes = {"period": Period(None, period.end)}
        case "no days":
            changes = {"period": None, "signed_on": None, "awarded_on": None}
        case "signed late" if start is not None:
            changes = {"signed_on": day_from_ordinal(start.toordinal() + 400)}
        case "signed early" if start is not None:
            early = day_from_ordinal(start.toordinal() - 4000)
            changes = {"signed_on": early, "awarded_on": None}
        case "far end" if start is not None:
            changes = {"period": Period(start, "9999-12-31")}
        case "odd value":
            changes = {"value": Money(draw(_ODD_AMOUNTS), "SEK")}
        case _:
            pass
    return attrs.evolve(contract, **changes)  # type: ignore[arg-type]  # names and values are the contract's own


_ODD_AMOUNTS = st.sampled_from(("0", "0.01", "-1", "999999999999.99"))


@st.composite
def contracts(
    draw: DrawFn,
    *,
    ids: SearchStrategy[str] | None = None,
    buyers: SearchStrategy[str | None] | None = None,
    suppliers: SearchStrategy[tuple[str, ...]] | None = None,
    periods: SearchStrategy[Period] | None = None,
    dirty: bool = False,
) -> Contract:
    """Contracts, framework agreements (kontrakt, ramavtal): signed, then in force, then changed.

    Decisions, amendments, milestones and an early end fall within the agreed period. Shrink to A-1
    of one supplier, signed and starting on 2026-09-01, of twelve months, with nothing else known.

    Args:
        ids: Their ids.
        buyers: Party ids of the buyers.
        suppliers: Party ids of the suppliers, none of which may be the buyer's.
        periods: The agreed periods; each needs a start.
        dirty: Whether each has one thing wrong that registers have and the constructor accepts:
            a party or period missing, signed after the start, an end in 9999, a value of 0.01.

    >>> from samverkan.testing import simplest
    >>> contract = simplest(contracts())
    >>> contract.id, len(contract.suppliers), str(contract.period), contract.options
    ('A-1', 1, '2026-09-01 to 2027-08-31', ())
    """
    contract = draw_contract(
        draw,
        draw(_IDS if ids is None else ids),
        buyer=draw(_BUYERS if buyers is None else buyers),
        suppliers=draw(_SUPPLIERS if suppliers is None else suppliers),
        period=None if periods is None else draw(periods),
    )
    return soiled(draw, contract) if dirty else contract


_IDS = st.sampled_from(("A-1", "Avtal 1/2026", "A%2F1", "å-1"))
_BUYERS = st.sampled_from((BUYER, None))
_SUPPLIERS = st.sampled_from((SUPPLIERS[:1], (), SUPPLIERS[:2], SUPPLIERS))


# ---------------------------------------------------------------------------- their parts
_YEAR = Period("2026-09-01", "2030-08-31")
_NUMBERS = st.sampled_from(("1", "a/b", "x y"))


def option_decisions() -> SearchStrategy[OptionDecision]:
    """Decisions about options (optionsbeslut); shrink to one exercised on 2026-09-01.

    >>> from samverkan.testing import simplest
    >>> simplest(option_decisions()).outcome.value
    'exercised'
    """
    return st.builds(OptionDecision, outcome=_OUTCOMES, decided_on=_DAYS, recorded_at=_MOMENTS)


@st.composite
def options(draw: DrawFn) -> Option:
    """Rights to extend or to buy more (optioner); shrink to one of twelve months without notice.

    >>> from samverkan.testing import simplest
    >>> print(simplest(options()).extend_by)
    12 months
    """
    return draw_option(draw, draw(_NUMBERS), _YEAR)


@st.composite
def amendments(draw: DrawFn) -> Amendment:
    """Changes of contracts (ändringar); shrink to one of which only the day is known.

    >>> from samverkan.testing import simplest
    >>> simplest(amendments()) == Amendment(id="1", occurred_on="2026-09-01")
    True
    """
    made = draw_amendment(draw, draw(_NUMBERS), _YEAR)
    return attrs.evolve(made, recorded_at=draw(_MOMENTS))


@st.composite
def terminations(draw: DrawFn) -> Termination:
    """Early ends (förtida upphöranden), decided by their last day; shrink to 2026-09-01.

    >>> from samverkan.testing import simplest
    >>> simplest(terminations()).known_on
    Date(2026, 9, 1)
    """
    return draw_termination(draw, _YEAR)


@st.composite
def milestones(draw: DrawFn) -> Milestone:
    """Milestones (milstolpar); those that are met have a day. Shrink to one due 2026-09-01.

    >>> from samverkan.testing import simplest
    >>> simplest(milestones()).due_on
    Date(2026, 9, 1)
    """
    return draw_milestone(draw, draw(_NUMBERS), _YEAR)


def key_dates() -> SearchStrategy[KeyDate]:
    """Days with names of the user's own (egna datum); shrink to an incident on 2026-09-01.

    >>> from samverkan.testing import simplest
    >>> simplest(key_dates()).fact_id
    '2026-09-01'
    """
    return st.builds(KeyDate, _KEYS, _DAYS, st.none() | _NUMBERS)


def risk_ratings() -> SearchStrategy[RiskRating]:
    """Inputs of the classifier (klassningsunderlag), all nine; shrink to the lowest.

    >>> from samverkan.testing import simplest
    >>> simplest(risk_ratings())
    RiskRating(importance=1, risk=1)
    """
    return st.builds(RiskRating, st.integers(1, 3), st.integers(1, 3))


@st.composite
def extensions(draw: DrawFn) -> Extension:
    """Options laid out in time (möjliga förlängningar), as a contract computes them.

    Shrink to one of twelve months after 2027-08-31.

    >>> from samverkan.testing import simplest
    >>> print(simplest(extensions()).new_end)
    2028-08-31
    """
    agreed = period_from(draw(_DAYS), "months", draw(_LENGTHS))
    extend_by = draw(st.sampled_from((months(12), months(1), calendar_days(45))))
    option = attrs.evolve(draw_option(draw, "1", agreed), extend_by=extend_by)
    (found,) = Contract(id="A-1", period=agreed, options=(option,)).extensions()
    return found

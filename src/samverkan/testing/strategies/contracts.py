"""Strategies for contracts and what they consist of."""

from __future__ import annotations

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
from samverkan.periods import Day, Moment, Period, Span, day_from_ordinal, months
from samverkan.periods import days as calendar_days
from samverkan.periods import working_days
from samverkan.procurements import Procurement
from samverkan.testing.strategies.times import days, moments, period_from
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

_TITLES = st.sampled_from((None, "Skolmåltider", "Snöröjning 2026/27", "<Avtal> & bilagor"))
_CLASSES = st.sampled_from(
    (None, *RiskClass, *(RiskRating(one, other) for one in (1, 2, 3) for other in (1, 2, 3)))
)
_KINDS = st.sampled_from((ContractKind.CONTRACT, ContractKind.FRAMEWORK))
_PERFORMERS = st.sampled_from((None, False, True))
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
_CHANGES = st.sampled_from(
    (None, *(Money(n, "SEK") for n in (10_000, -10_000, 1_000_000)), Money("0.01", "EUR"))
)
_DAYS = days()
_OFFSETS = st.integers(0, 1500)
_GAPS = st.integers(0, 60)
_FEW = st.sampled_from((0, 1, 2, 3))
_RARE = st.sampled_from((False, False, False, True))
_OUTCOMES = st.sampled_from(OptionOutcome)
_GROUNDS = st.sampled_from((None, *AmendmentGround))
_REASONS = st.sampled_from((None, *TerminationReason))
_MOMENTS = st.none() | moments()
_COUNTS = st.sampled_from((1, 0, 2, 3))


def _after(draw: DrawFn, start: Day) -> Day:
    return day_from_ordinal(start.toordinal() + draw(_OFFSETS))


def draw_decision(draw: DrawFn, on: Day, recorded_at: Moment | None = None) -> OptionDecision:
    """A decision on a day."""
    return OptionDecision(outcome=draw(_OUTCOMES), decided_on=on, recorded_at=recorded_at)


def draw_option(draw: DrawFn, id: str, start: Day) -> Option:  # noqa: A002  # what every noun calls it
    """An option of a contract that starts on a day, with decisions from then on."""
    return Option(
        id=id,
        extend_by=draw(_EXTENSIONS),
        notice=draw(_NOTICES),
        adds_value=draw(_AMOUNTS),
        decisions=(draw_decision(draw, _after(draw, start)),) if draw(_RARE) else (),
    )


def draw_amendment(
    draw: DrawFn,
    id: str,  # noqa: A002  # what every noun calls it
    start: Day,
    replaces: str | None = None,
) -> Amendment:
    """An amendment of a contract that starts on a day, in force from then on."""
    on = _after(draw, start)
    return Amendment(
        id=id,
        occurred_on=on,
        ground=draw(_GROUNDS),
        value_change=draw(_CHANGES),
        new_end=_after(draw, start) if draw(_RARE) else None,
        replaces=replaces,
    )


def draw_termination(draw: DrawFn, start: Day) -> Termination:
    """An early end of a contract that starts on a day."""
    last = _after(draw, start)
    decided = draw(_GAPS)
    return Termination(
        last_day=last,
        reason=draw(_REASONS),
        decided_on=day_from_ordinal(last.toordinal() - decided) if decided else None,
    )


def draw_milestone(draw: DrawFn, id: str, start: Day) -> Milestone:  # noqa: A002  # what every noun calls it
    """A milestone of a contract that starts on a day; one that is met has a day."""
    due = _after(draw, start)
    status = draw(_STATUSES)
    met = status in {MilestoneStatus.MET, MilestoneStatus.PARTIALLY_MET}
    return Milestone(
        id=id,
        kind=draw(_MILESTONES),
        due_on=due,
        met_on=_after(draw, start) if met else None,
        status=status,
    )


_STATUSES = st.sampled_from((None, *MilestoneStatus))
_MILESTONES = st.sampled_from((None, *MilestoneKind))
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
    kind = draw(_KINDS) if framework is None else ContractKind.CALL_OFF
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
    start = period.start or day_from_ordinal(730_000)
    options = tuple(draw_option(draw, str(n + 1), start) for n in range(draw(_FEW)))
    amendments: list[Amendment] = []
    for number in range(draw(_FEW)):
        corrected = str(number) if number and draw(_RARE) else None
        amendments.append(draw_amendment(draw, str(number + 1), start, corrected))
    return Contract(
        id=id,
        title=draw(_TITLES),
        kind=kind,
        buyer=buyer,
        suppliers=suppliers,
        private_performer=draw(_PERFORMERS),
        procurement=None if procurement is None else procurement.id,
        lots=() if procurement is None else tuple(lot.id for lot in procurement.lots[:1]),
        parent=None if framework is None else framework.id,
        awarded_on=awarded,
        signed_on=signed,
        period=period,
        notice=draw(_NOTICES),
        options=options,
        price_revisions=tuple({_after(draw, start): None for _ in range(draw(_FEW))}),
        amendments=tuple(amendments),
        termination=draw_termination(draw, start) if draw(_RARE) else None,
        value=draw(_AMOUNTS),
        ceiling=draw(_AMOUNTS) if kind is ContractKind.FRAMEWORK else None,
        risk_class=draw(_CLASSES),
        milestones=tuple(draw_milestone(draw, f"m{n + 1}", start) for n in range(draw(_FEW))),
        dates=(KeyDate(draw(_KEYS), _after(draw, start)),) if draw(_RARE) else (),
    )


_DIRT = st.sampled_from(
    ("no buyer", "no suppliers", "no period", "no start", "no days", "signed late", "far end",
     "odd value", "no class")
)  # fmt: skip


def soiled(draw: DrawFn, contract: Contract) -> Contract:
    """The contract with one thing wrong that registers have and the constructor accepts."""
    period = contract.period or Period(None)
    start = period.start
    match draw(_DIRT):
        case "no buyer":
            return attrs.evolve(contract, buyer=None)
        case "no suppliers":
            return attrs.evolve(contract, suppliers=())
        case "no period":
            return attrs.evolve(contract, period=None)
        case "no start":
            return attrs.evolve(contract, period=Period(None, period.end))
        case "no days":
            return attrs.evolve(contract, period=None, signed_on=None, awarded_on=None)
        case "signed late" if start is not None:
            return attrs.evolve(contract, signed_on=day_from_ordinal(start.toordinal() + 400))
        case "far end" if start is not None:
            return attrs.evolve(contract, period=Period(start, "9999-12-31"))
        case "odd value":
            return attrs.evolve(contract, value=Money(draw(_ODD_AMOUNTS), "SEK"))
        case _:
            return attrs.evolve(contract, risk_class=None)


_ODD_AMOUNTS = st.sampled_from(("0", "0.01", "-1", "999999999999.99"))

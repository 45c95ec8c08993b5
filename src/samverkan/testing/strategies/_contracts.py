"""Strategies for contracts and what they consist of."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import Any, TypeVar

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
from samverkan.periods import Day, Period, day_from_ordinal, months, working_days
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

P = TypeVar("P")
Parts = tuple[Any, ...]
"""What a part of a contract consists of, its days as offsets: it is drawn before the period is."""

_NOTICES = (
    None, months(6), months(3), months(0), calendar_days(30), months(1) + calendar_days(15),
    working_days(10),
)  # fmt: skip
_EXTENSIONS = (
    months(12), None, months(1), months(24), calendar_days(45), months(6) + calendar_days(1),
)  # fmt: skip
_AMOUNTS = (
    None,
    *(Money(n, "SEK") for n in (100_000, 699_999, 4_800_000, 250_000_000, 1)),
    Money("12345.67", "EUR"),
)
_CHANGES = (None, *(Money(n, "SEK") for n in (10_000, -10_000, 1_000_000)), Money("0.01", "EUR"))


def _each_with_each(*choices: Iterable[object]) -> SearchStrategy[Parts]:
    """One of each, at one draw: a draw is what costs."""
    return st.sampled_from(tuple(itertools.product(*choices)))


_LOOKS = _each_with_each(
    (None, "Skolmåltider", "<Avtal> & bilagor 2026/27"),  # title
    (None, True, False),  # private performer
    (ContractKind.CONTRACT, ContractKind.FRAMEWORK),
    _NOTICES,
)
_WORTH = _each_with_each(
    (None, *RiskClass, *(RiskRating(one, other) for one in (1, 2, 3) for other in (1, 2, 3))),
    _AMOUNTS,
    (None, Money(250_000_000, "SEK")),  # the ceiling of a framework agreement
)
_LASTING = _each_with_each(
    ("months", "months", "months", "day", "days", "open"),
    (12, 24, 36, 48, 1, 3, 18, 30, 60, 96),
)
_DAYS = days()
_MOST = 1500
_OFFSETS = st.integers(0, _MOST)
_GAPS = st.integers(0, 60)
_MOMENTS = st.none() | moments()


def _later(period: Period, offset: int) -> Day:
    """A day of a period with a start, at most some four years after it."""
    assert period.start is not None
    return day_from_ordinal(period.start.toordinal() + offset % (period.length or _MOST))


_SELDOM = (None, None, None)
_OPTION = st.tuples(
    _each_with_each(_EXTENSIONS, _NOTICES, _AMOUNTS, (*_SELDOM, *OptionOutcome)), _OFFSETS
)
_AMENDMENT = st.tuples(
    _each_with_each((None, *AmendmentGround), _CHANGES, (False, False, True)),
    _OFFSETS,
    st.integers(0, 2 * _MOST),
)
_TERMINATION = st.tuples(st.sampled_from((None, *TerminationReason)), _OFFSETS, _GAPS)
_MILESTONE = st.tuples(
    _each_with_each((None, *MilestoneStatus), (None, *MilestoneKind)), _OFFSETS, _OFFSETS
)
_KEYS = st.sampled_from(("incident", "my inspection"))
_DATE = st.tuples(_KEYS, _OFFSETS)


def _option(id: str, period: Period, parts: Parts) -> Option:  # noqa: A002  # what every noun calls it
    """An option of a contract that runs for a period, decided within it or open."""
    (extend_by, notice, adds_value, outcome), offset = parts
    return Option(
        id=id,
        extend_by=extend_by,
        notice=notice,
        adds_value=adds_value,
        decisions=()
        if outcome is None
        else (OptionDecision(outcome=outcome, decided_on=_later(period, offset)),),
    )


def _amendment(
    id: str,  # noqa: A002  # what every noun calls it
    period: Period,
    parts: Parts,
    before: str | None = None,
) -> Amendment:
    """An amendment that takes effect within the contract's period; may correct the one before."""
    (ground, change, corrects), offset, longer = parts
    on = _later(period, offset)
    return Amendment(
        id=id,
        occurred_on=on,
        ground=ground,
        value_change=change,
        new_end=day_from_ordinal(on.toordinal() + longer - _MOST) if longer > _MOST else None,
        replaces=before if corrects else None,
    )


def _termination(period: Period, parts: Parts) -> Termination:
    """An end within the contract's period."""
    reason, offset, gap = parts
    last = _later(period, offset)
    decided = day_from_ordinal(last.toordinal() - gap) if gap else None
    return Termination(last_day=last, reason=reason, decided_on=decided)


def _milestone(id: str, period: Period, parts: Parts) -> Milestone:  # noqa: A002  # what every noun calls it
    """A milestone within the contract's period; one that is met has a day."""
    (status, kind), due, met = parts
    is_met = status in {MilestoneStatus.MET, MilestoneStatus.PARTIALLY_MET}
    return Milestone(
        id=id,
        kind=kind,
        due_on=_later(period, due),
        met_on=_later(period, met) if is_met else None,
        status=status,
    )


_FEW = st.sampled_from((0, 0, 0, 1, 1, 2, 3))
_RARELY = st.sampled_from((0, 0, 0, 1))


def _few(draw: DrawFn, part: SearchStrategy[P], counts: SearchStrategy[int] = _FEW) -> list[P]:
    """Their number, then each as one piece: shrinking lowers the one and leaves out another."""
    return [draw(part) for _ in range(draw(counts))]


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
    title, performer, kind, notice = draw(_LOOKS)
    risk_class, value, ceiling = draw(_WORTH)
    if framework is not None:
        kind = ContractKind.CALL_OFF
    awarded = None if procurement is None else procurement.awarded_on
    signed = None if procurement is None else procurement.concluded_on
    gap, start, (shape, length) = draw(_GAPS), draw(_DAYS), draw(_LASTING)
    if period is None:
        if procurement is not None and (latest := _last_day(procurement)) is not None:
            start = day_from_ordinal(latest.toordinal() + gap)
        elif framework is not None and framework.period and framework.period.start:
            start = _later(framework.period, gap)
        period = period_from(start, shape, length)
    if procurement is None and period.start is not None:
        signed = day_from_ordinal(period.start.toordinal() - gap)
    within = period
    changed: list[Amendment] = []
    for number, parts in enumerate(_few(draw, _AMENDMENT)):
        before = str(number) if number else None
        changed.append(_amendment(str(number + 1), within, parts, before))
    ended = _few(draw, _TERMINATION, _RARELY)
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
        period=within,
        notice=notice,
        options=tuple(
            _option(str(n), within, one) for n, one in enumerate(_few(draw, _OPTION), 1)
        ),
        price_revisions=tuple({_later(within, offset): None for offset in _few(draw, _OFFSETS)}),
        amendments=tuple(changed),
        termination=_termination(within, ended[0]) if ended else None,
        value=value,
        ceiling=ceiling if kind is ContractKind.FRAMEWORK else None,
        risk_class=risk_class,
        milestones=tuple(
            _milestone(f"m{n}", within, one) for n, one in enumerate(_few(draw, _MILESTONE), 1)
        ),
        dates=tuple(
            KeyDate(name, _later(within, offset)) for name, offset in _few(draw, _DATE, _RARELY)
        ),
    )


def _last_day(procurement: Procurement) -> Day | None:
    """The last thing that is known to have happened in a procurement."""
    known = (
        procurement.started_on,
        procurement.published_on,
        procurement.tenders_due_on,
        procurement.awarded_on,
        procurement.notified_on,
        procurement.concluded_on,
    )
    return max((on for on in known if on is not None), default=None)


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
    return st.builds(
        OptionDecision,
        outcome=st.sampled_from(OptionOutcome),
        decided_on=_DAYS,
        recorded_at=_MOMENTS,
    )


@st.composite
def options(draw: DrawFn) -> Option:
    """Rights to extend or to buy more (optioner); shrink to one of twelve months without notice.

    >>> from samverkan.testing import simplest
    >>> print(simplest(options()).extend_by)
    12 months
    """
    return _option(draw(_NUMBERS), _YEAR, draw(_OPTION))


@st.composite
def amendments(draw: DrawFn) -> Amendment:
    """Changes of contracts (ändringar); shrink to one of which only the day is known.

    >>> from samverkan.testing import simplest
    >>> simplest(amendments()) == Amendment(id="1", occurred_on="2026-09-01")
    True
    """
    made = _amendment(draw(_NUMBERS), _YEAR, draw(_AMENDMENT))
    return attrs.evolve(made, recorded_at=draw(_MOMENTS))


@st.composite
def terminations(draw: DrawFn) -> Termination:
    """Early ends (förtida upphöranden), decided by their last day; shrink to 2026-09-01.

    >>> from samverkan.testing import simplest
    >>> simplest(terminations()).known_on
    Date(2026, 9, 1)
    """
    return _termination(_YEAR, draw(_TERMINATION))


@st.composite
def milestones(draw: DrawFn) -> Milestone:
    """Milestones (milstolpar); those that are met have a day. Shrink to one due 2026-09-01.

    >>> from samverkan.testing import simplest
    >>> simplest(milestones()).due_on
    Date(2026, 9, 1)
    """
    return _milestone(draw(_NUMBERS), _YEAR, draw(_MILESTONE))


def key_dates() -> SearchStrategy[KeyDate]:
    """Days with names of the user's own (egna datum); shrink to an incident on 2026-09-01.

    >>> from samverkan.testing import simplest
    >>> simplest(key_dates()).fact_id
    '2026-09-01'
    """
    return st.builds(
        KeyDate, st.sampled_from(("incident", "my inspection")), _DAYS, st.none() | _NUMBERS
    )


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
    agreed = period_from(draw(_DAYS), "months", draw(st.sampled_from((12, 24, 36, 48, 1, 3))))
    extend_by = draw(st.sampled_from((months(12), months(1), calendar_days(45))))
    option = attrs.evolve(_option("1", agreed, draw(_OPTION)), extend_by=extend_by)
    (found,) = Contract(id="A-1", period=agreed, options=(option,)).extensions()
    return found

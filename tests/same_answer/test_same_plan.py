"""The plan over columns is the plan on objects, row for row, on drawn facts and drawn rules."""

from __future__ import annotations

import datetime as dt
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import samverkan as sv
from samverkan.codelists import (
    AmendmentGround,
    BuyerKind,
    Category,
    ContractKind,
    OptionOutcome,
    Procedure,
    Regime,
)
from samverkan.rules import Timing

pytest.importorskip("polars")
pytest.importorskip("pyarrow")
pytest.importorskip("narwhals")
tables = pytest.importorskip("samverkan.tables")

SWEDEN = sv.jurisdiction("SE")
CHOICE = sv.LegalBasis(sv.SourceKind.CHOICE, "drawn")
LAW = sv.LegalBasis(sv.SourceKind.LAW, "drawn")

_days = st.one_of(
    st.dates(dt.date(2015, 1, 1), dt.date(2035, 12, 31)),
    st.dates(dt.date(1995, 1, 1), dt.date(2060, 12, 31)),
    st.sampled_from([dt.date(2024, 2, 29), dt.date(2026, 1, 31), dt.date(2050, 12, 31)]),
    # What registers hold by mistake, or to say that there is no end.
    st.sampled_from([dt.date(206, 8, 17), dt.date(1899, 12, 31), dt.date(9999, 12, 31)]),
)


def _maybe(strategy):
    return st.none() | strategy


_spans = st.builds(sv.Span, months=st.integers(0, 30), days=st.integers(0, 45)).filter(bool)
_notices = st.builds(
    sv.Span,
    months=st.integers(0, 14),
    days=st.integers(0, 45),
    working_days=st.sampled_from([0, 0, 0, 10]),
)
_money = st.builds(
    sv.Money,
    st.sampled_from(["99999.99", "100000", "100000.01", "699999", "700000", "5000000"]),
    st.sampled_from(["SEK", "SEK", "EUR"]),
)


@st.composite
def _options(draw, number):
    decided = draw(st.lists(_days, max_size=2))
    return sv.Option(
        id=str(number),
        extend_by=draw(_maybe(_spans)),
        notice=draw(_maybe(_notices)),
        decisions=tuple(
            sv.OptionDecision(outcome=draw(st.sampled_from(OptionOutcome)), decided_on=on)
            for on in decided
        ),
    )


@st.composite
def _amendments(draw, number, start):
    new_end = draw(_maybe(_days))
    if new_end is not None and start is not None and new_end < start:
        new_end = None
    return sv.Amendment(
        id=str(number),
        occurred_on=draw(_days),
        ground=draw(_maybe(st.sampled_from(AmendmentGround))),
        new_end=new_end,
        replaces=str(number - 1) if number and draw(st.booleans()) else None,
    )


@st.composite
def _contracts(draw, number, procurement):
    start, end = draw(_maybe(_days)), draw(_maybe(_days))
    if start is not None and end is not None and end < start:
        start, end = end, start
    awarded, signed = draw(_maybe(_days)), draw(_maybe(_days))
    if awarded is not None and signed is not None and signed < awarded:
        awarded, signed = signed, awarded
    last = draw(_maybe(_days))
    ended = None
    if last is not None and (start is None or last >= start) and draw(st.booleans()):
        ended = sv.Termination(last_day=last, decided_on=draw(_maybe(_days)))
    rating = st.builds(sv.RiskRating, st.integers(1, 3), st.integers(1, 3))
    names = st.sampled_from(["incident", "visit"])
    dates = draw(
        st.lists(
            st.builds(sv.KeyDate, names, _days, _maybe(st.sampled_from("xyz/%"))),
            max_size=3,
            unique_by=lambda one: (one.name, one.fact_id),
        )
    )
    lots = () if procurement is None else tuple(lot.id for lot in procurement.lots)
    return sv.Contract(
        id=f"A/{number}",
        kind=draw(st.sampled_from(ContractKind)),
        buyer=draw(st.sampled_from([None, "SE-1", "NO-1", "SE-2", "X"])),
        private_performer=draw(_maybe(st.booleans())),
        procurement=None if procurement is None else procurement.id,
        lots=draw(st.sampled_from([(), lots, lots[:1]])),
        awarded_on=awarded,
        signed_on=signed,
        period=draw(_maybe(st.just(sv.Period(start, end)))),
        notice=draw(_maybe(_notices)),
        options=tuple(draw(_options(n)) for n in range(draw(st.integers(0, 3)))),
        price_revisions=tuple(draw(st.lists(_days, max_size=3))),
        amendments=tuple(draw(_amendments(n, start)) for n in range(draw(st.integers(0, 3)))),
        termination=ended,
        value=draw(_maybe(_money)),
        risk_class=draw(_maybe(st.sampled_from("ABC") | rating)),
        dates=tuple(dates),
    )


@st.composite
def _procurements(draw, number):
    on = sorted(draw(st.lists(_days, min_size=5, max_size=5)))
    known = [day if draw(st.booleans()) else None for day in on]
    return sv.Procurement(
        id=f"U-{number}",
        buyer=draw(st.sampled_from([None, "SE-1", "NO-1"])),
        regime=draw(_maybe(st.sampled_from(Regime))),
        procedure=draw(_maybe(st.sampled_from(Procedure))),
        category=draw(_maybe(st.sampled_from(Category))),
        lots=tuple(
            sv.Lot(id=str(n), category=draw(_maybe(st.sampled_from(Category)))) for n in range(2)
        ),
        value=draw(_maybe(_money)),
        published_on=known[0],
        tenders_due_on=known[1],
        awarded_on=known[2],
        notified_on=known[3],
        concluded_on=known[4],
        cancelled_on=draw(_maybe(st.just(on[4]))),
    )


@st.composite
def _deviations(draw, number):
    """Of the first contract; some correct the one before."""
    return sv.Deviation(
        id=f"V/{number}",
        contract="A/0",
        what="late",
        occurred_on=draw(_days),
        replaces=f"V/{number - 1}" if number and draw(st.booleans()) else None,
    )


@st.composite
def portfolios(draw):
    """A few contracts and procurements whose facts may all be missing; shrinks to one contract."""
    parties = (
        sv.Party(id="SE-1", buyer_kind=draw(_maybe(st.sampled_from(BuyerKind)))),
        sv.Party(id="NO-1", country=draw(st.sampled_from([None, "SE", "EU", "NO"]))),
        sv.Party(id="SE-2", identifiers=(sv.Identifier("NO-BRC", "1"),)),
        sv.Party(id="X", identifiers=(sv.Identifier("other", "1"), sv.Identifier("EL-1", "2"))),
    )
    procurements = tuple(draw(_procurements(n)) for n in range(draw(st.integers(0, 2))))
    among = st.sampled_from([None, *procurements])
    contracts = tuple(draw(_contracts(n, draw(among))) for n in range(draw(st.integers(1, 5))))
    return sv.Portfolio(
        parties=parties,
        procurements=procurements,
        contracts=contracts,
        deviations=tuple(draw(_deviations(n)) for n in range(draw(st.integers(0, 3)))),
    )


# ---------------------------------------------------------------------------------- rules
_once = st.sampled_from(
    [
        "award", "signed", "start", "end", "notice_deadline", "option_deadline", "option_end",
        "extension_end", "price_revision", "amendment", "publication", "tender_deadline",
        "award_notification", "conclusion", "cancellation", "incident", "date:visit",
    ]
)  # fmt: skip
_series = st.sampled_from(
    ["award", "signed", "start", "end", "notice_deadline", "publication", "conclusion"]
)
_offsets = st.builds(
    sv.Span, months=st.integers(-30, 30), days=st.sampled_from([0, 0, -60, -1, 1, 14, 90])
)
_counted = st.builds(sv.Span, days=st.sampled_from([0, 7]), working_days=st.integers(-12, 12))
_steps = st.builds(
    sv.Span, months=st.integers(0, 24), days=st.sampled_from([0, 0, 0, 14, 91])
).filter(bool)
_of_class = st.sampled_from(["ABC", "A", "AB", "C"])
_facts = (
    st.fixed_dictionaries(
        {},
        optional={
            "kind": st.sampled_from(["contract", "framework", ["call-off", "framework"]]),
            "private_performer": st.booleans(),
            "regime": st.sampled_from(["above", ["below", "direct"]]),
            "procedure": st.sampled_from(["open", "restricted"]),
            "category": st.sampled_from(["works", ["goods", "services"]]),
            "buyer_kind": st.sampled_from(["la", ["ra", "cga"]]),
            "country": st.sampled_from(["SE", "NO", ["SE", "GR"]]),
            "value_below": st.sampled_from(["100000 SEK", "700000 EUR"]),
            "value_at_most": st.sampled_from(["100000 SEK"]),
            "value_above": st.sampled_from(["100000 SEK"]),
            "value_at_least": st.sampled_from(["700000 SEK"]),
            "amendment_ground": st.sampled_from(["mod-rev", ["add-wss", "mod-cir"]]),
            "option_notice": st.booleans(),
        },
    )
    .map(lambda facts: dict(list(facts.items())[:2]))
    .filter(bool)
)


@st.composite
def _per_class(draw, spans):
    if draw(st.booleans()):
        return draw(spans)
    return {name: draw(spans) for name in draw(_of_class)}


@st.composite
def _timings(draw) -> Timing:
    if draw(st.booleans()):
        timing = sv.at(draw(_once), draw(_per_class(st.one_of(_offsets, _counted))))
        if draw(st.booleans()) and draw(st.booleans()):
            timing = timing.not_earlier_than(draw(_once))
    else:
        timing = sv.every(
            draw(_per_class(_steps)), from_=draw(_series), offset=draw(_per_class(_offsets))
        )
    if draw(st.booleans()) and draw(st.booleans()):
        timing = timing.where(**draw(_facts))
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 2]))):
        timing = timing.unless(**draw(_facts))
    return timing


@st.composite
def _rules(draw, number):
    period = None
    if draw(st.sampled_from([False, False, True])):
        first, last = sorted([draw(_days), draw(_days)])
        period = sv.Period(draw(_maybe(st.just(first))), draw(_maybe(st.just(last))))
    law = draw(st.sampled_from([False, False, True]))
    return draw(_timings()).rule(
        id=f"r{number}",
        kind="kickoff",
        aim="both",
        responsible="contract-manager",
        source=LAW if law else CHOICE,
        country=draw(st.sampled_from(["SE", "NO"])) if law else None,
        roll=draw(st.sampled_from(["forward", "forward", "backward", "none"])),
        in_force=period,
    )


@st.composite
def books(draw):
    """A few rules of the rule language; shrinks to one."""
    return tuple(draw(_rules(n)) for n in range(draw(st.integers(1, 4))))


# ---------------------------------------------------------------------------------- tests
def dated(items):
    return [
        (item.subject.id, item.rule.id, item.anchor, item.occurrence, item.falls_on, item.due_on)
        for item in items
    ]


def undated(items):
    return sorted(
        (
            (
                item.subject.id,
                item.rule.id,
                item.anchor,
                item.occurrence,
                item.falls_on,
                item.missing,
            )
            for item in items
        ),
        key=str,
    )


def listed(frame):
    found = tables.as_frame(frame).collect(backend="pyarrow").to_native()
    return [tuple(row.values()) for row in found.to_pylist()]


def check(portfolio, rules, engine="polars", **arguments):
    """Both ways to the same plan, compared with their order, and what both cannot date."""
    window = {name: arguments.pop(name) for name in ("start", "end") if name in arguments}
    objects = sv.plan(portfolio, rules=rules, calendar=SWEDEN.calendar, **arguments)
    facts = tables.from_portfolio(portfolio).to(engine)
    made = tables.plan(facts, rules=rules, calendar=SWEDEN.calendar, **arguments, **window)
    wanted = objects.between(window["start"], window["end"]) if window else objects
    assert listed(made.rows) == dated(wanted)
    assert sorted(listed(made.blocked()), key=str) == undated(objects.blocked)


def test_the_bundled_register_has_the_same_plan_on_every_engine(engine, storkoping):
    check(storkoping, SWEDEN.follow_up_rules, engine)


def test_reasons_are_those_of_the_object_path(storkoping):
    objects = sv.plan(storkoping, rules=SWEDEN.follow_up_rules, calendar=SWEDEN.calendar)
    facts = tables.from_portfolio(storkoping).to("polars")
    made = tables.plan(facts, rules=SWEDEN.follow_up_rules, calendar=SWEDEN.calendar)
    one_of_each_rule = {item.rule.id: item for item in objects}
    for item in list(one_of_each_rule.values())[::4]:
        assert made.why(item.id) == item.why()


def test_the_bundled_register_has_the_same_plan_as_of_a_day_and_within_a_window(storkoping):
    check(storkoping, SWEDEN.follow_up_rules, as_of="2027-03-01")
    check(storkoping, SWEDEN.follow_up_rules, start="2026-11-23", end="2027-12-31")


@pytest.fixture(scope="module")
def storkoping():
    data = resources.files("samverkan.cli").joinpath("storkoping.json").read_bytes()
    return sv.read(data, name="storkoping.json").portfolio


@settings(max_examples=12)
@given(portfolios(), st.sampled_from([None, "2026-11-23"]))
def test_every_rule_of_the_swedish_book_gives_the_same_rows(portfolio, as_of):
    check(portfolio, SWEDEN.follow_up_rules, as_of=as_of)


@settings(max_examples=40)
@given(
    portfolios(), books(), st.sampled_from([None, "2026-11-23"]),
    st.sampled_from([None, "2031-06-30", "2055-01-01"]), st.sampled_from("ABC"),
)  # fmt: skip
def test_drawn_rules_give_the_same_rows(portfolio, rules, as_of, until, default_class):
    check(portfolio, rules, as_of=as_of, until=until, default_class=default_class)


@pytest.mark.slow
@settings(max_examples=5)
@given(portfolios(), books())
def test_drawn_rules_give_the_same_rows_on_every_engine(engine, portfolio, rules):
    check(portfolio, rules, engine)


@settings(max_examples=50)
@given(portfolios())
def test_a_portfolio_comes_back_from_its_tables(portfolio):
    assert tables.to_portfolio(tables.from_portfolio(portfolio)) == portfolio

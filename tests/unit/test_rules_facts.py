"""Anchors and facts: what a follow-up hangs on and what a condition asks."""

from __future__ import annotations

import attrs
import pytest

import samverkan as sv
from samverkan.checkpoints import Deviation
from samverkan.codelists import Procedure
from samverkan.errors import RuleError
from samverkan.rules import ANCHORS, FACTS, anchor_named

WEEK = sv.calendar_from_days("week", [], ("2020-01-01", "2040-12-31"))
BUYER = sv.Party(id="SE-2120999996", buyer_kind="la")
PROCUREMENT = sv.Procurement(
    id="U-1",
    buyer=BUYER.id,
    regime="above",
    procedure="open",
    category="services",
    lots=(
        sv.Lot(id="1", category="works"),
        sv.Lot(id="2"),
        sv.Lot(id="3", category="works"),
    ),
    published_on="2026-03-02",
    tenders_due_on="2026-04-07",
    awarded_on="2026-08-03",
    notified_on="2026-08-04",
    concluded_on="2026-08-17",
)
CONTRACT = sv.Contract(
    id="A-1",
    procurement="U-1",
    signed_on="2026-08-17",
    period=sv.Period("2026-09-01", "2029-08-31"),
    notice=sv.months(3),
    risk_class="A",
)


def case(subject=CONTRACT, procurement=PROCUREMENT, calendar=WEEK, as_of=None, **others):
    contracts = (subject,) if isinstance(subject, sv.Contract) else ()
    facts = sv.Portfolio(
        parties=(BUYER,), procurements=(procurement,), contracts=contracts, **others
    )
    as_of = None if as_of is None else sv.day(as_of)
    return sv.Context(portfolio=facts, calendar=calendar, as_of=as_of).case(subject)


def found(anchor, *args, **how):
    """Fact and day, or None where unknown."""
    days = case(*args, **how).days(anchor)
    return None if days is None else [(fact, str(on)) for fact, on, _ in days]


@pytest.mark.parametrize(
    ("anchor", "on"),
    [
        ("award", "2026-08-03"),
        ("signed", "2026-08-17"),
        ("start", "2026-09-01"),
        ("end", "2029-08-31"),
        ("notice_deadline", "2029-05-31"),
        ("publication", "2026-03-02"),
        ("tender_deadline", "2026-04-07"),
        ("award_notification", "2026-08-04"),
        ("conclusion", "2026-08-17"),
    ],
)
def test_an_anchor_has_its_day(anchor, on):
    assert found(anchor) == [(anchor, on)]
    assert case().days(anchor)[0][2] is CONTRACT


def test_a_contract_names_its_own_award():
    assert found("award", attrs.evolve(CONTRACT, awarded_on="2026-08-01")) == [
        ("award", "2026-08-01")
    ]


def test_a_procurement_has_the_days_of_a_procurement():
    for anchor, on in (
        ("award", "2026-08-03"),
        ("publication", "2026-03-02"),
        ("conclusion", "2026-08-17"),
    ):
        assert found(anchor, PROCUREMENT) == [(anchor, on)]
    for anchor in ("signed", "start", "end", "notice_deadline"):
        assert found(anchor, PROCUREMENT) is None
    for anchor in ("option_deadline", "price_revision", "amendment", "incident", "date:x"):
        assert found(anchor, PROCUREMENT) == []


def test_a_day_that_is_not_known_is_none_and_no_day():
    bare = sv.Contract(id="A-1")
    for anchor, one in ANCHORS.items():
        assert found(anchor, bare) == ([] if one.each else None)
    assert found("start", sv.Contract(id="A-1", period=sv.Period(None, "2029-08-31"))) is None
    assert found("notice_deadline", sv.Contract(id="A-1", notice=sv.months(3))) is None
    unnamed = attrs.evolve(CONTRACT, notice=None)
    assert found("notice_deadline", unnamed) is None


@pytest.mark.parametrize(
    ("notice", "on"),
    [
        (sv.months(6), "2029-02-28"),
        (sv.days(30), "2029-08-01"),
        (sv.months(1) + sv.days(1), "2029-07-30"),
        (sv.months(0), "2029-08-31"),
        (sv.working_days(10), "2029-08-17"),
    ],
)
def test_notice_is_counted_back_from_the_end(notice, on):
    assert found("notice_deadline", attrs.evolve(CONTRACT, notice=notice)) == [
        ("notice_deadline", on)
    ]


def test_the_end_is_that_of_the_day_one_asks_for():
    moved = attrs.evolve(
        CONTRACT,
        amendments=[sv.Amendment(id="1", occurred_on="2027-01-01", new_end="2030-08-31")],
    )
    assert found("end", moved) == [("end", "2030-08-31")]
    assert found("end", moved, as_of="2026-12-31") == [("end", "2029-08-31")]
    assert found("end", moved, as_of="2027-01-01") == [("end", "2030-08-31")]


def test_each_option_has_a_deadline_and_two_ends():
    options = (
        sv.Option(id="1", extend_by=sv.months(12), notice=sv.months(6)),
        sv.Option(id="x", extend_by=sv.months(12)),
        sv.Option(id="more", adds_value=sv.Money("1", "SEK")),
    )
    contract = attrs.evolve(CONTRACT, options=options)
    assert found("option_deadline", contract) == [("option:1", "2029-02-28")]
    assert found("option_end", contract) == [
        ("option:1", "2029-08-31"),
        ("option:x", "2030-08-31"),
    ]
    assert found("extension_end", contract) == [
        ("option:1", "2030-08-31"),
        ("option:x", "2031-08-31"),
    ]
    assert case(contract).days("option_end")[1][2].assumes == ("1",)


def test_a_deadline_in_working_days_asks_the_calendar():
    option = sv.Option(id="1", extend_by=sv.months(12), notice=sv.working_days(5))
    contract = attrs.evolve(CONTRACT, options=(option,))
    assert found("option_deadline", contract) == [("option:1", "2029-08-24")]


def test_price_revisions_are_named_by_their_day_once_each_and_in_order():
    contract = attrs.evolve(CONTRACT, price_revisions=["2028-01-01", "2027-01-01", "2028-01-01"])
    assert found("price_revision", contract) == [
        ("price-revision:2027-01-01", "2027-01-01"),
        ("price-revision:2028-01-01", "2028-01-01"),
    ]


def test_amendments_are_in_order_and_those_corrected_left_out():
    contract = attrs.evolve(
        CONTRACT,
        amendments=[
            sv.Amendment(id="c", occurred_on="2028-01-01"),
            sv.Amendment(id="b", occurred_on="2027-01-01"),
            sv.Amendment(id="a", occurred_on="2027-01-01"),
            sv.Amendment(id="d", occurred_on="2027-02-01", replaces="c"),
        ],
    )
    expected = [
        ("amendment:a", "2027-01-01"),
        ("amendment:b", "2027-01-01"),
        ("amendment:d", "2027-02-01"),
    ]
    assert found("amendment", contract) == expected
    assert found("amendment", contract, as_of="2026-09-01") == expected  # one plans ahead


def test_named_days_are_found_by_their_name():
    contract = attrs.evolve(
        CONTRACT,
        dates=[
            sv.KeyDate("incident", "2027-05-01", "7"),
            sv.KeyDate("inspection", "2028-01-01"),
            sv.KeyDate("inspection", "2027-01-01"),
            sv.KeyDate("incident", "2027-04-01"),
        ],
    )
    assert found("incident", contract) == [
        ("incident:2027-04-01", "2027-04-01"),
        ("incident:7", "2027-05-01"),
    ]
    assert found("date:inspection", contract) == [
        ("inspection:2027-01-01", "2027-01-01"),
        ("inspection:2028-01-01", "2028-01-01"),
    ]
    assert found("date:incident", contract) == found("incident", contract)
    assert found("date:nothing", contract) == []


def test_deviations_are_incidents_too_and_those_corrected_are_not():
    contract = attrs.evolve(CONTRACT, dates=[sv.KeyDate("incident", "2027-05-01")])
    deviations = [
        Deviation(id=name, contract="A-1", what="late", occurred_on=on, replaces=replaces)
        for name, on, replaces in (
            ("3", "2027-04-01", None),
            ("2", "2027-03-01", None),
            ("1", "2027-03-01", None),
            ("4", "2027-04-02", "3"),
        )
    ]
    other = Deviation(id="9", contract="A-2", what="late", occurred_on="2027-01-01")
    facts = sv.Portfolio(
        procurements=(PROCUREMENT,),
        parties=(BUYER,),
        contracts=(contract, sv.Contract(id="A-2")),
        deviations=(*deviations, other),
    )
    case = sv.Context(portfolio=facts, calendar=WEEK).case(contract)
    assert [(fact, str(on)) for fact, on, _ in case.days("incident")] == [
        ("incident:2027-05-01", "2027-05-01"),
        ("deviation:1", "2027-03-01"),
        ("deviation:2", "2027-03-01"),
        ("deviation:4", "2027-04-02"),
    ]


def test_a_cancellation_is_there_once_it_happened():
    cancelled = sv.Procurement(id="U-1", cancelled_on="2026-06-01")
    assert found("cancellation", cancelled, cancelled) == [("cancellation", "2026-06-01")]
    assert found("cancellation", PROCUREMENT) == []


def test_an_anchor_is_looked_up_once():
    one = case()
    assert one.found("end") is one.found("end")
    assert one.days("option_deadline") is one.days("option_deadline")


def test_every_anchor_is_named_in_words():
    for name, anchor in ANCHORS.items():
        assert anchor.name == name
        for lang in ("sv", "en"):
            assert anchor.label(lang)
            assert "_" not in anchor.label(lang)
            assert "{on}" in getattr(anchor.text, lang)
        assert anchor.label("sv") != anchor.label("en")


def test_which_anchors_have_several_days_and_whose_they_are():
    assert {name for name, anchor in ANCHORS.items() if anchor.each} == {
        "option_deadline", "option_end", "extension_end", "price_revision", "amendment",
        "cancellation", "incident", "not_met", "owner_change", "subcontractor_change", "silence",
    }  # fmt: skip
    assert {name for name, anchor in ANCHORS.items() if anchor.reacts} == {
        "not_met", "owner_change", "subcontractor_change", "silence",
    }  # fmt: skip
    assert {name for name, anchor in ANCHORS.items() if anchor.of_procurement} == {
        "conclusion",
        "cancellation",
    }


def test_days_of_ones_own_are_anchors_too():
    own = anchor_named("date:my inspection")
    assert (own.name, own.each, own.of_procurement) == ("date:my inspection", True, False)
    assert own.label("sv") == "dagen ”my inspection”"
    assert own.label("en") == "the day 'my inspection'"
    for name in ("date", "date:", "day:x", "START"):
        with pytest.raises(RuleError, match="unknown anchor"):
            anchor_named(name)


# ---------------------------------------------------------------------------- facts
def test_the_facts_of_a_contract():
    contract = attrs.evolve(CONTRACT, private_performer=True, value=sv.Money("10", "SEK"))
    one = case(contract)
    assert {name: one.fact(name) for name in FACTS} == {
        "kind": sv.ContractKind.CONTRACT,
        "private_performer": True,
        "value": sv.Money("10", "SEK"),
        "regime": sv.Regime.ABOVE,
        "procedure": Procedure.OPEN,
        "category": sv.Category.SERVICES,
        "buyer_kind": sv.BuyerKind("la"),
        "country": "SE",
    }


def test_what_nobody_told_is_none():
    one = case(sv.Contract(id="A-1"))
    assert {name: one.fact(name) for name in FACTS if name != "kind"} == dict.fromkeys(
        set(FACTS) - {"kind"}
    )


def test_a_procurement_has_no_kind_of_contract():
    one = case(PROCUREMENT)
    assert one.fact("kind") is None
    assert one.fact("private_performer") is None
    assert one.fact("regime") is sv.Regime.ABOVE
    assert one.fact("category") is sv.Category.SERVICES
    assert one.fact("country") == "SE"


@pytest.mark.parametrize(
    ("lots", "category"),
    [
        ((), "services"),
        (("1",), "works"),
        (("2",), "services"),
        (("1", "3"), "works"),
        (("1", "2"), "services"),
    ],
)
def test_the_category_is_that_of_the_lots_where_they_agree(lots, category):
    assert case(attrs.evolve(CONTRACT, lots=lots)).fact("category").value == category


def test_the_class_is_the_contracts_or_the_contexts():
    assert case().risk_class is sv.RiskClass.A
    assert case(sv.Contract(id="A-1")).risk_class is sv.RiskClass.B
    assert case(PROCUREMENT).risk_class is sv.RiskClass.B
    facts = sv.Portfolio(contracts=(sv.Contract(id="A-1"),))
    context = sv.Context(portfolio=facts, calendar=WEEK, default_class=sv.RiskClass.C)
    assert context.case(facts.contracts[0]).risk_class is sv.RiskClass.C


def test_a_context_knows_the_bounds_of_its_calendar():
    assert case().context.verified_ordinals == (
        sv.day("2020-01-01").toordinal(),
        sv.day("2040-12-31").toordinal(),
    )

"""Conditions: what is known to be true, what is known not to be, and what nobody knows."""

from __future__ import annotations

import pytest

import samverkan as sv
from samverkan import rules
from samverkan.errors import RuleError

WEEK = sv.calendar_from_days("week", [], ("2020-01-01", "2040-12-31"))
BUYER = sv.Party(id="SE-2120999996", buyer_kind="la")


def holds(contract, fact=None, procurement=None, **facts):
    """Whether the condition holds for a contract, and the fact its follow-up hangs on."""
    procurements = () if procurement is None else (procurement,)
    portfolio = sv.Portfolio(parties=(BUYER,), procurements=procurements, contracts=(contract,))
    case = sv.Context(portfolio=portfolio, calendar=WEEK).case(contract)
    day = ("start", sv.day("2026-09-01"), contract if fact is None else fact)
    return rules.Condition.of(facts).holds(case, day)


CALL_OFF = sv.Contract(
    id="A-1", buyer=BUYER.id, kind="call-off", private_performer=False, procurement="U-1"
)
WORKS = sv.Procurement(id="U-1", regime="above", procedure="open", category="works")


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"kind": "call-off"}, True),
        ({"kind": "framework"}, False),
        ({"kind": ["framework", "call-off"]}, True),
        ({"regime": "above"}, True),
        ({"regime": ("below", "direct")}, False),
        ({"procedure": "open"}, True),
        ({"category": "works"}, True),
        ({"buyer_kind": "la"}, True),
        ({"buyer_kind": ["ra", "cga"]}, False),
        ({"country": "SE"}, True),
        ({"country": ["NO", "SE"]}, True),
        ({"country": "NO"}, False),
        ({"private_performer": False}, True),
        ({"private_performer": True}, False),
        ({"kind": "call-off", "regime": "above"}, True),
        ({"kind": "call-off", "regime": "below"}, False),
    ],
)
def test_a_condition_holds_where_all_its_tests_do(facts, expected):
    assert holds(CALL_OFF, procurement=WORKS, **facts) is expected


@pytest.mark.parametrize(
    "facts",
    [
        {"regime": "above"},
        {"procedure": "open"},
        {"category": "works"},
        {"buyer_kind": "la"},
        {"country": "SE"},
        {"private_performer": True},
        {"private_performer": False},
        {"value_above": "1 SEK"},
        {"value_below": "1 SEK"},
        {"amendment_ground": "mod-cir"},
        {"option_notice": True},
        {"option_notice": False},
    ],
)
def test_nothing_holds_of_what_nobody_knows(facts):
    assert not holds(sv.Contract(id="A-1"), **facts)


@pytest.mark.parametrize(
    ("amount", "below", "at_most", "above", "at_least"),
    [
        ("99.99", True, True, False, False),
        ("100", False, True, False, True),
        ("100.01", False, False, True, True),
    ],
)
def test_amounts_are_compared_exactly(amount, below, at_most, above, at_least):
    contract = sv.Contract(id="A-1", value=sv.Money(amount, "SEK"))
    assert holds(contract, value_below="100 SEK") is below
    assert holds(contract, value_at_most="100 SEK") is at_most
    assert holds(contract, value_above="100 SEK") is above
    assert holds(contract, value_at_least=sv.Money("100", "SEK")) is at_least


def test_amounts_of_two_currencies_are_not_compared():
    contract = sv.Contract(id="A-1", value=sv.Money("1", "EUR"))
    assert not holds(contract, value_below="100 SEK")
    assert not holds(contract, value_above="0.1 SEK")


def test_the_ground_is_that_of_the_amendment_it_hangs_on():
    amendment = sv.Amendment(id="1", occurred_on="2027-01-01", ground="mod-cir")
    assert holds(CALL_OFF, amendment, WORKS, amendment_ground=["add-wss", "mod-cir"])
    assert not holds(CALL_OFF, amendment, WORKS, amendment_ground="add-wss")
    unknown = sv.Amendment(id="1", occurred_on="2027-01-01")
    assert not holds(CALL_OFF, unknown, WORKS, amendment_ground="mod-cir")


def test_notice_is_that_of_the_option_it_hangs_on():
    for notice in (None, sv.months(6), sv.working_days(5)):
        contract = sv.Contract(
            id="A-1",
            period=sv.Period("2026-09-01", "2029-08-31"),
            options=[sv.Option(id="1", extend_by="12 months", notice=notice)],
        )
        (way,) = contract.extensions()
        assert holds(contract, way, option_notice=notice is not None)
        assert not holds(contract, way, option_notice=notice is None)


# ---------------------------------------------------------------------------- what is refused
UNKNOWN = (
    "unknown fact 'regim'; known: amendment_ground, buyer_kind, category, country, kind, "
    "option_notice, private_performer, procedure, regime, value_above, value_at_least, "
    "value_at_most, value_below; did you mean 'regime'?"
)


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"regim": "above"}, UNKNOWN),
        ({}, "a condition without tests; leave it out"),
        ({"kind": []}, "kind=[]; expected one value"),
        ({"value_above": ["1 SEK", "2 SEK"]},
         "value_above=['1 SEK', '2 SEK']; expected one value"),
        ({"private_performer": "yes"}, "private_performer='yes'; expected true or false"),
        ({"option_notice": 1}, "option_notice=1; expected true or false"),
    ],
)  # fmt: skip
def test_a_condition_that_means_nothing_is_refused(facts, message):
    with pytest.raises(RuleError) as caught:
        rules.Condition.of(facts)
    assert str(caught.value) == message


def test_an_unknown_code_is_refused_with_the_near_ones():
    with pytest.raises(RuleError) as caught:
        rules.Condition.of({"kind": "framwork"})
    assert str(caught.value) == (
        "kind='framwork'; ContractKind: unknown code: value='framwork'; known: call-off, "
        "contract, framework; did you mean 'framework'?"
    )
    with pytest.raises(RuleError, match="kind=5; "):
        rules.Condition.of({"kind": 5})


@pytest.mark.parametrize("value", ["100", "SEK", "much SEK", 100, "100 kronor"])
def test_an_amount_that_is_none_is_refused(value):
    with pytest.raises(RuleError, match=r"^value_below=.*; expected such as '100000 SEK' \("):
        rules.Condition.of({"value_below": value})


def test_asking_one_fact_twice_is_refused():
    with pytest.raises(RuleError) as caught:
        sv.at("start").where(kind="framework").where(kind="call-off")
    assert str(caught.value) == (
        "a condition asks about one fact twice: ['kind', 'kind']; give all values at once, such "
        "as category=['goods', 'services']"
    )


# ---------------------------------------------------------------------------- as data and words
@pytest.mark.parametrize(
    "plain",
    [
        {"kind": "framework"},
        {"buyer_kind": ["cga", "ra", "la"]},
        {"private_performer": True, "option_notice": False},
        {"value_below": "700000 SEK", "country": "SE"},
        {"value_at_least": "0.01 EUR"},
        {"amendment_ground": ["add-wss", "mod-cir"]},
    ],
)
def test_a_condition_is_data_without_loss(plain):
    condition = rules.Condition.of(plain)
    assert condition.plain() == plain
    assert rules.Condition.of(condition.plain()) == condition


def test_the_values_of_a_set_are_in_one_order():
    assert rules.Condition.of({"country": {"SE", "NO", "DK"}}).plain() == {
        "country": ["DK", "NO", "SE"]
    }
    assert rules.Condition.of({"kind": frozenset({"call-off"})}).plain() == {"kind": "call-off"}


def test_a_condition_is_told_in_both_languages():
    condition = rules.Condition.of(
        {
            "kind": ["framework", "call-off"],
            "private_performer": True,
            "value_at_most": "100000 SEK",
            "option_notice": False,
            "country": "SE",
        }
    )
    assert condition.label("sv") == (
        "typ av avtal: ramavtal, avrop; privat utförare: ja; värde högst: 100 000 SEK; "
        "optionen har en sista dag: nej; land: SE"
    )
    assert condition.label("en") == (
        "kind of contract: framework agreement, call-off; private performer: yes; value at most: "
        "SEK 100,000; the option states a notice: no; country: SE"
    )


def test_what_is_not_known_not_to_apply_is_said():
    portfolio = sv.Portfolio(contracts=(sv.Contract(id="A-1"),))
    case = sv.Context(portfolio=portfolio, calendar=WEEK).case(portfolio.contracts[0])
    day = ("start", sv.day("2026-09-01"), case.subject)
    open_question = rules.Condition.of({"regime": "direct", "value_below": "1 SEK"})
    assert open_question.not_met(case, day).label("en") == (
        "the exception is not known to apply: regime: direct procurement; value below: SEK 1"
    )
    assert rules.Condition.of({"kind": "call-off"}).not_met(case, day) is None

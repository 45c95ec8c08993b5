"""How the value of a procurement is estimated (LOU 5:3-5:14, text read 2025-09-01)."""

from __future__ import annotations

import json

import pytest

from samverkan.errors import LawQuestionError, MoneyError
from samverkan.jurisdictions import jurisdiction
from samverkan.values import Money

SWEDEN = jurisdiction("SE")


def sek(*amounts):
    return tuple(Money(amount, "SEK") for amount in amounts)


@pytest.mark.parametrize(
    ("question", "how", "amount"),
    [
        pytest.param("contract_value", {"payments": sek(900, 100)}, 1000, id="5:3"),
        pytest.param(
            "contract_value",
            {"payments": sek(900), "options": sek(300), "to_tenderers": sek(25)},
            1225,
            id="5:3 options as if used, payments to tenderers",
        ),
        pytest.param("units_value", {"units": sek(400, 500)}, 900, id="5:4"),
        pytest.param(
            "units_value",
            {"units": sek(400, 500), "independent": Money(500, "SEK")},
            500,
            id="5:4 independent unit",
        ),
        pytest.param("works_value", {"payments": sek(40), "provided": sek(2)}, 42, id="5:9"),
        pytest.param("lease_value", {"monthly": Money(10, "SEK"), "months": 12}, 120, id="5:10 1"),
        pytest.param(
            "lease_value",
            {"monthly": Money(10, "SEK"), "months": 13, "residual": Money(7, "SEK")},
            137,
            id="5:10 2, with the residual value",
        ),
        pytest.param("lease_value", {"monthly": Money(10, "SEK")}, 480, id="5:10 3, 48 months"),
        pytest.param("recurring_value", {"actual": sek(50, 60)}, 110, id="5:11 1"),
        pytest.param(
            "recurring_value",
            {"actual": sek(50, 60), "adjustment": Money(-10, "SEK")},
            100,
            id="5:11 1, adjusted",
        ),
        pytest.param("recurring_value", {"planned": sek(50, 75)}, 125, id="5:11 2"),
        pytest.param("financial_services_value", {"fees": sek(70, 5)}, 75, id="5:12"),
        pytest.param(
            "service_value", {"monthly": Money(10, "SEK"), "months": 48}, 480, id="5:13 1"
        ),
        pytest.param(
            "service_value", {"monthly": Money(10, "SEK"), "months": 49}, 480, id="5:13 2"
        ),
        pytest.param("service_value", {"monthly": Money(10, "SEK")}, 480, id="5:13 2, indefinite"),
        pytest.param("framework_value", {"contracts": sek(100, 100, 100)}, 300, id="5:14"),
    ],
)
def test_values(question, how, amount):
    answer = SWEDEN.law[question](**how)
    assert answer.amount == Money(amount, "SEK")
    assert "LOU 5:" in answer.why("sv")
    assert "utan mervärdesskatt" in answer.why("sv")


@pytest.mark.parametrize(
    ("question", "how"),
    [
        ("contract_value", {"payments": ()}),
        ("lease_value", {"monthly": Money(10, "SEK"), "months": 13}),
        ("lease_value", {"monthly": Money(10, "SEK"), "months": 0}),
        ("service_value", {"monthly": Money(10, "SEK"), "months": 0}),
        ("recurring_value", {}),
        ("recurring_value", {"actual": sek(1), "planned": sek(1)}),
        ("recurring_value", {"planned": sek(1), "adjustment": Money(1, "SEK")}),
        ("valuation_day", {}),
        ("recurring_value", {"actual": sek(10), "adjustment": Money(-11, "SEK")}),
        ("service_value", {"monthly": Money(-10, "SEK"), "months": 12}),
    ],
)
def test_what_is_missing_is_asked_for(question, how):
    with pytest.raises(LawQuestionError, match=question):
        SWEDEN.law[question](**how)


@pytest.mark.parametrize(
    ("question", "how", "sv", "en"),
    [
        (
            "contract_value",
            {"payments": sek(900, 100), "options": sek(300)},
            (
                "1. betalningar: 900 SEK, 100 SEK; optioner och förlängningar: 300 SEK; "
                "tillsammans 1 300 SEK [LOU 5:3 1 st. (lag)]"
            ),
            (
                "1. payments: SEK 900, SEK 100; options and extensions: SEK 300; together "
                "SEK 1,300 [LOU 5:3 para 1 (statute)]"
            ),
        ),
        (
            "works_value",
            {"payments": sek(40)},
            "1. entreprenaden: 40 SEK; tillsammans 40 SEK [LOU 5:9 (lag)]",
            "1. the works: SEK 40; together SEK 40 [LOU 5:9 (statute)]",
        ),
        (
            "lease_value",
            {"monthly": Money(10, "SEK"), "months": 1},
            "1. 1 månad à 10 SEK: 10 SEK [LOU 5:10 1 st. (lag)]",
            "1. 1 month of SEK 10: SEK 10 [LOU 5:10 para 1 (statute)]",
        ),
        (
            "recurring_value",
            {"actual": sek(10)},
            (
                "1. liknande kontrakt under de föregående tolv månaderna eller det senaste "
                "räkenskapsåret: 10 SEK [LOU 5:11 (lag)]"
            ),
            (
                "1. similar contracts of the last twelve months or the last financial year: "
                "SEK 10 [LOU 5:11 (statute)]"
            ),
        ),
    ],
)
def test_what_is_not_given_is_not_spoken_of(question, how, sv, en):
    answer = SWEDEN.law[question](**how)
    assert answer.why("sv").splitlines()[0] == sv
    assert answer.why("en").splitlines()[0] == en


def test_two_currencies_do_not_mix():
    with pytest.raises(MoneyError):
        SWEDEN.contract_value(payments=(Money(1, "SEK"), Money(1, "EUR")))


@pytest.mark.parametrize(
    ("how", "on", "trigger"),
    [
        ({"call_sent_on": "2026-03-02", "started_on": "2026-01-15"}, "2026-03-02", "sent"),
        ({"started_on": "2026-01-15"}, "2026-01-15", "started"),
    ],
)
def test_the_day_of_valuation(how, on, trigger):
    """LOU 5:5: when the call is sent, or without a call when the procedure starts."""
    answer = SWEDEN.valuation_day(**how)
    assert (str(answer.last_day), answer.trigger.value) == (on, trigger)


def euro(**lots):
    return {name: Money(amount, "EUR") for name, amount in lots.items()}


@pytest.mark.parametrize(
    ("lots", "category", "above", "may_leave"),
    [
        pytest.param(euro(a=100_000, b=50_000), "goods", False, (), id="below together"),
        pytest.param(euro(a=210_000, b=40_000), "services", True, ("b",), id="16 per cent"),
        pytest.param(euro(a=160_000, b=40_000, c=40_000), "goods", True, (), id="33 per cent"),
        pytest.param(euro(a=280_000, b=70_000), "goods", True, ("b",), id="exactly 20 per cent"),
        pytest.param(euro(a=320_000, b=80_000), "goods", True, (), id="80 000 is not below"),
        pytest.param(
            euro(a=5_000_000, b=999_999), "works", True, ("b",), id="works, below 1 000 000"
        ),
        pytest.param(euro(a=300_000), "services", True, (), id="no small lot"),
    ],
)
def test_small_lots_may_leave_up_to_a_fifth(lots, category, above, may_leave):
    """LOU 5:8."""
    threshold = Money(5_404_000 if category == "works" else 216_000, "EUR")
    found = SWEDEN.lots_assessment(lots=lots, category=category, threshold=threshold)
    assert (found.above, found.may_leave) == (above, may_leave)
    assert "LOU 5:8" in found.why("sv")
    plain = json.loads(json.dumps(found.to_dict()))
    assert (plain["above"], plain["may_leave"]) == (above, list(may_leave))
    assert plain["steps"][0]["basis"]["ref"] == "LOU 5:8 para 1"


def test_lots_in_kronor_need_the_limit_in_kronor():
    lots = {"a": Money(3_000_000, "SEK")}
    with pytest.raises(MoneyError, match="give small= in SEK"):
        SWEDEN.lots_assessment(lots=lots, category="goods", threshold=Money(2_389_585, "SEK"))
    found = SWEDEN.lots_assessment(
        lots=lots,
        category="goods",
        threshold=Money(2_389_585, "SEK"),
        small=Money(865_008, "SEK"),
    )
    assert found.above

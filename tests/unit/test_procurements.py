"""Procurements: their phases, and days that cannot come in another order."""

from __future__ import annotations

import copy
import pickle

import attrs
import pytest

from samverkan.codelists import Category, Phase, Procedure, Regime
from samverkan.errors import CodeError, PeriodError, ProcurementError
from samverkan.procurements import Lot, Procurement

CALLED = {"published_on": "2026-03-02", "concluded_on": "2026-08-17"}
DIRECT = {"started_on": "2026-03-02", "cancelled_on": "2026-04-01"}
STANDSTILL = {
    "published_on": "2026-03-02",
    "awarded_on": "2026-06-01",
    "notified_on": "2026-06-01",
    "concluded_on": "2026-06-12",
}


@pytest.mark.parametrize(
    ("facts", "on", "phase", "source"),
    [
        (CALLED, "2026-03-01", Phase.BEFORE, "before the call: LOU 10:1"),
        (CALLED, "2026-03-02", Phase.DURING, "dispatch of the call: LOU 10:1"),
        (CALLED, "2026-08-16", Phase.DURING, "until conclusion: LOU 20:1"),
        (CALLED, "2026-08-17", Phase.AFTER, "conclusion of the contract"),
        (DIRECT, "2026-03-01", Phase.BEFORE, "without a call, when the buyer starts: LOU 5:5"),
        (DIRECT, "2026-03-02", Phase.DURING, "without a call, when the buyer starts: LOU 5:5"),
        (DIRECT, "2026-04-01", Phase.AFTER, "decision to abandon"),
        (STANDSTILL, "2026-06-11", Phase.DURING, "standstill belongs to DURING: LOU 20:1"),
        (STANDSTILL, "2026-06-12", Phase.AFTER, "the first day after standstill"),
        ({"started_on": "2026-02-01", **CALLED}, "2026-02-15", Phase.BEFORE, "the call decides"),
        ({}, "2026-02-15", None, "nothing is known"),
        ({"concluded_on": "2026-08-17"}, "2026-08-16", None, "before or during"),
        ({"concluded_on": "2026-08-17"}, "2026-08-17", Phase.AFTER, "concluded, however it began"),
        ({"published_on": "2026-03-02"}, "2036-03-02", Phase.DURING, "no end is known"),
    ],
)
def test_the_phase_of_a_day(facts, on, phase, source):
    assert Procurement(id="U-1", **facts).phase(on) is phase, source


def test_a_phase_is_asked_for_a_day():
    with pytest.raises(PeriodError, match="not a day: value='2026-13-01'"):
        Procurement(id="U-1").phase("2026-13-01")


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("started_on", "published_on"),
        ("started_on", "awarded_on"),
        ("started_on", "concluded_on"),
        ("started_on", "cancelled_on"),
        ("published_on", "tenders_due_on"),
        ("published_on", "concluded_on"),
        ("published_on", "cancelled_on"),
        ("tenders_due_on", "awarded_on"),
        ("awarded_on", "notified_on"),
        ("awarded_on", "concluded_on"),
    ],
)
def test_days_come_in_the_order_of_a_procurement(earlier, later):
    assert Procurement(id="U-1", **{earlier: "2026-03-02", later: "2026-03-02"})
    with pytest.raises(ProcurementError) as told:
        Procurement(id="U-1", **{earlier: "2026-03-02", later: "2026-03-01"})
    assert str(told.value) == (
        f"procurement 'U-1': {later}=2026-03-01 comes before {earlier}=2026-03-02; "
        "correct one of the days or leave it out"
    )


@pytest.mark.parametrize(
    ("facts", "error", "says"),
    [
        ({"id": ""}, ProcurementError, "procurement: id=''; expected a text"),
        (
            {"id": "U-1", "lots": [Lot(id="1"), Lot(id="2"), Lot(id="1")]},
            ProcurementError,
            r"procurement 'U-1': lots share an id: lots=\['1'\]; give each its own",
        ),
        ({"id": "U-1", "regime": "abov"}, CodeError, "Regime: .*did you mean 'above'"),
        ({"id": "U-1", "published_on": "2026-02-30"}, PeriodError, "value='2026-02-30'"),
    ],
)
def test_what_no_procurement_can_be_is_refused(facts, error, says):
    with pytest.raises(error, match=says):
        Procurement(**facts)


def test_a_procurement_is_a_value():
    one = Procurement(
        id="U-1",
        title="Skola",
        regime="above",
        procedure="open",
        category="works",
        cpv=["45214200"],
        lots=[Lot(id="1", category="services", cpv=["71000000"])],
    )
    assert (one.regime, one.procedure, one.category) == (
        Regime.ABOVE,
        Procedure.OPEN,
        Category.WORKS,
    )
    for again in (pickle.loads(pickle.dumps(one)), copy.deepcopy(one), attrs.evolve(one)):
        assert again == one
        assert hash(again) == hash(one)


def test_a_procurement_is_called_by_its_title_or_its_id():
    assert Procurement(id="U-1", title="Skola").label("en") == "Skola"
    assert Procurement(id="U-1").label() == "U-1"

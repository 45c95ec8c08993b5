"""Findings and deviations become follow-ups: which, when, with what id."""

from __future__ import annotations

import pytest

from samverkan.checkpoints import Deviation
from samverkan.codelists import Severity, SourceKind
from samverkan.contracts import Contract, KeyDate
from samverkan.explanations import Finding, LegalBasis, Step, Text
from samverkan.jurisdictions import jurisdiction
from samverkan.parties import Party
from samverkan.periods import Period, day, days
from samverkan.portfolio import Portfolio
from samverkan.procurements import Procurement
from samverkan.rules import reactions
from samverkan.schedule import plan

KOMMUN = "SE-2120999996"
CONTRACT = Contract(
    id="A-1", buyer=KOMMUN, period=Period("2026-09-01", "2029-08-31"),
    dates=(KeyDate("incident", "2027-02-01", "storm"),),
)  # fmt: skip
BASE = Portfolio(
    parties=(Party(id=KOMMUN),),
    procurements=(Procurement(id="U-1", buyer=KOMMUN),),
    contracts=(CONTRACT,),
)
SWEDEN = jurisdiction("SE")


def finding(*subjects, on="2027-03-01", check="own.check", basis=None):
    return Finding(
        check=check,
        severity=Severity.WARNING,
        subjects=subjects,
        summary=Step(Text("något", "something"), basis=basis),
        on=None if on is None else day(on),
    )


def planned(*findings, facts=BASE, rules=(), **more):
    return plan(facts, rules=rules, calendar=SWEDEN.calendar, findings=findings, **more)


def test_a_finding_is_followed_up_ten_working_days_after_it_holds():
    (item,) = planned(finding("O-1", "A-1"))
    assert (item.id, str(item.due_on)) == ("A-1/finding.own.check/finding:O-1/0", "2027-03-15")
    assert item.counterpart is not None
    assert "own.check" in item.why("sv")


def test_a_finding_without_a_day_is_counted_from_the_day_of_the_plan():
    assert len(planned(finding("A-1", on=None))) == 0
    (item,) = planned(finding("A-1", on=None), as_of="2027-03-01")
    assert str(item.due_on) == "2027-03-15"


@pytest.mark.parametrize(
    ("subjects", "home"),
    [
        (("U-1", "A-1"), "A-1"),
        (("U-1", "T-1"), "U-1"),
        (("nobody",), None),
    ],
)
def test_each_finding_is_followed_up_once_with_its_contract_else_its_procurement(subjects, home):
    assert [item.subject.id for item in planned(finding(*subjects))] == ([home] if home else [])


def test_several_findings_of_one_check_about_one_fact_are_numbered():
    items = planned(finding("A-1"), finding("A-1", on="2027-05-03"))
    assert [item.occurrence for item in items] == [0, 1]


def test_a_finding_that_rests_on_statute_does_not_make_a_statutory_rule():
    (rule,) = reactions([finding("A-1", basis=LegalBasis(SourceKind.LAW, "LOU 12:11"))])
    assert rule.source_kind is SourceKind.CHOICE
    assert [basis.kind for basis in rule.source] == [SourceKind.CHOICE, SourceKind.LAW]


def test_how_long_after_can_be_chosen():
    (rule,) = reactions([finding("A-1")], after=days(3))
    (item,) = plan(BASE, rules=[rule], calendar=SWEDEN.calendar)
    assert str(item.due_on) == "2027-03-04"


@pytest.mark.parametrize("on", ["2050-12-30", "1970-01-01", "2999-01-01"])
def test_a_finding_that_the_calendar_does_not_reach_is_blocked_and_stops_nothing(on):
    made = planned(finding("A-1", on=on))
    assert (len(made), [item.missing for item in made.blocked]) == (0, ["calendar"])
    assert "calendar" in made.blocked[0].why("en")


def test_a_deviation_of_a_later_day_does_not_count():
    late = Deviation(id="V-1", contract="A-1", what="late", occurred_on="2027-03-01")
    facts = Portfolio(contracts=(Contract(id="A-1"),), deviations=(late,))
    rules = SWEDEN.follow_up_rules
    for as_of, count in (("2027-02-28", 0), ("2027-03-01", 1), (None, 1)):
        made = plan(facts, rules=rules, calendar=SWEDEN.calendar, as_of=as_of)
        assert sum(item.kind.value == "deviation" for item in made) == count


def test_a_deviation_is_an_incident():
    facts = Portfolio(
        parties=BASE.parties,
        contracts=BASE.contracts,
        deviations=(
            Deviation(id="V-1", contract="A-1", what="late", occurred_on="2027-03-01"),
            Deviation(id="V-2", contract="A-1", what="late", occurred_on="2027-03-08",
                      replaces="V-1"),
        ),
    )  # fmt: skip
    made = plan(facts, rules=SWEDEN.follow_up_rules, calendar=SWEDEN.calendar)
    items = [item for item in made if item.kind.value == "deviation"]
    assert [(item.anchor, str(item.due_on)) for item in items] == [
        ("incident:storm", "2027-02-15"),
        ("deviation:V-2", "2027-03-22"),
    ]
    assert "avvikelse V-2" in items[1].why("sv")

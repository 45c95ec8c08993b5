"""The checks over plans: a finding, a near miss, and a case with missing data."""

from __future__ import annotations

import pytest

from samverkan.checks import check
from samverkan.codelists import SourceKind
from samverkan.explanations import LegalBasis
from samverkan.rules import at
from samverkan.schedule import plan

OWN = LegalBasis(SourceKind.CHOICE)


def rule(name, aim, kind, counterpart=None):
    return at("start", "14 days").rule(
        id=name,
        kind=kind,
        aim=aim,
        responsible="contract-manager",
        counterpart=counterpart,
        source=OWN,
    )


CONTROL = rule("own.control", "control", "delivery-control")
AUDIT = rule("own.audit", "control", "requirement-compliance")
MEETING = rule("own.meeting", "trust", "kickoff", "supplier-contact")
ALONE = rule("own.alone", "trust", "kickoff")
BOTH = rule("own.both", "both", "performance-evaluation")

CASES = [
    ("plan.balance", "finding", (CONTROL, AUDIT), 1),
    ("plan.balance", "finding", (MEETING,), 1),
    ("plan.balance", "near miss", (CONTROL, MEETING), 0),
    ("plan.balance", "near miss", (CONTROL, BOTH), 0),
    ("plan.balance", "missing data", (), 0),
    ("plan.missing-counterpart", "finding", (ALONE, CONTROL), 1),
    ("plan.missing-counterpart", "near miss", (MEETING, CONTROL), 0),
    ("plan.missing-counterpart", "missing data", (), 0),
]


@pytest.mark.parametrize(("check_id", "shows", "rules", "count"), CASES)
def test_the_check_finds_what_it_says(check_id, shows, rules, count, build, sweden):
    facts = build()
    made = plan(facts, rules=rules, calendar=sweden.calendar)
    findings = check(facts, "2026-11-23", only=[check_id], plan=made)
    assert len(findings) == count, shows


def test_the_bundled_rule_book_is_in_balance_in_every_class(build, sweden):
    for risk in "ABC":
        facts = build(contract={"risk_class": risk})
        assert not check(facts, "2026-11-23", only=["plan"], jurisdiction=sweden)


def test_without_a_plan_or_a_jurisdiction_the_result_says_what_did_not_run(build):
    findings = check(build(), "2026-11-23", only=["plan"])
    assert findings.ran == ()
    assert [note.label("en") for note in findings.notes] == [
        "no jurisdiction is given: only the generic checks were run",
        "no plan: plan.balance, plan.missing-counterpart were not run",
    ]

"""What must be shown: stories of a procurement and a contract, told from end to end."""

from __future__ import annotations

import pytest

from samverkan.checks import check
from samverkan.dialogue import Dialogue, Disclosure
from samverkan.measures import due_obligations
from samverkan.obligations import Obligation
from samverkan.schedule import plan

KOMMUN, FIRMA, RIVAL, THIRD = "SE-2120999996", "SE-5599999991", "SE-5599999983", "SE-5599999975"


def answered(first, rest):
    """A question answered to one tenderer on a day and to the others on another."""
    given = {"information": "question 7", "procurement": "U-1", "dialogue": "D-1"}
    return {
        "dialogues": (
            Dialogue(
                id="D-1",
                form="question-and-answer",
                occurred_on=first,
                procurement="U-1",
                participants=(KOMMUN, FIRMA),
                channel="written",
            ),
        ),
        "disclosures": (
            Disclosure(id="I-1", to=(FIRMA,), shared_on=first, **given),
            Disclosure(id="I-2", to=(RIVAL, THIRD), shared_on=rest, **given),
        ),
    }


def about_dialogue(facts, as_of, sweden):
    """What the checks over dialogue say, generic and Swedish."""
    families = [
        "dialogue",
        "se.lou.4-8",
        "se.lou.12-11",
        "se.lou.12-5",
        "se.lou.19-12",
        "se.lou.6",
    ]
    return check(facts, as_of, only=families, jurisdiction=sweden)


def test_one_is_told_on_3_march_and_the_rest_on_9_march(build, sweden):
    facts = build(**answered("2026-03-03", "2026-03-09"))
    (finding,) = about_dialogue(facts, "2026-03-21", sweden)
    assert finding.check == "dialogue.head-start"
    assert finding.summary.values["days"] == 6
    assert finding.summary.values["first"] == (FIRMA,)
    assert "6 dagar före" in finding.message("sv")


def test_nothing_is_found_when_all_are_told_together(build, sweden):
    facts = build(**answered("2026-03-03", "2026-03-03"))
    assert not about_dialogue(facts, "2026-03-21", sweden)


def test_with_a_deadline_on_11_march_the_late_answer_is_a_second_finding(build, sweden):
    facts = build(
        procurement={"tenders_due_on": "2026-03-11"}, **answered("2026-03-03", "2026-03-09")
    )
    findings = about_dialogue(facts, "2026-03-21", sweden)
    assert [one.check for one in findings] == ["dialogue.head-start", "se.lou.12-11.late-answer"]
    assert str(findings[1].summary.values["legal"]) == "2026-03-05"


@pytest.fixture
def promised(build):
    """A supplier promises in a meeting on 1 June 2027 to send a menu by 15 June."""
    return build(
        dialogues=(
            Dialogue(
                id="D-1",
                form="tactical-meeting",
                occurred_on="2027-06-01",
                contract="A-1",
                participants=(KOMMUN, FIRMA),
            ),
        ),
        obligations=(
            Obligation(
                id="O-1",
                kind="promise",
                side="supplier",
                owner=FIRMA,
                to=KOMMUN,
                what="send the menu",
                dialogue="D-1",
                agreed_on="2027-06-01",
                due_on="2027-06-15",
            ),
        ),
    )


def test_a_promise_shows_up_as_due(promised):
    (due,) = due_obligations(promised, "2027-06-01", "2027-06-30")
    assert (due.obligation.owner, str(due.due.due_on)) == (FIRMA, "2027-06-15")


def test_a_promise_is_a_finding_the_day_after_its_date(promised):
    asked = {"only": ["agreed.overdue"]}
    assert not check(promised, "2027-06-15", **asked)
    (finding,) = check(promised, "2027-06-16", **asked)
    assert str(finding.on) == "2027-06-16"


def test_a_plan_made_with_the_finding_turns_it_into_a_follow_up(promised, sweden):
    findings = check(promised, "2027-06-16", only=["agreed.overdue"])
    made = plan(
        promised,
        rules=sweden.follow_up_rules,
        calendar=sweden.calendar,
        as_of="2027-06-16",
        findings=findings,
    )
    (item,) = (one for one in made if one.rule.id == "finding.agreed.overdue")
    assert item.subject.id == "A-1"
    assert item.anchor == "finding:O-1"
    # ten working days from 16 June 2027, over Midsummer Eve (25 June)
    assert str(item.due_on) == "2027-07-01"
    assert made.find("A-1/finding.agreed.overdue/finding:O-1/0") == item


def test_a_kept_promise_gives_neither_finding_nor_follow_up(build, promised):
    kept = build(
        dialogues=promised.dialogues,
        obligations=(
            Obligation(
                id="O-1",
                kind="promise",
                side="supplier",
                what="send the menu",
                dialogue="D-1",
                agreed_on="2027-06-01",
                due_on="2027-06-15",
                fulfilled_on=("2027-06-15",),
            ),
        ),
    )
    assert not check(kept, "2027-06-16", only=["agreed"])

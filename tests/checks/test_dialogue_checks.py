"""Every check over dialogue: a finding, a near miss, and a case with missing data."""

from __future__ import annotations

import attrs
import pytest

from samverkan.contracts import Contract
from samverkan.dialogue import Dialogue, Disclosure, Question
from samverkan.periods import Period

KOMMUN, FIRMA, RIVAL, THIRD = "SE-2120999996", "SE-5599999991", "SE-5599999983", "SE-5599999975"

CONTRACT = Contract(
    id="A-1",
    buyer=KOMMUN,
    suppliers=(FIRMA,),
    period=Period("2026-09-01", "2029-08-31"),
    risk_class="A",
)


def told(n, on, *to, **more):
    """One piece of information, told on a day."""
    given = {"information": "question 7", "kind": "answer", "procurement": "U-1", **more}
    return Disclosure(id=f"I-{n}", to=to, shared_on=on, **given)


def talk(form, on, n=1, **more):
    return Dialogue(id=f"D-{n}", form=form, occurred_on=on, **more)


def of_procurement(form, on, n=1, **more):
    return talk(form, on, n, procurement="U-1", **more)


def of_contract(form, on, n=1, **more):
    return talk(form, on, n, contract="A-1", **more)


# A buyer that records dialogue about its contracts; this one has nobody of the other side in it.
RECORDED = {"dialogues": (of_contract("internal-needs", "2026-08-20", 9),)}

# check, what the case shows, day, number of findings, facts
CASES = [
    ("dialogue.head-start", "finding", "2026-03-21", 1,
     {"disclosures": (told(1, "2026-03-03", FIRMA), told(2, "2026-03-09", RIVAL))}),
    ("dialogue.head-start", "near miss", "2026-03-21", 0,
     {"disclosures": (told(1, "2026-03-03", FIRMA), told(2, "2026-03-03", RIVAL))}),
    ("dialogue.head-start", "missing data", "2026-03-21", 0,
     {"disclosures": (told(1, None, FIRMA, due_on="2026-03-03"),)}),
    ("dialogue.form-in-phase", "finding", "2026-03-21", 1,
     {"dialogues": (of_procurement("rfi", "2026-02-16"),)}),
    ("dialogue.form-in-phase", "near miss", "2026-03-21", 0,
     {"dialogues": (of_procurement("rfi", "2026-02-15"),)}),
    ("dialogue.form-in-phase", "missing data", "2026-03-21", 0,
     {"dialogues": (talk("rfi", "2026-02-16"),)}),
    ("dialogue.claimed-phase", "finding", "2026-03-21", 1,
     {"dialogues": (of_procurement("site-visit", "2026-02-16", claimed_phase="before"),)}),
    ("dialogue.claimed-phase", "near miss", "2026-03-21", 0,
     {"dialogues": (of_procurement("site-visit", "2026-02-16", claimed_phase="during"),)}),
    ("dialogue.claimed-phase", "missing data", "2026-03-21", 0,
     {"dialogues": (talk("site-visit", "2026-02-16", claimed_phase="before"),)}),
    ("dialogue.internal-first", "finding", "2026-03-21", 1,
     {"dialogues": (of_procurement("information-meeting", "2026-01-20"),
                    of_procurement("internal-needs", "2026-01-21", 2))}),
    ("dialogue.internal-first", "near miss", "2026-03-21", 0,
     {"dialogues": (of_procurement("information-meeting", "2026-01-20"),
                    of_procurement("internal-needs", "2026-01-20", 2))}),
    ("dialogue.internal-first", "missing data", "2026-03-21", 0,
     {"procurement": {"published_on": None, "tenders_due_on": None},
      "dialogues": (of_procurement("information-meeting", "2026-01-20"),)}),
    ("dialogue.closed-invitation", "finding", "2026-03-21", 1,
     {"dialogues": (of_procurement("supplier-training", "2026-01-20", audience="selected"),)}),
    ("dialogue.closed-invitation", "near miss", "2026-03-21", 0,
     {"dialogues": (of_procurement("supplier-training", "2026-01-20", audience="open"),)}),
    ("dialogue.closed-invitation", "missing data", "2026-03-21", 0,
     {"dialogues": (of_procurement("supplier-training", "2026-01-20"),)}),
    # SKR 2024: three times a year in class A
    ("dialogue.silence", "finding", "2027-01-02", 1, RECORDED),
    ("dialogue.silence", "near miss", "2027-01-01", 0, RECORDED),
    ("dialogue.silence", "near miss", "2027-01-02", 0,
     {"dialogues": (of_contract("tactical-meeting", "2026-12-15"),)}),
    ("dialogue.silence", "finding", "2027-01-02", 1,
     {"dialogues": (of_contract("internal-needs", "2026-12-15"),)}),
    ("dialogue.silence", "missing data", "2027-01-02", 0,
     {"contract": {"period": None}, **RECORDED}),
    ("dialogue.silence", "missing data", "2027-01-02", 0, {}),
    ("dialogue.no-integrity-talk", "finding", "2027-09-02", 1, RECORDED),
    ("dialogue.no-integrity-talk", "near miss", "2027-09-01", 0, RECORDED),
    ("dialogue.no-integrity-talk", "near miss", "2027-09-02", 0,
     {"dialogues": (of_contract("strategic-meeting", "2027-05-03", topics={"integrity"}),)}),
    ("dialogue.no-integrity-talk", "missing data", "2027-09-02", 0,
     {"contract": {"risk_class": None}, **RECORDED}),
    ("dialogue.no-integrity-talk", "missing data", "2027-09-02", 0, {}),
    ("dialogue.no-development", "finding", "2027-09-02", 1, RECORDED),
    ("dialogue.no-development", "near miss", "2027-09-02", 0,
     {"dialogues": (of_contract("development-dialogue", "2027-03-01"),)}),
    ("dialogue.no-development", "near miss", "2027-09-02", 0,
     {"contract": {"period": Period("2026-09-01", "2028-08-31")}, **RECORDED}),
    ("dialogue.no-development", "missing data", "2027-09-02", 0,
     {"contract": {"period": None}, **RECORDED}),
    ("dialogue.no-development", "missing data", "2027-09-02", 0, {}),
    ("dialogue.unanswered-question", "finding", "2026-03-21", 1,
     {"questions": (Question(id="Q-1", asked_on="2026-03-02", procurement="U-1"),)}),
    ("dialogue.unanswered-question", "near miss", "2026-03-20", 0,
     {"questions": (Question(id="Q-1", asked_on="2026-03-02", procurement="U-1"),)}),
    ("dialogue.unanswered-question", "finding", "2026-10-02", 1,
     {"questions": (Question(id="Q-1", asked_on="2026-09-01", contract="A-1"),)}),
    ("dialogue.unanswered-question", "missing data", "2026-03-21", 0,
     {"procurement": {"tenders_due_on": None},
      "questions": (Question(id="Q-1", asked_on="2026-03-02", procurement="U-1"),)}),
    ("dialogue.late-disclosure", "finding", "2026-05-01", 1,
     {"disclosures": (told(1, None, due_on="2026-04-30", contract="A-1", procurement=None),)}),
    ("dialogue.late-disclosure", "near miss", "2026-04-30", 0,
     {"disclosures": (told(1, None, due_on="2026-04-30", contract="A-1", procurement=None),)}),
    ("dialogue.late-disclosure", "missing data", "2026-05-01", 0,
     {"disclosures": (told(1, "2026-04-30", contract="A-1", procurement=None),)}),
]  # fmt: skip


@pytest.mark.parametrize(("check_id", "shows", "as_of", "count", "facts"), CASES)
def test_the_check_finds_what_it_says(check_id, shows, as_of, count, facts, build, found):
    assert len(found(check_id, build(**facts), as_of)) == count, shows


def test_a_head_start_that_goes_on_grows_by_the_day(build, found):
    facts = build(
        disclosures=(told(1, "2026-03-03", FIRMA), told(2, "2026-03-03", RIVAL, information="x"))
    )
    days = [
        [one.summary.values["days"] for one in found("dialogue.head-start", facts, as_of)]
        for as_of in ("2026-03-03", "2026-03-04", "2026-03-10", "2026-04-30")
    ]
    assert days == [[], [1, 1], [7, 7], [17, 17]]


def test_what_one_is_told_after_the_last_day_for_tenders_is_no_head_start(build, found):
    facts = build(
        disclosures=(told(1, "2026-03-03", FIRMA, RIVAL, information="x"),
                     told(2, "2026-03-23", FIRMA)),
    )  # fmt: skip
    assert not found("dialogue.head-start", facts, "2026-04-30")


def test_what_was_shared_with_all_reaches_everybody(build, found):
    facts = build(
        disclosures=(
            told(1, "2026-03-03", FIRMA, RIVAL, information="x"),
            told(2, "2026-03-04", audience="all-tenderers"),
        )
    )
    assert not found("dialogue.head-start", facts, "2026-03-21")


def test_silence_says_that_it_assumed_a_class(build, found):
    facts = build(contract={"risk_class": None}, **RECORDED)
    (finding,) = found("dialogue.silence", facts, "2027-09-02")
    assert "class B" in finding.why("en")
    assert str(finding.on) == "2027-09-02"


@pytest.mark.parametrize("kind", ["silence", "no-integrity-talk", "no-development"])
def test_a_register_without_dialogue_says_once_that_nothing_can_be_said(kind, build, found):
    several = tuple(attrs.evolve(CONTRACT, id=f"A-{n}") for n in range(1, 6))
    asked = found(f"dialogue.{kind}", build(contracts=several), "2027-09-02")
    assert not asked
    ((name, undecided),) = asked.undecided
    assert name == f"dialogue.{kind}"
    assert undecided.subjects == tuple(one.id for one in several)
    assert "no dialogue about any contract of the buyer" in undecided.reason.label("en")
    assert "ingen dialog om något av köparens avtal" in undecided.reason.label("sv")


def test_one_buyer_that_records_dialogue_does_not_speak_for_another(build, found):
    other = attrs.evolve(CONTRACT, id="A-2", buyer=RIVAL)
    facts = build(contracts=(CONTRACT, other), **RECORDED)
    asked = found("dialogue.silence", facts, "2027-01-02")
    assert [one.subjects for one in asked] == [("A-1",)]
    assert [one.subjects for _, one in asked.undecided] == [("A-2",)]


def test_a_head_start_of_one_day_is_written_as_one_day(build, found):
    facts = build(
        disclosures=(told(1, "2026-03-03", FIRMA), told(2, "2026-03-04", RIVAL)),
    )
    (finding,) = found("dialogue.head-start", facts, "2026-03-21")
    assert f" 1 dag före {RIVAL}" in finding.message("sv")
    assert f" 1 day before {RIVAL}" in finding.message("en")


@pytest.mark.parametrize(
    ("shared_on", "sv", "en"),
    [
        (None, "men är inte delad", "but is not shared yet"),
        ("2026-05-04", "men delades 2026-05-04", "but was shared on 2026-05-04"),
    ],
)
def test_what_was_not_shared_and_what_was_shared_late_read_each_in_its_way(
    shared_on, sv, en, build, found
):
    piece = told(1, shared_on, due_on="2026-04-30", contract="A-1", procurement=None)
    (finding,) = found("dialogue.late-disclosure", build(disclosures=(piece,)), "2026-05-11")
    assert sv in finding.message("sv")
    assert en in finding.message("en")

"""Every Swedish check: a finding, a near miss, and a case with missing data."""

from __future__ import annotations

import attrs
import pytest

from samverkan.checkpoints import Checkpoint, EligibilityCheck, ExclusionFact
from samverkan.checks import check
from samverkan.contracts import Amendment, Contract, Option
from samverkan.dialogue import Dialogue, Disclosure, Question
from samverkan.parties import Party
from samverkan.periods import Period, months
from samverkan.tenders import Tender
from samverkan.values import Money

KOMMUN, FIRMA, RIVAL, THIRD = "SE-2120999996", "SE-5599999991", "SE-5599999983", "SE-5599999975"
BIDS = (
    Tender(id="T-1", procurement="U-1", tenderers=(FIRMA,)),
    Tender(id="T-2", procurement="U-1", tenderers=(RIVAL,)),
)
DUE_11_MARCH = {"tenders_due_on": "2026-03-11"}


def told(n, on, *to, **more):
    given = {"information": "question 7", "kind": "answer", "procurement": "U-1", **more}
    return Disclosure(id=f"I-{n}", to=to, shared_on=on, **given)


def notes(*to):
    return told(1, "2026-02-16", *to, information="notes", kind="consultation-material")


def talk(form, on="2026-03-02", **more):
    return Dialogue(id="D-1", form=form, occurred_on=on, procurement="U-1", **more)


def signed(on):
    return {"procurement": "U-1", "signed_on": on}


def barred(ground, occurred_on, **more):
    return ExclusionFact(id="E-1", party=FIRMA, ground=ground, occurred_on=occurred_on, **more)


def amended(*changes, regime="above", value="10000000", category="services", **more):
    """A contract signed in 2024 and its changes, as (day, amount, ground)."""
    return {
        "procurement": {
            "regime": regime,
            "category": category,
            "published_on": "2024-02-01",
            "tenders_due_on": "2024-03-15",
        },
        "contract": {
            "procurement": "U-1",
            "signed_on": "2024-06-03",
            "period": Period("2024-07-01", "2027-06-30"),
            "value": None if value is None else Money(value, "SEK"),
            "amendments": tuple(
                Amendment(id=str(n), occurred_on=on, value_change=Money(amount, "SEK"),
                          ground=ground[0] if ground else None)
                for n, (on, amount, *ground) in enumerate(changes, 1)
            ),
            **more,
        },
    }  # fmt: skip


# Issue on statutory time: the third change is over, at 11 per cent net.
THREE = (("2024-09-02", "600000"), ("2025-01-15", "-200000"), ("2025-05-05", "700000"))


def ram(end, regime="above", **more):
    return {
        "procurement": {"regime": regime},
        "contracts": (
            Contract(
                id="F-1", buyer=KOMMUN, suppliers=(FIRMA,), kind="framework",
                procurement="U-1", period=Period("2026-02-01", end), **more,
            ),
        ),
    }  # fmt: skip


CASES = [
    ("4-8.consultation-material", "finding", "2026-03-21", 1,
     {"tenders": BIDS, "disclosures": (notes(FIRMA),)}),
    ("4-8.consultation-material", "finding", "2026-03-21", 1,
     {"tenders": BIDS,
      "dialogues": (talk("one-to-one", "2026-01-20", audience="one", participants=(FIRMA,)),)}),
    ("4-8.consultation-material", "near miss", "2026-03-21", 0,
     {"tenders": BIDS, "disclosures": (notes(FIRMA, RIVAL),)}),
    ("4-8.consultation-material", "near miss", "2026-02-15", 0,
     {"tenders": BIDS, "disclosures": (notes(FIRMA),)}),
    ("4-8.consultation-material", "missing data", "2026-03-21", 0,
     {"disclosures": (notes(FIRMA),)}),
    ("12-11.late-answer", "finding", "2026-03-21", 1,
     {"procurement": DUE_11_MARCH, "disclosures": (told(1, "2026-03-06", FIRMA),)}),
    ("12-11.late-answer", "near miss", "2026-03-21", 0,
     {"procurement": DUE_11_MARCH, "disclosures": (told(1, "2026-03-05", FIRMA),)}),
    ("12-11.late-answer", "near miss", "2026-03-21", 0,
     {"procurement": {**DUE_11_MARCH, "is_accelerated": True},
      "disclosures": (told(1, "2026-03-07", FIRMA),)}),
    ("12-11.late-answer", "finding", "2026-03-21", 1,
     {"procurement": {**DUE_11_MARCH, "is_accelerated": True},
      "disclosures": (told(1, "2026-03-08", FIRMA),)}),
    ("12-11.late-answer", "finding", "2026-03-21", 1,
     {"procurement": DUE_11_MARCH,
      "questions": (Question(id="Q-1", asked_on="2026-03-02", answered_on="2026-03-06",
                             procurement="U-1"),)}),
    ("12-11.late-answer", "near miss", "2026-03-21", 0,
     {"procurement": {**DUE_11_MARCH, "regime": "direct"},
      "disclosures": (told(1, "2026-03-06", FIRMA),)}),
    ("12-11.late-answer", "missing data", "2026-03-21", 0,
     {"procurement": {"tenders_due_on": None}, "disclosures": (told(1, "2026-03-06", FIRMA),)}),
    ("6.dialogue-form", "finding", "2026-03-21", 1, {"dialogues": (talk("negotiation"),)}),
    ("6.dialogue-form", "finding", "2026-03-21", 1, {"dialogues": (talk("national-dialogue"),)}),
    ("6.dialogue-form", "near miss", "2026-03-21", 0,
     {"procurement": {"procedure": "neg-w-call"}, "dialogues": (talk("negotiation"),)}),
    ("6.dialogue-form", "near miss", "2026-03-21", 0,
     {"procurement": {"regime": "below"}, "dialogues": (talk("national-dialogue"),)}),
    ("6.dialogue-form", "missing data", "2026-03-21", 0,
     {"procurement": {"procedure": None}, "dialogues": (talk("negotiation"),)}),
    ("12-5.oral-contact", "finding", "2026-03-21", 1,
     {"dialogues": (talk("oral-contact", is_essential=True),)}),
    ("12-5.oral-contact", "finding", "2026-03-21", 1,
     {"dialogues": (talk("question-and-answer", channel="oral", is_essential=True),)}),
    ("12-5.oral-contact", "near miss", "2026-03-21", 0,
     {"dialogues": (talk("oral-contact", is_essential=False),)}),
    ("12-5.oral-contact", "near miss", "2026-03-21", 0,
     {"procurement": {"regime": "below"},
      "dialogues": (talk("oral-contact", is_essential=True),)}),
    ("12-5.oral-contact", "missing data", "2026-03-21", 0, {"dialogues": (talk("oral-contact"),)}),
    ("19-12.undocumented-oral", "finding", "2026-03-21", 1,
     {"dialogues": (talk("oral-contact", is_documented=False),)}),
    ("19-12.undocumented-oral", "near miss", "2026-03-21", 0,
     {"dialogues": (talk("oral-contact", is_documented=True),)}),
    ("19-12.undocumented-oral", "missing data", "2026-03-21", 0,
     {"dialogues": (talk("oral-contact"),)}),
    # Worked example: sent on 14 December 2026 electronically, earliest contract day 29 December
    ("20-1.contract-in-standstill", "finding", "2027-01-15", 1,
     {"procurement": {"notified_on": "2026-12-14"}, "contract": signed("2026-12-28")}),
    ("20-1.contract-in-standstill", "near miss", "2027-01-15", 0,
     {"procurement": {"notified_on": "2026-12-14"}, "contract": signed("2026-12-29")}),
    ("20-1.contract-in-standstill", "finding", "2027-01-15", 1,
     {"procurement": {"notified_on": "2026-12-14"}, "contract": signed("2026-12-11")}),
    ("20-1.contract-in-standstill", "finding", "2027-01-15", 1,
     {"procurement": {"notified_on": "2026-12-14", "notified_by": "letter"},
      "contract": signed("2026-12-29")}),
    ("20-1.contract-in-standstill", "near miss", "2027-01-15", 0,
     {"procurement": {"notified_on": "2026-12-14", "procedure": "neg-wo-call"},
      "contract": signed("2026-12-15")}),
    ("20-1.contract-in-standstill", "near miss", "2027-01-15", 0,
     {"procurement": {"notified_on": "2026-12-14", "procedure": "neg-wo-call", "regime": "below"},
      "contract": signed("2026-12-15")}),
    ("20-1.contract-in-standstill", "missing data", "2027-01-15", 0,
     {"contract": signed("2026-12-15")}),
    # Domain reference 5.1: exactly five and three years may be used, a day more may not
    ("13-1.must-be-excluded", "finding", "2026-08-03", 1,
     {"tenders": BIDS, "exclusion_facts": (barred("corruption", "2021-08-03"),)}),
    ("13-1.must-be-excluded", "near miss", "2026-08-03", 0,
     {"tenders": BIDS, "exclusion_facts": (barred("corruption", "2021-08-02"),)}),
    ("13-1.must-be-excluded", "missing data", "2026-08-03", 0, {"tenders": BIDS}),
    ("13-3.may-be-excluded", "finding", "2026-08-03", 1,
     {"tenders": BIDS, "exclusion_facts": (barred("prof-misconduct", "2023-08-03"),)}),
    ("13-3.may-be-excluded", "near miss", "2026-08-03", 0,
     {"tenders": BIDS, "exclusion_facts": (barred("prof-misconduct", "2023-08-02"),)}),
    ("13-3.may-be-excluded", "missing data", "2026-08-03", 0, {"tenders": BIDS}),
    ("17-9.amendments", "finding", "2025-06-02", 1, amended(*THREE)),
    ("17-9.amendments", "near miss", "2025-05-04", 0, amended(*THREE)),
    ("17-9.amendments", "near miss", "2025-06-02", 0, amended(*THREE, regime="below")),
    ("17-9.amendments", "missing data", "2025-06-02", 0, amended(*THREE, value=None)),
    ("17.stated-ground", "finding", "2025-06-02", 1,
     amended(("2024-09-02", "6000000", "mod-cir"))),
    ("17.stated-ground", "near miss", "2025-06-02", 0,
     amended(("2024-09-02", "4000000", "mod-cir"))),
    ("17.stated-ground", "missing data", "2025-06-02", 0,
     amended(("2024-09-02", "6000000", "mod-cir"), value=None)),
    ("7-2.framework-too-long", "finding", "2026-11-23", 1, ram("2030-02-01")),
    ("7-2.framework-too-long", "near miss", "2026-11-23", 0, ram("2030-01-31")),
    ("7-2.framework-too-long", "finding", "2026-11-23", 1,
     ram("2029-01-31", options=(Option(id="1", extend_by=months(13)),))),
    ("7-2.framework-too-long", "near miss", "2026-11-23", 0, ram("2030-02-01", regime="below")),
    ("7-2.framework-too-long", "missing data", "2026-11-23", 0, ram(None)),
]  # fmt: skip
LOOKED_UP = {
    "eligibility_checks": (
        EligibilityCheck(id="K", party=FIRMA, checked_on="2026-09-01", contract="A-1"),
    )
}
TAX = [
    # Class A: every three months (domain reference 4.4, row 12; 4.5: due on 2026-12-01)
    ("se.skv.tax-control", "finding", "2026-12-02", 1, LOOKED_UP),
    ("se.skv.tax-control", "near miss", "2026-12-01", 0, LOOKED_UP),
    ("se.skv.tax-control", "near miss", "2026-12-02", 0,
     {"eligibility_checks": (EligibilityCheck(id="K", party=FIRMA, checked_on="2026-09-03"),)}),
    ("se.skv.tax-control", "finding", "2026-12-02", 1,
     {"eligibility_checks": (EligibilityCheck(id="K", party=FIRMA, checked_on="2026-09-03",
                                              grounds={"corruption"}),)}),
    ("se.skv.tax-control", "missing data", "2026-12-02", 0, {}),
    ("se.skv.tax-control", "missing data", "2026-12-02", 0,
     {"eligibility_checks": (EligibilityCheck(id="K", party=RIVAL, checked_on="2026-09-01"),)}),
    ("se.skv.tax-control", "near miss", "2026-12-02", 0,
     {"checkpoints": (Checkpoint(id="C", occurred_on="2026-11-02", contract="A-1",
                                 kind="supplier-status"),)}),
    ("se.skv.tax-control", "missing data", "2026-12-02", 0, {"contract": {"period": None}}),
]  # fmt: skip
CASES = [(f"se.lou.{one[0]}", *one[1:]) for one in CASES] + TAX


@pytest.mark.parametrize(("check_id", "shows", "as_of", "count", "facts"), CASES)
def test_the_check_finds_what_it_says(check_id, shows, as_of, count, facts, build, found):
    assert len(found(check_id, build(**facts), as_of)) == count, shows


def test_the_third_change_is_over_at_eleven_per_cent(build, found):
    (finding,) = found("se.lou.17-9.amendments", build(**amended(*THREE)), "2025-06-02")
    assert finding.subjects == ("A-1", "3")
    assert finding.summary.values["net"] == Money("1100000", "SEK")


@pytest.mark.parametrize(
    ("check_id", "as_of", "facts"),
    [
        ("se.lou.17-9.amendments", "2025-06-02", amended(*THREE, regime=None)),
        ("se.lou.17-9.amendments", "2025-06-02", amended(*THREE, category=None)),
        ("se.lou.7-2.framework-too-long", "2026-11-23", ram("2030-02-01", regime=None)),
        (
            "se.lou.20-1.contract-in-standstill",
            "2027-01-15",
            {
                "procurement": {"notified_on": "2026-12-14", "regime": None},
                "contract": signed("2026-12-15"),
            },
        ),
        (
            "se.lou.12-5.oral-contact",
            "2026-03-21",
            {
                "procurement": {"regime": None},
                "dialogues": (talk("oral-contact", is_essential=True),),
            },
        ),
    ],
)
def test_what_cannot_be_told_is_undecided_and_no_finding(check_id, as_of, facts, build, found):
    findings = found(check_id, build(**facts), as_of)
    assert not findings
    assert len(findings.undecided) == 1


def test_a_threshold_that_is_not_known_leaves_the_change_undecided(build, found):
    facts = amended(("2026-09-02", "600000"))
    facts["procurement"] |= {"published_on": "2026-02-16", "tenders_due_on": "2026-03-20"}
    findings = found("se.lou.17-9.amendments", build(**facts), "2026-11-23")
    assert not findings
    assert "not known" in findings.undecided[0][1].reason.label("en")


def test_a_buyer_of_unknown_kind_leaves_the_change_undecided(build, found):
    facts = amended(*THREE)
    facts["parties"] = (Party(id=KOMMUN), Party(id=FIRMA))
    assert found("se.lou.17-9.amendments", build(**facts), "2025-06-02").undecided


def test_swedish_law_is_not_asked_about_a_foreign_buyer(build, sweden):
    facts = build(tenders=BIDS, exclusion_facts=(barred("corruption", "2025-08-03"),))
    foreign = attrs.evolve(
        facts,
        parties=tuple(
            attrs.evolve(one, country="NO") if one.id == KOMMUN else one for one in facts.parties
        ),
    )
    asked = {"only": ["se"], "jurisdiction": sweden}
    assert check(facts, "2026-08-03", **asked)
    assert not check(foreign, "2026-08-03", **asked)

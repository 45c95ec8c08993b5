"""The checks over parties: a finding, a near miss, and a case with missing data."""

from __future__ import annotations

import pytest

from samverkan.parties import Party
from samverkan.periods import Period
from samverkan.relations import Relation
from samverkan.tenders import Tender
from samverkan.understanding import RoleHolding
from samverkan.values import Identifier

KOMMUN, FIRMA, RIVAL, THIRD = "SE-2120999996", "SE-5599999991", "SE-5599999983", "SE-5599999975"


def party(key, name=None, *numbers, scheme="OTHER"):
    return Party(
        id=key, name=name, identifiers=tuple(Identifier(scheme, number) for number in numbers)
    )


def parties(*more):
    return {"parties": (party(KOMMUN, "Storköpings kommun"), party(FIRMA, "Byggfirman AB"), *more)}


def tie(kind, source, target, n=1, **more):
    return Relation(id=f"R-{n}", kind=kind, source=source, target=target, **more)


BID = Tender(id="T-1", procurement="U-1", tenderers=(RIVAL,))
ADVISER = RoleHolding(id="H-1", party=THIRD, role="procurement-officer", procurement="U-1")

CASES = [
    ("parties.shared-number", "finding", 1, parties(party("X", "X", "559999-9991"))),
    ("parties.shared-number", "near miss", 0, parties(party("X", "X", "559999-9983"))),
    ("parties.shared-number", "missing data", 0, parties(party("X", "X"), party("Y", "X"))),
    ("parties.mistyped-number", "finding", 1,
     parties(party("X", "BYGGFIRMAN Aktiebolag", "5599999919"))),
    ("parties.mistyped-number", "finding", 1,
     parties(party("X", "Byggfirman", "559999999"), party("Y", "Other", "559999999"))),
    ("parties.mistyped-number", "near miss", 0, parties(party("X", "Byggfirman", "5599990123"))),
    ("parties.mistyped-number", "near miss", 0, parties(party("X", "Annan", "5599999919"))),
    ("parties.mistyped-number", "missing data", 0, parties(party("X", None, "5599999919"))),
    ("parties.conflict-of-interest", "finding", 1,
     {"tenders": (BID,), "relations": (tie("owns", KOMMUN, RIVAL),)}),
    ("parties.conflict-of-interest", "finding", 1,
     {"tenders": (BID,), "role_holdings": (ADVISER,),
      "relations": (tie("owns", THIRD, RIVAL),)}),
    ("parties.conflict-of-interest", "finding", 1,
     {"tenders": (BID,), "relations": (tie("owns", THIRD, RIVAL),
                                       tie("directs", THIRD, KOMMUN, 2))}),
    ("parties.conflict-of-interest", "near miss", 0,
     {"tenders": (BID,), "relations": (
         tie("owns", KOMMUN, RIVAL, period=Period("2020-01-01", "2026-11-22")),)}),
    ("parties.conflict-of-interest", "near miss", 0,
     {"tenders": (BID,), "relations": (tie("uses", KOMMUN, RIVAL),)}),
    ("parties.conflict-of-interest", "missing data", 0,
     {"relations": (tie("owns", KOMMUN, RIVAL),)}),
]  # fmt: skip


@pytest.mark.parametrize(("check_id", "shows", "count", "facts"), CASES)
def test_the_check_finds_what_it_says(check_id, shows, count, facts, build, found):
    assert len(found(check_id, build(**facts), "2026-11-23")) == count, shows


def test_a_conflict_of_interest_is_a_question_and_names_the_relations(build, found):
    facts = build(tenders=(BID,), role_holdings=(ADVISER,), relations=(tie("owns", THIRD, RIVAL),))
    (finding,) = found("parties.conflict-of-interest", facts, "2026-11-23")
    assert finding.needs_review
    assert finding.subjects == ("U-1", THIRD, RIVAL, "R-1")


def test_a_number_that_may_be_personal_is_masked(build, found):
    facts = build(**parties(party("X", "X", "880320-0016"), party("Y", "Y", "8803200016")))
    (finding,) = found("parties.shared-number", facts, "2026-11-23")
    assert finding.summary.values["number"] == "88********"

"""The checks over parties: a finding, a near miss, and a case with missing data."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.checks import check
from samverkan.parties import Party
from samverkan.periods import Period
from samverkan.portfolio import Portfolio
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
    ("parties.shared-number", "near miss", 0,
     parties(party("a1-559999/1", "X"), party("b-5599991", "X"))),
    ("parties.shared-number", "missing data", 0, parties(party("X", "X"), party("Y", "X"))),
    ("parties.mistyped-number", "finding", 1,
     parties(party("X", "BYGGFIRMAN Aktiebolag", "5599999919"))),
    ("parties.mistyped-number", "finding", 1,
     parties(party("X", "Byggfirman", "559999999"), party("Y", "Other", "559999999"))),
    ("parties.mistyped-number", "near miss", 0, parties(party("X", "Byggfirman", "5599990123"))),
    ("parties.mistyped-number", "near miss", 0, parties(party("X", "Annan", "5599999919"))),
    ("parties.mistyped-number", "near miss", 0,
     parties(party("ocds-h6vhtk-02db69/1", "Anbud"), party("ocds-h6vhtk-02db69/2", "Anbud"))),
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


def one_slip(one, other):
    """One digit wrong, one missing, or two neighbours swapped: said by trying."""
    swapped = {one[:n] + one[n : n + 2][::-1] + one[n + 2 :] for n in range(len(one) - 1)}
    wrong = len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1
    short, long = sorted((one, other), key=len)
    missing = len(long) == len(short) + 1 and any(
        long[:n] + long[n + 1 :] == short for n in range(len(long))
    )
    return one != other and (other in swapped or wrong or missing)


@given(st.lists(st.text("123", min_size=6, max_size=8), max_size=12, unique=True))
def test_numbers_of_one_name_are_compared_as_if_each_pair_were_tried(numbers):
    facts = Portfolio(parties=tuple(party(f"P{n}", "Bygg", n) for n in numbers))
    findings = check(facts, "2026-11-23", only=["parties.mistyped-number"])
    expected = {
        frozenset((f"P{a}", f"P{b}"))
        for a, b in itertools.combinations(numbers, 2)
        if one_slip(a, b)
    }
    assert {frozenset(one.subjects) for one in findings} == expected
    assert len(findings) == len(expected)


def test_a_name_that_thousands_share_is_compared_in_good_time():
    """Trying every pair of 3,000 numbers would be 4.5 million comparisons."""
    many = tuple(party(f"P{n}", "Okänd", f"{n * 7919:012}") for n in range(3000))
    asked = check(Portfolio(parties=many), "2026-11-23", only=["parties"])
    assert len(asked) < len(many)


def test_several_parties_of_one_number_are_one_question(build, found):
    """Parties that share the mistyped number are named together."""
    more = parties(party("X", "Byggfirman", "5599999919"), party("Y", "Byggfirman", "5599999919"))
    (finding,) = found("parties.mistyped-number", build(**more), "2026-11-23")
    assert set(finding.subjects) == {FIRMA, "X", "Y"}

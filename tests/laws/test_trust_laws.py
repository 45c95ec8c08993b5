"""What holds for the opinions that facts support, whatever they are."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samverkan.checkpoints import Checkpoint, Deviation, RemedyStep
from samverkan.contracts import Contract, Milestone
from samverkan.development import CultureAssessment, Proposal
from samverkan.dialogue import Question
from samverkan.obligations import Obligation
from samverkan.parties import Party
from samverkan.periods import day
from samverkan.portfolio import Portfolio
from samverkan.procurements import Procurement
from samverkan.trust import all_opinions, grounds, opinion

AS_OF = "2026-11-23"
NAMES = "K", "S", "L", "M"
PARTIES = tuple(Party(id=name) for name in NAMES)
PROCUREMENTS = (Procurement(id="U-1", buyer="K"), Procurement(id="U-2", buyer="M"))
MILESTONES = (
    Milestone(id="m1", kind="delivery", due_on="2026-03-01", met_on="2026-03-01"),
    Milestone(id="m2", kind="delivery", due_on="2026-09-01"),
)
CONTRACTS = (
    Contract(id="A-1", buyer="K", suppliers=("S",), milestones=MILESTONES),
    Contract(id="A-2", procurement="U-1", suppliers=("L",), milestones=MILESTONES),
    Contract(id="A-3", buyer="M", suppliers=("S", "L")),
)

days = st.sampled_from(["2025-06-01", "2026-02-01", "2026-10-30", "2027-01-01"])
anybody = st.sampled_from(NAMES)
somebody = st.none() | anybody
contract = st.sampled_from(["A-1", "A-2", "A-3"])
perhaps = st.none() | contract


def checkpoint(n, on, who, about, where, outcome, method):
    other = about if about != who else None
    return Checkpoint(
        id=f"C-{n}", occurred_on=on, observer=who, observed=other, contract=where,
        outcome=outcome, method=method, kind="delivery-control",
        replaces="C-0" if n == 3 else None,
    )  # fmt: skip


def question(n, on, who, where, early):
    home = {"procurement": "U-1"} if early else {"contract": where}
    return Question(id=f"Q-{n}", asked_on=on, asked_by=who, **home)


def proposal(n, on, who, where):
    return Proposal(id=f"P-{n}", by=who, what="x", made_on=on, contract=where)


def obligation(n, on, side, where):
    return Obligation(id=f"O-{n}", kind="promise", side=side, what="x", contract=where, due_on=on)


def deviation(n, on, where, closed):
    steps = (RemedyStep("closed", "2027-06-01"),) if closed else ()
    return Deviation(id=f"V-{n}", contract=where, what="x", occurred_on=on, steps=steps)


def assessment(n, on, who, about):
    return CultureAssessment(
        id=f"B-{n}", party=about, by=who, dimension="trust", score="0.5", assessed_on=on
    )


def several(make, *parts):
    """Up to four facts of a kind, numbered."""
    rows = st.lists(st.tuples(*parts), max_size=4)
    return rows.map(lambda found: tuple(make(n, *row) for n, row in enumerate(found)))


def registers():
    """Facts of every kind that is evidence, that name much or little; shrinks to two contracts."""
    outcomes = st.sampled_from(["met", "partiallyMet", "notMet"])
    methods = st.sampled_from([None, "sample", "self-report"])
    return st.builds(
        Portfolio,
        parties=st.just(PARTIES),
        procurements=st.just(PROCUREMENTS),
        contracts=st.just(CONTRACTS),
        checkpoints=several(checkpoint, days, somebody, somebody, perhaps, outcomes, methods),
        questions=several(question, days, anybody, contract, st.booleans()),
        proposals=several(proposal, days, anybody, contract),
        obligations=several(obligation, days, st.sampled_from(["buyer", "supplier"]), contract),
        deviations=several(deviation, days, contract, st.booleans()),
        culture=several(assessment, days, somebody, anybody),
    )


@given(registers())
def test_one_pair_is_answered_as_all_pairs_are(facts):
    known = all_opinions(facts, AS_OF)
    assert len(known) >= 2  # the milestones
    for pair in itertools.permutations(NAMES, 2):
        found = opinion(facts, *pair, AS_OF)
        assert found.is_vacuous if pair not in known else found == known[pair]


@given(registers())
def test_joined_views_and_everybodys_rest_on_all_that_was_seen_of_a_party(facts):
    seen = [one for one in grounds(facts, AS_OF) if one.counts(day(AS_OF))]
    for name in NAMES:
        about = [one for one in seen if one.observed == name]
        everybody = opinion(facts, None, name, AS_OF)
        assert [one.ground for one in everybody.grounds] == about
        others = [other for other in NAMES if other != name]
        joined = opinion(facts, others, name, AS_OF)
        assert [one.ground for one in joined.grounds] == [one for one in about if one.observer]


@given(registers())
def test_topics_share_out_the_evidence_and_the_verified_part_is_no_more_than_all(facts):
    for pair, found in all_opinions(facts, AS_OF).items():
        topics = ("competence", "goodwill", "openness", "businesslike")
        parts = [opinion(facts, *pair, AS_OF, topic=topic).support.total for topic in topics]
        assert math.fsum(parts) == pytest.approx(found.support.total)
        assert 0.0 <= found.verified_share <= 1.0
        assert found.verified.certainty <= found.certainty + 1e-12

"""Evidence and opinions out of the portfolio: what counts, for whom, how much, and why."""

from __future__ import annotations

import math

import attrs
import pytest

import samverkan as sv
from samverkan.checkpoints import (
    Checkpoint,
    Deviation,
    EligibilityCheck,
    ExclusionFact,
    RemedyStep,
)
from samverkan.codelists import Conduct, EvidenceSource, FollowUpKind, TrustTopic
from samverkan.contracts import Contract, Milestone
from samverkan.countries.se import eligibility
from samverkan.development import CultureAssessment, Proposal
from samverkan.dialogue import Question
from samverkan.errors import PortfolioError, TrustError
from samverkan.obligations import Obligation
from samverkan.parties import Party
from samverkan.portfolio import Portfolio
from samverkan.procurements import Procurement
from samverkan.relations import Relation
from samverkan.trust import (
    WEIGHTS,
    Evidence,
    Opinion,
    Weight,
    all_opinions,
    averaging,
    cumulative,
    grounds,
    opinion,
    opinion_along,
    trust_ranking,
)

K, S, L, M = "SE-2120999996", "SE-5599999991", "SE-5599999983", "SE-5599999975"
PARTIES = tuple(Party(id=name) for name in (K, S, L, M))
CONTRACT = Contract(
    id="A-1", buyer=K, suppliers=(S,), period=sv.Period("2025-01-01", "2029-12-31")
)
DAY = "2026-01-01"


def facts(**more):
    return Portfolio(**{"parties": PARTIES, "contracts": (CONTRACT,), **more})


def checks(met, missed=0, *, observer=K, observed=S, on=DAY, start=0, **more):
    return tuple(
        Checkpoint(
            id=f"C-{start + n}", occurred_on=on, outcome="met" if n < met else "notMet",
            observer=observer, observed=observed, **more,
        )
        for n in range(met + missed)
    )  # fmt: skip


def seen(portfolio, on="2030-01-01"):
    """What counts on a day: source, conduct, day, who, whom, amounts."""
    day = sv.day(on)
    return [
        (one.source.value, one.conduct.value, str(one.on), one.observer, one.observed,
         one.evidence.r, one.evidence.s)
        for one in grounds(portfolio, on)
        if one.counts(day)
    ]  # fmt: skip


# ----------------------------------------------------------------------- the example of issue 7
def test_eight_met_and_two_missed_give_the_published_opinion():
    found = opinion(facts(checkpoints=checks(8, 2)), K, S, as_of=DAY)
    assert (found.belief, found.disbelief, found.uncertainty) == pytest.approx(
        (0.667, 0.167, 0.167), abs=5e-4
    )
    assert found.expected == pytest.approx(0.75, abs=1e-12)


def test_a_year_later_it_is_less_certain_and_not_worse():
    found = opinion(facts(checkpoints=checks(8, 2)), K, S, as_of="2027-01-01", half_life=180)
    assert (found.belief, found.disbelief, found.uncertainty) == pytest.approx(
        (0.441, 0.110, 0.449), abs=5e-4
    )
    assert found.expected == pytest.approx(0.665, abs=5e-4)
    assert found.has_only_less_evidence
    assert "less evidence, not worse conduct" in found.why("en")
    assert "mindre underlag, inte sämre uppträdande" in found.why("sv")


def test_new_failures_are_not_called_less_evidence():
    told = facts(checkpoints=(*checks(8), *checks(0, 3, on="2026-12-01", start=20)))
    found = opinion(told, K, S, as_of="2027-01-01")
    assert not found.has_only_less_evidence
    assert "not worse conduct" not in found.why("en")


def test_why_names_every_fact_with_weight_and_age():
    text = opinion(facts(checkpoints=checks(1, 1)), K, S, as_of="2026-06-30").why("en")
    for part in ("C-0", "C-1", "180 days old", "0.500 left", "weight 1.000 for", "1.000 against"):
        assert part in text


def test_why_speaks_of_one_day_of_several_and_of_no_ageing():
    told = facts(checkpoints=(*checks(1), *checks(1, observer=L, start=10)))
    young = opinion(told, K, S, as_of="2026-01-02")
    assert "1 day old" in young.why("en")
    assert "1 dag gammalt" in young.why("sv")
    assert "half-life 180 days" in young.why("en")
    several = opinion(told, [K, L], S, as_of=DAY, half_life=math.inf)
    assert several.why("en").startswith(f"1. what {K} and {L} together think of {S}")
    assert several.why("sv").startswith(f"1. vad {K} och {L} tillsammans tror om {S}")
    assert "without ageing" in several.why("en")
    assert "utan åldrande" in several.why("sv")
    assert "halveringstid 90,5 dagar" in opinion(told, None, S, DAY, half_life=90.5).why("sv")


@pytest.mark.parametrize("half_life", [0, -1, math.nan, "long"])
def test_a_half_life_that_cannot_be_is_refused_with_and_without_evidence(half_life):
    for told in (facts(), facts(checkpoints=checks(1))):
        with pytest.raises(TrustError, match="half_life="):
            opinion(told, K, S, DAY, half_life=half_life)


def test_sv_opinion_is_the_function_and_the_package_stays_a_package():
    assert sv.opinion is opinion
    assert sv.opinion(facts(), K, S, as_of=DAY).is_vacuous


# ----------------------------------------------------------------- verified evidence, self-report
def test_ten_self_reports_raise_belief_but_not_the_verified_share():
    own = tuple(
        Checkpoint(id=f"R-{n}", occurred_on=DAY, contract="A-1", method="self-report",
                   observed=S, outcome="met")
        for n in range(10)
    )  # fmt: skip
    before = opinion(facts(checkpoints=checks(2, 1)), K, S, as_of=DAY)
    after = opinion(facts(checkpoints=(*checks(2, 1), *own)), K, S, as_of=DAY)
    assert after.belief > before.belief
    assert after.verified_share < before.verified_share == 1.0
    assert after.verified == before.verified
    assert "self-reported" in after.why("en")


def test_nothing_but_self_reports_has_a_verified_share_of_zero():
    own = checks(3, observer=None, observed=S, contract="A-1", method="self-report")
    found = opinion(facts(checkpoints=own), K, S, as_of=DAY)
    assert found.verified_share == 0.0
    assert found.verified.is_vacuous
    assert found.support == Evidence(0.75, 0.0)


def test_without_evidence_there_is_no_verified_share():
    assert opinion(facts(), K, S, as_of=DAY).verified_share is None


# ------------------------------------------------------------------------ each source of evidence
def owed(kind="promise", **more):
    return Obligation(id="O", kind=kind, side="supplier", what="x", contract="A-1", **more)


CASES = [
    ("a promise kept", {"obligations": (owed(due_on="2026-03-01", fulfilled_on=("2026-02-27",)),)},
     [("promise", "kept", "2026-02-27", K, S, 1.0, 0.0)]),
    ("a promise broken", {"obligations": (owed(due_on="2026-03-01"),)},
     [("promise", "broken", "2026-03-02", K, S, 0.0, 1.0)]),
    ("a delivery late", {"obligations": (
        owed("delivery", due_on="2026-03-01", fulfilled_on=("2026-03-09",)),)},
     [("delivery", "late", "2026-03-09", K, S, 0.5, 0.5)]),
    ("a report in time", {"obligations": (
        owed("report", due_on="2026-03-01", fulfilled_on=("2026-03-01",)),)},
     [("report", "kept", "2026-03-01", K, S, 0.5, 0.0)]),
    ("insight that the buyer owes", {"obligations": (
        Obligation(id="O", kind="information-right", side="buyer", what="x", contract="A-1",
                   due_on="2026-03-01"),)},
     [("insight", "broken", "2026-03-02", S, K, 0.0, 1.0)]),
    ("a delivery milestone", {"contracts": (attrs.evolve(CONTRACT, milestones=(
        Milestone(id="m", kind="delivery", due_on="2026-03-01", met_on="2026-03-01"),)),)},
     [("delivery", "kept", "2026-03-01", K, S, 1.0, 0.0)]),
    ("a question answered", {"questions": (Question(
        id="Q", asked_on="2026-03-01", asked_by=S, contract="A-1", answered_on="2026-03-15"),)},
     [("question", "answered", "2026-03-15", S, K, 0.5, 0.0)]),
    ("a question of the buyer answered late", {"questions": (Question(
        id="Q", asked_on="2026-03-01", asked_by=K, contract="A-1", answered_on="2026-03-16"),)},
     [("question", "answered-late", "2026-03-16", K, S, 0.25, 0.25)]),
    ("a proposal without an answer", {"proposals": (Proposal(
        id="P", by=S, what="x", made_on="2026-03-01", contract="A-1"),)},
     [("proposal", "unanswered", "2026-04-01", S, K, 0.0, 0.5)]),
    ("a deviation mended", {"deviations": (Deviation(
        id="V", contract="A-1", what="x", occurred_on="2026-03-01",
        steps=(RemedyStep("notice", "2026-03-02"), RemedyStep("closed", "2026-03-31"))),)},
     [("deviation", "found", "2026-03-01", K, S, 0.0, 1.0),
      ("deviation", "mended", "2026-03-31", K, S, 1.0, 0.0)]),
    ("a deviation left open", {"deviations": (Deviation(
        id="V", contract="A-1", what="x", occurred_on="2026-03-01"),)},
     [("deviation", "found", "2026-03-01", K, S, 0.0, 1.0),
      ("deviation", "unmended", "2026-04-01", K, S, 0.0, 1.0)]),
    ("a survey by the counterpart", {"culture": (CultureAssessment(
        id="B", party=S, by=K, dimension="transparency", score="0.75", assessed_on="2026-03-01",
        method="survey"),)},
     [("survey", "rated", "2026-03-01", K, S, 0.75, 0.25)]),
    ("a self-assessment", {"culture": (CultureAssessment(
        id="B", party=S, by=S, dimension="trust", score="1", assessed_on="2026-03-01",
        method="self"),)},
     [("survey", "rated", "2026-03-01", None, S, 0.25, 0.0)]),
    ("a checkpoint that names nobody",
     {"checkpoints": checks(1, observer=None, observed=None, contract="A-1")},
     [("checkpoint", "met", DAY, K, S, 1.0, 0.0)]),
    ("a checkpoint of the supplier on the buyer",
     {"checkpoints": checks(1, observer=S, observed=None, contract="A-1")},
     [("checkpoint", "met", DAY, S, K, 1.0, 0.0)]),
    ("a question in a procurement", {
        "procurements": (Procurement(id="U-1", buyer=K),),
        "questions": (Question(id="Q", asked_on="2026-03-01", asked_by=S, procurement="U-1",
                               answered_on="2026-03-15"),)},
     [("question", "answered", "2026-03-15", S, K, 0.5, 0.0)]),
    ("a question about nothing in particular",
     {"questions": (Question(id="Q", asked_on="2026-03-01", asked_by=S),)}, []),
    ("an answer whose day nobody knows", {"proposals": (Proposal(
        id="P", by=S, what="x", made_on="2026-03-01", contract="A-1", answer="declined"),)}, []),
    ("a deviation that ended in termination", {"deviations": (Deviation(
        id="V", contract="A-1", what="x", occurred_on="2026-03-01",
        steps=(RemedyStep("notice", "2026-03-02"), RemedyStep("penalty", "2026-03-03"),
               RemedyStep("termination", "2026-03-04"))),)},
     [("deviation", "found", "2026-03-01", K, S, 0.0, 1.0),
      ("deviation", "penalised", "2026-03-03", K, S, 0.0, 0.5),
      ("deviation", "terminated", "2026-03-04", K, S, 0.0, 2.0)]),
    ("a deviation from what is owed", {
        "obligations": (owed("delivery", due_on="2026-03-01"),),
        "deviations": (Deviation(id="V", contract="A-1", what="x", occurred_on="2026-03-05",
                                 obligation="O", steps=(RemedyStep("closed", "2026-04-30"),)),)},
     [("delivery", "broken", "2026-03-02", K, S, 0.0, 1.0),
      ("deviation", "mended-late", "2026-04-30", K, S, 0.5, 0.5)]),
    ("a milestone of another kind", {"contracts": (attrs.evolve(CONTRACT, milestones=(
        Milestone(id="m", kind="payment", due_on="2026-03-01"),)),)}, []),
    ("what the supplier states that it did", {"obligations": (owed(
        due_on="2026-03-01", fulfilled_on=("2026-03-01",), verifiable_by="statement"),)},
     [("promise", "kept", "2026-03-01", K, S, 0.25, 0.0)]),
    ("one that was not assessed", {"checkpoints": (Checkpoint(
        id="C", occurred_on=DAY, observer=K, observed=S),)}, []),
    ("one of several suppliers, not said which",
     {"contracts": (attrs.evolve(CONTRACT, suppliers=(S, L)),),
      "checkpoints": checks(1, observer=None, observed=None, contract="A-1")}, []),
]  # fmt: skip


@pytest.mark.parametrize(("more", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_each_fact_is_the_evidence_that_the_table_says(more, expected):
    assert seen(facts(**more)) == expected


def test_a_broken_promise_counts_as_broken_only_until_it_is_kept():
    told = facts(obligations=(owed(due_on="2026-03-01", fulfilled_on=("2026-03-09",)),))
    assert [row[1] for row in seen(told, "2026-03-01")] == []
    assert [row[1] for row in seen(told, "2026-03-08")] == ["broken"]
    assert [row[1] for row in seen(told, "2026-03-09")] == ["late"]


def test_what_is_owed_ends_with_the_contract():
    ended = attrs.evolve(CONTRACT, period=sv.Period("2025-01-01", "2026-03-31"))
    told = facts(contracts=(ended,), obligations=(owed(due_on="2026-01-31", every="1 month"),))
    assert len(seen(told)) == 3


def test_a_checkpoint_that_tests_an_obligation_takes_the_place_of_its_due_day():
    told = facts(
        obligations=(owed(due_on="2026-03-01", every="3 months"),),
        checkpoints=checks(0, 1, on="2026-03-05", obligation="O"),
    )
    assert [row[:3] for row in seen(told, "2026-06-30")] == [
        ("checkpoint", "not-met", "2026-03-05"),
        ("promise", "broken", "2026-06-02"),
    ]


def test_a_deviation_that_a_missed_checkpoint_found_counts_once():
    told = facts(
        checkpoints=checks(0, 1, on="2026-03-05"),
        deviations=(
            Deviation(id="V", contract="A-1", what="x", occurred_on="2026-03-05", checkpoint="C-0",
                      steps=(RemedyStep("closed", "2026-03-09"),)),
        ),
    )  # fmt: skip
    assert [row[:2] for row in seen(told)] == [("checkpoint", "not-met"), ("deviation", "mended")]


def test_a_corrected_fact_does_not_count():
    wrong = checks(0, 1)
    right = Checkpoint(id="C-9", occurred_on=DAY, outcome="met", observer=K, observed=S,
                       replaces="C-0")  # fmt: skip
    assert [row[1] for row in seen(facts(checkpoints=(*wrong, right)))] == ["met"]


def test_what_was_not_known_does_not_count():
    late = checks(1, recorded_at="2026-06-01T09:00:00+02:00")
    told = facts(checkpoints=late)
    assert opinion(told.known_at("2026-05-31T12:00:00+02:00"), K, S, "2026-05-31").is_vacuous
    assert not opinion(told, K, S, "2026-05-31").is_vacuous


# --------------------------------------------------------------------------------- weights, topics
def test_every_source_and_conduct_of_the_table_is_used_by_a_reader():
    used = {(row.source, row.conduct) for row in WEIGHTS.rows}
    assert {source for source, _ in used} == set(EvidenceSource)
    assert {conduct for _, conduct in used} == set(Conduct)


def test_a_row_may_be_replaced_and_the_table_stays():
    told = facts(checkpoints=checks(0, 1))
    softer = WEIGHTS.with_rows(Weight("checkpoint", "not-met", None, 0.0, 0.25))
    assert opinion(told, K, S, DAY, weights=softer).support == Evidence(0.0, 0.25)
    assert opinion(told, K, S, DAY).support == Evidence(0.0, 1.0)


def test_a_kind_of_checkpoint_may_weigh_more():
    told = facts(checkpoints=checks(1, kind="sustainability-audit"))
    heavy = attrs.evolve(WEIGHTS, kind_weights={FollowUpKind.SUSTAINABILITY_AUDIT: 3})
    assert opinion(told, K, S, DAY, weights=heavy).support == Evidence(3.0, 0.0)


def test_topics_share_out_all_evidence():
    told = facts(
        checkpoints=(*checks(3, 1), *checks(2, 1, kind="price-invoice-control", start=10)),
        obligations=(owed(due_on="2025-12-01"),),
    )
    parts = [opinion(told, K, S, DAY, topic=topic).support for topic in TrustTopic]
    whole = opinion(told, K, S, DAY).support
    assert math.fsum(one.total for one in parts) == pytest.approx(whole.total)
    assert opinion(told, K, S, DAY, topic="businesslike").support == Evidence(2.0, 1.0)


def test_both_directions_are_asked_alike():
    told = facts(checkpoints=(*checks(3), *checks(0, 2, observer=S, observed=K, start=10)))
    assert opinion(told, K, S, DAY).expected == 0.8
    assert opinion(told, S, K, DAY).expected == 0.25
    assert set(all_opinions(told, DAY)) == {(K, S), (S, K)}


# ------------------------------------------------------------------------------- several observers
def test_independent_observers_are_fused_cumulatively():
    told = facts(checkpoints=(*checks(3, 1), *checks(1, 2, observer=L, start=10)))
    each = [opinion(told, name, S, DAY) for name in (K, L)]
    both = opinion(told, [K, L], S, DAY, sources="independent")
    assert near(both, cumulative(*each))
    assert near(opinion(told, [K, L], S, DAY), cumulative(*each))  # they saw different events


def test_observers_of_the_same_events_are_averaged():
    same = {"contract": "A-1", "kind": "delivery-control"}
    told = facts(checkpoints=(*checks(3, 1, **same), *checks(1, 3, observer=L, start=10, **same)))
    each = [opinion(told, name, S, DAY) for name in (K, L)]
    assert near(opinion(told, [K, L], S, DAY), averaging(*each))
    assert near(opinion(told, [K, L], S, DAY, sources="same"), averaging(*each))
    assert opinion(told, [K, L], S, DAY).support.total == 4.0


def near(one, other):
    return attrs.astuple(other) == pytest.approx(
        (one.belief, one.disbelief, one.uncertainty, one.base_rate)
    )


def test_a_grounded_opinion_is_an_opinion():
    found = opinion(facts(checkpoints=checks(8, 2)), K, S, DAY)
    assert isinstance(found, Opinion)
    assert isinstance(cumulative(found, Opinion.vacuous()), Opinion)
    low, high = found.interval()
    assert low < found.expected < high


# ------------------------------------------------------------------------------ paths and networks
def test_trust_along_a_path_is_discounted_and_bounded():
    told = facts(checkpoints=(
        *checks(8, 1), *checks(6, 3, observer=S, observed=L, start=20),
        *checks(5, observer=L, observed=M, start=40),
    ))  # fmt: skip
    two = opinion_along(told, K, L, DAY)
    first, second = opinion(told, K, S, DAY), opinion(told, S, L, DAY)
    assert two.belief == pytest.approx(first.belief * second.belief)
    assert opinion_along(told, K, M, DAY, longest=3).belief > 0
    assert opinion_along(told, K, M, DAY, longest=2).is_vacuous
    wider = opinion_along(told, K, L, DAY, discount="2016")
    assert wider.belief == pytest.approx(first.expected * second.belief)
    assert f"{K} → {S} → {L}" in two.why("sv")
    assert "no path" in opinion_along(told, M, K, DAY).why("en")


def test_a_relation_without_evidence_is_heard_by_its_base_rate_only():
    told = facts(
        relations=(Relation(id="R", kind="collaborates-with", source=L, target=K),),
        checkpoints=checks(8, observer=L),
    )
    assert opinion_along(told, K, S, DAY).is_vacuous
    assert opinion_along(told, K, S, DAY, discount="2016").belief == pytest.approx(0.5 * 0.8)


def test_of_paths_that_share_somebody_one_counts():
    told = facts(checkpoints=(
        *checks(8), *checks(8, observer=S, observed=M, start=20),
        *checks(8, observer=S, observed=L, start=40), *checks(8, observer=L, observed=M, start=60),
    ))  # fmt: skip
    assert [one.parties for one in opinion_along(told, K, M, DAY).paths] == [(K, S, M)]


def test_a_party_has_no_path_to_itself_and_weights_no_negative_days():
    with pytest.raises(TrustError, match="about itself"):
        opinion_along(facts(), K, K, DAY)
    with pytest.raises(TrustError, match="mend_days"):
        attrs.evolve(WEIGHTS, mend_days=-1)


def test_the_ranking_trusts_all_alike_where_nobody_is_named():
    scores = trust_ranking(facts(checkpoints=checks(5)), DAY).scores
    assert set(scores) == {K, S, L, M}
    assert scores[S] > scores[K] == scores[L]
    one = trust_ranking(facts(checkpoints=checks(5)), DAY, pre_trust=K)
    assert one == trust_ranking(facts(checkpoints=checks(5)), DAY, pre_trust=[K])


@pytest.mark.parametrize("more", [{"discount": "1999"}, {"longest": 0}])
def test_a_question_that_cannot_be_asked_is_refused(more):
    with pytest.raises(TrustError):
        opinion_along(facts(), K, S, DAY, **more)


def test_the_ranking_reproduces_the_published_example_out_of_facts():
    # Karma3Labs/go-eigentrust, README: ek→sd 100, vm→sd 100, ek→vm 75; p = ek 50, vm 100; a = 0.5
    names = tuple(Party(id=name) for name in ("ek", "vm", "sd"))
    rated = (("ek", "sd", 4), ("vm", "sd", 4), ("ek", "vm", 3))
    told = Portfolio(parties=names, checkpoints=tuple(
        Checkpoint(id=f"{one}{other}{n}", occurred_on=DAY, observer=one, observed=other,
                   outcome="met")
        for one, other, count in rated for n in range(count)
    ))  # fmt: skip
    found = trust_ranking(told, DAY, pre_trust={"ek": 50, "vm": 100}, alpha=0.5)
    assert found.scores == pytest.approx(
        {"ek": 0.2170542636, "vm": 0.4806201550, "sd": 0.3023255814}, abs=1e-8
    )


def test_unknown_parties_and_questions_are_refused():
    with pytest.raises(PortfolioError):
        opinion(facts(), K, "nobody", DAY)
    with pytest.raises(TrustError, match="about itself"):
        opinion(facts(), K, K, DAY)
    with pytest.raises(TrustError, match="of type Party; expected the id"):
        opinion(facts(), PARTIES[0], S, DAY)
    with pytest.raises(TrustError, match="of type int; expected the id"):
        opinion(facts(), [K, 5], S, DAY)
    with pytest.raises(TrustError, match="no observers"):
        opinion(facts(), [], S, DAY)
    with pytest.raises(TrustError, match="did you mean 'events'"):
        opinion(facts(), K, S, DAY, sources="event")
    with pytest.raises(PortfolioError):
        trust_ranking(facts(), DAY, pre_trust=["nobody"])


# ------------------------------------------------------------------------------------- eligibility
BARRED = ExclusionFact(id="E", party=S, ground="corruption", occurred_on="2025-06-01",
                       is_final=True)  # fmt: skip
LOOKED = EligibilityCheck(id="G", party=S, checked_on="2025-12-01", method="register-check")


GATES = [{"exclusion_facts": (BARRED,)}, {"eligibility_checks": (LOOKED,)}, {}]


@pytest.mark.parametrize("gate", GATES)
@pytest.mark.parametrize(("met", "missed"), [(0, 0), (500, 0), (0, 500)])
def test_no_trust_changes_eligibility(gate, met, missed):
    bare = eligibility(facts(**gate), S, on=DAY)
    rated = eligibility(facts(**gate, checkpoints=checks(met, missed)), S, on=DAY)
    assert rated == bare


@pytest.mark.parametrize(
    "gate", [{"exclusion_facts": (BARRED,)}, {"eligibility_checks": (LOOKED,)}]
)
def test_eligibility_changes_no_trust(gate):
    bare = opinion(facts(checkpoints=checks(3, 1)), K, S, DAY)
    assert opinion(facts(checkpoints=checks(3, 1), **gate), K, S, DAY) == bare

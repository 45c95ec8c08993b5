"""A portfolio with one fact of every kind: references, history, merging, JSON there and back."""

from __future__ import annotations

import copy
import json
import pickle

import attrs
import pytest

from samverkan.checkpoints import (
    Checkpoint,
    Deviation,
    EligibilityCheck,
    ExclusionFact,
    RemedyStep,
    SelfCleaning,
    Waiver,
)
from samverkan.codelists import RelationKind
from samverkan.contracts import Amendment, Contract, Option, OptionDecision, Termination
from samverkan.development import CultureAssessment, DesignChoice, Proposal, Training, Trial
from samverkan.dialogue import Dialogue, Disclosure, Question
from samverkan.errors import DocumentError, PortfolioError
from samverkan.exchange.json import from_document, to_document
from samverkan.obligations import ContractOutcome, Obligation, Term
from samverkan.parties import Party
from samverkan.periods import Period, months
from samverkan.portfolio import FACTS, Extra, Portfolio
from samverkan.procurements import Lot, Procurement
from samverkan.relations import Relation
from samverkan.tenders import Tender
from samverkan.understanding import ChangedCircumstance, Confirmation, Need, RoleHolding
from samverkan.values import Money

A, B, C = "SE-2120999996", "SE-5599999991", "SE-5599999983"
WHOLE = Portfolio(
    parties=(Party(id=A), Party(id=B), Party(id=C)),
    procurements=(Procurement(id="U-1", buyer=A, lots=(Lot(id="1"),), notified_by="letter"),),
    contracts=(
        Contract(
            id="A-1",
            buyer=A,
            suppliers=(B,),
            procurement="U-1",
            period=Period("2026-09-01", "2029-08-31"),
            amendments=(Amendment(id="1", occurred_on="2027-03-01"),),
        ),
    ),
    tenders=(
        Tender(
            id="T", procurement="U-1", lot="1", tenderers=(B, C), amount=Money("1.50", "SEK"),
            submitted_on="2026-03-19", status="valid",
        ),
        Tender(id="T2", procurement="U-1", lot="1", tenderers=(C,)),
    ),
    needs=(
        Need(
            id="N", owner=A, statement="food", stated_on="2026-01-07", contract="A-1",
            held_by="user", confirmed_by=(Confirmation(by=B, on="2026-02-02"),),
        ),
    ),
    role_holdings=(
        RoleHolding(id="R", party=C, role="subcont", contract="A-1", phase="after",
                    period=Period("2026-09-01", None)),
    ),
    circumstances=(
        ChangedCircumstance(id="C", contract="A-1", what="x", occurred_on="2027-02-01",
                            answered_on="2027-02-20", amendment="1", was_foreseeable=False),
    ),
    dialogues=(
        Dialogue(
            id="D", form="tactical-meeting", occurred_on="2027-01-04", contract="A-1",
            participants=(A, B), functions={"contract-manager"}, topics={"integrity"},
            audience="selected", channel="oral", claimed_phase="after", is_documented=True,
            follow_up="A-1/x/start/1", recorded_at="2027-01-05T08:00:00+01:00",
        ),
    ),
    disclosures=(
        Disclosure(id="I", information="minutes", kind="report", contract="A-1", dialogue="D",
                   to=(B,), audience="one", due_on="2027-01-18", shared_on="2027-01-15"),
    ),
    questions=(
        Question(id="Q", text="?", asked_on="2026-03-02", asked_by=B, procurement="U-1",
                 answer="!", answered_on="2026-03-09"),
    ),
    obligations=(
        Obligation(
            id="O", kind="promise", side="supplier", owner=B, to=A, what="menu", dialogue="D",
            contract="A-1", agreed_on="2027-01-04", due_on="2027-01-18", every="3 months",
            verifiable_by="document", consequence="talk", fulfilled_on=("2027-01-15",),
        ),
        Obligation(id="O2", kind="information-right", side="supplier", what="books"),
    ),
    terms=(Term(id="V", contract="A-1", text="warm", is_verifiable=True, evidence="sample"),),
    outcomes=(
        ContractOutcome(id="E", contract="A-1", kind="effect", what="w", unit="share",
                        target="0.8", actual="0.75", measured_on="2027-05-31"),
    ),
    design_choices=(
        DesignChoice(id="G", procurement="U-1", kind="lots", reason="r", decided_on="2026-01-15"),
    ),
    proposals=(
        Proposal(id="P", by=B, what="bikes", made_on="2027-01-15", contract="A-1",
                 answer="tried", answered_on="2027-02-01", result="quiet streets"),
    ),
    trials=(
        Trial(id="F", party=A, method="m", hypothesis="h", started_on="2026-01-07",
              contract="A-1", evaluated_on="2026-12-01", result="inconclusive", finding="f"),
    ),
    trainings=(
        Training(id="K", party=A, title="t", audience={"orderer", "controller"},
                 held_on="2026-01-31", renew_after="24 months"),
    ),
    culture=(
        CultureAssessment(id="M", party=B, dimension="professionalism", score="0.7",
                          assessed_on="2026-11-02", by=A, method="counterpart", respondents=3),
    ),
    checkpoints=(
        Checkpoint(id="H", occurred_on="2027-03-01", contract="A-1", aim="both",
                   kind="delivery-control", requirement="on time", method="sample",
                   evidence="measurement", outcome="partiallyMet", observer=A, observed=B,
                   follow_up="A-1/y/start/0", obligation="O", information_right="O2"),
    ),
    deviations=(
        Deviation(id="J", contract="A-1", what="late", code="nc-timl", occurred_on="2027-03-01",
                  party=B, checkpoint="H", obligation="O",
                  steps=(RemedyStep("notice", "2027-03-02"),)),
    ),
    waivers=(
        Waiver(id="Z", follow_up="A-1/y/start/1", reason="pilot ended", decided_on="2027-02-01",
               decided_by="contract-owner"),
    ),
    exclusion_facts=(
        ExclusionFact(id="L", party=B, ground="tax-pay", occurred_on="2026-02-01", is_final=True,
                      ended_on="2026-05-04", self_cleaning=SelfCleaning(settled=True)),
    ),
    eligibility_checks=(
        EligibilityCheck(id="S", party=B, checked_on="2026-06-01", procurement="U-1",
                         grounds={"tax-pay"}, method="register-check", heard_on="2026-05-20",
                         decision="may stay"),
    ),
    relations=(
        Relation(id="W", kind="owns", source=C, target=B, contract="A-1",
                 period=Period("2024-01-01", None), evidence=("register",)),
        Relation(id="X", kind="develops-market", source=A, market="15800000"),
    ),
    extras=(Extra(subject="A-1", path="$.x", json="1"),),
)  # fmt: skip


def test_every_kind_of_fact_is_there():
    assert [name for name in FACTS if not getattr(WHOLE, name)] == []


def test_json_there_and_back_loses_nothing():
    document = json.loads(json.dumps(to_document(WHOLE)))
    assert from_document(document) == WHOLE


def test_json_tells_a_loose_end_with_its_path():
    document = json.loads(json.dumps(to_document(WHOLE)))
    document["obligations"][0]["dialogue"] = "nothing"
    with pytest.raises(DocumentError) as caught:
        from_document(document)
    (problem,) = caught.value.exceptions
    assert problem.path == "$.obligations[0].dialogue"


def test_it_can_be_copied_and_pickled():
    assert copy.deepcopy(WHOLE) == WHOLE
    assert pickle.loads(pickle.dumps(WHOLE)) == WHOLE  # made a moment ago


@pytest.mark.parametrize(
    ("home", "changes", "path"),
    [
        ("tenders", {"procurement": "?"}, "$.tenders[0].procurement"),
        ("tenders", {"tenderers": (B, "?")}, "$.tenders[0].tenderers[1]"),
        ("tenders", {"lot": "?"}, "$.tenders[0].lot"),
        ("needs", {"owner": "?"}, "$.needs[0].owner"),
        ("needs", {"confirmed_by": (Confirmation(by="?", on="2026-02-02"),)},
         "$.needs[0].confirmed_by[0].by"),
        ("role_holdings", {"contract": "?"}, "$.role_holdings[0].contract"),
        ("circumstances", {"amendment": "?"}, "$.circumstances[0].amendment"),
        ("dialogues", {"participants": (A, "?")}, "$.dialogues[0].participants[1]"),
        ("disclosures", {"dialogue": "?"}, "$.disclosures[0].dialogue"),
        ("questions", {"asked_by": "?"}, "$.questions[0].asked_by"),
        ("obligations", {"to": "?"}, "$.obligations[0].to"),
        ("terms", {"contract": "?"}, "$.terms[0].contract"),
        ("outcomes", {"contract": "?"}, "$.outcomes[0].contract"),
        ("design_choices", {"procurement": "?"}, "$.design_choices[0].procurement"),
        ("proposals", {"by": "?"}, "$.proposals[0].by"),
        ("trials", {"party": "?"}, "$.trials[0].party"),
        ("trainings", {"party": "?"}, "$.trainings[0].party"),
        ("culture", {"by": "?"}, "$.culture[0].by"),
        ("checkpoints", {"information_right": "?"}, "$.checkpoints[0].information_right"),
        ("deviations", {"checkpoint": "?"}, "$.deviations[0].checkpoint"),
        ("exclusion_facts", {"party": "?"}, "$.exclusion_facts[0].party"),
        ("eligibility_checks", {"procurement": "?"}, "$.eligibility_checks[0].procurement"),
        ("relations", {"target": "?"}, "$.relations[0].target"),
        ("dialogues", {"replaces": "?"}, "$.dialogues[0].replaces"),
    ],
)  # fmt: skip
def test_a_loose_end_is_told_with_its_path(home, changes, path):
    first, *rest = getattr(WHOLE, home)
    with pytest.raises(PortfolioError) as caught:
        attrs.evolve(WHOLE, **{home: (attrs.evolve(first, **changes), *rest)})
    assert [problem.split(":")[0] for problem in caught.value.problems] == [path]


def test_every_loose_end_is_told_together():
    with pytest.raises(PortfolioError) as caught:
        attrs.evolve(WHOLE, parties=())
    assert len(caught.value.problems) > 20


def test_two_facts_of_a_kind_share_no_id():
    (need,) = WHOLE.needs
    with pytest.raises(PortfolioError, match=r"\$\.needs: id='N' is used 2 times"):
        attrs.evolve(WHOLE, needs=(need, need))


def test_corrections_cannot_go_round():
    (talk,) = WHOLE.dialogues
    ring = (attrs.evolve(talk, replaces="D2"), attrs.evolve(talk, id="D2", replaces="D"))
    with pytest.raises(PortfolioError, match="replaces itself by way of others"):
        attrs.evolve(WHOLE, dialogues=ring)


# ---------------------------------------------------------------------------------------- history
def test_before_everything_only_the_things_and_the_timeless_are_left():
    early = WHOLE.as_of("2020-01-01")
    left = {name for name in FACTS if getattr(early, name)}
    # what has no day, and what is due without having happened
    assert left == {"tenders", "terms", "obligations", "outcomes", "relations", "disclosures"}
    assert early.contracts[0].amendments == ()
    assert early.outcomes[0].actual is None
    assert early.disclosures[0].dialogue is None  # the dialogue had not been held


def test_after_everything_nothing_is_cut():
    assert WHOLE.as_of("2030-01-01") is WHOLE


def test_an_answer_goes_with_the_amendment_it_led_to():
    assert WHOLE.as_of("2027-02-25").circumstances[0].amendment is None
    assert WHOLE.as_of("2027-03-01").circumstances[0].amendment == "1"


def test_what_was_known_is_asked_by_moment():
    before, after = (
        WHOLE.known_at("2027-01-05T07:59:59+01:00"),
        WHOLE.known_at("2027-01-05T08:00:00+01:00"),
    )
    assert before.dialogues == ()
    assert after.dialogues == WHOLE.dialogues
    assert before.obligations[0].dialogue is None


MOVED = Portfolio(
    dialogues=(
        Dialogue(id="D1", form="workshop", occurred_on="2026-03-03",
                 recorded_at="2026-03-03T12:00:00+01:00"),
        Dialogue(id="D2", form="workshop", occurred_on="2026-03-09", replaces="D1",
                 recorded_at="2026-04-01T12:00:00+02:00"),
    ),
)  # fmt: skip


def test_a_correction_counts_on_its_own_day():
    assert [talk.id for talk in MOVED.as_of("2026-03-05").dialogues] == []
    assert [talk.id for talk in MOVED.as_of("2026-03-09").dialogues] == ["D2"]
    assert MOVED.as_of("2026-03-09").dialogues[0].replaces is None


def test_before_the_correction_was_known_the_mistake_is_what_was_known():
    then = MOVED.known_at("2026-03-10T00:00:00+01:00")
    assert [talk.id for talk in then.as_of("2026-03-05").dialogues] == ["D1"]
    assert [talk.id for talk in MOVED.current().dialogues] == ["D2"]


def test_decisions_and_terminations_are_cut_with_time():
    contract = Contract(
        id="A-1",
        period=Period("2026-09-01", "2028-08-31"),
        options=(
            Option(
                id="1",
                extend_by=months(12),
                decisions=(
                    OptionDecision(outcome="exercised", decided_on="2028-02-01",
                                   recorded_at="2028-02-03T09:00:00+01:00"),
                ),
            ),
        ),
        termination=Termination(last_day="2029-05-31", decided_on="2029-01-15"),
    )  # fmt: skip
    facts = Portfolio(contracts=(contract,))
    assert str(facts.as_of("2028-01-31").contracts[0].end()) == "2028-08-31"
    assert str(facts.as_of("2028-02-01").contracts[0].end()) == "2029-08-31"
    assert str(facts.as_of("2029-01-15").contracts[0].end()) == "2029-05-31"
    known = facts.known_at("2028-02-02T09:00:00+01:00").contracts[0]
    assert known.options[0].decisions == ()
    assert known.termination is None


# ---------------------------------------------------------------------------------------- merging
def test_a_portfolio_merged_with_itself_is_the_same():
    assert WHOLE.merge(WHOLE) == WHOLE


def test_merging_with_nothing_changes_nothing():
    assert WHOLE.merge(Portfolio()) == WHOLE == Portfolio().merge(WHOLE)


def test_what_differs_under_one_id_is_told_field_by_field():
    (need,) = WHOLE.needs
    other = attrs.evolve(WHOLE, needs=(attrs.evolve(need, statement="cold food"),))
    with pytest.raises(PortfolioError, match="statement='food' and 'cold food'"):
        WHOLE.merge(other)


# -------------------------------------------------------------------------------------- relations
def test_derived_relations_are_told_apart_from_stated_ones():
    derived = WHOLE.derived_relations()
    assert all(one.is_derived for one in derived)
    assert not any(one.is_derived for one in WHOLE.relations)
    assert [(one.kind, one.source, one.target) for one in derived] == [
        (RelationKind.BUYS_FROM, A, B),
        (RelationKind.SUBCONTRACTS_TO, B, C),
        (RelationKind.CO_BIDS_WITH, C, B),
        (RelationKind.IN_DIALOGUE_WITH, A, B),
    ]
    assert len({one.id for one in derived}) == len(derived)
    assert str(derived[0].period) == "2026-09-01 to 2029-08-31"


def test_facts_are_found_by_what_they_name():
    assert [one.id for one in WHOLE.of(Dialogue, "A-1")] == ["D"]
    assert [one.id for one in WHOLE.of(Tender, C, by="tenderers")] == ["T", "T2"]
    assert WHOLE.of(Dialogue, "nothing") == ()
    assert WHOLE.fact(Need, "N").statement == "food"
    with pytest.raises(PortfolioError, match="no need has id='M'"):
        WHOLE.fact(Need, "M")

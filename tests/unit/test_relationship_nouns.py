"""Needs, roles, obligations, development, checkpoints, relations, tenders: what they hold."""

from __future__ import annotations

from decimal import Decimal

import pytest

from samverkan.checkpoints import (
    LADDER,
    Checkpoint,
    Deviation,
    EligibilityCheck,
    ExclusionFact,
    RemedyStep,
    SelfCleaning,
    next_remedy,
)
from samverkan.codelists import ExclusionGround, Remedy
from samverkan.development import CultureAssessment, DesignChoice, Proposal, Training, Trial
from samverkan.errors import FactError, SamverkanError, TransitionError
from samverkan.facts import as_number
from samverkan.obligations import ContractOutcome, Obligation, Term
from samverkan.periods import Period, day
from samverkan.relations import Relation
from samverkan.tenders import Tender
from samverkan.understanding import ChangedCircumstance, Confirmation, Need, RoleHolding


# ---------------------------------------------------------------------------- understanding
def test_a_need_is_confirmed_by_somebody_else_only():
    given = {"id": "N", "owner": "A", "statement": "food", "stated_on": "2026-01-07"}
    own = Need(**given, confirmed_by=(Confirmation(by="A", on="2026-01-08"),))
    other = Need(**given, confirmed_by=(Confirmation(by="B", on="2026-01-20"),))
    assert not own.is_confirmed()
    assert other.is_confirmed()
    assert not other.is_confirmed(day("2026-01-19"))
    assert other.until(day("2026-01-19")).confirmed_by == ()


def test_a_role_is_held_in_one_contract_or_procurement():
    with pytest.raises(FactError, match="neither contract nor procurement"):
        RoleHolding(id="R", party="A", role="orderer")


def test_supplier_and_performer_are_different_roles():
    given = {"contract": "A-1", "period": Period("2026-09-01", "2027-08-31")}
    one = RoleHolding(id="1", party="A", role="supplier", **given)
    other = RoleHolding(id="2", party="B", role="performer", **given)
    assert one.role is not other.role
    assert (one.holds(day("2027-08-31")), one.holds(day("2027-09-01"))) == (True, False)


def test_an_answer_to_a_change_is_not_seen_before_its_day():
    one = ChangedCircumstance(
        id="C", contract="A-1", what="x", occurred_on="2027-02-01", answered_on="2027-03-01",
        amendment="1",
    )  # fmt: skip
    assert one.until(day("2027-02-28")).amendment is None


# ---------------------------------------------------------------------------- obligations
@pytest.mark.parametrize(
    ("fulfilled", "expected"),
    [
        ((), [None, None, None]),
        (("2027-01-31",), ["2027-01-31", None, None]),
        (("2027-02-10",), ["2027-02-10", None, None]),
        (("2027-01-15", "2027-04-30"), ["2027-01-15", "2027-04-30", None]),
        (("2027-05-02",), [None, "2027-05-02", None]),
        (("2027-08-02",), [None, None, None]),  # after the day that is asked for
    ],
)
def test_each_day_due_takes_the_first_fulfilment_up_to_the_next(fulfilled, expected):
    owed = Obligation(
        id="O", kind="report", side="supplier", what="x", due_on="2027-01-31",
        every="3 months", fulfilled_on=fulfilled,
    )  # fmt: skip
    dues = owed.dues(day("2027-07-31"))
    assert [str(one.due_on) for one in dues] == ["2027-01-31", "2027-04-30", "2027-07-31"]
    found = [None if one.fulfilled_on is None else str(one.fulfilled_on) for one in dues]
    assert found == expected


def test_a_recurring_obligation_without_a_first_day_is_counted_from_the_agreement():
    owed = Obligation(
        id="O", kind="report", side="supplier", what="x", agreed_on="2026-08-31", every="6 months"
    )
    assert [str(on) for on in owed.due_days(day("2027-12-31"))] == ["2027-02-28", "2027-08-31"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"agreed_on": "2026-06-02", "due_on": "2026-06-01"}, "comes before"),
        ({"every": "-3 months"}, "forward"),
        ({"every": "0 days"}, "forward"),
        ({"every": "5 working days"}, "forward"),
    ],
)
def test_a_faulty_obligation_is_refused(given, words):
    with pytest.raises(FactError, match=words):
        Obligation(id="O", kind="promise", side="joint", what="x", **given)


@pytest.mark.parametrize(
    ("kind", "target", "actual", "less", "gap"),
    [
        ("cost", "100", "110", None, "10"),
        ("time", "30", "28", None, "-2"),
        ("quality", "0.8", "0.74", None, "0.06"),
        ("effect", "0.5", "0.6", None, "-0.1"),
        ("effect", "5", "3", True, "-2"),
        ("quality", "0.8", None, None, None),
    ],
)
def test_the_gap_counts_in_the_direction_that_is_worse(kind, target, actual, less, gap):
    found = ContractOutcome(
        id="U", contract="A-1", kind=kind, target=target, actual=actual, less_is_better=less
    ).gap
    assert found == (None if gap is None else Decimal(gap))


@pytest.mark.parametrize("value", [0.5, True, "much", "NaN", "Infinity"])
def test_a_number_must_be_exact_and_finite(value):
    with pytest.raises(FactError):
        as_number(value)


def test_a_term_may_leave_it_open_whether_it_can_be_checked():
    assert Term(id="T", contract="A-1", text="x").is_verifiable is None


# ---------------------------------------------------------------------------- development
def test_what_came_later_is_not_seen():
    idea = Proposal(id="P", by="B", what="x", made_on="2027-01-15", answer="adopted",
                    answered_on="2027-02-01", result="saved a day")  # fmt: skip
    assert idea.until(day("2027-01-31")).is_answered is False
    trial = Trial(id="F", party="A", method="m", hypothesis="h", started_on="2026-01-07",
                  evaluated_on="2026-12-01", result="confirmed")  # fmt: skip
    assert trial.until(day("2026-11-30")).result is None
    assert trial.until(day("2026-01-06")) is None


@pytest.mark.parametrize("score", ["-0.1", "1.1"])
def test_a_score_lies_between_0_and_1(score):
    with pytest.raises(FactError, match="from 0 to 1"):
        CultureAssessment(
            id="B", party="A", dimension="trust", score=score, assessed_on="2026-11-02"
        )


def test_a_culture_needs_at_least_one_respondent():
    with pytest.raises(FactError, match="respondents"):
        CultureAssessment(
            id="B", party="A", dimension="trust", score="0.5", assessed_on="2026-11-02",
            respondents=0,
        )  # fmt: skip


def test_training_is_renewed_after_months_clamped_to_the_month():
    given = {"id": "K", "party": "A", "title": "t", "held_on": "2026-08-31"}
    assert str(Training(**given, renew_after="6 months").due_on) == "2027-02-28"
    assert Training(**given).due_on is None


def test_innovation_is_a_design_choice_with_the_code_of_bt_776():
    assert DesignChoice(id="V", procurement="U", kind="rd-act").kind.value == "rd-act"


# ---------------------------------------------------------------------------- checkpoints
def test_the_ladder_is_total_and_ends():
    rungs = {None, *Remedy}
    assert set(LADDER) == rungs
    assert all(step in Remedy for steps in LADDER.values() for step in steps)
    assert {rung for rung, steps in LADDER.items() if not steps} == {
        Remedy.CLOSED,
        Remedy.TERMINATION,
    }


@pytest.mark.parametrize("stage", [None, *Remedy])
@pytest.mark.parametrize("step", list(Remedy))
def test_a_step_is_taken_or_refused_by_the_table(stage, step):
    if step in LADDER[stage]:
        assert next_remedy(stage, step) is step
    else:
        with pytest.raises(TransitionError, match="possible here"):
            next_remedy(stage, step)


def test_a_deviation_is_open_until_its_last_step():
    late = Deviation(
        id="V", contract="A-1", what="x", occurred_on="2027-03-01",
        steps=(RemedyStep("notice", "2027-03-02"), RemedyStep("closed", "2027-04-01")),
    )  # fmt: skip
    assert [late.is_open(day(on)) for on in ("2027-03-01", "2027-03-31", "2027-04-01")] == [
        True, True, False,
    ]  # fmt: skip
    assert late.until(day("2027-03-15")).stage() is Remedy.NOTICE


def test_steps_come_in_order_of_time():
    with pytest.raises(FactError, match="comes before"):
        Deviation(id="V", contract="A-1", what="x", occurred_on="2027-03-01",
                  steps=(RemedyStep("notice", "2027-02-28"),))  # fmt: skip


def test_nobody_observes_itself():
    with pytest.raises(FactError, match="also observed"):
        Checkpoint(id="C", occurred_on="2027-03-01", observer="A", observed="A")


def test_self_cleaning_needs_all_three():
    assert SelfCleaning(compensated=True, clarified=True, prevented=True).is_complete
    assert not SelfCleaning(compensated=True, clarified=True, settled=True).is_complete


def test_an_end_is_not_seen_before_its_day():
    state = ExclusionFact(id="E", party="B", ground="bankruptcy", occurred_on="2024-01-08",
                          ended_on="2026-01-08")  # fmt: skip
    assert state.until(day("2025-06-01")).ended_on is None
    with pytest.raises(FactError, match="comes before"):
        ExclusionFact(id="E", party="B", ground="bankruptcy", occurred_on="2024-01-08",
                      ended_on="2024-01-07")  # fmt: skip


def test_grounds_of_a_look_up_are_codes():
    looked = EligibilityCheck(id="K", party="B", checked_on="2026-12-01", grounds=["tax-pay"])
    assert looked.grounds == {ExclusionGround.TAXES}


# ---------------------------------------------------------------------------- relations, tenders
@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"source": "A", "target": "A"}, "two parties"),
        ({"source": "A"}, "neither target nor market"),
    ],
)
def test_a_faulty_relation_is_refused(given, words):
    with pytest.raises(FactError, match=words):
        Relation(id="R", kind="owns", **given)


def test_a_relation_holds_in_its_period_and_joins_both_ways():
    span = Period("2024-01-01", "2026-12-31")
    tie = Relation(id="R", kind="owns", source="A", target="B", period=span)
    assert [tie.holds(on) for on in ("2023-12-31", "2024-01-01", "2027-01-01")] == [
        False, True, False,
    ]  # fmt: skip
    assert tie.joins("B", "A")
    assert not tie.joins("A", "C")


def test_a_tender_names_each_tenderer_once():
    with pytest.raises(FactError, match="no tenderers"):
        Tender(id="T", procurement="U", tenderers=())
    with pytest.raises(FactError, match="twice"):
        Tender(id="T", procurement="U", tenderers=("A", "A"))


@pytest.mark.parametrize(
    ("status", "valid", "out"),
    [
        (None, None, False),
        ("pending", None, False),
        ("invited", None, False),
        ("valid", True, False),
        ("disqualified", False, True),
        ("withdrawn", False, False),
    ],
)
def test_a_tender_stands_falls_or_is_not_known(status, valid, out):
    tender = Tender(id="T", procurement="U", tenderers=("A",), status=status)
    assert (tender.is_valid, tender.is_disqualified) == (valid, out)


def test_the_errors_are_the_house_s_and_the_standard_ones():
    assert issubclass(FactError, SamverkanError)
    assert issubclass(FactError, ValueError)
    assert issubclass(TransitionError, ValueError)

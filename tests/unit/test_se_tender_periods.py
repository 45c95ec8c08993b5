"""Swedish time limits for tenders, requests, questions and dynamic purchasing systems (LOU 8, 11).

The table of least days is LOU 11:2, 11:3, 11:5-11:7 and 11:10 in the text read 2025-09-01.
"""

from __future__ import annotations

import pytest

from samverkan.errors import LawCoverageError, LawQuestionError, NoDeadlineError, PeriodError
from samverkan.jurisdictions import jurisdiction

SWEDEN = jurisdiction("SE")
DAY = "2026-02-02"  # no last day below is closed because of it alone; the span is what is asked
PIN = {"pin_sent_on": "2025-11-03"}
PIN_BEFORE_INVITATION = {**PIN, "notice_sent_on": "2025-12-15"}


@pytest.mark.parametrize(
    ("procedure", "how", "least"),
    [
        pytest.param("open", {}, 35, id="11:2"),
        pytest.param("open", {"electronic": True}, 30, id="11:6 1"),
        pytest.param("open", PIN, 15, id="11:5 1"),
        pytest.param("open", {"accelerated": True}, 15, id="11:10 2"),
        pytest.param("restricted", {}, 30, id="11:3 second"),
        pytest.param("restricted", {"electronic": True}, 25, id="11:6 2"),
        pytest.param("restricted", PIN_BEFORE_INVITATION, 10, id="11:5 2"),
        pytest.param("restricted", {"accelerated": True}, 10, id="11:10 3"),
        pytest.param("restricted", {"not_agreed": True, "central": False}, 10, id="11:7 second"),
        pytest.param("neg-w-call", {}, 30, id="11:3 second, negotiated"),
        pytest.param("neg-w-call", {"electronic": True}, 25, id="11:6 2, negotiated"),
        pytest.param("neg-w-call", PIN_BEFORE_INVITATION, 10, id="11:5 2, negotiated"),
        pytest.param("neg-w-call", {"accelerated": True}, 10, id="11:10 3, negotiated"),
        pytest.param("open", {"documents_available": False}, 40, id="11:9 on 11:2"),
        pytest.param(
            "open", {"documents_available": False, "electronic": True}, 35, id="11:9 on 11:6"
        ),
        pytest.param("open", {"documents_available": False, **PIN}, 20, id="11:9 on 11:5"),
        pytest.param(
            "open", {"documents_available": False, "accelerated": True}, 15, id="11:9 not on 11:10"
        ),
        pytest.param(
            "restricted",
            {"documents_available": False, "not_agreed": True, "central": False},
            15,
            id="11:9 on 11:7 second",
        ),
        pytest.param("open", {"electronic": True, **PIN}, 15, id="the shortest of several"),
    ],
)
def test_the_least_days_for_tenders(procedure, how, least):
    answer = SWEDEN.tender_period(sent_on=DAY, procedure=procedure, **how)
    assert answer.span.days == least
    assert "11:1" in answer.why("sv")  # a minimum, to be made longer where it must


@pytest.mark.parametrize(
    ("procedure", "accelerated", "least"),
    [
        pytest.param("restricted", False, 30, id="11:3 first"),
        pytest.param("restricted", True, 15, id="11:10 1"),
        pytest.param("neg-w-call", False, 30, id="11:3 first, negotiated"),
        pytest.param("neg-w-call", True, 15, id="11:10 1, negotiated"),
        pytest.param("comp-dial", False, 30, id="11:3 first, dialogue"),
        pytest.param("comp-dial", True, 30, id="11:10 does not name the dialogue"),
        pytest.param("innovation", False, 30, id="11:3 first, partnership"),
        pytest.param("innovation", True, 30, id="11:10 does not name the partnership"),
    ],
)
def test_the_least_days_for_requests(procedure, accelerated, least):
    answer = SWEDEN.request_period(sent_on=DAY, procedure=procedure, accelerated=accelerated)
    assert answer.span.days == least


@pytest.mark.parametrize("regime", ["below", "annex-2"])
@pytest.mark.parametrize("question", ["tender_period", "request_period"])
def test_below_the_thresholds_there_is_reasonable_time_and_no_number(question, regime):
    with pytest.raises(NoDeadlineError) as caught:
        SWEDEN.law[question](sent_on=DAY, procedure="restricted", regime=regime)
    assert "skälig tid" in caught.value.why("sv")
    assert "reasonable time" in caught.value.why("en")
    assert "LOU 19:11" in caught.value.why("sv")
    assert not any(letter.isdigit() for letter in caught.value.why("sv").split("[")[0][2:])


def test_before_2022_the_time_below_the_thresholds_is_not_known_here():
    with pytest.raises(LawCoverageError, match="2022-02-01"):
        SWEDEN.tender_period(sent_on="2021-06-01", procedure="open", regime="below")


@pytest.mark.parametrize(
    ("procedure", "section"),
    [("comp-dial", "11:1"), ("innovation", "11:1"), ("neg-wo-call", "11:1")],
)
def test_procedures_without_a_least_time_for_tenders_have_no_day(procedure, section):
    with pytest.raises(NoDeadlineError) as caught:
        SWEDEN.tender_period(sent_on=DAY, procedure=procedure)
    assert f"LOU {section}" in caught.value.why("en")


def test_direct_procurement_and_open_requests_have_no_day():
    with pytest.raises(NoDeadlineError, match="direct procurement"):
        SWEDEN.tender_period(sent_on=DAY, procedure="open", regime="direct")
    with pytest.raises(NoDeadlineError, match="open procedure"):
        SWEDEN.request_period(sent_on=DAY, procedure="open")
    with pytest.raises(NoDeadlineError, match="19 a"):
        SWEDEN.questions_answered(tenders_due_on=DAY, regime="direct")


@pytest.mark.parametrize(
    ("notice", "counts"),
    [
        ("2026-02-18", False),  # 34 days after
        ("2026-02-19", True),
        ("2027-01-15", True),
        ("2027-01-16", False),  # 12 months and a day
    ],
)
def test_a_prior_information_notice_shortens_within_its_window(notice, counts):
    answer = SWEDEN.tender_period(sent_on=notice, procedure="open", pin_sent_on="2026-01-15")
    assert answer.span.days == (15 if counts else 35)
    assert "2026-02-19" in answer.why("sv")
    assert ("förkortar inget" in answer.why("sv")) is not counts


def test_a_prior_information_notice_is_measured_against_the_notice():
    with pytest.raises(LawQuestionError, match="notice_sent_on"):
        SWEDEN.tender_period(sent_on=DAY, procedure="restricted", **PIN)


@pytest.mark.parametrize(
    ("procedure", "notice", "said"),
    [("open", "2026-01-30", "one day"), ("restricted", "2026-02-03", "is after sent_on")],
)
def test_a_notice_that_contradicts_what_was_sent_is_refused(procedure, notice, said):
    with pytest.raises(LawQuestionError, match=said):
        SWEDEN.tender_period(sent_on=DAY, procedure=procedure, notice_sent_on=notice)


def test_the_notice_decides_which_law_holds_and_not_the_one_before_it():
    answer = SWEDEN.tender_period(sent_on="2017-02-01", procedure="open", pin_sent_on="2016-11-01")
    assert answer.span.days == 15
    with pytest.raises(LawCoverageError, match="2016-11-01"):
        SWEDEN.pin_window(sent_on="2016-11-01")


def test_an_accelerated_procedure_says_why_missing_documents_add_nothing():
    answer = SWEDEN.tender_period(
        sent_on=DAY, procedure="open", accelerated=True, documents_available=False
    )
    assert "förlängs inte vid ett påskyndat förfarande [LOU 11:9 2 st. (lag)]" in answer.why("sv")
    ordinary = SWEDEN.tender_period(sent_on=DAY, procedure="open", documents_available=False)
    assert "5 dagar till [LOU 11:9 1 st. (lag)]" in ordinary.why("sv")


@pytest.mark.parametrize(("regime", "section"), [("above", "11:8"), ("below", "19:14")])
def test_late_answers_lengthen_the_time_by_no_number_of_days(regime, section):
    answer = SWEDEN.questions_answered(tenders_due_on="2026-05-11", regime=regime)
    assert f"inget antal dagar [LOU {section} (lag)]" in answer.why("sv")


def test_below_the_thresholds_no_procedure_is_accelerated():
    answer = SWEDEN.questions_answered(
        tenders_due_on="2026-05-11", regime="below", accelerated=True
    )
    assert str(answer.legal) == "2026-05-05"
    assert "inget påskyndat förfarande" in answer.why("sv")


def test_an_agreed_last_day_stands_as_agreed():
    """11:7: also on a Saturday, and shorter than any minimum."""
    answer = SWEDEN.tender_period(
        sent_on="2026-02-02", procedure="restricted", agreed_last_day="2026-02-07", central=False
    )
    assert (str(answer.last_day), answer.span) == ("2026-02-07", None)
    assert "LOU 11:7" in answer.why("en")


@pytest.mark.parametrize(
    "how",
    [
        {"agreed_last_day": "2026-03-02"},
        {"agreed_last_day": "2026-03-02", "central": True},
        {"agreed_last_day": "2026-03-02", "not_agreed": True, "central": False},
        {"not_agreed": True},
    ],
)
def test_an_agreement_is_for_buyers_that_are_not_central(how):
    with pytest.raises(LawQuestionError, match="11:7"):
        SWEDEN.tender_period(sent_on=DAY, procedure="restricted", **how)
    with pytest.raises(LawQuestionError, match="11:7"):
        SWEDEN.tender_period(sent_on=DAY, procedure="open", **{**how, "central": False})


def test_an_agreed_day_comes_after_the_invitation():
    with pytest.raises(PeriodError, match="agreed_last_day"):
        SWEDEN.tender_period(
            sent_on=DAY, procedure="restricted", agreed_last_day=DAY, central=False
        )


@pytest.mark.parametrize(
    ("sent", "closed", "open_"),
    [
        ("2026-05-25", "2026-06-22", "2026-06-19"),  # Midsummer Eve
        ("2026-12-06", "2027-01-04", "2026-12-31"),  # New Year's Eve
    ],
)
def test_the_three_eves_are_a_switch(sent, closed, open_):
    """UHM closes the eves; whether the list under Regulation 1182/71 does was not confirmed."""
    for eves, last in ((True, closed), (False, open_)):
        answer = SWEDEN.tender_period(
            sent_on=sent, procedure="restricted", electronic=True, eves=eves
        )
        assert str(answer.last_day) == last
        assert "Upphandlingsmyndigheten" in answer.why("sv")
        assert any(
            step.basis and step.basis.kind.value == "G" for step in answer.explanation.steps
        )


def test_the_eves_are_not_spoken_of_where_they_decide_nothing():
    assert "afton" not in SWEDEN.tender_period(sent_on=DAY, procedure="open").why("sv")


def test_dynamic_purchasing_systems_have_their_own_limits():
    assert SWEDEN.dps_request_period(sent_on=DAY).span.days == 30
    assert SWEDEN.dps_tender_period(sent_on=DAY).span.days == 10
    assert SWEDEN.dps_evaluation(received_on=DAY).span.working_days == 10
    assert SWEDEN.dps_evaluation(received_on=DAY, extended=True).span.working_days == 15
    assert SWEDEN.self_declaration(sent_on=DAY).span.working_days == 5
    assert "LOU 8:11" in SWEDEN.dps_tender_period(sent_on=DAY).why("en")


@pytest.mark.parametrize(
    ("regime", "accelerated", "before", "section"),
    [
        ("above", False, 6, "12:11"),
        ("above", True, 4, "12:11"),
        ("below", False, 6, "19:13"),
        ("annex-2", False, 6, "19:13"),
    ],
)
def test_questions_are_answered_some_days_before(regime, accelerated, before, section):
    answer = SWEDEN.questions_answered(
        tenders_due_on="2026-05-11", regime=regime, accelerated=accelerated
    )
    assert answer.span.days == before
    assert f"LOU {section}" in answer.why("sv")

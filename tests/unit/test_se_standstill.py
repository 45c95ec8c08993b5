"""Swedish standstill, review and remedies (LOU 20 kap., text read 2025-09-01)."""

from __future__ import annotations

import pytest

from samverkan.errors import LawCoverageError, LawQuestionError, NoDeadlineError
from samverkan.jurisdictions import jurisdiction

SWEDEN = jurisdiction("SE")
SENT = "2026-03-02"  # ten days on is Thursday 12 March, fifteen Tuesday 17 March


@pytest.mark.parametrize(
    ("means", "last", "section"),
    [
        ("electronic", "2026-03-12", "20:1 1 st."),
        ("letter", "2026-03-17", "20:1 2 st."),
        ("other", "2026-03-17", "20:1 2 st."),
    ],
)
def test_the_means_of_sending_decides_the_length(means, last, section):
    answer = SWEDEN.standstill(sent_on=SENT, means=means)
    assert str(answer.last_day) == last
    assert f"LOU {section} (lag)" in answer.why("sv")
    assert "20:18" in answer.why("sv")


@pytest.mark.parametrize(
    ("stated", "last"),
    [
        ({"stated_days": 20}, "2026-03-23"),  # day 20 is Sunday 22 March
        ({"stated_days": 10}, "2026-03-12"),
        ({"stated_days": 5}, "2026-03-12"),
        ({"stated_last_day": "2026-03-31"}, "2026-03-31"),
        ({"stated_last_day": "2026-03-28"}, "2026-03-28"),  # a Saturday, taken as stated
        ({"stated_last_day": "2026-03-05"}, "2026-03-12"),
    ],
)
def test_a_longer_standstill_that_is_stated_binds_and_a_shorter_does_not(stated, last):
    answer = SWEDEN.standstill(sent_on=SENT, means="electronic", **stated)
    assert str(answer.last_day) == last
    assert answer.earliest_contract_day.toordinal() == answer.last_day.toordinal() + 1
    assert "20:1 3 st." in answer.why("sv")
    assert ("som binder" in answer.why("sv")) is (last > "2026-03-12")


def test_a_longer_standstill_is_stated_in_one_way():
    with pytest.raises(LawQuestionError, match="stated_days"):
        SWEDEN.standstill(
            sent_on=SENT, means="electronic", stated_days=20, stated_last_day="2026-03-31"
        )


@pytest.mark.parametrize(
    ("how", "section"),
    [
        ({"award": "without-notice"}, "20:2"),
        ({"award": "renewed-competition"}, "20:2"),
        ({"award": "dps"}, "20:2"),
        ({"award": "running", "regime": "below"}, "19:19"),
        ({"award": "renewed-competition", "regime": "below"}, "19:19"),
        ({"award": "dps", "regime": "annex-2"}, "19:19"),
        ({"regime": "direct"}, "19 a:10"),
    ],
)
@pytest.mark.parametrize("question", ["standstill", "review"])
def test_where_no_standstill_holds_there_is_no_day(question, how, section):
    with pytest.raises(NoDeadlineError) as caught:
        SWEDEN.law[question](sent_on=SENT, means="electronic", **how)
    assert f"LOU {section}" in caught.value.why("sv")
    assert caught.value.name == question
    assert ("LOU 20:6" in caught.value.why("sv")) is (question == "review")


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"award": "running"}, "regime='below'"),
        ({"award": "without-notice", "regime": "below"}, "regime='direct'"),
        ({"award": "without-notice", "regime": "annex-2"}, "regime='direct'"),
    ],
)
def test_an_award_that_the_regime_does_not_know_is_refused(how, said):
    """20:2 first point is 6:12-6:19, above the thresholds; running awards are 19:19."""
    with pytest.raises(LawQuestionError, match=said):
        SWEDEN.standstill(sent_on=SENT, means="electronic", **how)


@pytest.mark.parametrize(
    ("answer", "section"),
    [
        (SWEDEN.standstill(sent_on=SENT, means="electronic"), "20:1 1 st."),
        (SWEDEN.standstill(sent_on=SENT, means="letter"), "20:1 2 st."),
        (SWEDEN.voluntary_standstill(published_on=SENT), "20:3"),
        (SWEDEN.after_judgment(decided_on=SENT), "20:10"),
        (SWEDEN.extended_standstill(applied_on=SENT, decided_on="2026-04-01"), "20:10"),
    ],
)
def test_the_first_contract_day_rests_on_the_section_that_forbids_the_others(answer, section):
    line = next(one for one in answer.why("sv").splitlines() if "ingås tidigast" in one)
    assert line.endswith(f"[LOU {section} (lag)]")


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ({"stated_days": 0}, "stated_days=0"),
        ({"stated_days": -3}, "stated_days=-3"),
        ({"stated_last_day": SENT}, "is not after sent_on=2026-03-02"),
        ({"stated_last_day": "2026-01-01"}, "is not after sent_on"),
    ],
)
@pytest.mark.parametrize("question", ["standstill", "review"])
def test_a_stated_standstill_that_cannot_be_is_refused(question, stated, said):
    with pytest.raises(LawQuestionError, match=said) as caught:
        SWEDEN.law[question](sent_on=SENT, means="electronic", **stated)
    assert str(caught.value).startswith(f"{question}: ")


def test_a_stated_last_day_is_the_answer_and_has_no_length():
    answer = SWEDEN.standstill(sent_on=SENT, means="electronic", stated_last_day="2026-03-28")
    assert (str(answer.raw), answer.span) == ("2026-03-28", None)
    shorter = SWEDEN.standstill(sent_on=SENT, means="electronic", stated_last_day="2026-03-05")
    assert (str(shorter.raw), str(shorter.span)) == ("2026-03-12", "10 days")


@pytest.mark.parametrize(
    ("award", "regime"),
    [("renewed-competition", "above"), ("dps", "above"), ("running", "below"), ("dps", "below")],
)
def test_a_standstill_may_be_kept_voluntarily(award, regime):
    """20:15 protects a buyer that keeps one; 19:19 second paragraph for running awards."""
    answer = SWEDEN.standstill(
        sent_on=SENT, means="electronic", award=award, regime=regime, voluntary=True
    )
    assert str(answer.last_day) == "2026-03-12"
    assert "20:15" in answer.why("sv")


def test_an_award_without_notice_has_a_notice_of_intent_instead():
    with pytest.raises(NoDeadlineError):
        SWEDEN.standstill(sent_on=SENT, means="electronic", award="without-notice", voluntary=True)
    answer = SWEDEN.voluntary_standstill(published_on=SENT)
    assert (str(answer.last_day), str(answer.earliest_contract_day)) == (
        "2026-03-12",
        "2026-03-13",
    )
    assert "LOU 20:3" in answer.why("sv")


def test_the_earliest_contract_day_may_be_a_saturday():
    answer = SWEDEN.standstill(sent_on="2026-09-01", means="electronic")
    assert str(answer.earliest_contract_day) == "2026-09-12"
    assert answer.earliest_contract_day.isoweekday() == 6


def test_the_law_of_its_time():
    """Ten days were law already in 2017; what the act said of letters then was not read."""
    assert str(SWEDEN.standstill(sent_on="2019-04-01", means="electronic").law_on) == "2019-04-01"
    with pytest.raises(LawCoverageError, match="2022-02-01 to 2027-12-31"):
        SWEDEN.standstill(sent_on="2019-04-01", means="letter")
    with pytest.raises(LawCoverageError, match="2017-01-01 to 2027-12-31"):
        SWEDEN.standstill(sent_on="2016-12-31", means="electronic")
    with pytest.raises(LawCoverageError):
        SWEDEN.standstill(sent_on="2028-01-01", means="electronic")
    asked = SWEDEN.standstill(sent_on="2019-04-01", means="letter", as_of_law="2026-01-01")
    assert str(asked.last_day) == "2019-04-16"
    assert "2026-01-01" in asked.why("en")


def test_a_notification_of_the_last_covered_day_is_answered():
    """Decision 9: coverage is tested on the trigger's date, not the answer's."""
    answer = SWEDEN.standstill(sent_on="2027-12-31", means="electronic")
    assert str(answer.last_day) == "2028-01-10"


# ---------------------------------------------------------------------------- in court
def test_standstill_goes_on_while_the_court_handles_the_case():
    with pytest.raises(NoDeadlineError) as caught:
        SWEDEN.extended_standstill(applied_on="2026-03-10")
    assert "LOU 20:8" in caught.value.why("sv")
    assert "LOU 20:10" in caught.value.why("sv")
    decided = SWEDEN.extended_standstill(applied_on="2026-03-10", decided_on="2026-05-27")
    assert str(decided.last_day) == "2026-06-08"
    assert str(decided.earliest_contract_day) == "2026-06-09"
    assert decided.why("sv").startswith("1. ansökan om överprövning kom in 2026-03-10")
    assert "ursprungliga avtalsspärren har löpt ut [LOU 20:1 (lag)]" in decided.why("sv")
    with pytest.raises(LawQuestionError, match="decided_on"):
        SWEDEN.extended_standstill(applied_on="2026-03-10", decided_on="2026-03-09")


def test_review_is_open_until_standstill_ends():
    answer = SWEDEN.review(sent_on=SENT, means="letter")
    assert str(answer.last_day) == "2026-03-17"
    assert "LOU 20:11" in answer.why("sv")
    assert "inte längre överprövas [LOU 20:6 2 st. (lag)]" in answer.why("sv")
    assert "LOU 20:11" in SWEDEN.voluntary_standstill(published_on=SENT).why("sv")


def test_the_three_weeks_do_not_hold_for_the_validity_of_a_contract():
    assert "LOU 20:5 d" in SWEDEN.new_circumstances(received_on=SENT).why("sv")


@pytest.mark.parametrize(
    ("means", "last"), [("electronic", "2026-03-12"), ("letter", "2026-03-17")]
)
def test_review_of_a_cancellation(means, last):
    answer = SWEDEN.review_of_cancellation(sent_on=SENT, means=means)
    assert str(answer.last_day) == last
    assert answer.earliest_contract_day is None
    assert "LOU 20:12" in answer.why("sv")


@pytest.mark.parametrize(
    ("events", "last"),
    [
        ({}, "2026-09-16"),
        ({"commission_published_on": "2026-04-01"}, "2026-05-04"),  # 1 May, then a weekend
        ({"database_published_on": "2026-03-20"}, "2026-04-20"),  # a Sunday
        ({"notified_on": "2026-03-17"}, "2026-04-16"),
        ({"notified_on": "2026-03-17", "commission_published_on": "2026-04-01"}, "2026-04-16"),
        ({"database_published_on": "2026-09-01"}, "2026-09-16"),  # thirty days would be later
    ],
)
def test_invalidity_is_six_months_or_thirty_days(events, last):
    answer = SWEDEN.invalidity(concluded_on="2026-03-16", **events)
    assert str(answer.last_day) == last
    assert "LOU 20:17" in answer.why("sv")


@pytest.mark.parametrize(
    "event", ["commission_published_on", "database_published_on", "notified_on"]
)
def test_what_tells_of_a_contract_comes_after_it(event):
    with pytest.raises(LawQuestionError, match=f"{event}=2026-03-15 is before concluded_on"):
        SWEDEN.invalidity(concluded_on="2026-03-16", **{event: "2026-03-15"})
    same_day = SWEDEN.invalidity(concluded_on="2026-03-16", **{event: "2026-03-16"})
    assert str(same_day.last_day) == "2026-04-15"


def test_thirty_days_that_end_after_six_months_are_told_and_not_decided():
    answer = SWEDEN.invalidity(concluded_on="2026-03-16", database_published_on="2026-09-01")
    assert "2026-10-01" in answer.why("sv")
    assert "inte klarlagt" in answer.why("sv")


def test_damages_are_one_year_from_knowledge_or_from_the_ruling():
    assert str(SWEDEN.damages(known_on="2026-03-16").last_day) == "2027-03-16"
    later = SWEDEN.damages(known_on="2026-03-16", final_on="2026-10-01")
    assert str(later.last_day) == "2027-10-01"
    assert later.trigger.value == "final"
    earlier = SWEDEN.damages(known_on="2026-10-01", final_on="2026-03-16")
    assert (str(earlier.last_day), earlier.trigger.value) == ("2027-10-01", "known")


@pytest.mark.parametrize("question", ["invalidity", "new_circumstances", "damages"])
def test_remedies_are_known_from_the_reform_of_2022(question):
    first = SWEDEN.law[question].parameters[0].name
    assert SWEDEN.law[question](**{first: "2022-07-01"})
    with pytest.raises(LawCoverageError, match="2022-07-01"):
        SWEDEN.law[question](**{first: "2022-06-30"})

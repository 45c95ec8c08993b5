"""What a Swedish buyer tells, documents and keeps after an award, and the longest times."""

from __future__ import annotations

import pytest

from samverkan.errors import LawCoverageError, LawQuestionError, NoDeadlineError
from samverkan.jurisdictions import jurisdiction
from samverkan.values import Money

SWEDEN = jurisdiction("SE")
DAY = "2026-03-16"


def sek(amount):
    return Money(amount, "SEK")


@pytest.mark.parametrize(
    ("regime", "section"),
    [("above", "10:4"), ("below", "19:7"), ("annex-2", "19:7"), ("direct", "19 a:13")],
)
def test_the_award_notice_is_sent_within_thirty_days(regime, section):
    answer = SWEDEN.award_notice(concluded_on=DAY, regime=regime)
    assert str(answer.last_day) == "2026-04-15"
    assert f"LOU {section}" in answer.why("sv")


@pytest.mark.parametrize("regime", ["above", "below", "annex-2", "direct"])
def test_a_call_off_has_no_award_notice(regime):
    with pytest.raises(NoDeadlineError, match="framework agreement"):
        SWEDEN.award_notice(concluded_on=DAY, regime=regime, call_off=True)


@pytest.mark.parametrize(("value", "duty"), [("699999.99", False), ("700000", True)])
def test_direct_procurement_under_700_000_has_no_award_notice(value, duty):
    """LOU 19 a:13 third paragraph: 'understiger 700 000 kronor'."""
    if duty:
        assert SWEDEN.award_notice(concluded_on=DAY, regime="direct", value=sek(value))
        return
    with pytest.raises(NoDeadlineError) as caught:
        SWEDEN.award_notice(concluded_on=DAY, regime="direct", value=sek(value))
    assert "700 000 SEK" in caught.value.why("sv")


def test_an_unknown_value_is_told_and_not_guessed():
    answer = SWEDEN.award_notice(concluded_on=DAY, regime="direct")
    assert "värdet är inte angivet" in answer.why("sv")
    answer = SWEDEN.documentation(concluded_on=DAY, regime="direct")
    assert "värdet är inte angivet" in answer.why("sv")


@pytest.mark.parametrize(
    ("awarded", "quarter", "last"),
    [
        ("2026-01-01", "2026-03-31", "2026-04-30"),
        ("2026-05-11", "2026-06-30", "2026-07-30"),
        ("2026-09-30", "2026-09-30", "2026-10-30"),
        ("2026-10-01", "2026-12-31", "2027-02-01"),  # 30 January 2027 is a Saturday
    ],
)
def test_grouped_notices_are_sent_thirty_days_after_the_quarter(awarded, quarter, last):
    answer = SWEDEN.grouped_award_notices(awarded_on=awarded, dynamic_system=True)
    assert (str(answer.triggered_on), str(answer.last_day)) == (quarter, last)


@pytest.mark.parametrize(
    ("how", "allowed"),
    [
        ({"regime": "above"}, False),
        ({"regime": "above", "dynamic_system": True}, True),
        ({"regime": "below"}, False),
        ({"regime": "below", "dynamic_system": True}, True),
        ({"regime": "annex-2"}, True),
        ({"regime": "direct"}, True),
    ],
)
def test_which_notices_may_be_grouped(how, allowed):
    """10:4: dynamic purchasing systems; 19:7 and 19 a:13: those and Annex 2 services."""
    if allowed:
        answer = SWEDEN.grouped_award_notices(awarded_on=DAY, **how)
        alone = "bara tjänster enligt bilaga 2" in answer.why("sv")
        assert alone is not how.get("dynamic_system", False)
        return
    with pytest.raises(NoDeadlineError):
        SWEDEN.grouped_award_notices(awarded_on=DAY, **how)


@pytest.mark.parametrize(
    ("regime", "section"), [("above", "12:13"), ("below", "19:20"), ("annex-2", "19:20")]
)
def test_a_debrief_is_given_within_fifteen_days(regime, section):
    answer = SWEDEN.debrief(received_on="2026-08-10", regime=regime)
    assert str(answer.last_day) == "2026-08-25"
    assert f"LOU {section}" in answer.why("sv")


def test_direct_procurement_has_no_debrief():
    with pytest.raises(NoDeadlineError, match="19 a"):
        SWEDEN.debrief(received_on=DAY, regime="direct")


@pytest.mark.parametrize(
    ("regime", "section"),
    [("above", "12:14"), ("below", "19:22"), ("annex-2", "19:22"), ("direct", "19 a:11")],
)
def test_documentation_is_complete_within_thirty_days(regime, section):
    for how in ("concluded_on", "cancelled_on"):
        answer = SWEDEN.documentation(**{how: DAY}, regime=regime)
        assert str(answer.last_day) == "2026-04-15"
        assert f"LOU {section}" in answer.why("sv")


@pytest.mark.parametrize(("value", "duty"), [("100000", False), ("100000.01", True)])
def test_direct_procurement_is_documented_above_100_000(value, duty):
    """LOU 19 a:11: 'överstiger 100 000 kronor'."""
    if duty:
        assert SWEDEN.documentation(concluded_on=DAY, regime="direct", value=sek(value))
        return
    with pytest.raises(NoDeadlineError, match="100,000"):
        SWEDEN.documentation(concluded_on=DAY, regime="direct", value=sek(value))


def test_the_thirty_days_of_documentation_are_law_since_2024():
    """SFS 2023:815, in force 2024-01-01."""
    assert SWEDEN.documentation(concluded_on="2024-01-01")
    with pytest.raises(LawCoverageError, match="2024-01-01"):
        SWEDEN.documentation(concluded_on="2023-12-31")


@pytest.mark.parametrize("how", [{}, {"concluded_on": DAY, "cancelled_on": DAY}])
def test_a_procurement_ends_in_one_way(how):
    for question in ("documentation", "individual_report"):
        with pytest.raises(LawQuestionError, match="expected one"):
            SWEDEN.law[question](**how)


@pytest.mark.parametrize("regime", ["above", "annex-2"])
def test_an_individual_report_is_drawn_up_within_thirty_days(regime):
    answer = SWEDEN.individual_report(concluded_on=DAY, regime=regime)
    assert str(answer.last_day) == "2026-04-15"


@pytest.mark.parametrize("how", [{"regime": "below"}, {"regime": "direct"}, {"call_off": True}])
def test_where_no_individual_report_is_required(how):
    with pytest.raises(NoDeadlineError):
        SWEDEN.individual_report(concluded_on=DAY, **how)


@pytest.mark.parametrize(
    ("regime", "section"),
    [("above", "12:17"), ("below", "19:23"), ("annex-2", "19:23"), ("direct", "19 a:12")],
)
def test_documents_are_kept_four_years_and_the_day_is_not_moved(regime, section):
    answer = SWEDEN.retention(awarded_on="2024-05-05", regime=regime)
    assert str(answer.last_day) == "2028-05-05"
    assert f"LOU {section}" in answer.why("sv")
    saturday = SWEDEN.retention(awarded_on="2024-05-06", regime=regime)
    assert (str(saturday.last_day), saturday.last_day.isoweekday()) == ("2028-05-06", 6)


def test_retention_cites_each_paragraph_of_its_section():
    lines = SWEDEN.retention(awarded_on="2024-05-05").why("sv").splitlines()
    cited = {
        words: next(line for line in lines if words in line)
        for words in ("inte av arkivlagen", "minst 4 år", "sin löptid")
    }
    assert [line[line.index("LOU") :].split(" (")[0] for line in cited.values()] == [
        "LOU 12:17 1 st.",
        "LOU 12:17 2 st.",
        "LOU 12:17 3 st.",
    ]


def test_what_is_due_is_named_in_a_whole_sentence():
    documented = SWEDEN.documentation(cancelled_on=DAY).why("sv")
    assert "1. beslutet att avbryta upphandlingen fattades 2026-03-16" in documented
    assert "2. dokumentationen ska vara slutförd senast 30 dagar därefter" in documented
    reported = SWEDEN.individual_report(concluded_on=DAY).why("sv")
    assert "2. den individuella rapporten ska ha upprättats senast 30 dagar" in reported


@pytest.mark.parametrize(("regime", "section"), [("below", "19:22"), ("direct", "19 a:11")])
def test_a_report_that_is_not_required_cites_its_own_chapter(regime, section):
    with pytest.raises(NoDeadlineError, match=f"LOU {section}"):
        SWEDEN.individual_report(concluded_on=DAY, regime=regime)


def test_bodies_under_the_archives_act_have_no_fixed_number():
    with pytest.raises(NoDeadlineError, match="arkivlagen"):
        SWEDEN.retention(awarded_on=DAY, under_archives_act=True)


@pytest.mark.parametrize(
    ("cap", "last", "section"),
    [
        ("framework", "2030-01-31", "7:2"),
        ("additional-deliveries", "2029-01-31", "6:17"),
        ("repetition", "2029-02-01", "6:18"),  # from the day of conclusion, not counted
        ("reserved", "2029-01-31", "19:25"),
    ],
)
def test_the_longest_times(cap, last, section):
    answer = SWEDEN.duration_cap(starts_on="2026-02-01", cap=cap)
    assert str(answer.last_day) == last
    assert f"LOU {section}" in answer.why("sv")
    assert ("särskilda skäl" in answer.why("sv")) is (
        cap in {"framework", "additional-deliveries"}
    )

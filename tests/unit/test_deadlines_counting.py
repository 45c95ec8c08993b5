"""Counting of statutory time, dated values, and the answers that carry them."""

from __future__ import annotations

import datetime as dt
import pickle

import pytest

from samverkan.calendars import calendar_from_days
from samverkan.codelists import Roll, SourceKind, Trigger
from samverkan.deadlines import (
    NOT_LEGAL_ADVICE,
    Amount,
    Counting,
    Length,
    MoneyLimit,
    StatutoryPeriod,
    no_deadline,
)
from samverkan.errors import (
    CalendarError,
    LawCoverageError,
    LawQuestionError,
    NoDeadlineError,
    PeriodError,
    SamverkanError,
)
from samverkan.explanations import Dated, Explanation, LegalBasis, Step, Text
from samverkan.periods import day, days, months
from samverkan.values import Money

ACT = LegalBasis(SourceKind.LAW, "act 1")
OPEN = calendar_from_days("open", {}, ("2020-01-01", "2030-12-31"))
PLAIN = Counting(id="plain", name=Text("vanlig", "plain"), event=ACT, clamp=ACT, roll_basis=ACT)
TWO = Counting(
    id="two",
    name=Text("två", "two"),
    event=ACT,
    clamp=ACT,
    roll_basis=ACT,
    least=2,
    least_basis=ACT,
)


def dated(*steps, until="2027-12-31", read="2025-09-01"):
    return Dated(
        name=Text("gräns", "limit"),
        steps=tuple((day(start), value, ACT) for start, value in steps),
        read_on=day(read),
        verified_until=day(until),
    )


def period(**changes):
    fields = {
        "name": "appeal",
        "title": Text("överklagande", "appeal"),
        "trigger": Trigger.SENT,
        "event": Text("skickades {on}", "was sent on {on}"),
        "rule": Text("inom {span}", "within {span}"),
        "length": dated(("2017-01-01", days(10)), ("2022-01-01", days(20))),
        "counting": PLAIN,
    }
    return StatutoryPeriod(**{**fields, **changes})


# ---------------------------------------------------------------------------- counting
@pytest.mark.parametrize(
    ("policy", "end"),
    [
        (Roll.FORWARD, "2026-09-14"),
        (Roll.BACKWARD, "2026-09-11"),
        (Roll.NONE, "2026-09-12"),
        (None, "2026-09-14"),
    ],
)
def test_the_move_of_a_closed_day_is_a_parameter(policy, end):
    counted = PLAIN.count("2026-09-02", "10 days", OPEN, roll=policy)
    assert (str(counted.raw), str(counted.end)) == ("2026-09-12", end)


def test_a_day_that_is_not_moved_asks_no_calendar():
    """Retention runs for years, past the days a calendar was verified for."""
    assert str(PLAIN.count("2029-05-05", "4 years", OPEN, roll=Roll.NONE).end) == "2033-05-05"
    with pytest.raises(CalendarError):
        PLAIN.count("2029-05-05", "4 years", OPEN)


@pytest.mark.parametrize("span", ["0 days", "-1 days", "1 month -1 days"])
def test_a_period_leads_forward(span):
    with pytest.raises(PeriodError, match="leads forward"):
        PLAIN.count("2026-09-02", span, OPEN)


def test_a_period_of_one_day_needs_no_two_working_days():
    assert str(TWO.count("2026-09-04", "1 day", OPEN).end) == "2026-09-07"
    assert str(TWO.count("2026-09-04", "2 days", OPEN).end) == "2026-09-08"


def test_every_step_of_counting_names_its_basis():
    for counted in (
        TWO.count("2026-09-04", "2 days", OPEN),
        PLAIN.count("2026-08-31", months(6), OPEN),
        PLAIN.count("2026-09-02", "3 working days", OPEN),
        PLAIN.count("2026-09-02", "3 days", OPEN, roll=Roll.NONE),
        PLAIN.count_back("2026-09-14", "2 days", OPEN, ACT),
    ):
        assert all(step.basis is not None for step in counted.steps)
        assert all(step.label("sv") != step.label("en") for step in counted.steps)


@pytest.mark.parametrize(
    ("span", "sv", "en"),
    [
        (months(12), "1 år", "1 year"),
        (months(48), "4 år", "4 years"),
        (months(6), "6 månader", "6 months"),
        (months(18), "18 månader", "18 months"),
        (months(12) + days(1), "12 månader 1 dag", "12 months 1 day"),
        (days(10), "10 dagar", "10 days"),
    ],
)
def test_whole_years_are_spoken_of_as_years(span, sv, en):
    assert (Length(span).label("sv"), Length(span).label("en")) == (sv, en)


def test_working_days_without_a_closed_weekday_name_none():
    counted = PLAIN.count("2026-09-01", "3 working days", OPEN)
    assert (
        counted.steps[0]
        .label("en")
        .startswith("2026-09-01 is not counted; 3 working days later is 2026-09-04 [")
    )


def test_a_missing_number_in_the_last_month_is_told():
    text = Explanation(PLAIN.count("2026-08-31", months(6), OPEN).steps).text("sv")
    assert "slutmånaden har ingen dag 31" in text


def test_a_backward_period_on_a_working_day_is_its_own_advice():
    counted = PLAIN.count_back("2026-09-11", "2 days", OPEN, ACT)
    assert (counted.end, counted.advised) == (day("2026-09-09"), day("2026-09-09"))
    assert len(counted.steps) == 1


# ---------------------------------------------------------------------------- dated values
@pytest.mark.parametrize(
    ("on", "value"), [("2017-01-01", 1), ("2021-12-31", 1), ("2022-01-01", 2), ("2027-12-31", 2)]
)
def test_a_dated_value_holds_from_its_day(on, value):
    assert dated(("2017-01-01", 1), ("2022-01-01", 2)).on(day(on)) == value


@pytest.mark.parametrize("on", ["2016-12-31", "2028-01-01"])
def test_a_day_outside_is_an_error_that_names_the_span(on):
    with pytest.raises(LawCoverageError, match=r"2017-01-01 to 2027-12-31") as caught:
        dated(("2017-01-01", 1), ("2022-01-01", 2)).on(day(on))
    assert f"day={on}" in str(caught.value)
    assert isinstance(caught.value, LookupError)


def test_a_gap_is_an_error_that_names_what_is_known():
    value = dated(("2017-01-01", 1), ("2022-01-01", None), ("2022-02-01", 3))
    assert value.spans() == (
        (dt.date(2017, 1, 1), dt.date(2021, 12, 31)),
        (dt.date(2022, 2, 1), dt.date(2027, 12, 31)),
    )
    with pytest.raises(LawCoverageError, match="2021-12-31, 2022-02-01"):
        value.on(day("2022-01-15"))
    assert value.on(day("2022-02-01")) == 3


def test_zero_and_false_are_values():
    assert dated(("2017-01-01", 0)).on(day("2020-01-01")) == 0
    assert dated(("2017-01-01", False)).on(day("2020-01-01")) is False


@pytest.mark.parametrize(
    "steps",
    [
        (),
        (("2022-01-01", 1), ("2017-01-01", 2)),
        (("2022-01-01", 1), ("2022-01-01", 2)),
        (("2028-01-01", 1),),
    ],
)
def test_steps_come_in_the_order_of_time(steps):
    with pytest.raises(PeriodError, match="steps"):
        dated(*steps)


def test_a_day_after_the_law_was_read_is_answered_with_a_caveat():
    value = dated(("2017-01-01", 1))
    assert value.caveat(day("2025-09-01")) is None
    assert "2025-09-01" in value.caveat(day("2025-09-02")).label("sv")


# ---------------------------------------------------------------------------- periods of the law
def test_the_law_of_its_time_is_chosen_by_the_day_of_the_trigger():
    assert period().deadline("2021-12-31", OPEN).span == days(10)
    assert period().deadline("2022-01-01", OPEN).span == days(20)


def test_another_days_law_may_be_asked_for_and_is_told():
    answer = period().deadline("2026-03-02", OPEN, as_of_law="2020-05-05")
    assert answer.span == days(10)
    assert str(answer.law_on) == "2020-05-05"
    assert "2020-05-05" in answer.why("sv")
    assert "2025-09-01" not in answer.why("sv")


def test_coverage_is_tested_on_the_day_of_the_trigger_and_not_of_the_answer():
    assert str(period().deadline("2027-12-31", OPEN).last_day) == "2028-01-20"
    with pytest.raises(LawCoverageError):
        period().deadline("2028-01-01", OPEN)


def test_a_trigger_after_the_law_was_read_adds_a_step():
    before, after = (period().deadline(on, OPEN) for on in ("2025-09-01", "2025-09-02"))
    assert len(after.explanation.steps) == len(before.explanation.steps) + 1
    assert "read on 2025-09-01" in after.why("en")


def test_an_answer_is_numbered_and_ends_with_a_warning():
    text = period().deadline("2026-03-02", OPEN).why("sv")
    assert text.splitlines()[0] == "1. skickades 2026-03-02"
    assert text.splitlines()[-1] == NOT_LEGAL_ADVICE.sv


def test_a_country_without_eu_law_can_be_counted_with_the_same_parts():
    back = period(backward=True).deadline("2026-03-22", OPEN)
    assert (str(back.legal), str(back.advised)) == ("2026-03-02", "2026-03-02")
    assert str(period(roll=Roll.NONE).deadline("2026-03-01", OPEN).last_day) == "2026-03-21"


# ---------------------------------------------------------------------------- no day, and money
def test_a_refusal_says_why_in_both_languages():
    error = no_deadline("tender_period", Step(Text("skälig tid", "reasonable time"), basis=ACT))
    assert error.why("sv") == "1. skälig tid [act 1 (lag)]"
    assert error.why("en") == "1. reasonable time [act 1 (statute)]"
    assert isinstance(error, (NoDeadlineError, SamverkanError, LookupError))
    assert error.name == "tender_period"


def test_a_refusal_survives_pickling():
    error = pickle.loads(pickle.dumps(no_deadline("x", Step(Text("a", "b"), basis=ACT))))
    assert error.why("en") == "1. b [act 1 (statute)]"


def test_a_limit_answers_in_the_currencies_it_is_set_in():
    limit = MoneyLimit(
        id="works",
        title=Text("byggentreprenader", "works"),
        amounts={"EUR": dated(("2024-01-01", Money("5538000", "EUR")))},
    )
    answer = limit.on("2025-03-01", "EUR")
    assert isinstance(answer, Amount)
    assert answer.amount == Money("5538000", "EUR")
    assert answer.to_dict()["amount"] == {"amount": "5538000", "currency": "EUR"}
    assert "gäller sedan 2024-01-01" in answer.why("sv")
    with pytest.raises(LawCoverageError, match="currency='SEK'"):
        limit.on("2025-03-01", "SEK")
    with pytest.raises(LawCoverageError):
        limit.on("2023-12-31", "EUR")


def test_a_question_that_is_wrong_is_also_an_attribute_error():
    """So that hasattr() and getattr() with a default behave."""
    assert issubclass(LawQuestionError, AttributeError)

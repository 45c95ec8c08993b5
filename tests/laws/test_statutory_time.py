"""What holds for every statutory period, whatever the day."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange

from hypothesis import example, given
from hypothesis import strategies as st

from samverkan.codelists import Roll
from samverkan.countries import eu
from samverkan.countries.se.calendar import CALENDAR
from samverkan.countries.se.statute import (
    BY_LOU_20,
    BY_STATUTORY_TIME,
    CALENDAR_WITHOUT_EVES,
)
from samverkan.jurisdictions import jurisdiction
from samverkan.periods import add_months, day, days, months, working_days

SWEDEN = jurisdiction("SE")
COUNTINGS = st.sampled_from([eu.REGULATION_1182_71, BY_STATUTORY_TIME, BY_LOU_20])
CALENDARS = st.sampled_from([CALENDAR, CALENDAR_WITHOUT_EVES])
DAYS = st.dates(dt.date(2006, 1, 1), dt.date(2045, 12, 31)).map(day)
COVERED = st.dates(dt.date(2024, 1, 1), dt.date(2027, 12, 31)).map(day)
COUNTS = st.integers(1, 60)
SPANS = st.one_of(COUNTS.map(days), st.integers(1, 48).map(months), COUNTS.map(working_days))


@given(COUNTINGS, CALENDARS, DAYS, SPANS)
def test_the_end_is_a_working_day_no_earlier_than_the_raw_end(counting, calendar, on, span):
    counted = counting.count(on, span, calendar)
    assert on < counted.raw <= counted.end
    assert calendar.is_working(counted.end)


@given(COUNTINGS, CALENDARS, DAYS, SPANS)
def test_the_end_moves_over_closed_days_alone(counting, calendar, on, span):
    counted = counting.count(on, span, calendar)
    if counting.least == 0 or span.months or span.working_days:
        between = calendar.working_days_between(counted.raw, counted.end)
        assert between == (0 if counted.end == counted.raw else 1)


@given(CALENDARS, DAYS, st.sampled_from(Roll))
def test_moving_a_day_twice_is_moving_it_once(calendar, on, policy):
    moved = calendar.roll(on, policy)
    assert calendar.roll(moved, policy) == moved


@given(COUNTINGS, CALENDARS, DAYS, DAYS, SPANS)
def test_a_later_start_never_ends_earlier(counting, calendar, first, second, span):
    first, second = sorted((first, second))
    assert counting.count(first, span, calendar).end <= counting.count(second, span, calendar).end


@given(COUNTINGS, CALENDARS, DAYS, COUNTS, COUNTS)
def test_a_longer_period_never_ends_earlier(counting, calendar, on, one, other):
    low, high = sorted((one, other))
    ends = [counting.count(on, days(count), calendar).end for count in (low, high)]
    assert ends[0] <= ends[1]


@given(CALENDARS, DAYS, st.integers(2, 60))
@example(CALENDAR, day("2026-04-02"), 2)
@example(CALENDAR, day("2026-12-23"), 2)
def test_a_period_of_union_law_holds_two_working_days(calendar, on, count):
    counted = eu.period_end(on, days(count), calendar)
    assert calendar.working_days_between(on, counted.end) >= 2


@given(CALENDARS, DAYS, st.integers(2, 60))
def test_union_law_never_ends_before_national_counting(calendar, on, count):
    national = BY_STATUTORY_TIME.count(on, days(count), calendar).end
    assert eu.period_end(on, days(count), calendar).end >= national


@given(DAYS, st.integers(1, 60))
def test_open_eves_never_end_later(on, count):
    closed, open_ = (
        eu.period_end(on, days(count), calendar).end
        for calendar in (CALENDAR, CALENDAR_WITHOUT_EVES)
    )
    assert open_ <= closed


@given(DAYS, st.integers(-240, 240))
@example(day("2028-02-29"), -12)
@example(day("2028-02-29"), 12)
def test_months_clamp_and_never_overflow_the_month(on, count):
    moved = add_months(on, count)
    assert (moved.year - on.year) * 12 + moved.month - on.month == count
    assert moved.day == min(on.day, monthrange(moved.year, moved.month)[1])


@given(st.integers(502, 511).map(lambda quarter: quarter * 4), st.sampled_from([-1, 1]))
def test_a_year_from_29_february_is_28_february(leap, direction):
    moved = add_months(day(f"{leap}-02-29"), 12 * direction)
    assert (moved.month, moved.day) == (2, 28)


@given(DAYS, COUNTS)
def test_backwards_the_legal_day_stays_and_the_advised_is_a_working_day(due, count):
    answer = eu.REGULATION_1182_71.count_back(due, days(count), CALENDAR, BY_LOU_20.event)
    assert due.toordinal() - answer.end.toordinal() == count
    assert answer.advised <= answer.end
    assert CALENDAR.is_working(answer.advised)
    assert CALENDAR.working_days_between(answer.advised, answer.end) == 0


@given(COVERED, st.sampled_from(["electronic", "letter"]))
def test_the_contract_waits_until_the_day_after_standstill(sent, means):
    answer = SWEDEN.standstill(sent_on=sent, means=means)
    assert answer.earliest_contract_day.toordinal() == answer.last_day.toordinal() + 1
    assert answer.last_day.toordinal() - sent.toordinal() >= answer.span.days


@given(COVERED)
def test_a_letter_never_shortens_standstill(sent):
    electronic, letter = (
        SWEDEN.standstill(sent_on=sent, means=means).last_day for means in ("electronic", "letter")
    )
    assert electronic <= letter


@given(COVERED, st.booleans(), st.booleans(), st.booleans())
def test_missing_documents_never_shorten_the_time_for_tenders(sent, electronic, fast, eves):
    with_documents, without = (
        SWEDEN.tender_period(
            sent_on=sent,
            procedure="open",
            electronic=electronic,
            accelerated=fast,
            documents_available=available,
            eves=eves,
        )
        for available in (True, False)
    )
    assert with_documents.last_day <= without.last_day


@given(COVERED)
def test_every_day_that_is_covered_is_answered_with_numbered_steps(on):
    """Decision 9: the trigger's date decides; after the day the law was read a step says so."""
    for answer in (
        SWEDEN.standstill(sent_on=on, means="electronic"),
        SWEDEN.tender_period(sent_on=on, procedure="open"),
        SWEDEN.invalidity(concluded_on=on),
        SWEDEN.documentation(concluded_on=on),
        SWEDEN.retention(awarded_on=on),
    ):
        told = answer.why("en").count("the text of the law was read on 2025-09-01")
        assert told == (1 if on > day("2025-09-01") else 0)
        numbers = [
            line.split(".")[0] for line in answer.why("sv").splitlines() if line[0].isdigit()
        ]
        assert numbers == [str(number) for number in range(1, len(numbers) + 1)]

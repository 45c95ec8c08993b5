"""What holds for every statutory period, whatever the day."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange

from hypothesis import example, given
from hypothesis import strategies as st

from samverkan.codelists import AmendmentGround, Roll
from samverkan.contracts import Amendment, Contract
from samverkan.countries import eu
from samverkan.countries.se.calendar import CALENDAR
from samverkan.countries.se.statute import (
    BY_LOU_20,
    BY_STATUTORY_TIME,
    CALENDAR_WITHOUT_EVES,
)
from samverkan.jurisdictions import jurisdiction
from samverkan.periods import add_months, day, day_from_ordinal, days, months, working_days
from samverkan.values import Money

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


@given(COVERED, st.integers(1, 40), st.sampled_from(["electronic", "letter"]))
def test_a_stated_standstill_never_shortens_the_least(sent, stated, means):
    least, longer = (
        SWEDEN.standstill(sent_on=sent, means=means, stated_days=count) for count in (None, stated)
    )
    assert longer.last_day == max(least.last_day, longer.last_day)
    assert (longer.last_day == least.last_day) or stated > least.span.days


@given(COVERED, st.sampled_from(["electronic", "letter", "other"]))
def test_review_is_open_as_long_as_standstill_lasts(sent, means):
    barred, open_ = (
        SWEDEN.law[name](sent_on=sent, means=means) for name in ("standstill", "review")
    )
    assert (open_.name, open_.last_day) == ("review", barred.last_day)


@given(COVERED, st.lists(st.none() | st.integers(0, 400), min_size=3, max_size=3))
def test_no_event_after_a_contract_makes_its_invalidity_last_longer(concluded, after):
    names = ("commission_published_on", "database_published_on", "notified_on")
    events = {
        name: day_from_ordinal(concluded.toordinal() + count)
        for name, count in zip(names, after, strict=True)
        if count is not None and concluded.toordinal() + count <= day("2027-12-31").toordinal()
    }
    whole = SWEDEN.invalidity(concluded_on=concluded).last_day
    found = SWEDEN.invalidity(concluded_on=concluded, **events)
    assert concluded < found.last_day <= whole
    assert (found.last_day == whole) or events


@given(
    st.integers(0, 10**9),
    st.lists(st.integers(-(10**8), 10**8), min_size=1, max_size=6),
    st.sampled_from([("goods", 10), ("services", 10), ("works", 15)]),
)
@example(10_000_000, [600_000, -200_000, 700_000], ("services", 10))
@example(5_000_000, [500_000], ("goods", 10))
def test_a_change_is_of_minor_value_when_the_net_is_below_both_limits(value, changes, what):
    category, share = what
    made = [
        Amendment(id=str(n), occurred_on=f"2025-01-{n:02}", value_change=Money(change, "SEK"))
        for n, change in enumerate(changes, 1)
    ]
    contract = Contract(id="A", value=Money(value, "SEK"), amendments=made)
    found = SWEDEN.classify_amendment(
        contract, made[-1], "above", Money(2_389_585, "SEK"), category=category
    )
    net = sum(changes)
    fits = abs(net) < 2_389_585 and abs(net) * 100 < value * share
    assert (found.ground is AmendmentGround.DE_MINIMIS) is fits
    assert found.net == Money(net, "SEK")

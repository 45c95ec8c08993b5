"""Days, moments, spans and periods: worked examples, and the ways that go wrong."""

from __future__ import annotations

import copy
import datetime as dt
import itertools
import pickle
from calendar import monthrange
from zoneinfo import ZoneInfo

import attrs
import pendulum
import pytest

from samverkan.errors import CodeError, PeriodError
from samverkan.periods import (
    Day,
    Moment,
    Period,
    Span,
    add_months,
    as_span,
    day,
    day_from_ordinal,
    days,
    moment,
    months,
    occurrences,
    optional_day,
    optional_moment,
    optional_span,
    shift,
    weeks,
    working_days,
    years,
)

NAIVE = dt.datetime(2026, 9, 1, 8)  # noqa: DTZ001  # a time without a zone is what is refused
STOCKHOLM = ZoneInfo("Europe/Stockholm")
AGAIN = [lambda one: pickle.loads(pickle.dumps(one)), copy.copy, copy.deepcopy]

# ---------------------------------------------------------------------------- days and moments


@pytest.mark.parametrize(
    "value", ["2026-09-01", dt.date(2026, 9, 1), pendulum.Date(2026, 9, 1), Day(2026, 9, 1)]
)
def test_a_day_is_read_from_iso_text_and_dates(value):
    found = day(value)
    assert found == dt.date(2026, 9, 1)
    assert type(found) is Day
    assert type(optional_day(value)) is Day


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("2026-9-1", r"value='2026-9-1' \(not of the form YYYY-MM-DD\); expected ISO text"),
        ("20260901", "not of the form"),
        ("2026-W36-2", "not of the form"),
        ("2026-09-01T08:00:00", "not of the form"),
        (" 2026-09-01", "not of the form"),
        ("\N{FULLWIDTH DIGIT TWO}026-09-01", "not of the form"),
        ("", "value=''"),
        ("2026-02-29", r"value='2026-02-29' \(.+\)"),
        ("0000-01-01", r"value='0000-01-01' \(.+\)"),
        (NAIVE, "got a naive datetime: .*; give value.date.. in the time zone that is meant"),
        (dt.datetime(2026, 9, 1, tzinfo=dt.UTC), "got a datetime: "),
        (pendulum.datetime(2026, 9, 1), "got a datetime: "),
        (20260901, "value=20260901 is of type int"),
        (None, "value=None is of type NoneType"),
    ],
)
def test_what_is_no_day_is_refused_by_name(value, says):
    with pytest.raises(PeriodError, match=says):
        day(value)


def test_a_datetime_passes_for_a_date_and_is_found_out():
    # A datetime is an instance of date, and comparing the two raises only later.
    assert isinstance(NAIVE, dt.date)
    with pytest.raises(TypeError):
        assert dt.date(2026, 9, 1) > NAIVE
    period = Period("2026-01-01", "2026-12-31")
    for asks in (
        lambda: Period(NAIVE),
        lambda: NAIVE in period,
        lambda: shift(NAIVE, months(1)),
        lambda: add_months(NAIVE, 1),
        lambda: occurrences(NAIVE, months(1)),
        lambda: Period.lasting(NAIVE, months(1)),
    ):
        with pytest.raises(PeriodError, match="naive datetime"):
            asks()


@pytest.mark.parametrize("ordinal", [0, -1, dt.date.max.toordinal() + 1])
def test_days_lie_in_the_years_1_to_9999(ordinal):
    assert day_from_ordinal(1) == dt.date.min
    assert day_from_ordinal(dt.date.max.toordinal()) == dt.date.max
    with pytest.raises(PeriodError, match=f"ordinal={ordinal}; use a shorter span"):
        day_from_ordinal(ordinal)


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2026-09-01T08:00:00+02:00", "2026-09-01T08:00:00+02:00"),
        ("2026-09-01T06:00:00Z", "2026-09-01T06:00:00+00:00"),
        (dt.datetime(2026, 1, 1, 8, tzinfo=STOCKHOLM), "2026-01-01T08:00:00+01:00"),
        (pendulum.datetime(2026, 7, 1, tz="Europe/Stockholm"), "2026-07-01T00:00:00+02:00"),
    ],
)
def test_a_moment_has_a_zone(value, iso):
    found = moment(value)
    assert (type(found), found.isoformat()) == (Moment, iso)
    assert optional_moment(value) == found


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (NAIVE, "moment: naive datetime: .*; add one, such as '.02:00'"),
        ("2026-09-01T08:00:00", "moment: naive datetime"),
        ("2026-09-01", "moment: naive datetime"),
        ("i morgon", "moment: not a moment: value='i morgon'; expected ISO text"),
        (dt.date(2026, 9, 1), "is of type date; expected ISO text or a zone-aware datetime"),
    ],
)
def test_what_is_no_moment_is_refused_by_name(value, says):
    with pytest.raises(PeriodError, match=says):
        moment(value)


def test_unknown_is_none():
    assert optional_day(None) is optional_moment(None) is optional_span(None) is None


# ---------------------------------------------------------------------------- spans


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("4 months", months(4)),
        ("1 month", months(1)),
        ("-60 days", days(-60)),
        ("10 working days", working_days(10)),
        ("4 years", months(48)),
        ("3 weeks", days(21)),
        ("1 month 5 days", months(1) + days(5)),
        ("1 month, -5 days", Span(1, -5)),
        ("  6months ", months(6)),
        ("+2 days", days(2)),
        ("0 days", Span()),
    ],
)
def test_a_span_is_read_from_words(text, span):
    assert Span.parse(text) == as_span(text) == optional_span(text) == span


@pytest.mark.parametrize(
    "text",
    ["", "4", "months", "4 fortnights", "4.5 months", "1e3 days", "- 5 days", "4 months x",
     "4 monthss", "1234567 days", "P4M", "\N{FULLWIDTH DIGIT FOUR} months"],
)  # fmt: skip
def test_what_is_no_length_is_refused(text):
    with pytest.raises(PeriodError, match="span: not a length: value="):
        Span.parse(text)


@pytest.mark.parametrize(
    ("span", "sv", "en"),
    [
        (months(1), "1 månad", "1 month"),
        (months(18), "18 månader", "18 months"),
        (days(-1), "-1 dag", "-1 day"),
        (working_days(10), "10 arbetsdagar", "10 working days"),
        (Span(1, 5, 2), "1 månad 5 dagar 2 arbetsdagar", "1 month 5 days 2 working days"),
        (Span(), "0 dagar", "0 days"),
    ],
)
def test_a_span_is_written_in_words(span, sv, en):
    assert (span.label("sv"), span.label("en"), str(span)) == (sv, en, en)


def test_a_span_speaks_two_languages():
    with pytest.raises(CodeError, match="lang='de'"):
        months(1).label("de")


@pytest.mark.parametrize(
    "counts",
    [(1.0, 0, 0), (True, 0, 0), ("1", 0, 0), (0, 120_001, 0), (0, 0, -120_001), (None, 0, 0)],
)
def test_a_span_counts_whole_units_within_bounds(counts):
    with pytest.raises(PeriodError, match="expected whole numbers within ±120000"):
        Span(*counts)


@pytest.mark.parametrize(
    "length", [dt.timedelta(days=30), pendulum.Duration(months=1), 30, None, ("1 month",)]
)
def test_a_duration_is_no_span(length):
    for asks in (
        lambda: as_span(length),
        lambda: months(1) + length,
        lambda: shift("2026-01-31", length),
        lambda: occurrences("2026-01-31", length),
        lambda: Period.lasting("2026-01-31", length),
    ):
        with pytest.raises(PeriodError, match=f"span: got {type(length).__name__}: value="):
            asks()


def test_a_month_is_not_thirty_days():
    # There it is, which is why no length of theirs is ever stored.
    assert pendulum.Duration(months=1) == pendulum.Duration(days=30)
    assert hash(pendulum.Duration(months=1)) == hash(pendulum.Duration(days=30))
    assert months(1) != days(30)
    assert weeks(1) == days(7)
    assert years(1) == months(12)


def test_spans_add_and_multiply_unit_by_unit():
    assert 3 * (months(1) + days(2)) == Span(3, 6, 0)
    assert -Span(1, -2, 3) == Span(-1, 2, -3)
    assert months(1) + days(0) == months(1)
    assert not Span()
    assert days(-1)


@pytest.mark.parametrize("value", [months(3), Period("2026-01-01"), day("2026-01-01")])
@pytest.mark.parametrize("again", AGAIN)
def test_spans_and_periods_are_values(value, again):
    assert again(value) == value
    assert hash(again(value)) == hash(value)


# ---------------------------------------------------------------------------- months
# Reg (EEC, Euratom) 1182/71 Art 3(2)(c) and lag (1930:173) 1 §: the day of the same number, or the
# last of a month that has none.
MONTHS = [
    ("2026-08-31", 6, "2027-02-28", "no 31 February"),
    ("2026-05-31", 6, "2026-11-30", "no 31 November"),
    ("2026-06-25", 6, "2026-12-25", "plain"),
    ("2026-07-01", 6, "2027-01-01", "over the year's end"),
    ("2027-08-31", 6, "2028-02-29", "leap year"),
    ("2026-03-16", 6, "2026-09-16", "plain"),
    ("2028-03-31", -18, "2026-09-30", "lead time: months back, clamped"),
    ("2028-03-31", -12, "2027-03-31", "lead time: months back"),
    ("2028-03-31", -6, "2027-09-30", "lead time: months back, clamped"),
    ("2028-08-31", -6, "2028-02-29", "lead time: leap, clamped"),
    ("2028-02-29", -12, "2027-02-28", "lead time: leap, clamped"),
    ("2024-02-29", 48, "2028-02-29", "retention: four years, LOU 12:17"),
    ("2026-02-28", 48, "2030-02-28", "retention: stays the 28th, never snaps to the month's end"),
    ("2026-01-15", 12, "2027-01-15", "last day of a prior information notice, LOU 11"),
    ("2024-01-31", 1, "2024-02-29", "leap, clamped"),
]


@pytest.mark.parametrize(("start", "count", "end", "why"), MONTHS)
def test_months_clamp_to_the_month_s_last_day(start, count, end, why):
    assert add_months(start, count) == shift(start, months(count)) == day(end), why


@pytest.mark.parametrize(
    ("start", "count"), [("9999-12-01", 1), ("0001-01-31", -1), ("2026-01-01", 10**9)]
)
def test_months_stay_within_the_years_1_to_9999(start, count):
    with pytest.raises(
        PeriodError, match=f"outside the years 1 to 9999: {start} . {count} months"
    ):
        add_months(start, count)


def test_months_come_before_days():
    # Contract end 2027-03-31, six months' notice, and thirty days before that.
    notice = -(months(6) + days(30))
    assert shift("2027-03-31", notice) == day("2026-08-31")
    assert shift(shift("2027-03-31", days(-30)), months(-6)) == day("2026-09-01")


def test_days_are_counted_in_the_calendar():
    assert shift("2026-12-14", days(14)) == day("2026-12-28")
    assert shift("2024-02-28", days(2)) == day("2024-03-01")
    assert shift("2026-12-14", Span()) == day("2026-12-14")


def test_working_days_need_a_calendar():
    with pytest.raises(PeriodError, match=r"span=3 working days without a calendar; .*calendar="):
        shift("2026-12-14", working_days(3))
    with pytest.raises(PeriodError, match="without a calendar"):
        occurrences("2026-12-14", working_days(3))


# ---------------------------------------------------------------------------- again and again


@pytest.mark.parametrize(
    ("anchor", "every", "expected"),
    [
        (
            "2026-01-31",
            "3 months",
            ["2026-04-30", "2026-07-31", "2026-10-31", "2027-01-31", "2027-04-30"],
        ),
        ("2026-01-31", "1 month", ["2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]),
        ("2024-02-29", "1 year", ["2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]),
        ("2026-01-31", "14 days", ["2026-02-14", "2026-02-28", "2026-03-14"]),
        ("2026-01-30", "1 month 1 day", ["2026-03-01", "2026-04-01", "2026-05-03"]),
    ],
)
def test_every_occurrence_is_computed_from_the_anchor(anchor, every, expected):
    found = itertools.islice(occurrences(anchor, every), len(expected))
    assert [str(on) for on in found] == expected


def test_the_first_occurrence_may_be_the_anchor_itself():
    found = occurrences("2026-01-31", months(1), first=0)
    assert [str(next(found)), str(next(found))] == ["2026-01-31", "2026-02-28"]


def test_the_stream_ends_with_the_years():
    assert [str(on) for on in occurrences("9999-10-31", months(1))] == ["9999-11-30", "9999-12-31"]


@pytest.mark.parametrize("every", [Span(), months(-1), Span(1, -1), working_days(-1)])
def test_what_does_not_lead_forward_is_refused_at_once(every):
    with pytest.raises(PeriodError, match="expected a span that leads forward; turn its sign"):
        occurrences("2026-01-31", every)


# ------------------------------------------------------------------- what goes wrong by other ways


def thirty_point_44(anchor, count):
    return anchor + dt.timedelta(days=round(30.44 * count))


def chained(anchor, count):
    for _ in range(count):
        anchor = add_months(anchor, 1)
    return anchor


def overflowing(anchor, count):
    year, month = divmod(anchor.year * 12 + anchor.month - 1 + count, 12)
    return dt.date(year, month + 1, 1) + dt.timedelta(days=anchor.day - 1)


def snapped(anchor, count):
    moved = add_months(anchor, count)
    is_last = anchor.day == monthrange(anchor.year, anchor.month)[1]
    return moved.replace(day=monthrange(moved.year, moved.month)[1]) if is_last else moved


def skipped(anchor, count):
    """The count-th month that has the day, as a recurrence rule (RFC 5545) has it."""
    for ahead in itertools.count(1):
        year, month = divmod(anchor.year * 12 + anchor.month - 1 + ahead, 12)
        count -= monthrange(year, month + 1)[1] >= anchor.day
        if not count:
            return dt.date(year, month + 1, anchor.day)
    raise AssertionError


@pytest.mark.parametrize(
    ("wrong_way", "anchor", "count", "wrong"),
    [
        (thirty_point_44, "2026-01-31", 6, "2026-08-02"),
        (chained, "2026-01-31", 2, "2026-03-28"),
        (overflowing, "2026-01-31", 1, "2026-03-03"),
        (snapped, "2026-02-28", 1, "2026-03-31"),
        (skipped, "2026-01-31", 1, "2026-03-31"),
    ],
)
def test_other_ways_give_other_days(wrong_way, anchor, count, wrong):
    assert wrong_way(day(anchor), count) == day(wrong)
    assert shift(anchor, months(count)) != day(wrong)


# ---------------------------------------------------------------------------- periods


def test_a_period_is_inclusive_at_both_ends():
    period = Period("2026-09-01", "2029-08-31")
    assert period.length == 1096
    assert Period("2026-09-01", "2026-09-01").length == 1
    inside = ["2026-09-01", "2029-08-31", dt.date(2027, 1, 1)]
    assert all(on in period for on in inside)
    assert "2026-08-31" not in period
    assert "2029-09-01" not in period


def test_an_open_end_is_boundless_and_has_no_length():
    until_further_notice, unknown_start = Period("2026-09-01"), Period(None, "2029-08-31")
    assert until_further_notice.length is unknown_start.length is None
    assert "9999-12-31" in until_further_notice
    assert "2026-08-31" not in until_further_notice
    assert "0001-01-01" in unknown_start
    assert "2029-09-01" not in unknown_start
    assert "2026-01-01" in Period(None)


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        (Period("2026-01-01", "2026-06-30"), Period("2026-06-30", "2026-12-31"), True),
        (Period("2026-01-01", "2026-06-29"), Period("2026-06-30", "2026-12-31"), False),
        (Period("2026-01-01"), Period(None, "2025-12-31"), False),
        (Period("2026-01-01"), Period(None, "2026-01-01"), True),
        (Period(None), Period("2026-01-01", "2026-01-01"), True),
    ],
)
def test_periods_overlap_when_they_share_a_day(one, other, share):
    assert one.overlaps(other) is other.overlaps(one) is share


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (lambda: Period("2026-05-01", "2026-04-30"), "start=2026-05-01, end=2026-04-30; both"),
        (lambda: Period("2026-05-01").extended(months(1)), "has no end, .* give it an end first"),
        (lambda: Period(None, "2026-05-01").extended(months(-1)), "cannot last span=-1 month"),
        (lambda: Period.lasting("2026-05-01", Span()), "cannot last span=0 days"),
        (lambda: Period.lasting("2026-05-01", working_days(3)), "span=3 working days; .*shift"),
        (lambda: Period(None, "9999-12-31").extended(months(1)), "outside the years"),
        (lambda: None in Period("2026-05-01"), "value=None"),
    ],
)
def test_what_no_period_can_be_is_refused(wrong, says):
    with pytest.raises(PeriodError, match=says):
        wrong()


@pytest.mark.parametrize(
    ("start", "span", "end", "why"),
    [
        ("2026-02-01", years(4), "2030-01-31", "four years, LOU 7:2"),
        ("2026-02-01", months(1), "2026-02-28", "a calendar month"),
        ("2024-02-29", years(4), "2028-02-28", "from leap day to the day before"),
        ("2024-02-29", years(1), "2025-02-28", "no 29 February: the month's last day"),
        ("2026-01-31", months(1), "2026-02-28", "no 31 February: the month's last day"),
        ("2026-01-31", months(2), "2026-03-30", "the day before the 31st"),
        ("2026-01-31", "1 month 5 days", "2026-03-05", "days come after months"),
        ("2026-01-31", days(1), "2026-01-31", "one day"),
    ],
)
def test_a_period_lasts_until_the_day_before_the_same_number(start, span, end, why):
    # Reg (EEC, Euratom) 1182/71 Art 3(2)(c), with the first day counted.
    assert Period.lasting(start, span) == Period(start, end), why


@pytest.mark.parametrize(
    ("end", "span", "longer"),
    [
        ("2029-08-31", years(1), "2030-08-31"),
        ("2027-02-28", years(1), "2028-02-29"),
        ("2028-02-29", years(1), "2029-02-28"),
        ("2026-04-30", months(1), "2026-05-31"),
        ("2026-01-30", months(1), "2026-02-28"),
        ("2026-12-14", days(14), "2026-12-28"),
    ],
)
def test_an_extension_is_counted_from_the_day_after_the_last(end, span, longer):
    assert Period("2020-01-01", end).extended(span) == Period("2020-01-01", longer)
    assert Period(None, end).extended(span).start is None


@pytest.mark.parametrize(
    ("period", "sv", "en"),
    [
        (
            Period("2026-09-01", "2029-08-31"),
            "2026-09-01 t.o.m. 2029-08-31",
            "2026-09-01 to 2029-08-31",
        ),
        (Period("2026-09-01"), "2026-09-01 tills vidare", "2026-09-01 until further notice"),
        (Period(None, "2029-08-31"), "… t.o.m. 2029-08-31", "… to 2029-08-31"),
    ],
)
def test_a_period_is_written_as_contracts_print_it(period, sv, en):
    assert (period.label("sv"), period.label("en"), str(period)) == (sv, en, en)


def test_a_period_evolves():
    assert attrs.evolve(Period("2026-09-01"), end="2026-12-31").length == 122

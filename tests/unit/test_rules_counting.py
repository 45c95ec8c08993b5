"""Days counted in whole numbers: the same days as by the calendar's own arithmetic."""

from __future__ import annotations

import datetime as dt

import pytest

from samverkan.periods import Span, day, day_from_ordinal, days, months
from samverkan.rules._counting import (
    LAST_MONTH,
    LAST_ORDINAL,
    falls,
    month_of,
    month_table,
    series,
)

NOTHING = Span()


def iso(found):
    return [(number, str(day_from_ordinal(ordinal))) for number, ordinal in found]


def between(anchor, step, first, last, offset=NOTHING):
    """Occurrences from one day to another, both included."""
    after, before = day(first).toordinal() - 1, day(last).toordinal() + 1
    return iso(series(day(anchor), step, offset, after, before))


def test_the_table_of_months_is_that_of_the_calendar():
    before, length = month_table()
    assert len(before) == len(length) == LAST_MONTH + 1 == 301 * 12
    for month in (0, 1, 11, 12, 13, 1201, 1500, LAST_MONTH):
        first = dt.date(1900 + month // 12, month % 12 + 1, 1)
        assert before[month] == first.toordinal() - 1
        assert month_of(first) == month
        assert dt.date.fromordinal(before[month] + length[month] + (month != LAST_MONTH)) == (
            dt.date(2200, 12, 31)
            if month == LAST_MONTH
            else dt.date(1900 + (month + 1) // 12, (month + 1) % 12 + 1, 1)
        )
    assert (length[1], length[1201]) == (28, 29)  # 1900 was no leap year, 2000 was


@pytest.mark.parametrize(
    ("anchor", "span", "expected"),
    [
        # rows of the worked examples: leadtime and contract6m
        ("2028-03-31", months(-18), "2026-09-30"),
        ("2028-08-31", months(-6), "2028-02-29"),
        ("2028-02-29", months(-12), "2027-02-28"),
        ("2026-08-31", months(6), "2027-02-28"),
        # months first, then days
        ("2026-01-31", months(1) + days(1), "2026-03-01"),
        ("2026-03-31", months(-1) + days(-30), "2026-01-29"),
        ("2026-09-01", days(90), "2026-11-30"),
        # at and beyond the edges of the table
        ("1900-01-31", months(-1), "1899-12-31"),
        ("1900-02-28", months(-1), "1900-01-28"),
        ("2200-11-30", months(1), "2200-12-30"),
        ("2200-12-31", months(2), "2201-02-28"),
        ("0207-05-31", months(1), "0207-06-30"),
        ("9999-11-30", months(1), "9999-12-30"),
        ("0001-02-01", months(-1), "0001-01-01"),
    ],
)
def test_a_day_falls_where_the_calendar_says(anchor, span, expected):
    assert str(day_from_ordinal(falls(day(anchor), span.months, span.days))) == expected


@pytest.mark.parametrize(
    ("anchor", "span", "expected"),
    [
        ("9999-12-31", months(1), 2 * LAST_ORDINAL),
        ("9999-12-31", months(1) + days(-3), 2 * LAST_ORDINAL),
        ("9999-12-31", days(1), LAST_ORDINAL + 1),
        ("0001-01-01", months(-1), -LAST_ORDINAL),
        ("0001-01-01", months(-1) + days(40), -LAST_ORDINAL),
        ("0001-01-01", days(-1), 0),
        ("0001-01-01", days(-5), -4),
    ],
)
def test_what_lies_beyond_the_years_lies_beyond_the_ordinals(anchor, span, expected):
    assert falls(day(anchor), span.months, span.days) == expected


def test_a_series_counts_from_the_anchor_and_never_chains():
    # worked example: quarterly and monthly from 2026-01-31
    assert between("2026-01-31", months(3), "2026-01-31", "2027-04-30") == [
        (1, "2026-04-30"),
        (2, "2026-07-31"),
        (3, "2026-10-31"),
        (4, "2027-01-31"),
        (5, "2027-04-30"),
    ]
    assert between("2026-01-31", months(1), "2026-01-31", "2026-05-31") == [
        (1, "2026-02-28"),
        (2, "2026-03-31"),
        (3, "2026-04-30"),
        (4, "2026-05-31"),
    ]


def test_a_series_keeps_its_numbers_wherever_one_looks():
    assert between("1950-06-15", months(1), "2026-06-15", "2026-08-15") == [
        (912, "2026-06-15"),
        (913, "2026-07-15"),
        (914, "2026-08-15"),
    ]
    assert between("2026-09-01", days(7), "2026-09-20", "2026-10-01") == [
        (3, "2026-09-22"),
        (4, "2026-09-29"),
    ]


def test_the_bounds_of_a_series_are_outside_it():
    start = day("2026-09-01")
    found = series(start, months(1), NOTHING, day("2026-10-01").toordinal(),
                   day("2026-12-01").toordinal())  # fmt: skip
    assert iso(found) == [(2, "2026-11-01")]
    assert list(series(start, months(1), NOTHING, 100, 101)) == []
    assert list(series(start, months(1), NOTHING, 101, 100)) == []


def test_an_offset_moves_every_occurrence():
    assert between("2026-09-01", months(12), "2026-09-02", "2029-08-30", days(90)) == [
        (1, "2027-11-30"),
        (2, "2028-11-30"),
    ]
    # months are added up before they are clamped: 31 January + 1 + 1 months is 31 March
    assert between("2026-01-31", months(1), "2026-02-01", "2026-04-30", months(1)) == [
        (1, "2026-03-31"),
        (2, "2026-04-30"),
    ]
    assert between("2026-03-31", months(2), "2026-04-01", "2026-08-01", months(-1)) == [
        (1, "2026-04-30"),
        (2, "2026-06-30"),
    ]


@pytest.mark.parametrize("step", [months(1), days(1), months(1) + days(1), days(13)])
@pytest.mark.parametrize("anchor", ["0001-01-01", "0207-08-31", "1899-12-31", "2026-01-31"])
@pytest.mark.parametrize("offset", [NOTHING, days(-2), days(40), months(-2), months(3)])
def test_a_series_is_the_same_by_leaps_and_one_by_one(anchor, step, offset):
    anchor = day(anchor)
    after, before = day("2026-02-10").toordinal(), day("2026-05-02").toordinal()
    expected, number = [], 1
    while True:
        found = falls(
            anchor, step.months * number + offset.months, step.days * number + offset.days
        )
        if found >= before or (found == -LAST_ORDINAL and not step.months):
            break  # days alone never lead back from before the year 1
        if found > after:
            expected.append((number, found))
        number += 1
    assert list(series(anchor, step, offset, after, before)) == expected


def test_a_series_ends_where_the_years_do():
    last = day("9999-12-31")
    assert iso(series(last, days(1), NOTHING, last.toordinal() - 1, LAST_ORDINAL + 1)) == []
    found = series(day("9999-09-30"), months(1), NOTHING, last.toordinal() - 40, LAST_ORDINAL + 1)
    assert iso(found) == [(2, "9999-11-30"), (3, "9999-12-30")]


def test_a_series_goes_on_where_the_table_of_months_ends():
    assert between("2200-10-31", months(1), "2200-11-01", "2201-02-28") == [
        (1, "2200-11-30"),
        (2, "2200-12-31"),
        (3, "2201-01-31"),
        (4, "2201-02-28"),
    ]
    assert between("2200-10-31", months(1), "2200-11-01", "2200-12-31")[-1] == (2, "2200-12-31")
    assert between("2200-10-31", months(1), "2200-11-01", "2201-01-30")[-1] == (2, "2200-12-31")
    assert between("1899-10-31", months(1), "1899-12-01", "1900-02-28") == [
        (2, "1899-12-31"),
        (3, "1900-01-31"),
        (4, "1900-02-28"),
    ]


def test_an_offset_before_the_first_year_does_not_end_a_series():
    first = day("0001-01-01")
    assert iso(series(first, days(1), days(-2), 0, 4)) == [
        (2, "0001-01-01"),
        (3, "0001-01-02"),
        (4, "0001-01-03"),
    ]

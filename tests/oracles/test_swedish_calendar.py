"""The Swedish calendar against the acts, computed once more and without any library.

Lag (1989:253) 1 § lists the public holidays, lag (1930:173) 2 § puts Saturdays and the three eves
beside them. A change in the package that gives the days fails here, not at a user.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path

import pytest

from samverkan.countries.se.calendar import CALENDAR
from samverkan.countries.se.statute import CALENDAR_WITHOUT_EVES

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("SAMVERKAN_DATA") or ROOT.parent / "shared" / "data")
YEARS = range(2005, 2051)

NON_WORKING_WEEKDAYS = """
2025,2025-01-01,2025-01-06,2025-04-18,2025-04-21,2025-05-01,2025-05-29,2025-06-06,2025-06-20,2025-12-24,2025-12-25,2025-12-26,2025-12-31
2026,2026-01-01,2026-01-06,2026-04-03,2026-04-06,2026-05-01,2026-05-14,2026-06-19,2026-12-24,2026-12-25,2026-12-31
2027,2027-01-01,2027-01-06,2027-03-26,2027-03-29,2027-05-06,2027-06-25,2027-12-24,2027-12-31
2028,2028-01-06,2028-04-14,2028-04-17,2028-05-01,2028-05-25,2028-06-06,2028-06-23,2028-12-25,2028-12-26
"""


def easter(year):
    """Easter Sunday of the Gregorian calendar (Meeus, after the anonymous rule of 1876)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leaps, more = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - moon + 15) % 30
    quarter, part = divmod(rest, 4)
    weekday = (32 + 2 * more + 2 * quarter - epact - part) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, on = divmod(epact + weekday - 7 * late + 114, 31)
    return dt.date(year, month, on + 1)


def saturday_from(year, month, on):
    """The first Saturday on or after a day."""
    first = dt.date(year, month, on)
    return first + dt.timedelta((5 - first.weekday()) % 7)


def holidays_by_the_act(year):
    """Lag (1989:253) 1 §, Sundays left out."""
    sunday = easter(year)
    fixed = [(1, 1), (1, 6), (5, 1), (6, 6), (12, 25), (12, 26)]
    return {
        *(dt.date(year, month, on) for month, on in fixed),
        *(sunday + dt.timedelta(after) for after in (-2, 0, 1, 39, 49)),
        saturday_from(year, 6, 20),
        saturday_from(year, 10, 31),
    }


def eves(year):
    """Lag (1930:173) 2 §: Midsummer, Christmas and New Year's Eve."""
    return {
        saturday_from(year, 6, 20) - dt.timedelta(1),
        dt.date(year, 12, 24),
        dt.date(year, 12, 31),
    }


def all_days(year):
    first = dt.date(year, 1, 1).toordinal()
    return [
        dt.date.fromordinal(ordinal)
        for ordinal in range(first, dt.date(year + 1, 1, 1).toordinal())
    ]


@pytest.mark.parametrize("year", YEARS)
def test_every_day_is_open_or_closed_as_the_acts_have_it(year):
    closed = holidays_by_the_act(year) | eves(year)
    for on in all_days(year):
        assert CALENDAR.is_working(on) is (on.weekday() < 5 and on not in closed), on


@pytest.mark.parametrize("year", YEARS)
def test_without_the_eves_the_public_holidays_remain(year):
    closed = holidays_by_the_act(year)
    for on in all_days(year):
        expected = on.weekday() < 5 and on not in closed
        assert CALENDAR_WITHOUT_EVES.is_working(on) is expected, on


@pytest.mark.parametrize("year", YEARS)
def test_every_closed_day_names_its_act(year):
    for on in sorted(holidays_by_the_act(year)):
        assert "1989:253" in CALENDAR.why_closed(on, "sv"), on
    for on in sorted(eves(year)):
        assert "1930:173" in CALENDAR.why_closed(on, "sv"), on


@pytest.mark.parametrize("row", NON_WORKING_WEEKDAYS.strip().splitlines(), ids=lambda row: row[:4])
def test_weekdays_that_are_closed(row):
    year, *expected = row.split(",")
    found = [
        on.isoformat()
        for on in all_days(int(year))
        if on.weekday() < 5 and not CALENDAR.is_working(on)
    ]
    assert found == expected


def test_a_year_has_thirteen_holidays_and_three_eves():
    assert len(holidays_by_the_act(2026)) == 13
    assert len(holidays_by_the_act(2026) | eves(2026)) == 16


@pytest.mark.parametrize(
    "on",
    [
        "2026-04-02",  # Maundy Thursday
        "2026-05-25",  # Whit Monday, abolished 2005
        "2026-01-05",  # Epiphany Eve
        "2026-04-30",  # Walpurgis Eve
        "2026-05-15",  # the day after Ascension Day
    ],
)
def test_days_that_offices_may_close_are_working_days_in_law(on):
    assert CALENDAR.is_working(dt.date.fromisoformat(on))


def published(name):
    path = DATA / "calendars" / name
    if not path.is_file():
        pytest.skip(f"no published calendars: {path} is absent; set SAMVERKAN_DATA")
    return json.loads(path.read_text(encoding="utf-8"))


def test_easter_is_where_a_published_table_has_it():
    dates = [dt.date.fromisoformat(text) for text in published("easter_1990_2050.json")["western"]]
    assert {on.year for on in dates} >= set(YEARS)
    assert [easter(on.year) for on in dates] == dates


def test_published_lists_of_swedish_holidays_agree():
    for one in published("se_holidays_web.json")["lists"]:
        listed = {dt.date.fromisoformat(on) for on in one["dates"]}
        assert listed == holidays_by_the_act(one["year"]), one["url"]

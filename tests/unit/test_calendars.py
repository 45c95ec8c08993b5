"""Working calendars: what rolls where, why a day is closed, and what nobody may guess."""

from __future__ import annotations

import copy
import datetime as dt
import pickle

import attrs
import holidays
import pytest

from samverkan.calendars import (
    ClosedDay,
    WorkingCalendar,
    calendar_from_days,
    national_calendar,
)
from samverkan.codelists import Roll, SourceKind
from samverkan.countries.se.calendar import CALENDAR as SWEDEN
from samverkan.errors import CalendarError, CodeError, PeriodError
from samverkan.explanations import LegalBasis, Text
from samverkan.periods import Period, day, days, months, occurrences, shift, working_days

YEAR = ("2026-01-01", "2026-12-31")
YARD = calendar_from_days("yard", {"2026-09-01": ("stängt", "closed")}, YEAR)

# ---------------------------------------------------------------------------- rolling
# Day, then the next working day: lag (1930:173) 2 § and lag (1989:253) 1 §; examples on LOU 20:1,
# 20:18 and on Reg (EEC, Euratom) 1182/71 Art 3(4). UHM stands for the agency's own example.
FORWARD = [
    ("2019-04-01", 10, "2019-04-11", "2019-04-11", "UHM: standstill"),
    ("2019-04-18", 10, "2019-04-28", "2019-04-29", "UHM: Sunday"),
    ("2018-05-30", 10, "2018-06-09", "2018-06-11", "UHM: after a court's ruling; Saturday"),
    ("2025-12-15", 10, "2025-12-25", "2025-12-29", "Christmas Day, Boxing Day, weekend"),
    ("2025-12-21", 10, "2025-12-31", "2026-01-02", "New Year's Eve, New Year's Day"),
    ("2025-12-22", 10, "2026-01-01", "2026-01-02", "New Year's Day"),
    ("2025-12-27", 10, "2026-01-06", "2026-01-07", "Epiphany"),
    ("2026-01-15", 10, "2026-01-25", "2026-01-26", "Sunday"),
    ("2026-03-19", 15, "2026-04-03", "2026-04-07", "Good Friday to Tuesday; letter sent"),
    ("2026-03-24", 10, "2026-04-03", "2026-04-07", "Good Friday"),
    ("2026-04-21", 10, "2026-05-01", "2026-05-04", "1 May, a Friday"),
    ("2026-05-04", 10, "2026-05-14", "2026-05-15", "Ascension Day; the Friday is open"),
    ("2026-05-27", 10, "2026-06-06", "2026-06-08", "National Day, a Saturday"),
    ("2026-06-09", 10, "2026-06-19", "2026-06-22", "Midsummer Eve, weekend"),
    ("2026-09-01", 10, "2026-09-11", "2026-09-11", "plain Friday"),
    ("2026-10-21", 10, "2026-10-31", "2026-11-02", "All Saints' Day, a Saturday"),
    ("2027-12-16", 15, "2027-12-31", "2028-01-03", "New Year's Eve, a Friday"),
    ("2026-03-16", 30, "2026-04-15", "2026-04-15", "award notice, LOU 10:4"),
    ("2026-05-07", 30, "2026-06-06", "2026-06-08", "National Day, a Saturday"),
    ("2026-06-01", 30, "2026-07-01", "2026-07-01", "plain"),
    ("2026-11-25", 30, "2026-12-25", "2026-12-28", "Christmas"),
    ("2026-12-02", 30, "2027-01-01", "2027-01-04", "New Year's Day, a Friday"),
    ("2026-01-02", 30, "2026-02-01", "2026-02-02", "Sunday"),
    ("2026-04-16", 15, "2026-05-01", "2026-05-04", "1 May"),
    ("2026-12-09", 15, "2026-12-24", "2026-12-28", "Christmas Eve, Christmas Day, weekend"),
    ("2026-08-10", 15, "2026-08-25", "2026-08-25", "plain"),
    ("2026-12-04", 21, "2026-12-25", "2026-12-28", "three weeks, LOU 20:11"),
    ("2026-03-16", 21, "2026-04-06", "2026-04-07", "Easter Monday"),
    ("2026-06-05", 21, "2026-06-26", "2026-06-26", "Midsummer is a week earlier in 2026"),
    ("2026-03-02", 35, "2026-04-06", "2026-04-07", "tenders, LOU 11:2: Easter Monday"),
    ("2026-04-01", 30, "2026-05-01", "2026-05-04", "tenders: 1 May"),
    ("2026-01-07", 30, "2026-02-06", "2026-02-06", "plain"),
    ("2026-12-01", 30, "2026-12-31", "2027-01-04", "New Year's Eve, a Thursday"),
    ("2026-05-25", 25, "2026-06-19", "2026-06-22", "Midsummer Eve"),
    ("2026-12-14", 10, "2026-12-24", "2026-12-28", "Christmas Eve"),
    ("2026-08-03", 40, "2026-09-12", "2026-09-14", "35 + 5 days; Saturday"),
    ("2026-06-01", 35, "2026-07-06", "2026-07-06", "plain Monday"),
    ("2026-02-02", 15, "2026-02-17", "2026-02-17", "plain"),
    ("2026-02-16", 10, "2026-02-26", "2026-02-26", "plain"),
    ("2019-11-20", 35, "2019-12-25", "2019-12-27", "UHM: tenders"),
    ("2019-11-27", 35, "2020-01-01", "2020-01-02", "UHM: tenders"),
]


@pytest.mark.parametrize(("start", "count", "raw", "end", "source"), FORWARD)
def test_a_statutory_day_rolls_forward(start, count, raw, end, source):
    reached = shift(start, days(count))
    assert reached == day(raw), source
    assert SWEDEN.roll(reached, Roll.FORWARD) == day(end), source


@pytest.mark.parametrize(
    ("start", "count", "raw", "end", "source"),
    [
        ("2026-08-31", 6, "2027-02-28", "2027-03-01", "no 31 February; Sunday"),
        ("2026-05-31", 6, "2026-11-30", "2026-11-30", "no 31 November"),
        ("2026-06-25", 6, "2026-12-25", "2026-12-28", "Christmas"),
        ("2026-07-01", 6, "2027-01-01", "2027-01-04", "New Year's Day, a Friday"),
        ("2027-08-31", 6, "2028-02-29", "2028-02-29", "leap year"),
        ("2026-03-16", 6, "2026-09-16", "2026-09-16", "plain"),
    ],
)
def test_six_months_from_a_contract_roll_forward(start, count, raw, end, source):
    # Application to declare a contract invalid, LOU 20:17 with 20:18.
    reached = shift(start, months(count))
    assert reached == day(raw), source
    assert SWEDEN.roll(reached, "forward") == day(end), source


@pytest.mark.parametrize(
    ("last", "count", "legal", "advised", "source"),
    [
        ("2026-05-11", 6, "2026-05-05", "2026-05-05", "plain"),
        ("2026-05-07", 6, "2026-05-01", "2026-04-30", "1 May"),
        ("2026-04-07", 6, "2026-04-01", "2026-04-01", "plain"),
        ("2026-02-27", 4, "2026-02-23", "2026-02-23", "accelerated, LOU 11:12"),
        ("2026-12-28", 4, "2026-12-24", "2026-12-23", "Christmas Eve"),
        ("2026-01-07", 6, "2026-01-01", "2025-12-30", "New Year's Day and Eve"),
        ("2026-06-25", 6, "2026-06-19", "2026-06-18", "Midsummer Eve"),
    ],
)
def test_a_day_counted_backwards_stays_and_a_prudent_one_rolls_back(
    last, count, legal, advised, source
):
    reached = shift(last, days(-count))
    assert SWEDEN.roll(reached, Roll.NONE) == day(legal), source
    assert SWEDEN.roll(reached, Roll.BACKWARD) == day(advised), source


@pytest.mark.parametrize(
    ("start", "count", "end", "source"),
    [
        ("2026-04-27", 10, "2026-05-12", "dynamic purchasing, LOU 8:7; 1 May inside"),
        ("2026-04-27", 15, "2026-05-20", "1 and 14 May inside"),
        ("2026-12-18", 5, "2026-12-29", "24 and 25 December inside"),
        ("2026-06-15", 5, "2026-06-23", "Midsummer Eve inside"),
        ("2026-03-30", 10, "2026-04-15", "Good Friday and Easter Monday inside"),
    ],
)
def test_working_days_leave_out_what_is_closed(start, count, end, source):
    assert shift(start, working_days(count), SWEDEN) == day(end), source
    assert SWEDEN.add_working_days(start, count) == day(end), source
    assert SWEDEN.working_days_between(start, end) == count
    assert SWEDEN.working_days_between(end, start) == -count


def test_rolling_an_occurrence_moves_no_other():
    found = occurrences("2026-01-31", months(1))
    rolled = [SWEDEN.roll(next(found), Roll.FORWARD) for _ in range(5)]
    assert [str(on) for on in rolled] == [
        "2026-03-02", "2026-03-31", "2026-04-30", "2026-06-01", "2026-06-30",
    ]  # fmt: skip


@pytest.mark.parametrize("policy", ["forwards", None, True, SourceKind.LAW])
def test_a_policy_that_is_none_is_refused(policy):
    with pytest.raises(CodeError, match="Roll: unknown code"):
        YARD.roll("2026-09-05", policy)


# ---------------------------------------------------------------------------- why


@pytest.mark.parametrize(
    ("on", "sv", "en"),
    [
        ("2026-06-19", "Midsommarafton (lag 1930:173 2 §)", "Midsummer Eve (lag 1930:173 2 §)"),
        ("2026-05-01", "Första maj (lag 1989:253 1 §)", "May Day (lag 1989:253 1 §)"),
        ("2026-06-13", "lördag (lag 1930:173 2 §)", "Saturday (lag 1930:173 2 §)"),
        ("2026-06-15", None, None),
    ],
)
def test_a_closed_day_knows_why(on, sv, en):
    assert (SWEDEN.why_closed(on, "sv"), SWEDEN.why_closed(on, "en")) == (sv, en)
    assert SWEDEN.is_working(on) is (sv is None)


def test_a_holiday_is_told_before_the_weekend_it_falls_on():
    assert SWEDEN.closed_day("2026-06-06").name.sv == "Nationaldagen", "a Saturday"


def test_every_weekday_has_a_name():
    closed_always = calendar_from_days("rest", [], YEAR, weekend=(1, 2, 3, 4, 5, 6))
    names = [closed_always.why_closed(f"2026-06-{number:02}", "sv") for number in range(15, 22)]
    assert names == ["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", None]


def test_a_closed_day_without_an_act_has_its_name_only():
    assert ClosedDay(Text("stängt", "closed")).label("sv") == "stängt"
    assert ClosedDay(Text("stängt", "closed"), LegalBasis(SourceKind.CHOICE, "X 1")).label() == (
        "closed (X 1)"
    )


# ---------------------------------------------------------------------------- never a guess


@pytest.mark.parametrize(
    "asks",
    [
        lambda: YARD.is_working("2025-12-31"),
        lambda: YARD.why_closed("2027-01-01"),
        lambda: YARD.closed_day(dt.date(2027, 1, 1)),
        lambda: YARD.roll("2025-12-31", Roll.FORWARD),
        lambda: YARD.add_working_days("2026-12-31", 1),
        lambda: YARD.add_working_days("2026-01-01", -1),
        lambda: YARD.working_days_between("2025-12-31", "2026-01-05"),
        lambda: YARD.working_days_between("2026-01-05", "2027-01-01"),
    ],
)
def test_outside_its_span_a_calendar_answers_nothing(asks):
    with pytest.raises(CalendarError, match=r"calendar 'yard': day=.* lies outside the verified"):
        asks()


def test_a_roll_that_leads_outside_answers_nothing():
    ends_on_sunday = calendar_from_days("yard", [], ("2026-06-01", "2026-06-14"))
    with pytest.raises(
        CalendarError, match=r"day=2026-06-15 lies outside .*; use a calendar that"
    ):
        ends_on_sunday.roll("2026-06-14", Roll.FORWARD)
    assert ends_on_sunday.roll("2026-06-14", Roll.BACKWARD) == day("2026-06-12")


def test_not_to_roll_needs_no_calendar():
    assert YARD.roll("1999-12-31", Roll.NONE) == day("1999-12-31")
    assert YARD.covers("2026-06-01")
    assert not YARD.covers("1999-12-31")


@pytest.mark.parametrize(
    "asks",
    [
        lambda at: YARD.roll(at, Roll.FORWARD),
        YARD.is_working,
        lambda at: YARD.add_working_days(at, 1),
        YARD.covers,
    ],
)
def test_a_calendar_is_asked_for_days(asks):
    with pytest.raises(PeriodError, match="got a datetime"):
        asks(dt.datetime(2026, 6, 15, 23, tzinfo=dt.UTC))


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"verified": Period("2026-01-01")}, "verified=2026-01-01 until further notice; expected"),
        ({"verified": Period(None, "2026-01-01")}, "expected a first and a last day"),
        ({"weekend": {0, 7}}, r"weekend=\[0, 7\]; expected ISO weekdays 1 to 7"),
        ({"weekend": range(1, 8)}, "one of them open"),
    ],
)
def test_what_no_calendar_can_be_is_refused(facts, says):
    with pytest.raises(PeriodError, match=f"calendar 'x': .*{says}"):
        WorkingCalendar(**{"name": "x", "verified": Period(*YEAR), "closed": dict, **facts})


# ---------------------------------------------------------------------------- other calendars


@pytest.mark.parametrize(
    ("days_", "why"),
    [
        ({"2026-09-01": ("stängt", "closed")}, "stängt"),
        ({dt.date(2026, 9, 1): ("stängt", "closed")}, "stängt"),
        (["2026-09-01"], "stängt enligt yard"),
        ({dt.date(2026, 9, 1)}, "stängt enligt yard"),
    ],
)
def test_a_calendar_of_plain_days(days_, why):
    calendar = calendar_from_days("yard", days_, Period(*YEAR))
    assert calendar.why_closed("2026-09-01", "sv") == why
    assert calendar.is_working("2026-09-02")
    assert not calendar.is_working("2026-09-05")


def test_an_office_closes_more_days_and_keeps_the_reasons():
    office = SWEDEN.closing({"2026-04-30": Text("halvdag", "half day")}, name="office")
    assert office.why_closed("2026-04-30", "sv") == "halvdag"
    assert office.why_closed("2026-05-01", "sv") == "Första maj (lag 1989:253 1 §)"
    assert (office.name, SWEDEN.closing({}).name) == ("office", "SE")
    assert SWEDEN.is_working("2026-04-30"), "the calendar it comes from is as it was"
    renamed = SWEDEN.closing({"2026-05-01": Text("stängt", "closed")})
    assert renamed.why_closed("2026-05-01", "sv") == "Första maj (lag 1989:253 1 §)"


@pytest.mark.parametrize(
    ("calendar", "closed", "open_"),
    [
        (national_calendar("NO"), "2026-05-17", "2026-05-18"),
        (national_calendar("DE", subdivision="BY"), "2026-01-06", "2026-01-07"),
        (national_calendar("SA"), "2026-06-19", "2026-06-21"),  # Friday and Saturday
        (national_calendar("FI", verified=Period(*YEAR)), "2026-12-06", "2026-12-07"),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_any_country_has_a_calendar_in_one_line(calendar, closed, open_):
    assert not calendar.is_working(closed)
    assert calendar.is_working(open_)


@pytest.mark.parametrize(
    ("country", "subdivision"),
    [("XX", None), ("DE", "XX"), ("se", None), ("HolidayBase", None), ("", None)],
)
def test_an_unknown_country_is_refused_by_name(country, subdivision):
    with pytest.raises(CalendarError) as told:
        national_calendar(country, subdivision=subdivision)
    assert f"country={country!r}, subdivision={subdivision!r} is not in the package" in str(
        told.value
    )
    assert str(told.value).endswith("give its days with calendar_from_days()")


# ---------------------------------------------------------------------------- values


@pytest.mark.parametrize(
    "calendar",
    [SWEDEN, YARD, national_calendar("NO"), YARD.closing({"2026-12-23": Text("a", "b")})],
)
@pytest.mark.parametrize(
    "again", [lambda one: pickle.loads(pickle.dumps(one)), copy.copy, copy.deepcopy, attrs.evolve]
)
def test_a_calendar_travels_even_when_it_was_asked(calendar, again):
    assert not calendar.is_working("2026-09-05")
    rolled = calendar.roll("2026-09-05", Roll.FORWARD)
    other = again(calendar)
    assert other == calendar
    assert hash(other) == hash(calendar)
    assert other.roll("2026-09-05", Roll.FORWARD) == rolled


def test_calendars_differ_by_their_days():
    assert calendar_from_days("yard", [], YEAR) != YARD
    assert calendar_from_days("yard", {"2026-09-01": ("stängt", "closed")}, YEAR) == YARD


# ------------------------------------------------------------------- what goes wrong by other ways


@pytest.mark.parametrize(
    ("on", "wrong"),
    [("2026-06-19", "2026-06-19"), ("2026-05-14", "2026-05-14"), ("2026-04-03", "2026-04-03")],
)
def test_weekends_alone_are_no_calendar(on, wrong):
    weekends = calendar_from_days("weekends", [], YEAR)
    assert weekends.roll(on, Roll.FORWARD) == day(wrong)
    assert SWEDEN.roll(on, Roll.FORWARD) > day(wrong)


def test_the_three_eves_are_closed_though_the_package_leaves_them_out_unless_asked():
    plain = holidays.country_holidays("SE", years=2026)
    eves = [day(on) for on in ("2026-06-19", "2026-12-24", "2026-12-31")]
    assert not any(on in plain for on in eves)
    assert not any(SWEDEN.is_working(on) for on in eves)

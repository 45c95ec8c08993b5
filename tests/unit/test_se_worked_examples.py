"""The worked examples of Swedish and European statutory time, row by row, each with its source.

``UHM`` rows are examples that Upphandlingsmyndigheten has published; the others were reckoned from
the acts by another script.
"""

from __future__ import annotations

import pytest

from samverkan.countries import eu
from samverkan.countries.se.calendar import CALENDAR
from samverkan.jurisdictions import jurisdiction
from samverkan.periods import day, months, shift

SWEDEN = jurisdiction("SE")

DAYS = """
standstill,2019-04-01,10,2019-04-11,2019-04-11,UHM; contract from 2019-04-12
standstill,2019-04-18,10,2019-04-28,2019-04-29,UHM; Sunday; contract from 2019-04-30
court10,2018-05-30,10,2018-06-09,2018-06-11,UHM; Saturday; contract from 2018-06-12
standstill,2025-12-15,10,2025-12-25,2025-12-29,Christmas Day Thu then Boxing Day then weekend
standstill,2025-12-21,10,2025-12-31,2026-01-02,New Year's Eve then New Year's Day
standstill,2025-12-22,10,2026-01-01,2026-01-02,New Year's Day
standstill,2025-12-27,10,2026-01-06,2026-01-07,Epiphany
standstill,2026-01-15,10,2026-01-25,2026-01-26,Sunday
standstill,2026-03-19,15,2026-04-03,2026-04-07,Good Friday to Tuesday after Easter; letter sent
standstill,2026-03-24,10,2026-04-03,2026-04-07,Good Friday
standstill,2026-04-21,10,2026-05-01,2026-05-04,1 May is a Friday
standstill,2026-05-04,10,2026-05-14,2026-05-15,Ascension Day Thu; Friday is a working day
standstill,2026-05-27,10,2026-06-06,2026-06-08,National Day on a Saturday
standstill,2026-06-09,10,2026-06-19,2026-06-22,Midsummer Eve then weekend
standstill,2026-09-01,10,2026-09-11,2026-09-11,plain Friday; contract from 2026-09-12
standstill,2026-10-21,10,2026-10-31,2026-11-02,All Saints' Day (Saturday)
standstill,2027-12-16,15,2027-12-31,2028-01-03,New Year's Eve Fri then weekend
within30,2026-03-16,30,2026-04-15,2026-04-15,award notice and documentation
within30,2026-05-07,30,2026-06-06,2026-06-08,National Day Saturday
within30,2026-06-01,30,2026-07-01,2026-07-01,plain
within30,2026-11-25,30,2026-12-25,2026-12-28,Christmas
within30,2026-12-02,30,2027-01-01,2027-01-04,New Year Friday
within30,2026-01-02,30,2026-02-01,2026-02-02,Sunday
debrief15,2026-04-16,15,2026-05-01,2026-05-04,1 May
debrief15,2026-12-09,15,2026-12-24,2026-12-28,Christmas Eve Thu then 25 Fri then weekend
debrief15,2026-08-10,15,2026-08-25,2026-08-25,plain
weeks3,2026-12-04,21,2026-12-25,2026-12-28,3 weeks from application
weeks3,2026-03-16,21,2026-04-06,2026-04-07,Easter Monday
weeks3,2026-06-05,21,2026-06-26,2026-06-26,Midsummer is a week earlier in 2026
"""

EU = """
open35,2026-03-02,35,2026-04-06,2026-04-07,Easter Monday
open30e,2026-04-01,30,2026-05-01,2026-05-04,1 May Friday
open30e,2026-01-07,30,2026-02-06,2026-02-06,plain
open15,2026-12-09,15,2026-12-24,2026-12-28,Christmas Eve
open30e,2026-12-01,30,2026-12-31,2027-01-04,New Year's Eve Thu
restricted25e,2026-05-25,25,2026-06-19,2026-06-22,Midsummer Eve
dps10,2026-12-14,10,2026-12-24,2026-12-28,Christmas Eve
plus5,2026-08-03,40,2026-09-12,2026-09-14,35+5 days; Saturday
open35,2026-06-01,35,2026-07-06,2026-07-06,plain Monday
open15,2026-02-02,15,2026-02-17,2026-02-17,plain
restricted10,2026-02-16,10,2026-02-26,2026-02-26,plain
open35,2019-11-20,35,2019-12-25,2019-12-27,UHM
open35,2019-11-27,35,2020-01-01,2020-01-02,UHM
art3_5,2026-04-02,2,2026-04-04,2026-04-08,two working days needed: Tue 7 and Wed 8 April
art3_5,2026-04-07,5,2026-04-12,2026-04-13,Sunday; contains Wed-Fri and Mon
"""

MONTHS = """
contract6m,2026-08-31,6,2027-02-28,2027-03-01,no 31 Feb; Sunday
contract6m,2026-05-31,6,2026-11-30,2026-11-30,no 31 Nov
contract6m,2026-06-25,6,2026-12-25,2026-12-28,Christmas
contract6m,2026-07-01,6,2027-01-01,2027-01-04,New Year Friday
contract6m,2027-08-31,6,2028-02-29,2028-02-29,leap year
contract6m,2026-03-16,6,2026-09-16,2026-09-16,plain
leadtime,2028-03-31,-18,2026-09-30,2026-09-30,months back; clamp
leadtime,2028-03-31,-12,2027-03-31,2027-03-31,months back
leadtime,2028-03-31,-6,2027-09-30,2027-09-30,months back; clamp
leadtime,2028-08-31,-6,2028-02-29,2028-02-29,leap clamp
leadtime,2028-02-29,-12,2027-02-28,2027-02-28,leap clamp
retention,2024-02-29,48,2028-02-29,2028-02-29,4 years; no roll
retention,2026-02-28,48,2030-02-28,2030-02-28,4 years; stays 28 (not end-of-month sticky)
pin_latest,2026-01-15,12,2027-01-15,2027-01-15,covers notices 2026-02-19..2027-01-15
"""

BACK = """
qa6,2026-05-11,6,2026-05-05,2026-05-05,last tender day Monday
qa6,2026-05-07,6,2026-05-01,2026-04-30,lands on 1 May; no legal roll
qa6,2026-04-07,6,2026-04-01,2026-04-01,plain
qa4,2026-02-27,4,2026-02-23,2026-02-23,accelerated
qa4,2026-12-28,4,2026-12-24,2026-12-23,Christmas Eve
qa6,2026-01-07,6,2026-01-01,2025-12-30,New Year's Day; 31 Dec also non-working
qa6,2026-06-25,6,2026-06-19,2026-06-18,Midsummer Eve
"""

WORKING_DAYS = """
dps10,2026-04-27,10,2026-05-12,1 May inside
dps15,2026-04-27,15,2026-05-20,1 and 14 May inside
esp5,2026-12-18,5,2026-12-29,24 and 25 Dec inside
esp5,2026-06-15,5,2026-06-23,Midsummer Eve inside
dps10,2026-03-30,10,2026-04-15,Good Friday and Easter Monday inside
"""


def rows(table):
    """Each row as pytest takes it, named by its kind, day and source."""
    split = [
        line.split(",", table.strip().splitlines()[0].count(",")) for line in table.split("\n")
    ]
    return [
        pytest.param(*row[:-1], id=f"{row[0]} {row[1]}: {row[-1]}")
        for row in split
        if len(row) > 1
    ]


def contract_from(table):
    """The rows of a table whose source says when the contract may be concluded."""
    found = []
    for line in table.strip().splitlines():
        *row, source = line.split(",", 5)
        if "contract from" in source:
            found.append(pytest.param(*row[:3], source[-10:], id=f"{row[0]} {row[1]}"))
    return found


def days_answer(kind, start, count):
    """The answers that a row of the first table is about."""
    means = {"10": "electronic", "15": "letter"}
    if kind == "standstill":
        return [
            SWEDEN.standstill(sent_on=start, means=means[count]),
            SWEDEN.review(sent_on=start, means=means[count]),
        ]
    if kind == "court10":
        return [SWEDEN.after_judgment(decided_on=start)]
    if kind == "within30":
        return [
            SWEDEN.award_notice(concluded_on=start),
            SWEDEN.documentation(concluded_on=start),
            SWEDEN.documentation(cancelled_on=start, regime="direct"),
            SWEDEN.individual_report(concluded_on=start),
            SWEDEN.dps_award_notice(awarded_on=start),
        ]
    if kind == "debrief15":
        return [
            SWEDEN.debrief(received_on=start),
            SWEDEN.debrief(received_on=start, regime="below"),
        ]
    return [SWEDEN.new_circumstances(received_on=start)]


@pytest.mark.parametrize(("kind", "start", "count", "raw", "end"), rows(DAYS))
def test_days_by_lag_1930_173(kind, start, count, raw, end):
    for answer in days_answer(kind, start, count):
        assert (str(answer.raw), str(answer.last_day)) == (raw, end), answer.name
        assert str(answer.triggered_on) == start


@pytest.mark.parametrize(("kind", "start", "count", "contract"), contract_from(DAYS))
def test_earliest_contract_day(kind, start, count, contract):
    answer = days_answer(kind, start, count)[0]
    assert str(answer.earliest_contract_day) == contract


def eu_answer(kind, start):
    """The answer that a row of the second table is about."""
    return {
        "open35": lambda: SWEDEN.tender_period(sent_on=start, procedure="open"),
        "open30e": lambda: SWEDEN.tender_period(sent_on=start, procedure="open", electronic=True),
        "open15": lambda: SWEDEN.tender_period(sent_on=start, procedure="open", accelerated=True),
        "restricted25e": lambda: SWEDEN.tender_period(
            sent_on=start, procedure="restricted", electronic=True
        ),
        "restricted10": lambda: SWEDEN.tender_period(
            sent_on=start, procedure="restricted", accelerated=True
        ),
        "dps10": lambda: SWEDEN.dps_tender_period(sent_on=start),
        "plus5": lambda: SWEDEN.tender_period(
            sent_on=start, procedure="open", documents_available=False
        ),
    }[kind]()


@pytest.mark.parametrize(("kind", "start", "count", "raw", "end"), rows(EU))
def test_days_by_regulation_1182_71(kind, start, count, raw, end):
    counted = eu.period_end(start, f"{count} days", CALENDAR)
    assert (str(counted.raw), str(counted.end)) == (raw, end)
    if kind != "art3_5":
        answer = eu_answer(kind, start)
        assert (str(answer.raw), str(answer.last_day)) == (raw, end)
        assert answer.span.days == int(count)


@pytest.mark.parametrize(("kind", "start", "count", "raw", "end"), rows(MONTHS))
def test_months(kind, start, count, raw, end):
    if kind == "leadtime":
        assert str(shift(day(start), months(int(count)))) == raw == end
        return
    answer = {
        "contract6m": lambda: SWEDEN.invalidity(concluded_on=start),
        "retention": lambda: SWEDEN.retention(awarded_on=start),
        "pin_latest": lambda: SWEDEN.pin_window(sent_on=start),
    }[kind]()
    assert (str(answer.raw), str(answer.last_day)) == (raw, end)
    assert answer.span.months == int(count)


def test_the_window_of_a_prior_information_notice_begins_35_days_later():
    window = SWEDEN.pin_window(sent_on="2026-01-15")
    assert (str(window.first_day), str(window.last_day)) == ("2026-02-19", "2027-01-15")


@pytest.mark.parametrize(("kind", "due", "count", "legal", "advised"), rows(BACK))
def test_days_backwards(kind, due, count, legal, advised):
    answer = SWEDEN.questions_answered(tenders_due_on=due, accelerated=kind == "qa4")
    assert (str(answer.legal), str(answer.advised)) == (legal, advised)
    assert answer.span.days == int(count)


@pytest.mark.parametrize(("kind", "start", "count", "end"), rows(WORKING_DAYS))
def test_working_days(kind, start, count, end):
    answer = (
        SWEDEN.self_declaration(sent_on=start)
        if kind == "esp5"
        else SWEDEN.dps_evaluation(received_on=start, extended=kind == "dps15")
    )
    assert str(answer.last_day) == end
    assert answer.span.working_days == int(count)
    assert str(eu.period_end(start, f"{count} working days", CALENDAR).end) == end


@pytest.mark.parametrize(
    ("question", "given", "last"),
    [
        pytest.param(
            "dps_evaluation",
            {"received_on": "2026-12-30", "extended": True},
            "2027-01-25",
            id="15 working days over New Year and Epiphany",
        ),
        pytest.param(
            "self_declaration",
            {"sent_on": "2026-12-30"},
            "2027-01-11",
            id="5 working days over New Year's Eve, New Year's Day and Epiphany",
        ),
        pytest.param(
            "damages", {"known_on": "2024-02-29"}, "2025-02-28", id="a year from a leap day"
        ),
        pytest.param(
            "invalidity",
            {"concluded_on": "2023-08-29"},
            "2024-02-29",
            id="six months to a leap day",
        ),
        pytest.param(
            "standstill",
            {"sent_on": "2024-02-19", "means": "electronic"},
            "2024-02-29",
            id="ten days to a leap day",
        ),
        pytest.param(
            "pin_window", {"sent_on": "2024-02-29"}, "2025-02-28", id="12 months, clamped"
        ),
        pytest.param(
            "questions_answered",
            {"tenders_due_on": "2024-03-06"},
            "2024-02-29",
            id="six days back to a leap day",
        ),
        pytest.param(
            "duration_cap",
            {"starts_on": "2024-02-29", "cap": "framework"},
            "2028-02-28",
            id="four years from a leap day, both ends inside",
        ),
        pytest.param(
            "retention", {"awarded_on": "2027-12-31"}, "2031-12-31", id="the last covered trigger"
        ),
    ],
)
def test_days_at_the_edges(question, given, last):
    """Reckoned by hand from the acts, as the tables above are by another script."""
    assert str(SWEDEN.law[question](**given).last_day) == last


def test_the_story_of_a_notification_before_christmas():
    """Sent 2026-12-14: electronically until the 28th, by letter until the 29th."""
    electronic = SWEDEN.standstill(sent_on="2026-12-14", means="electronic")
    letter = SWEDEN.standstill(sent_on="2026-12-14", means="letter")
    assert (str(electronic.last_day), str(electronic.earliest_contract_day)) == (
        "2026-12-28",
        "2026-12-29",
    )
    assert (str(letter.last_day), str(letter.earliest_contract_day)) == (
        "2026-12-29",
        "2026-12-30",
    )


def test_four_years_of_a_framework_are_inclusive_at_both_ends():
    """Contract period: 4 years from 2026-02-01 run to the last day of validity 2030-01-31."""
    cap = SWEDEN.duration_cap(starts_on="2026-02-01", cap="framework")
    assert str(cap.last_day) == "2030-01-31"

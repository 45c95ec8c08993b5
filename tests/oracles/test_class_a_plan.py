"""The full Swedish plan of the class A contract, worked out a second time by other means.

Months are pendulum's, holidays are computed here from the acts (lag 1989:253 1 §, lag 1930:173
2 §), and the rules stand here as the table of the rule book has them, not as the library reads
them. The golden file holds the result; the library's own plan is held against it in
``tests/unit/test_se_follow_up.py``.
"""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pendulum

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "plan_class_a.csv"

AWARD = pendulum.date(2026, 8, 3)
SIGNED = pendulum.date(2026, 8, 17)
START = pendulum.date(2026, 9, 1)
END = pendulum.date(2029, 8, 31)
NOTICE_MONTHS = 6


# ---------------------------------------------------------------------------- closed days
def easter(year):
    """Easter Day by the anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, ch. 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return dt.date(year, month, day + 1)


def saturday_from(on):
    """The first Saturday on or after a day."""
    return on + dt.timedelta((5 - on.weekday()) % 7)


def closed_days(year):
    """Holidays and the three eves, weekends aside."""
    sunday = easter(year)
    midsummer = saturday_from(dt.date(year, 6, 20))
    return {
        dt.date(year, 1, 1),
        dt.date(year, 1, 6),
        sunday - dt.timedelta(2),
        sunday,
        sunday + dt.timedelta(1),
        dt.date(year, 5, 1),
        sunday + dt.timedelta(39),
        sunday + dt.timedelta(49),
        dt.date(year, 6, 6),
        midsummer - dt.timedelta(1),
        midsummer,
        saturday_from(dt.date(year, 10, 31)),
        dt.date(year, 12, 24),
        dt.date(year, 12, 25),
        dt.date(year, 12, 26),
        dt.date(year, 12, 31),
    }


CLOSED = {on for year in range(2026, 2033) for on in closed_days(year)}


def rolled(on, direction):
    """The working day, forward (1), backward (-1), or the day itself (0)."""
    while direction and (on.weekday() >= 5 or on in CLOSED):
        on = on.add(days=direction)
    return on


# ---------------------------------------------------------------------------- the rules
FORWARD, BACKWARD, STAY = 1, -1, 0
ONCE = [
    # rule, anchor, anchor's day, the day, roll
    ("kickoff_meeting", "signed", SIGNED.add(days=14), FORWARD),
    ("follow_up_plan", "signed", SIGNED.add(days=30), FORWARD),
    ("procurement_file_complete", "signed", SIGNED.add(days=30), FORWARD),
    ("award_notice", "signed", SIGNED.add(days=30), FORWARD),
    ("subcontractor_register", "start", START.subtract(days=1), BACKWARD),
    ("first_delivery_control", "start", START.add(months=1), FORWARD),
    ("early_invoice_check", "start", START.add(months=3), FORWARD),
    (
        "extension_review",
        "option:1",
        END.subtract(months=NOTICE_MONTHS).subtract(days=120),
        BACKWARD,
    ),
    ("extension_notice_deadline", "option:1", END.subtract(months=NOTICE_MONTHS), BACKWARD),
    ("reprocurement_start", "end", END.subtract(months=18), BACKWARD),
    ("reprocurement_start.early_dialogue", "end", END.subtract(months=17), BACKWARD),
    ("exit_readiness.start", "start", START.add(days=90), FORWARD),
    ("exit_readiness.end", "end", END.subtract(months=6), BACKWARD),
    ("final_evaluation.draft", "end", END.subtract(months=3), BACKWARD),
    ("final_evaluation", "end", END.add(days=30), FORWARD),
    ("retention_expiry", "award", max(AWARD.add(years=4), END), STAY),
]
SERIES = [
    # rule, months between, days after each
    ("subcontractor_register.recheck", 6, 0),
    ("operational_meeting", 1, 0),
    ("follow_up_meeting", 4, 0),
    ("strategic_dialogue", 12, 0),
    ("performance_evaluation", 12, 0),
    ("supplier_tax_check", 3, 0),
    ("supplier_exclusion_recheck", 12, 0),
    ("invoice_sampling", 3, 0),
    ("labour_terms_check", 6, 0),
    ("requirement_audit", 12, 0),
    ("user_survey", 12, 0),
    ("exit_readiness.yearly", 12, 90),
]


def by_hand():
    """Rule, anchor, occurrence, contractual day and working day of every follow-up."""
    for rule, anchor, on, roll in ONCE:
        yield rule, anchor, 0, on, rolled(on, roll)
    for rule, step, extra in SERIES:
        number = 1
        while (on := START.add(months=number * step).add(days=extra)) < END:
            yield rule, "start", number, on, rolled(on, FORWARD)
            number += 1


def golden_rows():
    with GOLDEN.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_the_golden_plan_is_what_other_means_give():
    expected = {
        (f"se.followup.{rule}", anchor, str(number), str(on), str(due))
        for rule, anchor, number, on, due in by_hand()
    }
    names = ("rule", "anchor", "occurrence", "falls_on", "due_on")
    assert {tuple(row[name] for name in names) for row in golden_rows()} == expected


def test_the_golden_plan_has_every_row_once_in_order():
    rows = golden_rows()
    assert len(rows) == len(list(by_hand()))
    assert [row["due_on"] for row in rows] == sorted(row["due_on"] for row in rows)

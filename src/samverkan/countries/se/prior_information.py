"""Swedish prior information notices and what they shorten (förhandsannons; LOU 11:5).

>>> pin_window(sent_on="2026-01-15").last_day
Date(2027, 1, 15)
"""

from __future__ import annotations

import datetime as dt

from samverkan.codelists import Trigger
from samverkan.countries.se.statute import days_by, law_day, lou
from samverkan.deadlines import Deadline
from samverkan.explanations import Explanation, Step, Text
from samverkan.periods import Day, Span, add_months, day, day_from_ordinal

__all__ = ["OPEN_PIN", "TENDERS", "pin_window", "shortened"]

TENDERS = Text("tidsfrist för anbud", "time limit for tenders")
"""What a time limit for tenders is called."""
OPEN_PIN = days_by(TENDERS, 15, lou("11:5", 1))
"""The least time for tenders in an open procedure after a prior information notice."""


def shortened(pin_sent_on: str | dt.date, notice_sent_on: Day, law_on: Day) -> tuple[bool, Step]:
    """Whether a prior information notice came early and late enough to shorten the time (11:5).

    >>> shortened("2026-01-15", day("2026-02-18"), day("2026-02-18"))[0]  # 34 days later
    False
    """
    window = pin_window(sent_on=pin_sent_on, as_of_law=law_on)
    assert window.first_day is not None  # noqa: S101  # a window has two ends
    counts = window.first_day <= notice_sent_on <= window.last_day
    values = {"pin": day(pin_sent_on), "first": window.first_day, "last": window.last_day}
    if counts:
        return True, Step(
            Text(
                "förhandsannonsen som skickades {pin} förkortar tiden för annonser som skickas "
                "från {first} till {last}, om den hade de uppgifter som krävs och inte användes "
                "som anbudsinfordran",
                "the prior information notice of {pin} serves notices from {first} to {last}, "
                "if it held the data required and was not used as a call for competition",
            ),
            values,
            basis=lou("11:5", 2),
        )
    return False, Step(
        Text(
            "förhandsannonsen som skickades {pin} förkortar inget: den gäller annonser som "
            "skickas från {first} till {last}",
            "the prior information notice of {pin} shortens nothing: it serves notices from "
            "{first} to {last}",
        ),
        values,
        basis=lou("11:5", 2),
    )


def pin_window(*, sent_on: str | dt.date, as_of_law: str | dt.date | None = None) -> Deadline:
    """The days on which a notice may follow a prior information notice (förhandsannons).

    A notice sent from 35 days to 12 months after it may have the shorter time of LOU 11:5.

    Args:
        sent_on: The day the prior information notice was sent for publication.
        as_of_law: Ask with the law of another day.

    >>> window = pin_window(sent_on="2026-01-15")
    >>> window.first_day, window.last_day
    (Date(2026, 2, 19), Date(2027, 1, 15))

    Raises:
        LawCoverageError: when the law of the day is not known.
    """
    start = day(sent_on)
    law_on = law_day(start, as_of_law)
    basis = OPEN_PIN.step(law_on)[2]
    first, last = day_from_ordinal(start.toordinal() + 35), add_months(start, 12)
    caveat = OPEN_PIN.caveat(law_on)
    steps = (
        Step(
            Text(
                "förhandsannonsen skickades {on}", "the prior information notice was sent on {on}"
            ),
            {"on": start},
            after=start,
        ),
        Step(
            Text(
                "annonsen ska skickas minst 35 dagar därefter: tidigast {after}",
                "the notice must be sent at least 35 days later: {after} at the earliest",
            ),
            after=first,
            basis=lou("11:5", 2),
        ),
        Step(
            Text(
                "och högst 12 månader därefter: senast {after}",
                "and at most 12 months later: {after} at the latest",
            ),
            after=last,
            basis=lou("11:5", 2),
        ),
    )
    return Deadline(
        name="pin_window",
        title=Text("annons efter förhandsannons", "notice after a prior information notice"),
        trigger=Trigger.SENT,
        triggered_on=start,
        span=Span(months=12),
        raw=last,
        first_day=first,
        last_day=last,
        law_on=law_on,
        basis=(basis,),
        explanation=Explanation((*steps, *([] if caveat is None else [caveat]))),
    )

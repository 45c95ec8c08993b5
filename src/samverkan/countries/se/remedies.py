"""Swedish time limits after a contract is concluded and in court (LOU 20:5 b, 20:17, 20:21).

>>> invalidity(concluded_on="2026-08-31").last_day  # no 31 February; a Sunday
Date(2027, 3, 1)
"""

from __future__ import annotations

import datetime as dt

import attrs

from samverkan.codelists import Trigger
from samverkan.countries.se.calendar import CALENDAR
from samverkan.countries.se.statute import (
    BY_LOU_20,
    BY_STATUTORY_TIME,
    REVIEW_2022,
    dated,
    days_by,
    lou,
)
from samverkan.deadlines import Deadline, StatutoryPeriod
from samverkan.errors import LawQuestionError
from samverkan.explanations import Step, Text
from samverkan.periods import day, months, optional_day, weeks, years

__all__ = ["damages", "invalidity", "new_circumstances"]

_INVALIDITY = Text("ansökan om ett avtals ogiltighet", "application for invalidity of a contract")
_SIX_MONTHS = StatutoryPeriod(
    name="invalidity",
    title=_INVALIDITY,
    trigger=Trigger.SIGNED,
    event=Text("avtalet slöts {on}", "the contract was concluded on {on}"),
    rule=Text(
        "ansökan ska ha kommit in inom {span}", "the application must have come in within {span}"
    ),
    length=dated(_INVALIDITY, (REVIEW_2022, months(6), lou("20:17", 1))),
    counting=BY_LOU_20,
)
_THIRTY_DAYS = attrs.evolve(
    _SIX_MONTHS,
    rule=Text(
        "ansökan ska ha kommit in innan {span} har gått",
        "the application must have come in before {span} have passed",
    ),
    length=days_by(_INVALIDITY, 30, lou("20:17", 2), REVIEW_2022),
)
_SHORTER = (
    (
        Trigger.PUBLISHED,
        Text(
            "Europeiska kommissionen publicerade efterannonsen {on}",
            "the European Commission published the award notice on {on}",
        ),
    ),
    (
        Trigger.PUBLISHED,
        Text(
            "efterannonsen publicerades i en registrerad annonsdatabas {on}",
            "the award notice was published in a registered database on {on}",
        ),
    ),
    (
        Trigger.SENT,
        Text(
            "anbudssökande och anbudsgivare underrättades {on} om avtalet och om skälen (12:13)",
            "candidates and tenderers were told of the contract, with reasons (12:13), on {on}",
        ),
    ),
)


def invalidity(
    *,
    concluded_on: str | dt.date,
    commission_published_on: str | dt.date | None = None,
    database_published_on: str | dt.date | None = None,
    notified_on: str | dt.date | None = None,
    as_of_law: str | dt.date | None = None,
) -> Deadline:
    """The last day to apply for a contract to be declared invalid (ogiltighet, LOU 20:17).

    Six months from the day the contract was concluded. It is thirty days from the first of three
    events, where that ends earlier.

    Args:
        concluded_on: The day the contract was concluded.
        commission_published_on: The day the Commission published the award notice (10:4).
        database_published_on: The day the award notice was published in a registered database
            (19:7, 19 a:13).
        notified_on: The day candidates and tenderers were told in writing that the contract is
            concluded, with a summary of the information of 12:13.
        as_of_law: Ask with the law of another day.

    >>> invalidity(concluded_on="2026-03-16", notified_on="2026-03-20").last_day
    Date(2026, 4, 20)

    Raises:
        LawCoverageError: when the law of the day is not known.
        LawQuestionError: when one of the events comes before the contract.
    """
    concluded = day(concluded_on)
    events = {
        "commission_published_on": optional_day(commission_published_on),
        "database_published_on": optional_day(database_published_on),
        "notified_on": optional_day(notified_on),
    }
    for name, event_on in events.items():
        if event_on is not None and event_on < concluded:
            raise LawQuestionError(
                f"invalidity: {name}={event_on} is before concluded_on={concluded}; it tells of a "
                "contract that is concluded; correct one of the days"
            )
    whole = _SIX_MONTHS.deadline(concluded, CALENDAR, as_of_law=as_of_law)
    shorter = [
        attrs.evolve(_THIRTY_DAYS, trigger=trigger, event=event).deadline(
            on, CALENDAR, as_of_law=as_of_law
        )
        for (trigger, event), on in zip(_SHORTER, events.values(), strict=True)
        if on is not None
    ]
    if not shorter:
        return whole
    first = min(shorter, key=_last_day)
    if first.last_day <= whole.last_day:
        replaced = Step(
            Text(
                "fristen om sex månader från avtalet, till {other}, gäller inte",
                "the six months from the contract, until {other}, do not hold",
            ),
            {"other": whole.last_day},
            basis=lou("20:17", 2),
        )
        return first.adding(replaced)
    later = Step(
        Text(
            "30 dagar vore {other}, senare än sex månader från avtalet; den tidigare dagen anges, "
            "och om den senare gäller är inte klarlagt",
            "30 days would be {other}, later than six months from the contract; the earlier day "
            "is given, and whether the later one holds is not settled here",
        ),
        {"other": first.last_day},
        basis=lou("20:17"),
    )
    return whole.adding(later)


def _last_day(found: Deadline) -> dt.date:
    return found.last_day


_DAMAGES = Text("talan om skadestånd", "action for damages")
_KNOWN = StatutoryPeriod(
    name="damages",
    title=_DAMAGES,
    trigger=Trigger.KNOWN,
    event=Text(
        "leverantören fick eller borde ha fått kännedom om avtalet {on}",
        "the supplier knew or should have known of the contract on {on}",
    ),
    rule=Text("talan ska väckas inom {span}", "the action must be brought within {span}"),
    length=dated(_DAMAGES, (REVIEW_2022, years(1), lou("20:21", 1))),
    counting=BY_STATUTORY_TIME,
)
_FINAL = attrs.evolve(
    _KNOWN,
    trigger=Trigger.FINAL,
    event=Text(
        "avgörandet om ogiltighet fick laga kraft {on}",
        "the ruling on invalidity became final on {on}",
    ),
    length=dated(_DAMAGES, (REVIEW_2022, years(1), lou("20:21", 2))),
)


def damages(
    *,
    known_on: str | dt.date,
    final_on: str | dt.date | None = None,
    as_of_law: str | dt.date | None = None,
) -> Deadline:
    """The last day to bring an action for damages (skadestånd, LOU 20:21).

    Args:
        known_on: The day the supplier knew, or should have known, of the contract.
        final_on: The day a ruling that the conditions of invalidity are met became final; the
            action may always be brought within a year of it.
        as_of_law: Ask with the law of another day.

    >>> damages(known_on="2026-03-16").last_day
    Date(2027, 3, 16)

    Raises:
        LawCoverageError: when the law of the day is not known.
    """
    known = _KNOWN.deadline(known_on, CALENDAR, as_of_law=as_of_law)
    if final_on is None:
        return known
    final = _FINAL.deadline(final_on, CALENDAR, as_of_law=as_of_law)
    found, other = (final, known) if final.last_day >= known.last_day else (known, final)
    return found.adding(
        Step(
            Text(
                "tiden räknad från den andra händelsen slutar tidigare, {other}",
                "counted from the other event the time ends earlier, on {other}",
            ),
            {"other": other.last_day},
            basis=lou("20:21"),
        )
    )


_CIRCUMSTANCES = Text("nya omständigheter i målet", "new circumstances in the case")
_NEW_CIRCUMSTANCES = StatutoryPeriod(
    name="new_circumstances",
    title=_CIRCUMSTANCES,
    trigger=Trigger.RECEIVED,
    event=Text(
        "ansökan om överprövning kom in till förvaltningsrätten {on}",
        "the application for review came in to the administrative court on {on}",
    ),
    rule=Text(
        "nya omständigheter ska åberopas inom tre veckor ({span})",
        "new circumstances must be relied on within three weeks ({span})",
    ),
    length=dated(_CIRCUMSTANCES, (REVIEW_2022, weeks(3), lou("20:5 b"))),
    counting=BY_LOU_20,
)


def new_circumstances(
    *, received_on: str | dt.date, as_of_law: str | dt.date | None = None
) -> Deadline:
    """The last day to rely on new circumstances in a review (nya omständigheter, LOU 20:5 b).

    Args:
        received_on: The day the application came in to the administrative court.
        as_of_law: Ask with the law of another day.

    >>> new_circumstances(received_on="2026-12-04").last_day  # Christmas
    Date(2026, 12, 28)

    Raises:
        LawCoverageError: when the law of the day is not known.
    """
    later = Step(
        Text(
            "senare beaktas de bara om leverantören inte har kunnat åberopa dem tidigare eller "
            "har giltig ursäkt",
            "later they count only where the supplier could not rely on them earlier or has a "
            "valid excuse",
        ),
        basis=lou("20:5 b"),
    )
    validity = Step(
        Text(
            "fristen gäller inte när giltigheten av ett avtal överprövas enligt 20:7",
            "the limit does not hold where the validity of a contract is reviewed under 20:7",
        ),
        basis=lou("20:5 d"),
    )
    return _NEW_CIRCUMSTANCES.deadline(
        received_on, CALENDAR, as_of_law=as_of_law, notes=(later, validity)
    )

"""Swedish time limits in a dynamic purchasing system (dynamiskt inköpssystem, DIS; LOU 8 kap.).

>>> dps_evaluation(received_on="2026-04-27", extended=True).last_day  # 1 and 14 May are closed
Date(2026, 5, 20)
"""

from __future__ import annotations

import datetime as dt

from samverkan.codelists import Trigger
from samverkan.countries.eu import REGULATION_1182_71
from samverkan.countries.se.prior_information import TENDERS
from samverkan.countries.se.statute import LABOUR_2017, LOU, dated, days_by, lou, with_eves
from samverkan.countries.se.tender_periods import (
    INVITATION_SENT,
    NOTICE_OR_INVITATION_SENT,
    REQUESTS,
    minimum,
)
from samverkan.deadlines import Deadline, StatutoryPeriod
from samverkan.explanations import Step, Text
from samverkan.periods import working_days

__all__ = ["dps_evaluation", "dps_request_period", "dps_tender_period", "self_declaration"]

_DPS_REQUEST = minimum(
    "dps_request_period",
    REQUESTS,
    NOTICE_OR_INVITATION_SENT,
    days_by(REQUESTS, 30, lou("8:8", 1)),
)
_DPS_TENDER = minimum(
    "dps_tender_period", TENDERS, INVITATION_SENT, days_by(TENDERS, 10, lou("8:11", 1))
)
_EVALUATION = Text("utvärdering av anbudsansökan", "evaluation of a request to participate")
_DPS_EVALUATION = StatutoryPeriod(
    name="dps_evaluation",
    title=_EVALUATION,
    trigger=Trigger.RECEIVED,
    event=Text("anbudsansökan kom in {on}", "the request to participate came in on {on}"),
    rule=Text("ansökan ska utvärderas inom {span}", "the request must be evaluated within {span}"),
    length=dated(_EVALUATION, (LOU, working_days(10), lou("8:7", 2))),
    counting=REGULATION_1182_71,
)
_DECLARATION = Text("uppdaterad egen försäkran", "updated self-declaration")
_SELF_DECLARATION = StatutoryPeriod(
    name="self_declaration",
    title=_DECLARATION,
    trigger=Trigger.SENT,
    event=Text("begäran skickades {on}", "the request was sent on {on}"),
    rule=Text("försäkran ska lämnas inom {span}", "the declaration is due within {span}"),
    length=dated(_DECLARATION, (LABOUR_2017, working_days(5), lou("8:13", 1))),
    counting=REGULATION_1182_71,
)


def dps_request_period(
    *, sent_on: str | dt.date, eves: bool = True, as_of_law: str | dt.date | None = None
) -> Deadline:
    """The earliest last day for requests when a dynamic purchasing system is set up (DIS, 8:8).

    Args:
        sent_on: The day the notice was sent for publication; where a prior information notice is
            the call, the day the invitation to confirm interest was sent.
        eves: Whether the three eves count as closed.
        as_of_law: Ask with the law of another day.

    >>> dps_request_period(sent_on="2026-01-07").last_day
    Date(2026, 2, 6)

    Raises:
        LawCoverageError: when the law of the day is not known.
    """
    after = Step(
        Text(
            "när inbjudan till den första upphandlingen har skickats gäller ingen tidsfrist för "
            "ansökningar",
            "once the invitation to the first purchase is sent, requests have no time limit",
        ),
        basis=lou("8:8", 2),
    )
    return with_eves(_DPS_REQUEST, sent_on, eves=eves, as_of_law=as_of_law, notes=(after,))


def dps_tender_period(
    *, sent_on: str | dt.date, eves: bool = True, as_of_law: str | dt.date | None = None
) -> Deadline:
    """The earliest last day for tenders in a dynamic purchasing system (DIS, 8:11).

    The shortenings of 11:5 and 11:6 may not be used; a buyer that is no central authority may
    agree on another day with all who are invited.

    Args:
        sent_on: The day the invitation was sent.
        eves: Whether the three eves count as closed.
        as_of_law: Ask with the law of another day.

    >>> dps_tender_period(sent_on="2026-12-14").last_day  # Christmas Eve, then two holidays
    Date(2026, 12, 28)

    Raises:
        LawCoverageError: when the law of the day is not known.
    """
    notes = (
        Step(
            Text(
                "en myndighet som inte är central får komma överens om en annan tid",
                "a buyer that is no central authority may agree on another time",
            ),
            basis=lou("8:11", 2),
        ),
        Step(
            Text(
                "förkortningarna i 11:5 och 11:6 får inte användas",
                "the shortenings of 11:5 and 11:6 may not be used",
            ),
            basis=lou("8:11", 3),
        ),
    )
    return with_eves(_DPS_TENDER, sent_on, eves=eves, as_of_law=as_of_law, notes=notes)


def dps_evaluation(
    *,
    received_on: str | dt.date,
    extended: bool = False,
    eves: bool = True,
    as_of_law: str | dt.date | None = None,
) -> Deadline:
    """The last day to evaluate a request to join a dynamic purchasing system (DIS, 8:7).

    Args:
        received_on: The day the request came in.
        extended: Whether there is reason to take fifteen working days.
        eves: Whether the three eves count as closed.
        as_of_law: Ask with the law of another day.

    >>> dps_evaluation(received_on="2026-04-27").last_day  # 1 May is closed
    Date(2026, 5, 12)

    Raises:
        LawCoverageError: when the law of the day is not known.
    """
    longer = Step(
        Text(
            "det finns skäl att förlänga till 15 arbetsdagar",
            "there is reason for 15 working days",
        ),
        basis=lou("8:7", 2),
    )
    return with_eves(
        _DPS_EVALUATION,
        received_on,
        eves=eves,
        as_of_law=as_of_law,
        longer=longer if extended else None,
        lengthen=working_days(5) if extended else None,
    )


def self_declaration(
    *, sent_on: str | dt.date, eves: bool = True, as_of_law: str | dt.date | None = None
) -> Deadline:
    """The last day for an updated self-declaration in a dynamic purchasing system (8:13).

    Args:
        sent_on: The day the buyer sent its request.
        eves: Whether the three eves count as closed.
        as_of_law: Ask with the law of another day.

    >>> self_declaration(sent_on="2026-12-18").last_day  # 24 and 25 December are closed
    Date(2026, 12, 29)

    Raises:
        LawCoverageError: when the law of the day is not known.
    """
    return with_eves(_SELF_DECLARATION, sent_on, eves=eves, as_of_law=as_of_law)

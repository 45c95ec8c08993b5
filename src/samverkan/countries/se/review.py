"""Swedish review in court and what follows a judgment (överprövning; LOU 20:8-20:12).

>>> review(sent_on="2026-12-14", means="letter").last_day
Date(2026, 12, 29)
"""

from __future__ import annotations

import datetime as dt

import attrs

from samverkan.codelists import AwardCase, Regime, SendingMeans, Trigger
from samverkan.countries.se.calendar import CALENDAR
from samverkan.countries.se.standstill import BARRED, barred, with_contract_day
from samverkan.countries.se.statute import BY_LOU_20, days_by, law_day, lou
from samverkan.deadlines import Deadline, StatutoryPeriod, no_deadline
from samverkan.errors import LawQuestionError
from samverkan.explanations import Explanation, Step, Text
from samverkan.periods import day, optional_day

__all__ = ["after_judgment", "extended_standstill", "review", "review_of_cancellation"]

_TEN_DAYS = Text("tiodagarsfrist efter avgörandet", "ten days after the judgment")
_JUDGED = StatutoryPeriod(
    name="after_judgment",
    title=_TEN_DAYS,
    trigger=Trigger.DECIDED,
    event=Text(
        "domstolen avgjorde målet, upphävde sitt beslut eller återförvisade målet {on}",
        "the court decided the case, lifted its order or sent the case back on {on}",
    ),
    rule=BARRED,
    length=days_by(_TEN_DAYS, 10, lou("20:10")),
    counting=BY_LOU_20,
)


def after_judgment(
    *, decided_on: str | dt.date, as_of_law: str | dt.date | None = None
) -> Deadline:
    """The last of the ten days after a court has decided a review (tiodagarsfrist, LOU 20:10).

    Args:
        decided_on: The day the court decided the case, lifted its interim order, or sent the case
            back.
        as_of_law: Ask with the law of another day.

    >>> after_judgment(decided_on="2018-05-30").earliest_contract_day
    Date(2018, 6, 12)

    Raises:
        LawCoverageError: when the law of the day is not known.
    """
    unless = Step(
        Text(
            "rätten får besluta att fristen inte ska gälla",
            "the court may decide that the ten days do not hold",
        ),
        basis=lou("20:10", 3),
    )
    found = _JUDGED.deadline(decided_on, CALENDAR, as_of_law=as_of_law, notes=(unless,))
    return with_contract_day(found)


_ORIGINAL_TOO = Step(
    Text(
        "avtal får inte heller ingås innan den ursprungliga avtalsspärren har löpt ut",
        "nor may the contract be concluded before the original standstill has ended",
    ),
    basis=lou("20:1"),
)


def extended_standstill(
    *,
    applied_on: str | dt.date,
    decided_on: str | dt.date | None = None,
    as_of_law: str | dt.date | None = None,
) -> Deadline:
    """When standstill that a review has extended ends (förlängd avtalsspärr, LOU 20:8, 20:10).

    Args:
        applied_on: The day the application for review came in, before standstill ended.
        decided_on: The day the administrative court decided the case; while it has not, there is
            no day.
        as_of_law: Ask with the law of another day.

    >>> extended_standstill(applied_on="2026-03-02", decided_on="2026-05-27").last_day
    Date(2026, 6, 8)

    Raises:
        NoDeadlineError: while the court has not decided.
        LawCoverageError: when the law of the day is not known.
    """
    applied = day(applied_on)
    automatic = Step(
        Text(
            "ansökan om överprövning kom in {on}; avtalsspärren fortsätter att gälla medan "
            "förvaltningsrätten handlägger målet, om rätten inte beslutar annat",
            "the application for review came in on {on}; standstill goes on while the "
            "administrative court handles the case, unless the court decides otherwise",
        ),
        {"on": applied},
        basis=lou("20:8"),
    )
    if decided_on is None:
        _JUDGED.length.step(law_day(applied, as_of_law))
        until = Step(
            Text(
                "målet är inte avgjort, så ingen dag kan anges; därefter gäller tio dagar",
                "the case is not decided, so no day can be given; ten days follow the decision",
            ),
            basis=lou("20:10", 1),
        )
        raise no_deadline("extended_standstill", automatic, until)
    if day(decided_on) < applied:
        raise LawQuestionError(
            f"extended_standstill: decided_on={decided_on} is before applied_on={applied}; "
            "correct one of the days"
        )
    found = after_judgment(decided_on=decided_on, as_of_law=as_of_law)
    return attrs.evolve(
        found,
        name="extended_standstill",
        title=Text("förlängd avtalsspärr", "extended standstill"),
        explanation=Explanation((automatic, *found.explanation.steps)),
        notes=(*found.notes, _ORIGINAL_TOO),
    )


def review(
    *,
    sent_on: str | dt.date,
    means: SendingMeans | str,
    regime: Regime | str = Regime.ABOVE,
    award: AwardCase | str = AwardCase.ORDINARY,
    voluntary: bool = False,
    stated_days: int | None = None,
    stated_last_day: str | dt.date | None = None,
    as_of_law: str | dt.date | None = None,
) -> Deadline:
    """The last day to apply for review of a procurement (ansökan om överprövning, LOU 20:11).

    The application must have come in before standstill ends, so the arguments are those of
    :func:`standstill`. Where no standstill holds, review is open until the contract is concluded,
    which is no day that can be counted.

    Args:
        sent_on: The day the award notification was sent.
        means: How it was sent.
        regime: Above or below the thresholds, or Annex 2.
        award: How the contract was awarded.
        voluntary: Whether the buyer keeps a standstill where none is required.
        stated_days: A longer standstill in days that the notification states.
        stated_last_day: A longer standstill that the notification states by its last day.
        as_of_law: Ask with the law of another day.

    >>> review(sent_on="2026-12-14", means="electronic").last_day
    Date(2026, 12, 28)

    Raises:
        NoDeadlineError: where no standstill holds.
        LawCoverageError: when the law of the day is not known.
    """
    found = barred(
        "review",
        day(sent_on),
        SendingMeans.of(means),
        Regime.of(regime),
        AwardCase.of(award),
        voluntary=voluntary,
        stated_days=stated_days,
        stated_last_day=optional_day(stated_last_day),
        as_of_law=as_of_law,
    )
    arrives = Step(
        Text(
            "ansökan ska ha kommit in till förvaltningsrätten före avtalsspärrens utgång, senast "
            "{after}",
            "the application must have come in to the administrative court before standstill "
            "ends, on {after} at the latest",
        ),
        after=found.last_day,
        basis=lou("20:11"),
    )
    return attrs.evolve(
        found.adding(arrives),
        title=Text("ansökan om överprövning", "application for review"),
        basis=(*found.basis, lou("20:11")),
        notes=(_NOT_AFTERWARDS,),
    )


_NOT_AFTERWARDS = Step(
    Text(
        "när avtal har ingåtts kan upphandlingen inte längre överprövas",
        "once the contract is concluded the procurement can no longer be reviewed",
    ),
    basis=lou("20:6", 2),
)
_CANCELLATION = Text("överprövning av beslut att avbryta", "review of a decision to cancel")
_CANCELLED_ELECTRONIC = days_by(_CANCELLATION, 10, lou("20:12", 1))
_CANCELLED_OTHERWISE = days_by(_CANCELLATION, 15, lou("20:12", 2))


def review_of_cancellation(
    *,
    sent_on: str | dt.date,
    means: SendingMeans | str,
    as_of_law: str | dt.date | None = None,
) -> Deadline:
    """The last day to apply for review of a decision to cancel (beslut att avbryta, LOU 20:12).

    Args:
        sent_on: The day the notification with its reasons was sent.
        means: How; where anybody got it in another way than electronically, that way.
        as_of_law: Ask with the law of another day.

    >>> review_of_cancellation(sent_on="2026-03-19", means="letter").last_day  # Good Friday
    Date(2026, 4, 7)

    Raises:
        LawCoverageError: when the law of the day is not known.
    """
    how = SendingMeans.of(means)
    return StatutoryPeriod(
        name="review_of_cancellation",
        title=_CANCELLATION,
        trigger=Trigger.SENT,
        event=Text(
            f"underrättelsen om att upphandlingen avbryts skickades {{on}} {how.label('sv')}",
            f"the notification of the cancellation was sent on {{on}} {how.label('en')}",
        ),
        rule=Text(
            "ansökan ska ha kommit in innan {span} har gått",
            "the application must have come in before {span} have passed",
        ),
        length=_CANCELLED_ELECTRONIC if how is SendingMeans.ELECTRONIC else _CANCELLED_OTHERWISE,
        counting=BY_LOU_20,
    ).deadline(sent_on, CALENDAR, as_of_law=as_of_law)

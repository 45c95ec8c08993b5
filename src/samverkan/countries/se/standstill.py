"""Swedish standstill and what follows a judgment (avtalsspärr, tiodagarsfrist; LOU 20:1-20:12).

>>> standstill(sent_on="2026-12-14", means="letter").earliest_contract_day
Date(2026, 12, 30)
"""

from __future__ import annotations

import datetime as dt

import attrs

from samverkan.codelists import AwardCase, Regime, SendingMeans, Trigger
from samverkan.countries.se.calendar import CALENDAR
from samverkan.countries.se.statute import (
    BY_LOU_20,
    LOU,
    SIMPLER_2022,
    dated,
    days_by,
    guidance,
    law_day,
    lou,
)
from samverkan.deadlines import Deadline, StatutoryPeriod, next_day, no_deadline
from samverkan.errors import LawQuestionError
from samverkan.explanations import Dated, Explanation, Step, Text
from samverkan.periods import Day, Span, day, days

__all__ = [
    "after_judgment",
    "extended_standstill",
    "review",
    "review_of_cancellation",
    "standstill",
    "voluntary_standstill",
]

_STANDSTILL = Text("avtalsspärr", "standstill")
_ELECTRONIC = dated(
    _STANDSTILL,
    (
        LOU,
        days(10),
        guidance(
            "LOU 20:1 i sin äldre lydelse, återgiven av Upphandlingsmyndigheten",
            "LOU 20:1 in its earlier wording, as quoted by Upphandlingsmyndigheten",
        ),
    ),
    (SIMPLER_2022, days(10), lou("20:1", 1)),
)
_OTHERWISE = days_by(_STANDSTILL, 15, lou("20:1", 2), SIMPLER_2022)
_LONGER = dated(_STANDSTILL, (SIMPLER_2022, True, lou("20:1", 3)))
_NONE: Dated[bool] = dated(_STANDSTILL, (SIMPLER_2022, True, lou("20:2")))
_VOLUNTARY_CASES = (
    AwardCase.RENEWED_COMPETITION,
    AwardCase.DYNAMIC_SYSTEM,
    AwardCase.RUNNING,
)
_BARRED = Text(
    "avtal får inte ingås förrän {span} har gått",
    "the contract may not be concluded until {span} have passed",
)
_WHY_NONE = {
    AwardCase.WITHOUT_NOTICE: lou("20:2"),
    AwardCase.RENEWED_COMPETITION: lou("20:2"),
    AwardCase.DYNAMIC_SYSTEM: lou("20:2"),
    AwardCase.RUNNING: lou("19:19", 2),
}


def _contract_from(last: Day) -> Step:
    return Step(
        Text(
            "avtal får ingås tidigast {after}, dagen efter; den dagen flyttas inte",
            "the contract may be concluded from {after}, the day after; that day is not moved",
        ),
        before=last,
        after=next_day(last),
        basis=lou("20:1"),
    )


def _with_contract_day(found: Deadline) -> Deadline:
    return attrs.evolve(
        found.adding(_contract_from(found.last_day)),
        earliest_contract_day=next_day(found.last_day),
    )


def standstill(
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
    """The last day of standstill after an award notification (avtalsspärr, LOU 20:1).

    Args:
        sent_on: The day the notification was sent, to the last who was to have it.
        means: How; where anybody got it in another way than electronically, that way.
        regime: Above or below the thresholds, or Annex 2; direct procurement has no standstill.
        award: How the contract was awarded; some ways have no standstill (20:2, 19:19).
        voluntary: Whether the buyer keeps a standstill where none is required.
        stated_days: A longer standstill in days that the notification states.
        stated_last_day: A longer standstill that the notification states by its last day, which
            is taken as stated and not moved.
        as_of_law: Ask with the law of another day, such as the day the procurement began.

    >>> found = standstill(sent_on="2026-06-09", means="electronic")
    >>> found.raw, found.last_day  # Midsummer Eve
    (Date(2026, 6, 19), Date(2026, 6, 22))

    Raises:
        NoDeadlineError: where no standstill holds; the error says why.
        LawCoverageError: when the law of the day is not known.
        LawQuestionError: when both ways of stating a longer one are given.
    """
    start = day(sent_on)
    law_on = law_day(start, as_of_law)
    how, case = SendingMeans.of(means), AwardCase.of(award)
    if stated_days is not None and stated_last_day is not None:
        raise LawQuestionError(
            f"standstill: stated_days={stated_days}, stated_last_day={stated_last_day}; expected "
            "at most one of them; leave one out"
        )
    facts = _why_standstill(Regime.of(regime), case, law_on, voluntary=voluntary)
    length = _ELECTRONIC if how is SendingMeans.ELECTRONIC else _OTHERWISE
    span, longer = length.on(law_on), None
    if stated_days is not None:
        longer = _stated(stated_days > span.days, Span(days=stated_days), law_on)
    found = StatutoryPeriod(
        name="standstill",
        title=_STANDSTILL,
        trigger=Trigger.SENT,
        event=Text(
            f"underrättelsen om tilldelningsbeslutet skickades {{on}} {how.label('sv')}",
            f"the award notification was sent on {{on}} {how.label('en')}",
        ),
        rule=_BARRED,
        length=length,
        counting=BY_LOU_20,
    ).deadline(
        start,
        CALENDAR,
        as_of_law=as_of_law,
        facts=facts,
        longer=longer,
        lengthen=days(max(0, (stated_days or 0) - span.days)),
    )
    if stated_last_day is not None:
        last = day(stated_last_day)
        found = found.adding(_stated(last > found.last_day, last, law_on))
        found = attrs.evolve(found, last_day=max(last, found.last_day))
    return _with_contract_day(found)


def _why_standstill(
    regime: Regime, case: AwardCase, law_on: Day, *, voluntary: bool
) -> tuple[Step, ...]:
    """Why there is a standstill beside the ordinary case; refuses where there is none."""
    if regime is Regime.DIRECT:
        _NONE.step(law_on)
        raise no_deadline(
            "standstill",
            Step(
                Text(
                    "vid direktupphandling utlöser underrättelsen ingen avtalsspärr",
                    "in direct procurement the notification triggers no standstill",
                ),
                basis=lou("19 a:10", 2),
            ),
        )
    if case is AwardCase.ORDINARY:
        return ()
    _NONE.step(law_on)
    if voluntary and case in _VOLUNTARY_CASES:
        return (
            Step(
                Text(
                    "{case}: ingen avtalsspärr krävs, men myndigheten har valt att iaktta en",
                    "{case}: no standstill is required, but the buyer has chosen to keep one",
                ),
                {"case": case},
                basis=lou("20:15"),
            ),
        )
    raise no_deadline(
        "standstill",
        Step(
            Text("{case}: ingen avtalsspärr gäller", "{case}: no standstill holds"),
            {"case": case},
            basis=_WHY_NONE[case],
        ),
    )


def _stated(is_longer: bool, stated: object, law_on: Day) -> Step:  # noqa: FBT001  # an answer, not an option
    text = (
        Text(
            "underrättelsen anger en längre avtalsspärr ({stated}), som binder",
            "the notification states a longer standstill ({stated}), which binds",
        )
        if is_longer
        else Text(
            "underrättelsen anger {stated}, som inte är längre än minimum; minimum gäller",
            "the notification states {stated}, no longer than the least; the least holds",
        )
    )
    return Step(text, {"stated": stated}, basis=_LONGER.step(law_on)[2])


_INTENT = StatutoryPeriod(
    name="voluntary_standstill",
    title=Text("avtalsspärr efter frivillig förhandsinsyn", "standstill after a notice of intent"),
    trigger=Trigger.PUBLISHED,
    event=Text(
        "annonsen om avsikten att tilldela kontraktet publicerades {on}",
        "the notice of the intention to award was published on {on}",
    ),
    rule=_BARRED,
    length=days_by(_STANDSTILL, 10, lou("20:3"), SIMPLER_2022),
    counting=BY_LOU_20,
)


def voluntary_standstill(
    *, published_on: str | dt.date, as_of_law: str | dt.date | None = None
) -> Deadline:
    """The last day of standstill after a notice of intent (frivillig förhandsinsyn, LOU 20:3).

    Args:
        published_on: The day the notice of 10:5 or 19 a:9 was published.
        as_of_law: Ask with the law of another day.

    >>> voluntary_standstill(published_on="2026-09-01").earliest_contract_day  # a Saturday
    Date(2026, 9, 12)

    Raises:
        LawCoverageError: when the law of the day is not known.
    """
    return _with_contract_day(_INTENT.deadline(published_on, CALENDAR, as_of_law=as_of_law))


# ---------------------------------------------------------------------------- in court
_TEN_DAYS = Text("tiodagarsfrist efter avgörandet", "ten days after the judgment")
_JUDGED = StatutoryPeriod(
    name="after_judgment",
    title=_TEN_DAYS,
    trigger=Trigger.DECIDED,
    event=Text(
        "domstolen avgjorde målet, eller upphävde sitt beslut, {on}",
        "the court decided the case, or lifted its order, on {on}",
    ),
    rule=_BARRED,
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
    return _with_contract_day(found)


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
    barred = standstill(
        sent_on=sent_on,
        means=means,
        regime=regime,
        award=award,
        voluntary=voluntary,
        stated_days=stated_days,
        stated_last_day=stated_last_day,
        as_of_law=as_of_law,
    )
    arrives = Step(
        Text(
            "ansökan ska ha kommit in till förvaltningsrätten före avtalsspärrens utgång, senast "
            "{after}",
            "the application must have come in to the administrative court before standstill "
            "ends, on {after} at the latest",
        ),
        after=barred.last_day,
        basis=lou("20:11"),
    )
    return attrs.evolve(
        barred.adding(arrives),
        name="review",
        title=Text("ansökan om överprövning", "application for review"),
        basis=(*barred.basis, lou("20:11")),
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

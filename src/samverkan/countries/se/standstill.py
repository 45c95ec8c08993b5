"""Swedish standstill (avtalsspärr; LOU 20:1-20:3).

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
from samverkan.explanations import Dated, LegalBasis, Step, Text
from samverkan.periods import Day, Span, day, days, optional_day

__all__ = ["BARRED", "barred", "standstill", "voluntary_standstill", "with_contract_day"]

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
BARRED = Text(
    "avtal får inte ingås förrän {span} har gått",
    "the contract may not be concluded until {span} have passed",
)
"""What standstill, and the ten days after a judgment, forbid."""


def _contract_from(last: Day, basis: LegalBasis) -> Step:
    return Step(
        Text(
            "avtal får ingås tidigast {after}, dagen efter; den dagen flyttas inte",
            "the contract may be concluded from {after}, the day after; that day is not moved",
        ),
        before=last,
        after=next_day(last),
        basis=basis,
    )


def with_contract_day(found: Deadline) -> Deadline:
    """The answer with the first day on which the contract may be concluded, which is not moved.

    >>> found = BY_LOU_20.count("2026-09-01", "10 days", CALENDAR)
    >>> next_day(found.end)  # a Saturday
    Date(2026, 9, 12)
    """
    return attrs.evolve(
        found.adding(_contract_from(found.last_day, found.basis[0])),
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
        LawQuestionError: when both ways of stating a longer one are given, or one that does not
            come after the sending, or an award that the regime does not know.
    """
    return barred(
        "standstill",
        day(sent_on),
        SendingMeans.of(means),
        Regime.of(regime),
        AwardCase.of(award),
        voluntary=voluntary,
        stated_days=stated_days,
        stated_last_day=optional_day(stated_last_day),
        as_of_law=as_of_law,
    )


def barred(
    name: str,
    start: Day,
    how: SendingMeans,
    regime: Regime,
    case: AwardCase,
    *,
    voluntary: bool,
    stated_days: int | None,
    stated_last_day: Day | None,
    as_of_law: str | dt.date | None,
) -> Deadline:
    """Standstill after a notification, in the name of the question that asks for it.

    The arguments are those of :func:`standstill`, read.

    >>> how = {"voluntary": False, "stated_days": None, "stated_last_day": None, "as_of_law": None}
    >>> barred("review", day("2026-12-14"), SendingMeans.LETTER, Regime.ABOVE, AwardCase.ORDINARY,
    ...        **how).name
    'review'

    Raises:
        NoDeadlineError: where no standstill holds.
        LawCoverageError: when the law of the day is not known.
        LawQuestionError: when arguments do not fit each other.
    """
    law_on = law_day(start, as_of_law)
    _check_stated(name, start, stated_days, stated_last_day)
    facts = _why_standstill(name, regime, case, law_on, voluntary=voluntary)
    length = _ELECTRONIC if how is SendingMeans.ELECTRONIC else _OTHERWISE
    span, longer = length.on(law_on), None
    if stated_days is not None:
        longer = _stated(stated_days > span.days, Span(days=stated_days), law_on)
    found = StatutoryPeriod(
        name=name,
        title=_STANDSTILL,
        trigger=Trigger.SENT,
        event=Text(
            f"underrättelsen om tilldelningsbeslutet skickades {{on}} {how.label('sv')}",
            f"the award notification was sent on {{on}} {how.label('en')}",
        ),
        rule=BARRED,
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
        is_longer = stated_last_day > found.last_day
        found = found.adding(_stated(is_longer, stated_last_day, law_on))
        if is_longer:
            found = attrs.evolve(found, span=None, raw=stated_last_day, last_day=stated_last_day)
    return with_contract_day(found)


def _check_stated(
    name: str, start: Day, stated_days: int | None, stated_last_day: Day | None
) -> None:
    if stated_days is not None and stated_last_day is not None:
        raise LawQuestionError(
            f"{name}: stated_days={stated_days}, stated_last_day={stated_last_day}; expected "
            "at most one of them; leave one out"
        )
    if stated_days is not None and stated_days < 1:
        raise LawQuestionError(f"{name}: stated_days={stated_days}; expected at least 1, or None")
    if stated_last_day is not None and stated_last_day <= start:
        raise LawQuestionError(
            f"{name}: stated_last_day={stated_last_day} is not after sent_on={start}; correct one "
            "of the days"
        )


def _why_standstill(
    name: str, regime: Regime, case: AwardCase, law_on: Day, *, voluntary: bool
) -> tuple[Step, ...]:
    """Why there is a standstill beside the ordinary case; refuses where there is none."""
    if regime is Regime.DIRECT:
        _NONE.step(law_on)
        raise no_deadline(
            name,
            Step(
                Text(
                    "vid direktupphandling utlöser underrättelsen ingen avtalsspärr",
                    "in direct procurement the notification triggers no standstill",
                ),
                basis=lou("19 a:10", 2),
            ),
            *_open_review(name),
        )
    if case is AwardCase.ORDINARY:
        return ()
    is_above = regime is Regime.ABOVE
    if case is (AwardCase.RUNNING if is_above else AwardCase.WITHOUT_NOTICE):
        raise LawQuestionError(
            f"{name}: award={case.value!r} with regime={regime.value!r}; "
            + (
                "running awards are those of chapter 19; give regime='below' or 'annex-2', or "
                "award='renewed-competition' or 'dps'"
                if is_above
                else "what is bought without prior notice there is direct procurement; give "
                "regime='direct'"
            )
        )
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
        name,
        Step(
            Text("{case}: ingen avtalsspärr gäller", "{case}: no standstill holds"),
            {"case": case},
            basis=lou("20:2") if is_above else lou("19:19", 2),
        ),
        *_open_review(name),
    )


def _open_review(name: str) -> tuple[Step, ...]:
    """What holds of review where there is no standstill."""
    return (_UNTIL_CONCLUDED,) if name == "review" else ()


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


_UNTIL_CONCLUDED = Step(
    Text(
        "upphandlingen kan överprövas till dess att avtal har ingåtts, och det är ingen dag som "
        "kan räknas fram",
        "the procurement may be reviewed until the contract is concluded, which is no day that "
        "can be counted",
    ),
    basis=lou("20:6", 2),
)

_INTENT = StatutoryPeriod(
    name="voluntary_standstill",
    title=Text("avtalsspärr efter frivillig förhandsinsyn", "standstill after a notice of intent"),
    trigger=Trigger.PUBLISHED,
    event=Text(
        "annonsen om avsikten att tilldela kontraktet publicerades {on}",
        "the notice of the intention to award was published on {on}",
    ),
    rule=BARRED,
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
    review_too = Step(
        Text(
            "en ansökan om överprövning ska ha kommit in före avtalsspärrens utgång",
            "an application for review must have come in before standstill ends",
        ),
        basis=lou("20:11"),
    )
    found = _INTENT.deadline(published_on, CALENDAR, as_of_law=as_of_law, notes=(review_too,))
    return with_contract_day(found)

"""The longest times of Swedish procurement law (längsta löptid; LOU 6:17, 6:18, 7:2, 19:25).

>>> duration_cap(starts_on="2026-02-01", cap="framework").last_day
Date(2030, 1, 31)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType

from samverkan.codelists import DurationCap, Trigger
from samverkan.countries.se.statute import LOU, SIMPLER_2022, dated, law_day, lou
from samverkan.deadlines import Deadline, Length
from samverkan.explanations import Dated, Explanation, Step, Text
from samverkan.periods import Period, Span, day, shift, years

__all__ = ["duration_cap"]

_CAP = Text("längsta tid", "longest time")
_SPECIAL = Text("längre tid kräver särskilda skäl", "a longer time needs special reasons")
_CAPS: Mapping[DurationCap, tuple[Dated[Span], Text | None]] = MappingProxyType(
    {
        DurationCap.FRAMEWORK: (dated(_CAP, (LOU, years(4), lou("7:2"))), _SPECIAL),
        DurationCap.ADDITIONAL_DELIVERIES: (
            dated(_CAP, (LOU, years(3), lou("6:17", 2))),
            _SPECIAL,
        ),
        DurationCap.REPETITION: (dated(_CAP, (LOU, years(3), lou("6:18", 2))), None),
        DurationCap.RESERVED: (dated(_CAP, (SIMPLER_2022, years(3), lou("19:25", 2))), None),
    }
)


def duration_cap(
    *,
    starts_on: str | dt.date,
    cap: DurationCap | str,
    as_of_law: str | dt.date | None = None,
) -> Deadline:
    """The last day that the law allows without special reasons (längsta löptid).

    A term is inclusive at both ends: four years from 1 February end on 31 January. Repetition of
    services or works (6:18) is counted from the day the original contract was concluded, which is
    not counted. The day is not moved for holidays.

    Args:
        starts_on: The first day of the term; for repetition, the day the original contract was
            concluded.
        cap: What has the cap: framework, additional-deliveries, repetition, reserved.
        as_of_law: Ask with the law of another day.

    >>> duration_cap(starts_on="2026-02-01", cap="repetition").last_day
    Date(2029, 2, 1)

    Raises:
        LawCoverageError: when the law of the day is not known.
    """
    what, start = DurationCap.of(cap), day(starts_on)
    law_on = law_day(start, as_of_law)
    length, unless = _CAPS[what]
    span, basis = length.step(law_on)[1:]
    repeated = what is DurationCap.REPETITION
    last = shift(start, span) if repeated else Period.lasting(start, span).end
    assert last is not None  # noqa: S101  # a period of a length has an end
    how = (
        Text(
            "det ursprungliga kontraktet ingicks {before}; sista dag är {after}",
            "the original contract was concluded on {before}; the last day is {after}",
        )
        if repeated
        else Text(
            "löptiden börjar {before}, som räknas; sista dag är {after}",
            "the term begins on {before}, which counts; the last day is {after}",
        )
    )
    caveat = length.caveat(law_on)
    steps = (
        Step(
            Text("{what}: högst {span}", "{what}: at most {span}"),
            {"what": what, "span": Length(span)},
            basis=basis,
        ),
        Step(how, before=start, after=last, basis=basis),
        *([] if caveat is None else [caveat]),
    )
    return Deadline(
        name="duration_cap",
        title=_CAP,
        trigger=Trigger.SIGNED if repeated else Trigger.STARTED,
        triggered_on=start,
        span=span,
        raw=last,
        last_day=last,
        law_on=law_on,
        basis=(basis,),
        explanation=Explanation(steps),
        notes=() if unless is None else (Step(unless, basis=basis),),
    )

"""What the Swedish modules on law share: the acts, the days they were read, how time is counted.

LOU is lag (2016:1145) om offentlig upphandling, read in its consolidated text of 2025-05-19, which
holds SFS 2025:360. A section is used from the day from which the text that was read has been in
force; the acts that amended it say when.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeVar

import attrs

from samverkan.calendars import HolidaysOf, WorkingCalendar
from samverkan.codelists import Regime, SourceKind
from samverkan.countries.se.calendar import CALENDAR, PUBLIC_HOLIDAYS, STATUTORY_TIME
from samverkan.deadlines import Counting, Deadline, StatutoryPeriod, no_deadline
from samverkan.errors import NoDeadlineError
from samverkan.explanations import Dated, LegalBasis, Step, Text
from samverkan.periods import Day, Span, day, days, optional_day

__all__ = [
    "BY_LOU_20",
    "BY_STATUTORY_TIME",
    "CALENDAR_WITHOUT_EVES",
    "DOCUMENTATION_2024",
    "LABOUR_2017",
    "LOU",
    "READ_ON",
    "REVIEW_2022",
    "SIMPLER_2022",
    "VERIFIED_UNTIL",
    "Lengths",
    "by_regime",
    "dated",
    "days_by",
    "guidance",
    "law_day",
    "lou",
    "refused",
    "with_eves",
]

READ_ON = day("2025-09-01")
"""The day up to which the text of LOU was read."""
VERIFIED_UNTIL = day("2027-12-31")
"""The last day for which the text may be used; this library's choice."""

LOU = day("2017-01-01")
"""LOU came into force; a section that no act has changed holds from here."""
LABOUR_2017 = day("2017-06-01")
"""Lag (2017:347): LOU 8:13 in its present wording."""
SIMPLER_2022 = day("2022-02-01")
"""Lag (2021:1110): chapters 19 and 19 a, 10:4, 20:1-20:3 in their present wording."""
REVIEW_2022 = day("2022-07-01")
"""Lag (2022:778): 20:5 b, 20:17, 20:18 and 20:21 in their present wording."""
DOCUMENTATION_2024 = day("2024-01-01")
"""Lag (2023:815): thirty days for documentation in 12:14, 12:16, 19:22 and 19 a:11."""

T = TypeVar("T")


def lou(section: str, paragraph: int | None = None) -> LegalBasis:
    """A section of LOU, and the paragraph in it (lagrum).

    >>> lou("20:1", 2).label("sv")
    'LOU 20:1 2 st. (lag)'
    """
    if paragraph is None:
        return LegalBasis(SourceKind.LAW, f"LOU {section}")
    return LegalBasis(
        SourceKind.LAW, Text(f"LOU {section} {paragraph} st.", f"LOU {section} para {paragraph}")
    )


def guidance(sv: str, en: str) -> LegalBasis:
    """Published guidance (vägledning).

    >>> guidance("Upphandlingsmyndigheten", "Upphandlingsmyndigheten").kind.value
    'G'
    """
    return LegalBasis(SourceKind.GUIDANCE, Text(sv, en))


def dated(name: Text, *steps: tuple[dt.date, T | None, LegalBasis]) -> Dated[T]:
    """A value of LOU, used from its first step until :data:`VERIFIED_UNTIL`.

    >>> dated(Text("gräns", "limit"), (LOU, 5, lou("1:1"))).on(day("2020-01-01"))
    5
    """
    return Dated(name=name, steps=steps, read_on=READ_ON, verified_until=VERIFIED_UNTIL)


def days_by(name: Text, count: int, basis: LegalBasis, since: dt.date = LOU) -> Dated[Span]:
    """A length in days that one section sets.

    >>> days_by(Text("tid", "time"), 35, lou("11:2")).on(day("2020-01-01")).days
    35
    """
    return dated(name, (since, days(count), basis))


def law_day(on: str | dt.date, as_of_law: str | dt.date | None) -> Day:
    """The day whose law holds: the trigger's, unless another is asked for.

    >>> law_day("2026-01-15", None), law_day("2026-01-15", "2020-01-01")
    (Date(2026, 1, 15), Date(2020, 1, 1))
    """
    return optional_day(as_of_law) or day(on)


BY_STATUTORY_TIME = Counting(
    id="se-1930-173",
    name=Text(
        "lagen (1930:173) om beräkning av lagstadgad tid",
        "the act (1930:173) on the counting of statutory time",
    ),
    event=guidance(
        "Upphandlingsmyndigheten, Frågeportalen", "Upphandlingsmyndigheten, question portal"
    ),
    clamp=LegalBasis(SourceKind.LAW, "lag 1930:173 1 §"),
    roll_basis=STATUTORY_TIME,
)
"""Counting under lag 1930:173: Saturdays, Sundays, holidays and the three eves move the day on."""

BY_LOU_20 = attrs.evolve(
    BY_STATUTORY_TIME, roll_basis=LegalBasis(SourceKind.LAW, "LOU 20:18, lag 1930:173 2 §")
)
"""The same for standstill, review and the limits that LOU 20:18 names."""

CALENDAR_WITHOUT_EVES: WorkingCalendar = attrs.evolve(
    CALENDAR,
    name="SE utan aftnar",
    closed=HolidaysOf(
        "SE", categories=(("public", PUBLIC_HOLIDAYS),), options=(("include_sundays", False),)
    ),
)
"""Weekends and public holidays alone: Midsummer, Christmas and New Year's Eve are working days."""

_EVES = guidance(
    "Upphandlingsmyndigheten, Frågeportalen: tidsfrister vid helgdagar",
    "Upphandlingsmyndigheten, question portal: time limits at holidays",
)


def with_eves(
    period: StatutoryPeriod,
    on: str | dt.date,
    *,
    eves: bool,
    as_of_law: str | dt.date | None,
    facts: tuple[Step, ...] = (),
    longer: Step | None = None,
    lengthen: Span | None = None,
    notes: tuple[Step, ...] = (),
) -> Deadline:
    """A period under Regulation 1182/71 with the three eves closed, or open.

    Whether the list of holidays that Sweden has notified holds the eves was not confirmed;
    Upphandlingsmyndigheten treats them as closed. Where that decides the day, a step says so.

    >>> from samverkan.countries.se.tender_periods import tender_period
    >>> for eves in (True, False):
    ...     answer = tender_period(
    ...         sent_on="2026-05-25", procedure="restricted", electronic=True, eves=eves)
    ...     print(answer.last_day)
    2026-06-22
    2026-06-19
    """
    found, other = (
        period.deadline(
            on,
            calendar,
            as_of_law=as_of_law,
            facts=facts,
            longer=longer,
            lengthen=lengthen,
            notes=notes,
        )
        for calendar in (
            (CALENDAR, CALENDAR_WITHOUT_EVES) if eves else (CALENDAR_WITHOUT_EVES, CALENDAR)
        )
    )
    if found.last_day == other.last_day:
        return found
    text = (
        Text(
            "midsommarafton, julafton och nyårsafton räknas som lediga dagar; annars vore sista "
            "dagen {other}",
            "Midsummer Eve, Christmas Eve and New Year's Eve count as closed; the last day would "
            "otherwise be {other}",
        )
        if eves
        else Text(
            "midsommarafton, julafton och nyårsafton räknas här som arbetsdagar; enligt praxis "
            "vore sista dagen {other}",
            "Midsummer Eve, Christmas Eve and New Year's Eve count as working days here; by the "
            "usual practice the last day would be {other}",
        )
    )
    return found.adding(Step(text, {"other": other.last_day}, basis=_EVES))


Lengths = Mapping[Regime, Dated[Span]]
"""The same length, which a section of its own sets in each chapter."""


def by_regime(
    title: Text, count: int, rows: Mapping[Regime, tuple[LegalBasis, dt.date]]
) -> Lengths:
    """A length in days that each chapter sets in a section of its own.

    >>> rows = {Regime.ABOVE: (lou("12:13", 3), LOU)}
    >>> by_regime(Text("tid", "time"), 15, rows)[Regime.ABOVE].on(day("2020-01-01")).days
    15
    """
    return MappingProxyType(
        {regime: days_by(title, count, basis, since) for regime, (basis, since) in rows.items()}
    )


def refused(name: str, sv: str, en: str, basis: LegalBasis) -> NoDeadlineError:
    """The refusal to give a day, for one reason; the caller raises it.

    >>> refused("award_notice", "krävs inte", "not required", lou("10:4", 3)).why("sv")
    '1. krävs inte [LOU 10:4 3 st. (lag)]'
    """
    return no_deadline(name, Step(Text(sv, en), basis=basis))

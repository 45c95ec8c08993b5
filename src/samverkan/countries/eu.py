"""The European Union: how its periods are counted, and its thresholds in euro.

Regulation (EEC, Euratom) No 1182/71, Article 3, counts the periods that come from the directives.
It asks a calendar of a member state which days are holidays, so it is a function of one.

>>> from samverkan.countries.se.calendar import CALENDAR
>>> period_end("2026-04-02", "2 days", CALENDAR).end  # Good Friday, a weekend, Easter Monday
Date(2026, 4, 8)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType

from samverkan.calendars import WorkingCalendar
from samverkan.codelists import Roll, SourceKind
from samverkan.deadlines import Counted, Counting
from samverkan.explanations import Dated, LegalBasis, Text
from samverkan.periods import Span, day
from samverkan.values import Money

__all__ = ["REGULATION_1182_71", "THRESHOLDS_EUR", "period_end"]


def _article(number: str) -> LegalBasis:
    return LegalBasis(
        SourceKind.LAW,
        Text(f"förordning 1182/71 art. {number}", f"Regulation 1182/71 Art {number}"),
    )


REGULATION_1182_71 = Counting(
    id="eu-1182-71",
    name=Text("förordning (EEG, Euratom) nr 1182/71", "Regulation (EEC, Euratom) No 1182/71"),
    event=_article("3.1"),
    clamp=_article("3.2 c"),
    roll_basis=_article("3.4"),
    least=2,
    least_basis=_article("3"),
)
"""Counting under Regulation 1182/71: on to a working day, at least two working days inside."""


def period_end(
    on: str | dt.date,
    span: Span | str,
    calendar: WorkingCalendar,
    *,
    roll: Roll = Roll.FORWARD,
) -> Counted:
    """The last day of a period under Regulation 1182/71 Article 3 (tidsfrist enligt EU-rätten).

    The day of the event is not counted; a last day that is closed moves to the next working day;
    a period of two days or more holds at least two working days.

    Args:
        on: The day of the event.
        span: How long the period is; ``"10 working days"`` counts working days only.
        calendar: The member state's calendar. Which days it counts as holidays is for the state
            to say (Article 2).
        roll: How a closed last day is moved.

    >>> from samverkan.countries.se.calendar import CALENDAR
    >>> period_end("2026-03-02", "35 days", CALENDAR).end  # Easter Monday is closed
    Date(2026, 4, 7)

    Raises:
        CalendarError: outside the calendar's verified span.
    """
    return REGULATION_1182_71.count(on, span, calendar, roll=roll)


# ---------------------------------------------------------------------------- thresholds in euro
def _regulation(number: str) -> LegalBasis:
    return LegalBasis(
        SourceKind.LAW,
        Text(f"delegerad förordning (EU) {number}", f"Delegated Regulation (EU) {number}"),
    )


_STATED = LegalBasis(
    SourceKind.GUIDANCE, Text("Konkurrensverket, tröskelvärden", "Konkurrensverket, thresholds")
)
_2016 = day("2016-01-01"), _regulation("2015/2170")
_2018 = day("2018-01-01"), _STATED
_2020 = day("2020-01-01"), _STATED
_2022 = day("2022-01-01"), _STATED
_2024 = day("2024-01-01"), _regulation("2023/2495")
_2026 = day("2026-01-01"), _regulation("2025/2152")
_UTILITIES_2024 = day("2024-01-01"), _regulation("2023/2496")
_UTILITIES_2026 = day("2026-01-01"), _regulation("2025/2150")
_CONCESSIONS_2024 = day("2024-01-01"), _regulation("2023/2497")
_CONCESSIONS_2026 = day("2026-01-01"), _regulation("2025/2151")


def _euro(what: Text, *rows: tuple[tuple[dt.date, LegalBasis], str | None]) -> Dated[Money]:
    return Dated(
        name=Text(f"tröskelvärde i euro, {what.sv}", f"threshold in euro, {what.en}"),
        steps=tuple(
            (since, None if amount is None else Money(amount, "EUR"), basis)
            for (since, basis), amount in rows
        ),
        read_on=day("2025-10-23"),
        verified_until=day("2027-12-31"),
    )


THRESHOLDS_EUR: Mapping[str, Dated[Money]] = MappingProxyType(
    {
        "goods-services-central": _euro(
            Text("varor och tjänster, statliga myndigheter", "goods and services, central"),
            (_2016, "135000"),
            (_2018, "144000"),
            (_2020, "139000"),
            (_2022, "140000"),
            (_2024, "143000"),
            (_2026, "140000"),
        ),
        "goods-services": _euro(
            Text("varor och tjänster, övriga myndigheter", "goods and services, other"),
            (_2016, "209000"),
            (_2018, "221000"),
            (_2020, "214000"),
            (_2022, "215000"),
            (_2024, "221000"),
            (_2026, "216000"),
        ),
        "works": _euro(
            Text("byggentreprenader", "works"),
            (_2016, "5225000"),
            (_2018, "5548000"),
            (_2020, "5350000"),
            (_2022, "5382000"),
            (_2024, "5538000"),
            (_2026, "5404000"),
        ),
        "annex-2": _euro(
            Text("sociala och andra särskilda tjänster", "social and other special services"),
            (_2018, "750000"),
            (_2020, "750000"),
            (_2022, "750000"),
            (_2024, "750000"),
            (_2026, "750000"),
        ),
        "utilities-goods-services": _euro(
            Text("varor och tjänster, försörjningssektorerna", "goods and services, utilities"),
            (_UTILITIES_2024, "443000"),
            (_UTILITIES_2026, "432000"),
        ),
        "utilities-works": _euro(
            Text("byggentreprenader, försörjningssektorerna", "works, utilities"),
            (_UTILITIES_2024, "5538000"),
            (_UTILITIES_2026, None),  # not named in what was read
        ),
        "utilities-annex-2": _euro(
            Text("särskilda tjänster, försörjningssektorerna", "special services, utilities"),
            (_UTILITIES_2024, "1000000"),
            (_UTILITIES_2026, "1000000"),
        ),
        "concessions": _euro(
            Text("koncessioner", "concessions"),
            (_CONCESSIONS_2024, "5538000"),
            (_CONCESSIONS_2026, "5404000"),
        ),
    }
)
"""The thresholds of the procurement directives in euro, by object, for each two years."""

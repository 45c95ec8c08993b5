"""Swedish duties to document and to keep (LOU 12:14-12:17, 19:22-19:23, 19 a:11-19 a:12).

>>> documentation(concluded_on="2026-12-02").last_day  # New Year's Day on a Friday
Date(2027, 1, 4)
"""

from __future__ import annotations

import datetime as dt

import attrs

from samverkan.codelists import Regime, Roll, Trigger
from samverkan.countries.se.calendar import CALENDAR
from samverkan.countries.se.statute import (
    BY_STATUTORY_TIME,
    DOCUMENTATION_2024,
    LOU,
    SIMPLER_2022,
    Lengths,
    by_regime,
    dated,
    law_day,
    lou,
    refused,
)
from samverkan.deadlines import Deadline, StatutoryPeriod
from samverkan.errors import LawQuestionError
from samverkan.explanations import Dated, Step, Text
from samverkan.periods import Day, Span, day, years
from samverkan.values import Money

__all__ = ["DIRECT_DOCUMENTATION_LIMIT", "documentation", "individual_report", "retention"]

DIRECT_DOCUMENTATION_LIMIT: Dated[Money] = dated(
    Text("gräns för dokumentation vid direktupphandling", "limit of documentation, direct"),
    (SIMPLER_2022, Money("100000", "SEK"), lou("19 a:11", 1)),
)
"""Above this value direct procurement must be documented."""

_DOCUMENTATION = Text("dokumentationen slutförd", "documentation complete")
_DOCUMENTED: Lengths = by_regime(
    _DOCUMENTATION,
    30,
    {
        Regime.ABOVE: (lou("12:14", 2), DOCUMENTATION_2024),
        Regime.BELOW: (lou("19:22", 3), DOCUMENTATION_2024),
        Regime.ANNEX_2: (lou("19:22", 3), DOCUMENTATION_2024),
        Regime.DIRECT: (lou("19 a:11", 2), DOCUMENTATION_2024),
    },
)
_DOCUMENTED_BY = Text(
    "dokumentationen ska vara slutförd senast {span} därefter",
    "the documentation must be complete no later than {span} after",
)
_REPORT = Text("individuell rapport", "individual report")
_REPORTED_BY = Text(
    "den individuella rapporten ska ha upprättats senast {span} därefter",
    "the individual report must have been drawn up no later than {span} after",
)
_REPORTED: Lengths = by_regime(
    _REPORT,
    30,
    {
        Regime.ABOVE: (lou("12:16", 2), DOCUMENTATION_2024),
        Regime.ANNEX_2: (lou("19:22", 2), DOCUMENTATION_2024),
    },
)
_CONCLUDED = Text("avtal ingicks {on}", "the contract was concluded on {on}")
_CANCELLED = Text(
    "beslutet att avbryta upphandlingen fattades {on}",
    "the decision to cancel the procurement was taken on {on}",
)


def _after_the_end(
    name: str,
    title: Text,
    rule: Text,
    length: Dated[Span],
    concluded_on: str | dt.date | None,
    cancelled_on: str | dt.date | None,
    as_of_law: str | dt.date | None,
    notes: tuple[Step, ...] = (),
) -> Deadline:
    on = _one_end(name, concluded_on, cancelled_on)
    concluded = concluded_on is not None
    return StatutoryPeriod(
        name=name,
        title=title,
        trigger=Trigger.SIGNED if concluded else Trigger.CANCELLED,
        event=_CONCLUDED if concluded else _CANCELLED,
        rule=rule,
        length=length,
        counting=BY_STATUTORY_TIME,
    ).deadline(on, CALENDAR, as_of_law=as_of_law, notes=notes)


def _one_end(
    name: str, concluded_on: str | dt.date | None, cancelled_on: str | dt.date | None
) -> Day:
    if (concluded_on is None) == (cancelled_on is None):
        raise LawQuestionError(
            f"{name}: concluded_on={concluded_on}, cancelled_on={cancelled_on}; expected one of "
            "them: a procurement ends by a contract or by a decision to cancel"
        )
    return day(concluded_on if concluded_on is not None else cancelled_on or "")


def documentation(
    *,
    concluded_on: str | dt.date | None = None,
    cancelled_on: str | dt.date | None = None,
    regime: Regime | str = Regime.ABOVE,
    value: Money | None = None,
    as_of_law: str | dt.date | None = None,
) -> Deadline:
    """The last day to complete the documentation (dokumentation, LOU 12:14, 19:22, 19 a:11).

    Args:
        concluded_on: The day the contract was concluded; or
        cancelled_on: The day of the decision to cancel.
        regime: Which chapter governs.
        value: In direct procurement, its value without VAT; the duty is above 100,000 SEK.
        as_of_law: Ask with the law of another day.

    >>> documentation(cancelled_on="2026-11-25").last_day  # Christmas
    Date(2026, 12, 28)

    Raises:
        NoDeadlineError: for direct procurement of at most 100,000 SEK.
        LawCoverageError: when the law of the day is not known.
    """
    where = Regime.of(regime)
    law_on = law_day(_one_end("documentation", concluded_on, cancelled_on), as_of_law)
    notes: tuple[Step, ...] = ()
    if where is Regime.DIRECT:
        _DOCUMENTED[where].step(law_on)
        limit = DIRECT_DOCUMENTATION_LIMIT.on(law_on)
        if value is not None and value <= limit:
            raise refused(
                "documentation",
                f"direktupphandlingar om högst {limit.label('sv')} behöver inte dokumenteras",
                f"direct procurement of at most {limit.label('en')} needs no documentation",
                lou("19 a:11", 1),
            )
        if value is None:
            text = Text(
                "skyldigheten gäller över {limit}; värdet är inte angivet",
                "the duty is above {limit}; the value is not given",
            )
            notes = (Step(text, {"limit": limit}, basis=lou("19 a:11", 1)),)
    return _after_the_end(
        "documentation",
        _DOCUMENTATION,
        _DOCUMENTED_BY,
        _DOCUMENTED[where],
        concluded_on,
        cancelled_on,
        as_of_law,
        notes,
    )


def individual_report(
    *,
    concluded_on: str | dt.date | None = None,
    cancelled_on: str | dt.date | None = None,
    regime: Regime | str = Regime.ABOVE,
    call_off: bool = False,
    as_of_law: str | dt.date | None = None,
) -> Deadline:
    """The last day to draw up the individual report (individuell rapport, LOU 12:15-12:16).

    Args:
        concluded_on: The day the contract was concluded; or
        cancelled_on: The day of the decision to cancel.
        regime: Above the thresholds or Annex 2.
        call_off: Whether it is a call-off under 7:4 or 7:6, which needs none (12:15).
        as_of_law: Ask with the law of another day.

    >>> individual_report(concluded_on="2026-06-01").last_day
    Date(2026, 7, 1)

    Raises:
        NoDeadlineError: below the thresholds, in direct procurement, and for such call-offs.
        LawCoverageError: when the law of the day is not known.
    """
    where = Regime.of(regime)
    law_on = law_day(_one_end("individual_report", concluded_on, cancelled_on), as_of_law)
    _REPORTED[Regime.ABOVE].step(law_on)
    if where not in _REPORTED:
        raise refused(
            "individual_report",
            "en individuell rapport krävs bara över tröskelvärdena och för bilaga 2-tjänster "
            "enligt 19 kap.",
            "an individual report is required above the thresholds and for Annex 2 services "
            "under chapter 19 alone",
            lou("19 a:11") if where is Regime.DIRECT else lou("19:22", 2),
        )
    if call_off:
        raise refused(
            "individual_report",
            "kontrakt enligt 7 kap. 4 eller 6 § behöver ingen individuell rapport",
            "contracts under 7:4 or 7:6 need no individual report",
            lou("12:15", 2),
        )
    return _after_the_end(
        "individual_report",
        _REPORT,
        _REPORTED_BY,
        _REPORTED[where],
        concluded_on,
        cancelled_on,
        as_of_law,
    )


# ---------------------------------------------------------------------------- retention
_KEPT = Text("bevarande av upphandlingens handlingar", "retention of the procurement documents")
_RETAINING_SECTION = {
    Regime.ABOVE: "12:17",
    Regime.BELOW: "19:23",
    Regime.ANNEX_2: "19:23",
    Regime.DIRECT: "19 a:12",
}
_RETAINED = {
    regime: dated(
        _KEPT, (LOU if regime is Regime.ABOVE else SIMPLER_2022, years(4), lou(section, 2))
    )
    for regime, section in _RETAINING_SECTION.items()
}
_RETAINING = StatutoryPeriod(
    name="retention",
    title=_KEPT,
    trigger=Trigger.AWARDED,
    event=Text("kontraktet tilldelades {on}", "the contract was awarded on {on}"),
    rule=Text("handlingarna bevaras minst {span}", "the documents are kept for at least {span}"),
    length=_RETAINED[Regime.ABOVE],
    counting=BY_STATUTORY_TIME,
    roll=Roll.NONE,
)


def retention(
    *,
    awarded_on: str | dt.date,
    regime: Regime | str = Regime.ABOVE,
    under_archives_act: bool = False,
    as_of_law: str | dt.date | None = None,
) -> Deadline:
    """Until when a body outside the archives act keeps its documents (bevarande, LOU 12:17).

    Args:
        awarded_on: The day the contract was awarded.
        regime: Which chapter governs.
        under_archives_act: Whether arkivlagen (1990:782) covers the buyer, as it covers
            authorities; it has no fixed number of years.
        as_of_law: Ask with the law of another day.

    >>> retention(awarded_on="2024-02-29").last_day
    Date(2028, 2, 29)

    Raises:
        NoDeadlineError: for bodies under arkivlagen.
        LawCoverageError: when the law of the day is not known.
    """
    where = Regime.of(regime)
    _RETAINED[where].step(law_day(awarded_on, as_of_law))
    section = _RETAINING_SECTION[where]
    if under_archives_act:
        raise refused(
            "retention",
            "arkivlagen (1990:782) gäller; den anger inget antal år, utan arkivbeslut avgör",
            "arkivlagen (1990:782) governs; it states no number of years, archive decisions do",
            lou(section, 1),
        )
    outside = Step(
        Text(
            "myndigheten omfattas inte av arkivlagen (1990:782)",
            "the buyer is not covered by arkivlagen (1990:782)",
        ),
        basis=lou(section, 1),
    )
    contract = Step(
        Text(
            "kontraktet eller ramavtalet bevaras åtminstone under sin löptid",
            "the contract or framework agreement is kept at least for its term",
        ),
        basis=lou(section, 3),
    )
    return attrs.evolve(_RETAINING, length=_RETAINED[where]).deadline(
        awarded_on, CALENDAR, as_of_law=as_of_law, facts=(outside,), notes=(contract,)
    )

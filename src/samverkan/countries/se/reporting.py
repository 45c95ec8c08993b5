"""Swedish duties to tell after an award (debrief, efterannons; LOU 10:4, 12:13, 19:7, 19 a:13).

>>> award_notice(concluded_on="2026-05-07").last_day  # National Day on a Saturday
Date(2026, 6, 8)
"""

from __future__ import annotations

import datetime as dt

import attrs

from samverkan.codelists import Regime, Trigger
from samverkan.countries.se.calendar import CALENDAR
from samverkan.countries.se.statute import (
    BY_STATUTORY_TIME,
    LOU,
    SIMPLER_2022,
    Lengths,
    by_regime,
    dated,
    days_by,
    law_day,
    lou,
    refused,
)
from samverkan.deadlines import Deadline, StatutoryPeriod
from samverkan.explanations import Dated, Step, Text
from samverkan.periods import Day, day
from samverkan.values import Money

__all__ = [
    "DIRECT_NOTICE_LIMIT",
    "award_notice",
    "debrief",
    "dps_award_notice",
    "grouped_award_notices",
]

DIRECT_NOTICE_LIMIT: Dated[Money] = dated(
    Text("gräns för efterannons vid direktupphandling", "limit of award notices, direct"),
    (SIMPLER_2022, Money("700000", "SEK"), lou("19 a:13", 3)),
)
"""Under this value direct procurement needs no award notice."""
# ---------------------------------------------------------------------------- debrief
_REASONS = Text("upplysningar om skälen på begäran", "reasons given on request (debrief)")
_DEBRIEF: Lengths = by_regime(
    _REASONS,
    15,
    {
        Regime.ABOVE: (lou("12:13", 3), LOU),
        Regime.BELOW: (lou("19:20", 2), SIMPLER_2022),
        Regime.ANNEX_2: (lou("19:20", 2), SIMPLER_2022),
    },
)
_DEBRIEFING = StatutoryPeriod(
    name="debrief",
    title=_REASONS,
    trigger=Trigger.RECEIVED,
    event=Text("den skriftliga begäran kom in {on}", "the written request came in on {on}"),
    rule=Text(
        "upplysningar lämnas snarast möjligt och senast inom {span}",
        "the reasons are given as soon as possible and within {span}",
    ),
    length=_DEBRIEF[Regime.ABOVE],
    counting=BY_STATUTORY_TIME,
)


def debrief(
    *,
    received_on: str | dt.date,
    regime: Regime | str = Regime.ABOVE,
    as_of_law: str | dt.date | None = None,
) -> Deadline:
    """The last day to give a supplier the reasons it asked for (upplysningar, LOU 12:13, 19:20).

    Args:
        received_on: The day the written request came in.
        regime: Above or below the thresholds, or Annex 2.
        as_of_law: Ask with the law of another day.

    >>> debrief(received_on="2026-04-16").last_day  # 1 May is closed
    Date(2026, 5, 4)

    Raises:
        NoDeadlineError: in direct procurement, where chapter 19 a has no such duty.
        LawCoverageError: when the law of the day is not known.
    """
    where = Regime.of(regime)
    if where is Regime.DIRECT:
        DIRECT_NOTICE_LIMIT.step(law_day(received_on, as_of_law))
        raise refused(
            "debrief",
            "19 a kap. har ingen skyldighet att lämna upplysningar om skälen inom en viss tid",
            "chapter 19 a has no duty to give reasons within a certain time",
            lou("19 a:10"),
        )
    return attrs.evolve(_DEBRIEFING, length=_DEBRIEF[where]).deadline(
        received_on, CALENDAR, as_of_law=as_of_law
    )


# ---------------------------------------------------------------------------- award notices
_NOTICE = Text("efterannons", "contract award notice")
_NOTICES: Lengths = by_regime(
    _NOTICE,
    30,
    {
        Regime.ABOVE: (lou("10:4", 1), SIMPLER_2022),
        Regime.BELOW: (lou("19:7", 1), SIMPLER_2022),
        Regime.ANNEX_2: (lou("19:7", 1), SIMPLER_2022),
        Regime.DIRECT: (lou("19 a:13", 1), SIMPLER_2022),
    },
)
_NO_NOTICE = {
    Regime.ABOVE: lou("10:4", 3),
    Regime.BELOW: lou("19:7", 3),
    Regime.ANNEX_2: lou("19:7", 3),
    Regime.DIRECT: lou("19 a:13", 3),
}
_GROUPED = {
    Regime.ABOVE: lou("10:4", 2),
    Regime.BELOW: lou("19:7", 2),
    Regime.ANNEX_2: lou("19:7", 2),
    Regime.DIRECT: lou("19 a:13", 2),
}
_NOTIFYING = StatutoryPeriod(
    name="award_notice",
    title=_NOTICE,
    trigger=Trigger.SIGNED,
    event=Text(
        "avtalet eller ramavtalet ingicks {on}",
        "the contract or framework agreement was concluded on {on}",
    ),
    rule=Text(
        "efterannonsen skickas senast {span} därefter",
        "the award notice is sent no later than {span} after",
    ),
    length=_NOTICES[Regime.ABOVE],
    counting=BY_STATUTORY_TIME,
)


def award_notice(
    *,
    concluded_on: str | dt.date,
    regime: Regime | str = Regime.ABOVE,
    call_off: bool = False,
    value: Money | None = None,
    as_of_law: str | dt.date | None = None,
) -> Deadline:
    """The last day to send the award notice (efterannons, LOU 10:4, 19:7, 19 a:13).

    Args:
        concluded_on: The day the contract or framework agreement was concluded.
        regime: Which chapter governs.
        call_off: Whether the contract is a call-off under a framework agreement, which needs none.
        value: In direct procurement, its value without VAT; under 700,000 SEK needs none.
        as_of_law: Ask with the law of another day.

    >>> award_notice(concluded_on="2026-12-02", regime="below").last_day
    Date(2027, 1, 4)

    Raises:
        NoDeadlineError: where no award notice is required.
        LawCoverageError: when the law of the day is not known.
    """
    where, law_on = Regime.of(regime), law_day(concluded_on, as_of_law)
    _NOTICES[where].step(law_on)
    if call_off:
        raise refused(
            "award_notice",
            "kontrakt som tilldelas med stöd av ett ramavtal efterannonseras inte",
            "a contract awarded under a framework agreement has no award notice",
            _NO_NOTICE[where],
        )
    notes: tuple[Step, ...] = ()
    if where is Regime.DIRECT:
        limit = DIRECT_NOTICE_LIMIT.on(law_on)
        if value is not None and value < limit:
            raise refused(
                "award_notice",
                f"direktupphandlingar under {limit.label('sv')} efterannonseras inte",
                f"direct procurement under {limit.label('en')} has no award notice",
                lou("19 a:13", 3),
            )
        if value is None:
            text = Text(
                "ingen efterannons krävs under {limit}; värdet är inte angivet",
                "no award notice is required under {limit}; the value is not given",
            )
            notes = (Step(text, {"limit": limit}, basis=lou("19 a:13", 3)),)
    return attrs.evolve(_NOTIFYING, length=_NOTICES[where]).deadline(
        concluded_on, CALENDAR, as_of_law=as_of_law, notes=notes
    )


_DPS_NOTIFYING = attrs.evolve(
    _NOTIFYING,
    name="dps_award_notice",
    trigger=Trigger.AWARDED,
    event=Text(
        "kontraktet tilldelades i det dynamiska inköpssystemet {on}",
        "the contract was awarded under the dynamic purchasing system on {on}",
    ),
)


def dps_award_notice(
    *, awarded_on: str | dt.date, as_of_law: str | dt.date | None = None
) -> Deadline:
    """The last day for the award notice of one award in a dynamic purchasing system (LOU 10:4).

    Notices may be gathered by the quarter instead: :func:`grouped_award_notices`.

    Args:
        awarded_on: The day the contract was awarded.
        as_of_law: Ask with the law of another day.

    >>> dps_award_notice(awarded_on="2026-03-16").last_day
    Date(2026, 4, 15)

    Raises:
        LawCoverageError: when the law of the day is not known.
    """
    return _DPS_NOTIFYING.deadline(awarded_on, CALENDAR, as_of_law=as_of_law)


_QUARTERLY = attrs.evolve(
    _NOTIFYING,
    name="grouped_award_notices",
    title=Text("efterannonser samlade per kvartal", "award notices gathered by the quarter"),
    trigger=Trigger.QUARTER_END,
    event=Text("kvartalet slutade {on}", "the quarter ended on {on}"),
    rule=Text(
        "de samlade annonserna skickas senast {span} efter kvartalets utgång",
        "the notices are sent together no later than {span} after the end of the quarter",
    ),
)


def grouped_award_notices(
    *,
    awarded_on: str | dt.date,
    regime: Regime | str = Regime.ABOVE,
    dynamic_system: bool = False,
    as_of_law: str | dt.date | None = None,
) -> Deadline:
    """The last day for award notices gathered by the quarter (kvartalsvis efterannonsering).

    Allowed for awards in a dynamic purchasing system (10:4, 19:7, 19 a:13) and for Annex 2
    services (19:7, 19 a:13).

    Args:
        awarded_on: Any day of the calendar quarter in question.
        regime: Which chapter governs; ``"direct"`` may be Annex 2 services, too.
        dynamic_system: Whether the awards are made in a dynamic purchasing system.
        as_of_law: Ask with the law of another day.

    >>> found = grouped_award_notices(awarded_on="2026-05-11", dynamic_system=True)
    >>> found.triggered_on, found.last_day
    (Date(2026, 6, 30), Date(2026, 7, 30))

    Raises:
        NoDeadlineError: where notices may not be gathered.
        LawCoverageError: when the law of the day is not known.
    """
    where, on = Regime.of(regime), day(awarded_on)
    _NOTICES[where].step(law_day(on, as_of_law))
    if not dynamic_system and where in {Regime.ABOVE, Regime.BELOW}:
        raise refused(
            "grouped_award_notices",
            "bara efterannonser för dynamiska inköpssystem och bilaga 2-tjänster får samlas",
            "only award notices for dynamic purchasing systems and Annex 2 services are gathered",
            _GROUPED[where],
        )
    last_month = (on.month + 2) // 3 * 3
    end = Day(on.year, last_month, 31 if last_month in {3, 12} else 30)
    inside = Step(
        Text("{on} hör till det kvartalet", "{on} belongs to that quarter"),
        {"on": on},
        basis=_GROUPED[where],
    )
    annex_2 = Step(
        Text(
            "utanför dynamiska inköpssystem gäller det bara tjänster enligt bilaga 2",
            "outside dynamic purchasing systems it holds for services of Annex 2 alone",
        ),
        basis=_GROUPED[where],
    )
    length = days_by(_NOTICE, 30, _GROUPED[where], SIMPLER_2022)
    return attrs.evolve(_QUARTERLY, length=length).deadline(
        end,
        CALENDAR,
        as_of_law=as_of_law,
        facts=(inside,),
        notes=() if dynamic_system else (annex_2,),
    )

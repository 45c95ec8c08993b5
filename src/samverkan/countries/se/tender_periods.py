"""Swedish time limits for tenders and for requests to participate (LOU 11 kap.).

All numbers are the least that LOU allows. They run from the day a notice or invitation is sent,
which is not counted, under Regulation 1182/71.

>>> tender_period(sent_on="2026-03-02", procedure="open").last_day  # Easter Monday is closed
Date(2026, 4, 7)
"""

from __future__ import annotations

import datetime as dt

import attrs

from samverkan.codelists import Procedure, Regime, Trigger
from samverkan.countries.eu import REGULATION_1182_71
from samverkan.countries.se.prior_information import OPEN_PIN, TENDERS, shortened
from samverkan.countries.se.statute import (
    LOU,
    SIMPLER_2022,
    dated,
    days_by,
    guidance,
    law_day,
    lou,
    with_eves,
)
from samverkan.deadlines import Deadline, StatutoryPeriod, no_deadline
from samverkan.errors import LawQuestionError, PeriodError
from samverkan.explanations import Dated, Explanation, Step, Text
from samverkan.periods import Day, Span, day, days, optional_day

__all__ = [
    "INVITATION_SENT",
    "NOTICE_OR_INVITATION_SENT",
    "NOTICE_SENT",
    "REQUESTS",
    "minimum",
    "request_period",
    "tender_period",
]

REQUESTS = Text("tidsfrist för anbudsansökningar", "time limit for requests to participate")
"""What a time limit for requests is called."""
NOTICE_SENT = Text(
    "annonsen skickades för publicering {on}", "the notice was sent for publication on {on}"
)
"""The event of a notice."""
INVITATION_SENT = Text(
    "inbjudan att lämna anbud skickades {on}", "the invitation to tender was sent on {on}"
)
"""The event of an invitation."""
NOTICE_OR_INVITATION_SENT = Text(
    "annonsen, eller inbjudan att bekräfta intresse, skickades {on}",
    "the notice, or the invitation to confirm interest, was sent on {on}",
)
"""The event of a call for requests, whichever way it is made."""
_TWO_STEPS = (Procedure.RESTRICTED, Procedure.NEGOTIATED)
_REQUESTED = (*_TWO_STEPS, Procedure.COMPETITIVE_DIALOGUE, Procedure.INNOVATION_PARTNERSHIP)

_OPEN = days_by(TENDERS, 35, lou("11:2", 1))
_OPEN_ELECTRONIC = days_by(TENDERS, 30, lou("11:6"))
_OPEN_ACCELERATED = days_by(TENDERS, 15, lou("11:10"))
_INVITED = days_by(TENDERS, 30, lou("11:3", 2))
_INVITED_ELECTRONIC = days_by(TENDERS, 25, lou("11:6"))
_INVITED_PIN = days_by(TENDERS, 10, lou("11:5", 1))
_INVITED_ACCELERATED = days_by(TENDERS, 10, lou("11:10"))
_INVITED_NOT_AGREED = days_by(TENDERS, 10, lou("11:7", 2))
_REQUEST = days_by(REQUESTS, 30, lou("11:3", 1))
_REQUEST_ACCELERATED = days_by(REQUESTS, 15, lou("11:10"))
_MORE_WITHOUT_DOCUMENTS = days_by(TENDERS, 5, lou("11:9"))
_AGREED = dated(TENDERS, (LOU, True, lou("11:7", 1)))
_NO_MINIMUM = dated(TENDERS, (LOU, True, lou("11:1")))
_REASONABLE = dated(TENDERS, (SIMPLER_2022, True, lou("19:11")))
_DIRECT = dated(TENDERS, (SIMPLER_2022, True, lou("19 a:1")))

_SUITABLE = Step(
    Text(
        "talet är ett minimum: tiden ska anpassas till hur komplicerad upphandlingen är och hur "
        "lång tid leverantörerna kan antas behöva",
        "the number is a minimum: the time must suit how complex the procurement is and how long "
        "suppliers may be assumed to need",
    ),
    basis=lou("11:1"),
)
_LONGER = Step(
    Text(
        "en längre tid än den minsta får sluta vilken dag som helst",
        "a time longer than the least may end on any day",
    ),
    basis=guidance(
        "Upphandlingsmyndigheten, Frågeportalen", "Upphandlingsmyndigheten, question portal"
    ),
)


_NOT_LENGTHENED = Step(
    Text(
        "upphandlingsdokumenten är inte fritt tillgängliga elektroniskt, men tiden förlängs inte "
        "vid ett påskyndat förfarande",
        "the documents are not freely available electronically, but the time of an accelerated "
        "procedure is not lengthened",
    ),
    basis=lou("11:9", 2),
)


def minimum(name: str, title: Text, event: Text, length: Dated[Span]) -> StatutoryPeriod:
    """A least time that runs from a sending, under Regulation 1182/71.

    >>> length = days_by(TENDERS, 35, lou("11:2"))
    >>> minimum("tenders", TENDERS, NOTICE_SENT, length).trigger.value
    'sent'
    """
    return StatutoryPeriod(
        name=name,
        title=title,
        trigger=Trigger.SENT,
        event=event,
        rule=Text(f"{title.sv}: minst {{span}}", f"{title.en}: at least {{span}}"),
        length=length,
        counting=REGULATION_1182_71,
    )


_TENDER_OPEN = minimum("tender_period", TENDERS, NOTICE_SENT, _OPEN)
_TENDER_INVITED = minimum("tender_period", TENDERS, INVITATION_SENT, _INVITED)
_REQUESTING = minimum("request_period", REQUESTS, NOTICE_OR_INVITATION_SENT, _REQUEST)


def _only_above(name: str, regime: Regime, law_on: Day) -> None:
    """Below the thresholds LOU has no number since 2022-02-01, so neither have we."""
    if regime in {Regime.BELOW, Regime.ANNEX_2}:
        _REASONABLE.step(law_on)
        raise no_deadline(
            name,
            Step(
                Text(
                    "{regime}: leverantörerna ska ges skälig tid; lagen anger inget antal dagar, "
                    "och därför inte heller det här biblioteket",
                    "{regime}: suppliers must be given reasonable time; the act states no number "
                    "of days, and so neither does this library",
                ),
                {"regime": regime},
                basis=lou("19:11"),
            ),
        )
    if regime is Regime.DIRECT:
        _DIRECT.step(law_on)
        raise no_deadline(
            name,
            Step(
                Text(
                    "19 a kap. anger ingen tid för anbud vid direktupphandling",
                    "chapter 19 a sets no time for tenders in direct procurement",
                ),
                basis=lou("19 a:1"),
            ),
        )


def tender_period(
    *,
    sent_on: str | dt.date,
    procedure: Procedure | str,
    regime: Regime | str = Regime.ABOVE,
    electronic: bool = False,
    accelerated: bool = False,
    documents_available: bool = True,
    pin_sent_on: str | dt.date | None = None,
    notice_sent_on: str | dt.date | None = None,
    agreed_last_day: str | dt.date | None = None,
    not_agreed: bool = False,
    central: bool | None = None,
    eves: bool = True,
    as_of_law: str | dt.date | None = None,
) -> Deadline:
    """The earliest last day for tenders (tidsfrist för anbud, LOU 11 kap.).

    Args:
        sent_on: The day the notice was sent for publication (open procedure), or the invitation
            to tender was sent (restricted, negotiated).
        procedure: The procedure.
        regime: Above the thresholds; for any other there is no number.
        electronic: Whether tenders may be sent electronically (11:6).
        accelerated: Whether lack of time makes the ordinary limits impossible (11:10).
        documents_available: Whether the documents are freely, directly, fully and free of charge
            available electronically; else five days more (11:9).
        pin_sent_on: The day a prior information notice was sent (11:5).
        notice_sent_on: The day the notice was sent, where ``sent_on`` is an invitation.
        agreed_last_day: The last day that all invited candidates agreed to (11:7).
        not_agreed: Whether such an agreement was sought and not reached (11:7).
        central: Whether the buyer is a central government authority, which may not use 11:7.
        eves: Whether the three eves count as closed, as Upphandlingsmyndigheten has it.
        as_of_law: Ask with the law of another day.

    >>> tender_period(sent_on="2026-04-01", procedure="open", electronic=True).last_day
    Date(2026, 5, 4)

    Raises:
        NoDeadlineError: below the thresholds, in direct procurement, and for procedures that have
            no least time; the error says why.
        LawCoverageError: when the law of the day is not known.
        LawQuestionError: when arguments do not fit each other.
    """
    how, start = Procedure.of(procedure), day(sent_on)
    law_on = law_day(start, as_of_law)
    _only_above("tender_period", Regime.of(regime), law_on)
    if how not in {Procedure.OPEN, *_TWO_STEPS}:
        _NO_MINIMUM.step(law_on)
        raise no_deadline(
            "tender_period",
            Step(
                Text(
                    "{procedure}: 11 kap. anger ingen minsta tid för anbud; tiden ska anpassas "
                    "till hur komplicerad upphandlingen är",
                    "{procedure}: chapter 11 sets no least time for tenders; the time must suit "
                    "how complex the procurement is",
                ),
                {"procedure": how},
                basis=lou("11:1"),
            ),
        )
    if agreed_last_day is not None or not_agreed:
        _check_agreement(how, central, both=agreed_last_day is not None and not_agreed)
    if agreed_last_day is not None:
        return _agreed(start, day(agreed_last_day), law_on)
    is_open = how is Procedure.OPEN
    _check_notice(start, optional_day(notice_sent_on), is_open=is_open)
    period = _TENDER_OPEN if is_open else _TENDER_INVITED
    found: list[tuple[Dated[Span], bool]] = [(period.length, True)]
    facts: list[Step] = []
    if electronic:
        found.append((_OPEN_ELECTRONIC if is_open else _INVITED_ELECTRONIC, True))
        facts.append(
            Step(
                Text(
                    "anbud får skickas in elektroniskt", "tenders may be submitted electronically"
                ),
                basis=lou("11:6"),
            )
        )
    if pin_sent_on is not None:
        if not is_open and notice_sent_on is None:
            raise LawQuestionError(
                f"tender_period: pin_sent_on={pin_sent_on} without notice_sent_on; a prior "
                "information notice is measured against the notice, not the invitation; give the "
                "day the notice was sent"
            )
        counts, step = shortened(pin_sent_on, optional_day(notice_sent_on) or start, law_on)
        facts.append(step)
        if counts:
            found.append((OPEN_PIN if is_open else _INVITED_PIN, True))
    if not_agreed:
        found.append((_INVITED_NOT_AGREED, True))
        facts.append(
            Step(
                Text(
                    "ingen överenskommelse om tiden nåddes", "no agreement on the time was reached"
                ),
                basis=lou("11:7", 2),
            )
        )
    if accelerated:
        found.append((_OPEN_ACCELERATED if is_open else _INVITED_ACCELERATED, False))
        facts.append(
            Step(
                Text(
                    "påskyndat förfarande: tidsbrist gör de vanliga tiderna omöjliga",
                    "accelerated: lack of time makes the ordinary limits impossible",
                ),
                basis=lou("11:10"),
            )
        )
    more = 0 if documents_available else _MORE_WITHOUT_DOCUMENTS.on(law_on).days
    length, grows = min(found, key=lambda pair: pair[0].on(law_on).days + more * pair[1])
    longer = (
        Step(
            Text(
                "upphandlingsdokumenten är inte fritt, direkt, fullständigt och kostnadsfritt "
                "tillgängliga elektroniskt: {more} till",
                "the documents are not freely, directly, fully and free of charge available "
                "electronically: {more} more",
            ),
            {"more": days(more)},
            basis=lou("11:9", 1),
        )
        if more and grows
        else None
    )
    if more and not grows:
        facts.append(_NOT_LENGTHENED)
    return with_eves(
        attrs.evolve(period, length=length),
        start,
        eves=eves,
        as_of_law=as_of_law,
        facts=tuple(facts),
        longer=longer,
        lengthen=None if longer is None else days(more),
        notes=(_SUITABLE, _LONGER),
    )


def _check_notice(start: Day, notice_sent_on: Day | None, *, is_open: bool) -> None:
    if notice_sent_on is None:
        return
    if is_open and notice_sent_on != start:
        raise LawQuestionError(
            f"tender_period: sent_on={start}, notice_sent_on={notice_sent_on}; in an open "
            "procedure the notice is what is sent, so they are one day; leave notice_sent_on out"
        )
    if notice_sent_on > start:
        raise LawQuestionError(
            f"tender_period: notice_sent_on={notice_sent_on} is after sent_on={start}, the day of "
            "the invitation; correct one of the days"
        )


def _check_agreement(how: Procedure, central: bool | None, *, both: bool) -> None:  # noqa: FBT001  # as the caller's argument
    if how is Procedure.OPEN or central is not False or both:
        raise LawQuestionError(
            f"tender_period: an agreed time: procedure={how.value!r}, central={central}; LOU 11:7 "
            "has it for restricted and negotiated procedures of buyers that are not central "
            "authorities, agreed or not agreed; give central=False and one of the two"
        )


def _agreed(start: Day, last: Day, law_on: Day) -> Deadline:
    basis = _AGREED.step(law_on)[2]
    if last <= start:
        raise PeriodError(
            f"tender_period: agreed_last_day={last} is not after sent_on={start}; correct one"
        )
    caveat = _AGREED.caveat(law_on)
    steps = (
        Step(INVITATION_SENT, {"on": start}, after=start),
        Step(
            Text(
                "alla utvalda anbudssökande har gått med på att sista dag är {after}; ingen "
                "minsta tid gäller",
                "all selected candidates agreed to {after} as the last day; no least time holds",
            ),
            after=last,
            basis=basis,
        ),
        *([] if caveat is None else [caveat]),
    )
    return Deadline(
        name="tender_period",
        title=TENDERS,
        trigger=Trigger.SENT,
        triggered_on=start,
        raw=last,
        last_day=last,
        law_on=law_on,
        basis=(basis,),
        explanation=Explanation(steps),
    )


def request_period(
    *,
    sent_on: str | dt.date,
    procedure: Procedure | str,
    regime: Regime | str = Regime.ABOVE,
    accelerated: bool = False,
    eves: bool = True,
    as_of_law: str | dt.date | None = None,
) -> Deadline:
    """The earliest last day for requests to participate (tidsfrist för anbudsansökningar, 11:3).

    Args:
        sent_on: The day the notice was sent for publication; where a prior information notice is
            the call, the day the invitation to confirm interest was sent.
        procedure: A procedure in which suppliers first ask to take part.
        regime: Above the thresholds; for any other there is no number.
        accelerated: Whether lack of time makes the ordinary limit impossible (11:10), which names
            the restricted and the negotiated procedure alone.
        eves: Whether the three eves count as closed.
        as_of_law: Ask with the law of another day.

    >>> request_period(sent_on="2026-01-07", procedure="restricted").last_day
    Date(2026, 2, 6)

    Raises:
        NoDeadlineError: below the thresholds, and for procedures without requests.
        LawCoverageError: when the law of the day is not known.
    """
    how, start = Procedure.of(procedure), day(sent_on)
    law_on = law_day(start, as_of_law)
    _only_above("request_period", Regime.of(regime), law_on)
    if how not in _REQUESTED:
        _REQUEST.step(law_on)
        raise no_deadline(
            "request_period",
            Step(
                Text(
                    "{procedure}: 11 kap. anger ingen tid för anbudsansökningar",
                    "{procedure}: chapter 11 sets no time for requests to participate",
                ),
                {"procedure": how},
                basis=lou("11:3", 1),
            ),
        )
    facts: tuple[Step, ...] = ()
    period = _REQUESTING
    if accelerated and how in _TWO_STEPS:
        period = attrs.evolve(period, length=_REQUEST_ACCELERATED)
        text = Text(
            "påskyndat förfarande: tidsbrist gör den vanliga tiden omöjlig",
            "accelerated: lack of time makes the ordinary limit impossible",
        )
        facts = (Step(text, basis=lou("11:10")),)
    elif accelerated:
        text = Text(
            "11:10 nämner inte {procedure}; den vanliga tiden gäller",
            "11:10 does not name the {procedure}; the ordinary limit holds",
        )
        facts = (Step(text, {"procedure": how}, basis=lou("11:10")),)
    return with_eves(
        period, start, eves=eves, as_of_law=as_of_law, facts=facts, notes=(_SUITABLE, _LONGER)
    )

"""The Swedish time limit for answers to questions (kompletterande upplysningar; LOU 12:11, 19:13).

It is counted backwards from the last day for tenders.

>>> questions_answered(tenders_due_on="2026-02-27", accelerated=True).legal
Date(2026, 2, 23)
"""

from __future__ import annotations

import datetime as dt

import attrs

from samverkan.codelists import Regime, SourceKind, Trigger
from samverkan.countries.eu import REGULATION_1182_71
from samverkan.countries.se.calendar import CALENDAR
from samverkan.countries.se.statute import SIMPLER_2022, days_by, law_day, lou
from samverkan.deadlines import Deadline, StatutoryPeriod, no_deadline
from samverkan.explanations import LegalBasis, Step, Text

__all__ = ["questions_answered"]

_ANSWERS = Text("kompletterande upplysningar", "additional information")
_ANSWERING = StatutoryPeriod(
    name="questions_answered",
    title=_ANSWERS,
    trigger=Trigger.TENDERS_DUE,
    event=Text("sista dag för anbud är {on}", "the last day for tenders is {on}"),
    rule=Text(
        "upplysningar lämnas senast {span} före sista dag för anbud",
        "information is given no later than {span} before the last day for tenders",
    ),
    length=days_by(_ANSWERS, 6, lou("12:11", 1)),
    counting=REGULATION_1182_71,
    backward=True,
)
_ANSWERS_ACCELERATED = days_by(_ANSWERS, 4, lou("12:11", 2))
_ANSWERS_BELOW = days_by(_ANSWERS, 6, lou("19:13", 1), SIMPLER_2022)
_NOT_ACCELERATED = Step(
    Text(
        "19 kap. har inget påskyndat förfarande; den vanliga tiden gäller",
        "chapter 19 has no accelerated procedure; the ordinary limit holds",
    ),
    basis=lou("19:13", 1),
)


def questions_answered(
    *,
    tenders_due_on: str | dt.date,
    regime: Regime | str = Regime.ABOVE,
    accelerated: bool = False,
    as_of_law: str | dt.date | None = None,
) -> Deadline:
    """The last day to answer questions on the documents (kompletterande upplysningar, 12:11).

    Counted backwards: ``legal`` is the day of the act, also where it is closed, and ``advised``
    the last working day no later.

    Args:
        tenders_due_on: The last day for tenders.
        regime: Above the thresholds; 19:13 has the same six days below.
        accelerated: Whether the procedure is accelerated: four days.
        as_of_law: Ask with the law of another day.

    >>> answer = questions_answered(tenders_due_on="2026-05-07")
    >>> answer.legal, answer.advised  # 1 May is closed
    (Date(2026, 5, 1), Date(2026, 4, 30))

    Raises:
        NoDeadlineError: in direct procurement.
        LawCoverageError: when the law of the day is not known.
    """
    where = Regime.of(regime)
    length = _ANSWERING.length
    facts: tuple[Step, ...] = ()
    if where is Regime.DIRECT:
        _ANSWERS_BELOW.step(law_day(tenders_due_on, as_of_law))
        raise no_deadline(
            "questions_answered",
            Step(
                Text(
                    "19 a kap. anger ingen tid för svar på frågor vid direktupphandling",
                    "chapter 19 a sets no time for answers to questions in direct procurement",
                ),
                basis=lou("19 a:1"),
            ),
        )
    if where is not Regime.ABOVE:
        length, facts = _ANSWERS_BELOW, (_NOT_ACCELERATED,) if accelerated else ()
    elif accelerated:
        length = _ANSWERS_ACCELERATED
    in_time = Step(
        Text(
            "svaret förutsätter att frågan kom i god tid; förarbetena nämner tio dagar före "
            "anbudstidens slut",
            "the duty assumes that the question came in good time; the preparatory works mention "
            "ten days before the end",
        ),
        basis=LegalBasis(SourceKind.GUIDANCE, "prop. 2015/16:195 s. 1074"),
    )
    late = Step(
        Text(
            "lämnas upplysningarna senare ska anbudstiden förlängas; lagen anger inget antal "
            "dagar",
            "where information is given later the time for tenders must be extended; the act "
            "states no number of days",
        ),
        basis=lou("11:8") if where is Regime.ABOVE else lou("19:14"),
    )
    return attrs.evolve(_ANSWERING, length=length).deadline(
        tenders_due_on, CALENDAR, as_of_law=as_of_law, facts=facts, notes=(in_time, late)
    )

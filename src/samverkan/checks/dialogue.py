"""Checks over dialogue: who was told what when, in which phase, and whether anybody talks."""

from __future__ import annotations

from collections.abc import Iterator

from samverkan.checks.check import Check, Hit, choice, finds, guidance
from samverkan.codelists import (
    Audience,
    DialogueForm,
    DialogueScope,
    Phase,
    Severity,
)
from samverkan.dialogue import Dialogue, Disclosure, allowed
from samverkan.explanations import Step, Text
from samverkan.measures import phase_of, receipts
from samverkan.periods import Day, Span, day_from_ordinal
from samverkan.portfolio import Portfolio

__all__ = ["CHECKS"]

_EQUAL = guidance(
    Text(
        "principen om likabehandling; i Sverige LOU 4:1",
        "the principle of equal treatment; in Sweden LOU 4:1",
    )
)


_UHM_DIALOGUE = guidance("Upphandlingsmyndigheten, Dialog")


_PHASES = guidance(
    Text(
        "Upphandlingsmyndigheten, Tidig dialog; LOU 12 och 19 kap.",
        "Upphandlingsmyndigheten, Tidig dialog; LOU chapters 12 and 19",
    )
)


_RECEIVED = Text("{parties} fick uppgiften {on}", "{parties} got it on {on}")


@finds(
    "dialogue.head-start",
    Severity.BREACH,
    title=Text("Försprång i anbudstiden", "Head start in the tender period"),
    sentence=Text(
        "{first} fick uppgiften {information} i upphandlingen {procurement} {span} före {others}",
        "{first} got the information {information} in procurement {procurement} {span} before "
        "{others}",
    ),
    basis=_EQUAL,
)
def head_start(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """Somebody who takes part in a procurement knew something earlier than the others.

    Facts used: Disclosure (information, to, audience, shared_on), Procurement (published_on,
    tenders_due_on), and who takes part: Tender, Disclosure, Dialogue.

    How it is computed: For each piece of information shared while the procurement is open, the
    first day on which each participant got it. The head start is the number of days between the
    first and the last of these days; who has not got it yet counts with the day of the question,
    or with the last day for tenders once that has passed. One finding for each piece.

    When it does not apply: To what was shared before the call for competition (there the material
    of a consultation has a check of its own), and to what nobody got before the last day for
    tenders, such as a clarification asked of one tenderer.

    Assumptions: A day is the smallest unit; who got it later the same day has no head start.

    Worked examples: One tenderer is told on 3 March and the rest on 9 March, tenders are due on
    20 March: one finding, 6 days. All are told on 3 March: none.

    Changes over time: None.
    """
    for procurement in portfolio.procurements:
        pieces = [
            piece
            for piece in portfolio.of(Disclosure, procurement.id, by="procurement")
            if piece.shared_on is not None
            and procurement.phase(piece.shared_on) in {Phase.DURING, None}
        ]
        due = procurement.tenders_due_on
        latest = as_of if due is None else min(as_of, due)
        for got in receipts(portfolio, procurement, pieces):
            days = [on.toordinal() for on in got.first.values()]
            if not days or (due is not None and min(days) > due.toordinal()):
                continue
            if got.missing:
                days.append(latest.toordinal())
            first, last = min(days), max(days)
            if first == last:
                continue
            others = tuple(
                sorted(party for party in (*got.first, *got.missing) if party not in got.earliest)
            )
            yield Hit(
                (procurement.id, *(piece.id for piece in got.pieces)),
                {
                    "first": got.earliest,
                    "information": got.information,
                    "procurement": procurement.id,
                    "days": last - first,
                    "span": Span(days=last - first),
                    "others": others,
                },
                on=day_from_ordinal(first),
                evidence=tuple(
                    Step(_RECEIVED, {"parties": party, "on": on})
                    for party, on in sorted(got.first.items(), key=lambda pair: (pair[1], pair[0]))
                ),
            )


@finds(
    "dialogue.form-in-phase",
    Severity.WARNING,
    title=Text("Dialogform som inte hör till fasen", "Form of dialogue out of its phase"),
    sentence=Text(
        "dialogen {dialogue} ({form}) hölls {phase}, där formen inte har sin plats",
        "dialogue {dialogue} ({form}) was held {phase}, where the form has no place",
    ),
    basis=_PHASES,
)
def form_in_phase(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """A dialogue was held in a form that has no place in the phase it fell in.

    Facts used: Dialogue (form, occurred_on), days of its Procurement or Contract.

    How it is computed: The phase follows from the days; the table FORMS of samverkan.dialogue
    says which forms have their place there.

    When it does not apply: Where no day tells the phase. What a country's law says about a form
    and a procedure has a check of that country.

    Assumptions: The table is drawn from Swedish law and guidance and holds what is common.

    Worked examples: A request for information sent out after the call for competition: a finding.
    The day before the call: none.

    Changes over time: None.
    """
    del as_of
    for talk in portfolio.dialogues:
        phase = phase_of(portfolio, talk)
        if phase is not None and not allowed(talk.form, phase):
            values = {"dialogue": talk.id, "form": talk.form, "phase": phase}
            yield Hit((talk.id, *_home(talk)), values, on=talk.occurred_on)


def _home(talk: Dialogue) -> tuple[str, ...]:
    return tuple(one for one in (talk.contract, talk.procurement) if one is not None)


@finds(
    "dialogue.claimed-phase",
    Severity.QUESTION,
    title=Text("Angiven fas stämmer inte", "Claimed phase does not agree"),
    sentence=Text(
        "dialogen {dialogue} är angiven som {claimed}, men dagarna säger {phase}",
        "dialogue {dialogue} is recorded as {claimed}, but the days say {phase}",
    ),
    basis=choice(),
)
def claimed_phase(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """Whoever recorded a dialogue put it in another phase than its day falls in.

    Facts used: Dialogue (claimed_phase, occurred_on), days of its Procurement or Contract.

    How it is computed: The claimed phase is compared with the one that follows from the days.

    When it does not apply: Where no phase is claimed, or no day tells the phase.

    Assumptions: None; either the day or the phase is wrong.

    Worked examples: Claimed "before" on the day of the call for competition: a finding. Claimed
    "during" that day: none.

    Changes over time: None.
    """
    del as_of
    for talk in portfolio.dialogues:
        if talk.claimed_phase is None:
            continue
        phase = phase_of(portfolio, talk)
        if phase is not None and phase is not talk.claimed_phase:
            values = {"dialogue": talk.id, "claimed": talk.claimed_phase, "phase": phase}
            yield Hit((talk.id, *_home(talk)), values, on=talk.occurred_on)


@finds(
    "dialogue.internal-first",
    Severity.WARNING,
    title=Text("Ingen intern behovsdialog först", "No internal needs dialogue first"),
    sentence=Text(
        "den första externa dialogen om upphandlingen {procurement} hölls {on}, utan en intern "
        "behovsdialog före",
        "the first external dialogue about procurement {procurement} was held on {on}, without "
        "an internal needs dialogue before it",
    ),
    basis=_UHM_DIALOGUE,
)
def internal_first(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """The market was talked with before the house had talked about what it needs.

    Facts used: Dialogue (form, scope, occurred_on, procurement), days of the Procurement.

    How it is computed: The first external dialogue in the phase before the procurement is
    compared with the first internal needs dialogue; the same day is early enough.

    When it does not apply: To procurements with no external dialogue before the call, or whose
    phase on that day is not known.

    Assumptions: An internal dialogue that nobody recorded did not happen.

    Worked examples: Supplier day on 20 January, internal dialogue on 21 January: a finding. Both
    on 20 January: none.

    Changes over time: None.
    """
    del as_of
    for procurement in portfolio.procurements:
        talks = portfolio.of(Dialogue, procurement.id, by="procurement")
        early = [
            talk
            for talk in talks
            if talk.scope is DialogueScope.EXTERNAL and phase_of(portfolio, talk) is Phase.BEFORE
        ]
        if not early:
            continue
        first = min(early, key=_when)
        inner = [
            talk.occurred_on for talk in talks if talk.form is DialogueForm.INTERNAL_NEEDS_DIALOGUE
        ]
        if not inner or min(inner) > first.occurred_on:
            values = {"procurement": procurement.id, "on": first.occurred_on}
            yield Hit((procurement.id, first.id), values, on=first.occurred_on)


def _when(talk: Dialogue) -> tuple[Day, str]:
    return talk.occurred_on, talk.id


_OPEN_FORMS = frozenset(
    {
        DialogueForm.INFORMATION_MEETING,
        DialogueForm.SUPPLIER_TRAINING,
        DialogueForm.RFI,
        DialogueForm.EXTERNAL_REVIEW,
        DialogueForm.MARKET_CONSULTATION_NOTICE,
        DialogueForm.PRIOR_INFORMATION_NOTICE,
    }
)


@finds(
    "dialogue.closed-invitation",
    Severity.WARNING,
    title=Text("Sluten inbjudan", "Closed invitation"),
    sentence=Text(
        "dialogen {dialogue} ({form}) var bara för {audience}, fast formen är öppen för alla",
        "dialogue {dialogue} ({form}) was for {audience} only, though the form is open to all",
    ),
    basis=guidance("Upphandlingsmyndigheten, Tidig dialog"),
)
def closed_invitation(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """Training, an information meeting or a written consultation was not open to all.

    Facts used: Dialogue (form, audience).

    How it is computed: The audience of the forms that go from one to many is compared with "open".

    When it does not apply: Where the audience is not recorded, and to dialogue within a contract.

    Assumptions: None.

    Worked examples: A training of prospective tenderers for selected firms: a finding; open to
    all: none.

    Changes over time: None.
    """
    del as_of
    for talk in portfolio.dialogues:
        if (
            talk.form in _OPEN_FORMS
            and talk.contract is None
            and talk.audience not in {None, Audience.OPEN}
        ):
            values = {"dialogue": talk.id, "form": talk.form, "audience": talk.audience}
            yield Hit((talk.id, *_home(talk)), values, on=talk.occurred_on)


@finds(
    "dialogue.unanswered-question",
    Severity.WARNING,
    title=Text("Obesvarad fråga", "Unanswered question"),
    sentence=Text(
        "frågan {question} från {asked} är obesvarad fast {limit} har passerat",
        "question {question} of {asked} is unanswered though {limit} has passed",
    ),
    basis=guidance("Open Contracting Partnership, Red flags R039"),
)
def unanswered_question(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """Somebody asked and got no answer.

    Facts used: Question (asked_on, answered_on), Procurement (tenders_due_on).

    How it is computed: A question about a procurement should be answered by the last day for
    tenders; one about a contract within 30 days.

    When it does not apply: To procurements whose last day for tenders is not known.

    Assumptions: The 30 days are this library's choice.

    Worked examples: Tenders due on 20 March, no answer: a finding on 21 March, none on 20 March.

    Changes over time: None.
    """
    for question in portfolio.questions:
        if question.answered_on is not None:
            continue
        limit: Day | None = None
        if question.procurement is not None:
            limit = portfolio.procurement(question.procurement).tenders_due_on
        elif question.contract is not None:
            limit = day_from_ordinal(question.asked_on.toordinal() + 30)
        if limit is not None and limit < as_of:
            home = tuple(one for one in (question.contract, question.procurement) if one)
            values = {"question": question.id, "asked": question.asked_on, "limit": limit}
            yield Hit((question.id, *home), values, on=day_from_ordinal(limit.toordinal() + 1))


_NOT_SHARED = Text("är inte delad", "is not shared yet")
_SHARED_ON = Text("delades {day}", "was shared on {day}")


@finds(
    "dialogue.late-disclosure",
    Severity.WARNING,
    title=Text("Inte delat i tid", "Not shared on time"),
    sentence=Text(
        "uppgiften {information} skulle ha delats senast {due}, men {shared}",
        "the information {information} should have been shared by {due}, but {shared}",
    ),
    basis=guidance(
        Text(
            "principen om öppenhet; i Sverige LOU 4:1",
            "the principle of transparency; in Sweden LOU 4:1",
        )
    ),
)
def late_disclosure(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """Something that should be open by a day was shared later, or not at all.

    Facts used: Disclosure (due_on, shared_on).

    How it is computed: The day it was shared, or the day of the question where it was not, is
    compared with the day it was due.

    When it does not apply: To what has no day by which it should be shared.

    Assumptions: None.

    Worked examples: Due on 30 April: a finding on 1 May, none on 30 April.

    Changes over time: None.
    """
    for piece in portfolio.disclosures:
        due = piece.due_on
        if due is None or (piece.shared_on or as_of) <= due:
            continue
        home = tuple(one for one in (piece.contract, piece.procurement) if one)
        shared: object = _NOT_SHARED
        if piece.shared_on is not None:
            shared = Step(_SHARED_ON, {"day": piece.shared_on})
        values = {"information": piece.information, "due": due, "shared": shared}
        yield Hit((piece.id, *home), values, on=day_from_ordinal(due.toordinal() + 1))


CHECKS: tuple[Check, ...] = (
    head_start,
    form_in_phase,
    claimed_phase,
    internal_first,
    closed_invitation,
    unanswered_question,
    late_disclosure,
)
"""The checks over dialogue, in the order they run."""

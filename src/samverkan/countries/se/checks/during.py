"""Swedish checks over procurements: equal information, dialogue, standstill, exclusion."""

from __future__ import annotations

from collections.abc import Iterator

from samverkan.checks import REGIME_UNKNOWN, Check, ColumnForm, Hit, Undecided, finds, law
from samverkan.codelists import (
    AwardCase,
    Channel,
    DialogueForm,
    DisclosureKind,
    Phase,
    Procedure,
    Regime,
    SendingMeans,
    Severity,
)
from samverkan.countries.se.checks.subjects import swedish_procurements, undecided
from samverkan.countries.se.questions import questions_answered
from samverkan.countries.se.standstill import standstill
from samverkan.deadlines import Deadline
from samverkan.dialogue import Dialogue, Disclosure, Question
from samverkan.errors import LawCoverageError, NoDeadlineError
from samverkan.explanations import Text
from samverkan.measures import EARLY_FORMS, participants, phase_of, receipts
from samverkan.periods import Day
from samverkan.portfolio import Portfolio
from samverkan.procurements import Procurement

__all__ = ["CHECKS"]


@finds(
    "se.lou.4-8.consultation-material",
    Severity.BREACH,
    title=Text("Uppgifter från marknadssamråd inte delade", "Consultation material not shared"),
    sentence=Text(
        "{others} har inte fått {information}, som lämnades när upphandlingen {procurement} "
        "förbereddes",
        "{others} have not got {information}, which was given when procurement {procurement} was "
        "prepared",
    ),
    basis=law("LOU 4:8"),
    country="SE",
)
def consultation_material(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """Somebody took part in the preparation, and the others have not got what was said there.

    Facts used: Disclosure (kind consultation material), Dialogue (form, participants), Tender.

    How it is computed: Once the call for competition is out, every participant should have got
    each piece of consultation material. Where somebody who took part in an early dialogue that
    was not open to all has tendered, and no material at all is recorded, that is a finding, too.

    When it does not apply: Before the call, and where nobody else takes part.

    Assumptions: What nobody recorded as shared was not shared.

    Worked examples: Notes of a one-to-one meeting sent to one of three tenderers: a finding. To
    all on the day of the call: none.

    Changes over time: In force as read since 2017.
    """
    for procurement in swedish_procurements(portfolio):
        if procurement.phase(as_of) in {Phase.BEFORE, None}:
            continue
        everybody = participants(portfolio, procurement)
        pieces = [
            piece
            for piece in portfolio.of(Disclosure, procurement.id, by="procurement")
            if piece.kind is DisclosureKind.CONSULTATION_MATERIAL
        ]
        for got in receipts(portfolio, procurement, pieces):
            if got.missing:
                values = {
                    "others": got.missing,
                    "information": got.information,
                    "procurement": procurement.id,
                }
                ids = (procurement.id, *(piece.id for piece in got.pieces))
                yield Hit(ids, values, on=procurement.published_on)
        if pieces:
            continue
        for talk in portfolio.of(Dialogue, procurement.id, by="procurement"):
            took_part = everybody.intersection(talk.participants)
            others = everybody - took_part
            if talk.form in EARLY_FORMS and _is_closed(talk) and took_part and others:
                values = {
                    "others": tuple(sorted(others)),
                    "information": talk.id,
                    "procurement": procurement.id,
                }
                yield Hit((procurement.id, talk.id), values, on=procurement.published_on)


def _is_closed(talk: Dialogue) -> bool:
    return talk.audience is not None and talk.audience.value in {"one", "selected"}


_ANSWERING = frozenset({DisclosureKind.ANSWER, DisclosureKind.DOCUMENT_CHANGE})


_ANSWERING_FORMS = frozenset({DialogueForm.QUESTION_AND_ANSWER, DialogueForm.DOCUMENT_CHANGE})


@finds(
    "se.lou.12-11.late-answer",
    Severity.BREACH,
    title=Text("För sen upplysning", "Additional information too late"),
    sentence=Text(
        "upplysningen {information} i upphandlingen {procurement} lämnades {shared}, efter "
        "{legal}",
        "the information {information} in procurement {procurement} was given on {shared}, after "
        "{legal}",
    ),
    basis=law("LOU 12:11, 19:13"),
    country="SE",
)
def late_answer(portfolio: Portfolio, as_of: Day) -> Iterator[Hit | Undecided]:
    """Information about the documents was given later than six days before the last day.

    Facts used: Disclosure (kind answer or change, or of such a dialogue), Question (answered_on),
    Procurement (tenders_due_on, regime, is_accelerated).

    How it is computed: The last day to answer is counted backwards from the last day for tenders,
    six days, four in an accelerated procedure, and is not moved. One finding for each piece.

    When it does not apply: To direct procurement, and where the last day for tenders is unknown.

    Assumptions: Without a regime the six days of both chapters hold; a procedure that is not said
    to be accelerated is not. Information that is late must lead to a longer time for tenders
    (11:8), which a person judges.

    Worked examples: Tenders due on 11 March: an answer of 9 March is late, one of 5 March is not.

    Changes over time: 19:13 as read since 2022-02-01.
    """
    del as_of
    for procurement in swedish_procurements(portfolio):
        due = procurement.tenders_due_on
        given = dict(_given(portfolio, procurement)) if due is not None else {}
        if due is None or not given:
            continue
        try:
            answer = questions_answered(
                tenders_due_on=due,
                regime=procurement.regime or Regime.ABOVE,
                accelerated=bool(procurement.is_accelerated),
            )
        except NoDeadlineError:
            continue
        except LawCoverageError as error:
            yield undecided(procurement.id, error)
            continue
        for information, (shared, ids) in given.items():
            if answer.legal < shared <= due:
                values = {
                    "information": information,
                    "procurement": procurement.id,
                    "shared": shared,
                    "legal": answer.legal,
                }
                yield Hit(
                    (procurement.id, *ids),
                    values,
                    on=shared,
                    evidence=answer.explanation.steps,
                )


def _given(
    portfolio: Portfolio, procurement: Procurement
) -> Iterator[tuple[str, tuple[Day, tuple[str, ...]]]]:
    """Each piece of additional information with the last day it was given to anybody new."""
    pieces = [
        piece
        for piece in portfolio.of(Disclosure, procurement.id, by="procurement")
        if piece.shared_on is not None and _answers(portfolio, piece)
    ]
    told: set[str] = set()
    for got in receipts(portfolio, procurement, pieces):
        told.add(got.information)
        days = [*got.first.values()] or [
            piece.shared_on for piece in got.pieces if piece.shared_on is not None
        ]
        yield got.information, (max(days), tuple(piece.id for piece in got.pieces))
    for question in portfolio.of(Question, procurement.id, by="procurement"):
        if question.answered_on is not None and question.id not in told:
            yield question.id, (question.answered_on, (question.id,))


def _answers(portfolio: Portfolio, piece: Disclosure) -> bool:
    if piece.kind is not None:
        return piece.kind in _ANSWERING
    if piece.dialogue is None:
        return False
    return portfolio.fact(Dialogue, piece.dialogue).form in _ANSWERING_FORMS


_PROCEDURES = {
    DialogueForm.NEGOTIATION: frozenset(
        {
            Procedure.NEGOTIATED,
            Procedure.NEGOTIATED_WITHOUT_NOTICE,
            Procedure.INNOVATION_PARTNERSHIP,
        }
    ),
    DialogueForm.COMPETITIVE_DIALOGUE: frozenset({Procedure.COMPETITIVE_DIALOGUE}),
    DialogueForm.INNOVATION_PARTNERSHIP: frozenset({Procedure.INNOVATION_PARTNERSHIP}),
}


_NATIONAL = frozenset({DialogueForm.NATIONAL_DIALOGUE, DialogueForm.NATIONAL_NEGOTIATION})


@finds(
    "se.lou.6.dialogue-form",
    Severity.BREACH,
    title=Text("Dialogform som förfarandet inte tillåter", "Form the procedure does not allow"),
    sentence=Text(
        "dialogen {dialogue} ({form}) tillåts inte i upphandlingen {procurement} ({where})",
        "dialogue {dialogue} ({form}) is not allowed in procurement {procurement} ({where})",
    ),
    basis=law("LOU 6 kap., 19:15-16"),
    country="SE",
)
def form_in_procedure(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """The buyer negotiated, or held a dialogue, in a procedure that does not know it.

    Facts used: Dialogue (form, procurement), Procurement (procedure, regime).

    How it is computed: Negotiation has its place in negotiated procedures and innovation
    partnership, competitive dialogue and innovation partnership in their own; the dialogue and
    the negotiation of chapter 19 below the thresholds and for services of Annex 2.

    When it does not apply: Where the procedure, or for chapter 19 the regime, is not known.

    Assumptions: Forms of chapter 6 are asked about above the thresholds only, or where no regime
    is stated.

    Worked examples: Negotiation in an open procedure: a finding. In a negotiated one: none.

    Changes over time: 19:15-16 as read since 2022-02-01.
    """
    del as_of
    for procurement in swedish_procurements(portfolio):
        regime, procedure = procurement.regime, procurement.procedure
        for talk in portfolio.of(Dialogue, procurement.id, by="procurement"):
            where: object = None
            if talk.form in _NATIONAL and regime in {Regime.ABOVE, Regime.DIRECT}:
                where = regime
            elif (
                talk.form in _PROCEDURES
                and procedure is not None
                and regime in {Regime.ABOVE, None}
                and procedure not in _PROCEDURES[talk.form]
            ):
                where = procedure
            if where is not None:
                values = {
                    "dialogue": talk.id,
                    "form": talk.form,
                    "procurement": procurement.id,
                    "where": where,
                }
                yield Hit((procurement.id, talk.id), values, on=talk.occurred_on)


_BY_WORD = frozenset({DialogueForm.ORAL_CONTACT}) | _ANSWERING_FORMS | {DialogueForm.CLARIFICATION}


def _oral(portfolio: Portfolio, procurement: Procurement) -> Iterator[Dialogue]:
    for talk in portfolio.of(Dialogue, procurement.id, by="procurement"):
        spoken = talk.form is DialogueForm.ORAL_CONTACT or talk.channel is Channel.ORAL
        if spoken and talk.form in _BY_WORD and phase_of(portfolio, talk) is Phase.DURING:
            yield talk


@finds(
    "se.lou.12-5.oral-contact",
    Severity.BREACH,
    title=Text("Muntlig kontakt i väsentliga delar", "Oral contact in essential parts"),
    sentence=Text(
        "den muntliga kontakten {dialogue} rörde väsentliga delar av upphandlingen {procurement}",
        "oral contact {dialogue} touched essential parts of procurement {procurement}",
    ),
    basis=law("LOU 12:5"),
    country="SE",
)
def oral_contact(portfolio: Portfolio, as_of: Day) -> Iterator[Hit | Undecided]:
    """While tenders were asked for, somebody talked about the essential parts by word of mouth.

    Facts used: Dialogue (form, channel, is_essential), Procurement (regime, days).

    How it is computed: Oral contact, or a question, change or clarification by word of mouth,
    in the phase during the procurement that is recorded as touching the essential parts.

    When it does not apply: Below the thresholds, where oral contact is a free complement that
    must be documented (a check of its own); to negotiations and dialogues of the procedure.

    Assumptions: What is essential is judged by who recorded it.

    Worked examples: A telephone call about a requirement: a finding. About the way to the site:
    none.

    Changes over time: In force as read since 2017.
    """
    del as_of
    for procurement in swedish_procurements(portfolio):
        for talk in _oral(portfolio, procurement):
            if not talk.is_essential:
                continue
            if procurement.regime is None:
                yield Undecided((procurement.id, talk.id), REGIME_UNKNOWN)
            elif procurement.regime is Regime.ABOVE:
                values = {"dialogue": talk.id, "procurement": procurement.id}
                yield Hit((procurement.id, talk.id), values, on=talk.occurred_on)


@finds(
    "se.lou.19-12.undocumented-oral",
    Severity.WARNING,
    title=Text("Muntlig kontakt utan anteckning", "Oral contact without notes"),
    sentence=Text(
        "den muntliga kontakten {dialogue} i upphandlingen {procurement} är inte dokumenterad",
        "oral contact {dialogue} in procurement {procurement} is not documented",
    ),
    basis=law("LOU 12:5, 19:12"),
    country="SE",
)
def undocumented_oral(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """Something was said by word of mouth during a procurement, and nobody wrote it down.

    Facts used: Dialogue (form, channel, is_documented), days of the Procurement.

    How it is computed: Oral contact during the procurement that is recorded as not documented.

    When it does not apply: Where it is not recorded whether there are notes.

    Assumptions: None.

    Worked examples: A call without notes: a finding. Notes, or nothing recorded: none.

    Changes over time: 19:12 as read since 2022-02-01.
    """
    del as_of
    for procurement in swedish_procurements(portfolio):
        for talk in _oral(portfolio, procurement):
            if talk.is_documented is False:
                values = {"dialogue": talk.id, "procurement": procurement.id}
                yield Hit((procurement.id, talk.id), values, on=talk.occurred_on)


def _standstill(
    sent_on: Day, means: SendingMeans | None, regime: Regime, procedure: Procedure | None
) -> Deadline | None:
    """The standstill after a notification; ``None`` where none holds."""
    without = procedure is Procedure.NEGOTIATED_WITHOUT_NOTICE
    if without and regime is not Regime.ABOVE:
        regime = Regime.DIRECT  # which is what buying without a call below the thresholds is
    try:
        return standstill(
            sent_on=sent_on,
            means=means or SendingMeans.ELECTRONIC,
            regime=regime,
            award=AwardCase.WITHOUT_NOTICE if without else AwardCase.ORDINARY,
        )
    except NoDeadlineError:
        return None


@finds(
    "se.lou.20-1.contract-in-standstill",
    Severity.BREACH,
    title=Text("Avtal tecknat under avtalsspärren", "Contract signed in the standstill"),
    sentence=Text(
        "avtalet {contract} tecknades {signed}, före den första tillåtna dagen {earliest}",
        "contract {contract} was signed on {signed}, before the first allowed day {earliest}",
    ),
    basis=law("LOU 20:1"),
    country="SE",
    columns=ColumnForm(name="standstill", law={"standstill": _standstill}),
)
def in_standstill(portfolio: Portfolio, as_of: Day) -> Iterator[Hit | Undecided]:
    """A contract was signed before the standstill had passed.

    Facts used: Contract (signed_on, parent), Procurement (notified_on, notified_by, regime,
    procedure).

    How it is computed: The standstill of 10 days (15 where the notification went to anybody in
    another way than electronically) from the day it was sent, rolled to a working day; the
    contract may be signed from the day after.

    When it does not apply: To call-offs, to procurement without prior notice, to direct
    procurement, and where either day is not known.

    Assumptions: A notification went out electronically where nothing else is recorded. A longer
    standstill stated in it is not known here.

    Worked examples: Sent on 14 December 2026, signed on 28 December: a finding; so is one signed
    before the notification was sent. Signed on 29 December: none.

    Changes over time: 20:1 as read since 2022-02-01.
    """
    del as_of
    for procurement in swedish_procurements(portfolio):
        sent = procurement.notified_on
        signed = [
            (contract, contract.signed_on)
            for contract in portfolio.contracts_of(procurement.id)
            if contract.signed_on is not None and contract.parent is None
        ]
        if sent is None or not signed:
            continue
        if procurement.regime is None:
            yield Undecided((procurement.id,), REGIME_UNKNOWN)
            continue
        try:
            answer = _standstill(
                sent, procurement.notified_by, procurement.regime, procurement.procedure
            )
        except LawCoverageError as error:
            yield undecided(procurement.id, error)
            continue
        earliest = None if answer is None else answer.earliest_contract_day
        for contract, on in signed:
            if answer is not None and earliest is not None and on < earliest:
                values = {"contract": contract.id, "signed": on, "earliest": earliest}
                yield Hit(
                    (contract.id, procurement.id),
                    values,
                    on=on,
                    evidence=answer.explanation.steps,
                )


CHECKS: tuple[Check, ...] = (
    consultation_material,
    late_answer,
    form_in_procedure,
    oral_contact,
    undocumented_oral,
    in_standstill,
)
"""The checks over procurements, in the order they run."""

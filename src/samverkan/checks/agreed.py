"""Checks over what was agreed: obligations, terms, controls, outcomes and deviations."""

from __future__ import annotations

from collections.abc import Iterator

from samverkan.checkpoints import Deviation
from samverkan.checks.check import Check, Hit, Undecided, choice, finds, guidance, law
from samverkan.checks.recorded import (
    NO_CHECKPOINTS,
    NO_OBLIGATIONS,
    buyers_of,
    where_recorded,
)
from samverkan.codelists import Aim, CheckpointOutcome, ObligationKind, Severity
from samverkan.contracts import Contract
from samverkan.dialogue import Dialogue
from samverkan.explanations import Step, Text
from samverkan.measures import Number, is_in_force
from samverkan.obligations import Obligation
from samverkan.periods import Day, add_months, day_from_ordinal
from samverkan.portfolio import Portfolio

__all__ = ["CHECKS"]

_DUE = Text("förföll {due}", "was due on {due}")


@finds(
    "agreed.overdue",
    Severity.WARNING,
    title=Text("Ouppfyllt åtagande", "Unfulfilled commitment"),
    sentence=Text(
        "åtagandet {obligation} ({kind}, {side}) skulle ha uppfyllts senast {due}: {what}",
        "obligation {obligation} ({kind}, {side}) should have been fulfilled by {due}: {what}",
    ),
    basis=guidance(
        Text(
            "affärsmässighet: att följa vad som avtalats",
            "businesslike conduct: to follow what was agreed",
        )
    ),
)
def overdue_obligation(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """Something promised, owed or to be reported was not done by its day.

    Facts used: Obligation (kind, side, due_on, every, fulfilled_on).

    How it is computed: Each day it is due is paired with a day it was fulfilled. One finding for
    an obligation, from the day after the first day that has passed without.

    When it does not apply: To obligations without a day.

    Assumptions: Fulfilled late is fulfilled.

    Worked examples: A promise made in a meeting, due on 15 June: a finding on 16 June, none on
    15 June.

    Changes over time: None.
    """
    for obligation in portfolio.obligations:
        missed = [
            one.due_on
            for one in obligation.dues(as_of)
            if one.due_on < as_of and one.fulfilled_on is None
        ]
        if missed:
            yield Hit(
                (obligation.id, *_home(portfolio, obligation)),
                {
                    "obligation": obligation.id,
                    "kind": obligation.kind,
                    "side": obligation.side,
                    "due": missed[0],
                    "what": obligation.what,
                },
                on=day_from_ordinal(missed[0].toordinal() + 1),
                evidence=tuple(Step(_DUE, {"due": due}) for due in missed),
            )


def _home(portfolio: Portfolio, obligation: Obligation) -> tuple[str, ...]:
    """The contract, dialogue and procurement that an obligation belongs to."""
    talk = None if obligation.dialogue is None else portfolio.fact(Dialogue, obligation.dialogue)
    found = (
        obligation.contract,
        None if talk is None else talk.contract,
        obligation.dialogue,
        None if talk is None else talk.procurement,
    )
    return tuple(dict.fromkeys(one for one in found if one is not None))


@finds(
    "agreed.never-checked",
    Severity.WARNING,
    title=Text("Åtagande som aldrig kontrollerats", "Obligation never checked"),
    sentence=Text(
        "åtagandet {obligation} i avtalet {contract} har gällt sedan {since} och aldrig "
        "kontrollerats",
        "obligation {obligation} of contract {contract} has held since {since} and was never "
        "checked",
    ),
    basis=guidance("Upphandlingsmyndigheten, Genomför uppföljningen"),
)
def never_checked(portfolio: Portfolio, as_of: Day) -> Iterator[Hit | Undecided]:
    """An obligation of a running contract has never been tested by a checkpoint.

    Facts used: Obligation (contract, agreed_on), Checkpoint (obligation), Contract (period).

    How it is computed: Twelve months after it was agreed, or after the contract began where that
    is later, an obligation should have been tested once.

    When it does not apply: To rights to information and promises, to contracts not in force, and
    where neither day is known. Where no checkpoint is recorded of any contract of a buyer, its
    contracts are undecided.

    Assumptions: The twelve months are this library's choice.

    Worked examples: Contract from 1 September 2026: a finding from 2 September 2027, none the day
    before.

    Changes over time: None.
    """
    if portfolio.obligations:
        recorded = buyers_of(portfolio, portfolio.checkpoints)
        hits = _untested(portfolio, as_of)
        yield from where_recorded(portfolio, hits, recorded, NO_CHECKPOINTS)


def _untested(portfolio: Portfolio, as_of: Day) -> Iterator[tuple[Contract, Hit]]:
    tested = {one.obligation for one in portfolio.checkpoints}
    for obligation in portfolio.obligations:
        if (
            obligation.contract is None
            or obligation.id in tested
            or obligation.kind in {ObligationKind.INFORMATION_RIGHT, ObligationKind.PROMISE}
        ):
            continue
        contract = portfolio.contract(obligation.contract)
        start = None if contract.period is None else contract.period.start
        known = [on for on in (obligation.agreed_on, start) if on is not None]
        if not known or not is_in_force(contract, as_of):
            continue
        since = max(known)
        limit = add_months(since, 12)
        if limit < as_of:
            values = {"obligation": obligation.id, "contract": contract.id, "since": since}
            after = day_from_ordinal(limit.toordinal() + 1)
            yield contract, Hit((obligation.id, contract.id), values, on=after)


@finds(
    "agreed.unverifiable-term",
    Severity.WARNING,
    title=Text("Villkor som inte kan kontrolleras", "Term that cannot be verified"),
    sentence=Text(
        "villkoret {term} i avtalet {contract} kan inte kontrolleras: {text}",
        "term {term} of contract {contract} cannot be verified: {text}",
    ),
    basis=law("C-448/01 EVN & Wienstrom, 51"),
)
def unverifiable_term(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """A requirement stands in the contract that nobody can check.

    Facts used: Term (is_verifiable).

    How it is computed: The term is recorded as not verifiable.

    When it does not apply: To terms of which nobody has asked whether they can be checked.

    Assumptions: None.

    Worked examples: "Tasty food", not verifiable: a finding. With a survey as evidence and
    verifiable: none.

    Changes over time: None.
    """
    del as_of
    for term in portfolio.terms:
        if term.is_verifiable is False:
            values = {"term": term.id, "contract": term.contract, "text": term.text}
            yield Hit((term.id, term.contract), values)


_RIGHTS = frozenset({ObligationKind.INFORMATION_RIGHT, ObligationKind.REPORT})


@finds(
    "agreed.control-without-right",
    Severity.WARNING,
    title=Text("Kontroll utan rätt till insyn", "Control without a right to information"),
    sentence=Text(
        "avtalet {contract} kontrolleras ({checkpoint}) utan att det ger rätt till insyn eller "
        "rapportering",
        "contract {contract} is controlled ({checkpoint}) though it gives no right to information "
        "or reports",
    ),
    basis=guidance(
        Text(
            "öppenhet möjliggör insyn och kontroll (kommunallagen 10:9 för privata utförare)",
            "openness enables insight and control (kommunallagen 10:9 for private performers)",
        )
    ),
)
def control_without_right(portfolio: Portfolio, as_of: Day) -> Iterator[Hit | Undecided]:
    """A contract is controlled, but gives nobody the right to see what is controlled.

    Facts used: Checkpoint (contract, aim, information_right), Obligation (kind, contract).

    How it is computed: For each contract with a control, an obligation of the kind right to
    information or report is looked for. One finding for a contract, about its first such control.

    When it does not apply: To checks for trust alone, and where the checkpoint names the right.
    Where no obligation is recorded of any contract of a buyer, its contracts are undecided.

    Assumptions: Where a buyer records obligations, a right that nobody recorded is not there.

    Worked examples: A delivery control and no reporting duty: a finding. With one: none.

    Changes over time: None.
    """
    del as_of
    recorded = buyers_of(portfolio, portfolio.obligations)
    yield from where_recorded(portfolio, _blind(portfolio), recorded, NO_OBLIGATIONS)


def _blind(portfolio: Portfolio) -> Iterator[tuple[Contract, Hit]]:
    seen: set[str] = set()
    for one in portfolio.checkpoints:
        if (
            one.contract is None
            or one.contract in seen
            or one.aim is Aim.TRUST
            or one.information_right is not None
        ):
            continue
        rights = portfolio.of(Obligation, one.contract)
        if not any(right.kind in _RIGHTS for right in rights):
            seen.add(one.contract)
            values = {"contract": one.contract, "checkpoint": one.id}
            hit = Hit((one.contract, one.id), values, on=one.occurred_on)
            yield portfolio.contract(one.contract), hit


@finds(
    "agreed.missed-outcome",
    Severity.QUESTION,
    title=Text("Mål som inte nåddes", "Target that was missed"),
    sentence=Text(
        "avtalet {contract} nådde inte målet {what}: mål {target}, utfall {actual}",
        "contract {contract} missed its target {what}: target {target}, actual {actual}",
    ),
    basis=choice(Text("skattemedel med gott resultat", "tax money with a good result")),
)
def missed_outcome(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """What the contract was to achieve in cost, quality, time or effect was not reached.

    Facts used: ContractOutcome (target, actual, less_is_better).

    How it is computed: The gap between target and actual, in the direction that is worse.

    When it does not apply: Where nothing is measured yet.

    Assumptions: Of cost and time less is better, of quality and effect more, unless stated.

    Worked examples: Target 0.8, actual 0.74 satisfied: a finding. Actual 0.8: none.

    Changes over time: None.
    """
    del as_of
    for outcome in portfolio.outcomes:
        if outcome.gap is not None and outcome.gap > 0 and outcome.actual is not None:
            values = {
                "contract": outcome.contract,
                "what": outcome.what or outcome.kind,
                "target": Number(outcome.target, outcome.unit),
                "actual": Number(outcome.actual, outcome.unit),
            }
            yield Hit((outcome.id, outcome.contract), values, on=outcome.measured_on)


@finds(
    "agreed.deviation-unanswered",
    Severity.WARNING,
    title=Text("Avvikelse som inte påtalats", "Deviation without notice"),
    sentence=Text(
        "avvikelsen {deviation} i avtalet {contract} från {on} har inte påtalats",
        "deviation {deviation} of contract {contract}, found on {on}, was not notified",
    ),
    basis=guidance("Upphandlingsmyndigheten, Genomför uppföljningen"),
)
def deviation_unanswered(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """Something deviated, and nobody has told the other side.

    Facts used: Deviation (occurred_on, steps).

    How it is computed: 14 days after it was found a deviation should have taken the first step of
    the ladder.

    When it does not apply: Within the first 14 days.

    Assumptions: Every deviation is to be recorded and communicated (Upphandlingsmyndigheten); the
    14 days stand for ten working days and are this library's choice.

    Worked examples: Found on 1 March: a finding from 16 March, none on 15 March.

    Changes over time: None.
    """
    for one in portfolio.deviations:
        limit = one.occurred_on.toordinal() + 14
        if limit < as_of.toordinal() and one.stage(as_of) is None:
            values = {"deviation": one.id, "contract": one.contract, "on": one.occurred_on}
            yield Hit((one.id, one.contract), values, on=day_from_ordinal(limit + 1))


@finds(
    "agreed.not-met-without-deviation",
    Severity.QUESTION,
    title=Text("Brist utan avvikelse", "Shortcoming without a deviation"),
    sentence=Text(
        "kontrollen {checkpoint} i avtalet {contract} visade {outcome}, men ingen avvikelse är "
        "antecknad",
        "check {checkpoint} of contract {contract} showed {outcome}, but no deviation is recorded",
    ),
    basis=guidance("Upphandlingsmyndigheten, Genomför uppföljningen"),
)
def not_met_without_deviation(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """A check showed that something was not met, and no deviation came of it.

    Facts used: Checkpoint (outcome, contract), Deviation (checkpoint, contract, occurred_on).

    How it is computed: A deviation that names the checkpoint, or one of the same contract found
    on the same day or later, is looked for.

    When it does not apply: To checks that were met or not assessed, or outside a contract.

    Assumptions: Every deviation is to be recorded (Upphandlingsmyndigheten).

    Worked examples: Not met and nothing recorded: a finding. A deviation that names it: none.

    Changes over time: None.
    """
    del as_of
    for one in portfolio.checkpoints:
        if one.contract is None or one.outcome not in {
            CheckpointOutcome.NOT_MET,
            CheckpointOutcome.PARTIALLY_MET,
        }:
            continue
        known = portfolio.of(Deviation, one.contract)
        if not any(
            other.checkpoint == one.id
            or (other.checkpoint is None and other.occurred_on >= one.occurred_on)
            for other in known
        ):
            values = {"checkpoint": one.id, "contract": one.contract, "outcome": one.outcome}
            yield Hit((one.id, one.contract), values, on=one.occurred_on)


CHECKS: tuple[Check, ...] = (
    overdue_obligation,
    never_checked,
    unverifiable_term,
    control_without_right,
    missed_outcome,
    deviation_unanswered,
    not_met_without_deviation,
)
"""The checks over what was agreed, in the order they run."""

"""Checks over contracts and plans: days that fit together, ceilings, one-sided plans, balance."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import cast

from samverkan.checks.check import Check, Hit, choice, finds, guidance
from samverkan.codelists import Aim, ContractKind, MilestoneStatus, Severity
from samverkan.contracts import Contract
from samverkan.explanations import Step, Text
from samverkan.measures import balance, missing_counterparts
from samverkan.periods import Day, day
from samverkan.portfolio import Portfolio
from samverkan.rules import FollowUpRule
from samverkan.schedule import Plan
from samverkan.values import Money

__all__ = ["CHECKS", "NEAR", "called_off"]


@finds(
    "coherence.signing-order",
    Severity.WARNING,
    title=Text("Dagar som inte går ihop", "Days that do not fit together"),
    sentence=Text("{sentence}", "{sentence}"),
    basis=choice(),
)
def signing_order(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """A contract was signed on a day that the days of its procurement do not allow.

    Facts used: Contract (signed_on), Procurement (published_on, awarded_on, concluded_on,
    cancelled_on).

    How it is computed: The day of signing is compared with the call, the award decision, the
    cancellation, and the conclusion of the procurement.

    When it does not apply: Where either day is not known; to call-offs, as for the conclusion.

    Assumptions: A register may hold such days, so they are told and not refused.

    Worked examples: Signed on the day before the award decision: a finding. On the day: none.

    Changes over time: None.
    """
    del as_of
    for finding in portfolio.contradictions():
        on = None if finding.on is None else day(finding.on)
        yield Hit(finding.subjects, {"sentence": finding.summary}, on=on)


_MET_WITHOUT_DAY = Text("uppnådd utan datum", "status met without a day it was met")
_DAY_WITHOUT_MET = Text(
    "uppnådd {on} men status är {status}", "met on {on} but its status is {status}"
)
_DUE_BEFORE = Text(
    "förfaller {due}, före avtalets första dag {start}",
    "due on {due}, before the first day of the contract, {start}",
)


@finds(
    "milestones.incoherent",
    Severity.WARNING,
    title=Text("Milstolpe som inte går ihop", "Incoherent milestone"),
    sentence=Text(
        "milstolpen {milestone} i avtalet {contract}: {what}",
        "milestone {milestone} of contract {contract}: {what}",
    ),
    basis=choice(),
)
def incoherent_milestone(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """The status of a milestone and its days contradict each other.

    Facts used: Milestone (status, due_on, met_on), Contract (period).

    How it is computed: Met without a day it was met; a day it was met with another status than
    met or partially met; due before the contract begins. One finding for each.

    When it does not apply: To milestones without a status, as for the first two; before
    procurement (preProcurement), as for the last.

    Assumptions: None.

    Worked examples: Status met and no day: a finding. Status scheduled and no day: none.

    Changes over time: None.
    """
    del as_of
    for contract in portfolio.contracts:
        for one in contract.milestones:
            said: list[Step] = []
            if one.status is MilestoneStatus.MET and one.met_on is None:
                said.append(Step(_MET_WITHOUT_DAY))
            if one.met_on is not None and one.status in {
                MilestoneStatus.SCHEDULED,
                MilestoneStatus.NOT_MET,
            }:
                said.append(Step(_DAY_WITHOUT_MET, {"on": one.met_on, "status": one.status}))
            start = None if contract.period is None else contract.period.start
            if (
                one.due_on is not None
                and start is not None
                and one.due_on < start
                and (one.kind is None or one.kind.value != "preProcurement")
            ):
                said.append(Step(_DUE_BEFORE, {"due": one.due_on, "start": start}))
            for step in said:
                values = {"milestone": one.id, "contract": contract.id, "what": step}
                yield Hit((contract.id, one.id), values, on=one.met_on or one.due_on)


@finds(
    "coherence.reversed-period",
    Severity.WARNING,
    title=Text("Period som slutar före den börjar", "Period that ends before it starts"),
    sentence=Text(
        "uppgiften {path} i {subject} slutar {end}, före den börjar {start}",
        "{path} of {subject} ends on {end}, before it starts on {start}",
    ),
    basis=choice(),
)
def reversed_period(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """A document says that something ends before it starts.

    Facts used: Extra, where readers keep periods that cannot be.

    How it is computed: Every piece kept from a document that has a start and an end day
    (startDate and endDate, or start and end) is looked at.

    When it does not apply: To periods of the model itself, which refuse such days.

    Assumptions: The texts are ISO days or moments, which sort as they are.

    Worked examples: From 2024-05-01 to 2024-04-30: a finding. The same day twice: none.

    Changes over time: None.
    """
    del as_of
    for extra in portfolio.extras:
        if '"end' not in extra.json:
            continue
        try:
            kept: object = json.loads(extra.json)
        except ValueError:
            continue
        for start, end in _periods(kept):
            if end[:10] < start[:10]:
                yield Hit(
                    (extra.subject,),
                    {"path": extra.path, "subject": extra.subject, "start": start, "end": end},
                )


def _periods(kept: object) -> Iterator[tuple[str, str]]:
    if isinstance(kept, dict):
        mapping = cast("dict[str, object]", kept)
        for first, last in (("startDate", "endDate"), ("start", "end")):
            start, end = mapping.get(first), mapping.get(last)
            if isinstance(start, str) and isinstance(end, str):
                yield start, end
        for value in mapping.values():
            yield from _periods(value)
    elif isinstance(kept, list):
        for value in cast("list[object]", kept):
            yield from _periods(value)


_CEILING = guidance("C-216/17, C-23/20")
NEAR = Decimal("0.8")
"""The part of a ceiling from which it is near."""


def called_off(portfolio: Portfolio, framework: Contract, as_of: Day) -> tuple[Money, int] | None:
    """What was called off by a day, and how many call-offs could not be counted (avropat).

    The values of the call-offs signed by then with their amendments, in the currency of the
    ceiling (of the first call-off where there is no ceiling); others could not be counted.
    ``None`` where none could.

    >>> from samverkan.periods import day
    >>> called_off(Portfolio(), Contract(id="F"), day("2026-11-23")) is None
    True
    """
    total: Money | None = None
    currency = None if framework.ceiling is None else framework.ceiling.currency
    unknown = 0
    for one in portfolio.call_offs(framework.id):
        if one.signed_on is not None and one.signed_on > as_of:
            continue
        if one.value is None or one.value.currency != (currency or one.value.currency):
            unknown += 1
            continue
        currency = one.value.currency
        changes = (change.value_change for change in one.amendments_by(as_of))
        for part in (one.value, *changes):
            if part is not None and part.currency == currency:
                total = part if total is None else total + part
    return None if total is None else (total, unknown)


def _ceilings(portfolio: Portfolio, as_of: Day) -> Iterator[tuple[Contract, Money, Decimal]]:
    for contract in portfolio.contracts:
        ceiling = contract.ceiling
        if contract.kind is not ContractKind.FRAMEWORK or ceiling is None or not ceiling.amount:
            continue
        used = called_off(portfolio, contract, as_of)
        if used is not None:
            yield contract, used[0], used[0].share_of(ceiling)


def _ceiling_hit(contract: Contract, used: Money) -> Hit:
    return Hit(
        (contract.id,),
        {"contract": contract.id, "used": used, "ceiling": contract.ceiling},
    )


@finds(
    "ceiling.reached",
    Severity.BREACH,
    title=Text("Takvärdet nått", "Ceiling reached"),
    sentence=Text(
        "ramavtalet {contract} har nått sitt tak: avropat {used} av {ceiling}",
        "framework agreement {contract} has reached its ceiling: {used} of {ceiling} called off",
    ),
    basis=_CEILING,
)
def ceiling_reached(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """As much was called off from a framework agreement as its ceiling allows, or more.

    Facts used: Contract (kind, ceiling; of its call-offs value, amendments, signed_on).

    How it is computed: The values of the call-offs signed by the day, with their amendments, are
    added and compared with the ceiling.

    When it does not apply: Without a ceiling, or where no call-off has a value; call-offs in
    another currency are left out.

    Assumptions: Call-offs without a value count as nothing, so the true sum may be higher.

    Worked examples: 10,000,000 of 10,000,000 SEK: a finding. 9,999,999: none from this check.

    Changes over time: A framework agreement loses its effect when its ceiling is reached (Court
    of Justice 2018 and 2021).
    """
    for contract, used, share in _ceilings(portfolio, as_of):
        if share >= 1:
            yield _ceiling_hit(contract, used)


@finds(
    "ceiling.near",
    Severity.WARNING,
    title=Text("Nära takvärdet", "Ceiling near"),
    sentence=Text(
        "ramavtalet {contract} närmar sig sitt tak: avropat {used} av {ceiling}",
        "framework agreement {contract} is near its ceiling: {used} of {ceiling} called off",
    ),
    basis=choice(Text("från 80 procent", "from 80 per cent")),
)
def ceiling_near(portfolio: Portfolio, as_of: Day) -> Iterator[Hit]:
    """At least 80 per cent of the ceiling of a framework agreement is called off.

    Facts used: As for the ceiling that is reached.

    How it is computed: As there; from 80 per cent and below the whole.

    When it does not apply: As there.

    Assumptions: The 80 per cent are this library's choice.

    Worked examples: 8,000,000 of 10,000,000 SEK: a finding. 7,999,999: none.

    Changes over time: None.
    """
    for contract, used, share in _ceilings(portfolio, as_of):
        if NEAR <= share < 1:
            yield _ceiling_hit(contract, used)


def _by_contract(plan: Plan) -> dict[str, list[FollowUpRule]]:
    """The rules that ask something of each contract."""
    found: dict[str, list[FollowUpRule]] = {}
    for subject, rule in plan.rows.pairs():
        if isinstance(subject, Contract):
            found.setdefault(subject.id, []).append(rule)
    return found


@finds(
    "plan.balance",
    Severity.WARNING,
    title=Text("Obalans mellan tillit och kontroll", "Trust and control out of balance"),
    sentence=Text(
        "planen för avtalet {contract} har bara {aim}",
        "the plan for contract {contract} has {aim} only",
    ),
    basis=choice("Das & Teng 1998"),
    needs_plan=True,
)
def unbalanced_plan(portfolio: Portfolio, as_of: Day, plan: Plan) -> Iterator[Hit]:
    """The follow-up plan of a contract has control only, or trust only.

    Facts used: The plan (aim of each rule that has an item).

    How it is computed: The rules that ask something of a contract are counted by aim; one for both
    counts for each.

    When it does not apply: To contracts with no item in the plan.

    Assumptions: Trust and control supplement each other (Das and Teng 1998), so a plan needs both.

    Worked examples: Three controls and no meeting: a finding. With one meeting: none.

    Changes over time: None.
    """
    del as_of
    known = portfolio.ids("contracts")
    for contract, rules in _by_contract(plan).items():
        counts = balance(rules)
        if contract not in known or counts[Aim.BOTH]:
            continue
        only = [aim for aim in (Aim.TRUST, Aim.CONTROL) if counts[aim]]
        if len(only) == 1:
            yield Hit((contract,), {"contract": contract, "aim": only[0]})


@finds(
    "plan.missing-counterpart",
    Severity.WARNING,
    title=Text("Ensidig plan", "One-sided plan"),
    sentence=Text(
        "planen för avtalet {contract} har möten utan motpart: {rules}",
        "the plan for contract {contract} has meetings without a counterpart: {rules}",
    ),
    basis=choice(Text("gemensamt ansvar", "shared responsibility")),
    needs_plan=True,
)
def missing_counterpart(portfolio: Portfolio, as_of: Day, plan: Plan) -> Iterator[Hit]:
    """The plan holds meetings for which nobody of the other side is named.

    Facts used: The plan (kind, aim and counterpart of each item).

    How it is computed: Items that are meetings, or that serve trust alone, and have no
    counterpart. One finding for a contract, naming the rules.

    When it does not apply: To controls, which one side may do alone.

    Assumptions: Buyers and suppliers share responsibility for the dialogue.

    Worked examples: A rule on meetings without a counterpart: a finding. With one: none.

    Changes over time: None.
    """
    del as_of
    known = portfolio.ids("contracts")
    for contract, rules in _by_contract(plan).items():
        names = tuple(sorted({rule.id for rule in missing_counterparts(rules)}))
        if names and contract in known:
            yield Hit((contract,), {"contract": contract, "rules": names})


CHECKS: tuple[Check, ...] = (
    signing_order,
    incoherent_milestone,
    reversed_period,
    ceiling_reached,
    ceiling_near,
    unbalanced_plan,
    missing_counterpart,
)
"""The checks over contracts and plans, in the order they run."""

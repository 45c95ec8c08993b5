"""Checks over contact: silence, talks about integrity, and talks about development."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from samverkan.checks.check import Check, Hit, Undecided, choice, finds, guidance
from samverkan.checks.recorded import NO_DIALOGUE, buyers_of, where_recorded
from samverkan.codelists import (
    DialogueForm,
    RiskClass,
    Severity,
    Topic,
)
from samverkan.contracts import Contract
from samverkan.dialogue import Dialogue
from samverkan.explanations import Step, Text
from samverkan.measures import is_in_force, is_long, last_contact
from samverkan.periods import Day, Span, day_from_ordinal, months, shift
from samverkan.portfolio import Portfolio

__all__ = ["CHECKS", "DEVELOPMENT", "INTEGRITY", "LONG", "RHYTHM"]

_ASSUMED_CLASS = Text(
    "avtalet saknar riskklass och behandlas som {risk}",
    "the contract has no risk class and is treated as {risk}",
)


RHYTHM: Mapping[RiskClass, Span] = MappingProxyType(
    {RiskClass.A: months(4), RiskClass.B: months(12), RiskClass.C: months(24)}
)
"""How long a contract of each class may be silent."""


def _class_of(contract: Contract) -> tuple[RiskClass, tuple[Step, ...]]:
    stated = contract.follow_up_class
    if stated is not None:
        return stated, ()
    return RiskClass.B, (Step(_ASSUMED_CLASS, {"risk": RiskClass.B}, basis=choice()[0]),)


@finds(
    "dialogue.silence",
    Severity.WARNING,
    title=Text("Tystnad", "Silence"),
    sentence=Text(
        "ingen dialog med motparten i avtalet {contract} sedan {since}; klass {class_} tål {span}",
        "no dialogue with the other side of contract {contract} since {since}; class {class_} "
        "allows {span}",
    ),
    basis=guidance("SKR 2024, Uppföljning upphandlingskontrakt"),
)
def silence(portfolio: Portfolio, as_of: Day) -> Iterator[Hit | Undecided]:
    """Nobody has talked with the other side for longer than the class of the contract allows.

    Facts used: Dialogue (contract, scope, occurred_on), Contract (period, risk_class).

    How it is computed: From the latest external dialogue about the contract, or from its first day
    where there is none, the rhythm of the class is counted: 4 months for A, 12 for B, 24 for C.
    The finding holds from the day after.

    When it does not apply: To contracts that are not in force, or whose start is unknown. Where
    no dialogue is recorded about any contract of a buyer, those contracts are undecided: a
    register that never holds dialogue says nothing of silence.

    Assumptions: A contract without a class is treated as B. Where a buyer records dialogue,
    dialogue that nobody recorded did not happen. The months are those of the example of SKR
    (three times a year, once a year, every second year).

    Worked examples: Class A, last talk on 1 September: silent from 2 January, not on 1 January.

    Changes over time: None.
    """
    yield from _where_talks_are_recorded(portfolio, _silent(portfolio, as_of))


def _where_talks_are_recorded(
    portfolio: Portfolio, hits: Iterable[tuple[Contract, Hit]]
) -> Iterator[Hit | Undecided]:
    recorded = buyers_of(portfolio, portfolio.dialogues)
    return where_recorded(portfolio, hits, recorded, NO_DIALOGUE)


def _silent(portfolio: Portfolio, as_of: Day) -> Iterator[tuple[Contract, Hit]]:
    for contract in portfolio.contracts:
        start = None if contract.period is None else contract.period.start
        if start is None or not is_in_force(contract, as_of):
            continue
        risk, assumed = _class_of(contract)
        contact = last_contact(portfolio, contract, as_of)
        since = start if contact is None else max(contact, start)
        limit = shift(since, RHYTHM[risk])
        if limit < as_of:
            values = {
                "contract": contract.id,
                "since": since,
                "class_": risk.value,
                "span": RHYTHM[risk],
            }
            after = day_from_ordinal(limit.toordinal() + 1)
            yield contract, Hit((contract.id,), values, on=after, evidence=assumed)


INTEGRITY: Mapping[RiskClass, Span] = MappingProxyType({RiskClass.A: months(12)})
"""How often the sides of a contract of each class talk about integrity."""


@finds(
    "dialogue.no-integrity-talk",
    Severity.QUESTION,
    title=Text("Inget samtal om korruption", "No talk about integrity"),
    sentence=Text(
        "inget samtal om korruption och otillbörlig påverkan i avtalet {contract} sedan {since}",
        "no talk about corruption and undue influence in contract {contract} since {since}",
    ),
    basis=choice(Text("en gång om året i klass A", "once a year in class A")),
)
def no_integrity_talk(portfolio: Portfolio, as_of: Day) -> Iterator[Hit | Undecided]:
    """The sides of an important contract have not talked about corruption for a year.

    Facts used: Dialogue (topics, contract, occurred_on), Contract (period, risk_class).

    How it is computed: From the latest dialogue with the topic integrity, or from the first day of
    the contract, twelve months are counted.

    When it does not apply: To classes B and C, whose rhythm has no strategic dialogue; to
    contracts without a class; to contracts not in force. Undecided where the buyer records no
    dialogue at all, as for silence.

    Assumptions: The rhythm of the bundled rule on strategic dialogue.

    Worked examples: Class A from 1 September 2026, no talk: a finding from 2 September 2027, none
    on 1 September 2027.

    Changes over time: None.
    """
    yield from _where_talks_are_recorded(portfolio, _without_integrity(portfolio, as_of))


def _without_integrity(portfolio: Portfolio, as_of: Day) -> Iterator[tuple[Contract, Hit]]:
    for contract in portfolio.contracts:
        risk = contract.follow_up_class
        start = None if contract.period is None else contract.period.start
        if (
            risk is None
            or risk not in INTEGRITY
            or start is None
            or not is_in_force(contract, as_of)
        ):
            continue
        talks = [
            talk.occurred_on
            for talk in portfolio.of(Dialogue, contract.id)
            if Topic.INTEGRITY in talk.topics
        ]
        since = max([start, *talks])
        limit = shift(since, INTEGRITY[risk])
        if limit < as_of:
            values = {"contract": contract.id, "since": since}
            after = day_from_ordinal(limit.toordinal() + 1)
            yield contract, Hit((contract.id,), values, on=after)


LONG = months(24)
"""What a long contract is longer than."""


DEVELOPMENT = months(12)
"""How often the sides of a long contract talk about development."""


@finds(
    "dialogue.no-development",
    Severity.QUESTION,
    title=Text("Långt avtal utan utvecklingsdialog", "Long contract without development dialogue"),
    sentence=Text(
        "avtalet {contract} är långt (mer än {long}, optioner medräknade) och har ingen "
        "utvecklingsdialog sedan {since}",
        "contract {contract} is long (more than {long}, options counted) and has had no "
        "development dialogue since {since}",
    ),
    basis=choice(Text("mer än 24 månader, var tolfte", "more than 24 months, every twelve")),
)
def no_development_dialogue(portfolio: Portfolio, as_of: Day) -> Iterator[Hit | Undecided]:
    """A long contract runs without any talk about how the deal could be developed.

    Facts used: Contract (period, options), Dialogue (form, topics, occurred_on).

    How it is computed: A contract is long when it runs for more than 24 months with every open
    option exercised. From the latest dialogue of the form development dialogue or with the topic
    development, or from its first day, twelve months are counted.

    When it does not apply: To shorter contracts, to contracts not in force, and where the start is
    not known. Undecided where the buyer records no dialogue at all, as for silence.

    Assumptions: Both lengths are this library's choice.

    Worked examples: A three-year contract from 1 September 2026: a finding from 2 September 2027.
    One of exactly 24 months: none.

    Changes over time: None.
    """
    yield from _where_talks_are_recorded(portfolio, _undeveloped(portfolio, as_of))


def _undeveloped(portfolio: Portfolio, as_of: Day) -> Iterator[tuple[Contract, Hit]]:
    for contract in portfolio.contracts:
        start = None if contract.period is None else contract.period.start
        if start is None or not is_in_force(contract, as_of):
            continue
        if not is_long(contract, LONG, as_of):
            continue
        talks = [
            talk.occurred_on
            for talk in portfolio.of(Dialogue, contract.id)
            if talk.form is DialogueForm.DEVELOPMENT_DIALOGUE or Topic.DEVELOPMENT in talk.topics
        ]
        since = max([start, *talks])
        limit = shift(since, DEVELOPMENT)
        if limit < as_of:
            values = {"contract": contract.id, "long": LONG, "since": since}
            after = day_from_ordinal(limit.toordinal() + 1)
            yield contract, Hit((contract.id,), values, on=after)


CHECKS: tuple[Check, ...] = (
    silence,
    no_integrity_talk,
    no_development_dialogue,
)
"""The checks over contact, in the order they run."""

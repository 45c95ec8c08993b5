"""The four preconditions of good deals, measured: dialogue, understanding, follow-up, development.

Every number has the counts and the facts behind it, and is ``None`` where nothing was due. The
four are not added up: a relation may be strong in one and weak in another.

>>> from samverkan.parties import Party
>>> from samverkan.periods import Period
>>> facts = Portfolio(
...     parties=(Party(id="A"), Party(id="B")),
...     contracts=(Contract(id="A-1", buyer="A", suppliers=("B",),
...                         period=Period("2026-09-01", "2029-08-31")),),
... )
>>> card = scorecard(facts, "A-1", as_of="2026-11-23")
>>> card.understanding.needs.value is None, card.dialogue.days_since_last is None
(True, True)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TypeVar, cast

import attrs

from samverkan.codelists import (
    Aim,
    DialogueScope,
    OptionOutcome,
    Phase,
    ProposalAnswer,
    Role,
    Side,
)
from samverkan.contracts import Contract
from samverkan.development import Proposal, Trial
from samverkan.dialogue import Dialogue
from samverkan.errors import FactError
from samverkan.facts import Fact
from samverkan.measures import (
    SIDES,
    Done,
    Share,
    carried_out,
    dialogues_of,
    is_meeting,
    kept_promises,
    last_contact,
    phase_of,
    transparency,
)
from samverkan.periods import Day, day
from samverkan.portfolio import Portfolio
from samverkan.relations import Relation
from samverkan.rules import FollowUp
from samverkan.schedule import Plan
from samverkan.trust import DueControl, control_level
from samverkan.understanding import ChangedCircumstance, Need, RoleHolding

__all__ = [
    "DevelopmentScore",
    "DialogueScore",
    "FollowUpScore",
    "Scorecard",
    "UnderstandingScore",
    "scorecard",
]

F = TypeVar("F", bound=Fact)


@attrs.frozen(kw_only=True)
class DialogueScore:
    """More dialogue between the partners (förutsättning 1).

    Attributes:
        held: Planned meetings whose day has come, and how many were held; unknown without a plan.
        by_phase: Number of dialogues before, during and after, by phase.
        days_since_last: Days since the latest dialogue between the sides; ``None`` without one.
        both_sides: External dialogues whose participants are known, and how many had both sides.
        transparency: What should have been shared, and how much was on time.

    >>> none = Share(done=0, due=0)
    >>> DialogueScore(held=Share(done=1, due=2), by_phase={}, days_since_last=None,
    ...               both_sides=none, transparency=none).held.value
    0.5
    """

    held: Share
    by_phase: Mapping[Phase, int]
    days_since_last: int | None
    both_sides: Share
    transparency: Share


@attrs.frozen(kw_only=True)
class UnderstandingScore:
    """Understanding of the parties' roles and needs (förutsättning 2).

    Attributes:
        needs: Needs stated, and how many a counterpart has confirmed.
        roles: Roles held, and how many a counterpart has confirmed.

    >>> UnderstandingScore(needs=Share(done=1, due=1), roles=Share(done=0, due=0)).needs.value
    1.0
    """

    needs: Share
    roles: Share


@attrs.frozen(kw_only=True)
class FollowUpScore:
    """More follow-up and contract management (förutsättning 3).

    Attributes:
        done: Planned items whose day has come, and how many were done; unknown without a plan.
        on_time: The same items, and how many were done no later than their day.
        overdue: Ids of the items not done, in order of day.
        obligations: Days on which something was owed, and how many were kept.
        control: Share of the due control done in time, from 0 to 1; ``None`` where none was due.

    >>> FollowUpScore(done=Share(done=0, due=0), on_time=Share(done=0, due=0), overdue=(),
    ...               obligations=Share(done=0, due=0), control=None).done.value is None
    True
    """

    done: Share
    on_time: Share
    overdue: tuple[str, ...]
    obligations: Share
    control: float | None


@attrs.frozen(kw_only=True)
class DevelopmentScore:
    """Securing and developing the deal (förutsättning 4).

    Attributes:
        answered: Proposals made, and how many were answered.
        adopted: Proposals answered, and how many were adopted or tried.
        changes: Changed circumstances seen, and how many led to an answer or an amendment.
        renewed: Options decided, and how many were exercised.
        evaluated: Trials begun, and how many were evaluated.

    >>> nothing = Share(done=0, due=0)
    >>> DevelopmentScore(answered=nothing, adopted=nothing, changes=nothing, renewed=nothing,
    ...                  evaluated=nothing).answered.label("sv")
    '–'
    """

    answered: Share
    adopted: Share
    changes: Share
    renewed: Share
    evaluated: Share


@attrs.frozen(kw_only=True)
class Scorecard:
    """The four preconditions of a contract or a relation on a day (styrkort).

    Attributes:
        contracts: Ids of the contracts it is counted over.
        as_of: The day.
        dialogue: Precondition 1.
        understanding: Precondition 2.
        follow_up: Precondition 3.
        development: Precondition 4.

    >>> sorted(field.name for field in attrs.fields(Scorecard))[:2]
    ['as_of', 'contracts']
    """

    contracts: tuple[str, ...]
    as_of: Day
    dialogue: DialogueScore
    understanding: UnderstandingScore
    follow_up: FollowUpScore
    development: DevelopmentScore

    def to_dict(self) -> dict[str, object]:
        """The scorecard as plain data."""
        return {
            "contracts": list(self.contracts),
            "as_of": self.as_of.isoformat(),
            "dialogue": _plain(self.dialogue),
            "understanding": _plain(self.understanding),
            "follow_up": _plain(self.follow_up),
            "development": _plain(self.development),
        }


def _plain(value: object) -> object:
    """A part of the card, or what it holds, as plain data."""
    if isinstance(value, Share):
        return value.to_dict()
    if isinstance(value, tuple):
        return list(cast("tuple[str, ...]", value))
    if isinstance(value, Mapping):
        counts = cast("Mapping[Phase, int]", value)
        return {phase.value: count for phase, count in counts.items()}
    if attrs.has(type(value)):
        return attrs.asdict(
            cast("attrs.AttrsInstance", value), recurse=False, value_serializer=_serialised
        )
    return value


def _serialised(_: object, __: object, value: object) -> object:
    return _plain(value)


def scorecard(
    portfolio: Portfolio,
    subject: Contract | Relation | str,
    *,
    as_of: str | dt.date,
    plan: Plan | Iterable[FollowUp] | None = None,
    window: int = 30,
) -> Scorecard:
    """The four preconditions, measured for a contract or a relation (styrkort).

    Args:
        portfolio: The facts.
        subject: A contract or its id, or a relation, which is counted over the contracts in
            which its source buys from its target or the other way round.
        as_of: The day; what happened later does not count.
        plan: The follow-up plan; without it the numbers about planned items are unknown.
        window: How many days from the day it was due a meeting or check may lie to count for a
            planned item that nothing names; our choice.

    An example stands at the top of the module.

    >>> scorecard(Portfolio(contracts=(Contract(id="A-1"),)), "A-1", as_of="2026-11-23").contracts
    ('A-1',)

    Raises:
        PortfolioError: when there is no such contract.
        FactError: for a relation without a target.
    """
    on = day(as_of)
    facts = portfolio.as_of(on)
    contracts = tuple(_contracts(facts, subject))
    ids = frozenset(one.id for one in contracts)
    items = [
        item
        for item in plan or ()
        if item.subject.id in ids and item.due_on is not None and item.due_on <= on
    ]
    done = carried_out(facts, items, window=window)
    return Scorecard(
        contracts=tuple(one.id for one in contracts),
        as_of=on,
        dialogue=_dialogue(facts, contracts, done, on),
        understanding=UnderstandingScore(
            needs=_share(_of(facts, Need, contracts), _is_need_confirmed),
            roles=_share(_of(facts, RoleHolding, contracts), _is_role_confirmed),
        ),
        follow_up=_follow_up(facts, contracts, done, on),
        development=_development(facts, contracts, on),
    )


def _is_need_confirmed(need: Need) -> bool:
    return need.is_confirmed()


def _is_role_confirmed(holding: RoleHolding) -> bool:
    return holding.is_confirmed()


def _contracts(portfolio: Portfolio, subject: Contract | Relation | str) -> Iterator[Contract]:
    if isinstance(subject, str):
        yield portfolio.contract(subject)
    elif isinstance(subject, Contract):
        yield portfolio.contract(subject.id)
    elif subject.target is None:
        raise FactError(
            f"scorecard: relation {subject.id!r} has no target; give one between two parties"
        )
    else:
        for contract in portfolio.contracts:
            buyer = portfolio.buyer(contract)
            if buyer is not None and any(
                subject.joins(buyer.id, supplier) for supplier in contract.suppliers
            ):
                yield contract


def _of(portfolio: Portfolio, kind: type[F], contracts: Iterable[Contract]) -> list[F]:
    """Facts of the contracts, and of the procurements they come from."""
    found: dict[str, F] = {}
    for contract in contracts:
        own = portfolio.of(kind, contract.id)
        source = contract.procurement
        early = () if source is None else portfolio.of(kind, source, by="procurement")
        found.update((fact.id, fact) for fact in (*early, *own))
    return list(found.values())


def _share(facts: Iterable[F], is_done: Callable[[F], bool]) -> Share:
    done: list[str] = []
    rest: list[str] = []
    for fact in facts:
        (done if is_done(fact) else rest).append(fact.id)
    return Share.of(done, rest)


def _total(shares: Iterable[Share]) -> Share:
    listed = list(shares)
    done = [fact for one in listed for fact in one.facts[: one.done]]
    return Share.of(done, [fact for one in listed for fact in one.facts[one.done :]])


def _planned(done: Iterable[Done], is_done: Callable[[Done], bool]) -> Share:
    listed = list(done)
    return Share.of(
        (one.item.id for one in listed if is_done(one)),
        (one.item.id for one in listed if not is_done(one)),
    )


def _is_done(one: Done) -> bool:
    return one.fact is not None


def _is_on_time(one: Done) -> bool:
    return one.is_on_time


def _dialogue(
    facts: Portfolio, contracts: tuple[Contract, ...], done: tuple[Done, ...], on: Day
) -> DialogueScore:
    talks = {talk.id: talk for one in contracts for talk in dialogues_of(facts, one)}
    counts = dict.fromkeys(Phase, 0)
    for talk in talks.values():
        phase = phase_of(facts, talk)
        if phase is not None:
            counts[phase] += 1
    contacts = [last for one in contracts if (last := last_contact(facts, one, on)) is not None]
    sides = {
        talk.id: _sides(facts, talk, contracts)
        for talk in talks.values()
        if talk.scope is DialogueScope.EXTERNAL and (talk.participants or talk.functions)
    }
    return DialogueScore(
        held=_planned((one for one in done if is_meeting(one.item)), _is_done),
        by_phase=MappingProxyType(counts),
        days_since_last=on.toordinal() - max(contacts).toordinal() if contacts else None,
        both_sides=Share.of(
            (key for key, found in sides.items() if len(found) > 1),
            (key for key, found in sides.items() if len(found) < 2),
        ),
        transparency=_total(transparency(facts, one, on) for one in contracts),
    )


def _sides(facts: Portfolio, talk: Dialogue, contracts: tuple[Contract, ...]) -> set[Side]:
    found = {SIDES[role] for role in talk.functions if role in SIDES}
    buyers = {buyer.id for one in contracts if (buyer := facts.buyer(one)) is not None}
    for party in talk.participants:
        roles = facts.party(party).roles
        found.add(Side.BUYER if party in buyers or Role.BUYER in roles else Side.SUPPLIER)
    return found


def _follow_up(
    facts: Portfolio, contracts: tuple[Contract, ...], done: tuple[Done, ...], on: Day
) -> FollowUpScore:
    controls = [
        DueControl(
            one.item.kind, one.item.due_on, None if one.fact is None else one.fact.occurred_on
        )
        for one in done
        if one.item.aim is not Aim.TRUST and one.item.due_on is not None
    ]
    return FollowUpScore(
        done=_planned(done, _is_done),
        on_time=_planned(done, _is_on_time),
        overdue=tuple(
            one.item.id
            for one in done
            if one.fact is None and one.item.due_on is not None and one.item.due_on < on
        ),
        obligations=_total(kept_promises(facts, one, on) for one in contracts),
        control=control_level(controls, as_of=on),
    )


def _is_adopted(proposal: Proposal) -> bool:
    return proposal.answer in {ProposalAnswer.ADOPTED, ProposalAnswer.TRIED}


def _is_proposal_answered(proposal: Proposal) -> bool:
    return proposal.is_answered


def _is_change_used(change: ChangedCircumstance) -> bool:
    return change.answered_on is not None or change.amendment is not None


def _is_evaluated(trial: Trial) -> bool:
    return trial.evaluated_on is not None or trial.result is not None


def _development(facts: Portfolio, contracts: tuple[Contract, ...], on: Day) -> DevelopmentScore:
    proposals = _of(facts, Proposal, contracts)
    changes = [change for one in contracts for change in facts.of(ChangedCircumstance, one.id)]
    decided = [
        (f"{one.id}/{option.id}", decision.outcome)
        for one in contracts
        for option in one.options
        if (decision := option.decision(on)) is not None
    ]
    return DevelopmentScore(
        answered=_share(proposals, _is_proposal_answered),
        adopted=_share([one for one in proposals if one.is_answered], _is_adopted),
        changes=_share(changes, _is_change_used),
        renewed=Share.of(
            (key for key, outcome in decided if outcome is OptionOutcome.EXERCISED),
            (key for key, outcome in decided if outcome is OptionOutcome.DECLINED),
        ),
        evaluated=_share(_of(facts, Trial, contracts), _is_evaluated),
    )

"""Contracts: what was agreed, what may be extended, and what happened since.

A contract is what was signed. What happened later is a dated fact of its own, and every question
about a state is a question about a day.

>>> from samverkan.periods import months
>>> contract = Contract(
...     id="A-2026-17", buyer="SE-2120999996", suppliers=("SE-5599999991",),
...     signed_on="2026-08-17", period=Period("2026-09-01", "2029-08-31"), risk_class="A",
...     options=(Option(id="1", extend_by=months(12), notice=months(6)),),
... )
>>> contract.state("2026-08-20")
<ContractState.SIGNED: 'signed'>
>>> [str(way.deadline) for way in contract.extensions()]
['2029-02-28']
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable

import attrs

from samverkan.codelists import (
    AmendmentGround,
    ContractKind,
    ContractState,
    MilestoneKind,
    MilestoneStatus,
    OptionOutcome,
    RiskClass,
    TerminationReason,
    as_amendment_ground,
    as_contract_kind,
    as_milestone_kind,
    as_milestone_status,
    as_option_outcome,
    as_termination_reason,
)
from samverkan.errors import ContractError
from samverkan.periods import (
    Day,
    Moment,
    Period,
    Span,
    day,
    optional_day,
    optional_moment,
    optional_span,
    shift,
)
from samverkan.values import Money

__all__ = [
    "Amendment",
    "Contract",
    "Extension",
    "KeyDate",
    "Milestone",
    "Option",
    "OptionDecision",
    "RiskRating",
    "Termination",
]

_HIGHEST = 3


@attrs.frozen
class RiskRating:
    """The inputs to the default classifier (klassningsunderlag): importance and risk, 1 to 3.

    The parameters are those of Upphandlingsmyndigheten (supply risk, business criticality, value,
    complexity, …); the numbers and the rule are this library's choice.

    >>> RiskRating(importance=3, risk=2).risk_class, RiskRating(importance=1, risk=1).risk_class
    (<RiskClass.A: 'A'>, <RiskClass.C: 'C'>)

    Raises:
        ContractError: when a number is not 1, 2 or 3.
    """

    importance: int
    risk: int

    def __attrs_post_init__(self) -> None:
        for name, number in (("importance", self.importance), ("risk", self.risk)):
            if type(number) is not int or not 1 <= number <= _HIGHEST:
                raise ContractError(f"risk rating: {name}={number!r}; expected 1, 2 or 3")

    @property
    def risk_class(self) -> RiskClass:
        """A if both are at least 2 and one is 3; C if both are 1; else B."""
        low, high = sorted((self.importance, self.risk))
        if low >= 2 and high == _HIGHEST:
            return RiskClass.A
        return RiskClass.C if high == 1 else RiskClass.B


def _risk(value: RiskClass | RiskRating | str | None) -> RiskClass | RiskRating | None:
    return RiskClass.of(value) if isinstance(value, str) else value


@attrs.frozen(kw_only=True)
class OptionDecision:
    """What the buyer decided about an option, and when (optionsbeslut).

    Attributes:
        outcome: Exercised or declined.
        decided_on: The day of the decision.
        recorded_at: The moment it became known; the start of that day where left out.
    """

    outcome: OptionOutcome = attrs.field(converter=as_option_outcome)
    decided_on: Day = attrs.field(converter=day)
    recorded_at: Moment | None = attrs.field(default=None, converter=optional_moment)


@attrs.frozen(kw_only=True)
class Option:
    """A right to extend or to buy more (option, förlängning; BT-53/54 and BT-57/58).

    Attributes:
        id: Unique within its contract.
        extend_by: How much longer the contract runs when it is exercised.
        adds_value: How much it adds to the value, without VAT.
        notice: How long before the end it must be exercised; ``None`` where the contract is silent.
        decisions: What was decided; the latest one counts.

    Raises:
        ContractError: when ``extend_by`` does not lead forward or ``notice`` is negative.
    """

    id: str
    extend_by: Span | None = attrs.field(default=None, converter=optional_span)
    adds_value: Money | None = None
    notice: Span | None = attrs.field(default=None, converter=optional_span)
    decisions: tuple[OptionDecision, ...] = attrs.field(
        default=(), converter=tuple[OptionDecision, ...]
    )

    def __attrs_post_init__(self) -> None:
        if self.extend_by is not None and not _forward(self.extend_by):
            raise ContractError(
                f"option {self.id!r}: extend_by={self.extend_by}; expected a span that leads forward"
            )
        if self.notice is not None and not _never_back(self.notice):
            raise ContractError(
                f"option {self.id!r}: notice={self.notice}; expected no minus sign"
            )

    def decision(self, as_of: dt.date | None = None) -> OptionDecision | None:
        """The decision that counts on a day: the latest of those taken by then."""
        taken = [one for one in self.decisions if as_of is None or one.decided_on <= as_of]
        return max(taken, key=_decided, default=None)


def _decided(decision: OptionDecision) -> Day:
    return decision.decided_on


def _forward(span: Span) -> bool:
    return bool(span) and _never_back(span)


def _never_back(span: Span) -> bool:
    return min(span.months, span.days, span.working_days) >= 0


@attrs.frozen(kw_only=True)
class Amendment:
    """A change of the contract (ändring av kontrakt; eForms contract modification).

    Attributes:
        id: Unique within its contract.
        occurred_on: The day it takes effect.
        ground: Why it may be made (LOU 17:9-14; BT-200).
        value_change: What it adds to, or takes from, the value, without VAT.
        new_end: The last day of the contract after it.
        description: What changes.
        recorded_at: The moment it became known; the start of the day where left out.
        replaces: Id of the amendment that this one corrects.
    """

    id: str
    occurred_on: Day = attrs.field(converter=day)
    ground: AmendmentGround | None = attrs.field(
        default=None, converter=attrs.converters.optional(as_amendment_ground)
    )
    value_change: Money | None = None
    new_end: Day | None = attrs.field(default=None, converter=optional_day)
    description: str | None = None
    recorded_at: Moment | None = attrs.field(default=None, converter=optional_moment)
    replaces: str | None = None


@attrs.frozen(kw_only=True)
class Termination:
    """An end before the agreed one (förtida upphörande).

    Attributes:
        last_day: Last day in force.
        reason: Why.
        decided_on: The day it was decided; the last day where left out.
    """

    last_day: Day = attrs.field(converter=day)
    reason: TerminationReason | None = attrs.field(
        default=None, converter=attrs.converters.optional(as_termination_reason)
    )
    decided_on: Day | None = attrs.field(default=None, converter=optional_day)


@attrs.frozen
class KeyDate:
    """A day with a name of the user's own, which rules may hang on (eget datum).

    The name ``"incident"`` is what the bundled rule on deviations hangs on.

    Attributes:
        name: What rules call it.
        on: The day.
        id: Tells several of one name apart; the day itself where left out.
    """

    name: str
    on: Day = attrs.field(converter=day)
    id: str | None = None

    @property
    def fact_id(self) -> str:
        """Under which follow-ups refer to it."""
        return self.id or self.on.isoformat()


@attrs.frozen(kw_only=True)
class Milestone:
    """Something that shall have happened by a day (milstolpe; OCDS ``Milestone``).

    Attributes:
        id: Unique within its contract.
        kind: OCDS milestone type.
        title: What it is called.
        due_on: The day it is due.
        met_on: The day it was met.
        status: OCDS milestone status.
        code: The publisher's code for it.
    """

    id: str
    kind: MilestoneKind | None = attrs.field(
        default=None, converter=attrs.converters.optional(as_milestone_kind)
    )
    title: str | None = None
    due_on: Day | None = attrs.field(default=None, converter=optional_day)
    met_on: Day | None = attrs.field(default=None, converter=optional_day)
    status: MilestoneStatus | None = attrs.field(
        default=None, converter=attrs.converters.optional(as_milestone_status)
    )
    code: str | None = None


@attrs.frozen
class Extension:
    """One option laid out in time (möjlig förlängning), as the facts of a day have it.

    Attributes:
        option: The option.
        end: Last day of the contract before it.
        deadline: Last day to exercise it; ``None`` where the contract states no notice.
        new_end: Last day of the contract after it.
        outcome: What was decided; ``None`` where it is open.
        assumes: Ids of options that are still open and must be exercised first.
    """

    option: Option
    end: Day
    deadline: Day | None
    new_end: Day
    outcome: OptionOutcome | None
    assumes: tuple[str, ...]


def _days(values: Iterable[str | dt.date]) -> tuple[Day, ...]:
    return tuple(day(value) for value in values)


def _ids(values: Iterable[str]) -> tuple[str, ...]:
    if isinstance(values, str):
        raise ContractError(f"contract: ids={values!r}; expected several, such as ({values!r},)")
    return tuple(values)


@attrs.frozen(kw_only=True)
class Contract:
    """A public contract, framework agreement or call-off (kontrakt, ramavtal, avrop).

    Attributes:
        id: Under which everything else refers to it.
        title: What it is called.
        kind: Contract, framework agreement or call-off.
        buyer: Party id of the buyer; ``None`` where a register does not say.
        suppliers: Party ids of the suppliers.
        private_performer: Whether it hands a municipal matter to a private performer (privat
            utförare, kommunallagen 10:7), which must be followed up (10:8).
        procurement: Id of the procurement it comes from.
        lots: Ids of that procurement's lots it covers.
        parent: Id of the framework agreement it is a call-off from.
        awarded_on: Award decision.
        signed_on: Signed by both sides; the contract is concluded.
        period: First and last day in force, as first agreed.
        notice: How long before it ends notice must be given (uppsägningstid).
        options: Rights to extend or to buy more, in the order they follow each other.
        price_revisions: Days on which prices are revised.
        amendments: What was changed since.
        termination: How it ended early.
        value: Value without VAT, as first agreed.
        ceiling: Highest value of a framework agreement (takvärde).
        risk_class: A, B or C, or a :class:`RiskRating` to classify it by.
        milestones: OCDS milestones.
        dates: Days with names of the user's own.

    Raises:
        ContractError: when facts contradict each other.
    """

    id: str
    title: str | None = None
    kind: ContractKind = attrs.field(default=ContractKind.CONTRACT, converter=as_contract_kind)
    buyer: str | None = None
    suppliers: tuple[str, ...] = attrs.field(default=(), converter=_ids)
    private_performer: bool | None = None
    procurement: str | None = None
    lots: tuple[str, ...] = attrs.field(default=(), converter=_ids)
    parent: str | None = None
    awarded_on: Day | None = attrs.field(default=None, converter=optional_day)
    signed_on: Day | None = attrs.field(default=None, converter=optional_day)
    period: Period | None = None
    notice: Span | None = attrs.field(default=None, converter=optional_span)
    options: tuple[Option, ...] = attrs.field(default=(), converter=tuple[Option, ...])
    price_revisions: tuple[Day, ...] = attrs.field(default=(), converter=_days)
    amendments: tuple[Amendment, ...] = attrs.field(default=(), converter=tuple[Amendment, ...])
    termination: Termination | None = None
    value: Money | None = None
    ceiling: Money | None = None
    risk_class: RiskClass | RiskRating | None = attrs.field(default=None, converter=_risk)
    milestones: tuple[Milestone, ...] = attrs.field(default=(), converter=tuple[Milestone, ...])
    dates: tuple[KeyDate, ...] = attrs.field(default=(), converter=tuple[KeyDate, ...])

    def __attrs_post_init__(self) -> None:
        for problem in self._problems():
            raise ContractError(f"contract {self.id!r}: {problem}")

    def _problems(self) -> Iterable[str]:
        if not self.id:
            yield f"id={self.id!r}; expected a text; give it one"
        if self.buyer is not None and self.buyer in self.suppliers:
            yield (
                f"buyer={self.buyer!r} is also among the suppliers; "
                "for work done in-house record a relation instead of a contract"
            )
        if self.parent == self.id:
            yield f"parent={self.parent!r} is the contract itself; name the framework agreement"
        if (
            self.awarded_on is not None
            and self.signed_on is not None
            and self.signed_on < self.awarded_on
        ):
            yield (
                f"signed before it was awarded: signed_on={self.signed_on}, "
                f"awarded_on={self.awarded_on}; correct one of them or leave it out"
            )
        start = None if self.period is None else self.period.start
        if (
            self.termination is not None
            and start is not None
            and self.termination.last_day < start
        ):
            yield (
                f"terminated before it starts: last_day={self.termination.last_day}, "
                f"start={start}; correct one of them"
            )
        if self.ceiling is not None and self.kind is not ContractKind.FRAMEWORK:
            yield (
                f"ceiling={self.ceiling} on kind={self.kind.value!r}; only a framework agreement "
                "has a ceiling; set kind='framework' or leave the ceiling out"
            )
        for name, ids in (
            ("suppliers", self.suppliers),
            ("options", tuple(option.id for option in self.options)),
            ("amendments", tuple(amendment.id for amendment in self.amendments)),
            ("milestones", tuple(milestone.id for milestone in self.milestones)),
            ("dates", tuple((one.name, one.fact_id) for one in self.dates)),
        ):
            if len(set(ids)) < len(ids):
                twice = sorted(str(one) for one, count in Counter(ids).items() if count > 1)
                yield f"{name} share an id: {name}={twice}; give each its own"
        if self.amendments:
            yield from self._loose_corrections()

    def _loose_corrections(self) -> Iterable[str]:
        known = {amendment.id for amendment in self.amendments}
        for amendment in self.amendments:
            if amendment.replaces is not None and (
                amendment.replaces not in known or amendment.replaces == amendment.id
            ):
                yield (
                    f"amendment {amendment.id!r} replaces={amendment.replaces!r}; "
                    "expected the id of another amendment of the contract"
                )

    @property
    def follow_up_class(self) -> RiskClass | None:
        """The class that follow-up goes by: as stated, or classified; ``None`` without either.

        A contract with a private performer is never below B, since the law asks for follow-up
        (kommunallagen 10:8; the floor is this library's choice).
        """
        found = self.risk_class
        if isinstance(found, RiskRating):
            found = found.risk_class
        return RiskClass.B if found is RiskClass.C and self.private_performer else found

    def amendments_by(self, as_of: dt.date | None = None) -> tuple[Amendment, ...]:
        """The amendments in force on a day, oldest first, those corrected by a later one left out."""
        known = [one for one in self.amendments if as_of is None or one.occurred_on <= as_of]
        replaced = {one.replaces for one in known}
        return tuple(sorted((one for one in known if one.id not in replaced), key=_amended))

    def extensions(self, as_of: str | dt.date | None = None) -> tuple[Extension, ...]:
        """Every option that extends the contract, laid out with the facts of a day.

        An open option is laid out as if the open ones before it were exercised; ``assumes`` names
        those. Empty where the contract has no end.
        """
        return self._laid_out(optional_day(as_of))[1]

    def end(self, as_of: str | dt.date | None = None) -> Day | None:
        """The last day in force as known on a day; ``None`` where there is none (tills vidare).

        The agreed end, moved by the options exercised and the amendments in force by then, and cut
        by a termination decided by then. Without a day: by all facts.
        """
        on = optional_day(as_of)
        end = self._laid_out(on)[0]
        ended = self.termination
        if ended is not None and (on is None or (ended.decided_on or ended.last_day) <= on):
            return ended.last_day if end is None else min(end, ended.last_day)
        return end

    def _laid_out(self, as_of: Day | None) -> tuple[Day | None, tuple[Extension, ...]]:
        """The end by options and amendments, and the options in time."""
        end = None if self.period is None else self.period.end
        if not self.amendments and not self.options:
            return end, ()
        moves = [one for one in self.amendments_by(as_of) if one.new_end is not None]
        if not self.options:
            return (moves[-1].new_end if moves else end), ()
        decided = [(option, option.decision(as_of)) for option in self.options]
        laid: list[Extension] = []
        for option, decision in sorted(
            ((one, taken) for one, taken in decided if taken is not None),
            key=lambda pair: pair[1].decided_on,
        ):
            while moves and moves[0].occurred_on <= decision.decided_on:
                end = moves.pop(0).new_end
            found = self._extension(option, end, decision.outcome, ())
            if found is not None:
                laid.append(found)
                end = found.new_end if decision.outcome is OptionOutcome.EXERCISED else end
        end = moves[-1].new_end if moves else end
        assumed: tuple[str, ...] = ()
        reached = end
        for option, taken in decided:
            if taken is None:
                found = self._extension(option, reached, None, assumed)
                if found is not None:
                    laid.append(found)
                    assumed, reached = (*assumed, option.id), found.new_end
        order = {option.id: place for place, option in enumerate(self.options)}
        return end, tuple(sorted(laid, key=lambda way: order[way.option.id]))

    def _extension(
        self,
        option: Option,
        end: Day | None,
        outcome: OptionOutcome | None,
        assumes: tuple[str, ...],
    ) -> Extension | None:
        if option.extend_by is None or end is None:
            return None
        deadline = None if option.notice is None else shift(end, -option.notice)
        new_end = Period(None, end).extended(option.extend_by).end
        assert new_end is not None  # noqa: S101  # an extended period has an end
        return Extension(option, end, deadline, new_end, outcome, assumes)

    def state(self, as_of: str | dt.date) -> ContractState | None:
        """Where the contract stands on a day; ``None`` where its facts do not tell.

        With no day of signing the period decides, since a contract that runs has been concluded.
        """
        on = day(as_of)
        ended = self.termination
        if ended is not None and on > ended.last_day:
            return ContractState.TERMINATED
        if self.signed_on is not None and on < self.signed_on:
            return ContractState.PENDING
        if self.period is None:
            return None
        end = self.end(on)
        if end is not None and on > end:
            return ContractState.ENDED
        start = self.period.start
        if start is None:
            return None if self.signed_on is None else ContractState.ACTIVE
        if on >= start:
            return ContractState.ACTIVE
        return None if self.signed_on is None else ContractState.SIGNED

    def label(self, lang: str = "en") -> str:
        """Its title, or its id where it has none."""
        del lang  # a title has one language
        return self.title or self.id


def _amended(amendment: Amendment) -> Day:
    return amendment.occurred_on

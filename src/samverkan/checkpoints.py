"""Checkpoints: what was checked by whom, what deviated, and what bars a party.

What may follow what when something deviates is the one table :data:`LADDER`.

>>> deviation = Deviation(
...     id="V-1", contract="A-1", what="late delivery", occurred_on="2027-03-01",
...     steps=(RemedyStep("notice", "2027-03-02"), RemedyStep("action-plan", "2027-03-10")),
... )
>>> deviation.stage(day("2027-03-05")), deviation.is_open(day("2027-03-05"))
(<Remedy.NOTICE: 'notice'>, True)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from types import MappingProxyType

import attrs

from samverkan.codelists import (
    Aim,
    CheckpointOutcome,
    EvidenceKind,
    ExclusionGround,
    FollowUpKind,
    Irregularity,
    Method,
    Remedy,
    Role,
    as_aim,
    as_checkpoint_outcome,
    as_evidence_kind,
    as_exclusion_ground,
    as_follow_up_kind,
    as_method,
    as_remedy,
    as_role,
)
from samverkan.errors import TransitionError
from samverkan.facts import Fact
from samverkan.periods import Day, day, optional_day

__all__ = [
    "LADDER",
    "Checkpoint",
    "Deviation",
    "EligibilityCheck",
    "ExclusionFact",
    "RemedyStep",
    "SelfCleaning",
    "Waiver",
    "next_remedy",
]

LADDER: Mapping[Remedy | None, frozenset[Remedy]] = MappingProxyType(
    {
        None: frozenset({Remedy.NOTICE, Remedy.CLOSED}),
        Remedy.NOTICE: frozenset({Remedy.ACTION_PLAN, Remedy.PENALTY, Remedy.CLOSED}),
        Remedy.ACTION_PLAN: frozenset(
            {Remedy.NOTICE, Remedy.PENALTY, Remedy.TERMINATION, Remedy.CLOSED}
        ),
        Remedy.PENALTY: frozenset({Remedy.ACTION_PLAN, Remedy.TERMINATION, Remedy.CLOSED}),
        Remedy.TERMINATION: frozenset[Remedy](),
        Remedy.CLOSED: frozenset[Remedy](),
    }
)
"""Which remedy may follow which; ``None`` is before the first.

The order is this library's choice: nobody is fined before being told, and a contract is not ended
before a plan or a penalty was tried.
"""


def next_remedy(stage: Remedy | None, step: Remedy | str) -> Remedy:
    """The next rung of the remedy ladder (åtgärdstrappan).

    >>> next_remedy(None, "notice")
    <Remedy.NOTICE: 'notice'>

    Raises:
        TransitionError: when the step cannot follow; the message names those that can.
    """
    taken = as_remedy(step)
    if taken not in LADDER[stage]:
        known = sorted(one.value for one in LADDER[stage])
        raise TransitionError(
            f"remedy: {taken.value!r} cannot follow {stage.value if stage else 'nothing'!r}; "
            f"possible here: {known}"
        )
    return taken


@attrs.frozen(kw_only=True)
class Checkpoint(Fact):
    """One thing that was checked (kontrollpunkt), for trust, for control, or both.

    Attributes:
        occurred_on: The day.
        contract: Id of the contract.
        procurement: Id of the procurement.
        aim: Trust, control or both.
        kind: The kind of follow-up it is.
        requirement: The requirement or criterion that was checked.
        method: How.
        evidence: What kind of evidence was seen.
        outcome: What it showed.
        observer: Party id of who checked.
        observed: Party id of who was checked; the supplier or the buyer.
        follow_up: Id of the planned follow-up that it fulfils.
        obligation: Id of the obligation that it tests.
        information_right: Id of the obligation that gives the right to see what was checked.

    >>> Checkpoint(
    ...     id="C-1", occurred_on="2027-03-01", contract="A-1", kind="delivery-control",
    ...     outcome="met",
    ... ).aim
    <Aim.CONTROL: 'control'>

    Raises:
        FactError: when observer and observed are the same party.
    """

    occurred_on: Day = attrs.field(converter=day)
    contract: str | None = None
    procurement: str | None = None
    aim: Aim = attrs.field(default=Aim.CONTROL, converter=as_aim)
    kind: FollowUpKind | None = attrs.field(
        default=None, converter=attrs.converters.optional(as_follow_up_kind)
    )
    requirement: str | None = None
    method: Method | None = attrs.field(
        default=None, converter=attrs.converters.optional(as_method)
    )
    evidence: EvidenceKind | None = attrs.field(
        default=None, converter=attrs.converters.optional(as_evidence_kind)
    )
    outcome: CheckpointOutcome = attrs.field(
        default=CheckpointOutcome.NOT_ASSESSED, converter=as_checkpoint_outcome
    )
    observer: str | None = None
    observed: str | None = None
    follow_up: str | None = None
    obligation: str | None = None
    information_right: str | None = None

    def _problems(self) -> Iterable[str]:
        yield from super()._problems()
        if self.observer is not None and self.observer == self.observed:
            yield (
                f"observer={self.observer!r} is also observed; "
                "record a self-report with method='self-report' and no observer"
            )

    @property
    def happened_on(self) -> Day:
        """The day of the check."""
        return self.occurred_on


@attrs.frozen(kw_only=True)
class Waiver(Fact):
    """A decision not to do a planned follow-up (beslut att avstå), with its reason.

    Attributes:
        follow_up: Id of the planned follow-up.
        reason: Why it is not done.
        decided_on: The day of the decision.
        decided_by: The function that decided.

    >>> Waiver(id="W-1", follow_up="A-1/my.visit/start/3", reason="pilot ended",
    ...        decided_on="2027-02-01").happened_on
    Date(2027, 2, 1)

    Raises:
        FactError: without a reason or the id of a follow-up.
    """

    follow_up: str
    reason: str
    decided_on: Day = attrs.field(converter=day)
    decided_by: Role | None = attrs.field(
        default=None, converter=attrs.converters.optional(as_role)
    )

    def _problems(self) -> Iterable[str]:
        yield from super()._problems()
        for name, text in (("follow_up", self.follow_up), ("reason", self.reason)):
            if not text.strip():
                yield f"{name}={text!r}; expected a text; nothing is waived without one"

    @property
    def happened_on(self) -> Day:
        """The day of the decision."""
        return self.decided_on


@attrs.frozen
class RemedyStep:
    """One step taken about a deviation (åtgärd).

    Attributes:
        remedy: What was done.
        on: The day.

    >>> RemedyStep("notice", "2027-03-02").on
    Date(2027, 3, 2)
    """

    remedy: Remedy = attrs.field(converter=as_remedy)
    on: Day = attrs.field(converter=day)


@attrs.frozen(kw_only=True)
class Deviation(Fact):
    """Something that is not as agreed (avvikelse), and what was done about it.

    Attributes:
        contract: Id of the contract.
        what: What deviates.
        code: A code for it: one of :class:`~samverkan.codelists.Irregularity`, or the
            organisation's own.
        occurred_on: The day it was found.
        party: Party id of who is responsible for it.
        checkpoint: Id of the checkpoint that found it.
        obligation: Id of the obligation that was not met.
        steps: What was done, oldest first, along :data:`LADDER`.

    >>> Deviation(id="V-1", contract="A-1", what="one tenderer was told more", code="ncompl-com",
    ...           occurred_on="2027-03-01").irregularity.label("sv")
    'förtydligande eller upplysning inte lämnad till alla'
    >>> Deviation(id="V-2", contract="A-1", what="wrong price", occurred_on="2027-03-01",
    ...           steps=(RemedyStep("penalty", "2027-03-02"),))
    Traceback (most recent call last):
    samverkan.errors.TransitionError: remedy: 'penalty' cannot follow 'nothing'; \
possible here: ['closed', 'notice']

    Raises:
        TransitionError: when a step cannot follow the one before it.
        FactError: when steps are not in order of time or come before the deviation.
    """

    contract: str
    what: str
    code: str | None = None
    occurred_on: Day = attrs.field(converter=day)
    party: str | None = None
    checkpoint: str | None = None
    obligation: str | None = None
    steps: tuple[RemedyStep, ...] = attrs.field(default=(), converter=tuple[RemedyStep, ...])

    def _problems(self) -> Iterable[str]:
        yield from super()._problems()
        stage: Remedy | None = None
        before = self.occurred_on
        for step in self.steps:
            stage = next_remedy(stage, step.remedy)
            if step.on < before:
                yield (
                    f"{step.remedy.value} of {step.on} comes before {before}; "
                    "give the steps in order of time, none before the deviation"
                )
            before = step.on

    @property
    def happened_on(self) -> Day:
        """The day it was found."""
        return self.occurred_on

    def _without_later(self, last: Day) -> Deviation:
        kept = tuple(step for step in self.steps if step.on <= last)
        return self if kept == self.steps else attrs.evolve(self, steps=kept)

    @property
    def irregularity(self) -> Irregularity | None:
        """The irregularity that the code stands for; ``None`` for a code of another list."""
        known = {one.value: one for one in Irregularity}
        return None if self.code is None else known.get(self.code)

    def stage(self, as_of: dt.date | None = None) -> Remedy | None:
        """The step it has reached by a day; ``None`` before the first."""
        taken = [step for step in self.steps if as_of is None or step.on <= as_of]
        return taken[-1].remedy if taken else None

    def is_open(self, as_of: dt.date | None = None) -> bool:
        """Whether more can follow: it is neither closed nor has it ended the contract."""
        return bool(LADDER[self.stage(as_of)])


@attrs.frozen(kw_only=True)
class SelfCleaning:
    """What a party has done to be reliable again (självsanering; LOU 13:5).

    Attributes:
        compensated: Damage is compensated, or it has undertaken to.
        clarified: Facts are clarified in active cooperation with the investigators.
        prevented: Technical, organisational and personnel measures are taken.
        settled: What is owed is paid or a binding agreement to pay is made (taxes and fees).

    >>> SelfCleaning(compensated=True, clarified=True, prevented=True).is_complete
    True
    """

    compensated: bool = False
    clarified: bool = False
    prevented: bool = False
    settled: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether all three measures are taken; they are still weighed against the gravity."""
        return self.compensated and self.clarified and self.prevented


@attrs.frozen(kw_only=True)
class ExclusionFact(Fact):
    """A judgment or an event that may bar a party (omständighet som kan utesluta).

    It is about an organisation. Where a member of its board or somebody who may represent it was
    convicted, the organisation carries the fact, and ``through_person`` says so without a name.

    Attributes:
        party: Party id.
        ground: The exclusion ground.
        occurred_on: The day of the judgment or event.
        is_final: Whether a final, binding ruling says so; ``None`` unknown.
        ended_on: The last day of a state such as bankruptcy; ``None`` while it lasts.
        through_person: Whether it rests on somebody who leads or represents the party.
        self_cleaning: What the party has done since.

    >>> ExclusionFact(id="E-1", party="B", ground="corruption", occurred_on="2021-08-03").ground
    <ExclusionGround.CORRUPTION: 'corruption'>

    Raises:
        FactError: when it ended before it began.
    """

    party: str
    ground: ExclusionGround = attrs.field(converter=as_exclusion_ground)
    occurred_on: Day = attrs.field(converter=day)
    is_final: bool | None = None
    ended_on: Day | None = attrs.field(default=None, converter=optional_day)
    through_person: bool = False
    self_cleaning: SelfCleaning | None = None

    def _problems(self) -> Iterable[str]:
        yield from super()._problems()
        if self.ended_on is not None and self.ended_on < self.occurred_on:
            yield (
                f"ended_on={self.ended_on} comes before occurred_on={self.occurred_on}; "
                "correct one of the days"
            )

    @property
    def happened_on(self) -> Day:
        """The day of the judgment or event."""
        return self.occurred_on

    def _without_later(self, last: Day) -> ExclusionFact:
        if self.ended_on is not None and self.ended_on > last:
            return attrs.evolve(self, ended_on=None)
        return self


def _grounds(values: Iterable[ExclusionGround | str]) -> frozenset[ExclusionGround]:
    return frozenset(ExclusionGround.of(value) for value in values)


@attrs.frozen(kw_only=True)
class EligibilityCheck(Fact):
    """A party's standing looked up in registers or declared (kontroll av leverantör).

    Attributes:
        party: Party id of who was looked up.
        checked_on: The day.
        contract: Id of the contract it was done for.
        procurement: Id of the procurement it was done for.
        grounds: The grounds that were looked at.
        method: How.
        heard_on: The day the party was heard before an exclusion (LOU 13:4).
        decision: What was decided, in words; reasons are given in writing.

    >>> EligibilityCheck(
    ...     id="K-1", party="B", checked_on="2026-12-01", grounds={"tax-pay", "socsec-pay"},
    ...     method="register-check",
    ... ).happened_on
    Date(2026, 12, 1)
    """

    party: str
    checked_on: Day = attrs.field(converter=day)
    contract: str | None = None
    procurement: str | None = None
    grounds: frozenset[ExclusionGround] = attrs.field(
        default=frozenset[ExclusionGround](), converter=_grounds
    )
    method: Method | None = attrs.field(
        default=None, converter=attrs.converters.optional(as_method)
    )
    heard_on: Day | None = attrs.field(default=None, converter=optional_day)
    decision: str | None = None

    @property
    def happened_on(self) -> Day:
        """The day of the look-up."""
        return self.checked_on

"""Development: choices in the design, proposals, trials, training, and the culture they grow in.

>>> idea = Proposal(
...     id="P-1", by="SE-5599999991", what="deliver by cargo bike", made_on="2027-01-15",
...     contract="A-1", answer="tried", answered_on="2027-02-01",
... )
>>> idea.is_answered
True
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import attrs

from samverkan.codelists import (
    AssessmentMethod,
    CultureDimension,
    DesignChoiceKind,
    ProposalAnswer,
    Role,
    TrialResult,
    as_assessment_method,
    as_culture_dimension,
    as_design_choice_kind,
    as_proposal_answer,
    as_trial_result,
)
from samverkan.facts import Fact, as_number
from samverkan.periods import Day, Span, day, optional_day, optional_span, shift

__all__ = ["CultureAssessment", "DesignChoice", "Proposal", "Training", "Trial"]


@attrs.frozen(kw_only=True)
class DesignChoice(Fact):
    """A choice in the design of a procurement that shall raise engagement (utformningsval).

    Attributes:
        procurement: Id of the procurement.
        kind: What was chosen.
        reason: Why; held later against the number of tenderers.
        decided_on: The day.

    >>> DesignChoice(
    ...     id="V-1", procurement="U-1", kind="lots", reason="small firms can bid",
    ... ).kind.label("sv")
    'delkontrakt'
    """

    procurement: str
    kind: DesignChoiceKind = attrs.field(converter=as_design_choice_kind)
    reason: str | None = None
    decided_on: Day | None = attrs.field(default=None, converter=optional_day)

    @property
    def happened_on(self) -> Day | None:
        """The day it was decided."""
        return self.decided_on


@attrs.frozen(kw_only=True)
class Proposal(Fact):
    """An idea for development, mostly a supplier's, and what became of it (förslag).

    Attributes:
        by: Party id of who made it.
        what: The idea.
        made_on: The day.
        contract: Id of the contract it is about.
        procurement: Id of the procurement it is about.
        answer: Adopted, being tried, or declined.
        answered_on: The day of the answer.
        result: What it led to.

    >>> Proposal(id="P-2", by="B", what="fewer invoices", made_on="2027-01-15").is_answered
    False

    Raises:
        FactError: when it was answered before it was made.
    """

    by: str
    what: str
    made_on: Day = attrs.field(converter=day)
    contract: str | None = None
    procurement: str | None = None
    answer: ProposalAnswer | None = attrs.field(
        default=None, converter=attrs.converters.optional(as_proposal_answer)
    )
    answered_on: Day | None = attrs.field(default=None, converter=optional_day)
    result: str | None = None

    def _problems(self) -> Iterable[str]:
        yield from super()._problems()
        if self.answered_on is not None and self.answered_on < self.made_on:
            yield (
                f"answered_on={self.answered_on} comes before made_on={self.made_on}; "
                "correct one of the days"
            )

    @property
    def happened_on(self) -> Day:
        """The day it was made."""
        return self.made_on

    @property
    def is_answered(self) -> bool:
        """Whether there is an answer or a day of one."""
        return self.answer is not None or self.answered_on is not None

    def _without_later(self, last: Day) -> Proposal:
        if self.answered_on is not None and self.answered_on > last:
            return attrs.evolve(self, answer=None, answered_on=None, result=None)
        return self


@attrs.frozen(kw_only=True)
class Trial(Fact):
    """A new method tried out, with what was expected and what it showed (försök).

    Attributes:
        party: Party id of who tries it.
        method: What is tried.
        hypothesis: What is expected of it.
        started_on: The day it began.
        contract: Id of the contract it is tried in.
        procurement: Id of the procurement it is tried in.
        evaluated_on: The day it was evaluated.
        result: Whether the hypothesis held.
        finding: What was learnt.

    >>> Trial(
    ...     id="F-1", party="A", method="functional requirements", started_on="2026-01-07",
    ...     hypothesis="twice as many tenderers",
    ... ).result is None
    True

    Raises:
        FactError: when it was evaluated before it began.
    """

    party: str
    method: str
    hypothesis: str
    started_on: Day = attrs.field(converter=day)
    contract: str | None = None
    procurement: str | None = None
    evaluated_on: Day | None = attrs.field(default=None, converter=optional_day)
    result: TrialResult | None = attrs.field(
        default=None, converter=attrs.converters.optional(as_trial_result)
    )
    finding: str | None = None

    def _problems(self) -> Iterable[str]:
        yield from super()._problems()
        if self.evaluated_on is not None and self.evaluated_on < self.started_on:
            yield (
                f"evaluated_on={self.evaluated_on} comes before started_on={self.started_on}; "
                "correct one of the days"
            )

    @property
    def happened_on(self) -> Day:
        """The day it began."""
        return self.started_on

    def _without_later(self, last: Day) -> Trial:
        if self.evaluated_on is not None and self.evaluated_on > last:
            return attrs.evolve(self, evaluated_on=None, result=None, finding=None)
        return self


def _roles(values: Iterable[Role | str]) -> frozenset[Role]:
    return frozenset(Role.of(value) for value in values)


@attrs.frozen(kw_only=True)
class Training(Fact):
    """Training that an organisation has given its functions (utbildning).

    Attributes:
        party: Party id of the organisation.
        title: What it was called.
        audience: The functions it was for.
        held_on: The day.
        renew_after: After how long it should be repeated; ``None`` for never.

    >>> str(Training(
    ...     id="K-1", party="A", title="Förenkla – helt enkelt", held_on="2026-01-31",
    ...     audience={"contract-manager"}, renew_after="24 months",
    ... ).due_on)
    '2028-01-31'
    """

    party: str
    title: str
    audience: frozenset[Role] = attrs.field(default=frozenset[Role](), converter=_roles)
    held_on: Day = attrs.field(converter=day)
    renew_after: Span | None = attrs.field(default=None, converter=optional_span)

    @property
    def happened_on(self) -> Day:
        """The day it was held."""
        return self.held_on

    @property
    def due_on(self) -> Day | None:
        """The day by which it should be repeated."""
        return None if self.renew_after is None else shift(self.held_on, self.renew_after)


@attrs.frozen(kw_only=True)
class CultureAssessment(Fact):
    """How an organisation stands in one side of its culture (kulturbedömning); never a person.

    Attributes:
        party: Party id of the organisation assessed.
        dimension: Trust, transparency, professionalism or businesslike conduct.
        score: From 0 to 1.
        assessed_on: The day.
        by: Party id of who assessed; the organisation itself for a self-assessment.
        method: How it was assessed.
        respondents: How many answered; ``None`` unknown.

    >>> CultureAssessment(
    ...     id="B-1", party="A", dimension="trust", score="0.7", assessed_on="2026-11-02",
    ... ).score
    Decimal('0.7')

    Raises:
        FactError: for a score outside 0 to 1, or fewer than one respondent.
    """

    party: str
    dimension: CultureDimension = attrs.field(converter=as_culture_dimension)
    score: Decimal = attrs.field(converter=as_number)
    assessed_on: Day = attrs.field(converter=day)
    by: str | None = None
    method: AssessmentMethod | None = attrs.field(
        default=None, converter=attrs.converters.optional(as_assessment_method)
    )
    respondents: int | None = None

    def _problems(self) -> Iterable[str]:
        yield from super()._problems()
        if not 0 <= self.score <= 1:
            yield f"score={self.score}; expected a number from 0 to 1; rescale it"
        if self.respondents is not None and self.respondents < 1:
            yield f"respondents={self.respondents}; expected at least 1, or leave it out"

    @property
    def happened_on(self) -> Day:
        """The day it was assessed."""
        return self.assessed_on

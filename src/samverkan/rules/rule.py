"""Follow-up rules: when something falls, what it is, who sees to it, and what it rests on.

A rule is data that can be called with a subject and a context.

>>> from samverkan.periods import months
>>> at("end").by_class(A=-months(18), B=-months(12), C=-months(9)).offset.plain()
{'A': '-18 months', 'B': '-12 months', 'C': '-9 months'}
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

import attrs

from samverkan.codelists import (
    Aim,
    FollowUpKind,
    Role,
    Roll,
    SourceKind,
    as_aim,
    as_follow_up_kind,
    as_role,
    as_roll,
)
from samverkan.contracts import Contract
from samverkan.errors import RuleError
from samverkan.explanations import Explanation, LegalBasis, Text
from samverkan.periods import Day, Period, Span
from samverkan.rules.conditions import Condition
from samverkan.rules.emission import Emission, moved
from samverkan.rules.facts import Case, Context, Subject, anchor_named
from samverkan.rules.follow_up import FollowUp
from samverkan.rules.reasons import reasons
from samverkan.rules.rows import Rows
from samverkan.rules.series import ZERO, PerClass

__all__ = ["FollowUpRule", "Occurrence", "Rule", "Timing", "at", "every"]


@attrs.frozen(kw_only=True)
class Timing:
    """When something falls (tidpunkt); built by :func:`at` and :func:`every`.

    Attributes:
        anchor: What it is counted from.
        offset: How long after the anchor, or before it where negative.
        step: How often; ``None`` for once.
        condition: The rule applies only where this is known to be true.
        exceptions: The rule does not apply where one of these is known to be true.
        not_before: An anchor that the day may not come before.
    """

    anchor: str
    offset: PerClass
    step: PerClass | None = None
    condition: Condition | None = None
    exceptions: tuple[Condition, ...] = ()
    not_before: str | None = None

    def __attrs_post_init__(self) -> None:
        anchors = [self.anchor] if self.not_before is None else [self.anchor, self.not_before]
        found = [anchor_named(name) for name in anchors]
        if self.step is not None:
            if found[0].each:
                raise RuleError(
                    f"anchor {self.anchor!r} may have several days; a series needs one, "
                    "such as 'start'"
                )
            for span in (self.step.A, self.step.B, self.step.C):
                if span is not None and not _leads_forward(span):
                    raise RuleError(f"every={span}; expected months or days that lead forward")

    @property
    def is_class_dependent(self) -> bool:
        """Whether the class decides when, or whether at all."""
        return not (self.offset.is_uniform and (self.step is None or self.step.is_uniform))

    def by_class(self, **spans: Span | str) -> Timing:
        """Another rhythm, or for :func:`at` another offset, for each class named; none for others.

        >>> every("4 months", from_="start").by_class(A="4 months", B="12 months").step.plain()
        {'A': '4 months', 'B': '12 months'}
        """
        values = PerClass.of(spans)
        if self.step is not None:
            return attrs.evolve(self, step=values)
        return attrs.evolve(self, offset=values)

    def where(self, **facts: object) -> Timing:
        """Only where all of this is known to be true: ``.where(kind="framework")``."""
        tests = () if self.condition is None else self.condition.tests
        return attrs.evolve(self, condition=Condition(tests + Condition.of(facts).tests))

    def unless(self, **facts: object) -> Timing:
        """Not where all of this is known to be true; several calls except several cases."""
        return attrs.evolve(self, exceptions=(*self.exceptions, Condition.of(facts)))

    def not_earlier_than(self, anchor: str) -> Timing:
        """Never before another anchor's day; the later of the two counts."""
        return attrs.evolve(self, not_before=anchor)

    def rule(
        self,
        *,
        id: str,  # noqa: A002  # what every noun calls it
        kind: FollowUpKind | str,
        aim: Aim | str,
        responsible: Role | str,
        source: LegalBasis | tuple[LegalBasis, ...],
        title: Text | None = None,
        counterpart: Role | str | None = None,
        roll: Roll | str = Roll.FORWARD,
        country: str | None = None,
        in_force: Period | None = None,
        note: Text | None = None,
    ) -> FollowUpRule:
        """The follow-up rule that falls then; for the arguments see :class:`FollowUpRule`."""
        return FollowUpRule(
            id=id,
            timing=self,
            kind=kind,
            aim=aim,
            responsible=responsible,
            source=source,
            title=title,
            counterpart=counterpart,
            roll=roll,
            country=country,
            in_force=in_force,
            note=note,
        )


def _leads_forward(span: Span) -> bool:
    return (
        span.months >= 0
        and span.days >= 0
        and bool(span.months or span.days)
        and not (span.working_days)
    )


def at(anchor: str, offset: Span | str | Mapping[str, Span | str] = ZERO) -> Timing:
    """Once for each day of an anchor, a span after it or, where negative, before it.

    Raises:
        RuleError: for an unknown anchor; the message names the near ones.
    """
    return Timing(anchor=anchor, offset=PerClass.of(offset))


def every(
    step: Span | str | Mapping[str, Span | str],
    *,
    from_: str = "start",
    offset: Span | str | Mapping[str, Span | str] = ZERO,
) -> Timing:
    """Again and again, from an anchor until the contract ends, each counted from the anchor.

    Args:
        step: How often: calendar months or days.
        from_: The anchor; itself not an occurrence.
        offset: How long after each step.

    Raises:
        RuleError: for an unknown anchor, one with several days, or a step that leads nowhere.
    """
    return Timing(anchor=from_, offset=PerClass.of(offset), step=PerClass.of(step))


def _sources(value: LegalBasis | Iterable[LegalBasis]) -> tuple[LegalBasis, ...]:
    return (value,) if isinstance(value, LegalBasis) else tuple(value)


@attrs.frozen
class Occurrence:
    """One day that a rule's own function names (tillfälle).

    Attributes:
        on: The day, before it is rolled.
        anchor: The fact it hangs on; part of the follow-up's id.
        number: Which one of several on that fact.
    """

    on: Day
    anchor: str
    number: int = 0


Days: TypeAlias = Callable[[Subject, Context], Iterable[Occurrence]]
"""A rule's days as a function of the caller's own."""


@attrs.frozen(kw_only=True)
class FollowUpRule:
    """A rule that says what must be followed up when, by whom and why (uppföljningsregel).

    It is data, and a function from a subject and a context to follow-ups.

    Attributes:
        id: Never changed; part of every follow-up's id.
        timing: When; built by :func:`at` or :func:`every`, or a function of the caller's own.
        kind: What is followed up.
        aim: Trust, control or both.
        responsible: The function that sees to it.
        counterpart: The function on the other side.
        source: What it rests on, the weightiest first; the first one's kind is the rule's.
        title: What it is called, in both languages; the kind's label by default.
        roll: What to do when the day is no working day.
        country: The country whose law a statutory rule is; it applies to that country's buyers.
        in_force: The days on which an anchor must lie for the law to apply.
        note: What else a reader should know.

    Raises:
        RuleError: when a statutory rule names no country, or the id is empty or has a slash.
    """

    id: str
    timing: Timing | Days
    kind: FollowUpKind = attrs.field(converter=as_follow_up_kind)
    aim: Aim = attrs.field(converter=as_aim)
    responsible: Role = attrs.field(converter=as_role)
    counterpart: Role | None = attrs.field(
        default=None, converter=attrs.converters.optional(as_role)
    )
    source: tuple[LegalBasis, ...] = attrs.field(converter=_sources)
    title: Text | None = None
    roll: Roll = attrs.field(default=Roll.FORWARD, converter=as_roll)
    country: str | None = None
    in_force: Period | None = None
    note: Text | None = None

    def __attrs_post_init__(self) -> None:
        if not self.id or "/" in self.id:
            raise RuleError(
                f"rule: id={self.id!r}; expected a text without '/', such as 'my.site-visit'",
                rule_id=self.id,
            )
        if not self.source:
            raise RuleError(f"rule {self.id!r}: no source; say what it rests on", rule_id=self.id)
        if self.source_kind is SourceKind.LAW and self.country is None:
            raise RuleError(
                f"rule {self.id!r}: is statutory (L) and names no country; give country='SE'",
                rule_id=self.id,
            )

    @property
    def source_kind(self) -> SourceKind:
        """How binding it is: statute, guidance or choice."""
        return self.source[0].kind

    @property
    def of_procurement(self) -> bool:
        """Whether its subjects are procurements; otherwise they are contracts."""
        return isinstance(self.timing, Timing) and anchor_named(self.timing.anchor).of_procurement

    def label(self, lang: str = "en") -> str:
        """What it is called."""
        return (self.title or self.kind).label(lang)

    def __call__(self, subject: Subject, context: Context) -> tuple[FollowUp, ...]:
        """The follow-ups of a subject by day, then those that are blocked."""
        return tuple(self.items(Case(subject, context)))

    def items(self, case: Case) -> list[FollowUp]:
        """The follow-ups of a case that is already looked up."""
        if self.of_procurement is isinstance(case.subject, Contract):
            return []
        if self.source_kind is SourceKind.LAW and case.fact("country") != self.country:
            return []
        rows = Rows()
        if isinstance(self.timing, Timing):
            Emission(self, self.timing, case.risk_class, case.context).add(case, rows)
        else:
            for one in self.timing(case.subject, case.context):
                rows.put(moved(self, case, one.anchor, one.number, one.on))
        found = rows.ordered()
        items = (found.item(place, found.due(place)) for place in range(len(found)))
        return [*items, *rows.blocked]

    def explain(self, item: FollowUp) -> Explanation:
        """Why one of its follow-ups is there and falls when it does."""
        return Explanation(tuple(reasons(item)))


Rule: TypeAlias = Callable[[Subject, Context], Iterable["FollowUp"]]
"""Any callable from a subject and a context to follow-ups; a :class:`FollowUpRule` is one."""

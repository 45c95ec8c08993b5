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
    RiskClass,
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
from samverkan.periods import Day, Period, Span, day
from samverkan.rules._brief import brief
from samverkan.rules._emission import Emission, moved
from samverkan.rules._reasons import reasons
from samverkan.rules.anchors import Anchor, anchor_named
from samverkan.rules.conditions import Condition
from samverkan.rules.facts import Case, Context, Subject
from samverkan.rules.follow_up import FollowUp
from samverkan.rules.per_class import PerClass
from samverkan.rules.rows import Rows

__all__ = ["FollowUpRule", "Occurrence", "Rule", "Timing", "at", "every"]

_ZERO = Span()


@attrs.frozen(kw_only=True)
class Timing:
    """When something falls (tidpunkt); built by :func:`at` and :func:`every`.

    Attributes:
        anchor: What it is counted from.
        offset: How long after the anchor, or before it where negative.
        step: How often; ``None`` for once.
        condition: The rule applies only where this is known to be true.
        exceptions: The rule does not apply where one of these is known to be true.
        not_before: An anchor that the day may not come before; for what happens once.

    >>> at("award", "48 months").not_earlier_than("end").unless(buyer_kind="la").not_before
    'end'

    Raises:
        RuleError: for an unknown anchor, a series from an anchor with several days or with steps
            that lead nowhere, and a series that may not come before something.
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
        if self.step is None:
            return
        if found[0].each:
            raise RuleError(
                f"anchor {self.anchor!r} may have several days; a series needs one, "
                "such as 'start'"
            )
        if self.not_before is not None:
            raise RuleError(
                f"not_before={self.not_before!r} on a series; expected it on what happens once; "
                "count the series from a later anchor, or leave it out"
            )
        for step in (self.step.A, self.step.B, self.step.C):
            if step is not None and not _leads_forward(step):
                raise RuleError(f"every={step}; expected months or days that lead forward")
        for offset in (self.offset.A, self.offset.B, self.offset.C):
            if offset is not None and offset.working_days:
                raise RuleError(
                    f"offset={offset} on a series; expected months or days; working days can be "
                    "counted from an anchor alone"
                )

    @property
    def is_class_dependent(self) -> bool:
        """Whether the class decides when, or whether at all."""
        return not (self.offset.is_uniform and (self.step is None or self.step.is_uniform))

    @property
    def reacts(self) -> bool:
        """Whether it hangs on what others record about the contract (:class:`Anchor`)."""
        names = (self.anchor, self.not_before)
        return any(anchor_named(name).reacts for name in names if name is not None)

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


def at(anchor: str, offset: Span | str | Mapping[str, Span | str] = _ZERO) -> Timing:
    """Once for each day of an anchor, a span after it or, where negative, before it.

    >>> at("option_deadline", {"A": "-120 days", "B": "-90 days"}).offset.plain()
    {'A': '-120 days', 'B': '-90 days'}

    Raises:
        RuleError: for an unknown anchor; the message names the near ones.
    """
    return Timing(anchor=anchor, offset=PerClass.of(offset))


def every(
    step: Span | str | Mapping[str, Span | str],
    *,
    from_: str = "start",
    offset: Span | str | Mapping[str, Span | str] = _ZERO,
) -> Timing:
    """Again and again, from an anchor until the contract ends, each counted from the anchor.

    Args:
        step: How often: calendar months or days.
        from_: The anchor; itself not an occurrence.
        offset: How long after each step.

    >>> yearly = every("12 months", from_="start", offset="90 days")
    >>> yearly.step.plain(), yearly.offset.plain()
    ('12 months', '90 days')

    Raises:
        RuleError: for an unknown anchor, one with several days, or a step that leads nowhere.
    """
    return Timing(anchor=from_, offset=PerClass.of(offset), step=PerClass.of(step))


def _sources(value: LegalBasis | Iterable[LegalBasis]) -> tuple[LegalBasis, ...]:
    return (value,) if isinstance(value, LegalBasis) else tuple(value)


def _bounded(value: Period | None) -> Period | None:
    """A period with a bound; ``None`` for all days."""
    return None if value == Period(None) else value


@attrs.frozen
class Occurrence:
    """One day that a rule's own function names (tillfälle).

    Attributes:
        on: The day, before it is rolled.
        anchor: The fact it hangs on; part of the follow-up's id.
        number: Which one of several on that fact.

    >>> Occurrence("2027-03-01", "audit").on
    Date(2027, 3, 1)
    """

    on: Day = attrs.field(converter=day)
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

    >>> inspection = at("date:inspection", "-14 days").rule(
    ...     id="my.inspection", kind="delivery-control", aim="control", responsible="orderer",
    ...     roll="backward", source=LegalBasis(SourceKind.CHOICE, "our own lead time"),
    ... )
    >>> inspection.label("sv"), inspection.source_kind.value
    ('leveranskontroll', 'X')

    Raises:
        RuleError: when a statutory rule names no country, there is no source, or the id is empty
            or has a slash.
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
    in_force: Period | None = attrs.field(default=None, converter=_bounded)
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
    def anchor(self) -> Anchor | None:
        """What it hangs on; ``None`` where its days are a function of the caller's own."""
        return anchor_named(self.timing.anchor) if isinstance(self.timing, Timing) else None

    def is_about(self, subject: Subject) -> bool:
        """Whether it is asked about a subject: by its anchor, contracts or procurements.

        A function of the caller's own is asked about both, and says itself what has no days.
        """
        anchor = self.anchor
        return anchor is None or anchor.of_procurement is not isinstance(subject, Contract)

    def label(self, lang: str = "en") -> str:
        """What it is called."""
        return (self.title or self.kind).label(lang)

    def emission(self, risk_class: RiskClass, context: Context, place: int = 0) -> Emission | None:
        """The rule made ready for a class; ``None`` where its days are a function."""
        if not isinstance(self.timing, Timing):
            return None
        anchor = anchor_named(self.timing.anchor)
        return Emission(self, place, self.timing, anchor, risk_class, context)

    def __call__(self, subject: Subject, context: Context) -> tuple[FollowUp, ...]:
        """The follow-ups of a subject by day, then those that are blocked.

        Raises:
            RuleError: when its own function names one occurrence twice.
        """
        case = Case(subject, context)
        if not self.is_about(subject):
            return ()
        if self.source_kind is SourceKind.LAW and case.fact("country") != self.country:
            return ()
        rows = Rows((self,), (self.anchor,), (subject,), context)
        emission = self.emission(case.risk_class, context)
        if emission is None:
            for item in self._own(case):
                rows.put(0, 0, item)
        elif emission.is_planned:
            emission.add(case, 0, rows)
        return (*rows.ordered().of_subject(0), *rows.blocked)

    def _own(self, case: Case) -> Iterable[FollowUp]:
        """The follow-ups on the days that the caller's own function names."""
        assert callable(self.timing)  # noqa: S101  # asked only then
        named: set[tuple[str, int]] = set()
        for one in self.timing(case.subject, case.context):
            if (one.anchor, one.number) in named:
                raise RuleError(
                    f"rule {self.id!r}: names the occurrence anchor={one.anchor!r}, "
                    f"number={one.number} twice for {case.subject.id!r}; give each its own number",
                    rule_id=self.id,
                )
            named.add((one.anchor, one.number))
            yield moved(self, case, one.anchor, one.number, one.on)

    def brief(self, item: FollowUp, lang: str = "en") -> str:
        """The same as :meth:`explain` on one short line."""
        return brief(item, lang)

    def explain(self, item: FollowUp) -> Explanation:
        """Why one of its follow-ups is there and falls when it does."""
        return Explanation(tuple(reasons(item)))


Rule: TypeAlias = Callable[[Subject, Context], Iterable["FollowUp"]]
"""Any callable from a subject and a context to follow-ups; a :class:`FollowUpRule` is one."""

"""When a follow-up falls: from which anchor, how long after, how often, for which class.

>>> from samverkan.periods import months
>>> at("end", -months(12)).by_class(A=-months(18), B=-months(12), C=-months(9)).anchor
'end'
"""

from __future__ import annotations

import functools
from calendar import monthrange
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import attrs

from samverkan.codelists import Aim, FollowUpKind, RiskClass, Role, Roll
from samverkan.errors import PeriodError, RuleError
from samverkan.explanations import LegalBasis, Text
from samverkan.periods import Day, Period, Span, as_span, shift
from samverkan.rules.conditions import Condition
from samverkan.rules.facts import anchor_named

if TYPE_CHECKING:
    from samverkan.rules.rule import FollowUpRule

__all__ = ["PerClass", "Timing", "at", "every"]

ZERO = Span()


@attrs.frozen
class PerClass:
    """A span for each risk class (värde per riskklass); ``None`` where the class has none."""

    A: Span | None
    B: Span | None
    C: Span | None

    @classmethod
    def of(cls, value: Span | str | Mapping[str, Span | str] | PerClass) -> PerClass:
        """One span for all classes, or one for each class named.

        Raises:
            RuleError: for a class that is not A, B or C, or none at all.
        """
        if isinstance(value, PerClass):
            return value
        if isinstance(value, Mapping):
            unknown = sorted(set(value) - {"A", "B", "C"})
            if unknown or not value:
                raise RuleError(f"classes={unknown or list(value)}; expected some of A, B, C")
            spans = {name: as_span(span) for name, span in value.items()}
            return cls(spans.get("A"), spans.get("B"), spans.get("C"))
        span = as_span(value)
        return cls(span, span, span)

    def get(self, risk_class: RiskClass) -> Span | None:
        """The span of a class."""
        return self.A if risk_class is RiskClass.A else self.B if risk_class is RiskClass.B else self.C

    @property
    def is_uniform(self) -> bool:
        """Whether all classes share one span."""
        return self.A == self.B == self.C

    def plain(self) -> str | dict[str, str]:
        """As rule books write it."""
        if self.is_uniform:
            return str(self.A)
        named = (("A", self.A), ("B", self.B), ("C", self.C))
        return {name: str(span) for name, span in named if span is not None}


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
        from samverkan.rules.rule import FollowUpRule

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
    return span.months >= 0 and span.days >= 0 and bool(span.months or span.days) and not (
        span.working_days
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


# ---------------------------------------------------------------------------- the arithmetic
_FIRST_YEAR = 1900
_LAST_YEAR = 2200


@functools.cache
def _months() -> tuple[tuple[int, ...], tuple[int, ...]]:
    """For each month from 1900 on: the ordinal of the day before its first, and its length."""
    before, length, ordinal = [], [], Day(_FIRST_YEAR, 1, 1).toordinal() - 1
    for year in range(_FIRST_YEAR, _LAST_YEAR + 1):
        for month in range(1, 13):
            before.append(ordinal)
            length.append(monthrange(year, month)[1])
            ordinal += length[-1]
    return tuple(before), tuple(length)


def falls(anchor: Day, offset: Span) -> int | None:
    """Ordinal of the day a span after the anchor; ``None`` beyond the years 1 to 9999.

    Only for spans without working days; it equals :func:`~samverkan.shift`, faster.
    """
    month = (anchor.year - _FIRST_YEAR) * 12 + anchor.month - 1 + offset.months
    before, length = _months()
    if 0 <= month < len(before):
        day = anchor.day
        return before[month] + (day if day <= length[month] else length[month]) + offset.days
    try:
        return shift(anchor, offset).toordinal()
    except PeriodError:
        return None


def series(
    anchor: Day, step: Span, offset: Span, after: int, before: int
) -> Iterator[tuple[int, int]]:
    """Occurrence numbers and ordinals of anchor + k · step + offset strictly between two days.

    The first k is found by arithmetic, so that the work is bounded by what lies between.
    """
    longest = 31 * step.months + step.days
    early = after - anchor.toordinal() - 31 * abs(offset.months) - abs(offset.days)
    count = max(1, early // longest)
    if step.days or offset.working_days:
        while (found := falls(anchor, step * count + offset)) is not None and found < before:
            if found > after:
                yield count, found
            count += 1
        return
    first, length = _months()
    month = (anchor.year - _FIRST_YEAR) * 12 + anchor.month - 1 + offset.months + step.months * count
    if month < 0:
        return
    day, days, stride, known = anchor.day, offset.days, step.months, len(first)
    while month < known:
        longest = length[month]
        found = first[month] + (day if day <= longest else longest) + days
        if found >= before:
            return
        if found > after:
            yield count, found
        count += 1
        month += stride



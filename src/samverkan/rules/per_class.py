"""A span for each risk class, so that one rule holds the rhythm of all three."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from samverkan.codelists import RiskClass
from samverkan.errors import RuleError
from samverkan.periods import Span, as_span

__all__ = ["PerClass"]


@attrs.frozen
class PerClass:
    """A span for each risk class (värde per riskklass); ``None`` where the class has none.

    >>> rhythm = PerClass.of({"A": "4 months", "B": "12 months"})
    >>> rhythm.get(RiskClass.A).label("sv"), rhythm.get(RiskClass.C)
    ('4 månader', None)
    >>> PerClass.of("30 days").plain()
    '30 days'

    Raises:
        RuleError: when no class has a span.
    """

    A: Span | None
    B: Span | None
    C: Span | None

    def __attrs_post_init__(self) -> None:
        if self.A is None and self.B is None and self.C is None:
            raise RuleError("no class has a span; give one for A, B or C")

    @classmethod
    def of(cls, value: Span | str | Mapping[str, Span | str] | PerClass) -> PerClass:
        """One span for all classes, or one for each class named.

        Raises:
            RuleError: for a class that is not A, B or C, or none at all.
            PeriodError: for what is no span.
        """
        if isinstance(value, PerClass):
            return value
        if isinstance(value, Mapping):
            unknown = sorted(map(str, set(value) - {"A", "B", "C"}))
            if unknown or not value:
                raise RuleError(f"classes={unknown or list(value)}; expected some of A, B, C")
            spans = {name: as_span(span) for name, span in value.items()}
            return cls(spans.get("A"), spans.get("B"), spans.get("C"))
        span = as_span(value)
        return cls(span, span, span)

    def get(self, risk_class: RiskClass) -> Span | None:
        """The span of a class."""
        if risk_class is RiskClass.A:
            return self.A
        return self.B if risk_class is RiskClass.B else self.C

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

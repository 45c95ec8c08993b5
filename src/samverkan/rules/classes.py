"""Classes that follow evidence: another class than the stated one, with what it rests on."""

from __future__ import annotations

import attrs

from samverkan.codelists import RiskClass, as_risk_class
from samverkan.explanations import Step

__all__ = ["EvidencedClass", "no_classes"]


@attrs.frozen(kw_only=True)
class EvidencedClass:
    """The class that evidence gives a contract (riskklass efter underlag).

    A plan uses it only where it is given one, and every reason then says so.

    Attributes:
        risk_class: The class to plan by.
        reasons: What it rests on.

    >>> EvidencedClass(risk_class="A").risk_class
    <RiskClass.A: 'A'>
    """

    risk_class: RiskClass = attrs.field(converter=as_risk_class)
    reasons: tuple[Step, ...] = attrs.field(default=(), converter=tuple[Step, ...])


def no_classes() -> dict[str, EvidencedClass]:
    """No class by evidence, so that those stated count.

    >>> no_classes()
    {}
    """
    return {}

"""Control, and confidence from trust and control: two numbers that stand beside each other.

Das and Teng, *Between Trust and Control*, Academy of Management Review 23(3), 1998: confidence in
a partner has two sources, trust and control, and each adds to it. The formulas are our own choice;
no paper prints one. Neither number, nor their confidence, has a say in whether a party may be a
supplier at all.

>>> confidence(0.8, 0.5)
0.9
>>> Position(0.8, 0.2).quadrant
<Quadrant.BLIND_TRUST: 'blind-trust'>
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from typing import SupportsFloat

import attrs

from samverkan.codelists import Code, FollowUpKind, Quadrant, SourceKind
from samverkan.explanations import Explanation, LegalBasis, Step, Text
from samverkan.periods import Day, day, optional_day
from samverkan.trust._amounts import amount, share
from samverkan.trust._words import Decimals
from samverkan.trust.opinions import Opinion

__all__ = ["DueControl", "Position", "confidence", "control_level"]

_CHOICE = LegalBasis(SourceKind.CHOICE, "")
_THEORY = LegalBasis(SourceKind.CHOICE, "Das & Teng 1998")

# (trust is high, control is high) -> where the relation stands
_QUADRANTS: Mapping[tuple[bool, bool], Quadrant] = {
    (True, True): Quadrant.VERIFIED_TRUST,
    (True, False): Quadrant.BLIND_TRUST,
    (False, True): Quadrant.OVER_CONTROL,
    (False, False): Quadrant.NEITHER,
}


def _kind(value: Code | str) -> Code:
    return value if isinstance(value, Code) else FollowUpKind.of(value)


@attrs.frozen
class DueControl:
    """A control that was to be done by a day (kontroll som skulle göras).

    Attributes:
        kind: What kind of control, such as ``FollowUpKind.DELIVERY_CONTROL``.
        due_on: The last day to do it in time.
        done_on: The day it was done; ``None`` when it was not, or nobody knows.

    >>> from samverkan.codelists import FollowUpKind
    >>> DueControl(FollowUpKind.DELIVERY_CONTROL, "2026-10-01").due_on
    Date(2026, 10, 1)
    """

    kind: Code = attrs.field(converter=_kind)
    due_on: Day = attrs.field(converter=day)
    done_on: Day | None = attrs.field(default=None, converter=optional_day)


def control_level(
    controls: Iterable[DueControl],
    *,
    as_of: str | dt.date,
    weights: Mapping[Code, float] | None = None,
) -> float | None:
    """How much of the control that was due was done in time (kontrollnivå), from 0 to 1.

    Controls count from the day after they were due, or from their due day once they are done. What
    was done late counts as not done in time, and what is dated after ``as_of`` has not happened.
    The formula is our choice.

    Args:
        controls: The controls, in any order.
        as_of: The day the question is asked for.
        weights: How much a kind of control weighs, at least 0; a kind that is left out weighs 1.

    Returns:
        The weighted share, or ``None`` when nothing was due: then nothing is known.

    >>> from samverkan.codelists import FollowUpKind
    >>> controls = [
    ...     DueControl(FollowUpKind.DELIVERY_CONTROL, "2026-10-01", "2026-09-29"),
    ...     DueControl(FollowUpKind.LABOUR_TERMS, "2026-11-01"),
    ... ]
    >>> control_level(controls, as_of="2026-12-31")
    0.5
    >>> control_level(controls, as_of="2026-12-31", weights={FollowUpKind.LABOUR_TERMS: 3})
    0.25
    >>> control_level(controls, as_of="2026-01-01") is None
    True

    Raises:
        TrustError: for a weight that is negative or not finite.
    """
    today = day(as_of)
    weight_of = {
        kind: amount("control level", f"weight of {kind.value!r}", weight)
        for kind, weight in ((_kind(name), weight) for name, weight in (weights or {}).items())
    }
    due: list[float] = []
    done: list[float] = []
    for control in controls:
        in_time = control.done_on is not None and control.done_on <= min(control.due_on, today)
        if control.due_on < today or (control.due_on == today and in_time):
            weight = weight_of.get(control.kind, 1.0)
            due.append(weight)
            done.append(weight if in_time else 0.0)
    total = math.fsum(due)
    return math.fsum(done) / total if total else None


def _trust(trust: Opinion | SupportsFloat) -> float:
    return trust.expected if isinstance(trust, Opinion) else share("confidence", "trust", trust)


def _control(control: SupportsFloat | None) -> float | None:
    return None if control is None else share("confidence", "control", control)


def confidence(trust: Opinion | SupportsFloat, control: SupportsFloat | None) -> float | None:
    """How sure one can be of a partner (förtröstan): ``1 - (1 - T)(1 - C)``.

    Trust and control each add; neither takes away. It equals the expected value of the opinion
    "trustworthy *or* controlled". The formula is our choice, after Das and Teng 1998. It never
    decides whether a party is eligible.

    Args:
        trust: T, from 0 to 1, or an opinion, whose expected value it is.
        control: C, from 0 to 1; ``None`` when nothing was due.

    Returns:
        A number from 0 to 1, or ``None`` where control is not known.

    >>> confidence(0.8, 0), confidence(Opinion.vacuous(), 0.5)
    (0.8, 0.75)

    Raises:
        TrustError: for a number outside 0 to 1.
    """
    expected, level = _trust(trust), _control(control)
    return None if level is None else expected + level * (1.0 - expected)


@attrs.frozen
class Position:
    """Where a relation stands between trust and control (läge), and why.

    A number counts as high when it reaches its boundary. The boundaries, ½ each, are our choice.

    Attributes:
        trust: From 0 to 1, or an opinion, whose expected value it becomes.
        control: From 0 to 1; ``None`` when nothing was due.
        trust_from: Where high trust begins.
        control_from: Where high control begins.

    >>> Position(Opinion(0.7, 0.1, 0.2), 0.9).quadrant
    <Quadrant.VERIFIED_TRUST: 'verified-trust'>
    >>> print(Position(0.3, 0.9).why("sv"))
    1. tilliten är låg: 0,300 når inte gränsen 0,500 [bibliotekets val]
    2. kontrollen är hög: 0,900 når gränsen 0,500 [bibliotekets val]
    3. läget är överkontroll [Das & Teng 1998 (bibliotekets val)]

    Raises:
        TrustError: for a number outside 0 to 1.
    """

    trust: float = attrs.field(converter=_trust)
    control: float | None = attrs.field(converter=_control)
    trust_from: float = 0.5
    control_from: float = 0.5

    def __attrs_post_init__(self) -> None:
        share("position", "trust_from", self.trust_from)
        share("position", "control_from", self.control_from)

    @property
    def quadrant(self) -> Quadrant | None:
        """Which of the four it is; ``None`` where control is not known."""
        if self.control is None:
            return None
        return _QUADRANTS[self.trust >= self.trust_from, self.control >= self.control_from]

    @property
    def confidence(self) -> float | None:
        """How sure one can be of the partner; see :func:`confidence`."""
        return confidence(self.trust, self.control)

    @property
    def explanation(self) -> Explanation:
        """The comparisons behind the quadrant."""
        trust = _compared(Text("tilliten", "trust"), self.trust, self.trust_from)
        if self.control is None:
            text = Text(
                "ingen kontroll skulle ha gjorts, så läget är okänt",
                "no control was due, so the position is not known",
            )
            return Explanation((trust, Step(text, basis=_CHOICE)))
        control = _compared(Text("kontrollen", "control"), self.control, self.control_from)
        text = Text("läget är {quadrant}", "the position is {quadrant}")
        return Explanation(
            (trust, control, Step(text, {"quadrant": self.quadrant}, basis=_THEORY))
        )

    def why(self, lang: str = "en") -> str:
        """The comparisons behind the quadrant, a numbered line each."""
        return self.explanation.text(lang)


def _compared(what: Text, number: float, boundary: float) -> Step:
    if number >= boundary:
        text = Text(
            "{what} är hög: {number} når gränsen {boundary}",
            "{what} is high: {number} reaches {boundary}",
        )
    else:
        text = Text(
            "{what} är låg: {number} når inte gränsen {boundary}",
            "{what} is low: {number} does not reach {boundary}",
        )
    values = {"what": what, "number": Decimals(number), "boundary": Decimals(boundary)}
    return Step(text, values, basis=_CHOICE)

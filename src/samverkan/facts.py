"""What every dated fact of a relationship shares: an id, when it became known, what it corrects.

Nobody edits a fact. What turns out wrong is corrected by a new fact that names the one it
replaces, so that what was known on a day can be asked later.

>>> from samverkan.dialogue import Dialogue
>>> from samverkan.periods import moment
>>> talk = Dialogue(
...     id="D-1", form="one-to-one", occurred_on="2026-03-03",
...     recorded_at="2026-03-05T09:00:00+01:00",
... )
>>> talk.is_known(moment("2026-03-04T12:00:00+01:00"))
False
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import Self, TypeVar

import attrs

from samverkan.errors import FactError
from samverkan.periods import Day, Moment, optional_moment

__all__ = ["Fact", "as_ids", "as_number", "current", "optional_number"]


def as_ids(values: Iterable[str]) -> tuple[str, ...]:
    """Several ids as a tuple; a single text is refused, since its letters would become ids.

    >>> as_ids(["a", "b"])
    ('a', 'b')

    Raises:
        FactError: for a text.
    """
    if isinstance(values, str):
        raise FactError(f"fact: ids={values!r}; expected several, such as ({values!r},)")
    return tuple(values)


def as_number(value: Decimal | int | str) -> Decimal:
    """An exact number; floats are refused, since they are not exact.

    >>> as_number("0.75")
    Decimal('0.75')

    Raises:
        FactError: for a float, and for what is no finite number.
    """
    if isinstance(value, bool) or not isinstance(value, Decimal | int | str):
        raise FactError(
            f"fact: number={value!r} is of type {type(value).__name__}; expected a Decimal, a "
            "whole number or text such as '0.75'"
        )
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise FactError(f"fact: number={value!r}; expected a number such as '0.75'") from None
    if not number.is_finite():
        raise FactError(f"fact: number={value!r}; expected a finite number")
    return number


def optional_number(value: Decimal | int | str | None) -> Decimal | None:
    """An exact number, or ``None`` where it is not known."""
    return None if value is None else as_number(value)


@attrs.frozen(kw_only=True)
class Fact:
    """What the dated facts of a relationship have in common (daterad uppgift).

    Attributes:
        id: Unique among the facts of its kind.
        recorded_at: The moment it became known; the start of the day it happened where left out.
        replaces: Id of the fact of the same kind that this one corrects.

    >>> from samverkan.periods import day
    >>> from samverkan.understanding import Need
    >>> need = Need(id="N-1", owner="SE-1", statement="warm food", stated_on="2026-02-01")
    >>> need.until(day("2026-01-31")) is None
    True

    Raises:
        FactError: without an id, or when the fact contradicts itself.
    """

    id: str
    recorded_at: Moment | None = attrs.field(default=None, converter=optional_moment)
    replaces: str | None = None

    def __attrs_post_init__(self) -> None:
        for problem in self._problems():
            kind = type(self).__name__.lower()
            raise FactError(f"{kind} {self.id!r}: {problem}")

    def _problems(self) -> Iterable[str]:
        """What contradicts what; a noun adds its own."""
        if not self.id:
            yield f"id={self.id!r}; expected a text; give it one"
        if self.replaces == self.id:
            yield f"replaces={self.replaces!r} is the fact itself; name the one it corrects"

    @property
    def happened_on(self) -> Day | None:
        """The day it happened; ``None`` for what holds without a day."""
        return None

    def until(self, last: Day) -> Self | None:
        """The fact as it stood on a day; ``None`` where it had not happened."""
        happened = self.happened_on
        if happened is not None and happened > last:
            return None
        return self._without_later(last)

    def is_known(self, at: Moment) -> bool:
        """Whether it was known at a moment.

        A fact that nobody recorded counts as known from the start of the day it happened, in the
        time zone that the moment is given in.
        """
        if self.recorded_at is not None:
            return self.recorded_at <= at
        happened = self.happened_on
        return happened is None or happened <= at.date()

    def known(self, at: Moment) -> Self | None:
        """The fact as it was known at a moment; ``None`` where it was not."""
        return self._without_later(at.date()) if self.is_known(at) else None

    def _without_later(self, last: Day) -> Self:
        """The fact without those of its parts that came after a day; a noun with parts says so."""
        del last  # most facts have no parts that come later
        return self


F = TypeVar("F", bound=Fact)


def current(facts: Sequence[F], as_of: Day | None) -> Iterator[F]:
    """The facts of up to a day that nothing corrects; of every day where it is ``None``.

    >>> from samverkan.periods import day
    >>> from samverkan.understanding import Need
    >>> need = Need(id="N-1", owner="SE-1", statement="warm food", stated_on="2026-02-01")
    >>> other = Need(
    ...     id="N-2", owner="SE-1", statement="hot food", stated_on="2026-03-01", replaces="N-1"
    ... )
    >>> [one.id for one in current([need, other], day("2026-04-01"))]
    ['N-2']
    """
    replaced = {fact.replaces for fact in facts}
    for fact in facts:
        if fact.id in replaced:
            continue
        happened = fact.happened_on
        if as_of is None or happened is None or happened <= as_of:
            yield fact

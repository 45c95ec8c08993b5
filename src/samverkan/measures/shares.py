"""A share that knows what it was counted from, and quartiles whose method is stated."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction

import attrs

from samverkan.codelists import check_language

__all__ = ["Fences", "Share", "fences", "quantile", "quantile_ranks"]


@attrs.frozen(kw_only=True)
class Share:
    """How many of how many (andel), with the facts behind it; unknown where nothing was due.

    Attributes:
        done: How many are as they should be.
        due: How many should be.
        facts: Ids of those counted in ``due``, those that are done first.

    >>> Share(done=2, due=3).value, Share(done=0, due=0).value is None
    (0.6666666666666666, True)
    """

    done: int
    due: int
    facts: tuple[str, ...] = attrs.field(default=(), converter=tuple[str, ...])

    @classmethod
    def of(cls, done: Iterable[str], rest: Iterable[str]) -> Share:
        """The share of the done ones among both.

        >>> Share.of(["a"], ["b"]).value
        0.5
        """
        kept, left = tuple(done), tuple(rest)
        return cls(done=len(kept), due=len(kept) + len(left), facts=kept + left)

    @property
    def value(self) -> float | None:
        """From 0 to 1; ``None`` where nothing was due, never an invented 0."""
        return self.done / self.due if self.due else None

    def label(self, lang: str = "en") -> str:
        """Such as ``"2 of 3"``."""
        word = "av" if check_language(lang) == "sv" else "of"
        return f"{self.done} {word} {self.due}" if self.due else "–"

    def to_dict(self) -> dict[str, object]:
        """The share as plain data."""
        return {
            "value": self.value,
            "done": self.done,
            "due": self.due,
            "facts": list(self.facts),
        }


def quantile(values: Sequence[Fraction | int], share: Fraction) -> Fraction:
    """The value below which a share of the values lies (kvantil), by method R-8, exactly.

    Hyndman and Fan, *Sample Quantiles in Statistical Packages*, The American Statistician 50(4),
    1996: R-8 is median unbiased whatever the distribution. numpy calls it ``"median_unbiased"``;
    its own default is R-7, which gives other fences.

    >>> [str(quantile([1, 2, 3, 4], Fraction(k, 4))) for k in (1, 2, 3)]
    ['17/12', '5/2', '43/12']
    """
    ordered = sorted(Fraction(value) for value in values)
    low, high, part = quantile_ranks(len(ordered), share)
    return ordered[low - 1] + part * (ordered[high - 1] - ordered[low - 1])


def quantile_ranks(count: int, share: Fraction) -> tuple[int, int, Fraction]:
    """Between which of some ordered values a quantile lies, counted from 1, and how far (R-8).

    >>> low, high, part = quantile_ranks(4, Fraction(1, 4))
    >>> low, high, str(part)
    (1, 2, '5/12')
    """
    place = (count + Fraction(1, 3)) * share + Fraction(1, 3)
    low = math.floor(place)
    if low < 1:
        return 1, 1, Fraction(0)
    if low >= count:
        return count, count, Fraction(0)
    return low, low + 1, place - low


@attrs.frozen
class Fences:
    """Quartiles and the fences 1.5 times their distance beyond them (Tukeys gränser).

    >>> Fences(Fraction(1), Fraction(4)).upper
    Fraction(17, 2)
    """

    first: Fraction
    third: Fraction

    @property
    def lower(self) -> Fraction:
        """Q1 - 1.5 · (Q3 - Q1)."""
        return self.first - Fraction(3, 2) * (self.third - self.first)

    @property
    def upper(self) -> Fraction:
        """Q3 + 1.5 · (Q3 - Q1)."""
        return self.third + Fraction(3, 2) * (self.third - self.first)


def fences(values: Sequence[Fraction | int]) -> Fences | None:
    """The fences of some values, quartiles by R-8; ``None`` for fewer than two.

    >>> found = fences([1, 2, 3, 4])
    >>> str(found.upper)
    '41/6'
    """
    if len(values) < 2:
        return None
    return Fences(quantile(values, Fraction(1, 4)), quantile(values, Fraction(3, 4)))

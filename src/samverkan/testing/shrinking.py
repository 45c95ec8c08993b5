"""The simplest value of a strategy: what its examples shrink to."""

from __future__ import annotations

from typing import TypeVar

from hypothesis import Phase, find, settings
from hypothesis.strategies import SearchStrategy

__all__ = ["simplest"]

T = TypeVar("T")


def simplest(strategy: SearchStrategy[T]) -> T:
    """The value that a strategy shrinks to (enklaste exemplet); each one here states its own.

    >>> from hypothesis import strategies as st
    >>> simplest(st.integers(min_value=3))
    3
    """
    plain = settings(
        database=None,
        derandomize=True,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
    )
    return find(strategy, _anything, settings=plain)


def _anything(value: object) -> bool:
    del value
    return True

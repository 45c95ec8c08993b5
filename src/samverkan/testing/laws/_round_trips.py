"""The laws of writers and readers."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, TypeVar

from hypothesis.strategies import SearchStrategy

from samverkan.testing.laws._running import hold
from samverkan.testing.strategies import portfolios

__all__ = ["check_round_trip"]

W = TypeVar("W")


def check_round_trip(
    write: Callable[[Any], W],
    read: Callable[[W], Any],
    *,
    values: SearchStrategy[Any] | None = None,
    same: Callable[[Any, Any], bool] = operator.eq,
    max_examples: int = 100,
) -> None:
    """Hold a writer and its reader to losing nothing.

    Args:
        write: Makes a document of a value.
        read: Makes the value of a document.
        values: What is written; :func:`~samverkan.testing.strategies.portfolios` by default.
        same: Whether what was read is what was written; equality by default, less where a format
            is known to keep less.
        max_examples: How many values to write for each law.

    >>> from samverkan.exchange.json import from_document, to_document
    >>> check_round_trip(to_document, from_document, max_examples=10)

    Raises:
        BrokenLawError: naming the law, with a smallest example.
    """
    cases = portfolios() if values is None else values

    def nothing_lost(value: object) -> str | None:
        again = read(write(value))
        return None if same(value, again) else f"what is read is {again!r}"

    def same_twice(value: object) -> str | None:
        once, again = write(value), write(value)
        return None if once == again else f"it is written as {once!r}, then as {again!r}"

    hold("round-trip.nothing-lost", nothing_lost, cases, max_examples)
    hold("round-trip.same-twice", same_twice, cases, max_examples)

"""The laws of countries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from samverkan.errors import BrokenLawError
from samverkan.jurisdictions import Jurisdiction
from samverkan.testing.jurisdictions import check_jurisdiction as check_promises
from samverkan.testing.laws._calendars import check_calendar
from samverkan.testing.laws._rules import check_rule_book
from samverkan.testing.laws._running import LAWS

__all__ = ["check_jurisdiction"]


def check_jurisdiction(
    place: Jurisdiction,
    *,
    examples: Iterable[tuple[str, Mapping[str, object], str]] = (),
    max_examples: int = 20,
) -> None:
    """Hold a country to its laws, its calendar and its rule books to theirs.

    What needs no search is :func:`samverkan.testing.jurisdictions.check_jurisdiction`, which runs
    without Hypothesis: names, books, questions, limits, coverage and worked examples.

    Args:
        place: The jurisdiction.
        examples: Worked examples from its acts: question, arguments, expected day or sum.
        max_examples: How many cases to look at for each law of its calendar and its rules.

    >>> from samverkan.jurisdictions import jurisdiction
    >>> check_jurisdiction(jurisdiction("SE"), max_examples=1)

    Raises:
        BrokenLawError: naming the law, with a smallest example.
    """
    try:
        check_promises(place, examples=examples)
    except AssertionError as error:
        law = "jurisdiction.kept-promises"
        raise BrokenLawError(law, f"{LAWS[law]}, but {error}", place.code) from error
    check_calendar(place.calendar, max_examples=max_examples)
    for book in (place.rule_book, *place.rule_books.values()):
        check_rule_book(book(), max_examples=max_examples)

"""How a law is looked after: search for a case that breaks it, and report the smallest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeVar

from hypothesis import Phase, find, settings
from hypothesis.errors import NoSuchExample
from hypothesis.strategies import SearchStrategy

from samverkan.errors import BrokenLawError

__all__ = ["LAWS", "hold"]

T = TypeVar("T")

LAWS: Mapping[str, str] = MappingProxyType(
    {
        "calendar.same-twice": "asked twice, it gives the same answer",
        "calendar.covers-its-span": "it answers inside its verified span and raises outside",
        "calendar.closed-has-a-reason": "a day is closed exactly where it has a reason, sv and en",
        "calendar.rolls-to-a-working-day": "a rolled day is a working day",
        "calendar.rolls-once": "rolling a rolled day moves it no further",
        "calendar.rolls-to-the-nearest": "no working day lies between a day and where it rolls",
        "calendar.counts-what-it-adds": "as many working days lie between as were added",
        "calendar.goes-back": "working days added and taken away lead back to a working day",
        "rule.same-twice": "asked twice, it gives the same follow-ups",
        "rule.own-subject": "its follow-ups are about the subject it was asked about",
        "rule.unique-ids": "no two of its follow-ups for a subject share an id",
        "rule.ids-without-days": "an id does not hold the day that the follow-up falls on",
        "rule.due-is-rolled": "the day it is due is the day it falls on, rolled as the rule says",
        "rule.no-drift": "an occurrence is counted from the anchor, not from the one before",
        "rule.blocked-says-why": "what has no day says what is missing",
        "rule.says-why": "title and reasons exist in sv and en, every value filled in",
        "rule.is-its-data": "a rule that is data is the same after writing and reading",
        "rule-book.own-ids": "no two rules share an id",
        "rule-book.says-what-it-rests-on": "every rule names a source, a statute its country",
        "rule-book.is-its-toml": "the book is the same after writing and reading",
        "plan.same-twice": "made twice of the same facts it is the same",
        "plan.sorted": "its items are in the order of the days they are due",
        "plan.unique-ids": "no two items share an id",
        "plan.nothing-lost": "whatever a rule asks for by itself is in the plan",
        "plan.nothing-added": "whatever is in the plan some rule asks for by itself",
        "plan.order-of-facts": "the order in which facts are given does not matter",
        "plan.stable-ids": "an amendment that moves the end renames no item",
        "plan.others-untouched": "one more contract leaves the items of the others as they are",
        "plan.no-drift": "an occurrence is counted from the anchor, not from the one before",
        "round-trip.nothing-lost": "what is read is what was written",
        "round-trip.same-twice": "the same thing is written the same way twice",
        "jurisdiction.kept-promises": "names, books, questions, limits and examples are in order",
    }
)
"""Every law by name, with what it says."""


def hold(
    law: str, says: Callable[[T], str | None], cases: SearchStrategy[T], max_examples: int
) -> None:
    """Look for a case in which a law does not hold.

    Args:
        law: Its name in :data:`LAWS`.
        says: What is wrong in a case; ``None`` where nothing is.
        cases: Where to look.
        max_examples: How many to look at.

    Raises:
        BrokenLawError: with the smallest case found.
    """
    searching = settings(
        max_examples=max_examples,
        database=None,
        deadline=None,
        derandomize=True,
        phases=(Phase.generate, Phase.shrink),
    )

    def heard(case: T) -> str | None:
        try:
            return says(case)
        except Exception as error:  # noqa: BLE001  # what the reader's own code raises breaks the law
            return f"raised {type(error).__name__}: {error}"

    def is_broken(case: T) -> bool:
        return heard(case) is not None

    try:
        smallest = find(cases, is_broken, settings=searching)
    except NoSuchExample:
        return
    raise BrokenLawError(law, f"{LAWS[law]}, but {heard(smallest)}", smallest)

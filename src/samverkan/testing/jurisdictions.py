"""What a country must keep: the checks that the author of a new jurisdiction runs.

Give them the jurisdiction and worked examples from its own acts. Nothing here needs Hypothesis or
pytest.

>>> from samverkan.jurisdictions import jurisdiction
>>> check_jurisdiction(jurisdiction("SE"), examples=[
...     ("standstill", {"sent_on": "2019-04-18", "means": "electronic"}, "2019-04-29"),
... ])
"""

from __future__ import annotations

import datetime as dt
import inspect
import re
from collections.abc import Iterable, Mapping

from samverkan.codelists import Roll
from samverkan.deadlines import Amount, Deadline
from samverkan.explanations import LegalBasis, Text, render
from samverkan.jurisdictions import Jurisdiction
from samverkan.periods import day_from_ordinal

__all__ = ["check_jurisdiction"]

Example = tuple[str, Mapping[str, object], str]
"""A question, its arguments, and the day (ISO text) or sum (``"700000 SEK"``) it must give."""


def check_jurisdiction(place: Jurisdiction, *, examples: Iterable[Example] = ()) -> None:
    """Hold a jurisdiction to what the library expects of every country.

    Its names exist in both languages; its calendar names every closed day and moves a moved day no
    further; its rule book can be read; its questions are asked by name and documented; its limits
    are positive and in their own currency; its coverage is stated; its worked examples come out,
    each with a legal basis and a text in both languages.

    Args:
        place: The jurisdiction.
        examples: Worked examples from its acts: question, arguments, expected day or sum.

    >>> from samverkan.jurisdictions import jurisdiction
    >>> check_jurisdiction(jurisdiction("SE"), examples=[("threshold", {
    ...     "on": "2024-06-01", "category": "works"}, "59880179 SEK")])

    Raises:
        AssertionError: naming the first thing that does not hold.
    """
    assert re.fullmatch(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", place.code), (
        f"code={place.code!r}: not ISO 3166"
    )
    assert place.code not in place.parents, f"{place.code} is among its own parents"
    _both(place.name, "name")
    for code, text in place.labels.items():
        _both(text, f"label of {code!r}")
    for ground, basis in place.grounds.items():
        _basis(basis, f"ground {ground!r}")
    assert len(set(place.identifiers)) == len(place.identifiers), "identifiers: one is named twice"
    _check_calendar(place)
    _check_books(place)
    _check_questions(place)
    _check_limits(place)
    _check_coverage(place)
    for example in examples:
        _check_example(place, *example)


def _both(text: Text, what: str) -> None:
    assert text.sv.strip(), f"{what}: no Swedish text"
    assert text.en.strip(), f"{what}: no English text"


def _basis(basis: LegalBasis, what: str) -> None:
    for lang in ("sv", "en"):
        assert render(basis.ref, lang).strip(), f"{what}: no reference to a source ({lang})"


def _check_calendar(place: Jurisdiction) -> None:
    calendar = place.calendar
    first, last = calendar.verified.start, calendar.verified.end
    assert first is not None, "calendar: no first day"
    assert last is not None, "calendar: no last day"
    middle = (first.toordinal() + last.toordinal()) // 2
    span = range(max(first.toordinal(), middle - 200), min(last.toordinal(), middle + 200) + 1)
    assert len(span) >= 365, f"calendar: verified={calendar.verified}; expected a year or more"
    seen = False
    for ordinal in span[15:-15]:
        on = day_from_ordinal(ordinal)
        closed = calendar.closed_day(on)
        if closed is not None:
            seen = seen or on.isoweekday() not in calendar.weekend
            _both(closed.name, f"calendar: {on}")
        for policy in Roll:
            moved = calendar.roll(on, policy)
            assert calendar.roll(moved, policy) == moved, f"calendar: {on} {policy} moves twice"
            assert policy is Roll.NONE or calendar.is_working(moved), f"calendar: {on} {policy}"
    assert seen, "calendar: no holiday on a weekday in a whole year"


def _check_books(place: Jurisdiction) -> None:
    for name, book in {"follow_up_rules": place.rule_book, **place.rule_books}.items():
        found = book()
        assert found is not None, f"{name}: gives no rule book"
        assert book() == found, f"{name}: gives another book each time"


def _check_questions(place: Jurisdiction) -> None:
    for name, question in place.law.items():
        assert name == question.name, f"law: {name!r} holds the question {question.name!r}"
        assert name.isidentifier(), f"law: {name!r} cannot be asked as an attribute"
        assert not hasattr(type(place), name), f"law: {name!r} is a field of every jurisdiction"
        _both(question.title, f"law: {name}")
        documented = inspect.getdoc(question.function) or ""
        assert documented, f"law: {name} has no docstring"
        for one in question.parameters:
            for lang in ("sv", "en"):
                told = question.about(one.name, lang).strip()
                assert told, f"law: {name}: {one.name} is not documented ({lang})"
        options = [one.option for one in question.parameters]
        assert len(set(options)) == len(options), f"law: {name}: two parameters share an option"


def _check_limits(place: Jurisdiction) -> None:
    for name, limit in place.thresholds.items():
        assert name == limit.id, f"thresholds: {name!r} holds the limit {limit.id!r}"
        _both(limit.title, f"threshold {name}")
        for currency, dated in limit.amounts.items():
            for since, amount, basis in dated.steps:
                what = f"threshold {name}, {currency}, {since}"
                _basis(basis, what)
                if amount is not None:
                    assert amount.currency == currency, f"{what}: {amount}"
                    assert amount.amount > 0, f"{what}: {amount}"
            _span(dated.read_on, dated.verified_until, f"threshold {name}")


def _check_coverage(place: Jurisdiction) -> None:
    assert place.coverage is not None or not place.law, "coverage: not stated, though there is law"
    if place.coverage is not None:
        _span(place.coverage.read_on, place.coverage.verified_until, "coverage")
        for text in place.coverage.left_out:
            _both(text, "coverage: left out")


def _span(read_on: dt.date, verified_until: dt.date, what: str) -> None:
    assert read_on <= verified_until, f"{what}: read_on={read_on} after {verified_until}"


def _check_example(
    place: Jurisdiction, name: str, arguments: Mapping[str, object], expected: str
) -> None:
    assert name in place.law, f"example: no question {name!r}"
    answer: object = place.law[name](**arguments)
    what = f"example: {name} {dict(arguments)}"
    assert isinstance(answer, Deadline | Amount), f"{what}: gives {type(answer).__name__}"
    if isinstance(answer, Deadline):
        found = str(answer.last_day)
    else:
        found = f"{answer.amount.amount} {answer.amount.currency}"
    assert found == expected, f"{what}: {found}, expected {expected}"
    assert any(step.basis for step in answer.explanation.steps), f"{what}: rests on nothing"
    for lang in ("sv", "en"):
        assert answer.why(lang).startswith("1. "), f"{what}: no numbered steps ({lang})"

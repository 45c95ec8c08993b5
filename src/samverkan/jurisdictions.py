"""Jurisdictions: what a country brings, and how it is found by its code.

A country is a package of its own that the core never imports. The ones that come with the library
stand in a map of strings; others are found by the entry-point group ``samverkan.jurisdictions``.

>>> sweden = jurisdiction("SE")
>>> sweden.calendar.why_closed(day("2026-06-19"), "sv")
'Midsommarafton (lag 1930:173 2 §)'
"""

from __future__ import annotations

import importlib
import importlib.metadata
from collections.abc import Callable, Mapping
from types import MappingProxyType

import attrs

from samverkan.calendars import WorkingCalendar
from samverkan.errors import JurisdictionError, near
from samverkan.explanations import Text
from samverkan.rules import RuleBook

__all__ = ["ENTRY_POINTS", "Jurisdiction", "jurisdiction", "jurisdictions"]

ENTRY_POINTS = "samverkan.jurisdictions"
"""The entry-point group by which an installed package offers a country under its code."""

_BUNDLED: Mapping[str, str] = MappingProxyType({"SE": "samverkan.countries.se:JURISDICTION"})


@attrs.frozen(kw_only=True)
class Jurisdiction:
    """A country's calendar, rule books and law (rättsordning).

    Attributes:
        code: ISO 3166 code.
        name: The country.
        calendar: Its working days.
        rule_book: A function that gives its default follow-up rules; read when asked for.
    """

    code: str
    name: Text
    calendar: WorkingCalendar
    rule_book: Callable[[], RuleBook] = attrs.field(repr=False)

    @property
    def follow_up_rules(self) -> RuleBook:
        """The default follow-up rule book."""
        return self.rule_book()


def _offered() -> dict[str, importlib.metadata.EntryPoint]:
    bundled = {
        code: importlib.metadata.EntryPoint(code, place, ENTRY_POINTS)
        for code, place in _BUNDLED.items()
    }
    found = {point.name: point for point in importlib.metadata.entry_points(group=ENTRY_POINTS)}
    return {**found, **bundled}


def jurisdictions() -> tuple[str, ...]:
    """The codes of every jurisdiction that can be looked up, bundled and installed."""
    return tuple(sorted(_offered()))


def jurisdiction(code: str) -> Jurisdiction:
    """The jurisdiction with a code, such as ``"SE"``.

    Raises:
        JurisdictionError: when none is bundled or installed under the code.
    """
    offered = _offered()
    if code not in offered:
        raise JurisdictionError(
            f"jurisdiction: unknown: code={code!r}; {near(code, offered)}; a country is added as "
            f"a package with an entry point in the group {ENTRY_POINTS!r}"
        )
    found = offered[code].load()
    if not isinstance(found, Jurisdiction):
        raise JurisdictionError(
            f"jurisdiction {code!r}: {offered[code].value} is of type {type(found).__name__}; "
            "expected a Jurisdiction"
        )
    return found

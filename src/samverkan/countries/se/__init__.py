"""Sweden: calendar, rule book and law (lag 2016:1145 om offentlig upphandling, LOU)."""

from __future__ import annotations

import functools
from importlib import resources

from samverkan.countries.se.amendments import GROUNDS
from samverkan.countries.se.calendar import CALENDAR
from samverkan.countries.se.exclusion import EligibilityResult, eligibility
from samverkan.countries.se.law import LEFT_OUT, QUESTIONS
from samverkan.countries.se.statute import READ_ON, VERIFIED_UNTIL
from samverkan.countries.se.thresholds import LIMITS
from samverkan.explanations import Text
from samverkan.jurisdictions import Coverage, Jurisdiction
from samverkan.rules import RuleBook

__all__ = [
    "CALENDAR",
    "JURISDICTION",
    "EligibilityResult",
    "eligibility",
    "follow_up_rules",
    "swedish_checks",
]


@functools.cache
def follow_up_rules() -> RuleBook:
    """The Swedish default rule book (``follow_up.toml`` beside this module).

    >>> follow_up_rules()["se.followup.follow_up_meeting"].label("sv")
    'Uppföljningsmöte'
    """
    text = resources.files(__name__).joinpath("follow_up.toml").read_text(encoding="utf-8")
    return RuleBook.from_toml(text)


def swedish_checks() -> tuple[object, ...]:
    """The checks of Swedish law and guidance; loaded when somebody checks.

    >>> len(swedish_checks()) > 10
    True
    """
    from samverkan.countries.se.checks import CHECKS

    return CHECKS


JURISDICTION = Jurisdiction(
    code="SE",
    name=Text("Sverige", "Sweden"),
    parents=("EU",),
    calendar=CALENDAR,
    rule_book=follow_up_rules,
    law=QUESTIONS,
    thresholds=LIMITS,
    grounds=GROUNDS,
    identifiers=("SE-ORGNR", "VAT", "LEI", "GLN"),
    coverage=Coverage(read_on=READ_ON, verified_until=VERIFIED_UNTIL, left_out=LEFT_OUT),
    checks=swedish_checks,
)
"""Sweden, as :func:`samverkan.jurisdiction` finds it under ``"SE"``."""

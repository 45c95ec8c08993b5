"""Sweden: calendar, rule book and law (lag 2016:1145 om offentlig upphandling, LOU)."""

from __future__ import annotations

import functools
from importlib import resources

from samverkan.countries.se.calendar import CALENDAR
from samverkan.explanations import Text
from samverkan.jurisdictions import Jurisdiction
from samverkan.rules import RuleBook

__all__ = ["CALENDAR", "JURISDICTION", "follow_up_rules"]


@functools.cache
def follow_up_rules() -> RuleBook:
    """The Swedish default rule book (``follow_up.toml`` beside this module).

    >>> follow_up_rules()["se.followup.follow_up_meeting"].label("sv")
    'Uppföljningsmöte'
    """
    text = resources.files(__name__).joinpath("follow_up.toml").read_text(encoding="utf-8")
    return RuleBook.from_toml(text)


JURISDICTION = Jurisdiction(
    code="SE",
    name=Text("Sverige", "Sweden"),
    calendar=CALENDAR,
    rule_book=follow_up_rules,
)

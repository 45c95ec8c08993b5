"""Follow-up rules: data that says what must be done when, by whom and why.

>>> from samverkan.codelists import SourceKind
>>> from samverkan.explanations import LegalBasis
>>> from samverkan.periods import months
>>> meeting = every(months(4), from_="start").by_class(A=months(4), B=months(12)).rule(
...     id="my.meeting", kind="tactical-meeting", aim="both", responsible="contract-manager",
...     source=LegalBasis(SourceKind.CHOICE, "our own rhythm"),
... )
>>> meeting.timing.step.plain()
{'A': '4 months', 'B': '12 months'}
"""

from __future__ import annotations

from samverkan.rules.book import BookDifference, RuleBook, rule_from_dict, rule_to_dict
from samverkan.rules.conditions import Condition, Test
from samverkan.rules.emission import Emission
from samverkan.rules.facts import ANCHORS, FACTS, Anchor, Case, Context, Subject
from samverkan.rules.follow_up import FollowUp
from samverkan.rules.rows import OrderedRows, Rows
from samverkan.rules.rule import FollowUpRule, Occurrence, Rule, Timing, at, every
from samverkan.rules.series import PerClass

__all__ = [
    "ANCHORS",
    "FACTS",
    "Anchor",
    "BookDifference",
    "Case",
    "Condition",
    "Context",
    "Emission",
    "FollowUp",
    "FollowUpRule",
    "Occurrence",
    "OrderedRows",
    "PerClass",
    "Rows",
    "Rule",
    "RuleBook",
    "Subject",
    "Test",
    "Timing",
    "at",
    "every",
    "rule_from_dict",
    "rule_to_dict",
]

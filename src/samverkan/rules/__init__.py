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

from samverkan.rules.anchors import ANCHORS, Anchor, AnchorDay, anchor_named
from samverkan.rules.book import BookDifference, RuleBook, rule_from_dict, rule_to_dict
from samverkan.rules.classes import EvidencedClass
from samverkan.rules.conditions import Condition, Scalar, Test
from samverkan.rules.facts import FACTS, Case, Context, Subject
from samverkan.rules.follow_up import FollowUp
from samverkan.rules.per_class import PerClass
from samverkan.rules.reactions import TIME_TO_REACT, reactions
from samverkan.rules.ready import ReadyRules
from samverkan.rules.rows import NUMBER_BITS, OrderedRows, Rows
from samverkan.rules.rule import FollowUpRule, Occurrence, Rule, Timing, at, every

__all__ = [
    "ANCHORS",
    "FACTS",
    "NUMBER_BITS",
    "TIME_TO_REACT",
    "Anchor",
    "AnchorDay",
    "BookDifference",
    "Case",
    "Condition",
    "Context",
    "EvidencedClass",
    "FollowUp",
    "FollowUpRule",
    "Occurrence",
    "OrderedRows",
    "PerClass",
    "ReadyRules",
    "Rows",
    "Rule",
    "RuleBook",
    "Scalar",
    "Subject",
    "Test",
    "Timing",
    "anchor_named",
    "at",
    "every",
    "reactions",
    "rule_from_dict",
    "rule_to_dict",
]

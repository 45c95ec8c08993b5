"""What a rule book asks of the facts: which anchors and facts, and so which columns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import attrs

from samverkan.codelists import RiskClass, SourceKind
from samverkan.errors import TableError
from samverkan.rules import Anchor, FollowUpRule, Rule, Timing, anchor_named

__all__ = ["Asked", "DataRule", "asked"]

CLASSES = (RiskClass.A, RiskClass.B, RiskClass.C)
"""In the order of the numbers that stand for them in the columns."""
_AMOUNTS = ("value_below", "value_at_most", "value_above", "value_at_least")
OF_FACT = ("amendment_ground", "option_notice")
"""Facts of what a follow-up hangs on, and not of the contract."""


@attrs.frozen
class DataRule:
    """A rule that is data, with its number in the book (regel)."""

    number: int
    rule: FollowUpRule
    timing: Timing
    anchor: Anchor

    @property
    def is_law(self) -> bool:
        """Whether it applies only under its country's law."""
        return self.rule.source_kind is SourceKind.LAW

    @property
    def tests(self) -> frozenset[str]:
        """The facts that its conditions ask about."""
        conditions = (*((self.timing.condition,) if self.timing.condition else ()),)
        tests = (test for one in (*conditions, *self.timing.exceptions) for test in one.tests)
        return frozenset("value" if test.name in _AMOUNTS else test.name for test in tests)


Reasons: TypeAlias = dict[str, str]


@attrs.frozen(kw_only=True)
class Asked:
    """What rules ask (frågor till uppgifterna).

    Attributes:
        rules: Those that are data, in their order.
        functions: Those that no engine can run: functions of the caller's own, and rules that
            react to what is recorded beside the contract.
        anchors: Each anchor, with the id of a rule that asks for it.
        facts: Each fact, with the id of a rule that asks for it.
    """

    rules: tuple[DataRule, ...]
    functions: tuple[Rule, ...]
    anchors: Reasons
    facts: Reasons


def asked(rules: Iterable[Rule], *, refuse: bool) -> Asked:
    """What the rules ask of the facts.

    Args:
        rules: A rule book, or rules.
        refuse: Whether to refuse rules that no engine can run.

    Raises:
        TableError: naming every rule that an engine cannot run, and the way out.
    """
    data: list[DataRule] = []
    functions: list[Rule] = []
    anchors: Reasons = {}
    facts: Reasons = {}
    for number, rule in enumerate(rules):
        if (
            not isinstance(rule, FollowUpRule)
            or not isinstance(rule.timing, Timing)
            or rule.timing.reacts
        ):
            functions.append(rule)
            continue
        one = DataRule(number, rule, rule.timing, anchor_named(rule.timing.anchor))
        data.append(one)
        anchors.setdefault(rule.timing.anchor, rule.id)
        if rule.timing.step is not None:
            anchors.setdefault("end", rule.id)
        if rule.timing.not_before is not None:
            anchors.setdefault(rule.timing.not_before, rule.id)
        for fact in sorted(one.tests - set(OF_FACT)):
            facts.setdefault(fact, rule.id)
        if one.is_law:
            facts.setdefault("country", rule.id)
    if functions and refuse:
        raise TableError(
            [
                f"rule {_name(rule)} {_why_not(rule)}, which no engine runs; "
                "give python_rules='rowwise' to run it on objects, one contract after another"
                for rule in functions
            ]
        )
    return Asked(rules=tuple(data), functions=tuple(functions), anchors=anchors, facts=facts)


def _why_not(rule: Rule) -> str:
    if isinstance(rule, FollowUpRule) and isinstance(rule.timing, Timing):
        return f"reacts to what is recorded beside the contract (anchor={rule.timing.anchor!r})"
    return "is a function of the caller's own"


def _name(rule: Rule) -> str:
    return repr(rule.id) if isinstance(rule, FollowUpRule) else repr(rule)

"""Conditions of rules as expressions: what is known to be true of a row."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from samverkan.codelists import Code
from samverkan.periods import Period
from samverkan.rules import Condition, Test
from samverkan.tables.arithmetic import DOMS
from samverkan.tables.asked import OF_FACT, DataRule
from samverkan.values import Money

__all__ = ["applies", "in_force"]


def _false() -> nw.Expr:
    return nw.lit(False)  # a literal of the engine


def _known(test: Test, columns: frozenset[str]) -> nw.Expr:
    """Whether a test is known to be true; false where its fact is not known."""
    limit = test.values[0]
    if isinstance(limit, Money):
        amount, border = nw.col("value_amount"), float(limit.amount)
        beyond = {
            "value_below": amount < border,
            "value_at_most": amount <= border,
            "value_above": amount > border,
            "value_at_least": amount >= border,
        }[test.name]
        return nw.coalesce(beyond & (nw.col("value_currency") == limit.currency), _false())
    if test.name in OF_FACT and test.name not in columns:
        return nw.col("class").is_null()  # which none is
    found = nw.col(test.name)
    values = [one.value if isinstance(one, Code) else one for one in test.values]
    known = _false()
    for value in values:
        known |= nw.coalesce(found == value, _false())
    return known


def _all(condition: Condition, columns: frozenset[str]) -> nw.Expr:
    first, *rest = (_known(test, columns) for test in condition.tests)
    for one in rest:
        first &= one
    return first


def applies(one: DataRule, columns: frozenset[str]) -> list[nw.Expr]:
    """What must be true of a row for the rule to apply, whatever the day."""
    found: list[nw.Expr] = []
    if one.is_law:
        found.append(nw.coalesce(nw.col("country") == one.rule.country, _false()))
    if one.timing.condition is not None:
        found.append(_all(one.timing.condition, columns))
    found.extend(~_all(exception, columns) for exception in one.timing.exceptions)
    return found


def in_force(period: Period | None, month: str, day: str) -> list[nw.Expr]:
    """What must be true of an anchor's day for the law to be in force."""
    if period is None:
        return []
    key = nw.col(month) * DOMS + nw.col(day)
    found: list[nw.Expr] = []
    for on, later in ((period.start, True), (period.end, False)):
        if on is not None:
            border = (on.year * 12 + on.month - 1) * DOMS + on.day
            found.append(key >= border if later else key <= border)
    return found

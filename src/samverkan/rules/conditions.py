"""Conditions: when a rule applies, as data.

A condition is a row of tests that must all be *known to be true*; a test of an unknown fact is
not. ``where`` asks that for its condition, ``unless`` that none of its conditions is known to be
true. So an unknown fact never makes a rule apply that asks for it, and never takes away a rule
that excepts it.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import cast

import attrs

from samverkan.codelists import (
    AmendmentGround,
    BuyerKind,
    Category,
    Code,
    ContractKind,
    Procedure,
    Regime,
)
from samverkan.contracts import Amendment, Extension
from samverkan.errors import CodeError, MoneyError, RuleError, near
from samverkan.explanations import Step, Text, render
from samverkan.rules.anchors import AnchorDay
from samverkan.rules.facts import Case
from samverkan.values import Money

__all__ = ["Condition", "Scalar", "Test"]

Scalar = Code | bool | str | Money
"""What a test compares with."""

_CODES: Mapping[str, type[Code]] = MappingProxyType(
    {
        "kind": ContractKind,
        "regime": Regime,
        "procedure": Procedure,
        "category": Category,
        "buyer_kind": BuyerKind,
        "amendment_ground": AmendmentGround,
    }
)
_TRUTHS = frozenset({"private_performer", "option_notice"})
_AMOUNTS: Mapping[str, tuple[Callable[[Decimal, Decimal], bool], Text]] = MappingProxyType(
    {
        "value_below": (operator.lt, Text("värde under", "value below")),
        "value_at_most": (operator.le, Text("värde högst", "value at most")),
        "value_above": (operator.gt, Text("värde över", "value above")),
        "value_at_least": (operator.ge, Text("värde minst", "value at least")),
    }
)
_NAMES: Mapping[str, Text] = MappingProxyType(
    {
        "kind": Text("typ av avtal", "kind of contract"),
        "regime": Text("regelverk", "regime"),
        "procedure": Text("förfarande", "procedure"),
        "category": Text("det som köps", "what is bought"),
        "buyer_kind": Text("typ av myndighet", "kind of buyer"),
        "country": Text("land", "country"),
        "amendment_ground": Text("grund för ändring", "ground of the amendment"),
        "private_performer": Text("privat utförare", "private performer"),
        "option_notice": Text("optionen har en sista dag", "the option states a notice"),
        **{name: text for name, (_, text) in _AMOUNTS.items()},
    }
)


def _money(name: str, value: object) -> Money:
    if isinstance(value, Money):
        return value
    amount, _, currency = str(value).partition(" ")
    try:
        return Money(amount, currency)
    except MoneyError as error:
        raise RuleError(f"{name}={value!r}; expected such as '100000 SEK' ({error})") from None


def _scalar(name: str, value: object) -> Scalar:
    if name in _AMOUNTS:
        return _money(name, value)
    if name in _TRUTHS:
        if not isinstance(value, bool):
            raise RuleError(f"{name}={value!r}; expected true or false")
        return value
    if name in _CODES:
        try:
            return _CODES[name].of(value)  # type: ignore[arg-type]  # a wrong type is an unknown code
        except CodeError as error:
            raise RuleError(f"{name}={value!r}; {error}") from None
    return str(value)


def _several(value: object) -> tuple[object, ...]:
    """One value or several, those of a set in one order."""
    if isinstance(value, set | frozenset):
        return tuple(sorted(cast("set[object]", value), key=str))
    if isinstance(value, list | tuple):
        return tuple(cast("list[object]", value))
    return (value,)


@attrs.frozen
class Test:
    """One question about one fact (prövning): is it one of these, or is the value beyond this?

    >>> Test.of("buyer_kind", ["ra", "la"]).label("sv")
    'typ av myndighet: region, kommun'
    """

    name: str
    values: tuple[Scalar, ...]

    @classmethod
    def of(cls, name: str, value: object) -> Test:
        """A test from its name and one value or several.

        Raises:
            RuleError: for an unknown name or a value that the fact cannot have.
        """
        if name not in _NAMES:
            raise RuleError(f"unknown fact {name!r}; {near(name, _NAMES)}")
        several = _several(value)
        if not several or (name in _AMOUNTS and len(several) > 1):
            raise RuleError(f"{name}={value!r}; expected one value")
        return cls(name, tuple(_scalar(name, one) for one in several))

    def fact(self, case: Case, day: AnchorDay) -> object:
        """What the facts of the case, or the fact the follow-up hangs on, say."""
        if self.name == "amendment_ground":
            return day[2].ground if isinstance(day[2], Amendment) else None
        if self.name == "option_notice":
            return day[2].option.notice is not None if isinstance(day[2], Extension) else None
        return case.fact("value" if self.name in _AMOUNTS else self.name)

    def holds(self, case: Case, day: AnchorDay) -> bool:
        """Whether it is known to be true."""
        found = self.fact(case, day)
        if self.name not in _AMOUNTS:
            return found in self.values
        limit = self.values[0]
        return (
            isinstance(found, Money)
            and isinstance(limit, Money)
            and found.currency == limit.currency
            and _AMOUNTS[self.name][0](found.amount, limit.amount)
        )

    def label(self, lang: str = "en") -> str:
        """The question in words: ``regelverk: över tröskelvärdet``."""
        return f"{_NAMES[self.name].label(lang)}: {render(self.values, lang)}"

    def plain(self) -> object:
        """Its values as they stand in a rule book."""
        plain = [
            one.value
            if isinstance(one, Code)
            else f"{one.amount} {one.currency}"
            if isinstance(one, Money)
            else one
            for one in self.values
        ]
        return plain[0] if len(plain) == 1 else plain


_KNOWN = Text("villkoret är uppfyllt: {test}", "the condition is met: {test}")
_UNKNOWN = Text(
    "undantaget gäller inte såvitt känt: {test}", "the exception is not known to apply: {test}"
)


@attrs.frozen
class Condition:
    """Tests that must all be known to be true (villkor), each about another fact.

    >>> Condition.of({"kind": "call-off", "value_below": "700000 SEK"}).label("en")
    'kind of contract: call-off; value below: SEK 700,000'

    Raises:
        RuleError: without a test, or with two of one name.
    """

    tests: tuple[Test, ...]

    def __attrs_post_init__(self) -> None:
        names = [test.name for test in self.tests]
        if not names:
            raise RuleError("a condition without tests; leave it out")
        if len(set(names)) < len(names):
            raise RuleError(
                f"a condition asks about one fact twice: {names}; give all values at once, such "
                "as category=['goods', 'services']"
            )

    @classmethod
    def of(cls, facts: Mapping[str, object]) -> Condition:
        """From names and values, as rule books write them.

        Raises:
            RuleError: for an unknown name, an impossible value, or no test at all.
        """
        return cls(tuple(Test.of(name, value) for name, value in facts.items()))

    def holds(self, case: Case, day: AnchorDay) -> bool:
        """Whether every test is known to be true."""
        return all(test.holds(case, day) for test in self.tests)

    def plain(self) -> dict[str, object]:
        """As rule books write it."""
        return {test.name: test.plain() for test in self.tests}

    def met(self) -> Step:
        """The step that says it holds."""
        return Step(_KNOWN, {"test": self})

    def not_met(self, case: Case, day: AnchorDay) -> Step | None:
        """The step for an exception that an unknown fact leaves open; else ``None``."""
        unknown = any(test.fact(case, day) is None for test in self.tests)
        return Step(_UNKNOWN, {"test": self}) if unknown else None

    def label(self, lang: str = "en") -> str:
        """All tests in words."""
        return "; ".join(test.label(lang) for test in self.tests)

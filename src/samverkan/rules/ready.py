"""Rules made ready for a plan of many contracts: what a class and a country have, once for all.

Most rules count months and days from a day that every contract has. For these, and where all that
they touch lies within the calendar, there is one loop of whole numbers. Every other rule, and every
other contract, goes the way of :mod:`samverkan.rules._emission`, which gives the same rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import attrs

from samverkan.codelists import RiskClass, Roll, SourceKind
from samverkan.contracts import Contract
from samverkan.errors import CalendarError, RuleError
from samverkan.periods import Day, Span
from samverkan.rules._counting import LAST_MONTH, month_of, month_table
from samverkan.rules._emission import Emission, verified_ordinals
from samverkan.rules.facts import Case, Context, Subject
from samverkan.rules.rows import NUMBER_BITS, Rows
from samverkan.rules.rule import FollowUpRule, Rule, Timing

__all__ = ["ReadyRules"]


@attrs.frozen
class _Sort:
    """What decides which rules a subject has: what it is, its class, and whose law it is under."""

    is_contract: bool
    risk_class: RiskClass | None
    country: str | None


class ReadyRules:
    """Rules made ready to be asked about many subjects (färdigställda regler).

    Attributes:
        rules: The rules.
        context: What they are asked with.
        countries: Whose law some of them are.
        counts: How many contracts of which class and country were asked about.

    >>> from samverkan.calendars import calendar_from_days
    >>> from samverkan.portfolio import Portfolio
    >>> week = calendar_from_days("week", [], ("2026-01-01", "2026-12-31"))
    >>> ready = ReadyRules((), Context(portfolio=Portfolio(), calendar=week))
    >>> len(ready.rows(()).ordered())
    0

    Raises:
        RuleError: when two rules share an id, since their follow-ups would, too.
    """

    __slots__ = ("_agendas", "_anchors", "context", "countries", "rules")

    def __init__(self, rules: Iterable[Rule], context: Context) -> None:
        self.rules = tuple(rules)
        self.context = context
        named = [rule for rule in self.rules if isinstance(rule, FollowUpRule)]
        counts = Counter(rule.id for rule in named)
        if twice := [name for name, count in counts.items() if count > 1]:
            raise RuleError(f"plan: rules share an id: {twice}; give each its own")
        self.countries = {
            rule.country for rule in named if rule.source_kind is SourceKind.LAW
        } - {None}
        self._anchors = tuple(
            rule.anchor if isinstance(rule, FollowUpRule) else None for rule in self.rules
        )
        self._agendas: dict[tuple[bool, RiskClass | None, str | None], _Agenda] = {}

    def rows(self, subjects: Iterable[Subject]) -> Rows:
        """Empty rows for these subjects, by number."""
        return Rows(self.rules, self._anchors, tuple(subjects), self.context)

    def add(self, number: int, rows: Rows) -> None:
        """Add what the rules say about the subject of a number, in the order of the rules."""
        subject = rows.subjects[number]
        is_contract = isinstance(subject, Contract)
        stated = subject.follow_up_class if isinstance(subject, Contract) else None
        country = self.context.portfolio.country(subject) if self.countries else None
        sort = is_contract, stated, country
        agenda = self._agendas.get(sort)
        if agenda is None:
            agenda = self._agendas[sort] = self._agenda(*sort)
        agenda.count += 1
        agenda.add(subject, number, rows)

    def counts(self) -> Iterator[tuple[RiskClass | None, str | None, int]]:
        """Stated class, country, and number of the contracts that were asked about."""
        for (is_contract, stated, country), agenda in self._agendas.items():
            if is_contract:
                yield stated, country, agenda.count

"""Which strategy builds which public type, for ``st.from_type``.

Enums, and classes whose fields tell all there is to know, need no row: they are inferred.
"""

from __future__ import annotations

import enum
import functools
import typing
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import attrs
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from samverkan import calendars as of_calendars
from samverkan import contracts as of_contracts
from samverkan import explanations as of_explanations
from samverkan import network as of_networks
from samverkan import procurements as of_procurements
from samverkan import rules as of_rules
from samverkan import schedule as of_schedules
from samverkan import trust as of_trust
from samverkan.codelists import Code
from samverkan.exchange import Loss, Reading
from samverkan.exchange.ical import CalendarEntry
from samverkan.facts import Fact
from samverkan.jurisdictions import Jurisdiction, LawFunction
from samverkan.parties import Party
from samverkan.periods import Day, Moment, Period, Span, WorkingDays
from samverkan.portfolio import FACTS, Extra, Portfolio
from samverkan.schedule import Plan
from samverkan.testing.simulator import Policies, Simulation
from samverkan.testing.strategies import (
    _answers,
    _calendars,
    _contracts,
    _documents,
    _facts,
    _parties,
    _portfolios,
    _procurements,
    _rules,
    _times,
    _trust,
    _values,
)
from samverkan.values import Identifier, Money

__all__ = ["STRATEGIES", "strategy_for"]

STRATEGIES: Mapping[type, Callable[[], SearchStrategy[Any]]] = MappingProxyType(
    {
        Span: _times.spans,
        Period: _times.periods,
        Identifier: _values.identifiers,
        Money: _values.money,
        Extra: _portfolios.extras,
        Party: _parties.parties,
        Portfolio: _portfolios.portfolios,
        Plan: _rules.plans,
        Jurisdiction: _rules.jurisdictions_known,
        Loss: _documents.losses,
        Reading: _documents.readings,
        of_calendars.ClosedDay: _calendars.closed_days,
        of_calendars.WorkingCalendar: _calendars.calendars,
        of_contracts.Amendment: _contracts.amendments,
        of_contracts.Contract: _contracts.contracts,
        of_contracts.Extension: _contracts.extensions,
        of_contracts.KeyDate: _contracts.key_dates,
        of_contracts.Milestone: _contracts.milestones,
        of_contracts.Option: _contracts.options,
        of_contracts.OptionDecision: _contracts.option_decisions,
        of_contracts.RiskRating: _contracts.risk_ratings,
        of_contracts.Termination: _contracts.terminations,
        of_explanations.Dated: _values.dated,
        of_explanations.Explanation: _values.explanations,
        of_explanations.Finding: _values.findings,
        of_explanations.LegalBasis: _values.legal_bases,
        of_explanations.Step: _values.steps,
        of_explanations.Text: _values.texts,
        of_procurements.Lot: _procurements.lots,
        of_procurements.Procurement: _procurements.procurements,
        Code: _answers.codes,
        CalendarEntry: _answers.calendar_entries,
        LawFunction: _answers.law_functions,
        Policies: _answers.policies,
        Simulation: _answers.simulations,
        WorkingDays: _answers.working_days_of,
        of_explanations.Labelled: _answers.labelled_things,
        of_networks.EdgeColumns: _answers.columns_of_edges,
        of_networks.GraphDiff: _answers.differences_of_graphs,
        of_rules.Anchor: _answers.anchors,
        of_rules.OrderedRows: _answers.ordered_rows,
        of_rules.ReadyRules: _answers.ready_rules,
        of_rules.Rows: _answers.rows,
        of_schedules.AmendedPlan: _answers.amended_plans,
        of_schedules.Levelled: _answers.levelled_plans,
        of_rules.Case: _rules.cases,
        of_rules.Condition: _rules.conditions,
        of_rules.Context: _rules.contexts,
        of_rules.FollowUp: _rules.follow_ups,
        of_rules.FollowUpRule: _rules.follow_up_rules,
        of_rules.Occurrence: _rules.occurrences_of_rules,
        of_rules.PerClass: _rules.spans_per_class,
        of_rules.RuleBook: _rules.rule_books,
        of_rules.Test: _rules.condition_tests,
        of_rules.Timing: _rules.timings,
        of_trust.DueControl: _trust.due_controls,
        of_trust.EigenTrust: _trust.rankings,
        of_trust.Evidence: _trust.evidence,
        of_trust.Opinion: _trust.opinions,
        of_trust.Position: _trust.positions,
        **{kind: functools.partial(_facts.facts, kind) for kind in FACTS.values()},
    }
)
"""The strategy of each type that has one of its own, all at their defaults."""


@functools.cache
def strategy_for(kind: Any) -> SearchStrategy[Any] | None:  # noqa: ANN401  # Dated[Money] is no type
    """The strategy of a public type (strategi för typ); ``None`` where Hypothesis knows better.

    Args:
        kind: The type, or :class:`~samverkan.explanations.Dated` of a type.

    >>> strategy_for(Party)
    parties()
    """
    if kind in STRATEGIES:
        return STRATEGIES[kind]()
    if typing.get_origin(kind) is of_explanations.Dated:
        return _values.dated(values=_of_hint(typing.get_args(kind)[0]))
    if kind is Fact:
        return st.one_of(*(_facts.facts(one) for one in FACTS.values()))
    if kind.__module__.startswith("samverkan.tables"):  # whoever has the type has the extra
        from samverkan.testing.strategies import _tables

        if kind in _tables.STRATEGIES:
            return _tables.STRATEGIES[kind]()
    if issubclass(kind, enum.Enum) or not attrs.has(kind):
        return None
    return _inferred(kind)


def _inferred(kind: type) -> SearchStrategy[Any]:
    """A class whose fields say all: each by its type, what it inherits by its parent's."""
    hints = typing.get_type_hints(kind)
    parent = next((one for one in kind.__mro__[1:] if one in STRATEGIES), None)
    inherited = (
        {field.name for field in attrs.fields(parent)} if parent is not None else set[str]()
    )
    own = st.fixed_dictionaries(
        {
            field.alias: _of_hint(hints[field.name])
            for field in attrs.fields(kind)
            if field.init and field.name not in inherited
        }
    )
    if parent is None:
        return own.map(functools.partial(_built, kind))
    return st.tuples(STRATEGIES[parent](), own).map(functools.partial(_grown, kind))


def _built(kind: type, values: Mapping[str, Any]) -> object:
    return kind(**values)


def _grown(kind: type, parts: tuple[Any, Mapping[str, Any]]) -> object:
    parent, own = parts
    return kind(**attrs.asdict(parent, recurse=False), **own)


_PLAIN: Mapping[object, Callable[[], SearchStrategy[Any]]] = {
    Day: _times.days,
    Moment: _times.moments,
    float: functools.partial(st.floats, 0, 1),
    int: functools.partial(st.integers, 0, 1000),
}


def _of_hint(hint: object) -> SearchStrategy[Any]:
    plain = _PLAIN.get(hint)
    if plain is not None:
        return plain()
    inner = typing.get_args(hint)
    if typing.get_origin(hint) is Mapping:
        return st.dictionaries(_of_hint(inner[0]), _of_hint(inner[1]), max_size=3)
    if type(None) in inner and inner:
        return st.one_of(st.none(), *(_of_hint(part) for part in inner if part is not type(None)))
    if typing.get_origin(hint) is tuple and inner[1:] == (...,):
        return st.lists(_of_hint(inner[0]), max_size=3).map(tuple)
    if typing.get_origin(hint) is tuple:
        return st.tuples(*map(_of_hint, inner))
    return st.from_type(hint)  # type: ignore[arg-type]  # a hint is what it takes

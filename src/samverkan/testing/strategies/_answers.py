"""Strategies for what functions of the library give back: their answers for made facts.

Nobody builds these by hand, so there are no arguments; ``st.from_type`` finds them by type.
"""

from __future__ import annotations

import datetime as dt
import functools
import operator

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from samverkan.codelists import Code
from samverkan.exchange.ical import CalendarEntry
from samverkan.explanations import Labelled
from samverkan.jurisdictions import LawFunction, jurisdiction
from samverkan.network import (
    EdgeColumns,
    GraphDiff,
    diff_graphs,
    edge_columns,
    stakeholder_graph,
)
from samverkan.periods import WorkingDays
from samverkan.portfolio import Portfolio
from samverkan.rules import ANCHORS, Anchor, Context, OrderedRows, ReadyRules, Rows, RuleBook
from samverkan.schedule import AmendedPlan, Levelled, Plan, amend, level
from samverkan.testing.simulator import Policies, Simulation, simulate
from samverkan.testing.strategies._calendars import calendars
from samverkan.testing.strategies._parties import parties
from samverkan.testing.strategies._portfolios import portfolios
from samverkan.testing.strategies._rules import contexts, plans, rule_books
from samverkan.testing.strategies._times import days, moments
from samverkan.testing.strategies._values import legal_bases, money, texts, words

__all__ = [
    "amended_plans",
    "anchors",
    "calendar_entries",
    "codes",
    "columns_of_edges",
    "differences_of_graphs",
    "labelled_things",
    "law_functions",
    "levelled_plans",
    "ordered_rows",
    "policies",
    "ready_rules",
    "rows",
    "simulations",
    "working_days_of",
]

_SHARES = st.sampled_from((0.0, 0.25, 1.0))
_RATES = st.sampled_from((0.0, 3.0, 12.0))
_ABOVE_0 = st.sampled_from((1.0, 0.5, 8.0))
_SMALL = portfolios(max_procurements=1, max_facts=2)


def codes() -> SearchStrategy[Code]:
    """Codes of any list (koder); shrink to one of the first list."""
    return st.one_of(*(st.sampled_from(kind) for kind in Code.__subclasses__() if len(kind)))


def labelled_things() -> SearchStrategy[Labelled]:
    """Things with a label (benämnda ting); shrink to a text."""
    return st.one_of(texts(), money(), legal_bases(), parties())


def working_days_of() -> SearchStrategy[WorkingDays]:
    """What tells working days (arbetsdagar); shrinks to the Swedish calendar."""
    return calendars()


def law_functions() -> SearchStrategy[LawFunction]:
    """Questions to Swedish law (frågor till lagen)."""
    return st.sampled_from(tuple(jurisdiction("SE").law.values()))


def anchors() -> SearchStrategy[Anchor]:
    """What follow-ups hang on (utgångspunkter)."""
    return st.sampled_from(tuple(ANCHORS.values()))


def amended_plans() -> SearchStrategy[AmendedPlan]:
    """Plans ready to be changed (ändrade planer), as yet without a change."""
    return plans().map(amend)


def levelled_plans() -> SearchStrategy[Levelled]:
    """Plans spread over the weeks (utjämnade planer), one or two items of a role in each."""
    return st.builds(_levelled, plans(), st.integers(1, 2))


def _levelled(made: Plan, most: int) -> Levelled:
    return level(made, max_per_week=most)


def ordered_rows() -> SearchStrategy[OrderedRows]:
    """The rows of plans (ordnade rader)."""
    return plans().map(operator.attrgetter("rows"))


def ready_rules() -> SearchStrategy[ReadyRules]:
    """Rules made ready (färdigställda regler)."""
    return st.builds(_ready, rule_books(), contexts())


def rows() -> SearchStrategy[Rows]:
    """Rows as rules give them (rader), for every contract of a portfolio."""
    return ready_rules().map(_rows)


def _ready(book: RuleBook, context: Context) -> ReadyRules:
    return ReadyRules(tuple(book), context)


def _rows(ready: ReadyRules) -> Rows:
    made = ready.rows(ready.context.portfolio.contracts)
    for number in range(len(made.subjects)):
        ready.add(number, made)
    return made


def columns_of_edges() -> SearchStrategy[EdgeColumns]:
    """Graphs of portfolios in columns (kanter i kolumner)."""
    return _SMALL.map(_columns)


def _columns(portfolio: Portfolio) -> EdgeColumns:
    return edge_columns(stakeholder_graph(portfolio))


def differences_of_graphs() -> SearchStrategy[GraphDiff]:
    """What changed from one register to another (skillnader)."""
    return st.builds(_differ, _SMALL, _SMALL)


def _differ(earlier: Portfolio, later: Portfolio) -> GraphDiff:
    return diff_graphs(stakeholder_graph(earlier), stakeholder_graph(later))


@st.composite
def calendar_entries(draw: DrawFn) -> CalendarEntry:
    """Entries of calendars (kalenderposter); shrink to a day's to-do that nobody changed."""
    number = draw(st.integers(1, 999))
    return CalendarEntry(
        uid=f"{number}@samverkan",
        item_id=f"A-{number}/my.rule/start/0",
        on=draw(days()),
        summary=draw(words()),
        description=draw(words()),
        sequence=draw(st.integers(0, 3)),
        stamp=draw(moments()).astimezone(dt.UTC),
        is_cancelled=draw(st.booleans()),
        is_todo=draw(st.booleans()),
        alarm=draw(st.sampled_from((None, 0, 14))),
        categories=draw(st.sampled_from(((), ("kickoff", "trust")))),
    )


def policies() -> SearchStrategy[Policies]:
    """How parties of a simulation act (strategier)."""
    return st.builds(
        Policies,
        reliability=st.tuples(_ABOVE_0, _ABOVE_0),
        deliveries=_RATES,
        dialogues=_RATES,
        controls=_RATES,
        self_reports=_RATES,
        boast=_SHARES,
        learning=_SHARES,
        wear=_SHARES,
        deterrence=_SHARES,
    )


def simulations() -> SearchStrategy[Simulation]:
    """Small simulations (simuleringar); they need the extra ``numeric``."""
    run = functools.partial(simulate, years=1)
    return st.builds(
        run, relations=st.integers(1, 3), seed=st.integers(0, 99), policies=policies()
    )

"""Strategies for facts, plans and findings as columns; loaded where the extra ``tables`` is used.

As with other answers nobody builds these by hand; ``st.from_type`` finds them by type.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from samverkan import tables
from samverkan.jurisdictions import jurisdiction
from samverkan.portfolio import Portfolio
from samverkan.testing.strategies._portfolios import portfolios
from samverkan.testing.strategies._rules import rule_books
from samverkan.testing.strategies._times import days

__all__ = ["STRATEGIES"]

_SMALL = portfolios(max_procurements=1, max_facts=2)


def facts() -> SearchStrategy[tables.Facts]:
    """Facts as tables (uppgifter i tabeller); shrink to one contract."""
    return _SMALL.map(Portfolio.to_tables)


def table_plans() -> SearchStrategy[tables.TablePlan]:
    """Plans as columns (planer i kolumner), by the Swedish calendar."""
    calendar = jurisdiction("SE").calendar
    return st.builds(
        tables.plan, facts(), rules=rule_books(), calendar=st.just(calendar), order=st.booleans()
    )


def table_findings() -> SearchStrategy[tables.TableFindings]:
    """Findings as columns (iakttagelser i kolumner)."""
    return st.builds(tables.check, facts(), days())


STRATEGIES: Mapping[type, Callable[[], SearchStrategy[Any]]] = MappingProxyType(
    {
        tables.Facts: facts,
        tables.TableFindings: table_findings,
        tables.TablePlan: table_plans,
    }
)
"""The strategy of each type of the tables that has one of its own."""

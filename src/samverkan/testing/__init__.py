"""The test kit: strategies, laws, machines, fixtures and sample data for other people's suites.

:mod:`~samverkan.testing.strategies` makes any value of the library with Hypothesis;
:mod:`~samverkan.testing.laws` holds the reader's own rules, calendars, countries and readers to
what must be true of them; :mod:`~samverkan.testing.machines` drives the reader's own system
through the life of a procurement or contract; :mod:`~samverkan.testing.plugin` gives pytest
fixtures. :func:`sample_portfolio` needs neither Hypothesis nor pytest.

>>> portfolio = sample_portfolio(contracts=20, seed=1)
>>> len(portfolio.contracts), sample_portfolio(contracts=20, seed=1) == portfolio
(20, True)
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from samverkan.testing.laws import (
        check_calendar,
        check_jurisdiction,
        check_plan,
        check_round_trip,
        check_rule,
        check_rule_book,
    )
    from samverkan.testing.machines import ContractLifecycle, ProcurementLifecycle
    from samverkan.testing.samples import sample_portfolio
    from samverkan.testing.shrinking import simplest
    from samverkan.testing.simulator import Policies, Simulation, compare_policies, simulate

__all__ = [
    "ContractLifecycle",
    "Policies",
    "ProcurementLifecycle",
    "Simulation",
    "check_calendar",
    "check_jurisdiction",
    "check_plan",
    "check_round_trip",
    "check_rule",
    "check_rule_book",
    "compare_policies",
    "sample_portfolio",
    "simplest",
    "simulate",
]

_HOME = {
    "ContractLifecycle": "machines",
    "ProcurementLifecycle": "machines",
    "check_calendar": "laws",
    "check_jurisdiction": "laws",
    "check_plan": "laws",
    "check_round_trip": "laws",
    "check_rule": "laws",
    "check_rule_book": "laws",
    "sample_portfolio": "samples",
    "simplest": "shrinking",
    "Policies": "simulator",
    "Simulation": "simulator",
    "compare_policies": "simulator",
    "simulate": "simulator",
}


def __getattr__(name: str) -> object:
    # Lazy: the entry points of Hypothesis and pytest pass through here in every suite.
    if name not in _HOME:
        raise AttributeError(f"module 'samverkan.testing' has no attribute {name!r}")
    found: object = getattr(importlib.import_module(f"samverkan.testing.{_HOME[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return __all__

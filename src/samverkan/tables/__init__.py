"""Plans over columns: the same facts, rules and answers, for a million contracts and more.

It needs the extra ``tables``; other engines come with ``duckdb`` and ``spark``.

>>> from samverkan.tables import schema
>>> schema()["contracts"].column("signed_on").term
'avtalstecknande'
"""

from __future__ import annotations

import importlib.util

if importlib.util.find_spec("narwhals") is None:
    raise ImportError(
        "samverkan.tables needs narwhals; install it with: pip install 'samverkan[tables]'"
    )

from samverkan.tables.checks import TableFindings, check, column_checks
from samverkan.tables.facts import Facts, as_facts, as_frame
from samverkan.tables.measures import (
    concentration,
    dependence,
    dialogue_coverage,
    recurrence,
    silent_contracts,
)
from samverkan.tables.planning import COLUMNS, TablePlan, plan
from samverkan.tables.portfolio_tables import from_portfolio, to_portfolio
from samverkan.tables.sample import sample
from samverkan.tables.schema import Column, ColumnType, TableSchema, schema
from samverkan.tables.streaming import Written, plan_to_file

__all__ = [
    "COLUMNS",
    "Column",
    "ColumnType",
    "Facts",
    "TableFindings",
    "TablePlan",
    "TableSchema",
    "Written",
    "as_facts",
    "as_frame",
    "check",
    "column_checks",
    "concentration",
    "dependence",
    "dialogue_coverage",
    "from_portfolio",
    "plan",
    "plan_to_file",
    "recurrence",
    "sample",
    "schema",
    "silent_contracts",
    "to_portfolio",
]

"""Strategies for every public type and for whole portfolios, documents and rule books.

Each is valid by construction, takes keyword arguments alone, and states what it shrinks to.
``st.from_type`` finds them by the type where the entry point of Hypothesis is on.

>>> from hypothesis import given
>>> from samverkan.contracts import Contract
>>> @given(contracts())
... def test_a_contract_ends_no_earlier_than_it_starts(contract: Contract) -> None:
...     assert contract.period.end is None or contract.period.start <= contract.period.end
>>> test_a_contract_ends_no_earlier_than_it_starts()
"""

from __future__ import annotations

from samverkan.testing.strategies._calendars import calendars, closed_days
from samverkan.testing.strategies._contracts import (
    amendments,
    contracts,
    extensions,
    key_dates,
    milestones,
    option_decisions,
    options,
    risk_ratings,
    terminations,
)
from samverkan.testing.strategies._dirt import BYTES_DIRT, DIRT
from samverkan.testing.strategies._documents import (
    losses,
    ocds_files,
    ocds_packages,
    own_documents,
    own_files,
    readings,
)
from samverkan.testing.strategies._facts import facts
from samverkan.testing.strategies._parties import parties
from samverkan.testing.strategies._portfolios import extras, portfolios
from samverkan.testing.strategies._procurements import lots, procurements
from samverkan.testing.strategies._registered import STRATEGIES, strategy_for
from samverkan.testing.strategies._rules import (
    conditions,
    contexts,
    follow_up_rules,
    follow_ups,
    jurisdictions_known,
    occurrences_of_rules,
    plans,
    rule_books,
    spans_per_class,
    timings,
)
from samverkan.testing.strategies._times import (
    days,
    moments,
    periods,
    register_pendulum,
    spans,
)
from samverkan.testing.strategies._trust import (
    due_controls,
    evidence,
    opinions,
    positions,
    rankings,
)
from samverkan.testing.strategies._values import (
    dated,
    explanations,
    findings,
    identifiers,
    legal_bases,
    money,
    steps,
    texts,
    words,
)

__all__ = [
    "BYTES_DIRT",
    "DIRT",
    "STRATEGIES",
    "amendments",
    "calendars",
    "closed_days",
    "conditions",
    "contexts",
    "contracts",
    "dated",
    "days",
    "due_controls",
    "evidence",
    "explanations",
    "extensions",
    "extras",
    "facts",
    "findings",
    "follow_up_rules",
    "follow_ups",
    "identifiers",
    "jurisdictions_known",
    "key_dates",
    "legal_bases",
    "losses",
    "lots",
    "milestones",
    "moments",
    "money",
    "occurrences_of_rules",
    "ocds_files",
    "ocds_packages",
    "opinions",
    "option_decisions",
    "options",
    "own_documents",
    "own_files",
    "parties",
    "periods",
    "plans",
    "portfolios",
    "positions",
    "procurements",
    "rankings",
    "readings",
    "register_pendulum",
    "risk_ratings",
    "rule_books",
    "spans",
    "spans_per_class",
    "steps",
    "strategy_for",
    "terminations",
    "texts",
    "timings",
    "words",
]

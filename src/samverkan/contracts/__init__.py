"""Contracts: what was agreed, what may be extended, and what happened since.

A contract is what was signed. What happened later is a dated fact of its own, and every question
about a state is a question about a day.

>>> from samverkan.periods import Period, months
>>> contract = Contract(
...     id="A-2026-17", buyer="SE-2120999996", suppliers=("SE-5599999991",),
...     signed_on="2026-08-17", period=Period("2026-09-01", "2029-08-31"), risk_class="A",
...     options=(Option(id="1", extend_by=months(12), notice=months(6)),),
... )
>>> contract.state("2026-08-20")
<ContractState.SIGNED: 'signed'>
>>> [str(way.deadline) for way in contract.extensions()]
['2029-02-28']
"""

from __future__ import annotations

from samverkan.contracts.changes import Amendment, Termination
from samverkan.contracts.contract import Contract
from samverkan.contracts.milestones import KeyDate, Milestone
from samverkan.contracts.options import Extension, Option, OptionDecision
from samverkan.contracts.ratings import RiskRating

__all__ = [
    "Amendment",
    "Contract",
    "Extension",
    "KeyDate",
    "Milestone",
    "Option",
    "OptionDecision",
    "RiskRating",
    "Termination",
]

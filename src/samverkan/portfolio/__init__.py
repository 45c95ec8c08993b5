"""The portfolio: parties, procurements, contracts and everything that happens between them.

References resolve, and every question may be asked of a day.

>>> from samverkan.contracts import Contract
>>> from samverkan.parties import Party
>>> portfolio = Portfolio(
...     parties=(Party(id="SE-2120999996", name="Storköpings kommun"),),
...     contracts=(Contract(id="A-1", buyer="SE-2120999996"),),
... )
>>> portfolio.buyer(portfolio.contract("A-1")).name
'Storköpings kommun'
"""

from __future__ import annotations

from samverkan.portfolio.portfolio import Extra, Portfolio
from samverkan.portfolio.references import FACTS

__all__ = ["FACTS", "Extra", "Portfolio"]

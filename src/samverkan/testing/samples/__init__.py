"""Sample data: the register of an invented municipality, without Hypothesis or pytest.

>>> register = sample_portfolio(contracts=10)
>>> sorted({contract.risk_class.value for contract in register.contracts if contract.risk_class})
['A', 'B', 'C']
"""

from __future__ import annotations

from samverkan.testing.samples._ocds import sample_ocds
from samverkan.testing.samples._portfolio import sample_portfolio

__all__ = ["sample_ocds", "sample_portfolio"]

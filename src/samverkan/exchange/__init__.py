"""Portfolios in and out: the project's own JSON, and OCDS.

>>> reading = read(b'{"samverkan": "1", "contracts": [{"id": "A-1"}]}')
>>> reading.portfolio.contracts[0].id, reading.losses
('A-1', ())
"""

from __future__ import annotations

from samverkan.exchange.documents import Limits
from samverkan.exchange.json import read_json, write_json, write_json_lines
from samverkan.exchange.losses import Loss, LossKind, Reading
from samverkan.exchange.reader import read

__all__ = [
    "Limits",
    "Loss",
    "LossKind",
    "Reading",
    "read",
    "read_json",
    "write_json",
    "write_json_lines",
]

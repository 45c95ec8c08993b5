"""The own JSON: one versioned document, or a record a line, lossless both ways.

>>> from samverkan.contracts import Contract
>>> from samverkan.portfolio import Portfolio
>>> portfolio = Portfolio(contracts=(Contract(id="A-1", notice="6 months"),))
>>> to_document(portfolio)
{'samverkan': '1', 'contracts': [{'id': 'A-1', 'notice': '6 months'}]}
>>> from_document(to_document(portfolio)) == portfolio
True
"""

from __future__ import annotations

from samverkan.exchange.json.document import (
    FIELDS,
    MARK,
    VERSION,
    Lines,
    from_document,
    to_document,
)
from samverkan.exchange.json.files import read_json, write_json, write_json_lines
from samverkan.exchange.json.schema import schema

__all__ = [
    "FIELDS",
    "MARK",
    "VERSION",
    "Lines",
    "from_document",
    "read_json",
    "schema",
    "to_document",
    "write_json",
    "write_json_lines",
]

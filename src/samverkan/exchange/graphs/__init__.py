"""Graphs in files: GraphML, GEXF with dynamic intervals, node-link JSON, and edge tables.

Files hold texts and numbers, so every value goes through one mapping, :func:`plain_attributes`::

    | value | in the file |
    | ``None`` | left out; an empty cell in a table |
    | truth, whole number, fraction | itself; a fraction that is not finite as text (``"NaN"``) |
    | code | its value, such as ``"buys-from"`` |
    | day, moment | ISO text |
    | ``Decimal`` | text with every digit |
    | ``Period`` | two texts, ``start`` and ``end``; an open or unknown end is ``".."``.
    Of another name than ``period``: ``<name>_start``, ``<name>_end`` |
    | ``Money`` | two texts, ``<name>_amount`` and ``<name>_currency`` |
    | ``Opinion`` | four fractions, ``<name>_belief``, ``_disbelief``, ``_uncertainty``,
    ``_base_rate`` |
    | tuple, list, set | JSON text; a set sorted |
    | anything else | its text |

In XML and tables, a control character (but line feed and tab) becomes its picture, ``␇`` for bell,
and what XML cannot hold at all (half of a surrogate pair, U+FFFE, U+FFFF) becomes ``U+FFFD``. In
JSON they survive. Sole traders stand under a running number unless that is turned off.
"""

from __future__ import annotations

from samverkan.exchange.graphs.files import (
    GRAPH_FORMATS,
    GraphFormat,
    graph_bytes,
    read_graph,
    write_graph,
)
from samverkan.exchange.graphs.values import plain_attributes, typed_attributes

__all__ = [
    "GRAPH_FORMATS",
    "GraphFormat",
    "graph_bytes",
    "plain_attributes",
    "read_graph",
    "typed_attributes",
    "write_graph",
]

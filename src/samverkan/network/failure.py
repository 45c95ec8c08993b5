"""Single points of failure: what falls apart when one party leaves.

>>> import networkx as nx
>>> point = single_points(nx.path_graph(["a", "b", "c"]))[0]
>>> point.node, point.pieces, point.pairs_lost
('b', (1, 1), 1.0)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import attrs

from samverkan.codelists import RelationKind
from samverkan.network.columns import Network, edge_columns
from samverkan.network.holes import mutual_ties

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["SinglePoint", "SoleSupplier", "single_points", "sole_suppliers"]


@attrs.frozen(kw_only=True)
class SinglePoint:
    """A party whose leaving breaks its part of the graph (enskild felpunkt, ledpunkt).

    Attributes:
        node: Id of the party.
        pieces: Sizes of what its part falls into, the largest first.
        pairs: How many pairs of the other parties of its part no longer reach each other.
        pairs_lost: The same as a share of all those pairs, from 0 to 1.

    >>> SinglePoint(node="b", pieces=(1, 1), pairs=1, pairs_lost=1.0).pieces
    (1, 1)
    """

    node: str
    pieces: tuple[int, ...]
    pairs: int
    pairs_lost: float

    def to_dict(self) -> dict[str, object]:
        """The row as plain data."""
        return {
            "node": self.node,
            "pieces": list(self.pieces),
            "pairs": self.pairs,
            "pairs_lost": self.pairs_lost,
        }


def single_points(network: Network) -> tuple[SinglePoint, ...]:
    """The articulation points of a graph with the effect of removing each (enskilda felpunkter).

    The one whose removal parts most pairs comes first. The graph is read as undirected. In a
    register of few contracts nearly every party with two contacts is one: it tells about the
    register, not about the market.

    References:
        J. Hopcroft and R. Tarjan, "Algorithm 447: efficient algorithms for graph manipulation",
        Communications of the ACM 16(6), 1973.

    >>> import networkx as nx
    >>> [point.node for point in single_points(nx.barbell_graph(3, 1))]
    [3, 2, 4]
    """
    columns = edge_columns(network, weight=None)
    ties = [sorted(row) for row in mutual_ties(columns)]
    points: list[SinglePoint] = []
    seen = [0] * len(ties)
    for root in range(len(ties)):
        if not seen[root]:
            cut, size = _cut_off(root, ties, seen)
            for node, apart in cut:
                rest = size - 1 - sum(apart)
                pieces = sorted([*apart, rest] if rest else apart, reverse=True)
                pairs = (size - 1) * (size - 2) // 2
                kept = sum(piece * (piece - 1) // 2 for piece in pieces)
                points.append(
                    SinglePoint(
                        node=columns.names[node],
                        pieces=tuple(pieces),
                        pairs=pairs - kept,
                        pairs_lost=(pairs - kept) / pairs,
                    )
                )
    return tuple(sorted(points, key=lambda point: (-point.pairs, str(point.node))))


def _cut_off(
    root: int, ties: list[list[int]], seen: list[int]
) -> tuple[list[tuple[int, list[int]]], int]:
    """What every party of root's part cuts off when it leaves, and the part's size."""
    low: dict[int, int] = {}
    sizes: dict[int, int] = {}
    apart: dict[int, list[int]] = {}
    seen[root] = 1
    low[root] = count = 1
    sizes[root] = 1
    stack: list[tuple[int, int, Iterator[int]]] = [(root, -1, iter(ties[root]))]
    while stack:
        node, parent, rest = stack[-1]
        for other in rest:
            if not seen[other]:
                count += 1
                seen[other] = low[other] = count
                sizes[other] = 1
                stack.append((other, node, iter(ties[other])))
                break
            if other != parent:
                low[node] = min(low[node], seen[other])
        else:
            stack.pop()
            if parent >= 0:
                low[parent] = min(low[parent], low[node])
                sizes[parent] += sizes[node]
                if low[node] >= seen[parent]:
                    apart.setdefault(parent, []).append(sizes[node])
    if len(apart.get(root, ())) == 1:
        del apart[root]  # a root with one branch cuts nothing off
    return sorted(apart.items()), sizes[root]


@attrs.frozen(kw_only=True)
class SoleSupplier:
    """A need that a single supplier meets (ensam leverantör).

    Attributes:
        buyer: Id of the buyer.
        group: The category or market.
        supplier: Id of the only supplier.
        relations: How many relations there are with it.

    >>> SoleSupplier(buyer="K", group="452", supplier="S", relations=1).to_dict()["group"]
    '452'
    """

    buyer: str
    group: str
    supplier: str
    relations: int

    def to_dict(self) -> dict[str, object]:
        """The row as plain data."""
        return attrs.asdict(self)


def sole_suppliers(graph: nx.Graph[str], *, figures: int = 3) -> tuple[SoleSupplier, ...]:
    """Where a buyer has one supplier only for a market (ensam leverantör), by buyer and market.

    A market is a CPV code cut to ``figures`` figures. Edges without a code are left out, so the
    answer is complete only where codes are.

    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> _ = graph.add_edge("k", "s", kind=RelationKind.BUYS_FROM, cpv=("45210000",))
    >>> sole_suppliers(graph)[0].supplier
    's'
    """
    found: dict[tuple[str, str], dict[str, int]] = {}
    for buyer, supplier, data in graph.edges(data=True):
        codes = data.get("cpv") or ()
        if data.get("kind") is RelationKind.BUYS_FROM and codes:
            counts = found.setdefault((buyer, codes[0][:figures]), {})
            counts[supplier] = counts.get(supplier, 0) + 1
    return tuple(
        SoleSupplier(buyer=buyer, group=group, supplier=supplier, relations=count)
        for (buyer, group), counts in sorted(found.items())
        if len(counts) == 1
        for supplier, count in counts.items()
    )

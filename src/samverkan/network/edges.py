"""Edges and nodes of networkx graphs with their types told: networkx's own stubs know few."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeAlias, cast

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["KeyedEdge", "add_keyed", "edge_values", "keyed_edges", "node_rows"]

KeyedEdge: TypeAlias = "tuple[str, str, str, dict[str, Any]]"
"""Source, target, key and attributes."""


def keyed_edges(graph: nx.MultiDiGraph[str]) -> Iterator[KeyedEdge]:
    """Every edge with its key and attributes (kanter).

    >>> import networkx as nx
    >>> list(keyed_edges(nx.MultiDiGraph([("a", "b", "r")])))
    [('a', 'b', 'r', {})]
    """
    return cast("Iterator[KeyedEdge]", iter(graph.edges(keys=True, data=True)))


def add_keyed(graph: nx.MultiDiGraph[str], edges: Iterable[KeyedEdge]) -> None:
    """Add edges with keys and attributes.

    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> add_keyed(graph, [("a", "b", "r", {"weight": 1})])
    >>> graph["a"]["b"]["r"]["weight"]
    1
    """
    graph.add_edges_from(cast("Iterable[tuple[str, str, dict[str, Any]]]", edges))


def edge_values(graph: nx.Graph[str], name: str) -> Iterator[tuple[str, str, Any]]:
    """Every edge with one of its attributes, ``None`` where it has none.

    >>> import networkx as nx
    >>> list(edge_values(nx.Graph([("a", "b")]), "kind"))
    [('a', 'b', None)]
    """
    view: Iterable[Any] = graph.edges(data=name)
    return iter(cast("Iterable[tuple[str, str, Any]]", view))


def node_rows(graph: nx.Graph[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every node with its attributes (noder).

    >>> import networkx as nx
    >>> list(node_rows(nx.Graph([("a", "b")])))
    [('a', {}), ('b', {})]
    """
    return iter(graph.nodes(data=True))

"""Edges as columns of numbers: what measures over a million relations run on.

Heavy measures take a graph of networkx or :class:`EdgeColumns`, and run on ``scipy.sparse`` where
the extra ``numeric`` is installed, in plain Python where it is not. Both give the same numbers.

>>> columns = edge_columns([("a", "b", 2), ("a", "c", 1), ("a", "b", 3)])
>>> columns.names, list(columns.sources), list(columns.targets), list(columns.weights)
(('a', 'b', 'c'), [0, 0, 0], [1, 2, 1], [2.0, 1.0, 3.0])
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

import attrs

from samverkan.errors import NetworkError, near

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Array", "EdgeColumns", "Engine", "Network", "edge_columns", "numeric", "on_scipy"]

Array: TypeAlias = Any
"""A matrix or vector of numpy or scipy.sparse, which ships no types."""

Engine = Literal["auto", "python", "scipy"]
"""What a heavy measure runs on; ``"auto"`` takes scipy where it is installed."""


@attrs.frozen(kw_only=True, eq=False)
class EdgeColumns:
    """Who is tied to whom and how strongly (kanter i kolumner), one edge a row.

    Attributes:
        names: The parties; a number in the other columns is a place in this row.
        sources: Number of the source of each edge; a list or a numpy array of integers.
        targets: Number of the target of each edge.
        weights: Weight of each edge, finite and not negative.

    >>> EdgeColumns(names=("a", "b"), sources=[0], targets=[1], weights=[2.5]).size
    2

    Raises:
        NetworkError: when the columns are not of one length.
    """

    names: tuple[str, ...] = attrs.field(converter=tuple[str, ...])
    sources: Sequence[int]
    targets: Sequence[int]
    weights: Sequence[float]

    def __attrs_post_init__(self) -> None:
        lengths = (len(self.sources), len(self.targets), len(self.weights))
        if len(set(lengths)) != 1:
            raise NetworkError(
                f"edge columns: of different lengths: lengths={lengths}; expected one row an edge"
            )

    @property
    def size(self) -> int:
        """How many parties there are."""
        return len(self.names)

    def rows(self) -> Iterable[tuple[int, int, float]]:
        """Every edge as source, target and weight, numbers of Python."""
        return zip(_plain(self.sources), _plain(self.targets), _plain(self.weights), strict=True)


Network: TypeAlias = "nx.Graph[str] | EdgeColumns"
"""What a heavy measure takes: a graph of networkx, or columns."""


def _plain(column: Sequence[Any]) -> Sequence[Any]:
    """A numpy array as a list, whose members cost less to reach."""
    as_list = getattr(column, "tolist", None)
    return column if as_list is None else cast("list[Any]", as_list())


def edge_columns(
    network: Network | Iterable[tuple[str, str, float]], *, weight: str | None = "weight"
) -> EdgeColumns:
    """Columns of a graph, or of rows ``(source, target, weight)`` (kolumner).

    Args:
        network: A graph of any of networkx's four kinds, rows, or columns, which come back as
            they are.
        weight: The edge attribute that holds the weight; an edge without it weighs 1, and
            ``None`` lets every edge weigh 1.

    >>> import networkx as nx
    >>> edge_columns(nx.path_graph(["a", "b", "c"])).weights
    [1.0, 1.0]

    Raises:
        NetworkError: for a weight that is negative or not finite.
    """
    if isinstance(network, EdgeColumns):
        return network
    number: dict[str, int] = {}
    sources: list[int] = []
    targets: list[int] = []
    weights: list[float] = []
    if hasattr(network, "nodes"):
        graph = cast("nx.Graph[str]", network)
        number = {node: n for n, node in enumerate(graph)}
        rows = _weighed(graph, weight)
    else:
        rows = network
    for source, target, value in rows:
        sources.append(number.setdefault(source, len(number)))
        targets.append(number.setdefault(target, len(number)))
        amount = float(value)
        if not (math.isfinite(amount) and amount >= 0.0):
            raise NetworkError(
                f"edge columns: weight of {source!r} to {target!r}: weight={value!r}; "
                "expected a finite number that is not negative"
            )
        weights.append(amount)
    return EdgeColumns(names=tuple(number), sources=sources, targets=targets, weights=weights)


def _weighed(graph: nx.Graph[str], weight: str | None) -> Iterable[tuple[str, str, float]]:
    if weight is None:
        return ((edge[0], edge[1], 1.0) for edge in graph.edges())
    return graph.edges(data=weight, default=1)


def numeric() -> tuple[Any, Any] | None:
    """Numpy and scipy.sparse where the extra ``numeric`` is installed, else ``None``."""
    try:
        import numpy as np
        from scipy import sparse  # type: ignore[import-untyped]  # scipy ships no types
    except ModuleNotFoundError:
        return None
    return np, sparse


def on_scipy(measure: str, engine: Engine) -> tuple[Any, Any] | None:
    """Numpy and scipy.sparse where an engine asks for them, ``None`` for plain Python.

    Raises:
        NetworkError: for an unknown engine, and for ``"scipy"`` where it is not installed.
    """
    if engine not in {"auto", "python", "scipy"}:
        known = near(str(engine), ["auto", "python", "scipy"])
        raise NetworkError(f"{measure}: unknown engine: engine={engine!r}; {known}")
    if engine == "python":
        return None
    found = numeric()
    if found is None and engine == "scipy":
        raise NetworkError(
            f"{measure}: scipy is not installed: engine='scipy'; expected the extra 'numeric'; "
            "install samverkan[numeric] or use engine='python'"
        )
    return found

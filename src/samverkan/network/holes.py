"""Brokerage and structural holes: whose contacts are not each other's contacts.

All measures here read the graph as undirected: what goes either way between two parties is added
up, loops are left out.

>>> star = edge_columns([("hub", leaf, 1) for leaf in ("a", "b", "c", "d")])
>>> constraint(star)
{'hub': 0.25, 'a': 1.0, 'b': 1.0, 'c': 1.0, 'd': 1.0}
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from samverkan.errors import NetworkError, near
from samverkan.network.columns import Array, EdgeColumns, Engine, Network, edge_columns, on_scipy

__all__ = ["constraint", "constraint_parts", "effective_size", "mutual_ties", "tie_overlap"]

Ties = Mapping[int, Mapping[int, float]]

_ROWS_AT_ONCE = 2_000
_FEW = 4  # where fewer than a quarter of the parties are asked for, only their surroundings count


def mutual_ties(columns: EdgeColumns) -> list[dict[int, float]]:
    """The neighbours of every party with the weight that goes either way (ömsesidiga band).

    >>> mutual_ties(edge_columns([("a", "b", 1), ("b", "a", 2), ("a", "a", 9)]))
    [{1: 3.0}, {0: 3.0}]
    """
    ties: list[dict[int, float]] = [{} for _ in columns.names]
    for source, target, weight in columns.rows():
        if source != target and weight:
            ties[source][target] = ties[source].get(target, 0.0) + weight
            ties[target][source] = ties[target].get(source, 0.0) + weight
    return ties


def _matrix(columns: EdgeColumns, modules: tuple[Any, Any]) -> Array:
    """The same as a symmetric sparse matrix."""
    np, sparse = modules
    weights = np.asarray(columns.weights, dtype=np.float64)
    sources, targets = _ends(columns, np)
    real = (sources != targets) & (weights > 0)
    one = sparse.csr_array(
        (weights[real], (sources[real], targets[real])), shape=(columns.size, columns.size)
    )
    return (one + one.T).tocsr()


def _ends(columns: EdgeColumns, np: Array) -> tuple[Array, Array]:
    """Sources and targets as arrays of whole numbers, also where there are none."""
    return (
        np.asarray(columns.sources, dtype=np.int64),
        np.asarray(columns.targets, dtype=np.int64),
    )


def _chosen(columns: EdgeColumns, nodes: Iterable[str] | None, measure: str) -> list[int]:
    """The numbers of the parties that are asked for; all where none are named."""
    if nodes is None:
        return list(range(columns.size))
    number = {name: n for n, name in enumerate(columns.names)}
    wanted = list(nodes)
    for name in wanted:
        if name not in number:
            few = sorted(number)[:20]
            raise NetworkError(f"{measure}: no such party: node={name!r}; {near(name, few)}")
    return [number[name] for name in wanted]


def constraint(
    network: Network,
    nodes: Iterable[str] | None = None,
    *,
    weight: str | None = "weight",
    engine: Engine = "auto",
) -> dict[str, float | None]:
    """Burt's constraint (strukturell begränsning): how much a party's contacts are one group.

    ``C_i = sum_j (p_ij + sum_q p_iq p_qj)^2`` over its contacts j, with p_ij the share of i's
    ties that goes to j. Low: a broker between those who do not meet. High: all its contacts know
    each other. A number without unit, for one contact 1; it may exceed 1 (a triangle: 9/8). With
    one or two contacts it says little but that. ``None`` for a party without contacts.

    References:
        R. S. Burt, *Structural Holes*, Harvard University Press 1992; "Structural Holes and Good
        Ideas", American Journal of Sociology 110(2), 2004.

    Args:
        network: A graph, or columns.
        nodes: For whom; all where left out.
        weight: The edge attribute with the weight; ``None`` counts every edge as 1.
        engine: What it runs on.

    >>> import networkx as nx
    >>> round(constraint(nx.karate_club_graph(), [33], weight=None)[33], 6)
    0.156419

    Raises:
        NetworkError: for a party that is not in the graph.
    """
    columns = edge_columns(network, weight=weight)
    wanted = _chosen(columns, nodes, "constraint")
    modules = on_scipy("constraint", engine)
    names = columns.names
    if modules is None:
        ties = mutual_ties(columns)
        shares = _all_shares(ties)
        found = [_sum_squares(_contacts(shares, n)) if ties[n] else None for n in wanted]
        return {names[n]: value for n, value in zip(wanted, found, strict=True)}
    return {
        names[n]: value
        for n, value in zip(wanted, _constraint_sparse(columns, wanted, modules), strict=True)
    }


def constraint_parts(
    network: Network, node: str, *, weight: str | None = "weight"
) -> dict[str, float]:
    """What each contact adds to a party's constraint, the most first; they sum to it.

    >>> path = edge_columns([("a", "b", 1), ("b", "c", 1)])
    >>> constraint_parts(path, "b")
    {'a': 0.25, 'c': 0.25}

    Raises:
        NetworkError: for a party that is not in the graph.
    """
    columns = edge_columns(network, weight=weight)
    (wanted,) = _chosen(columns, [node], "constraint")
    contacts = _contacts(_all_shares(mutual_ties(columns)), wanted)
    parts = {columns.names[n]: part * part for n, part in contacts}
    return dict(sorted(parts.items(), key=lambda item: (-item[1], item[0])))


def _all_shares(ties: Sequence[Mapping[int, float]]) -> list[dict[int, float]]:
    return [
        {other: weight / math.fsum(row.values()) for other, weight in row.items()} if row else {}
        for row in ties
    ]


def _contacts(shares: Sequence[Mapping[int, float]], node: int) -> Iterator[tuple[int, float]]:
    """Each contact with the part of the party's ties that leads to it, directly or around."""
    own = shares[node]
    for contact, direct in own.items():
        around = math.fsum(part * shares[via].get(contact, 0.0) for via, part in own.items())
        yield contact, direct + around


def _sum_squares(contacts: Iterable[tuple[int, float]]) -> float:
    return math.fsum(part * part for _, part in contacts)


def _constraint_sparse(
    columns: EdgeColumns, wanted: list[int], modules: tuple[Any, Any]
) -> list[float | None]:
    np, sparse = modules
    degree = _degrees(columns, modules)
    if len(wanted) * _FEW < columns.size:
        columns = _around(columns, wanted, modules)
    ties = _matrix(columns, modules)
    lone = degree == 0.0
    scale = np.divide(1.0, degree, out=np.zeros_like(degree), where=~lone)
    shares = (sparse.diags_array(scale) @ ties).tocsr()
    pattern = shares.copy()
    pattern.data[:] = 1.0
    found: list[float | None] = []
    for begin in range(0, len(wanted), _ROWS_AT_ONCE):
        rows = wanted[begin : begin + _ROWS_AT_ONCE]
        own = shares[rows]
        total = own + (own @ shares).multiply(pattern[rows])
        found += total.multiply(total).sum(axis=1).tolist()
    return [None if lone[n] else value for n, value in zip(wanted, found, strict=True)]


def _degrees(columns: EdgeColumns, modules: tuple[Any, Any]) -> Array:
    """The weight of all ties of every party, loops left out."""
    np, _ = modules
    sources, targets = _ends(columns, np)
    weights = np.where(sources == targets, 0.0, np.asarray(columns.weights, dtype=np.float64))
    size = columns.size
    given, taken = (
        np.bincount(ends, weights=weights, minlength=size) for ends in (sources, targets)
    )
    return (given + taken).astype(np.float64)  # of no edges, counts are whole numbers


def _around(columns: EdgeColumns, wanted: list[int], modules: tuple[Any, Any]) -> EdgeColumns:
    """Only the edges among some parties and their contacts: a measure of few needs no others."""
    np, _ = modules
    sources, targets = _ends(columns, np)
    inner = np.zeros(columns.size, dtype=bool)
    inner[wanted] = True
    near = inner.copy()
    near[targets[inner[sources]]] = True
    near[sources[inner[targets]]] = True
    kept = near[sources] & near[targets]
    return EdgeColumns(
        names=columns.names,
        sources=sources[kept],
        targets=targets[kept],
        weights=np.asarray(columns.weights)[kept],
    )


def effective_size(
    network: Network,
    nodes: Iterable[str] | None = None,
    *,
    weight: str | None = None,
    engine: Engine = "auto",
) -> dict[str, float | None]:
    """How many of a party's contacts are not the same contact twice (effektiv nätverksstorlek).

    Without weights ``n - 2t/n``, where n is the number of contacts and t the number of ties among
    them; with weights Burt's ``sum_j (1 - sum_q p_iq m_jq)``. In contacts, from 1 to n. ``None``
    for a party without contacts.

    References:
        R. S. Burt, *Structural Holes*, 1992; S. P. Borgatti, "Structural Holes: Unpacking Burt's
        Redundancy Measures", Connections 20(1), 1997, for the form without weights.

    Args:
        network: A graph, or columns.
        nodes: For whom; all where left out.
        weight: The edge attribute with the weight; ``None`` for the form without weights.
        engine: What it runs on.

    >>> import networkx as nx
    >>> effective_size(nx.karate_club_graph(), [0])
    {0: 13.75}
    """
    columns = edge_columns(network, weight=weight)
    wanted = _chosen(columns, nodes, "effective_size")
    modules = on_scipy("effective_size", engine)
    if modules is not None:
        values = _effective_sparse(columns, wanted, modules, weighted=weight is not None)
    else:
        ties = mutual_ties(columns)
        if weight is None:
            values = [_effective_plain(ties, n) for n in wanted]
        else:
            values = [_effective_weighted(ties, n) for n in wanted]
    return {columns.names[n]: value for n, value in zip(wanted, values, strict=True)}


def _effective_plain(ties: Sequence[Mapping[int, float]], node: int) -> float | None:
    contacts = ties[node].keys()
    if not contacts:
        return None
    ends = sum(len(contacts & ties[contact].keys()) for contact in contacts)
    return len(contacts) - ends / len(contacts)


def _effective_weighted(ties: Sequence[Mapping[int, float]], node: int) -> float | None:
    own = ties[node]
    if not own:
        return None
    total = math.fsum(own.values())
    redundant = math.fsum(
        weight / total * ties[contact].get(other, 0.0) / max(ties[contact].values())
        for contact in own
        for other, weight in own.items()
    )
    return len(own) - redundant


def _effective_sparse(
    columns: EdgeColumns, wanted: list[int], modules: tuple[Any, Any], *, weighted: bool
) -> list[float | None]:
    ties = _matrix(columns, modules)
    pattern = ties.copy()
    pattern.data[:] = 1.0
    counts = pattern.sum(axis=1)
    if weighted:
        degree = ties.sum(axis=1)
        strongest = ties.max(axis=1).toarray().ravel()
        left = _scaled(ties, degree, modules)
        right = _scaled(ties, strongest, modules).T.tocsr()
    else:
        left, right = _scaled(pattern, counts, modules), pattern
    found: list[float | None] = []
    for begin in range(0, len(wanted), _ROWS_AT_ONCE):
        rows = wanted[begin : begin + _ROWS_AT_ONCE]
        found += (left[rows] @ right).multiply(pattern[rows]).sum(axis=1).tolist()
    return [
        None if value is None or not counts[n] else float(counts[n]) - value
        for n, value in zip(wanted, found, strict=True)
    ]


def _scaled(matrix: Array, by: Array, modules: tuple[Any, Any]) -> Array:
    """Every row of a matrix divided by a number; rows of nothing stay."""
    np, sparse = modules
    return (
        sparse.diags_array(np.divide(1.0, by, out=np.zeros_like(by), where=by > 0)) @ matrix
    ).tocsr()


def tie_overlap(network: Network) -> dict[tuple[str, str], float]:
    """How much of two tied parties' circles is shared (bandöverlapp), from 0 to 1.

    ``O_ij = n_ij / ((k_i - 1) + (k_j - 1) - n_ij)``, n_ij being common contacts and k numbers of
    contacts. A tie with overlap 0 is a bridge to elsewhere; strong ties tend to overlap more. Two
    who have no other contact overlap by 0 here. Each pair stands once, in the order of the
    graph's nodes.

    References:
        J.-P. Onnela et al., "Structure and tie strengths in mobile communication networks", PNAS
        104(18), 2007; after M. S. Granovetter, "The Strength of Weak Ties", 1973.

    >>> import networkx as nx
    >>> round(tie_overlap(nx.karate_club_graph())[0, 1], 4)
    0.4375
    """
    columns = edge_columns(network, weight=None)
    ties = mutual_ties(columns)
    found: dict[tuple[str, str], float] = {}
    for one, row in enumerate(ties):
        for other in row:
            if one < other:
                common = len(row.keys() & ties[other].keys())
                around = len(row) + len(ties[other]) - 2 - common
                found[columns.names[one], columns.names[other]] = (
                    common / around if around else 0.0
                )
    return found

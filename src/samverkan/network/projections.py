"""Simpler graphs made from the stakeholder graph, on which measures run.

Measures of multigraphs drop weights without a word, so they run on these: simple graphs with one
weighted edge a pair.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal

from samverkan.codelists import DialogueScope, RelationKind, as_relation_kind
from samverkan.errors import NetworkError, near
from samverkan.network.columns import EdgeColumns, Engine, on_scipy
from samverkan.network.edges import edge_values, keyed_edges, node_rows

if TYPE_CHECKING:
    import networkx as nx

__all__ = [
    "buyer_supplier_graph",
    "co_bidding_graph",
    "dialogue_graph",
    "directed_party_graph",
    "party_graph",
    "projected",
    "projected_columns",
    "scope_graph",
]

Weighing = Literal["count", "weight", "money"]


def _kinds(kinds: Iterable[RelationKind | str] | None) -> frozenset[RelationKind]:
    return frozenset(RelationKind if kinds is None else map(as_relation_kind, kinds))


def _amount(data: Mapping[str, Any], weigh: Weighing, currency: str | None) -> float:
    if weigh == "count":
        return 1.0
    if weigh == "weight":
        return float(data.get("weight", 1.0))
    money = data.get("money")
    if money is None or (currency is not None and money.currency != currency):
        return 0.0
    return float(money.amount) / (data.get("parts") or 1)


def _check(graph: nx.MultiDiGraph[str], weigh: Weighing, currency: str | None) -> None:
    if weigh not in {"count", "weight", "money"}:
        raise NetworkError(
            f"projection: weigh={weigh!r}; {near(str(weigh), ['count', 'weight', 'money'])}"
        )
    if weigh == "money" and currency is None:
        found = {
            money.currency for _, _, money in edge_values(graph, "money") if money is not None
        }
        if len(found) > 1:
            raise NetworkError(
                f"projection: several currencies: currencies={sorted(found)}; "
                "expected one; give currency="
            )


def _gathered(
    graph: nx.MultiDiGraph[str],
    new: nx.Graph[str],
    kinds: Collection[RelationKind],
    weigh: Weighing,
    currency: str | None,
) -> None:
    new.add_nodes_from((node, data.copy()) for node, data in node_rows(graph))
    for source, target, data in graph.edges(data=True):
        kind = data.get("kind")
        if source == target or (kind is not None and kind not in kinds):
            continue
        amount = _amount(data, weigh, currency)
        if new.has_edge(source, target):
            edge = new[source][target]
            edge["weight"] += amount
            edge["relations"] += 1
            edge["kinds"] |= {kind} if kind else frozenset()
        else:
            new.add_edge(
                source,
                target,
                weight=amount,
                relations=1,
                kinds=frozenset({kind} if kind else ()),
            )


def party_graph(
    graph: nx.MultiDiGraph[str],
    *,
    kinds: Iterable[RelationKind | str] | None = None,
    weigh: Weighing = "count",
    currency: str | None = None,
) -> nx.Graph[str]:
    """One weighted, undirected edge for every pair of parties (partsgraf).

    Edge attributes: ``weight``, the sum over the pair's relations of 1, of their ``weight``, or
    of their money (each with its part, where several share a value; 0 where none is stated);
    ``relations``, their number; ``kinds``. Node attributes are kept.

    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph([("K", "S"), ("K", "S"), ("S", "K")])
    >>> party_graph(graph)["K"]["S"]["weight"]
    3.0

    Raises:
        NetworkError: for money in several currencies where none was named.
    """
    import networkx as nx

    _check(graph, weigh, currency)
    new: nx.Graph[str] = nx.Graph()
    _gathered(graph, new, _kinds(kinds), weigh, currency)
    return new


def directed_party_graph(
    graph: nx.MultiDiGraph[str],
    *,
    kinds: Iterable[RelationKind | str] | None = None,
    weigh: Weighing = "count",
    currency: str | None = None,
) -> nx.DiGraph[str]:
    """The same with one edge each way (riktad partsgraf).

    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph([("K", "S"), ("K", "S"), ("S", "K")])
    >>> directed_party_graph(graph)["K"]["S"]["weight"]
    2.0
    """
    import networkx as nx

    _check(graph, weigh, currency)
    new: nx.DiGraph[str] = nx.DiGraph()
    _gathered(graph, new, _kinds(kinds), weigh, currency)
    return new


def buyer_supplier_graph(
    graph: nx.MultiDiGraph[str], *, weigh: Weighing = "count", currency: str | None = None
) -> nx.Graph[str]:
    """Buyers on one side, suppliers on the other (tvådelad graf köpare-leverantör).

    Nodes have ``bipartite`` 0 (buyer) or 1 (supplier) and ``party``, the party's id. Whoever both
    buys and sells stands twice, as a supplier under ``supplier:<id>``. Only parties with a
    contract are in it; edge attributes as in :func:`party_graph`.

    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> _ = graph.add_edge("K", "S", kind=RelationKind.BUYS_FROM)
    >>> _ = graph.add_edge("S", "T", kind=RelationKind.BUYS_FROM)
    >>> sorted(buyer_supplier_graph(graph))
    ['K', 'S', 'T', 'supplier:S']
    """
    import networkx as nx

    _check(graph, weigh, currency)
    purchases = [
        (buyer, supplier, data)
        for buyer, supplier, data in graph.edges(data=True)
        if data.get("kind") is RelationKind.BUYS_FROM
    ]
    buyers = {buyer for buyer, _, _ in purchases}
    new: nx.Graph[str] = nx.Graph()
    for buyer, supplier, data in purchases:
        side = f"supplier:{supplier}" if supplier in buyers else supplier
        new.add_node(buyer, **{**graph.nodes[buyer], "bipartite": 0, "party": buyer})
        new.add_node(side, **{**graph.nodes[supplier], "bipartite": 1, "party": supplier})
        if not new.has_edge(buyer, side):
            new.add_edge(buyer, side, weight=0.0, relations=0)
        edge = new[buyer][side]
        edge["weight"] += _amount(data, weigh, currency)
        edge["relations"] += 1
    return new


def co_bidding_graph(graph: nx.MultiDiGraph[str]) -> nx.Graph[str]:
    """Who tenders for the same as whom (sambudsgraf); ``weight`` counts lots they share.

    References:
        For what may and may not be read from it: J. Wachs and J. Kertész, "A network approach to
        cartel detection in public auction markets", Scientific Reports 9, 2019. That firms meet
        often is a question to ask, never an answer.

    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> for lot in ("1", "2", "3"):
    ...     _ = graph.add_edge("A", "B", key=lot, kind=RelationKind.CO_BIDS_WITH)
    >>> co_bidding_graph(graph)["A"]["B"]["weight"]
    3.0
    """
    return _only_tied(party_graph(graph, kinds=(RelationKind.CO_BIDS_WITH,)))


def _only_tied(graph: nx.Graph[str]) -> nx.Graph[str]:
    graph.remove_nodes_from([node for node, degree in graph.degree() if not degree])
    return graph


def dialogue_graph(graph: nx.MultiDiGraph[str]) -> nx.Graph[str]:
    """Who talks with whom (dialognätverk).

    ``weight`` is the number of dialogues, ``depth`` the mean of their depths (1 to 3), ``last``
    the day of the latest.

    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> _ = graph.add_edge("K", "S", kind=RelationKind.IN_DIALOGUE_WITH, depth=1)
    >>> _ = graph.add_edge("K", "S", kind=RelationKind.IN_DIALOGUE_WITH, depth=3)
    >>> dialogue_graph(graph)["K"]["S"]["depth"]
    2.0
    """
    new = _only_tied(party_graph(graph, kinds=(RelationKind.IN_DIALOGUE_WITH,)))
    depths: dict[frozenset[str], list[int]] = {}
    last: dict[frozenset[str], Any] = {}
    for source, target, data in graph.edges(data=True):
        if data.get("kind") is RelationKind.IN_DIALOGUE_WITH:
            pair = frozenset((source, target))
            if data.get("depth") is not None:
                depths.setdefault(pair, []).append(data["depth"])
            period = data.get("period")
            if period is not None and period.start is not None:
                last[pair] = max(last.get(pair, period.start), period.start)
    for source, target, edge in new.edges(data=True):
        pair = frozenset((source, target))
        known = depths.get(pair)
        edge["depth"] = sum(known) / len(known) if known else None
        edge["last"] = last.get(pair)
    return new


def scope_graph(graph: nx.MultiDiGraph[str], scope: DialogueScope | str) -> nx.MultiDiGraph[str]:
    """The dialogue inside the house, or that across its border (intern eller extern dialog).

    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> _ = graph.add_edge("K", "skolan", scope=DialogueScope.INTERNAL)
    >>> _ = graph.add_edge("K", "S", scope=DialogueScope.EXTERNAL)
    >>> list(scope_graph(graph, "internal").edges())
    [('K', 'skolan')]
    """
    wanted = DialogueScope.of(scope)
    new: nx.MultiDiGraph[str] = type(graph)()
    new.graph.update(graph.graph)
    for source, target, key, data in keyed_edges(graph):
        if data.get("scope") is wanted:
            for node in (source, target):
                new.add_node(node, **graph.nodes[node])
            new.add_edge(source, target, key=key, **data)
    return new


def projected(network: EdgeColumns, *, engine: Engine = "auto") -> dict[tuple[str, str], int]:
    """Pairs of targets by how many sources they share (projektion).

    Of rows (lot, tenderer) it makes the co-bidding network; of rows (buyer, supplier) the
    suppliers that serve the same buyers. A source with very many targets makes as many pairs as
    their square; for millions of them take :func:`projected_columns`.

    Args:
        network: Rows from one side to the other; a pair that stands twice counts once.
        engine: What it runs on.

    >>> from samverkan.network.columns import edge_columns
    >>> lots = [(lot, firm, 1) for lot in ("1", "2", "3") for firm in ("A", "B")]
    >>> projected(edge_columns(lots))
    {('A', 'B'): 3}
    """
    names = network.names
    pairs = {
        (names[one], names[other]): int(count)
        for one, other, count in projected_columns(network, engine=engine).rows()
    }
    return dict(sorted(((min(pair), max(pair)), count) for pair, count in pairs.items()))


def projected_columns(network: EdgeColumns, *, engine: Engine = "auto") -> EdgeColumns:
    """The same as columns of numbers: each pair once, its weight the number of sources shared.

    >>> from samverkan.network.columns import edge_columns
    >>> lots = [(lot, firm, 1) for lot in ("1", "2", "3") for firm in ("A", "B")]
    >>> list(projected_columns(edge_columns(lots)).rows())
    [(1, 2, 3)]
    """
    modules = on_scipy("projected", engine)
    if modules is None:
        pairs: dict[tuple[int, int], int] = {}
        shared: dict[int, set[int]] = {}
        for source, target, _ in network.rows():
            shared.setdefault(source, set()).add(target)
        for targets in shared.values():
            for pair in itertools.combinations(sorted(targets), 2):
                pairs[pair] = pairs.get(pair, 0) + 1
        return EdgeColumns(
            names=network.names,
            sources=[one for one, _ in pairs],
            targets=[other for _, other in pairs],
            weights=list(pairs.values()),
        )
    np, sparse = modules
    matrix = sparse.csr_array(
        (np.ones(len(network.weights), dtype=np.int32), (network.sources, network.targets)),
        shape=(network.size, network.size),
    )
    matrix.sum_duplicates()
    matrix.data[:] = 1
    both = sparse.triu(matrix.T @ matrix, k=1).tocoo()
    return EdgeColumns(names=network.names, sources=both.row, targets=both.col, weights=both.data)

"""Centralities and communities of a party graph.

What is networkx's own is called unchanged, so that its backends can take it
(``NETWORKX_BACKEND_PRIORITY``); betweenness runs on rustworkx where that extra is installed, and
PageRank, for which networkx needs scipy, runs without it, too.

>>> import networkx as nx
>>> round(centrality(nx.krackhardt_kite_graph(), "betweenness")[7], 3)
0.389
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal, cast

from samverkan.errors import NetworkError, near
from samverkan.network.columns import Array, EdgeColumns, Engine, Network, edge_columns, on_scipy

if TYPE_CHECKING:
    import networkx as nx

__all__ = [
    "CENTRALITIES",
    "Centrality",
    "betweenness",
    "centrality",
    "communities",
    "pagerank",
    "ranked",
]

Centrality = Literal["degree", "strength", "betweenness", "closeness", "eigenvector", "pagerank"]
"""The centralities by name."""

CENTRALITIES: tuple[Centrality, ...] = (
    "degree", "strength", "betweenness", "closeness", "eigenvector", "pagerank",
)  # fmt: skip
"""Every name that :func:`centrality` takes."""

_DAMPING = 0.85
_STEPS = 1000


def ranked(scores: Mapping[str, float | None]) -> tuple[tuple[str, float], ...]:
    """Parties with a score, the highest first, equals by id; those without one are left out.

    >>> ranked({"b": 1.0, "a": 1.0, "c": 2.0, "d": None})
    (('c', 2.0), ('a', 1.0), ('b', 1.0))
    """
    known = [(name, score) for name, score in scores.items() if score is not None]
    return tuple(sorted(known, key=lambda item: (-item[1], str(item[0]))))


def centrality(
    graph: nx.Graph[str], measure: Centrality | str = "degree", *, weight: str | None = "weight"
) -> dict[str, float]:
    """How central every party is, by one of six measures (centralitet).

    ``degree``: contacts over all possible ones, 0 to 1. ``strength``: sum of the weights of its
    ties, in their unit. ``betweenness``: share of shortest paths through it, 0 to 1, ties not
    weighed, since a strong tie is no long one. ``closeness``: contacts over the sum of distances,
    scaled by the part that can be reached (Wasserman & Faust). ``eigenvector``: central are those
    whom the central know, norm 1. ``pagerank``: the same for a random walk that starts anew now
    and then, sum 1.

    In small graphs ranks turn on single edges: compare orders, not decimals. Run it on
    :func:`samverkan.network.party_graph`; on a graph with parallel edges weights are lost.

    References:
        L. C. Freeman, "Centrality in social networks", Social Networks 1, 1979; P. Bonacich,
        "Power and Centrality", American Journal of Sociology 92(5), 1987; L. Page et al., *The
        PageRank Citation Ranking*, 1999.

    >>> import networkx as nx
    >>> round(centrality(nx.krackhardt_kite_graph(), "closeness")[5], 3)
    0.643

    Raises:
        NetworkError: for an unknown measure, and a graph with parallel edges.
    """
    import networkx as nx

    if graph.is_multigraph():
        raise NetworkError(
            f"centrality: graph with parallel edges: type={type(graph).__name__}; "
            "expected a simple graph; take party_graph(graph) first"
        )
    match measure:
        case "degree":
            return dict(nx.degree_centrality(graph))
        case "strength":
            return {node: float(total) for node, total in graph.degree(weight=weight)}
        case "betweenness":
            return betweenness(graph)
        case "closeness":
            scores: dict[str, float] = nx.closeness_centrality(graph)  # pyright: ignore[reportUnknownMemberType]  # its stub leaves one argument bare
            return dict(scores)
        case "eigenvector":
            return dict(nx.eigenvector_centrality(graph, max_iter=_STEPS, weight=weight))
        case "pagerank":
            return pagerank(graph, weight=weight)
        case _:
            raise NetworkError(f"centrality: measure={measure!r}; {near(measure, CENTRALITIES)}")


def betweenness(
    graph: nx.Graph[str],
    *,
    engine: Literal["auto", "networkx", "rustworkx"] = "auto",
    normalised: bool = True,
) -> dict[str, float]:
    """The share of shortest paths between others that pass a party (mellanliggande), 0 to 1.

    ``auto`` runs on rustworkx where the extra ``rustworkx`` is installed, else on networkx, whose
    backends may take it. Not normalised, the number counts pairs.

    References:
        L. C. Freeman, "A Set of Measures of Centrality Based on Betweenness", Sociometry 40(1),
        1977; U. Brandes, "A Faster Algorithm for Betweenness Centrality", 2001.

    >>> import networkx as nx
    >>> betweenness(nx.path_graph(3), engine="networkx")[1]
    1.0

    Raises:
        NetworkError: for an unknown engine, and for rustworkx where it is not installed.
    """
    import networkx as nx

    if engine not in {"auto", "networkx", "rustworkx"}:
        known = near(str(engine), ["auto", "networkx", "rustworkx"])
        raise NetworkError(f"betweenness: unknown engine: engine={engine!r}; {known}")
    rx = None if engine == "networkx" else _rustworkx()
    if rx is None:
        if engine == "rustworkx":
            raise NetworkError(
                "betweenness: rustworkx is not installed: engine='rustworkx'; expected the extra "
                "'rustworkx'; install samverkan[rustworkx] or use engine='networkx'"
            )
        return dict(nx.betweenness_centrality(graph, normalized=normalised, weight=None))
    number = {node: n for n, node in enumerate(graph)}
    fast = rx.PyDiGraph() if graph.is_directed() else rx.PyGraph()
    fast.add_nodes_from(range(len(number)))
    fast.add_edges_from_no_data([(number[u], number[v]) for u, v in graph.edges() if u != v])
    scores = rx.betweenness_centrality(fast, normalized=normalised)
    return {node: scores[n] for node, n in number.items()}


def _rustworkx() -> Array:
    try:
        import rustworkx as rx
    except ModuleNotFoundError:
        return None
    return rx


def pagerank(
    network: Network,
    *,
    damping: float = _DAMPING,
    weight: str | None = "weight",
    tolerance: float = 1e-10,
    engine: Engine = "auto",
) -> dict[str, float]:
    """PageRank of every party (PageRank): shares of one whole, sum 1.

    Edges of an undirected graph are walked both ways. A party without outgoing edges sends its
    walker anywhere.

    References:
        L. Page, S. Brin, R. Motwani and T. Winograd, *The PageRank Citation Ranking*, 1999.

    Args:
        network: A graph, or columns, which are read as directed.
        damping: Probability that the walker goes on along an edge, above 0 and below 1.
        weight: The edge attribute with the weight.
        tolerance: The iteration ends when a step moves all scores together by less.
        engine: What it runs on.

    >>> scores = pagerank(edge_columns([("a", "b", 1), ("b", "a", 1)]))
    >>> scores["a"]
    0.5

    Raises:
        NetworkError: for a damping that is no share, and an iteration that did not settle.
    """
    if not 0.0 < damping < 1.0:
        raise NetworkError(f"pagerank: damping={damping!r}; expected above 0 and below 1")
    columns = edge_columns(network, weight=weight)
    both = not isinstance(network, EdgeColumns) and not network.is_directed()
    if not columns.size:
        return {}
    modules = on_scipy("pagerank", engine)
    if modules is None:
        scores = _walk(columns, damping, tolerance, both=both)
    else:
        scores = _walk_sparse(columns, damping, tolerance, modules, both=both)
    return dict(zip(columns.names, scores, strict=True))


def _unsettled(change: float, tolerance: float) -> NetworkError:
    return NetworkError(
        f"pagerank: did not settle: steps={_STEPS}, change={change:.3g}, tolerance={tolerance:g}; "
        "expected a change below the tolerance; lower the damping or raise the tolerance"
    )


def _walk(columns: EdgeColumns, damping: float, tolerance: float, *, both: bool) -> list[float]:
    size = columns.size
    given = [0.0] * size
    edges: list[tuple[int, int, float]] = []
    for source, target, weight in columns.rows():
        edges.append((source, target, weight))
        given[source] += weight
        if both and source != target:
            edges.append((target, source, weight))
            given[target] += weight
    steps = [(u, v, damping * weight / given[u]) for u, v, weight in edges if weight]
    silent = [n for n, total in enumerate(given) if not total]
    scores, change = [1.0 / size] * size, math.inf
    for _ in range(_STEPS):
        spread = (damping * math.fsum(scores[n] for n in silent) + 1.0 - damping) / size
        following = [spread] * size
        for source, target, part in steps:
            following[target] += part * scores[source]
        change = math.fsum(abs(new - old) for new, old in zip(following, scores, strict=True))
        scores = following
        if change < tolerance:
            return scores
    raise _unsettled(change, tolerance)


def _walk_sparse(
    columns: EdgeColumns,
    damping: float,
    tolerance: float,
    modules: tuple[Any, Any],
    *,
    both: bool,
) -> list[float]:
    np, sparse = modules
    size = columns.size
    weights = np.asarray(columns.weights, dtype=np.float64)
    sources = np.asarray(columns.sources, dtype=np.int64)
    targets = np.asarray(columns.targets, dtype=np.int64)
    received = sparse.csr_array((weights, (targets, sources)), shape=(size, size))
    if both:
        loops = sparse.diags_array(received.diagonal())
        received = (received + received.T - loops).tocsr()
    given = np.bincount(received.indices, weights=received.data, minlength=size)
    silent = given == 0.0
    given[silent] = 1.0
    received.data *= damping / given[received.indices]
    scores, change = np.full(size, 1.0 / size), math.inf
    for _ in range(_STEPS):
        following = received @ scores
        following += (damping * scores[silent].sum() + 1.0 - damping) / size
        change = float(np.abs(following - scores).sum())
        scores = following
        if change < tolerance:
            return cast("list[float]", scores.tolist())
    raise _unsettled(change, tolerance)


def communities(
    graph: nx.Graph[str], *, seed: int, weight: str | None = "weight", resolution: float = 1.0
) -> tuple[frozenset[str], ...]:
    """Groups that have more to do with each other than with others (grupperingar), largest first.

    The Louvain method of networkx. The same graph and seed give the same groups on every machine.
    Other seeds may give other groups that are nearly as good, and small groups may be swallowed
    (the resolution limit): look at several seeds before naming a group.

    References:
        V. D. Blondel et al., "Fast unfolding of communities in large networks", J. Stat. Mech.
        2008; S. Fortunato and M. Barthélemy, "Resolution limit in community detection", PNAS
        104(1), 2007.

    Args:
        graph: A party graph; read as undirected.
        seed: Of the order in which parties are visited.
        weight: The edge attribute with the weight.
        resolution: Above 1 for smaller groups.

    >>> import networkx as nx
    >>> two = nx.barbell_graph(4, 0)
    >>> [sorted(group) for group in communities(two, seed=1)]
    [[0, 1, 2, 3], [4, 5, 6, 7]]
    """
    import networkx as nx

    names = sorted(graph, key=str)
    number = {name: n for n, name in enumerate(names)}
    plain: nx.Graph[int] = nx.Graph()
    plain.add_nodes_from(range(len(names)))
    weighed: dict[tuple[int, int], float] = {}
    for u, v, value in graph.edges(data=weight or "weight", default=1):
        one, other = sorted((number[u], number[v]))
        weighed[one, other] = weighed.get((one, other), 0.0) + (float(value) if weight else 1.0)
    plain.add_weighted_edges_from((u, v, value) for (u, v), value in sorted(weighed.items()))
    found = nx.community.louvain_communities(
        plain, weight="weight", resolution=resolution, seed=seed
    )
    groups = [sorted(cast("Iterable[int]", group)) for group in found]
    groups.sort(key=lambda group: (-len(group), group))
    return tuple(frozenset(names[n] for n in group) for group in groups)

"""The graph of a million relations, built and ranked, beside networkx, rustworkx and igraph.

Every way runs in a process of its own, so that its memory can be told (the growth of the resident
set over that of the data); the number beside the time is the ratio to the peer named in the line.
Needs the extras ``numeric`` and ``rustworkx``, and ``igraph`` as a peer.

Run: ``python benchmarks/graph.py [RELATIONS]`` (default 1,000,000, with a tenth as many parties).
"""

from __future__ import annotations

import importlib.metadata
import json
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

BUYERS = 2_000  # of the parties; the rest sells
FEW = 200  # parties whose constraint is asked one by one


def columns(relations: int) -> tuple[Any, Any, Any, int]:
    """Buyers, suppliers, amounts: suppliers as unequal as in a market."""
    import numpy as np

    parties = relations // 10
    draw = np.random.default_rng(7)
    buyers = (BUYERS * draw.random(relations) ** 2).astype(np.int64)
    suppliers = BUYERS + ((parties - BUYERS) * draw.random(relations) ** 3).astype(np.int64)
    return buyers, suppliers, draw.integers(1, 1_000, relations).astype(float), parties


def rows(relations: int) -> list[tuple[str, str, float]]:
    """The same as tuples of ids."""
    buyers, suppliers, amounts, _ = columns(relations)
    return [
        (f"p{u}", f"p{v}", w)
        for u, v, w in zip(buyers.tolist(), suppliers.tolist(), amounts.tolist(), strict=True)
    ]


def edge_columns(relations: int) -> Any:  # noqa: ANN401  # imported by the process that measures
    """The same as columns of this library."""
    from samverkan.network import EdgeColumns

    buyers, suppliers, amounts, parties = columns(relations)
    names = [f"p{n}" for n in range(parties)]
    return EdgeColumns(names=names, sources=buyers, targets=suppliers, weights=amounts)


def portfolio(relations: int) -> Any:  # noqa: ANN401  # as above
    """The same as a register of contracts."""
    from samverkan.contracts import Contract
    from samverkan.parties import Party
    from samverkan.periods import Period
    from samverkan.portfolio import Portfolio
    from samverkan.values import Money

    buyers, suppliers, amounts, parties = columns(relations)
    period = Period("2026-01-01", "2028-12-31")
    return Portfolio(
        parties=tuple(Party(id=f"p{n}") for n in range(parties)),
        contracts=tuple(
            Contract(
                id=f"A-{n}", buyer=f"p{u}", suppliers=(f"p{v}",), period=period,
                value=Money(int(w), "SEK"),
            )
            for n, (u, v, w) in enumerate(
                zip(buyers.tolist(), suppliers.tolist(), amounts.tolist(), strict=True)
            )
        ),
    )  # fmt: skip


# ------------------------------------------------------------------------------------------ build
def build_ours(facts: Any) -> Any:  # noqa: ANN401  # as above
    """The stakeholder graph of a register."""
    from samverkan.network import stakeholder_graph

    return stakeholder_graph(facts)


def build_networkx(facts: Any) -> Any:  # noqa: ANN401  # as above
    """The same graph by hand: the same keys and the same attributes, in plain networkx."""
    import networkx as nx

    from samverkan.codelists import ContractKind, RelationKind

    graph = nx.MultiDiGraph()
    for party in facts.parties:
        graph.add_node(
            party.id, label=party.id, name=party.name, roles=(), country=None, buyer_kind=None,
            numbers=(), is_personal=False, is_market=False,
        )  # fmt: skip
    for contract in facts.contracts:
        for supplier in contract.suppliers:
            graph.add_edge(
                contract.buyer, supplier, key=f"derived/buys-from/{contract.id}/{supplier}",
                recorded_at=None, replaces=None, kind=RelationKind.BUYS_FROM, market=None,
                contract=contract.id, period=contract.period, evidence=(contract.id,),
                is_derived=True, origin="contract", weight=1.0, money=contract.value, parts=1,
                last_contact=None, opinion=None, secret=None, insiders=(),
                contract_kind=ContractKind.CONTRACT,
            )  # fmt: skip
    return graph


def build_rustworkx(facts: list[tuple[str, str, float]]) -> Any:  # noqa: ANN401  # as above
    """Build with rustworkx, a weight an edge."""
    import rustworkx as rx

    graph = rx.PyDiGraph()
    number: dict[str, int] = {}
    edges = [
        (number.setdefault(u, len(number)), number.setdefault(v, len(number)), w)
        for u, v, w in facts
    ]
    graph.add_nodes_from(list(number))
    graph.add_edges_from(edges)
    return graph


def build_igraph(facts: list[tuple[str, str, float]]) -> Any:  # noqa: ANN401  # as above
    """Build with igraph, a weight an edge."""
    import igraph as ig

    return ig.Graph.TupleList(facts, directed=True, weights=True)


# ------------------------------------------------------------------------------------------- rank
def as_networkx(relations: int) -> Any:  # noqa: ANN401  # as above
    """A simple weighted graph of networkx."""
    import networkx as nx

    graph = nx.DiGraph()
    for u, v, w in rows(relations):
        if graph.has_edge(u, v):
            graph[u][v]["weight"] += w
        else:
            graph.add_edge(u, v, weight=w)
    return graph


def as_igraph(relations: int) -> Any:  # noqa: ANN401  # as above
    """The same in igraph."""
    import igraph as ig

    buyers, suppliers, amounts, parties = columns(relations)
    graph = ig.Graph(n=parties, directed=True)
    graph.add_edges(list(zip(buyers.tolist(), suppliers.tolist(), strict=True)))
    graph.es["weight"] = amounts.tolist()
    return graph


def as_rustworkx(relations: int) -> Any:  # noqa: ANN401  # as above
    """The same in rustworkx."""
    return build_rustworkx(rows(relations))


def pagerank_ours(network: Any) -> object:  # noqa: ANN401  # as above
    """PageRank of columns."""
    from samverkan.network import pagerank

    return pagerank(network, tolerance=1e-6)


def pagerank_networkx(graph: Any) -> object:  # noqa: ANN401  # as above
    """PageRank of networkx, which runs on scipy, too."""
    import networkx as nx

    return nx.pagerank(graph, tol=1e-6 / len(graph))


def pagerank_rustworkx(graph: Any) -> object:  # noqa: ANN401  # as above
    """PageRank of rustworkx."""
    import rustworkx as rx

    return rx.pagerank(graph, weight_fn=float, tol=1e-6)


def pagerank_igraph(graph: Any) -> object:  # noqa: ANN401  # as above
    """PageRank of igraph (prpack, to machine precision)."""
    return graph.pagerank(weights="weight")


def hhi_ours(network: Any) -> object:  # noqa: ANN401  # as above
    """HHI a buyer."""
    from samverkan.network import hhi_by_source

    return hhi_by_source(network)


def hhi_networkx(graph: Any) -> object:  # noqa: ANN401  # as above
    """HHI a buyer over networkx's dicts."""
    found = {}
    for node in graph:
        weights = [data["weight"] for data in graph[node].values()]
        if weights:
            found[node] = 10_000 * sum(w * w for w in weights) / sum(weights) ** 2
    return found


def constraint_ours(network: Any) -> object:  # noqa: ANN401  # as above
    """Burt's constraint of some suppliers."""
    from samverkan.network import constraint

    return constraint(network, network.names[-FEW:])


def constraint_igraph(graph: Any) -> object:  # noqa: ANN401  # as above
    """The same of igraph."""
    return graph.constraint(range(graph.vcount() - FEW, graph.vcount()), weights="weight")


def projection_ours(network: Any) -> object:  # noqa: ANN401  # as above
    """Suppliers by buyers they share; a twentieth of the rows, as pairs grow with the square."""
    from samverkan.network import EdgeColumns, projected_columns

    few = len(network.weights) // 20
    return projected_columns(
        EdgeColumns(
            names=network.names,
            sources=network.sources[:few],
            targets=network.targets[:few],
            weights=network.weights[:few],
        )
    )


def projection_igraph(graph: Any) -> object:  # noqa: ANN401  # as above
    """The same of igraph."""
    few = graph.subgraph_edges(range(graph.ecount() // 20), delete_vertices=False)
    few.vs["type"] = [n >= BUYERS for n in range(few.vcount())]
    few.to_undirected(mode="each")
    few.simplify()
    return few.bipartite_projection(which=1, multiplicity=True)


def trust_ours(network: Any) -> object:  # noqa: ANN401  # as above
    """EigenTrust of columns, to a change of 1e-9."""
    from samverkan.trust import eigentrust_columns

    return eigentrust_columns(network.sources, network.targets, network.weights, size=network.size)


Way = tuple[Callable[[int], Any], Callable[[Any], Any]]
WAYS: dict[str, dict[str, Way]] = {
    "build": {
        "networkx, same attributes": (portfolio, build_networkx),
        "stakeholder_graph": (portfolio, build_ours),
        "rustworkx, weight only": (rows, build_rustworkx),
        "igraph, weight only": (rows, build_igraph),
    },
    "PageRank": {
        "networkx": (as_networkx, pagerank_networkx),
        "ours": (edge_columns, pagerank_ours),
        "rustworkx": (as_rustworkx, pagerank_rustworkx),
        "igraph": (as_igraph, pagerank_igraph),
    },
    "HHI a buyer": {
        "networkx": (as_networkx, hhi_networkx),
        "ours": (edge_columns, hhi_ours),
    },
    f"constraint of {FEW}": {
        "igraph": (as_igraph, constraint_igraph),
        "ours": (edge_columns, constraint_ours),
    },
    "projection of a twentieth": {
        "igraph": (as_igraph, projection_igraph),
        "ours": (edge_columns, projection_ours),
    },
    "EigenTrust": {"ours": (edge_columns, trust_ours)},
}


def one(task: str, way: str, relations: int) -> None:
    """Run one way, and print its seconds and the megabytes it added."""
    make, run = WAYS[task][way]
    run(make(30_000))  # imports, and whatever a first call sets up
    data = make(relations)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.perf_counter()
    found = run(data)
    took = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert found is not None
    print(json.dumps([took, (after - before) / 1024]))


def main(relations: int) -> None:
    """Every way, each in a process of its own."""
    packages = ("networkx", "scipy", "rustworkx", "igraph")
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in packages)
    print(f"Python {platform.python_version()}, {versions}; {relations:,} relations")
    print(f"{'':<28}{'way':<28}{'seconds':>9}{'ratio':>8}{'MB':>8}")
    for task, ways in WAYS.items():
        first = 0.0
        for way in ways:
            done = subprocess.run(  # this file again
                [sys.executable, __file__, "--one", task, way, str(relations)],
                check=True,
                capture_output=True,
                text=True,
            )
            took, memory = json.loads(done.stdout)
            first = first or took
            print(f"{task:<28}{way:<28}{took:>9.3f}{took / first:>8.2f}{memory:>8.0f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], sys.argv[3], int(sys.argv[4]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)

"""Trust in the stakeholder graph: who is trusted by those who are trusted, and trust along paths.

What one party thinks of another is the edge attribute ``opinion``
(:class:`~samverkan.trust.Opinion`).
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

import attrs

from samverkan.errors import NetworkError, near
from samverkan.network.edges import edge_values
from samverkan.trust import (
    EigenTrust,
    Opinion,
    cumulative,
    discount_2001,
    discount_2016,
    eigentrust,
)

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["PathTrust", "opinions_of", "trust_flow", "trust_ratings", "trust_through"]


def opinions_of(graph: nx.Graph[str]) -> dict[tuple[str, str], Opinion]:
    """Each party's opinion of another (omdömen), by source and target.

    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> _ = graph.add_edge("K", "S", opinion=Opinion(0.7, 0.1, 0.2))
    >>> opinions_of(graph)["K", "S"].expected
    0.7999999999999999

    Raises:
        NetworkError: when two edges of a pair carry different opinions.
    """
    found: dict[tuple[str, str], Opinion] = {}
    for source, target, opinion in edge_values(graph, "opinion"):
        if opinion is None or source == target:
            continue
        if found.setdefault((source, target), opinion) != opinion:
            raise NetworkError(
                f"opinions: two of {source!r} about {target!r}; expected one a pair; "
                "fuse them first (samverkan.trust.cumulative)"
            )
    return found


def trust_ratings(graph: nx.Graph[str]) -> list[tuple[str, str, float]]:
    """Satisfying minus unsatisfying experience of each pair (lokal tillit), out of its opinion.

    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> _ = graph.add_edge("K", "S", opinion=Opinion(0.75, 0.0, 0.25))
    >>> trust_ratings(graph)
    [('K', 'S', 6.0)]

    Raises:
        TrustError: for a dogmatic opinion, behind which no finite experience stands.
    """
    rows: list[tuple[str, str, float]] = []
    for (source, target), opinion in opinions_of(graph).items():
        evidence = opinion.evidence()
        rows.append((source, target, evidence.r - evidence.s))
    return rows


def trust_flow(
    graph: nx.Graph[str],
    *,
    pre_trust: Mapping[str, float] | None = None,
    alpha: float = 0.1,
    tolerance: float = 1e-9,
    engine: Literal["auto", "python", "scipy"] = "auto",
) -> EigenTrust:
    """Who is trusted by those who are trusted (tillitsflöde): EigenTrust over the opinions.

    Scores are shares of one whole, sum 1: a ranking, no probabilities. Whoever nobody has an
    opinion of gets what the pre-trust gives. Between buyers on one side and suppliers on the
    other trust flows back only where suppliers have opinions, too.

    References:
        S. D. Kamvar, M. T. Schlosser and H. Garcia-Molina, *The EigenTrust Algorithm for
        Reputation Management in P2P Networks*, WWW 2003.

    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> _ = graph.add_edge("K", "S", opinion=Opinion(0.75, 0.0, 0.25))
    >>> [name for name, _ in trust_flow(graph).ranked()]
    ['S', 'K']

    Raises:
        TrustError: as :func:`samverkan.trust.eigentrust`.
    """
    beforehand = dict.fromkeys(graph, 1.0) if pre_trust is None else pre_trust
    return eigentrust(
        trust_ratings(graph),
        pre_trust=beforehand,
        alpha=alpha,
        tolerance=tolerance,
        engine=engine,
    )


@attrs.frozen(kw_only=True)
class PathTrust:
    """What a party may think of another by hearsay (tillit längs vägar).

    Attributes:
        opinion: The opinions of the paths, joined.
        paths: The paths with the opinion that each carries, the most certain first.

    >>> PathTrust(opinion=Opinion.vacuous(), paths=()).opinion.expected
    0.5
    """

    opinion: Opinion
    paths: tuple[tuple[tuple[str, ...], Opinion], ...]


def trust_through(
    graph: nx.Graph[str],
    source: str,
    target: str,
    *,
    longest: int = 3,
    discount: Literal["2001", "2016"] = "2001",
) -> PathTrust | None:
    """What others' opinions let a party think of another (tillit längs vägar).

    Along a path every opinion is weighed by trust in the one who holds it. Paths that share
    nobody in between are independent, and their opinions are joined by cumulative fusion; of
    paths that share somebody the more certain one is taken, so that no word counts twice (our
    choice). ``None`` where no path leads there.

    References:
        A. Jøsang, *Subjective Logic*, Springer 2016, chapters 12 and 14.

    Args:
        graph: A graph with opinions.
        source: Who wants to know.
        target: About whom.
        longest: Most steps of a path.
        discount: Which discounting: of 2001, or of 2016.

    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> _ = graph.add_edge("a", "b", opinion=Opinion(0.8, 0.1, 0.1))
    >>> _ = graph.add_edge("b", "c", opinion=Opinion(0.6, 0.3, 0.1))
    >>> trust_through(graph, "a", "c").opinion.label()
    'belief 0.480, disbelief 0.240, uncertainty 0.280, expected 0.620'

    Raises:
        NetworkError: for a party that is not in the graph, or an unknown discounting.
    """
    import networkx as nx

    if discount not in {"2001", "2016"}:
        raise NetworkError(
            f"trust: discount={discount!r}; {near(str(discount), ['2001', '2016'])}"
        )
    opinions = opinions_of(graph)
    heard: nx.DiGraph[str] = nx.DiGraph()
    heard.add_nodes_from(graph)
    heard.add_edges_from(opinions)
    for name in (source, target):
        if name not in heard:
            raise NetworkError(f"trust: no such party: node={name!r}; expected one of the graph")
    weigh = discount_2001 if discount == "2001" else discount_2016
    carried: list[tuple[tuple[str, ...], Opinion]] = []
    for path in nx.all_simple_paths(heard, source, target, cutoff=longest):
        found = opinions[path[0], path[1]]
        for one, other in itertools.pairwise(path[1:]):
            found = weigh(found, opinions[one, other])
        carried.append((tuple(path), found))
    carried.sort(key=lambda item: (-item[1].certainty, len(item[0]), item[0]))
    taken: list[tuple[tuple[str, ...], Opinion]] = []
    used: set[str] = set()
    for way, opinion in carried:
        if not used.intersection(way[1:-1]):
            used.update(way[1:-1])
            taken.append((way, opinion))
    if not taken:
        return None
    return PathTrust(opinion=cumulative(*(opinion for _, opinion in taken)), paths=tuple(taken))

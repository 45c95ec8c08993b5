"""Why a party has the rank it has: what every contact, supplier or path adds to its score.

>>> import networkx as nx
>>> star = nx.star_graph(["hub", "a", "b", "c", "d"])
>>> print(explain_rank(star, "hub", "constraint").text("en"))
1. hub: constraint 0.250000, rank 1 of 5 (the least constrained first)
2. a adds 0.062500 (25 %)
3. b adds 0.062500 (25 %)
4. c adds 0.062500 (25 %)
5. d adds 0.062500 (25 %)
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from samverkan.errors import NetworkError, near
from samverkan.explanations import Explanation, Step, Text
from samverkan.network.centralities import centrality, pagerank
from samverkan.network.columns import edge_columns
from samverkan.network.flow import trust_flow, trust_ratings
from samverkan.network.holes import constraint, constraint_parts, mutual_ties
from samverkan.network.spending import concentration, dependence

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["RANKS", "Rank", "explain_rank", "rank_parts"]

_DAMPING = 0.85
_ALPHA = 0.1
_MOST = 10  # contributions that are told one by one

_NAMES: Mapping[str, Text] = {
    "degree": Text("gradcentralitet", "degree centrality"),
    "strength": Text("bandstyrka", "strength"),
    "betweenness": Text("mellanliggande", "betweenness"),
    "pagerank": Text("PageRank", "PageRank"),
    "constraint": Text("begränsning", "constraint"),
    "concentration": Text("koncentration (HHI)", "concentration (HHI)"),
    "trust": Text("nätverkstillit", "network trust"),
}
RANKS = tuple(_NAMES)
"""The measures whose ranks can be explained."""

_HEAD = Text(
    "{node}: {measure} {score}, plats {place} av {count}{order}",
    "{node}: {measure} {score}, rank {place} of {count}{order}",
)
_PART = Text("{other} bidrar med {amount} ({share} %)", "{other} adds {amount} ({share} %)")
_REST = Text(
    "{count} andra bidrar med {amount} ({share} %)", "{count} others add {amount} ({share} %)"
)
_LEAST = Text(" (minst begränsad först)", " (the least constrained first)")
_SAME = Text("", "")
_BASE: Mapping[str, Text] = {
    "pagerank": Text("var och en får lika mycket", "what everybody gets alike"),
    "trust": Text("förhandstillit", "pre-trust"),
}


@attrs.frozen(kw_only=True)
class Rank:
    """A party's place by a measure, and what makes it (plats och bidrag).

    Attributes:
        node: Id of the party.
        measure: The measure.
        score: Its score, in the measure's unit.
        place: 1 for the first; parties with the same score share a place.
        count: How many parties have a score.
        parts: What each other party adds; with ``""`` for what nobody in particular adds.

    >>> Rank(node="a", measure="degree", score=1.0, place=1, count=2, parts=(("b", 1.0),)).place
    1
    """

    node: str
    measure: str
    score: float
    place: int
    count: int
    parts: tuple[tuple[str, float], ...]


def _betweenness_parts(graph: nx.Graph[str], node: str) -> dict[str, float]:
    """By source: the share of pairs from there whose shortest paths pass the node (Brandes)."""
    size = len(graph)
    pairs = (size - 1) * (size - 2)
    parts: dict[str, float] = {}
    for source in graph:
        if source == node:
            continue
        order: list[str] = []
        before: dict[str, list[str]] = {source: []}
        paths = {source: 1.0}
        depth = {source: 0}
        queue = deque([source])
        while queue:
            here = queue.popleft()
            order.append(here)
            for other in graph[here]:
                if other not in depth:
                    depth[other] = depth[here] + 1
                    paths[other], before[other] = 0.0, []
                    queue.append(other)
                if depth[other] == depth[here] + 1:
                    paths[other] += paths[here]
                    before[other].append(here)
        passing = dict.fromkeys(order, 0.0)
        for here in reversed(order):
            for earlier in before[here]:
                passing[earlier] += paths[earlier] / paths[here] * (1.0 + passing[here])
        if passing.get(node):
            parts[source] = passing[node] / pairs
    return parts


def _walk_parts(graph: nx.Graph[str], node: str, scores: Mapping[str, float]) -> dict[str, float]:
    columns = edge_columns(graph)
    names = columns.names
    both = not graph.is_directed()
    given: dict[str, float] = {}
    steps: list[tuple[str, str, float]] = []
    for u, v, weight in columns.rows():
        steps.append((names[u], names[v], weight))
        if both and u != v:
            steps.append((names[v], names[u], weight))
    for source, _, weight in steps:
        given[source] = given.get(source, 0.0) + weight
    parts: dict[str, float] = {}
    for source, target, weight in steps:
        if target == node and weight:
            part = _DAMPING * weight / given[source] * scores[source]
            parts[source] = parts.get(source, 0.0) + part
    silent = math.fsum(scores[name] for name in names if not given.get(name))
    parts[""] = (1.0 - _DAMPING + _DAMPING * silent) / len(names)
    return parts


def _trust_parts(graph: nx.Graph[str], node: str, scores: Mapping[str, float]) -> dict[str, float]:
    kept = [
        (source, target, amount) for source, target, amount in trust_ratings(graph) if amount > 0
    ]
    given: dict[str, float] = {}
    for source, _, amount in kept:
        given[source] = given.get(source, 0.0) + amount
    parts = {
        source: (1.0 - _ALPHA) * amount / given[source] * scores[source]
        for source, target, amount in kept
        if target == node
    }
    silent = math.fsum(score for name, score in scores.items() if name not in given)
    parts[""] = (_ALPHA + (1.0 - _ALPHA) * silent) / len(scores)
    return parts


def _scored(
    graph: nx.Graph[str], node: str, measure: str
) -> tuple[dict[str, float], dict[str, float]]:
    """The score of every party, and the parts of one party's."""
    match measure:
        case "degree":
            scores = centrality(graph, "degree")
            others = [other for pair in graph.edges(node) for other in pair if other != node]
            if graph.is_directed():
                others += [source for source, _ in graph.to_directed().in_edges(node)]
            return scores, dict.fromkeys(others, 1.0 / (len(graph) - 1) if len(graph) > 1 else 1.0)
        case "strength":
            columns = edge_columns(graph)
            number = columns.names.index(node)
            own = mutual_ties(columns)[number]
            return centrality(graph, "strength"), {columns.names[n]: w for n, w in own.items()}
        case "betweenness":
            return centrality(graph, "betweenness"), _betweenness_parts(graph, node)
        case "pagerank":
            scores = pagerank(graph, damping=_DAMPING)
            return scores, _walk_parts(graph, node, scores)
        case "constraint":
            known = {name: value for name, value in constraint(graph).items() if value is not None}
            return known, constraint_parts(graph, node)
        case "trust":
            scores = dict(trust_flow(graph, alpha=_ALPHA).scores)
            return scores, _trust_parts(graph, node, scores)
        case "concentration":
            rows = concentration(graph, by="buyer", spend="count")
            amounts = {
                row.supplier: row.relations
                for row in dependence(graph, spend="count")
                if row.buyer == node
            }
            whole = sum(amounts.values())
            parts = {name: 10_000 * (count / whole) ** 2 for name, count in amounts.items()}
            return {row.group: row.hhi for row in rows}, parts
        case _:
            raise NetworkError(f"explain_rank: measure={measure!r}; {near(measure, RANKS)}")


def rank_parts(graph: nx.Graph[str], node: str, measure: str) -> Rank:
    """A party's score and place by a measure, and what each other party adds to it (bidrag).

    The parts sum to the score. ``betweenness`` is told by where the paths start, ``pagerank`` and
    ``trust`` by where the walk comes from, ``concentration`` (contracts counted, of a buyer) by
    supplier. Measures but ``concentration`` and ``trust`` want a simple graph, such as
    :func:`samverkan.network.party_graph` gives.

    >>> import networkx as nx
    >>> rank_parts(nx.path_graph(["a", "b", "c"]), "b", "betweenness").parts
    (('a', 0.5), ('c', 0.5))

    Raises:
        NetworkError: for a measure or a party that is not known, and a party without a score.
    """
    if node not in graph:
        few = [str(one) for one in list(graph)[:20]]
        raise NetworkError(f"explain_rank: no such party: node={node!r}; {near(str(node), few)}")
    scores, parts = _scored(graph, node, measure)
    if node not in scores:
        raise NetworkError(
            f"explain_rank: {node!r} has no score: measure={measure!r}; "
            "expected a party with contacts"
        )
    score = scores[node]
    better = (
        sum(other < score for other in scores.values())
        if measure == "constraint"
        else sum(other > score for other in scores.values())
    )
    ordered = sorted(parts.items(), key=lambda item: (-item[1], str(item[0])))
    return Rank(
        node=node,
        measure=measure,
        score=score,
        place=better + 1,
        count=len(scores),
        parts=tuple(ordered),
    )


def explain_rank(graph: nx.Graph[str], node: str, measure: str) -> Explanation:
    """Why a party stands where it stands by a measure (varför denna plats), the most first.

    Measures: ``degree``, ``strength``, ``betweenness``, ``pagerank``, ``constraint``,
    ``concentration``, ``trust``. The ten largest contributions stand one by one.

    >>> import networkx as nx
    >>> steps = explain_rank(nx.path_graph(["a", "b", "c"]), "b", "degree").steps
    >>> steps[0].label("sv")
    'b: gradcentralitet 1.000000, plats 1 av 3'

    Raises:
        NetworkError: as :func:`rank_parts`.
    """
    rank = rank_parts(graph, node, measure)
    order = _LEAST if measure == "constraint" else _SAME
    steps = [
        Step(
            _HEAD,
            {
                "node": _label(graph, node),
                "measure": _NAMES[measure],
                "score": f"{rank.score:.6f}",
                "place": rank.place,
                "count": rank.count,
                "order": order,
            },
        )
    ]
    whole = rank.score or 1.0
    for other, amount in rank.parts[:_MOST]:
        name: object = _label(graph, other) if other else _BASE[measure]
        shown = {"amount": f"{amount:.6f}", "share": f"{100 * amount / whole:.0f}"}
        steps.append(Step(_PART, {"other": name, **shown}))
    rest = rank.parts[_MOST:]
    if rest:
        amount = math.fsum(part for _, part in rest)
        steps.append(
            Step(
                _REST,
                {
                    "count": len(rest),
                    "amount": f"{amount:.6f}",
                    "share": f"{100 * amount / whole:.0f}",
                },
            )
        )
    return Explanation(tuple(steps))


def _label(graph: nx.Graph[str], node: str) -> str:
    return str(graph.nodes[node].get("label") or node)

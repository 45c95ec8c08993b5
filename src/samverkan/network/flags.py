"""Whether flagged parties or relations stand together more than chance would have them.

The permutations come from a generator of our own (SplitMix64), so that a seed gives the same
answer on every machine and in every version of Python.

>>> import networkx as nx
>>> path = nx.path_graph(["a", "b", "c", "d", "e", "f"])
>>> flag_clustering(path, {"a", "b", "c"}, seed=1, permutations=199).agreeing
0.8
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TYPE_CHECKING

import attrs

from samverkan.errors import NetworkError

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["FlagClustering", "edge_flag_clustering", "flag_clustering"]

_MASK = (1 << 64) - 1


def _numbers(seed: int) -> Iterator[int]:
    """SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): whole numbers below 2^64."""
    state = seed & _MASK
    while True:
        state = (state + 0x9E3779B97F4A7C15) & _MASK
        mixed = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _MASK
        yield mixed ^ (mixed >> 31)


def _shuffled(values: list[bool], numbers: Iterator[int]) -> list[bool]:
    """A permutation (Fisher and Yates); the bias of the remainder is below 2^-40 here."""
    new = values.copy()
    for n in range(len(new) - 1, 0, -1):
        k = next(numbers) % (n + 1)
        new[n], new[k] = new[k], new[n]
    return new


@attrs.frozen(kw_only=True)
class FlagClustering:
    """Whether flags stand together (anhopning av flaggor).

    Attributes:
        agreeing: Share of neighbouring pairs that are both flagged or both not.
        expected: The mean of that share over the permutations.
        p_value: Share of permutations, the given labels among them, with at least as much.
        flagged: How many are flagged.
        size: Of how many.
        permutations: How many permutations were drawn.
        seed: Of the draw.

    >>> found = FlagClustering(
    ...     agreeing=0.8, expected=0.4, p_value=0.1, flagged=3, size=6, permutations=999, seed=1
    ... )
    >>> found.agreeing > found.expected
    True
    """

    agreeing: float
    expected: float
    p_value: float
    flagged: int
    size: int
    permutations: int
    seed: int

    def to_dict(self) -> dict[str, object]:
        """The answer as plain data."""
        return attrs.asdict(self)


def _test(
    agreeing: Callable[[list[bool]], int],
    pairs: int,
    flags: list[bool],
    permutations: int,
    seed: int,
) -> FlagClustering | None:
    """The permutation test over a count of the neighbouring pairs that agree."""
    if permutations < 1:
        raise NetworkError(f"flag clustering: permutations={permutations}; expected 1 or more")
    if not pairs:
        return None
    observed = agreeing(flags)
    numbers = _numbers(seed)
    as_much = total = 0
    for _ in range(permutations):
        drawn = agreeing(_shuffled(flags, numbers))
        total += drawn
        as_much += drawn >= observed
    return FlagClustering(
        agreeing=observed / pairs,
        expected=total / permutations / pairs,
        p_value=(as_much + 1) / (permutations + 1),
        flagged=sum(flags),
        size=len(flags),
        permutations=permutations,
        seed=seed,
    )


def flag_clustering(
    graph: nx.Graph[str], flagged: Collection[str], *, seed: int, permutations: int = 999
) -> FlagClustering | None:
    """Whether flagged parties are neighbours more often than chance (anhopning av flaggor).

    The share of edges whose ends agree (both flagged, or neither) is compared with the same share
    after labels were dealt out anew among the parties. ``None`` for a graph without edges.

    The smallest possible p-value is 1/(permutations + 1). With few parties few different deals
    exist, and with few flags the test can hardly reject. A cluster is a place to look at: nothing
    follows about any single party.

    References:
        After the finding of J. Wachs, M. Fazekas and J. Kertész, "Corruption risk in contracting
        markets: a network science perspective", Int. J. Data Science and Analytics 12, 2021, that
        risk is clustered; the test itself is a plain permutation test of join counts (P. A. P.
        Moran, "The interpretation of statistical maps", J. Royal Statistical Society B 10, 1948).

    Args:
        graph: Any graph; several edges of a pair count once, direction does not matter.
        flagged: The parties with a flag.
        seed: Of the permutations.
        permutations: How many.

    >>> import networkx as nx
    >>> two = nx.disjoint_union(nx.complete_graph(6), nx.complete_graph(6))
    >>> found = flag_clustering(two, set(range(6)), seed=1)
    >>> found.agreeing, found.p_value
    (1.0, 0.001)

    Raises:
        NetworkError: for a flagged party that is not in the graph.
    """
    number = {node: n for n, node in enumerate(graph)}
    unknown = sorted(str(one) for one in flagged if one not in number)
    if unknown:
        raise NetworkError(
            f"flag clustering: flagged parties are not in the graph: {unknown[:5]}; "
            "expected nodes of the graph"
        )
    flags = [node in flagged for node in graph]
    pairs = {
        (min(number[u], number[v]), max(number[u], number[v])) for u, v in graph.edges() if u != v
    }

    def agreeing(drawn: list[bool]) -> int:
        return sum(drawn[u] is drawn[v] for u, v in pairs)

    return _test(agreeing, len(pairs), flags, permutations, seed)


def edge_flag_clustering(
    graph: nx.MultiDiGraph[str], flagged: Collection[str], *, seed: int, permutations: int = 999
) -> FlagClustering | None:
    """The same for flagged relations (flaggor på relationer): neighbours share a party.

    Args:
        graph: A stakeholder graph.
        flagged: Keys of the relations with a flag.
        seed: Of the permutations.
        permutations: How many.

    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph([("a", "b", "1"), ("a", "c", "2"), ("d", "e", "3")])
    >>> edge_flag_clustering(graph, {"1", "2"}, seed=1, permutations=99).agreeing
    1.0

    Raises:
        NetworkError: for a flagged relation that is not in the graph.
    """
    edges = list(graph.edges(keys=True))
    number = {key: n for n, (_, _, key) in enumerate(edges)}
    unknown = sorted(str(one) for one in flagged if one not in number)
    if unknown:
        raise NetworkError(
            f"flag clustering: flagged relations are not in the graph: {unknown[:5]}; "
            "expected keys of its edges"
        )
    of_party: dict[str, list[int]] = {}
    of_pair: dict[tuple[str, str], list[int]] = {}
    for n, (source, target, _) in enumerate(edges):
        of_party.setdefault(source, []).append(n)
        if source != target:
            of_party.setdefault(target, []).append(n)
            of_pair.setdefault((min(source, target), max(source, target)), []).append(n)

    def agreeing(drawn: list[bool]) -> int:
        """Counted party by party; relations with both parties in common were counted twice."""
        return _alike(of_party.values(), drawn) - _alike(of_pair.values(), drawn)

    flags = [key in flagged for _, _, key in edges]
    return _test(agreeing, agreeing([True] * len(edges)), flags, permutations, seed)


def _alike(groups: Iterable[list[int]], flags: list[bool]) -> int:
    """How many pairs within the groups are both flagged or both not, without naming them."""
    found = 0
    for group in groups:
        marked = sum(flags[n] for n in group)
        plain = len(group) - marked
        found += (marked * (marked - 1) + plain * (plain - 1)) // 2
    return found

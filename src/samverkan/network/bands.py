"""Single ties: answered or not, strong or weak, old or new, kept warm or silent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import attrs

from samverkan.codelists import RelationKind, as_relation_kind
from samverkan.errors import NetworkError
from samverkan.network.dated import holds
from samverkan.network.edges import edge_values, keyed_edges
from samverkan.periods import Day, Period, Span, day, months, shift

if TYPE_CHECKING:
    import networkx as nx

__all__ = [
    "Coverage",
    "Recurrence",
    "TieStrength",
    "dialogue_coverage",
    "reciprocity",
    "recurrence",
    "silent_edges",
    "tie_age",
    "tie_strength",
]

SILENCE = months(12)
"""How long a pair with a contract may go without contact before it is silent; our choice."""


def reciprocity(
    graph: nx.Graph[str], *, kinds: Iterable[RelationKind | str] | None = None
) -> float | None:
    """Share of directed ties that are answered by one the other way (ömsesidighet), 0 to 1.

    Several relations one way are one tie; a kind that reads the same both ways (dialogue,
    collaboration, co-bidding) counts as answered. ``None`` without ties. Of few ties the share
    moves in leaps: with five, by 0.2 or 0.4.

    References:
        S. Wasserman and K. Faust, *Social Network Analysis*, Cambridge 1994, chapter 13.

    >>> import networkx as nx
    >>> reciprocity(nx.DiGraph([("a", "b"), ("b", "a"), ("a", "c")]))
    0.6666666666666666
    """
    wanted = None if kinds is None else frozenset(map(as_relation_kind, kinds))
    ties: set[tuple[str, str]] = set()
    for source, target, kind in edge_values(graph, "kind"):
        if source == target or (wanted is not None and kind not in wanted):
            continue
        ties.add((source, target))
        if kind in _BOTH_WAYS:
            ties.add((target, source))
    if not ties:
        return None
    return sum((target, source) in ties for source, target in ties) / len(ties)


_BOTH_WAYS = frozenset(
    {
        RelationKind.CO_BIDS_WITH,
        RelationKind.COLLABORATES_WITH,
        RelationKind.IN_DIALOGUE_WITH,
    }
)


def tie_age(
    graph: nx.Graph[str],
    as_of: str | dt.date,
    *,
    kinds: Iterable[RelationKind | str] | None = None,
) -> dict[tuple[str, str], int]:
    """How many days ago the first relation of each pair began (bandets ålder).

    Pairs whose relations have no start, or begin later, are left out. The smaller id comes first.

    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> _ = graph.add_edge("K", "S", period=Period("2026-01-01", None))
    >>> tie_age(graph, "2026-01-31")
    {('K', 'S'): 30}
    """
    on = day(as_of)
    wanted = None if kinds is None else frozenset(map(as_relation_kind, kinds))
    first: dict[tuple[str, str], Day] = {}
    for source, target, data in graph.edges(data=True):
        period: Period | None = data.get("period")
        if wanted is not None and data.get("kind") not in wanted:
            continue
        if period is not None and period.start is not None and period.start <= on:
            pair = (min(source, target), max(source, target))
            first[pair] = min(first.get(pair, period.start), period.start)
    return {pair: on.toordinal() - start.toordinal() for pair, start in sorted(first.items())}


@attrs.frozen(kw_only=True)
class TieStrength:
    """How strong a tie is, and what makes it so (bandets styrka); each part from 0 to 1.

    Attributes:
        pair: The two parties, the smaller id first.
        frequency: Number of relations, over the most that any pair has.
        duration: Age in days, over that of the oldest tie.
        reciprocity: 1 where ties go both ways, else 0.
        breadth: Number of topics and kinds, over the most that any pair has.
    """

    pair: tuple[str, str]
    frequency: float
    duration: float
    reciprocity: float
    breadth: float

    @property
    def index(self) -> float:
        """The mean of the four parts.

        >>> TieStrength(
        ...     pair=("K", "S"), frequency=1, duration=0.5, reciprocity=0, breadth=0.5
        ... ).index
        0.5
        """
        return (self.frequency + self.duration + self.reciprocity + self.breadth) / 4

    def to_dict(self) -> dict[str, object]:
        """The row as plain data."""
        one, other = self.pair
        return {
            "one": one,
            "other": other,
            "index": self.index,
            "frequency": self.frequency,
            "duration": self.duration,
            "reciprocity": self.reciprocity,
            "breadth": self.breadth,
        }


def tie_strength(graph: nx.Graph[str], as_of: str | dt.date) -> tuple[TieStrength, ...]:
    """How strong each tie is (bandstyrka), the strongest first.

    Granovetter names time, intensity, intimacy and services done each other, and gives no
    formula. The index is **our choice**: the mean of frequency, duration, reciprocity and breadth
    of topics, each measured against the strongest tie of the same graph. It ranks ties of one
    graph and says nothing across graphs; in a graph of few ties it is what the strongest makes it.

    References:
        M. S. Granovetter, "The Strength of Weak Ties", American Journal of Sociology 78(6), 1973.

    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> _ = graph.add_edge("K", "S", kind=RelationKind.BUYS_FROM, period=Period("2026-01-01"))
    >>> tie_strength(graph, "2026-12-31")[0].index
    0.75
    """
    counts: dict[tuple[str, str], int] = {}
    breadth: dict[tuple[str, str], set[object]] = {}
    ways: dict[tuple[str, str], set[str]] = {}
    for source, target, data in graph.edges(data=True):
        if source == target:
            continue
        pair = (min(source, target), max(source, target))
        counts[pair] = counts.get(pair, 0) + 1
        kind = data.get("kind")
        breadth.setdefault(pair, set()).update((kind, *data.get("topics", ())))
        ways.setdefault(pair, set()).update((source, target) if kind in _BOTH_WAYS else (source,))
    ages = tie_age(graph, as_of)
    most = max(counts.values(), default=1)
    oldest = max(ages.values(), default=0)
    widest = max(map(len, breadth.values()), default=1)
    rows = [
        TieStrength(
            pair=pair,
            frequency=count / most,
            duration=ages.get(pair, 0) / oldest if oldest else 0.0,
            reciprocity=float(len(ways[pair]) == 2),
            breadth=len(breadth[pair]) / widest,
        )
        for pair, count in counts.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.index, row.pair)))


@attrs.frozen(kw_only=True)
class Recurrence:
    """How often a buyer and a supplier have come back to each other (återkommande par).

    Attributes:
        buyer: Id of the buyer.
        supplier: Id of the supplier.
        contracts: How many contracts they have.
        procurements: From how many procurements.

    >>> Recurrence(buyer="K", supplier="S", contracts=3, procurements=2).to_dict()["contracts"]
    3
    """

    buyer: str
    supplier: str
    contracts: int
    procurements: int

    def to_dict(self) -> dict[str, object]:
        """The row as plain data."""
        return attrs.asdict(self)


def recurrence(graph: nx.Graph[str], *, least: int = 2) -> tuple[Recurrence, ...]:
    """Buyers and suppliers that have come back to each other (återkommande par), the most first.

    Lots of one procurement are one occasion: ``procurements`` tells how often they met anew.
    Contracts without a procurement count as one occasion each. In one year's data most pairs meet
    once; that says nothing about loyalty.

    Args:
        graph: A stakeholder graph.
        least: How many procurements a pair needs to be listed.

    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> for number in ("U-1", "U-2"):
    ...     _ = graph.add_edge("K", "S", kind=RelationKind.BUYS_FROM, procurement=number)
    >>> recurrence(graph)[0].procurements
    2
    """
    found: dict[tuple[str, str], tuple[int, set[object]]] = {}
    for number, (buyer, supplier, data) in enumerate(graph.edges(data=True)):
        if data.get("kind") is RelationKind.BUYS_FROM:
            count, occasions = found.get((buyer, supplier), (0, set()))
            occasions.add(data.get("procurement") or data.get("contract") or number)
            found[buyer, supplier] = count + 1, occasions
    rows = [
        Recurrence(buyer=buyer, supplier=supplier, contracts=count, procurements=len(occasions))
        for (buyer, supplier), (count, occasions) in found.items()
        if len(occasions) >= least
    ]
    rows.sort(key=lambda row: (-row.procurements, -row.contracts, row.buyer, row.supplier))
    return tuple(rows)


@attrs.frozen(kw_only=True)
class Coverage:
    """How many pairs with a contract have talked (dialogtäckning).

    Attributes:
        pairs: Pairs of buyer and supplier with a contract in force.
        covered: Those of them with a dialogue or check within the time asked about.
        silent: Relation ids of the others' contracts.
    """

    pairs: int
    covered: int
    silent: tuple[str, ...]

    @property
    def share(self) -> float | None:
        """``covered`` over ``pairs``; ``None`` where no contract is in force.

        >>> Coverage(pairs=4, covered=3, silent=("r",)).share
        0.75
        """
        return self.covered / self.pairs if self.pairs else None

    def to_dict(self) -> dict[str, object]:
        """The row as plain data."""
        return {
            "pairs": self.pairs,
            "covered": self.covered,
            "share": self.share,
            "silent": list(self.silent),
        }


def _last_contacts(graph: nx.MultiDiGraph[str], on: Day) -> dict[frozenset[str], Day]:
    latest: dict[frozenset[str], Day] = {}
    for source, target, data in graph.edges(data=True):
        period: Period | None = data.get("period")
        if data.get("kind") in _CONTACTS and period is not None and period.start is not None:
            pair = frozenset((source, target))
            if period.start <= on:
                latest[pair] = max(latest.get(pair, period.start), period.start)
    return latest


_CONTACTS = frozenset({RelationKind.IN_DIALOGUE_WITH, RelationKind.CHECKS})


def dialogue_coverage(
    graph: nx.MultiDiGraph[str], as_of: str | dt.date, *, within: Span = SILENCE
) -> Coverage:
    """How many pairs with a contract in force have talked or checked lately (dialogtäckning).

    Args:
        graph: A stakeholder graph that holds the dialogue of the time asked about.
        as_of: The day.
        within: How far back contact counts; twelve months by our choice.

    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> _ = graph.add_edge("K", "S", key="r", kind=RelationKind.BUYS_FROM)
    >>> dialogue_coverage(graph, "2026-11-23").silent
    ('r',)

    Raises:
        NetworkError: for a span that does not lead forward.
    """
    on = day(as_of)
    since = shift(on, -within)
    if since >= on:
        raise NetworkError(
            f"dialogue coverage: within={within}; expected a span that leads forward"
        )
    latest = _last_contacts(graph, on)
    pairs: set[frozenset[str]] = set()
    silent: list[str] = []
    for source, target, key, data in keyed_edges(graph):
        if data.get("kind") is RelationKind.BUYS_FROM and holds(data.get("period"), on):
            pair = frozenset((source, target))
            pairs.add(pair)
            if pair not in latest or latest[pair] < since:
                silent.append(str(key))
    covered = sum(pair in latest and latest[pair] >= since for pair in pairs)
    return Coverage(pairs=len(pairs), covered=covered, silent=tuple(silent))


def silent_edges(
    graph: nx.MultiDiGraph[str], as_of: str | dt.date, *, within: Span = SILENCE
) -> tuple[tuple[str, Day | None], ...]:
    """Contracts in force whose parties have not been in touch, with the last contact (tysta band).

    Those that never were come first, then the longest silent. A contract that began within the
    time asked about has had no time to fall silent and is left out.

    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> _ = graph.add_edge(
    ...     "K", "S", key="r", kind=RelationKind.BUYS_FROM, period=Period("2024-01-01", None)
    ... )
    >>> silent_edges(graph, "2026-11-23")
    (('r', None),)
    """
    on = day(as_of)
    since = shift(on, -within)
    latest = _last_contacts(graph, on)
    silent = set(dialogue_coverage(graph, on, within=within).silent)
    rows: list[tuple[str, Day | None]] = []
    for source, target, key, data in keyed_edges(graph):
        if key in silent and not _is_new(data, since):
            rows.append((str(key), latest.get(frozenset((source, target)))))
    return tuple(sorted(rows, key=lambda row: (row[1] is not None, row[1] or on, row[0])))


def _is_new(data: Mapping[str, Any], since: Day) -> bool:
    period: Period | None = data.get("period")
    return period is not None and period.start is not None and period.start > since

"""The stakeholder graph in time: a day, a stretch, windows, what changed, who could be reached.

Every function takes a graph and gives a new one; the one given is not changed. A relation holds on
every day of its period, both ends with it; one without a period always holds, since nothing says
that it does not.

>>> from samverkan.contracts import Contract
>>> from samverkan.network import stakeholder_graph
>>> from samverkan.parties import Party
>>> from samverkan.portfolio import Portfolio
>>> graph = stakeholder_graph(Portfolio(
...     parties=(Party(id="K"), Party(id="S")),
...     contracts=(
...         Contract(
...             id="A-1", buyer="K", suppliers=("S",), period=Period("2026-01-01", "2028-12-31")
...         ),
...     ),
... ))
>>> as_of(graph, "2027-01-01").number_of_edges(), as_of(graph, "2029-01-01").number_of_edges()
(1, 0)
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import attrs

from samverkan.codelists import RelationKind
from samverkan.errors import NetworkError
from samverkan.network.edges import add_keyed, keyed_edges, node_rows
from samverkan.periods import Day, Period, Span, day, day_from_ordinal, shift

if TYPE_CHECKING:
    import networkx as nx

__all__ = [
    "EVENTS",
    "GraphDiff",
    "as_of",
    "between",
    "diff",
    "diff_graphs",
    "fill_last_contact",
    "holds",
    "reachable",
    "windows",
]

EVENTS = frozenset(
    {
        RelationKind.CHECKS,
        RelationKind.CO_BIDS_WITH,
        RelationKind.IN_DIALOGUE_WITH,
        RelationKind.INVITES,
        RelationKind.TENDERS_TO,
    }
)
"""Kinds that happen on a day rather than last."""

_CONTACTS = frozenset({"dialogue", "checkpoint"})


def holds(period: Period | None, on: Day) -> bool:
    """Whether a relation with a period holds on a day.

    >>> holds(None, day("2027-01-01")), holds(Period("2026-01-01", None), day("2025-12-31"))
    (True, False)
    """
    return period is None or on in period


def _cut(
    graph: nx.MultiDiGraph[str], keeps: Callable[[Mapping[str, Any]], bool]
) -> nx.MultiDiGraph[str]:
    """All nodes and the edges that are kept, each with attributes of its own."""
    new: nx.MultiDiGraph[str] = type(graph)()
    new.graph.update(graph.graph)
    new.add_nodes_from((node, data.copy()) for node, data in node_rows(graph))
    add_keyed(
        new,
        (
            (source, target, key, data.copy())
            for source, target, key, data in keyed_edges(graph)
            if keeps(data)
        ),
    )
    return new


def as_of(
    graph: nx.MultiDiGraph[str], on: str | dt.date, *, parties: bool = True
) -> nx.MultiDiGraph[str]:
    """The relations in force on a day (grafen en dag); ``last_contact`` is that known by then.

    Args:
        graph: A stakeholder graph.
        on: The day.
        parties: Keep parties without a relation that day.

    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> _ = graph.add_edge("K", "S", key="r", period=Period("2026-01-01", "2028-12-31"))
    >>> as_of(graph, "2027-06-01").number_of_edges()
    1

    Raises:
        PeriodError: for what is no day.
    """
    when = day(on)
    new = _cut(graph, lambda data: holds(data.get("period"), when))
    new.graph["as_of"] = when
    fill_last_contact(new, graph, until=when)
    return new if parties else _without_lone(new)


def between(
    graph: nx.MultiDiGraph[str],
    first: str | dt.date,
    last: str | dt.date,
    *,
    parties: bool = True,
) -> nx.MultiDiGraph[str]:
    """The relations in force on some day of a stretch, both ends with it (grafen under en tid).

    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> _ = graph.add_edge("K", "S", key="r", period=Period("2026-01-01", "2026-06-30"))
    >>> between(graph, "2026-06-30", "2026-12-31").number_of_edges()
    1
    """
    stretch = Period(first, last)
    new = _cut(graph, lambda data: data.get("period") is None or data["period"].overlaps(stretch))
    new.graph["as_of"] = stretch.end
    fill_last_contact(new, graph, until=stretch.end)
    return new if parties else _without_lone(new)


def _without_lone(graph: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    graph.remove_nodes_from([node for node, degree in graph.degree() if not degree])
    return graph


def windows(
    graph: nx.MultiDiGraph[str],
    first: str | dt.date,
    last: str | dt.date,
    *,
    length: Span,
    step: Span | None = None,
) -> Iterator[tuple[Period, nx.MultiDiGraph[str]]]:
    """The graph of one stretch after the other, each from ``first`` + k · step (fönster).

    Args:
        graph: A stakeholder graph.
        first: First day of the first window.
        last: No window begins after this day.
        length: How long a window is.
        step: How far the next one begins after it; ``length`` where left out.

    >>> import networkx as nx
    >>> from samverkan.periods import months
    >>> graph = nx.MultiDiGraph()
    >>> [str(period) for period, _ in windows(graph, "2026-01-31", "2026-06-30", length=months(3))]
    ['2026-01-31 to 2026-04-29', '2026-04-30 to 2026-07-30']
    """
    anchor, end = day(first), day(last)
    stride = length if step is None else step
    count = 0
    while True:
        begin = shift(anchor, stride * count)
        if begin > end:
            return
        if count and begin <= anchor:
            raise NetworkError(f"windows: step={stride}; expected a span that leads forward")
        final = day_from_ordinal(shift(begin, length).toordinal() - 1)
        if step is None:  # windows follow each other without a gap
            final = day_from_ordinal(shift(anchor, stride * (count + 1)).toordinal() - 1)
        yield Period(begin, final), between(graph, begin, final)
        count += 1


def fill_last_contact(
    graph: nx.MultiDiGraph[str],
    facts: nx.MultiDiGraph[str] | None = None,
    *,
    until: Day | None = None,
) -> None:
    """Write the latest dialogue or check of a pair on each of its edges (senaste kontakt).

    Args:
        graph: The graph whose edges are written.
        facts: The graph whose dialogue and checks are read; the same where left out.
        until: The last day that counts.
    """
    latest: dict[frozenset[str], Day] = {}
    for source, target, data in (graph if facts is None else facts).edges(data=True):
        period: Period | None = data.get("period")
        if data.get("origin") in _CONTACTS and period is not None and period.start is not None:
            on = period.start
            pair = frozenset((source, target))
            if (until is None or on <= until) and (pair not in latest or latest[pair] < on):
                latest[pair] = on
    if latest or facts is not None:
        for source, target, data in graph.edges(data=True):
            data["last_contact"] = latest.get(frozenset((source, target)))


# ------------------------------------------------------------------------------------ what changed
def _frozen(values: Mapping[str, Mapping[str, tuple[Any, Any]]]) -> Mapping[str, Any]:
    return MappingProxyType({key: MappingProxyType(dict(one)) for key, one in values.items()})


@attrs.frozen(kw_only=True)
class GraphDiff:
    """What is new, gone and different between two graphs (skillnad).

    Attributes:
        gained: Ids of relations that only the later one has.
        lost: Ids of relations that only the earlier one has.
        changed: What differs in those that both have: by id, by attribute, before and after.
        pairs_gained: Pairs of parties that have a relation only later, smaller id first.
        pairs_lost: Pairs that had one only earlier.

    >>> GraphDiff().is_empty
    True
    """

    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    changed: Mapping[str, Mapping[str, tuple[Any, Any]]] = attrs.field(
        factory=dict[str, Mapping[str, tuple[Any, Any]]], converter=_frozen, hash=False
    )
    pairs_gained: tuple[tuple[str, str], ...] = ()
    pairs_lost: tuple[tuple[str, str], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not (self.gained or self.lost or self.changed)


def diff(graph: nx.MultiDiGraph[str], a: str | dt.date, b: str | dt.date) -> GraphDiff:
    """What changed from one day to another in one graph (skillnad mellan två dagar).

    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> _ = graph.add_edge("K", "S", key="r", period=Period("2026-01-01", "2026-06-30"))
    >>> diff(graph, "2026-06-30", "2026-07-01").lost
    ('r',)
    """
    return diff_graphs(as_of(graph, a), as_of(graph, b))


def diff_graphs(earlier: nx.MultiDiGraph[str], later: nx.MultiDiGraph[str]) -> GraphDiff:
    """What changed from one graph to another, such as those of two days or two registers.

    >>> import networkx as nx
    >>> one, other = nx.MultiDiGraph(), nx.MultiDiGraph()
    >>> _ = one.add_edge("K", "S", key="r", weight=1), other.add_edge("K", "S", key="r", weight=2)
    >>> dict(diff_graphs(one, other).changed["r"])
    {'weight': (1, 2)}
    """
    before, after = _edges(earlier), _edges(later)
    changed: dict[str, dict[str, tuple[Any, Any]]] = {}
    for key in before.keys() & after.keys():
        one, other = before[key], after[key]
        names = sorted(one.keys() | other.keys())
        found = {
            name: (one.get(name), other.get(name))
            for name in names
            if one.get(name) != other.get(name)
        }
        if found:
            changed[key] = found
    had, has = _joined(earlier), _joined(later)
    return GraphDiff(
        gained=tuple(sorted(after.keys() - before.keys())),
        lost=tuple(sorted(before.keys() - after.keys())),
        changed=dict(sorted(changed.items())),
        pairs_gained=tuple(sorted(has - had)),
        pairs_lost=tuple(sorted(had - has)),
    )


def _edges(graph: nx.MultiDiGraph[str]) -> dict[str, dict[str, Any]]:
    return {
        str(key): {"source": source, "target": target, **data}
        for source, target, key, data in keyed_edges(graph)
    }


def _joined(graph: nx.MultiDiGraph[str]) -> set[tuple[str, str]]:
    return {(min(u, v), max(u, v)) for u, v in graph.edges()}


# --------------------------------------------------------------------------------- reachability
def reachable(
    graph: nx.MultiDiGraph[str],
    source: str,
    first: str | dt.date,
    last: str | dt.date | None = None,
    *,
    directed: bool = False,
) -> dict[str, Day]:
    """On which day word from one party could reach each other one at the earliest (nåbarhet).

    Word passes along a relation on any day it holds, no earlier than it arrived, and takes no
    time. So order matters: a meeting in March passes on what was heard in February, not what is
    heard in April. Parties that cannot be reached are left out.

    References:
        P. Holme and J. Saramäki, "Temporal networks", Physics Reports 519, 2012 (time-respecting
        paths); B. Bui-Xuan, A. Ferreira and A. Jarry, "Computing shortest, fastest, and foremost
        journeys in dynamic networks", 2003.

    Args:
        graph: A stakeholder graph.
        source: Where word starts.
        first: The day it starts.
        last: The last day that counts; no bound where left out.
        directed: Follow edges only from source to target.

    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> _ = graph.add_edge("a", "b", period=Period("2026-03-01", "2026-03-01"))
    >>> _ = graph.add_edge("b", "c", period=Period("2026-02-01", "2026-02-01"))
    >>> {name: str(on) for name, on in reachable(graph, "a", "2026-01-01").items()}
    {'a': '2026-01-01', 'b': '2026-03-01'}

    Raises:
        NetworkError: for a party that is not in the graph.
    """
    if source not in graph:
        raise NetworkError(
            f"reachable: no such party: source={source!r}; expected a node of the graph"
        )
    begin = day(first)
    end = None if last is None else day(last)
    arrived: dict[str, Day] = {}
    waiting: list[tuple[Day, str]] = [(begin, source)]
    while waiting:
        on, node = heapq.heappop(waiting)
        if node in arrived:
            continue
        arrived[node] = on
        steps = [(other, data) for _, other, data in graph.out_edges(node, data=True)]
        if not directed:
            steps += [(other, data) for other, _, data in graph.in_edges(node, data=True)]
        for other, data in steps:
            period: Period = data.get("period") or Period(None, None)
            start = on if period.start is None or period.start < on else period.start
            open_then = period.end is None or start <= period.end
            if other not in arrived and open_then and (end is None or start <= end):
                heapq.heappush(waiting, (start, other))
    return arrived

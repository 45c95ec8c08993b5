"""Who may see what: tenders are secret until the award, natural persons always.

While tenders are secret, an outsider may see neither who has tendered nor how many: OSL 19:3,
second paragraph, gives absolute secrecy to whatever has to do with a tender until the decision on
supplier and tender is taken, all tenders are made public, or the matter has ended.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, TypeVar, cast

from samverkan.codelists import RelationKind, Role
from samverkan.network.dated import fill_last_contact
from samverkan.network.edges import edge_values, keyed_edges, node_rows
from samverkan.periods import Period, day

if TYPE_CHECKING:
    import networkx as nx

G = TypeVar("G", bound="nx.Graph[str]")

__all__ = ["PUBLIC", "visible_to", "without_persons"]

PUBLIC = "public"
"""The viewer who is nobody in particular: the public."""

_BIDDERS = frozenset({Role.TENDERER.value, Role.CANDIDATE.value})
_PERSONAL_NUMBER = re.compile(r"(?:16)?\d{2}[01]\d{3}[-+]?\d{4}")


def visible_to(
    graph: nx.MultiDiGraph[str], viewer: str, as_of: str | dt.date
) -> nx.MultiDiGraph[str]:
    """The graph that somebody may see on a day (vad en betraktare får se).

    Left out while a procurement's tenders are secret: tenders, invitations, co-bidding, dialogue
    in its tender period, and contracts that are not awarded yet. The buyer sees all of it, a
    tenderer its own tender and dialogue and no other. A party of whom nothing else is visible is
    left out, and nobody is marked as tenderer, so that their number shows neither. The latest
    contact of a pair is that of the dialogue that is visible. Sole traders appear by a running
    number instead of their name and number, whoever looks.

    Args:
        graph: A stakeholder graph that was made for the same day, or for none.
        viewer: A party id, or ``"public"``.
        as_of: The day.

    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> _ = graph.add_edge("S", "K", secret=Period(None, "2026-05-04"), insiders=("K", "S"))
    >>> [visible_to(graph, who, "2026-05-04").number_of_nodes() for who in ("public", "K")]
    [0, 2]
    >>> visible_to(graph, "public", "2026-05-05").number_of_nodes()
    2
    """
    on = day(as_of)
    new = graph.copy()
    new.graph.update(viewer=viewer, as_of=on)
    touched: set[str] = set()
    hidden: list[tuple[str, str, Any]] = []
    for source, target, key, data in keyed_edges(new):
        secret: Period | None = data.get("secret")
        if secret is not None and on in secret and viewer not in data.get("insiders", ()):
            hidden.append((source, target, key))
            touched.update((source, target))
    new.remove_edges_from(hidden)
    new.remove_nodes_from(
        [node for node in touched if not new.degree(node) and not _buys(new, node)]
    )
    known = {
        source
        for source, _, kind in edge_values(new, "kind")
        if kind in {RelationKind.TENDERS_TO, RelationKind.CO_BIDS_WITH}
    }
    for node, data in list(node_rows(new)):
        roles = data.get("roles", ())
        if node in known or node == viewer or not _BIDDERS.intersection(roles):
            continue
        data["roles"] = tuple(role for role in roles if role not in _BIDDERS)
        if not data["roles"] and not new.degree(node):
            new.remove_node(node)
    if hidden:
        fill_last_contact(new, new)
    # What the graph says about its own secrets would tell as well.
    for _, _, data in new.edges(data=True):
        data["secret"], data["insiders"] = None, ()
    new.graph.pop("without_ends", None)
    return without_persons(new)


def _buys(graph: nx.MultiDiGraph[str], node: str) -> bool:
    """Whether a party is a buyer, which is public whatever is hidden."""
    return Role.BUYER.value in graph.nodes[node].get("roles", ())


def without_persons(graph: G) -> G:
    """The graph with every sole trader under a running number (utan personuppgifter).

    A sole trader's organisation number is a personal number and its name a person's; both may be
    in a party's id, too. Parties are numbered in the order of the graph: ``sole-trader-1``, …
    Ids of relations and evidence that contain such an id are changed with it.

    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> graph.add_node("SE-8803200016", label="SE-8803200016", name=None, is_personal=True)
    >>> dict(without_persons(graph).nodes(data="label"))
    {'sole-trader-1': 'sole-trader-1'}
    """
    persons = [node for node, data in node_rows(graph) if _is_person(node, data)]
    if not persons:
        return graph
    names = {node: f"sole-trader-{n}" for n, node in enumerate(persons, 1)}

    def renamed(text: str) -> str:
        for old, name in names.items():
            text = text.replace(old, name)
        return _PERSONAL_NUMBER.sub("**********", text)

    new = type(graph)()
    new.graph.update(graph.graph)
    for node, data in node_rows(graph):
        if node in names:
            masked = {"label": names[node], "name": None, "numbers": (), "is_personal": True}
            new.add_node(names[node], **{**data, **masked})
        else:
            new.add_node(node, **data)
    if not graph.is_multigraph():
        for source, target, data in graph.edges(data=True):
            new.add_edge(names.get(source, source), names.get(target, target), **data)
        return new
    for source, target, key, data in keyed_edges(cast("nx.MultiDiGraph[str]", graph)):
        own = {source, target} & names.keys()
        changed = dict(data)
        if changed.get("insiders"):
            changed["insiders"] = tuple(names.get(one, one) for one in changed["insiders"])
        if own and changed.get("evidence"):
            changed["evidence"] = tuple(map(renamed, changed["evidence"]))
        cast("nx.MultiDiGraph[str]", new).add_edge(
            names.get(source, source),
            names.get(target, target),
            key=renamed(str(key)) if own else key,
            **changed,
        )
    return new


def _is_person(node: str, data: dict[str, Any]) -> bool:
    number = str(node).rpartition("-SE-")[2].removeprefix("SE-")
    return bool(data.get("is_personal")) or bool(_PERSONAL_NUMBER.fullmatch(number))

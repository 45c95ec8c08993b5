"""The stakeholder graph: a plain ``networkx.MultiDiGraph`` of who stands how to whom, and when.

>>> from samverkan.contracts import Contract
>>> from samverkan.parties import Party
>>> facts = Portfolio(
...     parties=(Party(id="K", name="Storköpings kommun"), Party(id="S", name="Byggfirman AB")),
...     contracts=(
...         Contract(
...             id="A-1", buyer="K", suppliers=("S",), period=Period("2026-01-01", "2028-12-31")
...         ),
...     ),
... )
>>> graph = stakeholder_graph(facts, as_of="2027-06-01")
>>> graph.number_of_nodes(), [data["contract"] for _, _, data in graph.edges(data=True)]
(2, ['A-1'])
>>> stakeholder_graph(facts, as_of="2029-01-01").number_of_edges()
0
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from samverkan.codelists import RelationKind
from samverkan.errors import NetworkError
from samverkan.network.dated import EVENTS, fill_last_contact, holds
from samverkan.network.edges import keyed_edges
from samverkan.network.rows import FIELDS, MARKET, relation_rows
from samverkan.parties import Party
from samverkan.periods import Day, Period, Span, day, months, shift
from samverkan.portfolio import Portfolio
from samverkan.relations import Relation
from samverkan.trust import Opinion

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["LOOK_BACK", "relations_of", "stakeholder_graph"]

LOOK_BACK = months(12)
"""How far back a graph of a day holds meetings, checks and tenders; our choice."""


def stakeholder_graph(
    portfolio: Portfolio,
    *,
    as_of: str | dt.date | None = None,
    viewer: str | None = None,
    look_back: Span = LOOK_BACK,
    opinions: Mapping[tuple[str, str], Opinion] | None = None,
) -> nx.MultiDiGraph[str]:
    """Who stands in what relation to whom (intressentgraf).

    Without a day the graph holds every relation with its period, and the functions of
    :mod:`samverkan.network.dated` cut it by time. With a day it holds what had happened by then:
    relations in force that day (one without dates counts as in force), and the dialogue, checks
    and tenders of the ``look_back`` before it.

    Nodes are party ids; a relation to a market leads to a node ``market:<code>``. Their
    attributes: ``label``, ``name`` (``None`` for a sole trader, whose firm carries a person's
    name), ``roles`` (tuple of codes), ``country``, ``buyer_kind``, ``numbers`` (a natural
    person's masked), ``is_personal``, ``is_market``.

    Edges run from source to target; their key is the relation's id. Their attributes are the
    fields of :class:`~samverkan.relations.Relation` (``kind``, ``market``, ``contract``,
    ``period``, ``evidence``, ``is_derived``, ``recorded_at``, ``replaces``), and: ``origin``
    (``"contract"``, ``"role"``, ``"tender"``, ``"dialogue"``, ``"checkpoint"``, ``"stated"``),
    ``weight`` (1 a relation), ``money`` (value of the contract or tender) and ``parts`` (how many
    share it), ``last_contact`` (latest dialogue or check of the pair), ``opinion`` of the source
    about the target, ``secret`` (the days on which only ``insiders`` may see it); where they
    apply, ``procurement``, ``lot``, ``cpv``, ``category``, ``contract_kind``, ``status``,
    ``form``, ``scope``, ``depth``, ``topics``, ``aim``, ``outcome``.

    What cannot be an edge is told in ``graph.graph["without_ends"]``: ids of contracts without a
    buyer or supplier. ``graph.graph["as_of"]`` and ``["viewer"]`` say how it was made.

    Args:
        portfolio: The facts.
        as_of: The day; the whole history where left out.
        viewer: For whose eyes, see :func:`visible_to`; no mask where left out.
        look_back: How far back dialogue, checks and tenders are kept.
        opinions: What a party thinks of another, by source and target.

    >>> stakeholder_graph(Portfolio()).number_of_nodes()
    0

    Raises:
        NetworkError: for a viewer without a day.
    """
    import networkx as nx

    from samverkan.network.viewers import visible_to

    on = None if as_of is None else day(as_of)
    if on is None and viewer is not None:
        raise NetworkError(
            f"stakeholder graph: viewer={viewer!r} without a day: as_of=None; "
            "what is secret depends on the day; give as_of="
        )
    facts = portfolio.current() if on is None else portfolio.as_of(on)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.graph.update(as_of=on, viewer=None, without_ends=_without_ends(facts))
    graph.add_nodes_from((party.id, _party(party)) for party in facts.parties)
    recent = None if on is None else Period(shift(on, -look_back), on)
    given = opinions or {}
    talked = False
    for source, target, key, data in relation_rows(facts):
        if on is not None and recent is not None and not _kept(data, on, recent):
            continue
        if given:
            data["opinion"] = given.get((source, target))
        if data["market"] is not None and target not in graph:
            graph.add_node(target, **_market(data["market"]))
        talked = talked or data["last_contact"] is not None
        graph.add_edge(source, target, key=key, **data)
    if talked:
        fill_last_contact(graph)
    return graph if viewer is None or on is None else visible_to(graph, viewer, on)


def _without_ends(portfolio: Portfolio) -> tuple[str, ...]:
    return tuple(
        contract.id
        for contract in portfolio.contracts
        if not contract.suppliers or portfolio.buyer(contract) is None
    )


def _kept(data: Mapping[str, Any], on: Day, recent: Period) -> bool:
    period: Period | None = data["period"]
    if data["kind"] in EVENTS and period is not None:
        return period.overlaps(recent)
    return holds(period, on)


def _party(party: Party) -> dict[str, Any]:
    personal = any(number.is_personal for number in party.identifiers)
    name = None if personal else party.name
    return {
        "label": name or party.id,
        "name": name,
        "roles": tuple(sorted(role.value for role in party.roles)),
        "country": party.home_country,
        "buyer_kind": party.buyer_kind,
        "numbers": tuple(number.label() for number in party.identifiers),
        "is_personal": personal,
        "is_market": False,
    }


def _market(code: str) -> dict[str, Any]:
    return {
        "label": code,
        "name": code,
        "roles": (),
        "country": None,
        "buyer_kind": None,
        "numbers": (),
        "is_personal": False,
        "is_market": True,
    }


def relations_of(graph: nx.MultiDiGraph[str]) -> tuple[Relation, ...]:
    """The relations of a graph, from its edges alone, in the order of the edges (relationer).

    Nothing is lost: those that somebody stated come back as they were, and those that follow from
    other facts equal :meth:`~samverkan.portfolio.Portfolio.derived_relations`, to which the graph
    adds tenders, dialogue inside the house and checks.

    >>> from samverkan.parties import Party
    >>> owns = Relation(id="R-1", kind="owns", source="A", target="B", evidence=("register",))
    >>> facts = Portfolio(parties=(Party(id="A"), Party(id="B")), relations=(owns,))
    >>> relations_of(stakeholder_graph(facts)) == (owns,)
    True

    Raises:
        NetworkError: for an edge without the attributes of a relation.
    """
    found: list[Relation] = []
    for source, target, key, data in keyed_edges(graph):
        if "kind" not in data or not isinstance(data["kind"], RelationKind):
            raise NetworkError(
                f"relations_of: edge {key!r} is no relation: kind={data.get('kind')!r}; "
                "expected a graph of stakeholder_graph"
            )
        found.append(
            Relation(
                id=str(key),
                source=source,
                target=None if target.startswith(MARKET) and data.get("market") else target,
                **{name: data[name] for name in FIELDS if name in data},
            )
        )
    return tuple(found)

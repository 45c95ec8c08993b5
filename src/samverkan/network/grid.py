"""Who matters how: the power/interest grid and the salience of stakeholders.

>>> salience(power=True, legitimacy=True, urgency=False)
<Salience.DOMINANT: 'dominant'>
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs

from samverkan.codelists import RelationKind
from samverkan.codelists.code import Code
from samverkan.errors import NetworkError
from samverkan.network.edges import edge_values, keyed_edges

if TYPE_CHECKING:
    import networkx as nx

__all__ = [
    "Attention",
    "GridPlace",
    "Salience",
    "interest_by_dialogue",
    "power_by_dependence",
    "power_interest",
    "salience",
]

_MIDDLE = 0.5


class Attention(Code):
    """What a place in the power/interest grid asks for (bemötande)."""

    KEY_PLAYERS = "key-players", "nyckelaktör: samverka nära", "key player: engage closely"
    KEEP_SATISFIED = "keep-satisfied", "håll nöjd", "keep satisfied"
    KEEP_INFORMED = "keep-informed", "håll informerad", "keep informed"
    MINIMAL_EFFORT = "minimal-effort", "bevaka", "minimal effort"


class Salience(Code):
    """The eight classes of stakeholders (intressentklass) of Mitchell, Agle and Wood."""

    DEFINITIVE = "definitive", "avgörande intressent", "definitive stakeholder"
    DOMINANT = "dominant", "dominerande intressent", "dominant stakeholder"
    DANGEROUS = "dangerous", "farlig intressent", "dangerous stakeholder"
    DEPENDENT = "dependent", "beroende intressent", "dependent stakeholder"
    DORMANT = "dormant", "vilande intressent", "dormant stakeholder"
    DISCRETIONARY = "discretionary", "frivillig intressent", "discretionary stakeholder"
    DEMANDING = "demanding", "krävande intressent", "demanding stakeholder"
    NONE = "non-stakeholder", "ingen intressent", "non-stakeholder"


_CLASSES: Mapping[tuple[bool, bool, bool], Salience] = {
    (True, True, True): Salience.DEFINITIVE,
    (True, True, False): Salience.DOMINANT,
    (True, False, True): Salience.DANGEROUS,
    (False, True, True): Salience.DEPENDENT,
    (True, False, False): Salience.DORMANT,
    (False, True, False): Salience.DISCRETIONARY,
    (False, False, True): Salience.DEMANDING,
    (False, False, False): Salience.NONE,
}


def salience(*, power: bool, legitimacy: bool, urgency: bool) -> Salience:
    """The class of a stakeholder with these attributes (intressentklass).

    Power to impose its will, legitimacy of its claim, urgency of its claim. Who has which is a
    judgment; the function only names the class.

    References:
        R. K. Mitchell, B. R. Agle and D. J. Wood, "Toward a Theory of Stakeholder Identification
        and Salience", Academy of Management Review 22(4), 1997, figure 2.

    >>> salience(power=False, legitimacy=True, urgency=True).label("sv")
    'beroende intressent'
    """
    return _CLASSES[power, legitimacy, urgency]


@attrs.frozen(kw_only=True)
class GridPlace:
    """Where a party stands between power and interest (plats i rutnätet).

    Attributes:
        node: Id of the party.
        power: From 0 to 1.
        interest: From 0 to 1.
        attention: What that asks for.

    >>> GridPlace(node="S", power=0.9, interest=0.2, attention=Attention.KEEP_SATISFIED).node
    'S'
    """

    node: str
    power: float
    interest: float
    attention: Attention

    def to_dict(self) -> dict[str, object]:
        """The row as plain data."""
        return {
            "node": self.node,
            "power": self.power,
            "interest": self.interest,
            "attention": self.attention.value,
        }


def power_interest(
    power: Mapping[str, float], interest: Mapping[str, float], *, middle: float = _MIDDLE
) -> tuple[GridPlace, ...]:
    """Every party's place in the power/interest grid (makt- och intressematris).

    Both are numbers from 0 to 1 that the user sets or takes from
    :func:`power_by_dependence` and :func:`interest_by_dialogue`. The border is our choice: 0.5,
    what lies on it counts as high. A party that one of the two does not know is left out.

    References:
        A. Mendelow, *Environmental Scanning: The Impact of the Stakeholder Concept*, ICIS 1981;
        the four kinds of attention as in G. Johnson and K. Scholes, *Exploring
        Corporate Strategy*.

    >>> power_interest({"S": 0.9}, {"S": 0.2})[0].attention
    <Attention.KEEP_SATISFIED: 'keep-satisfied'>

    Raises:
        NetworkError: for a number that is not from 0 to 1.
    """
    kinds = {
        (True, True): Attention.KEY_PLAYERS,
        (True, False): Attention.KEEP_SATISFIED,
        (False, True): Attention.KEEP_INFORMED,
        (False, False): Attention.MINIMAL_EFFORT,
    }
    rows: list[GridPlace] = []
    for node in sorted(power.keys() & interest.keys()):
        for name, value in (("power", power[node]), ("interest", interest[node])):
            if not 0.0 <= value <= 1.0:
                raise NetworkError(f"grid: {name} of {node!r}: {name}={value!r}; expected 0 to 1")
        strong, keen = power[node] >= middle, interest[node] >= middle
        rows.append(
            GridPlace(
                node=node,
                power=power[node],
                interest=interest[node],
                attention=kinds[strong, keen],
            )
        )
    return tuple(rows)


def power_by_dependence(graph: nx.MultiDiGraph[str]) -> dict[str, float]:
    """How much others depend on each party for their contracts (makt genom beroende), 0 to 1.

    The largest share of anybody's contracts that a party holds, counted in relations: a supplier
    that has all contracts of some buyer has 1. It sees only what the graph holds; power by law or
    knowledge is for the user to add. Our choice of a measure.

    References:
        R. M. Emerson, "Power-Dependence Relations", American Sociological Review 27(1), 1962.

    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> _ = graph.add_edge("K", "S", kind=RelationKind.BUYS_FROM)
    >>> _ = graph.add_edge("K", "T", kind=RelationKind.BUYS_FROM)
    >>> power_by_dependence(graph)
    {'K': 1.0, 'S': 0.5, 'T': 0.5}
    """
    pairs: dict[tuple[str, str], int] = {}
    totals: dict[str, int] = {}
    for source, target, kind in edge_values(graph, "kind"):
        if kind is RelationKind.BUYS_FROM:
            for one, other in ((source, target), (target, source)):
                pairs[one, other] = pairs.get((one, other), 0) + 1
                totals[one] = totals.get(one, 0) + 1
    power = dict.fromkeys(graph, 0.0)
    for (one, other), count in pairs.items():
        power[other] = max(power[other], count / totals[one])
    return power


def interest_by_dialogue(graph: nx.MultiDiGraph[str]) -> dict[str, float]:
    """How much each party takes part in dialogue (intresse), 0 to 1.

    Its dialogues over those of the most active party. Presence is not interest of the heart: our
    choice of what a register can show.

    >>> import networkx as nx
    >>> graph = nx.MultiDiGraph()
    >>> _ = graph.add_edge("K", "S", kind=RelationKind.IN_DIALOGUE_WITH)
    >>> interest_by_dialogue(graph)
    {'K': 1.0, 'S': 1.0}
    """
    talks: dict[str, set[object]] = {node: set() for node in graph}
    for source, target, key, data in keyed_edges(graph):
        if data.get("kind") is RelationKind.IN_DIALOGUE_WITH:
            evidence = data.get("evidence") or (key,)
            talks[source].update(evidence)
            talks[target].update(evidence)
    most = max(map(len, talks.values()), default=0)
    return {node: len(held) / most if most else 0.0 for node, held in talks.items()}

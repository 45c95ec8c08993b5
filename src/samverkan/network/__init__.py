"""The stakeholder graph and what can be measured on it.

The graph is a plain ``networkx.MultiDiGraph`` (:mod:`~samverkan.network.graph`), cut by time
(:mod:`~samverkan.network.dated`) and by viewer (:mod:`~samverkan.network.viewers`), made simpler
(:mod:`~samverkan.network.projections`), and measured: every measure is a function that takes a
graph and gives a plain mapping or rows, names the paper it comes from, and says what few data do
to it. networkx is loaded by the functions that need it.

>>> hhi({"a": 30, "b": 30, "c": 20, "d": 20})
2600.0
"""

from __future__ import annotations

from samverkan.network.bands import (
    Coverage,
    Recurrence,
    TieStrength,
    dialogue_coverage,
    reciprocity,
    recurrence,
    silent_edges,
    tie_age,
    tie_strength,
)
from samverkan.network.centralities import (
    CENTRALITIES,
    betweenness,
    centrality,
    communities,
    pagerank,
    ranked,
)
from samverkan.network.columns import EdgeColumns, edge_columns
from samverkan.network.dated import (
    EVENTS,
    GraphDiff,
    as_of,
    between,
    diff,
    diff_graphs,
    reachable,
    windows,
)
from samverkan.network.failure import SinglePoint, SoleSupplier, single_points, sole_suppliers
from samverkan.network.flags import FlagClustering, edge_flag_clustering, flag_clustering
from samverkan.network.flow import PathTrust, opinions_of, trust_flow, trust_ratings, trust_through
from samverkan.network.graph import LOOK_BACK, relations_of, stakeholder_graph
from samverkan.network.grid import (
    Attention,
    GridPlace,
    Salience,
    interest_by_dialogue,
    power_by_dependence,
    power_interest,
    salience,
)
from samverkan.network.holes import constraint, constraint_parts, effective_size, tie_overlap
from samverkan.network.projections import (
    buyer_supplier_graph,
    co_bidding_graph,
    dialogue_graph,
    directed_party_graph,
    party_graph,
    projected,
    projected_columns,
    scope_graph,
)
from samverkan.network.ranks import RANKS, Rank, explain_rank, rank_parts
from samverkan.network.spending import (
    Concentration,
    Dependence,
    concentration,
    dependence,
    hhi,
    hhi_by_source,
    normalised_hhi,
    shares,
    top_share,
)
from samverkan.network.twins import BadNumber, LikelySame, SameReason, bad_numbers, likely_same
from samverkan.network.viewers import PUBLIC, visible_to, without_persons

__all__ = [
    "CENTRALITIES",
    "EVENTS",
    "LOOK_BACK",
    "PUBLIC",
    "RANKS",
    "Attention",
    "BadNumber",
    "Concentration",
    "Coverage",
    "Dependence",
    "EdgeColumns",
    "FlagClustering",
    "GraphDiff",
    "GridPlace",
    "LikelySame",
    "PathTrust",
    "Rank",
    "Recurrence",
    "Salience",
    "SameReason",
    "SinglePoint",
    "SoleSupplier",
    "TieStrength",
    "as_of",
    "bad_numbers",
    "between",
    "betweenness",
    "buyer_supplier_graph",
    "centrality",
    "co_bidding_graph",
    "communities",
    "concentration",
    "constraint",
    "constraint_parts",
    "dependence",
    "dialogue_coverage",
    "dialogue_graph",
    "diff",
    "diff_graphs",
    "directed_party_graph",
    "edge_columns",
    "edge_flag_clustering",
    "effective_size",
    "explain_rank",
    "flag_clustering",
    "hhi",
    "hhi_by_source",
    "interest_by_dialogue",
    "likely_same",
    "normalised_hhi",
    "opinions_of",
    "pagerank",
    "party_graph",
    "power_by_dependence",
    "power_interest",
    "projected",
    "projected_columns",
    "rank_parts",
    "ranked",
    "reachable",
    "reciprocity",
    "recurrence",
    "relations_of",
    "salience",
    "scope_graph",
    "shares",
    "silent_edges",
    "single_points",
    "sole_suppliers",
    "stakeholder_graph",
    "tie_age",
    "tie_overlap",
    "tie_strength",
    "top_share",
    "trust_flow",
    "trust_ratings",
    "trust_through",
    "visible_to",
    "windows",
    "without_persons",
]

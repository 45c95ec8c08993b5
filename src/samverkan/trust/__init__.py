"""Trust and control: evidence, opinions and their algebra, confidence, and trust in a network.

Evidence is counted (:mod:`~samverkan.trust.beta`), becomes an opinion that says how uncertain it
is (:mod:`~samverkan.trust.opinions`), is joined with what others say
(:mod:`~samverkan.trust.fusion`), and stands beside control, which it never replaces
(:mod:`~samverkan.trust.control`). Who is trusted in a whole network is ranked by
:mod:`~samverkan.trust.eigentrust`. All of it is asked of a portfolio by :func:`opinion`,
:func:`opinion_along`, :func:`trust_ranking`, :func:`positions` and :func:`panel`.

>>> opinion = Opinion.from_evidence(Evidence(8, 2))
>>> opinion.expected, confidence(opinion, 0.5)
(0.75, 0.875)
"""

from __future__ import annotations

from samverkan.trust.beta import (
    Evidence,
    discount_evidence,
    feedback,
    forgetting_factor,
    gathered,
    remembered,
    weight_after,
)
from samverkan.trust.control import DueControl, Position, confidence, control_level
from samverkan.trust.eigentrust import EigenTrust, eigentrust, eigentrust_columns
from samverkan.trust.evidence import Ground, grounds
from samverkan.trust.fusion import averaging, compromise, constraint, cumulative, weighted
from samverkan.trust.grounded import HALF_LIFE, AgedGround, GroundedOpinion, all_opinions, opinion
from samverkan.trust.intervals import beta_interval, beta_share, wilson_interval
from samverkan.trust.opinions import Opinion, conflict, discount_2001, discount_2016
from samverkan.trust.panel import MEASURES, Cell, Estimate, Panel, PanelRow, panel
from samverkan.trust.paths import HeardOpinion, TrustPath, opinion_along, trust_ranking
from samverkan.trust.positions import (
    NextCheckpoint,
    RelationPosition,
    due_controls,
    positions,
)
from samverkan.trust.weights import WEIGHTS, EvidenceWeights, Weight

__all__ = [
    "HALF_LIFE",
    "MEASURES",
    "WEIGHTS",
    "AgedGround",
    "Cell",
    "DueControl",
    "EigenTrust",
    "Estimate",
    "Evidence",
    "EvidenceWeights",
    "Ground",
    "GroundedOpinion",
    "HeardOpinion",
    "NextCheckpoint",
    "Opinion",
    "Panel",
    "PanelRow",
    "Position",
    "RelationPosition",
    "TrustPath",
    "Weight",
    "all_opinions",
    "averaging",
    "beta_interval",
    "beta_share",
    "compromise",
    "confidence",
    "conflict",
    "constraint",
    "control_level",
    "cumulative",
    "discount_2001",
    "discount_2016",
    "discount_evidence",
    "due_controls",
    "eigentrust",
    "eigentrust_columns",
    "feedback",
    "forgetting_factor",
    "gathered",
    "grounds",
    "opinion",
    "opinion_along",
    "panel",
    "positions",
    "remembered",
    "trust_ranking",
    "weight_after",
    "weighted",
    "wilson_interval",
]

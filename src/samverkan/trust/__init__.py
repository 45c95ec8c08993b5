"""Trust and control: evidence, opinions and their algebra, confidence, and trust in a network.

Evidence is counted (:mod:`~samverkan.trust.beta`), becomes an opinion that says how uncertain it
is (:mod:`~samverkan.trust.opinions`), is joined with what others say
(:mod:`~samverkan.trust.fusion`), and stands beside control, which it never replaces
(:mod:`~samverkan.trust.control`). Who is trusted in a whole network is ranked by
:mod:`~samverkan.trust.eigentrust`.

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
from samverkan.trust.fusion import averaging, compromise, constraint, cumulative, weighted
from samverkan.trust.opinions import Opinion, conflict, discount_2001, discount_2016

__all__ = [
    "DueControl",
    "EigenTrust",
    "Evidence",
    "Opinion",
    "Position",
    "averaging",
    "compromise",
    "confidence",
    "conflict",
    "constraint",
    "control_level",
    "cumulative",
    "discount_2001",
    "discount_2016",
    "discount_evidence",
    "eigentrust",
    "eigentrust_columns",
    "feedback",
    "forgetting_factor",
    "gathered",
    "remembered",
    "weight_after",
    "weighted",
]

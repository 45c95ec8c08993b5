"""How organisations stand in the four sides of their culture; never about a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from samverkan.codelists import CultureDimension
from samverkan.development import CultureAssessment
from samverkan.periods import day
from samverkan.portfolio import Portfolio

__all__ = ["culture_of"]


def culture_of(
    portfolio: Portfolio, party: str, as_of: str | dt.date
) -> Mapping[CultureDimension, Decimal | None]:
    """The latest score of a party in each dimension (kulturprofil); ``None`` where not assessed.

    The latest day counts; several of that day are averaged.

    >>> culture_of(Portfolio(), "A", "2026-11-23")[CultureDimension.TRUST] is None
    True
    """
    on = day(as_of)
    found: dict[CultureDimension, Decimal | None] = {}
    for dimension in CultureDimension:
        assessed = [
            one
            for one in portfolio.of(CultureAssessment, party, by="party")
            if one.dimension is dimension and one.assessed_on <= on
        ]
        latest = max((one.assessed_on for one in assessed), default=None)
        scores = [one.score for one in assessed if one.assessed_on == latest]
        found[dimension] = sum(scores, Decimal(0)) / len(scores) if scores else None
    return MappingProxyType(found)

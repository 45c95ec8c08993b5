"""Whom Swedish law is asked about, and what to say where it has no answer."""

from __future__ import annotations

from collections.abc import Iterator

from samverkan.checks import Undecided, not_covered
from samverkan.contracts import Contract
from samverkan.errors import LawCoverageError
from samverkan.portfolio import Portfolio
from samverkan.procurements import Procurement

__all__ = ["swedish_contracts", "swedish_procurements", "undecided"]


def swedish_procurements(portfolio: Portfolio) -> Iterator[Procurement]:
    """The procurements of buyers that act under Swedish law.

    >>> list(swedish_procurements(Portfolio()))
    []
    """
    return (one for one in portfolio.procurements if portfolio.country(one) == "SE")


def swedish_contracts(portfolio: Portfolio) -> Iterator[Contract]:
    """The contracts of buyers that act under Swedish law.

    >>> list(swedish_contracts(Portfolio()))
    []
    """
    return (one for one in portfolio.contracts if portfolio.country(one) == "SE")


def undecided(subject: str, error: LawCoverageError) -> Undecided:
    """A subject that the law known here does not cover.

    >>> undecided("U-1", LawCoverageError("no amount")).subjects
    ('U-1',)
    """
    return Undecided((subject,), not_covered(error))

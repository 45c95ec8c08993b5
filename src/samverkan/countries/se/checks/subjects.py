"""Whom Swedish law is asked about, and what to say where it has no answer."""

from __future__ import annotations

from collections.abc import Iterator

from samverkan.checks import Undecided
from samverkan.contracts import Contract
from samverkan.errors import LawCoverageError
from samverkan.explanations import Step, Text
from samverkan.portfolio import Portfolio
from samverkan.procurements import Procurement

__all__ = ["REGIME_UNKNOWN", "swedish_contracts", "swedish_procurements", "undecided"]

REGIME_UNKNOWN = Step(
    Text(
        "det är inte känt om upphandlingen är över eller under tröskelvärdet",
        "it is not known whether the procurement is above or below the thresholds",
    )
)
"""Why a check that asks about the regime has no answer."""

_NOT_COVERED = Text("lagen är inte känd för dagen: {what}", "law not known for the day: {what}")


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
    words = error.reasons
    what = Text(words.get("sv", str(error)), words.get("en", str(error)))
    return Undecided((subject,), Step(_NOT_COVERED, {"what": what}))

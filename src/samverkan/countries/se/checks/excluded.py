"""Swedish checks over suppliers that must or may be excluded."""

from __future__ import annotations

from collections.abc import Iterator

from samverkan.checks import Check, Hit, Undecided, finds, law
from samverkan.codelists import (
    Eligibility,
    Regime,
    Severity,
)
from samverkan.contracts import Contract
from samverkan.countries.se.checks.subjects import swedish_procurements, undecided
from samverkan.countries.se.exclusion import EligibilityResult, eligibility
from samverkan.errors import LawCoverageError
from samverkan.explanations import Text
from samverkan.periods import Day, day_from_ordinal
from samverkan.portfolio import Portfolio
from samverkan.procurements import Procurement
from samverkan.tenders import Tender

__all__ = ["CHECKS"]


def _judged(
    portfolio: Portfolio, as_of: Day
) -> Iterator[tuple[Procurement, EligibilityResult] | Undecided]:
    """Everybody who tenders or supplies, judged on the day of the award or of the question."""
    if not portfolio.exclusion_facts:
        return
    for procurement in swedish_procurements(portfolio):
        contracts = portfolio.contracts_of(procurement.id)
        tenders = portfolio.of(Tender, procurement.id, by="procurement")
        parties = {party for one in contracts for party in one.suppliers}
        parties |= {party for one in tenders if not one.is_disqualified for party in one.tenderers}
        on = procurement.awarded_on or _first_award(contracts) or as_of
        for party in sorted(parties):
            try:
                regime = procurement.regime or Regime.ABOVE
                yield procurement, eligibility(portfolio, party, on=min(on, as_of), regime=regime)
            except LawCoverageError as error:
                yield undecided(procurement.id, error)


def _first_award(contracts: tuple[Contract, ...]) -> Day | None:
    days = [on for one in contracts if (on := one.awarded_on or one.signed_on) is not None]
    return day_from_ordinal(min(days).toordinal()) if days else None


def _excluded(portfolio: Portfolio, as_of: Day, status: Eligibility) -> Iterator[Hit | Undecided]:
    for found in _judged(portfolio, as_of):
        if isinstance(found, Undecided):
            if status is Eligibility.EXCLUDED:
                yield found
            continue
        procurement, result = found
        if result.status is status:
            yield Hit(
                (result.party, procurement.id, *result.facts),
                {
                    "party": result.party,
                    "procurement": procurement.id,
                    "grounds": result.grounds,
                },
                evidence=result.explanation.steps,
            )


@finds(
    "se.lou.13-1.must-be-excluded",
    Severity.BREACH,
    title=Text("Leverantör som ska uteslutas", "Supplier that must be excluded"),
    sentence=Text(
        "{party} i upphandlingen {procurement} ska uteslutas: {grounds}",
        "{party} in procurement {procurement} must be excluded: {grounds}",
    ),
    basis=law("LOU 13:1-2"),
    country="SE",
)
def must_be_excluded(portfolio: Portfolio, as_of: Day) -> Iterator[Hit | Undecided]:
    """A tenderer or supplier has a mandatory exclusion ground that is not too old.

    Facts used: ExclusionFact (ground, occurred_on, is_final, self_cleaning), Relation (directs,
    represents), Tender, Contract (suppliers), Procurement (awarded_on, regime).

    How it is computed: Every tenderer that is not disqualified, and every supplier, is judged on
    the day of the award, or on the day of the question while there is none.

    When it does not apply: Where no fact is recorded; below the thresholds, where every ground is
    a may. No score of trust or control has a say.

    Assumptions: Without a regime the procurement is judged as above the thresholds.

    Worked examples: Decision on 3 August 2026, judgment of 3 August 2021: exactly five years, a
    finding; of 2 August 2021: none.

    Changes over time: The look-back of 13:1 a holds since 2022-07-01.
    """
    return _excluded(portfolio, as_of, Eligibility.EXCLUDED)


@finds(
    "se.lou.13-3.may-be-excluded",
    Severity.QUESTION,
    title=Text("Leverantör som får uteslutas", "Supplier that may be excluded"),
    sentence=Text(
        "{party} i upphandlingen {procurement} får uteslutas, beslut krävs: {grounds}",
        "{party} in procurement {procurement} may be excluded, a decision is needed: {grounds}",
    ),
    basis=law("LOU 13:2-3, 13:5, 19:17"),
    country="SE",
)
def may_be_excluded(portfolio: Portfolio, as_of: Day) -> Iterator[Hit | Undecided]:
    """A tenderer or supplier has a ground on which the buyer must decide.

    Facts used: As for suppliers that must be excluded.

    How it is computed: As there; grounds that are a may, and mandatory ones whose three measures
    of self-cleaning are recorded and must be weighed.

    When it does not apply: As there.

    Assumptions: As there.

    Worked examples: Decision on 3 August 2026, event of 3 August 2023: a finding; of 2 August
    2023: none.

    Changes over time: The look-back of 13:3 a holds since 2022-07-01.
    """
    return _excluded(portfolio, as_of, Eligibility.MAY_BE_EXCLUDED)


CHECKS: tuple[Check, ...] = (
    must_be_excluded,
    may_be_excluded,
)
"""The checks over exclusion, in the order they run."""

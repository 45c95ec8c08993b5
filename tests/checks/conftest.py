"""A small municipality with a procurement, a contract and everything around them."""

from __future__ import annotations

import attrs
import pytest

from samverkan.checks import check
from samverkan.contracts import Contract
from samverkan.jurisdictions import jurisdiction
from samverkan.parties import Party
from samverkan.periods import Period
from samverkan.portfolio import Portfolio
from samverkan.procurements import Procurement

KOMMUN, FIRMA, RIVAL, THIRD = "SE-2120999996", "SE-5599999991", "SE-5599999983", "SE-5599999975"
PARTIES = (
    Party(id=KOMMUN, name="Storköpings kommun", buyer_kind="la"),
    Party(id=FIRMA, name="Byggfirman AB"),
    Party(id=RIVAL, name="Bygg och Son AB"),
    Party(id=THIRD, name="Tredje Bygg AB"),
)
PROCUREMENT = Procurement(
    id="U-1",
    buyer=KOMMUN,
    regime="above",
    procedure="open",
    category="services",
    published_on="2026-02-16",
    tenders_due_on="2026-03-20",
)
CONTRACT = Contract(
    id="A-1",
    buyer=KOMMUN,
    suppliers=(FIRMA,),
    signed_on="2026-08-17",
    period=Period("2026-09-01", "2029-08-31"),
    risk_class="A",
)


def portfolio(*, procurement=None, contract=None, **facts):
    """The parties, one procurement and one contract, each changed as said, and more facts."""
    return Portfolio(
        parties=facts.pop("parties", PARTIES),
        procurements=(attrs.evolve(PROCUREMENT, **(procurement or {})),),
        contracts=facts.pop("contracts", (attrs.evolve(CONTRACT, **(contract or {})),)),
        **facts,
    )


@pytest.fixture(scope="session")
def build():
    """Make the portfolio; what is given replaces or adds to what is there."""
    return portfolio


@pytest.fixture(scope="session")
def sweden():
    return jurisdiction("SE")


@pytest.fixture(scope="session")
def found(sweden):
    """Ask one check, or a family, of a portfolio on a day; Swedish ones are among them."""

    def ask(check_id, facts, as_of, **more):
        return check(facts, as_of, only=[check_id], jurisdiction=sweden, **more)

    return ask

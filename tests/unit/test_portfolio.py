"""The portfolio: ids are unique, references resolve, days of two nouns are held together."""

from __future__ import annotations

import copy
import pickle

import attrs
import pytest

from samverkan.contracts import Contract
from samverkan.errors import PortfolioError
from samverkan.parties import Party
from samverkan.portfolio import Extra, Portfolio
from samverkan.procurements import Lot, Procurement

KOMMUN = Party(id="SE-2120999996", name="Storköpings kommun")
FIRMA = Party(id="SE-5599999991", name="Byggfirman AB")
SKOLA = Procurement(
    id="U-1",
    buyer=KOMMUN.id,
    published_on="2026-03-02",
    awarded_on="2026-06-01",
    concluded_on="2026-08-17",
    lots=[Lot(id="1")],
)
AVTAL = Contract(
    id="A-1", suppliers=[FIRMA.id], procurement="U-1", lots=["1"], signed_on="2026-08-17"
)
PORTFOLIO = Portfolio(parties=[KOMMUN, FIRMA], procurements=[SKOLA], contracts=[AVTAL])


def test_things_are_found_by_their_ids():
    assert PORTFOLIO.party(KOMMUN.id) is KOMMUN
    assert PORTFOLIO.procurement("U-1") is SKOLA
    assert PORTFOLIO.contract("A-1") is AVTAL
    assert PORTFOLIO.procurement_of(AVTAL) is SKOLA
    assert PORTFOLIO.procurement_of(attrs.evolve(AVTAL, procurement=None, lots=())) is None


@pytest.mark.parametrize(
    ("asks", "says"),
    [
        (lambda: PORTFOLIO.party("SE-212099999"), "no party has id='SE-212099999'; known: .*mean"),
        (lambda: PORTFOLIO.procurement("U-2"), "no procurement has id='U-2'; known: U-1; did"),
        (lambda: PORTFOLIO.contract("A-2"), "no contract has id='A-2'; known: A-1; did you mean"),
        (lambda: Portfolio().contract("A-2"), "no contract has id='A-2'; known: none"),
    ],
)
def test_an_unknown_id_is_told_the_near_ones(asks, says):
    with pytest.raises(PortfolioError, match=says):
        asks()


@pytest.mark.parametrize(
    ("contract", "buyer", "country"),
    [
        (AVTAL, KOMMUN, "SE"),  # its procurement's
        (attrs.evolve(AVTAL, buyer=KOMMUN.id, procurement=None, lots=()), KOMMUN, "SE"),
        (attrs.evolve(AVTAL, procurement=None, lots=()), None, None),
    ],
)
def test_the_buyer_and_the_country_of_a_contract(contract, buyer, country):
    assert PORTFOLIO.buyer(contract) is buyer
    assert PORTFOLIO.country(contract) == country


def test_the_buyer_of_a_procurement():
    assert PORTFOLIO.buyer(SKOLA) is KOMMUN
    assert PORTFOLIO.buyer(attrs.evolve(SKOLA, buyer=None)) is None


def test_every_problem_is_told_at_once_with_its_place():
    with pytest.raises(PortfolioError) as told:
        Portfolio(
            parties=[KOMMUN, KOMMUN],
            procurements=[attrs.evolve(SKOLA, buyer="SE-9")],
            contracts=[
                Contract(id="A-1", buyer="SE-8", suppliers=["SE-7"], parent="A-9"),
                Contract(id="A-2", procurement="U-9"),
                Contract(id="A-3", procurement="U-1", lots=["1", "2"]),
                Contract(id="A-4", lots=["1"]),
            ],
        )
    end = "of the portfolio; add it or correct this"
    assert told.value.problems == (
        "$.parties: id='SE-2120999996' is used 2 times; give each its own id",
        f"$.procurements[0].buyer: 'SE-9' is no party {end}",
        f"$.contracts[0].buyer: 'SE-8' is no party {end}",
        f"$.contracts[0].suppliers[0]: 'SE-7' is no party {end}",
        f"$.contracts[0].parent: 'A-9' is no contract {end}",
        f"$.contracts[1].procurement: 'U-9' is no procurement {end}",
        f"$.contracts[2].lots[1]: '2' is no lot of its procurement {end}",
        f"$.contracts[3].lots[0]: '1' is no lot of its procurement {end}",
    )


@pytest.mark.parametrize(
    ("signed_on", "facts", "parent", "checks"),
    [
        ("2026-08-17", {}, None, []),
        ("2026-06-01", {}, None, []),
        (None, {}, None, []),
        ("2026-05-31", {}, None, ["awarded"]),
        ("2026-03-01", {}, None, ["published", "awarded"]),
        ("2026-08-18", {}, None, ["concluded"]),
        ("2026-08-18", {}, "F-1", []),  # a call-off comes after the framework's procurement
        ("2026-08-17", {"cancelled_on": "2026-08-17"}, None, ["cancelled"]),
        ("2026-08-16", {"cancelled_on": "2026-08-17"}, None, []),
    ],
)
def test_days_of_contract_and_procurement_that_cannot_both_be_right_are_told(
    signed_on, facts, parent, checks
):
    contract = attrs.evolve(AVTAL, signed_on=signed_on, parent=parent)
    portfolio = Portfolio(
        parties=[KOMMUN, FIRMA],
        procurements=[attrs.evolve(SKOLA, **facts)],
        contracts=[contract, Contract(id="F-1", kind="framework")],
    )
    found = portfolio.contradictions()
    assert [one.check for one in found] == [f"coherence.signed-against-{name}" for name in checks]
    assert all(one.subjects == ("A-1", "U-1") and one.on == contract.signed_on for one in found)
    assert all(one.message("sv") and one.message("en") for one in found)


def test_a_contradiction_is_a_sentence():
    portfolio = attrs.evolve(PORTFOLIO, contracts=[attrs.evolve(AVTAL, signed_on="2026-05-31")])
    (finding,) = portfolio.contradictions()
    assert finding.message("sv") == (
        "avtalet A-1 är tecknat 2026-05-31, före tilldelningsbeslutet 2026-06-01"
    )


@pytest.mark.parametrize(
    "again", [lambda one: pickle.loads(pickle.dumps(one)), copy.copy, copy.deepcopy, attrs.evolve]
)
def test_a_portfolio_travels_even_when_it_was_asked(again):
    one = attrs.evolve(PORTFOLIO, extras=[Extra("A-1", "$.tender.documents", "[]")])
    assert one.party(KOMMUN.id) is KOMMUN
    other = again(one)
    assert other == one
    assert hash(other) == hash(one)
    assert other.party(KOMMUN.id) == KOMMUN


def test_what_is_looked_up_is_that_of_the_portfolio_itself():
    assert PORTFOLIO.contract("A-1")
    fewer = attrs.evolve(PORTFOLIO, contracts=[])
    with pytest.raises(PortfolioError, match="known: none"):
        fewer.contract("A-1")

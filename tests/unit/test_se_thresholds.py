"""Swedish thresholds and limits in money, by period and currency.

Sources: SFS 2024:30 (2024-25, both currencies); Delegated Regulations (EU) 2025/2150-2152
(2026-27, euro); Konkurrensverket's pages for 2018-19, 2020-21 and 2022-23; Sjöbo kommun (2016-17).
"""

from __future__ import annotations

import pytest

from samverkan.countries.se.thresholds import LIMITS
from samverkan.errors import LawCoverageError, LawQuestionError
from samverkan.jurisdictions import jurisdiction

SWEDEN = jurisdiction("SE")

TABLE = """
goods-services-central,2024-01-01,143000,1546202,SFS 2024:30
goods-services,2024-01-01,221000,2389585,SFS 2024:30
works,2024-01-01,5538000,59880179,SFS 2024:30
annex-2,2024-01-01,750000,8109450,SFS 2024:30
utilities-goods-services,2024-01-01,443000,4789982,SFS 2024:30
utilities-works,2024-01-01,5538000,59880179,SFS 2024:30
utilities-annex-2,2024-01-01,1000000,10812600,SFS 2024:30
concessions,2024-01-01,5538000,59880179,SFS 2024:30
goods-services-central,2022-06-01,140000,1456476,Trafikverket
goods-services,2022-06-01,215000,2236731,Trafikverket
works,2022-06-01,5382000,55991099,Trafikverket
annex-2,2022-06-01,750000,7802550,Konkurrensverket
goods-services-central,2021-12-31,139000,1427377,Konkurrensverket
goods-services,2021-12-31,214000,2197545,Konkurrensverket
works,2021-12-31,5350000,54938615,Konkurrensverket
annex-2,2021-12-31,750000,7701675,Konkurrensverket
goods-services-central,2018-01-01,144000,1365782,Konkurrensverket
goods-services,2018-01-01,221000,2096097,Konkurrensverket
works,2018-01-01,5548000,52620561,Konkurrensverket
annex-2,2018-01-01,750000,7113450,Konkurrensverket
goods-services,2017-01-01,209000,1910323,Sjöbo kommun; (EU) 2015/2170
works,2017-01-01,5225000,47758068,Sjöbo kommun; (EU) 2015/2170
"""
ROWS = [line.split(",") for line in TABLE.strip().splitlines()]


@pytest.mark.parametrize(
    ("limit", "on", "eur", "sek"),
    [pytest.param(*row[:4], id=f"{row[0]} {row[1]}: {row[4]}") for row in ROWS],
)
def test_amounts_in_both_currencies(limit, on, eur, sek):
    assert str(LIMITS[limit].on(on, "EUR").amount.amount) == eur
    assert str(LIMITS[limit].on(on, "SEK").amount.amount) == sek


@pytest.mark.parametrize("on", sorted({row[1] for row in ROWS}))
def test_the_amounts_of_a_period_share_one_rate_of_exchange(on):
    """The Commission sets the counter-values with one rate for all thresholds of two years."""
    rates = {round(int(row[3]) / int(row[2]), 4) for row in ROWS if row[1] == on}
    assert max(rates) - min(rates) <= 0.0001, rates


@pytest.mark.parametrize(
    ("limit", "eur"),
    [
        ("goods-services-central", "140000"),
        ("goods-services", "216000"),
        ("works", "5404000"),
        ("annex-2", "750000"),
        ("utilities-goods-services", "432000"),
        ("utilities-annex-2", "1000000"),
        ("concessions", "5404000"),
    ],
)
def test_2026_has_amounts_in_euro_and_none_in_kronor(limit, eur):
    for on in ("2026-01-01", "2027-12-31"):
        assert str(LIMITS[limit].on(on, "EUR").amount.amount) == eur
        with pytest.raises(LawCoverageError, match="to 2025-12-31"):
            LIMITS[limit].on(on, "SEK")


def test_what_was_not_named_for_2026_is_not_taken_from_another_row():
    """Works under LUF: the same sum as works under LOU in 2024, and not found for 2026."""
    for currency in ("EUR", "SEK"):
        with pytest.raises(LawCoverageError, match="2024-01-01 to 2025-12-31"):
            LIMITS["utilities-works"].on("2026-03-01", currency)


def test_a_threshold_after_the_two_years_is_not_guessed():
    with pytest.raises(LawCoverageError, match="2027-12-31"):
        LIMITS["works"].on("2028-01-01", "EUR")


@pytest.mark.parametrize(
    ("how", "sek"),
    [
        ({"category": "services", "central": False}, "2389585"),
        ({"category": "goods", "central": True}, "1546202"),
        ({"category": "works"}, "59880179"),
        ({"category": "services", "annex_2": True}, "8109450"),
    ],
)
def test_the_threshold_of_a_procurement(how, sek):
    answer = SWEDEN.threshold(on="2025-06-30", **how)
    assert str(answer.amount.amount) == sek
    assert "SFS 2024:30" in answer.why("sv")


@pytest.mark.parametrize("how", [{"category": "services"}, {"category": "works", "annex_2": True}])
def test_what_decides_the_threshold_is_asked_for(how):
    with pytest.raises(LawQuestionError, match="threshold"):
        SWEDEN.threshold(on="2025-06-30", **how)


@pytest.mark.parametrize(
    ("on", "sek"),
    [
        ("2017-06-01", "534890"),
        ("2019-12-31", "586907"),
        ("2021-12-31", "615312"),
        ("2022-02-01", "700000"),
        ("2026-06-01", "700000"),
    ],
)
def test_the_limit_of_direct_procurement(on, sek):
    assert str(SWEDEN.direct_procurement_limit(on=on).amount.amount) == sek


def test_january_2022_is_a_gap():
    with pytest.raises(LawCoverageError, match="2021-12-31, 2022-02-01"):
        SWEDEN.direct_procurement_limit(on="2022-01-15")


def test_annex_2_services_are_procured_directly_below_their_threshold():
    """LOU 19 a:2 second sentence."""
    answer = SWEDEN.direct_procurement_limit(on="2025-06-30", annex_2=True)
    assert str(answer.amount.amount) == "8109450"
    assert "LOU 19 a:2" in answer.why("sv")
    for on in ("2021-06-30", "2026-03-01"):
        with pytest.raises(LawCoverageError):
            SWEDEN.direct_procurement_limit(on=on, annex_2=True)


def test_every_limit_is_reached_through_the_jurisdiction():
    assert set(SWEDEN.thresholds) == set(LIMITS)
